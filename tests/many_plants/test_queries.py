"""Queries: what headers, cells and constants become, in polars and in SQL, beside the scores of the same columns."""

from __future__ import annotations

import datetime as dt
import sys
from fractions import Fraction
from functools import reduce
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from attrs import evolve

from batch_cases import agreeing
from greencalc import FactsError, expressions, load_standard, score_columns, settle, sql
from greencalc.errors import PartError
from greencalc.expression import Name, Product, Quotient
from greencalc.formula.proof import roundings
from greencalc.many_plants.queries import findings, frame_scorer
from greencalc.many_plants.queries.frame_scorer import FrameScorer
from greencalc.many_plants.queries.polars_language import PolarsLanguage, StepsOfPolars
from greencalc.many_plants.queries.sql_language import SqlLanguage
from greencalc.standards.rules import LimitRule, LimitValue, ShareRule, Years
from greencalc.table_plan.tongues.queries.terms import Scaled
from greencalc.table_plan.tongues.queries.values import _is_plain_quotient, is_part_of_whole
from own_formula import bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part

QCT, GBT = load_standard("qct1160_2022"), load_standard("gbt36132_2025")
PAINT = pl.DataFrame({"green_paint [t]": [90.0, 100.0, 120.0, None], "total_paint [t]": [100.0, 100.0, 100.0, 5.0]})
TYPES = ["passenger car", "truck cab", "SUV", "unknown", None, "tram"]


def judged_by(rule):
    """A table whose items are judged by a formula of one's own alone."""
    table = load_standard(
        Path(__file__).parents[1] / "data" / "own_batch_table.toml",
        formulas=[bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part],
    )
    item = next(item for item in table.items if table.formula_of(item) is not None)
    return evolve(table, items=(evolve(item, rule=rule),))


# What columns become


COLUMNS = {
    "part of a whole": {"green_paint [t]": [90.0, 100.0, 0.0, 120.0], "total_paint [t]": [100.0, 100.0, 9.0, 100.0]},
    "whole numbers": {"green_paint [t]": [90, 100, 0, 2**60], "total_paint [t]": [100, 100, 9, 2**61]},
    "other units": {"green_paint [kg]": [90.0, 1e5, 5.0], "total_paint [t]": [100.0, 100.0, 9.0]},
    "text": {"green_paint [t]": ["90", "1e2", "90 t", "x", "", None], "total_paint [t]": [100.0] * 6},
    "text with units": {"green_paint": ["90 t", "9 kg", None], "total_paint [t]": [100.0] * 3},
    "one amount for all": {"green_paint [t]": [90.0, 100.0, 101.0], "total_paint": "100 t"},
    "all amounts for all": {"green_paint": "90 t", "total_paint": "100 t", "6.6": [True, False]},
    "nothing for all": {"green_paint": None, "total_paint [t]": [1.0, 2.0]},
    "types": {"vehicle_type": TYPES, "vocs_emitted [kg]": [21.0] * 6, "painted_area [m2]": [1000.0] * 6},
    "one type": {"vehicle_type": "truck cab", "vocs_emitted [kg]": [21.0, 35.0], "painted_area [m2]": [1000.0] * 2},
    "amounts for all and types": {"vehicle_type": TYPES, "vocs_emitted": "21 kg", "painted_area": "1000 m2"},
    "words": {"6.6": ["met", "NOT MET", "不适用：无", "not applicable: no \n line", "partly met: 3 %", "?", "", None]},
    "numbers for a requirement": {"6.6": [1, 0, None], "7.1.2": [1.0, None, 0.5], "9.3": [True, False, None]},
    "a clause": {"5.1.5": ["met", "not applicable: none", ""], "5.1.5/evaluation": ["not met", "", None]},
    "years": {f"yearly_output.{year} [vehicle]": [70.0, 71.0, None] for year in (1, 2)}
    | {"design_capacity [vehicle]": [100.0] * 3},
    "tiny and nothing": {"green_paint [t]": [1e-100, -0.0, 1e-59], "total_paint [t]": [1.0, 1.0, 1e-100]},
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("policy", ["renormalise", "keep"])
def test_queries_say_what_scores_of_the_same_columns_say(kind, policy) -> None:
    columns = {
        name: column if isinstance(column, str | None) else pl.Series(column) for name, column in COLUMNS[kind].items()
    }
    agreeing(QCT, columns, not_applicable=policy)


def test_missing_numbers_may_be_nan() -> None:
    columns = {"green_paint [t]": np.array([90.0, np.nan]), "total_paint [t]": np.array([100.0, 100.0])}
    agreeing(QCT, columns, nan_is_missing=True)
    frame = pl.DataFrame({**columns, "6.6": [True, True]}).with_columns(more=pl.Series([1.0, np.inf]))
    scored = frame.with_columns(expressions(QCT, frame))
    assert scored["doubt"].to_list() == [False, True]
    assert settle(QCT, scored)["faults"][1] == score_columns(QCT, frame).faults[0].reason.removesuffix(".")


def test_lines_of_columns_and_of_constants() -> None:
    known = {
        "energy_consumption [tce]": [155.0, 120.0, 190.0, 200.0, 100.0],
        "vehicles_produced [vehicle]": [1000.0] * 5,
    }
    ends = {"energy_per_vehicle_base [kgce/vehicle]": 190.0, "energy_per_vehicle_leading [kgce/vehicle]": 120.0}
    agreeing(QCT, known | ends)
    for columns in (
        {name: [end] * 5 for name, end in ends.items()},
        {"energy_per_vehicle_base [kgce/vehicle]": [190.0, 120.0, 100.0, None, 190.0], **dict([list(ends.items())[1]])},
        {"energy_per_vehicle_base [tce/vehicle]": [0.19] * 5, "energy_per_vehicle_leading [kgce/vehicle]": [190.0] * 5},
    ):
        agreeing(QCT, known | columns)
    agreeing(QCT, {"energy_consumption": "155 tce", "vehicles_produced": "1000 辆", "6.6": [True, False]} | ends)
    near = {"energy_per_vehicle_base": "190 kgce/辆", "energy_per_vehicle_leading": "189.9999999999999 kgce/辆"}
    agreeing(QCT, known | near)


def test_a_line_of_constants_that_runs_the_wrong_way_beside_words() -> None:
    known = {"energy_consumption [tce]": [155.0, 120.0], "vehicles_produced [vehicle]": [1000.0] * 2}
    ends = {"energy_per_vehicle_base": "120 kgce/辆", "energy_per_vehicle_leading": "190 kgce/辆"}
    agreeing(QCT, known | ends | {"10.6/energy": ["unknown", None]})


def test_nothing_is_known_of_an_amount_with_a_limit() -> None:
    land = {"structure_area [m2]": [0.0, 1.0], "land_area [m2]": [50.0, 50.0]}
    agreeing(QCT, {"building_area": None, **land})
    plain = pl.DataFrame({**land, "building_area [m2]": [35.0, 36.0]})
    assert plain.select(expressions(QCT, plain)["doubt"]).to_series().to_list() == [True, False]


def test_lines_without_words_are_not_in_doubt_at_their_ends() -> None:
    frame = pl.DataFrame({"energy_consumption [tce]": [120.0, 190.0], "vehicles_produced [vehicle]": [1000.0] * 2})
    ends = {"energy_per_vehicle_base": "190 kgce/辆", "energy_per_vehicle_leading": "120 kgce/辆"}
    found = frame.select(expressions(QCT, frame, for_all=ends))
    assert found["doubt"].to_list() == [False, False]
    assert found["score_lower"].to_list() == score_columns(QCT, {**frame.to_dict(), **ends}).score_lower.tolist()


def test_products_have_limits_too() -> None:
    formulas = {
        name: formula
        for name, formula in QCT.formulas.items()
        if not isinstance(formula.expression, Quotient)
        and formula.over is None
        and roundings(formula, formula.expression)
    }
    assert {"pollutant_generated", "painted_area_from_body_mass"} & formulas.keys()
    item = next(item for item in QCT.items if item.id == "10.4.2")
    for name, formula in formulas.items():
        limit = LimitValue(f"1 {formula.result.unit}", "user", "me", None)
        table = evolve(QCT, items=(evolve(item, rule=LimitRule(name, "<=", (limit,))),))
        agreeing(table, {f"{one} [{of.symbol.unit}]": [1.0, 0.5, 2.0] for one, of in formula.arguments.items()})


def test_words_that_cannot_be_said_are_in_doubt() -> None:
    agreeing(QCT, {"10.2.1": pl.Series([True, False, None]), "6.6": pl.Series([True, True, True])})
    words = pl.Series(["met", "met"], dtype=pl.Enum(["met"]))
    agreeing(QCT, {"6.6": words, "8": pl.Series(["met", None], dtype=pl.Enum(["met"]))})


def test_quotients_of_products_are_neither_parts_of_a_whole_nor_surely_within_bounds() -> None:
    value = SimpleNamespace(expression=Quotient(Product((Name("a"), Name("b"))), Name("c")))
    assert not is_part_of_whole(value)
    assert not _is_plain_quotient(value)


def test_numbers_change_their_sign_with_their_factor() -> None:
    scaled = Scaled(pl.lit(3.0), Fraction(2), PolarsLanguage({}))
    assert pl.select((-scaled).plain).item() == -6.0


def test_values_that_are_whole_or_counted() -> None:
    columns = {"platform_functions": [0, 6, 12, 13, None], "vehicles_produced [vehicle]": [5.0] * 5}
    agreeing(GBT, {f"{name} [dimensionless]" if "functions" in name else name: one for name, one in columns.items()})
    agreeing(GBT, {"platform_functions [dimensionless]": [6.0, 6.5]})


def test_the_best_of_years_on_a_line() -> None:
    item = next(item for item in QCT.items if item.id == "10.6/energy")
    table = evolve(QCT, items=(evolve(item, rule=evolve(item.rule, years=Years(at_least=2, of=3))),))
    energy = {f"energy_consumption.{year} [tce]": [150.0, 155.0 + year, None] for year in (1, 2, 3)}
    ends = {"energy_per_vehicle_base [kgce/vehicle]": 190.0, "energy_per_vehicle_leading [kgce/vehicle]": 120.0}
    agreeing(table, energy | ends | {"vehicles_produced [vehicle]": [1000.0] * 3})


@pytest.mark.parametrize("formula", [bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part])
@pytest.mark.parametrize("kind", ["limit", "share"])
def test_formulas_that_subtract_compare_or_may_be_none(formula, kind) -> None:
    declared = formula.__formula__
    limit = LimitValue(f"1 {declared.result.unit}".removesuffix(" dimensionless"), "user", "me", None)
    is_rate = (
        declared.result.unit.dimension
        == load_standard("qct1160_2022").formulas["green_paint_usage_rate"].result.unit.dimension
    )
    if kind == "share" and not is_rate:
        return
    rule = LimitRule(declared.name, ">=", (limit,)) if kind == "limit" else ShareRule(declared.name)
    columns = {f"{name} [{one.symbol.unit}]": [1.0, 0.5, 0.0, 3.0, None] for name, one in declared.arguments.items()}
    agreeing(judged_by(rule), columns)


# What else queries are asked


def test_expressions_are_taken_one_by_one_and_show_what_they_rest_on() -> None:
    found = expressions(QCT, PAINT, with_values=True)
    assert found.names == ("eligible", "score_lower", "score_upper", "coverage", "green_paint_usage_rate [%]", "doubt")
    assert len(found) == len(found.names)
    assert PAINT.select(found["doubt"]).to_series().to_list() == [False, False, True, False]
    assert "What the scores rest on" in str(found)
    with pytest.raises(PartError, match="there is no expression 'total'; there are eligible, score_lower"):
        found["total"]
    listed = expressions(QCT, PAINT.columns, with_values=True)
    assert PAINT.select(listed).equals(PAINT.select(found))
    assert expressions(QCT, PAINT.lazy()).names == expressions(QCT, PAINT.schema).names == (*found.names[:4], "doubt")


def test_columns_that_are_one_literal_are_divided_as_exactly_as_others() -> None:
    rows = pl.DataFrame({"green_paint [t]": [float(number) for number in range(1, 400)]})
    same = pl.col("green_paint [t]").alias("total_paint [t]")
    for paint in (49.0, 187.0):
        literal = rows.with_columns(pl.lit(paint).alias("total_paint [t]"))
        columns = literal.with_columns(pl.Series("total_paint [t]", [paint] * 399))
        found = expressions(QCT, literal.columns, with_statuses=True, with_values=True)
        assert literal.lazy().select(found).collect().equals(columns.lazy().select(found).collect())
    found = expressions(QCT, ["green_paint [t]", "total_paint [t]"], with_statuses=True)
    statuses = rows.lazy().with_columns(same).select(found).collect()["status of 10.3.2/substitution"]
    assert set(statuses) == {"met"}


def test_a_step_takes_the_name_of_no_column() -> None:
    language = StepsOfPolars({"__1": pl.String(), "a": pl.Float64()}, tells_ties=False)
    one = language.named("facts", "any", pl.col("a") + 1.0)
    both = language.named("values", "any", one * pl.col("__1").cast(pl.Float64))
    language.named("values", "nobody's", one * 2.0)
    assert [*one.meta.root_names(), *both.meta.root_names()] == ["____0", "____1"]
    *steps, found = language.steps_to([both])
    assert [len(step) for step in steps] == [1, 1]
    frame = pl.DataFrame({"a": [1.0], "__1": ["3"]})
    assert reduce(pl.DataFrame.with_columns, steps, frame).select(found).item() == 6.0


def test_frames_after_one_with_empty_cells_may_have_some_too() -> None:
    choices = dict.fromkeys(["for_all", "units", "not_applicable", "comparison"])
    frames = FrameScorer(QCT, with_statuses=False, settings={**choices, "nan_is_missing": False})
    filled = pl.DataFrame({"6.6": [True], "green_paint [t]": [90.0], "total_paint [t]": [100.0]})
    empty = filled.with_columns(pl.lit(None, pl.Float64).alias("green_paint [t]"))
    for frame in (empty.with_columns(pl.lit("met").alias("6.6")), filled, empty):
        found, doubt = frames.scored(frame)
        assert doubt.to_list() == [False]
        expected = score_columns(QCT, frame).to_polars()
        assert found.rows() == [pytest.approx(row) for row in expected.rows()]


@pytest.mark.parametrize("rows", [0, 1, 6, 7])
def test_rows_of_a_frame_are_scored_in_their_order_however_many_at_once(rows, monkeypatch) -> None:
    monkeypatch.setattr(frame_scorer, "_AT_ONCE", 2)
    choices = dict.fromkeys(["for_all", "units", "not_applicable", "comparison"])
    frames = FrameScorer(QCT, with_statuses=True, settings={**choices, "nan_is_missing": False})
    paint = [90.0, None, 30.0, 100.0, 0.0, 120.0, 45.0][:rows]
    frame = pl.DataFrame({"green_paint [t]": pl.Series(paint, dtype=pl.Float64), "total_paint [t]": [100.0] * rows})
    found, doubt = frames.scored(frame)
    assert doubt.to_list() == [amount == 120.0 for amount in paint]
    expected = score_columns(QCT, frame, with_statuses=True).to_polars().drop("faults")
    assert found.drop("faults").filter(~doubt).equals(expected.filter(~doubt))


def test_whole_points_stay_whole() -> None:
    words = {item.id: [True] for item in QCT.items if item.rule.kind == "yes_no"}
    frame = pl.DataFrame(words)
    scored = frame.lazy().select(expressions(QCT, frame)).collect()
    assert scored["score_lower"].to_list() == score_columns(QCT, frame).score_lower.tolist()


def test_columns_that_polars_holds_as_one_value_give_the_same_floats() -> None:
    """By one that all rows have it would multiply with the inverse, which is off by a last digit."""
    words = {item.id: True for item in QCT.items if item.rule.kind == "yes_no"}
    amounts = {
        "green_paint [t]": 30.1,
        "total_paint [t]": 70.3,
        "waste_generated [t]": 49.0,
        "waste_utilised [t]": 45.1,
    }
    amounts |= {"stock_utilised [t]": 0.3, "water_reused [万m3]": 52.7, "water_discharged [万m3]": 3.1}
    amounts |= {"land_area [mu]": 1101.7, "building_area [m2]": 333333.3, "structure_area [m2]": 77777.7}
    amounts |= {"yearly_output.1 [vehicle]": 80001.0, "design_capacity [vehicle]": 100003.0}
    facts = {"vehicle_type": "bus or chassis", **amounts}
    for varied, value in facts.items():
        cells = [value * (1 + row / 9973) if isinstance(value, float) else value for row in range(200)]
        others = {name: other for name, other in {**words, **facts}.items() if name != varied}
        alike = pl.DataFrame({varied: cells} | {name: [other] * len(cells) for name, other in others.items()})
        as_one = pl.LazyFrame({varied: cells}).with_columns(pl.lit(other).alias(name) for name, other in others.items())
        found = [frame.lazy().select(expressions(QCT, frame, with_values=True)).collect() for frame in (alike, as_one)]
        assert found[0].equals(found[1])
        assert found[0]["doubt"].sum() < 100


def test_a_range_of_another_kind_is_told_in_each_row(monkeypatch) -> None:
    row = next(row for row in findings.load_plausibility() if row.code == "vocs-on-area")
    monkeypatch.setattr(findings, "load_plausibility", lambda: [evolve(row, low="1 m3", high="")])
    frame = pl.DataFrame({"vocs_emitted [kg]": [21.0, None], "painted_area [m2]": [1000.0, 1.0]})
    assert frame.select(expressions(QCT, frame, with_findings=True)["findings"]).to_series().to_list() == [True, False]


def test_nothing_in_doubt_is_settled_too() -> None:
    frame = PAINT.head(1)
    settled = settle(QCT, frame.with_columns(expressions(QCT, frame)))
    assert settled["faults"].to_list() == [None]
    assert "doubt" not in settled.columns


# What SQL is made of


def test_names_and_texts_of_users_are_quoted() -> None:
    headers = ["it's; DROP TABLE plants--", 'a "name"', "6.6"]
    query = sql(QCT, headers, table='own "schema".plants', keep=headers[:2])
    assert '"it\'s; DROP TABLE plants--"' in query
    assert '"a ""name"""' in query
    assert 'FROM "own ""schema"""."plants"' in query
    spark = sql(QCT, ["a`b", "6.6"], dialect="spark", keep=["a`b"])
    assert "`a``b`" in spark
    kinds = evolve(QCT, categories=(*QCT.categories, "O'Neil's \\ car"))
    for dialect, text in (("duckdb", "'O''Neil''s \\ car'"), ("spark", "'O\\'Neil\\'s \\\\ car'")):
        columns = ["vehicle_type", "vocs_emitted [t]", "painted_area [m2]"]
        assert text in sql(kinds, columns, dialect=dialect)


def test_sql_says_which_columns_nothing_needs() -> None:
    headers = ["land_aera [mu]", "note\n; DROP TABLE plants", "plant", "total_paint [t]"]
    comments = [line for line in sql(QCT, headers, keep=["plant"]).splitlines() if line.startswith("-- unused")]
    assert comments == [
        "-- unused: 'land_aera [mu]' (did you mean land_area?)",
        "-- unused: 'note\\n; DROP TABLE plants'",
    ]


def test_numbers_of_sql_are_no_decimals() -> None:
    language = SqlLanguage("duckdb", ())
    column = language.column("x", "float")
    assert (-column + 0.5).text == '-CAST("x" AS DOUBLE) + 0.5e0'
    assert language.literal(1e60).text == "1e+60"
    assert language.literal(float("inf")).text == "CAST('Infinity' AS DOUBLE)"
    assert language.literal(value=True).text == "TRUE"
    assert (column - (column - -1.0)).text == 'CAST("x" AS DOUBLE) - (CAST("x" AS DOUBLE) - (-1e0))'
    best = SqlLanguage("spark", ()).best(2, [column, column])
    assert best.text.startswith("element_at(sort_array(array(")
    assert language.is_whole(column).text == 'FLOOR(CAST("x" AS DOUBLE)) = CAST("x" AS DOUBLE)'


# What cannot be used


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: expressions(QCT, {"6.6": "word"}), "'6.6': 'word' is none of float, number, truth, text"),
        (lambda: expressions(QCT, ["6.6", "6.6"]), "6.6: it is there twice"),
        (lambda: expressions(QCT, ["6.6"], for_all={"6.6": True}), "6.6: it is a column, and has a value for all rows"),
        (lambda: expressions(QCT, pl.DataFrame({"6.6": [dt.date(2025, 1, 1)]})), "6.6: it holds Date; give numbers"),
        (lambda: expressions(QCT, ["6.6", "doubt"]), "doubt: the query gives a column of this name; rename it"),
        (lambda: settle(QCT, PAINT), "the frame has no column eligible, score_lower, score_upper, coverage, doubt"),
        (lambda: sql(QCT, ["6.6"], dialect="oracle"), "dialect is 'oracle'; it is one of duckdb, spark"),
        (lambda: sql(QCT, ["6.6"], keep=["plant"]), "keep: there is no column 'plant'"),
        (lambda: sql(QCT, ["land_area"]), "it holds numbers without a unit"),
    ],
)
def test_what_cannot_be_used_is_said(call, says) -> None:
    with pytest.raises(FactsError) as caught:
        call()
    assert says in str(caught.value)


def test_who_has_no_polars_is_told_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    for call in (lambda: expressions(QCT, ["6.6"]), lambda: settle(QCT, None)):
        with pytest.raises(FactsError, match=r"it needs polars: pip install 'greencalc\[files\]'"):
            call()
