"""Facts about a plant, as people give them: amounts, and statuses of requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import evolve, frozen

from greencalc.boundary import read_checked
from greencalc.computation import Input, input_of
from greencalc.errors import FactsError
from greencalc.factors import Factors
from greencalc.formula import Argument
from greencalc.ledger_facts import LEDGER_NAMES, Ledgers, contradiction, read_ledgers
from greencalc.reading import FloatText, Reading, plain, read_amount, shown
from greencalc.rounding import amount_text
from greencalc.standard import Item, Line, Standard, YesNo
from greencalc.unit_text import GLYPHS, exact_in, suggest
from greencalc.units import table

__all__ = [
    "MET",
    "NOT_APPLICABLE",
    "NOT_MET",
    "PARTLY_MET",
    "UNKNOWN",
    "Fact",
    "Facts",
    "amounts_of",
    "fact_of",
    "hint_for",
    "items_by_key",
    "line_ends",
    "missing_ends",
    "names_of",
    "read_facts",
    "take_amount",
    "take_status",
    "vehicle_type_faults",
    "vehicle_type_of",
]

MET, NOT_MET, PARTLY_MET = "met", "not met", "partly met"
NOT_APPLICABLE, UNKNOWN = "not applicable", "unknown"

_STATUS_WORDS: Mapping[Any, str] = MappingProxyType(
    {
        **{status: status for status in (MET, NOT_MET, PARTLY_MET, NOT_APPLICABLE, UNKNOWN)},
        "yes": MET,
        "no": NOT_MET,
        "符合": MET,
        "满足": MET,
        "是": MET,
        "不符合": NOT_MET,
        "不满足": NOT_MET,
        "否": NOT_MET,
        "部分符合": PARTLY_MET,
        "部分满足": PARTLY_MET,
        "不适用": NOT_APPLICABLE,
        "未知": UNKNOWN,
        "": UNKNOWN,
    },
)
_WORDS = "met (符合), not met (不符合), partly met (部分符合), not applicable (不适用) or unknown (未知)"
_TYPE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "乘用车": "passenger car",
        "货车驾驶室": "truck cab",
        "货车驾驶仓": "truck cab",
        "货车": "truck or van",
        "厢式货车": "truck or van",
        "客车": "bus or chassis",
        "客车底盘": "bus or chassis",
        "底盘": "bus or chassis",
    }
)
_FACT_KEYS = ("value", "status", "share", "reason", "evidence", "year")
_YEARS = range(1900, 2201)


@frozen
class Fact:
    """One fact: an amount or a status, with what backs it.

    Attributes
    ----------
    name : str
        The argument's name, the item's id, the clause, or "vehicle_type".
    value : object
        What was given for an amount that has not been read.
    reading : Reading or None
        The amount as read, free of the caller's objects.
    status : str or None
        The status of a requirement, or "unknown" for an amount.
    share : Fraction or None
        The share that a partly met requirement is met by.
    share_typed : str
        The share as typed.
    reason, evidence : str
        Why it does not apply; what document shows it.
    year : int or None
        The year that the amount is of, if it says so.
    """

    name: str
    value: Any = None
    reading: Reading | None = None
    status: str | None = None
    share: Fraction | None = None
    share_typed: str = ""
    reason: str = ""
    evidence: str = ""
    year: int | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The fact as plain data, which reads back to the same fact."""
        value = _as_data(self.value if self.reading is None else self.reading.given)
        main: dict[str, Any] = {"value": value} if self.status is None else {"status": self.status}
        rest = {"share": self.share_typed, "reason": self.reason, "evidence": self.evidence, "year": self.year}
        return main | {key: value for key, value in rest.items() if value}


def _as_data(value: Any) -> Any:
    """Return what was given as plain data; a text whose number is a float says so."""
    if isinstance(value, list):
        return [_as_data(item) for item in value]
    return {"text": str(value), "float": True} if isinstance(value, FloatText) else value


@frozen
class Facts:
    """Facts as one standard needs them.

    Attributes
    ----------
    amounts : mapping of str to Fact
        By argument name; unknown ones are left out.
    ends : mapping of str to Input
        Base and leading values that the table leaves to the user.
    statuses : mapping of str to Fact
        By item id.
    vehicle_type : str or None
        The plant's vehicle type.
    year : int or None
        The year that is evaluated.
    others : mapping of str to Fact
        Facts that the standard does not need.
    unused : tuple of (str, str)
        Their names, each with a hint or an empty text.
    given : mapping
        All facts as plain data, which reads back to the same facts.
    ledgers : Ledgers
        The ledgers of energy and carbon, worked out.
    overruled : tuple of str
        Totals that are stated a little otherwise than their ledger counts, in words.
    """

    amounts: Mapping[str, Fact]
    ends: Mapping[str, Input]
    statuses: Mapping[str, Fact]
    vehicle_type: str | None
    year: int | None
    others: Mapping[str, Fact]
    unused: tuple[tuple[str, str], ...]
    given: Mapping[str, Any]
    ledgers: Ledgers
    overruled: tuple[str, ...]

    def inputs_of(self, arguments: Mapping[str, Argument]) -> dict[str, Input]:
        """Return the amounts that are known of some arguments."""
        readings = {name: self.amounts[name].reading for name in arguments if name in self.amounts}
        return {name: input_of(arguments[name], reading) for name, reading in readings.items() if reading is not None}


def read_facts(standard: Standard, given: Mapping[str, Any], factors: Factors) -> Facts:
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
    facts = _facts(given, faults)
    if "vehicle_type" in facts:
        fact = facts["vehicle_type"]
        facts["vehicle_type"] = evolve(fact, value=vehicle_type_of(fact.value, standard))
    for name, fact in facts.items():
        if name in arguments:
            faults += take_amount(arguments[name], fact, amounts)
        elif name in lines:
            faults += _take_end(lines[name], fact, ends)
        elif name in items:
            faults += take_status(fact, items[name], statuses, standard)
        elif name in _HEADER:
            header[name] = fact.value
            faults += _HEADER[name](fact, standard)
        else:
            others[name] = _plain_other(fact)
    data: dict[str, Any] = {name: fact.data for name, fact in (facts | amounts | ends | others).items()}
    ledgers = _ledgers(given, factors, faults)
    stated = {name: (amounts | others)[name] for name in ledgers.amounts if name in amounts | others}
    for name, counted in ledgers.amounts.items():
        faults += _take_total(name, counted, arguments, amounts, others)
    if faults:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(faults))
    return Facts(
        amounts=amounts,
        ends={name: _end_input(lines[name], fact) for name, fact in ends.items()},
        statuses=statuses,
        vehicle_type=header.get("vehicle_type"),
        year=header.get("year"),
        others=others,
        unused=tuple((name, hint_for(standard, name)) for name in others if name in facts),
        given=data | dict(ledgers.given),
        ledgers=ledgers,
        overruled=tuple(_overruled(stated, ledgers)),
    )


def _facts(given: Mapping[Any, Any], faults: list[str]) -> dict[str, Fact]:
    """Read all facts but the ledgers, as far as they can be read without knowing what they are for."""
    facts = {}
    for name, value in given.items():
        if not isinstance(name, str):
            faults.append(f"{name!r}: a fact's name is a text")
        elif name not in LEDGER_NAMES:
            try:
                facts[name] = fact_of(name, value)
            except ValueError as error:
                faults.append(f"{name}: {error}")
    return facts


def _ledgers(given: Mapping[Any, Any], factors: Factors, faults: list[str]) -> Ledgers:
    try:
        return read_ledgers(given, factors)
    except FactsError as error:
        faults += error.faults
        return Ledgers()


def names_of(standard: Standard) -> frozenset[str]:
    """Return the names of all facts that a standard needs."""
    return frozenset([*amounts_of(standard), *line_ends(standard), *items_by_key(standard), *_HEADER])


def amounts_of(standard: Standard) -> dict[str, Argument]:
    """Return the arguments of all formulas that items use."""
    formulas = (standard.formula_of(item) for item in standard.items)
    return {name: argument for formula in formulas if formula for name, argument in formula.arguments.items()}


def line_ends(standard: Standard) -> dict[str, Argument]:
    """Return the base and leading values that the table leaves to the user, as arguments."""
    return {
        name: Argument(name, standard.formulas[item.rule.formula].result, None)
        for item in standard.items
        if isinstance(item.rule, Line)
        for name in missing_ends(item.rule)
    }


def missing_ends(rule: Line) -> tuple[str, ...]:
    """Return the names of the facts that stand in for the base and leading value a table leaves out."""
    ends = (("base", rule.base), ("leading", rule.leading))
    return tuple(f"{rule.formula}_{end}" for end, value in ends if value is None)


def items_by_key(standard: Standard) -> dict[str, list[Item]]:
    """Return items by id and by clause; a clause may hold several."""
    found: dict[str, list[Item]] = {}
    for item in standard.items:
        for key in {item.id, item.clause}:
            found.setdefault(key, []).append(item)
    return found


def _needed_by(items: list[Item], standard: Standard) -> str:
    """Return the amounts that items are judged from; empty if one of them is judged by a word."""
    formulas = [standard.formula_of(item) for item in items]
    return (
        ", ".join(dict.fromkeys(name for formula in formulas if formula for name in formula.arguments))
        if all(formulas)
        else ""
    )


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Look for a name once, since every evaluation of a plant asks for the same ones."""
    return suggest(name, known)


def hint_for(standard: Standard, name: str) -> str:
    """Say what was probably meant by a name that is not known; a clause is never taken for another one."""
    half_width = name.translate(GLYPHS)
    if half_width != name and half_width in names_of(standard):
        return f"did you mean {half_width}?"
    if not re.match(r"\d|[A-Z]\.\d", name):
        amounts = amounts_of(standard)
        meant = [known for known, argument in amounts.items() if argument.symbol.meaning_zh == name]
        words = [item.id for item in standard.items if not item.id[:1].isdigit()]
        near = " or ".join(meant) or _nearest(name, (*amounts, *line_ends(standard), *_HEADER, *words))
        return f"did you mean {near}?" if near else ""
    formulas = [formula for formula in standard.formulas.values() if formula.clause == name]
    clause = name.partition("/")[0]
    inside = [item.id for item in standard.items if item.id.startswith((f"{name}.", f"{clause}/"))]
    inside += [item.id for item in standard.items if standard.formula_of(item) in formulas]
    return f"its items are {', '.join(dict.fromkeys(inside))}" if inside else "there is no such clause in the table"


def _status(given: Any) -> str | None:
    """Return the status that a word, a truth value or nothing means; None for an amount."""
    if given is None:
        return UNKNOWN
    if isinstance(given, bool | np.bool_):
        return MET if given else NOT_MET
    return _STATUS_WORDS.get(given.strip().lower()) if isinstance(given, str) else None


def fact_of(name: str, given: Any) -> Fact:
    """Read a fact as far as that goes without knowing what it is for.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    if not isinstance(given, Mapping):
        status = _status(given)
        return Fact(name, value=given if status is None else None, status=status)
    unknown = [str(key) for key in given if key not in _FACT_KEYS]
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)}; a fact has {', '.join(_FACT_KEYS)}")
    if ("value" in given) == ("status" in given):
        raise ValueError("give either a value or a status")
    simple = fact_of(name, given["value"] if "value" in given else given["status"])
    if isinstance(given.get("value", given.get("status")), Mapping):
        raise ValueError("a value or status is no table of its own")  # noqa: TRY004 (its caller lists ValueErrors)
    if simple.status is None and ("share" in given or "reason" in given):
        raise ValueError("share and reason go with a status; an amount has value and evidence")
    if "status" in given and simple.status is None:
        raise ValueError(f"the status {given['status']!r} is not one of {_WORDS}")
    for key in ("reason", "evidence"):
        if not isinstance(given.get(key, ""), str):
            raise ValueError(f"{key} is a text, not {given[key]!r}")  # noqa: TRY004 (its caller lists ValueErrors)
    if not _is_year(given.get("year", _YEARS[0])):
        raise ValueError(f"the year {given['year']!r} is to be a whole number such as 2025")
    return evolve(
        simple,
        share=_share(given),
        share_typed=given.get("share", ""),
        reason=given.get("reason", ""),
        evidence=given.get("evidence", ""),
        year=given.get("year"),
    )


def _is_year(given: Any) -> bool:
    return type(given) is int and given in _YEARS


def _share(given: Mapping[str, Any]) -> Fraction | None:
    if "share" not in given:
        return None
    if not isinstance(given["share"], str):
        raise ValueError(f"the share {given['share']!s} is to be a text with its unit, like '60 %'")  # noqa: TRY004 (as above)
    share = exact_in(given["share"], table()["percent"].unit) / 100
    if not 0 <= share <= 1:
        raise ValueError(f"the share {given['share']!r} is not between 0 % and 100 %")
    return share


def take_amount(argument: Argument, fact: Fact, taken: dict[str, Fact]) -> Iterator[str]:
    """Take an amount that can be read and is within its bounds, or say what is wrong with it."""
    if fact.status == UNKNOWN:
        return
    if fact.status is not None:
        yield f"{argument.name}: {fact.status!r} is said of requirements; this is {argument.symbol.unit.kind}"
        return
    reading = read_checked(argument, fact.value)
    if not isinstance(reading, Reading):
        yield from map(str, reading)
    elif np.ndim(reading.numbers) > 1:
        yield f"{argument.name}: given {shown(fact.value)}; a fact is one amount, or a list with one for each year"
    else:
        taken[argument.name] = evolve(fact, value=None, reading=plain(reading, argument.symbol.unit))


def _plain_other(fact: Fact) -> Fact:
    """Return a fact that the standard does not need with nothing of the caller's in it: an amount, or a text."""
    if fact.status is not None:
        return fact
    reading = read_amount(fact.value)
    if isinstance(reading, Reading):
        return evolve(fact, value=None, reading=reading)
    return fact if isinstance(fact.value, str) else evolve(fact, value=reading)


def _take_total(
    name: str, counted: Reading, arguments: Mapping[str, Argument], amounts: dict[str, Fact], others: dict[str, Fact]
) -> Iterator[str]:
    """Take a ledger's total for a fact, unless the fact is stated and contradicts it."""
    taken = amounts if name in arguments else others
    stated = taken.get(name)
    said = None if stated is None else stated.reading
    wrong = None if said is None else contradiction(name, said, counted)
    if wrong is not None:
        yield wrong
    evidence = f"{_LEDGERS[name]} ledger" + (f"; {stated.evidence}" if stated is not None and stated.evidence else "")
    taken[name] = Fact(name, reading=counted, evidence=evidence)


def _overruled(stated: Mapping[str, Fact], ledgers: Ledgers) -> Iterator[str]:
    """Say which stated totals do not count, since their ledger does."""
    for name, fact in stated.items():
        counted = ledgers.amounts[name]
        if fact.reading is not None and fact.reading.exact(counted.unit) != counted.exact(counted.unit):
            total = amount_text(counted.numbers, counted.unit, 8)
            yield f"{name}: the ledger's {total} counts, not {fact.reading.words}"


_LEDGERS = {"energy_consumption": "energy", "renewable_energy": "energy", "carbon_emission": "carbon"}


def _take_end(argument: Argument, fact: Fact, ends: dict[str, Fact]) -> Iterator[str]:
    yield from take_amount(argument, fact, ends)
    if argument.name in ends and isinstance(_end_input(argument, ends[argument.name]).exact, tuple):
        yield f"{argument.name}: give a single amount, not several"


def _end_input(argument: Argument, fact: Fact) -> Input:
    assert fact.reading is not None  # noqa: S101 (only amounts that were read are taken)
    return input_of(argument, fact.reading)


def vehicle_type_of(word: Any, standard: Standard) -> Any:
    """Return a vehicle type by the name that the standard has for it, typed in Chinese or not; all else as it is."""
    if not isinstance(word, str):
        return word
    types, bare = standard.vehicle_types, word.strip()
    named = bare if bare in types else _TYPE_WORDS.get(bare)
    return named if named in types else word


def vehicle_type_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    """Say what is wrong with a vehicle type."""
    types = standard.vehicle_types
    given = vehicle_type_of(fact.value, standard) if fact.status is None else fact.status
    if given != UNKNOWN and (not isinstance(given, str) or (types and given not in types)):
        yield f"vehicle_type: {given!r} is " + (f"not one of {_with_words(types)}" if types else "no text")


def _with_words(types: tuple[str, ...]) -> str:
    """List vehicle types, each with the Chinese words for it."""
    words = {name: " or ".join(word for word, meant in _TYPE_WORDS.items() if meant == name) for name in types}
    return ", ".join(f"{name} ({words[name]})" if words[name] else name for name in types)


def _year_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    del standard
    if fact.status != UNKNOWN and not _is_year(fact.value):
        yield f"year: {fact.value!r} is to be a whole number such as 2025"


_HEADER = {"vehicle_type": vehicle_type_faults, "year": _year_faults}


def take_status(fact: Fact, items: list[Item], statuses: dict[str, Fact], standard: Standard) -> Iterator[str]:
    """Give a fact to the items that it is said of: a clause's word goes to each yes/no item in it."""
    if fact.status is None:
        needs = _needed_by(items, standard)
        mend = f"it is judged from amounts: give {needs}" if needs else f"say {_WORDS}"
        yield f"{fact.name}: {fact.value!r} is no status; {mend}"
        return
    if fact.status == NOT_APPLICABLE and not fact.reason.strip():
        yield f"{fact.name}: not applicable needs a reason: {{ status = 'not applicable', reason = '...' }}"
    if (fact.status == PARTLY_MET) != (fact.share is not None):
        yield f"{fact.name}: partly met goes with a share: {{ status = 'partly met', share = '60 %' }}"
    judged = [item for item in items if isinstance(item.rule, YesNo)]
    said_of = items if fact.status in {NOT_APPLICABLE, UNKNOWN} else judged
    if not said_of:
        yield f"{fact.name}: it is judged from amounts, not by a word: give {_needed_by(items, standard)}"
    for item in said_of:
        if item.id in statuses:
            yield f"{fact.name}: {item.id} is given twice, also as {statuses[item.id].name}"
        statuses[item.id] = fact
