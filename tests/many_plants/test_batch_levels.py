"""Levels of many plants, and what leads to them: steps, points, ranges, the best of several, bonus items and caps.

Every row is what `evaluate` says of it, in columns and in queries.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import drawn_tables
from batch_cases import agreeing, titles
from greencalc import FactsError, evaluate, load_standard, scorer
from greencalc.many_plants.table_reader import read_table
from strategies import as_drawn

STARS = load_standard(Path(__file__).parents[1] / "data" / "level_table.toml")
UNGROUPED = evolve(
    STARS,
    groups=(),
    items=tuple(evolve(item, group=None) for item in STARS.items),
    levels=tuple(evolve(level, groups=()) for level in STARS.levels),
)
GATE = evolve(
    UNGROUPED,
    items=tuple(evolve(item, points=Fraction(0)) for item in STARS.items if item.mandatory),
    caps=(),
    levels=(evolve(UNGROUPED.levels[0], points_at_least=Fraction(0)),),
)
WEIGHTED = evolve(
    STARS,
    scoring="weighted",
    items=tuple(
        evolve(item, points=item.points * 100 / {"Q1": 40, "Q2": 60}[item.group]) if item.group else item
        for item in STARS.items
    ),
)
TABLES = {"grouped": STARS, "ungrouped": UNGROUPED, "weighted": WEIGHTED, "a gate alone": GATE}
POLICIES = ("renormalise", "keep", "full", None)
COMPARISONS = ("full value", "rounded value")


def near(*values):
    """Values with the floats beside them."""
    return [one for value in values for one in (value, np.nextafter(value, 0.0), np.nextafter(value, np.inf))]


AMOUNTS = {
    "building_area [m2]": [*near(69.5, 70.0, 115.0, 120.0, 150.0, 200.0), 65.0, 100.0, 150.5, 151.0, 240.0],
    "structure_area": ["0 m2", "0 m2", "0.5 ㎡", None],
    "land_area [m2]": [100.0, 100.0, 100.0, 50.0],
    "yearly_output.1 [vehicle]": [50.0, 70.0, 90.0, *near(49.5, 70.0, 85.0), None],
    "yearly_output.2 [vehicle]": [30.0, 50.0, 69.5, 90.0, 95.0, None],
    "yearly_output.3 [vehicle]": [90.0, 85.0, None, None],
    "design_capacity [vehicle]": [100.0, 100.0, 50.0],
    "vocs_emitted [g]": [*near(35.0, 20.0, 10.0), 20.05, 10.00005, 35.5, 5.0, 40.0, 12.0],
    "painted_area [m2]": [1.0, 1.0, 2.0],
    "energy_consumption [tce]": [*near(20.0, 15.0, 10.0), 17.5, 12.5, 25.0, 5.0],
    "vehicles_produced [vehicle]": [100.0, 100.0, 200.0],
    "green_paint [kg]": [*near(60.0, 100.0, 75.0), 0.0, 33.0, None],
    "total_paint [t]": [0.1, 0.1, 0.125],
    "water_reused [m3]": [*near(35.0, 70.0), 34.5, 69.5, 90.0, None],
    "water_discharged [m3]": [65.0, 30.0, 50.0],
    "cod_generated [g]": [*near(1.0, 2.0, 3.0, 4.0), 1.6, 1.75, 3.5, 2.5, 9.0, 0.0],
    "phosphorus_generated [g]": [*near(0.5, 0.25), 0.55, 0.2, 1.0],
    "hazardous_waste_generated [g]": [*near(160.0), 100.0, 100.0, 100.0, None],
}
TEXTS = {
    "building_area [m2]": ["199.99999999999999999999", "200", "69.9999999999999999999", "120.000000000000000001"],
    "energy_consumption [tce]": ["10.00000000000000000001", "9.99999999999999999999", "15", "15.0000000000000000001"],
    "cod_generated [g]": ["1.99999999999999999999", "2", "3.00000000000000000001", "1.6", "1.75"],
    "green_paint [kg]": ["99.9999999999999999999", "60.0000000000000000001", "75", "100"],
}
NEARLY = ("partly met: 99.99999999999999999999 %", "partly met: 60 %", "partly met: 59.99999999999999999999 %")
SAID = {
    "paint/said": ["not met", *NEARLY, "met", "not applicable: none", "unknown", "partly met: 75 %"],
    "waste/said": [False, True, "not applicable: none", "not met", None],
    "plus": ["partly met: 60 %", True, False, "not applicable: none", *NEARLY, None],
    "minus": [True, False, False, None, "not applicable: none"],
    "gate": [True, True, True, True, False, None],
    "safety": ["met", "met", "partly met: 70 %", "not met", "not applicable: none", *NEARLY, None],
    "vehicle_type": ["passenger car", "truck cab", "truck cab", None],
}


def drawn(standard, chooser, rows=24):
    """Columns of plants about the marks of the tables, of which some amounts are missing as a whole."""
    names = {item.id for item in standard.items} | {"vehicle_type"}
    said = {name: pool for name, pool in SAID.items() if name in names}
    used = {name for item in standard.items if (formula := standard.formula_of(item)) for name in formula.arguments}
    amounts = {name: pool for name, pool in AMOUNTS.items() if name.partition(" ")[0].partition(".")[0] in used}
    left_out = chooser.sample(sorted(name for name in amounts | said if "." not in name), chooser.choice([0, 0, 1, 2]))
    pools = {name: pool for name, pool in (amounts | said).items() if name not in left_out}
    whole = chooser.random() < 0.5
    pools = {name: [cell for cell in pool if cell is not None] if whole else pool for name, pool in pools.items()}
    pools |= {name: pool for name, pool in TEXTS.items() if name in pools and chooser.random() < 0.2}
    columns = {name: chooser.choices(pool, k=rows) for name, pool in pools.items()}
    return {
        name: np.array(cells) if all(type(cell) in {float, np.float64} for cell in cells) else cells
        for name, cells in columns.items()
    }


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TABLES)
@as_drawn
@given(st.data())
def test_every_level_is_the_one_that_evaluate_finds(name, data) -> None:
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    standard = TABLES[name]
    options = {
        "not_applicable": data.draw(st.sampled_from(POLICIES)),
        "comparison": data.draw(st.sampled_from(COMPARISONS)),
    }
    agreeing(standard, drawn(standard, chooser), **options)


# One plant again and again


def plants_of(standard, columns):
    table = read_table(standard, columns)
    return [table.facts(row) for row in range(table.rows)]


def assert_scored(found, assessment) -> None:
    """Hold a score of a prepared plant to an assessment."""
    assert found.eligible is assessment.eligible
    assert list(found[1:]) == pytest.approx(
        [float(assessment.score.exact_lower), float(assessment.score.exact_upper), assessment.coverage],
        rel=1e-12,
        abs=1e-12,
    )
    assert [found.level_lower, found.level_upper] == titles(assessment)


def hold_changes(standard, columns, chooser, **options):
    """Change facts of a plant into those of others, and hold each score to `evaluate`; return how many floats told."""
    names = [name for name, cells in columns.items() if "." not in name and isinstance(cells, np.ndarray)]
    words = [item.id for item in standard.items if item.rule.kind == "yes_no"]
    changed = [*chooser.sample(names, min(len(names), 3)), *chooser.sample(words, 1)]
    columns |= {changed[-1]: chooser.choices([True, False], k=12)}
    plants = plants_of(standard, columns)
    told = 0
    try:
        prepared = scorer(standard, plants[0], **options)
    except FactsError:
        return told
    for row, plant in enumerate(plants):
        cells = {name: columns[name][row] for name in changed}
        cells = {name: float(cell) if isinstance(cell, np.floating) else cell for name, cell in cells.items()}
        keys = {name.partition(" ")[0] for name in changed}
        facts = plants[0] | {name: plant[name] for name in keys}
        try:
            assessment = evaluate(standard, facts, plausibility=(), **options)
        except FactsError:
            with pytest.raises(FactsError):
                prepared.one(cells)
            continue
        assert_scored(prepared.one(cells), assessment)
        written = prepared._written.get(tuple(cells))
        told += written is not None and written(*cells.values()) is not None
    return told


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TABLES)
@as_drawn
@given(st.data())
def test_a_prepared_plant_has_the_levels_that_evaluate_finds(name, data) -> None:
    options = {
        "not_applicable": data.draw(st.sampled_from(POLICIES[:3])),
        "comparison": data.draw(st.sampled_from(COMPARISONS)),
    }
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    hold_changes(TABLES[name], drawn(TABLES[name], chooser, rows=12), chooser, **options)


# Tables that are drawn


@pytest.mark.no_cover
@as_drawn
@given(st.data())
def test_plants_of_any_table_have_the_levels_that_evaluate_finds(data) -> None:
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    standard = drawn_tables.table(chooser)
    options = {
        "not_applicable": data.draw(st.sampled_from(POLICIES)),
        "comparison": data.draw(st.sampled_from(COMPARISONS)),
    }
    agreeing(standard, drawn_tables.columns(standard, chooser), **options)
    hold_changes(standard, drawn_tables.columns(standard, chooser, rows=12), chooser, **options)
