"""The spellings of units that are read or refused, and which is nearest to a word that is none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache

from greencalc.read_only import ReadOnlyDict
from greencalc.units.unit_table import Unit, read_csv, table

MAX_LENGTH = 100
"""Characters that an amount may have: enough for any, and a bound on the work."""


_SHORTEST_WORD = 5


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to one that is not, or an empty text; of long words the beginnings are compared."""
    names = {name[:MAX_LENGTH]: name for name in reversed(list(known))}
    lower = word[:MAX_LENGTH].lower()
    alike = [name for name in names.values() if len(name) == len(word) and name[:MAX_LENGTH].lower() == lower]
    if alike:
        return alike[-1]
    near = difflib.get_close_matches(word[:MAX_LENGTH], reversed(names), n=1, cutoff=0.65)
    return names[near[0]] if near else ""


def near_spelling(name: str) -> str:
    """Return a spelling that can only be what was meant: in other case, or a word with one slip; else an empty text."""
    near = [known for known in _in_lower_case().get(name.lower(), ()) if _differ_in_case(name, known)]
    if not near and _is_word(name):  # kgCOe is neither kgCOD nor kgCO2e
        near = [known for known in spellings() if _is_slip_of(name, known) and _is_word(known) and known.islower()]
    sizes = {(spellings()[known].size, spellings()[known].dimension) for known in near}
    return near[0] if len(sizes) == 1 else ""


@cache
def _in_lower_case() -> Mapping[str, tuple[str, ...]]:
    """Return the spellings that are the same in lower case."""
    found: dict[str, list[str]] = {}
    for known in spellings():
        found.setdefault(known.lower(), []).append(known)
    return ReadOnlyDict({lower: tuple(all_of_it) for lower, all_of_it in found.items()})


def _differ_in_case(name: str, known: str) -> bool:
    """Tell whether two units that differ in case alone are one, whose first letter does not make milli of mega."""
    if name[:2].lower() == "mt" or len(name) <= 2:  # noqa: PLR2004 (mM is no mm)
        return False
    return name[0] == known[0] or name[0] == "K" or _is_word(name)


def _is_slip_of(name: str, known: str) -> bool:
    """Tell whether a word is another one but for one letter, or two that are exchanged."""
    if name[:2] != known[:2]:  # mmeter and miter are no meter
        return False
    start = _shared(name, known)
    end = _shared(name[start:][::-1], known[start:][::-1])
    given, meant = (word[start : len(word) - end] for word in (name, known))
    return (len(given) <= 1 and len(meant) <= 1) or (len(given) == 2 and given == meant[::-1])  # noqa: PLR2004 (a pair)


def _shared(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (sign, its) in enumerate(pairs) if sign != its), min(len(one), len(other)))


def _is_word(name: str) -> bool:
    return len(name) >= _SHORTEST_WORD and re.fullmatch(r"[A-Za-z_]+", name) is not None


@cache
def spellings() -> Mapping[str, Unit]:
    """Return the spellings that are read, each with its unit."""
    return ReadOnlyDict({spelling: row.unit for row in table().values() for spelling in row.spellings})


@cache
def refused() -> Mapping[str, str]:
    """Return the spellings that are refused, each with what to write instead."""
    return ReadOnlyDict({row["spelling"]: row["question"] for row in read_csv("refused_units.csv")})
