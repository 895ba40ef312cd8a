"""Exact numbers as decimal text: rounded once, at the very end, half to even (GB/T 8170)."""

from __future__ import annotations

from fractions import Fraction

from greencalc.units import Unit

__all__ = ["amount_text", "decimal_text", "round_to_places"]


def round_to_places(number: Fraction, places: int) -> Fraction:
    """Round to decimal places, half to even; negative places round to tens, hundreds and so on.

    Examples
    --------
    >>> round_to_places(Fraction("0.35"), 1), round_to_places(Fraction(2500), -3)
    (Fraction(2, 5), Fraction(2000, 1))
    """
    return round(number * Fraction(10) ** places) / Fraction(10) ** places


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
    places = digits - _integer_digits(number)
    rounded = round_to_places(number, max(places, 0))
    while other_than is not None and rounded == other_than != number:
        places += 1
        rounded = round_to_places(number, max(places, 0))
    whole, part = f"{abs(rounded) * 10 ** max(places, 0)}".zfill(max(places, 0) + 1), ""
    if places > 0:
        whole, part = whole[:-places], whole[-places:].rstrip("0")
    return ("-" if rounded < 0 else "") + whole + (f".{part}" if part else "")


def amount_text(number: Fraction, unit: Unit, digits: int = 4, other_than: Fraction | None = None) -> str:
    """Write an amount with its unit; a pure number without."""
    written = decimal_text(number, digits, other_than)
    return f"{written} {unit}" if unit.powers else written


def _integer_digits(number: Fraction) -> int:
    """Return how many digits stand before the decimal point; zeros behind it count negative."""
    size, count = abs(number), 0
    if not size:
        return 1
    while size >= 1:
        size, count = size / 10, count + 1
    while size * 10 < 1:
        size, count = size * 10, count - 1
    return count
