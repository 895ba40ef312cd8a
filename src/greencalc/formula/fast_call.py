"""A call of a formula, in its fast form: the numbers and errors of the plain one, at little more than arithmetic costs.

For each formula a small function is written from its expression. It looks whether a call is what nearly every
call is: quantities of one registry, of the very unit objects of the call before, that hold floats inside their
bounds, and give no difference of nearly equal terms. Then to convert is to multiply by floats that were looked up
before. Any other call of plain numbers goes through :class:`_FastCall`: unit objects that are new are looked up in
tables that no context, redefinition or other thread reaches, and arrays are computed in blocks that stay in the
processor's cache, by a function that is written for what is an array and what is a single number.

Whatever is not plain in this sense (text, lists, fractions, negative numbers, what may break a bound, every error)
is left to ``plain_call``, which alone decides; a number computed here is the same there to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pint
from attrs import frozen

from greencalc.formula import plain_call as plain_form
from greencalc.formula.arguments import read_argument
from greencalc.formula.checks import STRIP
from greencalc.formula.declaration import Argument, Formula
from greencalc.formula.fast_call_writer import MISSING, Writer
from greencalc.formula.proof import prove
from greencalc.units.amount import GivenAmount
from greencalc.units.pint_registry import make_quantity, unit_of

if TYPE_CHECKING:
    from pint.facets.plain import PlainQuantity

BLOCK = 15_360
"""How many elements of arrays are computed at a time: what stays in the cache, and is no mapping of its own."""

Known = tuple[Any, ...]
"""Of the last call: the quantities' class; each argument's units and the factors up and down from them to its
canonical unit; the factors up and down from what the body gives to the result's unit, and the latter's units."""

Powers = tuple[tuple[str, Any], ...]

_ROOM = 1 - STRIP  # that bounds and relations are to hold with, where some numbers are exact and some are floats
_FLOATS = np.dtype(float)
_KINDS = {float: "f", np.float64: "f", int: "i", np.int64: "i"}  # of single numbers
_LARGEST_WHOLE = 10**9  # whole numbers are exact: of larger ones floats could not tell all sums apart


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
    if declaration.arguments and declaration.over is None:  # lists are short, and mostly of text
        return _FastCall(declaration).written

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


class _FastCall:
    """What the written function of one formula leaves to be done."""

    def __init__(self, declaration: Formula) -> None:
        self.declaration = declaration
        self.arguments = declaration.arguments
        self.defaults = dict(_default_numbers(self.arguments))
        self.last: list[Known] = [(MISSING,) * (3 * len(self.arguments) + 4)]
        self.tables: WeakKeyDictionary[type, _Table] = WeakKeyDictionary()
        self.writer = Writer(declaration, self.defaults)
        self.written = self.writer.call(self.last, self.compute_any, self.call)
        self.blocks: dict[tuple[float, tuple[type, ...]], tuple[Callable[..., Any], int]] = {}

    def call(self, known: Known | None, positional: tuple[Any, ...], others: Mapping[str, Any], *amounts: Any) -> Any:
        """Compute a call that the written function leaves: of other units than before, or not plain."""
        if known is None and not positional and not others:
            with suppress(Exception):  # the plain form says it, unless something else comes first there
                known = self._known(amounts)
            if known is not None:
                numbers = [
                    self.defaults[name] if amount is MISSING else amount._magnitude  # noqa: SLF001 (as below)
                    for name, amount in zip(self.arguments, amounts, strict=True)
                ]
                result = self.compute_any(known, *numbers)
                if result is not None:
                    self.last[0] = known
                    quantity = object.__new__(known[0])
                    quantity._magnitude, quantity._units = result, known[-1]
                    return quantity
        given = {name: value for name, value in zip(self.arguments, amounts, strict=True) if value is not MISSING}
        return plain_form.call(self.declaration, positional, {**given, **others})

    def _known(self, amounts: tuple[Any, ...]) -> Known | None:
        """Look the units of a call up; None if they are not those of one registry, or cannot be used."""
        kind: type[Any] = next((type(amount) for amount in amounts if amount is not MISSING), object)
        table = self.tables.get(kind) or self._meet(kind)
        if table is None:
            return None
        known: list[Any] = [kind]
        for (name, argument), amount in zip(self.arguments.items(), amounts, strict=True):
            if amount is MISSING and name in self.defaults:
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

    def compute_any(self, known: Known, *numbers: Any) -> Any:
        """Compute numbers or arrays; None if anything about them is not plain."""
        try:
            return self._compute(known, numbers)
        except Exception:  # noqa: BLE001 (the plain form says it)
            return None

    def _compute(self, known: Known, numbers: tuple[Any, ...]) -> Any:
        shape, of_floats = None, True
        for one in numbers:
            if type(one) is np.ndarray:
                of_floats = of_floats and one.dtype is _FLOATS
                shape = shape or one.shape
                if not shape or 0 in shape or one.shape != shape:
                    return None
            elif type(one) is not float:
                of_floats = False
        room = 1.0 if of_floats else _room(numbers)
        kinds = tuple(map(type, numbers))
        block, rooms = self.blocks.get((room, kinds)) or self._write_block(room, kinds)
        if shape is None:
            return block(known, None, None, *map(float, numbers))
        whole = np.empty(shape)
        spare: Any = np.empty((rooms, min(whole.size, BLOCK)))
        with np.errstate(all="ignore"):
            if of_floats and whole.ndim == 1 and whole.size <= BLOCK:
                return block(known, spare, whole, *numbers)
            flat: list[Any] = [one.reshape(-1) if type(one) is np.ndarray else float(one) for one in (whole, *numbers)]
            for first in range(0, whole.size, BLOCK):
                parts: list[Any] = [one if type(one) is float else _floats(one[first : first + BLOCK]) for one in flat]
                if block(known, spare[:, : parts[0].size], *parts) is None:
                    return None
        return whole

    def _write_block(self, room: float, kinds: tuple[type, ...]) -> tuple[Callable[..., Any], int]:
        """Write the function for such numbers; return it, and how many spare arrays it takes."""
        self.blocks[room, kinds] = self.writer.block([kind is np.ndarray for kind in kinds], room)
        return self.blocks[room, kinds]


def _default_numbers(arguments: Mapping[str, Argument]) -> Iterator[tuple[str, float]]:
    for name, argument in arguments.items():
        reading = None if argument.default is None else read_argument(argument, argument.default)
        if isinstance(reading, GivenAmount):
            yield name, reading.floats(argument.symbol.unit)


def _floats(numbers: Any) -> Any:
    """Return an array as one of floats."""
    return numbers if numbers.dtype is _FLOATS else numbers.astype(float)


def _room(numbers: tuple[Any, ...]) -> float:
    """Return what bounds are to be multiplied by: a little less than one where some numbers are exact, some floats.

    Raises
    ------
    ValueError
        If they are no plain numbers, or whole ones so large that floats do not tell them apart.
    """
    whole = [_is_whole(number) for number in numbers]
    if any(np.max(one) > _LARGEST_WHOLE for one, is_whole in zip(numbers, whole, strict=True) if is_whole):
        raise ValueError
    return 1.0 if all(whole) or not any(whole) or all(map(_are_whole, numbers)) else _ROOM


def _is_whole(number: Any) -> bool:
    """Tell whether plain numbers are whole by their type."""
    kind = number.dtype.kind if type(number) is np.ndarray else _KINDS.get(type(number), "")
    if kind not in {"i", "u", "f"}:
        raise ValueError
    return kind != "f"


def _are_whole(numbers: Any) -> bool:
    """Tell whether numbers are whole by their value, and not so large that a float cannot tell them apart."""
    with np.errstate(all="ignore"):
        floats = np.asarray(numbers, dtype=float)
        return bool(np.all((floats % 1 == 0) & (abs(floats) <= _LARGEST_WHOLE)))


def _up_and_down(factor: Fraction) -> tuple[float, float]:
    """Return what to multiply and to divide by, as `scale` does."""
    return float(factor.numerator), float(factor.denominator)
