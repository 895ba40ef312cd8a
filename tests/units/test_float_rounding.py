"""What a float stands for goes with it, alone and in arrays of exact numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from greencalc.units.float_rounding import ROUNDING, Rounded, rounding_of, times


def test_of_mixed_numbers_each_has_its_own_rounding() -> None:
    mixed = np.array([[Rounded(3), Fraction(3)]], dtype=object)
    assert rounding_of(mixed).tolist() == [[3 * ROUNDING, 0]]
    assert rounding_of(times(Rounded(3), Fraction(-2))) == 6 * ROUNDING
    assert rounding_of(np.array([-2.0])).tolist() == [2 * float(ROUNDING)]
