"""Ties that floats tell: where a value that they cannot tell from a limit can be nothing else."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from greencalc.table_plan.tongues.queries.terms import PLACES, Query
from greencalc.table_plan.tongues.queries.values import sides_of
from greencalc.table_plan.values import Value


def is_told(query: Query, value: Value, limits: Sequence[Fraction], error: float) -> Any:
    """Return where a value that floats cannot tell from one of some limits is that limit.

    Short amounts are whole numbers of some small part, and those below the line times a limit too. If what is above
    and what is below so differ, they do by one part at least. Where there are so few parts that floats are off by less
    than one, they cannot differ. Amounts below nothing are in doubt whatever else is, so that none hides how many there
    are.

    Parameters
    ----------
    query : Query
        What the amounts are asked of.
    value : Value
        The value.
    limits : sequence of Fraction
        The limits, in the unit of the result.
    error : float
        By which part of itself the value in floats may be off.
    """
    above, below = ([query.facts.short(key) for key in side] for side in sides_of(value))
    amounts = [one for one in above + below if one is not None]
    if not (above and below) or len(amounts) < len(above + below) or not error or min(limits) <= 0:
        return False
    units = [unit for _, unit, _ in amounts]
    largest = map(max, zip(*(_parts(value, units, len(above), limit) for limit in limits), strict=True))
    several = [typed * float(parts) for (typed, *_), parts in zip(amounts[len(above) :], largest, strict=True)]
    return query.every([*(short for *_, short in amounts), reduce(operator.add, several) <= 1 / (4 * error)])


def _parts(value: Value, units: Sequence[Fraction], above: int, limit: Fraction) -> Iterable[Fraction]:
    """Return how many parts there are in each amount below the line, times a limit."""
    sizes = [unit * (value.factor if place < above else limit) for place, unit in enumerate(units)]
    part = Fraction(math.gcd(*(size.numerator for size in sizes)), math.lcm(*(size.denominator for size in sizes)))
    return (size * 10**PLACES / part for size in sizes[above:])
