"""Files of many plants, larger than memory, scored block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from attrs import field, frozen

import greencalc
from greencalc.errors import FactsError
from greencalc.files.output_file import check_output
from greencalc.judging.judge_plant import choices_of
from greencalc.languages.said import say
from greencalc.many_plants.columns.kept import headers_to_keep, wrong_to_keep
from greencalc.many_plants.files.ahead import ahead
from greencalc.many_plants.files.file_kinds import check_suffix
from greencalc.many_plants.queries.settle import put_back
from greencalc.many_plants.row_fault import FaultGroup, RowFault, grouped
from greencalc.many_plants.score_columns import score_table
from greencalc.many_plants.scores import assumptions_sheet, faults_sheet, unused_sheet
from greencalc.many_plants.seen_before import ReadTable, read_once
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Assumption, Standard
from greencalc.units.wording import PATH, expect

if TYPE_CHECKING:
    import polars as pl

    from greencalc.many_plants.files.pieces import Part, Piece
    from greencalc.many_plants.queries.frame_scorer import FrameScorer

_MOST_FAULTS = 1000


@frozen(repr=False)
class FileScores(Shown):
    """What became of a file of plants. It shows itself with the first faults.

    Attributes
    ----------
    rows : int
        How many plants it has.
    faulty_rows : int
        How many of them cannot be judged.
    faults : tuple of RowFault
        The first thousand reasons; the target holds them all.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum may touch a result, and what the user chose.
    unused : tuple of (str, str)
        Headers that nothing needs, each with a hint or an empty text.
    groups : tuple of FaultGroup
        The first thousand different reasons, each with how many rows have it.
    sheet : str
        The sheet of a workbook that the plants are in.
    first_row : int
        The number that its first plant's row has there, and 1 in other files.
    """

    rows: int
    faulty_rows: int
    faults: tuple[RowFault, ...]
    assumptions: tuple[Assumption, ...]
    unused: tuple[tuple[str, str], ...]
    groups: tuple[FaultGroup, ...] = field()
    sheet: str = field(default="", kw_only=True)
    first_row: int = field(default=1, kw_only=True)

    @groups.default
    def _groups(self) -> tuple[FaultGroup, ...]:
        return grouped(self.faults)

    def _sheet(self) -> Sheet:
        return file_sheet(self, count_from=0)


def file_sheet(scores: FileScores, count_from: int) -> Sheet:
    """Return how many plants were judged, the first faults, and what the scores rest on."""
    return Sheet(
        say("{judged} of {count} plants judged", judged=scores.rows - scores.faulty_rows, count=scores.rows),
        (
            *((f"Rows are those of the sheet '{scores.sheet}'.",) if scores.sheet and count_from else ()),
            unused_sheet(scores.unused),
            faults_sheet(scores.faulty_rows, scores.groups, count_from),
            assumptions_sheet(scores.assumptions),
        ),
    )


def score_file(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    source: str | Path,
    target: str | Path,
    standard: Standard,
    *,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    with_statuses: bool = False,
    keep: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> FileScores:
    r"""Score a file of plants into another file, a row for a row.

    Needs the extra ``greencalc[files]``.

    Parameters
    ----------
    source, target : str or Path
        Files ending in .csv, .parquet or .arrow, the source also in .xlsx. The target has the columns of
        :meth:`Scores.to_arrow`.
    standard : Standard
        What :func:`load_standard` returns.
    units, nan_is_missing, not_applicable, comparison, with_statuses : optional
        As :func:`score_columns` takes them.
    keep : sequence of str, optional
        Headers of columns that the target is to have too, such as the plants' names.
    progress : callable, optional
        Is called with the part that is done, from 0 to 1.

    Returns
    -------
    FileScores
        Counts, the first faults, and what the results rest on.

    Raises
    ------
    FactsError
        If a file or a header cannot be used. A row that cannot be judged is no such error: its reasons stand in the
        target's column ``faults``.
    OutputError
        If the target is the source, a folder, a link or read-only, or cannot be written; what was there is kept.

    Examples
    --------
    >>> from pathlib import Path
    >>> from greencalc import load_standard, score_file
    >>> folder = getfixture("tmp_path")
    >>> _ = (folder / "plants.csv").write_text(
    ...     "plant,green_paint [t],total_paint [t]\nA,90,100\nB,12O,100\n"
    ... )
    >>> done = score_file(
    ...     folder / "plants.csv",
    ...     folder / "scores.csv",
    ...     load_standard("qct1160_2022"),
    ...     keep=["plant"],
    ... )
    >>> done.rows, done.faulty_rows, done.faults[0].columns
    (2, 1, ('green_paint [t]',))
    """
    chosen = choices_of(standard, not_applicable, comparison)
    for name, path in (("source", source), ("target", target)):
        expect(PATH, path, "score_file", name, f"give the path of a file, as '{name}.csv'")
    if progress is not None:
        expect(Callable, progress, "score_file", "progress", "give a function of the part that is done, as print")
    kept = headers_to_keep(keep, "score_file")
    check_suffix(Path(target))
    check_output(target, [source])
    with greencalc.loading:
        from greencalc.many_plants.files.open_table import open_table  # noqa: PLC0415 (needs an extra)
        from greencalc.many_plants.files.pieces import ColumnsToRead, in_front  # noqa: PLC0415 (as above)
        from greencalc.many_plants.files.writers import table_writer  # noqa: PLC0415 (as above)

    reader = open_table(Path(source))
    rules = _Rules(standard, units, nan_is_missing, chosen, with_statuses)
    # whatever is wrong with a header is said before any row is read
    try:
        empty = rules.read(reader.empty())
    except FactsError as error:
        raise FactsError(f"{source}{reader.headers_stand_in}: {error.where}", error.faults) from None
    unused = {name for name, _ in empty.table.unused}
    wanted = ColumnsToRead(
        names=[name for name in reader.names if name in kept or name not in unused],
        keep=kept,
        numbers={column.header.text for column in empty.table.by_key.values() if column.unit is not None},
        statuses={column.header.text for column in empty.table.statuses if column.are_yes_no},
        nan_is_missing=nan_is_missing,
    )
    scores = score_table(standard, empty, chosen, with_statuses, {})
    wrong = tuple(wrong_to_keep(kept, reader.names, scores.to_polars().columns))
    if wrong:
        raise FactsError(str(source), wrong)
    rows = faulty = 0
    faults: list[RowFault] = []
    assumptions = dict.fromkeys(scores.assumptions)
    groups: tuple[FaultGroup, ...] = ()
    columns = in_front(reader.empty().select(kept), scores.to_polars())
    with table_writer(Path(target), [Path(source)], columns) as writer:
        for part in ahead(map(rules.score, reader.parts(wanted))):
            judged = rules.judge(part, rows)
            writer.write(in_front(part.kept, judged.scores))
            faulty += len({fault.row for fault in judged.faults})
            faults += judged.faults[: _MOST_FAULTS - len(faults)]
            groups = grouped(judged.faults, groups)[:_MOST_FAULTS]
            assumptions.update(dict.fromkeys(judged.assumptions))
            rows += judged.scores.height
            if progress is not None:
                progress(part.done)
    left_out = tuple((name, hint) for name, hint in empty.table.unused if name not in kept)
    return FileScores(
        rows,
        faulty,
        tuple(faults),
        tuple(assumptions),
        left_out,
        groups,
        sheet=reader.sheet_name,
        first_row=reader.first_row,
    )


class _Scored(NamedTuple):
    """Rows of a part as floats score them, and those that these cannot judge."""

    kept: pl.DataFrame
    done: float
    scores: pl.DataFrame
    left: Sequence[Piece]


class _Judged(NamedTuple):
    scores: pl.DataFrame
    faults: list[RowFault]
    assumptions: tuple[Assumption, ...]


@frozen
class _Rules:
    """What rows are judged by."""

    standard: Standard
    units: Mapping[str, str] | None
    nan_is_missing: bool
    chosen: Mapping[str, Any]
    with_statuses: bool

    def read(self, columns: Any) -> ReadTable:
        """Sort columns by what they are for."""
        return read_once(self.standard, columns, self.units, self.nan_is_missing, self.chosen)

    @cached_property
    def frames(self) -> FrameScorer:
        """What scores the rows of a part at once."""
        with greencalc.loading:
            from greencalc.many_plants.queries.frame_scorer import FrameScorer  # noqa: PLC0415 (needs an extra)

        choices = {"not_applicable": None, "comparison": None, **self.chosen}
        settings = {"for_all": None, "units": self.units, "nan_is_missing": self.nan_is_missing, **choices}
        return FrameScorer(self.standard, with_statuses=self.with_statuses, settings=settings)

    def score(self, part: Part) -> _Scored:
        """Judge rows at once, where floats can tell."""
        found, doubt = self.frames.scored(part.frame)
        return _Scored(part.kept, part.done, found, list(part.pieces(doubt)))

    def judge(self, part: _Scored, first: int) -> _Judged:
        """Judge the rows that are left: exactly, or word by word; the first row of the part is known by a number."""
        found = part.scores
        faults: list[RowFault] = []
        assumptions: dict[Assumption, None] = {}
        for piece in part.left:
            scores = score_table(self.standard, self.read(piece.columns), self.chosen, self.with_statuses, piece.broken)
            found = put_back(found, piece.where, scores.to_polars())
            places = (first + np.flatnonzero(piece.where)).tolist()
            faults += [RowFault(places[one.row], one.columns, one.reason) for one in scores.faults]
            assumptions |= dict.fromkeys(scores.assumptions)
        faults.sort(key=lambda fault: fault.row)
        return _Judged(found, faults, tuple(assumptions))
