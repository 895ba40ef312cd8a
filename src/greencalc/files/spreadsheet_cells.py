"""Cells of a CSV file that is written: words stay words where a spreadsheet opens it."""

from __future__ import annotations

import polars as pl

_RUN = r"^'*[\p{Z}\p{C}]*[=+\-@＝＋－＠\t\r\n]"
"""What a spreadsheet runs, with or without apostrophes in front, so that one more can be told and taken away again."""

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


_WORDS = (pl.String, pl.Binary, pl.Categorical, pl.Enum)


def as_csv_cells(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose words a spreadsheet shows and does not run: such words and headers get an apostrophe.

    Raises
    ------
    polars.exceptions.PolarsError
        If bytes are no UTF-8 text.
    """
    names = _quoted(pl.Series(table.columns, dtype=pl.String))
    return pl.DataFrame([_as_words(column).alias(name) for column, name in zip(table, names, strict=True)])


def _as_words(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if isinstance(kind, pl.Enum) and not _runs(kind.categories).any():
        return column
    return _quoted(column.cast(pl.String)) if isinstance(kind, _WORDS) else column


def _quoted(words: pl.Series) -> pl.Series:
    runs = _runs(words)
    return words.zip_with(~runs, "'" + words) if runs.any() else words


def _runs(words: pl.Series) -> pl.Series:
    """Return which words a spreadsheet would run; a number such as -5 is none."""
    return words.str.contains(_RUN) & ~words.str.contains(_NUMBER)
