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
from greencalc.standards import EDITIONS, NEIGHBOURS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "greencalc"

LAYERS = [
    ["fault_list", "read_only", "visible_text"],
    ["errors"],
    ["output_file", "csv_cells"],
    ["equation"],
    ["display"],
    ["rounded", "input_file"],
    ["units"],
    ["rounding", "polynomials"],
    ["unit_text", "other_types"],
    ["registry", "toml_file", "csv_file"],
    ["reading", "proof"],
    ["checks", "terms", "wrong_kind"],
    ["boundary", "docstring", "formula_sheet"],
    ["door"],
    ["formula"],
    ["computation", "standard_sheet"],
    *([f"standards.{book}"] for book in EDITIONS + NEIGHBOURS),  # one may reuse what those before it have
    ["standards"],
    ["standard", "factors"],
    ["standard_file", "ledger"],
    ["ledger_balance", "ledger_grid", "ledger_heat"],
    ["ledger_of_energy", "ledger_of_carbon"],
    ["ledger_facts"],
    ["facts", "points", "cells"],
    ["plant", "judge", "plausibility", "columns", "kept_columns"],
    ["plant_table", "row_scoring"],
    ["row_judging"],
    ["row_rules"],
    ["row_items"],
    ["results"],
    ["explanation", "gap_search", "report"],
    ["gap"],
    ["ledger_tracing", "pack", "gap_list", "assessment_sheet"],
    ["tracing"],
    ["assessment"],
    ["evaluation", "comparison", "scores"],
    ["batch", "arrow_files"],
    ["plant_files"],
    ["replaying"],
    ["listings"],
    ["cli"],
    ["__main__"],
    ["drawing"],  # of tests alone, for users too
    ["mistakes"],
    ["testing"],
]
ALLOWED_UPWARD = {
    ("standards", "standard_file"),  # only when it is called, to list the editions
    ("gap", "evaluation"),  # only when gaps are looked for: what they propose is evaluated
}


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    return whole_edition(name)


def whole_edition(name: str) -> str:
    """The modules of an edition or another book import each other freely, and count as one."""
    return ".".join(name.split(".")[:2]) if name.startswith("standards.") else name


def layer_of(module: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if module in layer)


def imports(path: Path) -> set[str]:
    """What a module imports at run time from the package; imports for types alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    skipped = {id(inner) for node in typing_only for inner in ast.walk(node)}
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and id(node) not in skipped}
    names = {name.removeprefix("greencalc.") for name in found if name and name.startswith("greencalc.")}
    return {whole_edition(name) for name in names}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_layer_imports_only_from_the_layers_above_it(path) -> None:
    module = module_of(path)
    if module == "__init__":
        assert imports(path) == set()
        return
    for imported in imports(path):
        beneath = layer_of(imported) < layer_of(module) or imported == module
        assert beneath or (module, imported) in ALLOWED_UPWARD, f"{module} imports {imported}"


def test_names_for_type_checkers_are_those_at_run_time() -> None:
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
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
    with pytest.raises(AttributeError, match="no attribute 'flor_area_ratio'"):
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
