"""What is asked of a formula's values: whether they keep a limit, or what share of the points they earn.

In floats, each tells where these cannot tell; of exact values it says so for certain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from greencalc.table_plan.items import Way
from greencalc.table_plan.targets import Target
from greencalc.table_plan.tongues.ratios import Ratios
from greencalc.table_plan.tongues.room import Room

EPSILON = 2.0**-52
BLUR = 1e-12
"""What a share of points in floats may be off by."""

_HALF_ULP = 2.0**-53  # from 1 to the next float below


class _Keeps:
    """Whether a value keeps a limit: one for all, or one for each category."""

    def __init__(self, targets: Sequence[Target | None], error: float) -> None:
        self.targets = targets
        limits = np.array([np.nan if target is None else float(target.value) for target in targets])
        self.low, self.high = limits * (1 - min(error, 1)), limits * (1 + min(error, 1))
        self.higher = next(target for target in targets if target is not None).better == "higher"

    def floats(self, values: Any, room: Room, types: Any = None) -> tuple[Any, Any]:
        """Compare values with the edges of a strip about the limit."""
        low, high = (side[0] if types is None else np.take(side, types) for side in (self.low, self.high))
        above = np.greater(values, high, out=room.take("truth"))
        below = np.less(values, low, out=room.take("truth"))
        met, other = (above, below) if self.higher else (below, above)
        doubtful = above == below
        room.give("truth", other)
        if not doubtful.any():
            return met, None
        if types is not None:  # beside no limit there is nothing to doubt
            doubtful &= ~np.isnan(low)
        return met, doubtful

    def exact(self, values: Ratios, types: Any = None) -> Any:
        """Compare exact values with the exact limit."""
        kinds = np.zeros(1, dtype=np.intp) if types is None else types
        met = np.zeros(1, dtype=bool)
        for kind in np.unique(kinds).tolist():
            target = self.targets[kind]
            if target is not None:
                signs = values.beside(target.value) * (1 if self.higher else -1)
                met = np.where(kinds == kind, signs >= 0 if target.inclusive else signs > 0, met)
        return met


class _IsRate:
    """Whether a value is a rate from nothing to all."""

    def __init__(self, size: Fraction, error: float) -> None:
        self.size = size
        self.most = 1 - error - 2 * EPSILON

    def floats(self, values: Any, room: Room) -> tuple[Any, Any]:
        """Say so of what surely is one, and doubt the rest."""
        size = float(self.size)
        surely = np.less(values, self.most / size, out=room.take("truth"))
        if surely.all() and values[values.argmin()] >= 0:
            return surely, None
        surely &= values >= 0
        return surely, ~surely

    def exact(self, values: Ratios) -> Any:
        """Compare exact values with nothing and all."""
        return (values.signs() >= 0) & ((values * self.size).beside(1) <= 0)


class _Rate:
    """The share of points that a rate earns."""

    def __init__(self, size: Fraction, error: float) -> None:
        del error
        self.size = size

    def floats(self, values: Any, room: Room) -> tuple[Any, Any]:
        """Return the rates; what is beyond nothing and all is doubted already."""
        return np.multiply(values, float(self.size), out=room.take("number")), None

    def exact(self, values: Ratios) -> Any:
        """Return the rates, 0 or 1 only if they are."""
        return _in_floats(values * self.size)


class _OnLine:
    """The share of points that a value earns on the line from a base value to a leading one."""

    def __init__(self, way: Way, error: float) -> None:
        self.way = way
        self.better = way.better
        self.error = (error + 4 * EPSILON) / abs(float(way.rise))  # the ends are rounded too

    def floats(self, values: Any, room: Room, base: Any, leading: Any) -> tuple[Any, Any]:
        """Return the shares; what lies at an end, or on a line that may run the wrong way, is in doubt."""
        length = leading - base if self.better == "higher" else base - leading
        strip = 2 * self.error * np.maximum(np.abs(base), np.abs(leading)) / length
        shares = np.subtract(values, base, out=room.take("number"))
        np.divide(shares, leading - base, out=shares)
        # as far from the middle between the ends as from it to an end
        distance = np.abs(np.abs(shares - 0.5) - 0.5)
        surely = (distance > strip) & (length > 0) & (strip <= BLUR)
        np.clip(shares, 0.0, 1.0, out=shares)
        if self.way.rise != 1:
            np.multiply(shares, float(self.way.rise), out=shares)
            np.add(shares, float(self.way.start), out=shares)
        return shares, None if surely.all() else ~surely

    def exact(self, values: Ratios, base: Ratios, leading: Ratios) -> Any:
        """Return the exact shares; on a line that runs the wrong way, which is refused, whatever comes out."""
        way = 1 if self.better == "higher" else -1
        length = (leading - base) * way
        part = (values - base) * way / length.with_others(length.signs() <= 0, 1)
        return _in_floats(part * self.way.rise + self.way.start)


def near(number: Fraction) -> tuple[float, float]:
    """Return between which floats sums of points and shares lie that may be as large as a number."""
    room = 1e-9 * max(1.0, abs(float(number)))
    return float(number) - room, float(number) + room


def in_float(number: Fraction) -> float:
    """Return a number as a float that is 0 or 1 only if the number is."""
    found = float(number)
    if number in {0, 1} or found not in {0.0, 1.0}:
        return found
    return math.nextafter(found, math.copysign(math.inf, number - Fraction(found)))


def _in_floats(shares: Ratios) -> Any:
    """Return exact shares as floats that are 0 or 1 only if the shares are."""
    nothing, all_of_it = shares.signs() <= 0, shares.beside(1) >= 0
    inside = np.clip(shares.floats(), math.ulp(0.0), 1 - _HALF_ULP)
    return np.where(nothing, 0.0, np.where(all_of_it, 1.0, inside))


VERDICTS: Mapping[str, Callable[[Any, float], Any]] = MappingProxyType(
    {"keeps": _Keeps, "is_rate": _IsRate, "rate": _Rate, "on_line": _OnLine}
)
