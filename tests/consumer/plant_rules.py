"""A formula of one's own; its body is arithmetic on whatever the arguments hold, which no type checker can follow."""
# mypy: disable-error-code="operator,no-any-return"
# pyright: reportOperatorIssue=false

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total

GreenedArea = Annotated[Amount, Symbol("A_g", "m2", "greened area", "绿地面积", at_least="0", over="lawn")]
LandArea = Annotated[Amount, Symbol("A_l", "m2", "land area of the plant", "用地面积", above="0")]


@formula(
    standard="Plant rules",
    clause="T.1",
    result=Symbol("g", "%", "greened part of the land", "绿地率", at_least="0", at_most="100"),
    title="Greened part of the land",
    title_zh="绿地率",
    origin="user",
    source="the plant's own rules",
)
def greened_part(*, greened_area: GreenedArea, land_area: LandArea) -> Result:
    """Greened area per land area."""
    return total(greened_area) / land_area
