"""A.2 Floor area ratio."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, exceeds, formula, total
from greencalc.standards.qct1160_2022.symbols import BUILT_FOR_NEED, LandArea

BuildingArea = Annotated[
    Amount,
    Symbol("A_b", "m2", "floor area of the buildings", "建筑物的建筑面积", at_least="0", no_measure=BUILT_FOR_NEED),
]
StructureArea = Annotated[
    Amount,
    Symbol("A_s", "m2", "floor area of the structures", "构筑物的建筑面积", at_least="0", no_measure=BUILT_FOR_NEED),
]
StoreyArea = Annotated[
    Amount,
    Symbol(
        "A_j", "m2", "floor area of a storey", "楼层建筑面积", at_least="0", over="storey", no_measure=BUILT_FOR_NEED
    ),
]
StoreyHeight = Annotated[
    Amount,
    Symbol(
        "h_j",
        "m",
        "height of a storey",
        "层高",
        above="0",
        over="storey",
        no_measure="a storey is as high as what stands in it needs",
    ),
]
DoubleHeight = Annotated[
    Amount,
    Symbol(
        "h_d",
        "m",
        "height above which a storey counts twice",
        "加倍计算的层高",
        above="0",
        source="GB/T 36132-2025, B.27: a storey higher than 8 m counts twice",
        no_measure="it is a constant of the rule",
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.2",
    result=Symbol("R", "dimensionless", "floor area ratio", "容积率"),
    title="Floor area ratio",
    title_zh="容积率",
    origin="secondary",
    source="GB/T 36132-2018, which QC/T 1160-2022 references, as cited on secondary pages",
)
def floor_area_ratio(*, building_area: BuildingArea, structure_area: StructureArea, land_area: LandArea) -> Result:
    """Floor area of buildings and structures per land area.

    A storey higher than 8 m counts twice in the building area: see :func:`floor_area_of_storeys`. The 2025
    edition of the parent standard leaves the structures out: see :func:`floor_area_ratio_of_buildings`.

    Examples
    --------
    >>> print(
    ...     floor_area_ratio(
    ...         building_area="45 万㎡", structure_area="0 m2", land_area="900 mu"
    ...     )
    ... )
    0.75 dimensionless
    """
    return (building_area + structure_area) / land_area


@formula(
    standard="QC/T 1160-2022",
    clause="A.2",
    result=Symbol("A_b", "m2", "floor area of the buildings", "建筑物的建筑面积"),
    title="Floor area of storeys, high ones counted twice",
    title_zh="计算容积率的建筑面积",
    origin="quoted",
    source="GB/T 36132-2025, B.27",
    gives=("building_area",),
)
def floor_area_of_storeys(
    *,
    storey_area: StoreyArea,
    storey_height: StoreyHeight,
    double_height: DoubleHeight = "8 m",
) -> Result:
    """Floor area that counts for the floor area ratio.

    A storey strictly higher than 8 m counts twice; one of exactly 8 m counts once. The bracket is 1 where the
    comparison holds, else 0.

    Examples
    --------
    >>> print(
    ...     floor_area_of_storeys(
    ...         storey_area=["3 万m2", "1000 m2"], storey_height=["12.5 m", "8 m"]
    ...     )
    ... )
    61000.0 meter ** 2
    """
    return total(storey_area * (1 + exceeds(storey_height, double_height)))
