"""What items beyond the 100 points earn, and what of them could be earned."""

from __future__ import annotations

import pytest

from greencalc import evaluate, load_standard

TABLE = load_standard("tests/data/every_rule_table.toml")


@pytest.mark.parametrize("policy", ["keep", "full", "renormalise"])
def test_a_bonus_that_does_not_apply_earns_none_of_its_points_under_every_policy(policy) -> None:
    facts = {"bonus": {"status": "not applicable", "reason": "nothing of the kind"}}
    result = evaluate(TABLE, facts, not_applicable=policy).item("bonus")
    assert (result.status, result.points, result.of) == ("not applicable", 0, 5)
