"""What a query says of values: whether they keep limits, and what share of the points they earn."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from greencalc.expression import Name, Quotient
from greencalc.table_plan.graph import Node
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.tongues.block_values import MARGIN
from greencalc.table_plan.tongues.block_verdicts import BLUR, EPSILON
from greencalc.table_plan.tongues.fractions import worked_out
from greencalc.table_plan.tongues.queries.terms import Language, Query, QueryFacts, is_known
from greencalc.table_plan.tongues.queries.ties import is_told
from greencalc.table_plan.tongues.queries.values import error_of, is_part_of_whole
from greencalc.table_plan.values import Value

_COMPARISONS: Mapping[tuple[str, bool], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ("higher", True): operator.ge,
        ("higher", False): operator.gt,
        ("lower", True): operator.le,
        ("lower", False): operator.lt,
    }
)


class QueryOfValues(Query):
    """Expressions of what is asked of values.

    Parameters
    ----------
    plan : Plan
        The plan.
    facts : QueryFacts
        The facts.
    language : Language
        The language.

    Attributes
    ----------
    found : dict of int
        What operations give, by their places.
    with_words : bool
        Whether it matters if what is partly met is fully so, or not at all, by less than floats tell.
    """

    with_words: bool

    def __init__(self, plan: Plan, facts: QueryFacts, language: Language) -> None:
        super().__init__(facts, language)
        self.plan = plan
        self.nodes = plan.graph.nodes
        self.values = {value.place: value for several in plan.values.values() for value in several}
        self.found: dict[int, Any] = {}

    def gap_of(self, value: Value) -> Any:
        """Return whether a value is unknown."""
        return False if value.gap is None else self.found[value.gap]

    def name_of(self, value: Value) -> str:
        """Return a name that no other value has."""
        name = value.formula.name
        return f"{name} in year {value.year + 1}" if len(self.plan.values[name]) > 1 else name

    def keeps(self, node: Node) -> Any:
        """Return whether a value keeps a limit: of each category its own, if they have others."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        kinds = (
            [True] if len(node.data) == 1 else [self.facts.is_of_category(place) for place in range(len(node.data) - 1)]
        )
        limited = [
            (kind, target) for kind, target in zip(kinds, node.data, strict=False) if target and kind is not False
        ]
        if found is None or not limited:
            return False
        if is_known(found):
            return self.some(self.every([kind, target.is_met_by(found)]) for kind, target in limited)
        among = {target: self.some(kind for kind, one in limited if one == target) for _, target in limited}
        error = min(error_of(value) or 0.0, 1.0)
        told = is_told(self, value, [target.value for target in among], error)
        told = told if is_known(told) else self.language.named("verdicts", f"{self.name_of(value)} is told", told)
        kept = []
        for target, kind in among.items():
            exact, limit = float(target.value), self.language.literal(float(target.value / found.factor))
            near = self.between(found, exact * (1 - error), exact * (1 + error))
            self.doubts.append(self.every([kind, near, self.denied(told)]))
            tie = self.every([near, told])
            holds = _COMPARISONS[target.better, target.inclusive](found.held, limit)
            holds = self.some([holds, tie]) if target.inclusive else self.every([holds, self.denied(tie)])
            kept.append(self.every([kind, holds]))
        return self.some(kept)

    def is_rate(self, node: Node) -> Any:
        """Doubt what may be no rate from nothing to all; whatever else is one."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        if is_known(found):
            return worked_out("is_rate", node.data, [found])
        if not (is_part_of_whole(value) and node.data * value.factor == 1):
            most = (1 - (error_of(value) or 0) - 2 * EPSILON) / float(node.data)
            self.sure.append(self.between(found, 0.0, most))
        return True

    def rate(self, node: Node) -> Any:
        """Return the share of points that a rate earns."""
        value, found = self.values[node.args[0]], self.found[node.args[0]]
        if is_known(found):
            return worked_out("rate", node.data, [found])
        share = found.times(node.data).plain
        if self.with_words:
            near = share >= 1 - 2 * ((error_of(value) or 0) + 2 * EPSILON)
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
        way = node.data
        error = ((error_of(value) or 0) + 4 * EPSILON) / abs(float(way.rise))  # the ends are rounded too
        strip: Any
        if is_known(base) and is_known(leading):
            length = leading - base if way.better == "higher" else base - leading
            if length <= 0:
                return 0  # it is refused
            strip = 2 * error * float(max(abs(base), abs(leading)) / length)
            if strip > BLUR:
                self.sure.append(self.gap_of(value))
            start, by = float(base / found.factor), float(found.factor / (leading - base))
            share = (found.held - start) * by
        else:
            low, high = (self.number(end) for end in (base, leading))
            length = high - low if way.better == "higher" else low - high
            ends = self.language.size(low) + self.language.size(high)
            self.sure.append(ends * (2 * error / BLUR) <= length)
            strip = BLUR
            share = self.language.divided(found.plain - low, high - low)
        share = self.language.named("verdicts", f"{self.name_of(value)} on line", share)
        if self.with_words:
            for end in (0.0, 1.0):
                self.doubts.append(self.language.size(share - end) <= strip)
        share = self.language.clamped(share)
        if way.rise == 1:
            return share
        return self.language.literal(float(way.start)) + share * self.language.literal(float(way.rise))

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

    def of_categories(self, node: Node) -> Any:
        """Return whether something holds for the category."""
        kinds = [self.facts.is_of_category(place) for place in range(len(node.data) - 1)]
        return self.some(kind for kind, holds in zip(kinds, node.data, strict=False) if holds)
