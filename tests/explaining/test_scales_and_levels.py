"""What is said of points by scales, of the best of several items, of bonus items, caps, levels, and a gate alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from greencalc import FactsError, evaluate, in_language, load_standard

TABLE = load_standard("tests/data/every_rule_table.toml")
GATE = load_standard("tests/data/gate_table.toml")
LAND = {"structure_area": "0 m2", "land_area": "10 公顷"}


def judged(area, **facts):
    return evaluate(TABLE, LAND | {"building_area": area} | facts)


def gap_of(assessment, item):
    return next(gap for gap in assessment.gaps() if gap.id == item)


def test_a_gap_names_the_next_step_and_what_each_input_would_need_for_it() -> None:
    gap = gap_of(judged("11 万m2"), "land")
    step = gap.next_step
    assert (step.condition, step.share, step.gain) == (">= 1.2", Fraction(3, 5), 30)
    assert {one.argument: one.needed for one in step.changes}["building_area"] == "12 万m2"
    assert {one.argument: one.needed for one in gap.changes}["building_area"] == "20 万m2"
    assert str(step) == "the next step, >= 1.2, earns 60 % of the points"
    text = str(judged("11 万m2").gaps())
    assert "the next step, >= 1.2, earns 60 % of the points" in text
    assert "up by 1 万m2 to 12 万m2" in text
    assert str(gap).endswith("the next step, >= 1.2, earns 60 % of the points")


def test_on_a_step_the_next_one_is_named_and_before_the_last_none() -> None:
    assert gap_of(judged("12 万m2"), "land").next_step.condition == ">= 1.5"
    assert gap_of(judged("15 万m2"), "land").next_step is None
    assert judged("15 万m2").item("land").exact_points == 40
    assert [gap.id for gap in judged("20 万m2").gaps() if gap.id == "land"] == []


def test_beyond_a_range_the_end_that_is_missed_is_the_target() -> None:
    below, above = (gap_of(judged(area), "range") for area in ("9 万m2", "31 万m2"))
    needed = [{one.argument: one.needed for one in gap.changes}["building_area"] for gap in (below, above)]
    assert needed == ["10 万m2", "30 万m2"]
    assert below.next_step is None
    assert above.result.why == "3.1 is > 3: 0 % of the points"


def test_the_best_of_several_items_says_what_each_of_them_is() -> None:
    assessment = judged("16 万m2", b="not met")
    best = assessment.item("best")
    assert (best.why, best.status) == ("the best of a partly met (84 %), b not met", "partly met")
    assert best.exact_points == Fraction(126, 5)
    assert gap_of(assessment, "best").words == ("meet one of a or b in full",)
    assert in_language(best.why, "zh") == "取下列各项的最高分：a 部分符合（84 %）、b 不符合"


@pytest.mark.parametrize(("area", "status"), [("20 万m2", "met"), ("16 万m2", "unknown")])
def test_the_best_is_known_while_another_is_not_if_nothing_can_be_better(area, status) -> None:
    best = judged(area).item("best")
    assert (best.status, best.why.endswith("b unknown")) == (status, True)


def test_nothing_is_said_of_the_best_of_several_items_itself() -> None:
    with pytest.raises(FactsError, match="best: it is the best of a, b; say it of these"):
        judged("16 万m2", best="met")


def test_a_part_is_neither_missing_nor_lost_by_itself() -> None:
    text = judged("16 万m2", bonus="not met").to_text()
    assert "What is missing\n  best  Best (30.00 points): give b\n  gate" in text
    assert "\n  b  " not in text
    assert "bonus" not in text[text.index("Points not earned") : text.index("Probably slips")]


@pytest.mark.parametrize(("said", "lost"), [("met", 5), ("not met", 0), ("unknown", 0)])
def test_what_takes_points_is_lost_where_it_holds(said, lost) -> None:
    items = [one for one in TABLE.items if one.id != "bonus"]
    [bonus] = [one for one in TABLE.items if one.id == "bonus"]
    table = evolve(TABLE, items=(*items, evolve(bonus, points=Fraction(-5))))
    assessment = evaluate(table, LAND | {"building_area": "20 万m2", "gate": "met", "b": "met", "bonus": said})
    assert assessment.item("bonus").exact_loss == lost
    assert (assessment.score.exact_lower, assessment.score.exact_upper) == {
        "met": (95, 95),
        "not met": (100, 100),
        "unknown": (95, 100),
    }[said]
    gaps = [(gap.exact_gain, gap.words) for gap in assessment.gaps() if gap.id == "bonus"]
    words = ("see to it that it does not hold, or find out that it does not",)
    assert gaps == ([] if said == "not met" else [(5, words)])
    assert ("Q = 50 + 50 - 5\n    = 95" in str(assessment.explain())) == (said != "not met")


def test_a_total_is_explained_with_bonus_cap_and_levels() -> None:
    text = str(judged("20 万m2", gate="not met", b="met", bonus="met").explain())
    assert "59 of 100 points" in text
    assert "Q = 50 + 50 + 5\n    = 105" in text
    assert "cap: the total is 59 at most unless gate is met" in text
    assert "level: no level" in text
    assert "level: five stars: 90 points at least; land at 80 % at least" in text


def test_a_gate_alone_has_no_points() -> None:
    assessment = evaluate(GATE, {"a": "met", "b": "met"})
    assert not GATE.has_points
    assert assessment.eligible is True
    assert (assessment.coverage, assessment.level, assessment.groups) == (1.0, None, ())
    assert assessment.to_text().startswith("Gate (made up): no points\n")
    assert "Score   no points\n" in assessment.to_text()
    assert "Score   no points\n" in assessment.summary() + "\n"
    assert str(assessment.explain()).startswith("Gate (made up): no points\n")
    assert str(assessment.gaps()) == "Every item is fully met, or does not apply."


def test_levels_are_said_in_every_report() -> None:
    assessment = judged("16 万m2", gate="met", bonus="not met")
    assert "level: three stars or four stars or five stars" in assessment.to_text()
    assert "level: three stars or four stars or five stars" in assessment.summary()
    level = assessment.level
    assert (level.lower.title, level.upper.title, level.is_known) == ("three stars", "five stars", False)
    assert assessment.passed is True
    data = assessment.to_dict()
    assert data["level"] == {
        "lower": "three stars",
        "upper": "five stars",
        "possible": ["three stars", "four stars", "five stars"],
    }
