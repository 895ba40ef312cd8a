"""B.4 Carbon emissions per output value."""

from __future__ import annotations

from greencalc.formula import Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.a9_carbon_per_vehicle import CarbonEmission


@formula(
    standard="GB/T 36132-2025",
    clause="B.4",
    result=Symbol("C_g", "tCO2e/万元", "carbon emissions per output value", "单位产值二氧化碳排放量", at_least="0"),
    title="Carbon emissions per unit of output value",
    title_zh="单位产值二氧化碳排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.4",
)
def carbon_per_output_value(*, carbon_emission: CarbonEmission, output_value: OutputValue) -> Result:
    """Carbon dioxide equivalent per ten thousand yuan of output.

    Examples
    --------
    >>> print(
    ...     carbon_per_output_value(
    ...         carbon_emission="9.6 万tCO2", output_value="300 亿元"
    ...     )
    ... )
    0.032 tonne_CO2e / ten_thousand_yuan
    """
    return carbon_emission / output_value
