"""A formula's value for a block of rows, with all that is asked of it: in floats, and exactly where floats cannot tell.

A float is off by a few roundings at most as long as a formula adds, multiplies and divides positive numbers. A value
farther than that from a limit is judged as it is. A value nearer, one that may break a bound or a relation, and every
value of a formula that subtracts, is worked out again on the decimals that were typed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve

from greencalc.expression import Arithmetic, Name, Quotient
from greencalc.formula.arithmetic import total
from greencalc.formula.checks import LARGEST_RESULT, sure_range
from greencalc.formula.computation import default_reading
from greencalc.formula.proof import roundings
from greencalc.table_plan.graph import Node
from greencalc.table_plan.tongues.block_verdicts import EPSILON, VERDICTS
from greencalc.table_plan.tongues.fractions import value_in
from greencalc.table_plan.tongues.ratios import NotPlainError, Ratios
from greencalc.table_plan.tongues.room import Numbers
from greencalc.table_plan.tongues.row_facts import RowFacts
from greencalc.table_plan.values import Value
from greencalc.units.float_rounding import ROUNDING

MARGIN = 1e-13  # between sums of a few amounts
_SMALLEST = 1e-290  # a value that is smaller, or larger than one by it, may be none


class ValueInBlocks:
    """Works a value out, and all that is asked of it.

    Parameters
    ----------
    value : Value
        The value.
    asked : sequence of int
        The places of what is asked of it.
    nodes : sequence of Node
        The plan's operations.
    """

    def __init__(self, value: Value, asked: Sequence[int], nodes: Sequence[Node]) -> None:
        self.value = value
        self.formula = value.formula
        count = roundings(value.formula, value.expression)
        # amounts that are drawn are rounded themselves
        self.error = math.inf if count is None else count * EPSILON + len(keys_of(value)) * float(ROUNDING)
        slack = 0.0 if count is None else self.error
        sure = sure_range(self.formula.result, LARGEST_RESULT)
        self.sure = evolve(sure, least=sure.least * (1 + slack), most=sure.most * (1 - slack))
        self.constants = {
            name: default_reading(one).exact(one.symbol.unit)
            for name, one in self.formula.arguments.items()
            if name not in value.keys
        }
        self.relations = list(relations_of(value))
        self.all_of_it = Ratios.of(value.factor)
        self.is_rate = self.formula.result.at_most == value.factor and not any(strict for *_, strict in self.relations)
        targets = [target for place in asked if nodes[place].op == "keeps" for target in nodes[place].data if target]
        self.limits = sorted({target.value for target in targets})
        self.asked = [
            (
                place,
                [(arg, nodes[arg]) for arg in nodes[place].args[1:]],
                VERDICTS[nodes[place].op](nodes[place].data, self.error),
            )
            for place in asked
        ]

    def __call__(self, found: list[Any], facts: RowFacts) -> None:
        """Work it out for a block."""
        room = facts.room
        amounts: dict[str, Any] = {key: facts.amount(key) for keys in self.value.keys.values() for key in keys}
        amounts |= {name: float(number) for name, number in self.constants.items()}
        numbers = {name: Numbers(room, amount) for name, amount in amounts.items()}
        language = Arithmetic(lambda number: Numbers(room, float(number)), total, _exceeds)
        values = language.work_out(self.value.expression, numbers).times(self.value.factor)
        gap = None if self.value.gap is None else found[self.value.gap]
        doubtful = self._doubtful(values, amounts, gap, facts)
        for place, beside, verdict in self.asked:
            found[place], doubt = verdict.floats(values, room, *(found[one] for one, _ in beside))
            for _, node in beside if doubt is not None else ():
                doubt = doubt & ~facts.gap(node.data) if node.op == "amount" else doubt  # an end that is unknown
            doubtful = doubt if doubtful is None else doubtful if doubt is None else doubtful | doubt
        found[self.value.place] = values
        if doubtful is not None:
            self._settle(doubtful & ~facts.wrong if gap is None else doubtful & ~(facts.wrong | gap), found, facts)

    def _doubtful(self, values: Any, amounts: Mapping[str, Any], gap: Any, facts: RowFacts) -> Any:
        """Return where values may break a bound or a relation, or None; where they surely do, rows become wrong."""
        amounts_by_key = keys_of(self.value)
        doubtful = None if self.sure.hold(values) else ~self.sure.each(values)
        if self.error == math.inf:
            doubtful = np.ones(facts.rows, dtype=bool)
        for smaller, larger, strict in self.relations:
            less, more = (sum((amounts[key] for key in side), start=0.0) for side in (smaller, larger))
            # of floats alone what seems to hold does, but for less than they are rounded by
            if not strict and all(key in amounts_by_key and facts.is_of_floats(key) for key in (*smaller, *larger)):
                kept = less <= more
            else:
                kept = less < more * (1 - MARGIN)
                kept = kept if strict else kept | (less == 0)
            if np.all(kept):
                continue
            broken = less > more * (1 + MARGIN)
            if np.any(broken):
                facts.refuse(self.formula.name, np.broadcast_to(broken if gap is None else broken & ~gap, facts.rows))
            doubt = np.broadcast_to(np.logical_not(kept | broken), facts.rows)
            doubtful = doubt if doubtful is None else doubtful | doubt
        return doubtful

    def _settle(self, doubtful: Any, found: list[Any], facts: RowFacts) -> None:
        """Answer exactly what floats cannot tell."""
        rows = np.flatnonzero(doubtful)
        same = self._same(rows, facts)
        if same is not None:
            self._answer(rows[same], self.all_of_it, found, facts)
            rows = rows[~same]
        if not rows.size:
            return
        size = np.abs(found[self.value.place][rows])
        try:
            if self.formula.result.whole or not np.all((size == 0) | ((size > _SMALLEST) & (size < 1 / _SMALLEST))):
                raise NotPlainError  # noqa: TRY301 (as others are)
            exact, wrong = self._exact(rows, facts)
        except NotPlainError:
            exact, wrong = self._one_by_one(rows, facts)
        if wrong.any():
            refused = np.zeros(facts.rows, dtype=bool)
            refused[rows[wrong]] = True
            facts.refuse(self.formula.name, refused)
        self._answer(rows, self._onto_limits(exact) if facts.are_drawn else exact, found, facts)

    def _onto_limits(self, exact: Ratios) -> Ratios:
        """Return values of amounts that are drawn: one that floats cannot tell from a limit is the limit."""
        values = exact.floats()
        for limit in self.limits if self.error < 1 else ():
            near = np.abs(values - float(limit)) <= abs(float(limit)) * self.error
            exact = exact.with_others(near, limit)
        return exact

    def _same(self, rows: Any, facts: RowFacts) -> Any:
        """Return in which rows an amount is divided by the very same, which gives all of it, or None."""
        match self.value.expression:
            case Quotient(Name(part), Name(whole)) if self.is_rate and facts.are_alike(part, whole):
                one, other = (np.broadcast_to(facts.amount(key), facts.rows)[rows] for key in (part, whole))
                return one == other
        return None

    def _answer(self, rows: Any, exact: Ratios, found: list[Any], facts: RowFacts) -> None:
        """Put exact values, and what is asked of them, in some rows."""
        found[self.value.place] = _put(found[self.value.place], rows, exact.floats())
        for place, beside, verdict in self.asked:
            answer = verdict.exact(exact, *(_exactly(node, rows, facts) for _, node in beside))
            found[place] = _put(found[place], rows, answer)

    def _exact(self, rows: Any, facts: RowFacts) -> tuple[Ratios, Any]:
        """Return exact values, and which rows break a bound or a relation by more than their rounding."""
        symbol = self.formula.result
        keys = [key for of in self.value.keys.values() for key in of]
        amounts: dict[str, Ratios] = {key: facts.ratios(key, rows) for key in keys}
        amounts |= {name: Ratios.of(number) for name, number in self.constants.items()}

        def rounded(some: Iterable[str]) -> dict[str, Ratios]:
            of_floats = {key: facts.is_of_floats(key) for key in some if key in keys}
            if None in of_floats.values():
                raise NotPlainError
            return {key: abs(amounts[key]) * ROUNDING for key, rounds in of_floats.items() if rounds}

        wrong = np.zeros(len(rows), dtype=bool)
        for smaller, larger, strict in self.relations:
            less, more = (sum((amounts[key] for key in side), start=Ratios.of(0)) for side in (smaller, larger))
            signs = np.broadcast_to(less.beside(more), len(rows))
            if strict:
                wrong |= signs >= 0
                continue
            places = np.flatnonzero(signs > 0)
            if places.size:
                room = sum((one[places] for one in rounded([*smaller, *larger]).values()), start=Ratios.of(0))
                wrong[places] |= (less[places] - more[places]).beside(room) > 0
        exact = self._result(amounts)
        beyond = [(bound, side) for bound, side in ((symbol.at_least, -1), (symbol.at_most, 1)) if bound is not None]
        if symbol.above is not None:
            wrong |= exact.beside(symbol.above) <= 0
        for bound, side in beyond:
            out = np.broadcast_to(exact.beside(bound) * side > 0, len(rows))
            places = np.flatnonzero(out)
            if places.size:
                some = {name: amount[places] for name, amount in amounts.items()}
                here = exact[places]
                moved = [self._result({**some, key: some[key] + room[places]}) for key, room in rounded(keys).items()]
                reach = sum((abs(other - here) for other in moved), start=Ratios.of(0))
                wrong[places] |= ((here - bound) * side).beside(reach) > 0
                exact = exact.with_others(out, bound)
        return exact, wrong

    def _result(self, amounts: Mapping[str, Ratios]) -> Ratios:
        found: Ratios = EXACT.work_out(self.value.expression, amounts) * self.value.factor
        return found

    def _one_by_one(self, rows: Any, facts: RowFacts) -> tuple[Ratios, Any]:
        """Return exact values as `_exact` does, worked out row by row."""
        exact = []
        for row in rows.tolist():
            known = {key: facts.fraction(key, row) for of in self.value.keys.values() for key in of}
            exact.append(value_in(self.value, {key: one for key, one in known.items() if one is not None}))
        wrong = np.array([one is None for one in exact])
        return Ratios.of_fractions([Fraction(0) if one is None else one for one in exact]), wrong


def _exactly(node: Node, rows: Any, facts: RowFacts) -> Any:
    """Return what a value is judged beside in some rows: an end of a line exactly, or the categories of plants."""
    if node.op == "category":
        return facts.categories()[rows]
    return Ratios.of(node.data) if node.op == "constant" else facts.ratios(node.data, rows)


def is_straight(nodes: Sequence[Node], better: str, found: Sequence[Any], facts: RowFacts, *ends: int) -> Any:
    """Tell whether the leading value of a line is better than its base value."""
    base, leading = (found[end] for end in ends)
    straight = leading < base if better == "lower" else leading > base
    near = np.abs(leading - base) <= MARGIN * np.maximum(np.abs(leading), np.abs(base))
    rows = np.flatnonzero(np.broadcast_to(near, facts.rows) & ~facts.wrong) if np.any(near) else np.empty(0)
    if not rows.size:
        return straight
    signs = _exactly(nodes[ends[1]], rows, facts).beside(_exactly(nodes[ends[0]], rows, facts))
    return _put(np.broadcast_to(straight, facts.rows), rows, signs < 0 if better == "lower" else signs > 0)


def keys_of(value: Value) -> frozenset[str]:
    """Return the keys of a value's amounts."""
    return frozenset(key for keys in value.keys.values() for key in keys)


def _put(column: Any, rows: Any, values: Any) -> Any:
    """Return a column with other values in some rows."""
    if not column.flags.writeable:
        column = column.copy()
    column[rows] = values
    return column


def relations_of(value: Value) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Yield the relations between a value's amounts, of lists entry by entry: keys, and whether it is strict."""
    for relation in value.formula.relations:
        names = relation.smaller + relation.larger
        for entry in range(max(len(value.keys.get(name, ("",))) for name in names)):
            smaller, larger = (
                [value.keys[name][entry] if name in value.keys else name for name in side]
                for side in (relation.smaller, relation.larger)
            )
            yield smaller, larger, relation.strict


def _exceeds_exactly(_: Any, __: Any) -> Ratios:
    raise NotPlainError


def _exceeds(value: Numbers, limit: Numbers) -> Numbers:
    return Numbers(value.room, np.greater(value.held, limit.held) * 1.0)


EXACT = Arithmetic(Ratios.of, total, _exceeds_exactly)  # of lists that are written out there is no total
