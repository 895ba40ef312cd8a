"""Values beside what they are judged by, on a line from 0 to 1: what pictures and plots of indicators draw."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Generic, Literal, NamedTuple, TypeVar

from attrs import frozen

from greencalc.judging.results import ItemResult
from greencalc.judging.targets import knot_target
from greencalc.standards.rules import LimitComparison, LimitRule, LineRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.units.unit_table import Unit

LEAST = Fraction(5, 144)
"""What a value keeps from a line which it is not on."""

Corner = tuple[Fraction, Fraction]
"""A place, and the share of the points that a value there earns."""


Place = TypeVar("Place")


@frozen
class Dot(Generic[Place]):
    """A value on a line, or in a picture of one.

    Attributes
    ----------
    place : Fraction or str
        Where it stands.
    beyond : {"", "left", "right"}
        On which side it lies outside of the line.
    decides : bool
        Whether the item is judged by it, and not by that of another year.
    """

    place: Place
    beyond: Literal["", "left", "right"]
    decides: bool


@frozen
class ValueLine:
    """Values beside the limit, the steps, or the ends of lines, that they are judged by.

    Attributes
    ----------
    corners : tuple of (Fraction, Fraction)
        Places, each with the share of the points that a value there earns; from the ground up and down to it.
    edges : tuple of Fraction
        The places of the limit, of the steps, or of the ends of lines.
    dots : tuple of Dot
        The values; none while the one that counts is unknown.
    """

    corners: tuple[Corner, ...] = ()
    edges: tuple[Fraction, ...] = ()
    dots: tuple[Dot[Fraction], ...] = ()


class _Knot(NamedTuple):
    """A value from which on a share of the points is earned, and whether that goes from there along a line."""

    at: Fraction
    share: Fraction
    rises: bool = False


def edges_of(result: ItemResult, unit: Unit, comparison: LimitComparison) -> tuple[Fraction, ...]:
    """Return the limit, the steps, or the ends of lines, in a unit, that an item is judged by, as far as known."""
    return tuple(knot.at for knot in _knots(result, unit, comparison))


def _knots(result: ItemResult, unit: Unit, comparison: LimitComparison) -> list[_Knot]:
    target, rule = result.target, result.item.rule
    if target is None:
        return []
    if isinstance(rule, ScaleRule):
        return [_Knot(knot_target(rule, knot, unit, comparison).value, knot.share, knot.rises) for knot in rule.knots]
    if isinstance(rule, LimitRule):
        return [_Knot(target.value, Fraction(1))]
    # a value that is not known stands beside nothing
    return [_Knot(edge, Fraction(share), rises=not share) for share, edge in enumerate(result.beside)]


def value_line(result: ItemResult, unit: Unit, comparison: LimitComparison) -> ValueLine | None:
    """Put the values of an item, in a unit, beside what they are judged by; nothing if they are judged by nothing.

    A scale has a third of it at either side; a single value is in the middle, from nothing to twice as much.
    """
    target, rule = result.target, result.item.rule
    if target is None:
        return None
    knots = _knots(result, unit, comparison)
    if not knots:
        return ValueLine()
    if isinstance(rule, ScaleRule):
        return _drawn(result, knots, rule.floor, is_upward=not rule.is_better_lower)
    if isinstance(rule, LimitRule):
        return _drawn(result, knots, is_upward=target.better == "higher")
    room = None if isinstance(rule, LineRule) else Fraction(0)  # a rate goes from 0 to 100 %
    return _drawn(result, knots, is_upward=knots[1].at > knots[0].at, room=room)


def _drawn(
    result: ItemResult,
    knots: list[_Knot],
    floor: Fraction = Fraction(0),
    *,
    is_upward: bool,
    room: Fraction | None = None,
) -> ValueLine:
    least, most = min(knot.at for knot in knots), max(knot.at for knot in knots)
    if room is None:
        room = (most - least) / 3 or abs(least) or max(map(abs, _values(result)), default=Fraction(0)) or Fraction(1)
    window = _Window(least - room, most + room, tuple(dict.fromkeys(knot.at for knot in knots)))
    worst, best = (window.left, window.right) if is_upward else (window.right, window.left)
    return window.line(result, _corners(knots, floor, worst, best))


def _corners(knots: list[_Knot], floor: Fraction, worst: Fraction, best: Fraction) -> list[Corner]:
    """Return the corners of what is earned from the worst to the best value, from the ground up and down to it."""
    corners = [(worst, Fraction(0)), (worst, floor)]
    share = floor
    for knot, better in zip_longest(knots, knots[1:]):
        corners += [(knot.at, share), (knot.at, knot.share)]
        share = better.share if knot.rises and better is not None else knot.share
    corners += [(best, share), (best, Fraction(0))]
    corners = [corner for corner, _ in groupby(corners)]
    while corners[1][1] == 0:  # nothing is shaded where nothing is earned
        del corners[0]
    while corners[-2][1] == 0:
        del corners[-1]
    return corners


@frozen
class _Window:
    """The numbers between which a line lies, and those on which it has edges."""

    left: Fraction
    right: Fraction
    edges: tuple[Fraction, ...]

    def line(self, result: ItemResult, corners: list[Corner]) -> ValueLine:
        """Return the line with the values of an item."""
        return ValueLine(
            tuple((self._place(at), share) for at, share in corners),
            tuple(self._place(edge) for edge in self.edges),
            tuple(self._dot(value, decides=value == result.exact_value) for value in _values(result)),
        )

    def _place(self, number: Fraction) -> Fraction:
        return (number - self.left) / (self.right - self.left)

    def _dot(self, value: Fraction, *, decides: bool) -> Dot[Fraction]:
        if value < self.left:
            return Dot(Fraction(0), "left", decides)
        if value > self.right:
            return Dot(Fraction(1), "right", decides)
        place = self._place(value)
        if value not in self.edges:
            # it stands on its own side of each edge, however near that is
            left = max((self._place(edge) for edge in self.edges if edge < value), default=-LEAST)
            right = min((self._place(edge) for edge in self.edges if edge > value), default=1 + LEAST)
            least = min(LEAST, (right - left) / 2)
            place = min(max(place, left + least), right - least)
        return Dot(place, "", decides)


def _values(result: ItemResult) -> tuple[Fraction, ...]:
    """Return the values of an item, of each year one; none while that which counts is unknown."""
    if result.exact_value is None or result.computation is None:
        return ()
    return result.computation.results
