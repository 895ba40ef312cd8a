"""The indicators, each value beside its limit on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from greencalc.assessment import Assessment
from greencalc.explaining.explanation import title_of
from greencalc.judging.results import ItemResult
from greencalc.languages.said import PHRASES, Language, joined, say, word
from greencalc.plant.status_words import UNKNOWN as UNKNOWN_STATUS
from greencalc.plots.drawing import GREY, SKY, UNKNOWN, without_frame
from greencalc.plots.rows import Rows, rows_on
from greencalc.report_pages.indicators import Indicator, indicators_of
from greencalc.report_pages.value_lines import ValueLine, value_line
from greencalc.standards.rules import LineRule, ShareRule
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_ROW = 52.0  # points
_LEAST_ROW = 44.0  # points of a row with two lines of text
_FOOT = 8.0  # points below them
_SHADE = 0.35  # of the colour
_ROOM = 0.02  # at either end of the lines, for signs that stand there


_SIGN = 0.8  # of the height of a line


@frozen
class _Bands:
    """Where in a row things stand, as parts of its height: texts, and between them the line."""

    title: float
    top: float
    ground: float
    limit: float | None


_TALL, _LOW = _Bands(0.11, 0.26, 0.56, 0.7), _Bands(0.22, 0.46, 0.9, None)
"""In low rows there is no room for a second text."""


def plot_indicators(assessment: Assessment, *, ax: Axes | None = None, language: Language = "en") -> Axes:
    """Draw the value of each indicator beside its limit.

    Each indicator has a line of its own, on which values grow to the right. What is shaded is as high as the share of
    the points that a value at that place earns. A value stands on its own side of a limit, however near it is; a
    triangle is a value beyond the end of the line, a hollow circle one of a year that does not decide. What is unknown
    is hatched.

    Needs the extra ``greencalc[plots]``.

    Parameters
    ----------
    assessment : Assessment
        What :func:`evaluate` returned.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; new ones on a figure of their own, ``ax.figure``, if left out.
    language : {"en", "zh"}, optional
        English, or Chinese. Where no font with Chinese signs is installed, it is English, and the plot says so.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.

    Raises
    ------
    FactsError
        If the assessment is none, the axes are none, there is no such language, or matplotlib is not installed.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, plot_indicators
    >>> facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
    >>> ax = plot_indicators(evaluate(load_standard("qct1160_2022"), facts))
    >>> "62.65 %, not met" in [text.get_text() for text in ax.texts]
    True
    """
    expect(Assessment, assessment, "plot_indicators", "the assessment", "give what evaluate(...) returns")
    indicators = indicators_of(assessment)
    rows = rows_on("plot_indicators", ax, language, len(indicators), _ROW, _FOOT)
    rows.ax.set_xlim(-_ROOM, 1 + _ROOM)
    rows.ax.set_xticks([])
    without_frame(rows.ax, ("bottom",))
    bands = _TALL if rows.height >= _LEAST_ROW else _LOW
    drawn: dict[str, Artist] = {}
    for row, one in enumerate(indicators):
        known = [one.value] if one.result.exact_value is not None else []
        rows.texts(
            row,
            say("{id} {title}", id=one.result.id, title=title_of(one.formula)),
            joined((*known, word(one.result.status)), PHRASES),
            bands.title,
        )
        if bands.limit is not None:
            rows.texts(row, _limit(one), "", bands.limit)
        line = value_line(one.result, one.formula.result.unit, assessment.comparison) or ValueLine()
        drawn |= _draw(rows, row + bands.top, row + bands.ground, one.result, line)
    rows.drawing.title(word("Indicators"))
    rows.drawing.legend(drawn)
    return rows.ax


def _limit(indicator: Indicator) -> str:
    """Return what a value is compared with, or else how it is judged; and what is missing."""
    result = indicator.result
    needs = [say("needs {needs}", needs=result.needs_text)] if result.needs else []
    known = indicator.limit or ("" if needs else result.why)
    return joined(filter(None, (known, *needs)), "; ")


def _draw(rows: Rows, top: float, ground: float, result: ItemResult, line: ValueLine) -> dict[str, Artist]:
    """Draw values beside what they are judged by; return what there is to be explained, by its name."""
    ax, middle, height = rows.ax, (top + ground) / 2, ground - top
    drawn: dict[str, Artist] = {}
    if line.corners:
        corners = [(float(place), ground - float(share) * height) for place, share in line.corners]
        [drawn[word("share of the points")]] = ax.fill(*zip(*corners, strict=True), facecolor=SKY, alpha=_SHADE)
    ax.hlines(ground, 0, 1, colors=GREY, linewidth=0.8)
    if line.edges and not isinstance(result.item.rule, ShareRule):  # whose line is a rate from one end to the other
        on_line = isinstance(result.item.rule, LineRule)
        edges = ax.vlines([float(edge) for edge in line.edges], top, ground, rows.drawing.ink, linewidth=1.3)
        edges.set_linestyle(":" if on_line else "-")
        drawn |= {} if on_line else {word("limit"): edges}
    if result.status == UNKNOWN_STATUS:
        [drawn[word("unknown")]] = ax.barh(middle, 1, height, linewidth=0.8, **UNKNOWN)
    for dot in line.dots:
        place, size = (float(dot.place), middle), height * rows.height * _SIGN
        drawn |= rows.drawing.sign(place, result.status, decides=dot.decides, beyond=dot.beyond, size=size)
    return drawn
