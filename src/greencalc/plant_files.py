"""Files of many plants, larger than memory, scored block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from greencalc.arrow_files import TableWriter, check_suffix, open_table
from greencalc.batch import score_table
from greencalc.columns import read_header
from greencalc.errors import FactsError
from greencalc.evaluation import check_choices
from greencalc.facts import names_of
from greencalc.plant_table import read_table
from greencalc.scores import RowFault, Scores
from greencalc.standard import Assumption, LimitComparison, Policy, Standard

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FileScores", "score_file"]

_MOST_FAULTS = 1000


@frozen
class FileScores:
    """What became of a file of plants.

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
    """

    rows: int
    faulty_rows: int
    faults: tuple[RowFault, ...]
    assumptions: tuple[Assumption, ...]
    unused: tuple[tuple[str, str], ...]


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
        Files ending in .csv, .parquet or .arrow. The target has the columns of :meth:`Scores.to_arrow`.
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
    check_choices(standard, not_applicable, comparison)
    choices = {"not_applicable": not_applicable, "comparison": comparison}
    chosen = {name: value for name, value in choices.items() if value is not None}
    check_suffix(Path(target))
    reader = open_table(Path(source))
    strangers = tuple(f"keep: there is no column {name!r}" for name in keep if name not in reader.names)
    if strangers:
        raise FactsError(str(source), strangers)
    needed = [name for name in reader.names if name in keep or read_header(name).name in names_of(standard)]
    # whatever is wrong with a header is said before any row is read
    empty = read_table(standard, reader.empty(), units=units, nan_is_missing=nan_is_missing)
    scores = score_table(standard, empty, chosen, with_statuses, {})
    rows = faulty = 0
    faults: list[RowFault] = []
    with TableWriter(Path(target)) as writer:
        writer.write(_kept(reader.empty(), keep, scores))
        for part in reader.parts(needed):
            table = read_table(standard, part.table, units=units, nan_is_missing=nan_is_missing)
            scores = score_table(standard, table, chosen, with_statuses, part.broken)
            writer.write(_kept(part.table, keep, scores))
            faulty += len({fault.row for fault in scores.faults})
            faults += [evolve(fault, row=rows + fault.row) for fault in scores.faults[: _MOST_FAULTS - len(faults)]]
            rows += len(scores)
            if progress is not None:
                progress(part.done)
    unused = tuple((name, hint) for name, hint in empty.unused if name not in keep)
    return FileScores(rows, faulty, tuple(faults), scores.assumptions, unused)


def _kept(part: pa.Table, keep: Sequence[str], scores: Scores) -> pa.Table:
    """Return scores with the columns that are kept in front."""
    table = scores.to_arrow()
    for place, name in enumerate(keep):
        table = table.add_column(place, name, part[name])
    return table
