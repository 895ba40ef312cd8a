"""What a body may do with its arguments: operators, the sum of a list, a comparison that gives 0 or 1.

A body is run once, on operands that stand for its arguments: what it does with them is the formula's expression.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any, NoReturn

import numpy as np

from greencalc.errors import DeclarationError
from greencalc.expression import (
    Arithmetic,
    Exceeds,
    Name,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Total,
    names,
    parts,
)
from greencalc.units.float_rounding import ROUNDING, rounding_of

MOST_POWER = 8
_MAY = (
    "A body may hold its arguments, numbers, + - * / and parentheses, whole powers from 2 to "
    f"{MOST_POWER}, total(...) and exceeds(..., ...)"
)


def total(values: Any) -> Any:
    """Sum over the last axis, which holds the list that the formula sums over.

    Parameters
    ----------
    values : array
        What a formula's body computes with: an argument that has ``over``, or arithmetic on such.

    Returns
    -------
    array
        The sums, with a last axis of length 1.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import total
    >>> print(total(np.array([[1.0, 2.0], [3.0, 4.0]])))
    [[3.]
     [7.]]
    """
    if isinstance(values, Operand):
        return Operand(Total(values.node))
    return np.sum(values, axis=-1, keepdims=True)


def exceeds(values: Any, limit: Any) -> Any:
    """Return 1 where values are greater than a limit, else 0; floats that differ by rounding alone are a tie.

    Parameters
    ----------
    values : array
        What a formula's body computes with.
    limit : array
        An argument of one value, such as a limit with a default.

    Returns
    -------
    array of int
        1 for each value that is greater, else 0.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import exceeds
    >>> exceeds(np.array([0.1 + 0.2, 0.4]), 0.3)
    array([0, 1])
    """
    if isinstance(values, Operand) or isinstance(limit, Operand):
        return Operand(Exceeds(_node(values), _node(limit)))
    exact = np.asarray(getattr(limit, "magnitude", limit)).dtype.kind == "O"
    rounding = rounding_of(values) + rounding_of(limit) if exact else float(ROUNDING) * limit
    return (values - limit > rounding) * 1  # a quantity cannot be multiplied by a truth value


EXACT = Arithmetic(number=Fraction, total=total, exceeds=exceeds)
"""On fractions, and arrays of them."""

FLOATS = Arithmetic(number=float, total=total, exceeds=exceeds)
"""On floats, and arrays of them."""


class _UntraceableError(Exception):
    """A body does what no expression holds; says what."""


def _joined(sign: int) -> Callable[[Any, Any], Operand]:
    def joined(first: Any, second: Any) -> Operand:
        node = _node(first)
        terms = node.terms if isinstance(node, Sum) else ((1, node),)
        return Operand(Sum((*terms, (sign, _node(second)))))

    return joined


def _multiplied(first: Any, second: Any) -> Operand:
    node = _node(first)
    factors = node.factors if isinstance(node, Product) else (node,)
    return Operand(Product((*factors, _node(second))))


def _divided(first: Any, second: Any) -> Operand:
    below = _node(second)
    if below == Number(Fraction(0)):
        raise _UntraceableError("divides by zero")
    return Operand(Quotient(_node(first), below))


def _reflected(operation: Callable[[Any, Any], Operand]) -> Callable[[Any, Any], Operand]:
    return lambda second, first: operation(first, second)


class Operand:
    """An argument, or what came of arithmetic on arguments, while a body is traced."""

    __array_ufunc__ = None  # numpy's numbers leave their operators to this class
    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def __pos__(self) -> Operand:
        """Leave it."""
        return self

    def __neg__(self) -> Operand:
        """Change the sign."""
        return Operand(Sum(((-1, self.node),)))

    def __radd__(self, other: Any) -> Operand:
        """Add to something; to the zero that Python's own ``sum`` begins with, it is itself."""
        return self if type(other) is int and other == 0 else _joined(1)(other, self)

    __add__ = _joined(1)
    __sub__ = _joined(-1)
    __rsub__ = _reflected(_joined(-1))
    __mul__ = _multiplied
    __rmul__ = _reflected(_multiplied)
    __truediv__ = _divided
    __rtruediv__ = _reflected(_divided)

    def __pow__(self, exponent: Any) -> Operand:
        """Take a whole power."""
        if not (isinstance(exponent, int) and 2 <= exponent <= MOST_POWER):  # noqa: PLR2004 (the first power is none)
            raise _UntraceableError(f"raises to the power {exponent!r}")
        return Operand(Power(self.node, exponent))

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse."""
        raise _UntraceableError(f"takes .{name} of an argument")


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refused(*_: Any, **__: Any) -> NoReturn:
        raise _UntraceableError(what)

    return refused


_REFUSED = {
    "compares an argument, which exceeds(value, limit) alone can do": "eq ne lt le gt ge",
    "asks whether an argument is true, as `if` does": "bool",
    "takes entries of an argument, or their number": "iter len getitem contains",
    "makes a plain number of an argument": "float int index complex round trunc floor ceil abs",
    "uses // or %": "floordiv rfloordiv mod rmod divmod rdivmod",
    "raises to an argument": "rpow",
    "calls an argument": "call",
    "hands an argument to a function of numpy": "array_function",
}
for _what, _operators in _REFUSED.items():
    for _operator in _operators.split():
        setattr(Operand, f"__{_operator}__", _refuse(_what))


def trace(name: str, body: Callable[..., Any], arguments: Collection[str], lists: Collection[str]) -> Node:
    """Return what a body computes of its arguments, some of which are lists.

    Raises
    ------
    DeclarationError
        If it is no arithmetic of them all, or does not come to one number.
    """
    try:
        node = _node(body(**{argument: Operand(Name(argument)) for argument in arguments}))
        _check(node, arguments, lists)
    except _UntraceableError as error:
        raise DeclarationError(f"{name}: its body {error}. {_MAY}.") from None
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise DeclarationError(f"{name}: its body cannot be run on symbols ({why}). {_MAY}.") from error
    return node


def _node(value: Any) -> Node:
    """Return an operand's node, or a number as the decimal that was typed."""
    if isinstance(value, Operand):
        return value.node
    try:
        if isinstance(value, Rational | float | Decimal):
            return Number(Fraction(str(value)))
    except ValueError:  # a truth value, or no finite number
        pass
    raise _UntraceableError(f"computes with {value!r}")


def _check(node: Node, arguments: Collection[str], lists: Collection[str]) -> None:
    if _is_list(node, lists):
        raise _UntraceableError(f"does not sum over the entries of {', '.join(lists)}")
    unused = [argument for argument in arguments if argument not in names(node)]
    if unused:
        raise _UntraceableError(f"does not use {', '.join(unused)}")


def _is_list(node: Node, lists: Collection[str]) -> bool:
    """Tell whether a node has a value for each entry of lists, and refuse sums of what has none."""
    if isinstance(node, Name):
        return node.name in lists
    inner = [_is_list(part, lists) for part in parts(node)]
    if isinstance(node, Total) and not any(inner):
        raise _UntraceableError("sums over what is no list")
    return any(inner) and not isinstance(node, Total)
