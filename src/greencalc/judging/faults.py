"""Why a plant cannot be judged, in words: every fault of what its facts give together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import get_args

from greencalc.errors import FactsError, InputError
from greencalc.formula.computation import Computation, work_out
from greencalc.formula.declaration import Formula
from greencalc.judging.exact_facts import by_year, more_than_taken
from greencalc.judging.results import LIMIT_DIGITS, value_text
from greencalc.judging.targets import end_of
from greencalc.judging.verdicts import Verdicts
from greencalc.plant.facts import Facts
from greencalc.plant.status_words import NOT_APPLICABLE, UNKNOWN
from greencalc.showing.sheet import listed_text
from greencalc.standards.rules import LineRule, Policy
from greencalc.standards.table import Item, Standard, years_taken
from greencalc.units.number_text import amount_text

Computed = Mapping[str, Computation]


def compute_all(standard: Standard, facts: Facts) -> tuple[Computed, tuple[str, ...]]:
    """Compute every formula whose facts are there, exactly, one value or one a year; list what is wrong."""
    computed: dict[str, Computation] = {}
    faults: dict[str, None] = {}
    for declaration in dict.fromkeys(map(standard.formula_of, standard.items)):
        if declaration is None:
            continue
        known = {name: facts.amounts[name] for name in declaration.arguments if name in facts.amounts}
        if any(name not in known and argument.default is None for name, argument in declaration.arguments.items()):
            continue
        unknown_at = {place for fact in known.values() for place in fact.unknown_at}
        lists = {name: fact.entries for name, fact in known.items() if fact.is_list}
        several = [name for name in lists if declaration.over and not declaration.arguments[name].symbol.over]
        if several:
            faults[f"{', '.join(several)}: {declaration.name} takes one amount"] = None
            continue
        if unknown_at and len(set(lists.values())) > 1:
            told = " and ".join(f"{name} has {count}" for name, count in lists.items())
            faults[f"{told} amounts; years go together: give one for each year, or 'unknown' in its place"] = None
            continue
        if unknown_at and (declaration.over or len(unknown_at) == max(lists.values())):
            continue  # a sum of which a part is unknown, or no year of which all is known
        given = {name: fact.in_known_years(unknown_at) for name, fact in known.items()}
        try:
            computed[declaration.name] = work_out(declaration, given)
        except InputError as error:
            faults.update(dict.fromkeys(error.sentences))
    return computed, tuple(faults)


def refuse(standard: Standard, facts: Facts, verdicts: Verdicts, policy: Policy | None) -> None:
    """Refuse a plant that cannot be judged.

    Raises
    ------
    FactsError
        Listing every fault.
    """
    computed, faults = compute_all(standard, facts)
    found = dict.fromkeys([*faults, *_item_faults(standard, facts, verdicts, computed)])
    if found:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(found))
    if verdicts.unscorable:
        raise _unscorable(standard, verdicts, policy)


def _item_faults(standard: Standard, facts: Facts, verdicts: Verdicts, computed: Computed) -> Iterator[str]:
    kinds: dict[str, set[str]] = {}
    for name, fault in verdicts.faults:
        kinds.setdefault(name, set()).add(fault.kind)
    for item in standard.items:
        formula = standard.formula_of(item)
        many = None if formula is None else _too_many(item, formula, facts)
        of_item = kinds.get(item.id, set())
        if many is not None:
            yield many
        elif of_item & {"word", "sign"}:
            computation = computed.get(formula.name) if formula else None
            yield from _against_word(standard, item, computation, facts)
        elif formula is not None and formula.name in computed:
            values = computed[formula.name].results
            if "line" in of_item and isinstance(item.rule, LineRule):
                yield _crooked(item.rule, formula, values[0], facts)
            if "rate" in of_item:
                yield from _no_rates(item, formula, values)


def _too_many(item: Item, formula: Formula, facts: Facts) -> str | None:
    """Refuse more years than are asked for, whatever else is said of the item."""
    given = more_than_taken(item, formula, facts)
    names = ", ".join(by_year(formula, facts))
    return f"{item.id}: {given} are given for {names}; it takes {years_taken(item, formula)} at most" if given else None


def _against_word(standard: Standard, item: Item, computation: Computation | None, facts: Facts) -> Iterator[str]:
    """Say which amounts are against the word that an item does not apply, or is not known."""
    status = str(facts.statuses[item.id].status)
    names = [one.name for one in computation.inputs if not one.is_default] if computation else []
    if status == NOT_APPLICABLE and not names:
        names = [name for name in standard.signs_of(item) if facts.has_some(name)]
    if names:  # else what is wrong with the amounts is said already
        given = " and ".join(f"{name} = {listed_text(facts.amounts[name].words)}" for name in names)
        yield f"{item.id}: it is said {_DENIALS[status]}, and yet {given}; leave out one or the other"


def _crooked(rule: LineRule, formula: Formula, value: Fraction, facts: Facts) -> str:
    unit = formula.result.unit
    near = tuple(end_of(rule, end, unit, facts) for end in ("base", "leading"))
    base, leading = (amount_text(end, unit, LIMIT_DIGITS, (value, *near)) for end in near)
    return (
        f"{rule.formula}: the leading value is not {rule.better} than the base value "
        f"(base {base}, leading {leading}); swapped?"
    )


def _no_rates(item: Item, formula: Formula, values: tuple[Fraction, ...]) -> Iterator[str]:
    unit = formula.result.unit
    wrong = next(value for value in values if not 0 <= value * unit.size <= 1)
    shown = value_text(wrong, unit, (Fraction(0), 1 / unit.size))
    yield f"{item.id}: points go by the rate, and {shown} is none between 0 % and 100 %"


def _unscorable(standard: Standard, verdicts: Verdicts, policy: Policy | None) -> FactsError:
    if policy is not None:
        no_points = "no item with points applies to the plant"
        return FactsError(f"facts for {standard.number} cannot be scored", (no_points,))
    spared = sorted(name for name, one in verdicts.items.items() if one.status == NOT_APPLICABLE and one.of)
    policies = ", ".join(get_args(Policy))
    return FactsError(
        f"{standard.number} does not say what becomes of the points of an item that does not apply",
        (f"{', '.join(spared)}: give not_applicable ({policies}) in the table or to evaluate",),
    )


_DENIALS = {NOT_APPLICABLE: "not to apply", UNKNOWN: "to be unknown"}
