"""Tables whose headers and kinds of columns were seen before: what was found of them is not looked for again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.judging.assumptions import table_assumptions
from greencalc.many_plants.constants import refuse_constants
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.table_reader import index_of, read_table
from greencalc.standards.table import Assumption, Same, Standard

_CELLS = (str, int, float, bool)  # that are what they look like
_ARRAYS = (np.ndarray, np.ma.MaskedArray)
_WITH_SERIES = ("pandas", "polars")


@frozen
class ReadTable:
    """A table of plants that can be scored, and what its scores rest on.

    Attributes
    ----------
    table : PlantTable
        The table.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum may touch a result, but for words of vehicle types and what the user chose.
    """

    table: PlantTable
    assumptions: tuple[Assumption, ...]


_KNOWN: dict[tuple[Any, ...], ReadTable] = {}
_MOST_KNOWN = 64


def read_once(
    standard: Standard,
    columns: Any,
    units: Mapping[str, str] | None,
    nan_is_missing: bool,
    chosen: Mapping[str, Any],
) -> ReadTable:
    """Read a table, or put its columns where those of one that is read alike were.

    Raises
    ------
    FactsError
        If it cannot be used.
    """
    named = _named(columns) if units is None and type(nan_is_missing) is bool else None
    kinds = None if named is None else _kinds(named)
    if named is None or kinds is None:
        return _read(standard, columns, units, nan_is_missing, chosen)
    key = (Same(standard), kinds, nan_is_missing, *chosen.items())
    known = _KNOWN.get(key)
    if known is None:
        heads = {header: _head_of(column) for header, column in named.items()}
        known = _read(standard, heads, units, nan_is_missing, chosen)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = known
    table = known.table.with_columns(named, index_of(columns))
    if table is None:  # it says which have not the same number of rows
        return _read(standard, columns, units, nan_is_missing, chosen)
    return ReadTable(table, known.assumptions)


def _named(columns: Any) -> dict[Any, Any] | None:
    """Return columns by header; None of what has to be asked for each of them."""
    if type(columns) is dict:
        return columns
    is_frame = _is_pandas(columns) and hasattr(columns, "columns")
    return dict(columns.items()) if is_frame and columns.columns.is_unique else None


def _is_pandas(given: Any) -> bool:
    return _library(given) == "pandas"


def _library(given: Any) -> str:
    return type(given).__module__.partition(".")[0]


def _head_of(column: Any) -> Any:
    """Return a column of the same kind that does not keep the other one; a single cell as it is."""
    if type(column) in _CELLS:
        return column
    return column.clear(len(column[:1])) if _library(column) == "polars" else column[:1].copy()


def _kinds(columns: Mapping[Any, Any]) -> tuple[Any, ...] | None:
    """Return what a table's reading depends on: headers, types and single cells; None if it is more than that."""
    kinds: list[tuple[Any, ...]] = []
    for header, column in columns.items():
        kind = type(column)
        if kind in _CELLS:
            kinds.append((header, kind, column))
        elif kind in _ARRAYS and column.ndim == 1 and column.dtype.kind in "biufU":
            kinds.append((header, kind, column.dtype.kind, bool(len(column))))
        elif _library(column) in _WITH_SERIES and kind.__name__ == "Series":
            kinds.append((header, kind, str(column.dtype), bool(len(column))))
        else:
            return None
    return tuple(kinds)


def _read(
    standard: Standard,
    columns: Any,
    units: Mapping[str, str] | None,
    nan_is_missing: bool,
    chosen: Mapping[str, Any],
) -> ReadTable:
    table = read_table(standard, columns, units=units, nan_is_missing=nan_is_missing)
    refuse_constants(standard, table, chosen)
    formulas = dict.fromkeys(formula for item in standard.items if (formula := standard.formula_of(item)))
    computed = [formula for formula in formulas if table.has_amounts_of(formula)]
    return ReadTable(table, tuple(table_assumptions(standard, computed)))
