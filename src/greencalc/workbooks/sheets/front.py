"""The first sheet: the plant, by what it is judged and how, gate and points, and whether anything is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from greencalc.languages.said import in_language, say
from greencalc.plant.categories import category_of, title_of_category
from greencalc.standards.editions import EDITIONS, edition_of
from greencalc.standards.levels import LevelReached
from greencalc.standards.table import VEHICLE_TYPE
from greencalc.workbooks.book import OK, Page, near
from greencalc.workbooks.sheets.amounts import year_fault
from greencalc.workbooks.sheets.lists import COMPARISONS, POLICIES, Lists, category_code, category_word, code_of
from greencalc.workbooks.sheets.points import PointsTable
from greencalc.workbooks.spreadsheet_formulas import TIE, chosen
from greencalc.workbooks.worked import Worked

_LABEL, _VALUE, _CHECK, _CODE = 1, 2, 6, 8
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
        left_out = {*(() if self.standard.has_points else _OF_POINTS)}
        left_out |= {*(_OF_MARK if self.standard.levels else _OF_LEVELS)}
        self.results = {name: row for row, name in enumerate((name for name in _RESULTS if name not in left_out), 10)}
        self.points = PointsTable(page, worked, 10 + len(self.results) + 2)
        self.first_setting = self.points.last + 3
        self.settings = {name: row for row, name in enumerate(SETTINGS, self.first_setting)}

    @property
    def settings_now(self) -> str:
        """Write all settings of the ledgers as one text."""
        first, last = self.first_setting, self.first_setting - 1 + len(SETTINGS)
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
        page.sheet.set_column(_CODE, _CODE + 3, 10)
        for column, key in ((_VALUE, "value"), *((_VALUE + place, f"value.{place}") for place in (1, 2, 3))):
            page.key(0, column, key)
        title = in_language(self.standard.title, self.book.language)
        page.title_across(1, _LABEL, _CHECK, f"{self.standard.number} {title}")
        self._header(given)
        self._choices()
        self._results(checks, is_whole)
        self.points.write(near(self.results["gate"], _VALUE), _GATE)
        self._settings(settings)
        page.alarms(_CHECK, 2, self.points.last)
        page.alarms(_VALUE, self.results["check"], self.results["check"])
        page.prints((self.first_setting - 1 + len(SETTINGS), _CHECK), 1, landscape=False)

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
        page.formula(row, _CODE, code_of("type", kind, as_typed=is_own), known, "working")
        book.name(code, page.at(row, _CODE))
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
            self.page.formula(row, _CODE, code_of(name, cell), codes[name].get(now, 0), "working")
            self.book.name(f"{name}_code", self.page.at(row, _CODE))
        told = self.book.quoted("choose one of the list")
        spared = "SUMPRODUCT((item_spared=1)*(item_weight>0))>0"
        policy = near(self.rows["policy"], _VALUE)
        empty = f"AND(policy_code=3,{spared},SUMPRODUCT((item_spared=0)*(item_weight>0))=0)"
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
        count = near(rows["check"], _CODE)
        page.formula(rows["check"], _CODE, wrong, 0, "working")
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
        if self.standard.has_points:
            lower, upper = self.points.ends
            page.formula(rows["lower"], _VALUE, lower, assessment.score.lower, "bold points")
            page.formula(rows["upper"], _VALUE, upper, assessment.score.upper, "bold points")
            known = "IF(SUM(item_weight)=0,1,SUMPRODUCT((item_unknown=0)*(item_weight>0)*item_possible)/100)"
            page.formula(rows["coverage"], _VALUE, known, assessment.coverage, "percent")
        if assessment.level is not None:
            self._levels(assessment.level)
        elif self.standard.has_points:
            self._mark()

    def _levels(self, level: LevelReached) -> None:
        """Write which level is reached at least and at most."""
        for name, reached in (("level_lower", level.lower), ("level_upper", level.upper)):
            value = self.book.say("no level") if reached is None else in_language(reached.title, self.book.language)
            written = self.points.level(surely=name == "level_lower")
            self.page.formula(self.results[name], _VALUE, written, value, "status")

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

    def _settings(self, given: Mapping[str, Any]) -> None:
        """Write what is chosen for the ledgers."""
        self.page.say(self.first_setting - 1, _LABEL, "Chosen for the ledgers", "heading")
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
        "level_lower": "Level at least",
        "level_upper": "Level at most",
    }
)
_OF_MARK = ("mark", "passed")
_OF_LEVELS = ("level_lower", "level_upper")
_OF_POINTS = ("lower", "upper", "coverage", *_OF_MARK)
_GATE: Mapping[bool | None, str] = MappingProxyType(
    {True: "open: the plant may take part", False: "closed: the plant may not take part", None: "undecided"}
)
_PASSED: Mapping[bool | None, str] = MappingProxyType({True: "passed", False: "not passed", None: "undecided"})
