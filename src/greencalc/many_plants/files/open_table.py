"""A table by its suffix; Parquet and Arrow files are read here, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from greencalc.files.workbook_parts import SUFFIXES
from greencalc.many_plants.files.csv_rows import CsvRows
from greencalc.many_plants.files.file_kinds import KINDS, check_suffix, kind_of, refuse_other_content
from greencalc.many_plants.files.pieces import Part, TableReader, Wanted
from greencalc.many_plants.files.workbook_rows import WorkbookRows

ROWS = 2**17
"""Rows that are read at a time."""


class _Scanned(TableReader):
    """Rows of a file whose columns have types, as polars scans it."""

    scanned: pl.LazyFrame

    def _open(self) -> list[str]:
        # a name is a name, whatever signs are in it
        scan = pl.scan_parquet if kind_of(self.path) == ".parquet" else pl.scan_ipc
        self.scanned = scan(self.path, glob=False, hive_partitioning=False)
        return self.scanned.collect_schema().names()

    def empty(self) -> pl.DataFrame:
        return self.scanned.collect_schema().to_frame()

    def _parts(self, wanted: Wanted) -> Iterator[Part]:
        done, rows = 0, self.scanned.select(pl.len()).collect().item()
        for frame in self._frames(self.scanned.select(wanted.names), rows):
            done += frame.height
            part = Part(frame, frame.select(wanted.keep), done / rows)
            del frame  # whoever judges them lets go of rows before the next ones are read
            yield part
            del part

    def _frames(self, scanned: pl.LazyFrame, rows: int) -> Iterable[pl.DataFrame]:
        raise NotImplementedError


class _Parquet(_Scanned):
    def _frames(self, scanned: pl.LazyFrame, rows: int) -> Iterable[pl.DataFrame]:
        # batches would hold several row groups that are not wanted yet
        return (scanned.slice(start, ROWS).collect() for start in range(0, rows, ROWS))


class _Arrow(_Scanned):
    def _frames(self, scanned: pl.LazyFrame, rows: int) -> Iterable[pl.DataFrame]:
        del rows
        # each slice would read all of the batch that it is cut from
        return scanned.collect_batches(chunk_size=ROWS)


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
