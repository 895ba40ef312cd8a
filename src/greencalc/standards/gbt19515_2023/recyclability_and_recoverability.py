"""Recyclability and recoverability rates of a road vehicle."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula

PretreatmentMass = Annotated[
    Amount,
    Symbol("m_P", "kg", "mass of what pre-treatment takes out", "预处理阶段取出的零部件和材料质量", at_least="0"),
]
DismantledMass = Annotated[
    Amount,
    Symbol("m_D", "kg", "mass of the parts that are dismantled", "拆解阶段拆下的零部件质量", at_least="0"),
]
MetalMass = Annotated[
    Amount,
    Symbol("m_M", "kg", "mass of the metals separated", "金属分离阶段分离出的金属质量", at_least="0"),
]
RecyclableResidueMass = Annotated[
    Amount,
    Symbol("m_{Tr}", "kg", "mass of the residue that can be recycled", "可再利用的非金属残余物质量", at_least="0"),
]
EnergyResidueMass = Annotated[
    Amount,
    Symbol(
        "m_{Te}", "kg", "mass of the residue whose energy can be used", "可用于能量回收的非金属残余物质量", at_least="0"
    ),
]
VehicleMass = Annotated[Amount, Symbol("m_V", "kg", "mass of the vehicle", "车辆质量", above="0")]

_RECYCLED = ("pretreatment_mass", "dismantled_mass", "metal_mass", "recyclable_residue_mass")
_WHY = "the parts together weigh no more than the vehicle"
_SOURCE = "GB/T 19515-2023 and ISO 22628, as cited on secondary pages"


@formula(
    standard="GB/T 19515-2023",
    clause="recyclability and recoverability",
    result=Symbol("R_{cyc}", "%", "recyclability rate", "可再利用率", at_least="0", at_most="100"),
    relations=(Relation(_RECYCLED, ("vehicle_mass",), _WHY),),
    title="Recyclability rate of a vehicle",
    title_zh="可再利用率",
    origin="secondary",
    source=_SOURCE,
)
def recyclability_rate(
    *,
    pretreatment_mass: PretreatmentMass,
    dismantled_mass: DismantledMass,
    metal_mass: MetalMass,
    recyclable_residue_mass: RecyclableResidueMass,
    vehicle_mass: VehicleMass,
) -> Result:
    """Share of a new vehicle's mass that can be reused or recycled.

    Examples
    --------
    >>> print(
    ...     recyclability_rate(
    ...         pretreatment_mass="75 kg",
    ...         dismantled_mass="150 kg",
    ...         metal_mass="1000 kg",
    ...         recyclable_residue_mass="50 kg",
    ...         vehicle_mass="1.5 t",
    ...     )
    ... )
    85.0 percent
    """
    return (pretreatment_mass + dismantled_mass + metal_mass + recyclable_residue_mass) / vehicle_mass


@formula(
    standard="GB/T 19515-2023",
    clause="recyclability and recoverability",
    result=Symbol("R_{cov}", "%", "recoverability rate", "可回收利用率", at_least="0", at_most="100"),
    relations=(Relation((*_RECYCLED, "energy_residue_mass"), ("vehicle_mass",), _WHY),),
    title="Recoverability rate of a vehicle",
    title_zh="可回收利用率",
    origin="secondary",
    source=_SOURCE,
)
def recoverability_rate(
    *,
    pretreatment_mass: PretreatmentMass,
    dismantled_mass: DismantledMass,
    metal_mass: MetalMass,
    recyclable_residue_mass: RecyclableResidueMass,
    energy_residue_mass: EnergyResidueMass,
    vehicle_mass: VehicleMass,
) -> Result:
    """Share of a new vehicle's mass that can be reused, recycled or burned for its energy.

    Examples
    --------
    >>> print(
    ...     recoverability_rate(
    ...         pretreatment_mass="75 kg",
    ...         dismantled_mass="150 kg",
    ...         metal_mass="1000 kg",
    ...         recyclable_residue_mass="50 kg",
    ...         energy_residue_mass="150 kg",
    ...         vehicle_mass="1.5 t",
    ...     )
    ... )
    95.0 percent
    """
    return (
        pretreatment_mass + dismantled_mass + metal_mass + recyclable_residue_mass + energy_residue_mass
    ) / vehicle_mass
