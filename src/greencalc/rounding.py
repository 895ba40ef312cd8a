"""Exact numbers as decimal text: rounded once, at the very end, half to even (GB/T 8170)."""

from __future__ import annotations

from fractions import Fraction

from greencalc.units import Unit

__all__ = ["amount_text", "decimal_text", "fixed_text", "integer_digits", "round_to_places", "round_to_step"]


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


def decimal_text(number: Fraction, digits: int = 4, other_than: Fraction | None = None) -> str:
    """Write a number with that many significant digits, and as many more as tell it from another number.

    Examples
    --------
    >>> (
    ...     decimal_text(Fraction(2, 3)),
    ...     decimal_text(Fraction(450000)),
    ...     decimal_text(Fraction("69.99999")),
    ... )
    ('0.6667', '450000', '70')
    >>> decimal_text(Fraction("69.99999"), other_than=Fraction(70))
    '69.99999'
    """
    places = max(digits - integer_digits(number), 0)
    while other_than is not None and round_to_places(number, places) == other_than != number:
        places += 1
    written = fixed_text(number, places)
    return written.rstrip("0").rstrip(".") if places else written


def fixed_text(number: Fraction, places: int) -> str:
    """Write a number with just so many decimal places.

    Examples
    --------
    >>> fixed_text(Fraction(-7, 3), 2), fixed_text(Fraction(5), 0)
    ('-2.33', '5')
    """
    scaled = round(number * 10**places)
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if scaled < 0 else "") + whole + (f".{part}" if part else "")


def amount_text(number: Fraction, unit: Unit, digits: int = 4, other_than: Fraction | None = None) -> str:
    """Write an amount with its unit; a pure number without."""
    written = decimal_text(number, digits, other_than)
    return f"{written} {unit}" if unit.powers else written


def integer_digits(number: Fraction) -> int:
    """Return how many digits stand before the decimal point; zeros behind it count negative."""
    size, count = abs(number), 0
    if not size:
        return 1
    while size >= 1:
        size, count = size / 10, count + 1
    while size * 10 < 1:
        size, count = size * 10, count - 1
    return count
