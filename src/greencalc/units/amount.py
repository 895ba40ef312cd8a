"""Reading arguments: text, quantities and lists of them become numbers with an exact unit, or faults."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen
from pint.facets.plain import PlainQuantity

from greencalc.errors import RegistryError, UnitTextError
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.units.float_rounding import Rounded, times
from greencalc.units.number_text import amount_text
from greencalc.units.pint_registry import unit_of
from greencalc.units.text import parse_amount, parse_unit
from greencalc.units.unit_table import BASE_UNITS, Unit, as_typed, combine, scale, table
from greencalc.units.wording import instead_of, instead_of_held, is_plain_array, shown, type_name

_LARGEST = 300  # powers of ten that a float can hold; a decimal far beyond takes minutes as a fraction
_LARGEST_DENOMINATOR = 10 ** (2 * _LARGEST)
NO_COMMON = f"no common denominator of at most {2 * _LARGEST} digits"
"""What is wrong with odd fractions of which each is fine by itself, and the sum longer than any number."""
_ALL_DIGITS = 17  # as many as a float may have
_MISSING = "Leave out missing values first, in all arrays alike."
_TOO_LARGE = "Check the exponent."
_HOW = "Write it with its unit, as in '{example}'."


class FloatText(str):
    """An amount whose number is a float written out, and stands for its rounding: what cells of tables hold."""

    __slots__ = ()


@frozen(repr=False)
class GivenAmount(InALine):
    """An argument as it was read.

    Attributes
    ----------
    numbers : Fraction, float, array of numbers, or list of GivenAmount
        The numbers as typed.
    unit : Unit
        Their exact unit.
    registry : pint.UnitRegistry or None
        The registry they came from; None for text.
    given : object
        What was given.
    """

    numbers: Any = field(converter=read_only)
    unit: Unit
    registry: Any
    given: Any = field(converter=read_only)

    def __str__(self) -> str:
        """Return what was given."""
        return self.typed

    @property
    def typed(self) -> str:
        """What was given, for messages."""
        return shown(self.given)

    @property
    def is_of_floats(self) -> bool:
        """Whether all its numbers are floats, which stand for their rounding."""
        if isinstance(self.numbers, list):
            return all(item.is_of_floats for item in self.numbers)
        if isinstance(self.numbers, np.ndarray):
            return bool(self.numbers.dtype.kind == "f")
        return isinstance(self.numbers, float | Rounded)

    @property
    def words(self) -> str | tuple[str, ...]:
        """What was given as text, of a plain reading."""
        if isinstance(self.numbers, list):
            return tuple(item.words for item in self.numbers)
        return self.given if isinstance(self.given, str) else amount_text(self.numbers, self.unit, _ALL_DIGITS)

    def exact(self, canonical: Unit, index: tuple[int, ...] = ()) -> Any:
        """Return the value in a canonical unit as fractions; an array's at an index, a scalar's anywhere."""
        if isinstance(self.numbers, list):
            return np.array([item.exact(canonical) for item in self.numbers], dtype=object)[index]
        factor = Fraction(1) if self.unit is canonical else self.unit.size / canonical.size
        if not isinstance(self.numbers, np.ndarray):
            return times(as_typed(self.numbers), factor)
        chosen = self.numbers[index]
        if np.ndim(chosen) == 0:
            return times(as_typed(chosen), factor)
        flat = np.empty(chosen.size, dtype=object)
        flat[:] = [times(as_typed(number), factor) for number in chosen.flat]
        return flat.reshape(chosen.shape)

    def floats(self, canonical: Unit) -> Any:
        """Return the value in a canonical unit as a float or a new float array."""
        if isinstance(self.numbers, list):
            return np.array([item.floats(canonical) for item in self.numbers])
        factor = self.unit.size / canonical.size
        if not isinstance(self.numbers, np.ndarray):
            return scale(float(self.numbers), factor)
        with np.errstate(all="ignore"):
            return scale(self.numbers, factor)


class NotAmountError(Exception):
    """A value is of a type that is no amount; caught where the argument's name is known."""

    def __init__(self, kind: str, given: str, mend: str = _HOW) -> None:
        super().__init__(given)
        self.kind = kind
        self.mend = mend


def read_amount(value: Any) -> GivenAmount | str:
    """Read an amount of any kind, plainly; or say why it is none."""
    if isinstance(value, list | tuple):
        return _said(_read_plain_list, value)
    return _said(lambda given: _plain_alone(read_one(given)), value)


def read_numbers(value: Any) -> GivenAmount | str:
    """Read an amount as `read_amount` does, but leave an array one of floats."""

    def read(given: Any) -> GivenAmount:
        reading = read_one(given)
        if isinstance(reading.numbers, np.ndarray):
            return GivenAmount(reading.numbers, reading.unit, None, shown(given))
        return _plain_alone(reading)

    return _said(read, value)


def _said(read: Callable[[Any], GivenAmount], value: Any) -> GivenAmount | str:
    """Return what a way of reading gives, or in words why it gives nothing."""
    try:
        return read(value)
    except (UnitTextError, RegistryError) as error:
        return str(error)
    except NotAmountError as error:
        return f"given {error}; write an amount with its unit"


def _read_plain_list(values: Sequence[Any]) -> GivenAmount:
    items = [_plain_alone(read_one(item)) for item in values]
    if len({item.unit.dimension for item in items}) != 1 or any(isinstance(item.numbers, list) for item in items):
        raise UnitTextError("a list of amounts of one kind is expected")
    if not has_common_denominator(item.numbers for item in items):
        raise UnitTextError(f"a list of fractions that have {NO_COMMON}; round them first")
    return GivenAmount(items, items[0].unit, None, [item.given for item in items])


def has_common_denominator(numbers: Iterable[Any]) -> bool:
    """Tell whether fractions, among other numbers, have a common denominator that sums of them can be written with."""
    common = 1
    for number in numbers:
        if isinstance(number, Fraction):
            common = math.lcm(common, number.denominator)
            if common > _LARGEST_DENOMINATOR:
                return False
    return True


def plain(reading: GivenAmount, canonical: Unit) -> GivenAmount:
    """Return a reading that holds exact numbers and text alone, and nothing of the caller's.

    Text stays as typed. A quantity becomes a mapping of number and unit, in its own unit where text can say that,
    else in the canonical one; an array, a list of them.
    """
    if isinstance(reading.numbers, list):
        items = [plain(item, canonical) for item in reading.numbers]
    elif isinstance(reading.numbers, np.ndarray):
        items = [_plain_quantity(as_typed(number), reading.unit, canonical) for number in reading.numbers.flat]
    elif isinstance(reading.given, str):
        return reading
    else:
        return _plain_quantity(as_typed(reading.numbers), reading.unit, canonical)
    return GivenAmount(items, canonical, None, [item.given for item in items])


def _plain_alone(reading: GivenAmount) -> GivenAmount:
    """Return a reading plainly, in a unit that text can say, though no argument states its canonical one."""
    if isinstance(reading.given, str):
        return reading
    if np.size(reading.numbers) == 0:
        raise UnitTextError("an empty array is no amount")
    base = combine((table()[BASE_UNITS[name]].unit, power) for name, power in reading.unit.dimension)
    alike = [row.unit for row in table().values() if row.unit.dimension == reading.unit.dimension]
    unit = next((unit for unit in (reading.unit, *alike, base) if _can_be_typed(unit)), None)
    if unit is None:
        raise UnitTextError(f"{reading.typed} is in a unit that cannot be written")
    return plain(reading, unit)


def _plain_quantity(number: Fraction, unit: Unit, canonical: Unit) -> GivenAmount:
    if not _can_be_typed(unit):
        number, unit = times(number, unit.size / canonical.size), canonical
    of_float = {"float": True} if isinstance(number, Rounded) else {}
    return GivenAmount(number, unit, None, {"number": str(number), "unit": str(unit), **of_float})


def _can_be_typed(unit: Unit) -> bool:
    try:
        return parse_unit(str(unit)) == (Fraction(1), unit)
    except UnitTextError:
        return False


def read_one(value: Any) -> GivenAmount:
    """Read a single amount or an array; its errors are worded where the argument is known."""
    if isinstance(value, str):
        number, unit = parse_amount(value)
        return GivenAmount(Rounded(number) if isinstance(value, FloatText) else number, unit, None, value)
    if isinstance(value, PlainQuantity):
        registry = value._REGISTRY  # noqa: SLF001 (pint has no public name for it)
        return GivenAmount(_numbers(magnitude_of(value)), unit_of(registry, value._units), registry, value)  # noqa: SLF001
    mend = instead_of(value) or _HOW
    if isinstance(value, int | float | Fraction | Decimal | np.number) and not isinstance(value, bool):
        raise NotAmountError("bare number", f"the bare number {shown(value)}", mend)
    if is_plain_array(value):
        raise NotAmountError("bare number", f"the bare numbers {shown(value)}", mend)
    raise NotAmountError("type", f"{shown(value)} of type {type_name(value)}", mend)


def magnitude_of(quantity: PlainQuantity[Any]) -> Any:
    """Return a quantity's magnitude, which a registry may have wrapped in an array of no dimension."""
    magnitude = quantity.magnitude
    return magnitude[()] if isinstance(magnitude, np.ndarray) and magnitude.ndim == 0 else magnitude


def _numbers(magnitude: Any) -> Any:
    """Return a magnitude as a fraction, a float or a new float array; refuse every other type."""
    if is_plain_array(magnitude):
        if not np.all(np.isfinite(magnitude)):
            raise NotAmountError(
                "not finite", f"an array with {np.sum(~np.isfinite(magnitude))} NaN or infinite", _MISSING
            )
        return magnitude.astype(float if magnitude.dtype.kind == "f" else magnitude.dtype)  # whole numbers are exact
    if isinstance(magnitude, float | np.floating | Decimal):
        if not (magnitude.is_finite() if isinstance(magnitude, Decimal) else math.isfinite(magnitude)):
            raise NotAmountError("not finite", f"the number {magnitude}", _MISSING)
        if not isinstance(magnitude, Decimal):
            return float(str(magnitude))
        if abs(magnitude.adjusted()) > _LARGEST:
            raise NotAmountError("not finite", f"a decimal of the order 1e{magnitude.adjusted()}", _TOO_LARGE)
        return _bounded(Fraction(magnitude))
    if isinstance(magnitude, int | Fraction | np.integer) and not isinstance(magnitude, bool | np.timedelta64):
        return _bounded(magnitude if isinstance(magnitude, Fraction) else Fraction(int(magnitude)))
    kind = type_name(magnitude) + (f" of {magnitude.dtype}" if isinstance(magnitude, np.ndarray) else "")
    raise NotAmountError("type", f"a quantity that holds {kind}", instead_of_held(magnitude))


def _bounded(number: Fraction) -> Fraction:
    """Refuse a number that no decimal or report could hold."""
    if number and not Fraction(1, 10**_LARGEST) <= abs(number) <= 10**_LARGEST:
        raise NotAmountError("not finite", f"a number beyond 1e{_LARGEST} or 1e-{_LARGEST}", _TOO_LARGE)
    if number.denominator > 10**_LARGEST:
        raise NotAmountError("not finite", f"a fraction with more than {_LARGEST} digits below", "Round it first.")
    return number
