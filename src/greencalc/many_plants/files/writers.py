"""Writers of tables, many rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from greencalc.errors import FactsError
from greencalc.files.output_file import NewFile, new_file
from greencalc.files.spreadsheet_cells import as_csv_cells
from greencalc.many_plants.files.pieces import arrow, kind_of

if TYPE_CHECKING:
    import pyarrow as pa


_GROUP = 2**17  # rows that are written at a time


@contextmanager
def table_writer(path: Path, inputs: Iterable[Path]) -> Iterator[TableWriter]:
    """Write a table block by block; the file takes its place when all is done.

    Parameters
    ----------
    path : Path
        The file, ending in .csv, .parquet or .arrow.
    inputs : iterable of Path
        What is read, and must not be written over.
    """
    with new_file(path, inputs) as file:
        writer = TableWriter(path, file)
        yield writer
        writer.close()


class TableWriter:
    """Writes many rows at a time, since a file keeps a description of each group of rows in memory."""

    def __init__(self, path: Path, file: NewFile) -> None:
        self.path = path
        self.file = file
        self.writer: Any = None
        self.waiting: list[pa.Table] = []

    def write(self, table: pa.Table) -> None:
        """Write rows."""
        self.waiting.append(table)
        if self.writer is None or sum(part.num_rows for part in self.waiting) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write the rest."""
        if self.waiting:
            self._flush()
        self.writer.close()

    def _flush(self) -> None:
        table = arrow().concat_tables(self.waiting)
        self.waiting = []
        try:
            if kind_of(self.path) == ".csv":
                table = as_csv_cells(table)
            if self.writer is None:
                self.writer = _WRITERS[kind_of(self.path)](self.file, table.schema)
            self.writer.write_table(table)
        except arrow().ArrowException as error:
            raise FactsError(str(self.path), ("it cannot be written: Arrow cannot hold what is in it",)) from error


def _csv_writer(file: NewFile, schema: pa.Schema) -> Any:
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

    return arrow_csv.CSVWriter(file, schema)


def _parquet_writer(file: NewFile, schema: pa.Schema) -> Any:
    from pyarrow import parquet  # noqa: PLC0415 (as above)

    # scores hardly repeat, and the table of those seen before would be kept for nothing
    words = [field.name for field in schema if not arrow().types.is_floating(field.type)]
    return parquet.ParquetWriter(file, schema, use_dictionary=words)


def _arrow_writer(file: NewFile, schema: pa.Schema) -> Any:
    return arrow().ipc.new_file(file, schema)


_WRITERS: Mapping[str, Callable[[NewFile, Any], Any]] = MappingProxyType(
    {".csv": _csv_writer, ".parquet": _parquet_writer, ".arrow": _arrow_writer}
)
