"""The package as a whole: public names, layers, lazy loading, documentation, data files."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import greencalc
from editions import BOOKS, FORMULAS, FUNCTIONS_OF, REUSED
from greencalc.standards.editions import EDITIONS, NEIGHBOURS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "greencalc"
sys.path.insert(0, str(ROOT / "docs"))
import rooms  # noqa: E402 (a script of the documentation)

MOST_LINES, MOST_IN_A_ROOM, MOST_AT_THE_TOP = 400, 12, 10
MODULES = sorted(PACKAGE.rglob("*.py"))
SHIPPED = EDITIONS + NEIGHBOURS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_rooms_are_small_and_say_what_stands_in_them() -> None:
    homes = {path.parent for path in MODULES if path.parent.name not in SHIPPED} - {PACKAGE}
    for room in homes:
        assert len([path for path in room.glob("*.py") if path.name != "__init__.py"]) <= MOST_IN_A_ROOM
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_AT_THE_TOP


def test_the_picture_of_the_rooms_is_that_of_the_contracts() -> None:
    [drawn] = rooms.BLOCK.findall(rooms.GUIDE.read_text(encoding="utf-8"))
    assert drawn == rooms.picture()


def test_the_tests_that_coverage_is_taken_of_are_there() -> None:
    chosen = (ROOT / "tests" / "covering.txt").read_text(encoding="utf-8").splitlines()
    names = {(file, name.partition("[")[0]) for file, name in (one.split("::", 1) for one in chosen)}
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file, _ in names}
    assert [name for file, name in names if file.startswith("tests/") and f"def {name}(" not in texts[file]] == []


def test_names_for_type_checkers_are_those_at_run_time() -> None:
    text = (PACKAGE / "__init__.pyi").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(\w+) as \1\b", text)) == set(greencalc.__all__)
    assert dir(greencalc) == greencalc.__all__


@pytest.mark.parametrize("name", greencalc.__all__)
def test_every_public_name_loads_and_has_a_docstring(name) -> None:
    assert callable(getattr(greencalc, name))
    assert (getattr(greencalc, name).__doc__ or "").strip()


def test_no_public_name_is_a_modules_which_would_hide_it() -> None:
    modules = {path.stem for path in PACKAGE.iterdir()}
    assert modules & set(greencalc.__all__) == {"standards"}


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="flor_area_ratio"):
        _ = greencalc.flor_area_ratio


def test_standards_is_the_package_of_editions() -> None:
    assert greencalc.__getattr__("standards") is sys.modules["greencalc.standards"]


def test_standards_can_be_called_before_and_after_its_package_is_imported() -> None:
    code = (
        "import greencalc; a = greencalc.standards(); import greencalc.standards.qct1160_2022 as q; "
        "from greencalc import standards; assert a == standards() == greencalc.standards(); assert q.FORMULAS"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_import_loads_neither_pint_nor_numpy() -> None:
    code = "import sys, greencalc; dir(greencalc); assert not {'pint', 'numpy', 'attrs'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


FREE = {
    "cli/command_line.py": "the command begins in one thread",
    "cli/commands.py": "the same",
    "formula/declaration.py": "a pickle names modules of users too",
    "standards/__init__.py": "a call of the package, for the name that it hides",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_functions_import_of_the_library_is_loaded_by_one_thread_at_a_time(path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    imports = [node for function in functions for node in ast.walk(function) if is_late_import(node)]
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.With)]
    held = [block for block in blocks if ast.unparse(block.items[0]) in {"loading", "greencalc.loading"}]
    safe = {node for block in held for node in ast.walk(block)}
    assert str(path.relative_to(PACKAGE)) in FREE or [node.lineno for node in imports if node not in safe] == []


def is_late_import(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith("greencalc")
    called = node.func if isinstance(node, ast.Call) else None
    return "import_module" in {getattr(called, "id", ""), getattr(called, "attr", "")}


def test_the_module_runs_the_command() -> None:
    assert importlib.import_module("greencalc.__main__").main is importlib.import_module("greencalc.cli").main


def test_nothing_imports_a_network_module() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not names & {"socket", "urllib", "urllib.request", "http", "http.client", "requests", "ssl"}


def file_of(clause: str) -> tuple[str, int]:
    """What the name of a clause's file starts with: annex and number, or c and the chapter."""
    annex, _, number = clause.rpartition(".") if clause[0].isalpha() else ("c", "", clause)
    return annex.lower(), int(number.partition(".")[0])


def test_each_formula_stands_in_the_file_of_its_clause_or_of_the_clause_before() -> None:
    for edition in EDITIONS:
        functions = FUNCTIONS_OF[edition]
        files = {
            function: function.__module__.removeprefix(f"greencalc.standards.{edition}.") for function in functions
        }
        starts = {stem: (stem[0], int(stem[1:].partition("_")[0])) for stem in files.values()}
        assert len(set(starts.values())) == len(starts)
        for function, stem in files.items():
            annex, number = file_of(greencalc.spec(function).clause)
            own = (annex, number)
            assert starts[stem] == (own if own in starts.values() else (annex, number - 1))


def test_each_edition_has_its_formulas_in_clause_order() -> None:
    for edition in EDITIONS:
        clauses = [greencalc.spec(formula).clause for formula in FORMULAS[edition]]
        places = [("" if clause[0].isdigit() else clause[0], file_of(clause)[1]) for clause in clauses]
        assert places == sorted(places)


@pytest.mark.parametrize("book", NEIGHBOURS)
def test_a_book_without_a_table_has_each_formula_in_the_file_of_its_subject(book) -> None:
    assert not hasattr(BOOKS[book], "TABLE")
    assert [function.__name__ for function in FORMULAS[book]] == BOOKS[book].__all__
    for function in FORMULAS[book]:
        subject = greencalc.spec(function).clause.replace(" ", "_")
        assert function.__module__ == f"greencalc.standards.{book}.{subject}"
    [number] = {greencalc.spec(function).standard for function in FORMULAS[book]}
    assert re.sub(r"\W", "", number.lower().replace("-", "_")) == book


def test_a_reused_formula_is_declared_in_an_edition_before_the_one_that_reuses_it() -> None:
    for declaration in REUSED:
        [edition] = [edition for edition, formulas in FORMULAS.items() if declaration in formulas]
        before = EDITIONS[: EDITIONS.index(edition)]
        assert declaration.name in {function.__name__ for other in before for function in FUNCTIONS_OF[other]}


def test_the_version_is_the_projects() -> None:
    assert f'version = "{greencalc.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
