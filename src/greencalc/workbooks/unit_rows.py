"""Which unit texts a workbook knows, each with its size in base units: the usual ones, and those that were typed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files

from attrs import frozen

from greencalc.read_only import read_only
from greencalc.units.text import parse_unit
from greencalc.units.unit_table import Powers, Unit
from greencalc.workbooks.typed_cells import PURE


@frozen
class UnitRow:
    """A unit as it may be typed, with its size in base units."""

    spelling: str
    dimension: Powers
    kind: str
    size: Fraction


def unit_rows(units: Iterable[Unit], typed: Iterable[str]) -> dict[Powers, list[UnitRow]]:
    """Return the unit texts of some units' dimensions, the usual ones first, and those that were typed, each once."""
    found: dict[Powers, dict[str, UnitRow]] = {}
    for unit in units:
        rows = found.setdefault(unit.dimension, {})
        for row in (*_usual().get(unit.dimension, ()), _row(str(unit) if unit.powers else PURE)):
            rows.setdefault(row.spelling, row)
    for row in map(_row, typed):
        found.setdefault(row.dimension, {}).setdefault(row.spelling, row)
    return {dimension: list(rows.values()) for dimension, rows in found.items()}


def _row(spelling: str) -> UnitRow:
    multiplier, unit = parse_unit(spelling)
    return UnitRow(spelling, unit.dimension, unit.kind, multiplier * unit.size)


@cache
def _usual() -> Mapping[Powers, tuple[UnitRow, ...]]:
    """Return the unit texts that are offered, by dimension."""
    lists = tomllib.loads(files("greencalc.workbooks").joinpath("usual_units.toml").read_text("utf-8"))
    rows = [tuple(map(_row, texts)) for texts in lists.values()]
    return read_only({of_kind[0].dimension: of_kind for of_kind in rows})  # type: ignore[no-any-return]
