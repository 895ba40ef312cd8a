"""A table of indicators as one SELECT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from greencalc.errors import FactsError
from greencalc.many_plants.columns.kept import headers_to_keep, wrong_to_keep
from greencalc.many_plants.queries.head import TableHead, cells_by_name, head_of
from greencalc.many_plants.queries.outputs import wanted_of, without_doubtful
from greencalc.many_plants.queries.sql_language import Dialect, Place, SqlLanguage
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.units.wording import expect, shown

_STEPS = ("facts", "values_of_formulas", "verdicts", "points", "scores")


def sql(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    headers: Any,
    *,
    table: str = "plants",
    dialect: Dialect = "duckdb",
    keep: Sequence[str] = (),
    for_all: Mapping[str, Any] | None = None,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    with_groups: bool = False,
    with_values: bool = False,
    with_statuses: bool = False,
    with_findings: bool = False,
) -> str:
    r"""Return a table of indicators as one SELECT, to be run where the plants are.

    It has a step for facts in their units, one for the values of formulas, and others for verdicts, points and scores.
    It decides in floats. Where these may decide wrongly, as on a limit, and where a plant cannot be judged, ``doubt``
    is true and all else is NULL: :func:`greencalc.settle` judges those rows exactly, if ``keep`` has the facts.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    headers : sequence of str, or mapping of str to str
        The columns, under the headers that :func:`score_columns` takes; or what cells each has: "float" (of 64 bits
        or less), "number" (any other), "truth" or "text". If only headers are given, amounts are numbers, words of
        requirements truth values, and vehicle types (or what else limits go by) text.
    table : str, optional
        The name of the table; dots stand between it and its schema.
    dialect : {"duckdb", "spark"}, optional
        The engine that is to read it.
    keep : sequence of str, optional
        Columns that the result is to have too, such as the plants' names; all facts, if it is to be settled.
    for_all, units, nan_is_missing, not_applicable, comparison : optional
        As :func:`expressions` takes them.
    with_groups, with_values, with_statuses, with_findings : bool, optional
        As :func:`expressions` takes them.

    Returns
    -------
    str
        The query; what its results rest on stands above it in comments, and so do columns that nothing needs.

    Raises
    ------
    FactsError
        Listing every header and single value that cannot be used.

    Examples
    --------
    >>> from greencalc import load_standard, sql
    >>> query = sql(
    ...     load_standard("qct1160_2022"),
    ...     ["plant", "green_paint [t]", "total_paint [t]"],
    ...     keep=["plant"],
    ... )
    >>> print("\n".join(query.splitlines()[-8:-5]))
    SELECT
      "plant",
      CASE WHEN "doubt" THEN NULL ELSE CAST(NULL AS BOOLEAN) END AS "eligible",
    """
    expect(Standard, standard, "sql", "the standard", "give what load_standard(...) returns")
    expect(str, table, "sql", "table", "give the name of the table, as 'plants'")
    if not isinstance(dialect, str) or dialect not in get_args(Dialect):
        raise FactsError("sql", (f"dialect is {shown(dialect)}; it is one of {', '.join(get_args(Dialect))}",))
    kept = headers_to_keep(keep, "sql")
    head = head_of(
        standard,
        cells_by_name(standard, headers),
        for_all=for_all,
        units=units,
        nan_is_missing=nan_is_missing,
        not_applicable=not_applicable,
        comparison=comparison,
    )
    language = SqlLanguage(dialect, kept)
    wanted = wanted_of(
        with_groups=with_groups, with_values=with_values, with_statuses=with_statuses, with_findings=with_findings
    )
    found = without_doubtful(head.outputs(language, wanted), language)
    wrong = tuple(wrong_to_keep(kept, head.cells, found))
    if wrong:
        raise FactsError("sql", wrong)
    source = ".".join(map(language.quoted, table.split(".")))
    return "\n".join([*_comments(head, kept), *_query(language, found, kept, source)])


def _comments(head: TableHead, kept: Sequence[str]) -> Iterator[str]:
    """Yield what the results rest on, and columns that nothing needs, each in a line."""
    yield f"-- {_in_a_line(head.standard.number)}. Where doubt is true, floats cannot tell; greencalc.settle can."
    for one in head.assumptions:
        yield f"-- {_in_a_line(one.origin)}: {_in_a_line(one.what)} [{_in_a_line(one.source)}]"
    for text, hint in head.read.table.unused:
        if text not in kept:
            yield f"-- unused: {shown(text)}{f' ({_in_a_line(hint)})' if hint else ''}"


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _query(language: SqlLanguage, found: Mapping[str, Any], kept: Sequence[str], source: str) -> Iterator[str]:
    steps = sorted(language.steps)
    names = [_name_of(place) for place in steps]
    for number, place in enumerate(steps):
        columns = [f"{text} AS {language.quoted(name)}" for name, text in language.steps[place].items()]
        before = [f"{language.quoted(name)} AS {language.quoted(name)}" for name in kept] if number == 0 else ["*"]
        yield f"{'WITH ' if number == 0 else ''}{language.quoted(names[number])} AS ("
        yield from _select([*before, *columns], source if number == 0 else language.quoted(names[number - 1]), "  ")
        yield ")" if number == len(steps) - 1 else "),"
    outputs = [f"{one.text} AS {language.quoted(name)}" for name, one in found.items()]
    yield from _select([*map(language.quoted, kept), *outputs], language.quoted(names[-1]), "")


def _select(columns: Sequence[str], source: str, indent: str) -> Iterator[str]:
    yield f"{indent}SELECT"
    for number, column in enumerate(columns, start=1):
        yield f"{indent}  {column}{',' if number < len(columns) else ''}"
    yield f"{indent}FROM {source}"


def _name_of(place: Place) -> str:
    return f"{_STEPS[place.stage]}_{place.step + 1}" if place.step else _STEPS[place.stage]
