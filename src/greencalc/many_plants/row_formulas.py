"""Judging one formula's items for many rows: floats decide, and exact numbers wherever floats are in doubt.

A float is off by a few roundings at most as long as a formula adds, multiplies and divides positive numbers.
A value farther than that from a limit is judged as it is. A value nearer, one that may break a bound or a
relation, and every value of a formula that subtracts, is computed again on the decimals that were typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from attrs import evolve

from greencalc.errors import InputError
from greencalc.formula.checks import LARGEST_RESULT, is_violated, sure_range, within_range
from greencalc.formula.computation import default_reading
from greencalc.formula.declaration import Formula, Relation, Symbol
from greencalc.formula.plain_call import run_unchecked, settle
from greencalc.many_plants.columns.amounts import AmountColumn, Amounts
from greencalc.many_plants.plant_table import PlantTable

_EPSILON = 2.0**-52
_INPUT_ROUNDINGS = 3  # of the decimal that was typed, and of the factor up and the one down
_MARGIN = 1 - 1e-13  # between sums of a few amounts


def either(one: Any, other: Any) -> Any:
    """Return where one mask or the other holds; None is a mask that holds nowhere."""
    if one is None or other is None:
        return other if one is None else one
    return one | other


class Values(NamedTuple):
    """A formula's values in a block, in the result's unit: which are unknown, and which floats cannot settle."""

    floats: Any
    unknown: Any
    doubtful: Any


class FormulaRows:
    """A formula of a table, prepared for many rows.

    Parameters
    ----------
    declaration : Formula
        The formula.
    """

    def __init__(self, declaration: Formula) -> None:
        self.declaration = declaration
        self.over = declaration.over
        arguments = declaration.arguments
        self.defaults = {
            name: default_reading(argument) for name, argument in arguments.items() if argument.default is not None
        }
        roundings = _roundings(declaration)
        self.error = None if roundings is None else roundings * _EPSILON
        slack = self.error or 0.0
        sure = sure_range(declaration.result, LARGEST_RESULT)
        self.sure = evolve(sure, least=sure.least * (1 + slack), most=sure.most * (1 - slack))

    def years(self, table: PlantTable) -> int:
        """Return how many values there are for each row: none if a column is missing."""
        names = self.declaration.arguments
        if any(name not in table.amounts and name not in self.defaults for name in names):
            return 0
        return 1 if self.over else max(len(table.amounts.get(name, ())) for name in names)

    def compute(self, table: PlantTable, amounts: Mapping[str, Amounts], year: int, rows: int) -> Values:
        """Compute a year's values in floats."""
        given: dict[str, Any] = {}
        unknown = None
        for name, argument in self.declaration.arguments.items():
            default = self.defaults.get(name)
            if default is not None:
                given[name] = default.floats(argument.symbol.unit)
            if name not in table.amounts:
                continue
            parts = [amounts[column.header.text] for column in self._of_year(table.amounts[name], year)]
            if default is not None and len(table.amounts[name]) == 1:
                parts = [_filled(parts[0], given[name])]
            for part in parts:
                unknown = either(unknown, part.unknown)
            given[name] = parts[0].values
            if argument.symbol.over:
                given[name] = np.stack(np.broadcast_arrays(*(part.values for part in parts)), axis=-1)
        floats = _in_rows(run_unchecked(self.declaration, given, exact=False), rows)
        doubtful = None if self.sure.hold(floats) else ~self.sure.each(floats)
        if self.error is None:
            doubtful = np.ones(rows, dtype=bool)
        for relation in self.declaration.relations:
            kept = _surely_kept(relation, given)
            if not np.all(kept):
                doubtful = either(doubtful, ~_in_rows(kept, rows))
        return Values(floats, unknown, doubtful)

    def exact(self, table: PlantTable, row: int, year: int) -> Fraction | None:
        """Compute a row's value again, exactly; None if it breaks a bound or a relation."""
        values: dict[str, Any] = {}
        for name, argument in self.declaration.arguments.items():
            columns = self._of_year(table.amounts.get(name, ()), year)
            known = [value for value in (column.exact(row) for column in columns) if value is not None]
            if not known:
                values[name] = self.defaults[name].exact(argument.symbol.unit)
            else:
                values[name] = np.array(known, dtype=object) if argument.symbol.over else known[0]
        if any(is_violated(relation, values) for relation in self.declaration.relations):
            return None
        try:
            value = settle(self.declaration, values)
        except InputError:
            return None
        return value if within_range(value) else None

    def _of_year(self, columns: Sequence[AmountColumn], year: int) -> Sequence[AmountColumn]:
        """Return all columns of what is summed over, else the year's."""
        return columns if self.over else columns[min(year, len(columns) - 1) :][:1]


def _surely_kept(relation: Relation, given: Mapping[str, Any]) -> Any:
    """Tell where a relation surely holds, in all entries of lists."""
    smaller, larger = (sum((given[name] for name in side), start=0.0) for side in (relation.smaller, relation.larger))
    kept = smaller < larger * _MARGIN
    if not relation.strict:
        kept |= smaller == 0
    return np.all(kept, axis=-1) if np.ndim(kept) > 1 else kept


def _in_rows(values: Any, rows: int) -> Any:
    """Return values as an array, which they are but where all amounts are the same for all rows."""
    return values if np.ndim(values) else np.broadcast_to(values, rows)


def _filled(part: Amounts, default: float) -> Amounts:
    """Return amounts with an argument's default in place of those that are unknown."""
    if part.unknown is None:
        return part
    return Amounts(np.where(part.unknown, default, part.values), None, part.bad)


class _Roundings:
    """A positive number that counts how many roundings it may be off by; it cannot be subtracted."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __pos__(self) -> _Roundings:
        return self

    def __add__(self, other: Any) -> _Roundings:
        return _Roundings(max(self.count, _count(other)) + 1)

    def __mul__(self, other: Any) -> _Roundings:
        return _Roundings(self.count + _count(other) + 1)

    __radd__ = __add__
    __rmul__ = __truediv__ = __rtruediv__ = __mul__


def _count(other: Any) -> int:
    if isinstance(other, _Roundings):
        return other.count
    if not other > 0:
        raise TypeError("what is not positive may be subtracted")
    return 1


def _may_be_negative(symbol: Symbol) -> bool:
    bounds = [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
    return not bounds or max(bounds) < 0


def _roundings(declaration: Formula) -> int | None:
    """Count the roundings of a formula in floats; None if it does more than add, multiply and divide."""
    inputs: dict[str, Any] = {name: _Roundings(_INPUT_ROUNDINGS) for name in declaration.arguments}
    if declaration.over or any(_may_be_negative(argument.symbol) for argument in declaration.arguments.values()):
        return None  # a sum of many, or one that cancels
    try:
        result = declaration.body(**inputs)
    except (TypeError, AttributeError):
        return None
    return result.count + 2 if isinstance(result, _Roundings) else None
