"""Standards: one folder an edition, one file a clause; beside them the books that they lean on.

``greencalc.standards()`` lists the editions, and ``greencalc.standards.qct1160_2022`` is the package of one;
the two share a name, so this module can be called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greencalc.standard import Standard

__all__ = ["EDITIONS", "NEIGHBOURS"]

EDITIONS = ("qct1160_2022", "gbt36132_2025")
"""The folders of the editions."""

NEIGHBOURS = ("gbt2589_2020", "gbt32150", "qct1158_2022", "gbt19515_2023")
"""The folders of the books whose formulas the indicators lean on; they have no table of indicators."""


class _Editions(ModuleType):
    def __call__(self) -> tuple[Standard, ...]:
        """Load every edition that the library ships, each with its id, number, dates and status."""
        from greencalc.standard_file import standards  # noqa: PLC0415 (it imports this module)

        return standards()


sys.modules[__name__].__class__ = _Editions
