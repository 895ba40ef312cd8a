"""A formula as a notebook shows it: equation, symbols, origin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greencalc.display import Cell, Printed, Sheet, Table

if TYPE_CHECKING:
    from greencalc.formula import Formula, Symbol

__all__ = ["formula_sheet"]

_HEADS = ("Symbol", "Name", "Meaning", "中文", "Unit", "Bounds")


def formula_sheet(declaration: Formula) -> Sheet:
    """Return what a declaration says, ready to be shown."""
    return Sheet(
        f"{declaration.name}: {declaration.title} {declaration.title_zh} ({declaration.where})",
        (
            Printed(declaration.equation),
            Table(_HEADS, tuple(_rows(declaration))),
            *(f"Must hold: {relation}; {relation.why}." for relation in declaration.relations),
            f"Origin: {declaration.origin}. Source: {declaration.source}.",
        ),
    )


def _rows(declaration: Formula) -> Iterator[tuple[Cell, ...]]:
    for name, argument in declaration.arguments.items():
        yield _row(name, argument.symbol, f"; default {argument.default}" if argument.default else "")
    yield _row("result", declaration.result, "")


def _row(name: str, symbol: Symbol, default: str) -> tuple[Cell, ...]:
    unit = str(symbol.unit) if symbol.unit.powers else "(pure number)"
    return Printed(symbol.tex), name, symbol.meaning, symbol.meaning_zh, unit, f"{symbol.bounds}{default}".lstrip("; ")
