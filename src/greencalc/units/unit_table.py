"""Units as exact numbers: the library's own table, on which every conversion rests.

A :class:`Unit` is a product of named units with its size in base units as an exact fraction and its
dimension. The names are pint's, so that a quantity of any registry can be looked up here; what pint
lacks is defined in the same table (column ``defined_as``) and added to registries by
:func:`greencalc.register_units`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import frozen

from greencalc.read_only import ReadOnlyDict
from greencalc.showing.sheet import InALine
from greencalc.units.float_rounding import Rounded

BASE_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "length": "meter",
        "mass": "kilogram",
        "time": "second",
        "product": "vehicle",
        "person": "person",
        "standard_coal": "gram_coal_equivalent",
        "co2_equivalent": "gram_CO2e",
        "sulfur_dioxide": "gram_SO2",
        "nitrogen_oxides": "gram_NOx",
        "oxygen_demand": "gram_COD",
        "ammonia_nitrogen": "gram_NH3N",
        "particulate_matter": "gram_PM",
        "volatile_organic_compounds": "gram_VOCs",
        "currency": "yuan",
        "reference_gas": "normal_cubic_meter",
        "temperature": "kelvin",
        "substance": "mole",
    },
)
"""The base unit of each dimension."""

POLLUTANTS: Mapping[str, str] = MappingProxyType(
    {
        "sulfur_dioxide": "SO2",
        "nitrogen_oxides": "NOx",
        "oxygen_demand": "COD",
        "ammonia_nitrogen": "NH3-N",
        "particulate_matter": "PM",
        "volatile_organic_compounds": "VOCs",
    },
)
"""The dimensions of masses of pollutants, with the sign that stands behind such a mass."""

Powers = tuple[tuple[str, int], ...]


@frozen(repr=False)
class Unit(InALine):
    """A product of powers of named units.

    Attributes
    ----------
    powers : tuple of (str, int)
        Unit names with their exponents, sorted.
    size : Fraction
        How many base units one of it is.
    dimension : tuple of (str, int)
        Dimensions with their exponents, sorted; empty for a pure number.
    """

    powers: Powers
    size: Fraction
    dimension: Powers

    def __str__(self) -> str:
        """Return the unit as this library writes units, e.g. ``g/m2`` or ``kJ/(kg*K)``."""
        return _text_of(self.powers)

    @property
    def kind(self) -> str:
        """What the dimension is called, e.g. "area"."""
        written = _written(self.dimension, {})
        return DIMENSION_NAMES.get(written, f"a quantity of dimension {written}")


@frozen
class UnitRow:
    """A row of the unit table; ``defined_as`` has the symbol and aliases of a unit that pint lacks."""

    unit: Unit
    defined_as: tuple[str, ...]
    spellings: tuple[str, ...]
    origin: str
    source: str

    @property
    def symbol(self) -> str:
        """The spelling this library writes."""
        return self.spellings[0]

    @property
    def meaning(self) -> str:
        """The unit in terms of the base units, as pint's definitions are written."""
        [(name, _)] = self.unit.powers
        if name in BASE_UNITS.values():
            return f"[{self.unit.dimension[0][0]}]"
        base = [f"{BASE_UNITS[dimension]} ** {power}" for dimension, power in self.unit.dimension]
        return " * ".join([f"{self.unit.size.numerator} / {self.unit.size.denominator}", *base])


@cache
def table() -> Mapping[str, UnitRow]:
    """Return the unit table by name, as ``units.csv`` states it."""
    return MappingProxyType({row["name"]: _row(row) for row in read_csv("units.csv")})


def read_csv(name: str) -> list[dict[str, str]]:
    """Read a table that the package ships."""
    text = files("greencalc.units").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def combine(parts: Iterable[tuple[Unit, int]]) -> Unit:
    """Multiply units, each raised to a whole power."""
    size = Fraction(1)
    powers: dict[str, int] = {}
    dimension: dict[str, int] = {}
    for unit, exponent in parts:
        size *= unit.size**exponent
        for total, own in ((powers, unit.powers), (dimension, unit.dimension)):
            for name, power in own:
                total[name] = total.get(name, 0) + power * exponent
    return Unit(_sorted(powers), size, _sorted(dimension))


def table_unit(container: Mapping[str, Any]) -> Unit | None:
    """Return the unit that a registry's names and exponents make, or None if the table lacks one of them."""
    parts = []
    for name, exponent in container.items():
        if name not in table() or exponent != int(exponent):
            return None
        parts.append((table()[name].unit, int(exponent)))
    return combine(parts)


@cache
def _symbols() -> Mapping[str, str]:
    return ReadOnlyDict({name: row.symbol for name, row in table().items()})


def as_typed(number: Any) -> Fraction:
    """Return a number as the decimal that was typed for it."""
    if isinstance(number, Fraction):
        return number
    # a decimal is read in half the time that a fraction takes
    return (Rounded if isinstance(number, float) else Fraction)(Decimal(str(number)))


def scale(numbers: Any, factor: Fraction) -> Any:
    """Multiply floats by an exact factor into new ones: 1/1000 divides by 1000, which rounds once."""
    numbers = numbers * float(factor.numerator)
    return numbers if factor.denominator == 1 else numbers / float(factor.denominator)


def _row(row: Mapping[str, str]) -> UnitRow:
    name, _, exponent = row["name"].partition("**")
    dimension = dict(_exponent(part) for part in row["dimension"].split())
    return UnitRow(
        unit=Unit(((name, int(exponent or 1)),), Fraction(row["size"]), _sorted(dimension)),
        defined_as=tuple(row["defined_as"].split()),
        spellings=tuple(row["spellings"].split()),
        origin=row["origin"],
        source=row["source"],
    )


def _exponent(part: str) -> tuple[str, int]:
    name, _, exponent = part.partition("^")
    return name, int(exponent or 1)


def _sorted(powers: Mapping[str, int]) -> Powers:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


@lru_cache(maxsize=256)
def _text_of(powers: Powers) -> str:
    """Return a unit as text; results and messages are full of few."""
    return _written(powers, _symbols()) or "dimensionless"


def _written(powers: Powers, symbols: Mapping[str, str]) -> str:
    above = _product([(name, power) for name, power in powers if power > 0], symbols)
    below = [(name, -power) for name, power in powers if power < 0]
    if not below:
        return above
    divisor = _product(below, symbols)
    return f"{above or '1'}/{divisor if len(below) == 1 else f'({divisor})'}"


def _product(powers: list[tuple[str, int]], symbols: Mapping[str, str]) -> str:
    """Write a product in the order of the unit table: kg*K."""
    if len(powers) > 1:
        places = {name: place for place, name in enumerate(symbols)}
        powers = sorted(powers, key=lambda part: places.get(part[0], len(places)))
    return "*".join(f"{symbols.get(name, name)}{power if power > 1 else ''}" for name, power in powers)


DIMENSION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "": "a pure number or percentage",
        "length": "a length",
        "length2": "an area",
        "length3": "a volume",
        "mass": "a mass",
        "time": "a time",
        "product": "a number of vehicles",
        "person": "a number of people",
        "standard_coal": "an amount of standard coal",
        "co2_equivalent": "an amount of CO2 equivalent",
        **{pollutant: f"a mass of {sign}" for pollutant, sign in POLLUTANTS.items()},
        "currency": "an amount of money",
        "reference_gas": "an amount of gas",
        "temperature": "a temperature",
        "substance": "an amount of substance",
        "length2*mass/time2": "an energy",
        "length2*mass/time3": "a power",
        "mass/(length*time2)": "a pressure",
        "mass/length2": "a mass per area",
        "mass/length3": "a density or concentration",
        "mass/substance": "a molar mass",
        "length2/time2": "an energy per mass",
        "length2*mass/(reference_gas*time2)": "an energy per amount of gas",
        "length2*mass/(standard_coal*time2)": "an energy per amount of standard coal",
        "length2/(temperature*time2)": "a specific heat capacity",
        "time2/length2": "a mass per energy",
        "reference_gas/length3": "an amount of gas per volume",
        "product/length2": "vehicles per area",
        "standard_coal/product": "standard coal per vehicle",
        "standard_coal/mass": "standard coal per mass",
        "standard_coal/reference_gas": "standard coal per amount of gas",
        "standard_coal*time2/(length2*mass)": "standard coal per energy",
        "co2_equivalent/product": "CO2 equivalent per vehicle",
        "co2_equivalent/mass": "CO2 equivalent per mass",
        "co2_equivalent*time2/(length2*mass)": "CO2 equivalent per energy",
    },
)
"""Dimensions as people call them, for error messages."""
