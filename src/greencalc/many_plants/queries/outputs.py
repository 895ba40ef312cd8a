"""What a query gives: eligibility, score and coverage, and whatever else is asked for, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from attrs import frozen

from greencalc.many_plants.columns.levels import LEVELS, level_columns, level_names
from greencalc.many_plants.queries.column_facts import ColumnFacts, ColumnLanguage
from greencalc.many_plants.queries.findings import findings_in
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.queries.plan import QueryPlan
from greencalc.table_plan.tongues.queries.terms import is_known
from greencalc.units.wording import expect

DOUBT, FINDINGS = "doubt", "findings"
STATUS_OF = "status of {item}"
"""The name of an item's status; under its id stands what is said of it."""


def scores_by(standard: Standard) -> tuple[str, ...]:
    """Return the names of what is always given, by a table."""
    return ("eligible", "score_lower", "score_upper", "coverage", *level_columns(standard))


@frozen
class Wanted:
    """What is asked for beside eligibility, score and coverage."""

    groups: bool = False
    values: bool = False
    statuses: bool = False
    findings: bool = False


def _doubt(query: QueryPlan, facts: ColumnFacts, language: ColumnLanguage, faults: list[Any]) -> Any:
    """Return which rows are in doubt."""
    parts = {
        "cells are no facts": query.some([*facts.doubts, query.denied(query.every(facts.sure))]),
        "relations or bounds may be broken": query.denied(query.every(query.sure)),
        "floats cannot tell": query.some(query.doubts),
        "facts contradict each other": query.some(faults),
    }
    named = [one if is_known(one) else language.named("points", name, one) for name, one in parts.items()]
    doubt = query.some(named)
    doubt = query.truth(doubt) if is_known(doubt) else language.otherwise(doubt, value=False)
    return language.named("scores", DOUBT, doubt)


def wanted_of(**flags: Any) -> Wanted:
    """Return what is asked for, by the names of public functions.

    Raises
    ------
    FactsError
        If a choice is neither true nor false.
    """
    for name, flag in flags.items():
        expect(bool | np.bool_, flag, "columns", name, "give True or False")
    return Wanted(**{name.removeprefix("with_"): bool(flag) for name, flag in flags.items()})


class _Output(NamedTuple):
    """Something to be given.

    Attributes
    ----------
    name : str
        Its name.
    places : tuple of int or None
        What it is worked out of; None of what cannot be.
    work_out : callable
        Returns its expression of what they give.
    """

    name: str
    places: tuple[int | None, ...]
    work_out: Callable[..., Any]


def outputs_of(
    facts: ColumnFacts, language: ColumnLanguage, policy: Policy | None, comparison: LimitComparison, wanted: Wanted
) -> dict[str, Any]:
    """Return expressions by name; the last is which rows are in doubt, where the others may be wrong."""
    plan = plan_of(facts.standard, facts.inputs, policy, comparison)
    outputs = list(_outputs(plan, wanted))
    faults = [] if plan.fault is None else [plan.fault]
    roots = {place for output in outputs for place in output.places if place is not None}
    query = QueryPlan(plan, [*roots, *faults], facts, language, with_words=wanted.statuses)
    made = {
        output.name: output.work_out(query, *(None if place is None else query.found[place] for place in output.places))
        for output in outputs
    }
    if wanted.findings:
        found, unsure = findings_in(query, facts)
        made[FINDINGS] = language.otherwise(query.truth(found), value=False)
        query.doubts.append(unsure)
    doubt = _doubt(query, facts, language, [query.found[place] for place in faults])
    return made | {DOUBT: doubt}


def findings_of(
    facts: ColumnFacts, language: ColumnLanguage, policy: Policy | None, comparison: LimitComparison
) -> dict[str, Any]:
    """Return which rows have findings, of those that can be judged; and where that is in doubt, whatever else is."""
    query = QueryPlan(plan_of(facts.standard, facts.inputs, policy, comparison), (), facts, language, with_words=False)
    found, unsure = findings_in(query, facts)
    doubt = query.some([*facts.doubts, query.denied(query.every(facts.sure)), unsure])
    return {
        name: language.otherwise(query.truth(truth), value=False) for name, truth in ((FINDINGS, found), (DOUBT, doubt))
    }


def without_doubtful(outputs: Mapping[str, Any], language: ColumnLanguage) -> dict[str, Any]:
    """Return expressions that give nothing in rows in doubt."""
    nothing, doubt = language.literal(None), outputs[DOUBT]
    return {name: one if name == DOUBT else language.where(doubt, nothing, one) for name, one in outputs.items()}


def _outputs(plan: Plan, wanted: Wanted) -> Iterator[_Output]:
    points = plan.points
    yield _Output("eligible", (points.passes, points.undecided), _eligible)
    for end in ("lower", "upper"):
        yield _Output(f"score_{end}", (getattr(points.total, end),), QueryPlan.number)
    known = points.most_known
    yield _Output("coverage", (points.coverage,), lambda query, part: query.number(known if part is None else part))
    for name, reached in zip(LEVELS, zip(*plan.levels, strict=True), strict=False):
        yield _Output(name, reached, partial(_level, level_names(plan.standard)))
    for name, ends in points.groups.items() if wanted.groups else ():
        for end in ("lower", "upper"):
            yield _Output(f"{name}_{end}", (getattr(ends, end),), QueryPlan.number)
    for header, value in plan.values_by_header.items() if wanted.values else ():
        yield _Output(header, (value.place,), _value)
    for item, judged in plan.items.items() if wanted.statuses else ():
        is_truth = plan.graph.nodes[judged.share].kind == "truth"
        yield _Output(
            STATUS_OF.format(item=item), (judged.share, judged.unknown, judged.spared), partial(_status, is_truth)
        )


def _eligible(query: QueryPlan, passes: Any, undecided: Any) -> Any:
    language: Any = query.language
    found = language.literal(value=True)
    if not is_known(undecided):
        found = language.where(undecided, language.literal(None), found)
    elif undecided:
        found = language.literal(None)
    if not is_known(passes):
        found = language.where(passes, found, language.literal(value=False))
    elif passes is False:
        found = language.literal(value=False)
    return language.as_truths(found)


def _level(names: Sequence[str], query: QueryPlan, *reached: Any) -> Any:
    """Return the title of the last level that is reached."""
    found, *titles = map(query.language.literal, names)
    for title, holds in zip(titles, reached, strict=True):
        found = query.language.where(query.truth(holds), title, found)
    return found


def _value(query: QueryPlan, value: Any) -> Any:
    """Return a formula's value, which is missing where an amount is."""
    return query.language.as_floats(query.language.literal(None)) if value is None else query.number(value)


def _status(is_truth: bool, query: QueryPlan, share: Any, unknown: Any, spared: Any) -> Any:
    """Return the status of an item: the first that holds."""
    language = query.language
    if is_known(share):
        found = language.literal({0: NOT_MET, 1: MET}.get(share, PARTLY_MET))
    elif is_truth:
        found = language.where(share, language.literal(MET), language.literal(NOT_MET))
    else:
        found = language.where(share >= 1.0, language.literal(MET), language.literal(PARTLY_MET))
        found = language.where(share <= 0.0, language.literal(NOT_MET), found)
    for truth, status in ((unknown, UNKNOWN), (spared, NOT_APPLICABLE)):
        if not is_known(truth):
            found = language.where(truth, language.literal(status), found)
        elif truth:
            found = language.literal(status)
    return found
