"""A standard with its table as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencalc.display import Sheet, Table
from greencalc.rounding import points_text

if TYPE_CHECKING:
    from greencalc.standard import Item, Standard

__all__ = ["points_of_item", "standard_sheet"]


def standard_sheet(standard: Standard) -> Sheet:
    """Return a standard with its groups, items and what its table rests on."""
    issued = f"Issued {standard.issued}, " if standard.issued else ""
    groups = tuple(
        (group.id, group.title, group.title_zh, points_text(group.points), group.origin) for group in standard.groups
    )
    items = tuple(
        (item.id, item.title, item.title_zh, points_of_item(item), str(item.rule), item.origin)
        for item in standard.items
    )
    assumed = tuple((assumption.what, assumption.origin, assumption.source) for assumption in standard.assumptions)
    return Sheet(
        f"{standard.number} {standard.title} {standard.title_zh}",
        (
            f"{issued}in force from {standard.in_force}; status: {standard.status}.",
            f"Table: {standard.origin}. Source: {standard.source}.",
            Table(("Group", "Title", "中文", "Points", "Origin"), groups),
            Sheet("Items", (Table(("Item", "Requirement", "要求", "Points", "Judged by", "Origin"), items),)),
            Sheet("What the table rests on", (Table(("What", "Origin", "Source"), assumed),)),
        ),
    )


def points_of_item(item: Item) -> str:
    """Return an item's points, or that it is mandatory."""
    return "mandatory" if item.mandatory else points_text(item.points)
