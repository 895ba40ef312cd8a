"""Every formula against cases worked by hand, which ``data/worked_cases.toml`` holds."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from fractions import Fraction

import pytest

from editions import FUNCTIONS
from greencalc import Q, spec
from greencalc.formula.plain_call import compute_exactly
from worked_cases import CASES, PUBLISHED, Case, case_ids, each_case

_FORMULAS = {function.__name__: function for function in FUNCTIONS}
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _work_out(text: str) -> Fraction:
    """Evaluate + - * / on decimal numbers, each taken exactly as it is written."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return _OPERATORS[type(node.op)](value(node.left), value(node.right))
        return Fraction(text[node.col_offset : node.end_col_offset])

    return value(ast.parse(text, mode="eval").body)


@each_case
def test_the_working_gives_the_result(case: Case) -> None:
    assert _work_out(case.working) == Fraction(case.result)


@each_case
def test_the_formula_gives_the_result(case: Case) -> None:
    computed = _FORMULAS[case.formula](**case.inputs)
    expected = float(Fraction(case.result))
    assert abs(computed.magnitude - expected) <= 4 * math.ulp(expected)
    unit = "" if case.unit == "dimensionless" else case.unit
    assert computed.units == Q(f"1 {unit}").units


@each_case
def test_fractions_give_exactly_the_result(case: Case) -> None:
    declaration = spec(_FORMULAS[case.formula])
    assert str(declaration.result.unit) == case.unit
    assert compute_exactly(declaration, case.inputs) == Fraction(case.result)


@pytest.mark.parametrize("case", PUBLISHED, ids=case_ids(PUBLISHED))
def test_the_result_rounds_to_the_published_figure(case: Case) -> None:
    places = len(case.published.partition(".")[2])
    assert round(Fraction(case.result), places) == Fraction(case.published)


@pytest.mark.parametrize("name", _FORMULAS)
def test_every_formula_has_three_cases(name: str) -> None:
    assert sum(case.formula == name for case in CASES) >= 3
