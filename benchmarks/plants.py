"""Plants drawn at random: plausible amounts in the units an engineer types, about two thirds of the items met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from greencalc import load_standard

STANDARD = load_standard("qct1160_2022")
TYPES = ("passenger car", "truck cab", "truck or van", "bus or chassis")
VOCS_LIMITS = np.array([20.0, 35.0, 55.0, 80.0])
"""In g/m2, by vehicle type."""
MU = 2000 / 3
YEARS = ("yearly_output.1", "yearly_output.2", "yearly_output.3")
UNITS = {
    "land_area": "mu",
    "building_area": "万m2",
    "structure_area": "m2",
    "capacity": "万辆",
    "design_capacity": "vehicle",
    **dict.fromkeys(YEARS, "vehicle"),
    "vehicles_produced": "vehicle",
    "painted_area": "万m2",
    "green_paint": "t",
    "total_paint": "t",
    "cod_generated": "t",
    "phosphorus_generated": "kg",
    "hazardous_waste_generated": "t",
    "vocs_emitted": "t",
    "waste_generated": "t",
    "waste_utilised": "t",
    "stock_utilised": "t",
    "water_reused": "万m3",
    "water_discharged": "万m3",
    "energy_consumption": "tce",
    "carbon_emission": "tCO2e",
}
"""The columns of amounts and the units that they are typed in."""

ENDS = {
    "energy_per_vehicle_base [kgce/vehicle]": 190.0,
    "energy_per_vehicle_leading [kgce/vehicle]": 120.0,
    "carbon_per_vehicle_base [tCO2e/vehicle]": 0.55,
    "carbon_per_vehicle_leading [tCO2e/vehicle]": 0.3,
}
"""The ends of the two lines, the same for all plants."""

_YES_NO = [item for item in STANDARD.items if item.rule.kind == "yes_no"]
GATES = tuple(item.id for item in _YES_NO if item.mandatory)
"""The mandatory yes/no items."""
SCORING = {
    group.id: tuple(item.id for item in _YES_NO if item.group == group.id and not item.mandatory)
    for group in STANDARD.groups
}
"""The yes/no items with points, by group."""

Columns = dict[str, Any]


def draw(rows: int, seed: int, *, mixed: bool = True) -> Columns:
    """Return plants as columns under bare names; ``vehicle_type`` is text, ``code`` its number in `TYPES`.

    Without `mixed` all plants make passenger cars, and ``vehicle_type`` is one text for all.
    """
    random = np.random.default_rng(seed)
    code = random.integers(0, len(TYPES), rows).astype(np.int8) if mixed else np.zeros(rows, np.int8)
    columns = {**_amounts(random, rows, VOCS_LIMITS[code])}
    columns |= {name: random.random(rows) < 0.985 for name in GATES}
    columns |= {name: random.random(rows) < 2 / 3 for names in SCORING.values() for name in names}
    return {**columns, "vehicle_type": np.array(TYPES)[code] if mixed else TYPES[0], "code": code}


def _amounts(random: np.random.Generator, rows: int, vocs_limit: np.ndarray) -> Columns:
    def some(low: float, high: float) -> np.ndarray:
        return random.uniform(low, high, rows)

    land = some(600, 1800)
    structure = some(0, 20_000)
    design = np.round(some(1e5, 4e5))
    outputs = [np.round(design * some(0.55, 1.0)) for _ in YEARS]
    painted = some(1000, 3000)
    paint = some(1000, 8000)
    waste = some(1e4, 6e4)
    stock = some(0, 500)
    water = some(50, 120)
    reused = water * some(0.55, 1.0)
    return {
        "land_area": land,
        "building_area": (some(0.5, 1.1) * land * MU - structure) / 1e4,
        "structure_area": structure,
        "capacity": some(0.14, 0.32) * land * MU / 1e4,
        "design_capacity": design,
        **dict(zip(YEARS, outputs, strict=True)),
        "vehicles_produced": outputs[-1].copy(),
        "painted_area": painted,
        "green_paint": paint * some(0.5, 0.999),
        "total_paint": paint,
        "cod_generated": painted * some(3, 10.1) / 1e2,
        "phosphorus_generated": painted * some(0.05, 0.302) * 10,
        "hazardous_waste_generated": painted * some(60, 141) / 1e2,
        "vocs_emitted": painted * vocs_limit * some(0.4, 1.01) / 1e2,
        "waste_generated": waste,
        "waste_utilised": (waste + stock) * some(0.55, 0.999),
        "stock_utilised": stock,
        "water_reused": reused,
        "water_discharged": water - reused,
        "energy_consumption": outputs[-1] * some(100, 200) / 1e3,
        "carbon_emission": outputs[-1] * some(0.25, 0.6),
    }


def for_greencalc(columns: Mapping[str, Any]) -> Columns:
    """Return the columns under headers with units, as ``score_columns`` takes them."""
    named = {name: value for name, value in columns.items() if name != "code"}
    return {f"{name} [{UNITS[name]}]" if name in UNITS else name: value for name, value in named.items()} | ENDS


def facts_of(columns: Mapping[str, Any], row: int) -> dict[str, Any]:
    """Return one plant as the facts that ``evaluate`` takes: amounts as text, one a year in a list."""
    kind = columns["vehicle_type"]
    text = {name: f"{float(columns[name][row])!r} {unit}" for name, unit in UNITS.items()}
    years = [text.pop(name) for name in YEARS]
    items = {item.id: bool(columns[item.id][row]) for item in _YES_NO}
    ends = {name.split()[0]: f"{value!r} {name.split()[1].strip('[]')}" for name, value in ENDS.items()}
    vehicle_type = kind if isinstance(kind, str) else str(kind[row])
    return {**text, **items, **ends, "yearly_output": years, "vehicle_type": vehicle_type}
