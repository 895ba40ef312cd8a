"""All points within a range, and none outside it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from greencalc.languages.said import joined, say
from greencalc.standards.scales.scale import Knot, ScaleRule
from greencalc.units.text import amount_as_typed


@frozen(repr=False)
class RangeRule(ScaleRule):
    """All points within a range, whose ends belong to it, and none outside.

    Attributes
    ----------
    low, high : str
        The ends as typed.
    """

    kind: ClassVar[str] = "range"
    disorder: ClassVar[str] = "the high end {other} is not more than the low end {one}; are the two swapped?"
    low: str
    high: str

    @property
    def knots(self) -> tuple[Knot, ...]:
        """Both ends: beyond the high one nothing is earned again."""
        return Knot(self.low, Fraction(1)), Knot(self.high, Fraction(0), includes=False)

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        within = say(", from {low} to {high}", low=amount_as_typed(self.low), high=amount_as_typed(self.high))
        return joined((within, super().judged), "")
