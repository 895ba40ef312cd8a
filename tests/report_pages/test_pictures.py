"""Pictures of the report: points told apart, and values on the side of the limit on which they are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from greencalc import evaluate, load_plant, load_standard
from greencalc.judging.results import Interval
from greencalc.report_pages.pictures import BAR_WIDTH, WIDTH, Bar, Mark, Scale, group_bar, scale_of, score_bar
from greencalc.standards.scales.points import PointsRule
from greencalc.standards.scales.steps import StepsRule
from greencalc.table_plan.targets import Target
from scaled_plants import SCALES

STANDARD = load_standard("qct1160_2022")
PLANT = load_plant("examples/plant.toml").facts
MIDDLE = WIDTH / 2


def result_of(item_id, **facts):
    return evaluate(STANDARD, PLANT | facts).item(item_id)


def drawn_of(result, comparison="full value") -> Scale | None:
    formula = STANDARD.formulas.get(result.formula) or SCALES.formulas[result.formula]
    return scale_of(result, formula.result.unit, comparison)


def scale(item_id, **facts) -> Scale:
    drawn = drawn_of(result_of(item_id, **facts))
    assert drawn is not None
    return drawn


def corners(drawn: Scale) -> list[tuple[float, ...]]:
    return [tuple(map(float, corner.split(","))) for corner in drawn.shape.split()]


def test_a_total_is_drawn_on_a_bar_to_100_with_its_unknown_part_and_the_mark() -> None:
    score = Interval(Fraction(40), Fraction(75))
    ticks = tuple((str(place * 80), place * 20) for place in range(6))
    assert score_bar(score, []) == Bar("160", "140", "400", (), ticks)
    marks = (Mark("200", "low"), Mark("320", "high"))
    assert score_bar(score, [(Fraction(80), "high"), (Fraction(50), "low")]) == Bar("160", "140", "400", marks, ticks)


def test_a_bar_is_longer_than_100_where_a_bonus_or_a_mark_is_and_never_shorter_than_nothing() -> None:
    bar = score_bar(Interval(Fraction(-5), Fraction(125)), [(Fraction(110), "five stars")])
    assert (bar.earned, bar.unknown, bar.whole, bar.marks) == ("0", "400", "320", (Mark("352", "five stars"),))
    assert bar.ticks[-1] == ("384", 120)
    assert score_bar(Interval(Fraction(-5), Fraction(-5)), [(Fraction(200), "x")]).unknown == "0"


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
    assert corners(drawn) == [(8, 20), (152, 4), (152, 20)]
    assert float(drawn.dots[0].place) == pytest.approx(8 + 0.86 * 144, abs=0.06)


def test_of_several_years_the_one_that_counts_is_told_from_the_others() -> None:
    assert [dot.decides for dot in scale("7.2.3").dots] == [False, True, False]


def test_unknown_values_have_no_dot_and_what_is_judged_by_nothing_no_picture() -> None:
    assert scale("10.5.2", water_reused="unknown").dots == ()
    assert scale("10.5.2", water_reused="unknown").edges == ("80",)
    assert scale("10.6/energy", energy_consumption="unknown") == Scale()
    assert scale("10.3.2/substitution", green_paint="unknown") == Scale()
    assert drawn_of(result_of("10.5.2/calculated")) is None
    assert drawn_of(result_of("10.6/energy", energy_per_vehicle_base="unknown")) is None


@pytest.mark.parametrize("comparison", ["full value", "rounded value"])
def test_a_value_that_passes_as_rounded_stands_on_the_side_that_passes(comparison) -> None:
    facts = PLANT | {"water_reused": "69.6 m3", "water_discharged": "30.4 m3"}
    result = evaluate(STANDARD, facts, comparison=comparison).item("10.5.2")
    drawn = drawn_of(result, comparison)
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
    drawn = drawn_of(result)
    assert drawn is not None
    [dot], [edge] = drawn.dots, map(float, drawn.edges)
    away = float(dot.place) - edge
    assert edge == MIDDLE
    assert (away > 0, away < 0) == (value > limit, value < limit)
    shaded = corners(drawn)[2][0] - edge
    assert (shaded > 0) == (better == "higher")
    assert all(0 <= place <= WIDTH for place, _ in corners(drawn))


TEMPLATE = result_of("10.5.2")


STEP = SCALES.items[0].rule.steps[-1]


def of_scales(item_id, comparison="full value", **facts) -> Scale:
    drawn = drawn_of(evaluate(SCALES, facts, comparison=comparison).item(item_id), comparison)
    assert drawn is not None
    return drawn


def place_of(value, low, high) -> float:
    """Return where a value stands in a picture from a third below the lowest knot to a third above the highest."""
    room = (high - low) / 3
    return round(8 + (value - low + room) / (high - low + 2 * room) * 144, 1)


def test_steps_are_stairs_whichever_values_are_better() -> None:
    drawn = of_scales("part/steps", part="70 kg", mass="100 kg")
    low, middle, high = (place_of(at, 60, 85) for at in (60, 70, 85))
    assert corners(drawn) == [
        *((low, 20), (low, 13.6), (middle, 13.6), (middle, 8), (high, 8), (high, 4), (152, 4), (152, 20)),
    ]
    assert [float(edge) for edge in drawn.edges] == [low, middle, high]
    assert [(float(dot.place), dot.beyond, dot.decides) for dot in drawn.dots] == [(middle, "", True)]
    down = of_scales("load/steps", part="1 kg", length="1 m")
    assert corners(down)[:2] == [(place_of(300, 100, 300), 20), (place_of(300, 100, 300), 16)]
    assert corners(down)[-2:] == [(8, 4), (8, 20)]
    assert [dot.beyond for dot in down.dots] == ["right"]


def test_steps_stand_where_the_verdict_changes_if_values_are_rounded() -> None:
    drawn = of_scales("part/steps", "rounded value", part="69.6 kg", mass="100 kg")
    places = [place_of(at, 59.5, 84.5) for at in (59.5, 69.5, 84.5)]
    assert [float(edge) for edge in drawn.edges] == places
    assert float(drawn.dots[0].place) >= places[1] + 5


def test_lines_through_points_rise_and_jump() -> None:
    drawn = of_scales("shade/points", trees="1 辆", places="100 辆")
    one, two, three, four = (place_of(at, 10, 85.5) for at in (10, 35, 60, 85.5))
    assert corners(drawn) == [
        *((8, 20), (8, 16.8), (one, 16.8), (two, 12), (two, 10.4), (three, 10.4), (four, 4), (152, 4), (152, 20)),
    ]
    assert len(drawn.edges) == 4


def test_a_range_is_a_box_and_its_years_are_dots() -> None:
    drawn = of_scales("belt/range", width="1 m", length="1 m")
    low, high = place_of(50, 50, 200), place_of(200, 50, 200)
    assert corners(drawn) == [(low, 20), (low, 4), (high, 4), (high, 20)]
    years = of_scales("tank/range", diameter=["3 m", "1 m", "2.5 m"])
    assert [(dot.beyond, dot.decides) for dot in years.dots] == [("", False), ("left", False), ("", True)]


def test_a_scale_is_drawn_though_the_value_is_unknown() -> None:
    drawn = of_scales("part/steps")
    assert (len(drawn.edges), drawn.dots) == (3, ())
    assert drawn.shape == of_scales("part/steps", part="70 kg", mass="100 kg").shape


def test_a_scale_of_one_value_is_drawn_as_a_limit_is() -> None:
    item = next(item for item in SCALES.items if item.id == "part/steps")
    rule = StepsRule("part_of_mass", "higher", (evolve(STEP, at="70 %", share="100 %"),))
    table = evolve(SCALES, items=(evolve(item, rule=rule),), levels=(), caps=())
    facts = {"part": "60 kg", "mass": "100 kg"}
    drawn = drawn_of(evaluate(table, facts).item("part/steps"))
    assert drawn is not None
    assert (drawn.edges, corners(drawn)) == (("80",), [(80, 20), (80, 4), (152, 4), (152, 20)])


@given(
    knots=st.lists(st.integers(-1000, 1000), min_size=2, max_size=40, unique=True).map(sorted),
    value=st.fractions(-1100, 1100),
)
def test_a_value_stands_between_the_same_lines_as_it_does_between_knots(knots, value) -> None:
    share = [f"{100 * place // (len(knots) - 1)} %" for place in range(len(knots))]
    points = tuple(evolve(STEP, at=f"{knot} t", share=of) for knot, of in zip(knots, share, strict=True))
    item = evolve(TEMPLATE.item, rule=PointsRule("balance", "higher", points))
    result = evolve(TEMPLATE, item=item, exact_value=value, computation=evolve(TEMPLATE.computation, result=value))
    unit = SCALES.formulas["balance"].result.unit
    drawn = scale_of(result, unit, "full value")
    assert drawn is not None
    [dot] = drawn.dots
    edges = [float(edge) for edge in drawn.edges]
    if dot.beyond:
        assert value < knots[0] if dot.beyond == "left" else value > knots[-1]
    else:
        for edge, knot in zip(edges, knots, strict=True):
            assert float(dot.place) <= edge if value < knot else float(dot.place) >= edge
    assert all(0 <= place <= WIDTH and 4 <= height <= 20 for place, height in corners(drawn))
