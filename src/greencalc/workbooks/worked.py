"""What Python has worked out of a plant, for the cells whose formulas work out the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from greencalc.assessment import Assessment
from greencalc.formula.declaration import Formula
from greencalc.judging.exact_facts import exact_facts
from greencalc.standards.rules import FormulaRule
from greencalc.standards.table import Item
from greencalc.table_plan.inputs import key_of
from greencalc.table_plan.plan import plan_of
from greencalc.table_plan.tongues.fractions import ExactPlan


class Worked:
    """Values of the operations of a plant's plan; an empty text is what is not known.

    Parameters
    ----------
    assessment : Assessment
        The plant as judged.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.standard = assessment.table
        inputs, self.facts = exact_facts(assessment.table, assessment.facts)
        self.counts = inputs.amounts
        self.plan = plan_of(assessment.table, inputs, assessment.not_applicable, assessment.comparison)
        self.found = ExactPlan(self.plan, range(len(self.plan.graph.nodes))).work_out(self.facts)

    def amount(self, name: str, place: int) -> Any:
        """Return an amount in its argument's unit; of a single one, the same for each year."""
        count = self.counts.get(name, 1)
        return shown(self.facts.amounts.get(key_of(name, 0 if count == 1 else place)))

    def years_of(self, formula: Formula) -> int:
        """Return how many years the amounts of a formula are of."""
        return max((self.counts.get(name, 1) for name in formula.arguments), default=1)

    def value(self, formula: Formula, year: int) -> Any:
        """Return what a formula gives in a year."""
        values = self.plan.values[formula.name]
        return shown(self.found[values[year].place]) if year < len(values) else ""

    def share(self, item: Item, formula: Formula, year: int) -> Any:
        """Return which share of its points a year's value earns."""
        verdicts = self.plan.items[item.id].verdicts
        known = year < len(verdicts) and self.value(formula, year) != ""
        return shown(Fraction(self.found[verdicts[year]])) if known else ""

    def is_so(self, place: int | None) -> int:
        """Return whether something holds, as 1 or 0."""
        return int(place is not None and bool(self.found[place]))

    def worth(self, group: str) -> float:
        """Return what the points of a group's items are to be multiplied by."""
        place = self.plan.points.worth.get(group)
        return 1.0 if place is None else float(self.found[place])

    def weight(self, item: Item) -> Fraction:
        """Return the points that an item can earn, if all apply."""
        return self.plan.points.weights[item.id]


def shown(number: Any) -> Any:
    """Return a number as cells hold it."""
    return "" if number is None else float(number)


def by_years(item: Item) -> tuple[int, int]:
    """Return which best year decides an item, and of how many years; the only one of one if it does not say."""
    years = item.rule.years if isinstance(item.rule, FormulaRule) else None
    return (1, 1) if years is None else (years.at_least, years.of)
