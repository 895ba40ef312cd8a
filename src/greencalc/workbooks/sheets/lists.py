"""The sheet that nobody has to look at: which words and units are read, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from greencalc.plant.categories import category_words
from greencalc.plant.status_words import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    STATUS_OF_WORD,
    STATUSES,
    UNKNOWN,
    bare,
)
from greencalc.standards.table import VEHICLE_TYPE, Standard
from greencalc.units.unit_table import Powers
from greencalc.workbooks.book import Book, Page
from greencalc.workbooks.spreadsheet_formulas import number_text
from greencalc.workbooks.unit_rows import UnitRow

CODES: Mapping[str, int] = MappingProxyType({MET: 1, NOT_MET: 2, PARTLY_MET: 3, UNKNOWN: 4, NOT_APPLICABLE: 5})
"""What a status is to formulas; 0 is no word."""

POLICIES: Mapping[str, int] = MappingProxyType({"keep": 1, "full": 2, "renormalise": 3})
COMPARISONS: Mapping[str, int] = MappingProxyType({"full value": 1, "rounded value": 2})
_PLACES = 60
"""Signs of a text that formulas look at, one by one."""

_AMBIGUOUS = frozenset("有无")
"""Words that may be said of a requirement or of what it rules out."""


class Lists:
    """The hidden sheet of words and units, and formulas that look something up in it.

    Parameters
    ----------
    page : Page
        The sheet.
    standard : Standard
        The table.
    units : mapping
        Unit texts by dimension.
    """

    def __init__(self, page: Page, standard: Standard, units: Mapping[Powers, Sequence[UnitRow]]) -> None:
        self.page, self.book = page, page.book
        book = page.book
        page.sheet.hide()
        self.units = [row for rows in units.values() for row in rows]
        self.kinds = {dimension: place for place, dimension in enumerate(units, 1)}
        self.categories = {name: place for place, name in enumerate(standard.categories, 1)}
        statuses = [(word, status) for word, status in STATUS_OF_WORD.items() if word and word not in _AMBIGUOUS]
        self._words(0, "status", ((bare(word), CODES[status]) for word, status in statuses))
        words = [(word, self.categories[meant]) for word, meant in category_words(standard).items()]
        self._words(3, "type", words or [("", 0)])
        for column, name, codes in ((6, "policy", POLICIES), (9, "comparison", COMPARISONS)):
            self._words(
                column, name, {said: code for one, code in codes.items() for said in (one, book.say(one))}.items()
            )
        self.offers = {
            "status": self._offered(12, STATUSES),
            "type": self._offered(13, _typed_categories(book, standard)),
            "policy": self._offered(14, POLICIES),
            "comparison": self._offered(15, COMPARISONS),
        }
        for row in range(1, _PLACES + 1):
            self.page.number(row, 22, row, "plain")
        book.name("places", self.page.down(22, 1, _PLACES))
        self.unit_offers: dict[Powers, str] = {}
        self._units(17, units)

    def _words(self, column: int, name: str, rows: Iterable[tuple[str, int]]) -> None:
        """Write words with their codes, and name both columns."""
        self.page.text(0, column, name, "plain")
        row = 0
        for row, (said, code) in enumerate(rows, 1):
            self.page.text(row, column, said, "plain")
            self.page.number(row, column + 1, code, "plain")
        self.book.name(f"{name}_words", self.page.down(column, 1, row))
        self.book.name(f"{name}_codes", self.page.down(column + 1, 1, row))

    def _offered(self, column: int, words: Iterable[str]) -> str:
        """Write words to choose from, and return where they stand."""
        row = 0
        for row, text in enumerate(words, 1):
            self.page.text(row, column, self.book.say(text), "plain")
        return self.page.down(column, 1, max(row, 1))

    def _units(self, column: int, units: Mapping[Powers, Sequence[UnitRow]]) -> None:
        """Write unit texts, what kind each is of, and its size in base units, exactly."""
        for place, text in enumerate(("unit", "kind", "size", "kind in words"), column):
            self.page.text(0, place, text, "plain")
        row = 1
        for dimension, rows in units.items():
            first = row
            for one in rows:
                self.page.text(row, column, one.spelling, "plain")
                self.page.number(row, column + 1, self.kinds[dimension], "plain")
                self.page.formula(row, column + 2, number_text(one.size), float(one.size), "plain")
                self.page.text(row, column + 3, one.kind, "plain")
                row += 1
            self.unit_offers[dimension] = self.page.down(column, first, row - 1)
        for place, name in enumerate(("unit_texts", "unit_kinds", "unit_sizes"), column):
            self.book.name(name, self.page.down(place, 1, row - 1))

    def unit_size(self, unit: str, dimension: Powers, whole: str) -> str:
        """Write how many canonical units a unit in a cell is; an error if it is none of its kind."""
        known = f"SUMPRODUCT(EXACT(unit_texts,TRIM({unit}))*(unit_kinds={self.kinds[dimension]})*unit_sizes)"
        return f"1/(1/{known})/{whole}" if whole != "1" else f"1/(1/{known})"


def code_of(name: str, cell: str, *, as_typed: bool = False) -> str:
    """Write the code of the word in a cell, 0 if it is none of the list; in small and capital letters, or as typed."""
    said = f"TRIM({cell})" if as_typed else f"LOWER(TRIM({cell}))"
    return f"SUMPRODUCT(EXACT({name}_words,{said})*{name}_codes)"


def category_code(standard: Standard) -> str:
    """Return the name of the cell that says which category the plant is of."""
    return "vehicle_type_code" if standard.category == VEHICLE_TYPE else "category_code"


def _typed_categories(book: Book, standard: Standard) -> list[str]:
    """Return the categories to choose from, in the language of the workbook."""
    return [category_word(name, standard, book) for name in standard.categories]


def category_word(name: str, standard: Standard, book: Book) -> str:
    """Return the word for a category in the workbook's language."""
    words = (said for said, meant in category_words(standard).items() if meant == name and not said.isascii())
    return next(words, name) if book.language == "zh" else name
