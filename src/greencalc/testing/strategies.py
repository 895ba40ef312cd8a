"""Hypothesis strategies of what a formula takes, derived from its declaration.

A *row* is one exact value, or one for each entry of a list, for each argument, in canonical units. Rows keep bounds and
relations by rules of their own, which tests hold the library's checks to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen
from hypothesis import reject, strategies as st

from greencalc.errors import DeclarationError, InputError
from greencalc.formula.computation import Exact, default_reading
from greencalc.formula.declaration import Amount, Argument, Formula, Relation, Symbol, spec
from greencalc.formula.plain_call import run_unchecked
from greencalc.units.pint_registry import Q
from greencalc.units.unit_table import Unit, combine, table
from greencalc.units.wording import refusal

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy
    from pint.facets.plain import PlainQuantity

Row = dict[str, Exact]

_WIDEST = 1_000_000
_FEW = 20
_MOST_ENTRIES = 4
_PLACES = 15


def amounts(symbol: Symbol) -> SearchStrategy[str | PlainQuantity[Any]]:
    """Draw amounts within a symbol's bounds, as people give them.

    Parameters
    ----------
    symbol : Symbol
        The symbol of an argument: ``spec(function).arguments["name"].symbol``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Draws text in any unit of the table with the symbol's dimension, at times with 万, and pint quantities of
        floats, decimals and fractions. All are exact: what is typed is what is drawn.

    Raises
    ------
    DeclarationError
        If it is no symbol.

    Examples
    --------
    >>> from hypothesis import find
    >>> from greencalc import floor_area_ratio, spec
    >>> land = spec(floor_area_ratio).arguments["land_area"].symbol
    >>> find(amounts(land), lambda amount: isinstance(amount, str))
    '1 m2'
    """
    if not isinstance(symbol, Symbol):
        mend = "give spec(function).arguments['name'].symbol"
        raise DeclarationError(refusal("symbol", symbol, mend))
    return _values(symbol).flatmap(lambda value: _typed(symbol.unit, value))


def arguments(function: Callable[..., Any] | Formula) -> SearchStrategy[dict[str, Amount]]:
    """Draw whole sets of keyword arguments that a formula accepts.

    Parameters
    ----------
    function : callable
        A formula.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Draws mappings of names to amounts that keep bounds, relations and the result's bounds. Lists have one length;
        arguments with a default are left out at times.

    Examples
    --------
    >>> from hypothesis import find
    >>> from greencalc import floor_area_ratio
    >>> find(arguments(floor_area_ratio), lambda given: True)
    {'building_area': '0 m2', 'structure_area': '0 m2', 'land_area': '1 m2'}
    """
    declaration = spec(function)
    return rows(declaration).flatmap(lambda row: typed_arguments(declaration, row))


@st.composite
def rows(
    draw: DrawFn,
    declaration: Formula,
    names: Collection[str] | None = None,
    entries: int | None = None,
    *,
    whatever_results: bool = False,
) -> Row:
    """Draw values that keep bounds and relations, and the result's bounds unless whatever results will do.

    Names and the number of entries in lists are drawn unless they are given; without entries, lists are single values.
    """
    if names is None:
        names = draw(usually_given(declaration))
    if entries is None:
        entries = draw(st.integers(1, _MOST_ENTRIES)) if declaration.over else 0
    row: Row = {}
    for name in names:
        symbol = declaration.arguments[name].symbol
        listed: SearchStrategy[Any] = st.tuples(*[_values(symbol)] * entries)
        row[name] = draw(listed if symbol.over and entries else _values(symbol))
    row = _related(declaration, row)
    if whatever_results:
        return reject() if list(_relation_gaps(declaration, row)) else row
    settled = _settled(declaration, row)
    return reject() if settled is None else settled


def usually_given(declaration: Formula) -> SearchStrategy[tuple[str, ...]]:
    """Draw the names that are given: all without a default, and some of the others."""
    optional = [name for name, argument in declaration.arguments.items() if argument.default is not None]
    left_out = st.sets(st.sampled_from(optional)) if optional else st.just(set())
    return left_out.map(lambda left: tuple(name for name in declaration.arguments if name not in left))


@st.composite
def typed_arguments(draw: DrawFn, declaration: Formula, row: Row) -> dict[str, Amount]:
    """Draw the ways in which a row's values are given."""
    given: dict[str, Amount] = {}
    for name, value in row.items():
        unit = declaration.arguments[name].symbol.unit
        if not isinstance(value, tuple):
            given[name] = draw(_typed(unit, value))
        elif draw(st.booleans()) and all(_is_float(entry) for entry in value):
            given[name] = Q(np.array([float(entry) for entry in value]), str(unit))
        else:
            given[name] = [draw(_typed(unit, entry)) for entry in value]
    return given


@st.composite
def _typed(draw: DrawFn, unit: Unit, value: Fraction) -> str | PlainQuantity[Any]:
    """Draw how a value is given."""
    other, form = draw(_ways(unit))
    number = value * unit.size / other.size
    if form is not Fraction and plain_decimal(number) is None:
        number, other = value, unit
    if form is Fraction or (form is float and _is_float(number)):
        return Q(form(number), str(other))
    if form is Decimal and (decimal := plain_decimal(number)):
        return Q(Decimal(decimal), str(other))
    if form == "万" and other.dimension and "万" not in str(other) and (part := plain_decimal(number / 10_000)):
        return f"{part} 万{other}"
    return as_text(number, other)


@cache
def _ways(unit: Unit) -> SearchStrategy[tuple[Unit, Any]]:
    return st.tuples(st.sampled_from(units_like(unit)), st.sampled_from(_FORMS))


_FORMS: Sequence[Any] = ("text", "text", "万", float, Decimal, Fraction)


def as_text(number: Fraction, unit: Unit) -> str | PlainQuantity[Any]:
    """Write a value as text; as a quantity of a fraction if no short text says it."""
    written = plain_decimal(number)
    return Q(number, str(unit)) if written is None else f"{written} {unit if unit.powers else ''}".rstrip()


def _is_float(number: Fraction) -> bool:
    """Tell whether a float is written just like the number."""
    return Fraction(repr(float(number))) == number


def units_like(unit: Unit) -> list[Unit]:
    """Return the unit and all of the table with its dimension; of a quotient, those with its denominator."""
    same = [row.unit for row in table().values() if row.unit.dimension == unit.dimension]
    if not same and unit.powers:
        below = combine((table()[name].unit, power) for name, power in unit.powers if power < 0)
        above = combine((table()[name].unit, power) for name, power in unit.powers if power > 0)
        same = [combine([(other, 1), (below, 1)]) for other in units_like(above)]
    return [unit, *(other for other in same if other != unit)]


def as_decimal(number: Fraction) -> str | None:
    """Write a fraction as a decimal, or return None if it has no short one."""
    scaled = number * 10**_PLACES
    if scaled.denominator != 1:
        return None
    digits = f"{abs(scaled.numerator):0{_PLACES + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-_PLACES]}.{digits[-_PLACES:]}"


def plain_decimal(number: Fraction) -> str | None:
    """Write a fraction as a decimal without idle zeros, or return None if it has no short one."""
    text = as_decimal(number)
    return None if text is None else text.rstrip("0").rstrip(".")


@frozen
class _Grid:
    """The values that are drawn of a symbol: multiples of a step, from the first to the last."""

    step: Fraction
    first: int
    last: int

    def nearest(self, value: Fraction) -> Fraction:
        """Return the value below another, or the nearest to it in the grid."""
        return self.step * min(max(math.floor(value / self.step), self.first), self.last)


@cache
def _grid(symbol: Symbol) -> _Grid:
    """Return decimals of three places within a symbol's bounds, or of more where the bounds are narrow.

    Raises
    ------
    DeclarationError
        If no value is within the bounds.
    """
    lows = [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
    low = max(lows, default=-_WIDEST if symbol.at_most is None else symbol.at_most - _WIDEST)
    high = max(low, 0) + _WIDEST if symbol.at_most is None else symbol.at_most
    is_open = low == symbol.above
    none = low > high or (low == high and is_open)
    if none or (symbol.whole and math.floor(high) < (math.floor(low) + 1 if is_open else math.ceil(low))):
        raise DeclarationError(f"no value of {symbol.meaning} ({symbol.tex}) is within its bounds, {symbol.bounds}")
    if low == high:
        return _Grid(Fraction(low), 1, 1) if low else _Grid(Fraction(1), 0, 0)
    step = Fraction(1 if symbol.whole else "0.001")
    while not symbol.whole and step * 1000 > high - low:
        step /= 10
    return _Grid(step, math.floor(low / step) + 1 if is_open else math.ceil(low / step), math.floor(high / step))


@cache
def _values(symbol: Symbol) -> SearchStrategy[Fraction]:
    """Draw values of the grid, half of them whole numbers that are few, so that ties and relations occur."""
    steps = _grid(symbol)
    anywhere = st.integers(steps.first, steps.last).map(lambda number: number * steps.step)
    many = 1 if symbol.whole else 1000
    whole = steps.step * many
    start = math.ceil(steps.first / Fraction(many))
    end = min(math.floor(steps.last / Fraction(many)), max(start, 0) + _FEW)
    if end - start < 1:
        return anywhere
    return st.integers(start, end).map(lambda number: number * whole) | anywhere


def _related(declaration: Formula, row: Row) -> Row:
    """Scale values down to what relations allow."""
    complete = complete_row(declaration, row)
    for relation in declaration.relations * 3:
        scale_down(declaration.arguments, relation, complete)
    return {name: complete[name] for name in row}


def _settled(declaration: Formula, row: Row) -> Row | None:
    """Move values until all relations and the result's bounds hold, each to the better; None if that fails."""
    left = _excess(declaration, row)
    for _ in range(4):
        for name in row:
            if left == _NONE:
                return row
            for moved in _moves(declaration.arguments[name].symbol, row[name]):
                other = row | {name: moved}
                excess = _excess(declaration, other)
                if excess < left:
                    row, left = other, excess
    return row if left == _NONE else None


_NONE = (0, Fraction(0))


def _excess(declaration: Formula, row: Row) -> tuple[int, Fraction]:
    found = list(_gaps(declaration, row))
    return len(found), sum(found, Fraction(0))


def _moves(symbol: Symbol, value: Exact) -> Iterator[Exact]:
    """Yield a tenth of a value, ten times, and the least."""
    steps = _grid(symbol)
    for change in (lambda one: one / 10, lambda one: one * 10 + steps.step, lambda _: steps.first * steps.step):
        moved = tuple(steps.nearest(change(one)) for one in each_value(value))
        yield moved if isinstance(value, tuple) else moved[0]


def each_value(value: Exact) -> tuple[Fraction, ...]:
    """Return a list's values, or the one that there is."""
    return value if isinstance(value, tuple) else (value,)


def scale_down(arguments: Mapping[str, Argument], relation: Relation, row: Row) -> None:
    """Make a relation's smaller side as small as the larger where it is not; often it is then a tie."""
    for place, (smaller, larger) in enumerate(sides(relation, row)):
        for name in relation.smaller if smaller > larger else ():
            values = list(each_value(row[name]))
            values[place] = _grid(arguments[name].symbol).nearest(values[place] * larger / smaller)
            row[name] = tuple(values) if isinstance(row[name], tuple) else values[0]


def _gaps(declaration: Formula, row: Row) -> Iterator[Fraction]:
    """Yield by how much each relation and each bound of the result that does not hold is missed."""
    yield from _relation_gaps(declaration, row)
    result = result_of(declaration, row)
    bounds = declaration.result
    if result is None:
        yield Fraction(_WIDEST)
    elif not is_within(bounds, result):
        below = [bound - result for bound in (bounds.above, bounds.at_least) if bound is not None]
        yield max(*below, *([] if bounds.at_most is None else [result - bounds.at_most]), Fraction(0))


def _relation_gaps(declaration: Formula, row: Row) -> Iterator[Fraction]:
    complete = complete_row(declaration, row)
    for relation in declaration.relations:
        for smaller, larger in sides(relation, complete):
            if smaller > larger or (relation.strict and smaller == larger):
                yield smaller - larger


def result_of(declaration: Formula, row: Row) -> Any:
    """Run a formula on a row, whatever its relations and bounds say; None if there is no finite result."""
    complete = complete_row(declaration, row)
    numbers = {
        name: np.array(value, dtype=object) if isinstance(value, tuple) else value for name, value in complete.items()
    }
    try:
        return run_unchecked(declaration, numbers)
    except InputError:
        return None


def is_within(symbol: Symbol, value: Fraction) -> bool:
    """Tell whether a value keeps a symbol's bounds."""
    return (
        (symbol.above is None or value > symbol.above)
        and (symbol.at_least is None or value >= symbol.at_least)
        and (symbol.at_most is None or value <= symbol.at_most)
        and not (symbol.whole and value.denominator != 1)
    )


def complete_row(declaration: Formula, row: Mapping[str, Exact]) -> Row:
    """Return a row with the defaults of what it leaves out."""
    return {**_defaults(declaration), **row}


@cache
def _defaults(declaration: Formula) -> Mapping[str, Exact]:
    optional = {name: argument for name, argument in declaration.arguments.items() if argument.default is not None}
    return {name: default_reading(argument).exact(argument.symbol.unit) for name, argument in optional.items()}


def sides(relation: Relation, row: Mapping[str, Exact]) -> list[tuple[Fraction, Fraction]]:
    """Return both sides of a relation, for each entry of its lists."""
    entries = max(len(each_value(row[name])) for name in relation.smaller + relation.larger)

    def side(names: tuple[str, ...], place: int) -> Fraction:
        return sum((each_value(row[name])[place] for name in names), Fraction(0))

    return [(side(relation.smaller, place), side(relation.larger, place)) for place in range(entries)]
