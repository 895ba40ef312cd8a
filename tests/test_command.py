"""Plant files, TOML limits, the report and the command, as a person uses them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from counted import calls_of
from greencalc import FactsError, PlantFileError, StandardError, evaluate, load_plant, load_standard
from greencalc.cli import main
from greencalc.reporting.data import as_data
from greencalc.units.number_text import decimal_text, round_to_places

EXAMPLES = Path("examples")


@pytest.fixture
def write(tmp_path: Path):
    def write_text(text: str | bytes, name: str = "plant.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_text


def faults_of(path: Path) -> str:
    with pytest.raises(PlantFileError) as caught:
        load_plant(path)
    return str(caught.value)


# Plant files


def test_headings_only_group_facts(write) -> None:
    flat = load_plant(write('land_area = "5 ha"\n"4.1" = "met"\nvehicle_type = "truck cab"\n'))
    grouped = load_plant(write('[plant]\nvehicle_type = "truck cab"\n[a]\nland_area = "5 ha"\n[a.b]\n"4.1" = "met"\n'))
    assert dict(flat.facts) == dict(grouped.facts)
    assert flat.standard is None


def test_windows_files_with_a_byte_order_mark_are_read(write) -> None:
    assert load_plant(write(b'\xef\xbb\xbfland_area = "5 ha"\r\n')).facts["land_area"] == "5 ha"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('land_area = "5 ha"\n[a]\nland_area = "6 ha"\n', "land_area: the fact is given twice"),
        ('4.1 = "met"\n', "clause 4.1: write it in quotation marks"),
        ("plant = 5\n", "write a [plant] table"),
        ("[plant]\nname = 5\n", "plant.name: 5 is not a text"),
        ("land_area = \n", "line 1: 'land_area ='; nothing stands behind the ="),
        ("land_area = 45公顷\n", "'land_area = 45公顷'; texts, amounts and statuses stand in straight quotes"),
        ("land_area ＝ “5 公顷”  # a，b\n", "'land_area ＝ “5 公顷”  # a，b'; marks outside"),
        ("land_area ＝ “5 公顷”  # a，b\n", "(半角): write = for '＝', \" for '“', \" for '”'"),
        ('land_area = ["5 公顷，"， ""]\n', "write , for '，'"),
        ('land_area = "5 公顷”\n', "write \" for '”'"),
        ('\u3000land_area = "5 公顷"\n', "write a plain space for the full-width space (U+3000)"),
        ('【plant】\nname = "A"\n', "write [ for '【', ] for '】'"),
        ('用地面积 = "5 公顷"\n', "a heading in Chinese stands in straight quotes, and facts have the library's names"),
        ("[土地]\n", "a heading in Chinese stands in straight quotes"),
        ("[plant]\nx = 1\nx = 2\n", "'x = 2' gives a name for the second time"),
        ("[plant]\nx = 1\n[plant]\n", "'[plant]' gives a name for the second time"),
        ('x = """open', "a quote is missing"),
        ('[[land]]\nland_area = "5 ha"\n', "headings of facts have single brackets"),
        ('[plant]\nvehicel_type = "truck cab"\n', "plant.vehicel_type: did you mean vehicle_type?"),
        ('yearly_output = { 2023 = "5 辆", 2024 = "6 辆" }\n', "write the years as a list, oldest first"),
        ("land_area = [" + '"1 m2", ' * 1001 + "]", "line 1 has"),
        ("land_area = [" + '"1 m2",\n' * 1001 + "]", "a list of at most 1000 amounts"),
        ('land_area = ["1 m2", {value = "1 m2"}]', "a list of at most 1000 amounts"),
        ("".join(f"fact{n} = 1\n" for n in range(2001)), "more than 2000 facts"),
        ("x = [[\n" + "[ # ]\n" * 17 + "]\n" * 17 + "]]", "nested deeper than 16"),
        (b"\xff\xfe", "not UTF-8"),
        ("x = " + "[" * 17 + "]" * 17, "brackets are nested deeper than 16"),
        ("x = '" + "a" * 2001 + "'", "line 1 has 2007 characters"),
        ("a." * 9 + "b = 1", "a key of more than 4 parts"),
        ("[" + "a." * 9 + "b]", "a key of more than 4 parts"),
        ("#" * (1 << 20) + "#", "larger than 1048576 bytes"),
        ("\n" * 20_000, "has 20001 lines"),
    ],
    ids=range(32),
)
def test_files_that_cannot_be_read(write, text, says) -> None:
    assert says in faults_of(write(text))


def test_a_missing_file(tmp_path) -> None:
    assert "the file cannot be read: there is no such file" in faults_of(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    "hostile",
    [
        ("." * 80_000) + "=1",
        "\n".join(f"a{n}.b.c.d.e.f.g.h = 1" for n in range(30_000)),
        "\n".join(f"[t{n}.b.c.d]\nx = 1" for n in range(2_999)),
        "\n".join(f"a{n}.b.c.d = 1" for n in range(5_999)),
        "\n".join('"\\"0"' + ".a" * 980 + " = 1" for _ in range(520)),
        "\n".join(f"x{n} = {{" + ".".join("a" * 980) + " = 1}" for n in range(520)),
        "x = " + "{a = " * 200 + "1" + "}" * 200,
        "\n".join("a" * 1990 for _ in range(500)),
        "x = [" + "\n1," * 300_000 + "]",
    ],
    ids=range(9),
)
def test_hostile_files_are_answered_or_refused_soon(write, hostile) -> None:
    path = write(hostile[: 1 << 20])

    def load() -> None:
        with suppress(PlantFileError):
            load_plant(path)

    assert calls_of(load) < 10 * len(hostile)


# The report


def test_examples_text_says_what_a_person_looks_for(capsys) -> None:
    assert main(["score", str(EXAMPLES / "plant.toml"), "--full"]) == 0
    out = capsys.readouterr().out
    for part in (
        "QC/T 1160-2022: 77.78 to 82.42 of 100 points\n  Guidelines",
        "Plant: Example passenger-car plant, 2025, passenger car",
        "Gate    open: the plant may take part (37 met of 37 mandatory items)",
        "Score   77.78 to 82.42 of 100 (95.4 % of the points known)",
        "10.2.1  A.2     floor area ratio ",
        "10.5.2  A.7     wastewater reuse rate                        62.65 %            not met (>= 70 %)",
        "10.5.2  Wastewater reuse rate at least 70 %: 62.65 % is not >= 70 % (-4.29)",
        "points by the rate, 86 % (-0.60)",
        "What is missing",
        "give 6.6",
        "What is assumed",
        "The six groups carry 20, 15, 15, 10, 10 and 30 of 100 points.",
    ):
        assert part in out
    for clause in ("A.2 ", "A.3 ", "A.4 ", "A.5 ", "A.6 ", "A.7 ", "A.8 ", "A.9 "):
        assert f"  {clause}" in out


def test_truck_example_fails_a_mandatory_limit(capsys) -> None:
    assert main(["score", str(EXAMPLES / "truck_plant.toml"), "--full"]) == 0
    out = capsys.readouterr().out
    assert "Gate    closed: the plant may not take part" in out
    assert "42 g/m2 is\n      not <= 35 g/m2 (truck cab)" in out
    assert "Does not apply" in out


def test_json_has_the_promised_names(capsys) -> None:
    assert main(["score", str(EXAMPLES / "plant.toml"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["standard"] == "qct1160_2022"
    assert data["eligible"] is True
    assert data["score"] == {"lower": 77.77755102040817, "upper": 82.42040816326531}
    assert data["coverage"] == 0.9535714285714286
    assert [set(group) >= {"id", "points", "of"} for group in data["groups"]] == [True] * 6
    assert data["groups"][1]["points"] == {"lower": 12.857142857142858, "upper": 15.0}
    names = {"id", "clause", "status", "value", "unit", "points", "of", "why"}
    assert all(set(item) >= names for item in data["items"])
    assert all({"what", "origin"} <= set(assumption) for assumption in data["assumptions"])
    [ratio] = [item for item in data["items"] if item["id"] == "10.2.1"]
    assert (ratio["value"], ratio["unit"], ratio["status"]) == (0.7268292682926829, "dimensionless", "met")


def test_json_and_assessment_have_the_same_names() -> None:
    assessment = evaluate(load_standard("qct1160_2022"), load_plant(EXAMPLES / "plant.toml").facts)
    data = as_data(assessment, {})
    for name in ("standard", "eligible", "coverage", "vehicle_type", "passed"):
        assert data[name] == getattr(assessment, name)
    assert (data["score"]["lower"], data["score"]["upper"]) == (assessment.score.lower, assessment.score.upper)
    for item, result in zip(data["items"], assessment.items, strict=True):
        for name in ("id", "clause", "status", "value", "unit", "points", "of", "why"):
            assert item[name] == getattr(result, name)
    for group, result in zip(data["groups"], assessment.groups, strict=True):
        assert (group["id"], group["of"]) == (result.id, result.of)


def test_text_with_nothing_known_and_with_a_pass_mark() -> None:
    standard = evolve(load_standard("qct1160_2022"), pass_mark=Fraction(85))
    text = str(evaluate(standard, {"wether": "fine"}))  # codespell:ignore wether
    assert "Plant: vehicle type not given" in text
    assert "undecided (37 unknown of 37 mandatory items)" in text
    assert "pass mark 85.00: undecided" in text
    assert "floor area ratio                             ?" in text
    assert "Facts that were not used\n  wether  no name like it is known" in text  # codespell:ignore wether
    assert "did you mean land_area?" in str(evaluate(standard, {"land_aera": "5 ha"}))


def test_text_shows_a_formula_once_by_the_first_item_that_judges_it() -> None:
    standard = load_standard("qct1160_2022")
    [ratio] = [item for item in standard.items if item.id == "10.2.1"]
    twice = evolve(standard, items=(*standard.items, evolve(ratio, id="again", points=Fraction(0))))
    text = str(evaluate(twice, {}))
    assert text.count("  floor area ratio  ") == 1


def test_text_of_a_table_without_formulas(write) -> None:
    table = (Path(__file__).parent / "data" / "yes_no_table.toml").read_text(encoding="utf-8")
    standard = load_standard(write(table, "table.toml"))
    text = str(evaluate(standard, {"1": "met"}))
    assert "Score   100.00 of 100 (100.0 % of the points known)" in text
    assert "Indicators" not in text


# The command


def test_another_table_by_file_and_by_id(capsys) -> None:
    table = Path(__file__).parent / "data" / "yes_no_table.toml"
    assert main(["score", str(EXAMPLES / "plant.toml"), "--standard", str(table)]) == 0
    assert "Yes or no" in capsys.readouterr().out
    assert main(["score", str(EXAMPLES / "plant.toml"), "--standard", "QC/T 1160-2022"]) == 0


def test_without_a_standard_the_default_is_said_to_be_assumed(write, capsys) -> None:
    path = write('land_area = "5 ha"\n')
    assert main(["score", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["assumptions"]
    [default] = [one for one in said if "names no standard" in one["what"]]
    assert (default["origin"], default["source"]) == ("assumed", "default of the command")
    assert main(["score", str(path), "--json", "--standard", "qct1160_2022"]) == 0
    assert "names no standard" not in capsys.readouterr().out


def test_bad_facts_end_with_status_2_and_sentences(write, capsys) -> None:
    path = write('land_area = "5 kg"\nbuilding_area = "1,5 m2"\n')
    assert main(["score", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "land_area (A_l): given '5 kg', which is a mass; expected an area" in captured.err
    assert "building_area (A_b): given '1,5 m2' is not an amount" in captured.err


@pytest.mark.parametrize("arguments", [[], ["score"], ["scores"], ["score", "a", "b"]], ids=range(4))
def test_bad_usage_ends_with_status_2(arguments, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: greencalc" in capsys.readouterr().err


def test_a_console_that_cannot_be_configured_or_written(monkeypatch, capsys) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert main(["score", str(EXAMPLES / "plant.toml")]) == 2
    assert "the output: it cannot be read or written: there is no space left on the disk" in capsys.readouterr().err


def test_who_reads_no_further_sees_no_error(tmp_path) -> None:
    command = f"'{sys.executable}' -m greencalc score '{EXAMPLES / 'plant.toml'}' 2> '{tmp_path / 'err'}' | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)  # noqa: S602
    assert done.stdout.startswith("QC/T 1160-2022")
    assert (tmp_path / "err").read_text(encoding="utf-8") == ""


class ClosedPipe(io.StringIO):
    """A stream that nobody reads."""

    def __init__(self, file) -> None:
        super().__init__()
        self.file = file

    def flush(self) -> None:
        raise BrokenPipeError

    def fileno(self) -> int:
        return self.file.fileno()


def test_a_closed_pipe_ends_with_the_status_of_one(monkeypatch, tmp_path) -> None:
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", ClosedPipe(file))
        assert main(["standards"]) == 141


def test_slips_are_counted_under_the_score() -> None:
    facts = load_plant(EXAMPLES / "plant.toml").facts
    standard = load_standard("qct1160_2022")
    one = str(evaluate(standard, {**facts, "water_reused": "52 m3"}))
    assert "of the points known)\n  1 probable slip, see below\n" in one
    several = str(evaluate(standard, {**facts, "painted_area": "2400 ㎡"}))
    assert re.search(r"known\)\n  \d probable slips, see below\n", several)


def test_an_empty_standard_is_no_default(capsys) -> None:
    assert main(["score", str(EXAMPLES / "plant.toml"), "--standard", ""]) == 2
    assert capsys.readouterr().out == ""


def test_a_plant_file_names_a_table_beside_it(write, capsys) -> None:
    write((Path(__file__).parent / "data" / "yes_no_table.toml").read_text(encoding="utf-8"), "mine.toml")
    path = write('"1" = "met"\n[plant]\nstandard = "mine.toml"\n')
    assert main(["score", str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["standard"], data["score"]["lower"], data["table"]["origin"]) == ("yes_no", 100.0, "user")


def test_notes_of_any_kind_are_read_and_shown(write, capsys) -> None:
    path = write('[plant]\nname = "X\\nGate    open"\nyear = 2025\nnotes = inf\n')
    assert main(["score", str(path)]) == 0
    assert "\n  X Gate open, 2025, vehicle" in capsys.readouterr().out
    assert main(["score", str(path), "--full"]) == 0
    assert "Plant: X Gate open, 2025, vehicle" in capsys.readouterr().out
    assert main(["score", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plant"]["notes"] == "inf"


def test_facts_under_the_plant_heading_are_facts(write) -> None:
    plant = load_plant(write('[plant]\nname = "X"\nland_area = "5 ha"\n[plant.more]\n"8" = "met"\n'))
    assert dict(plant.facts) == {"land_area": "5 ha", "8": "met"}
    assert dict(plant.description) == {"name": "X"}


def test_a_fact_without_value_is_no_group(write) -> None:
    plant = load_plant(write('land_area = { Value = "5 ha", evidence = "x" }\n"4.1" = { state = "met" }\n'))
    with pytest.raises(FactsError) as caught:
        evaluate(load_standard("qct1160_2022"), plant.facts)
    assert len(caught.value.faults) == 2


def test_brackets_in_text_and_comments_are_no_nesting(write) -> None:
    text = "\n".join(f'# see [{n}\n"4.{n}" = {{ status = "met", evidence = "range [1, 2)" }}' for n in range(1, 40))
    assert len(load_plant(write(text)).facts) == 39


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000], ids=range(2))
def test_paths_that_are_none(name) -> None:
    with pytest.raises(PlantFileError):
        load_plant(name)
    with pytest.raises(StandardError):
        load_standard(name)


def test_the_score_is_printed_with_the_digits_that_tell_it_from_the_pass_mark() -> None:
    standard = evolve(load_standard("qct1160_2022"), pass_mark=Fraction("5.001"))
    facts = {item.id: "not met" for item in standard.items if not standard.formula_of(item)} | {"5.1.5": "met"}
    table = evolve(standard, items=tuple(item for item in standard.items if not standard.formula_of(item)))
    text = str(evaluate(table, facts))
    assert "Score   5.000 of 100" in text
    assert "pass mark 5.001: not reached" in text
    closest = evolve(table, pass_mark=5 + Fraction(1, 10**20))
    assert "Score   5.00000000000000000000 of 100" in str(evaluate(closest, facts))
    assert "pass mark 5.00000000000000000001: not reached" in str(evaluate(closest, facts))


def test_version_and_help(capsys) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as caught:
            main([option])
        assert caught.value.code == 0
        assert "greencalc" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_the_command_prints_on_any_console(encoding, monkeypatch) -> None:
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding=encoding))
    assert main(["score", "examples/plant.toml", "--json"]) == 0
    assert json.loads(printed.getvalue().decode())["groups"][0]["title_zh"] == "基础设施"


def test_a_process_prints_on_a_console_of_another_encoding() -> None:
    command = [sys.executable, "-m", "greencalc", "score", "examples/plant.toml", "--json"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii"})  # noqa: S603
    assert json.loads(done.stdout.decode())["groups"][0]["title_zh"] == "基础设施"


# Rounding


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        ("12.1498", 1, "12.1"),
        ("12.1498", 0, "12"),
        ("1268", -2, "1300"),
        ("10.5002", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("2500", -3, "2000"),
        ("3500", -3, "4000"),
        ("-0.0365", 3, "-0.036"),
        ("8.53459", 2, "8.53"),
        ("15.4546", 0, "15"),
        ("2.675", 2, "2.68"),
    ],
    ids=range(12),
)
def test_rounding_after_gbt8170(number, places, rounded) -> None:
    assert round_to_places(Fraction(number), places) == Fraction(rounded)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.5", "-0.5"),
        ("123456.789", "123457"),
        ("0.00012345", "0.0001234"),
        ("9.9999", "10"),
        ("1e-9", "0.000000001"),
    ],
)
def test_decimal_text(number, text) -> None:
    assert decimal_text(Fraction(number)) == text
