"""The proof that a formula's dimensions follow from its arguments' units: its expression, worked out on units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from greencalc.errors import DeclarationError
from greencalc.expression import Exceeds, Name, Node, Number, Power, Product, Quotient, parts
from greencalc.formula.declaration import Formula
from greencalc.units.unit_table import Unit, combine

_NO_UNIT = combine(())
_NOTHING = Number(Fraction(0))


@cache
def prove(declaration: Formula) -> Fraction:
    """Work an expression out on units; return the exact factor from what it gives to the result's unit.

    Parameters
    ----------
    declaration : Formula
        The formula.

    Returns
    -------
    Fraction
        What the body's plain number, computed in canonical units, is to be multiplied by.

    Raises
    ------
    DeclarationError
        If unlike units are added or compared, or the result has another dimension than declared.
    """
    units = {name: argument.symbol.unit for name, argument in declaration.arguments.items()}
    try:
        unit = _unit(declaration.expression, units)
    except _UnlikeError as error:
        raise DeclarationError(f"{declaration.name}: its body adds or compares {error}") from None
    wanted = declaration.result.unit
    if unit.dimension != wanted.dimension:
        raise DeclarationError(f"{declaration.name}: its body gives {unit.kind}, but {wanted} is {wanted.kind}")
    return unit.size / wanted.size


class _UnlikeError(Exception):
    """Amounts are added or compared that are not alike; says which."""


def _unit(node: Node, units: Mapping[str, Unit]) -> Unit:
    """Return the unit that a node's plain number is in."""
    match node:
        case Name(name):
            return units[name]
        case Number():
            return _NO_UNIT
        case Product(factors):
            return combine((_unit(factor, units), 1) for factor in factors)
        case Quotient(above, below):
            return combine(((_unit(above, units), 1), (_unit(below, units), -1)))
        case Power(base, exponent):
            return combine(((_unit(base, units), exponent),))
    first, *others = (_unit(part, units) for part in parts(node) if part != _NOTHING)  # zero is of any unit
    for other in others:
        if other.dimension != first.dimension:
            raise _UnlikeError(f"{first.kind} and {other.kind}: its dimensions do not follow")
        if other.size != first.size:
            raise _UnlikeError(f"amounts in {first} and in {other}, which are different canonical units")
    return _NO_UNIT if isinstance(node, Exceeds) else first
