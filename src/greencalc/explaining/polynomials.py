"""Fractions of polynomials in one unknown: a formula is run on one to learn what it is of an input, exactly.

They add, multiply, divide and take whole powers, and nothing else: whatever compares or rounds its inputs, or takes
a higher power than the eighth, raises TypeError, so that what comes out is proved to be the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import Any, NoReturn

from attrs import frozen

Polynomial = tuple[Fraction, ...]
"""Coefficients, that of the power zero first; the last is not zero."""

_NARROW = Fraction(1, 10**25)  # of an irrational root's size is what its ends are apart
_MOST_HALVINGS = 1000
_SIMPLE = 10**9
_LINEAR = 2  # coefficients
_MOST = 9  # coefficients, since the work grows fast with them


@frozen(eq=False)
class Ratio:
    """A polynomial by another.

    Attributes
    ----------
    over, under : tuple of Fraction
        The two; common factors are left in.
    """

    over: Polynomial
    under: Polynomial = (Fraction(1),)

    def __add__(self, other: Any) -> Ratio:
        """Add."""
        return _with(
            other,
            lambda that: Ratio(
                _sum(_product(self.over, that.under), _product(that.over, self.under)), _product(self.under, that.under)
            ),
        )

    def __mul__(self, other: Any) -> Ratio:
        """Multiply."""
        return _with(other, lambda that: Ratio(_product(self.over, that.over), _product(self.under, that.under)))

    def __truediv__(self, other: Any) -> Ratio:
        """Divide."""
        return _with(other, lambda that: self * that.inverse())

    def __rtruediv__(self, other: Any) -> Ratio:
        """Divide something by it."""
        return _with(other, lambda that: that * self.inverse())

    def __pow__(self, power: Any) -> Ratio:
        """Take a whole power."""
        if not isinstance(power, int | Fraction) or power != int(power):
            return NotImplemented
        base, result = self if power >= 0 else self.inverse(), Ratio((Fraction(1),))
        for _ in range(abs(int(power))):
            result *= base
        return result

    def __neg__(self) -> Ratio:
        """Change the sign."""
        return self * -1

    def __pos__(self) -> Ratio:
        """Leave it."""
        return self

    def __sub__(self, other: Any) -> Ratio:
        """Subtract."""
        return _with(other, lambda that: self + -that)

    def __rsub__(self, other: Any) -> Ratio:
        """Subtract it from something."""
        return _with(other, lambda that: that + -self)

    __radd__ = __add__
    __rmul__ = __mul__
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> NoReturn:
        """Refuse: a formula that asks so is not of one form."""
        raise TypeError("an unknown cannot be compared")

    def __bool__(self) -> NoReturn:
        """Refuse, as comparisons."""
        raise TypeError("an unknown is neither true nor false")

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

    def reaches(self, value: Fraction) -> Polynomial:
        """Return the polynomial that is zero where the fraction takes a value."""
        return _sum(self.over, _product((-value,) if value else (), self.under))


def _with(other: Any, combine: Callable[[Ratio], Ratio]) -> Ratio:
    if isinstance(other, Ratio):
        return combine(other)
    if isinstance(other, int | Fraction):
        return combine(Ratio(_trimmed([Fraction(other)])))
    return NotImplemented  # type: ignore[no-any-return]  # as operators do that cannot


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
    if len(found) > _MOST:
        raise TypeError(f"a polynomial of more than {_MOST - 1} powers")
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
