"""A table of meter readings: its columns sorted by the entries of ledger lines that they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import polars as pl
from attrs import frozen

from greencalc.errors import FactsError, UnitTextError
from greencalc.ledgers.carbon_kinds import KEYS as CARBON_KEYS
from greencalc.ledgers.energy_lines import KEYS as ENERGY_KEYS
from greencalc.many_plants.columns.headers import ColumnHeader, read_header
from greencalc.units.amount import FloatText, GivenAmount, read_numbers
from greencalc.units.number_text import decimal_text
from greencalc.units.spellings import suggest
from greencalc.units.text import parse_number, parse_unit
from greencalc.units.unit_table import as_typed
from greencalc.units.wording import refusal, shown

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({"energy": ENERGY_KEYS, "emission": CARBON_KEYS})
"""The entries of the lines of each ledger."""

_SHARED = frozenset(ENERGY_KEYS) & frozenset(CARBON_KEYS)
_APART = [f"{ledger}.{key}" for ledger in KEYS for key in _SHARED - {"quantity", "origin", "evidence"}]
_LISTS = frozenset({"grid", "other_share", "other_molar_mass"})
_NAMES = frozenset({"plant", "year", "month", "unit", *ENERGY_KEYS, *CARBON_KEYS, *_APART}) - _LISTS
_DIGITS = 17
_LEAST, _MOST = 1e-15, 1e15  # of numbers that are multiplied, far within what any formula takes
_LONGEST = 40  # of texts that are split: with a unit behind them they are still amounts
_YEAR = r"^([0-9]{4})\s*年度?$"
_SPLIT = r"^\s*([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?) ?(.*)$"

NUMBER, BEHIND, ODD = "its number", "behind its number", "its whole cell"
"""What a cell of quantity is split into: a number and the text behind it; or its whole cell, counted once."""


@frozen
class ReadingTable:
    """Meter readings by what their columns are.

    Attributes
    ----------
    frame : polars.DataFrame
        The columns under the names of what they are: plant, year, unit, and entries such as quantity or grid.1.
    units : mapping of str to str
        The units that headers have, by these names.
    """

    frame: pl.DataFrame
    units: Mapping[str, str]

    @property
    def by(self) -> list[str]:
        """What totals are told apart by."""
        return [name for name in ("plant", "year") if name in self.frame.columns]

    def cells(self) -> pl.DataFrame:
        """Return all that a line's coefficient depends on, and the numbers that are multiplied by it."""
        told: list[Any] = [name for name in self.frame.columns if name not in {"plant", "year", "quantity", "evidence"}]
        if "evidence" in self.frame.columns:  # that there is some matters, and else each invoice would be a line
            shown_at_all = pl.col("evidence").cast(pl.String).str.contains(r"\S")
            told.append(pl.when(shown_at_all).then(pl.lit("shown")).alias("evidence"))
        split = _split(self.frame.schema.get("quantity"))
        return self.frame.lazy().select(*self.by, *told, *split).collect()  # lazily, or each cell is split four times

    def lines_of(self, row: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Return the lines that a row is, by ledger: of energy, of emission, or of both."""
        quantity = self._quantity(row)
        given: dict[str, dict[str, Any]] = {}
        own = set()
        for ledger, keys in KEYS.items():
            given[ledger] = {} if quantity is None else {"quantity": quantity}
            for key in keys:
                entry, is_own = self._entry(ledger, key, row)
                if entry is not None and key != "quantity":
                    given[ledger][key] = entry
                    own |= {ledger} if is_own else set()
        named = own or {ledger for ledger, key in (("energy", "carrier"), ("emission", "kind")) if key in row}
        return {ledger: entries for ledger, entries in given.items() if ledger in named}

    def ledger_lines(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """Return the lines of a plant by ledger; rows that are alike but for month and amount are readings of one."""
        found: dict[str, dict[Any, tuple[dict[str, Any], list[Any]]]] = {ledger: {} for ledger in KEYS}
        for number, row in enumerate(rows):
            for ledger, line in self.lines_of(row).items():
                quantity = line.pop("quantity", None)
                key = (number if quantity is None else _kind(quantity), repr(line))
                found[ledger].setdefault(key, (line, []))[1].append(quantity)
        return {
            ledger: [line if quantities == [None] else {**line, "quantity": quantities} for line, quantities in lines]
            for ledger, lines in ((ledger, lines.values()) for ledger, lines in found.items())
        }

    def _quantity(self, row: Mapping[str, Any]) -> Any:
        """Return a quantity as it would be typed, of a row or of what a row's cell was split into."""
        cell = row.get("quantity")
        if BEHIND in row:
            cell = row[ODD] if row[BEHIND] is None else f"1 {row[BEHIND]}"
        unit = _typed(row.get("unit"), "")
        if unit is None:
            return _typed(cell, self.units.get("quantity", ""))
        return f"{cell.strip()} {unit}" if isinstance(cell, str) and cell.strip() else _typed(cell, str(unit))

    def _entry(self, ledger: str, key: str, row: Mapping[str, Any]) -> tuple[Any, bool]:
        """Return an entry, and whether the other ledger has none such."""
        if key in _LISTS:
            places = [place for name in row for of, _, place in (name.rpartition("."),) if of == key]
            items = [self._said(f"{key}.{place}", row) for place in sorted(places, key=int)]
            last = max((place for place, item in enumerate(items, start=1) if item is not None), default=0)
            return items[:last] or None, True
        apart = self._said(f"{ledger}.{key}", row)
        entry = self._said(key, row) if apart is None else apart
        no_biomass = key == "biomass" and entry is False  # which says nothing of what is no fuel
        return None if no_biomass else entry, apart is not None or key not in _SHARED

    def _said(self, name: str, row: Mapping[str, Any]) -> Any:
        return _typed(row.get(name), self.units.get(name, ""))


def _kind(quantity: Any) -> Any:
    reading = read_numbers(quantity)
    return reading.unit.dimension if isinstance(reading, GivenAmount) else None


def _typed(cell: Any, unit: str) -> Any:
    """Return a cell as it would be typed; None if it is empty."""
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, str):
        text = cell.strip()
        return (f"{text} {unit}" if unit and _is_number(text) else text) or None
    number = decimal_text(as_typed(cell), _DIGITS) if math.isfinite(cell) else str(cell)
    text = f"{number} {unit}".strip()
    return FloatText(text) if isinstance(cell, float) else text


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except UnitTextError:
        return False
    return True


def _split(kind: Any) -> Iterator[pl.Expr]:
    """Yield what quantities are split into: plain numbers are multiplied, and any other cell is a line of its own."""
    cell = pl.col("quantity")
    number, behind = pl.lit(None, dtype=pl.Float64), pl.lit(None, dtype=pl.String)
    if kind == pl.String:
        parts = cell.str.extract_groups(_SPLIT).struct
        is_short = cell.str.len_chars() <= _LONGEST
        number, behind = pl.when(is_short).then(parts["1"].cast(pl.Float64, strict=False)), parts["2"]
    elif kind is not None and kind.is_numeric():
        number, behind = cell.cast(pl.Float64), pl.lit("")
    plain = (number == 0) | number.is_between(_LEAST, _MOST)
    yield pl.when(plain).then(number).otherwise(1.0).alias(NUMBER)
    yield pl.when(plain).then(behind).alias(BEHIND)
    yield (pl.lit(None) if kind is None else pl.when(plain.fill_null(value=False).not_()).then(cell)).alias(ODD)


def read_readings(readings: Any) -> ReadingTable:
    """Sort the columns of a table.

    Raises
    ------
    FactsError
        Listing what is wrong with them.
    """
    given = _lazy(readings)
    faults: list[str] = []
    names: dict[str, ColumnHeader] = {}
    kinds = given.collect_schema()
    for text, kind in kinds.items():
        header = read_header(text)
        name = header.name if header.place is None else f"{header.name}.{header.place}"
        if name in names:
            faults.append(f"{shown(text)} and {shown(names[name].text)} are one entry; keep one of them")
        faults += _faults_of(header, name, kind)
        names[name] = header
    faults += _faults_together(names)
    if faults:
        raise FactsError("the readings cannot be used", tuple(faults))
    columns = [_column(names[name].text, name, kinds[names[name].text]) for name in names if name != "month"]
    frame = given.select(columns).collect()
    return ReadingTable(frame, {name: header.unit for name, header in names.items() if header.unit})


def _lazy(readings: Any) -> pl.LazyFrame:
    if isinstance(readings, pl.DataFrame | pl.LazyFrame):
        return readings.lazy()
    conversions: Mapping[str, Callable[[Any], Any]] = {"pandas": pl.from_pandas, "pyarrow": pl.from_arrow}
    convert = conversions.get(type(readings).__module__.partition(".")[0])
    try:
        frame = None if convert is None else convert(readings)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise FactsError("the readings cannot be used", (f"polars does not take the table: {error}",)) from error
    if not isinstance(frame, pl.DataFrame):
        mend = "give a polars, pandas or Arrow table"
        raise FactsError("the readings cannot be used", (refusal("readings", readings, mend),))
    return frame.lazy()


def _column(text: str, name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(text).alias(name)
    if name == "year" and isinstance(kind, pl.String | pl.Categorical | pl.Enum):  # however it is written, it is one
        return column.cast(pl.String).str.strip_chars().str.replace(_YEAR, "${1}").replace("", None)
    is_typed = name in {"plant", "year"} or kind.is_numeric() or kind == pl.Boolean
    return column if is_typed else column.cast(pl.String)


def _faults_of(header: ColumnHeader, name: str, kind: pl.DataType) -> Iterator[str]:
    if (header.name in _LISTS) != (header.place is not None) or (header.place is None and name not in _NAMES):
        near = f"{header.name}.1" if header.name in _LISTS else suggest(header.name, sorted(_NAMES))
        yield (
            f"a line has no entry {shown(header.text)}; "
            + (f"did you mean {near}? " if near else "")
            + "Rename the column, or leave it out"
        )
    if kind.is_nested() or kind in {pl.Object, pl.Binary}:
        yield f"{shown(header.text)} holds {kind}; give texts, numbers or truth values, and a list as NAME.1, NAME.2"
    if header.unit:
        try:
            parse_unit(header.unit)
        except UnitTextError as error:
            yield f"{shown(header.text)}: {error}"


def _faults_together(names: Mapping[str, ColumnHeader]) -> Iterator[str]:
    if "plant" not in names:
        yield "there is no column plant, which says whose readings they are"
    if not {"carrier", "kind"} & set(names):
        yield "there is no column carrier, of lines of energy, nor kind, of lines of emission"
    if "unit" in names and "quantity" in names and names["quantity"].unit:
        yield "the unit of quantity stands in its header and in the column unit; keep one of them"
