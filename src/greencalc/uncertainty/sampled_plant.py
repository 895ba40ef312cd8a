"""A plant whose amounts are columns of samples: its plan worked out on them, a block at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

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
from greencalc.table_plan.inputs import key_of
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.folded import FoldedPlan
from greencalc.table_plan.tongues.room import Room
from greencalc.uncertainty.inputs import UncertainInput
from greencalc.uncertainty.sampled_ledgers import TOTALS, totals_of
from greencalc.uncertainty.sampled_rows import SampledRows

_LARGEST = 10**60  # as of the cells of tables
TOGETHER = "all facts together"


class Ends(NamedTuple):
    """Two columns: if everything unknown is not met, and if it is met."""

    lower: Any
    upper: Any


@frozen(eq=False)
class Outcomes:
    """Samples of a plant as judged.

    Attributes
    ----------
    rows : int
        How many there are.
    wrong : array of bool
        Which are of no plant that could be: out of bounds, or against a relation between amounts.
    out_of_bounds : mapping of str to int
        How many of them, by what is out of bounds: an amount, or the formula that has no value.
    gate : Ends
        Whether the gate is open.
    total : Ends
        The points.
    groups : mapping of str to Ends
        The points of each group.
    values : mapping of str to array
        The quantities by header, with their unit; NaN where unknown.
    items : mapping of str to Ends
        Whether each item that is judged from amounts, and applies, is met.
    levels : tuple of Ends
        Whether each level is reached.
    """

    rows: int
    wrong: Any
    out_of_bounds: Mapping[str, int]
    gate: Ends
    total: Ends
    groups: Mapping[str, Ends]
    values: Mapping[str, Any]
    items: Mapping[str, Ends]
    levels: tuple[Ends, ...]


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
    def _ranges(self) -> Mapping[str, SureRange]:
        """What amounts may be, by name."""
        arguments = {**amounts_of(self.standard), **line_ends(self.standard)}
        return {name: sure_range(one.symbol, _LARGEST) for name, one in arguments.items()}

    @cached_property
    def _whole(self) -> _Prepared:
        return _Prepared(self, scores_alone=False)

    @cached_property
    def _scores(self) -> _Prepared:
        return _Prepared(self, scores_alone=True)

    def outcomes(self, columns: Sequence[Any], *, scores_alone: bool = False) -> Outcomes:
        """Judge samples, given as a column for each input; of gate and total alone, if no more is asked for."""
        rows = len(columns[0])
        wrong, out = np.zeros(rows, dtype=bool), Counter[str]()
        amounts = self._amounts(columns, wrong, out)
        prepared = self._scores if scores_alone else self._whole
        return prepared.outcomes(amounts, wrong, out)

    @property
    def sampled_keys(self) -> Iterator[str]:
        """The keys of the amounts that differ from sample to sample."""
        for one in self.inputs:
            if one.is_line:
                yield from (key_of(name, 0) for name in TOTALS[one.fact])
            else:
                yield key_of(one.fact, one.place)

    def _amounts(self, columns: Sequence[Any], wrong: Any, out: Counter[str]) -> dict[str, Any]:
        """Return the amounts that are sampled by key, sound ones in place of those out of bounds, which are noted."""
        amounts: dict[str, Any] = {}
        lines: dict[str, Any] = {}
        for one, column in zip(self.inputs, columns, strict=True):
            sure = SureRange(0.0, np.inf, zero=True) if one.is_line else self._ranges[one.fact]
            whole = np.rint(column) if one.is_whole else column
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


class _Prepared:
    """A sampled plant whose plan is folded, and what is asked of it."""

    def __init__(self, plant: SampledPlant, *, scores_alone: bool) -> None:
        self.inputs, self.facts = exact_facts(plant.standard, plant.facts)
        self.plan = plan_of(plant.standard, self.inputs, plant.policy, plant.comparison)
        self.asked = list(_asked(self.plan, plant.standard, scores_alone=scores_alone))
        places = {place for one in self.asked for place in one.places} | {self.plan.fault}
        self.folded = FoldedPlan(self.plan, self.facts, frozenset(plant.sampled_keys), places)

    def outcomes(self, amounts: Mapping[str, Any], wrong: Any, out: Counter[str]) -> Outcomes:
        """Judge samples of amounts, by key; those that are of no plant are noted."""
        kept: dict[Any, Any] = {}
        asked, rows, room = self.asked, len(wrong), Room(BLOCK)
        for start in range(0, rows, BLOCK):
            part = slice(start, min(start + BLOCK, rows))
            sampled = {key: column[part] for key, column in amounts.items()}
            block = SampledRows(self.inputs, self.facts, sampled, wrong[part], room)
            of = self.folded.columns(block)
            if not kept:
                kept = {one.key: one.of_one_row(of, rows) for one in asked}
                asked = [one for one in asked if kept[one.key] is None]
                kept |= {one.key: np.empty(rows, one.made(of).dtype) for one in asked}
            for one in asked:
                kept[one.key][part] = one.made(of)
            for name, where in block.unsound.items():
                out[name] += int(np.count_nonzero(where))
            fault = of(self.plan.fault, otherwise=False) & ~wrong[part]
            out[TOGETHER] += int(np.count_nonzero(fault))
            wrong[part] |= fault
        return _outcomes(rows, wrong, out, kept)


class _Column(NamedTuple):
    """A column that is asked for: what it is made of, and how; None stands for what always, or never, holds."""

    key: Any
    places: tuple[int | None, ...]
    otherwise: tuple[bool, ...]
    work: Callable[..., Any]

    def made(self, of: Callable[..., Any]) -> Any:
        return self.work(*map(of, self.places, self.otherwise))

    def of_one_row(self, of: Callable[..., Any], rows: int) -> Any:
        """Return it if it is the same in all rows; else None."""
        parts = list(map(of, self.places, self.otherwise))
        if any(np.ndim(part) for part in parts):
            return None
        return np.broadcast_to(self.work(*parts), rows)


def _asked(plan: Plan, standard: Standard, *, scores_alone: bool) -> Iterator[_Column]:
    """Yield the columns that are asked of a plan; of gate and total alone, if no more is asked for."""
    points = plan.points
    yield _Column(("gate", 0), (points.passes, points.undecided), (True, False), np.greater)
    yield _Column(("gate", 1), (points.passes,), (True,), _as_it_is)
    pairs: dict[Any, tuple[int, int]] = {"total": points.total}
    if not scores_alone:
        pairs |= {("group", name): ends for name, ends in points.groups.items()}
        pairs |= {("level", place): ends for place, ends in enumerate(plan.levels)}
    for key, ends in pairs.items():
        for end, place in enumerate(ends):
            yield _Column((key, end), (place,), (False,), _as_it_is)
    if scores_alone:
        return
    for header, value in plan.values_by_header.items():
        yield _Column(("value", header), (value.place, value.gap), (False, False), _unless)
    for item in standard.items:
        if isinstance(item.rule, FormulaRule):
            one, key = plan.items[item.id], ("item", item.id)
            yield _Column((key, 0), (one.share, one.unknown), (False, False), _is_met)
            yield _Column((key, 1), (one.share, one.unknown), (False, False), _may_be_met)
            yield _Column(("spared", item.id), (one.spared,), (False,), _as_it_is)


def _as_it_is(column: Any) -> Any:
    return column


def _never(truth: Any) -> bool:
    """Tell whether something holds in no row, as far as that is known without looking at rows."""
    return not np.ndim(truth) and not truth


def _unless(value: Any, gap: Any) -> Any:
    return value if _never(gap) else np.where(gap, np.nan, value)


def _is_met(share: Any, unknown: Any) -> Any:
    full = share if share.dtype == bool else np.greater_equal(share, 1)
    return full if _never(unknown) else np.greater(full, unknown)


def _may_be_met(share: Any, unknown: Any) -> Any:
    full = share if share.dtype == bool else np.greater_equal(share, 1)
    return full if _never(unknown) else np.logical_or(full, unknown)


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
