"""A user's own formula, in a module of its own."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula

GreenedArea = Annotated[Amount, Symbol("A_g", "m2", "greened area", "绿地面积", at_least="0")]
LandArea = Annotated[Amount, Symbol("A_l", "m2", "land area of the plant", "用地面积", above="0")]


@formula(
    standard="Plant rules",
    clause="T.1",
    equation=r"g = \frac{A_g}{A_l} \times 100\,\%",
    result=Symbol("g", "%", "greened part of the land", "绿地率", at_least="0"),
    title="Greened part of the land",
    title_zh="绿地率",
    origin="user",
    source="the plant's own rules",
)
def greened_part(*, greened_area: GreenedArea, land_area: LandArea) -> Result:
    """Greened area per land area."""
    return greened_area / land_area


AreaBalance = Annotated[Amount, Symbol("B", "m2", "area that is won, or lost if negative", "增减面积")]


@formula(
    standard="Plant rules",
    clause="T.2",
    equation=r"G = \frac{A_g + B}{A_l} \times 100\,\%",
    result=Symbol("G", "%", "greened part of the land afterwards", "改造后绿地率"),
    title="Greened part of the land afterwards",
    title_zh="改造后绿地率",
    origin="user",
    source="the plant's own rules",
)
def greened_after(*, greened_area: GreenedArea, area_balance: AreaBalance, land_area: LandArea) -> Result:
    """Greened area with what is won or lost, per land area."""
    return (greened_area + area_balance) / land_area


@formula(
    standard="Plant rules",
    clause="T.3",
    equation=r"b = \left(1 - \frac{A_g}{A_l}\right) \times 100\,\%",
    result=Symbol("b", "%", "part of the land that is not greened", "未绿化率"),
    title="Part of the land that is not greened",
    title_zh="未绿化率",
    origin="user",
    source="the plant's own rules",
)
def bare_part(*, greened_area: GreenedArea, land_area: LandArea) -> Result:
    """What is left of the land, subtracted without a minus sign between amounts."""
    return 1 + -1 * (greened_area / land_area)
