"""A plant's facts as a plan takes them: exact numbers by key, and what is said of items."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from greencalc.formula.checks import onto_bound
from greencalc.formula.declaration import Argument, Formula
from greencalc.plant.fact import Fact
from greencalc.plant.facts import Facts
from greencalc.plant.names import amounts_of, line_ends
from greencalc.plant.status_words import MET, NOT_MET, PARTLY_MET
from greencalc.standards.rules import BestOfRule, FormulaRule
from greencalc.standards.table import Item, Same, Standard, years_taken
from greencalc.table_plan.inputs import Inputs, key_of
from greencalc.table_plan.tongues.fractions import ExactFacts


def exact_facts(standard: Standard, facts: Facts) -> tuple[Inputs, ExactFacts]:
    """Return what a plan is made for, and what it is worked out of."""
    arguments = amounts_of(standard)
    amounts: dict[str, Fraction] = {}
    years = []
    for name, fact in facts.amounts.items():
        amounts |= _by_key(arguments[name], fact)
        if fact.entries > 1:
            years.append((name, fact.entries))
    for name, end in facts.ends.items():
        assert isinstance(end.exact, Fraction)  # noqa: S101 (lists were refused when the facts were read)
        amounts[key_of(name, 0)] = end.exact
    said = {name: _said(fact) for name, fact in facts.statuses.items()}
    listed = standard.categories
    category = listed.index(facts.category) if facts.category in listed else -1
    return _inputs(Same(standard), tuple(years)), ExactFacts(amounts, said, category)


@lru_cache(maxsize=256)
def _inputs(same: Same, years: tuple[tuple[str, int], ...]) -> Inputs:
    """Return what the plan of one plant is made for: everything may be missing."""
    counts = dict.fromkeys([*amounts_of(same.standard), *line_ends(same.standard)], 1) | dict(years)
    gaps = frozenset(key_of(name, place) for name, count in counts.items() for place in range(count))
    items = same.standard.items
    words = {
        item.id: "words" if isinstance(item.rule, FormulaRule) else "degrees"
        for item in items
        if not isinstance(item.rule, BestOfRule)
    }
    return Inputs(counts, gaps, words, "some")  # type: ignore[arg-type]  # the two words are of its kinds


def _by_key(argument: Argument, fact: Fact) -> dict[str, Fraction]:
    """Return the amounts of a fact that are known."""
    assert fact.reading is not None  # noqa: S101 (only amounts that were read are among the facts)
    symbol = argument.symbol
    exact = fact.reading.exact(symbol.unit)
    if not fact.is_list:
        return {key_of(argument.name, 0): onto_bound(symbol, exact)}
    places = [place for place in range(fact.entries) if place not in fact.unknown_at]
    return {key_of(argument.name, place): onto_bound(symbol, one) for place, one in zip(places, exact, strict=True)}


def _said(fact: Fact) -> tuple[str, Fraction | None]:
    if fact.share is None:
        return str(fact.status), None
    if fact.share in {0, 1}:
        return (MET if fact.share else NOT_MET), None
    return PARTLY_MET, fact.share


def years_clash(standard: Standard, facts: Facts) -> bool:
    """Tell whether lists do not go together, or have more years than an item takes."""
    lists = {name for name, fact in facts.amounts.items() if fact.is_list}
    return any(
        not lists.isdisjoint(formula.arguments) and (_differ(formula, facts) or more_than_taken(item, formula, facts))
        for item, formula in _judged_by_value(Same(standard))
    )


@lru_cache(maxsize=64)
def _judged_by_value(same: Same) -> tuple[tuple[Item, Formula], ...]:
    formulas = ((item, same.standard.formula_of(item)) for item in same.standard.items)
    return tuple((item, formula) for item, formula in formulas if formula is not None)


def more_than_taken(item: Item, formula: Formula, facts: Facts) -> int:
    """Return how many amounts are given, if they are more than an item takes, else nothing."""
    asked, given = years_taken(item, formula), facts.entries_of(by_year(formula, facts))
    return given if asked is not None and given > asked else 0


def _differ(formula: Formula, facts: Facts) -> bool:
    """Tell whether lists have different lengths, stand beside a single amount of their kind, or where none can."""
    known = {name: facts.amounts[name] for name in formula.arguments if name in facts.amounts}
    lengths = {fact.entries if fact.is_list else 0 for fact in known.values()}
    if formula.over is None:
        return len(lengths - {0}) > 1
    of_lists = {fact.is_list for name, fact in known.items() if formula.arguments[name].symbol.over}
    of_others = {fact.is_list for name, fact in known.items() if not formula.arguments[name].symbol.over}
    return len(lengths - {0}) > 1 or len(of_lists) > 1 or True in of_others


def by_year(declaration: Formula, facts: Facts) -> tuple[str, ...]:
    """Return the arguments that are given year by year; if none is, all that a sum needs so, else the first."""
    names = [name for name, argument in declaration.arguments.items() if not declaration.over or argument.symbol.over]
    several = [name for name in names if facts.entries_of([name]) > 1]
    return tuple(several or (names if declaration.over else names[:1]))
