"""B.14 and B.15 Wastewater discharged per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

WastewaterDischarged = Annotated[
    Amount,
    Symbol("w", "t", "wastewater discharged", "废水排放量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.14",
    result=Symbol("w_u", "t/vehicle", "wastewater discharged per vehicle", "单位产品废水排放量", at_least="0"),
    title="Wastewater discharged per unit of product",
    title_zh="单位产品废水排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.14",
)
def wastewater_discharged_per_vehicle(
    *, wastewater_discharged: WastewaterDischarged, vehicles_produced: VehiclesProduced
) -> Result:
    """Wastewater that leaves the plant, per qualified vehicle.

    Examples
    --------
    >>> print(
    ...     wastewater_discharged_per_vehicle(
    ...         wastewater_discharged="30 万t", vehicles_produced="24 万辆"
    ...     )
    ... )
    1.25 metric_ton / vehicle
    """
    return wastewater_discharged / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.15",
    result=Symbol("w_g", "t/万元", "wastewater discharged per output value", "单位产值废水排放量", at_least="0"),
    title="Wastewater discharged per unit of output value",
    title_zh="单位产值废水排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.15",
)
def wastewater_discharged_per_output_value(
    *, wastewater_discharged: WastewaterDischarged, output_value: OutputValue
) -> Result:
    """Wastewater that leaves the plant, per ten thousand yuan of output.

    Examples
    --------
    >>> print(
    ...     wastewater_discharged_per_output_value(
    ...         wastewater_discharged="30 万t", output_value="300 亿元"
    ...     )
    ... )
    0.1 metric_ton / ten_thousand_yuan
    """
    return wastewater_discharged / output_value
