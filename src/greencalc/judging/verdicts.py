"""A plan worked out for one plant: what each item comes to, the gate and the score."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen

from greencalc.judging.exact_facts import exact_facts
from greencalc.judging.results import Interval
from greencalc.plant.facts import Facts
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.showing.sheet import InALine
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import FULL_SCORE, Standard
from greencalc.table_plan.items import ItemFault
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.fractions import ExactPlan
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
        return f"{self.status}, {points_text(self.of)} points"


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
    score : Interval
        All points.
    coverage : Fraction
        The part of all points whose items are known.
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
    score: Interval
    coverage: Fraction
    faults: tuple[tuple[str, ItemFault], ...]
    unsound: bool
    unscorable: bool


def verdicts_on(standard: Standard, facts: Facts, policy: Policy | None, comparison: LimitComparison) -> Verdicts:
    """Work a table's plan out for a plant."""
    inputs, exact = exact_facts(standard, facts)
    plan = plan_of(standard, inputs, policy, comparison)
    found = _exact_plan(plan).work_out(exact)
    points = plan.points

    def of(place: int | None, otherwise: Any) -> Any:
        return otherwise if place is None else found[place]

    def interval(ends: tuple[int, int]) -> Interval:
        return Interval(*(Fraction(found[end]) for end in ends))

    items = {}
    for item in standard.items:
        one = plan.items[item.id]
        share, unknown, spared = (
            Fraction(found[one.share]),
            of(one.unknown, otherwise=False),
            of(one.spared, otherwise=False),
        )
        worth = Fraction(of(points.worth.get(item.group or ""), otherwise=1))
        weight = Fraction(0) if spared and points.worth else points.weights[item.id] * worth
        formula = standard.formula_of(item)
        values = () if formula is None else plan.values[formula.name]
        years = tuple(
            Fraction(found[verdict])
            for verdict, value in zip(one.verdicts, values, strict=True)
            if found[value.place] is not None
        )
        if spared:
            share = Fraction(policy == "full")
        items[item.id] = Verdict(
            _status(share, unknown=unknown, spared=spared), None if unknown else share, weight, years
        )
    unsound = any(
        found[value.place] is None and not of(value.gap, otherwise=False)
        for several in plan.values.values()
        for value in several
    )
    return Verdicts(
        items=items,
        eligible=_eligible(passes=of(points.passes, otherwise=True), undecided=of(points.undecided, otherwise=False)),
        groups={name: interval(ends) for name, ends in points.groups.items()},
        score=interval(points.total),
        coverage=Fraction(of(points.coverage, otherwise=Fraction(sum(points.weights.values()), FULL_SCORE))),
        faults=tuple((name, fault) for name, one in plan.items.items() for fault in one.faults if found[fault.place]),
        unsound=unsound,
        unscorable=of(points.unscorable, otherwise=False),
    )


def _eligible(*, passes: bool, undecided: bool) -> bool | None:
    """Return whether the gate is open: all mandatory items are met; None while that is not known."""
    if not passes:
        return False
    return None if undecided else True


def _status(share: Fraction, *, unknown: bool, spared: bool) -> str:
    if spared or unknown:
        return NOT_APPLICABLE if spared else UNKNOWN
    return {0: NOT_MET, 1: MET}.get(share, PARTLY_MET)  # type: ignore[call-overload, no-any-return]  # equal fractions


@lru_cache(maxsize=64)
def _exact_plan(plan: Plan) -> ExactPlan:
    """Return a plan as it is worked out for one plant; all of it is asked for."""
    return ExactPlan(plan, range(len(plan.graph.nodes)))
