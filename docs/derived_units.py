"""The tables of units, written from the data that the library reads."""

from __future__ import annotations

from collections.abc import Iterable

from greencalc.unit_text import GLYPHS, refused
from greencalc.units import BASE_UNITS, UnitRow, combine, table


def unit_tables() -> list[str]:
    """Return reStructuredText: a table for each dimension, the signs that are read as others, and what is refused."""
    lines: list[str] = []
    for kind in dict.fromkeys(row.unit.kind for row in table().values()):
        rows = [row for row in table().values() if row.unit.kind == kind]
        base = _text(_base(rows[0]))
        heads = ("Typed", "Also typed", f"Size in {base}", "In pint", "Origin", "Source")
        name = kind.partition(" ")[2]
        lines += [*_heading(name[0].upper() + name[1:]), *_table(heads, map(_unit, rows), "10 30 16 16 10 28")]
    signs = [(f"``{chr(sign)}``", f"``{read}``") for sign, read in GLYPHS.items() if read.strip()]
    lines += [*_heading("Signs that are read as others"), *_table(("Typed", "Read as"), signs, "20 80")]
    questions = [(f"``{spelling}``", _text(question)) for spelling, question in refused().items()]
    return [*lines, *_heading("Refused"), *_table(("Typed", "What to answer or to type"), questions, "20 80")]


def _unit(row: UnitRow) -> tuple[str, ...]:
    first, *others = row.spellings
    names = "*".join(name if power == 1 else f"{name}**{power}" for name, power in row.unit.powers)
    spellings = ", ".join(f"``{spelling}``" for spelling in others)
    return f"``{first}``", spellings, str(row.unit.size), f"``{names}``", row.origin, _text(row.source)


def _base(row: UnitRow) -> str:
    """Return the base unit of a dimension, e.g. kg*m2/s2."""
    return str(combine((table()[BASE_UNITS[name]].unit, power) for name, power in row.unit.dimension))


def _text(text: str) -> str:
    """Keep a text from being read as markup."""
    return "".join("\\" + letter if letter in "*`|_\\" else letter for letter in text)


def _heading(text: str) -> list[str]:
    return [text, "~" * (2 * len(text)), ""]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], widths: str) -> list[str]:
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}", ""]
    for row in (heads, *rows):
        first, *others = row
        lines += [f"   * - {first}", *(f"     - {cell}".rstrip() for cell in others)]
    return [*lines, ""]
