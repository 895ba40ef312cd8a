"""What is known of a table of plants before a row is read: headers, kinds of cells, and what all rows have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.errors import FactsError
from greencalc.judging.assumptions import choice_assumptions, type_word_assumptions
from greencalc.judging.judge_plant import choices_of
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.queries.column_facts import Cells, ColumnFacts, ColumnLanguage
from greencalc.many_plants.queries.outputs import Wanted, findings_of, outputs_of
from greencalc.many_plants.seen_before import ReadTable, read_once
from greencalc.plant.categories import category_words, defined_type
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Assumption, Standard
from greencalc.units.wording import expect, listed, shown

_LIKE: Mapping[str, Any] = MappingProxyType(
    {"float": np.ones(1), "number": np.ones(1, dtype=int), "truth": np.ones(1, dtype=bool), "text": np.array([""])}
)
"""A column of each kind, to read the header by."""


@frozen
class TableHead:
    """A table of plants without its rows.

    Attributes
    ----------
    standard : Standard
        The table of indicators.
    read : ReadTable
        The columns by what they are for.
    cells : mapping of str to str
        What columns have, by header.
    filled : frozenset of str
        The headers of columns that have no empty cells.
    texts : mapping of str to collection of str
        The only texts that columns have, where that is known, by header.
    chosen : mapping
        The settings that the caller chose.
    """

    standard: Standard
    read: ReadTable
    cells: Mapping[str, Cells]
    filled: frozenset[str]
    texts: Mapping[str, Collection[str]]
    chosen: Mapping[str, Any]

    @property
    def headers(self) -> list[str]:
        """The headers of the columns that are needed."""
        unused = {header for header, _ in self.read.table.unused}
        return [header for header in self.cells if header not in unused]

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Whatever derived or assumed datum may touch a result, and what the user chose."""
        column = self.read.table.category
        only = self.texts.get("" if column is None else column.header.text)
        words = () if column is None else category_words(self.standard)
        defined = [
            found for one in words if (found := defined_type(one, self.standard)) and (only is None or one in only)
        ]
        return (*self.read.assumptions, *type_word_assumptions(defined), *choice_assumptions(self.chosen))

    def outputs(self, language: ColumnLanguage, wanted: Wanted) -> dict[str, Any]:
        """Return what is asked for as expressions by name."""
        return outputs_of(self._facts(language), language, *self._settings, wanted)

    def findings(self, language: ColumnLanguage) -> dict[str, Any]:
        """Return which rows have findings, and where that is in doubt, as expressions by name."""
        return findings_of(self._facts(language), language, *self._settings)

    def _facts(self, language: ColumnLanguage) -> ColumnFacts:
        return ColumnFacts(self.standard, self.read.table, self.cells, self.filled, self.texts, language)

    @property
    def _settings(self) -> tuple[Policy | None, LimitComparison]:
        policy: Policy | None = self.chosen.get("not_applicable") or self.standard.not_applicable
        comparison: LimitComparison = self.chosen.get("comparison") or self.standard.comparison
        return policy, comparison


def polars_for(where: str) -> Any:
    """Return polars, an extra that is loaded when it is used.

    Raises
    ------
    FactsError
        If it is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415
    except ImportError as error:
        raise FactsError(where, ("it needs polars: pip install 'greencalc[files]'",)) from error
    return pl


def head_of(  # noqa: PLR0913 (each is a choice of its own)
    standard: Standard,
    cells: Mapping[str, Cells],
    *,
    filled: frozenset[str] = frozenset(),
    texts: Mapping[str, Collection[str]] = MappingProxyType({}),
    for_all: Mapping[str, Any] | None,
    units: Mapping[str, str] | None,
    nan_is_missing: bool,
    not_applicable: Policy | None,
    comparison: LimitComparison | None,
) -> TableHead:
    """Read headers, and what all rows have.

    Raises
    ------
    FactsError
        Listing every header and single value that cannot be used.
    """
    chosen = choices_of(standard, not_applicable, comparison)
    mend = f"give single values by header, as {{{standard.category!r}: {next(iter(standard.categories), 'unknown')!r}}}"
    expect(Mapping | None, for_all, "columns", "for_all", mend)
    twice = sorted(cells.keys() & (for_all or {}).keys())
    if twice:
        raise FactsError(
            "columns", tuple(f"{header}: it is a column, and has a value for all rows" for header in twice)
        )
    columns = {header: _LIKE[kind] for header, kind in cells.items()} | dict(for_all or {})
    read = read_once(standard, columns, units, nan_is_missing, chosen)
    return TableHead(standard, read, cells, filled, texts, chosen)


def cells_by_name(standard: Standard, headers: Any) -> dict[str, Cells]:
    """Return what columns have if nothing else is said of them: numbers where an amount is wanted, else truth values.

    Raises
    ------
    FactsError
        If it is no list of headers, or no mapping of them to what columns have.
    """
    if isinstance(headers, Mapping):
        wrong = [
            f"{shown(header)}: {shown(kind)} is none of {', '.join(_LIKE)}"
            for header, kind in headers.items()
            if kind not in _LIKE
        ]
        if wrong:
            raise FactsError("columns", tuple(wrong))
        return dict(headers)
    given = listed(
        headers, "columns", "headers", f"give a list of headers, as ['land_area [mu]', {standard.category!r}]"
    )
    for header in given:
        expect(str, header, "columns", "a header", "write it as text")
    twice = sorted({header for header in given if given.count(header) > 1})
    if twice:
        raise FactsError("columns", tuple(f"{header}: it is there twice" for header in twice))
    amounts = {*amounts_of(standard), *line_ends(standard)}

    def kind_of(header: str) -> Cells:
        name = read_header(header).name
        return "number" if name in amounts else "text" if name == standard.category else "truth"

    return {header: kind_of(header) for header in given}
