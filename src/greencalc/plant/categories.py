"""Categories of plants that limits go by, and vehicle types by the words that people and standards use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from attrs import evolve

from greencalc.languages.said import say, word
from greencalc.plant.fact import Fact
from greencalc.plant.status_words import UNKNOWN, bare
from greencalc.standards.table import VEHICLE_TYPE, Standard
from greencalc.units.spellings import suggest
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
_TYPE_NAMES = ("车型", "车辆类型")
_IS_M1 = "GB/T 15089: M1 has at most eight seats beside the driver's, as 乘用车 of GB/T 3730.1 have"
_IS_PASSENGER_CAR = "GB/T 3730.1 counts it among 乘用车, which GB/T 15089 puts into M1"
_DEFINED_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(["m1", "m1类", "m1 类"], ("passenger car", _IS_M1)),
        **dict.fromkeys(["轿车", "suv", "mpv", "运动型乘用车", "多用途乘用车"], ("passenger car", _IS_PASSENGER_CAR)),
    }
)


def category_of(given: Any, standard: Standard) -> Any:
    """Return a category by the name that the standard has for it; all else as it is.

    Vehicle types may be typed in other words and in Chinese, other categories as the table has them.
    """
    if not isinstance(given, str):
        return given
    if standard.category != VEHICLE_TYPE:
        return " ".join(given.split())
    types, key = standard.categories, bare(given)
    listed = {bare(name): name for name in types}
    named = listed.get(key) or _TYPE_WORDS.get(key) or _DEFINED_TYPES.get(key, ("",))[0]
    return named if named in types else given


def as_category(fact: Fact, standard: Standard) -> Fact:
    """Return the fact that says what a plant is, with the name that the standard has for that.

    A name may be a word for a status too. A word that a definition reads stays as typed, for what it rests on is shown.
    """
    if isinstance(fact.value, str) and fact.status is not None:
        fact = Fact(fact.name, value=fact.value, evidence=fact.evidence, year=fact.year)
    return fact if defined_type(fact.value, standard) else evolve(fact, value=category_of(fact.value, standard))


def category_words(standard: Standard) -> dict[str, str]:
    """Return the words that are read as categories, each with the category by the standard's name."""
    words = {name: name for name in standard.categories}
    if standard.category != VEHICLE_TYPE:
        return words
    words |= dict(_TYPE_WORDS) | {one: meant for one, (meant, _) in _DEFINED_TYPES.items()}
    return {bare(one): meant for one, meant in words.items() if meant in standard.categories}


def defined_type(given: Any, standard: Standard) -> tuple[str, ...]:
    """Return a word for a vehicle type that is none of the table's, the type by its definition, and the source."""
    if standard.category != VEHICLE_TYPE or not isinstance(given, str) or bare(given) not in _DEFINED_TYPES:
        return ()
    meant, source = _DEFINED_TYPES[bare(given)]
    return (given.strip(), meant, source) if meant == category_of(given, standard) else ()


def category_faults(fact: Fact, standard: Standard) -> Iterator[str]:
    """Say what is wrong with what a plant is said to be."""
    listed, fact = standard.categories, as_category(fact, standard)
    given = category_of(fact.value, standard) if fact.status is None else fact.status
    if given != UNKNOWN and (not isinstance(given, str) or (listed and given not in listed)):
        wrong = f"not one of {with_words(standard)}{_hint(given, standard)}" if listed else "no text"
        yield f"{standard.category}: {shown(given)} is {wrong}"


def _hint(given: Any, standard: Standard) -> str:
    is_own = standard.category != VEHICLE_TYPE and isinstance(given, str)
    near = suggest(given, standard.categories) if is_own else ""
    return f"; did you mean {near}?" if near else ""


def with_words(standard: Standard) -> str:
    """List the categories, each with the Chinese words for it."""
    types = dict(_TYPE_WORDS) if standard.category == VEHICLE_TYPE else {}
    words = {name: " or ".join(one for one, meant in types.items() if meant == name) for name in standard.categories}
    return ", ".join(f"{name} ({said})" if said else name for name, said in words.items())


def names_of_category(standard: Standard) -> tuple[str, ...]:
    """Return what the category itself is called in Chinese."""
    return _TYPE_NAMES if standard.category == VEHICLE_TYPE else ()


def title_of_category(standard: Standard) -> str:
    """Return what the category is called as a heading; one of a table's own has the name of its fact."""
    return word("Vehicle type") if standard.category == VEHICLE_TYPE else standard.category


def said_category(category: str | None, standard: Standard) -> str:
    """Say what a plant is, or that this is not given."""
    if category is not None:
        return word(category)
    if standard.category == VEHICLE_TYPE:
        return word("vehicle type not given")
    return say("{category} not given", category=standard.category)


def goes_by(standard: Standard) -> str:
    """Say that a limit goes by the category."""
    if standard.category == VEHICLE_TYPE:
        return word("the limit goes by vehicle type")
    return say("the limit goes by {category}", category=standard.category)
