"""What stands behind scores, worked out when somebody asks: reasons, values, points of groups, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.judging.judge_plant import judge_plant
from greencalc.many_plants.block import BLOCK, Block
from greencalc.many_plants.constants import columns_about, faults_of
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_fault import RowFault
from greencalc.plant.slips import Finding
from greencalc.standards.rules import LimitComparison, LineRule, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.tongues.blocks import Worked, faults_of_rows, points_of_groups, values_of_formulas

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
        """Yield why rows cannot be judged, in their order; equal facts are looked at once."""
        found: dict[str, tuple[str, ...]] = {}
        for part in np.split(rows, np.flatnonzero(np.diff(rows // _PART)) + 1) if rows.size else ():
            start = int(part[0]) // _PART * _PART
            block = Block(self.table, start, min(start + _PART, self.table.rows))
            of_formulas, of_words = faults_of_rows(self.standard, block, *self._settings)
            for row in part.tolist():
                at_fault = [name for name, where in of_formulas.items() if where[row - start]]
                yield from self._of_row(row, block, () if of_words[row - start] else at_fault, found)

    def _of_row(
        self, row: int, block: Block, formulas: Sequence[str], found: dict[str, tuple[str, ...]]
    ) -> Iterator[RowFault]:
        """Yield what is wrong with a row: its cells, or else what `evaluate` says of its facts together."""
        if row in self.broken:
            yield RowFault(row, (), self.broken[row])
            return
        in_cells = list(block.cell_faults(row))
        for columns, reason in in_cells:
            yield RowFault(row, columns, reason)
        if in_cells:
            return
        # of the facts of a formula alone it is no matter what becomes of points
        settings = {"not_applicable": "keep", **self.chosen} if formulas else self.chosen
        reasons: dict[str, None] = {}
        for facts in [self.table.facts(row, self._facts_of(name)) for name in formulas] or [self.table.facts(row)]:
            key = repr(facts)
            if key not in found:
                found[key] = faults_of(self.standard, facts, settings)
            reasons |= dict.fromkeys(found[key])
        for reason in reasons:
            yield RowFault(row, self.table.headers_in(reason, self.standard), reason)

    def _facts_of(self, name: str) -> set[str]:
        """Return the facts that the items of a formula are judged from."""
        formula = self.standard.formulas[name]
        items = [item for item in self.standard.items if self.standard.formula_of(item) is formula]
        ends = [end for item in items if isinstance(item.rule, LineRule) for end in item.rule.missing_ends]
        said = [column.header.name for column in columns_about(items, self.table)]
        return {"vehicle_type", *formula.arguments, *ends, *said}
