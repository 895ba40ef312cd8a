"""Gate and points of a plan: what its items come to, once points of what does not apply are kept, granted or spread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from attrs import frozen

from greencalc.standards.rules import Policy
from greencalc.standards.table import FULL_SCORE, Item, Standard
from greencalc.table_plan.graph import MOST_COUNTED, Graph
from greencalc.table_plan.items import Judged


class Ends(NamedTuple):
    """Points of some items as places in a graph: if everything unknown is not met, and if it is met."""

    lower: int
    upper: int


@frozen
class Points:
    """What a table's items come to, as places in a plan's graph.

    Attributes
    ----------
    passes : int or None
        Whether no mandatory item is missed; None if that cannot be.
    undecided : int or None
        Whether some mandatory item is unknown; None if that cannot be.
    groups : mapping of str to Ends
        The points of each group.
    total : Ends
        The points of all.
    coverage : int or None
        The part of all points whose items are known; None if that is all of them.
    weights : mapping of str to Fraction
        The points of each item of the total, if all apply.
    worth : mapping of str to int
        What the points of a group's items are to be multiplied by, where some may not apply and the rest share theirs;
        those of a table without groups are under an empty name.
    unscorable : int or None
        Whether nothing with points applies, or nobody says what becomes of points; None if that cannot be.
    steps : mapping of str to int
        What lies between, each under a name: what groups earn, what is unknown in them, and what applies, in units as
        small as make these whole numbers.
    most_known : Fraction
        The coverage where nothing is unknown; of a table without points, all.
    """

    passes: int | None
    undecided: int | None
    groups: Mapping[str, Ends]
    total: Ends
    coverage: int | None
    weights: Mapping[str, Fraction]
    worth: Mapping[str, int]
    unscorable: int | None
    steps: Mapping[str, int]
    most_known: Fraction


def weights_of(standard: Standard) -> dict[str, Fraction]:
    """Return the points that each item can earn of the total, if all apply."""
    shares = {group.id: group.points / FULL_SCORE for group in standard.groups}
    weighted = standard.scoring == "weighted"
    return {
        item.id: item.points * shares[item.group] if weighted and item.group else item.points for item in standard.items
    }


def plan_points(
    graph: Graph,
    standard: Standard,
    judged: Mapping[str, Judged],
    policy: Policy | None,
    counted: Mapping[str, Judged] | None = None,
) -> Points:
    """Add up what has been judged, or what of it counts; caps go by what has been judged."""
    return _Adder(graph, standard, judged, policy, counted or judged).points()


UNGROUPED = ""
"""The group that stands for all items of a table without groups."""


class _Share(NamedTuple):
    """What the points of a group are multiplied and divided by, where the rest of it has what does not apply."""

    times: int | None = None
    by: int | None = None


class _Adder:
    def __init__(
        self,
        graph: Graph,
        standard: Standard,
        judged: Mapping[str, Judged],
        policy: Policy | None,
        counted: Mapping[str, Judged],
    ) -> None:
        self.graph = graph
        self.judged = counted
        self.found = judged
        self.policy = policy
        self.mandatory = [judged[item.id] for item in standard.items if item.mandatory]
        self.caps = standard.caps
        self.weights = weights_of(standard)
        # whole numbers of a small unit, so that sums of floats are exact
        self.unit = lcm(*(part.denominator for item in standard.items for part in self._parts(item)))
        self.bonus = [item for item in standard.items if item.kind == "bonus"]
        self.members: dict[str, list[Item]] = {group.id: [] for group in standard.groups} or {UNGROUPED: []}
        for item in standard.items:
            if self.weights[item.id] and item.kind != "bonus":
                self.members[item.group or UNGROUPED].append(item)
        self.whole_points = Fraction(sum(self.weights[item.id] for items in self.members.values() for item in items))
        self.shares = dict.fromkeys(self.members, _Share())
        self.all_points = graph.number(sum(self._weight(item) for items in self.members.values() for item in items))
        self.whole = self.all_points
        self.left: int | None = None
        self.steps: dict[str, int] = {}

    def points(self) -> Points:
        graph = self.graph
        unscorable = self._spread()
        earned = {name: self._earned(items) for name, items in self.members.items()}
        still_open = {name: self._open(items) for name, items in self.members.items()}
        self.steps |= {f"earned of {name}": one for name, one in earned.items()}
        self.steps |= {f"open of {name}": one for name, one in still_open.items() if one is not None}
        possible = {
            name: one if (added := still_open[name]) is None else graph.arithmetic("add", one, added)
            for name, one in earned.items()
        }
        return Points(
            passes=graph.both(map(self._passes, self.mandatory)),
            undecided=graph.either(one.unknown for one in self.mandatory),
            groups={
                name: Ends(self._in_points({name: one}), self._in_points({name: possible[name]}))
                for name, one in earned.items()
                if name != UNGROUPED
            },
            total=self._capped(self._with_bonus(earned, possible)),
            coverage=None if set(still_open.values()) == {None} else self._coverage(still_open),
            weights=self.weights,
            worth={name: self._worth(share) for name, share in self.shares.items()} if self._is_spread() else {},
            unscorable=unscorable,
            steps=self.steps,
            most_known=self.whole_points / FULL_SCORE if self.whole_points else Fraction(1),
        )

    def _with_bonus(self, earned: Mapping[str, int], possible: Mapping[str, int]) -> Ends:
        """Return the total, with what is added to it or taken from it."""
        graph = self.graph
        added = [item for item in self.bonus if item.points > 0]
        taken = [item for item in self.bonus if item.points < 0]
        lower, upper = (
            graph.total([self._earned([*added, *taken]), *self._all_open(items)]) if self.bonus else None
            for items in (taken, added)
        )
        return Ends(self._in_points(earned, lower), self._in_points(possible, upper))

    def _all_open(self, items: Iterable[Item]) -> list[int]:
        found = self._open(items)
        return [] if found is None else [found]

    def _capped(self, total: Ends) -> Ends:
        """Return the total, as far as the table lets it grow."""
        graph = self.graph
        for cap in self.caps:
            most = graph.number(cap.points)
            lower, upper = (graph.add("number", "best", *sorted([end, most]), data=2) for end in total)
            if cap.unless is not None:
                one = self.found[cap.unless]
                met = graph.some([graph.is_all(one.share), one.spared])
                lower = graph.chosen(met, total.lower, lower)
                upper = graph.chosen(graph.some([met, one.unknown]), total.upper, upper)
            total = Ends(lower, upper)
        return total

    def _parts(self, item: Item) -> Iterator[Fraction]:
        """Yield the points of an item, and those of the steps to them."""
        weight = self.weights[item.id]
        yield weight
        left = [self.judged[item.id].share]
        while left:
            node = self.graph.nodes[left.pop()]
            if node.op in {"where", "best"}:
                left += node.args[1:] if node.op == "where" else node.args
            elif node.op == "constant":
                yield weight * Fraction(node.data)

    def _weight(self, item: Item) -> int:
        return int(self.weights[item.id] * self.unit)

    def _passes(self, one: Judged) -> int | None:
        """Return whether an item does not close the gate: it is met, unknown, or does not apply."""
        graph = self.graph
        return graph.either([graph.is_all(one.share), one.unknown, one.spared])

    def _earned(self, items: Iterable[Item]) -> int:
        """Add up what a group earns in the small unit: truths of one weight are counted, then parts are added.

        So the last digit of a sum is the same whatever else may be said of items.
        """
        graph = self.graph
        truths: list[tuple[int, Item]] = []
        parts = []
        for item in items:
            one = self.judged[item.id]
            node = graph.nodes[one.share]
            if self.policy == "full" and one.spared is not None and item.kind != "bonus":
                truths.append((one.spared, item))
            if node.kind == "truth":
                truths.append((one.share, item))
            elif node.op == "add":  # met, and how far if partly
                truths.append((node.args[0], item))
                parts.append(graph.scaled(node.args[1], Fraction(self._weight(item))))
            else:
                parts.append(graph.scaled(one.share, Fraction(self._weight(item))))
        total = graph.total([*self._counted(truths), *parts])
        return graph.number(0) if total is None else total

    def _open(self, items: Iterable[Item]) -> int | None:
        """Add up what is unknown in a group in the small unit; None if nothing can be."""
        unknown = ((self.judged[item.id].unknown, item) for item in items)
        return self.graph.total(self._counted((truth, item) for truth, item in unknown if truth is not None))

    def _counted(self, truths: Iterable[tuple[int, Item]]) -> list[int]:
        graph = self.graph
        by_weight: dict[int, list[int]] = {}
        for truth, item in truths:
            if truth != graph.never:
                by_weight.setdefault(self._weight(item), []).append(truth)
        counted = (
            (graph.number(weight), several[start : start + MOST_COUNTED])
            for weight, several in by_weight.items()
            for start in range(0, len(several), MOST_COUNTED)
        )
        return [
            graph.add("number", "mul", graph.count([one, *others]), weight)
            if others
            else graph.chosen(one, weight, graph.number(0))
            for weight, (one, *others) in counted
        ]

    def _times(self, one: int, other: int | None) -> int:
        if other is None or self.graph.is_constant(one, 1):
            return one if other is None else other
        return self.graph.arithmetic("mul", one, other)

    def _fraction(self, by_group: Mapping[str, int | None], beyond: int | None = None) -> tuple[int, int]:
        """Return points of groups, and those beyond them, as one fraction of whole numbers, if no shares are in it."""
        graph = self.graph
        above, below = graph.number(0), graph.number(1)
        for name, points in by_group.items():
            share = self.shares[name]
            above = above if share.by is None else self._times(above, share.by)
            if points is not None:
                added = self._times(self._times(points, share.times), below)
                above = added if graph.is_constant(above, 0) else graph.arithmetic("add", above, added)
            below = below if share.by is None else self._times(below, share.by)
        if self.left is not None:
            above, below = self._times(above, self.all_points), self._times(below, self.left)
        if beyond is not None:
            above = graph.arithmetic("add", above, self._times(beyond, below))
        return above, self._times(below, graph.number(self.unit))

    def _in_points(self, by_group: Mapping[str, int | None], beyond: int | None = None) -> int:
        return self.graph.arithmetic("div", *self._fraction(by_group, beyond))

    def _coverage(self, still_open: Mapping[str, int | None]) -> int:
        """Return the part of all points whose items are known."""
        graph, unit = self.graph, self.graph.number(self.unit)
        above, below = self._fraction(still_open)
        known = graph.arithmetic("sub", self._times(self.whole, below), self._times(above, unit))
        return graph.arithmetic("div", known, graph.scaled(self._times(below, unit), FULL_SCORE))

    def _is_spread(self) -> bool:
        return any(share.by is not None for share in self.shares.values())

    def _worth(self, share: _Share) -> int:
        """Return what the points of an item of a group are worth."""
        graph, one = self.graph, self.graph.number(1)
        above = self._times(self._times(one, share.times), None if self.left is None else self.all_points)
        return graph.arithmetic("div", above, self._times(self._times(one, share.by), self.left))

    def _spread(self) -> int | None:
        """Share the points of what does not apply out among the rest; return whether that cannot be done, or None."""
        graph = self.graph
        spared = {
            item.id: one
            for items in self.members.values()
            for item in items
            if (one := self.judged[item.id].spared) is not None
        }
        if not spared or self.policy in {"keep", "full"}:
            return None
        if self.policy is None:
            return graph.either(spared.values())
        nothing, one_time, left = graph.number(0), graph.number(1), []
        for name, items in self.members.items():
            whole = graph.number(sum(map(self._weight, items)))
            gone = graph.total(self._counted((spared[item.id], item) for item in items if item.id in spared))
            if gone is None:
                left.append(whole)
                continue
            rest = graph.arithmetic("sub", whole, gone)
            # what always applies has the points of the rest
            may_be_empty = all(item.id in spared for item in items)
            is_empty = graph.arithmetic("same", rest, nothing) if may_be_empty else graph.never
            stays = graph.either([is_empty, graph.arithmetic("same", gone, nothing)])
            assert stays is not None  # noqa: S101 (what is gone is no constant)
            times, by = (graph.chosen(stays, one_time, one) for one in (whole, rest))
            self.shares[name] = _Share(times, by)
            self.steps |= {f"left of {name}": rest, f"times of {name}": times, f"by of {name}": by}
            # a group that has nothing left gives its points to the other groups
            left.append(whole if not may_be_empty else graph.chosen(is_empty, nothing, whole))
        whole_rest = graph.total(left)
        assert whole_rest is not None  # noqa: S101 (there is a group of what is spared)
        if all(graph.nodes[one].op == "constant" for one in left):
            return None  # no group gives points to others
        is_empty, is_all = (graph.arithmetic("same", whole_rest, end) for end in (nothing, self.all_points))
        stays = graph.either([is_empty, is_all])
        assert stays is not None  # noqa: S101 (as above)
        self.left = graph.chosen(stays, one_time, whole_rest)
        self.all_points = graph.chosen(stays, one_time, self.all_points)
        self.steps |= {"all left": whole_rest, "all times": self.all_points, "all by": self.left}
        return graph.either([is_empty])
