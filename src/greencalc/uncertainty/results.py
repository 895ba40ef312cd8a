"""Probabilities, intervals and indices, as data that shows itself."""

from __future__ import annotations

import math
from fractions import Fraction

from attrs import frozen

from greencalc.languages.said import Said, joined, say, word
from greencalc.showing.sheet import InALine
from greencalc.units.number_text import decimal_text

_ALL = (Fraction(0), Fraction(100))
_DIGITS = 5


def percent(share: float) -> str:
    """Write a probability in percent; 0 % and 100 % only if it is that.

    Examples
    --------
    >>> percent(0.823412), percent(0.99999999), percent(1.0)
    ('82.34 %', '99.999999 %', '100.00 %')
    """
    return f"{decimal_text(100 * Fraction(share), beside=_ALL, places=2)} %"


def number(value: float) -> str:
    """Write a number of a sample; a dash where there is none."""
    return "-" if math.isnan(value) else decimal_text(Fraction(value), _DIGITS)


def chance_text(chance: Chance) -> Said:
    """Write a probability, as two if something is unknown, with its sampling error."""
    told = joined(dict.fromkeys((percent(chance.lower), percent(chance.upper))), " to ")
    if not chance.error:
        return told
    return say("{chance} (sampling error {error})", chance=told, error=error_text(100 * chance.error, " %"))


def error_text(value: float, unit: str = "") -> str:
    """Write a sampling error, of which two digits say all."""
    return f"{decimal_text(Fraction(value), 2)}{unit}" if math.isfinite(value) else "?"


def estimate_text(one: Estimate) -> Said:
    """Write an expectation and the interval about it."""
    middle = joined(dict.fromkeys((number(one.lower), number(one.upper))), " to ")
    value = say("{number} {unit}", number=middle, unit=word(one.unit)) if one.unit else middle
    return say("{value}, 95 % from {low} to {high}", value=value, low=number(one.low), high=number(one.high))


def share(value: float) -> str:
    """Write what part of a variance comes from an input."""
    return decimal_text(Fraction(value), places=3)


_NOTABLE = 2.0
"""By how many standard errors an index is to be above zero to be told from it."""


@frozen(repr=False)
class Chance(InALine):
    """How probable something is.

    Attributes
    ----------
    lower, upper : float
        The probability if everything unknown is not met, and if it is met.
    error : float
        The standard error of sampling; it says nothing of what was assumed.
    """

    lower: float
    upper: float
    error: float

    def __str__(self) -> str:
        """Return the probability in percent."""
        return chance_text(self)


@frozen(repr=False)
class Estimate(InALine):
    """A quantity, or points, whose inputs may be off.

    Attributes
    ----------
    lower, upper : float
        The expectation: if everything unknown is not met, and if it is met.
    deviation : float
        The standard uncertainty; of points, that of the lower end.
    low, high : float
        The ends of the interval that holds 95 %, with as much below as above.
    error, end_error : float
        The standard errors of sampling: of the expectation, and of the ends.
    unit : str
        The unit: "points", or that of the quantity; empty for pure numbers.
    """

    lower: float
    upper: float
    deviation: float
    low: float
    high: float
    error: float
    end_error: float
    unit: str

    def __str__(self) -> str:
        """Return expectation and interval."""
        return estimate_text(self)


@frozen(repr=False)
class SobolIndex(InALine):
    """What part of a variance comes from an input.

    Attributes
    ----------
    first : float
        From the input alone: what would be gone on average if it were known.
    total : float
        With all that it does together with others: what would be left if all others were known.
    first_error, total_error : float
        The standard errors of sampling.
    """

    first: float
    total: float
    first_error: float
    total_error: float

    def __str__(self) -> str:
        """Return both indices."""
        return say("{first} alone, {total} with others", first=share(self.first), total=share(self.total))


@frozen(repr=False)
class Influence(InALine):
    """How much an input, or several whose errors go together, makes of the uncertainty.

    Attributes
    ----------
    names : tuple of str
        The inputs.
    points : SobolIndex
        Of the variance of the total, if everything unknown is not met.
    gate : SobolIndex
        Of the variance of whether the gate is open, as 1 or 0, if everything unknown is met.
    """

    names: tuple[str, ...]
    points: SobolIndex
    gate: SobolIndex

    @property
    def most(self) -> float:
        """The larger of both total indices."""
        return max(self.points.total, self.gate.total)

    @property
    def is_notable(self) -> bool:
        """Whether one of the total indices is told from zero."""
        return any(one.total > _NOTABLE * one.total_error for one in (self.points, self.gate))

    def __str__(self) -> str:
        """Return names and total indices."""
        names = joined(self.names)
        return say(
            "{names}: of the total {points}; of the gate {gate}", names=names, points=self.points, gate=self.gate
        )


@frozen(repr=False)
class Swing(InALine):
    """The total while one input alone moves, all others being at their values.

    Attributes
    ----------
    name : str
        The input.
    low, high : float
        The total with the input at the lower and the upper end of the interval that holds 95 % of it; NaN where that is
        of no plant.
    """

    name: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the total moves."""
        return abs(self.high - self.low)

    def __str__(self) -> str:
        """Return name and ends."""
        low, high = number(self.low), number(self.high)
        return say("{name}: total from {low} to {high}", name=self.name, low=low, high=high)
