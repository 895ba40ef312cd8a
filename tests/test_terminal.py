"""What a person and a script get from the command: language, width, colours, statuses, standard input, completion."""

from __future__ import annotations

import io
import json
import locale
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from greencalc.cli import main
from greencalc.cli.terminal import language_of
from greencalc.showing.wrapping import width_of

PLANT, TRUCK = (str(Path("examples") / name) for name in ("plant.toml", "truck_plant.toml"))
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def printed(monkeypatch):
    """Run the command on a terminal that shows colours, or on another output."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")

    def print_into(screen: io.StringIO, *arguments: str) -> str:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", screen)
            assert main(list(arguments)) == 0
        return screen.getvalue()

    return print_into


@pytest.fixture
def unknown(tmp_path) -> str:
    """A plant of which hardly anything is known."""
    path = tmp_path / "unknown.toml"
    path.write_text('land_area = "5 ha"\n', encoding="utf-8")
    return str(path)


@pytest.fixture
def stdin(monkeypatch):
    """Type into the standard input."""

    def give(content: str | bytes | None) -> None:
        typed = content.encode() if isinstance(content, str) else content
        stream = None if typed is None else io.TextIOWrapper(io.BytesIO(typed))
        monkeypatch.setattr(sys, "stdin", stream)

    return give


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    return status, *capsys.readouterr()


# What is printed of a score


def test_the_short_answer_is_what_a_plant_is_asked_for_and_the_rest_is_asked_for(capsys) -> None:
    short = run(capsys, "score", PLANT)[1]
    full = run(capsys, "score", PLANT, "--full")[1]
    assumed = run(capsys, "score", PLANT, "--assumptions")[1]
    assert short.count("\n") <= 40 < full.count("\n")
    assert short.endswith("assumptions\n  --full prints the whole report, --assumptions what is assumed.\n")
    assert "\nIndicators\n" in full
    count = int(re.search(r"(\d+) assumptions$", short, re.MULTILINE)[1])
    assert assumed.startswith(f"QC/T 1160-2022: {count} assumptions\n  assumed  The table of indicators used")
    assert len(re.findall(r"^  \S", assumed, re.MULTILINE)) == count
    assert assumed.partition("\n")[2] == full.partition("\nWhat is assumed\n")[2]


def test_one_form_at_a_time(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", PLANT, "--json", "--full"])
    assert (ended.value.code, "not allowed with argument" in capsys.readouterr().err) == (2, True)


def test_a_workbook_on_the_standard_input_is_told_apart(capsys, stdin) -> None:
    stdin(b"PK\x03\x04\xff\x00")
    status, _, said = run(capsys, "score", "-")
    assert (status, "it is a workbook, not TOML; give the workbook's name, not -" in said) == (2, True)


def test_a_plant_of_which_all_is_missing_has_forty_lines_with_the_sentence_of_the_command(
    capsys, stdin, monkeypatch
) -> None:
    for width in (60, 100, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        for language in ("en", "zh"):
            stdin('wether = "x"\nlimd_area = "5 ha"\n')
            out = run(capsys, "score", "-", "--language", language)[1]
            assert out.count("\n") <= 40
            assert max(map(width_of, out.split("\n"))) <= width
            assert "--assumptions" in out


# Language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_locale_says_the_language(environment, language, monkeypatch, capsys) -> None:
    assert language_of(environment) == language
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = run(capsys, "score", PLANT)[1]
    assert ("前置条件  符合（可参加评价）" in out, "Gate    open" in out) == (language == "zh", language == "en")
    other = {"en": "zh", "zh": "en"}[language]
    assert ("前置条件" in run(capsys, "score", PLANT, "--language", other)[1]) is (other == "zh")


@pytest.mark.parametrize(("spoken", "language"), [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), (None, "en")])
def test_without_a_variable_the_system_says_the_language(spoken, language, monkeypatch) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (spoken, None))
    assert language_of({}) == language
    assert language_of({"LANG": "C.UTF-8"}) == "en"


@pytest.mark.parametrize(
    ("arguments", "chinese"),
    [
        (["score", PLANT], "总得分    77.78"),
        (["score", PLANT, "--full"], "\n指标取值\n"),
        (["score", PLANT, "--assumptions"], "QC/T 1160-2022：37 条假定"),
        (["explain", PLANT, "10.4.5"], "：符合\n"),
        (["explain", PLANT, "10.4.5", "--format", "html"], "：符合<"),
        (["explain", PLANT, "10.4.5", "--format", "latex"], "aligned"),
        (["gaps", PLANT], "可提高的得分"),
        (["compare", PLANT, TRUCK], "\n由 A 到 B 的变化\n"),
        (["replay", "{pack}"], ""),
        (["standards"], "2022-04-08 发布，2022-10-01 起实施；现行有效"),
        (["batch", "examples/plants.csv", "-o", "{pack}.csv"], "QC/T 1160-2022：5 家工厂中已评价 4 家；得分写入 "),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value[::2]),
)
def test_each_command_that_prints_results_has_a_language(arguments, chinese, capsys, tmp_path) -> None:
    pack = str(tmp_path / "pack.json")
    assert run(capsys, "pack", PLANT, "-o", pack)[0] == 0
    status, out, err = run(capsys, *(word.format(pack=pack) for word in arguments), "--language", "zh")
    assert (status, chinese in out, err) == (0, True, "")


def test_errors_and_data_are_english_in_a_chinese_locale(capsys, monkeypatch) -> None:
    data = run(capsys, "score", PLANT, "--json")[1]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(capsys, "score", PLANT, "--json")[1] == data
    status, _, err = run(capsys, "score", PLANT, "--fail-under", "90")
    assert (status, err.startswith("greencalc: --fail-under 90: the score is 77.78 to 82.42 of 100")) == (1, True)
    assert "there is no such file" in run(capsys, "score", "nowhere.toml")[2]


# Width and colours


def test_lines_are_as_wide_as_the_terminal(capsys, monkeypatch) -> None:
    seen = set()
    for columns, width in (("60", 60), ("20", 60), ("150", 150), ("0", 100), ("", 100), ("wide", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        for form in ([], ["--full"]):
            lines = run(capsys, "score", PLANT, *form)[1].split("\n")
            widest = max(map(width_of, lines))
            assert widest <= width or (form and width == 100), (columns, form)  # no terminal: columns as they need
            seen.add((width, *form, widest > width - 25))
    assert {one[0] for one in seen if one[-1]} == {60, 100, 150}


def test_without_a_terminal_the_full_report_is_that_of_the_library(capsys) -> None:
    from greencalc import evaluate, load_plant, load_standard  # noqa: PLC0415 (as a user would)

    plant = load_plant(PLANT)
    text = evaluate(load_standard("qct1160_2022"), plant.facts).to_text(plant.description)
    assert run(capsys, "score", PLANT, "--full")[1] == text + "\n"


@pytest.mark.parametrize(("plant", "colour"), [(PLANT, "1;32"), (TRUCK, "1;31"), ("-", "1;33")])
def test_a_terminal_gets_headings_bold_and_the_gate_in_a_colour(plant, colour, printed, stdin) -> None:
    for form in ([], ["--full"], ["--language", "zh"]):
        stdin('land_area = "5 ha"\n')
        text = printed(Terminal(), "score", plant, *form)
        headings = [line for line in text.split("\n") if line.startswith("\x1b")]
        [gate] = [line for line in headings if re.search("Gate|前置条件", line)]
        assert gate.startswith(f"\x1b[{colour}m")
        assert gate.endswith("\x1b[0m")
        assert {line[:4] for line in headings if line != gate} == {"\x1b[1m"}
        plain = ESCAPE.sub("", text)
        assert "\x1b" not in plain
        assert [line for line in plain.split("\n") if line[:1].strip()] == [ESCAPE.sub("", line) for line in headings]


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "3"}, True, True),
    ],
    ids=str,
)
def test_colours_are_for_terminals_unless_somebody_wants_them(
    environment, on_terminal, elsewhere, monkeypatch, printed
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    on, off = printed(Terminal(), "gaps", PLANT), printed(io.StringIO(), "gaps", PLANT)
    assert bool(ESCAPE.search(on)) is on_terminal
    assert bool(ESCAPE.search(off)) is elsewhere
    assert ESCAPE.sub("", on) == ESCAPE.sub("", off)


@pytest.mark.parametrize(
    "arguments",
    [["score", PLANT, "--json"], ["pack", PLANT], ["explain", PLANT, "Q1", "--format", "html"], ["completion", "bash"]],
    ids=lambda arguments: arguments[0],
)
def test_what_programs_read_is_never_coloured(arguments, printed, monkeypatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = printed(Terminal(), *arguments)
    assert text
    assert "\x1b" not in text


def test_a_name_that_steers_the_terminal_is_shown_where_colours_are(printed, stdin) -> None:
    stdin('[plant]\nname = "\\u001b[2JA\\u202e"\n')
    text = printed(Terminal(), "score", "-")
    assert "  [U+001B][2JA[U+202E], vehicle type not given" in text
    assert "\x1b[2J" not in text


# What scripts ask for


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ([PLANT, "--fail-under", "77.77"], (0, "")),
        ([PLANT, "--fail-under", "0"], (0, "")),
        (
            [PLANT, "--fail-under", "77.78"],
            (1, "--fail-under 77.78: the score is 77.778 to 82.42 of 100; what is unknown"),
        ),
        ([PLANT, "--fail-under", "80"], (1, "--fail-under 80: the score is 77.78 to 82.42 of 100; what is unknown")),
        ([PLANT, "--fail-under", "100"], (1, "--fail-under 100: the score is 77.78 to 82.42 of 100")),
        ([PLANT, "--require-eligible"], (0, "")),
        ([TRUCK, "--require-eligible"], (1, "--require-eligible: the gate is closed, by [10.4.5 (not met)]")),
        (
            ["-", "--require-eligible"],
            (1, "--require-eligible: the gate is undecided, by [4.1 (unknown), 4.2 (unknown), "),
        ),
        (
            [TRUCK, "--require-eligible", "--fail-under", "50"],
            (1, "--fail-under 50: the score is 20.54 to 77.44 of 100"),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.parametrize("form", ["--json", "--full", "--assumptions", "--language=en"])
def test_a_script_gets_a_status_and_the_reason(asked, ends, form, unknown, capsys) -> None:
    plant, *options = [unknown if word == "-" else word for word in asked]
    status, why = ends
    ended, out, err = run(capsys, "score", plant, *options, form)
    assert ended == status
    assert out
    assert (err == "") is (status == 0)
    assert all(line.startswith("greencalc: --") for line in err.splitlines())
    assert why in err
    assert len(err.splitlines()) == (status and len([one for one in asked if one.startswith("--")]))


def test_the_score_is_held_against_what_is_asked_exactly(capsys, stdin) -> None:
    text = Path(PLANT).read_text(encoding="utf-8").replace('"6.6" = "unknown"', '"6.6" = "met"')
    data = json.loads(run(capsys, "score", PLANT, "--json")[1])
    lower = data["score"]["lower"]
    assert round(lower, 2) == 77.78
    assert lower < 77.7775511
    assert [run(capsys, "score", PLANT, "--fail-under", asked)[0] for asked in ("77.7775510204", "77.7775511")] == [
        0,
        1,
    ]
    stdin(text)
    assert run(capsys, "score", "-", "--fail-under", "0.00000000000000000000")[0] == 0


@pytest.mark.parametrize(("word", "status"), [("met", 0), ("not met", 1), ("unknown", 1)])
def test_a_score_that_is_just_what_is_asked_is_enough(word, status, capsys, tmp_path) -> None:
    plant = tmp_path / "plant.toml"
    plant.write_text(f'[plant]\nname = "A"\n[facts]\n"1" = "{word}"\n', encoding="utf-8")
    asked = ("score", str(plant), "--standard", "tests/data/yes_no_table.toml", "--fail-under", "100")
    assert run(capsys, *asked)[0] == status


@pytest.mark.parametrize("points", ["-1", "101", "100.001", "80 %", "1e1", "８0", "nan", "", "0." + "1" * 21])
def test_points_that_are_none_are_refused(points, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", PLANT, f"--fail-under={points}"])
    assert ended.value.code == 2
    assert "is no number of points from 0 to 100, like 80 or 72.5" in capsys.readouterr().err


def test_help_says_how_it_ends(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["score", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "1 if the plant is not what --fail-under or --require-eligible asks for, or is not known to be" in said


# Standard input


def test_a_plant_is_read_from_the_standard_input(capsys, stdin, tmp_path) -> None:
    content = Path(PLANT).read_bytes()
    for command in (["score"], ["score", "--json"], ["explain"], ["gaps"], ["pack"]):
        stdin(content)
        piped = run(capsys, command[0], "-", *command[1:])
        assert piped == run(capsys, command[0], PLANT, *command[1:])
    stdin(content)
    status, out, _ = run(capsys, "compare", TRUCK, "-")
    assert (status, "  B  Example passenger-car plant, 2025: gate open" in out) == (0, True)
    stdin('land_area = "5 ha"\n')
    assert "  A  standard input: gate undecided" in run(capsys, "compare", "-", TRUCK)[1]
    (tmp_path / "-").write_text("[plant]\nname = 'dash'\n", encoding="utf-8")
    assert "dash" in run(capsys, "score", str(tmp_path / "-"))[1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("#" * (1 << 20) + "#", "standard input:\n  it is larger than 1048576 bytes"),
        (b"\xff", "not UTF-8"),
        (None, "it cannot be read: it is closed"),
        ("land_area = \n", "line 1: 'land_area ='; nothing stands behind the ="),
        ("\n" * 20_000, "has 20001 lines"),
        ('[plant]\nstandard = "pyproject.toml"\n', "nor the name of a table in the folder"),
        ('land_area = "5 kg"\n', "given '5 kg', which is a mass"),
    ],
    ids=range(7),
)
def test_a_standard_input_that_cannot_be_used(content, says, capsys, stdin) -> None:
    stdin(content)
    status, out, err = run(capsys, "score", "-")
    assert (status, out, says in err) == (2, "", True), err


def test_a_standard_input_that_breaks_off(capsys, monkeypatch) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
    assert "standard input:\n  it cannot be read: " in run(capsys, "score", "-")[2]


def test_the_standard_input_is_read_once(capsys) -> None:
    status, _, err = run(capsys, "compare", "-", "-")
    assert (status, "it can be read once; give one of the two as a file" in err) == (2, True)


def test_an_input_without_end_is_not_read_to_it() -> None:
    command = f"yes '#' | '{sys.executable}' -m greencalc score -"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert (done.returncode, "it is larger than 1048576 bytes" in done.stderr) == (2, True)


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_completion_knows_commands_and_options(shell, capsys) -> None:
    status, out, _ = run(capsys, "completion", shell)
    assert status == 0
    assert {word for word in ("score", "explain", "gaps", "compare", "batch", "completion") if word in out} == {
        "score",
        "explain",
        "gaps",
        "compare",
        "batch",
        "completion",
    }
    assert "require-eligible" in out


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        (["ex"], {"explain", "example"}),
        (["score", "examples/pl"], {"examples/plant.toml", "examples/plant_with_meters.toml", "examples/plants.csv"}),
        (["score", "x", "--fail"], {"--fail-under"}),
        (["score", "x", "--language", ""], {"en", "zh"}),
        (["score", "x", "--standard", "examples/tr"], {"examples/truck_plant.toml"}),
        (["replay", "x", "--formulas", "examples/me"], {"examples/meter_readings.py"}),
        (["new"], {"new-standard"}),
        (["completion", ""], {"bash", "zsh", "tcsh"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bash_completes_by_it(typed, completed, capsys, tmp_path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(run(capsys, "completion", "bash")[1], encoding="utf-8")
    words = " ".join(f"'{word}'" for word in ("greencalc", *typed))
    asked = f"source {script}; COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _shtab_greencalc; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert set(done.stdout.split()) == completed


def test_files_are_completed_as_shtab_does() -> None:
    shtab = pytest.importorskip("shtab")
    from greencalc.cli.command_line import _FILES, _SHELLS  # noqa: PLC0415 (what it must not load itself)

    assert _FILES.items() <= shtab.FILE.items()
    assert set(_SHELLS) <= set(shtab.SUPPORTED_SHELLS)


def test_without_what_completes_it_is_said_what_to_install(capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    status, out, err = run(capsys, "completion", "bash")
    assert (status, out, "pip install 'greencalc[completion]'" in err) == (2, "", True)


def test_a_real_terminal_has_its_own_width() -> None:
    pty = pytest.importorskip("pty")
    termios, fcntl = pytest.importorskip("termios"), pytest.importorskip("fcntl")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, b"\x28\x00\x48\x00\x00\x00\x00\x00")  # 40 lines of 72 places
    environment = {**os.environ, "TERM": "xterm"}
    command = [sys.executable, "-m", "greencalc", "score", PLANT]
    process = subprocess.Popen(command, stdout=theirs, env=environment)  # noqa: S603
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # what a terminal says when nobody is there any more
        pass
    assert process.wait() == 0
    lines = ESCAPE.sub("", shown.decode()).replace("\r", "").rstrip("\n").split("\n")
    assert len(lines) <= 40
    assert 60 < max(map(width_of, lines)) <= 72
    assert b"\x1b[1;32mGate    open" in shown
