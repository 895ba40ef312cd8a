"""A plan worked out in exact fractions, for one plant."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from attrs import frozen

from greencalc.errors import InputError
from greencalc.formula.checks import is_violated, within_range
from greencalc.formula.computation import default_reading
from greencalc.formula.plain_call import settle
from greencalc.table_plan.graph import ARITHMETIC
from greencalc.table_plan.inputs import UNSAID
from greencalc.table_plan.items import Way
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.values import Value


@frozen
class ExactFacts:
    """A plant's facts as numbers.

    Attributes
    ----------
    amounts : mapping of str to Fraction
        By key; those that are unknown are left out.
    words : mapping of str to (str, Fraction or None)
        The status that is said of items, by id, and the share of what is partly met.
    category : int
        The place of its category in the table's list; -1 if it is unknown.
    """

    amounts: Mapping[str, Fraction]
    words: Mapping[str, tuple[str, Fraction | None]]
    category: int


class ExactPlan:
    """Works a plan out in fractions.

    Parameters
    ----------
    plan : Plan
        The plan.
    roots : iterable of int
        The operations that are asked for.
    """

    def __init__(self, plan: Plan, roots: Iterable[int]) -> None:
        nodes = plan.graph.nodes
        values = {(value.formula.name, value.year): value for several in plan.values.values() for value in several}
        self.values: list[tuple[int, Value, frozenset[str]]] = []
        self.steps: list[_Step] = []
        self.leaves: dict[tuple[str, Any], int] = {}
        # what each operation gives is written into a copy of this: constants, and what is so of a plant without facts
        self.start: list[Any] = [None] * len(nodes)
        for place in plan.graph.needed_for(roots):
            _, op, args, data = nodes[place]
            if op == "value":
                needs = frozenset(nodes[one].data for one in plan.graph.needed_for(args) if nodes[one].op == "gap")
                self.values.append((place, values[data], needs))
            elif op == "constant":
                self.start[place] = _whole(data)
            elif op in _UNTOLD:
                self.leaves[op, data] = place
                self.start[place] = _UNTOLD[op](data)
            else:
                self.steps.append(_Step(place, _function(op, data), _reader(args), op in _OF_ALL))

    def work_out(self, facts: ExactFacts) -> list[Any]:
        """Return what each operation gives, by its place; None is a value that is unknown or cannot be."""
        found = self.start.copy()
        for leaf, value in _told(facts):
            if leaf in self.leaves:
                found[self.leaves[leaf]] = value
        for place, value, needs in self.values:
            if needs <= facts.amounts.keys():
                found[place] = value_in(value, facts.amounts)
        for place, function, read, is_of_all in self.steps:
            found[place] = function(read(found)) if is_of_all else function(*read(found))
        return found


def _function(op: str, data: Any) -> Callable[..., Any]:
    return _OF_ALL[op] if op in _OF_ALL else _OF_EACH.get(op) or partial(_WITH_DATA[op], data)


def worked_out(op: str, data: Any, args: Sequence[Any]) -> Any:
    """Return what a single operation gives."""
    return _function(op, data)(args) if op in _OF_ALL else _function(op, data)(*args)


class _Step(NamedTuple):
    """An operation, made ready: a function of what it works on, as one tuple (`is_of_all`) or as so many arguments."""

    place: int
    function: Callable[..., Any]
    read: Callable[[list[Any]], tuple[Any, ...]]
    is_of_all: bool


def _reader(args: tuple[int, ...]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Return what reads some places of a list."""
    if len(args) == 1:
        [place] = args
        return lambda found: (found[place],)
    return operator.itemgetter(*args)


def _whole(number: Any) -> Any:
    """Return a whole number as such, for the sake of speed; all else as it is."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


def _told(facts: ExactFacts) -> Iterator[tuple[tuple[str, Any], Any]]:
    """Yield the leaves of which facts tell, by operation and data, and what they tell."""
    for key, amount in facts.amounts.items():
        yield ("amount", key), amount
        yield ("gap", key), False
    for item, (status, share) in facts.words.items():
        yield ("says", (item, UNSAID)), False
        yield ("says", (item, status)), True
        if share is not None:
            yield ("degree", item), share
    yield ("category", None), facts.category
    yield ("uncategorised", None), facts.category < 0


def value_in(value: Value, amounts: Mapping[str, Fraction]) -> Fraction | None:
    """Return a formula's value; None if its amounts break a bound or a relation."""
    row: dict[str, Any] = {}
    for name, argument in value.formula.arguments.items():
        known = [amounts[key] for key in value.keys.get(name, ()) if key in amounts]
        if not known:
            row[name] = default_reading(argument).exact(argument.symbol.unit)
        else:
            row[name] = np.array(known, dtype=object) if argument.symbol.over else known[0]
    if any(is_violated(relation, row) for relation in value.formula.relations):
        return None
    try:
        found = settle(value.formula, row)
    except InputError:
        return None
    return found if within_range(found) else None


def _keeps(targets: tuple[Any, ...], value: Fraction | None, category: int = 0) -> bool:
    target = targets[category]
    return value is not None and target is not None and bool(target.is_met_by(value))


def _on_line(way: Way, value: Fraction | None, base: Fraction | None, leading: Fraction | None) -> Fraction | int:
    if value is None or not _is_straight(way.better, base, leading):
        return 0
    assert base is not None  # noqa: S101 (a straight line has both ends)
    assert leading is not None  # noqa: S101 (as above)
    part = min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))
    return way.start + part * way.rise


def _is_straight(better: str, base: Fraction | None, leading: Fraction | None) -> bool:
    if base is None or leading is None:
        return False
    return leading < base if better == "lower" else leading > base


def _is_rate(size: Fraction, value: Fraction | None) -> bool:
    return value is not None and 0 <= value * size <= 1


def _best(place: int, *shares: Any) -> Any:
    return sorted(shares, reverse=True)[place - 1]


_OF_ALL: Mapping[str, Callable[[Sequence[Any]], Any]] = MappingProxyType({"and": all, "or": any, "count": sum})
"""Operations on as many others as there are."""

_OF_EACH: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **ARITHMETIC,
        "not": operator.not_,
        "where": lambda condition, one, other: one if condition else other,
        "differ": lambda one, other, _: one != other,
        "whole": lambda share: share == 1,
        "some": lambda amount: amount is not None and amount > 0,
    }
)
_WITH_DATA: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "at_least": lambda wanted, count: count >= wanted,
        "reaches": lambda least, number: number >= least[0],
        "of_categories": lambda are, category: are[category],
        "best": _best,
        "keeps": _keeps,
        "on_line": _on_line,
        "straight": _is_straight,
        "rate": lambda size, value: 0 if value is None else value * size,
        "is_rate": _is_rate,
    }
)
_UNTOLD: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "amount": lambda _: None,
        "gap": lambda _: True,
        "says": lambda item_and_status: item_and_status[1] == UNSAID,
        "degree": lambda _: 0,
        "category": lambda _: -1,
        "uncategorised": lambda _: True,
    }
)
"""What leaves give of a plant without facts."""
