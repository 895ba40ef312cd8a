"""The values of a table's formulas, one a year, as a plan has them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from greencalc.expression import Exceeds, Name, Node, Number, Power, Product, Quotient, Sum, Total
from greencalc.formula.computation import default_reading
from greencalc.formula.declaration import Formula
from greencalc.formula.proof import prove
from greencalc.table_plan.inputs import Leaves, key_of, places_of


@frozen(eq=False)
class Value:
    """What a formula gives in a year.

    Attributes
    ----------
    place : int
        Its place in the graph.
    formula : Formula
        The formula.
    year : int
        Which of its years, the first being 0.
    keys : mapping of str to tuple of str
        Which amounts its arguments have; an argument that is left out has its default.
    gap : int or None
        The place of the truth that it is unknown; None if it never is.
    expression : Node
        What is computed of amounts by key, lists written out, defaults as numbers.
    factor : Fraction
        What that is to be multiplied by, to be in the unit of the result.
    """

    place: int
    formula: Formula
    year: int
    keys: Mapping[str, tuple[str, ...]]
    gap: int | None
    expression: Node
    factor: Fraction


def values_of(declaration: Formula, leaves: Leaves) -> tuple[Value, ...]:
    """Return a formula's values, one a year: none if an amount of it is missing in all of them."""
    graph, values = leaves.graph, []
    arguments, counts = declaration.arguments, leaves.inputs.amounts
    for year, places in enumerate(places_of(declaration, leaves.inputs)):
        gap = graph.either(
            leaves.gap(name, place)
            for name, of in places.items()
            for place in of
            if arguments[name].default is None or counts[name] > 1
        )
        keys = {name: tuple(key_of(name, place) for place in of) for name, of in places.items()}
        needs = () if gap is None else (gap,)
        place = graph.add("number", "value", *needs, data=(declaration.name, year))
        expression = _written_out(declaration.expression, declaration, keys, 0)
        values.append(Value(place, declaration, year, keys, gap, expression, prove(declaration)))
    return tuple(values)


def _written_out(node: Node, declaration: Formula, keys: Mapping[str, tuple[str, ...]], entry: int) -> Node:
    """Return an expression of amounts by key, in place of arguments of which some are lists."""

    def of(part: Node, entry: int = entry) -> Node:
        return _written_out(part, declaration, keys, entry)

    match node:
        case Name(name):
            if name in keys:
                return Name(keys[name][min(entry, len(keys[name]) - 1)])
            argument = declaration.arguments[name]
            return Number(default_reading(argument).exact(argument.symbol.unit))
        case Sum(terms):
            return Sum(tuple((sign, of(term)) for sign, term in terms))
        case Product(factors):
            return Product(tuple(map(of, factors)))
        case Quotient(above, below):
            return Quotient(of(above), of(below))
        case Power(base, exponent):
            return Power(of(base), exponent)
        case Exceeds(value, limit):
            return Exceeds(of(value), of(limit))
        case Total(term):
            entries = max(
                len(keys[name]) for name, one in declaration.arguments.items() if one.symbol.over and name in keys
            )
            return Sum(tuple((1, of(term, entry)) for entry in range(entries)))
        case _:
            return node
