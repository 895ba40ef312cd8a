"""Facts about a plant, as people give them: amounts, and statuses of requirements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from greencalc.boundary import read_checked
from greencalc.computation import Input, input_of
from greencalc.display import InALine
from greencalc.errors import FactsError
from greencalc.factors import Factors
from greencalc.formula import Argument
from greencalc.ledger_facts import LEDGER_NAMES, Ledgers, contradiction, read_ledgers
from greencalc.other_types import repr_of
from greencalc.read_only import read_only
from greencalc.reading import FloatText, Reading, plain, read_amount, shown
from greencalc.rounding import amount_text
from greencalc.standard import Item, Line, Standard, YesNo
from greencalc.standard_file import standards
from greencalc.unit_text import GLYPHS, exact_in, suggest
from greencalc.units import table

__all__ = [
    "MET",
    "MOST_HINTS",
    "NOT_APPLICABLE",
    "NOT_MET",
    "PARTLY_MET",
    "TYPE_NAMES",
    "UNKNOWN",
    "Fact",
    "Facts",
    "amounts_of",
    "defined_type",
    "fact_of",
    "hint_for",
    "is_year",
    "items_by_key",
    "items_meant",
    "known_names",
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
        **dict.fromkeys(["yes", "y", "true", "符合", "满足", "是", "有", "合格", "通过", "达标", *"√✓✔"], MET),
        **dict.fromkeys(["no", "n", "false", "不符合", "不满足", "否", "无", "不合格", *"×✕✖✗✘"], NOT_MET),
        **dict.fromkeys(["不通过", "未通过", "不达标", "未达标"], NOT_MET),
        "部分符合": PARTLY_MET,
        "部分满足": PARTLY_MET,
        "不适用": NOT_APPLICABLE,
        "未知": UNKNOWN,
        "": UNKNOWN,
    },
)
_WORDS = "met (符合), not met (不符合), partly met (部分符合), not applicable (不适用) or unknown (未知)"
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
TYPE_NAMES = ("车型", "车辆类型")
"""What the vehicle type itself is called in Chinese."""
_IS_M1 = "GB/T 15089: M1 has at most eight seats beside the driver's, as 乘用车 of GB/T 3730.1 have"
_IS_PASSENGER_CAR = "GB/T 3730.1 counts it among 乘用车, which GB/T 15089 puts into M1"
_DEFINED_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(["m1", "m1类", "m1 类"], ("passenger car", _IS_M1)),
        **dict.fromkeys(["轿车", "suv", "mpv", "运动型乘用车", "多用途乘用车"], ("passenger car", _IS_PASSENGER_CAR)),
    }
)
_HALF_WIDTH: Mapping[int, int | str] = MappingProxyType(
    {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0xFE0E: "", 0xFE0F: ""}  # and no wish for a colour
)
_FACT_KEYS = ("value", "status", "share", "reason", "evidence", "year")
_YEARS = range(1900, 2201)


@frozen(repr=False)
class Fact(InALine):
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
    unknown_at : tuple of int
        The places in its list of years that are said to be unknown; the reading holds the others.
    is_blank : bool
        Whether it says nothing at all, as an empty cell.
    """

    name: str
    value: Any = field(default=None, converter=read_only)
    reading: Reading | None = None
    status: str | None = None
    share: Fraction | None = None
    share_typed: str = ""
    reason: str = ""
    evidence: str = ""
    year: int | None = None
    unknown_at: tuple[int, ...] = ()
    is_blank: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list, of one amount or of several."""
        return self.reading is not None and isinstance(self.reading.numbers, list)

    @property
    def entries(self) -> int:
        """How many amounts it has: one, or one for each year, known or not."""
        numbers = None if self.reading is None else self.reading.numbers
        return len(numbers) + len(self.unknown_at) if isinstance(numbers, list) else 1

    @property
    def known_entries(self) -> int:
        """How many of them are known."""
        return self.entries - len(self.unknown_at)

    @property
    def words(self) -> str | tuple[str, ...]:
        """The amount as typed, or the list of them."""
        words: str | tuple[str, ...] = "" if self.reading is None else self.reading.words
        return tuple(self._with_unknown(words)) if self.unknown_at else words

    def _with_unknown(self, known: Iterable[Any]) -> list[Any]:
        left = iter(known)
        return [UNKNOWN if place in self.unknown_at else next(left) for place in range(self.entries)]

    def in_known_years(self, unknown_at: Collection[int]) -> Reading:
        """Return the amounts of the years that are known of all amounts which go together."""
        assert self.reading is not None  # noqa: S101 (only amounts that were read are asked for)
        if not isinstance(self.reading.numbers, list):
            return self.reading
        places = [place for place in range(self.entries) if place not in self.unknown_at]
        kept = [item for place, item in zip(places, self.reading.numbers, strict=True) if place not in unknown_at]
        return evolve(self.reading, numbers=kept, given=[item.given for item in kept])

    def __str__(self) -> str:
        """Return name and what is given."""
        return f"{self.name}: {self.status or self.reading or self.value}"

    @property
    def data(self) -> dict[str, Any]:
        """The fact as plain data, which reads back to the same fact."""
        value = _as_data(self.value if self.reading is None else self.reading.given)
        if self.unknown_at:
            value = self._with_unknown(value)
        status = "" if self.is_blank else self.status
        main: dict[str, Any] = {"value": value} if status is None else {"status": status}
        rest = {"share": self.share_typed, "reason": self.reason, "evidence": self.evidence, "year": self.year}
        return main | {key: value for key, value in rest.items() if value}


def _as_data(value: Any) -> Any:
    """Return what was given as plain data; a text whose number is a float says so."""
    if isinstance(value, list):
        return [_as_data(item) for item in value]
    return {"text": str(value), "float": True} if isinstance(value, FloatText) else value


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
    type_word : tuple of str
        The word for the vehicle type that a definition reads, the type, and the source; empty if it is the table's.
    """

    amounts: Mapping[str, Fact] = field(converter=read_only)
    ends: Mapping[str, Input] = field(converter=read_only)
    statuses: Mapping[str, Fact] = field(converter=read_only)
    vehicle_type: str | None
    year: int | None
    others: Mapping[str, Fact] = field(converter=read_only)
    unused: tuple[tuple[str, str], ...]
    given: Mapping[str, Any] = field(converter=read_only)
    ledgers: Ledgers
    overruled: tuple[str, ...]
    type_word: tuple[str, ...] = ()

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
    type_word: tuple[str, ...] = ()
    if "vehicle_type" in facts:
        fact = facts["vehicle_type"]
        type_word = defined_type(fact.value, standard)
        if not type_word:  # else the word stays as typed, since what it rests on is shown
            facts["vehicle_type"] = evolve(fact, value=vehicle_type_of(fact.value, standard))
    said = {name for name, fact in facts.items() if not fact.is_blank}
    for name, fact in facts.items():
        if name in arguments:
            faults += take_amount(arguments[name], fact, amounts)
        elif name in lines:
            faults += _take_end(lines[name], fact, ends)
        elif name in items:
            faults += take_status(fact, items_meant(name, items, said), statuses, standard)
        elif name in _HEADER:
            header[name] = vehicle_type_of(fact.value, standard) if name == "vehicle_type" else fact.value
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
        unused=tuple(
            (name, hint_for(standard, name) if place < MOST_HINTS else "")
            for place, name in enumerate(name for name in others if name in facts)
        ),
        given=data | dict(ledgers.given),
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
        level = [item for part in nests for item in (part.values() if isinstance(part, Mapping) else part)]
    return any(isinstance(part, list | tuple | Mapping) for part in level)


def _facts(given: Mapping[Any, Any], faults: list[str]) -> dict[str, Fact]:
    """Read all facts but the ledgers, as far as they can be read without knowing what they are for."""
    facts = {}
    for name, value in given.items():
        if not isinstance(name, str):
            faults.append(f"{repr_of(name)}: a fact's name is a text")
        elif _is_deep(value):
            faults.append(f"{name}: its lists are nested deeper than {_MOST_NESTED}")
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


@cache
def known_names() -> Mapping[str, list[str]]:
    """Return the names of all facts that the shipped editions need, each with the numbers of those editions."""
    found: dict[str, list[str]] = {name: [] for name in LEDGER_NAMES}
    for standard in standards():
        for name in names_of(standard):
            found.setdefault(name, []).append(standard.number)
    return read_only(found)  # type: ignore[no-any-return]


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


def items_meant(name: str, items: Mapping[str, list[Item]], given: Collection[str]) -> list[Item]:
    """Return the items that a word under an id or a clause is said of, beside the names that others are under.

    An item's own id may also be the clause of others ("5.1.5"): these take its word unless they have one of their own.
    """
    meant = items[name]
    if all(item.id != name for item in meant):
        return meant
    return [item for item in meant if item.id == name or item.id not in given]


def _needed_by(items: list[Item], standard: Standard) -> str:
    """Return the amounts that items are judged from; empty if one of them is judged by a word."""
    formulas = [standard.formula_of(item) for item in items]
    return (
        ", ".join(dict.fromkeys(name for formula in formulas if formula for name in formula.arguments))
        if all(formulas)
        else ""
    )


MOST_HINTS = 1000
"""Names that nothing needs for which others are looked for; those behind them have no hint."""


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Look for a name once, since every evaluation of a plant asks for the same ones."""
    return suggest(name, known)


def hint_for(standard: Standard, name: str) -> str:
    """Say what was probably meant by a name that is not known; a clause is never taken for another one."""
    if name in known_names():  # of another edition, and no misspelling of this one's
        return ", ".join(f"it is a fact of {number}" for number in known_names()[name] if number != standard.number)
    half_width = name.translate(GLYPHS)
    if half_width != name and half_width in names_of(standard):
        return f"did you mean {half_width}?"
    if not re.match(r"\d|[A-Z]\.\d", name):
        amounts = amounts_of(standard)
        meant = [known for known, argument in amounts.items() if argument.symbol.meaning_zh == name]
        words = [item.id for item in standard.items if not item.id[:1].isdigit()]
        meant += ["vehicle_type"] if name in TYPE_NAMES else []
        computed = next((one for one in standard.formulas.values() if name in {one.name, one.title_zh}), None)
        if computed is not None and not meant:
            return f"it is computed: give {', '.join(computed.arguments)}"
        near = " or ".join(meant) or _nearest(name, (*amounts, *line_ends(standard), *_HEADER, *words))
        return f"did you mean {near}?" if near else ""
    formulas = [formula for formula in standard.formulas.values() if formula.clause == name]
    clause = name.partition("/")[0]
    inside = [item.id for item in standard.items if item.id.startswith((f"{name}.", f"{clause}/"))]
    inside += [item.id for item in standard.items if standard.formula_of(item) in formulas]
    return f"its items are {', '.join(dict.fromkeys(inside))}" if inside else "there is no such clause in the table"


def _status(given: Any) -> str | None:
    """Return the status that a word, a truth value, nothing, or a list of nothing means; None for an amount."""
    if given is None:
        return UNKNOWN
    if isinstance(given, bool | np.bool_):
        return MET if given else NOT_MET
    if isinstance(given, list | tuple):  # of years
        return UNKNOWN if given and all(map(_is_unknown, given)) else None
    return _STATUS_WORDS.get(_bare(given)) if isinstance(given, str) else None


def _bare(word: str) -> str:
    """Return a word in half width and lower case, with single spaces between its parts."""
    return " ".join(word.translate(_HALF_WIDTH).lower().split())


def _is_unknown(entry: Any) -> bool:
    """Tell whether an entry of a list says that its year is not known."""
    return not isinstance(entry, list | tuple) and _status(entry) == UNKNOWN


def fact_of(name: str, given: Any) -> Fact:
    """Read a fact as far as that goes without knowing what it is for.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    if not isinstance(given, Mapping):
        status = _status(given)
        is_blank = given is None or (isinstance(given, str) and not given.strip())
        word = str(given) if isinstance(given, str) and status != UNKNOWN else None
        return Fact(name, value=given if status is None else word, status=status, is_blank=is_blank)
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
        raise ValueError(f"the status {shown(given['status'])} is not one of {_WORDS}")
    for key in ("reason", "evidence"):
        if not isinstance(given.get(key, ""), str):
            raise ValueError(f"{key} is a text, not {shown(given[key])}")  # noqa: TRY004 (its caller lists ValueErrors)
    if not is_year(given.get("year", _YEARS[0])):
        raise ValueError(f"the year {shown(given['year'])} is to be a whole number such as 2025")
    return evolve(
        simple,
        share=_share(given),
        share_typed=given.get("share", ""),
        reason=given.get("reason", ""),
        evidence=given.get("evidence", ""),
        year=given.get("year"),
    )


def is_year(given: Any) -> bool:
    """Tell whether what was given is a year, as a whole number."""
    return type(given) is int and given in _YEARS


def _share(given: Mapping[str, Any]) -> Fraction | None:
    if "share" not in given:
        return None
    if not isinstance(given["share"], str):
        raise ValueError(f"the share {shown(given['share'])} is to be a text with its unit, like '60 %'")  # noqa: TRY004 (as above)
    share = exact_in(given["share"], table()["percent"].unit) / 100
    if not 0 <= share <= 1:
        raise ValueError(f"the share {given['share']!r} is not between 0 % and 100 %")
    return share


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
    if not isinstance(reading, Reading):
        yield from map(str, reading)
    elif np.ndim(reading.numbers) > 1:
        yield f"{argument.name}: given {shown(fact.value)}; a fact is one amount, or a list with one for each year"
    else:
        read = plain(reading, argument.symbol.unit)
        taken[argument.name] = evolve(fact, value=None, reading=read, unknown_at=unknown_at)


def _known_years(value: Any) -> tuple[Any, tuple[int, ...]]:
    """Return the known amounts of a list, and the places of those that are said to be unknown."""
    if not isinstance(value, list | tuple):
        return value, ()
    unknown_at = tuple(place for place, one in enumerate(value) if _is_unknown(one))
    return [one for place, one in enumerate(value) if place not in unknown_at], unknown_at


def _plain_other(fact: Fact) -> Fact:
    """Return a fact that the standard does not need with nothing of the caller's in it: an amount, or a text."""
    if fact.status is not None:
        return fact
    value, unknown_at = _known_years(fact.value)
    reading = read_amount(value)
    if isinstance(reading, Reading):
        return evolve(fact, value=None, reading=reading, unknown_at=unknown_at)
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
            total = amount_text(counted.numbers, counted.unit, 8, (fact.reading.exact(counted.unit),))
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
    types, bare = standard.vehicle_types, _bare(word)
    listed = {_bare(name): name for name in types}
    named = listed.get(bare) or _TYPE_WORDS.get(bare) or _DEFINED_TYPES.get(bare, ("",))[0]
    return named if named in types else word


def defined_type(word: Any, standard: Standard) -> tuple[str, ...]:
    """Return a word for a vehicle type that is none of the table's, the type by its definition, and the source."""
    if not isinstance(word, str) or _bare(word) not in _DEFINED_TYPES:
        return ()
    meant, source = _DEFINED_TYPES[_bare(word)]
    return (word.strip(), meant, source) if meant == vehicle_type_of(word, standard) else ()


def vehicle_type_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    """Say what is wrong with a vehicle type."""
    types = standard.vehicle_types
    given = vehicle_type_of(fact.value, standard) if fact.status is None else fact.value or fact.status
    if given != UNKNOWN and (not isinstance(given, str) or (types and given not in types)):
        yield f"vehicle_type: {shown(given)} is " + (f"not one of {_with_words(types)}" if types else "no text")


def _with_words(types: tuple[str, ...]) -> str:
    """List vehicle types, each with the Chinese words for it."""
    words = {name: " or ".join(word for word, meant in _TYPE_WORDS.items() if meant == name) for name in types}
    return ", ".join(f"{name} ({words[name]})" if words[name] else name for name in types)


def _year_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    del standard
    if fact.status != UNKNOWN and not is_year(fact.value):
        yield f"year: {shown(fact.value)} is to be a whole number such as 2025"


_HEADER = {"vehicle_type": vehicle_type_faults, "year": _year_faults}


def take_status(fact: Fact, items: list[Item], statuses: dict[str, Fact], standard: Standard) -> Iterator[str]:
    """Give a fact to the items that it is said of: a clause's word goes to each yes/no item in it.

    Nothing is said by an empty text or cell.
    """
    if fact.is_blank:
        return
    if fact.status is None:
        needs = _needed_by(items, standard)
        question = _QUESTIONS.get(_bare(fact.value), "") if isinstance(fact.value, str) else ""
        mend = f"it is judged from amounts: give {needs}" if needs else f"{question and question + '; '}say {_WORDS}"
        yield f"{fact.name}: {shown(fact.value)} is no status; {mend}"
        return
    if fact.value is not None and _bare(fact.value) in _THERE_IS:
        for item in (item for item in items if _RULES_OUT.search(f"{item.title_zh} {item.title}".lower())):
            yield f"{item.id}: {fact.value!r} may be said of the requirement or of what it rules out; say {_WORDS}"
    said_of = _said_of(fact, items)
    if said_of and fact.status == NOT_APPLICABLE and not fact.reason.strip():
        yield f"{fact.name}: not applicable needs a reason: {{ status = 'not applicable', reason = '...' }}"
    if (fact.status == PARTLY_MET) != (fact.share is not None):
        yield f"{fact.name}: partly met goes with a share: {{ status = 'partly met', share = '60 %' }}"
    if not said_of:
        always = f"it is said not to apply, and by the table of {standard.number} it applies to every plant"
        from_amounts = f"it is judged from amounts, not by a word: give {_needed_by(items, standard)}"
        yield f"{fact.name}: {always if fact.status == NOT_APPLICABLE else from_amounts}"
    for item in said_of:
        if item.id in statuses:
            yield f"{fact.name}: {item.id} is given twice, also as {statuses[item.id].name}"
        statuses[item.id] = fact


def _said_of(fact: Fact, items: list[Item]) -> list[Item]:
    """Return the items that a word can be said of."""
    if fact.status == NOT_APPLICABLE:
        return [item for item in items if not item.always_applies]
    judged = [item for item in items if isinstance(item.rule, YesNo)]
    return items if fact.status == UNKNOWN and not judged else judged
