"""Which values of one input let an item be met, all others held.

A formula is a fraction of polynomials in each input, another one wherever a comparison changes. Its roots and poles,
these changes, the bounds and the relations cut the numbers into stretches on each of which all values are alike, so
that one of each decides: that is a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from attrs import evolve, frozen

from greencalc.errors import InputError
from greencalc.explaining.polynomials import Ratio, ratio_of, roots
from greencalc.expression import Arithmetic
from greencalc.formula.arithmetic import exceeds, total
from greencalc.formula.checks import is_violated
from greencalc.formula.computation import Exact
from greencalc.formula.declaration import Formula, Symbol
from greencalc.formula.plain_call import run_unchecked
from greencalc.formula.proof import prove
from greencalc.languages.said import Said, both, joined, say, word
from greencalc.table_plan.targets import Target
from greencalc.units.float_rounding import rounding_of
from greencalc.units.number_text import amount_text

_DIGITS = 6  # of what messages show

Verdict = Literal["met", "not met", "refused", "forbidden"]
"""What a value does: refused is what breaks a bound or relation, forbidden what would do but for that."""


@frozen
class Dependent:
    """A formula that is computed with the input.

    Attributes
    ----------
    formula : Formula
        The formula.
    values : mapping of str to Fraction or tuple of Fraction
        The other inputs, defaults too, and this one if it is given.
    """

    formula: Formula
    values: Mapping[str, Exact]

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """The values at which its result begins or ceases to be refused."""
        result = self.formula.result
        return tuple(bound for bound in (result.above, result.at_least, result.at_most) if bound is not None)


@frozen
class Stretch:
    """Numbers in a row for which the verdict is the same.

    Attributes
    ----------
    low, high : Fraction or None
        Its ends; None where it has none.
    with_low, with_high : bool
        Whether they belong to it.
    verdict : {"met", "not met", "refused", "forbidden"}
        What holds for each of them.
    """

    low: Fraction | None
    high: Fraction | None
    with_low: bool
    with_high: bool
    verdict: Verdict

    def holds(self, value: Fraction) -> bool:
        """Tell whether a number is in it."""
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        return above and (self.high is None or value < self.high or (self.with_high and value == self.high))

    def distance(self, value: Fraction) -> Fraction:
        """Return how far a number outside is from its nearer end."""
        return min((abs(end - value) for end in (self.low, self.high) if end is not None), default=Fraction(0))

    def nearest(self, value: Fraction) -> Fraction:
        """Return the end that is nearer to a number, if it belongs to it, else a number in it."""
        ends = [end for end, belongs in ((self.low, self.with_low), (self.high, self.with_high)) if belongs]
        return min((end for end in ends if end is not None), key=lambda end: abs(end - value), default=self.inside)

    @property
    def inside(self) -> Fraction:
        """A number in it."""
        if self.low is None:
            return Fraction(0) if self.high is None else self.high - max(abs(self.high), Fraction(1))
        return self.low + max(abs(self.low), Fraction(1)) if self.high is None else (self.low + self.high) / 2


@frozen
class Search:
    """The item's target, and whatever is computed with one input, or with one entry of its list.

    Attributes
    ----------
    name : str
        The input.
    place : int or None
        The entry; None for all of it.
    now : Fraction or None
        Its value; None while it is missing.
    users : tuple of Dependent
        What is computed with it; the item's own formula first.
    target : Target
        What the item's result is to reach.
    """

    name: str
    place: int | None
    now: Fraction | None
    users: tuple[Dependent, ...]
    target: Target

    def stretches(self) -> list[Stretch]:
        """Return all numbers in order, cut where the verdict changes."""
        edges = set(self._edges())
        for user in self.users:
            levels = user.bounds if user is not self.users[0] else (*user.bounds, self.target.value)
            pieces, changes = self._pieces(user)
            edges |= changes
            for ratio in pieces:
                edges.update(place for level in levels for place in roots(ratio.reaches(level)))
                edges.update(roots(ratio.under))
        return _joined(sorted(edges), cache(self.verdict))

    def verdict(self, value: Fraction) -> Verdict:
        """Return what a value does."""
        reaches = self.reaches(value)
        if self.refusal(value):
            return "forbidden" if reaches else "refused"
        return "met" if reaches else "not met"

    def reaches(self, value: Fraction) -> bool:
        """Tell whether the target would be met with a value, whatever bounds and relations say of it."""
        try:
            return self.target.is_met_by(self._run(self.users[0], value))
        except InputError:
            return False

    def refusal(self, value: Fraction) -> str:
        """Return why a value would be refused, or nothing."""
        return next((fault for user in self.users for fault in self._faults(user, value)), "")

    def _faults(self, user: Dependent, value: Fraction) -> Iterator[str]:
        formula, row = user.formula, {**self._row(user), self.name: value}
        units = {name: argument.symbol.unit for name, argument in formula.arguments.items()}
        if _is_outside(formula.arguments[self.name].symbol, value):
            given = amount_text(value, units[self.name], _DIGITS)
            symbol = formula.arguments[self.name].symbol
            yield _would_be(both(self.name, f"{self.name}（{symbol.meaning_zh}）"), given, symbol.bounds)
        for relation in formula.relations:
            if is_violated(relation, row):
                names = relation.smaller + relation.larger
                given = joined(_equal(formula, name, amount_text(row[name], units[name], _DIGITS)) for name in names)
                why = word(relation.why)
                yield say("{given}; expected {relation}, as {why}", given=given, relation=relation, why=why)
        try:
            result = self._run(user, value)
            if _is_outside(formula.result, result):
                given = amount_text(result, formula.result.unit, _DIGITS)
                yield _would_be(both(formula.title, formula.title_zh), given, formula.result.bounds)
        except InputError:
            yield say("{title} has no value then", title=both(formula.title, formula.title_zh))

    def _row(self, user: Dependent) -> dict[str, Fraction]:
        """Return the single values, and of lists the entry that is looked at."""
        entry = -1 if self.place is None else self.place
        return {name: value[entry] if isinstance(value, tuple) else value for name, value in user.values.items()}

    def _run(self, user: Dependent, value: Fraction) -> Any:
        """Return a formula's result with a value."""
        return np.ravel(run_unchecked(user.formula, self._values(user, value)))[0]

    def _values(self, user: Dependent, value: Any) -> dict[str, Any]:
        """Return a formula's arguments with a value, or with an unknown."""
        values: dict[str, Any] = {**user.values} if user.formula.over else self._row(user)
        given = values.get(self.name)
        if isinstance(given, tuple):
            value = tuple(value if entry == self.place else one for entry, one in enumerate(given))
        values[self.name] = value
        return {name: np.array(one, dtype=object) if isinstance(one, tuple) else one for name, one in values.items()}

    def _pieces(self, user: Dependent) -> tuple[list[Ratio], set[Fraction]]:
        """Return what a formula is of the input between the values at which its comparisons change, and these."""
        changes: set[Fraction] = set()
        while True:  # a change may depend on another comparison
            found = set(changes)
            pieces = [self._piece(user, place, found) for place in _insides(sorted(changes))]
            if found == changes:
                return pieces, changes
            changes = found

    def _piece(self, user: Dependent, place: Fraction, changes: set[Fraction]) -> Ratio:
        """Return what a formula is of the input about a place, and add to the values where its comparisons change."""

        def is_more(value: Any, limit: Any) -> int:
            if not isinstance(value, Ratio) and not isinstance(limit, Ratio):
                return int(exceeds(value, limit))
            known = limit if isinstance(value, Ratio) else value
            rounding = 0 if isinstance(known, Ratio) else rounding_of(known)
            difference = ratio_of(value - limit - rounding)
            changes.update(roots(difference.over), roots(difference.under))
            return int(difference.is_positive(place))

        language = Arithmetic(Fraction, total, np.frompyfunc(is_more, 2, 1))
        unknown = Ratio((Fraction(0), Fraction(1)))
        try:
            [found] = np.ravel(language.work_out(user.formula.expression, self._values(user, unknown)))
        except ZeroDivisionError:  # whatever the input is
            return Ratio(())
        return ratio_of(found) * prove(user.formula)

    def _edges(self) -> Iterator[Fraction]:
        """Yield the values at which a bound of the input, or a relation, begins or ceases to be broken."""
        for user in self.users:
            symbol = user.formula.arguments[self.name].symbol
            yield from (one for one in (symbol.above, symbol.at_least, symbol.at_most) if one is not None)
            row = {**self._row(user), self.name: Fraction(0)}
            for relation in user.formula.relations:
                larger, smaller = (sum(map(row.__getitem__, side)) for side in (relation.larger, relation.smaller))
                yield Fraction(larger - smaller) if self.name in relation.smaller else Fraction(smaller - larger)


def _would_be(what: Said, given: str, bounds: str) -> Said:
    return say("{what} would be {given}; expected {bounds}", what=what, given=given, bounds=bounds)


def _equal(formula: Formula, name: str, given: str) -> Said:
    """Write the value of an argument; in Chinese, with what the argument stands for."""
    meaning = formula.arguments[name].symbol.meaning_zh
    return joined((both(name, f"{name}（{meaning}）"), "=", given), " ")


def _is_outside(symbol: Symbol, value: Fraction) -> bool:
    """Tell whether a value breaks the bounds of a symbol, were it a whole number or not."""
    too_low = (symbol.above is not None and value <= symbol.above) or (
        symbol.at_least is not None and value < symbol.at_least
    )
    return too_low or (symbol.at_most is not None and value > symbol.at_most)


def _insides(edges: list[Fraction]) -> list[Fraction]:
    """Return a number between each two edges in order, and beyond the first and the last."""
    ends: list[Fraction | None] = [None, *edges, None]
    return [Stretch(low, high, with_low=False, with_high=False, verdict="met").inside for low, high in pairwise(ends)]


def _joined(edges: list[Fraction], verdict: Callable[[Fraction], Verdict]) -> list[Stretch]:
    """Return the stretches between edges, and edges themselves, joined to those of the same verdict."""
    ends: list[Fraction | None] = [None, *edges, None]
    cells = [
        (ends[0], ends[1], False),
        *(cell for low, high in pairwise(ends[1:]) for cell in ((low, low, True), (low, high, False))),
    ]
    found: list[Stretch] = []
    for low, high, closed in cells:
        cell = Stretch(low, high, closed, closed, "refused")
        cell = evolve(cell, verdict=verdict(cell.inside))
        if found and found[-1].verdict == cell.verdict:
            cell = evolve(found.pop(), high=high, with_high=closed)
        found.append(cell)
    return found
