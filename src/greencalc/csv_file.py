"""Reading CSV tables that a stranger may have written: every row whole, every column known."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from greencalc.errors import why_unreadable

__all__ = ["CsvFileError", "CsvTable", "read_rows", "read_table"]

MAX_BYTES = 1 << 20
_SEPARATORS = (",", ";", "\t")
_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAVE = "save it as UTF-8 (in Excel: Save As, CSV UTF-8)"


class CsvFileError(Exception):
    """A file is no table of the wanted columns; callers turn it into an error of their own."""


@frozen
class CsvTable:
    """A table as it stands in its file.

    Attributes
    ----------
    header : tuple of str
        The names of its columns.
    rows : mapping of int to mapping
        The rows that are not blank, by column, each under its number in the file.
    """

    header: tuple[str, ...]
    rows: dict[int, dict[str, str]]


def read_table(path: Path) -> CsvTable:
    """Read a table of any columns: with commas, semicolons or tabs, in UTF-8, or in UTF-16 with its mark.

    Blank rows, and blank columns without a name, are read past, as spreadsheets leave them.

    Raises
    ------
    CsvFileError
        If the file cannot be read or is too large, is of another encoding, a quotation mark is not closed, or a row
        is shorter or longer than the header.
    """
    text = _text(path)
    first = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    numbered: dict[int, list[str]] = {}
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                numbered[number] = [cell.strip() for cell in cells]
    except csv.Error:
        raise CsvFileError(
            f"about line {reader.line_num}: a quotation mark is not closed, or text stands behind one that is; "
            'inside a quoted cell write "" for "'
        ) from None
    if not numbered:
        raise CsvFileError("the columns are missing: the file is empty")
    top, *others = numbered
    header = numbered[top]
    for number in others:
        cells = numbered[number]
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            raise CsvFileError(f"row {number} has {len(cells)} cells; the header has {len(header)}")
    columns = [place for place in range(len(header)) if any(cells[place] for cells in numbered.values())]
    rows = {number: {header[place]: numbered[number][place] for place in columns} for number in others}
    return CsvTable(tuple(header[place] for place in columns), rows)


def read_rows(path: Path, columns: Sequence[str]) -> dict[int, dict[str, str]]:
    """Read a table with just these columns, in any order; rows under their numbers in the file.

    Raises
    ------
    CsvFileError
        As `read_table`, or if a column is missing, unknown or twice there.
    """
    table = read_table(path)
    if sorted(table.header) != sorted(columns):
        raise CsvFileError(f"the columns are {', '.join(table.header)}; wanted are {', '.join(columns)}")
    return table.rows


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CsvFileError(f"the file cannot be read: {why_unreadable(error)}") from None
    except ValueError:
        raise CsvFileError("the file cannot be read: there is a zero byte in its path") from None
    if len(content) > MAX_BYTES:
        raise CsvFileError(f"the file is larger than {MAX_BYTES} bytes")
    encoding = next((name for mark, name in _MARKED.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise CsvFileError(f"the file is not in UTF-8{_perhaps(content)}; {_SAVE}") from None
    if "\0" in text:
        raise CsvFileError(f"the file is no text, or is in UTF-16 without its mark; {_SAVE}")
    return text


def _perhaps(content: bytes) -> str:
    """Name the encoding that a file without UTF-8 probably has; bytes that fit it are no proof of it."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " but probably in GBK, as Excel writes CSV files in China"
