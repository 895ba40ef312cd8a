"""Which rows have something that is probably a slip, as far as amounts alone show it."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from greencalc.expression import Name, Quotient
from greencalc.many_plants.queries.column_facts import ColumnFacts
from greencalc.plant.plausible_ranges import OF_THE_YEAR, PlausibleRange, end_of, load_plausibility, names_in, size_of
from greencalc.standards.table import VEHICLE_TYPE
from greencalc.table_plan.tongues.block_verdicts import EPSILON
from greencalc.table_plan.tongues.queries.plan import QueryPlan
from greencalc.table_plan.tongues.queries.terms import Scaled, is_known
from greencalc.table_plan.tongues.queries.values import error_of
from greencalc.table_plan.values import Value
from greencalc.units.unit_table import combine

_ERROR = 32 * EPSILON  # of a quotient of sums of a few amounts


def findings_in(query: QueryPlan, facts: ColumnFacts) -> tuple[Any, Any]:
    """Return which rows have findings, and where that is in doubt: near the end of a range, if there is no other."""
    doubts: list[Any] = []
    surely = query.some(_zeros(query, facts))
    surely = surely if is_known(surely) else query.language.named("verdicts", "has an amount of nothing", surely)
    outside = [found for row in load_plausibility() for found in _outside(row, query, facts, doubts)]
    found = query.some([surely, *outside, *_full_rates(query, facts, doubts)])
    return found, query.every([query.denied(surely), query.some(doubts)])


def _outside(row: PlausibleRange, query: QueryPlan, facts: ColumnFacts, doubts: list[Any]) -> Iterator[Any]:
    """Yield where a ratio lies outside a range, an entry of a list at a time."""
    amounts = {name: list(facts.given(name)) for name in row.above + row.below}
    if row.code == OF_THE_YEAR or not all(amounts.values()):
        return
    types, standard = names_in(row.vehicle_type), facts.standard
    listed = standard.categories if standard.category == VEHICLE_TYPE else ()
    of_type = (
        query.some(facts.is_of_category(listed.index(name)) for name in types if name in listed) if types else True
    )
    known = query.every(query.denied(gap) for several in amounts.values() for _, gap in several)
    if known is False or of_type is False:
        return
    sides = [[facts.symbol_of(name).unit for name in side] for side in (row.above, row.below)]
    ratio = combine([(sides[0][0], 1), *((unit, -1) for unit in sides[1][:1])])
    is_alike = all(unit.dimension == side[0].dimension for side in sides for unit in side)
    if not is_alike or ratio.dimension != end_of(row.low or row.high)[1].dimension:
        yield query.every([known, of_type])  # it is told that they are not checked
        return
    by = _sum(query, facts, ((name, several[-1][0]) for name, several in amounts.items() if name in row.below))
    for place in range(max(len(amounts[name]) for name in row.above)):
        above = _sum(query, facts, ((name, amounts[name][min(place, len(amounts[name]) - 1)][0]) for name in row.above))
        yield query.every([known, of_type, _beyond(row, query, above if by is None else above / by, doubts)])


def _beyond(row: PlausibleRange, query: QueryPlan, ratio: Scaled, doubts: list[Any]) -> Any:
    """Return where a ratio that is not nothing is beyond an end; where it is near one is doubtful."""
    wrong = []
    for end, beyond in ((row.low, operator.lt), (row.high, operator.gt)):
        if end:
            limit = float(size_of(end_of(end)) / ratio.factor)
            ends = (query.language.literal(limit * (1 + side * _ERROR)) for side in (-1, 1))
            doubts.append(query.language.between(ratio.held, *ends))
            wrong.append(beyond(ratio.held, query.language.literal(limit)))
    return query.every([ratio.held > 0.0, query.some(wrong)])


def _sum(query: QueryPlan, facts: ColumnFacts, parts: Iterable[tuple[str, Any]]) -> Scaled:
    """Return a sum in base units."""
    scaled = [
        one.times(facts.symbol_of(name).unit.size) for name, one in ((name, query.scaled(part)) for name, part in parts)
    ]
    return reduce(operator.add, scaled) if scaled else query.scaled(1)


def _zeros(query: QueryPlan, facts: ColumnFacts) -> Iterator[Any]:
    """Yield where an amount is nothing, which asks for evidence that no table has."""
    for name in facts.table.amounts:
        for amount, gap in facts.given(name):
            if is_known(amount):
                yield amount == 0
            else:
                yield query.every([query.denied(gap), amount.held == 0.0])


def _full_rates(query: QueryPlan, facts: ColumnFacts, doubts: list[Any]) -> Iterator[Any]:
    """Yield where a value is all that it may be."""
    for place, value in query.values.items():
        most, found = value.formula.result.at_most, query.found[place]
        if most is None or found is None:
            continue
        if is_known(found):
            yield found == most
            continue
        same = _same(value, facts)
        if same is not None:
            yield same
            continue
        least = float(most) * (1 - (error_of(value) or 0.0) - 2 * EPSILON)
        doubts.append(found.plain >= query.language.literal(least))


def _same(value: Value, facts: ColumnFacts) -> Any:
    """Return where a part is all of its whole, if comparing them is exact; None if it is not."""
    match value.expression:
        case Quotient(Name(part), Name(whole)) if value.formula.result.at_most == value.factor:
            typed = facts.alike(part, whole)
            return None if typed is None else typed[0] == typed[1]
    return None
