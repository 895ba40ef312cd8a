"""From what is said of items to scores, for many rows; sums of whole points are exact."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.errors import FactsError
from greencalc.judging.points import points_of
from greencalc.many_plants.columns.statuses import CODES, Said
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import Policy
from greencalc.standards.table import FULL_SCORE, Standard


@frozen
class RowScores:
    """Scores of a block of rows.

    Attributes
    ----------
    eligible : array of int8
        1 yes, 0 no, -1 not known.
    lower, upper : array of float
        The ends of the score; the same array while nothing is unknown.
    coverage : array of float or None
        The part of all points whose items are known; None while all are.
    bad : array of bool or None
        Rows that cannot be scored.
    """

    eligible: Any
    lower: Any
    upper: Any
    coverage: Any
    bad: Any


@frozen
class _Spread:
    """What the points of each group are worth when some items do not apply, and what all points come to."""

    worth: tuple[Fraction, ...]
    total: Fraction
    is_allowed: bool = True


@frozen
class _Scale:
    """The same for rows, as whole numbers: scalars, or arrays where rows differ."""

    worth: tuple[Any, ...]
    total: Any
    per_point: Any
    bad: Any


class RowScoring:
    """A table's points and gate, prepared for many rows.

    Parameters
    ----------
    standard : Standard
        The table.
    policy : {"keep", "full", "renormalise"} or None
        What becomes of the points of items that do not apply.
    """

    def __init__(self, standard: Standard, policy: Policy | None) -> None:
        self.standard = standard
        self.policy = policy
        self.points = {name: points for name, points in points_of(standard, (), policy).items() if points}
        self.mandatory = [item.id for item in standard.items if item.mandatory]
        self.unit = lcm(*(points.denominator for points in self.points.values()))
        self.groups: dict[str | None, dict[int, list[str]]] = {}
        for item in standard.items:
            if item.id in self.points:
                by_weight = self.groups.setdefault(item.group, {})
                by_weight.setdefault(int(self.points[item.id] * self.unit), []).append(item.id)
        self.spreads: dict[frozenset[str], _Spread] = {}

    def score(self, said: Mapping[str, Said], rows: int) -> RowScores:
        """Score a block."""
        sums = [self._sum(by_weight, said, rows) for by_weight in self.groups.values()]
        scale = self._scale(said)
        earned = sum(points * worth for (points, _), worth in zip(sums, scale.worth, strict=True))
        unknown = [points * worth for (_, points), worth in zip(sums, scale.worth, strict=True) if points is not None]
        lower = earned / scale.per_point
        if not unknown:
            return RowScores(self._gate(said, rows), lower, lower, None, scale.bad)
        still_open = sum(unknown)
        upper = (earned + still_open) / scale.per_point
        coverage = (scale.total - still_open) / (scale.per_point * float(FULL_SCORE))
        return RowScores(self._gate(said, rows), lower, upper, coverage, scale.bad)

    def _sum(self, by_weight: Mapping[int, list[str]], said: Mapping[str, Said], rows: int) -> tuple[Any, Any]:
        """Return what a group earns, and what is unknown in it or None, in the small unit."""
        earned: Any = 0.0
        unknown: Any = None
        for weight, names in by_weight.items():
            met: Any = np.zeros(rows, dtype=np.uint8 if len(names) < _MANY else np.int64)
            for name in names:
                one = said[name]
                if one.codes is None:
                    earned = earned + float(weight) * one.shares
                    continue
                met += one.codes if one.is_plain else one.codes == CODES[MET]
                if one.is_plain:
                    continue
                still_open = one.codes == CODES[UNKNOWN]
                if still_open.any():
                    unknown = (0.0 if unknown is None else unknown) + float(weight) * still_open
                if self.policy == "full":
                    met += one.codes == CODES[NOT_APPLICABLE]
                if one.shares is not None:
                    earned = earned + weight * np.where(one.codes == CODES[PARTLY_MET], one.shares, 0.0)
            earned = earned + met * float(weight)
        return earned, unknown

    def _scale(self, said: Mapping[str, Said]) -> _Scale:
        """Return what points are worth, row by row if rows differ in what does not apply."""
        spared = {}
        for name in self.points:
            codes = said[name].codes
            if not said[name].is_plain and codes is not None:
                mask = codes == CODES[NOT_APPLICABLE]
                if mask.any():
                    spared[name] = mask
        if not spared:
            return self._in_whole_numbers([self._spread(frozenset())], None)
        names = np.array(list(spared), dtype=object)
        patterns, pattern_of_row = _different_columns(np.array(list(spared.values())))
        spreads = [self._spread(frozenset(names[pattern])) for pattern in patterns]
        return self._in_whole_numbers(spreads, pattern_of_row)

    def _in_whole_numbers(self, spreads: list[_Spread], which: Any) -> _Scale:
        # a unit of each pattern's own, so that no row's last digit depends on other rows
        fines = [lcm(*(worth.denominator for worth in (*one.worth, one.total * self.unit))) for one in spreads]

        def of_rows(values: list[Fraction]) -> Any:
            numbers = [float(value) for value in values]
            return numbers[0] if len(set(numbers)) == 1 else np.take(np.array(numbers), which)

        worth = tuple(
            of_rows([value * fine for value, fine in zip(of_group, fines, strict=True)])
            for of_group in zip(*(one.worth for one in spreads), strict=True)
        )
        total = of_rows([spread.total * self.unit * fine for spread, fine in zip(spreads, fines, strict=True)])
        per_point = of_rows([Fraction(self.unit * fine) for fine in fines])
        allowed = np.array([spread.is_allowed for spread in spreads])
        return _Scale(worth, total, per_point, None if allowed.all() else ~allowed[which])

    def _spread(self, left_out: frozenset[str]) -> _Spread:
        """Return what points are worth when some items do not apply; worked out once."""
        if left_out not in self.spreads:
            self.spreads[left_out] = self._spread_anew(left_out)
        return self.spreads[left_out]

    def _spread_anew(self, left_out: frozenset[str]) -> _Spread:
        nothing = tuple(Fraction(0) for _ in self.groups)
        try:
            of = points_of(self.standard, left_out, self.policy)
        except FactsError:
            return _Spread(nothing, Fraction(FULL_SCORE), is_allowed=False)
        worth = []
        for by_weight in self.groups.values():
            names = [name for several in by_weight.values() for name in several]
            left = [name for name in names if name not in left_out or self.policy != "renormalise"]
            worth.append(of[left[0]] / self.points[left[0]] if left else Fraction(0))
        return _Spread(tuple(worth), sum(of.values(), Fraction(0)))

    def _gate(self, said: Mapping[str, Said], rows: int) -> Any:
        """Return whether all mandatory items are met: 1 yes, 0 no, -1 not known."""
        passed = np.ones(rows, dtype=np.uint8)
        unknown = np.zeros(rows, dtype=bool)
        for name in self.mandatory:
            one = said[name]
            if one.is_plain:
                passed &= one.codes
            elif one.codes is None:
                passed &= one.shares >= 1
            else:
                passed &= (one.codes != CODES[NOT_MET]) & (one.codes != CODES[PARTLY_MET])
                unknown |= one.codes == CODES[UNKNOWN]
        eligible = passed.view(np.int8)
        if unknown.any():
            eligible[unknown & (passed == 1)] = -1
        return eligible


_MANY = 256  # what a count of eight bits cannot hold


def _different_columns(flags: Any) -> tuple[Any, Any]:
    """Return the different columns of a matrix of flags, and which of them each one is."""
    if len(flags) == 1 and not flags.all():
        return np.array([[False], [True]]), flags[0].astype(np.intp)
    packed = np.packbits(flags, axis=0)
    if len(packed) > 1:
        different, which = np.unique(packed, axis=1, return_inverse=True)
    else:
        present = np.flatnonzero(np.bincount(packed[0], minlength=256))
        different = present.astype(np.uint8)[np.newaxis]
        places = np.zeros(256, dtype=np.intp)
        places[present] = np.arange(len(present))
        which = places[packed[0]]
    return np.unpackbits(different, axis=0)[: len(flags)].T.astype(bool), np.ravel(which)
