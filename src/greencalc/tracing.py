"""Every point of an assessment walked back: total, groups, items, ledgers, down to inputs, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from greencalc.computation import Input
from greencalc.display import listed_text
from greencalc.explanation import (
    Explanation,
    formula_note,
    input_row,
    number_text,
    origin_text,
    sum_working,
    worked,
)
from greencalc.facts import MET, NOT_APPLICABLE
from greencalc.ledger_tracing import explain_carbon, explain_energy
from greencalc.results import GroupResult, Interval, ItemResult
from greencalc.rounding import amount_text
from greencalc.standard import LimitRule, Line

if TYPE_CHECKING:
    from greencalc.assessment import Assessment

__all__ = ["explain_group", "explain_item", "explain_items", "explain_total"]


def explain_item(assessment: Assessment, result: ItemResult) -> Explanation:
    """Explain one item: its quantity, limit, margin, points, evidence, origins and sources."""
    computation = result.computation
    facts = assessment.facts
    known = computation.inputs if computation else result.inputs
    return Explanation(
        title=f"{result.id} {result.item.title}: {result.status}",
        working=worked(computation) if computation else None,
        inputs=tuple(input_row(item, facts.amounts.get(item.name)) for item in known),
        notes=tuple(_item_notes(assessment, result)),
        parts=tuple(_ledgers_of(assessment, known)),
    )


def _ledgers_of(assessment: Assessment, inputs: Iterable[Input]) -> Iterator[Explanation]:
    """Yield how the ledgers give what an item's formula takes."""
    ledgers, names = assessment.facts.ledgers, {item.name for item in inputs}
    if ledgers.energy is not None and names & {"energy_consumption", "renewable_energy"}:
        yield explain_energy(ledgers.energy)
    if ledgers.carbon is not None and "carbon_emission" in names:
        yield explain_carbon(ledgers.carbon)


def explain_group(assessment: Assessment, group: GroupResult) -> Explanation:
    """Explain a group: its points, and its items."""
    members = [result for result in assessment.items if result.item.group == group.id]
    return Explanation(
        title=f"{group.id} {group.group.title}: {_points(group.points)} of {number_text(group.exact_of)} points",
        working=sum_working(group.id, {result.id: result.exact_points for result in members if result.exact_of}),
        notes=(("group", f"chapter {group.group.chapter}; {origin_text(group.group.origin, group.group.source)}"),),
        parts=tuple(explain_item(assessment, result) for result in members),
    )


def explain_items(assessment: Assessment, part: str, results: Sequence[ItemResult]) -> Explanation:
    """Explain the items that a clause or a formula stands for."""
    title = f"{part}: {', '.join(result.id for result in results)}"
    return Explanation(title=title, parts=tuple(explain_item(assessment, result) for result in results))


def explain_total(assessment: Assessment) -> Explanation:
    """Explain the total: the gate, the groups, and from each of them the items."""
    gates = [result for result in assessment.items if result.item.mandatory]
    loose = tuple(explain_item(assessment, result) for result in assessment.items if result.item.group is None)
    verdict = {True: "open", False: "closed", None: "undecided"}[assessment.eligible]
    closing = [f"{result.id} {result.status}" for result in gates if result.status not in {MET, NOT_APPLICABLE}]
    gate = f"{verdict}, by {len(gates)} mandatory items" + (f"; {', '.join(closing)}" if closing else "")
    table = assessment.table
    return Explanation(
        title=f"{table.number}: {_points(assessment.score)} of 100 points",
        working=sum_working("Q", {group.id: group.points.exact_lower for group in assessment.groups}),
        notes=(
            ("gate", gate),
            ("comparison", f"{assessment.comparison} with the limit"),
            ("table", origin_text(table.origin, table.source)),
        ),
        parts=(*(explain_group(assessment, group) for group in assessment.groups), *loose),
    )


def _item_notes(assessment: Assessment, result: ItemResult) -> Iterator[tuple[str, str]]:
    item, rule = result.item, result.item.rule
    declaration = assessment.table.formula_of(item)
    kind = "mandatory" if item.mandatory else "scoring"
    yield "verdict", f"{result.status}: {result.why}"
    if isinstance(rule, LimitRule) and result.limit is not None:
        yield "limit", f"{result.limit}, compared with the {assessment.comparison}"
    if result.exact_margin is not None and declaration is not None:
        margin = amount_text(abs(result.exact_margin), declaration.result.unit, 6)
        if margin.endswith(" %"):  # what two rates are apart is no rate itself
            margin = f"{margin.removesuffix('%')}percentage points"
        yield "margin", f"{margin} to spare" if result.exact_margin >= 0 else f"short by {margin}"
    if result.exact_of:
        points = "?" if result.exact_points is None else number_text(result.exact_points)
        yield "points", f"{points} of {number_text(result.exact_of)}{_spread(assessment, result)}"
    if result.needs:
        yield "needs", ", ".join(result.needs)
    if declaration is None and result.evidence:
        yield "evidence", result.evidence
    yield "requirement", f"{kind}; clause {result.clause}; {origin_text(item.origin, item.source)}"
    if result.limit_row is not None:
        yield "source of the limit", origin_text(result.limit_row.origin, result.limit_row.source)
    if isinstance(rule, Line):
        yield from _end_notes(assessment, rule)
    if declaration is not None:
        yield formula_note(declaration)


def _spread(assessment: Assessment, result: ItemResult) -> str:
    """Say so where an item's points are not those of the table."""
    in_table = result.item.points
    if assessment.table.scoring != "sum" or result.exact_of == in_table:
        return ""
    return f" ({number_text(in_table)} in the table; the rest is of items that do not apply)"


def _end_notes(assessment: Assessment, rule: Line) -> Iterator[tuple[str, str]]:
    for end, in_table in (("base", rule.base), ("leading", rule.leading)):
        name = f"{rule.formula}_{end}"
        given = assessment.facts.ends.get(name)
        if in_table is not None:
            yield f"{end} value", f"{in_table} (of the table)"
        elif given is not None:
            evidence = assessment.facts.given[name].get("evidence", "")
            shown = f"; evidence: {evidence}" if evidence else ""
            yield f"{end} value", f"{listed_text(given.typed)} (given as {name}){shown}"


def _points(interval: Interval) -> str:
    lower, upper = number_text(interval.exact_lower), number_text(interval.exact_upper)
    return lower if interval.exact_lower == interval.exact_upper else f"{lower} to {upper}"
