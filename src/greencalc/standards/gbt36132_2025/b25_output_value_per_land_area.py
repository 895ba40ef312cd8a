"""B.25 Output value per unit land area."""

from __future__ import annotations

from greencalc.formula import Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue
from greencalc.standards.qct1160_2022.symbols import LandArea


@formula(
    standard="GB/T 36132-2025",
    clause="B.25",
    result=Symbol("g", "万元/m2", "output value per unit land area", "单位用地面积产值", at_least="0"),
    title="Output value per unit land area",
    title_zh="单位用地面积产值",
    origin="quoted",
    source="GB/T 36132-2025, B.25",
)
def output_value_per_land_area(*, output_value: OutputValue, land_area: LandArea) -> Result:
    """Ten thousand yuan of output per square metre of land.

    Examples
    --------
    >>> print(
    ...     output_value_per_land_area(output_value="300 亿元", land_area="1200 mu")
    ... )
    3.75 ten_thousand_yuan / meter ** 2
    """
    return output_value / land_area
