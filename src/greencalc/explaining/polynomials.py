"""Fractions of polynomials in one unknown: worked out on one, an expression says what it is of an input, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise, zip_longest

from attrs import frozen

Polynomial = tuple[Fraction, ...]
"""Coefficients, that of the power zero first; the last is not zero."""

_NARROW = Fraction(1, 10**25)  # of an irrational root's size is what its ends are apart
_MOST_HALVINGS = 1000
_SIMPLE = 10**9
_LINEAR = 2  # coefficients


@frozen
class Ratio:
    """A polynomial by another.

    Attributes
    ----------
    over, under : tuple of Fraction
        The two; common factors are left in.
    """

    over: Polynomial
    under: Polynomial = (Fraction(1),)

    def __add__(self, other: Ratio | Fraction | int) -> Ratio:
        """Add."""
        that = ratio_of(other)
        over = _sum(_product(self.over, that.under), _product(that.over, self.under))
        return Ratio(over, _product(self.under, that.under))

    def __mul__(self, other: Ratio | Fraction | int) -> Ratio:
        """Multiply."""
        that = ratio_of(other)
        return Ratio(_product(self.over, that.over), _product(self.under, that.under))

    def __truediv__(self, other: Ratio | Fraction | int) -> Ratio:
        """Divide."""
        return self * ratio_of(other).inverse()

    def __rtruediv__(self, other: Fraction | int) -> Ratio:
        """Divide something by it."""
        return self.inverse() * other

    def __neg__(self) -> Ratio:
        """Change the sign."""
        return self * -1

    def __sub__(self, other: Ratio | Fraction | int) -> Ratio:
        """Subtract."""
        return self + -other

    def __rsub__(self, other: Fraction | int) -> Ratio:
        """Subtract it from something."""
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

    def inverse(self) -> Ratio:
        """Return one divided by it.

        Raises
        ------
        ZeroDivisionError
            If it is zero everywhere.
        """
        if not self.over:
            raise ZeroDivisionError
        return Ratio(self.under, self.over)

    def is_positive(self, place: Fraction) -> bool:
        """Tell whether it is above zero at a place."""
        return _at(self.over, place) * _at(self.under, place) > 0

    def reaches(self, value: Fraction) -> Polynomial:
        """Return the polynomial that is zero where the fraction takes a value."""
        return _sum(self.over, _product((-value,) if value else (), self.under))


def ratio_of(number: Ratio | Fraction | int) -> Ratio:
    """Return a number as a fraction of polynomials, or one as it is."""
    return number if isinstance(number, Ratio) else Ratio(_trimmed([Fraction(number)]))


def _trimmed(coefficients: list[Fraction]) -> Polynomial:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)


def _sum(first: Polynomial, second: Polynomial) -> Polynomial:
    return _trimmed([one + other for one, other in zip_longest(first, second, fillvalue=Fraction(0))])


def _product(first: Polynomial, second: Polynomial) -> Polynomial:
    found = [Fraction(0)] * max(len(first) + len(second) - 1, 0)
    for power, one in enumerate(first):
        for further, other in enumerate(second):
            found[power + further] += one * other
    return _trimmed(found)


def _divided(first: Polynomial, second: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Return quotient and remainder."""
    rest, quotient = first, [Fraction(0)] * max(len(first) - len(second) + 1, 0)
    while len(rest) >= len(second):
        power, factor = len(rest) - len(second), rest[-1] / second[-1]
        quotient[power] = factor
        rest = _sum(rest, (*[Fraction(0)] * power, *(-factor * one for one in second)))
    return _trimmed(quotient), rest


def _slope(polynomial: Polynomial) -> Polynomial:
    return tuple(power * one for power, one in enumerate(polynomial) if power)


def _at(polynomial: Polynomial, place: Fraction) -> Fraction:
    value = Fraction(0)
    for one in reversed(polynomial):
        value = value * place + one
    return value


def roots(polynomial: Polynomial) -> list[Fraction]:
    """Return every real root: itself if it is a simple fraction, else two numbers beside it, one on each side."""
    common, rest = polynomial, _slope(polynomial)
    while rest:
        common, rest = rest, _divided(common, rest)[1]
    return sorted(_single_roots(_divided(polynomial, common)[0])) if polynomial else []


def _single_roots(polynomial: Polynomial) -> Iterator[Fraction]:
    """Yield the roots of a polynomial that has each only once: one between two turning points, or none."""
    if not polynomial[0]:
        yield Fraction(0)
        polynomial = polynomial[1:]
    if len(polynomial) <= _LINEAR:
        yield from (-one / polynomial[1] for one in polynomial[:-1])
        return
    furthest = 1 + max(abs(one / polynomial[-1]) for one in polynomial[:-1])
    for low, high in pairwise([-furthest, *roots(_slope(polynomial)), furthest]):
        if (_at(polynomial, low) > 0) != (_at(polynomial, high) > 0):
            found = narrowed(low, high, lambda place: _at(polynomial, place) > 0)
            exact = [place for place in found if _at(polynomial, place) == 0]
            yield from exact or found


def narrowed(low: Fraction, high: Fraction, is_beyond: Callable[[Fraction], bool]) -> list[Fraction]:
    """Return two numbers close together between which a condition changes, and a simple fraction between them."""
    at_low = is_beyond(low)
    for _ in range(_MOST_HALVINGS):
        if high - low <= _NARROW * max(abs(low), abs(high)):
            break
        middle = (low + high) / 2
        low, high = (middle, high) if is_beyond(middle) == at_low else (low, middle)
    simple = ((low + high) / 2).limit_denominator(_SIMPLE)
    return [low, *([simple] if low < simple < high else []), high]
