"""Lines of a CSV file that are no rows: each is told of, and takes no other with it."""

from __future__ import annotations

import re
from typing import BinaryIO

import polars as pl

from greencalc.many_plants.files.csv_headers import other_encoding

_BYTES = 2**16  # that are looked at together for the end of a cell
_CELL = r'(?:"(?:[^"]|"")*"|[^",]*)'
_MOST_COUNTED = 1000  # cells of a line, by a pattern
_EMPTY = '^(?:"")?(?:,(?:"")?)*$'
_QUOTED = '"[^"]*"'
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
_BEHIND_A_CELL = (b",", b"\n", b"\r")


def _row_of(cells: str) -> str:
    return f"^{_CELL}(?:,{_CELL}){cells}$"


def _linear(pattern: str) -> re.Pattern[bytes]:
    """Compile a pattern that never goes back; polars, which needs no such signs, takes it as it is."""
    return re.compile(pattern.replace('[^"]|', '[^"]++|').replace(")*", ")*+").replace("]*", "]*+").encode())


_WHOLE_LINE, _EMPTY_LINE = _linear(_row_of("*")), _linear(_EMPTY)
_OPEN = _linear(f'(?:{_CELL},)*"(?:[^"]|"")*')


class Lines:
    """Tells lines that are rows from others; a spreadsheet takes those inside a quoted cell for no rows of their own.

    Parameters
    ----------
    ahead : file
        The file, to look for where a cell ends that began in a line.
    end : int
        Where the last line ends.
    cells : int
        How many a row has.
    """

    def __init__(self, ahead: BinaryIO, end: int, cells: int) -> None:
        self.ahead = ahead
        self.end = end
        self.cells = cells
        self.closed = 0
        """Where the last cell ends that runs over several lines."""

    def clean(self, block: bytes, place: int) -> tuple[bytes, dict[int, str]]:
        """Empty the lines of a block, which begins at a place in the file, that are no rows; tell why they are none."""
        lines = block.splitlines(keepends=True)
        doubtful = self._doubtful(lines)
        broken: dict[int, str] = {}
        for row, line in enumerate(lines):
            reason = self._wrong_in(line, place) if place < self.closed or row in doubtful else None
            if reason:
                broken[row] = reason
            lines[row] = b"," * (self.cells - 1) if reason else line.rstrip(b"\r\n")
            place += len(line)
        return b"\n".join([*lines, b""]), broken

    def _doubtful(self, lines: list[bytes]) -> set[int]:
        """Return the lines that are no rows as far as they themselves tell."""
        if self.cells > _MOST_COUNTED:
            return set(range(len(lines)))
        line = pl.col("line")
        is_row = line.str.contains(_row_of(f"{{{self.cells - 1}}}")) & ~line.str.contains(f"{_EMPTY}|{_NO_TEXT}")
        texts = pl.DataFrame({"line": [text.decode(errors="replace").rstrip("\r\n") for text in lines]})
        return set(texts.select((~is_row).arg_true()).to_series())

    def _wrong_in(self, line: bytes, place: int) -> str | None:
        bare, end = line.rstrip(b"\r\n"), place + len(line)
        if place < self.closed:
            if self.closed <= end:
                self._open(line, self.closed - place, end)
            return "the line is part of a cell that runs over several lines"
        is_whole = _WHOLE_LINE.fullmatch(bare)
        if not is_whole:
            self._open(line, 0, end)
        try:
            bare.decode()
        except UnicodeDecodeError:
            return f"the line is no UTF-8 text{other_encoding(bare)}; save the file as 'CSV UTF-8'"
        if not is_whole:
            return "a quotation mark stands alone in a cell, or the cell runs over several lines"
        cells = re.sub(_QUOTED.encode(), b"", bare).count(b",") + 1
        if bare and cells != self.cells:
            return f"the line has {cells} cells, the header {self.cells}"
        return "the line is empty" if _EMPTY_LINE.fullmatch(bare) else None

    def _open(self, line: bytes, start: int, end: int) -> None:
        """Find where a cell ends that begins in a line behind a place; a mark that closes nothing stands alone."""
        if _OPEN.fullmatch(line, start):
            self.closed = self._end_of_cell(end) or self.closed

    def _end_of_cell(self, place: int) -> int:
        """Return the place behind the mark that closes a cell; 0 if no mark does, or text stands behind it."""
        self.ahead.seek(place)
        marks = 0  # together, up to where it is read; two of them stand for one in the cell
        while block := self.ahead.read(min(_BYTES, self.end - place)):
            for run in re.finditer(rb'"+|[^"]+', block):
                if run[0].startswith(b'"'):
                    marks += len(run[0])
                elif marks % 2:
                    return place + run.start() if run[0].startswith(_BEHIND_A_CELL) else 0
                else:
                    marks = 0
            place += len(block)
        return self.end if marks % 2 else 0
