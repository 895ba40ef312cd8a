"""Reading CSV tables that a stranger may have written: every row whole, every column known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from greencalc.errors import why_unreadable

__all__ = ["CsvFileError", "read_rows"]

MAX_BYTES = 1 << 20


class CsvFileError(Exception):
    """A file is no table of the wanted columns; callers turn it into an error of their own."""


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a table with just these columns, in any order.

    Raises
    ------
    CsvFileError
        If the file cannot be read or is too large, a column is missing, unknown or twice there, or a row is
        shorter or longer than the header.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise CsvFileError(f"the file is larger than {MAX_BYTES} bytes")
        lines = list(csv.reader(content.decode("utf-8-sig").splitlines(), strict=True))
    except OSError as error:
        raise CsvFileError(f"the file cannot be read: {why_unreadable(error)}") from error
    except (csv.Error, ValueError) as error:
        mend = "save it as 'CSV UTF-8', with commas, and with two quotes around each cell that has any"
        raise CsvFileError(f"the file is no UTF-8 table with commas: {mend}") from error
    header = [name.strip() for name in lines[0]] if lines else []
    if sorted(header) != sorted(columns):
        raise CsvFileError(f"the columns are {', '.join(header) or 'missing'}; wanted are {', '.join(columns)}")
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(header):
            raise CsvFileError(f"row {number} has {len(cells)} cells; the header has {len(header)}")
        rows.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    return rows
