"""A scale: values in order from worst to best, each with the share of the points that is earned from it on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from attrs import frozen

from greencalc.errors import UnitTextError
from greencalc.languages.said import say
from greencalc.showing.sheet import InALine
from greencalc.standards.rules import FormulaRule
from greencalc.units.number_text import decimal_text
from greencalc.units.text import amount_as_typed, exact_in
from greencalc.units.unit_table import Unit


@frozen(repr=False)
class ShareAt(InALine):
    """A value with the share of the points that it earns, as a table has them.

    Attributes
    ----------
    at : str
        The value as typed, with its unit.
    share : str
        The share as typed: "60 %".
    """

    at: str
    share: str

    def __str__(self) -> str:
        """Return value and share."""
        return say("{at} ({share})", at=amount_as_typed(self.at), share=amount_as_typed(self.share))


@frozen(repr=False)
class Knot(InALine):
    """A value from which on, to the better side, a share of the points is earned.

    Attributes
    ----------
    at : str
        The value as typed, with its unit.
    share : Fraction
        The share.
    includes : bool
        Whether the value itself earns it.
    rises : bool
        Whether the share goes from there along a line to that of the next knot.
    """

    at: str
    share: Fraction
    includes: bool = True
    rises: bool = False

    def __str__(self) -> str:
        """Return value and share."""
        return say("{at} ({share})", at=amount_as_typed(self.at), share=percent(self.share))


@frozen(repr=False)
class ScaleRule(FormulaRule):
    """A rule by a scale; a kind of it says which knots there are, and on which side of them better values lie."""

    rounds: ClassVar[bool] = True  # to the digits of a knot, where values are rounded to those of limits
    disorder: ClassVar[str] = "{other} is not {better} than {one}; write the worst value first"

    @property
    def better(self) -> Literal["higher", "lower"]:
        """Which values are better."""
        return "higher"

    @property
    def is_better_lower(self) -> bool:
        """Whether lower values are better."""
        return self.better == "lower"

    @property
    @abstractmethod
    def knots(self) -> tuple[Knot, ...]:
        """The knots, from worst to best."""

    @property
    def floor(self) -> Fraction:
        """The share that values earn which reach no knot."""
        return Fraction(0)

    def operator_of(self, knot: Knot) -> Literal[">=", ">", "<=", "<"]:
        """Return how a value is to stand to a knot to earn its share.

        Parameters
        ----------
        knot : Knot
            The knot.

        Returns
        -------
        str
            A sign.
        """
        if self.better == "higher":
            return ">=" if knot.includes else ">"
        return "<=" if knot.includes else "<"

    def faults(self, unit: Unit) -> Iterator[str]:
        """Find what is wrong with the scale.

        Parameters
        ----------
        unit : Unit
            The unit of the formula's result.

        Yields
        ------
        str
            What is wrong.
        """
        yield from self._faults(unit)

    def _faults(self, unit: Unit) -> Iterator[str]:
        try:
            knots = self.knots
            values = [exact_in(knot.at, unit) for knot in knots]
        except UnitTextError as error:
            yield str(error)
            return
        sign = 1 if self.better == "higher" else -1
        for (worse, one), (better, other) in pairwise(zip(values, knots, strict=True)):
            if worse * sign > better * sign or (worse == better and not one.rises):
                yield self.disorder.format(one=one.at, other=other.at, better=self.better)
        for first, _, third in zip(values, values[1:], values[2:], strict=False):
            if first == third:
                yield f"{knots[values.index(first)].at} is there more than twice"
        if all(knot.share != 1 for knot in knots):
            yield "no value earns all points; a share is to be 100 %"

    @property
    def full(self) -> tuple[Knot, Knot | None]:
        """The knot from which on all points are earned, and that from which on no longer, if there is one."""
        knots = self.knots
        first = next(place for place, knot in enumerate(knots) if knot.share == 1)
        for last, beyond in pairwise(knots[first:]):
            if beyond.share != 1:
                return knots[first], Knot(last.at, beyond.share, includes=False) if last.rises else beyond
        return knots[first], None


def percent(share: Fraction) -> str:
    """Write a share in percent."""
    return say("{percent} %", percent=decimal_text(share * 100, 6, (Fraction(100),)))
