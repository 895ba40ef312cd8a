"""The names by which a table knows facts, and what may be meant by another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from greencalc.formula.declaration import Argument
from greencalc.languages.said import both, joined, say, word
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.categories import names_of_category
from greencalc.read_only import read_only
from greencalc.standards.rules import LineRule
from greencalc.standards.table import VEHICLE_TYPE, Item, Same, Standard
from greencalc.standards.table_file import shipped_standards
from greencalc.units.spellings import suggest
from greencalc.units.text import GLYPHS
from greencalc.units.unit_table import Unit

HEADER = (VEHICLE_TYPE, "year")
"""Facts of the plant as a whole, as the shipped editions have them."""


def header_of(standard: Standard) -> tuple[str, ...]:
    """Return the names of the facts of the plant as a whole."""
    return standard.category, "year"


def names_of(standard: Standard) -> frozenset[str]:
    """Return the names of all facts that a standard needs."""
    return frozenset([*amounts_of(standard), *line_ends(standard), *items_by_key(standard), *header_of(standard)])


@cache
def known_names() -> Mapping[str, list[str]]:
    """Return the names of all facts that the shipped editions need, each with the numbers of those editions."""
    found: dict[str, list[str]] = {name: [] for name in LEDGER_NAMES}
    for standard in shipped_standards():
        for name in names_of(standard):
            found.setdefault(name, []).append(standard.number)
    return read_only(found)  # type: ignore[no-any-return]


@cache
def known_units() -> Mapping[str, Unit]:
    """Return a unit of the kind of each amount, and each end of a line, that a formula of the editions may need."""
    found = {}
    for formula in (formula for standard in shipped_standards() for formula in standard.formulas.values()):
        found.update({name: argument.symbol.unit for name, argument in formula.arguments.items()})
        found.update({f"{formula.name}_{end}": formula.result.unit for end in ("base", "leading")})
    return read_only(found)  # type: ignore[no-any-return]


def amounts_of(standard: Standard) -> Mapping[str, Argument]:
    """Return the arguments of all formulas that items use."""
    return _by_use(Same(standard)).amounts


def line_ends(standard: Standard) -> Mapping[str, Argument]:
    """Return the base and leading values that the table leaves to the user, as arguments."""
    return _by_use(Same(standard)).ends


def items_by_key(standard: Standard) -> Mapping[str, list[Item]]:
    """Return items by id and by clause; a clause may hold several."""
    return _by_use(Same(standard)).items


class _Names(NamedTuple):
    """What a standard needs facts for, by their names."""

    amounts: Mapping[str, Argument]
    ends: Mapping[str, Argument]
    items: Mapping[str, list[Item]]


@lru_cache(maxsize=64)
def _by_use(same: Same) -> _Names:
    """Sort a standard's names once, since every evaluation of a plant asks for the same ones."""
    standard = same.standard
    formulas = (standard.formula_of(item) for item in standard.items)
    amounts = {name: argument for formula in formulas if formula for name, argument in formula.arguments.items()}
    ends = {
        name: Argument(name, standard.formulas[item.rule.formula].result, None)
        for item in standard.items
        if isinstance(item.rule, LineRule)
        for name in item.rule.missing_ends
    }
    items: dict[str, list[Item]] = {}
    for item in standard.items:
        for key in {item.id, item.clause}:
            items.setdefault(key, []).append(item)
    return _Names(read_only(amounts), read_only(ends), read_only(items))


def items_meant(name: str, items: Mapping[str, list[Item]], given: Collection[str]) -> list[Item]:
    """Return the items that a word under an id or a clause is said of, beside the names that others are under.

    An item's own id may also be the clause of others ("5.1.5"): these take its word unless they have one of their own.
    """
    meant = items[name]
    if all(item.id != name for item in meant):
        return meant
    return [item for item in meant if item.id == name or item.id not in given]


def amounts_behind(items: list[Item], standard: Standard) -> str:
    """Return the amounts that items are judged from; empty if one of them is judged by a word."""
    formulas = [standard.formula_of(item) for item in items]
    return (
        ", ".join(dict.fromkeys(name for formula in formulas if formula for name in formula.arguments))
        if all(formulas)
        else ""
    )


def told_name(standard: Standard, name: str) -> str:
    """Return the name of a fact, in Chinese with what it stands for: names are typed, and not translated."""
    amounts, ends = amounts_of(standard), line_ends(standard)
    if name in amounts:
        return _with_meaning(name, amounts[name].symbol.meaning_zh)
    if name in ends:
        return _with_meaning(name, f"{ends[name].symbol.meaning_zh}{_ENDS_ZH[name.rpartition('_')[2]]}")
    if name == standard.category:
        return _with_meaning(name, *names_of_category(standard)[:1])
    if name == "year":
        return _with_meaning(name, "评价年份")
    return both(name, f"{name} 的符合情况") if name in items_by_key(standard) else name


def _with_meaning(name: str, chinese: str = "") -> str:
    return both(name, f"{name}（{chinese}）") if chinese else name


_ENDS_ZH = MappingProxyType({"base": "基准值", "leading": "引领值"})
MOST_HINTS = 1000
"""Names that nothing needs for which others are looked for; those behind them have no hint."""


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Look for a name once, since every evaluation of a plant asks for the same ones."""
    return suggest(name, known)


def hint_for(standard: Standard, name: str) -> str:
    """Say what was probably meant by a name that is not known; a clause is never taken for another one."""
    if name in known_names():  # of another edition, and no misspelling of this one's
        numbers = [number for number in known_names()[name] if number != standard.number]
        return joined(say("it is a fact of {number}", number=number) for number in numbers)
    half_width = name.translate(GLYPHS)
    if half_width != name and half_width in names_of(standard):
        return say("did you mean {name}?", name=told_name(standard, half_width))
    if not re.match(r"\d|[A-Z]\.\d", name):
        amounts = amounts_of(standard)
        meant = [known for known, argument in amounts.items() if argument.symbol.meaning_zh == name]
        words = [item.id for item in standard.items if not item.id[:1].isdigit()]
        meant += [standard.category] if name in names_of_category(standard) else []
        computed = next((one for one in standard.formulas.values() if name in {one.name, one.title_zh}), None)
        if computed is not None and not meant:
            needs = joined(told_name(standard, argument) for argument in computed.arguments)
            return say("it is computed: give {needs}", needs=needs)
        nearest = _nearest(name, (*amounts, *line_ends(standard), *header_of(standard), *words)) if not meant else ""
        near = meant or ([nearest] if nearest else [])
        named = joined((told_name(standard, one) for one in near), " or ")
        return say("did you mean {name}?", name=named) if near else ""
    formulas = [formula for formula in standard.formulas.values() if formula.clause == name]
    clause = name.partition("/")[0]
    inside = [item.id for item in standard.items if item.id.startswith((f"{name}.", f"{clause}/"))]
    inside += [item.id for item in standard.items if standard.formula_of(item) in formulas]
    if not inside:
        number = re.split(r"[\s:：]", half_width.strip(), maxsplit=1)[0]
        if number != name and number in names_of(standard):
            return say("did you mean {name}?", name=told_name(standard, number))
        return word("there is no such clause in the table")
    return say("its items are {items}", items=joined(dict.fromkeys(inside)))
