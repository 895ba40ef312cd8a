"""A call of a formula, in its fast form: the numbers and errors of the plain one, at little more than arithmetic costs.

For each formula a small function is written out from the declaration. It looks whether a call is what nearly every
call is: quantities of one registry, of the very unit objects of the call before, that hold floats inside their
bounds, and give no difference of nearly equal terms. Then to convert is to multiply by floats that were looked up
before. Any other call of plain numbers goes through :class:`_FastCall`: unit objects that are new are looked up in
tables that no context, redefinition or other thread reaches, and arrays are computed in blocks that stay in the
processor's cache.

Whatever is not plain in this sense (text, lists, fractions, negative numbers, what may break a bound, every error)
is left to ``plain_call``, which alone decides; a number computed here is the same there to the last bit. Of
formulas, those are plain whose body is arithmetic of its arguments and nothing else: it then computes element by
element, in Python's floats without warnings, and has no other state.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pint
from attrs import evolve, frozen

from greencalc.formula import plain_call as plain_form
from greencalc.formula.arguments import read_argument
from greencalc.formula.arithmetic import FLOATS
from greencalc.formula.checks import LARGEST_INPUT, LARGEST_RESULT, STRIP, SureRange, sure_range
from greencalc.formula.declaration import Argument, Formula
from greencalc.formula.fast_call_source import FUNCTIONS, WORDS, is_arithmetic, parts
from greencalc.formula.proof import prove
from greencalc.formula.terms import NEAR, size_of_terms
from greencalc.units.amount import GivenAmount
from greencalc.units.pint_registry import make_quantity, unit_of

if TYPE_CHECKING:
    from pint.facets.plain import PlainQuantity

BLOCK = 15_360
"""How many elements of arrays are computed at a time: what stays in the cache, and is no mapping of its own."""

MANY = 2**22
"""From how many elements on arrays are shared out among threads, in longer blocks since these wait for each other."""

Known = tuple[Any, ...]
"""Of the last call: the quantities' class; each argument's units and the factors up and down from them to its
canonical unit; the factors up and down from what the body gives to the result's unit, and the latter's units."""

Powers = tuple[tuple[str, Any], ...]

_MISSING: Any = object()
_NUMBERS = frozenset({float, int, np.float64, np.int64})
_WHOLE_NUMBERS = frozenset({int, np.int64})
_LARGEST_WHOLE = 10**9  # whole numbers are exact: of larger ones floats could not tell all sums apart
_NUMBERS_AND_ARRAYS = _NUMBERS | {np.ndarray}


def fast_call(declaration: Formula) -> Callable[..., Any]:
    """Return a formula as people call it: in its fast form where it has one.

    Parameters
    ----------
    declaration : Formula
        The formula.

    Returns
    -------
    callable
        What computes as :func:`greencalc.formula.plain_call.call` does, faster wherever a call is plain.
    """
    hidden = any(re.sub(r"_\d+$", "", name) in WORDS for name in declaration.arguments)
    # lists are short, and mostly of text
    if declaration.arguments and declaration.over is None and not hidden and is_arithmetic(declaration.body):
        call: Callable[..., Any] = _FastCall(declaration).written["call"]
        return call

    def plain(*positional: Any, **given: Any) -> Any:
        return plain_form.call(declaration, positional, given)

    return plain


@frozen
class _Table:
    """What is known of one registry: its units of each argument with their factors, and what a result needs."""

    of_units: Mapping[str, dict[Powers, tuple[float, float]]]
    result: tuple[float, float, Any]

    def meet(self, argument: Argument, powers: Powers, amount: PlainQuantity[Any]) -> tuple[float, float] | None:
        """Look the unit of an amount up that was not met before; None if it is no unit for the argument."""
        canonical = argument.symbol.unit
        unit = unit_of(amount._REGISTRY, amount._units)  # noqa: SLF001 (pint has no public names for them)
        if unit.dimension != canonical.dimension:
            return None
        self.of_units[argument.name][powers] = factors = _up_and_down(unit.size / canonical.size)
        return factors


class _Column(NamedTuple):
    """An argument's array, flat, with its good numbers and the factors to its canonical unit."""

    name: str
    good: SureRange
    numbers: Any
    up: float
    down: float
    is_canonical: bool


class _Job(NamedTuple):
    """Arrays to be computed, the factors of the result, the flat array that it goes into, and `room`.

    Where some numbers are exact and some are floats, relations and bounds are to hold with a little room.
    """

    columns: Sequence[_Column]
    constants: Mapping[str, float]
    up: float
    down: float
    whole: Any
    room: float


class _FastCall:
    """What the written function of one formula leaves to be done."""

    def __init__(self, declaration: Formula) -> None:
        self.declaration = declaration
        self.arguments = declaration.arguments
        self.ranges = {name: sure_range(item.symbol, LARGEST_INPUT) for name, item in self.arguments.items()}
        self.sound = sure_range(declaration.result, LARGEST_RESULT)
        self.places = [(name, good, 3 * place + 2) for place, (name, good) in enumerate(self.ranges.items())]
        self.size = size_of_terms(declaration)
        self.defaults = dict(_default_numbers(self.arguments))
        self.last: list[Known] = [(_MISSING,) * (3 * len(self.arguments) + 4)]
        self.tables: WeakKeyDictionary[type, _Table] = WeakKeyDictionary()
        self.written: dict[str, Any] = {
            "body": declaration.body,
            "other_way": self.call,
            "last": self.last,
            "new": object.__new__,
            "MISSING": _MISSING,
        }
        exec(FUNCTIONS.format(**parts(declaration, self.ranges, self.sound, self.defaults)), self.written)  # noqa: S102 (written from the declaration alone)

    def call(self, known: Known | None, positional: tuple[Any, ...], others: Mapping[str, Any], *amounts: Any) -> Any:
        """Compute a call that the written function leaves, of units that are known or not."""
        result = None
        try:
            if known is None and not positional and not others:
                known = self._known(amounts)
            if known is not None:
                result = self._compute(known, amounts)
        except Exception:  # noqa: BLE001, S110 (the plain form says it, unless something else comes first there)
            pass
        if known is None or result is None:
            given = {name: value for name, value in zip(self.arguments, amounts, strict=True) if value is not _MISSING}
            return plain_form.call(self.declaration, positional, {**given, **others})
        self.last[0] = known
        quantity = object.__new__(known[0])
        quantity._magnitude, quantity._units = result, known[-1]
        return quantity

    def _known(self, amounts: tuple[Any, ...]) -> Known | None:
        """Look the units of a call up; None if they are not those of one registry, or cannot be used."""
        kind: type[Any] = next((type(amount) for amount in amounts if amount is not _MISSING), object)
        table = self.tables.get(kind) or self._meet(kind)
        if table is None:
            return None
        known: list[Any] = [kind]
        for (name, argument), amount in zip(self.arguments.items(), amounts, strict=True):
            if amount is _MISSING and name in self.defaults:
                known += (None, 1.0, 1.0)
                continue
            if type(amount) is not kind:
                return None
            units = amount._units  # noqa: SLF001 (pint has no public name for it)
            if type(units) is not type(table.result[-1]):
                return None
            powers = tuple(units.unit_items())  # a container's own hash and comparison take ten times as long
            factors = table.of_units[name].get(powers) or table.meet(argument, powers, amount)
            if factors is None:
                return None
            known += (units, *factors)
        return (*known, *table.result)

    def _meet(self, kind: type) -> _Table | None:
        """Prepare for a registry's quantities; None if they are not plain ones."""
        registry = getattr(kind, "_REGISTRY", None)
        if registry is None or kind is not registry.Quantity or kind.__base__ is not pint.UnitRegistry.Quantity:
            return None
        factor = prove(self.declaration)
        sample = make_quantity(registry, 1.0, self.declaration.result.unit)
        # a registry may be set to hold arrays alone, and a later pint may keep more in a quantity
        if type(sample.magnitude) is not float or vars(sample).keys() != {"_magnitude", "_units"}:
            return None
        result = (*_up_and_down(factor), sample._units)  # noqa: SLF001 (as above)
        self.tables[kind] = _Table({name: {} for name in self.arguments}, result)
        return self.tables[kind]

    def _compute(self, known: Known, amounts: tuple[Any, ...]) -> Any:
        """Compute numbers or arrays; None if anything about them is not plain."""
        numbers = [
            self.defaults[name] if amount is _MISSING else amount._magnitude  # noqa: SLF001 (as above)
            for name, amount in zip(self.arguments, amounts, strict=True)
        ]
        kinds = set(map(type, numbers))
        if not kinds <= _NUMBERS_AND_ARRAYS:
            return None
        room = 1.0
        whole = [number for number in numbers if _is_whole(number)]
        if whole:
            if any(type(number) is not np.ndarray and number > _LARGEST_WHOLE for number in whole):
                return None
            room = 1.0 if len(whole) == len(numbers) or all(map(_are_whole, numbers)) else 1 - STRIP
        if np.ndarray not in kinds:
            return self.written["compute"](known, room, *map(float, numbers))
        return self._compute_arrays(known, numbers, room)

    def _compute_arrays(self, known: Known, numbers: Sequence[Any], room: float) -> Any:
        """Compute arrays of one shape block by block, into an array of that shape."""
        shape = next(number.shape for number in numbers if type(number) is np.ndarray)
        if not shape or 0 in shape or not self.by_element:
            return None
        columns, constants = [], {}
        for (name, good, place), number in zip(self.places, numbers, strict=True):
            up, down = known[place], known[place + 1]
            if type(number) is not np.ndarray:
                constants[name] = float(number) * up / down
                if not good.holds(constants[name]):
                    return None
            elif number.shape != shape or number.dtype.kind not in "iuf":
                return None
            else:
                is_canonical = up == 1 and down == 1 and number.dtype == float
                most = min(good.most, _LARGEST_WHOLE * up / down) if _is_whole(number) else good.most
                columns.append(_Column(name, evolve(good, most=most), number.reshape(-1), up, down, is_canonical))
        whole = np.empty(shape)
        job = _Job(columns, constants, known[-3], known[-2], whole.reshape(-1), room)
        if whole.size < MANY:
            return whole if self._fill(job, 0, whole.size, BLOCK) else None
        workers = os.cpu_count() or 1
        part = -(-whole.size // workers)
        with ThreadPoolExecutor(workers) as pool:
            filled = pool.map(lambda start: self._fill(job, start, start + part, 4 * BLOCK), range(0, whole.size, part))
            return whole if all(filled) else None

    def _fill(self, job: _Job, start: int, stop: int, length: int) -> bool:
        """Compute rows in blocks of a length; False if anything about them is not plain."""
        stop = min(stop, job.whole.size)
        values: dict[str, Any] = dict(job.constants)
        rooms = [None if column.is_canonical else np.empty(min(length, stop - start)) for column in job.columns]
        with np.errstate(all="ignore"):
            for first in range(start, stop, length):
                last = min(first + length, stop)
                block = job.whole[first:last]
                for (name, good, numbers, up, down, _), room in zip(job.columns, rooms, strict=True):
                    value = numbers[first:last]
                    if room is not None:
                        value = _scaled(value, up, down, room[: block.size])
                    if not good.hold(value):
                        return False
                    values[name] = value
                if not self._keeps_relations(values, job.room):
                    return False
                result = self.declaration.body(**values)
                if np.shape(result) != block.shape:
                    return False
                if not self._sound(job.room).hold(_scaled(result, job.up, job.down, block)):
                    return False
                if self.size is not None:
                    sizes = FLOATS.work_out(self.size, {name: abs(value) for name, value in values.items()})
                    if self._is_near(block, sizes * job.up / job.down):
                        return False
        return True

    def _sound(self, room: float) -> SureRange:
        """Return what results are surely good, a little less of them if floats may not tell what is more."""
        return self.sound if room == 1 else evolve(self.sound, most=self.sound.most * room)

    def _is_near(self, results: Any, size: Any) -> bool:
        """Tell whether a result is a difference of nearly equal terms at a bound."""
        least, most = self.declaration.result.at_least, self.declaration.result.at_most
        near_least = least is not None and np.any(results - float(least) <= NEAR * size)
        return bool(near_least or (most is not None and np.any(float(most) - results <= NEAR * size)))

    @cached_property
    def by_element(self) -> bool:
        """Whether the body takes arrays, leaves them as they are, and computes each element as it does alone."""
        samples = {name: np.array([2 + place / 7, 3.0, 5 + place]) for place, name in enumerate(self.arguments)}
        for sample in samples.values():
            sample.flags.writeable = False
        with suppress(Exception), np.errstate(all="ignore"):
            whole = self.declaration.body(**samples)
            parts = [
                self.declaration.body(**{name: float(sample[n]) for name, sample in samples.items()}) for n in range(3)
            ]
            return np.array_equal(whole, parts)
        return False

    def _keeps_relations(self, values: Mapping[str, Any], room: float) -> bool:
        for relation in self.declaration.relations:
            smaller, larger = (
                sum((values[name] for name in side), start=0.0) for side in (relation.smaller, relation.larger)
            )
            larger = larger * room if room != 1 else larger
            if not np.all(smaller < larger if relation.strict else smaller <= larger):
                return False
        return True


def _default_numbers(arguments: Mapping[str, Argument]) -> Iterator[tuple[str, float]]:
    for name, argument in arguments.items():
        reading = None if argument.default is None else read_argument(argument, argument.default)
        if isinstance(reading, GivenAmount):
            yield name, reading.floats(argument.symbol.unit)


def _is_whole(number: Any) -> bool:
    """Tell whether numbers are whole by their type."""
    return type(number) in _WHOLE_NUMBERS or (type(number) is np.ndarray and number.dtype.kind in "iu")


def _are_whole(number: Any) -> bool:
    """Tell whether numbers are whole by their type or value, and not so large that a float cannot tell them apart."""
    if _is_whole(number):
        return True
    with np.errstate(all="ignore"):
        floats = np.asarray(number, dtype=float)
        return bool(np.all((floats % 1 == 0) & (abs(floats) <= _LARGEST_WHOLE)))


def _up_and_down(factor: Fraction) -> tuple[float, float]:
    """Return what to multiply and to divide by, as `scale` does."""
    return float(factor.numerator), float(factor.denominator)


def _scaled(numbers: Any, up: float, down: float, room: Any) -> Any:
    """Multiply and divide into an array that is there."""
    if numbers.dtype != float or up == down == 1:
        room[:] = numbers
        numbers = room
    if up != 1:
        numbers = np.multiply(numbers, up, out=room)
    if down != 1:
        np.divide(numbers, down, out=room)
    return room
