"""Facts and lines that say how far they may be off: read, kept, checked, and no verdict by it."""

from __future__ import annotations

import json

import pytest

from greencalc import (
    FactsError,
    PlantFileError,
    evaluate,
    load_plant,
    load_standard,
    replay,
    score_columns,
    write_workbook,
)
from greencalc.units.spread import Spread

QCT = load_standard("qct1160_2022")
BEHIND = {"vocs_emitted": "420 t ± 15 %", "painted_area": "2400 万㎡"}
BESIDE = {"vocs_emitted": {"value": "420 t", "uncertainty": "15 %"}, "painted_area": "2400 万㎡"}
METERS = {
    "energy": [{"carrier": "diesel", "quantity": "10 t ± 2 %"}],
    "emission": [
        {
            "kind": "electricity",
            "quantity": ["1 MWh", "2 MWh"],
            "grid": ["national", "2023", "location"],
            "uncertainty": "0.1 MWh",
            "distribution": "uniform",
        }
    ],
}


def faults_of(facts):
    with pytest.raises(FactsError) as caught:
        evaluate(QCT, facts)
    return "\n".join(caught.value.faults)


def test_the_sign_becomes_the_key_and_no_verdict_changes() -> None:
    plain = evaluate(QCT, {"vocs_emitted": "420 t", "painted_area": "2400 万㎡"})
    for facts in (BEHIND, BESIDE):
        assessment = evaluate(QCT, facts)
        assert assessment.score == plain.score
        assert assessment.verdicts == plain.verdicts
        assert assessment.assumptions == plain.assumptions
        assert assessment.facts.read["vocs_emitted"].spread == Spread("15 %")
        assert assessment.facts.given["vocs_emitted"] == {"value": "420 t", "uncertainty": "15 %"}
    assert plain.facts.read["vocs_emitted"].spread is None


def test_years_have_their_own_or_one_for_all() -> None:
    facts = {"yearly_output": ["19 万辆 ± 1 %", "unknown", "24 万辆"]}
    fact = evaluate(QCT, facts).facts.amounts["yearly_output"]
    unit = QCT.formulas["capacity_utilisation_rate"].arguments["yearly_output"].symbol.unit
    assert [float(one) for one in fact.half_widths(unit)] == [1900, 0, 0]
    facts = {"yearly_output": {"value": ["19 万辆", "unknown", "24 万辆"], "uncertainty": "1 %"}}
    fact = evaluate(QCT, facts).facts.amounts["yearly_output"]
    assert [float(one) for one in fact.half_widths(unit)] == [1900, 0, 2400]
    plain = evaluate(QCT, {"yearly_output": ["19 万辆", "24 万辆"]}).facts.amounts["yearly_output"]
    assert plain.half_widths(unit) == [0, 0]


WRONG = [
    (
        {"vocs_emitted": "420 t ± 15 kWh"},
        "vocs_emitted: the uncertainty '15 kWh' is an energy, and the value is a mass",
    ),
    ({"vocs_emitted": "420 t ± much"}, "vocs_emitted: the uncertainty 'much' is not an amount"),
    ({"vocs_emitted": {"value": "420 t ± 1 %", "uncertainty": "2 %"}}, "vocs_emitted: its uncertainty is given twice"),
    ({"vocs_emitted": {"value": "420 t", "coverage": "95 %"}}, "vocs_emitted: coverage go with an uncertainty"),
    (
        {"6.6": {"status": "met", "uncertainty": "2 %"}},
        "6.6: uncertainty: they are said of an amount, and this is a status",
    ),
    (
        {"vocs_emitted": {"value": "unknown", "uncertainty": "2 %", "coverage": "95 %"}},
        "vocs_emitted: uncertainty, coverage: they are said of an amount",
    ),
    ({"vehicle_type": {"value": "truck cab", "uncertainty": "2 %"}}, "vehicle_type: it is no amount, of which"),
    (
        {"yearly_output": {"value": ["1 辆", "2 辆"], "uncertainty": ["1 %"]}},
        "yearly_output: it has 2 amounts, and 1 uncertainties",
    ),
    (
        {"energy": METERS["energy"], "energy_consumption": "14.571 tce ± 1 %"},
        "energy_consumption: its ledger counts, not what is stated; say the uncertainty of the ledger's lines",
    ),
    ({"energy": [{"carrier": "diesel", "quantity": "10 t ± x"}]}, "quantity: the uncertainty 'x' is not an amount"),
    ({"energy": [{"carrier": "diesel", "quantity": "10 t ± 1 kWh"}]}, "quantity: the uncertainty '1 kWh' is an energy"),
    (
        {"energy": [{"carrier": "diesel", "quantity": ["10 t ± 1 %", "2 t"]}]},
        "give one uncertainty for the sum of the quantity's readings",
    ),
    ({"energy": [{"carrier": "diesel", "quantity": "10 t", "coverage": "95 %"}]}, "coverage go with an uncertainty"),
    (
        {
            "emission": [
                {
                    "kind": "gas",
                    "gas": "HFC-134a",
                    "set": "AR5",
                    **dict.fromkeys(("opening_stock", "purchased", "closing_stock", "passed_on"), "1 kg"),
                    "uncertainty": "1 %",
                }
            ]
        },
        "uncertainty does not go with gas",
    ),
]


@pytest.mark.parametrize(("facts", "told"), WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_said_is_refused_by_every_way_to_a_verdict(facts, told) -> None:
    assert told in faults_of(facts)


def test_lines_of_ledgers_keep_what_they_say_and_count_without_it() -> None:
    plain = {"energy": [{"carrier": "diesel", "quantity": "10 t"}]}
    assessment = evaluate(QCT, {**METERS, "vehicles_produced": "10 辆"})
    assert assessment.facts.ledgers.energy.value == evaluate(QCT, plain).facts.ledgers.energy.value
    assert assessment.facts.ledgers.given["energy"]["lines"] == [
        {"carrier": "diesel", "quantity": "10 t", "uncertainty": "2 %"}
    ]
    assert assessment.facts.ledgers.given["emission"]["lines"][0]["uncertainty"] == "0.1 MWh"
    pack = assessment.to_json()
    assert replay(pack).agrees
    assert json.loads(pack)["facts"]["energy"]["lines"][0]["uncertainty"] == "2 %"


def test_packs_keep_what_facts_say() -> None:
    pack = evaluate(QCT, BEHIND).to_json()
    assert json.loads(pack)["facts"]["vocs_emitted"] == {"value": "420 t", "uncertainty": "15 %"}
    assert replay(pack).agrees


def test_a_plant_file_says_it_and_shows_it(tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(
        '[a]\nvocs_emitted = { value = "420 t", uncertainty = "15 %", coverage = "one standard deviation" }\n'
        'painted_area = "2400 万㎡ ± 3 %"\n',
        encoding="utf-8",
    )
    plant = load_plant(path)
    assert "420 t; 15 %; one standard deviation" in str(plant)
    assert evaluate(QCT, plant.facts).facts.amounts["painted_area"].spread == Spread("3 %")
    path.write_text('[a]\nvocs_emitted = { uncertainty = "15 %" }\n', encoding="utf-8")
    assert "give either a value or a status" in faults_of(load_plant(path).facts)
    path.write_text('[coverage]\n[distribution]\nland_area = "1 mu"\n', encoding="utf-8")  # headings of groups
    assert load_plant(path).facts == {"land_area": "1 mu"}


def test_cells_of_tables_are_judged_by_their_value() -> None:
    scores = score_columns(QCT, {"green_paint": ["90 t ± 2 %"], "total_paint": "100 t", "6.6": ["met"]})
    plain = score_columns(QCT, {"green_paint": ["90 t"], "total_paint": "100 t", "6.6": ["met"]})
    assert scores.score_lower[0] == plain.score_lower[0]


def test_a_workbook_says_what_it_does_not_take_along_and_keeps_lines(tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    facts = {**METERS, **BEHIND}
    write_workbook(evaluate(QCT, facts), tmp_path / "plant.xlsx")
    notes = openpyxl.load_workbook(tmp_path / "plant.xlsx")["Notes"]
    told = [cell.value for row in notes.iter_rows() for cell in row if cell.value]
    place = told.index("How far amounts may be off, which this workbook does not take along")
    assert told[place + 1] == "vocs_emitted: ± 15 %"
    again = load_plant(tmp_path / "plant.xlsx").facts
    assert again["energy"][0]["uncertainty"] == "2 %"
    write_workbook(evaluate(QCT, {"land_area": "1 mu"}), tmp_path / "plain.xlsx")
    notes = openpyxl.load_workbook(tmp_path / "plain.xlsx")["Notes"]
    assert "How far" not in str([cell.value for row in notes.iter_rows() for cell in row])


@pytest.mark.parametrize(
    ("cell", "unit", "found"),
    [
        ("420 t ± 15 %", None, "420 t ± 15 %"),
        ("420 ± 15 %", "t", "420 t ± 15 %"),
        ("420 t +/- 63 t", "t", "420 t ± 63 t"),
    ],
)
def test_a_cell_of_a_workbook_may_say_it(cell, unit, found, tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write_workbook(evaluate(QCT, {"vocs_emitted": "1 t"}), tmp_path / "plant.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plant.xlsx")
    sheet = book["Amounts"]
    [row] = [row for row in sheet.iter_rows() if row[0].value == "vocs_emitted"]
    keys = {one.value: place for place, one in enumerate(sheet[1])}
    row[keys["value"]].value, row[keys["unit"]].value = cell, unit
    book.save(tmp_path / "typed.xlsx")
    try:
        fact = load_plant(tmp_path / "typed.xlsx").facts["vocs_emitted"]
    except PlantFileError as error:
        pytest.fail(str(error))
    assert fact == found
    assert evaluate(QCT, {"vocs_emitted": fact}).facts.amounts["vocs_emitted"].spread is not None
