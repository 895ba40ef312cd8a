"""Levels of a plan: whether each is reached for certain, and whether it may be while something is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve

from greencalc.standards.levels import Level, RequiredShare
from greencalc.standards.rules import Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.graph import Graph
from greencalc.table_plan.items import Judged
from greencalc.table_plan.points import Ends, Points, plan_points
from greencalc.units.text import share_in


def plan_levels(
    graph: Graph, standard: Standard, judged: Mapping[str, Judged], points: Points, policy: Policy | None
) -> tuple[Ends, ...]:
    """Return whether each level of a table is reached, for certain and perhaps; a closed gate keeps all of them."""
    decided = None if points.undecided is None else graph.denied(points.undecided)
    gate = Ends(graph.every([points.passes, decided]), graph.every([points.passes]))
    reached = []
    for level in standard.levels:
        conditions = [gate, *_conditions(graph, standard, judged, points, policy, level)]
        reached.append(Ends(*map(graph.every, zip(*conditions, strict=True))))
    return tuple(reached)


def _conditions(  # noqa: PLR0913, PLR0917 (they are what a level is of)
    graph: Graph,
    standard: Standard,
    judged: Mapping[str, Judged],
    points: Points,
    policy: Policy | None,
    level: Level,
) -> Iterator[Ends]:
    total = points.total
    if level.counts_from is not None:
        least = share_in(level.counts_from)
        whole = {name: evolve(one, share=_reaches(graph, one, least)) for name, one in judged.items()}
        total = plan_points(graph, standard, judged, policy, whole).total
    yield _at_least(graph, total, level.points_at_least)
    for required in level.groups:
        yield _at_least(graph, points.groups[required.group], required.points_at_least)
    for asked in level.items:
        least = share_in(asked.share)
        for name in asked_by(standard, asked):
            one = judged[name]
            surely = graph.some([_reaches(graph, one, least), one.spared])
            yield Ends(surely, graph.some([surely, one.unknown]))


def asked_by(standard: Standard, required: RequiredShare) -> tuple[str, ...]:
    """Return the items that are to earn a share: those named, or all with points of the 100."""
    return required.items or tuple(item.id for item in standard.items if item.points and item.kind != "bonus")


def _at_least(graph: Graph, ends: Ends, least: Fraction) -> Ends:
    return Ends(*(graph.reaches(end, least) for end in ends))


def _reaches(graph: Graph, one: Judged, least: Fraction) -> int:
    return graph.is_all(one.share) if least == 1 else graph.reaches(one.share, least)
