"""Files of plants: every line has its row in the target, in order, with what it has in memory."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import sys
import tracemalloc
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv, parquet

from greencalc import FactsError, load_standard, score_columns, score_file
from greencalc.cli import main
from greencalc.many_plants.files import csv_rows, file_kinds, typed_rows, writers

STANDARD = load_standard("qct1160_2022")
EXAMPLE = Path("examples/plants.csv")
KINDS = ("csv", "parquet", "arrow")
HEADER = "plant,green_paint [t],total_paint [t],6.6"


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(typed_rows, "ROWS", 7)
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", 64)


def write(path: Path, table: pa.Table, **options) -> Path:
    if path.suffix == ".csv":
        arrow_csv.write_csv(table, path)
    elif path.suffix == ".parquet":
        parquet.write_table(table, path, **options)
    else:
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table, max_chunksize=500)
    return path


def read(path: Path) -> pa.Table:
    if path.suffix == ".csv":
        # an empty text is a missing one here
        options = arrow_csv.ConvertOptions(strings_can_be_null=True, column_types={"faults": pa.string()})
        return arrow_csv.read_csv(path, convert_options=options)
    return parquet.read_table(path) if path.suffix == ".parquet" else pa.ipc.open_file(path).read_all()


def plants(rows: int, seed: int = 0) -> pa.Table:
    random = np.random.default_rng(seed)
    waste = random.uniform(0, 2, rows).round(3)
    return pa.table(
        {
            "plant": [f"工厂 {number}" for number in range(rows)],
            "vehicle_type": random.choice(
                ["passenger car", "truck cab", None, "tractor"], rows, p=[0.5, 0.4, 0.05, 0.05]
            ),
            "green_paint [t]": random.uniform(0, 110, rows).round(1),
            "total_paint [t]": np.full(rows, 100.0),
            "waste_generated [万t]": pa.array(np.ones(rows), mask=random.random(rows) < 0.1),
            "waste_utilised [万t]": waste,
            "stock_utilised [t]": np.zeros(rows),
            "vocs_emitted [kg]": random.uniform(-5, 100, rows).round(2),
            "painted_area [m2]": np.full(rows, 1500.0),
            "4.1": random.choice(["met", "不符合", "", "unknown", "yes"], rows),
            "6.6": random.choice([True, False], rows),
        }
    )


def lines_of(folder: Path, text: str | bytes, **choices):
    """Score a CSV file; return what became of it, and the target's rows."""
    source = folder / "plants.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = score_file(source, folder / "scores.arrow", STANDARD, **choices)
    return done, read(folder / "scores.arrow").to_pylist()


def faults_of(source: Path, target: Path | None = None, **choices) -> str:
    target = source.with_name("target.arrow") if target is None else target
    with pytest.raises(FactsError) as caught:
        score_file(source, target, STANDARD, **choices)
    assert not list(target.parent.glob("*.part"))
    assert not target.exists() or target.samefile(source)
    return str(caught.value)


# The same as in memory


@pytest.mark.parametrize(("kind", "target"), list(zip(KINDS, (*KINDS[1:], KINDS[0]), strict=True)))
@pytest.mark.usefixtures("small_blocks")
def test_a_file_has_the_rows_that_its_table_has_in_memory(kind, target, tmp_path) -> None:
    table = plants(60)
    source = write(tmp_path / f"plants.{kind}", table, row_group_size=30)
    seen = []
    done = score_file(
        source, tmp_path / f"scores.{target}", STANDARD, with_statuses=True, keep=["plant", "green_paint [t]"],
        progress=seen.append,
    )  # fmt: skip
    scores = score_columns(STANDARD, table.to_pandas(), with_statuses=True, nan_is_missing=True)
    expected = scores.to_arrow()
    found = read(tmp_path / f"scores.{target}")
    assert found.column_names == ["plant", "green_paint [t]", *expected.column_names]
    assert found["plant"].to_pylist() == table["plant"].to_pylist()
    assert [float(cell) for cell in found["green_paint [t]"].to_pylist()] == table["green_paint [t]"].to_pylist()
    for name in expected.column_names:
        assert found[name].to_pylist() == expected[name].to_pylist(), name
    assert done.faults == scores.faults
    assert (done.rows, done.faulty_rows) == (60, len({fault.row for fault in scores.faults}))
    assert 0 < done.faulty_rows < 60
    assert done.assumptions == scores.assumptions
    assert done.unused == ()
    assert len(seen) > 8
    assert seen == sorted(seen)
    assert seen[-1] == 1


def zoo() -> pa.Table:
    """Columns of kinds that a Parquet file may have, with empty cells."""
    rows = 23
    numbers = [None if row % 5 == 4 else row + 0.5 for row in range(rows)]
    words = [None if row % 7 == 3 else ("met", "not met", "unknown")[row % 3] for row in range(rows)]
    return pa.table(
        {
            "plant": pa.array([f"厂 {row}" for row in range(rows)]),
            "opened": pa.array([datetime(2020, 1, 1 + row, tzinfo=UTC) for row in range(rows)]),
            "share": pa.array([Decimal("1.25")] * rows, pa.decimal128(9, 2)),
            "green_paint [t]": pa.array(numbers, pa.float32()),
            "total_paint [t]": pa.array([None if one is None else int(one + 1) for one in numbers], pa.int64()),
            "waste_generated [t]": pa.array([30] * rows, pa.uint8()),
            "waste_utilised [t]": pa.array(numbers),
            "stock_utilised [t]": pa.array([0.0] * rows),
            "vehicle_type": pa.array(["bus", "truck cab", "passenger car"] * 7 + [None, "tractor"]).dictionary_encode(),
            "4.1": pa.array(words, pa.large_string()),
            "4.2": pa.array(words).dictionary_encode(),
            "6.6": pa.array([None if row % 4 == 1 else row % 2 == 0 for row in range(rows)]),
        }
    )


@pytest.mark.parametrize("made_by", ["arrow", "polars"])
def test_a_parquet_file_is_read_alike_whoever_reads_it(made_by, tmp_path, monkeypatch) -> None:
    """By Arrow, whose checksums it is held to or whose row groups are large; by polars, some groups at a time."""
    table = zoo() if made_by == "arrow" else pl.from_arrow(zoo()).to_arrow()
    monkeypatch.setattr(typed_rows, "ROWS", 3)
    monkeypatch.setattr(typed_rows, "_MOST_ROWS", 10)
    ways = {
        "checksums": {"row_group_size": 4, "write_page_checksum": True},
        "no dictionary": {"row_group_size": 4, "write_page_checksum": True, "use_dictionary": False},
        "large groups": {"row_group_size": 11},
        "small groups": {"row_group_size": 4},
        "groups of one": {"row_group_size": 1},
        "groups as large as can be": {"row_group_size": 10, "compression": "none", "data_page_version": "2.0"},
    }
    found = {}
    for way, options in ways.items():
        source = write(tmp_path / "plants.parquet", table, **options)
        polars_reads = typed_rows.ParquetRows(source).in_polars is not None
        assert polars_reads == ("groups" in way and way != "large groups")
        done = score_file(source, tmp_path / "scores.arrow", STANDARD, keep=table.column_names)
        found[way] = done, pl.read_ipc(tmp_path / "scores.arrow").with_columns(pl.col(pl.Categorical).cast(pl.String))
    done, scores = found["checksums"]
    assert 0 < done.faulty_rows < done.rows == 23
    for other, frame in found.values():
        assert other == done
        assert frame.equals(scores)


def test_columns_of_parquet_that_nobody_can_hold_are_no_matter_unless_they_are_kept(tmp_path) -> None:
    table = pa.table({"6.6": [True], "wide": pa.array([1], pa.decimal256(50, 2))})
    source = write(tmp_path / "plants.parquet", table)
    assert score_file(source, tmp_path / "scores.csv", STANDARD).faulty_rows == 0
    twice = pa.Table.from_arrays([pa.array([1.0]), pa.array([2.0])], names=["green_paint [t]"] * 2)
    assert "two columns have this header" in faults_of(write(tmp_path / "twice.parquet", twice))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_rows(kind, tmp_path) -> None:
    source = write(tmp_path / f"plants.{kind}", plants(0))
    done = score_file(source, tmp_path / "scores.parquet", STANDARD, keep=["plant"])
    assert (done.rows, done.faulty_rows, done.faults) == (0, 0, ())
    assert read(tmp_path / "scores.parquet").column_names[0] == "plant"
    assert read(tmp_path / "scores.parquet").num_rows == 0


def test_choices_reach_the_scores(tmp_path) -> None:
    text = "plant,green_paint,total_paint [t],6.6,note\nA,69.5,100,不适用: none,x\nB,nan,100,met,NaN\n"
    choices = {"units": {"green_paint": "t"}, "not_applicable": "keep", "comparison": "rounded value"}
    done, rows = lines_of(tmp_path, text, nan_is_missing=True, with_statuses=True, keep=["note"], **choices)
    assert done.faults == ()
    assert done.unused == (("plant", ""),)
    assert any("rounded" in assumption.what for assumption in done.assumptions)
    table = {"green_paint": [69.5, None], "total_paint [t]": [100.0, 100.0], "6.6": ["不适用: none", "met"]}
    expected = score_columns(STANDARD, table, with_statuses=True, **choices).to_arrow().to_pylist()
    assert rows == [{"note": note} | row for note, row in zip(["x", "NaN"], expected, strict=True)]
    assert rows[0]["6.6"] == "not applicable"


def test_headers_that_begin_like_others_are_read_alone(tmp_path) -> None:
    table = pa.table({"8": ["met"], "8.note": ["of 2025"], "green_paint [t]": [1.0], "green_paint.x [t]": [2.0]})
    source = write(tmp_path / "plants.parquet", table)
    done = score_file(source, tmp_path / "scores.csv", STANDARD, keep=["8"])
    assert [name for name, _ in done.unused] == ["8.note", "green_paint.x [t]"]
    assert read(tmp_path / "scores.csv")["8"].to_pylist() == ["met"]


# Lines of CSV files

LINES = {
    "A,90,100,met": None,
    "B,90,100": "the line has 3 cells, the header 4",
    "C,90,100,met,": "the line has 5 cells, the header 4",
    "": "the line is empty",
    ",,,": "the line is empty",
    '"D,90,100,met': "a quotation mark stands alone",
    '"E ""of, ""","90","100","met"': None,
    'F,90,100,"met': "a quotation mark stands alone",
    '"G"x,90,100,met': "a quotation mark stands alone",
    'H 5",90,100,met': "a quotation mark stands alone",
    "I,nan,100,met": "green_paint (G): given 'nan' is not an amount",
    "J,90,inf,met": "total_paint (M): given 'inf' is not an amount",
    'K,90,"1,000",met': "given '1,000' is not an amount",
    "L,9O,100,met": "given '9O': 'O' is no unit",
    "M,90,100,TRUE": None,
    "N,90,100,false": None,
    "甲,90,100,不符合": None,
    "P, 90 ,1e2,部分符合：50 %": None,
    "Q,90 kg,0.1,met": None,
    "R,,100,": None,
    "S,5 kW,100,perhaps": "given '5 kW'",
    "T,.9e2,100.,met": None,
    "U,1e999,100,met": "given '1e999'",
    "V,101,100,met": "green_paint",
}


@pytest.mark.parametrize("size", [1, 99, 2**22])
@pytest.mark.parametrize(
    ("mark", "end", "last"), [("", "\n", "\n"), ("\ufeff", "\r\n", ""), ("", "\r\n", "\r\n"), ("", "\r", "")]
)
def test_every_line_has_its_row(mark, end, last, size, tmp_path, monkeypatch) -> None:  # noqa: PLR0913, PLR0917
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", size)
    lines = [*LINES, *reversed(LINES)]
    text = mark + end.join([HEADER, *lines]) + last
    done, rows = lines_of(tmp_path, text, keep=["plant", "total_paint [t]"])
    assert (done.rows, len(rows)) == (len(lines), len(lines))
    faulty = []
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        reason = LINES[line]
        if reason is None:
            assert row["faults"] is None, line
            assert row["plant"] in line.replace('""', '"')
        else:
            assert reason in (row["faults"] or ""), line
            assert row["score_lower"] is None
            faulty.append(number)
    assert sorted({fault.row for fault in done.faults}) == faulty
    assert [fault.row for fault in done.faults] == sorted(fault.row for fault in done.faults)
    assert done.faulty_rows == len(faulty)
    assert rows[:24] == rows[:23:-1]


def test_words_are_judged_as_in_memory(tmp_path) -> None:
    good = [line.split(",") for line, reason in LINES.items() if reason is None and '"' not in line]
    _, rows = lines_of(tmp_path, "\n".join([HEADER, *(",".join(cells) for cells in good)]))
    columns = {name: [cells[place] for cells in good] for place, name in enumerate(HEADER.split(","))}
    columns["green_paint [t]"] = [cell.replace(".9e2", "90") for cell in columns["green_paint [t]"]]
    columns["total_paint [t]"] = [cell.replace("100.", "100") for cell in columns["total_paint [t]"]]
    assert rows == score_columns(STANDARD, columns).to_arrow().to_pylist()


def test_vehicle_types_in_chinese(tmp_path) -> None:
    header = "vehicle_type,vocs_emitted [kg],painted_area [m2]"
    text = f"{header}\n乘用车,21,1000\npassenger car,21,1000\n货车驾驶室,21,1000\n皮卡,21,1000\n"
    done, rows = lines_of(tmp_path, text, with_statuses=True)
    assert [row["10.4.5"] for row in rows] == ["not met", "not met", "met", None]
    assert [fault.row for fault in done.faults] == [3]


def test_a_cell_over_several_lines_spoils_these_lines_alone(tmp_path) -> None:
    text = f'{HEADER}\nA,90,100,met\n"B\nworks",90,100,met\nC,90,100,met\n'
    done, rows = lines_of(tmp_path, text, keep=["plant"])
    assert [row["plant"] for row in rows] == ["A", None, None, "C"]
    assert [(fault.row, fault.columns) for fault in done.faults] == [(1, ()), (2, ())]
    assert "runs over several lines" in done.faults[0].reason


def test_a_file_of_broken_lines_alone(tmp_path, small_blocks) -> None:
    del small_blocks
    done, rows = lines_of(tmp_path, f"{HEADER}\n" + "1\n\n" * 99 + "1\n")
    assert (done.rows, done.faulty_rows, len(rows)) == (199, 199, 199)
    assert [fault.row for fault in done.faults] == list(range(199))


def test_one_column(tmp_path) -> None:
    done, rows = lines_of(tmp_path, "6.6\nmet\n\nnot met")
    assert [row["faults"] for row in rows] == [None, "the line is empty", None]
    assert done.faults[0].row == 1


def test_lines_in_another_encoding_are_faults_and_the_others_are_judged(tmp_path) -> None:
    text = f"{HEADER}\nA,90,100,met\n江岸,90,100,met\nC,90,100,符合\n".encode("gbk")
    done, rows = lines_of(tmp_path, text, keep=["plant"])
    assert [row["plant"] for row in rows] == ["A", None, None]
    assert {fault.reason for fault in done.faults} == {
        "the line is no UTF-8 text, but may be GBK; save the file as 'CSV UTF-8'"
    }


def test_of_many_faults_the_first_are_returned(tmp_path, small_blocks) -> None:
    del small_blocks
    done, rows = lines_of(tmp_path, f"{HEADER}\n" + "A,9O,100,met\n" * 1100 + "B,90,100,met\n")
    assert (done.faulty_rows, len(done.faults), done.faults[-1].row) == (1100, 1000, 999)
    assert sum(row["faults"] is not None for row in rows) == 1100


def test_how_a_cell_is_read_does_not_depend_on_the_others(tmp_path) -> None:
    _, alone = lines_of(tmp_path, f"{HEADER}\nA,5.,100,met\nB,90,100,met\n")
    _, beside = lines_of(tmp_path, f"{HEADER}\nA,5.,100,met\nB,90,100,met\nC,9O,nan,met\n")
    assert beside[:2] == alone
    text = f"{HEADER}\nA,nan,100,met\nB,90,-NaN,met\nC,90,nan,perhaps\n"
    done, _ = lines_of(tmp_path, text, nan_is_missing=True)
    assert [(fault.row, fault.columns) for fault in done.faults] == [(2, ("6.6",))]


# What cannot be used as a whole


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it has no columns"),
        ("\nA,90\n", "it has no columns"),
        ("plant,plant\nA,B\n", "'plant': two columns have this header"),
        ("plant,note\nA,B\n", "no column has rows"),
        ("land_area [kg]\n1\n", "land_area [kg]: 'kg' is a mass"),
        ("land_area [mu],land_area [m2]\n1,1\n", "the fact has two columns"),
        ('plant,"land_area [mu]\n1,2\n', "line 1: a quotation mark in the headers has no partner"),
        ("厂名,land_area [mu]\n1,2\n".encode("gbk"), "it is no UTF-8 text, but may be GBK; save it as 'CSV UTF-8'"),
        ("plant,land_area [mu]\n1,2\n".encode("utf-16"), "it is no UTF-8 text, but UTF-16; save it as 'CSV UTF-8'"),
        ("land_area [mu],carbon\n1,2\n", "keep: there is no column 'plant'"),
        ("land_area [mu],Plant\n1,2\n", "keep: there is no column 'plant'; did you mean Plant?"),
    ],
    ids=range(11),
)
def test_headers_that_cannot_be_used_leave_no_target(text, says, tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    keep = ["plant"] if "keep" in says else []
    assert says in faults_of(source, keep=keep)


def test_a_header_to_keep_that_is_no_list(tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("plant,land_area [mu]\nA,1\n", encoding="utf-8")
    assert "keep is 'plant'; give a list of headers, as ['plant']" in faults_of(source, keep="plant")


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"units": "mu"}, "units is 'mu'; give them by header or name, as units={'land_area': 'mu'}"),
        ({"units": 5}, "units is 5; give them by header or name"),
        ({"keep": None}, "keep is None; give a list of headers, as ['plant']"),
        ({"keep": ["plant", 5]}, "a header in keep is 5; write it as text"),
        ({"progress": True}, "progress is True; give a function of the part that is done, as print"),
        ({"with_statuses": "no"}, "with_statuses is 'no'; give True or False"),
        ({"nan_is_missing": "no"}, "nan_is_missing is 'no'; give True or False"),
    ],
)
def test_choices_of_another_kind_leave_no_target(choices, says, tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("plant,land_area [mu]\nA,1\n", encoding="utf-8")
    assert says in faults_of(source, **choices)


def test_files_are_given_by_their_paths(tmp_path) -> None:
    table = plants(1)
    with pytest.raises(FactsError, match=r"source is of type pyarrow.Table; give the path of a file, as 'source.csv'"):
        score_file(table, tmp_path / "scores.csv", STANDARD)
    with pytest.raises(FactsError, match=r"target is None; give the path of a file, as 'target.csv'"):
        score_file(tmp_path / "plants.csv", None, STANDARD)


def test_a_generator_of_headers_is_a_list_of_them(tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("plant,land_area [mu]\nA,1\n", encoding="utf-8")
    score_file(source, tmp_path / "scores.csv", STANDARD, keep=(name for name in ["plant"]))
    assert read(tmp_path / "scores.csv")["plant"].to_pylist() == ["A"]


def test_headers_alone_are_a_file_without_rows(tmp_path) -> None:
    done, rows = lines_of(tmp_path, HEADER)
    assert (done.rows, rows) == (0, [])


def test_columns_that_cannot_be_kept(tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("plant,6.6,faults\nA,met,x\n", encoding="utf-8")
    said = faults_of(source, keep=["plant", "plant", "faults", "6.6"], with_statuses=True)
    assert "'plant' is named twice" in said
    assert "the scores have a column 'faults' of their own" in said
    assert "the scores have a column '6.6' of their own" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_file_and_an_empty_one(kind, tmp_path) -> None:
    source = tmp_path / f"plants.{kind}"
    target = tmp_path / "scores.csv"
    assert "cannot be read" in faults_of(source, target)
    source.touch()
    assert faults_of(source, target)


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_files_that_are_no_tables_or_are_cut_off(kind, tmp_path) -> None:
    source = tmp_path / f"plants.{kind}"
    source.write_text("land_area [mu]\n1\n" * 9, encoding="utf-8")
    assert "it cannot be read" in faults_of(source)
    whole = write(source, plants(1000)).read_bytes()
    source.write_bytes(whole[: len(whole) // 2])
    assert "it cannot be read" in faults_of(source)


def test_a_file_that_is_damaged_farther_on(tmp_path, small_blocks) -> None:
    del small_blocks
    source = write(tmp_path / "plants.parquet", plants(300), row_group_size=30, compression="zstd")
    content = bytearray(source.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 400] = b"\xff" * 400
    source.write_bytes(content)
    (tmp_path / "scores.csv").write_text("of yesterday", encoding="utf-8")
    with pytest.raises(FactsError, match="it cannot be read"):
        score_file(source, tmp_path / "scores.csv", STANDARD)
    assert (tmp_path / "scores.csv").read_text(encoding="utf-8") == "of yesterday"
    assert not list(tmp_path.glob("*.part"))


def test_a_target_is_replaced_when_all_is_done(tmp_path, small_blocks) -> None:
    del small_blocks
    source = write(tmp_path / "plants.csv", plants(40))
    target = tmp_path / "scores.csv"
    target.write_text("of yesterday", encoding="utf-8")

    def stop(done: float) -> None:
        assert target.read_text(encoding="utf-8") == "of yesterday"
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_file(source, target, STANDARD, progress=stop)
    assert target.read_text(encoding="utf-8") == "of yesterday"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    score_file(source, target, STANDARD)
    assert read(target).num_rows == 40


def test_the_source_is_no_target(tmp_path) -> None:
    source = write(tmp_path / "plants.csv", plants(3))
    before = source.read_bytes()
    assert "it is the source" in faults_of(source, tmp_path / "." / "plants.csv")
    assert source.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_that_cannot_be_written(kind, tmp_path) -> None:
    source = write(tmp_path / "plants.csv", plants(3))
    with pytest.raises(OSError, match="make its folder first"):
        score_file(source, tmp_path / "nowhere" / f"scores.{kind}", STANDARD)
    (tmp_path / f"folder.{kind}").mkdir()
    with pytest.raises(OSError, match="it is a folder"):
        score_file(source, tmp_path / f"folder.{kind}", STANDARD)
    assert not list(tmp_path.glob("*.part"))


def test_a_kept_column_that_csv_cannot_hold(tmp_path) -> None:
    table = pa.table({"land_area [mu]": [1.0], "owners": [["A", "B"]]})
    source = write(tmp_path / "plants.parquet", table)
    assert "it cannot be written" in faults_of(source, tmp_path / "scores.csv", keep=["owners"])
    score_file(source, tmp_path / "scores.parquet", STANDARD, keep=["owners"])
    assert read(tmp_path / "scores.parquet")["owners"].to_pylist() == [["A", "B"]]


def test_other_kinds_of_files(tmp_path) -> None:
    source = write(tmp_path / "plants.csv", plants(1))
    assert "files end in .csv, .parquet, .arrow" in faults_of(source, tmp_path / "scores.xlsx")
    assert "files end in .csv" in faults_of(tmp_path / "plants.txt", tmp_path / "scores.csv")
    (tmp_path / "plants.txt").write_text("a", encoding="utf-8")
    assert "files end in .csv, .parquet, .arrow or .xlsx" in faults_of(tmp_path / "plants.txt", tmp_path / "scores.csv")
    upper = source.rename(tmp_path / "PLANTS.CSV")
    assert score_file(upper, tmp_path / "SCORES.Parquet", STANDARD).rows == 1


def test_without_polars_it_is_said_what_to_install(monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(FactsError, match=r"pip install 'greencalc\[files\]'"):
        score_file(EXAMPLE, tmp_path / "scores.csv", STANDARD)


# Memory


def peak(source: Path, target: Path) -> tuple[int, int]:
    """Score a file; return the most that Python and Arrow held."""
    held = []
    tracemalloc.start()
    score_file(source, target, STANDARD, keep=["plant"], progress=lambda _: held.append(pa.total_allocated_bytes()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, max(held)


@pytest.mark.walk
@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_rows(kind, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(typed_rows, "ROWS", 200)
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", 2**14)
    monkeypatch.setattr(writers, "_GROUP", 200)
    table = plants(300).filter(score_is_known(plants(300)))
    peaks = []
    for times in (1, 8, 40):
        many = pa.concat_tables([table] * times)
        source = tmp_path / f"plants{times}.{kind}"
        if kind == "parquet":
            write(source, many, row_group_size=200)
        else:
            write(source, many)
        del many
        peaks.append(peak(source, tmp_path / f"scores.{kind}"))
    for smaller, larger in zip(peaks[1], peaks[2], strict=True):
        assert larger < 1.5 * smaller + 300_000


def score_is_known(table: pa.Table) -> pa.Array:
    scores = score_columns(STANDARD, table.to_pandas(), nan_is_missing=True)
    return pa.array(~np.isnan(scores.score_lower))


# The command


def test_the_command_scores_a_file(tmp_path, capsys) -> None:
    target = tmp_path / "scores.csv"
    assert main(["batch", str(EXAMPLE), "-o", str(target), "--keep", "plant"]) == 0
    printed = capsys.readouterr()
    assert f"QC/T 1160-2022: 4 of 5 plants judged; scores are in {target}" in printed.out
    reasons = "1 cannot be judged; why stands beside each. The first reasons, rows counted from 1:"
    assert f"\n\n{reasons}\n  row 5  total_paint [t]: " in printed.out
    assert "assumed  No standard is named; it is judged by QC/T 1160-2022. [default of the command]" in printed.out
    assert "Columns that are not used" not in printed.out
    assert printed.err == ""
    scores = pd.read_csv(target)
    assert list(scores["plant"])[3:] == ["江岸工厂", "Valley works"]
    assert list(scores["faults"].isna()) == [True, True, True, True, False]


def test_the_choices_of_the_command(tmp_path, capsys) -> None:
    source = tmp_path / "工厂.csv"
    source.write_text(
        "厂名,waste_generated,waste_utilised [t],stock_utilised [t],6.6\n甲,100,nan,0,符合\n乙,100,69.6,0,不符合\n",
        encoding="utf-8",
    )
    table = (Path("src/greencalc/standards/qct1160_2022/b_indicators.toml")).read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(table.replace('id = "qct1160_2022"', 'id = "my_own"', 1), encoding="utf-8")
    target = tmp_path / "分数.parquet"
    options = ["--unit", "waste_generated = t", "--statuses", "--nan-is-missing", "--comparison", "rounded"]
    assert main(["batch", str(source), "-o", str(target), "--standard", str(own), "--keep", "厂名", *options]) == 0
    printed = capsys.readouterr().out
    assert "2 of 2 plants judged" in printed
    assert "No standard is named" not in printed
    assert "cannot be judged" not in printed
    assert "rounded" in printed
    rows = read(target).to_pylist()
    assert [row["厂名"] for row in rows] == ["甲", "乙"]
    assert [row["6.6"] for row in rows] == ["met", "not met"]
    limited = next(item.id for item in STANDARD.items if "solid_waste_utilisation_rate" in str(item.rule))
    assert rows[0][limited] == "unknown"


def test_a_disk_that_fails_is_told_as_the_system_tells_it(tmp_path, monkeypatch) -> None:
    def fail(_) -> list[str]:
        raise OSError(errno.EIO, "Input/output error")

    source = write(tmp_path / "plants.parquet", plants(1))
    monkeypatch.setattr(typed_rows.ParquetRows, "_open", fail)
    told = faults_of(source)
    assert "it cannot be read: " in told
    assert "damaged" not in told


def test_a_sound_file_that_arrow_does_not_read_is_not_called_damaged(tmp_path) -> None:
    source = tmp_path / "plants.parquet"
    column = pl.Series([5, 6], dtype=pl.Int128)
    pl.DataFrame({"green_paint [t]": column, "total_paint [t]": [10.0, 10.0]}).write_parquet(source)
    with pytest.raises(FactsError, match="it has what Arrow does not read, such as integers of 128 bits"):
        score_file(source, tmp_path / "scores.parquet", STANDARD)


def test_columns_that_nothing_needs_and_faults_of_whole_rows_are_printed(tmp_path, capsys) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("name,land_aera [mu],6.6\nA,1,met\nB,1\n", encoding="utf-8")
    assert main(["batch", str(source), "-o", str(tmp_path / "scores.csv"), "--standard", "qct1160_2022"]) == 0
    printed = capsys.readouterr().out
    assert "row 2  the whole row: the line has 2 cells, the header 3" in printed
    assert "\n  name\n" in printed
    assert "\n  land_aera [mu]  did you mean land_area?" in printed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plants.csv", "-o", "scores.xlsx"], "files end in .csv, .parquet, .arrow"),
        (["nowhere.csv", "-o", "scores.csv"], "there is no such file"),
        (["plants.csv", "-o", "nowhere/scores.csv"], "there is no such file"),
        (["plants.csv", "-o", "scores.csv", "--unit", "land_area"], "write it as NAME=UNIT"),
        (["plants.csv", "-o", "scores.csv", "--unit", "land_aera=mu"], "units: there is no column 'land_aera'"),
        (["plants.csv", "-o", "scores.csv", "--keep", "name"], "keep: there is no column 'name'"),
        (["plants.csv", "-o", "scores.csv", "--standard", "none"], "none"),
    ],
    ids=range(7),
)
def test_what_cannot_be_used_ends_with_status_2(arguments, says, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plants.csv").write_text("land_area\n1 mu\n", encoding="utf-8")
    assert main(["batch", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("greencalc: ")
    assert says in printed.err
    assert [path.name for path in tmp_path.iterdir()] == ["plants.csv"]


@pytest.mark.parametrize("missing", ["polars", "tqdm"])
def test_the_command_says_what_to_install(missing, monkeypatch, tmp_path, capsys) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(["batch", str(EXAMPLE), "-o", str(tmp_path / "scores.csv")]) == 2
    assert "pip install 'greencalc[files]'" in capsys.readouterr().err


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_bar_is_shown_on_a_terminal_alone(is_terminal, monkeypatch, tmp_path) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    monkeypatch.setattr(sys, "stderr", Screen())
    assert main(["batch", str(EXAMPLE), "-o", str(tmp_path / "scores.csv")]) == 0
    assert ("100%|" in sys.stderr.getvalue()) is is_terminal


# Files as workbooks and others write them

TABLE = (
    "plant,vehicle_type,land_area [mu],building_area [m2],structure_area [m2],6.6\n"
    "A,passenger car,1230,584000,12000,met\nB,passenger car,980,491000,8000,not met\n"
)


def command(folder: Path, content: bytes | str, name: str, capsys) -> tuple[int, str]:
    """Run the command on a file; return its status, and what it says."""
    source = folder / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    status = main(["batch", str(source), "-o", str(folder / "scores.csv"), "--standard", "qct1160_2022"])
    printed = capsys.readouterr()
    if status:
        assert printed.out == ""
        assert not (folder / "scores.csv").exists()
    return status, printed.out + printed.err


@pytest.mark.parametrize("size", [7, 2**22])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [",,,,,", "", " , , ,,,", ";;;;", "\t"])
def test_blank_rows_at_the_end_are_no_plants(size, end, last, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", size)
    rows = TABLE.splitlines()
    for blank in ([last], [last] * 3 + [""], ["", last, ""]):
        seen = []
        done, found = lines_of(tmp_path, end.join([*rows, *blank]), keep=["plant"], progress=seen.append)
        assert (done.rows, done.faulty_rows) == (2, 0)
        assert [row["plant"] for row in found] == ["A", "B"]
        assert seen[-1] == 1
    done, _ = lines_of(tmp_path, end.join([*rows[:2], last, rows[2], last]))
    reasons = {",,,,,": "the line is empty", "": "the line is empty", " , , ,,,": None}
    reason = reasons.get(last, "the line has 1 cells, the header 6")
    assert [(fault.row, fault.reason) for fault in done.faults] == ([] if reason is None else [(1, reason)])


def test_a_blank_row_of_one_column_and_a_last_row_that_is_nearly_blank(tmp_path) -> None:
    done, rows = lines_of(tmp_path, "plant,6.6\nA,met\nB,\n,\n", keep=["plant"])
    assert (done.rows, rows[1]["plant"], rows[1]["faults"]) == (2, "B", None)
    done, rows = lines_of(tmp_path, "plant,6.6\nA,met\nB,", keep=["plant"])
    assert (done.rows, rows[1]["plant"], rows[1]["faults"]) == (2, "B", None)
    done, rows = lines_of(tmp_path, "plant,6.6\n,\n,\n,\n")
    assert (done.rows, rows) == (0, [])


@pytest.mark.parametrize("size", [1, 2**22])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_header_may_run_over_several_lines(size, end, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", size)
    text = TABLE.replace("land_area [mu]", f'"land_area{end}[mu]"').replace("plant,", f'"the{end}plant",')
    done, rows = lines_of(tmp_path, text, keep=["the plant"], with_statuses=True)
    assert (done.rows, done.faulty_rows, done.unused) == (2, 0, ())
    assert [row["the plant"] for row in rows] == ["A", "B"]
    assert [row["10.2.1"] for row in rows] == ["met", "met"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (TABLE.replace(",", ";"), "line 1: semicolons stand between the headers; the separator is to be the comma"),
        (TABLE.replace(",", "\t"), "line 1: tabs stand between the headers; the separator is to be the comma"),
        ("\ufeff" + TABLE.replace(",", ";"), "line 1: semicolons stand between the headers"),
        ('"plant, all";vehicle_type;land_area [mu]\n', "line 1: semicolons stand between the headers"),
        (TABLE.replace(",", "|"), "line 1: bars stand between the headers"),
        (TABLE.replace(",", "，"), "line 1: ， stand between the headers"),
        ("sep=;\n" + TABLE.replace(",", ";"), "line 1: semicolons stand between the headers"),
        ("Plants of 2025\n" + TABLE, "line 1 has one cell, and line 2 has 6; line 1 is to be the headers"),
        ("Plants of 2025,,,,,\n" + TABLE, "line 1 has one cell, and line 2 has 6; line 1 is to be the headers"),
        ("Plants of 2025\n\n，单位：亩\n" + TABLE, "line 1 has one cell, and line 4 has 6; line 1 is to be"),
        ("Plants,of 2025,,,,\n" + TABLE, "columns 3, 4, 5, 6 have no header; name them, or delete them"),
        ("Plants of 2025,Jilin\n" + TABLE, "line 1: columns for QC/T 1160-2022 cannot be used"),
        ("\n" + TABLE, "it has no columns"),
        (TABLE.replace("6.6\n", "6.6,,\n"), "columns 7, 8 have no header; name them, or delete them"),
        (TABLE.replace("plant,", '"plant,'), "line 1: a quotation mark in the headers has no partner"),
        (TABLE.replace("plant,", 'plant 5",'), "line 1: a quotation mark in the headers has no partner"),
        (TABLE.replace("plant,", '"plant"5,'), "line 1: a quotation mark stands alone in a header"),
        (TABLE.replace("6.6", '"6.6').replace("A,", 'A",'), "a header runs over lines 1 to 2, and has a comma"),
        (TABLE.replace("plant", '"plant, the\nfirst"'), "a header runs over lines 1 to 2, and has a comma"),
        (TABLE.replace("plant", "厂名").encode("gbk"), "it is no UTF-8 text, but may be GBK; save it as 'CSV UTF-8'"),
        (TABLE.encode("utf-16"), "it is no UTF-8 text, but UTF-16; save it as 'CSV UTF-8'"),
        (TABLE.encode("utf-16-le"), "it is no UTF-8 text, but may be UTF-16; save it as 'CSV UTF-8'"),
        (TABLE.replace("plant", "\xe9").encode("latin-1"), "it is no UTF-8 text; save it as 'CSV UTF-8'"),
        (TABLE.replace("land_area [mu]", "Land_Area (mu)"), "line 1: columns for QC/T 1160-2022 cannot be used"),
        (TABLE.replace("land_area [", "Land_Area ["), "the fact is land_area; write its header 'land_area [mu]'"),
    ],
    ids=range(25),
)  # fmt: skip
def test_a_csv_file_of_another_kind_gets_a_sentence(content, says, tmp_path, capsys) -> None:
    status, said = command(tmp_path, content, "plants.csv", capsys)
    assert status == 2
    assert says in said
    assert len(said.splitlines()) == 2


def test_a_cell_of_any_length_and_headers_with_odd_signs(tmp_path) -> None:
    text = TABLE.replace("plant", "pla\u2028nt") + "C" * 200_000 + ",truck cab,9,9,0,met\n"
    done, _ = lines_of(tmp_path, text)
    assert (done.rows, done.faulty_rows, done.unused) == (3, 0, (("pla\u2028nt", ""),))


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return content.getvalue()


WORKBOOK = "it is a workbook; let its name end in .xlsx"
OF_EXCEL = zipped("docProps/app.xml", "[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plants.xlsx", OF_EXCEL, "it is an archive and no workbook"),
        ("plants.csv", OF_EXCEL, WORKBOOK),
        ("plants.parquet", OF_EXCEL, WORKBOOK),
        ("plants.ods", zipped("mimetype", "content.xml"), "it is an OpenDocument table"),
        ("plants.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a workbook of the older kind (.xls)"),
        ("plants.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),
        ("plants.xls", b"<html><table>", "it is a text file, such as CSV, and no workbook"),
        ("PLANTS.XLSX", b"", "the file is empty"),
        ("plants.zip", zipped("plants.csv"), "it is compressed (zip); unpack it, and give the table in it"),
        ("plants.csv", zipped("plants.csv")[:30], "it is compressed (zip)"),
        ("plants.csv.gz", gzip.compress(TABLE.encode()), "it is compressed (gzip); unpack it"),
        ("plants.csv", gzip.compress(TABLE.encode()), "it is compressed (gzip); unpack it"),
        ("plants.csv", bz2.compress(TABLE.encode()), "it is compressed (bzip2); unpack it"),
        ("plants.csv", lzma.compress(TABLE.encode()), "it is compressed (xz); unpack it"),
        ("plants.csv", b"PAR1....", "it holds a table as .parquet files do; let its name end in .parquet"),
        ("plants.parquet", b"ARROW1\0\0", "it holds a table as .arrow files do; let its name end in .arrow"),
        ("plants.parquet", TABLE.encode(), "it cannot be read: it is no .parquet file, or it is damaged or cut off"),
        ("plants.arrow", TABLE.encode(), "it cannot be read: it is no .arrow file, or it is damaged or cut off"),
        ("plants.txt", TABLE.encode(), "files end in .csv, .parquet, .arrow"),
    ],
    ids=range(19),
)
def test_a_file_of_another_kind_gets_a_sentence_whatever_its_name(name, content, says, tmp_path, capsys) -> None:
    status, said = command(tmp_path, content, name, capsys)
    assert status == 2
    assert says in said
    assert len(said.splitlines()) == 2


def test_a_real_parquet_and_arrow_file_is_known_by_its_content(tmp_path) -> None:
    for kind, other in (("parquet", "arrow"), ("arrow", "csv")):
        source = write(tmp_path / f"plants.{kind}", plants(3))
        assert score_file(source, tmp_path / "scores.csv", STANDARD).rows == 3
        assert f"let its name end in .{kind}" in faults_of(source.rename(tmp_path / f"misnamed.{other}"))


def test_equal_faults_are_one_line_of_the_command(tmp_path, capsys, small_blocks) -> None:
    del small_blocks
    text = f"{HEADER}\n" + "A,9O,100,met\n" * 300 + "B,90,100\n" * 2 + "C,90,100,met\n"
    status, said = command(tmp_path, text, "plants.csv", capsys)
    assert status == 0
    assert "302 cannot be judged" in said
    assert "  300 rows (first: 1, 2, 3 ...)  green_paint [t]: green_paint (G): given '9O'" in said
    assert "  rows 301, 302  the whole row: the line has 3 cells, the header 4" in said
    done = score_file(tmp_path / "plants.csv", tmp_path / "scores.csv", STANDARD)
    assert [(group.rows, group.first) for group in done.groups] == [(300, (0, 1, 2)), (2, (300, 301))]
    assert "300 rows (first: 0, 1, 2 ...)" in str(done)
    assert done._repr_html_().count("9O") == 1


def test_columns_that_may_be_meant_for_facts_stand_in_the_first_lines(tmp_path, capsys) -> None:
    text = TABLE.replace("land_area [mu]", "land_aera [mu]")
    status, said = command(tmp_path, text, "plants.csv", capsys)
    assert status == 0
    assert said.splitlines()[2:4] == [
        "Columns that are not used; facts that they may be meant for are unknown",
        "  land_aera [mu]  did you mean land_area?",
    ]
    done = score_file(tmp_path / "plants.csv", tmp_path / "scores.csv", STANDARD)
    assert "did you mean land_area?" in str(done)
    assert "land_aera" not in command(tmp_path, TABLE, "plants.csv", capsys)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_clause_that_looks_like_a_year_is_read_from_a_file_too(kind, tmp_path) -> None:
    standard = load_standard("gbt36132_2025")
    table = pa.table({"C.1": ["met", "unknown"], "plant": ["A", "B"]})
    source = write(tmp_path / f"plants.{kind}", table)
    score_file(source, tmp_path / "scores.arrow", standard, with_statuses=True)
    expected = score_columns(standard, {"C.1": ["met", "unknown"]}, with_statuses=True).to_arrow()
    assert read(tmp_path / "scores.arrow").to_pylist() == expected.to_pylist()


def test_a_file_that_goes_away_between_two_looks_is_told(tmp_path, monkeypatch) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("land_area [mu]\n1\n", encoding="utf-8")
    opened, looks = csv_rows.open_input, iter((True, False))

    def gone(path: Path) -> io.BufferedReader:
        return opened(path if next(looks, False) else tmp_path / "gone.csv")

    monkeypatch.setattr(file_kinds, "open_input", gone)
    monkeypatch.setattr(csv_rows, "open_input", gone)
    with pytest.raises(FactsError, match=r"plants\.csv:\n  it cannot be read: there is no such file"):
        score_file(source, tmp_path / "scores.csv", load_standard("qct1160_2022"))


def test_lines_of_more_than_a_thousand_cells_are_rows(tmp_path) -> None:
    more = ",".join(f"x{number}" for number in range(1200))
    cells = "," * 1200
    _, rows = lines_of(tmp_path, f'{HEADER},{more}\nA,90,100,met{cells}\n"B",9O,100,met{cells}\nC,90\n')
    assert [row["faults"] is None for row in rows] == [True, False, False]


def test_texts_that_begin_with_a_space_or_a_tab_are_read_as_they_are_typed(tmp_path) -> None:
    _, rows = lines_of(tmp_path, f"{HEADER}\nA,90,100,met\nB,\t90,100,met\n C, 90,100,met\n")
    assert [row["faults"] is None for row in rows] == [True, False, True]
    assert rows[0]["score_lower"] == rows[2]["score_lower"]


def test_what_goes_wrong_with_writing_is_raised_as_it_is(tmp_path, monkeypatch) -> None:
    from greencalc.many_plants.files import writers  # noqa: PLC0415 (with polars)

    def fail(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(writers, "_WRITERS", {".csv": fail})
    source = tmp_path / "plants.csv"
    source.write_text(f"{HEADER}\nA,90,100,met\n", encoding="utf-8")
    with pytest.raises(RecursionError, match="deep"):
        score_file(source, tmp_path / "scores.csv", STANDARD)
    assert not (tmp_path / "scores.csv").exists()


def test_a_column_of_any_other_name_is_kept(tmp_path) -> None:
    _, rows = lines_of(tmp_path, f"{HEADER},doubt\nA,90,100,met,some\n", keep=["doubt"])
    assert [row["doubt"] for row in rows] == ["some"]


def test_what_a_column_has_may_change_within_a_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(csv_rows, "_CSV_BYTES", 60)
    words = [*["true", "false"] * 6, *["met", "不符合"] * 6, *["true", "false"] * 6]
    lines = [f"plant {number},90,100,{word}" for number, word in enumerate(words)]
    _, rows = lines_of(tmp_path, "\n".join([HEADER, *lines, ""]))
    expected = {"true": 6.0, "met": 6.0, "false": 3.857142857142857, "不符合": 3.857142857142857}
    assert [row["score_lower"] for row in rows] == [expected[word] for word in words]
