"""Judging one item by its rule, on exact numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import frozen

from greencalc.errors import FactsError
from greencalc.facts import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Facts, missing_ends
from greencalc.formula import Formula
from greencalc.rounding import amount_text, decimal_text
from greencalc.standard import Calculated, Item, LimitRule, LimitValue, Line, Share
from greencalc.standard_file import exact_in
from greencalc.units import Unit

__all__ = ["Finding", "judge", "limit_for"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt},
)


@frozen
class Finding:
    """What a rule says of an item: its status, the share of its points, and the numbers behind it."""

    status: str
    why: str
    share: Fraction | None = None
    value: Fraction | None = None
    limit: str | None = None
    needs: tuple[str, ...] = ()


def judge(item: Item, declaration: Formula | None, values: tuple[Fraction, ...] | None, facts: Facts) -> Finding:
    """Judge an item.

    Parameters
    ----------
    item : Item
        The row of the table.
    declaration : Formula or None
        The formula its rule names; None for a yes/no item.
    values : tuple of Fraction or None
        What the formula gives in the unit of its result, one a year; None if facts are missing.
    facts : Facts
        The facts.
    """
    said = facts.statuses.get(item.id)
    if said is not None:
        share = {MET: Fraction(1), NOT_MET: Fraction(0), PARTLY_MET: said.share}.get(said.status or "")
        why = said.reason or (
            f"{decimal_text(share * 100)} % as given" if said.status == PARTLY_MET and share is not None else "as given"
        )
        return Finding(said.status or UNKNOWN, why, share, needs=(item.id,) if said.status == UNKNOWN else ())
    if declaration is None:
        return Finding(UNKNOWN, "nothing is given", needs=(item.id,))
    rule = item.rule
    if isinstance(rule, LimitRule) and rule.limits[0].vehicle_type is not None:
        if facts.vehicle_type is None:
            return Finding(UNKNOWN, "the limit goes by vehicle type", needs=("vehicle_type",))
        if limit_for(rule, facts) is None:
            types = ", ".join(str(limit.vehicle_type) for limit in rule.limits)
            value = values[0] if values else None
            return Finding(NOT_APPLICABLE, f"a limit is set for {types} only", value=value)
    if values is None:
        needs = tuple(name for name in declaration.arguments if name not in facts.amounts)
        return Finding(UNKNOWN, f"{declaration.title} cannot be calculated yet", needs=needs)
    unit = declaration.result.unit
    if isinstance(rule, LimitRule):
        return _judge_limit(rule, declaration, values, facts)
    value = values[0]
    if isinstance(rule, Line):
        return _judge_line(rule, unit, value, facts)
    if isinstance(rule, Share):
        share = value * unit.size
        return Finding(_degree(share), f"points by the rate, {amount_text(value, unit)}", share, value)
    assert isinstance(rule, Calculated)  # noqa: S101 (the last kind of rule)
    return Finding(MET, f"calculated: {amount_text(value, unit)}", Fraction(1), value)


def limit_for(rule: LimitRule, facts: Facts) -> LimitValue | None:
    """Return the limit for the plant's vehicle type."""
    return next((limit for limit in rule.limits if limit.vehicle_type in {None, facts.vehicle_type}), None)


def _judge_limit(rule: LimitRule, declaration: Formula, values: tuple[Fraction, ...], facts: Facts) -> Finding:
    unit = declaration.result.unit
    limit = limit_for(rule, facts)
    assert limit is not None  # noqa: S101 (a missing one has been found before)
    bound = exact_in(limit.value, unit)
    keeps = _COMPARE[rule.operator]
    passed = [value for value in values if keeps(value, bound)]
    compared = f"{rule.operator} {amount_text(bound, unit)}"
    of_type = f" ({limit.vehicle_type})" if limit.vehicle_type else ""
    if rule.years is None:
        met = bool(passed)
        why = f"{amount_text(values[0], unit, other_than=bound)} {'is' if met else 'is not'} {compared}{of_type}"
        return Finding(MET if met else NOT_MET, why, Fraction(met), values[0], compared)
    missing = rule.years.of - len(values)
    compared = f"{compared} in {rule.years.at_least} of {rule.years.of} years"
    shown = ", ".join(amount_text(value, unit, other_than=bound) for value in values)
    why = f"{shown}: {len(passed)} of {len(values)} years {rule.operator} {amount_text(bound, unit)}"
    if len(passed) < rule.years.at_least <= len(passed) + missing:
        return Finding(
            UNKNOWN,
            f"{why}; {missing} more of {rule.years.of} needed",
            limit=compared,
            needs=(next(iter(declaration.arguments)),),
        )
    # the year that decides: the limit holds in n years if it holds in the n-th best
    best_first = sorted(values, reverse=keeps(bound + 1, bound))
    deciding = best_first[rule.years.at_least - 1] if len(values) >= rule.years.at_least else best_first[-1]
    met = len(passed) >= rule.years.at_least
    return Finding(MET if met else NOT_MET, why, Fraction(met), deciding, compared)


def _judge_line(rule: Line, unit: Unit, value: Fraction, facts: Facts) -> Finding:
    missing = tuple(name for name in missing_ends(rule) if name not in facts.ends)
    if missing:
        why = f"{amount_text(value, unit)}; base and leading value of the industry are not given"
        return Finding(UNKNOWN, why, value=value, needs=missing)
    base, leading = (
        facts.ends[f"{rule.formula}_{end}"] if text is None else exact_in(text, unit)
        for end, text in (("base", rule.base), ("leading", rule.leading))
    )
    if base == leading:
        raise FactsError(
            rule.formula,
            (f"base and leading value are both {amount_text(base, unit)}: no line runs between them",),
        )
    share = min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))
    limit = f"from {amount_text(base, unit)} (none) to {amount_text(leading, unit)} (all)"
    why = f"{amount_text(value, unit)} on the line {limit}: {decimal_text(share * 100)} % of the points"
    return Finding(_degree(share), why, share, value, limit)


def _degree(share: Fraction) -> str:
    if share in {0, 1}:
        return MET if share else NOT_MET
    return PARTLY_MET
