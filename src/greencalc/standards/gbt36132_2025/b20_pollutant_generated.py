"""B.20 and B.21 Main pollutant generated per product and per output value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

PollutantMassGenerated = Annotated[
    Amount,
    Symbol(
        "S",
        "kg",
        "mass of a main pollutant generated, before treatment",
        "主要污染物产生量",
        at_least="0",
        measure="less",
    ),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.20",
    result=Symbol(
        "S_u", "kg/vehicle", "main pollutant generated per vehicle", "单位产品主要污染物产生量", at_least="0"
    ),
    title="Main pollutant generated per unit of product",
    title_zh="单位产品主要污染物产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.20",
)
def pollutant_generated_per_vehicle(
    *, pollutant_mass_generated: PollutantMassGenerated, vehicles_produced: VehiclesProduced
) -> Result:
    """Mass of a main pollutant per qualified vehicle, before treatment.

    The standard leaves the unit to the pollutant; here it is a mass.

    Examples
    --------
    >>> print(
    ...     pollutant_generated_per_vehicle(
    ...         pollutant_mass_generated="900 t", vehicles_produced="24 万辆"
    ...     )
    ... )
    3.75 kilogram / vehicle
    """
    return pollutant_mass_generated / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.21",
    result=Symbol(
        "S_g", "kg/万元", "main pollutant generated per output value", "单位产值主要污染物产生量", at_least="0"
    ),
    title="Main pollutant generated per unit of output value",
    title_zh="单位产值主要污染物产生量",
    origin="quoted",
    source="GB/T 36132-2025, B.21",
)
def pollutant_generated_per_output_value(
    *, pollutant_mass_generated: PollutantMassGenerated, output_value: OutputValue
) -> Result:
    """Mass of a main pollutant per ten thousand yuan of output, before treatment.

    The standard leaves the unit to the pollutant; here it is a mass.

    Examples
    --------
    >>> print(
    ...     pollutant_generated_per_output_value(
    ...         pollutant_mass_generated="900 t", output_value="300 亿元"
    ...     )
    ... )
    0.3 kilogram / ten_thousand_yuan
    """
    return pollutant_mass_generated / output_value
