"""Cells of an Excel workbook that a stranger may have written: what each holds is known, or told beside its name."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from attrs import frozen

from greencalc.files.sheet_scan import (
    DATE,
    MARKED,
    PERCENT,
    SCALED,
    Scan,
    name_of,
    number_looks,
    scan_sheet,
    text_lengths,
)
from greencalc.files.workbook_parts import Bounds, Parts, WorkbookError, read_parts

_EXACT, _KEPT = 2**53, 15  # a number above, with as many digits as Excel keeps, may have had more of them
_DAMAGED = "it is damaged; open it in Excel, and save it as 'Excel Workbook (.xlsx)'"
_SHOWN_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        MARKED: "its number format shows a text beside the number",
        SCALED: "its number format shows the number divided by a thousand or more",
    }
)


class CellError(Exception):
    """What a cell holds cannot be used; the sentence begins with its sheet and name."""


class MergedError(CellError):
    """A cell is covered by another one that it is merged with.

    Parameters
    ----------
    said : str
        The sentence.
    row : int
        The cell's row.
    """

    def __init__(self, said: str, row: int) -> None:
        super().__init__(said)
        self.row = row


@frozen
class Cell:
    """What stands in a cell.

    Attributes
    ----------
    place : str
        Its sheet and name, as messages say them.
    kind : {"nothing", "text", "number", "percent", "truth", "date"}
        What it is; a percentage is a number that its format shows as such.
    text : str
        The text; the number as a decimal, that of a percentage in percent; the date as 2025-03-01.
    """

    place: str
    kind: Literal["nothing", "text", "number", "percent", "truth", "date"]
    text: str = ""

    @property
    def name(self) -> str:
        """Its name without the sheet's."""
        return self.place.rpartition(", ")[2]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, or nothing but spaces."""
        return self.kind == "nothing" or (self.kind == "text" and not self.text.strip())

    def refused(self, why: str) -> CellError:
        """Return an error that says why it cannot be used."""
        return CellError(f"{self.place}: {why}")


class Sheet:
    """A sheet of a workbook."""

    def __init__(self, name: str, rows: list[list[Any]], scan: Scan) -> None:
        self.name = name
        self.scan = scan
        self._rows = rows
        self.height = len(rows)
        self.width = max(map(len, rows), default=0)

    def place(self, row: int, column: int) -> str:
        """Return how messages name a cell."""
        return f"sheet '{self.name}', cell {name_of(row, column)}"

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a cell; rows and columns are counted from 0.

        Raises
        ------
        CellError
            If nobody can know what it holds: a formula without a stored value, an error, a number that is shown
            as another one, or that has lost digits.
        """
        place = self.place(row, column)
        if (row, column) in self.scan.flaws:
            raise CellError(f"{place}: {self.scan.flaws[row, column]}")
        value = self._value(row, column)
        if isinstance(value, bool):
            return Cell(place, "truth", str(value).lower())
        if isinstance(value, str):
            return Cell(place, "text", value) if value else Cell(place, "nothing")
        look = self.scan.looks.get((row, column), "")
        if look == DATE or not isinstance(value, int | float):
            return Cell(place, "date", _date_text(value))
        if look in _SHOWN_OTHERWISE:
            mend = "format it as General, and write its unit, with 万 and alike, into the cell of the unit"
            raise CellError(f"{place}: {_SHOWN_OTHERWISE[look]}; {mend}")
        if not math.isfinite(value) or (abs(value) >= _EXACT and _digits(value) >= _KEPT):
            raise CellError(f"{place}: {value!r} has more digits than a workbook keeps; write it as a text")
        return Cell(place, "percent" if look == PERCENT else "number", _decimal(value, percent=look == PERCENT))

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell without spaces around it; an empty one if it holds anything else."""
        value = self._value(row, column)
        return value.strip() if isinstance(value, str) else ""

    def is_typed(self, row: int, column: int) -> bool:
        """Tell whether somebody typed something into a cell; a formula is not typed, and spaces are nothing."""
        value = self._value(row, column)
        is_filled = bool(value.strip()) if isinstance(value, str) else True
        return is_filled and (row, column) not in self.scan.formulas

    def is_filled(self, row: int, column: int) -> bool:
        """Tell whether anything stands in a cell, a formula without a value or an error too."""
        value = self._value(row, column)
        return (row, column) in self.scan.flaws or not isinstance(value, str) or bool(value.strip())

    def covered(self, rows: Sequence[int], columns: Sequence[int]) -> Iterator[MergedError]:
        """Yield which cells of some rows and columns, each in order, another one that they are merged with covers."""
        for first, last in self.scan.merged:
            for row in rows[bisect_left(rows, first[0]) : bisect_right(rows, last[0])]:
                for column in columns[bisect_left(columns, first[1]) : bisect_right(columns, last[1])]:
                    if (row, column) != first:
                        merged = f"it is merged with {name_of(*first)}, which alone has a value"
                        told = f"{self.place(row, column)}: {merged}; unmerge the cells, and fill in each"
                        yield MergedError(told, row)

    def _value(self, row: int, column: int) -> Any:
        inside = 0 <= row < self.height and 0 <= column < len(self._rows[row])
        return self._rows[row][column] if inside else ""


def _digits(value: float) -> int:
    """Return how many digits a number has that are not zeros at its end."""
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


def _decimal(value: float, *, percent: bool) -> str:
    """Return a number as the decimal that was typed, which its float stands for."""
    typed = Decimal(repr(value))
    if not percent:
        return repr(value).removesuffix(".0")
    return f"{(typed * 100).normalize():f}" if typed else "0"


def _date_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def read_workbook(path: Path, bounds: Bounds) -> list[Sheet]:
    """Read the sheets of a workbook, hidden rows and hidden sheets too.

    Raises
    ------
    WorkbookError
        If the file cannot be read, is no workbook, or is larger than it may be.
    """
    try:
        import python_calamine  # noqa: PLC0415 (an extra)
    except ImportError:
        raise WorkbookError("workbooks need more: pip install 'greencalc[excel]'") from None
    parts = read_parts(path, bounds)
    scans = _scans(parts, bounds)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(parts.packed())
        rows = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in scans}
    except (python_calamine.CalamineError, OSError, ValueError):
        raise WorkbookError(_DAMAGED) from None
    if any(_lost(scan, rows[name]) for name, scan in scans.items()):
        raise WorkbookError(_DAMAGED)
    return [Sheet(name, rows[name], scan) for name, scan in scans.items()]


def _lost(scan: Scan, rows: list[list[Any]]) -> bool:
    """Tell whether something stands in the file's cells that was not read."""
    return any(row >= len(rows) or len(rows[row]) - rows[row].count("") < count for row, count in scan.filled.items())


def _scans(parts: Parts, bounds: Bounds) -> dict[str, Scan]:
    """Look through all sheets, which together have no more cells than one may have."""
    looks = number_looks(parts.styles) if parts.styles else []
    texts = text_lengths(parts.strings) if parts.strings else ([], set())
    cells, letters = bounds.cells, bounds.unpacked_bytes
    scans = {}
    for name, part in parts.sheets.items():
        scans[name] = scan_sheet(part, looks, texts, (cells, letters))
        cells -= scans[name].cells
        letters -= scans[name].shared
    return scans
