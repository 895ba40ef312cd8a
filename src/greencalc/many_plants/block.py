"""The facts of a block of rows, as a plan works them out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from attrs import evolve

from greencalc.errors import FactsError
from greencalc.formula.computation import default_reading
from greencalc.many_plants.columns.amounts import AmountColumn, Amounts
from greencalc.many_plants.columns.cells import ColumnTypeError, read_cells
from greencalc.many_plants.columns.statuses import CategoryColumn, Said, StatusColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.plant.status_words import PARTLY_MET
from greencalc.standards.table import Item
from greencalc.table_plan.inputs import UNSAID, Inputs, Words
from greencalc.table_plan.tongues.blocks import SAID
from greencalc.table_plan.tongues.fractions import ExactFacts
from greencalc.table_plan.tongues.ratios import Ratios
from greencalc.table_plan.tongues.room import Room

BLOCK = 15_360
"""Rows that are worked out at a time: what lies between stays in the cache, and is no memory mapping of its own."""

_STATUSES = tuple(SAID)
_LEAST, _MOST = math.ulp(0.0), math.nextafter(1.0, 0.0)


class Block:
    """Rows as they are worked out.

    Attributes
    ----------
    table : PlantTable
        The columns.
    start, rows : int
        The first row, and how many there are.
    room : Room
        Where arrays of so many rows are.
    bad : list of (column, array of bool)
        Columns with cells that cannot be used, and where these are.
    wrong : array of bool
        Which rows cannot be judged.
    unsound : mapping of str to array of bool
        Where a formula has no value though its amounts are known, by its name.
    """

    are_drawn = False

    def __init__(self, table: PlantTable, start: int, stop: int, room: Room | None = None) -> None:
        self.table = table
        self.start = start
        self.rows = stop - start
        self.room = room if room is not None and room.rows == self.rows else Room(self.rows)
        self.wrong = np.zeros(self.rows, dtype=bool)
        self.bad: list[tuple[AmountColumn | StatusColumn | CategoryColumn, Any]] = []
        self.amounts: dict[str, Amounts] = {}
        self.said: dict[str, Said] = {}
        self.unsound: dict[str, Any] = {}
        self._categories: Any = None
        self._lent: list[Any] = []
        self._nowhere = np.broadcast_to(False, self.rows)  # noqa: FBT003 (what stands everywhere)
        for key, column in table.by_key.items():
            self._lent.append(self.room.take("number"))
            self.amounts[key] = block = _read(column, start, stop, self._lent[-1])
            self._note(column, block.bad)
        for said, among in ((part, among) for column in table.statuses for part, among in self._parts(column)):
            words, bad = _read(said, start, stop)
            for name, word in words.items():
                self.said[name] = word.among(among).before(self.said.get(name))
            self._note(said, bad if bad is None or among is None else bad & among)
        if table.category is not None:
            self._categories, bad = _read(table.category, start, stop)
            self._note(table.category, bad)

    def _parts(self, column: StatusColumn) -> Iterator[tuple[StatusColumn, Any]]:
        """Yield a column with the items that it speaks of, and in which rows if not in all.

        Under an id that is a clause too, it does not speak of items that have a word of their own.
        """
        own = {said.header.name: said for said in self.table.statuses if said is not column}
        parts: list[tuple[tuple[Item, ...], Any]] = [(column.items, None)]
        is_id = any(item.id == column.header.name for item in column.items)
        for item in (item for item in column.items if is_id and item.id in own):
            spoken = own[item.id].speaks(self.start, self.start + self.rows)
            split = [
                (kept, mask if among is None else mask & among)
                for items, among in parts
                for kept, mask in ((items, ~spoken), (tuple(one for one in items if one is not item), spoken))
            ]
            parts = [(items, None if among.all() else among) for items, among in split if among.any()]
        for items, among in parts:
            yield column if items is column.items else evolve(column, items=items), among

    def _note(self, column: AmountColumn | StatusColumn | CategoryColumn, bad: Any) -> None:
        if bad is not None:
            self.bad.append((column, bad))
            self.wrong |= bad

    def give_back(self) -> None:
        """Give the room its arrays back, for the next block."""
        for array in self._lent:
            self.room.give("number", array)

    @property
    def inputs(self) -> Inputs:
        """What the rows' plan is made for: if any cell is empty, any may be."""
        table = self.table
        counts = {name: len(columns) for name, columns in table.amounts.items()} | dict.fromkeys(table.ends, 1)
        has_gaps = any(amounts.unknown is not None for amounts in self.amounts.values())
        is_graded = any(said.shares is not None for said in self.said.values())
        words: dict[str, Words] = {
            name: "yes or no" if said.is_plain else "degrees" if is_graded else "words"
            for name, said in self.said.items()
        }
        category: Literal["none", "known", "some"]
        category = "none" if self._categories is None else "some" if np.min(self._categories) < 0 else "known"
        return Inputs(counts, frozenset(self.amounts) if has_gaps else frozenset(), words, category)

    def cell_faults(self) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """Yield what is wrong with single cells, with the row of the block and the cell's header."""
        for column, bad in self.bad:
            rows = np.flatnonzero(bad)
            cells = read_cells(column.column, self.start, self.start + self.rows).values[rows]
            _, first, which = np.unique(cells, return_index=True, return_inverse=True)
            faults = [column.faults(self.start + row) for row in rows[first].tolist()]  # of each different cell
            for row, place in zip(rows.tolist(), which.tolist(), strict=True):
                yield from ((row, (column.header.text,), fault) for fault in faults[place])

    # What a plan asks for

    def refuse(self, formula: str, rows: Any) -> None:
        """Note rows that cannot be judged, since a formula has no value there."""
        self.wrong |= rows
        self.unsound[formula] = self.unsound[formula] | rows if formula in self.unsound else rows

    def amount(self, key: str) -> Any:
        """Return amounts as floats in their argument's unit, harmless ones or their default where they are unknown."""
        amounts, default = self.amounts[key], self._default(key)
        if default is None or amounts.unknown is None:
            return amounts.values
        return np.where(amounts.unknown, float(default), amounts.values)

    def _default(self, key: str) -> Fraction | None:
        """Return what stands in for an amount that is unknown: its argument's default, unless it is one of several."""
        argument = self.table.by_key[key].argument
        if argument.default is None or len(self.table.amounts.get(argument.name, ())) > 1:
            return None
        exact: Fraction = default_reading(argument).exact(argument.symbol.unit)
        return exact

    def gap(self, key: str) -> Any:
        """Return which amounts are unknown."""
        unknown = self.amounts[key].unknown
        return self._nowhere if unknown is None else unknown

    def is_of_floats(self, key: str) -> bool | None:
        """Tell whether amounts are floats, which stand for their rounding; None if some are."""
        return self.table.by_key[key].is_of_floats(self.amounts[key])

    def are_alike(self, key: str, other: str) -> bool:
        """Tell whether amounts are floats typed in the same unit, so that equal ones are the same."""
        factor = self.table.by_key[key].factor
        alike = factor is not None and factor == self.table.by_key[other].factor
        return alike and bool(self.is_of_floats(key)) and bool(self.is_of_floats(other))

    def ratios(self, key: str, rows: Any) -> Ratios:
        """Return amounts exactly, in some rows."""
        amounts, default = self.amounts[key], self._default(key)
        found = self.table.by_key[key].ratios(amounts, self.start, rows)
        if default is None or amounts.unknown is None:
            return found
        return found.with_others(amounts.unknown[rows], default)

    def fraction(self, key: str, row: int) -> Fraction | None:
        """Return an amount exactly, in a row of the block; None if it is unknown."""
        return self.table.by_key[key].exact(self.start + row)

    def codes(self, item: str) -> Any:
        """Return what is said of an item, as truths or by code."""
        said = self.said[item]
        return said.codes.view(bool) if said.is_plain else said.codes

    def degrees(self, item: str) -> Any:
        """Return how far an item is said to be partly met."""
        said = self.said[item]
        if said.shares is None:
            return np.float64(0)
        inside = np.clip(said.shares, _LEAST, _MOST)  # a share that is no more than partly met, however near to all
        return np.where(said.codes == SAID[PARTLY_MET], inside, 0.0)

    def exact(self, row: int) -> ExactFacts:
        """Return the facts of a row exactly."""
        amounts = {key: amount for key in self.amounts if (amount := self.fraction(key, row)) is not None}
        said = {item: _STATUSES[int(said.codes[row])] for item, said in self.said.items()}
        words = {
            item: (status, self._degree(item, row) if status == PARTLY_MET else None)
            for item, status in said.items()
            if status != UNSAID
        }
        return ExactFacts(amounts, words, -1 if self._categories is None else int(self._categories[row]))

    def _degree(self, item: str, row: int) -> Fraction:
        """Return how far an item is partly met: as is said under its own id, else as is said under its clause."""
        columns = sorted(self.table.statuses, key=lambda column: column.header.name != item)
        shares = (column.share_of(item, self.start + row) for column in columns)
        return next(share for share in shares if share is not None)

    def categories(self) -> Any:
        """Return the places of categories in the table's list, -1 where unknown."""
        return self._categories


def _read(column: AmountColumn | StatusColumn | CategoryColumn, start: int, stop: int, *lent: Any) -> Any:
    try:
        return column.block(start, stop, *lent)
    except ColumnTypeError as error:
        raise FactsError("columns cannot be used", (f"{column.header.text}: {error}",)) from None
