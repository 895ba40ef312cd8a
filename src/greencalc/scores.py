"""The scores of many plants, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from greencalc.columns import CODES
from greencalc.display import InALine, Sheet, Shown, Table
from greencalc.rounding import decimal_text, points_text
from greencalc.standard import FULL_SCORE, Assumption

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["UNSURE", "WRONG_ROW", "RowFault", "Scores"]

STATUSES = tuple(CODES)
"""Statuses in the order of their codes."""

UNSURE = -1
"""Eligibility that is not known, and that of a row with faults."""

_ROWS_SHOWN = 10

WRONG_ROW = 255
"""The code of every item of a row with faults."""


@frozen(repr=False)
class RowFault(InALine):
    """Why a plant cannot be judged.

    Attributes
    ----------
    row : int
        Its row, counted from 0.
    columns : tuple of str
        The headers of the cells that the reason speaks of.
    reason : str
        What was given, what is expected and how to mend it.
    """

    row: int
    columns: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        """Return row and reason."""
        return f"row {self.row}: {self.reason}"


@frozen(eq=False, repr=False)
class Scores(Shown):
    """What :func:`greencalc.score_columns` finds: one entry for each row, in the order of the rows.

    It shows itself as a table of the first rows.

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
    faults : tuple of RowFault
        Every reason why a row cannot be judged.
    statuses : mapping of str to array of uint8
        By item, if asked for: 0 not met, 1 met, 2 unknown, 3 not applicable, 4 partly met; 255 in a row with faults.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum may touch a result, and what the user chose.
    unused : tuple of (str, str)
        Headers that nothing needs, each with a hint or an empty text.
    """

    standard: str
    eligible: npt.NDArray[np.int8]
    score_lower: npt.NDArray[np.float64]
    score_upper: npt.NDArray[np.float64]
    coverage: npt.NDArray[np.float64]
    faults: tuple[RowFault, ...]
    statuses: Mapping[str, npt.NDArray[np.uint8]] = field(factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.eligible)

    def to_pandas(self) -> pd.DataFrame:
        """Return the scores as a pandas data frame.

        Returns
        -------
        pandas.DataFrame
            A row for a row; what is not known is NA, and reasons stand in ``faults``. Its index is 0, 1, 2 and so on,
            not that of your table: write ``.set_index(table.index)`` before you join the two, as pandas joins by index.
        """
        import pandas as pd  # noqa: PLC0415 (only who asks for it needs it)

        eligible = pd.array(self.eligible == 1, dtype="boolean")
        eligible[self.eligible == UNSURE] = pd.NA
        statuses = {
            name: pd.Categorical.from_codes(np.where(codes == WRONG_ROW, -1, codes.astype(np.int8)), STATUSES)
            for name, codes in self.statuses.items()
        }
        faults = pd.array(self.reasons(), dtype="string")
        return pd.DataFrame({"eligible": eligible, **self._numbers(), **statuses, "faults": faults})

    def to_polars(self) -> pl.DataFrame:
        """Return the scores as a polars data frame.

        Returns
        -------
        polars.DataFrame
            A row for a row; what is not known is null, and reasons stand in ``faults``.
        """
        import polars as pl  # noqa: PLC0415 (as above)

        def nullable(values: Any, null: int) -> pl.Series:
            return pl.Series(np.where(values == null, np.nan, values)).fill_nan(None)

        eligible = nullable(self.eligible, UNSURE).cast(pl.Boolean)
        numbers = {name: pl.Series(column).fill_nan(None) for name, column in self._numbers().items()}
        statuses = {
            name: nullable(codes, WRONG_ROW).replace_strict(
                list(CODES.values()), STATUSES, return_dtype=pl.Enum(STATUSES)
            )
            for name, codes in self.statuses.items()
        }
        faults = pl.Series(self.reasons(), dtype=pl.String)
        return pl.DataFrame({"eligible": eligible, **numbers, **statuses, "faults": faults})

    def to_arrow(self) -> pa.Table:
        """Return the scores as an Arrow table.

        Returns
        -------
        pyarrow.Table
            A row for a row; what is not known is null, and reasons stand in ``faults``.
        """
        import pyarrow as pa  # noqa: PLC0415 (as above)

        wrong = np.isnan(self.score_lower)
        eligible = pa.array(self.eligible == 1, mask=self.eligible == UNSURE)
        numbers = {name: pa.array(column, mask=wrong) for name, column in self._numbers().items()}
        statuses = {
            name: pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8), mask=wrong), list(STATUSES))
            for name, codes in self.statuses.items()
        }
        faults = pa.array(self.reasons(), type=pa.string())
        return pa.table({"eligible": eligible, **numbers, **statuses, "faults": faults})

    def _numbers(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("score_lower", "score_upper", "coverage")}

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
        scores = Table(("Row", "Eligible", "Score from", "to", "Coverage"), tuple(map(self._row, range(shown))))
        faults = tuple((str(one.row), one.reason) for one in self.faults[:_ROWS_SHOWN])
        why = Table(("Row", "Why it cannot be judged"), faults, len(self.faults) - len(faults))
        title = f"{self.standard}: {len(self)} plants, {counted}"
        return Sheet(title, (evolve(scores, more=len(self) - shown), *([why] if faults else [])))

    def _row(self, row: int) -> tuple[str, ...]:
        if np.isnan(self.score_lower[row]):
            return str(row), "", "", "", ""
        eligible = {1: "yes", 0: "no", UNSURE: "unknown"}[int(self.eligible[row])]
        columns = (self.score_lower, self.score_upper, self.coverage)
        lower, upper, coverage = (Fraction(repr(float(column[row]))) for column in columns)
        pairs = ((lower, None), (lower, None)) if lower == upper else ((lower, upper), (upper, lower))
        ends = (points_text(end, other, FULL_SCORE, places=2) for end, other in pairs)
        return str(row), eligible, *ends, f"{decimal_text(coverage * 100, beside=(FULL_SCORE,), places=1)}%"
