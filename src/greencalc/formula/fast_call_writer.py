"""The functions of a formula's fast call, as they are written: for single numbers, and for blocks of arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import add, mul, neg, sub, truediv
from typing import Any

import numpy as np
from attrs import evolve, frozen

from greencalc.expression import Arithmetic, Name, Node, Number, Sum
from greencalc.formula.arithmetic import exceeds, total
from greencalc.formula.checks import LARGEST_INPUT, LARGEST_RESULT, SureRange, sure_range
from greencalc.formula.declaration import Formula
from greencalc.formula.proof import NEAR, size_of_terms
from greencalc.formula.written_function import Code, Function, all_of, any_of, literal, not_
from greencalc.units.float_rounding import ROUNDING

MISSING: Any = object()
"""What stands for an argument that is left out."""


class Writer:
    """Writes the functions of one formula."""

    def __init__(self, declaration: Formula, defaults: Mapping[str, float]) -> None:
        self.declaration = declaration
        self.defaults = defaults
        self.names = tuple(declaration.arguments)
        self.good = {name: sure_range(item.symbol, LARGEST_INPUT) for name, item in declaration.arguments.items()}
        self.sound = sure_range(declaration.result, LARGEST_RESULT)
        self.size = size_of_terms(declaration)
        self.bounds = declaration.result
        self.relations = [
            (_sum_of(relation.smaller), _sum_of(relation.larger), relation.strict) for relation in declaration.relations
        ]

    def call(
        self, last: list[Any], compute_any: Callable[..., Any], other_way: Callable[..., Any]
    ) -> Callable[..., Any]:
        """Write the call: of single floats in the units of the call before, of other numbers in these, of all else."""
        written = Function(self.declaration.name, self.names)
        missing, other_way_code = written.constant(MISSING), written.constant(other_way)
        kind_of, float_type = written.constant(type), written.constant(float)
        positional, others = written.others()
        amounts = written.keywords(self.names, missing)
        known = written.let(written.constant(last).at(0))
        kind, *units, of_result = written.unpack(known, 3 * len(self.names) + 4)
        not_plain = other_way_code(known, positional, others, *amounts.values())
        same_units, magnitudes = [], []
        for name, unit in zip(self.names, units[:-2:3], strict=True):
            amount = amounts[name]
            same, magnitude = all_of(kind_of(amount).is_(kind), amount.of("_units").is_(unit)), amount.of("_magnitude")
            if name in self.defaults:
                is_missing = amount.is_(missing)
                same = unit.is_(None).otherwise(is_missing, same)
                magnitude = literal(self.defaults[name]).otherwise(is_missing, magnitude)
            same_units.append(same)
            magnitudes.append(magnitude)
        with written.when(all_of(*same_units, not_(positional), not_(others))):
            numbers = [written.let(magnitude) for magnitude in magnitudes]
            with written.when(all_of(*(kind_of(number).is_(float_type) for number in numbers))):
                result = self._result(_Block(written, not_plain), [(one, False) for one in numbers], units, 1.0)
                _give_quantity(written, kind, result, of_result)
            result = written.let(written.constant(compute_any)(known, *numbers))
            with written.when(not_(result.is_(None))):
                _give_quantity(written, kind, result, of_result)
            written.give(not_plain)
        written.give(other_way_code(None, positional, others, *amounts.values()))
        return written.compiled()

    def block(self, are_arrays: Sequence[bool], room: float) -> tuple[Callable[..., Any], int]:
        """Write the computation of single numbers, or of a block of arrays; and return how many spare ones it takes.

        It takes what is known of the units, the spare arrays, the array of results, and each argument. It returns the
        result, or None if anything is not plain. Relations and bounds are to hold with room.
        """
        written = Function(self.declaration.name)
        known, spare, out = (written.parameter() for _ in range(3))
        numbers = [(written.parameter(), is_array) for is_array in are_arrays]
        _, *units, _ = written.unpack(known, 3 * len(self.names) + 4)
        block = _Block(written, literal(None), out, spare)
        written.give(self._result(block, numbers, units, room))
        return written.compiled(), len(block.places) - 1

    def _result(self, block: _Block, numbers: Sequence[tuple[Code, bool]], units: Sequence[Code], room: float) -> Code:
        """Write the result of numbers or arrays, each with its unit and factors, and those of the result at the end."""
        *_, up, down = units
        values: dict[str, _Part] = {}
        factors = zip(units[1:-2:3], units[2:-2:3], strict=True)
        for name, (number, is_array), own in zip(self.names, numbers, factors, strict=True):
            values[name] = block.converted(number, *own, is_array=is_array)
            block.refuse_unless_held(self.good[name], values[name])
        for smaller, larger, strict in self.relations:
            more = block.language.work_out(larger, values)
            more = more if room == 1 else more * block.number(room)
            block.refuse_unless_positive(more - block.language.work_out(smaller, values), strict=strict)
        with block.written.unless_it_fails(block.not_plain):
            result = block.scaled(block.language.work_out(self.declaration.expression, values), up, down)
        block.refuse_unless_held(evolve(self.sound, most=self.sound.most * room), result)
        for bound, sign in ((self.bounds.at_least, 1), (self.bounds.at_most, -1)):
            if self.size is not None and bound is not None:  # no value is negative
                size = block.language.work_out(self.size, values) * _Part(block, up) / _Part(block, down)
                limit = block.number(float(bound))
                distance = result - limit if sign > 0 else limit - result
                block.refuse_unless_positive(distance - block.number(NEAR) * size, strict=True)
        return result.code


def _give_quantity(written: Function, kind: Code, magnitude: Code, units: Code) -> None:
    """Write that a quantity is returned, made as pint makes it."""
    quantity = written.let(written.constant(object.__new__)(kind))
    written.put(quantity, "_magnitude", magnitude)
    written.put(quantity, "_units", units)
    written.give(quantity)


def _sum_of(names: tuple[str, ...]) -> Node:
    """Return a side of a relation."""
    terms = tuple((1, Name(name)) for name in names)
    return Sum(terms) if len(terms) > 1 else terms[0][1] if terms else Number(Fraction(0))


def within(good: SureRange, number: Code) -> Code:
    """Write the test that a number is surely good."""
    inside = number.within(good.least, good.most)
    inside = any_of(inside, number == 0.0) if good.zero else inside
    return all_of(inside, number % 1.0 == 0.0) if good.whole else inside


def _operation(plain: Callable[..., Code], on_arrays: np.ufunc) -> Callable[[_Part, _Part], _Part]:
    return lambda one, other: one.block.operate(plain, on_arrays, one, other)


@frozen
class _Part:
    """A number or an array in a block that is being written; an array between others has a place that it gives back."""

    block: _Block
    code: Code
    is_array: bool = False
    place: int | None = None

    __add__ = _operation(add, np.add)
    __sub__ = _operation(sub, np.subtract)
    __mul__ = _operation(mul, np.multiply)
    __truediv__ = _operation(truediv, np.divide)

    def __neg__(self) -> _Part:
        """Write a change of sign."""
        return self.block.operate(neg, np.negative, self)


class _Block:
    """What is written of numbers and arrays: each operation on arrays goes into one that is there."""

    def __init__(self, written: Function, not_plain: Code, *places: Code) -> None:
        self.written = written
        self.not_plain = not_plain  # what is returned where anything is not plain
        self.places = list(places[:1])  # of the result; more are taken from the spare ones
        self.spare = places[-1:]
        self.free = {0}
        self.language = Arithmetic(number=lambda value: self.number(float(value)), total=total, exceeds=self.exceeds)

    def number(self, value: float) -> _Part:
        """Return a number."""
        return _Part(self, literal(value))

    def take(self) -> int:
        """Return a place for an array: the first that is free."""
        if not self.free:
            self.free.add(len(self.places))
            self.places += [spare.at(len(self.places) - 1) for spare in self.spare]
        place = min(self.free)
        self.free.remove(place)
        return place

    def operate(self, plain: Callable[..., Code], on_arrays: np.ufunc, *parts: _Part) -> _Part:
        """Write an operation, into the place of a part that nothing else needs."""
        codes = [part.code for part in parts]
        if not any(part.is_array for part in parts):
            return _Part(self, plain(*codes))
        first, *others = [part.place for part in parts if part.place is not None] or [self.take()]
        self.free.update(others)
        found = self.written.let(self.written.constant(on_arrays)(*codes, self.places[first]))
        return _Part(self, found, is_array=True, place=first)

    def exceeds(self, value: _Part, limit: _Part) -> _Part:
        """Write a comparison."""
        if not (value.is_array or limit.is_array):
            return _Part(self, (value.code - limit.code > literal(float(ROUNDING)) * limit.code) * 1)
        self.free.update(part.place for part in (value, limit) if part.place is not None)
        return _Part(self, self.written.let(self.written.constant(exceeds)(value.code, limit.code)), is_array=True)

    def converted(self, number: Code, up: Code, down: Code, *, is_array: bool) -> _Part:
        """Write the conversion of an argument, of an array into a place that it keeps."""
        if not is_array:
            return _Part(self, self.written.let(number * up / down, number))
        self.free.discard(0)
        self._scale(number, up, down, self.places[self.take()])
        self.free.add(0)
        return _Part(self, number, is_array=True)

    def scaled(self, part: _Part, up: Code, down: Code) -> _Part:
        """Write the conversion of the result, of arrays into the place of the result for good."""
        if not part.is_array:
            return _Part(self, self.written.let(part.code * up / down))
        out = self.places[0]
        if part.place != 0:
            self.written.do(self.written.constant(np.copyto)(out, part.code))
            self.free.discard(0)
        self._scale(out, up, down, out)
        return _Part(self, out, is_array=True)

    def _scale(self, number: Code, up: Code, down: Code, place: Code) -> None:
        for factor, function in ((up, np.multiply), (down, np.divide)):
            with self.written.when(factor != 1.0):
                self.written.let(self.written.constant(function)(number, factor, place), number)

    def refuse(self, condition: Code) -> None:
        """Write where numbers are not plain."""
        with self.written.when(condition):
            self.written.give(self.not_plain)

    def refuse_unless_held(self, good: SureRange, part: _Part) -> None:
        """Write that numbers are to be surely good, which the least and the greatest of an array mostly tell."""
        code = part.code
        if not part.is_array:
            self.refuse(not_(within(good, code)))
            return
        held = self.written.constant(good.hold)(code)
        if not good.whole:
            least, most = (code.of("item")(code.of(place)()) for place in ("argmin", "argmax"))
            held = any_of(all_of(least >= good.least, most <= good.most), held)
        self.refuse(not_(held))

    def refuse_unless_positive(self, part: _Part, *, strict: bool) -> None:
        """Write that numbers are to be above zero, or not below."""
        least = part.code.of("item")(part.code.of("argmin")()) if part.is_array else part.code
        self.refuse(not_(least > 0.0 if strict else least >= 0.0))
        self.free.update(set() if part.place is None else {part.place})
