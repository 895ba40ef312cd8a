"""One formula on arrays, in mixed units: what checking and converting cost beside the arithmetic."""

from __future__ import annotations

from typing import Any

import numba
import numexpr
import numpy as np
import pandas as pd
import polars as pl

from benchmarks.harness import Contender, Table, race
from benchmarks.ratio import (
    HECTARE,
    IN_UNITS,
    MU,
    in_pint,
    ratio,
    ratio_by_hand,
    ratio_pint,
    read_pint,
    registry_of_pint,
)
from benchmarks.ratio_elsewhere import in_astropy, in_unyt, ratio_astropy, ratio_unyt
from greencalc import floor_area_ratio

SIZES = (1_000, 1_000_000, 10_000_000)
QUICK_SIZES = (1_000, 100_000)
APPLY_SIZE = 1_000
"""The largest array that pandas' row by row apply is asked for."""
IN_THREADS = "threads as in the settings"


def run(*, quick: bool) -> list[Table]:
    """Race the ways to compute one formula on arrays of each size."""
    sizes = QUICK_SIZES if quick else SIZES
    return [race(f"array, n = {size:,}", _contenders(size), quick=quick, rounds=21, notes=[IN_UNITS]) for size in sizes]


def _contenders(size: int) -> list[Contender]:
    random = np.random.default_rng(1160)
    values = {
        "building_area": random.uniform(20, 90, size),
        "structure_area": random.uniform(0, 20_000, size),
        "land_area": random.uniform(600, 1800, size),
    }
    ureg = registry_of_pint()
    quantities = in_pint(ureg, values)
    wrapped = ureg.wraps("", ("m**2", "m**2", "m**2"))(ratio)
    frame = pd.DataFrame(values)
    found = [
        Contender("greencalc", floor_area_ratio, quantities, read_pint),
        Contender("raw numpy", ratio_by_hand, values, note="no units, nothing checked"),
        Contender("numexpr", _numexpr, values, note=IN_THREADS),
        Contender("numba, fused loop", _fused, values),
        Contender("numba, fused parallel loop", _fused_parallel, values, note=IN_THREADS),
        Contender("polars", _polars, {"frame": pl.DataFrame(values)}, note=IN_THREADS),
        Contender("pandas, columns", _pandas, {"frame": frame}),
        Contender("pint.wraps", wrapped, quantities, read_pint),
        Contender("bare pint, .to('')", ratio_pint, quantities, read_pint),
        Contender("unyt", ratio_unyt, in_unyt(values)),
        Contender("astropy", ratio_astropy, in_astropy(values)),
    ]
    if size <= APPLY_SIZE:
        found.append(Contender("pandas, apply by row", _pandas_apply, {"frame": frame}))
    return found


def _numexpr(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    columns = {"b": building_area, "s": structure_area, "a": land_area}
    return numexpr.evaluate(f"(b * {HECTARE!r} + s) / (a * {MU!r})", columns)


@numba.njit
def _fused(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    result = np.empty(len(land_area))
    for row in range(len(land_area)):
        result[row] = (building_area[row] * HECTARE + structure_area[row]) / (land_area[row] * MU)
    return result


@numba.njit(parallel=True)
def _fused_parallel(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    result = np.empty(len(land_area))
    for row in numba.prange(len(land_area)):
        result[row] = (building_area[row] * HECTARE + structure_area[row]) / (land_area[row] * MU)
    return result


def _polars(frame: pl.DataFrame) -> pl.Series:
    area = pl.col("building_area") * HECTARE + pl.col("structure_area")
    return frame.select(area / (pl.col("land_area") * MU)).to_series()


def _pandas(frame: pd.DataFrame) -> pd.Series:
    return ratio_by_hand(frame["building_area"], frame["structure_area"], frame["land_area"])


def _pandas_apply(frame: pd.DataFrame) -> pd.Series:
    return frame.apply(lambda row: ratio_by_hand(row["building_area"], row["structure_area"], row["land_area"]), axis=1)
