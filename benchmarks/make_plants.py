"""Write random plants to a Parquet file, a row group at a time: ``python -m benchmarks.make_plants FILE ROWS``.

The amounts are those of a few hundred plants, so that Parquet's dictionaries keep the file small. What belongs together
(the land and what stands on it, waste and what is utilised of it) is dealt out together, so that it stays plausible,
everything else on its own. Memory does not grow with the rows.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.plants import ENDS, YEARS, draw, for_greencalc

GROUP_ROWS = 1_000_000
CHOICES = 251
"""How many different plants the amounts are taken from."""
TOGETHER = (
    ("land_area", "building_area", "structure_area", "capacity"),
    ("painted_area", "cod_generated", "phosphorus_generated", "hazardous_waste_generated", "vocs_emitted"),
    ("green_paint", "total_paint"),
    ("waste_generated", "waste_utilised", "stock_utilised"),
    ("water_reused", "water_discharged"),
    ("design_capacity", *YEARS, "vehicles_produced", "energy_consumption", "carbon_emission"),
)
"""The amounts that are dealt out together; the vehicle type goes with the painted area, for the limit of VOCs."""


def write_plants(path: Path, rows: int, *, seed: int = 1160, group_rows: int = GROUP_ROWS) -> None:
    """Write plants under headers with units, each with the ends of its lines; progress goes to stderr."""
    random = np.random.default_rng(seed)
    pool = _Pool(seed)
    started = time.monotonic()
    with pq.ParquetWriter(path, pool.schema(), compression="zstd", compression_level=1) as writer:
        for start in range(0, rows, group_rows):
            size = min(group_rows, rows - start)
            writer.write_table(pool.take(random, size), row_group_size=size)
            seconds = time.monotonic() - started
            print(f"  {start + size:,} of {rows:,} plants, {seconds:.0f} s", file=sys.stderr, flush=True)


class _Pool:
    """Some plants, whose amounts and yes/no items are dealt out anew."""

    def __init__(self, seed: int) -> None:
        self.columns = for_greencalc(draw(CHOICES, seed))
        self.kinds = self.columns.pop("vehicle_type")
        for name in ENDS:
            self.columns.pop(name)

    def take(self, random: np.random.Generator, rows: int) -> pa.Table:
        """Deal plants."""
        which = {name: random.integers(0, CHOICES, rows).astype(np.int16) for name, *_ in TOGETHER}
        dealt_with = {name: names[0] for names in TOGETHER for name in names}
        arrays: dict[str, Any] = {}
        for header, values in self.columns.items():
            if values.dtype == bool:
                arrays[header] = pa.array(values[random.integers(0, CHOICES, rows, dtype=np.uint8)])
            else:
                arrays[header] = _of(which[dealt_with[header.split()[0]]], values)
        arrays["vehicle_type"] = _of(which["painted_area"], self.kinds)
        for name, value in ENDS.items():
            arrays[name] = _of(np.zeros(rows, np.int16), [value])
        return pa.table(arrays).cast(self.schema())

    def schema(self) -> pa.Schema:
        """Return plain columns: floats, truth values and text."""
        kinds = {name: pa.bool_() if column.dtype == bool else pa.float64() for name, column in self.columns.items()}
        return pa.schema({**kinds, "vehicle_type": pa.string(), **dict.fromkeys(ENDS, pa.float64())})


def _of(which: np.ndarray, values: Any) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(which), pa.array(values))


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write random plants to a Parquet file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("rows", type=lambda text: int(float(text)), help="how many plants, e.g. 1e8")
    parser.add_argument("--seed", type=int, default=1160)
    given = parser.parse_args()
    write_plants(given.file, given.rows, seed=given.seed)


if __name__ == "__main__":
    main()
