"""A user's own formula, in a module of its own."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula, total

GreenedArea = Annotated[Amount, Symbol("A_g", "m2", "greened area", "绿地面积", at_least="0")]
LandArea = Annotated[Amount, Symbol("A_l", "m2", "land area of the plant", "用地面积", above="0")]


@formula(
    standard="Plant rules",
    clause="T.1",
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
    result=Symbol("b", "%", "part of the land that is not greened", "未绿化率"),
    title="Part of the land that is not greened",
    title_zh="未绿化率",
    origin="user",
    source="the plant's own rules",
)
def bare_part(*, greened_area: GreenedArea, land_area: LandArea) -> Result:
    """What is left of the land, subtracted without a minus sign between amounts."""
    return 1 + -1 * (greened_area / land_area)


LawnArea = Annotated[Amount, Symbol("A_1", "m2", "area of lawn", "草坪面积", at_least="0")]
TreeArea = Annotated[Amount, Symbol("A_2", "m2", "area under trees", "林地面积", at_least="0")]


@formula(
    standard="Plant rules",
    clause="T.4",
    result=Symbol("A", "m2", "planted area", "种植面积"),
    title="Planted area",
    title_zh="种植面积",
    origin="user",
    source="the plant's own rules",
    relations=(
        Relation((), ("lawn_area", "tree_area"), "a plant without any is not asked", strict=True),
        Relation(("tree_area",), ("lawn_area",), "trees stand on lawn"),
    ),
)
def planted_area(*, lawn_area: LawnArea, tree_area: TreeArea) -> Result:
    """Lawn and what is under trees."""
    return lawn_area + tree_area


@formula(
    standard="Plant rules",
    clause="T.5",
    result=Symbol("l", "%", "part of lawn", "草坪比例"),
    title="Part of lawn",
    title_zh="草坪比例",
    origin="user",
    source="the plant's own rules",
)
def lawn_part(*, lawn_area: LawnArea, tree_area: TreeArea) -> Result:
    """Lawn per planted area, with no word on a plant that has none."""
    return lawn_area / (lawn_area + tree_area)


BedArea = Annotated[Amount, Symbol("A_j", "m2", "area of the bed", "花坛面积", above="0", over="bed")]
FlowerArea = Annotated[Amount, Symbol("F_j", "m2", "area under flowers", "花卉面积", at_least="0", over="bed")]


@formula(
    standard="Plant rules",
    clause="T.6",
    result=Symbol("f", "%", "part of the beds under flowers", "花卉比例", at_least="0", at_most="100"),
    title="Part of the beds under flowers",
    title_zh="花卉比例",
    origin="user",
    source="the plant's own rules",
    relations=(Relation(("flower_area",), ("bed_area",), "flowers stand in their bed"),),
)
def flower_part(*, bed_area: BedArea, flower_area: FlowerArea) -> Result:
    """Flowers in all beds, per area of beds."""
    return total(flower_area) / total(bed_area)


@formula(
    standard="Plant rules",
    clause="T.7",
    result=Symbol("s", "%", "part of the land in shade", "遮荫率", at_least="0", at_most="100"),
    title="Part of the land in shade",
    title_zh="遮荫率",
    origin="user",
    source="the plant's own rules",
)
def shaded_part(*, tree_area: TreeArea, land_area: LandArea) -> Result:
    """Trees per land; only the result's bound says that they stand on it."""
    return tree_area / land_area
