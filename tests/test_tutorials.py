"""The commands that the tutorials show are run, on the files that their readers have by then.

A page's files are those of the checkout, in a folder of its own, and what its Python wrote into ``folder``.
A block with the name of a file as its caption is what the reader types: a new file; or, of TOML, parts in place of
those with the same header and id; or lines in place of those that begin in the same way. A table with the name of a
workbook as its title is what the reader types into cells: sheet, what stands in the row, and "column: what is typed".
"""

from __future__ import annotations

import csv
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from greencalc import load_standard
from greencalc.cli import main
from greencalc.formula import ORIGINS
from greencalc.many_plants.scores import STATUSES

PAGES = sorted(Path("docs/tutorials").resolve().glob("*.rst"))
WITH_COMMANDS = [page for page in PAGES if "\n   $ greencalc " in page.read_text(encoding="utf-8")]
BLOCK = re.compile(
    r"^\.\. (code-block:: (?:console|toml|python|text)|csv-table:: \S+\.xlsx)\n((?:   :.*\n)*)\n((?:(?:   .*)?\n)+)",
    re.MULTILINE,
)
PART = re.compile(r"^(?=\[\[?(?:standard|group|item|assumption)\]?\]$)", re.MULTILINE)
SET_UP = {"git", "cd", "python3", "source", "pip"}  # done once, by hand


def blocks(text: str) -> list[tuple[str, str, list[str]]]:
    """Return language, caption and lines of a page's blocks, in order."""
    found = []
    for kind, options, body in BLOCK.findall(text + "\n"):
        language, _, titled = kind.partition(":: ")
        caption = re.search(r":caption: (\S+)", options)
        lines = [line[3:].rstrip() for line in body.rstrip("\n").split("\n")]
        if language == "csv-table":
            found.append((language, titled, lines))
        else:
            found.append((titled, caption[1] if caption else "", lines))
    return found


def commands(lines: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return each command with the lines that are shown below it."""
    found: list[tuple[list[str], list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((shlex.split(line[2:]), []))
        elif line:
            found[-1][1].append(line)
    return found


def pattern(shown: list[str]) -> str:
    """Return what the shown lines match; three dots alone on a line stand for any lines."""
    return "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown)


def type_into(file: Path, typed: list[str]) -> None:
    """Change a file as its reader is told to."""
    text = "\n".join(typed) + "\n"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        return
    there = file.read_text(encoding="utf-8")
    if PART.match(text):
        parts = PART.split(there)
        names = [named(part) for part in parts]
        for part in PART.split(text)[1:]:
            if named(part) in names:
                parts[names.index(named(part))] = part.rstrip("\n") + "\n\n"
            else:
                parts.append("\n" + part)
        there = "".join(parts)
    else:
        for line in filter(None, typed):
            key = (line.rpartition if line.startswith(" ") else line.partition)(" = ")[0]
            there, changed = re.subn(rf"(?m)^{re.escape(key)} = .*$", lambda _, line=line: line, there)
            assert changed == 1, f"{key} stands {changed} times in {file.name}"
    file.write_text(there, encoding="utf-8")


def type_into_cells(file: Path, typed: list[str]) -> None:
    """Fill cells as the reader is told to: in the row with a text, below a head, or behind the text without one."""
    with warnings.catch_warnings(action="ignore"):  # openpyxl tells what it does not keep
        book = openpyxl.load_workbook(file)
    for name, row, cells in csv.reader(typed, skipinitialspace=True):
        sheet = book[name]
        [place] = [cell for line in sheet.iter_rows(2, max_col=4) for cell in line if cell.value == row][-1:]
        for part in re.split("[;；] ?", cells):
            head, said = re.fullmatch("(?:(.*?)[:：] ?)?(.*)", part).groups()
            below = [cell.column for line in sheet.iter_rows(2, 6) for cell in line if cell.value == head]
            column = below[-1] if head else place.column + 1
            sheet.cell(place.row, column).value = float(said) if re.fullmatch(r"[\d.]+", said) else said
    book.save(file)


def named(part: str) -> tuple[str, ...]:
    """Return header and id of a part of a table; there is one ``[standard]``."""
    found = re.findall(r'(?m)^(\[\[?\w+\]?\]|id = ".*")$', part)
    return tuple(found[:1] if found[:1] == ["[standard]"] else found[:2])


def passed(*arguments: str) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


BESIDE = {"cp": shutil.copy, "mkdir": os.mkdir, "pytest": passed}


def written_by_python(text: str) -> list[Path]:
    """Run a page's Python, and return the files that it wrote into its folder."""
    if "folder = " not in text:
        return []
    examples = doctest.DocTestParser().get_doctest(text, {}, "tutorial", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not runner.run(examples, clear_globs=False).failed
    return list(examples.globs["folder"].iterdir())


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_tutorial_print_what_it_shows(page, tmp_path, monkeypatch, capsys) -> None:
    text = page.read_text(encoding="utf-8")
    for file in written_by_python(text):
        shutil.copy(file, tmp_path)
    shutil.copytree("examples", tmp_path / "examples")
    shutil.copytree("src/greencalc/standards", tmp_path / "src/greencalc/standards")
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    run = 0
    for language, caption, lines in blocks(text):
        if language == "csv-table":
            type_into_cells(Path(caption), lines)
        elif caption:
            type_into(Path(caption), lines)
        if language != "console":
            continue
        for ((program, *arguments), shown), (following, status) in pairwise([*commands(lines), ([""], ["0"])]):
            if program == "greencalc":
                ended = main(arguments)
                streams = capsys.readouterr()
                printed = "".join(line.rstrip() + "\n" for line in (streams.out + streams.err).splitlines() if line)
                assert ended == int(status[0] if following[0] == "echo" else 0), printed
                assert not shown or re.fullmatch(pattern(shown), printed), printed
                run += 1
            elif program in BESIDE:
                BESIDE[program](*arguments)
            else:
                assert program in SET_UP or (program, *arguments) == ("echo", "$?")
    assert run


def test_the_chinese_page_explains_every_word_that_a_report_is_built_of(capsys) -> None:
    page = next(page for page in PAGES if page.stem == "score_a_plant_zh").read_text(encoding="utf-8")
    cells = re.findall(r'^   "(.*?)", "', page, re.MULTILINE)
    explained = {*cells, *(word for cell in cells for word in cell.split(", "))}
    for arguments in (["score", "examples/plant.toml", "--full"], ["score", "examples/truck_plant.toml", "--full"]):
        assert main(arguments) == 0
    headings = re.findall(r"^[A-Z][a-z]+(?: [a-z]+)*$", capsys.readouterr().out, re.MULTILINE)
    groups = [group.title for group in load_standard("qct1160_2022").groups]
    assert explained >= {"Gate", "Score", *headings, *groups, *STATUSES, *ORIGINS}
    sources = "".join(path.read_text(encoding="utf-8") for path in Path("src/greencalc").rglob("*.py")).casefold()
    printed = [cell for cell in cells if cell not in groups and cell.casefold() not in sources]
    assert [cell for cell in printed if not all(word in sources for word in cell.split(", "))] == []
