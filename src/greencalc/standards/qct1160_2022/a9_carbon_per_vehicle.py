"""A.9 Carbon emissions per unit of product."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

_PASSED_ON = "energy that is passed on still has its emissions"

CarbonEmission = Annotated[
    Amount,
    Symbol(
        "C",
        "tCO2e",
        "emissions inside the boundary of the energy consumption",
        "碳排放量",
        at_least="0",
        measure="less",
    ),
]
Combustion = Annotated[
    Amount, Symbol("C_b", "tCO2e", "emissions of burning fuel", "燃料燃烧排放", at_least="0", measure="less")
]
Process = Annotated[Amount, Symbol("C_p", "tCO2e", "process emissions", "过程排放", at_least="0", measure="less")]
Electricity = Annotated[
    Amount, Symbol("C_e", "tCO2e", "of purchased electricity", "购入电力排放", at_least="0", measure="less")
]
Heat = Annotated[Amount, Symbol("C_h", "tCO2e", "of purchased heat", "购入热力排放", at_least="0", measure="less")]
ExportedElectricity = Annotated[
    Amount,
    Symbol("X_e", "tCO2e", "of exported electricity", "输出电力排放", at_least="0", no_measure=_PASSED_ON),
]
ExportedHeat = Annotated[
    Amount,
    Symbol("X_h", "tCO2e", "of exported heat", "输出热力排放", at_least="0", no_measure=_PASSED_ON),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.9",
    result=Symbol("c", "tCO2e/vehicle", "carbon emissions per vehicle", "单位产品碳排放量", at_least="0"),
    title="Carbon emissions per unit of product",
    title_zh="单位产品碳排放量",
    origin="quoted",
    source="GB/T 36132-2025, B.3",
)
def carbon_per_vehicle(*, carbon_emission: CarbonEmission, vehicles_produced: VehiclesProduced) -> Result:
    """Carbon dioxide equivalent per qualified vehicle.

    Examples
    --------
    >>> print(
    ...     carbon_per_vehicle(
    ...         carbon_emission="9.6 万tCO2", vehicles_produced="24 万辆"
    ...     )
    ... )
    0.4 tonne_CO2e / vehicle
    """
    return carbon_emission / vehicles_produced


@formula(
    standard="QC/T 1160-2022",
    clause="A.9",
    result=Symbol(
        "C",
        "tCO2e",
        "emissions inside the boundary",
        "碳排放量",
        at_least="0",
        why="no more is exported than is bought and made",
    ),
    title="Carbon emissions of a plant",
    title_zh="碳排放总量",
    origin="secondary",
    source="GB/T 32150, as cited on secondary pages",
    gives=("carbon_emission",),
)
def carbon_emission_total(
    *,
    combustion: Combustion,
    process: Process,
    purchased_electricity: Electricity,
    purchased_heat: Heat,
    exported_electricity: ExportedElectricity,
    exported_heat: ExportedHeat,
) -> Result:
    """Combustion, process and purchased energy, less exported energy.

    Examples
    --------
    >>> print(
    ...     carbon_emission_total(
    ...         combustion="21000 tCO2",
    ...         process="500 tCO2",
    ...         purchased_electricity="70000 tCO2",
    ...         purchased_heat="4500 tCO2",
    ...         exported_electricity="0 tCO2",
    ...         exported_heat="0 tCO2",
    ...     )
    ... )
    96000.0 tonne_CO2e
    """
    return combustion + process + purchased_electricity + purchased_heat - exported_electricity - exported_heat
