"""A table by its suffix; Parquet and Arrow files are read here, some rows at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from greencalc.files.workbook_parts import SUFFIXES
from greencalc.many_plants.files.csv_rows import CsvRows
from greencalc.many_plants.files.file_kinds import KINDS, check_suffix, kind_of, refuse_other_content
from greencalc.many_plants.files.pieces import ColumnsToRead, Part, TableReader
from greencalc.many_plants.files.workbook_rows import WorkbookRows

ROWS = 2**15
"""Rows that are read at a time: with twice as many it takes half as much memory again, and hardly less time."""


class _Typed(TableReader):
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


class _Parquet(_Typed):
    """Rows as Arrow reads them, which holds pages to their checksums; polars does not look at these."""

    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(
            self.path, memory_map=False, buffer_size=2**16, pre_buffer=False, page_checksum_verification=True
        )
        return list(self.file.schema_arrow.names)

    def empty(self) -> pl.DataFrame:
        return _as_frame(self.file.schema_arrow.empty_table())

    def _rows(self) -> int:
        return int(self.file.metadata.num_rows)

    def _frames(self, names: list[str]) -> Iterator[pl.DataFrame]:
        for batch in self.file.iter_batches(batch_size=ROWS, columns=names):
            # "5.2" is taken for a group too, and brings "5.2.1" along
            yield _as_frame(batch).select(names)


class _Arrow(_Typed):
    """Rows as polars scans them."""

    scanned: pl.LazyFrame

    def _open(self) -> list[str]:
        self.scanned = pl.scan_ipc(self.path, glob=False, hive_partitioning=False)  # a name is a name
        return self.scanned.collect_schema().names()

    def empty(self) -> pl.DataFrame:
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


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    if kind_of(path) not in SUFFIXES:
        refuse_other_content(path)
    check_suffix(path, SUFFIXES)
    return _READERS.get(kind_of(path), WorkbookRows)(path)


_READERS: Mapping[str, type[TableReader]] = MappingProxyType(dict(zip(KINDS, (CsvRows, _Parquet, _Arrow), strict=True)))
