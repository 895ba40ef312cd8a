"""Many exact fractions at once are those that are worked out one by one."""

from __future__ import annotations

import math
import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from greencalc.table_plan.tongues.ratios import NotPlainError, Ratios

EDGE = 2**62
WHOLE = st.one_of(
    st.integers(-9, 9),
    st.integers(-(10**6), 10**6),
    st.integers(-3, 3).map(lambda step: EDGE + step),
    st.integers(-3, 3).map(lambda step: -EDGE + step),
    st.integers(-3, 3).map(lambda step: 2**31 + step),
    st.integers(-(10**40), 10**40),
)
BELOW = WHOLE.map(abs).filter(bool)
FRACTIONS = st.builds(Fraction, WHOLE, BELOW)
SIZES = st.integers(1, 4)


def exact(ratios: Ratios, size: int) -> list[Fraction]:
    above, below = (np.broadcast_to(np.asarray(side, dtype=object), size) for side in (ratios.above, ratios.below))
    return [Fraction(int(one), int(other)) for one, other in zip(above, below, strict=True)]


def assert_are(ratios: Ratios, expected: list[Fraction]) -> None:
    """Hold them to fractions, and their bounds and types to what is promised of them."""
    assert exact(ratios, len(expected)) == expected
    for side, largest in zip((ratios.above, ratios.below), ratios.largest, strict=True):
        assert type(side) is int or side.dtype in (np.int64, object)
        assert all(abs(int(one)) <= largest for one in np.ravel(np.asarray(side, dtype=object)))
    assert np.all(np.asarray(ratios.below, dtype=object) > 0)


@st.composite
def pairs(draw):
    """Two lists of as many fractions, or one and a single one, each with its fractions one by one."""
    size = draw(SIZES)
    sides = []
    for _ in range(2):
        if draw(st.integers(0, 3)) == 0:
            one = draw(FRACTIONS)
            sides.append((Ratios.of(one), [one] * size))
        elif draw(st.booleans()):  # above the same number, as decimals are
            below = draw(BELOW)
            numbers = draw(st.lists(WHOLE, min_size=size, max_size=size))
            held = np.array(numbers, dtype=np.int64 if max(map(abs, numbers)) < EDGE else object)
            ratios = Ratios(held, below, (max(map(abs, numbers)), below))
            sides.append((ratios, [Fraction(number, below) for number in numbers]))
        else:
            several = draw(st.lists(FRACTIONS, min_size=size, max_size=size))
            sides.append((Ratios.of_fractions(several), several))
    return sides


@pytest.mark.parametrize("work", [operator.add, operator.sub, operator.mul], ids=lambda work: work.__name__)
@given(pairs())
def test_they_are_added_subtracted_and_multiplied(work, sides) -> None:
    (one, first), (other, second) = sides
    expected = [work(*both) for both in zip(first, second, strict=True)]
    assert_are(work(one, other), expected)


@given(pairs())
def test_they_are_divided_by_what_is_positive(sides) -> None:
    (one, first), (other, second) = sides
    if min(second) > 0:
        assert_are(one / other, [above / below for above, below in zip(first, second, strict=True)])
    else:
        with pytest.raises(NotPlainError):
            one / other


@given(pairs())
def test_they_are_compared(sides) -> None:
    (one, first), (other, second) = sides
    expected = [(above > below) - (above < below) for above, below in zip(first, second, strict=True)]
    found = np.broadcast_to(one.beside(other), len(first))
    assert found.tolist() == expected
    assert np.broadcast_to(one.signs(), len(first)).tolist() == [(above > 0) - (above < 0) for above in first]


@given(pairs(), FRACTIONS)
def test_single_numbers_stand_on_either_side(sides, single) -> None:
    [(many, fractions), _] = sides
    assert_are(single + many, [single + one for one in fractions])
    assert_are(many - single, [one - single for one in fractions])
    assert_are(single - many, [single - one for one in fractions])
    assert_are(single * many, [single * one for one in fractions])
    assert_are(many * 3, [one * 3 for one in fractions])
    if min(fractions) > 0:
        assert_are(single / many, [single / one for one in fractions])
    assert_are(-many, [-one for one in fractions])
    assert_are(+many, fractions)
    assert_are(abs(many), list(map(abs, fractions)))


@given(pairs(), st.data())
def test_others_stand_in_some_places(sides, data) -> None:
    (one, first), (other, second) = sides
    where = np.array(data.draw(st.lists(st.booleans(), min_size=len(first), max_size=len(first))))
    expected = [new if there else old for old, new, there in zip(first, second, where, strict=True)]
    assert_are(one.with_others(where, other), expected)
    single = data.draw(FRACTIONS)
    assert_are(
        one.with_others(where, single), [single if there else old for old, there in zip(first, where, strict=True)]
    )


@given(pairs(), st.data())
def test_those_in_some_places_are_taken(sides, data) -> None:
    [(many, fractions), _] = sides
    places = data.draw(st.lists(st.integers(0, len(fractions) - 1), min_size=1, max_size=5))
    assert_are(many[np.array(places)], [fractions[place] for place in places])


@given(st.lists(FRACTIONS, min_size=1, max_size=4))
def test_they_become_the_nearest_floats_or_those_beside(fractions) -> None:
    for ratios in (Ratios.of_fractions(fractions), Ratios.of(fractions[0])):
        found = np.broadcast_to(ratios.floats(), len(fractions)) if np.ndim(ratios.floats()) else [ratios.floats()]
        for number, one in zip(found, fractions, strict=False):
            assert abs(Fraction(float(number)) - one) <= abs(one) * Fraction(1, 2**51)


FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 3)),
    st.integers(-(10**16), 10**16).map(float),
    st.decimals(-1000, 1000, places=17).map(float),
)


@given(st.lists(FLOATS, min_size=1, max_size=4))
@example([0.1, 1e22, 1e23])
@example([123456789012345.6])
@example([999999999999999.0, 1e15])
@example([1e-22, 1e-23])
@example([5e-324, 1.7976931348623157e308])
@example([-0.0, 0.0])
@example([0.1 + 0.2, 0.3])
def test_floats_are_the_decimals_that_they_are_written_as(numbers) -> None:
    expected = [Fraction(repr(number)) for number in numbers]
    assert_are(Ratios.of_floats(np.array(numbers)), expected)
    assert_are(Ratios.of_numbers(np.array(numbers)), expected)
    assert Ratios.of_floats(np.array(numbers)).floats().tolist() == [
        pytest.approx(number, rel=1e-15, abs=0) for number in numbers
    ]


DTYPES = (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)


@pytest.mark.parametrize("dtype", DTYPES)
@given(st.data())
def test_whole_numbers_of_any_type_are_what_they_are(dtype, data) -> None:
    info = np.iinfo(dtype)
    edges = [info.min, info.min + 1, info.max - 1, info.max, *(one for one in (EDGE - 1, EDGE) if one <= info.max)]
    numbers = data.draw(st.lists(st.one_of(st.integers(info.min, info.max), st.sampled_from(edges)), min_size=1))
    ratios = Ratios.of_numbers(np.array(numbers, dtype=dtype))
    assert_are(ratios, list(map(Fraction, numbers)))
    assert_are(ratios * ratios, [Fraction(number) ** 2 for number in numbers])
    assert_are(ratios + ratios, [Fraction(number) * 2 for number in numbers])


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_floats_of_few_bits_are_as_wide_as_floats(dtype) -> None:
    numbers = np.array([0.1, 2.5, 1e-3], dtype=dtype)
    assert_are(Ratios.of_numbers(numbers), [Fraction(repr(float(number))) for number in numbers])


@pytest.mark.parametrize(("above", "wide"), [(EDGE - 1, False), (EDGE, True), (-EDGE + 1, False), (-EDGE, True)])
def test_python_holds_what_is_too_large_for_an_array_of_int64(above, wide) -> None:
    found = Ratios.of_fractions([Fraction(above), Fraction(1)])
    assert (found.above.dtype == object) is wide
    doubled = found + found
    assert doubled.above.dtype == object
    assert_are(doubled, [Fraction(above) * 2, Fraction(2)])


def test_products_at_the_edge_do_not_wrap() -> None:
    for one, other in (
        (2**31, 2**31),
        (2**31 - 1, 2**31),
        (2**31 - 1, 2**31 + 1),
        (3, 2**62 // 3),
        (3, 2**62 // 3 + 1),
    ):
        many = Ratios.of_numbers(np.array([one, 1])) * Ratios.of_numbers(np.array([other, 1]))
        assert_are(many, [Fraction(one * other), Fraction(1)])
        assert many.above.dtype == (np.int64 if one * other < EDGE else object)
        assert_are(
            Ratios.of_numbers(np.array([one, 1])) / Ratios.of_numbers(np.array([1, other])),
            [Fraction(one), Fraction(1, other)],
        )


def test_a_single_number_is_itself() -> None:
    ratios = Ratios.of(Fraction(1, 3))
    assert Ratios.of(ratios) is ratios
    assert (ratios.above, ratios.below, ratios.largest) == (1, 3, (1, 3))
    assert math.isclose(ratios.floats(), 1 / 3)


def test_a_single_number_is_divided_by_many() -> None:
    assert_are(Fraction(1, 3) / Ratios.of_fractions([Fraction(2), Fraction(1, 7)]), [Fraction(1, 6), Fraction(7, 3)])
