"""7.2.3 Use of the design capacity."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.qct1160_2022.symbols import AS_SOLD, ON_PAPER

YearlyOutput = Annotated[
    Amount,
    Symbol("Q_a", "vehicle", "vehicles produced in a year", "实际年产量", at_least="0", no_measure=AS_SOLD),
]
DesignCapacity = Annotated[
    Amount,
    Symbol("N_d", "vehicle", "yearly design capacity", "设计年产能", above="0", no_measure=ON_PAPER),
]


@formula(
    standard="QC/T 1160-2022",
    clause="7.2.3",
    result=Symbol("u", "%", "design capacity used in a year", "产能利用率"),
    title="Use of the design capacity",
    title_zh="产能利用率",
    origin="derived",
    source="QC/T 1160-2022, 7.2.3 (public preview): ratio of actual to design capacity of a year; that the actual "
    "capacity is the vehicles produced is derived",
)
def capacity_utilisation_rate(*, yearly_output: YearlyOutput, design_capacity: DesignCapacity) -> Result:
    """Vehicles produced in a year per design capacity, for one year or an array of years.

    Examples
    --------
    >>> print(
    ...     capacity_utilisation_rate(
    ...         yearly_output=["24 万辆", "18 万辆"], design_capacity="30 万辆"
    ...     )
    ... )
    [80.0 60.0] percent
    """
    return yearly_output / design_capacity
