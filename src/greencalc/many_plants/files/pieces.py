"""Parts of a table, as any file is read: rows of plain numbers, and those that are read word by word."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
from attrs import field, frozen

from greencalc.errors import FactsError, why_unreadable
from greencalc.files.input_file import InputFileError
from greencalc.many_plants.files.ahead import ahead
from greencalc.many_plants.queries.settle import as_arrays

UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, pa.ArrowException, OSError, InputFileError)
"""What polars and Arrow raise of a file that they cannot read or write."""
_NAN = ("nan", "-nan", "+nan")


class Piece(NamedTuple):
    """Rows of a part that are judged together.

    Attributes
    ----------
    where : Series of bool
        Which rows of the part they are.
    columns : mapping of columns
        Their cells, as numbers where these are wanted.
    broken : mapping of int to str
        By row of the piece, why it could not be read.
    """

    where: pl.Series
    columns: Mapping[str, Any]
    broken: Mapping[int, str]


@frozen
class ColumnsToRead:
    """What is read of a file.

    Attributes
    ----------
    names : list of str
        The columns.
    keep : sequence of str
        Those of them that are copied as they stand in the file.
    numbers, statuses : collection of str
        Those whose texts are amounts in the header's unit, and those that are met or not met.
    nan_is_missing : bool
        Whether the text NaN is an empty cell.
    """

    names: list[str]
    keep: Sequence[str]
    numbers: Collection[str]
    statuses: Collection[str]
    nan_is_missing: bool


@frozen
class Part:
    """Rows that are read, judged and written together.

    Attributes
    ----------
    frame : DataFrame
        Their cells that are needed, as numbers where these are wanted; one that is no number is empty.
    kept : DataFrame
        Their cells that are kept, as they stand in the file.
    done : float
        How much of the file is read, of 1.
    odd : array of int
        The rows that are to be read word by word.
    words : DataFrame or None
        All rows as they stand in the file, if some are to be read so.
    broken : mapping of int to str
        By row, why it could not be read; it is odd too.
    """

    frame: pl.DataFrame
    kept: pl.DataFrame
    done: float
    odd: Any = field(factory=lambda: np.zeros(0, dtype=int))
    words: pl.DataFrame | None = None
    broken: Mapping[int, str] = MappingProxyType({})

    def pieces(self, doubt: pl.Series) -> Iterator[Piece]:
        """Yield rows in doubt, and the odd ones; how a row is read never depends on the others."""
        is_odd = np.zeros(self.frame.height, dtype=bool)
        is_odd[self.odd] = True
        doubtful = doubt.to_numpy() & ~is_odd
        if doubtful.any():
            yield Piece(pl.Series(doubtful), as_arrays(self.frame.filter(doubtful)), {})
        if self.words is not None and len(self.odd):
            broken = {row: self.broken[place] for row, place in enumerate(self.odd.tolist()) if place in self.broken}
            columns = _numbers_among_words(self.words.filter(is_odd), self.frame.filter(is_odd))
            yield Piece(pl.Series(is_odd), columns, broken)


def in_front(kept: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """Return scores with the columns that are kept in front, if any are."""
    return scores.select(*kept, pl.all())


def part_of_words(words: pl.DataFrame, wanted: ColumnsToRead, broken: Mapping[int, str], done: float) -> Part:
    """Read the texts in some columns as numbers; a row with a text that is no finite number is odd, or broken."""
    given = words.with_columns(_without_nan(pl.col(pl.String))) if wanted.nan_is_missing else words
    texts = pl.col([name for name, kind in given.schema.items() if name in wanted.numbers and kind == pl.String])
    frame = given.with_columns(texts.cast(pl.Float64, strict=False))
    odd = given.select(pl.any_horizontal(pl.repeat(value=False, n=pl.len()), ~is_plain(texts)).arg_true()).to_series()
    return Part(frame, words.select(wanted.keep), done, np.union1d(odd, [*broken]).astype(int), given, broken)


def is_plain(texts: pl.Expr) -> pl.Expr:
    """Return which texts are finite numbers, or empty cells."""
    return texts.is_null() | texts.cast(pl.Float64, strict=False).is_finite().fill_null(value=False)


def _without_nan(words: pl.Expr) -> pl.Expr:
    """Take the word NaN for an empty cell."""
    return pl.when(~words.str.to_lowercase().is_in(_NAN)).then(words)


def _numbers_among_words(words: pl.DataFrame, numbers: pl.DataFrame) -> dict[str, Any]:
    """Return cells with numbers as floats, as they are in rows that hold nothing else."""
    columns: dict[str, Any] = {}
    for name in words.columns:
        pairs = zip(words[name], numbers[name], strict=True) if words[name].dtype != numbers[name].dtype else ()
        columns[name] = [word if number is None or not math.isfinite(number) else number for word, number in pairs]
    return {name: cells or words[name] for name, cells in columns.items()}


class TableReader(ABC):
    """Rows of a file."""

    headers_stand_in = ""
    sheet_name = ""
    first_row = 1
    """The number that people give to the first plant's row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.names = self._open()
        except UNREADABLE as error:
            raise self._unreadable(error) from error
        if not self.names:
            raise FactsError(str(path), ("it has no columns",))
        nameless = [str(place) for place, name in enumerate(self.names, start=1) if not name.strip()]
        if len(nameless) > 1:
            raise FactsError(str(path), (f"columns {', '.join(nameless)} have no header; name them, or delete them",))
        twice = [name for name, count in Counter(self.names).items() if count > 1]
        if twice:
            raise FactsError(str(path), tuple(f"{name!r}: two columns have this header" for name in twice))

    def empty(self) -> pl.DataFrame:
        """Return the columns without rows; those of a file of texts are texts."""
        return pl.DataFrame(schema=dict.fromkeys(self.names, pl.String))

    def parts(self, wanted: ColumnsToRead) -> Iterator[Part]:
        """Yield the rows; those of the next part are read meanwhile."""
        try:
            yield from ahead(self._parts(wanted))
        except UNREADABLE as error:
            raise self._unreadable(error) from error

    @abstractmethod
    def _open(self) -> list[str]:
        """Open the file and return its headers."""

    @abstractmethod
    def _parts(self, wanted: ColumnsToRead) -> Iterator[Part]:
        """Yield the rows."""

    def _unreadable(self, error: BaseException) -> FactsError:
        why = f"it is no {self.path.suffix} file, or it is damaged or cut off"
        if isinstance(error, OSError) and error.errno:
            why = why_unreadable(error)
        elif isinstance(error, pa.ArrowNotImplementedError):
            why = "it has what Arrow does not read, such as integers of 128 bits; write it with other columns"
        return FactsError(str(self.path), (f"it cannot be read: {why}",))
