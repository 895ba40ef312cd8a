"""B.26 Building coefficient."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula
from greencalc.standards.qct1160_2022.symbols import BUILT_FOR_NEED, LandArea

BuildingFootprint = Annotated[
    Amount,
    Symbol("a_b", "m2", "footprint of the buildings", "建筑物占地面积", at_least="0", no_measure=BUILT_FOR_NEED),
]
StructureFootprint = Annotated[
    Amount,
    Symbol("a_s", "m2", "footprint of the structures", "构筑物占地面积", at_least="0", no_measure=BUILT_FOR_NEED),
]
YardArea = Annotated[
    Amount,
    Symbol("a_y", "m2", "area of the stockyards", "堆场占地面积", at_least="0", no_measure=BUILT_FOR_NEED),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.26",
    result=Symbol("r", "%", "building coefficient", "建筑系数", at_least="0", at_most="100"),
    relations=(
        Relation(
            ("building_footprint", "structure_footprint", "yard_area"),
            ("land_area",),
            "no more land is covered than there is",
        ),
    ),
    title="Building coefficient",
    title_zh="建筑系数",
    origin="quoted",
    source="GB/T 36132-2025, B.26",
)
def building_coefficient(
    *,
    building_footprint: BuildingFootprint,
    structure_footprint: StructureFootprint,
    yard_area: YardArea,
    land_area: LandArea,
) -> Result:
    """Share of the land that buildings, structures and stockyards cover.

    Examples
    --------
    >>> print(
    ...     building_coefficient(
    ...         building_footprint="36 万㎡",
    ...         structure_footprint="1 万㎡",
    ...         yard_area="3 万㎡",
    ...         land_area="1200 mu",
    ...     )
    ... )
    50.0 percent
    """
    return (building_footprint + structure_footprint + yard_area) / land_area
