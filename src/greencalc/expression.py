"""What a formula computes, as a tree: the one form from which its equation, its checks and its calls are made.

A tree keeps the grouping of the body that it was made from: ``a * b / c`` is a quotient of a product. Terms and
factors are worked out from the left, as Python does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any, Literal

from attrs import frozen


@frozen
class Name:
    """An argument."""

    name: str


@frozen
class Number:
    """A number of the formula's own, exactly."""

    value: Fraction


@frozen
class Sum:
    """Two or more terms, each with its sign; or a single one that is subtracted."""

    terms: tuple[tuple[Literal[1, -1], Node], ...]


@frozen
class Product:
    """Two or more factors."""

    factors: tuple[Node, ...]


@frozen
class Quotient:
    """A fraction."""

    above: Node
    below: Node


@frozen
class Power:
    """A product of so many equal factors, at least two."""

    base: Node
    exponent: int


@frozen
class Total:
    """A sum over the entries of lists."""

    term: Node


@frozen
class Exceeds:
    """A comparison that counts 1 where it holds, else 0."""

    value: Node
    limit: Node


Node = Name | Number | Sum | Product | Quotient | Power | Total | Exceeds


def parts(node: Node) -> tuple[Node, ...]:
    """Return what a node is made of."""
    match node:
        case Sum(terms):
            return tuple(term for _, term in terms)
        case Product(factors):
            return factors
        case Quotient(one, other) | Exceeds(one, other):
            return one, other
        case Power(one) | Total(one):
            return (one,)
        case _:
            return ()


def names(node: Node) -> Iterator[str]:
    """Yield the arguments in the order in which they stand, each as often as it does."""
    if isinstance(node, Name):
        yield node.name
    for part in parts(node):
        yield from names(part)


@frozen
class Arithmetic:
    """How what has the operators ``+ - * /`` does what they do not: numbers, sums over lists, comparisons."""

    number: Callable[[Fraction], Any]
    total: Callable[[Any], Any]
    exceeds: Callable[[Any, Any], Any]

    def work_out(self, node: Node, values: Mapping[str, Any]) -> Any:
        """Work a tree out on a value for each argument."""

        def of(part: Node) -> Any:
            return self.work_out(part, values)

        match node:
            case Name(name):
                return values[name]
            case Number(value):
                return self.number(value)
            case Sum(((sign, first), *rest)):
                start = of(first) if sign > 0 else -of(first)
                return reduce(lambda one, term: one + of(term[1]) if term[0] > 0 else one - of(term[1]), rest, start)
            case Product(factors):
                return reduce(mul, map(of, factors))
            case Quotient(above, below):
                return of(above) / of(below)
            case Power(base, exponent):
                return reduce(mul, [of(base)] * exponent)
            case Total(term):
                return self.total(of(term))
            case Exceeds(value, limit):
                return self.exceeds(of(value), of(limit))
