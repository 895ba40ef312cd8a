"""Amounts and formulas in other words than the library's: exact, and in base units, where formulas need no factors.

Units, bounds, relations and defaults are those that the reference prints. See ``independent_evaluator``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import greencalc
from own_formula import bare_part, greened_after

with Path(greencalc.__file__).with_name("units").joinpath("units.csv").open(encoding="utf-8") as units_file:
    SIZES = {name: Fraction(row["size"]) for row in csv.DictReader(units_file) for name in row["spellings"].split()}
SIZES |= {name: Fraction(1) for name in ("m2", "㎡", "m3", "", "dimensionless")} | {"km2": Fraction(10**6)}
ROUNDING = Fraction(4, 2**52)
"""What a float may be off by, of itself."""


class RefusedError(ValueError):
    """A fact cannot be used, so nothing is scored."""


@dataclass(frozen=True)
class Amount:
    """A number with its unit; a float stands for its rounding too."""

    number: Fraction
    unit: str
    is_float: bool = False

    @property
    def value(self) -> Fraction:
        return self.number * size_of(self.unit)

    @property
    def rounding(self) -> Fraction:
        return abs(self.value) * ROUNDING if self.is_float else Fraction(0)


@cache
def size_of(unit: str) -> Fraction:
    """What a unit like "万kgce/辆" is in base units."""
    above, _, below = unit.partition("/")
    return size_of_name(above) / size_of_name(below)


def size_of_name(name: str) -> Fraction:
    return SIZES[name] if name in SIZES else 10_000 * SIZES[name.removeprefix("万")]


def read(text: str) -> Amount:
    number, _, unit = text.partition(" ")
    return Amount(Fraction(number), unit)


# Formulas, over base units


def per(above: str, below: str) -> Any:
    """One amount for each of another."""
    return lambda of: of[above] / of[below]


def part_of_both(part: str, rest: str) -> Any:
    """An amount in itself and the rest."""
    return lambda of: of[part] / (of[part] + of[rest])


FORMULAS = {
    "floor_area_ratio": lambda of: (of["building_area"] + of["structure_area"]) / of["land_area"],
    "capacity_per_land_area": per("capacity", "land_area"),
    "capacity_utilisation_rate": per("yearly_output", "design_capacity"),
    "green_paint_usage_rate": per("green_paint", "total_paint"),
    "cod_per_painted_area": per("cod_generated", "painted_area"),
    "phosphorus_per_painted_area": per("phosphorus_generated", "painted_area"),
    "hazardous_waste_per_painted_area": per("hazardous_waste_generated", "painted_area"),
    "vocs_per_painted_area": per("vocs_emitted", "painted_area"),
    "solid_waste_utilisation_rate": lambda of: of["waste_utilised"] / (of["waste_generated"] + of["stock_utilised"]),
    "wastewater_reuse_rate": part_of_both("water_reused", "water_discharged"),
    "energy_per_vehicle": per("energy_consumption", "vehicles_produced"),
    "carbon_per_vehicle": per("carbon_emission", "vehicles_produced"),
    "renewable_energy_share": per("renewable_energy", "energy_consumption"),
    "platform_functions_realised": lambda of: of["platform_functions"],
    "material_per_vehicle": per("material_consumption", "vehicles_produced"),
    "water_intake_per_vehicle": per("water_intake", "vehicles_produced"),
    "industrial_water_reuse_rate": part_of_both("water_circulated", "water_intake"),
    "pollutant_emitted_per_vehicle": per("pollutant_mass_emitted", "vehicles_produced"),
    "green_retrofit_investment_share": lambda of: sum(of["green_retrofit_investment"]) / sum(of["yearly_output_value"]),
    "floor_area_of_storeys": lambda of: sum(
        area * (2 if height > of["double_height"] else 1)
        for area, height in zip(of["storey_area"], of["storey_height"], strict=True)
    ),
    "solvent_consumption": lambda of: of["solvent_input"] - of["solvent_recovered"],
    "greened_after": lambda of: (of["greened_area"] + of["area_balance"]) / of["land_area"],
    "bare_part": lambda of: 1 - of["greened_area"] / of["land_area"],
}
OWN = {"greened_after": greened_after, "bare_part": bare_part}
SPECS = {name: greencalc.spec(OWN.get(name) or getattr(greencalc, name)) for name in FORMULAS}
"""What the reference says of their arguments: bounds, relations and defaults."""


def bounded(symbol: Any, value: Fraction, rounding: Fraction) -> Fraction:
    """The value, or the bound that it is beyond by no more than its rounding."""
    size = size_of(str(symbol.unit))
    above, least, most = (
        None if bound is None else bound * size for bound in (symbol.above, symbol.at_least, symbol.at_most)
    )
    if symbol.whole and (value / size).denominator != 1:
        raise RefusedError(f"{symbol}: no whole number")
    if (above is not None and value <= above) or (least is not None and value < least - rounding):
        raise RefusedError(f"{symbol}: too small")
    if most is not None and value > most + rounding:
        raise RefusedError(f"{symbol}: too large")
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)


def compute(name: str, given: dict[str, Any]) -> Fraction | None:
    """A formula's value; None while an amount is unknown, though another one may be refused already."""
    spec = SPECS[name]
    single = {(key, place): one for key, cell in given.items() for place, one in enumerate(listed(cell))}
    exact = {
        key: None if one is None else bounded(spec.arguments[key[0]].symbol, one.value, one.rounding)
        for key, one in single.items()
    }
    if any(value is None for value in exact.values()):
        return None
    for relation in spec.relations:
        for place in sorted({place for _, place in single}):
            sides = [[(key, place) for key in side] for side in (relation.smaller, relation.larger)]
            smaller, larger = (sum((exact[key] for key in side), Fraction(0)) for side in sides)
            rounding = sum(single[key].rounding for side in sides for key in side)
            if smaller > larger + rounding or (relation.strict and smaller >= larger):
                raise RefusedError(f"{name}: {relation}")

    def at(values: dict[Any, Any]) -> Fraction:
        entries = {key: [values[key, place] for place in range(len(listed(cell)))] for key, cell in given.items()}
        of = {key: found if spec.arguments[key].symbol.over else found[0] for key, found in entries.items()}
        return Fraction(FORMULAS[name](of))

    try:
        value = at(exact)
        moved = sum(abs(at(exact | {key: exact[key] + one.rounding}) - value) for key, one in single.items())
    except ZeroDivisionError:
        raise RefusedError(f"{name}: no number") from None
    return bounded(spec.result, value, Fraction(moved))


def listed(cell: Any) -> list[Any]:
    return cell if isinstance(cell, list) else [cell]


def values_of(rule: dict[str, Any], plant: dict[str, Any]) -> tuple[list[Fraction | None], int]:
    """The quantity in each year, None where it is unknown, and how many years are asked for."""
    spec, years = SPECS[rule["formula"]], rule.get("years")
    given = {key: plant.get(key) for key in spec.arguments}
    given |= {
        key: read(spec.arguments[key].default)
        for key, cell in given.items()
        if cell is None and spec.arguments[key].default
    }
    lists = [cell for key, cell in given.items() if isinstance(cell, list) or spec.arguments[key].symbol.over]
    lengths = {len(listed(cell)) for cell in lists if cell is not None}
    length = max(lengths, default=1)
    if len(lengths) > 1 or (years and length > years["of"]) or (not years and not spec.over and length > 1):
        raise RefusedError(f"{rule['formula']}: lists of {lengths}")
    if spec.over:
        value = compute(rule["formula"], given)
        return [None if years and length < years["of"] else value], 1
    by_year = [
        {key: cell[at] if isinstance(cell, list) else cell for key, cell in given.items()} for at in range(length)
    ]
    return [compute(rule["formula"], year) for year in by_year], years["of"] if years else 1
