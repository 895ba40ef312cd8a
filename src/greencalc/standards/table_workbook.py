"""A standard's table in the sheets of an Excel workbook: the same plain data as in a TOML file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from attrs import field, fields, frozen

from greencalc.errors import StandardError
from greencalc.fault_list import MOST_TOLD
from greencalc.files.excel_workbook import Cell, CellError
from greencalc.files.keyed_sheet import KeyedSheet, read_keyed
from greencalc.files.workbook_parts import WorkbookError
from greencalc.standards.levels import Cap, Level, RequiredPoints, RequiredShare
from greencalc.standards.rule_kinds import Rule
from greencalc.standards.rules import LimitValue, Years
from greencalc.standards.scales.scale import ShareAt
from greencalc.standards.table import Assumption, Group, Item
from greencalc.standards.table_data import TableHeader, as_date
from greencalc.units.spellings import suggest
from greencalc.units.wording import shown

HEADING = "heading"
"""The key of a row that is for people, among rows that are read."""
SEPARATOR = ";"
"""What stands between several names in a cell."""
RULE = "rule."
"""What the columns of an item's rule begin with."""
IN_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType({"limits": ("limits",), "scales": ("steps", "points")})
"""The entries of rules that are lists of rows, by the kind of the sheet where these rows stand."""


def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _rule_columns() -> Iterator[str]:
    """Yield the names of all entries that a rule of some kind has in the row of its item."""
    yield "kind"
    names = dict.fromkeys(name for kind in get_args(Rule) for name in _names(kind))
    for name in (name for name in names if name not in chain.from_iterable(IN_ROWS.values())):
        yield from (f"{name}.{part}" for part in _names(Years)) if name == "years" else (name,)


def _item_columns() -> Iterator[str]:
    for name in _names(Item):
        yield from (f"{RULE}{column}" for column in _rule_columns()) if name == "rule" else (name,)


COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "standard": ("value",),
        "groups": _names(Group),
        "items": tuple(_item_columns()),
        "limits": ("item", *_names(LimitValue)),
        "scales": ("item", *_names(ShareAt)),
        "levels": tuple(name for name in _names(Level) if name not in {"items", "groups"}),
        "conditions": ("level", *_names(RequiredShare), *_names(RequiredPoints)),
        "caps": _names(Cap),
        "assumptions": _names(Assumption),
    }
)
"""The keys of the columns of each kind of sheet."""
HEADER_KEYS = _names(TableHeader)
"""The keys of the rows of the sheet that says what the standard is."""
_OF_VEHICLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"standard": ("vehicle_types",), "limits": ("vehicle_type",)}
)
"""Keys of tables that do not name their category, which are read too."""
_ROW_NAMES: Mapping[str, str] = MappingProxyType(
    {"groups": "group", "items": "item", "levels": "level", "caps": "cap", "assumptions": "assumption"}
)


@frozen
class TableWorkbook:
    """What a workbook says of a table.

    Attributes
    ----------
    content : dict
        The same as the TOML file of the table would hold.
    places : dict
        By how faults begin, the sheet with the row they speak of.
    """

    content: dict[str, Any] = field(factory=dict)
    places: dict[str, tuple[KeyedSheet, int]] = field(factory=dict)

    def placed(self, fault: str) -> str:
        """Return a fault with the cell that it speaks of."""
        begins = [name for name in self.places if re.match(rf"{re.escape(name)}(?=[.:\[' ]|$)", fault)]
        if not begins:
            return fault
        name = max(begins, key=len)
        sheet, row = self.places[name]
        path = re.match(r"\.?([a-z_.]*)", fault[len(name) :])
        column = path[1] if path and path[1] in sheet.columns else ""
        place = sheet.columns.get(column, min(sheet.columns.values(), default=sheet.key_column))
        return f"{sheet.sheet.place(row, place)}: {fault}"


def read_table_workbook(path: Path) -> TableWorkbook:
    """Read a table from the sheets of a workbook that have keys.

    Raises
    ------
    StandardError
        If the file is no workbook that can be read, or none of a table, or a cell in it cannot be used.
    """
    book = TableWorkbook()
    faults: list[str] = []
    try:
        keyed, _ = read_keyed(path, COLUMNS, "a standard's table", faults)
    except WorkbookError as error:
        raise StandardError(str(path), (str(error),)) from error
    sheets: dict[str, KeyedSheet] = {}
    for sheet in keyed:
        if sheet.kind in sheets:
            first = sheets[sheet.kind].sheet.name
            faults.append(
                f"sheet '{sheet.sheet.name}' holds {sheet.kind}, as sheet '{first}' does; delete one of the two"
            )
        sheets.setdefault(sheet.kind, sheet)
        faults += islice(_column_faults(sheet), MOST_TOLD)
    faults += (f"there is no sheet of {kind}" for kind in ("standard", "items") if kind not in sheets)
    for kind, name in _ROW_NAMES.items():
        if kind in sheets:
            book.content[name] = _take_rows(sheets[kind], name, book.places, faults)
    if "standard" in sheets:
        book.content["standard"] = _header(sheets["standard"], book.places, faults)
    for kind, take in _TAKE_PARTS.items():
        if kind in sheets:
            take(sheets[kind], book, faults)
    if faults:
        raise StandardError(str(path), tuple(faults))
    return book


def _column_faults(sheet: KeyedSheet) -> Iterator[str]:
    """Find keys of columns that such a sheet does not have, and merged cells."""
    known = (*COLUMNS[sheet.kind], *_OF_VEHICLES.get(sheet.kind, ()))
    for key in sheet.columns:
        if key not in known:
            near = suggest(key, known)
            yield f"sheet '{sheet.sheet.name}': there is no column {shown(key)}" + (
                f"; did you mean {near}?" if near else ""
            )
    yield from map(str, sheet.covered([row for row, key in sheet.rows if key != HEADING]))


def _rows(sheet: KeyedSheet, faults: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows that say something, each by its columns; rows that people add have no key and are read too."""
    for row, key in sheet.rows:
        if key == HEADING:
            continue
        try:
            said = {name: _READ.get(name, _text)(cell) for name, cell in sheet.cells(row).items()}
        except CellError as error:
            faults.append(str(error))
            continue
        if said:
            yield row, said


def _take_rows(
    sheet: KeyedSheet, name: str, places: dict[str, tuple[KeyedSheet, int]], faults: list[str]
) -> list[dict[str, Any]]:
    """Return groups, items, levels, caps or assumptions."""
    found: list[dict[str, Any]] = []
    for row, said in _rows(sheet, faults):
        place = (sheet, row)
        places[f"{name}[{len(found)}]"] = place
        for key in ("id", "title", "what"):
            if isinstance(said.get(key), str):
                places[f"{name} {said[key] if key == 'id' else repr(said[key])}"] = place
        if isinstance(said.get("id"), str):
            places[said["id"]] = place
        found.append(_nested(said))
    places[f"the {name}s"] = (sheet, sheet.key_row)
    return found


def _nested(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row whose names with dots are tables in tables."""
    row: dict[str, Any] = {}
    for name, value in said.items():
        *way, last = name.split(".")
        inner = row
        for step in way:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return row


def _header(sheet: KeyedSheet, places: dict[str, tuple[KeyedSheet, int]], faults: list[str]) -> dict[str, Any]:
    """Return what the table says of itself, a row for each entry."""
    header: dict[str, Any] = {}
    places["standard"] = (sheet, sheet.key_row)
    for row, key in sheet.rows:
        try:
            cell = sheet.cells(row).get("value") if key != HEADING else None
            if cell is None:
                continue
            if key not in (*HEADER_KEYS, *_OF_VEHICLES["standard"]) or key in header:
                wrong = "is there twice" if key in header else f"is none of {', '.join(HEADER_KEYS)}"
                raise cell.refused(f"the key of its row, {shown(key)}, {wrong}")
            header[key] = _READ.get(key, _text)(cell)
        except CellError as error:
            faults.append(str(error))
        places[f"standard.{key}"] = (sheet, row)
    return header


def _take_parts_of_rules(sheet: KeyedSheet, book: TableWorkbook, faults: list[str]) -> None:
    """Give limits, and the values of scales, to the rules of their items."""
    items = {item.get("id"): item for item in book.content.get("item", [])}
    for row, name, said in _parts(sheet, "item", items, faults):
        rule = items[name].setdefault("rule", {})
        entries = IN_ROWS[sheet.kind]
        entry = rule["kind"] if rule.get("kind") in entries else entries[0]
        listed = rule.setdefault(entry, [])
        book.places[f"item {name}.rule.{entry}[{len(listed)}]"] = (sheet, row)
        listed.append(said)


def _take_conditions(sheet: KeyedSheet, book: TableWorkbook, faults: list[str]) -> None:
    """Give levels what must hold beside their points: of a group where one is named, else of items."""
    levels = {level.get("title"): (place, level) for place, level in enumerate(book.content.get("level", []))}
    for row, title, said in _parts(sheet, "level", levels, faults):
        place, level = levels[title]
        entry = "groups" if "group" in said else "items"
        listed = level.setdefault(entry, [])
        book.places[f"level[{place}].{entry}[{len(listed)}]"] = (sheet, row)
        listed.append(said)


_TAKE_PARTS: Mapping[str, Callable[[KeyedSheet, TableWorkbook, list[str]], None]] = MappingProxyType(
    {**dict.fromkeys(IN_ROWS, _take_parts_of_rules), "conditions": _take_conditions}
)
"""What takes the rows that belong to those of another sheet, by the kind of sheet."""


def _parts(
    sheet: KeyedSheet, of: str, known: Collection[Any], faults: list[str]
) -> Iterator[tuple[int, Any, dict[str, Any]]]:
    """Yield the rows of a sheet whose rows belong to those of another one, each with the name of that one."""
    for row, said in _rows(sheet, faults):
        name = said.pop(of, None)
        if name in known:
            yield row, name, said
        else:
            place = sheet.sheet.place(row, sheet.columns.get(of, sheet.key_column))
            faults.append(f"{place}: there is no {of} {shown(name)}")


def _text(cell: Cell) -> str:
    """Return a text; a number in its place may have been another text, as 10.10 would be 10.1."""
    if cell.kind == "percent":
        return f"{cell.text} %"
    if cell.kind != "text":
        raise cell.refused(f"this is a {cell.kind}, {cell.text}, and no text; write it as a text, with ' in front")
    return cell.text


def _number(cell: Cell) -> str:
    """Return a number as text, which may be a fraction such as 20/3."""
    if cell.kind not in {"number", "text"}:
        raise cell.refused(
            f"this is a {cell.kind}, {cell.text}, and no number; a fraction is a text, '20/3 with ' in front"
        )
    return cell.text


def _whole(cell: Cell) -> Any:
    return int(cell.text) if cell.kind == "number" and cell.text.isdigit() else cell.text


def _truth(cell: Cell) -> Any:
    return cell.text == "true" if cell.kind == "truth" else cell.text


def names_in(text: str) -> list[str]:
    """Return the names that a text has with separators between them."""
    return [name for name in (part.strip() for part in re.split(r"[;；\n]", text)) if name]


def _listed(cell: Cell) -> list[str]:
    return names_in(_text(cell))


def _date(cell: Cell) -> Any:
    return as_date(cell.text.strip())


_READ: Mapping[str, Callable[[Cell], Any]] = MappingProxyType(
    {
        **dict.fromkeys(("points", "pass_mark", "points_at_least"), _number),
        **dict.fromkeys((f"{RULE}years.at_least", f"{RULE}years.of"), _whole),
        **dict.fromkeys(("applies_with", "vehicle_types", "categories", "items", f"{RULE}items"), _listed),
        **dict.fromkeys(("issued", "in_force"), _date),
        "always_applies": _truth,
    }
)
