"""An assessment as text for a person and as plain data for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import asdict

from greencalc.computation import Exact
from greencalc.display import entry
from greencalc.facts import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN, known_names
from greencalc.formula import ORIGINS, Formula
from greencalc.other_types import repr_of
from greencalc.results import Interval, ItemResult, earned_texts, interval_text, written_value
from greencalc.rounding import decimal_text, points_text
from greencalc.standard import FULL_SCORE, Calculated, Standard, YesNo

if TYPE_CHECKING:
    from greencalc.assessment import Assessment

__all__ = [
    "as_data",
    "as_text",
    "gate_text",
    "indicators",
    "listings",
    "misspelt",
    "pass_text",
    "score_text",
    "total_text",
]


def _plain(value: Any) -> str | int:
    """Return a value of a description for JSON: a text, or a whole number that can be written."""
    if isinstance(value, str):
        return value
    try:
        text = str(value)
    except (ValueError, RecursionError):
        return repr_of(value)
    return value if isinstance(value, int) else text


def as_data(assessment: Assessment, description: Mapping[str, Any]) -> dict[str, Any]:
    """Return an assessment as dictionaries, lists, text and numbers, ready for JSON."""
    return {
        "plant": {str(_plain(key)): _plain(value) for key, value in description.items()},
        "standard": assessment.standard,
        "number": assessment.table.number,
        "table": {"origin": assessment.table.origin, "source": assessment.table.source},
        "vehicle_type": assessment.vehicle_type,
        "eligible": assessment.eligible,
        "passed": assessment.passed,
        "score": _ends(assessment.score),
        "coverage": assessment.coverage,
        "not_applicable": assessment.not_applicable,
        "comparison": assessment.comparison,
        "groups": [
            {
                "id": result.id,
                "chapter": result.group.chapter,
                "title": result.group.title,
                "title_zh": result.group.title_zh,
                "points": _ends(result.points),
                "of": result.of,
            }
            for result in assessment.groups
        ],
        "items": [_item_data(result, assessment.table) for result in assessment.items],
        "assumptions": [
            {"what": assumption.what, "origin": assumption.origin, "source": assumption.source}
            for assumption in assessment.assumptions
        ],
        "findings": [asdict(finding) | {"facts": list(finding.facts)} for finding in assessment.findings],
        "unused": [{"name": name, "hint": hint} for name, hint in assessment.unused],
    }


def as_text(assessment: Assessment, description: Mapping[str, Any]) -> str:
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


def listings(assessment: Assessment) -> Iterator[tuple[str, list[tuple[str, str]]]]:
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


def _ends(interval: Interval) -> dict[str, float]:
    return {"lower": interval.lower, "upper": interval.upper}


def _item_data(result: ItemResult, table: Standard) -> dict[str, Any]:
    return {
        "id": result.id,
        "clause": result.clause,
        "group": result.item.group,
        "title": result.item.title,
        "title_zh": result.item.title_zh,
        "mandatory": result.item.mandatory,
        "status": result.status,
        "formula": _formula_data(result, table),
        "inputs": {item.name: item.typed for item in result.inputs},
        "computation": _computation_data(result),
        "value": result.value,
        "unit": result.unit,
        "limit": result.limit,
        "margin": None if result.exact_margin is None else float(result.exact_margin),
        "points": result.points,
        "of": result.of,
        "exact": {
            "value": _fraction(result.exact_value),
            "margin": _fraction(result.exact_margin),
            "points": _fraction(result.exact_points),
            "of": _fraction(result.exact_of),
        },
        "why": result.why,
        "needs": list(result.needs),
        "evidence": result.evidence,
        "origin": result.item.origin,
        "source": result.item.source,
    }


def _computation_data(result: ItemResult) -> dict[str, Any] | None:
    """Return what went into a formula and came out, as exact fractions in canonical units."""
    computation = result.computation
    if computation is None:
        return None
    inputs = [
        {
            "name": item.name,
            "symbol": item.symbol.tex,
            "typed": item.typed,
            "exact": _fractions(item.exact),
            "unit": str(item.symbol.unit),
            "default": item.is_default,
        }
        for item in computation.inputs
    ]
    unit = str(computation.formula.result.unit)
    return {"inputs": inputs, "result": _fractions(computation.result), "unit": unit}


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _fractions(exact: Exact) -> str | list[str]:
    return [str(number) for number in exact] if isinstance(exact, tuple) else str(exact)


def _formula_data(result: ItemResult, table: Standard) -> dict[str, str] | None:
    declaration = table.formula_of(result.item)
    if declaration is None:
        return None
    names = ("name", "standard", "clause", "equation", "origin", "source")
    return {name: getattr(declaration, name) for name in names}


def _gate(assessment: Assessment) -> Iterator[str]:
    yield f"Gate    {gate_text(assessment)}"
    for result in assessment.items:
        if result.item.mandatory and result.status in {NOT_MET, PARTLY_MET}:
            yield from entry(f"{result.status}: {result.id}", f"{result.item.title}: {result.why}")


def gate_text(assessment: Assessment) -> str:
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


def total_text(assessment: Assessment, *beside: Fraction) -> str:
    """Return the total of 100, told apart from the pass mark and whatever else it stands beside."""
    marks = (FULL_SCORE, assessment.table.pass_mark, *beside)
    return f"{interval_text(assessment.score, *marks, places=_PLACES)} of {FULL_SCORE}"


def score_text(assessment: Assessment) -> str:
    """Return the total, and which part of the points is known."""
    known = decimal_text(assessment.exact_coverage * 100, beside=(Fraction(100),), places=1)
    return f"{total_text(assessment)} ({known} % of the points known)"


def _score(assessment: Assessment) -> Iterator[str]:
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


def pass_text(assessment: Assessment, mark: Fraction) -> str:
    """Return whether the pass mark is reached, and the gate where that alone still stands in the way."""
    lower, upper = assessment.score.exact_lower, assessment.score.exact_upper
    reached = "reached" if lower >= mark else "not reached" if upper < mark else "undecided"
    gate = {True: "", False: ", but the plant may not take part", None: ", and the gate is undecided"}
    behind = "" if reached == "not reached" else gate[assessment.eligible]
    return f"pass mark {points_text(mark, mark, lower, upper, places=_PLACES)}: {reached}{behind}"


def _indicators(assessment: Assessment) -> Iterator[str]:
    rows = indicators(assessment)
    if rows:
        yield from ("", "Indicators")
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def indicators(assessment: Assessment) -> list[tuple[str, ...]]:
    """Return item, clause, meaning, value and status for each formula.

    An item that only asks to calculate gives way to one that judges.
    """
    chosen: dict[str, ItemResult] = {}
    for result in assessment.items:
        if isinstance(result.item.rule, YesNo):
            continue
        name = result.item.rule.formula
        if name not in chosen or isinstance(chosen[name].item.rule, Calculated):
            chosen[name] = result
    return [_indicator(assessment.table.formulas[name], result) for name, result in chosen.items()]


def _indicator(declaration: Formula, result: ItemResult) -> tuple[str, ...]:
    detail = f"needs {result.needs_text}" if result.needs else result.limit
    status = result.status + (f" ({detail})" if detail else "")
    clause = "" if declaration.clause == result.clause else declaration.clause
    return result.clause, clause, declaration.result.meaning, written_value(result), status


def _lost(assessment: Assessment) -> Iterator[tuple[str, str]]:
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


def _left_out(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if result.status == NOT_APPLICABLE:
            yield result.id, f"{result.item.title}: {result.why}"


def _missing(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if result.status == UNKNOWN:
            weight = "mandatory" if result.item.mandatory else f"{points_text(result.exact_of, places=_PLACES)} points"
            needs = f"give {result.needs_text}" if result.needs else result.why
            yield result.id, f"{result.item.title} ({weight}): {needs}"


def _assumed(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for assumption in assessment.assumptions:
        yield assumption.origin, f"{assumption.what} [{assumption.source}]"


def _found(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for finding in assessment.findings:
        yield finding.code, f"{finding.what} [{finding.origin}: {finding.source}]"


def misspelt(assessment: Assessment) -> list[tuple[str, str]]:
    """Return facts that nothing needs, whose names are probably slips, with what was meant."""
    return [(name, hint) for name, hint in assessment.unused if hint and name not in known_names()]


def _unused(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the other facts that nothing needs; those that another edition knows in one line for each edition."""
    others = [name for name, hint in assessment.unused if name in known_names()]
    for number in dict.fromkeys(number for name in others for number in known_names()[name]):
        yield f"for {number}", ", ".join(name for name in others if number in known_names()[name])
    for name, hint in assessment.unused:
        if not hint:
            yield name, "no name like it is known"


_STATUSES = (MET, NOT_MET, PARTLY_MET, UNKNOWN, NOT_APPLICABLE)
_PLACES = 2
