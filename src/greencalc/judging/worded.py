"""What is said of an item's verdict: why, beside which limit, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve, frozen

from greencalc.formula.computation import Computation
from greencalc.formula.declaration import Formula
from greencalc.judging.exact_facts import by_year
from greencalc.judging.results import LIMIT_DIGITS, Judgement, value_text
from greencalc.judging.targets import end_of, limit_for, nearest_end, reached_knot, target_of
from greencalc.judging.verdicts import Verdict
from greencalc.languages.said import both, joined, say, word
from greencalc.plant.categories import goes_by
from greencalc.plant.fact import Fact
from greencalc.plant.facts import Facts
from greencalc.plant.names import told_name
from greencalc.plant.status_words import NOT_APPLICABLE, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import (
    BestOfRule,
    FormulaRule,
    LimitComparison,
    LimitRule,
    LimitValue,
    LineRule,
    ShareRule,
    Years,
    for_category,
)
from greencalc.standards.scales.scale import ScaleRule, percent
from greencalc.standards.table import Item, Standard, years_taken
from greencalc.units.number_text import amount_text, decimal_text, round_to_step
from greencalc.units.text import exact_in, last_digit


@frozen
class Wording:
    """Words verdicts on the items of a plant.

    Attributes
    ----------
    standard : Standard
        The table.
    facts : Facts
        The facts.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.
    computed : mapping of str to Computation
        The formulas worked out.
    verdicts : mapping of str to Verdict
        The verdicts on all items.
    """

    standard: Standard
    facts: Facts
    comparison: LimitComparison
    computed: Mapping[str, Computation]
    verdicts: Mapping[str, Verdict]

    def judgement(self, item: Item, verdict: Verdict) -> Judgement:
        """Word the verdict on an item."""
        formula, said = self.standard.formula_of(item), self.facts.statuses.get(item.id)
        computation = self.computed.get(formula.name) if formula else None
        if said is not None:
            judgement = self._as_said(item, said, formula, verdict)
        elif isinstance(item.rule, BestOfRule):
            judgement = self._best_of(item.rule, verdict)
        elif formula is None or not isinstance(item.rule, FormulaRule):
            judgement = Judgement(UNKNOWN, word("nothing is given"), needs=self._names((item.id,)))
        else:
            judgement = self._by_value(item, item.rule, formula, computation, verdict)
        return evolve(judgement, status=word(verdict.status), share=verdict.share, computation=computation)

    def _best_of(self, rule: BestOfRule, verdict: Verdict) -> Judgement:
        """Word which of several items is the best."""
        each = [(name, self.verdicts[name]) for name in rule.items]
        why = joined(say("{id} {status}", id=name, status=_degree(one)) for name, one in each)
        unknown = tuple(name for name, one in each if one.status == UNKNOWN) if verdict.status == UNKNOWN else ()
        return Judgement("", say("the best of {items}", items=why), needs=self._names(unknown))

    def _as_said(self, item: Item, said: Fact, formula: Formula | None, verdict: Verdict) -> Judgement:
        """Word what the evaluator says."""
        if verdict.status == UNKNOWN:
            needs = (item.id,) if formula is None else self._missing(formula)
            return Judgement(UNKNOWN, word("said to be unknown"), needs=self._names(needs))
        if verdict.status == NOT_APPLICABLE:
            return Judgement(NOT_APPLICABLE, said.reason)
        if said.share is None:
            return Judgement("", word("as given"))
        return Judgement("", say("{percent} % as given", percent=_percent(said.share, 6)))

    def _by_value(
        self, item: Item, rule: FormulaRule, formula: Formula, computation: Computation | None, verdict: Verdict
    ) -> Judgement:
        """Word the verdict on what is judged by a value."""
        facts = self.facts
        limit = limit_for(rule, facts) if isinstance(rule, LimitRule) else None
        if isinstance(rule, LimitRule) and rule.limits[0].category is not None:
            if facts.category is None:
                needs = self._names((self.standard.category,))
                return Judgement(UNKNOWN, goes_by(self.standard), needs=needs)
            if limit is None:
                types = joined(word(str(limit.category)) for limit in rule.limits)
                first = computation.results[0] if computation else None
                return Judgement(NOT_APPLICABLE, say("a limit is set for {types} only", types=types), exact_value=first)
        missing, lacking = self._missing_years(item, formula), self._missing(formula)
        if missing and formula.over and not lacking:  # a sum over some of the years is no sum over all
            needs = self._names(by_year(formula, facts))
            judgement = Judgement(UNKNOWN, _more(missing, rule.years), needs=needs, missing_years=missing)
        elif computation is None:
            needs = self._names(lacking or by_year(formula, facts))
            why = say("{title} cannot be calculated yet", title=both(formula.title, formula.title_zh))
            judgement = Judgement(UNKNOWN, why, needs=needs)
        else:
            values, shares = computation.results, verdict.years
            ones = [self._of_year(rule, formula, *one, limit) for one in zip(values, shares, strict=True)]
            judgement = (
                ones[0] if rule.years is None or formula.over else _of_years(rule, rule.years, formula, ones, verdict)
            )
            if judgement.missing_years:
                judgement = evolve(judgement, needs=self._names(by_year(formula, facts)))
        target = target_of(rule, limit, formula, facts, self.comparison, judgement.exact_value)
        return evolve(judgement, limit_row=limit, target=target)

    def _of_year(
        self, rule: FormulaRule, formula: Formula, value: Fraction, share: Fraction, limit: LimitValue | None
    ) -> Judgement:
        """Word the verdict on one value."""
        unit = formula.result.unit
        if isinstance(rule, LimitRule) and limit is not None:
            return self._beside_limit(rule, formula, value, share, limit)
        if isinstance(rule, ScaleRule):
            return self._on_scale(rule, formula, value, share)
        if isinstance(rule, LineRule):
            return self._on_line(rule, formula, value, share)
        if isinstance(rule, ShareRule):
            near = (Fraction(0), 1 / unit.size)
            why = say("points by the rate, {rate}", rate=value_text(value, unit, near))
            return Judgement("", why, share, value, beside=near)
        return Judgement("", say("calculated: {value}", value=amount_text(value, unit)), share, value)

    def _beside_limit(
        self, rule: LimitRule, formula: Formula, value: Fraction, share: Fraction, limit: LimitValue
    ) -> Judgement:
        """Word how a value stands to a limit, as it is or rounded to the limit's digits."""
        unit = formula.result.unit
        bound = exact_in(limit.value, unit)
        as_it_is = self.comparison == "full value"
        rounded = value if as_it_is else round_to_step(value, last_digit(limit.value, unit))
        written = amount_text(bound, unit, LIMIT_DIGITS, (bound, value, rounded))
        condition = say("{operator} {limit}", operator=word(rule.operator), limit=written)
        shown = value_text(value, unit, (bound,), rounded)
        shown = shown if rounded == value else say("{value},", value=shown)
        if share:
            why = say("{value} is {condition}", value=shown, condition=condition)
        else:
            why = say("{value} is not {condition}", value=shown, condition=condition)
        said = for_category(why, limit)
        return Judgement("", said, share, value, condition, bound, beside=(bound,), rounded=rounded)

    def _on_scale(self, rule: ScaleRule, formula: Formula, value: Fraction, share: Fraction) -> Judgement:
        """Word which knot of a scale a value reaches, and the share of the points there."""
        unit, knots = formula.result.unit, rule.knots
        place = reached_knot(rule, value, unit, self.comparison)
        knot = knots[max(place, 0)]
        rounds = rule.rounds and self.comparison == "rounded value"
        rounded = round_to_step(value, last_digit(knot.at, unit)) if rounds else value
        bounds = tuple(exact_in(one.at, unit) for one in knots)
        texts = [
            say("{operator} {limit}", operator=word(rule.operator_of(one)), limit=written)
            for one, bound in zip(knots, bounds, strict=True)
            for written in [amount_text(bound, unit, LIMIT_DIGITS, (bound, value, rounded))]
        ]
        limit = joined(
            (
                say("{condition} ({share})", condition=text, share=percent(one.share))
                for text, one in zip(texts, knots, strict=True)
            ),
            "; ",
        )
        shown = value_text(value, unit, bounds, rounded)
        shown = shown if rounded == value else say("{value},", value=shown)
        condition, earned = texts[max(place, 0)], percent(share)
        if place < 0:
            why = say(
                "{value} is not {condition}: {share} of the points", value=shown, condition=condition, share=earned
            )
        elif knot.rises:
            why = say(
                "{value} is {condition} and not {next}: {share} of the points",
                value=shown,
                condition=condition,
                next=texts[place + 1],
                share=earned,
            )
        else:
            why = say("{value} is {condition}: {share} of the points", value=shown, condition=condition, share=earned)
        end = exact_in(nearest_end(rule, value, unit).at, unit)
        return Judgement("", why, share, value, limit, end, beside=bounds, rounded=rounded)

    def _on_line(self, rule: LineRule, formula: Formula, value: Fraction, share: Fraction) -> Judgement:
        """Word which share of the points a value has on the line from base to leading value."""
        unit = formula.result.unit
        missing = tuple(name for name in rule.missing_ends if name not in self.facts.ends)
        if missing:
            written = amount_text(value, unit)
            why = say("{value}; base and leading value of the industry are not given", value=written)
            return Judgement(UNKNOWN, why, exact_value=value, needs=self._names(missing))
        near = tuple(end_of(rule, end, unit, self.facts) for end in ("base", "leading"))
        ends = tuple(amount_text(end, unit, LIMIT_DIGITS, (value, *near)) for end in near)
        limit = say("from {base} (none) to {leading} (all)", base=ends[0], leading=ends[1])
        why = say(
            "{value} on the line {limit}: {percent} % of the points",
            value=value_text(value, unit, near),
            limit=limit,
            percent=_percent(share),
        )
        return Judgement("", why, share, value, limit, near[1], beside=near)

    def _missing_years(self, item: Item, formula: Formula) -> int:
        """Return how many of a sum's years are not given or not known."""
        asked = years_taken(item, formula)
        if asked is None:
            return 0
        known = [
            self.facts.amounts[name].known_entries
            for name in by_year(formula, self.facts)
            if name in self.facts.amounts
        ]
        return asked - min(known, default=asked)

    def _names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of facts, in Chinese with what they stand for."""
        return tuple(told_name(self.standard, name) for name in names)

    def _missing(self, formula: Formula) -> tuple[str, ...]:
        arguments = formula.arguments.items()
        return tuple(name for name, one in arguments if one.default is None and name not in self.facts.amounts)


def _of_years(rule: FormulaRule, years: Years, formula: Formula, ones: list[Judgement], verdict: Verdict) -> Judgement:
    """Word the verdict on several years: by the one that is the last of so many, the best first."""
    sign = -1 if rule.is_better_lower else 1
    best_first = sorted(ones, key=lambda one: (one.share or 0, sign * (one.exact_value or 0)), reverse=True)
    if ones[0].needs:  # the ends of a line are not known
        return evolve(ones[0], exact_value=None)
    missing = years.of - len(ones)
    deciding = best_first[min(years.at_least, len(ones)) - 1]
    condition = max((one.limit for one in ones if one.limit), key=len, default=None)  # tells the limit from all years
    of_years = str(years)
    limit = None if condition is None else say("{condition} {years}", condition=condition, years=of_years)
    if isinstance(rule, LimitRule):
        passed = sum(one.share == 1 for one in ones)
        values = [(one.exact_value, one.rounded) for one in ones if one.exact_value is not None]
        texts = [value_text(value, formula.result.unit, deciding.beside, rounded) for value, rounded in values]
        shown = joined(texts) if all(value == rounded for value, rounded in values) else joined(texts, "; ")
        why = say(
            "{values}: {passed} of {years} years {condition}",
            values=shown,
            passed=passed,
            years=len(ones),
            condition=condition,
        )
    else:
        reasons = joined((one.why for one in ones), "; ")
        why = say("{reasons}: judged {years}", reasons=reasons, years=of_years)
    if verdict.status != UNKNOWN:
        return evolve(deciding, why=why, limit=limit)
    return Judgement(
        UNKNOWN,
        joined((why, _more(missing, years)), "; "),
        limit=limit,
        exact_limit=deciding.exact_limit,
        missing_years=missing,
    )


def _more(missing: int, years: Years | None) -> str:
    """Say how many years are missing."""
    return say("{count} more of {years} years needed", count=missing, years=years.of if years else 1)


def _degree(one: Verdict) -> str:
    """Say a status, and how far it is met if partly."""
    if one.status != PARTLY_MET or one.share is None:
        return word(one.status)
    return say("{status} ({share})", status=word(one.status), share=percent(one.share))


def _percent(share: Fraction, digits: int = 4) -> str:
    return decimal_text(share * 100, digits, (Fraction(100),))
