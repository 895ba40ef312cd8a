"""The example tables of the kinds that are published: what each gives its plant, worked out by hand."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from greencalc import compare, evaluate, load_plant, load_standard, replay, score_columns
from greencalc.forms.write_form import write_examples

EXAMPLES = Path("examples")
TABLES = ("stars", "cleaner_production", "gate", "bonus")
STANDARDS = {name: load_standard(EXAMPLES / f"{name}_table.toml") for name in TABLES}
FACTS = {name: load_plant(EXAMPLES / f"{name}_plant.toml").facts for name in TABLES}
every_table = pytest.mark.parametrize("name", TABLES)


def judged(name, **changed):
    facts = FACTS[name] | {key.replace("__", "/").replace("_of_", "-"): fact for key, fact in changed.items()}
    return evaluate(STANDARDS[name], facts, plausibility=())


def points(assessment):
    return {item.id: item.exact_points for item in assessment.items if item.exact_of}


def titles(assessment):
    return [level and level.title for level in assessment.level.possible]


@every_table
def test_all_that_a_plant_is_shown_by_is_there(name) -> None:
    assessment = judged(name)
    assert replay(assessment.to_json()).agrees
    for language in ("en", "zh"):
        assert assessment.to_text(language=language)
        assert assessment.gaps().to_text(language=language)
        assert assessment.explain().to_text(language=language)
    assert assessment.to_dict()["score"] == {"lower": assessment.score.lower, "upper": assessment.score.upper}
    assert str(compare(assessment, evaluate(STANDARDS[name], {})))
    assert all(assessment.explain(item.id) for item in assessment.items)


@every_table
def test_nothing_is_given_as_a_standards_word(name) -> None:
    table = tomllib.loads((EXAMPLES / f"{name}_table.toml").read_text("utf-8"))
    assert (table["standard"]["origin"], table["standard"]["status"]) == ("assumed", "made up")
    assert "example" in table["standard"]["number"]
    rows = [row for part in ("item", "group", "level", "cap", "assumption") for row in table.get(part, [])]
    for row in rows:
        assert row["origin"] in {"secondary", "derived", "assumed"}
        assert row["origin"] == "assumed" or "secondary page" in row["source"] or "public pages" in row["source"]


def test_examples_are_written_by_the_command(tmp_path) -> None:
    written = write_examples(str(tmp_path))
    assert {f"{name}_{kind}.toml" for name in TABLES for kind in ("table", "plant")} <= set(written)


# Stars


def test_a_plant_has_the_stars_of_its_points() -> None:
    # 32.4 / 45 = 0.72, below 0.84; 27 亿元 / 45 万㎡ = 0.6 万元/m2, the second step; the better of 60 % and all
    expected = {"land/ratio": 0, "land/output-value": 4, "material": 5, "management": 36, "performance": 36}
    assessment = judged("stars")
    assert points(assessment) == expected
    assert (assessment.score.exact_lower, assessment.score.exact_upper) == (81, 81)
    assert (titles(assessment), assessment.passed) == (["four stars"], True)


def test_stars_at_the_edges_of_their_bands() -> None:
    edges = {"63 万㎡": ["five stars"], "62.9 万㎡": ["four stars"]}  # a ratio of 1.4 or less: 5 or 4 points
    for area, stars in edges.items():
        performance = {"status": "partly met", "share": "100 %"}
        assert titles(judged("stars", building_area=area, performance=performance)) == stars
    unknown = judged("stars", management="unknown")  # 45 to 90
    assert titles(unknown) == [None, "three stars", "four stars", "five stars"]
    assert (unknown.level.lower, unknown.passed) == (None, None)
    assert titles(judged("stars", basic="not met")) == [None]
    assert titles(judged("stars", basic="unknown")) == [None, "three stars", "four stars"]


def test_the_rate_counts_where_growth_does_not() -> None:
    assert points(judged("stars", material__growth="not met"))["material"] == 3
    assert points(judged("stars", material__growth="unknown"))["material"] is None
    absent = {"status": "not applicable", "reason": "first year"}
    assert points(judged("stars", material__growth=absent))["material"] == 3
    both = judged("stars", material__growth=absent, material__rate=absent)
    assert both.item("material").status == "not applicable"
    # renormalised over all: (4 + 36 + 36) of 95
    assert both.score.exact_lower == Fraction(76 * 100, 95)


# Cleaner production


def test_a_plant_of_level_i() -> None:
    # 130 kgce a vehicle, 17.5 g/m2 and 92.86 % reach I; 62.65 % reaches II; the index of I is 45 + 25 + 15 = 85
    assessment = judged("cleaner_production")
    assert [item.exact_points / item.exact_of for item in assessment.items] == [1, Fraction(3, 5), 1, 1]
    assert (titles(assessment), assessment.passed) == (["level I"], True)


CLEANER = {
    "the index of I is 70": ({"waste_utilised": "4.4 万t"}, ["level II"]),
    "a limiting indicator is at II": ({"vocs_emitted": "500 t"}, ["level II"]),
    "an indicator is at III": ({"water_reused": "25 万m3"}, ["level II"]),
    "a limiting indicator is at III": ({"vocs_emitted": "800 t"}, ["level III"]),
    "an index of III is less than 100": ({"vocs_emitted": "800 t", "water_reused": "10 万m3"}, [None]),
    "an indicator is unknown": ({"water_reused": "unknown"}, ["level II", "level I"]),
    "a limiting indicator is unknown": ({"vocs_emitted": "unknown"}, [None, "level III", "level II", "level I"]),
}


@pytest.mark.parametrize("case", CLEANER)
def test_levels_of_cleaner_production(case) -> None:
    changed, expected = CLEANER[case]
    assert titles(judged("cleaner_production", **changed)) == expected


def test_weights_of_what_does_not_apply_are_spread_in_its_group() -> None:
    facts = {name: fact for name, fact in FACTS["cleaner_production"].items() if name != "painted_area"}
    facts |= {"vocs": {"status": "not applicable", "reason": "no paint shop"}}
    facts.pop("vocs_emitted")
    assessment = evaluate(STANDARDS["cleaner_production"], facts)
    assert points(assessment)["waste"] == 40
    assert titles(assessment) == ["level I"]  # 45 + 40, and what does not apply is in no way


def test_columns_have_the_same_levels() -> None:
    columns = {"vocs_emitted [t]": [420.0, 500.0, 800.0, 900.0]}
    columns |= {
        name: [fact["value"] if isinstance(fact, dict) else fact] * 4
        for name, fact in FACTS["cleaner_production"].items()
        if name not in {"vocs_emitted", "year"}
    }
    scores = score_columns(STANDARDS["cleaner_production"], columns)
    expected = ["level I", "level II", "level III", "no level"]
    assert [scores.level_lower[row] for row in range(4)] == expected


# A gate alone


def test_a_gate_has_no_points_and_is_open_or_closed() -> None:
    assessment = judged("gate")
    assert (assessment.eligible, assessment.passed, titles(assessment)) == (True, True, ["may be recommended"])
    assert (assessment.score.exact_upper, assessment.exact_coverage, points(assessment)) == (0, 1, {})
    closed = judged("gate", energy__audit="not met")
    assert (closed.eligible, closed.passed, titles(closed)) == (False, False, [None])
    undecided = judged("gate", energy__audit="unknown")
    assert (undecided.eligible, undecided.passed) == (None, None)
    assert titles(undecided) == [None, "may be recommended"]
    assert judged("gate", vocs_emitted="841 t").eligible is False


# Bonus items, a deduction and caps


def test_bonus_points_add_and_a_deduction_takes() -> None:
    # within the range in the second best year of three; 7.5 g/m2 is 2.5/3 of the way to 80 %; 3 and 86 % of 2 points
    assessment = judged("bonus")
    assert points(assessment) == {
        "no-violation": 10, "capacity-use": 30, "cod": 40, "zero-carbon": 3, "paint": Fraction(172, 100),
        "complaint": None,
    }  # fmt: skip
    assert (assessment.score.exact_lower, assessment.score.exact_upper) == (Fraction("79.72"), Fraction("84.72"))
    assert (assessment.exact_coverage, assessment.passed) == (1, None)
    assert judged("bonus", complaint="met").passed is False
    assert judged("bonus", complaint="not met").passed is True


def test_caps_keep_the_total() -> None:
    full = judged("bonus", complaint="not met", cod_generated="120 t")  # 5 g/m2: all 60 points, and 104.72 in all
    assert full.score.exact_lower == 100
    violated = judged("bonus", no_of_violation="not met")
    assert (violated.score.exact_lower, violated.score.exact_upper) == (59, 59)
    unknown = judged("bonus", no_of_violation="unknown")  # the deduction would leave 69.72 without the cap
    assert (unknown.score.exact_lower, unknown.score.exact_upper) == (59, Fraction("84.72"))


@pytest.mark.parametrize(
    ("cod", "share"), [("240 t", "0"), ("168 t", "4/5"), ("144 t", "4/5"), ("120 t", "1"), ("300 t", "0"), ("0 t", "1")]
)
def test_points_on_a_line_with_a_flat_part_and_a_jump(cod, share) -> None:
    assert judged("bonus", cod_generated=cod).item("cod").share == Fraction(share)


@pytest.mark.parametrize(
    ("years", "status"),
    [
        (["21 万辆", "33 万辆", "0 辆"], "met"),  # 70 and 110 %, the ends themselves
        (["20.9 万辆", "33 万辆", "0 辆"], "not met"),
        (["21 万辆", "33.1 万辆", "0 辆"], "not met"),
        (["21 万辆", "33.1 万辆", "unknown"], "unknown"),
        (["21 万辆", "33 万辆", "unknown"], "met"),
        (["20.9 万辆", "33.1 万辆", "unknown"], "not met"),
    ],
)
def test_years_within_a_range(years, status) -> None:
    assert judged("bonus", yearly_output=years).item("capacity-use").status == status
