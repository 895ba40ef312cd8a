"""The items of a table, judged for a block of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from greencalc.errors import FactsError
from greencalc.many_plants.columns.amounts import AmountColumn, Amounts
from greencalc.many_plants.columns.cells import ColumnTypeError
from greencalc.many_plants.columns.statuses import CODES, UNSAID, Said, StatusColumn, TypeColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_formulas import FormulaRows, Values, either
from greencalc.many_plants.row_rules import RowRule, rule_for_rows
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import FormulaRule, LimitComparison, LimitRule, Years
from greencalc.standards.table import Item, Standard


class Block:
    """Rows as they are worked out.

    Attributes
    ----------
    table : PlantTable
        The columns.
    start, rows : int
        The first row, and how many there are.
    amounts : mapping of str to Amounts
        By header.
    types : int or array
        The places of the vehicle types in the standard's list, -1 where unknown.
    untyped : array of bool or None
        Where they are unknown.
    said : mapping of str to Said
        What is said of items, by id.
    bad : list of (column, array of bool)
        Columns with cells that cannot be used, and where these are.
    found : mapping
        What is wrong with cells, by column and text, or row if they are none.
    wrong : array of bool
        Which rows cannot be judged.
    """

    def __init__(self, table: PlantTable, start: int, stop: int) -> None:
        self.table = table
        self.start = start
        self.rows = stop - start
        self.wrong = np.zeros(self.rows, dtype=bool)
        self.denied = np.zeros(self.rows, dtype=bool)
        self.amounts: dict[str, Amounts] = {}
        self.said: dict[str, Said] = {}
        self.types: Any = -1
        self.bad: list[tuple[AmountColumn | StatusColumn | TypeColumn, Any]] = []
        self.found: dict[tuple[Any, ...], tuple[str, ...]] = {}
        for column in table.numeric:
            self.amounts[column.header.text] = block = _block(column, start, stop)
            self._note(column, block.bad)
        for said, among in ((part, among) for column in table.statuses for part, among in self._parts(column)):
            words, bad = _block(said, start, stop)
            for name, word in words.items():
                self.said[name] = word.among(among).before(self.said.get(name))
            self._note(said, bad if bad is None or among is None else bad & among)
        if table.vehicle_type is not None:
            self.types, bad = _block(table.vehicle_type, start, stop)
            self._note(table.vehicle_type, bad)
        self.untyped = np.broadcast_to(self.types == -1, self.rows) if np.min(self.types, initial=0) < 0 else None

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

    def _note(self, column: AmountColumn | StatusColumn | TypeColumn, bad: Any) -> None:
        if bad is not None:
            self.bad.append((column, bad))
            self.refuse(bad)

    def cell_faults(self, row: int) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield what is wrong with single cells of a row of the table, with the cell's header."""
        for column, bad in self.bad:
            if bad[row - self.start]:
                cell = column.cell(row)
                speaks_of = column.items if isinstance(column, StatusColumn) else None
                key = (column.header.text, speaks_of, cell if isinstance(cell, str) else row)
                if key not in self.found:
                    self.found[key] = column.faults(row)
                yield from (((column.header.text,), fault) for fault in self.found[key])

    def refuse(self, bad: Any) -> None:
        """Note rows that cannot be judged."""
        if bad is not None:
            self.wrong |= bad

    def refuse_word(self, against: Any) -> None:
        """Note rows with a word against amounts that are given."""
        self.denied |= against
        self.refuse(against)

    def refuse_inapplicable(self, standard: Standard, item: Item, among: Any) -> None:
        """Note rows that say an item does not apply beside an amount that only a plant has to which it applies."""
        word = self.said.get(item.id)
        if word is None or word.is_plain:
            return
        spared = (word.codes == CODES[NOT_APPLICABLE]) & among
        for name in standard.signs_of(item) if spared.any() else ():
            for column in self.table.amounts.get(name, ()):
                amounts = self.amounts[column.header.text]
                some = amounts.values > 0
                self.refuse_word(spared & (some if amounts.unknown is None else some & ~amounts.unknown))


def _block(column: AmountColumn | StatusColumn | TypeColumn, start: int, stop: int) -> Any:
    try:
        return column.block(start, stop)
    except ColumnTypeError as error:
        raise FactsError("columns cannot be used", (f"{column.header.text}: {error}",)) from None


class FormulaItems:
    """The items of a table that are judged from one formula, prepared for many rows.

    Parameters
    ----------
    standard : Standard
        The table.
    items : sequence of Item
        The items, of one formula.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.
    """

    def __init__(self, standard: Standard, items: Sequence[Item], comparison: LimitComparison) -> None:
        declaration = standard.formula_of(items[0])
        assert declaration is not None  # noqa: S101 (yes/no items are judged by their column)
        self.standard = standard
        self.formula = FormulaRows(declaration)
        error = self.formula.error or 0.0
        self.rules = [(item, rule_for_rows(item, standard, comparison, error)) for item in items]

    def judge(self, block: Block) -> dict[str, Said]:
        """Judge a block; rows that break a bound, a relation or a rule become wrong in it."""
        table = block.table
        years = [
            self.formula.compute(table, block.amounts, year, block.rows) for year in range(self.formula.years(table))
        ]
        lacking = [self._lacking(item, rule, block) for item, rule in self.rules]
        verdicts: list[list[Any]] = [[] for _ in self.rules]
        for year, values in enumerate(years):
            doubtful = values.doubtful
            for (_, rule), lacks, found in zip(self.rules, lacking, verdicts, strict=True):
                verdict, doubt = rule.verdict(values.floats, block)
                found.append(verdict)
                doubtful = either(doubtful, doubt if lacks is None or doubt is None else doubt & ~lacks)
            if doubtful is not None:
                wanted = [
                    self._needs_value(item, lacks, block) for (item, _), lacks in zip(self.rules, lacking, strict=True)
                ]
                self._settle(block, year, values, doubtful, [found[year] for found in verdicts], wanted)
        return {
            item.id: self._combined(block, item, rule, lacks, years, found)
            for (item, rule), lacks, found in zip(self.rules, lacking, verdicts, strict=True)
        }

    def _settle(  # noqa: PLR0913, PLR0917 (what was found of a year, and where it is wanted)
        self, block: Block, year: int, values: Values, doubtful: Any, verdicts: list[Any], wanted: list[Any]
    ) -> None:
        """Judge rows exactly that floats cannot settle."""
        known = ~block.wrong if values.unknown is None else ~(block.wrong | values.unknown)
        for row in map(int, np.flatnonzero(doubtful & known)):
            value = self.formula.exact(block.table, block.start + row, year)
            if value is None:
                block.wrong[row] = True
                continue
            for (_, rule), verdict, needs_value in zip(self.rules, verdicts, wanted, strict=True):
                if not needs_value[row]:
                    continue
                settled = rule.settle(value, row, block)
                if settled is None:
                    block.wrong[row] = True
                else:
                    verdict[row] = settled

    @staticmethod
    def _needs_value(item: Item, lacks: Any, block: Block) -> Any:
        """Return the rows in which an item is judged by its value: not by a word, and lacking nothing else."""
        word = block.said.get(item.id)
        by_word = None if word is None else word.codes != UNSAID
        other = either(lacks, by_word)
        return np.ones(block.rows, dtype=bool) if other is None else ~other

    def _combined(  # noqa: PLR0913, PLR0917 (all that is said of an item)
        self, block: Block, item: Item, rule: RowRule, lacking: Any, years: list[Values], verdicts: list[Any]
    ) -> Said:
        """Put together what the years, the vehicle type and words say of an item."""
        spared, word = rule.does_not_apply(block), block.said.get(item.id)
        of_sum = self.formula.declaration.over is not None
        said = _verdict(item, years, verdicts, block.rows, of_sum=of_sum)
        uncomputed = np.ones(block.rows, dtype=bool) if not years else _in_all_years(years)
        if uncomputed is None and lacking is None and spared is None and word is None:
            return said
        codes = degrees(said.shares) if said.codes is None else said.codes.copy()
        for mask, status in ((uncomputed, UNKNOWN), (lacking, UNKNOWN), (spared, NOT_APPLICABLE)):
            if mask is not None:
                codes[mask] = CODES[status]
        if word is not None:
            without_limit = either(spared, self._may_lack_limit(item, rule.unknown(block), word))
            denied = word.codes != UNSAID if without_limit is None else (word.codes != UNSAID) & ~without_limit
            block.refuse_word(denied if uncomputed is None else denied & ~uncomputed)
            block.refuse_inapplicable(self.standard, item, denied)
            codes = np.where(word.codes == UNSAID, codes, word.codes)
        return Said(codes, said.shares)

    def _may_lack_limit(self, item: Item, untyped: Any, word: Said) -> Any:
        """Return where a word may be said because the vehicle type is not known, or None."""
        if not isinstance(item.rule, LimitRule) or untyped is None:
            return None
        leaves_out = item.rule.leaves_out_some(self.standard.vehicle_types)
        return untyped if leaves_out else untyped & (word.codes != CODES[NOT_APPLICABLE])

    def _lacking(self, item: Item, rule: RowRule, block: Block) -> Any:
        """Return in which rows something other than the value is unknown, or None; in all, if a sum lacks years."""
        years = item.rule.years if isinstance(item.rule, FormulaRule) else None
        arguments = self.formula.declaration.arguments.items() if self.formula.declaration.over else ()
        lists = [block.table.amounts.get(name, ()) for name, one in arguments if one.symbol.over]
        if years is not None and any(len(columns) < years.of for columns in lists):
            return np.ones(block.rows, dtype=bool)
        return rule.unknown(block)


def _in_all_years(years: Sequence[Values]) -> Any:
    """Return in which rows the amounts of every year are unknown, or None."""
    if any(values.unknown is None for values in years):
        return None
    return np.logical_and.reduce([values.unknown for values in years])


def _verdict(item: Item, years: Sequence[Values], verdicts: Sequence[Any], rows: int, *, of_sum: bool) -> Said:
    """Return what the values say, wherever they are known."""
    if not years:
        return Said(np.zeros(rows, dtype=np.uint8))
    of = item.rule.years if isinstance(item.rule, FormulaRule) else None
    is_plain = verdicts[0].dtype == bool
    if of is None or of_sum:
        return Said(verdicts[0].view(np.uint8), is_plain=True) if is_plain else Said(None, verdicts[0])
    lower, upper = (_nth_best(years, verdicts, of, unknown) for unknown in (0, 1))
    if np.array_equal(lower, upper):
        return Said(lower.view(np.uint8), is_plain=True) if is_plain else Said(None, lower)
    codes = lower.astype(np.uint8) if is_plain else degrees(lower)
    return Said(np.where(lower == upper, codes, CODES[UNKNOWN]).astype(np.uint8), None if is_plain else lower)


def _nth_best(years: Sequence[Values], verdicts: Sequence[Any], of: Years, unknown: int) -> Any:
    """Return the verdict on the year that decides, with one and the same on all unknown years."""
    kept = [
        verdict if values.unknown is None else np.where(values.unknown, verdict.dtype.type(unknown), verdict)
        for values, verdict in zip(years, verdicts, strict=True)
    ]
    kept += [np.full_like(verdicts[0], unknown)] * (of.of - len(years))
    if verdicts[0].dtype == bool:  # counting is faster than sorting
        return sum(verdict.view(np.int8) for verdict in kept) >= of.at_least
    return np.sort(kept, axis=0)[of.of - of.at_least]


def degrees(shares: Any) -> Any:
    """Return the codes of shares of points."""
    codes = np.full(len(shares), CODES[PARTLY_MET], dtype=np.uint8)
    codes[shares <= 0] = CODES[NOT_MET]
    codes[shares >= 1] = CODES[MET]
    return codes
