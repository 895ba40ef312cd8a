"""Fractions of polynomials: what they compute, where their roots are, and what they refuse to answer."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

import pytest
from hypothesis import given, strategies as st

from greencalc.explaining.polynomials import Ratio, narrowed, roots

X = Ratio((Fraction(0), Fraction(1)))
numbers = st.fractions(-20, 20, max_denominator=12)
operators = st.sampled_from(["+", "-", "*", "/", "r-", "r/", "r+", "r*"])


def applied(value, steps):
    """A chain of operations on a number, or on the unknown."""
    for operator, other in steps:
        first, second = (other, value) if operator.startswith("r") else (value, other)
        match operator[-1]:
            case "+":
                value = first + second
            case "-":
                value = first - second
            case "*":
                value = first * second
            case _:
                value = first / second
    return value


def at(ratio, place):
    over, under = (sum(one * place**power for power, one in enumerate(side)) for side in (ratio.over, ratio.under))
    return over / under


@given(st.lists(st.tuples(operators, numbers), max_size=6), numbers)
def test_they_compute_what_numbers_do(steps, place) -> None:
    try:
        ratio, number = applied(X, steps), applied(place, steps)
    except ZeroDivisionError:
        return
    assert at(ratio, place) == number
    assert at(ratio * ratio - -ratio, place) == number**2 + number
    assert ratio.is_positive(place) == (number > 0)
    assert number == 0 or at(ratio.inverse(), place) == 1 / number


@given(st.lists(numbers, min_size=1, max_size=5), numbers)
def test_all_rational_roots_are_found_and_no_others(places, factor) -> None:
    product = Ratio((factor or Fraction(1),))
    for place in places:
        product *= X - place
    assert roots(product.over) == sorted(set(places))


@given(st.integers(2, 40), st.integers(2, 4))
def test_other_roots_lie_between_two_numbers_close_together(square, power) -> None:
    found = roots((reduce(mul, [X] * power) - square).over)
    exact = round(square ** (1 / power))
    if exact**power == square:
        assert exact in found
        return
    low, high = [place for place in found if place > 0]
    assert low**power < square < high**power
    assert high - low < Fraction(1, 10**20)
    assert len(found) == (4 if power % 2 == 0 else 2)


def test_what_has_no_root() -> None:
    assert roots(()) == roots((Fraction(5),)) == roots((X * X + 1).over) == []
    assert roots((X * X + 1).reaches(Fraction(1))) == [0]
    assert roots((-((X * X - 2) * (X * X - 2))).reaches(Fraction(1))) == []


def test_high_powers_have_their_roots_too() -> None:
    power = reduce(mul, [X] * 24)
    assert roots((power - 1).over) == [-1, 1]
    other = power - X * 3 + 1
    first, second, third, fourth = roots(other.over)
    for low, high in ((first, second), (third, fourth)):
        assert at(other, low) * at(other, high) < 0
        assert high - low < Fraction(1, 10**20)


def test_nothing_is_divided_by_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        1 / (X - X)


def test_a_change_at_a_simple_fraction_is_named_between_two_numbers() -> None:
    low, middle, high = narrowed(Fraction(0), Fraction(100), lambda value: value >= 8)
    assert low < middle == 8 < high
    assert len(narrowed(Fraction(-1), Fraction(1), lambda value: value > 0)) in {2, 3}
