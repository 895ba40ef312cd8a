"""The values of a table's formulas, one a year, as a plan has them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from greencalc.formula.declaration import Formula
from greencalc.table_plan.inputs import Leaves, places_of


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
    amounts : mapping of str to tuple of int
        Which of its arguments' amounts it is of; an argument that is left out has its default.
    gap : int or None
        The place of the truth that it is unknown; None if it never is.
    """

    place: int
    formula: Formula
    year: int
    amounts: Mapping[str, tuple[int, ...]]
    gap: int | None


def values_of(declaration: Formula, leaves: Leaves) -> tuple[Value, ...]:
    """Return a formula's values, one a year: none if an amount of it is missing in all of them."""
    graph, values = leaves.graph, []
    for year, places in enumerate(places_of(declaration, leaves.inputs)):
        gap = graph.either(
            leaves.gap(name, place)
            for name, of in places.items()
            for place in of
            if not (declaration.arguments[name].default is not None and leaves.inputs.amounts[name] == 1)
        )
        needs = () if gap is None else (gap,)
        value = graph.add("number", "value", *needs, data=(declaration.name, year))
        values.append(Value(value, declaration, year, places, gap))
    return tuple(values)
