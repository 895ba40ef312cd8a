"""Values of an item in several years, beside what it is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from greencalc.assessment import Assessment
from greencalc.explaining.explanation import title_of
from greencalc.judging.results import LIMIT_DIGITS, ItemResult
from greencalc.languages.said import say, word
from greencalc.plots.columns import THICKNESS, Columns, Mark
from greencalc.plots.drawing import GREY, UNKNOWN
from greencalc.report_pages.indicators import Indicator
from greencalc.report_pages.value_lines import edges_of
from greencalc.standards.rules import LineRule, ShareRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.units.number_text import amount_text, decimal_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_ROOM = 0.15  # of the distance between the values that are farthest apart, above and below them


@frozen
class YearValue:
    """The value of an item in a year, and whether the item is judged by it."""

    name: str
    assessment: Assessment
    result: ItemResult
    value: Fraction | None
    decides: bool = True

    @property
    def title(self) -> str:
        """The item, and what is judged of it."""
        formula = self.assessment.table.formula_of(self.result.item)
        title = self.result.item.title if formula is None else title_of(formula)
        return say("{id} {title}", id=self.result.id, title=title)

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """What the value is judged by."""
        return edges_of(self.result, self.assessment.comparison)

    @property
    def marks(self) -> list[Mark]:
        """What is said of that; a rate from 0 to 100 % needs no words."""
        rule, formula = self.result.item.rule, self.assessment.table.formula_of(self.result.item)
        if not self.edges or formula is None or isinstance(rule, ShareRule):
            return []
        if isinstance(rule, LineRule):
            base, leading = (amount_text(edge, formula.result.unit, LIMIT_DIGITS) for edge in self.edges)
            texts: list[str] = [say("{amount} (no points)", amount=base), say("{amount} (all points)", amount=leading)]
        elif isinstance(rule, ScaleRule):
            texts = [str(knot) for knot in rule.knots]
        else:
            texts = [Indicator(self.assessment, self.result).limit]
        return [(float(edge), text) for edge, text in zip(self.edges, texts, strict=True)]


def draw_values(columns: Columns, years: Sequence[YearValue]) -> None:
    """Draw values beside what they are judged by; a year whose value is unknown is hatched."""
    drawn: dict[str, Artist] = {}
    least, most = _range(years)
    for column, year in enumerate(years):
        if year.value is None:
            height = most - least
            [drawn[word(year.result.status)]] = columns.ax.bar(column, height, THICKNESS, least, lw=0.8, **UNKNOWN)
        else:
            drawn |= columns.drawing.sign((column, float(year.value)), year.result.status, decides=year.decides)
    for (column, one), (_, other) in pairwise(enumerate(years)):
        if one.value is not None and other.value is not None:
            columns.ax.plot((column, column + 1), (float(one.value), float(other.value)), color=GREY, linewidth=0.8)
    for marks, found in groupby(enumerate(year.marks for year in years), key=itemgetter(1)):
        alike = [column for column, _ in found]
        for place, _ in marks:
            columns.line(place, alike[0], alike[-1])
    told = next((year.marks for year in reversed(years) if year.marks), [])
    columns.frame(least, most, told, [(year.name, _value(year)) for year in years])
    columns.drawing.title(years[-1].title)
    columns.drawing.axis_title("y", word(years[-1].result.unit or ""))
    columns.drawing.legend(drawn)


def _range(years: Sequence[YearValue]) -> tuple[float, float]:
    """Return between which values everything lies, with room; nothing below zero unless a value is."""
    values = [year.value for year in years if year.value is not None]
    numbers = list(map(float, (*values, *chain(*(year.edges for year in years))))) or [0.0, 1.0]
    least, most = min(numbers), max(numbers)
    room = _ROOM * ((most - least) or abs(most) or 1.0)
    return (least - room if least < 0 else max(least - room, 0.0)), most + room


def _value(year: YearValue) -> str:
    return word(year.result.status) if year.value is None else decimal_text(year.value, beside=year.edges)
