"""One plant, all formulas and the score: greencalc beside plain pint and hand-written numpy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pint

import greencalc
from benchmarks.batch import MISSING, score_columns, verdicts, verdicts_of_scores
from benchmarks.by_numpy import score_numpy
from benchmarks.harness import Contender, Table, race
from benchmarks.plants import (
    ENDS,
    GATES,
    SCORING,
    STANDARD,
    TYPES,
    UNITS,
    VOCS_LIMITS,
    YEARS,
    draw,
    facts_of,
    for_greencalc,
)

if TYPE_CHECKING:
    import numpy as np

PINT_UNITS = {
    "mu": "chinese_mu",
    "万m2": "1e4 * meter ** 2",
    "m2": "meter ** 2",
    "万m3": "1e4 * meter ** 3",
    "万辆": "1e4 * vehicle",
    "t": "metric_ton",
    "kg": "kilogram",
    "tce": "tonne_coal_equivalent",
}
"""What pint calls the units of the columns, if not the same."""


def run(*, quick: bool) -> list[Table]:
    """Race the ways to judge one plant."""
    columns = draw(1, seed=36132)
    bare = {name: column for name, column in columns.items() if name not in {"vehicle_type", "code"}}
    facts = {"standard": STANDARD, "facts": facts_of(columns, 0)}
    found = [
        Contender("greencalc evaluate", greencalc.evaluate, facts, _of_assessment, note="exact, explained, from text"),
        Contender(
            "greencalc formulas, limits by hand", ByFormulas(columns).score, {}, verdicts, note="the same quantities"
        ),
        Contender("plain pint", PlainPint(columns).score, {}, verdicts, note="quantities made before the timing"),
        Contender("numpy, one row", score_numpy, {"columns": bare, "vehicle_type": columns["code"]}, verdicts),
    ]
    if score_columns():
        arguments = {"standard": STANDARD, "columns": for_greencalc(columns)}
        found.insert(0, Contender("greencalc score_columns, one row", score_columns(), arguments, verdicts_of_scores))
    notes = [] if score_columns() else [MISSING]
    return [race("plant", found, quick=quick, rounds=25, notes=notes)]


def _of_assessment(assessment: Any) -> np.ndarray:
    return verdicts(([assessment.eligible], [assessment.score.lower]))


class PlainPint:
    """A plant in pint quantities, judged by formulas and limits in pint quantities."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        registry = pint.UnitRegistry()
        greencalc.register_units(registry)
        self.amounts = {
            name: float(columns[name][0]) * registry.Quantity(PINT_UNITS.get(unit, unit))
            for name, unit in UNITS.items()
        }
        self.flags = {
            name: bool(columns[name][0]) for name in (*GATES, *(n for names in SCORING.values() for n in names))
        }
        self.vehicle_type = str(columns["vehicle_type"][0])
        self.ends = [
            registry.Quantity(value, unit.split("[")[1].rstrip("]").replace("kgce", "kilogram_coal_equivalent"))
            for unit, value in ENDS.items()
        ]
        gram = registry.Quantity("gram / meter ** 2")
        self.limits = {"cod": 10 * gram, "phosphorus": 0.3 * gram, "hazardous": 140 * gram}
        self.vocs_limit = dict(zip(TYPES, (20 * gram, 35 * gram, 55 * gram, 80 * gram), strict=True))
        self.percent_70 = registry.Quantity(70, "percent")
        self.density_limit = registry.Quantity(0.2, "vehicle / meter ** 2")

    def score(self) -> tuple[list[bool], list[float]]:
        """Judge the plant."""
        of, flags, ends = self.amounts, self.flags, self.ends
        painted, made = of["painted_area"], of["vehicles_produced"]
        eligible = (
            all(flags[name] for name in GATES)
            & (of["cod_generated"] / painted <= self.limits["cod"])
            & (of["phosphorus_generated"] / painted <= self.limits["phosphorus"])
            & (of["hazardous_waste_generated"] / painted <= self.limits["hazardous"])
            & (of["vocs_emitted"] / painted <= self.vocs_limit[self.vehicle_type])
        )
        shares = (of["green_paint"] / of["total_paint"]).m_as("")
        shares += ((of["building_area"] + of["structure_area"]) / of["land_area"]).to("") >= 0.7
        waste = of["waste_utilised"] / (of["waste_generated"] + of["stock_utilised"])
        shares += waste >= self.percent_70
        water = of["water_reused"] / (of["water_discharged"] + of["water_reused"])
        shares += water >= self.percent_70
        shares += _on_line(of["energy_consumption"] / made, *ends[:2])
        shares += _on_line(of["carbon_emission"] / made, *ends[2:])
        is_car = self.vehicle_type == TYPES[0]
        if is_car:
            shares += of["capacity"] / of["land_area"] >= self.density_limit
        busy = sum(of[year] / of["design_capacity"] > self.percent_70 for year in YEARS) >= 2
        counts = {group: sum(flags[name] for name in names) for group, names in SCORING.items()}
        points = shares * (30 / 7 if is_car else 30 / 6) + (counts["Q2"] + counts["Q3"] + busy) * (15 / 7)
        return [bool(eligible)], [points + counts["Q1"] * 5.0 + counts["Q4"] * 2.5 + counts["Q5"] * (10 / 3)]


class ByFormulas(PlainPint):
    """The same plant, judged by the library's formulas, whose results are in the units of the limits."""

    def score(self) -> tuple[list[bool], list[float]]:
        """Judge the plant."""
        flags = self.flags
        eligible = (
            all(flags[name] for name in GATES)
            and self.value(greencalc.cod_per_painted_area) <= 10
            and self.value(greencalc.phosphorus_per_painted_area) <= 0.3
            and self.value(greencalc.hazardous_waste_per_painted_area) <= 140
            and self.value(greencalc.vocs_per_painted_area) <= VOCS_LIMITS[TYPES.index(self.vehicle_type)]
        )
        shares = self.value(greencalc.green_paint_usage_rate) / 100
        shares += self.value(greencalc.floor_area_ratio) >= 0.7
        shares += self.value(greencalc.solid_waste_utilisation_rate) >= 70
        shares += self.value(greencalc.wastewater_reuse_rate) >= 70
        energy, carbon = (
            self.value(formula) for formula in (greencalc.energy_per_vehicle, greencalc.carbon_per_vehicle)
        )
        shares += min(max((energy - 190) / (120 - 190), 0.0), 1.0) + min(max((carbon - 0.55) / (0.3 - 0.55), 0.0), 1.0)
        is_car = self.vehicle_type == TYPES[0]
        if is_car:
            shares += self.value(greencalc.capacity_per_land_area) >= 0.2
        design = self.amounts["design_capacity"]
        used = (
            greencalc.capacity_utilisation_rate(yearly_output=self.amounts[year], design_capacity=design)
            for year in YEARS
        )
        busy = sum(rate.magnitude > 70 for rate in used) >= 2
        counts = {group: sum(flags[name] for name in names) for group, names in SCORING.items()}
        points = shares * (30 / 7 if is_car else 30 / 6) + (counts["Q2"] + counts["Q3"] + busy) * (15 / 7)
        return [bool(eligible)], [points + counts["Q1"] * 5.0 + counts["Q4"] * 2.5 + counts["Q5"] * (10 / 3)]

    def value(self, formula: Callable[..., Any]) -> float:
        """Compute a formula on the quantities that it names."""
        magnitude: float = formula(**{name: self.amounts[name] for name in _ARGUMENTS[formula]}).magnitude
        return magnitude


_ARGUMENTS = {
    formula: tuple(greencalc.spec(formula).arguments)
    for formula in (
        greencalc.cod_per_painted_area,
        greencalc.phosphorus_per_painted_area,
        greencalc.hazardous_waste_per_painted_area,
        greencalc.vocs_per_painted_area,
        greencalc.green_paint_usage_rate,
        greencalc.floor_area_ratio,
        greencalc.solid_waste_utilisation_rate,
        greencalc.wastewater_reuse_rate,
        greencalc.energy_per_vehicle,
        greencalc.carbon_per_vehicle,
        greencalc.capacity_per_land_area,
    )
}


def _on_line(value: Any, base: Any, leading: Any) -> float:
    return min(max(((value - base) / (leading - base)).m_as(""), 0.0), 1.0)
