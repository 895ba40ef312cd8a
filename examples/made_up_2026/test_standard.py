"""The standard is tested: what every formula promises, cases worked by hand, and the score of the example plant."""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from greencalc import evaluate, load_formulas, load_plant, load_standard, spec
from greencalc.testing import check_formula

FOLDER = Path(__file__).parent
FORMULAS = {spec(one).name: one for one in load_formulas(FOLDER / "clauses.py")}
CASES = tomllib.loads((FOLDER / "worked_cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_keeps_what_all_formulas_promise(name: str) -> None:
    check_formula(FORMULAS[name])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['formula']}, {case['working']}")
def test_a_case_worked_by_hand(case: dict[str, Any]) -> None:
    result = FORMULAS[case["formula"]](**case["inputs"])
    assert result.m_as(case["unit"]) == pytest.approx(float(Fraction(case["result"])), rel=1e-12)


def test_every_formula_has_a_case() -> None:
    assert {case["formula"] for case in CASES} == set(FORMULAS)


def test_the_example_plant_has_its_points() -> None:
    standard = load_standard(FOLDER / "indicators.toml", formulas=FORMULAS.values())
    assessment = evaluate(standard, load_plant(FOLDER / "plant.toml").facts)
    assert assessment.eligible
    assert assessment.score.exact_lower == assessment.score.exact_upper == 40 + 10 + 20
