"""Reading CSV tables that a stranger may have written: every row whole, every column known."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from attrs import frozen

from greencalc.files.input_file import InputFileError, read_input

MAX_BYTES = 1 << 20
_SEPARATORS = (",", ";", "\t")
_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# line and paragraph signs that no spreadsheet writes, and that would vanish at the end of a cell
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
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
    digest : str
        The SHA-256 of the very bytes that were read.
    """

    header: tuple[str, ...]
    rows: dict[int, dict[str, str]]
    digest: str

    def columns_said(self, wanted: Collection[str]) -> str:
        """Name the columns; of a table that shares less than half of those wanted, only how many there are."""
        if 2 * len({*self.header} & {*wanted}) >= len(self.header):
            return f"the columns are {', '.join(self.header)}"
        return f"the columns are others, {len(self.header)} of them"


def read_table(path: Path) -> CsvTable:
    """Read a table of any columns: with commas, semicolons or tabs, in UTF-8, or in UTF-16 with its mark.

    Blank rows, and blank columns without a name, are read past, as spreadsheets leave them.

    Raises
    ------
    CsvFileError
        If the file cannot be read or is too large, is of another encoding, a quotation mark is not closed, or a row
        is shorter or longer than the header.
    """
    content = _content(path)
    text = _text(content)
    first = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    numbered: dict[int, list[str]] = {}
    try:
        for number, cells in enumerate(reader, start=1):
            unseen = _UNSEEN.search("".join(cells))
            if unseen:
                sign = f"U+{ord(unseen[0]):04X}"
                raise CsvFileError(f"row {number} has the sign {sign} in a cell, which cannot be seen; take it out")
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
    return CsvTable(tuple(header[place] for place in columns), rows, hashlib.sha256(content).hexdigest())


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> dict[int, dict[str, str]]:
    """Read a table with just these columns, in any order, and optional ones; rows under their numbers in the file.

    Raises
    ------
    CsvFileError
        As `read_table`, or if a column is missing, unknown or twice there.
    """
    table = read_table(path)
    if sorted(table.header) != sorted([*columns, *(name for name in optional if name in table.header)]):
        may_have = f"; there may be {', '.join(optional)}" if optional else ""
        raise CsvFileError(f"{table.columns_said(columns)}; wanted are {', '.join(columns)}{may_have}")
    return table.rows


def _content(path: Path) -> bytes:
    try:
        return read_input(path, MAX_BYTES)
    except InputFileError as error:
        raise CsvFileError(f"the file {error}") from None


def _text(content: bytes) -> str:
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
