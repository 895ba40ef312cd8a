"""Hypothesis strategy of the mistakes that people make with a formula: one in each set of arguments."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pint
from attrs import field, frozen
from hypothesis import strategies as st
from pint.facets.plain import PlainQuantity

from greencalc.errors import InputError
from greencalc.formula.declaration import Formula, Relation, Symbol, spec
from greencalc.read_only import read_only
from greencalc.testing.strategies import Row, as_text, complete_row, each_value, is_within, rows, sides
from greencalc.units.pint_registry import Q, lock, register_units
from greencalc.units.unit_table import Unit, table

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_TINY = Fraction(1, 10**6)
_BARE = (70, 0.7, Fraction(1, 2), Decimal(1), np.float64(3), np.array([1.0, 2.0]))
_NO_AMOUNTS = (True, None, b"3 m2", object(), {"value": "3 m2"}, 1 + 2j)


@frozen
class Mistake:
    """A set of arguments with one mistake.

    Attributes
    ----------
    kind : str
        The kind of the :class:`greencalc.errors.Fault` that finds it, or "missing" or "unknown".
    argument : str
        The argument that is wrong; of a relation or of two registries, all that it joins.
    what : str
        What is wrong with it.
    expected : str
        What the declaration expects: bounds, relation or kind of amount; empty where it is nothing that it says.
    arguments : mapping of str to object
        The keyword arguments.
    """

    kind: str
    argument: str
    what: str
    expected: str
    arguments: Mapping[str, Any] = field(eq=False, converter=read_only)

    @property
    def error(self) -> type[Exception]:
        """The error that refuses it: InputError, or TypeError for a name that is missing or unknown."""
        return TypeError if self.kind in {"missing", "unknown"} else InputError


def mistakes(function: Callable[..., Any] | Formula) -> SearchStrategy[Mistake]:
    """Draw sets of arguments with one mistake each.

    Parameters
    ----------
    function : callable
        A formula.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Draws a :class:`Mistake`: a bare number, what is no amount, text that cannot be read, another dimension, what is
        not finite or out of bounds, a broken relation, shapes that differ, two registries, a name missing or unknown.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from greencalc import floor_area_ratio
    >>> @settings(max_examples=10, deadline=None)
    ... @given(mistakes(floor_area_ratio))
    ... def test_no_mistake_passes(mistake):
    ...     try:
    ...         floor_area_ratio(**mistake.arguments)
    ...     except mistake.error as error:
    ...         assert mistake.expected in str(error)
    ...     else:
    ...         raise AssertionError(mistake.what)
    >>> test_no_mistake_passes()
    """
    declaration = spec(function)
    return rows(declaration).flatmap(lambda row: st.sampled_from(list(every_mistake(declaration, row))))


def every_mistake(declaration: Formula, row: Row) -> Iterator[Mistake]:
    """Yield every mistake with a row of values."""
    right = {name: _canonical(declaration, name, value) for name, value in row.items()}
    for name, argument in declaration.arguments.items():
        given = right.get(name, argument.default)
        bounds, of_a_kind = argument.symbol.bounds, argument.symbol.unit.kind
        for kind, what, wrong, is_whole in _wrong_amounts(argument.symbol):
            expected = bounds if kind == "bounds" else "" if kind == "shape" else of_a_kind
            put = [wrong, *given[1:]] if isinstance(given, list) and not is_whole else wrong
            yield Mistake(kind, name, what, expected, {**right, name: put})
        if argument.default is None:
            rest = {other: right[other] for other in right if other != name}
            yield Mistake("missing", name, "left out", "", rest)
    unknown = f"{'_'.join(declaration.arguments)}_too"
    yield Mistake("unknown", unknown, "no argument of the formula", "", {**right, unknown: "1 m2"})
    for relation in declaration.relations:
        for broken in _broken(declaration, relation, row):
            names = ", ".join(dict.fromkeys(relation.smaller + relation.larger))
            changed = {name: _canonical(declaration, name, value) for name, value in broken.items()}
            yield Mistake("relation", names, f"against {relation}", str(relation), changed)
    yield from _two_that_differ(declaration, row, right)


def _canonical(declaration: Formula, name: str, value: Any) -> Any:
    unit = declaration.arguments[name].symbol.unit
    return [as_text(entry, unit) for entry in value] if isinstance(value, tuple) else as_text(value, unit)


@cache
def _wrong_amounts(symbol: Symbol) -> list[tuple[str, str, Any, bool]]:
    """Return what is wrong of itself: its kind, what it is, the value, and whether it stands for a whole list."""
    unit = symbol.unit
    others = [row.unit for row in table().values() if row.unit.dimension != unit.dimension]
    listed: list[tuple[str, str, Any, bool]] = [
        ("dimension", f"{other.kind}, not {unit.kind}", f"1 {other}", False) for other in others
    ]
    listed += [("dimension", f"{others[0].kind}, not {unit.kind}", Q(1.0, str(others[0])), False)]
    listed += [("bare number", f"the bare number {number!r}", number, True) for number in _BARE]
    listed += [("type", f"a {type(nothing).__name__}", nothing, True) for nothing in _NO_AMOUNTS]
    listed += [("unit text", "a comma in the number", f"1,5 {unit}", False)]
    for number in (math.nan, math.inf, -math.inf):
        listed += [("not finite", f"the number {number}", Q(number, str(unit)), False)]
        listed += [("not finite", f"an array with {number}", Q(np.array([1.0, number]), str(unit)), True)]
    beyond = f"out of its bounds, {symbol.bounds}"
    listed += [("bounds", beyond, as_text(bound, unit), False) for bound in _beyond(symbol)]
    listed += [("shape", "an empty list", [], True)]
    listed += [("shape", "an empty array", Q(np.array([]), str(unit)), True)]
    return listed


def _beyond(symbol: Symbol) -> Iterator[Fraction]:
    """Yield values just out of bounds."""
    if symbol.above is not None:
        yield symbol.above
    if symbol.at_least is not None:
        yield symbol.at_least - _TINY
    if symbol.at_most is not None:
        yield symbol.at_most + _TINY
    if symbol.whole:
        lows = [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
        yield math.floor(max(lows, default=Fraction(0))) + Fraction(3, 2)


def _broken(declaration: Formula, relation: Relation, row: Row) -> Iterator[Row]:
    """Yield rows that break a relation by little, in the first entry of lists, each by another argument."""
    complete = complete_row(declaration, row)
    smaller, larger = sides(relation, complete)[0]
    short = larger - smaller + (0 if relation.strict else _TINY)
    for names, by in ((relation.smaller, short), (relation.larger, -short)):
        for name in names:
            first, *rest = each_value(complete[name])
            wrong = first + by
            if is_within(declaration.arguments[name].symbol, wrong):
                yield {**row, name: (wrong, *rest) if isinstance(complete[name], tuple) else wrong}
    zeros = {name: tuple(Fraction(0) for _ in each_value(complete[name])) for name in relation.larger}
    symbols = [declaration.arguments[name].symbol for name in zeros]
    if relation.strict and not relation.smaller and all(is_within(symbol, Fraction(0)) for symbol in symbols):
        yield {**row, **{name: zero if isinstance(complete[name], tuple) else zero[0] for name, zero in zeros.items()}}


def _two_that_differ(declaration: Formula, row: Row, right: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield two arguments of different shapes, and of different registries."""
    if len(row) < 2:  # noqa: PLR2004
        return
    names = list(row)[:2]
    units = {name: declaration.arguments[name].symbol.unit for name in names}
    arrays = {}
    for name, size in zip(names, (2, 3), strict=True):
        listed = declaration.arguments[name].symbol.over is not None
        column = np.full((size, size) if listed else size, float(each_value(row[name])[0]))
        arrays[name] = Q(column, str(units[name]))
    yield Mistake("shape", names[1], "an array of another shape", names[0], {**right, **arrays})
    numbers = {name: [float(one) for one in each_value(row[name])] for name in names}
    first, second = (numbers[name] if isinstance(row[name], tuple) else numbers[name][0] for name in names)
    two = {names[0]: Q(first, str(units[names[0]])), names[1]: foreign_quantity(second, units[names[1]])}
    if any(isinstance(one, PlainQuantity) for one in right.values()):  # a constant that no text says
        return
    yield Mistake("registry", ", ".join(names), "of two registries", "one", {**right, **two})


def foreign_quantity(magnitude: Any, unit: Unit) -> Any:
    """Make a quantity in a registry that is not the application's."""
    with lock:  # threads that are first together make one registry
        registry = _foreign_registry()
    return registry.Quantity(magnitude, registry.UnitsContainer(dict(unit.powers)))


@cache
def _foreign_registry() -> Any:
    registry: Any = pint.UnitRegistry()
    register_units(registry)
    return registry
