"""The audit pack: the same bytes for the same facts, replayed exactly, and nothing in it can be changed unseen."""

from __future__ import annotations

import copy
import getpass
import hashlib
import json
import os
import platform
import random
import socket
import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest

from counted import calls_of
from greencalc import (
    FactsError,
    GreencalcError,
    PackError,
    Q,
    StandardError,
    evaluate,
    load_plant,
    load_plausibility,
    load_standard,
    replay,
)
from greencalc.cli import main
from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.plant.plausible_ranges import PlausibleRange
from greencalc.replaying import MAX_CHARACTERS, MAX_DEPTH, MAX_FACTS
from greencalc.units.amount import FloatText
from long_walks import WHOLE
from registries import fresh_registry

QCT, GBT = load_standard("qct1160_2022"), load_standard("gbt36132_2025")
CAR_PLANT = load_plant("examples/plant.toml")
TRUCK_PLANT = load_plant("examples/truck_plant.toml")
UREG = fresh_registry()

HedgeLength = Annotated[Amount, Symbol("L_h", "m", "length of hedges", "树篱长度", at_least="0")]
GardenArea = Annotated[Amount, Symbol("A_g", "m2", "garden area", "绿地面积", above="0")]


@formula(
    standard="House rules",
    clause="1",
    result=Symbol("h", "m/ha", "hedges per garden area", "单位绿地树篱长度", at_least="0"),
    title="Hedges per garden area",
    title_zh="单位绿地树篱长度",
    origin="user",
    source="the tests",
)
def hedge_per_area(*, hedge_length: HedgeLength, garden_area: GardenArea) -> Result:
    """Hedges per garden area."""
    return hedge_length / garden_area


OWN = load_standard(Path(__file__).parents[1] / "data" / "own_formula_table.toml", formulas=[hedge_per_area])
KILNS = load_standard(Path(__file__).parents[1] / "data" / "kiln_table.toml")
RANGES = (PlausibleRange("mine", "1", "water_intake", "", "1 m3", "", "", "intake", "user", "mine"),)

QUANTITIES = {
    "vehicle_type": "truck or van",
    "year": 2025,
    "land_area": UREG.Quantity(300, "yard**2"),
    "building_area": Q(Fraction(1, 3), "km2"),
    "structure_area": Q(Decimal("0.1"), "m2"),
    "capacity": Q(0.1, "万辆"),
    "yearly_output": Q(np.array([0.1, 0.2, 0.7]), "vehicle"),
    "design_capacity": Q(np.float32(0.1), "vehicle"),
    "green_paint": {"value": UREG.Quantity(1e-9, "lb"), "evidence": "scales"},
    "total_paint": UREG.Quantity(np.int64(7), "ounce"),
    "energy_consumption": {"value": "1 tce", "year": 2024},
    "5.1.6": {"status": "不适用", "reason": "一层"},
    "5.2.2/daylight": {"status": "partly met", "share": "33.3 %"},
    "4.1": True,
    "4.2": None,
}
UNNEEDED = {
    "water_intake": Q(Fraction(52, 3), "m3"),
    "building_footprint": {"value": UREG.Quantity(2, "acre"), "evidence": "map"},
    "wastewater_volume": [Q(1, "m3"), "2 m3"],
    "water_circulated": Q(np.array([[1.5, 2.5]]), "m3"),
    "output_value": 5,
    "renewable_energy": Fraction(11, 2),
    "material_consumption": ["1 t", 2],
    "pollutant_mass_emitted": Q(np.array([]), "kg"),
    "solvent_input": UREG.Quantity(1, "1/acre"),
    "solvent_destroyed": [],
    "exported_heat": [Q(np.array([1.0]), "t")],
    "exported_electricity": UREG.Quantity(1, "BTU"),
    "weather": object,
    "mood": "fine",
    "sky": {"status": "met"},
}
OWN_FACTS = {
    "hedge_length": "1 km",
    "garden_area": UREG.Quantity(2, "acre"),
    "hedge_per_area_leading": Q(Fraction(2000, 3), "m/ha"),
    "yearly_output": ["70 辆", "70.00001 辆", "71 辆"],
    "design_capacity": "100 辆",
    "3": {"status": "not applicable", "reason": "no ground"},
    "water_intake": "1 L",
}
CASES = {
    "example": (QCT, CAR_PLANT.facts, {}, CAR_PLANT.description, ()),
    "example by the parent standard": (GBT, CAR_PLANT.facts, {}, CAR_PLANT.description, ()),
    "truck example": (QCT, TRUCK_PLANT.facts, {}, TRUCK_PLANT.description, ()),
    "truck example by the parent standard": (GBT, TRUCK_PLANT.facts, {}, {}, ()),
    "nothing": (QCT, {}, {}, {}, ()),
    "quantities": (QCT, QUANTITIES, {"not_applicable": "keep"}, {"name": "厂", "year": 2025}, ()),
    "quantities by the parent standard": (GBT, {**QUANTITIES, "green_paint": "1 t"}, {}, {}, ()),
    "what nobody needs": (QCT, UNNEEDED, {}, {"notes": Fraction(5, 2)}, ()),
    "both settings": (
        QCT,
        {**CAR_PLANT.facts, "5.1.6": {"status": "not applicable", "reason": "a reason"}},
        {"not_applicable": "full", "comparison": "rounded value"},
        {},
        (),
    ),
    "ranges of one's own": (QCT, CAR_PLANT.facts, {"plausibility": RANGES}, {}, ()),
    "no ranges": (QCT, CAR_PLANT.facts, {"plausibility": ()}, {}, ()),
    "a category of one's own": (KILNS, {"kiln_type": " roller kiln", "permits": True}, {}, {}, ()),
    "table and formula of one's own": (OWN, OWN_FACTS, {"plausibility": RANGES}, {}, (hedge_per_area,)),
}


def pack_of(standard, facts, options, description, formulas=()):
    del formulas
    return evaluate(standard, facts, **options).to_json(description)


PACKS = {name: pack_of(*case) for name, case in CASES.items()}
EXAMPLE = PACKS["both settings"]


# Round trips


@pytest.mark.parametrize("name", CASES)
def test_a_pack_replays_to_itself_byte_by_byte(name) -> None:
    standard, facts, options, description, formulas = CASES[name]
    again = replay(PACKS[name], formulas)
    assert (again.differences, again.versions, again.agrees) == ((), (), True)
    assert pack_of(standard, facts, options, description) == PACKS[name]
    assert replay(json.dumps(json.loads(PACKS[name])), formulas).agrees  # another spelling of the same JSON


@pytest.mark.parametrize("name", ["example", "quantities", "table and formula of one's own"])
def test_facts_of_a_pack_are_facts(name) -> None:
    standard, facts, options, description, _ = CASES[name]
    packed = json.loads(PACKS[name])["facts"]
    assert list(packed) == list(facts)
    texts = {key: fact for key, fact in packed.items() if not isinstance(fact.get("value"), dict | list)}
    again = json.loads(pack_of(standard, texts, options, description))["facts"]
    assert again == texts


def test_numbers_are_kept_to_the_last_digit() -> None:
    facts = json.loads(PACKS["quantities"])["facts"]
    assert facts["building_area"] == {"value": {"number": "1/3", "unit": "km2"}}
    assert facts["structure_area"] == {"value": {"number": "1/10", "unit": "m2"}}
    assert facts["land_area"]["value"]["unit"] == "m2"
    assert facts["yearly_output"]["value"][2] == {"number": "7/10", "unit": "vehicle", "float": True}
    assert facts["5.1.6"] == {"status": "not applicable", "reason": "一层"}
    assert (facts["4.1"], facts["4.2"], facts["year"]) == ({"status": "met"}, {"status": ""}, {"value": 2025})
    assert facts["energy_consumption"] == {"value": "1 tce", "year": 2024}
    yards = Fraction(facts["land_area"]["value"]["number"])
    assert float(yards) == pytest.approx(300 * 0.9144**2, rel=1e-15)
    assessment = evaluate(QCT, CAR_PLANT.facts)
    for item, result in zip(json.loads(PACKS["example"])["results"]["items"], assessment.items, strict=True):
        exact = {key: None if text is None else Fraction(text) for key, text in item["exact"].items()}
        assert exact["value"] == result.exact_value
        assert (exact["points"], exact["of"]) == (result.exact_points, result.exact_of)


def test_what_nobody_needs_is_kept_as_an_amount_or_as_words() -> None:
    facts = json.loads(PACKS["what nobody needs"])["facts"]
    assert facts["water_intake"] == {"value": {"number": "52/3", "unit": "m3"}}
    assert facts["building_footprint"]["value"]["unit"] == "m2"
    assert facts["wastewater_volume"] == {"value": [{"number": "1", "unit": "m3"}, "2 m3"]}
    assert facts["water_circulated"]["value"][1] == {"number": "5/2", "unit": "m3", "float": True}
    assert facts["output_value"] == {"value": "given the bare number 5; write an amount with its unit"}
    assert facts["pollutant_mass_emitted"] == {"value": "an empty array is no amount"}
    assert "in a unit that cannot be written" in facts["solvent_input"]["value"]
    assert facts["exported_heat"] == {"value": "a list of amounts of one kind is expected"}
    assert facts["exported_electricity"]["value"]["unit"] in {"kWh", "MJ", "GJ", "kJ", "J", "MWh"}
    assert "of type type" in facts["weather"]["value"]


def test_settings_tables_and_description_are_kept() -> None:
    pack = json.loads(EXAMPLE)
    assert pack["settings"] == {"not_applicable": "full", "comparison": "rounded value"}
    assert [row["code"] for row in pack["plausibility"]] == [row.code for row in load_plausibility()]
    assert json.loads(PACKS["example"])["plant"] == dict(CAR_PLANT.description)
    assert json.loads(PACKS["what nobody needs"])["plant"] == {"notes": "5/2"}
    assert json.loads(PACKS["example"])["settings"] == {}
    assert json.loads(PACKS["table and formula of one's own"])["table"]["standard"]["pass_mark"] == "200/3"  # noqa: S105


def test_hashes_are_of_the_parts_in_one_fixed_spelling() -> None:
    pack = json.loads(EXAMPLE)
    for name in ("table", "plausibility", "facts", "plant"):
        text = json.dumps(pack[name], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert pack["hashes"][name] == hashlib.sha256(text.encode()).hexdigest()
    units = Path("src/greencalc/units/units.csv").read_bytes()
    assert pack["hashes"]["units"] == hashlib.sha256(units).hexdigest()
    assert [len(digest) for digest in pack["hashes"].values()] == [64] * 6


def test_formulas_of_ones_own_are_needed_again() -> None:
    with pytest.raises(StandardError, match="hedge_per_area"):
        replay(PACKS["table and formula of one's own"])


# The same bytes anywhere


SCRIPT = """
import sys
sys.path[:0] = {tests}
import test_pack
sys.stdout.buffer.write("".join(test_pack.pack_of(*case) for case in test_pack.CASES.values()).encode())
"""


def test_a_fresh_process_with_other_hashes_place_and_clock_writes_the_same_bytes(tmp_path) -> None:
    script = SCRIPT.format(tests=[str(Path(__file__).parent), str(Path(__file__).parents[1])])
    root = Path.cwd()
    for name in ("examples", "tests", "src"):
        (tmp_path / name).symlink_to(root / name)
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=tmp_path)  # noqa: S603
    assert done.stdout.decode() == "".join(PACKS.values())


def test_no_clock_no_path_and_no_name_of_a_machine_is_asked(monkeypatch) -> None:
    def asked(*_) -> None:
        raise AssertionError

    assessment = evaluate(QCT, CAR_PLANT.facts)
    for module, name in (
        (time, "time"),
        (time, "time_ns"),
        (time, "localtime"),
        (os, "getcwd"),
        (platform, "node"),
        (platform, "uname"),
        (socket, "gethostname"),
        (getpass, "getuser"),
    ):
        monkeypatch.setattr(module, name, asked)
    text = assessment.to_json(CAR_PLANT.description)
    monkeypatch.undo()
    assert str(Path.cwd()) not in text
    assert str(Path.home()) not in text


def test_the_order_of_facts_is_kept_and_moves_no_result() -> None:
    backwards = dict(reversed(CAR_PLANT.facts.items()))
    one, other = (json.loads(evaluate(QCT, facts).to_json()) for facts in (CAR_PLANT.facts, backwards))
    assert list(other["facts"]) == list(one["facts"])[::-1]
    one["results"]["unused"].reverse()
    assert (one["results"], one["hashes"]) == (other["results"], other["hashes"])


# Tampering


def leaves(part, path=()):
    """Yield the path of each leaf; what is empty is one too."""
    entries = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in entries:
        yield from leaves(value, (*path, key))
    if not entries:
        yield path


def changed(pack, path, change):
    """Return a pack with one leaf changed."""
    tampered = copy.deepcopy(pack)
    part = tampered
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = change(part[path[-1]])
    return tampered


def other_value(value):
    if isinstance(value, str):
        return f"{value[:-1]}{'1' if value[-1:] != '1' else '2'}"
    if isinstance(value, bool | None):
        return not value
    return value * 2 + 1 if isinstance(value, int | float) else ["x"]


def is_seen(tampered, formulas=()) -> bool:
    try:
        return not replay(json.dumps(tampered), formulas).agrees
    except (PackError, StandardError, FactsError):
        return True


CONTENT = json.loads(EXAMPLE)
MOST = {"results": 45, "facts": 40, "table": 30, "plausibility": 25, "settings": 2, "plant": 5, "hashes": 5}


def sampled() -> list:
    """Return some leaves of each part, the same at every run."""
    chosen = []
    for part, most in MOST.items():
        found = list(leaves(CONTENT[part], (part,)))
        chosen += random.Random(part).sample(found, min(most if WHOLE else -(-most // 3), len(found)))
    return chosen


@pytest.mark.walk
def test_no_leaf_can_be_changed_unseen() -> None:
    paths = sampled()
    assert len(paths) >= (145 if WHOLE else 48)
    unseen = [path for path in paths if not is_seen(changed(CONTENT, path, other_value))]
    assert unseen == []


def test_changes_of_the_facts_with_their_hash_are_seen_in_the_results() -> None:
    for name, value in (("vocs_emitted", "421 t"), ("9.1", "not met")):
        tampered = copy.deepcopy(CONTENT)
        fact = tampered["facts"][name]
        fact["value" if "value" in fact else "status"] = value
        text = json.dumps(tampered["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        tampered["hashes"]["facts"] = hashlib.sha256(text.encode()).hexdigest()
        where = {difference.where.partition(".")[0] for difference in replay(json.dumps(tampered)).differences}
        assert where == {"results"}


@pytest.mark.parametrize("part", ["hashes", "plant", "settings", "facts", "results", "table", "plausibility"])
def test_what_is_added_left_out_or_exchanged_is_seen(part) -> None:
    found = CONTENT[part]
    if isinstance(found, dict):
        first = next(iter(found), None)
        assert is_seen({**CONTENT, part: {**found, "more": {"value": "1"} if part == "facts" else "1"}})
        assert first is None or is_seen({**CONTENT, part: {key: found[key] for key in found if key != first}})
    else:
        assert is_seen({**CONTENT, part: [*found, found[0]]})
        assert is_seen({**CONTENT, part: found[1:]})
        assert is_seen({**CONTENT, part: found[::-1]})
    assert is_seen({key: value for key, value in CONTENT.items() if key != part})


def test_a_difference_says_where_and_what() -> None:
    tampered = changed(CONTENT, ("results", "items", 3, "points"), lambda _: 100)
    [difference] = replay(json.dumps(tampered)).differences
    assert difference.where == "results.items[3].points"
    assert (difference.recorded, difference.recomputed) == (100, 0.0)


def test_true_is_not_one_and_one_is_not_a_decimal() -> None:
    for value in (1, 1.0):
        assert is_seen(changed(CONTENT, ("results", "eligible"), lambda _, value=value: value))
    whole = next(path for path in leaves(CONTENT["results"], ("results",)) if path[-1] == "of")
    assert is_seen(changed(CONTENT, whole, int))


def test_another_spelling_of_the_same_number_is_harmless() -> None:
    assert '"points": 0.0' in EXAMPLE
    for spelling in ("-0.0", "0.00", "0e5"):
        assert replay(EXAMPLE.replace('"points": 0.0', f'"points": {spelling}')).agrees


def test_other_versions_are_told_and_do_not_break_a_pack() -> None:
    again = replay(json.dumps(changed(CONTENT, ("versions", "numpy"), lambda _: "0.1")))
    assert again.agrees
    assert [(item.where, item.recorded) for item in again.versions] == [("versions.numpy", "0.1")]
    assert "Other versions" in str(again)


# Hostile packs


def with_value(text) -> str:
    """Return a pack where a fact's value is some JSON text."""
    return json.dumps(CONTENT).replace('"1230 mu"', text)


HOSTILE = {
    "no text": "",
    "no JSON": "{",
    "a number": "5",
    "a list": "[]",
    "another format": json.dumps({**CONTENT, "format": "greencalc audit pack 2"}),
    "an unknown part": json.dumps({**CONTENT, "signature": "x"}),
    "NaN": with_value("NaN"),
    "Infinity": with_value("-Infinity"),
    "a name twice": with_value('"1230 mu", "value": "1231 mu"'),
    "20 MB": json.dumps({**CONTENT, "results": {"x": "x" * 20_000_000}}),
    "as many characters as a pack may have": json.dumps({**CONTENT, "table": {"x": [1] * (MAX_CHARACTERS // 4)}}),
    "brackets without end": "[" * 100_000,
    "brackets with ends": with_value("[" * 900 + "]" * 900),
    "objects in each other": with_value('{"value":' * 100_000 + "1" + "}" * 100_000),
    "nested in what is compared alone": json.dumps(CONTENT).replace(
        '"results": {', '"results": {"x":' + "[" * 900 + "]" * 900 + ",", 1
    ),
    "5000 digits": with_value("1" * 5000),
    "4000 digits": with_value("1" * 4000),
    "4000 digits of points": json.dumps(changed(CONTENT, ("table", "group", 0, "points"), lambda _: 10**4000)),
    "beyond any float": with_value("1e999"),
    "divided by zero": with_value('{"number": "1/0", "unit": "m2"}'),
    "an amount of 700 digits": with_value('{"number": "%s", "unit": "m2"}' % ("9" * 700)),
    "an amount of 800 digits": with_value('{"number": "%s", "unit": "m2"}' % ("9" * 800)),
    "an exponent": with_value('{"number": "1e5", "unit": "m2"}'),
    "a unit that is none": with_value('{"number": "1", "unit": "%s"}' % ("m" * 100_000)),
    "a unit that is no text": with_value('{"number": "1", "unit": 5}'),
    "half a character": with_value('"\\ud800"'),
    "lists of lists": with_value('[["1 m2"], ["2 m2"]]'),
    "too many facts": json.dumps({**CONTENT, "facts": {f"x{number}": {} for number in range(MAX_FACTS + 1)}}),
    "too many amounts": with_value(json.dumps(["1 m2"] * (MAX_FACTS + 1))),
    "a range without a name": json.dumps(changed(CONTENT, ("plausibility", 0, "of"), lambda _: "")),
    "a range without columns": json.dumps({**CONTENT, "plausibility": [{"code": "x"}]}),
    "a range of numbers": json.dumps(changed(CONTENT, ("plausibility", 0, "low"), lambda _: 5)),
    "a range that is none": json.dumps(changed(CONTENT, ("plausibility", 0, "low"), lambda _: "5 bananas")),
    "no table": json.dumps({**CONTENT, "table": {}}),
    "items that are a number": json.dumps(changed(CONTENT, ("table", "item"), lambda _: 5)),
    "items that are nothing": json.dumps(changed(CONTENT, ("table", "item"), lambda _: None)),
    "dates that are none": json.dumps(changed(CONTENT, ("table", "standard", "issued"), lambda _: "tomorrow")),
    "a header that is a list": json.dumps(changed(CONTENT, ("table", "standard"), lambda _: [])),
    "a setting that is a list": json.dumps(changed(CONTENT, ("settings", "comparison"), lambda _: [])),
    "a setting that is an object": json.dumps(changed(CONTENT, ("settings", "not_applicable"), lambda _: {})),
    "a setting that is none": json.dumps(changed(CONTENT, ("settings", "comparison"), lambda _: "by eye")),
    "a fact that is a text": json.dumps(changed(CONTENT, ("facts", "land_area"), lambda _: "1 ha")),
    "a status that is a list": json.dumps(changed(CONTENT, ("facts", "9.1", "status"), lambda _: [])),
}


@pytest.mark.parametrize("pack", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pack_is_refused_soon_by_an_error_of_the_library(pack) -> None:
    caught = []

    def refuse() -> None:
        with pytest.raises(GreencalcError) as one:
            replay(pack)
        caught.append(one)

    assert calls_of(refuse) < 400_000 + len(pack)
    [caught] = caught
    assert isinstance(caught.value, PackError | StandardError | FactsError)
    assert len(str(caught.value)) < 20_000


def test_depth_is_counted_exactly() -> None:
    def nested(depth) -> str:
        return json.dumps({**CONTENT, "results": {"x": eval("[" * depth + "]" * depth)}})  # noqa: S307

    assert not replay(nested(MAX_DEPTH - 2)).agrees
    with pytest.raises(PackError, match="nested deeper than 16"):
        replay(nested(MAX_DEPTH - 1))


WRONG = (None, True, -1, 1.5, "", "x", "1e99", "-5 m2", [], [1], {}, {"a": 1}, 10**4200, [["x"]], "nan", "5 m2/kg")


@pytest.mark.walk
def test_wrong_types_anywhere_are_told_or_refused_by_an_error_of_the_library() -> None:
    chance = random.Random(1160)
    parts = ("facts", "table", "plausibility", "settings", "plant", "hashes", "results", "versions")
    for number in range(160 if WHOLE else 64):
        part = parts[number % len(parts)] if number % 2 else parts[number // 2 % 3]
        path = chance.choice(list(leaves(CONTENT[part], (part,))))
        path = path[: chance.randint(1, len(path))]
        tampered = changed(CONTENT, path, lambda _: chance.choice(WRONG))
        try:
            str(replay(json.dumps(tampered)))
        except (PackError, StandardError, FactsError) as error:
            assert error.faults  # noqa: PT017


def test_quantities_that_no_pack_could_hold_are_refused_where_they_are_given() -> None:
    for value in (Fraction(10**5000 + 1, 10**5000), Decimal("1." + "1" * 1000), Fraction(1, 10**301)):
        with pytest.raises(FactsError, match=r"digits below|beyond"):
            evaluate(QCT, {"land_area": Q(value, "m2")})


def test_a_table_of_amounts_is_no_fact() -> None:
    with pytest.raises(FactsError, match="one amount, or a list with one for each year"):
        evaluate(QCT, {"land_area": Q(np.ones((2, 2)), "m2")})


# The command


@pytest.fixture
def write(tmp_path):
    def write_text(text, name) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_text


def test_a_pack_of_a_plant_file_without_a_standard_holds(write, tmp_path, capsys) -> None:
    plant = write('[plant]\nname = "X"\nnotes = 5.5\n[a]\nland_area = "5 ha"\nwater_intake = 5.5\n', "plant.toml")
    output = str(tmp_path / "pack.json")
    assert main(["pack", plant, "-o", output]) == 0
    assert main(["replay", output]) == 0
    assert capsys.readouterr().out == "The pack holds: the same results from its facts and table.\n"
    assert main(["pack", plant]) == 0
    assert capsys.readouterr().out == Path(output).read_text(encoding="utf-8")


def test_a_pack_does_not_tell_where_the_plant_file_lies(write, tmp_path, capsys) -> None:
    write((Path(__file__).parents[1] / "data" / "yes_no_table.toml").read_text(encoding="utf-8"), "mine.toml")
    assert main(["pack", write('"1" = "met"\n[plant]\nstandard = "mine.toml"\n', "plant.toml")]) == 0
    text = capsys.readouterr().out
    assert str(tmp_path) not in text
    assert json.loads(text)["plant"] == {"standard": "mine.toml"}
    assert replay(text).agrees


def test_a_pack_that_does_not_hold_ends_with_1_and_one_that_is_none_with_2(write, capsys) -> None:
    tampered = json.dumps(changed(CONTENT, ("results", "score", "lower"), lambda _: 100.0))
    assert main(["replay", write(tampered, "pack.json")]) == 1
    assert "results.score.lower  recorded 100.0, now 82.7" in capsys.readouterr().out
    assert main(["replay", write("{}", "pack.json")]) == 2
    assert "its format is not 'greencalc audit pack 1'" in capsys.readouterr().err


def test_an_assessment_is_replayed_by_its_pack() -> None:
    with pytest.raises(PackError) as caught:
        replay(evaluate(load_standard("qct1160_2022"), {}))
    says = "the pack is of type greencalc.Assessment; give its text, as assessment.to_json() or path.read_text"
    assert caught.value.faults[0].startswith(says)


def test_a_description_is_a_mapping() -> None:
    assessment = evaluate(load_standard("qct1160_2022"), {})
    for given, named in (
        (load_plant("examples/plant.toml"), "of type greencalc.Plant"),
        ("", "''"),
        ([], "of type list"),
    ):
        with pytest.raises(FactsError) as caught:
            assessment.to_json(given)
        assert caught.value.faults == (f"the description is {named}; give a mapping, as plant.description",)
    assert json.loads(assessment.to_json({1: "one", "b": "two"}))["plant"] == {"1": "one", "b": "two"}


def test_a_pack_may_have_as_many_characters_as_that() -> None:
    text = json.dumps(CONTENT).ljust(4_194_304)
    assert replay(text).agrees
    with pytest.raises(PackError, match="more than 4194304 characters"):
        replay(f"{text} ")


def test_the_text_of_a_float_stays_one() -> None:
    pack = evaluate(QCT, CAR_PLANT.facts | {"land_area": FloatText("0.1 km2")}).to_json()
    assert json.loads(pack)["facts"]["land_area"] == {"value": {"text": "0.1 km2", "float": True}}
    assert replay(pack).agrees
