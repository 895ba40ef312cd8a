"""A standard's table in a workbook: the same table as its TOML, and the same faults, each with its cell."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from attrs import evolve

import own_formula
import own_gap_table
from greencalc import OutputError, StandardError, load_standard
from greencalc.forms.table_form import write_table_form
from greencalc.standards.editions import EDITIONS
from greencalc.standards.levels import Cap, Level, RequiredPoints, RequiredShare
from greencalc.standards.rule_kinds import Rule
from greencalc.standards.table_workbook import TableWorkbook

OWN = "tests/data/yes_no_table.toml"
EVERY = "tests/data/every_rule_table.toml"
FORMULAS = [
    *(one for one in vars(own_formula).values() if hasattr(one, "__formula__")),
    *own_gap_table.FORMULAS.values(),
]
TABLES = {name: load_standard(name) for name in EDITIONS} | {
    path.stem: load_standard(path, FORMULAS)
    for folder in ("tests/data", "examples")
    for path in sorted(Path(folder).glob("*_table.toml"))
    if path.stem != "own_formula_table"  # whose formula is that of a test
}


class Edited:
    """A table's workbook that somebody changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def column(self, sheet: str, key: str) -> int:
        cells = self.book[sheet][1]
        return next(cell.column for cell in cells if cell.value == key)

    def row(self, sheet: str, value: Any, key: str = "id") -> int:
        column = self.column(sheet, key)
        rows = range(2, self.book[sheet].max_row + 1)
        return next(row for row in rows if self.book[sheet].cell(row, column).value == value)

    def cell(self, sheet: str, value: Any, key: str) -> Any:
        named = 1 if sheet == "Standard" else self.column(sheet, "item" if sheet == "Limits" else "id")
        row = next(
            row for row in range(2, self.book[sheet].max_row + 1) if self.book[sheet].cell(row, named).value == value
        )
        return self.book[sheet].cell(row, self.column(sheet, key))

    def rename(self, sheet: str, old: str, new: str) -> None:
        """Give a column, or a row of the first sheet, another key."""
        cells = (cell for row in self.book[sheet] for cell in (row[:1] if sheet == "Standard" else row))
        next(cell for cell in cells if cell.value == old).value = new

    def load(self) -> Any:
        self.book.save(self.path)
        return load_standard(self.path)

    def faults(self) -> tuple[str, ...]:
        with pytest.raises(StandardError) as caught:
            self.load()
        return caught.value.faults


@pytest.fixture
def edited(tmp_path) -> Edited:
    path = tmp_path / "table.xlsx"
    write_table_form(load_standard("qct1160_2022"), path, "en", ())
    return Edited(path)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("table", TABLES)
def test_a_table_goes_into_a_workbook_and_back(table, language, tmp_path) -> None:
    standard = TABLES[table]
    path = tmp_path / "table.xlsx"
    write_table_form(standard, path, language, ())
    again = load_standard(path, [] if table in EDITIONS else FORMULAS)
    assert again == standard
    for part in ("items", "levels", "caps", "groups", "assumptions"):
        assert repr(getattr(again, part)) == repr(getattr(standard, part))


def test_the_tables_have_rules_items_and_conditions_of_every_kind() -> None:
    items = [item for standard in TABLES.values() for item in standard.items]
    assert {type(item.rule) for item in items} == {*get_args(Rule)}
    assert {item.kind for item in items} == {"mandatory", "scoring", "bonus", "part"}
    levels = [level for standard in TABLES.values() for level in standard.levels]
    assert {bool(level.items) for level in levels} == {True, False}
    assert any(standard.caps for standard in TABLES.values())
    assert len({standard.category for standard in TABLES.values()}) > 1


def test_levels_and_caps_go_into_a_workbook_with_all_that_they_ask_for(tmp_path) -> None:
    shares = (RequiredShare(), RequiredShare("50 %", ("land", "a")), RequiredShare("0.75"))
    groups = (RequiredPoints("Q1", Fraction(20, 3)), RequiredPoints("Q2", Fraction(30)))
    level = Level("two; stars", Fraction("33.5"), "user", "mine", "二星", "60 %", shares, groups)
    caps = (Cap(Fraction(70), "user", "mine"), Cap(Fraction(59), "user", "mine", "gate"))
    standard = evolve(load_standard(EVERY), levels=(level, evolve(level, title="three")), caps=caps)
    path = tmp_path / "table.xlsx"
    write_table_form(standard, path, "en", ())
    assert load_standard(path) == standard


@pytest.mark.parametrize("name", ["a;b", "a；b", " a", ""])
def test_a_name_that_would_be_read_as_several_is_not_written(name, tmp_path) -> None:
    standard = evolve(load_standard("tests/data/kiln_table.toml"), categories=("tunnel kiln", name))
    with pytest.raises(OutputError, match=re.escape(f"{name!r} cannot stand among other names in a cell")):
        write_table_form(standard, tmp_path / "table.xlsx", "en", ())
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_with_the_keys_of_vehicle_types_is_read_as_ever(edited) -> None:
    edited.rename("Standard", "categories", "vehicle_types")
    edited.cell("Standard", "category", "value").value = None
    edited.rename("Limits", "category", "vehicle_type")
    assert edited.load() == load_standard("qct1160_2022")


def test_a_workbook_names_another_category(edited) -> None:
    edited.cell("Standard", "id", "value").value = "mine"
    edited.cell("Standard", "category", "value").value = "car_type"
    changed = edited.load()
    assert (changed.category, changed.categories) == ("car_type", load_standard("qct1160_2022").categories)


def test_a_table_is_changed_in_its_cells(edited) -> None:
    edited.cell("Standard", "id", "value").value = "mine"
    edited.cell("Standard", "issued", "value").value = dt.date(2024, 5, 1)
    edited.cell("Standard", "in_force", "value").value = "2024-06-01"
    edited.cell("Items", "10.5.2", "title").value = "Reuse"
    limit = edited.cell("Limits", "10.5.2", "value")
    limit.value, limit.number_format = 0.8, "0%"
    sheet = edited.book["Items"]
    sheet.insert_rows(2)
    sheet.cell(2, 1).value = "heading"
    sheet.cell(2, 3).value = "for people"
    sheet.move_range(f"A4:Z{sheet.max_row}", rows=3)
    changed = edited.load()
    shipped = load_standard("qct1160_2022")
    expected = {item.id: item for item in shipped.items}
    found = {item.id: item for item in changed.items}
    one = found["10.5.2"]
    assert (one.title, one.rule.limits[0].value) == ("Reuse", "80 %")
    assert (changed.issued, changed.in_force) == (dt.date(2024, 5, 1), dt.date(2024, 6, 1))
    same = evolve(one, title=expected["10.5.2"].title, rule=expected["10.5.2"].rule)
    assert found | {"10.5.2": same} == expected


def test_a_row_that_is_added_is_an_item(edited) -> None:
    edited.cell("Standard", "id", "value").value = "mine"
    sheet = edited.book["Items"]
    new = {
        "id": "4.9",
        "clause": "4.9",
        "title": "New",
        "title_zh": "新",
        "kind": "mandatory",
        "rule.kind": "yes_no",
        "origin": "user",
        "source": "mine",
        "always_applies": True,
    }
    row = sheet.max_row + 2
    for key, value in new.items():
        sheet.cell(row, edited.column("Items", key)).value = value
    item = edited.load().items[-1]
    assert (item.id, item.always_applies, item.group, item.points) == ("4.9", True, None, 0)


CELLS: dict[str, tuple[str, str, str, Any, str]] = {
    "points that do not add up": ("Items", "10.5.2", "points", 3, "its items' points add up to"),
    "points that are a date": (
        "Items",
        "10.5.2",
        "points",
        dt.date(2025, 3, 20),
        "this is a date, 2025-03-20, and no number",
    ),
    "points that are none": ("Items", "10.5.2", "points", "many", "'many' is not a number"),
    "points that nobody computed": ("Items", "10.5.2", "points", "=5/2", "its formula has no stored value"),
    "a formula that is not there": ("Items", "10.5.2", "rule.formula", "water", "there is no formula 'water'"),
    "a rule that is none": ("Items", "10.5.2", "rule.kind", "limits", "'limits' is not one of yes_no"),
    "an operator that is none": ("Items", "10.5.2", "rule.operator", "≥", "'≥' is not one of >="),
    "an operator that is a formula": ("Items", "10.5.2", "rule.operator", "=>", "its formula has no stored value"),
    "no title": ("Items", "10.5.2", "title", None, "'title' is missing"),
    "a title that is a number": ("Items", "10.5.2", "title", 5, "this is a number, 5, and no text"),
    "an id that is a number": ("Items", "10.5.2", "id", 10.5, "this is a number, 10.5, and no text"),
    "an id that is there already": ("Items", "5.1.2", "id", "5.1.1", "the id is there twice"),
    "a group that is not there": ("Items", "10.5.2", "group", "Q9", "there is no group 'Q9'"),
    "an origin that is none": ("Items", "10.5.2", "origin", "hearsay", "origin 'hearsay' is not one of"),
    "a truth that is none": ("Items", "5.1.1", "always_applies", "maybe", "'maybe' is not true or false"),
    "years that are none": ("Items", "7.2.3", "rule.years.of", 2.5, "2.5"),
    "an amount that is not there": ("Items", "5.1.4", "applies_with", "paint", "no formula of the items takes 'paint'"),
    "a limit of another kind": ("Limits", "10.5.2", "value", "5 t", "'5 t' is a mass, not"),
    "a limit without a source": ("Limits", "10.5.2", "source", None, "'source' is missing"),
    "a limit of no item": ("Limits", "10.5.2", "item", "10.5.99", "there is no item '10.5.99'"),
    "a group's points": ("Groups", "Q1", "points", 30, "the groups' points add up to 110"),
    "a group without a title": ("Groups", "Q1", "title", None, "'title' is missing"),
    "a date that is none": ("Standard", "in_force", "value", "soon", "soon"),
    "a pass mark that is none": ("Standard", "pass_mark", "value", 200, "200 is not between 0 and 100"),
    "an edition that is none": ("Standard", "formulas", "value", "mine", "'mine' is not one of"),
    "a scoring that is none": ("Standard", "scoring", "value", "best", "'best' is not one of sum, weighted"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_fault_names_its_cell(kind, edited) -> None:
    sheet, row, key, value, says = CELLS[kind]
    cell = edited.cell(sheet, row, key)
    cell.value = value
    told = [fault for fault in edited.faults() if says in fault]
    assert told
    assert all(re.match(r"sheet '(Standard|Groups|Items|Limits)', cell [A-Z]+\d+: ", fault) for fault in told)
    if "points" not in kind and sheet != "Limits":  # which may be said of the group, or of the item
        assert any(fault.startswith(f"sheet '{sheet}', cell ") and f"{cell.row}: " in fault for fault in told)


RULES: dict[str, tuple[str, tuple[str, Any], str, Any, str, str]] = {
    "a value without a share": ("Steps and points", ("item", "land"), "share", None, "'share' is missing", "Steps and"),
    "a share that is a number": (
        "Steps and points",
        ("item", "a"),
        "share",
        0.5,
        "a number, 0.5, and no text",
        "Steps",
    ),
    "a value of no item": ("Steps and points", ("item", "land"), "item", "lend", "there is no item 'lend'", "Steps"),
    "a value of another rule": ("Steps and points", ("item", "a"), "item", "b", "unknown keys: steps", "Items"),
    "a value of another kind": ("Steps and points", ("item", "land"), "at", "5 t", "'5 t' is a mass, not", "Items"),
    "a share of too much": (
        "Steps and points",
        ("item", "land"),
        "share",
        "120 %",
        "not between 0 % and 100 %",
        "Items",
    ),
    "a range without an end": ("Items", ("id", "range"), "rule.high", None, "'high' is missing", "Items"),
    "a range that runs down": (
        "Items",
        ("id", "range"),
        "rule.high",
        "0.5",
        "the high end 0.5 is not more than the low end 1",
        "Items",
    ),
    "the best of one": ("Items", ("id", "best"), "rule.items", "a", "names two items or more", "Items"),
    "the best of none": ("Items", ("id", "best"), "rule.items", "a; x", "there is no item 'x'", "Items"),
    "a level without a title": ("Levels", ("title", "three stars"), "title", None, "'title' is missing", "Levels"),
    "a level of many points": (
        "Levels",
        ("title", "three stars"),
        "points_at_least",
        "many",
        "'many' is not",
        "Levels",
    ),
    "a level of all points": ("Levels", ("title", "three stars"), "points_at_least", 200, "is not between 0", "Levels"),
    "a level twice": ("Levels", ("title", "four stars"), "title", "three stars", "is there twice", "Levels"),
    "a condition of no level": (
        "Conditions",
        ("level", "five stars"),
        "level",
        "six",
        "there is no level 'six'",
        "Cond",
    ),
    "a condition of no item": ("Conditions", ("level", "five stars"), "items", "lind", "did you mean land?", "Levels"),
    "of items and of a group": (
        "Conditions",
        ("level", "five stars"),
        "group",
        "Q1",
        "unknown keys: items, share",
        "Cond",
    ),
    "a cap of no item": ("Caps", ("unless", "gate"), "unless", "gates", "there is no item 'gates'", "Caps"),
    "a cap of no number": ("Caps", ("unless", "gate"), "points", "few", "'few' is not", "Caps"),
    "a cap of no origin": ("Caps", ("unless", "gate"), "origin", "hearsay", "origin 'hearsay' is not one of", "Caps"),
    "a category in capitals": (
        "Standard",
        ("", "category"),
        "value",
        "Kiln",
        "'Kiln' is no name of a fact",
        "Standard",
    ),
    "a category that is a number": ("Standard", ("", "category"), "value", 5, "a number, 5, and no text", "Standard"),
}


@pytest.mark.parametrize("kind", RULES)
def test_a_fault_of_rules_levels_and_caps_names_its_cell(kind, tmp_path) -> None:
    sheet, (named, value), key, typed, says, place = RULES[kind]
    path = tmp_path / "table.xlsx"
    write_table_form(load_standard(EVERY), path, "en", ())
    edited = Edited(path)
    row = next(row for row in edited.book[sheet] if value in [cell.value for cell in row]) if not named else None
    number = row[0].row if row else edited.row(sheet, value, named)
    edited.book[sheet].cell(number, edited.column(sheet, key)).value = typed
    told = [fault for fault in edited.faults() if says in fault]
    assert told
    assert all(re.match(rf"sheet '{place}[^']*', cell [A-Z]+\d+: ", fault) for fault in told), told
    if place in sheet:
        assert any(f"{number}: " in fault for fault in told)


def test_a_share_may_be_a_cell_in_percent(tmp_path) -> None:
    path = tmp_path / "table.xlsx"
    write_table_form(load_standard(EVERY), path, "en", ())
    edited = Edited(path)
    cell = edited.book["Steps and points"].cell(
        edited.row("Steps and points", "land", "item"), edited.column("Steps and points", "share")
    )
    cell.value, cell.number_format = 0.6, "0%"
    assert edited.load() == load_standard(EVERY)


def test_keys_and_sheets_that_are_lost(edited) -> None:
    edited.book["Standard"].cell(3, 1).value = "name"
    edited.book["Standard"].cell(4, 1).value = edited.book["Standard"].cell(5, 1).value
    edited.book["Items"].cell(1, 3).value = "clauses"
    edited.book["Items"].cell(1, 4).value = "zzzzzzz"
    edited.book["Items"].merge_cells("D5:D6")
    edited.book.copy_worksheet(edited.book["Groups"])
    faults = "\n".join(edited.faults())
    for says in (
        "the key of its row, 'name', is none of id, number",
        "the key of its row, 'title', is there twice",
        "sheet 'Items': there is no column 'clauses'; did you mean clause?",
        "sheet 'Items': there is no column 'zzzzzzz'",
        "sheet 'Items', cell D6: it is merged with D5",
        "sheet 'Groups Copy' holds groups, as sheet 'Groups' does; delete one of the two",
    ):
        assert says in faults


def test_a_sheet_that_is_missing_is_said(edited) -> None:
    del edited.book["Items"]
    del edited.book["Standard"]
    assert {"there is no sheet of items", "there is no sheet of standard"} <= {*edited.faults()}


def test_groups_that_are_missing_are_missed_by_their_items(edited) -> None:
    del edited.book["Groups"]
    assert all(": there is no group 'Q" in fault for fault in edited.faults())


def test_a_workbook_of_a_plant_is_none_of_a_table(edited) -> None:
    for sheet in edited.book:
        sheet["A1"] = "greencalc facts 1"
    [fault] = edited.faults()
    assert "it is no workbook of a standard's table" in fault


def test_assumptions_and_limits_may_be_left_out(tmp_path) -> None:
    path = tmp_path / "table.xlsx"
    standard = load_standard(OWN)
    write_table_form(standard, path, "en", ())
    book = openpyxl.load_workbook(path)
    for name in ("Limits", "Steps and points", "Levels", "Conditions", "Caps", "Assumptions"):
        del book[name]
    book.save(path)
    assert load_standard(path) == evolve(standard, assumptions=())


def test_the_other_shape_of_the_library_s_table_needs_an_id_of_its_own(edited) -> None:
    edited.cell("Items", "10.5.2", "title").value = "Reuse"
    [fault] = edited.faults()
    assert "the library has another table of the id" in fault


def test_what_is_said_of_the_whole_has_no_cell() -> None:
    assert TableWorkbook().placed("the table has more than 1000 items") == "the table has more than 1000 items"
