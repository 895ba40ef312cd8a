"""A.4 Green paint usage rate."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula

GreenPaint = Annotated[
    Amount,
    Symbol(
        "G",
        "t",
        "mass of the paints that comply with the substitutes catalogue of 2016",
        "绿色涂料使用量",
        at_least="0",
        measure="more",
    ),
]
TotalPaint = Annotated[
    Amount,
    Symbol(
        "M",
        "t",
        "mass of all paints used",
        "涂料使用总量",
        above="0",
        no_measure="as much is used as the vehicles built need, so that what can change is how much of it is green",
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.4",
    result=Symbol(r"\varepsilon", "%", "green paint usage rate", "绿色涂料使用率", at_least="0", at_most="100"),
    relations=(Relation(("green_paint",), ("total_paint",), "green paint is a part of all paint"),),
    title="Green paint usage rate",
    title_zh="绿色涂料使用率",
    origin="derived",
    source="shape as the green-material rate of GB/T 36132-2018 (secondary pages); that it is by mass is derived",
)
def green_paint_usage_rate(*, green_paint: GreenPaint, total_paint: TotalPaint) -> Result:
    """Share of all paint that complies with the catalogue of substitutes.

    Both masses are on one basis, as delivered or as applied.

    Examples
    --------
    >>> print(green_paint_usage_rate(green_paint="850 t", total_paint="1000 t"))
    85.0 percent
    """
    return green_paint / total_paint
