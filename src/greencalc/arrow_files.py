"""Tables in files, read and written block by block with Arrow; a CSV line that cannot be read is not lost."""

from __future__ import annotations

import codecs
import csv
import io
import math
import os
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from attrs import frozen

from greencalc.csv_cells import as_csv_cells
from greencalc.errors import FactsError, why_unreadable
from greencalc.input_file import InputFileError, open_input
from greencalc.output_file import NewFile, new_file

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Part", "Piece", "TableReader", "TableWriter", "check_suffix", "open_table", "table_writer"]

ROWS = 10_240
"""Rows that are read at a time."""

_GROUP = 2**17  # rows that are written at a time

_CSV_BYTES = 2**22  # of a CSV file that are read at a time
_LINES_LOOKED_AT = 20  # for the headers
_SEPARATORS = MappingProxyType({";": "semicolons", "\t": "tabs", "|": "bars", "；": "；", "，": "，"})
_CELL = rb'(?:"(?:[^"]++|"")*+"|[^",]*+)'
_QUOTED = re.compile(rb"%(cell)b(?:,%(cell)b)*+" % {b"cell": _CELL})
_OPEN = re.compile(rb'(?:%b,)*+"(?:[^"]++|"")*+' % _CELL)
_BEHIND_A_CELL = (b",", b"\n", b"\r")
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"  # what Arrow casts, but for nan and inf


@frozen
class Piece:
    """Rows of a block that are judged together.

    Attributes
    ----------
    places : array of int
        Where they stand in the block.
    table : Table or mapping of columns
        Their cells, as numbers where these are wanted.
    broken : mapping of int to str
        By row of the piece, why it could not be read.
    """

    places: Any
    table: pa.Table | Mapping[str, Any]
    broken: Mapping[int, str]


@frozen
class Part:
    """A block of rows.

    Attributes
    ----------
    table : Table or mapping of columns
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

    headers_stand_in = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.names = self._open()
        except (_arrow().ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        if not self.names:
            raise FactsError(str(path), ("it has no columns",))
        nameless = [str(place) for place, name in enumerate(self.names, start=1) if not name.strip()]
        if len(nameless) > 1:
            raise FactsError(str(path), (f"columns {', '.join(nameless)} have no header; name them, or delete them",))
        twice = [name for name, count in Counter(self.names).items() if count > 1]
        if twice:
            raise FactsError(str(path), tuple(f"{name!r}: two columns have this header" for name in twice))

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
            why_unreadable(error)
            if isinstance(error, OSError) and error.errno
            else f"it is no {self.path.suffix} file, or it is damaged or cut off"
        )
        return FactsError(str(self.path), (f"it cannot be read: {why}",))


class _Parquet(TableReader):
    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(
            self.path, memory_map=False, buffer_size=2**16, pre_buffer=False, page_checksum_verification=True
        )
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

    headers_stand_in = ", line 1"

    def _open(self) -> list[str]:
        with self._file() as file:
            self.end = _end_of_rows(file)
            lines = list(islice(_first_lines(file, self.end), _LINES_LOOKED_AT))
        try:
            names, self.start = _headers(lines)
        except _HeaderError as error:
            raise FactsError(str(self.path), (str(error),)) from None
        return names

    def empty(self) -> pa.Table:
        arrow = _arrow()
        return arrow.schema([(name, arrow.string()) for name in self.names]).empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        with self._file() as file, self._file() as ahead:
            file.seek(self.start)
            quotes = _Quotes(ahead, self.start, self.end)
            for block in _whole_lines(file, self.end):
                table, broken = self._read(block, quotes)
                table = table.select(names)
                cells = _without_nan(table) if nan_is_missing else table
                yield Part(table, tuple(_pieces(cells, broken, numbers)), file.tell() / self.end)

    def _file(self) -> BinaryIO:
        try:
            return open_input(self.path)
        except InputFileError as error:
            raise FactsError(str(self.path), (f"it {error}",)) from None

    def _read(self, block: bytes, quotes: _Quotes) -> tuple[pa.Table, dict[int, str]]:
        """Read lines, one row for each; tell what is wrong with those that cannot be read, whose cells are empty."""
        from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

        clean, broken = quotes.clean(block)
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


def _end_of_rows(file: BinaryIO) -> int:
    """Return where the last line ends that is more than commas: a workbook leaves empty ones behind its rows."""
    end = file.seek(0, os.SEEK_END)
    filled = b""
    while end and not filled:
        start = max(0, end - _CSV_BYTES)
        file.seek(start)
        filled = file.read(end - start).rstrip(b",; \t\r\n")
        end = start
    end += len(filled)
    file.seek(end)
    while rest := file.read(_CSV_BYTES):
        line = re.match(rb"[^\r\n]*(\r\n|\r|\n)?", rest)
        end += len(line[0]) if line else 0
        if line and line[1]:
            break
    return end


def _first_lines(file: BinaryIO, end: int) -> Iterator[bytes]:
    file.seek(0)
    for block in _whole_lines(file, end):
        yield from block.splitlines(keepends=True)


def _whole_lines(file: BinaryIO, end: int) -> Iterator[bytes]:
    """Yield blocks of whole lines up to a place in the file, whatever ends them."""
    rest = b""
    while block := file.read(min(_CSV_BYTES, end - file.tell())):
        rest += block
        whole = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, -1) + 1
        if whole:
            yield rest[:whole]
            rest = rest[whole:]
    if rest:
        yield rest


class _HeaderError(Exception):
    """The headers of a CSV file cannot be read; caught where the file is known."""


def _headers(lines: Sequence[bytes]) -> tuple[list[str], int]:
    """Return the headers in the first line, or in several where one of them has a line break, and their length."""
    count = 1
    while count < len(lines) and b"".join(lines[:count]).count(b'"') % 2:
        count += 1
    raw = b"".join(lines[:count])
    if raw.count(b'"') % 2:
        raise _HeaderError("line 1: a quotation mark in the headers has no partner")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _HeaderError(f"it is no UTF-8 text{_other_encoding(raw)}; save it as 'CSV UTF-8'") from None
    if "\0" in text:
        raise _HeaderError("it is no UTF-8 text, but may be UTF-16; save it as 'CSV UTF-8'")
    _refuse_separators(text)
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        raise _HeaderError("line 1: a quotation mark stands alone in a header") from None
    below = _cells_of(lines[count:])
    if count > 1 and ({len(cells) for cells in below[:1]} - {len(names)} or any("," in name for name in names)):
        told = f"a header runs over lines 1 to {count}, and has a comma in it or not as many cells as the line below"
        raise _HeaderError(f"{told}; is a quotation mark missing?")
    _refuse_titles(names, below)
    return [" ".join(name.split()) if re.search(r"[\r\n]", name) else name for name in names], len(raw)


def _cells_of(lines: Sequence[bytes]) -> list[list[str]]:
    """Return the cells of lines as far as they can be told apart, to compare the headers with."""
    try:
        return list(csv.reader(line.decode(errors="replace") for line in lines))
    except csv.Error:
        return []


def _other_encoding(raw: bytes) -> str:
    """Say which encoding a text may have that is not UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ", but UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return ", but may be GBK"


def _refuse_separators(text: str) -> None:
    """Refuse a file whose cells are parted by something else than commas."""
    bare = re.sub(r'"[^"]*"', "", text)
    for sign, name in _SEPARATORS.items():
        if bare.count(sign) > bare.count(","):
            raise _HeaderError(
                f"line 1: {name} stand between the headers; the separator is to be the comma, as in 'CSV UTF-8', "
                "and the decimal sign the point"
            )


def _refuse_titles(names: Sequence[str], below: Sequence[Sequence[str]]) -> None:
    """Refuse a first line that is a title above the headers: it fills one cell, and others fill more."""
    if sum(bool(name.strip()) for name in names) != 1:
        return
    for number, cells in enumerate(below, start=2):
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled > 1:
            raise _HeaderError(
                f"line 1 has one cell, and line {number} has {filled}; line 1 is to be the headers, so delete titles "
                "above them"
            )


class _Quotes:
    """What is wrong with the lines of a file; a spreadsheet takes those inside a quoted cell for no rows of their own.

    Parameters
    ----------
    ahead : file
        The file, to look for where a cell ends that began in a line.
    place, end : int
        Where the lines begin and end in it.
    """

    def __init__(self, ahead: BinaryIO, place: int, end: int) -> None:
        self.ahead = ahead
        self.place = place
        self.end = end
        self.closed = 0

    def clean(self, block: bytes) -> tuple[bytes, dict[int, str]]:
        """Empty the lines that would spoil others; tell what is wrong with them."""
        broken: dict[int, str] = {}
        if b'"' not in block and _is_text(block) and self.closed <= self.place:
            self.place += len(block)
            return block, broken
        lines = []
        for row, line in enumerate(block.splitlines(keepends=True)):
            reason = self._wrong_in(line)
            if reason:
                broken[row] = reason
            lines.append(b"" if reason else line.rstrip(b"\r\n"))
            self.place += len(line)
        return (b"\n".join([*lines, b""]) if broken else block), broken

    def _wrong_in(self, line: bytes) -> str | None:
        bare = line.rstrip(b"\r\n")
        if self.closed > self.place:
            if self.closed <= self.place + len(line):
                self._open(line, self.closed - self.place)
            return "the line is part of a cell that runs over several lines"
        is_whole = _QUOTED.fullmatch(bare)
        if not is_whole:
            self._open(line, 0)
        if not _is_text(bare):
            return f"the line is no UTF-8 text{_other_encoding(bare)}; save the file as 'CSV UTF-8'"
        return None if is_whole else "a quotation mark stands alone in a cell, or the cell runs over several lines"

    def _open(self, line: bytes, start: int) -> None:
        """Find where a cell ends that begins in a line behind a place; a mark that closes nothing stands alone."""
        if _OPEN.fullmatch(line, start):
            self.closed = self._end_of_cell(self.place + len(line)) or self.closed

    def _end_of_cell(self, place: int) -> int:
        """Return the place behind the mark that closes a cell; 0 if no mark does, or text stands behind it."""
        self.ahead.seek(place)
        marks = 0  # together, up to where it is read; two of them stand for one in the cell
        while block := self.ahead.read(min(_CSV_BYTES, self.end - place)):
            for run in re.finditer(rb'"+|[^"]+', block):
                if run[0].startswith(b'"'):
                    marks += len(run[0])
                elif marks % 2:
                    return place + run.start() if run[0].startswith(_BEHIND_A_CELL) else 0
                else:
                    marks = 0
            place += len(block)
        return self.end if marks % 2 else 0


def _is_text(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


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
    plain, floats_by_name = table, {}
    for place, name in enumerate(table.column_names):
        if name in numbers:
            floats = _as_floats(table.column(place))
            finite = _arrow().compute.is_finite(floats).fill_null(False)  # noqa: FBT003 (Arrow takes it so)
            is_odd |= (finite.to_numpy() == 0) & table.column(place).is_valid().to_numpy()
            plain = plain.set_column(place, name, floats)
            floats_by_name[name] = floats
    odd = np.flatnonzero(is_odd)
    if len(odd) < table.num_rows:
        usual = np.flatnonzero(~is_odd)
        yield Piece(usual, plain.take(usual) if len(odd) else plain, {})
    if len(odd):
        here = {row: broken[place] for row, place in enumerate(odd.tolist()) if place in broken}
        rows = table.take(odd)
        words = {name: rows.column(place) for place, name in enumerate(table.column_names)}
        for name, floats in floats_by_name.items():
            words[name] = _numbers_among_words(words[name].to_pylist(), floats.take(odd).to_pylist())
        yield Piece(odd, words, here)


def _numbers_among_words(words: list[str | None], floats: list[float | None]) -> list[str | float | None]:
    """Return cells with numbers as floats, as they are in rows that hold nothing else."""
    pairs = zip(words, floats, strict=True)
    return [word if number is None or not math.isfinite(number) else number for word, number in pairs]


def _as_floats(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells as numbers; what is no number is null."""
    try:
        return column.cast(_arrow().float64())
    except _arrow().ArrowInvalid:
        compute = _arrow().compute
        numbers = compute.if_else(compute.match_substring_regex(column, _NUMBER), column, None)
        return numbers.cast(_arrow().float64())


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
        table = _arrow().concat_tables(self.waiting)
        self.waiting = []
        try:
            if _kind(self.path) == ".csv":
                table = as_csv_cells(table)
            if self.writer is None:
                self.writer = _WRITERS[_kind(self.path)](self.file, table.schema)
            self.writer.write_table(table)
        except _arrow().ArrowException as error:
            raise FactsError(str(self.path), ("it cannot be written: Arrow cannot hold what is in it",)) from error


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    _refuse_other_files(path)
    check_suffix(path)
    return _READERS[_kind(path)](path)


def _refuse_other_files(path: Path) -> None:
    """Refuse by its content, whatever its name, a file that is no table which is read; a workbook by its name too."""
    start = b""
    try:
        with open_input(path) as file, suppress(OSError):  # said by whoever reads it
            start = file.read(8)
    except InputFileError as error:
        check_suffix(path)
        raise FactsError(str(path), (f"it {error}",)) from None
    found = next((kind for sign, kind in _CONTENTS.items() if start.startswith(sign)), None)
    if (found == "zip" and _is_workbook(path)) or (found is None and _kind(path) in _WORKBOOKS):
        found = "workbook"
    if found == "workbook":
        fault = f"it is a workbook; save its sheet as 'CSV UTF-8' and give that: files end in {', '.join(_READERS)}"
    elif found in _READERS:
        fault = "" if found == _kind(path) else f"it holds a table as {found} files do; let its name end in {found}"
    else:
        fault = f"it is compressed ({found}); unpack it, and give the table in it" if found else ""
    if fault:
        raise FactsError(str(path), (fault,))


def _is_workbook(path: Path) -> bool:
    import zipfile  # noqa: PLC0415 (seldom needed)

    try:
        names = zipfile.ZipFile(path).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    return _kind(path) in _WORKBOOKS or any(name in {"[Content_Types].xml", "content.xml"} for name in names)


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


def _arrow() -> Any:
    """Return Arrow, an extra that is loaded when it is used."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute  # noqa: PLC0415

    return pa


def _csv_writer(file: NewFile, schema: pa.Schema) -> Any:
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 (an extra)

    return arrow_csv.CSVWriter(file, schema)


def _parquet_writer(file: NewFile, schema: pa.Schema) -> Any:
    from pyarrow import parquet  # noqa: PLC0415 (as above)

    # scores hardly repeat, and the table of those seen before would be kept for nothing
    words = [field.name for field in schema if not _arrow().types.is_floating(field.type)]
    return parquet.ParquetWriter(file, schema, use_dictionary=words)


def _arrow_writer(file: NewFile, schema: pa.Schema) -> Any:
    return _arrow().ipc.new_file(file, schema)


_CONTENTS: Mapping[bytes, str] = MappingProxyType(
    {
        b"PK\x03\x04": "zip",
        b"\xd0\xcf\x11\xe0": "workbook",  # of the kind that ends in .xls
        b"\x1f\x8b": "gzip",
        b"BZh": "bzip2",
        b"\xfd7zXZ": "xz",
        b"\x28\xb5\x2f\xfd": "zstd",
        b"7z\xbc\xaf": "7z",
        b"Rar!": "rar",
        b"PAR1": ".parquet",
        b"ARROW1": ".arrow",
    }
)
_WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et"})
_READERS: Mapping[str, type[TableReader]] = MappingProxyType({".csv": _Csv, ".parquet": _Parquet, ".arrow": _Arrow})
_WRITERS: Mapping[str, Callable[[NewFile, Any], Any]] = MappingProxyType(
    {".csv": _csv_writer, ".parquet": _parquet_writer, ".arrow": _arrow_writer}
)
