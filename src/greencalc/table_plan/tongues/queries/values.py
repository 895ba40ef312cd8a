"""A formula's value in a query: what is worked out of amounts, and where it is surely sound."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from greencalc.expression import Arithmetic, Name, Node as Expression, Quotient, Sum
from greencalc.formula.arithmetic import total
from greencalc.formula.checks import LARGEST_RESULT, sure_range
from greencalc.formula.computation import default_reading
from greencalc.formula.proof import roundings
from greencalc.table_plan.tongues.block_values import MARGIN, keys_of, relations_of
from greencalc.table_plan.tongues.block_verdicts import EPSILON
from greencalc.table_plan.tongues.fractions import value_in
from greencalc.table_plan.tongues.queries.terms import Query, Scaled, is_known
from greencalc.table_plan.values import Value

_LARGE = 1e290


def value_of(query: Query, value: Value, gap: Any, name: str) -> Any:
    """Return a formula's value; rows in which it may break a bound or a relation are in doubt."""
    amounts: dict[str, Any] = {key: query.facts.amount(key) for key in sorted(keys_of(value))}
    if any(amount is None for amount in amounts.values()):
        return None
    if all(map(is_known, amounts.values())):
        exact = value_in(value, amounts)
        query.sure.append(exact is not None)
        return exact
    amounts |= {
        name: default_reading(one).exact(one.symbol.unit)
        for name, one in value.formula.arguments.items()
        if name not in value.keys
    }
    for smaller, larger, strict in relations_of(value):
        query.sure.append(_kept(query, amounts, smaller, larger, strict=strict))
    numbers = {name: query.scaled(amount) for name, amount in amounts.items()}
    language = Arithmetic(query.scaled, total, lambda value, limit: _exceeds(query, value, limit))
    found = language.work_out(value.expression, numbers)
    found = found.times(value.factor)
    as_plain = query.language.names_steps
    held = query.language.named("values", name, found.plain if as_plain else found.held)
    found = Scaled(held, Fraction(1) if as_plain else found.factor, query.language)
    query.sure += _within_bounds(query, value, found, gap)
    return found


def _exceeds(query: Query, value: Scaled, limit: Scaled) -> Scaled:
    return query.scaled(query.where(value.plain > limit.plain, 1, 0))


def _kept(
    query: Query, amounts: Mapping[str, Any], smaller: Sequence[str], larger: Sequence[str], *, strict: bool
) -> Any:
    """Return whether a relation surely holds."""
    names = (*smaller, *larger)
    if all(is_known(amounts[name]) for name in names):
        less, more = (sum(amounts[name] for name in side) for side in (smaller, larger))
        return less < more if strict else less <= more
    typed = query.facts.alike(*names) if len(smaller) == len(larger) == 1 else None
    if typed is not None:
        return typed[0] < typed[1] if strict else typed[0] <= typed[1]
    if strict and not smaller:  # sums of what is not negative are nothing only if all of them are
        return query.some(query.scaled(amounts[name]).held > 0.0 for name in larger)
    less, more = _beside(*(_sum(query, [amounts[name] for name in side]) for side in (smaller, larger)))
    # of floats alone what seems to hold does, but for less than they are rounded by
    if not strict and all(not is_known(amounts[name]) and query.facts.is_of_floats(name) for name in names):
        return less <= more
    kept = less < more * (1 - MARGIN)
    return kept if strict else query.some([kept, less == 0.0])


def _sum(query: Query, parts: Sequence[Any]) -> Scaled:
    return reduce(operator.add, map(query.scaled, parts)) if parts else query.scaled(0)


def _beside(one: Scaled, other: Scaled) -> tuple[Any, Any]:
    """Return numbers to be compared."""
    return (one.held, other.held) if one.factor == other.factor else (one.plain, other.plain)


def error_of(value: Value) -> float | None:
    """Return by which part of itself a value in floats may be off; None if that has no bound."""
    count = roundings(value.formula, value.expression)
    is_counted = value.formula.result.whole and not isinstance(value.expression, Name)
    return None if count is None or is_counted else count * EPSILON


def _within_bounds(query: Query, value: Value, found: Scaled, gap: Any) -> Iterator[Any]:
    """Yield where a value is surely within its bounds."""
    error = error_of(value)
    if error is None:
        yield gap
        return
    sure = sure_range(value.formula.result, LARGEST_RESULT)
    least, most = sure.least * (1 + error), sure.most * (1 - error)
    if is_part_of_whole(value) and value.formula.result.at_most == value.factor:
        most = math.inf
    is_plain = _is_plain_quotient(value)
    if is_plain and most >= _LARGE and sure.zero:  # of amounts that are no larger or smaller than can be
        return
    inside = query.between(found, least, most)
    inside = query.some([inside, found.held == 0.0]) if sure.zero else inside
    # what is divided by nothing may be missing
    yield inside if is_plain else query.some([query.language.otherwise(inside, value=False), gap])


def is_part_of_whole(value: Value) -> bool:
    """Tell whether a value is a part of something divided by all of it: no more than one, in floats too."""
    part, whole = sides_of(value)
    if not (part and whole):
        return False
    if all(part.count(name) <= whole.count(name) for name in part):
        return True
    related = ((sorted(smaller), sorted(larger)) for smaller, larger, _ in relations_of(value))
    return (sorted(part), sorted(whole)) in related


def sides_of(value: Value) -> tuple[list[str], list[str]]:
    """Return the amounts that are added up above and below the line of a quotient; none of anything else."""
    match value.expression:
        case Quotient(above, below):
            return _terms(above), _terms(below)
        case _:
            return [], []


def _terms(node: Expression) -> list[str]:
    """Return the amounts that are added up; none of anything else."""
    match node:
        case Name(name):
            return [name]
        case Sum(terms) if all(sign > 0 and isinstance(term, Name) for sign, term in terms):
            return [term.name for _, term in terms if isinstance(term, Name)]
        case _:
            return []


def _is_plain_quotient(value: Value) -> bool:
    """Tell whether it is a sum of a few amounts by another, which is not nothing."""
    part, whole = sides_of(value)
    if not (part and whole):
        return False
    positive = {key for name, keys in value.keys.items() for key in keys if _is_positive(value, name)}
    strict = [sorted(larger) for smaller, larger, is_strict in relations_of(value) if is_strict and not smaller]
    return not positive.isdisjoint(whole) or sorted(whole) in strict


def _is_positive(value: Value, name: str) -> bool:
    above = value.formula.arguments[name].symbol.above
    return above is not None and above >= 0
