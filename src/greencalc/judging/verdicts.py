"""A plan worked out for one plant: what each item comes to, the gate and the score."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen

from greencalc.judging.exact_facts import exact_facts
from greencalc.judging.results import Interval
from greencalc.languages.said import say, word
from greencalc.plant.facts import Facts
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.showing.sheet import InALine
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.items import ItemFault
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.points import UNGROUPED
from greencalc.table_plan.tongues.fractions import ExactPlan
from greencalc.table_plan.values import Value
from greencalc.units.number_text import points_text


@frozen(repr=False)
class Verdict(InALine):
    """What an item comes to.

    Attributes
    ----------
    status : str
        Its status.
    share : Fraction or None
        The share of its points that is earned; None while unknown.
    of : Fraction
        The points that it can earn.
    years : tuple of Fraction
        The shares that the years earn whose values are known.
    """

    status: str
    share: Fraction | None
    of: Fraction
    years: tuple[Fraction, ...]

    def __str__(self) -> str:
        """Return the status, and the points that can be earned."""
        return say("{status}, {points} points", status=word(self.status), points=points_text(self.of))


@frozen
class Verdicts:
    """What a plant comes to.

    Attributes
    ----------
    items : mapping of str to Verdict
        By id.
    eligible : bool or None
        Whether the gate is open.
    groups : mapping of str to Interval
        The points of each group.
    wholes : mapping of str to Fraction
        The points that can be earned in each group.
    score : Interval
        All points.
    coverage : Fraction
        The part of all points whose items are known.
    levels : tuple of (bool, bool)
        Whether each level is reached: for certain, and perhaps.
    faults : tuple of (str, ItemFault)
        What makes that the plant cannot be judged, with the item's id.
    unsound : bool
        Whether a formula's amounts break its bounds or relations.
    unscorable : bool
        Whether nothing with points applies, or nobody says what becomes of points.
    """

    items: Mapping[str, Verdict]
    eligible: bool | None
    groups: Mapping[str, Interval]
    wholes: Mapping[str, Fraction]
    score: Interval
    coverage: Fraction
    levels: tuple[tuple[bool, bool], ...]
    faults: tuple[tuple[str, ItemFault], ...]
    unsound: bool
    unscorable: bool


def verdicts_on(standard: Standard, facts: Facts, policy: Policy | None, comparison: LimitComparison) -> Verdicts:
    """Work a table's plan out for a plant."""
    inputs, exact = exact_facts(standard, facts)
    plan = plan_of(standard, inputs, policy, comparison)
    ready = _ready(plan)
    found = ready.exact.work_out(exact)
    points = plan.points

    def of(place: int | None, otherwise: Any) -> Any:
        return otherwise if place is None else found[place]

    def interval(ends: tuple[int, int]) -> Interval:
        return Interval(*(Fraction(found[end]) for end in ends))

    items = {}
    gone: dict[str, Fraction] = dict.fromkeys(points.groups, _NONE)
    worths = {name: found[place] for name, place in points.worth.items()}
    for item in standard.items:
        one = plan.items[item.id]
        unknown = one.unknown is not None and found[one.unknown]
        spared = one.spared is not None and found[one.spared]
        is_bonus = item.kind == "bonus"
        share = policy == "full" and not is_bonus if spared else found[one.share]
        worth = 1 if is_bonus else 0 if spared and worths else worths.get(item.group or UNGROUPED, 1)
        weight = points.weights[item.id]
        if spared and worths and item.group:
            gone[item.group] += weight
        items[item.id] = Verdict(
            _status(share, unknown=unknown, spared=spared),
            None if unknown else _fraction(share),
            weight if worth == 1 else weight * worth,
            tuple(_fraction(found[verdict]) for verdict, value in ready.years[item.id] if found[value] is not None),
        )
    left = {name: ready.wholes[name] - less if less else ready.wholes[name] for name, less in gone.items()}
    return Verdicts(
        items=items,
        eligible=_eligible(passes=of(points.passes, otherwise=True), undecided=of(points.undecided, otherwise=False)),
        groups={name: interval(ends) for name, ends in points.groups.items()},
        wholes={name: whole * worths.get(name, 1) for name, whole in left.items()},
        score=interval(points.total),
        coverage=points.most_known if points.coverage is None else Fraction(found[points.coverage]),
        levels=tuple((bool(found[ends.lower]), bool(found[ends.upper])) for ends in plan.levels),
        faults=tuple((name, fault) for name, fault in ready.faults if found[fault.place]),
        unsound=any(found[value.place] is None and not of(value.gap, otherwise=False) for value in ready.values),
        unscorable=of(points.unscorable, otherwise=False),
    )


def _eligible(*, passes: bool, undecided: bool) -> bool | None:
    """Return whether the gate is open: all mandatory items are met; None while that is not known."""
    if not passes:
        return False
    return None if undecided else True


def _status(share: Any, *, unknown: bool, spared: bool) -> str:
    if spared or unknown:
        return NOT_APPLICABLE if spared else UNKNOWN
    if share == 1:
        return MET
    return PARTLY_MET if share else NOT_MET


def _fraction(share: Any) -> Fraction:
    """Return a truth or a number as a fraction; most shares are none or all."""
    return share if type(share) is Fraction else _ALL if share else _NONE


_NONE, _ALL = Fraction(0), Fraction(1)


@frozen
class _Ready:
    """What a plan's verdicts are read from.

    Attributes
    ----------
    exact : ExactPlan
        The plan as it is worked out for one plant.
    years : mapping of str to tuple of (int, int)
        The verdict on each year of an item, and the value that it is on, as places in the graph.
    values : tuple of Value
        The values of all formulas.
    faults : tuple of (str, ItemFault)
        What makes that the plant cannot be judged, with the item's id.
    wholes : mapping of str to Fraction
        The points of each group's items, if all apply.
    """

    exact: ExactPlan
    years: Mapping[str, tuple[tuple[int, int], ...]]
    values: tuple[Value, ...]
    faults: tuple[tuple[str, ItemFault], ...]
    wholes: Mapping[str, Fraction]


@lru_cache(maxsize=64)
def _ready(plan: Plan) -> _Ready:
    """Make a plan ready for one plant after the other; all of it is asked for."""
    years, weights = {}, plan.points.weights
    wholes = dict.fromkeys(plan.points.groups, Fraction(0))
    for item in plan.standard.items:
        if item.group:
            wholes[item.group] += weights[item.id]
        formula, verdicts = plan.standard.formula_of(item), plan.items[item.id].verdicts
        values = () if formula is None else plan.values[formula.name]
        years[item.id] = tuple((verdict, value.place) for verdict, value in zip(verdicts, values, strict=True))
    return _Ready(
        ExactPlan(plan, range(len(plan.graph.nodes))),
        years,
        tuple(value for several in plan.values.values() for value in several),
        tuple((name, fault) for name, one in plan.items.items() for fault in one.faults),
        wholes,
    )
