"""Frames of the same columns, scored one after the other: by expressions where floats can tell, else exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import polars as pl

from greencalc.many_plants.columns.levels import level_columns, level_names
from greencalc.many_plants.queries.frame_head import head_of_frame
from greencalc.many_plants.queries.outputs import DOUBT, STATUS_OF, Wanted
from greencalc.many_plants.queries.polars_language import StepsOfPolars
from greencalc.many_plants.scores import STATUSES
from greencalc.standards.table import Standard

_AS_WRITTEN = pl.QueryOptFlags.none()  # steps have nothing left to be optimised, and that takes longer than some rows
_AT_ONCE = 2**15  # rows: so few that what lies between steps stays in the cache
_MANY = 2_000  # rows of a frame: to judge so many exactly takes as long as to tell ties in all of its rows


class FrameScorer:
    """Scores frames.

    Parameters
    ----------
    standard : Standard
        The table of indicators.
    with_statuses : bool
        Whether to give the status of every item too.
    settings : mapping
        What `head_of_frame` takes besides.
    """

    def __init__(self, standard: Standard, *, with_statuses: bool, settings: Mapping[str, Any]) -> None:
        self.standard = standard
        self.with_statuses = with_statuses
        self.settings = settings
        self._gaps: set[str] = set()  # columns with empty cells in any frame: else each frame might have others
        self._steps: dict[tuple[Any, ...], list[Sequence[pl.Expr]]] = {}
        self._tells_ties = False  # which takes half as long again

    def scored(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        """Return scores as a frame of `Scores` has them, and which rows are in doubt, where they may be wrong."""
        found = self._found(frame)
        if not self._tells_ties and found[DOUBT].sum() > _MANY:
            self._tells_ties = True
            found = self._found(frame)
        return found.drop(DOUBT).with_columns(faults=pl.lit(None, pl.String)), found[DOUBT]

    def _found(self, frame: pl.DataFrame) -> pl.DataFrame:
        self._gaps |= {column.name for column in frame.get_columns() if column.null_count()}
        # a file of texts may have numbers, or truth values, in one frame and not in the next
        kind = (self._tells_ties, *((name, kind, name in self._gaps) for name, kind in frame.schema.items()))
        if kind not in self._steps:
            self._steps[kind] = self._made(frame)
        *steps, outputs = self._steps[kind]
        starts = range(0, max(frame.height, 1), _AT_ONCE)
        parts = pl.concat([frame.slice(start, _AT_ONCE).lazy() for start in starts])
        query = reduce(pl.LazyFrame.with_columns, steps, parts).select(outputs)
        return query.collect(engine="streaming", optimizations=_AS_WRITTEN)

    def _made(self, frame: pl.DataFrame) -> list[Sequence[pl.Expr]]:
        head, types = head_of_frame(self.standard, frame, may_lack=self._gaps, **self.settings)
        language = StepsOfPolars(types, tells_ties=self._tells_ties)
        found = head.outputs(language, Wanted(statuses=self.with_statuses))
        for name in level_columns(self.standard):
            found[name] = found[name].cast(pl.Enum(level_names(self.standard)))
        for item in self.standard.items if self.with_statuses else ():
            found[item.id] = found.pop(STATUS_OF.format(item=item.id)).cast(pl.Enum(STATUSES))
        return language.steps_to([one.alias(name) for name, one in found.items()])
