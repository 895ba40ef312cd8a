"""Every point of an assessment walked back: total, groups, items, ledgers, down to inputs, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from greencalc.explaining.explanation import (
    POINTS_DIGITS,
    Explanation,
    formula_note,
    input_row,
    origin_text,
    sum_working,
    worked,
)
from greencalc.explaining.ledgers import explain_carbon, explain_energy
from greencalc.formula.computation import Input
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import GroupResult, ItemResult, earned_texts, interval_text
from greencalc.plant.status_words import MET, NOT_APPLICABLE
from greencalc.showing.sheet import listed_text
from greencalc.standards.rules import LimitRule, LineRule
from greencalc.standards.table import FULL_SCORE
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.unit_table import Unit


def explain_item(assessment: JudgedPlant, result: ItemResult) -> Explanation:
    """Explain one item: its quantity, limit, margin, points, evidence, origins and sources."""
    computation = result.computation
    facts = assessment.facts
    known = computation.inputs if computation else result.inputs
    return Explanation(
        title=f"{result.id} {result.item.title}: {result.status}",
        working=worked(computation, result.beside) if computation else None,
        inputs=tuple(input_row(item, facts.amounts.get(item.name)) for item in known),
        notes=tuple(_item_notes(assessment, result)),
        parts=tuple(_ledgers_of(assessment, known)),
    )


def _ledgers_of(assessment: JudgedPlant, inputs: Iterable[Input]) -> Iterator[Explanation]:
    """Yield how the ledgers give what an item's formula takes."""
    ledgers, names = assessment.facts.ledgers, {item.name for item in inputs}
    if ledgers.energy is not None and names & {"energy_consumption", "renewable_energy"}:
        yield explain_energy(ledgers.energy)
    if ledgers.carbon is not None and "carbon_emission" in names:
        yield explain_carbon(ledgers.carbon)


def explain_group(assessment: JudgedPlant, group: GroupResult) -> Explanation:
    """Explain a group: its points, and its items."""
    members = [result for result in assessment.items if result.item.group == group.id]
    mark = assessment.table.pass_mark
    points = {result.id: result.exact_points for result in members if result.exact_of}
    return Explanation(
        title=f"{group.id} {group.group.title}: {' of '.join(earned_texts(group, mark, digits=POINTS_DIGITS))} points",
        working=sum_working(group.id, points, group.exact_of, mark),
        notes=(("group", f"chapter {group.group.chapter}; {origin_text(group.group.origin, group.group.source)}"),),
        parts=tuple(explain_item(assessment, result) for result in members),
    )


def explain_items(assessment: JudgedPlant, part: str, results: Sequence[ItemResult]) -> Explanation:
    """Explain the items that a clause or a formula stands for."""
    title = f"{part}: {', '.join(result.id for result in results)}"
    return Explanation(title=title, parts=tuple(explain_item(assessment, result) for result in results))


def explain_total(assessment: JudgedPlant) -> Explanation:
    """Explain the total: the gate, the groups, and from each of them the items."""
    gates = [result for result in assessment.items if result.item.mandatory]
    loose = tuple(explain_item(assessment, result) for result in assessment.items if result.item.group is None)
    verdict = {True: "open", False: "closed", None: "undecided"}[assessment.eligible]
    closing = [f"{result.id} {result.status}" for result in gates if result.status not in {MET, NOT_APPLICABLE}]
    gate = f"{verdict}, by {len(gates)} mandatory items" + (f"; {', '.join(closing)}" if closing else "")
    table = assessment.table
    marks = (FULL_SCORE, table.pass_mark)
    score = interval_text(assessment.score, *marks, digits=POINTS_DIGITS)
    return Explanation(
        title=f"{table.number}: {score} of {FULL_SCORE} points",
        working=sum_working("Q", {group.id: group.points.exact_lower for group in assessment.groups}, *marks),
        notes=(
            ("gate", gate),
            ("comparison", f"{assessment.comparison} with the limit"),
            ("table", origin_text(table.origin, table.source)),
        ),
        parts=(*(explain_group(assessment, group) for group in assessment.groups), *loose),
    )


def _item_notes(assessment: JudgedPlant, result: ItemResult) -> Iterator[tuple[str, str]]:
    item, rule = result.item, result.item.rule
    declaration = assessment.table.formula_of(item)
    kind = "mandatory" if item.mandatory else "scoring"
    yield "verdict", f"{result.status}: {result.why}"
    if isinstance(rule, LimitRule) and result.limit is not None:
        yield "limit", f"{result.limit}, compared with the {assessment.comparison}"
    if result.exact_margin is not None and declaration is not None:
        yield "margin", _margin(result, result.exact_margin, declaration.result.unit)
    if result.exact_of:
        yield "points", f"{' of '.join(earned_texts(result, digits=POINTS_DIGITS))}{_spread(assessment, result)}"
    if result.needs:
        yield "needs", result.needs_text
    if declaration is None and result.evidence:
        yield "evidence", result.evidence
    yield "requirement", f"{kind}; clause {result.clause}; {origin_text(item.origin, item.source)}"
    if result.limit_row is not None:
        yield "source of the limit", origin_text(result.limit_row.origin, result.limit_row.source)
    if isinstance(rule, LineRule):
        yield from _end_notes(assessment, rule)
    if declaration is not None:
        yield formula_note(declaration)


def _margin(result: ItemResult, distance: Fraction, unit: Unit) -> str:
    """Say how far a value is from its limit, and where the verdict is not what follows from that."""
    if not distance and result.status != MET:
        return "none: the value is the limit itself, which does not keep it"
    text = amount_text(abs(distance), unit, 6)
    if text.endswith(" %"):  # what two rates are apart is no rate itself
        text = f"{text.removesuffix('%')}percentage points"
    as_rounded = f", and {result.status} as rounded" if (distance >= 0) != (result.status == MET) else ""
    return f"{text} to spare{as_rounded}" if distance >= 0 else f"short by {text}{as_rounded}"


def _spread(assessment: JudgedPlant, result: ItemResult) -> str:
    """Say so where an item's points are not those of the table."""
    in_table = result.item.points
    if assessment.table.scoring != "sum" or result.exact_of == in_table:
        return ""
    points = points_text(in_table, result.exact_of, digits=POINTS_DIGITS)
    return f" ({points} in the table; the rest is of items that do not apply)"


def _end_notes(assessment: JudgedPlant, rule: LineRule) -> Iterator[tuple[str, str]]:
    for end, in_table in (("base", rule.base), ("leading", rule.leading)):
        name = f"{rule.formula}_{end}"
        given = assessment.facts.ends.get(name)
        if in_table is not None:
            yield f"{end} value", f"{in_table} (of the table)"
        elif given is not None:
            evidence = assessment.facts.given[name].get("evidence", "")
            shown = f"; evidence: {evidence}" if evidence else ""
            yield f"{end} value", f"{listed_text(given.typed)} (given as {name}){shown}"
