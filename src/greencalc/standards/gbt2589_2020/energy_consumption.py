"""Comprehensive energy consumption: all carriers, less what others used."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.a8_energy_per_vehicle import CarrierEnergy

EnergyPassedOn = Annotated[
    Amount,
    Symbol("E_x", "kgce", "energy passed on to others, all together", "对外转供能源折标准煤量", at_least="0"),
]


@formula(
    standard="GB/T 2589-2020",
    clause="energy consumption",
    result=Symbol(
        "E",
        "kgce",
        "comprehensive energy consumption",
        "综合能耗",
        at_least="0",
        why="no more energy is passed on than all carriers brought in",
    ),
    title="Comprehensive energy consumption of a plant",
    title_zh="综合能耗（扣除外供）",
    origin="secondary",
    source="GB/T 2589-2020, as cited on secondary pages",
    gives=("energy_consumption",),
)
def comprehensive_energy_consumption(*, carrier_energy: CarrierEnergy, energy_passed_on: EnergyPassedOn) -> Result:
    """Sum of the standard coal of all energy carriers, less what was passed on to other consumers.

    Feedstock does not count. All electricity, and what is passed on too, is on one basis.

    Examples
    --------
    >>> print(
    ...     comprehensive_energy_consumption(
    ...         carrier_energy=["2.1 万tce", "1.4 万tce", "1500 tce"],
    ...         energy_passed_on="500 tce",
    ...     ).to("tce")
    ... )
    36000.0 tonne_coal_equivalent
    """
    return total(carrier_energy) - energy_passed_on
