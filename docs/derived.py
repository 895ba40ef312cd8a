"""Pages written from the declarations and the tables, so that they cannot disagree with the code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import greencalc
from greencalc.formula import Formula
from greencalc.standard import LimitRule, Standard, YesNo
from greencalc.standard_file import edition_formulas
from greencalc.standards import EDITIONS, NEIGHBOURS

PAGES = Path(__file__).parent


def write_pages() -> None:
    """Write the pages of facts and formulas."""
    lines = [*_title("Facts and items"), "What a plant file may say, for each standard.", ""]
    for standard in greencalc.standards():
        lines += [*_facts(standard), *_items(standard)]
    for book in EDITIONS + NEIGHBOURS:
        formulas = PAGES / "formulas" / f"table_{book}.rst"
        formulas.write_text("\n".join(_formulas(edition_formulas(book))) + "\n", encoding="utf-8")
    (PAGES / "facts.rst").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _facts(standard: Standard) -> list[str]:
    rows = {}
    for item in standard.items:
        declaration = standard.formula_of(item)
        for name, argument in (declaration.arguments if declaration else {}).items():
            _, items = rows.setdefault(name, (argument.symbol, []))
            if item.id not in items:
                items.append(item.id)
    cells = [
        (f"``{name}``", symbol.meaning, symbol.meaning_zh, f"``{symbol.unit}``", ", ".join(items))
        for name, (symbol, items) in rows.items()
    ]
    return [
        *_title(f"Amounts for {standard.number}", "-"),
        *_table(("Fact", "Meaning", "中文", "Unit", "Items"), cells),
    ]


def _items(standard: Standard) -> list[str]:
    cells = []
    for item in standard.items:
        rule = item.rule
        judged = "yes or no" if isinstance(rule, YesNo) else f":func:`~greencalc.{rule.formula}`"
        if isinstance(rule, LimitRule):
            judged += f" {rule.operator} {', '.join(limit.value for limit in rule.limits)}"
        points = "mandatory" if item.mandatory else str(item.points)
        cells.append((item.id, item.title, item.title_zh, points, judged, item.origin))
    heads = ("Item", "Requirement", "中文", "Points", "Judged by", "Origin")
    return [*_title(f"Items of {standard.number}", "-"), *_table(heads, cells)]


def _formulas(formulas: Mapping[str, Formula]) -> list[str]:
    cells = [
        (
            declaration.clause,
            f":func:`~greencalc.{name}`",
            f"{declaration.title} {declaration.title_zh}",
            f":math:`{declaration.equation}`",
            declaration.origin,
        )
        for name, declaration in formulas.items()
    ]
    return _table(("Clause", "Function", "Computes", "Equation", "Origin"), cells)


def _title(text: str, line: str = "=") -> list[str]:
    return [text, line * (len(text) + 4), ""]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (heads, *rows):
        lines += [f"   {'*' if number == 0 else ' '} - {cell}" for number, cell in enumerate(row)]
    return [*lines, ""]
