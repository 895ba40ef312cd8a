"""A plan worked out in exact fractions, for one plant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.errors import InputError
from greencalc.formula.checks import is_violated, within_range
from greencalc.formula.computation import default_reading
from greencalc.formula.plain_call import settle
from greencalc.table_plan.inputs import UNSAID
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
    vehicle_type : int
        The place of its type in the table's list; -1 if it is unknown.
    """

    amounts: Mapping[str, Fraction]
    words: Mapping[str, tuple[str, Fraction | None]]
    vehicle_type: int


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
        self.plan = plan
        nodes = plan.graph.nodes
        self.values = {(value.formula.name, value.year): value for several in plan.values.values() for value in several}
        self.steps = [(place, nodes[place]) for place in plan.graph.needed_for(roots)]

    def work_out(self, facts: ExactFacts) -> list[Any]:
        """Return what each operation gives, by its place; None is a value that is unknown or cannot be."""
        found: list[Any] = [None] * len(self.plan.graph.nodes)
        for place, (_, op, args, data) in self.steps:
            if op in _OPERATIONS:
                found[place] = _OPERATIONS[op](data, *[found[arg] for arg in args])
            elif op == "value":
                is_unknown = bool(args) and found[args[0]]
                found[place] = None if is_unknown else value_in(self.values[data], facts.amounts)
            else:
                found[place] = _LEAVES[op](facts, data)
        return found


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


def _keeps(targets: tuple[Any, ...], value: Fraction | None, vehicle_type: int = 0) -> bool:
    target = targets[vehicle_type]
    return value is not None and target is not None and bool(target.is_met_by(value))


def _on_line(better: str, value: Fraction | None, base: Fraction | None, leading: Fraction | None) -> Fraction:
    if value is None or not _is_straight(better, base, leading):
        return Fraction(0)
    assert base is not None  # noqa: S101 (a straight line has both ends)
    assert leading is not None  # noqa: S101 (as above)
    return min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))


def _is_straight(better: str, base: Fraction | None, leading: Fraction | None) -> bool:
    if base is None or leading is None:
        return False
    return leading < base if better == "lower" else leading > base


def _is_rate(size: Fraction, value: Fraction | None) -> bool:
    return value is not None and 0 <= value * size <= 1


def _best(place: int, *shares: Any) -> Any:
    return sorted(shares, reverse=True)[place - 1]


_OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "constant": lambda data: data,
        "and": lambda _, *parts: all(parts),
        "or": lambda _, *parts: any(parts),
        "not": lambda _, part: not part,
        "count": lambda _, *parts: sum(parts),
        "at_least": lambda wanted, count: count >= wanted,
        "add": lambda _, one, other: one + other,
        "sub": lambda _, one, other: one - other,
        "mul": lambda _, one, other: one * other,
        "div": lambda _, one, other: one / other,
        "where": lambda _, condition, one, other: one if condition else other,
        "same": lambda _, one, other: one == other,
        "differ": lambda _, one, other: one != other,
        "whole": lambda _, share: share == 1,
        "some": lambda _, amount: amount is not None and amount > 0,
        "of_types": lambda are, vehicle_type: are[vehicle_type],
        "best": _best,
        "keeps": _keeps,
        "on_line": _on_line,
        "straight": _is_straight,
        "rate": lambda size, value: Fraction(0) if value is None else value * size,
        "is_rate": _is_rate,
    }
)
_LEAVES: Mapping[str, Callable[[ExactFacts, Any], Any]] = MappingProxyType(
    {
        "amount": lambda facts, key: facts.amounts.get(key),
        "gap": lambda facts, key: key not in facts.amounts,
        "says": lambda facts, key: facts.words.get(key[0], (UNSAID, None))[0] == key[1],
        "degree": lambda facts, item: facts.words.get(item, ("", None))[1] or Fraction(0),
        "type": lambda facts, _: facts.vehicle_type,
        "untyped": lambda facts, _: facts.vehicle_type < 0,
    }
)
