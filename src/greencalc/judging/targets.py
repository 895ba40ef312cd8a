"""The value from which on an item is met: by a limit or a line, for a vehicle type, in the setting that counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from greencalc.formula.declaration import Formula
from greencalc.plant.facts import Facts
from greencalc.standards.rules import LimitComparison, LimitRule, LimitValue, LineRule, ShareRule
from greencalc.table_plan.targets import Target, limit_target
from greencalc.units.text import exact_in
from greencalc.units.unit_table import Unit


def limit_for(rule: LimitRule, facts: Facts) -> LimitValue | None:
    """Return the limit for the plant's vehicle type."""
    return next((limit for limit in rule.limits if limit.vehicle_type in {None, facts.vehicle_type}), None)


def end_of(rule: LineRule, end: str, unit: Unit, facts: Facts) -> Fraction:
    """Return the base or leading value of a line, from the table or from the facts, in a unit."""
    text = rule.base if end == "base" else rule.leading
    if text is not None:
        return exact_in(text, unit)
    given = facts.ends[f"{rule.formula}_{end}"].exact
    assert isinstance(given, Fraction)  # noqa: S101 (lists were refused when the facts were read)
    return given


def target_of(
    rule: Any, limit: LimitValue | None, declaration: Formula, facts: Facts, comparison: LimitComparison
) -> Target | None:
    """Return where an item is fully met, if its rule says so."""
    unit = declaration.result.unit
    if isinstance(rule, LimitRule) and limit is not None:
        return limit_target(rule.operator, limit, unit, comparison)
    if isinstance(rule, LineRule) and all(name in facts.ends for name in rule.missing_ends):
        return Target(end_of(rule, "leading", unit, facts), rule.better)
    if isinstance(rule, ShareRule):
        return Target(1 / unit.size, "higher")
    return None
