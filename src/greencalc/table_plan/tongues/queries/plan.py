"""A plan as expressions of a query, for engines that have the columns: polars, and whatever reads SQL.

Floats decide; rows in which they may decide wrongly, or which cannot be judged, are in doubt: an expression tells
them, and they are to be judged exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from greencalc.table_plan.graph import Node
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.tongues.block_verdicts import BLUR, near
from greencalc.table_plan.tongues.fractions import worked_out
from greencalc.table_plan.tongues.queries.terms import Language, QueryFacts, Stage, is_known
from greencalc.table_plan.tongues.queries.values import value_of
from greencalc.table_plan.tongues.queries.verdicts import QueryOfValues


class QueryPlan(QueryOfValues):
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
    """

    def __init__(
        self, plan: Plan, roots: Iterable[int], facts: QueryFacts, language: Language, *, with_words: bool
    ) -> None:
        super().__init__(plan, facts, language)
        order = list(plan.graph.needed_for({*roots, *self.values}))  # a value that nobody asks for may still be none
        self.with_words = with_words or any(self.nodes[place].op == "whole" for place in order)
        names = dict(_names_of(plan))
        for place in order:
            made = self._made(place, self.nodes[place])
            if place in names and not is_known(made):
                made = language.named(*names[place], made)
            self.found[place] = made

    def _made(self, place: int, node: Node) -> Any:
        if node.op == "constant":
            return node.data
        if node.op in _LEAVES:
            return _LEAVES[node.op](self.facts, node.data)
        if node.op == "value":
            value = self.values[place]
            return value_of(self, value, self.gap_of(value), self.name_of(value))
        if node.op in _OF_VALUES:
            return _OF_VALUES[node.op](self, node)
        args = [self.found[arg] for arg in node.args]
        if all(map(is_known, args)):
            return worked_out(node.op, node.data, args)
        return _OPERATIONS[node.op](self, node, *args)

    def differ(self, one: Any, other: Any, closely: Any) -> Any:
        """Return whether two shares of years differ; by how much floats do may be their rounding alone."""
        share = self.number(one)
        by = self.language.size(share - self.number(other))
        may_differ = self.some([by > 0.0, self.every([closely, share > 0.0, share < 1.0])])
        self.doubts.append(self.every([may_differ, by <= 2 * BLUR]))
        return by > 0.0

    def reaches(self, node: Node, number: Any) -> Any:
        """Return whether a number is as large as a constant; where sums of floats are near it they cannot tell."""
        least, is_whole = node.data
        if not is_whole:
            self.doubts.append(self.language.between(number, *map(self.language.literal, near(least))))
        return number >= float(least)

    def count(self, truths: Sequence[Any]) -> Any:
        """Return how many of some truths hold."""
        known = sum(truth for truth in truths if is_known(truth))
        counted = self.language.count([truth for truth in truths if not is_known(truth)])
        return counted + float(known) if known else counted


def _names_of(plan: Plan) -> Iterable[tuple[int, tuple[Stage, str]]]:
    """Yield the operations that have a name, the most telling one last."""
    for name, one in plan.points.steps.items():
        yield one, ("points", name)
    for item, judged in plan.items.items():
        is_truth = plan.graph.nodes[judged.share].kind == "truth"
        found: dict[str, int | None] = {"is met" if is_truth else "earns": judged.share}
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
        "category": lambda _, __: -1,  # who needs it asks for each
        "uncategorised": lambda facts, _: facts.uncategorised(),
    }
)
_OF_VALUES: Mapping[str, Callable[[QueryPlan, Node], Any]] = MappingProxyType(
    {
        "keeps": QueryPlan.keeps,
        "is_rate": QueryPlan.is_rate,
        "rate": QueryPlan.rate,
        "on_line": QueryPlan.on_line,
        "straight": QueryPlan.straight,
        "of_categories": QueryPlan.of_categories,
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


def _divided(plan: QueryPlan, one: Any, other: Any) -> Any:
    if is_known(other) and other == 1:
        return one
    return plan.language.divided(plan.number(one), plan.number(other))


_OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "and": lambda plan, _, *parts: plan.every(parts),
        "or": lambda plan, _, *parts: plan.some(parts),
        "not": lambda plan, _, part: plan.denied(part),
        "count": lambda plan, _, *parts: plan.count(parts),
        "at_least": lambda _, node, count: count >= float(node.data),
        "reaches": lambda plan, node, number: plan.reaches(node, plan.number(number)),
        "add": lambda plan, _, one, other: _added(plan, one, other),
        "sub": lambda plan, _, one, other: (
            one if is_known(other) and other == 0 else plan.number(one) - plan.number(other)
        ),
        "mul": lambda plan, _, one, other: _times(plan, one, other),
        "div": lambda plan, _, one, other: _divided(plan, one, other),
        "where": lambda plan, _, condition, one, other: plan.where(condition, one, other),
        "same": lambda plan, _, one, other: plan.number(one) == plan.number(other),
        "differ": lambda plan, _, *args: plan.differ(*args),
        "whole": lambda _, __, share: share == 1.0,
        "some": lambda plan, _, amount: plan.scaled(amount).held > 0.0,
        "best": lambda plan, node, *shares: plan.language.best(node.data, list(map(plan.number, shares))),
    }
)
