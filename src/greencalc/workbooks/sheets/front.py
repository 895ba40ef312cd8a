"""The first sheet: the plant, by what it is judged and how, gate and points, and whether anything is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from greencalc.languages.said import both, in_language, say
from greencalc.plant.categories import category_of, title_of_category
from greencalc.standards.editions import EDITIONS, edition_of
from greencalc.standards.table import FULL_SCORE, VEHICLE_TYPE
from greencalc.workbooks.book import OK, Page, near, quoted
from greencalc.workbooks.sheets.amounts import year_fault
from greencalc.workbooks.sheets.lists import COMPARISONS, POLICIES, Lists, category_code, category_word, code_of
from greencalc.workbooks.spreadsheet_formulas import TIE, chosen
from greencalc.workbooks.worked import Worked

_LABEL, _VALUE, _CHECK = 1, 2, 6
SETTINGS = ("gas_reference", "energy_media", "fuel_set", "gwp_set", "grid", "residual_grid", "accounting")
"""What the [ledger] table of a plant file sets."""

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "plant.name": "Plant",
        "plant.standard": "Standard",
        "year": "Year",
        "plant.notes": "Notes",
    }
)


class Front:
    """The first sheet.

    Parameters
    ----------
    page : Page
        The sheet.
    lists : Lists
        Words and units.
    worked : Worked
        What Python has worked out.
    """

    def __init__(self, page: Page, lists: Lists, worked: Worked) -> None:
        self.page, self.book, self.lists, self.worked = page, page.book, lists, worked
        self.standard = worked.standard
        self.header = ("plant.name", "plant.standard", self.standard.category, "year", "plant.notes")
        self.rows = {name: row for row, name in enumerate((*self.header, "policy", "comparison"), 2)}
        self.results = {name: row for row, name in enumerate(_RESULTS, 10)}
        first = 10 + len(_RESULTS) + 2
        self.groups = {group.id: row for row, group in enumerate(self.standard.groups, first)}
        self.first_group, self.total = first, first + len(self.groups)
        self.settings = {name: row for row, name in enumerate(SETTINGS, self.total + 3)}
        self.whole, self.applies, self.gone, self.worth = range(8, 12)

    @property
    def worths(self) -> dict[str, str]:
        """Return for each group what its points are multiplied by, where what does not apply is spread."""
        return {name: self.page.at(row, self.worth) for name, row in self.groups.items()}

    @property
    def settings_now(self) -> str:
        """Write all settings of the ledgers as one text."""
        first, last = self.total + 3, self.total + 2 + len(SETTINGS)
        cells = [self.page.at(row, column) for row in range(first, last + 1) for column in range(_VALUE, _VALUE + 4)]
        media = self.page.at(self.settings["energy_media"], _VALUE)
        # a truth has another name in each language that a spreadsheet speaks
        return '&"|"&'.join(
            f'IF({cell}=TRUE,"true",IF(ISLOGICAL({cell}),"false",{cell}&""))' if cell == media else cell
            for cell in cells
        )

    def settings_text(self, given: Mapping[str, Any]) -> str:
        """Return the same text as it was written."""
        texts = {True: "true", False: "false"}
        cells = [one for name in SETTINGS for one in _cells(given.get(name))]
        return "|".join(texts[one] if isinstance(one, bool) else str(one) for one in cells)

    def write(
        self, given: Mapping[str, Any], settings: Mapping[str, Any], checks: Sequence[str], is_whole: str
    ) -> None:
        """Write the sheet; `checks` are where all other checks stand, `is_whole` says that no item is gone."""
        page = self.page
        page.widths([26, 27, 11, 11, 11, 20])
        page.sheet.set_column(self.whole, self.worth, 10)
        for column, key in ((_VALUE, "value"), *((_VALUE + place, f"value.{place}") for place in (1, 2, 3))):
            page.key(0, column, key)
        title = both(self.standard.title, self.standard.title_zh)
        page.title_across(1, _LABEL, _CHECK, f"{self.standard.number} {in_language(title, self.book.language)}")
        self._header(given)
        self._choices()
        self._results(checks, is_whole)
        self._points()
        self._settings(settings)
        page.alarms(_CHECK, 2, self.total)
        page.alarms(_VALUE, self.results["check"], self.results["check"])
        page.prints((self.total + 2 + len(SETTINGS), _CHECK), 1, landscape=False)

    def _header(self, given: Mapping[str, Any]) -> None:
        page, book, standard = self.page, self.book, self.standard
        given = dict(given) | {"plant.standard": self._table(str(given.get("plant.standard", "")))}
        category, code = standard.category, category_code(standard)
        if given.get(category) in standard.categories:
            given |= {category: category_word(str(given[category]), standard, book)}
        labels = {**_LABELS, category: title_of_category(standard)}
        for name in self.header:
            row = self.rows[name]
            page.key(row, 0, name)
            page.say(row, _LABEL, labels[name], "heading")
            page.given(row, _VALUE, given.get(name) or "", "input")
        kind, year = (near(self.rows[name], _VALUE) for name in (category, "year"))
        if not given["plant.standard"]:
            page.say(self.rows["plant.standard"], _CHECK + 1, "Judge with --standard FILE.", "plain")
        row, is_own = self.rows[category], category != VEHICLE_TYPE
        page.offer(row, _VALUE, self.lists.offers["type"])
        known = standard.categories.index(self._category()) + 1 if self._category() in standard.categories else 0
        page.formula(row, self.whole, code_of("type", kind, as_typed=is_own), known, "working")
        book.name(code, page.at(row, self.whole))
        wrong = f'AND(TRIM({kind})<>"",{kind}<>"unknown",{kind}<>"未知",{code}=0)'
        own = say("choose a {category} of the list", category=category)
        told = book.quoted(own if is_own else "choose a vehicle type of the list")
        page.formula(row, _CHECK, chosen([(wrong, told)], '""') if standard.categories else '""', "", "plain")
        faults = [(year_fault(year), book.quoted("write the year as 2025"))]
        page.formula(self.rows["year"], _CHECK, chosen(faults, '""'), "", "plain")

    def _table(self, named: str) -> str:
        """Return what the workbook calls the table that its formulas judge by, and never another table."""
        edition = edition_of(named)
        if self.standard.id in EDITIONS:
            return named if edition == self.standard.id else self.standard.id
        return named if edition in {None, self.standard.id} else ""

    def _category(self) -> str:
        return str(category_of(self.worked.assessment.category, self.standard))

    def _choices(self) -> None:
        """Write policy and comparison, which may be changed."""
        assessment = self.worked.assessment
        chosen_now = {"policy": assessment.not_applicable or "", "comparison": assessment.comparison}
        labels = {"policy": "Points of what does not apply", "comparison": "Comparison with limits"}
        codes: dict[str, Mapping[str, int]] = {"policy": POLICIES, "comparison": COMPARISONS}
        for name, now in chosen_now.items():
            row = self.rows[name]
            self.page.say(row, _LABEL, labels[name], "heading")
            self.page.text(row, _VALUE, self.book.say(now) if now else "", "input")
            self.page.offer(row, _VALUE, self.lists.offers[name])
            cell = near(row, _VALUE)
            self.page.formula(row, self.whole, code_of(name, cell), codes[name].get(now, 0), "working")
            self.book.name(f"{name}_code", self.page.at(row, self.whole))
        told = self.book.quoted("choose one of the list")
        spared = "SUMPRODUCT((item_spared=1)*(item_weight>0))>0"
        policy = near(self.rows["policy"], _VALUE)
        empty = "AND(policy_code=3,SUMPRODUCT((item_spared=0)*(item_weight>0))=0)"
        cases = [
            (f'AND(TRIM({policy})<>"",policy_code=0)', told),
            (f"AND(policy_code=0,{spared})", self.book.quoted("say what becomes of the points")),
            (empty, self.book.quoted("no item with points applies to the plant")),
        ]
        self.page.formula(self.rows["policy"], _CHECK, chosen(cases, '""'), "", "plain")
        wrong = chosen([("comparison_code=0", told)], '""')
        self.page.formula(self.rows["comparison"], _CHECK, wrong, "", "plain")
        self.page.say(self.rows["policy"], _VALUE + 1, "in this workbook alone", "plain")
        told = self.book.say("The commands of greencalc go by the table.")
        self.page.sheet.write_comment(self.rows["policy"], _VALUE + 1, told)

    def _results(self, checks: Sequence[str], is_whole: str) -> None:
        page, book, assessment, rows = self.page, self.book, self.worked.assessment, self.results
        page.say(9, _LABEL, "Result", "heading")
        for name, row in rows.items():
            page.say(row, _LABEL, _RESULTS[name], "heading")
        own = page.down(_CHECK, 2, 8)
        wrong = "+".join(f"SUMPRODUCT((LEN({one})>0)*({one}<>{book.quoted(OK)}))" for one in (own, *checks))
        count = near(rows["check"], self.whole)
        page.formula(rows["check"], self.whole, wrong, 0, "working")
        told = f"{count}&{book.quoted(' to be mended: see the red cells')}"
        damaged = book.quoted("the workbook is damaged")
        right = f"IF({is_whole},{book.quoted(OK)},{damaged})"
        written = f"IF(ISNUMBER({count}),IF({count}=0,{right},{told}),{damaged})"
        page.formula(rows["check"], _VALUE, written, book.say(OK), "status")
        misses = "SUMPRODUCT((item_mandatory=1)*(item_unknown=0)*(item_spared=0)*(item_share<1))"
        undecided = "SUMPRODUCT((item_mandatory=1)*(item_unknown=1))"
        gate = [(f"{misses}>0", book.quoted(_GATE[False])), (f"{undecided}>0", book.quoted(_GATE[None]))]
        page.formula(
            rows["gate"], _VALUE, chosen(gate, book.quoted(_GATE[True])), book.say(_GATE[assessment.eligible]), "status"
        )
        lower, upper = (near(self.total, column) for column in (3, 4))
        page.formula(rows["lower"], _VALUE, lower, assessment.score.lower, "bold points")
        page.formula(rows["upper"], _VALUE, upper, assessment.score.upper, "bold points")
        known = "SUMPRODUCT((item_unknown=0)*item_possible)/100"
        page.formula(rows["coverage"], _VALUE, known, assessment.coverage, "percent")
        self._mark()

    def _mark(self) -> None:
        """Write whether the pass mark is reached by a plant that may take part."""
        page, book, mark = self.page, self.book, self.standard.pass_mark
        row = self.results["mark"]
        gate, lower, upper = (near(self.results[name], _VALUE) for name in ("gate", "lower", "upper"))
        if mark is None:
            page.say(row, _VALUE, "the table sets none", "text")
            page.text(self.results["passed"], _VALUE, "", "text")
            return
        page.number(row, _VALUE, float(mark), "points")
        cell = near(row, _VALUE)
        short = f"AND({upper}<{cell},NOT({_near(upper, cell)}))"
        reached = f"OR({lower}>{cell},{_near(lower, cell)})"
        cases = [
            (f"OR({gate}={book.quoted(_GATE[False])},{short})", book.quoted(_PASSED[False])),
            (f"AND({gate}={book.quoted(_GATE[True])},{reached})", book.quoted(_PASSED[True])),
        ]
        value = book.say(_PASSED[self.worked.assessment.passed])
        page.formula(self.results["passed"], _VALUE, chosen(cases, book.quoted(_PASSED[None])), value, "status")

    def _points(self) -> None:
        """Write the points of each group, and what they are multiplied by where what does not apply is spread."""
        page = self.page
        page.headings(
            self.first_group - 1,
            1,
            ["No.", "First-level indicator", "Points at least", "Points at most", "Points possible"],
        )
        page.headings(self.first_group - 1, self.whole, ["Points", "Items that apply", "Points spared", "Times"])
        last = self.total - 1
        wholes, applies = (f"{page.down(column, self.first_group, last)}" for column in (self.whole, self.applies))
        left = f'SUMIF({applies},">0",{wholes})'
        spread = f"IF({left}=0,1,SUM({wholes})/{left})"
        for result in self.worked.assessment.groups:
            row, own = self.groups[result.id], f"(item_group={quoted(result.id)})"
            page.text(row, 1, result.id)
            page.text(row, 2, in_language(both(result.group.title, result.group.title_zh), self.book.language))
            page.formula(row, 3, f"SUMPRODUCT({own}*item_lower)", result.points.lower, "points")
            page.formula(row, 4, f"SUMPRODUCT({own}*item_upper)", result.points.upper, "points")
            page.formula(row, 5, f"SUMPRODUCT({own}*item_possible)", result.of, "points")
            members = [item for item in self.standard.items if item.group == result.id and self.worked.weight(item)]
            spared = {item.id for item in members if self.worked.is_so(self.worked.plan.items[item.id].spared)}
            whole = sum(self.worked.weight(item) for item in members)
            gone = sum(self.worked.weight(item) for item in members if item.id in spared)
            page.formula(row, self.whole, f"SUMPRODUCT({own}*item_weight)", float(whole), "working")
            counted = f"SUMPRODUCT({own}*(item_weight>0)*(item_spared=0))"
            page.formula(row, self.applies, counted, len(members) - len(spared), "working")
            page.formula(row, self.gone, f"SUMPRODUCT({own}*item_weight*item_spared)", float(gone), "working")
            here = f"{near(row, self.whole)}/({near(row, self.whole)}-{near(row, self.gone)})"
            times = f"IF(policy_code=3,IF({near(row, self.applies)}=0,1,{here})*{spread},1)"
            page.formula(row, self.worth, times, self.worked.worth(result.id), "working")
        score = self.worked.assessment.score
        page.text(self.total, 1, "")
        page.say(self.total, 2, "Total", "heading")
        for column, value in ((3, score.lower), (4, score.upper)):
            page.formula(
                self.total, column, f"SUM({near(self.first_group, column)}:{near(last, column)})", value, "bold points"
            )
        page.number(self.total, 5, float(FULL_SCORE), "points")

    def _settings(self, given: Mapping[str, Any]) -> None:
        """Write what is chosen for the ledgers."""
        self.page.say(self.total + 2, _LABEL, "Chosen for the ledgers", "heading")
        for name, row in self.settings.items():
            self.page.key(row, 0, f"ledger.{name}")
            self.page.text(row, _LABEL, self.book.entry("setting", name))
            for column, cell in enumerate(_cells(given.get(name)), _VALUE):
                self.page.given(row, column, cell, "input")


def _cells(given: Any) -> tuple[Any, Any, Any, Any]:
    """Return the cells of a setting: one value, or up to three of a list in the columns behind it."""
    if isinstance(given, list | tuple):
        one, two, three = [*map(str, given), "", "", ""][:3]
        return "", one, two, three
    return "" if given is None else given, "", "", ""


def _near(one: str, other: str) -> str:
    return f"ABS({one}-{other})<={TIE}*ABS({other})"


_RESULTS: Mapping[str, str] = MappingProxyType(
    {
        "check": "Check",
        "gate": "Gate",
        "lower": "Points at least",
        "upper": "Points at most",
        "coverage": "Part of the points that is known",
        "mark": "Pass mark",
        "passed": "Passed",
    }
)
_GATE: Mapping[bool | None, str] = MappingProxyType(
    {True: "open: the plant may take part", False: "closed: the plant may not take part", None: "undecided"}
)
_PASSED: Mapping[bool | None, str] = MappingProxyType({True: "passed", False: "not passed", None: "undecided"})
