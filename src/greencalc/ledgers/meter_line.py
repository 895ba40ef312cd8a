"""What the ledgers of energy and carbon share: lines as an engineer types them, and the steps that they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from attrs import field, frozen

from greencalc.errors import FactorError, FactsError, UnitTextError
from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors, load_factors
from greencalc.fault_list import RowFaults
from greencalc.formula.checks import is_any
from greencalc.languages.said import Said, joined, say, word
from greencalc.ledgers.steps import LineError, read_value, sum_of, value_in
from greencalc.origins import ORIGINS
from greencalc.showing.sheet import Sheet, Table
from greencalc.standards.table import Assumption
from greencalc.units.amount import GivenAmount
from greencalc.units.spellings import suggest
from greencalc.units.spread import SPREAD_KEYS, half_width, spread_of, typed_apart
from greencalc.units.wording import brief, refusal, shown

OWN = ("self-generated", "direct line")
TRADED = ("market", "green certificate")
RENEWABLE = (*OWN, *TRADED)
"""Where renewable energy comes from: of one's own, or bought with a contract or certificate."""
NOT_RENEWABLE = "no"
"""What is said of energy that leaves the plant and is none of the renewable energy made there."""

MOST_LINES = 10_000
"""Lines that a ledger may have: some carriers' months, not a meter's hours."""
_MOST_STRANGE = 5

LineT = TypeVar("LineT")


def factor_assumptions(rows: Iterable[Factor]) -> tuple[Assumption, ...]:
    """Return the rows of the factor tables that are derived, assumed or in doubt, as results list them."""
    return tuple(
        Assumption(say("{text}.", text=_as_assumed(row)), row.origin, row.source)
        for row in rows
        if row.note or row.origin in {"derived", "assumed"}
    )


def _as_assumed(row: Factor) -> Said:
    amounts = joined((str(row), "=", row.amounts), " ")
    return joined((amounts, word(row.note)), ": ") if row.note else amounts


def chosen_texts(settings: Mapping[str, str]) -> Iterator[Said]:
    """Yield what was chosen for a ledger: names as they are typed, which in Chinese say what they stand for."""
    for name, value in settings.items():
        yield joined((word(name), word(value)), ": ")


def ledger_sheet(
    title: str, rows: Iterable[tuple[str, ...]], settings: Mapping[str, str], assumptions: Iterable[Assumption]
) -> Sheet:
    """Return a ledger as a notebook shows it: what was chosen, what each line adds to the total, what is assumed."""
    table = Table(tuple(map(word, ("Line", "Carrier", "Part", "Adds to the total"))), tuple(rows))
    chosen = joined(chosen_texts(settings))
    shown = (say("Chosen: {chosen}.", chosen=chosen), table) if chosen else (table,)
    return Sheet(title, (*shown, *map(str, assumptions)))


@frozen
class MeterLine:
    """A line of a ledger as given: where it stands, and its entries.

    Attributes
    ----------
    label : str
        What faults and results call it.
    given : mapping
        Its entries.
    read : set of str
        The entries that were asked for.
    """

    label: str
    given: Mapping[str, Any]
    read: set[str] = field(factory=set, repr=False)

    def entry(self, name: str) -> Any:
        """Return an entry as given, or None; and remember that it was asked for."""
        self.read.add(name)
        return self.given.get(name)

    def refuse_unread(self) -> None:
        """Refuse entries that nothing has asked for: they would look as if they counted.

        Raises
        ------
        LineError
            Naming them.
        """
        unread = [name for name in self.given if name not in self.read]
        if unread:
            raise LineError(f"{', '.join(unread)} has no meaning beside the other entries of this line; leave it out")

    def text(self, name: str, choices: Iterable[str] | Mapping[str, str] = ()) -> str | None:
        """Return a text entry, if it is there; of choices with several words each, the one that is meant.

        Raises
        ------
        LineError
            If it is no text, or not one of the choices.
        """
        value = self.entry(name)
        if value is None:
            return None
        meant = choices if isinstance(choices, Mapping) else {choice: choice for choice in choices}
        if not isinstance(value, str) or not value.strip():
            mend = f": one of {', '.join(meant)}" if meant else "; write it in quotation marks"
            raise LineError(f"{name} is a text, not {shown(value)}{mend}")
        if meant and value not in meant:
            near = suggest(value, meant)
            raise LineError(f"{name} {shown(value)} is not one of {', '.join(meant)}" + (f"; {near}?" if near else ""))
        return meant.get(value, value)

    def needed(self, name: str, why: str, choices: Iterable[str] | Mapping[str, str] = ()) -> str:
        """Return a text entry that has to be there.

        Raises
        ------
        LineError
            If it is missing, saying why it is needed.
        """
        value = self.text(name, choices)
        if value is None:
            offered = f": {', '.join(choices)}" if choices else ""
            raise LineError(f"{name} is missing{offered}; {why}")
        return value

    def amount(self, name: str) -> GivenAmount | None:
        """Return an amount that adds up, if it is there: a list is the readings of several months.

        Raises
        ------
        LineError
            If it cannot be read.
        """
        value = self.entry(name)
        return None if value is None else amount_of(name, value)

    @property
    def quantity(self) -> GivenAmount | None:
        """The quantity, if it is there, without what stands behind ±, which says nothing of the total.

        Raises
        ------
        LineError
            If it cannot be read, or what ± is said to be cannot.
        """
        value, behind = typed_apart(self.entry("quantity"))
        if value is None:
            return None
        quantity = amount_of("quantity", value)
        said = {key: one for key in SPREAD_KEYS if (one := self.entry(key)) is not None}
        try:
            spread = spread_of(said, behind)
            if spread is not None:
                if not isinstance(spread.uncertainty, str):
                    raise LineError(
                        "give one uncertainty for the sum of the quantity's readings, as uncertainty = '2 %'"
                    )
                half_width(spread.uncertainty, Fraction(1), quantity.unit)
        except ValueError as error:
            raise LineError(f"quantity: {error}") from None
        return quantity

    def rate(self, name: str, *, above_zero: bool = True) -> GivenAmount | None:
        """Return an amount that does not add up, such as a factor, if it is there.

        Raises
        ------
        LineError
            If it cannot be read, is a list, or is not above zero.
        """
        value = self.entry(name)
        if isinstance(value, list | tuple):
            raise LineError(f"{name} is one amount, not a list: it does not add up")
        reading = None if value is None else amount_of(name, value)
        if reading is not None and above_zero and is_any(reading.numbers <= 0):
            raise LineError(f"{name} is not above zero")
        return reading

    def flag(self, name: str) -> bool:
        """Return whether an entry is true.

        Raises
        ------
        LineError
            If it is neither true nor false.
        """
        value = self.entry(name)
        if not isinstance(value, bool | None):
            raise LineError(f"{name} is true or false, not {shown(value)}")
        return bool(value)


def read_lines(
    what: str, lines: Any, keys: tuple[str, ...], named: tuple[str, ...]
) -> Iterator[tuple[MeterLine, list[str]]]:
    """Yield the lines of a ledger, called by some of their entries, each with the faults of its shape."""
    if not isinstance(lines, list | tuple) or not lines:
        yield MeterLine(what, {}), [f"give a list of lines, [[{what}]]"]
        return
    if len(lines) > MOST_LINES:
        yield (
            MeterLine(what, {}),
            [f"it has {len(lines)} lines; a ledger has at most {MOST_LINES}: add up those of a kind"],
        )
        return
    for number, given in enumerate(lines, start=1):
        if not isinstance(given, Mapping):
            yield (
                MeterLine(f"{what} {number}", {}),
                [f"a line has entries such as {named[0]} = ..., and is no {type(given).__name__}"],
            )
            continue
        names = [brief(given[name]) for name in named if isinstance(given.get(name), str)]
        label = say("{ledger} {number}", ledger=word(what), number=number)
        if names:
            label = say("{line} ({names})", line=label, names=joined(map(word, names)))
        faults = []
        strange = [key for key in given if key not in keys]
        if len(strange) > _MOST_STRANGE:
            faults.append(f"{len(strange)} of its entries are unknown; a line has {', '.join(keys)}")
        else:
            for key in strange:
                near = suggest(str(key), keys)
                faults.append(
                    f"there is no entry {shown(key)}" + (f"; did you mean {near}?" if near else f": {', '.join(keys)}")
                )
        if given.get("origin") is not None and given["origin"] not in tuple(ORIGINS):
            faults.append(f"origin {shown(given['origin'])} is not one of {', '.join(ORIGINS)}")
        yield MeterLine(label, given), faults


def refuse_ledger(ledger: str, *faults: str) -> NoReturn:
    """Say why a ledger cannot be used."""
    raise FactsError(f"the {ledger} ledger cannot be used", faults)


@contextmanager
def told_of(ledger: str) -> Iterator[None]:
    """Turn what is wrong with sums of lines into the error of a ledger."""
    try:
        yield
    except LineError as error:
        refuse_ledger(ledger, str(error))


def tables_for(ledger: str, factors: Factors | None) -> Factors:
    """Return the factor tables that a ledger uses: the caller's, or the shipped ones."""
    mend = "load them first, as factors=load_factors(path)"
    tables = load_factors() if factors is None else factors
    if not isinstance(tables, Factors):
        refuse_ledger(ledger, refusal("factors", tables, mend))
    return tables


def worked_out(  # noqa: PLR0913 (what is read, how, and what is said of it)
    ledger: str,
    lines: Any,
    *,
    label: str,
    keys: Any,
    names: tuple[str, ...],
    work_out: Callable[[MeterLine], LineT],
    faults_of: Callable[[Sequence[LineT]], Iterable[str]],
) -> tuple[LineT, ...]:
    """Work every line out, and then look at all together.

    Raises
    ------
    FactsError
        Listing every line that cannot be used, or else what is wrong with the lines together.
    """
    found: list[LineT] = []
    wrong = RowFaults()
    for line, shape in read_lines(label, lines, keys, names):
        for fault in shape:
            wrong.add(line.label, fault)
        if shape:
            continue
        try:
            found.append(work_out(line))
        except (LineError, FactorError, UnitTextError) as error:
            wrong.add(line.label, error)
    faults = list(wrong.told())
    if not faults:
        with told_of(ledger):
            faults += faults_of(found)
    if faults:
        refuse_ledger(ledger, *faults)
    return tuple(found)


def amount_of(name: str, value: Any) -> GivenAmount:
    """Read an amount of any kind; readings of several months, as a list, are added up.

    Raises
    ------
    LineError
        If it cannot be read, is below zero, or its months are of different kinds, naming the month.
    """
    if not isinstance(value, list | tuple):
        return _not_negative(name, read_value(name, value))
    if not value:
        raise LineError(f"{name} is an empty list")
    numbered = [f"{name}, reading {number} of {len(value)}" for number in range(1, len(value) + 1)]
    items = [_not_negative(where, read_value(where, item)) for where, item in zip(numbered, value, strict=True)]
    first = items[0]
    for where, item in zip(numbered, items, strict=True):
        if item.unit.dimension != first.unit.dimension:
            kinds = f"{item.typed} is {item.unit.kind}, and the first, {first.typed}, is {first.unit.kind}"
            raise LineError(f"{where}: {kinds}; readings of one meter are of one kind")
    summed = sum_of(value_in(item, first.unit) for item in items)
    typed = " + ".join(str(item.words) for item in items)
    return GivenAmount(summed, first.unit, None, typed if len(items) == 1 else f"({typed})")


def _not_negative(name: str, reading: GivenAmount) -> GivenAmount:
    if is_any(reading.numbers < 0):
        raise LineError(f"{name} is below zero")
    return reading


def document_of(evidence: str) -> str:
    """Return evidence in one spelling, by which the same document is known."""
    return " ".join(evidence.split()).casefold()


def backed_twice(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Find documents that back two lines of renewable energy, given as labels and evidence."""
    shown: dict[str, str] = {}
    for label, evidence in lines:
        first = shown.setdefault(document_of(evidence), label) if evidence else label
        if first != label:
            yield f"{label}: {evidence!r} backs {first} too; each kWh counts once"


def listed(name: str, value: Any) -> GivenAmount:
    """Read a list of amounts, one for each part of a whole.

    Raises
    ------
    LineError
        If it is no list, or an amount cannot be read.
    """
    if not isinstance(value, list | tuple) or not value:
        raise LineError(f"{name} is missing: write a list of amounts, one for each component")
    items = [read_value(name, item) for item in value]
    return GivenAmount(items, items[0].unit, None, [item.given for item in items])
