"""Exact numbers as decimal text: rounded once, at the very end, half to even (GB/T 8170)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from greencalc.languages.said import say, word
from greencalc.units.unit_table import Unit


def round_to_places(number: Fraction, places: int) -> Fraction:
    """Round to decimal places, half to even; negative places round to tens, hundreds and so on.

    Examples
    --------
    >>> round_to_places(Fraction("0.35"), 1), round_to_places(Fraction(2500), -3)
    (Fraction(2, 5), Fraction(2000, 1))
    """
    return round(number * Fraction(10) ** places) / Fraction(10) ** places


def round_to_step(number: Fraction, step: Fraction) -> Fraction:
    """Round to the nearest multiple of a step, half to even.

    Examples
    --------
    >>> (
    ...     round_to_step(Fraction("69.5"), Fraction(1)),
    ...     round_to_step(Fraction("70.5"), Fraction(1)),
    ... )
    (Fraction(70, 1), Fraction(70, 1))
    """
    return round(number / step) * step


def decimal_text(
    number: Fraction, digits: int = 4, beside: Iterable[Fraction | None] = (), *, places: int | None = None
) -> str:
    """Write a number with that many significant digits, or just so many places, and as many more as show where it lies.

    It is never written as 0, nor as a number that it stands beside, unless it is that number, and then with all digits
    that it has. Two numbers that are both written beside each other keep to their own halves of what is between them:
    the larger one is written larger.

    Parameters
    ----------
    number : Fraction
        The number.
    digits : int, optional
        How many significant digits it has at least, but for zeros at its end.
    beside : iterable of Fraction or None, optional
        What it is compared with wherever it is shown: limits, marks, points possible, 100 %; None stands for nothing.
    places : int, optional
        How many decimal places it has at least, zeros too, in place of significant digits.

    Examples
    --------
    >>> (
    ...     decimal_text(Fraction(2, 3)),
    ...     decimal_text(Fraction(450000)),
    ...     decimal_text(Fraction("69.99999")),
    ... )
    ('0.6667', '450000', '70')
    >>> decimal_text(Fraction("69.99999"), beside=[Fraction(70)])
    '69.99999'
    >>> (
    ...     decimal_text(Fraction("-0.001"), places=2),
    ...     decimal_text(Fraction(-7, 3), places=2),
    ... )
    ('-0.001', '-2.33')
    """
    shown = max(digits - integer_digits(number), 0) if places is None else places
    near = [other for other in beside if other is not None]
    zero = [] if places is None else [Fraction(0)]  # which significant digits never come to
    apart = min((abs(number - other) for other in zero + near if other != number), default=None)
    in_full = number in near and 10 ** number.denominator.bit_length() % number.denominator == 0
    while (in_full and round_to_places(number, shown) != number) or (
        apart is not None
        and (not round_to_places(apart, shown) or 2 * abs(round_to_places(number, shown) - number) >= apart)
    ):
        shown += 1
    scaled = _rounded(number.numerator * 10**shown, number.denominator)
    figures = f"{abs(scaled):0{shown + 1}d}"
    whole, part = figures[: len(figures) - shown], figures[len(figures) - shown :]
    part = part.rstrip("0") if places is None else part
    return ("-" if scaled < 0 else "") + whole + (f".{part}" if part else "")


def _rounded(above: int, below: int) -> int:
    """Round a fraction half to even, in a tenth of the time that a `Fraction` takes."""
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2))


def amount_text(number: Fraction, unit: Unit, digits: int = 4, beside: Iterable[Fraction | None] = ()) -> str:
    """Write an amount with its unit; a pure number without."""
    return in_unit(decimal_text(number, digits, beside), unit)


def in_unit(written: str, unit: Unit) -> str:
    """Write a unit behind a number that is written already; none behind a pure number."""
    return say("{number} {unit}", number=written, unit=word(str(unit))) if unit.powers else written


def points_text(points: Fraction | None, *beside: Fraction | None, digits: int = 4, places: int | None = None) -> str:
    """Write points, or a question mark while they are unknown.

    They stand beside the whole numbers next to them too, since marks are mostly whole: 84.996 points are never 85.

    Examples
    --------
    >>> (
    ...     points_text(Fraction(30, 7)),
    ...     points_text(Fraction("84.996")),
    ...     points_text(None),
    ... )
    ('4.286', '84.996', '?')
    """
    if points is None:
        return "?"
    near = (Fraction(math.floor(points)), Fraction(math.ceil(points)), *beside)
    return decimal_text(points, digits, near, places=places)


def integer_digits(number: Fraction) -> int:
    """Return how many digits stand before the decimal point; zeros behind it count negative."""
    above, below, count = abs(number.numerator), number.denominator, 0
    if not above:
        return 1
    while above >= below:
        below, count = below * 10, count + 1
    while above * 10 < below:
        above, count = above * 10, count - 1
    return count
