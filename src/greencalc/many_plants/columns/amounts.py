"""Columns of facts about many plants: what a header says, and what the cells below it mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from attrs import field, frozen

from greencalc.errors import Fault, UnitTextError
from greencalc.formula.checks import SureRange, onto_bound, sure_range
from greencalc.formula.declaration import Argument
from greencalc.many_plants.columns.cells import Cells, ColumnTypeError, Constant, read_cells
from greencalc.many_plants.columns.headers import ColumnHeader
from greencalc.many_plants.columns.statuses import is_nan
from greencalc.plant.fact import Fact, fact_of
from greencalc.plant.facts import take_amount
from greencalc.table_plan.tongues.ratios import Ratios
from greencalc.units.amount import FloatText, GivenAmount
from greencalc.units.float_rounding import times
from greencalc.units.number_text import decimal_text
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.text import parse_number, parse_unit
from greencalc.units.unit_table import Unit, as_typed

_DIGITS = 17
_ROOM = 1e-12  # what a float may be off by, with room to spare
_LARGEST = 10**60  # what can be written out in a text that is read
_NUMBERS = (int, float, Decimal, Fraction, np.number)


class Amounts(NamedTuple):
    """A block of amounts in an argument's unit; cells that are unknown or bad hold a harmless number.

    Attributes
    ----------
    values : float or array of float
        The amounts; a single one if all are the same.
    unknown, bad : array of bool or None
        Which cells are empty, and which cannot be used.
    cells : Cells or None
        What they were read from, if they are not all the same.
    """

    values: Any
    unknown: Any = None
    bad: Any = None
    cells: Cells | None = None


@frozen
class AmountColumn:
    """A column of amounts.

    Attributes
    ----------
    header : ColumnHeader
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

    header: ColumnHeader
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
        if not isinstance(reading, GivenAmount):
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

    def block(self, start: int, stop: int, out: Any) -> Amounts:
        """Return rows as floats; those that are converted stand in an array that is lent for it."""
        if self.constant is not None:
            masks = (self.constant.unknown, self.constant.bad)
            unknown, bad = (None if mask is None else np.broadcast_to(mask, stop - start) for mask in masks)
            return Amounts(self.constant.values, unknown, bad)
        cells = read_cells(self.column, start, stop)
        if cells.words is not None:
            return self._of_words(cells)
        numbers = cells.values
        with np.errstate(over="ignore"):
            values = numbers
            if numbers.dtype != float or self.factor not in {None, 1}:
                values = self._converted(numbers, out)
        unknown = cells.nulls
        if self.nan_is_missing and (missing := np.isnan(values)).any():
            unknown = missing if unknown is None else missing | unknown
        if unknown is not None:
            values = np.where(unknown, self.sure.least, values)
        if self.sure.hold(values, cells.values):
            return Amounts(values, unknown, None, cells)
        return self._of_doubtful(values, unknown, cells, start)

    def _converted(self, numbers: Any, out: Any) -> Any:
        """Return numbers in the argument's unit: multiplied and divided as exactly as floats can be."""
        factor = Fraction(1) if self.factor is None else self.factor
        if numbers.dtype != float:
            np.copyto(out, numbers, casting="unsafe")
            numbers = out
        if factor.numerator != 1 or numbers is not out:
            numbers = np.multiply(numbers, float(factor.numerator), out=out)
        return numbers if factor.denominator == 1 else np.divide(numbers, float(factor.denominator), out=out)

    def cell(self, row: int) -> Any:
        """Return a cell as it is; None if it is empty."""
        cells = read_cells(self.column, row, row + 1)
        if cells.nulls is not None and cells.nulls[0]:
            return None
        value = cells.values[0] if cells.words is None else cells.words[cells.values[0]]
        return self._typed(value)

    def reading(self, row: int) -> GivenAmount | tuple[str, ...] | None:
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
            return None if is_nan(number) else onto_bound(symbol, times(as_typed(number), self.factor))
        reading = self.reading(row)
        return onto_bound(symbol, reading.exact(symbol.unit)) if isinstance(reading, GivenAmount) else None

    def is_of_floats(self, amounts: Amounts) -> bool | None:
        """Tell whether a block's cells are floats, which stand for their rounding; None if some are."""
        cells = amounts.cells
        if cells is None:
            reading = self.reading(0)
            return isinstance(reading, GivenAmount) and reading.is_of_floats
        if cells.words is not None:
            return None if any(isinstance(word, float | np.floating) for word in cells.words) else False
        return bool(cells.values.dtype.kind == "f")

    def ratios(self, amounts: Amounts, start: int, rows: Any) -> Ratios:
        """Return the exact amounts in some rows of a block, whose cells are neither empty nor bad."""
        cells, symbol = amounts.cells, self.argument.symbol
        if cells is None:
            return Ratios.of(self.exact(start) or 0)
        if cells.words is not None:
            places, which = np.unique(cells.values[rows], return_inverse=True)
            readings = [self._read(self._typed((cells.words or (None,))[place])) for place in places.tolist()]
            exact = [one.exact(symbol.unit) if isinstance(one, GivenAmount) else Fraction(0) for one in readings]
            return Ratios.of_fractions([onto_bound(symbol, one) for one in exact])[which]
        numbers = cells.values[rows]
        assert self.factor is not None  # noqa: S101 (a column of bare numbers has a unit)
        if not self.sure.each(amounts.values[rows]).all():
            return Ratios.of_fractions([self.exact(start + row) or Fraction(0) for row in rows.tolist()])
        if amounts.unknown is not None:
            numbers = np.where(amounts.unknown[rows], numbers.dtype.type(1), numbers)
        return Ratios.of_numbers(numbers) * self.factor

    def _of_doubtful(self, values: Any, unknown: Any, cells: Cells, start: int) -> Amounts:
        """Look at each cell that is neither surely good nor surely bad; those that are unknown are good here."""
        bad = self._surely_bad(values)
        doubtful = ~(self.sure.each(values, cells.values) | bad)
        values = np.where(bad, self.sure.least, values)
        if not doubtful.any():
            return Amounts(values, unknown, bad, cells)
        _, first, which = np.unique(cells.values[doubtful], return_index=True, return_inverse=True)
        rows = [start + int(row) for row in np.flatnonzero(doubtful)[first]]  # one row for each different cell
        wrong = np.array([bool(self.faults(row)) for row in rows], dtype=bool)
        exact = [self.sure.least if is_wrong else self.exact(row) for row, is_wrong in zip(rows, wrong, strict=True)]
        bad[doubtful], values[doubtful] = wrong[which], np.array(exact, dtype=float)[which]
        return Amounts(values, unknown, bad if bad.any() else None, cells)

    def _surely_bad(self, values: Any) -> Any:
        """Return which numbers are none, or beyond a bound by more than floats may be off."""
        symbol = self.argument.symbol
        with np.errstate(invalid="ignore"):
            room = _ROOM * np.abs(values)
            bad = ~np.isfinite(values)
            if symbol.above is not None:
                bad |= values + room <= float(symbol.above)
            if symbol.at_least is not None:
                bad |= values + room < float(symbol.at_least)
            if symbol.at_most is not None:
                bad |= values - room > float(symbol.at_most)
        return bad

    def _of_words(self, cells: Cells) -> Amounts:
        """Read each different cell once."""
        readings = [self._read(self._typed(word)) for word in cells.words or ()]
        floats = [self._held(one) if isinstance(one, GivenAmount) else self.sure.least for one in readings]
        empty = [one is None for one in readings]
        wrong = [isinstance(one, tuple) for one in readings]
        # cells that are empty may have no word at all
        codes = cells.values if cells.nulls is None else np.where(cells.nulls, len(readings), cells.values)
        values = np.array([*floats, self.sure.least])[codes]
        unknown, bad = np.array([*empty, True])[codes], np.array([*wrong, False])[codes]
        return Amounts(values, unknown if unknown.any() else None, bad if bad.any() else None, cells)

    def _held(self, reading: GivenAmount) -> float:
        """Return an amount as a float within its bounds."""
        symbol = self.argument.symbol
        value = float(reading.floats(symbol.unit))
        return value if self.sure.holds(value) else float(onto_bound(symbol, reading.exact(symbol.unit)))

    def _typed(self, value: Any) -> Any:
        """Return a cell as it would be typed with its unit; None if it is empty."""
        if value is None or (is_nan(value) and self.nan_is_missing):
            return None
        if isinstance(value, FloatText) and not _is_number(value):
            return value
        if isinstance(value, str):
            return f"{value.strip()} {self.unit}" if self.unit and _is_number(value) else value.strip() or None
        if isinstance(value, bool) or not isinstance(value, _NUMBERS) or not _fits(value):
            return value
        if isinstance(value, Fraction):  # many have no decimals that end
            if self.unit is None:
                return value
            multiplier, unit = parse_unit(self.unit)
            return make_quantity(application_registry(), value * multiplier, unit)
        number = f"{value:f}" if isinstance(value, Decimal) else decimal_text(as_typed(_widened(value)), _DIGITS)
        text = f"{number} {self.unit or ''}".strip()
        return FloatText(text) if isinstance(value, float | np.floating) else text

    def _read(self, typed: Any) -> GivenAmount | tuple[str, ...] | None:
        """Read what `_typed` returns, as `evaluate` reads it."""
        name, symbol = self.argument.name, self.argument.symbol
        if isinstance(typed, float | np.floating):  # the unit is not what it lacks
            mend = "Amounts are finite, and 1e60 at most in the header's unit: check the exponent."
            mend = "Leave the cell empty, or say that NaN means missing." if is_nan(typed) else mend
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
