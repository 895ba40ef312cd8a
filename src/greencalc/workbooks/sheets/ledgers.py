"""The sheets of meter readings: each line as typed, what a unit of it comes to, and what it adds to the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from greencalc.ledgers.carbon import CarbonLedger
from greencalc.ledgers.carbon_lines import CarbonLine
from greencalc.ledgers.energy import EnergyLedger
from greencalc.ledgers.energy_lines import EnergyLine, sign_of
from greencalc.units.unit_table import Unit
from greencalc.workbooks.book import OK, Page, near, quoted, span
from greencalc.workbooks.sheets.front import Front
from greencalc.workbooks.sheets.lists import Lists
from greencalc.workbooks.spreadsheet_formulas import number_text
from greencalc.workbooks.toml_text import inline_text
from greencalc.workbooks.typed_cells import typed

_FIRST = 4
_BLANK = 8
"""Rows to type new lines into."""


@frozen
class Ledger:
    """What a ledger's sheet is of.

    Attributes
    ----------
    columns : tuple of str
        The entries of a line that have columns of their own; the quantity's unit stands beside it.
    totals : tuple of str
        The amounts that the sheet gives: the total, and of energy the renewable part.
    unit : str
        The unit of what lines add.
    """

    title: str
    mark: str
    columns: tuple[str, ...]
    totals: tuple[str, ...]
    unit: str


ENERGY = Ledger(
    "Energy",
    "greencalc energy 1",
    ("carrier", "quantity", "unit", "basis", "use", "renewable", "reference", "evidence", "more"),
    ("energy_consumption", "renewable_energy"),
    "kgce",
)
EMISSION = Ledger(
    "Emissions",
    "greencalc emission 1",
    ("kind", "fuel", "quantity", "unit", "use", "renewable", "reference", "evidence", "more"),
    ("carbon_emission",),
    "tCO2e",
)


class LedgerSheet:
    """The sheet of a ledger.

    Parameters
    ----------
    page : Page
        The sheet.
    ledger : Ledger
        What it is of.
    lists : Lists
        Words and units.
    front : Front
        The first sheet, where the settings stand.
    """

    def __init__(self, page: Page, ledger: Ledger, lists: Lists, front: Front) -> None:
        self.page, self.ledger, self.lists, self.front = page, ledger, lists, front
        self.columns = {name: column for column, name in enumerate(ledger.columns, 1)}
        first = len(ledger.columns) + 1
        self.factor, self.adds = first, list(range(first + 1, first + 1 + len(ledger.totals)))
        self.check = first + 1 + len(ledger.totals)
        self.counts = list(range(self.check + 2, self.check + 2 + len(ledger.totals)))
        self.size, self.kind, self.made_for, self.was, self.moves = range(self.counts[-1] + 1, self.counts[-1] + 6)
        self.checks = ""

    def write(
        self,
        given: Sequence[Mapping[str, Any]],
        worked: EnergyLedger | CarbonLedger | None,
        settings: Mapping[str, Any],
    ) -> None:
        """Write the lines, blank ones behind them, and the totals."""
        page, ledger = self.page, self.ledger
        widths = {"evidence": 20, "more": 14, "carrier": 18, "fuel": 12}
        page.widths([*(widths.get(name, 10) for name in ledger.columns), 11, *(12 for _ in ledger.totals), 18, 2])
        page.sheet.set_column(self.counts[0], self.moves, 10)
        page.say(1, 1, ledger.title, "title")
        page.say(
            2,
            1,
            "A quantity may be changed; of a new line, or other changes, greencalc has to work out the factor.",
            "plain",
        )
        heads = [page.book.entry("line", name) for name in ledger.columns]
        adds = ["Adds to the total", "Of it renewable"][: len(ledger.totals)]
        page.headings(3, 1, [*heads, "Factor for a unit", *adds, "Check"])
        for name, column in self.columns.items():
            page.key(0, column, name)
        found: tuple[EnergyLine | CarbonLine, ...] = worked.lines if worked else ()
        lines = list(zip(given, found, strict=True))
        last = _FIRST + len(lines) + _BLANK - 1
        for row in range(_FIRST, last + 1):
            page.key(row, 0, "line")
            if row - _FIRST < len(lines) and worked is not None:
                self._line(row, *lines[row - _FIRST], worked)
            else:
                self._blank_line(row)
        page.computes([self.factor, *self.adds, self.check], _FIRST, last)
        self._totals(last + 1, len(lines) if self._is_balanced(worked) else 0, worked, settings)
        self.checks = page.down(self.check, _FIRST, last + 1)
        page.alarms(self.check, _FIRST, last + 1)
        if lines:
            page.prints((last + 1, self.check), 3, landscape=True)
        else:
            page.prints_nothing()
        page.sheet.freeze_panes(_FIRST, 2)

    def _blank_line(self, row: int) -> None:
        """Write a row to type a line into, which greencalc has to work out."""
        page = self.page
        for name, column in self.columns.items():
            page.text(row, column, "", "input number" if name == "quantity" else "input")
        for column in (self.factor, *self.adds):
            page.text(row, column, "")
        told = page.book.quoted("greencalc has to work out its factor")
        filled = span(row, 1, self.columns["more"])
        page.formula(row, self.check, f'IF(COUNTA({filled})>0,{told},"")', "", "text")

    def _line(
        self, row: int, given: Mapping[str, Any], line: EnergyLine | CarbonLine, worked: EnergyLedger | CarbonLedger
    ) -> None:
        page, cells = self.page, self._cells(given)
        for name, column in self.columns.items():
            page.given(row, column, cells.get(name, ""), "input number" if name == "quantity" else "input")
        whole = near(row, self.made_for)
        now = '&"|"&'.join(near(row, column) for name, column in self.columns.items() if name not in _MAY_CHANGE)
        written = "|".join(str(cells.get(name, "")) for name in self.columns if name not in _MAY_CHANGE)
        quantity, unit = near(row, self.columns["quantity"]), near(row, self.columns["unit"])
        amount, added = self._amount(cells, line), self._added(line, worked)
        page.text(row, self.made_for, written, "working")
        stale, linear = f"({now})<>{whole}", bool(amount)
        for column, one in zip(self.counts, added, strict=True):
            page.number(row, column, float(one), "working")
        if linear:
            assert line.quantity is not None  # noqa: S101 (a line whose quantity was read has one)
            self._by_quantity(row, cells, line.quantity.unit, Fraction(amount), added)
            is_bad = f"NOT(ISNUMBER({near(row, self.size)})),NOT(ISNUMBER({quantity})),N({quantity})<0"
            moved = f"OR({quantity}<>{near(row, self.was)},{unit}<>{quoted(cells['unit'])})"
        else:
            page.text(row, self.factor, "")
            for column, count in zip(self.adds, self.counts, strict=True):
                page.formula(row, column, near(row, count), float(added[column - self.adds[0]]), "number")
            is_bad, moved = (
                f"COUNTA({quantity}:{unit})<>{sum(1 for name in _MAY_CHANGE[:2] if cells.get(name))}",
                "FALSE",
            )
        flows = self._is_balanced(worked)
        settings = "settings_as_written=0"
        changed = page.book.quoted("changed: greencalc has to work out its factor")
        balance = page.book.quoted(_BALANCE)
        right = page.book.quoted(OK)
        tests = f"IF(OR({stale},{settings},{is_bad}),{changed},IF(AND({int(flows)}=1,{moved}),{balance},{right}))"
        page.formula(row, self.check, tests, page.book.say(OK), "text")

    def _by_quantity(
        self, row: int, cells: Mapping[str, Any], unit: Unit, amount: Fraction, added: list[Fraction]
    ) -> None:
        """Write what a line adds as its quantity times a factor that Python found."""
        page = self.page
        quantity, typed_unit = near(row, self.columns["quantity"]), near(row, self.columns["unit"])
        sizes = {one.spelling: one.size for one in self.lists.units}
        whole = sizes[cells["unit"]]
        size = self.lists.unit_size(typed_unit, unit.dimension, number_text(whole))
        page.formula(row, self.size, f'IFERROR({size},"")', 1.0, "working")
        page.number(row, self.was, cells["quantity"], "working")
        largest = max(added, key=abs)
        factor = largest / amount
        page.formula(row, self.factor, _plain(float(factor)), float(factor))
        for column, count, one in zip(self.adds, self.counts, added, strict=True):
            sign = Fraction(0) if not largest else one / largest
            page.number(row, count, float(sign), "working")
            written = f"{quantity}*{near(row, self.size)}*{near(row, self.factor)}*{near(row, count)}"
            page.formula(row, column, f'IFERROR({written},"")', float(one), "number")

    def _cells(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what stands in the columns of a line; whatever has none is kept in one text."""
        cells: dict[str, Any] = {}
        more = dict(given)
        quantity = given.get("quantity")
        if quantity is not None and not isinstance(quantity, list):
            of_quantity = typed(quantity, "en")
            cells |= {"quantity": of_quantity.value, "unit": of_quantity.unit}
            more.pop("quantity")
        for name in self.columns:
            if isinstance(more.get(name), str):
                cells[name] = more.pop(name)
        if more:
            cells["more"] = inline_text(more)
        return cells

    def _amount(self, cells: Mapping[str, Any], line: EnergyLine | CarbonLine) -> Fraction | int:
        """Return the quantity in its cell, if it is a number that a factor can be of; else nothing."""
        known = isinstance(cells.get("quantity"), float) and cells.get("unit") in {
            one.spelling for one in self.lists.units
        }
        return Fraction(repr(cells["quantity"])) if known and line.quantity is not None else 0

    def _added(self, line: EnergyLine | CarbonLine, worked: EnergyLedger | CarbonLedger) -> list[Fraction]:
        added = [worked.contributions[line.label]]
        if isinstance(line, EnergyLine):
            added.append(sign_of(line) * line.value if line.is_renewable else Fraction(0))
        return added

    def _is_balanced(self, worked: EnergyLedger | CarbonLedger | None) -> bool:
        """Tell whether lines depend on each other: something leaves the plant, or is marked as renewable."""
        if worked is None:
            return False
        if isinstance(worked, EnergyLedger):
            return any(line.use != "consumed" or line.is_renewable for line in worked.lines)
        return any(line.part.startswith("exported") or line.is_renewable for line in worked.lines)

    def _totals(
        self, row: int, balanced: int, worked: EnergyLedger | CarbonLedger | None, settings: Mapping[str, Any]
    ) -> None:
        """Write what the lines add up to, which the sheet of amounts takes; lines in balance have all to be there."""
        page = self.page
        page.say(row, self.factor, "Total", "heading")
        values = self._values(worked)
        for column, name, value in zip(self.adds, self.ledger.totals, values, strict=True):
            cells = f"{near(_FIRST, column)}:{near(row - 1, column)}"
            page.formula(row, column, f"SUM({cells})" if value != "" else '""', value, "number")
            page.book.name(f"total_of_{name}", page.at(row, column))
        lines = f"COUNTA({near(_FIRST, self.made_for)}:{near(row - 1, self.made_for)})"
        gone = f'IF({lines}={balanced},"",{page.book.quoted(_BALANCE)})'
        page.formula(row, self.check, gone if balanced else '""', "", "text")
        if self.ledger is ENERGY:
            page.text(row + 1, self.made_for, self.front.settings_text(settings), "working")
            same = f"IF({self.front.settings_now}={near(row + 1, self.made_for)},1,0)"
            page.formula(row + 1, self.size, same, 1, "working")
            page.book.name("settings_as_written", page.at(row + 1, self.size))

    def _values(self, worked: EnergyLedger | CarbonLedger | None) -> list[Any]:
        if worked is None:
            return ["" for _ in self.ledger.totals]
        if isinstance(worked, CarbonLedger):
            return [float(worked.value)]
        renewable = any(line.is_renewable for line in worked.lines)
        return [float(worked.value), float(worked.renewable) if renewable else ""]


_BALANCE = "changed: greencalc has to balance what comes and what leaves"
_MAY_CHANGE = ("quantity", "unit", "evidence")


def _plain(number: float) -> str:
    return repr(number).removesuffix(".0")
