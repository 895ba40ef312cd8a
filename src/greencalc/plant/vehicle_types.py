"""Vehicle types by the words that people and standards use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from greencalc.plant.fact import Fact
from greencalc.plant.status_words import UNKNOWN, bare
from greencalc.standards.table import Standard
from greencalc.units.wording import shown

_TYPE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "乘用车": "passenger car",
        "货车驾驶室": "truck cab",
        "货车驾驶仓": "truck cab",
        "货车": "truck or van",
        "厢式货车": "truck or van",
        "客车": "bus or chassis",
        "客车底盘": "bus or chassis",
        "底盘": "bus or chassis",
    }
)
TYPE_NAMES = ("车型", "车辆类型")
"""What the vehicle type itself is called in Chinese."""


_IS_M1 = "GB/T 15089: M1 has at most eight seats beside the driver's, as 乘用车 of GB/T 3730.1 have"
_IS_PASSENGER_CAR = "GB/T 3730.1 counts it among 乘用车, which GB/T 15089 puts into M1"
_DEFINED_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(["m1", "m1类", "m1 类"], ("passenger car", _IS_M1)),
        **dict.fromkeys(["轿车", "suv", "mpv", "运动型乘用车", "多用途乘用车"], ("passenger car", _IS_PASSENGER_CAR)),
    }
)


def vehicle_type_of(word: Any, standard: Standard) -> Any:
    """Return a vehicle type by the name that the standard has for it, typed in Chinese or not; all else as it is."""
    if not isinstance(word, str):
        return word
    types, key = standard.vehicle_types, bare(word)
    listed = {bare(name): name for name in types}
    named = listed.get(key) or _TYPE_WORDS.get(key) or _DEFINED_TYPES.get(key, ("",))[0]
    return named if named in types else word


def type_words(standard: Standard) -> dict[str, str]:
    """Return the words that are read as vehicle types, each with the type by the standard's name."""
    words = {name: name for name in standard.vehicle_types}
    words |= dict(_TYPE_WORDS) | {word: meant for word, (meant, _) in _DEFINED_TYPES.items()}
    return {bare(word): meant for word, meant in words.items() if meant in standard.vehicle_types}


def defined_type(word: Any, standard: Standard) -> tuple[str, ...]:
    """Return a word for a vehicle type that is none of the table's, the type by its definition, and the source."""
    if not isinstance(word, str) or bare(word) not in _DEFINED_TYPES:
        return ()
    meant, source = _DEFINED_TYPES[bare(word)]
    return (word.strip(), meant, source) if meant == vehicle_type_of(word, standard) else ()


def vehicle_type_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    """Say what is wrong with a vehicle type."""
    types = standard.vehicle_types
    given = vehicle_type_of(fact.value, standard) if fact.status is None else fact.value or fact.status
    if given != UNKNOWN and (not isinstance(given, str) or (types and given not in types)):
        yield f"vehicle_type: {shown(given)} is " + (f"not one of {with_words(types)}" if types else "no text")


def with_words(types: tuple[str, ...]) -> str:
    """List vehicle types, each with the Chinese words for it."""
    words = {name: " or ".join(word for word, meant in _TYPE_WORDS.items() if meant == name) for name in types}
    return ", ".join(f"{name} ({words[name]})" if words[name] else name for name in types)
