"""Tables of one's own as spreadsheets leave them: read, or refused in a sentence that says how to save them."""

from __future__ import annotations

import re

import pytest

from greencalc import GreencalcError, load_factors, load_plausibility

GRID = "scope,vintage,factor,unit,basis,origin,source"
ROW = "厂区,2024,0.52,tCO2/MWh,location,user,供电局"
RANGE = "code,clause,of,per,low,high,vehicle_type,what,origin,source"
RANGE_ROW = "land,A.2,land_area,,1 ha,2 km2,,土地,user,本厂"


def grid(path):
    return [
        (row.key, row.amounts, row.source) for row in load_factors(path, shipped=False).tables["grid_factor"].values()
    ]


def ranges(path):
    return [(row.code, row.low, row.high, row.what, row.source) for row in load_plausibility(path)]


TABLES = {"factors": (GRID, ROW, grid), "plausibility": (RANGE, RANGE_ROW, ranges)}
each_table = pytest.mark.parametrize("table", TABLES)


def as_spreadsheets_leave_it(header: str, row: str) -> dict[str, bytes]:
    blank = "," * header.count(",")
    plain = f"{header}\n{row}\n"
    return {
        "a blank row at the end": f"{plain}\n".encode(),
        "many": f"{plain}{blank}\n\n  \n{blank}\n".encode(),
        "blank cells": f"{plain}{blank.replace(',', ' , ')}\n".encode(),
        "between": f"\n{header}\n{blank}\n{row}".encode(),
        "blank columns": f"{header},,\n{row},,\n{blank},,\n".encode(),
        "blank cells behind": f"{header}\n{row},,\n".encode(),
        "CR LF": plain.replace("\n", "\r\n").encode(),
        "CR": plain.replace("\n", "\r").encode(),
        "a mark": plain.encode("utf-8-sig"),
        "UTF-16": plain.encode("utf-16"),
        "UTF-16, big end first": b"\xfe\xff" + plain.encode("utf-16-be"),
        "semicolons": plain.replace(",", ";").encode(),
        "tabs": plain.replace(",", "\t").encode(),
        "Unicode text": f"{plain}{blank}\n".replace(",", "\t").encode("utf-16"),
        "quoted": "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in (header, row)).encode(),
    }


LEFT = tuple(as_spreadsheets_leave_it("a,b", "c,d"))


@each_table
@pytest.mark.parametrize("way", LEFT)
def test_a_table_is_read_as_spreadsheets_leave_it(tmp_path, table, way) -> None:
    header, row, read = TABLES[table]
    plain, left = tmp_path / "plain.csv", tmp_path / "left.csv"
    plain.write_text(f"{header}\n{row}\n", encoding="utf-8")
    left.write_bytes(as_spreadsheets_leave_it(header, row)[way])
    assert read(left) == read(plain)


NO_RAW_WORDS = re.compile(r"codec|decode|byte 0x|position|csv\.|Error|expected after|unexpected end|None")


def that_cannot_be_read(header: str, row: str) -> dict[str, tuple[bytes, str]]:
    plain = f"{header}\n{row}\n"
    return {
        "GBK": (plain.encode("gbk"), "not in UTF-8 but probably in GBK, .*; save it as UTF-8"),
        "no encoding": (plain.encode() + b"\xff\xfe\xff", "not in UTF-8; save it as UTF-8"),
        "half of UTF-16": (plain.encode("utf-16")[:-1], "not in UTF-8; save it as UTF-8"),
        "UTF-16 without a mark": (plain.replace("厂区", "x").encode("utf-16-be"), "save it as UTF-8"),
        "a workbook": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(20), "is no text, .*; save it as UTF-8"),
        "an open quotation mark": (f'{plain}"a,b\n'.encode(), "about line [34]: a quotation mark is not closed"),
        "text behind a quotation mark": (f'{plain}"a"b,c\n'.encode(), "about line 3: a quotation mark is not closed"),
        "a short row": (f"{plain}\n{row.rpartition(',')[0]}\n".encode(), r"row 4 has \d+ cells; the header has \d+"),
        "a long row": (f"{plain},{row}\n".encode(), r"row 3 has \d+ cells; the header has \d+"),
        "nothing": (b"", "the columns are missing: the file is empty"),
        "nothing but blanks": (b"\n , \n", "the columns are missing: the file is empty"),
        "another separator": (plain.replace(",", "|").encode(), "the columns are "),
        "a wrong cell behind blanks": (f"{plain}\n,,\n\n{row.replace('user', 'us')}".encode(), "row 6"),
    }


@each_table
@pytest.mark.parametrize("way", tuple(that_cannot_be_read("a,b", "c,d")))
def test_a_table_that_cannot_be_read_says_so_in_a_sentence(tmp_path, table, way) -> None:
    header, row, read = TABLES[table]
    content, says = that_cannot_be_read(header, row)[way]
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    with pytest.raises(GreencalcError, match=says) as caught:
        read(path)
    assert "own.csv" in str(caught.value)
    assert not NO_RAW_WORDS.search(str(caught.value))


@each_table
def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path, table) -> None:
    for path, says in ((tmp_path / "none.csv", "none.csv"), (tmp_path / "a\0b", "zero byte in its path")):
        with pytest.raises(GreencalcError, match=says) as caught:
            TABLES[table][-1](path)
        assert "cannot be read" in str(caught.value)


def test_another_table_is_told_the_nearest_columns(tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("gas,gwp,unit,origin\nR-22,1760,tCO2e/t,user\n", encoding="utf-8")
    with pytest.raises(GreencalcError) as caught:
        load_factors(path)
    nearest = "gwp is the nearest, with the columns gas, set, zh, gwp, unit, origin, source"
    assert f"it is none of the factor tables: the columns are gas, gwp, unit, origin; of those, {nearest}" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [("code,what,a,b", "the columns are code, what, a, b"), ("code,what,a,b,c", "the columns are others, 5 of them")],
)
def test_columns_are_named_if_half_of_them_are_wanted(tmp_path, header, said) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"{header}\n1{',' * header.count(',')}\n", encoding="utf-8")
    with pytest.raises(GreencalcError, match=said):
        load_plausibility(path)
