"""Reading arguments: text, quantities and lists of them become numbers with an exact unit, or faults."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen
from pint.facets.plain import PlainQuantity

from greencalc.display import InALine
from greencalc.errors import Fault, InputError, RegistryError, UnitTextError
from greencalc.other_types import instead_of, instead_of_held, is_plain_array, type_name
from greencalc.read_only import read_only
from greencalc.registry import unit_of
from greencalc.rounded import Rounded, times
from greencalc.rounding import amount_text, decimal_text
from greencalc.unit_text import parse_amount, parse_unit, split_amount, suggest, with_mass_as
from greencalc.units import BASE_UNITS, Unit, as_typed, combine, scale, table

if TYPE_CHECKING:
    from greencalc.formula import Argument, Formula, Symbol

__all__ = [
    "NO_COMMON",
    "FloatText",
    "Reading",
    "brief",
    "has_common_denominator",
    "magnitude_of",
    "mass_hint",
    "plain",
    "read_amount",
    "read_argument",
    "read_arguments",
    "read_numbers",
    "shown",
]

_LARGEST = 300  # powers of ten that a float can hold; a decimal far beyond takes minutes as a fraction
_LARGEST_DENOMINATOR = 10 ** (2 * _LARGEST)
NO_COMMON = f"no common denominator of at most {2 * _LARGEST} digits"
"""What is wrong with odd fractions of which each is fine by itself, and the sum longer than any number."""
_LONGEST_SHOWN = 60
_ALL_DIGITS = 17  # as many as a float may have
_ONE_REGISTRY = (
    "Make all with one UnitRegistry, or give text. Q uses pint's application registry, "
    "which pint.set_application_registry(ureg) can make yours."
)
_MISSING = "Leave out missing values first, in all arrays alike."
_TOO_LARGE = "Check the exponent."
_HOW = "Write it with its unit, as in '{example}'."


class FloatText(str):
    """An amount whose number is a float written out, and stands for its rounding: what cells of tables hold."""

    __slots__ = ()


@frozen(repr=False)
class Reading(InALine):
    """An argument as it was read.

    Attributes
    ----------
    numbers : Fraction, float, array of numbers, or list of Reading
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
            return tuple(str(item.words) for item in self.numbers)
        return self.given if isinstance(self.given, str) else amount_text(self.numbers, self.unit, _ALL_DIGITS)

    def exact(self, canonical: Unit, index: tuple[int, ...] = ()) -> Any:
        """Return the value in a canonical unit as fractions; an array's at an index, a scalar's anywhere."""
        if isinstance(self.numbers, list):
            return np.array([item.exact(canonical) for item in self.numbers], dtype=object)[index]
        factor = self.unit.size / canonical.size
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
        numbers = self.numbers if isinstance(self.numbers, np.ndarray) else float(self.numbers)
        with np.errstate(all="ignore"):
            return scale(numbers, self.unit.size / canonical.size)


def read_arguments(declaration: Formula, positional: tuple[Any, ...], given: Mapping[str, Any]) -> dict[str, Reading]:
    """Read all arguments of a call.

    Raises
    ------
    TypeError
        If an argument is missing, unknown or given by position.
    InputError
        Listing everything that cannot be read.
    """
    _check_names(declaration, positional, given)
    readings: dict[str, Reading] = {}
    faults: list[Fault] = []
    for name, argument in declaration.arguments.items():
        read = read_argument(argument, given.get(name, argument.default))
        if isinstance(read, Reading):
            readings[name] = read
        else:
            faults += read
    registries = {id(reading.registry): name for name, reading in readings.items() if reading.registry is not None}
    if len(registries) > 1:
        names = list(registries.values())
        symbols = ", ".join(declaration.arguments[name].symbol.tex for name in names)
        faults.append(
            Fault(
                "registry",
                ", ".join(names),
                symbols,
                "quantities of two pint registries",
                "one",
                _ONE_REGISTRY,
            )
        )
    if faults:
        raise InputError(declaration.name, declaration.where, tuple(faults))
    return readings


def _check_names(declaration: Formula, positional: tuple[Any, ...], given: Mapping[str, Any]) -> None:
    names = declaration.arguments
    unknown = [name for name in given if name not in names]
    missing = [name for name, argument in names.items() if name not in given and argument.default is None]
    if not (positional or unknown or missing):
        return
    takes = f"{declaration.name}() takes keyword arguments: {', '.join(names)}"
    if positional:
        raise TypeError(f"{takes}; {len(positional)} given by position")
    if unknown:
        near = suggest(unknown[0], names)
        raise TypeError(f"{takes}; not {unknown[0]!r}" + (f", did you mean {near}?" if near else ""))
    raise TypeError(f"{takes}; missing: {', '.join(missing)}")


_OF_WATER = {"metric_ton": "m3", "kilogram": "L", "gram": "mL", "kilometric_ton": "千m3", "megametric_ton": "百万m3"}
_PREFIXES = {"metric_ton": "t", "kilogram": "kg", "gram": "g", "kilometric_ton": "kt", "megametric_ton": "Mt"}
_MASSES = {
    "water of 1 t/m3": _OF_WATER,
    "CO2 itself, not the carbon in it": {name: f"{prefix}CO2" for name, prefix in _PREFIXES.items()},
    "standard coal, not coal as mined": {name: f"{prefix}ce" for name, prefix in _PREFIXES.items()},
}


class _NotAmountError(Exception):
    """A value is of a type that is no amount; caught where the argument's name is known."""

    def __init__(self, kind: str, given: str, mend: str = _HOW) -> None:
        super().__init__(given)
        self.kind = kind
        self.mend = mend


def read_argument(argument: Argument, value: Any, numbers: Sequence[int] = ()) -> Reading | list[Fault]:
    """Read one argument: text, a quantity, or a list of them; or return what is wrong with it.

    The entries of a list are counted from 1, or have numbers of their own where some were taken out.
    """
    if isinstance(value, list | tuple):
        return _read_list(argument, value, numbers)
    symbol = argument.symbol

    def fault(kind: str, given: str, expected: str, mend: str = "") -> list[Fault]:
        return [Fault(kind, argument.name, symbol.tex, given, expected, mend)]

    try:
        reading = _read_one(value)
    except UnitTextError as error:
        return fault("unit text", str(error), f"{symbol.unit.kind} such as '{symbol.example}'")
    except RegistryError as error:
        return fault("registry", shown(value), f"{symbol.unit.kind} in {symbol.unit}", f"{error}.")
    except _NotAmountError as error:
        mend = error.mend.format(unit=symbol.unit if symbol.unit.powers else "%", example=symbol.example)
        return fault(error.kind, str(error), f"{symbol.unit.kind} with its unit", mend)
    if reading.unit.dimension == symbol.unit.dimension:
        return reading
    expected = f"{symbol.unit.kind}, in {symbol.unit} or alike"
    hint = _dimension_hint(reading.unit, symbol.unit) or _mass_hint_of(value, symbol)
    return fault("dimension", f"{reading.typed}, which is {reading.unit.kind}", expected, hint)


def _read_list(
    argument: Argument, values: list[Any] | tuple[Any, ...], numbers: Sequence[int]
) -> Reading | list[Fault]:
    tex = argument.symbol.tex
    readings: list[Reading] = []
    faults: list[Fault] = []
    for number, value in zip(numbers or range(1, len(values) + 1), values, strict=True):
        nested = isinstance(value, list | tuple)
        read = [Fault("shape", "", "", "a list", "")] if nested else read_argument(argument, value)
        if isinstance(read, Reading) and not isinstance(read.numbers, list | np.ndarray):
            readings.append(read)
        else:
            given = f"entry {number}: " + (read.typed if isinstance(read, Reading) else read[0].given)
            kind, mend = ("shape", "") if isinstance(read, Reading) else (read[0].kind, read[0].mend)
            expected = f"single amounts of {argument.symbol.unit.kind}"
            faults.append(Fault(kind, argument.name, tex, given, expected, mend))
    if not values:
        faults.append(Fault("shape", argument.name, tex, "an empty list", "at least one amount"))
    registries = {id(reading.registry): reading.registry for reading in readings if reading.registry is not None}
    if len(registries) > 1:
        faults.append(Fault("registry", argument.name, tex, "quantities of two pint registries", "one", _ONE_REGISTRY))
    if not has_common_denominator(reading.numbers for reading in readings):
        given = f"fractions that have {NO_COMMON}"
        faults.append(Fault("not finite", argument.name, tex, given, "a list of amounts", "Round them first."))
    if faults:
        return faults
    return Reading(readings, argument.symbol.unit, next(iter(registries.values()), None), values)


def read_amount(value: Any) -> Reading | str:
    """Read an amount of any kind, plainly; or say why it is none."""
    if isinstance(value, list | tuple):
        return _said(_read_plain_list, value)
    return _said(lambda given: _plain_alone(_read_one(given)), value)


def read_numbers(value: Any) -> Reading | str:
    """Read an amount as `read_amount` does, but leave an array one of floats."""

    def read(given: Any) -> Reading:
        reading = _read_one(given)
        if isinstance(reading.numbers, np.ndarray):
            return Reading(reading.numbers, reading.unit, None, shown(given))
        return _plain_alone(reading)

    return _said(read, value)


def _said(read: Callable[[Any], Reading], value: Any) -> Reading | str:
    """Return what a way of reading gives, or in words why it gives nothing."""
    try:
        return read(value)
    except (UnitTextError, RegistryError) as error:
        return str(error)
    except _NotAmountError as error:
        return f"given {error}; write an amount with its unit"


def _read_plain_list(values: Sequence[Any]) -> Reading:
    items = [_plain_alone(_read_one(item)) for item in values]
    if len({item.unit.dimension for item in items}) != 1 or any(isinstance(item.numbers, list) for item in items):
        raise UnitTextError("a list of amounts of one kind is expected")
    if not has_common_denominator(item.numbers for item in items):
        raise UnitTextError(f"a list of fractions that have {NO_COMMON}; round them first")
    return Reading(items, items[0].unit, None, [item.given for item in items])


def has_common_denominator(numbers: Iterable[Any]) -> bool:
    """Tell whether fractions, among other numbers, have a common denominator that sums of them can be written with."""
    common = 1
    for number in numbers:
        if isinstance(number, Fraction):
            common = math.lcm(common, number.denominator)
            if common > _LARGEST_DENOMINATOR:
                return False
    return True


def plain(reading: Reading, canonical: Unit) -> Reading:
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
    return Reading(items, canonical, None, [item.given for item in items])


def _plain_alone(reading: Reading) -> Reading:
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


def _plain_quantity(number: Fraction, unit: Unit, canonical: Unit) -> Reading:
    if not _can_be_typed(unit):
        number, unit = times(number, unit.size / canonical.size), canonical
    of_float = {"float": True} if isinstance(number, Rounded) else {}
    return Reading(number, unit, None, {"number": str(number), "unit": str(unit), **of_float})


def _can_be_typed(unit: Unit) -> bool:
    try:
        return parse_unit(str(unit)) == (Fraction(1), unit)
    except UnitTextError:
        return False


def _read_one(value: Any) -> Reading:
    if isinstance(value, str):
        number, unit = parse_amount(value)
        return Reading(Rounded(number) if isinstance(value, FloatText) else number, unit, None, value)
    if isinstance(value, PlainQuantity):
        registry = value._REGISTRY  # noqa: SLF001 (pint has no public name for it)
        return Reading(_numbers(magnitude_of(value)), unit_of(registry, value._units), registry, value)  # noqa: SLF001
    mend = instead_of(value) or _HOW
    if isinstance(value, int | float | Fraction | Decimal | np.number) and not isinstance(value, bool):
        raise _NotAmountError("bare number", f"the bare number {shown(value)}", mend)
    if is_plain_array(value):
        raise _NotAmountError("bare number", f"the bare numbers {shown(value)}", mend)
    raise _NotAmountError("type", f"{shown(value)} of type {type_name(value)}", mend)


def magnitude_of(quantity: PlainQuantity[Any]) -> Any:
    """Return a quantity's magnitude, which a registry may have wrapped in an array of no dimension."""
    magnitude = quantity.magnitude
    return magnitude[()] if isinstance(magnitude, np.ndarray) and magnitude.ndim == 0 else magnitude


def _numbers(magnitude: Any) -> Any:
    """Return a magnitude as a fraction, a float or a new float array; refuse every other type."""
    if is_plain_array(magnitude):
        if not np.all(np.isfinite(magnitude)):
            raise _NotAmountError(
                "not finite", f"an array with {np.sum(~np.isfinite(magnitude))} NaN or infinite", _MISSING
            )
        return magnitude.astype(float if magnitude.dtype.kind == "f" else magnitude.dtype)  # whole numbers are exact
    if isinstance(magnitude, float | np.floating | Decimal):
        if not (magnitude.is_finite() if isinstance(magnitude, Decimal) else math.isfinite(magnitude)):
            raise _NotAmountError("not finite", f"the number {magnitude}", _MISSING)
        if not isinstance(magnitude, Decimal):
            return float(str(magnitude))
        if abs(magnitude.adjusted()) > _LARGEST:
            raise _NotAmountError("not finite", f"a decimal of the order 1e{magnitude.adjusted()}", _TOO_LARGE)
        return _bounded(Fraction(magnitude))
    if isinstance(magnitude, int | Fraction | np.integer) and not isinstance(magnitude, bool | np.timedelta64):
        return _bounded(magnitude if isinstance(magnitude, Fraction) else Fraction(int(magnitude)))
    kind = type_name(magnitude) + (f" of {magnitude.dtype}" if isinstance(magnitude, np.ndarray) else "")
    raise _NotAmountError("type", f"a quantity that holds {kind}", instead_of_held(magnitude))


def _bounded(number: Fraction) -> Fraction:
    """Refuse a number that no decimal or report could hold."""
    if number and not Fraction(1, 10**_LARGEST) <= abs(number) <= 10**_LARGEST:
        raise _NotAmountError("not finite", f"a number beyond 1e{_LARGEST} or 1e-{_LARGEST}", _TOO_LARGE)
    if number.denominator > 10**_LARGEST:
        raise _NotAmountError("not finite", f"a fraction with more than {_LARGEST} digits below", "Round it first.")
    return number


def _dimension_hint(given: Unit, expected: Unit) -> str:
    if "unified_atomic_mass_unit" in str(given):
        return "To pint 'mu' is an atomic mass; for 亩 write the text '60 mu'."
    if (given.kind, expected.kind) == ("an energy", "an amount of standard coal"):
        return (
            "Multiply each energy by its coal equivalent first, or list the carriers in an energy ledger; that of "
            "electricity has two bases, 当量 and 等价."
        )
    if (given.kind, expected.kind) == ("a volume", "an amount of gas"):
        return "Say at which state: write Nm3 (0 °C) or m3_20C (20 °C), or use gas_volume_at_reference."
    return "" if given.powers else "Write the unit behind the number."


def _mass_hint_of(value: Any, symbol: Symbol) -> str:
    return mass_hint(*split_amount(value), symbol) if isinstance(value, str) else ""


def mass_hint(number: str, unit: str, symbol: Symbol) -> str:
    """Say how a mass of water, CO2 or standard coal is written; an empty text of all else."""
    for said, names in _MASSES.items():
        meant = with_mass_as(unit, names)
        is_expected = meant and parse_unit(meant)[1].dimension == symbol.unit.dimension
        if is_expected and not number.startswith("-") and (names is not _OF_WATER or "water" in symbol.meaning):
            return f"If it is {said}, write '{f'{number} {meant}'.strip()}'."
    return ""


def shown(value: Any) -> str:
    """Return a value as it was given, short enough for a message, without anybody's formatter."""
    try:
        return _shown(value)
    except RecursionError:
        return "lists in lists in lists"


def _shown(value: Any) -> str:
    if isinstance(value, PlainQuantity):
        unit = "*".join(name if power == 1 else f"{name}**{power}" for name, power in value.unit_items())
        shape = np.shape(value.magnitude)
        if shape:
            return f"an array of shape {shape}" + (f" in {unit}" if unit else "")
        written = f"{_shown(value.magnitude)} {unit}".strip()
        return f"'{written}'"
    if isinstance(value, Fraction):
        return decimal_text(value, 15)
    if isinstance(value, list | tuple):
        return _short(f"[{', '.join(map(_shown, value))}]")
    if isinstance(value, Mapping) and {"number", "unit"} <= set(value):  # a quantity as a pack holds it
        with suppress(ValueError, TypeError, ZeroDivisionError):
            written = f"{_shown(Fraction(value['number']))} {value['unit']}".strip()
            return f"'{written}'"
    if isinstance(value, Mapping):
        return _short(f"{{{', '.join(f'{name} = {_shown(item)}' for name, item in value.items())}}}")
    return _short(repr(value[: 2 * _LONGEST_SHOWN]) if isinstance(value, str) else value)


def _short(value: Any) -> str:
    try:
        text = str(value)
    except ValueError:  # Python refuses to write whole numbers of more than 4300 digits
        text = "a number of thousands of digits"
    text = re.sub(r"\s*\n\s*", " ", text[: 2 * _LONGEST_SHOWN])  # tables and arrays run over lines
    return brief(text)


def brief(text: str) -> str:
    """Return a text short enough for a message."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
