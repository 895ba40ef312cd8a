"""Rows of files whose columns have types: Parquet and Arrow."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from greencalc.files.input_file import open_input
from greencalc.many_plants.files.pieces import ColumnsToRead, Part, TableReader

ROWS = 2**17
"""Rows that are judged at a time: with half as many it takes more time, with twice as many more memory."""
_MOST_ROWS = 2**18  # of a row group that is read at once
_WITHOUT_CHECKSUM = re.compile(rb"(?:\x15[\x80-\xff]*[\x00-\x7f]){3}(?!\x15)")  # kind and sizes, and no fourth number


class _TypedRows(TableReader):
    """Rows of a file whose columns have types."""

    def _parts(self, wanted: ColumnsToRead) -> Iterator[Part]:
        done, rows = 0, self._rows()
        for frame in self._frames(wanted.names):
            done += frame.height
            part = Part(frame, frame.select(wanted.keep), done / rows)
            del frame  # whoever judges them lets go of rows before the next ones are read
            yield part
            del part

    @abstractmethod
    def _rows(self) -> int:
        """Return how many rows there are."""

    @abstractmethod
    def _frames(self, names: list[str]) -> Iterator[pl.DataFrame]:
        """Yield the rows, of some columns."""


class ParquetRows(_TypedRows):
    """Rows as polars reads them, in half the time; as Arrow does where pages have checksums, which it holds them to.

    Polars reads whole row groups, so large ones are left to Arrow too.
    """

    in_polars: pl.DataFrame | None = None
    """The columns without rows, if polars reads them."""

    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(
            self.path, memory_map=False, buffer_size=2**16, pre_buffer=False, page_checksum_verification=True
        )
        metadata = self.file.metadata
        self.groups = [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)]
        if max(self.groups, default=0) <= _MOST_ROWS and not _has_checksums(self.path, metadata):
            with suppress(pl.exceptions.PolarsError):  # Arrow reads more kinds of columns
                self.in_polars = _scanned(self.path).collect_schema().to_frame()
        return list(self.file.schema_arrow.names)

    def empty(self) -> pl.DataFrame:
        """Return the columns without rows, with their types."""
        return _as_frame(self.file.schema_arrow.empty_table()) if self.in_polars is None else self.in_polars

    def _rows(self) -> int:
        return sum(self.groups)

    def _frames(self, names: list[str]) -> Iterator[pl.DataFrame]:
        if self.in_polars is None:
            for batch in self.file.iter_batches(batch_size=ROWS, columns=names):
                # "5.2" is taken for a group too, and brings "5.2.1" along
                yield _as_frame(batch).select(names)
            return
        with open_input(self.path) as file:  # the same one to the end
            scanned, start = _scanned(file), 0
            threads = min(pl.thread_pool_size(), len(names))
            shares = [names[place::threads] for place in range(threads)]
            for rows in _joined(self.groups):
                parts = pl.collect_all([scanned.select(columns).slice(start, rows) for columns in shares])
                yield from pl.concat(parts, how="horizontal").select(names).iter_slices(ROWS)
                start += rows


class ArrowRows(_TypedRows):
    """Rows as polars scans them."""

    scanned: pl.LazyFrame

    def _open(self) -> list[str]:
        self.scanned = pl.scan_ipc(self.path, glob=False, hive_partitioning=False)  # a name is a name
        return self.scanned.collect_schema().names()

    def empty(self) -> pl.DataFrame:
        """Return the columns without rows, with their types."""
        return self.scanned.collect_schema().to_frame()

    def _rows(self) -> int:
        return int(self.scanned.select(pl.len()).collect().item())

    def _frames(self, names: list[str]) -> Iterator[pl.DataFrame]:
        # each slice would read all of the batch that it is cut from
        yield from self.scanned.select(names).collect_batches(chunk_size=ROWS)


def _as_frame(table: Any) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 (as of any table)
    return frame


def _scanned(file: Path | BinaryIO) -> pl.LazyFrame:
    return pl.scan_parquet(file, glob=False, hive_partitioning=False)  # a name is a name


def _has_checksums(path: Path, metadata: Any) -> bool:
    """Tell whether pages have checksums: by the first page of each column in each row group."""
    with open_input(path) as file:
        for group in map(metadata.row_group, range(metadata.num_row_groups)):
            for chunk in map(group.column, range(group.num_columns)):
                file.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
                if not _WITHOUT_CHECKSUM.match(file.read(32)):
                    return True
    return False


def _joined(groups: list[int]) -> Iterator[int]:
    """Yield how many rows are read at once: those of several row groups if they are small."""
    rows = 0
    for group in groups:
        if rows and rows + group > ROWS:
            yield rows
            rows = 0
        rows += group
    yield rows
