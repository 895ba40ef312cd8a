"""Workbooks of a plant as small as the keys in their cells allow, and cells in them changed as people would."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter
from attrs import define, field

from greencalc.plant.status_words import UNKNOWN, status_of
from greencalc.units.text import parse_amount, split_amount

COLUMNS = ("value", "value.1", "value.2", "value.3", "value.4", "unit", "status", "share", "reason", "evidence", "year")
KEYS = ("carrier", "kind", "fuel", "quantity", "unit", "basis", "renewable", "evidence", "more")


@define
class Cells:
    """Sheets of cells by the keys of rows and columns, before they are written."""

    sheets: dict[str, tuple[str, tuple[str, ...], list[tuple[str, dict[str, Any]]]]] = field(factory=dict)

    def add(self, title: str, mark: str, columns: tuple[str, ...], rows: list[tuple[str, dict[str, Any]]]) -> None:
        self.sheets[title] = (mark, columns, rows)

    def write(self, path: Path) -> Path:
        with xlsxwriter.Workbook(path) as book:
            for title, (mark, columns, rows) in self.sheets.items():
                sheet = book.add_worksheet(title)
                for place, text in enumerate((mark, *columns)):
                    sheet.write_string(0, place, text)
                    if place:
                        sheet.write_string(1, place, f"The {text}")
                sheet.set_row(0, None, None, {"hidden": True})
                sheet.set_column(0, 0, None, None, {"hidden": True})
                for number, (key, cells) in enumerate(rows, start=2):
                    sheet.write_string(number, 0, key)
                    for name, value in cells.items():
                        _write(sheet, number, columns.index(name) + 1, value)
        return path


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)


def plant_cells(facts: Mapping[str, Any], description: Mapping[str, Any] | None = None) -> Cells:
    """What a plant file says, as the sheets that hold the same."""
    described = dict(description or {})
    rows = [
        (f"plant.{name}", {"value": described[name]}) for name in ("name", "standard", "notes") if name in described
    ]
    for name, given in facts.items():
        if name == "ledger":
            rows += [(f"ledger.{key}", _setting(value)) for key, value in given.items()]
        elif name not in {"energy", "emission"}:
            rows.append((name, fact_cells(given)))
    cells = Cells()
    cells.add("Facts", "greencalc facts 1", COLUMNS, rows)
    for name in ("energy", "emission"):
        lines = [("line", line_cells(line)) for line in facts.get(name, ())]
        cells.add(name.capitalize(), f"greencalc {name} 1", KEYS, [*lines, ("line", {}), ("line", {"unit": "t"})])
    return cells


def _setting(value: Any) -> dict[str, Any]:
    if isinstance(value, list | tuple):
        return {f"value.{number}": one for number, one in enumerate(value, start=1)}
    return {"value": value}


def fact_cells(given: Any) -> dict[str, Any]:
    whole = dict(given) if isinstance(given, Mapping) else {"value": given}
    main = whole.pop("status", whole.pop("value", None))
    if isinstance(main, list | tuple):
        cells = [amount_cells(one) for one in main]
        units = {unit for _, unit in cells}
        if len(units) == 1:
            whole |= {"unit": units.pop()}
        else:
            cells = [(f"{value} {unit}".strip() if unit else value, "") for value, unit in cells]
        return {f"value.{number}": value for number, (value, _) in enumerate(cells, start=1)} | _filled(whole)
    if isinstance(main, int) and not isinstance(main, bool):
        return {"value": main} | _filled(whole)
    if status_of(main) not in {None, UNKNOWN}:
        return {"status": main} | _filled(whole)
    value, unit = amount_cells(main)
    return {"value": value, "unit": unit} | _filled(whole) if value != "" else {}


def _filled(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if value != ""}


def amount_cells(given: Any) -> tuple[Any, str]:
    """A number beside its unit where the number survives as a float, else the text."""
    text = "" if given is None else str(given)
    if status_of(text) is not None:
        return text, ""
    try:
        parse_amount(text)
    except ValueError:
        return text, ""
    number, unit = split_amount(text)
    survives = Fraction(f"{float(number):.16G}") == Fraction(number)  # as xlsxwriter writes numbers
    return (float(number), unit) if unit and survives else (text, "")


def line_cells(line: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    more = []
    for key, value in line.items():
        if key == "quantity" and isinstance(value, str):
            cells["quantity"], cells["unit"] = amount_cells(value)
        elif key in KEYS and not isinstance(value, list):
            cells[key] = value
        else:
            more.append(f"{key} = {_toml(value)}")
    return _filled(cells | {"more": ", ".join(more)})


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'
