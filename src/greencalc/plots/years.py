"""Several years beside each other: points here, values of an item in year_values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from greencalc.assessment import Assessment
from greencalc.errors import FactsError
from greencalc.judging.results import Interval, ItemResult, interval_text
from greencalc.languages.said import Language, say, word
from greencalc.plots.columns import THICKNESS, Mark, columns_on
from greencalc.plots.drawing import PARTS
from greencalc.plots.year_values import YearValue, draw_values
from greencalc.report_pages.indicators import Indicator
from greencalc.standards.table import FULL_SCORE, Standard
from greencalc.units.number_text import points_text
from greencalc.units.wording import expect, shown

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_WHERE = "plot_years"
_SEVERAL = 2


def plot_years(
    assessments: Mapping[int | str, Assessment] | Assessment,
    part: str | None = None,
    *,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw the total, a group or an item of several years, one beside the other.

    Points are drawn as what is earned, unknown and lost; a quantity as its value beside what it is judged by, and
    hatched where it is unknown. Where that has changed, the texts beside the lines are those of the last year.

    Needs the extra ``greencalc[plots]``.

    Parameters
    ----------
    assessments : mapping of int or str to Assessment, or Assessment
        By year, in order, what :func:`evaluate` returned, by the same table; or one assessment, for an item that is
        judged by several years.
    part : str, optional
        The id of a group ("Q6") or of an item ("10.5.2"); the total if left out.
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
        If there are no assessments or they are by several tables, one assessment has no several years of the item, the
        axes are none, there is no such language, or matplotlib is not installed.
    PartError
        If the table has no such part; it is a KeyError too.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, plot_years
    >>> standard = load_standard("qct1160_2022")
    >>> reused = {2024: "41 万m3", 2025: "52 万m3"}
    >>> years = {
    ...     year: evaluate(
    ...         standard, {"water_reused": water, "water_discharged": "31 万m3"}
    ...     )
    ...     for year, water in reused.items()
    ... }
    >>> ax = plot_years(years, "10.5.2")
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['2024\n56.94', '2025\n62.65']
    """
    if isinstance(assessments, Assessment):
        return _values_drawn(ax, language, _years_of(assessments, part))
    given = _by_year(assessments)
    table, groups = given[-1][1].table, [group.id for group in given[-1][1].groups]
    if part is None:
        title = say("{number}: points by year", number=table.number)
        totals = [_YearPoints(name, one.score, FULL_SCORE) for name, one in given]
        return _points_drawn(ax, language, title, totals, list(_marks(table)))
    if isinstance(part, str) and part in groups:
        results = [(name, one.group(part)) for name, one in given]
        points = [_YearPoints(name, result.points, result.exact_of) for name, result in results]
        return _points_drawn(ax, language, str(results[-1][1].group), points)
    items = [(name, one, one.item(part)) for name, one in given]
    last = items[-1][2]
    if last.formula is None:
        title = say("{id} {title}", id=last.id, title=last.item.title)
        return _points_drawn(ax, language, title, [_points_of_item(name, result) for name, _, result in items])
    values = [YearValue(name, Indicator(one, result), result.exact_value) for name, one, result in items]
    return _values_drawn(ax, language, values)


@frozen
class _YearPoints:
    """The points of a year, and those that could be earned."""

    name: str
    points: Interval
    whole: Fraction


def _by_year(assessments: Any) -> list[tuple[str, Assessment]]:
    """Return the years that were given; refuse what are none, and years by several tables."""
    mend = "give a mapping of years to what evaluate(...) returned"
    expect(Mapping, assessments, _WHERE, "the assessments", mend)
    if not assessments:
        raise FactsError(_WHERE, (f"there are no assessments; {mend}",))
    for name, one in assessments.items():
        expect(int | str, name, _WHERE, "a year", "write it as 2025 or '2025'")
        expect(Assessment, one, _WHERE, f"the assessment of {shown(name)}", mend)
    tables = dict.fromkeys(one.table.id for one in assessments.values())
    if len(tables) > 1:
        raise FactsError(_WHERE, (f"the years are judged by several tables, {', '.join(tables)}; take one for all",))
    return [(str(name), one) for name, one in assessments.items()]


def _years_of(assessment: Assessment, part: Any) -> list[YearValue]:
    """Return the years that one item is judged by."""
    if part is None:
        raise FactsError(_WHERE, ("one assessment has several years of an item only; name the item, or give several",))
    result = assessment.item(part)
    values = result.computation.results if result.computation else ()
    if len(values) < _SEVERAL:
        raise FactsError(_WHERE, (f"{result.id} has no values of several years; give an assessment for each year",))
    indicator = Indicator(assessment, result)
    return [
        YearValue(say("year {number}", number=number), indicator, value, decides=value == result.exact_value)
        for number, value in enumerate(values, start=1)
    ]


def _points_of_item(name: str, result: ItemResult) -> _YearPoints:
    """Return the points of an item; of an unknown one between all and nothing, also where points are taken."""
    ends = sorted((Fraction(0), result.exact_of)) if result.exact_points is None else [result.exact_points] * 2
    return _YearPoints(name, Interval(*ends), max(result.exact_of, Fraction(0)))


def _marks(table: Standard) -> Iterator[Mark]:
    """Yield what the total is to reach."""
    if table.pass_mark is not None:
        yield float(table.pass_mark), say("pass mark {mark}", mark=points_text(table.pass_mark))
    for level in table.levels:
        if level.counts_from is not None:  # it does not go by the score
            continue
        least = level.points_at_least
        yield float(least), say("{title} from {points}", title=level.title, points=points_text(least))


def _values_drawn(ax: Axes | None, language: Language, years: Sequence[YearValue]) -> Axes:
    columns = columns_on(_WHERE, ax, language, len(years))
    draw_values(columns, years)
    return columns.ax


def _points_drawn(
    ax: Axes | None, language: Language, title: str, years: Sequence[_YearPoints], marks: Sequence[Mark] = ()
) -> Axes:
    """Draw what is earned, unknown and lost, and the marks."""
    columns = columns_on(_WHERE, ax, language, len(years))
    drawn: dict[str, Artist] = {}
    for column, year in enumerate(years):
        lower, upper, whole = map(float, (year.points.exact_lower, year.points.exact_upper, year.whole))
        for name, start, end in zip(PARTS, (min(0.0, lower), lower, upper), (lower, upper, whole), strict=True):
            if start < end:
                [drawn[name]] = columns.ax.bar(column, end - start, THICKNESS, start, linewidth=0.8, **PARTS[name])
    for place, _ in marks:
        columns.line(place, 0, len(years) - 1)
    least = min(0.0, *(year.points.lower for year in years))
    most = max(max(year.points.upper, float(year.whole)) for year in years)
    labels = [(year.name, interval_text(year.points, year.whole, places=2)) for year in years]
    columns.frame(least, most if most > least else least + 1, marks, labels)
    columns.drawing.title(title)
    columns.drawing.axis_title("y", word("Points"))
    columns.drawing.legend({word(name): drawn[name] for name in PARTS if name in drawn})
    return columns.ax
