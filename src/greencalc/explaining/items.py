"""Every point of an assessment walked back: total, groups, items, ledgers, down to inputs, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from greencalc.explaining.explanation import (
    Explanation,
    formula_note,
    input_row,
    origin_text,
)
from greencalc.explaining.ledgers import explain_carbon, explain_energy
from greencalc.explaining.workings import POINTS_DIGITS, sum_working, worked
from greencalc.formula.computation import Input
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import GroupResult, ItemResult, earned_texts, interval_text, mandatory_items
from greencalc.languages.said import Said, both, joined, say, word
from greencalc.plant.status_words import MET, NOT_APPLICABLE
from greencalc.showing.sheet import listed_text
from greencalc.standards.rules import LimitRule, LineRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import FULL_SCORE
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.text import amount_as_typed
from greencalc.units.unit_table import Unit


def explain_item(assessment: JudgedPlant, result: ItemResult) -> Explanation:
    """Explain one item: its quantity, limit, margin, points, evidence, origins and sources."""
    computation = result.computation
    facts = assessment.facts
    known = computation.inputs if computation else result.inputs
    return Explanation(
        title=say(
            "{id} {title}: {status}",
            id=result.id,
            title=both(result.item.title, result.item.title_zh),
            status=word(result.status),
        ),
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
    chapter = say("chapter {chapter}", chapter=group.group.chapter)
    return Explanation(
        title=say(
            "{id} {title}: {earned} points",
            id=group.id,
            title=both(group.group.title, group.group.title_zh),
            earned=joined(earned_texts(group, mark, digits=POINTS_DIGITS), " of "),
        ),
        working=sum_working(group.id, points, group.exact_of, mark),
        notes=(("group", joined((chapter, origin_text(group.group.origin, group.group.source)), "; ")),),
        parts=tuple(explain_item(assessment, result) for result in members),
    )


def explain_items(assessment: JudgedPlant, part: str, results: Sequence[ItemResult]) -> Explanation:
    """Explain the items that a clause or a formula stands for."""
    title = joined((part, joined(result.id for result in results)), ": ")
    return Explanation(title=title, parts=tuple(explain_item(assessment, result) for result in results))


def explain_total(assessment: JudgedPlant) -> Explanation:
    """Explain the total: the gate, the groups, and from each of them the items."""
    gates = [result for result in assessment.items if result.item.mandatory]
    loose = tuple(explain_item(assessment, result) for result in assessment.items if result.item.group is None)
    verdict = {True: "open", False: "closed", None: "undecided"}[assessment.eligible]
    closing = [
        joined((result.id, word(result.status)), " ") for result in gates if result.status not in {MET, NOT_APPLICABLE}
    ]
    gate = say("{verdict}, by {whole}", verdict=word(verdict), whole=mandatory_items(len(gates)))
    table = assessment.table
    marks = (FULL_SCORE, table.pass_mark)
    score = interval_text(assessment.score, *marks, digits=POINTS_DIGITS)
    earned = joined((score, str(FULL_SCORE)), " of ")
    level = () if assessment.level is None else (("level", str(assessment.level)),)
    return Explanation(
        title=say("{number}: {earned} points", number=table.number, earned=earned)
        if table.has_points
        else say("{number}: {total}", number=table.number, total=word("no points")),
        working=sum_working("Q", _summands(assessment), *marks),
        notes=(
            ("gate", joined((gate, joined(closing)), "; ") if closing else gate),
            *(("cap", str(cap)) for cap in table.caps),
            *level,
            *(("level", str(one)) for one in table.levels),
            ("comparison", say("{comparison} with the limit", comparison=word(assessment.comparison))),
            ("table", origin_text(table.origin, table.source)),
        ),
        parts=(*(explain_group(assessment, group) for group in assessment.groups), *loose),
    )


def _summands(assessment: JudgedPlant) -> dict[str, Fraction | None]:
    """Return the points that the total is the sum of, before a cap: of groups, or of items, and bonus points."""
    groups: dict[str, Fraction | None] = {group.id: group.points.exact_lower for group in assessment.groups}
    for result in assessment.items:
        if result.exact_of and not result.item.group:
            least = min(result.exact_of, Fraction(0))  # of what takes points, while it is unknown
            groups[result.id] = least if result.exact_points is None else result.exact_points
    return groups


def _item_notes(assessment: JudgedPlant, result: ItemResult) -> Iterator[tuple[str, str]]:
    item, rule = result.item, result.item.rule
    declaration = assessment.table.formula_of(item)
    yield "verdict", joined((word(result.status), result.why), ": ")
    if isinstance(rule, LimitRule | ScaleRule) and result.limit is not None:
        comparison = word(assessment.comparison)
        yield "limit", say("{limit}, compared with the {comparison}", limit=result.limit, comparison=comparison)
    if result.exact_margin is not None and declaration is not None:
        yield "margin", _margin(result, result.exact_margin, declaration.result.unit)
    if result.exact_of:
        yield "points", _spread(assessment, result, joined(earned_texts(result, digits=POINTS_DIGITS), " of "))
    if result.needs:
        yield "needs", result.needs_text
    if declaration is None and result.evidence:
        yield "evidence", result.evidence
    clause = say("clause {clause}", clause=result.clause)
    yield "requirement", joined((word(item.kind), clause, origin_text(item.origin, item.source)), "; ")
    if result.limit_row is not None:
        yield "source of the limit", origin_text(result.limit_row.origin, result.limit_row.source)
    if isinstance(rule, LineRule):
        yield from _end_notes(assessment, rule)
    if declaration is not None:
        yield formula_note(declaration)


def _margin(result: ItemResult, distance: Fraction, unit: Unit) -> Said:
    """Say how far a value is from its limit, and where the verdict is not what follows from that."""
    if not distance and result.status != MET:
        return say("none: the value is the limit itself, which does not keep it")
    text = amount_text(abs(distance), unit, 6)
    if text.endswith(" %"):  # what two rates are apart is no rate itself
        text = say("{number} percentage points", number=text.removesuffix(" %"))
    margin = say("{amount} to spare", amount=text) if distance >= 0 else say("short by {amount}", amount=text)
    if (distance >= 0) == (result.status == MET):
        return margin
    return say("{margin}, and {status} as rounded", margin=margin, status=word(result.status))


def _spread(assessment: JudgedPlant, result: ItemResult, earned: Said) -> Said:
    """Say so where an item's points are not those of the table."""
    in_table = result.item.points
    if assessment.table.scoring != "sum" or result.exact_of == in_table:
        return earned
    points = points_text(in_table, result.exact_of, digits=POINTS_DIGITS)
    return say("{earned} ({points} in the table; the rest is of items that do not apply)", earned=earned, points=points)


def _end_notes(assessment: JudgedPlant, rule: LineRule) -> Iterator[tuple[str, str]]:
    for end, label, in_table in (("base", "base value", rule.base), ("leading", "leading value", rule.leading)):
        name = f"{rule.formula}_{end}"
        given = assessment.facts.ends.get(name)
        if in_table is not None:
            yield label, say("{amount} (of the table)", amount=amount_as_typed(in_table))
        elif given is not None:
            evidence = assessment.facts.given[name].get("evidence", "")
            shown = say("{amount} (given as {name})", amount=listed_text(given.typed), name=name)
            backed = (say("evidence: {evidence}", evidence=evidence),) if evidence else ()
            yield label, joined((shown, *backed), "; ")
