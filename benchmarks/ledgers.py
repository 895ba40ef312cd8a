"""Meter readings of many plants to energy and carbon: ``python -m benchmarks.ledgers [--quick]``.

It writes ``results-ledgers.md``. All ratios are of medians in one run, whose contenders take turns, and agree to 1e-12.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import polars as pl

import greencalc
from benchmarks.harness import Contender
from benchmarks.page import Line, Page, in_time, medians

ENERGY_SETTINGS = {"gas_reference": "0 C"}
CARBON_SETTINGS = {"fuel_set": "GB/T 32151.34-2024", "grid": ["national", "2023", "location"]}
CARBON = 44 / 12
METERS = pl.DataFrame(  # eight of a plant, with what one of their unit comes to
    {
        "carrier": [
            *("electricity", "electricity", "gas-field natural gas", "heat"),
            *("diesel", "gasoline", "liquefied petroleum gas", "raw coal"),
        ],
        "basis": ["calorific", "calorific", *[None] * 6],
        "renewable": [None, "self-generated", *[None] * 6],
        "unit": ["kWh", "kWh", "Nm3", "GJ", "t", "t", "kg", "t"],
        "kind": ["electricity", "electricity", "combustion", "heat", *["combustion"] * 3, None],
        "fuel": [None, None, "natural gas", None, "diesel", "gasoline", "liquefied petroleum gas", None],
        "kgce": [0.1229, 0.1229, 1.2143, 34.12, 1457.1, 1471.4, 1.7143, 714.3],
        "tCO2e": [
            *(0.5306e-3, 0.0, 389.31e-4 * 0.0153 * 0.99 * CARBON, 0.11, 42.652 * 0.0202 * 0.98 * CARBON),
            *(43.07 * 0.0189 * 0.98 * CARBON, 50.179e-3 * 0.0172 * 0.98 * CARBON, 0.0),
        ],
    }
)
KEYS = ["carrier", "renewable", "unit"]


def readings(plants: int) -> pl.DataFrame:
    """Draw a year of monthly readings of eight meters a plant, in no order."""
    names = pl.DataFrame({"plant": [f"plant {number}" for number in range(plants)], "year": 2025})
    months = pl.DataFrame({"month": range(1, 13)})
    table = names.join(METERS.drop("kgce", "tCO2e"), how="cross").join(months, how="cross")
    quantity = np.random.default_rng(2025).uniform(1, 10_000, table.height)
    return table.with_columns(quantity=quantity).sample(fraction=1, shuffle=True, seed=2025)


def by_hand(table: pl.DataFrame, engine: Any = "auto") -> pl.DataFrame:
    """Join coefficients, multiply, add up."""
    coefficients = METERS.lazy().select(*KEYS, "kgce", "tCO2e")
    used = table.lazy().join(coefficients, on=KEYS, nulls_equal=True)
    energy = pl.col("quantity") * pl.col("kgce")
    totals = used.group_by("plant", "year").agg(
        energy=energy.sum(),
        renewable=energy.filter(pl.col("renewable").is_not_null()).sum(),
        carbon=(pl.col("quantity") * pl.col("tCO2e")).sum(),
    )
    return totals.collect(engine=engine)


def by_columns(table: pl.DataFrame) -> greencalc.LedgerTotals:
    """Let the library do so."""
    return greencalc.ledger_totals(table, settings=ENERGY_SETTINGS | CARBON_SETTINGS)


def one_by_one(plants: list[dict[str, Any]]) -> list[float]:
    """Work out each plant's own ledgers."""
    return [
        float(ledger.value)
        for facts in plants
        for ledger in (
            greencalc.energy_ledger(facts["energy"], **ENERGY_SETTINGS),
            greencalc.carbon_ledger(facts["emission"], **CARBON_SETTINGS),
        )
    ]


def read(totals: Any) -> np.ndarray:
    """Read the totals by plant."""
    frame = totals if isinstance(totals, pl.DataFrame) else totals.frame
    return frame.sort("plant").drop("plant", "year").to_numpy()


def lines(*, quick: bool) -> Iterator[Line]:
    """Measure tables of each kind."""
    plants = 200 if quick else 10_000
    table = readings(plants)
    what = f"{table.height:,} readings, 12 months x 8 meters x {plants:,} plants"
    contenders = [
        Contender("by hand", by_hand, {"table": table}, read),
        Contender("by hand in order", partial(by_hand, engine="in-memory"), {"table": table}, read),
        Contender("numbers", by_columns, {"table": table}, read),
    ]
    found = medians(contenders, quick=quick)
    note = f"{in_time(found['numbers'])}, {in_time(found['by hand'])}"
    yield Line(
        f"{what}, against polars by hand, which adds up in any order", found["numbers"] / found["by hand"], "<= 3", note
    )
    in_order = found["by hand in order"]
    note = f"{in_time(found['numbers'])}, {in_time(in_order)}"
    yield Line(
        f"{what}, against polars by hand that adds up in the order of rows", found["numbers"] / in_order, "<= 3", note
    )
    leaves = pl.col("renewable").is_not_null() & (pl.col("month") == 1)
    one_in_ten = pl.col("plant").str.ends_with("7")
    exported = table.filter(leaves, one_in_ten).with_columns(
        pl.lit("passed on").alias("energy.use"), pl.lit("exported").alias("emission.use"), quantity=pl.lit(1.0)
    )
    number = pl.int_range(pl.len())
    as_text = pl.format("{} {}", "quantity", "unit")
    kinds = {
        "text with units, as '12.5 kWh'": table.select(pl.exclude("unit", "quantity"), quantity=as_text),
        "one plant in ten passes some power on": pl.concat([table, exported], how="diagonal"),
        "one reading in 10,000 is below zero": table.with_columns(
            quantity=pl.when(number % 10_000 != 0).then("quantity").otherwise(-1.0)
        ),
        "each with a document of its own": table.with_columns(evidence=pl.format("invoice {}", number)),
    }
    for kind, other in kinds.items():
        pair = [contenders[-1], Contender(kind, by_columns, {"table": other}, read)]
        found = medians(pair, quick=quick, rounds=9, is_checked=False)
        note = f"{in_time(found[kind])}, {in_time(found['numbers'])}"
        yield Line(f"the same, {kind}, against numbers", found[kind] / found["numbers"], "-", note)
    yield from against_one_by_one(table, quick=quick)


def against_one_by_one(table: pl.DataFrame, *, quick: bool) -> Iterator[Line]:
    """Compare with the ledgers of a plant, called for each."""
    few = 20 if quick else 200
    names = table["plant"].unique().sort()[:few]
    some = table.filter(pl.col("plant").is_in(names.implode()))
    totals = by_columns(some)
    facts = [totals.facts(name, 2025) for name in names]
    pair = [
        Contender("one by one", one_by_one, {"plants": facts}, lambda found: np.reshape(found, (-1, 2))),
        Contender("numbers", by_columns, {"table": some}, lambda found: read(found)[:, [0, 2]]),
    ]
    found = medians(pair, quick=quick, rounds=5)
    note = f"{in_time(found['one by one'])}, {in_time(found['numbers'])}"
    yield Line(
        f"{few} plants, ledgers one by one, against the table of them",
        found["one by one"] / found["numbers"],
        "-",
        note,
    )


PAGE = Page("ledgers", "meter readings of many plants", (lines,))

if __name__ == "__main__":
    sys.exit(PAGE.write())
