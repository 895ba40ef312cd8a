"""How far a value is from the end of a range, and what of a bonus could be earned."""

from __future__ import annotations

from fractions import Fraction

import pytest

from greencalc import evaluate, load_standard

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
