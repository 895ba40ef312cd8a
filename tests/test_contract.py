"""What every declared formula promises, present and future."""

from __future__ import annotations

import doctest
import math
import pickle
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import greencalc
from editions import FUNCTIONS, REUSED
from greencalc import InputError, Q, register_units, spec
from greencalc.boundary import compute_exactly
from greencalc.computation import recompute
from greencalc.equation import symbol_text, write_equation
from greencalc.formula import ORIGINS, equation_symbols
from greencalc.proof import prove
from greencalc.units import table
from strategies import as_decimal, rows, units_like, usual_row

every_formula = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
every_reused = pytest.mark.parametrize("declaration", REUSED, ids=lambda declaration: declaration.name)

ULPS = 1 + Fraction(1, 10**14)

FOREIGN_REGISTRY: pint.UnitRegistry = pint.UnitRegistry()
register_units(FOREIGN_REGISTRY)


def text(number: Fraction, unit: object) -> str:
    return f"{as_decimal(number)} {unit}"


def canonical(function, row):
    arguments = spec(function).arguments
    return {name: text(number, arguments[name].symbol.unit) for name, number in row.items()}


def computed(function, row):
    return compute_exactly(spec(function), canonical(function, row))


def close(a: float, b: float, *, ulps: int = 8) -> bool:
    return abs(a - b) <= ulps * max(math.ulp(a), math.ulp(b))


def slack(function, row) -> float:
    """Differences lose digits in floats: as much as a few ulps of an input move the result."""
    declaration = spec(function)
    if "-" not in declaration.equation:
        return 0.0
    result = recompute(declaration, row, checked=False)
    moved = [recompute(declaration, row | {name: number * ULPS}, checked=False) for name, number in row.items()]
    return float(sum(abs(number - result) for number in moved))


@every_formula
def test_dimensions_are_proved_and_the_factor_is_exact(function) -> None:
    assert isinstance(prove(spec(function)), Fraction)


@every_formula
def test_equation_symbols_are_the_declared_ones(function) -> None:
    declaration = spec(function)
    symbols = {argument.symbol.tex for argument in declaration.arguments.values()} | {declaration.result.tex}
    assert equation_symbols(declaration.equation) == symbols


@every_formula
def test_declaration_is_complete(function) -> None:
    declaration = spec(function)
    assert declaration.origin in ORIGINS
    for said in (declaration.source, declaration.title, declaration.title_zh, declaration.clause):
        assert said.strip()
    for argument in declaration.arguments.values():
        assert argument.symbol.meaning
        assert argument.symbol.meaning_zh
        assert argument.symbol.bounds or argument.default


@every_formula
def test_docstring_has_a_doctest_that_calls_it_and_every_symbol(function) -> None:
    found = doctest.DocTestFinder(recurse=False).find(function, module=import_module(function.__module__))
    assert any(f"{function.__name__}(" in example.source for test in found for example in test.examples)
    for argument in spec(function).arguments.values():
        assert f"\n    {symbol_text(argument.symbol.tex)}: {argument.symbol.meaning} (" in function.__doc__
    assert f"\n\n    {write_equation(spec(function).equation, 'text')}\n\n" in function.__doc__
    assert ":`" not in function.__doc__  # plain text for help(), without the roles of the reference pages
    for section in ("Parameters", "Returns", "Raises", "Notes", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in function.__doc__


@every_formula
def test_is_public(function) -> None:
    assert getattr(greencalc, function.__name__) is function


@every_formula
def test_what_it_gives_is_an_argument_of_another_formula_in_the_same_dimension(function) -> None:
    declaration = spec(function)
    for name in declaration.gives:
        takers = [taker for taker in map(spec, FUNCTIONS) if name in taker.arguments and taker is not declaration]
        assert takers
        for taker in takers:
            assert taker.arguments[name].symbol.unit.dimension == declaration.result.unit.dimension


@every_formula
@given(data=st.data())
def test_unit_choice_never_changes_the_answer(function, data) -> None:
    row = data.draw(rows(spec(function)))
    expected = computed(function, row)
    typed, quantities = {}, {}
    for name, number in row.items():
        unit = spec(function).arguments[name].symbol.unit
        other = data.draw(st.sampled_from(units_like(unit)))
        converted = number * unit.size / other.size
        if as_decimal(converted) is None:
            converted, other = number, unit
        typed[name] = text(converted, other)
        quantities[name] = Q(typed[name])
    assert compute_exactly(spec(function), typed) == expected
    for given_as in (typed, quantities):
        result = function(**given_as)
        assert result.units == Q(1, str(spec(function).result.unit)).units
        assert close(result.magnitude, float(expected)) or abs(result.magnitude - float(expected)) <= slack(
            function, row
        )


def with_second_entries(function, row):
    """Lists of two: the second entry is zero where that is allowed, else the first again."""
    symbols = {name: argument.symbol for name, argument in spec(function).arguments.items()}
    seconds = {
        name: typed if symbols[name].at_least is None else f"0 {symbols[name].unit}" for name, typed in row.items()
    }
    return {name: [typed, seconds[name]] if symbols[name].over else typed for name, typed in row.items()}


@every_formula
@given(data=st.data())
def test_arrays_equal_scalars_elementwise(function, data) -> None:
    declaration = spec(function)
    table_rows = data.draw(st.lists(rows(declaration), min_size=1, max_size=4))
    for row in table_rows:
        computed(function, row)
    scalars = [function(**with_second_entries(function, canonical(function, row))).magnitude for row in table_rows]
    arrays = {}
    for name, argument in declaration.arguments.items():
        if argument.default is not None:
            continue
        column = np.array([float(row[name]) for row in table_rows])
        if argument.symbol.over:
            column = np.column_stack([column, column * (argument.symbol.at_least is None)])
        arrays[name] = Q(column, str(argument.symbol.unit))
    result = function(**arrays)
    assert result.magnitude.shape == (len(table_rows),)
    assert result.magnitude.flags.owndata
    for one, many, row in zip(scalars, result.magnitude, table_rows, strict=True):
        assert close(one, float(many)) or abs(one - float(many)) <= slack(function, row)


@every_formula
@given(data=st.data())
def test_fractions_and_decimals_stay_exact(function, data) -> None:
    row = data.draw(rows(spec(function)))
    expected = computed(function, row)
    for exact in (Fraction, lambda number: Decimal(as_decimal(number))):
        quantities = {}
        for name, number in row.items():
            unit = spec(function).arguments[name].symbol.unit
            quantities[name] = Q(exact(number), str(unit))
        result = function(**quantities).magnitude
        assert isinstance(result, Fraction)
        assert result == expected


@every_formula
@given(data=st.data())
def test_result_comes_back_in_the_callers_registry_and_inputs_are_untouched(function, data) -> None:
    row = data.draw(rows(spec(function)))
    computed(function, row)
    quantities, before = {}, {}
    for name, number in row.items():
        symbol = spec(function).arguments[name].symbol
        second = number * (symbol.over is None or symbol.at_least is None)  # 60 % twice would be too much
        magnitude = np.array([float(number), float(second)])
        quantities[name] = FOREIGN_REGISTRY.Quantity(
            magnitude, FOREIGN_REGISTRY.UnitsContainer(dict(symbol.unit.powers))
        )
        before[name] = magnitude.copy()
    result = function(**quantities)
    assert result._REGISTRY is FOREIGN_REGISTRY
    for name, quantity in quantities.items():
        assert np.array_equal(quantity.magnitude, before[name])
        assert not np.shares_memory(quantity.magnitude, result.magnitude)


def valid(function) -> dict[str, str]:
    return canonical(function, usual_row(spec(function)))


def single_fault(function, arguments, name, kind):
    """The error names formula, clause, argument and symbol, what was given and what is expected."""
    with pytest.raises(InputError) as caught:
        function(**arguments)
    declaration = spec(function)
    [fault] = caught.value.faults
    assert (fault.kind, fault.argument, fault.symbol) == (kind, name, declaration.arguments[name].symbol.tex)
    for part in (
        declaration.name,
        declaration.standard,
        declaration.clause,
        name,
        fault.symbol,
        fault.given,
        fault.expected,
    ):
        assert part in str(caught.value)
    assert fault.given
    assert fault.expected
    return fault


def each_argument(function):
    return [(name, argument.symbol) for name, argument in spec(function).arguments.items() if argument.default is None]


@every_formula
def test_valid_arguments_compute(function) -> None:
    assert np.isfinite(function(**valid(function)).magnitude)


@every_formula
def test_wrong_dimension_is_refused(function) -> None:
    for name, symbol in each_argument(function):
        for row in table().values():
            if row.unit.dimension != symbol.unit.dimension:
                single_fault(function, valid(function) | {name: text(Fraction(1), row.unit)}, name, "dimension")


@every_formula
@pytest.mark.parametrize(
    "number", [70, 0.7, Fraction(1, 2), Decimal(1), np.float64(3), np.array([1.0, 2.0])], ids=range(6)
)
def test_bare_number_is_refused(function, number) -> None:
    for name, symbol in each_argument(function):
        fault = single_fault(function, valid(function) | {name: number}, name, "bare number")
        unit = symbol.unit if symbol.unit.powers else "%"
        assert (f"Q(array, '{unit}')" if isinstance(number, np.ndarray) else f"'12.5 {unit}'") in fault.mend


@every_formula
@pytest.mark.parametrize("wrong", [True, None, b"3 m2", object(), {"value": "3 m2"}, 1 + 2j], ids=range(6))
def test_what_is_no_amount_is_refused(function, wrong) -> None:
    for name, _ in each_argument(function):
        single_fault(function, valid(function) | {name: wrong}, name, "type")


@every_formula
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf], ids=["nan", "inf", "minus-inf"])
def test_nan_and_infinity_are_refused(function, number) -> None:
    for name, symbol in each_argument(function):
        unit = str(symbol.unit)
        single_fault(function, valid(function) | {name: Q(number, unit)}, name, "not finite")
        single_fault(function, valid(function) | {name: Q(np.array([1.0, number]), unit)}, name, "not finite")


@every_formula
def test_out_of_bounds_is_refused_and_the_bound_itself_judged_as_declared(function) -> None:
    for name, symbol in each_argument(function):
        tiny = Fraction(1, 10**6)
        wrong = [symbol.above] if symbol.above is not None else []
        wrong += [symbol.at_least - tiny] if symbol.at_least is not None else []
        wrong += [symbol.at_most + tiny] if symbol.at_most is not None else []
        assert wrong
        for number in wrong:
            fault = single_fault(function, valid(function) | {name: text(number, symbol.unit)}, name, "bounds")
            assert fault.expected == symbol.bounds


RELATIONS = [(function, relation) for function in FUNCTIONS for relation in spec(function).relations]


@pytest.mark.parametrize(("function", "relation"), RELATIONS, ids=range(len(RELATIONS)))
def test_relations_are_refused_and_their_ties_judged_as_declared(function, relation) -> None:
    others = {name for other in spec(function).relations for name in other.smaller} - set(relation.smaller)
    row = dict.fromkeys(spec(function).arguments, Fraction(1)) | dict.fromkeys(others, Fraction(0))
    larger = sum((row[name] for name in relation.larger), Fraction(0))
    if relation.smaller:
        row |= dict.fromkeys(relation.smaller, Fraction(0))
        tie = row | {relation.smaller[0]: larger}
        assert np.isfinite(function(**canonical(function, tie)).magnitude)
        broken = row | {relation.smaller[0]: larger + Fraction(1, 10**6)}
    else:
        broken = row | dict.fromkeys(relation.larger, Fraction(0))
    with pytest.raises(InputError) as caught:
        function(**canonical(function, broken))
    found = [fault for fault in caught.value.faults if fault.expected == str(relation)]
    assert [fault.kind for fault in found] == ["relation"]
    for name in relation.smaller + relation.larger:
        assert f"{name} = " in found[0].given


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if len(each_argument(f)) > 1], ids=lambda f: f.__name__)
def test_shapes_that_differ_are_refused_with_both_shapes(function) -> None:
    symbols = each_argument(function)
    arguments = valid(function)
    for (name, symbol), size in zip(symbols[:2], (2, 3), strict=True):
        column = np.ones((size, size) if symbol.over else size)
        arguments[name] = Q(column, str(symbol.unit))
    with pytest.raises(InputError) as caught:
        function(**arguments)
    assert caught.value.faults[0].kind == "shape"
    assert "(2" in str(caught.value)
    assert "(3" in str(caught.value)


@every_formula
def test_empty_arrays_and_lists_are_refused(function) -> None:
    for name, symbol in each_argument(function):
        empty = Q(np.array([]), str(symbol.unit))
        for nothing in (empty, []):
            single_fault(function, valid(function) | {name: nothing}, name, "shape")


@every_formula
def test_call_errors_name_the_arguments(function) -> None:
    names = list(spec(function).arguments)
    with pytest.raises(TypeError, match=names[0]):
        function()
    with pytest.raises(TypeError, match="keyword arguments"):
        function("3 m2")
    with pytest.raises(TypeError, match=f"did you mean {names[0]}"):
        function(**{names[0] + "s": "3 m2"})


@every_reused
def test_a_reused_formula_is_a_function_of_another_edition_under_a_clause_of_its_own(declaration) -> None:
    own = spec(getattr(greencalc, declaration.name))
    assert (declaration.body, declaration.arguments, declaration.result) == (own.body, own.arguments, own.result)
    assert declaration.standard != own.standard
    assert declaration.source.startswith(f"{declaration.standard}, {declaration.clause}")
    assert declaration.origin in ORIGINS


@every_reused
def test_a_reused_formula_computes_like_its_function(declaration) -> None:
    function = getattr(greencalc, declaration.name)
    assert compute_exactly(declaration, valid(function)) == compute_exactly(spec(function), valid(function))


@every_reused
def test_errors_of_a_reused_formula_name_the_edition_that_reuses_it(declaration) -> None:
    function = getattr(greencalc, declaration.name)
    for name, symbol in each_argument(function):
        wrong = valid(function) | {name: text(Fraction(-1), symbol.unit)}
        with pytest.raises(InputError) as caught:
            compute_exactly(declaration, wrong)
        assert f"{declaration.name} ({declaration.standard}, {declaration.clause})" in str(caught.value)
        assert spec(function).standard not in str(caught.value)


@every_reused
def test_a_reused_formula_keeps_its_clause_across_processes(declaration) -> None:
    copy = pickle.loads(pickle.dumps(declaration))  # noqa: S301
    for field in ("name", "standard", "clause", "origin", "source", "body", "arguments", "result"):
        assert getattr(copy, field) == getattr(declaration, field)
    function = spec(getattr(greencalc, declaration.name))
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301
