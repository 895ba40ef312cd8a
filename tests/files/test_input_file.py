"""Other people's files and values: what is opened, how much of it is read and shown, and which errors come."""

from __future__ import annotations

import io
import json
import os
import sys
import tomllib
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import greencalc
from counted import calls_of
from greencalc import (
    GreencalcError,
    PartError,
    Q,
    evaluate,
    load_factors,
    load_plant,
    load_plausibility,
    load_standard,
    replay,
    score_columns,
    score_file,
)
from greencalc.cli import main
from greencalc.files import toml as toml_file
from greencalc.files.input_file import InputFileError, read_input
from greencalc.files.toml import TomlFileError, read_toml
from hostile import HOSTILE
from long_walks import some

STANDARD = load_standard("qct1160_2022")
FACTS = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
ASSESSMENT = evaluate(STANDARD, FACTS)
SECRET = "s3cr3t"  # noqa: S105 (of nobody)
LOADERS = (load_plant, load_standard, load_plausibility, load_factors)


def told(action: Any) -> str:
    """What is said; an error of the interpreter escapes as it is."""
    with pytest.raises(GreencalcError) as caught:
        action()
    return str(caught.value)


# What is opened


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path)


NO_FILES = {
    "a pipe": (make_fifo, "it is a pipe or a device"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "it is a pipe or a device"),
    "a folder": (Path.mkdir, "it is a folder"),
    "nothing": (lambda _: None, "there is no such file"),
    "a loop": (loop, "lead in a circle"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders")
@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_refused_before_it_is_read(kind, tmp_path, capsys) -> None:
    make, says = NO_FILES[kind]
    path = tmp_path / "given.csv"
    make(path)
    for load in LOADERS:
        assert says in told(lambda load=load: load(path))
    assert says in told(lambda: score_file(path, tmp_path / "scores.csv", STANDARD))
    assert main(["replay", str(path)]) == 2
    assert says in capsys.readouterr().err


def test_of_a_file_that_grows_no_more_is_read_than_the_limit(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100)
    assert read_input(path, 100) == b"x" * 100
    with pytest.raises(InputFileError, match="is larger than 99 bytes"):
        read_input(path, 99)

    class Small:  # as it was when its size was asked for
        st_mode, st_size = path.stat().st_mode, 1

    monkeypatch.setattr(os, "fstat", lambda _: Small)
    with pytest.raises(InputFileError, match="is larger than 99 bytes"):
        read_input(path, 99)


def test_a_disk_that_fails_is_said(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")

    class Failing(io.BufferedReader):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, f"{size}")

    monkeypatch.setattr("greencalc.files.input_file.open_input", lambda path: Failing(path.open("rb", buffering=0)))
    with pytest.raises(InputFileError, match="cannot be read: the disk or the system refuses it"):
        read_input(path, 99)


def test_names_that_no_file_has() -> None:
    for name in ("x" * 300, "a\0b", "\ud800"):
        for load in LOADERS:
            assert "cannot be read: " in told(lambda load=load, name=name: load(name))
    for path in (b"plant.toml", os.fspath, 5):
        for load in LOADERS:
            assert "give" in told(lambda load=load, path=path: load(path))

    class OfBytes:
        def __fspath__(self) -> bytes:
            return b"plant.toml"

    assert "give the path of a plant file" in told(lambda: load_plant(OfBytes()))  # type: ignore[arg-type]


# What a plant file may name


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret", "./secret", "in/secret", ".", "..", "", "linked", "gone", "in", "a\\\\b", "x" * 300],
)
def test_a_plant_file_names_no_file_but_a_table_beside_it(name, tmp_path, capsys) -> None:
    folder = tmp_path / "plants"
    (folder / "in").mkdir(parents=True)
    for secret in (tmp_path / "secret", folder / "in" / "secret"):
        secret.write_text(f"[standard]\nkey {SECRET}\n", encoding="utf-8")
    (folder / "linked").symlink_to(tmp_path / "secret")
    path = folder / "plant.toml"
    path.write_text(f'[plant]\nstandard = "{name}"\n', encoding="utf-8")
    assert "plant.standard" in told(lambda: load_plant(path))
    assert main(["score", str(path)]) == 2
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "root:" not in said


def test_a_name_beside_the_file_is_not_sought_elsewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "plant.toml"
    path.write_text('[plant]\nstandard = "mine.toml"\n', encoding="utf-8")
    assert "plant.standard" in told(lambda: load_plant(path))
    (tmp_path / "in" / "mine.toml").write_text("", encoding="utf-8")
    assert load_plant(path).standard == str(tmp_path / "in" / "mine.toml")
    path.write_text('[plant]\nstandard = "QC/T 1160-2022"\n', encoding="utf-8")
    assert load_plant(path).standard == "QC/T 1160-2022"


# What is shown of a file

STRANGERS = [
    f"root:{SECRET}:0:0",
    f"[default]\nkey = {SECRET}\n",
    f'[default]\nkey = "{SECRET}"\nother {SECRET}\n',
    f'[{SECRET}]\nkey = "{SECRET}"\n',
    f"name: {SECRET}\n",
    f"{SECRET}=1\x00OTHER={SECRET}",
    f'x = ["{SECRET}",\n{SECRET}\n]',
    f'x = """{SECRET}\n{SECRET}',
    f"{SECRET},b,c\n1,2,3\n",
    f'{{"auths": "{SECRET}", "auths": 1}}',
    f'{{"{SECRET}": 1, "{SECRET}": 1}}',
]


@pytest.mark.parametrize("text", STRANGERS, ids=range(len(STRANGERS)))
def test_nothing_is_shown_of_a_file_that_is_no_table(text, tmp_path, capsys) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    for load in (load_standard, load_plausibility, load_factors):
        assert SECRET not in told(lambda load=load: load(path))
    if not text.startswith(f"[{SECRET}]"):  # which is a plant file with an unknown heading
        assert SECRET not in told(lambda: load_plant(path))
    for arguments in (["score", "examples/plant.toml", "--standard", str(path)], ["replay", str(path)]):
        assert main(arguments) == 2
        said = capsys.readouterr()
        assert SECRET not in said.err + said.out


def test_a_line_of_a_plant_or_a_table_is_quoted(tmp_path) -> None:
    path = tmp_path / "file"
    for text in (
        "[plant]\nx = 1 2",
        'land_area = "1 mu"\nx = [\n1\nx = 1 2',
        "\tland_area = 1 2",
        "[a.b]\nland_area = 1\nx = 1 2",
    ):
        path.write_text(text, encoding="utf-8")
        assert "1 2'" in told(lambda: load_plant(path))
    path.write_text('[standard]\nid = "x"\nx = 1 2', encoding="utf-8")
    assert "line 3: 'x = 1 2'" in told(lambda: load_standard(path))


# What the parser does is bounded by what it does

DEEP = {
    "a quote before the end": 'x = """a""""\ny = ' + "[" * 900 + "]" * 900,
    "the same in single quotes": "x = '''a''''\ny = " + "[" * 900 + "]" * 900,
    "tables in braces": "x = " + "{a = " * 300 + "1" + "}" * 300,
    "a key of many parts": "a." * 950 + "b = 1",
    "a quoted key of many parts": '"a".' * 400 + "b = 1",
    "a heading of many parts": "[" + "a." * 950 + "b]",
    "lists over lines": "x = " + "[\n" * 9000 + "]\n" * 9000,
    "closing brackets before, in a text": 'x = "' + "]" * 37 + '"\ny = ' + "[" * 17 + "]" * 17,
    "closing brackets before": "# ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\nx = " + "[" * 17 + "]" * 17,
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_files_are_refused(kind, tmp_path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(DEEP[kind], encoding="utf-8")
    for load in (load_plant, load_standard):
        assert "nested deeper than" in told(lambda load=load: load(path))


def test_a_file_may_be_as_deep_as_that_and_take_as_many_steps(tmp_path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text("x = " + "[" * 16 + "]" * 16, encoding="utf-8")
    assert read_toml(path, bool)["x"]
    keys = "\n".join(["a." * 499 + "a = 1"] * 8)  # 8 * 500 ** 2 steps
    path.write_text(keys, encoding="utf-8")
    with pytest.raises(TomlFileError, match="line 2"):
        read_toml(path, bool)
    path.write_text(f"{keys}\n", encoding="utf-8")
    with pytest.raises(TomlFileError, match="too many dots"):
        read_toml(path, bool)


LONG = {
    "quotes that are escaped": '"""' + '\\"""\n' * 10_000,
    "quotes that are not closed": ('x = "' + '\\"' * 900 + "\n") * 500,
    "quotes alone": ('"""' + "\\" * 1900 + "\n") * 500,
    "apostrophes": ("'''" * 600 + "\n") * 500,
    "keys of many parts": "\n".join(f"x{n}" + ".a" * 900 + " = 1" for n in range(500)),
    "keys below a heading of many parts": "[x" + ".a" * 990 + "]\n" + "".join(f"x{n} = 1\n" for n in range(19_000)),
    "dots in texts": "".join(f'"5.{n}" = "..............."\n' for n in range(1900)),
}


@pytest.mark.parametrize("kind", LONG)
def test_long_files_take_no_more_steps_than_they_have_characters(kind, tmp_path, monkeypatch) -> None:
    path = tmp_path / "long.toml"
    path.write_text(LONG[kind], encoding="utf-8")
    content: list[Any] = []

    def load() -> None:
        try:
            content.append(load_plant(path))
        except GreencalcError as error:
            content.append(error)

    load_plant("examples/plant.toml")
    assert calls_of(load) < 20 * len(LONG[kind])
    assert isinstance(content[0], GreencalcError) == (kind != "dots in texts")
    steps = []
    monkeypatch.setattr(toml_file, "MAX_KEY_STEPS", 0)
    monkeypatch.setattr(tomllib, "loads", lambda *_, **__: steps.append(1))
    assert "too many dots" in told(lambda: load_plant(path))
    assert not steps


def test_the_line_where_what_is_open_begins(tmp_path) -> None:
    path = tmp_path / "open.toml"
    for text, line in {
        'a = 1\nb = """x"""" \nc = """\n"\n': 3,
        "a = '''x''''\nb = '''\n": 2,
        'a = "]"  # [\nb = [1,\n2, [3],\n': 2,
        "a = [1,\n[2],\n]\nb = [\n": 4,
    }.items():
        path.write_text(text, encoding="utf-8")
        assert f"line {line}:" in told(lambda: load_plant(path))


# What is wrong with values stays an error of the library

INSIDE: dict[str, Any] = {
    "to_json's key": lambda x: ASSESSMENT.to_json({_key(x): 1}),
    "evidence": lambda x: evaluate(STANDARD, FACTS | {"land_area": {"value": "5 ha", "evidence": x}}).to_json(),
    "value": lambda x: evaluate(STANDARD, FACTS | {"land_area": {"value": x}}).to_json(),
    "year": lambda x: evaluate(STANDARD, FACTS | {"land_area": {"value": "5 ha", "year": x}}).to_json(),
    "fact": lambda x: evaluate(STANDARD, FACTS | {"land_area": x}).to_json(),
    "status": lambda x: evaluate(STANDARD, FACTS | {"5.1.1": x}).to_json(),
    "status in a mapping": lambda x: evaluate(STANDARD, FACTS | {"5.1.1": {"status": x}}).to_json(),
    "name": lambda x: evaluate(STANDARD, FACTS | {_key(x): "1 m2"}).to_json(),
    "Q's number alone": Q,
    "Q's number": lambda x: Q(x, "万m2"),
    "Q's list": lambda x: Q([x], "万m2"),
    "Q's unit": lambda x: Q(1, x),
    "lookup": lambda x: load_factors().lookup("gwp", x, "AR5", purpose="A.9"),
    "energy line": lambda x: greencalc.energy_ledger([{"carrier": x, "quantity": "1 t"}]),
    "column": lambda x: score_columns(STANDARD, {"land_area [mu]": x}),
    "formula": lambda x: greencalc.floor_area_ratio(building_area=x, structure_area="0 m2", land_area="1 m2"),
}


def _key(value: Any) -> Any:
    return value if isinstance(value, str | bytes | int | float) else str(type(value))


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_error_leaves_the_tree_from_inside(name, kind) -> None:
    with suppress(GreencalcError):
        INSIDE[name](HOSTILE[kind])


def test_parts_that_are_not_there_are_errors_of_both_kinds() -> None:
    for ask in (ASSESSMENT.explain, ASSESSMENT.item):
        for kind in (KeyError, GreencalcError, PartError):
            with pytest.raises(kind, match=r"^QC/T 1160-2022 has no item '99'"):
                ask("99")


def test_numbers_too_large_to_multiply_out() -> None:
    for given in (1e308, [1.0, 1e308], np.array([1e308])):
        assert "larger than a float can be" in told(lambda given=given: Q(given, "万m2"))
    assert np.isinf(Q(float("inf"), "万m2").magnitude)


# Packs that somebody changed

PACK = json.loads(
    evaluate(STANDARD, load_plant("examples/plant_with_meters.toml").facts).to_json({"name": "A", "year": 2025})
)
OTHERS: list[Any] = [
    None,
    1,
    1e308,
    "",
    [],
    {},
    "a" * 300,
    True,
    [1],
    {"a": 1},
    "\u2028",
    {"number": "1", "unit": "m2"},
]
PLACES: list[tuple[Any, ...]] = [
    *((part,) for part in PACK),
    *(("factors", 0, name) for name in PACK["factors"][0]),
    *(("factors", 0, "values", name) for name in PACK["factors"][0]["values"]),
    ("factors", 0, "key", 0),
    ("factors", 0),
    ("factor_files", 0),
    ("factor_files", 0, 0),
    *(("plausibility", 0, name) for name in PACK["plausibility"][0]),
    *(("table", "standard", name) for name in PACK["table"]["standard"]),
    *(("table", "item", 0, name) for name in PACK["table"]["item"][0]),
    *(("settings", name) for name in ("comparison", "not_applicable")),
    ("plant", "name"),
    ("facts", "energy"),
    ("facts", "energy", "lines", 0),
]


@pytest.mark.walk
@pytest.mark.parametrize("place", PLACES, ids=range(len(PLACES)))
def test_a_pack_with_anything_anywhere_stays_in_the_tree(place, monkeypatch) -> None:
    monkeypatch.setattr("greencalc.replaying.evaluate", lambda *_, **__: ASSESSMENT)  # judged elsewhere
    others, start = [*OTHERS, "left out"], PLACES.index(place) % len(OTHERS)
    for other in some([*others[start:], *others[:start]], 3):
        pack = json.loads(json.dumps(PACK))
        *way, last = place
        inner = pack
        for step in way:
            inner = inner[step]
        if other == "left out" and isinstance(inner, dict):
            inner.pop(last, None)
        else:
            inner[last] = other
        with suppress(GreencalcError):
            replay(json.dumps(pack))


def test_numbers_that_json_takes_and_no_float_holds() -> None:
    assert "a number is too large" in told(lambda: replay('{"a": 1e999}'))
    assert "no UTF-8 text" in told(lambda: replay(b"\xff"))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"values": {}}, "is empty"),
        ({"key": [1, 2]}, "none of a factor table"),
        ({"key": ["x", "y"]}, "none of a factor table"),
        ({"key": {}}, "none of a factor table"),
        ({"values": {"other": "1 t"}}, "none of a factor table"),
        ({"origin": []}, "none of a factor table"),
        ({"table": "none"}, "none of a factor table"),
    ],
)
def test_factor_rows_of_a_pack(broken, says) -> None:
    pack = json.loads(json.dumps(PACK))
    pack["factors"][0] |= broken
    assert says in told(lambda: replay(json.dumps(pack)))


# No number changes on the way

HEADER = "energy,zh,ncv,ncv_unit,coefficient,coefficient_unit,origin,source"


@pytest.mark.parametrize("cell", ['"2\n8"', '"2\r\n8"', '"2\u20288"', '"2\x0b8"', '"2\x858"', '"28\u2028"', "28\x1c"])
def test_a_cell_of_several_lines_is_no_number(cell, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(f"{HEADER}\nx,,,,{cell},tce/t,user,me\n".encode())
    assert "row 2" in told(lambda: load_factors(path))


CELLS_OVER_LINES = {
    '"A\nB,90,100\nC",90,100\nD,90,100': "D",
    'A,90,"\nB,90,100\n",100\nD,90,100': "D",
    '"A""\n""\nB,90,100\nC",90,"1\n2"\nD,90,100': "D",
    '"A\nB,90,100\nC,90,100': "BC",  # closed nowhere, so it stands alone
    '"A,90,100\nB,90,100\n"C"x,90,100\nD,90,100': "BD",  # text behind it, so it closes nothing
    '"A\nB,90,100\nC,90,100\n"': "",
}


@pytest.mark.parametrize("size", [1, 5, 2**22])
@pytest.mark.parametrize("lines", CELLS_OVER_LINES, ids=range(len(CELLS_OVER_LINES)))
def test_no_plant_is_scored_that_a_spreadsheet_has_not(lines, size, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("greencalc.many_plants.files.csv_rows._CSV_BYTES", size)
    path, target = tmp_path / "plants.csv", tmp_path / "scores.csv"
    path.write_text(f"plant,green_paint [t],total_paint [t]\n{lines}\n", encoding="utf-8")
    done = score_file(path, target, STANDARD, keep=["plant"])
    faulty = {fault.row for fault in done.faults}
    judged = [line[0] for row, line in enumerate(lines.split("\n")) if row not in faulty]
    assert judged == list(CELLS_OVER_LINES[lines])
    assert done.rows == len(lines.split("\n"))


def test_a_page_with_a_wrong_checksum_is_refused(tmp_path) -> None:
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    from pyarrow import parquet  # noqa: PLC0415

    path = tmp_path / "plants.parquet"
    table = pa.table({"green_paint [t]": [90.25] * 9, "total_paint [t]": [100.0] * 9})
    parquet.write_table(table, path, compression="none", use_dictionary=False, write_page_checksum=True)
    content = path.read_bytes()
    assert score_file(path, tmp_path / "scores.csv", STANDARD).faulty_rows == 0
    good, bad = (np.float64(number).tobytes() for number in (90.25, 80.25))
    assert good * 9 in content
    path.write_bytes(content.replace(good * 9, good * 8 + bad))
    assert "it cannot be read" in told(lambda: score_file(path, tmp_path / "other.csv", STANDARD))
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize("digits", [6, 30, 60, 90])
def test_points_that_do_not_add_up_are_told_apart(digits, tmp_path) -> None:
    table = (Path(__file__).parents[1] / "data" / "yes_no_table.toml").read_text(encoding="utf-8")
    path = tmp_path / "table.toml"
    more = f"100.{'0' * (digits - 1)}1"
    path.write_text(table.replace("points = 100", f"points = {more}"), encoding="utf-8")
    assert f"the groups' points add up to {more}, not 100" in told(lambda: load_standard(path))


def test_dates_in_lists_are_texts_where_dates_are_not_wanted(tmp_path) -> None:
    path = tmp_path / "dated.toml"
    path.write_text("a = [2025-01-31, {b = 07:30:00}, 1.5]", encoding="utf-8")
    assert read_toml(path, lambda _: True, with_dates=False) == {"a": ["2025-01-31", {"b": "07:30:00"}, Fraction(3, 2)]}
