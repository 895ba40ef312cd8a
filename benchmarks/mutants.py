"""See whether tests notice small changes of the library: ``python -m benchmarks.mutants --sample 120 --seed 1``.

Everything happens in a temporary copy. First the tests run once, to learn which of them run which line; then each
mutant runs those that run its line, the quickest first. ``--again TEST ...`` runs those that survived on the tests
named, and keeps what is written in the table about the others.
"""

from __future__ import annotations

import argparse
import ast
import json
import multiprocessing
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

# what tests import and what is no part of the library is imported once, and each run is a fork
import pandas as pd  # noqa: F401
import pint  # noqa: F401
import polars as pl  # noqa: F401
import pyarrow as pa  # noqa: F401
import pytest

FORK = multiprocessing.get_context("fork")

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results-mutants.md")
PACKAGE = Path("src", "greencalc")
AREAS = "files/ judging/ many_plants/ plant/ units/ standards/table_ reporting/pack replaying"
# they run processes of their own, or run for long
UNTRACED = """
    test_tutorials many_plants/test_cluster test_consumer test_derived_pages test_documentation test_package
    test_examples
"""
NOT_RUN, SURVIVED = "not run", "survived"
DONE = ("killed by tests/", "killed by src/", "equivalent: ")  # what is run again is none of these
FIRST_SECONDS, MOST_SECONDS = 15.0, 90.0  # of tests that a mutant runs at first, and in all
PAIRS = """
    Lt>LtE LtE>Lt Gt>GtE GtE>Gt Eq>NotEq NotEq>Eq Is>IsNot IsNot>Is In>NotIn NotIn>In And>Or Or>And
    Add>Sub Sub>Add Mult>Div Div>Mult FloorDiv>Mult Mod>Mult Pow>Mult BitAnd>BitOr BitOr>BitAnd
"""
OTHER = dict(pair.split(">") for pair in PAIRS.split())
OTHER_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
NAMED = (
    ("many_plants/formulas", "most=sure.most * (1 - slack)", "most=sure.most * (2 - slack)"),
    # depth as marks are counted, which closing brackets in front would bring below zero
    (
        "files/toml",
        "_is_deep(content, dict | list, MAX_DEPTH)",
        "max(text[:n].count('[') - text[:n].count(']') for n in range(min(len(text), 4000))) > MAX_DEPTH",
    ),
)


def module_of(path: Path) -> str:
    """Return the name of a module by its place in the package, as ``files/toml``."""
    parts = path.with_suffix("").parts
    return "/".join(parts[len(parts) - parts[::-1].index("greencalc") :])


class Mutant(NamedTuple):
    """A place in a module, from byte to byte, and what stands there instead."""

    module: str
    line: int
    column: int
    last_line: int
    start: int
    end: int
    old: str
    new: str

    def put_in(self, source: bytes) -> bytes:
        """Return the module's source with the mutant in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def row(self) -> str:
        """Return the start of its row in the table of results."""
        old, new = (" ".join(text.split()).replace("|", "\\|") for text in (self.old, self.new))
        return f"| {self.module} | {self.line}:{self.column} | `{old}` → `{new}` |"


def changed(node: ast.AST) -> Iterator[str]:
    """Yield what may stand in a node's place."""
    match node:
        case ast.Compare(left, [operator, *others], rights) if other := _other(operator):
            yield ast.unparse(ast.Compare(left, [other, *others], rights))
        case ast.BinOp(left, operator, right) if other := _other(operator):
            yield ast.unparse(ast.BinOp(left, other, right))
        case ast.BoolOp(operator, values) if other := _other(operator):
            yield ast.unparse(ast.BoolOp(other, values))
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield ast.unparse(operand)
        case ast.Constant(bool(value)):
            yield str(not value)
        case ast.Constant(int(value) | float(value)):
            yield from (repr(value + 1), repr(value - 1))
        case ast.Call(ast.Name(name), arguments, keywords) if name in OTHER_NAMES:
            yield ast.unparse(ast.Call(ast.Name(OTHER_NAMES[name]), arguments, keywords))
        case ast.Return(ast.expr() as value) if ast.unparse(value) != "None":
            yield "return None"
        case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Expr(ast.Call()):
            yield "pass"


def _other(operator: ast.AST) -> Any:
    name = OTHER.get(type(operator).__name__)
    return name and getattr(ast, name)()


def inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, but for types, and for texts, whose parts have no places of their own."""
    yield node
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns"} and not isinstance(value, ast.JoinedStr):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                    yield from inner(child)


def mutants(path: Path) -> list[Mutant]:
    """Return all mutants of a module, first those that are named."""
    source = path.read_bytes()
    starts = list(accumulate(map(len, source.splitlines(keepends=True)), initial=0))

    def mutant(start: int, end: int, new: str) -> Mutant:
        line, last_line = (source.count(b"\n", 0, place) + 1 for place in (start, end))
        column = start - starts[line - 1]
        return Mutant(module_of(path), line, column, last_line, start, end, source[start:end].decode(), new)

    found = []
    for module, old, new in NAMED:
        if module == module_of(path):
            start = source.index(old.encode())
            found.append(mutant(start, start + len(old.encode()), new))
    for node in inner(ast.parse(source)):
        for new in changed(node):
            place: Any = node
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            found.append(mutant(start, end, new if isinstance(node, ast.stmt) else f"({new})"))
    return found


def draw(number: int, seed: int) -> list[Mutant]:
    """Return the named mutants, two of each module, and as many of all as are asked for."""
    dice = random.Random(seed)
    found_paths = sorted((ROOT / PACKAGE).rglob("*.py"))
    areas = tuple(AREAS.split())
    paths = [path for path in found_paths if path.name != "__init__.py" and module_of(path).startswith(areas)]
    found = [mutants(path) for path in paths]
    names = {(old, new) for _, old, new in NAMED}
    drawn = {one for several in found for one in several if (one.old, one.new) in names}
    for several in found:
        drawn.update(dice.sample([one for one in several if (one.old, one.new) not in names], 2))
    others = [one for several in found for one in several if one not in drawn]
    return sorted([*drawn, *dice.sample(others, max(0, number - len(drawn)))])


def trace(target: Path) -> None:
    """Run the tests, and write which of those that pass run which line, and for how long."""
    import coverage  # noqa: PLC0415 (needed in this process alone, before what it watches)

    watch = coverage.Coverage(source=["greencalc"], data_file=None)
    seconds: dict[str, float] = defaultdict(float)
    failed = set()

    class Watcher:
        def pytest_runtest_logstart(self, nodeid: str) -> None:
            watch.switch_context(nodeid.partition("[")[0])

        def pytest_runtest_logreport(self, report: Any) -> None:
            name = report.nodeid.partition("[")[0]
            seconds[name] += report.duration
            failed.update([name] if report.failed else [])

    watch.start()
    ignored = [f"--ignore=tests/{name}.py" for name in UNTRACED.split()]
    pytest.main(["-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:cov", "tests", *ignored], plugins=[Watcher()])
    watch.stop()
    found = watch.get_data()
    lines = {module_of(Path(file)): found.contexts_by_lineno(file) for file in found.measured_files()}
    target.write_text(json.dumps({"seconds": seconds, "failed": sorted(failed), "lines": lines}), encoding="utf-8")


def tests_of(mutant: Mutant, traced: dict[str, Any]) -> dict[str, float]:
    """Return the tests that run a mutant's lines, the quickest first, with their seconds.

    Lines that run while the module is imported are of all its tests.
    """
    lines = traced["lines"].get(mutant.module, {})
    numbers = map(str, range(mutant.line, mutant.last_line + 1))
    tests = {test for number in numbers for test in lines.get(number, ())} - {""}
    tests = tests or {test for found in lines.values() for test in found}
    seconds = {test: traced["seconds"][test] for test in tests - {"", *traced["failed"]}}
    return dict(sorted(seconds.items(), key=lambda item: item[1]))


def outcome(copy: Path, mutant: Mutant, tests: dict[str, float], number: int) -> str:
    """Run tests on a copy with a mutant in it, up to the first that fails, and say which."""
    path = copy / PACKAGE / f"{mutant.module}.py"
    source = path.read_bytes()
    path.write_bytes(mutant.put_in(source))
    os.utime(path, (number, number))  # so that no compiled file is taken for its own
    said = copy / "said.txt"
    said.write_text("the start of the tests", encoding="utf-8")
    process = FORK.Process(target=run, args=(copy, list(tests), said))
    process.start()
    process.join(30 + 3 * sum(tests.values()))
    if process.is_alive():
        process.kill()
        said.write_text("time", encoding="utf-8")
    process.join()
    path.write_bytes(source)
    return f"killed by {said.read_text('utf-8')}" if process.exitcode else SURVIVED


def run(copy: Path, tests: list[str], said: Path) -> None:
    """Run tests in a process of their own, and write which fails first."""

    class Watcher:
        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed and report.nodeid:
                said.write_text(report.nodeid, encoding="utf-8")

        pytest_collectreport = pytest_runtest_logreport  # a file that cannot be imported fails too

    os.chdir(copy)
    os.environ.update(environment(copy))
    sys.path.insert(0, str(copy / "src"))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os._exit(pytest.main(["-x", "-q", "--tb=no", "-p", "no:cacheprovider", *tests], plugins=[Watcher()]))


def environment(copy: Path) -> dict[str, str]:
    """Return the environment in which the copy is the library."""
    return {**os.environ, "PYTHONPATH": str(copy / "src"), "OMP_NUM_THREADS": "1"}


def in_turn(tests: dict[str, float]) -> list[dict[str, float]]:
    """Return the quickest tests, and behind them as many more as there is time for."""
    parts: list[dict[str, float]] = [{}, {}]
    spent = 0.0
    for name, seconds in tests.items():
        spent += seconds
        if spent < MOST_SECONDS or not parts[0]:
            parts[bool(parts[0]) and spent > FIRST_SECONDS][name] = seconds
    return [part for part in parts if part]


def write(given: argparse.Namespace, outcomes: dict[str, str]) -> None:
    """Write the table of results."""
    count = Counter(re.split(r"\W", said)[0] for said in outcomes.values())
    lines = [
        "# Mutants",
        "",
        "Small changes of the library, and the first test that fails for each; see `mutants.py`.",
        "",
        f"- date: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}",
        f"- command: `python -m benchmarks.mutants --sample {given.sample} --seed {given.seed}`",
        f"- Python {platform.python_version()}, pint {version('pint')}",
        f"- {len(outcomes)} mutants: {', '.join(f'{number} {word}' for word, number in count.most_common())}",
        "",
        "| module | line:column | mutation | outcome |",
        "|---|---|---|---|",
        *(f"{row} {said} |" for row, said in outcomes.items()),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def known() -> dict[str, str]:
    """Return the outcomes that the table of results has."""
    rows = (re.fullmatch(r"(\| \w+ \| \d.*` \|) (.*) \|", line) for line in RESULTS.read_text("utf-8").splitlines())
    return {row[1]: row[2] for row in rows if row}


def main() -> None:
    """Draw mutants, judge them and write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants")
    parser.add_argument("--sample", type=int, default=120, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trace", type=Path, help="a file that keeps which tests run which line")
    parser.add_argument("--again", nargs="*", metavar="TEST", help="only those that survived, on these tests or on all")
    parser.add_argument("--only-trace", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_trace:
        trace(given.only_trace)
        return
    drawn = draw(given.sample, given.seed)
    outcomes = dict.fromkeys((mutant.row() for mutant in drawn), NOT_RUN)
    if given.again is not None:
        outcomes.update((row, said) for row, said in known().items() if row in outcomes)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "_build"))
        file = (given.trace or Path(folder) / "trace.json").absolute()
        if not file.exists() and not given.again:
            print("learning which tests run which line", file=sys.stderr)
            command = [sys.executable, "-m", "benchmarks.mutants", "--only-trace", str(file)]
            subprocess.run(command, cwd=copy, env=environment(copy), stdout=sys.stderr, check=True)
        traced = None if given.again else json.loads(file.read_text("utf-8"))
        for number, mutant in enumerate(drawn, start=1):
            row = mutant.row()
            if outcomes[row].startswith(DONE):
                continue
            named_tests = dict.fromkeys(given.again or (), MOST_SECONDS)
            for tests in in_turn(tests_of(mutant, traced)) if traced else [named_tests]:
                if not outcomes[row].startswith(DONE):
                    outcomes[row] = outcome(copy, mutant, tests, number)
            print(f"{number} of {len(drawn)}: {row} {outcomes[row]}", file=sys.stderr, flush=True)
            write(given, outcomes)


if __name__ == "__main__":
    main()
