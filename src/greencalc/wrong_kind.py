"""Refusing what is of another kind than a public function takes: one sentence for all of them."""

from __future__ import annotations

import os
from os import PathLike
from typing import Any

from greencalc.errors import FactsError, PackError, PlantFileError, StandardError
from greencalc.other_types import type_name
from greencalc.reading import shown

__all__ = ["PATH", "expect", "is_path", "listed", "refusal"]

PATH: Any = str | PathLike
"""What a path is."""


def is_path(given: Any) -> bool:
    """Tell whether something is a path of text; a path may be of bytes, or none in spite of its type."""
    try:
        return isinstance(os.fspath(given), str)
    except (TypeError, ValueError):
        return False


def refusal(name: str, given: Any, mend: str) -> str:
    """Say what was given, and how to mend it."""
    is_plain = given is None or isinstance(given, str | int | float)
    return f"{name} is {shown(given) if is_plain else f'of type {type_name(given)}'}; {mend}"


def expect(  # noqa: PLR0913 (what is refused, and what is said of it)
    kind: Any,
    given: Any,
    where: str,
    name: str,
    mend: str,
    *,
    error: type[FactsError | PackError | PlantFileError | StandardError] = FactsError,
) -> None:
    """Refuse what is of another kind than a function takes.

    Raises
    ------
    FactsError
        Or the error that the function raises otherwise, saying what was given and how to mend it.
    """
    if not isinstance(given, kind) or (kind is PATH and not is_path(given)):
        raise error(where, (refusal(name, given, mend),))


def listed(
    given: Any, where: str, name: str, mend: str, *, error: type[FactsError | StandardError] = FactsError
) -> tuple[Any, ...]:
    """Return the entries of a list; refuse a text, and what has none in spite of its type.

    Raises
    ------
    FactsError
        Or the error that the function raises otherwise.
    """
    try:
        entries = None if isinstance(given, str) else tuple(given)
    except TypeError:
        entries = None
    if entries is None:
        raise error(where, (refusal(name, given, mend),))
    return entries
