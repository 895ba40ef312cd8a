"""Facts in the rows of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import frozen

from greencalc.files.excel_workbook import Cell, CellError
from greencalc.files.keyed_sheet import KeyedSheet
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.fact import fact_of
from greencalc.plant.names import HEADER, known_names, known_units
from greencalc.plant.status_words import STATUS_WORDS, UNKNOWN, status_of
from greencalc.plant.workbook_rows.amounts import amount_in, note_in, whole_year, year_places
from greencalc.units.spellings import suggest
from greencalc.units.wording import shown

DESCRIBED: Mapping[str, str] = MappingProxyType(
    {"plant.name": "name", "plant.standard": "standard", "plant.notes": "notes"}
)
"""The keys of what describes the plant."""
SETTING = "ledger."
"""What the keys of the ledgers' settings begin with."""


@frozen
class FactRow:
    """A row of a fact, with the cells that are not blank."""

    sheet: KeyedSheet
    row: int
    name: str
    cells: Mapping[str, Cell]

    @property
    def place(self) -> str:
        """Where its key stands."""
        return self.sheet.sheet.place(self.row, self.sheet.key_column)

    @property
    def says_something(self) -> bool:
        """Whether more stands in it than forms have beforehand."""
        return not {"unit", "year"}.issuperset(self.cells)


def fact_in(row: FactRow, *, is_own: bool) -> Any:
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
        raise cell.refused(f"{name} has a value too, in {given[1].name}; keep one of the two")
    if status is not None:
        main: dict[str, Any] = {"status": _status(status)}
    elif value is not None:
        main = {"value": _amount(value, unit, name, is_known=known)}
    else:
        last = max(years)
        listed = (years.get(year) for year in range(1, last + 1))
        main = {"value": [UNKNOWN if cell is None else _amount(cell, unit, name, is_known=known) for cell in listed]}
    return with_rest(row, main)


def _checked_name(row: FactRow, *, is_own: bool) -> bool:
    """Refuse a name that is no fact's; tell whether it is one that the shipped editions need."""
    known, name = {*known_names(), *known_units()}, row.name
    key = row.sheet.sheet.place(row.row, row.sheet.key_column)
    if name in LEDGER_NAMES or name.startswith("plant."):
        choices = (*DESCRIBED, *HEADER, f"{SETTING}grid and alike")
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


def with_rest(row: FactRow, main: dict[str, Any]) -> Any:
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
