"""A.3 Production capacity per unit land area."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.symbols import ON_PAPER, LandArea

_BASIS = "it is a basis for counting capacity"

Capacity = Annotated[
    Amount,
    Symbol(
        "N",
        "vehicle",
        "yearly capacity in vehicles of the representative product",
        "年生产能力",
        at_least="0",
        no_measure=ON_PAPER,
    ),
]
ProductCapacity = Annotated[
    Amount,
    Symbol(
        "N_i",
        "vehicle",
        "yearly capacity of a product",
        "产品年生产能力",
        at_least="0",
        over="product",
        no_measure=ON_PAPER,
    ),
]
TimeQuota = Annotated[
    Amount,
    Symbol(
        "t_i", "h", "time quota of a product, per vehicle", "产品工时定额", above="0", over="product", no_measure=_BASIS
    ),
]
ReferenceTimeQuota = Annotated[
    Amount,
    Symbol(
        "t_0",
        "h",
        "time quota of the representative product, per vehicle",
        "代表产品工时定额",
        above="0",
        no_measure=_BASIS,
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.3",
    result=Symbol("n", "vehicle/m2", "production capacity per unit land area", "单位用地面积产能", at_least="0"),
    title="Production capacity per unit land area",
    title_zh="单位用地面积产能",
    origin="quoted",
    source="GB/T 36132-2025, B.24",
)
def capacity_per_land_area(*, capacity: Capacity, land_area: LandArea) -> Result:
    """Vehicles of yearly capacity per square metre of land.

    Examples
    --------
    >>> print(capacity_per_land_area(capacity="10 万辆", land_area="600 mu"))
    0.25 vehicle / meter ** 2
    """
    return capacity / land_area


@formula(
    standard="QC/T 1160-2022",
    clause="A.3",
    result=Symbol("N", "vehicle", "yearly capacity in vehicles of the representative product", "年生产能力"),
    title="Capacity in equivalents of the representative product",
    title_zh="折合代表产品的年生产能力",
    origin="quoted",
    source="GB/T 36132-2025, B.24: k_i = t_i/t_0",
    gives=("capacity",),
)
def equivalent_capacity(
    *,
    product_capacity: ProductCapacity,
    time_quota: TimeQuota,
    reference_time_quota: ReferenceTimeQuota,
) -> Result:
    """Capacity of several products in vehicles of the representative one.

    The representative product is the one with the largest output times time quota.

    Examples
    --------
    >>> print(
    ...     equivalent_capacity(
    ...         product_capacity=["20 万辆", "5 万辆"],
    ...         time_quota=["20 h", "30 h"],
    ...         reference_time_quota="20 h",
    ...     )
    ... )
    275000.0 vehicle
    """
    return total(product_capacity * (time_quota / reference_time_quota))
