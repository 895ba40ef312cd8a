"""Lines as wide as a terminal has places: Chinese signs take two, and a line may end behind any of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

_NEVER_FIRST = "，。；：、！？）》」』〉】］”％"
_NEVER_LAST = "（《「『〈【［“"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_PIECE = re.compile(rf" +|[{_NEVER_LAST}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_NEVER_FIRST}]*")


def width_of(text: str) -> int:
    """Return the places that a text takes.

    Examples
    --------
    >>> width_of("产品 Q4")
    7
    """
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int, first: str = "", others: str = "") -> Iterator[str]:
    """Yield a text in lines, with what stands before the first and before each other one.

    Examples
    --------
    >>> list(wrapped("废水回用率不低于 70 %，不符合", 16, "- ", "  "))
    ['- 废水回用率不低', '  于 70 %，不符', '  合']
    """
    line, filled, is_empty = first, width_of(first), True
    room = max(width - width_of(others), 2)
    for piece in _PIECE.findall(re.sub(r"\s", " ", text)):
        parts = re.findall(f".{{1,{room // 2}}}", piece) if width_of(piece) > room else [piece]
        for part in parts:
            taken = width_of(part)
            if not is_empty and not part.isspace() and filled + taken > width:
                yield line.rstrip()
                line, filled = others, width_of(others)
            line, filled, is_empty = line + part, filled + taken, False
    if not is_empty:
        yield line.rstrip()


def wrapped_within(text: str, lines: int | None, width: int, first: str = "", others: str = "") -> list[str]:
    """Return a text in at most so many lines, if a number is given; of a longer one its beginning and its end.

    Examples
    --------
    >>> wrapped_within(
    ...     "VOCs emitted per painted area: 42 g/m2 is not <= 35 g/m2", 1, 40
    ... )
    ['VOCs emitted per ... is not <= 35 g/m2']
    """
    whole = list(wrapped(text, width, first, others))
    if lines is None or len(whole) <= lines:
        return whole
    pieces = _PIECE.findall(re.sub(r"\s", " ", text))
    room = lines * (width - width_of(others))
    while len(whole) > lines:
        start, end = _filling(pieces, room // 2), _filling(pieces[::-1], room // 2)[::-1]
        whole = list(wrapped(f"{''.join(start).rstrip()} ... {''.join(end).lstrip()}", width, first, others))
        room -= 2
    return whole


def _filling(pieces: list[str], places: int) -> list[str]:
    """Return as many of the first pieces as have room."""
    taken = accumulate(map(width_of, pieces))
    return [piece for piece, width in zip(pieces, taken, strict=True) if width <= places]
