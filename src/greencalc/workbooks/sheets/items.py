"""The sheet of items: what is said of each requirement, what is found of it, and the points that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from greencalc.languages.said import in_language, word
from greencalc.plant.status_words import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, UNKNOWN
from greencalc.standards.rules import BestOfRule, FormulaRule, LimitRule, YesNoRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import Item, Standard
from greencalc.table_plan.levels import asked_by
from greencalc.table_plan.points import UNGROUPED
from greencalc.units.number_text import decimal_text
from greencalc.workbooks.book import OK, Book, Page, near, quoted
from greencalc.workbooks.sheets.amounts import year_fault
from greencalc.workbooks.sheets.calculation import Calculation
from greencalc.workbooks.sheets.lists import Lists, category_code, code_of
from greencalc.workbooks.spreadsheet_formulas import chosen, is_fraction, number_text, read_number
from greencalc.workbooks.typed_cells import NOTHING, Typed
from greencalc.workbooks.worked import Worked

_FIRST = 4
_GROUP, _CLAUSE, _TITLE, _KIND, _SAID, _SHARE, _VALUE, _UNIT, _LIMIT = range(1, 10)
_FOUND, _LOWER, _UPPER, _POSSIBLE, _REASON, _EVIDENCE, _CHECK, _YEAR = range(10, 18)
_WORD, _GIVEN, _EARNS, _UNKNOWN, _SPARED, _WEIGHT, _MANDATORY, _GROUP_ID, _ASKED = range(19, 28)

_NAMES: Mapping[str, int] = MappingProxyType(
    {
        "item_lower": _LOWER,
        "item_upper": _UPPER,
        "item_possible": _POSSIBLE,
        "item_share": _EARNS,
        "item_unknown": _UNKNOWN,
        "item_spared": _SPARED,
        "item_weight": _WEIGHT,
        "item_mandatory": _MANDATORY,
        "item_group": _GROUP_ID,
        "item_id": 0,
    }
)
"""What columns are called in formulas of other sheets."""

_TEXTS = ("item_group", "item_id")


_WIDTHS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "en": (11, 10, 47, 9, 9, 6, 9, 7, 15, 9, 6, 6, 8, 8, 13, 9, 8, 2),
        "zh": (9, 10, 36, 5, 9, 5, 8, 7, 13, 9, 6, 6, 6, 9, 12, 9, 8, 2),
    }
)
"""Of the columns in each language, so that they are as wide as a page of A4."""


class Items:
    """The sheet of items.

    Parameters
    ----------
    page : Page
        The sheet.
    lists : Lists
        Words and units.
    calculation : Calculation
        The sheet of calculations.
    worths : mapping of str to str
        The cell of each group that says what its points are to be multiplied by.
    """

    def __init__(self, page: Page, lists: Lists, calculation: Calculation, worths: Mapping[str, str]) -> None:
        self.page, self.book, self.lists, self.worths = page, page.book, lists, worths
        self.calculation, self.amounts = calculation, calculation.amounts
        amounts, book = calculation.amounts, page.book
        self.worked: Worked = amounts.worked
        self.standard = self.worked.standard
        self.rows = {item.id: row for row, item in enumerate(self.standard.items, _FIRST)}
        self.last = _FIRST + len(self.rows) - 1
        self.asked = _asked(self.standard)
        for name, column in {**_NAMES, **{name: column for column, name in enumerate(self.asked, _ASKED)}}.items():
            book.name(name, self.page.down(column, _FIRST, self.last))

    @property
    def checks(self) -> str:
        """Where the checks stand."""
        return self.page.down(_CHECK, _FIRST, self.last)

    @property
    def is_whole(self) -> str:
        """Write whether every item still has its row, and each of its numbers."""
        return (
            f"COUNT({','.join(name for name in _NAMES if name not in _TEXTS)})="
            f"{(len(_NAMES) - len(_TEXTS)) * len(self.rows)}"
        )

    def write(self, given: Mapping[str, Typed]) -> None:
        """Write all rows."""
        page, book = self.page, self.book
        page.widths(_WIDTHS[book.language])
        page.sheet.set_column(_WORD, _GROUP_ID, 8)
        page.say(1, 1, "Items", "title")
        page.say(2, 1, "Choose a status in the yellow cells; what amounts decide is computed.", "plain")
        heads = ["First-level indicator", "No.", "Requirement", "Kind", "Status as given", "Share", "Value", "Unit"]
        heads += ["Limit", "Found", "Points at least", "Points at most", "Points possible", "Reason", "Evidence"]
        page.headings(3, 1, [*heads, "Check", "Of the year"])
        page.headings(3, _WORD, ["Word", "Share", "Earns", "Unknown", "Not applicable", "Points", "Mandatory", "Group"])
        page.headings(3, _ASKED, ["Asked for by a level"] * len(self.asked))
        keys = {_SAID: "status", _SHARE: "share", _REASON: "reason", _EVIDENCE: "evidence", _YEAR: "year"}
        for column, key in keys.items():
            page.key(0, column, key)
        page.computes([_VALUE, *range(_FOUND, _POSSIBLE + 1), _CHECK], _FIRST, self.last)
        for item in self.standard.items:
            self._row(item, self.rows[item.id], given.get(item.id, NOTHING))
        page.alarms(_CHECK, _FIRST, self.last)
        page.prints((self.last, _CHECK), 3, landscape=True)
        page.sheet.freeze_panes(_FIRST, 4)
        page.sheet.ignore_errors({"number_stored_as_text": f"{near(_FIRST, _CLAUSE)}:{near(self.last, _SHARE)}"})

    def _row(self, item: Item, row: int, given: Typed) -> None:
        page, book, result = self.page, self.book, self.worked.assessment.item(item.id)
        page.key(row, 0, item.id)
        groups = {group.id: group for group in self.standard.groups}
        group = groups.get(item.group or "")
        title = group.title if group else word("Basic requirements") if item.mandatory else ""
        page.text(row, _GROUP, in_language(title, book.language))
        page.text(row, _CLAUSE, item.id)
        page.text(row, _TITLE, in_language(item.title, book.language))
        page.sheet.write_comment(row, _TITLE, _comment(item, book), {"x_scale": 3})
        page.say(row, _KIND, item.kind)
        is_word, is_said = isinstance(item.rule, YesNoRule), not isinstance(item.rule, BestOfRule)
        page.text(row, _SAID, given.status, "input" if is_said else "unused")
        if is_said:
            offers = self.lists.offers["status"] if is_word else [book.say(UNKNOWN), book.say(NOT_APPLICABLE)]
            page.offer(row, _SAID, offers)
        page.text(row, _SHARE, given.share, "input text" if is_word else "unused")
        self._value(item, row)
        points = 0.0 if result.points is None else result.points
        self._word(item, row)
        self._judged(item, row, share=self._share_of(item))
        written = [
            (f"{near(row, _SPARED)}=1", book.quoted(NOT_APPLICABLE)),
            (f"{near(row, _UNKNOWN)}=1", book.quoted(UNKNOWN)),
            (f"{near(row, _EARNS)}=1", book.quoted(MET)),
            (f"{near(row, _EARNS)}>0", book.quoted(PARTLY_MET)),
        ]
        page.formula(row, _FOUND, chosen(written, book.quoted(NOT_MET)), book.say(result.status), "status")
        self._points(item, row, result.of, points)
        page.text(row, _REASON, given.reason, "input")
        page.text(row, _EVIDENCE, given.evidence, "input")
        page.given(row, _YEAR, given.year or "", "input")
        page.formula(row, _CHECK, self._check(item, row), book.say(OK) if given.status else "", "text")

    def _value(self, item: Item, row: int) -> None:
        """Write the value that decides, its unit, and what it is compared with."""
        page, formula = self.page, self.standard.formula_of(item)
        if formula is None:
            for column in (_VALUE, _UNIT):
                page.text(row, column, "")
            page.text(row, _LIMIT, in_language(self.book.say(str(item.rule)), self.book.language))
            return
        at = self.calculation.at(item, self.calculation.value)
        _, value = self.calculation.deciding(item)
        page.formula(row, _VALUE, at, value)
        unit = formula.result.unit
        page.text(row, _UNIT, self.book.say(str(unit)) if unit.powers else "")
        page.text(row, _LIMIT, self._limit(item))

    def _limit(self, item: Item) -> str:
        """Return what is asked for, in words."""
        rule, book = item.rule, self.book
        assert isinstance(rule, FormulaRule)  # noqa: S101 (others have no limit)
        if isinstance(rule, LimitRule | ScaleRule):
            return in_language(rule.judged, book.language).lstrip(" ,，")
        text, years = book.say(_RULES[rule.kind]), rule.years
        if years is None:
            return text
        return f"{text}; {book.say('in {count} of {years} years').format(count=years.at_least, years=years.of)}"

    def _share_of(self, item: Item) -> float:
        """Return what an item earns of its points by its rule, nothing if it is unknown or does not apply."""
        verdict = self.worked.plan.items[item.id]
        return float(self.worked.found[verdict.share])

    def _word(self, item: Item, row: int) -> None:
        """Write the code of what is said of an item, by its own word or its clause's, and the share with it."""
        if isinstance(item.rule, BestOfRule):
            self.page.number(row, _WORD, 0, "working")
            self.page.text(row, _GIVEN, "", "working")
            return
        said, share_cell = near(row, _SAID), near(row, _SHARE)
        is_word = isinstance(item.rule, YesNoRule)
        own = code_of("status", said)
        fits = own if is_word else f"IF({own}>=4,{own},0)"
        clause = self.rows.get(item.clause) if item.clause != item.id else None
        other, share = "0", share_cell
        if clause is not None:
            code = code_of("status", near(clause, _SAID))
            taken = (
                code if is_word else f"IF({code}=5,5,0)" if self._has_word(item.clause) else f"IF({code}>=4,{code},0)"
            )
            other = f"IF({code}=5,0,{taken})" if item.always_applies else taken
            share = f'IF(TRIM({said})="",{near(clause, _SHARE)},{share_cell})'
        fact = self.worked.assessment.facts.statuses.get(item.id)
        codes = {None: 0, MET: 1, NOT_MET: 2, PARTLY_MET: 3, UNKNOWN: 4, NOT_APPLICABLE: 5}
        self.page.formula(
            row, _WORD, f'IF(TRIM({said})="",{other},{fits})', codes[fact.status if fact else None], "working"
        )
        known = float(fact.share) if fact is not None and fact.share is not None else ""
        self.page.formula(row, _GIVEN, _percent(share) if is_word else '""', known, "working")

    def _has_word(self, clause: str) -> bool:
        return any(isinstance(one.rule, YesNoRule) for one in self.standard.items if clause in {one.id, one.clause})

    def _judged(self, item: Item, row: int, share: float) -> None:
        """Write the share that an item earns, whether it is unknown, and whether it does not apply."""
        page, plan = self.page, self.worked.plan.items[item.id]
        word, unknown, spared = (near(row, column) for column in (_WORD, _UNKNOWN, _SPARED))
        if isinstance(item.rule, YesNoRule):
            earns = f"IF({word}=1,1,IF({word}=3,N({near(row, _GIVEN)}),0))"
            is_unknown, is_spared = f"IF(OR({word}=0,{word}=4),1,0)", f"IF({word}=5,1,0)"
        elif isinstance(item.rule, BestOfRule):
            parts = [self.rows[part] for part in item.rule.items]
            shares, unknowns, gone = ([near(part, column) for part in parts] for column in (_EARNS, _UNKNOWN, _SPARED))
            is_unknown = f"IF(AND({'+'.join(unknowns)}>0,MAX({','.join(shares)})<1),1,0)"
            is_spared = "*".join(gone)
            earns = f"IF({unknown}=1,0,MAX({','.join(shares)}))"
        else:
            sheet = self.calculation
            lower, upper, lacking, without = (
                sheet.at(item, column) for column in (sheet.lower, sheet.upper, sheet.lacking, sheet.spared)
            )
            earns = f"IF(OR({word}>0,{unknown}=1,{spared}=1),0,{lower})"
            open_now = f"IF(OR({without}=1,AND({lacking}=0,{lower}={upper})),0,1)"
            is_unknown = f"IF({word}=4,1,IF({word}=5,0,{open_now}))"
            is_spared = f"IF({word}=5,1,IF({word}=4,0,{without}))"
        page.formula(row, _EARNS, earns, share, "working")
        page.formula(row, _UNKNOWN, is_unknown, self.worked.is_so(plan.unknown), "working")
        page.formula(row, _SPARED, is_spared, self.worked.is_so(plan.spared), "working")

    def _points(self, item: Item, row: int, of: float, points: float) -> None:
        page, weight = self.page, self.worked.weight(item)
        unknown, spared, earns = (near(row, column) for column in (_UNKNOWN, _SPARED, _EARNS))
        possible, lower, beyond = near(row, _POSSIBLE), near(row, _LOWER), item.kind == "bonus"
        is_open = self.worked.is_so(self.worked.plan.items[item.id].unknown)
        # what earns points beyond the 100 has none of these to be kept, granted or spread
        counted = Fraction(0) if beyond else weight
        if is_fraction(counted):
            page.formula(row, _WEIGHT, number_text(counted), float(counted), "working")
        else:
            page.number(row, _WEIGHT, float(counted), "working")
        page.number(row, _MANDATORY, int(item.mandatory), "working")
        page.text(row, _GROUP_ID, item.group or "", "working")
        for column, ids in enumerate(self.asked.values(), _ASKED):
            page.number(row, column, int(item.id in ids), "working")
        worth = f"IF({spared}=1,0,{near(row, _WEIGHT)}*{self.worths[item.group or UNGROUPED]})" if counted else "0"
        worth = number_text(weight) if beyond else f"IF(policy_code=3,{worth},{near(row, _WEIGHT)})"
        page.formula(row, _POSSIBLE, worth, of, "points")
        granted = "0" if beyond else f"IF(policy_code=2,{possible},0)"
        earned = f"IF({spared}=1,{granted},{earns}*{possible})"
        # an unknown bonus may take points
        ends = (f"IF({unknown}=1,MIN(0,{possible}),{earned})", f"IF({unknown}=1,MAX(0,{possible}),{lower})")
        found = (min(0.0, of), max(0.0, of)) if is_open else (points, points)
        for column, written, value in zip((_LOWER, _UPPER), ends, found, strict=True):
            page.formula(row, column, written, value, "points")

    def _check(self, item: Item, row: int) -> str:
        """Write what is wrong with a row; "ok" if it says something and nothing is wrong."""
        book = self.book
        columns = (_SAID, _SHARE, _REASON, _EVIDENCE, _YEAR)
        said, share, reason, evidence, year = (near(row, column) for column in columns)
        if isinstance(item.rule, BestOfRule):
            told = book.quoted("it is the best of other items: leave it empty")
            moved = ",".join(f"EXACT({near(self.rows[part], 0)},{quoted(part)})" for part in item.rule.items)
            cases = [
                (f'TRIM({said}&{share}&{reason}&{evidence}&{year})<>""', told),
                (f"NOT(AND({moved}))", book.quoted("the rows have been put in another order")),
            ]
            return chosen(cases, '""')
        code, is_word = code_of("status", said), isinstance(item.rule, YesNoRule)
        no_status = "this is no status: choose one of the list" if is_word else "judged from amounts: leave it empty"
        cases = [
            (f'AND(TRIM({said})<>"",{code}{"=0" if is_word else "<4"})', book.quoted(no_status)),
            (f'AND(TRIM({said})="",TRIM({share}&{reason}&{evidence})<>"")', book.quoted("the status is missing")),
            (f'AND({code}=5,TRIM({reason})="")', book.quoted("not applicable needs a reason")),
        ]
        if item.always_applies:
            cases.insert(1, (f"{code}=5", book.quoted("it applies to every plant")))
        cases.append((f'({code}=3)<>(TRIM({share})<>"")', book.quoted("partly met goes with a share such as 60 %")))
        if is_word:
            given = near(row, _GIVEN)
            wrong = f"IF({code}=3,IF(ISNUMBER({given}),OR({given}<0,{given}>1),TRUE),FALSE)"
            cases.append((wrong, book.quoted("the share is to be from 0 % to 100 %")))
        cases += self._contradictions(item, row)
        cases.append((year_fault(year), book.quoted("write the year as 2025")))
        return f'IFERROR({chosen(cases, f"""IF(TRIM({said})="","",{book.quoted(OK)})""")},{book.quoted(no_status)})'

    def _contradictions(self, item: Item, row: int) -> list[tuple[str, str]]:
        """Write what says that a word is against amounts."""
        book, word = self.book, near(row, _WORD)
        told = book.quoted("amounts say otherwise: leave out one or the other")
        rule, found, without = item.rule, [], "FALSE"
        if isinstance(rule, FormulaRule):
            sheet = self.calculation
            without = f"{sheet.at(item, sheet.spared)}=1"
            if isinstance(rule, LimitRule) and rule.limits[0].category is not None:
                unknown = f"{category_code(self.standard)}=0"
                some = rule.leaves_out_some(self.standard.categories)
                without = f"OR({without},{unknown if some else f'AND({unknown},{word}<>5)'})"
            found.append((f"AND({word}>=4,NOT({without}),COUNT({sheet.values_of(item)})>0)", told))
        signs = [self._is_some(name) for name in self.standard.signs_of(item) if name in self.amounts.rows]
        if signs:
            found.append((f"AND({word}=5,NOT({without}),OR({','.join(signs)}))", told))
        return found

    def _is_some(self, name: str) -> str:
        """Write that an amount is more than nothing, in any year."""
        amounts = self.amounts
        if name not in amounts.by_year:
            return f"N({amounts.name_of(name)})>0"
        row = amounts.rows[name]
        return f'COUNTIF({amounts.page.across(row, amounts.canonical[0], amounts.canonical[-1])},">0")>0'


_RULES: Mapping[str, str] = MappingProxyType(
    {
        "line": "on the line from base to leading value",
        "share": "points by the rate",
        "calculated": "to be calculated",
    }
)


def _asked(standard: Standard) -> dict[str, tuple[str, ...]]:
    """Return of which items each level asks for a share, by the name of the column that says so."""
    return {
        f"asked_{level_place}_{place}": asked_by(standard, required)
        for level_place, level in enumerate(standard.levels, 1)
        for place, required in enumerate(level.items, 1)
    }


def of_item(column: str, name: str) -> str:
    """Write what a column says of an item, wherever its row is."""
    return f"SUMPRODUCT(EXACT(item_id,{quoted(name)})*item_{column})"


def _percent(cell: str) -> str:
    """Write the share in a cell as a number: a text of digits and a percent sign."""
    digits = f'TRIM(SUBSTITUTE({cell},"%",""))'
    number = f'{read_number(digits)}/100/IF(RIGHT(TRIM({cell}),1)="%",1,0)'
    return f'IF(TRIM({cell})="","",IFERROR({number},"?"))'


def _comment(item: Item, book: Book) -> str:
    points = "" if item.mandatory else decimal_text(item.points)
    lines = [f"{item.clause} {item.title}", item.title_zh, points, f"{book.say(item.origin)}: {book.say(item.source)}"]
    return "\n".join(filter(None, lines))
