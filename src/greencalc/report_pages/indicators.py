"""The items that are judged by a quantity, each with its value, its limit and a picture of both."""

from __future__ import annotations

from functools import cached_property

from attrs import evolve, frozen

from greencalc.assessment import Assessment
from greencalc.explaining.explanation import Explanation, meaning_of
from greencalc.formula.declaration import Formula
from greencalc.judging.results import LIMIT_DIGITS, ItemResult, earned_texts, written_value
from greencalc.languages.said import joined, say, word
from greencalc.report_pages.pictures import Scale, scale_of
from greencalc.standards.rules import CalculatedRule, FormulaRule, LimitRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.units.number_text import amount_text
from greencalc.units.text import exact_in


@frozen
class Indicator:
    """An item that is judged by a quantity.

    Attributes
    ----------
    assessment : Assessment
        The assessment.
    result : ItemResult
        The item as judged.
    """

    assessment: Assessment
    result: ItemResult

    @property
    def formula(self) -> Formula:
        """The formula that gives the quantity."""
        formula = self.assessment.table.formula_of(self.result.item)
        assert formula is not None  # noqa: S101 (it is judged by a quantity)
        return formula

    @property
    def value(self) -> str:
        """The value, with its unit."""
        return written_value(self.result)

    def value_beside(self, other: Indicator | None) -> str:
        """Return the value, told apart from another one."""
        return written_value(self.result, other.result.exact_value if other else None)

    @property
    def limit(self) -> str:
        """What the value is compared with; known also while the value is not."""
        rule, row, unit = self.result.item.rule, self.result.limit_row, self.formula.result.unit
        if self.result.limit is None and isinstance(rule, ScaleRule):
            return joined(map(str, rule.knots), "; ")
        if self.result.limit is not None or row is None or not isinstance(rule, LimitRule):
            return self.result.limit or ""
        bound = exact_in(row.value, unit)
        limit = amount_text(bound, unit, LIMIT_DIGITS, (bound,))
        return say("{operator} {limit}", operator=word(rule.operator), limit=limit)

    @property
    def points(self) -> tuple[str, str]:
        """The points earned, and those that can be; none where it earns none."""
        return earned_texts(self.result, places=2) if self.result.exact_of else ("", "")

    @cached_property
    def scale(self) -> Scale | None:
        """The value beside its limit as a picture."""
        return scale_of(self.result, self.formula.result.unit, self.assessment.comparison)

    @cached_property
    def explanation(self) -> Explanation:
        """How the value came about; ledgers are explained once for all."""
        return evolve(self.assessment.explain(self.result.id), parts=())

    @property
    def margin(self) -> str:
        """How far the value is from its limit, in words."""
        return next((text for label, text in self.explanation.notes if label == "margin"), "")

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What is not given: meanings, where they are known, and names."""
        symbols = {name: meaning_of(one.symbol) for name, one in self.formula.arguments.items()}
        # a name that has its meaning beside it does not say it again
        return [(symbols[name], str(name)) if name in symbols else ("", name) for name in self.result.needs]


def indicators_of(assessment: Assessment) -> tuple[Indicator, ...]:
    """Return the items that are judged by a quantity, and those that alone ask to calculate one."""
    by_formula = [one for one in assessment.items if isinstance(one.item.rule, FormulaRule)]
    judged = {one.formula for one in by_formula if not isinstance(one.item.rule, CalculatedRule)}
    return tuple(
        Indicator(assessment, one)
        for one in by_formula
        if not isinstance(one.item.rule, CalculatedRule) or one.formula not in judged
    )
