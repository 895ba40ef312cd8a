"""Many plants at once: every row is what `evaluate` says of it, whoever holds the columns."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_cases import agreeing, columns_of, comparable
from greencalc import load_standard
from greencalc.standards import EDITIONS
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
