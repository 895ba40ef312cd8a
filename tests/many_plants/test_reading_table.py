"""Tables of meter readings: what their columns and cells may be, and what a wrong one costs."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from greencalc import FactsError, in_language, ledger_totals, load_factors

ENERGY = "energy_consumption [kgce]"


TWO = {"plant": ["A", "A"], "carrier": ["diesel", "diesel"]}
TABLES = {
    "text": {"quantity": ["2000 kg", "0.5 t"]},
    "text without units": {"quantity [t]": ["2", " 0.5 "]},
    "text with other units": {"quantity [t]": ["2000 kg", "0.5"]},
    "text beside units": {"quantity": ["2", "0.00005 万"], "unit": ["t", "t"]},
    "floats": {"quantity [t]": [2.0, 0.5]},
    "floats of few bits": {"quantity [t]": pl.Series([2, 0.5], dtype=pl.Float32)},
    "whole numbers": {"quantity": [2000, 500], "unit": ["kg", "kg"]},
    "decimals": {"quantity [t]": [Decimal("2.0"), Decimal("0.5")]},
    "units of few words": {"quantity": [2.0, 500.0], "unit": pl.Series(["t", "kg"], dtype=pl.Categorical)},
    "months": {"quantity [t]": [2.0, 0.5], "month": [1, 2]},
    "dates": {"quantity [t]": [2.0, 0.5], "month": pl.Series(["2025-01-01", "2025-02-01"]).str.to_date()},
    "nothing else": {"quantity [t]": [2.0, 0.5], "use": pl.Series([None, None]), "grid.1": [None, None]},
}


@pytest.mark.parametrize("name", TABLES)
def test_quantities_may_be_typed_in_many_ways(name) -> None:
    found = ledger_totals(pl.DataFrame(TWO | TABLES[name]))
    assert found.frame.rows() == [("A", pytest.approx(3642.75, rel=1e-12), None, None)]


def test_a_table_may_be_of_several_libraries() -> None:
    table = pl.DataFrame(TWO | TABLES["floats"] | {"density [kg/L]": [None, None]})
    for other in (table.lazy(), table.to_arrow(), pd.DataFrame(table.to_dict(as_series=False), index=[5, 6])):
        assert_frame_equal(ledger_totals(other).frame, ledger_totals(table).frame)
    mixed = pd.DataFrame(TWO | {"quantity [t]": np.array([1.0, "x"], dtype=object)})
    with pytest.raises(FactsError, match="polars does not take the table"):
        ledger_totals(mixed)


def test_a_year_is_one_however_it_is_written() -> None:
    years = ["2025", "2025年", " 2025", "2025 年度", "FY2026", "  "]
    table = {
        "plant": ["A"] * 6,
        "year": years,
        "quantity [t]": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "carrier": ["diesel"] * 6,
    }
    found = ledger_totals(pl.DataFrame(table))
    for kind in (pl.Categorical, pl.Enum(years)):
        assert ledger_totals(pl.DataFrame(table, schema_overrides={"year": kind})).frame.equals(found.frame)
    one = ledger_totals(pl.DataFrame({"plant": ["A"], "quantity [t]": [1.0], "carrier": ["diesel"]})).frame
    each = one["energy_consumption [kgce]"].item()
    totals = {year: total for _, year, total, *_ in found.frame.rows()}
    assert totals == {"2025": pytest.approx(10 * each), "FY2026": pytest.approx(5 * each), None: None}
    assert found.facts("A", "2025")["energy"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (None, "quantity is missing"),
        (float("nan"), "quantity: 'nan t' is not an amount"),
        (float("inf"), "quantity: 'inf t' is not an amount"),
        (-0.5, "quantity is below zero"),
        (1e300, "an amount has at most 100"),
    ],
)
def test_a_wrong_number_costs_its_plant_and_year_alone(cell, says) -> None:
    table = {"plant": ["A", "A", "A"], "year": [2024, 2025, 2025], "quantity [t]": [1.0, 2.0, cell]}
    found = ledger_totals(pl.DataFrame(table | {"carrier": ["柴油"] * 3}))
    assert found.frame[ENERGY].to_list() == [1457.1, None]
    [(plant, year, row, ledger, reason)] = found.faults.rows()
    assert (plant, year, row, ledger) == ("A", 2025, 2, "energy")
    assert says in reason
    assert str(found) == "totals of 2 plants and years, 1 of them unknown"
    assert in_language(str(found), "zh") == "2 个工厂与年份的总量，其中 1 个未知"


def test_zero_counts_and_what_is_tiny_does_too() -> None:
    table = pl.DataFrame({"plant": ["A", "B", "B"], "carrier": ["diesel"] * 3, "quantity [t]": [0.0, 1e-20, -0.0]})
    assert ledger_totals(table).frame[ENERGY].to_list() == [0.0, pytest.approx(1.4571e-17, rel=1e-12)]


def test_truth_values_are_no_quantities() -> None:
    found = ledger_totals(pl.DataFrame(TWO | {"quantity": [True, False]}))
    assert ["type bool" in reason for reason in found.faults["reason"]] == [True, True]


def test_a_reading_of_nobody_is_told() -> None:
    table = pl.DataFrame(
        {"plant": ["A", None, "A"], "year": [2025, 2025, None], "carrier": ["diesel"] * 3, "quantity": ["1 t"] * 3}
    )
    found = ledger_totals(table)
    assert found.faults.rows() == [
        ("A", None, 2, None, "year is missing: nobody knows whose reading it is"),
        (None, 2025, 1, None, "plant is missing: nobody knows whose reading it is"),
    ]
    assert found.frame.filter(pl.col(ENERGY).is_not_null()).rows() == [("A", 2025, 1457.1, None, None)]


def test_factors_may_be_ones_own(tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "energy,zh,ncv,ncv_unit,coefficient,coefficient_unit,origin,source\ndiesel,柴油,,,2,kgce/kg,user,own\n", "utf-8"
    )
    table = pl.DataFrame(TWO | TABLES["floats"])
    assert ledger_totals(table, factors=load_factors(path)).frame[ENERGY].item() == 5000


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"carrierr": ["x"]}, "a line has no entry 'carrierr'; did you mean carrier? Rename the column"),
        ({"site": ["x"]}, "a line has no entry 'site'; Rename the column, or leave it out"),
        ({"grid": ["national"]}, "did you mean grid.1?"),
        ({"carrier.1": ["x"]}, "a line has no entry 'carrier.1'"),
        ({"evidence": [b"x"]}, "'evidence' holds Binary"),
        ({"grid.1": [["national"]]}, "'grid.1' holds List(String); give texts, numbers or truth values"),
        ({"quantity [t]": [1.0], "quantity (kg)": [1.0]}, "'quantity (kg)' and 'quantity [t]' are one entry"),
        ({"quantity [tt]": [1.0]}, "'quantity [tt]': 'tt'"),
        ({"quantity [t]": [1.0], "unit": ["t"]}, "in its header and in the column unit"),
        ({"energy.quantity": ["1 t"]}, "a line has no entry 'energy.quantity'"),
    ],
)  # fmt: skip
def test_a_column_that_is_no_entry_is_refused(columns, says) -> None:
    with pytest.raises(FactsError) as caught:
        ledger_totals(pl.DataFrame({"plant": ["A"], "carrier": ["diesel"]} | columns))
    assert says in str(caught.value)


def test_a_table_without_plants_or_lines_is_refused() -> None:
    with pytest.raises(FactsError, match="there is no column plant"):
        ledger_totals(pl.DataFrame({"carrier": ["diesel"]}))
    with pytest.raises(FactsError, match="there is no column carrier"):
        ledger_totals(pl.DataFrame({"plant": ["A"]}))
    with pytest.raises(FactsError, match="give a polars, pandas or Arrow table"):
        ledger_totals([{"plant": "A"}])
    with pytest.raises(FactsError, match="give a polars, pandas or Arrow table"):
        ledger_totals(pd.Series([1.0]))
    empty = ledger_totals(pl.DataFrame({"plant": [], "carrier": []}, schema={"plant": pl.String, "carrier": pl.String}))
    assert (empty.frame.height, empty.faults.height) == (0, 0)
