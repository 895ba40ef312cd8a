"""What would have to change: for every item not fully met, the value that each input would need, all others held.

Which values do is proved by ``gap_stretches``. Whatever is named has been evaluated as it would be typed.
Years that are over are not changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from greencalc.errors import FactsError
from greencalc.explaining.explanation import meaning_of
from greencalc.explaining.gap_stretches import Dependent, Search, Stretch
from greencalc.explaining.gaps import Change, Gap, NextStep
from greencalc.formula.computation import Exact, Input, default_reading
from greencalc.formula.declaration import YEAR, Formula, Symbol
from greencalc.judging.judge_plant import judge_plant
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import LIMIT_DIGITS, ItemResult
from greencalc.judging.targets import knot_target, reached_knot
from greencalc.languages.said import Said, both, joined, say, word
from greencalc.plant.names import line_ends, told_name
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from greencalc.standards.rules import BestOfRule, FormulaRule, Years
from greencalc.standards.scales.scale import ScaleRule
from greencalc.units.number_text import amount_text, decimal_text, integer_digits
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.text import exact_in, split_amount

_DIGITS = (5, 10, 15, 30)  # rounded to the first of these that passes; five move a value or its change by 0.1 % at most
_ALL_DIGITS = 60
_ALL = Fraction(1)
_COUNT = (("product", 1),)  # the dimension of vehicles


def find_gaps(assessment: JudgedPlant) -> tuple[Gap, ...]:
    """Return what would have to change: mandatory items first, then by the points to be gained."""
    gaps = [_gap(assessment, result) for result in assessment.items if _is_open(result)]
    return tuple(sorted(gaps, key=lambda gap: (not gap.opens_gate, -gap.exact_gain)))


def _is_open(result: ItemResult) -> bool:
    """Tell whether an item may gain points or open the gate; one that takes points does so where it is not met."""
    closed = NOT_MET if result.item.points < 0 else MET
    return result.status not in {closed, NOT_APPLICABLE}


def _gap(assessment: JudgedPlant, result: ItemResult) -> Gap:
    if result.item.points < 0:
        taken = result.exact_of if result.exact_points is None else result.exact_points
        return Gap(result, -taken, (), (say("see to it that it does not hold, or find out that it does not"),))
    gain = result.exact_of - (result.exact_points or 0)
    if isinstance(result.item.rule, BestOfRule):
        one = joined(result.item.rule.items, " or ")
        return Gap(result, gain, (), (say("meet one of {items} in full", items=one),))
    declaration = assessment.table.formula_of(result.item)
    if declaration is None:
        is_unknown = result.status == UNKNOWN
        task = say("find out whether it is met") if is_unknown else say("meet the requirement in full")
        return Gap(result, gain, (), (task,))
    facts, more = assessment.facts, result.missing_years
    needs = (result.needs_text,) if more else (told_name(assessment.table, name) for name in result.needs)
    words = tuple(say("give {needs}", needs=one) for one in needs)
    if result.id in facts.statuses:
        words = (*words, say("leave out the word unknown"))
    partly = [one.name for one in result.inputs if facts.amounts[one.name].unknown_at]
    if partly:  # which year is the last one known differs between them
        names = joined((told_name(assessment.table, name) for name in partly), " and ")
        task = say("no change is looked for while an entry of {names} is unknown", names=names)
        return Gap(result, gain, (), (*words, task))
    later = _later(result, facts.year)
    if later:
        return Gap(result, gain, (), (*words, later))
    next_step = _next_step(assessment, declaration, result)
    return Gap(result, gain, tuple(_changes(assessment, declaration, result)), words, next_step)


def _next_step(assessment: JudgedPlant, declaration: Formula, result: ItemResult) -> NextStep | None:
    """Return the next value of a scale that earns more, if that is not all; of several years none is looked for."""
    rule, value, unit = result.item.rule, result.exact_value, declaration.result.unit
    if not isinstance(rule, ScaleRule) or value is None or result.share is None or rule.years is not None:
        return None
    for knot in rule.knots[reached_knot(rule, value, unit, assessment.comparison) + 1 :]:
        if result.share < knot.share < 1:
            target = knot_target(rule, knot, unit, assessment.comparison)
            changes = tuple(_changes(assessment, declaration, evolve(result, target=target), knot.share))
            bound = amount_text(exact_in(knot.at, unit), unit, LIMIT_DIGITS, (value,))
            condition = say("{operator} {limit}", operator=word(rule.operator_of(knot)), limit=bound)
            return NextStep(condition, knot.share, (knot.share - result.share) * result.exact_of, changes)
    return None


def _years(result: ItemResult) -> Years | None:
    rule = result.item.rule
    return rule.years if isinstance(rule, FormulaRule) else None


def _later(result: ItemResult, year: int | None) -> str:
    """Return when an item can be met at the earliest, if too many years that are over miss its target."""
    years, target, computation = _years(result), result.target, result.computation
    if years is None or target is None or computation is None or computation.formula.over or result.status == UNKNOWN:
        return ""
    over = [target.is_met_by(value) for value in computation.results[:-1]]
    # in so many years, all from the open one on meet the target, and of those that are over the last still count
    wait = next(
        n for n in range(years.of) if n + 1 + sum(over[max(len(over) + n + 1 - years.of, 0) :]) >= years.at_least
    )
    if not wait:
        return ""
    if year is not None:
        when = say("in {year}", year=year + wait)
    elif wait == 1:
        when = say("1 year after the last one given")
    else:
        when = say("{count} years after the last one given", count=wait)
    told = say(
        "no change of the last year alone can do it, and the years before it are over: "
        "at the earliest {when}, if the target is met in every year from the last one given on",
        when=when,
    )
    return told if len(computation.results) == years.of else say("{text}, as far as the years given show", text=told)


def _changes(
    assessment: JudgedPlant, declaration: Formula, result: ItemResult, share: Fraction = _ALL
) -> Iterator[Change]:
    """Yield what each input would need to earn a share; while amounts are missing, only if it is a single one."""
    years = _years(result)
    known = {item.name: item for item in result.inputs}
    arguments = declaration.arguments.items()
    missing = [name for name, argument in arguments if name not in known and argument.default is None]
    if result.target is None or len(missing) > 1 or (result.status == UNKNOWN and years is not None):
        return
    lists = any(isinstance(item.exact, tuple) for item in known.values())
    if lists and any(declaration.arguments[name].symbol.over for name in missing):
        return  # a list is missing, with as many amounts as the others
    results = 1 if result.computation is None else len(result.computation.results)
    for name in missing or known:
        symbol = declaration.arguments[name].symbol
        exact = known[name].exact if name in known else None
        size = len(exact) if isinstance(exact, tuple) else results if symbol.over is None and results > 1 else 0
        places: list[int | None] = list(range(size)) if symbol.over not in {None, YEAR} else [size - 1]
        for place in places if size else [None]:
            yield _Problem(assessment, result, declaration, name, known.get(name), place, share).change()


class _NoValueError(Exception):
    """No value of an input closes the gap; says why."""

    def __init__(self, why: Said) -> None:
        super().__init__(why)
        self.why = why


@frozen
class _Problem:
    """An item that earns less than a share, and one of its inputs: all of it, or an entry of its list."""

    assessment: JudgedPlant
    result: ItemResult
    formula: Formula
    name: str
    given: Input | None
    place: int | None
    share: Fraction

    @property
    def symbol(self) -> Symbol:
        """The input's symbol."""
        return self.formula.arguments[self.name].symbol

    @property
    def now(self) -> Fraction | None:
        """Its value in the symbol's unit."""
        exact = None if self.given is None else self.given.exact
        return exact[self.place or 0] if isinstance(exact, tuple) else exact

    def change(self) -> Change:
        """Return what it would need."""
        typed, meaning = None if self.given is None else self.given.typed, meaning_of(self.symbol)
        try:
            amount = self._amount()
        except _NoValueError as error:
            return Change(self.name, meaning, typed, None, error.why, None)
        words, reason = amount.words, amount.no_measure
        if self.place is not None:
            words = say("{change} (entry {entry})", change=words, entry=self.place + 1)
        if reason:
            words = joined((words, say("no measure: {reason}", reason=reason)), "; ")
        is_measure = not reason if self.symbol.measure or self.symbol.no_measure else None
        if self.name in self.assessment.facts.ledgers.amounts:
            words = say("the lines of its ledger would have to come to that: {change}", change=words)
            return Change(self.name, meaning, typed, None, words, is_measure)
        return Change(self.name, meaning, typed, self._typed(amount.text), words, is_measure)

    def _typed(self, text: str) -> str | tuple[str, ...]:
        """Return what would be typed in place of the input."""
        typed = None if self.given is None else self.given.typed
        if self.place is None or typed is None:
            return text
        # an amount that stands for all years stands for those that are over as it is
        before = typed if isinstance(typed, tuple) else (typed,) * (self.place + 1)
        return (*before[: self.place], text, *before[self.place + 1 :])

    def _amount(self) -> _Amount:
        """Return the nearest amount that does, rounded, evaluated as it would be typed."""
        search = self._search()
        stretches = search.stretches()
        found = [one for one in stretches if one.verdict == "met"]
        if not found:
            raise _NoValueError(self._none_found(search, stretches))
        any_does = self.now is None and all(one.verdict != "not met" for one in stretches)
        fault: str = say(
            "no whole number lies where it would do" if self._is_count else "no decimal number lies where it would do"
        )
        for stretch in sorted(found, key=self._distance):
            for amount in self._roundings(stretch, stretches):
                fault = self._fault(self._typed(amount.text))
                if not fault and any_does:
                    raise _NoValueError(say("any value of it does it"))
                if not fault:
                    return amount
        raise _NoValueError(say("not found: {fault}", fault=fault))

    def _search(self) -> Search:
        """Gather all formulas that are computed with the input, the item's own first."""
        table, facts, target = self.assessment.table, self.assessment.facts, self.result.target
        assert target is not None  # noqa: S101 (without one no change is looked for)
        users: dict[str, Dependent] = {}
        for item in (self.result.item, *table.items):
            formula = table.formula_of(item)
            if formula is None or self.name not in formula.arguments:
                continue
            values: dict[str, Exact] = {
                name: default_reading(argument).exact(argument.symbol.unit)
                for name, argument in formula.arguments.items()
                if argument.default is not None
            }
            values |= {name: one.exact for name, one in facts.inputs_of(formula.arguments).items()}
            # where years of another formula are unknown, what it forbids is left to the evaluation
            unknown = any(facts.amounts[name].unknown_at for name in formula.arguments if name in facts.amounts)
            if formula.arguments.keys() <= {self.name, *values} and not unknown:
                users[formula.name] = Dependent(formula, values)
        return Search(self.name, self.place, self.now, tuple(users.values()), target)

    def _none_found(self, search: Search, stretches: list[Stretch]) -> Said:
        """Return why no value does it."""
        of_years = self.place is not None and self.symbol.over in {None, YEAR}
        none = say("no value of it in the last year can do it") if of_years else say("no value of it can do it")
        forbidden = [one for one in stretches if one.verdict == "forbidden"]
        if not forbidden:
            proof = say("by the exact inverse of the formula the result would not reach the target")
            return joined((none, proof), ": ")
        nearest = min(forbidden, key=self._distance).nearest(self.now or Fraction(0))
        return joined((none, search.refusal(nearest)), ": ")

    def _distance(self, stretch: Stretch) -> Fraction:
        return stretch.distance(self.now or Fraction(0))

    def _fault(self, given: Any) -> str:
        """Evaluate whatever uses the input, given otherwise; return why the item is not met then, or nothing."""
        table, facts = self.assessment.table, self.assessment.facts
        forbidden = _refused(facts.ledgers.faults_of(self.name, given))
        if forbidden:
            return forbidden
        formulas = {item.id: formula for item in table.items if (formula := table.formula_of(item)) is not None}
        arguments = {
            name: argument
            for formula in formulas.values()
            if self.name in formula.arguments
            for name, argument in formula.arguments.items()
        }
        users = {name for name, formula in formulas.items() if not arguments.keys().isdisjoint(formula.arguments)}
        # that another item does not apply may forbid the amount
        denied = {name for name, fact in facts.statuses.items() if fact.status == NOT_APPLICABLE}
        items = tuple(item for item in table.items if item.id in users | denied)
        table = evolve(table, items=items, levels=(), caps=())
        inputs = facts.inputs_of(arguments) | {
            name: facts.ends[name] for name in line_ends(table) if name in facts.ends
        }
        given_facts: dict[str, Any] = {
            name: _quantities(one, facts.amounts[name].unknown_at if name in facts.amounts else ())
            for name, one in inputs.items()
        }
        given_facts |= {item.id: facts.statuses[item.id].data for item in items if item.id in facts.statuses}
        given_facts |= {table.category: facts.category, self.name: list(given) if isinstance(given, tuple) else given}
        try:
            judged = judge_plant(
                table,
                given_facts,
                not_applicable="keep",
                comparison=self.assessment.comparison,
                plausibility=(),
                factors=self.assessment.factors,
            )
        except FactsError as error:
            return _refused(error.faults)
        found = next(one for one in judged.items if one.id == self.result.id)
        return "" if found.share is not None and found.share >= self.share else found.why

    @property
    def _is_count(self) -> bool:
        """Whether it is a number of things, of which there are no fractions."""
        return self.symbol.unit.dimension == _COUNT or self.symbol.whole

    def _roundings(self, stretch: Stretch, stretches: list[Stretch]) -> Iterator[_Amount]:
        """Yield the amount of a stretch that is next to the one given, or the end of one, in ever more digits."""
        number = stretches.index(stretch)
        from_below = any(one.verdict == "not met" for one in stretches[:number])
        from_above = any(one.verdict == "not met" for one in stretches[number + 1 :])
        up = from_below if self.now is None else stretch.low is not None and stretch.low >= self.now
        edge = stretch.low if up else stretch.high
        if edge is None:
            edge = stretch.inside
        for label in dict.fromkeys([self._label, str(self.symbol.unit) if self.symbol.unit.powers else ""]):
            for digits in _DIGITS:
                value = self._rounded(edge, stretch, label, digits, up=up)
                if value is None:
                    continue
                text, size = _written(value, label), exact_in(f"1 {label}", self.symbol.unit)
                if self.now is not None:
                    by = _written(abs(value - self.now / size), label)
                    words = (
                        say("up by {by} to {amount}", by=by, amount=text)
                        if up
                        else say("down by {by} to {amount}", by=by, amount=text)
                    )
                elif from_below and from_above:
                    last = (
                        None if stretch.high is None else self._rounded(stretch.high, stretch, label, digits, up=False)
                    )
                    words = say("from {low} to {high}", low=text, high=_written(value if last is None else last, label))
                else:
                    words = say("at least {amount}", amount=text) if up else say("at most {amount}", amount=text)
                yield _Amount(str(text), words, self._no_measure(up=up))

    def _rounded(self, edge: Fraction, stretch: Stretch, label: str, digits: int, *, up: bool) -> Fraction | None:
        """Return a number of a unit that is rounded, from the edge of a stretch into it; None if it lies beyond."""
        size = exact_in(f"1 {label}", self.symbol.unit)
        wanted, distance = edge / size, abs(edge - (self.now or 0)) / size
        places = digits - integer_digits(min((size for size in (abs(wanted), distance) if size), default=Fraction(1)))
        step = max(Fraction(10) ** -places, 1 / size if self._is_count else Fraction(0))
        rounded = (math.ceil(wanted / step) if up else math.floor(wanted / step)) * step
        if not stretch.holds(rounded * size):
            rounded += step if up else -step
        return rounded if stretch.holds(rounded * size) else None

    def _no_measure(self, *, up: bool) -> str:
        """Return why a change up or down is no measure; nothing if it is one, or if nothing is said of that."""
        if self.symbol.no_measure:
            return word(self.symbol.no_measure)
        if not self.symbol.measure or (self.symbol.measure == "more") == up:
            return ""
        return say("only less of it is one") if up else say("only more of it is one")

    @property
    def _label(self) -> str:
        """The unit as it was typed, with its 万."""
        if self.given is None:
            return str(self.symbol.unit) if self.symbol.unit.powers else ""
        typed = self.given.typed
        return split_amount(typed if isinstance(typed, str) else typed[self.place or 0])[1]


def _refused(faults: Iterable[str]) -> str:
    """Return why facts would be refused, if they would; an error is quoted in English, which it is in."""
    told = "; ".join(faults)
    return both(told, f"数据会被拒绝，报错信息为“{told}”") if told else ""


@frozen
class _Amount:
    """An amount as it would be typed, how it differs from the one given, and why that is no measure."""

    text: str
    words: Said
    no_measure: str


def _quantities(given: Input, unknown_at: tuple[int, ...]) -> Any:
    """Return an input exactly, as it may be given, its unknown years in their places."""
    unit, registry = given.symbol.unit, application_registry()
    if not isinstance(given.exact, tuple):
        return make_quantity(registry, given.exact, unit)
    quantities: list[Any] = [make_quantity(registry, exact, unit) for exact in given.exact]
    for place in unknown_at:
        quantities.insert(place, UNKNOWN)
    return quantities


def _written(number: Fraction, label: str) -> str:
    written = decimal_text(number, _ALL_DIGITS)
    return say("{number} {unit}", number=written, unit=word(label)) if label else written
