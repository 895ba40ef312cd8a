"""A plan's operations: each once, in an order in which it can be worked out, without those that say nothing."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, strategies as st

from greencalc.table_plan.graph import Graph


def leaf(graph: Graph, name: str) -> int:
    return graph.add("truth", "gap", data=name)


def value(graph: Graph, place: int | None, facts: dict[str, bool], *, neutral: bool) -> bool:
    """Work out what a truth comes to."""
    if place is None:
        return neutral
    node = graph.nodes[place]
    parts = [value(graph, arg, facts, neutral=neutral) for arg in node.args]
    return {
        "constant": lambda: node.data,
        "gap": lambda: facts[node.data],
        "and": lambda: all(parts),
        "or": lambda: any(parts),
        "not": lambda: not parts[0],
    }[node.op]()


def test_the_same_operation_is_written_down_once() -> None:
    graph = Graph()
    one, two = leaf(graph, "one"), leaf(graph, "two")
    assert leaf(graph, "one") == one
    assert graph.both([one, two]) == graph.both([two, one, one])
    assert graph.number(Fraction(1, 2)) == graph.number(Fraction("0.5"))
    assert graph.count([two, one]) == graph.count([one, two])
    assert len(graph.nodes) == 7  # with the two constants
    assert all(arg < place for place, node in enumerate(graph.nodes) for arg in node.args)


PARTS = st.lists(st.sampled_from(["a", "b", "c", "not a", "never", "always", None]), max_size=4)


@given(PARTS)
def test_what_is_joined_holds_as_its_parts_do(names) -> None:
    graph = Graph()
    known = {
        "a": leaf(graph, "a"), "b": leaf(graph, "b"), "c": leaf(graph, "c"), "not a": graph.denied(leaf(graph, "a")),
        "never": graph.never, "always": graph.always, None: None,
    }  # fmt: skip
    both, either = graph.both(known[name] for name in names), graph.either(known[name] for name in names)
    for facts in (dict(zip("abc", truths, strict=True)) for truths in product([False, True], repeat=3)):
        given_parts = {**facts, "not a": not facts["a"], "never": False, "always": True}
        told = [given_parts[name] for name in names if name is not None]
        assert value(graph, both, facts, neutral=True) == all(told)
        assert value(graph, either, facts, neutral=False) == any(told)
    told = {name for name in names if name is not None}
    assert (both is None) == (told <= {"always"})
    assert (either is None) == (told <= {"never"})
    if "never" in told:
        assert both == known["never"]
    if "always" in told:
        assert either == known["always"]


def test_what_is_denied_twice_is_itself_and_of_a_constant_the_other() -> None:
    graph = Graph()
    one = leaf(graph, "one")
    assert graph.denied(graph.denied(one)) == one
    assert graph.denied(graph.always) == graph.never


@pytest.mark.parametrize(("factor", "added"), [(1, 0), (2, 2), (Fraction(1, 3), 2)])
def test_what_is_multiplied_by_one_is_itself(factor, added) -> None:
    graph = Graph()
    amount = graph.add("number", "amount", data="x.1")
    found = graph.scaled(amount, Fraction(factor))
    assert len(graph.nodes) == 1 + added
    assert (found == amount) == (factor == 1)


def test_a_sum_of_nothing_is_none_and_of_one_is_itself() -> None:
    graph = Graph()
    parts = [graph.add("number", "amount", data=name) for name in "xyz"]
    assert graph.total([]) is None
    assert graph.total(parts[:1]) == parts[0]
    total = graph.nodes[graph.total(parts)]
    assert (total.op, total.args[1], graph.nodes[total.args[0]].args) == ("add", parts[2], (parts[0], parts[1]))


def test_what_is_needed_comes_in_order_and_nothing_else_does() -> None:
    graph = Graph()
    one, two, three = (leaf(graph, name) for name in ("one", "two", "three"))
    both = graph.both([one, three])
    graph.denied(two)
    assert list(graph.needed_for([both])) == [one, three, both]
    assert list(graph.needed_for([])) == []
