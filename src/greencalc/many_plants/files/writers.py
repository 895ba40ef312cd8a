"""Writers of tables, some rows at a time, while the next ones are judged."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from types import MappingProxyType
from typing import IO, Self, cast

import polars as pl
from polars.io.plugins import register_io_source

from greencalc.errors import FactsError
from greencalc.files.output_file import NewFile, new_file
from greencalc.files.spreadsheet_cells import as_csv_cells
from greencalc.many_plants.files.file_kinds import kind_of
from greencalc.many_plants.files.pieces import UNREADABLE

_GROUP = 2**17  # rows that a Parquet file describes together


@contextmanager
def table_writer(path: Path, inputs: Iterable[Path], empty: pl.DataFrame) -> Iterator[TableWriter]:
    """Write a table part by part; the file takes its place when all is done.

    Parameters
    ----------
    path : Path
        The file, ending in .csv, .parquet or .arrow.
    inputs : iterable of Path
        What is read, and must not be written over.
    empty : DataFrame
        The columns, without rows.
    """
    with new_file(path, inputs) as file, TableWriter(path, file, empty) as writer:
        yield writer


class TableWriter:
    """Hands rows over to polars, which writes them in a thread of its own: signals stay the main one's."""

    def __init__(self, path: Path, file: NewFile, empty: pl.DataFrame) -> None:
        self.path = path
        self.file = file
        self.empty = empty
        self.waiting: Queue[pl.DataFrame | None] = Queue(maxsize=1)
        self.thread = Thread(target=self._write_all, daemon=True)
        self.fault: BaseException | None = None

    def __enter__(self) -> Self:
        """Begin to write."""
        self.thread.start()
        return self

    def write(self, rows: pl.DataFrame) -> None:
        """Write rows.

        Raises
        ------
        OutputError
            If those before could not be written.
        FactsError
            If a file of this kind cannot hold them.
        """
        self._check()
        self.waiting.put(rows)

    def __exit__(self, kind: object, *_: object) -> None:
        """Write the rest, and raise what became of it."""
        self.waiting.put(None)
        self.thread.join()
        if kind is None:
            self._check()

    def _check(self) -> None:
        if self.fault is None:
            return
        if self.file.fault is not None:
            raise self.file.fault
        if not isinstance(self.fault, UNREADABLE):
            raise self.fault
        said = f"it cannot be written: a {kind_of(self.path)} file cannot hold what is in it"
        raise FactsError(str(self.path), (said,)) from self.fault

    def _write_all(self) -> None:
        try:
            _WRITERS[kind_of(self.path)](self.file, self.empty, self._all_rows())
        except BaseException as fault:  # noqa: BLE001 (raised where rows are written)
            self.fault = fault
            deque(self._all_rows(), maxlen=0)  # so that nobody waits for room

    def _all_rows(self) -> Iterator[pl.DataFrame]:
        while (rows := self.waiting.get()) is not None:
            yield rows
        self.waiting.put(None)  # as often as anybody asks


def _write_csv(file: NewFile, empty: pl.DataFrame, rows: Iterator[pl.DataFrame]) -> None:
    as_csv_cells(empty).write_csv(cast("IO[bytes]", file))
    for frame in rows:
        as_csv_cells(frame).write_csv(cast("IO[bytes]", file), include_header=False)


def _write_parquet(file: NewFile, empty: pl.DataFrame, rows: Iterator[pl.DataFrame]) -> None:
    _lazy(empty, rows).sink_parquet(cast("IO[bytes]", file), row_group_size=_GROUP)


def _write_arrow(file: NewFile, empty: pl.DataFrame, rows: Iterator[pl.DataFrame]) -> None:
    _lazy(empty, rows).sink_ipc(cast("IO[bytes]", file), compat_level=pl.CompatLevel.oldest())


def _lazy(empty: pl.DataFrame, rows: Iterator[pl.DataFrame]) -> pl.LazyFrame:
    """Return rows as polars reads them one after the other; nobody asks for some of them alone."""
    return register_io_source(lambda *_: rows, schema=empty.schema)


_WRITERS: Mapping[str, Callable[[NewFile, pl.DataFrame, Iterator[pl.DataFrame]], None]] = MappingProxyType(
    {".csv": _write_csv, ".parquet": _write_parquet, ".arrow": _write_arrow}
)
