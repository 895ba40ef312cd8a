"""Levels of many plants, and what leads to them: steps, points, ranges, the best of several, bonus items and caps.

Every row is what `evaluate` says of it, in columns and in queries.
"""

from __future__ import annotations

import pickle
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import drawn_tables
from batch_cases import agreeing, titles
from greencalc import (
    FactsError,
    evaluate,
    expressions,
    load_standard,
    score_columns,
    score_file,
    scorer,
    settle,
    sql,
)
from greencalc.many_plants import score_columns as batch
from greencalc.many_plants.table_reader import read_table
from greencalc.standards.rules import LineRule, Years
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


# What columns of levels hold

LAND = {"structure_area": "0 m2", "land_area": "100 m2"}
SMALL = evolve(
    UNGROUPED,
    items=tuple(
        evolve(item, kind="scoring" if item.id == "land" else item.kind, points=Fraction(100))
        if item.id == "land"
        else evolve(item, always_applies=False)
        for item in UNGROUPED.items
        if item.id in {"land", "gate", "plus"}
    ),
    levels=tuple(evolve(level, items=(), counts_from=None) for level in UNGROUPED.levels[:2]),
    caps=(),
)
"""A hundred points by steps, a gate, and a bonus by degree; levels from 40 and 59.5 points."""
WORDS = {"gate": [True, True, True, True, None, True], "plus": [False, True, None, "not met", False, False]}
ROWS = {"building_area [m2]": [60.0, 70.0, 200.0, -1.0, 200.0, None]} | WORDS | LAND
LOWER = ["no level", "two stars", "two stars", None, "no level", "no level"]
UPPER = ["no level", "two stars", "two stars", None, "two stars", "two stars"]


def test_scores_hold_the_titles_of_levels_from_the_lowest_to_the_highest() -> None:
    scores = agreeing(SMALL, ROWS)
    assert scores.level_lower.tolist() == LOWER
    assert scores.level_upper.tolist() == UPPER
    assert not scores.level_lower.flags.writeable
    names = ["no level", "one star", "two stars"]
    pandas = scores.to_pandas()
    assert pandas["level_lower"].astype(object).where(pandas["level_lower"].notna(), None).tolist() == LOWER
    assert (pandas["level_lower"] >= "one star").tolist() == [False, True, True, False, False, False]
    polars = scores.to_polars()
    assert polars["level_upper"].to_list() == UPPER
    assert polars.schema["level_upper"] == pl.Enum(names)
    arrow = scores.to_arrow()
    assert arrow["level_lower"].to_pylist() == LOWER
    assert arrow.schema.field("level_lower").type.ordered
    for table in (pandas.columns, polars.columns, arrow.column_names):
        expected = ["eligible", "score_lower", "score_upper", "coverage", "level_lower", "level_upper"]
        assert list(table)[:6] == expected
    lines = str(scores).splitlines()
    assert lines[3].split() == ["Row", "Eligible", "Score", "from", "to", "Coverage", "Level", "from", "to"]
    assert lines[8].endswith("no level    two stars")
    assert lines[7].strip() == "3"


def test_a_table_without_levels_has_no_columns_of_them() -> None:
    plain = evolve(SMALL, levels=())
    scores = agreeing(plain, ROWS)
    assert (scores.level_lower, scores.level_upper) == (None, None)
    names = ["eligible", "score_lower", "score_upper", "coverage"]
    assert list(scores.to_pandas()) == [*names, "land", "plus", "gate", "faults"]
    frame = pl.DataFrame({"gate": [True]})
    assert "level_lower" not in expressions(plain, frame).names
    assert "level_lower" not in sql(plain, ["gate"])


def test_levels_are_the_same_however_a_table_is_cut(monkeypatch) -> None:
    monkeypatch.setattr(batch, "BLOCK", 2)
    scores = score_columns(SMALL, ROWS)
    assert (scores.level_lower.tolist(), scores.level_upper.tolist()) == (LOWER, UPPER)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_files_have_the_levels(tmp_path, suffix) -> None:
    plants = pl.DataFrame({name: cells for name, cells in ROWS.items() if isinstance(cells, list) and name != "plus"})
    words = [{False: "not met", True: "met"}.get(cell, cell) for cell in ROWS["plus"]]
    plants = plants.with_columns(plus=pl.Series(words), structure_area=pl.lit("0 m2"), land_area=pl.lit("100 m2"))
    source, target = (tmp_path / f"{name}.{suffix}" for name in ("plants", "scores"))
    getattr(plants, f"write_{suffix}")(source)
    score_file(source, target, SMALL, with_statuses=True)
    found = getattr(pl, f"read_{suffix}")(target)
    assert found.columns[4:6] == ["level_lower", "level_upper"]
    assert (found["level_lower"].to_list(), found["level_upper"].to_list()) == (LOWER, UPPER)


def test_queries_give_levels_and_settle_puts_them_back() -> None:
    plants = pl.DataFrame({"building_area [m2]": [60.0, 100.0, 120.0], "gate": [True] * 3, "plus": [True] * 3})
    scored = plants.with_columns(expressions(SMALL, plants, for_all=LAND))
    assert scored["level_lower"].to_list() == ["no level", "two stars", None]  # 120 m2 are on a step
    assert scored.schema["level_lower"] == pl.Enum(["no level", "one star", "two stars"])
    settled = settle(SMALL, scored, for_all=LAND)
    assert settled["level_upper"].to_list() == ["no level", "two stars", "two stars"]
    with pytest.raises(FactsError, match="the frame has no column level_upper"):
        settle(SMALL, scored.drop("level_upper"), for_all=LAND)
    with pytest.raises(FactsError, match="level_lower: the query gives a column of this name"):
        expressions(SMALL, ["gate", "level_lower"])
    quoted = evolve(SMALL, levels=(evolve(SMALL.levels[0], title="the plant's own"),))
    for dialect, text in (("duckdb", "'the plant''s own'"), ("spark", "'the plant\\'s own'")):
        assert text in sql(quoted, list(plants.columns), dialect=dialect, for_all=LAND)


def test_a_prepared_plant_tells_its_levels() -> None:
    prepared = scorer(SMALL, LAND | {"gate": "met", "plus": "unknown"})
    score = prepared.one({"building_area [m2]": 60.0})
    assert (score.level_lower, score.level_upper) == ("no level", "no level")
    assert str(score) == "eligible, 0.00 to 5.00 of 100, 100.0 % known, no level"
    assert prepared.one({"building_area [m2]": 120.0}).level_lower == "two stars"  # on a step
    told = str(scorer(SMALL, LAND | {"plus": "met"}).one({"building_area [m2]": 150}))
    assert told == "undecided, 85.00 of 100, 100.0 % known, no level to two stars"
    assert pickle.loads(pickle.dumps(score)).level_upper == "no level"  # noqa: S301 (our own)
    with pytest.raises(AttributeError):
        score.level_upper = "one star"
    other = scorer(evolve(SMALL, levels=()), {}).one({"gate": True})
    assert (other.level_lower, other.level_upper) == (None, None)
    assert len(score) == len(other) == 4
    many = prepared.many({"building_area [m2]": [60.0, 120.0]})
    assert many.level_lower.tolist() == ["no level", "two stars"]


# Marks


def test_degrees_on_a_mark_are_taken_as_they_were_typed() -> None:
    """0.6 is less than six tenths as a float, and 59.99999999999999999999 % are not."""
    table = evolve(
        SMALL,
        items=tuple(evolve(item, clause="5", always_applies=False) for item in SMALL.items if item.id != "land"),
        levels=(evolve(SMALL.levels[0], points_at_least=Fraction(3)),),
    )
    shares = ["60 %", "59.99999999999999999999 %", "60.00000000000000000001 %"]
    cells = [f"partly met: {share}" for share in shares]
    expected = ["one star", "no level", "one star"]
    assert agreeing(table, {"plus": cells, "gate": [True, None, True]}).level_lower.tolist() == expected
    clause = evolve(table, items=tuple(evolve(item, kind="bonus", points=Fraction(5, 2)) for item in table.items))
    assert agreeing(clause, {"5": cells}).level_lower.tolist() == expected
    named = evolve(
        table,
        items=(table.items[0], evolve(table.items[1], id="5", kind="bonus", points=Fraction(1))),
        levels=(evolve(SMALL.levels[0], points_at_least=Fraction("3.1")),),
    )
    said = {"5": ["partly met: 10 %"] * 4, "plus": [*cells, None]}
    assert agreeing(named, said).level_lower.tolist() == [*expected, "no level"]


def test_a_sum_of_fractions_on_a_mark_is_decided_exactly() -> None:
    """A third and two thirds of what is on lines, and 59.5 points of them."""
    table = evolve(
        STARS,
        groups=(),
        items=tuple(
            evolve(item, kind="scoring", group=None, points=Fraction(50))
            for item in STARS.items
            if item.id in {"energy", "paint/rate"}
        ),
        levels=(evolve(STARS.levels[0], points_at_least=Fraction(60)),),
        caps=(),
    )
    columns = {
        "energy_consumption [tce]": ["100", "100", "100", "125"],
        "vehicles_produced [vehicle]": [1000] * 4,
        "green_paint [kg]": ["20", "19.99999999999999999999", "20.00000000000000000001", "40.00000000000000000001"],
        "total_paint [t]": [0.1] * 4,
    }
    assert agreeing(table, columns).level_lower.tolist() == ["one star", "no level", "one star", "one star"]


def test_the_best_of_words_is_what_any_of_them_says() -> None:
    """Of which each has points too."""
    words = [item for item in UNGROUPED.items if item.id in {"gate", "waste/said"}]
    best = next(item for item in UNGROUPED.items if item.id == "waste")
    best = evolve(best, points=Fraction(100), rule=evolve(best.rule, items=("gate", "waste/said")))
    table = evolve(SMALL, items=(*words, best))
    said = {"gate": [True, True, False, False, None], "waste/said": [False, None, False, None, None]}
    assert agreeing(table, said).level_upper.tolist() == ["two stars", "two stars", "no level", "no level", "two stars"]
    assert agreeing(table, {"gate": [True, False]}).level_upper.tolist() == ["two stars", "no level"]


def test_the_best_of_years_on_a_line_in_a_prepared_plant() -> None:
    """Years that are unknown may earn more, if those that are known do not decide."""
    line = next(item for item in STARS.items if item.id == "energy")
    rule = LineRule("energy_per_vehicle", "lower", "200 kgce/vehicle", "100 kgce/vehicle", years=Years(2, 3))
    level = evolve(SMALL.levels[0], points_at_least=Fraction(50))
    table = evolve(SMALL, items=(evolve(line, group=None, points=Fraction(100), rule=rule),), levels=(level,))
    facts = {"vehicles_produced": ["1000 vehicle"] * 3}
    for years in (["150 tce", None, "160 tce"], ["190 tce", "120 tce", "160 tce"]):
        prepared = scorer(table, facts | {"energy_consumption": years})
        for consumed in (130.0, 150.0, 149.99999999999997, 160.0, 170.0, 200.0, 230.0):
            changed = facts | {"energy_consumption": [f"{consumed!r} tce", *years[1:]]}
            assert_scored(prepared.one({"energy_consumption.1 [tce]": consumed}), evaluate(table, changed))
