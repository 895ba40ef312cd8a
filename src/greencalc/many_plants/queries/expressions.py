"""A table of indicators as expressions of polars, and the exact judgement of the rows that these leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from greencalc.errors import FactsError, PartError
from greencalc.judging.assumptions import choice_assumptions
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.queries.column_facts import Cells
from greencalc.many_plants.queries.head import TableHead, cells_by_name, head_of
from greencalc.many_plants.queries.outputs import DOUBT, FINDINGS, SCORES, STATUS_OF, wanted_of
from greencalc.many_plants.queries.polars_language import PolarsLanguage
from greencalc.many_plants.score_columns import score_columns
from greencalc.many_plants.scores import STATUSES, Scores, assumptions_sheet, unused_sheet
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
        requirements truth values, and vehicle types text.
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
        Those of ``eligible``, ``score_lower``, ``score_upper``, ``coverage``, what else is asked for, and ``doubt``.

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
    wanted = wanted_of(
        with_groups=with_groups, with_values=with_values, with_statuses=with_statuses, with_findings=with_findings
    )
    head, types = _head(
        standard,
        headers,
        for_all=for_all,
        units=units,
        nan_is_missing=nan_is_missing,
        not_applicable=not_applicable,
        comparison=comparison,
    )
    import polars as pl  # noqa: PLC0415 (an extra)

    found = head.outputs(PolarsLanguage(types), wanted)
    if with_statuses:
        names = [STATUS_OF.format(item=item.id) for item in standard.items]
        found |= {name: found[name].cast(pl.Enum(STATUSES)) for name in names}
    named = {name: one.alias(name) for name, one in found.items()}
    return Expressions(named, (*head.read.assumptions, *choice_assumptions(head.chosen)), head.read.table.unused)


def _head(standard: Standard, headers: Any, **options: Any) -> tuple[TableHead, dict[str, Any]]:
    """Read headers, and the types of columns as far as they are known."""
    import polars as pl  # noqa: PLC0415 (as above)

    if not isinstance(headers, pl.DataFrame | pl.LazyFrame | pl.Schema):
        return head_of(standard, cells_by_name(standard, headers), **options), {}
    types = dict(headers if isinstance(headers, pl.Schema) else headers.collect_schema())
    cells = {header: _cells_of(kind) for header, kind in types.items()}
    columns = headers.get_columns() if isinstance(headers, pl.DataFrame) else []
    filled = frozenset(column.name for column in columns if not column.null_count())
    texts = {header: frozenset(kind.categories) for header, kind in types.items() if isinstance(kind, pl.Enum)}
    head = head_of(standard, cells, filled=filled, texts=texts, **options)
    wrong = [
        f"{header}: it holds {types[header]}; give numbers, truth values or text"
        for header in head.headers
        if not isinstance(types[header], pl.Boolean | pl.String | pl.Categorical | pl.Enum | pl.Null)
        and not types[header].is_numeric()
    ]
    if wrong:
        raise FactsError(f"columns for {standard.number} cannot be used", tuple(wrong))
    return head, types


def _cells_of(kind: Any) -> Cells:
    """Return what a column of a type of polars has; of other types than these nothing is asked but the header."""
    import polars as pl  # noqa: PLC0415 (as above)

    if kind.is_float():
        return "float"
    if kind == pl.Boolean:
        return "truth"
    return "number" if kind.is_numeric() else "text"


def settle(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    frame: pl.DataFrame,
    *,
    for_all: Mapping[str, Any] | None = None,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
) -> pl.DataFrame:
    """Judge rows exactly that a query has left in doubt, and put them back.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    frame : polars.DataFrame
        What a query by :func:`expressions` or :func:`sql` gave: its scores, ``doubt``, and the columns of facts.
    for_all, units, nan_is_missing, not_applicable, comparison : optional
        As they were given to make the query.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order, without ``doubt``; why a row cannot be judged stands in ``faults``.

    Raises
    ------
    FactsError
        If a header or a column as a whole cannot be used, or the frame has no scores.

    Examples
    --------
    >>> import polars as pl
    >>> from greencalc import expressions, load_standard, settle
    >>> standard = load_standard("qct1160_2022")
    >>> plants = pl.DataFrame(
    ...     {
    ...         "yearly_output.1 [vehicle]": [70000.0],
    ...         "design_capacity [vehicle]": [1e5],
    ...     }
    ... )
    >>> scored = plants.with_columns(
    ...     expressions(standard, plants, with_values=True)
    ... )
    >>> settle(standard, scored).select(
    ...     "eligible", "capacity_utilisation_rate [%]"
    ... ).row(0)
    (None, 70.0)
    """
    expect(Standard, standard, "settle", "the standard", "give what load_standard(...) returns")
    import polars as pl  # noqa: PLC0415 (an extra)

    expect(pl.DataFrame, frame, "settle", "the frame", "give a data frame of polars, what collect() or .pl() returns")
    lacking = [name for name in (*SCORES, DOUBT) if name not in frame.columns]
    if lacking:
        raise FactsError("settle", (f"the frame has no column {', '.join(lacking)}; give what the query returned",))
    head, _ = _head(
        standard,
        frame.drop(name for name in frame.columns if _is_output(standard, name)),
        for_all=for_all,
        units=units,
        nan_is_missing=nan_is_missing,
        not_applicable=not_applicable,
        comparison=comparison,
    )
    doubt = frame[DOUBT].fill_null(value=True)
    rows = frame.filter(doubt)
    scores = score_columns(
        standard,
        {header: rows[header] for header in head.headers} | dict(for_all or {}),
        units=units,
        nan_is_missing=nan_is_missing,
        with_statuses=any(STATUS_OF.format(item=item.id) in frame.columns for item in standard.items),
        **head.chosen,
    )
    places = pl.select(pl.when(doubt).then(doubt.cum_sum() - 1)).to_series()
    found = {name: column.gather(places) for name, column in _columns_of(standard, scores, frame).items()}
    settled = {
        name: pl.select(pl.when(doubt).then(column).otherwise(frame[name])).to_series().cast(frame.schema[name])
        for name, column in found.items()
        if name in frame.columns
    }
    return frame.drop(DOUBT).with_columns(**settled, faults=found["faults"])


def _is_output(standard: Standard, name: str) -> bool:
    """Tell whether a column is one that a query gives."""
    groups = {f"{group.id}_{end}" for group in standard.groups for end in ("lower", "upper")}
    statuses = {STATUS_OF.format(item=item.id) for item in standard.items}
    return name in {*SCORES, DOUBT, FINDINGS, *groups, *statuses} or read_header(name).name in standard.formulas


def _columns_of(standard: Standard, scores: Scores, frame: pl.DataFrame) -> Mapping[str, pl.Series]:
    """Return scores as columns, with the points of groups and the values of formulas if a frame has such columns."""
    import polars as pl  # noqa: PLC0415 (as above)

    found = dict(scores.to_polars().to_dict())
    found |= {STATUS_OF.format(item=item): found.pop(item) for item in scores.statuses}
    more: dict[str, Any] = {}
    if any(f"{group.id}_lower" in frame.columns for group in standard.groups):
        more |= scores.group_points
    if any(read_header(name).name in standard.formulas for name in frame.columns):
        more |= scores.values
    if FINDINGS in frame.columns:
        judged = [row for row, wrong in enumerate(found["score_lower"].is_null()) if not wrong]
        places = pl.Series(judged, dtype=pl.UInt32)
        told = pl.Series([bool(scores.findings(row)) for row in judged], dtype=pl.Boolean)
        found[FINDINGS] = pl.repeat(None, len(scores), dtype=pl.Boolean, eager=True).scatter(places, told)
    return found | {name: pl.Series(column).fill_nan(None) for name, column in more.items()}
