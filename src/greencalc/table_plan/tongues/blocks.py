"""A plan worked out in numpy, for a block of rows: floats decide, and exact fractions wherever floats cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.graph import Graph, Node
from greencalc.table_plan.inputs import UNSAID
from greencalc.table_plan.items import Judged
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.block_operations import NEUTRAL, OPERATIONS
from greencalc.table_plan.tongues.block_values import ValueInBlocks, is_straight
from greencalc.table_plan.tongues.block_verdicts import BLUR, VERDICTS, near
from greencalc.table_plan.tongues.fractions import ExactPlan
from greencalc.table_plan.tongues.row_facts import RowFacts

CODES: Mapping[str, int] = MappingProxyType({NOT_MET: 0, MET: 1, UNKNOWN: 2, NOT_APPLICABLE: 3, PARTLY_MET: 4})
"""The numbers that stand for statuses in arrays; of truth values, their own."""

SAID: Mapping[str, int] = MappingProxyType({**CODES, UNSAID: 5})
"""The numbers that stand for what is said of an item."""

Step = Callable[[list[Any], RowFacts], None]


class BlockScores(NamedTuple):
    """Scores of a block of rows.

    Attributes
    ----------
    eligible : array of int8
        1 yes, 0 no, -1 not known.
    lower, upper : array of float
        The ends of the score; the same array while nothing is unknown.
    coverage : array of float or None
        The part of all 100 points whose items are known; None while that is all.
    statuses : mapping of str to array of uint8
        By item, if asked for, by `CODES`.
    levels : sequence of array of int16
        The levels that rows have at least, and at most: the first of the table is 1, and 0 is none.
    wrong : array of bool
        Rows that cannot be judged.
    """

    eligible: Any
    lower: Any
    upper: Any
    coverage: Any
    statuses: Mapping[str, Any]
    levels: Sequence[Any]
    wrong: Any


def scores_of(
    standard: Standard, facts: RowFacts, policy: Policy | None, comparison: LimitComparison, *, with_statuses: bool
) -> BlockScores:
    """Score a block of rows."""
    plan = plan_of(standard, facts.inputs, policy, comparison)
    points = plan.points
    asked: list[int | None] = [points.passes, points.undecided, *points.total, points.coverage, plan.fault]
    asked += [end for ends in plan.levels for end in ends]
    if with_statuses:
        asked += [place for one in plan.items.values() for place in (one.share, one.unknown, one.spared)]
    found = _block_plan(plan, frozenset(place for place in asked if place is not None)).work_out(facts)

    def of(place: int | None, otherwise: Any) -> Any:
        return np.broadcast_to(otherwise if place is None else found[place], facts.rows)

    wrong = facts.wrong | of(plan.fault, otherwise=False)
    eligible = of(points.passes, otherwise=True).astype(np.int8)
    if points.undecided is not None:
        eligible[of(points.undecided, otherwise=False) & (eligible == 1)] = -1
    lower = of(points.total.lower, 0.0)
    statuses = {name: _status(one, of) for name, one in plan.items.items()} if with_statuses else {}
    levels = [_last_of(map(found.__getitem__, ends), facts.rows) for ends in zip(*plan.levels, strict=True)]
    # what is unknown of a bonus or a cap is beyond coverage
    upper = lower if points.total.upper == points.total.lower else of(points.total.upper, 0.0)
    coverage = None if points.coverage is None else of(points.coverage, 1.0)
    if points.coverage is None and points.most_known != 1:
        coverage = np.full(facts.rows, float(points.most_known))
    return BlockScores(eligible, lower, upper, coverage, statuses, levels, wrong)


def _last_of(truths: Iterable[Any], rows: int) -> Any:
    """Return which of some truths is the last that holds in each row, counted from 1; 0 if none does."""
    last = np.zeros(rows, dtype=np.int16)
    for number, holds in enumerate(truths, start=1):
        last[np.broadcast_to(holds, rows)] = number
    return last


Worked = Mapping[str, Any]
"""Columns of a block by header."""


def values_of_formulas(
    standard: Standard, facts: RowFacts, policy: Policy | None, comparison: LimitComparison
) -> Worked:
    """Return the values of all formulas for a block of rows; NaN where they are unknown."""
    plan = plan_of(standard, facts.inputs, policy, comparison)
    values = plan.values_by_header
    places = [place for value in values.values() for place in (value.place, value.gap) if place is not None]
    found = _block_plan(plan, frozenset(places)).work_out(facts)
    return {
        header: found[value.place] if value.gap is None else np.where(found[value.gap], np.nan, found[value.place])
        for header, value in values.items()
    }


def points_of_groups(standard: Standard, facts: RowFacts, policy: Policy | None, comparison: LimitComparison) -> Worked:
    """Return the points of all groups for a block of rows, if everything unknown is not met and if it is."""
    plan = plan_of(standard, facts.inputs, policy, comparison)
    ends = {
        f"{name}_{end}": getattr(one, end) for name, one in plan.points.groups.items() for end in ("lower", "upper")
    }
    found = _block_plan(plan, frozenset(ends.values())).work_out(facts)
    return {name: found[place] for name, place in ends.items()}


class RowFaults(NamedTuple):
    """Where rows of a block cannot be judged.

    Attributes
    ----------
    unsound : mapping of str to array of bool
        Where a formula has no value though its amounts are known, by its name.
    of_items : mapping of str to array of bool
        Where an item cannot be judged by the value that its formula has.
    of_words : array of bool
        Where words are at fault.
    """

    unsound: Mapping[str, Any]
    of_items: Mapping[str, Any]
    of_words: Any


def faults_of_rows(
    standard: Standard, facts: RowFacts, policy: Policy | None, comparison: LimitComparison
) -> RowFaults:
    """Tell where rows cannot be judged, though each cell can be read."""
    plan = plan_of(standard, facts.inputs, policy, comparison)
    places = {fault.place for one in plan.items.values() for fault in one.faults}
    found = _block_plan(plan, frozenset(places)).work_out(facts)
    of_items: dict[str, Any] = {}
    of_words = np.zeros(facts.rows, dtype=bool)
    for item in standard.items:
        formula = standard.formula_of(item)
        for fault in plan.items[item.id].faults:
            if formula is None or fault.kind in {"word", "sign"}:
                of_words |= found[fault.place]
            else:
                nowhere = np.zeros(facts.rows, dtype=bool)
                has_value = ~facts.unsound.get(formula.name, nowhere)
                of_items[formula.name] = of_items.get(formula.name, nowhere) | (found[fault.place] & has_value)
    return RowFaults(facts.unsound, of_items, of_words)


def _status(one: Judged, of: Callable[..., Any]) -> Any:
    """Return the codes of an item's statuses."""
    share = of(one.share, 0.0)
    if share.dtype == bool:
        codes = share.astype(np.uint8)
    else:
        codes = np.full(len(share), CODES[PARTLY_MET], dtype=np.uint8)
        codes[share <= 0] = CODES[NOT_MET]
        codes[share >= 1] = CODES[MET]
    for place, status in ((one.unknown, UNKNOWN), (one.spared, NOT_APPLICABLE)):
        codes[of(place, otherwise=False)] = CODES[status]
    return codes


@lru_cache(maxsize=64)
def _block_plan(plan: Plan, roots: frozenset[int]) -> BlockPlan:
    return BlockPlan(plan, roots)


class BlockPlan:
    """Works a plan out in numpy.

    Parameters
    ----------
    plan : Plan
        The plan.
    roots : iterable of int
        The operations that are asked for.
    known : mapping of int to array, optional
        What operations give in every row alike, by their places: arrays without an axis.
    """

    def __init__(self, plan: Plan, roots: Iterable[int], known: Mapping[int, Any] = MappingProxyType({})) -> None:
        self.plan = plan
        self.graph: Graph = plan.graph
        self.known = known
        wanted = set(roots)
        needed = plan.graph.needed_for(wanted | set(self._asked()), known)
        order = [place for place in needed if place not in known]
        self.steps = self._with_drops(list(self._steps(order)), wanted)

    def _asked(self) -> Iterable[int]:
        """Return the values of all formulas: one that nobody asks for may still be none."""
        places = (value.place for several in self.plan.values.values() for value in several)
        return (place for place in places if place not in self.known)

    def _steps(self, order: list[int]) -> Iterable[tuple[int, tuple[int, ...], Step]]:
        """Yield in order what is worked out, of what, and how; a value with all that is asked of it."""
        nodes = self.graph.nodes
        values = {value.place: value for several in self.plan.values.values() for value in several}
        verdicts: dict[int, list[int]] = {}
        for place in order:
            if nodes[place].op in VERDICTS:
                verdicts.setdefault(nodes[place].args[0], []).append(place)
        beside = {arg for several in verdicts.values() for place in several for arg in nodes[place].args[1:]}
        for place in sorted(order, key=lambda place: (place not in beside, place)):
            node = nodes[place]
            if node.op == "value":
                of_value = verdicts.get(place, [])
                needs = tuple(
                    dict.fromkeys(arg for one in (place, *of_value) for arg in nodes[one].args if arg != place)
                )
                yield place, needs, ValueInBlocks(values[place], of_value, nodes)
            elif node.op in NEUTRAL:
                told = tuple(arg for arg in node.args if arg not in self.known)  # what is known decides nothing
                yield place, told, _step(place, node._replace(args=told), self.plan)
            elif node.op not in VERDICTS:
                yield place, node.args, _step(place, node, self.plan)

    def _with_drops(
        self, steps: list[tuple[int, tuple[int, ...], Step]], roots: set[int]
    ) -> list[tuple[Step, tuple[int, ...]]]:
        """Return steps with what is not needed after each, whose arrays the next ones may have."""
        nodes = self.graph.nodes
        last = {arg: number for number, (_, args, _) in enumerate(steps) for arg in args}
        drops: dict[int, list[int]] = {}
        for arg, number in last.items():
            is_own = arg not in roots and arg not in self.known
            if is_own and nodes[arg].op not in _LEAVES and nodes[arg].op != "constant":
                drops.setdefault(number, []).append(arg)
        return [(step, tuple(drops.get(number, ()))) for number, (_, _, step) in enumerate(steps)]

    def work_out(self, facts: RowFacts) -> list[Any]:
        """Return what was asked for, by its place; rows that cannot be judged become wrong."""
        found: list[Any] = [None] * len(self.graph.nodes)
        for place, value in self.known.items():
            found[place] = value
        with np.errstate(all="ignore"):
            for step, drops in self.steps:
                step(found, facts)
                for place in drops:
                    facts.room.give(self.graph.nodes[place].kind, found[place])
        return found


def _step(place: int, node: Node, plan: Plan) -> Step:
    """Return how an operation is worked out."""
    nodes = plan.graph.nodes
    args, data = node.args, node.data
    if node.op in _LEAVES:
        leaf = _LEAVES[node.op]

        def read(found: list[Any], facts: RowFacts) -> None:
            found[place] = leaf(facts, data)

        return read
    if node.op == "constant":
        constant = np.array(data if isinstance(data, bool) else float(data))

        def know(found: list[Any], _: RowFacts) -> None:
            found[place] = constant

        return know
    if node.op == "differ":
        return _told_apart(place, node, plan)
    if node.op == "reaches":
        return _compared(place, node, plan)
    if node.op == "straight":

        def look(found: list[Any], facts: RowFacts) -> None:
            found[place] = facts.room.take("truth")
            np.copyto(found[place], is_straight(nodes, data, found, facts, *args))

        return look
    work, kind = OPERATIONS[node.op](data), node.kind

    def join(found: list[Any], facts: RowFacts) -> None:
        found[place] = work(*[found[arg] for arg in args], out=facts.room.take(kind))

    return join


def _told_apart(place: int, node: Node, plan: Plan) -> Step:
    """Return how two shares of years are told apart: exactly, where floats may differ by their rounding alone."""
    *args, closely = node.args
    exactly = ExactPlan(plan, args)

    def tell_apart(found: list[Any], facts: RowFacts) -> None:
        one, other = (np.broadcast_to(found[arg], facts.rows) for arg in args)
        found[place] = np.not_equal(one, other, out=facts.room.take("truth"))
        may_differ = found[place] | (found[closely] & (one > 0) & (one < 1))
        for row in np.flatnonzero(may_differ & (np.abs(one - other) <= 2 * BLUR) & ~facts.wrong).tolist():
            exact = exactly.work_out(facts.exact(row))
            found[place][row] = exact[args[0]] != exact[args[1]]

    return tell_apart


def _compared(place: int, node: Node, plan: Plan) -> Step:
    """Return how a number is compared with a constant: exactly, where sums of floats may be off by their rounding."""
    least, is_whole = node.data
    exactly = ExactPlan(plan, node.args)
    low, high = near(least)

    def compare(found: list[Any], facts: RowFacts) -> None:
        numbers = np.broadcast_to(found[node.args[0]], facts.rows)
        found[place] = np.greater_equal(numbers, float(least), out=facts.room.take("truth"))
        if is_whole:
            return
        for row in np.flatnonzero((numbers >= low) & (numbers <= high) & ~facts.wrong).tolist():
            found[place][row] = exactly.work_out(facts.exact(row))[node.args[0]] >= least

    return compare


def _says(facts: RowFacts, key: tuple[str, str]) -> Any:
    codes, code = facts.codes(key[0]), SAID[key[1]]
    if codes.dtype == bool:
        return codes if key[1] == MET else codes.view(np.uint8) == code
    return codes == code


_LEAVES: Mapping[str, Callable[[RowFacts, Any], Any]] = MappingProxyType(
    {
        "amount": lambda facts, key: facts.amount(key),
        "gap": lambda facts, key: facts.gap(key),
        "says": _says,
        "degree": lambda facts, item: facts.degrees(item),
        "category": lambda facts, _: facts.categories(),
        "uncategorised": lambda facts, _: facts.categories() < 0,
    }
)
