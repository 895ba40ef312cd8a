"""Sheets of plants: scored as the same table in a CSV file, and cells that nobody can know cost their row."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from greencalc import FactsError, load_standard, score_file
from greencalc.cli import main
from greencalc.many_plants.files import workbook_rows
from greencalc.many_plants.files.pieces import ColumnsToRead

STANDARD = load_standard("qct1160_2022")
HEADER = ["plant", "green_paint [t]", "total_paint [t]", "6.6"]
ROWS: list[list[Any]] = [["A", 90, 100, "met"], ["B", 40.5, 100, "未知"], ["C", 1, 3, True]]


def book_of(path: Path, rows: Iterable[list[Any]], **formats: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plants"
    for row in rows:
        sheet.append(row)
    for name, code in formats.items():
        sheet[name].number_format = code
    book.save(path)
    return path


def scored(path: Path, **given: Any) -> tuple[Any, list[dict[str, str]]]:
    target = path.with_suffix(".scores.csv")
    done = score_file(path, target, STANDARD, keep=["plant"], **given)
    with target.open(encoding="utf-8", newline="") as file:
        return done, list(csv.DictReader(file))


def refusal(path: Path) -> str:
    with pytest.raises(FactsError) as caught:
        score_file(path, path.with_suffix(".scores.csv"), STANDARD)
    return str(caught.value)


def as_csv(path: Path, rows: Iterable[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([str(cell).lower() if cell is True else cell for cell in row] for row in rows)
    return path


@pytest.mark.parametrize("rows_at_a_time", [1, 2, 4096])
def test_a_sheet_is_scored_as_the_same_csv_file(rows_at_a_time, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workbook_rows, "_ROWS", rows_at_a_time)
    parts: list[float] = []
    done, found = scored(book_of(tmp_path / "plants.xlsx", [HEADER, *ROWS]), progress=parts.append)
    other, expected = scored(as_csv(tmp_path / "plants.csv", [HEADER, *ROWS]))
    assert found == expected
    assert (done.rows, done.faulty_rows, done.sheet, done.first_row) == (3, 0, "Plants", 2)
    assert (other.sheet, other.first_row, done.assumptions) == ("", 1, other.assumptions)
    assert parts[-1] == 1


def test_the_example_as_excel_saves_it(tmp_path) -> None:
    with Path("examples/plants.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    typed = [[float(cell) if cell.replace(".", "", 1).isdigit() else cell or None for cell in row] for row in rows]
    _, found = scored(book_of(tmp_path / "plants.xlsx", typed))
    score_file("examples/plants.csv", tmp_path / "other.csv", STANDARD, keep=["plant"])
    with (tmp_path / "other.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.DictReader(file))


CELLS: dict[str, tuple[Any, str, str]] = {
    "a date": (dt.date(2025, 3, 1), "", "sheet 'Plants', cell B3: it is a date, 2025-03-01, and no amount"),
    "an error": ("#DIV/0!", "", "sheet 'Plants', cell B3: it shows the error #DIV/0!"),
    "a formula that nobody computed": ("=1+1", "", "sheet 'Plants', cell B3: its formula has no stored value"),
    "a percentage": (0.86, "0%", "sheet 'Plants', cell B3: it shows 86 % by its number format"),
    "a text in the format": (86, '0"万"', "sheet 'Plants', cell B3: its number format shows a text"),
    "too many digits": (12345678901234567890, "", "sheet 'Plants', cell B3: 1.234567890123457e+19 has more digits"),
    "a letter for a digit": ("9O", "", "given '9O'"),
    "a thousands sign in a text": ("1,230", "", "1,230"),
    "true": (True, "", "'true' is said of requirements"),
    "N/A": ("N/A", "", "given 'N/A'"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_that_nobody_can_know_costs_its_row(kind, tmp_path) -> None:
    value, code, says = CELLS[kind]
    rows = [HEADER, ROWS[0], ["B", value, 100, "met"], ROWS[2]]
    done, found = scored(book_of(tmp_path / "plants.xlsx", rows, **({"B3": code} if code else {})))
    assert [fault.row for fault in done.faults] == [1]
    assert says in done.faults[0].reason
    assert says in found[1]["faults"]
    whole = book_of(tmp_path / "whole.xlsx", [HEADER, *ROWS])
    assert [found[0], found[2]] == [scored(whole)[1][place] for place in (0, 2)]


def test_percentages_are_read_below_a_header_in_percent(tmp_path) -> None:
    rows = [
        ["plant", "renewable_energy_share_base [%]", "carbon_per_vehicle_base (no such)"],
        ["A", 0.05, 0.5],
        ["B", 5, 1],
    ]
    path = book_of(tmp_path / "plants.xlsx", rows, B2="0%", C2="0%")
    standard = load_standard("gbt36132_2025")
    with pytest.raises(FactsError, match="no such"):
        score_file(path, tmp_path / "scores.csv", standard)
    path = book_of(tmp_path / "plants.xlsx", [row[:2] for row in rows], B2="0%")
    assert score_file(path, tmp_path / "scores.csv", standard).faulty_rows == 0
    reader = workbook_rows.WorkbookRows(path)
    [part] = reader.parts(ColumnsToRead(reader.names, reader.names, reader.names[1:], (), nan_is_missing=False))
    assert part.kept["renewable_energy_share_base [%]"].to_list() == ["5", "5"]
    assert not workbook_rows._is_percent("x [nothing like a unit]")


def test_words_and_what_is_kept_are_as_they_are_shown(tmp_path) -> None:
    rows = [HEADER, [dt.date(2025, 3, 1), 90, 100, "met"], [0.5, 90, 100, 0.5]]
    done, found = scored(book_of(tmp_path / "plants.xlsx", rows, A3="0%", D3="0%"))
    assert [row["plant"] for row in found] == ["2025-03-01", "50 %"]
    assert "'50 %' is no status" in done.faults[0].reason


def test_empty_rows_nan_and_merged_cells(tmp_path) -> None:
    rows = [HEADER, ROWS[0], [], ["B", "NaN", 100, "met"], ["C", 1, 3, "met"], [None, 1, 3, "met"]]
    path = book_of(tmp_path / "plants.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B5:B6")
    book.save(path)
    done, _ = scored(path, nan_is_missing=True)
    told = {fault.row: fault.reason for fault in done.faults}
    assert told == {
        1: "the row is empty",
        4: "sheet 'Plants', cell B6: it is merged with B5, which alone has a value; "
        "unmerge the cells, and fill in each",
    }
    assert 2 in {fault.row for fault in scored(path)[0].faults}


def test_too_many_merged_cells(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workbook_rows, "_MOST_COVERED", 1)
    path = book_of(tmp_path / "plants.xlsx", [HEADER, *ROWS])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:C4")
    book.save(path)
    assert "sheet 'Plants' has too many merged cells" in refusal(path)


def test_which_sheet_is_read(tmp_path) -> None:
    path = book_of(tmp_path / "plants.xlsx", [[], [], HEADER, *ROWS])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Empty", 0)
    book.save(path)
    done, _ = scored(path)
    assert (done.rows, done.sheet, done.first_row) == (3, "Plants", 4)
    book.create_sheet("Notes")["A1"] = "x"
    book.save(path)
    assert "the first sheet is empty, and several others are not, 'Plants', 'Notes'" in refusal(path)
    del book["Empty"]
    book.save(path)
    assert scored(path)[0].sheet == "Plants"
    assert "its sheets are empty" in refusal(book_of(tmp_path / "empty.xlsx", []))


HEADERS: dict[str, tuple[list[list[Any]], str]] = {
    "a title": ([["Plants of 2025"], HEADER, ROWS[0]], "row 1 has one cell, and the next has more; delete titles"),
    "a date": (
        [["plant", dt.date(2025, 3, 1)], ["A", 1]],
        "sheet 'Plants', cell B1: a header is a text, and this is a date",
    ),
    "a formula": (
        [["plant", '="land_area [mu]"'], ["A", 1]],
        "sheet 'Plants', cell B1: its formula has no stored value",
    ),
    "one plant": (
        [["greencalc facts 1", None, "value"], [None, "Plant", None]],
        "it is the workbook of one plant; 'greencalc score' reads it",
    ),
    "twice": ([["land_area [mu]", "land_area [mu]"], [1, 1]], "two columns have this header"),
    "none": ([["land_area [mu]", "6.6", None, None], [1, "met", 2, 3]], "columns 3, 4 have no header"),
    "misspelt": (
        [["Land_Area [mu]", "6.6"], [1, "met"]],
        "plants.xlsx, sheet 'Plants', row 1: columns for QC/T 1160-2022",
    ),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_that_cannot_be_used(kind, tmp_path) -> None:
    rows, says = HEADERS[kind]
    assert says in refusal(book_of(tmp_path / "plants.xlsx", rows))


def test_merged_headers(tmp_path) -> None:
    path = book_of(tmp_path / "plants.xlsx", [HEADER, *ROWS])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:C1")
    book.save(path)
    assert "sheet 'Plants', cell C1: it is merged with B1" in refusal(path)


def test_clauses_that_excel_takes_for_numbers(tmp_path) -> None:
    rows = [["plant", 4.1, 6.6], ["A", "met", "met"]]
    done, _ = scored(book_of(tmp_path / "plants.xlsx", rows))
    assert (done.faulty_rows, done.unused) == (0, ())


def test_the_command_names_rows_as_the_sheet_does(tmp_path, capsys) -> None:
    path = book_of(tmp_path / "plants.xlsx", [HEADER, ROWS[0], ["B", "9O", 100, "met"]])
    assert main(["batch", str(path), "-o", str(tmp_path / "scores.csv"), "--keep", "plant"]) == 0
    said = capsys.readouterr().out
    assert "Rows are those of the sheet 'Plants'." in said
    assert "row 3  green_paint [t]: green_paint (G): given '9O'" in said
    assert main(["batch", str(path), "-o", str(tmp_path / "scores.xlsx")]) == 2
