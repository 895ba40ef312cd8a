"""B.22 and B.23 Main pollutant emitted per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

PollutantMassEmitted = Annotated[
    Amount,
    Symbol("s", "kg", "mass of a main pollutant emitted", "主要污染物排放量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.22",
    result=Symbol("s_u", "kg/vehicle", "main pollutant emitted per vehicle", "单位产品主要污染物排放量", at_least="0"),
    title="Main pollutant emitted per unit of product",
    title_zh="单位产品主要污染物排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.22",
)
def pollutant_emitted_per_vehicle(
    *, pollutant_mass_emitted: PollutantMassEmitted, vehicles_produced: VehiclesProduced
) -> Result:
    """Mass of a main pollutant that leaves the plant, per qualified vehicle.

    The standard leaves the unit to the pollutant; here it is a mass.

    Examples
    --------
    >>> print(
    ...     pollutant_emitted_per_vehicle(
    ...         pollutant_mass_emitted="420 t", vehicles_produced="24 万辆"
    ...     )
    ... )
    1.75 kilogram / vehicle
    """
    return pollutant_mass_emitted / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.23",
    result=Symbol(
        "s_g", "kg/万元", "main pollutant emitted per output value", "单位产值主要污染物排放量", at_least="0"
    ),
    title="Main pollutant emitted per unit of output value",
    title_zh="单位产值主要污染物排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.23",
)
def pollutant_emitted_per_output_value(
    *, pollutant_mass_emitted: PollutantMassEmitted, output_value: OutputValue
) -> Result:
    """Mass of a main pollutant that leaves the plant, per ten thousand yuan of output.

    The standard leaves the unit to the pollutant; here it is a mass.

    Examples
    --------
    >>> print(
    ...     pollutant_emitted_per_output_value(
    ...         pollutant_mass_emitted="420 t", output_value="300 亿元"
    ...     )
    ... )
    0.14 kilogram / ten_thousand_yuan
    """
    return pollutant_mass_emitted / output_value
