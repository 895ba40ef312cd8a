"""Columns of levels: which one each row has at least, and at most."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.read_only import read_only
from greencalc.standards.levels import NO_LEVEL
from greencalc.standards.table import Standard

LEVELS = ("level_lower", "level_upper")
"""The names of the columns, in the order of :class:`greencalc.table_plan.points.Ends`."""


@frozen(eq=False)
class LevelColumns:
    """The levels of rows.

    Attributes
    ----------
    names : tuple of str
        What the columns hold: that there is no level, then the levels' titles, from the lowest to the highest.
    codes : mapping of str to array of int16
        By column, the places of each row's; -1 in a row with faults.
    """

    names: tuple[str, ...]
    codes: dict[str, Any] = field(converter=read_only)

    def titles(self, name: str) -> Any:
        """Return a column as texts; None in a row with faults."""
        return read_only(np.array([*self.names, None], dtype=object)[self.codes[name]])


def level_names(standard: Standard) -> tuple[str, ...]:
    """Return what columns of levels hold."""
    return (NO_LEVEL, *(str(level.title) for level in standard.levels))


def level_columns(standard: Standard) -> tuple[str, ...]:
    """Return the names of a table's columns of levels: none, if it has no levels."""
    return LEVELS if standard.levels else ()
