"""What a formula computes, as a tree: the one form from which its equation, its checks and its calls are made.

A tree keeps the grouping of the body that it was made from: ``a * b / c`` is a quotient of a product. Terms and
factors are worked out from the left, as Python does.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

from attrs import astuple, frozen


class _Tree:
    """A node, which shows itself as its kind around its parts, in a line."""

    def __str__(self) -> str:
        """Return it, e.g. ``Quotient(energy, 2)``."""
        match self:
            case Name(own) | Number(own):
                return str(own)
            case Sum(terms):
                inner = [f"{'+' if sign > 0 else '-'} {term}" for sign, term in terms]
            case Product(factors):
                inner = list(map(str, factors))
            case _:
                inner = list(map(str, astuple(self, recurse=False)))  # type: ignore[arg-type]
        return f"{type(self).__name__}({', '.join(inner)})"

    def __repr__(self) -> str:
        """Return it as far as it fits into a line."""
        return f"<{textwrap.shorten(str(self), 100, placeholder=' ...')}>"


@frozen(repr=False)
class Name(_Tree):
    """An argument."""

    name: str


@frozen(repr=False)
class Number(_Tree):
    """A number of the formula's own, exactly."""

    value: Fraction


@frozen(repr=False)
class Sum(_Tree):
    """Two or more terms, each with its sign, 1 or -1; or a single one that is subtracted."""

    terms: tuple[tuple[int, Node], ...]


@frozen(repr=False)
class Product(_Tree):
    """Two or more factors."""

    factors: tuple[Node, ...]


@frozen(repr=False)
class Quotient(_Tree):
    """A fraction."""

    above: Node
    below: Node


@frozen(repr=False)
class Power(_Tree):
    """A product of so many equal factors, at least two."""

    base: Node
    exponent: int


@frozen(repr=False)
class Total(_Tree):
    """A sum over the entries of lists."""

    term: Node


@frozen(repr=False)
class Exceeds(_Tree):
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
            case Sum(terms):
                (sign, first), *rest = terms
                start = of(first) if sign > 0 else -of(first)
                return reduce(lambda one, term: one + of(term[1]) if term[0] > 0 else one - of(term[1]), rest, start)
            case Product(factors):
                return reduce(mul, map(of, factors))
            case Quotient(above, below):
                return of(above) / of(below)
            case Power(base, exponent):
                return reduce(mul, (of(base) for _ in range(exponent)))
            case Total(term):
                return self.total(of(term))
        return self.exceeds(of(node.value), of(node.limit))
