"""An assessment as text for a person and as plain data for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from greencalc.formula.declaration import Formula
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, earned_texts, interval_text, written_value
from greencalc.origins import ORIGINS
from greencalc.plant.names import known_names
from greencalc.plant.words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.showing.sheet import entry
from greencalc.standards.rules import CalculatedRule, YesNoRule
from greencalc.standards.table import FULL_SCORE
from greencalc.units.rounding import decimal_text, points_text

__all__ = ["as_text", "gate_text", "indicators", "listings", "misspelt", "pass_text", "score_text", "total_text"]


def as_text(assessment: JudgedPlant, description: Mapping[str, Any]) -> str:
    """Return an assessment as a person reads it: gate, score, indicators, what is missing and assumed."""
    table = assessment.table
    named = [" ".join(str(description[key]).split()) for key in ("name", "year") if key in description]
    lines = [
        f"{table.number}  {table.title}",
        f"Table: {table.id} ({table.origin}: {ORIGINS[table.origin]})",
        f"Plant: {', '.join([*named, assessment.vehicle_type or 'vehicle type not given'])}",
    ]
    lines += ["", *_gate(assessment), "", *_score(assessment), *_indicators(assessment)]
    for title, entries in listings(assessment):
        lines += ["", title, *(line for label, text in entries for line in entry(label, text))]
    return "\n".join(lines) + "\n"


def listings(assessment: JudgedPlant) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what a reader has to know besides the score, each list with its title; empty ones are left out."""
    for title, entries in (
        ("Facts that were not used", _unused(assessment)),
        ("Points not earned", _lost(assessment)),
        ("Does not apply", _left_out(assessment)),
        ("Probably slips", _found(assessment)),
        ("What is missing", _missing(assessment)),
        ("What is assumed", _assumed(assessment)),
    ):
        listed = list(entries)
        if listed:
            yield title, listed


def _gate(assessment: JudgedPlant) -> Iterator[str]:
    yield f"Gate    {gate_text(assessment)}"
    for result in assessment.items:
        if result.item.mandatory and result.status in {NOT_MET, PARTLY_MET}:
            yield from entry(f"{result.status}: {result.id}", f"{result.item.title}: {result.why}")


def gate_text(assessment: JudgedPlant) -> str:
    """Return whether the gate is open, with the count of mandatory items by status."""
    verdict = {
        True: "open: the plant may take part",
        False: "closed: the plant may not take part",
        None: "undecided",
    }
    gates = [result for result in assessment.items if result.item.mandatory]
    counts = [(status, sum(result.status == status for result in gates)) for status in _STATUSES]
    counted = ", ".join(f"{count} {status}" for status, count in counts if count)
    counted = f"{counted} of {len(gates)} mandatory items" if gates else "the table has no mandatory items"
    return f"{verdict[assessment.eligible]} ({counted})"


def total_text(assessment: JudgedPlant, *beside: Fraction) -> str:
    """Return the total of 100, told apart from the pass mark and whatever else it stands beside."""
    marks = (FULL_SCORE, assessment.table.pass_mark, *beside)
    return f"{interval_text(assessment.score, *marks, places=_PLACES)} of {FULL_SCORE}"


def score_text(assessment: JudgedPlant) -> str:
    """Return the total, and which part of the points is known."""
    known = decimal_text(assessment.exact_coverage * 100, beside=(Fraction(100),), places=1)
    return f"{total_text(assessment)} ({known} % of the points known)"


def _score(assessment: JudgedPlant) -> Iterator[str]:
    mark, slips = assessment.table.pass_mark, len(assessment.findings)
    yield f"Score   {score_text(assessment)}"
    for name, hint in misspelt(assessment):
        yield from entry(name, f"not used; {hint}")
    if slips:
        yield f"  {slips} probable {'slip' if slips == 1 else 'slips'}, see below"
    if mark is not None:
        yield f"  {pass_text(assessment, mark)}"
    width = max(len(result.group.title) for result in assessment.groups)
    for result in assessment.groups:
        earned = " of ".join(earned_texts(result, mark, places=_PLACES))
        yield f"  {result.id}  {result.group.title.ljust(width)}  {earned}"


def pass_text(assessment: JudgedPlant, mark: Fraction) -> str:
    """Return whether the pass mark is reached, and the gate where that alone still stands in the way."""
    lower, upper = assessment.score.exact_lower, assessment.score.exact_upper
    reached = "reached" if lower >= mark else "not reached" if upper < mark else "undecided"
    gate = {True: "", False: ", but the plant may not take part", None: ", and the gate is undecided"}
    behind = "" if reached == "not reached" else gate[assessment.eligible]
    return f"pass mark {points_text(mark, mark, lower, upper, places=_PLACES)}: {reached}{behind}"


def _indicators(assessment: JudgedPlant) -> Iterator[str]:
    rows = indicators(assessment)
    if rows:
        yield from ("", "Indicators")
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def indicators(assessment: JudgedPlant) -> list[tuple[str, ...]]:
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


def _left_out(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if result.status == NOT_APPLICABLE:
            yield result.id, f"{result.item.title}: {result.why}"


def _missing(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if result.status == UNKNOWN:
            weight = "mandatory" if result.item.mandatory else f"{points_text(result.exact_of, places=_PLACES)} points"
            needs = f"give {result.needs_text}" if result.needs else result.why
            yield result.id, f"{result.item.title} ({weight}): {needs}"


def _assumed(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for assumption in assessment.assumptions:
        yield assumption.origin, f"{assumption.what} [{assumption.source}]"


def _found(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for finding in assessment.findings:
        yield finding.code, f"{finding.what} [{finding.origin}: {finding.source}]"


def misspelt(assessment: JudgedPlant) -> list[tuple[str, str]]:
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


_STATUSES = (MET, NOT_MET, PARTLY_MET, UNKNOWN, NOT_APPLICABLE)
_PLACES = 2
