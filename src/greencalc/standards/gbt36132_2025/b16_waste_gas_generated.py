"""B.16 and B.17 Waste gas generated per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

WasteGasGenerated = Annotated[
    Amount,
    Symbol("P", "m3", "waste gas generated, before treatment", "废气产生量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.16",
    result=Symbol("P_u", "m3/vehicle", "waste gas generated per vehicle", "单位产品废气产生量", at_least="0"),
    title="Waste gas generated per unit of product",
    title_zh="单位产品废气产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.16",
)
def waste_gas_generated_per_vehicle(
    *, waste_gas_generated: WasteGasGenerated, vehicles_produced: VehiclesProduced
) -> Result:
    """Waste gas per qualified vehicle, before treatment.

    Examples
    --------
    >>> print(
    ...     waste_gas_generated_per_vehicle(
    ...         waste_gas_generated="60 亿m3", vehicles_produced="24 万辆"
    ...     )
    ... )
    25000.0 meter ** 3 / vehicle
    """
    return waste_gas_generated / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.17",
    result=Symbol("P_g", "m3/万元", "waste gas generated per output value", "单位产值废气产生量", at_least="0"),
    title="Waste gas generated per unit of output value",
    title_zh="单位产值废气产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.17",
)
def waste_gas_generated_per_output_value(
    *, waste_gas_generated: WasteGasGenerated, output_value: OutputValue
) -> Result:
    """Waste gas per ten thousand yuan of output, before treatment.

    Examples
    --------
    >>> print(
    ...     waste_gas_generated_per_output_value(
    ...         waste_gas_generated="60 亿m3", output_value="300 亿元"
    ...     )
    ... )
    2000.0 meter ** 3 / ten_thousand_yuan
    """
    return waste_gas_generated / output_value
