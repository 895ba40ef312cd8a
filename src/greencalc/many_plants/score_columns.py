"""Scoring many plants at once: columns in, columns out, each row as :func:`greencalc.evaluate` judges it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.errors import FactsError
from greencalc.formula.declaration import Formula
from greencalc.judging.assumptions import table_assumptions
from greencalc.judging.judge_plant import choices_of, judge_plant
from greencalc.many_plants.columns.statuses import CODES, UNSAID, Said, StatusColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.row_items import Block, FormulaItems, degrees
from greencalc.many_plants.row_points import RowScores, RowScoring
from greencalc.many_plants.scores import UNSURE, WRONG_ROW, RowFault, Scores
from greencalc.many_plants.table_reader import read_table
from greencalc.plant.status_words import UNKNOWN
from greencalc.standards.rules import LimitComparison, LineRule, Policy, YesNoRule
from greencalc.standards.table import Item, Standard
from greencalc.units.wording import expect

WrongBy = Sequence[tuple[FormulaItems, Any]]

BLOCK = 32_768
"""Rows that are worked out at a time, so that what lies between stays in the cache."""

_MOST_CHECKED = 1000


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
    table = read_table(standard, columns, units=units, nan_is_missing=nan_is_missing)
    return score_table(standard, table, chosen, with_statuses, {})


def score_table(
    standard: Standard,
    table: PlantTable,
    chosen: Mapping[str, Any],
    with_statuses: bool,
    broken: Mapping[int, str],
) -> Scores:
    """Score a table of plants whose columns are sorted; broken rows have a reason instead."""
    expect(bool | np.bool_, with_statuses, "columns", "with_statuses", "give True or False")
    scorer = _scorer(
        _Same(standard),
        chosen.get("not_applicable") or standard.not_applicable,
        chosen.get("comparison") or standard.comparison,
    )
    scorer.refuse_constants(table, chosen)
    results = _Results(table.rows, [item.id for item in standard.items] if with_statuses else [])
    for start in range(0, table.rows, BLOCK):
        stop = min(start + BLOCK, table.rows)
        block, said, wrong_by = scorer.judge(table, start, stop)
        scores = scorer.scoring.score(said, stop - start)
        block.refuse(scores.bad)
        why = _Why(scorer, block, wrong_by, scores.bad, chosen)
        block.wrong[[row - start for row in broken if start <= row < stop]] = True
        results.put(start, stop, scores, block.wrong)
        results.put_statuses(start, stop, said, block.wrong)
        for row in map(int, start + np.flatnonzero(block.wrong)):
            if row in broken:
                results.faults.append(RowFault(row, (), broken[row]))
            else:
                results.faults += why.faults(row)
    type_words = () if table.vehicle_type is None else table.vehicle_type.defined
    return Scores(
        standard=standard.id,
        eligible=results.eligible,
        score_lower=results.lower,
        score_upper=results.upper,
        coverage=results.coverage,
        faults=tuple(results.faults),
        statuses=results.statuses,
        assumptions=tuple(table_assumptions(standard, scorer.computed(table), chosen, type_words)),
        unused=table.unused,
        columns=table.columns,
        index=table.index,
    )


@frozen
class _Same:
    """A standard that equals itself alone, so that what is prepared for it is found again at once."""

    standard: Standard = field(eq=id)


@lru_cache(maxsize=16)
def _scorer(same: _Same, policy: Policy | None, comparison: LimitComparison) -> _Scorer:
    return _Scorer(same.standard, policy, comparison)


class _Scorer:
    """A standard prepared for tables of plants."""

    def __init__(self, standard: Standard, policy: Policy | None, comparison: LimitComparison) -> None:
        self.standard = standard
        self.scoring = RowScoring(standard, policy)
        by_formula: dict[str, list[Item]] = {}
        for item in standard.items:
            formula = standard.formula_of(item)
            if formula is not None:
                by_formula.setdefault(formula.name, []).append(item)
        self.formulas = [FormulaItems(standard, items, comparison) for items in by_formula.values()]
        self.by_word = [item for item in standard.items if isinstance(item.rule, YesNoRule)]
        self.checked: dict[str, tuple[str, ...]] = {}

    def computed(self, table: PlantTable) -> list[Formula]:
        """Return the formulas that a table has the columns of."""
        return [items.formula.declaration for items in self.formulas if items.formula.years(table)]

    def judge(self, table: PlantTable, start: int, stop: int) -> tuple[Block, Mapping[str, Said], WrongBy]:
        """Judge all items in some rows; tell which formulas' items cannot be judged in which of them."""
        block = Block(table, start, stop)
        nothing = Said(np.full(stop - start, CODES[UNKNOWN], dtype=np.uint8))
        said = {item.id: _with_unknown(block.said.get(item.id, nothing)) for item in self.standard.items}
        unreadable, wrong_by = block.wrong, []
        for items in self.formulas:
            block.wrong = unreadable.copy()
            said |= items.judge(block)
            wrong_by.append((items, block.wrong))
        block.wrong = np.logical_or.reduce([unreadable, *(wrong for _, wrong in wrong_by)])
        for item in self.by_word:
            block.refuse_inapplicable(self.standard, item, among=True)
        return block, said, wrong_by

    def refuse_constants(self, table: PlantTable, chosen: Mapping[str, Any]) -> None:
        """Refuse a table whose single values contradict each other: one fault, in place of one for each row.

        Raises
        ------
        FactsError
            If they do.
        """
        if not table.constants or not table.rows:
            return
        single = table.constants
        for items in self.formulas:  # what else a formula has may mend what is wrong
            names = table.amounts.keys() & items.formula.declaration.arguments
            single = single if single.issuperset(names) else single - names
        faults: list[str] = []
        if not single.isdisjoint(table.amounts):
            faults += self._checked(table.facts(0, single), chosen)
        for items in self.formulas:
            ends = [] if _said_of(items, table) else _ends_of(items)
            if ends and table.constants.issuperset(ends):  # with any amount it is seen which way a line runs
                arguments = items.formula.declaration.arguments.values()
                ones = {
                    argument.name: f"1 {argument.symbol.unit}".removesuffix(" dimensionless") for argument in arguments
                }
                headers = {table.ends[end].header.text for end in ends}
                found = self._checked(table.facts(0, ends) | ones, chosen)
                faults += [fault for fault in found if headers.issuperset(table.headers_in(fault, self.standard))]
        if faults:
            said = tuple(f"{fault} It is said of all rows." for fault in faults)
            raise FactsError(f"columns for {self.standard.number} cannot be used", said)

    def _checked(self, facts: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[str, ...]:
        """Check facts that may come again with every part of a table."""
        key = repr((facts, chosen))
        found = self.checked.get(key)
        if found is None:
            if len(self.checked) > _MOST_CHECKED:
                self.checked.clear()
            found = self.checked[key] = self.faults_of(facts, chosen)
        return found

    def faults_of(self, facts: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what `evaluate` says is wrong with facts."""
        try:
            judge_plant(self.standard, facts, plausibility=(), **chosen)
        except FactsError as error:
            return error.faults
        return ()


def _ends_of(items: FormulaItems) -> list[str]:
    """Return the base and leading values that the items of a formula need."""
    lines = [item.rule for item, _ in items.rules if isinstance(item.rule, LineRule)]
    return [end for line in lines for end in line.missing_ends]


def _said_of(items: FormulaItems, table: PlantTable) -> list[StatusColumn]:
    """Return the columns of words about the items of a formula, and about others that these columns speak of."""
    judged = {item.id for item, _ in items.rules}
    told = [column for column in table.statuses if not judged.isdisjoint(item.id for item in column.items)]
    spoken_of = {item.id for column in told for item in column.items}
    return [column for column in table.statuses if not spoken_of.isdisjoint(item.id for item in column.items)]


class _Why:
    """Why rows of a block cannot be judged: looked for among the facts of what is wrong, once for equal ones."""

    def __init__(
        self, scorer: _Scorer, block: Block, wrong_by: WrongBy, without_points: Any, chosen: Mapping[str, Any]
    ) -> None:
        self.scorer = scorer
        self.block = block
        self.wrong_by = wrong_by
        self.without_points = without_points
        self.chosen = chosen
        self.found: dict[str, tuple[str, ...]] = {}

    def faults(self, row: int) -> Iterator[RowFault]:
        """Yield what is wrong with a row: its cells, or else what `evaluate` says of them together."""
        in_cells = list(self.block.cell_faults(row))
        for columns, reason in in_cells:
            yield RowFault(row, columns, reason)
        if in_cells:
            return
        table, standard = self.block.table, self.scorer.standard
        reasons = {reason: None for facts in self._facts(row) for reason in self._reasons(facts)}
        for reason in reasons or self._reasons(table.facts(row)):
            yield RowFault(row, table.headers_in(reason, standard), reason)

    def _facts(self, row: int) -> Iterator[Mapping[str, Any]]:
        """Yield the facts of each formula that is wrong; all, if no item applies or a word denies amounts."""
        table, place = self.block.table, row - self.block.start
        if self.block.denied[place] or (self.without_points is not None and self.without_points[place]):
            yield table.facts(row)
            return
        for items, wrong in self.wrong_by:
            if wrong[place]:
                said = {column.header.name for column in _said_of(items, table)}
                yield table.facts(row, {"vehicle_type", *items.formula.declaration.arguments, *_ends_of(items), *said})

    def _reasons(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        key = repr(facts)
        if key not in self.found:
            self.found[key] = self.scorer.faults_of(facts, self.chosen)
        return self.found[key]


def _with_unknown(said: Said) -> Said:
    """Return statuses with "unknown" where nothing is said."""
    if said.is_plain:
        return said
    return Said(np.where(said.codes == UNSAID, np.uint8(CODES[UNKNOWN]), said.codes), said.shares)


class _Results:
    """The columns that are filled block by block; what nothing is unknown of is not kept twice."""

    def __init__(self, rows: int, items: Sequence[str]) -> None:
        self.eligible = np.empty(rows, dtype=np.int8)
        self.lower = np.empty(rows)
        self.upper = self.lower
        self.coverage: Any = np.broadcast_to(1.0, rows)
        self.faults: list[RowFault] = []
        self.statuses = {name: np.empty(rows, dtype=np.uint8) for name in items}

    def put(self, start: int, stop: int, scores: RowScores, wrong: Any) -> None:
        """Keep the scores of a block."""
        rows = slice(start, stop)
        self.eligible[rows] = scores.eligible
        self.lower[rows] = scores.lower
        has_faults = bool(wrong.any())
        if (scores.upper is not scores.lower) and self.upper is self.lower:
            self.upper = self.lower.copy()
        if (scores.coverage is not None or has_faults) and not self.coverage.flags.writeable:
            self.coverage = self.coverage.copy()
        if self.upper is not self.lower:
            self.upper[rows] = scores.upper
        if self.coverage.flags.writeable:
            self.coverage[rows] = 1.0 if scores.coverage is None else scores.coverage
        if has_faults:
            self.eligible[rows][wrong] = UNSURE
            for column in (self.lower, self.upper, self.coverage):
                column[rows][wrong] = np.nan

    def put_statuses(self, start: int, stop: int, said: Mapping[str, Said], wrong: Any) -> None:
        """Keep the statuses of a block."""
        for name, kept in self.statuses.items():
            codes = degrees(said[name].shares) if said[name].codes is None else said[name].codes
            kept[start:stop] = np.where(wrong, WRONG_ROW, codes)
