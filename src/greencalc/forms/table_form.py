"""A standard's table as a workbook to change: a row an item, and sheets for all that is beside the items."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from greencalc.errors import OutputError
from greencalc.files.keyed_sheet import mark
from greencalc.files.output_file import check_output, new_file
from greencalc.languages.said import Language, both, in_language
from greencalc.read_only import read_only
from greencalc.standards.table import Standard
from greencalc.standards.table_file import standard_data
from greencalc.standards.table_workbook import COLUMNS, HEADER_KEYS, HEADING, IN_ROWS, RULE, SEPARATOR, names_in

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "standard": "Standard",
        "groups": "Groups",
        "items": "Items",
        "limits": "Limits",
        "scales": "Steps and points",
        "levels": "Levels",
        "conditions": "Conditions",
        "caps": "Caps",
        "assumptions": "Assumptions",
    }
)
_WIDE = frozenset({"title", "title_zh", "source", "what", "value"})
_FROZEN = 2  # the row of keys, and that of headings


def write_table_form(standard: Standard, path: str | Path, language: Language, inputs: Iterable[str | None]) -> None:
    """Write a table as a workbook, which `load_standard` reads as the same table.

    Raises
    ------
    OutputError
        If the file cannot be written, or xlsxwriter is not installed.
    """
    check_output(path, inputs)
    try:
        import xlsxwriter  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise OutputError(str(path), ("workbooks need more: pip install 'greencalc[excel]'",)) from error
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for kind, rows in _sheets(standard_data(standard, is_named=True)).items():
            _write(book, kind, rows, language)
    with new_file(path, inputs) as file:
        file.write(written.getvalue())


def _sheets(data: Mapping[str, Any]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return the rows of each sheet, with their keys."""
    header, levels = data["standard"], data.get("level", ())
    return {
        "standard": [(key, {"value": header.get(key)}) for key in HEADER_KEYS],
        "groups": _keyless(data["group"]),
        "items": _keyless(dict(_flat(item)) for item in data["item"]),
        **{kind: _keyless(_parts_of_rules(data["item"], entries)) for kind, entries in IN_ROWS.items()},
        "levels": _keyless({name: level.get(name) for name in COLUMNS["levels"]} for level in levels),
        "conditions": _keyless(
            {"level": level["title"], **one} for level in levels for one in (*level["items"], *level["groups"])
        ),
        "caps": _keyless(data.get("cap", ())),
        "assumptions": _keyless(data["assumption"]),
    }


def _parts_of_rules(items: Iterable[Mapping[str, Any]], entries: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of limits, or of the values of scales, with the items that they belong to."""
    for item in items:
        for entry in entries:
            yield from ({"item": item["id"], **one} for one in item["rule"].get(entry, ()))


def _keyless(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [("", dict(row)) for row in rows]


def _flat(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of an item, those of its rule with its name before them."""
    for name, value in item.items():
        if name != "rule":
            yield name, value
            continue
        in_rows = {"years", *chain.from_iterable(IN_ROWS.values())}
        rule = {key: entry for key, entry in value.items() if key not in in_rows}
        years = value.get("years") or {}
        yield from ((f"{RULE}{key}", entry) for key, entry in rule.items())
        yield from ((f"{RULE}years.{key}", entry) for key, entry in years.items())


def _write(book: Any, kind: str, rows: list[tuple[str, dict[str, Any]]], language: Language) -> None:
    """Write a sheet: keys in its hidden first row and column, headings, and rows."""
    sheet = book.add_worksheet(_said(_TITLES[kind], language))
    top = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDEBDA", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    columns = COLUMNS[kind]
    first = 1 + (kind == "standard")  # whose rows are said by their keys, which people see in a column of their own
    sheet.write_string(0, 0, mark(kind))
    sheet.write_string(1, 0, HEADING)
    for place, name in enumerate(columns, start=first):
        sheet.write_string(0, place, name)
        sheet.write_string(1, place, _said(name, language), top)
        sheet.set_column(place, place, 44 if name in _WIDE else 14)
    for number, (key, row) in enumerate(rows, start=_FROZEN):
        sheet.write_string(number, 0, key)
        if key:
            sheet.write_string(number, 1, _said(key, language), plain)
        for name, value in row.items():
            is_number = (key or name) in {"points", "pass_mark", "points_at_least"} and _is_decimal(value)
            _write_cell(
                sheet, (number, columns.index(name) + first), float(Fraction(value)) if is_number else value, plain
            )
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.freeze_panes(_FROZEN, first)


def _said(name: str, language: Language) -> str:
    return in_language(both(name, _headings()[name]), language)


@cache
def _headings() -> Mapping[str, str]:
    return read_only(tomllib.loads((files("greencalc.forms") / "headings.toml").read_text("utf-8")))  # type: ignore[no-any-return]


def _write_cell(sheet: Any, place: tuple[int, int], value: Any, text_format: Any) -> None:
    """Write what a cell holds; numbers that no cell keeps exactly, and all names, are texts."""
    if value is None or value == []:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    else:
        text = f"{SEPARATOR} ".join(map(_separable, value)) if isinstance(value, list | tuple) else str(value)
        sheet.write_string(*place, text, text_format)


def _separable(name: str) -> str:
    """Return a name that can stand among others in a cell.

    Raises
    ------
    OutputError
        If it would be read as several.
    """
    if names_in(name) != [name]:
        fault = f"{name!r} cannot stand among other names in a cell: it is empty, or has a semicolon or spaces around"
        raise OutputError("the table", (fault,))
    return name


def _is_decimal(value: Any) -> bool:
    """Tell whether a float stands for a number that is given as text."""
    return value is not None and Fraction(repr(float(Fraction(value)))) == Fraction(value)
