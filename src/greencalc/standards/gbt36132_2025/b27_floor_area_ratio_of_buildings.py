"""B.27 Floor area ratio, without structures."""

from __future__ import annotations

from greencalc.formula import Result, Symbol, formula
from greencalc.standards.qct1160_2022.a2_floor_area_ratio import BuildingArea
from greencalc.standards.qct1160_2022.symbols import LandArea


@formula(
    standard="GB/T 36132-2025",
    clause="B.27",
    result=Symbol("R", "dimensionless", "floor area ratio, without structures", "容积率", at_least="0"),
    title="Floor area ratio, without structures",
    title_zh="容积率",
    origin="quoted",
    source="GB/T 36132-2025, B.27",
)
def floor_area_ratio_of_buildings(*, building_area: BuildingArea, land_area: LandArea) -> Result:
    """Floor area of buildings per land area.

    A storey higher than 8 m counts twice in the building area: see :func:`floor_area_of_storeys`. Structures
    do not count, unlike in QC/T 1160-2022, A.2: see :func:`floor_area_ratio`. The standard writes A_f for A_b.

    Examples
    --------
    >>> print(
    ...     floor_area_ratio_of_buildings(
    ...         building_area="45 万㎡", land_area="900 mu"
    ...     )
    ... )
    0.75 dimensionless
    """
    return building_area / land_area
