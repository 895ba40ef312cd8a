"""What the report draws, as places and lengths; the template writes them as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import evolve, frozen

from greencalc.judging.results import GroupResult, Interval, ItemResult
from greencalc.report_pages.value_lines import Dot, value_line
from greencalc.standards.rules import LimitComparison
from greencalc.standards.table import FULL_SCORE
from greencalc.units.unit_table import Unit

BAR_WIDTH = 400
WIDTH = 160  # of the picture of an indicator
_TOP, _FLOOR = 4, 20  # between which the share of the points rises
_ROOM = 8  # at either side, for an arrow


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
class Scale:
    """A line of values as the report draws it.

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
    dots: tuple[Dot[str], ...] = ()


def scale_of(result: ItemResult, unit: Unit, comparison: LimitComparison) -> Scale | None:
    """Draw the values of an item, in a unit, beside what they are judged by; nothing if they are judged by nothing."""
    line = value_line(result, unit, comparison)
    if line is None:
        return None
    return Scale(
        " ".join(f"{_across(place)},{_written(_FLOOR - share * (_FLOOR - _TOP))}" for place, share in line.corners),
        tuple(_across(edge) for edge in line.edges),
        tuple(Dot(_across(dot.place), dot.beyond, dot.decides) for dot in line.dots),
    )


def _across(place: Fraction) -> str:
    return _written(_ROOM + place * (WIDTH - 2 * _ROOM))


def _written(length: Fraction) -> str:
    return f"{float(length):.1f}".removesuffix(".0")
