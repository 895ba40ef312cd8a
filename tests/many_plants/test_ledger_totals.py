"""Totals by columns: each plant as its own ledgers find it, and what a table of readings may be."""

from __future__ import annotations

import pytest

from drawn_readings import SETTINGS, WITHOUT_ACCOUNTING, as_float, check, drawn, table_of, with_numbers
from greencalc import ledger_totals

SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.walk) for seed in range(4, 30))]


@pytest.mark.parametrize("settings", [SETTINGS, WITHOUT_ACCOUNTING], ids=["market", "location"])
@pytest.mark.parametrize("seed", SEEDS)
def test_each_plant_is_as_its_own_ledgers_find_it(seed, settings) -> None:
    for spoilt in (0, 0.03):
        rows = drawn(seed, spoilt=spoilt)
        good, wrong = check(ledger_totals(table_of(rows), settings=settings), rows, settings)
        assert good
        assert wrong


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_are_as_their_text(seed) -> None:
    rows = drawn(seed, spoilt=0)
    totals = ledger_totals(with_numbers(table_of(rows)), settings=SETTINGS)
    typed = [row | ({"quantity": as_float(row["quantity"])} if "quantity" in row else {}) for row in rows]
    assert check(totals, typed, SETTINGS)[0]
