"""What a plant file may say, for each standard."""

from __future__ import annotations

from derived.rst import item_link, plain, table, title
from greencalc.formula import Symbol
from greencalc.standards.rules import LineRule
from greencalc.standards.table import Standard
from greencalc.standards.table_file import shipped_standards

__all__ = ["facts_page"]


def facts_page() -> list[str]:
    """Return the lines of the page of facts."""
    lines = [
        *title("Facts and items"),
        "What a plant file may say, for each standard: amounts by name, and a status for each item. Points and limits",
        "stand on the page of the standard's table.",
        "",
    ]
    for standard in shipped_standards():
        items = ((item_link(standard.id, item.id), plain(item.title), plain(item.title_zh)) for item in standard.items)
        lines += [
            *title(f"Amounts for {standard.number}", "-"),
            *table(("Fact", "Meaning", "中文", "Unit", "Items"), _amounts(standard)),
            *_ends(standard),
            *title(f"Items of {standard.number}", "-"),
            *table(("Item", "Requirement", "中文"), items),
        ]
    return lines


def _ends(standard: Standard) -> list[str]:
    """Return the base and leading values that the table leaves to the plant file."""
    rows = [
        (f"``{name}``", f"``{standard.formulas[item.rule.formula].result.unit}``", item_link(standard.id, item.id))
        for item in standard.items
        if isinstance(item.rule, LineRule)
        for name in item.rule.missing_ends
    ]
    said = "Points on a line need two values more, from which on there are points and where there are all of them:"
    return [said, "", *table(("Fact", "Unit", "Item"), rows)] if rows else []


def _amounts(standard: Standard) -> list[tuple[str, ...]]:
    rows: dict[str, tuple[Symbol, list[str]]] = {}
    for item in standard.items:
        declaration = standard.formula_of(item)
        for name, argument in (declaration.arguments if declaration else {}).items():
            _, items = rows.setdefault(name, (argument.symbol, []))
            if item.id not in items:
                items.append(item.id)
    return [
        (
            f":term:`{name}`",
            plain(symbol.meaning),
            symbol.meaning_zh,
            f"``{symbol.unit}``",
            ", ".join(item_link(standard.id, item) for item in items),
        )
        for name, (symbol, items) in rows.items()
    ]
