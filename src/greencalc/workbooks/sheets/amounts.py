"""The sheet of amounts: what is typed, with its unit, and the same in the units that the formulas compute in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve

from greencalc.formula.declaration import Argument, Symbol
from greencalc.languages.said import both, in_language
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.rules import FormulaRule
from greencalc.standards.table import Standard
from greencalc.units.number_text import decimal_text
from greencalc.workbooks.book import OK, Page, near, quoted, safe_name, span
from greencalc.workbooks.sheets.lists import Lists
from greencalc.workbooks.spreadsheet_formulas import TIE, chosen, number_text, read_number
from greencalc.workbooks.typed_cells import NOTHING, Typed
from greencalc.workbooks.worked import Worked, shown

LEDGER_TOTALS = ("energy_consumption", "renewable_energy", "carbon_emission")
"""Amounts that ledgers give."""

_FIRST = 4
_MIXED = "one amount, or one for each year, not both"


def years_needed(standard: Standard, given: Mapping[str, Typed]) -> tuple[int, frozenset[str]]:
    """Return of how many years amounts may be typed, and of which facts."""
    most, names = 1, set()
    for item in standard.items:
        formula = standard.formula_of(item)
        if formula is None or not isinstance(item.rule, FormulaRule):
            continue
        if formula.over:
            names |= {name for name, argument in formula.arguments.items() if argument.symbol.over}
            most = max(most, _SUMMED)
        if item.rule.years is not None:
            names |= set() if formula.over else set(formula.arguments)
            most = max(most, item.rule.years.of)
    return max([most, *(len(given[name].years) for name in names if name in given)]), frozenset(names)


_SUMMED = 3
"""Entries of a list that a formula sums for which there is room at least."""


class Amounts:
    """The sheet of amounts.

    Parameters
    ----------
    page : Page
        The sheet.
    lists : Lists
        Words and units.
    worked : Worked
        What Python has worked out.
    given : mapping of str to Typed
        What was typed, by fact.
    """

    def __init__(self, page: Page, lists: Lists, worked: Worked, given: Mapping[str, Typed]) -> None:
        self.page, self.book, self.lists, self.worked, self.given = page, page.book, lists, worked, given
        standard = worked.standard
        self.arguments: dict[str, Argument] = {**amounts_of(standard), **line_ends(standard)}
        self.most, self.by_year = years_needed(standard, given)
        listed = self.most if self.by_year else 0
        self.value, self.years = 2, list(range(3, 3 + listed))
        self.unit = 3 + listed
        self.evidence, self.year, self.check = self.unit + 1, self.unit + 2, self.unit + 3
        self.size, self.is_list, self.entries, self.stated = range(self.check + 2, self.check + 6)
        self.canonical = list(range(self.stated + 1, self.stated + 1 + max(listed, 1)))
        self.rows = {name: row for row, name in enumerate(self.arguments, _FIRST)}

    def name_of(self, name: str, year: int = 0) -> str:
        """Return what an amount is called in formulas."""
        return f"{name}_year_{year + 1}" if name in self.by_year else safe_name(name)

    def entries_of(self, name: str) -> str:
        """Return the cell that says how many amounts are given."""
        return self.page.at(self.rows[name], self.entries)

    def list_of(self, name: str) -> str:
        """Return the cell that says whether they are a list."""
        return self.page.at(self.rows[name], self.is_list)

    @property
    def checks(self) -> list[str]:
        """Where the checks stand; nowhere where the table needs no amounts."""
        return [self.page.down(self.check, _FIRST, _FIRST + len(self.rows) - 1)] if self.rows else []

    def write(self) -> None:
        """Write all rows."""
        page, last = self.page, _FIRST + len(self.rows) - 1
        page.widths([46, 12, *(9 for _ in self.years), 9, 38, 7, 20, 3])
        page.say(1, 1, "Amounts", "title")
        page.say(
            2, 1, "Type into the yellow cells; a number stands beside its unit. What is left empty is unknown.", "plain"
        )
        years = [self.book.say("Year {count}").format(count=place) for place in range(1, len(self.years) + 1)]
        page.headings(3, 1, ["Amount", "Value", *years, "Unit", "Evidence", "Of the year", "Check"])
        converted = ["In the unit"] * len(self.canonical)
        page.headings(3, self.size, ["Size of the unit", "Years", "How many", "As typed", *converted])
        keys = {self.value: "value", self.unit: "unit", self.evidence: "evidence", self.year: "year"}
        for column, key in (keys | {one: f"value.{place}" for place, one in enumerate(self.years, 1)}).items():
            page.key(0, column, key)
        if not self.rows:
            page.prints_nothing()
            return
        page.computes([self.check, self.size, *self.canonical], _FIRST, last)
        for name, row in self.rows.items():
            self._row(name, row, self.given.get(name, NOTHING))
        page.alarms(self.check, _FIRST, last)
        page.prints((last, self.check), 3, landscape=True)
        page.sheet.freeze_panes(_FIRST, 2)
        page.sheet.set_column(self.size, self.canonical[-1], 11)

    def _row(self, name: str, row: int, given: Typed) -> None:
        page, argument = self.page, self.arguments[name]
        takes_years = name in self.by_year
        if len(given.years) == 1 and not takes_years:
            given = evolve(given, value=given.years[0], years=())
        page.key(row, 0, name)
        page.text(row, 1, self.meaning(name))
        page.sheet.write_comment(row, 1, self._comment(name), {"x_scale": 2})
        page.given(row, self.value, given.value, "input number" if isinstance(given.value, float) else "input")
        for place, column in enumerate(self.years):
            typed = given.years[place] if place < len(given.years) else ""
            page.given(row, column, typed, "input number" if takes_years else "unused")
        page.text(row, self.unit, given.unit, "input")
        page.offer(row, self.unit, self.lists.unit_offers[argument.symbol.unit.dimension])
        page.text(row, self.evidence, given.evidence, "input")
        page.given(row, self.year, given.year or "", "input")
        self._working(name, row, given)
        page.formula(row, self.check, self._check(name, row), self.book.say(OK) if given.units else "", "text")

    def meaning(self, name: str) -> str:
        """Return what an amount is, in words."""
        symbol = self.arguments[name].symbol
        meaning = in_language(both(symbol.meaning, symbol.meaning_zh), self.book.language)
        end = name.rpartition("_")[2]
        ends = {"base": "{what}: base value", "leading": "{what}: leading value"}
        return self.book.say(ends[end]).format(what=meaning) if name in line_ends(self.worked.standard) else meaning

    def _comment(self, name: str) -> str:
        symbol = self.arguments[name].symbol
        unit, bounds = (str(symbol.unit) if symbol.unit.powers else ""), symbol.bounds
        lines = [name, self.book.say("Computed in {unit}").format(unit=unit) if unit else "", bounds, symbol.why]
        return "\n".join(filter(None, lines))

    def _working(self, name: str, row: int, given: Typed) -> None:
        """Write the unit's size, how many amounts there are, and each in the unit that formulas compute in."""
        page, unit = self.page, self.arguments[name].symbol.unit
        size = self.lists.unit_size(near(row, self.unit), unit.dimension, number_text(unit.size))
        fitting = {one.spelling: one.size for one in self.lists.units if one.dimension == unit.dimension}
        known = float(fitting[given.unit] / unit.size) if given.unit in fitting else ""
        page.formula(row, self.size, f'IFERROR({size},"")', known, "working")
        listed = bool(given.years) and not all(isinstance(one, str) and self._says_unknown(one) for one in given.years)
        if self.years and name in self.by_year:
            years = span(row, self.years[0], self.years[-1])
            unknown = f'SUMPRODUCT(({years}="unknown")+({years}="未知"))'
            page.formula(row, self.is_list, f"IF(COUNTA({years})={unknown},0,1)", int(listed), "working")
            last = f'SUMPRODUCT(MAX(({years}<>"")*(COLUMN({years})-{self.years[0]})))'
            count = len(given.years) if listed else 1
            page.formula(row, self.entries, f"IF({near(row, self.is_list)}=1,{last},1)", count, "working")
        else:
            page.number(row, self.is_list, 0, "working")
            page.number(row, self.entries, 1, "working")
        for place, column in enumerate(self.canonical):
            if place and name not in self.by_year:
                break
            self._converted(name, row, place, column)

    def _says_unknown(self, text: str) -> bool:
        return text in {"unknown", self.book.say("unknown")}

    def _converted(self, name: str, row: int, place: int, column: int) -> None:
        page, first = self.page, near(row, self.canonical[0])
        single = self._read(near(row, self.value), row, name)
        if name in self.by_year:
            one = self._read(near(row, self.years[place]), row, name)
            if place:
                own = f"IF({near(row, self.entries)}=1,{first},{one})"
            else:
                own = f"IF({near(row, self.is_list)}=1,{one},{single})"
        else:
            own = single
        if name in LEDGER_TOTALS and not place:
            page.formula(row, self.stated, own, self._stated(name), "working")
            total = f"total_of_{name}"
            own = f"IF(ISNUMBER({total}),{total},{near(row, self.stated)})"
        page.formula(row, column, own, self._known(name, place), "working")
        self.book.name(self.name_of(name, place), page.at(row, column))

    def _known(self, name: str, place: int) -> Any:
        if name in self.worked.facts.amounts or name in amounts_of(self.worked.standard):
            return self.worked.amount(name, place)
        end = self.worked.assessment.facts.ends.get(name)
        return "" if end is None else shown(end.exact)

    def _stated(self, name: str) -> Any:
        fact = self.worked.assessment.facts.read.get(name)
        reading = None if fact is None else fact.reading
        return "" if reading is None else shown(reading.exact(self.arguments[name].symbol.unit))

    def _read(self, cell: str, row: int, name: str) -> str:
        """Write the amount in a cell: a number by the unit beside it, or a text of number, space and unit.

        A number that its format shows in percent is one of percent, as for whoever reads the file.
        """
        unit, size = self.arguments[name].symbol.unit, near(row, self.size)
        digits = f'LEFT({cell},FIND(" ",{cell})-1)'
        own = self.lists.unit_size(f'MID({cell},FIND(" ",{cell})+1,60)', unit.dimension, number_text(unit.size))
        text = f"{read_number(digits, '.+-eE')}*{own}"
        looks = f'LEFT(CELL("format",{cell}),1)'  # 86 % is stored as 0.86, and 1/2 as a day
        percent = f'IF(TRIM({near(row, self.unit)})="%",100,NA())'
        times = f'IF({looks}="P",{percent},IF({looks}="D",NA(),1))'
        return f'IFERROR(IF(ISNUMBER({cell}),{cell}*{times}*{size},{text}),"")'

    def _check(self, name: str, row: int) -> str:
        """Write what is wrong with a row; "ok" if it says something and nothing is wrong."""
        book, symbol, by_year = self.book, self.arguments[name].symbol, name in self.by_year
        value, unit, year = (near(row, column) for column in (self.value, self.unit, self.year))
        cells = f"{value}:{near(row, self.years[-1])}" if self.years else value
        canonical = [self.stated] if name in LEDGER_TOTALS else self.canonical if by_year else self.canonical[:1]
        own = span(row, canonical[0], canonical[-1])
        said = f'SUMPRODUCT(({cells}<>"")*({cells}<>"unknown")*({cells}<>"未知"))'
        read = f"IF({near(row, self.entries)}=1,MIN(1,COUNT({own})),COUNT({own}))"
        no_number = book.quoted("write a number, and its unit beside it")
        no_unit = quoted(book.say("write a unit such as {unit}").format(unit=self._usual_unit(name)))
        evidence = near(row, self.evidence)
        cases = [(f'AND(TRIM({evidence})<>"",COUNTA({cells})=0)', book.quoted("the value is missing"))]
        if self.years:
            years = span(row, self.years[0], self.years[-1])
            mixed = f'AND(TRIM({value})<>"",COUNTA({years})>0)' if by_year else f"COUNTA({years})>0"
            cases.append((mixed, book.quoted(_MIXED if by_year else "this is one amount, not one for each year")))
        cases += [
            (f'AND(COUNT({cells})>0,TRIM({unit})="")', no_unit),
            (f'AND(TRIM({unit})<>"",NOT(ISNUMBER({near(row, self.size)})))', no_unit),
            (
                f'AND({said}>COUNT({cells}),TRIM({unit})<>"")',
                book.quoted("a text has its own unit: empty the unit's cell"),
            ),
            (f"{said}<>{read}", no_number),
        ]
        told = quoted(book.say("it has to be {bounds}").format(bounds=self._bounds(name)))
        cases += [(condition, told) for condition in _beyond(symbol, [near(row, one) for one in canonical], own)]
        extreme = f"OR(MAX({own},1)>1E+150,AND(MAX({own})>0,MAX({own})<1E-150))"
        cases.append((extreme, book.quoted("check the exponent")))
        if name in LEDGER_TOTALS:
            stated, total = near(row, self.stated), f"total_of_{name}"
            apart = f"ABS({stated}-{total})>0.005*MAX(ABS({stated}),ABS({total}))"
            told = book.quoted("the ledger adds up to something else")
            cases.append((f"IF(COUNT({stated},{total})=2,{apart},FALSE)", told))
        cases.append((year_fault(year), book.quoted("write the year as 2025")))
        return f'IFERROR({chosen(cases, f"""IF({said}>0,{self.book.quoted(OK)},"")""")},{no_number})'

    def _usual_unit(self, name: str) -> str:
        dimension = self.arguments[name].symbol.unit.dimension
        return next(one.spelling for one in self.lists.units if one.dimension == dimension)

    def _bounds(self, name: str) -> str:
        symbol = self.arguments[name].symbol
        parts = ((">", symbol.above), (">=", symbol.at_least), ("<=", symbol.at_most))
        bounds = " ".join(f"{sign} {decimal_text(bound, 15)}" for sign, bound in parts if bound is not None)
        return f"{self.book.say('a whole number')} {bounds}".strip() if symbol.whole else bounds


def year_fault(cell: str) -> str:
    """Write that a cell holds something that is no year."""
    is_year = f"AND(ISNUMBER({cell}),{cell}=INT({cell}),{cell}>=1900,{cell}<=2200)"
    return f'IF(TRIM({cell})="",FALSE,IFERROR(NOT({is_year}),TRUE))'


def _beyond(symbol: Symbol, cells: list[str], amounts: str) -> list[str]:
    """Write what breaks the bounds of an argument, of several amounts at once."""
    found = []
    if symbol.above is not None:
        found.append(f"IF(COUNT({amounts})=0,FALSE,MIN({amounts})<={number_text(symbol.above)})")
    if symbol.at_least is not None:
        found.append(f"IF(COUNT({amounts})=0,FALSE,MIN({amounts})<{_slack(symbol.at_least, -1)})")
    if symbol.at_most is not None:
        found.append(f"IF(COUNT({amounts})=0,FALSE,MAX({amounts})>{_slack(symbol.at_most, 1)})")
    if symbol.whole:
        broken = (f"IF(ISNUMBER({cell}),ABS({cell}-ROUND({cell},0))>{TIE},FALSE)" for cell in cells)
        found.append(f"OR({','.join(broken)})")
    return found


def _slack(bound: Fraction, sign: int) -> str:
    """Write a bound, farther out by what floats cannot tell."""
    written = number_text(bound)
    return f"{written}{'+' if sign > 0 else '-'}{TIE}*{number_text(abs(bound))}" if bound else written
