"""The decimals that floats are written as, many at once.

A float of 64 bits is written with 15, 16 or 17 digits: as few as come back to it, and of those the nearest. In floats
of 80 bits, where there are any, both can be told but for a few, which Python writes out one by one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

_WIDE = np.longdouble
_IS_WIDE = np.finfo(_WIDE).nmant >= 63  # noqa: PLR2004 (bits of an 80-bit float behind its first)
_MOST_PLACES = 27  # ten to this is such a float
_TENS = np.array([_WIDE(10) ** places for places in range(_MOST_PLACES + 1)])
_HALF = _WIDE(0.5)
_LARGEST = 2**62
_OFF = _WIDE(2) ** -62  # what a product or quotient of such floats may be off by, with room to spare


@np.errstate(divide="ignore", over="ignore", invalid="ignore")
def written_out(values: Any) -> tuple[Any, Any]:
    """Return floats that are written out: whole numbers, and how many of the digits of each are behind the point.

    Parameters
    ----------
    values : array of float
        The floats, all finite.

    Returns
    -------
    array of int, array of int
        Both of int64, or the first of Python's own numbers where they are larger.
    """
    size = np.abs(values)
    wholes, places = np.zeros(len(values), dtype=np.int64), np.zeros(len(values), dtype=np.int64)
    left = size > 0
    odd = left & (not _IS_WIDE)
    first = np.where(left, np.floor(np.log10(size)), 0).astype(np.int64)
    fraction, _ = np.frexp(size)
    # a number that is nearer than half of the last digit comes back; a power of two has one neighbour that is nearer
    half = np.spacing(size).astype(_WIDE) / np.where(fraction == 0.5, 4, 2)  # noqa: PLR2004 (what powers of two have)
    room = size * _OFF
    for digits in (15, 16, 17):
        behind = digits - 1 - first
        odd |= left & ((behind < 0) | (behind > _MOST_PLACES))
        tens = _TENS[np.where(odd | ~left, 0, behind)]
        exact = values * tens
        whole = np.rint(exact)
        distance = np.abs(whole / tens - values)
        # not sure: halfway between two numbers, hardly near enough, or of more or fewer digits than it seemed
        odd |= left & (np.abs(np.abs(exact - whole) - _HALF) <= np.abs(exact) * _OFF)
        odd |= left & (np.abs(distance - half) <= room)
        odd |= left & ((np.abs(whole) < _WIDE(10) ** (digits - 1)) | (np.abs(whole) >= _WIDE(10) ** digits))
        found = left & ~odd & (distance < half)
        wholes[found], places[found] = whole[found].astype(np.int64), behind[found]
        left = left & ~odd & ~found
    return _with_others(values, wholes, places, np.flatnonzero(odd | left))


def _with_others(values: Any, wholes: Any, places: Any, rows: Any) -> tuple[Any, Any]:
    """Return wholes and places with those of some rows as Python writes them out."""
    for row in rows.tolist():
        decimal = Decimal(repr(float(values[row])))
        sign, digits, exponent = decimal.as_tuple()
        whole = int("".join(map(str, digits))) * (-1 if sign else 1) * 10 ** max(int(exponent), 0)
        if wholes.dtype != object and abs(whole) >= _LARGEST:
            wholes = wholes.astype(object)
        wholes[row], places[row] = whole, max(-int(exponent), 0)
    return wholes, places
