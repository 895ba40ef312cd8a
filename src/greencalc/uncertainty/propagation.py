"""What samples of a plant say: how probable verdicts are, intervals, which input matters, how sure the samples are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.assessment import Assessment
from greencalc.languages.said import PHRASES, Language, Said, in_both, joined, say, word
from greencalc.read_only import read_only
from greencalc.reporting.report import total_text
from greencalc.reporting.summary import gate_title
from greencalc.showing.sheet import Sheet, Shown, Table, listing
from greencalc.standards.table import Assumption
from greencalc.uncertainty.indices import SIDES, Indices, indices_of, moved_alone
from greencalc.uncertainty.inputs import UncertainInput
from greencalc.uncertainty.points import TIMES, Together
from greencalc.uncertainty.results import (
    Chance,
    Estimate,
    Influence,
    SobolIndex,
    Swing,
    error_text,
    number,
    percent,
    share,
)
from greencalc.uncertainty.sampled_plant import Ends, Outcomes, SampledPlant
from greencalc.units.number_text import decimal_text


@frozen(repr=False, eq=False, kw_only=True)
class Propagation(Shown):
    """What the uncertainty of a plant's amounts makes of its score. It prints itself, the exact verdict first.

    Attributes
    ----------
    assessment : Assessment
        The exact verdict, on the values as typed. No probability changes it.
    inputs : tuple of UncertainInput
        The amounts that may be off.
    samples : int
        How many samples were judged, those out of bounds too.
    seed : int
        The seed of the points: with the same versions, the same seed gives the same results.
    mark : float or None
        The points that `marked` is about.
    out_of_bounds : mapping of str to int
        Samples that are of no plant, and are left out, by what is out of bounds: an amount, or a formula that has no
        value.
    assumptions : tuple of Assumption
        What ± was taken to mean, and what else is assumed of the amounts that may be off.
    """

    assessment: Assessment
    inputs: tuple[UncertainInput, ...]
    samples: int
    seed: int
    mark: float | None
    out_of_bounds: Mapping[str, int] = field(converter=read_only)
    assumptions: tuple[Assumption, ...]
    _plant: SampledPlant
    _groups: tuple[Together, ...]
    _outcomes: Outcomes

    @property
    def sets(self) -> int:
        """In how many sets the points are scrambled anew."""
        return TIMES if self.inputs else 1

    @property
    def left_out(self) -> int:
        """How many samples are left out, because they are of no plant that could be."""
        return int(np.count_nonzero(self._outcomes.wrong))

    @cached_property
    def gate(self) -> Chance:
        """How probable it is that the gate is open."""
        return self._chance(self._outcomes.gate)

    @cached_property
    def items(self) -> Mapping[str, Chance]:
        """How probable it is that each item is fully met which is judged from amounts, by id: its limit above all."""
        return read_only({name: self._chance(ends) for name, ends in self._outcomes.items.items()})  # type: ignore[no-any-return]

    @cached_property
    def levels(self) -> tuple[Chance, ...]:
        """How probable each level of the table is, that or a higher one: in the table's order."""
        own = len(self.assessment.table.levels)
        return tuple(self._chance(ends) for ends in self._outcomes.levels[:own])

    @cached_property
    def marked(self) -> Chance | None:
        """How probable it is that the gate is open and the total reaches `mark`; None without a mark."""
        own = len(self.assessment.table.levels)
        return None if self.mark is None else self._chance(self._outcomes.levels[own])

    @cached_property
    def total(self) -> Estimate:
        """The total of 100."""
        return self._estimate(self._outcomes.total)

    @cached_property
    def groups(self) -> Mapping[str, Estimate]:
        """The points of each group, by id."""
        return read_only({name: self._estimate(ends) for name, ends in self._outcomes.groups.items()})  # type: ignore[no-any-return]

    @cached_property
    def indicators(self) -> Mapping[str, Estimate]:
        """The quantities that are known, by the formula's name, with the year that is one of several."""
        found = {}
        for header, column in self._outcomes.values.items():
            name, _, unit = header.partition(" [")
            if not np.isnan(column).any():
                shown = unit.removesuffix("]").replace("dimensionless", "")
                found[name] = self._estimate(Ends(column, column), shown)
        return read_only(found)  # type: ignore[no-any-return]

    @cached_property
    def influences(self) -> tuple[Influence, ...]:
        """How much each input makes of the uncertainty of total and gate, that which makes most first.

        They are of inputs that are independent of each other, as they stand; inputs that are correlated have theirs
        together. There are none if more samples are left out than a thousandth: what is left is not independent.
        """
        if not self.inputs or self.is_truncated:
            return ()
        curves = [one.curve for one in self.inputs]
        found = indices_of(self._outputs, curves, self._groups, self.samples, self.seed)
        rows = [
            Influence(
                tuple(self.inputs[place].name for place in group.places),
                _index(found, 0, column),
                _index(found, 1, column),
            )
            for column, group in enumerate(self._groups)
        ]
        return tuple(sorted(rows, key=lambda one: -one.most))

    @property
    def is_truncated(self) -> bool:
        """Whether more samples are left out than a thousandth of them."""
        return self.left_out > MOST_LEFT_OUT * self.samples

    @property
    def measure_first(self) -> tuple[str, ...]:
        """What to measure better first: the inputs by the larger of their total indices, of those told from zero."""
        return tuple(name for one in self.influences if one.is_notable for name in one.names)

    @cached_property
    def tornado(self) -> tuple[Swing, ...]:
        """The total while one input alone moves, the widest first."""
        if not self.inputs:
            return ()
        columns = moved_alone([float(one.exact_value) for one in self.inputs], [one.curve for one in self.inputs])
        outcomes = self._plant.outcomes(columns, scores_alone=True)
        totals = np.where(outcomes.wrong, np.nan, outcomes.total.lower).tolist()
        rows = [Swing(one.name, totals[2 * place], totals[2 * place + 1]) for place, one in enumerate(self.inputs)]
        return tuple(sorted(rows, key=lambda one: (math.isnan(one.width), -one.width)))

    def _outputs(self, columns: Sequence[Any]) -> Any:
        """Return total and gate of samples; those left out are in the middle of the others."""
        outcomes = self._plant.outcomes(columns, scores_alone=True)
        found = np.array([outcomes.total.lower, outcomes.gate.upper], dtype=float)
        found[:, outcomes.wrong] = found[:, ~outcomes.wrong].mean(axis=1, keepdims=True)
        return found

    @cached_property
    def _sound(self) -> Any:
        return ~self._outcomes.wrong

    def _chance(self, ends: Ends) -> Chance:
        lower, upper = (float(np.mean(end[self._sound])) for end in ends)
        if not any(end.strides[0] for end in ends):  # no sample could be otherwise
            return Chance(lower, upper, 0.0)
        errors = [self._error(np.asarray(end, dtype=float), np.mean) for end in ends]
        return Chance(lower, upper, max(1 / self.samples, *errors))  # as far as so many samples can tell

    def _estimate(self, ends: Ends, unit: str = "points") -> Estimate:
        lower, upper = (np.asarray(end, dtype=float) for end in ends)
        one, other = lower[self._sound], upper[self._sound]
        if one.min() == one.max() and other.min() == other.max():  # to the last bit
            first, last = float(one[0]), float(other[0])
            return Estimate(first, last, 0.0, first, last, 0.0, 0.0, unit)
        low, high = np.quantile(one, SIDES[0]), np.quantile(other, SIDES[1])
        ends_errors = (
            self._error(column, lambda part, side=side: np.quantile(part, side))
            for column, side in zip((lower, upper), SIDES, strict=True)
        )
        return Estimate(
            lower=float(one.mean()),
            upper=float(other.mean()),
            deviation=float(one.std()),
            low=float(low),
            high=float(high),
            error=max(self._error(column, np.mean) for column in (lower, upper)),
            end_error=max(ends_errors),
            unit=unit,
        )

    def _error(self, column: Any, statistic: Any) -> float:
        """Return the standard error of a statistic: the sets of points, each scrambled anew, differ by it."""
        sets = zip(np.split(column, TIMES), np.split(self._sound, TIMES), strict=True)
        found = [float(statistic(part[sound])) for part, sound in sets if sound.any()]
        return float(np.std(found, ddof=1) / math.sqrt(len(found))) if len(found) > 1 else math.inf

    def _sheet(self) -> Sheet:
        return _sheet_of(self)

    def to_text(self, *, language: Language = "en") -> str:
        """Return it as text, as the command ``greencalc uncertainty`` prints it.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            English, or Chinese.

        Returns
        -------
        str
            The exact verdict, probabilities, intervals, what to measure better first, and what is assumed.

        Raises
        ------
        FactsError
            If there is no such language.
        """
        return self._sheet().to_text(language=language)


MOST_LEFT_OUT = 1e-3
"""The part of samples that may be out of bounds without anybody having said so."""


def _index(found: Indices, output: int, column: int) -> SobolIndex:
    return SobolIndex(*(float(part[output, column]) for part in found))


def _sheet_of(found: Propagation) -> Sheet:
    """Return all that samples say of a plant, the exact verdict first."""
    assessment = found.assessment
    return Sheet(
        say("{number}: what uncertain amounts make of the score", number=assessment.table.number),
        (
            Sheet(
                word("The exact verdict, on the values as typed; no probability changes it"),
                (gate_title(assessment), say("Score   {total}", total=total_text(assessment))),
            ),
            Sheet(
                word("Probabilities"),
                (Table(("What", "Probability", "Sampling error"), _chances(found)), _settled(found)),
            ),
            Sheet(
                word("Expectations, standard uncertainties and intervals that hold 95 %"),
                (Table(("What", "Expectation", "Standard uncertainty", "From", "to", "Unit"), _estimates(found)),),
            ),
            _influences(found),
            _tornado(found),
            listing(word("What the amounts may be"), ((one.name, one.told) for one in found.inputs)),
            _samples(found),
            listing(
                word("What is assumed of the amounts"),
                (
                    (word(one.origin), say("{what} [{source}]", what=one.what, source=word(one.source)))
                    for one in found.assumptions
                ),
            ),
        ),
    )


def _chances(found: Propagation) -> Iterator[tuple[str, str, str]]:
    yield _chance(word("The gate is open"), found.gate)
    if found.marked is not None and found.mark is not None:
        mark = decimal_text(Fraction(found.mark))
        yield _chance(say("The gate is open, and the total reaches {mark}", mark=mark), found.marked)
    for level, chance in zip(found.assessment.table.levels, found.levels, strict=True):
        yield _chance(say("Level {level}.", level=level.title), chance)
    for name, chance in _open_items(found).items():
        result = found.assessment.item(name)
        limit = result.limit or word("fully met")
        yield _chance(joined((joined((name, in_both(result.item)), " "), limit), PHRASES), chance)


def _chance(what: str, chance: Chance) -> tuple[str, str, str]:
    told = joined(dict.fromkeys((percent(chance.lower), percent(chance.upper))), " to ")
    return what, told, error_text(100 * chance.error, " %") if chance.error else word("none")


def _open_items(found: Propagation) -> Mapping[str, Chance]:
    """Return the items that the samples do not agree about."""
    return {name: one for name, one in found.items.items() if {one.lower, one.upper} - {0.0, 1.0}}


def _settled(found: Propagation) -> Said:
    settled = len(found.items) - len(_open_items(found))
    return say("{count} more limits are kept in all samples, missed in all of them, or unknown.", count=settled)


def _estimates(found: Propagation) -> Iterator[tuple[str, ...]]:
    rows: dict[str, Estimate] = {word("Total"): found.total, **found.groups}
    for name, one in rows.items():
        yield _estimate(name, one)
    for name, one in found.indicators.items():
        if one.deviation:
            yield _estimate(name, one)


def _estimate(name: str, one: Estimate) -> tuple[str, ...]:
    middle = joined(dict.fromkeys((number(one.lower), number(one.upper))), " to ")
    return name, middle, number(one.deviation), number(one.low), number(one.high), word(one.unit)


def _influences(found: Propagation) -> Sheet | None:
    if not found.influences:
        return None
    heads = ("Input", "Total: alone", "Total: with others", "Gate: alone", "Gate: with others")
    rows = [
        (
            joined(one.names),
            *(share(part) for index in (one.points, one.gate) for part in (index.first, index.total)),
        )
        for one in found.influences
    ]
    error = max(
        max(index.first_error, index.total_error) for one in found.influences for index in (one.points, one.gate)
    )
    measured = joined(found.measure_first) if found.measure_first else word("none")
    return Sheet(
        word("What part of the variance comes from each input (Sobol indices)"),
        (
            Table(heads, rows),
            say("The largest sampling error of these is {error}.", error=error_text(error)),
            say("To be measured better first: {names}.", names=measured),
        ),
    )


def _tornado(found: Propagation) -> Sheet | None:
    if not found.tornado:
        return None
    rows = [(one.name, number(one.low), number(one.high)) for one in found.tornado]
    title = word("The total while one input alone moves between the ends of the interval that holds 95 % of it")
    return Sheet(title, (Table(("Input", "Total from", "to"), rows),))


def _samples(found: Propagation) -> Sheet:
    title = word("Samples")
    if not found.inputs:
        return Sheet(title, (word("No amount is said to be off, and nothing was sampled."),))
    count, sets, seed = found.samples, found.sets, found.seed
    lines = [
        say(
            "{count} Sobol points, in {sets} sets that are scrambled anew, seed {seed}.",
            count=count,
            sets=sets,
            seed=seed,
        )
    ]
    if found.left_out:
        named = (say("{name} {count}", name=word(name), count=number) for name, number in found.out_of_bounds.items())
        names = joined(named)
        lines.append(say("{count} of them are out of bounds and left out: {names}.", count=found.left_out, names=names))
    if found.is_truncated:
        lines.append(word("Sobol indices are not given, since amounts that are cut off together are not independent."))
    return Sheet(title, tuple(lines))
