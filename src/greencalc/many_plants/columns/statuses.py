"""Columns of statuses and of the categories that limits go by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from attrs import evolve, field, frozen

from greencalc.many_plants.columns.cells import Cells, read_cells
from greencalc.many_plants.columns.headers import SAID_WITH, ColumnHeader
from greencalc.plant.categories import category_faults, category_of, defined_type
from greencalc.plant.fact import Fact, fact_of
from greencalc.plant.facts import take_status
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET
from greencalc.standards.rules import YesNoRule
from greencalc.standards.table import Item, Standard
from greencalc.table_plan.inputs import UNSAID
from greencalc.table_plan.tongues.blocks import SAID


class Said(NamedTuple):
    """What is said of an item, row by row.

    Attributes
    ----------
    codes : array of uint8 or None
        By `SAID`; None if `shares` says it all.
    shares : array of float or None
        Shares of the points, where partly met.
    is_plain : bool
        Whether all codes are yes or no.
    """

    codes: Any
    shares: Any = None
    is_plain: bool = False

    def among(self, rows: Any) -> Said:
        """Return what is said in some rows alone; in all, if there is no mask."""
        return self if rows is None else Said(np.where(rows, self.codes, np.uint8(SAID[UNSAID])), self.shares)

    def before(self, other: Said | None) -> Said:
        """Return what is said here, and what is said elsewhere where nothing is said here."""
        if other is None or self.is_plain:
            return self
        unsaid = self.codes == SAID[UNSAID]
        both = [np.zeros(len(unsaid)) if one.shares is None else one.shares for one in (other, self)]
        return Said(np.where(unsaid, other.codes, self.codes), np.where(unsaid, *both) if np.any(both) else None)


@frozen
class StatusColumn:
    """A column of statuses.

    Attributes
    ----------
    header : ColumnHeader
        Its header.
    items : tuple of Item
        The items that it speaks of: one, or those of a clause.
    column : object
        The cells.
    standard : Standard
        The table.
    nan_is_missing : bool
        Whether NaN is an empty cell, or a bad one.
    """

    header: ColumnHeader
    items: tuple[Item, ...]
    column: Any
    standard: Standard
    nan_is_missing: bool
    are_yes_no: bool = field(init=False)

    @are_yes_no.default
    def _are_yes_no(self) -> bool:
        return all(isinstance(item.rule, YesNoRule) for item in self.items)

    def block(self, start: int, stop: int) -> tuple[Mapping[str, Said], Any]:
        """Return what rows say of each item, and which of them are bad."""
        cells = read_cells(self.column, start, stop)
        if self.are_yes_no and _is_plain(cells):
            yes_and_no = Said(cells.values.view(np.uint8), is_plain=True)
            return {item.id: yes_and_no for item in self.items}, None
        if self.are_yes_no and cells.words is None and cells.values.dtype.kind == "b":
            some = Said(np.where(cells.nulls, np.uint8(SAID[UNSAID]), cells.values.view(np.uint8)))
            return {item.id: some for item in self.items}, None
        words, places = _words_of(cells)
        meanings = [self._meaning(self._said(word)) for word in words]
        wrong = np.array([isinstance(meaning, tuple) for meaning in meanings])
        said = {}
        for item in self.items:
            facts = [None if isinstance(meaning, tuple) else meaning.get(item.id) for meaning in meanings]
            shares = np.array([0.0 if fact is None or fact.share is None else float(fact.share) for fact in facts])
            codes = np.array([_code(fact) for fact in facts], dtype=np.uint8)
            said[item.id] = Said(codes[places], shares[places] if shares.any() else None)
        return said, wrong[places] if wrong.any() else None

    def speaks(self, start: int, stop: int) -> Any:
        """Return which rows say anything at all."""
        cells = read_cells(self.column, start, stop)
        if _is_plain(cells):
            return np.ones(stop - start, dtype=bool)
        words, places = _words_of(cells)
        blank = [one is None or (isinstance(one, str) and not one.strip()) for one in map(self._said, words)]
        return ~np.array(blank, dtype=bool)[places]

    def cell(self, row: int) -> Any:
        """Return a cell as a fact; None if it is empty."""
        words, places = _words_of(read_cells(self.column, row, row + 1))
        return self._said(words[places[0]])

    def share_of(self, item: str, row: int) -> Fraction | None:
        """Return how far a cell that is not bad says an item to be partly met; None if it does not."""
        meaning = self._meaning(self.cell(row))
        fact = None if isinstance(meaning, tuple) else meaning.get(item)
        return None if fact is None else fact.share

    def faults(self, row: int) -> tuple[str, ...]:
        """Return what is wrong with a cell."""
        meaning = self._meaning(self.cell(row))
        return meaning if isinstance(meaning, tuple) else ()

    def codes_of(self, cell: Any) -> Mapping[str, int] | None:
        """Return what a cell says of each item, by `SAID`; None if it is at fault, or says how far one is met."""
        meaning = self._meaning(self._said(cell))
        codes = {} if isinstance(meaning, tuple) else {item: _code(fact) for item, fact in meaning.items()}
        return None if isinstance(meaning, tuple) or SAID[PARTLY_MET] in codes.values() else codes

    def says_of_each(self, cell: Any, codes: Mapping[str, int]) -> bool:
        """Tell whether a cell with such codes says the same of each item if it speaks of it alone."""
        return len(self.items) == 1 or all(
            evolve(self, items=(item,)).codes_of(cell) == {item.id: codes.get(item.id)} for item in self.items
        )

    def _said(self, word: Any) -> Any:
        """Return a word as `evaluate` takes it: a status with its reason or share is one mapping."""
        if not isinstance(word, str):
            return None if is_nan(word) and self.nan_is_missing else word
        said = SAID_WITH.fullmatch(word.strip())
        if said is None:
            return word
        status = fact_of("", said["status"]).status
        key = {NOT_APPLICABLE: "reason", PARTLY_MET: "share"}.get(status or "")
        return {"status": status, key: said["more"]} if key else word

    def _meaning(self, said: Any) -> Mapping[str, Fact] | tuple[str, ...]:
        """Return what is said of each item, or what is wrong with it."""
        statuses: dict[str, Fact] = {}
        try:
            fact = fact_of(self.header.name, said)
        except ValueError as error:
            return (f"{self.header.name}: {error}",)
        return tuple(take_status(fact, list(self.items), statuses, self.standard)) or statuses


@frozen
class CategoryColumn:
    """The column that says of which category plants are."""

    header: ColumnHeader
    column: Any
    standard: Standard
    nan_is_missing: bool
    defined: dict[tuple[str, ...], None] = field(factory=dict, eq=False)
    """Words, as `defined_type` returns them, that blocks had."""

    def block(self, start: int, stop: int) -> tuple[Any, Any]:
        """Return the places of rows' categories in the standard's list, -1 if unknown, and which rows are bad."""
        words, places = _words_of(read_cells(self.column, start, stop))
        listed = self.standard.categories
        names = [category_of(word, self.standard) for word in words]
        self.defined.update((found, None) for found in (defined_type(word, self.standard) for word in words) if found)
        codes = np.array([listed.index(name) if name in listed else -1 for name in names], dtype=np.intp)
        wrong = np.array([bool(self._faults(word)) for word in words])
        return np.take(codes, places), wrong[places] if wrong.any() else None

    def cell(self, row: int) -> Any:
        """Return a cell as a fact; None if it is empty."""
        words, places = _words_of(read_cells(self.column, row, row + 1))
        word = words[places[0]]
        return None if is_nan(word) and self.nan_is_missing else word

    def faults(self, row: int) -> tuple[str, ...]:
        """Return what is wrong with a cell."""
        return self._faults(self.cell(row))

    def category_in(self, word: str) -> str | None:
        """Return the category that a word means by the standard's name for it, nothing of one that is not known.

        None if the word is at fault.
        """
        meant = category_of(word, self.standard)
        return None if self._faults(word) else meant if meant in self.standard.categories else ""

    def _faults(self, word: Any) -> tuple[str, ...]:
        missing = is_nan(word) and self.nan_is_missing
        return tuple(category_faults(fact_of(self.header.name, None if missing else word), self.standard))


def is_nan(value: Any) -> bool:
    """Tell whether a cell is NaN."""
    return isinstance(value, float | np.floating) and math.isnan(value)


def _is_plain(cells: Cells) -> bool:
    return cells.words is None and cells.nulls is None and cells.values.dtype.kind == "b"


def _words_of(cells: Cells) -> tuple[tuple[Any, ...], Any]:
    """Return the different cells, None among them if some are empty, and which of them each row has."""
    words, places = cells.words, cells.values
    if words is None:
        different, places = np.unique(cells.values, return_inverse=True)
        words = tuple(different.tolist())
    if cells.nulls is None:
        return words, places
    return (*words, None), np.where(cells.nulls, len(words), places)


def _code(fact: Fact | None) -> int:
    if fact is None:
        return SAID[UNSAID]
    degrees = {Fraction(0): NOT_MET, Fraction(1): MET}
    return SAID[str(fact.status) if fact.share is None else degrees.get(fact.share, PARTLY_MET)]
