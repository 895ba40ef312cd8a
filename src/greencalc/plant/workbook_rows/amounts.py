"""Amounts, years and notes in the cells of a workbook, as a person would type them in one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from greencalc.errors import UnitTextError
from greencalc.files.excel_workbook import Cell
from greencalc.files.keyed_sheet import KeyedSheet
from greencalc.files.sheet_scan import name_of
from greencalc.files.toml import TomlFileError, toml_of
from greencalc.plant.status_words import status_of
from greencalc.units.spread import typed_apart
from greencalc.units.text import exact_in, parse_amount, parse_unit, split_amount
from greencalc.units.unit_table import Unit
from greencalc.units.wording import shown

_PERCENT = "%"


def without_key(sheet: KeyedSheet, row: int, columns: Iterable[str], key: str) -> Iterator[str]:
    """Find values that somebody typed into a row without a key; formulas and other texts are for people."""
    for cell in sheet.typed(row, columns):
        if cell.kind != "text" or status_of(cell.text) is not None or cell.text.strip()[:1].isdigit():
            where = name_of(row, sheet.key_column)
            yield (
                f"{cell.place}: {shown(cell.text)} stands in a row without a key, so that nobody can know what it is; "
                f"write {key} into cell {where}, or move what is not to be read to another column"
            )


def year_places(cells: Mapping[str, Cell]) -> dict[int, Cell]:
    """Return the cells of single years, by their places from the oldest."""
    numbered = {int(key.partition(".")[2]): cell for key, cell in cells.items() if key.startswith("value.")}
    return dict(sorted(numbered.items()))


def note_in(cell: Cell) -> str:
    """Return a text; a number or a date as it would be typed.

    Raises
    ------
    CellError
        If it is true or false.
    """
    if cell.kind == "truth":
        raise cell.refused(f"it is {cell.text.upper()}; write a text")
    return f"{cell.text} %" if cell.kind == "percent" else cell.text


def whole_year(cell: Cell) -> int:
    """Return a year, typed as a number or a text.

    Raises
    ------
    CellError
        If it is none.
    """
    written = re.fullmatch(r"([0-9]{4}) *年?", cell.text.strip())
    if cell.kind not in {"number", "text"} or not written:
        raise cell.refused(f"{shown(cell.text)} is no year; write it as 2025")
    return int(written[1])


def list_in(cell: Cell) -> Any:
    """Return a list as TOML writes it.

    Raises
    ------
    CellError
        If it is none.
    """
    return inline(cell, f"x = {cell.text.strip()}")


def inline(cell: Cell, text: str) -> Any:
    """Return what TOML text of one name in a cell says.

    Raises
    ------
    CellError
        If it cannot be read, or says more than that.
    """
    try:
        content = toml_of(text, bool)
    except TomlFileError:
        content = {}
    if set(content) != {"x"}:
        raise cell.refused('it cannot be read; write it like basis = "calorific", heating_value = "35 MJ/Nm3"')
    return content["x"]


def amount_in(cell: Cell, unit: Cell | None, wanted: Unit | None) -> str:
    """Return a number with its unit, or a text with its own, as one text that can be read.

    Parameters
    ----------
    cell, unit : Cell
        The number or text, and the unit beside it.
    wanted : Unit or None
        A unit of the kind that the fact is measured in, where that is known.

    Raises
    ------
    CellError
        If it is no amount, has no unit or two of them, or is of another kind than wanted.
    """
    if cell.kind not in {"number", "percent", "text"}:
        what = f"a date, {cell.text}" if cell.kind == "date" else cell.text.upper()
        raise cell.refused(f"it is {what}, and no amount; format the cell as General, and type the number again")
    beside = "" if unit is None else _unit_in(unit)
    behind: str | tuple[str, ...] = ""
    if cell.kind == "percent":
        text = _in_percent(cell, unit, beside)
    elif cell.kind == "number":
        text = _with_unit(cell, beside, wanted)
    else:
        amount, behind = typed_apart(cell.text.strip())
        text = _typed(cell, amount, unit, beside)
    try:
        if wanted is None:
            parse_amount(text)
        else:
            exact_in(text, wanted)
    except UnitTextError as error:
        raise cell.refused(str(error)) from None
    return f"{text} ± {behind}" if behind else text


def _unit_in(unit: Cell) -> str:
    """Return the unit in a cell."""
    if unit.kind != "text":
        raise unit.refused(f"{shown(unit.text)} is no unit; write one like m2, t or 万辆")
    try:
        parse_unit(unit.text.strip())
    except UnitTextError as error:
        raise unit.refused(str(error)) from None
    return unit.text.strip()


def _in_percent(cell: Cell, unit: Cell | None, beside: str) -> str:
    """Return a number that is shown in percent, which is stored as a hundredth of what was typed."""
    if unit is not None and parse_unit(beside) != parse_unit(_PERCENT):
        raise cell.refused(
            f"it shows {cell.text} % by its number format, and {unit.name} says {beside}; format it as General, and "
            f"type the number in {beside}"
        )
    return f"{cell.text} {_PERCENT}"


def _with_unit(cell: Cell, beside: str, wanted: Unit | None) -> str:
    if not beside and (wanted is None or wanted.powers):
        what = f"; this is {wanted.kind}" if wanted is not None else ""
        raise cell.refused(f"{cell.text} has no unit{what}; write the unit into the cell of the unit")
    return f"{cell.text} {beside}".strip()


def _typed(cell: Cell, text: str, unit: Cell | None, beside: str) -> str:
    """Return a text with its own unit, or a number that is stored as text with the unit beside it."""
    if unit is None:
        return text
    try:
        parse_amount(text)
        own = split_amount(text)[1]
    except UnitTextError:
        own = ""  # as 45 万 beside m2 has none yet; what is wrong is said of both together
        if re.search(r"[A-Za-z]", text):
            return text
    if own and parse_unit(own) != parse_unit(beside):
        raise cell.refused(f"it has its own unit, {own}, and {unit.name} says {beside}; keep one of the two")
    return text if own else f"{text} {beside}"
