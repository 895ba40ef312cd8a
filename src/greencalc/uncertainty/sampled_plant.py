"""A plant whose amounts are columns of samples: its plan worked out on them, a block at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.factors.tables import Factors
from greencalc.formula.checks import SureRange, sure_range
from greencalc.judging.exact_facts import exact_facts
from greencalc.many_plants.block import BLOCK
from greencalc.plant.facts import Facts
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.rules import FormulaRule, LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.inputs import Inputs, key_of
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.folded import FoldedPlan
from greencalc.table_plan.tongues.fractions import ExactFacts
from greencalc.table_plan.tongues.room import Room
from greencalc.uncertainty.inputs import UncertainInput
from greencalc.uncertainty.outcomes import Ends, Outcomes
from greencalc.uncertainty.sampled_ledgers import totals_of
from greencalc.uncertainty.sampled_rows import SampledRows

_LARGEST = 10**60  # as of the cells of tables
TOGETHER = "all facts together"


@frozen(eq=False)
class SampledPlant:
    """A plant some of whose amounts are sampled.

    Attributes
    ----------
    standard : Standard
        The table of indicators.
    facts : Facts
        What is known of the plant.
    given : mapping
        The facts as given, for the lines of its ledgers.
    inputs : tuple of UncertainInput
        The amounts that are sampled.
    policy, comparison : str
        The settings by which it is judged.
    factors : Factors or None
        The factor tables of the ledgers.
    """

    standard: Standard
    facts: Facts
    given: Mapping[str, Any]
    inputs: tuple[UncertainInput, ...]
    policy: Policy | None
    comparison: LimitComparison
    factors: Factors | None

    @cached_property
    def _exact(self) -> tuple[Inputs, ExactFacts]:
        return exact_facts(self.standard, self.facts)

    @cached_property
    def _ranges(self) -> Mapping[str, SureRange]:
        """What amounts may be, by name."""
        arguments = {**amounts_of(self.standard), **line_ends(self.standard)}
        return {name: sure_range(one.symbol, _LARGEST) for name, one in arguments.items()}

    def outcomes(self, columns: Sequence[Any], *, scores_alone: bool = False) -> Outcomes:
        """Judge samples, given as a column for each input; of gate and total alone, if no more is asked for."""
        rows = len(columns[0])
        wrong, out = np.zeros(rows, dtype=bool), Counter[str]()
        amounts = self._amounts(columns, wrong, out)
        inputs, facts = self._exact
        plan = plan_of(self.standard, inputs, self.policy, self.comparison)
        asked = _Asked(plan, self.standard, scores_alone=scores_alone)
        folded = FoldedPlan(plan, facts, amounts.keys(), [*asked.places, plan.fault])
        kept: dict[Any, Any] = {}
        room = Room(BLOCK)
        for start in range(0, rows, BLOCK):
            part = slice(start, min(start + BLOCK, rows))
            block = SampledRows(inputs, facts, {key: one[part] for key, one in amounts.items()}, wrong[part], room)
            of = folded.columns(block)
            for key, column in asked.columns(of):
                if not column.strides[0]:  # the same in all rows
                    kept[key] = np.broadcast_to(column[0], rows)
                    continue
                if key not in kept or not kept[key].strides[0]:
                    kept[key] = np.empty(rows, dtype=column.dtype)
                kept[key][part] = column
            for name, where in block.unsound.items():
                out[name] += int(np.count_nonzero(where))
            fault = of(plan.fault, otherwise=False) & ~wrong[part]
            out[TOGETHER] += int(np.count_nonzero(fault))
            wrong[part] |= fault
        return _outcomes(rows, wrong, out, kept)

    def _amounts(self, columns: Sequence[Any], wrong: Any, out: Counter[str]) -> dict[str, Any]:
        """Return the amounts that are sampled by key, sound ones in place of those out of bounds, which are noted."""
        amounts: dict[str, Any] = {}
        lines: dict[str, Any] = {}
        for one, column in zip(self.inputs, columns, strict=True):
            sure = SureRange(0.0, np.inf, zero=True) if one.is_line else self._ranges[one.fact]
            whole = np.rint(column) if sure.whole else column
            if not sure.hold(whole):
                bad = ~sure.each(whole)
                out[one.name] += int(np.count_nonzero(bad & ~wrong))
                wrong |= bad
                whole = np.where(bad, float(one.exact_value), whole)
            if one.is_line:
                lines[one.name] = whole
            else:
                amounts[key_of(one.fact, one.place)] = whole
        if lines:
            needed = {**amounts_of(self.standard), **line_ends(self.standard)}
            for name, (unit, total) in totals_of(self.given, lines, self.factors, wrong, out).items():
                if name in needed:
                    factor = unit.size / needed[name].symbol.unit.size
                    amounts[key_of(name, 0)] = total * float(factor)
        return amounts


class _Asked:
    """What is asked of a plan: columns by key, each made of some places."""

    def __init__(self, plan: Plan, standard: Standard, *, scores_alone: bool) -> None:
        self.points = points = plan.points
        self.pairs: dict[Any, tuple[int, int]] = {"total": points.total}
        self.values: dict[str, Any] = {}
        self.judged: dict[str, Any] = {}
        if not scores_alone:
            self.pairs |= {("group", name): ends for name, ends in points.groups.items()}
            self.pairs |= {("level", place): ends for place, ends in enumerate(plan.levels)}
            self.values = dict(plan.values_by_header)
            by_amounts = [item.id for item in standard.items if isinstance(item.rule, FormulaRule)]
            self.judged = {name: plan.items[name] for name in by_amounts}

    @property
    def places(self) -> Iterator[int | None]:
        """The places of the plan."""
        yield from (self.points.passes, self.points.undecided)
        for ends in self.pairs.values():
            yield from ends
        for value in self.values.values():
            yield from (value.place, value.gap)
        for one in self.judged.values():
            yield from (one.share, one.unknown, one.spared)

    def columns(self, of: Callable[..., Any]) -> Iterator[tuple[Any, Any]]:
        """Yield columns; those that are the same in all rows have no stride."""
        passes, undecided = of(self.points.passes, otherwise=True), of(self.points.undecided, otherwise=False)
        yield ("gate", 0), _joined(np.greater, passes, undecided)
        yield ("gate", 1), passes
        for key, ends in self.pairs.items():
            for end, place in enumerate(ends):
                yield (key, end), of(place)
        for header, value in self.values.items():
            yield ("value", header), _joined(_unless, of(value.place), of(value.gap, otherwise=False))
        for item, one in self.judged.items():
            unknown, full = of(one.unknown, otherwise=False), _joined(np.equal, of(one.share), np.broadcast_to(1, 1))
            yield (("item", item), 0), _joined(np.greater, full, unknown)
            yield (("item", item), 1), _joined(np.logical_or, full, unknown)
            yield ("spared", item), of(one.spared, otherwise=False)


def _joined(work: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    """Work on two columns; on one row of them, if they are the same in all rows."""
    if one.strides[0] or other.strides[0]:
        return work(one, other)
    return np.broadcast_to(work(one[:1], other[:1])[0], len(one))


def _unless(value: Any, gap: Any) -> Any:
    return np.where(gap, np.nan, value)


def _outcomes(rows: int, wrong: Any, out: Counter[str], kept: Mapping[Any, Any]) -> Outcomes:
    def ends(key: Any) -> Ends:
        return Ends(kept[key, 0], kept[key, 1])

    def named(kind: str) -> list[Any]:
        return [key[0][1] for key in kept if isinstance(key[0], tuple) and key[0][0] == kind and key[1] == 0]

    return Outcomes(
        rows=rows,
        wrong=wrong,
        out_of_bounds={name: count for name, count in out.items() if count},
        gate=ends("gate"),
        total=ends("total"),
        groups={name: ends(("group", name)) for name in named("group")},
        values={key[1]: column for key, column in kept.items() if key[0] == "value"},
        items={name: ends(("item", name)) for name in named("item") if not kept["spared", name].all()},
        levels=tuple(ends(("level", place)) for place in named("level")),
    )
