"""A standard that is none of the library's, by every command: as a table with a file of formulas, and as a package."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
from pathlib import Path

import pytest

from greencalc import load_plant, load_standard
from greencalc.cli import main
from greencalc.cli.command_line import _parser
from installed_editions import EXAMPLE

FILES = ("--standard", "indicators.toml", "--formulas", "clauses.py")
PACKAGE = ("--standard", "made_up_2026")
PLANTS = (
    "plant,wash_water_used [m3],wash_water_reused [m3],heat_used [GJ],laundry_washed [t],5.1,5.3\nA,4,2,5,1,met,met\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The made-up standard with its plant, which names no table, in the folder that commands run in."""
    folder = tmp_path / "made_up_2026"
    shutil.copytree(EXAMPLE, folder)
    plant = folder / "plant.toml"
    text = plant.read_text(encoding="utf-8").replace('standard = "indicators.toml"\n', "")
    plant.write_text(text, encoding="utf-8")
    (folder / "plants.csv").write_text(PLANTS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(params=[FILES, PACKAGE], ids=["files", "package"])
def by(request, folder, site) -> tuple[str, ...]:
    if request.param == PACKAGE:
        site.add()
        (folder / "indicators.toml").unlink()
        (folder / "clauses.py").unlink()
    return request.param


@pytest.fixture
def run(capsys):
    def run_command(*arguments: str, ends: int = 0) -> str:
        ended = main(list(arguments))
        streams = capsys.readouterr()
        assert ended == ends, streams.err
        return streams.err if ends else streams.out

    return run_command


def commands() -> dict[str, argparse.ArgumentParser]:
    [found] = [action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return found.choices


def test_every_command_that_needs_a_standard_takes_files_of_formulas() -> None:
    options = {
        name: {one for action in parser._actions for one in action.option_strings}
        for name, parser in commands().items()
    }
    assert {name for name, known in options.items() if "--formulas" in known} == {
        name for name, known in options.items() if "--standard" in known
    } | {"replay"}


def test_a_plant_is_scored_explained_and_compared(by, run) -> None:
    assert "Score   70.00 of 100" in run("score", "plant.toml", *by)
    data = json.loads(run("score", "plant.toml", "--json", *by))
    assert data["score"] == {"lower": 70.0, "upper": 70.0}
    explained = run("explain", "plant.toml", "6.1", *by)
    assert "  h = Q_h / m\n    = 2.1 万GJ / 3000 t\n    = 21000 GJ / 3000 t\n    = 7 GJ/t\n" in explained
    assert "heat_used, heat used for washing and drying: down by 0.6 万GJ to 1.5 万GJ" in run("gaps", "plant.toml", *by)
    compared = run("compare", "plant.toml", "plant.toml", *by)
    assert "Nothing changed." in compared
    assert "judged by different tables" not in compared


def test_a_pack_is_written_and_replayed(by, run, folder) -> None:
    run("pack", "plant.toml", "-o", "pack.json", *by)
    versions = json.loads((folder / "pack.json").read_text(encoding="utf-8"))["versions"]
    assert ("made-up-2026" in versions) is (by == PACKAGE)
    assert run("replay", "pack.json", *by[2:]).startswith("The pack holds")
    if by == FILES:
        assert "there is no formula 'heat_per_laundry'" in run("replay", "pack.json", ends=2)


def test_a_report_and_workbooks_are_written_and_read_again(by, run, folder) -> None:
    run("report", "plant.toml", "plant.toml", "-o", "report.html", "--language", "zh", *by)
    assert "绿色洗衣厂（虚构示例）" in (folder / "report.html").read_text(encoding="utf-8")
    run("workbook", "plant.toml", "-o", "plant.xlsx", *by)
    assert load_plant("plant.xlsx").description["standard"] == by[1]
    assert "Score   70.00 of 100" in run("score", "plant.xlsx", *by[2:])
    run("form", "-o", "form.toml", *by)
    run("form", "-o", "form.xlsx", *by)
    run("form", "--table", "-o", "table.xlsx", *by)
    for form in ("form.toml", "form.xlsx"):
        assert load_plant(form).description["standard"] == by[1]
        assert "Score   0.00 to 100.00" in run("score", form, *by[2:])
    assert "Score   70.00 of 100" in run("score", "plant.toml", "--standard", "table.xlsx", *by[2:])


def test_many_plants_are_scored(by, run, folder) -> None:
    run("batch", "plants.csv", "-o", "scores.csv", "--keep", "plant", *by)
    [row] = csv.DictReader((folder / "scores.csv").read_text(encoding="utf-8").splitlines())
    assert (row["plant"], row["eligible"], row["score_lower"]) == ("A", "true", "100.0")


def test_a_form_does_not_take_a_table_of_ones_own_for_that_of_a_package(site, run, folder) -> None:
    site.add()
    run("form", "-o", "form.toml", *FILES)
    run("form", "-o", "form.xlsx", *FILES)
    assert {load_plant(form).description["standard"] for form in ("form.toml", "form.xlsx")} == {"indicators.toml"}
    (folder / "in").mkdir()
    run("form", "-o", "in/form.toml", *FILES)
    assert load_plant("in/form.toml").standard is None
    run("form", "-o", "in/form.xlsx", *FILES)
    run("workbook", "plant.toml", "-o", "in/plant.xlsx", *FILES)
    for form, score in (("in/form.xlsx", "0.00 to 100.00"), ("in/plant.xlsx", "70.00 of 100")):
        assert not load_plant(form).standard
        assert f"Score   {score}" in run("score", form, *FILES)


def test_files_of_formulas_are_given_each_once_and_never_written_over(run, folder) -> None:
    clauses = (folder / "clauses.py").read_text(encoding="utf-8")
    for name, formula in (("more.py", "heat_per_laundry"), ("clauses.py", "wash_water_reuse_share")):
        (folder / name).write_text(f"{clauses}\nFORMULAS = ({formula},)\n", encoding="utf-8")
    by = (*FILES, "--formulas", "more.py", "--formulas", "more.py")
    assert "Score   70.00 of 100" in run("score", "plant.toml", *by)
    (folder / "more.html").hardlink_to("more.py")
    (folder / "more.csv").hardlink_to("more.py")
    outputs = {"pack": "more.py", "workbook": "more.py", "report": "more.html", "batch": "more.csv"}
    for command, output in outputs.items():
        said = run(command, "plants.csv" if command == "batch" else "plant.toml", "-o", output, *by, ends=2)
        assert "it is the source more.py, which is read; write into another file" in said


def test_what_cannot_be_used_is_told(run, folder) -> None:
    assert "clauses.pyx:\n  it is no Python file" in run("score", "plant.toml", "--formulas", "clauses.pyx", ends=2)
    (folder / "clauses.py").write_text("def f(:\n", encoding="utf-8")
    said = run("score", "plant.toml", *FILES, ends=2)
    assert said.startswith("greencalc: clauses.py:\n  line 1: it is no Python: ")


def test_a_table_imports_nothing_by_itself(run, folder) -> None:
    (folder / "made_up_2026.py").write_text("raise SystemExit('it has run')", encoding="utf-8")
    said = run("score", "plant.toml", "--standard", "indicators.toml", ends=2)
    assert "item 5.2: there is no formula 'wash_water_reuse_share'; one of your own is given with the table" in said


def test_a_plant_file_may_name_the_edition_of_a_package(site, run, folder) -> None:
    site.add()
    plant = folder / "plant.toml"
    plant.write_text('"5.3" = "met"\n[plant]\nstandard = "made_up_2026"\n', encoding="utf-8")
    assert "Score   20.00 to 100.00" in run("score", "plant.toml")
    assert load_standard("made_up_2026").id == load_plant(plant).standard
    plant.write_text('[plant]\nstandard = "made_up_2027"\n', encoding="utf-8")
    said = run("score", "plant.toml", ends=2)
    assert "is neither qct1160_2022 nor gbt36132_2025 nor made_up_2026 nor the name of a table" in said
