"""What a float stands for goes with it, alone and in arrays of exact numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from greencalc.formula.checks import within_range
from greencalc.units.amount import FloatText, read_one
from greencalc.units.float_rounding import ROUNDING, Rounded, rounding_of, times
from greencalc.units.text import parse_unit


def test_of_mixed_numbers_each_has_its_own_rounding() -> None:
    mixed = np.array([[Rounded(3), Fraction(3)]], dtype=object)
    assert rounding_of(mixed).tolist() == [[3 * ROUNDING, 0]]
    assert rounding_of(times(Rounded(3), Fraction(-2))) == 6 * ROUNDING
    assert rounding_of(np.array([-2.0])).tolist() == [2 * float(ROUNDING)]


def test_a_float_written_out_is_told_from_the_same_text_whichever_is_read_first() -> None:
    for first, second in ((str, FloatText), (FloatText, str)):
        text = f"0.3{len(first.__name__)} t"
        readings = {kind: read_one(kind(text)) for kind in (first, second)}
        assert {kind: isinstance(reading.numbers, Rounded) for kind, reading in readings.items()} == {
            str: False,
            FloatText: True,
        }


LARGEST = 10**150


@pytest.mark.parametrize("kind", [Fraction, float])
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_are_within_range_up_to_the_largest(kind: type, sign: int) -> None:
    for number in (Fraction(0), Fraction(1), Fraction(LARGEST), Fraction(1, LARGEST)):
        assert within_range(kind(sign * number), LARGEST)
    for number in (Fraction(1001 * LARGEST, 1000), Fraction(1000, 1001 * LARGEST)):
        assert not within_range(kind(sign * number), LARGEST)


def test_what_is_converted_within_its_unit_stays_a_float_s_rounding() -> None:
    tonne = parse_unit("t")[1]
    assert isinstance(read_one(FloatText("0.3 t")).exact(tonne), Rounded)
    assert type(read_one("0.3 t").exact(tonne)) is Fraction
