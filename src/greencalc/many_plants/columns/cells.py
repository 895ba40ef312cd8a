"""Cells of columns, whoever holds them: numpy, pandas, polars or Arrow; read a block at a time, never all at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from attrs import frozen


class ColumnTypeError(Exception):
    """A column holds what cannot be read; caught where its header is known."""


class Cells(NamedTuple):
    """A block of a column.

    Attributes
    ----------
    values : array
        Numbers or truth values; where there are `words`, which of them.
    nulls : array of bool or None
        Which cells are empty; None if no cell is.
    words : tuple or None
        The different cells of a column of anything else.
    """

    values: Any
    nulls: Any = None
    words: tuple[Any, ...] | None = None

    def taken(self, rows: Any) -> Cells:
        """Return some of them, which are a column of their own."""
        values, nulls = self.values[rows], None if self.nulls is None else self.nulls[rows]
        if self.words is None:
            return Cells(values, nulls)
        different = np.unique(values if nulls is None else values[~nulls])
        places = np.searchsorted(different, values)
        words = tuple(self.words[place] for place in different.tolist())
        return Cells(places if nulls is None else np.where(nulls, 0, places), nulls, words)


@frozen
class Constant:
    """A cell that all rows have."""

    value: Any


def on_other_cells(column: Any, cells: Any) -> Any:
    """Return what is known of a column for other cells of the same kind; single cells that all rows have stay."""
    if isinstance(column.column, Constant):
        return column
    kind = type(column)
    other = object.__new__(kind)
    for name in kind.__slots__:
        if name != "__weakref__":
            object.__setattr__(other, name, getattr(column, name))
    object.__setattr__(other, "column", cells)
    return other


def as_column(given: Any) -> Any:
    """Return a column that `read_cells` can read; lists become arrays, single cells constants.

    Raises
    ------
    ColumnTypeError
        If it is none.
    """
    if isinstance(given, Constant):
        return given
    if type(given).__name__ in _MISSING:
        return Constant(None)
    if given is None or isinstance(given, str | int | float | Decimal | np.generic):
        return Constant(given)
    if isinstance(given, list | tuple):
        array = np.empty(len(given), dtype=object)
        array[:] = given
        return array
    is_whole = hasattr(given, "__len__") and any(hasattr(given, name) for name in _SLICES)
    if _library(type(given)) not in _READERS or not is_whole:
        raise ColumnTypeError(f"{type(given).__name__} is no column; give a numpy, pandas, polars or Arrow one")
    if getattr(given, "ndim", 1) != 1 or hasattr(given, "columns") or hasattr(given, "column_names"):
        raise ColumnTypeError("it is a table of its own; a column has one axis")
    return given


def of_one_kind(column: Any, kind: type) -> Any:
    """Return a list's cells as an array of numbers or truth values, if all are such; other columns as they are."""
    cells = column.tolist() if isinstance(column, np.ndarray) and column.dtype == object else []
    is_plain = set(map(type, cells)) == {kind} and (kind is not int or all(abs(one) <= _LARGEST_INT for one in cells))
    return np.array(cells) if is_plain else column


def read_cells(column: Any, start: int, stop: int) -> Cells:
    """Read rows of a column.

    Raises
    ------
    ColumnTypeError
        If they are neither numbers, truth values, text, nor a mixture of these.
    """
    return _READERS[_library(type(column))](column, start, stop)


def _library(kind: type) -> str:
    return kind.__module__.partition(".")[0]


def _from_own(column: Constant | Cells, start: int, stop: int) -> Cells:
    if isinstance(column, Constant):
        return Cells(np.zeros(stop - start, dtype=np.int8), None, (column.value,))
    return Cells(column.values[start:stop], None if column.nulls is None else column.nulls[start:stop], column.words)


def _from_numpy(column: Any, start: int, stop: int) -> Cells:
    part = column[start:stop]
    nulls = None
    if isinstance(part, np.ma.MaskedArray):
        part, nulls = part.data, np.ma.getmaskarray(part)
    if part.dtype.kind in "biuf":
        return Cells(part, nulls)
    if part.dtype.kind in "UTO":
        return _few_words(part, nulls) or _different(part.tolist(), nulls)
    raise _refused(part.dtype)


def _refused(dtype: Any) -> ColumnTypeError:
    return ColumnTypeError(f"it holds {dtype}; amounts are numbers, the rest is text or truth values")


def _from_pandas(column: Any, start: int, stop: int) -> Cells:
    part = column.iloc[start:stop]
    if hasattr(part, "sparse"):
        part = part.sparse.to_dense()
    if isinstance(part.dtype, np.dtype):
        return _from_numpy(part.to_numpy(), 0, stop - start)
    if hasattr(part.dtype, "pyarrow_dtype"):
        return _from_arrow(part.array.__arrow_array__(), 0, stop - start)
    nulls = part.isna().to_numpy()
    if hasattr(part, "cat"):
        _refuse_pandas(part.cat.categories.dtype)
        return Cells(part.cat.codes.to_numpy(), nulls if nulls.any() else None, tuple(part.cat.categories))
    _refuse_pandas(part.dtype)
    kind = part.dtype.kind
    if kind in "biuf":
        return Cells(part.to_numpy(dtype=_DTYPES[kind], na_value=_DTYPES[kind](0)), nulls)
    return _different(part.to_numpy(dtype=object, na_value=None).tolist(), nulls)


def _refuse_pandas(dtype: Any) -> None:
    """Refuse times and intervals; anything else that is no number is read object by object."""
    if dtype.kind in "mMc" or dtype.type.__name__ in {"Period", "Interval"}:
        raise _refused(dtype)


def _from_polars(column: Any, start: int, stop: int) -> Cells:
    part = column.slice(start, stop - start)
    nulls = part.is_null().to_numpy() if part.null_count() else None
    name = str(part.dtype)
    if part.dtype.is_temporal() or part.dtype.is_nested() or name == "Binary":
        raise _refused(name)
    if name == "Boolean":
        return Cells(_filled(part, value=False), nulls)
    if name.startswith(("Float", "Int", "UInt")) and not name.endswith("128"):  # numpy has no such
        return Cells(_filled(part, value=0), nulls)
    if name in {"String", "Categorical"}:
        import polars as pl  # noqa: PLC0415 (who has such a column has loaded it)

        part = part.cast(pl.String)
        part = part.cast(pl.Enum(part.unique(maintain_order=True).drop_nulls()))
    if str(part.dtype).startswith("Enum"):
        return Cells(_filled(part.to_physical(), value=0), nulls, tuple(part.dtype.categories.to_list()))
    return _different(part.to_list(), nulls)


def _filled(part: Any, value: int) -> Any:
    return (part.fill_null(value) if part.null_count() else part).to_numpy()


def _from_arrow(column: Any, start: int, stop: int) -> Cells:
    part = column.slice(start, stop - start)
    if hasattr(part, "combine_chunks"):
        part = part.combine_chunks()
    nulls = part.is_null().to_numpy(zero_copy_only=False) if part.null_count else None
    name = str(part.type)
    holds = str(part.type.value_type) if name.startswith(("dictionary", "run_end_encoded")) else name
    if not holds.startswith(_ARROW_TYPES):
        raise _refused(name)
    if name == "bool":
        return Cells(part.fill_null(False).to_numpy(zero_copy_only=False), nulls)  # noqa: FBT003 (Arrow takes it so)
    if name.startswith(_ARROW_NUMBERS):
        if name == "halffloat":
            part = part.cast("float32")  # Arrow 16 fills no gaps of half floats
        return Cells(part.fill_null(0).to_numpy(zero_copy_only=False), nulls)
    if name in {"string", "large_string", "string_view"}:
        part = part.dictionary_encode()
    if hasattr(part, "dictionary"):
        indices = part.indices.fill_null(0).to_numpy(zero_copy_only=False)
        return Cells(indices, nulls, tuple(part.dictionary.to_pylist()))
    return _different(part.to_pylist(), nulls)


_LARGEST_INT = 2**62
_FEW = 16
_MISSING = frozenset({"NAType", "NaTType", "MaskedConstant"})  # by name, as pandas is an extra
_ARROW_NUMBERS = ("float", "double", "halffloat", "int", "uint")
_ARROW_TYPES = ("bool", *_ARROW_NUMBERS, "decimal", "string", "large_string", "null")
_SLICES = ("__array_interface__", "iloc", "slice")
_DTYPES: Mapping[str, type] = MappingProxyType({"b": bool, "i": np.int64, "u": np.uint64, "f": np.float64})
_READERS: Mapping[str, Callable[[Any, int, int], Cells]] = MappingProxyType(
    {
        "greencalc": _from_own,
        "numpy": _from_numpy,
        "pandas": _from_pandas,
        "polars": _from_polars,
        "pyarrow": _from_arrow,
    }
)


def _few_words(part: Any, nulls: Any) -> Cells | None:
    """Give each different text a number as long as they are few; None if they are many, or not all are texts."""
    if nulls is not None or (part.dtype.kind == "O" and set(map(type, part.tolist())) != {str}):
        return None
    codes = np.full(len(part), -1, dtype=np.int32)
    words: list[str] = []
    left = np.ones(len(part), dtype=bool)
    while left.any():
        if len(words) == _FEW:
            return None
        words.append(str(part[left.argmax()]))
        same = part == words[-1]
        codes[same] = len(words) - 1
        left &= ~same
    return Cells(codes, None, tuple(words))


def _different(values: Sequence[Any], nulls: Any) -> Cells:
    """Give each different value a number; true and 1 are different."""
    numbers: dict[tuple[type, Hashable], int] = {}
    try:
        codes = [numbers.setdefault((value.__class__, value), len(numbers)) for value in values]
    except TypeError:
        if any(value is np.ma.masked for value in values):
            return _different([None if value is np.ma.masked else value for value in values], nulls)
        raise ColumnTypeError("it holds lists or other things that are no single cells") from None
    words = tuple(None if type(value).__name__ in _MISSING else value for _, value in numbers)
    return Cells(np.array(codes, dtype=np.int32), nulls, words)
