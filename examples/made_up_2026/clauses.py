"""The formulas of a made-up standard for laundries: every word and number here is an example, for you to write over."""
# mypy: disable-error-code="operator,no-any-return"
# pyright: reportOperatorIssue=false

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula

WaterUsed = Annotated[Amount, Symbol("W", "m3", "water used for washing", "洗涤用水量", above="0", measure="less")]
WaterReused = Annotated[
    Amount, Symbol("W_r", "m3", "part of it that was used before", "其中回用水量", at_least="0", measure="more")
]
HeatUsed = Annotated[Amount, Symbol("Q_h", "GJ", "heat used for washing and drying", "洗涤烘干用热量", at_least="0")]
LaundryWashed = Annotated[
    Amount, Symbol("m", "t", "laundry washed", "洗涤量", above="0", no_measure="as much is washed as is brought")
]


@formula(
    standard="MADE UP 2026",
    clause="5.2",
    result=Symbol("r", "%", "share of water that is reused", "洗涤水回用率", at_least="0", at_most="100"),
    relations=(Relation(("wash_water_reused",), ("wash_water_used",), "what is reused is a part of what is used"),),
    title="Share of water that is reused",
    title_zh="洗涤水回用率",
    origin="user",
    source="made up, as an example",
)
def wash_water_reuse_share(*, wash_water_reused: WaterReused, wash_water_used: WaterUsed) -> Result:
    """Water that was used before, per water used."""
    return wash_water_reused / wash_water_used


@formula(
    standard="MADE UP 2026",
    clause="6.1",
    result=Symbol("h", "GJ/t", "heat per tonne of laundry", "单位洗涤量用热", at_least="0"),
    title="Heat per tonne of laundry",
    title_zh="单位洗涤量用热",
    origin="user",
    source="made up, as an example",
)
def heat_per_laundry(*, heat_used: HeatUsed, laundry_washed: LaundryWashed) -> Result:
    """Heat used, per laundry washed."""
    return heat_used / laundry_washed


TABLE = "indicators.toml"
FORMULAS = (wash_water_reuse_share, heat_per_laundry)
