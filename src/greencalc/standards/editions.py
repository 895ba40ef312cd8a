"""Which editions and neighbouring books the library ships, and which editions installed packages add."""

from __future__ import annotations

import importlib
import re
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from attrs import frozen

import greencalc
from greencalc.errors import StandardError

EDITIONS = ("qct1160_2022", "gbt36132_2025")
"""The folders of the editions."""

NEIGHBOURS = ("gbt2589_2020", "gbt32150", "qct1158_2022", "gbt19515_2023")
"""The folders of the books whose formulas the indicators lean on; they have no table of indicators."""

GROUP = "greencalc.standards"
"""The entry points by which packages add editions: an id, and a module that holds what those above hold."""


@frozen
class Installed:
    """An edition that a package adds; until it is loaded, nothing of the package is run."""

    id: str
    package: str
    version: str
    entry: EntryPoint

    def __str__(self) -> str:
        """Return the id, and whose it is."""
        return f"{self.id}, of the package {self.package} {self.version}"


@cache  # what is installed while the process runs is found by the next one
def installed() -> tuple[Installed, ...]:
    """Return the editions that packages add."""
    found = (
        Installed(entry.name, entry.dist.name, entry.dist.version, entry)
        for entry in entry_points(group=GROUP)
        if entry.dist is not None
    )
    return tuple(sorted(found, key=lambda one: (one.id, one.package)))


def editions() -> tuple[str, ...]:
    """Return the ids of all editions, those that the library ships first."""
    return tuple(dict.fromkeys((*EDITIONS, *(one.id for one in installed() if not _shipped_as(one.id)))))


def edition_of(name: str) -> str | None:
    """Return the edition that an id or a printed number means; None if it means none."""
    return _shipped_as(name) or next((one.id for one in installed() if _compact(one.id) == _compact(name)), None)


def _shipped_as(name: str) -> str | None:
    return next((edition for edition in EDITIONS if _compact(name) == _compact(edition)), None)


def _compact(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def installed_as(edition: str) -> Installed | None:
    """Return by which package an edition is there; None if the library ships it, or nothing has it."""
    return None if _shipped_as(edition) else next((one for one in installed() if one.id == edition), None)


def shipped_module(edition: str) -> Any:
    """Return the module that holds the formulas of a shipped book, and of an edition the name of its table."""
    with greencalc.loading:
        return importlib.import_module(f"greencalc.standards.{edition}")


def module_of(one: Installed) -> Any:
    """Return the module that a package has for its edition, with table and formulas.

    Raises
    ------
    StandardError
        If it cannot be imported or lacks one of them, or another edition has its id.
    """
    others = [other.package for other in installed() if other != one and _compact(other.id) == _compact(one.id)]
    if (shipped := _shipped_as(one.id)) is not None:
        raise _refused(one, f"the library has an edition {shipped!r} itself; this one needs an id of its own")
    if others:
        raise _refused(one, f"an edition of this id is in the package {', '.join(others)} too; uninstall one of them")
    try:
        with greencalc.loading:
            module = one.entry.load()
    except (Exception, SystemExit) as error:
        raise _refused(one, f"{one.entry.value} cannot be imported: {type(error).__name__}: {error}") from error
    missing = [name for name in ("TABLE", "FORMULAS") if not hasattr(module, name)]
    if missing:
        named = " and no ".join(missing)
        raise _refused(one, f"{one.entry.value} has no {named}: TABLE names the file beside it, FORMULAS its formulas")
    return module


def _refused(one: Installed, fault: str) -> StandardError:
    return StandardError(str(one), (fault,))
