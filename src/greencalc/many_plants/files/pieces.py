"""Pieces of a table, as any file is read."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from greencalc.errors import FactsError, why_unreadable

if TYPE_CHECKING:
    import pyarrow as pa

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
        return arrow().concat_tables(tables).take(np.argsort(np.concatenate([piece.places for piece in self.pieces])))


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
        except (arrow().ArrowException, OSError) as error:
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
        except (arrow().ArrowException, OSError) as error:
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


def whole(table: pa.Table, done: float) -> Part:
    """Return a table that is one piece."""
    return Part(table, (Piece(np.arange(table.num_rows), table, {}),), done)


def without_nan(table: pa.Table) -> pa.Table:
    """Take the word NaN for an empty cell."""
    compute = arrow().compute
    columns = []
    for column in table.columns:
        is_nan = compute.is_in(compute.utf8_lower(column), arrow().array(["nan", "-nan", "+nan"]))
        columns.append(compute.if_else(is_nan, None, column))
    return arrow().table(columns, table.column_names)


def pieces_of(table: pa.Table, broken: Mapping[int, str], numbers: Collection[str]) -> Iterator[Piece]:
    """Yield the rows whose amounts are plain numbers, and those that need to be read word by word.

    How a row is read never depends on the others.
    """
    is_odd = np.zeros(table.num_rows, dtype=bool)
    is_odd[list(broken)] = True
    plain, floats_by_name = table, {}
    for place, name in enumerate(table.column_names):
        if name in numbers:
            floats = as_floats(table.column(place))
            finite = arrow().compute.is_finite(floats).fill_null(False)  # noqa: FBT003 (Arrow takes it so)
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
            words[name] = numbers_among_words(words[name].to_pylist(), floats.take(odd).to_pylist())
        yield Piece(odd, words, here)


def numbers_among_words(words: list[str | None], floats: list[float | None]) -> list[str | float | None]:
    """Return cells with numbers as floats, as they are in rows that hold nothing else."""
    pairs = zip(words, floats, strict=True)
    return [word if number is None or not math.isfinite(number) else number for word, number in pairs]


def as_floats(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells as numbers; what is no number is null."""
    try:
        return column.cast(arrow().float64())
    except arrow().ArrowInvalid:
        compute = arrow().compute
        numbers = compute.if_else(compute.match_substring_regex(column, _NUMBER), column, None)
        return numbers.cast(arrow().float64())


def kind_of(path: Path) -> str:
    """Return the ending of a file, by which its kind is known."""
    return path.suffix.lower()


def arrow() -> Any:
    """Return Arrow, an extra that is loaded when it is used."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute  # noqa: PLC0415

    return pa
