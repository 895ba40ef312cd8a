"""Gate and points of a plan: what its items come to, once points of what does not apply are kept, granted or spread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from attrs import frozen

from greencalc.standards.rules import Policy
from greencalc.standards.table import FULL_SCORE, Item, Standard
from greencalc.table_plan.graph import Graph
from greencalc.table_plan.items import Judged


class Sums(NamedTuple):
    """Points of some items as places in a graph: those earned, and those that are open; None where none can be."""

    earned: int | None
    still_open: int | None


@frozen
class Points:
    """What a table's items come to, as places in a plan's graph.

    Attributes
    ----------
    passes : int or None
        Whether no mandatory item is missed; None if that cannot be.
    undecided : int or None
        Whether some mandatory item is unknown; None if that cannot be.
    groups : mapping of str to Sums
        The points of each group.
    total : Sums
        The points of all.
    weights : mapping of str to Fraction
        The points of each item of the total, if all apply.
    worth : mapping of str to int
        What the points of a group's items are to be multiplied by, where some may not apply and the rest share theirs.
    unscorable : int or None
        Whether nothing with points applies, or nobody says what becomes of points; None if that cannot be.
    """

    passes: int | None
    undecided: int | None
    groups: Mapping[str, Sums]
    total: Sums
    weights: Mapping[str, Fraction]
    worth: Mapping[str, int]
    unscorable: int | None


def weights_of(standard: Standard) -> dict[str, Fraction]:
    """Return the points that each item can earn of the total, if all apply."""
    shares = {group.id: group.points / FULL_SCORE for group in standard.groups}
    weighted = standard.scoring == "weighted"
    return {
        item.id: item.points * shares[item.group] if weighted and item.group else item.points
        for item in standard.items
    }


def plan_points(graph: Graph, standard: Standard, judged: Mapping[str, Judged], policy: Policy | None) -> Points:
    """Add up what has been judged."""
    return _Adder(graph, standard, judged, policy).points()


class _Adder:
    def __init__(self, graph: Graph, standard: Standard, judged: Mapping[str, Judged], policy: Policy | None) -> None:
        self.graph = graph
        self.standard = standard
        self.judged = judged
        self.policy = policy
        self.weights = weights_of(standard)
        # whole numbers of a small unit, so that sums of floats are exact
        self.unit = lcm(*(weight.denominator for weight in self.weights.values()))

    def points(self) -> Points:
        graph = self.graph
        mandatory = [self.judged[item.id] for item in self.standard.items if item.mandatory]
        members = {group.id: self._scored(group.id) for group in self.standard.groups}
        worth, unscorable = self._worth(members)
        groups = {name: self._sums(items, worth.get(name)) for name, items in members.items()}
        total = Sums(
            graph.total(one.earned for one in groups.values() if one.earned is not None),
            graph.total(one.still_open for one in groups.values() if one.still_open is not None),
        )
        return Points(
            passes=graph.both(map(self._passes, mandatory)),
            undecided=graph.either(one.unknown for one in mandatory),
            groups={name: self._in_points(sums) for name, sums in groups.items()},
            total=self._in_points(total),
            weights=self.weights,
            worth=worth,
            unscorable=unscorable,
        )

    def _scored(self, group: str) -> list[Item]:
        return [item for item in self.standard.items if item.group == group and self.weights[item.id]]

    def _weight(self, item: Item) -> int:
        return int(self.weights[item.id] * self.unit)

    def _passes(self, one: Judged) -> int | None:
        """Return whether an item does not close the gate: it is met, unknown, or does not apply."""
        graph = self.graph
        met = one.share if graph.nodes[one.share].kind == "truth" else graph.add("truth", "whole", one.share)
        return graph.either([met, one.unknown, one.spared])

    def _sums(self, items: Iterable[Item], worth: int | None) -> Sums:
        """Add up a group's points in the small unit: truths of one weight are counted first."""
        graph = self.graph
        counted: dict[int, list[int]] = {}
        still_open: dict[int, list[int]] = {}
        parts = []
        for item in items:
            one, weight = self.judged[item.id], self._weight(item)
            share = one.share
            if self.policy == "full" and one.spared is not None:
                counted.setdefault(weight, []).append(one.spared)
            if graph.is_constant(share, False):  # noqa: FBT003 (the constant)
                pass
            elif graph.nodes[share].kind == "truth":
                counted.setdefault(weight, []).append(share)
            else:
                parts.append(graph.scaled(share, Fraction(weight)))
            if one.unknown is not None:
                still_open.setdefault(weight, []).append(one.unknown)
        earned = graph.total([*self._counted(counted), *parts])
        return Sums(self._times(earned, worth), self._times(graph.total(self._counted(still_open)), worth))

    def _counted(self, truths: Mapping[int, list[int]]) -> list[int]:
        graph = self.graph
        return [graph.scaled(graph.count(several), Fraction(weight)) for weight, several in truths.items()]

    def _times(self, points: int | None, worth: int | None) -> int | None:
        return points if points is None or worth is None else self.graph.add("number", "mul", points, worth)

    def _in_points(self, sums: Sums) -> Sums:
        graph = self.graph
        per_point = graph.number(self.unit)
        return Sums(*(None if one is None else graph.add("number", "div", one, per_point) for one in sums))

    def _worth(self, members: Mapping[str, list[Item]]) -> tuple[dict[str, int], int | None]:
        """Return what a group's points are worth where the rest shares those of what does not apply."""
        graph = self.graph
        spared = {item.id: one for items in members.values() for item in items if (one := self.judged[item.id].spared) is not None}
        if not spared or self.policy in {"keep", "full"}:
            return {}, None
        if self.policy is None:
            return {}, graph.either(spared.values())
        factors, left_of_groups = {}, []
        nothing, all_points = graph.number(0), sum(self._weight(item) for items in members.values() for item in items)
        for name, items in members.items():
            whole = sum(map(self._weight, items))
            gone = graph.total(
                graph.scaled(graph.count([spared[item.id]]), Fraction(self._weight(item)))
                for item in items
                if item.id in spared
            )
            if gone is None:
                left_of_groups.append(graph.number(whole))
                continue
            rest = graph.add("number", "sub", graph.number(whole), gone)
            is_empty = graph.add("truth", "same", rest, nothing)
            filled = graph.add("number", "where", is_empty, graph.number(1), rest)
            factors[name] = graph.add("number", "div", graph.number(whole), filled)
            left_of_groups.append(graph.add("number", "where", is_empty, nothing, graph.number(whole)))
        left = graph.total(left_of_groups)
        assert left is not None  # noqa: S101 (there are items that may be spared)
        is_empty = graph.add("truth", "same", left, nothing)
        of_rest = graph.add(
            "number", "div", graph.number(all_points), graph.add("number", "where", is_empty, graph.number(1), left)
        )
        worth = {
            name: of_rest if name not in factors else graph.add("number", "mul", factors[name], of_rest)
            for name in members
        }
        return worth, is_empty
