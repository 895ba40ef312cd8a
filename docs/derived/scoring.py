"""A page for each standard: its scoring table, rendered from its data, with whatever it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from derived.rst import both, item_label, marked, plain, table, title, trust
from greencalc.standards.rules import LimitRule, YesNoRule
from greencalc.standards.table import Item, Standard
from greencalc.units.number_text import points_text

__all__ = ["scoring_page"]


def scoring_page(standard: Standard) -> list[str]:
    """Return the lines of a standard's page."""
    groups = [
        (
            group.id,
            both(group.title, group.title_zh),
            group.chapter,
            points_text(group.points),
            trust(group.origin, group.source),
        )
        for group in standard.groups
    ]
    lines = [
        *title(f"{standard.number} scored"),
        f"{plain(standard.title)}. {standard.title_zh}.",
        "",
        *_head(standard),
        *title("Groups", "-"),
        *table(("Group", "Title", "Chapter", "Points", "Origin and source"), groups, "8 26 10 8 48"),
    ]
    for group in standard.groups:
        items = [item for item in standard.items if item.group == group.id]
        lines += _items(standard, f"{group.id} {group.title}", items)
    lines += _items(standard, "Outside of the groups", [item for item in standard.items if item.group is None])
    lines += [
        *title("What is assumed", "-"),
        "Listed with every result, so that nobody takes it for the standard's word.",
        "",
    ]
    lines += [f"* {plain(one.what)} {trust(one.origin, one.source)}." for one in standard.assumptions]
    return lines


def _head(standard: Standard) -> list[str]:
    issued = f"issued {standard.issued}, " if standard.issued else ""
    mark = "none is given" if standard.pass_mark is None else points_text(standard.pass_mark)
    sums = "items add up to groups, and groups to 100" if standard.scoring == "sum" else "groups are weighted"
    facts = (
        ("Edition", f"{issued}in force from {standard.in_force}; status: {standard.status}"),
        ("Points", f"{sums}; those of the items are :ref:`{standard.origin} <origins>`"),
        ("Pass mark", mark),
        ("Items that do not apply", standard.not_applicable or "the caller has to say"),
        ("Limits", f"compared by the {standard.comparison}"),
        ("The table as a whole", trust(standard.origin, standard.source)),
    )
    return [*(f":{name}: {text}" for name, text in facts), ""]


def _items(standard: Standard, heading: str, items: Sequence[Item]) -> list[str]:
    rows = [
        (
            f".. index:: ! single: {item.id}\n\n.. _{item_label(standard.id, item.id)}:\n\n{item.id}",
            both(item.title, item.title_zh),
            item.points_text,
            _judged(item),
            trust(item.origin, item.source),
        )
        for item in items
    ]
    heads = ("Item", "Requirement", "Points", "Judged by", "Origin and source of the requirement")
    return [*title(plain(heading), "-"), *table(heads, rows, "10 34 10 20 26")] if rows else []


def _judged(item: Item) -> str:
    rule = item.rule
    if isinstance(rule, YesNoRule):
        return str(rule)
    words = plain(str(rule).removeprefix(rule.formula).strip(", "))
    if isinstance(rule, LimitRule):
        words = words.replace("; ", "\n| ")
    return f"| {marked(rule.formula)}\n| {words}"
