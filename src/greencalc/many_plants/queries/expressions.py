"""A table of indicators as expressions of polars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

import greencalc
from greencalc.errors import FactsError, PartError
from greencalc.many_plants.columns.levels import level_columns, level_names
from greencalc.many_plants.queries.head import polars_for
from greencalc.many_plants.queries.outputs import STATUS_OF, wanted_of, without_doubtful
from greencalc.many_plants.queries.polars_language import PolarsLanguage
from greencalc.many_plants.scores import STATUSES, assumptions_sheet, unused_sheet
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Assumption, Standard
from greencalc.units.wording import expect, shown

if TYPE_CHECKING:
    import polars as pl


@frozen(eq=False, repr=False)
class Expressions(Shown):
    """What :func:`greencalc.expressions` returns: expressions of polars, to be given to ``select`` as they are.

    Attributes
    ----------
    assumptions : tuple of Assumption
        Whatever derived or assumed datum may touch a result, and what the user chose.
    unused : tuple of (str, str)
        Headers that nothing needs, each with a hint or an empty text.
    """

    _by_name: Mapping[str, pl.Expr]
    assumptions: tuple[Assumption, ...]
    unused: tuple[tuple[str, str], ...]

    def __iter__(self) -> Iterator[pl.Expr]:
        """Yield them."""
        return iter(self._by_name.values())

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self._by_name)

    def __getitem__(self, name: str) -> pl.Expr:
        """Return one by its name.

        Raises
        ------
        PartError
            If there is none; it is a KeyError too.
        """
        if name not in self.names:
            raise PartError(f"there is no expression {shown(name)}; there are {', '.join(self.names)}")
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, which the columns have that they give."""
        return tuple(self._by_name)

    def _sheet(self) -> Sheet:
        return Sheet(
            f"{len(self)} expressions: {', '.join(self.names)}",
            (unused_sheet(self.unused), assumptions_sheet(self.assumptions)),
        )


def expressions(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    headers: Any,
    *,
    for_all: Mapping[str, Any] | None = None,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    with_groups: bool = False,
    with_values: bool = False,
    with_statuses: bool = False,
    with_findings: bool = False,
) -> Expressions:
    """Return a table of indicators as expressions of polars, to be used in a query of one's own.

    They decide in floats. Where these may decide wrongly, as on a limit, and where a plant cannot be judged, the
    expression ``doubt`` holds and all others give nothing: :func:`greencalc.settle` judges those rows exactly.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    headers : polars data frame, lazy frame or schema, or sequence of str
        The columns, under the headers that :func:`score_columns` takes. Of a data frame it is seen which columns have
        no empty cells, which makes shorter expressions. If only headers are given, amounts are numbers, words of
        requirements truth values, and vehicle types (or what else limits go by) text.
    for_all : mapping of str to object, optional
        What all plants have, by header.
    units, nan_is_missing, not_applicable, comparison : optional
        As :func:`score_columns` takes them.
    with_groups, with_values, with_statuses : bool, optional
        Whether to give the points of groups and the values of formulas too, under the names that they have in
        :class:`Scores`, and ``status of`` each item.
    with_findings : bool, optional
        Whether to give too in which rows something is probably a slip; :meth:`Scores.findings` says what.

    Returns
    -------
    Expressions
        Those of ``eligible``, ``score_lower``, ``score_upper`` and ``coverage``, of ``level_lower`` and ``level_upper``
        where the table has levels, of what else is asked for, and of ``doubt``.

    Raises
    ------
    FactsError
        Listing every header and single value that cannot be used.

    Examples
    --------
    >>> import polars as pl
    >>> from greencalc import expressions, load_standard, settle
    >>> standard = load_standard("qct1160_2022")
    >>> paint = pl.DataFrame(
    ...     {
    ...         "green_paint [t]": [90.0, 40.0, 120.0],
    ...         "total_paint [t]": [100.0, 100.0, 100.0],
    ...     }
    ... )
    >>> scored = paint.lazy().with_columns(expressions(standard, paint)).collect()
    >>> scored["score_lower"].round(2).to_list(), scored["doubt"].to_list()
    ([3.86, 1.71, None], [False, False, True])
    >>> settle(standard, scored)["faults"][2][:50]
    'green_paint, total_paint (G, M): given green_paint'
    """
    expect(Standard, standard, "expressions", "the standard", "give what load_standard(...) returns")
    pl = polars_for("expressions")
    wanted = wanted_of(
        with_groups=with_groups, with_values=with_values, with_statuses=with_statuses, with_findings=with_findings
    )
    with greencalc.loading:
        from greencalc.many_plants.queries.frame_head import head_of_frame  # noqa: PLC0415 (as above)

    head, types = head_of_frame(
        standard,
        headers,
        for_all=for_all,
        units=units,
        nan_is_missing=nan_is_missing,
        not_applicable=not_applicable,
        comparison=comparison,
    )
    language = PolarsLanguage(types)
    found = without_doubtful(head.outputs(language, wanted), language)
    twice = sorted(found.keys() & head.cells.keys())
    if twice:
        said = tuple(f"{name}: the query gives a column of this name; rename it" for name in twice)
        raise FactsError("expressions", said)
    found |= {name: found[name].cast(pl.Enum(level_names(standard))) for name in level_columns(standard)}
    if with_statuses:
        names = [STATUS_OF.format(item=item.id) for item in standard.items]
        found |= {name: found[name].cast(pl.Enum(STATUSES)) for name in names}
    named = {name: one.alias(name) for name, one in found.items()}
    return Expressions(named, head.assumptions, head.read.table.unused)
