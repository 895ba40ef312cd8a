"""Clause files: the formulas of a Python file that somebody names, and what is said of a file that cannot be used."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from greencalc import StandardError, evaluate, floor_area_ratio, load_formulas, load_plant, load_standard, replay, spec

FOLDER = Path("examples/made_up_2026")
CLAUSES = (FOLDER / "clauses.py").read_text(encoding="utf-8")
UNLISTED = CLAUSES.partition("\nTABLE = ")[0]


@pytest.fixture
def write(tmp_path):
    def write_text(text: str | bytes, name: str = "clauses.py") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_text


def names(path: Path) -> list[str]:
    return [spec(one).name for one in load_formulas(path)]


def fault(path: Path) -> str:
    with pytest.raises(StandardError) as caught:
        load_formulas(path)
    assert caught.value.where == str(path)
    return "\n".join(caught.value.faults)


def test_a_table_and_a_file_of_clauses_are_a_standard() -> None:
    own = load_formulas(FOLDER / "clauses.py")
    standard = load_standard(FOLDER / "indicators.toml", own)
    assert (standard.edition, set(standard.formulas)) == ("", {"wash_water_reuse_share", "heat_per_laundry"})
    assessment = evaluate(standard, load_plant(FOLDER / "plant.toml").facts)
    assert assessment.score.exact_lower == assessment.score.exact_upper == 70
    assert replay(assessment.to_json(), own).agrees
    with pytest.raises(StandardError, match=r"one of your own is given with the table, as by --formulas FILE\.py"):
        replay(assessment.to_json())


def test_what_the_file_lists_is_given_and_else_what_it_declares_itself(write) -> None:
    assert names(write(CLAUSES)) == names(write(UNLISTED)) == ["wash_water_reuse_share", "heat_per_laundry"]
    assert names(write(CLAUSES + "FORMULAS = [heat_per_laundry]\n")) == ["heat_per_laundry"]
    imports = "from greencalc import floor_area_ratio, spec\n"
    assert names(write(UNLISTED + imports + "again = heat_per_laundry\n")) == names(write(CLAUSES))
    assert names(write(imports + "FORMULAS = (floor_area_ratio,)\n")) == ["floor_area_ratio"]


def test_a_formula_taken_over_is_one_of_the_file(write) -> None:
    taken_over = (
        "from greencalc import floor_area_ratio\n"
        "from greencalc.formula import reused\n"
        'ours = reused(floor_area_ratio, standard="Own", clause="7", origin="user", source="own")\n'
    )
    [ours] = load_formulas(write(taken_over))
    assert spec(ours).where == "Own, 7"


def test_the_file_runs_under_its_path_and_writes_nothing_beside_itself(write, tmp_path) -> None:
    text = "from __future__ import annotations\nimport attrs\n@attrs.frozen\nclass Kept:\n    area: int\n" + UNLISTED
    path = write(text.replace('"""The formulas', '"The formulas').replace('write over."""', 'write over."'))
    own = load_formulas(path)
    assert own[0].__module__ == str(path)
    assert spec(pickle.loads(pickle.dumps(spec(own[0])))).name == "wash_water_reuse_share"  # noqa: S301 (our own)
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\ndef f(:\n", "line 2: it is no Python: invalid syntax: 'def f(:'"),
        ("x = '''", "line 1: it is no Python: unterminated triple-quoted string literal"),
        (b"\xff = 1\n", "it is no Python: "),
        (b"x = 1\0\n", "it is no Python: there is a zero byte in it"),
        ("x = " + "-" * 100_000 + "1\n", "Error: "),
        ("x = 1\n", "no formula is declared in it; declare one with @formula of greencalc.formula"),
        ("FORMULAS = ()\n", "no formula is declared in it"),
        ("FORMULAS = 5\n", "FORMULAS"),
        ("FORMULAS = [max]\n", "FORMULAS: <built-in function max> is not a formula declared with"),
        ("import no_such_module_at_all\n", "line 1: ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("\nimport sys\nsys.exit(3)\n", "line 3: SystemExit: 3"),
        ("def inner():\n    1 / 0\n\ninner()\n", "line 2: ZeroDivisionError: "),
        ("import json\n\njson.loads('[')\n", "line 3: JSONDecodeError: "),
    ],
    ids=range(13),
)
def test_a_file_that_cannot_be_used(write, text, says) -> None:
    path = write(text)
    assert says in fault(path)
    assert (str(path) in sys.modules) is says.startswith(("FORMULAS", "no formula"))  # what has run to its end stays


def test_a_wrong_declaration_is_told_with_its_line_and_the_librarys_words(write) -> None:
    said = fault(write(CLAUSES.replace('origin="user"', 'origin="hearsay"', 1)))
    line = next(number for number, text in enumerate(CLAUSES.splitlines(), 1) if text.startswith("@formula"))
    assert said.startswith(f"line {line}: wash_water_reuse_share: origin 'hearsay' is not one of")


def test_formulas_of_one_name_are_refused(write) -> None:
    lines = (UNLISTED + UNLISTED).splitlines()
    first, last = (number for number, text in enumerate(lines, 1) if text.startswith("def heat_per_laundry"))
    said = fault(write("\n".join(lines)))
    assert f"line {last}: heat_per_laundry is declared already, in line {first}; give one of them another name" in said
    taken = (
        "from greencalc import floor_area_ratio as f\nfrom greencalc.formula import reused\n"
        'marks = {"standard": "Own", "origin": "user", "source": "own"}\n'
        'a = reused(f, clause="1", **marks)\nb = reused(f, clause="2", **marks)\n'
    )
    assert fault(write(taken)) == "2 formulas have the name floor_area_ratio; give each a name of its own"
    once = write(CLAUSES + "\ndef other():\n    pass\n\ndef other():\n    pass\n")
    assert len(load_formulas(once)) == 2


def test_two_files_with_a_formula_of_one_name_are_both_named(write) -> None:
    one, other = write(CLAUSES, "one.py"), write(CLAUSES, "other.py")
    with pytest.raises(StandardError, match=f"'wash_water_reuse_share' is there already, in {one}; give yours"):
        load_standard(FOLDER / "indicators.toml", (*load_formulas(one), *load_formulas(other)))


def test_what_is_no_file_of_python(tmp_path) -> None:
    assert fault(tmp_path / "none.py") == "the file cannot be read: there is no such file or folder"
    assert "whose name ends in .py; a table is given as the standard" in fault(FOLDER / "indicators.toml")
    (tmp_path / "large.py").write_bytes(b"#" * ((1 << 20) + 1))
    assert fault(tmp_path / "large.py") == "the file is larger than 1048576 bytes"
    with pytest.raises(StandardError, match=r"give the path of a Python file, as 'clauses.py'"):
        load_formulas(5)


def test_formulas_of_ones_own_are_given_to_an_edition_too(write) -> None:
    standard = load_standard("qct1160_2022", load_formulas(write(CLAUSES)))
    assert standard.formulas["floor_area_ratio"] is spec(floor_area_ratio)
    assert "heat_per_laundry" in standard.formulas
