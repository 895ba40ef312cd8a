"""Values beside what they are judged by, on a line from 0 to 1: what pictures and plots of indicators draw."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal

from attrs import frozen

from greencalc.judging.results import ItemResult
from greencalc.judging.targets import knot_target
from greencalc.standards.rules import LimitComparison, LimitRule, LineRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.units.text import parse_unit

LEAST = Fraction(5, 144)
"""What a value keeps from a line which it is not on."""

Corner = tuple[Fraction, Fraction]


@frozen
class Dot:
    """A value on a line.

    Attributes
    ----------
    value : Fraction
        The value.
    place : Fraction
        Where it stands.
    beyond : {"", "left", "right"}
        On which side it lies outside of the line.
    decides : bool
        Whether the item is judged by it, and not by that of another year.
    """

    value: Fraction
    place: Fraction
    beyond: Literal["", "left", "right"]
    decides: bool


@frozen
class ValueLine:
    """Values beside the limit, the base and leading value or the knots that they are judged by.

    Attributes
    ----------
    corners : tuple of (Fraction, Fraction)
        Places, each with the share of the points that a value there earns; from one end to the other.
    edges : tuple of Fraction
        The places of the limit, of base and leading value, or of the knots.
    dots : tuple of Dot
        The values; none while the one that counts is unknown.
    """

    corners: tuple[Corner, ...] = ()
    edges: tuple[Fraction, ...] = ()
    dots: tuple[Dot, ...] = ()


def edges_of(result: ItemResult, comparison: LimitComparison) -> tuple[Fraction, ...]:
    """Return the limit, base and leading value, the ends of a rate or the knots that an item is judged by, if known."""
    target, rule = result.target, result.item.rule
    if target is None:
        return ()
    if isinstance(rule, LimitRule):
        return (target.value,)
    if isinstance(rule, ScaleRule):
        assert result.unit is not None  # noqa: S101 (what a formula gives has one)
        unit = parse_unit(result.unit)[1]
        return tuple(knot_target(rule, knot, unit, comparison).value for knot in rule.knots)
    return result.beside


def value_line(result: ItemResult, comparison: LimitComparison) -> ValueLine | None:
    """Put the values of an item beside what they are judged by; nothing if they are judged by nothing."""
    target, rule, edges = result.target, result.item.rule, edges_of(result, comparison)
    if target is None:
        return None
    if not edges:
        return ValueLine()
    if isinstance(rule, LimitRule):
        return _beside_limit(result, edges[0], is_upward=target.better == "higher")
    if isinstance(rule, ScaleRule):
        return _on_scale(result, rule, edges)
    return _on_line(result, *edges)


def _beside_limit(result: ItemResult, limit: Fraction, *, is_upward: bool) -> ValueLine:
    """Put a limit in the middle, from nothing to twice as much."""
    window = _around(limit, result)
    better = window.right if is_upward else window.left
    return window.line(result, [(limit, Fraction(0)), (limit, Fraction(1)), (better, Fraction(1))])


def _on_line(result: ItemResult, none: Fraction, all_points: Fraction) -> ValueLine:
    """Put a third of the distance between base and leading value at either side; a rate goes from 0 to 100 %."""
    room = Fraction(1, 3) if isinstance(result.item.rule, LineRule) else Fraction(0)
    window = _between((none, all_points), room)
    better = window.right if all_points > none else window.left
    return window.line(result, [(none, Fraction(0)), (all_points, Fraction(1)), (better, Fraction(1))])


def _on_scale(result: ItemResult, rule: ScaleRule, values: tuple[Fraction, ...]) -> ValueLine:
    """Put a third of the distance between the outermost knots at either side of them."""
    knots = rule.knots
    window = _between(values, Fraction(1, 3)) if len(set(values)) > 1 else _around(values[0], result)
    worse, better = (window.left, window.right) if rule.better == "higher" else (window.right, window.left)
    corners = [(worse, rule.floor), (values[0], rule.floor), (values[0], knots[0].share)]
    for (knot, _), (other, next_value) in pairwise(zip(knots, values, strict=True)):
        corners += [] if knot.rises else [(next_value, knot.share)]
        corners.append((next_value, other.share))
    return window.line(result, [*corners, (better, knots[-1].share)])


@frozen
class _Window:
    """The numbers between which a line lies, and those on which it has edges."""

    left: Fraction
    right: Fraction
    edges: tuple[Fraction, ...]

    def line(self, result: ItemResult, corners: list[Corner]) -> ValueLine:
        values = _values(result)
        return ValueLine(
            tuple((self._place(at), share) for at, share in corners),
            tuple(self._place(edge) for edge in self.edges),
            tuple(self._dot(value, decides=value == result.exact_value) for value in values),
        )

    def _place(self, number: Fraction) -> Fraction:
        return (number - self.left) / (self.right - self.left)

    def _dot(self, value: Fraction, *, decides: bool) -> Dot:
        if value < self.left:
            return Dot(value, Fraction(0), "left", decides)
        if value > self.right:
            return Dot(value, Fraction(1), "right", decides)
        return Dot(value, self._kept_apart(value), "", decides)

    def _kept_apart(self, value: Fraction) -> Fraction:
        """Return where a value stands, on its own side of each edge, however near it is."""
        place = self._place(value)
        if value in self.edges:
            return place
        least = max((self._place(edge) + LEAST for edge in self.edges if edge < value), default=Fraction(0))
        most = min((self._place(edge) - LEAST for edge in self.edges if edge > value), default=Fraction(1))
        return min(max(place, least), most) if least <= most else (least + most) / 2


def _between(edges: tuple[Fraction, ...], part: Fraction) -> _Window:
    """Return a window on several edges, with a part of what is between the outermost at either side."""
    room = (max(edges) - min(edges)) * part
    return _Window(min(edges) - room, max(edges) + room, edges)


def _around(edge: Fraction, result: ItemResult) -> _Window:
    """Return a window with an edge in its middle, from nothing to twice as much."""
    span = abs(edge) or max(map(abs, _values(result)), default=Fraction(0)) or Fraction(1)
    return _Window(edge - span, edge + span, (edge,))


def _values(result: ItemResult) -> tuple[Fraction, ...]:
    """Return the values of an item, of each year one; none while that which counts is unknown."""
    if result.exact_value is None or result.computation is None:
        return ()
    return result.computation.results
