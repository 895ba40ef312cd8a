"""What every declared formula promises, present and future."""

from __future__ import annotations

import doctest
import pickle
import re
import tomllib
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import greencalc
from editions import FUNCTIONS, REUSED
from greencalc import InputError, spec
from greencalc.formula.plain_call import compute_exactly
from greencalc.origins import ORIGINS
from greencalc.showing.equation import symbol_text
from greencalc.testing import check_formula
from greencalc.testing.strategies import as_text
from strategies import usual_row

DATA = Path(__file__).parents[1] / "data"
every_formula = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
every_reused = pytest.mark.parametrize("declaration", REUSED, ids=lambda declaration: declaration.name)


def valid(function) -> dict[str, str]:
    arguments = spec(function).arguments
    return {name: as_text(number, arguments[name].symbol.unit) for name, number in usual_row(spec(function)).items()}


def with_walks(formulas):
    """A second Python gets the differences, which need most lines of what checks them."""
    for one in formulas:
        yield pytest.param(one, marks=() if "-" in spec(one).equation else pytest.mark.walk, id=spec(one).name)


@pytest.mark.parametrize("formula", list(with_walks([*FUNCTIONS, *REUSED])))
def test_keeps_what_every_formula_promises(formula) -> None:
    check_formula(formula)


def test_the_equation_written_from_each_body_is_the_printed_one() -> None:
    printed = tomllib.loads((DATA / "printed_equations.toml").read_text(encoding="utf-8"))
    assert {declaration.name: declaration.equation for declaration in map(spec, FUNCTIONS)} == printed


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
    assert f"\n\n    {spec(function).printed.whole('text')}\n\n" in function.__doc__
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


def each_argument(function):
    return [(name, argument.symbol) for name, argument in spec(function).arguments.items() if argument.default is None]


@every_formula
def test_a_bare_number_is_refused_with_the_way_to_write_it(function) -> None:
    for name, symbol in each_argument(function):
        with pytest.raises(InputError) as caught:
            function(**valid(function) | {name: 70})
        [fault] = caught.value.faults
        unit = str(symbol.unit) if symbol.unit.powers else "%"
        assert ("as in '9'" if symbol.whole else f"12.5 {unit}") in fault.mend


RELATIONS = [(function, relation) for function in FUNCTIONS for relation in spec(function).relations]


@pytest.mark.parametrize(("function", "relation"), RELATIONS, ids=range(len(RELATIONS)))
def test_ties_of_relations_are_judged_as_declared(function, relation) -> None:
    others = {name for other in spec(function).relations for name in other.smaller} - set(relation.smaller)
    row = dict.fromkeys(spec(function).arguments, Fraction(1)) | dict.fromkeys(others, Fraction(0))
    larger = sum((row[name] for name in relation.larger), Fraction(0))
    tie = row | dict.fromkeys(relation.smaller or relation.larger, Fraction(0))
    if relation.smaller:
        tie |= {relation.smaller[0]: larger}
    typed = {name: as_text(number, spec(function).arguments[name].symbol.unit) for name, number in tie.items()}
    if not relation.strict:
        assert np.isfinite(function(**typed).magnitude)
        return
    with pytest.raises(InputError, match=re.escape(str(relation))):
        function(**typed)


@every_formula
def test_call_errors_name_the_arguments(function) -> None:
    names = list(spec(function).arguments)
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
        wrong = valid(function) | {name: as_text(Fraction(-1), symbol.unit)}
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
