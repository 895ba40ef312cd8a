"""Why rows cannot be judged: sentences that are made when somebody asks for them, those of `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from greencalc.many_plants.block import Block
from greencalc.many_plants.constants import faults_of
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_fault import RowFault
from greencalc.standards.table import Standard

_PART = 1024  # rows whose cells are looked at together


class WhyWrong:
    """The faults of a table's rows, in the order of the rows.

    Parameters
    ----------
    standard : Standard
        The table of indicators.
    table : PlantTable
        The columns.
    chosen : mapping
        The settings that the caller chose.
    broken : mapping of int to str
        Rows that could not be read, each with the reason.
    rows : array of int
        The rows that cannot be judged.
    """

    def __init__(
        self, standard: Standard, table: PlantTable, chosen: Mapping[str, Any], broken: Mapping[int, str], rows: Any
    ) -> None:
        self._standard = standard
        self._table = table
        self._chosen = chosen
        self._broken = broken
        self._rows = rows

    def __iter__(self) -> Iterator[RowFault]:
        """Work them out."""
        rows = self._rows
        for part in np.split(rows, np.flatnonzero(np.diff(rows // _PART)) + 1) if rows.size else ():
            start = int(part[0]) // _PART * _PART
            block = Block(self._table, start, min(start + _PART, self._table.rows))
            for row in part.tolist():
                if row in self._broken:
                    yield RowFault(row, (), self._broken[row])
                else:
                    yield from self._of_row(row, block)

    def _of_row(self, row: int, block: Block) -> Iterator[RowFault]:
        """Yield what is wrong with a row: its cells, or else what `evaluate` says of them together."""
        in_cells = list(block.cell_faults(row))
        for columns, reason in in_cells:
            yield RowFault(row, columns, reason)
        for reason in () if in_cells else faults_of(self._standard, self._table.facts(row), self._chosen):
            yield RowFault(row, self._table.headers_in(reason, self._standard), reason)
