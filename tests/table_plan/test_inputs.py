"""What a plan is made for: which amount counts in which year, and which inputs are the same."""

from __future__ import annotations

import pytest
from attrs import evolve

from greencalc import capacity_utilisation_rate, floor_area_of_storeys, load_standard, spec
from greencalc.table_plan.graph import Graph
from greencalc.table_plan.inputs import Inputs, Leaves, key_of, places_of
from greencalc.table_plan.plan import plan_of

QCT = load_standard("qct1160_2022")
NONE = Inputs({}, frozenset(), {}, "none")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"yearly_output": 3}, []),
        ({"yearly_output": 1, "design_capacity": 1}, [(0, 0)]),
        ({"yearly_output": 3, "design_capacity": 1}, [(0, 0), (1, 0), (2, 0)]),
        ({"yearly_output": 2, "design_capacity": 2}, [(0, 0), (1, 1)]),
    ],
)
def test_each_year_has_its_amounts_or_the_only_ones(counts, expected) -> None:
    found = list(places_of(spec(capacity_utilisation_rate), evolve(NONE, amounts=counts)))
    assert [tuple(of[name] for name in ("yearly_output", "design_capacity")) for of in found] == [
        tuple((place,) for place in places) for places in expected
    ]


def test_a_sum_takes_all_of_a_list_and_a_default_where_nothing_is_given() -> None:
    formula = spec(floor_area_of_storeys)
    counts = {"storey_area": 3, "storey_height": 3}
    assert list(places_of(formula, evolve(NONE, amounts=counts))) == [
        {"storey_area": (0, 1, 2), "storey_height": (0, 1, 2)}
    ]
    [of] = places_of(formula, evolve(NONE, amounts=counts | {"double_height": 1}))
    assert of["double_height"] == (0,)


@pytest.mark.parametrize(
    "other",
    [
        evolve(NONE, amounts={"land_area": 1}),
        evolve(NONE, amounts={"land_area": 2}),
        evolve(NONE, amounts={"land_area": 1}, gaps=frozenset({key_of("land_area", 0)})),
        evolve(NONE, words={"6.6": "yes or no"}),
        evolve(NONE, words={"6.6": "degrees"}),
        evolve(NONE, category="some"),
        evolve(NONE, category="known"),
    ],
    ids=range(7),
)
def test_other_inputs_have_another_plan_and_equal_ones_the_same(other) -> None:
    assert other.key != NONE.key
    one = plan_of(QCT, other, "keep", "full value")
    assert plan_of(QCT, evolve(other), "keep", "full value") is one
    assert plan_of(QCT, NONE, "keep", "full value") is not one
    assert plan_of(QCT, other, "full", "full value") is not one
    assert plan_of(QCT, other, "keep", "rounded value") is not one
    assert plan_of(evolve(QCT), other, "keep", "full value") is not one


@pytest.mark.parametrize(("category", "op"), [("none", "constant"), ("some", "uncategorised"), ("known", None)])
def test_a_category_is_unknown_as_far_as_inputs_say(category, op) -> None:
    graph = Graph()
    place = Leaves(graph, QCT, evolve(NONE, category=category)).uncategorised()
    assert (None if place is None else graph.nodes[place].op) == op
