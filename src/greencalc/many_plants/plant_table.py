"""A table of plants: its columns sorted by what a standard needs them for, once for all rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from greencalc.formula.declaration import Formula
from greencalc.many_plants.columns.amounts import AmountColumn
from greencalc.many_plants.columns.cells import Cells, Constant, on_other_cells, read_cells
from greencalc.many_plants.columns.statuses import CategoryColumn, StatusColumn
from greencalc.standards.rules import LineRule
from greencalc.standards.table import Standard
from greencalc.table_plan.inputs import key_of


@frozen
class PlantTable:
    """Columns by what they are for.

    Attributes
    ----------
    rows : int
        How many plants there are.
    amounts : mapping of str to tuple of AmountColumn
        By argument; several where each year has one, oldest first.
    ends : mapping of str to AmountColumn
        Base and leading values that the table of indicators leaves to the user.
    statuses : tuple of StatusColumn
        What is said of items.
    category : CategoryColumn or None
        What the plants are, of the categories that limits go by.
    unused : tuple of (str, str)
        Headers that nothing needs, each with a hint or an empty text.
    columns : mapping of str to object
        All columns as they were given, those that nothing needs too.
    index : pandas.Index or None
        The index of a pandas table, which names its rows.
    """

    rows: int
    amounts: Mapping[str, tuple[AmountColumn, ...]]
    ends: Mapping[str, AmountColumn]
    statuses: tuple[StatusColumn, ...]
    category: CategoryColumn | None
    unused: tuple[tuple[str, str], ...]
    columns: Mapping[str, Any]
    index: Any = None

    def has_amounts_of(self, formula: Formula) -> bool:
        """Tell whether there is a column of each argument of a formula that has no default."""
        return all(name in self.amounts or one.default is not None for name, one in formula.arguments.items())

    def with_columns(self, columns: Mapping[str, Any], index: Any) -> PlantTable | None:
        """Return the same table with other columns of the same headers and kinds; None if their lengths differ."""
        lengths = {len(column) for column in columns.values() if hasattr(column, "dtype")}
        if len(lengths) != 1:
            return None

        return self._with_cells(lengths.pop(), lambda column: columns[column.header.text], columns, index)

    def taken(self, rows: Any) -> PlantTable:
        """Return some rows, in their order, as a table of their own."""
        start, stop = int(rows[0]), int(rows[-1]) + 1

        def cells_of(column: Any) -> Cells:
            return read_cells(column.column, start, stop).taken(rows - start)

        return self._with_cells(len(rows), cells_of, self.columns, self.index)

    def _with_cells(
        self, rows: int, cells_of: Callable[[Any], Any], columns: Mapping[str, Any], index: Any
    ) -> PlantTable:
        def other(column: Any) -> Any:
            return on_other_cells(column, cells_of(column))

        category = self.category
        return PlantTable(
            rows=rows,
            amounts={name: tuple(map(other, several)) for name, several in self.amounts.items()},
            ends={name: other(one) for name, one in self.ends.items()},
            statuses=tuple(map(other, self.statuses)),
            category=None
            if category is None
            else CategoryColumn(category.header, other(category).column, category.standard, category.nan_is_missing),
            unused=self.unused,
            columns=columns,
            index=index,
        )

    @cached_property
    def by_key(self) -> Mapping[str, AmountColumn]:
        """All columns of amounts: the facts', each year's, and the lines' ends."""
        several = {**self.amounts, **{name: (one,) for name, one in self.ends.items()}}
        return {key_of(name, place): one for name, columns in several.items() for place, one in enumerate(columns)}

    def facts(self, row: int, names: Container[str] | None = None) -> dict[str, Any]:
        """Return a plant as `evaluate` takes it, or some facts; several years as a list."""
        wanted = {name: columns for name, columns in self.amounts.items() if names is None or name in names}
        cells = {name: [column.cell(row) for column in columns] for name, columns in wanted.items()}
        facts: dict[str, Any] = {name: years if len(years) > 1 else years[0] for name, years in cells.items()}
        for column in (*self.ends.values(), *self.statuses, self.category):
            if column is not None and (names is None or column.header.name in names):
                facts[column.header.name] = column.cell(row)
        return facts

    @property
    def constants(self) -> frozenset[str]:
        """The names of facts that have a single value for all rows."""
        said: list[AmountColumn | StatusColumn | CategoryColumn] = [*self.ends.values(), *self.statuses]
        said += [] if self.category is None else [self.category]
        single = {column.header.name for column in said if isinstance(column.column, Constant)}
        amounts = self.amounts.items()
        single |= {name for name, parts in amounts if all(isinstance(part.column, Constant) for part in parts)}
        return frozenset(single)

    def headers_in(self, sentence: str, standard: Standard) -> tuple[str, ...]:
        """Return the headers of the facts that a sentence names, else of those that its items are judged from."""
        words = set(re.findall(r"[\w./-]+", sentence))
        named = self._headers_of(words)
        if named:
            return named
        for item in standard.items:
            formula = standard.formula_of(item)
            if formula is not None and words & {item.id, formula.name}:
                ends = item.rule.missing_ends if isinstance(item.rule, LineRule) else ()
                words |= set(ends) if "leading" in words else set(formula.arguments)
        return self._headers_of(words)

    def _headers_of(self, words: set[str]) -> tuple[str, ...]:
        known = self._headers_by_word
        found = {header for word in known.keys() & words for header in known[word]}
        return tuple(text for _, text in sorted(found))

    @cached_property
    def _headers_by_word(self) -> Mapping[str, list[tuple[int, str]]]:
        """Headers with their places, by whatever names one of them in a sentence."""
        category = () if self.category is None else (self.category,)
        words = [(one.header, {one.header.name}) for one in (*self.by_key.values(), *category)]
        words += [(said.header, {said.header.name, *(item.id for item in said.items)}) for said in self.statuses]
        found: dict[str, list[tuple[int, str]]] = {}
        for place, (header, names) in enumerate(words):
            for name in names:
                found.setdefault(name, []).append((place, header.text))
        return found
