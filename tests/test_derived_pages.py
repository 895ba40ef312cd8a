"""The derived pages of the reference: every formula, symbol, limit and assumption stands there, as the data has it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

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


def test_pages_of_before_are_gone(tmp_path) -> None:
    (tmp_path / "formulas").mkdir()
    (tmp_path / "formulas" / "old.rst").write_text("", encoding="utf-8")
    assert all(path.exists() for path in write_pages(tmp_path))
    assert not (tmp_path / "formulas" / "old.rst").exists()
