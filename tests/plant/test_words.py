"""Words as people give them: statuses, vehicle types and names; and advice, which works when it is followed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve

from editions import FUNCTIONS
from greencalc import (
    FactsError,
    PlantFileError,
    Q,
    UnitTextError,
    evaluate,
    load_plant,
    load_standard,
    replay,
    score_columns,
    score_file,
    spec,
    standards,
)
from greencalc.formula.plain_call import read_checked
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.names import amounts_of, line_ends, names_of
from greencalc.standards.rules import YesNoRule
from greencalc.units.amount import GivenAmount
from long_walks import some

QCT = load_standard("qct1160_2022")
GBT = load_standard("gbt36132_2025")
FEW = evolve(QCT, items=tuple(item for item in QCT.items if item.id in {"5.1.6", "5.2.1"}))
MET = ["met", "yes", "Y", "true", "符合", "满足", "是", "有", "合格", "通过", "达标", "√", "✓", "✔", "✔️"]
NOT_MET = [
    "not met",
    "no",
    "N",
    "false",
    "不符合",
    "不满足",
    "否",
    "无",
    "不合格",
    "不通过",
    "未通过",
    "不达标",
    "未达标",
]
NOT_MET += ["×", "✗", "✘", "✕", "✖"]
MARKS = ["○", "●", "□", "☑", "x", "X", "/", "／", "-", "—", "——", "0", "1", "n/a", "NA", "None"]
DERIVED = ["轿车", "SUV", "suv", "ＳＵＶ", "MPV", "M1", " m1 ", "M1类", "M1 类"]
WORDS_TO_SAY = {
    "met": "met",
    "not met": "not met",
    "partly met": {"status": "partly met", "share": "60 %"},
    "not applicable": {"status": "not applicable", "reason": "none there"},
    "unknown": "unknown",
}


def wide(word: str) -> str:
    return "".join(
        chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else "\u3000" if sign == " " else sign for sign in word
    )


def refusal(facts: dict[str, object], standard=QCT) -> str:
    with pytest.raises(FactsError) as caught:
        evaluate(standard, facts)
    return "\n".join(caught.value.faults)


# Statuses


@pytest.mark.parametrize(
    ("word", "status"), [*((word, "met") for word in MET), *((word, "not met") for word in NOT_MET)]
)
def test_a_word_means_the_same_everywhere(tmp_path, word, status) -> None:
    for said in (word, word.upper(), word.title(), f" {word}\u3000", wide(word)):
        assert evaluate(FEW, {"5.1.6": said}).item("5.1.6").status == status
        path = tmp_path / "plant.toml"
        path.write_text(f'[plant]\n"5.1.6" = "{said}"\n"5.2.1" = {{ status = "{said}" }}\n', encoding="utf-8")
        from_file = evaluate(FEW, load_plant(path).facts)
        assert {from_file.item(item).status for item in ("5.1.6", "5.2.1")} == {status}
        assert score_columns(FEW, {"5.1.6": [said]}, with_statuses=True).statuses["5.1.6"] == (status == "met")


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_of_two_meanings_is_asked_about(mark) -> None:
    asked = refusal({"5.1.6": mark})
    assert re.search("may be", asked)
    assert [fault.reason for fault in score_columns(QCT, {"5.1.6": [mark]}).faults] == [asked]


def test_words_that_a_refusal_says_are_taken() -> None:
    said = refusal({"5.1.6": "fine"}).partition("; say ")[2]
    words = re.split(r", | or ", said)
    assert len(words) == len(WORDS_TO_SAY)
    for word in words:
        english, chinese = re.fullmatch(r"(.*) \((.*)\)", word).groups()
        right = WORDS_TO_SAY[english]
        other = right | {"status": chinese} if isinstance(right, dict) else chinese
        assert evaluate(QCT, {"5.1.6": right}).items == evaluate(QCT, {"5.1.6": other}).items


@pytest.mark.parametrize(("standard", "item"), [(QCT, "4.1"), (QCT, "8/prohibited-substances"), (GBT, "4.2 a)")])
@pytest.mark.parametrize("word", ["有", "无"])
def test_there_is_none_of_what_is_ruled_out_is_asked_about(standard, item, word) -> None:
    assert f"{item}: {word!r} may be said of the requirement or of what it rules out" in refusal({item: word}, standard)
    assert evaluate(standard, {item: "√"}).item(item).status == "met"


@pytest.mark.parametrize("standard", standards())
def test_no_status_is_an_amount(standard) -> None:
    for name, argument in (amounts_of(standard) | line_ends(standard)).items():
        for word in ("无", "√", "N", "met"):
            said = refusal({name: word}, standard)
            assert said.startswith(f"{name}: {word!r} is said of requirements; this is {argument.symbol.unit.kind}")
            assert said.endswith("what is not known is left away, or said to be unknown")


# Vehicle types


@pytest.mark.parametrize("word", DERIVED)
def test_a_word_that_a_definition_reads_is_shown_with_the_result(tmp_path, word) -> None:
    facts = {"vehicle_type": word, "vocs_emitted": "17.5 kg", "painted_area": "1000 m2"}
    assessment = evaluate(QCT, facts)
    assert assessment.item("10.4.5").limit == "<= 20 g/m2"
    [shown] = [one for one in assessment.assumptions if one.what.startswith("vehicle_type: ")]
    assert shown.what == f"vehicle_type: {word.strip()} is read as passenger car."
    assert (shown.origin, "GB/T 15089" in shown.source) == ("derived", True)
    assert not replay(assessment.to_json()).differences
    columns = {"vehicle_type": [word, "乘用车", None], "painted_area [m2]": [1.0, 2.0, 3.0]}
    assert shown in score_columns(QCT, columns).assumptions
    path = tmp_path / "plants.csv"
    path.write_text(f"vehicle_type,painted_area [m2]\n{word},3\n", encoding="utf-8")
    assert shown in score_file(path, tmp_path / "scores.csv", QCT).assumptions


@pytest.mark.parametrize("word", ["passenger car", "Passenger  Car", "乘用车", "货车", "客车底盘"])
def test_a_word_of_the_table_is_no_assumption(word) -> None:
    assessment = evaluate(QCT, {"vehicle_type": word})
    assert assessment.vehicle_type in QCT.categories
    assert not any("vehicle_type" in one.what for one in assessment.assumptions)
    assert not any("vehicle_type" in one.what for one in score_columns(QCT, {"vehicle_type": [word]}).assumptions)


@pytest.mark.parametrize("word", ["越野车", "皮卡", "N1", "car", "无", "√"])
def test_a_vehicle_type_that_is_not_sure_is_refused_with_those_that_are_taken(word) -> None:
    said = refusal({"vehicle_type": word})
    assert said.startswith(f"vehicle_type: {word!r} is not one of ")
    taken = re.split(r", | or (?=[^v])(?!van|chassis)|[()]", said.partition("is not one of ")[2])
    names = [name.strip() for name in taken if name.strip()]
    assert set(QCT.categories) < set(names)
    for name in names:
        assert evaluate(QCT, {"vehicle_type": name}).vehicle_type in QCT.categories


# Names


def written(tmp_path, text: str):
    path = tmp_path / "plant.toml"
    path.write_text(text, encoding="utf-8")
    return load_plant(path).facts


@pytest.mark.parametrize("standard", standards())
def test_a_known_fact_is_taken_in_any_table_or_told_where_it_belongs(tmp_path, standard) -> None:
    for name in sorted(names_of(standard) - {"vehicle_type", "year"}):
        facts = {name: "some text"}
        for table in ("", "[plant]\n", "[site]\n", "[plant.more]\n"):
            assert written(tmp_path, f'{table}"{name}" = "some text"\n') == facts
        other = "land_area" if name != "land_area" else "painted_area"
        with pytest.raises(PlantFileError, match=re.escape(f"{other}: {name} is no part of it but a fact of its own")):
            written(tmp_path, f'[{other}]\nvalue = "1 m2"\n"{name}" = "some text"\n')


def test_a_misspelt_description_is_told_and_no_fact_of_another_name(tmp_path) -> None:
    with pytest.raises(PlantFileError, match=r"plant\.vehicel_type: did you mean vehicle_type\?"):
        written(tmp_path, '[plant]\nvehicel_type = "SUV"\n')
    assert written(tmp_path, '[plant]\nvehicles_produced = "1 辆"\n') == {"vehicles_produced": "1 辆"}
    for name in LEDGER_NAMES[:2]:
        assert written(tmp_path, f'[[plant.{name}]]\ncarrier = "x"\n') == {name: [{"carrier": "x"}]}


def test_a_standard_beside_the_description_is_told(tmp_path) -> None:
    with pytest.raises(PlantFileError, match=r"standard: .*write it into the \[plant\] table"):
        written(tmp_path, 'standard = "gbt36132_2025"\n')
    assert written(tmp_path, '[standard]\nland_area = "1 m2"\n') == {"land_area": "1 m2"}


@pytest.mark.parametrize("standard", standards())
def test_a_fact_of_another_edition_is_no_misspelling(standard) -> None:
    [other] = [one for one in standards() if one != standard]
    names = names_of(other) - names_of(standard)
    assessment = evaluate(standard, dict.fromkeys(names, ""))
    assert assessment.facts.unused == tuple(assessment.facts.others)
    assert {hint for _, hint in assessment.unused} == {f"it is a fact of {other.number}"}
    assert "not used;" not in str(assessment)
    assert f"  for {other.number}  " in str(assessment)


def test_a_misspelt_fact_stands_beside_the_score() -> None:
    facts = {"land_aera": "3 ha", "6.3": "met", "weather": "fine", "water_intake": "3 m3"}
    assessment = evaluate(QCT, facts)
    lines = str(assessment).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Score "))
    assert lines[place + 1 : place + 3] == [
        "  land_aera  not used; did you mean land_area?",
        "  6.3  not used; its items are 6.3.1, 6.3.2",
    ]
    assert str(assessment).count("land_aera") == str(assessment).count("did you mean") == 1
    assert "  weather  no name like it is known" in lines
    page = assessment._repr_html_()
    assert page.index("Score ") < page.index("land_aera</td>") < page.index("Indicator")
    pack = json.loads(assessment.to_json())["results"]
    assert {"name": "land_aera", "hint": "did you mean land_area?"} in pack["unused"]


@pytest.mark.parametrize("standard", standards())
def test_a_clause_or_formula_explains_all_its_items(standard) -> None:
    assessment = evaluate(standard, {})
    meant = defaultdict(dict)
    for result in assessment.items:
        formula = standard.formula_of(result.item)
        for key in ({formula.clause, formula.name} if formula else set()) | {result.id, result.clause}:
            meant[key][result.id] = result
    ids = {result.id for result in assessment.items}
    for key, results in meant.items():
        explanation = assessment.explain(key)
        if key in ids or len(results) == 1:
            assert explanation.title.startswith(f"{key if key in ids else next(iter(results))} ")
        elif all(result.clause == key for result in results.values()) or not any(
            result.clause == key for result in results.values()
        ):
            assert explanation.title == f"{key}: {', '.join(results)}"
            assert [part.title for part in explanation.parts] == [assessment.explain(name).title for name in results]
    assert len(evaluate(QCT, {}).explain("A.8").parts) == 2


@pytest.mark.parametrize(
    ("typed", "near"),
    [("a.8", "A.8"), ("carbon_per_vehicel", "carbon_per_vehicle"), ("q6", "Q6"), ("5.2.2/daylite", "5.2.2/daylight")],
)
def test_a_part_that_is_none_is_told_one_that_is(typed, near) -> None:
    assessment = evaluate(QCT, {})
    with pytest.raises(KeyError, match=re.escape(f"{typed!r}; did you mean {near}?")):
        assessment.explain(typed)
    assert assessment.explain(near)


def test_an_item_that_is_none_is_told_items_alone() -> None:
    assessment = evaluate(QCT, {})
    with pytest.raises(KeyError, match=r"'A\.8'; this formula decides 10\.6/energy-calculated, 10\.6/energy"):
        assessment.item("A.8")
    with pytest.raises(KeyError, match=r"'10\.6/energie'; did you mean 10\.6/energy\?"):
        assessment.item("10.6/energie")
    with pytest.raises(KeyError, match="'zzz'; its groups are Q1, Q2"):
        assessment.explain("zzz")


# Advice


WRONG = [
    *("abc", "12", "5 ton", "3 t", "28 万吨", "500 kg", "3 kt", "-2 t", "5 g", "2 Mt", "3 t/辆", "4 kg/kWh", "1 t/t"),
    *("1,5 m2", "12 kW", "7 unit", "3 MJ", "4 m3", "98 Mm3", "52k m3", "", "无", "9 SO2", "12 TCE", "3 %", "1 辆"),
    *(5, 0.7, Fraction(1, 2), np.float64(3), True, None, b"3 m2", float("nan"), Q(3, "s"), Q(3, "t"), ["3 s", "4"], []),
]
QUOTED = re.compile(r"(?:[Ww]rite(?: the text)?|such as|as in|like) '([^']+)'")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_advice_about_an_argument_works(function) -> None:
    for argument in spec(function).arguments.values():
        for wrong in WRONG:
            read = read_checked(argument, wrong)
            for advised in QUOTED.findall("" if isinstance(read, GivenAmount) else " ".join(map(str, read))):
                assert isinstance(read_checked(argument, advised), GivenAmount), (argument.name, wrong, advised)


@pytest.mark.parametrize("standard", standards())
def test_advice_about_a_fact_works(standard) -> None:
    ends = line_ends(standard)
    for name in amounts_of(standard) | ends:
        for wrong in some((*WRONG, "met", "√"), 8):
            try:
                evaluate(standard, {name: wrong})
            except FactsError as error:
                for advised in QUOTED.findall(str(error)):
                    assert evaluate(standard, {name: advised}).facts.given[name], (name, wrong, advised)
    for item in standard.items:
        if isinstance(item.rule, YesNoRule):
            for wrong in ("fine", "partly met", "not applicable", {"status": "partly met", "share": "60"}):
                with pytest.raises(FactsError) as caught:
                    evaluate(standard, {item.id: wrong})
                for advised in re.findall(r"\{ status = '([\w ]+)', (\w+) = '([^']+)' \}", str(caught.value)):
                    status, key, text = advised
                    assert evaluate(standard, {item.id: {"status": status, key: text}}).item(item.id).status == status


@pytest.mark.parametrize(
    ("typed", "advised"),
    [
        ("28 万吨", "28 万m3"),
        ("28 万 t", "28 万m3"),
        ("500 kg", "500 L"),
        ("3 kt", "3 千m3"),
    ],
)
def test_a_mass_of_water_is_told_its_volume(typed, advised) -> None:
    assert f"If it is water of 1 t/m3, write '{advised}'." in refusal({"water_reused": typed})


def test_a_mass_of_carbon_or_coal_is_told_and_never_taken() -> None:
    assert "If it is CO2 itself, not the carbon in it, write '11.2 万tCO2'" in refusal({"carbon_emission": "11.2 万t"})
    assert "If it is standard coal, not coal as mined, write '3 tce'" in refusal({"energy_consumption": "3 吨"})
    assert "write '5 kgCO2/辆'" in refusal({"carbon_per_vehicle_base": "5 kg/辆"})
    assert "write" not in refusal({"land_area": "3 t"}) + refusal({"water_reused": "-3 t"})
    with pytest.raises(FactsError, match=r"If it is water of 1 t/m3, write '万m3'"):
        score_columns(QCT, {"water_reused [万吨]": [1.0]})


def test_a_pollutant_whose_fact_is_a_plain_mass_is_told_to_be_one() -> None:
    told = "What it is of is said by its name, not by its unit: write a plain mass, in t, kg, g or mg."
    assert told in refusal({"vocs_emitted": "420 tVOCs"})
    assert told not in refusal({"vocs_emitted": "420 tCO2"}) + refusal({"land_area": "420 tVOCs"})


@pytest.mark.parametrize(
    "wrong",
    [
        *(("m3", 52), ("52", "m3"), ("52 m3", "m3"), ("52 m3", 3), ("abc", "m3"), ("m3", Fraction(1, 2)), ("52", 7)),
        *(("m3", "52"), ("kg", True), (52,), (2.5,), (np.float64(2.5),), (Fraction(1, 2),), (float("nan"),)),
    ],
    ids=repr,
)
def test_a_call_that_is_advised_works(wrong) -> None:
    with pytest.raises(UnitTextError) as caught:
        Q(*wrong)
    calls = re.findall(r"(?:write|as) Q\((.+?)\)$", str(caught.value))
    assert calls
    for call in calls:
        given = [part.strip("'") if "'" in part else float(Fraction(part)) for part in call.split(", ")]
        assert Q(*given).units


def test_the_name_of_what_is_computed_is_no_misspelling() -> None:
    facts = {"wastewater_reuse_rate": "70 %", "容积率": "1.2", "综合能耗": "5 tce", "车型": "轿车"}
    assert dict(evaluate(load_standard("qct1160_2022"), facts).unused) == {
        "wastewater_reuse_rate": "it is computed: give water_reused, water_discharged",
        "容积率": "it is computed: give building_area, structure_area, land_area",
        "综合能耗": "did you mean energy_consumption?",
        "车型": "did you mean vehicle_type?",
    }
