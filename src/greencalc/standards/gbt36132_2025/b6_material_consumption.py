"""B.6 and B.7 Raw material per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

MaterialConsumption = Annotated[
    Amount,
    Symbol("M", "t", "mass of the raw material consumed", "原材料消耗量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.6",
    result=Symbol("M_u", "t/vehicle", "raw material consumed per vehicle", "单位产品主要原材料消耗量", at_least="0"),
    title="Raw material per unit of product",
    title_zh="单位产品主要原材料消耗量",
    origin="quoted",
    source="GB/T 36132-2025, B.6",
)
def material_per_vehicle(*, material_consumption: MaterialConsumption, vehicles_produced: VehiclesProduced) -> Result:
    """Mass of raw material per qualified vehicle.

    The standard leaves the unit to the material; here it is a mass.

    Examples
    --------
    >>> print(
    ...     material_per_vehicle(
    ...         material_consumption="26.4 万t", vehicles_produced="24 万辆"
    ...     )
    ... )
    1.1 metric_ton / vehicle
    """
    return material_consumption / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.7",
    result=Symbol("M_g", "t/万元", "raw material consumed per output value", "单位产值主要原材料消耗量", at_least="0"),
    title="Raw material per unit of output value",
    title_zh="单位产值主要原材料消耗量",
    origin="quoted",
    source="GB/T 36132-2025, B.7",
)
def material_per_output_value(*, material_consumption: MaterialConsumption, output_value: OutputValue) -> Result:
    """Mass of raw material per ten thousand yuan of output.

    The standard leaves the unit to the material; here it is a mass.

    Examples
    --------
    >>> print(
    ...     material_per_output_value(
    ...         material_consumption="26.4 万t", output_value="300 亿元"
    ...     )
    ... )
    0.088 metric_ton / ten_thousand_yuan
    """
    return material_consumption / output_value
