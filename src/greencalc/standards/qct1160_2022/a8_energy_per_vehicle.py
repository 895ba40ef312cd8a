"""A.8 Comprehensive energy consumption per unit of product."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

EnergyConsumption = Annotated[
    Amount,
    Symbol(
        "E", "kgce", "comprehensive energy consumption, without feedstock", "综合能耗", at_least="0", measure="less"
    ),
]
CarrierEnergy = Annotated[
    Amount,
    Symbol(
        "E_i",
        "kgce",
        "energy of a carrier as standard coal",
        "各种能源折标准煤量",
        at_least="0",
        over="carrier",
        measure="less",
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.8",
    result=Symbol("E_u", "kgce/vehicle", "energy consumption per vehicle", "单位产品综合能耗", at_least="0"),
    title="Comprehensive energy consumption per unit of product",
    title_zh="单位产品综合能耗",
    origin="quoted",
    source="GB/T 36132-2025, B.1",
)
def energy_per_vehicle(*, energy_consumption: EnergyConsumption, vehicles_produced: VehiclesProduced) -> Result:
    """Energy consumption as standard coal per qualified vehicle.

    Examples
    --------
    >>> print(
    ...     energy_per_vehicle(
    ...         energy_consumption="3.6 万tce", vehicles_produced="24 万辆"
    ...     )
    ... )
    150.0 kilogram_coal_equivalent / vehicle
    """
    return energy_consumption / vehicles_produced


@formula(
    standard="QC/T 1160-2022",
    clause="A.8",
    result=Symbol("E", "kgce", "comprehensive energy consumption", "综合能耗"),
    title="Comprehensive energy consumption over carriers",
    title_zh="综合能耗",
    origin="secondary",
    source="GB/T 2589-2020, as cited on secondary pages",
    gives=("energy_consumption",),
)
def energy_consumption_of_carriers(*, carrier_energy: CarrierEnergy) -> Result:
    """Sum of the standard coal of all energy carriers, electricity all on one basis.

    Examples
    --------
    >>> print(
    ...     energy_consumption_of_carriers(
    ...         carrier_energy=["2.1 万tce", "1.4 万tce", "1000 tce"]
    ...     ).to("tce")
    ... )
    36000.0 tonne_coal_equivalent
    """
    return total(carrier_energy)
