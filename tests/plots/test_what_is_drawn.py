"""What each plot draws of its results: where values, points and limits are, and what is said of them."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from drawn_plots import ASSESSMENT, FACTS, LEDGER, LITTLE, STANDARD, YEARS
from greencalc import (
    FactsError,
    PartError,
    carbon_ledger,
    energy_ledger,
    evaluate,
    load_standard,
    plot_contributions,
    plot_groups,
    plot_indicators,
    plot_points_lost,
    plot_tornado,
    plot_years,
)
from greencalc.plots.columns import _apart
from greencalc.plots.drawing import BLUE, ORANGE, VERMILION

pytestmark = pytest.mark.usefixtures("no_chinese")
EARNED, LOST = BLUE.lower(), "#f6cdb0"


def kind_of(bar) -> str:
    """What a bar stands for, by its style."""
    if bar.get_hatch():
        return "unknown"
    return {EARNED: "earned", LOST: "lost", ORANGE.lower(): "taken"}[to_hex(bar.get_facecolor())]


def bars_of(ax) -> list[tuple[str, int, float, float]]:
    """Return what bars stand for, their rows, and where they start and end."""
    return [(kind_of(bar), int(bar.get_y()), bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]


def columns_of(ax) -> list[tuple[str, int, float, float]]:
    return [
        (kind_of(bar), round(bar.get_x() + bar.get_width() / 2), bar.get_y(), bar.get_y() + bar.get_height())
        for bar in ax.patches
    ]


def written(ax) -> list[tuple[str, str]]:
    """Return the titles of rows with their values."""
    texts = [text.get_text() for text in ax.texts]
    return list(zip(texts[1::2], texts[::2], strict=True))


def legend_of(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def labels_of(ax) -> list[str]:
    return [label.get_text() for label in ax.get_xticklabels()]


def edges_of(ax) -> list[list[tuple[float, float]]]:
    return [
        [tuple(map(float, point)) for point in segment]
        for lines in ax.collections
        if isinstance(lines, LineCollection)
        for segment in lines.get_segments()
    ]


def table(folder, text):
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    return load_standard(path)


# groups and lost points


def test_groups_are_earned_then_unknown_then_lost() -> None:
    ax = plot_groups(ASSESSMENT)
    assert ax.get_title() == "QC/T 1160-2022: 77.78 to 82.42 of 100 points"
    bars = bars_of(ax)
    assert bars[:2] == [("earned", 0, 0, 13), ("lost", 0, 13, 20)]
    assert bars[2:4] == [("earned", 1, 0, pytest.approx(90 / 7)), ("unknown", 1, pytest.approx(90 / 7), 15)]
    assert written(ax)[1] == ("Q2 Management system", "12.86 to 15.00 of 15.00")
    assert legend_of(ax) == ["earned", "unknown", "lost"]
    assert legend_of(plot_groups(evaluate(STANDARD, {}))) == ["unknown"]


def test_a_table_without_groups_is_refused(tmp_path) -> None:
    with pytest.raises(FactsError, match="the table gate has no groups; plot_points_lost takes it"):
        plot_groups(evaluate(table(tmp_path, GATE), {}))


def test_lost_points_come_first_and_what_is_unknown_is_hatched_below() -> None:
    ax = plot_points_lost(ASSESSMENT)
    bars = bars_of(ax)
    assert [(kind, row) for kind, row, *_ in bars] == [("lost", row) for row in range(7)] + [
        ("unknown", 7),
        ("unknown", 8),
    ]
    lost = [one.exact_loss for one in ASSESSMENT.items if one.exact_loss]
    assert [end for kind, _, _, end in bars if kind == "lost"] == sorted(map(float, lost), reverse=True)
    assert written(ax)[0] == ("5.1.6 Multi-storey buildings used", "not met: 5.00 of 5.00 lost")
    assert written(ax)[7][1] == "unknown: 2.50"
    assert ax.get_title() == "Points not earned: 17.58; unknown: 4.64"
    assert legend_of(ax) == ["lost", "unknown"]


def test_what_a_bonus_item_may_take_is_at_stake(tmp_path) -> None:
    stars = table(tmp_path, STARS)
    assert bars_of(plot_points_lost(evaluate(stars, LAND))) == [("lost", 0, 0, 20), ("unknown", 1, 0, 5)]
    ax = plot_points_lost(evaluate(stars, LAND | {"fine": "met"}))
    assert written(ax) == [("land Land", "partly met: 20.00 of 100.00 lost"), ("fine Fine", "met: 5.00 of 5.00 lost")]


def test_nothing_lost_is_an_empty_plot(tmp_path) -> None:
    ax = plot_points_lost(evaluate(table(tmp_path, GATE), {}))
    assert (ax.get_title(), ax.patches[:], ax.get_legend()) == ("Points not earned: 0.00; unknown: 0.00", [], None)


# indicators


def test_a_value_stands_beside_its_limit_on_a_line_of_its_own() -> None:
    ax = plot_indicators(ASSESSMENT)
    texts = [text.get_text() for text in ax.texts]
    place = texts.index("10.5.2 Wastewater reuse rate")
    assert texts[place - 1] == "62.65 %, not met"
    assert texts[place + 2] == ">= 70 %"
    signs = {(line.get_marker(), line.get_markerfacecolor()) for line in ax.lines}
    assert signs == {("o", BLUE), ("D", ORANGE), ("X", VERMILION), ("o", "none")}
    [(sign, height)] = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() == "X"]
    assert 9 < height < 10
    [limit] = [edge[0][0] for edge in edges_of(ax) if edge[0][0] == edge[1][0] and int(edge[0][1]) == 9]
    assert (sign < limit, limit) == (True, 0.5)
    assert legend_of(ax) == ["share of the points", "limit", "another year", "met", "partly met", "not met"]


def test_an_unknown_indicator_is_hatched_and_says_what_it_needs() -> None:
    ax = plot_indicators(LITTLE)
    texts = [text.get_text() for text in ax.texts]
    assert texts[texts.index("10.2.1 Floor area ratio") - 1] == "unknown"
    assert ">= 0.7; needs building_area, structure_area, land_area" in texts
    assert "needs green_paint, total_paint" in texts
    assert [kind for kind, *_ in bars_of_hatches(ax)] == ["unknown"] * 11
    assert [(line.get_marker()) for line in ax.lines] == ["X"]
    assert "unknown" in legend_of(ax)


def bars_of_hatches(ax):
    return [("unknown", bar) for bar in ax.patches if bar.get_hatch()]


def test_in_low_rows_the_limit_is_left_out() -> None:
    texts = [text.get_text() for text in plot_indicators(ASSESSMENT, ax=Figure().subplots()).texts]
    assert ">= 70 %" not in texts
    assert "62.65 %, not met" in texts


def test_a_value_far_beyond_its_limit_is_a_triangle() -> None:
    ax = plot_indicators(evaluate(STANDARD, FACTS | {"vocs_emitted": "999 t"}))
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == ">"] == [1]


def test_what_is_not_judged_has_no_sign_of_a_status() -> None:
    ax = plot_indicators(evaluate(STANDARD, FACTS | {"vehicle_type": "truck cab"}))
    texts = [text.get_text() for text in ax.texts]
    place = texts.index("10.2.2 Production capacity per unit land area")
    assert texts[place - 1] == "0.3659 vehicle/m2, not applicable"
    assert texts[place + 2] == "a limit is set for passenger car only"


def test_steps_have_their_heights_and_a_rate_no_lines(tmp_path) -> None:
    ax = plot_indicators(evaluate(table(tmp_path, STARS), LAND))
    [shape] = [patch for patch in ax.patches if not patch.get_hatch()]
    heights = sorted({round(float(y), 3) for _, y in shape.get_xy()})
    assert heights == pytest.approx([0.26, 0.32, 0.56])  # of all, of 80 %, and the ground
    assert len([edge for edge in edges_of(ax) if edge[0][0] == edge[1][0]]) == 2
    rates = [line for line in edges_of(plot_indicators(ASSESSMENT)) if int(line[0][1]) == 3]
    assert [start[1] == end[1] for start, end in rates] == [True]  # the ground alone


# years


def test_totals_of_years_have_marks_beside_them(tmp_path) -> None:
    ax = plot_years(YEARS)
    assert ax.get_title() == "QC/T 1160-2022: points by year"
    assert labels_of(ax)[2] == "2025\n77.78 to 82.42"
    assert [(kind, column) for kind, column, *_ in columns_of(ax)][-3:] == [
        ("earned", 2),
        ("unknown", 2),
        ("lost", 2),
    ]
    assert ax.texts[:] == []
    stars = table(tmp_path, STARS)
    years = {2024: evaluate(stars, LAND | {"fine": "met"}), 2025: evaluate(stars, LAND | {"fine": "not met"})}
    ax = plot_years(years)
    assert [text.get_text() for text in ax.texts] == ["three stars from 79", "four stars from 80"]
    assert [start[1] for start, _ in edges_of(ax)] == [79, 80]
    assert {(start[0], end[0]) for start, end in edges_of(ax)} == {(-0.5, 1.5)}
    assert labels_of(ax) == ["2024\n75.00", "2025\n80.00"]
    three, four = (text.get_window_extent() for text in ax.texts)
    assert three.y1 <= four.y0
    ax = plot_years(years, "fine")
    assert (labels_of(ax), columns_of(ax)) == (["2024\n-5.00", "2025\n0.00"], [("lost", 0, -5, 0)])


def test_a_level_that_does_not_go_by_the_score_has_no_line(tmp_path) -> None:
    text = STARS.replace("points_at_least = 79", 'points_at_least = 79\ncounts_from = "100 %"')
    assert [text.get_text() for text in plot_years({1: evaluate(table(tmp_path, text), LAND)}).texts] == [
        "four stars from 80"
    ]


def test_the_pass_mark_is_a_line_across_the_years(tmp_path) -> None:
    text = STARS.partition("[[level]]")[0].replace(
        'formulas = "qct1160_2022"', 'formulas = "qct1160_2022"\npass_mark = 60'
    )
    ax = plot_years({2025: evaluate(table(tmp_path, text), LAND)})
    assert [text.get_text() for text in ax.texts] == ["pass mark 60"]
    assert edges_of(ax) == [[(-0.5, 60), (0.5, 60)]]


def test_a_group_and_an_item_without_a_value_are_drawn_by_their_points() -> None:
    ax = plot_years(YEARS, "Q6")
    assert ax.get_title() == "Q6 Performance"
    assert columns_of(ax)[0][:3] == ("earned", 0, 0)
    years = {year: evaluate(STANDARD, FACTS | {"5.1.6": said}) for year, said in enumerate(("met", "unknown", "no"))}
    ax = plot_years(years, "5.1.6")
    assert columns_of(ax) == [("earned", 0, 0, 5), ("unknown", 1, 0, 5), ("lost", 2, 0, 5)]
    assert ax.get_title() == "5.1.6 Multi-storey buildings used"
    assert labels_of(ax) == ["0\n5.00", "1\n0.00 to 5.00", "2\n0.00"]


def test_values_of_years_stand_beside_the_limit_and_unknown_ones_are_hatched() -> None:
    ax = plot_years(YEARS, "10.5.2")
    signs = [(line.get_marker(), *line.get_xdata()) for line in ax.lines if line.get_marker() != "None"]
    assert signs == [("X", 0), ("X", 2)]
    assert [(kind, column) for kind, column, *_ in columns_of(ax)] == [("unknown", 1)]
    assert labels_of(ax) == ["2023\n49.18", "2024\nunknown", "2025\n62.65"]
    assert edges_of(ax) == [[(-0.5, 70), (2.5, 70)]]
    assert [text.get_text() for text in ax.texts] == [">= 70 %"]
    assert ax.get_ylabel() == "%"
    assert not [line for line in ax.lines if line.get_marker() == "None"]  # no line over a year that is not known
    both = {2024: ASSESSMENT, 2025: YEARS[2023]}
    assert [list(line.get_xdata()) for line in plot_years(both, "10.5.2").lines if line.get_marker() == "None"] == [
        [0, 1]
    ]


def test_a_limit_that_has_changed_has_the_text_of_the_last_year() -> None:
    better = evaluate(STANDARD, FACTS | {"energy_per_vehicle_leading": "110 kgce/辆"})
    ax = plot_years({2023: better, 2024: ASSESSMENT, 2025: ASSESSMENT}, "10.6/energy")
    assert [text.get_text() for text in ax.texts] == ["120 kgce/vehicle (all points)", "190 kgce/vehicle (no points)"]
    assert [(start[0], end[0], start[1]) for start, end in edges_of(ax)] == [
        (-0.5, 0.5, 190),
        (-0.5, 0.5, 110),
        (0.5, 2.5, 190),
        (0.5, 2.5, 120),
    ]


def test_the_limits_of_an_unknown_last_year_are_those_of_the_year_before() -> None:
    unknown = evaluate(STANDARD, FACTS | {"energy_consumption": "unknown"})
    ax = plot_years({2024: ASSESSMENT, 2025: unknown}, "10.6/energy")
    assert len(ax.texts) == 2
    ax = plot_years({2024: unknown}, "10.6/energy")
    assert (ax.texts[:], ax.get_ylim()[0]) == ([], 0)


def test_a_rate_and_a_scale_of_years(tmp_path) -> None:
    ax = plot_years({2025: ASSESSMENT}, "10.3.2/substitution")
    assert (ax.texts[:], edges_of(ax), labels_of(ax)) == ([], [], ["2025\n86"])
    ax = plot_years({2025: evaluate(table(tmp_path, STARS), LAND)}, "land")
    assert [text.get_text() for text in ax.texts] == [">= 1.5 (80 %)", ">= 2 (100 %)"]
    rule = 'kind = "points"\nformula = "floor_area_ratio"\nbetter = "higher"\npoints = '
    points = STARS.partition('kind = "steps"')[0] + rule + STARS.partition("steps = ")[2]
    ax = plot_years({2025: evaluate(table(tmp_path, points), LAND)}, "land")
    assert [text.get_text() for text in ax.texts] == ["1.5 (80 %)", "2 (100 %)"]
    assert [text.get_text() for text in plot_years({2025: ASSESSMENT}, "10.5.2/calculated").texts] == []


def test_the_years_of_one_assessment_are_told_from_the_one_that_decides() -> None:
    ax = plot_years(ASSESSMENT, "7.2.3")
    signs = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_markerfacecolor() for line in signs] == ["none", BLUE, "none"]
    assert labels_of(ax) == ["year 1\n66", "year 2\n75.33", "year 3\n80"]
    assert legend_of(ax) == ["another year", "met"]


@pytest.mark.parametrize(
    ("given", "part", "fault"),
    [
        (ASSESSMENT, None, "one assessment has several years of an item only"),
        (ASSESSMENT, "10.5.2", "10.5.2 has no values of several years"),
        (ASSESSMENT, "5.1.1", "5.1.1 has no values of several years"),
        ({}, None, "there are no assessments"),
        ([ASSESSMENT], None, "the assessments is of type list"),
        ({2.5: ASSESSMENT}, None, "a year is 2.5"),
        ({2025: FACTS}, None, "the assessment of 2025 is of type"),
        ({1: ASSESSMENT, 2: evaluate(load_standard("gbt36132_2025"), {})}, None, "several tables, qct1160_2022, gbt3"),
    ],
)
def test_years_that_are_none_are_refused(given, part, fault) -> None:
    with pytest.raises(FactsError, match=fault):
        plot_years(given, part)


def test_a_part_that_the_table_has_not_is_refused() -> None:
    with pytest.raises(PartError, match="Q9"):
        plot_years(YEARS, "Q9")


@pytest.mark.parametrize(
    ("places", "apart"),
    [
        ([], []),
        ([10, 50], [10, 50]),
        ([50, 52, 80], [50, 60, 80]),
        ([92, 93, 95], [75, 85, 95]),  # down again from the top
        ([100], [95]),
    ],
)
def test_texts_of_marks_that_are_near_are_moved_apart(places, apart) -> None:
    assert _apart(places, 10, 100) == apart


# ledgers


def test_lines_of_a_ledger_add_to_its_total_or_are_taken_off_it() -> None:
    ax = plot_contributions(LEDGER)
    bars = bars_of(ax)
    assert [(kind, row) for kind, row, *_ in bars] == [("earned", 0), ("taken", 1), ("earned", 2)]
    assert [start + end for _, _, start, end in bars] == pytest.approx([122900, -49160, 14571])
    assert written(ax)[1] == ("energy 2 (electricity, self-generated)", "-49160 kgce, passed on")
    assert written(ax)[2][0] == "energy 3 ([U+67F4][U+6CB9])"
    assert ax.get_title() == "Energy ledger: 88311 kgce"
    assert legend_of(ax) == ["adds to the total", "taken off the total"]
    assert edges_of(ax)[0][0][0] == 0


def test_a_line_that_adds_nothing_has_no_bar() -> None:
    lines = [
        {"kind": "electricity", "quantity": "20 MWh", "renewable": "self-generated"},
        {"kind": "combustion", "fuel": "diesel", "quantity": "10 t"},
    ]
    settings = {"grid": ["national", "2023", "location"], "fuel_set": "GB/T 32151.34-2024"}
    ax = plot_contributions(carbon_ledger(lines, **settings))
    assert [row for _, row, *_ in bars_of(ax)] == [0]
    assert written(ax)[1][1] == "0 tCO2e, purchased electricity"
    assert ax.get_xlabel() == "tCO2e"


def test_a_ledger_of_arrays_is_refused() -> None:
    import numpy as np  # noqa: PLC0415 (this test alone)

    from greencalc import Q  # noqa: PLC0415 (the same)

    ledger = energy_ledger([{"carrier": "diesel", "quantity": Q(np.array([1.0, 2.0]), "t")}])
    with pytest.raises(FactsError, match="the ledger is of arrays"):
        plot_contributions(ledger)


# swings


def test_the_widest_swing_is_first_and_starts_at_the_total() -> None:
    ax = plot_tornado([("a", 79, 78), ("b", 75.0, 82.0), ("c", math.nan, 80.0)], total=79.0)
    assert written(ax) == [("b", "75.00 to 82.00"), ("a", "79.00 to 78.00"), ("c", "? to 80.00")]
    assert bars_of(ax) == [
        ("earned", 0, 79, 75),
        ("taken", 0, 79, 82),
        ("taken", 1, 79, 78),
        ("earned", 1, 79, 79),
        ("taken", 2, 79, 80),
    ]
    assert ax.get_title() == "The total while one input alone moves, from 79.00"
    assert legend_of(ax) == ["at its low end", "at its high end"]
    assert [edge[0][0] for edge in edges_of(ax)] == [79, 79, 79]


def test_the_nearer_end_is_drawn_over_the_farther() -> None:
    both = bars_of(plot_tornado([("a", 80, 85)], total=79))
    assert [(kind, end) for kind, _, _, end in both] == [("taken", 85), ("earned", 80)]


def test_without_a_total_a_swing_goes_from_end_to_end() -> None:
    ax = plot_tornado([SimpleNamespace(name="a", low=70.0, high=80.0), ("b", math.nan, 1.0), ("c", 5, 5)])
    assert bars_of(ax) == [("earned", 0, 70, 80), ("earned", 1, 5, 5)]
    assert ax.get_title() == "The total while one input alone moves"
    assert ax.get_xlim() == pytest.approx((1 - 3.95, 80 + 3.95))


def test_a_result_that_has_swings_is_taken_with_its_assessment() -> None:
    result = SimpleNamespace(tornado=(SimpleNamespace(name="a", low=70.0, high=80.0),), assessment=ASSESSMENT)
    assert plot_tornado(result).get_title().endswith(f"from {ASSESSMENT.score.lower:.2f}")
    assert plot_tornado(result, total=75).get_title().endswith("from 75.00")


def test_no_swings_are_an_empty_plot() -> None:
    assert plot_tornado([]).get_legend() is None
    assert plot_tornado([("a", 5, 5)], total=5).get_xlim() == (4.95, 5.05)


@pytest.mark.parametrize(
    "row",
    [("a", 1.0), ("a", 1.0, 2.0, 3.0), (1, 1.0, 2.0), ("a", "1", 2.0), ("a", True, 2.0), ("a", 1.0, math.inf), 5],
    ids=str,
)
def test_rows_that_are_none_are_named(row) -> None:
    with pytest.raises(FactsError, match=r"row 2 is .*; give its name and two numbers"):
        plot_tornado([("fine", 1, 2), row])


@pytest.mark.parametrize("total", ["79", math.nan, True, 10**400], ids=["text", "nan", "truth", "digits"])
def test_a_total_that_is_none_is_refused(total) -> None:
    with pytest.raises(FactsError, match=r"total is .*; give a number of points"):
        plot_tornado([("a", 1, 2)], total=total)


GATE = """
[standard]
id = "gate"
number = "Gate"
title = "A gate alone"
in_force = 2026-01-01
status = "made up"
origin = "assumed"
source = "made up"

[[item]]
id = "open"
clause = "4"
title = "Open"
kind = "mandatory"
origin = "assumed"
source = "made up"
rule = { kind = "yes_no" }
"""
LAND = {"building_area": "16 万m2", "structure_area": "0 m2", "land_area": "10 万m2"}
STARS = """
[standard]
id = "stars"
number = "Stars"
title = "Stars"
in_force = 2026-01-01
status = "made up"
origin = "assumed"
source = "made up"
formulas = "qct1160_2022"

[[item]]
id = "land"
clause = "5.1"
title = "Land"
kind = "scoring"
points = 100
origin = "assumed"
source = "made up"

[item.rule]
kind = "steps"
formula = "floor_area_ratio"
better = "higher"
steps = [{ at = "1.5", share = "80 %" }, { at = "2", share = "100 %" }]

[[item]]
id = "fine"
clause = "5.2"
title = "Fine"
kind = "bonus"
points = -5
origin = "assumed"
source = "made up"
rule = { kind = "yes_no" }

[[level]]
title = "three stars"
points_at_least = 79
origin = "assumed"
source = "made up"

[[level]]
title = "four stars"
points_at_least = 80
origin = "assumed"
source = "made up"
"""
