"""Tables in files, read and written block by block with Arrow; a CSV line that cannot be read is not lost."""

from __future__ import annotations

import csv
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np
from attrs import frozen

from greencalc.errors import FactsError, why_unreadable

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Part", "Piece", "TableReader", "TableWriter", "check_suffix", "open_table"]

ROWS = 10_240
"""Rows that are read at a time."""

_GROUP = 2**17  # rows that are written at a time

_CSV_BYTES = 2**22  # of a CSV file that are read at a time
_QUOTED = re.compile(rb'(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*')
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"  # what Arrow casts, but for nan and inf


@frozen
class Piece:
    """Rows of a block that are judged together.

    Attributes
    ----------
    places : array of int
        Where they stand in the block.
    table : Table
        Their cells, as numbers where these are wanted.
    broken : mapping of int to str
        By row of the piece, why it could not be read.
    """

    places: Any
    table: pa.Table
    broken: Mapping[int, str]


@frozen
class Part:
    """A block of rows.

    Attributes
    ----------
    table : Table
        Their cells as they stand in the file.
    pieces : tuple of Piece
        The same rows as they are judged.
    done : float
        How much of the file is read, of 1.
    """

    table: pa.Table
    pieces: tuple[Piece, ...]
    done: float

    def in_order(self, tables: Sequence[pa.Table]) -> pa.Table:
        """Return tables of the pieces as one, in the order of the rows."""
        if len(tables) == 1:
            return tables[0]
        return _arrow().concat_tables(tables).take(np.argsort(np.concatenate([piece.places for piece in self.pieces])))


class TableReader(ABC):
    """Rows of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.names = self._open()
        except UnicodeDecodeError as error:
            raise FactsError(str(path), ("it is no UTF-8 text; save it as 'CSV UTF-8'",)) from error
        except (_arrow().ArrowException, OSError, csv.Error) as error:
            raise self._unreadable(error) from error
        twice = [name for name, count in Counter(self.names).items() if count > 1]
        if twice:
            raise FactsError(str(path), tuple(f"{name!r}: two columns have this header" for name in twice))
        if not self.names:
            raise FactsError(str(path), ("it has no columns",))

    @abstractmethod
    def empty(self) -> pa.Table:
        """Return the columns without rows."""

    def parts(self, names: Sequence[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        """Yield the rows, of some columns.

        Where a file has only text, cells of some of these are numbers, and NaN may be an empty cell.
        """
        try:
            yield from self._parts(list(names), numbers, nan_is_missing=nan_is_missing)
        except (_arrow().ArrowException, OSError) as error:
            raise self._unreadable(error) from error

    @abstractmethod
    def _open(self) -> list[str]:
        """Open the file and return its headers."""

    @abstractmethod
    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        """Yield the rows."""

    def _unreadable(self, error: Exception) -> FactsError:
        why = (
            why_unreadable(error) if isinstance(error, OSError) else "it is damaged, or no file of the kind it is named"
        )
        return FactsError(str(self.path), (f"it cannot be read: {why}",))


class _Parquet(TableReader):
    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(self.path, memory_map=False, buffer_size=2**16, pre_buffer=False)
        return list(self.file.schema_arrow.names)

    def empty(self) -> pa.Table:
        return self.file.schema_arrow.empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        del numbers, nan_is_missing
        done = 0
        for batch in self.file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
            done += batch.num_rows
            # "5.2" is taken for a group too, and brings "5.2.1" along
            yield _whole(_arrow().table(batch).select(names), done / self.file.metadata.num_rows)


class _Arrow(TableReader):
    def _open(self) -> list[str]:
        self.file = _arrow().ipc.open_file(_arrow().memory_map(str(self.path)))
        return list(self.file.schema.names)

    def empty(self) -> pa.Table:
        return self.file.schema.empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        del numbers, nan_is_missing
        batches = self.file.num_record_batches
        for number in range(batches):
            batch = _arrow().table(self.file.get_batch(number)).select(names)
            for start in range(0, batch.num_rows, ROWS):
                part = batch.slice(start, ROWS)
                yield _whole(part, (number + (start + part.num_rows) / batch.num_rows) / batches)


def _whole(table: pa.Table, done: float) -> Part:
    return Part(table, (Piece(np.arange(table.num_rows), table, {}),), done)


class _Csv(TableReader):
    """Lines of a CSV file: each is a row, so that one that cannot be read takes no other with it."""

    def _open(self) -> list[str]:
        with self.path.open("rb") as file:
            header = next(_whole_lines(file), b"").splitlines(keepends=True)[:1]
        self.start = sum(map(len, header))
        return next(csv.reader([line.decode("utf-8-sig") for line in header], strict=True), [])

    def empty(self) -> pa.Table:
        arrow = _arrow()
        return arrow.schema([(name, arrow.string()) for name in self.names]).empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            file.seek(self.start)
            for block in _whole_lines(file):
                table, broken = self._read(block)
                table = table.select(names)
                cells = _without_nan(table) if nan_is_missing else table
                yield Part(table, tuple(_pieces(cells, broken, numbers)), file.tell() / size)

    def _read(self, block: bytes) -> tuple[pa.Table, dict[int, str]]:
        """Read lines, one row for each; tell what is wrong with those that cannot be read, whose cells are empty."""
        from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

        clean, broken = _clean(block)
        skipped = {}

        def note(line: Any) -> str:
            skipped[line.number - 1] = f"the line has {line.actual_columns} cells, the header {line.expected_columns}"
            return "skip"

        table = arrow_csv.read_csv(
            _arrow().BufferReader(clean),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(clean) + 1, column_names=self.names),
            arrow_csv.ParseOptions(invalid_row_handler=note, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types={name: _arrow().string() for name in self.names},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        if skipped:
            rows = iter(range(table.num_rows))
            places = [None if row in skipped else next(rows) for row in range(table.num_rows + len(skipped))]
            table = table.take(_arrow().array(places, _arrow().int64()))
        return table, dict.fromkeys(_empty_rows(table), "the line is empty") | skipped | broken


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield blocks of whole lines, whatever ends them."""
    rest = b""
    while block := file.read(_CSV_BYTES):
        rest += block
        end = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, -1) + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest


def _clean(block: bytes) -> tuple[bytes, dict[int, str]]:
    """Empty the lines that would spoil others; tell what is wrong with them."""
    broken = {}
    if b'"' in block or not _is_text(block):
        lines = block.splitlines()
        for row, line in enumerate(lines):
            reason = _wrong_in(line)
            if reason:
                broken[row] = reason
                lines[row] = b""
        if broken:
            block = b"\n".join([*lines, b""])
    return block, broken


def _is_text(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _wrong_in(line: bytes) -> str | None:
    if not _is_text(line):
        return "the line is no UTF-8 text; save the file as 'CSV UTF-8'"
    if not _QUOTED.fullmatch(line):
        return "a quotation mark stands alone in a cell, or the cell runs over several lines"
    return None


def _empty_rows(table: pa.Table) -> list[int]:
    """Return the rows that have nothing in any cell."""
    if not all(column.null_count for column in table.columns):
        return []
    compute = _arrow().compute
    filled = table.column(0).is_valid()
    for column in table.columns[1:]:
        filled = compute.or_(filled, column.is_valid())
    return list(compute.indices_nonzero(compute.invert(filled)).to_pylist())


def _without_nan(table: pa.Table) -> pa.Table:
    """Take the word NaN for an empty cell."""
    compute = _arrow().compute
    columns = []
    for column in table.columns:
        is_nan = compute.is_in(compute.utf8_lower(column), _arrow().array(["nan", "-nan", "+nan"]))
        columns.append(compute.if_else(is_nan, None, column))
    return _arrow().table(columns, table.column_names)


def _pieces(table: pa.Table, broken: Mapping[int, str], numbers: Collection[str]) -> Iterator[Piece]:
    """Yield the rows whose amounts are plain numbers, and those that need to be read word by word.

    How a row is read never depends on the others.
    """
    is_odd = np.zeros(table.num_rows, dtype=bool)
    is_odd[list(broken)] = True
    plain = table
    for place, name in enumerate(table.column_names):
        if name in numbers:
            floats = _as_floats(table.column(place))
            finite = _arrow().compute.is_finite(floats).fill_null(False)  # noqa: FBT003 (Arrow takes it so)
            is_odd |= (finite.to_numpy() == 0) & table.column(place).is_valid().to_numpy()
            plain = plain.set_column(place, name, floats)
    odd = np.flatnonzero(is_odd)
    if len(odd) < table.num_rows:
        usual = np.flatnonzero(~is_odd)
        yield Piece(usual, plain.take(usual) if len(odd) else plain, {})
    if len(odd):
        here = {row: broken[place] for row, place in enumerate(odd.tolist()) if place in broken}
        yield Piece(odd, table.take(odd), here)


def _as_floats(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells as numbers; what is no number is null."""
    try:
        return column.cast(_arrow().float64())
    except _arrow().ArrowInvalid:
        compute = _arrow().compute
        numbers = compute.if_else(compute.match_substring_regex(column, _NUMBER), column, None)
        return numbers.cast(_arrow().float64())


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
        self.waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def write(self, table: pa.Table) -> None:
        """Write rows, many at a time, since a file keeps a description of each group of rows in memory."""
        self.waiting.append(_as_text(table) if _kind(self.path) == ".csv" else table)
        if self.writer is None or sum(part.num_rows for part in self.waiting) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        table = _arrow().concat_tables(self.waiting)
        self.waiting = []
        try:
            if self.writer is None:
                self.writer = _WRITERS[_kind(self.path)](self.part, table.schema)
            self.writer.write_table(table)
        except _arrow().ArrowException as error:
            raise FactsError(str(self.path), ("it cannot be written: Arrow cannot hold what is in it",)) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, and put it in its place if nothing went wrong."""
        try:
            if error is None and self.waiting:
                self._flush()
            if self.writer is not None:
                self.writer.close()
            if error is None:
                self.part.replace(self.path)
        finally:
            self.part.unlink(missing_ok=True)


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    check_suffix(path)
    return _READERS[_kind(path)](path)


def check_suffix(path: Path) -> None:
    """Refuse a file of a kind that is not read or written, and any if there is no Arrow."""
    if _kind(path) not in _READERS:
        raise FactsError(str(path), (f"files end in {', '.join(_READERS)}",))
    try:
        _arrow()
    except ImportError as error:
        raise FactsError(str(path), ("files of plants need Arrow: pip install 'greencalc[files]'",)) from error


def _kind(path: Path) -> str:
    return path.suffix.lower()


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
