"""Many plants, all formulas and the score: what checking, converting and judging cost beside hand-written code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

import greencalc
from benchmarks.by_frames import expressions, pandas_frame, polars_frame, score_pandas, score_polars
from benchmarks.by_numpy import (
    numba_arguments,
    score_numba,
    score_numba_parallel,
    score_numexpr,
    score_numpy,
    score_numpy_in_blocks,
    score_numpy_item_by_item,
)
from benchmarks.harness import Contender, DifferentResultError, Table, race
from benchmarks.plants import STANDARD, TYPES, draw, facts_of, for_greencalc

SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 20_000)
IN_THREADS = "threads as in the settings"
NO_CHECKS = "by hand, on complete data without checks"
MISSING = "greencalc has no score_columns here: the first contender is another one"


def run(*, quick: bool) -> list[Table]:
    """Race the ways to judge plants, of mixed vehicle types and of one."""
    tables = []
    for mixed in (True, False):
        for rows in QUICK_SIZES if quick else SIZES:
            columns = draw(rows, seed=1160, mixed=mixed)
            kinds = "mixed vehicle types" if mixed else "passenger cars only, one text"
            notes = [f"{NO_CHECKS}, but for greencalc", *([] if score_columns() else [MISSING])]
            found = contenders(columns, mixed=mixed)
            check_with_evaluate(found[0], columns)
            tables.append(race(f"batch, n = {rows:,}, {kinds}", found, quick=quick, rounds=15, notes=notes))
    return tables


def score_columns() -> Any:
    """Return greencalc's function, or None in a version that lacks it."""
    return getattr(greencalc, "score_columns", None)


def contenders(columns: Mapping[str, Any], *, mixed: bool) -> list[Contender]:
    """Return all of them for some plants; greencalc first."""
    bare = {name: column for name, column in columns.items() if name not in {"vehicle_type", "code"}}
    one = None if mixed else columns["vehicle_type"]
    coded = columns["code"] if mixed else one
    form = "vehicle types: {}" if mixed else ""
    matrices = "columns as rows of matrices" + ("; vehicle types: int8" if mixed else "")
    found = [
        Contender(
            "numpy, points factored out",
            score_numpy,
            {"columns": bare, "vehicle_type": coded},
            verdicts,
            note=form.format("int8"),
        ),
        Contender("numpy, item by item", score_numpy_item_by_item, {"columns": bare, "vehicle_type": coded}, verdicts),
        Contender("numpy in blocks", score_numpy_in_blocks, {"columns": bare, "vehicle_type": coded}, verdicts),
        Contender("numexpr", score_numexpr, {"columns": bare, "vehicle_type": coded}, verdicts, note=IN_THREADS),
        Contender("numba, fused loop", score_numba, numba_arguments(columns), verdicts, note=matrices),
        Contender(
            "numba, fused parallel loop", score_numba_parallel, numba_arguments(columns), verdicts, note=IN_THREADS
        ),
        Contender(
            "polars",
            score_polars,
            {"frame": polars_frame(columns), "wanted": expressions(one)},
            verdicts_of_frame,
            note="; ".join(filter(None, (IN_THREADS, form.format("Enum")))),
        ),
        Contender(
            "pandas",
            score_pandas,
            {"frame": pandas_frame(columns), "one_type": one},
            verdicts_of_frame,
            note=form.format("category"),
        ),
    ]
    if mixed:
        text = {"columns": bare, "vehicle_type": columns["vehicle_type"]}
        found.insert(1, Contender("numpy, types as text", score_numpy, text, verdicts))
    if score_columns():
        found.insert(0, _greencalc(columns, form.format("category")))
    return found


def _greencalc(columns: Mapping[str, Any], note: str) -> Contender:
    named = for_greencalc(columns)
    if not isinstance(named["vehicle_type"], str):
        named["vehicle_type"] = pd.Series(pd.Categorical.from_codes(columns["code"], list(TYPES)))
    arguments = {"standard": STANDARD, "columns": named}
    return Contender("greencalc score_columns", score_columns(), arguments, verdicts_of_scores, note=note)


def verdicts(result: Any) -> np.ndarray:
    """Read eligibility and score, one under the other."""
    return np.vstack([np.asarray(column, dtype=float) for column in result])


def verdicts_of_frame(result: Any) -> np.ndarray:
    """Read them from a frame."""
    return verdicts((result["eligible"], result["score"]))


def verdicts_of_scores(scores: Any) -> np.ndarray:
    """Read them from greencalc's scores; the data is complete, so both ends must be one.

    Raises
    ------
    DifferentResultError
        If they are not, or if a plant has a fault.
    """
    if scores.faults or not np.array_equal(scores.score_lower, scores.score_upper):
        raise DifferentResultError(f"greencalc does not find the plants complete: {scores.faults[:3]}")
    return verdicts((scores.eligible, scores.score_lower))


def check_with_evaluate(contender: Contender, columns: Mapping[str, Any], rows: int = 5) -> None:
    """Raise unless the first plants come out as ``evaluate`` judges them one by one, exactly.

    Raises
    ------
    DifferentResultError
        Naming the contender.
    """
    found = contender.read(contender.call())[:, :rows]
    judged = [greencalc.evaluate(STANDARD, facts_of(columns, row)) for row in range(rows)]
    expected = verdicts(zip(*((plant.eligible, plant.score.lower) for plant in judged), strict=True))
    if not np.allclose(found, expected, rtol=1e-12, atol=0):
        raise DifferentResultError(f"{contender.name} is not what evaluate finds: {found} and {expected}")
