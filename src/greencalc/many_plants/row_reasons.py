"""Why rows cannot be judged, in the sentences of `evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np

from greencalc.formula.computation import why_unsound
from greencalc.formula.declaration import Formula
from greencalc.many_plants.block import Block
from greencalc.many_plants.constants import columns_about, faults_of
from greencalc.many_plants.plant_table import PlantTable
from greencalc.standards.rules import LimitComparison, LineRule, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.tongues.blocks import faults_of_rows

Reason = tuple[tuple[str, ...], str]
"""The headers of the cells that a sentence speaks of, and the sentence."""


class RowReasons:
    """Finds why rows cannot be judged; equal facts are looked at once.

    Parameters
    ----------
    standard : Standard
        The table of indicators.
    chosen : mapping
        The settings that the caller chose.
    """

    def __init__(self, standard: Standard, chosen: Mapping[str, Any]) -> None:
        self.standard = standard
        self.chosen = chosen
        self._known: dict[Hashable, tuple[str, ...]] = {}

    def of_rows(
        self, table: PlantTable, policy: Policy | None, comparison: LimitComparison
    ) -> list[dict[Reason, None]]:
        """Return what is wrong with each row of a table: its cells, or else what `evaluate` says of them together."""
        block = Block(table, 0, table.rows)
        found: list[dict[Reason, None]] = [{} for _ in range(table.rows)]
        for row, headers, sentence in block.cell_faults():
            found[row][headers, sentence] = None
        left = np.array([not reasons for reasons in found])

        def tell(rows: Any, sentences_of: Callable[[int], Iterable[str]]) -> None:
            for row in np.flatnonzero(rows & left).tolist():
                for sentence in sentences_of(row):
                    found[row][table.headers_in(sentence, self.standard), sentence] = None

        faults = faults_of_rows(self.standard, block, policy, comparison)
        by_amounts = np.any(
            [np.zeros(table.rows, dtype=bool), *faults.unsound.values(), *faults.of_items.values()], axis=0
        )
        together = faults.of_words | ~by_amounts  # what else there is to say is that nothing applies
        tell(together, lambda row: self._said(table.facts(row), self.chosen))
        left &= ~together
        for name, rows in faults.unsound.items():
            formula = self.standard.formulas[name]
            has_years = any(len(table.amounts.get(one, ())) > 1 for one in formula.arguments)
            tell(rows, partial(self._of_formula if has_years else self._of_amounts, table, formula))
        for name, rows in faults.of_items.items():
            tell(rows, partial(self._of_formula, table, self.standard.formulas[name]))
        return found

    def _of_formula(self, table: PlantTable, formula: Formula, row: int) -> tuple[str, ...]:
        """Return what is said of the facts that the items of a formula are judged from."""
        items = [item for item in self.standard.items if self.standard.formula_of(item) is formula]
        ends = [end for item in items if isinstance(item.rule, LineRule) for end in item.rule.missing_ends]
        words = [column.header.name for column in columns_about(items, table)]
        facts = table.facts(row, {self.standard.category, *formula.arguments, *ends, *words})
        return self._said(facts, {"not_applicable": "keep", **self.chosen})  # it is no matter what becomes of points

    def _of_amounts(self, table: PlantTable, formula: Formula, row: int) -> tuple[str, ...]:
        """Return what is said of the amounts of a formula that has no value, which no other fact has a part in."""
        amounts = {name: table.amounts[name][0].exact(row) for name in formula.arguments if name in table.amounts}
        known = {name: amount for name, amount in amounts.items() if amount is not None}
        # floats are rounded
        key = (formula.name, *((name, type(amount), *amount.as_integer_ratio()) for name, amount in known.items()))
        if key not in self._known:
            self._known[key] = why_unsound(formula, known)
        return self._known[key]

    def _said(self, facts: Mapping[str, Any], settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is said of facts."""
        key = repr(facts)
        if key not in self._known:
            self._known[key] = faults_of(self.standard, facts, settings)
        return self._known[key]
