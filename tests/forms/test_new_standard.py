"""A standard to begin with: written whole, named as its folder, working as written, and over nothing of anybody's."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from greencalc import load_formulas, load_standard
from greencalc.cli import main

FILES = [
    "clauses.py",
    "indicators.toml",
    "plant.toml",
    "py.typed",
    "pyproject.toml",
    "test_standard.py",
    "worked_cases.toml",
]


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "bakeries_2027"
    folder.mkdir()
    return folder


def test_it_is_named_as_its_folder(folder, capsys) -> None:
    for _ in range(2):  # also over what is as it was written
        assert main(["new-standard", str(folder)]) == 0
        assert capsys.readouterr().out.splitlines() == [str(folder / name) for name in FILES]
    assert sorted(path.name for path in folder.iterdir()) == FILES
    standard = load_standard(folder / "indicators.toml", load_formulas(folder / "clauses.py"))
    assert (standard.id, standard.origin) == ("bakeries_2027", "user")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "bakeries-2027"
    assert project["project"]["entry-points"]["greencalc.standards"] == {"bakeries_2027": "bakeries_2027.clauses"}
    written = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not {"made_up_2026", "made-up-2026"} & {part.strip('"') for part in written.split()}
    for name in ("clauses.py", "indicators.toml", "plant.toml"):
        assert "made-up" in (folder / name).read_text(encoding="utf-8").casefold()


def test_its_tests_pass_as_written(folder) -> None:
    assert main(["new-standard", str(folder)]) == 0
    environment = {**os.environ, "PYTHONPATH": str(Path("src").resolve())}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "7 passed" in done.stdout) == (0, True), done.stdout


def test_its_plant_is_scored(folder, capsys, monkeypatch) -> None:
    assert main(["new-standard", str(folder)]) == 0
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert main(["score", "plant.toml", "--standard", "indicators.toml", "--formulas", "clauses.py"]) == 0
    assert "Score   70.00 of 100" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["bakeries", "Bakeries_2027", "my bakeries_1", "面包房_2027", "json", "_a_1", "a__b", "1_a"]
)
def test_a_folder_whose_name_can_be_no_id(name, tmp_path, capsys) -> None:
    (tmp_path / name).mkdir()
    assert main(["new-standard", str(tmp_path / name)]) == 2
    assert f"its name {name!r} can be no standard's id; name the folder" in capsys.readouterr().err
    assert [*(tmp_path / name).iterdir()] == []


def test_an_id_that_is_there_already(tmp_path, capsys) -> None:
    (tmp_path / "qct_1160_2022").mkdir()
    assert main(["new-standard", str(tmp_path / "qct_1160_2022")]) == 2
    assert "there is a standard 'qct1160_2022' already; name the folder otherwise" in capsys.readouterr().err


def test_nothing_of_ones_own_is_written_over(folder, capsys) -> None:
    (folder / "plant.toml").write_text("# mine\n", encoding="utf-8")
    assert main(["new-standard", str(folder)]) == 2
    assert "it is there already, and may hold what somebody typed" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["plant.toml"]
    assert main(["new-standard", str(folder / "no_folder")]) == 2
    assert "make its folder first" in capsys.readouterr().err
