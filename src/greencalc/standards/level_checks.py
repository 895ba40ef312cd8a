"""What is wrong with what a table makes of its items: levels, caps, and the best of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from greencalc.errors import UnitTextError
from greencalc.standards.levels import NO_LEVEL, Level
from greencalc.standards.rules import BestOfRule
from greencalc.standards.table import FULL_SCORE, Group
from greencalc.standards.table_data import TableData
from greencalc.units.number_text import decimal_text
from greencalc.units.spellings import suggest
from greencalc.units.text import share_in


def level_faults(content: TableData) -> Iterator[str]:
    """Find what is wrong with levels and caps.

    Yields
    ------
    str
        What is wrong.
    """
    groups = {group.id: group for group in content.group}
    titles = Counter(level.title for level in content.level)
    yield from (f"level {title!r} is there twice" for title, count in titles.items() if count > 1)
    if content.level and content.standard.pass_mark is not None:
        yield "standard.pass_mark is the case of one level; write either a pass mark or levels"
    most = _most_points(content)
    for level in content.level:
        yield from (f"level {level.title!r}: {fault}" for fault in _conditions_faults(level, content, groups, most))
    for place, cap in enumerate(content.cap):
        if not 0 <= cap.points <= most:
            yield f"cap[{place}]: its points are not between 0 and {decimal_text(most, 6)}"
        yield from (
            f"cap[{place}]: {fault}" for fault in _unknown_items([] if cap.unless is None else [cap.unless], content)
        )


def _conditions_faults(level: Level, content: TableData, groups: Mapping[str, Group], most: Fraction) -> Iterator[str]:
    if level.title.strip() in {"", NO_LEVEL}:
        yield f"give it a name of its own; {NO_LEVEL!r} is said of a plant that reaches none"
    if not 0 <= level.points_at_least <= most:
        yield f"points_at_least is not between 0 and {decimal_text(most, 6)}"
    for share in (level.counts_from, *(one.share for one in level.items)):
        yield from _share_faults(share)
    yield from _unknown_items([name for required in level.items for name in required.items], content)
    for required in level.groups:
        if required.group not in groups:
            yield f"there is no group {required.group!r}"
        elif not 0 < required.points_at_least <= groups[required.group].points:
            yield f"the points of group {required.group} are not between 0 and all it has"


def _most_points(content: TableData) -> Fraction:
    """Return how large a total can be."""
    bonus = [item.points for item in content.item if item.kind == "bonus" and item.points > 0]
    has_points = any(item.points for item in content.item if item.kind != "bonus")
    return sum(bonus, FULL_SCORE if has_points else Fraction(0))


def best_of_faults(content: TableData) -> Iterator[str]:
    """Find what is wrong with items that are the best of others, and with those that are a part of nothing.

    Yields
    ------
    str
        What is wrong.
    """
    kinds = {item.id: item.rule.kind for item in content.item}
    used: set[str] = set()
    for item in content.item:
        if not isinstance(item.rule, BestOfRule):
            continue
        names = item.rule.items
        used.update(names)
        yield from (f"item {item.id}: {fault}" for fault in _unknown_items(names, content))
        if len(set(names)) < max(len(names), 2):
            yield f"item {item.id}: the best of several names two items or more, each once"
        if item.always_applies or item.applies_with:
            yield f"item {item.id}: it applies if one of its items does; say always_applies and applies_with of these"
        if any(kinds.get(name) == BestOfRule.kind for name in names):
            yield f"item {item.id}: the best of several cannot be one of several; name the items themselves"
    for item in content.item:
        if item.kind == "part" and item.id not in used:
            yield f"item {item.id}: no item takes the best of it and others"


def _share_faults(share: str | None) -> Iterator[str]:
    try:
        if share is not None and not share_in(share):
            yield "a share of 0 % asks for nothing"
    except UnitTextError as error:
        yield str(error)


def _unknown_items(names: Iterable[str], content: TableData) -> Iterator[str]:
    ids = [item.id for item in content.item]
    for name in names:
        if name not in ids:
            near = suggest(name, ids)
            yield f"there is no item {name!r}" + (f"; did you mean {near}?" if near else "")
