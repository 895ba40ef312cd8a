"""Rows of CSV files, line by line, so that a broken line or quote costs one row and not those behind it."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from greencalc.errors import FactsError
from greencalc.files.input_file import InputFileError, open_input
from greencalc.many_plants.files.pieces import Part, TableReader, arrow, pieces_of, without_nan

if TYPE_CHECKING:
    import pyarrow as pa


_CSV_BYTES = 2**22  # of a CSV file that are read at a time
_LINES_LOOKED_AT = 20  # for the headers
_SEPARATORS = MappingProxyType({";": "semicolons", "\t": "tabs", "|": "bars", "；": "；", "，": "，"})
_CELL = rb'(?:"(?:[^"]++|"")*+"|[^",]*+)'
_QUOTED = re.compile(rb"%(cell)b(?:,%(cell)b)*+" % {b"cell": _CELL})
_OPEN = re.compile(rb'(?:%b,)*+"(?:[^"]++|"")*+' % _CELL)
_BEHIND_A_CELL = (b",", b"\n", b"\r")


class CsvRows(TableReader):
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
        """Return the columns without a row."""
        return arrow().schema([(name, arrow().string()) for name in self.names]).empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        with self._file() as file, self._file() as ahead:
            file.seek(self.start)
            quotes = _Quotes(ahead, self.start, self.end)
            for block in _whole_lines(file, self.end):
                table, broken = self._read(block, quotes)
                table = table.select(names)
                cells = without_nan(table) if nan_is_missing else table
                yield Part(table, tuple(pieces_of(cells, broken, numbers)), file.tell() / self.end)

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
            arrow().BufferReader(clean),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(clean) + 1, column_names=self.names),
            arrow_csv.ParseOptions(invalid_row_handler=note, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types={name: arrow().string() for name in self.names},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        if skipped:
            rows = iter(range(table.num_rows))
            places = [None if row in skipped else next(rows) for row in range(table.num_rows + len(skipped))]
            table = table.take(arrow().array(places, arrow().int64()))
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
    compute = arrow().compute
    filled = table.column(0).is_valid()
    for column in table.columns[1:]:
        filled = compute.or_(filled, column.is_valid())
    return list(compute.indices_nonzero(compute.invert(filled)).to_pylist())
