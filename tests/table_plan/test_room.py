"""Arrays that operations take and give back, and what is worked out in them."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

import numpy as np
import pytest

from greencalc.table_plan.tongues.room import Numbers, Room


def test_an_array_that_is_given_back_is_taken_again() -> None:
    room = Room(3)
    one = room.take("number")
    assert room.take("number") is not one
    room.give("number", one)
    assert room.take("number") is one
    assert (room.take("truth").dtype, room.take("count").dtype) == (bool, np.int8)


@pytest.mark.parametrize("factor", [Fraction(1), Fraction(3), Fraction(1, 7), Fraction(3, 7)])
def test_numbers_are_worked_out_and_those_of_others_stay_as_they_are(factor) -> None:
    held = np.array([1.0, 2.0, 4.0])
    works = (
        lambda one: one,
        lambda one: -one,
        lambda one: one + one * one,
        lambda one: (one - one / one) * (one + one),
        lambda one: one * reduce(mul, [one + one] * 4),  # as a power of what was worked out
    )
    for work in works:
        found = work(Numbers(Room(3), held)).times(factor)
        assert found is not held
        assert found == pytest.approx(work(held) * float(factor))
        assert held.tolist() == [1.0, 2.0, 4.0]
