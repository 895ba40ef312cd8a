"""What the report draws, as places and lengths; the template writes them as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

from attrs import evolve, frozen

from greencalc.judging.results import GroupResult, Interval, ItemResult
from greencalc.judging.targets import knot_target
from greencalc.standards.rules import LimitComparison, LimitRule, LineRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import FULL_SCORE
from greencalc.units.unit_table import Unit

BAR_WIDTH = 400
WIDTH = 160  # of the picture of an indicator
_TOP, _FLOOR = 4, 20  # between which the share of the points rises
_ROOM = 8  # at either side, for an arrow
_LEAST = Fraction(5)  # that a value keeps from a line which it is not on


@frozen
class Mark:
    """A total that is asked for, on a bar.

    Attributes
    ----------
    place : str
        Where it stands.
    label : str
        What it is called.
    """

    place: str
    label: str


@frozen
class Bar:
    """Points in a row: earned, unknown, and the rest, which is lost.

    Attributes
    ----------
    earned, unknown, whole : str
        Lengths.
    marks : tuple of Mark
        The pass mark or the levels, from left to right.
    ticks : tuple of (str, int)
        Places of points below the bar of a total.
    """

    earned: str
    unknown: str
    whole: str
    marks: tuple[Mark, ...] = ()
    ticks: tuple[tuple[str, int], ...] = ()


_BETWEEN_TICKS = 20


def score_bar(score: Interval, marks: Iterable[tuple[Fraction, str]]) -> Bar:
    """Draw a total on a bar to 100, or beyond where a bonus or a mark is more than that."""
    marks = sorted(marks, key=lambda mark: mark[0])
    longest = max(FULL_SCORE, score.exact_upper, *(at for at, _ in marks))
    scale = BAR_WIDTH / longest
    return evolve(
        _bar(score, FULL_SCORE, longest),
        marks=tuple(Mark(_written(at * scale), label) for at, label in marks),
        ticks=tuple((_written(at * scale), at) for at in range(0, int(longest) + 1, _BETWEEN_TICKS)),
    )


def group_bar(result: GroupResult, largest: Fraction) -> Bar:
    """Draw a group's points on a bar as long as they are of those of the largest group."""
    return _bar(result.points, result.exact_of, largest)


def _bar(points: Interval, whole: Fraction, longest: Fraction) -> Bar:
    scale = BAR_WIDTH / (longest or Fraction(1))
    # what takes points may take more than there are
    earned, most = (max(end, Fraction(0)) * scale for end in (points.exact_lower, points.exact_upper))
    return Bar(_written(earned), _written(most - earned), _written(whole * scale))


@frozen
class Dot:
    """A value in a picture.

    Attributes
    ----------
    place : str
        Where it stands.
    beyond : {"", "left", "right"}
        On which side it lies outside of the picture.
    decides : bool
        Whether the item is judged by it, and not by that of another year.
    """

    place: str
    beyond: Literal["", "left", "right"]
    decides: bool


@frozen
class Scale:
    """Values beside the limit, the steps, or the ends of lines, that they are judged by.

    Attributes
    ----------
    shape : str
        The corners of what is shaded: as high as the share of the points that a value at that place earns.
    edges : tuple of str
        The places of the limit, of the steps, or of the ends of lines.
    dots : tuple of Dot
        The values; none while the one that counts is unknown.
    """

    shape: str = ""
    edges: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()


class _Knot(NamedTuple):
    """A value from which on a share of the points is earned, and whether that goes from there along a line."""

    at: Fraction
    share: Fraction
    rises: bool = False


def scale_of(result: ItemResult, unit: Unit, comparison: LimitComparison) -> Scale | None:
    """Draw the values of an item, in a unit, beside what they are judged by; nothing if they are judged by nothing."""
    target, rule = result.target, result.item.rule
    if target is None:
        return None
    if isinstance(rule, ScaleRule):
        knots = [_Knot(knot_target(rule, knot, unit, comparison).value, knot.share, knot.rises) for knot in rule.knots]
        return _drawn(result, knots, rule.floor, is_upward=not rule.is_better_lower)
    if isinstance(rule, LimitRule):
        return _drawn(result, [_Knot(target.value, Fraction(1))], is_upward=target.better == "higher")
    if not result.beside:
        return Scale()
    none, all_points = result.beside
    line = [_Knot(none, Fraction(0), rises=True), _Knot(all_points, Fraction(1))]
    room = None if isinstance(rule, LineRule) else Fraction(0)  # a rate goes from 0 to 100 %
    return _drawn(result, line, is_upward=all_points > none, room=room)


def _drawn(
    result: ItemResult,
    knots: list[_Knot],
    floor: Fraction = Fraction(0),
    *,
    is_upward: bool,
    room: Fraction | None = None,
) -> Scale:
    """Draw a scale with a third of it at either side; of a single value, from nothing to twice as much."""
    least, most = min(knot.at for knot in knots), max(knot.at for knot in knots)
    if room is None:
        room = (most - least) / 3 or abs(least) or max(map(abs, _values(result)), default=Fraction(0)) or Fraction(1)
    window = _Window(least - room, most + room, tuple(dict.fromkeys(knot.at for knot in knots)))
    worst, best = (window.left, window.right) if is_upward else (window.right, window.left)
    return window.scale(result, _corners(knots, floor, worst, best))


def _corners(knots: list[_Knot], floor: Fraction, worst: Fraction, best: Fraction) -> list[tuple[Fraction, Fraction]]:
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
    """The numbers between which a picture lies, and those on which it has lines."""

    left: Fraction
    right: Fraction
    edges: tuple[Fraction, ...]

    def scale(self, result: ItemResult, corners: list[tuple[Fraction, Fraction]]) -> Scale:
        """Return the picture of a shape with the values of an item."""
        shape = " ".join(
            f"{_written(self._place(at))},{_written(_FLOOR - share * (_FLOOR - _TOP))}" for at, share in corners
        )
        values = _values(result)
        return Scale(
            shape,
            tuple(_written(self._place(edge)) for edge in self.edges),
            tuple(self._dot(value, decides=value == result.exact_value) for value in values),
        )

    def _place(self, number: Fraction) -> Fraction:
        return _ROOM + (number - self.left) / (self.right - self.left) * (WIDTH - 2 * _ROOM)

    def _dot(self, value: Fraction, *, decides: bool) -> Dot:
        if value < self.left:
            return Dot(_written(Fraction(_ROOM)), "left", decides)
        if value > self.right:
            return Dot(_written(Fraction(WIDTH - _ROOM)), "right", decides)
        place = self._place(value)
        if value not in self.edges:
            # it stands on its own side of each line, however near that is
            left = max((self._place(edge) for edge in self.edges if edge < value), default=Fraction(0))
            right = min((self._place(edge) for edge in self.edges if edge > value), default=Fraction(WIDTH))
            least = min(_LEAST, (right - left) / 2)
            place = min(max(place, left + least), right - least)
        return Dot(_written(place), "", decides)


def _values(result: ItemResult) -> tuple[Fraction, ...]:
    """Return the values of an item, of each year one; none while that which counts is unknown."""
    if result.exact_value is None or result.computation is None:
        return ()
    return result.computation.results


def _written(length: Fraction) -> str:
    return f"{float(length):.1f}".removesuffix(".0")
