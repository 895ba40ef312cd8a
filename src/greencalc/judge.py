"""Judging one item by its rule, on exact numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import frozen

from greencalc.errors import FactsError
from greencalc.facts import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Fact, Facts, missing_ends
from greencalc.formula import Formula
from greencalc.rounding import amount_text, decimal_text
from greencalc.standard import Item, LimitRule, LimitValue, Line, Share
from greencalc.unit_text import exact_in
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
        return _as_said(item, said, declaration, values, facts)
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
        return Finding(UNKNOWN, f"{declaration.title} cannot be calculated yet", needs=_missing(declaration, facts))
    return _judge_values(item, declaration, values, facts)


def _judge_values(item: Item, declaration: Formula, values: tuple[Fraction, ...], facts: Facts) -> Finding:
    rule, unit, value = item.rule, declaration.result.unit, values[0]
    years = rule.years.of if isinstance(rule, LimitRule) and rule.years else 1
    if len(values) > years:
        names = ", ".join(declaration.arguments)
        raise FactsError(
            "too many values", (f"{item.id}: {len(values)} are given for {names}; it takes {years} at most",)
        )
    if isinstance(rule, LimitRule):
        return _judge_limit(rule, declaration, values, facts)
    if isinstance(rule, Line):
        return _judge_line(rule, unit, value, facts)
    if isinstance(rule, Share):
        return _judge_share(item, unit, value)
    return Finding(MET, f"calculated: {amount_text(value, unit)}", Fraction(1), value)


def _judge_share(item: Item, unit: Unit, value: Fraction) -> Finding:
    share = value * unit.size
    if not 0 <= share <= 1:
        fault = f"{item.id}: points go by the rate, and {amount_text(value, unit)} is none between 0 % and 100 %"
        raise FactsError("rate out of bounds", (fault,))
    return Finding(_degree(share), f"points by the rate, {amount_text(value, unit)}", share, value)


def _as_said(
    item: Item, said: Fact, declaration: Formula | None, values: tuple[Fraction, ...] | None, facts: Facts
) -> Finding:
    """Judge an item by the evaluator's word."""
    if said.status == UNKNOWN:
        needs = (item.id,) if declaration is None else _missing(declaration, facts)
        return Finding(UNKNOWN, "said to be unknown", needs=needs)
    if said.status == NOT_APPLICABLE:
        covered = not isinstance(item.rule, LimitRule) or limit_for(item.rule, facts) is not None
        if values is not None and covered:
            fault = f"{item.id}: it is said not to apply, and yet can be computed; leave out the word or the amounts"
            raise FactsError("contradiction", (fault,))
        return Finding(NOT_APPLICABLE, said.reason)
    share = Fraction(said.status == MET) if said.share is None else said.share
    why = "as given" if said.share is None else f"{decimal_text(share * 100, 6)} % as given"
    return Finding(_degree(share), why, share)


def _missing(declaration: Formula, facts: Facts) -> tuple[str, ...]:
    arguments = declaration.arguments.items()
    return tuple(name for name, argument in arguments if argument.default is None and name not in facts.amounts)


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
    compared = f"{rule.operator} {amount_text(bound, unit, 15)}"
    of_type = f" ({limit.vehicle_type})" if limit.vehicle_type else ""
    if rule.years is None:
        met = bool(passed)
        why = f"{amount_text(values[0], unit, other_than=bound)} {'is' if met else 'is not'} {compared}{of_type}"
        return Finding(MET if met else NOT_MET, why, Fraction(met), values[0], compared)
    missing = rule.years.of - len(values)
    compared = f"{compared} in {rule.years.at_least} of {rule.years.of} years"
    shown = ", ".join(amount_text(value, unit, other_than=bound) for value in values)
    why = f"{shown}: {len(passed)} of {len(values)} years {rule.operator} {amount_text(bound, unit, 15)}"
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
    if not rule.is_straight(base, leading):
        ends = f"base {amount_text(base, unit)}, leading {amount_text(leading, unit)}"
        fault = f"{rule.formula}: the leading value is not {rule.better} than the base value ({ends}); swapped?"
        raise FactsError("base and leading value", (fault,))
    share = min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))
    limit = f"from {amount_text(base, unit)} (none) to {amount_text(leading, unit)} (all)"
    why = f"{amount_text(value, unit)} on the line {limit}: {decimal_text(share * 100)} % of the points"
    return Finding(_degree(share), why, share, value, limit)


def _degree(share: Fraction) -> str:
    if share in {0, 1}:
        return MET if share else NOT_MET
    return PARTLY_MET
