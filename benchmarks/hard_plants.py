"""Plants as they are: full rates, zeros, amounts that lie on limits, empty cells and slips; each row of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.plants import TYPES, UNITS, VOCS_LIMITS, YEARS, Columns, draw, for_greencalc

SOME, FEW, SLIPS = 0.05, 0.03, 0.01
"""Parts of the rows that are ties, cells that are empty, and rows that cannot be judged."""


def all_paint_green(columns: Columns, _: Any) -> None:
    """Use no paint that is not green."""
    columns["green_paint"] = columns["total_paint"].copy()


def all_waste_utilised(columns: Columns, _: Any) -> None:
    """Utilise all waste, as a program adds it up."""
    columns["waste_utilised"] = columns["waste_generated"] + columns["stock_utilised"]


def zeros(columns: Columns, _: Any) -> None:
    """Have nothing of whatever there may be nothing of."""
    names = ("structure_area", "stock_utilised", "green_paint", "waste_utilised", "water_reused", "capacity")
    gone = ("cod_generated", "phosphorus_generated", "hazardous_waste_generated", "vocs_emitted")
    for name in (*names, *gone):
        columns[name] = np.zeros_like(columns[name])


def all_at_the_floor_area_limit(columns: Columns, random: Any) -> None:
    """Have 0.7 m2 of floors for each m2 of land."""
    _floor_area_tie(columns, np.full(len(columns["land_area"]), fill_value=True), random)


def energy_at_the_leading_value(columns: Columns, _: Any) -> None:
    """Use 120 kgce for each vehicle."""
    columns["energy_consumption"] = columns["vehicles_produced"] * 12 / 100


def ties(columns: Columns, random: Any) -> None:
    """Lie on each limit in some rows, other rows for each: the decimals do, whatever floats make of them."""
    rows = len(columns["land_area"])

    def some() -> Any:
        return random.random(rows) < SOME

    _floor_area_tie(columns, some(), random)
    painted = np.round(columns["painted_area"])
    vocs = VOCS_LIMITS[columns["code"]] / 100
    for name, by_area in (
        ("cod_generated", painted / 10),
        ("phosphorus_generated", painted * 3),
        ("hazardous_waste_generated", painted * 14 / 10),
        ("vocs_emitted", np.round(painted * vocs * 100) / 100),
    ):
        at = some()
        columns["painted_area"] = np.where(at, painted, columns["painted_area"])
        columns[name] = np.where(at, by_area, columns[name])
    at, whole = some(), np.round(columns["land_area"] / 15)
    columns["capacity"] = np.where(at, np.round(columns["land_area"] / 15) * 2 / 10, columns["capacity"])
    columns["land_area"] = np.where(at, whole * 15, columns["land_area"])
    _part_tie(columns, some(), "waste_utilised", "waste_generated", whole=10, random=random)
    columns["stock_utilised"] = np.minimum(columns["stock_utilised"], columns["waste_utilised"])
    _part_tie(columns, some(), "water_reused", "water_discharged", whole=3, random=random)
    at, made = some(), np.round(columns["design_capacity"] / 10)
    columns["design_capacity"] = np.where(at, made * 10, columns["design_capacity"])
    for year in YEARS[:2]:
        columns[year] = np.where(at, made * 7, columns[year])
    for name, each in (("energy_consumption", 12), ("carbon_emission", 30)):
        columns[name] = np.where(some(), columns["vehicles_produced"] * each / 100, columns[name])


def _floor_area_tie(columns: Columns, at: Any, random: Any) -> None:
    tenths = random.integers(400, 1200, len(at))  # of a hectare
    columns["land_area"] = np.where(at, tenths * 15 / 10, columns["land_area"])
    columns["building_area"] = np.where(at, tenths * 7 / 100, columns["building_area"])
    columns["structure_area"] = np.where(at, 0.0, columns["structure_area"])


def _part_tie(columns: Columns, at: Any, part: str, rest: str, *, whole: int, random: Any) -> None:
    hundredths = random.integers(100_000, 400_000, len(at))
    columns[part] = np.where(at, hundredths * 7 / 100, columns[part])
    columns[rest] = np.where(at, hundredths * whole / 100, columns[rest])
    if part == "waste_utilised":
        columns["stock_utilised"] = np.where(at, 0.0, columns["stock_utilised"])


def empty_cells(columns: Columns, random: Any) -> None:
    """Leave some cells of every column empty."""
    rows = len(columns["land_area"])
    for name, column in columns.items():
        empty = random.random(rows) < FEW
        if name in UNITS:
            columns[name] = np.where(empty, np.nan, column)
        elif column.dtype == bool:
            columns[name] = pd.Series(pd.arrays.BooleanArray(column.copy(), empty))
        elif name == "code":
            columns[name] = np.where(empty, -1, column).astype(np.int8)


def slips(columns: Columns, random: Any) -> None:
    """Have rows that cannot be: less than nothing, no number, more green paint than paint."""
    kind = np.where(
        random.random(len(columns["land_area"])) < SLIPS, random.integers(1, 4, len(columns["land_area"])), 0
    )
    columns["cod_generated"] = np.where(kind == 1, -1.0, columns["cod_generated"])
    columns["land_area"] = np.where(kind == 2, np.nan, columns["land_area"])
    columns["green_paint"] = np.where(kind == 3, columns["total_paint"] + 1, columns["green_paint"])


def all_of_it(columns: Columns, random: Any) -> None:
    """Mix them: full rates and zeros in some rows, ties, slips and empty cells."""
    ties(columns, random)
    for change in (all_paint_green, all_waste_utilised, zeros):
        changed = dict(columns)
        change(changed, random)
        at = random.random(len(columns["land_area"])) < SOME
        columns |= {name: np.where(at, changed[name], columns[name]) for name in columns if name in UNITS}
    slips(columns, random)
    empty_cells(columns, random)


KINDS: dict[str, Callable[[Columns, Any], None]] = {
    "all paint green (100 %)": all_paint_green,
    "all waste utilised (100 %)": all_waste_utilised,
    "zeros": zeros,
    "5 % ties at each limit": ties,
    "every row at the limit 0.7": all_at_the_floor_area_limit,
    "energy at the leading value": energy_at_the_leading_value,
    "3 % empty cells in every column": empty_cells,
    "1 % faulty rows": slips,
    "all of it, mixed": all_of_it,
}
"""What is hard about plants, in words, and what makes them so."""


def columns_for_greencalc(rows: int, kind: str | None = None) -> tuple[Columns, bool]:
    """Return plants as ``score_columns`` takes them, and whether NaN is an empty cell there."""
    columns = draw(rows, seed=1160)
    if kind is not None:
        KINDS[kind](columns, np.random.default_rng(36132))
    named = for_greencalc(columns)
    named["vehicle_type"] = pd.Series(pd.Categorical.from_codes(columns["code"], list(TYPES)))
    return named, kind in {"3 % empty cells in every column", "all of it, mixed"}
