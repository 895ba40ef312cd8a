"""What the ledgers of energy and carbon share: lines as an engineer types them, and the steps that they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.boundary import compute_readings
from greencalc.computation import Computation, work_out
from greencalc.display import InALine, Sheet, Table
from greencalc.errors import InputError
from greencalc.factors import Factor
from greencalc.formula import ORIGINS, Formula, spec
from greencalc.read_only import read_only
from greencalc.reading import NO_COMMON, Reading, brief, has_common_denominator, read_argument, read_numbers, shown
from greencalc.rounded import Rounded, rounding_of
from greencalc.rounding import amount_text
from greencalc.standard import Assumption
from greencalc.unit_text import parse_unit, suggest
from greencalc.units import Unit

__all__ = [
    "MOST_LINES",
    "NOT_RENEWABLE",
    "OWN",
    "RENEWABLE",
    "TRADED",
    "Line",
    "LineError",
    "Step",
    "add_up",
    "amount_of",
    "backed_twice",
    "check_shapes",
    "document_of",
    "factor_assumptions",
    "ledger_sheet",
    "listed",
    "more_than",
    "read_lines",
    "reading_of",
    "step",
    "sum_of",
    "value_in",
    "value_text",
]

OWN = ("self-generated", "direct line")
TRADED = ("market", "green certificate")
RENEWABLE = (*OWN, *TRADED)
"""Where renewable energy comes from: of one's own, or bought with a contract or certificate."""
NOT_RENEWABLE = "no"
"""What is said of energy that leaves the plant and is none of the renewable energy made there."""

MOST_LINES = 10_000
"""Lines that a ledger may have: some carriers' months, not a meter's hours."""
_MOST_STRANGE = 5

Value = Any
"""A fraction, or an array of floats where a quantity was an array."""


class LineError(Exception):
    """A line of a ledger cannot be used; says why."""


@frozen(repr=False)
class Step(InALine):
    """A formula as a ledger used it.

    Attributes
    ----------
    formula : Formula
        The declaration.
    readings : mapping of str to Reading
        What went in.
    value : Fraction or numpy.ndarray
        What came out, in the unit of the formula's result.
    """

    formula: Formula
    readings: Mapping[str, Reading] = field(converter=read_only)
    value: Value = field(converter=read_only)

    def __str__(self) -> str:
        """Return what came out."""
        return value_text(self.value, str(self.formula.result.unit))

    @property
    def is_exact(self) -> bool:
        """Whether it was computed in fractions: wherever no quantity was an array."""
        return not isinstance(self.value, np.ndarray)

    @property
    def computation(self) -> Computation | None:
        """The step with all its inputs, to be explained; None for arrays."""
        return work_out(self.formula, self.readings) if self.is_exact else None

    @property
    def reading(self) -> Reading:
        """The result, as an input of the next step."""
        return reading_of(self.value, self.formula.result.unit)


def value_text(value: Value, unit: str, *beside: Value) -> str:
    """Write what a ledger gives, beside other values: a number with its unit, or that there are many."""
    if not isinstance(value, Fraction):
        return f"an array in {unit}"
    return amount_text(value, parse_unit(unit)[1], 9, [one for one in beside if isinstance(one, Fraction)])


def factor_assumptions(rows: Iterable[Factor]) -> tuple[Assumption, ...]:
    """Return the rows of the factor tables that are derived, assumed or in doubt, as results list them."""
    return tuple(
        Assumption(f"{row} = {row.amounts}{f': {row.note}' if row.note else ''}.", row.origin, row.source)
        for row in rows
        if row.note or row.origin in {"derived", "assumed"}
    )


def ledger_sheet(
    title: str, rows: Iterable[tuple[str, ...]], settings: Mapping[str, str], assumptions: Iterable[Assumption]
) -> Sheet:
    """Return a ledger as a notebook shows it: what was chosen, what each line adds to the total, what is assumed."""
    table = Table(("Line", "Carrier", "Part", "Adds to the total"), tuple(rows))
    chosen = ", ".join(f"{name}: {value}" for name, value in settings.items())
    shown = (f"Chosen: {chosen}.", table) if chosen else (table,)
    return Sheet(title, (*shown, *(f"{one.origin}: {one.what} [{one.source}]" for one in assumptions)))


@frozen
class Line:
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

    def amount(self, name: str) -> Reading | None:
        """Return an amount that adds up, if it is there: a list is the readings of several months.

        Raises
        ------
        LineError
            If it cannot be read.
        """
        value = self.entry(name)
        return None if value is None else amount_of(name, value)

    def rate(self, name: str, *, above_zero: bool = True) -> Reading | None:
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
        if reading is not None and above_zero and not np.all(np.asarray(reading.numbers) > 0):
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
) -> Iterator[tuple[Line, list[str]]]:
    """Yield the lines of a ledger, called by some of their entries, each with the faults of its shape."""
    if not isinstance(lines, list | tuple) or not lines:
        yield Line(what, {}), [f"give a list of lines, [[{what}]]"]
        return
    if len(lines) > MOST_LINES:
        yield Line(what, {}), [f"it has {len(lines)} lines; a ledger has at most {MOST_LINES}: add up those of a kind"]
        return
    for number, given in enumerate(lines, start=1):
        if not isinstance(given, Mapping):
            yield (
                Line(f"{what} {number}", {}),
                [f"a line has entries such as {named[0]} = ..., and is no {type(given).__name__}"],
            )
            continue
        names = [brief(given[name]) for name in named if isinstance(given.get(name), str)]
        label = f"{what} {number}" + (f" ({', '.join(names)})" if names else "")
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
        yield Line(label, given), faults


def amount_of(name: str, value: Any) -> Reading:
    """Read an amount of any kind; readings of several months, as a list, are added up.

    Raises
    ------
    LineError
        If it cannot be read, is below zero, or its months are of different kinds, naming the month.
    """
    if not isinstance(value, list | tuple):
        return _not_negative(name, _read(name, value))
    if not value:
        raise LineError(f"{name} is an empty list")
    numbered = [f"{name}, reading {number} of {len(value)}" for number in range(1, len(value) + 1)]
    items = [_not_negative(where, _read(where, item)) for where, item in zip(numbered, value, strict=True)]
    first = items[0]
    for where, item in zip(numbered, items, strict=True):
        if item.unit.dimension != first.unit.dimension:
            kinds = f"{item.typed} is {item.unit.kind}, and the first, {first.typed}, is {first.unit.kind}"
            raise LineError(f"{where}: {kinds}; readings of one meter are of one kind")
    summed = sum_of(value_in(item, first.unit) for item in items)
    typed = " + ".join(str(item.words) for item in items)
    return Reading(summed, first.unit, None, typed if len(items) == 1 else f"({typed})")


def _not_negative(name: str, reading: Reading) -> Reading:
    if np.any(np.asarray(reading.numbers) < 0):
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


def check_shapes(values: Iterable[Value]) -> None:
    """Refuse arrays of different shapes, which would be broadcast into something else.

    Raises
    ------
    LineError
        Naming the shapes.
    """
    shapes = dict.fromkeys(value.shape for value in values if isinstance(value, np.ndarray))
    if len(shapes) > 1:
        raise LineError(f"arrays are of the shapes {', '.join(map(str, shapes))}; give all of one shape")


_SLACK = 1e-12  # of sums of arrays, which are computed in floats


def more_than(one: Value, other: Value) -> bool:
    """Tell whether a value is more than another, anywhere if they are arrays, by more than floats round."""
    check_shapes([one, other])
    of_arrays = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
    slack = _SLACK * one if of_arrays else rounding_of(one) + rounding_of(other)
    return bool(np.any(np.asarray(one - other) > slack))


def sum_of(values: Iterable[Value]) -> Value:
    """Add values up: in fractions, or in floats if one of them is an array."""
    added = list(values)
    check_shapes(added)
    if any(isinstance(value, np.ndarray) for value in added):
        added = [value if isinstance(value, np.ndarray) else float(value) for value in added]
        return sum(added, start=0.0)
    _check_denominators(added)
    total = sum(added, start=Fraction(0))
    return Rounded(total) if any(isinstance(value, Rounded) for value in added) else total


def _check_denominators(values: Iterable[Value]) -> None:
    if not has_common_denominator(values):
        raise LineError(f"the amounts are fractions that have {NO_COMMON}; round them first")


def reading_of(value: Value, unit: Unit) -> Reading:
    """Return a value that was computed as an input of the next step."""
    typed = "an array" if isinstance(value, np.ndarray) else amount_text(value, unit, 12)
    return Reading(value, unit, None, typed)


def listed(name: str, value: Any) -> Reading:
    """Read a list of amounts, one for each part of a whole.

    Raises
    ------
    LineError
        If it is no list, or an amount cannot be read.
    """
    if not isinstance(value, list | tuple) or not value:
        raise LineError(f"{name} is missing: write a list of amounts, one for each component")
    items = [_read(name, item) for item in value]
    return Reading(items, items[0].unit, None, [item.given for item in items])


def step(function: Callable[..., Any], **readings: Reading) -> Step:
    """Compute a formula on readings: in fractions, or in floats if one of them is an array.

    Raises
    ------
    LineError
        With the formula's own faults.
    """
    declaration = spec(function)
    complete: dict[str, Reading] = {}
    for name, argument in declaration.arguments.items():
        reading = readings.get(name) or read_argument(argument, argument.default)
        assert isinstance(reading, Reading)  # noqa: S101 (the ledgers give all arguments without a default)
        if reading.unit.dimension != argument.symbol.unit.dimension:
            raise LineError(f"{reading.typed} is {reading.unit.kind}, not {argument.symbol.unit.kind}")
        complete[name] = reading
    exact = not any(has_array(reading) for reading in complete.values())
    try:
        value = compute_readings(declaration, complete, exact=exact)
    except InputError as error:
        raise LineError("; ".join(f"{fault} [{declaration.name}]" for fault in error.faults)) from error
    if exact and any(map(_has_float, complete.values())):
        value = Rounded(value)
    return Step(declaration, {name: complete[name] for name in readings}, value)


def add_up(values: Sequence[Value], unit: Unit) -> Reading:
    """Return values as one list for a formula that sums: entries on the last axis."""
    check_shapes(values)
    if any(isinstance(value, np.ndarray) for value in values):
        arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
        return Reading(np.stack(arrays, axis=-1), unit, None, "arrays")
    _check_denominators(values)
    items = [reading_of(value, unit) for value in values]
    return Reading(items, unit, None, [item.given for item in items])


def has_array(reading: Reading) -> bool:
    """Tell whether a reading holds an array of floats."""
    return isinstance(reading.numbers, np.ndarray)


def _has_float(reading: Reading) -> bool:
    """Tell whether a reading holds a float that stands for its rounding."""
    if isinstance(reading.numbers, list):
        return any(map(_has_float, reading.numbers))
    return isinstance(reading.numbers, Rounded)


def _read(name: str, value: Any) -> Reading:
    reading = read_numbers(value)
    if not isinstance(reading, Reading):
        raise LineError(f"{name}: {reading}")
    return reading


def value_in(reading: Reading, unit: Unit) -> Value:
    """Return a reading in a unit: a fraction, or an array of floats."""
    return reading.floats(unit) if has_array(reading) else reading.exact(unit)
