"""Columns of facts about many plants: what a header says, and what the cells below it mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from attrs import field, frozen

from greencalc.cells import Cells, ColumnTypeError, Constant, read_cells
from greencalc.checks import SureRange, hold, sure_range
from greencalc.errors import Fault, UnitTextError
from greencalc.facts import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    UNKNOWN,
    Fact,
    defined_type,
    fact_of,
    take_amount,
    take_status,
    vehicle_type_faults,
    vehicle_type_of,
)
from greencalc.formula import Argument
from greencalc.reading import FloatText, Reading
from greencalc.rounded import times
from greencalc.rounding import decimal_text
from greencalc.standard import Item, Standard, YesNo
from greencalc.unit_text import parse_number, parse_unit
from greencalc.units import Unit, as_typed, scale

__all__ = ["CODES", "UNSAID", "AmountColumn", "Amounts", "Header", "Said", "StatusColumn", "TypeColumn", "read_header"]

CODES: Mapping[str, int] = MappingProxyType({NOT_MET: 0, MET: 1, UNKNOWN: 2, NOT_APPLICABLE: 3, PARTLY_MET: 4})
"""The numbers that stand for statuses in arrays; of truth values, their own."""

UNSAID = 5
"""The number of an item that a cell says nothing of."""

_HEADER = re.compile(r"(?P<name>.+?) *(?:\[(?P<unit>[^\[\]]*)\]|\((?P<round>[^()]*)\))")
_BRACKETS = str.maketrans("［］【】〔〕（）", "[][][]()", "\ufeff\u200b")  # and what is not seen
_PLACE = re.compile(r"(?P<name>[A-Za-z_]\w*)\.(?P<place>[1-9]\d?)")
_SAID = re.compile(r"(?P<status>[^:：]+?) *[:：] *(?P<more>.+)")
_DIGITS = 17
_LARGEST = 10**60  # what can be written out in a text that is read


@frozen
class Header:
    """What a column's header says: ``yearly_output.2 [vehicle]``.

    Attributes
    ----------
    text : str
        The header.
    name : str
        The fact that the column holds.
    place : int or None
        Which of several amounts it is, oldest first.
    unit : str or None
        The unit in brackets, as written.
    """

    text: str
    name: str
    place: int | None
    unit: str | None


@lru_cache(maxsize=1024)
def read_header(text: str) -> Header:
    """Read a header, its unit in square or round brackets of any width, whatever spaces and line breaks are in it.

    Examples
    --------
    >>> header = read_header("yearly_output.2 [vehicle]")
    >>> header.name, header.place, header.unit
    ('yearly_output', 2, 'vehicle')
    >>> read_header("land_area（亩）").unit
    '亩'
    >>> read_header("10.2.1").name
    '10.2.1'
    """
    plain = " ".join(text.translate(_BRACKETS).split())
    match = _HEADER.fullmatch(plain)
    name, unit = (match["name"], match["unit"] or match["round"]) if match else (plain, None)
    numbered = _PLACE.fullmatch(name)
    if numbered:
        return Header(text, numbered["name"], int(numbered["place"]), unit)
    return Header(text, name, None, unit)


class Amounts(NamedTuple):
    """A block of amounts in an argument's unit; cells that are unknown or bad hold a harmless number."""

    values: Any
    unknown: Any = None
    bad: Any = None


@frozen
class AmountColumn:
    """A column of amounts.

    Attributes
    ----------
    header : Header
        Its header.
    argument : Argument
        What its amounts are.
    column : object
        The cells.
    unit : str or None
        The unit of bare numbers in them; None if there is none.
    nan_is_missing : bool
        Whether NaN is an empty cell, or a bad one.
    """

    header: Header
    argument: Argument
    column: Any
    unit: str | None
    nan_is_missing: bool
    sure: SureRange = field(init=False)
    factor: Fraction | None = field(init=False)
    constant: Amounts | None = field(init=False)

    @sure.default
    def _sure(self) -> SureRange:
        return sure_range(self.argument.symbol, _LARGEST)

    @factor.default
    def _factor(self) -> Fraction | None:
        return None if self.unit is None else _factor(self.unit, self.argument.symbol.unit)

    @constant.default
    def _constant(self) -> Amounts | None:
        """Return what all rows have, if they have the same."""
        if not isinstance(self.column, Constant):
            return None
        reading = self._read(self._typed(self.column.value))
        if not isinstance(reading, Reading):
            everywhere = np.ones(1, dtype=bool)
            return Amounts(self.sure.least, *((everywhere, None) if reading is None else (None, everywhere)))
        return Amounts(self._held(reading))

    def check(self) -> None:
        """Refuse a column that no row of could be used.

        Raises
        ------
        ColumnTypeError
            Saying why.
        """
        cells = None if self.constant is not None else read_cells(self.column, 0, 0)
        if cells is None or cells.words is not None:
            return
        if cells.values.dtype.kind == "b":
            raise ColumnTypeError("it holds truth values, not amounts")
        if self.factor is None:
            example = f"{self.argument.name} [{self.argument.symbol.unit}]"
            raise ColumnTypeError(f"it holds numbers without a unit; write one into the header, like '{example}'")

    def block(self, start: int, stop: int) -> Amounts:
        """Return rows as floats."""
        if self.constant is not None:
            masks = (self.constant.unknown, self.constant.bad)
            return Amounts(
                self.constant.values, *(None if mask is None else np.broadcast_to(mask, stop - start) for mask in masks)
            )
        cells = read_cells(self.column, start, stop)
        if cells.words is not None:
            return self._of_words(cells)
        numbers = cells.values
        with np.errstate(over="ignore"):
            values = numbers if numbers.dtype == float else numbers.astype(float)
            if self.factor not in {None, 1}:
                values = scale(values, self.factor)
        if cells.nulls is not None:
            values = np.where(cells.nulls, self.sure.least, values)
        return Amounts(values, cells.nulls) if self.sure.hold(values) else self._of_doubtful(values, cells, start)

    def cell(self, row: int) -> Any:
        """Return a cell as it is; None if it is empty."""
        cells = read_cells(self.column, row, row + 1)
        if cells.nulls is not None and cells.nulls[0]:
            return None
        value = cells.values[0] if cells.words is None else cells.words[cells.values[0]]
        return self._typed(value)

    def reading(self, row: int) -> Reading | tuple[str, ...] | None:
        """Read a cell exactly; None if it is empty, else what is wrong with it."""
        return self._read(self.cell(row))

    def faults(self, row: int) -> tuple[str, ...]:
        """Return what is wrong with a cell."""
        reading = self.reading(row)
        return reading if isinstance(reading, tuple) else ()

    def exact(self, row: int) -> Fraction | None:
        """Return the amount in a cell that is not bad, in the argument's unit; None if the cell is empty."""
        cells, symbol = read_cells(self.column, row, row + 1), self.argument.symbol
        if cells.words is None and (cells.nulls is None or not cells.nulls[0]) and self.factor is not None:
            number = _widened(cells.values[0])
            return None if _is_nan(number) else hold(symbol, times(as_typed(number), self.factor))
        reading = self.reading(row)
        return hold(symbol, reading.exact(symbol.unit)) if isinstance(reading, Reading) else None

    def _of_doubtful(self, values: Any, cells: Cells, start: int) -> Amounts:
        """Look at each cell that is not surely good."""
        finite = np.isfinite(values)
        unknown = cells.nulls
        if self.nan_is_missing:
            missing = np.isnan(values)
            unknown = missing if unknown is None else unknown | missing
        good = self.sure.each(values)
        doubtful = ~good if unknown is None else ~good & ~unknown
        bad = np.zeros(len(values), dtype=bool)
        values = np.where(finite, values, self.sure.least)
        _, first, which = np.unique(cells.values[doubtful], return_index=True, return_inverse=True)
        rows = [start + int(row) for row in np.flatnonzero(doubtful)[first]]  # one row for each different cell
        wrong = np.array([bool(self.faults(row)) for row in rows], dtype=bool)
        exact = [self.sure.least if is_wrong else self.exact(row) for row, is_wrong in zip(rows, wrong, strict=True)]
        bad[doubtful], values[doubtful] = wrong[which], np.array(exact, dtype=float)[which]
        return Amounts(values, unknown, bad)

    def _of_words(self, cells: Cells) -> Amounts:
        """Read each different cell once."""
        readings = [self._read(self._typed(word)) for word in cells.words or ()]
        floats = [self._held(one) if isinstance(one, Reading) else self.sure.least for one in readings]
        empty = [one is None for one in readings]
        wrong = [isinstance(one, tuple) for one in readings]
        # cells that are empty may have no word at all
        codes = cells.values if cells.nulls is None else np.where(cells.nulls, len(readings), cells.values)
        values = np.array([*floats, self.sure.least])[codes]
        return Amounts(values, np.array([*empty, True])[codes], np.array([*wrong, False])[codes])

    def _held(self, reading: Reading) -> float:
        """Return an amount as a float within its bounds."""
        symbol = self.argument.symbol
        value = float(reading.floats(symbol.unit))
        return value if self.sure.holds(value) else float(hold(symbol, reading.exact(symbol.unit)))

    def _typed(self, value: Any) -> Any:
        """Return a cell as it would be typed with its unit; None if it is empty."""
        if value is None or (_is_nan(value) and self.nan_is_missing):
            return None
        if isinstance(value, str):
            return f"{value.strip()} {self.unit}" if self.unit and _is_number(value) else value.strip() or None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | np.number) or not _fits(value):
            return value
        number = f"{value:f}" if isinstance(value, Decimal) else decimal_text(as_typed(_widened(value)), _DIGITS)
        text = f"{number} {self.unit or ''}".strip()
        return FloatText(text) if isinstance(value, float | np.floating) else text

    def _read(self, typed: Any) -> Reading | tuple[str, ...] | None:
        """Read what `_typed` returns, as `evaluate` reads it."""
        name, symbol = self.argument.name, self.argument.symbol
        if isinstance(typed, float | np.floating):  # the unit is not what it lacks
            mend = "Leave the cell empty, or say that NaN means missing." if _is_nan(typed) else ""
            return (str(Fault("not finite", name, symbol.tex, f"the number {typed}", f"{symbol.unit.kind}", mend)),)
        taken: dict[str, Fact] = {}
        faults = tuple(take_amount(self.argument, fact_of(name, typed), taken))
        reading = taken[name].reading if name in taken else None
        if reading is not None and isinstance(reading.numbers, list):
            return (f"{name}: give a single amount, not several",)
        return faults or reading


def _fits(number: Any) -> bool:
    """Tell whether a number can be written out in a text that is read."""
    is_number = number.is_finite() if isinstance(number, Decimal) else True
    return is_number and bool(abs(_widened(number)) <= _LARGEST)


@lru_cache(maxsize=1024)
def _factor(text: str, canonical: Unit) -> Fraction:
    """Return what a header's unit is multiplied by; looked up once for every block and partition."""
    multiplier, unit = parse_unit(text)
    return multiplier * unit.size / canonical.size


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except UnitTextError:
        return False
    return True


def _widened(number: Any) -> Any:
    """Return a number of few bits as the float or int that it is: the least of them has no opposite of its own."""
    if isinstance(number, np.integer):
        return int(number)
    return float(number) if isinstance(number, np.floating) else number


class Said(NamedTuple):
    """What is said of an item, row by row.

    Attributes
    ----------
    codes : array of uint8 or None
        By `CODES`; None if `shares` says it all.
    shares : array of float or None
        Shares of the points, where partly met.
    is_plain : bool
        Whether all codes are yes or no.
    """

    codes: Any
    shares: Any = None
    is_plain: bool = False

    def among(self, rows: Any) -> Said:
        """Return what is said in some rows alone; in all, if there is no mask."""
        return self if rows is None else Said(np.where(rows, self.codes, np.uint8(UNSAID)), self.shares)

    def before(self, other: Said | None) -> Said:
        """Return what is said here, and what is said elsewhere where nothing is said here."""
        if other is None or self.is_plain:
            return self
        unsaid = self.codes == UNSAID
        both = [np.zeros(len(unsaid)) if one.shares is None else one.shares for one in (other, self)]
        return Said(np.where(unsaid, other.codes, self.codes), np.where(unsaid, *both) if np.any(both) else None)


@frozen
class StatusColumn:
    """A column of statuses.

    Attributes
    ----------
    header : Header
        Its header.
    items : tuple of Item
        The items that it speaks of: one, or those of a clause.
    column : object
        The cells.
    standard : Standard
        The table.
    nan_is_missing : bool
        Whether NaN is an empty cell, or a bad one.
    """

    header: Header
    items: tuple[Item, ...]
    column: Any
    standard: Standard
    nan_is_missing: bool
    are_yes_no: bool = field(init=False)

    @are_yes_no.default
    def _are_yes_no(self) -> bool:
        return all(isinstance(item.rule, YesNo) for item in self.items)

    def block(self, start: int, stop: int) -> tuple[Mapping[str, Said], Any]:
        """Return what rows say of each item, and which of them are bad."""
        cells = read_cells(self.column, start, stop)
        if self.are_yes_no and _is_plain(cells):
            yes_and_no = Said(cells.values.view(np.uint8), is_plain=True)
            return {item.id: yes_and_no for item in self.items}, None
        words, places = _words_of(cells)
        meanings = [self._meaning(self._said(word)) for word in words]
        wrong = np.array([isinstance(meaning, tuple) for meaning in meanings])
        said = {}
        for item in self.items:
            facts = [None if isinstance(meaning, tuple) else meaning.get(item.id) for meaning in meanings]
            shares = np.array([0.0 if fact is None or fact.share is None else float(fact.share) for fact in facts])
            codes = np.array([_code(fact) for fact in facts], dtype=np.uint8)
            said[item.id] = Said(codes[places], shares[places] if shares.any() else None)
        return said, wrong[places] if wrong.any() else None

    def speaks(self, start: int, stop: int) -> Any:
        """Return which rows say anything at all."""
        cells = read_cells(self.column, start, stop)
        if _is_plain(cells):
            return np.ones(stop - start, dtype=bool)
        words, places = _words_of(cells)
        blank = [one is None or (isinstance(one, str) and not one.strip()) for one in map(self._said, words)]
        return ~np.array(blank, dtype=bool)[places]

    def cell(self, row: int) -> Any:
        """Return a cell as a fact; None if it is empty."""
        words, places = _words_of(read_cells(self.column, row, row + 1))
        return self._said(words[places[0]])

    def faults(self, row: int) -> tuple[str, ...]:
        """Return what is wrong with a cell."""
        meaning = self._meaning(self.cell(row))
        return meaning if isinstance(meaning, tuple) else ()

    def _said(self, word: Any) -> Any:
        """Return a word as `evaluate` takes it: a status with its reason or share is one mapping."""
        if not isinstance(word, str):
            return None if _is_nan(word) and self.nan_is_missing else word
        said = _SAID.fullmatch(word.strip())
        if said is None:
            return word
        status = fact_of("", said["status"]).status
        key = {NOT_APPLICABLE: "reason", PARTLY_MET: "share"}.get(status or "")
        return {"status": status, key: said["more"]} if key else word

    def _meaning(self, said: Any) -> Mapping[str, Fact] | tuple[str, ...]:
        """Return what is said of each item, or what is wrong with it."""
        statuses: dict[str, Fact] = {}
        try:
            fact = fact_of(self.header.name, said)
        except ValueError as error:
            return (f"{self.header.name}: {error}",)
        return tuple(take_status(fact, list(self.items), statuses, self.standard)) or statuses


@frozen
class TypeColumn:
    """The column of vehicle types."""

    header: Header
    column: Any
    standard: Standard
    nan_is_missing: bool
    defined: dict[tuple[str, ...], None] = field(factory=dict, eq=False)
    """Words, as `defined_type` returns them, that blocks had."""

    def block(self, start: int, stop: int) -> tuple[Any, Any]:
        """Return the places of rows' types in the standard's list, -1 if unknown, and which rows are bad."""
        words, places = _words_of(read_cells(self.column, start, stop))
        types = self.standard.vehicle_types
        names = [vehicle_type_of(word, self.standard) for word in words]
        self.defined.update((found, None) for found in (defined_type(word, self.standard) for word in words) if found)
        codes = np.array([types.index(name) if name in types else -1 for name in names], dtype=np.intp)
        wrong = np.array([bool(self._faults(word)) for word in words])
        return np.take(codes, places), wrong[places] if wrong.any() else None

    def cell(self, row: int) -> Any:
        """Return a cell as a fact; None if it is empty."""
        words, places = _words_of(read_cells(self.column, row, row + 1))
        word = words[places[0]]
        return None if _is_nan(word) and self.nan_is_missing else word

    def faults(self, row: int) -> tuple[str, ...]:
        """Return what is wrong with a cell."""
        return self._faults(self.cell(row))

    def _faults(self, word: Any) -> tuple[str, ...]:
        missing = _is_nan(word) and self.nan_is_missing
        return tuple(vehicle_type_faults(fact_of(self.header.name, None if missing else word), self.standard))


def _is_nan(value: Any) -> bool:
    return isinstance(value, float | np.floating) and math.isnan(value)


def _is_plain(cells: Cells) -> bool:
    return cells.words is None and cells.nulls is None and cells.values.dtype.kind == "b"


def _words_of(cells: Cells) -> tuple[tuple[Any, ...], Any]:
    """Return the different cells, None among them if some are empty, and which of them each row has."""
    words, places = cells.words, cells.values
    if words is None:
        different, places = np.unique(cells.values, return_inverse=True)
        words = tuple(different.tolist())
    if cells.nulls is None:
        return words, places
    return (*words, None), np.where(cells.nulls, len(words), places)


def _code(fact: Fact | None) -> int:
    if fact is None:
        return UNSAID
    degrees = {Fraction(0): NOT_MET, Fraction(1): MET}
    return CODES[str(fact.status) if fact.share is None else degrees.get(fact.share, PARTLY_MET)]
