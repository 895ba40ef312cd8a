"""An assessment as a person reads it: gate, score, indicators, what is missing and assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from greencalc.formula.declaration import Formula
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, earned_texts, interval_text, written_value
from greencalc.origins import ORIGINS
from greencalc.plant.names import known_names
from greencalc.plant.status_words import NOT_APPLICABLE, NOT_MET, PARTLY_MET, STATUSES, UNKNOWN
from greencalc.reporting.data import plain_value
from greencalc.showing.sheet import Entries, Sheet, Table, listing
from greencalc.standards.rules import CalculatedRule, YesNoRule
from greencalc.standards.table import FULL_SCORE
from greencalc.units.number_text import decimal_text, points_text


def report(assessment: JudgedPlant, description: Mapping[str, Any]) -> Sheet:
    """Return the report of an assessment; of a plant's description, name and year are in it."""
    table = assessment.table
    heads = ("Item", "Clause", "Indicator", "Value", "Status")
    indicators = Table(heads, _indicators(assessment))
    return Sheet(
        f"{table.number}: {total_text(assessment)} points",
        (
            table.title,
            f"Table: {table.id} ({table.origin}: {ORIGINS[table.origin]})",
            f"Plant: {', '.join([*named(description), assessment.vehicle_type or 'vehicle type not given'])}",
            _gate(assessment),
            _score(assessment),
            Sheet("Indicators", (indicators,)) if indicators else None,
            *(listing(title, entries, folded=True) for title, entries in _listings(assessment)),
        ),
    )


def named(description: Mapping[str, Any]) -> list[str]:
    """Return a plant's name and year, each in a line, if its description has them."""
    return [" ".join(str(plain_value(description[key])).split()) for key in ("name", "year") if key in description]


def items_sheet(assessment: JudgedPlant) -> Sheet:
    """Return every item with its points, which a report has no room for."""
    heads = ("Item", "Requirement", "要求", "Status", "Points", "Reason")
    return Sheet("All items", (Table(heads, map(_item, assessment.items)),), folded=True)


def _item(result: ItemResult) -> tuple[str, ...]:
    points = " of ".join(earned_texts(result)) if result.exact_of else "mandatory"
    return result.id, result.item.title, result.item.title_zh, result.status, points, result.why


def _listings(assessment: JudgedPlant) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """Yield what a reader has to know besides the score, each list with its title."""
    by_status = {status: [one for one in assessment.items if one.status == status] for status in STATUSES}
    yield "Facts that were not used", _unused(assessment)
    yield "Points not earned", _lost(assessment)
    yield "Does not apply", ((one.id, f"{one.item.title}: {one.why}") for one in by_status[NOT_APPLICABLE])
    yield "Probably slips", ((one.code, f"{one.what} [{one.origin}: {one.source}]") for one in assessment.findings)
    yield "What is missing", map(_missing, by_status[UNKNOWN])
    yield "What is assumed", ((one.origin, f"{one.what} [{one.source}]") for one in assessment.assumptions)


def _gate(assessment: JudgedPlant) -> Sheet:
    """Return whether the gate is open, with the count of mandatory items by status, and those not met."""
    verdict = {
        True: "open: the plant may take part",
        False: "closed: the plant may not take part",
        None: "undecided",
    }
    gates = [result for result in assessment.items if result.item.mandatory]
    counts = [(status, sum(result.status == status for result in gates)) for status in STATUSES]
    counted = ", ".join(f"{count} {status}" for status, count in counts if count)
    counted = f"{counted} of {len(gates)} mandatory items" if gates else "the table has no mandatory items"
    closing = [one for one in gates if one.status in {NOT_MET, PARTLY_MET}]
    entries = Entries((f"{one.status}: {one.id}", f"{one.item.title}: {one.why}") for one in closing)
    return Sheet(f"Gate    {verdict[assessment.eligible]} ({counted})", (entries,))


def total_text(assessment: JudgedPlant, *beside: Fraction) -> str:
    """Return the total of 100, told apart from the pass mark and whatever else it stands beside."""
    marks = (FULL_SCORE, assessment.table.pass_mark, *beside)
    return f"{interval_text(assessment.score, *marks, places=_PLACES)} of {FULL_SCORE}"


def _score(assessment: JudgedPlant) -> Sheet:
    """Return the total, which part of the points is known, and the groups."""
    mark, slips = assessment.table.pass_mark, len(assessment.findings)
    known = decimal_text(assessment.exact_coverage * 100, beside=(Fraction(100),), places=1)
    groups = [
        (one.id, one.group.title, one.group.title_zh, " of ".join(earned_texts(one, mark, places=_PLACES)))
        for one in assessment.groups
    ]
    return Sheet(
        f"Score   {total_text(assessment)} ({known} % of the points known)",
        (
            Entries((name, f"not used; {hint}") for name, hint in _misspelt(assessment)),
            f"{slips} probable {'slip' if slips == 1 else 'slips'}, see below" if slips else None,
            _pass_text(assessment, mark) if mark is not None else None,
            Table(("",) * 4, groups),
        ),
    )


def _pass_text(assessment: JudgedPlant, mark: Fraction) -> str:
    """Return whether the pass mark is reached, and the gate where that alone still stands in the way."""
    lower, upper = assessment.score.exact_lower, assessment.score.exact_upper
    reached = "reached" if lower >= mark else "not reached" if upper < mark else "undecided"
    gate = {True: "", False: ", but the plant may not take part", None: ", and the gate is undecided"}
    behind = "" if reached == "not reached" else gate[assessment.eligible]
    return f"pass mark {points_text(mark, mark, lower, upper, places=_PLACES)}: {reached}{behind}"


def _indicators(assessment: JudgedPlant) -> list[tuple[str, ...]]:
    """Return item, clause, meaning, value and status for each formula.

    An item that only asks to calculate gives way to one that judges.
    """
    chosen: dict[str, ItemResult] = {}
    for result in assessment.items:
        if isinstance(result.item.rule, YesNoRule):
            continue
        name = result.item.rule.formula
        if name not in chosen or isinstance(chosen[name].item.rule, CalculatedRule):
            chosen[name] = result
    return [_indicator(assessment.table.formulas[name], result) for name, result in chosen.items()]


def _indicator(declaration: Formula, result: ItemResult) -> tuple[str, ...]:
    detail = f"needs {result.needs_text}" if result.needs else result.limit
    status = result.status + (f" ({detail})" if detail else "")
    clause = "" if declaration.clause == result.clause else declaration.clause
    return result.clause, clause, declaration.result.meaning, written_value(result), status


def _lost(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if (
            result.status in {NOT_MET, PARTLY_MET}
            and result.exact_points is not None
            and result.exact_points < result.exact_of
        ):
            lost = points_text(result.exact_of - result.exact_points, result.exact_of, places=_PLACES)
            yield result.id, f"{result.item.title}: {result.why} (-{lost}){_worked(result)}"


def _worked(result: ItemResult) -> str:
    """Return the formula behind a result, with the inputs as typed."""
    inputs = ", ".join(
        f"{item.name} {'=' if item.is_typed_in_full else '≈'} {item.typed_text}" for item in result.inputs
    )
    return f" [{result.formula} of {inputs}]" if result.formula else ""


def _missing(result: ItemResult) -> tuple[str, str]:
    weight = "mandatory" if result.item.mandatory else f"{points_text(result.exact_of, places=_PLACES)} points"
    needs = f"give {result.needs_text}" if result.needs else result.why
    return result.id, f"{result.item.title} ({weight}): {needs}"


def _misspelt(assessment: JudgedPlant) -> list[tuple[str, str]]:
    """Return facts that nothing needs, whose names are probably slips, with what was meant."""
    return [(name, hint) for name, hint in assessment.unused if hint and name not in known_names()]


def _unused(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    """Yield the other facts that nothing needs; those that another edition knows in one line for each edition."""
    others = [name for name, hint in assessment.unused if name in known_names()]
    for number in dict.fromkeys(number for name in others for number in known_names()[name]):
        yield f"for {number}", ", ".join(name for name in others if number in known_names()[name])
    for name, hint in assessment.unused:
        if not hint:
            yield name, "no name like it is known"


_PLACES = 2
