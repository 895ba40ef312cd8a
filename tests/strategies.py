"""Hypothesis strategies for a formula's arguments, derived from its declaration."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from greencalc.boundary import compute_exactly
from greencalc.errors import InputError
from greencalc.units import combine, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencalc.formula import Formula, Relation, Symbol
    from greencalc.units import Unit

Row = dict[str, Fraction]


def values(symbol: Symbol) -> st.SearchStrategy[Fraction]:
    """Decimals of up to three places within a symbol's bounds, in its canonical unit."""
    low = symbol.above if symbol.above is not None else symbol.at_least
    high = symbol.at_most if symbol.at_most is not None else Fraction(1_000_000)
    thousandths = st.integers(int((low or 0) * 1000) + (symbol.above is not None), int(high * 1000))
    return thousandths.map(lambda number: Fraction(number, 1000))


@st.composite
def rows(draw: st.DrawFn, formula: Formula) -> Row:
    """One value for each argument without a default, such that all relations and the result's bounds hold."""
    row = {
        name: draw(values(argument.symbol)) for name, argument in formula.arguments.items() if argument.default is None
    }
    for relation in formula.relations * 3:
        _mend(relation, row)
    for relation in formula.relations:
        smaller, larger = _sides(relation, row)
        assume(smaller < larger if relation.strict else smaller <= larger)
    return _within_result_bounds(formula, row)


def units_like(unit: Unit) -> list[Unit]:
    """All units of the table with the same dimension; for a quotient, those of its numerator above its denominator."""
    same = [row.unit for row in table().values() if row.unit.dimension == unit.dimension]
    if same or not unit.powers:
        return same or [unit]
    below = combine((table()[name].unit, power) for name, power in unit.powers if power < 0)
    above = combine((table()[name].unit, power) for name, power in unit.powers if power > 0)
    return [combine([(other, 1), (below, 1)]) for other in units_like(above)]


def as_decimal(number: Fraction) -> str | None:
    """A fraction as decimal text, or None if it has no short one."""
    scaled = number * 10**15
    if scaled.denominator != 1:
        return None
    digits = f"{abs(scaled.numerator):016d}"
    return f"{'-' if number < 0 else ''}{digits[:-15]}.{digits[-15:]}"


def _within_result_bounds(formula: Formula, row: Row) -> Row:
    """Subtract nothing from a sum where it would make the result negative."""
    texts = {name: f"{as_decimal(number)} {formula.arguments[name].symbol.unit}" for name, number in row.items()}
    try:
        compute_exactly(formula, texts)
    except InputError:
        summed = {name for name, argument in formula.arguments.items() if argument.symbol.over}
        return {name: number if name in summed else Fraction(0) for name, number in row.items()}
    return row


def _mend(relation: Relation, row: Row) -> None:
    smaller, larger = _sides(relation, row)
    if smaller > larger:
        for name in relation.smaller:
            row[name] = Fraction(int(row[name] * larger / smaller * 1000), 1000)


def _sides(relation: Relation, row: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    smaller, larger = (sum((row[name] for name in side), Fraction(0)) for side in (relation.smaller, relation.larger))
    return smaller, larger
