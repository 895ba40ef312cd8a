"""Totals by columns: each plant as its own ledgers find it, and what a table of readings may be."""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
import pytest

from drawn_readings import (
    CARBON_SETTINGS,
    ENERGY_SETTINGS,
    SETTINGS,
    WITHOUT_ACCOUNTING,
    as_float,
    check,
    drawn,
    table_of,
    with_numbers,
)
from greencalc import (
    FactsError,
    PartError,
    carbon_ledger,
    energy_ledger,
    evaluate,
    ledger_totals,
    load_standard,
    score_columns,
)
from greencalc.many_plants.meter_readings import balanced_plants, distinct_lines
from greencalc.many_plants.meter_readings.chosen_ledgers import ChosenLedgers
from greencalc.many_plants.meter_readings.plant_sums import PlantSums
from greencalc.many_plants.meter_readings.reading_table import ReadingTable
from long_walks import some

SEEDS = [*range(3), *(pytest.param(seed, marks=pytest.mark.walk) for seed in some(range(3, 30), 5))]
ENERGY, RENEWABLE, CARBON = "energy_consumption [kgce]", "renewable_energy [kgce]", "carbon_emission [tCO2e]"
POWER = {"carrier": "electricity", "basis": "calorific"}
GRID = {"kind": "electricity"}
GAS = {"carrier": "gas-field natural gas", "kind": "combustion", "fuel": "natural gas"}


def totals(*rows, **settings):
    return ledger_totals(pl.DataFrame([{"plant": "A"} | row for row in rows]), settings=settings)


def reasons(*rows, **settings):
    return totals(*rows, **settings).faults["reason"].to_list()


@pytest.mark.parametrize("settings", [SETTINGS, WITHOUT_ACCOUNTING], ids=["market", "location"])
@pytest.mark.parametrize("seed", SEEDS)
def test_each_plant_is_as_its_own_ledgers_find_it(seed, settings) -> None:
    for spoilt in (0, 0.03):
        rows = drawn(seed, spoilt=spoilt)
        assert all(check(ledger_totals(table_of(rows), settings=settings), rows, settings))


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_are_as_their_text(seed) -> None:
    rows = drawn(seed, spoilt=0)
    found = ledger_totals(with_numbers(table_of(rows)), settings=SETTINGS)
    typed = [row | ({"quantity": as_float(row["quantity"])} if "quantity" in row else {}) for row in rows]
    assert check(found, typed, SETTINGS)[0]


def test_a_planted_mistake_is_found(monkeypatch) -> None:
    quantity, of_energy = ReadingTable._quantity, distinct_lines._of_energy

    def without_ten_thousands(self, row):
        return str(quantity(self, row)).replace("万", "")

    mistakes = {
        "a unit ignored": (ReadingTable, "_quantity", without_ten_thousands),
        "what leaves is added": (
            distinct_lines,
            "_of_energy",
            lambda line: of_energy(line) | {"value": float(line.value)},
        ),
        "certificates change no factor": (distinct_lines, "is_traded", lambda _: False),
        "all fits": (balanced_plants, "_WELL_BELOW", 100),
        "evidence may back twice": (
            PlantSums,
            "_backed_twice",
            lambda self, _: self.table.frame.select(self.table.by)[:0],
        ),
    }
    tables = [(rows, table_of(rows)) for rows in (drawn(seed, spoilt=0) for seed in range(12))]
    for name, mistake in mistakes.items():
        with monkeypatch.context() as patched:
            patched.setattr(*mistake)
            assert any(not agrees(rows, table) for rows, table in tables), name


def agrees(rows, table):
    try:
        check(ledger_totals(table, settings=SETTINGS), rows, SETTINGS)
    except AssertionError:
        return False
    return True


HEAT, BOUGHT = {"carrier": "heat"}, {"kind": "heat"}
OWN, DIRECT, NO = ({"renewable": mark} for mark in ("self-generated", "direct line", "no"))
SOLD, EXPORTED = {"use": "passed on"}, {"use": "exported"}
PAPER = {"use": "certificate", "renewable": "green certificate"}
DIESEL, AIR = {"carrier": "diesel"}, {"carrier": "compressed air"}
BY_RATE = {"carrier": "electricity", "basis": "equivalent", "coefficient": "0.3 kgce/kWh", "reference": "bureau"}
DEARER = BOUGHT | EXPORTED | {"factor": "0.12 tCO2/GJ", "reference": "supplier"}


def q(quantity, *parts):
    return {"quantity": quantity} | {name: entry for part in parts for name, entry in part.items()}


UNBALANCED = {  # each is refused for one reason alone
    "renewable is missing": [q("100 MWh", POWER, OWN), q("100 MWh", POWER), q("1 MWh", POWER, SOLD)],
    "than came in: mark": [
        *(q("1000 MWh", POWER, OWN), q("10 t", DIESEL)),
        *(q("80 MWh", POWER, SOLD, NO), q("80 MWh", HEAT, SOLD, NO)),
    ],
    "certificates cover more": [q("10 MWh", POWER), q("1000 GJ", HEAT), q("11 MWh", POWER, PAPER)],
    "more electricity that is not renewable": [
        *(q("100 MWh", POWER, OWN), q("10 MWh", POWER), q("1000 GJ", HEAT)),
        q("11 MWh", POWER, SOLD, NO),
    ],
    "more heat that is not renewable": [
        *(q("100 GJ", HEAT, OWN), q("10 GJ", HEAT), q("10 万Nm3", AIR)),
        q("11 GJ", HEAT, SOLD, NO),
    ],
    "more electricity that is self": [q("10 MWh", POWER, OWN), q("100 MWh", POWER), q("11 MWh", POWER, SOLD, OWN)],
    "more heat that is self": [q("10 GJ", HEAT, OWN), q("100 GJ", HEAT), q("11 GJ", HEAT, SOLD, OWN)],
    "No more energy is passed on": [q("10 t", DIESEL), q("100 MWh", POWER, SOLD), q("400 GJ", HEAT, SOLD)],
    "more heat that is direct line": [q("10 GJ", HEAT, DIRECT), q("100 GJ", HEAT), q("11 GJ", HEAT, SOLD, DIRECT)],
    "self-generated is exported": [q("10 GJ", BOUGHT, OWN), q("99 GJ", BOUGHT), q("11 GJ", BOUGHT, EXPORTED, OWN)],
    "a higher factor than any": [q("100 GJ", BOUGHT), q("1 GJ", DEARER)],
    "electricity is on several bases": [q("1 kWh", POWER), q("1 kWh", BY_RATE)],
    "no line is consumed": [q("1 t", DIESEL, {"use": "feedstock"})],
}


@pytest.mark.parametrize("says", UNBALANCED)
def test_lines_that_do_not_fit_together_are_refused_in_the_words_of_their_ledger(says) -> None:
    rows = UNBALANCED[says]
    ledger, settings = (energy_ledger, ENERGY_SETTINGS) if "carrier" in rows[0] else (carbon_ledger, CARBON_SETTINGS)
    with pytest.raises(FactsError, match=says) as caught:
        ledger(rows, **settings)
    found = totals({"carrier": "diesel", "quantity": "1 t", "plant": "B"}, *rows, **SETTINGS)
    assert tuple(found.faults["reason"]) == caught.value.faults
    assert found.faults["row"].to_list() == [None]
    assert found.frame.rows() == [("A", None, None, None), ("B", 1457.1, None, None)]


def test_what_surely_fits_together_is_looked_at_by_no_ledger(monkeypatch) -> None:
    rows = [
        *(q("100 MWh", POWER), q("50 MWh", POWER, OWN), q("30 MWh", POWER, PAPER)),
        *(q("20 MWh", POWER, SOLD, OWN), q("10 MWh", POWER, SOLD, NO)),
        *(q("100 MWh", GRID), q("10 MWh", GRID, EXPORTED)),
    ]
    ledgers = [energy_ledger(rows[:5]), carbon_ledger(rows[5:], grid=SETTINGS["grid"])]
    monkeypatch.delattr(ChosenLedgers, "whole_ledger")
    expected = [*map(float, (ledgers[0].value, ledgers[0].renewable, ledgers[1].value))]
    assert totals(*rows, grid=SETTINGS["grid"]).frame.row(0)[1:] == pytest.approx(expected, rel=1e-12)


def test_one_reading_may_be_of_both_ledgers() -> None:
    rows = [
        GAS | {"quantity": "1000 Nm3"},
        POWER | GRID | {"quantity": "10 MWh"},
        POWER | GRID | {"quantity": "1 MWh", "energy.use": "passed on", "emission.use": "exported"},
    ]
    found = totals(*rows, **WITHOUT_ACCOUNTING)
    energy = energy_ledger(
        [{"carrier": GAS["carrier"], "quantity": "1000 Nm3"}, POWER | {"quantity": "9 MWh"}], gas_reference="0 C"
    )
    carbon = carbon_ledger(
        [{"kind": "combustion", "fuel": "natural gas", "quantity": "1000 Nm3"}, GRID | {"quantity": "9 MWh"}],
        fuel_set=SETTINGS["fuel_set"], grid=SETTINGS["grid"],
    )  # fmt: skip
    assert found.frame[ENERGY].item() == pytest.approx(float(energy.value), rel=1e-12)
    assert found.frame[CARBON].item() == pytest.approx(float(carbon.value), rel=1e-12)
    assert reasons({"carrier": None, "kind": None, "quantity": "1 t"}) == [
        "carrier is missing; it names a row of the coal equivalents",
        "kind is missing: combustion, electricity, heat, gas, shielding gas, stated; it says what the line is",
    ]
    assert "kind is missing" in reasons({"carrier": "diesel", "quantity": "1 t", "fuel": "diesel"})[0]


def test_readings_of_a_meter_are_one_line_which_one_document_backs() -> None:
    roof = POWER | OWN | {"evidence": "meter of the roof"}
    months = [roof | {"quantity": f"{month} MWh", "month": month} for month in range(1, 13)]
    found = totals(*months, gas_reference="0 C")
    assert found.frame[RENEWABLE].item() == pytest.approx(78 * 122.9, rel=1e-12)
    [line] = found.facts("A")["energy"]
    assert line["quantity"] == [f"{month} MWh" for month in range(1, 13)]
    assert found.facts("A")["ledger"] == {"gas_reference": "0 C"}
    assert "backs energy 1" in reasons(*months, roof | {"quantity": "1 MWh", "use": "consumed"})[0]
    assert "backs energy 1" in reasons(*months, roof | {"quantity": "1 MWh", "evidence": "Meter of  the roof"})[0]


def test_the_facts_of_a_plant_are_walked_back() -> None:
    rows = drawn(1, spoilt=0)
    found = ledger_totals(table_of(rows), settings=SETTINGS)
    plant, year, *expected = found.frame.drop_nulls().row(0)
    facts = found.facts(plant, year) | {"vehicles_produced": "1 vehicle"}
    assessment = evaluate(load_standard("qct1160_2022"), facts)
    values = [float(assessment.item(f"10.6/{name}").value) for name in ("energy", "carbon")]
    assert values == pytest.approx([expected[0], expected[2]], rel=1e-12)
    for plant, year in (("A", 2024), ("P0", None), (["P0"], 2024), ("P0", "2024")):
        with pytest.raises(PartError, match="there are no readings of"):
            found.facts(plant, year)
    with pytest.raises(PartError, match="there are no readings of 'A' in 2025"):
        totals({"carrier": "diesel", "quantity": "1 t"}).facts("A", 2025)


def test_factors_and_assumptions_are_those_of_the_lines() -> None:
    rows = [
        GAS | {"quantity": "1 Nm3"},
        {"carrier": "天然气", "heat_basis": "gross", "quantity": "1 GJ"},
        {"carrier": "diesl", "quantity": "1 t"},
    ]
    found = totals(*rows, **WITHOUT_ACCOUNTING)
    energy = energy_ledger([{"carrier": GAS["carrier"], "quantity": "1 Nm3"}, rows[1]], gas_reference="0 C")
    assert [str(row) for row in found.factors] == [
        *map(str, energy.factors),
        "fuel_carbon: natural gas / GB/T 32151.34-2024",
    ]
    assert found.assumptions == energy.assumptions


def test_what_is_no_origin_is_refused() -> None:
    [reason] = reasons({"carrier": "diesel", "quantity": "1 t", "origin": "guess"})
    assert "origin 'guess' is not one of quoted" in reason


def test_a_gap_in_a_list_is_no_shorter_list() -> None:
    power = {"kind": "electricity", "quantity": "1 MWh", "grid.1": "national", "grid.3": "location"}
    assert "its vintage None is no text" in reasons(power | {"grid.2": None})[0]
    assert totals(power | {"grid.2": 2023, "grid.3": "location"}).frame[CARBON].to_list() == [pytest.approx(0.5306)]
    mixture = {"kind": "shielding gas", "quantity": "1 t", "other_share.1": None, "other_share.2": "2 %"}
    assert "None" in reasons(mixture | {"other_molar_mass.1": "39.948 g/mol", "other_molar_mass.2": None})[0]


def test_totals_are_the_same_each_time() -> None:
    rows = drawn(2, spoilt=0.03) * 20
    first, second = (ledger_totals(table_of(rows), settings=SETTINGS) for _ in range(2))
    assert first.frame.equals(second.frame)
    assert first.faults.equals(second.faults)
    assert first.factors == second.factors


def test_totals_are_scored_beside_other_facts() -> None:
    readings = {"plant": ["A", "B"], "carrier": ["diesel"] * 2, "quantity [t]": [1000.0, -1.0]}
    facts = pl.DataFrame({"plant": ["A", "B"], "vehicles_produced [vehicle]": [10000.0, 20000.0]})
    table = facts.join(ledger_totals(pl.DataFrame(readings)).frame, on="plant", how="left")
    values = score_columns(load_standard("qct1160_2022"), table).values["energy_per_vehicle [kgce/vehicle]"]
    assert values == pytest.approx([145.71, np.nan], nan_ok=True)


def test_what_is_chosen_is_checked() -> None:
    for settings, says in (
        ({"grids": "x"}, "ledger.grids: there is no such setting"),
        ({"gas_reference": "15 C"}, "gas_reference '15 C' is not one of"),
        ({"accounting": "both"}, "accounting 'both' is not one of"),
        ("x", "write its settings under the heading"),
    ):
        with pytest.raises(FactsError, match=says):
            ledger_totals(pl.DataFrame({"plant": ["A"], "carrier": ["diesel"]}), settings=settings)


def test_without_polars_it_says_what_to_install(monkeypatch) -> None:
    for name in [name for name in sys.modules if name.startswith("greencalc.many_plants.meter_readings.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(FactsError, match="pip install 'greencalc\\[files\\]'"):
        ledger_totals(None)
