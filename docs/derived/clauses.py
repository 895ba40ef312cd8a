"""A page for each clause file of each book, and the index of all formulas."""

from __future__ import annotations

import importlib
import inspect
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import greencalc
from derived.rst import found_by, indented, item_link, marked, plain, table, title, trust
from greencalc.formula import Formula, spec
from greencalc.standards.editions import EDITIONS, NEIGHBOURS
from greencalc.standards.rules import LimitRule
from greencalc.standards.table_file import edition_formulas, shipped_standards
from greencalc.units.number_text import points_text

__all__ = ["clause_pages", "every_formula", "index_page"]

BOOKS = EDITIONS + NEIGHBOURS
_CASES = Path(__file__).parents[2] / "tests" / "data" / "worked_cases.toml"


@cache
def _printed_in() -> Mapping[str, Mapping[str, Formula]]:
    """Return the formulas of each book as it prints them."""
    return {book: edition_formulas(book) for book in BOOKS}


def every_formula() -> Mapping[str, Formula]:
    """Return every formula once, by name."""
    return {name: one for book in reversed(BOOKS) for name, one in _printed_in()[book].items()}


def index_page() -> list[str]:
    """Return the page of all formulas of all books, with the tree of their pages."""
    lines = [
        *title("Formulas"),
        "Every formula is a plain function with keyword arguments. It takes pint quantities of any one registry, text",
        'such as ``"45 万㎡"``, arrays, or lists, and returns a quantity in the unit that its page names. A page',
        "is named like the file of ``greencalc/standards`` that its formulas stand in.",
        "",
    ]
    for book in BOOKS:
        heading, text = _said(importlib.import_module(f"greencalc.standards.{book}"))
        number, _, what = heading.partition(":")
        lines += [*title(number, "-"), f"{_sentence(what.strip())} {text}", ""]
        lines += table(("Clause", "Function", "Equation", "Origin"), map(_index_row, _printed_in()[book].values()))
        lines += [".. toctree::", "   :maxdepth: 1", "", *(f"   {book}/{name}" for name in _modules(book)), ""]
    return [*lines, *_what_gives_what()]


def _what_gives_what() -> list[str]:
    """Return a tree from the arguments of the indicators down to the formulas that give them."""
    given = dict.fromkeys(name for one in every_formula().values() for name in one.gives)
    takers = {name: [one for one in every_formula().values() if name in one.arguments] for name in given}
    lines = [
        *title("What gives what", "-"),
        "An input that has a formula of its own, and below it the formulas that give it, each with its own inputs of",
        "that kind.",
        "",
    ]
    for name in given:
        last = [marked(one.name) for one in takers[name] if not one.gives]
        if last:
            lines += [f"* :term:`{name}`, taken by {', '.join(last)}", "", *_givers_of(name, "  ")]
    return lines


def _givers_of(name: str, margin: str) -> Iterator[str]:
    for giver in (one for one in every_formula().values() if name in one.gives):
        yield from (f"{margin}* {marked(giver.name)}", "")
        for argument in giver.arguments:
            below = list(_givers_of(argument, f"{margin}    "))
            if below:
                yield from (f"{margin}  * :term:`{argument}`", "", *below)


def _said(module: ModuleType) -> tuple[str, str]:
    """Return a module's docstring as heading and text."""
    heading, _, text = inspect.cleandoc(module.__doc__ or "").partition("\n\n")
    return plain(heading.rstrip(".")), text


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _index_row(declaration: Formula) -> tuple[str, ...]:
    return (
        declaration.clause,
        f"| {marked(declaration.name)}\n| {plain(declaration.title)}\n| {declaration.title_zh}",
        f":math:`{declaration.equation}`",
        f":ref:`{declaration.origin} <origins>`",
    )


def clause_pages() -> Iterator[tuple[str, list[str]]]:
    """Yield the path and the lines of each page."""
    for book in BOOKS:
        for name, module in _modules(book).items():
            yield f"formulas/{book}/{name}.rst", _page(module)


def _modules(book: str) -> dict[str, ModuleType]:
    """Return the clause files of a book that declare formulas, in its order."""
    folder = f"greencalc.standards.{book}."
    names = dict.fromkeys(one.body.__module__ for one in _printed_in()[book].values())
    return {name.removeprefix(folder): importlib.import_module(name) for name in names if name.startswith(folder)}


def _page(module: ModuleType) -> list[str]:
    heading, text = _said(module)
    functions = [
        one for one in vars(module).values() if hasattr(one, "__formula__") and one.__module__ == module.__name__
    ]
    lines = [*title(heading), text, ""]
    found = set()
    for function in functions:
        declaration = spec(function)
        if len(functions) > 1:
            lines += title(f"{plain(declaration.title)} {declaration.title_zh}", "-")
        own = [declaration.clause, declaration.title, declaration.title_zh, *_items_judged_by(declaration)]
        entries = [entry for entry in dict.fromkeys(own) if entry not in found]  # once a page
        found.update(entries)
        lines += [*found_by(*entries), f".. autofunction:: greencalc.{declaration.name}", ""]
        for rubric, content in (
            ("Judged by", _judged(declaration)),
            ("Worked by hand", _worked(function)),
            ("Neighbours", _neighbours(declaration)),
        ):
            if content:
                lines += [f".. rubric:: {rubric}", "", *content, ""]
    return lines


def _items_judged_by(declaration: Formula) -> list[str]:
    items = [item for standard in shipped_standards() for item in standard.items]
    return [item.id for item in items if getattr(item.rule, "formula", None) == declaration.name]


def _judged(declaration: Formula) -> list[str]:
    """Return the items of all tables that the formula decides, with the limits and whose word they are."""
    rows = []
    for standard in shipped_standards():
        for item in standard.items:
            rule = item.rule
            if getattr(rule, "formula", None) != declaration.name:
                continue
            points = f"{points_text(item.points)} points (:ref:`{standard.origin} <origins>`)"
            points = "mandatory" if item.mandatory else points
            where = f"{item_link(standard.id, item.id)} of {standard.number}, {points}"
            if isinstance(rule, LimitRule):
                for row in rule.limits:
                    limit = f"{rule.operator} {row.value}{rule.in_years}"
                    rows.append((where, limit, row.category or "all", trust(row.origin, row.source)))
            else:
                words = plain(str(rule).removeprefix(declaration.name).strip(", "))
                rows.append((where, words, "all", trust(item.origin, item.source)))
    return table(("Item", "Limit", "Vehicle type", "Origin and source of the limit"), rows)


@cache
def _cases() -> Mapping[str, list[dict[str, Any]]]:
    """Return the cases worked by hand, which the tests hold the formulas to; published ones first."""
    cases: dict[str, list[dict[str, Any]]] = {}
    for case in tomllib.loads(_CASES.read_text(encoding="utf-8"))["case"]:
        cases.setdefault(case["formula"], []).append(case)
    return {name: sorted(listed, key=lambda case: "published" not in case) for name, listed in cases.items()}


def _worked(function: Callable[..., Any]) -> list[str]:
    case = _cases()[function.__name__][0]
    said = [case[name] for name in ("note", "source") if name in case]
    said += [f"published as {case['published']}"] if "published" in case else []
    inputs = [f"    {name}={value!r}," for name, value in case["inputs"].items()]
    return [
        _sentence(plain("; ".join(said) or "made up, in realistic magnitudes")),
        "",
        ".. code-block:: python",
        "",
        *indented(["greencalc.explain(", f"    greencalc.{function.__name__},", *inputs, ")"]),
        "",
        ".. math::",
        "",
        *indented(greencalc.explain(function, **case["inputs"]).to_latex().splitlines()),
    ]


def _neighbours(declaration: Formula) -> list[str]:
    lines = []
    for name in declaration.arguments:
        givers = [marked(one.name) for one in every_formula().values() if name in one.gives]
        if givers:
            lines.append(f"* :term:`{name}` may be the result of {', '.join(givers)}.")
    for name in declaration.gives:
        takers = [marked(one.name) for one in every_formula().values() if name in one.arguments]
        lines.append(f"* The result may be :term:`{name}` of {', '.join(takers)}.")
    for formulas in _printed_in().values():
        other = formulas.get(declaration.name)
        if other is not None and other.where != declaration.where:
            lines.append(f"* {other.standard} has it as {other.clause}; {trust(other.origin, other.source)}.")
    return lines
