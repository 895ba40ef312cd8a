"""A plan's operations: each once, in an order in which it can be worked out, without those that say nothing."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, strategies as st

from greencalc.table_plan.graph import Graph
from greencalc.table_plan.items import Way
from greencalc.table_plan.tongues.fractions import worked_out


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


# Numbers against constants

CONSTANTS = (0, 1, 2, 5, -3, Fraction(1, 3), Fraction(3, 5), 2**52)


class Numbers:
    """Numbers that are drawn, each with what it comes to for some truths."""

    def __init__(self, data) -> None:
        self.graph = Graph()
        self.data = data
        self.truths = [leaf(self.graph, name) for name in "abc"]

    def one_of(self, options):
        return self.data.draw(st.sampled_from(options))

    def number(self, depth: int) -> int:
        graph = self.graph
        kind = self.one_of(
            ["constant", "where", "best", "add", "mul", "count", "div"] if depth else ["constant", "leaf"]
        )
        if kind == "constant":
            return graph.number(self.one_of(CONSTANTS))
        if kind == "leaf":
            return graph.add("number", "amount", data=self.one_of("xy"))
        if kind == "count":
            return graph.count([*self.truths, graph.always])
        parts = [self.number(depth - 1) for _ in range(3)]
        if kind == "where":
            return graph.add("number", "where", self.one_of(self.truths), *parts[:2])
        if kind == "best":
            return graph.add("number", "best", *sorted(parts), data=self.one_of([1, 2, 3]))
        if kind == "div":
            by = graph.add("number", "where", self.one_of(self.truths), graph.number(2), graph.number(5))
            return graph.add("number", "div", parts[0], by)
        return graph.add("number", kind, *parts[:2])

    def found(self, facts: dict[str, object]) -> list[object]:
        """Work all out."""
        found: list[object] = []
        for node in self.graph.nodes:
            args = [found[arg] for arg in node.args]
            known = node.data if node.op == "constant" else facts.get(str(node.data)) if not node.args else None
            found.append(worked_out(node.op, node.data, args) if node.args else known)
        return found


FACTS = [
    {**dict(zip("abc", truths, strict=True)), "x": Fraction(2, 3), "y": Fraction(1)}
    for truths in product([False, True], repeat=3)
]


@given(st.data())
def test_a_number_reaches_a_constant_and_is_all_of_one_where_it_is(data) -> None:
    drawn = Numbers(data)
    place = drawn.number(2)
    least = Fraction(data.draw(st.sampled_from((*CONSTANTS, Fraction(1, 6)))))
    factor = Fraction(data.draw(st.sampled_from((2, -3, Fraction(1, 7), 0))))
    reached, is_all, scaled = (
        drawn.graph.reaches(place, least),
        drawn.graph.is_all(place),
        drawn.graph.scaled(place, factor),
    )
    for facts in FACTS:
        found = drawn.found(facts)
        assert bool(found[reached]) == (found[place] >= least)
        if found[place] <= 1:  # as shares are
            assert bool(found[is_all]) == (found[place] == 1)
        assert found[scaled] == found[place] * factor


def test_what_is_whole_is_compared_as_floats_have_it_and_nothing_else() -> None:
    graph = Graph()
    truth, amount = leaf(graph, "a"), graph.add("number", "amount", data="x")
    some = graph.add("number", "mul", graph.count([truth, graph.always]), graph.number(3))
    either = graph.add("number", "where", truth, graph.number(7), graph.number(2))
    huge = graph.add("number", "mul", some, graph.number(2**52))
    quotient = graph.add("number", "div", some, either)

    def told(number, least):
        node = graph.nodes[graph.reaches(number, Fraction(least))]
        return graph.nodes[node.args[0]].op, *node.data

    assert told(some, "2.5") == ("mul", 3, True)
    assert told(quotient, "2.5") == ("sub", 0, True)
    assert told(huge, "2.5") == ("mul", Fraction("2.5"), False)
    assert told(graph.add("number", "div", huge, either), 3) == ("div", 3, False)
    assert told(graph.add("number", "div", amount, either), 3) == ("div", 3, False)
    assert graph.reaches(truth, Fraction(1, 2)) == truth
    assert (graph.reaches(truth, Fraction(0)), graph.reaches(truth, Fraction(2))) == (graph.always, graph.never)


def test_so_many_of_constants_hold_or_do_not() -> None:
    graph = Graph()
    ones = [graph.number(1), graph.number(2)]
    best, worst = (graph.add("number", "best", *ones, data=place) for place in (1, 2))
    assert [graph.reaches(one, Fraction(least)) for one, least in ((best, 3), (worst, 1), (best, 2))] == [
        graph.never,
        graph.always,
        graph.always,
    ]
    assert graph.is_all(graph.add("number", "best", leaf(graph, "a"), leaf(graph, "b"), data=1)) == graph.either(
        [leaf(graph, "a"), leaf(graph, "b")]
    )


def test_a_constant_truth_as_a_number_is_one_and_a_condition_that_always_holds_chooses() -> None:
    graph = Graph()
    amount = graph.add("number", "amount", data="x")
    assert graph.as_number(graph.always) == graph.number(1)
    assert graph.as_number(amount) == amount
    assert graph.chosen(graph.always, amount, graph.never) == amount
    assert graph.chosen(graph.never, amount, graph.never) == graph.never
    assert graph.chosen(leaf(graph, "a"), graph.never, graph.never) == graph.never


@pytest.mark.parametrize(("base", "leading"), [(10, 20), (20, 10)])
@pytest.mark.parametrize(("start", "end"), [("1/5", "1"), ("1", "2/5")])
def test_a_share_on_a_line_reaches_a_mark_where_its_value_does(base, leading, start, end) -> None:
    graph = Graph()
    value = graph.add("number", "value", data="v")
    way = Way("higher" if leading > base else "lower", Fraction(start), Fraction(end))
    share = graph.add("number", "on_line", value, graph.number(base), graph.number(leading), data=way)
    rate = graph.add("number", "rate", value, data=Fraction(1, 100))
    for least in map(Fraction, ("0", "1/5", "2/5", "3/5", "1", "2")):
        reached, of_rate = graph.reaches(share, least), graph.reaches(rate, least)
        for number in map(Fraction, (9, 10, "12.5", 15, 17, 20, 40, 60)):
            found: list[object] = []
            for node in graph.nodes:
                args = [found[arg] for arg in node.args]
                found.append(
                    worked_out(node.op, node.data, args) if args else number if node.op == "value" else node.data
                )
            assert bool(found[reached]) == (found[share] >= least)
            assert bool(found[of_rate]) == (found[rate] >= least)
