"""Forms: what they ask for is what the table needs, empty ones say nothing, and filled in they are read."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from attrs import evolve

from greencalc import evaluate, load_plant, load_standard
from greencalc.cli import main
from greencalc.forms.plant_form import plant_form
from greencalc.forms.write_form import write_examples, write_new_standard
from greencalc.plant.names import amounts_of, line_ends, names_of
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import BestOfRule, YesNoRule
from scaled_plants import GATE, SCALES

EXAMPLES = sorted(path.name for path in Path("examples").iterdir() if path.is_file())


def form(path: Path, *options: str) -> Path:
    assert main(["form", "-o", str(path), *options]) == 0
    return path


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_an_empty_form_says_nothing(edition, language, tmp_path) -> None:
    plant = load_plant(form(tmp_path / "plant.toml", "--standard", edition, "--language", language))
    standard = load_standard(edition)
    assert plant.standard == edition
    assert evaluate(standard, plant.facts).to_dict() == evaluate(standard, {}).to_dict()
    words = {item.id for item in standard.items if isinstance(item.rule, YesNoRule)}
    assert set(plant.facts) - {"vehicle_type"} == {*amounts_of(standard), *line_ends(standard)} | words
    assert set(plant.facts) <= names_of(standard)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_parts_stand_where_the_item_does_that_takes_the_best_and_say_so(language, tmp_path) -> None:
    (tmp_path / "own.toml").write_text(Path("tests/data/every_rule_table.toml").read_text("utf-8"), "utf-8")
    path = form(tmp_path / "plant.toml", "--standard", str(tmp_path / "own.toml"), "--language", language)
    lines = path.read_text("utf-8").splitlines()
    told = {"en": "counts in best, which takes the best", "zh": "计入 best，取其中最高"}[language]
    first = lines.index('[requirements."Q2"]')
    assert lines[first + 1 : first + 4] == ["# Q2 Rest", f"# B ({told})", '"b" = ""']
    gate = {"en": "# Gate (mandatory)", "zh": "# Gate (必选)"}[language]
    rest = lines[lines.index('[requirements."general"]') + 1 :]
    assert rest[1::2][:2] == ['"bonus" = ""', '"gate" = ""']
    assert rest[2] == gate
    assert '"best" = ""' not in lines
    plant, standard = load_plant(path), load_standard(path.parent / "own.toml")
    assert evaluate(standard, plant.facts).verdicts == evaluate(standard, {}).verdicts


def test_a_part_that_is_marked_by_degrees_and_a_scoring_one_of_a_best_say_all_of_it() -> None:
    best = BestOfRule(("tank/said", "tank/steps", "tank/range", "bonus/said"))
    items = [evolve(one, rule=best) if one.id == "tank" else one for one in SCALES.items]
    text = plant_form(evolve(SCALES, items=tuple(items)), None, "en")
    assert "# Tank, as the evaluator finds (counts in tank, which takes the best, 60 %)" in text
    assert "# What adds points (4 beyond the 100, counts in tank, which takes the best)" in text


def test_the_form_of_a_gate_alone_asks_for_no_amounts_and_no_meter_readings() -> None:
    text = plant_form(GATE, None, "en")
    assert "[amounts]" not in text
    assert "[[energy]]" not in text
    assert '# A (mandatory)\n"a" = ""' in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_line_works_when_it_is_filled_in(edition, tmp_path) -> None:
    path = form(tmp_path / "plant.toml", "--standard", edition)
    standard = load_standard(edition)
    filled = []
    for line in path.read_text(encoding="utf-8").splitlines():
        amount = re.fullmatch(r'(\w+) = (""|\["".*\])  # (".*")', line)
        word = re.fullmatch(r'("[^"]+") = ""', line)
        if amount:
            value = amount[3] if amount[2] == '""' else amount[2].replace('""', amount[3])
            filled.append(f"{amount[1]} = {value}")
        else:
            filled.append(f'{word[1]} = {{ status = "met", evidence = "seen" }}' if word else line)
    path.write_text("\n".join(filled), encoding="utf-8")
    facts = load_plant(path).facts
    arguments = {**amounts_of(standard), **line_ends(standard)}
    assert {name for name in facts if facts[name]} >= set(arguments)
    for name in arguments:
        evaluate(standard, {name: facts[name]})
    words = {name: fact for name, fact in facts.items() if name not in arguments}
    assert all(one.status == "met" for one in evaluate(standard, words).items if one.id in words)


def test_each_fact_has_its_meaning_in_both_languages(tmp_path) -> None:
    standard = load_standard("qct1160_2022")
    text = form(tmp_path / "plant.toml").read_text(encoding="utf-8")
    for name, argument in amounts_of(standard).items():
        [above] = re.findall(rf"# (.*)\n{name} = ", text)
        assert " ".join(argument.symbol.meaning.split()) in above
        assert argument.symbol.meaning_zh in above
    assert "energy_per_vehicle_base" in text
    assert "基准值 (base value)" in text
    for item in standard.items:
        assert (f'"{item.id}" = ""' in text) == isinstance(item.rule, YesNoRule)
    assert "passenger car (乘用车)" in text


def test_an_example_in_a_comment_is_read_too(tmp_path) -> None:
    path = form(tmp_path / "plant.toml")
    text = path.read_text(encoding="utf-8")
    shown = re.findall(r"^# ((?:land_area|\"5).*|\[\[energy\]\]|(?:carrier|basis|quantity) = .*)$", text, re.MULTILINE)
    for line in shown[:3]:
        tomllib.loads(line)
    assert tomllib.loads("\n".join(shown[3:]))["energy"] == [
        {"carrier": "electricity", "basis": "calorific", "quantity": "14200 万kWh"}
    ]


def test_the_form_of_a_table_of_ones_own_names_it_where_it_lies_beside(tmp_path) -> None:
    table = tmp_path / "own table.toml"
    table.write_text(Path("tests/data/yes_no_table.toml").read_text(encoding="utf-8"), encoding="utf-8")
    plant = load_plant(form(tmp_path / "plant.toml", "--standard", str(table)))
    assert plant.standard == str(table)
    (tmp_path / "plants").mkdir()
    path = form(tmp_path / "plants" / "plant.toml", "--standard", str(table), "--language", "zh")
    assert load_plant(path).standard is None
    assert "--standard FILE" in path.read_text(encoding="utf-8")


def test_a_table_as_a_workbook_to_change(tmp_path) -> None:
    path = form(tmp_path / "table.xlsx", "--table", "--standard", "gbt36132_2025", "--language", "zh")
    assert load_standard(path) == load_standard("gbt36132_2025")
    again = form(tmp_path / "again.xlsx", "--table", "--standard", str(path))
    assert load_standard(again) == load_standard("gbt36132_2025")
    assert main(["score", "examples/plant.toml", "--standard", str(again)]) == 0


@pytest.mark.parametrize("table", EDITIONS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_workbook_of_a_plant_is_that_of_nothing(tmp_path, table, language) -> None:
    plant = load_plant(form(tmp_path / "plant.xlsx", "--standard", table, "--language", language))
    assert plant.standard == table
    assessment = evaluate(load_standard(table), plant.facts)
    assert assessment.verdicts == evaluate(load_standard(table), {}).verdicts


def test_a_workbook_names_a_table_that_lies_beside_it(tmp_path) -> None:
    table = tmp_path / "table.toml"
    table.write_text(Path("tests/data/yes_no_table.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "in").mkdir()
    assert load_plant(form(tmp_path / "plant.xlsx", "--standard", str(table))).table == str(table)
    assert load_plant(form(tmp_path / "in" / "plant.xlsx", "--standard", str(table))).standard is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "plant.json"], "the form's name ends in .xlsx or .toml"),
        (["-o", "table.toml", "--table"], "a table's name ends in .xlsx"),
        (["-o", "no/plant.toml"], "make its folder first"),
        (["-o", "plant.toml", "--standard", "nothing"], "there is no such file"),
        (["-o", "own.xlsx", "--table", "--standard", "own.xlsx"], "it is the source own.xlsx"),
        (["-o", "own.xlsx"], "it is there already, and may hold what somebody typed"),
        (["-o", "own.xlsx", "--table"], "it is there already, and may hold what somebody typed"),
    ],
)
def test_forms_that_cannot_be_written(arguments, says, tmp_path, monkeypatch, capsys) -> None:
    form(tmp_path / "own.xlsx", "--table")
    monkeypatch.chdir(tmp_path)
    assert main(["form", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_who_lacks_the_extra_is_told(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["form", "--table", "-o", str(tmp_path / "table.xlsx")]) == 2
    assert "pip install 'greencalc[excel]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# Examples


def test_examples_are_written_into_a_folder(tmp_path, capsys) -> None:
    folder = tmp_path / "plants"
    folder.mkdir()
    for _ in range(2):  # also over those that are there
        assert main(["example", "-o", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == EXAMPLES
    assert capsys.readouterr().out.splitlines()[: len(EXAMPLES)] == [str(folder / name) for name in EXAMPLES]
    for name in EXAMPLES:
        assert (folder / name).read_bytes() == (Path("examples") / name).read_bytes()


def test_examples_are_not_written_over_a_plant_of_ones_own(tmp_path, capsys) -> None:
    own = form(tmp_path / "plant.toml")
    before = own.read_bytes()
    assert main(["example", "-o", str(tmp_path)]) == 2
    assert "it is there already, and may hold what somebody typed" in capsys.readouterr().err
    assert own.read_bytes() == before
    assert list(tmp_path.iterdir()) == [own]


def test_examples_are_not_written_over_what_is_no_file(tmp_path, capsys) -> None:
    (tmp_path / "truck_plant.toml").mkdir()
    assert main(["example", "-o", str(tmp_path)]) == 2
    assert "it is a folder, not a file" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["truck_plant.toml"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["example", "-o", str(tmp_path / "file")]) == 2
    assert main(["example", "-o", str(tmp_path / "no" / "folder")]) == 2


def test_what_is_installed_has_the_examples(tmp_path, monkeypatch) -> None:
    """A wheel is built, and the examples are written from it alone."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    examples = tmp_path / "installed" / "greencalc" / "examples"
    assert sorted(path.name for path in examples.iterdir() if path.is_file()) == EXAMPLES
    monkeypatch.setattr("greencalc.forms.write_form.files", lambda _: tmp_path / "installed" / "greencalc")
    (tmp_path / "out").mkdir()
    assert list(write_examples(str(tmp_path / "out"))) == EXAMPLES
    (tmp_path / "own_1").mkdir()
    assert "test_standard.py" in write_new_standard(str(tmp_path / "own_1"))
    monkeypatch.chdir(tmp_path)
    code = "import sys; from greencalc.cli import main; sys.exit(main(['form', '-o', 'plant.toml']))"
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603
    assert load_plant("plant.toml").standard == "qct1160_2022"
