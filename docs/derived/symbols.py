"""The glossary: every argument and result of every formula, by name and by symbol."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from derived.clauses import every_formula
from derived.rst import indented, marked, plain, table, title
from greencalc.formula import Symbol
from greencalc.showing.equation import symbol_text

__all__ = ["symbols_page"]


@frozen
class _Entry:
    symbol: Symbol
    takers: list[str] = field(factory=list)
    givers: list[str] = field(factory=list)


def symbols_page() -> list[str]:
    """Return the lines of the glossary."""
    entries = _entries()
    by_symbol = sorted(entries.items(), key=lambda named: (symbol_text(named[1].symbol.tex).lower(), named[0]))
    return [
        *title("Symbols"),
        "Every quantity of every formula, as the declarations have it. A name stands for the same quantity wherever it",
        "is used: as an argument, as a fact in a plant file, and as a column of a table of plants. A symbol",
        "follows the standard, without its index of a product, where the text is public; the others are this library's",
        "own or from secondary pages. One symbol may stand for several quantities.",
        "",
        *title("By name", "-"),
        ".. glossary::",
        "   :sorted:",
        "",
        *(line for name, entry in entries.items() for line in indented([name, *indented(_definition(entry)), ""])),
        "",
        *title("By symbol", "-"),
        *table(("Symbol", "Name", "Meaning", "中文", "Unit"), (_row(name, entry.symbol) for name, entry in by_symbol)),
    ]


def _entries() -> Mapping[str, _Entry]:
    formulas = every_formula().values()
    entries: dict[str, _Entry] = {}
    for declaration in formulas:
        for name, argument in declaration.arguments.items():
            entries.setdefault(name, _Entry(argument.symbol)).takers.append(declaration.name)
    for declaration in formulas:
        for name in dict.fromkeys([declaration.name, *declaration.gives]):
            entries.setdefault(name, _Entry(declaration.result)).givers.append(declaration.name)
    return entries


def _definition(entry: _Entry) -> list[str]:
    symbol = entry.symbol
    bounds = f", {plain(symbol.bounds)}" if symbol.bounds else ""
    lines = [f":math:`{symbol.tex}`, {plain(symbol.meaning)}, {symbol.meaning_zh}; {_unit(symbol)}{bounds}."]
    for words, names in (("Taken by", entry.takers), ("Given by", entry.givers)):
        if names:
            lines.append(f"{words} {', '.join(map(marked, names))}.")
    return lines


def _row(name: str, symbol: Symbol) -> tuple[str, ...]:
    return f":math:`{symbol.tex}`", f":term:`{name}`", plain(symbol.meaning), symbol.meaning_zh, _unit(symbol)


def _unit(symbol: Symbol) -> str:
    return f"``{symbol.unit}``" if symbol.unit.powers else "a pure number"
