"""Values on a line: what steps, points and ranges earn at each place, and on which side of a knot a value stands."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from greencalc import evaluate, html_report, load_standard
from greencalc.report_pages.value_lines import LEAST, edges_of, value_line
from greencalc.standards.scales.points import PointsRule
from greencalc.standards.scales.scale import Step
from greencalc.standards.scales.steps import StepsRule
from greencalc.standards.scales.within import RangeRule

STANDARD = load_standard("qct1160_2022")
ITEM = next(item for item in STANDARD.items if item.id == "10.2.1")
RATIO = "floor_area_ratio"


def steps(*pairs: str, better="higher"):
    return StepsRule(RATIO, better, tuple(Step(*pair.split(": ")) for pair in pairs))


def points(*pairs: str, better="higher"):
    return PointsRule(RATIO, better, tuple(Step(*pair.split(": ")) for pair in pairs))


def judged(rule, ratio="1.6", comparison="full value"):
    table = evolve(STANDARD, items=tuple(evolve(ITEM, rule=rule) if one is ITEM else one for one in STANDARD.items))
    area = str(Fraction(ratio) * 1000) if ratio else "unknown"
    facts = {"building_area": f"{float(Fraction(area)):g} m2" if ratio else "unknown"}
    facts |= {"structure_area": "0 m2", "land_area": "1000 m2"}
    return evaluate(table, facts, comparison=comparison).item("10.2.1")


def line_of(rule, ratio="1.6", comparison="full value"):
    line = value_line(judged(rule, ratio, comparison), comparison)
    assert line is not None
    return line


def corners(line) -> list[tuple[float, float]]:
    return [(round(float(place), 4), float(share)) for place, share in line.corners]


def test_steps_rise_at_their_values_and_hold_until_the_next() -> None:
    line = line_of(steps("1: 60 %", "1.5: 80 %", "2.5: 100 %"))  # from 0.5 to 3
    assert line.edges == (Fraction(1, 5), Fraction(2, 5), Fraction(4, 5))
    assert corners(line) == [
        (0, 0),
        (0.2, 0),
        (0.2, 0.6),
        (0.4, 0.6),
        (0.4, 0.8),
        (0.8, 0.8),
        (0.8, 1),
        (1, 1),
    ]
    [dot] = line.dots
    assert (dot.value, dot.place, dot.beyond) == (Fraction("1.6"), Fraction("0.44"), "")


def test_where_less_is_better_the_line_is_turned_round() -> None:
    line = line_of(steps("2.5: 60 %", "1: 100 %", better="lower"))
    assert corners(line) == [(1, 0), (0.8, 0), (0.8, 0.6), (0.2, 0.6), (0.2, 1), (0, 1)]


def test_points_are_joined_and_begin_with_the_share_of_the_worst() -> None:
    line = line_of(points("1: 20 %", "2: 50 %", "2: 60 %", "2.5: 100 %"))
    assert corners(line) == [(0, 0.2), (0.2, 0.2), (0.2, 0.2), (0.6, 0.5), (0.6, 0.6), (0.8, 1), (1, 1)]


def test_points_of_the_same_share_are_level_between() -> None:
    line = line_of(points("1: 50 %", "2: 50 %", "2.5: 100 %"))
    assert [share for _, share in corners(line)] == [0.5, 0.5, 0.5, 0.5, 0.5, 1, 1]


def test_a_range_falls_again_at_its_end() -> None:
    line = line_of(RangeRule(RATIO, "1", "2.5"))
    assert corners(line) == [(0, 0), (0.2, 0), (0.2, 1), (0.8, 1), (0.8, 0), (1, 0)]


def test_a_single_step_is_in_the_middle() -> None:
    line = line_of(steps("2: 100 %"))
    assert (line.edges, line.dots[0].place) == ((Fraction(1, 2),), Fraction("0.4"))


def test_knots_are_known_while_the_value_is_not() -> None:
    line = line_of(steps("1: 60 %", "2.5: 100 %"), ratio="")
    assert (len(line.edges), line.dots) == (2, ())


def test_values_far_off_are_beyond_the_line() -> None:
    rule = steps("1: 60 %", "2.5: 100 %")
    assert [(dot.place, dot.beyond) for dot in line_of(rule, "9").dots] == [(1, "right")]
    assert [(dot.place, dot.beyond) for dot in line_of(rule, "0.1").dots] == [(0, "left")]


def test_a_value_that_reaches_a_step_as_rounded_stands_on_its_better_side() -> None:
    rule = steps("1.5: 60 %", "2: 100 %")
    for comparison, share, is_beyond in (("full value", 0, False), ("rounded value", Fraction(3, 5), True)):
        result = judged(rule, "1.46", comparison)
        line = value_line(result, comparison)
        assert line is not None
        assert (result.share, line.dots[0].place > line.edges[0]) == (share, is_beyond)


def test_what_is_judged_by_nothing_has_no_edges() -> None:
    result = evaluate(STANDARD, {}).item("10.5.2/calculated")
    assert (edges_of(result, "full value"), value_line(result, "full value")) == ((), None)


VALUES = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(sorted)


@given(values=VALUES, ratio=st.integers(1, 450))
def test_a_value_is_drawn_between_the_knots_between_which_it_lies(values, ratio) -> None:
    shares = [f"{90 + place} %" for place in range(1, len(values))] + ["100 %"]
    rule = steps(*(f"{value / 100}: {share}" for value, share in zip(values, shares, strict=True)))
    line = line_of(rule, f"{ratio / 100}")
    [dot] = line.dots
    for value, edge in zip(values, line.edges, strict=True):
        assert (dot.place > edge, dot.place < edge) == (ratio > value, ratio < value)
    assert 0 <= dot.place <= 1
    apart = min((other - one for one, other in pairwise(line.edges)), default=1)
    if ratio not in values and apart > 2 * LEAST and not dot.beyond:
        assert min(abs(dot.place - edge) for edge in line.edges) >= LEAST


@pytest.mark.parametrize("rule", [steps("1: 60 %", "1.5: 80 %", "2.5: 100 %"), RangeRule(RATIO, "1", "2.5")], ids=str)
def test_the_report_draws_every_scale(rule) -> None:
    table = evolve(STANDARD, items=tuple(evolve(ITEM, rule=rule) if one is ITEM else one for one in STANDARD.items))
    facts = {"building_area": "1600 m2", "structure_area": "0 m2", "land_area": "1000 m2"}
    assert html_report(evaluate(table, facts)).count('class="edge"') > html_report(evaluate(STANDARD, facts)).count(
        'class="edge"'
    )
