"""Rows of CSV files, a block of whole lines at a time: a broken line or quote costs one row and not those behind it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from greencalc.errors import FactsError
from greencalc.files.input_file import InputFileError, open_input
from greencalc.many_plants.files.csv_headers import HeaderError, read_headers
from greencalc.many_plants.files.csv_lines import Lines
from greencalc.many_plants.files.pieces import ColumnsToRead, Part, TableReader, is_plain, part_of_words

_CSV_BYTES = 2**23  # of a CSV file that are read at a time
_HEADER_BYTES = 2**16
_LINES_LOOKED_AT = 20  # for the headers
_LINE_END, _COMMA, _SPACE = b"\n, "


class CsvRows(TableReader):
    """Lines of a CSV file: each is a row, so that one that cannot be read takes no other with it."""

    headers_stand_in = ", line 1"

    def _open(self) -> list[str]:
        with self._file() as file:
            self.end = _end_of_rows(file)
            lines = list(islice(_first_lines(file, self.end), _LINES_LOOKED_AT))
        try:
            names, self.start = read_headers(lines)
        except HeaderError as error:
            raise FactsError(str(self.path), (str(error),)) from None
        return names

    def _parts(self, wanted: ColumnsToRead) -> Iterator[Part]:
        texts = pl.Schema(dict.fromkeys(self.names, pl.String()))
        place = self.start
        with self._file() as file, self._file() as ahead:
            file.seek(place)
            kinds = self._first_kinds(file, texts, wanted)
            file.seek(place)
            lines = Lines(ahead, self.end, len(self.names))
            for block in _whole_lines(file, self.end, _CSV_BYTES):
                broken: dict[int, str] = {}
                words = None if place < lines.closed else _rows_of(block, kinds, texts)
                if words is None:
                    clean, broken = lines.clean(block, place)
                    words = _parsed(clean, texts, quote='"')
                if words.schema == texts:
                    kinds = _kinds_of(words, wanted)
                place += len(block)
                yield part_of_words(words.select(wanted.names), wanted, broken, place / self.end)

    def _first_kinds(self, file: BinaryIO, texts: pl.Schema, wanted: ColumnsToRead) -> pl.Schema:
        """Return what columns probably have by a few of the first lines, so that most lines are read once."""
        first = next(_whole_lines(file, self.end, _HEADER_BYTES), None)
        words = None if first is None else _rows_of(first, texts, texts)
        return texts if words is None else _kinds_of(words, wanted)

    def _file(self) -> BinaryIO:
        try:
            return open_input(self.path)
        except InputFileError as error:
            raise FactsError(str(self.path), (f"it {error}",)) from None


def _kinds_of(words: pl.DataFrame, wanted: ColumnsToRead) -> pl.Schema:
    """Return which columns of the next lines are probably numbers, and which truth values."""
    numbers, statuses = (pl.col([*(set(names) - set(wanted.keep))]) for names in (wanted.numbers, wanted.statuses))
    are_such = words.select(is_plain(numbers).all(), statuses.is_in(["true", "false"]).all())
    kinds = {name: pl.Float64() if name in wanted.numbers else pl.Boolean() for name in are_such.columns}
    return pl.Schema(words.schema | {name: kinds[name] for name, (is_such,) in are_such.to_dict().items() if is_such})


def _rows_of(block: bytes, kinds: pl.Schema, texts: pl.Schema) -> pl.DataFrame | None:
    """Read lines that surely are a row each, as what they probably are or as texts; None of any other lines."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    signs = np.frombuffer(block, dtype=np.uint8)
    lines = np.count_nonzero(signs == _LINE_END) + (signs[-1] != _LINE_END)
    if b'"' in block or np.count_nonzero(signs == _COMMA) != lines * (len(texts) - 1):
        return None
    for tried in (texts,) if _has_spaces_before_cells(block, signs) else (kinds, texts):
        # refused is a line with too many cells, so that none has too few; or bytes that are no text, or no number
        with suppress(pl.exceptions.PolarsError):
            rows = _parsed(block, tried, quote=None)
            are_finite = pl.all_horizontal(pl.lit(value=True), pl.col(pl.Float64).is_finite().all())
            if rows.height == lines and rows.select(are_finite & ~pl.all_horizontal(pl.all().is_null()).any()).item():
                return rows
    return None


def _parsed(block: bytes, kinds: pl.Schema, quote: str | None) -> pl.DataFrame:
    first = b"," * (len(kinds) - 1) + b"\n"  # else a byte order mark in a block's first cell would be lost
    return pl.read_csv(first + block, has_header=False, schema=kinds, quote_char=quote, null_values=[""])[1:]


def _has_spaces_before_cells(block: bytes, signs: Any) -> bool:
    """Tell whether polars may take a text that begins with a space for a number."""
    if b"\t" in block or block.startswith(b" "):
        return True
    before = signs[np.flatnonzero(signs == _SPACE) - 1]
    return bool(((before == _COMMA) | (before == _LINE_END)).any())


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
    for block in _whole_lines(file, end, _HEADER_BYTES):
        yield from block.splitlines(keepends=True)


def _whole_lines(file: BinaryIO, end: int, size: int) -> Iterator[bytes]:
    """Yield blocks of whole lines up to a place in the file, whatever ends them."""
    rest = b""
    while block := file.read(min(size, end - file.tell())):
        if whole := block.rfind(b"\n") + 1:
            yield rest + block[:whole]
            rest = block[whole:]
            continue
        rest += block
        if whole := rest.rfind(b"\r", 0, -1) + 1:
            yield rest[:whole]
            rest = rest[whole:]
    if rest:
        yield rest
