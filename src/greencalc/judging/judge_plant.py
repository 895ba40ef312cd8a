"""Judging a plant by a standard: facts in, a judged plant out; nothing else happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

from attrs import evolve, fields

from greencalc.errors import FactsError, InputError
from greencalc.factors.tables import Factors
from greencalc.formula.computation import Computation, work_out
from greencalc.judging.assumptions import Found, assumptions
from greencalc.judging.judge_item import judge
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.points import points_of
from greencalc.judging.results import GroupResult, Interval, ItemResult, Judgement
from greencalc.plant.facts import Facts, read_facts
from greencalc.plant.plausible_ranges import PlausibleRange, load_plausibility
from greencalc.plant.slips import check_plausibility
from greencalc.plant.status_words import NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import FULL_SCORE, Item, Standard
from greencalc.units.wording import expect, refusal, shown

_POLICIES = ", ".join(get_args(Policy))
_COMPARISONS = " or ".join(get_args(LimitComparison))
Computed = Mapping[str, Computation]


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
    found, computed = _judge_all(standard, known, compared)
    policy = not_applicable or standard.not_applicable
    of = points_of(standard, {item.id for item, judgement in found if judgement.status == NOT_APPLICABLE}, policy)
    items = tuple(
        _item_result(standard, item, _grant(judgement, policy), known, of[item.id]) for item, judgement in found
    )
    groups = tuple(
        GroupResult(group, _interval(results), sum((result.exact_of for result in results), Fraction(0)))
        for group in standard.groups
        for results in [[result for result in items if result.item.group == group.id]]
    )
    of_known = sum((result.exact_of for result in items if result.status != UNKNOWN), Fraction(0))
    return JudgedPlant(
        table=standard,
        eligible=_eligible(judgement for item, judgement in found if item.mandatory),
        score=_interval(items),
        exact_coverage=of_known / FULL_SCORE,
        groups=groups,
        items=items,
        assumptions=tuple(assumptions(standard, found, known, chosen)),
        findings=check_plausibility(ranges, known, computed.values()),
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


def _judge_all(standard: Standard, facts: Facts, comparison: LimitComparison) -> tuple[Found, Computed]:
    """Judge every item; raise all faults together."""
    computed, faults = _compute_all(standard, facts)
    found = []
    for item in standard.items:
        declaration = standard.formula_of(item)
        computation = computed.get(declaration.name) if declaration else None
        try:
            found.append((item, judge(standard, item, computation, facts, comparison)))
        except FactsError as error:
            faults.update(dict.fromkeys(error.faults))
    if faults:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(faults))
    return tuple(found), computed


def _compute_all(standard: Standard, facts: Facts) -> tuple[dict[str, Computation], dict[str, None]]:
    """Compute every formula whose facts are there, exactly, one value or one a year; list what is wrong."""
    computed: dict[str, Computation] = {}
    faults: dict[str, None] = {}
    for item in standard.items:
        declaration = standard.formula_of(item)
        if declaration is None or declaration.name in computed:
            continue
        known = {name: facts.amounts[name] for name in declaration.arguments if name in facts.amounts}
        if any(name not in known and argument.default is None for name, argument in declaration.arguments.items()):
            continue
        unknown_at = {place for fact in known.values() for place in fact.unknown_at}
        lists = {name: fact.entries for name, fact in known.items() if fact.is_list}
        if unknown_at and len(set(lists.values())) > 1:
            told = " and ".join(f"{name} has {count}" for name, count in lists.items())
            faults[f"{told} amounts; years go together: give one for each year, or 'unknown' in its place"] = None
            continue
        if unknown_at and (declaration.over or len(unknown_at) == max(lists.values())):
            continue  # a sum of which a part is unknown, or no year of which all is known
        given = {name: fact.in_known_years(unknown_at) for name, fact in known.items()}
        try:
            computed[declaration.name] = work_out(declaration, given)
        except InputError as error:
            faults.update(dict.fromkeys(f"{fault} [{error.formula}, {error.clause}]" for fault in error.faults))
    return computed, faults


def _grant(judgement: Judgement, policy: str | None) -> Judgement:
    """Give an item that does not apply all its points or none, as the policy says."""
    return evolve(judgement, share=Fraction(policy == "full")) if judgement.status == NOT_APPLICABLE else judgement


def _item_result(standard: Standard, item: Item, judgement: Judgement, facts: Facts, of: Fraction) -> ItemResult:
    declaration = standard.formula_of(item)
    arguments = declaration.arguments if declaration is not None else {}
    amounts = [facts.amounts[name] for name in arguments if name in facts.amounts]
    said = [facts.statuses[item.id]] if item.id in facts.statuses else []
    return ItemResult(
        **{one.name: getattr(judgement, one.name) for one in fields(Judgement)},
        item=item,
        unit=None if declaration is None else str(declaration.result.unit),
        exact_points=None if judgement.share is None else judgement.share * of,
        exact_of=of,
        inputs=tuple(facts.inputs_of(arguments).values()),
        evidence="; ".join(dict.fromkeys(fact.evidence for fact in said + amounts if fact.evidence)),
    )


def _interval(results: Iterable[ItemResult]) -> Interval:
    lower = upper = Fraction(0)
    for result in results:
        lower += result.exact_points or 0
        upper += result.exact_of if result.exact_points is None else result.exact_points
    return Interval(lower, upper)


def _eligible(judgements: Iterable[Judgement]) -> bool | None:
    """Return whether the gate is open: all mandatory items are met; None while that is not known."""
    statuses = {judgement.status for judgement in judgements}
    if statuses & {NOT_MET, PARTLY_MET}:
        return False
    return None if UNKNOWN in statuses else True
