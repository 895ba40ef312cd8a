"""Arrays that a block's operations take and give back, so that blocks follow each other in the same memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from greencalc.table_plan.graph import Kind

_TYPES: Mapping[Kind, Any] = MappingProxyType({"number": np.float64, "count": np.int8, "truth": np.bool_})


class Room:
    """Arrays of so many rows, to be taken and given back.

    Parameters
    ----------
    rows : int
        How many entries they have.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._free: dict[Kind, list[Any]] = {"number": [], "count": [], "truth": []}

    def take(self, kind: Kind) -> Any:
        """Return an array that nobody has; what is in it is of no meaning."""
        free = self._free[kind]
        return free.pop() if free else np.empty(self.rows, _TYPES[kind])

    def give(self, kind: Kind, array: Any) -> None:
        """Take an array back that nobody looks at any more."""
        self._free[kind].append(array)


class Numbers:
    """Floats that a formula is worked out with, in arrays of a room; a scaled amount of a plant stays as it is.

    Parameters
    ----------
    room : Room
        Where the arrays are.
    held : float or array of float
        The floats.
    is_own : bool
        Whether the array is taken from the room, and nobody else looks at it.
    """

    __slots__ = ("held", "is_own", "room")

    def __init__(self, room: Room, held: Any, *, is_own: bool = False) -> None:
        self.room = room
        self.held = held
        self.is_own = is_own

    def _joined(self, work: Callable[..., Any], other: Numbers) -> Numbers:
        """Work on two, into an array of one of them if it is nobody else's; a power's base is worked on again."""
        if self is other or not (self.is_own or other.is_own):
            return Numbers(self.room, work(self.held, other.held, out=self.room.take("number")), is_own=True)
        out = self.held if self.is_own else other.held
        return Numbers(self.room, work(self.held, other.held, out=out), is_own=True)

    def __add__(self, other: Numbers) -> Numbers:
        """Add."""
        return self._joined(np.add, other)

    def __sub__(self, other: Numbers) -> Numbers:
        """Subtract."""
        return self._joined(np.subtract, other)

    def __mul__(self, other: Numbers) -> Numbers:
        """Multiply."""
        return self._joined(np.multiply, other)

    def __truediv__(self, other: Numbers) -> Numbers:
        """Divide."""
        return self._joined(np.divide, other)

    def __neg__(self) -> Numbers:
        """Change the sign."""
        return Numbers(self.room, 0.0) - self

    def times(self, factor: Fraction) -> Any:
        """Return an array of the floats times a factor, which is the caller's from then on."""
        up, down = float(factor.numerator), float(factor.denominator)
        found = self if self.is_own and up == 1 else self * Numbers(self.room, up)
        found = found if down == 1 else found / Numbers(self.room, down)
        return found.held
