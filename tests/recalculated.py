"""Workbooks as LibreOffice works them out, beside what Python stored in them."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

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
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))  # noqa: S314 (a file of ours)
        names = [sheet.get("name") or "" for sheet in book.iter(f"{_MAIN}sheet")]
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 (as above)
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
