"""A short answer: gate, score and groups, and of what is lost, missing and doubtful what matters most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from greencalc.errors import FactsError
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, earned_texts, mandatory_items
from greencalc.languages.said import PHRASES, Language, in_language, joined, say, word
from greencalc.plant.categories import said_category
from greencalc.plant.names import known_names
from greencalc.plant.status_words import NOT_APPLICABLE, NOT_MET, PARTLY_MET, STATUSES, UNKNOWN
from greencalc.reporting.report import level_text, named, pass_text, titled, total_text
from greencalc.showing.sheet import Entries, Sheet, Table, listing
from greencalc.units.number_text import decimal_text, points_text
from greencalc.units.wording import expect, refusal

MOST_LINES = 40
WIDTH = 100
LEAST_WIDTH = 60
_PLACES = 2
_LEAST_GROUPS = 6
_TRIES = (
    *((8, lines, True) for lines in (4, 3)),
    *((most, 2, True) for most in range(8, 2, -1)),
    *((most, 2, False) for most in (3, 2, 1)),
    (1, 1, False),
)
"""Entries of a list, lines of an entry, and whether empty lines stand between the parts; the last one always fits."""


def summary_text(
    assessment: JudgedPlant,
    description: Mapping[str, Any],
    *,
    language: Language = "en",
    width: int | None = None,
    last: str = "",
) -> str:
    """Return the short answer as text of at most 40 lines, with as much as has room in them, and a last sentence.

    Raises
    ------
    FactsError
        If there is no such language, or the width is none.
    """
    in_language("", language)
    mend = f"give a whole number of places, at least {LEAST_WIDTH}"
    width = WIDTH if width is None else width
    expect(int, width, "summary", "width", mend)
    if width < LEAST_WIDTH:
        raise FactsError("summary", (refusal("width", width, mend),))
    texts = (
        _text(summary(assessment, description, most, last), language, width, lines, is_airy=is_airy)
        for most, lines, is_airy in _TRIES
    )
    return next(text for text in texts if text.count("\n") < MOST_LINES)


def _text(sheet: Sheet, language: Language, width: int, lines: int, *, is_airy: bool) -> str:
    text = sheet.to_text(language=language, width=width, lines=lines)
    return text if is_airy else text.replace("\n\n", "\n")


def summary(assessment: JudgedPlant, description: Mapping[str, Any], most: int, last: str = "") -> Sheet:
    """Return the short answer, with so many entries of each list, and of them the weightiest first."""
    table = assessment.table
    plant = joined([*named(description), said_category(assessment.category, table)], PHRASES)
    return Sheet(
        say("{number} (table {table}: {origin})", number=table.number, table=table.id, origin=word(table.origin)),
        (
            plant,
            _gate(assessment, most),
            _score(assessment, most),
            _lost(assessment, most),
            _missing(assessment, most),
            _doubtful(assessment, most),
            Sheet(_besides(assessment), (last,)),
        ),
    )


def assumed(assessment: JudgedPlant) -> Sheet:
    """Return whatever derived or assumed datum touches the result, each with its source."""
    rows = [
        (word(one.origin), say("{what} [{source}]", what=one.what, source=word(one.source)))
        for one in assessment.assumptions
    ]
    title = say("{number}: {count}", number=assessment.table.number, count=_assumptions(len(rows)))
    return Sheet(title, (Entries(rows),))


def gate_title(assessment: JudgedPlant) -> str:
    """Return whether the gate is open."""
    return _GATE[assessment.eligible]


_GATE = {
    True: word("Gate    open: the plant may take part"),
    False: word("Gate    closed: the plant may not take part"),
    None: word("Gate    undecided"),
}


def gate_items(assessment: JudgedPlant) -> list[ItemResult]:
    """Return the mandatory items that keep the gate from being open, those that close it first."""
    mandatory = [one for one in assessment.items if one.item.mandatory]
    return [one for statuses in ({NOT_MET, PARTLY_MET}, {UNKNOWN}) for one in mandatory if one.status in statuses]


_Points = tuple[Fraction, ItemResult]


def _gate(assessment: JudgedPlant, most: int) -> Sheet:
    """Return the gate, the count of mandatory items by status, and those that keep it from being open."""
    statuses = [one.status for one in assessment.items if one.item.mandatory]
    counts = [(status, statuses.count(status)) for status in STATUSES]
    counted = joined(say("{count} {status}", count=count, status=word(status)) for status, count in counts if count)
    behind = gate_items(assessment)
    rows = [(joined([word(one.status), one.id], ": "), titled(one, _reason(one))) for one in behind[:most]]
    rest = {status: [one.id for one in behind[most:] if one.status == status] for status in STATUSES}
    rows += [
        (say("{count} more {status}", count=len(ids), status=word(status)), joined(ids))
        for status, ids in rest.items()
        if ids
    ]
    return Sheet(
        gate_title(assessment),
        (
            say("{counted} of {whole}", counted=counted, whole=mandatory_items(len(statuses)))
            if statuses
            else word("The table has no mandatory items."),
            Entries(rows),
        ),
    )


def _score(assessment: JudgedPlant, most: int) -> Sheet:
    """Return the total, which part of the points is known, whether they are enough, and the groups."""
    mark = assessment.table.pass_mark
    known = decimal_text(assessment.exact_coverage * 100, beside=(Fraction(100),), places=1)
    groups = [
        (one.id, one.group.title, joined(earned_texts(one, mark, places=_PLACES), " of ")) for one in assessment.groups
    ]
    shown = max(most, _LEAST_GROUPS)
    return Sheet(
        say("Score   {total}", total=total_text(assessment)),
        (
            say("{known} % of the points known", known=known) if assessment.table.has_points else "",
            pass_text(assessment, mark) if mark is not None else None,
            level_text(assessment),
            Table(("",) * 3, groups[:shown], len(groups[shown:])),
        ),
    )


def _lost(assessment: JudgedPlant, most: int) -> Sheet | None:
    """Return what costs points; what does not apply does too, where its points are not granted."""
    lost = [(one.exact_loss, one) for one in assessment.items if one.exact_loss]
    title = say("Points not earned: {points}, by {items}", points=_total(lost), items=_items(len(lost)))
    return _by_points(title, "-", lost, most)


def _missing(assessment: JudgedPlant, most: int) -> Sheet | None:
    """Return what is unknown; mandatory items without points stand at the gate."""
    missing = [(one.exact_of, one) for one in assessment.items if one.status == UNKNOWN and one.exact_of]
    title = say("What is missing: {points}, of {items}", points=_total(missing), items=_items(len(missing)))
    return _by_points(title, "", missing, most)


def _by_points(title: str, sign: str, found: Sequence[_Points], most: int) -> Sheet | None:
    """Return a list of items with points, the most points first."""
    ordered = sorted(found, key=lambda row: -row[0])
    rows = [
        (f"{one.id}  {sign}{points_text(points, one.exact_of, places=_PLACES)}", titled(one, _reason(one)))
        for points, one in ordered[:most]
    ]
    return listing(title, rows, len(found[most:]))


def _total(found: Sequence[_Points]) -> str:
    return points_text(sum((points for points, _ in found), Fraction(0)), places=_PLACES)


def _items(count: int) -> str:
    return say("{count} item" if count == 1 else "{count} items", count=count)


def _reason(result: ItemResult) -> str:
    """Return why an item is judged so, or what it needs to be judged."""
    return say("give {needs}", needs=result.needs_text) if result.needs else result.why


def _doubtful(assessment: JudgedPlant, most: int) -> Sheet | None:
    """Return probable slips: names that nothing knows, and findings."""
    rows = [(name, _not_used(hint)) for name, hint in assessment.unused if name not in known_names()]
    rows += [(one.code, one.what) for one in assessment.findings]
    return listing(say("Probably slips: {count}", count=len(rows)), rows[:most], len(rows[most:]))


def _not_used(hint: str) -> str:
    return say("not used; {hint}", hint=hint) if hint else word("not used; it is no name of a fact")


def _besides(assessment: JudgedPlant) -> str:
    """Say how much there is that is not listed here."""
    unused = sum(name in known_names() for name, _ in assessment.unused)
    spared = sum(one.status == NOT_APPLICABLE for one in assessment.items)
    counts = {
        say(
            "{count} fact of another standard not used"
            if unused == 1
            else "{count} facts of another standard not used",
            count=unused,
        ): unused,
        say("{count} item does not apply" if spared == 1 else "{count} items do not apply", count=spared): spared,
    }
    return joined([*filter(counts.get, counts), _assumptions(len(assessment.assumptions))], PHRASES)


def _assumptions(count: int) -> str:
    return say("{count} assumption" if count == 1 else "{count} assumptions", count=count)
