"""The spreadsheet file that a workbook is written into: sheets, styles, names, and cells that say what they are."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from greencalc.errors import FactsError
from greencalc.files.keyed_sheet import COMPUTED
from greencalc.languages.said import Language, in_language, word

_FONTS: Mapping[str, str] = MappingProxyType({"en": "Arial", "zh": "宋体"})
_STYLES: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "title": {"bold": True, "font_size": 12},
        "long title": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"},
        "plain": {},
        "heading": {"bold": True, "bg_color": "#DDE8DD", "border": 1, "text_wrap": True, "valign": "vcenter"},
        "text": {"border": 1, "text_wrap": True, "valign": "top"},
        "number": {"border": 1, "valign": "top", "num_format": "0.####"},
        "points": {"border": 1, "valign": "top", "num_format": "0.00"},
        "bold points": {"border": 1, "valign": "top", "num_format": "0.00", "bold": True},
        "percent": {"border": 1, "valign": "top", "num_format": "0.0%", "align": "left"},
        "status": {"border": 1, "valign": "top", "bold": True, "text_wrap": True},
        "input": {"border": 1, "bg_color": "#FFF9C4", "text_wrap": True, "valign": "top", "align": "left"},
        "input text": {
            "border": 1,
            "bg_color": "#FFF9C4",
            "text_wrap": True,
            "valign": "top",
            "align": "left",
            "num_format": "@",
        },
        "input number": {"border": 1, "bg_color": "#FFF9C4", "valign": "top", "align": "right"},
        "unused": {"border": 1, "bg_color": "#EEEEEE"},
        "working": {"font_color": "#777777", "valign": "top"},
        "key": {"font_color": "#AAAAAA"},
    }
)
OK = "ok"
"""What a check says where nothing is wrong."""

_SIZE = 9
_HEIGHT: Mapping[str, float] = MappingProxyType({"en": 11.6, "zh": 13.0})
"""Of a line, in points; fonts that stand in for 宋体 are taller than it."""

_LARGER = 1.4
"""How much wider and higher a title is."""

_WIDE = 2.0
"""How wide a Chinese sign is, in digits."""

_EMPTY_COLUMN = 200
_MOST_SIGNS = 32_767

_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*|true|false", re.IGNORECASE)
_LIKE_OURS = re.compile(
    r"places|(item|asked|unit|total_of|settings)_.*|(status|type|policy|comparison)_(words|codes?)|(vehicle_type|category)_code",
    re.IGNORECASE,
)


def quoted(text: str) -> str:
    """Write a text as formulas have it."""
    return '"' + text.replace('"', '""') + '"'


def safe_name(name: str) -> str:
    """Return a name that no spreadsheet takes for a cell or a truth, and no formula for one of the workbook's own."""
    taken = name.endswith("_") or any(one.fullmatch(name) for one in (_LOOKS_LIKE_A_CELL, _LIKE_OURS))
    return f"{name}_" if taken else name


class Book:
    """A spreadsheet file in a language.

    Parameters
    ----------
    file : file
        Where it is written.
    language : {"en", "zh"}
        Of all that is no name and was not typed by the user.
    stored : callable
        What is stored as a formula's value, of the value that Python found.
    """

    def __init__(self, file: Any, language: Language, stored: Callable[[Any], Any]) -> None:
        # what begins with = or http:// in somebody's text stays a text
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        font = {"font_name": _FONTS[language], "font_size": _SIZE}
        self.workbook = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": font, **plain})
        self.workbook.set_properties({"created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 (the same file each time)
        self.language = language
        self.stored = stored
        self.styles = {name: self.workbook.add_format(font | style) for name, style in _STYLES.items()}
        self.names: set[str] = set()
        self.alarm = self.workbook.add_format({"bg_color": "#F8C9C4", "font_color": "#8A1208"})

    def say(self, text: str) -> str:
        """Return a text of the library in the language of the workbook."""
        return in_language(word(text), self.language)

    def entry(self, of: str, name: str) -> str:
        """Return what an entry of a line, a fact or the settings is called, whose key is English already."""
        return name.replace("_", " ") if self.language == "en" else self.say(f"{of}: {name}")

    def quoted(self, text: str) -> str:
        """Return a text of the library as formulas have it."""
        return quoted(self.say(text))

    def name(self, name: str, reference: str) -> None:
        """Give a cell or a range a name that nothing else has."""
        assert name.lower() not in self.names, name  # noqa: S101 (a formula would read another cell)
        self.names.add(name.lower())
        self.workbook.define_name(name, f"={reference}")

    def close(self) -> None:
        """Write the file."""
        self.workbook.close()


class Page:
    """A sheet of a workbook, whose first row and column hold keys where a mark says that they do.

    Parameters
    ----------
    book : Book
        The file.
    title : str
        The sheet's name, in English.
    mark : str
        What cell A1 says of the sheet to who reads it; empty for sheets that nobody reads.
    """

    def __init__(self, book: Book, title: str, mark: str = "") -> None:
        self.book = book
        self.title = book.say(title)
        self.sheet = book.workbook.add_worksheet(self.title)
        self.sheet.set_zoom(110)
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}
        if mark:
            self.key(0, 0, mark)
            self.sheet.set_row(0, None, None, {"hidden": True})
            self.sheet.set_column(0, 0, 4, None, {"hidden": True})

    def widths(self, widths: Iterable[float], first: int = 1) -> None:
        """Say how wide columns are, from one on."""
        for column, width in enumerate(widths, first):
            self.sheet.set_column(column, column, width)
            self._widths[column] = width

    def key(self, row: int, column: int, text: str) -> None:
        """Write a key, which people need not see."""
        self.sheet.write_string(row, column, text, self.book.styles["key"])

    def text(self, row: int, column: int, text: str, style: str = "text") -> None:
        """Write a text, whatever it begins with."""
        if len(text) > _MOST_SIGNS:
            fault = f"{text[:40]!r}... has {len(text)} characters; a cell holds {_MOST_SIGNS}"
            raise FactsError("write_workbook", (fault,))
        if text:
            self.sheet.write_string(row, column, text, self.book.styles[style])
            if "text_wrap" in _STYLES[style] and column in self._widths:
                lines = sum(_lines_of(line, self._widths[column]) for line in text.splitlines())
                self._lines[row] = max(self._lines.get(row, 1), lines)
        else:
            self.sheet.write_blank(row, column, None, self.book.styles[style])

    def title_across(self, row: int, first: int, last: int, text: str) -> None:
        """Write a title over several columns, in as many lines as it takes."""
        self.sheet.merge_range(row, first, row, last, "", self.book.styles["long title"])
        self.text(row, first, text, "long title")
        width = sum(self._widths[column] for column in range(first, last + 1))
        self._lines[row] = math.ceil(_LARGER * _lines_of(text, width / _LARGER))

    def say(self, row: int, column: int, text: str, style: str = "text") -> None:
        """Write a text of the library in the workbook's language."""
        self.text(row, column, self.book.say(text), style)

    def number(self, row: int, column: int, number: float, style: str = "number") -> None:
        """Write a number."""
        self.sheet.write_number(row, column, number, self.book.styles[style])

    def given(self, row: int, column: int, given: Any, style: str = "input") -> None:
        """Write what somebody typed: a number, a truth or a text."""
        if isinstance(given, bool):
            self.sheet.write_boolean(row, column, given, self.book.styles[style])
        elif isinstance(given, int | float):
            self.number(row, column, given, style)
        else:
            self.text(row, column, given or "", style)

    def formula(self, row: int, column: int, formula: str, value: Any, style: str = "number") -> None:
        """Write a formula with the value that Python found for it."""
        self.sheet.write_formula(row, column, f"={formula}", self.book.styles[style], self.book.stored(value))

    def headings(self, row: int, column: int, texts: Iterable[str]) -> None:
        """Write headings side by side, in the workbook's language."""
        for place, text in enumerate(texts, column):
            self.text(row, place, self.book.say(text), "heading")

    def at(self, row: int, column: int) -> str:
        """Return a cell of this sheet as other sheets name it."""
        return f"'{self.title}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def down(self, column: int, first: int, last: int) -> str:
        """Return a part of a column as other sheets name it."""
        return f"'{self.title}'!{_fixed(first, column)}:{_fixed(last, column)}"

    def across(self, row: int, first: int, last: int) -> str:
        """Return a part of a row as other sheets name it."""
        return f"'{self.title}'!{_fixed(row, first)}:{_fixed(row, last)}"

    def offer(self, row: int, column: int, source: str | list[str]) -> None:
        """Offer a list of what may be typed, without refusing anything else: the check says what is wrong."""
        rule = {"validate": "list", "source": f"={source}" if isinstance(source, str) else source}
        self.sheet.data_validation(row, column, row, column, rule | {"show_error": False, "ignore_blank": True})

    def computes(self, columns: Iterable[int], first: int, last: int) -> None:
        """Say that formulas fill columns: nothing else can be typed there, and what is pasted there is told."""
        told = self.book.say("This is computed. Change the yellow cells.")
        rule = {"validate": "custom", "value": "=FALSE", "error_title": "greencalc", "error_message": told}
        for column in columns:
            self.key(0, column, COMPUTED)
            self.sheet.data_validation(first, column, last, column, rule)

    def alarms(self, column: int, first: int, last: int) -> None:
        """Show checks in red that say more than "ok"."""
        cell = xl_rowcol_to_cell(first, column, col_abs=True)
        criteria = f'=AND({cell}<>"",{cell}<>{self.book.quoted(OK)})'
        rule = {"type": "formula", "criteria": criteria, "format": self.book.alarm}
        self.sheet.conditional_format(first, column, last, column, rule)

    def prints_nothing(self) -> None:
        """Say that nothing is printed, as long as nobody changes the print area: it is an empty cell."""
        self._set_heights()
        self.sheet.print_area(0, _EMPTY_COLUMN, 0, _EMPTY_COLUMN)

    def _set_heights(self) -> None:
        for row, lines in self._lines.items():
            self.sheet.set_row(row, _HEIGHT[self.book.language] * lines + 2)

    def prints(self, last: tuple[int, int], repeat: int, *, landscape: bool, first_column: int = 1) -> None:
        """Say what is printed: as wide as a page of A4, with its headings on each page."""
        self._set_heights()
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.print_area(0, first_column, *last)  # the row of keys is hidden
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.25, right=0.25, top=0.3, bottom=0.45)
        self.sheet.repeat_rows(1, repeat)
        self.sheet.set_footer(f"&C&8&A{' ' * 4}&P/&N", {"margin": 0.15})


def _lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column: Chinese signs are nearly twice as wide as digits."""
    length = sum(1 if sign < "\u2e80" else _WIDE for sign in text)
    return max(1, math.ceil(length / width))


def near(row: int, column: int) -> str:
    """Return a cell as formulas of its own sheet name it."""
    return str(xl_rowcol_to_cell(row, column))


def span(row: int, first: int, last: int) -> str:
    """Return a part of a row as formulas of its own sheet name it."""
    return f"{near(row, first)}:{near(row, last)}"


def _fixed(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
