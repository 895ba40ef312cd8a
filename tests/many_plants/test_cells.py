"""Cells of every type that numpy, pandas, polars and Arrow have: scored, or refused with the column's name."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

from greencalc import FactsError, load_standard, score_columns

FULL = load_standard("qct1160_2022")
ITEMS = {
    "6.6",
    "10.3.2/substitution",
    "10.4.5",
}  # each type is scored dozens of times
STANDARD = evolve(FULL, items=tuple(item for item in FULL.items if item.id in ITEMS))
TIME = dt.datetime(2025, 1, 1)  # noqa: DTZ001 (with a zone it is a type of its own)
NUMPY = [np.dtype(code) for code in np.typecodes["All"] if code not in "OVSU"] + ["O", "S3", "U3", "V2"]
NUMPY.append(pytest.param("T", marks=pytest.mark.skipif(np.__version__ < "2", reason="numpy 2 brings it")))
PANDAS = [
    "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64",
    "boolean", "string", "str", "object", "category",
    "Sparse[float]", "Sparse[int]", "Sparse[bool]", "datetime64[ns]", "datetime64[ns, UTC]", "timedelta64[ns]",
    "period[D]", "interval[int64]", "complex128",
]  # fmt: skip
POLARS = [
    kind
    for _, kind in inspect.getmembers(pl.datatypes, inspect.isclass)
    if issubclass(kind, pl.DataType) and kind not in {pl.DataType, pl.Unknown}
]
ARROW = [
    pa.null(), pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(),
    pa.uint64(), pa.float16(), pa.float32(), pa.float64(), pa.decimal128(9, 1),
    pa.decimal256(50, 1), pa.string(), pa.large_string(), pa.binary(), pa.large_binary(),
    pa.binary(1), pa.date32(), pa.date64(), pa.time32("s"), pa.time64("ns"), pa.timestamp("us"),
    pa.timestamp("us", "UTC"), pa.duration("s"), pa.month_day_nano_interval(), pa.list_(pa.float64()),
    pa.large_list(pa.float64()), pa.list_(pa.float64(), 1), pa.struct([("a", pa.int8())]),
    pa.map_(pa.string(), pa.int8()), pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int8(), pa.date32()),
    pa.dictionary(pa.int32(), pa.float64()), pa.run_end_encoded(pa.int32(), pa.float64()),
]  # fmt: skip
NEWER = {
    "string_view": (), "binary_view": (), "list_view": (pa.float64(),), "uuid": (), "bool8": (),
    "decimal32": (7, 1), "decimal64": (9, 1),
}  # fmt: skip
ARROW += [getattr(pa, name)(*parts) for name, parts in NEWER.items() if hasattr(pa, name)]  # not in the lowest versions
HEADERS = ("green_paint [t]", "6.6", "vehicle_type")
CELLS = [
    [2, 3], [2, None], [2.5, None], ["2", None], ["met", None], ["truck cab", None], [True, None],
    [Decimal(2), None], [TIME, None], [TIME.date(), None], [TIME.time(), None], [dt.timedelta(1), None],
    [b"2", None], [[2.0], None], [{"a": 2}, None], [None, None],
]  # fmt: skip


def refused(column, *headers: str) -> set[str]:
    """Score a column in several places; return where it is refused as a whole, which is all that may go wrong."""
    try:
        scores = score_columns(STANDARD, dict.fromkeys(headers, column) | {"total_paint [t]": [100.0] * len(column)})
    except FactsError as error:
        found = {fault.partition(": it holds ")[0] for fault in error.faults}
    else:
        assert all(set(headers) & {*fault.columns} for fault in scores.faults)
        assert sorted({fault.row for fault in scores.faults}) == np.flatnonzero(np.isnan(scores.score_lower)).tolist()
        return set()
    assert found <= {*headers}
    return found


def all_are(columns) -> None:
    """Score what there is of a type in every place."""
    assert columns, "no cells could be made of it"
    for column in columns:
        rest = {*HEADERS} - refused(column, *HEADERS)  # by its type
        refused(column, *rest)  # by its cells, or not at all


def made(make):
    """What can be made of the cells: a library itself refuses the others."""
    found = []
    for cells in CELLS:
        try:
            column = make(cells)
        except Exception:  # noqa: BLE001, S112 (whatever a library raises where it holds no such cells)
            continue
        if len(column) == len(cells):
            found.append(column)
    return found


@pytest.mark.parametrize("dtype", NUMPY, ids=str)
def test_every_type_of_numpy(dtype) -> None:
    columns = [*made(lambda cells: np.array(cells, dtype=dtype)), np.zeros(2, dtype=dtype)]
    all_are(columns)
    all_are([np.ma.array(column, mask=[False, True]) for column in columns if str(dtype) != "T"] or columns)


@pytest.mark.parametrize("dtype", PANDAS)
def test_every_type_of_pandas(dtype) -> None:
    columns = made(lambda cells: pd.Series(cells, dtype=dtype)) + made(lambda cells: pd.Series(cells).astype(dtype))
    columns += {
        "period[D]": [pd.Series(pd.period_range("2025-01-01", periods=2, freq="D"))],
        "interval[int64]": [pd.Series(pd.interval_range(0, 2))],
    }.get(dtype, [])
    all_are(columns)
    all_are(made_categories(columns))


def made_categories(columns):
    return [column.astype("category") for column in columns if not isinstance(column.iloc[0], list | dict)]


@pytest.mark.parametrize("kind", ARROW, ids=str)
def test_every_type_of_arrow_and_of_pandas_on_arrow(kind) -> None:
    columns = made(lambda cells: pa.array(cells, kind)) or [pa.nulls(2, kind)]
    all_are(columns)
    all_are([pa.chunked_array([column, column]) for column in columns])
    all_are([pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([column]))) for column in columns])


def polars_types(kind):
    """A type with what it takes to be one."""
    special = {
        pl.Enum: lambda: pl.Enum(["2", "met", "truck cab"]),
        pl.List: lambda: pl.List(pl.Float64),
        pl.Array: lambda: pl.Array(pl.Float64, 1),
        pl.Struct: lambda: pl.Struct({"a": pl.Int8}),
        pl.Decimal: lambda: pl.Decimal(9, 1),
    }
    return special.get(kind, kind)()


@pytest.mark.parametrize("kind", POLARS, ids=str)
def test_every_type_of_polars(kind) -> None:
    try:
        dtype = polars_types(kind)
    except TypeError:
        pytest.skip("a class of types, or one that others define")
    columns = made(lambda cells: pl.Series(cells, dtype=dtype))
    columns += made(lambda cells: pl.Series(cells).cast(dtype))
    if not columns:
        pytest.skip("a class of types")
    all_are(columns)


MISSING = [None, pd.NA, pd.NaT, np.ma.masked]


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_what_stands_for_nothing_in_a_list_is_an_empty_cell(missing) -> None:
    columns = {
        "vehicle_type": [missing, "passenger car"],
        "6.6": [missing, "met"],
        "green_paint [t]": [missing, 40.0],
        "total_paint [t]": [100.0, 100.0],
    }
    scores = score_columns(STANDARD, columns, with_statuses=True)
    assert not scores.faults
    assert scores.statuses["6.6"].tolist() == [2, 1]
    assert scores.statuses["10.3.2/substitution"].tolist() == [2, 4]
    for name, rest in (("6.6", 2), ("green_paint [t]", 2), ("vehicle_type", 2)):
        same = score_columns(STANDARD, columns | {name: missing}, with_statuses=True)
        assert not same.faults
        assert name != "6.6" or same.statuses["6.6"].tolist() == [rest, rest]


def test_whole_numbers_of_128_bits_are_exact() -> None:
    columns = {"green_paint [t]": [90, None, 2**100], "total_paint [t]": [100, 100, 2**100]}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int128))
    scores = score_columns(STANDARD, frame, with_statuses=True)
    assert scores.statuses["10.3.2/substitution"].tolist() == [4, 2, 1]


def test_half_floats_of_arrow_keep_their_numbers_beside_a_gap() -> None:
    green = pa.array([np.float16(90), None, np.float16(100)], pa.float16())
    columns = {"green_paint [t]": green, "total_paint [t]": [100, 100, 100]}
    scores = score_columns(STANDARD, columns, with_statuses=True)
    assert scores.statuses["10.3.2/substitution"].tolist() == [4, 2, 1]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([TIME, TIME]),
        pd.Series([TIME, TIME]).dt.tz_localize("UTC"),
        pd.Series([TIME, TIME]).astype("category"),
        pd.Series(pd.period_range("2025-01-01", periods=2, freq="D")),
        pl.Series([TIME, TIME]),
        pl.Series([[1.0], [2.0]]),
        pa.array([TIME, TIME]),
        pa.array([[1.0], [2.0]]),
        pa.array([TIME, TIME]).dictionary_encode(),
        np.array([TIME, TIME], dtype="M8[us]"),
    ],
    ids=lambda column: type(column).__module__ + str(getattr(column, "dtype", getattr(column, "type", ""))),
)
@pytest.mark.parametrize("header", HEADERS)
def test_times_and_lists_are_one_fault_of_their_column(column, header) -> None:
    assert refused(column, header) == {header}


@pytest.mark.parametrize("hold", [np.array, pd.Series, pl.Series, pa.array])
def test_truth_values_are_no_amounts(hold) -> None:
    with pytest.raises(FactsError, match=r"green_paint \[t\]: it holds truth values, not amounts"):
        score_columns(STANDARD, {"green_paint [t]": hold([True, False])})


def test_missing_numbers_of_a_sparse_column_are_nan_as_in_any_array() -> None:
    column = pd.Series([90.0, np.nan]).astype("Sparse[float]")
    scores = score_columns(STANDARD, {"green_paint [t]": column, "total_paint [t]": [100.0, 100.0]})
    assert [fault.row for fault in scores.faults] == [1]
    assert "given the number nan" in scores.faults[0].reason


@pytest.mark.parametrize(
    ("share", "says"), [("lots", "'lots' is not an amount"), ("400 %", "is not between 0 % and 100 %")]
)
def test_a_share_that_is_none_is_a_fault_of_its_row(share, says) -> None:
    [fault] = score_columns(FULL, {"5.2.2/daylight": ["met", f"partly met: {share}"]}).faults
    assert fault.row == 1
    assert says in str(fault)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.float16(), pa.int8()])
def test_arrow_columns_are_read_as_their_cells_are(kind) -> None:
    is_number = not pa.types.is_string(kind) and not pa.types.is_large_string(kind) and kind != pa.string_view()
    cells = [9, None, 4] if is_number else ["9", None, "4"]
    column = pa.array([np.float16(cell) if kind == pa.float16() and cell else cell for cell in cells], kind)
    scores = score_columns(load_standard("qct1160_2022"), {"green_paint [t]": column, "total_paint [t]": [10.0] * 3})
    assert scores.values["green_paint_usage_rate [%]"].round(6).tolist()[::2] == [90.0, 40.0]


@pytest.mark.parametrize("kind", [pa.dictionary(pa.int8(), pa.string()), pa.decimal128(4, 1)])
def test_arrow_columns_of_other_kinds_are_read_too(kind) -> None:
    cells = ["9", None, "4"] if pa.types.is_dictionary(kind) else [Decimal("9.0"), None, Decimal("4.0")]
    columns = {"green_paint [t]": pa.array(cells, kind), "total_paint [t]": [10.0] * 3}
    scores = score_columns(load_standard("qct1160_2022"), columns)
    assert scores.values["green_paint_usage_rate [%]"].round(6).tolist()[::2] == [90.0, 40.0]
