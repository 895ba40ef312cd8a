"""From which value on a limit is kept: compared as it is, or rounded to the limit's digits as tables round."""

from __future__ import annotations

import operator
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from greencalc.table_plan.targets import Target, limit_target
from greencalc.units.text import parse_unit

SIGNS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
every_sign = pytest.mark.parametrize("sign", SIGNS)
LIMITS = st.decimals(0, 99, places=2).map(lambda number: number.quantize(Decimal("0.01"))) | st.integers(0, 99).map(
    Decimal
)


@every_sign
@given(LIMITS, st.integers(-20, 20))
def test_a_value_is_rounded_half_to_even_before_it_is_compared(sign, limit, tenths) -> None:
    _, unit = parse_unit("%")
    step = Decimal(1).scaleb(limit.as_tuple().exponent)
    value = limit + step * tenths / 10
    written = f"{limit} %"
    rounded = value.quantize(step, ROUND_HALF_EVEN)
    full, by_digits = (limit_target(sign, written, unit, way) for way in ("full value", "rounded value"))
    assert full.is_met_by(Fraction(value)) is SIGNS[sign](value, limit)
    assert by_digits.is_met_by(Fraction(value)) is SIGNS[sign](rounded, limit)


@every_sign
def test_a_target_shows_itself_as_a_comparison(sign) -> None:
    _, unit = parse_unit("%")
    target = limit_target(sign, "70 %", unit, "full value")
    assert str(target) == f"{sign} 70"
    assert target == Target(Fraction(70), "higher" if ">" in sign else "lower", inclusive="=" in sign)
