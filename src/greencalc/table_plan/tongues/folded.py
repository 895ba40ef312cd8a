"""A plan of one plant some of whose amounts are columns: what does not depend on them is worked out exactly, once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from greencalc.table_plan.graph import Node
from greencalc.table_plan.plan import Plan
from greencalc.table_plan.tongues.block_values import keys_of
from greencalc.table_plan.tongues.block_verdicts import VERDICTS, in_float
from greencalc.table_plan.tongues.blocks import BlockPlan
from greencalc.table_plan.tongues.fractions import ExactFacts, ExactPlan
from greencalc.table_plan.tongues.row_facts import RowFacts


class FoldedPlan:
    """Works a plan out in numpy, for rows that differ in some amounts alone.

    Parameters
    ----------
    plan : Plan
        The plan.
    facts : ExactFacts
        The plant's facts; of amounts that differ, any that are sound.
    differing : collection of str
        The keys of amounts that differ from row to row.
    roots : iterable of int or None
        The operations that are asked for; None stands for one that there is not.
    """

    def __init__(self, plan: Plan, facts: ExactFacts, differing: Collection[str], roots: Iterable[int | None]) -> None:
        nodes = plan.graph.nodes
        exact = _exact_plan(plan).work_out(facts)
        changing = _changing(plan, differing, exact)
        known = {place: _held(node, exact[place]) for place, node in enumerate(nodes) if place not in changing}
        self.block_plan = BlockPlan(plan, [place for place in roots if place is not None], known)

    def columns(self, facts: RowFacts) -> Callable[..., Any]:
        """Work rows out; return what gives a place's column, or without an axis what is the same in all rows.

        Where there is no place, it is what is given instead.
        """
        found = self.block_plan.work_out(facts)

        def of(place: int | None, otherwise: Any) -> Any:
            return np.array(otherwise) if place is None else found[place]

        return of


@lru_cache(maxsize=16)
def _exact_plan(plan: Plan) -> ExactPlan:
    return ExactPlan(plan, range(len(plan.graph.nodes)))


def _changing(plan: Plan, differing: Collection[str], exact: Sequence[Any]) -> set[int]:
    """Return the places whose results differ; a value with them if anything that is asked of it does."""
    nodes = plan.graph.nodes
    changing = {place for place, node in enumerate(nodes) if node.op == "amount" and node.data in differing}
    for several in plan.values.values():
        changing |= {value.place for value in several if not keys_of(value).isdisjoint(differing)}
    before = -1
    while len(changing) > before:
        before = len(changing)
        changing |= set(_further(nodes, changing, exact))
    return changing


def _further(nodes: list[Node], changing: set[int], exact: Sequence[Any]) -> Iterator[int]:
    """Add what depends on places whose results differ; yield values of which something is asked that does."""
    for place, node in enumerate(nodes):
        known = [arg for arg in node.args if arg not in changing]
        if place not in changing and (len(known) == len(node.args) or _is_settled(node, known, changing, exact)):
            continue
        changing.add(place)
        if node.op in VERDICTS:
            yield node.args[0]


def _is_settled(node: Node, known: Collection[int], changing: Collection[int], exact: Sequence[Any]) -> bool:
    """Tell whether what is known settles what an operation gives, whatever else it works on."""
    if node.op in {"and", "or"}:
        return any(bool(exact[arg]) == (node.op == "or") for arg in known)
    condition, *choices = node.args if node.op == "where" else (-1,)
    return condition in known and choices[0 if exact[condition] else 1] not in changing


def _held(node: Node, value: Any) -> Any:
    """Return a result as blocks hold it; what is unknown is harmless, since nobody looks at it."""
    if node.kind == "truth":
        return np.array(bool(value))
    if node.kind == "count":
        return np.array(-1 if value is None else int(value), dtype=np.int64 if node.op == "category" else np.int8)
    return np.array(0.0 if value is None else in_float(value))
