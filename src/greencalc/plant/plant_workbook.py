"""Plant workbooks: the facts that people have typed into the cells of an Excel workbook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import field, frozen

from greencalc.errors import PlantFileError
from greencalc.fault_list import MOST_TOLD
from greencalc.files.excel_workbook import Cell, CellError, Sheet
from greencalc.files.keyed_sheet import KeyedSheet, mark, read_keyed
from greencalc.files.workbook_parts import WorkbookError
from greencalc.plant.fact import MOST_FACTS
from greencalc.plant.names import HEADER, known_names
from greencalc.plant.workbook_rows.amounts import list_in, note_in, whole_year, without_key, year_places
from greencalc.plant.workbook_rows.facts import DESCRIBED, SETTING, FactRow, fact_in, with_rest
from greencalc.plant.workbook_rows.lines import lines_in
from greencalc.standards.editions import EDITIONS, edition_of
from greencalc.units.spellings import suggest
from greencalc.units.wording import shown

_COLUMNS = ("value", "unit", "status", "share", "reason", "evidence", "year")
_NUMBERED = re.compile(r"value\.[1-9][0-9]?")
_MOST_NAMED = 3


@frozen
class PlantWorkbook:
    """What a workbook says of a plant.

    Attributes
    ----------
    content : dict
        The same as the TOML file of the plant would hold.
    places : dict
        Where each name in it stands.
    faults : list of str
        What is wrong with cells.
    """

    content: dict[str, Any] = field(factory=dict)
    places: dict[str, str] = field(factory=dict)
    faults: list[str] = field(factory=list)

    def placed(self, fault: str) -> str:
        """Return a fault with the cell of the name that it begins with, if it does not say a cell itself."""
        place = self.places.get(fault.partition(": ")[0])
        return f"{place}: {fault}" if place else fault


def read_plant_workbook(path: Path) -> PlantWorkbook:
    """Read a plant's facts from the sheets of a workbook that have keys.

    Raises
    ------
    PlantFileError
        If the file is no workbook that can be read, or none of a plant.
    """
    book = PlantWorkbook()
    try:
        keyed, others = read_keyed(path, ("facts", "energy", "emission"), "a plant", book.faults)
    except WorkbookError as error:
        raise PlantFileError(str(path), (str(error),)) from error
    book.faults.extend(fault for sheet in others for fault in _lost_mark(sheet))
    rows: list[FactRow] = []
    for sheet in keyed:
        if sheet.kind == "facts":
            book.faults.extend(islice(_column_faults(sheet), MOST_TOLD))
            rows += _fact_rows(sheet, book.faults)
        else:
            _take_lines(sheet, book)
    _take_facts(_once(rows, book.faults), book, is_own=_is_of_own_table(rows))
    return book


def _lost_mark(sheet: Sheet) -> Iterator[str]:
    """Find the keys of facts in a sheet without a mark, which would not be read."""
    for row in range(sheet.height):
        name = sheet.text(row, 0)
        if name in known_names() and ("_" in name or sheet.scan.hides_keys):
            yield (
                f"{sheet.place(row, 0)}: here stands the key {name}, and the sheet has lost its mark above the keys, "
                f"{mark('facts')!r}, so that nothing in it would be read; undo that, or delete the sheet"
            )
            return


def _column_faults(sheet: KeyedSheet) -> Iterator[str]:
    """Find keys of columns that no sheet of facts has, and years that are missing among the others."""
    numbered = [key for key in sheet.columns if _NUMBERED.fullmatch(key)]
    for key, column in sheet.columns.items():
        if key not in _COLUMNS and key not in numbered:
            near = suggest(key, (*_COLUMNS, "value.1"))
            place = sheet.sheet.place(sheet.key_row, column)
            yield f"{place}: there is no column {shown(key)}" + (f"; did you mean {near}?" if near else "")
    missing = [f"value.{year}" for year in range(1, len(numbered) + 1) if f"value.{year}" not in numbered]
    if missing:
        yield f"sheet '{sheet.sheet.name}': the column {missing[0]} is missing beside {', '.join(sorted(numbered))}"
    if not numbered and not {"value", "status"} & set(sheet.columns):
        yield f"sheet '{sheet.sheet.name}': it has neither a column 'value' nor a column 'status' among its hidden keys"


def _fact_rows(sheet: KeyedSheet, faults: list[str]) -> Iterator[FactRow]:
    """Yield the rows of facts; a value that has lost its key, or lies under another one, is a fault."""
    keyed = [row for row, key in sheet.rows if key]
    faults += [*map(str, sheet.covered(keyed)), *sheet.overwritten(keyed)]
    # a sheet without units has no amounts, and points and alike may stand below its values
    starts = ("status", "value") if "unit" in sheet.columns else ("status",)
    value_columns = [key for key in sheet.columns if key.startswith(starts)]
    for row, key in sheet.rows:
        try:
            cells = sheet.cells(row) if key else {}
        except CellError as error:
            faults.append(str(error))
            continue
        if key:
            yield FactRow(sheet, row, key, cells)
        else:
            faults += without_key(sheet, row, value_columns, "the fact's name")


def _once(rows: list[FactRow], faults: list[str]) -> dict[str, FactRow]:
    """Return the row of each fact, which says it once."""
    found: dict[str, FactRow] = {}
    again: dict[tuple[str, str], list[tuple[FactRow, FactRow]]] = defaultdict(list)
    for row in (row for row in rows if row.says_something):
        first = found.setdefault(row.name, row)
        if first is not row:
            again[first.sheet.sheet.name, row.sheet.sheet.name].append((first, row))
    faults += map(_twice, again.values())
    if len(found) > MOST_FACTS:
        faults.append(f"the workbook has more than {MOST_FACTS} facts")
        return {}
    return found


def _take_facts(found: dict[str, FactRow], book: PlantWorkbook, *, is_own: bool) -> None:
    """Take facts as a plant file would hold them."""
    described: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    for name, row in found.items():
        try:
            if name in DESCRIBED:
                described[DESCRIBED[name]] = note_in(_one_value(row))
            elif name in HEADER:
                _take_header(row, described, book.content)
            elif name.startswith(SETTING):
                settings[name.removeprefix(SETTING)] = _setting(row)
            else:
                book.content[name] = fact_in(row, is_own=is_own)
        except CellError as error:
            book.faults.append(str(error))
        book.places[f"plant.{name}" if name == "year" else name] = row.place
    if described:
        book.content["plant"] = described
    if settings:
        book.content["ledger"] = settings


def _is_of_own_table(rows: list[FactRow]) -> bool:
    """Tell whether no shipped table is meant: another is named, or the cell left empty for one that lies elsewhere."""
    named = [row.cells.get("value") for row in rows if row.name == "plant.standard"]
    return any(cell is None or edition_of(cell.text) not in EDITIONS for cell in named)


def _twice(pairs: list[tuple[FactRow, FactRow]]) -> str:
    """Say which facts are given twice; those of a sheet that was copied in one sentence."""
    first, second = pairs[0]
    if first.sheet is not second.sheet and len(pairs) > _MOST_NAMED:
        names = ", ".join(one.name for one, _ in pairs[:_MOST_NAMED])
        return (
            f"{second.place}: sheet '{second.sheet.sheet.name}' gives {len(pairs)} facts that sheet "
            f"'{first.sheet.sheet.name}' gives too ({names} ...); is it a copy? delete one of the two"
        )
    return "; ".join(f"{row.place}: {row.name} is given twice, also in {one.place}" for one, row in pairs)


def _one_value(row: FactRow) -> Cell:
    """Return the value of a row that has nothing else."""
    others = [cell for key, cell in row.cells.items() if key != "value"]
    if others or "value" not in row.cells:
        cell = others[0] if others else row.cells["value"]
        raise cell.refused(f"{row.name} has a value alone, and nothing in other columns")
    return row.cells["value"]


def _take_header(row: FactRow, described: dict[str, Any], content: dict[str, Any]) -> None:
    """Take the vehicle type, or the year that is evaluated, with its evidence where it has some."""
    value = row.cells.get("value")
    if value is None:
        raise next(iter(row.cells.values())).refused(f"{row.name} has no value")
    said = whole_year(value) if row.name == "year" and value.kind == "number" else note_in(value)
    if len(row.cells) > 1:
        content[row.name] = with_rest(row, {"value": said})
    else:
        described[row.name] = said


def _setting(row: FactRow) -> Any:
    """Return a setting of the ledgers: a text, true or false, or a list."""
    years = year_places(row.cells)
    if years and len(years) < len(row.cells):
        raise next(cell for cell in row.cells.values() if cell not in years.values()).refused(
            f"{row.name} has a list in the numbered columns too; keep one of the two"
        )
    if years and max(years) > len(years):
        raise years[max(years)].refused(f"{row.name} is a list, and a cell before this one is empty")
    if years:
        return [whole_year(cell) if cell.kind == "number" else note_in(cell) for cell in years.values()]
    cell = _one_value(row)
    if cell.kind == "truth":
        return cell.text == "true"
    return list_in(cell) if cell.text.strip().startswith("[") else note_in(cell)


def _take_lines(sheet: KeyedSheet, book: PlantWorkbook) -> None:
    """Take the lines of a ledger."""
    lines = list(lines_in(sheet, book.faults))
    if lines:
        book.content.setdefault(sheet.kind, []).extend(lines)
