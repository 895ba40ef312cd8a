"""What would have to change: for every item not fully met, the value that each input would need.

The other inputs are held. Every formula that an item uses is a fraction of sums in each single input, so the
value follows exactly from three of its values; it is always tried in the formula before it is named.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from greencalc.computation import Exact, Input, recompute
from greencalc.display import InALine
from greencalc.errors import InputError
from greencalc.facts import MET, NOT_APPLICABLE, UNKNOWN
from greencalc.formula import Formula
from greencalc.judge import Target
from greencalc.results import ItemResult
from greencalc.rounding import decimal_text, integer_digits
from greencalc.standard import LimitRule
from greencalc.unit_text import exact_in, split_amount

if TYPE_CHECKING:
    from greencalc.assessment import Assessment

__all__ = ["Change", "Gap", "find_gaps"]

_DIGITS = 5  # rounding then moves a value or its change by less than 0.1 %
_ALL_DIGITS = 60
_POINTS = 3
_TRIFLE = Fraction(1, 10**30)  # on which side of an edge the target is met shows this far from it

Changed = Mapping[int | None, Fraction]
"""New values of an input by entries of its list; under None the value of all of it."""


@frozen(repr=False)
class Change(InALine):
    """What one input would need for its item to be fully met, the others held.

    Attributes
    ----------
    argument, meaning : str
        The input's name and what it stands for.
    now : str or tuple of str or None
        The amount as typed; None if it is missing.
    needed : str or tuple of str or None
        The amount that would do, ready to be typed; None if no value can do it, or any does.
    why : str
        The change in words, that any value does it, or why none can.
    """

    argument: str
    meaning: str
    now: str | tuple[str, ...] | None
    needed: str | tuple[str, ...] | None
    why: str

    def __str__(self) -> str:
        """Return the input and the change in words."""
        return f"{self.argument}: {self.why}"


@frozen(repr=False)
class Gap(InALine):
    """An item that is not fully met, and what would close it.

    Attributes
    ----------
    result : ItemResult
        The item as judged.
    exact_gain : Fraction
        The points that it would gain.
    changes : tuple of Change
        What each input would need, each by itself; empty for a requirement that is judged by a word.
    words : tuple of str
        What else is to be done: a requirement to be met, facts to be given.
    """

    result: ItemResult
    exact_gain: Fraction
    changes: tuple[Change, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Return the item and what would close it."""
        return f"{self.id} {self.result.item.title}: {'; '.join((*map(str, self.changes), *self.words))}"

    @property
    def id(self) -> str:
        """The item's id."""
        return self.result.id

    @property
    def opens_gate(self) -> bool:
        """Whether the item is mandatory."""
        return self.result.item.mandatory

    @property
    def gain(self) -> float:
        """The points that it would gain."""
        return float(self.exact_gain)


def find_gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Return what would have to change: mandatory items first, then by the points to be gained."""
    gaps = [_gap(assessment, result) for result in assessment.items if result.status not in {MET, NOT_APPLICABLE}]
    return tuple(sorted(gaps, key=lambda gap: (not gap.opens_gate, -gap.exact_gain)))


def _gap(assessment: Assessment, result: ItemResult) -> Gap:
    gain = result.exact_of - (result.exact_points or 0)
    declaration = assessment.table.formula_of(result.item)
    if declaration is None:
        word = "find out whether it is met" if result.status == UNKNOWN else "meet the requirement in full"
        return Gap(result, gain, (), (word,))
    words = tuple(f"give {name}" for name in result.needs)
    if result.status == UNKNOWN and result.computation is not None and not words:
        words = ("leave out the word unknown: all amounts are given",)
    return Gap(result, gain, tuple(_changes(assessment, declaration, result)), words)


def _changes(assessment: Assessment, declaration: Formula, result: ItemResult) -> Iterator[Change]:
    """Yield what each input would need; while amounts are missing, only if it is a single one."""
    rule, target = result.item.rule, result.target
    years = rule.years if isinstance(rule, LimitRule) else None
    known = {item.name: item for item in result.inputs}
    arguments = declaration.arguments.items()
    missing = [name for name, argument in arguments if name not in known and argument.default is None]
    if target is None or len(missing) > 1 or (result.status == UNKNOWN and years is not None):
        return
    lists = any(isinstance(item.exact, tuple) for item in known.values())
    if lists and any(declaration.arguments[name].symbol.over for name in missing):
        return  # a list is missing, with as many amounts as the others
    problem = _Problem(assessment, declaration, known, target, years.at_least if years else 1)
    for name in missing or known:
        symbol = declaration.arguments[name].symbol
        exact = known[name].exact if name in known else None
        if symbol.over is not None and isinstance(exact, tuple):
            for entry in range(len(exact)):
                yield problem.change(name, (entry,))
        elif isinstance(exact, tuple):
            yield problem.change(name, problem.years_to_mend())
        else:
            yield problem.change(name, ())


class _NoValueError(Exception):
    """No value of an input closes the gap; says why."""


@frozen
class _Problem:
    """A formula, its known inputs, and the target that its result is to meet in so many years."""

    assessment: Assessment
    formula: Formula
    inputs: Mapping[str, Input]
    target: Target
    wanted: int

    def change(self, name: str, entries: tuple[int, ...]) -> Change:
        """Return what an input would need: some entries of a list, or all of it."""
        symbol, given = self.formula.arguments[name].symbol, self.inputs.get(name)
        typed = None if given is None else given.typed
        try:
            needed = self._amounts(name, entries)
        except _NoValueError as error:
            any_does = given is None and not self._fault(name, {None: self._inside(name)})
            why = "any value of it does it" if any_does else f"no value of it can do it: {error}"
            return Change(name, symbol.meaning, typed, None, why)
        words = "; ".join(
            f"{amount.words}{f' (entry {entry + 1})' if entry is not None else ''}" for entry, amount in needed.items()
        )
        if isinstance(typed, tuple):
            whole = tuple(needed[entry].text if entry in needed else old for entry, old in enumerate(typed))
            return Change(name, symbol.meaning, typed, whole, words)
        return Change(name, symbol.meaning, typed, needed[None].text, words)

    def years_to_mend(self) -> tuple[int, ...]:
        """Return the years that would have to meet the target too: the best of those that miss it."""
        results = self._results(_values(self.inputs, "", {}))
        failing = [year for year, value in enumerate(results) if not self.target.is_met_by(value)]
        failing.sort(key=results.__getitem__, reverse=self.target.better == "higher")
        return tuple(sorted(failing[: self.wanted - len(results) + len(failing)]))

    def _amounts(self, name: str, entries: tuple[int, ...]) -> dict[int | None, _Amount]:
        """Return the amounts needed by entry, rounded so that they pass."""
        places: tuple[int | None, ...] = entries or (None,)
        edges = {place: self._edge(name, place) for place in places}
        for digits in (_DIGITS, 2 * _DIGITS, 3 * _DIGITS):
            amounts = {place: self._rounded(name, place, edge, digits, up=up) for place, (edge, up) in edges.items()}
            fault = self._fault(name, {place: amount.exact for place, amount in amounts.items()})
            if not fault:
                return amounts
        raise _NoValueError(fault)

    def _edge(self, name: str, place: int | None) -> tuple[Fraction, bool]:
        """Return the value at which the target is just reached, from three values of the input, and if more helps."""

        def result_of(value: Fraction) -> Fraction:
            results = self._results(_values(self.inputs, name, {place: value}))
            if place is not None and len(results) > 1:
                return results[place]
            return sorted(results, reverse=self.target.better == "higher")[min(self.wanted, len(results)) - 1]

        now = self._now(name, place)
        points = []
        for factor in (1, 2, 3, 5):
            value = abs(now or Fraction(1)) * factor
            with suppress(InputError):  # a divisor of zero
                points.append((value, result_of(value)))
        reached = _inverse(points, self.target.value)
        if reached is None or result_of(reached) != self.target.value:
            raise _NoValueError("the result would not reach the target")
        return reached, self.target.is_met_by(result_of(reached + _TRIFLE))

    def _results(self, values: Mapping[str, Exact]) -> tuple[Fraction, ...]:
        result = recompute(self.formula, values, checked=False)
        return result if isinstance(result, tuple) else (result,)

    def _fault(self, name: str, changed: Changed) -> str:
        """Return why changed values do not do, or nothing."""
        try:
            for formula, inputs in self._users(name):
                recompute(formula, _values(inputs, name, changed))
        except InputError as error:
            return "; ".join(f"{fault.argument} {fault.given}; expected {fault.expected}" for fault in error.faults)
        met = sum(map(self.target.is_met_by, self._results(_values(self.inputs, name, changed))))
        return "" if met >= self.wanted else "the result would not reach the target"

    def _users(self, name: str) -> Iterator[tuple[Formula, Mapping[str, Input]]]:
        """Yield the formulas that would be computed with an input, each with its other inputs."""
        table = self.assessment.table
        formulas = {formula.name: formula for formula in map(table.formula_of, table.items) if formula is not None}
        for formula in formulas.values():
            known = self.assessment.facts.inputs_of(formula.arguments)
            needed = {argument.name for argument in formula.arguments.values() if argument.default is None}
            if name in formula.arguments and needed <= {name, *known}:
                yield formula, known

    def _inside(self, name: str) -> Fraction:
        """Return a value that bounds and relations allow for an input that is missing, if any is."""
        low, high = [], []
        for formula, inputs in self._users(name):
            symbol = formula.arguments[name].symbol
            low += [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
            high += [bound for bound in (symbol.at_most,) if bound is not None]
            for row in _rows(_values(inputs, name, {None: Fraction(0)})):
                for relation in formula.relations:
                    larger, smaller = (sum(map(row.__getitem__, side)) for side in (relation.larger, relation.smaller))
                    room = Fraction(larger - smaller)
                    low += [-room] if name in relation.larger else []
                    high += [room] if name in relation.smaller else []
        lowest = max(low, default=Fraction(0))
        return (lowest + min(high, default=lowest + 1)) / 2

    def _now(self, name: str, place: int | None) -> Fraction | None:
        exact = self.inputs[name].exact if name in self.inputs else None
        return exact[place or 0] if isinstance(exact, tuple) else exact

    def _rounded(self, name: str, place: int | None, value: Fraction, digits: int, *, up: bool) -> _Amount:
        """Return a value rounded up or down in the unit as typed."""
        symbol, now = self.formula.arguments[name].symbol, self._now(name, place)
        label = self._label(name, place)
        size = exact_in(f"1 {label}", symbol.unit)
        wanted, distance = value / size, abs(value - (now or 0)) / size
        places = digits - integer_digits(min((size for size in (abs(wanted), distance) if size), default=Fraction(1)))
        step = Fraction(10) ** -places
        rounded = (math.ceil(wanted / step) if up else math.floor(wanted / step)) * step
        if rounded == wanted and not self.target.inclusive:
            rounded += step if up else -step
        text = _written(rounded, label)
        if now is None:
            return _Amount(rounded * size, text, f"{'at least' if up else 'at most'} {text}")
        by = _written(abs(rounded - now / size), label)
        return _Amount(rounded * size, text, f"{'up' if up else 'down'} by {by} to {text}")

    def _label(self, name: str, place: int | None) -> str:
        """Return the unit as it was typed, with its 万."""
        typed = self.inputs[name].typed if name in self.inputs else None
        if typed is None:
            unit = self.formula.arguments[name].symbol.unit
            return str(unit) if unit.powers else ""
        return split_amount(typed if isinstance(typed, str) else typed[place or 0])[1]


@frozen
class _Amount:
    """An amount as it would be typed, and how it differs from the one given."""

    exact: Fraction
    text: str
    words: str


def _values(inputs: Mapping[str, Input], name: str, changed: Changed) -> dict[str, Exact]:
    """Return the values of inputs, those of one of them changed."""
    values: dict[str, Exact] = {other: item.exact for other, item in inputs.items()}
    for place, value in changed.items():
        old = values.get(name)
        if isinstance(old, tuple) and place is not None:
            values[name] = (*old[:place], value, *old[place + 1 :])
        else:
            values[name] = value
    return values


def _rows(values: Mapping[str, Exact]) -> list[dict[str, Fraction]]:
    """Return single values for each entry of lists."""
    entries = max((len(value) for value in values.values() if isinstance(value, tuple)), default=1)
    return [
        {name: value[entry] if isinstance(value, tuple) else value for name, value in values.items()}
        for entry in range(entries)
    ]


def _written(number: Fraction, label: str) -> str:
    return f"{decimal_text(number, _ALL_DIGITS)} {label}".strip()


def _inverse(points: Sequence[tuple[Fraction, Fraction]], target: Fraction) -> Fraction | None:
    """Return where a fraction of linear terms takes a value, by the cross-ratio of three of its points."""
    if len(points) < _POINTS:
        return None
    (x1, y1), (x2, y2), (x3, y3) = points[:_POINTS]
    if y1 in {y2, y3} or y2 == y3:
        return None
    if target == y3:
        return x3
    ratio = (target - y1) * (y2 - y3) / ((target - y3) * (y2 - y1))
    divisor = (x2 - x3) - ratio * (x2 - x1)
    return None if divisor == 0 else (x1 * (x2 - x3) - ratio * (x2 - x1) * x3) / divisor
