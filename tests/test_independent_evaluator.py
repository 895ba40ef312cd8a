"""Drawn plants of all tables, by the library and by an evaluator written apart from it: both must say the same."""

from __future__ import annotations

import math
import random
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import greencalc
import independent_evaluator as independent
from drawn_toml import COMPARISONS, POLICIES, QCT, Drawn, as_fact, as_toml, number_text, own_table
from greencalc import FactsError, load_standard, plant_facts, score_columns
from independent_amounts import OWN, Amount, RefusedError, listed
from strategies import as_drawn

pytestmark = pytest.mark.walk

SHIPPED = sorted(Path(greencalc.__file__).with_name("standards").glob("*/*.toml"))
CODES = dict(enumerate(["not met", "met", "unknown", "not applicable", "partly met"]))
ELIGIBLE = {1: True, 0: False, -1: None}
ALONE = 6
"""How many of the rows are judged one by one too, which takes a hundred times as long."""
seeds = st.integers(0, 10**9)


# As columns


def as_columns(drawn: Drawn) -> dict:
    """One column for each fact and year: floats, or text with or without units."""
    columns = {}
    for name in drawn.plants[0]:
        cells = [plant[name] for plant in drawn.plants]
        for place in range(drawn.lengths.get(name, 1)):
            header = f"{name}.{place + 1}" if name in drawn.lengths else name
            year = [cell[place] if isinstance(cell, list) else cell for cell in cells]
            if name not in drawn.units:
                columns[header] = np.array([cell_of(cell, drawn.chooser) for cell in year], dtype=object)
                continue
            header_with_unit = f"{header} [{drawn.units[name] or 'dimensionless'}]"
            if drawn.floats:
                columns[header_with_unit] = np.array(
                    [math.nan if cell is None else float(cell.number) for cell in year]
                )
            elif drawn.chooser.random() < 0.5:
                columns[header] = np.array([as_fact(cell) for cell in year], dtype=object)
            else:
                numbers = [None if cell is None else number_text(cell.number) for cell in year]
                columns[header_with_unit] = np.array(numbers, dtype=object)
    return columns


def cell_of(said: object, chooser: random.Random) -> object:
    if isinstance(said, Fraction):
        return f"partly met: {number_text(said * 100)} %"
    words = {"met": ("met", True, "符合"), "not met": ("not met", False, "×"), "not applicable": ("不适用：无",)}
    return chooser.choice(words.get(said, (said,)))


# The same, whoever judges


def hold(table: dict, standard: object, drawn: Drawn, policy: str | None, comparison: str | None) -> None:
    """Hold each plant's result to the independent one, in columns and, of the first few, alone."""
    settings = {"not_applicable": policy, "comparison": comparison}
    columns = as_columns(drawn)
    frame = pd.DataFrame(columns) if drawn.chooser.random() < 0.5 else columns
    scores = score_columns(standard, frame, nan_is_missing=True, with_statuses=True, **settings)
    faulty = {fault.row for fault in scores.faults}
    for row, plant in enumerate(drawn.plants):
        try:
            expected = independent.evaluate(table, plant, policy, comparison)
        except RefusedError:
            expected = None
        assert (row in faulty) is (expected is None)
        if expected is None:
            assert np.isnan(scores.score_lower[row])
        else:
            assert {name: CODES[codes[row]] for name, codes in scores.statuses.items()} == expected.statuses
            assert ELIGIBLE[scores.eligible[row]] is expected.eligible
            if expected.levels:
                titles = [scores.level_lower[row], scores.level_upper[row]]
                assert titles == [one or "no level" for one in (expected.levels[0], expected.levels[-1])]
            found = (scores.score_lower[row], scores.score_upper[row], scores.coverage[row])
            assert found == pytest.approx([float(one) for one in expected[-3:]], rel=1e-12, abs=1e-12)
        if row < ALONE:
            hold_alone(standard, facts_of(standard, drawn, frame, row), settings, expected)


def facts_of(standard: object, drawn: Drawn, frame: object, row: int) -> dict:
    """What is said of one plant, as typed; a row of floats is given as such."""
    if drawn.floats:
        return plant_facts(standard, frame, row, nan_is_missing=True)
    return {name: as_fact(cell) for name, cell in drawn.plants[row].items()}


def hold_alone(standard: object, facts: dict, settings: dict, expected: independent.Verdict | None) -> None:
    if expected is None:
        with pytest.raises(FactsError):
            greencalc.evaluate(standard, facts, plausibility=(), **settings)
        return
    assert_same(greencalc.evaluate(standard, facts, plausibility=(), **settings), expected)


def assert_same(found: object, expected: independent.Verdict) -> None:
    assert {item.id: item.status for item in found.items} == expected.statuses
    assert {item.id: item.exact_points for item in found.items} == expected.points
    assert {item.id: item.exact_of for item in found.items} == expected.of
    groups = {group.id: (group.points.exact_lower, group.points.exact_upper, group.exact_of) for group in found.groups}
    assert groups == expected.groups
    assert found.eligible is expected.eligible
    levels = () if found.level is None else found.level.possible
    assert [one if one is None else one.title for one in levels] == expected.levels
    ends = (found.score.exact_lower, found.score.exact_upper, found.exact_coverage)
    assert ends == (expected.lower, expected.upper, expected.coverage)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("floats", [False, True])
@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS))
def test_plants_of_a_shipped_table(path, floats, seed, policy, comparison) -> None:
    table = tomllib.loads(path.read_text("utf-8"))
    hold(table, load_standard(table["standard"]["id"]), Drawn(table, seed, floats=floats), policy, comparison)


@pytest.mark.parametrize("floats", [False, True])
@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS))
def test_plants_of_a_drawn_table(tmp_path_factory, floats, seed, policy, comparison) -> None:
    text = as_toml(own_table(random.Random(seed)))
    path = tmp_path_factory.mktemp("drawn") / "table.toml"
    path.write_text(text, encoding="utf-8")
    table = tomllib.loads(text)
    hold(table, load_standard(path, formulas=[*OWN.values()]), Drawn(table, seed, floats=floats), policy, comparison)


def test_what_is_counted_is_whole_in_columns_too() -> None:
    standard = load_standard("gbt36132_2025")
    count = "1.0000000000000001"
    with pytest.raises(FactsError, match="a whole number"):
        greencalc.evaluate(standard, {"platform_functions": count})
    assert score_columns(standard, {"platform_functions": [count]}).faults


WRONG = {
    "negative": {"building_area": Amount(Fraction(-1), "亩")},
    "more part than whole": {"green_paint": Amount(Fraction(2), "t"), "total_paint": Amount(Fraction(1999), "kg")},
    "not applicable beside an amount": {"10.4.2": "not applicable", "cod_generated": Amount(Fraction(1), "g")},
    "what applies to all is said not to": {"4.1": "not applicable"},
    "a word for what is computed": {"10.4.2": "met"},
    "too many years": {"yearly_output": [Amount(Fraction(1), "辆")] * 4},
    "lists of different lengths": {
        "yearly_output": [Amount(Fraction(1), "辆")] * 3,
        "design_capacity": [Amount(Fraction(1), "辆")] * 2,
    },
    "ends swapped": {
        "energy_consumption": Amount(Fraction(1), "tce"),
        "vehicles_produced": Amount(Fraction(7), "辆"),
        "energy_per_vehicle_base": Amount(Fraction(120), "kgce/辆"),
        "energy_per_vehicle_leading": Amount(Fraction("0.19"), "tce/辆"),
    },
    "no such type": {"vehicle_type": "car"},
}


@pytest.mark.parametrize("plant", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_by_all(plant) -> None:
    table = tomllib.loads(SHIPPED[1].read_text("utf-8"))
    with pytest.raises(RefusedError):
        independent.evaluate(table, plant, None, None)
    with pytest.raises(FactsError):
        greencalc.evaluate(QCT, {name: as_fact(cell) for name, cell in plant.items()})
    columns = {
        f"{name}.{place}" if isinstance(cell, list) else name: [as_cell(one)]
        for name, cell in plant.items()
        for place, one in enumerate(listed(cell), 1)
    }
    if any(isinstance(cell, list) for cell in plant.values()):  # columns of too many years serve no row
        with pytest.raises(FactsError):
            score_columns(QCT, columns)
    else:
        assert [fault.row for fault in score_columns(QCT, columns).faults] == [0]


def as_cell(cell: object) -> object:
    return as_fact(cell) if isinstance(cell, Amount) else cell_of(cell, random.Random(0))
