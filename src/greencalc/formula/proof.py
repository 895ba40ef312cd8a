"""What is proved of a formula from its expression: its dimensions, and how far floats may be from what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from greencalc.errors import DeclarationError
from greencalc.expression import Exceeds, Name, Node, Number, Power, Product, Quotient, Sum, Total, parts
from greencalc.formula.declaration import Formula, Symbol
from greencalc.units.unit_table import Unit, combine

NEAR = 1e-10
"""A difference smaller than its terms by as much is computed exactly: in floats most of its digits are noise."""

_INPUT_ROUNDINGS = 3  # of the decimal that was typed, and of the factor up and the one down
_RESULT_ROUNDINGS = 2  # of the factors of its unit
_ONE = Number(Fraction(1))
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
            raise _UnlikeError(
                f"amounts in {first} and in {other}, which are different canonical units: declare them in one"
            )
    return _NO_UNIT if isinstance(node, Exceeds) else first


def roundings(declaration: Formula, expression: Node) -> int | None:
    """Return how many roundings, of half a last digit each, a float may be off by at most.

    Parameters
    ----------
    declaration : Formula
        The formula.
    expression : Node
        What it computes, with sums over lists written out.

    Returns
    -------
    int or None
        None if that has no bound: if something is subtracted or may be negative, or compared.
    """
    if _cancels(declaration.expression, declaration) or _compares(expression):
        return None
    return _roundings(expression) + _RESULT_ROUNDINGS


def _roundings(node: Node) -> int:
    inner = [_roundings(part) for part in parts(node)]
    match node:
        case Name():
            return _INPUT_ROUNDINGS
        case Number():
            return 1
        case Power(_, exponent):
            return inner[0] * exponent + exponent - 1
        case Product() | Quotient():
            return sum(inner) + len(inner) - 1
    first, *others = inner  # of a sum, worked out from the left
    for other in others:
        first = max(first, other) + 1
    return first


@cache
def size_of_terms(declaration: Formula) -> Node | None:
    """Return what its terms come to, to be worked out on the sizes of its arguments.

    None if the result has no bounds, or if nothing is subtracted or may be negative.
    """
    result = declaration.result
    if (result.at_least is None and result.at_most is None) or not _cancels(declaration.expression, declaration):
        return None
    return _size(declaration.expression)


def _size(node: Node) -> Node:
    """Return a node with every sign a plus."""
    match node:
        case Number(value):
            return Number(abs(value))
        case Sum(terms):
            sizes = tuple((1, _size(term)) for _, term in terms)
            return sizes[0][1] if len(sizes) == 1 else Sum(sizes)
        case Product(factors):
            return Product(tuple(map(_size, factors)))
        case Quotient(above, below):
            return Quotient(_size(above), _size(below))
        case Power(base, exponent):
            return Power(_size(base), exponent)
        case Total(term):
            return Total(_size(term))
        case Exceeds():
            return _ONE
        case _:
            return node


def _cancels(node: Node, declaration: Formula) -> bool:
    """Tell whether terms may take from each other: whether any is subtracted, or may be negative."""
    match node:
        case Name(name):
            return _may_be_negative(declaration.arguments[name].symbol)
        case Number(value):
            return value < 0
        case Exceeds():
            return False
        case Sum(terms) if any(sign < 0 for sign, _ in terms):
            return True
    return any(_cancels(part, declaration) for part in parts(node))


def _compares(node: Node) -> bool:
    return isinstance(node, Exceeds) or any(map(_compares, parts(node)))


def _may_be_negative(symbol: Symbol) -> bool:
    bounds = [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
    return not bounds or max(bounds) < 0
