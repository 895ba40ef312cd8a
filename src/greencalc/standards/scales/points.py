"""Points on a line through more than two points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from attrs import field, frozen

from greencalc.languages.said import joined, say
from greencalc.standards.scales.scale import Knot, ScaleRule, ShareAt
from greencalc.units.text import parse_amount, share_in
from greencalc.units.unit_table import Unit


@frozen(repr=False)
class PointsRule(ScaleRule):
    """A share of the points on the line through some points, and beyond its ends as at them.

    Where two points have the same value the line jumps, and the value earns the larger of their shares.

    Attributes
    ----------
    better : {"lower", "higher"}
        Which values are better: in which direction the points are written.
    points : tuple of ShareAt
        The values with their shares, from worst to best.
    """

    kind: ClassVar[str] = "points"
    rounds: ClassVar[bool] = False
    better: Literal["higher", "lower"] = field()
    points: tuple[ShareAt, ...]

    @property
    def knots(self) -> tuple[Knot, ...]:
        """The points; from each the line goes on to the next. Where it jumps down, the lower point begins beyond."""
        shares = [share_in(point.share) for point in self.points]
        sizes = [number * unit.size for number, unit in (parse_amount(point.at) for point in self.points)]
        onward = [one != other for one, other in pairwise(shares)]
        falls = [
            size == next_size and share > next_share
            for (size, share), (next_size, next_share) in pairwise(zip(sizes, shares, strict=True))
        ]
        return tuple(
            Knot(point.at, share, includes=not fallen, rises=rises)
            for point, share, fallen, rises in zip(self.points, shares, [False, *falls], [*onward, False], strict=True)
        )

    def _faults(self, unit: Unit) -> Iterator[str]:
        if len(self.points) > 1:
            yield from super()._faults(unit)
        else:
            yield "a line goes through two points or more"

    @property
    def floor(self) -> Fraction:
        """The share of the worst point."""
        return share_in(self.points[0].share)

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        line = say(", on the line through {points}", points=joined(map(str, self.points), "; "))
        return joined((line, super().judged), "")
