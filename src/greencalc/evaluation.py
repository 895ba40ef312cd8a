"""Judging a plant by a standard: facts in, an assessment out; nothing else happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

from attrs import evolve

from greencalc.assessment import Assessment
from greencalc.computation import Computation, work_out
from greencalc.errors import FactsError, InputError
from greencalc.factors import Factors, load_factors
from greencalc.facts import NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, Facts, missing_ends, read_facts
from greencalc.formula import Formula
from greencalc.judge import Judgement, judge
from greencalc.ledger import factor_assumptions
from greencalc.ledger_heat import ratio_assumptions
from greencalc.plausibility import PlausibleRange, check_plausibility, load_plausibility
from greencalc.points import points_of
from greencalc.reading import shown
from greencalc.results import GroupResult, Interval, ItemResult
from greencalc.standard import (
    FULL_SCORE,
    Assumption,
    Item,
    LimitComparison,
    LimitRule,
    LimitValue,
    Line,
    Policy,
    Standard,
)
from greencalc.wrong_kind import expect, refusal

__all__ = ["choices_of", "evaluate", "table_assumptions"]

_POLICIES = ", ".join(get_args(Policy))
_COMPARISONS = " or ".join(get_args(LimitComparison))
Found = tuple[tuple[Item, Judgement], ...]
Computed = Mapping[str, Computation]


def evaluate(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    facts: Mapping[str, Any],
    *,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    plausibility: Sequence[PlausibleRange] | None = None,
    factors: Factors | None = None,
) -> Assessment:
    """Judge a plant by a standard.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    facts : mapping
        By name: amounts under the formulas' argument names, as quantities or text; statuses under an item's
        id or clause ("met", "not met", "unknown", or true and false; a mapping of ``status`` with ``reason``
        for "not applicable", with ``share`` for "partly met"); ``vehicle_type``; ``year``; and
        ``<formula>_base`` and ``<formula>_leading`` for points on a line. Any fact may be a mapping of
        ``value`` or ``status`` with ``evidence`` and ``year``. None and an empty text are unknown.
    not_applicable : {"keep", "full", "renormalise"}, optional
        What becomes of the points of items that do not apply, if not as the table says.
    comparison : {"full value", "rounded value"}, optional
        How values are compared with limits, if not as the table says: as they are, or rounded to the limit's
        digits first.
    plausibility : sequence of PlausibleRange, optional
        What :func:`load_plausibility` returns for a table of one's own; else the shipped one.
    factors : Factors, optional
        What :func:`load_factors` returns for factor tables of one's own, which the lists ``energy`` and
        ``emission`` among the facts use; else the shipped ones.

    Returns
    -------
    Assessment
        Eligibility, score, groups, items, assumptions, and findings of what is probably a slip. While anything
        is unknown the score is an interval.

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
    chosen = choices_of(standard, not_applicable, comparison)
    if not isinstance(facts, Mapping):
        raise FactsError(
            "evaluate", (f"the facts are {type(facts).__name__}; give a mapping, as load_plant(...).facts",)
        )
    ranges = load_plausibility() if plausibility is None else _ranges(plausibility)
    tables = load_factors() if factors is None else factors
    expect(Factors, tables, "evaluate", "factors", "load them first, as factors=load_factors(path)")
    known = read_facts(standard, facts, tables)
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
    return Assessment(
        table=standard,
        eligible=_eligible(judgement for item, judgement in found if item.mandatory),
        score=_interval(items),
        exact_coverage=of_known / FULL_SCORE,
        groups=groups,
        items=items,
        assumptions=tuple(_assumptions(standard, found, known, chosen)),
        findings=check_plausibility(ranges, known, computed.values()),
        facts=known,
        not_applicable=policy,
        comparison=compared,
        ranges=ranges,
        factors=tables,
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
        item=item,
        judgement=judgement,
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
    statuses = {judgement.status for judgement in judgements}
    if statuses & {NOT_MET, PARTLY_MET}:
        return False
    return None if UNKNOWN in statuses else True


def _assumptions(standard: Standard, found: Found, facts: Facts, chosen: Mapping[str, str]) -> Iterator[Assumption]:
    """Yield whatever derived or assumed datum touches the result, and what the user chose."""
    yield from _of_table(standard)
    shown: set[Formula] = set()
    for item, judgement in found:
        yield from _of(f"{item.id}: {item.title}.", item)
        limit = judgement.limit_row
        if limit is not None and judgement.limit is not None:
            yield from _of_limit(item, limit)
        declaration = standard.formula_of(item)
        if declaration is not None and judgement.value is not None and declaration not in shown:
            shown.add(declaration)
            yield from _of_formula(declaration.clause, declaration)
        if isinstance(item.rule, Line) and judgement.limit is not None and missing_ends(item.rule):
            yield _of_ends(item, f", {judgement.limit}")
    yield from _ledger_assumptions(facts, shown)
    yield from _of_type_words([facts.type_word] if facts.type_word else [])
    yield from _of_choices(chosen)


def table_assumptions(
    standard: Standard,
    computed: Sequence[Formula],
    chosen: Mapping[str, str],
    type_words: Iterable[tuple[str, ...]],
) -> Iterator[Assumption]:
    """Yield whatever derived or assumed datum touches some of many results, and what the user chose."""
    yield from _of_table(standard)
    for item in standard.items:
        yield from _of(f"{item.id}: {item.title}.", item)
        if standard.formula_of(item) not in computed:
            continue
        for limit in item.rule.limits if isinstance(item.rule, LimitRule) else ():
            yield from _of_limit(item, limit)
        if isinstance(item.rule, Line) and missing_ends(item.rule):
            yield _of_ends(item)
    for declaration in computed:
        yield from _of_formula(declaration.clause, declaration)
    yield from _of_type_words(type_words)
    yield from _of_choices(chosen)


def _of(what: str, datum: Standard | Item | LimitValue | Formula) -> Iterator[Assumption]:
    """Yield a datum that is to be shown, because it is derived or assumed."""
    if datum.origin in _SHOWN:
        yield Assumption(what, datum.origin, datum.source)


def _of_table(standard: Standard) -> Iterator[Assumption]:
    yield from _of(f"The table of indicators used for {standard.number}.", standard)
    yield from standard.assumptions


def _of_limit(item: Item, limit: LimitValue) -> Iterator[Assumption]:
    yield from _of(f"{item.id}: the limit {limit.value}.", limit)


def _of_formula(where: str, declaration: Formula) -> Iterator[Assumption]:
    yield from _of(f"{where}: the formula of {declaration.title}.", declaration)


def _of_ends(item: Item, between: str = "") -> Assumption:
    return Assumption(f"{item.id}: base and leading value{between}.", "user", "given with the facts")


def _of_type_words(type_words: Iterable[tuple[str, ...]]) -> Iterator[Assumption]:
    for word, meant, source in type_words:
        yield Assumption(f"vehicle_type: {word} is read as {meant}.", "derived", source)


def _of_choices(chosen: Mapping[str, str]) -> Iterator[Assumption]:
    for name, value in chosen.items():
        yield Assumption(f"{_CHOICES[name]}: {value}.", "user", "given to evaluate")


def _ledger_assumptions(facts: Facts, shown: set[Formula]) -> Iterator[Assumption]:
    """Yield what the ledgers' formulas and factors rest on, and what was chosen for their lines."""
    ledgers = facts.ledgers
    for declaration in (one for one in ledgers.formulas if one not in shown):
        yield from _of_formula(declaration.where, declaration)
    for overruled in facts.overruled:
        yield Assumption(
            f"{overruled}.", "assumed", "a total and its ledger that are within 0.5 % agree but for rounding"
        )
    yield from factor_assumptions(ledgers.factors)
    yield from ratio_assumptions(ledgers.ratios)
    for name, value in ledgers.settings.items():
        yield Assumption(f"Ledger: {name} {value}.", "user", "chosen for the ledger")


_SHOWN = frozenset({"derived", "assumed"})
_CHOICES = {
    "not_applicable": "Points of items that do not apply",
    "comparison": "How values are compared with limits",
}
