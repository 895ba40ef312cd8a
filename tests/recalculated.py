"""Workbooks as LibreOffice works them out, beside what Python stored in them."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import xlsxwriter
from python_calamine import CalamineWorkbook

from greencalc import Assessment, LimitValue, Target, evaluate
from greencalc.languages.said import Language
from greencalc.standards.rules import LimitComparison
from greencalc.standards.table import Standard
from greencalc.table_plan.targets import limit_target
from greencalc.units.text import parse_unit
from greencalc.workbooks.book import OK
from greencalc.workbooks.fill_workbook import Contents, contents_of, fill
from greencalc.workbooks.spreadsheet_formulas import keeps
from workbook_plants import Facts, drawn_plant, spoilt_plant

SOFFICE = shutil.which("soffice")
TOLERANCE = 1e-12
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# LibreOffice takes the stored values of files that others have made, unless it is told to work all out again
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculate(paths: Sequence[Path], folder: Path, profile: Path) -> list[Path]:
    """Have LibreOffice work files out again; return its own files of them."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    if not settings.exists():
        settings.write_text(_ALWAYS, "utf-8")
    command = [str(SOFFICE), f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    environment = os.environ | {"HOME": str(profile)}
    subprocess.run(  # noqa: S603 (the office that was found, on files of ours)
        [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, env=environment
    )
    return [folder / path.name for path in paths]


def grids(path: Path) -> dict[str, list[list[Any]]]:
    """Return the values of all sheets, from the first cell on."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def formulas(path: Path) -> Iterator[tuple[str, int, int, str]]:
    """Yield sheet, row, column and text of every formula, as they stand in the file."""
    with zipfile.ZipFile(path) as file:
        book = ET.fromstring(file.read("xl/workbook.xml"))  # noqa: S314 (a file of ours)
        names = [sheet.get("name") or "" for sheet in book.iter(f"{_MAIN}sheet")]
        for number, name in enumerate(names, 1):
            sheet = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 (as above)
            for cell in sheet.iter(f"{_MAIN}c"):
                written = cell.find(f"{_MAIN}f")
                if written is not None:
                    yield (name, *_place(cell.get("r") or ""), written.text or "")


def _place(cell: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)([0-9]+)", cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def value_at(grid: dict[str, list[list[Any]]], sheet: str, row: int, column: int) -> Any:
    """Return a cell's value; what is behind the last one is empty."""
    rows = grid[sheet]
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def are_same(one: Any, other: Any) -> bool:
    """Tell whether two cells say the same, numbers as far as floats can tell."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)


def differences(stored: Path, worked_out: Path) -> list[str]:
    """Return where LibreOffice finds something else than Python stored, formula by formula."""
    ours, theirs = grids(stored), grids(worked_out)
    found = []
    for sheet, row, column, text in formulas(stored):
        one, other = value_at(ours, sheet, row, column), value_at(theirs, sheet, row, column)
        if not are_same(one, other):
            found.append(f"{stored.name} {sheet} r{row + 1} c{column + 1}: {one!r} is {other!r} there: {text[:300]}")
    return found


def office_version() -> str:
    """Return which office works workbooks out."""
    found = subprocess.run([str(SOFFICE), "--version"], check=True, capture_output=True, text=True)  # noqa: S603
    return " ".join(found.stdout.split())


def plants_apart(
    assessments: Sequence[Assessment], folder: Path, *, first: int = 0, languages: int = 1
) -> tuple[list[str], int]:
    """Return where LibreOffice finds otherwise of plants, and how many formulas were compared.

    What it works out is a copy in which every stored value is wrong, so that nothing is taken from Python. Languages
    take turns after so many plants.
    """
    right, wrong = [], []
    for place, assessment in enumerate(assessments, first):
        language: Language = ("en", "zh")[place // languages % 2]  # type: ignore[assignment]
        contents = contents_of(assessment, {"name": f"=1+{place}"})
        for kind, paths in (("right", right), ("wrong", wrong)):
            path = folder / kind / f"plant{place}.xlsx"
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                fill(assessment, contents, file, language, _as_found if kind == "right" else _spoil)
            paths.append(path)
    worked_out = recalculate(wrong, _made(folder / "worked out"), folder / "profile")
    found = [text for ours, theirs in zip(right, worked_out, strict=True) for text in differences(ours, theirs)]
    return found, sum(1 for path in right for _ in formulas(path))


def spoilt_taken(
    standard: Standard, seeds: Sequence[int], folder: Path, draw: Callable[[Standard, int], Facts] = drawn_plant
) -> tuple[list[str], list[str]]:
    """Return which plants that evaluate refuses have a workbook whose check is ok, and how each is spoilt."""
    nothing, paths, ways = evaluate(standard, {}), [], []
    for seed in seeds:
        way, facts = spoilt_plant(standard, seed, draw)
        path = _made(folder / "spoilt") / f"spoilt{seed}.xlsx"
        with path.open("wb") as file:
            fill(nothing, Contents(facts, {}, {}), file, "en", _spoil)
        paths.append(path)
        ways.append(way)
    worked_out = recalculate(paths, _made(folder / "spoilt worked out"), folder / "profile")
    checks = [overall_check(path) for path in worked_out]
    taken = [f"{path}: {way}: {check}" for path, way, check in zip(paths, ways, checks, strict=True) if check == OK]
    return taken, ways


def overall_check(path: Path) -> Any:
    """Return what the first sheet says of the whole workbook."""
    first = next(iter(grids(path).values()))
    return first[10][2]


def ties_wrong(folder: Path, count: int = 1001) -> tuple[list[str], int]:
    """Return which numbers on a limit, or next to it, LibreOffice judges otherwise than exact fractions."""
    cases = list(_ties(count))
    path = _made(folder / "ties") / "ties.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("ties")
    for row, (_, numerator, denominator, target, upward) in enumerate(cases):
        sheet.write_number(row, 0, numerator)
        sheet.write_number(row, 1, denominator)
        sheet.write_number(row, 2, float(target.value))
        sheet.write_number(row, 3, int(target.inclusive))
        cell = [f"{letter}{row + 1}" for letter in "ABCD"]
        value = f"({cell[0]}/{cell[1]})"
        sheet.write_formula(row, 4, f"={keeps(value, cell[2], upward=upward, on_tie=cell[3])}", None, "spoilt")
    book.close()
    [worked_out] = recalculate([path], _made(folder / "ties worked out"), folder / "profile")
    [rows] = grids(worked_out).values()
    wrong = [str(case) for case, row in zip(cases, rows, strict=True) if row[4] != case[0]]
    return wrong, len(cases)


def _ties(count: int) -> Iterator[tuple[int, float, float, Target, bool]]:
    """Yield ratios that are just a limit once units are converted, all but one in ten; each with what is right."""
    unit = parse_unit("dimensionless")[1]
    for number in range(count):
        limit = LimitValue(f"{number + 1}e-3", "assumed", "a test")
        denominator = Fraction((7 * number) % 9973 + 3, 1000)
        for sign in (">=", ">", "<=", "<"):
            for comparison in get_args(LimitComparison):
                target = limit_target(sign, limit.value, unit, comparison)
                value = target.value if number % 10 else target.value * Fraction(1000001, 1000000)
                above = value * denominator
                yield int(target.is_met_by(value)), float(above), float(denominator), target, target.better == "higher"


def _as_found(value: Any) -> Any:
    return value


def _spoil(value: Any) -> Any:
    return -987654.5 if isinstance(value, int | float) else "spoilt"


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
