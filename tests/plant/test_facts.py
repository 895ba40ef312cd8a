"""Facts as they are kept, and what they cannot be."""

from __future__ import annotations

import pytest

from greencalc import FactsError, Q, UnitTextError, evaluate, load_standard

STANDARD = load_standard("qct1160_2022")


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"land_area": [[[[[[[[[[[[[[[[[["1 m2"]]]]]]]]]]]]]]]]]]}, "land_area: its lists are nested deeper than 16"),
        ({1: "met"}, "1: a fact's name is a text"),
    ],
)
def test_what_is_no_fact_is_said(facts, says) -> None:
    with pytest.raises(FactsError, match=says):
        evaluate(STANDARD, facts)


def test_spaces_around_a_name_lose_no_fact() -> None:
    plain = {"6.6": "met", "water_reused": "7 m3", "water_discharged": "3 m3", "energy": [{"carrier": "diesel"}]}
    plain["energy"][0]["quantity"] = "1 t"
    spaced = {f"\u3000{name} ": value for name, value in plain.items()}
    found, expected = evaluate(STANDARD, spaced), evaluate(STANDARD, plain)
    assert found.unused == ()
    assert found.facts.given == expected.facts.given
    assert found.score == expected.score
    with pytest.raises(FactsError, match=r"6\.6: given twice, once with spaces around its name; keep one of them"):
        evaluate(STANDARD, plain | {"6.6 ": "not met"})


def test_a_year_that_is_unknown_keeps_its_place() -> None:
    typed = ["9 辆", "unknown", "7 辆"]
    fact = evaluate(STANDARD, {"yearly_output": typed, "design_capacity": "10 辆"}).facts.amounts["yearly_output"]
    assert fact.words == tuple(typed)
    assert fact.data == {"value": typed}


def test_texts_that_no_file_can_hold_and_numbers_that_nobody_can_write_are_refused() -> None:
    with pytest.raises(FactsError, match="half a character"):
        evaluate(STANDARD, {}).to_json({"name": "\ud800"})
    with pytest.raises(UnitTextError, match="too large to be written has no unit"):
        Q(10**5000)  # type: ignore[call-arg]
