"""Plants scored where the data are: ``python -m benchmarks.queries [--quick]`` writes ``results-queries.md``.

By expressions of polars in memory, by SQL in DuckDB, and from file to file, each beside polars written by hand without
any check. All ratios are of medians in one run, whose contenders take turns.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

import greencalc
from benchmarks.by_frames import expressions as by_hand, polars_frame
from benchmarks.hard_plants import KINDS
from benchmarks.harness import Contender, run_child
from benchmarks.page import Line, Page, in_time, medians
from benchmarks.plants import ENDS, STANDARD, TYPES, UNITS, draw

HARD = "all of it, mixed"
SCORES = ("eligible", "score_lower")
BACK = {f"{name} [{unit}]": name for name, unit in UNITS.items()}


def plants(rows: int, kind: str | None = None) -> pl.DataFrame:
    """Return plants under headers with units, vehicle types as an Enum; empty cells are null."""
    columns = draw(rows, seed=1160)
    if kind is None:
        return polars_frame(columns).rename({name: header for header, name in BACK.items()})
    KINDS[kind](columns, np.random.default_rng(36132))
    code = columns.pop("code")
    columns["vehicle_type"] = pd.Series(pd.Categorical.from_codes(code, list(TYPES)))
    frame = pl.DataFrame({name: pl.Series(column) for name, column in columns.items()})
    named = frame.rename({name: header for header, name in BACK.items()})
    return named.with_columns(pl.col(pl.Float64).fill_nan(None), pl.col("vehicle_type").cast(pl.Enum(TYPES)))


def hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return eligibility and score as polars computes them without any check."""
    return frame.rename(BACK).select(by_hand())


def in_memory(frame: pl.DataFrame, found: greencalc.Expressions) -> pl.DataFrame:
    """Let expressions of the library work out all that they give."""
    return frame.lazy().select(found).collect()


def settled(frame: pl.DataFrame, found: greencalc.Expressions) -> pl.DataFrame:
    """Settle what is in doubt besides."""
    return greencalc.settle(STANDARD, frame.lazy().with_columns(found).collect(), for_all=ENDS)


def of_scores(frame: pl.DataFrame) -> np.ndarray:
    """Read eligibility and score, one under the other."""
    return np.vstack([frame[name].cast(pl.Float64).to_numpy() for name in frame.columns[:2]])


def tables_in_memory(*, quick: bool) -> Iterator[Line]:
    """Score plants in memory."""
    rows = 20_000 if quick else 1_000_000
    frame = plants(rows)
    found = greencalc.expressions(STANDARD, frame, for_all=ENDS)
    contenders = [
        Contender("by hand", lambda frame: hand(frame.lazy()).collect(), {"frame": frame}),
        Contender("expressions", in_memory, {"frame": frame, "found": found}),
        Contender("expressions and settle", settled, {"frame": frame, "found": found}),
    ]
    taken = medians(contenders, quick=quick, is_checked=False)
    for name, target in (("expressions", "<= 1.5"), ("expressions and settle", "-")):
        yield against_hand(f"{rows:,} plants in memory, {name}", taken, name, target)


def against_hand(what: str, taken: dict[str, float], name: str, target: str, *, of: str = "") -> Line:
    """Return what was found of one beside polars by hand, which may be of another file."""
    by_hand_of = taken[f"by hand{of}"]
    note = f"{in_time(taken[name])}, {in_time(by_hand_of)}"
    return Line(f"{what}, against polars by hand{of}", taken[name] / by_hand_of, target, note)


def score_file(source: Path, target: Path) -> None:
    """Score a file into another one."""
    greencalc.score_file(source, target, STANDARD)


def hand_from_file(source: Path, target: Path) -> None:
    """Score a file into another one by hand."""
    hand(pl.scan_parquet(source)).sink_parquet(target)


def files(*, quick: bool) -> Iterator[Line]:
    """Score files into files."""
    rows = 20_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        places = {kind: Path(folder) / f"{number}.parquet" for number, kind in enumerate((None, HARD))}
        for kind, place in places.items():
            ends = [pl.lit(value).alias(name) for name, value in ENDS.items()]
            plants(rows, kind).with_columns(ends).write_parquet(place, row_group_size=131_072)
        target = Path(folder) / "scores.parquet"
        sink = {"source": places[None], "target": target}
        mixed, same_file = sink | {"source": places[HARD]}, " on the same file"
        contenders = [
            Contender("by hand", hand_from_file, sink),
            Contender("score_file", score_file, sink),
            Contender(f"by hand{same_file}", hand_from_file, mixed),
            Contender(HARD, score_file, mixed),
        ]
        taken = medians(contenders, quick=quick, is_checked=False)
        what = f"Parquet to Parquet, {rows:,} plants"
        yield against_hand(what, taken, "score_file", "<= 2")
        yield against_hand(f"{what}, {HARD}", taken, HARD, "<= 4", of=same_file)
        yield against_hand(f"{what}, {HARD}", taken, HARD, "-")
        text = Path(folder) / "plants.csv"
        few = 2_000 if quick else 100_000
        pl.read_parquet(places[None]).head(few).write_csv(text)
        scores = Path(folder) / "scores.csv"
        sink = {"source": text, "target": scores}
        contenders = [
            Contender("by hand", lambda source, target: hand(pl.scan_csv(source)).sink_csv(target), sink),
            Contender("score_file", score_file, sink),
        ]
        taken = medians(contenders, quick=quick, is_checked=False)
        yield against_hand(f"CSV to CSV, {few:,} plants", taken, "score_file", "-")
        yield from memory(places[None], target)


def memory(source: Path, target: Path) -> Iterator[Line]:
    """Measure what a process takes more than one that only loads what it needs."""
    program = [str(source), str(target)]
    peak, bare = (run_child("benchmarks.queries", ["--peak", *program[:count]]) for count in (2, 1))
    group = pl.read_parquet(source, n_rows=131_072).estimated_size() / 2**20
    yield Line(
        "peak memory beside the imports, MiB",
        (peak - bare) / 2**10,
        f"<= {2 * group + 64:.0f}",
        f"a row group has {group:.0f} MiB",
    )


def sql_in_duckdb(*, quick: bool) -> Iterator[Line]:
    """Score plants in DuckDB."""
    import duckdb  # noqa: PLC0415 (the only one that needs it)

    rows = 20_000 if quick else 1_000_000
    frame = plants(rows).with_columns(pl.col("vehicle_type").cast(pl.String))
    kinds = {
        name: "float" if kind.is_float() else "truth" if kind == pl.Boolean else "text"
        for name, kind in frame.schema.items()
    }
    query = greencalc.sql(STANDARD, kinds, for_all=ENDS)
    connection = duckdb.connect(config={"threads": int(os.environ.get("POLARS_MAX_THREADS", "2"))})
    connection.register("given", frame.to_arrow())
    connection.execute("CREATE TABLE plants AS SELECT * FROM given")
    contenders = [
        Contender("by hand", lambda frame: hand(frame.lazy()).collect(), {"frame": plants(rows)}),
        Contender("DuckDB", lambda query: connection.sql(query).pl(), {"query": query}),
    ]
    taken = medians(contenders, quick=quick, is_checked=False)
    yield against_hand(f"{rows:,} plants in DuckDB", taken, "DuckDB", "-")


def peak(arguments: list[str]) -> int:
    """Return the most memory that this process had, in KiB, once a file is scored if two are given."""
    source, *targets = map(Path, arguments)
    if targets:
        score_file(source, targets[0])
    else:
        few = source.with_suffix(".few.parquet")
        pl.scan_parquet(source).head(10).sink_parquet(few)
        score_file(few, few.with_suffix(".scores.parquet"))
    status = Path("/proc/self/status").read_text(encoding="utf-8")  # the peak of getrusage is the parent's at first
    return int(status.partition("VmHWM:")[2].split()[0])


def main(arguments: list[str]) -> int:
    """Measure all; or the memory of this process alone, which another one asks for."""
    if arguments[:1] != ["--peak"]:
        return PAGE.write(arguments)
    *files_given, result = arguments[1:]
    Path(result).write_text(json.dumps(peak(files_given)), encoding="utf-8")
    return 0


PAGE = Page("queries", "plants scored where the data are", (tables_in_memory, files, sql_in_duckdb))

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
