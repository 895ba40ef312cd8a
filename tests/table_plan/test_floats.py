"""A plan as a function of floats: it decides only what floats can tell, and never more than fractions say."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from greencalc import evaluate, load_standard
from greencalc.formula.checks import sure_range
from greencalc.judging.exact_facts import exact_facts
from greencalc.plant.facts import read_facts
from greencalc.plant.names import amounts_of
from greencalc.table_plan.inputs import key_of
from greencalc.table_plan.plan import plan_of
from greencalc.table_plan.tongues.floats import written_plan
from greencalc.table_plan.tongues.ratios import NotPlainError
from greencalc.units.number_text import decimal_text
from own_gap_table import TABLES

QCT = load_standard("qct1160_2022")


def written(standard, facts, names, words=(), policy="renormalise"):
    """The function of amounts in their argument's unit, and of words."""
    inputs, fixed = exact_facts(standard, read_facts(standard, facts, None))
    symbols = {name: argument.symbol for name, argument in amounts_of(standard).items()}
    amounts = {key_of(name, 0): (Fraction(1), sure_range(symbols[name], 10**60)) for name in names}
    return written_plan(plan_of(standard, inputs, policy, "full value"), fixed, amounts, words)


def exact(standard, facts, numbers, words=None):
    units = {name: argument.symbol.unit for name, argument in amounts_of(standard).items()}
    texts = {name: f"{decimal_text(Fraction(repr(number)), 17)} {units[name]}" for name, number in numbers.items()}
    found = evaluate(standard, facts | texts | (words or {}), plausibility=(), not_applicable="renormalise")
    return {True: 1, False: 0, None: -1}[found.eligible], found.score.lower, found.score.upper, found.coverage


PAINT = {"green_paint": "86 t", "total_paint": "100 t"}


NUMBERS = st.one_of(
    st.floats(0, 200), st.integers(0, 120).map(float), st.integers(0, 12000).map(lambda number: number / 100)
)


@pytest.mark.parametrize("name", TABLES)
@given(st.data())
def test_what_is_decided_is_what_fractions_say(name, data) -> None:
    """Tables of every kind of formula: some of them floats tell nothing of, and some only beside their limits."""
    standard = TABLES[name]
    arguments = [one for item in standard.items for one in standard.formula_of(item).arguments]
    numbers = {one: data.draw(NUMBERS) for one in arguments}
    facts = {one: f"5 {amounts_of(standard)[one].symbol.unit}" for one in arguments}
    try:
        score = written(standard, facts, arguments)
    except NotPlainError:
        assert name.partition("/")[0] in UNTOLD
        return
    found = score(*numbers.values())
    if found is None:
        return
    expected = exact(standard, facts, numbers)
    assert found[0] == expected[0]
    assert found[1:4] == pytest.approx(expected[1:], rel=1e-12, abs=1e-12)
    assert found[4:] == (0, 0)  # the tables have no levels


UNTOLD = {"beds", "flow", "mixing", "between", "bend", "balance", "shade"}
"""What floats alone cannot tell: differences, and the best of years whose shares are on a line."""


def test_floats_tell_nothing_of_differences_and_of_counts() -> None:
    for name in ("flow/balance", "beds/high", "mixing/possible", "bend/out"):
        standard = TABLES[name]
        arguments = [one for item in standard.items for one in standard.formula_of(item).arguments]
        with pytest.raises(NotPlainError):
            written(standard, {one: f"5 {amounts_of(standard)[one].symbol.unit}" for one in arguments}, arguments)


def test_most_of_what_floats_can_tell_they_do_tell() -> None:
    score = written(QCT, PAINT, ["green_paint"])
    assert [score(float(green)) is None for green in (0, 86, 49, 50, 51, 99, 100, 101)] == [False] * 6 + [True] * 2


@pytest.mark.parametrize(
    "wrong", [1, True, None, "5", math.nan, math.inf, -1.0, 1e-200, 101.0, np.float32(5), Fraction(5)]
)
def test_nothing_is_decided_of_what_is_no_good_float(wrong) -> None:
    score = written(QCT, PAINT, ["green_paint"])
    assert score(80.0) is not None
    assert score(wrong) is None


@pytest.mark.parametrize("wrong", [1, 0.0, None, "met", np.True_])
def test_nothing_is_decided_of_what_is_no_truth(wrong) -> None:
    score = written(QCT, PAINT, ["green_paint"], ["6.6"])
    met, missed = (score(80.0, said) for said in (True, False))
    assert met[1] > missed[1]
    assert score(80.0, wrong) is None


def test_gate_and_coverage_are_those_of_the_words() -> None:
    mandatory = [item.id for item in QCT.items if item.mandatory and QCT.formula_of(item) is None]
    score = written(QCT, {}, [], mandatory)
    assert score(*[True] * len(mandatory))[0] == -1  # the floor area ratio is mandatory too, and not known
    for place in range(len(mandatory)):
        assert score(*(number != place for number in range(len(mandatory))))[0] == 0
