"""Functions written as syntax trees: what each part does, and that no name clashes."""

from __future__ import annotations

import keyword

import numpy as np
import pytest

from greencalc.formula.written_function import Code, Function, all_of, any_of, literal, not_

NAMES = ["x0", "x1", "x2", "x3", "x4", "float", "type", "Exception", "written"]
X, Y = 7.0, 2.0


def computed(write, *given):
    """Write a function of as many numbers as are given, and call it."""
    written = Function("written")
    written.give(write(*(written.parameter() for _ in given)))
    return written.compiled()(*given)


@pytest.mark.parametrize(
    ("write", "value"),
    [
        (lambda x, y: x + y * 3.0, 13.0),
        (lambda x, y: x - y / literal(4.0), 6.5),
        (lambda x, y: -x % y, 1.0),
        (lambda x, y: (x < y) * 1, 0),
        (lambda x, y: x <= y, False),
        (lambda x, y: x > y, True),
        (lambda x, y: x >= y, True),
        (lambda x, y: x == y, False),
        (lambda x, y: x != y, True),
        (lambda x, _: x.is_(x), True),
        (lambda x, _: x.within(1.0, 7.0), True),
        (lambda x, y: y.within(3.0, x), False),
        (lambda x, _: x.of("real"), 7.0),
        (lambda x, _: x.of("hex")(), (7.0).hex()),
        (lambda x, y: x.otherwise(x < y, y), 2.0),
        (lambda x, y: all_of(x > y), True),
        (lambda x, y: all_of(x > y, y > x), False),
        (lambda x, y: any_of(x < y, not_(x < y)), True),
    ],
)
def test_each_part_computes_what_it_says(write, value) -> None:
    assert computed(write, X, Y) == value


def test_objects_are_found_under_names_of_their_own() -> None:
    written = Function("written")
    pair, out = written.parameter(), np.empty(3)
    first, second = written.unpack(pair, 2)
    add = written.constant(np.add)
    assert add.tree.id == written.constant(np.add).tree.id
    written.do(add(first, second, written.constant(out), where=written.constant(np.array([True, False, True]))))
    written.give(written.constant(out).at(2))
    out[:] = 9
    assert written.compiled()((np.ones(3), 2.0)) == 3
    assert out.tolist() == [3, 9, 3]


def test_statements_are_written_where_they_belong() -> None:
    class Thing:
        size = 1

    written = Function("written")
    number, thing = written.parameter(), written.parameter()
    result = written.let(number * 2.0)
    with written.when(number > 3.0):
        with written.unless_it_fails(literal(None)):
            written.let(literal(60.0) / (number - 9.0) + result, result)
        with written.when(number > 6.0):
            written.put(thing, "size", result)
        written.give(result)
    written.give(None)
    function, one = written.compiled(), Thing()
    assert [function(number, one) for number in (1.0, 5.0, 7.0, 9.0)] == [None, -5.0, -16.0, None]
    assert one.size == -16.0


@pytest.mark.parametrize("name", NAMES)
def test_parameters_that_callers_name_never_clash(name) -> None:
    missing = object()
    written = Function("written", [name, "other"])
    positional, others = written.others()
    given = written.keywords([name, "other"], written.constant(missing))
    kind = written.let(written.constant(type)(given[name]))
    with written.unless_it_fails(literal(None)):
        written.give(written.constant(dict)(kind=kind, other=given["other"], all=positional, more=others))
    function = written.compiled()
    assert function(**{name: 3.0}) == {"kind": float, "other": missing, "all": (), "more": {}}
    assert function(5, more=6, other=7) == {"kind": object, "other": 7, "all": (5,), "more": {"more": 6}}


def test_names_are_no_words_of_python() -> None:
    written = Function("written")
    assert not any(keyword.iskeyword(written.parameter().tree.id) for _ in range(100))
    assert isinstance(literal(1.0), Code)
