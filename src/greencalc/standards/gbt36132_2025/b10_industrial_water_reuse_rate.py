"""B.10 Reuse rate of industrial water."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import WaterIntake

WaterCirculated = Annotated[
    Amount,
    Symbol(
        "V_r", "m3", "water circulated and reused, each time it is used", "重复利用水量", at_least="0", measure="more"
    ),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.10",
    result=Symbol("R_w", "%", "reuse rate of industrial water", "工业用水重复利用率", at_least="0", at_most="100"),
    relations=(Relation((), ("water_intake", "water_circulated"), "without any water there is no rate", strict=True),),
    title="Reuse rate of industrial water",
    title_zh="工业用水重复利用率",
    origin="quoted",
    source="GB/T 36132-2025, B.10",
)
def industrial_water_reuse_rate(*, water_circulated: WaterCirculated, water_intake: WaterIntake) -> Result:
    """Share of all water used that is circulated or reused.

    The wastewater reuse rate of QC/T 1160-2022, A.7, is another one: it takes treated wastewater alone.

    Examples
    --------
    >>> print(
    ...     industrial_water_reuse_rate(
    ...         water_circulated="1900 万m3", water_intake="100 万m3"
    ...     )
    ... )
    95.0 percent
    """
    return water_circulated / (water_intake + water_circulated)
