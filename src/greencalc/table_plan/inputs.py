"""What a plan is made for: which facts there are, of how many years, and which of them may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import frozen

from greencalc.formula.declaration import Formula
from greencalc.read_only import ReadOnlyDict
from greencalc.standards.table import Item, Standard
from greencalc.table_plan.graph import Graph

UNSAID = "unsaid"
"""What is said of an item of which nothing is said."""

Words = Literal["yes or no", "yes, no or nothing", "words", "degrees"]
"""What is said of an item: yes or no alone; nothing too; any word but how far it is met; that too."""


@frozen
class Inputs:
    """The facts that a plan is made for; two that are equal have the same plan.

    Attributes
    ----------
    amounts : mapping of str to int
        How many amounts there are of each argument, and of each end of a line: one a year, or one for all.
    gaps : frozenset of str
        Those that may be unknown, by key.
    words : mapping of str to str
        What may be said of items, by id; nothing is said of the others.
    category : {"none", "known", "some"}
        Whether it is known of plants which category they are of.
    """

    amounts: Mapping[str, int]
    gaps: frozenset[str]
    words: Mapping[str, Words]
    category: Literal["none", "known", "some"]

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others."""
        return (tuple(self.amounts.items()), self.gaps, tuple(self.words.items()), self.category)


def key_of(name: str, place: int) -> str:
    """Return the key of one of several amounts, or of the only one."""
    return f"{name}.{place + 1}"


def places_of(declaration: Formula, inputs: Inputs) -> Iterator[Mapping[str, tuple[int, ...]]]:
    """Yield for each year which amount of each argument counts: all of a list, else the year's or the only one.

    An argument without an amount has its default; of a formula that lacks one there are no years.
    """
    counts = {name: inputs.amounts.get(name, 0) for name in declaration.arguments}
    if any(not count and declaration.arguments[name].default is None for name, count in counts.items()):
        return
    years = 1 if declaration.over else max(counts.values(), default=1) or 1
    for year in range(years):
        yield ReadOnlyDict(
            {
                name: tuple(range(count)) if declaration.over else (min(year, count - 1),)
                for name, count in counts.items()
                if count
            }
        )


class Leaves:
    """What a plan's graph begins with.

    Parameters
    ----------
    graph : Graph
        The graph.
    standard : Standard
        The table.
    inputs : Inputs
        What there is.
    """

    def __init__(self, graph: Graph, standard: Standard, inputs: Inputs) -> None:
        self.graph = graph
        self.standard = standard
        self.inputs = inputs

    def amount(self, name: str, place: int) -> int:
        """Return an amount in its argument's unit."""
        return self.graph.add("number", "amount", data=key_of(name, place))

    def gap(self, name: str, place: int) -> int | None:
        """Return whether an amount is unknown; None if it never is."""
        key = key_of(name, place)
        return self.graph.add("truth", "gap", data=key) if key in self.inputs.gaps else None

    def says(self, item: Item, status: str) -> int:
        """Return whether a status is said of an item."""
        return self.graph.add("truth", "says", data=(item.id, status))

    def degree(self, item: Item) -> int:
        """Return how far an item is said to be partly met; nothing if that is not said."""
        return self.graph.add("number", "degree", data=item.id)

    def category(self) -> int:
        """Return the place of the plant's category in the table's list."""
        return self.graph.add("count", "category")

    def uncategorised(self) -> int | None:
        """Return whether the category is unknown; None if it never is."""
        if self.inputs.category == "none":
            return self.graph.always
        return None if self.inputs.category == "known" else self.graph.add("truth", "uncategorised")
