"""The scores of many plants, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from greencalc.errors import PartError
from greencalc.languages.said import say, word
from greencalc.many_plants.behind_scores import BehindScores
from greencalc.many_plants.columns.kept import carried, headers_to_keep
from greencalc.many_plants.columns.levels import LevelColumns
from greencalc.many_plants.row_fault import FaultGroup, RowFault, grouped
from greencalc.plant.slips import Finding
from greencalc.read_only import ReadOnlyDict, read_only
from greencalc.showing.sheet import Sheet, Shown, Table, listing
from greencalc.standards.table import FULL_SCORE, Assumption
from greencalc.table_plan.tongues.blocks import CODES
from greencalc.units.number_text import decimal_text, points_text
from greencalc.units.wording import expect, shown

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

STATUSES = tuple(CODES)
"""Statuses in the order of their codes."""

UNSURE = -1
"""Eligibility that is not known, and that of a row with faults."""

_HEADS = ("Row", "Eligible", "Score from", "to", "Coverage")
_LEVEL_HEADS = ("Level from", "to")
_ROWS_SHOWN = 10
_REASONS_SHOWN = 20
WRONG_ROW = 255
"""The code of every item of a row with faults."""


def unused_sheet(unused: Sequence[tuple[str, str]]) -> Sheet | None:
    """Return headers that nothing needs, those that are near to a fact's name first."""
    rows = sorted(unused, key=lambda one: not one[1])
    title = word("Columns that are not used; facts that they may be meant for are unknown")
    return listing(title, ((" ".join(header.split()), hint) for header, hint in rows))


def faults_sheet(rows: int, groups: Sequence[FaultGroup], count_from: int) -> Sheet | None:
    """Return how many rows cannot be judged, and the first reasons."""
    title = say(
        "{count} cannot be judged; why stands beside each. The first reasons, rows counted from {first}:",
        count=rows,
        first=count_from,
    )
    listed = (
        (group.named(count_from), f"{', '.join(group.columns) or 'the whole row'}: {group.reason}")
        for group in groups[:_REASONS_SHOWN]
    )
    return listing(title, listed, max(0, len(groups) - _REASONS_SHOWN))


def assumptions_sheet(assumptions: Iterable[Assumption]) -> Sheet | None:
    """Return what scores rest on."""
    listed = (
        (word(one.origin), say("{what} [{source}]", what=one.what, source=word(one.source))) for one in assumptions
    )
    return listing(word("What the scores rest on"), listed, folded=True)


@frozen(eq=False, repr=False)
class Scores(Shown):
    """What :func:`greencalc.score_columns` finds: one entry for each row, in the order of the rows.

    It shows itself as a table of the first rows. Reasons, values, points of groups and findings are worked out when
    they are asked for, from `columns`.

    Attributes
    ----------
    standard : str
        The standard's id.
    eligible : array of int8
        Whether all mandatory items are met: 1 yes, 0 no, -1 not known, or a row with faults.
    score_lower, score_upper : array of float
        The total of 100 if everything unknown is not met, or met; NaN for a row with faults.
    coverage : array of float
        The part of all points whose items are known, from 0 to 1; NaN for a row with faults.
    statuses : mapping of str to array of uint8
        By item, if asked for: 0 not met, 1 met, 2 unknown, 3 not applicable, 4 partly met; 255 in a row with faults.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum may touch a result, and what the user chose.
    unused : tuple of (str, str)
        Headers that nothing needs, each with a hint or an empty text.
    columns : mapping of str to object
        The columns of the table as they were given, for ``keep``. They are not copied: what is changed in them after
        scoring is changed here too.
    index : pandas.Index or None
        The index of the table that was scored, if that was pandas'.
    """

    standard: str
    eligible: npt.NDArray[np.int8] = field(converter=read_only)
    score_lower: npt.NDArray[np.float64] = field(converter=read_only)
    score_upper: npt.NDArray[np.float64] = field(converter=read_only)
    coverage: npt.NDArray[np.float64] = field(converter=read_only)
    _behind: BehindScores
    statuses: Mapping[str, npt.NDArray[np.uint8]] = field(factory=dict, converter=read_only)
    assumptions: tuple[Assumption, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()
    _levels: LevelColumns | None = None
    columns: Mapping[str, Any] = field(factory=dict, converter=ReadOnlyDict)
    index: pd.Index | None = None

    @cached_property
    def faults(self) -> tuple[RowFault, ...]:
        """Every reason why a row cannot be judged."""
        return tuple(self._behind.faults(np.flatnonzero(self._wrong)))

    @property
    def _wrong(self) -> npt.NDArray[np.bool_]:
        return np.isnan(self.score_lower)

    @cached_property
    def level_lower(self) -> npt.NDArray[np.object_] | None:
        """The titles of the levels that rows have at least: those if everything unknown is not met.

        "no level" where a row has none, None in a row with faults; and None where the table has no levels.
        """
        return None if self._levels is None else self._levels.titles("level_lower")

    @cached_property
    def level_upper(self) -> npt.NDArray[np.object_] | None:
        """The titles of the levels that rows have at most: those if everything unknown is met."""
        return None if self._levels is None else self._levels.titles("level_upper")

    @cached_property
    def values(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """The values of all formulas, by header with unit; NaN where they are unknown, and in rows with faults."""
        return ReadOnlyDict(self._behind.values(self._wrong))

    @cached_property
    def group_points(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """The points of each group, ``Q1_lower`` and ``Q1_upper``: if everything unknown is not met, and if it is."""
        return ReadOnlyDict(self._behind.points(self._wrong))

    def findings(self, row: int) -> tuple[Finding, ...]:
        """Return what is probably a slip in a row, as an assessment of it does.

        Parameters
        ----------
        row : int
            The row, counted from 0.

        Returns
        -------
        tuple of Finding
            What was found; nothing in a row with faults.

        Raises
        ------
        PartError
            If there is no such row; it is an IndexError too.
        FactsError
            If the row is no whole number.
        """
        expect(int | np.integer, row, "findings", "row", "give a whole number, counted from 0")
        if not 0 <= row < len(self):
            raise PartError(f"there is no row {shown(row)}; there are {len(self)}, counted from 0")
        return () if self._wrong[int(row)] else self._behind.findings(int(row))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.eligible)

    @property
    def groups(self) -> tuple[FaultGroup, ...]:
        """The faults, those that are equal as one."""
        return grouped(self.faults)

    def to_pandas(self, keep: Sequence[str] = ()) -> pd.DataFrame:
        """Return the scores as a pandas data frame.

        Parameters
        ----------
        keep : sequence of str, optional
            Headers of columns of the table that stand in front of the scores, such as the plants' names.

        Returns
        -------
        pandas.DataFrame
            A row for a row, with the index of the table that was scored if that was pandas'; what is not known is NA,
            and reasons stand in ``faults``.

        Raises
        ------
        FactsError
            If a column cannot be kept.
        """
        import pandas as pd  # noqa: PLC0415 (only who asks for it needs it)

        eligible = pd.array(self.eligible == 1, dtype="boolean")
        eligible[self.eligible == UNSURE] = pd.NA
        statuses = {
            name: pd.Categorical.from_codes(np.where(codes == WRONG_ROW, -1, codes.astype(np.int8)), STATUSES)
            for name, codes in self.statuses.items()
        }
        levels = {
            name: pd.Categorical.from_codes(codes, names, ordered=True)
            for name, codes, names in self._columns_of_levels()
        }
        faults = pd.array(self.reasons(), dtype="string")
        scores = {"eligible": eligible, **self._numbers(), **levels, **statuses, "faults": faults}
        return pd.DataFrame(self._carried("pandas", keep, scores) | scores, index=self.index)

    def to_polars(self, keep: Sequence[str] = ()) -> pl.DataFrame:
        """Return the scores as a polars data frame.

        Parameters
        ----------
        keep : sequence of str, optional
            Headers of columns of the table, or names of its index, that stand in front of the scores.

        Returns
        -------
        polars.DataFrame
            A row for a row; what is not known is null, and reasons stand in ``faults``.

        Raises
        ------
        FactsError
            If a column cannot be kept.
        """
        import polars as pl  # noqa: PLC0415 (as above)

        def nullable(values: Any, null: int) -> pl.Series:
            return pl.Series(np.where(values == null, np.nan, values)).fill_nan(None)

        eligible = nullable(self.eligible, UNSURE).cast(pl.Boolean)
        numbers = {name: pl.Series(column).fill_nan(None) for name, column in self._numbers().items()}

        def named(codes: Any, null: int, names: Sequence[str]) -> pl.Series:
            return pl.Series(names, dtype=pl.Enum(names)).gather(nullable(codes, null).cast(pl.UInt32))

        levels = {name: named(codes, UNSURE, names) for name, codes, names in self._columns_of_levels()}
        statuses = {name: named(codes, WRONG_ROW, STATUSES) for name, codes in self.statuses.items()}
        faults = pl.Series(self.reasons(), dtype=pl.String)
        scores = {"eligible": eligible, **numbers, **levels, **statuses, "faults": faults}
        return pl.DataFrame(self._carried("polars", keep, scores) | scores)

    def to_arrow(self, keep: Sequence[str] = ()) -> pa.Table:
        """Return the scores as an Arrow table.

        Parameters
        ----------
        keep : sequence of str, optional
            Headers of columns of the table, or names of its index, that stand in front of the scores.

        Returns
        -------
        pyarrow.Table
            A row for a row; what is not known is null, and reasons stand in ``faults``.

        Raises
        ------
        FactsError
            If a column cannot be kept.
        """
        import pyarrow as pa  # noqa: PLC0415 (as above)

        wrong = np.isnan(self.score_lower)
        eligible = pa.array(self.eligible == 1, mask=self.eligible == UNSURE)
        numbers = {name: pa.array(column, mask=wrong) for name, column in self._numbers().items()}
        statuses = {
            name: pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8), mask=wrong), list(STATUSES))
            for name, codes in self.statuses.items()
        }
        levels = {
            name: pa.DictionaryArray.from_arrays(pa.array(codes, mask=wrong), list(names), ordered=True)
            for name, codes, names in self._columns_of_levels()
        }
        faults = pa.array(self.reasons(), type=pa.string())
        scores = {"eligible": eligible, **numbers, **levels, **statuses, "faults": faults}
        return pa.table(self._carried("arrow", keep, scores) | scores)

    def _carried(self, library: str, keep: Sequence[str], scores: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns to keep; the parts of an index are columns too, if they have names."""
        headers = headers_to_keep(keep, f"to_{library}")
        index: Any = self.index
        names = [] if index is None else [name for name in index.names if name in headers]
        parts = {name: index.get_level_values(name).to_series() for name in names}
        return carried(library, headers, {**parts, **self.columns}, len(self), scores)

    def _numbers(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("score_lower", "score_upper", "coverage")}

    def _columns_of_levels(self) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
        """Yield the columns of levels: name, the places of rows' levels, and the levels' names."""
        if self._levels is not None:
            yield from ((name, codes, self._levels.names) for name, codes in self._levels.codes.items())

    def reasons(self) -> list[str | None]:
        """Return for each row why it cannot be judged.

        Returns
        -------
        list of str or None
            All of a row's reasons in one text; None for a row that was judged.
        """
        found: list[str | None] = [None] * len(self)
        for fault in self.faults:
            before = found[fault.row]
            reason = fault.reason.removesuffix(".")
            found[fault.row] = reason if before is None else f"{before}; {reason}"
        return found

    def _sheet(self) -> Sheet:
        yes, no = (int(np.sum(self.eligible == code)) for code in (1, 0))
        wrong = int(np.sum(np.isnan(self.score_lower)))
        counted = f"{yes} eligible, {no} not, {len(self) - yes - no - wrong} undecided, {wrong} that cannot be judged"
        shown = min(len(self), _ROWS_SHOWN)
        heads = _HEADS if self._levels is None else (*_HEADS, *_LEVEL_HEADS)
        rows = Table(heads, map(self._row, range(shown)), len(self) - shown)
        return Sheet(
            f"{self.standard}: {len(self)} plants, {counted}",
            (
                unused_sheet(self.unused),
                Sheet("The first rows", (rows,)) if rows else None,
                faults_sheet(wrong, self.groups, count_from=0),
            ),
        )

    def _row(self, row: int) -> tuple[str, ...]:
        if np.isnan(self.score_lower[row]):
            return str(row), *[""] * (len(_HEADS) - 1), *("" for _ in self._columns_of_levels())
        eligible = {1: "yes", 0: "no", UNSURE: "unknown"}[int(self.eligible[row])]
        columns = (self.score_lower, self.score_upper, self.coverage)
        lower, upper, coverage = (Fraction(repr(float(column[row]))) for column in columns)
        pairs = ((lower, None), (lower, None)) if lower == upper else ((lower, upper), (upper, lower))
        ends = (points_text(end, other, FULL_SCORE, places=2) for end, other in pairs)
        known = f"{decimal_text(coverage * 100, beside=(FULL_SCORE,), places=1)}%"
        return str(row), eligible, *ends, known, *(names[codes[row]] for _, codes, names in self._columns_of_levels())
