"""Plants scored by Spark: ``python -m benchmarks.spark [--rows 1e6]`` writes ``results-spark.md``.

Each row that the query does not doubt is held to what the library scores; the doubtful ones are settled, and held too.
It needs Java and PySpark (``pip install pyspark``), and no network.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from pyspark.sql import SparkSession

from benchmarks.environment import describe
from benchmarks.hard_plants import KINDS
from benchmarks.harness import say
from benchmarks.plants import ENDS, STANDARD, TYPES, UNITS, draw
from greencalc import score_columns, settle, sql

TARGET = Path(__file__).with_name("results-spark.md")
KIND = "all of it, mixed"
NUMBERS = ("score_lower", "score_upper", "coverage")


def main(arguments: list[str] | None = None) -> int:
    """Score plants by Spark and by the library, compare them, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=1_000_000, help="how many plants")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, metavar="FILE", help="where to write the results")
    given = parser.parse_args(arguments)
    environment = describe()
    with tempfile.TemporaryDirectory() as folder:
        lines = list(_compared(given.rows, Path(folder)))
    text = "\n".join(
        [
            "# Benchmarks: Spark",
            "",
            f"Written by `python -m benchmarks.spark`: plants of the kind '{KIND}' of `benchmarks/hard_plants.py`.",
            "",
            *(f"- {name}: {value}" for name, value in environment.items()),
            "",
            "| what | found |",
            "|---|---:|",
            *(f"| {what} | {found} |" for what, found in lines),
            "",
        ]
    )
    given.output.write_text(text, encoding="utf-8")
    say(text)
    return 0


def plants(rows: int) -> pl.DataFrame:
    """Return plants with full rates, zeros, ties, slips and empty cells."""
    columns = draw(rows, seed=1160)
    KINDS[KIND](columns, np.random.default_rng(36132))
    columns["vehicle_type"] = pd.Series(pd.Categorical.from_codes(columns.pop("code"), list(TYPES))).astype("string")
    frame = pl.DataFrame({name: pl.Series(column) for name, column in columns.items()})
    named = frame.rename({name: f"{name} [{unit}]" for name, unit in UNITS.items()})
    return named.with_columns(pl.col(pl.Float64).fill_nan(None), plant=pl.int_range(pl.len()))


def _compared(rows: int, folder: Path) -> Iterator[tuple[str, str]]:
    frame = plants(rows)
    frame.write_parquet(folder / "plants.parquet", row_group_size=100_000)
    kinds = {
        name: "float"
        if kind.is_float()
        else "truth"
        if kind == pl.Boolean
        else "number"
        if kind.is_numeric()
        else "text"
        for name, kind in frame.schema.items()
    }
    query = sql(STANDARD, kinds, dialect="spark", keep=frame.columns, for_all=ENDS)
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        # steps of the query that were put into each other would be worked out again and again
        .config("spark.sql.optimizer.excludedRules", "org.apache.spark.sql.catalyst.optimizer.CollapseProject")
        .getOrCreate()
    )
    yield "Spark", spark.version
    yield "rows", f"{rows:,}"
    spark.read.parquet(str(folder / "plants.parquet")).createOrReplaceTempView("plants")
    started = time.perf_counter()
    spark.sql(query).write.mode("overwrite").parquet(str(folder / "scores.parquet"))
    yield "seconds from Parquet to Parquet, planning and compiling included", f"{time.perf_counter() - started:.1f}"
    started = time.perf_counter()
    spark.read.parquet(str(folder / "plants.parquet")).write.mode("overwrite").parquet(str(folder / "copy.parquet"))
    yield "seconds of Spark to copy the table", f"{time.perf_counter() - started:.1f}"
    spark.stop()
    scored = pl.read_parquet(folder / "scores.parquet" / "*.parquet").sort("plant")
    expected = score_columns(STANDARD, {**{name: frame[name] for name in frame.columns if name != "plant"}, **ENDS})
    exact = expected.to_polars()
    yield "rows in doubt", f"{scored['doubt'].sum():,}"
    yield "rows that cannot be judged", f"{exact['score_lower'].null_count():,}"
    sure = ~scored["doubt"]
    yield "verdicts that differ, of rows without a doubt", str(_different(scored.filter(sure), exact.filter(sure)))
    settled = settle(STANDARD, scored, for_all=ENDS)
    yield "verdicts that differ, once settled", str(_different(settled, exact))
    yield "reasons that differ", str((settled["faults"].fill_null("") != exact["faults"].fill_null("")).sum())


def _different(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """Return in how many rows eligibility differs, or a score by more than 1e-12 of all points."""
    apart = pl.any_horizontal(
        *(pl.col(name).is_null() != pl.col(f"{name} of it").is_null() for name in ("eligible", *NUMBERS)),
        *((pl.col(name) - pl.col(f"{name} of it")).abs() > 1e-10 for name in NUMBERS),
        pl.col("eligible") != pl.col("eligible of it"),
    )
    both = pl.concat(
        [one.select("eligible", *NUMBERS), other.select(pl.col("eligible", *NUMBERS).name.suffix(" of it"))],
        how="horizontal",
    )
    return both.select(apart.fill_null(value=False).sum()).item()


if __name__ == "__main__":
    raise SystemExit(main())
