"""Values in blocks: what floats cannot tell is told exactly, whatever the cells are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve

from batch_cases import agreeing
from greencalc import load_standard, spec
from greencalc.formula import Relation, Result, Symbol, formula
from greencalc.standards.rules import LimitRule, LimitValue, YesNoRule
from greencalc.table_plan.tongues.block_verdicts import in_float
from own_formula import GreenedArea, LandArea

QCT = load_standard("qct1160_2022")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Fraction(0), 0.0),
        (Fraction(1), 1.0),
        (Fraction(1, 3), 1 / 3),
        (Fraction(1, 10**400), 5e-324),
        (1 - Fraction(1, 10**30), 1 - 2**-53),
        (1 + Fraction(1, 10**30), 1 + 2**-52),
        (Fraction(5), 5.0),
    ],
)
def test_a_share_is_none_or_all_only_if_it_is(number, expected) -> None:
    assert in_float(number) == expected


@formula(
    standard="Plant rules",
    clause="E",
    result=Symbol("l", "m2", "land that is left", "剩余面积", above="0"),
    title="Land that is left",
    title_zh="剩余面积",
    origin="user",
    source="the plant's own rules",
    relations=(Relation(("greened_area",), ("land_area",), "greens stand on land"),),
)
def land_left(*, greened_area: GreenedArea, land_area: LandArea) -> Result:
    """Land that is not greened."""
    return land_area - greened_area


def table_of(*rules):
    [item, *_] = (item for item in QCT.items if isinstance(item.rule, YesNoRule) and not item.mandatory)
    share = Fraction(100, len(rules))
    items = tuple(
        evolve(item, id=f"x/{place}", clause=f"x/{place}", rule=rule, points=share, group="Q1")
        for place, rule in enumerate(rules)
    )
    groups = (evolve(QCT.groups[0], points=Fraction(100)),)
    return evolve(QCT, items=items, groups=groups, formulas=QCT.formulas | {"land_left": spec(land_left)})


def limit(name, value, vehicle_type=None):
    return LimitRule(name, ">=", (LimitValue(value, "user", "a test", vehicle_type),))


def test_a_result_that_has_to_be_above_its_bound_is_refused_at_it() -> None:
    columns = {
        "greened_area [m2]": np.array([10.0, 9.0, 0.1 + 0.2, 10.000000000000002]),
        "land_area [m2]": [10.0, 10.0, 0.3, 10.0],
    }
    assert {fault.row for fault in agreeing(table_of(limit("land_left", "1 m2")), columns).faults} >= {0}


def test_floats_among_texts_keep_a_relation_within_their_rounding() -> None:
    columns = {
        "green_paint [kg]": np.array([34.00000000000001, "34", 34.1, 34.0, "34.00000000000001"], dtype=object),
        "total_paint [t]": np.array([0.034, 0.034, 0.034, "0.034", 0.034], dtype=object),
    }
    agreeing(table_of(limit("green_paint_usage_rate", "50 %")), columns)


def test_a_tie_with_one_limit_is_none_beside_no_limit() -> None:
    standard = table_of(
        limit("green_paint_usage_rate", "50 %"), limit("green_paint_usage_rate", "40 %", QCT.categories[0])
    )
    columns = {
        "green_paint [t]": np.array([50.0, 40.0, 50.0, 40.0]),
        "total_paint": "100 t",
        "vehicle_type": [*QCT.categories[:2], None, QCT.categories[1]],
    }
    agreeing(standard, columns, not_applicable="keep")
