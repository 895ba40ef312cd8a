"""Judging one item by its rule, on exact numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import evolve

from greencalc.errors import FactsError
from greencalc.formula.computation import Computation
from greencalc.formula.declaration import Formula
from greencalc.judging.results import LIMIT_DIGITS, Judgement, value_text
from greencalc.judging.targets import end_of, limit_for, target_of
from greencalc.table_plan.targets import UPWARD
from greencalc.plant.fact import Fact
from greencalc.plant.facts import Facts
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.showing.sheet import listed_text
from greencalc.standards.rules import (
    CalculatedRule,
    FormulaRule,
    LimitComparison,
    LimitRule,
    LimitValue,
    LineRule,
    Rule,
    ShareRule,
    Years,
    YesNoRule,
)
from greencalc.standards.table import Item, Standard, years_taken
from greencalc.units.number_text import amount_text, decimal_text, round_to_step
from greencalc.units.text import exact_in, last_digit
from greencalc.units.unit_table import Unit

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt},
)


def judge(
    standard: Standard, item: Item, computation: Computation | None, facts: Facts, comparison: LimitComparison
) -> Judgement:
    """Judge an item.

    Parameters
    ----------
    standard : Standard
        The table.
    item : Item
        A row of it.
    computation : Computation or None
        The formula worked out; None if facts are missing.
    facts : Facts
        The facts.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.

    Raises
    ------
    FactsError
        If more years are given than the rule takes, a word is said against amounts, a line runs the wrong way, or
        a rate is none.
    """
    declaration = standard.formula_of(item)
    limit = limit_for(item.rule, facts) if isinstance(item.rule, LimitRule) else None
    said = facts.statuses.get(item.id)
    if declaration is not None:
        _check_years(item, declaration, facts)
    if said is not None:
        if said.status in _DENIALS and not _may_lack_limit(item.rule, limit, said, standard, facts):
            _check_denial(standard, item, said.status, computation, facts)
        judgement = _as_said(item, said, declaration, facts)
    else:
        judgement = _judge(item, declaration, computation, limit, facts, comparison)
    return evolve(judgement, computation=computation)


def _judge(  # noqa: PLR0913, PLR0917 (all that an item is judged by)
    item: Item,
    declaration: Formula | None,
    computation: Computation | None,
    limit: LimitValue | None,
    facts: Facts,
    comparison: LimitComparison,
) -> Judgement:
    """Judge an item of which nothing is said in words."""
    rule = item.rule
    if isinstance(rule, YesNoRule) or declaration is None:
        return Judgement(UNKNOWN, "nothing is given", needs=(item.id,))
    first = computation.results[0] if computation else None
    if isinstance(rule, LimitRule) and rule.limits[0].vehicle_type is not None:
        if facts.vehicle_type is None:
            return Judgement(UNKNOWN, "the limit goes by vehicle type", needs=("vehicle_type",))
        if limit is None:
            types = ", ".join(str(limit.vehicle_type) for limit in rule.limits)
            return Judgement(NOT_APPLICABLE, f"a limit is set for {types} only", exact_value=first)
    target = target_of(rule, limit, declaration, facts, comparison)
    missing, lacking = _missing_years(item, declaration, facts), _missing(declaration, facts)
    if missing and declaration.over and not lacking:  # a sum over some of the years is no sum over all
        why = f"{_more(missing, rule.years)} needed"
        judgement = Judgement(UNKNOWN, why, needs=_by_year(declaration, facts), missing_years=missing)
    elif computation is None:
        needs = lacking or _by_year(declaration, facts)
        judgement = Judgement(UNKNOWN, f"{declaration.title} cannot be calculated yet", needs=needs)
    else:
        ones = [_judge_value(item, declaration, value, facts, limit, comparison) for value in computation.results]
        judgement = (
            ones[0]
            if rule.years is None or declaration.over
            else _judge_years(rule, rule.years, declaration.result.unit, ones)
        )
        if judgement.missing_years:
            judgement = evolve(judgement, needs=_by_year(declaration, facts))
    return evolve(judgement, limit_row=limit, target=target)


def _judge_value(  # noqa: PLR0913, PLR0917 (the value, and all that it is judged by)
    item: Item,
    declaration: Formula,
    value: Fraction,
    facts: Facts,
    limit: LimitValue | None,
    comparison: LimitComparison,
) -> Judgement:
    """Judge a value by the kind of the item's rule."""
    rule, unit = item.rule, declaration.result.unit
    if isinstance(rule, LimitRule) and limit is not None:
        return _judge_limit(rule, unit, value, limit, comparison)
    if isinstance(rule, LineRule):
        return _judge_line(rule, unit, value, facts)
    if isinstance(rule, ShareRule):
        return _judge_share(item, unit, value)
    assert isinstance(rule, CalculatedRule)  # noqa: S101 (a new kind of rule has its own way, or none)
    return Judgement(MET, f"calculated: {amount_text(value, unit)}", Fraction(1), value)


def _judge_years(rule: FormulaRule, years: Years, unit: Unit, ones: list[Judgement]) -> Judgement:
    """Judge by the year that decides: a share is earned in n years if the n-th best of them earns it."""
    sign = -1 if _is_better_lower(rule) else 1
    best_first = sorted(ones, key=lambda one: (one.share or 0, sign * (one.exact_value or 0)), reverse=True)
    shares = [one.share for one in best_first if one.share is not None]
    if not shares:  # the ends of a line are not known
        return evolve(ones[0], exact_value=None)
    missing = years.of - len(ones)
    lower, upper = (
        sorted([*shares, *[unknown] * missing], reverse=True)[years.at_least - 1]
        for unknown in (Fraction(0), Fraction(1))
    )
    deciding = best_first[min(years.at_least, len(ones)) - 1]
    condition = max((one.limit for one in ones if one.limit), key=len, default=None)  # tells the limit from all years
    limit = None if condition is None else f"{condition} {years}"
    if isinstance(rule, LimitRule):
        passed = sum(one.share == 1 for one in ones)
        values = [(one.exact_value, one.rounded) for one in ones if one.exact_value is not None]
        parted = ", " if all(value == rounded for value, rounded in values) else "; "
        shown = parted.join(value_text(value, unit, deciding.beside, rounded) for value, rounded in values)
        why = f"{shown}: {passed} of {len(ones)} years {condition}"
    else:
        why = f"{'; '.join(one.why for one in ones)}: judged {years}"
    if lower == upper:
        return evolve(deciding, why=why, limit=limit)
    return Judgement(
        UNKNOWN,
        f"{why}; {_more(missing, years)} needed",
        limit=limit,
        exact_limit=deciding.exact_limit,
        missing_years=missing,
    )


def _more(missing: int, years: Years | None) -> str:
    return f"{missing} more of {years.of if years else 1} years"


def _is_better_lower(rule: FormulaRule) -> bool:
    if isinstance(rule, LineRule):
        return rule.better == "lower"
    return isinstance(rule, LimitRule) and rule.operator not in UPWARD


def _check_years(item: Item, declaration: Formula, facts: Facts) -> None:
    """Refuse more years than are asked for, whatever else is said of the item."""
    asked, names = years_taken(item, declaration), _by_year(declaration, facts)
    given = facts.entries_of(names)
    if asked is not None and given > asked:
        fault = f"{item.id}: {given} are given for {', '.join(names)}; it takes {asked} at most"
        raise FactsError("too many values", (fault,))


def _missing_years(item: Item, declaration: Formula, facts: Facts) -> int:
    """Return how many of a sum's years are not given or not known."""
    asked = years_taken(item, declaration)
    if asked is None:
        return 0
    names = _by_year(declaration, facts)
    return asked - min((facts.amounts[name].known_entries for name in names if name in facts.amounts), default=asked)


def _by_year(declaration: Formula, facts: Facts) -> tuple[str, ...]:
    """Return the arguments that are given year by year; if none is, all that a sum needs so, else the first."""
    names = [name for name, argument in declaration.arguments.items() if not declaration.over or argument.symbol.over]
    several = [name for name in names if facts.entries_of([name]) > 1]
    return tuple(several or (names if declaration.over else names[:1]))


def _judge_share(item: Item, unit: Unit, value: Fraction) -> Judgement:
    share, near = value * unit.size, (Fraction(0), 1 / unit.size)
    shown = value_text(value, unit, near)
    if not 0 <= share <= 1:
        fault = f"{item.id}: points go by the rate, and {shown} is none between 0 % and 100 %"
        raise FactsError("rate out of bounds", (fault,))
    return Judgement(_degree(share), f"points by the rate, {shown}", share, value, beside=near)


def _may_lack_limit(rule: Rule, limit: LimitValue | None, said: Fact, standard: Standard, facts: Facts) -> bool:
    """Tell whether a word may be said because no limit is set for the vehicle type, or that is not known."""
    if not isinstance(rule, LimitRule) or limit is not None:
        return False
    is_typed = facts.vehicle_type is not None
    return is_typed or said.status == UNKNOWN or rule.leaves_out_some(standard.vehicle_types)


def _check_denial(standard: Standard, item: Item, status: str, computation: Computation | None, facts: Facts) -> None:
    """Refuse the word that an item does not apply, or is not known, where amounts are given that say otherwise.

    Raises
    ------
    FactsError
        Naming the word and the amounts.
    """
    names = [one.name for one in computation.inputs if not one.is_default] if computation else []
    if status == NOT_APPLICABLE and not names:
        names = [name for name in standard.signs_of(item) if facts.has_some(name)]
    given = [f"{name} = {listed_text(facts.amounts[name].words)}" for name in names]
    if given:
        fault = f"{item.id}: it is said {_DENIALS[status]}, and yet {' and '.join(given)}; leave out one or the other"
        raise FactsError("contradiction", (fault,))


def _as_said(item: Item, said: Fact, declaration: Formula | None, facts: Facts) -> Judgement:
    """Judge an item by the evaluator's word."""
    if said.status == UNKNOWN:
        needs = (item.id,) if declaration is None else _missing(declaration, facts)
        return Judgement(UNKNOWN, "said to be unknown", needs=needs)
    if said.status == NOT_APPLICABLE:
        return Judgement(NOT_APPLICABLE, said.reason)
    share = Fraction(said.status == MET) if said.share is None else said.share
    why = "as given" if said.share is None else f"{_percent(share, 6)} % as given"
    return Judgement(_degree(share), why, share)


def _missing(declaration: Formula, facts: Facts) -> tuple[str, ...]:
    arguments = declaration.arguments.items()
    return tuple(name for name, argument in arguments if argument.default is None and name not in facts.amounts)


def _judge_limit(
    rule: LimitRule, unit: Unit, value: Fraction, limit: LimitValue, comparison: LimitComparison
) -> Judgement:
    """Compare a value with the limit, as it is or rounded to the limit's digits."""
    bound = exact_in(limit.value, unit)
    rounded = round_to_step(value, last_digit(limit.value, unit)) if comparison == "rounded value" else value
    is_met, near = _COMPARE[rule.operator](rounded, bound), (bound,)
    condition = f"{rule.operator} {amount_text(bound, unit, LIMIT_DIGITS, (bound, value, rounded))}"
    of_type = f" ({limit.vehicle_type})" if limit.vehicle_type else ""
    end = "" if rounded == value else ","
    why = f"{value_text(value, unit, near, rounded)}{end} {'is' if is_met else 'is not'} {condition}{of_type}"
    share = Fraction(is_met)
    return Judgement(_degree(share), why, share, value, condition, bound, beside=near, rounded=rounded)


def _judge_line(rule: LineRule, unit: Unit, value: Fraction, facts: Facts) -> Judgement:
    """Give a value its share of the points on the line from base to leading value."""
    missing = tuple(name for name in rule.missing_ends if name not in facts.ends)
    if missing:
        why = f"{amount_text(value, unit)}; base and leading value of the industry are not given"
        return Judgement(UNKNOWN, why, exact_value=value, needs=missing)
    base, leading = (end_of(rule, end, unit, facts) for end in ("base", "leading"))
    near = (base, leading)
    ends = tuple(amount_text(end, unit, LIMIT_DIGITS, (value, *near)) for end in near)
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


def _degree(share: Fraction) -> str:
    if share in {0, 1}:
        return MET if share else NOT_MET
    return PARTLY_MET


_DENIALS = {NOT_APPLICABLE: "not to apply", UNKNOWN: "to be unknown"}
