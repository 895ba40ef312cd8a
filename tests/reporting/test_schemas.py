"""The JSON Schemas of plant files and audit packs: what is right passes, what is wrong does not."""

from __future__ import annotations

import copy
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from test_pack import CASES, OWN_FACTS, PACKS

from greencalc import FactsError, evaluate, load_plant, load_standard
from greencalc.formula import ORIGINS
from greencalc.ledgers.carbon_kinds import _KINDS, KEYS as CARBON_KEYS
from greencalc.ledgers.carbon_lines import USES as CARBON_USES
from greencalc.ledgers.energy_lines import BASES, KEYS as ENERGY_KEYS, USES as ENERGY_USES
from greencalc.ledgers.heat import HEAT_BASES
from greencalc.ledgers.meter_line import NOT_RENEWABLE, RENEWABLE
from greencalc.plant.categories import _TYPE_WORDS
from greencalc.plant.status_words import STATUS_OF_WORD as _STATUS_WORDS
from greencalc.reporting.pack import PACK_FORMAT

QCT = load_standard("qct1160_2022")
SCHEMAS = {
    name: json.loads((files("greencalc") / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("plant", "pack")
}
PLANT, PACK = (Draft202012Validator(SCHEMAS[name]) for name in ("plant", "pack"))


def faults(validator, content) -> list[str]:
    return [f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(content)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema_and_explains_itself(name) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["title"].startswith("greencalc")
    assert len(schema["description"]) > 80
    used = json.dumps(schema)
    assert all(f'"#/$defs/{definition}"' in used for definition in schema["$defs"])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# Plant files


PLANTS = sorted(path for path in Path("examples").glob("*.toml") if not path.stem.endswith("_table"))


@pytest.mark.parametrize("path", PLANTS, ids=lambda path: path.stem)
def test_the_examples_are_plant_files(path) -> None:
    assert faults(PLANT, tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_facts_as_evaluate_takes_them_are_plant_files_too() -> None:
    for standard, facts, *_ in CASES.values():
        plain = {name: fact for name, fact in facts.items() if isinstance(fact, str | bool)}
        assert faults(PLANT, plain) == []
        assert evaluate(standard, plain)
    own = {name: fact for name, fact in OWN_FACTS.items() if isinstance(fact, str | list | dict)}
    assert faults(PLANT, own) == []


@pytest.mark.parametrize("word", [word for word in _STATUS_WORDS if isinstance(word, str)])
def test_every_word_for_a_status_passes_in_any_case(word) -> None:
    more = {"partly met": {"share": "60 %"}, "not applicable": {"reason": "none there"}}.get(_STATUS_WORDS[word], {})
    for said in (word, word.upper(), f" {word.title()} "):
        assert faults(PLANT, {"5.1.6": {"status": said, **more}}) == []
        assert faults(PLANT, {"5.1.6": {"value": said, **more}}) == []
        assert (faults(PLANT, {"5.1.6": said}) == []) is not more
    assert any(
        word in choice.get("enum", ()) for row in SCHEMAS["plant"]["$defs"].values() for choice in row.get("anyOf", ())
    )


RIGHT = [
    "",
    "land_area = '5 ha'",
    "land_area = ''",
    "land_area = 'unknown'",
    "land_area = { value = '5 ha', evidence = 'map', year = 2025 }",
    "land_area = { status = 'unknown', evidence = 'lost' }",
    "yearly_output = ['1 辆', '2 辆', '3 辆']",
    "land_area = '5 ha ± 2 %'",
    "land_area = { value = '5 ha', uncertainty = '2 %', distribution = 'uniform', coverage = '95 %' }",
    "yearly_output = { value = ['1 辆', '2 辆'], uncertainty = ['2 %', '0 %'] }",
    "energy = [{ carrier = 'diesel', quantity = '1 t', uncertainty = '2 %', coverage = 'one standard deviation' }]",
    """
    ledger = { grid = ["全国", 2023, "location"], fuel_set = "NDRC-2015" }
    energy = [
        { carrier = "天然气", quantity = "9 GJ", heat_basis = "高位" },
        { carrier = "diesel", quantity = "9 GJ", heat_basis = "gross", net_to_gross = "95 %", reference = "x" },
        { carrier = "电力", quantity = "9 kWh", basis = "当量", renewable = "direct line" },
        { carrier = "电力", quantity = "3 kWh", basis = "当量", renewable = "direct line", use = "passed on" },
        { carrier = "电力", quantity = "0 kWh", basis = "当量", renewable = "no", use = "passed on" },
    ]
    emission = [
        { kind = "combustion", fuel = "diesel", quantity = "9 GJ", heat_basis = "net" },
        { kind = "heat", quantity = "9 GJ", renewable = "direct line" },
        { kind = "electricity", quantity = "9 kWh", grid = ["辽宁", 2023, "location"] },
    ]
    """,
    "yearly_output = { value = ['1 辆', '2 辆'], evidence = 'reports' }",
    "year = 2025",
    "year = { value = 2025 }",
    "vehicle_type = 'truck cab'",
    "vehicle_type = { value = 'truck cab' }",
    "vehicle_type = 'unknown'",
    "[plant]\nname = 'X'\nyear = '2025'\nstandard = 'mine.toml'\nvehicle_type = ''\nnotes = [1, 2.5]",
    "[plant]\nname = 'X'\nland_area = '5 ha'\n[plant.more]\n'8' = 'met'",
    "[a]\n[a.b]\nland_area = '5 ha'\n[a.b.c]\n'4.1' = true",
    "'4.1' = false",
    "'4.1' = '符合'",
    "'4.1' = { value = true, evidence = 'x' }",
    "'5.2.2/daylight' = { status = '部分符合', share = '0.6' }",
    "'5.1.6' = { status = 'not applicable', reason = 'ground floor', evidence = 'plan', year = 2024 }",
    "8 = 'met'",
    "'C.1/eco-design' = 'met'",
    "'4.2 a)' = { status = 'met', evidence = 'none' }",
    "platform_functions = '7'",
    "weather = 'fine'",
    "[empty]",
]


@pytest.mark.parametrize("text", RIGHT, ids=range(len(RIGHT)))
def test_what_is_read_and_judged_passes(tmp_path, text) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "mine.toml").write_text("[standard]\n", encoding="utf-8")
    facts = load_plant(path).facts
    for standard in ("qct1160_2022", "gbt36132_2025"):
        evaluate(load_standard(standard), facts)
    assert faults(PLANT, tomllib.loads(text)) == []


LINES = {"energyLines": (ENERGY_KEYS, {}), "emissionLines": (CARBON_KEYS, {"kind": tuple(_KINDS)})}


@pytest.mark.parametrize("name", LINES)
def test_lines_of_ledgers_have_the_entries_and_words_that_are_read(name) -> None:
    keys, words = LINES[name]
    entries = SCHEMAS["plant"]["$defs"][name]["items"]["properties"]
    assert set(entries) == set(keys)
    words |= {"renewable": (*RENEWABLE, NOT_RENEWABLE), "heat_basis": tuple(HEAT_BASES), "origin": tuple(ORIGINS)}
    words |= {"use": ENERGY_USES, "basis": tuple(BASES)} if name == "energyLines" else {"use": CARBON_USES}
    for entry, choices in words.items():
        said = entries[entry]
        said = SCHEMAS["plant"]["$defs"][said["$ref"].rpartition("/")[2]] if "$ref" in said else said
        assert said["enum"] == list(choices)


WRONG = {
    "a number without its unit": ("land_area = 5", "$.land_area"),
    "a decimal without its unit": ("[land]\nland_area = 5.5", "$.land.land_area"),
    "a number in a table": ("land_area = { value = 5 }", "$.land_area"),
    "numbers in a list": ("yearly_output = ['1 辆', 2]", "$.yearly_output"),
    "an empty evidence table": ("land_area = { evidence = 'map' }", "'value' is a required property"),
    "value and status": ("'4.1' = { value = true, status = 'met' }", "$['4.1']"),
    "value and status of an amount": ("land_area = { value = '5 ha', status = 'unknown' }", "$.land_area"),
    "an uncertainty that is a number": ("land_area = { value = '5 ha', uncertainty = 2 }", "$.land_area.uncertainty"),
    "a distribution that is none": (
        "land_area = { value = '5 ha', uncertainty = '2 %', distribution = 'gauss' }",
        "$.land_area.distribution",
    ),
    "an uncertainty of a status": ("'4.1' = { status = 'met', uncertainty = '2 %' }", "'uncertainty' was unexpected"),
    "an uncertainty of what is unknown": ("land_area = { value = 'unknown', uncertainty = '2 %' }", "$.land_area"),
    "an uncertainty alone": ("land_area = { uncertainty = '2 %' }", "'value' is a required property"),
    "an unknown key": ("land_area = { value = '5 ha', note = 'x' }", "'note' was unexpected"),
    "an unknown word": ("'4.1' = 'fine'", "$['4.1']"),
    "an unknown word in a table": ("[a]\n'4.1' = { status = 'maybe' }", "$.a['4.1'].status"),
    "an amount for a clause": ("'10.5.1' = '85 %'", "$['10.5.1']"),
    "a number for a clause": ("'4.1' = 1", "$['4.1']"),
    "partly met without a share": ("'5.1.6' = { status = 'partly met' }", "'share' is a required property"),
    "partly met as a word alone": ("'5.1.6' = 'partly met'", "$['5.1.6']"),
    "a share that is a number": ("'5.1.6' = { status = 'partly met', share = 0.6 }", "share"),
    "a share of what is met": ("'5.1.6' = { status = 'met', share = '60 %' }", "does not allow '60 %'"),
    "a share of an amount": ("land_area = { value = '5 ha', share = '60 %' }", "$.land_area"),
    "not applicable without a reason": ("'5.1.6' = { status = 'not applicable' }", "'reason' is a required property"),
    "not applicable with an empty reason": ("'5.1.6' = { status = '不适用', reason = ' ' }", "reason"),
    "evidence that is a number": ("land_area = { value = '5 ha', evidence = 5 }", "$.land_area.evidence"),
    "a year that is a text": ("land_area = { value = '5 ha', year = '2025' }", "$.land_area.year"),
    "a year far away": ("year = 20255", "$.year"),
    "a clause without quotation marks": ("4.1 = 'met'", "$['4']"),
    "years as names": ("yearly_output = { 2023 = '5 辆', 2024 = '6 辆' }", "$.yearly_output"),
    "headings with two brackets": ("[[land]]\nland_area = '5 ha'", "$.land"),
    "a plant that is a number": ("plant = 5", "$.plant"),
    "a name that is a number": ("[plant]\nname = 5", "$.plant.name"),
    "a standard that is a list": ("[plant]\nstandard = ['a']", "$.plant.standard"),
    "a vehicle type that is a list": ("vehicle_type = ['truck cab']", "$.vehicle_type"),
    "a year of a grid factor as a broken number": (
        "emission = [{ kind = 'electricity', quantity = '1 kWh', grid = ['national', 2023.5, 'location'] }]",
        "$.emission[0].grid[1]",
    ),
    "a heat that is neither net nor gross": (
        "energy = [{ carrier = 'natural gas', quantity = '1 GJ', heat_basis = 'upper' }]",
        "$.energy[0].heat_basis",
    ),
    "a ratio that is a number": (
        "energy = [{ carrier = 'coke', quantity = '1 GJ', heat_basis = 'gross', net_to_gross = 0.9, reference = 'x' }]",
        "$.energy[0].net_to_gross",
    ),
    "a fact beside the description without its unit": ("[plant]\nland_area = 5", "$.plant.land_area"),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_plant_file_does_not_pass(tmp_path, text, says) -> None:
    assert any(says in fault for fault in faults(PLANT, tomllib.loads(text)))
    path = tmp_path / "plant.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((FactsError, ValueError)):
        evaluate(QCT, load_plant(path).facts)


def test_a_list_of_more_amounts_than_a_file_may_have_does_not_pass() -> None:
    assert faults(PLANT, {"yearly_output": ["1 辆"] * 1000}) == []
    assert faults(PLANT, {"yearly_output": ["1 辆"] * 1001})


# Packs


@pytest.mark.parametrize("name", PACKS)
def test_packs_pass(name) -> None:
    assert faults(PACK, json.loads(PACKS[name])) == []


CONTENT = json.loads(PACKS["example"])
for rows in (CONTENT["results"]["items"], CONTENT["table"]["item"]):
    del rows[3:]  # the schema looks at each row alone
WRONG_PACKS = {
    "another format": (("format",), "greencalc audit pack 2"),
    "a version that is a number": (("versions", "numpy"), 2.1),
    "a hash that is none": (("hashes", "facts"), "0" * 63),
    "a hash in capitals": (("hashes", "facts"), "A" * 64),
    "a plant of objects": (("plant", "name"), {"en": "X"}),
    "an unknown setting": (("settings", "currency"), "yuan"),
    "a policy that is none": (("settings", "not_applicable"), "zero"),
    "a fact that is a text": (("facts", "land_area"), "1230 mu"),
    "a fact that is a decimal": (("facts", "land_area", "value"), 1230.5),
    "an amount that is no fraction": (("facts", "land_area", "value"), {"number": "1.5", "unit": "m2"}),
    "an amount divided by zero": (("facts", "land_area", "value"), {"number": "1/0", "unit": "m2"}),
    "an amount without a unit": (("facts", "land_area", "value"), {"number": "1"}),
    "a status in Chinese": (("facts", "4.1", "status"), "符合"),
    "a share of an amount": (("facts", "land_area", "share"), "60 %"),
    "an uncertainty that is a number": (("facts", "land_area", "uncertainty"), 2),
    "a distribution without uncertainty": (("facts", "land_area", "distribution"), "normal"),
    "points as text": (("results", "score", "lower"), "77.8"),
    "a gate that is a text": (("results", "eligible"), "yes"),
    "coverage in percent": (("results", "coverage"), 95.4),
    "an item's status": (("results", "items", 0, "status"), "ok"),
    "an exact number that is a float": (("results", "items", 0, "exact", "of"), 1.5),
    "an origin that is none": (("results", "items", 0, "origin"), "hearsay"),
    "a finding without facts": (("results", "findings"), [{"code": "x"}]),
    "a rule of another kind": (("table", "item", 0, "rule"), {"kind": "vote"}),
    "a limit without limits": (("table", "item", 0, "rule"), {"kind": "limit", "formula": "x", "operator": "<"}),
    "a kind of item": (("table", "item", 0, "kind"), "optional"),
    "points that are a number": (("table", "group", 0, "points"), 20),
    "a range of numbers": (("plausibility", 0, "low"), 0.1),
    "a range with another column": (("plausibility", 0, "why"), "x"),
    "an unknown part": (("signature",), "x"),
}


@pytest.mark.parametrize(("path", "value"), WRONG_PACKS.values(), ids=WRONG_PACKS)
def test_a_wrong_pack_does_not_pass(path, value) -> None:
    wrong = copy.deepcopy(CONTENT)
    part = wrong
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    found = faults(PACK, wrong)
    assert found
    assert any(str(path[0]) in fault for fault in found)


@pytest.mark.parametrize("part", CONTENT)
def test_a_pack_without_one_of_its_parts_does_not_pass(part) -> None:
    found = faults(PACK, {name: value for name, value in CONTENT.items() if name != part})
    assert found == [f"$: {part!r} is a required property"]


def test_the_schema_knows_the_words_of_the_code() -> None:
    definitions = SCHEMAS["pack"]["$defs"]
    assert definitions["origin"]["enum"] == list(ORIGINS)
    assert set(definitions["status"]["enum"]) == set(_STATUS_WORDS.values())
    assert SCHEMAS["pack"]["properties"]["format"]["const"] == PACK_FORMAT
    types = SCHEMAS["plant"]["$defs"]["vehicle_type"]["anyOf"][0]["enum"]
    assert tuple(types) == QCT.categories
    assert SCHEMAS["plant"]["$defs"]["vehicle_type"]["anyOf"][1]["enum"] == list(_TYPE_WORDS)
