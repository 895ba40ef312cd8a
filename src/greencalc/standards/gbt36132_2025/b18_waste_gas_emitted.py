"""B.18 and B.19 Waste gas emitted per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

WasteGasEmitted = Annotated[
    Amount,
    Symbol("p", "m3", "waste gas emitted", "废气排放量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.18",
    result=Symbol("p_u", "m3/vehicle", "waste gas emitted per vehicle", "单位产品废气排放量", at_least="0"),
    title="Waste gas emitted per unit of product",
    title_zh="单位产品废气排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.18",
)
def waste_gas_emitted_per_vehicle(*, waste_gas_emitted: WasteGasEmitted, vehicles_produced: VehiclesProduced) -> Result:
    """Waste gas that leaves the plant, per qualified vehicle.

    Examples
    --------
    >>> print(
    ...     waste_gas_emitted_per_vehicle(
    ...         waste_gas_emitted="54 亿m3", vehicles_produced="24 万辆"
    ...     )
    ... )
    22500.0 meter ** 3 / vehicle
    """
    return waste_gas_emitted / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.19",
    result=Symbol("p_g", "m3/万元", "waste gas emitted per output value", "单位产值废气排放量", at_least="0"),
    title="Waste gas emitted per unit of output value",
    title_zh="单位产值废气排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.19",
)
def waste_gas_emitted_per_output_value(*, waste_gas_emitted: WasteGasEmitted, output_value: OutputValue) -> Result:
    """Waste gas that leaves the plant, per ten thousand yuan of output.

    Examples
    --------
    >>> print(
    ...     waste_gas_emitted_per_output_value(
    ...         waste_gas_emitted="54 亿m3", output_value="300 亿元"
    ...     )
    ... )
    1800.0 meter ** 3 / ten_thousand_yuan
    """
    return waste_gas_emitted / output_value
