"""The points that are not earned, and those that are unknown, item by item."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from greencalc.assessment import Assessment
from greencalc.judging.results import ItemResult
from greencalc.languages.said import Language, say, word
from greencalc.plant.status_words import UNKNOWN as UNKNOWN_STATUS
from greencalc.plots.drawing import LOST, UNKNOWN
from greencalc.plots.rows import rows_on
from greencalc.units.number_text import points_text
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


def plot_points_lost(assessment: Assessment, *, ax: Axes | None = None, language: Language = "en") -> Axes:
    """Draw what each item loses, the most first; and below, apart from it, what is at stake in what is unknown.

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
    >>> from greencalc import evaluate, load_standard, plot_points_lost
    >>> facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
    >>> ax = plot_points_lost(evaluate(load_standard("qct1160_2022"), facts))
    >>> ax.get_title()
    'Points not earned: 4.29; unknown: 95.71'
    """
    expect(Assessment, assessment, "plot_points_lost", "the assessment", "give what evaluate(...) returns")
    lost = _most_first([(one.exact_loss, one) for one in assessment.items if one.exact_loss])
    unknown = _most_first(
        [(abs(one.exact_of), one) for one in assessment.items if one.status == UNKNOWN_STATUS and one.exact_of]
    )
    rows = rows_on("plot_points_lost", ax, language, len(lost) + len(unknown))
    drawn: dict[str, Artist] = {}
    for row, (points, one) in enumerate((*lost, *unknown)):
        is_lost, of = row < len(lost), points_text(abs(one.exact_of), points, places=2)
        told = (
            say("{points} of {of} lost", points=points_text(points, one.exact_of, places=2), of=of) if is_lost else of
        )
        status = word(one.status)
        rows.texts(
            row,
            say("{id} {title}", id=one.id, title=one.item.title),
            say("{status}: {points}", status=status, points=told),
        )
        drawn[word("lost") if is_lost else word("unknown")] = rows.bar(
            row, 0, float(points), LOST if is_lost else UNKNOWN
        )
    total, open_points = (
        points_text(sum((points for points, _ in found), Fraction(0)), places=2) for found in (lost, unknown)
    )
    rows.drawing.title(say("Points not earned: {lost}; unknown: {unknown}", lost=total, unknown=open_points))
    rows.ax.set_xlim(left=0)
    rows.drawing.axis_title("x", word("Points"))
    rows.drawing.legend(drawn)
    return rows.ax


def _most_first(found: list[tuple[Fraction, ItemResult]]) -> list[tuple[Fraction, ItemResult]]:
    return sorted(found, key=lambda row: -row[0])
