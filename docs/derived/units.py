"""The tables of units, written from the data that the library reads."""

from __future__ import annotations

from derived.rst import plain, table as table_of, title
from greencalc.units.spellings import refused
from greencalc.units.text import GLYPHS
from greencalc.units.unit_table import BASE_UNITS, UnitRow, combine, table

__all__ = ["unit_tables"]


def unit_tables() -> list[str]:
    """Return reStructuredText: a table for each dimension, the signs that are read as others, and what is refused."""
    lines: list[str] = []
    for kind in dict.fromkeys(row.unit.kind for row in table().values()):
        rows = [row for row in table().values() if row.unit.kind == kind]
        base = plain(_base(rows[0]))
        heads = ("Typed", "Also typed", f"Size in {base}", "In pint", "Origin", "Source")
        name = kind.partition(" ")[2]
        lines += [*title(name[0].upper() + name[1:], "~"), *table_of(heads, map(_unit, rows), "10 30 16 16 10 28")]
    signs = [(f"``{chr(sign)}``", f"``{read}``") for sign, read in GLYPHS.items() if read.strip()]
    lines += [*title("Signs that are read as others", "~"), *table_of(("Typed", "Read as"), signs, "20 80")]
    questions = [(f"``{spelling}``", plain(question)) for spelling, question in refused().items()]
    return [*lines, *title("Refused", "~"), *table_of(("Typed", "What to answer or to type"), questions, "20 80")]


def _unit(row: UnitRow) -> tuple[str, ...]:
    first, *others = row.spellings
    names = "*".join(name if power == 1 else f"{name}**{power}" for name, power in row.unit.powers)
    spellings = ", ".join(f"``{spelling}``" for spelling in others)
    return f"``{first}``", spellings, str(row.unit.size), f"``{names}``", row.origin, plain(row.source)


def _base(row: UnitRow) -> str:
    """Return the base unit of a dimension, e.g. kg*m2/s2."""
    return str(combine((table()[BASE_UNITS[name]].unit, power) for name, power in row.unit.dimension))
