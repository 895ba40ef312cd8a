"""GB/T 36132-2025: the formulas in the order of the printed standard.

A formula that QC/T 1160-2022 has too is one function, on the page of its clause there. A product is a vehicle here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.formula import Formula, reused
from greencalc.standards.gbt36132_2025.b1_several_products import (
    energy_by_quota,
    energy_of_product,
    equivalent_output,
    output_in_standard_product,
    share_by_output_and_energy,
    share_by_standard_product,
)
from greencalc.standards.gbt36132_2025.b2_energy_per_output_value import energy_per_output_value
from greencalc.standards.gbt36132_2025.b3_carbon_of_product import carbon_of_product
from greencalc.standards.gbt36132_2025.b4_carbon_per_output_value import carbon_per_output_value
from greencalc.standards.gbt36132_2025.b5_renewable_energy_share import renewable_energy_share
from greencalc.standards.gbt36132_2025.b6_material_consumption import material_per_output_value, material_per_vehicle
from greencalc.standards.gbt36132_2025.b8_water_intake import water_intake_per_output_value, water_intake_per_vehicle
from greencalc.standards.gbt36132_2025.b10_industrial_water_reuse_rate import industrial_water_reuse_rate
from greencalc.standards.gbt36132_2025.b12_wastewater_generated import (
    wastewater_generated_per_output_value,
    wastewater_generated_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b14_wastewater_discharged import (
    wastewater_discharged_per_output_value,
    wastewater_discharged_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b16_waste_gas_generated import (
    waste_gas_generated_per_output_value,
    waste_gas_generated_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b18_waste_gas_emitted import (
    waste_gas_emitted_per_output_value,
    waste_gas_emitted_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b20_pollutant_generated import (
    pollutant_generated_per_output_value,
    pollutant_generated_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b22_pollutant_emitted import (
    pollutant_emitted_per_output_value,
    pollutant_emitted_per_vehicle,
)
from greencalc.standards.gbt36132_2025.b25_output_value_per_land_area import output_value_per_land_area
from greencalc.standards.gbt36132_2025.b26_building_coefficient import building_coefficient
from greencalc.standards.gbt36132_2025.b27_floor_area_ratio_of_buildings import floor_area_ratio_of_buildings
from greencalc.standards.gbt36132_2025.c1_platform_and_retrofit import (
    green_retrofit_investment_share,
    platform_functions_realised,
)
from greencalc.standards.qct1160_2022 import (
    capacity_per_land_area,
    carbon_per_vehicle,
    energy_per_vehicle,
    equivalent_capacity,
    floor_area_of_storeys,
    solid_waste_utilisation_rate,
)

__all__ = [  # noqa: RUF022 (in clause order)
    "equivalent_output",
    "output_in_standard_product",
    "share_by_standard_product",
    "energy_by_quota",
    "share_by_output_and_energy",
    "energy_of_product",
    "energy_per_output_value",
    "carbon_of_product",
    "carbon_per_output_value",
    "renewable_energy_share",
    "material_per_vehicle",
    "material_per_output_value",
    "water_intake_per_vehicle",
    "water_intake_per_output_value",
    "industrial_water_reuse_rate",
    "wastewater_generated_per_vehicle",
    "wastewater_generated_per_output_value",
    "wastewater_discharged_per_vehicle",
    "wastewater_discharged_per_output_value",
    "waste_gas_generated_per_vehicle",
    "waste_gas_generated_per_output_value",
    "waste_gas_emitted_per_vehicle",
    "waste_gas_emitted_per_output_value",
    "pollutant_generated_per_vehicle",
    "pollutant_generated_per_output_value",
    "pollutant_emitted_per_vehicle",
    "pollutant_emitted_per_output_value",
    "output_value_per_land_area",
    "building_coefficient",
    "floor_area_ratio_of_buildings",
    "platform_functions_realised",
    "green_retrofit_investment_share",
]


def _unchanged(function: Callable[..., Any], clause: str, title: str = "", title_zh: str = "") -> Formula:
    """Return a formula of QC/T 1160-2022 as this standard prints it."""
    number = "GB/T 36132-2025"
    source = f"{number}, {clause}"
    return reused(
        function, standard=number, clause=clause, origin="quoted", source=source, title=title, title_zh=title_zh
    )


FORMULAS: tuple[Callable[..., Any] | Formula, ...] = (
    _unchanged(energy_per_vehicle, "B.1"),
    equivalent_output,
    output_in_standard_product,
    share_by_standard_product,
    energy_by_quota,
    share_by_output_and_energy,
    energy_of_product,
    energy_per_output_value,
    _unchanged(carbon_per_vehicle, "B.3", "Carbon dioxide emissions per unit of product", "单位产品二氧化碳排放量"),
    carbon_of_product,
    carbon_per_output_value,
    renewable_energy_share,
    material_per_vehicle,
    material_per_output_value,
    water_intake_per_vehicle,
    water_intake_per_output_value,
    industrial_water_reuse_rate,
    _unchanged(
        solid_waste_utilisation_rate,
        "B.11",
        "Comprehensive utilisation rate of general industrial solid waste",
        "一般工业固体废物综合利用率",
    ),
    wastewater_generated_per_vehicle,
    wastewater_generated_per_output_value,
    wastewater_discharged_per_vehicle,
    wastewater_discharged_per_output_value,
    waste_gas_generated_per_vehicle,
    waste_gas_generated_per_output_value,
    waste_gas_emitted_per_vehicle,
    waste_gas_emitted_per_output_value,
    pollutant_generated_per_vehicle,
    pollutant_generated_per_output_value,
    pollutant_emitted_per_vehicle,
    pollutant_emitted_per_output_value,
    _unchanged(capacity_per_land_area, "B.24"),
    _unchanged(equivalent_capacity, "B.24"),
    output_value_per_land_area,
    building_coefficient,
    floor_area_ratio_of_buildings,
    _unchanged(floor_area_of_storeys, "B.27"),
    platform_functions_realised,
    green_retrofit_investment_share,
)
"""The formulas, in clause order; those that QC/T 1160-2022 has too stand in its folder."""

TABLE = "c1_example_indicators.toml"
"""The file of its table of indicators."""
