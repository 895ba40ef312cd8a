"""Files of many plants, larger than memory, scored block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from greencalc.errors import FactsError
from greencalc.files.output_file import check_output
from greencalc.judging.judge_plant import choices_of
from greencalc.languages.said import say
from greencalc.many_plants.columns.kept import headers_to_keep, wrong_to_keep
from greencalc.many_plants.files.arrow_files import check_suffix, open_table
from greencalc.many_plants.files.writers import table_writer
from greencalc.many_plants.row_fault import FaultGroup, RowFault, grouped
from greencalc.many_plants.score_columns import score_table
from greencalc.many_plants.scores import assumptions_sheet, faults_sheet, unused_sheet
from greencalc.many_plants.seen_before import read_once
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Assumption, Standard
from greencalc.units.wording import PATH, expect

if TYPE_CHECKING:
    import pyarrow as pa

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
    reader = open_table(Path(source))
    # whatever is wrong with a header is said before any row is read
    try:
        empty = read_once(standard, reader.empty(), units, nan_is_missing, chosen)
    except FactsError as error:
        raise FactsError(f"{source}{reader.headers_stand_in}: {error.where}", error.faults) from None
    unused = {name for name, _ in empty.table.unused}
    needed = [name for name in reader.names if name in kept or name not in unused]
    numbers = {column.header.text for column in empty.table.by_key.values() if column.unit is not None}
    scores = score_table(standard, empty, chosen, with_statuses, {})
    wrong = tuple(wrong_to_keep(kept, reader.names, scores.to_arrow().column_names))
    if wrong:
        raise FactsError(str(source), wrong)
    rows = faulty = 0
    faults: list[RowFault] = []
    assumptions = dict.fromkeys(scores.assumptions)
    groups: tuple[FaultGroup, ...] = ()
    with table_writer(Path(target), [Path(source)]) as writer:
        writer.write(_with_kept(scores.to_arrow(), reader.empty(), kept))
        for part in reader.parts(needed, numbers, nan_is_missing=nan_is_missing):
            tables = []
            found: list[RowFault] = []
            for piece in part.pieces:
                table = read_once(standard, piece.table, units, nan_is_missing, chosen)
                scores = score_table(standard, table, chosen, with_statuses, piece.broken)
                tables.append(scores.to_arrow())
                assumptions.update(dict.fromkeys(scores.assumptions))
                found += [evolve(fault, row=rows + int(piece.places[fault.row])) for fault in scores.faults]
            writer.write(_with_kept(part.in_order(tables), part.table, kept))
            faulty += len({fault.row for fault in found})
            found.sort(key=lambda fault: fault.row)
            faults += found[: _MOST_FAULTS - len(faults)]
            groups = grouped(found, groups)[:_MOST_FAULTS]
            rows += part.table.num_rows
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


def _with_kept(scores: pa.Table, rows: pa.Table, keep: Sequence[str]) -> pa.Table:
    """Return scores with the columns that are kept in front."""
    for place, name in enumerate(keep):
        scores = scores.add_column(place, name, rows[name])
    return scores
