"""Scales: what their knots say of a value at a jump, and beyond the values that earn all points."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from greencalc import evaluate, load_standard
from greencalc.standards.scales.points import PointsRule
from greencalc.standards.scales.scale import ShareAt
from greencalc.units.text import parse_unit

TABLE = load_standard("tests/data/every_rule_table.toml")
RATIO = parse_unit("dimensionless")[1]


def points(*pairs, better="higher"):
    return PointsRule("floor_area_ratio", better, tuple(ShareAt(at, share) for at, share in pairs))


def land_by(rule, ratio):
    """The item `land` by a rule, of a plant with a floor area ratio."""
    items = tuple(evolve(one, rule=rule) if one.id == "land" else one for one in TABLE.items)
    facts = {"building_area": f"{ratio} m2", "structure_area": "0 m2", "land_area": "1 m2"}
    return evaluate(evolve(TABLE, items=items), facts).item("land")


UP_AND_DOWN = points(("1", "0 %"), ("1.0", "20 %"), ("2", "100 %"), ("200 %", "50 %"), ("3", "0 %"))
DOWN_AND_UP = points(("3", "0 %"), ("2.0", "50 %"), ("2", "100 %"), ("1", "20 %"), ("1", "0 %"), better="lower")


@pytest.mark.parametrize("rule", [UP_AND_DOWN, DOWN_AND_UP])
@pytest.mark.parametrize(
    ("ratio", "share"),
    [
        ("0.9", "0"),
        ("1", "1/5"),
        ("1.5", "3/5"),
        ("2", "1"),
        ("2.002", "0.499"),
        ("2.5", "1/4"),
        ("3", "0"),
        ("4", "0"),
    ],
)
def test_at_a_jump_a_value_earns_the_larger_share_whichever_way_it_goes(rule, ratio, share) -> None:
    assert not list(rule.faults(RATIO))
    assert land_by(rule, ratio).share == Fraction(share)


@pytest.mark.parametrize(
    ("ends", "beyond"),
    [((("3", "100 %"), ("4", "30 %")), 3), ((("3", "100 %"), ("3", "30 %")), 3), ((), 2), ((("3", "100 %"),), None)],
)
def test_where_points_fall_again_the_last_value_with_all_of_them_is_the_target(ends, beyond) -> None:
    rule = points(("1", "0 %"), ("2", "100 %"), *(ends or (("2.5", "99 %"),)))
    first, last = rule.full
    assert (first.at, None if last is None else (Fraction(last.at), last.includes)) == (
        "2",
        None if beyond is None else (beyond, False),
    )
    target = land_by(rule, "3.5").target
    assert str(target) == ("≥ 2" if beyond is None else f"<= {beyond}").replace("≥", ">=")
    assert target.is_met_by(Fraction(beyond or 2))
    assert land_by(rule, beyond or 2).share == 1


def test_a_value_is_there_twice_at_most() -> None:
    rule = points(("1", "0 %"), ("2", "90 %"), ("2.0", "20 %"), ("200 %", "100 %"))
    assert list(rule.faults(RATIO)) == ["2 is there more than twice"]
