"""How far an amount may be off, as it is typed."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from greencalc import in_language
from greencalc.units.spread import Spread, half_width, spread_of, typed_apart
from greencalc.units.text import parse_unit

T, PERCENT, PURE = (parse_unit(text)[1] for text in ("t", "%", "dimensionless"))


@pytest.mark.parametrize(
    ("typed", "value", "behind"),
    [
        ("420 t ± 15 %", "420 t", "15 %"),
        ("420 t±63 t", "420 t", "63 t"),
        ("420 t +/- 63 t", "420 t", "63 t"),
        ("420 t ±", "420 t", "±"),
        ("420 t", "420 t", ""),
        ("about ± 3", "about ± 3", ""),
        (420, 420, ""),
        (None, None, ""),
        (["1 t ± 2 %", "3 t", None], ["1 t", "3 t", None], ("2 %", "", "")),
        (["1 t", "3 t"], ["1 t", "3 t"], ""),
    ],
)
def test_what_stands_behind_the_sign_is_taken_apart(typed, value, behind) -> None:
    assert typed_apart(typed) == (value, behind)


def test_keys_and_the_sign_say_the_same() -> None:
    keys = {"uncertainty": "15 %", "distribution": "lognormal", "coverage": "90 %"}
    spread = spread_of(keys)
    assert spread == spread_of({"distribution": "lognormal", "coverage": "90 %"}, "15 %")
    assert spread.data == keys
    assert (spread.kind, spread.probability) == ("lognormal", Fraction(9, 10))
    assert spread_of({}) is None
    several = spread_of({"uncertainty": ["1 %", ""]})
    assert (several.at(0), several.at(1)) == ("1 %", "")
    assert several.data == {"uncertainty": ["1 %", ""]}
    assert str(several) == "± 1 %, none"
    assert spread_of({}, ("1 %", "")) == several


@pytest.mark.parametrize(
    ("distribution", "coverage", "probability"),
    [
        ("", "", Fraction(95, 100)),
        ("lognormal", "", Fraction(95, 100)),
        ("uniform", "", 1),
        ("triangular", "", 1),
        ("uniform", "95 %", Fraction(95, 100)),
        ("triangular", "100 %", 1),
        ("", "one standard deviation", None),
    ],
)
def test_what_it_means_if_nobody_says(distribution, coverage, probability) -> None:
    assert Spread("1 %", distribution, coverage).probability == probability
    assert Spread("1 %", distribution, coverage).kind == (distribution or "normal")


def test_it_says_itself_in_both_languages() -> None:
    spread = Spread("5 % of the value", "normal", "one standard deviation")
    assert repr(spread) == "<Spread: ± 5 % of the value, normal, one standard deviation>"
    assert in_language(spread.said, "zh") == "± 数值的 5 %、正态、一倍标准差"
    assert in_language(Spread("2 vehicle", "", "95 %").said, "zh") == "± 2 辆、95 %"


REFUSED = [
    ({"uncertainty": "15 %"}, "1 %", "its uncertainty is given twice: '15 %', and behind ±"),
    ({"distribution": "normal"}, "", "distribution go with an uncertainty"),
    ({"distribution": "normal", "coverage": "95 %"}, "", "distribution and coverage go with an uncertainty"),
    ({"uncertainty": 15}, "", "the uncertainty 15 is no text; write it like '15 %'"),
    ({"uncertainty": ["1 %", 2]}, "", "the uncertainty 2 is no text"),
    ({"uncertainty": "much"}, "", "the uncertainty 'much' is not an amount"),
    ({}, "±", "the uncertainty '±' is not an amount"),
    ({"uncertainty": "-3 %"}, "", "the uncertainty '-3 %' is below zero"),
    ({"uncertainty": "3 t of the value"}, "", "is to be a part of the value, like '15 % of the value'"),
    ({"uncertainty": "3 of the value"}, "", "is to be a part of the value"),
    ({"uncertainty": "3 %", "distribution": "gauss"}, "", "the distribution 'gauss' is not one of normal, uniform"),
    ({"uncertainty": "3 %", "distribution": ["normal"]}, "", "is not one of normal"),
    ({"uncertainty": "3 %", "coverage": 95}, "", "the coverage 95 is no text; it is 'one standard deviation', or"),
    ({"uncertainty": "3 %", "coverage": "k = 2"}, "", "the coverage 'k = 2' cannot be read"),
    ({"uncertainty": "3 %", "coverage": "0.95"}, "", "the coverage '0.95' is not between 0 % and 100 %"),
    ({"uncertainty": "3 %", "coverage": "101 %"}, "", "the coverage '101 %' is not between 0 % and 100 %"),
    ({"uncertainty": "3 %", "coverage": "0 %"}, "", "the coverage '0 %' is not between"),
    (
        {"uncertainty": "3 %", "coverage": "100 %"},
        "",
        "the coverage '100 %' is of no normal distribution, which has no",
    ),
    ({"uncertainty": "3 %", "coverage": "100 %", "distribution": "lognormal"}, "", "of no lognormal distribution"),
]


@pytest.mark.parametrize(("given", "behind", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_meant_is_refused(given, behind, told) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        spread_of(given, behind)


@pytest.mark.parametrize(
    ("text", "value", "unit", "width"),
    [
        ("15 %", 420, T, 63),
        ("15 %", -420, T, 63),
        ("150 ‰", 420, T, 63),
        ("63 t", 420, T, 63),
        ("63000 kg", 420, T, 63),
        ("15 % of the value", 420, T, 63),
        ("5 % of the value", 80, PERCENT, 4),
        ("0.02", 80, PERCENT, 2),
        ("0.02", Fraction(4, 5), PURE, Fraction(1, 50)),
        ("0 %", 80, PERCENT, 0),
        ("", 420, T, 0),
    ],
)
def test_how_much_it_is(text, value, unit, width) -> None:
    assert half_width(text, Fraction(value), unit) == width


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        (
            "2 %",
            PERCENT,
            "'2 %' may be a part of the value or points of it; write '2 % of the value', or how many points",
        ),
        ("2 %", PURE, "may be a part of the value or points of it"),
        ("3 kWh", T, "is an energy, and the value is a mass; write it in t, or as a part of the value"),
        ("0.15", T, "is a pure number or percentage, and the value is a mass"),
    ],
)
def test_what_may_be_meant_in_two_ways_or_is_of_another_kind_is_refused(text, unit, told) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        half_width(text, Fraction(1), unit)
