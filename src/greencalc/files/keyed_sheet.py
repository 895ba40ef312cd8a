"""Sheets that say in hidden cells what their rows and columns are, so that people may move, sort and insert them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from attrs import frozen

from greencalc.fault_list import MOST_TOLD
from greencalc.files.excel_workbook import Cell, CellError, Sheet, read_workbook
from greencalc.files.workbook_parts import Bounds, WorkbookError

COMPUTED = "computed"
"""The key of columns that formulas fill, which may be there several times; whoever types into them is told."""
VERSION = "1"
"""The number of the format that this version reads and writes."""

_MARK = re.compile(r"greencalc ([a-z]+) ([0-9]+)")
_BOUNDS = Bounds(file_bytes=4 << 20, unpacked_bytes=32 << 20, cells=200_000)


def mark(kind: str) -> str:
    """Return what stands where the keys of rows and columns meet.

    Examples
    --------
    >>> mark("facts")
    'greencalc facts 1'
    """
    return f"greencalc {kind} {VERSION}"


@frozen
class KeyedSheet:
    """A sheet with keys.

    Attributes
    ----------
    sheet : Sheet
        The sheet.
    kind : str
        What it holds, as its mark says.
    columns : mapping of str to int
        The columns that are read, by key.
    rows : tuple of (int, str)
        All rows but that of the keys, each with its key, which may be empty.
    key_row, key_column : int
        Where the keys of columns and of rows stand.
    computed : tuple of int
        The columns that formulas fill.
    """

    sheet: Sheet
    kind: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, str], ...]
    key_row: int
    key_column: int
    computed: tuple[int, ...] = ()

    def cells(self, row: int) -> dict[str, Cell]:
        """Return the cells of a row that are not blank, by the keys of their columns.

        Raises
        ------
        CellError
            If one of them holds what nobody can know.
        """
        cells = {key: self.sheet.cell(row, column) for key, column in self.columns.items()}
        return {key: cell for key, cell in cells.items() if not cell.is_blank}

    def typed(self, row: int, columns: Iterable[str]) -> Iterator[Cell]:
        """Yield what somebody typed into some columns of a row, where that is known."""
        for column in (self.columns[key] for key in columns if key in self.columns):
            if self.sheet.is_typed(row, column):
                with suppress(CellError):
                    yield self.sheet.cell(row, column)

    def overwritten(self, rows: Iterable[int]) -> Iterator[str]:
        """Yield what somebody typed where a formula stood: it would be read past."""
        cells = ((row, column) for row in rows for column in self.computed if self.sheet.is_typed(row, column))
        for row, column in islice(cells, MOST_TOLD):
            yield (
                f"{self.sheet.place(row, column)}: this is computed, and what is typed here counts for nothing; empty "
                "the cell, and change what it is computed from"
            )

    def covered(self, rows: Collection[int]) -> Iterator[CellError]:
        """Yield which cells of some rows another one that they are merged with covers."""
        return islice(self.sheet.covered(sorted(rows), sorted(self.columns.values())), MOST_TOLD)


def read_keyed(
    path: Path, kinds: Collection[str], what: str, faults: list[str]
) -> tuple[list[KeyedSheet], list[Sheet]]:
    """Read the sheets of a workbook that have a mark, and those that have none.

    Parameters
    ----------
    path : Path
        The file.
    kinds : collection of str
        The kinds of sheets that are wanted.
    what : str
        What a workbook with such sheets is called.
    faults : list of str
        Takes what is wrong with marks and keys.

    Raises
    ------
    WorkbookError
        If the file cannot be read, or no sheet in it has a mark.
    """
    keyed, others, strange = [], [], set()
    for sheet in read_workbook(path, _BOUNDS):
        marks = list(_marks(sheet))
        if not marks:
            others.append(sheet)
            continue
        (row, column), kind, version = marks[0]
        place = sheet.place(row, column)
        if len(marks) > 1:
            faults.append(
                f"{sheet.place(*marks[1][0])}: a second mark of greencalc, beside {place}; take one of them out"
            )
        elif version != VERSION:
            need = f"the sheet is of format {version}, and this version of greencalc reads format {VERSION}"
            faults.append(f"{place}: {need}; use the version that the workbook was made with, or a newer one")
        elif kind in kinds:
            keyed.append(_keyed(sheet, kind, (row, column), faults))
        else:
            strange.add(kind)
    if not keyed and not faults:
        held = (
            f"its sheets are of another kind, {', '.join(sorted(strange))}"
            if strange
            else "no sheet has the hidden keys; many plants, a row each, are for 'greencalc batch'"
        )
        raise WorkbookError(
            f"it is no workbook of {what} as greencalc writes it: {held}; 'greencalc form' writes an empty one"
        )
    return keyed, others


def _marks(sheet: Sheet) -> Iterator[tuple[tuple[int, int], str, str]]:
    for row in range(sheet.height):
        for column in range(sheet.width):
            found = _MARK.fullmatch(sheet.text(row, column))
            if found:
                yield (row, column), found[1], found[2]


def _keyed(sheet: Sheet, kind: str, at: tuple[int, int], faults: list[str]) -> KeyedSheet:
    key_row, key_column = at
    columns: dict[str, int] = {}
    computed = []
    for column in (column for column in range(sheet.width) if column != key_column):
        key = _key(sheet, key_row, column, faults)
        if key == COMPUTED:
            computed.append(column)
        elif key in columns:
            other = sheet.place(key_row, columns[key])
            faults.append(
                f"{sheet.place(key_row, column)}: the key {key!r} of a column is there twice, also in {other}"
            )
        elif key:
            columns[key] = column
    rows = tuple((row, _key(sheet, row, key_column, faults)) for row in range(sheet.height) if row != key_row)
    return KeyedSheet(sheet, kind, columns, rows, key_row, key_column, tuple(computed))


def _key(sheet: Sheet, row: int, column: int, faults: list[str]) -> str:
    """Return a key, which is a text: a number may have lost digits, as 10.10 would."""
    try:
        cell = sheet.cell(row, column)
    except CellError as error:
        faults.append(str(error))
        return ""
    if not cell.is_blank and cell.kind != "text":
        faults.append(f"{cell.place}: a key is a text, and this is {cell.text}; write it as a text, with ' in front")
    return cell.text.strip() if cell.kind == "text" else ""
