"""Checks of values before and after a formula: shapes, bounds, relations.

A bound or relation that floats seem to break is judged again on exact fractions of what was typed, so that
a tie is never an error. What breaks it there too, but by no more than the rounding of the floats that went in,
is no error either: see ``float_rounding``. A value that is beyond its bound within that rounding becomes
the bound itself, so that no negative emission and no rate above 100 % comes out; no other value is moved.
What is strict has no such edge: a number that has to be above zero is refused at zero, floats or not.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from attrs import evolve, frozen

from greencalc.errors import Fault
from greencalc.formula.declaration import Argument, Formula, Relation, Symbol
from greencalc.units.amount import GivenAmount
from greencalc.units.float_rounding import Rounded, rounding_of
from greencalc.units.number_text import decimal_text, in_unit

Index = tuple[int, ...]
ExactAt = Callable[[str, Index], Any]
"""Returns an argument's exact value in one row."""

ExactRow = Callable[[Index], Mapping[str, Any]]
"""Returns all arguments' exact values in one row."""

_DIGITS = range(6, 320)  # of what messages show: as many as show the fault
LARGEST_INPUT = 10**150
"""Amounts beyond it, or smaller than one by it, are no amounts of anything, and their products no floats."""

LARGEST_RESULT = 10**300
"""The same of results."""


STRIP = 1e-13
"""Floats as near to each other, relative to themselves, do not tell which is more of what was typed exactly."""


@frozen
class SureRange:
    """The numbers that are surely good: all from `least` to `most`, and zero if `zero`; whole ones alone if `whole`."""

    least: float
    most: float
    zero: bool
    whole: bool = False

    def holds(self, number: float) -> bool:
        """Test a number."""
        inside = self.least <= number <= self.most or (self.zero and number == 0)
        return inside and not (self.whole and number % 1)

    def hold(self, numbers: Any, typed: Any = None) -> bool:
        """Test all numbers of an array, whose least and greatest are NaN if one is."""
        low = numbers.item(numbers.argmin())
        if numbers.item(numbers.argmax()) <= self.most and low >= self.least:
            return not self.whole or bool(np.all(numbers % 1 == 0))
        return self.zero and bool(np.all(self.each(numbers, typed)))

    def each(self, numbers: Any, typed: Any = None) -> Any:
        """Tell of each number of an array whether it is surely good; NaN is not, nor what is 0 but was not typed so."""
        inside = (numbers >= self.least) & (numbers <= self.most)
        inside = inside | ((numbers if typed is None else typed) == 0) if self.zero else inside
        return inside & (numbers % 1 == 0) if self.whole else inside


def sure_range(symbol: Symbol, largest: int) -> SureRange:
    """Return the positive numbers that a symbol's bounds admit, and zero if they admit it."""
    found = _sure_range(symbol.above, symbol.at_least, symbol.at_most, largest)
    return evolve(found, whole=True) if symbol.whole else found


@lru_cache(maxsize=256)
def _sure_range(above: Fraction | None, at_least: Fraction | None, at_most: Fraction | None, largest: int) -> SureRange:
    low = -math.inf if above is None else float(above)
    first = -math.inf if at_least is None else float(at_least)
    last = math.inf if at_most is None else float(at_most)
    least = max(1 / largest, first, math.nextafter(low, math.inf))
    return SureRange(least, min(float(largest), last), zero=low < 0 and first <= 0 <= last)


def check_shapes(arguments: Mapping[str, Argument], values: Mapping[str, Any]) -> list[Fault]:
    """Find arrays that are empty or do not have one shape; a list's last axis is its own."""
    faults: list[Fault] = []
    if not any(isinstance(value, np.ndarray) for value in values.values()):
        return faults
    seen: dict[str, tuple[str, Index]] = {}

    def compare(what: str, name: str, shape: Index) -> bool:
        other, other_shape = seen.setdefault(what, (name, shape))
        if shape == other_shape:
            return True
        tex = arguments[name].symbol.tex
        expected = f"shape {other_shape}, which {other} has, or a scalar"
        faults.append(Fault("shape", name, tex, f"shape {shape}", expected))
        return False

    has_lists = any(np.ndim(value) and np.size(value) for name, value in values.items() if arguments[name].symbol.over)
    for name, value in values.items():
        shape = np.shape(value)
        listed = arguments[name].symbol.over is not None
        if 0 in shape:
            tex = arguments[name].symbol.tex
            faults.append(Fault("shape", name, tex, f"an empty array of shape {shape}", "at least one value"))
        elif listed and not shape and has_lists:
            tex = arguments[name].symbol.tex
            expected = f"one for each {arguments[name].symbol.over}, as the other lists have"
            faults.append(Fault("shape", name, tex, "a single amount", expected))
        elif shape and (not listed or compare("lists", name, shape)):
            row = shape[:-1] if listed else shape
            if row:
                compare("rows", name, row)
    return faults


def check_bounds(
    arguments: Mapping[str, Argument],
    values: dict[str, Any],
    readings: Mapping[str, GivenAmount],
    exact_at: ExactAt,
) -> list[Fault]:
    """Find values that are not finite or break their symbol's bounds; put those right that only floats put beyond."""
    faults = []
    for name, value in list(values.items()):
        symbol = arguments[name].symbol
        strip = 0 if readings[name].is_of_floats or _is_exact(value) else STRIP * abs(value)
        if not within_range(value, LARGEST_INPUT):
            expected = f"numbers between 1e-150 and 1e150 in {symbol.unit}"
            faults.append(Fault("not finite", name, symbol.tex, readings[name].typed, expected, "Check the exponent."))
            continue
        for row in suspects(symbol, value, strip):
            exact = exact_at(name, row)
            if _broken(symbol, exact):
                typed = readings[name].typed
                shown = _beyond(symbol, exact)
                given = f"{typed}: {shown}{_at(row)}" if row else typed
                faults.append(Fault("bounds", name, symbol.tex, given, symbol.bounds, _sentence(symbol.why)))
                break
            put(values, name, row, exact)
    return faults


def put(values: dict[str, Any], name: str, index: Index, exact: Fraction) -> None:
    """Put an exact value in a place, as a float among floats."""
    old = values[name]
    if index:
        old[index] = exact if old.dtype == object else float(exact)
    else:
        values[name] = exact if _is_exact(old) else float(exact)


def check_relations(
    declaration: Formula, values: Mapping[str, Any], exact_row: ExactRow, typed: Collection[str]
) -> list[Fault]:
    """Find rows that break a relation between arguments, some of which may be floats of what was typed exactly."""
    faults = []
    for relation in declaration.relations:
        smaller, larger = (_sum(side, values.__getitem__) for side in (relation.smaller, relation.larger))
        if not set(relation.smaller + relation.larger).isdisjoint(typed):
            larger = larger - STRIP * larger  # floats cannot tell what is nearer
        for index in _indices(smaller >= larger if relation.strict else smaller > larger):
            exact = exact_row(index)
            row = {name: _entry(exact[name], index) for name in relation.smaller + relation.larger}
            if is_violated(relation, row):
                faults.append(_relation_fault(declaration, relation, row, index))
                break
    return faults


def _entry(value: Any, index: Index) -> Any:
    """Return a list's entry at the end of an index, or the single value."""
    return value[index[-1]] if isinstance(value, tuple | list | np.ndarray) else value


def broken_bound(declaration: Formula, exact: Fraction) -> Fault | None:
    """Return the fault of a result that is truly out of bounds."""
    result = declaration.result
    if not _broken(result, exact):
        return None
    given = f"inputs that make it {_beyond(result, exact)}"
    return Fault("bounds", declaration.name, result.tex, given, result.bounds, _sentence(result.why))


def suspects(symbol: Symbol, value: Any, strip: Any = 0) -> Iterator[Index]:
    """Yield the indices at which a value seems to break the symbol's bounds, or is nearer to them than a strip."""
    is_exact = _is_exact(value)
    number: Any = (lambda bound: bound) if is_exact else float
    low, high = (value, value) if is_exact else (value - strip, value + strip)
    bad: Any = np.zeros(value.shape, dtype=bool) if isinstance(value, np.ndarray) else False
    if symbol.above is not None:
        bad |= low <= number(symbol.above)
    if symbol.at_least is not None:
        bad |= low < number(symbol.at_least)
    if symbol.at_most is not None:
        bad |= high > number(symbol.at_most)
    if symbol.whole:  # nearer than the strip floats cannot tell
        bad |= (value % 1 != 0) | (strip > 0)
    return _indices(bad)


def _is_exact(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.dtype == object)
    return not isinstance(value, float) and isinstance(value, Fraction)  # floats first, since that is told at once


def within_range(values: Any, largest: int = LARGEST_RESULT) -> bool:
    """Tell whether values are finite numbers, and zero or neither too large nor too small for floats."""
    is_exact = _is_exact(values)
    if is_exact and not isinstance(values, np.ndarray):
        above, below = abs(values.numerator), values.denominator
        return bool(above == 0 or (above <= largest * below and below <= largest * above))
    size = abs(values)
    if not isinstance(values, np.ndarray):
        return bool(size == 0 or 1 / largest <= size <= float(largest))
    if not is_exact:
        return bool(np.all(size <= float(largest)) and np.all((size == 0) | (size >= 1 / largest)))
    smallest = Fraction(1, largest)
    return bool(np.all((size == 0) | ((size <= largest) & (size >= smallest))))


def _broken(symbol: Symbol, exact: Fraction) -> bool:
    return next(suspects(symbol, exact), None) is not None


def onto_bound(symbol: Symbol, exact: Any, rounding: Any = None) -> Any:
    """Return exact values; those beyond a bound by no more than their rounding as the bound itself.

    Parameters
    ----------
    symbol : Symbol
        What they are values of. A bound that they have to be above holds none.
    exact : Fraction or array of Fraction
        The values.
    rounding : Fraction, optional
        How far they may be off, if not as the floats that they were.
    """
    if isinstance(exact, np.ndarray):
        held = [onto_bound(symbol, one, rounding) for one in exact.flat]
        return np.array(held, dtype=object).reshape(exact.shape)
    for bound, is_beyond in ((symbol.at_least, operator.lt), (symbol.at_most, operator.gt)):
        if bound is not None and is_beyond(exact, bound):
            off = rounding_of(exact) if rounding is None else rounding
            return Rounded(bound) if abs(exact - bound) <= off else exact
    return exact


def is_violated(relation: Relation, row: Mapping[str, Any]) -> bool:
    """Tell whether exact values, or any entry of their lists, break a relation by more than their rounding."""
    smaller, larger = (_sum(side, row.__getitem__) for side in (relation.smaller, relation.larger))
    excess = smaller - larger
    if relation.strict:
        return is_any(excess >= 0)
    if not is_any(excess > 0):
        return False
    rounding = _sum(relation.smaller + relation.larger, lambda name: rounding_of(row[name]))
    return is_any(excess > rounding)


def is_any(found: Any) -> bool:
    """Tell whether a truth, or any of an array of them, holds."""
    return bool(found.any() if isinstance(found, np.ndarray) else found)


def _shown(row: Mapping[str, Fraction], is_wrong: Callable[[Mapping[str, Fraction]], bool]) -> dict[str, str]:
    """Write numbers with as many digits as show what is wrong with them, as far as decimals can."""

    def written(digits: int) -> dict[str, str]:
        return {name: decimal_text(value, digits) for name, value in row.items()}

    def show(texts: Mapping[str, str]) -> bool:
        return is_wrong({name: Fraction(Decimal(text)) for name, text in texts.items()})

    return next(filter(show, map(written, _DIGITS)), None) or written(_DIGITS[0])


def _beyond(symbol: Symbol, exact: Fraction) -> str:
    """Write a value with as many digits as show that it breaks its bound."""
    return in_unit(_shown({"": exact}, lambda shown: _broken(symbol, shown[""]))[""], symbol.unit)


def _relation_fault(declaration: Formula, relation: Relation, row: Mapping[str, Any], index: Index) -> Fault:
    symbols = {name: declaration.arguments[name].symbol for name in row}
    shown = _shown(row, lambda shown: is_violated(relation, shown))
    given = ", ".join(f"{name} = {in_unit(shown[name], symbols[name].unit)}" for name in row)
    tex = ", ".join(symbol.tex for symbol in symbols.values())
    return Fault("relation", ", ".join(row), tex, given + _at(index), str(relation), _sentence(relation.why))


def _sum(names: tuple[str, ...], value_of: Callable[[str], Any]) -> Any:
    return reduce(operator.add, map(value_of, names)) if names else 0


def _indices(mask: Any) -> Iterator[Index]:
    if not isinstance(mask, np.ndarray):
        return iter([()] if mask else [])
    return (tuple(int(i) for i in index) for index in np.argwhere(mask))


def _at(index: Index) -> str:
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}." if why else ""
