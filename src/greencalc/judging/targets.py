"""The value from which on an item is met: by a limit or a line, for a category, in the setting that counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from greencalc.formula.declaration import Formula
from greencalc.plant.facts import Facts
from greencalc.standards.rules import LimitComparison, LimitRule, LimitValue, LineRule, ShareRule
from greencalc.standards.scales.scale import Knot, ScaleRule
from greencalc.table_plan.targets import Target, limit_target
from greencalc.units.text import exact_in
from greencalc.units.unit_table import Unit


def limit_for(rule: LimitRule, facts: Facts) -> LimitValue | None:
    """Return the limit for the plant's category."""
    return next((limit for limit in rule.limits if limit.category in {None, facts.category}), None)


def end_of(rule: LineRule, end: str, unit: Unit, facts: Facts) -> Fraction:
    """Return the base or leading value of a line, from the table or from the facts, in a unit."""
    text = rule.base if end == "base" else rule.leading
    if text is not None:
        return exact_in(text, unit)
    given = facts.ends[f"{rule.formula}_{end}"].exact
    assert isinstance(given, Fraction)  # noqa: S101 (lists were refused when the facts were read)
    return given


def knot_target(rule: ScaleRule, knot: Knot, unit: Unit, comparison: LimitComparison) -> Target:
    """Return the values that reach a knot of a scale."""
    return limit_target(rule.operator_of(knot), knot.at, unit, comparison if rule.rounds else "full value")


def reached_knot(rule: ScaleRule, value: Fraction, unit: Unit, comparison: LimitComparison) -> int:
    """Return the place of the best knot that a value reaches; -1 if it reaches none."""
    reached = [knot_target(rule, knot, unit, comparison).is_met_by(value) for knot in rule.knots]
    return max((place for place, is_met in enumerate(reached) if is_met), default=-1)


def nearest_end(rule: ScaleRule, value: Fraction | None, unit: Unit) -> Knot:
    """Return the end, of the values that earn all points, to which a value is nearest; the first of an unknown one."""
    start, end = rule.full
    if end is None or value is None:
        return start
    is_beyond = limit_target(rule.operator_of(end), end.at, unit, "full value").is_met_by(value)
    return min((end, start) if is_beyond else (start, end), key=lambda knot: abs(value - exact_in(knot.at, unit)))


def target_of(  # noqa: PLR0913, PLR0917 (they are what it is found by)
    rule: Any,
    limit: LimitValue | None,
    declaration: Formula,
    facts: Facts,
    comparison: LimitComparison,
    value: Fraction | None,
) -> Target | None:
    """Return where an item is fully met, if its rule says so; of a range, by the end to which a value is nearest."""
    unit = declaration.result.unit
    if isinstance(rule, ScaleRule):
        knot = nearest_end(rule, value, unit)
        end = knot_target(rule, knot, unit, comparison)
        if knot == rule.full[0]:
            return end
        return Target(end.value, "lower" if end.better == "higher" else "higher", inclusive=not end.inclusive)
    if isinstance(rule, LimitRule) and limit is not None:
        return limit_target(rule.operator, limit.value, unit, comparison)
    if isinstance(rule, LineRule) and all(name in facts.ends for name in rule.missing_ends):
        return Target(end_of(rule, "leading", unit, facts), rule.better)
    if isinstance(rule, ShareRule):
        return Target(1 / unit.size, "higher")
    return None
