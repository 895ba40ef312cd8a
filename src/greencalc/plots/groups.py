"""The points of the groups: earned, unknown and lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencalc.assessment import Assessment
from greencalc.errors import FactsError
from greencalc.judging.results import earned_texts
from greencalc.languages.said import Language, joined, say, word
from greencalc.plots.drawing import PARTS
from greencalc.plots.rows import rows_on
from greencalc.reporting.report import titled_total
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


def plot_groups(assessment: Assessment, *, ax: Axes | None = None, language: Language = "en") -> Axes:
    """Draw the points of each group: what is earned, what is unknown, and what is lost.

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
        If the assessment is none or its table has no groups, the axes are none, there is no such language, or
        matplotlib is not installed.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, plot_groups
    >>> facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
    >>> ax = plot_groups(evaluate(load_standard("qct1160_2022"), facts))
    >>> ax.get_xlabel()
    'Points'
    """
    expect(Assessment, assessment, "plot_groups", "the assessment", "give what evaluate(...) returns")
    groups = assessment.groups
    if not groups:
        raise FactsError("plot_groups", (f"the table {assessment.table.id} has no groups; plot_points_lost takes it",))
    rows = rows_on("plot_groups", ax, language, len(groups))
    drawn: dict[str, Artist] = {}
    for row, one in enumerate(groups):
        lower, upper, whole = map(float, (one.points.exact_lower, one.points.exact_upper, one.exact_of))
        texts = joined(earned_texts(one, places=2), " of ")
        rows.texts(row, say("{id} {title}", id=one.id, title=one.group.title), texts)
        for name, start, end in zip(PARTS, (0.0, lower, upper), (lower, upper, whole), strict=True):
            if start < end:
                drawn[name] = rows.bar(row, start, end - start, PARTS[name])
    rows.drawing.title(titled_total(assessment))
    rows.drawing.axis_title("x", word("Points"))
    rows.drawing.legend({word(name): drawn[name] for name in PARTS if name in drawn})
    return rows.ax
