"""The little reStructuredText that derived pages are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["both", "found_by", "indented", "item_label", "item_link", "marked", "plain", "table", "title", "trust"]


def title(text: str, line: str = "=") -> list[str]:
    """Return a heading; Chinese signs are two places wide."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return [text, line * width, ""]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: str = "auto") -> list[str]:
    """Return a table of cells that are reStructuredText themselves; nothing for no rows."""
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}", ""]
    listed = list(rows)
    for row in (heads, *listed):
        for number, cell in enumerate(row):
            first, *others = cell.splitlines() or [""]
            lines.append(f"   {'*' if number == 0 else ' '} - {first}".rstrip())
            lines += [f"       {line}".rstrip() for line in others]
    return [*lines, ""] if listed else []


def found_by(*entries: str) -> list[str]:
    """Return entries of the index, which the search puts first when they are typed."""
    return [".. index::", *(f"   ! single: {entry}" for entry in entries), ""]


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines as the content of a directive."""
    return [f"   {line}".rstrip() for line in lines]


def plain(text: str) -> str:
    """Return text whose signs mean nothing but themselves."""
    return re.sub(r"([\\*`|_])", r"\\\1", text)


def both(english: str, chinese: str) -> str:
    """Return an English text with the Chinese one below it."""
    return f"| {plain(english)}\n| {plain(chinese)}"


def trust(origin: str, source: str) -> str:
    """Return how far a datum can be trusted, and where it comes from."""
    return f":ref:`{origin} <origins>`: {plain(source)}"


def marked(name: str) -> str:
    """Return a formula's name as a link to its reference."""
    return f":func:`~greencalc.{name}`"


def item_label(standard: str, item: str) -> str:
    """Return the name of the anchor of an item in the table of its standard."""
    return f"{standard}-{item}"


def item_link(standard: str, item: str) -> str:
    """Return a link to an item in the table of its standard."""
    return f":ref:`{item} <{item_label(standard, item)}>`"
