"""A plan as expressions of a query, for engines that have the columns: polars, and whatever reads SQL.

What an operation gives is known beforehand, as a truth or an exact number, or it is an expression of the engine's own
language. Floats decide; rows in which they may decide wrongly, or which cannot be judged, are in doubt: an expression
tells them, and they are to be judged exactly.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from types import MappingProxyType
from typing import Any, Literal, Protocol

from attrs import frozen

from greencalc.expression import Arithmetic, Name, Quotient, Sum
from greencalc.expression import Node as Expression
from greencalc.formula.arithmetic import total
from greencalc.formula.checks import LARGEST_RESULT, sure_range
from greencalc.formula.computation import default_reading
from greencalc.formula.proof import roundings
from greencalc.table_plan.graph import Node
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.tongues.block_values import MARGIN, keys_of, relations_of
from greencalc.table_plan.tongues.block_verdicts import BLUR, EPSILON, in_float
from greencalc.table_plan.tongues.fractions import value_in, worked_out
from greencalc.table_plan.values import Value

Stage = Literal["facts", "values", "verdicts", "points", "scores"]
"""The part of a plan that an expression belongs to; each is worked out of those before it."""


class Language(Protocol):
    """How expressions are joined, beside the operators ``+ - * / < <= > >= ==`` that they have.

    What is missing is so in what is worked out of it; of truths only where the others do not settle it.

    Attributes
    ----------
    names_steps : bool
        Whether amounts and values are to be read by people, in their own units.
    """

    names_steps: bool

    def literal(self, value: float | str | None) -> Any:
        """Return a number, a truth, a text, or nothing."""

    def as_floats(self, found: Any) -> Any:
        """Return numbers of any kind, or nothing, as floats."""

    def as_truths(self, found: Any) -> Any:
        """Return truths, or nothing, as such."""

    def named(self, stage: Stage, name: str, expression: Any) -> Any:
        """Return an expression that a reader, or whatever needs it again, may know by a name."""

    def every(self, truths: Sequence[Any]) -> Any:
        """Return whether all hold."""

    def some(self, truths: Sequence[Any]) -> Any:
        """Return whether any holds."""

    def denied(self, truth: Any) -> Any:
        """Return whether it does not hold."""

    def otherwise(self, found: Any, value: Any) -> Any:
        """Return something, or a value where it is missing."""

    def count(self, truths: Sequence[Any]) -> Any:
        """Return how many hold, as a float."""

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Return one where a condition holds, else the other."""

    def size(self, number: Any) -> Any:
        """Return a number without its sign."""

    def between(self, number: Any, least: Any, most: Any) -> Any:
        """Return whether it is neither less nor more."""

    def clamped(self, number: Any) -> Any:
        """Return a number, but 0 if it is less than that, and 1 if it is more."""

    def best(self, place: int, numbers: Sequence[Any]) -> Any:
        """Return the number that has a place, counted from 1, if the largest is the first."""


@frozen
class Scaled:
    """Numbers that are to be multiplied by a constant, which is put off: most of them are only compared with others."""

    held: Any
    factor: Fraction

    @property
    def plain(self) -> Any:
        """The numbers themselves."""
        return self.held if self.factor == 1 else self.held * float(self.factor)

    def _joined(self, join: Callable[[Any, Any], Any], other: Scaled) -> Scaled:
        if self.factor == other.factor:
            return Scaled(join(self.held, other.held), self.factor)
        return Scaled(join(self.plain, other.plain), Fraction(1))

    def __add__(self, other: Scaled) -> Scaled:
        """Add."""
        return self._joined(operator.add, other)

    def __sub__(self, other: Scaled) -> Scaled:
        """Subtract."""
        return self._joined(operator.sub, other)

    def __mul__(self, other: Scaled) -> Scaled:
        """Multiply."""
        return Scaled(self.held * other.held, self.factor * other.factor)

    def __truediv__(self, other: Scaled) -> Scaled:
        """Divide."""
        return Scaled(self.held / other.held, self.factor / other.factor)

    def __neg__(self) -> Scaled:
        """Change the sign."""
        return Scaled(-self.held, self.factor)


class QueryFacts(Protocol):
    """The facts of rows, as known values or expressions.

    Attributes
    ----------
    doubts, sure : list
        Where cells are none that could be used, or may be none; and what else must hold.
    """

    doubts: list[Any]
    sure: list[Any]

    def amount(self, key: str) -> Any:
        """Return an amount in its argument's unit, or what stands in for it; if it is no constant, scaled."""

    def gap(self, key: str) -> Any:
        """Return whether an amount is unknown."""

    def is_of_floats(self, key: str) -> bool:
        """Tell whether an amount is a float, which stands for its rounding."""

    def alike(self, key: str, other: str) -> tuple[Any, Any] | None:
        """Return two amounts as they are typed, if they have the same unit and comparing them so is exact."""

    def says(self, item: str, status: str) -> Any:
        """Return whether a status is said of an item."""

    def is_of_type(self, place: int) -> Any:
        """Return whether the vehicle type is that of a place in the table's list."""

    def untyped(self) -> Any:
        """Return whether the vehicle type is unknown."""


def is_known(found: Any) -> bool:
    """Tell whether something is no expression."""
    return found is None or isinstance(found, bool | int | Fraction)


Join = Callable[[Iterable[Any]], Any]


def joins_of(language: Language) -> tuple[Join, Join, Callable[[Any], Any]]:
    """Return how truths are joined, known as far as they can be: whether some hold, all of them, or one does not."""

    def joined(parts: Iterable[Any], join: Callable[[Sequence[Any]], Any], *, decisive: bool) -> Any:
        several = list(parts)
        if decisive in [bool(part) for part in several if is_known(part)]:
            return decisive
        left = [part for part in several if not is_known(part)]
        return (left[0] if len(left) == 1 else join(left)) if left else not decisive

    return (
        lambda parts: joined(parts, language.some, decisive=True),
        lambda parts: joined(parts, language.every, decisive=False),
        lambda part: not part if is_known(part) else language.denied(part),
    )


class QueryPlan:
    """A plan's operations as expressions.

    Parameters
    ----------
    plan : Plan
        The plan.
    roots : iterable of int
        The operations that are asked for.
    facts : QueryFacts
        The facts.
    language : Language
        The language.
    with_words : bool
        Whether it matters if what is partly met is fully so, or not at all, by less than floats tell.

    Attributes
    ----------
    found : dict of int
        What the operations give, by their places.
    doubts, sure : list
        Where floats cannot tell; and what must hold for them to do.
    """

    def __init__(
        self, plan: Plan, roots: Iterable[int], facts: QueryFacts, language: Language, *, with_words: bool
    ) -> None:
        self.plan = plan
        self.nodes = plan.graph.nodes
        self.facts = facts
        self.language = language
        self.some, self.every, self.denied = joins_of(language)
        self.values = {value.place: value for several in plan.values.values() for value in several}
        self.doubts: list[Any] = []
        self.sure: list[Any] = []
        self.found: dict[int, Any] = {}
        order = list(plan.graph.needed_for({*roots, *self.values}))  # a value that nobody asks for may still be none
        self.with_words = with_words or any(self.nodes[place].op == "whole" for place in order)
        names = dict(_names_of(plan))
        for place in order:
            made = self._made(place, self.nodes[place])
            if place in names and not is_known(made):
                made = language.named(*names[place], made)
            self.found[place] = made

    def number(self, found: Any) -> Any:
        """Return a number as an expression."""
        if is_known(found):
            return self.language.literal(in_float(Fraction(found)))
        return found.plain if isinstance(found, Scaled) else found

    def scaled(self, found: Any) -> Scaled:
        """Return a number as one that may be scaled."""
        return found if isinstance(found, Scaled) else Scaled(self.number(found), Fraction(1))

    def truth(self, found: Any) -> Any:
        """Return a truth as an expression."""
        return self.language.literal(found) if is_known(found) else found

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Return one of two numbers by a condition."""
        if is_known(condition):
            return one if condition else other
        return self.language.where(condition, self.number(one), self.number(other))

    def _made(self, place: int, node: Node) -> Any:
        if node.op == "constant":
            return node.data
        if node.op in _LEAVES:
            return _LEAVES[node.op](self.facts, node.data)
        if node.op == "value":
            return self._value(self.values[place])
        if node.op in _OF_TYPES:
            return _OF_TYPES[node.op](self, node)
        args = [self.found[arg] for arg in node.args]
        if all(map(is_known, args)):
            return worked_out(node.op, node.data, args)
        return _OPERATIONS[node.op](self, node, *args)

    def _value(self, value: Value) -> Any:
        """Return a formula's value; rows in which it may break a bound or a relation are in doubt."""
        amounts: dict[str, Any] = {key: self.facts.amount(key) for key in sorted(keys_of(value))}
        if any(amount is None for amount in amounts.values()):
            return None
        if all(map(is_known, amounts.values())):
            exact = value_in(value, amounts)
            self.sure.append(exact is not None)
            return exact
        amounts |= {
            name: default_reading(one).exact(one.symbol.unit)
            for name, one in value.formula.arguments.items()
            if name not in value.keys
        }
        for smaller, larger, strict in relations_of(value):
            self.sure.append(self._kept(amounts, smaller, larger, strict=strict))
        numbers = {name: self.scaled(amount) for name, amount in amounts.items()}
        language = Arithmetic(lambda number: self.scaled(number), total, self._exceeds)
        found = language.work_out(value.expression, numbers)
        found = Scaled(found.held, found.factor * value.factor)
        if self.language.names_steps:
            name = _of_year(value.formula.name, value.year, self.plan)
            found = self.scaled(self.language.named("values", name, found.plain))
        self.sure += self._within_bounds(value, found)
        return found

    def _exceeds(self, value: Scaled, limit: Scaled) -> Scaled:
        return self.scaled(self.where(value.plain > limit.plain, 1, 0))

    def _kept(self, amounts: Mapping[str, Any], smaller: Sequence[str], larger: Sequence[str], *, strict: bool) -> Any:
        """Return whether a relation surely holds."""
        names = (*smaller, *larger)
        if all(is_known(amounts[name]) for name in names):
            less, more = (sum(amounts[name] for name in side) for side in (smaller, larger))
            return less < more if strict else less <= more
        typed = self.facts.alike(*names) if len(smaller) == len(larger) == 1 else None
        if typed is not None:
            return typed[0] < typed[1] if strict else typed[0] <= typed[1]
        if strict and not smaller:  # sums of what is not negative are nothing only if all of them are
            return self._sum([amounts[name] for name in larger]).held > 0.0
        less, more = self._beside(*(self._sum([amounts[name] for name in side]) for side in (smaller, larger)))
        # of floats alone what seems to hold does, but for less than they are rounded by
        if not strict and all(not is_known(amounts[name]) and self.facts.is_of_floats(name) for name in names):
            return less <= more
        kept = less < more * (1 - MARGIN)
        return kept if strict else self.some([kept, less == 0.0])

    def _sum(self, parts: Sequence[Any]) -> Scaled:
        return reduce(operator.add, map(self.scaled, parts)) if parts else self.scaled(0)

    def _beside(self, one: Scaled, other: Scaled) -> tuple[Any, Any]:
        """Return numbers to be compared."""
        return (one.held, other.held) if one.factor == other.factor else (one.plain, other.plain)

    def error_of(self, value: Value) -> float | None:
        """Return by which part of itself a value in floats may be off; None if that has no bound."""
        count = roundings(value.formula, value.expression)
        is_counted = value.formula.result.whole and not isinstance(value.expression, Name)
        return None if count is None or is_counted else count * EPSILON

    def _within_bounds(self, value: Value, found: Scaled) -> Iterable[Any]:
        """Yield where a value is surely within its bounds."""
        error = self.error_of(value)
        if error is None:
            yield self._is_unknown(value)
            return
        sure = sure_range(value.formula.result, LARGEST_RESULT)
        least, most = sure.least * (1 + error), sure.most * (1 - error)
        if is_part_of_whole(value) and value.formula.result.at_most == value.factor:
            most = math.inf
        is_plain = _is_plain_quotient(value)
        if is_plain and most >= _LARGE and sure.zero:  # of amounts that are no larger or smaller than can be
            return
        inside = self._between(found, least, most)
        inside = self.some([inside, found.held == 0.0]) if sure.zero else inside
        # what is divided by nothing may be missing
        yield inside if is_plain else self.some([self.language.otherwise(inside, value=False), self._is_unknown(value)])

    def _between(self, number: Scaled, least: float, most: float) -> Any:
        """Return whether numbers are neither less nor more."""
        factor = float(number.factor)
        return self.language.between(
            number.held, self.language.literal(least / factor), self.language.literal(most / factor)
        )

    def _is_unknown(self, value: Value) -> Any:
        return False if value.gap is None else self.found[value.gap]

    def _between(self, number: Scaled, least: float, most: float) -> Any:
        """Return whether numbers are neither less nor more."""
        factor = float(number.factor)
        return self.language.between(
            number.held, self.language.literal(least / factor), self.language.literal(most / factor)
        )

    # What is asked of values

    def keeps(self, node: Node) -> Any:
        """Return whether a value keeps a limit: of each vehicle type its own, if types have others."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        kinds = [True] if len(node.data) == 1 else [self.facts.is_of_type(place) for place in range(len(node.data) - 1)]
        limited = [(kind, target) for kind, target in zip(kinds, node.data, strict=False) if target and kind is not False]
        if found is None or not limited:
            return False
        if is_known(found):
            return self.some(self.every([kind, target.is_met_by(found)]) for kind, target in limited)
        among = {target: self.some(kind for kind, one in limited if one == target) for _, target in limited}
        error = min(self.error_of(value) or 0.0, 1.0)
        compare = _COMPARISONS[limited[0][1].better, limited[0][1].inclusive]
        if len(among) == 1:
            [target] = among
            exact = float(target.value)
            self.doubts.append(self._between(found, exact * (1 - error), exact * (1 + error)))
            return compare(found.held, self.language.literal(float(target.value / found.factor)))
        limit: Any = self.language.literal(None)  # nothing is asked of a plant without one
        for target, kind in among.items():
            limit = self.language.where(kind, self.language.literal(float(target.value / found.factor)), limit)
        limit = self.language.named("verdicts", f"limit of {value.formula.name}", limit)
        self.doubts.append(self.language.between(found.held, limit * (1 - error), limit * (1 + error)))
        return compare(found.held, limit)

    def is_rate(self, node: Node) -> Any:
        """Doubt what may be no rate from nothing to all; whatever else is one."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        if is_known(found):
            return worked_out("is_rate", node.data, [found])
        if not (is_part_of_whole(value) and node.data * value.factor == 1):
            most = (1 - (self.error_of(value) or 0) - 2 * EPSILON) / float(node.data)
            self.sure.append(self._between(found, 0.0, most))
        return True

    def rate(self, node: Node) -> Any:
        """Return the share of points that a rate earns."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        if is_known(found):
            return worked_out("rate", node.data, [found])
        share = Scaled(found.held, found.factor * node.data).plain
        if self.with_words:
            near = share >= 1 - 2 * ((self.error_of(value) or 0) + 2 * EPSILON)
            match value.expression:
                case Quotient(Name(part), Name(whole)) if (typed := self.facts.alike(part, whole)) is not None:
                    near = self.every([near, typed[0] < typed[1]])
            self.doubts.append(near)
        return share

    def on_line(self, node: Node) -> Any:
        """Return the share of points that a value earns on the line from a base value to a leading one."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        base, leading = (self.found[end] for end in node.args[1:])
        if all(map(is_known, (found, base, leading))) or any(one is None for one in (found, base, leading)):
            return worked_out("on_line", node.data, [found, base, leading])
        error = (self.error_of(value) or 0) + 4 * EPSILON  # the ends are rounded too
        strip: Any
        if is_known(base) and is_known(leading):
            length = leading - base if node.data == "higher" else base - leading
            if length <= 0:
                return 0  # it is refused
            strip = 2 * error * float(max(abs(base), abs(leading)) / length)
            if strip > BLUR:
                self.sure.append(self._is_unknown(value))
            start, by = float(base / found.factor), float(found.factor / (leading - base))
            share = (found.held - start) * by
        else:
            low, high = (self.number(end) for end in (base, leading))
            length = high - low if node.data == "higher" else low - high
            ends = self.language.size(low) + self.language.size(high)
            self.sure.append(ends * (2 * error / BLUR) <= length)
            strip = BLUR
            share = (found.plain - low) / (high - low)
        share = self.language.named("verdicts", f"{_of_year(value.formula.name, value.year, self.plan)} on line", share)
        if self.with_words:
            for end in (0.0, 1.0):
                self.doubts.append(self.language.size(share - end) <= strip)
        return self.language.clamped(share)

    def straight(self, node: Node) -> Any:
        """Return whether the leading value of a line is better than its base value."""
        base, leading = (self.found[end] for end in node.args)
        if is_known(base) and is_known(leading):
            return worked_out("straight", node.data, [base, leading])
        keys = [self.nodes[end].data for end in node.args if self.nodes[end].op == "amount"]
        typed = self.facts.alike(*keys) if len(keys) == len(node.args) else None
        if typed is None:
            typed = self.number(base), self.number(leading)
            room = (self.language.size(typed[0]) + self.language.size(typed[1])) * MARGIN
            self.doubts.append(self.language.size(typed[0] - typed[1]) <= room)
        return typed[1] < typed[0] if node.data == "lower" else typed[1] > typed[0]

    def of_types(self, node: Node) -> Any:
        """Return whether something holds for the vehicle type."""
        kinds = [self.facts.is_of_type(place) for place in range(len(node.data) - 1)]
        return self.some(kind for kind, holds in zip(kinds, node.data, strict=False) if holds)

    def differ(self, one: Any, other: Any) -> Any:
        """Return whether two shares of years differ; by how much floats do may be their rounding alone."""
        by = self.language.size(self.number(one) - self.number(other))
        self.doubts.append(self.every([by > 0.0, by <= 2 * BLUR]))
        return by > 0.0

    def count(self, truths: Sequence[Any]) -> Any:
        """Return how many of some truths hold."""
        known = sum(truth for truth in truths if is_known(truth))
        counted = self.language.count([truth for truth in truths if not is_known(truth)])
        return counted + float(known) if known else counted


_LARGE = 1e290
_COMPARISONS: Mapping[tuple[str, bool], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ("higher", True): operator.ge,
        ("higher", False): operator.gt,
        ("lower", True): operator.le,
        ("lower", False): operator.lt,
    }
)


def is_part_of_whole(value: Value) -> bool:
    """Tell whether a value is a part of something divided by all of it, so that it is no more than one in floats too."""
    match value.expression:
        case Quotient(above, below):
            part, whole = _terms(above), _terms(below)
        case _:
            return False
    if part is None or whole is None:
        return False
    if all(part.count(name) <= whole.count(name) for name in part):
        return True
    related = ((sorted(smaller), sorted(larger)) for smaller, larger, _ in relations_of(value))
    return (sorted(part), sorted(whole)) in related


def _terms(node: Expression) -> list[str] | None:
    """Return the amounts that are added up; None of anything else."""
    match node:
        case Name(name):
            return [name]
        case Sum(terms) if all(sign > 0 and isinstance(term, Name) for sign, term in terms):
            return [term.name for _, term in terms if isinstance(term, Name)]
        case _:
            return None


def _is_plain_quotient(value: Value) -> bool:
    """Tell whether it is a sum of a few amounts by another, which is not nothing."""
    match value.expression:
        case Quotient(above, below):
            part, whole = _terms(above), _terms(below)
        case _:
            return False
    if part is None or whole is None:
        return False
    positive = {key for name, keys in value.keys.items() for key in keys if _is_positive(value, name)}
    strict = [sorted(larger) for smaller, larger, is_strict in relations_of(value) if is_strict and not smaller]
    return not positive.isdisjoint(whole) or sorted(whole) in strict


def _is_positive(value: Value, name: str) -> bool:
    above = value.formula.arguments[name].symbol.above
    return above is not None and above >= 0


def _of_year(name: str, year: int, plan: Plan) -> str:
    return f"{name} in year {year + 1}" if len(plan.values[name]) > 1 else name


def _names_of(plan: Plan) -> Iterable[tuple[int, tuple[Stage, str]]]:
    """Yield the operations that have a name, the most telling one last."""
    for name, one in plan.points.steps.items():
        yield one, ("points", name)
    for item, judged in plan.items.items():
        is_truth = plan.graph.nodes[judged.share].kind == "truth"
        found = {"is met" if is_truth else "earns": judged.share}
        found |= {"is unknown": judged.unknown, "does not apply": judged.spared}
        for what, place in found.items():
            if place is not None and plan.graph.nodes[place].op not in _LEAVES:
                yield place, ("verdicts", f"{item} {what}")


_LEAVES: Mapping[str, Callable[[QueryFacts, Any], Any]] = MappingProxyType(
    {
        "amount": lambda facts, key: facts.amount(key),
        "gap": lambda facts, key: facts.gap(key),
        "says": lambda facts, key: facts.says(*key),
        "degree": lambda _, __: 0,  # what is partly met is in doubt
        "type": lambda _, __: -1,  # who needs it asks for each
        "untyped": lambda facts, _: facts.untyped(),
    }
)
_OF_TYPES: Mapping[str, Callable[[QueryPlan, Node], Any]] = MappingProxyType(
    {
        "keeps": QueryPlan.keeps,
        "is_rate": QueryPlan.is_rate,
        "rate": QueryPlan.rate,
        "on_line": QueryPlan.on_line,
        "straight": QueryPlan.straight,
        "of_types": QueryPlan.of_types,
    }
)


def _added(plan: QueryPlan, one: Any, other: Any) -> Any:
    if is_known(one) and one == 0:
        return other
    return one if is_known(other) and other == 0 else plan.number(one) + plan.number(other)


def _times(plan: QueryPlan, one: Any, other: Any) -> Any:
    if is_known(one) and one in {0, 1}:
        return other if one == 1 else 0
    return one if is_known(other) and other == 1 else plan.number(one) * plan.number(other)


_OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "and": lambda plan, _, *parts: plan.every(parts),
        "or": lambda plan, _, *parts: plan.some(parts),
        "not": lambda plan, _, part: plan.denied(part),
        "count": lambda plan, _, *parts: plan.count(parts),
        "at_least": lambda plan, node, count: count >= float(node.data),
        "add": lambda plan, _, one, other: _added(plan, one, other),
        "sub": lambda plan, _, one, other: (
            one if is_known(other) and other == 0 else plan.number(one) - plan.number(other)
        ),
        "mul": lambda plan, _, one, other: _times(plan, one, other),
        "div": lambda plan, _, one, other: (
            one if is_known(other) and other == 1 else plan.number(one) / plan.number(other)
        ),
        "where": lambda plan, _, condition, one, other: plan.where(condition, one, other),
        "same": lambda plan, _, one, other: plan.number(one) == plan.number(other),
        "differ": lambda plan, _, one, other: plan.differ(one, other),
        "whole": lambda plan, _, share: share == 1.0,
        "some": lambda plan, _, amount: plan.scaled(amount).held > 0.0,
        "best": lambda plan, node, *shares: plan.language.best(node.data, list(map(plan.number, shares))),
    }
)
