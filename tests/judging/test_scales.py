"""How far a value is from the end of a range, what of a bonus could be earned, and what a cap goes by."""

from __future__ import annotations

from fractions import Fraction

import pytest

from greencalc import evaluate, load_standard
from scaled_plants import SCALES

SAID = {"bonus/said": "not met", "bonus/taken": "not met", "gate/said": "met"}
GOOD = SAID | {
    "part": "85 kg",
    "mass": "100 kg",
    "length": "30 m",
    "width": "6 m",
    "trees": "90 辆",
    "places": "100 辆",
}
GOOD |= {"inflow": "1 t", "outflow": "6 t", "diameter": ["2.5 m"] * 3}
TABLE = load_standard("tests/data/every_rule_table.toml")


@pytest.mark.parametrize(
    ("area", "margin", "target"),
    [
        ("9 万m2", "-0.1", ">= 1"),
        ("10 万m2", "0", ">= 1"),
        ("12 万m2", "0.2", ">= 1"),
        ("29 万m2", "0.1", "<= 3"),
        ("30 万m2", "0", "<= 3"),
        ("60 万m2", "-3", "<= 3"),
    ],
)
def test_the_margin_of_a_range_is_the_way_to_its_nearest_end(area, margin, target) -> None:
    facts = {"building_area": area, "structure_area": "0 m2", "land_area": "10 公顷"}
    result = evaluate(TABLE, facts).item("range")
    assert (result.exact_margin, str(result.target)) == (Fraction(margin), target)
    assert (result.exact_margin >= 0) == (result.status == "met")


@pytest.mark.parametrize("policy", ["keep", "full", "renormalise"])
def test_a_bonus_that_does_not_apply_earns_none_of_its_points_under_every_policy(policy) -> None:
    facts = {"bonus": {"status": "not applicable", "reason": "nothing of the kind"}}
    result = evaluate(TABLE, facts, not_applicable=policy).item("bonus")
    assert (result.status, result.points, result.of) == ("not applicable", 0, 5)


@pytest.mark.parametrize(("share", "score", "level"), [("100 %", "94.5", "three stars"), ("90 %", "59", "two stars")])
def test_what_counts_whole_for_a_level_is_not_met_for_a_cap(share, score, level) -> None:
    """Of the item without which 59 is the most, 60 % is enough for its points to count for the highest level."""
    said = {"status": "partly met", "share": share} if share != "100 %" else "met"
    assessment = evaluate(SCALES, GOOD | {"tank/said": said})
    assert assessment.score.exact_lower == assessment.score.exact_upper == Fraction(score)
    assert str(assessment.level) == level
