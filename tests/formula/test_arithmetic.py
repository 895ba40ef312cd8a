"""A body is run once, on symbols: what tree it gives, and what it is refused for."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from editions import FUNCTIONS
from greencalc import DeclarationError, spec
from greencalc.expression import Exceeds, Name, Number, Power, Product, Quotient, Sum, Total, names
from greencalc.formula import exceeds, total
from greencalc.formula.arithmetic import trace

A, B, C, L = map(Name, ["a", "b", "c", "entries"])


def traced(body):
    names_of_body = list(body.__kwdefaults__ or {}) or body.__code__.co_varnames[: body.__code__.co_kwonlyargcount]
    return trace("formula", body, names_of_body, ["entries"] if "entries" in names_of_body else [])


def of(number) -> Number:
    return Number(Fraction(number))


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        (lambda *, a: a, A),
        (lambda *, a: +a, A),
        (lambda *, a: -a, Sum(((-1, A),))),
        (lambda *, a, b: -a + b, Sum(((-1, A), (1, B)))),
        (lambda *, a, b, c: a + b - c, Sum(((1, A), (1, B), (-1, C)))),
        (lambda *, a, b, c: a - (b - c), Sum(((1, A), (-1, Sum(((1, B), (-1, C))))))),
        (lambda *, a, b, c: a * b * c, Product((A, B, C))),
        (lambda *, a, b, c: a * (b * c), Product((A, Product((B, C))))),
        (lambda *, a, b, c: a * b / c, Quotient(Product((A, B)), C)),
        (lambda *, a, b, c: a / b * c, Product((Quotient(A, B), C))),
        (lambda *, a, b, c: a / b / c, Quotient(Quotient(A, B), C)),
        (lambda *, a: a**2, Power(A, 2)),
        (lambda *, a, b: sum((a, b)), Sum(((1, A), (1, B)))),
        (lambda *, a: 0.0 + a, Sum(((1, of(0)), (1, A)))),
        (lambda *, a: 1 + a, Sum(((1, of(1)), (1, A)))),
        (lambda *, a: 1 - a, Sum(((1, of(1)), (-1, A)))),
        (lambda *, a: 0.7 * a, Product((of("0.7"), A))),
        (lambda *, a: np.float64(0.7) * a, Product((of("0.7"), A))),
        (lambda *, a: np.int64(7) * a, Product((of(7), A))),
        (lambda *, a: Decimal("0.70") * a, Product((of("0.7"), A))),
        (lambda *, a: Fraction(1, 3) / a, Quotient(of("1/3"), A)),
        (lambda *, a: a / 1e-7, Quotient(A, of("1e-7"))),
        (lambda *, entries: total(entries), Total(L)),
        (lambda *, a, entries: total(a * entries) - a, Sum(((1, Total(Product((A, L)))), (-1, A)))),
        (lambda *, a, entries: total(entries * exceeds(entries, a)), Total(Product((L, Exceeds(L, A))))),
        (lambda *, a: exceeds(3, a), Exceeds(of(3), A)),
    ],
)
def test_the_tree_keeps_what_the_body_says_and_how_it_groups_it(body, tree) -> None:
    assert traced(body) == tree


def nothing(*, a):
    del a


def other_way(*, a):
    try:
        return a.magnitude
    except AttributeError:
        return a


@pytest.mark.parametrize(
    ("body", "did"),
    [
        (lambda *, a: a or 1, "asks whether an argument is true"),
        (lambda *, a, b: a if a == b else b, "compares an argument, which exceeds(value, limit) alone can do"),
        (lambda *, a, b: max(a, b), "compares an argument"),
        (lambda *, a, b: a**b, "raises to the power"),
        (lambda *, a: a**0.5, "raises to the power 0.5"),
        (lambda *, a: a**1, "raises to the power 1"),
        (lambda *, a: a**9, "raises to the power 9"),
        (lambda *, a: 2**a, "raises to an argument"),
        (lambda *, a: a // 2, "uses // or %"),
        (lambda *, a: 2 % a, "uses // or %"),
        (lambda *, a: math.sqrt(a), "makes a plain number of an argument"),
        (lambda *, a: round(a), "makes a plain number of an argument"),
        (lambda *, a: abs(a), "makes a plain number of an argument"),
        (lambda *, a: a[0], "takes entries of an argument"),
        (lambda *, a: len(a), "takes entries of an argument"),
        (lambda *, a: sum(a), "takes entries of an argument"),
        (lambda *, a: a(), "calls an argument"),
        (other_way, "takes .magnitude of an argument"),
        (lambda *, a: np.sum(a), "hands an argument to a function of numpy"),
        (lambda *, a: np.asarray(a), "takes .__array"),
        (lambda *, a: np.sqrt(a), "cannot be run on symbols (TypeError: "),
        (lambda *, a: a * np.ones(2), "computes with array([1., 1.])"),
        (lambda *, a: a * True, "computes with True"),
        (lambda *, a: a * math.inf, "computes with inf"),
        (lambda *, a: a + "1 kg", "computes with '1 kg'"),
        (nothing, "computes with None"),
        (lambda *, a: a / 0, "divides by zero"),
        (lambda *, a: a * missing, "cannot be run on symbols (NameError: "),  # noqa: F821
        (lambda *, a, b: a * 2, "does not use b"),  # noqa: ARG005
        (lambda *, a, b: 5, "does not use a, b"),  # noqa: ARG005
        (lambda *, a, entries: total(a) + total(entries), "sums over what is no list"),
        (lambda *, a, entries: total(total(entries) * a), "sums over what is no list"),
        (lambda *, a, entries: a * entries, "does not sum over the entries of entries"),
    ],
)
def test_whatever_is_no_arithmetic_is_refused_with_what_may_stand_in_a_body(body, did) -> None:
    with pytest.raises(DeclarationError, match=rf"formula: its body {re.escape(did)}.*A body may hold its arguments, "):
        traced(body)


def test_a_tree_is_kept_by_its_declaration() -> None:
    for function in FUNCTIONS:
        declaration = spec(function)
        assert set(names(declaration.expression)) == set(declaration.arguments)
        assert declaration.expression is declaration.expression


def test_trees_and_equations_show_themselves_in_a_line() -> None:
    tree = Sum(((1, Quotient(Power(A, 2), of("0.5"))), (-1, Total(Product((C, Exceeds(L, B)))))))
    assert str(tree) == "Sum(+ Quotient(Power(a, 2), 1/2), - Total(Product(c, Exceeds(entries, b))))"
    assert repr(tree) == f"<{tree}>"
    assert repr(Sum(((1, Name("a" * 200)), (1, A)))) == "<Sum(+ ...>"
    assert repr(spec(FUNCTIONS[0]).printed) == f"<Equation: {spec(FUNCTIONS[0]).printed.whole('text')}>"
