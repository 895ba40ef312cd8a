"""What is assumed where it touches a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from greencalc.formula.declaration import Formula
from greencalc.judging.results import ItemResult
from greencalc.languages.said import PHRASES, both, joined, say, word
from greencalc.ledgers.heat import ratio_assumptions
from greencalc.ledgers.meter_line import factor_assumptions
from greencalc.plant.facts import Facts
from greencalc.standards.levels import Cap, Level
from greencalc.standards.rules import LimitRule, LimitValue, LineRule
from greencalc.standards.table import Assumption, Item, Standard
from greencalc.units.text import amount_as_typed


def assumptions(
    standard: Standard, items: Iterable[ItemResult], facts: Facts, chosen: Mapping[str, str]
) -> Iterator[Assumption]:
    """Yield whatever derived or assumed datum touches the result, and what the user chose."""
    yield from _of_table(standard)
    shown: set[Formula] = set()
    for result in items:
        item = result.item
        yield from _of(say("{id}: {title}.", id=item.id, title=item.title), item)
        limit = result.limit_row
        if limit is not None and result.limit is not None:
            yield from _of_limit(item, limit)
        declaration = standard.formula_of(item)
        if declaration is not None and result.exact_value is not None and declaration not in shown:
            shown.add(declaration)
            yield from _of_formula(word(declaration.clause), declaration)
        if isinstance(item.rule, LineRule) and result.limit is not None and item.rule.missing_ends:
            yield _of_ends(say("{id}: base and leading value, {limit}.", id=item.id, limit=result.limit))
    yield from ledger_assumptions(facts, shown)
    yield from type_word_assumptions([facts.type_word] if facts.type_word else [])
    yield from choice_assumptions(chosen)


def table_assumptions(standard: Standard, computed: Sequence[Formula]) -> Iterator[Assumption]:
    """Yield whatever derived or assumed datum touches some of many results, whatever is said in their cells."""
    yield from _of_table(standard)
    for item in standard.items:
        yield from _of(say("{id}: {title}.", id=item.id, title=item.title), item)
        if standard.formula_of(item) not in computed:
            continue
        for limit in item.rule.limits if isinstance(item.rule, LimitRule) else ():
            yield from _of_limit(item, limit)
        if isinstance(item.rule, LineRule) and item.rule.missing_ends:
            yield _of_ends(say("{id}: base and leading value.", id=item.id))
    for declaration in computed:
        yield from _of_formula(word(declaration.clause), declaration)


def _of(what: str, datum: Standard | Item | LimitValue | Formula | Level | Cap) -> Iterator[Assumption]:
    """Yield a datum that is to be shown, because it is derived or assumed."""
    if datum.origin in _SHOWN:
        yield Assumption(what, datum.origin, datum.source)


def _of_table(standard: Standard) -> Iterator[Assumption]:
    yield from _of(say("The table of indicators used for {number}.", number=standard.number), standard)
    for level in standard.levels:
        yield from _of(say("Level {level}.", level=str(level)), level)
    for cap in standard.caps:
        yield from _of(say("Cap: {cap}.", cap=str(cap)), cap)
    yield from standard.assumptions


def _of_limit(item: Item, limit: LimitValue) -> Iterator[Assumption]:
    yield from _of(say("{id}: the limit {limit}.", id=item.id, limit=amount_as_typed(limit.value)), limit)


def _of_formula(where: str, declaration: Formula) -> Iterator[Assumption]:
    title = both(declaration.title, declaration.title_zh)
    yield from _of(say("{where}: the formula of {title}.", where=where, title=title), declaration)


def _of_ends(what: str) -> Assumption:
    return Assumption(what, "user", word("given with the facts"))


def type_word_assumptions(type_words: Iterable[tuple[str, ...]]) -> Iterator[Assumption]:
    """Yield words for vehicle types that a definition reads."""
    for typed, meant, source in type_words:
        what = say("vehicle_type: {typed} is read as {meant}.", typed=typed, meant=word(meant))
        yield Assumption(what, "derived", source)


def choice_assumptions(chosen: Mapping[str, str]) -> Iterator[Assumption]:
    """Yield what the user chose in place of the table's settings."""
    for name, value in chosen.items():
        what = say("{choice}: {value}.", choice=word(_CHOICES[name]), value=word(value))
        yield Assumption(what, "user", word("given to evaluate"))


def ledger_assumptions(facts: Facts, shown: set[Formula]) -> Iterator[Assumption]:
    """Yield what the ledgers' formulas and factors rest on, and what was chosen for their lines."""
    ledgers = facts.ledgers
    for declaration in (one for one in ledgers.formulas if one not in shown):
        yield from _of_formula(joined((declaration.standard, word(declaration.clause)), PHRASES), declaration)
    for overruled in facts.overruled:
        source = word("a total and its ledger that are within 0.5 % agree but for rounding")
        yield Assumption(say("{text}.", text=overruled), "assumed", source)
    yield from factor_assumptions(ledgers.factors)
    yield from ratio_assumptions(ledgers.ratios)
    for name, value in ledgers.settings.items():
        what = say("Ledger: {name} {value}.", name=word(name), value=word(value))
        yield Assumption(what, "user", word("chosen for the ledger"))


_SHOWN = frozenset({"derived", "assumed"})
_CHOICES = {
    "not_applicable": "Points of items that do not apply",
    "comparison": "How values are compared with limits",
}
