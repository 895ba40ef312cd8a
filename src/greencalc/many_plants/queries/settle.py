"""The exact judgement of rows that a query has left in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

import greencalc
from greencalc.errors import FactsError
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.queries.head import polars_for
from greencalc.many_plants.queries.outputs import DOUBT, FINDINGS, STATUS_OF, scores_by
from greencalc.many_plants.queries.polars_language import PolarsLanguage
from greencalc.many_plants.score_columns import score_columns
from greencalc.many_plants.scores import Scores
from greencalc.plant.names import amounts_of
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.units.wording import expect

if TYPE_CHECKING:
    import polars as pl


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
    pl = polars_for("settle")
    expect(pl.DataFrame, frame, "settle", "the frame", "give a data frame of polars, what collect() or .pl() returns")
    lacking = [name for name in (*scores_by(standard), DOUBT) if name not in frame.columns]
    if lacking:
        raise FactsError("settle", (f"the frame has no column {', '.join(lacking)}; give what the query returned",))
    with greencalc.loading:
        from greencalc.many_plants.queries.frame_head import head_of_frame  # noqa: PLC0415 (as above)

    head, types = head_of_frame(
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
        as_arrays(rows.select(head.headers)) | dict(for_all or {}),
        units=units,
        nan_is_missing=nan_is_missing,
        with_statuses=any(STATUS_OF.format(item=item.id) in frame.columns for item in standard.items),
        **head.chosen,
    )
    found = pl.DataFrame(_columns_of(standard, scores, frame))
    if FINDINGS in frame.columns:
        found = found.with_columns(_findings(rows.with_columns(**head.findings(PolarsLanguage(types))), scores))
    return put_back(frame.drop(DOUBT).with_columns(faults=pl.lit(None, pl.String)), doubt, found)


def as_arrays(frame: pl.DataFrame) -> dict[str, Any]:
    """Return columns of floats and truth values as arrays, of which single rows are had much faster."""
    import polars as pl  # noqa: PLC0415 (as above)

    filled = frame.select(pl.col(pl.Float64).fill_null(0.0), pl.col(pl.Boolean).fill_null(value=False))
    lacking = [name for name in filled.columns if frame[name].null_count()]
    gaps = frame.select(pl.col(lacking).is_null())
    arrays = {column.name: column.to_numpy() for column in filled.get_columns()}
    arrays |= {name: np.ma.masked_array(arrays[name], gaps[name].to_numpy()) for name in lacking}
    return {column.name: arrays.get(column.name, column) for column in frame.get_columns()}


def put_back(frame: pl.DataFrame, where: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with other cells, in the columns that both have, in some rows."""
    places = where.arg_true()
    columns = [name for name in rows.columns if name in frame.columns]
    return frame.with_columns(frame[name].scatter(places, rows[name].cast(frame.schema[name])) for name in columns)


def _is_output(standard: Standard, name: str) -> bool:
    """Tell whether a column is one that a query gives."""
    groups = {f"{group.id}_{end}" for group in standard.groups for end in ("lower", "upper")}
    statuses = {STATUS_OF.format(item=item.id) for item in standard.items}
    return name in {*scores_by(standard), DOUBT, FINDINGS, *groups, *statuses} or _is_value(standard, name)


def _is_value(standard: Standard, name: str) -> bool:
    """Tell whether a column has values of a formula that items use; of what is a fact too it has facts."""
    computed = {formula.name for item in standard.items if (formula := standard.formula_of(item))}
    return read_header(name).name in computed - amounts_of(standard).keys()


def _columns_of(standard: Standard, scores: Scores, frame: pl.DataFrame) -> Mapping[str, pl.Series]:
    """Return scores as columns, with the points of groups and the values of formulas if a frame has such columns."""
    import polars as pl  # noqa: PLC0415 (as above)

    found = dict(scores.to_polars().to_dict())
    found |= {STATUS_OF.format(item=item): found.pop(item) for item in scores.statuses}
    more: dict[str, Any] = {}
    if any(f"{group.id}_lower" in frame.columns for group in standard.groups):
        more |= scores.group_points
    if any(_is_value(standard, name) for name in frame.columns):
        more |= scores.values
    return found | {name: pl.Series(column).fill_nan(None) for name, column in more.items()}


def _findings(told: pl.DataFrame, scores: Scores) -> pl.Series:
    """Return which rows have findings: as an expression tells, and plant by plant where it is in doubt."""
    import polars as pl  # noqa: PLC0415 (as above)

    judged = pl.Series(~np.isnan(scores.score_lower))
    places = (judged & told[DOUBT]).arg_true()
    found = told[FINDINGS].scatter(places, [bool(scores.findings(place)) for place in places])
    return pl.select(pl.when(judged).then(found).alias(FINDINGS)).to_series()
