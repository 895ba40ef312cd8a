"""Points by steps: from each of some values on, a share of the points."""

from __future__ import annotations

from typing import ClassVar, Literal

from attrs import field, frozen

from greencalc.languages.said import joined, say
from greencalc.standards.scales.scale import Knot, ScaleRule, Step
from greencalc.units.text import share_in


@frozen(repr=False)
class StepsRule(ScaleRule):
    """A share of the points from each of some values on; each value belongs to its own step.

    Attributes
    ----------
    better : {"lower", "higher"}
        Which values are better.
    steps : tuple of Step
        The values with their shares, from worst to best. Values that reach none of them earn nothing.
    """

    kind: ClassVar[str] = "steps"
    better: Literal["higher", "lower"] = field()
    steps: tuple[Step, ...]

    @property
    def knots(self) -> tuple[Knot, ...]:
        """The steps."""
        return tuple(Knot(step.at, share_in(step.share)) for step in self.steps)

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        steps = say(", by steps from {steps}", steps=joined(map(str, self.steps), "; "))
        return joined((steps, super().judged), "")
