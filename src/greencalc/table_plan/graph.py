"""A plan's operations: each is written down once, and whatever is computed of it refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Kind = Literal["number", "count", "truth"]


MOST_COUNTED = 127
"""How many truths are counted together, so that eight bits hold the count."""


class Node(NamedTuple):
    """An operation.

    Attributes
    ----------
    kind : {"number", "count", "truth"}
        What it gives.
    op : str
        Its name.
    args : tuple of int
        The places of the operations that it works on.
    data : object
        What else it needs to know: a fact's name, a constant, a limit.
    """

    kind: Kind
    op: str
    args: tuple[int, ...] = ()
    data: Any = None


class Graph:
    """Operations in an order in which each comes after those that it works on."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._places: dict[Node, int] = {}

    def add(self, kind: Kind, op: str, *args: int, data: Any = None) -> int:
        """Return the place of an operation, the same for the same one."""
        node = Node(kind, op, args, data)
        place = self._places.setdefault(node, len(self.nodes))
        if place == len(self.nodes):
            self.nodes.append(node)
        return place

    def number(self, value: Fraction | int) -> int:
        """Return a constant."""
        return self.add("number", "constant", data=Fraction(value))

    @property
    def always(self) -> int:
        """The constant that holds."""
        return self.add("truth", "constant", data=True)

    @property
    def never(self) -> int:
        """The constant that does not hold."""
        return self.add("truth", "constant", data=False)

    def both(self, parts: Iterable[int | None]) -> int | None:
        """Return that all hold; None stands for what always holds."""
        return self._joined("and", parts, neutral=self.always, decisive=self.never)

    def either(self, parts: Iterable[int | None]) -> int | None:
        """Return that any holds; None stands for what never holds."""
        return self._joined("or", parts, neutral=self.never, decisive=self.always)

    def _joined(self, op: str, parts: Iterable[int | None], *, neutral: int, decisive: int) -> int | None:
        kept = {part for part in parts if part is not None and part != neutral}
        if decisive in kept:
            return decisive
        if not kept:
            return None
        return kept.pop() if len(kept) == 1 else self.add("truth", op, *sorted(kept))

    def denied(self, part: int) -> int:
        """Return that something does not hold."""
        if part in {self.always, self.never}:
            return self.never if part == self.always else self.always
        node = self.nodes[part]
        return node.args[0] if node.op == "not" else self.add("truth", "not", part)

    def is_constant(self, place: int, value: Any) -> bool:
        """Tell whether an operation is just a constant of a value."""
        node = self.nodes[place]
        return node.op == "constant" and node.data == value

    def scaled(self, part: int, factor: Fraction) -> int:
        """Return something times a constant."""
        return part if factor == 1 else self.add("number", "mul", part, self.number(factor))

    def total(self, parts: Iterable[int]) -> int | None:
        """Return a sum; None of nothing."""
        whole: int | None = None
        for part in parts:
            whole = part if whole is None else self.add("number", "add", whole, part)
        return whole

    def count(self, truths: Iterable[int]) -> int:
        """Return how many hold."""
        return self.add("count", "count", *sorted(truths))

    def needed_for(self, roots: Iterable[int]) -> Iterator[int]:
        """Yield all that some operations need, and themselves, in order."""
        wanted = set(roots)
        for place in range(max(wanted, default=-1), -1, -1):
            if place in wanted:
                wanted.update(self.nodes[place].args)
        yield from sorted(wanted)
