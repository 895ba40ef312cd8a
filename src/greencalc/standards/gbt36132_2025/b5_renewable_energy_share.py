"""B.5 Share of renewable energy."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula
from greencalc.standards.qct1160_2022.a8_energy_per_vehicle import EnergyConsumption

RenewableEnergy = Annotated[
    Amount,
    Symbol(
        "E_{re}",
        "kgce",
        "renewable energy used, nothing counted twice",
        "可再生能源使用量",
        at_least="0",
        measure="more",
    ),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.5",
    result=Symbol("R_{re}", "%", "share of renewable energy", "可再生能源利用率", at_least="0", at_most="100"),
    relations=(
        Relation((), ("energy_consumption",), "without any energy there is no share", strict=True),
        Relation(("renewable_energy",), ("energy_consumption",), "renewable energy is a part of all energy"),
    ),
    title="Share of renewable energy",
    title_zh="可再生能源利用率",
    origin="quoted",
    source="GB/T 36132-2025, B.5",
)
def renewable_energy_share(*, renewable_energy: RenewableEnergy, energy_consumption: EnergyConsumption) -> Result:
    """Share of the energy consumption that is renewable.

    What the plant makes, buys on the market, gets by a direct line and holds green certificates for counts,
    each kilowatt hour once.

    Examples
    --------
    >>> print(
    ...     renewable_energy_share(
    ...         renewable_energy="5400 tce", energy_consumption="3.6 万tce"
    ...     )
    ... )
    15.0 percent
    """
    return renewable_energy / energy_consumption
