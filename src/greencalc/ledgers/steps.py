"""Steps of a ledger: amounts computed by a declared formula, and their sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.errors import InputError
from greencalc.formula.arguments import read_argument
from greencalc.formula.checks import is_any
from greencalc.formula.computation import Computation, work_out
from greencalc.formula.declaration import Formula, spec
from greencalc.formula.plain_call import compute_readings
from greencalc.languages.said import say, word
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.units.amount import NO_COMMON, GivenAmount, has_common_denominator, read_numbers
from greencalc.units.float_rounding import Rounded, rounding_of
from greencalc.units.number_text import amount_text
from greencalc.units.text import parse_unit
from greencalc.units.unit_table import Unit

Value = Any
"""A fraction, or an array of floats where a quantity was an array."""


class LineError(Exception):
    """A line of a ledger cannot be used; says why."""


@frozen(repr=False)
class Step(InALine):
    """A formula as a ledger used it.

    Attributes
    ----------
    formula : Formula
        The declaration.
    readings : mapping of str to GivenAmount
        What went in.
    value : Fraction or numpy.ndarray
        What came out, in the unit of the formula's result.
    """

    formula: Formula
    readings: Mapping[str, GivenAmount] = field(converter=read_only)
    value: Value = field(converter=read_only)

    def __str__(self) -> str:
        """Return what came out."""
        return value_text(self.value, str(self.formula.result.unit))

    @property
    def is_exact(self) -> bool:
        """Whether it was computed in fractions: wherever no quantity was an array."""
        return not isinstance(self.value, np.ndarray)

    @property
    def computation(self) -> Computation | None:
        """The step with all its inputs, to be explained; None for arrays."""
        return work_out(self.formula, self.readings) if self.is_exact else None

    @property
    def reading(self) -> GivenAmount:
        """The result, as an input of the next step."""
        return reading_of(self.value, self.formula.result.unit)


def value_text(value: Value, unit: str, *beside: Value) -> str:
    """Write what a ledger gives, beside other values: a number with its unit, or that there are many."""
    if not isinstance(value, Fraction):
        return say("an array in {unit}", unit=word(unit))
    return amount_text(value, parse_unit(unit)[1], 9, [one for one in beside if isinstance(one, Fraction)])


def check_shapes(values: Iterable[Value]) -> None:
    """Refuse arrays of different shapes, which would be broadcast into something else.

    Raises
    ------
    LineError
        Naming the shapes.
    """
    shapes = dict.fromkeys(value.shape for value in values if isinstance(value, np.ndarray))
    if len(shapes) > 1:
        raise LineError(f"arrays are of the shapes {', '.join(map(str, shapes))}; give all of one shape")


_SLACK = 1e-12  # of sums of arrays, which are computed in floats


def more_than(one: Value, other: Value) -> bool:
    """Tell whether a value is more than another, anywhere if they are arrays, by more than floats round."""
    check_shapes([one, other])
    of_arrays = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
    slack = _SLACK * one if of_arrays else rounding_of(one) + rounding_of(other)
    return is_any(one - other > slack)


def sum_of(values: Iterable[Value]) -> Value:
    """Add values up: in fractions, or in floats if one of them is an array."""
    added = list(values)
    check_shapes(added)
    if any(isinstance(value, np.ndarray) for value in added):
        added = [value if isinstance(value, np.ndarray) else float(value) for value in added]
        return sum(added, start=0.0)
    _check_denominators(added)
    total = sum(added, start=Fraction(0))
    return Rounded(total) if any(isinstance(value, Rounded) for value in added) else total


def _check_denominators(values: Iterable[Value]) -> None:
    if not has_common_denominator(values):
        raise LineError(f"the amounts are fractions that have {NO_COMMON}; round them first")


def reading_of(value: Value, unit: Unit) -> GivenAmount:
    """Return a value that was computed as an input of the next step."""
    typed = "an array" if isinstance(value, np.ndarray) else amount_text(value, unit, 12)
    return GivenAmount(value, unit, None, typed)


def step(function: Callable[..., Any], **readings: GivenAmount) -> Step:
    """Compute a formula on readings: in fractions, or in floats if one of them is an array.

    Raises
    ------
    LineError
        With the formula's own faults.
    """
    declaration = spec(function)
    complete: dict[str, GivenAmount] = {}
    for name, argument in declaration.arguments.items():
        reading = readings.get(name) or read_argument(argument, argument.default)
        assert isinstance(reading, GivenAmount)  # noqa: S101 (the ledgers give all arguments without a default)
        if reading.unit.dimension != argument.symbol.unit.dimension:
            raise LineError(f"{reading.typed} is {reading.unit.kind}, not {argument.symbol.unit.kind}")
        complete[name] = reading
    exact = not any(has_array(reading) for reading in complete.values())
    try:
        value = compute_readings(declaration, complete, exact=exact)
    except InputError as error:
        raise LineError("; ".join(f"{fault} [{declaration.name}]" for fault in error.faults)) from error
    if exact and any(map(_has_float, complete.values())):
        value = Rounded(value)
    return Step(declaration, {name: complete[name] for name in readings}, value)


def add_up(values: Sequence[Value], unit: Unit) -> GivenAmount:
    """Return values as one list for a formula that sums: entries on the last axis."""
    check_shapes(values)
    if any(isinstance(value, np.ndarray) for value in values):
        arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
        return GivenAmount(np.stack(arrays, axis=-1), unit, None, "arrays")
    _check_denominators(values)
    items = [reading_of(value, unit) for value in values]
    return GivenAmount(items, unit, None, [item.given for item in items])


def has_array(reading: GivenAmount) -> bool:
    """Tell whether a reading holds an array of floats."""
    return isinstance(reading.numbers, np.ndarray)


def _has_float(reading: GivenAmount) -> bool:
    """Tell whether a reading holds a float that stands for its rounding."""
    if isinstance(reading.numbers, list):
        return any(map(_has_float, reading.numbers))
    return isinstance(reading.numbers, Rounded)


def read_value(name: str, value: Any) -> GivenAmount:
    """Read the amount of an entry.

    Raises
    ------
    LineError
        If it is none.
    """
    reading = read_numbers(value)
    if not isinstance(reading, GivenAmount):
        raise LineError(f"{name}: {reading}")
    return reading


def value_in(reading: GivenAmount, unit: Unit) -> Value:
    """Return a reading in a unit: a fraction, or an array of floats."""
    return reading.floats(unit) if has_array(reading) else reading.exact(unit)
