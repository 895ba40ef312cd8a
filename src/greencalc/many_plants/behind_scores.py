"""What stands behind scores, worked out when somebody asks: reasons, values, points of groups, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.judging.judge_plant import judge_plant
from greencalc.many_plants.block import BLOCK, Block
from greencalc.many_plants.constants import faults_of
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_fault import RowFault
from greencalc.plant.slips import Finding
from greencalc.standards.table import Standard
from greencalc.table_plan.tongues.blocks import Worked, points_of_groups, values_of_formulas

_PART = 1024  # rows whose cells are looked at together


@frozen
class BehindScores:
    """A table of plants that was scored, to be looked at again.

    Attributes
    ----------
    standard : Standard
        The table of indicators.
    table : PlantTable
        The columns.
    chosen : mapping
        The settings that the caller chose.
    broken : mapping of int to str
        Rows that could not be read, each with the reason.
    """

    standard: Standard
    table: PlantTable
    chosen: Mapping[str, Any]
    broken: Mapping[int, str]

    def values(self, wrong: Any) -> dict[str, Any]:
        """Return the values of all formulas by header; NaN where they are unknown, or the row cannot be judged."""
        return self._columns(values_of_formulas, wrong)

    def points(self, wrong: Any) -> dict[str, Any]:
        """Return the points of all groups, if everything unknown is not met and if it is; NaN in wrong rows."""
        return self._columns(points_of_groups, wrong)

    def _columns(self, work_out: Callable[..., Worked], wrong: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        policy = self.chosen.get("not_applicable") or self.standard.not_applicable
        comparison = self.chosen.get("comparison") or self.standard.comparison
        for start in range(0, self.table.rows, BLOCK):
            stop = min(start + BLOCK, self.table.rows)
            block = Block(self.table, start, stop)
            for name, column in work_out(self.standard, block, policy, comparison).items():
                found.setdefault(name, np.empty(self.table.rows))[start:stop] = column
        for column in found.values():
            column[wrong] = np.nan
            column.flags.writeable = False
        return found

    def findings(self, row: int) -> tuple[Finding, ...]:
        """Return what is probably a slip in a row."""
        return judge_plant(self.standard, self.table.facts(row), **self.chosen).findings

    def faults(self, rows: Any) -> Iterator[RowFault]:
        """Yield why rows cannot be judged, in their order."""
        for part in np.split(rows, np.flatnonzero(np.diff(rows // _PART)) + 1) if rows.size else ():
            start = int(part[0]) // _PART * _PART
            block = Block(self.table, start, min(start + _PART, self.table.rows))
            for row in part.tolist():
                if row in self.broken:
                    yield RowFault(row, (), self.broken[row])
                else:
                    yield from self._of_row(row, block)

    def _of_row(self, row: int, block: Block) -> Iterator[RowFault]:
        """Yield what is wrong with a row: its cells, or else what `evaluate` says of them together."""
        in_cells = list(block.cell_faults(row))
        for columns, reason in in_cells:
            yield RowFault(row, columns, reason)
        for reason in () if in_cells else faults_of(self.standard, self.table.facts(row), self.chosen):
            yield RowFault(row, self.table.headers_in(reason, self.standard), reason)
