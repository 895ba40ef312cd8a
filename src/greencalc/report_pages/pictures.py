"""What the report draws, as places and lengths; the template writes them as SVG."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from greencalc.judging.results import GroupResult, Interval, ItemResult
from greencalc.standards.rules import LimitRule, LineRule
from greencalc.standards.table import FULL_SCORE

BAR_WIDTH = 400
WIDTH = 160  # of the picture of an indicator
_TOP, _FLOOR = 4, 20  # between which the share of the points rises
_ROOM = 8  # at either side, for an arrow
_LEAST = Fraction(5)  # that a value keeps from a line which it is not on


@frozen
class Bar:
    """Points in a row: earned, unknown, and the rest, which is lost.

    Attributes
    ----------
    earned, unknown, whole : str
        Lengths.
    mark : str or None
        The place of the pass mark, if there is one.
    """

    earned: str
    unknown: str
    whole: str
    mark: str | None = None


def score_bar(score: Interval, mark: Fraction | None) -> Bar:
    """Draw a total on a bar to 100."""
    return _bar(score, FULL_SCORE, FULL_SCORE, mark)


def group_bar(result: GroupResult, largest: Fraction) -> Bar:
    """Draw a group's points on a bar as long as they are of those of the largest group."""
    return _bar(result.points, result.exact_of, largest)


def _bar(points: Interval, whole: Fraction, longest: Fraction, mark: Fraction | None = None) -> Bar:
    scale = BAR_WIDTH / (longest or Fraction(1))
    earned, most = points.exact_lower * scale, points.exact_upper * scale
    return Bar(
        _written(earned),
        _written(most - earned),
        _written(whole * scale),
        None if mark is None else _written(mark * scale),
    )


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
    """Values beside the limit, or the base and leading value, that they are judged by.

    Attributes
    ----------
    shape : str
        The corners of what is shaded: as high as the share of the points that a value at that place earns.
    edges : tuple of str
        The places of the limit, or of base and leading value.
    dots : tuple of Dot
        The values; none while the one that counts is unknown.
    """

    shape: str = ""
    edges: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()


def scale_of(result: ItemResult) -> Scale | None:
    """Draw the values of an item beside what they are judged by; nothing if they are judged by nothing."""
    target = result.target
    if target is None:
        return None
    if isinstance(result.item.rule, LimitRule):
        return _limit_scale(result, target.value, is_upward=target.better == "higher")
    return _line_scale(result) if result.beside else Scale()


def _limit_scale(result: ItemResult, limit: Fraction, *, is_upward: bool) -> Scale:
    """Draw a limit in the middle, from nothing to twice as much."""
    span = abs(limit) or max(map(abs, _values(result)), default=Fraction(0)) or Fraction(1)
    window = _Window(limit - span, limit + span, (limit,))
    better = window.right if is_upward else window.left
    return window.scale(result, [(limit, 0), (limit, 1), (better, 1)])


def _line_scale(result: ItemResult) -> Scale:
    """Draw a line from base to leading value with a third of it at either side, or a rate from 0 to 100 %."""
    none, all_points = result.beside
    room = abs(all_points - none) / 3 if isinstance(result.item.rule, LineRule) else Fraction(0)
    window = _Window(min(result.beside) - room, max(result.beside) + room, (none, all_points))
    better = window.right if all_points > none else window.left
    return window.scale(result, [(none, 0), (all_points, 1), (better, 1)])


@frozen
class _Window:
    """The numbers between which a picture lies, and those on which it has lines."""

    left: Fraction
    right: Fraction
    edges: tuple[Fraction, ...]

    def scale(self, result: ItemResult, corners: list[tuple[Fraction, int]]) -> Scale:
        """Return the picture of a shape, which goes down where its last corner is."""
        *_, (last, _) = corners
        shape = " ".join(
            f"{_written(self._place(at))},{_written(Fraction(_FLOOR - share * (_FLOOR - _TOP)))}"
            for at, share in [*corners, (last, 0)]
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
        for edge in self.edges:
            at = self._place(edge)
            if value != edge and abs(place - at) < _LEAST:
                place = at + (_LEAST if value > edge else -_LEAST)
        return Dot(_written(place), "", decides)


def _values(result: ItemResult) -> tuple[Fraction, ...]:
    """Return the values of an item, of each year one; none while that which counts is unknown."""
    if result.exact_value is None or result.computation is None:
        return ()
    return result.computation.results


def _written(length: Fraction) -> str:
    return f"{float(length):.1f}".removesuffix(".0")
