"""Lines of ledgers in the rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from greencalc.files.excel_workbook import Cell, CellError
from greencalc.files.keyed_sheet import KeyedSheet
from greencalc.ledgers.meter_line import MOST_LINES
from greencalc.plant.workbook_rows.amounts import amount_in, inline, list_in, note_in, without_key
from greencalc.units.wording import shown

_LINE, _UNIT, _QUANTITY, _MORE = "line", "unit", "quantity", "more"
_TEXTS = ("evidence", "reference")


def lines_in(sheet: KeyedSheet, faults: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a sheet, as a plant file would hold them; blank rows are none."""
    keyed = [row for row, key in sheet.rows if key]
    faults += [*map(str, sheet.covered(keyed)), *sheet.overwritten(keyed)]
    if len(keyed) > MOST_LINES:
        faults.append(f"sheet '{sheet.sheet.name}': a ledger has at most {MOST_LINES} lines; add up those of a kind")
        return
    for row, key in sheet.rows:
        if not key:
            faults += without_key(sheet, row, [_QUANTITY], _LINE)
            continue
        if key != _LINE:
            faults.append(f"{sheet.sheet.place(row, sheet.key_column)}: {shown(key)} is no key; a line has {_LINE!r}")
            continue
        try:
            line = _line_of(sheet.cells(row))
        except CellError as error:
            faults.append(str(error))
            continue
        if line:
            yield line


def _line_of(cells: Mapping[str, Cell]) -> dict[str, Any]:
    """Return a line as a plant file would hold it; an empty one if nothing but a unit is said.

    Raises
    ------
    CellError
        If a cell of it cannot be used.
    """
    if set(cells) <= {_UNIT}:
        return {}
    line: dict[str, Any] = {}
    for key, cell in cells.items():
        if key == _QUANTITY:
            line[key] = list_in(cell) if _is_list(cell) else amount_in(cell, cells.get(_UNIT), None)
        elif key not in {_UNIT, _MORE}:
            line[key] = _entry(key, cell)
    more = cells.get(_MORE)
    for key, value in (_more(more) if more is not None else {}).items():
        if key in line:
            raise cells[_MORE].refused(f"{key} is given twice, also in {cells[key].name}")
        line[key] = value
    if _UNIT in cells and _QUANTITY not in line:
        raise cells[_UNIT].refused(f"the line has a unit, {shown(cells[_UNIT].text)}, and no quantity")
    return line


def _is_list(cell: Cell) -> bool:
    return cell.kind == "text" and cell.text.strip().startswith("[")


def _entry(key: str, cell: Cell) -> Any:
    """Return an entry: true or false, a list, or a text."""
    if cell.kind == "truth":
        return cell.text == "true"
    if cell.kind in {"number", "date"} and key not in _TEXTS:
        raise cell.refused(f"{key} is a text with its unit, if it has one, and this is the {cell.kind} {cell.text}")
    return list_in(cell) if _is_list(cell) else note_in(cell).strip()


def _more(cell: Cell) -> dict[str, Any]:
    """Return the entries that have no column of their own."""
    entries: dict[str, Any] = inline(cell, f"x = {{ {cell.text.strip()} }}")
    return entries
