"""What is proved of a formula: its unit, how many roundings floats are off by, and how large its terms are."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Annotated

import numpy as np
import pytest

from editions import FUNCTIONS
from greencalc import DeclarationError, spec
from greencalc.expression import Name, Number, Power, Product, Quotient, Sum, Total
from greencalc.formula import Amount, Result, Symbol, exceeds, formula, total
from greencalc.formula.arithmetic import FLOATS
from greencalc.formula.plain_call import run_unchecked
from greencalc.formula.proof import prove, roundings, size_of_terms
from strategies import usual_row

Mass = Annotated[Amount, Symbol("m", "kg", "mass", "质量", at_least="0")]
Tare = Annotated[Amount, Symbol("t", "kg", "tare", "皮重", at_least="0")]
Signed = Annotated[Amount, Symbol("s", "kg", "balance", "余量", at_least="-9")]
Free = Annotated[Amount, Symbol("f", "kg", "any mass", "质量")]
Length = Annotated[Amount, Symbol("l", "m", "length", "长度", above="0")]
Each = Annotated[Amount, Symbol("m_j", "kg", "masses", "质量", at_least="0", over="part")]
TYPES = {"mass": Mass, "tare": Tare, "signed": Signed, "free": Free, "length": Length, "each": Each}
M, T, S, L = map(Name, ["mass", "tare", "signed", "length"])


def declared(body, unit="kg", **bounds):
    names = body.__code__.co_varnames[: body.__code__.co_kwonlyargcount]

    def one(**given) -> Result:
        return body(**given)

    one.__signature__ = inspect.Signature(
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=TYPES[name]) for name in names]
    )
    one.__annotations__ = {name: TYPES[name] for name in names}
    return spec(
        formula(
            standard="Rules",
            clause="1",
            result=Symbol("r", unit, "result", "结果", **bounds),
            title="One",
            title_zh="一",
            origin="user",
            source="a test",
        )(one)
    )


def of(declaration):
    """How many roundings there are; a sum over a list has no number before it is written out."""
    return None if declaration.over else roundings(declaration, declaration.expression)


@pytest.mark.parametrize(
    ("body", "unit", "factor"),
    [
        (lambda *, mass: mass, "t", Fraction(1, 1000)),
        (lambda *, mass, length: mass / length**2, "g/m2", 1000),
        (lambda *, mass: mass - 0, "kg", 1),
        (lambda *, mass, tare: mass / tare, "%", 100),
        (lambda *, mass, tare: mass * exceeds(mass, tare) - -tare, "kg", 1),
        (lambda *, mass, each: total(each * exceeds(each, 0)) + mass, "kg", 1),
    ],
)
def test_the_factor_to_the_results_unit_is_exact(body, unit, factor) -> None:
    assert prove(declared(body, unit)) == factor


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (lambda *, mass, length: mass + length, "adds or compares a mass and a length: its dimensions do not follow"),
        (lambda *, mass, length: mass * exceeds(mass, length), "a mass and a length"),
        (lambda *, mass, length: mass - 1 + 0 * length / length, "a mass and a pure number"),
        (lambda *, mass, length: mass / length, "its body gives .*, but kg is a mass"),
        (lambda *, mass, tare: mass - 1000 * tare / tare * exceeds(mass, tare), "a mass and a pure number"),
    ],
)
def test_dimensions_that_do_not_follow_are_refused(body, says) -> None:
    with pytest.raises(DeclarationError, match=says):
        prove(declared(body))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (lambda *, mass: mass, 5),
        (lambda *, mass: 2 * mass, 7),
        (lambda *, mass, tare: mass + tare, 6),
        (lambda *, mass, tare: 2 * mass + tare + mass, 9),
        (lambda *, mass, tare: mass / tare * mass, 13),
        (lambda *, mass, length: mass * length**3 / (length * length * length), 29),
        (lambda *, mass, tare: mass - tare, None),
        (lambda *, mass, signed: mass + signed, None),
        (lambda *, mass, free: mass + free, None),
        (lambda *, mass: mass * -2, None),
        (lambda *, mass, tare: mass * exceeds(mass, tare), None),
        (lambda *, each: total(each), None),
    ],
)
def test_roundings_are_counted_where_nothing_cancels(body, count) -> None:
    assert of(declared(body)) == count


@pytest.mark.parametrize("function", [one for one in FUNCTIONS if of(spec(one))], ids=lambda one: one.__name__)
def test_floats_are_never_off_by_more_roundings_than_counted(function) -> None:
    declaration = spec(function)
    row = {name: value / 3 for name, value in usual_row(declaration).items()}
    row |= {name: Fraction(1, 3) for name in declaration.arguments if name not in row}
    exact = run_unchecked(declaration, row)
    found = run_unchecked(declaration, {name: float(value) for name, value in row.items()}, exact=False)
    assert abs(Fraction(found) / exact - 1) <= of(declaration) * Fraction(1, 2**53)


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (lambda *, mass, tare: mass - tare, Sum(((1, M), (1, T)))),
        (lambda *, mass, tare: -mass + tare / -2, Sum(((1, M), (1, Quotient(T, Number(Fraction(2))))))),
        (lambda *, mass: -mass, M),
        (lambda *, signed: 2 * signed, Product((Number(Fraction(2)), S))),
        (lambda *, mass, length: mass - mass * length**2, Sum(((1, M), (1, Product((M, Power(L, 2))))))),
        (lambda *, mass, each: total(each) - mass, Sum(((1, Total(Name("each"))), (1, M)))),
        (
            lambda *, mass, tare: mass - tare * exceeds(mass, tare),
            Sum(((1, M), (1, Product((T, Number(Fraction(1))))))),
        ),
        (lambda *, mass, tare: mass + tare, None),
        (lambda *, mass, signed: mass * exceeds(mass, signed), None),
    ],
)
def test_the_size_of_terms_has_a_plus_for_every_sign(body, size) -> None:
    assert size_of_terms(declared(body, at_least="0")) == size
    assert size_of_terms(declared(body, at_most="9")) == size
    assert size_of_terms(declared(body)) is None


def test_the_size_is_worked_out_on_sizes() -> None:
    size = size_of_terms(declared(lambda *, mass, signed: mass + signed, at_least="0"))
    assert FLOATS.work_out(size, {"mass": 3.0, "signed": np.array([2.0, 5.0])}).tolist() == [5, 8]
