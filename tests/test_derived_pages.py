"""The derived pages of the reference: every formula, symbol, limit and assumption stands there, as the data has it."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

import greencalc
from editions import FUNCTIONS
from greencalc import spec, standards
from greencalc.standards.rules import LimitRule
from greencalc.units.number_text import points_text
from greencalc.units.unit_table import table

DOCS = Path(__file__).parents[1] / "docs"


def write_pages(folder: Path) -> list[Path]:
    if str(DOCS) not in sys.path:
        sys.path.append(str(DOCS))
    return import_module("derived").write_pages(folder)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8").replace("\\", "")
        for path in write_pages(folder)
    }


def clause_page(function) -> str:
    *_, book, module = function.__module__.split(".")
    return f"formulas/{book}/{module}.rst"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_formula_has_a_place_on_the_page_of_its_file(pages, function) -> None:
    page = pages[clause_page(function)]
    assert f".. autofunction:: greencalc.{function.__name__}\n" in page
    assert f"explain(\n       greencalc.{function.__name__}," in page
    declaration = spec(function)
    assert f":func:`~greencalc.{function.__name__}`" in pages["formulas/index.rst"]
    assert f":math:`{declaration.equation.replace(chr(92), '')}`" in pages["formulas/index.rst"]
    for name, argument in declaration.arguments.items():
        assert f"\n   {name}\n      :math:`{argument.symbol.tex.replace(chr(92), '')}`" in pages["symbols.rst"]
    for name in declaration.gives:
        assert f":term:`{name}`" in page


@pytest.mark.parametrize("standard", standards(), ids=lambda standard: standard.id)
def test_the_scoring_table_says_all_that_the_data_says(pages, standard) -> None:
    page = pages[f"standards/{standard.id}.rst"]
    assert f"those of the items are :ref:`{standard.origin} <origins>`" in page
    for item in standard.items:
        assert f".. _{standard.id}-{item.id}:" in page
        assert item.title in page
        assert item.title_zh in page
        assert item.source in page
        assert f":ref:`{item.id} <{standard.id}-{item.id}>`" in pages["facts.rst"]
        declaration = standard.formula_of(item)
        if declaration is None:
            continue
        where = pages[clause_page(declaration.body)]
        points = (
            "mandatory" if item.mandatory else f"{points_text(item.points)} points (:ref:`{standard.origin} <origins>`)"
        )
        assert f":ref:`{item.id} <{standard.id}-{item.id}>` of {standard.number}, {points}\n" in where
        if isinstance(item.rule, LimitRule):
            years = f", in {item.rule.years.at_least} of {item.rule.years.of} years" if item.rule.years else ""
            for limit in item.rule.limits:
                assert f"{item.rule.operator} {limit.value}" in page
                assert f"{item.rule.operator} {limit.value}{years}\n" in where
                assert f":ref:`{limit.origin} <origins>`: {limit.source}" in where
    for assumption in standard.assumptions:
        assert f"* {assumption.what} :ref:`{assumption.origin} <origins>`: {assumption.source}" in page


def test_every_unit_stands_on_the_page_of_units(pages) -> None:
    for row in table().values():
        for spelling in row.spellings:
            assert f"``{spelling}``" in pages["unit_tables.rst"]


@pytest.mark.parametrize("name", sorted({*greencalc.__all__} - {one.__name__ for one in FUNCTIONS} - {"standards"}))
def test_every_public_name_stands_in_the_table_of_its_part_of_the_reference(pages, name) -> None:
    row = re.compile(rf":obj:`{name} <greencalc\.(?:\w+\.)?{name}>`\n     - \S.*\n     - ``\w+``\n")
    found = [path for path, text in pages.items() if path.startswith("reference/") and row.search(text)]
    assert "reference/index.rst" in found
    assert len(found) == 2


def test_a_page_of_the_reference_has_the_text_and_the_entries_of_its_part(pages) -> None:
    page = pages["reference/testing.rst"]
    assert page.startswith(
        ".. currentmodule:: greencalc\n\nTesting\n=======\n\nNeeds ``pip install 'greencalc[testing]'``."
    )
    assert ":obj:`check_formula <greencalc.testing.check_formula>`\n     - " in page
    assert ".. autoclass:: greencalc.testing.Mistake\n   :members: error" in page
    assert "   testing\n" in pages["reference/index.rst"]
    assert "/reference/" in (DOCS.parent / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_the_search_finds_a_formula_by_its_names_and_the_items_that_it_judges(pages, function) -> None:
    declaration = spec(function)
    page = pages[clause_page(function)]
    judged = [item for standard in standards() for item in standard.items if standard.formula_of(item) == declaration]
    for entry in (declaration.clause, declaration.title, declaration.title_zh, *(item.id for item in judged)):
        assert page.count(f"   ! single: {entry}\n") == 1


def test_the_lists_of_what_others_document_have_what_docstrings_name_and_no_more() -> None:
    docs = import_module("derived")
    types = docs.types_with_a_page()
    text = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "src").rglob("*.py"))
    parameters = " ".join(re.findall(r"^ +\w[\w, ]* : (.+)$", text, re.MULTILINE))
    named = {*re.findall(r"[\w.]+", parameters), *re.findall(r"^ +([\w.]+)$", text, re.MULTILINE)}
    leads = {re.search(r"[\w.]+(?=>?`?$)", types[word])[0] for word in named if word in types}
    for name, (address, path) in docs.links_to_others().items():
        head, *entries = Path(path).read_text(encoding="utf-8").splitlines()
        assert head == "# Sphinx inventory version 1"
        assert address.startswith("https://")
        assert {entry.split()[0] for entry in entries[2:]} - leads == set(), name


def test_pages_of_before_are_gone(tmp_path) -> None:
    (tmp_path / "formulas").mkdir()
    (tmp_path / "formulas" / "old.rst").write_text("", encoding="utf-8")
    assert all(path.exists() for path in write_pages(tmp_path))
    assert not (tmp_path / "formulas" / "old.rst").exists()
