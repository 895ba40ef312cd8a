"""A new kind of rule is a class of its own that says its knots: whatever judges, words or writes rules takes it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import evolve, frozen

from batch_cases import agreeing
from greencalc import evaluate, in_language, load_standard
from greencalc.languages.said import both
from greencalc.standards.scales.scale import Knot, ScaleRule
from greencalc.units.text import parse_amount


@frozen(repr=False)
class NearRule(ScaleRule):
    """All points near a value, and half of them not so near."""

    kind: ClassVar[str] = "near"
    at: str
    all_within: str
    half_within: str

    @property
    def knots(self) -> tuple[Knot, ...]:
        at, near, far = (parse_amount(text)[0] for text in (self.at, self.all_within, self.half_within))
        half, everything, nothing = Fraction(1, 2), Fraction(1), Fraction(0)
        return (
            Knot(f"{float(at - far)}", half),
            Knot(f"{float(at - near)}", everything),
            Knot(f"{float(at + near)}", half, includes=False),
            Knot(f"{float(at + far)}", nothing, includes=False),
        )

    @property
    def judged(self) -> str:
        return both(f", near {self.at}", f"，接近 {self.at}")


TABLE = load_standard("tests/data/every_rule_table.toml")
RULE = NearRule("floor_area_ratio", "1.5", "0.25", "0.5")
NEW = evolve(
    TABLE,
    items=tuple(evolve(item, rule=RULE) if item.id == "land" else item for item in TABLE.items),
)
VALUES = {"0.99": 0, "1.0": 25, "1.2499": 25, "1.25": 50, "1.75": 50, "1.7501": 25, "2.0": 25, "2.0001": 0}


def facts(ratio):
    return {"building_area": f"{ratio} m2", "structure_area": "0 m2", "land_area": "1 m2"}


@pytest.mark.parametrize(("ratio", "points"), VALUES.items())
def test_plants_are_judged_by_it(ratio, points) -> None:
    assert evaluate(NEW, facts(ratio)).item("land").exact_points == points


def test_columns_are_judged_by_it_and_queries_too() -> None:
    ratios = list(VALUES)
    columns = {
        "building_area [m2]": [f"{ratio}" for ratio in ratios],
        "structure_area": "0 m2",
        "land_area": "1 m2",
    }
    scores = agreeing(NEW, columns, [facts(ratio) for ratio in ratios])
    assert [scores.statuses["land"][row] for row in (0, 3)] == [0, 1]


def test_it_is_said_explained_and_closed() -> None:
    assessment = evaluate(NEW, facts("2.25"))
    land = assessment.item("land")
    assert land.why == "2.25 is > 2: 0 % of the points"
    assert in_language(str(land.item.rule), "zh") == "floor_area_ratio，接近 1.5"
    assert "limit: >= 1 (50 %); >= 1.25 (100 %); > 1.75 (50 %); > 2 (0 %)" in str(assessment.explain("land"))
    [gap] = [gap for gap in assessment.gaps() if gap.id == "land"]
    assert {one.argument: one.needed for one in gap.changes}["building_area"] == "1.75 m2"
    [below] = [gap for gap in evaluate(NEW, facts("0.5")).gaps() if gap.id == "land"]
    assert (below.next_step.condition, below.next_step.share) == (">= 1", Fraction(1, 2))
