"""An assessment as a person reads it: gate, score, indicators, what is missing and assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from greencalc.formula.computation import Input
from greencalc.formula.declaration import Formula
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, earned_texts, interval_text, mandatory_items, written_value
from greencalc.languages.said import PHRASES, both, english_only, joined, say, word
from greencalc.origins import ORIGINS
from greencalc.plant.categories import said_category
from greencalc.plant.names import known_names
from greencalc.plant.slips import Finding
from greencalc.plant.status_words import NOT_APPLICABLE, NOT_MET, PARTLY_MET, STATUSES, UNKNOWN
from greencalc.reporting.data import plain_value
from greencalc.showing.sheet import Entries, Sheet, Table, listing
from greencalc.standards.rules import CalculatedRule, FormulaRule
from greencalc.standards.table import FULL_SCORE, Assumption
from greencalc.units.number_text import decimal_text, points_text


def report(assessment: JudgedPlant, description: Mapping[str, Any]) -> Sheet:
    """Return the report of an assessment; of a plant's description, name and year are in it."""
    table = assessment.table
    heads = ("Item", "Clause", "Indicator", "Value", "Status")
    indicators = Table(heads, _indicators(assessment))
    category = said_category(assessment.category, table)
    trust = say("{origin}: {meaning}", origin=word(table.origin), meaning=word(ORIGINS[table.origin]))
    return Sheet(
        titled_total(assessment),
        (
            table.title,
            say("Table: {id} ({trust})", id=table.id, trust=trust),
            say("Plant: {names}", names=joined([*named(description), category], PHRASES)),
            _gate(assessment),
            _score(assessment),
            Sheet(word("Indicators"), (indicators,)) if indicators else None,
            *(listing(title, entries, folded=True) for title, entries in _listings(assessment)),
        ),
    )


def named(description: Mapping[str, Any], keys: tuple[str, ...] = ("name", "year")) -> list[str]:
    """Return a plant's name and year, each in a line, if its description has them; a form leaves them empty."""
    texts = (" ".join(str(plain_value(description[key])).split()) for key in keys if key in description)
    return [text for text in texts if text]


def items_sheet(assessment: JudgedPlant) -> Sheet:
    """Return every item with its points, which a report has no room for."""
    heads = ("Item", "Requirement", english_only("要求"), "Status", "Points", "Reason")
    return Sheet(word("All items"), (Table(heads, map(_item, assessment.items)),), folded=True)


def _item(result: ItemResult) -> tuple[str, ...]:
    points = joined(earned_texts(result), " of ") if result.exact_of else word("mandatory")
    titles = (result.item.title, english_only(result.item.title_zh))
    return result.id, *titles, word(result.status), points, result.why


def _listings(assessment: JudgedPlant) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """Yield what a reader has to know besides the score, each list with its title."""
    by_status = {status: [one for one in assessment.items if one.status == status] for status in STATUSES}
    yield word("Facts that were not used"), _unused(assessment)
    yield word("Points not earned"), _lost(assessment)
    yield word("Does not apply"), ((one.id, titled(one, one.why)) for one in by_status[NOT_APPLICABLE])
    yield word("Probably slips"), ((one.code, _found(one)) for one in assessment.findings)
    yield word("What is missing"), (_missing(one) for one in by_status[UNKNOWN] if one.item.kind != "part")
    yield word("What is assumed"), ((word(one.origin), assumed_text(one)) for one in assessment.assumptions)


def titled(result: ItemResult, text: str) -> str:
    """Say something of an item behind its title."""
    return say("{title}: {text}", title=result.item.title, text=text)


def _found(finding: Finding) -> str:
    trust = say("{origin}: {source}", origin=word(finding.origin), source=word(finding.source))
    return say("{what} [{source}]", what=finding.what, source=trust)


def assumed_text(assumption: Assumption) -> str:
    """Say what is assumed, with its source."""
    return say("{what} [{source}]", what=assumption.what, source=word(assumption.source))


def _gate(assessment: JudgedPlant) -> Sheet:
    """Return whether the gate is open, with the count of mandatory items by status, and those not met."""
    verdict = {
        True: word("open: the plant may take part"),
        False: word("closed: the plant may not take part"),
        None: word("undecided"),
    }[assessment.eligible]
    gates = [result for result in assessment.items if result.item.mandatory]
    counts = [(status, sum(result.status == status for result in gates)) for status in STATUSES]
    by_status = joined(say("{count} {status}", count=count, status=word(status)) for status, count in counts if count)
    counted = (
        say("{counted} of {whole}", counted=by_status, whole=mandatory_items(len(gates)))
        if gates
        else word("the table has no mandatory items")
    )
    closing = [one for one in gates if one.status in {NOT_MET, PARTLY_MET}]
    entries = Entries(
        (say("{status}: {id}", status=word(one.status), id=one.id), titled(one, one.why)) for one in closing
    )
    return Sheet(say("Gate    {verdict} ({counted})", verdict=verdict, counted=counted), (entries,))


def titled_total(assessment: JudgedPlant) -> str:
    """Return the standard and the total."""
    number, total = assessment.table.number, total_text(assessment)
    if not assessment.table.has_points:
        return say("{number}: {total}", number=number, total=total)
    return say("{number}: {total} points", number=number, total=total)


def total_text(assessment: JudgedPlant, *beside: Fraction) -> str:
    """Return the total of 100, told apart from the pass mark and whatever else it stands beside."""
    if not assessment.table.has_points:
        return word("no points")
    marks = (FULL_SCORE, assessment.table.pass_mark, *beside)
    return joined((interval_text(assessment.score, *marks, places=_PLACES), str(FULL_SCORE)), " of ")


def _score(assessment: JudgedPlant) -> Sheet:
    """Return the total, which part of the points is known, and the groups."""
    mark, slips = assessment.table.pass_mark, len(assessment.findings)
    known = decimal_text(assessment.exact_coverage * 100, beside=(Fraction(100),), places=1)
    groups = [
        (
            one.id,
            one.group.title,
            english_only(one.group.title_zh),
            joined(earned_texts(one, mark, places=_PLACES), " of "),
        )
        for one in assessment.groups
    ]
    total = total_text(assessment)
    return Sheet(
        say("Score   {total} ({known} % of the points known)", total=total, known=known)
        if assessment.table.has_points
        else say("Score   {total}", total=total),
        (
            Entries((name, say("not used; {hint}", hint=hint)) for name, hint in _misspelt(assessment)),
            _slips_text(slips),
            pass_text(assessment, mark) if mark is not None else None,
            level_text(assessment),
            Table(("",) * 4, groups),
        ),
    )


def _slips_text(count: int) -> str:
    """Return how many probable slips there are, if any."""
    if not count:
        return ""
    return word("1 probable slip, see below") if count == 1 else say("{count} probable slips, see below", count=count)


def pass_text(assessment: JudgedPlant, mark: Fraction) -> str:
    """Return whether the pass mark is reached, and the gate where that alone still stands in the way."""
    lower, upper = assessment.score.exact_lower, assessment.score.exact_upper
    reached = "reached" if lower >= mark else "not reached" if upper < mark else "undecided"
    gate = {
        True: "",
        False: word(", but the plant may not take part"),
        None: word(", and the gate is undecided"),
    }[assessment.eligible]
    return say(
        "pass mark {mark}: {reached}{gate}",
        mark=points_text(mark, mark, lower, upper, places=_PLACES),
        reached=word(reached),
        gate="" if reached == "not reached" else gate,
    )


def level_text(assessment: JudgedPlant) -> str:
    """Return the level, or those that are possible; nothing where the table has none."""
    return "" if assessment.level is None else say("level: {level}", level=str(assessment.level))


def _indicators(assessment: JudgedPlant) -> list[tuple[str, ...]]:
    """Return item, clause, meaning, value and status for each formula.

    An item that only asks to calculate gives way to one that judges.
    """
    chosen: dict[str, ItemResult] = {}
    for result in assessment.items:
        if not isinstance(result.item.rule, FormulaRule):
            continue
        name = result.item.rule.formula
        if name not in chosen or isinstance(chosen[name].item.rule, CalculatedRule):
            chosen[name] = result
    return [_indicator(assessment.table.formulas[name], result) for name, result in chosen.items()]


def _indicator(declaration: Formula, result: ItemResult) -> tuple[str, ...]:
    detail = say("needs {needs}", needs=result.needs_text) if result.needs else result.limit
    status = word(result.status)
    if detail:
        status = say("{status} ({detail})", status=status, detail=detail)
    clause = "" if declaration.clause == result.clause else word(declaration.clause)
    meaning = both(declaration.result.meaning, declaration.result.meaning_zh)
    return result.clause, clause, meaning, written_value(result), status


def _lost(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    for result in assessment.items:
        if result.status != NOT_APPLICABLE and result.exact_loss:
            lost = points_text(result.exact_loss, result.exact_of, places=_PLACES)
            why = say("{why} (-{lost})", why=result.why, lost=lost)
            yield result.id, titled(result, joined((why, _worked(assessment, result)), ""))


def _worked(assessment: JudgedPlant, result: ItemResult) -> str:
    """Return the formula behind a result, with the inputs as typed."""
    declaration = assessment.table.formula_of(result.item)
    if declaration is None:
        return ""
    inputs = joined(map(_input, result.inputs))
    return say(" [{formula} of {inputs}]", formula=both(declaration.name, declaration.title_zh), inputs=inputs)


def _input(given: Input) -> str:
    name = both(given.name, given.symbol.meaning_zh)
    return joined((name, "=" if given.is_typed_in_full else "≈", given.typed_text), " ")


def _missing(result: ItemResult) -> tuple[str, str]:
    weight = (
        word("mandatory")
        if result.item.mandatory
        else say("{points} points", points=points_text(result.exact_of, places=_PLACES))
    )
    needs = say("give {needs}", needs=result.needs_text) if result.needs else result.why
    return result.id, say("{title} ({weight}): {needs}", title=result.item.title, weight=weight, needs=needs)


def _misspelt(assessment: JudgedPlant) -> list[tuple[str, str]]:
    """Return facts that nothing needs, whose names are probably slips, with what was meant."""
    return [(name, hint) for name, hint in assessment.unused if hint and name not in known_names()]


def _unused(assessment: JudgedPlant) -> Iterator[tuple[str, str]]:
    """Yield the other facts that nothing needs; those that another edition knows in one line for each edition."""
    others = [name for name, hint in assessment.unused if name in known_names()]
    for number in dict.fromkeys(number for name in others for number in known_names()[name]):
        names = joined(name for name in others if number in known_names()[name])
        yield say("for {number}", number=number), names
    for name, hint in assessment.unused:
        if not hint:
            yield name, word("no name like it is known")


_PLACES = 2
