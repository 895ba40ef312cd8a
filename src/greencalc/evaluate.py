"""Judging a plant by a standard: facts in, an assessment out; nothing else happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

import numpy as np
from attrs import evolve

from greencalc.assessment import Assessment, GroupResult, Interval, ItemResult
from greencalc.boundary import compute_exactly
from greencalc.errors import FactsError, InputError
from greencalc.facts import NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Facts, missing_ends, read_facts
from greencalc.formula import Formula
from greencalc.judge import Finding, judge, limit_for
from greencalc.reading import shown
from greencalc.standard import FULL_SCORE, Assumption, Item, LimitRule, Line, Policy, Standard

__all__ = ["evaluate"]

_POLICIES = ", ".join(get_args(Policy))
Found = tuple[tuple[Item, Finding], ...]


def evaluate(standard: Standard, facts: Mapping[str, Any], *, not_applicable: Policy | None = None) -> Assessment:
    """Judge a plant by a standard.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    facts : mapping
        By name: amounts under the formulas' argument names, as quantities or text; statuses under an item's
        id or clause ("met", "not met", "unknown", or true and false; a mapping of ``status`` with ``reason``
        for "not applicable", with ``share`` for "partly met"); ``vehicle_type``; and
        ``<formula>_base`` and ``<formula>_leading`` for points on a line. Any fact may be a mapping of
        ``value`` or ``status`` with ``evidence``. None and an empty text are unknown.
    not_applicable : {"keep", "full", "renormalise"}, optional
        What becomes of the points of items that do not apply, if not as the table says.

    Returns
    -------
    Assessment
        Eligibility, score, groups, items and assumptions. While anything is unknown the score is an interval.

    Raises
    ------
    FactsError
        Listing every fact that cannot be used: nothing is scored on a wrong number.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard
    >>> facts = {
    ...     "building_area": "45 万㎡",
    ...     "structure_area": "0 m2",
    ...     "land_area": "900 mu",
    ... }
    >>> assessment = evaluate(load_standard("qct1160_2022"), facts)
    >>> assessment.item("10.2.1").why
    '0.75 is >= 0.7'
    >>> (
    ...     assessment.eligible,
    ...     round(assessment.score.lower, 2),
    ...     round(assessment.score.upper, 2),
    ... )
    (None, 4.29, 100.0)
    """
    if not isinstance(standard, Standard):
        raise FactsError("evaluate", (f"the standard is {standard!r}; give what load_standard(...) returns",))
    if not isinstance(facts, Mapping):
        raise FactsError(
            "evaluate", (f"the facts are {type(facts).__name__}; give a mapping, as load_plant(...).facts",)
        )
    if not_applicable not in {None, *get_args(Policy)}:
        raise FactsError("evaluate", (f"not_applicable is {not_applicable!r}; it is one of {_POLICIES}",))
    known = read_facts(standard, facts)
    found = _judge_all(standard, known)
    policy = not_applicable or standard.not_applicable
    of = _points_of(standard, found, policy)
    items = tuple(_item_result(standard, item, _grant(finding, policy), known, of[item.id]) for item, finding in found)
    groups = tuple(
        GroupResult(group, _interval(results), sum((result.exact_of for result in results), Fraction(0)))
        for group in standard.groups
        for results in [[result for result in items if result.item.group == group.id]]
    )
    of_known = sum((result.exact_of for result in items if result.status != UNKNOWN), Fraction(0))
    return Assessment(
        table=standard,
        eligible=_eligible(finding for item, finding in found if item.mandatory),
        score=_interval(items),
        exact_coverage=of_known / FULL_SCORE,
        groups=groups,
        items=items,
        assumptions=tuple(_assumptions(standard, found, known, not_applicable)),
        vehicle_type=known.vehicle_type,
        not_applicable=policy,
        unused=known.unused,
    )


def _judge_all(standard: Standard, facts: Facts) -> Found:
    """Judge every item; raise all faults together."""
    values, faults = _values(standard, facts)
    found = []
    for item in standard.items:
        declaration = standard.formula_of(item)
        try:
            found.append((item, judge(item, declaration, values.get(declaration.name) if declaration else None, facts)))
        except FactsError as error:
            faults.update(dict.fromkeys(error.faults))
    if faults:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(faults))
    return tuple(found)


def _values(standard: Standard, facts: Facts) -> tuple[dict[str, tuple[Fraction, ...]], dict[str, None]]:
    """Compute every formula whose facts are there, exactly, one value or one a year; list what is wrong."""
    values: dict[str, tuple[Fraction, ...]] = {}
    faults: dict[str, None] = {}
    for item in standard.items:
        declaration = standard.formula_of(item)
        if declaration is None or declaration.name in values:
            continue
        given = {name: facts.amounts[name].value for name in declaration.arguments if name in facts.amounts}
        if any(name not in given and argument.default is None for name, argument in declaration.arguments.items()):
            continue
        try:
            result = np.atleast_1d(compute_exactly(declaration, given))
        except InputError as error:
            faults.update(dict.fromkeys(f"{fault} [{error.formula}, {error.clause}]" for fault in error.faults))
            continue
        values[declaration.name] = tuple(result.flat)
    return values, faults


def _points_of(standard: Standard, found: Found, policy: str | None) -> dict[str, Fraction]:
    """Return what each item's points are of the total, after what does not apply is spread."""
    weights = {group.id: group.points / FULL_SCORE for group in standard.groups}
    weighted = standard.scoring == "weighted"
    of = {item.id: item.points * weights[item.group] if weighted and item.group else item.points for item, _ in found}
    left_out = {item.id for item, finding in found if finding.status == NOT_APPLICABLE and of[item.id]}
    if left_out and policy is None:
        raise FactsError(
            f"{standard.number} does not say what becomes of the points of an item that does not apply",
            (f"{', '.join(sorted(left_out))}: give not_applicable ({_POLICIES}) in the table or to evaluate",),
        )
    if not left_out or policy != "renormalise":
        return of
    for group in standard.groups:
        members = [item.id for item, _ in found if item.group == group.id]
        _spread(of, members, left_out)
    if not any(points for name, points in of.items() if name not in left_out):
        raise FactsError(f"facts for {standard.number} cannot be scored", ("no item with points applies to the plant",))
    # a group that has nothing left gives its points to the other groups
    _spread(of, list(of), left_out)
    return of


def _spread(of: dict[str, Fraction], members: list[str], left_out: set[str]) -> None:
    whole = sum((of[name] for name in members), Fraction(0))
    rest = sum((of[name] for name in members if name not in left_out), Fraction(0))
    if rest:
        for name in members:
            of[name] = Fraction(0) if name in left_out else of[name] * whole / rest


def _grant(finding: Finding, policy: str | None) -> Finding:
    """Give an item that does not apply all its points or none, as the policy says."""
    return evolve(finding, share=Fraction(policy == "full")) if finding.status == NOT_APPLICABLE else finding


def _item_result(standard: Standard, item: Item, finding: Finding, facts: Facts, of: Fraction) -> ItemResult:
    declaration = standard.formula_of(item)
    names = declaration.arguments if declaration is not None else ()
    amounts = [facts.amounts[name] for name in names if name in facts.amounts]
    said = [facts.statuses[item.id]] if item.id in facts.statuses else []
    return ItemResult(
        item=item,
        status=finding.status,
        why=finding.why,
        exact_value=finding.value,
        unit=None if declaration is None else str(declaration.result.unit),
        limit=finding.limit,
        exact_points=None if finding.share is None else finding.share * of,
        exact_of=of,
        needs=finding.needs,
        inputs=tuple((fact.name, shown(fact.value).strip("'")) for fact in amounts),
        evidence="; ".join(dict.fromkeys(fact.evidence for fact in said + amounts if fact.evidence)),
    )


def _interval(results: Iterable[ItemResult]) -> Interval:
    lower = upper = Fraction(0)
    for result in results:
        lower += result.exact_points or 0
        upper += result.exact_of if result.exact_points is None else result.exact_points
    return Interval(lower, upper)


def _eligible(findings: Iterable[Finding]) -> bool | None:
    statuses = {finding.status for finding in findings}
    if statuses & {NOT_MET, PARTLY_MET}:
        return False
    return None if UNKNOWN in statuses else True


def _assumptions(
    standard: Standard,
    found: Found,
    facts: Facts,
    not_applicable: str | None,
) -> Iterator[Assumption]:
    """Yield whatever derived or assumed datum touches the result, and what the user chose."""
    if standard.origin in _SHOWN:
        yield Assumption(f"The table of indicators used for {standard.number}.", standard.origin, standard.source)
    yield from standard.assumptions
    shown: set[Formula] = set()
    for item, finding in found:
        if item.origin in _SHOWN:
            yield Assumption(f"{item.id}: {item.title}.", item.origin, item.source)
        if isinstance(item.rule, LimitRule) and finding.limit is not None:
            limit = limit_for(item.rule, facts)
            if limit is not None and limit.origin in _SHOWN:
                yield Assumption(f"{item.id}: the limit {limit.value}.", limit.origin, limit.source)
        declaration = standard.formula_of(item)
        if declaration is not None and finding.value is not None and declaration not in shown:
            shown.add(declaration)
            if declaration.origin in _SHOWN:
                what = f"{declaration.clause}: the formula of {declaration.title}."
                yield Assumption(what, declaration.origin, declaration.source)
        if isinstance(item.rule, Line) and finding.limit is not None and missing_ends(item.rule):
            what = f"{item.id}: base and leading value, {finding.limit}."
            yield Assumption(what, "user", "given with the facts")
    if not_applicable is not None:
        yield Assumption(f"Points of items that do not apply: {not_applicable}.", "user", "given to evaluate")


_SHOWN = frozenset({"derived", "assumed"})
