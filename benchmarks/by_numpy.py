"""QC/T 1160-2022 by hand, on complete data and without any check: numpy, numexpr and numba."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numba
import numexpr
import numpy as np

from benchmarks.plants import GATES, MU, SCORING, TYPES, UNITS, VOCS_LIMITS, YEARS

BLOCK = 16_384
"""Rows that fit into a core's cache."""
Verdicts = tuple[np.ndarray, np.ndarray]
"""Whether eligible, and the score."""


def score_numpy(columns: Mapping[str, Any], vehicle_type: Any) -> Verdicts:
    """Judge as fast as numpy lets one, by hand: points are factored out, and yes and no counted in single bytes.

    Vehicle types are an array of codes, an array of text, or one text for all.
    """
    limit, is_car = _limits(vehicle_type)
    land = columns["land_area"] * MU
    painted = columns["painted_area"] * 1e4
    eligible = _all_met(columns, GATES)
    eligible &= columns["cod_generated"] * 1e6 / painted <= 10
    eligible &= columns["phosphorus_generated"] * 1e3 / painted <= 0.3
    eligible &= columns["hazardous_waste_generated"] * 1e6 / painted <= 140
    eligible &= columns["vocs_emitted"] * 1e6 / painted <= limit
    made = columns["vehicles_produced"]
    shares = columns["green_paint"] / columns["total_paint"]
    shares += (columns["building_area"] * 1e4 + columns["structure_area"]) / land >= 0.7
    shares += is_car & (columns["capacity"] * 1e4 / land >= 0.2)
    shares += columns["waste_utilised"] / (columns["waste_generated"] + columns["stock_utilised"]) >= 0.7
    shares += columns["water_reused"] / (columns["water_discharged"] + columns["water_reused"]) >= 0.7
    shares += np.clip((columns["energy_consumption"] * 1e3 / made - 190) / (120 - 190), 0, 1)
    shares += np.clip((columns["carbon_emission"] / made - 0.55) / (0.3 - 0.55), 0, 1)
    score = shares * np.where(is_car, 30 / 7, 30 / 6)
    busy_years = _count(columns[year] / columns["design_capacity"] > 0.7 for year in YEARS)
    management = _count(columns[name] for name in SCORING["Q2"] + SCORING["Q3"])
    management += busy_years >= 2
    score += management * (15 / 7)
    score += _count(columns[name] for name in SCORING["Q1"]) * 5.0
    score += _count(columns[name] for name in SCORING["Q4"]) * 2.5
    score += _count(columns[name] for name in SCORING["Q5"]) * (10 / 3)
    return eligible, score


def score_numpy_item_by_item(columns: Mapping[str, Any], vehicle_type: Any) -> Verdicts:
    """Judge as one writes it down from the table: each item adds its points where it is met."""
    limit, is_car = _limits(vehicle_type)
    land = columns["land_area"] * MU
    painted = columns["painted_area"] * 1e4
    made = columns["vehicles_produced"]
    rows = len(land)
    eligible = np.ones(rows, dtype=bool)
    for name in GATES:
        eligible &= columns[name]
    eligible &= columns["cod_generated"] * 1e6 / painted <= 10
    eligible &= columns["phosphorus_generated"] * 1e3 / painted <= 0.3
    eligible &= columns["hazardous_waste_generated"] * 1e6 / painted <= 140
    eligible &= columns["vocs_emitted"] * 1e6 / painted <= limit
    score = np.zeros(rows)
    for group, points in {"Q1": 5.0, "Q2": 15 / 7, "Q3": 15 / 7, "Q4": 2.5, "Q5": 10 / 3}.items():
        for name in SCORING[group]:
            score += np.where(columns[name], points, 0.0)
    busy_years = sum(np.where(columns[year] / columns["design_capacity"] > 0.7, 1, 0) for year in YEARS)
    score += np.where(busy_years >= 2, 15 / 7, 0.0)
    each = np.where(is_car, 30 / 7, 30 / 6)
    waste = columns["waste_utilised"] / (columns["waste_generated"] + columns["stock_utilised"])
    reuse = columns["water_reused"] / (columns["water_discharged"] + columns["water_reused"])
    score += np.where((columns["building_area"] * 1e4 + columns["structure_area"]) / land >= 0.7, each, 0.0)
    score += np.where(is_car & (columns["capacity"] * 1e4 / land >= 0.2), each, 0.0)
    score += columns["green_paint"] / columns["total_paint"] * each
    score += np.where(waste >= 0.7, each, 0.0)
    score += np.where(reuse >= 0.7, each, 0.0)
    score += np.clip((columns["energy_consumption"] * 1e3 / made - 190) / (120 - 190), 0, 1) * each
    score += np.clip((columns["carbon_emission"] / made - 0.55) / (0.3 - 0.55), 0, 1) * each
    return eligible, score


def score_numpy_in_blocks(columns: Mapping[str, Any], vehicle_type: Any) -> Verdicts:
    """Do the same block by block, so that what lies between stays in the cache."""
    rows = len(columns["land_area"])
    eligible, score = np.empty(rows, bool), np.empty(rows)
    for start in range(0, rows, BLOCK):
        part = slice(start, start + BLOCK)
        kinds = vehicle_type if isinstance(vehicle_type, str) else vehicle_type[part]
        block = {name: column[part] for name, column in columns.items()}
        eligible[part], score[part] = score_numpy(block, kinds)
    return eligible, score


def _limits(vehicle_type: Any) -> tuple[Any, Any]:
    """Return the limit of VOCs, and whether the plants make passenger cars."""
    if isinstance(vehicle_type, str):
        return VOCS_LIMITS[TYPES.index(vehicle_type)], vehicle_type == TYPES[0]
    if vehicle_type.dtype == np.int8:
        return VOCS_LIMITS[vehicle_type], vehicle_type == 0
    known = [vehicle_type == name for name in TYPES]
    return np.select(known, VOCS_LIMITS), known[0]


def _all_met(columns: Mapping[str, Any], names: Iterable[str]) -> np.ndarray:
    first, *others = names
    met = columns[first].copy()
    for name in others:
        met &= columns[name]
    return met


def _count(flags: Iterable[np.ndarray]) -> np.ndarray:
    first, *others = flags
    number = first.astype(np.int8)
    for flag in others:
        number += flag
    return number


_GATE = (
    "(met != 0) & (cod_generated * 1e6 / (painted_area * 1e4) <= 10)"
    "& (phosphorus_generated * 1e3 / (painted_area * 1e4) <= 0.3)"
    "& (hazardous_waste_generated * 1e6 / (painted_area * 1e4) <= 140)"
    "& (vocs_emitted * 1e6 / (painted_area * 1e4) <= limit)"
)
_ENERGY = "(energy_consumption * 1e3 / vehicles_produced - 190) / (120 - 190)"
_CARBON = "(carbon_emission / vehicles_produced - 0.55) / (0.3 - 0.55)"
_BUSY = " + ".join(f"where({year.replace('.', '_')} / design_capacity > 0.7, 1, 0)" for year in YEARS)
_POINTS = (
    "where(is_car, 30.0 / 7, 30.0 / 6) * (green_paint / total_paint"
    f" + where((building_area * 1e4 + structure_area) / (land_area * {MU!r}) >= 0.7, 1, 0)"
    f" + where(is_car & (capacity * 1e4 / (land_area * {MU!r}) >= 0.2), 1, 0)"
    " + where(waste_utilised / (waste_generated + stock_utilised) >= 0.7, 1, 0)"
    " + where(water_reused / (water_discharged + water_reused) >= 0.7, 1, 0)"
    f" + where({_ENERGY} < 0, 0.0, where({_ENERGY} > 1, 1.0, {_ENERGY}))"
    f" + where({_CARBON} < 0, 0.0, where({_CARBON} > 1, 1.0, {_CARBON})))"
    f" + 15.0 / 7 * (q2 + where({_BUSY} >= 2, 1, 0)) + 5.0 * q1 + 2.5 * q4 + 10.0 / 3 * q5"
)


def score_numexpr(columns: Mapping[str, Any], vehicle_type: Any) -> Verdicts:
    """Judge by two expressions; numpy counts the yes/no items, as numexpr takes a limited number of columns."""
    limit, is_car = _limits(vehicle_type)
    known = {name.replace(".", "_"): columns[name] for name in UNITS}
    known |= {"limit": limit, "is_car": is_car, "met": _all_met(columns, GATES)}
    known |= {group.lower(): _count(columns[name] for name in SCORING[group]) for group in ("Q1", "Q4", "Q5")}
    known["q2"] = _count(columns[name] for name in SCORING["Q2"] + SCORING["Q3"])
    return numexpr.evaluate(_GATE, known), numexpr.evaluate(_POINTS, known)


def numba_arguments(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `score_numba` takes: the columns as rows of matrices, and codes of vehicle types."""
    return {
        "amounts": np.array([columns[name] for name in UNITS]),
        "gates": np.array([columns[name] for name in GATES]),
        "q1": np.array([columns[name] for name in SCORING["Q1"]]),
        "q23": np.array([columns[name] for name in SCORING["Q2"] + SCORING["Q3"]]),
        "q4": np.array([columns[name] for name in SCORING["Q4"]]),
        "q5": np.array([columns[name] for name in SCORING["Q5"]]),
        "code": columns["code"],
    }


@numba.njit
def _add_count(flags: Any, points: float, start: int, stop: int, score: Any) -> None:
    count = np.zeros(stop - start, np.int8)
    for item in range(len(flags)):
        count += flags[item, start:stop]
    score[start:stop] += points * count


def _fused(amounts: Any, gates: Any, q1: Any, q23: Any, q4: Any, q5: Any, code: Any) -> Verdicts:
    land, building, structure, capacity, design, year1, year2, year3, made = amounts[:9]
    painted, green, paint, cod, phosphorus, hazardous, vocs = amounts[9:16]
    waste, utilised, stock, reused, discharged, energy, carbon = amounts[16:]
    rows = len(land)
    eligible, score = np.empty(rows, np.bool_), np.empty(rows)
    for block in numba.prange((rows + BLOCK - 1) // BLOCK):
        start = block * BLOCK
        stop = min(start + BLOCK, rows)
        for i in range(start, stop):
            coated = painted[i] * 1e4
            eligible[i] = (
                (cod[i] * 1e6 / coated <= 10)
                & (phosphorus[i] * 1e3 / coated <= 0.3)
                & (hazardous[i] * 1e6 / coated <= 140)
                & (vocs[i] * 1e6 / coated <= VOCS_LIMITS[code[i]])
            )
            site = land[i] * MU
            shares = green[i] / paint[i]
            shares += (building[i] * 1e4 + structure[i]) / site >= 0.7
            shares += (code[i] == 0) & (capacity[i] * 1e4 / site >= 0.2)
            shares += utilised[i] / (waste[i] + stock[i]) >= 0.7
            shares += reused[i] / (discharged[i] + reused[i]) >= 0.7
            shares += min(max((energy[i] * 1e3 / made[i] - 190) / (120 - 190), 0.0), 1.0)
            shares += min(max((carbon[i] / made[i] - 0.55) / (0.3 - 0.55), 0.0), 1.0)
            busy = (year1[i] / design[i] > 0.7) + (year2[i] / design[i] > 0.7) + (year3[i] / design[i] > 0.7)
            score[i] = shares * (30 / 7 if code[i] == 0 else 30 / 6) + (15 / 7 if busy >= 2 else 0.0)
        for item in range(len(gates)):
            eligible[start:stop] &= gates[item, start:stop]
        _add_count(q1, 5.0, start, stop, score)
        _add_count(q23, 15 / 7, start, stop, score)
        _add_count(q4, 2.5, start, stop, score)
        _add_count(q5, 10 / 3, start, stop, score)
    return eligible, score


score_numba: Callable[..., Verdicts] = numba.njit(error_model="numpy")(_fused)
score_numba_parallel: Callable[..., Verdicts] = numba.njit(parallel=True, error_model="numpy")(_fused)
