"""A plan worked out in Python's floats, for one plant again and again: written as a function of the facts that change.

What does not depend on them is worked out exactly and stands in the function as a constant. Where floats cannot tell,
the function returns None, and the plant is to be judged exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from types import MappingProxyType
from typing import Any

from attrs import evolve

from greencalc.expression import Arithmetic
from greencalc.formula.arithmetic import exceeds, total
from greencalc.formula.checks import LARGEST_RESULT, SureRange, sure_range
from greencalc.formula.computation import default_reading
from greencalc.formula.fast_call_writer import within
from greencalc.formula.proof import roundings
from greencalc.formula.written_function import Code, Function, all_of, any_of, literal, not_
from greencalc.plant.status_words import MET
from greencalc.table_plan.graph import Node
from greencalc.table_plan.inputs import key_of
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.tongues.block_values import MARGIN, keys_of, relations_of
from greencalc.table_plan.tongues.block_verdicts import BLUR, EPSILON, in_float, near
from greencalc.table_plan.tongues.fractions import ExactFacts, ExactPlan
from greencalc.table_plan.tongues.ratios import NotPlainError
from greencalc.table_plan.values import Value

Scored = tuple[int, float, float, float, int, int]
"""Whether the gate is open, as 1, 0 or -1 for not known; the ends of the score; the coverage; the levels that are
reached at least and at most, the first being 1, and 0 none."""


def written_plan(
    plan: Plan, fixed: ExactFacts, amounts: Mapping[str, tuple[Fraction, SureRange]], words: Collection[str]
) -> Callable[..., Scored | None]:
    """Return a plan as a function of facts that change: numbers of amounts, then whether items are met, in order.

    Parameters
    ----------
    plan : Plan
        The plan.
    fixed : ExactFacts
        The facts that do not change.
    amounts : mapping of str to (Fraction, SureRange)
        Amounts that change, by key: what makes their numbers amounts in the argument's unit, and which of these are
        surely good.
    words : collection of str
        Items of which it changes whether they are met, by id.

    Raises
    ------
    NotPlainError
        If floats cannot tell anything of it.
    """
    return _Writer(plan, fixed, amounts, words).function()


class _Writer:
    def __init__(
        self,
        plan: Plan,
        fixed: ExactFacts,
        amounts: Mapping[str, tuple[Fraction, SureRange]],
        words: Collection[str],
    ) -> None:
        self.plan = plan
        self.nodes = plan.graph.nodes
        self.amounts = amounts
        self.words = words
        self.values = {value.place: value for several in plan.values.values() for value in several}
        self.fixed = fixed
        self.known = dict(self._defaults()) | dict(fixed.amounts)
        self.exact = ExactPlan(plan, range(len(self.nodes))).work_out(fixed)
        self.changes: list[bool] = []
        for place, node in enumerate(self.nodes):
            self.changes.append(self._is_given(place, node) or any(self.changes[arg] for arg in node.args))
        self.written = Function("score")
        self.code: dict[int, Code] = {}
        self.given: dict[str, Code] = {}

    def _defaults(self) -> Iterator[tuple[str, Fraction]]:
        """Yield the amounts that stand in for those of arguments which are not given, by key."""
        for value in self.values.values():
            for name, argument in value.formula.arguments.items():
                if argument.default is not None and self.plan.inputs.amounts.get(name, 1) == 1:
                    yield key_of(name, 0), default_reading(argument).exact(argument.symbol.unit)

    def _is_given(self, place: int, node: Node) -> bool:
        """Tell whether an operation is of a fact that changes."""
        if node.op in {"amount", "gap"}:
            return node.data in self.amounts
        if node.op in {"says", "degree"}:
            return (node.data[0] if node.op == "says" else node.data) in self.words
        return node.op == "value" and not keys_of(self.values[place]).isdisjoint(self.amounts)

    def function(self) -> Callable[..., Scored | None]:
        written, points = self.written, self.plan.points
        kind_of = written.constant(type)
        for key, (factor, sure) in self.amounts.items():
            number = written.parameter()
            self._refuse(not_(kind_of(number).is_(written.constant(float))))
            number = written.let(number * float(factor.numerator) / float(factor.denominator), number)
            self._refuse(not_(within(sure, number)))
            self.given[key] = number
        for item in self.words:
            self.given[item] = written.parameter()
            self._refuse(not_(kind_of(self.given[item]).is_(written.constant(bool))))
        for place, value in self.values.items():
            if self.changes[place] and not self._stays_unknown(value):
                self._of(place)
        if self.plan.fault is not None:
            self._refuse(self._of(self.plan.fault))
        passes, undecided, coverage = (
            literal(otherwise) if place is None else self._of(place)
            for place, otherwise in ((points.passes, True), (points.undecided, False), (points.coverage, 1.0))
        )
        gate = literal(-1).otherwise(undecided, 1).otherwise(passes, 0)
        levels = [self._last_of([ends[side] for ends in self.plan.levels]) for side in (0, 1)]
        written.give(written.constant(_all)(gate, *map(self._of, points.total), coverage, *levels))
        return written.compiled()

    def _last_of(self, truths: Sequence[int]) -> Code:
        """Write which of some truths is the last that holds, counted from 1; 0 if none does."""
        found = literal(0)
        for number, place in enumerate(truths, start=1):
            found = literal(number).otherwise(self._of(place), found)
        return found

    def _stays_unknown(self, value: Value) -> bool:
        """Tell whether a value is unknown whatever is given, since other amounts are missing."""
        others = (key for key in keys_of(value) if key not in self.amounts)
        return any(key not in self.known for key in others)

    def _refuse(self, condition: Code) -> None:
        """Write that nothing is decided where a condition holds."""
        with self.written.when(condition):
            self.written.give(None)

    def _of(self, place: int) -> Code:
        """Return the code of an operation, worked out once."""
        if place not in self.code:
            node = self.nodes[place]
            self.code[place] = (
                self.written.let(self._made(place, node)) if self.changes[place] else self._constant(place)
            )
        return self.code[place]

    def _constant(self, place: int) -> Code:
        exact = self.exact[place]
        return literal(in_float(exact) if self.nodes[place].kind == "number" and exact is not None else exact)

    def _made(self, place: int, node: Node) -> Code:
        op, data = node.op, node.data
        if op == "amount":
            return self.given[data]
        if op in {"gap", "says", "degree"}:
            return self.given[data[0]] if op == "says" and data[1] == MET else literal(0.0 if op == "degree" else False)
        if op == "value":
            return literal(0.0) if self._stays_unknown(self.values[place]) else self._value(self.values[place])
        if op in _BY_VALUE:
            value = self.values[node.args[0]]
            return _FALSE if self._stays_unknown(value) else _BY_VALUE[op](self, node, value)
        if op in _OF_NUMBERS:
            return _OF_NUMBERS[op](self, node, *map(self._of, node.args))
        if op not in _OPERATIONS:
            raise NotPlainError
        return _OPERATIONS[op](data, *map(self._of, node.args))

    def _value(self, value: Value) -> Code:
        """Write a formula's value, and that nothing is decided where it may break a bound or a relation."""
        slack = self._error_of(value)
        amounts = {key: self._amount(key) for key in keys_of(value)}
        for smaller, larger, strict in relations_of(value):
            less, more = (
                reduce(Code.__add__, [amounts[key] for key in side], literal(0.0)) for side in (smaller, larger)
            )
            kept = less < more * literal(1 - MARGIN)
            self._refuse(not_(kept if strict else any_of(kept, less == literal(0.0))))
        found = self.written.let(_CODE.work_out(value.expression, amounts) * literal(float(value.factor)))
        sure = sure_range(value.formula.result, LARGEST_RESULT)
        self._refuse(not_(within(evolve(sure, least=sure.least * (1 + slack), most=sure.most * (1 - slack)), found)))
        return found

    def _amount(self, key: str) -> Code:
        return self.given[key] if key in self.given else literal(float(self.known[key]))

    def _error_of(self, value: Value) -> float:
        count = roundings(value.formula, value.expression)
        if count is None or value.formula.result.whole:
            raise NotPlainError
        return (count + 1) * EPSILON  # the factor is rounded too

    def _keeps(self, node: Node, value: Value) -> Code:
        target = node.data[self.fixed.category if len(node.args) > 1 else 0]
        if target is None:
            return _FALSE
        number, error = self._of(value.place), self._error_of(value)
        ends = sorted(float(target.value) * (1 + side * error) for side in (1, -1))
        self._refuse(number.within(*ends))
        met: Code = number > literal(ends[1]) if target.better == "higher" else number < literal(ends[0])
        return met

    def _best(self, node: Node, *shares: Code) -> Code:
        """Write which number has a place, if the largest is the first."""
        found: Code = self.written.constant(partial(_in_place, node.data))(*shares)
        return found

    def _differ(self, _: Node, one: Code, other: Code, closely: Code) -> Code:
        """Write whether shares of years differ, and that nothing is decided where that may be their rounding alone."""
        by = self.written.let(one - other)
        differ: Code = by != literal(0.0)
        may_differ = any_of(differ, all_of(closely, one > literal(0.0), one < literal(1.0)))
        self._refuse(all_of(may_differ, by.within(-2 * BLUR, 2 * BLUR)))
        return differ

    def _reaches(self, node: Node, number: Code) -> Code:
        """Write whether a number is as large as a constant, and that nothing is decided where that is not sure."""
        least, is_whole = node.data
        if not is_whole:
            self._refuse(number.within(*near(least)))
        reached: Code = number >= literal(float(least))
        return reached

    def _is_rate(self, node: Node, value: Value) -> Code:
        share = self._of(value.place) * literal(float(node.data))
        self._refuse(not_(share.within(0.0, 1 - 2 * self._error_of(value))))
        return _TRUE

    def _rate(self, node: Node, value: Value) -> Code:
        return self._of(value.place) * literal(float(node.data))

    def _on_line(self, node: Node, value: Value) -> Code:
        base, leading = (self.exact[end] for end in node.args[1:])
        if base is None or leading is None or base == leading:  # it is unknown, or refused
            return literal(0.0)
        size = float(max(abs(base), abs(leading)) / abs(leading - base))
        strip = 2 * (self._error_of(value) + 4 * EPSILON) * size / abs(float(node.data.rise))
        if strip > BLUR:
            raise NotPlainError
        share = self.written.let((self._of(value.place) - literal(float(base))) / literal(float(leading - base)))
        self._refuse(any_of(share.within(-strip, strip), share.within(1 - strip, 1 + strip)))
        share = literal(0.0).otherwise(share < literal(0.0), literal(1.0).otherwise(share > literal(1.0), share))
        way = node.data
        return share if way.rise == 1 else literal(float(way.start)) + share * literal(float(way.rise))


_TRUE, _FALSE = map(literal, (True, False))


def _all(*found: Any) -> Scored:
    return found  # it is called with all of them


def _in_place(place: int, *numbers: float) -> float:
    return sorted(numbers, reverse=True)[place - 1]


_CODE = Arithmetic(lambda number: literal(float(number)), total, exceeds)
_BY_VALUE: Mapping[str, Callable[[_Writer, Node, Value], Code]] = MappingProxyType(
    {"keeps": _Writer._keeps, "is_rate": _Writer._is_rate, "rate": _Writer._rate, "on_line": _Writer._on_line}  # noqa: SLF001
)
_OF_NUMBERS: Mapping[str, Callable[..., Code]] = MappingProxyType(
    {"best": _Writer._best, "differ": _Writer._differ, "reaches": _Writer._reaches}  # noqa: SLF001 (as above)
)
_OPERATIONS: Mapping[str, Callable[..., Code]] = MappingProxyType(
    {
        "and": lambda _, *parts: all_of(*parts),
        "or": lambda _, *parts: any_of(*parts),
        "not": lambda _, part: not_(part),
        "count": lambda _, *parts: reduce(Code.__add__, parts, literal(0)),
        "at_least": lambda wanted, count: count >= literal(wanted),
        "add": lambda _, one, other: one + other,
        "sub": lambda _, one, other: one - other,
        "mul": lambda _, one, other: one * other,
        "div": lambda _, one, other: one / other,
        "where": lambda _, condition, one, other: one.otherwise(condition, other),
        "same": lambda _, one, other: one == other,
        "whole": lambda _, share: share == literal(1.0),
        "some": lambda _, amount: amount > literal(0.0),
    }
)
