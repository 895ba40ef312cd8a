"""The sheets that only tell: what is probably a slip, what would gain points, what is assumed; and facts for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from greencalc.assessment import Assessment
from greencalc.languages.said import both, in_language, say, word
from greencalc.plant.status_words import UNKNOWN, status_of
from greencalc.units.number_text import points_text
from greencalc.workbooks.book import Page
from greencalc.workbooks.typed_cells import Typed


def write_notes(page: Page, assessment: Assessment) -> None:
    """Write findings, gaps and assumptions as they were when the workbook was written."""
    page.widths([9, 6, 112] if page.book.language == "en" else [14, 7, 88], 0)
    page.say(0, 0, "Notes", "title")
    page.say(1, 0, "As it was when the workbook was written; changes in other sheets change nothing here.", "plain")
    row = 3
    for title, rows in _listings(assessment):
        row = _listing(page, row, title, rows)
    page.prints((row, 2), 1, landscape=False, first_column=0)


def _listing(page: Page, row: int, title: str, rows: Iterable[tuple[str, str, str]]) -> int:
    """Write a list under its title; return the row behind it."""
    page.say(row, 0, title, "heading")
    page.text(row, 1, "", "heading")
    page.text(row, 2, "", "heading")
    row += 1
    for cells in tuple(rows) or (("", "", word("none")),):
        for column, text in enumerate(cells):
            page.text(row, column, in_language(text, page.book.language))
        row += 1
    return row + 1


def _listings(assessment: Assessment) -> Iterable[tuple[str, Iterable[tuple[str, str, str]]]]:
    yield "Probably slips", ((one.code, word(one.clause), one.what) for one in assessment.findings)
    gaps = (
        (gap.id, points_text(gap.exact_gain), both(gap.result.item.title, gap.result.item.title_zh))
        for gap in assessment.gaps()
        if gap.result.status != UNKNOWN
    )
    yield "Points to be gained", gaps
    named = {name: fact.spread for name, fact in assessment.facts.read.items() if fact.spread is not None}
    spreads = [("", "", say("{name}: {told}", name=name, told=spread.said)) for name, spread in named.items()]
    if spreads:
        yield "How far amounts may be off, which this workbook does not take along", spreads
    yield "What is assumed", ((word(one.origin), "", one.what) for one in assessment.assumptions)


def write_others(page: Page, others: Mapping[str, Typed]) -> None:
    """Write the facts that the standard does not need, so that none is lost."""
    most = max((len(given.years) for given in others.values()), default=0)
    keys = ["value", *(f"value.{place}" for place in range(1, most + 1)), "unit", "status", "share", "reason"]
    page.widths([34, *(12 for _ in keys), 30, 8])
    page.say(1, 1, "Facts that this standard does not need", "title")
    page.headings(
        2, 1, ["Fact", *(page.book.entry("fact", key.partition(".")[0]) for key in keys), "Evidence", "Of the year"]
    )
    for column, key in enumerate((*keys, "evidence", "year"), 2):
        page.key(0, column, key)
    for row, (name, given) in enumerate(others.items(), 3):
        page.key(row, 0, name)
        page.text(row, 1, name)
        is_status = given.status == given.value and status_of(given.status) is not None  # and no other text
        value = "" if is_status else given.value
        years = [*given.years, *("" for _ in range(most - len(given.years)))]
        status = given.status if is_status else ""
        cells = [value, *years, given.unit, status, given.share, given.reason, given.evidence, given.year]
        for column, cell in enumerate(cells, 2):
            page.given(row, column, "" if cell is None else cell, "input")
    page.prints_nothing()
