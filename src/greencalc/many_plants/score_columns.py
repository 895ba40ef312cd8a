"""Scoring many plants at once: columns in, columns out, each row as :func:`greencalc.evaluate` judges it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from greencalc.judging.assumptions import choice_assumptions, type_word_assumptions
from greencalc.judging.judge_plant import choices_of
from greencalc.many_plants.behind_scores import BehindScores
from greencalc.many_plants.block import BLOCK, Block
from greencalc.many_plants.columns.levels import LevelColumns, level_columns, level_names
from greencalc.many_plants.scores import UNSURE, WRONG_ROW, Scores
from greencalc.many_plants.seen_before import ReadTable, read_once
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.tongues.blocks import BlockScores, scores_of
from greencalc.table_plan.tongues.room import Room
from greencalc.units.wording import expect


def score_columns(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    columns: Any,
    *,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    with_statuses: bool = False,
) -> Scores:
    """Score many plants.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    columns : mapping, or pandas, polars or Arrow table
        One column for each fact, under the names that :func:`evaluate` takes, with the unit of amounts in the header:
        ``land_area [mu]`` or ``land_area (mu)``. Several years are ``yearly_output.1 [vehicle]``,
        ``yearly_output.2 [vehicle]`` and so on, oldest first. Cells of requirements are true or false, or words:
        "met", "不符合", "partly met: 60 %", "not applicable: no paint shop". A single value in place of a column
        holds for all plants.
    units : mapping of str to str, optional
        Units by header or name, instead of those in headers.
    nan_is_missing : bool, optional
        Whether NaN is an empty cell. If not, a row with NaN has a fault.
    not_applicable, comparison : str, optional
        As :func:`evaluate` takes them.
    with_statuses : bool, optional
        Whether to keep the status of every item too.

    Returns
    -------
    Scores
        For each row what `evaluate` finds; an empty cell makes an item unknown and the score an interval. Rows that
        cannot be judged have their reasons in ``faults``, and the others are judged all the same.

    Raises
    ------
    FactsError
        If a header, a column as a whole or a single value for all plants cannot be used; all that is wrong is listed.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc import load_standard, score_columns
    >>> scores = score_columns(
    ...     load_standard("qct1160_2022"),
    ...     {
    ...         "building_area [万m2]": np.array([45.0, 30.0, -1.0]),
    ...         "structure_area [m2]": np.array([0.0, 500.0, 0.0]),
    ...         "land_area [mu]": np.array([900.0, 900.0, 900.0]),
    ...     },
    ...     with_statuses=True,
    ... )
    >>> scores.statuses["10.2.1"][:2], scores.score_lower.round(2)
    (array([1, 0], dtype=uint8), array([4.29, 0.  ,  nan]))
    >>> print(scores.faults[0].row, scores.faults[0].reason)
    2 building_area (A_b): given '-1 万m2'; expected >= 0 m2.
    """
    chosen = choices_of(standard, not_applicable, comparison)
    read = read_once(standard, columns, units, nan_is_missing, chosen)
    return score_table(standard, read, chosen, with_statuses, {})


def score_table(
    standard: Standard,
    read: ReadTable,
    chosen: Mapping[str, Any],
    with_statuses: bool,
    broken: Mapping[int, str],
) -> Scores:
    """Score a table of plants whose columns are sorted; broken rows have a reason instead."""
    table = read.table
    expect(bool | np.bool_, with_statuses, "columns", "with_statuses", "give True or False")
    policy = chosen.get("not_applicable") or standard.not_applicable
    comparison = chosen.get("comparison") or standard.comparison
    items = [item.id for item in standard.items] if with_statuses else []
    results = _Results(table.rows, items, level_columns(standard))
    room = Room(BLOCK)
    for start in range(0, table.rows, BLOCK):
        stop = min(start + BLOCK, table.rows)
        block = Block(table, start, stop, room)
        block.wrong[[row - start for row in broken if start <= row < stop]] = True
        results.put(start, stop, scores_of(standard, block, policy, comparison, with_statuses=with_statuses))
        block.give_back()
    type_words = () if table.category is None else table.category.defined
    return Scores(
        standard=standard.id,
        eligible=results.eligible,
        score_lower=results.lower,
        score_upper=results.upper,
        coverage=results.coverage,
        behind=BehindScores(standard, table, chosen, broken),
        levels=LevelColumns(level_names(standard), results.levels) if standard.levels else None,
        statuses=results.statuses,
        assumptions=(*read.assumptions, *type_word_assumptions(type_words), *choice_assumptions(chosen)),
        unused=table.unused,
        columns=table.columns,
        index=table.index,
    )


class _Results:
    """The columns that are filled block by block; what nothing is unknown of is not kept twice."""

    def __init__(self, rows: int, items: Sequence[str], levels: Sequence[str]) -> None:
        self.eligible = np.empty(rows, dtype=np.int8)
        self.lower = np.empty(rows)
        self.upper = self.lower
        self.coverage: Any = np.broadcast_to(1.0, rows)
        self.statuses = {name: np.empty(rows, dtype=np.uint8) for name in items}
        self.levels = {name: np.empty(rows, dtype=np.int16) for name in levels}

    def put(self, start: int, stop: int, scores: BlockScores) -> None:
        """Keep the scores of a block."""
        rows, wrong = slice(start, stop), scores.wrong
        has_faults = bool(wrong.any())
        if scores.upper is not scores.lower and self.upper is self.lower:
            self.upper = self.lower.copy()
        if (scores.coverage is not None or has_faults) and not self.coverage.flags.writeable:
            self.coverage = self.coverage.copy()
        self.eligible[rows] = scores.eligible
        self.lower[rows] = scores.lower
        if self.upper is not self.lower:
            self.upper[rows] = scores.upper
        if self.coverage.flags.writeable:
            self.coverage[rows] = 1.0 if scores.coverage is None else scores.coverage
        coded: list[tuple[Any, Any, int]] = []
        coded += [(self.statuses[name], codes, WRONG_ROW) for name, codes in scores.statuses.items()]
        coded += [(self.levels[name], codes, UNSURE) for name, codes in zip(self.levels, scores.levels, strict=True)]
        for codes_kept, codes, _ in coded:
            codes_kept[rows] = codes
        if has_faults:
            self.eligible[rows][wrong] = UNSURE
            for column in (self.lower, self.upper, self.coverage):
                column[rows][wrong] = np.nan
            for codes_kept, _, of_wrong in coded:
                codes_kept[rows][wrong] = of_wrong
