"""Judging one item by its rule, on exact numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from attrs import evolve, frozen

from greencalc.computation import Computation
from greencalc.display import InALine
from greencalc.errors import FactsError
from greencalc.facts import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Fact, Facts, missing_ends
from greencalc.formula import Formula
from greencalc.rounding import amount_text, decimal_text, round_to_step
from greencalc.standard import Item, LimitComparison, LimitRule, LimitValue, Line, Share
from greencalc.unit_text import exact_in, last_digit
from greencalc.units import Unit

__all__ = ["Judgement", "Target", "judge", "limit_target"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt},
)


@frozen(repr=False)
class Target(InALine):
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

    def __str__(self) -> str:
        """Return it as a comparison."""
        sign = ">" if self.better == "higher" else "<"
        return f"{sign}{'=' if self.inclusive else ''} {decimal_text(self.value, 12)}"

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


@frozen(repr=False)
class Judgement(InALine):
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

    def __str__(self) -> str:
        """Return status and reason."""
        return f"{self.status}: {self.why}"


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
    share = value * unit.size
    if not 0 <= share <= 1:
        fault = f"{item.id}: points go by the rate, and {amount_text(value, unit)} is none between 0 % and 100 %"
        raise FactsError("rate out of bounds", (fault,))
    return Judgement(_degree(share), f"points by the rate, {amount_text(value, unit)}", share, value)


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
    why = "as given" if said.share is None else f"{decimal_text(share * 100, 6)} % as given"
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
    condition = f"{rule.operator} {amount_text(bound, unit, 15)}"
    of_type = f" ({limit.vehicle_type})" if limit.vehicle_type else ""
    shown = ", ".join(_shown(value, rounded, bound, unit) for value, rounded in zip(values, compared, strict=True))
    if rule.years is None:
        why = f"{shown} {'is' if passed else 'is not'} {condition}{of_type}"
        status = MET if passed else NOT_MET
        return Judgement(status, why, Fraction(passed), values[0], condition, bound)
    missing = rule.years.of - len(values)
    in_years = f"{condition} in {rule.years.at_least} of {rule.years.of} years"
    why = f"{shown}: {passed} of {len(values)} years {condition}"
    if passed < rule.years.at_least <= passed + missing:
        why = f"{why}; {missing} more of {rule.years.of} needed"
        needs = (next(iter(declaration.arguments)),)
        return Judgement(UNKNOWN, why, limit=in_years, exact_limit=bound, needs=needs)
    # the year that decides: the limit holds in n years if it holds in the n-th best
    best_first = sorted(values, reverse=rule.operator in _UPWARD)
    deciding = best_first[rule.years.at_least - 1] if len(values) >= rule.years.at_least else best_first[-1]
    met = passed >= rule.years.at_least
    return Judgement(MET if met else NOT_MET, why, Fraction(met), deciding, in_years, bound)


def _shown(value: Fraction, compared: Fraction, bound: Fraction, unit: Unit) -> str:
    text = amount_text(value, unit, other_than=bound)
    return text if compared == value else f"{text}, rounded {amount_text(compared, unit, 15)},"


def _judge_line(rule: Line, unit: Unit, value: Fraction, facts: Facts) -> Judgement:
    missing = tuple(name for name in missing_ends(rule) if name not in facts.ends)
    if missing:
        why = f"{amount_text(value, unit)}; base and leading value of the industry are not given"
        return Judgement(UNKNOWN, why, value=value, needs=missing)
    base, leading = (_end(rule, end, unit, facts) for end in ("base", "leading"))
    if not rule.is_straight(base, leading):
        ends = f"base {amount_text(base, unit)}, leading {amount_text(leading, unit)}"
        fault = f"{rule.formula}: the leading value is not {rule.better} than the base value ({ends}); swapped?"
        raise FactsError("base and leading value", (fault,))
    share = rule.share(value, base, leading)
    limit = f"from {amount_text(base, unit)} (none) to {amount_text(leading, unit)} (all)"
    why = f"{amount_text(value, unit)} on the line {limit}: {decimal_text(share * 100)} % of the points"
    return Judgement(_degree(share), why, share, value, limit, leading)


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
