"""Arguments of a formula: what is given for each becomes an amount of its kind, or faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from greencalc.errors import Fault, InputError, RegistryError, UnitTextError
from greencalc.formula.declaration import Argument, Formula, Symbol
from greencalc.units.amount import NO_COMMON, GivenAmount, NotAmountError, has_common_denominator, read_one
from greencalc.units.spellings import suggest
from greencalc.units.text import parse_unit, split_amount, with_mass_as
from greencalc.units.unit_table import POLLUTANTS, Unit
from greencalc.units.wording import shown

_ONE_REGISTRY = (
    "Make all with one UnitRegistry, or give text. Q uses pint's application registry, "
    "which pint.set_application_registry(ureg) can make yours."
)


def read_arguments(
    declaration: Formula, positional: tuple[Any, ...], given: Mapping[str, Any]
) -> dict[str, GivenAmount]:
    """Read all arguments of a call.

    Raises
    ------
    TypeError
        If an argument is missing, unknown or given by position.
    InputError
        Listing everything that cannot be read.
    """
    _check_names(declaration, positional, given)
    readings: dict[str, GivenAmount] = {}
    faults: list[Fault] = []
    for name, argument in declaration.arguments.items():
        read = read_argument(argument, given.get(name, argument.default))
        if isinstance(read, GivenAmount):
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
    **{
        sign: {"metric_ton": f"t{sign}", "kilogram": f"kg{sign}", "gram": f"g{sign}", "milligram": f"mg{sign}"}
        for sign in POLLUTANTS.values()
    },
}


def read_argument(argument: Argument, value: Any, numbers: Sequence[int] = ()) -> GivenAmount | list[Fault]:
    """Read one argument: text, a quantity, or a list of them; or return what is wrong with it.

    The entries of a list are counted from 1, or have numbers of their own where some were taken out.
    """
    if isinstance(value, list | tuple):
        return _read_list(argument, value, numbers)
    symbol = argument.symbol

    def fault(kind: str, given: str, expected: str, mend: str = "") -> list[Fault]:
        return [Fault(kind, argument.name, symbol.tex, given, expected, mend)]

    try:
        reading = read_one(value)
    except UnitTextError as error:
        return fault("unit text", str(error), f"{symbol.unit.kind} such as '{symbol.example}'")
    except RegistryError as error:
        return fault("registry", shown(value), f"{symbol.unit.kind} in {symbol.unit}", f"{error}.")
    except NotAmountError as error:
        mend = error.mend.format(unit=symbol.unit if symbol.unit.powers else "%", example=symbol.example)
        return fault(error.kind, str(error), f"{symbol.unit.kind} with its unit", mend)
    if reading.unit.dimension == symbol.unit.dimension:
        return reading
    expected = f"{symbol.unit.kind}, in {symbol.unit} or alike"
    hint = _dimension_hint(reading.unit, symbol.unit) or _mass_hint_of(value, symbol)
    return fault("dimension", f"{reading.typed}, which is {reading.unit.kind}", expected, hint)


def _read_list(
    argument: Argument, values: list[Any] | tuple[Any, ...], numbers: Sequence[int]
) -> GivenAmount | list[Fault]:
    tex = argument.symbol.tex
    readings: list[GivenAmount] = []
    faults: list[Fault] = []
    for number, value in zip(numbers or range(1, len(values) + 1), values, strict=True):
        nested = isinstance(value, list | tuple)
        read = [Fault("shape", "", "", "a list", "")] if nested else read_argument(argument, value)
        if isinstance(read, GivenAmount) and not isinstance(read.numbers, list | np.ndarray):
            readings.append(read)
        else:
            given = f"entry {number}: " + (read.typed if isinstance(read, GivenAmount) else read[0].given)
            kind, mend = ("shape", "") if isinstance(read, GivenAmount) else (read[0].kind, read[0].mend)
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
    return GivenAmount(readings, argument.symbol.unit, next(iter(registries.values()), None), values)


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
    if _as_plain_mass(given) == dict(expected.dimension):
        return "What it is of is said by its name, not by its unit: write a plain mass, in t, kg, g or mg."
    return "" if given.powers else "Write the unit behind the number."


def _as_plain_mass(unit: Unit) -> dict[str, int]:
    """Return a dimension with the mass of no pollutant in it, but mass."""
    dimension: dict[str, int] = {}
    for name, power in unit.dimension:
        plain = "mass" if name in POLLUTANTS else name
        dimension[plain] = dimension.get(plain, 0) + power
    return dimension


def _mass_hint_of(value: Any, symbol: Symbol) -> str:
    return mass_hint(*split_amount(value), symbol) if isinstance(value, str) else ""


def mass_hint(number: str, unit: str, symbol: Symbol) -> str:
    """Say how a mass of water, CO2, standard coal or a pollutant is written; an empty text of all else."""
    for said, names in _MASSES.items():
        meant = with_mass_as(unit, names)
        is_expected = meant and parse_unit(meant)[1].dimension == symbol.unit.dimension
        if is_expected and not number.startswith("-") and (names is not _OF_WATER or "water" in symbol.meaning):
            return f"If it is {said}, write '{f'{number} {meant}'.strip()}'."
    return ""
