"""Samples of a plant are judged as the plant would be if they were typed."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve

from greencalc import FactsError, Q, evaluate, load_standard
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.editions import EDITIONS
from greencalc.standards.levels import Level
from greencalc.table_plan.inputs import UNSAID, Inputs
from greencalc.table_plan.tongues.blocks import SAID
from greencalc.table_plan.tongues.fractions import ExactFacts
from greencalc.table_plan.tongues.room import Room
from greencalc.uncertainty.inputs import inputs_of
from greencalc.uncertainty.sampled_plant import SampledPlant
from greencalc.uncertainty.sampled_rows import SampledRows
from greencalc.units.float_rounding import Rounded
from own_formula import bare_part, greened_after
from workbook_plants import drawn_plant

ROWS = 6
TABLES = {name: load_standard(name) for name in EDITIONS}
TABLES |= {
    "own": load_standard("tests/data/own_batch_table.toml", [greened_after, bare_part]),
    "every rule": load_standard("tests/data/every_rule_table.toml"),
}


def uncertain(facts, standard, rng, part):
    """Return facts of which a part may be off, each by some percent."""
    arguments = {**amounts_of(standard), **line_ends(standard)}
    found = {}
    for name, given in facts.items():
        value = given["value"] if isinstance(given, dict) and "value" in given else given
        is_text = isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        if name in arguments and is_text and value != "unknown" and rng.random() < part:
            found[name] = {"value": value, "uncertainty": "5 % of the value"}
        else:
            found[name] = given
    return found


def sample_of(facts, inputs, columns, row):
    """Return the facts with the numbers of a sample in their places."""
    changed = dict(facts)
    for one, column in zip(inputs, columns, strict=True):
        given = changed[one.fact]
        value = given["value"] if isinstance(given, dict) else given
        amount = Q(float(column[row]), str(one.unit))
        if "." in one.name:
            changed[one.fact] = [amount if place == one.place else other for place, other in enumerate(value)]
        else:
            changed[one.fact] = amount
    return changed


def compare(outcomes, row, standard, facts, settings):
    try:
        expected = evaluate(standard, facts, **settings)
    except FactsError:
        assert outcomes.wrong[row]
        return 0
    assert not outcomes.wrong[row]
    gate = {True: (True, True), False: (False, False), None: (False, True)}[expected.eligible]
    assert tuple(end[row] for end in outcomes.gate) == gate
    ends = (outcomes.total, *outcomes.groups.values())
    points = (expected.score, *(group.points for group in expected.groups))
    for found, one in zip(ends, points, strict=True):
        assert (found.lower[row], found.upper[row]) == pytest.approx((one.lower, one.upper), abs=1e-9)
    assert tuple((bool(end.lower[row]), bool(end.upper[row])) for end in outcomes.levels) == expected.reached
    for name, found in outcomes.items.items():
        status = expected.item(name).status
        assert (found.lower[row], found.upper[row]) == (status == "met", status in {"met", "unknown"}), name
    for item in expected.items:
        several = [column for header, column in outcomes.values.items() if header.startswith(f"{item.formula} [")]
        if several and item.value is not None:
            assert several[0][row] == pytest.approx(item.value, rel=1e-9)
    return 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("policy", ["keep", "full", "renormalise"])
def test_each_sample_is_judged_as_if_it_were_typed(table, policy) -> None:
    standard = TABLES[table]
    judged = 0
    for seed in range(8):
        rng = random.Random(f"{table} {policy} {seed}")
        drawn = drawn_plant(standard, seed)
        drawn.pop("best", None)  # which is judged by others
        facts = uncertain(drawn, standard, rng, rng.choice([0.1, 0.5, 1.0]))
        comparison = rng.choice(["full value", "rounded value"])
        settings = {"not_applicable": policy, "comparison": comparison}
        try:
            assessment = evaluate(standard, facts, **settings)
        except FactsError:  # lists that contradict each other
            continue
        inputs = inputs_of(standard, assessment.facts, facts)
        if not inputs:
            continue
        plant = SampledPlant(standard, assessment.facts, facts, inputs, policy, comparison, None)
        draws = np.random.default_rng(seed)
        columns = [float(one.exact_value) * (1 + 0.05 * draws.standard_normal(ROWS)) for one in inputs]
        for column, one in zip(columns, inputs, strict=True):
            column[0] = float(one.exact_value)
            column[:] = np.rint(column) if one.is_whole else column
        outcomes = plant.outcomes(columns)
        for row in range(ROWS):
            judged += compare(outcomes, row, standard, sample_of(facts, inputs, columns, row), settings)
        scores = plant.outcomes(columns, scores_alone=True)
        assert np.array_equal(scores.wrong, outcomes.wrong)
        sound = ~scores.wrong
        for one, other in ((scores.gate, outcomes.gate), (scores.total, outcomes.total)):
            for end, same in zip(one, other, strict=True):
                assert np.array_equal(end[sound], same[sound])
    assert judged >= ROWS


def test_rows_are_what_is_sampled_and_the_rest_of_the_plant() -> None:
    inputs = Inputs({"a": 1, "b": 1, "c": 1}, frozenset(), {}, "known")
    words = {"1": ("met", None), "2": ("partly met", Fraction(1, 4))}
    facts = ExactFacts({"a.1": Fraction(7), "b.1": Rounded("0.5")}, words, 2)
    column, wrong = np.array([0.1, 0.2, 0.3]), np.array([False, True, False])
    rows = SampledRows(inputs, facts, {"a.1": column}, wrong, Room(3))
    assert rows.amount("a.1") is column
    assert (rows.amount("b.1"), rows.amount("c.1")) == (0.5, 0.0)
    assert [rows.gap(key).tolist() for key in ("a.1", "c.1")] == [[False] * 3, [True] * 3]
    assert [rows.is_of_floats(key) for key in ("a.1", "b.1", "c.1")] == [True, True, False]
    assert (rows.are_alike("a.1", "a.1"), rows.are_alike("a.1", "b.1")) == (True, False)
    assert rows.ratios("a.1", np.array([1, 2])).floats().tolist() == [0.2, 0.3]
    assert float(rows.ratios("b.1", np.array([1])).floats()) == 0.5
    assert rows.fraction("a.1", 2) == Rounded("0.3")
    assert (rows.fraction("b.1", 0), rows.fraction("c.1", 0)) == (Fraction(1, 2), None)
    assert [rows.codes(item).tolist() for item in "123"] == [[SAID[said]] * 3 for said in ("met", "partly met", UNSAID)]
    assert [rows.degrees(item).tolist() for item in "12"] == [[0.0] * 3, [0.25] * 3]
    assert rows.categories().tolist() == [2, 2, 2]
    assert rows.exact(1) == evolve(facts, amounts={**facts.amounts, "a.1": Fraction("0.2")})
    assert rows.room.rows == 3
    rows.refuse("one", np.array([True, True, False]))
    rows.refuse("one", np.array([True, False, True]))
    assert rows.unsound["one"].tolist() == [True, False, True]  # once each, and not what was wrong before
    assert wrong.all()


def test_totals_at_a_mark_are_settled_exactly() -> None:
    """Shares of points that come to just so many in exact numbers, or to less than floats can tell."""
    standard = TABLES["qct1160_2022"]
    facts = {"green_paint": "80 t ± 1 t", "total_paint": "100 t ± 1 t", "vehicle_type": "truck cab"}
    points = evaluate(standard, facts).score.exact_upper
    plant = sampled_plant(evolve(standard, levels=(Level("mark", points, "user", "me"),)), facts)
    columns = [np.array([float(one.exact_value)] * 2) for one in plant.inputs]
    columns[0][1] *= 1 - 1e-15
    found = plant.outcomes(columns)
    assert found.total.upper == pytest.approx(float(points), abs=1e-12)
    assert [end.tolist() for end in found.levels[0]] == [[False, False], [True, False]]


def sampled_plant(standard, facts):
    assessment = evaluate(standard, facts)
    inputs = inputs_of(standard, assessment.facts, facts)
    return SampledPlant(standard, assessment.facts, facts, inputs, assessment.not_applicable, "full value", None)
