"""B.2 Comprehensive energy consumption per output value."""

from __future__ import annotations

from greencalc.formula import Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.a8_energy_per_vehicle import EnergyConsumption


@formula(
    standard="GB/T 36132-2025",
    clause="B.2",
    result=Symbol("E_g", "tce/万元", "energy consumption per output value", "单位产值综合能耗", at_least="0"),
    title="Comprehensive energy consumption per unit of output value",
    title_zh="单位产值综合能耗",
    origin="quoted",
    source="GB/T 36132-2025, B.2",
)
def energy_per_output_value(*, energy_consumption: EnergyConsumption, output_value: OutputValue) -> Result:
    """Energy consumption as standard coal per ten thousand yuan of output.

    Examples
    --------
    >>> print(
    ...     energy_per_output_value(
    ...         energy_consumption="3.6 万tce", output_value="300 亿元"
    ...     )
    ... )
    0.012 tonne_coal_equivalent / ten_thousand_yuan
    """
    return energy_consumption / output_value
