"""Steps, ranges and points: values at, beside and between the ends, in all units and both comparisons."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from batch_cases import agreeing
from greencalc import (
    PointsRule,
    Q,
    RangeRule,
    ShareAt,
    ShareRule,
    StepsRule,
    Years,
    evaluate,
    expressions,
    load_standard,
    scorer,
)
from greencalc.table_plan.tongues.blocks import CODES
from sizes import INPUTS, SIZES

pytestmark = pytest.mark.walk

QCT = load_standard("qct1160_2022")
EXACT = Context(prec=100)
COMPARISONS = ("full value", "rounded value")
UNBOUNDED = ("floor_area_ratio", "hazardous_waste_per_painted_area")  # of those with sizes


def share_by(rule, value, comparison="full value"):
    """The share that a value earns, in the unit of the formula's result."""
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    table = evolve(QCT, items=(evolve(item, id="it", clause="it", rule=rule),))
    name, unit, others = INPUTS[rule.formula]
    typed = Q(value, unit) if isinstance(value, Fraction) else f"{value:f} {unit}"
    return evaluate(table, {name: typed} | others, comparison=comparison, plausibility=()).item("it").share


@st.composite
def values_as_typed(draw, least=2):
    """A formula, and numbers with units as typed, from the smallest to the largest."""
    formula = draw(st.sampled_from(UNBOUNDED))
    typed = {}
    for _ in range(draw(st.integers(least, 4))):
        unit = draw(st.sampled_from(sorted(SIZES[formula])))
        number = Decimal(draw(st.integers(1, 300))).scaleb(-draw(st.integers(0, 3)))
        typed[EXACT.multiply(number, SIZES[formula][unit])] = (f"{number:f}", unit)
    assume(len(typed) >= least)
    return formula, [typed[size] for size in sorted(typed)]


def written(number, unit):
    return f"{number} {unit}".strip()


def compared(value, number, size, comparison):
    """A value in the unit of a number as typed, rounded to its digits or not."""
    in_unit = EXACT.divide(value, size)
    if comparison == "full value":
        return in_unit
    return in_unit.quantize(Decimal((0, (1,), Decimal(number).as_tuple().exponent)), ROUND_HALF_EVEN, EXACT)


def near(draw, typed, formula):
    """A value at one of some numbers as typed, at a tie of what is rounded to its digits, or beside them."""
    number, unit = draw(st.sampled_from(typed))
    digit = Decimal((0, (1,), Decimal(number).as_tuple().exponent))
    halves = Decimal(draw(st.integers(-3, 3))) / 2
    trace = Decimal(draw(st.sampled_from(["0", "0", "1e-12", "-1e-12", "0.3", "-0.3"])))
    value = EXACT.multiply(Decimal(number) + digit * (halves + trace), SIZES[formula][unit])
    assume(value >= 0)
    return value


def steps_of(formula, typed, better):
    best_last = typed if better == "higher" else typed[::-1]
    shares = [Fraction(100 * place, len(typed)) for place in range(1, len(typed) + 1)]
    steps = [ShareAt(written(*one), f"{int(share)} %") for one, share in zip(best_last, shares, strict=True)]
    return StepsRule(formula, better, tuple(steps))


@given(values_as_typed(least=1), st.sampled_from(["higher", "lower"]), st.data())
def test_a_value_belongs_to_the_best_step_that_it_reaches_rounded_or_not(drawn, better, data) -> None:
    formula, typed = drawn
    rule = steps_of(formula, typed, better)
    value = near(data.draw, typed, formula)
    for comparison in COMPARISONS:
        best = Fraction(0)
        for (number, unit), step in zip(typed if better == "higher" else typed[::-1], rule.steps, strict=True):
            here = compared(value, number, SIZES[formula][unit], comparison)
            if here >= Decimal(number) if better == "higher" else here <= Decimal(number):
                best = Fraction(step.share.removesuffix(" %")) / 100
        assert share_by(rule, value, comparison) == best


@given(values_as_typed(), st.sampled_from(["higher", "lower"]), st.data())
def test_a_better_value_never_earns_less_by_steps(drawn, better, data) -> None:
    formula, typed = drawn
    rule = steps_of(formula, typed, better)
    values = sorted(near(data.draw, typed, formula) for _ in range(4))
    for comparison in COMPARISONS:
        shares = [share_by(rule, value, comparison) for value in (values if better == "higher" else values[::-1])]
        assert shares == sorted(shares)


@given(values_as_typed(least=1), st.sampled_from(["higher", "lower"]))
def test_each_step_has_its_own_value(drawn, better) -> None:
    formula, typed = drawn
    rule = steps_of(formula, typed, better)
    for (number, unit), step in zip(typed if better == "higher" else typed[::-1], rule.steps, strict=True):
        value = EXACT.multiply(Decimal(number), SIZES[formula][unit])
        assert share_by(rule, value) == Fraction(step.share.removesuffix(" %")) / 100
        beyond = Fraction(value) + Fraction(-1 if better == "higher" else 1, 10**30)
        assert share_by(rule, beyond) < share_by(rule, value)


@given(values_as_typed(), st.data())
def test_both_ends_of_a_range_are_within_it_rounded_or_not(drawn, data) -> None:
    formula, [low, *_, high] = drawn
    rule = RangeRule(formula, written(*low), written(*high))
    value = near(data.draw, [low, high], formula)
    for comparison in COMPARISONS:
        at_low, at_high = (compared(value, number, SIZES[formula][unit], comparison) for number, unit in (low, high))
        within = at_low >= Decimal(low[0]) and at_high <= Decimal(high[0])
        assert share_by(rule, value, comparison) == within
    for number, unit in (low, high):
        assert share_by(rule, EXACT.multiply(Decimal(number), SIZES[formula][unit])) == 1


@given(values_as_typed(), st.sampled_from(["higher", "lower"]), st.data())
def test_shares_on_a_line_lie_between_those_of_its_points_and_are_never_rounded(drawn, better, data) -> None:
    formula, typed = drawn
    way = typed if better == "higher" else typed[::-1]
    percents = data.draw(st.lists(st.integers(0, 99), min_size=len(way) - 1, max_size=len(way) - 1))
    shares = data.draw(st.permutations([100, *percents]))
    points = [ShareAt(written(*one), f"{share} %") for one, share in zip(way, shares, strict=True)]
    rule = PointsRule(formula, better, tuple(points))
    at = [Fraction(EXACT.multiply(Decimal(number), SIZES[formula][unit])) for number, unit in way]
    part = data.draw(st.fractions(0, 1, max_denominator=50))
    for (start, low), (end, high) in pairwise(zip(at, [Fraction(share, 100) for share in shares], strict=True)):
        for comparison in COMPARISONS:
            assert share_by(rule, start + part * (end - start), comparison) == low + part * (high - low)
    beyond = (at[0] / 2, at[-1] * 2) if better == "higher" else (at[0] * 2, at[-1] / 2)
    assert [share_by(rule, value) for value in beyond] == [Fraction(shares[end], 100) for end in (0, -1)]


def test_years_that_differ_by_less_than_floats_tell_leave_open_what_a_third_may_decide() -> None:
    falling = (ShareAt("0 kg", "60 %"), ShareAt("5000 kg", "0 %"), ShareAt("5000 kg", "100 %"))
    rule = PointsRule("solvent_consumption", "higher", falling, years=Years(2, 3))
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    table = evolve(QCT, items=(evolve(item, id="it", clause="it", rule=rule),))
    inputs = ["99.0000000000000099 kg", "99 kg"]
    facts = {"solvent_input": inputs, "solvent_recovered": "99 kg"}
    assert evaluate(table, facts, plausibility=()).item("it").status == "unknown"
    same = facts | {"solvent_input": ["99 kg", "99 kg"]}
    assert evaluate(table, same, plausibility=()).item("it").share == Fraction(3, 5)
    columns = {f"solvent_input.{year}": [text, "99 kg"] for year, text in enumerate(inputs, 1)}
    scores = agreeing(table, columns | {"solvent_recovered": ["99 kg"] * 2})
    assert scores.statuses["it"].tolist() == [CODES["unknown"], CODES["partly met"]]


def test_years_with_the_same_share_in_floats_are_judged_exactly() -> None:
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    rule = ShareRule("green_paint_usage_rate", years=Years(2, 3))
    table = evolve(QCT, items=(evolve(item, id="it", clause="it", rule=rule),))
    frame = pl.DataFrame({"green_paint.1 [t]": [50.0, 50.0], "green_paint.2 [t]": [50.0, 60.0]})
    frame = frame.with_columns(pl.lit(100.0).alias("total_paint [t]"))
    scores = agreeing(table, frame)
    assert scores.statuses["it"].tolist() == [CODES["partly met"], CODES["unknown"]]
    assert frame.select(expressions(table, frame)["doubt"]).to_series().to_list() == [True, False]
    prepared = scorer(table, {"green_paint": ["50 t", "50 t"], "total_paint": "100 t"})
    for first, coverage in ((50.0, 0.05), (60.0, 0.0)):  # of the table's 100 points
        assert prepared.one({"green_paint.1 [t]": first}).coverage == coverage
