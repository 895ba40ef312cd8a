"""Plants in workbooks: what is typed is what is judged, or a sentence says which cell cannot be used."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

import greencalc
from contract_workbooks import COLUMNS, Cells, plant_cells
from greencalc import PlantFileError, evaluate, load_plant, load_standard
from greencalc.units.amount import read_amount
from greencalc.units.number_text import decimal_text
from strategies import as_drawn, plant_facts

STANDARDS = {name: load_standard(name) for name in ("qct1160_2022", "gbt36132_2025")}
FACTS: dict[str, Any] = {
    "vehicle_type": "passenger car",
    "year": 2025,
    "land_area": "1230 mu",
    "building_area": {"value": "58.4 万m2", "evidence": "survey"},
    "yearly_output": ["19.8 万辆", "22.6 万辆", "24 万辆"],
    "renewable_energy_share_base": "5 %",
    "platform_functions": "7",
    "5.1.6": "not met",
    "6.6": {"status": "partly met", "share": "60 %"},
    "7.1.5": {"status": "not applicable", "reason": "no such plant"},
    "energy": [{"carrier": "diesel", "quantity": "38 t", "evidence": "invoices"}],
    "ledger": {"grid": ["national", 2023, "location"]},
}
DESCRIPTION = {"name": "A", "standard": "qct1160_2022", "notes": "n"}


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> Path:
    return plant_cells(FACTS, DESCRIPTION).write(tmp_path_factory.mktemp("plant") / "plant.xlsx")


class Edited:
    """A workbook that somebody changes, with cells by the keys of row and column."""

    def __init__(self, written: Path, path: Path) -> None:
        self.book = openpyxl.load_workbook(written)
        self.path = path
        self.sheet = self.book["Facts"]

    def row(self, key: str) -> int:
        return next(row for row in range(1, self.sheet.max_row + 1) if self.sheet.cell(row, 1).value == key)

    def cell(self, key: str, column: str = "value") -> Any:
        return self.sheet.cell(self.row(key), COLUMNS.index(column) + 2)

    def put(self, key: str, column: str, value: Any, number_format: str = "") -> None:
        cell = self.cell(key, column)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    def facts(self) -> dict[str, Any]:
        self.book.save(self.path)
        return dict(load_plant(self.path).facts)

    def fault(self) -> str:
        self.book.save(self.path)
        with pytest.raises(PlantFileError) as caught:
            load_plant(self.path)
        return "\n".join(caught.value.faults)


@pytest.fixture
def edited(written, tmp_path) -> Edited:
    return Edited(written, tmp_path / "edited.xlsx")


def test_a_workbook_says_what_the_plant_file_says(written) -> None:
    plant = load_plant(written)
    assert dict(plant.facts) == FACTS
    assert dict(plant.description) == DESCRIPTION | {"vehicle_type": "passenger car", "year": 2025}


# Cells that say what they say in another way

RIGHT: dict[str, tuple[str, str, Any, str, Any]] = {
    "a number that is stored as text": ("land_area", "value", "1230", "", "1230 mu"),
    "full-width digits": ("land_area", "value", "１２３０", "", "１２３０ mu"),
    "a text with the unit that stands beside it": ("land_area", "value", "1230 mu", "", "1230 mu"),
    "the same unit in another spelling": ("land_area", "value", "1230 亩", "", "1230 亩"),
    "a number with its 万, and the unit beside it": ("land_area", "value", "0.123 万", "", "0.123 万 mu"),
    "spaces around": ("land_area", "value", "  1230 ", "", "1230 mu"),
    "unknown": ("land_area", "value", "unknown", "", "unknown"),
    "未知": ("land_area", "value", "未知", "", "未知"),
    "thousands that are only shown": ("land_area", "value", 1230, "#,##0.0_);(#,##0.0)", "1230 mu"),
    "digits that are not shown": ("land_area", "value", 1230.456, "0", "1230.456 mu"),
    "a tenth": ("land_area", "value", 0.1, "", "0.1 mu"),
    "red and a sign of money": ("land_area", "value", 5, '[Red]"¥"#,##0.00', "5 mu"),
    "a large number": ("land_area", "value", 7e17, "", "7e+17 mu"),
    "a small number": ("land_area", "value", 1e-7, "0.00E+00", "1e-07 mu"),
    "zero": ("land_area", "value", 0, "", "0 mu"),
    "5 % as Excel stores it": ("renewable_energy_share_base", "value", 0.05, "0%", "5 %"),
    "86.1 % as Excel stores it": ("renewable_energy_share_base", "value", 0.861, "0.0%", "86.1 %"),
    "0 % as Excel stores it": ("renewable_energy_share_base", "value", 0, "0.00%", "0 %"),
    "0.05 % in a plain cell": ("renewable_energy_share_base", "value", 0.05, "General", "0.05 %"),
    "5 as text beside %": ("renewable_energy_share_base", "value", "5", "@", "5 %"),
    "a count without a unit": ("platform_functions", "value", 7, "", "7"),
    "符合": ("5.1.6", "status", "符合", "", "符合"),
    "a tick": ("5.1.6", "status", "√", "", "√"),
    "true": ("5.1.6", "status", True, "", True),
    "false": ("5.1.6", "status", False, "", False),
    "a status where values stand": ("building_area", "evidence", 20250131, "", ("evidence", "20250131")),
    "a date as evidence": ("building_area", "evidence", dt.date(2025, 3, 1), "", ("evidence", "2025-03-01")),
    "lines in evidence": ("building_area", "evidence", "one\ntwo", "", ("evidence", "one\ntwo")),
    "a share as Excel stores it": ("6.6", "share", 0.6, "0%", ("share", "60 %")),
    "a year as text": ("building_area", "year", "2024年", "", ("year", 2024)),
    "a year as number": ("building_area", "year", 2024, "", ("year", 2024)),
}


@pytest.mark.parametrize("how", RIGHT)
def test_a_cell_is_read_as_it_was_meant(how, edited) -> None:
    key, column, value, number_format, expected = RIGHT[how]
    edited.put(key, column, value, number_format)
    fact = edited.facts()[key]
    assert (fact[expected[0]] if isinstance(expected, tuple) else fact) == (
        expected[1] if isinstance(expected, tuple) else expected
    )


# Cells that nobody can know, or that cannot be what is asked for

WRONG: dict[str, tuple[str, str, Any, str, str]] = {
    "a formula that nobody computed": ("land_area", "value", "=1200+30", "", "its formula has no stored value"),
    "a formula for a status": ("5.1.6", "status", '=IF(1,"met","")', "", "its formula has no stored value"),
    "a formula for a unit": ("land_area", "unit", '="mu"', "", "its formula has no stored value"),
    "a formula for evidence": ("building_area", "evidence", '="a"', "", "its formula has no stored value"),
    "an error": ("land_area", "value", "#DIV/0!", "", "it shows the error #DIV/0!"),
    "another error": ("5.1.6", "status", "#N/A", "", "it shows the error #N/A"),
    "a date": ("land_area", "value", dt.date(2025, 5, 1), "", "it is a date, 2025-05-01, and no amount"),
    "a number shown as a date": ("land_area", "value", 45000, 'yyyy"年"m"月"', "it is a date"),
    "a time": ("land_area", "value", dt.time(12, 30), "", "it is a date, 12:30:00"),
    "a date for a status": ("5.1.6", "status", dt.date(2025, 5, 1), "", "is no status; say met"),
    "true for an amount": ("land_area", "value", True, "", "it is TRUE, and no amount"),
    "true for evidence": ("building_area", "evidence", True, "", "it is TRUE; write a text"),
    "a number without a unit": ("land_area", "unit", None, "", "1230 has no unit; this is an area"),
    "another unit in the text": ("land_area", "value", "82 ha", "", "it has its own unit, ha, and cell"),
    "a unit of another kind": ("land_area", "unit", "t", "", "is a mass, not an area"),
    "a unit that may be two": ("land_area", "unit", "ton", "", "ton"),
    "no unit": ("land_area", "unit", "acres of land", "", "is no unit this library reads"),
    "a number for a unit": ("land_area", "unit", 5, "", "'5' is no unit"),
    "thousands in a text": ("land_area", "value", "1,230", "", "could be 1230 or 1.230"),
    "thousands in a text with its unit": ("land_area", "value", "1,230 mu", "", "could be 1230 or 1.230"),
    "N/A": ("land_area", "value", "N/A", "", "'N/A' is not an amount"),
    "a slash": ("land_area", "value", "/", "", "is not an amount"),
    "a dash": ("land_area", "value", "-", "", "is not an amount"),
    "NaN": ("land_area", "value", "NaN", "", "is not an amount"),
    "an apostrophe": ("land_area", "value", "'1230", "", "is not an amount"),
    "a letter for a digit": ("land_area", "value", "12O0", "", "'O0' is no unit"),
    "about": ("land_area", "value", "约1230", "", "is not an amount"),
    "two lines": ("land_area", "value", "1230 mu\n900 mu", "", "is not an amount"),
    "a percentage beside another unit": ("land_area", "value", 0.86, "0%", "it shows 86 % by its number format"),
    "a text in the number format": ("land_area", "value", 45, '0.0"万"', "shows a text beside the number"),
    "per mille in the number format": ("land_area", "value", 45, '0.0"‰"', "shows a text beside the number"),
    "thousands that are divided": ("land_area", "value", 1230000, "0.0,", "shows the number divided"),
    "more digits than Excel keeps": ("land_area", "value", 12345678901234567890, "", "more digits than a workbook"),
    "a huge number": ("land_area", "value", 1e300, "", "is not an amount"),
    "a number too small to be typed": ("land_area", "value", 1e-300, "", "is not an amount"),
    "a met amount": ("land_area", "value", "met", "", "'met' is not an amount"),
    "a bare share": ("6.6", "share", 0.6, "", "the share 0.6 has no unit; write it as 60 %"),
    "a share in words": ("6.6", "share", "half", "", "'half' is not an amount"),
    "no share": ("6.6", "share", None, "", ""),
    "a share above all": ("6.6", "share", "160 %", "", "is not between 0 % and 100 %"),
    "a share of an amount": ("building_area", "share", "60 %", "", "share and reason go with a status"),
    "0 for a status": ("5.1.6", "status", 0, "", "'0' is no status"),
    "1 for a status": ("5.1.6", "status", 1, "", "'1' is no status"),
    "a dash for a status": ("5.1.6", "status", "-", "", "'-' is no status"),
    "N/A for a status": ("5.1.6", "status", "N/A", "", "'N/A' is no status"),
    "a slash for a status": ("5.1.6", "status", "/", "", "'/' is no status"),
    "ok for a status": ("5.1.6", "status", "ok", "", "'ok' is no status"),
    "an amount for a requirement": ("5.1.6", "value", 5, "", "keep one of the two"),
    "evidence without a status": ("5.1.6", "status", None, "", ""),
    "a year in words": ("building_area", "year", "last", "", "'last' is no year"),
    "half a year": ("building_area", "year", 2025.5, "", "'2025.5' is no year"),
    "a year long ago": ("building_area", "year", 1024, "", "is to be a whole number such as 2025"),
    "a plant's year in words": ("year", "value", "last", "", "is no year that is evaluated"),
    "two values": ("yearly_output", "value", 5, "", "keep one of the two"),
    "a year of the list that is a dash": ("yearly_output", "value.2", "-", "", "is not an amount"),
    "evidence of a name": ("plant.name", "evidence", "x", "", "plant.name has a value alone"),
    "evidence of nothing": ("vehicle_type", "value", None, "", ""),
    "a setting that is no list": ("ledger.grid", "value", "[national", "", "has a list in the numbered columns too"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_cell_filled_wrongly_is_named(how, edited) -> None:
    key, column, value, number_format, says = WRONG[how]
    edited.put(key, column, value, number_format)
    if not says:
        return _is_told_or_right(how, edited)
    row = edited.row(key)
    fault = edited.fault()
    assert says in fault
    assert re.match(rf"sheet 'Facts', cell [A-L]{row}: ", fault)
    assert fault.count("\n") == 0
    return None


def _is_told_or_right(how: str, edited: Edited) -> None:
    """What a plant file takes too: what is missing is unknown, or is said when the plant is judged."""
    facts = edited.facts()
    if how == "no share":
        with pytest.raises(greencalc.FactsError, match=r"6\.6: partly met goes with a share"):
            evaluate(STANDARDS["qct1160_2022"], facts)
    elif how == "evidence without a status":
        assert "5.1.6" not in facts  # an empty row
    else:
        assert "vehicle_type" not in facts


def test_a_status_where_values_stand(edited) -> None:
    edited.put("5.1.6", "status", None)
    edited.put("5.1.6", "value", "符合")
    edited.put("5.1.6", "evidence", "seen")
    assert edited.facts()["5.1.6"] == {"value": "符合", "evidence": "seen"}
    edited.put("5.1.6", "value", 5)
    assert "'5' is no status of 5.1.6; say met" in edited.fault()


def test_a_note_without_a_value_is_a_fault(edited) -> None:
    edited.put("building_area", "value", None)
    assert "building_area has this, but neither a value nor a status" in edited.fault()
    edited.put("vehicle_type", "value", None)
    edited.put("vehicle_type", "evidence", "x")
    assert "vehicle_type has no value" in edited.fault()


# Keys, sheets and rows that people move, copy and lose


def test_rows_and_columns_may_be_moved_and_hidden(edited) -> None:
    sheet = edited.sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, len(rows))
    for row in (rows[0], ["", "a title"], *reversed(rows[1:])):  # sorted otherwise
        sheet.append([row[0], None if row is rows[0] else "for people", *reversed(row[1:])])
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[8].hidden = True
    sheet.auto_filter.ref = "C4:N30"
    sheet.sheet_state = "hidden"
    edited.book["Energy"].title = "能源"
    edited.book.create_sheet("Notes", 0)["A1"] = "for people"
    assert edited.facts() == FACTS


def test_headings_totals_and_notes_are_not_read(edited) -> None:
    last = edited.sheet.max_row
    edited.sheet.cell(last + 2, 2).value = "Notes: 1) as surveyed; N/A; met by all"
    edited.sheet.cell(last + 3, 2).value = f"=SUM(B4:B{last})"
    edited.sheet.cell(last + 4, 1).value = "nothing"
    edited.sheet.cell(last + 5, 20).value = 5
    edited.sheet.merge_cells(start_row=2, end_row=2, start_column=2, end_column=9)
    edited.sheet.merge_cells(start_row=last + 2, end_row=last + 3, start_column=2, end_column=9)
    assert edited.facts() == FACTS


def test_a_rich_text_is_its_text(edited) -> None:
    edited.put("building_area", "evidence", CellRichText("sur", TextBlock(InlineFont(b=True), "vey")))
    edited.put("5.1.6", "status", CellRichText("not ", TextBlock(InlineFont(b=True), "met")))
    assert edited.facts() == FACTS


def test_a_year_that_is_left_empty_is_unknown(edited) -> None:
    edited.put("yearly_output", "value.2", None)
    assert edited.facts()["yearly_output"] == ["19.8 万辆", "unknown", "24 万辆"]
    edited.put("yearly_output", "value.3", None)
    assert edited.facts()["yearly_output"] == ["19.8 万辆"]
    edited.put("yearly_output", "value.1", None)
    edited.put("yearly_output", "unit", None)
    assert "yearly_output" not in edited.facts()


def test_settings_are_texts_truths_and_lists(edited) -> None:
    edited.put("ledger.grid", "value.1", None)
    assert "a cell before this one is empty" in edited.fault()
    edited.put("ledger.grid", "value.2", None)
    edited.put("ledger.grid", "value.3", None)
    for value, read in (
        ('["national", 2023, "location"]', ["national", 2023, "location"]),
        (True, True),
        (False, False),
        ("AR5", "AR5"),
    ):
        edited.put("ledger.grid", "value", value)
        assert edited.facts()["ledger"] == {"grid": read}
    edited.put("ledger.grid", "value", "[national")
    assert "it cannot be read" in edited.fault()
    edited.put("ledger.grid", "value", "[1]\nland_area = 5")
    assert "it cannot be read" in edited.fault()


def test_evidence_of_what_describes_the_plant_is_kept(edited) -> None:
    edited.put("vehicle_type", "evidence", "licence")
    edited.put("year", "evidence", "report")
    facts = edited.facts()
    assert facts["vehicle_type"] == {"value": "passenger car", "evidence": "licence"}
    assert facts["year"] == {"value": 2025, "evidence": "report"}
    evaluate(STANDARDS["qct1160_2022"], facts)


def test_a_year_in_chinese(edited) -> None:
    edited.put("year", "value", "2024年")
    assert edited.facts()["year"] == 2024


def lose_key(edited: Edited) -> str:
    edited.sheet.cell(edited.row("land_area"), 1).value = None
    return "'1230' stands in a row without a key"


def lose_key_of_status(edited: Edited) -> str:
    edited.sheet.cell(edited.row("5.1.6"), 1).value = None
    return "'not met' stands in a row without a key"


def lose_key_of_text(edited: Edited) -> str:
    edited.put("land_area", "value", "1230 mu")
    return lose_key(edited).replace("1230", "1230 mu")


def key_that_is_a_number(edited: Edited) -> str:
    edited.sheet.cell(edited.row("5.1.6"), 1).value = 5.1
    return "a key is a text, and this is 5.1"


def key_that_is_a_formula(edited: Edited) -> str:
    edited.sheet.cell(edited.row("5.1.6"), 1).value = '="5.1.6"'
    return "its formula has no stored value"


def key_twice(edited: Edited) -> str:
    edited.sheet.cell(edited.row("land_area"), 1).value = "building_area"
    return "building_area is given twice, also in sheet 'Facts', cell A"


def unknown_key(edited: Edited) -> str:
    edited.sheet.cell(edited.row("land_area"), 1).value = "land_aera"
    return "there is no fact 'land_aera'; did you mean land_area?"


def unlike_any_key(edited: Edited) -> str:
    edited.sheet.cell(edited.row("land_area"), 1).value = "zzzzzz"
    return "there is no fact 'zzzzzz'; a fact of a table of your own"


def ledger_as_a_fact(edited: Edited) -> str:
    edited.sheet.cell(edited.row("land_area"), 1).value = "energy"
    return "there is no key 'energy'"


def column_unknown(edited: Edited) -> str:
    edited.sheet.cell(1, 2).value = "values"
    return "there is no column 'values'; did you mean value?"


def column_strange(edited: Edited) -> str:
    edited.sheet.cell(1, 20).value = "zzzzzzzz"
    return "there is no column 'zzzzzzzz'"


def column_twice(edited: Edited) -> str:
    edited.sheet.cell(1, 20).value = "value"
    return "the key 'value' of a column is there twice, also in sheet 'Facts', cell B1"


def year_without_column(edited: Edited) -> str:
    edited.sheet.cell(1, COLUMNS.index("value.2") + 2).value = None
    return "the column value.2 is missing beside"


def no_column(edited: Edited) -> str:
    for column in range(2, 14):
        if str(edited.sheet.cell(1, column).value).startswith(("value", "status")):
            edited.sheet.cell(1, column).value = None
    return "it has neither a column 'value' nor a column 'status'"


def copied_sheet(edited: Edited) -> str:
    edited.book.copy_worksheet(edited.sheet)
    return "sheet 'Facts Copy' gives 14 facts that sheet 'Facts' gives too"


def second_mark(edited: Edited) -> str:
    edited.sheet.cell(3, 20).value = "greencalc facts 1"
    return "sheet 'Facts', cell T3: a second mark of greencalc"


def newer_format(edited: Edited) -> str:
    edited.sheet.cell(1, 1).value = "greencalc facts 2"
    return "the sheet is of format 2, and this version of greencalc reads format 1"


def lost_mark(edited: Edited) -> str:
    edited.sheet.cell(1, 1).value = None
    return "here stands the key vehicle_type, and the sheet has lost its mark"


def lost_row_of_keys(edited: Edited) -> str:
    edited.sheet.delete_rows(1)
    return "the sheet has lost its mark"


def merged_values(edited: Edited) -> str:
    row = edited.row("land_area")
    edited.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)
    return f"cell B{row + 1}: it is merged with B{row}, which alone has a value"


def line_with_another_key(edited: Edited) -> str:
    edited.book["Energy"]["A3"] = "lines"
    return "sheet 'Energy', cell A3: 'lines' is no key; a line has 'line'"


def line_without_key(edited: Edited) -> str:
    edited.book["Energy"]["A3"] = None
    return "cell E3: '38' stands in a row without a key"


def line_without_quantity(edited: Edited) -> str:
    edited.book["Energy"]["E3"] = None
    return "the line has a unit, 't', and no quantity"


def line_without_unit(edited: Edited) -> str:
    edited.book["Energy"]["F3"] = None
    return "sheet 'Energy', cell E3: 38 has no unit"


def line_that_nobody_computed(edited: Edited) -> str:
    edited.book["Energy"]["E3"] = "=30+8"
    return "sheet 'Energy', cell E3: its formula has no stored value"


def number_in_a_line(edited: Edited) -> str:
    edited.book["Energy"]["G3"] = 5
    return "sheet 'Energy', cell G3: basis is a text with its unit, if it has one, and this is the number 5"


def strange_entries_of_a_line(edited: Edited) -> str:
    edited.book["Energy"]["J3"] = "a = b"
    return "sheet 'Energy', cell J3: it cannot be read; write it like basis"


def more_than_entries_of_a_line(edited: Edited) -> str:
    edited.book["Energy"]["J3"] = "a = 1 }\ny = { b = 1"
    return "sheet 'Energy', cell J3: it cannot be read"


def entry_twice(edited: Edited) -> str:
    edited.book["Energy"]["J3"] = 'carrier = "coal"'
    return "sheet 'Energy', cell J3: carrier is given twice, also in cell B3"


def merged_lines(edited: Edited) -> str:
    edited.book["Energy"].merge_cells("B3:B4")
    return "sheet 'Energy', cell B4: it is merged with B3"


def standard_that_is_elsewhere(edited: Edited) -> str:
    edited.put("plant.standard", "value", "../table.toml")
    return "plant.standard: '../table.toml' is neither"


CHANGES = [
    lose_key,
    lose_key_of_status,
    lose_key_of_text,
    key_that_is_a_number,
    key_that_is_a_formula,
    key_twice,
    unknown_key,
    unlike_any_key,
    ledger_as_a_fact,
    column_unknown,
    column_strange,
    column_twice,
    year_without_column,
    no_column,
    copied_sheet,
    second_mark,
    newer_format,
    lost_mark,
    lost_row_of_keys,
    merged_values,
    line_with_another_key,
    line_without_key,
    line_without_quantity,
    line_without_unit,
    line_that_nobody_computed,
    number_in_a_line,
    strange_entries_of_a_line,
    more_than_entries_of_a_line,
    entry_twice,
    merged_lines,
    standard_that_is_elsewhere,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_lost_is_said(change, edited) -> None:
    says = change(edited)
    fault = edited.fault()
    assert says in fault
    assert all(line.startswith("sheet '") for line in fault.splitlines())


def test_the_rest_of_a_line(edited) -> None:
    energy = edited.book["Energy"]
    energy["E3"], energy["F3"] = '["1 t", "2 t"]', None
    energy["H3"] = True
    energy["G3"] = 0.5
    energy["G3"].number_format = "0%"
    energy["J3"] = 'a = 1, b = "x", c = [true, "y"]'
    [line] = edited.facts()["energy"]
    assert line == {
        "carrier": "diesel",
        "quantity": ["1 t", "2 t"],
        "basis": "50 %",
        "renewable": True,
        "evidence": "invoices",
        "a": 1,
        "b": "x",
        "c": [True, "y"],
    }


def test_facts_of_a_table_of_ones_own_are_taken_as_a_plant_file_takes_them(edited, tmp_path) -> None:
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    edited.put("plant.standard", "value", "own.toml")
    for row, (key, value, unit) in enumerate((("own", 5, "t"), ("own_2", "a text", None), ("own_3", "5 t", None)), 40):
        edited.sheet.cell(row, 1).value, edited.sheet.cell(row, 2).value = key, value
        edited.sheet.cell(row, COLUMNS.index("unit") + 2).value = unit
    facts = edited.facts()
    assert (facts["own"], facts["own_2"], facts["own_3"]) == ("5 t", "a text", "5 t")


def test_facts_and_lines_are_no_more_than_they_may_be(edited, monkeypatch) -> None:
    monkeypatch.setattr("greencalc.plant.plant_workbook.MOST_FACTS", 10)
    assert "the workbook has more than 10 facts" in edited.fault()
    monkeypatch.setattr("greencalc.plant.plant_workbook.MOST_FACTS", 100)
    monkeypatch.setattr("greencalc.plant.workbook_rows.lines.MOST_LINES", 2)
    assert "sheet 'Energy': a ledger has at most 2 lines" in edited.fault()


def test_no_workbook_of_a_plant(tmp_path) -> None:
    book = openpyxl.Workbook()
    path = tmp_path / "plant.xlsx"
    book.save(path)
    with pytest.raises(PlantFileError, match=r"no sheet has the hidden keys; many plants, .* 'greencalc batch'"):
        load_plant(path)
    book.active["A1"] = "greencalc items 1"
    book.save(path)
    with pytest.raises(PlantFileError, match="its sheets are of another kind, items"):
        load_plant(path)


@pytest.mark.parametrize("name", ["plants.csv", "PLANTS.PARQUET", "plants.arrow"])
def test_a_file_of_many_plants_is_told_apart(name, tmp_path) -> None:
    (tmp_path / name).write_bytes(b"land_area [mu]\n1\n")
    with pytest.raises(PlantFileError, match="it is a file of many plants, a row each; they are for 'greencalc batch'"):
        load_plant(tmp_path / name)


def test_who_lacks_the_extra_is_told(written, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(PlantFileError, match=r"pip install 'greencalc\[excel\]'"):
        load_plant(written)


# From a plant file to a workbook and back


def judged(standard: Any, facts: Any) -> Any:
    """A pack without how values are typed: numbers and units in one spelling."""
    data = evaluate(standard, facts).to_dict()
    return json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize("name", ["plant", "plant_with_meters", "truck_plant"])
@pytest.mark.parametrize("table", STANDARDS)
def test_examples_go_into_a_workbook_and_back(name, table, tmp_path) -> None:
    plant = load_plant(f"examples/{name}.toml")
    again = load_plant(plant_cells(plant.facts, plant.description).write(tmp_path / "plant.xlsx"))
    assert dict(again.description) == dict(plant.description)
    assert again.standard == plant.standard
    one, other = (evaluate(STANDARDS[table], each.facts) for each in (plant, again))
    assert differences(one, other) == []


@settings(as_drawn, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=plant_facts(STANDARDS["qct1160_2022"]), others=plant_facts(STANDARDS["gbt36132_2025"]))
def test_plants_go_into_a_workbook_and_back(facts, others, tmp_path_factory) -> None:
    path = tmp_path_factory.getbasetemp() / "drawn.xlsx"
    for standard, drawn in zip(STANDARDS.values(), (facts, others), strict=True):
        given_as_text = {name: as_text(fact) for name, fact in drawn.items()}
        again = load_plant(plant_cells(given_as_text).write(path))
        assert differences(evaluate(standard, given_as_text), evaluate(standard, again.facts)) == []


@pytest.mark.parametrize("table", STANDARDS)
@settings(as_drawn, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_plants_go_into_the_librarys_workbook_and_back(data, table, language, tmp_path_factory) -> None:
    path = tmp_path_factory.getbasetemp() / f"written_{table}.xlsx"
    facts = {name: as_text(fact) for name, fact in data.draw(plant_facts(STANDARDS[table])).items()}
    assessment = evaluate(STANDARDS[table], facts)
    greencalc.write_workbook(assessment, path, {"name": "A"}, language=language)
    plant = load_plant(path)
    assert plant.description["name"] == "A"
    # in the workbook a word stands beside each item, also one that was said of their clause
    words = {key for item in STANDARDS[table].items for key in (item.id, item.clause)}
    again = evaluate(STANDARDS[table], plant.facts)
    assert [one.id for one in again.items if item_of(one) != item_of(assessment.item(one.id))] == []
    assert set(differences(assessment, again)) <= words


def as_text(fact: Any) -> Any:
    """A fact as a plant file has it, which knows no quantities."""
    if isinstance(fact, dict):
        return {key: as_text(value) for key, value in fact.items()}
    if isinstance(fact, list):
        return [as_text(one) for one in fact]
    if fact is None or isinstance(fact, str | bool):
        return fact
    reading = read_amount(fact)
    return f"{decimal_text(reading.numbers, 17)} {reading.unit}"


def differences(one: Any, other: Any) -> list[str]:
    """What two assessments differ in beside how amounts are typed."""
    found = [] if one.score == other.score and one.eligible == other.eligible else ["score or gate"]
    found += [
        first.id for first, second in zip(one.items, other.items, strict=True) if item_of(first) != item_of(second)
    ]
    facts = (
        {name: exact(fact) for name, fact in each.facts.read.items() if not fact.is_blank} for each in (one, other)
    )
    mine, yours = facts
    return [*found, *(name for name in mine | yours if mine.get(name) != yours.get(name))]


def item_of(result: Any) -> Any:
    return result.status, result.exact_value, result.exact_points, result.why, result.needs, result.evidence


def exact(fact: Any) -> Any:
    amount = None if fact.reading is None else fact.reading.exact(fact.reading.unit)
    rest = (fact.status, fact.share, fact.reason, fact.evidence, fact.year, fact.unknown_at, fact.is_list)
    return str(amount), rest


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_typed_where_the_librarys_workbook_computes_is_told(language, tmp_path) -> None:
    path, meters = tmp_path / "plant.xlsx", load_plant("examples/plant_with_meters.toml")
    greencalc.write_workbook(evaluate(STANDARDS["qct1160_2022"], meters.facts), path, language=language)
    book = openpyxl.load_workbook(path)
    places = []
    for sheet in book.worksheets[1:5]:
        row = next(row for row in range(2, 60) if sheet.cell(row, 1).value)
        for column in range(2, sheet.max_column + 1):
            if sheet.cell(1, column).value == "computed":
                sheet.cell(row, column).value = 7
                places.append(f"sheet '{sheet.title}', cell {sheet.cell(row, column).coordinate}: this is computed")
    book.save(path)
    with pytest.raises(PlantFileError) as caught:
        load_plant(path)
    assert len(places) > 12
    assert [fault.partition(", and")[0] for fault in caught.value.faults] == places
    book.worksheets[1].cell(5, 8).value = book.worksheets[1].cell(5, 11).value = "=1+1"  # other formulas are for people
    for sheet, place in (one.split("', cell ") for one in places):
        book[sheet.removeprefix("sheet '")][place.partition(":")[0]] = None
    book.save(path)
    assert evaluate(STANDARDS["qct1160_2022"], load_plant(path).facts).score


def test_an_empty_workbook_says_nothing(tmp_path) -> None:
    cells = Cells()
    rows = [(name, {"unit": "m2"}) for name in ("land_area", "building_area")]
    cells.add("Facts", "greencalc facts 1", COLUMNS, [("plant.name", {}), *rows, ("5.1.6", {}), ("year", {})])
    plant = load_plant(cells.write(tmp_path / "form.xlsx"))
    assert (dict(plant.facts), dict(plant.description)) == ({}, {})
