"""A prepared scorer: one plant scored again and again, each time as `evaluate` scores the facts so changed."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from greencalc import FactsError, Q, evaluate, load_plant, load_standard, score_columns, scorer, spec
from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.many_plants import scorer as module
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.scorer import Score
from greencalc.plant.names import amounts_of, line_ends, names_of
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import LimitRule, LimitValue, YesNoRule
from greencalc.units.amount import FloatText, read_amount
from greencalc.units.number_text import decimal_text
from greencalc.units.text import parse_unit
from own_formula import LandArea, bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part
from own_gap_table import TABLES as SHAPES
from strategies import as_drawn, plant_facts

QCT, GBT = map(load_standard, EDITIONS)
OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[greened_after, bare_part, lawn_part, planted_area, flower_part, shaded_part],
)
TABLES = {"QC/T 1160": QCT, "GB/T 36132": GBT, "own": OWN}
PAINT = {"green_paint": "86 t", "total_paint": "100 t"}


# What `evaluate` says of the facts with the same changes


def as_text(cell, unit):
    """A cell as it would be typed into a plant file."""
    if cell is None or isinstance(cell, bool | np.bool_):
        return cell if cell is None else bool(cell)
    if isinstance(cell, float | np.floating) and not math.isfinite(cell):
        return f"{cell} {unit}"
    if isinstance(cell, float | np.floating):
        return FloatText(f"{decimal_text(Fraction(repr(float(cell))), 17)} {unit}")
    is_number = isinstance(cell, int | np.integer | Decimal) or (isinstance(cell, str) and cell in {"90", "3.5"})
    return f"{cell} {unit or ''}".strip() if is_number else cell


def as_said(cell):
    if not isinstance(cell, str) or ": " not in cell:
        return bool(cell) if isinstance(cell, np.bool_) else cell
    status, _, more = cell.partition(": ")
    return {"status": status, "share" if status == "partly met" else "reason": more}


def value_of(fact):
    return fact["value"] if isinstance(fact, dict) and "value" in fact else fact


def with_changes(standard, facts, changes):
    """The facts with some changed, as `evaluate` takes them."""
    arguments = amounts_of(standard) | line_ends(standard)
    found = dict(facts)
    for text, cell in changes.items():
        header = read_header(text)
        if header.name not in arguments:
            found[text] = as_said(cell)
        elif header.place is None:
            is_list = isinstance(value_of(found.get(header.name)), list)  # of one year, as the other lists are
            found[header.name] = [as_text(cell, header.unit)] if is_list else as_text(cell, header.unit)
        else:
            old = value_of(found.get(header.name))
            years = list(old) if isinstance(old, list | tuple) else [old]
            years += [None] * (header.place - len(years))
            years[header.place - 1] = as_text(cell, header.unit)
            found[header.name] = years
    return found


def score_of(assessment):
    return (
        assessment.eligible,
        assessment.score.exact_lower,
        assessment.score.exact_upper,
        assessment.exact_coverage,
    )


def judged(standard, facts, **options):
    """What `evaluate` finds, or what it says is wrong."""
    try:
        return score_of(evaluate(standard, facts, plausibility=(), **options)), ()
    except FactsError as error:
        return None, error.faults


def found_by(prepared, changes):
    try:
        return prepared.one(changes), ()
    except FactsError as error:
        return None, error.faults


def assert_same(found, expected) -> None:
    assert isinstance(found, Score)
    assert found.eligible is expected[0]
    assert tuple(map(type, found[1:])) == (float, float, float)
    for one, other in zip(found[1:], expected[1:], strict=True):
        assert math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def hold(standard, prepared, facts, changes, **options):
    """Hold the score of a changed plant to that of the changed facts; return it."""
    expected, faults = judged(standard, with_changes(standard, facts, changes), **options)
    found, said = found_by(prepared, changes)
    assert (found is None) == (expected is None), (changes, said or found, faults or expected)
    if expected is not None:
        assert_same(found, expected)
    return found


# Drawn plants of all tables

FACTORS = (1, 1, 0.5, 2, 0, 1 - 2**-52, 1 + 2**-52, 1 + 1e-9, 0.7, 1.1, 0.35)
NUMBERS = (0, 1, 2, 3, 5, 7, 10, 35, 50, 70, 99, 100, 1000)
WRONG = (-1.0, -3, None, math.nan, math.inf, True, "many", "5 kg/m3", "3.5", 10**400, Decimal(7), np.float32(0.5))
WORDS = (True, False, True, False, np.True_, "met", "不符合", "unknown", None, 1.0)
WORDS += ("partly met: 60 %", "partly met: 1e-30 %", "not applicable: none there")
UNITS = {"m2": ("m2", "mu", "万m2"), "kg": ("kg", "t"), "t": ("t", "kg")}


class Changes:
    """Facts of a plant that change: the same again and again, each time with other values."""

    def __init__(self, standard, facts, chooser: random.Random) -> None:
        self.facts = facts
        self.chooser = chooser
        self.symbols = {name: argument.symbol for name, argument in amounts_of(standard).items()}
        formulas = [one for item in standard.items if (one := standard.formula_of(item)) is not None]
        names = [name for one in chooser.sample(formulas, chooser.choice([0, 1, 1, 2])) for name in one.arguments]
        names = [name for name in dict.fromkeys(names) if chooser.random() < 0.7]
        self.headers = [header for name in names for header in self.headers_of(name)]
        by_word = [item.id for item in standard.items if standard.formula_of(item) is None]
        self.items = chooser.sample(by_word, chooser.choice([0, 0, 1, 2]))

    def headers_of(self, name):
        unit = str(self.symbols[name].unit)
        unit = self.chooser.choice(UNITS.get(unit, (unit,)))
        years = value_of(self.facts.get(name))
        places = [None]
        if isinstance(years, list) and len(years) > 1:  # one of them, or each
            every = range(1, len(years) + 1)
            places = self.chooser.choice([[self.chooser.choice(every)], every])
        return [(name, place, f"{name}.{place} [{unit}]" if place else f"{name} [{unit}]", unit) for place in places]

    def draw(self):
        changes = {text: self.amount(name, place, unit) for name, place, text, unit in self.headers}
        return changes | {name: self.chooser.choice(WORDS) for name in self.items}

    def amount(self, name, place, unit):
        """A number about what the plant has, so that ties are met, and any other."""
        chooser, old = self.chooser, value_of(self.facts.get(name))
        old = old[place - 1] if place else old[0] if isinstance(old, list) else old
        if chooser.random() < 0.03:
            return chooser.choice(WRONG)
        if old in (None, "", "unknown") or chooser.random() < 0.3:
            value = float(Decimal(chooser.choice(NUMBERS)).scaleb(chooser.choice([-2, 0, 0, 1, 3])))
        else:
            multiplier, exact_unit = parse_unit(unit)
            value = float(Fraction(read_amount(old).exact(exact_unit)) / multiplier) * chooser.choice(FACTORS)
        if self.symbols[name].whole:
            value = float(round(value))
        kinds = [float, np.float64] + [int, np.int64] * (value.is_integer() and value < 2**60)
        return chooser.choice(kinds)(value)


@pytest.mark.parametrize("name", TABLES)
@as_drawn
@given(st.data())
def test_a_changed_plant_is_scored_as_evaluate_scores_it(name, data) -> None:
    standard = TABLES[name]
    facts = data.draw(plant_facts(standard))
    chooser = random.Random(data.draw(st.integers(0, 10**9)))
    for _ in range(2):
        options = {
            "not_applicable": chooser.choice(["renormalise", "keep", "full", None]),
            "comparison": chooser.choice(["full value", "rounded value", None]),
        }
        prepared = scorer(standard, facts, **options)
        hold(standard, prepared, facts, {}, **options)
        changes = Changes(standard, facts, chooser)
        rows = [changes.draw() for _ in range(3)]
        found = [hold(standard, prepared, facts, row, **options) for row in rows]
        if rows[0] and any(found):
            hold_columns(prepared, rows, found)


def hold_columns(prepared, rows, found) -> None:
    """Hold columns of changes to the changes one by one."""
    scores = prepared.many({name: np.array([row[name] for row in rows], dtype=object) for name in rows[0]})
    for row, one in enumerate(found):
        assert np.isnan(scores.score_lower[row]) == (one is None)
        if one is not None:
            assert {1: True, 0: False, -1: None}[scores.eligible[row]] is one.eligible
            ends = (scores.score_lower[row], scores.score_upper[row], scores.coverage[row])
            assert ends == pytest.approx(one[1:], rel=1e-12, abs=1e-12)


# What changes, and in which form

LINE = {"energy_per_vehicle_base": "190 kgce/辆", "energy_per_vehicle_leading": "120 kgce/辆"}
ON_LINE = {"energy_consumption": "37.5 tce", "vehicles_produced": "250 vehicle"} | LINE
YEARS = {"design_capacity": "100 vehicle", "yearly_output": ["80 vehicle", "unknown", "10 vehicle"]}


@pytest.mark.parametrize(
    ("policy", "comparison"),
    [("renormalise", "rounded value"), ("keep", "full value"), ("full", None), (None, "rounded value")],
)
@pytest.mark.parametrize(
    ("facts", "header", "cells"),
    [
        (PAINT, "green_paint [t]", (0, 50, 100, 100.0, 99.99999999999999, 49.5, 101, -1, 1e-200, 1e-320, 0.0, -0.0)),
        (PAINT, "green_paint [kg]", (0.1, 100000, 100000.00000000001, 100000.1, 34, np.int8(7), np.uint64(7))),
        (PAINT, "total_paint [t]", (0, 86, 86.0, 85.99999999999999, 172, 1e59, "90", "90 kg", " ", "x")),
        (PAINT, "green_paint", ("5 t", Q("5 t"), "5", None, Decimal(5))),
        (ON_LINE, "energy_consumption [tce]", (47.5, 47.4999999999, 30, 30.0, 30.000000001, 29, 50, 40, 0, -1)),
        (ON_LINE, "energy_per_vehicle_base [kgce/辆]", (160, 120, 120.00000000000001, 110, 200, 0, None)),
        (YEARS, "yearly_output.2 [vehicle]", (69, 70, 70.0, 69.99999999999999, 71, 0, None, "unknown", 1.5)),
        (YEARS, "design_capacity [vehicle]", (100, 114, 115, 1, 0, 80 / 0.7)),
        ({"6.6": "met", "5.1.1": "not met"}, "6.6", (True, False, np.True_, None, 1, 0.0, "不符合", "unknown", "?")),
        ({"6.6": "met"}, "vehicle_type", ("passenger car", "轿车", "tractor", None)),
        ({"waste_utilised": "70 t", "waste_generated": "100 t"}, "stock_utilised [t]", (0, 1, 2, 0.0, 0.01)),
    ],
    ids=range(11),
)  # fmt: skip
def test_one_fact_changes_again_and_again(facts, header, cells, policy, comparison) -> None:
    options = {"not_applicable": policy, "comparison": comparison}
    facts = {name: fact for name, fact in facts.items() if name != header.partition(" ")[0]} | facts
    for order in (cells, cells[::-1]):
        prepared = scorer(QCT, facts, **options)
        for cell in order:
            hold(QCT, prepared, facts, {header: cell}, **options)


@pytest.mark.parametrize("length", ["1e-9", "1e-14", "20"])
def test_a_line_may_be_short(length) -> None:
    leading = Decimal(90) - Decimal(length)
    facts = ON_LINE | {"energy_per_vehicle_base": "90 kgce/辆", "energy_per_vehicle_leading": f"{leading:f} kgce/辆"}
    prepared = scorer(QCT, facts)
    for energy in (22.5, 22.4999999999, 22.49999999975, 20.0, 17.5, 30.0):
        hold(QCT, prepared, facts, {"energy_consumption [tce]": energy})


def test_what_lacks_a_line_or_a_limit_is_told_by_floats_too(monkeypatch) -> None:
    paint = {"painted_area": "1 m2", "vocs_emitted": "5 g"}
    for standard, facts, header in (
        (QCT, {"vehicles_produced": "250 vehicle"}, "energy_consumption [tce]"),
        (OWN, paint | {"vehicle_type": "bus or chassis"}, "vocs_emitted [g]"),
        (OWN, paint, "vocs_emitted [g]"),
        (OWN, paint | {"vehicle_type": "truck cab"}, "vocs_emitted [g]"),
    ):
        prepared = scorer(standard, facts, not_applicable="keep")
        for number in (7.5, 19.0, 40.0):
            hold(standard, prepared, facts, {header: number}, not_applicable="keep")
        with monkeypatch.context() as patched:
            patched.setattr(module, "judge_plant", None)
            assert prepared.one({header: 8.5}).upper > 0


def test_what_is_unknown_at_first_counts_once_it_is_known() -> None:
    headers = [f"yearly_output.{year} [vehicle]" for year in (1, 2, 3)]
    facts = {"design_capacity": "100 vehicle"}
    prepared = scorer(QCT, facts)
    for outputs in ((None, None, None), (10, 90, 90), (None, 90, 90), (10, 10, 90)):
        hold(QCT, prepared, facts, dict(zip(headers, outputs, strict=True)))


def test_a_whole_list_is_replaced_by_a_single_amount_or_by_its_years() -> None:
    facts = {"design_capacity": "100 vehicle", "yearly_output": ["80 vehicle", "90 vehicle", "10 vehicle"]}
    prepared = scorer(QCT, facts)
    single = facts | {"yearly_output": "10 vehicle"}
    assert_same(prepared.one({"yearly_output [vehicle]": 10}), judged(QCT, single)[0])
    assert_same(
        prepared.one({f"yearly_output.{year} [vehicle]": 10 for year in (1, 2, 3)}),
        judged(QCT, facts | {"yearly_output": ["10 vehicle"] * 3})[0],
    )
    assert (
        prepared.many({"yearly_output [vehicle]": [10]}).score_lower
        == score_columns(QCT, {"design_capacity [vehicle]": [100], "yearly_output [vehicle]": [10]}).score_lower
    )


def test_a_number_in_place_of_a_ledgers_total() -> None:
    plant = load_plant(Path(__file__).parents[2] / "examples" / "plant_with_meters.toml")
    for standard in (QCT, GBT):
        prepared = scorer(standard, plant.facts)
        whole = evaluate(standard, plant.facts)
        assert_same(prepared.one({}), score_of(whole))
        for changes in (
            {"vehicles_produced [万辆]": 20.0},
            {"yearly_output.2 [万辆]": 10.0, "6.6": True, "5.2.2/daylight": False},
            {"vehicle_type": "商用车驾驶室"},
            {"land_area [mu]": 800, "capacity [辆]": 300_000},
        ):
            needed = {name: cell for name, cell in changes.items() if read_header(name).name in names_of(standard)}
            if not needed:
                continue
            known = hold(standard, prepared, plant.facts, needed)
            scores = prepared.many({name: [cell] for name, cell in needed.items()})
            assert scores.score_lower[0] == pytest.approx(known.lower if known else np.nan, rel=1e-12, nan_ok=True)
            assert {one.source for one in whole.assumptions} <= {one.source for one in scores.assumptions}


def test_words_of_a_clause_stay_beside_the_words_of_an_item() -> None:
    facts = {"8": "met", "10.3.2": "not met", "5.1.5": "met"}
    prepared = scorer(QCT, facts)
    for changes in ({"8": "not met"}, {"8": None, "10.3.2": True}, {"5.1.5": False}, {"5.1.5/evaluation": False}):
        hold(QCT, prepared, facts, changes)
    apart = dict.fromkeys((item.id for item in QCT.items if item.clause == "8"), "met") | {"8/recyclability": "not met"}
    others = {name: fact for name, fact in facts.items() if name != "8"}
    assert_same(prepared.one({"8/recyclability": False}), judged(QCT, others | apart)[0])
    with pytest.raises(FactsError, match="8"):
        scorer(QCT, {"8/recyclability": "met"}).one({"8": True})


def test_a_clause_that_looks_like_a_year_is_another_fact() -> None:
    free = [item for item in QCT.items if isinstance(item.rule, YesNoRule) and not item.mandatory][:3]
    items = tuple(
        evolve(item, id=name, clause=name, points=Fraction(100, 3), group="Q1")
        for item, name in zip(free, ("C", "C.1", "C.2"), strict=True)
    )
    standard = evolve(QCT, items=items, groups=(evolve(QCT.groups[0], points=Fraction(100)),), formulas={})
    facts = {"C": "met", "C.1": "met", "C.2": "not met"}
    for policy in ("keep", "renormalise"):
        prepared = scorer(standard, facts, not_applicable=policy)
        for name in facts:
            assert hold(standard, prepared, facts, {name: False}, not_applicable=policy).lower < 70


Gap = Annotated[
    Amount, Symbol("d", "m2", "area that is left out", "扣除面积", above="0", source="the plant's own rules")
]


@formula(
    standard="Plant rules",
    clause="D",
    result=Symbol("r", "%", "part that counts", "计入比例", at_least="0"),
    title="Part that counts",
    title_zh="计入比例",
    origin="user",
    source="the plant's own rules",
)
def counted_part(*, land_area: LandArea, left_out: Gap = "5 m2") -> Result:
    """Land per area that is left out."""
    return land_area / left_out


def test_an_argument_that_is_not_given_has_its_default() -> None:
    [item, *_] = (item for item in QCT.items if isinstance(item.rule, YesNoRule) and not item.mandatory)
    rule = LimitRule("counted_part", ">=", (LimitValue("150 %", "user", "a test"),))
    items = (evolve(item, id="x", clause="x", rule=rule, points=Fraction(100), group="Q1"),)
    groups = (evolve(QCT.groups[0], points=Fraction(100)),)
    standard = evolve(QCT, items=items, groups=groups, formulas={"counted_part": spec(counted_part)})
    for facts in ({}, {"left_out": "6 m2"}, {"left_out": "unknown"}):
        prepared = scorer(standard, facts)
        scores = [hold(standard, prepared, facts, {"land_area [m2]": area}).lower for area in (8.5, 9.5)]
        assert scores == [100.0 * (facts.get("left_out") != "6 m2"), 100.0]
        assert hold(standard, prepared, facts, {"left_out [m2]": 5.0}).upper == 100.0
        assert hold(standard, prepared, facts, {"left_out [m2]": 5.0, "land_area [m2]": 7.5}).lower == 100.0
        assert hold(standard, prepared, facts, {"left_out [m2]": 5.5, "land_area [m2]": 7.5}).lower == 0.0


@pytest.mark.parametrize("name", ["heap/limit", "heap/share", "heap/line", "heap/taken"])
def test_a_formula_of_kilograms_and_tonnes_is_scored_as_it_is_judged(name) -> None:
    facts = {"part": "35 kg", "heap": "5 t", "mass": "25 kg"}
    facts = {fact: facts[fact] for fact in names_of(SHAPES[name]) if fact in facts}
    prepared = scorer(SHAPES[name], facts)
    for part in (0, 1, 35, 35.0, 34.9999, 70, 700, 5000.0, 5001):
        hold(SHAPES[name], prepared, facts, {"part [kg]": part})
        hold(SHAPES[name], prepared, facts, {"part [t]": part / 1000, "heap [kg]": 5000.0})


# How it is called


def test_headers_alone_are_a_plant_of_which_nothing_else_is_known() -> None:
    headers = ["building_area [m2]", "structure_area [m2]", "land_area [mu]", "6.6"]
    prepared = scorer(QCT, headers)
    for row in ((450_000, 0, 900, True), (450_000.0, 0.0, 900.0, False), (None, 0, 900, True), (1, 0, 0, True)):
        changes = dict(zip(headers, row, strict=True))
        hold(QCT, prepared, {}, changes)
    columns = {headers[0]: [450_000.0, 1.0], headers[1]: 0.0, headers[2]: [900.0, 900.0]}
    found = prepared.many(columns).score_lower
    assert found.tolist() == score_columns(QCT, columns).score_lower.tolist()
    assert repr(prepared) == f"<Scorer: by QC/T 1160-2022: {', '.join(headers)}>"
    assert repr(scorer(QCT, PAINT)) == repr(scorer(QCT, [])) == "<Scorer: by QC/T 1160-2022: facts that are given>"


@pytest.mark.parametrize("hold_table", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_columns_take_the_place_of_facts(hold_table) -> None:
    prepared = scorer(QCT, PAINT | {"6.6": "met", "yearly_output": ["1 vehicle", "2 vehicle"]})
    columns = {"green_paint [t]": [10.0, 99.0, 101.0, math.nan], "6.6": ["met", "not met", None, "unknown"]}
    scores = prepared.many(hold_table(columns), nan_is_missing=True, with_statuses=True)
    alone = columns | {"total_paint": "100 t", "yearly_output.1": "1 vehicle", "yearly_output.2": "2 vehicle"}
    expected = score_columns(QCT, alone, nan_is_missing=True, with_statuses=True)
    for name in ("eligible", "score_lower", "score_upper", "coverage"):
        np.testing.assert_array_equal(getattr(scores, name), getattr(expected, name))
    assert {name: codes.tolist() for name, codes in scores.statuses.items()} == {
        name: codes.tolist() for name, codes in expected.statuses.items()
    }
    assert [(fault.row, fault.reason) for fault in scores.faults] == [
        (fault.row, fault.reason) for fault in expected.faults
    ]
    if hold_table is pd.DataFrame:
        named = pd.DataFrame(columns, index=list("abcd"))
        assert prepared.many(named, nan_is_missing=True).to_pandas().index.tolist() == list("abcd")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"green_paint [t]": True}, "green_paint: 'met' is said of requirements; this is a mass"),
        ({"green_paint [t]": [1.0]}, "green_paint [t]: it holds lists or other things that are no single cells"),
        ({"green_paint": 5}, "green_paint (G): given '5', which is a pure number or percentage"),
        ({"green_paint [m2]": 5.0}, "green_paint [m2]: 'm2' is an area; expected is a mass, in t or alike"),
        ({"green_paint [t]": 1, "green_paint [kg]": 1}, "green_paint [kg]: the fact has two columns"),
        ({"green_paint [t]": math.nan}, "green_paint (G): given the number nan; expected a mass"),
        ({"green_paint [t]": 101}, "expected green_paint <= total_paint"),
        ({"green_paint [t]": 10**5000}, "green_paint (G): given"),
        ({1: 2.0}, "1: a header is a text"),
        ({"vehicle_type": "tractor"}, "vehicle_type: 'tractor' is not one of"),
        ({"6.6": 1.0}, "6.6: 1.0 is no status"),
        ([], "give a mapping, as {'green_paint [t]': 80}"),
    ],
    ids=range(12),
)
def test_what_cannot_be_used_is_said_each_time(changes, says) -> None:
    prepared = scorer(QCT, PAINT)
    prepared.one({"green_paint [t]": 80.0})  # which is prepared then
    for _ in range(2):
        with pytest.raises(FactsError) as caught:
            prepared.one(changes)
        assert says in str(caught.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"green_paint": "many"}, "green_paint (G): given 'many'"),
        (["green_paint [m2]"], "green_paint [m2]: 'm2' is an area; expected is a mass, in t or alike"),
        (["green_paint [t]", []], "[]: a header is a text"),
        ("green_paint [t]", "give a list of headers, or the plant's facts"),
        (None, "give a list of headers, or the plant's facts"),
    ],
    ids=range(5),
)
def test_what_cannot_be_prepared_is_said_at_once(given, says) -> None:
    with pytest.raises(FactsError) as caught:
        scorer(QCT, given)
    assert says in str(caught.value)


def test_fixed_facts_that_are_wrong_together_are_said_unless_what_changes_mends_them() -> None:
    prepared = scorer(QCT, PAINT | {"total_paint": "10 t"})
    with pytest.raises(FactsError, match="expected green_paint <= total_paint"):
        prepared.one({"6.6": True})
    assert prepared.one({"total_paint [t]": 100}).lower > 3


# What is prepared


def test_numbers_and_truths_are_not_judged_exactly_again(monkeypatch) -> None:
    prepared = scorer(QCT, PAINT)
    first = prepared.one({"green_paint [t]": 80.0, "6.6": True})
    monkeypatch.setattr(module, "judge_plant", None)
    assert prepared.one({"green_paint [t]": 80, "6.6": True}) == first
    for number in (81.5, 7, np.int16(7), np.float64(99.9), np.float32(1.5)):
        assert prepared.one({"green_paint [t]": number, "6.6": False}).lower > 0
    for cell in (100, 101, "80"):  # where floats cannot tell, and what is no number
        with pytest.raises(TypeError):
            prepared.one({"green_paint [t]": cell, "6.6": True})


def test_few_functions_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(module, "_MOST_WRITTEN", 3)
    prepared = scorer(QCT, PAINT)
    for unit in ("t", "kg", "g", "mg", "t"):
        assert prepared.one({f"green_paint [{unit}]": 5.0}).lower > 0
        assert len(prepared._written) <= 3


def test_facts_may_stand_under_headers_with_units() -> None:
    prepared = scorer(QCT, {"green_paint [t]": 86.0, "total_paint": "100 t", "yearly_output.1 [辆]": 5, "6.6": "met"})
    same = {"green_paint": "86 t", "total_paint": "100 t", "yearly_output": "5 辆", "6.6": "met"}
    assert prepared.one({}) == scorer(QCT, same).one({})
    assert prepared.one({"green_paint [kg]": 7e4}) == scorer(QCT, same | {"green_paint": "70 t"}).one({})
