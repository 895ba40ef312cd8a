"""Plant workbooks: the facts that people have typed into the cells of an Excel workbook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from greencalc.errors import PlantFileError
from greencalc.files.excel_workbook import Cell, CellError, Sheet
from greencalc.files.keyed_sheet import KeyedSheet, read_keyed
from greencalc.files.workbook_parts import WorkbookError
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.fact import fact_of
from greencalc.plant.names import known_names, known_units
from greencalc.plant.status_words import STATUS_WORDS, UNKNOWN, status_of
from greencalc.plant.workbook_amounts import amount_in, list_in, note_in, whole_year, year_places
from greencalc.plant.workbook_lines import line_of
from greencalc.standards.table_file import edition_of
from greencalc.units.spellings import suggest
from greencalc.units.wording import shown

_DESCRIBED = {"plant.name": "name", "plant.standard": "standard", "plant.notes": "notes"}
_HEADER = ("vehicle_type", "year")
_SETTING = "ledger."
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
    rows: list[_Row] = []
    for sheet in keyed:
        if sheet.kind == "facts":
            book.faults.extend(_column_faults(sheet))
            rows += _fact_rows(sheet, book.faults)
        else:
            _take_lines(sheet, book)
    _take_facts(rows, book)
    return book


@frozen
class _Row:
    """A row of a fact, with the cells that are not blank."""

    sheet: KeyedSheet
    row: int
    name: str
    cells: Mapping[str, Cell]

    @property
    def place(self) -> str:
        return self.sheet.sheet.place(self.row, self.sheet.key_column)

    @property
    def says_something(self) -> bool:
        return not {"unit", "year"}.issuperset(self.cells)


def _lost_mark(sheet: Sheet) -> Iterator[str]:
    """Find the keys of facts in a sheet without a mark, which would not be read."""
    for row in range(sheet.height):
        name = sheet.text(row, 0)
        if name in known_names() and ("_" in name or sheet.scan.hides_keys):
            yield (
                f"{sheet.place(row, 0)}: here stands the key {name}, but the sheet has lost its mark, 'greencalc facts 1' "
                "above the keys, so nothing in it would be read; undo that, or delete the sheet"
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


def _fact_rows(sheet: KeyedSheet, faults: list[str]) -> Iterator[_Row]:
    """Yield the rows of facts; a value that has lost its key, or lies under another one, is a fault."""
    faults += map(str, sheet.covered([row for row, key in sheet.rows if key]))
    for row, key in sheet.rows:
        try:
            cells = sheet.cells(row) if key else {}
        except CellError as error:
            faults.append(str(error))
            continue
        if key:
            yield _Row(sheet, row, key, cells)
        else:
            faults += _keyless(sheet, row)


def _keyless(sheet: KeyedSheet, row: int) -> Iterator[str]:
    """Find a value that somebody typed into a row without a key; formulas and other texts are for people."""
    for key, column in sheet.columns.items():
        if (key == "status" or key.startswith("value")) and sheet.sheet.is_typed(row, column):
            try:
                cell = sheet.sheet.cell(row, column)
            except CellError:
                continue
            if cell.kind != "text" or status_of(cell.text) is not None or cell.text.strip()[:1].isdigit():
                key_cell = sheet.sheet.place(row, sheet.key_column)
                yield (
                    f"{cell.place}: {shown(cell.text)} stands in a row without a key, so nobody can know which fact it is; "
                    f"write the fact's name into {key_cell.partition(', ')[2]}, or move what is no fact to another column"
                )


def _take_facts(rows: list[_Row], book: PlantWorkbook) -> None:
    """Take each fact once, as a plant file would hold it."""
    found: dict[str, _Row] = {}
    again: dict[tuple[str, str], list[tuple[_Row, _Row]]] = defaultdict(list)
    for row in (row for row in rows if row.says_something):
        first = found.setdefault(row.name, row)
        if first is not row:
            again[first.sheet.sheet.name, row.sheet.sheet.name].append((first, row))
    book.faults.extend(_twice(pairs) for pairs in again.values())
    described: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    is_own = "plant.standard" in found and not _is_edition(found["plant.standard"])
    for name, row in found.items():
        try:
            if name in _DESCRIBED:
                described[_DESCRIBED[name]] = note_in(_one_value(row))
            elif name in _HEADER:
                _take_header(row, described, book.content)
            elif name.startswith(_SETTING):
                settings[name.removeprefix(_SETTING)] = _setting(row)
            else:
                book.content[name] = _fact(row, is_own=is_own)
        except CellError as error:
            book.faults.append(str(error))
        book.places[f"plant.{name}" if name == "year" else name] = row.place
    if described:
        book.content["plant"] = described
    if settings:
        book.content["ledger"] = settings


def _is_edition(row: _Row) -> bool:
    cell = row.cells.get("value")
    return cell is None or edition_of(cell.text) is not None


def _twice(pairs: list[tuple[_Row, _Row]]) -> str:
    """Say which facts are given twice; those of a sheet that was copied in one sentence."""
    first, second = pairs[0]
    if first.sheet is not second.sheet and len(pairs) > _MOST_NAMED:
        names = ", ".join(one.name for one, _ in pairs[:_MOST_NAMED])
        return (
            f"{second.place}: sheet '{second.sheet.sheet.name}' gives {len(pairs)} facts that sheet "
            f"'{first.sheet.sheet.name}' gives too ({names} ...); is it a copy? delete one of the two"
        )
    return "; ".join(f"{row.place}: {row.name} is given twice, also in {one.place}" for one, row in pairs)


def _one_value(row: _Row) -> Cell:
    """Return the value of a row that has nothing else."""
    others = [cell for key, cell in row.cells.items() if key != "value"]
    if others or "value" not in row.cells:
        cell = others[0] if others else row.cells["value"]
        raise cell.refused(f"{row.name} has a value alone, and nothing in other columns")
    return row.cells["value"]


def _take_header(row: _Row, described: dict[str, Any], content: dict[str, Any]) -> None:
    """Take the vehicle type, or the year that is evaluated, with its evidence where it has some."""
    value = row.cells.get("value")
    if value is None:
        raise next(iter(row.cells.values())).refused(f"{row.name} has no value")
    said = whole_year(value) if row.name == "year" and value.kind == "number" else note_in(value)
    if len(row.cells) > 1:
        content[row.name] = _with_rest(row, {"value": said})
    else:
        described[row.name] = said


def _setting(row: _Row) -> Any:
    """Return a setting of the ledgers: a text, true or false, or a list."""
    years = year_places(row.cells)
    if years:
        return [whole_year(cell) if cell.kind == "number" else note_in(cell) for cell in years.values()]
    cell = _one_value(row)
    if cell.kind == "truth":
        return cell.text == "true"
    return list_in(cell) if cell.text.strip().startswith("[") else note_in(cell)


def _fact(row: _Row, *, is_own: bool) -> Any:
    """Return a fact as a plant file would hold it."""
    cells, name = row.cells, row.name
    known = _checked_name(row, is_own=is_own)
    unit = cells.get("unit")
    years = year_places(cells)
    value, status = cells.get("value"), cells.get("status")
    given = [cell for cell in (status, value, *years.values()) if cell is not None]
    if not given:
        note = next(iter(cells.values()))
        raise note.refused(f"{name} has this, but neither a value nor a status; fill one in, or say unknown")
    if (status is not None) + (value is not None) + bool(years) > 1:
        cell = given[0]
        raise cell.refused(f"{name} has a value too, in {given[1].place.partition(', ')[2]}; keep one of the two")
    if status is not None:
        main: dict[str, Any] = {"status": _status(status)}
    elif value is not None:
        main = {"value": _amount(value, unit, name, is_known=known)}
    else:
        last = max(years)
        listed = (years.get(year) for year in range(1, last + 1))
        main = {"value": [UNKNOWN if cell is None else _amount(cell, unit, name, is_known=known) for cell in listed]}
    return _with_rest(row, main)


def _checked_name(row: _Row, *, is_own: bool) -> bool:
    """Refuse a name that is no fact's; tell whether it is one that the shipped editions need."""
    known, name = {*known_names(), *known_units()}, row.name
    key = row.sheet.sheet.place(row.row, row.sheet.key_column)
    if name in LEDGER_NAMES or name.startswith("plant."):
        choices = (*_DESCRIBED, *_HEADER, f"{_SETTING}grid and alike")
        raise CellError(f"{key}: there is no key {shown(name)}; what is no fact has the keys {', '.join(choices)}")
    if name not in known and not is_own:
        near = suggest(name, known)
        hint = f"; did you mean {near}?" if near else ""
        raise CellError(
            f"{key}: there is no fact {shown(name)}{hint}; a fact of a table of your own needs the name of its file in "
            "plant.standard"
        )
    return name in known and not is_own


def _status(cell: Cell) -> Any:
    if cell.kind == "truth":
        return cell.text == "true"
    if cell.kind != "text" or status_of(cell.text) is None:
        raise cell.refused(f"{shown(cell.text)} is no status; say {STATUS_WORDS}")
    return cell.text.strip()


def _amount(cell: Cell, unit: Cell | None, name: str, *, is_known: bool) -> str:
    """Return an amount as it would be typed; of a fact that is none of the library's also any text."""
    wanted = known_units().get(name) if is_known else None
    is_word = cell.kind == "text" and status_of(cell.text) is not None
    if is_word and (status_of(cell.text) == UNKNOWN or (is_known and wanted is None)):
        return cell.text.strip()
    if is_known and wanted is None:
        raise cell.refused(f"{shown(cell.text)} is no status of {name}; say {STATUS_WORDS}")
    if not is_known and cell.kind == "text" and unit is None:
        return cell.text
    return amount_in(cell, unit, wanted)


def _with_rest(row: _Row, main: dict[str, Any]) -> Any:
    """Return a value or status with what is said beside it, checked as far as that goes."""
    rest: dict[str, Any] = {}
    for key in ("reason", "evidence", "share", "year"):
        cell = row.cells.get(key)
        if cell is not None:
            rest[key] = whole_year(cell) if key == "year" else _share(cell) if key == "share" else note_in(cell)
    fact = main | rest
    try:
        fact_of(row.name, fact)
    except ValueError as error:
        culprit = next((row.cells[key] for key in ("share", "reason") if key in row.cells), None)
        place = row.place if culprit is None else culprit.place
        raise CellError(f"{place}: {row.name}: {error}") from None
    [alone] = main.values()
    return fact if rest else alone


def _share(cell: Cell) -> str:
    if cell.kind == "number":
        raise cell.refused(f"the share {cell.text} has no unit; write it as 60 %")
    return f"{cell.text} %" if cell.kind == "percent" else note_in(cell)


def _take_lines(sheet: KeyedSheet, book: PlantWorkbook) -> None:
    """Take the lines of a ledger."""
    lines = book.content.setdefault(sheet.kind, [])
    rows = [row for row, key in sheet.rows if key]
    book.faults.extend(map(str, sheet.covered(rows)))
    for row, key in sheet.rows:
        if not key:
            book.faults.extend(_keyless_line(sheet, row))
            continue
        try:
            if key != "line":
                raise CellError(f"{sheet.sheet.place(row, sheet.key_column)}: {shown(key)} is no key; a line has 'line'")
            line = line_of(sheet.cells(row))
        except CellError as error:
            book.faults.append(str(error))
            continue
        if line:
            lines.append(line)
            book.places[f"{sheet.kind} {len(lines)}"] = sheet.sheet.place(row, sheet.key_column)
    if not lines:
        del book.content[sheet.kind]


def _keyless_line(sheet: KeyedSheet, row: int) -> Iterator[str]:
    """Find a quantity that somebody typed into a row without a key."""
    column = sheet.columns.get("quantity")
    if column is not None and sheet.sheet.is_typed(row, column):
        try:
            cell = sheet.sheet.cell(row, column)
        except CellError:
            return
        if cell.kind in {"number", "percent"}:
            key_cell = sheet.sheet.place(row, sheet.key_column).partition(", ")[2]
            yield f"{cell.place}: {cell.text} stands in a row without a key; write 'line' into {key_cell}, or move it"
