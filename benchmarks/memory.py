"""What memory judging plants takes beside the inputs, and how fast and in what memory a file is judged.

Every measurement has a process of its own: ``python -m benchmarks.memory CONTENDER ROWS-OR-FILE RESULT``.
"""

from __future__ import annotations

import ctypes
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import greencalc
from benchmarks.batch import score_columns
from benchmarks.by_frames import expressions, polars_frame, score_polars
from benchmarks.by_numpy import score_numpy, score_numpy_in_blocks
from benchmarks.harness import DifferentResultError, Table, run_child, say
from benchmarks.make_plants import write_plants
from benchmarks.plants import STANDARD, TYPES, draw, for_greencalc

SIZES = (1_000_000, 10_000_000)
QUICK_SIZES = (100_000,)
BATCH_ROWS = 65_536
RESULT_BYTES = 25
"""Eligibility in 1 byte, two ends of the score and the coverage in 8 each."""


def run(*, quick: bool) -> list[Table]:
    """Measure columns in memory, then files."""
    sizes = QUICK_SIZES if quick else SIZES
    rounds = 1 if quick else 3
    tables = [_measure(f"memory, {rows:,} plants as columns", IN_MEMORY, str(rows), rounds) for rows in sizes]
    for table in tables:
        table.notes.append(f"peak above the inputs, with the result: greencalc's has {RESULT_BYTES} bytes a row")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            source = Path(folder) / f"plants_{rows}.parquet"
            write_plants(source, rows)
            tables.append(_measure(f"file, {rows:,} plants in Parquet", STREAMED, str(source), rounds))
            tables[-1].notes.append(f"the file has {source.stat().st_size / 1e6:.0f} MB; results go to Parquet too")
    return tables


def _measure(title: str, contenders: dict[str, Any], given: str, rounds: int) -> Table:
    say(f"  {title}")
    known = [name for name in contenders if name not in MISSING]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in known}
    for number in range(rounds):
        for name in random.sample(known, len(known)):
            found[name].append(run_child("benchmarks.memory", [name, given]))
        say(f"    round {number + 1} of {rounds}")
    first = found[known[0]][0].pop("mean score")
    figures = []
    for name, measured in found.items():
        if abs(measured[0].pop("mean score", first) / first - 1) > 1e-9:
            raise DifferentResultError(f"{name} finds another mean score")
        figures.append({"": name} | {key: median(one[key] for one in measured) for key in measured[0]})
    notes = [f"greencalc has no {MISSING[name]} here" for name in contenders if name in MISSING]
    return Table(title, rounds=rounds, notes=notes, figures=figures)


def _in_memory(judge: Callable[[dict[str, Any]], Callable[[], Any]], given: str) -> dict[str, float]:
    """Judge drawn plants, and return the memory that came on top per row."""
    rows = int(given)
    judge(draw(1000, seed=1))()  # so that all is loaded and compiled
    compute = judge(draw(rows, seed=1160))
    before = _start_peak()
    result = compute()
    return {"peak bytes/row": (_status("VmHWM") - before) / rows, "mean score": _mean_score(result)}


def _streamed(judge: Callable[[Path, Path], Any], given: str) -> dict[str, float]:
    """Judge a file, and return speed and memory."""
    before = _start_peak()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "scores.parquet"
        start = time.perf_counter()
        judge(Path(given), target)
        seconds = time.perf_counter() - start
        rows = pq.read_metadata(given).num_rows
        peak = _status("VmHWM")
        names = pq.read_schema(target).names
        name = "score_lower" if "score_lower" in names else "score"
        mean = float(np.mean(pq.read_table(target, columns=[name])[name].to_numpy()))
    return {
        "seconds": seconds,
        "million rows/s": rows / seconds / 1e6,
        "peak MB": peak / 1e6,
        "of which above imports": (peak - before) / 1e6,
        "mean score": mean,
    }


def _start_peak() -> int:
    """Give unused memory back, let the kernel forget the peak, and return what is in use."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def _mean_score(result: Any) -> float:
    if isinstance(result, tuple):
        return float(np.mean(result[1]))
    return float(np.mean(result["score"].to_numpy() if isinstance(result, pl.DataFrame) else result.score_lower))


def _bare(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: column for name, column in columns.items() if name not in {"vehicle_type", "code"}}


def _greencalc(columns: dict[str, Any]) -> Callable[[], Any]:
    named = for_greencalc(columns)
    return lambda: score_columns()(STANDARD, named)


def _numpy(columns: dict[str, Any]) -> Callable[[], Any]:
    return lambda: score_numpy(_bare(columns), columns["code"])


def _numpy_in_blocks(columns: dict[str, Any]) -> Callable[[], Any]:
    return lambda: score_numpy_in_blocks(_bare(columns), columns["code"])


def _polars(columns: dict[str, Any]) -> Callable[[], Any]:
    frame = polars_frame(columns)
    return lambda: score_polars(frame, expressions())


def _file_by_greencalc(source: Path, target: Path) -> None:
    greencalc.score_file(source, target, STANDARD)


def _file_by_numpy(source: Path, target: Path) -> None:
    """Read batches with pyarrow and judge them with numpy, as one would by hand."""
    file = pq.ParquetFile(source, read_dictionary=["vehicle_type"])
    schema = pa.schema({"eligible": pa.bool_(), "score": pa.float64()})
    with pq.ParquetWriter(target, schema) as writer:
        for batch in file.iter_batches(BATCH_ROWS):
            columns = {name.split()[0]: column for name, column in zip(batch.schema.names, batch.columns, strict=True)}
            kinds = columns.pop("vehicle_type")
            codes = np.array([TYPES.index(kind) for kind in kinds.dictionary.to_pylist()], np.int8)[kinds.indices]
            plain = {name: column.to_numpy(zero_copy_only=False) for name, column in columns.items()}
            eligible, score = score_numpy(plain, codes)
            writer.write_table(pa.table({"eligible": eligible, "score": score}, schema))


def _file_by_polars(source: Path, target: Path) -> None:
    frame = pl.scan_parquet(source)
    names = {name: name.split()[0] for name in frame.collect_schema().names()}
    frame.rename(names).select(expressions()).sink_parquet(target)


IN_MEMORY = {
    "greencalc score_columns": _greencalc,
    "numpy": _numpy,
    "numpy in blocks": _numpy_in_blocks,
    "polars": _polars,
}
STREAMED = {
    "greencalc score_file": _file_by_greencalc,
    "pyarrow batches, numpy": _file_by_numpy,
    "polars, scan to sink": _file_by_polars,
}
MISSING = {f"greencalc {name}": name for name in ("score_columns", "score_file") if not hasattr(greencalc, name)}


def main(name: str, given: str, file: str) -> None:
    """Measure one contender, and write what was found."""
    found = _in_memory(IN_MEMORY[name], given) if name in IN_MEMORY else _streamed(STREAMED[name], given)
    Path(file).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
