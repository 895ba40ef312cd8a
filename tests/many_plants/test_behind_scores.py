"""What stands behind scores: values, points of groups, findings and reasons, worked out when somebody asks."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from batch_cases import columns_of, comparable, judged
from greencalc import FactsError, PartError, evaluate, load_standard, plant_facts as row_facts, score_columns
from greencalc.many_plants import behind_scores, constants, row_reasons, score_columns as batch
from greencalc.many_plants.block import Block
from greencalc.many_plants.table_reader import read_table
from greencalc.standards.editions import EDITIONS
from strategies import as_drawn, plant_facts

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()


def hold(standard, scores, columns, **options) -> None:
    """Hold values, points and findings to what `evaluate` finds row by row."""
    for row in range(len(scores)):
        facts = row_facts(standard, columns, row)
        assessment, faults = judged(standard, facts, options)
        values = {name: column[row] for name, column in scores.values.items()}
        points = {name: column[row] for name, column in scores.group_points.items()}
        if assessment is None:
            assert faults
            assert np.isnan([*values.values(), *points.values()]).all()
            assert scores.findings(row) == ()
            continue
        for group in assessment.groups:
            ends = [points.pop(f"{group.id}_{end}") for end in ("lower", "upper")]
            assert ends == pytest.approx([float(group.points.exact_lower), float(group.points.exact_upper)], rel=1e-12)
        assert not points
        computed = {one.computation.formula.name: one.computation for one in assessment.items if one.computation}
        for name, found in by_formula(values).items():
            exact = computed[name].results if name in computed else ()
            assert found == pytest.approx(list(map(float, exact)), rel=1e-12)
        assert set(computed) <= set(by_formula(values))
        assert scores.findings(row) == evaluate(standard, facts, **options).findings


def by_formula(values):
    """The values of a row that are known, year by year."""
    found = {}
    for header, value in values.items():
        years = found.setdefault(header.partition(" ")[0].partition(".")[0], [])
        if not np.isnan(value):
            years.append(value)
    return found


@pytest.mark.parametrize("edition", STANDARDS)
@as_drawn
@given(st.data())
def test_values_points_and_findings_are_those_of_each_plant(edition, data) -> None:
    standard = STANDARDS[edition]
    plants = comparable(standard, data.draw(st.lists(plant_facts(standard), min_size=2, max_size=4)))
    options = {
        "not_applicable": data.draw(st.sampled_from(["renormalise", "keep", "full", None])),
        "comparison": data.draw(st.sampled_from(["full value", "rounded value", None])),
    }
    columns = columns_of(standard, plants, random.Random(data.draw(st.integers(0, 10**6))))
    hold(standard, score_columns(standard, columns, **options), columns, **options)


YEARS = {
    "yearly_output.1 [万辆]": [1.0, 20.0, 30.0, 1.0],
    "yearly_output.2 [万辆]": [None, 20.0, None, 1.0],
    "design_capacity [万辆]": [30.0, 30.0, 30.0, 0.0],
    "green_paint [kg]": [100.0, 50.0, 150.0, 1.0],
    "total_paint [t]": [0.1, None, 0.1, 1.0],
    "land_area [mu]": [1.0, 1e9, 1.0, 1.0],
}


def test_values_stand_under_headers_with_units_and_years() -> None:
    scores = score_columns(QCT, YEARS)
    hold(QCT, scores, YEARS)
    one, two = scores.values["capacity_utilisation_rate.1 [%]"], scores.values["capacity_utilisation_rate.2 [%]"]
    np.testing.assert_allclose(one, [10 / 3, 200 / 3, np.nan, np.nan])
    np.testing.assert_allclose(two, [np.nan, 200 / 3, np.nan, np.nan])
    np.testing.assert_allclose(scores.values["green_paint_usage_rate [%]"], [100, np.nan, np.nan, np.nan])
    assert all(name.endswith("]") for name in scores.values)
    assert list(scores.group_points)[:2] == ["Q1_lower", "Q1_upper"]
    with pytest.raises(ValueError, match="read-only"):
        one[0] = 5
    with pytest.raises(TypeError):
        scores.values["x"] = one


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_blocks_are_put_together(rows, monkeypatch) -> None:
    whole = score_columns(QCT, YEARS)
    expected = {**whole.values, **whole.group_points}
    for module in (batch, behind_scores):
        monkeypatch.setattr(module, "BLOCK", rows)
    scores = score_columns(QCT, YEARS)
    for name, column in {**scores.values, **scores.group_points}.items():
        np.testing.assert_array_equal(column, expected.pop(name))
    assert not expected


def test_nothing_is_worked_out_until_it_is_asked_for(monkeypatch) -> None:
    asked = []

    def counting(module, name):
        real = getattr(module, name)

        def counted(*given, **named):
            asked.append(name)
            return real(*given, **named)

        monkeypatch.setattr(module, name, counted)

    counting(behind_scores, "values_of_formulas")
    counting(behind_scores, "points_of_groups")
    counting(behind_scores, "judge_plant")
    counting(constants, "judge_plant")
    counting(row_reasons, "why_unsound")
    counting(behind_scores, "Block")
    counting(row_reasons, "Block")
    scores = score_columns(QCT, YEARS, with_statuses=True)
    assert np.isnan(scores.score_lower).tolist() == [False, False, True, True]
    assert len(scores) == 4
    assert asked == []
    for _ in range(2):
        assert scores.values
    assert asked == ["Block", "values_of_formulas"]
    asked.clear()
    for _ in range(2):
        assert scores.group_points
    assert asked == ["Block", "points_of_groups"]
    asked.clear()
    assert scores.findings(3) == ()
    assert asked == []
    assert scores.findings(np.int64(1)) == scores.findings(1)
    assert asked == ["judge_plant"] * 2
    asked.clear()
    for _ in range(2):
        assert [fault.row for fault in scores.faults] == [2, 3]
        assert scores.groups
        assert [reason is None for reason in scores.reasons()] == [True, True, False, False]
    assert asked == ["Block", "why_unsound"]  # one row is wrong by its amounts together, the other by a cell alone


@pytest.mark.parametrize(("span", "block"), [(1, 1), (1000, 2), (2**17, 3), (2**17, 15_360)])
def test_faults_of_rows_far_apart_are_in_order(span, block, monkeypatch) -> None:
    monkeypatch.setattr(behind_scores, "_SPAN", span)
    monkeypatch.setattr(behind_scores, "BLOCK", block)
    green = np.full(5000, 50.0)
    green[[0, 1023, 1024, 4999]] = [-1, 200, -2, 300]
    scores = score_columns(QCT, {"green_paint [t]": green, "total_paint": "100 t"})
    assert [fault.row for fault in scores.faults] == [0, 1023, 1024, 4999]
    for fault in scores.faults:
        row = {"green_paint": f"{green[fault.row]:.0f} t", "total_paint": "100 t"}
        with pytest.raises(FactsError) as caught:
            evaluate(QCT, row)
        assert caught.value.faults == (fault.reason,)


UNITS = {
    "an area": ("mu", "万m2"),
    "a mass": ("kg", "万t"),
    "a volume": ("万m3", "L"),
    "a number of vehicles": ("万辆",),
}
AMOUNTS = (0.0, 0.1, 0.2, 0.3, 0.30000000000000004, 1.0, 1.0000001, 3.5, 1e-9, 1e9, 7, 10, "0.3", "1/3", None)
FORMULAS = [
    pytest.param(standard, formula, id=f"{edition}-{formula.name}")
    for edition, standard in STANDARDS.items()
    for formula in dict.fromkeys(standard.formula_of(item) for item in standard.items)
    if formula is not None
]


@pytest.mark.parametrize(("standard", "formula"), FORMULAS)
@as_drawn
@given(st.data())
def test_amounts_that_do_not_go_together_are_told_of_as_evaluate_does(standard, formula, data) -> None:
    rows = data.draw(st.integers(1, 5))
    columns = {}
    for name, argument in formula.arguments.items():
        unit = data.draw(st.sampled_from([str(argument.symbol.unit), *UNITS.get(argument.symbol.unit.kind, ())]))
        kind = data.draw(st.sampled_from([float, object]))
        cells = st.sampled_from([one for one in AMOUNTS if kind is object or isinstance(one, float)])
        columns[f"{name} [{unit}]"] = data.draw(st.lists(cells, min_size=rows, max_size=rows))
    scores = score_columns(standard, columns)
    told = [sorted(fault.reason for fault in scores.faults if fault.row == row) for row in range(rows)]
    assert told == [judged(standard, row_facts(standard, columns, row), {})[1] for row in range(rows)]


def test_only_a_formula_with_one_amount_each_is_worded_by_itself(monkeypatch) -> None:
    asked = []
    real = row_reasons.faults_of
    monkeypatch.setattr(row_reasons, "faults_of", lambda *given: asked.append(given[1]) or real(*given))
    part = {"green_paint [t]": [3.0, 3.0], "total_paint [t]": [2.0, 2.0]}
    assert len(score_columns(QCT, part).faults) == 2
    assert asked == []
    clash = {"10.4.5": ["not applicable: none"] * 2} | part
    assert len(score_columns(QCT, clash).faults) == 4
    assert [*asked[0]] == ["green_paint", "total_paint", "10.4.5"]
    assert len(asked) == 1  # equal facts are looked at once


def test_some_rows_are_a_table_of_their_own() -> None:
    words = [None, "met", "met", "no", None, "unknown", "met"]
    columns = {
        "land_area [mu]": np.arange(1.0, 8.0),
        "building_area [m2]": np.ma.masked_array(np.arange(7.0), [0, 1, 0, 1, 0, 0, 0]),
        "capacity": ["5 辆", 7, None, "x", Decimal(3), "5 辆", ""],
        "total_paint [t]": "3 t",
        "green_paint [t]": pl.Series([1, None, 3, 4, None, 6, 7]),
        "6.6": pd.Series(words, dtype="category"),
        "7.1.2": pl.Series(words, dtype=pl.Enum(["unknown", "no", "met"])),
        "7.1.3": pa.array(words).dictionary_encode(),
        "7.1.4": pd.Series([None] * 7, dtype="category"),
        "9.3": pd.array([True, None, False] * 2 + [True], dtype="boolean").to_numpy(object, na_value=None),
        "vehicle_type": [None, "truck cab", "bus", "car", "truck cab", None, "bus"],
    }
    table = read_table(QCT, columns)
    for rows in ([0], [1, 4], [0, 2, 3, 6], [6], list(range(7))):
        taken = table.taken(np.array(rows))
        assert taken.rows == len(rows)
        assert [repr(taken.facts(row)) for row in range(len(rows))] == [repr(table.facts(row)) for row in rows]
        block = Block(taken, 0, len(rows))
        assert block.wrong.tolist() == Block(table, 0, 7).wrong[rows].tolist()


@pytest.mark.parametrize(
    ("row", "error", "says"),
    [
        (4, PartError, "there is no row 4; there are 4, counted from 0"),
        (-1, PartError, "there is no row -1"),
        (1.0, FactsError, "give a whole number, counted from 0"),
        ("1", FactsError, "give a whole number, counted from 0"),
    ],
)
def test_findings_are_asked_for_by_row(row, error, says) -> None:
    with pytest.raises(error, match=says):
        score_columns(QCT, YEARS).findings(row)


def test_what_is_looked_at_again_is_the_table_as_it_was_read() -> None:
    frame = pd.DataFrame({"green_paint [t]": [5.0, 6.0], "total_paint [kg]": [10_000.0, 10_000.0]}, index=["a", "b"])
    scores = score_columns(QCT, frame)
    assert scores.values["green_paint_usage_rate [%]"].tolist() == [50.0, 60.0]
    assert not scores.faults


def test_points_of_groups_add_up_to_the_score() -> None:
    columns = {"6.6": [True, "not applicable: none", None], "7.1.2": ["met", "partly met: 50 %", "unknown"]}
    for policy in ("renormalise", "keep", "full"):
        scores = score_columns(QCT, columns, not_applicable=policy)
        for end, total in (("lower", scores.score_lower), ("upper", scores.score_upper)):
            parts = [column for name, column in scores.group_points.items() if name.endswith(end)]
            np.testing.assert_allclose(sum(parts), total, rtol=1e-12)
        hold(QCT, scores, columns, not_applicable=policy)


def test_a_slip_is_found_in_its_row_alone() -> None:
    columns = {"energy_consumption [tce]": [1e6, 100.0], "vehicles_produced": "250 vehicle"}
    scores = score_columns(QCT, columns)
    assert [len(scores.findings(row)) for row in range(2)] == [1, 0]
    hold(QCT, scores, columns)


@pytest.mark.parametrize(
    "cells",
    [
        np.array([-1.0, -2.0, -1.0, np.nan, np.inf, -np.inf, np.nan, 5.0, -1e-5]),
        np.array([-1, -2, -1, 5], dtype=np.int8),
        ["x", "-1 t", "x", None, "-1", "5 m2", "-1.0", "5"],
        [-1.0, "-1.0", -1, Decimal("-1.0"), True, None],
    ],
)
def test_equal_cells_have_the_reason_that_each_has_alone(cells) -> None:
    scores = score_columns(QCT, {"green_paint [t]": cells})
    found = {fault.row: (fault.columns, fault.reason) for fault in scores.faults}
    for row in range(len(cells)):
        alone = score_columns(QCT, {"green_paint [t]": cells[row : row + 1]}).faults
        assert found.get(row) == next(((fault.columns, fault.reason) for fault in alone), None)
    assert len(found) > 2
