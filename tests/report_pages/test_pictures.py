"""Pictures of the report: points told apart, and values on the side of the limit on which they are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from greencalc import evaluate, load_plant, load_standard
from greencalc.judging.results import Interval
from greencalc.report_pages.pictures import BAR_WIDTH, WIDTH, Bar, Scale, group_bar, scale_of, score_bar
from greencalc.table_plan.targets import Target

STANDARD = load_standard("qct1160_2022")
PLANT = load_plant("examples/plant.toml").facts
MIDDLE = WIDTH / 2


def result_of(item_id, **facts):
    return evaluate(STANDARD, PLANT | facts).item(item_id)


def scale(item_id, **facts) -> Scale:
    drawn = scale_of(result_of(item_id, **facts))
    assert drawn is not None
    return drawn


def corners(drawn: Scale) -> list[tuple[float, ...]]:
    return [tuple(map(float, corner.split(","))) for corner in drawn.shape.split()]


def test_a_total_is_drawn_on_a_bar_to_100_with_its_unknown_part_and_the_mark() -> None:
    score = Interval(Fraction(40), Fraction(75))
    assert score_bar(score, None) == Bar("160", "140", "400", None)
    assert score_bar(score, Fraction(80)) == Bar("160", "140", "400", "320")


def test_a_group_is_as_long_as_its_points_are_of_the_largest() -> None:
    group = evaluate(STANDARD, PLANT).group("Q2")  # 12.857 to 15 of 15
    assert group_bar(group, Fraction(30)) == Bar("171.4", "28.6", "200")
    assert group_bar(
        evolve(group, exact_of=Fraction(0), points=Interval(Fraction(0), Fraction(0))), Fraction(0)
    ) == Bar("0", "0", "0")
    assert BAR_WIDTH == 400  # which the template draws to


@pytest.mark.parametrize(
    ("reused", "place"),
    [
        ("52 万m3", "72.4"),  # 62.65 % of 70 %
        ("72.3333333333 万m3", "75"),  # nearly 70 %, and drawn apart from it
        ("72.3333333334 万m3", "85"),
        ("93 万m3", "85.1"),
    ],
)
def test_a_value_stands_on_its_side_of_the_limit_in_the_middle(reused, place) -> None:
    drawn = scale("10.5.2", water_reused=reused)
    assert (drawn.edges, [(dot.place, dot.beyond, dot.decides) for dot in drawn.dots]) == (("80",), [(place, "", True)])
    assert corners(drawn) == [(80, 20), (80, 4), (152, 4), (152, 20)]


def test_a_value_that_is_the_limit_stands_on_it() -> None:
    assert scale("10.5.2", water_reused="70 m3", water_discharged="30 m3").dots[0].place == "80"


def test_where_less_is_better_the_left_is_shaded_and_a_value_far_off_is_an_arrow() -> None:
    drawn = scale("10.4.5", vocs_emitted="999 t")  # twice the limit is the right end
    assert corners(drawn) == [(80, 20), (80, 4), (8, 4), (8, 20)]
    assert [(dot.place, dot.beyond) for dot in drawn.dots] == [("152", "right")]


def test_a_line_rises_from_the_base_to_the_leading_value_whichever_is_larger() -> None:
    drawn = scale("10.6/energy")  # 150 between 190 and 120
    assert corners(drawn) == [(123.2, 20), (36.8, 4), (8, 4), (8, 20)]
    base, leading = map(float, drawn.edges)
    [dot] = drawn.dots
    assert float(dot.place) == pytest.approx(base + (leading - base) * 40 / 70, abs=0.06)
    assert [dot.beyond for dot in scale("10.6/energy", energy_consumption="2 万tce").dots] == ["left"]
    assert [dot.beyond for dot in scale("10.6/energy", energy_consumption="9 万tce").dots] == ["right"]


def test_a_rate_rises_from_0_to_100_percent() -> None:
    drawn = scale("10.3.2/substitution")
    assert drawn.edges == ("8", "152")
    assert corners(drawn) == [(8, 20), (152, 4), (152, 4), (152, 20)]
    assert float(drawn.dots[0].place) == pytest.approx(8 + 0.86 * 144, abs=0.06)


def test_of_several_years_the_one_that_counts_is_told_from_the_others() -> None:
    assert [dot.decides for dot in scale("7.2.3").dots] == [False, True, False]


def test_unknown_values_have_no_dot_and_what_is_judged_by_nothing_no_picture() -> None:
    assert scale("10.5.2", water_reused="unknown").dots == ()
    assert scale("10.5.2", water_reused="unknown").edges == ("80",)
    assert scale("10.6/energy", energy_consumption="unknown") == Scale()
    assert scale("10.3.2/substitution", green_paint="unknown") == Scale()
    assert scale_of(result_of("10.5.2/calculated")) is None
    assert scale_of(result_of("5.1.1")) is None
    assert scale_of(result_of("10.6/energy", energy_per_vehicle_base="unknown")) is None


@pytest.mark.parametrize("comparison", ["full value", "rounded value"])
def test_a_value_that_passes_as_rounded_stands_on_the_side_that_passes(comparison) -> None:
    facts = PLANT | {"water_reused": "69.6 m3", "water_discharged": "30.4 m3"}
    result = evaluate(STANDARD, facts, comparison=comparison).item("10.5.2")
    drawn = scale_of(result)
    assert drawn is not None
    assert (float(drawn.dots[0].place) > float(drawn.edges[0])) == (result.status == "met")
    assert (result.status == "met") == (comparison == "rounded value")


NUMBERS = st.fractions(-1000, 1000)


@given(value=NUMBERS, limit=NUMBERS, better=st.sampled_from(["higher", "lower"]))
def test_a_picture_never_shows_another_verdict(value, limit, better) -> None:
    computed = TEMPLATE.computation
    result = evolve(
        TEMPLATE,
        exact_value=value,
        computation=evolve(computed, result=value),
        target=Target(limit, better),
    )
    drawn = scale_of(result)
    assert drawn is not None
    [dot], [edge] = drawn.dots, map(float, drawn.edges)
    away = float(dot.place) - edge
    assert edge == MIDDLE
    assert (away > 0, away < 0) == (value > limit, value < limit)
    shaded = corners(drawn)[2][0] - edge
    assert (shaded > 0) == (better == "higher")
    assert all(0 <= place <= WIDTH for place, _ in corners(drawn))


TEMPLATE = result_of("10.5.2")
