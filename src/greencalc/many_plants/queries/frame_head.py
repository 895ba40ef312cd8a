"""What is known of a frame of polars before a row is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from greencalc.errors import FactsError
from greencalc.many_plants.queries.column_facts import Cells
from greencalc.many_plants.queries.head import TableHead, cells_by_name, head_of
from greencalc.standards.table import Standard


def head_of_frame(
    standard: Standard, headers: Any, *, may_lack: Collection[str] = (), **options: Any
) -> tuple[TableHead, dict[str, Any]]:
    """Read headers, and the types of columns as far as known; some may lack cells though none is empty here."""
    if not isinstance(headers, pl.DataFrame | pl.LazyFrame | pl.Schema):
        return head_of(standard, cells_by_name(standard, headers), **options), {}
    types = dict(headers if isinstance(headers, pl.Schema) else headers.collect_schema())
    cells = {header: _cells_of(kind) for header, kind in types.items()}
    columns = headers.get_columns() if isinstance(headers, pl.DataFrame) else []
    filled = frozenset(column.name for column in columns if not column.null_count()).difference(may_lack)
    texts = {header: frozenset(kind.categories) for header, kind in types.items() if isinstance(kind, pl.Enum)}
    head = head_of(standard, cells, filled=filled, texts=texts, **options)
    wrong = [
        f"{header}: it holds {types[header]}; give numbers, truth values or text"
        for header in head.headers
        if not isinstance(types[header], pl.Boolean | pl.String | pl.Categorical | pl.Enum | pl.Null)
        and not types[header].is_numeric()
    ]
    if wrong:
        raise FactsError(f"columns for {standard.number} cannot be used", tuple(wrong))
    return head, types


def _cells_of(kind: Any) -> Cells:
    """Return what a column of a type of polars has; of other types than these nothing is asked but the header."""
    if kind.is_float():
        return "float"
    if kind == pl.Boolean:
        return "truth"
    return "number" if kind.is_numeric() else "text"
