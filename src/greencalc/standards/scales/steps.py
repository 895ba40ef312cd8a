"""Points by steps: from each of some values on, a share of the points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from attrs import field, frozen

from greencalc.languages.said import joined, say
from greencalc.standards.scales.scale import Knot, ScaleRule, ShareAt
from greencalc.units.text import share_in
from greencalc.units.unit_table import Unit


@frozen(repr=False)
class StepsRule(ScaleRule):
    """A share of the points from each of some values on; each value belongs to its own step.

    Attributes
    ----------
    better : {"lower", "higher"}
        Which values are better.
    steps : tuple of ShareAt
        The values with their shares, from worst to best. Values that reach none of them earn nothing.
    """

    kind: ClassVar[str] = "steps"
    better: Literal["higher", "lower"] = field()
    steps: tuple[ShareAt, ...]

    @property
    def knots(self) -> tuple[Knot, ...]:
        """The steps."""
        return tuple(Knot(step.at, share_in(step.share)) for step in self.steps)

    def _faults(self, unit: Unit) -> Iterator[str]:
        faults = tuple(super()._faults(unit))
        yield from faults
        for worse, better in pairwise(() if faults else self.knots):
            if better.share <= worse.share:
                yield f"the step at {better.at} earns no more than that at {worse.at}; a better step earns more"

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        steps = say(", by steps from {steps}", steps=joined(map(str, self.steps), "; "))
        return joined((steps, super().judged), "")
