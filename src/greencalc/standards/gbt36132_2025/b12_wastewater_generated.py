"""B.12 and B.13 Wastewater generated per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

WastewaterGenerated = Annotated[
    Amount,
    Symbol("W", "t", "wastewater generated, before treatment", "废水产生量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.12",
    result=Symbol("W_u", "t/vehicle", "wastewater generated per vehicle", "单位产品废水产生量", at_least="0"),
    title="Wastewater generated per unit of product",
    title_zh="单位产品废水产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.12",
)
def wastewater_generated_per_vehicle(
    *, wastewater_generated: WastewaterGenerated, vehicles_produced: VehiclesProduced
) -> Result:
    """Wastewater per qualified vehicle, before treatment.

    Examples
    --------
    >>> print(
    ...     wastewater_generated_per_vehicle(
    ...         wastewater_generated="84 万t", vehicles_produced="24 万辆"
    ...     )
    ... )
    3.5 metric_ton / vehicle
    """
    return wastewater_generated / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.13",
    result=Symbol("W_g", "t/万元", "wastewater generated per output value", "单位产值废水产生量", at_least="0"),
    title="Wastewater generated per unit of output value",
    title_zh="单位产值废水产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.13",
)
def wastewater_generated_per_output_value(
    *, wastewater_generated: WastewaterGenerated, output_value: OutputValue
) -> Result:
    """Wastewater per ten thousand yuan of output, before treatment.

    Examples
    --------
    >>> print(
    ...     wastewater_generated_per_output_value(
    ...         wastewater_generated="84 万t", output_value="300 亿元"
    ...     )
    ... )
    0.28 metric_ton / ten_thousand_yuan
    """
    return wastewater_generated / output_value
