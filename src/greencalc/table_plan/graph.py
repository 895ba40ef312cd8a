"""A plan's operations: each is written down once, and whatever is computed of it refers to it."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, cast

from greencalc.table_plan.targets import Target

Kind = Literal["number", "count", "truth"]


_EXACT = 2**53
"""Up to which floats hold all whole numbers."""

_OF_WHOLE: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {"add": sum, "sub": sum, "mul": math.prod, "where": max, "best": max}  # type: ignore[dict-item]  # of fractions
)
"""How large it is at most what comes of whole numbers that are so large at most."""

ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": Fraction, "same": operator.eq}
)
"""Operations on two numbers, which may be whole."""

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

    def every(self, parts: Iterable[int | None]) -> int:
        """Return that all hold, as `both`, but the constant where that is so always."""
        found = self.both(parts)
        return self.always if found is None else found

    def some(self, parts: Iterable[int | None]) -> int:
        """Return that any holds, as `either`, but the constant where that is never so."""
        found = self.either(parts)
        return self.never if found is None else found

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
        if self.nodes[condition].op == "not":
            [condition] = self.nodes[condition].args
            one, other = other, one
        one, other = self._where_it(one, condition, holds=True), self._where_it(other, condition, holds=False)
        if one == other or condition in {self.always, self.never}:
            return other if condition == self.never else one
        if self.nodes[one].kind == self.nodes[other].kind == "truth":
            here, there = self.every([condition, one]), self.every([self.denied(condition), other])
            return self.some([here, there])
        return self.add("number", "where", condition, self.as_number(one), self.as_number(other))

    def _where_it(self, place: int, condition: int, *, holds: bool) -> int:
        """Return what something comes to where a condition holds, or does not."""
        node = self.nodes[place]
        return node.args[1 if holds else 2] if node.op == "where" and node.args[0] == condition else place

    def arithmetic(self, op: str, *args: int) -> int:
        """Return what an operation gives; where it depends on one truth alone, one of two constants."""
        kind: Kind = "truth" if op == "same" else "number"
        conditions = {node.args[0] for node in (self.nodes[arg] for arg in args) if node.op == "where"}
        if len(conditions) != 1:
            return self.add(kind, op, *args)
        [condition] = conditions
        ends = [[self.nodes[self._where_it(arg, condition, holds=holds)] for arg in args] for holds in (True, False)]
        if any(end.op != "constant" for several in ends for end in several):
            return self.add(kind, op, *args)
        found = [ARITHMETIC[op](*(end.data for end in several)) for several in ends]
        return self.chosen(condition, *map(self.truth if kind == "truth" else self.number, found))

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
        if node.op == "best":
            return self._at_least([self.reaches(arg, least) for arg in node.args], node.data)
        if node.op == "rate" and least > 0:
            return self.add("truth", "keeps", node.args[0], data=(Target(least / node.data, "higher"),))
        if node.op == "on_line" and all(self.nodes[end].op == "constant" for end in node.args[1:]):
            return self._on_line(node, least)
        if node.op == "div":  # by what is more than nothing
            by = (least.denominator, least.numerator)
            if self._is_whole(*zip(node.args, by, strict=True)):
                above, below = (self.scaled(arg, Fraction(factor)) for arg, factor in zip(node.args, by, strict=True))
                place, least = self.add("number", "sub", above, below), Fraction(0)
        is_whole = self._is_whole((place, 1))
        return self.add("truth", "reaches", place, data=(Fraction(math.ceil(least)) if is_whole else least, is_whole))

    def _on_line(self, node: Node, least: Fraction) -> int:
        """Return whether a value on a way between constants earns a share: whether it is before or beyond a value."""
        way, (base, leading) = node.data, (self.nodes[end].data for end in node.args[1:])
        if not min(way.start, way.end) < least <= max(way.start, way.end):
            return self.truth(least <= way.start)
        upward = (leading > base) == (way.rise > 0)
        mark = base + (least - way.start) / way.rise * (leading - base)
        target = Target(mark, "higher" if upward else "lower")
        return self.add("truth", "keeps", node.args[0], data=(target,))

    def _at_least(self, truths: Sequence[int], wanted: int) -> int:
        """Return whether so many of some truths hold."""
        if wanted == 1:
            return self.some(truths)
        if wanted == len(truths):
            return self.every(truths)
        return self.add("truth", "at_least", self.count(truths), data=wanted)

    def is_all(self, share: int) -> int:
        """Return whether a share is all of it."""
        node = self.nodes[share]
        if node.kind == "truth" or node.op == "constant":
            return self.reaches(share, Fraction(1))
        if node.op == "where":
            condition, *ends = node.args
            return self.chosen(condition, *map(self.is_all, ends))
        if node.op == "best":
            return self._at_least([self.is_all(arg) for arg in node.args], node.data)
        return self.add("truth", "whole", share)

    def truth(self, holds: bool) -> int:
        """Return a constant."""
        return self.always if holds else self.never

    def _is_whole(self, *parts: tuple[int, int]) -> bool:
        """Tell whether a sum of numbers times whole ones is whole, with all steps to it, so that floats hold it."""
        mosts = [(self._most_of_whole(place), abs(by)) for place, by in parts]
        return all(most is not None for most, _ in mosts) and sum(most * by for most, by in mosts if most) < _EXACT

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
            return self.chosen(condition, *(self.scaled(end, factor) for end in ends))
        if node.op == "best":
            place = node.data if factor > 0 else len(node.args) + 1 - node.data
            return self.add("number", "best", *sorted(self.scaled(arg, factor) for arg in node.args), data=place)
        return self.add("number", "mul", part, self.number(factor))

    def total(self, parts: Iterable[int]) -> int | None:
        """Return a sum; None of nothing."""
        whole: int | None = None
        for part in parts:
            whole = part if whole is None else self.arithmetic("add", whole, part)
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
