"""A standard that is none of the library's, from the wheel on: ``python -m benchmarks.own_standard``.

Builds the wheel, installs it into an environment of its own, and has it write a standard there. By that standard every
command is run, as two files and, installed beside the library, as a package; its tests are run, and mypy and pyright
look at it and at code that uses the package. Writes ``benchmarks/results-own-standard.md``. It needs a package index,
and takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from benchmarks.harness import say
from greencalc.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results-own-standard.md")
ID = "laundries_2026"
EXTRAS = "completion,excel,files,report,testing"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}  # no way into the checkout
PLANTS = """\
plant,wash_water_used [m3],wash_water_reused [m3],heat_used [GJ],laundry_washed [t],5.1,5.3
A,42000,14000,21000,3000,met,met
B,500,0,90,10,met,not met
"""
BY_ALL = (
    "score plant.toml",
    "score plant.toml --json",
    "explain plant.toml 6.1",
    "gaps plant.toml --language zh",
    "compare plant.toml plant.toml",
    "report plant.toml -o report.html",
    "workbook plant.toml -o plant.xlsx",
    "pack plant.toml -o pack.json",
    "batch plants.csv -o scores.csv --keep plant --statuses",
    "form -o form.toml",
    "form -o form.xlsx",
    "form --table -o table.xlsx",
)
AGAIN = ("replay pack.json", "score plant.xlsx", "score form.xlsx", "score plant.toml --standard table.xlsx")
ALONE = ("standards", "completion bash", "example -o examples")
CHECKERS = {
    "mypy --strict": ("mypy", "--strict", "--config-file=", "--no-incremental", "--python-executable"),
    "pyright": ("pyright", "--pythonpath"),
}
FILES = ("uses.py", "clauses.py", "test_standard.py")
USES = f'''\
"""Code that uses an edition of a package; every line that ends in the word is one that a checker must find."""

from collections.abc import Callable
from typing import Any

from {ID}.clauses import FORMULAS, heat_per_laundry

import greencalc
from greencalc import Assessment, Formula, Q, Standard, evaluate, load_formulas, load_standard, replay, spec

heat = heat_per_laundry(heat_used="2.1 万GJ", laundry_washed=Q(3000, "t"))
number: float = heat.m_as("GJ/t")
assert number == 7
declared: Formula = spec(FORMULAS[0])
standard: Standard = load_standard("{ID}")
assert standard in greencalc.standards()
own: tuple[Callable[..., Any], ...] = load_formulas("clauses.py")
judged: Assessment = evaluate(standard, {{"heat_used": "21000 GJ", "laundry_washed": "3000 t"}})
assert judged.item("6.1").points == 20
assert replay(judged.to_json()).agrees
by_files = load_standard("indicators.toml", formulas=own)
assert by_files.id == standard.id
print("all is right")


def mistakes() -> None:
    heat_per_laundry(heat_used=21000.0, laundry_washed="3000 t")  # wrong
    heat_per_laundry(heat_used="21000 GJ")  # wrong
    text: str = heat_per_laundry(heat_used="21000 GJ", laundry_washed="3000 t")  # wrong
    load_formulas(5)  # wrong
    load_standard("indicators.toml", formulas=load_formulas)  # wrong
'''


@frozen
class Place:
    """An environment with the library in it, and a folder with a standard."""

    folder: Path

    @property
    def scripts(self) -> Path:
        """Where the environment has its commands."""
        return self.folder / "environment" / ("Scripts" if os.name == "nt" else "bin")

    @property
    def standard(self) -> Path:
        """Where the standard is."""
        return self.folder / ID

    def run(self, command: str, *arguments: str, where: Path | None = None, ends: int = 0) -> str:
        """Run a command of the environment, which must end so."""
        whole = [str(self.scripts / command), *arguments]
        done = subprocess.run(
            whole, cwd=where or self.folder, env=CLEAN, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode != ends:
            sys.exit(f"{shlex.join(whole)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def main() -> None:
    """Run all, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.own_standard", description="From the wheel on.")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, metavar="FILE", help="where to write the results")
    options = parser.parse_args()
    lines = ["# A standard of one's own, from the wheel on", "", "Written by `python -m benchmarks.own_standard`.", ""]
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        rows = []
        for what, found in _checked(place):
            say(f"{what}: {found}")
            rows.append(f"| {what} | {found} |")
        versions = place.run("python", "-m", "pip", "--disable-pip-version-check", "freeze", "--exclude", "greencalc")
    named = r"(?i)(numpy|pint|attrs|cattrs|hypothesis)=="
    held = [line for line in versions.splitlines() if re.match(named, line)]
    lines += [f"- date: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}", f"- versions: {', '.join(held)}", ""]
    lines += ["| what | found |", "|---|---|", *rows, ""]
    options.output.write_text("\n".join(lines), "utf-8")


def _checked(place: Place) -> Iterator[tuple[str, str]]:
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place.folder))
    subprocess.run(build, cwd=ROOT, env=CLEAN, check=True, capture_output=True)
    [wheel] = place.folder.glob("*.whl")
    venv.create(place.folder / "environment", with_pip=True)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    place.run("python", *pip, f"{wheel}[{EXTRAS}]", "pytest")
    yield "the wheel, in an environment of its own", wheel.name
    place.standard.mkdir()
    written = place.run("greencalc", "new-standard", str(place.standard)).splitlines()
    yield f"`greencalc new-standard {ID}`", f"{len(written)} files"
    tested = place.run("python", "-m", "pytest", "-q", where=place.standard)
    yield "`pytest` in its folder", re.sub(r" in .*", "", tested.splitlines()[-1])
    yield "every command, as two files", _commands(place, place.standard, "indicators.toml", "--formulas clauses.py")
    place.run("python", *pip, str(place.standard))
    elsewhere = place.folder / "elsewhere"
    elsewhere.mkdir()
    plant = (place.standard / "plant.toml").read_text("utf-8").replace("indicators.toml", ID)
    (elsewhere / "plant.toml").write_text(plant, "utf-8")
    yield "`pip install`, and every command by its id", _commands(place, elsewhere, ID, "")
    listed = place.run("greencalc", "standards", "--language", "en")
    yield "`greencalc standards`", listed.splitlines()[-1].strip()
    (place.standard / "uses.py").write_text(USES, "utf-8")
    yield "code that uses the package", place.run("python", "-X", "utf8", "uses.py", where=place.standard).strip()
    for name, command in CHECKERS.items():
        yield f"{name} on that code and on the standard's", _found(place, command)


def _commands(place: Place, folder: Path, standard: str, formulas: str) -> str:
    """Run every command by a standard."""
    (folder / "plants.csv").write_text(PLANTS, "utf-8")
    by = f"--standard {standard} {formulas}"
    run = [*(f"{command} {by}" for command in BY_ALL), *(f"{command} {formulas}" for command in AGAIN), *ALONE]
    (folder / "examples").mkdir()
    for command in run:
        place.run("greencalc", *shlex.split(command), where=folder)
    score = place.run("greencalc", *shlex.split(f"score plant.toml {by} --language en"), where=folder)
    ran = {command.partition(" ")[0] for command in run}
    if "Score   70.00 of 100" not in score or ran != set(COMMANDS) - {"new-standard"}:
        sys.exit(f"{score}\n{ran}")
    return f"{len(run)} runs of {len(ran)} commands, 70 points"


def _found(place: Place, checker: tuple[str, ...]) -> str:
    """Have a type checker look, which must find every mistake and nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", *checker, str(place.scripts / "python"), *FILES],
        cwd=place.standard,
        env=CLEAN,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    found = {(file, int(line)) for file, line in re.findall(r"(\w+\.py):(\d+)[:,].*error", done.stdout)}
    lines = enumerate(USES.splitlines(), start=1)
    wrong = {("uses.py", number) for number, line in lines if line.endswith("# wrong")}
    if found != wrong:
        sys.exit(done.stdout + done.stderr)
    return f"its {len(wrong)} mistakes, and nothing else"


if __name__ == "__main__":
    main()
