"""A plan's operations: each is written down once, and whatever is computed of it refers to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, cast

Kind = Literal["number", "count", "truth"]


_EXACT = 2**53
"""Up to which floats hold all whole numbers."""

_OF_WHOLE: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {"add": sum, "sub": sum, "mul": math.prod, "where": max}  # type: ignore[dict-item]  # of fractions
)
"""How large it is at most what comes of whole numbers that are so large at most."""

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

    def chosen(self, condition: int, one: int, other: int) -> int:
        """Return one where a condition holds, else the other: truths or numbers."""
        if one == other or condition in {self.always, self.never}:
            return other if condition == self.never else one
        if self.nodes[one].kind == self.nodes[other].kind == "truth":
            here, there = (
                self.always if found is None else found
                for found in (self.both([condition, one]), self.both([self.denied(condition), other]))
            )
            found = self.either([here, there])
            return self.never if found is None else found
        return self.add("number", "where", condition, self.as_number(one), self.as_number(other))

    def as_number(self, place: int) -> int:
        """Return a truth as 1 or 0; a number as it is."""
        if self.nodes[place].kind != "truth":
            return place
        if place in {self.always, self.never}:
            return self.number(int(place == self.always))
        return self.add("number", "where", place, self.number(1), self.number(0))

    def reaches(self, place: int, least: Fraction) -> int:
        """Return whether a number, or the 1 or 0 of a truth, is as large as a constant."""
        node = self.nodes[place]
        if node.kind == "truth":
            return place if 0 < least <= 1 else self.truth(least <= 0)
        if node.op == "constant":
            return self.truth(node.data >= least)
        if node.op == "where":
            condition, *ends = node.args
            return self.chosen(condition, *(self.reaches(end, least) for end in ends))
        if node.op == "best" and node.data == len(node.args):  # the smallest
            found = self.both(self.reaches(arg, least) for arg in node.args)
            return self.always if found is None else found
        if node.op == "div" and self.nodes[node.args[1]].op == "constant":
            return self.reaches(node.args[0], least * self.nodes[node.args[1]].data)
        most = self._most_of_whole(place)
        is_whole = most is not None and most < _EXACT
        return self.add("truth", "reaches", place, data=(Fraction(math.ceil(least)) if is_whole else least, is_whole))

    def is_all(self, share: int) -> int:
        """Return whether a share is all of it."""
        node = self.nodes[share]
        if node.kind == "truth" or node.op == "constant":
            return self.reaches(share, Fraction(1))
        if node.op == "where":
            condition, *ends = node.args
            return self.chosen(condition, *map(self.is_all, ends))
        return self.add("truth", "whole", share)

    def truth(self, holds: bool) -> int:
        """Return a constant."""
        return self.always if holds else self.never

    def _most_of_whole(self, place: int) -> Fraction | None:
        """Return how large a number is at most of which all steps are whole numbers; None if they may not be."""
        node = self.nodes[place]
        if node.op == "constant":
            return abs(Fraction(node.data)) if node.data == int(node.data) else None
        if node.op == "count":
            return Fraction(len(node.args))
        if node.op not in _OF_WHOLE:
            return None
        parts = [self._most_of_whole(arg) for arg in (node.args[1:] if node.op == "where" else node.args)]
        return None if None in parts else _OF_WHOLE[node.op](cast("list[Fraction]", parts))

    def is_constant(self, place: int, value: Any) -> bool:
        """Tell whether an operation is just a constant of a value."""
        node = self.nodes[place]
        return node.op == "constant" and node.data == value

    def scaled(self, part: int, factor: Fraction) -> int:
        """Return something times a constant."""
        node = self.nodes[part]
        if factor == 1:
            return part
        if node.op == "constant" and node.kind == "number":
            return self.number(node.data * factor)
        if node.op == "where":
            condition, *ends = node.args
            return self.add("number", "where", condition, *(self.scaled(end, factor) for end in ends))
        return self.add("number", "mul", part, self.number(factor))

    def total(self, parts: Iterable[int]) -> int | None:
        """Return a sum; None of nothing."""
        whole: int | None = None
        for part in parts:
            whole = part if whole is None else self.add("number", "add", whole, part)
        return whole

    def count(self, truths: Iterable[int]) -> int:
        """Return how many hold."""
        return self.add("count", "count", *sorted(truths))

    def needed_for(self, roots: Iterable[int], known: Collection[int] = ()) -> Iterator[int]:
        """Yield all that some operations need, and themselves, in order; what is known needs nothing."""
        wanted = set(roots)
        for place in range(max(wanted, default=-1), -1, -1):
            if place in wanted and place not in known:
                wanted.update(self.nodes[place].args)
        yield from sorted(wanted)
