"""Cells of a CSV file that is written: words stay words where a spreadsheet opens it."""

from __future__ import annotations

from typing import Any

_RUN = r"^'*[\p{Z}\p{C}]*[=+\-@＝＋－＠\t\r\n]"
"""What a spreadsheet runs, with or without apostrophes in front, so that one more can be told and taken away again."""

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def as_csv_cells(table: Any) -> Any:
    """Return a table whose words a spreadsheet shows and does not run: such words and headers get an apostrophe.

    Raises
    ------
    pyarrow.ArrowInvalid
        If bytes are no UTF-8 text.
    """
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    names = _quoted(pa.array(table.column_names, pa.string()))
    columns = [_as_words(column) for column in table.columns]
    return pa.table(columns, names.to_pylist())


def _as_words(column: Any) -> Any:
    from pyarrow import types  # noqa: PLC0415 (an extra)

    if types.is_dictionary(column.type):  # CSV has no numbered words
        has_runnable = any(_runs(chunk.dictionary.cast("string")).true_count for chunk in column.chunks)
        words = column.cast("string")
        return _quoted(words) if has_runnable else words
    if types.is_string_view(column.type):
        return _quoted(column.cast("string"))
    if any(is_kind(column.type) for is_kind in (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)):
        return _quoted(column.cast("large_binary").cast("large_string"))
    is_text = types.is_string(column.type) or types.is_large_string(column.type)
    return _quoted(column) if is_text else column


def _runs(words: Any) -> Any:
    """Return which words a spreadsheet would run; a number such as -5 is none."""
    from pyarrow import compute  # noqa: PLC0415 (an extra)

    runs = compute.match_substring_regex(words, _RUN)
    return compute.and_not(runs, compute.match_substring_regex(words, _NUMBER))


def _quoted(words: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    from pyarrow import compute  # noqa: PLC0415 (an extra)

    quoted = compute.binary_join_element_wise(pa.scalar("'", words.type), words, pa.scalar("", words.type))
    return compute.if_else(_runs(words), quoted, words)
