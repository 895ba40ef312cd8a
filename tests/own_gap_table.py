"""A table of one's own with every kind of rule, on formulas of every shape: what gaps have to be right for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from attrs import evolve

from greencalc import load_standard, spec
from greencalc.formula import Amount, Formula, Relation, Result, Symbol, exceeds, formula, total
from greencalc.standards.rule_kinds import Rule
from greencalc.standards.rules import LimitRule, LimitValue, LineRule, ShareRule, Years
from greencalc.standards.table import Item, Standard

BASIS = load_standard("qct1160_2022")

Diameter = Annotated[Amount, Symbol("d", "m", "diameter of the tank", "直径", at_least="0", measure="more")]
Width = Annotated[Amount, Symbol("w", "m", "width of the belt", "宽度", at_least="0")]
Length = Annotated[Amount, Symbol("l", "m", "length of the belt", "长度", above="0")]
BedArea = Annotated[Amount, Symbol("A_j", "m2", "area of a bed", "花坛面积", at_least="0", over="bed")]
BedSide = Annotated[Amount, Symbol("a_j", "m", "side of a square bed", "花坛边长", at_least="0", over="bed")]
BedHeight = Annotated[Amount, Symbol("h_j", "m", "height of a bed", "花坛高度", above="0", over="bed")]
Inflow = Annotated[Amount, Symbol("I", "t", "what comes in", "流入量", at_least="0", no_measure="it is as it comes")]
Outflow = Annotated[Amount, Symbol("O", "t", "what goes out", "流出量", at_least="0", measure="less")]
Part = Annotated[Amount, Symbol("p", "kg", "part of the mass", "部分质量", at_least="0")]
Mass = Annotated[Amount, Symbol("m", "kg", "mass in all", "总质量", above="0")]
Heap = Annotated[Amount, Symbol("M", "t", "mass of the heap", "堆料质量", above="0")]
Outer = Annotated[Amount, Symbol("S_o", "m2", "area outside", "外部面积", above="0")]
Inner = Annotated[Amount, Symbol("S_i", "m2", "area inside", "内部面积", at_least="0")]
Trees = Annotated[Amount, Symbol("n", "vehicle", "vehicles parked under trees", "树下停车数", at_least="0")]
Places = Annotated[Amount, Symbol("N", "vehicle", "parking places", "停车位数", above="0")]
Shift = Annotated[Amount, Symbol("s", "m", "shift to the right, or to the left if negative", "位移")]


def tank_area(*, diameter: Diameter) -> Result:
    return diameter * diameter


def tank_volume(*, diameter: Diameter) -> Result:
    return diameter**3


def belt_area(*, width: Width, length: Length) -> Result:
    return width * length


def load(*, part: Part, length: Length) -> Result:
    return part / length**2


def bed_area_in_all(*, bed_area: BedArea) -> Result:
    return total(bed_area)


def square_beds(*, bed_side: BedSide) -> Result:
    return total(bed_side * bed_side)


def high_beds(*, bed_area: BedArea, bed_height: BedHeight, diameter: Diameter) -> Result:
    return total(bed_area * exceeds(bed_height, diameter))


def tall_beds(*, bed_area: BedArea, bed_height: BedHeight, diameter: Diameter) -> Result:
    raised = bed_height * (1 + exceeds(bed_height, diameter))
    return total(bed_area * exceeds(raised, 3 * diameter))


def balance(*, inflow: Inflow, outflow: Outflow) -> Result:
    return inflow - outflow


def mixing(*, part: Part, mass: Mass) -> Result:
    return part * (mass - part) / (mass * mass)


def part_of_mass(*, part: Part, mass: Mass) -> Result:
    return part / mass


def part_of_heap(*, part: Part, heap: Heap) -> Result:
    return part / heap


def taken_of_heap(*, heap: Heap, part: Part, mass: Mass) -> Result:
    return heap * part / mass


def between(*, part: Part, outer: Outer, inner: Inner) -> Result:
    return part / (outer - inner)


def strip(*, diameter: Diameter, width: Width) -> Result:
    return diameter * width


def shade(*, trees: Trees, places: Places) -> Result:
    return trees / places


def bend(*, shift: Shift) -> Result:
    return shift * shift - 3 * shift**3 / shift


def _declared(body: Callable[..., Any], unit: str, *relations: Relation, **bounds: str) -> Formula:
    result = Symbol("r", unit, f"result of {body.__name__}", "结果", **bounds)
    declare = formula(
        standard="Plant rules",
        clause="G",
        result=result,
        relations=relations,
        title=f"Result of {body.__name__}",
        title_zh="结果",
        origin="user",
        source="the plant's own rules",
    )
    return spec(declare(body))


_PART = Relation(("part",), ("mass",), "the part is in the mass")

FORMULAS = {
    declared.name: declared
    for declared in (
        _declared(tank_area, "m2"),
        _declared(tank_volume, "m3"),
        _declared(belt_area, "m2", at_most="1000"),
        _declared(load, "g/m2"),
        _declared(bed_area_in_all, "m2"),
        _declared(square_beds, "m2"),
        _declared(high_beds, "m2"),
        _declared(tall_beds, "m2"),
        _declared(balance, "t"),
        _declared(mixing, "dimensionless"),
        _declared(part_of_mass, "%", _PART, at_least="0", at_most="100"),
        _declared(part_of_heap, "%", at_least="0", at_most="100"),
        _declared(taken_of_heap, "kg"),
        _declared(between, "g/m2"),
        _declared(strip, "m2"),
        _declared(shade, "%"),
        _declared(bend, "m2"),
    )
}


def _limit(name: str, sign: Any, value: str, years: Years | None = None) -> LimitRule:
    return LimitRule(name, sign, (LimitValue(value, "user", "the plant's own rules"),), years=years)


_RULES: dict[str, Rule] = {
    "tank/area": _limit("tank_area", ">=", "4 m2"),
    "tank/volume": _limit("tank_volume", "<", "2 m3"),
    "tank/years": _limit("tank_area", ">", "3.0 m2", Years(2, 3)),
    "belt/area": _limit("belt_area", ">=", "50 m2"),
    "belt/load": _limit("load", "<=", "0.10 kg/m2"),
    "beds/area": _limit("bed_area_in_all", ">", "70 m2"),
    "beds/squares": _limit("square_beds", ">=", "100 m2"),
    "beds/high": _limit("high_beds", ">=", "5 m2"),
    "beds/tall": _limit("tall_beds", ">=", "5 m2"),
    "flow/balance": _limit("balance", "<=", "10 t"),
    "mixing/possible": _limit("mixing", ">=", "0.2"),
    "mixing/impossible": _limit("mixing", ">", "0.3"),
    "part/limit": _limit("part_of_mass", ">=", "70 %"),
    "part/share": ShareRule("part_of_mass"),
    "heap/limit": _limit("part_of_heap", "<=", "0.7 %"),
    "heap/share": ShareRule("part_of_heap"),
    "heap/line": LineRule("part_of_heap", "lower", "1.4 %", "0.035 %"),
    "heap/taken": _limit("taken_of_heap", ">=", "7000 kg"),
    "between/above": _limit("between", ">=", "2 kg/m2"),
    "between/below": _limit("between", "<=", "2 kg/m2"),
    "strip": _limit("strip", ">=", "25 m2"),
    "shade/limit": _limit("shade", ">", "35 %"),
    "shade/line": LineRule("shade", "higher", "10 %", "85.5 %"),
    "shade/years": _limit("shade", ">=", "70 %", Years(2, 3)),
    "bend/out": _limit("bend", ">=", "1 m2"),
    "bend/in": _limit("bend", "<=", "-50 m2"),
    "balance/line": LineRule("balance", "lower"),
}


def _table(rules: dict[str, Rule]) -> Standard:
    items: list[Item] = [
        evolve(BASIS.items[-1], id=name, clause=name, rule=rule, title=name) for name, rule in rules.items()
    ]
    return evolve(BASIS, items=tuple(items), formulas=FORMULAS, assumptions=())


TABLES = {name: _table({name: rule}) for name, rule in _RULES.items()}
"""A table of one item each, since years of an amount are refused where another item takes only one."""

_TOGETHER = (
    "tank/area",
    "belt/area",
    "mixing/possible",
    "part/limit",
    "part/share",
    "between/below",
    "strip",
    "shade/line",
)

TABLE = _table({name: _RULES[name] for name in _TOGETHER})
"""Items with amounts in common, so that what one needs another may refuse."""
