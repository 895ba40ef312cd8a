"""Many plants by queries, of polars and of SQL: what they do not doubt, and all once it is settled, is as scored."""

from __future__ import annotations

import zlib
from functools import reduce

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from hypothesis import currently_in_test_context
from pint.facets.plain import PlainQuantity

from greencalc import expressions, settle, sql
from greencalc.many_plants.columns.cells import Constant, as_column
from greencalc.many_plants.queries.frame_head import head_of_frame
from greencalc.many_plants.queries.outputs import wanted_of, without_doubtful
from greencalc.many_plants.queries.polars_language import StepsOfPolars
from greencalc.many_plants.table_reader import names_in
from long_walks import WHOLE

ALL = {"with_groups": True, "with_values": True, "with_statuses": True, "with_findings": True}
NUMBERS = ("score_lower", "score_upper", "coverage")


def assert_queries_agree(standard, columns, scores, *, units, nan_is_missing, **options):
    """Score columns by queries too, if polars can hold them, and hold each row to the scores."""
    given_columns = {name: columns[name] for name in names_in(columns)}
    if any(isinstance(column, PlainQuantity) for column in given_columns.values()):
        return
    held = {name: as_column(column) for name, column in given_columns.items()}
    for_all = {name: column for name, column in held.items() if isinstance(column, Constant)}
    frame = as_frame({name: column for name, column in held.items() if name not in for_all})
    if frame is None or not is_looked_at(frame):
        return
    given = {"units": units, "nan_is_missing": nan_is_missing, "for_all": for_all, **options}
    expected = columns_of(scores)
    for engine, run in ENGINES.items():
        found = run(standard, frame, given)
        assert_agrees(found, expected, engine)
        assert_agrees(settle(standard, found, **given).with_columns(doubt=pl.lit(value=False)), expected, engine)


def is_looked_at(frame):
    """Whether queries are tried on columns: on all that a test writes down, and on some of those that it draws."""
    drawn = currently_in_test_context() and not WHOLE
    return not drawn or zlib.crc32(repr(frame.rows()).encode()) % 8 == 0


def as_frame(columns):
    """The columns as a frame of polars; None if a cell has no place there."""
    series = {}
    for name, column in columns.items():
        cells = column
        if isinstance(column, pa.ChunkedArray | pa.Array):
            cells = pl.from_arrow(column)
        elif type(column).__module__.startswith("pandas"):
            is_plain = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
            cells = column.to_numpy() if is_plain else column.astype(object).where(column.notna(), None).tolist()
        elif isinstance(column, np.ndarray):
            cells = column.tolist() if column.dtype == object else column
        try:
            series[name] = pl.Series(name, cells, strict=True)
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
            return None
        if series[name].dtype in {pl.Object, pl.Struct, pl.List}:
            return None
    return pl.DataFrame(series) if len({len(one) for one in series.values()}) == 1 else None


def by_polars(standard, frame, given):
    return frame.lazy().with_columns(expressions(standard, frame, **given, **ALL)).collect()


def by_steps(standard, frame, given):
    head, types = head_of_frame(standard, frame, **{"not_applicable": None, "comparison": None, **given})
    language = StepsOfPolars(types, tells_ties=True)
    outputs = without_doubtful(head.outputs(language, wanted_of(**ALL)), language)
    wanted = [*map(pl.col, frame.columns), *(one.alias(name) for name, one in outputs.items())]
    *steps, found = language.steps_to(wanted)
    return reduce(pl.LazyFrame.with_columns, steps, frame.lazy()).select(found).collect(engine="streaming")


def by_duckdb(standard, frame, given):
    plants = frame.with_columns(
        pl.col(pl.Enum, pl.Categorical).cast(pl.String),
        pl.col(pl.Float16).cast(pl.Float32),
        __row=pl.int_range(pl.len()),
    )
    query = sql(standard, cells_of(frame), table="main.plants", keep=[*list(frame.columns), "__row"], **given, **ALL)
    connection = duckdb.connect()
    connection.register("plants_", plants.to_arrow())
    connection.execute("CREATE TABLE plants AS SELECT * FROM plants_")
    return connection.sql(query).pl().sort("__row").drop("__row")


def cells_of(frame):
    """What the columns have, in the words of SQL."""
    kinds = {}
    for name, kind in frame.schema.items():
        is_number = kind.is_numeric()
        kinds[name] = (
            "float" if kind.is_float() else "number" if is_number else "truth" if kind == pl.Boolean else "text"
        )
    return kinds | {"__row": "number"}


ENGINES = {"polars": by_polars, "polars, step by step": by_steps, "duckdb": by_duckdb}


def columns_of(scores):
    """Scores as columns of polars, whatever may be asked for."""
    more = {**scores.values, **scores.group_points}
    findings = [None if wrong else bool(scores.findings(row)) for row, wrong in enumerate(np.isnan(scores.score_lower))]
    named = scores.to_polars().rename({item: f"status of {item}" for item in scores.statuses})
    return named.with_columns(
        findings=pl.Series(findings, dtype=pl.Boolean),
        **{name: pl.Series(column).fill_nan(None) for name, column in more.items()},
    )


def assert_agrees(found, expected, engine) -> None:
    """Each row that is not in doubt is as expected; whatever cannot be judged is in doubt."""
    sure = ~found["doubt"]
    wrong = expected["score_lower"].is_null()
    if "faults" in found.columns:
        assert found["faults"].to_list() == expected["faults"].to_list()
    else:
        assert not (sure & wrong).any(), (
            engine,
            "a row that cannot be judged is not in doubt",
            found.filter(sure & wrong)[:3].select(~pl.selectors.contains(" of ")).to_dicts(),
            expected.filter(sure & wrong)["faults"][:3].to_list(),
        )
        nulls = found.filter(~sure).select(expected.drop("faults").columns).null_count().sum_horizontal().item()
        assert nulls == (~sure).sum() * (len(expected.columns) - 1)
    for name, kind in expected.drop("faults").schema.items():
        one, other = found.filter(sure)[name], expected.filter(sure)[name]
        if kind.is_float():
            assert one.is_null().to_list() == other.is_null().to_list(), (engine, name)
            apart = (one - other).abs()
            size = other.abs().fill_null(0.0)
            assert (apart.fill_null(0.0) <= 1e-12 * (size + (100.0 if name in NUMBERS else 0.0))).all(), (
                engine,
                name,
                one,
                other,
            )
        else:
            assert one.cast(pl.String).to_list() == other.cast(pl.String).to_list(), (
                engine,
                name,
                one.to_list(),
                other.to_list(),
            )
