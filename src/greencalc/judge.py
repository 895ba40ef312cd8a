"""Judging one item by its rule, on exact numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from attrs import evolve, frozen

from greencalc.computation import Computation
from greencalc.errors import FactsError
from greencalc.facts import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Fact, Facts, missing_ends
from greencalc.formula import Formula
from greencalc.rounding import amount_text, decimal_text, round_to_step
from greencalc.standard import Item, LimitComparison, LimitRule, LimitValue, Line, Share
from greencalc.unit_text import exact_in, last_digit
from greencalc.units import Unit

__all__ = ["Judgement", "Target", "judge", "limit_target", "value_text"]

_ALL_DIGITS = 15  # of a limit, which is shown as it is

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt},
)


@frozen
class Target:
    """The values from which on an item is fully met.

    Attributes
    ----------
    value : Fraction
        The first of them, or the last that is not, in the unit of the formula's result.
    better : {"higher", "lower"}
        On which side they lie.
    inclusive : bool
        Whether the value itself is one of them.
    """

    value: Fraction
    better: Literal["higher", "lower"]
    inclusive: bool = True

    def is_met_by(self, value: Fraction) -> bool:
        """Tell whether a value is one of them.

        Parameters
        ----------
        value : Fraction
            In the unit of the formula's result.

        Returns
        -------
        bool
            Whether the item is fully met by it.
        """
        beyond = value > self.value if self.better == "higher" else value < self.value
        return beyond or (self.inclusive and value == self.value)


@frozen
class Judgement:
    """What a rule says of an item: its status, the share of its points, and the numbers behind it.

    Attributes
    ----------
    status : str
        One of "met", "not met", "partly met", "not applicable" and "unknown".
    why : str
        The reason, with the numbers compared.
    share : Fraction or None
        The share of the points that is earned; None while unknown, and where the policy decides.
    value : Fraction or None
        The quantity that was judged, in the unit of the formula's result.
    limit : str or None
        What it was compared with, in words.
    exact_limit : Fraction or None
        The limit, or the leading value, in the same unit.
    limit_row : LimitValue or None
        The table's limit for the plant's vehicle type.
    target : Target or None
        The values from which on the item is fully met.
    needs : tuple of str
        Names of the facts that are missing.
    computation : Computation or None
        The formula worked out; None for yes/no items and while inputs are missing.
    beside : tuple of Fraction
        What the value stands beside wherever it is shown: limit, base and leading value, nothing and all of a rate.
    rounded : Fraction or None
        What was compared in place of the value, if it is not the same.
    """

    status: str
    why: str
    share: Fraction | None = None
    value: Fraction | None = None
    limit: str | None = None
    exact_limit: Fraction | None = None
    limit_row: LimitValue | None = None
    target: Target | None = None
    needs: tuple[str, ...] = ()
    computation: Computation | None = None
    beside: tuple[Fraction, ...] = ()
    rounded: Fraction | None = None


def judge(
    item: Item, declaration: Formula | None, computation: Computation | None, facts: Facts, comparison: LimitComparison
) -> Judgement:
    """Judge an item.

    Parameters
    ----------
    item : Item
        The row of the table.
    declaration : Formula or None
        The formula its rule names; None for a yes/no item.
    computation : Computation or None
        The formula worked out; None if facts are missing.
    facts : Facts
        The facts.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.
    """
    judgement = _judge(item, declaration, computation, facts, comparison)
    return evolve(judgement, computation=computation)


def _judge(
    item: Item, declaration: Formula | None, computation: Computation | None, facts: Facts, comparison: LimitComparison
) -> Judgement:
    said = facts.statuses.get(item.id)
    rule = item.rule
    limit = _limit_for(rule, facts) if isinstance(rule, LimitRule) else None
    if said is not None:
        can_be_computed = computation is not None and (not isinstance(rule, LimitRule) or limit is not None)
        return _as_said(item, said, declaration, facts, can_be_computed=can_be_computed)
    if declaration is None:
        return Judgement(UNKNOWN, "nothing is given", needs=(item.id,))
    first = computation.results[0] if computation else None
    if isinstance(rule, LimitRule) and rule.limits[0].vehicle_type is not None:
        if facts.vehicle_type is None:
            return Judgement(UNKNOWN, "the limit goes by vehicle type", needs=("vehicle_type",))
        if limit is None:
            types = ", ".join(str(limit.vehicle_type) for limit in rule.limits)
            return Judgement(NOT_APPLICABLE, f"a limit is set for {types} only", value=first)
    target = _target_of(rule, limit, declaration, facts, comparison)
    if computation is None:
        why = f"{declaration.title} cannot be calculated yet"
        return Judgement(UNKNOWN, why, needs=_missing(declaration, facts), limit_row=limit, target=target)
    judgement = _judge_values(item, computation, facts, limit, comparison)
    return evolve(judgement, limit_row=limit, target=target)


def _judge_values(
    item: Item, computation: Computation, facts: Facts, limit: LimitValue | None, comparison: LimitComparison
) -> Judgement:
    declaration, values = computation.formula, computation.results
    rule, unit, value = item.rule, declaration.result.unit, values[0]
    years = rule.years.of if isinstance(rule, LimitRule) and rule.years else 1
    if len(values) > years:
        names = ", ".join(declaration.arguments)
        raise FactsError(
            "too many values", (f"{item.id}: {len(values)} are given for {names}; it takes {years} at most",)
        )
    if isinstance(rule, LimitRule) and limit is not None:
        return _judge_limit(rule, declaration, values, limit, comparison)
    if isinstance(rule, Line):
        return _judge_line(rule, unit, value, facts)
    if isinstance(rule, Share):
        return _judge_share(item, unit, value)
    return Judgement(MET, f"calculated: {amount_text(value, unit)}", Fraction(1), value)


def _judge_share(item: Item, unit: Unit, value: Fraction) -> Judgement:
    share, near = value * unit.size, (Fraction(0), 1 / unit.size)
    shown = value_text(value, unit, near)
    if not 0 <= share <= 1:
        fault = f"{item.id}: points go by the rate, and {shown} is none between 0 % and 100 %"
        raise FactsError("rate out of bounds", (fault,))
    return Judgement(_degree(share), f"points by the rate, {shown}", share, value, beside=near)


def _as_said(item: Item, said: Fact, declaration: Formula | None, facts: Facts, *, can_be_computed: bool) -> Judgement:
    """Judge an item by the evaluator's word."""
    if said.status == UNKNOWN:
        needs = (item.id,) if declaration is None else _missing(declaration, facts)
        return Judgement(UNKNOWN, "said to be unknown", needs=needs)
    if said.status == NOT_APPLICABLE:
        if can_be_computed:
            fault = f"{item.id}: it is said not to apply, and yet can be computed; leave out the word or the amounts"
            raise FactsError("contradiction", (fault,))
        return Judgement(NOT_APPLICABLE, said.reason)
    share = Fraction(said.status == MET) if said.share is None else said.share
    why = "as given" if said.share is None else f"{_percent(share, 6)} % as given"
    return Judgement(_degree(share), why, share)


def _missing(declaration: Formula, facts: Facts) -> tuple[str, ...]:
    arguments = declaration.arguments.items()
    return tuple(name for name, argument in arguments if argument.default is None and name not in facts.amounts)


def _limit_for(rule: LimitRule, facts: Facts) -> LimitValue | None:
    """Return the limit for the plant's vehicle type."""
    return next((limit for limit in rule.limits if limit.vehicle_type in {None, facts.vehicle_type}), None)


def _judge_limit(
    rule: LimitRule, declaration: Formula, values: tuple[Fraction, ...], limit: LimitValue, comparison: LimitComparison
) -> Judgement:
    unit = declaration.result.unit
    bound = exact_in(limit.value, unit)
    keeps = _COMPARE[rule.operator]
    compared = values
    if comparison == "rounded value":
        step = last_digit(limit.value, unit)
        compared = tuple(round_to_step(value, step) for value in values)
    passed = sum(keeps(value, bound) for value in compared)
    near = (bound,)
    condition = f"{rule.operator} {amount_text(bound, unit, _ALL_DIGITS, (bound, *values, *compared))}"
    of_type = f" ({limit.vehicle_type})" if limit.vehicle_type else ""
    each = [value_text(value, unit, near, rounded) for value, rounded in zip(values, compared, strict=True)]
    if rule.years is None:
        end = "" if compared == values else ","
        why = f"{each[0]}{end} {'is' if passed else 'is not'} {condition}{of_type}"
        status, rounded = MET if passed else NOT_MET, compared[0]
        return Judgement(status, why, Fraction(passed), values[0], condition, bound, beside=near, rounded=rounded)
    missing = rule.years.of - len(values)
    in_years = f"{condition} in {rule.years.at_least} of {rule.years.of} years"
    why = f"{(', ' if compared == values else '; ').join(each)}: {passed} of {len(values)} years {condition}"
    if passed < rule.years.at_least <= passed + missing:
        why = f"{why}; {missing} more of {rule.years.of} needed"
        needs = (next(iter(declaration.arguments)),)
        return Judgement(UNKNOWN, why, limit=in_years, exact_limit=bound, needs=needs)
    # the year that decides: the limit holds in n years if it holds in the n-th best
    best_first = sorted(zip(values, compared, strict=True), reverse=rule.operator in _UPWARD)
    deciding, rounded = best_first[rule.years.at_least - 1] if len(values) >= rule.years.at_least else best_first[-1]
    status = MET if passed >= rule.years.at_least else NOT_MET
    share = Fraction(status == MET)
    return Judgement(status, why, share, deciding, in_years, bound, beside=near, rounded=rounded)


def value_text(
    value: Fraction, unit: Unit, beside: tuple[Fraction | None, ...], rounded: Fraction | None = None
) -> str:
    """Write a value so that it is told apart from what it stands beside, and what it was rounded to for that."""
    if rounded is None or rounded == value:
        return amount_text(value, unit, beside=beside)
    text = amount_text(value, unit, beside=(*beside, rounded))
    return f"{text}, rounded {amount_text(rounded, unit, _ALL_DIGITS, (*beside, value))}"


def _judge_line(rule: Line, unit: Unit, value: Fraction, facts: Facts) -> Judgement:
    missing = tuple(name for name in missing_ends(rule) if name not in facts.ends)
    if missing:
        why = f"{amount_text(value, unit)}; base and leading value of the industry are not given"
        return Judgement(UNKNOWN, why, value=value, needs=missing)
    base, leading = (_end(rule, end, unit, facts) for end in ("base", "leading"))
    near = (base, leading)
    ends = tuple(amount_text(end, unit, _ALL_DIGITS, (value, *near)) for end in near)
    if not rule.is_straight(base, leading):
        fault = (
            f"{rule.formula}: the leading value is not {rule.better} than the base value "
            f"(base {ends[0]}, leading {ends[1]}); swapped?"
        )
        raise FactsError("base and leading value", (fault,))
    share = rule.share(value, base, leading)
    limit = f"from {ends[0]} (none) to {ends[1]} (all)"
    why = f"{value_text(value, unit, near)} on the line {limit}: {_percent(share)} % of the points"
    return Judgement(_degree(share), why, share, value, limit, leading, beside=near)


def _percent(share: Fraction, digits: int = 4) -> str:
    return decimal_text(share * 100, digits, (Fraction(100),))


def _end(rule: Line, end: str, unit: Unit, facts: Facts) -> Fraction:
    text = rule.base if end == "base" else rule.leading
    if text is not None:
        return exact_in(text, unit)
    given = facts.ends[f"{rule.formula}_{end}"].exact
    assert isinstance(given, Fraction)  # noqa: S101 (lists were refused when the facts were read)
    return given


def _target_of(
    rule: Any, limit: LimitValue | None, declaration: Formula, facts: Facts, comparison: LimitComparison
) -> Target | None:
    """Return where an item is fully met, if its rule says so."""
    unit = declaration.result.unit
    if isinstance(rule, LimitRule) and limit is not None:
        return limit_target(rule.operator, limit, unit, comparison)
    if isinstance(rule, Line) and all(name in facts.ends for name in missing_ends(rule)):
        return Target(_end(rule, "leading", unit, facts), rule.better)
    if isinstance(rule, Share):
        return Target(1 / unit.size, "higher")
    return None


def limit_target(sign: str, limit: LimitValue, unit: Unit, comparison: LimitComparison) -> Target:
    """Return the values that keep a limit, compared as they are or rounded to its digits."""
    bound = exact_in(limit.value, unit)
    inclusive = sign in {">=", "<="}
    better: Literal["higher", "lower"] = "higher" if sign in _UPWARD else "lower"
    if comparison == "full value":
        return Target(bound, better, inclusive)
    # rounding moves the edge by half a step; a value on it goes to the even neighbour
    step = last_digit(limit.value, unit)
    outward = 1 if better == "higher" else -1
    first = bound if inclusive else bound + outward * step
    return Target(first - outward * step / 2, better, inclusive=(first / step) % 2 == 0)


def _degree(share: Fraction) -> str:
    if share in {0, 1}:
        return MET if share else NOT_MET
    return PARTLY_MET


_UPWARD = frozenset({">=", ">"})
