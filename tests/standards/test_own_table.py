"""A user's own table with a formula of their own, in a module of their own: the package is not touched."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from importlib.resources import files

import pytest

from greencalc import StandardError, evaluate, in_language, load_standard, replay
from own_formula import greened_part

SHIPPED = (files("greencalc.standards") / "qct1160_2022" / "b_indicators.toml").read_text(encoding="utf-8")
ITEM = """
[[item]]
id = "own/green"
clause = "T.1"
group = "Q1"
title = "At least 20 % of the land greened"
title_zh = "绿地率不低于 20 %"
kind = "scoring"
points = 8
origin = "user"
source = "the plant's own rules"

[item.rule]
kind = "limit"
formula = "greened_part"
operator = ">="
limits = [{ value = "20 %", origin = "user", source = "the plant's own rules" }]
"""
FACTS = {"greened_area": "180 mu", "land_area": "900 mu", "5.1.5": "met"}


@pytest.fixture
def standard(tmp_path):
    """The shipped table with the four scoring items of its first group at 3 points, and an item of 8."""
    first_group = SHIPPED[SHIPPED.index('id = "5.1.5"') : SHIPPED.index('id = "6.1.1"')]
    cheaper = first_group.replace("points = 5\n", "points = 3\n")
    assert first_group.count("points = 5\n") == 4
    table = SHIPPED.replace(first_group, cheaper).replace('id = "qct1160_2022"', 'id = "own"') + ITEM
    path = tmp_path / "table.toml"
    path.write_text(table, encoding="utf-8")
    return load_standard(path, formulas=[greened_part])


@pytest.mark.parametrize("formulas", [greened_part, "greened_part"])
def test_formulas_that_are_no_list(tmp_path, formulas) -> None:
    path = tmp_path / "table.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    with pytest.raises(StandardError, match=r"give a list of formulas, as formulas=\[...\]"):
        load_standard(path, formulas=formulas)


def test_points_items_and_formulas_of_ones_own_are_used(standard) -> None:
    assessment = evaluate(standard, FACTS)
    assert assessment.standard == "own"
    green = assessment.item("own/green")
    assert (green.status, green.exact_value, green.exact_points) == ("met", 20, 8)
    assert assessment.item("5.1.5").exact_points == 3
    assert assessment.score.exact_lower == 11
    less = evaluate(standard, FACTS | {"greened_area": "179.1 mu"})
    assert less.item("own/green").status == "not met"
    assert less.item("own/green").exact_margin == Fraction(-1, 10)


def test_it_is_explained_and_its_gap_is_solved(standard) -> None:
    assessment = evaluate(standard, FACTS | {"greened_area": "9 公顷"})
    text = str(assessment.explain("own/green"))
    assert (
        "g = A_g / A_l × 100 %\n    = 9 公顷 / 900 mu × 100 %\n    = 90000 m2 / 600000 m2 × 100 %\n    = 15 %" in text
    )
    assert "T.1 of Plant rules; user" in text
    [gap] = [gap for gap in assessment.gaps() if gap.id == "own/green"]
    assert {change.argument: change.needed for change in gap.changes} == {
        "greened_area": "12 公顷",
        "land_area": "675 mu",
    }


def test_its_pack_is_replayed_with_the_formula_and_not_without(standard) -> None:
    pack = evaluate(standard, FACTS).to_json()
    assert replay(pack, formulas=[greened_part]).agrees
    with pytest.raises(StandardError, match="there is no formula 'greened_part'"):
        replay(pack)


def test_it_crosses_processes(standard) -> None:
    assessment = evaluate(standard, FACTS)
    assert pickle.loads(pickle.dumps(assessment)) == assessment  # noqa: S301 (our own bytes)


ASSUMPTION = """
[[assumption]]
what = "Green roofs count as greened land."
what_zh = "屋顶绿化计入绿地。"
origin = "user"
source = "the plant's own rules"
"""


def test_what_a_table_rests_on_is_said_in_chinese_where_the_table_says_it(tmp_path, standard) -> None:
    path = tmp_path / "table.toml"
    path.write_text(path.read_text(encoding="utf-8") + ASSUMPTION + ASSUMPTION.replace("what_zh", "# what_zh"), "utf-8")
    standard = load_standard(path, formulas=[greened_part])
    *_, said, plain = standard.assumptions
    assert said.what == plain.what == "Green roofs count as greened land."
    assert in_language(said.what, "zh") == "屋顶绿化计入绿地。"
    assert in_language(str(plain), "zh") == "用户：Green roofs count as greened land.［the plant's own rules］"
    assessment = evaluate(standard, FACTS)
    pack = json.loads(assessment.to_json())
    assert [row.get("what_zh") for row in pack["table"]["assumption"][-2:]] == ["屋顶绿化计入绿地。", None]
    assert replay(json.dumps(pack), formulas=[greened_part]).agrees
    assert all(type(one["what"]) is str for one in assessment.to_dict()["assumptions"])
