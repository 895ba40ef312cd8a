"""Rows of a sheet of plants in an Excel workbook, as text as a CSV file would have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from greencalc.errors import FactsError, UnitTextError
from greencalc.files.excel_workbook import Cell, CellError, Sheet, read_workbook
from greencalc.files.workbook_parts import Bounds, WorkbookError
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.files.pieces import ColumnsToRead, Part, TableReader, part_of_words
from greencalc.units.text import parse_unit

_BOUNDS = Bounds(file_bytes=32 << 20, unpacked_bytes=128 << 20, cells=1_000_000)
_ROWS = 4096
_MOST_COVERED = 10_000


class WorkbookRows(TableReader):
    """Rows of the first sheet, or of the only one that holds anything; a row each, and the first has the headers."""

    sheet: Sheet
    top: int

    def _open(self) -> list[str]:
        try:
            sheets = read_workbook(self.path, _BOUNDS)
        except WorkbookError as error:
            raise FactsError(str(self.path), (str(error),)) from None
        filled = [sheet for sheet in sheets if sheet.height]
        if len(filled) > 1 and filled[0] is not sheets[0]:
            names = ", ".join(f"'{sheet.name}'" for sheet in filled)
            raise FactsError(str(self.path), (f"the first sheet is empty, and several others are not, {names}",))
        if not filled:
            raise FactsError(str(self.path), ("its sheets are empty",))
        self.sheet = filled[0]
        self.top = next(row for row in range(self.sheet.height) if self._filled(row))
        self.first_row, self.sheet_name = self.top + 2, self.sheet.name
        self.headers_stand_in = f", sheet '{self.sheet.name}', row {self.top + 1}"
        return self._headers()

    def _headers(self) -> list[str]:
        try:
            cells = [self.sheet.cell(self.top, column) for column in range(self._width())]
        except CellError as error:
            raise FactsError(str(self.path), (str(error),)) from None
        if cells[0].text.startswith("greencalc facts"):
            raise FactsError(str(self.path), ("it is the workbook of one plant; 'greencalc score' reads it",))
        if self._filled(self.top) == 1 < self._filled(self.top + 1):
            title = f"sheet '{self.sheet.name}': row {self.top + 1} has one cell, and the next has more"
            raise FactsError(str(self.path), (f"{title}; delete titles above the headers",))
        wrong = [*map(str, self.sheet.covered([self.top], range(self._width())))]
        wrong += [f"{cell.place}: a header is a text, and this is a {cell.kind}" for cell in cells if _is_no_text(cell)]
        if wrong:
            raise FactsError(str(self.path), tuple(wrong))
        return [" ".join(cell.text.split()) for cell in cells]

    def _filled(self, row: int) -> int:
        """Return how many cells of a row have something in them."""
        return sum(self.sheet.is_filled(row, column) for column in range(self.sheet.width))

    def _width(self) -> int:
        """Return how many columns have something in them in any row."""
        rows = range(self.top, self.sheet.height)
        columns = range(self.sheet.width)
        return max(column + 1 for column in columns if any(self.sheet.is_filled(row, column) for row in rows))

    def _parts(self, wanted: ColumnsToRead) -> Iterator[Part]:
        columns = {name: self.names.index(name) for name in wanted.names}
        first = self.top + 1
        covered = self._covered(sorted(columns.values()))
        for start in range(first, self.sheet.height, _ROWS):
            rows = range(start, min(start + _ROWS, self.sheet.height))
            broken: dict[int, str] = {}
            cells: dict[str, list[str | None]] = {name: [] for name in wanted.names}
            for place, row in enumerate(rows):
                told = [covered[row]] if row in covered else []
                for name, column in columns.items():
                    text = None
                    try:
                        text = _text_of(self.sheet.cell(row, column), name, is_number=name in wanted.numbers)
                    except CellError as error:
                        told.append(str(error))
                    cells[name].append(text)
                if not self._filled(row):
                    told.append("the row is empty")
                if told:
                    broken[place] = told[0]
            words = pl.DataFrame(cells, schema=dict.fromkeys(wanted.names, pl.String))
            done = (rows.stop - first) / (self.sheet.height - first)
            yield part_of_words(words, wanted, broken, done)

    def _covered(self, columns: list[int]) -> dict[int, str]:
        """Return the rows with a cell that another one covers, each with the first such."""
        found: dict[int, str] = {}
        for count, error in enumerate(self.sheet.covered(range(self.top + 1, self.sheet.height), columns)):
            if count > _MOST_COVERED:
                raise FactsError(
                    str(self.path), (f"sheet '{self.sheet.name}' has too many merged cells; unmerge them",)
                )
            found.setdefault(error.row, str(error))
        return found


def _is_no_text(cell: Cell) -> bool:
    return cell.kind not in {"text", "nothing"} and not cell.text.replace(".", "").isdigit()


def _text_of(cell: Cell, header: str, *, is_number: bool) -> str | None:
    """Return what a CSV file would have; percentages as numbers of percent, which the header has to say.

    Raises
    ------
    CellError
        If it is a date where an amount is wanted, or a percentage below a header of another unit.
    """
    if cell.is_blank:
        return None
    if cell.kind == "date" and is_number:
        raise cell.refused(f"it is a date, {cell.text}, and no amount; format it as General, and type it again")
    if cell.kind == "percent" and is_number and not _is_percent(header):
        raise cell.refused(f"it shows {cell.text} % by its number format, and the header {header} has no [%]")
    return f"{cell.text} %" if cell.kind == "percent" and not is_number else cell.text


def _is_percent(header: str) -> bool:
    unit: Any = read_header(header).unit
    try:
        return unit is not None and parse_unit(unit) == parse_unit("%")
    except UnitTextError:
        return False
