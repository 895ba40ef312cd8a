"""Many exact fractions at once, as whole numbers above and below: what settles ties of columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from greencalc.table_plan.tongues.decimals import written_out

_LARGEST = 2**62
_EXACT = 2**53
_MOST_DIGITS = 15  # a decimal of so many is the only one that its float is written as
_MOST_PLACES = 22  # ten to this is a float
_TENS = np.array([10**places for places in range(400)], dtype=object)


class NotPlainError(Exception):
    """Fractions cannot be worked out together; caught where they are worked out one by one instead."""


class Ratios:
    """Fractions, each a whole number above another; what is below is positive.

    Parameters
    ----------
    above, below : int or array of int
        The numbers; arrays are of int64 as long as `largest` fits, else of Python's own.
    largest : (int, int)
        What no number above, and none below, is larger than.
    """

    __slots__ = ("above", "below", "largest")

    def __init__(self, above: Any, below: Any, largest: tuple[int, int]) -> None:
        self.above = above
        self.below = below
        self.largest = largest

    @classmethod
    def of(cls, value: Any) -> Ratios:
        """Return a single number as fractions."""
        if isinstance(value, Ratios):
            return value
        exact = Fraction(value)
        return cls(exact.numerator, exact.denominator, (abs(exact.numerator), exact.denominator))

    @classmethod
    def of_fractions(cls, values: Sequence[Fraction]) -> Ratios:
        """Return fractions that are held one by one."""
        above = [value.numerator for value in values]
        below = [value.denominator for value in values]
        return cls(_held(above), _held(below), (max(map(abs, above)), max(below)))

    @classmethod
    def of_floats(cls, values: Any) -> Ratios:
        """Return the decimals that floats are written as."""
        for places in range(_MOST_PLACES + 1):
            size = 10.0**places
            whole = np.rint(values * size)
            largest = float(np.max(np.abs(whole)))
            if not largest < 10.0**_MOST_DIGITS:
                break
            if np.array_equal(whole / size, values):
                return cls(whole.astype(np.int64), 10**places, (int(largest), 10**places))
        wholes, places = written_out(values)
        most = int(places.max())
        above = (wholes.astype(object) if most else wholes) * _TENS[most - places]
        return cls(above, 10**most, (max(abs(int(above.max())), abs(int(above.min()))), 10**most))

    @classmethod
    def of_numbers(cls, numbers: Any) -> Ratios:
        """Return whole numbers of any type, or the decimals that floats are written as."""
        if numbers.dtype.kind == "f":
            return cls.of_floats(numbers.astype(float))
        above = _held(numbers.tolist())
        return cls(above, 1, (max(abs(int(above.max())), abs(int(above.min()))), 1))

    def __getitem__(self, places: Any) -> Ratios:
        """Return those in some places."""
        above, below = (side if isinstance(side, int) else side[places] for side in (self.above, self.below))
        return Ratios(above, below, self.largest)

    def _beside(self, other: Any) -> tuple[Any, Any, int, Any, int]:
        """Return the numbers above this and another once both have the same below, how large they are, and that."""
        that = Ratios.of(other)
        if isinstance(self.below, int) and isinstance(that.below, int):
            below = math.lcm(self.below, that.below)
            times, by, largest = below // self.below, below // that.below, below
        else:
            times, by, largest = that.below, self.below, self.largest[1] * that.largest[1]
            below = _times(self.below, that.below, largest)
        tops = (self.largest[0] * (largest // self.largest[1]), that.largest[0] * (largest // that.largest[1]))
        return _times(self.above, times, tops[0]), _times(that.above, by, tops[1]), sum(tops), below, largest

    def __add__(self, other: Any) -> Ratios:
        """Add."""
        one, two, largest, below, below_largest = self._beside(other)
        return Ratios(_plus(one, two, largest), below, (largest, below_largest))

    def __mul__(self, other: Any) -> Ratios:
        """Multiply."""
        that = Ratios.of(other)
        above, below = self.largest[0] * that.largest[0], self.largest[1] * that.largest[1]
        return Ratios(_times(self.above, that.above, above), _times(self.below, that.below, below), (above, below))

    def __truediv__(self, other: Any) -> Ratios:
        """Divide by what is more than nothing."""
        that = Ratios.of(other)
        if not np.all(that.above > 0):
            raise NotPlainError
        return self * Ratios(that.below, that.above, (that.largest[1], that.largest[0]))

    def __rtruediv__(self, other: Any) -> Ratios:
        """Divide something."""
        return Ratios.of(other) / self

    def __neg__(self) -> Ratios:
        """Change the sign."""
        return Ratios(-self.above, self.below, self.largest)

    def __pos__(self) -> Ratios:
        """Leave them."""
        return self

    def __sub__(self, other: Any) -> Ratios:
        """Subtract."""
        return self + -Ratios.of(other)

    def __rsub__(self, other: Any) -> Ratios:
        """Subtract from something."""
        return Ratios.of(other) - self

    __radd__ = __add__
    __rmul__ = __mul__

    def __abs__(self) -> Ratios:
        """Return their sizes."""
        return Ratios(abs(self.above), self.below, self.largest)

    def with_others(self, where: Any, other: Any) -> Ratios:
        """Return fractions with another one in some places."""
        that = Ratios.of(other)
        largest = (max(self.largest[0], that.largest[0]), max(self.largest[1], that.largest[1]))
        sides = ((self.above, that.above), (self.below, that.below))
        above, below = (
            np.where(where, *map(_as_array, _alike(new, old, most)))
            for (old, new), most in zip(sides, largest, strict=True)
        )
        return Ratios(above, below, largest)

    def signs(self) -> Any:
        """Return for each whether it is more than nothing, nothing or less: 1, 0 or -1."""
        return (self.above > 0) * 1 - (self.above < 0) * 1

    def beside(self, other: Any) -> Any:
        """Return for each whether it is more than another, the same or less: 1, 0 or -1."""
        one, two, *_ = self._beside(other)
        return (one > two) * 1 - (one < two) * 1

    def floats(self) -> Any:
        """Return the nearest floats, or those next to them."""
        # of larger numbers than floats hold Python's own division is the nearest
        wide = max(self.largest) > _EXACT
        above, below = (np.asarray(_wide(side) if wide else side) for side in (self.above, self.below))
        return np.asarray(above / below, dtype=float)


def _held(numbers: Sequence[int]) -> Any:
    return np.array(numbers, dtype=np.int64 if max(map(abs, numbers)) < _LARGEST else object)


def _times(one: Any, other: Any, largest: int) -> Any:
    if isinstance(one, int) and one == 1:
        return other
    if isinstance(other, int) and other == 1:
        return one
    one, other = _alike(one, other, largest)
    return one * other


def _plus(one: Any, other: Any, largest: int) -> Any:
    one, other = _alike(one, other, largest)
    return one + other


def _alike(one: Any, other: Any, largest: int) -> tuple[Any, Any]:
    """Return numbers in such a form that what is as large as that can be worked out of them."""
    fits = largest < _LARGEST and all(abs(side) < _LARGEST for side in (one, other) if isinstance(side, int))
    return (one, other) if fits else (_wide(one), _wide(other))


def _as_array(numbers: Any) -> Any:
    return _held([numbers]) if isinstance(numbers, int) else numbers


def _wide(numbers: Any) -> Any:
    return numbers if isinstance(numbers, int) or numbers.dtype == object else numbers.astype(object)
