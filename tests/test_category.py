"""A table whose limits go by another category than the vehicle type: it is read, judged and told by its name."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from batch_cases import agreeing
from greencalc import (
    FactsError,
    PlantFileError,
    StandardError,
    evaluate,
    expressions,
    html_report,
    load_plant,
    load_standard,
    plant_facts,
    replay,
    score_columns,
    score_file,
    scorer,
    sql,
)
from greencalc.cli import main
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.fact import FACT_KEYS
from greencalc.plant.plant_file import _DESCRIPTION_KEYS
from greencalc.plant.plausible_ranges import PlausibleRange
from greencalc.plant.status_words import STATUS_OF_WORD, UNKNOWN
from greencalc.standards.table import VEHICLE_TYPE
from greencalc.standards.table_checks import OTHER_NAMES, UNKNOWN_WORDS
from greencalc.standards.table_file import standard_data, standard_of

PATH = Path(__file__).parent / "data" / "kiln_table.toml"
KILNS, QCT, GBT = load_standard(PATH), load_standard("qct1160_2022"), load_standard("gbt36132_2025")
DATA = tomllib.loads(PATH.read_text(encoding="utf-8"))
WATER = {"water_reused": "60 m3", "water_discharged": "40 m3", "permits": "met"}


def kilns(change: Any = None) -> dict[str, Any]:
    """The plain data of the table, changed."""
    data = copy.deepcopy(DATA)
    if change is not None:
        change(data)
    return data


def faults_of(data: dict[str, Any]) -> str:
    with pytest.raises(StandardError) as caught:
        standard_of(data, (), "table")
    return "\n".join(caught.value.faults)


# The table


def test_vehicle_types_are_those_of_tables_whose_limits_go_by_them() -> None:
    assert QCT.vehicle_types == QCT.categories != ()
    assert KILNS.vehicle_types == ()


def test_a_table_names_its_category() -> None:
    assert (KILNS.category, KILNS.categories) == ("kiln_type", ("tunnel kiln", "roller kiln", "辊道窑 II"))
    assert (QCT.category, GBT.category) == (VEHICLE_TYPE, VEHICLE_TYPE)
    assert str(KILNS.items[0].rule).endswith(">= 70 % (tunnel kiln); >= 50 % (roller kiln); >= 40 % (辊道窑 II)")


@pytest.mark.parametrize("standard", [QCT, GBT])
def test_a_table_of_vehicle_types_is_written_as_ever_and_the_same_where_it_names_them(standard) -> None:
    plain, named = (json.loads(json.dumps(standard_data(standard, is_named=is_named))) for is_named in (False, True))
    assert plain["standard"]["vehicle_types"] == named["standard"]["categories"] == list(standard.categories)
    assert named["standard"]["category"] == VEHICLE_TYPE
    assert not {"category", "categories"} & plain["standard"].keys()
    assert standard_of(plain, (), "") == standard_of(named, (), "") == standard
    limits = [limit for item in plain["item"] for limit in item["rule"].get("limits", ())]
    assert all("vehicle_type" in limit and "category" not in limit for limit in limits)


def test_a_table_of_another_category_is_written_and_read_again() -> None:
    data = json.loads(json.dumps(standard_data(KILNS)))
    assert standard_of(data, (), "") == KILNS
    assert "vehicle_type" not in json.dumps(data)


def test_keys_of_the_one_are_none_of_the_other() -> None:
    def of_vehicles(data):
        data["standard"]["vehicle_types"] = data["standard"].pop("categories")

    assert faults_of(kilns(of_vehicles)) == "standard: unknown keys: vehicle_types"
    assert "limits[0]: unknown keys: category" in faults_of(kilns(lambda data: data["standard"].pop("category")))


@pytest.mark.parametrize(
    ("is_named", "categories", "category"), [(True, "categories", "category"), (False, "vehicle_types", "vehicle_type")]
)
def test_a_fault_of_shape_says_the_key_that_was_typed(is_named, categories, category) -> None:
    data = json.loads(json.dumps(standard_data(QCT, is_named=is_named)))
    data["standard"][categories] = ["bus", 3]
    limit = next(item for item in data["item"] if item["id"] == "10.4.5")["rule"]["limits"][0]
    limit[category] = 4
    found = faults_of(data)
    assert f"standard.{categories}[1]: 3 is not a text" in found
    assert f"item 10.4.5.rule.limits[0].{category}: " in found


def _named(name):
    return lambda data: data["standard"].update(category=name)


def _listed(*names):
    return lambda data: data["standard"].update(categories=list(names))


HEADERS = {
    "capitals": (_named("Kiln"), "standard.category: 'Kiln' is no name of a fact; write it in small letters"),
    "nothing": (_named(""), "standard.category: '' is no name of a fact"),
    "more than a name": (_named("a" * 61), "is no name of a fact"),
    "an amount": (_named("land_area"), "standard.category: 'land_area' is the name of an amount"),
    "the end of a line": (_named("energy_per_vehicle_base"), "is the name of an amount"),
    "an item": (_named("water"), "standard.category: 'water' is the name of an item"),
    "the year": (_named("year"), "standard.category: 'year' is the name of something else"),
    "no categories": (_listed(), "standard.categories: list what kiln_type may be"),
    "one twice": (_listed("A", "a"), "standard.categories: 'a' is there twice"),
    "one unknown": (_listed("Unknown"), "standard.categories: 'Unknown' is no text with single spaces that says"),
    "spaces": (_listed("tunnel  kiln"), "standard.categories: 'tunnel  kiln' is no text with single spaces"),
    "a limit of another": (
        _listed("tunnel kiln", "roller kilns", "辊道窑 II"),
        "not one of those in [standard]: tunnel kiln, roller kilns, 辊道窑 II; did you mean roller kilns?",
    ),
    "a limit of a far one": (_listed("x"), "kiln_type 'tunnel kiln' is not one of those in [standard]: x"),
    "a limit twice": (
        lambda data: data["item"][1]["rule"]["limits"].append(data["item"][1]["rule"]["limits"][0]),
        "item waste: limits must be one for all, or one for each kiln_type",
    ),
}


@pytest.mark.parametrize(("change", "says"), HEADERS.values(), ids=HEADERS)
def test_a_category_that_cannot_be_is_told(change, says) -> None:
    assert says in faults_of(kilns(change))


def test_a_category_has_the_name_of_nothing_in_plant_files() -> None:
    assert {*_DESCRIPTION_KEYS, *LEDGER_NAMES, *FACT_KEYS, "plant"} - {VEHICLE_TYPE} == OTHER_NAMES
    assert {word for word, status in STATUS_OF_WORD.items() if status == UNKNOWN} == UNKNOWN_WORDS


# A plant


@pytest.mark.parametrize(
    ("said", "meant", "water", "waste"),
    [
        ("tunnel kiln", "tunnel kiln", "not met", "unknown"),
        ("  roller   kiln ", "roller kiln", "met", "not applicable"),
        ({"value": "辊道窑 II", "evidence": "a plate"}, "辊道窑 II", "met", "not applicable"),
        ("unknown", None, "unknown", "unknown"),
        ("", None, "unknown", "unknown"),
        (None, None, "unknown", "unknown"),
    ],
)
def test_limits_go_by_the_category(said, meant, water, waste) -> None:
    assessment = evaluate(KILNS, {**WATER, "kiln_type": said})
    assert (assessment.category, assessment.vehicle_type) == (meant, None)
    assert [one.status for one in assessment.items] == [water, waste, "met"]
    if meant is None:
        assert assessment.item("water").why == "the limit goes by kiln_type"
        assert assessment.item("water").needs == ("kiln_type",)


def test_of_a_table_of_vehicle_types_both_names_are_the_same() -> None:
    assessment = evaluate(QCT, {"vehicle_type": "乘用车"})
    assert assessment.category == assessment.vehicle_type == "passenger car"


WRONG = {
    "Tunnel kiln": "'Tunnel kiln' is not one of tunnel kiln, roller kiln, 辊道窑 II; did you mean tunnel kiln?",
    "乘用车": "'乘用车' is not one of tunnel kiln, roller kiln, 辊道窑 II",
    3: "3 is not one of tunnel kiln, roller kiln, 辊道窑 II",
    True: "'met' is not one of tunnel kiln, roller kiln, 辊道窑 II",
}


@pytest.mark.parametrize("given", WRONG)
def test_other_words_are_refused_and_the_near_one_told(given) -> None:
    with pytest.raises(FactsError) as caught:
        evaluate(KILNS, {"kiln_type": given})
    assert caught.value.faults == (f"kiln_type: {WRONG[given]}",)


def test_a_name_may_be_a_word_for_a_status() -> None:
    def renamed(data):
        data["standard"]["categories"] = ["是", "否", "tunnel kiln"]
        for limit, name in zip(data["item"][0]["rule"]["limits"], data["standard"]["categories"], strict=True):
            limit["category"] = name

    table = standard_of(kilns(renamed), (), "")
    facts = {**WATER, "kiln_type": {"status": "否 ", "evidence": "a plate", "year": 2025}}
    assessment = evaluate(table, facts)
    assert (assessment.category, assessment.item("water").status) == ("否", "met")
    assert assessment.facts.given["kiln_type"] == {"value": "否", "evidence": "a plate", "year": 2025}
    assert replay(assessment.to_json()).agrees
    assert scorer(table, facts).many({"permits": [True, False]}).eligible.tolist() == [1, 0]
    agreeing(
        table, {"kiln_type": ["是", "否", " 否"], "water_reused [m3]": [60.0] * 3, "water_discharged [m3]": [40.0] * 3}
    )


def test_facts_of_another_name_are_not_used() -> None:
    facts = {"vehicle_type": "passenger car", "kilntype": "roller kiln", "车型": "轿车"}
    hints = dict(evaluate(KILNS, facts).unused)
    assert hints["vehicle_type"].startswith("it is a fact of QC/T 1160-2022")
    assert hints["kilntype"] == "did you mean kiln_type?"
    assert hints["车型"] == ""
    assert [name for name, _ in evaluate(QCT, {"kiln_type": "roller kiln"}).unused] == ["kiln_type"]


def test_ranges_of_vehicle_types_are_not_for_other_categories() -> None:
    cars = PlausibleRange("cars", "1", "land_area", "", "", "1 m2", "tunnel kiln", "land", "user", "mine")
    facts = {"kiln_type": "tunnel kiln", "land_area": "5 m2"}
    assert evaluate(KILNS, facts, plausibility=[cars]).findings == ()
    assert evaluate(KILNS, facts, plausibility=[evolve(cars, vehicle_type="")]).findings
    typed = evolve(QCT, categories=("tunnel kiln",))
    assert evaluate(typed, {**facts, "vehicle_type": "tunnel kiln"}, plausibility=[cars]).findings


# What is told


def test_reports_speak_of_the_category() -> None:
    none, some = evaluate(KILNS, WATER), evaluate(KILNS, {**WATER, "kiln_type": "roller kiln"})
    assert "Plant: kiln_type not given" in str(none)
    assert "工厂：未填报 kiln_type" in none.to_text(language="zh")
    assert "限值按 kiln_type 确定，但未填报 kiln_type" in none.explain("water").to_text(language="zh")
    assert "Plant: roller kiln" in str(some)
    assert "(roller kiln)" in str(some.explain("water"))
    assert "give kiln_type" in str(none.gaps())
    assert "vehicle" not in f"{none}{some}{none.gaps()}{none.explain('water')}{none.to_dict()}"
    assert "车型" not in none.to_text(language="zh") + none.gaps().to_text(language="zh")


def test_gaps_are_those_of_the_category() -> None:
    facts = {**WATER, "water_reused": "30 m3", "water_discharged": "70 m3"}
    needed = {}
    for name in KILNS.categories:
        gap = next(gap for gap in evaluate(KILNS, {**facts, "kiln_type": name}).gaps() if gap.id == "water")
        needed[name] = next(change.needed for change in gap.changes if change.argument == "water_reused")
    assert len(set(needed.values())) == len(KILNS.categories)
    assert needed["roller kiln"] == "70 m3"


def test_data_name_the_category() -> None:
    data = evaluate(KILNS, {**WATER, "kiln_type": "roller kiln"}).to_dict()
    assert data["category"] == {"kiln_type": "roller kiln"}
    assert "vehicle_type" not in data
    assert evaluate(QCT, {}).to_dict()["vehicle_type"] is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_that_is_handed_in_has_a_row_of_it(language) -> None:
    assessment = evaluate(KILNS, {**WATER, "kiln_type": "roller kiln"})
    page = html_report(assessment, {"name": "Kilns", "vehicle_type": "none made"}, language=language)
    assert "<dt>kiln_type</dt><dd>roller kiln</dd>" in page
    assert "none made" in page


# Many plants

COLUMNS = {
    "kiln_type": ["tunnel kiln", " roller kiln", "辊道窑 II", "Roller kiln", "", None, "unknown", "suv"],
    "water_reused [m3]": [60.0] * 8,
    "water_discharged [m3]": [40.0] * 8,
    "permits": [True] * 8,
}


def test_many_plants_are_judged_as_one_is() -> None:
    agreeing(KILNS, COLUMNS)
    agreeing(KILNS, COLUMNS, not_applicable="full")
    scores = score_columns(KILNS, COLUMNS)
    assert [fault.columns for fault in scores.faults] == [("kiln_type",)] * 2
    assert plant_facts(KILNS, COLUMNS, 1)["kiln_type"] == " roller kiln"
    assert not [one for one in scores.assumptions if "vehicle_type" in one.what]


def test_a_plant_whose_category_is_fixed_is_scored_again_and_again() -> None:
    prepared = scorer(KILNS, {**WATER, "kiln_type": "roller kiln"})
    assert prepared.many({"water_reused [m3]": [30.0, 60.0]}).score_lower.tolist() == [0, 100]
    assert prepared.many({"kiln_type": ["tunnel kiln", "辊道窑 II"]}).score_lower.tolist() == [0, 100]


def test_headers_are_the_category_s_name() -> None:
    with pytest.raises(FactsError, match=r"kilntype: the fact is kiln_type; write its header 'kiln_type'"):
        score_columns(
            KILNS, {"kilntype": ["tunnel kiln"], **{k: v[:1] for k, v in COLUMNS.items() if k != "kiln_type"}}
        )
    assert "IN ('roller kiln')" in sql(KILNS, list(COLUMNS), table="plants")
    with pytest.raises(FactsError, match=r"as \{'kiln_type': 'tunnel kiln'\}"):
        expressions(KILNS, ["permits"], for_all=5)
    with pytest.raises(FactsError, match=r"as \['land_area \[mu\]', 'kiln_type'\]"):
        sql(KILNS, 5)


def test_a_file_of_plants_has_a_column_of_it(tmp_path) -> None:
    plants, scores = tmp_path / "plants.csv", tmp_path / "scores.csv"
    rows = "roller kiln,60,40,met\nrollerkiln,60,40,met\ntunnel kiln,80,20,met\n"
    plants.write_text(f"kiln_type,water_reused [m3],water_discharged [m3],permits\n{rows}", encoding="utf-8")
    score_file(plants, scores, KILNS)
    first, second, third = scores.read_text(encoding="utf-8").splitlines()[1:]
    assert first.startswith("true,100.0,100.0")
    assert "kiln_type: 'rollerkiln' is not one of" in second
    assert "did you mean roller kiln?" in second
    assert third.startswith("true,60.0,100.0")


# Files of plants, and forms


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    (tmp_path / "kilns.toml").write_text(PATH.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, text: str) -> Any:
    path = folder / "plant.toml"
    path.write_text(text, encoding="utf-8")
    return load_plant(path)


@pytest.mark.parametrize("where", ["", "[plant]\n", "[plant]\nstandard = 'kilns.toml'\n", "[site]\n"])
def test_a_plant_file_says_it_wherever_it_likes(folder, where) -> None:
    plant = written(folder, f"{where}kiln_type = 'roller kiln'\n")
    assert dict(plant.facts) == {"kiln_type": "roller kiln"}
    content = tomllib.loads((folder / "plant.toml").read_text(encoding="utf-8"))
    schema = json.loads(
        (Path(load_plant.__code__.co_filename).parents[1] / "schemas" / "plant.schema.json").read_text("utf-8")
    )
    assert list(Draft202012Validator(schema).iter_errors(content)) == []


def test_a_category_with_a_name_like_another_key_stands_beside_its_table_or_outside_of_the_description(folder) -> None:
    said = "vehicle_kind = 'x'\n"
    assert written(folder, f"[plant]\nstandard = 'kilns.toml'\n{said}").facts == {"vehicle_kind": "x"}
    assert written(folder, said).facts == {"vehicle_kind": "x"}
    with pytest.raises(
        PlantFileError, match=r"did you mean vehicle_type\? A fact of a table of your own stands outside"
    ):
        written(folder, f"[plant]\n{said}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_asks_for_it(folder, language) -> None:
    assert main(["form", "-o", "form.toml", "--standard", "kilns.toml", "--language", language]) == 0
    text = (folder / "form.toml").read_text(encoding="utf-8")
    assert 'kiln_type = ""  # tunnel kiln, roller kiln, 辊道窑 II\n' in text
    assert "vehicle" not in text
    (folder / "form.toml").write_text(text.replace('kiln_type = ""', 'kiln_type = "roller kiln"'), encoding="utf-8")
    assert evaluate(KILNS, load_plant("form.toml").facts).category == "roller kiln"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_workbook_asks_for_it_and_is_read_again(folder, language) -> None:
    facts = "kiln_type = {value = 'roller kiln', evidence = 'a plate'}\nwater_reused = '60 m3'\nvehicle_type = 'SUV'\n"
    plant = written(folder, f"[plant]\nstandard = 'kilns.toml'\n[facts]\n{facts}")
    assert main(["workbook", "plant.toml", "-o", "plant.xlsx", "--language", language]) == 0
    again = load_plant("plant.xlsx")
    assert evaluate(KILNS, again.facts).category == evaluate(KILNS, plant.facts).category == "roller kiln"
    assert again.facts["vehicle_type"] == "SUV"
    book = openpyxl.load_workbook("plant.xlsx")
    cells = [cell.value for row in book.worksheets[0].iter_rows(max_row=9) for cell in row]
    assert cells.count("kiln_type") == 2
    assert any(
        "choose a kiln_type of the list" in str(cell) or "请从列表中选择 kiln_type" in str(cell) for cell in cells
    )
    assert "category_code" in book.defined_names
    assert "vehicle_type_code" not in book.defined_names


@pytest.mark.usefixtures("folder")
def test_a_workbook_s_words_are_matched_as_typed() -> None:
    assert main(["form", "-o", "plant.xlsx", "--standard", "kilns.toml"]) == 0
    book = openpyxl.load_workbook("plant.xlsx")
    page = book.worksheets[0]
    row = next(row for row in range(1, 12) if page.cell(row, 1).value == "kiln_type")
    page.cell(row, 3).value = "Roller kiln"
    book.save("plant.xlsx")
    with pytest.raises(FactsError, match="did you mean roller kiln"):
        evaluate(KILNS, load_plant("plant.xlsx").facts)
