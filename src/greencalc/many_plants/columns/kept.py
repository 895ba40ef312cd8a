"""Columns of a table that its scores carry along, such as the plants' names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from pint.facets.plain import PlainQuantity

from greencalc.errors import FactsError
from greencalc.fault_list import MOST_TOLD
from greencalc.many_plants.columns.cells import Constant, as_column
from greencalc.units.spellings import suggest
from greencalc.units.wording import expect, listed


def headers_to_keep(keep: Any, where: str) -> tuple[str, ...]:
    """Return the headers of columns to keep; refuse what is no list of them."""
    headers = listed(keep, where, "keep", "give a list of headers, as ['plant']")
    for header in headers:
        expect(str, header, where, "a header in keep", "write it as text")
    return headers


def wrong_to_keep(keep: Sequence[str], names: Iterable[str], scores: Iterable[str]) -> Iterator[str]:
    """Find columns that cannot be kept."""
    known, taken = dict.fromkeys(names), set(scores)
    before: set[str] = set()
    for place, name in enumerate(keep):
        if name not in known:
            near = suggest(name, known) if place < MOST_TOLD else ""
            yield f"keep: there is no column {name!r}" + (f"; did you mean {near}?" if near else "")
        elif name in taken:
            yield f"keep: the scores have a column {name!r} of their own"
        elif name in before:
            yield f"keep: {name!r} is named twice"
        before.add(name)


def carried(library: str, keep: Any, columns: Mapping[str, Any], rows: int, scores: Iterable[str]) -> dict[str, Any]:
    """Return the columns to keep as a library holds them; its own are not copied.

    Raises
    ------
    FactsError
        Listing those that cannot be kept.
    """
    where = f"to_{library}"
    headers = headers_to_keep(keep, where)
    faults = list(wrong_to_keep(headers, columns, scores))
    kept = {}
    for name in headers if not faults else ():
        try:
            kept[name] = _HOLDERS[library](columns[name], rows)
        except _CannotHoldError as error:
            faults.append(f"keep: {name!r} {error}")
    if faults:
        raise FactsError(where, tuple(faults))
    return kept


class _CannotHoldError(Exception):
    """A column has cells that a library cannot hold; caught where its header is known."""


def _for_pandas(column: Any, rows: int) -> Any:
    import pandas as pd  # noqa: PLC0415 (only who asks for it needs it)

    if isinstance(column, pd.Series):
        return column.array  # by place, as the scores have the same index
    return _made(pd.array, _cells_of(column, rows), (ValueError, TypeError))


def _for_polars(column: Any, rows: int) -> Any:
    import polars as pl  # noqa: PLC0415 (as above)

    if isinstance(column, pl.Series):
        return _of_length(column, rows)
    return _made(pl.Series, _cells_of(column, rows), (TypeError, OverflowError, pl.exceptions.PolarsError))


def _for_arrow(column: Any, rows: int) -> Any:
    import pyarrow as pa  # noqa: PLC0415 (as above)

    if isinstance(column, pa.Array | pa.ChunkedArray):
        return _of_length(column, rows)
    return _made(pa.array, _cells_of(column, rows), (OverflowError, pa.ArrowException))


_HOLDERS: Mapping[str, Callable[[Any, int], Any]] = MappingProxyType(
    {"pandas": _for_pandas, "polars": _for_polars, "arrow": _for_arrow}
)


def _made(make: Callable[[Any], Any], cells: Any, errors: tuple[type[Exception], ...]) -> Any:
    try:
        return make(cells)
    except errors:
        raise _CannotHoldError("has cells that such a table cannot hold together; write them as text") from None


def _cells_of(column: Any, rows: int) -> Any:
    """Return cells as an array of numpy's, or a list with None for what is missing."""
    value = column.value if isinstance(column, Constant) else column
    if isinstance(value, PlainQuantity):
        raise _CannotHoldError("holds quantities; write numbers, with their unit in the header")
    if isinstance(as_column(value), Constant):
        return [value] * rows
    is_plain = isinstance(value, np.ndarray) and not isinstance(value, np.ma.MaskedArray) and value.dtype != object
    cells = _of_length(value, rows)
    if is_plain:
        return cells
    if hasattr(value, "astype") and hasattr(value, "notna"):
        cells = value.astype(object).where(value.notna(), None)
    listed = next((getattr(cells, name) for name in ("to_pylist", "tolist", "to_list") if hasattr(cells, name)), None)
    found = list(cells if listed is None else listed())
    if any(isinstance(cell, PlainQuantity) for cell in found):
        raise _CannotHoldError("holds quantities; write numbers, with their unit in the header")
    return found


def _of_length(column: Any, rows: int) -> Any:
    if len(column) != rows:
        raise _CannotHoldError(f"has {len(column)} rows, and the scores {rows}")
    return column
