"""Workbooks as files: what is none is named, what is hostile is refused before it costs anything."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from greencalc import GreencalcError, load_plant, load_standard, score_file
from greencalc.files.excel_workbook import CellError, Sheet, read_workbook
from greencalc.files.sheet_scan import look_of, name_of, place_of
from greencalc.files.workbook_parts import Bounds, WorkbookError, read_parts

BOUNDS = Bounds(1 << 20, 1 << 22, 10_000)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def links(*given: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{to}"/>' for key, kind, to in given)
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def sheet_of(data: str, beside: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{beside}</worksheet>'


def parts_of(data: str = "", **others: str) -> dict[str, str]:
    """The parts of a workbook with a sheet, some of them others."""
    parts = {
        "_rels/.rels": links(("r", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="S" sheetId="1" r:id="s1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("st", "styles", "styles.xml"),
            ("ss", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"> <si><t>x</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet_of(data),
    }
    return parts | {name.replace("__", "/").replace("_dot_", "."): text for name, text in others.items()}


def pack(path: Path, parts: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def only_sheet(path: Path) -> Sheet:
    [sheet] = read_workbook(path, BOUNDS)
    return sheet


def refusal(path: Path, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path, bounds)
    return str(caught.value)


# Files of other kinds


def ole(text: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + text.encode("utf-16-le")


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


OTHERS = {
    "nothing": (b"", "the file is empty"),
    "csv": (b"land_area,5\n", "it is a text file, such as CSV, and no workbook"),
    "csv in GBK": ("土地,5\n".encode("gb18030"), "it is a text file"),
    "html": (b"<html><table>", "it is a text file"),
    "xls": (ole("Workbook"), "it is a workbook of the older kind (.xls)"),
    "a password": (ole("EncryptedPackage"), "it is protected by a password"),
    "xlsb": (zipped("xl/workbook.bin"), "it is a binary workbook (.xlsb)"),
    "xlsm": (zipped("xl/workbook.xml", "xl/vbaProject.bin"), "it holds macros (.xlsm)"),
    "ods": (zipped("mimetype", "content.xml"), "it is an OpenDocument table (.ods)"),
    "another archive": (zipped("a.txt"), "it is an archive and no workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "it is no workbook, whatever its name"),
    "cut off": (zipped("_rels/.rels", "xl/workbook.xml")[:60], "it is damaged or cut off"),
    "no XML": (zipped("_rels/.rels"), "it is damaged or cut off"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_files_are_named_for_what_they_are(kind, tmp_path) -> None:
    content, says = OTHERS[kind]
    path = tmp_path / "plant.xlsx"
    path.write_bytes(content)
    assert says in refusal(path)
    for load in (load_plant, load_standard):
        with pytest.raises(GreencalcError, match=r"plant\.xlsx:\n") as caught:
            load(path)
        assert says in str(caught.value)
        assert len(caught.value.faults) == 1
    with pytest.raises(GreencalcError) as caught:
        score_file(path, tmp_path / "scores.csv", load_standard("qct1160_2022"))
    assert says in str(caught.value)


@pytest.mark.parametrize("suffix", [".xls", ".XLSM", ".ods", ".xlsb", ".et", ".xlsx"])
def test_names_of_workbooks_are_read_as_workbooks(suffix, tmp_path) -> None:
    path = tmp_path / f"plant{suffix}"
    path.write_bytes(ole(""))
    with pytest.raises(GreencalcError, match="of the older kind"):
        load_plant(path)
    with pytest.raises(GreencalcError, match="there is no such file"):
        load_plant(tmp_path / f"other{suffix}")


# Workbooks that somebody has made to do harm

BOMBS: dict[str, tuple[dict[str, str], str]] = {
    "a large part": (parts_of(" " * (1 << 23)), "larger than may be read when they are unpacked"),
    "many large parts": (
        parts_of(" " * (3 << 20), xl__styles_dot_xml=" " * (3 << 20)),
        "larger than may be read when they are unpacked",
    ),
    "many parts": (parts_of() | {f"x{number}": "" for number in range(2000)}, "it has more than 2000 parts"),
    "deep elements": (parts_of("<a>" * 100_000 + "</a>" * 100_000), "nested deeper than 64"),
    "cells far apart": (
        parts_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "far away from the others, XFD1",
    ),
    "many cells": (
        parts_of("".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 10_100))),
        "more cells than may be read",
    ),
    "a cell twice": (parts_of('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "damaged"),
    "a row twice": (parts_of('<row r="1"/><row r="1"/>'), "damaged"),
    "a cell of another row": (parts_of('<row r="1"><c r="A2"><v>1</v></c></row>'), "damaged"),
    "rows without end": (parts_of('<row r="99999999"/>'), "damaged"),
    "rows that are none": (parts_of('<row r="one"/>'), "damaged"),
    "columns without end": (parts_of('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "damaged"),
    "columns that are none": (parts_of('<row r="1"><c r="1A"><v>1</v></c></row>'), "damaged"),
    "a kind of cell that there is not": (parts_of('<row r="1"><c r="A1" t="q"><v>1</v></c></row>'), "damaged"),
    "a text that is not there": (parts_of('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), "damaged"),
    "a long text in many cells": (
        parts_of(
            "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 9000)),
            xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>',
        ),
        "the texts of its cells are longer than may be read",
    ),
    "merged cells": (
        {
            **parts_of(),
            "xl/worksheets/sheet1.xml": sheet_of(
                "", "<mergeCells>%s</mergeCells>" % ('<mergeCell ref="A1:B2"/>' * 10_001)
            ),
        },
        "more than 10000 merged cells",
    ),
    "number formats": (
        parts_of(
            xl__styles_dot_xml=f'<s xmlns="{MAIN}">{"".join(f"""<numFmt numFmtId="{n}"/>""" for n in range(5001))}</s>'
        ),
        "more than 5000 number formats",
    ),
    "a number format without a number": (parts_of(xl__styles_dot_xml=f'<s xmlns="{MAIN}"><numFmt/></s>'), "damaged"),
    "no sheet": (parts_of(xl__workbook_dot_xml=f'<workbook xmlns="{MAIN}"/>'), "damaged"),
    "no part of a sheet": (
        parts_of(xl___rels__workbook_dot_xml_dot_rels=links(("s1", "worksheet", "worksheets/other.xml"))),
        "damaged",
    ),
    "two sheets of one part": (
        parts_of(
            xl__workbook_dot_xml=f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheet name="A" r:id="s1"/>'
            '<sheet name="B" r:id="s1"/></workbook>'
        ),
        "damaged",
    ),
    "a link out of the file": (
        parts_of(xl___rels__workbook_dot_xml_dot_rels=links(("s1", "worksheet", "../../../../etc/passwd"))),
        "damaged",
    ),
    **{
        f"entities in {name}": (parts_of() | {name: LAUGHS + parts_of()[name]}, "it defines XML entities")
        for name in parts_of()
    },
}


@pytest.mark.parametrize("kind", BOMBS)
def test_hostile_workbooks_are_refused(kind, tmp_path) -> None:
    parts, says = BOMBS[kind]
    assert says in refusal(pack(tmp_path / "bomb.xlsx", parts))


def test_parts_that_state_another_size_or_kind(tmp_path) -> None:
    path = pack(tmp_path / "liar.xlsx", parts_of(" " * 100_000))
    content = path.read_bytes()
    stated = len(sheet_of(" " * 100_000)).to_bytes(4, "little")
    assert content.count(stated) == 2
    path.write_bytes(content.replace(stated, (500).to_bytes(4, "little")))
    assert "damaged" in refusal(path)
    assert "damaged" in refusal(pack(tmp_path / "other.xlsx", parts_of(), zipfile.ZIP_LZMA))
    locked = bytearray(pack(tmp_path / "locked.xlsx", parts_of()).read_bytes())
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    path.write_bytes(locked)
    assert "protected by a password" in refusal(path)


LIMITED = """
import os, resource, sys
import python_calamine
from greencalc import GreencalcError, load_plant
def load(path):
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        load_plant(path)
    except GreencalcError as error:
        print(str(error))
    print("MiB", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) // 1024, flush=True)
for path in sys.argv[1:]:
    if os.fork() == 0:
        load(path)
        os._exit(0)
    assert os.wait()[1] == 0
"""
LARGE = {
    "a zip bomb": lambda: parts_of(" " * (100 << 20)),
    "spaces up to the limit": lambda: parts_of(" " * (30 << 20)),
    "a dimension of all cells": lambda: {
        **parts_of(),
        "xl/worksheets/sheet1.xml": sheet_of("").replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
    },
    "a long text in many cells": lambda: parts_of(
        "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100_000)),
        xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}"><si><t>{"x" * (20 << 20)}</t></si></sst>',
    ),
    "texts that nobody has": lambda: parts_of(
        xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}">{"<si/>" * 1_000_000}</sst>'
    ),
    "rows of styled cells": lambda: parts_of('<row><c s="0"/><c s="0"/></row>' * 300_000),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process")
def test_a_small_file_takes_bounded_memory_and_time(tmp_path) -> None:
    paths = [pack(tmp_path / f"{kind}.xlsx", parts()) for kind, parts in LARGE.items()]
    assert all(path.stat().st_size < 1 << 20 for path in paths)
    command = [sys.executable, "-c", LIMITED, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    said = re.findall(r"([^/]*)\.xlsx:\n(?:.*\n)+?MiB (\d+)\n", done.stdout)
    assert [kind for kind, _ in said] == list(LARGE)
    assert all(int(megabytes) < 400 for _, megabytes in said), said


@pytest.mark.walk
def test_no_error_leaves_the_tree_of_workbooks_with_anything_anywhere(tmp_path) -> None:
    path = tmp_path / "changed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Facts")
        for row, cells in enumerate(
            (["greencalc facts 1", "value", "unit"], ["land_area", 5, "m2"], ["5.1.6", "=1", True])
        ):
            sheet.write_row(row, 0, cells)
        sheet.merge_range("D4:E5", "x", book.add_format({"num_format": "0%"}))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    draw = random.Random(1)
    for _ in range(300):
        name = draw.choice([one for one in parts if one.startswith(("xl/w", "xl/s", "_rels", "xl/_"))])
        content = bytearray(parts[name])
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(content))
            content[at : at + draw.randint(0, 6)] = bytes(draw.choices(b'<>/"=&;A1z0 \x00\xff', k=draw.randint(0, 4)))
        pack(path, parts | {name: bytes(content)})
        try:
            load_plant(path)
        except GreencalcError:
            continue


# Cells


def test_cells_without_names_stand_one_after_another(tmp_path) -> None:
    data = '<row><c><v>1</v></c><c t="inlineStr"><is><t>a</t></is></c></row><row/><row><c><v>2</v></c></row>'
    sheet = only_sheet(pack(tmp_path / "a.xlsx", parts_of(data)))
    assert [sheet.cell(*place).text for place in ((0, 0), (0, 1), (1, 0), (2, 0))] == ["1", "a", "", "2"]
    assert sheet.cell(99, 99).kind == "nothing"


def test_formulas_with_and_without_a_value(tmp_path) -> None:
    data = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f></c><c r="C1"><f>1</f><v/></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>""</f></c>'
        '<c r="F1" t="d"><v>2025-03-01</v></c></row>'
    )
    sheet = only_sheet(pack(tmp_path / "a.xlsx", parts_of(data)))
    assert (sheet.cell(0, 0).text, sheet.cell(0, 3).is_blank, sheet.cell(0, 5).kind) == ("2", True, "date")
    for column in (1, 2, 4):
        with pytest.raises(CellError, match=f"sheet 'S', cell {name_of(0, column)}: its formula has no stored value"):
            sheet.cell(0, column)


def test_other_names_of_parts_and_prefixes_are_followed(tmp_path) -> None:
    parts = {
        "_rels/.rels": links(("r", "officeDocument", "/book/main.xml")),
        "book/main.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{LINKS}"><x:sheets><x:sheet name="S &amp; T" '
        'r:id="a&quot;b"/><x:sheet name="chart" sheetId="5" r:id="c"/></x:sheets></x:workbook>',
        "book/_rels/main.xml.rels": links(("a&quot;b", "worksheet", "../one.xml"), ("c", "chartsheet", "c.xml")),
        "one.xml": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>",
    }
    sheet = only_sheet(pack(tmp_path / "a.xlsx", parts))
    assert (sheet.name, sheet.cell(0, 0).text) == ("S & T", "5")


def test_what_is_packed_again_is_the_same(tmp_path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["a", 1, None, True, dt.date(2025, 3, 1)])
    book.create_sheet("two <&\"'> 二")["B2"] = "b"
    book.save(tmp_path / "a.xlsx")
    again = tmp_path / "again.xlsx"
    again.write_bytes(read_parts(tmp_path / "a.xlsx", BOUNDS).packed().read())
    first, second = read_workbook(again, BOUNDS)
    assert [first.cell(0, column).text for column in range(5)] == ["a", "1", "", "true", "2025-03-01"]
    assert (second.name, second.cell(1, 1).text) == ("two <&\"'> 二", "b")


LOST: dict[str, str] = {
    "a comment in a number": '<row r="1"><c r="A1"><v>1<!-- x -->2</v></c></row>',
    "an instruction in a text": '<row r="1"><c r="A1" t="inlineStr"><is><t>1<?x y?>2</t></is></c></row>',
    "a number in CDATA": '<row r="1"><c r="A1"><v><![CDATA[12]]></v></c></row>',
    "a value twice": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "an inline text that is a value": '<row r="1"><c r="A1" t="inlineStr"><v>5</v></c></row>',
    "a second table": '</sheetData><sheetData><row r="2"><c r="A2"><v>6</v></c></row>',
    "a second table in the same row": '<row r="1"><c r="A1"><v>6</v></c></row></sheetData><sheetData><row r="2">'
    '<c r="A2"><v>6</v></c></row>',
}


@pytest.mark.parametrize("how", LOST)
def test_what_would_be_read_past_is_refused(how, tmp_path) -> None:
    assert "open it in Excel" in refusal(pack(tmp_path / "a.xlsx", parts_of(LOST[how])))


def test_a_sheet_in_another_encoding_is_refused(tmp_path) -> None:
    content = sheet_of('<row r="1"><c r="A1"><v>5</v></c></row>')
    for encoding in ("utf-16", "utf-16-be"):
        text = f'<?xml version="1.0" encoding="{encoding[:6]}"?>{content}'.encode(encoding)
        assert "UTF-16" in refusal(pack(tmp_path / "a.xlsx", {**parts_of(), "xl/worksheets/sheet1.xml": text}))


def test_blank_and_escaped_texts_and_readings_of_signs_are_no_damage(tmp_path) -> None:
    texts = (
        "<si/><si><t> </t></si><si><t>_x000D_</t></si><si><t>_x0031_</t></si><si><t>a_x000D_b</t></si>"
        "<si><r><t>土</t></r><r><t>地</t></r><rPh sb='0' eb='2'><t>トチ</t></rPh></si>"
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(6))
    cells += '<c t="inlineStr"><is><t> </t></is></c><c t="str"><f>x</f><v></v></c><!-- no text --><c><v>7</v></c>'
    parts = parts_of(f"<row>{cells}</row>", xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}">{texts}</sst>')
    sheet = only_sheet(pack(tmp_path / "a.xlsx", parts))
    found = [sheet.cell(0, column).text.strip() for column in range(9)]
    assert found == ["", "", "", "1", "a\rb", "土地", "", "", "7"]


LOOKS = {
    "General": "",
    "@": "",
    "0.00E+00": "",
    '_-* #,##0.00 "¥"_-': "",
    "[Red]-0.0;[>=5]0": "",
    "# ?/?": "",
    "# ##0.00": "",
    "G/通用格式": "",
    "0.00_ ;[Red]\\-0.00\\ ": "",
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ': "",
    "0.0_%;0": "",
    "0.00%": "percent",
    "0%;[Red]-0%": "percent",
    "yyyy-mm-dd": "date",
    '[$-804]yyyy"年"m"月"d"日"': "date",
    "[h]:mm": "date",
    "aaaa": "date",
    '0.0"万"': "marked",
    '0.0" %"': "marked",
    "0.0\\t": "marked",
    "[$USD-409]0": "marked",
    "0.0元": "marked",
    "0%%": "marked",
    "0" * 300: "marked",
    "0!.0000": "marked",
    '0"0000"': "marked",
    "0-0": "marked",
    '"-"0': "marked",
    '0;-0;"n/a"': "marked",
    "0‰": "marked",
    '0"㎡"': "marked",
    "[<1]0%;0": "marked",
    "0;0%": "marked",
    'G/通用格式"万"': "marked",
    "0.00,,": "scaled",
    "0.0,": "scaled",
    "#,##0,;-#,##0,": "scaled",
}


@pytest.mark.parametrize("code", LOOKS)
def test_how_formats_show_numbers(code) -> None:
    assert look_of(code) == LOOKS[code]


def test_names_of_cells() -> None:
    for name in ("A1", "Z9", "AA10", "AZ1", "ZZ100", "XFD1048576"):
        assert name_of(*place_of(name)) == name
    for name in ("A0", "1", "A", "a1", "XFE1", "A1048577", "A1B", ""):
        with pytest.raises(ValueError, match=f"^{name}$"):
            place_of(name)
