"""Standards: one folder an edition, one file a clause; beside them the books that they lean on.

rules and table say what a table is (data), table_file reads one, table_data, table_checks and level_checks say what
is wrong with it, editions lists what is shipped and what packages add, clause_files runs people's own files of
formulas. ``greencalc.standards()`` lists the editions, and
``greencalc.standards.qct1160_2022`` is the package of one; the two share a name, so this module can be called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greencalc.standards.table import Standard
    from greencalc.standards.table_file import standards as standards
else:
    standards = sys.modules[__name__]


class _Editions(ModuleType):
    def __call__(self) -> tuple[Standard, ...]:
        """Load every edition that the library ships or a package adds, each with its id, number, dates and status."""
        from greencalc.standards.table_file import standards  # noqa: PLC0415 (an edition alone loads no table)

        return standards()


sys.modules[__name__].__class__ = _Editions
