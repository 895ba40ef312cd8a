"""Samples of a plant are judged as the plant would be if they were typed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from greencalc import FactsError, Q, evaluate, load_standard
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.editions import EDITIONS
from greencalc.uncertainty.inputs import inputs_of
from greencalc.uncertainty.sampled_plant import SampledPlant
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


@pytest.mark.no_cover
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
