"""Values of an item in several years, beside what it is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from greencalc.explaining.explanation import title_of
from greencalc.judging.results import LIMIT_DIGITS, ItemResult
from greencalc.languages.said import say, word
from greencalc.plots.columns import THICKNESS, Columns, Mark
from greencalc.plots.drawing import GREY, UNKNOWN
from greencalc.report_pages.indicators import Indicator
from greencalc.report_pages.value_lines import edges_of
from greencalc.standards.rules import LimitRule, LineRule
from greencalc.standards.scales.scale import Knot, ScaleRule
from greencalc.units.number_text import amount_text, decimal_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_ROOM = 0.15  # of the distance between the values that are farthest apart, above and below them


@frozen
class YearValue:
    """The value of an indicator in a year, and whether it is judged by that."""

    name: str
    indicator: Indicator
    value: Fraction | None
    decides: bool = True

    @property
    def result(self) -> ItemResult:
        """The item as judged in that year."""
        return self.indicator.result

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """What the value is judged by."""
        return edges_of(self.result, self.indicator.formula.result.unit, self.indicator.assessment.comparison)

    @property
    def marks(self) -> list[Mark]:
        """What is said of that; a rate from 0 to 100 % needs no words."""
        rule = self.result.item.rule
        texts: list[str] = []
        if isinstance(rule, LimitRule):
            texts = [self.indicator.limit]
        elif isinstance(rule, ScaleRule):
            texts = [_knot_text(rule, knot) for knot in rule.knots]
        elif isinstance(rule, LineRule) and self.edges:
            base, leading = (amount_text(edge, self.indicator.formula.result.unit, LIMIT_DIGITS) for edge in self.edges)
            texts = [say("{amount} (no points)", amount=base), say("{amount} (all points)", amount=leading)]
        return [(float(edge), text) for edge, text in zip(self.edges, texts, strict=False)]


def _knot_text(rule: ScaleRule, knot: Knot) -> str:
    """Say what is earned from a knot on; of points on a line, at it."""
    if not rule.rounds:
        return str(knot)
    return say("{operator} {limit}", operator=word(rule.operator_of(knot)), limit=str(knot))


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
    last = years[-1].indicator
    columns.drawing.title(say("{id} {title}", id=last.result.id, title=title_of(last.formula)))
    columns.drawing.axis_title("y", word(str(last.formula.result.unit)))
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
