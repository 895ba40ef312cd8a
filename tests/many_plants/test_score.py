"""Many plants at once: every row is what `evaluate` says of it, whoever holds the columns."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import greencalc
from batch_cases import agreeing, as_list, columns_of, comparable, statuses
from greencalc import FactsError, Q, evaluate, load_standard, score_columns
from greencalc.formula.declaration import YEAR
from greencalc.many_plants import score_columns as batch
from greencalc.plant.names import amounts_of, items_by_key, line_ends
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import LimitRule, LimitValue, LineRule, ShareRule, Years, YesNoRule
from greencalc.table_plan.tongues.block_values import ValueInBlocks
from long_walks import some
from own_formula import bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part
from own_gap_table import _table
from strategies import as_drawn, plant_facts

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()
every_standard = pytest.mark.parametrize("edition", STANDARDS)
policies = st.sampled_from(["renormalise", "keep", "full", None])
comparisons = st.sampled_from(["full value", "rounded value", None])


# Whole plants


@every_standard
@as_drawn
@given(st.data())
def test_whole_plants_are_judged_as_evaluate_judges_each(edition, data) -> None:
    standard = STANDARDS[edition]
    plants = comparable(standard, data.draw(st.lists(plant_facts(standard), min_size=2, max_size=5)))
    options = {"not_applicable": data.draw(policies), "comparison": data.draw(comparisons)}
    columns = columns_of(standard, plants, random.Random(data.draw(st.integers(0, 10**6))))
    agreeing(standard, columns, plants, **options)
    agreeing(standard, columns, **options)


# Cells that are wrong, among others that are not

WRONG_CELLS = (-1.0, "-3", "many", "5 kg/m3", True, "met", "1,5", "5 m2 m2", 10**70, "不适用：无")
WRONG_WORDS = (1.0, 0, "maybe", "not applicable", "partly met", "partly met: 101 %", "met: 60 %", "部分符合：60")


@every_standard
@as_drawn
@given(st.data())
def test_what_is_wrong_with_a_cell_is_said_as_evaluate_says_it_and_touches_no_other_row(edition, data) -> None:
    standard = STANDARDS[edition]
    plants = comparable(standard, data.draw(st.lists(plant_facts(standard), min_size=3, max_size=5)))
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    columns = columns_of(standard, plants, chooser)
    good = agreeing(standard, columns, plants)
    spoilt_row = chooser.randrange(len(plants))
    for name in chooser.sample(sorted(name for name in columns if "." not in name.partition(" ")[0]), 3):
        cells = as_list(columns[name])
        said = name == "vehicle_type" or name in items_by_key(standard)
        cells[spoilt_row] = chooser.choice(WRONG_WORDS if said else WRONG_CELLS)
        columns[name] = cells
    scores = agreeing(standard, columns)
    others = [row for row in range(len(plants)) if row != spoilt_row]
    for name in ("eligible", "score_lower", "score_upper", "coverage"):
        np.testing.assert_array_equal(getattr(scores, name)[others], getattr(good, name)[others])
    for item, codes in scores.statuses.items():
        np.testing.assert_array_equal(codes[others], good.statuses[item][others])


# A table of one's own, with every kind of rule

OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[greened_after, bare_part, lawn_part, planted_area, flower_part, shaded_part],
)
WHOLE = (0, 1, 2, 3, 5, 7, 10, 14, 20, 35, 50, 70, 80, 99, 100, 140)
AMOUNTS = {
    "building_area [m2]": WHOLE,
    "structure_area": ("0 m2", "0.5 ㎡", None),
    "land_area [m2]": (1, 10, 50, 70, 100, 200),
    "vocs_emitted [g]": (*WHOLE, 34.5, 35.5, 19.999999999999996),
    "painted_area [m2]": (1, 1, 2),
    "yearly_output.1 [vehicle]": (*WHOLE, None),
    "yearly_output.2 [vehicle]": (*WHOLE, None, None),
    "design_capacity [vehicle]": (10, 100, 100, 200),
    "solvent_input [t]": (10, 14, 20, 35),
    "solvent_recovered [kg]": (1000, 5000.0, 5000.000000001, 9000, 15000),
    "storey_area.1 [m2]": (500, 999, 1000, None),
    "storey_area.2 [m2]": (0, 500, 0.1),
    "storey_height.1 [m]": (3, 8, 8.000000000000002),
    "storey_height.2 [cm]": (300, 800, 801),
    "double_height [m]": (8, 3, None, None),
    "green_paint [kg]": (0, 17, 34, 34, 33.99999999999999, 34.00000000000001),
    "total_paint [t]": (*(0.034,) * 10, 0.07, 0.033),
    "energy_consumption [tce]": (7, 10, 14, 50, 99.99999999999999),
    "vehicles_produced [vehicle]": (100, 140, 700, 1000),
    "energy_per_vehicle_leading [kgce/vehicle]": (50, 50, 50, 70, 70, 70, 99, 99.9999999999, 100, 120, None),
    "water_reused [m3]": (*WHOLE[1:], None),
    "water_discharged [m3]": (0, 1, 20, 30, 80),
    "greened_area [m2]": (*WHOLE, 0.7, 69.99999999999999, 7),
    "body_mass [kg]": (3140, 3139.9999999999995, 3000, 4000, None),
    "sheet_thickness [mm]": (0.8, 0.8, 0.7),
    "sheet_density": ("7850 kg/m3",),
    "added_area [m2]": (0, 0, 0.5),
    "area_balance [m2]": (-10, -3, 0, 0.1, 5, -20),
    "greened_after_base": ("20 %", "-0.1", "0 %", None),
    "greened_after_leading": ("30 %", "0.3", "0.3", "50 %", "20 %"),
}
NEARLY = ("partly met: 99.99999999999999999999 %", "partly met: 1e-30 %")
SAID = {
    "1.1": (*(True, False, "met", "符合") * 2, "partly met: 60 %", "not applicable: none there"),
    "1.2": ("met", "不符合", None, "符合", False, "部分符合：0.5", "partly met: 33.3 %", *NEARLY, "不适用：无"),
    "2.6": (True, False),
    "vehicle_type": (*("passenger car", "truck cab", "bus or chassis") * 4, None, "unknown", "car"),
}
COMPUTED = {  # what is said of items that are computed
    "1.3": ("unknown", "not applicable: none there"),
    "T.1": ("unknown", "不适用：无"),
    "2.2": ("unknown",),
    "2.1": ("unknown", "not applicable: none there", "met"),
}


@as_drawn
@given(st.data())
def test_every_kind_of_rule_is_judged_as_evaluate_judges_it(data) -> None:
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    rows = 24
    said = SAID | {name: words for name, words in COMPUTED.items() if chooser.random() < 0.15}
    left_out = chooser.sample(sorted(AMOUNTS), chooser.choice([0, 0, 1, 3]))
    pools = {name: pool for name, pool in (AMOUNTS | said).items() if name not in left_out}
    pools |= {name: [pool[0]] for name, pool in pools.items() if chooser.random() < 0.1}
    columns = {name: chooser.choices(pool, k=rows) for name, pool in pools.items()}
    columns |= {name: numbers(cells) for name, cells in columns.items() if chooser.random() < 0.8}
    columns |= {name: pools[name][0] for name in pools if "[" not in name and chooser.random() < 0.1}
    columns["1.1"] = chooser.choices([True, True, "met", *SAID["1.1"]], k=rows)
    options = {"not_applicable": data.draw(policies), "comparison": data.draw(comparisons)}
    years = {header.partition(".")[0] for header in left_out if "." in header}
    agreeing(OWN, {name: cells for name, cells in columns.items() if name.partition(".")[0] not in years}, **options)


def numbers(cells):
    """Cells that all are numbers, as an array."""
    if any(not isinstance(cell, int | float) or isinstance(cell, bool) for cell in cells):
        return cells
    return np.array(cells)


# Ties


def table_of_limits(formula, limit):
    """A table with one item for each operator, against one limit."""
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    rules = [LimitRule(formula, operator, (LimitValue(limit, "user", "a test"),)) for operator in OPERATORS]
    free = evolve(item, group="Q1", points=Fraction(25))
    items = tuple(evolve(free, id=rule.operator, clause=rule.operator, rule=rule) for rule in rules)
    return evolve(QCT, items=items, groups=(evolve(QCT.groups[0], points=Fraction(100)),), formulas=OWN.formulas)


BELOW, TIE, ABOVE = ([0, 0, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0])
OPERATORS = (">=", ">", "<=", "<")


@pytest.mark.parametrize("comparison", ["full value", "rounded value"])
def test_k_percent_are_a_tie_with_k_hundredths_and_the_next_float_is_not(comparison) -> None:
    wholes = np.array([0.034, 0.007, 0.013, 0.999])  # in t
    for k in range(1, 100):
        ties = np.array([float(Fraction(str(whole)) * k * 10) for whole in wholes])  # in kg
        utilised = np.concatenate([ties, np.nextafter(ties, 0), np.nextafter(ties, np.inf)])
        columns = {
            "waste_utilised [kg]": utilised,
            "waste_generated [t]": np.tile(wholes, 3),
            "stock_utilised": "0 g",
        }
        standard = table_of_limits("solid_waste_utilisation_rate", (f"{k} %", f"{k / 100}", f"{k}0 ‰")[k % 3])
        scores = score_columns(standard, columns, with_statuses=True, comparison=comparison)
        found = np.array([scores.statuses[operator] for operator in OPERATORS]).T.tolist()
        beside = [BELOW, ABOVE] if comparison == "full value" else [TIE, TIE]
        assert found == [expected for expected in (TIE, *beside) for _ in wholes]


def test_a_difference_that_floats_blur_is_a_tie_all_the_same() -> None:
    standard = table_of_limits("greened_after", "20 %")
    columns = {
        "greened_area [m2]": np.array([1000000.3]),
        "area_balance [m2]": np.array([-1000000.1]),
        "land_area [m2]": np.array([1.0]),
    }
    scores = agreeing(standard, columns)
    assert [int(scores.statuses[operator][0]) for operator in OPERATORS] == TIE
    scores = agreeing(table_of_limits("bare_part", "1e-6 %"), {"greened_area [m2]": [0.99999999], "land_area": "1 m2"})
    assert [int(scores.statuses[operator][0]) for operator in OPERATORS] == TIE


def test_a_relation_is_kept_by_ties_and_by_what_is_within_their_rounding() -> None:
    standard = table_of_limits("planted_area", "1 m2")
    columns = {
        "lawn_area [万m2]": np.array([0.0017, 0.0017, 0.0, 1.0, 1.0, 0.0017]),
        "tree_area [m2]": np.array([17.0, 17.000000000000004, 0.0, 10100.0, 0.0, 17.0000000000001]),
    }
    broken = [(row, tuple(columns)) for row in (2, 3, 5)]
    assert faults(columns, standard) == broken
    same = {"lawn_area [m2]": [17], "tree_area": "17.1 m2", ">=": ["unknown"]}
    assert faults(same, standard) == [(0, ("lawn_area [m2]", "tree_area"))]


def test_a_relation_of_lists_is_kept_entry_by_entry() -> None:
    columns = {
        "bed_area.1 [m2]": np.array([30.0, 30.0, 30.0, 10.0, 30.0]),
        "bed_area.2 [m2]": np.array([40.0, 40.0, 40.0000000000001, 10.0, 40.0]),
        "flower_area.1 [万m2]": np.array([0.003, 0.0031, 0.0, 0.0, 0.003]),
        "flower_area.2 [m2]": np.array([40.0, 0.0, 40.0000000000002, 0.0, 40.00000000000001]),
    }
    assert [row for row, _ in faults(columns, table_of_limits("flower_part", "50 %"))] == [1, 2]


def test_a_result_beyond_its_bound_is_wrong_where_no_relation_says_so() -> None:
    columns = {"tree_area [m2]": np.array([0.0, 10.0, 10.1, 15.0, 19.9, 25.0]), "land_area [m2]": np.full(6, 10.0)}
    assert faults(columns, table_of_limits("shaded_part", "50 %")) == [(row, tuple(columns)) for row in (2, 3, 4, 5)]


def test_a_result_that_is_no_finite_number_is_wrong() -> None:
    columns = {"lawn_area [m2]": np.array([0.0, 1.0]), "tree_area [m2]": np.array([0.0, 1.0])}
    assert faults(columns, table_of_limits("lawn_part", "50 %")) == [(0, tuple(columns))]
    sheets = {
        "body_mass": ["1e99 万t", "1 kg"],
        "sheet_thickness": ["1e-99 mm", "1 mm"],
        "sheet_density": ["1e-99 g/m3", "1 g/m3"],
        "added_area": "0 m2",
    }
    assert faults(sheets, table_of_limits("painted_area_from_body_mass", "1 m2")) == [(0, tuple(sheets))]


def test_a_rate_of_all_and_the_ends_of_a_line_are_settled_exactly() -> None:
    paint = {"green_paint [kg]": [34.0, 33.99999999999999, 0.0], "total_paint [t]": np.full(3, 0.034)}
    scores = agreeing(QCT, paint)
    assert statuses(scores, "10.3.2/substitution") == ["met", "partly met", "not met"]
    whole = np.arange(1, 200)
    paint = {"green_paint [kg]": whole, "total_paint [t]": whole / 1000}
    of_paint = evolve(QCT, items=tuple(item for item in QCT.items if item.id == "10.3.2/substitution"))
    assert set(statuses(agreeing(of_paint, paint), "10.3.2/substitution")) == {"met"}
    energy = [0.7, 0.7000000000000001, 0.9, 0.8999999999999999, 0.8, 0.6, 1.0]
    line = {
        "energy_consumption [tce]": energy,
        "vehicles_produced [vehicle]": [10] * 7,
        "energy_per_vehicle_base": "90 kgce/vehicle",
        "energy_per_vehicle_leading [kgce/vehicle]": np.full(7, 70.0),
    }
    expected = ["met", "partly met", "not met", "partly met", "partly met", "met", "not met"]
    assert statuses(agreeing(GBT, line), "C.1/energy-intensity") == expected


def test_what_is_well_inside_a_line_is_not_computed_again(monkeypatch) -> None:
    monkeypatch.setattr(ValueInBlocks, "_settle", None)
    line = {
        "energy_consumption [tce]": [0.75, 0.8, 0.85],
        "vehicles_produced [vehicle]": [10] * 3,
        "energy_per_vehicle_base": "90 kgce/vehicle",
        "energy_per_vehicle_leading": "70 kgce/vehicle",
    }
    assert statuses(score_columns(GBT, line, with_statuses=True), "C.1/energy-intensity") == ["partly met"] * 3


@pytest.mark.parametrize("length", ["0.001", "1e-9", "1e-14", "1e-20"])
def test_a_line_may_be_as_short_as_one_likes(length) -> None:
    leading = Decimal(90) - Decimal(length)
    line = {
        "energy_consumption": [f"{90 - Decimal(length) * tenths / 10:f} kgce" for tenths in range(-1, 12)],
        "vehicles_produced": "1 vehicle",
        "energy_per_vehicle_base": "90 kgce/vehicle",
        "energy_per_vehicle_leading": f"{leading:f} kgce/vehicle",
    }
    agreeing(GBT, line)


def test_whole_points_are_exact_however_rows_differ_in_what_does_not_apply() -> None:
    points = [Fraction(number) for number in (1, 2, 3, 5, 7, 11, 13, 17, 19, 22)]
    free = [item for item in QCT.items if isinstance(item.rule, YesNoRule) and not item.mandatory]
    items = tuple(evolve(item, points=own, group="Q1") for item, own in zip(free, points, strict=False))
    standard = evolve(QCT, items=items, groups=(evolve(QCT.groups[0], points=Fraction(100)),))
    chooser = random.Random(1)
    words = ("met", "not met", "not applicable: none there", "unknown", None)
    columns = {item.id: chooser.choices(words, k=150) for item in items}
    for policy in ("renormalise", "keep", "full", None):
        agreeing(standard, columns, not_applicable=policy)


def test_more_items_of_one_worth_than_a_byte_counts() -> None:
    [free, *_] = (item for item in QCT.items if isinstance(item.rule, YesNoRule) and not item.mandatory)
    names = [f"x/{number}" for number in range(300)]
    items = tuple(evolve(free, id=name, clause=name, points=Fraction(1, 3), group="Q1") for name in names)
    standard = evolve(QCT, items=items, groups=(evolve(QCT.groups[0], points=Fraction(100)),))
    columns = dict.fromkeys(names, np.array([True, False])) | {"x/7": ["met", None]}
    assert agreeing(standard, columns).score_lower.tolist() == [100, 0]


# Rows that are wrong together


def faults(columns, standard=QCT, **options):
    return [(fault.row, fault.columns) for fault in agreeing(standard, columns, **options).faults]


def test_a_reason_names_the_columns_that_it_speaks_of() -> None:
    area = {"building_area [m2]": [7.0, -7.0], "structure_area": "0 m2", "land_area [m2]": [10.0, 0.0]}
    assert faults(area) == [(1, ("building_area [m2]",)), (1, ("land_area [m2]",))]
    assert faults({"green_paint [t]": [1, 3], "total_paint [t]": [2, 2]}) == [
        (1, ("green_paint [t]", "total_paint [t]"))
    ]
    assert faults({"water_reused [m3]": [0.0, 1.0], "water_discharged [m3]": [0.0, 1.0]}) == [
        (0, ("water_reused [m3]", "water_discharged [m3]"))
    ]
    areas = ("building_area [m2]", "structure_area", "land_area [m2]", "10.2.1")
    assert faults(area | {"land_area [m2]": [10.0, None], "10.2.1": ["不适用：无", "不适用：无"]})[0] == (0, areas)
    line = {"energy_consumption": "7 tce", "vehicles_produced": "10 vehicle"}  # without ends, and computed all the same
    named = ("energy_consumption", "vehicles_produced", "10.6/energy")
    assert faults(line | {"10.6/energy": ["不适用：无", "unknown", None]}) == [(0, named), (1, named)]
    assert faults({"vehicle_type": ["car", None]}) == [(0, ("vehicle_type",))]
    assert faults({"8": [None, "5"], "5.1.5": ["not applicable: x", True]}) == [(1, ("8",))]
    assert faults({"8": ["met", "not applicable: x"]}, evolve(QCT, not_applicable=None)) == [(1, ("8",))]


def test_a_reason_that_names_no_fact_names_those_that_the_item_is_judged_from() -> None:
    line = {
        "energy_consumption [tce]": [1.0],
        "vehicles_produced [vehicle]": [10],
        "energy_per_vehicle_base": "70 kgce/vehicle",
        "energy_per_vehicle_leading [kgce/vehicle]": [90],
        "C.1/advanced-process": [True],
    }
    [(_, named)] = faults(line, GBT)
    assert named == ("energy_per_vehicle_base", "energy_per_vehicle_leading [kgce/vehicle]")
    solvent = {"solvent_input [t]": [5, 4], "solvent_recovered [t]": [5, 5], "1.2": "met"}
    assert faults(solvent, OWN) == [(1, ("solvent_input [t]", "solvent_recovered [t]"))]
    [rate] = (item for item in QCT.items if isinstance(item.rule, ShareRule))
    ratio = evolve(QCT, items=(evolve(rate, points=Fraction(100), rule=ShareRule("floor_area_ratio")),))
    area = {"building_area [m2]": [7, 10.001], "structure_area": "0 m2", "land_area [m2]": [10, 10], "5": "met"}
    assert faults(area, ratio) == [(1, ("building_area [m2]", "structure_area", "land_area [m2]"))]


def test_an_item_said_to_be_unknown_is_not_judged_by_its_rule() -> None:
    line = {
        "energy_consumption [tce]": [1.0, 1.0, None],
        "vehicles_produced [vehicle]": [10, 10, 10],
        "energy_per_vehicle_base": "190 kgce/vehicle",
        "energy_per_vehicle_leading": "100 kgce/vehicle",
        "C.1/energy-intensity": ["unknown", None, "未知"],
    }
    assert statuses(agreeing(GBT, line), "C.1/energy-intensity") == ["wrong", "met", "unknown"]


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_what_is_no_finite_number_is_told_apart_from_an_empty_cell(number) -> None:
    columns = {"land_area [mu]": [900.0, number], "5.1.5": [True, True]}
    for column in (columns["land_area [mu]"], np.array([900.0, number]), pl.Series([900.0, number])):
        scores = score_columns(QCT, columns | {"land_area [mu]": column})
        [fault] = scores.faults
        assert (fault.row, fault.columns) == (1, ("land_area [mu]",))
        mend = "Amounts are finite, and 1e60 at most in the header's unit: check the exponent."
        mend = "Leave the cell empty, or say that NaN means missing." if np.isnan(number) else mend
        assert fault.reason == f"land_area (A_l): given the number {number}; expected an area. {mend}"
        assert np.isfinite(scores.score_lower).tolist() == [True, False]
    words = score_columns(QCT, {"5.1.5": [True, number], "vehicle_type": [None, number]})
    assert [fault.columns for fault in words.faults] == [("5.1.5",), ("vehicle_type",)]


def test_nan_may_be_an_empty_cell() -> None:
    nan = float("nan")
    columns = {
        "building_area [m2]": np.array([7.0, nan]),
        "structure_area [m2]": [0.0, nan],
        "land_area [m2]": np.ma.array([10.0, 1.0], mask=[False, True]),
        "5.1.5": np.array(["met", nan], dtype=object),
        "vehicle_type": np.array(["truck cab", nan], dtype=object),
    }
    scores = agreeing(QCT, columns, nan_is_missing=True)
    assert statuses(scores, "10.2.1") == ["met", "unknown"]
    assert statuses(scores, "5.1.5") == ["met", "unknown"]
    assert not scores.faults


def test_years_whose_amounts_are_not_all_there_are_left_out() -> None:
    years = {
        "yearly_output.1 [vehicle]": [80, None, 80, None, 80],
        "yearly_output.2 [vehicle]": [10, 80, None, None, "many"],
        "yearly_output.3 [vehicle]": [80, 80, 10, None, 80],
        "design_capacity [vehicle]": [100] * 5,
    }
    scores = score_columns(QCT, years, with_statuses=True)
    assert statuses(scores, "7.2.3") == ["met", "met", "unknown", "unknown", "wrong"]
    [fault] = scores.faults
    assert (fault.row, fault.columns) == (4, ("yearly_output.2 [vehicle]",))
    known = {f"yearly_output.{year} [vehicle]": np.array([80, 10 * year, 70]) for year in (1, 2, 3)}
    scores = agreeing(QCT, known | {"design_capacity": "100 vehicle"})
    assert statuses(scores, "7.2.3") == ["met", "not met", "not met"]


def test_one_value_may_stand_for_all_plants() -> None:
    same = {
        "building_area": "45 万㎡",
        "structure_area [m2]": 0,
        "land_area": Q(900, "mu"),
        "painted_area": None,
        "vocs_emitted [t]": Decimal("1.5"),
        "green_paint": Q(Fraction(1, 3), "t"),
        "total_paint [t]": 1.0,
        "energy_consumption": pd.NA,
        "vehicles_produced": "10 vehicle",
        "4.1": True,
        "vehicle_type": "truck cab",
    }
    rows = {"5.1.5": [True, False]}
    scores = agreeing(QCT, same | rows)
    assert statuses(scores, "10.2.1") == ["met", "met"]
    areas = {"storey_area.1": "600 m2", "storey_area.2 [m2]": [600, 100], "storey_height.1": "3 m"}
    storeys = agreeing(OWN, areas | {"storey_height.2 [m]": [3, 3], "double_height [m]": [None, 2]})
    assert statuses(storeys, "1.7") == ["met", "met"]
    storeys = agreeing(OWN, areas | {"storey_height.2 [m]": [3, 3], "double_height [m]": np.array([8.0, 2.0])})
    assert statuses(storeys, "1.7") == ["met", "met"]
    assert statuses(
        agreeing(OWN, {"storey_area": "600 m2", "storey_height": "9 m", **rows, "1.2": [True, True]}), "1.7"
    )


# Headers


def header_faults(columns, standard=QCT, **options):
    with pytest.raises(FactsError) as caught:
        score_columns(standard, columns, **options)
    return list(caught.value.faults)


def test_all_that_is_wrong_with_headers_and_columns_is_listed_at_once() -> None:
    one = [1.0]
    columns = {
        7: one,
        "building_area [furlong2]": one,
        "structure_area [kg]": one,
        "land_area": np.array(one),
        "green_paint [t]": one,
        "green_paint [kg]": one,
        "total_paint [t]": [1.0, 2.0],
        "energy": one,
        "yearly_output.2 [vehicle]": one,
        "capacity [辆]": Q(one, "mu"),
        "vehicles_produced [辆]": np.array([[1.0]]),
        "painted_area [m2]": np.array([True]),
        "waste_utilised [t]": np.array([1j]),
        "waste_generated [t]": one,
        "stock_utilised [t]": pd.DataFrame({"a": one}),
        "water_reused [t]": object(),
        "water_discharged [m3]": range(1),
        "cod_generated [g]": pd.Index(one),
        "8": [True],
        "8/recyclability": [True],
        "5.1.5": np.array(["2025-01-01"], dtype="M8[D]"),
        "vehicle_type": np.array([1j]),
        "vehicle_type.2": ["truck cab"],
        "energy_per_vehicle_base.1 [kgce/vehicle]": one,
    }
    units = {"waste_generated [t]": "m2", "waste_generatd": "kg", "zzz": "kg", "5.1.5": 5}
    found = header_faults(columns, units=units)
    expected = [
        "7: a header is a text",
        "building_area [furlong2]: 'furlong2': 'furlong2' is no unit",
        "structure_area [kg]: 'kg' is a mass; expected is an area, in m2 or alike",
        "land_area: it holds numbers without a unit; write one into the header, like 'land_area [m2]'",
        "green_paint [kg]: the fact has two columns",
        "energy: ledgers are no columns",
        "capacity [辆]: several units are said: '辆' and 'mu'",
        "vehicles_produced [辆]: it is a table of its own",
        "painted_area [m2]: it holds truth values",
        "waste_utilised [t]: it holds complex128",
        "waste_generated [t]: several units are said: 't' and 'm2'",
        "stock_utilised [t]: it is a table of its own",
        "water_reused [t]: object is no column",
        "water_discharged [m3]: range is no column",
        "cod_generated [g]: Index is no column",
        "8/recyclability: two columns speak of the same item",
        "5.1.5: it holds datetime64[D]",
        "vehicle_type: it holds complex128",
        "vehicle_type.2: it is the same for all years; give one column",
        "energy_per_vehicle_base.1 [kgce/vehicle]: it is the same for all years",
        "units: there is no column 'waste_generatd'; did you mean waste_generated?",
        "units: there is no column 'zzz'",
        "units: '5.1.5' is 5; give texts",
        "columns have different numbers of rows: green_paint [t] has 1, total_paint [t] has 2",
        "yearly_output: number its columns from .1 on, oldest first",
    ]
    assert len(found) == len(expected), found
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(start)


@pytest.mark.parametrize(
    ("standard", "names", "fault"),
    [
        (QCT, ["yearly_output.1", "yearly_output.3"], "yearly_output: number its columns from .1 on, oldest first"),
        (QCT, [f"yearly_output.{year}" for year in (1, 2, 3, 4)], "yearly_output: 7.2.3 takes 3 at most"),
        (QCT, ["land_area.1", "land_area.2"], "land_area: 10.2.1 takes 1 at most"),
        (
            QCT,
            ["yearly_output.1", "yearly_output.2", "design_capacity.1", "design_capacity.2", "design_capacity.3"],
            "yearly_output, design_capacity: each is to have as many columns as the others",
        ),
        (
            OWN,
            ["storey_area.1", "storey_area.2", "storey_height"],
            "storey_area: give floor_area_of_storeys's other amounts year by year too",
        ),
        (OWN, ["double_height.1", "double_height.2"], "double_height: floor_area_of_storeys takes one column"),
    ],
)
def test_several_columns_of_an_amount_are_numbered_and_as_many_as_its_items_take(standard, names, fault) -> None:
    arguments = amounts_of(standard)
    columns = {name: [f"1 {arguments[name.partition('.')[0]].symbol.unit}"] for name in names}
    assert fault in header_faults(columns, standard)


def test_what_is_no_table_or_has_no_rows_is_refused() -> None:
    column = np.array([1.0])
    twice = pa.table([column, column], names=["land_area [m2]"] * 2)
    for table, start in (
        ([1, 2], "list is no table"),
        (pl.DataFrame({"land_area [m2]": [1.0]}).lazy(), "LazyFrame is no table"),
        ({"land_area": "1 m2"}, "no column has rows; for one plant use evaluate"),
        (twice, "land_area [m2]: the fact has 2 columns"),
        (twice.to_pandas(), "land_area [m2]: the fact has 2 columns"),
        ({"5.1.5": [True, [False]]}, "5.1.5: it holds lists"),
        ({"land_area [m2]": [1.0, {}]}, "land_area [m2]: it holds lists"),
    ):
        [fault] = header_faults(table)
        assert fault.startswith(start)


def test_what_lacks_years_is_unknown_whichever_way_its_line_runs() -> None:
    ends = {"green_retrofit_investment_share_base [%]": [2.5], "green_retrofit_investment_share_leading [%]": [1]}
    for years in (1, 2, 3):
        amounts = {
            f"{name}{f'.{year + 1}' * (years > 1)} [万元]": [5]
            for name in ("green_retrofit_investment", "yearly_output_value")
            for year in range(years)
        }
        assert (len(agreeing(GBT, amounts | ends).faults) == 1) is (years == 3)


def test_a_sum_that_lacks_years_does_not_apply_where_no_limit_is_set() -> None:
    [summed] = [item for item in GBT.items if item.id == "C.1/green-retrofit"]
    limit = LimitValue("2 %", "user", "me", "truck cab")
    rule = LimitRule("green_retrofit_investment_share", ">=", (limit,), years=summed.rule.years)
    rest = tuple(item for item in GBT.items if item is not summed)
    table = evolve(GBT, id="own", categories=QCT.categories, items=(*rest, evolve(summed, rule=rule)))
    types = ["truck cab", "passenger car", None]
    words = [None, "not applicable: none there", "unknown"]
    for years in (1, 2, 3):
        rows = list(product(types, words))
        columns = {"vehicle_type": [row[0] for row in rows], summed.id: [row[1] for row in rows]}
        for name in ("green_retrofit_investment", "yearly_output_value"):
            columns |= {f"{name}{f'.{year + 1}' * (years > 1)} [万元]": [5] * len(rows) for year in range(years)}
        scores = agreeing(table, columns)
        assert statuses(scores, summed.id)[3] == "not applicable"
        assert {fault.row for fault in scores.faults} == {1, 2}


def test_a_word_under_a_clause_speaks_of_the_items_that_have_none_of_their_own() -> None:
    words = [None, "", "met", "not met", "unknown", "有", "not applicable: none there", "no word"]
    of_words = evolve(QCT.items[0], id="7/words", clause="7", title="No accident", always_applies=False)
    also = evolve(of_words, id="7/also", title="Plan")
    computed = next(item for item in QCT.items if item.id == "7.2.3")
    for own in (of_words, computed, evolve(of_words, always_applies=True)):
        rest = (one for one in QCT.items if one is not computed and one.clause.startswith("7"))
        table = evolve(
            QCT,
            id="own",
            items=(
                *rest,
                evolve(own, id="7", clause="7", points=computed.points, group="Q3", kind="scoring"),
                of_words,
                also,
            ),
        )
        rows = some(product(words, repeat=3), 160)
        by_name = dict(zip(("7/words", "7", "7/also"), zip(*rows, strict=True), strict=True))
        agreeing(table, {name: list(cells) for name, cells in by_name.items()})
        agreeing(table, {"7/words": [True] * len(rows), "7": list(by_name["7"]), "yearly_output": ["5 辆"] * len(rows)})
        agreeing(table, {"7/words": [True] * 3, "7": [True, False, True]})


def test_a_clause_that_looks_like_a_year_is_a_clause() -> None:
    words = ["met", "不适用：无", "unknown"]
    scores = agreeing(GBT, {"C.1": words}, not_applicable="keep")
    assert statuses(scores, "C.1/eco-design") == ["met", "not applicable", "unknown"]
    assert statuses(scores, "C.1/water-reuse") == ["unknown", "not applicable", "unknown"]
    [fault] = agreeing(GBT, {"C.1": words}, not_applicable="renormalise").faults
    assert (fault.row, fault.reason) == (1, "no item with points applies to the plant")


def test_units_beside_the_table_are_as_good_as_in_headers() -> None:
    cells = {"building_area": [45.0, 30.0], "structure_area": [0.0, 0.0], "land_area": [900.0, 900.0]}
    said = {"building_area": "万m2", "structure_area": "m2", "land_area": "mu"}
    years = {"yearly_output.1": np.array([8]), "yearly_output.2": np.array([9]), "design_capacity [辆]": np.array([10])}
    headed = score_columns(QCT, {f"{name} [{said[name]}]": column for name, column in cells.items()})
    for columns, units in ((cells, said), ({f"{name} [{said[name]}]": cells[name] for name in cells}, said)):
        alike(headed, agreeing(QCT, columns, units=units))
    alike(headed, agreeing(QCT, {name: Q(np.array(column), said[name]) for name, column in cells.items()}))
    scores = agreeing(QCT, years, units={"yearly_output": "vehicle"})
    assert statuses(scores, "7.2.3") == ["met"]


def test_a_header_that_nothing_needs_is_told_with_what_was_probably_meant() -> None:
    columns = {"land_aera [m2]": [1.0], "colour": [object()], "year": [2025], "8": ["met"]}
    assert score_columns(QCT, columns).unused == (("land_aera [m2]", "did you mean land_area?"), ("colour", ""))


# Whoever holds the columns


def alike(one, other) -> None:
    for name in ("eligible", "score_lower", "score_upper", "coverage"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in one.statuses:
        np.testing.assert_array_equal(one.statuses[name], other.statuses[name])
    assert [(fault.row, fault.reason) for fault in one.faults] == [(fault.row, fault.reason) for fault in other.faults]


PLAIN = {
    "building_area [m2]": [45, 30, None, 7, 6, 7, 900, 0],
    "structure_area [m2]": [0] * 8,
    "land_area [m2]": [50, 50, 50, 10, 10, 0, 1000, 50],
    "5.1.5": [True, False, None, True, True, True, False, False],
    "8": ["met", "符合", None, "not met", "unknown", "partly met: 60 %", "maybe", "met"],
    "vehicle_type": ["truck cab", None, "truck cab", "car", *["bus or chassis"] * 4],
}


def test_vehicle_types_in_chinese_are_those_of_the_standard() -> None:
    areas = {"vocs_emitted [kg]": [21.0] * 5, "painted_area [m2]": [1000.0] * 5}
    words = ["乘用车", "货车驾驶室", "厢式货车", "底盘", "皮卡"]
    scores = score_columns(QCT, areas | {"vehicle_type": words}, with_statuses=True)
    names = ["passenger car", "truck cab", "truck or van", "bus or chassis", "car"]
    english = score_columns(QCT, areas | {"vehicle_type": names}, with_statuses=True)
    np.testing.assert_array_equal(scores.statuses["10.4.5"], english.statuses["10.4.5"])
    assert statuses(scores, "10.4.5")[:2] == ["not met", "met"]
    assert [(fault.row, fault.columns) for fault in scores.faults] == [(4, ("vehicle_type",))]
    assert "'皮卡' is not one of passenger car (乘用车)" in scores.faults[0].reason


def arrow_chunks(cells):
    return pa.chunked_array([pa.array(cells[:3]), pa.array(cells[3:])])


def object_array(cells):
    return np.array(cells, dtype=object)


def masked(cells):
    empty = [cell is None for cell in cells]
    filled = [next(one for one in cells if one is not None) if cell is None else cell for cell in cells]
    return np.ma.array(filled, mask=empty)


def strided(cells):
    return np.repeat(object_array(cells), 2)[::2]


def read_only(cells):
    column = object_array(cells)
    column.flags.writeable = False
    return column


def of_decimals(cells):
    if isinstance(cells[0], bool) or not isinstance(cells[0], int):
        return cells
    return pa.array([None if cell is None else Decimal(cell) for cell in cells], pa.decimal128(9, 0))


def with_dtype(name):
    def hold(cells):
        kinds = {bool: "boolean", int: "Int64", str: "string"}
        arrow = {bool: pa.bool_(), int: pa.int64(), str: pa.string()}[type(cells[0])]
        return pd.Series(cells, dtype=pd.ArrowDtype(arrow) if name == "arrow" else kinds[type(cells[0])])

    return hold


def polars_words(dtype):
    def hold(cells):
        if not isinstance(cells[0], str):
            return pl.Series(cells)
        return pl.Series(cells, dtype=dtype if dtype in {pl.Categorical, pl.String} else dtype({*cells} - {None}))

    return hold


HOLDERS = {
    "tuples": tuple,
    "numpy objects": object_array,
    "masked": masked,
    "strided": strided,
    "read-only": read_only,
    "pandas objects": lambda cells: pd.Series(cells, dtype=object),
    "pandas objects with NA": lambda cells: pd.Series(
        [pd.NA if cell is None else cell for cell in cells], dtype=object
    ),
    "pandas nullable": with_dtype("nullable"),
    "pandas on Arrow": with_dtype("arrow"),
    "pandas categories": lambda cells: pd.Series(cells, dtype="category"),
    "pandas, other index": lambda cells: pd.Series(cells, dtype=object, index=range(90, 98)),
    "polars": pl.Series,
    "polars Enum": polars_words(lambda words: pl.Enum(sorted(words))),
    "polars Categorical": polars_words(pl.Categorical),
    "polars String": polars_words(pl.String),
    "Arrow": pa.array,
    "Arrow chunks": arrow_chunks,
    "Arrow dictionary": lambda cells: pa.array(cells).dictionary_encode(),
    "Arrow dictionary chunks": lambda cells: arrow_chunks(cells).dictionary_encode(),
    "Arrow decimals": of_decimals,
    "Arrow large strings": lambda cells: pa.array(cells, pa.large_string()) if isinstance(cells[0], str) else cells,
    "Arrow nothing": lambda cells: cells,
}


@cache
def plain_scores():
    return agreeing(QCT, PLAIN)


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize("block", [3, 32_768])
def test_it_does_not_matter_who_holds_the_columns_nor_how_many_rows_go_at_a_time(name, block, monkeypatch) -> None:
    expected = plain_scores()
    monkeypatch.setattr(batch, "BLOCK", block)
    columns = {header: HOLDERS[name](cells) for header, cells in PLAIN.items()}
    before = {header: as_list(column) for header, column in columns.items()}
    alike(expected, score_columns(QCT, columns, with_statuses=True))
    assert {header: as_list(column) for header, column in columns.items()} == before


@pytest.mark.parametrize("hold", [pd.DataFrame, pl.DataFrame, pa.table, pa.RecordBatch.from_pydict])
def test_tables_are_as_good_as_mappings(hold) -> None:
    columns = {header: pl.Series(cells) for header, cells in PLAIN.items()}
    table = hold({header: column.to_list() for header, column in columns.items()})
    alike(agreeing(QCT, columns), score_columns(QCT, table, with_statuses=True, nan_is_missing=hold is pd.DataFrame))


@pytest.mark.parametrize("dtype", ["f4", "f8", "f2", "i1", "u2", "i8", "u8", "g"])
def test_numbers_of_any_kind_are_what_they_are(dtype) -> None:
    columns = {
        "building_area [m2]": np.array([7, 8, 35], dtype=dtype),
        "structure_area [万m2]": np.zeros(3, dtype=dtype),
        "land_area [m2]": np.array([10, 10, 50], dtype=dtype),
    }
    assert statuses(agreeing(QCT, columns), "10.2.1") == ["met", "met", "met"]
    for hold in (pd.Series, pl.Series, pa.array):
        if dtype not in {"f2", "g"}:
            agreeing(QCT, {name: hold(column) for name, column in columns.items()})


def test_floats_of_few_bits_are_as_exact_as_they_are_wide() -> None:
    tenth = np.array([0.7, 0.7], dtype="f4")  # 0.699999988...
    columns = {"building_area [m2]": tenth, "structure_area": "0 m2", "land_area [m2]": [1.0, 0.99]}
    assert statuses(agreeing(QCT, columns), "10.2.1") == ["not met", "met"]


def test_cells_of_all_kinds_may_stand_in_one_column() -> None:
    areas = [
        7,
        7.0,
        np.float32(7),
        "7",
        " 7 m2 ",
        "0.0007 万㎡",
        Decimal("7.0"),
        Q(7, "m2"),
        Q(Fraction(7, 10**6), "km2"),
    ]
    empty = [None, "", "unknown", "未知"]
    wrong = [True, "met", (7, 8), ("7 m2", "7 m2"), 10**4400, Decimal("Infinity"), b"7"]
    columns = {"building_area [m2]": areas + empty + wrong, "structure_area": "0 m2", "land_area": "10 m2"}
    scores = score_columns(QCT, columns, with_statuses=True)
    assert statuses(scores, "10.2.1") == ["met"] * 9 + ["unknown"] * 4 + ["wrong"] * 7
    assert {fault.columns for fault in scores.faults} == {("building_area [m2]",)}
    single = {"building_area [m2]": [*columns["building_area [m2]"][:-7], True, "met", 10**400]}
    agreeing(QCT, columns | single)


def test_fractions_are_numbers_in_the_unit_of_their_header() -> None:
    thirds = [Fraction(7), Fraction(7, 3), Fraction(-7, 3), None]
    columns = {"water_reused [千m3]": thirds, "water_discharged [千m3]": [3, Fraction(1), 1, 1]}
    scores = score_columns(QCT, columns, with_statuses=True)
    assert statuses(scores, "10.5.2") == ["met", "met", "wrong", "unknown"]
    assert scores.values["wastewater_reuse_rate [%]"][:2].tolist() == [70.0, 70.0]
    assert "expected >= 0 m3" in scores.faults[0].reason
    bare = score_columns(QCT, {"water_reused": thirds[:1], "water_discharged": "3 m3"})
    assert "given the bare number 7" in bare.faults[0].reason


def test_amounts_at_the_edge_of_what_can_be_written_are_judged_alike() -> None:
    tiny = np.array([1.2345678901234567e-58, 1.2345678901234567e-79, 1e-300, 1e58, 1e300, 5e-324, 0.0])
    columns = {"building_area [km2]": tiny, "structure_area": "0 m2", "land_area [km2]": tiny}
    scores = score_columns(QCT, columns, with_statuses=True)
    assert statuses(scores, "10.2.1") == ["met", *["wrong"] * 2, "met", *["wrong"] * 3]


def test_what_becomes_nothing_in_another_unit_is_not_taken_for_nothing() -> None:
    grams = np.array([5e-324, 0.0, -0.0, 1e-320, 7.0])
    scores = score_columns(QCT, {"green_paint [g]": grams, "total_paint [t]": np.ones(5)})
    assert [fault.row for fault in scores.faults] == [0, 3]
    assert scores.score_lower[1] == scores.score_lower[2] == 0.0


# Sizes


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_any_number_of_rows_is_scored(rows, monkeypatch) -> None:
    monkeypatch.setattr(batch, "BLOCK", 3)
    columns = {name: np.array(numbers([1.0] * rows)) for name in ("building_area [m2]", "structure_area [m2]")}
    columns |= {"land_area [m2]": np.ones(rows), "5.1.5": np.ones(rows, dtype=bool), "8": ["met"] * rows}
    columns |= {"vehicle_type": pl.Series(["truck cab"] * rows, dtype=pl.String), "6.5": pa.array([], pa.bool_())}
    del columns["6.5" if rows else "8"]
    scores = agreeing(QCT, columns)
    assert len(scores) == rows
    assert {len(codes) for codes in scores.statuses.values()} == {rows}
    assert scores.to_pandas().shape == scores.to_polars().shape == scores.to_arrow().shape
    assert scores.to_pandas().shape == (rows, 5 + len(QCT.items))


# What comes out


FRAMES = {
    "pandas": lambda scores: scores.to_pandas().astype(object).where(lambda frame: frame.notna(), None).to_dict("list"),
    "polars": lambda scores: scores.to_polars().to_dict(as_series=False),
    "Arrow": lambda scores: scores.to_arrow().to_pydict(),
}


@pytest.mark.parametrize("library", FRAMES)
def test_scores_become_a_table_with_empty_cells_for_what_is_not_known(library) -> None:
    words = ["met", "partly met: 50 %", "not applicable: none", None, "maybe", "not met"]
    gates = {item.id: [True, True, True, True, True, False] for item in OWN.items if item.id == "1.1"}
    scores = agreeing(OWN, {**gates, "1.2": words, "2.6": [*words[:4], "nor", None]}, not_applicable="keep")
    table = FRAMES[library](scores)
    assert list(table) == ["eligible", "score_lower", "score_upper", "coverage", *scores.statuses, "faults"]
    assert table["eligible"] == [None, None, None, None, None, False]
    assert table["1.2"] == ["met", "partly met", "not applicable", "unknown", None, "not met"]
    for name in ("score_lower", "score_upper", "coverage"):
        np.testing.assert_array_equal(np.array(table[name], dtype=float), getattr(scores, name))
        assert table[name][4] is None
    [first, second] = [fault.reason for fault in scores.faults]
    assert table["faults"] == [None, None, None, None, f"{first}; {second}", None]


def test_a_plant_that_passes_every_gate_is_eligible() -> None:
    own = evolve(QCT, items=tuple(item for item in QCT.items if isinstance(item.rule, YesNoRule)))
    gates = {item.id: [True, True, False] for item in own.items if item.mandatory}
    scores = score_columns(own, gates | {"4.1": ["met", None, "met"]})
    for library, expected in (("pandas", True), ("polars", True), ("Arrow", True)):
        assert FRAMES[library](scores)["eligible"] == [expected, None, False]


def test_statuses_are_kept_where_asked_for_alone() -> None:
    assert score_columns(QCT, {"5.1.5": [True]}).statuses == {}


@every_standard
def test_what_any_row_rests_on_is_listed(edition) -> None:
    standard = STANDARDS[edition]
    arguments = amounts_of(standard) | line_ends(standard)
    facts = {name: f"1 {argument.symbol.unit}" for name, argument in arguments.items()}
    facts = {name: text.replace(" dimensionless", "") for name, text in facts.items()}
    facts |= {name: "2" + text[1:] for name, text in facts.items() if name.endswith("_leading")}
    facts |= {
        name: "3" + text[1:] for name, text in facts.items() if name.endswith("_base") and not higher(standard, name)
    }
    options = {"not_applicable": "keep", "comparison": "rounded value"}
    years = {name: facts[name] for name, argument in arguments.items() if argument.symbol.over == YEAR}
    columns = {name: text for name, text in facts.items() if name not in years}
    columns |= {f"{name}.{place}": text for name, text in years.items() for place in (1, 2, 3)}
    facts |= {name: [text] * 3 for name, text in years.items()}
    scores = agreeing(standard, columns | {"8": [True], "C.1/eco-design": [True]}, **options)
    assert not scores.faults
    for kind in standard.categories or ["any"]:
        listed = evaluate(standard, facts | {"vehicle_type": kind}, **options).assumptions
        assert {(one.what, one.origin) for one in listed if "base and leading" not in one.what} <= {
            (one.what, one.origin) for one in scores.assumptions
        }
        asked_for = [one for one in listed if "base and leading value, " in one.what]
        assert len(asked_for) == len(line_ends(standard)) / 2
        assert len(asked_for) == sum("base and leading value." in one.what for one in scores.assumptions)
    fewer = score_columns(standard, {"8": [True], "C.1/eco-design": [True]})
    assert {one.what for one in fewer.assumptions} < {one.what for one in scores.assumptions}


def higher(standard, name):
    formula = name.rpartition("_")[0]
    rules = [item.rule for item in standard.items if isinstance(item.rule, LineRule)]
    return any(rule.formula == formula and rule.better == "higher" for rule in rules)


def test_settings_that_there_are_not_are_refused() -> None:
    for options in ({"not_applicable": "zero"}, {"comparison": "rounded"}):
        with pytest.raises(FactsError, match="it is"):
            score_columns(QCT, {"5.1.5": [True]}, **options)
    with pytest.raises(FactsError, match="give what load_standard"):
        score_columns("qct1160_2022", {"5.1.5": [True]})


def test_a_row_comes_back_as_the_facts_of_a_plant() -> None:
    columns = {"yearly_output.1 [辆]": [1, None], "yearly_output.2": ["2 万辆", "3 万辆"], "5.1.5": [True, "不符合"]}
    assert greencalc.plant_facts(QCT, columns, 0) == {"yearly_output": ["1 辆", "2 万辆"], "5.1.5": True}
    assert greencalc.plant_facts(QCT, columns, 1) == {"yearly_output": [None, "3 万辆"], "5.1.5": "不符合"}
    for row in (-1, 2):
        with pytest.raises(IndexError, match="there are 2"):
            greencalc.plant_facts(QCT, columns, row)


def test_three_full_years_need_no_more() -> None:
    columns = {f"yearly_output.{year} [辆]": [80, 60, 60] for year in (1, 2)} | {"yearly_output.3 [辆]": [0, 71, 70]}
    scores = score_columns(QCT, columns | {"design_capacity [辆]": [100, 100, 100]}, with_statuses=True)
    assert scores.statuses["7.2.3"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("units", ["mu", ["mu"], 5])
def test_units_are_given_by_header(units) -> None:
    says = r"units is .*; give them by header or name, as units=\{'land_area': 'mu'\}"
    with pytest.raises(FactsError, match=says):
        score_columns(QCT, {"land_area": [1.0]}, units=units)
    with pytest.raises(FactsError, match=says):
        greencalc.plant_facts(QCT, {"land_area": [1.0]}, 0, units=units)


@pytest.mark.parametrize("name", ["nan_is_missing", "with_statuses"])
def test_choices_are_true_or_false(name) -> None:
    columns = {"land_area [mu]": [1.0]}
    with pytest.raises(FactsError, match=f"{name} is 'no'; give True or False"):
        score_columns(QCT, columns, **{name: "no"})
    assert len(score_columns(QCT, columns, **{name: np.True_})) == 1


def test_one_plant_is_taken_by_standard_table_and_row() -> None:
    columns = {"land_area [mu]": [1.0, 2.0]}
    with pytest.raises(FactsError, match=r"the standard is 'qct1160_2022'; give what load_standard\(...\) returns"):
        greencalc.plant_facts("qct1160_2022", columns, 0)
    with pytest.raises(FactsError, match="float is no table; give a mapping of columns or a data frame"):
        greencalc.plant_facts(QCT, 1.0, 0)
    with pytest.raises(FactsError, match=r"row is 1\.0; give a whole number, counted from 0"):
        greencalc.plant_facts(QCT, columns, 1.0)
    assert greencalc.plant_facts(QCT, columns, np.int64(1)) == {"land_area": "2 mu"}


def test_columns_of_headers_seen_before_are_looked_at_anew() -> None:
    columns = {"green_paint [t]": np.array([90.0, 40.0]), "total_paint [t]": np.array([100.0, 100.0])}
    for _ in range(2):
        agreeing(QCT, columns)
        agreeing(QCT, columns | {"green_paint [t]": np.array([-1.0, 100.0])})
        agreeing(QCT, {name: pd.Series(column, index=[7, 5]) for name, column in columns.items()})
        agreeing(QCT, pd.DataFrame(columns, index=[7, 5]))
        with pytest.raises(FactsError, match="columns have different numbers of rows"):
            score_columns(QCT, columns | {"green_paint [t]": np.array([90.0])})
        with pytest.raises(FactsError, match="have different indexes"):
            score_columns(QCT, {"green_paint [t]": pd.Series([1.0]), "total_paint [t]": pd.Series([1.0], index=[3])})
    assert score_columns(QCT, pd.DataFrame(columns, index=[7, 5])).to_pandas().index.tolist() == [7, 5]


def test_points_that_do_not_add_up_to_all_cover_a_part() -> None:
    standard = evolve(QCT, items=tuple(item for item in QCT.items if item.id in {"4.1", "6.6"}))
    scores = agreeing(standard, {"4.1": np.array([True, False]), "6.6": np.array([True, True])})
    assert scores.coverage[0] < 0.1


def test_single_values_are_judged_in_every_row_and_floats_stand_for_their_rounding() -> None:
    waste = {"waste_utilised [t]": "1", "stock_utilised [t]": "1.00000000000001"}
    found = faults(waste | {"waste_generated [t]": np.array([1.0, 2.0, 3.0])}, QCT)
    assert [row for row, _ in found] == [0, 1, 2]
    for single in (2.9999999999999996, np.float64(2.9999999999999996)):
        agreeing(QCT, {"green_paint [t]": np.array([3, 2]), "total_paint [t]": single})
        agreeing(QCT, {"green_paint [t]": np.array([3.0, 2.0]), "total_paint [t]": single})


def test_an_end_of_a_line_that_no_row_of_a_block_has_is_unknown() -> None:
    known = {"energy_consumption [kgce]": np.full(3, 5.0), "vehicles_produced [vehicle]": np.full(3, 5.0)}
    for empty in (pa.array([None] * 3, pa.string()), pd.Series([None] * 3, dtype="category")):
        ends = {"energy_per_vehicle_base": empty, "energy_per_vehicle_leading": empty}
        agreeing(GBT, known | ends)
        agreeing(GBT, known | {**ends, "energy_per_vehicle_base": ["9 kgce/辆"] * 3})


def test_a_standard_that_comes_after_another_has_its_own_headers() -> None:
    columns = {"green_paint [t]": np.array([90.0]), "total_paint [t]": np.array([100.0])}
    for _ in range(3):
        scores = score_columns(evolve(QCT), columns)
        assert list(scores.values) == ["green_paint_usage_rate [%]"]


HEAPS = {
    "limit": LimitRule("part_of_heap", "<=", (LimitValue("0.7 %", "user", "a test"),)),
    "share": ShareRule("part_of_heap"),
    "line": LineRule("part_of_heap", "lower", "1.4 %", "0.035 %"),
    "product": LimitRule("taken_of_heap", "<=", (LimitValue("7 t", "user", "a test"),)),
}


@pytest.mark.parametrize("way", HEAPS)
def test_kilograms_and_tonnes_in_one_formula_come_to_the_same_in_every_tongue(way) -> None:
    ties = np.arange(1, 300, 13) / 10  # parts of 0.7 % on the limit, and all of the heap
    table, sizes = _table({way: HEAPS[way]}), np.concatenate([ties, ties, ties])
    parts = np.concatenate([ties * 7, ties * 1000, np.nextafter(ties * 1000, 0)])
    more = {"mass": "1000 kg"} if way == "product" else {}
    for columns in (
        {"part [kg]": parts, "heap [t]": sizes},
        {"part [t]": parts, "heap [t]": sizes * 1000},
        {"part": [f"{part} kg" for part in parts[::9]], "heap [kg]": (sizes * 1000)[::9]},
    ):
        agreeing(table, columns | more)


def test_years_that_tie_tie_in_columns_too() -> None:
    share = _table({"y": ShareRule("part_of_mass", years=Years(2, 3))})
    parts = {"part.1 [kg]": [1.0], "mass.1 [kg]": [3.0], "part.2 [kg]": [0.1], "mass.2 [kg]": [0.3]}
    for last, status in (([None], "partly met"), ([0.3], "partly met")):
        years = parts | {"part.3 [kg]": last, "mass.3 [kg]": last}
        scores = score_columns(share, years, with_statuses=True)
        assert statuses(scores, "y") == [status]
        assert scores.score_lower[0] == pytest.approx(float(share.items[0].points) / 3)
    near = parts | {"part.2 [kg]": [0.1000000000000001], "part.3 [kg]": [None], "mass.3 [kg]": [None]}
    assert statuses(score_columns(share, near, with_statuses=True), "y") == ["unknown"]
