"""Facts about a plant, as people give them: amounts, and statuses of requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.formula.computation import Input, input_of
from greencalc.formula.declaration import Argument
from greencalc.formula.plain_call import read_checked
from greencalc.languages.said import joined, say, word
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES, Ledgers, contradiction, read_ledgers
from greencalc.plant.categories import as_category, category_faults, category_of, defined_type
from greencalc.plant.fact import Fact, fact_of, is_year
from greencalc.plant.names import amounts_behind, amounts_of, header_of, items_by_key, items_meant, line_ends
from greencalc.plant.status_words import NOT_APPLICABLE, PARTLY_MET, STATUS_WORDS, UNKNOWN, bare, is_unknown
from greencalc.read_only import ReadOnlyDict, read_only
from greencalc.showing.sheet import InALine
from greencalc.standards.rules import BestOfRule, YesNoRule
from greencalc.standards.table import Item, Standard
from greencalc.units.amount import GivenAmount, plain, read_amount
from greencalc.units.number_text import amount_text
from greencalc.units.wording import repr_of, shown

_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("01", "a 0 or 1 may be a mark, a count or a score"),
        **dict.fromkeys("○〇◯o●□■☐☑☒x", "a circle, a box or an x may be said of either"),
        **dict.fromkeys([*"/\\-—–―_", "--", "——", "na", "n/a", "none"], "it may be not met, not applicable or unknown"),
    }
)
_THERE_IS = frozenset({"有", "无"})
_RULES_OUT = re.compile(
    r"无|禁|害|淘汰|污|违|事故|\bno\b|without|prohibit|harm|hazard|toxic|outdated|pollut|accident|violat"
)


@frozen(repr=False)
class Facts(InALine):
    """Facts as one standard needs them.

    Attributes
    ----------
    amounts : mapping of str to Fact
        By argument name; unknown ones are left out.
    ends : mapping of str to Input
        Base and leading values that the table leaves to the user.
    statuses : mapping of str to Fact
        By item id.
    category : str or None
        What the plant is, of the categories that limits go by: its vehicle type, or what the table names.
    year : int or None
        The year that is evaluated.
    others : mapping of str to Fact
        Facts that the standard does not need.
    unused : tuple of str
        Their names as given, without the totals of ledgers.
    read : mapping of str to Fact
        All facts by name, as they were read; without the ledgers.
    ledgers : Ledgers
        The ledgers of energy and carbon, worked out.
    overruled : tuple of str
        Totals that are stated a little otherwise than their ledger counts, in words.
    type_word : tuple of str
        The word for the vehicle type that a definition reads, the type, and the source; empty if it is the table's.
    """

    amounts: Mapping[str, Fact] = field(converter=read_only)
    ends: Mapping[str, Input] = field(converter=read_only)
    statuses: Mapping[str, Fact] = field(converter=read_only)
    category: str | None
    year: int | None
    others: Mapping[str, Fact] = field(converter=read_only)
    unused: tuple[str, ...]
    read: Mapping[str, Fact] = field(converter=read_only)
    ledgers: Ledgers
    overruled: tuple[str, ...]
    type_word: tuple[str, ...] = ()

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """All facts as plain data, which reads back to the same facts."""
        data: dict[str, Any] = {name: fact.data for name, fact in self.read.items()}
        return read_only(data | dict(self.ledgers.given))  # type: ignore[no-any-return]

    def entries_of(self, names: Iterable[str]) -> int:
        """Return the most amounts that one of some arguments has: those of its years, or one."""
        return max((self.amounts[name].entries for name in names if name in self.amounts), default=1)

    def has_some(self, name: str) -> bool:
        """Tell whether an amount is given that is more than nothing."""
        fact = self.amounts.get(name)
        return fact is not None and fact.reading is not None and bool(np.any(fact.reading.exact(fact.reading.unit) > 0))

    def __str__(self) -> str:
        """Return how many there are."""
        return f"{len(self.amounts)} amounts and {len(self.statuses)} statuses, {len(self.others)} facts unused"

    def inputs_of(self, arguments: Mapping[str, Argument]) -> dict[str, Input]:
        """Return the amounts that are known of some arguments."""
        readings = {name: self.amounts[name].reading for name in arguments if name in self.amounts}
        return {name: input_of(arguments[name], reading) for name, reading in readings.items() if reading is not None}


def read_facts(standard: Standard, given: Mapping[str, Any], factors: Factors | None) -> Facts:
    """Sort facts by what a standard needs them for.

    Raises
    ------
    FactsError
        Listing everything that cannot be used.
    """
    arguments, lines = amounts_of(standard), line_ends(standard)
    items = items_by_key(standard)
    amounts: dict[str, Fact] = {}
    ends: dict[str, Fact] = {}
    statuses: dict[str, Fact] = {}
    header: dict[str, Any] = {}
    others: dict[str, Fact] = {}
    faults: list[str] = []
    given = _named(given, faults)
    facts = _facts(given, faults)
    type_word: tuple[str, ...] = ()
    category = standard.category
    if category in facts:
        facts[category] = as_category(facts[category], standard)
        type_word = defined_type(facts[category].value, standard)
    said = {name for name, fact in facts.items() if not fact.is_blank}
    for name, fact in facts.items():
        if name in arguments:
            faults += take_amount(arguments[name], fact, amounts)
        elif name in lines:
            faults += _take_end(lines[name], fact, ends)
        elif name in items:
            faults += take_status(fact, items_meant(name, items, said), statuses, standard)
        elif name in header_of(standard):
            header[name] = category_of(fact.value, standard) if name == category else fact.value
            faults += _header_faults(fact, standard)
        else:
            others[name] = _plain_other(fact)
    read = facts | amounts | ends | others
    ledgers = _ledgers(given, factors, faults)
    stated = {name: (amounts | others)[name] for name in ledgers.amounts if name in amounts | others}
    for name, counted in ledgers.amounts.items():
        faults += _take_total(name, counted, arguments, amounts, others)
    if faults:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(faults))
    return Facts(
        amounts=ReadOnlyDict(amounts),
        ends={name: _end_input(lines[name], fact) for name, fact in ends.items()},
        statuses=ReadOnlyDict(statuses),
        category=header.get(category),
        year=header.get("year"),
        others=ReadOnlyDict(others),
        unused=tuple(name for name in others if name in facts),
        read=ReadOnlyDict(read),
        ledgers=ledgers,
        overruled=tuple(_overruled(stated, ledgers)),
        type_word=type_word,
    )


_MOST_NESTED = 16


def _is_deep(value: Any) -> bool:
    """Tell whether lists or mappings stand in each other too deep for whatever goes through them."""
    level = [value]
    for _ in range(_MOST_NESTED + 1):
        nests = [part for part in level if isinstance(part, list | tuple | Mapping)]
        if not nests:
            return False
        level = [item for part in nests for item in (part.values() if isinstance(part, Mapping) else part)]
    return any(isinstance(part, list | tuple | Mapping) for part in level)


def _named(given: Mapping[Any, Any], faults: list[str]) -> dict[Any, Any]:
    """Return facts by their names without the spaces around them, which nobody sees."""
    named: dict[Any, Any] = {}
    for text, value in given.items():
        name = text.strip() if isinstance(text, str) else text
        if name in named:
            faults.append(f"{name}: given twice, once with spaces around its name; keep one of them")
        named[name] = value
    return named


def _facts(given: Mapping[Any, Any], faults: list[str]) -> dict[str, Fact]:
    """Read all facts but the ledgers, as far as they can be read without knowing what they are for."""
    facts = {}
    for name, value in given.items():
        if not isinstance(name, str):
            faults.append(f"{repr_of(name)}: a fact's name is a text")
        elif not isinstance(value, str) and _is_deep(value):
            faults.append(f"{name}: its lists are nested deeper than {_MOST_NESTED}")
        elif name not in LEDGER_NAMES:
            try:
                facts[name] = fact_of(name, value)
            except ValueError as error:
                faults.append(f"{name}: {error}")
    return facts


def _ledgers(given: Mapping[Any, Any], factors: Factors | None, faults: list[str]) -> Ledgers:
    try:
        return read_ledgers(given, factors)
    except FactsError as error:
        faults += error.faults
        return Ledgers()


def take_amount(argument: Argument, fact: Fact, taken: dict[str, Fact]) -> Iterator[str]:
    """Take an amount that can be read and is within its bounds, or say what is wrong with it."""
    if fact.status == UNKNOWN:
        return
    if fact.status is not None:
        mend = f"write '{argument.symbol.example}'"
        yield (
            f"{argument.name}: {fact.value or fact.status!r} is said of requirements; this is "
            f"{argument.symbol.unit.kind}: {mend}; what is not known is left away, or said to be unknown"
        )
        return
    value, unknown_at = _known_years(fact.value)
    numbers = [number for number, _ in enumerate(fact.value, 1) if number - 1 not in unknown_at] if unknown_at else ()
    reading = read_checked(argument, value, numbers)
    if not isinstance(reading, GivenAmount):
        yield from map(str, reading)
    elif isinstance(reading.numbers, np.ndarray) and reading.numbers.ndim > 1:
        yield f"{argument.name}: given {shown(fact.value)}; a fact is one amount, or a list with one for each year"
    else:
        taken[argument.name] = read = fact.read(plain(reading, argument.symbol.unit), unknown_at)
        try:
            read.half_widths(argument.symbol.unit)
        except ValueError as error:
            yield f"{argument.name}: {error}"


def _known_years(value: Any) -> tuple[Any, tuple[int, ...]]:
    """Return the known amounts of a list, and the places of those that are said to be unknown."""
    if not isinstance(value, list | tuple):
        return value, ()
    unknown_at = tuple(place for place, one in enumerate(value) if is_unknown(one))
    return [one for place, one in enumerate(value) if place not in unknown_at], unknown_at


def _plain_other(fact: Fact) -> Fact:
    """Return a fact that the standard does not need with nothing of the caller's in it: an amount, or a text."""
    if fact.status is not None:
        return fact
    value, unknown_at = _known_years(fact.value)
    reading = read_amount(value)
    if isinstance(reading, GivenAmount):
        return fact.read(reading, unknown_at)
    return fact if isinstance(fact.value, str) else evolve(fact, value=reading)


def _take_total(
    name: str,
    counted: GivenAmount,
    arguments: Mapping[str, Argument],
    amounts: dict[str, Fact],
    others: dict[str, Fact],
) -> Iterator[str]:
    """Take a ledger's total for a fact, unless the fact is stated and contradicts it."""
    taken = amounts if name in arguments else others
    stated = taken.get(name)
    said = None if stated is None else stated.reading
    wrong = None if said is None else contradiction(name, said, counted)
    if wrong is not None:
        yield wrong
    if stated is not None and stated.spread is not None:
        yield f"{name}: its ledger counts, not what is stated; say the uncertainty of the ledger's lines"
    evidence = word(_LEDGERS[name])
    if stated is not None and stated.evidence:
        evidence = joined((evidence, stated.evidence), "; ")
    taken[name] = Fact(name, reading=counted, evidence=evidence)


def _overruled(stated: Mapping[str, Fact], ledgers: Ledgers) -> Iterator[str]:
    """Say which stated totals do not count, since their ledger does."""
    for name, fact in stated.items():
        counted = ledgers.amounts[name]
        if fact.reading is not None and fact.reading.exact(counted.unit) != counted.exact(counted.unit):
            total = amount_text(counted.numbers, counted.unit, 8, (fact.reading.exact(counted.unit),))
            stated_text = fact.reading.words
            yield say("{name}: the ledger's {total} counts, not {stated}", name=name, total=total, stated=stated_text)


_LEDGERS = {
    "energy_consumption": "energy ledger",
    "renewable_energy": "energy ledger",
    "carbon_emission": "carbon ledger",
}


def _take_end(argument: Argument, fact: Fact, ends: dict[str, Fact]) -> Iterator[str]:
    yield from take_amount(argument, fact, ends)
    if argument.name in ends and ends[argument.name].is_list:
        yield f"{argument.name}: give a single amount, not several"


def _end_input(argument: Argument, fact: Fact) -> Input:
    assert fact.reading is not None  # noqa: S101 (only amounts that were read are taken)
    return input_of(argument, fact.reading)


def _year_faults(fact: Fact) -> Iterator[str]:
    if fact.status != UNKNOWN and not is_year(fact.value):
        yield f"year: {shown(fact.value)} is to be a whole number such as 2025"


def _header_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    yield from category_faults(fact, standard) if fact.name == standard.category else _year_faults(fact)
    if fact.spread is not None:
        yield f"{fact.name}: it is no amount, of which an uncertainty could be said"


def take_status(fact: Fact, items: list[Item], statuses: dict[str, Fact], standard: Standard) -> Iterator[str]:
    """Give a fact to the items that it is said of: a clause's word goes to each yes/no item in it.

    Nothing is said by an empty text or cell.
    """
    if fact.is_blank:
        return
    if fact.status is None:
        needs = amounts_behind(items, standard)
        question = _QUESTIONS.get(bare(fact.value), "") if isinstance(fact.value, str) else ""
        mend = (
            f"it is judged from amounts: give {needs}" if needs else f"{question and question + '; '}say {STATUS_WORDS}"
        )
        yield f"{fact.name}: {shown(fact.value)} is no status; {mend}"
        return
    if fact.value is not None and bare(fact.value) in _THERE_IS:
        for item in (item for item in items if _RULES_OUT.search(f"{item.title_zh} {item.title}".lower())):
            question = f"{fact.value!r} may be said of the requirement or of what it rules out"
            yield f"{item.id}: {question}; say {STATUS_WORDS}"
    said_of = _said_of(fact, items)
    if said_of and fact.status == NOT_APPLICABLE and not fact.reason.strip():
        yield f"{fact.name}: not applicable needs a reason: {{ status = 'not applicable', reason = '...' }}"
    if (fact.status == PARTLY_MET) != (fact.share is not None):
        yield f"{fact.name}: partly met goes with a share: {{ status = 'partly met', share = '60 %' }}"
    if not said_of:
        yield f"{fact.name}: {_why_not_said(fact, items, standard)}"
    for item in said_of:
        if item.id in statuses:
            yield f"{fact.name}: {item.id} is given twice, also as {statuses[item.id].name}"
        statuses[item.id] = fact


def _why_not_said(fact: Fact, items: list[Item], standard: Standard) -> str:
    """Return why a word can be said of none of some items."""
    for item in items:
        if isinstance(item.rule, BestOfRule):
            return f"it is the best of {', '.join(item.rule.items)}; say it of these"
    if fact.status == NOT_APPLICABLE:
        return f"it is said not to apply, and by the table of {standard.number} it applies to every plant"
    return f"it is judged from amounts, not by a word: give {amounts_behind(items, standard)}"


def _said_of(fact: Fact, items: list[Item]) -> list[Item]:
    """Return the items that a word can be said of."""
    items = [item for item in items if not isinstance(item.rule, BestOfRule)]
    if fact.status == NOT_APPLICABLE:
        return [item for item in items if not item.always_applies]
    judged = [item for item in items if isinstance(item.rule, YesNoRule)]
    return items if fact.status == UNKNOWN and not judged else judged
