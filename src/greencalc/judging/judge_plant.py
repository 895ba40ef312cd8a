"""Judging a plant by a standard: facts in, a judged plant out; nothing else happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.judging.exact_facts import years_clash
from greencalc.judging.faults import refuse
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import GroupResult
from greencalc.judging.verdicts import verdicts_on
from greencalc.plant.facts import read_facts
from greencalc.plant.plausible_ranges import PlausibleRange, load_plausibility
from greencalc.read_only import ReadOnlyDict
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.units.wording import expect, refusal, shown

_POLICIES = ", ".join(get_args(Policy))
_COMPARISONS = " or ".join(get_args(LimitComparison))


def judge_plant(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    facts: Mapping[str, Any],
    *,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    plausibility: Sequence[PlausibleRange] | None = None,
    factors: Factors | None = None,
) -> JudgedPlant:
    """Judge a plant by a standard, as :func:`greencalc.evaluate` says.

    Raises
    ------
    FactsError
        Listing every fact that cannot be used.
    """
    chosen = choices_of(standard, not_applicable, comparison)
    if not isinstance(facts, Mapping):
        raise FactsError(
            "evaluate", (f"the facts are {type(facts).__name__}; give a mapping, as load_plant(...).facts",)
        )
    ranges = load_plausibility() if plausibility is None else _ranges(plausibility)
    expect(Factors | None, factors, "evaluate", "factors", "load them first, as factors=load_factors(path)")
    known = read_facts(standard, facts, factors)
    compared = comparison or standard.comparison
    policy = not_applicable or standard.not_applicable
    found = verdicts_on(standard, known, policy, compared)
    if found.faults or found.unsound or found.unscorable or years_clash(standard, known):
        refuse(standard, known, found, policy)
    return JudgedPlant(
        table=standard,
        eligible=found.eligible,
        score=found.score,
        exact_coverage=found.coverage,
        reached=found.levels,
        groups=tuple(GroupResult(group, found.groups[group.id], found.wholes[group.id]) for group in standard.groups),
        verdicts=ReadOnlyDict(found.items),
        facts=known,
        not_applicable=policy,
        comparison=compared,
        ranges=ranges,
        factors=factors,
        chosen=chosen,
    )


def choices_of(standard: Any, not_applicable: Any, comparison: Any) -> dict[str, Any]:
    """Return what the caller chose in place of the table's; refuse what is no standard, and other settings.

    Raises
    ------
    FactsError
        Saying what there is.
    """
    expect(Standard, standard, "evaluate", "the standard", "give what load_standard(...) returns")
    if not _is_choice(not_applicable, Policy):
        raise FactsError("evaluate", (f"not_applicable is {shown(not_applicable)}; it is one of {_POLICIES}",))
    if not _is_choice(comparison, LimitComparison):
        raise FactsError("evaluate", (f"comparison is {shown(comparison)}; it is {_COMPARISONS}",))
    choices = {"not_applicable": not_applicable, "comparison": comparison}
    return {name: value for name, value in choices.items() if value is not None}


def _is_choice(value: Any, kind: Any) -> bool:
    return value is None or (isinstance(value, str) and value in get_args(kind))


def _ranges(given: Any) -> tuple[PlausibleRange, ...]:
    """Return ranges of plausible values; refuse what load_plausibility has not loaded."""
    if isinstance(given, list | tuple) and all(isinstance(row, PlausibleRange) for row in given):
        return tuple(given)
    mend = "load it first, as plausibility=load_plausibility(path)"
    raise FactsError("evaluate", (refusal("plausibility", given, mend),))
