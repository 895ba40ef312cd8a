"""A.7 Wastewater reuse rate."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula

WaterReused = Annotated[
    Amount, Symbol("V_w", "m3", "treated wastewater that is reused", "废水回用量", at_least="0", measure="more")
]
WaterDischarged = Annotated[
    Amount,
    Symbol(
        "V_d", "m3", "wastewater discharged, without what is reused", "向外排放的废水量", at_least="0", measure="less"
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.7",
    result=Symbol("K_w", "%", "wastewater reuse rate", "废水回用率", at_least="0", at_most="100"),
    relations=(
        Relation((), ("water_discharged", "water_reused"), "without any wastewater there is no rate", strict=True),
    ),
    title="Wastewater reuse rate",
    title_zh="废水回用率",
    origin="secondary",
    source="GB/T 36132-2018, which QC/T 1160-2022 references, as cited on secondary pages",
)
def wastewater_reuse_rate(*, water_reused: WaterReused, water_discharged: WaterDischarged) -> Result:
    """Share of the wastewater that is treated and reused, and not discharged.

    Examples
    --------
    >>> print(
    ...     wastewater_reuse_rate(
    ...         water_reused="35 万m3", water_discharged="15 万m3"
    ...     )
    ... )
    70.0 percent
    """
    return water_reused / (water_discharged + water_reused)
