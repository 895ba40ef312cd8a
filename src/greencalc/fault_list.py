"""Lists of faults, as long as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

MOST_TOLD = 50
"""Faults that an error tells; of more, it says how many they are."""
_ROWS_NAMED = 3


class More(str):
    """How many faults are not told, behind those that are."""

    __slots__ = ("left_out",)
    left_out: int

    def __new__(cls, count: int) -> Self:
        """Write the number."""
        more = super().__new__(cls, f"and {count} more")
        more.left_out = count
        return more

    def __getnewargs__(self) -> tuple[int]:  # type: ignore[override]
        """Pickle by the number."""
        return (self.left_out,)


def told(faults: Iterable[str]) -> tuple[str, ...]:
    """Return the first faults, and how many more there are; those that were left out before are counted too."""
    first: list[str] = []
    more = 0
    for fault in faults:
        if isinstance(fault, More):
            more += fault.left_out
        elif len(first) < MOST_TOLD:
            first.append(fault)
        else:
            more += 1
    return (*first, More(more)) if more else tuple(first)


class RowFaults:
    """What is wrong with the rows of a list: the same fault once, with the rows that have it.

    Of faults that will not be told, an error's words are never asked for: they may be costly to find.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[object, tuple[object, list[str]]] = {}
        self._more = 0

    def add(self, row: str, why: str | Exception) -> None:
        """Note why a row is wrong."""
        key = (type(why), why.args) if isinstance(why, Exception) else why
        if key in self._found:
            self._found[key][1].append(row)
        elif len(self._found) < MOST_TOLD:
            self._found[key] = (why, [row])
        else:
            self._more += 1

    def __bool__(self) -> bool:
        """Tell whether something is wrong."""
        return bool(self._found)

    def told(self) -> tuple[str, ...]:
        """Return a sentence for each fault."""
        sentences = (f"{_named(rows)}: {why}" for why, rows in self._found.values())
        return (*sentences, More(self._more)) if self._more else tuple(sentences)


def _named(rows: list[str]) -> str:
    more = f" and {len(rows) - _ROWS_NAMED} more" if len(rows) > _ROWS_NAMED else ""
    return f"{', '.join(rows[:_ROWS_NAMED])}{more}"
