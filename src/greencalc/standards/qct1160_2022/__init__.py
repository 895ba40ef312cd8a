"""QC/T 1160-2022: the formulas in the order of the printed standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.standards.qct1160_2022.a2_floor_area_ratio import floor_area_of_storeys, floor_area_ratio
from greencalc.standards.qct1160_2022.a3_capacity_per_land_area import capacity_per_land_area, equivalent_capacity
from greencalc.standards.qct1160_2022.a4_green_paint_usage_rate import green_paint_usage_rate
from greencalc.standards.qct1160_2022.a5_vocs_per_painted_area import (
    fugitive_emission,
    fugitive_emission_by_parts,
    painted_area_from_body_mass,
    solvent_consumption,
    vocs_emitted_by_solvent_balance,
    vocs_emitted_from_materials,
    vocs_per_painted_area,
)
from greencalc.standards.qct1160_2022.a6_solid_waste_utilisation_rate import solid_waste_utilisation_rate
from greencalc.standards.qct1160_2022.a7_wastewater_reuse_rate import wastewater_reuse_rate
from greencalc.standards.qct1160_2022.a8_energy_per_vehicle import energy_consumption_of_carriers, energy_per_vehicle
from greencalc.standards.qct1160_2022.a9_carbon_per_vehicle import carbon_emission_total, carbon_per_vehicle
from greencalc.standards.qct1160_2022.c7_capacity_utilisation_rate import capacity_utilisation_rate
from greencalc.standards.qct1160_2022.c10_coating_generation import (
    cod_per_painted_area,
    hazardous_waste_per_painted_area,
    phosphorus_per_painted_area,
    pollutant_generated,
)

__all__ = [  # noqa: RUF022 (in clause order)
    "capacity_utilisation_rate",
    "pollutant_generated",
    "cod_per_painted_area",
    "phosphorus_per_painted_area",
    "hazardous_waste_per_painted_area",
    "floor_area_ratio",
    "floor_area_of_storeys",
    "capacity_per_land_area",
    "equivalent_capacity",
    "green_paint_usage_rate",
    "vocs_per_painted_area",
    "vocs_emitted_from_materials",
    "solvent_consumption",
    "fugitive_emission",
    "fugitive_emission_by_parts",
    "vocs_emitted_by_solvent_balance",
    "painted_area_from_body_mass",
    "solid_waste_utilisation_rate",
    "wastewater_reuse_rate",
    "energy_per_vehicle",
    "energy_consumption_of_carriers",
    "carbon_per_vehicle",
    "carbon_emission_total",
]

FORMULAS: tuple[Callable[..., Any], ...] = tuple(globals()[name] for name in __all__)
"""The formulas, in clause order."""

TABLE = "b_indicators.toml"
"""The file of its table of indicators."""
