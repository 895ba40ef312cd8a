"""What stands behind scores, worked out when somebody asks: reasons, values, points of groups, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.judging.judge_plant import judge_plant
from greencalc.many_plants.block import BLOCK, Block
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_fault import RowFault
from greencalc.many_plants.row_reasons import RowReasons
from greencalc.plant.slips import Finding
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.tongues.blocks import Worked, points_of_groups, values_of_formulas

_SPAN = 2**17  # rows of which some are looked at together


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

    @property
    def _settings(self) -> tuple[Policy | None, LimitComparison]:
        policy = self.chosen.get("not_applicable") or self.standard.not_applicable
        return policy, self.chosen.get("comparison") or self.standard.comparison

    def values(self, wrong: Any) -> dict[str, Any]:
        """Return the values of all formulas by header; NaN where they are unknown, or the row cannot be judged."""
        return self._columns(values_of_formulas, wrong)

    def points(self, wrong: Any) -> dict[str, Any]:
        """Return the points of all groups, if everything unknown is not met and if it is; NaN in wrong rows."""
        return self._columns(points_of_groups, wrong)

    def _columns(self, work_out: Callable[..., Worked], wrong: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for start in range(0, self.table.rows, BLOCK):
            stop = min(start + BLOCK, self.table.rows)
            block = Block(self.table, start, stop)
            for name, column in work_out(self.standard, block, *self._settings).items():
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
        found = RowReasons(self.standard, self.chosen)
        for part in _parts(rows):
            for row, reasons in zip(part.tolist(), found.of_rows(self.table.taken(part), *self._settings), strict=True):
                if row in self.broken:
                    yield RowFault(row, (), self.broken[row])
                else:
                    yield from (RowFault(row, columns, reason) for columns, reason in reasons)


def _parts(rows: Any) -> Iterator[Any]:
    """Yield rows that are looked at together: few enough, and not so far apart that many others are read for them."""
    for span in np.split(rows, np.flatnonzero(np.diff(rows // _SPAN)) + 1):
        yield from (span[start : start + BLOCK] for start in range(0, len(span), BLOCK))
