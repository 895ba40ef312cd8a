"""Tables in files, read and written block by block with Arrow; a CSV line that cannot be read is not lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from attrs import frozen

from greencalc.errors import FactsError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Part", "TableReader", "TableWriter", "check_suffix", "open_table"]

ROWS = 10_240
"""Rows that are read at a time."""

_CSV_BYTES = 2**22  # of a CSV file that are read at a time


@frozen
class Part:
    """A block of rows: an Arrow table, the reasons of rows that could not be read, and how much is done, of 1."""

    table: pa.Table
    broken: Mapping[int, str]
    done: float


class TableReader:
    """Rows of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.names = self._open()
        except (_arrow().ArrowException, UnicodeDecodeError, csv.Error) as error:
            raise self._unreadable(error) from error
        twice = [name for name, count in Counter(self.names).items() if count > 1]
        if twice:
            raise FactsError(str(path), tuple(f"{name}: two columns have this header" for name in twice))

    def empty(self) -> pa.Table:
        """Return the columns without rows."""
        raise NotImplementedError

    def parts(self, names: Sequence[str]) -> Iterator[Part]:
        """Yield the rows, of some columns."""
        try:
            yield from self._parts(list(names))
        except _arrow().ArrowException as error:
            raise self._unreadable(error) from error

    def _open(self) -> list[str]:
        raise NotImplementedError

    def _parts(self, names: list[str]) -> Iterator[Part]:
        raise NotImplementedError

    def _unreadable(self, error: Exception) -> FactsError:
        return FactsError(str(self.path), (f"it cannot be read: {error}",))


class _Parquet(TableReader):
    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(self.path, memory_map=False, buffer_size=2**16, pre_buffer=False)
        return list(self.file.schema_arrow.names)

    def empty(self) -> pa.Table:
        return self.file.schema_arrow.empty_table()

    def _parts(self, names: list[str]) -> Iterator[Part]:
        done = 0
        for batch in self.file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
            done += batch.num_rows
            yield Part(_arrow().table(batch), {}, done / self.file.metadata.num_rows)


class _Arrow(TableReader):
    def _open(self) -> list[str]:
        self.file = _arrow().ipc.open_file(_arrow().memory_map(str(self.path)))
        return list(self.file.schema.names)

    def empty(self) -> pa.Table:
        return self.file.schema.empty_table()

    def _parts(self, names: list[str]) -> Iterator[Part]:
        batches = self.file.num_record_batches
        for number in range(batches):
            batch = _arrow().table(self.file.get_batch(number)).select(names)
            for start in range(0, batch.num_rows, ROWS):
                part = batch.slice(start, ROWS)
                yield Part(part, {}, (number + (start + part.num_rows) / batch.num_rows) / batches)


class _Csv(TableReader):
    def _open(self) -> list[str]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file, strict=True), [])

    def empty(self) -> pa.Table:
        arrow = _arrow()
        return arrow.schema([(name, arrow.string()) for name in self.names]).empty_table()

    def _parts(self, names: list[str]) -> Iterator[Part]:
        size = self.path.stat().st_size
        read = 0
        broken: dict[int, str] = {}
        with self.path.open("rb") as file:
            for batch in self._batches(file, broken):
                table, reasons = _put_back(_arrow().table(batch), read, broken)
                read += table.num_rows
                yield Part(_as_numbers(table.select(names)), reasons, file.tell() / size)
            if broken:  # behind all others
                table = self.empty().take(_arrow().nulls(len(broken), _arrow().int64())).select(names)
                yield Part(table, dict(enumerate(broken.values())), 1.0)

    def _batches(self, file: BinaryIO, broken: dict[int, str]) -> Iterator[Any]:
        """Yield lines that have as many cells as the header; note the others by their number."""
        from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

        def note(line: Any) -> str:
            broken[line.number - 2] = f"the line has {line.actual_columns} cells, the header {line.expected_columns}"
            return "skip"

        yield from arrow_csv.open_csv(
            file,
            arrow_csv.ReadOptions(use_threads=False, block_size=_CSV_BYTES),
            arrow_csv.ParseOptions(invalid_row_handler=note, ignore_empty_lines=False, newlines_in_values=True),
            arrow_csv.ConvertOptions(
                column_types={name: _arrow().string() for name in self.names},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )


def _put_back(table: pa.Table, first: int, broken: dict[int, str]) -> tuple[pa.Table, dict[int, str]]:
    """Put lines that could not be read back where they stood, without cells; tell what is wrong with lines."""
    reasons = {}
    if broken:
        places: list[int | None] = []
        for place in range(table.num_rows):
            while first + len(places) in broken:
                reasons[len(places)] = broken.pop(first + len(places))
                places.append(None)
            places.append(place)
        table = table.take(_arrow().array(places, _arrow().int64()))
    compute = _arrow().compute
    filled = None
    for column in table.columns:
        for row in compute.indices_nonzero(compute.fill_null(compute.match_substring(column, "\n"), False)).to_pylist():  # noqa: FBT003
            reasons.setdefault(row, "a cell runs over several lines; a quotation mark may be missing")
        here = column.is_valid()
        filled = here if filled is None else compute.or_(filled, here)
    for row in compute.indices_nonzero(compute.invert(filled)).to_pylist():
        reasons.setdefault(row, "the line is empty")
    return table, reasons


def _as_numbers(table: pa.Table) -> pa.Table:
    """Turn columns with a unit into numbers, where all their cells are."""
    for place, name in enumerate(table.column_names):
        if "[" in name:
            try:
                numbers = table.column(place).cast(_arrow().float64())
            except _arrow().ArrowInvalid:
                continue
            table = table.set_column(place, name, numbers)
    return table


class TableWriter:
    """Writes a table block by block; the file is there when all is done.

    Parameters
    ----------
    path : Path
        The file, ending in .csv, .parquet or .arrow.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self.writer: Any = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def write(self, table: pa.Table) -> None:
        """Write rows."""
        if self.path.suffix == ".csv":
            table = _as_text(table)
        if self.writer is None:
            self.writer = _WRITERS[self.path.suffix](self.part, table.schema)
        self.writer.write_table(table)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, and put it in its place if nothing went wrong."""
        if self.writer is not None:
            self.writer.close()
        if error is None:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    check_suffix(path)
    return _READERS[path.suffix](path)


def check_suffix(path: Path) -> None:
    """Refuse a file of a kind that is not read or written, and any if there is no Arrow."""
    if path.suffix not in _READERS:
        raise FactsError(str(path), (f"files end in {', '.join(_READERS)}",))
    try:
        _arrow()
    except ImportError as error:
        raise FactsError(str(path), ("files of plants need Arrow: pip install 'greencalc[files]'",)) from error


def _as_text(table: pa.Table) -> pa.Table:
    """Write words out, as CSV has no numbered ones."""
    for place, column in enumerate(table.columns):
        if _arrow().types.is_dictionary(column.type):
            table = table.set_column(place, table.column_names[place], column.cast(_arrow().string()))
    return table


def _arrow() -> Any:
    """Return Arrow, an extra that is loaded when it is used."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute  # noqa: PLC0415

    return pa


def _csv_writer(path: Path, schema: pa.Schema) -> Any:
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

    return arrow_csv.CSVWriter(path, schema)


def _parquet_writer(path: Path, schema: pa.Schema) -> Any:
    from pyarrow import parquet  # noqa: PLC0415 (as above)

    # scores hardly repeat, and the table of those seen before would be kept for nothing
    words = [field.name for field in schema if not _arrow().types.is_floating(field.type)]
    return parquet.ParquetWriter(path, schema, use_dictionary=words)


def _arrow_writer(path: Path, schema: pa.Schema) -> Any:
    return _arrow().ipc.new_file(path, schema)


_READERS: Mapping[str, type[TableReader]] = MappingProxyType({".csv": _Csv, ".parquet": _Parquet, ".arrow": _Arrow})
_WRITERS: Mapping[str, Callable[[Path, Any], Any]] = MappingProxyType(
    {".csv": _csv_writer, ".parquet": _parquet_writer, ".arrow": _arrow_writer}
)
