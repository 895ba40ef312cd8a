"""What floats stand for: the decimal that each is written as, and all numbers within its rounding.

A bound or a relation of floats is broken only by more than their rounding. What was typed as text, whole numbers,
fractions and decimals are exact: they have no rounding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

ROUNDING = Fraction(4, 2**52)
"""What a float may be off by, relative to itself: four units in the last of its 53 bits."""


class Rounded(Fraction):
    """The decimal that a float is written as. What is computed of it is a plain fraction."""

    __slots__ = ()


def times(number: Fraction, factor: Fraction) -> Fraction:
    """Convert a number by an exact factor: what stands for its rounding still does."""
    if factor == 1:
        return number
    return Rounded(number * factor) if isinstance(number, Rounded) else number * factor


def rounding_of(value: Any) -> Any:
    """Return how far a value, or each of an array, may be off: nothing unless it is or was a float."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f":
            return abs(value) * float(ROUNDING)
        return np.array([rounding_of(one) for one in value.flat], dtype=object).reshape(value.shape)
    return abs(value) * ROUNDING if isinstance(value, Rounded) else 0
