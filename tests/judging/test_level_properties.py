"""Levels, caps and bonus points of drawn tables: what must hold of every plant, also while something is unknown."""

from __future__ import annotations

import random
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, reject, strategies as st

import greencalc
from drawn_toml import COMPARISONS, POLICIES, Drawn, as_fact, as_toml, own_table
from greencalc import FactsError, load_standard
from independent_amounts import OWN
from strategies import as_drawn

pytestmark = pytest.mark.walk

seeds = st.integers(0, 10**9)


def drawn_plant(folder, seed):
    """A drawn table, and facts of a plant that are mostly known."""
    path = folder.mktemp("drawn") / "table.toml"
    table = own_table(random.Random(seed))
    path.write_text(as_toml(table), encoding="utf-8")
    [plant] = Drawn(table, seed, floats=False, rows=1).plants
    return load_standard(path, formulas=[*OWN.values()]), {name: as_fact(cell) for name, cell in plant.items()}


def judged(standard, facts, policy, comparison):
    try:
        return greencalc.evaluate(standard, facts, plausibility=(), not_applicable=policy, comparison=comparison)
    except FactsError:
        reject()  # what is refused is held to the independent evaluator


def spared(fact):
    return isinstance(fact, dict) and fact["status"] == "not applicable"


@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS), st.randoms(use_true_random=False))
def test_what_is_known_of_more_was_possible_before(tmp_path_factory, seed, policy, comparison, chooser) -> None:
    standard, facts = drawn_plant(tmp_path_factory, seed)
    names = [name for name, fact in facts.items() if not spared(fact)]
    dropped = set(chooser.sample(names, chooser.randint(0, min(len(names), 6))))
    less = {name: fact for name, fact in facts.items() if name not in dropped}
    more_known, less_sure = (judged(standard, given, policy, comparison) for given in (facts, less))
    (old_lower, old_upper), (new_lower, new_upper) = (
        (one.score.exact_lower, one.score.exact_upper) for one in (less_sure, more_known)
    )
    assert old_lower <= new_lower <= new_upper <= old_upper
    assert less_sure.eligible in {None, more_known.eligible}
    assert less_sure.passed in {None, more_known.passed}
    for before, after in zip(less_sure.groups, more_known.groups, strict=True):
        assert before.points.exact_lower <= after.points.exact_lower
        assert after.points.exact_upper <= before.points.exact_upper
    if standard.levels:
        assert set(more_known.level.possible) <= set(less_sure.level.possible)


@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS))
def test_scores_are_in_order_and_within_caps(tmp_path_factory, seed, policy, comparison) -> None:
    standard, facts = drawn_plant(tmp_path_factory, seed)
    assessment = judged(standard, facts, policy, comparison)
    lower, upper = assessment.score.exact_lower, assessment.score.exact_upper
    bonus = [item.points for item in standard.items if item.kind == "bonus"]
    least = sum((points for points in bonus if points < 0), Fraction(0))
    most = 100 + sum((points for points in bonus if points > 0), Fraction(0))
    # a cap of nothing comes before what it has to keep
    assert min(least, *(cap.points for cap in standard.caps), 0) <= lower <= upper <= most
    for cap in standard.caps:
        status = None if cap.unless is None else assessment.item(cap.unless).status
        if status in {None, "not met", "partly met"}:
            assert upper <= cap.points
        if status not in {"met", "not applicable"}:
            assert lower <= cap.points
    if not standard.caps and not bonus and assessment.groups:
        assert lower == sum(group.points.exact_lower for group in assessment.groups)
    assert 0 <= assessment.exact_coverage <= 1


def holds(level, assessment):
    """Whether all conditions of a level hold of a plant of which all is known, by its items' results."""
    shares = {name: verdict.share for name, verdict in assessment.verdicts.items()}
    is_spared = {name: verdict.status == "not applicable" for name, verdict in assessment.verdicts.items()}

    def earns(name, share):
        least = Fraction(share.removesuffix(" %")) / (100 if share.endswith(" %") else 1)
        return is_spared[name] or shares[name] >= least

    total = assessment.score.exact_lower
    if level.counts_from is not None:
        total = sum(
            item.exact_points if is_spared[item.id] else item.exact_of * earns(item.id, level.counts_from)
            for item in assessment.items
        )
        for cap in assessment.table.caps:
            met = cap.unless is not None and (is_spared[cap.unless] or shares[cap.unless] == 1)
            total = total if met else min(total, cap.points)
    with_points = [item.id for item in assessment.table.items if item.points and item.kind != "bonus"]
    return (
        assessment.eligible is True
        and total >= level.points_at_least
        and all(earns(name, asked.share) for asked in level.items for name in asked.items or with_points)
        and all(assessment.group(one.group).points.exact_lower >= one.points_at_least for one in level.groups)
    )


def known_plant(folder, first, policy, comparison):
    """An assessment of which all is known, by a table with levels: that of the first number, or one after it."""
    for seed in range(first, first + 100):
        standard, facts = drawn_plant(folder, seed)
        words = {
            name for item in standard.items if item.rule.kind in {"yes_no", "degree"} for name in (item.id, item.clause)
        }
        told = {name: "met" for name in words & set(facts) if facts[name] in (None, "unknown")}
        choices = {"not_applicable": policy, "comparison": comparison}
        with suppress(FactsError):
            found = greencalc.evaluate(standard, facts | told, plausibility=(), **choices)
            if standard.levels and all(item.status != "unknown" for item in found.items):
                return found
    return reject()


@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS))
def test_a_plant_has_the_last_level_whose_conditions_hold(tmp_path_factory, seed, policy, comparison) -> None:
    assessment = known_plant(tmp_path_factory, seed, policy, comparison)
    assert assessment.level.is_known
    reached = [level for level in assessment.table.levels if holds(level, assessment)]
    assert assessment.level.possible == ((reached[-1] if reached else None),)
    assert assessment.passed is bool(reached)


@as_drawn
@given(seeds, st.sampled_from(POLICIES), st.sampled_from(COMPARISONS), st.randoms(use_true_random=False))
def test_neither_the_order_of_items_nor_that_of_facts_matters(
    tmp_path_factory, seed, policy, comparison, chooser
) -> None:
    standard, facts = drawn_plant(tmp_path_factory, seed)
    first = judged(standard, facts, policy, comparison)
    items, names = list(standard.items), list(facts)
    chooser.shuffle(items)
    chooser.shuffle(names)
    path = tmp_path_factory.mktemp("shuffled") / "table.toml"
    table = own_table(random.Random(seed))
    table["item"].sort(key=lambda row: [item.id for item in items].index(row["id"]))
    path.write_text(as_toml(table), encoding="utf-8")
    shuffled = load_standard(path, formulas=[*OWN.values()])
    second = judged(shuffled, {name: facts[name] for name in names}, policy, comparison)
    assert (first.score, first.groups, first.eligible, first.level) == (
        second.score,
        second.groups,
        second.eligible,
        second.level,
    )


def test_drawn_plants_have_levels_of_all_kinds(tmp_path_factory) -> None:
    kinds = set()
    for seed in range(60):
        standard, facts = drawn_plant(tmp_path_factory, seed)
        try:
            level = greencalc.evaluate(standard, facts, plausibility=(), not_applicable="keep").level
        except FactsError:
            continue
        kinds |= set() if level is None else {(level.is_known, level.lower is None, level.upper is None)}
    assert kinds >= {(True, True, True), (True, False, False), (False, True, False)}
