"""What Python has worked out of a plant, for the cells whose formulas work out the same."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from greencalc.assessment import Assessment
from greencalc.formula.declaration import Formula
from greencalc.judging.exact_facts import exact_facts
from greencalc.judging.targets import knot_target
from greencalc.standards.levels import Cap, Level
from greencalc.standards.rules import FormulaRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import Item
from greencalc.table_plan.inputs import key_of
from greencalc.table_plan.plan import plan_of
from greencalc.table_plan.tongues.fractions import ExactPlan
from greencalc.units.text import exact_in, share_in


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

    def scale_shares(self, rule: ScaleRule, formula: Formula, year: int) -> list[Any]:
        """Return what a year's value earns by the knots of a scale: by all of them, then by all but the best, ..."""
        knots, unit, values = rule.knots, formula.result.unit, self.plan.values[formula.name]
        value = self.found[values[year].place] if year < len(values) else None
        if value is None:
            return [""] * len(knots)
        shares = [rule.floor]
        for knot, better in zip_longest(knots, knots[1:]):
            share = shares[-1]
            if knot_target(rule, knot, unit, self.assessment.comparison).is_met_by(value):
                share = knot.share
                start, end = (exact_in(one.at, unit) for one in (knot, better or knot))
                if knot.rises and start != end:
                    share += (better.share - share) * min((value - start) / (end - start), Fraction(1))
            shares.append(share)
        return [float(share) for share in shares[:0:-1]]

    def ends(self, items: Iterable[Item], least: Fraction | None = None) -> tuple[Fraction, Fraction]:
        """Return the points of items at least and at most, or those that earn a share, each whole."""
        lower = upper = Fraction(0)
        for item in items:
            verdict = self.assessment.verdicts[item.id]
            of, share = verdict.of, verdict.share
            if share is not None and least is not None:
                share = Fraction(share >= least)
            # what is unknown may also be a bonus that takes points
            lower += min(of, Fraction(0)) if share is None else share * of
            upper += max(of, Fraction(0)) if share is None else share * of
        return lower, upper

    def holds(self, cap: Cap) -> tuple[bool, bool]:
        """Return whether a cap holds, for the total at least and for that at most."""
        if cap.unless is None:
            return True, True
        one = self.plan.items[cap.unless]
        met = self.found[one.share] == 1 or bool(self.is_so(one.spared))
        return not met, not (met or self.is_so(one.unknown))

    def counted(self, level: Level) -> tuple[Fraction, Fraction]:
        """Return the total that counts for a level, at least and at most."""
        score = self.assessment.score
        if level.counts_from is None:
            return score.exact_lower, score.exact_upper
        lower, upper = self.ends(self.standard.items, share_in(level.counts_from))
        for cap in self.standard.caps:
            low, high = self.holds(cap)
            lower, upper = min(lower, cap.points) if low else lower, min(upper, cap.points) if high else upper
        return lower, upper

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
