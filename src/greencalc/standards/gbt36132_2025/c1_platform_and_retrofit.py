"""C.1 Quantities of the example table that Appendix B has no formula for."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.gbt36132_2025.symbols import FROM_SALES

PlatformFunctions = Annotated[
    Amount,
    Symbol(
        "f",
        "dimensionless",
        "functions that the energy and carbon management platform has",
        "能碳管理平台已实现功能数",
        at_least="0",
        at_most="12",
        whole=True,
        why="the standard counts twelve functions",
        measure="more",
    ),
]
GreenRetrofitInvestment = Annotated[
    Amount,
    Symbol(
        "I_j",
        "万元",
        "investment in green retrofits in a year",
        "绿色改造投入",
        at_least="0",
        over="year",
        measure="more",
    ),
]
YearlyOutputValue = Annotated[
    Amount,
    Symbol("G_j", "万元", "output value of a year", "年产值", above="0", over="year", no_measure=FROM_SALES),
]


@formula(
    standard="GB/T 36132-2025",
    clause="C.1",
    result=Symbol(
        "F",
        "dimensionless",
        "functions of the energy and carbon management platform",
        "能碳管理平台功能数",
        at_least="0",
        at_most="12",
    ),
    title="Functions of the energy and carbon management platform",
    title_zh="能碳管理系统平台功能符合数量",
    origin="quoted",
    source="GB/T 36132-2025, table C.1",
)
def platform_functions_realised(*, platform_functions: PlatformFunctions) -> Result:
    """Functions that the plant's energy and carbon management platform has, of the twelve that the standard counts.

    Examples
    --------
    >>> print(platform_functions_realised(platform_functions="9"))
    9.0 dimensionless
    """
    return +platform_functions


@formula(
    standard="GB/T 36132-2025",
    clause="C.1",
    result=Symbol(
        "R_I", "%", "share of green retrofit investment in output value", "绿色改造投入占产值比例", at_least="0"
    ),
    title="Share of green retrofit investment in output value",
    title_zh="绿色低碳改造升级项目投资额占比",
    origin="derived",
    source="GB/T 36132-2025, table C.1, names the share of three years; that both are summed first is derived",
)
def green_retrofit_investment_share(
    *,
    green_retrofit_investment: GreenRetrofitInvestment,
    yearly_output_value: YearlyOutputValue,
) -> Result:
    """Investment in green retrofits over three years per output value of the same years.

    Examples
    --------
    >>> print(
    ...     green_retrofit_investment_share(
    ...         green_retrofit_investment=["0.8 亿元", "0.6 亿元", "1 亿元"],
    ...         yearly_output_value=["240 亿元", "260 亿元", "300 亿元"],
    ...     )
    ... )
    0.3 percent
    """
    return total(green_retrofit_investment) / total(yearly_output_value)
