"""Workbooks: what stands in them, that nothing typed is lost or run, and what they refuse."""

from __future__ import annotations

import re
import sys
import tomllib
import zipfile
from collections import Counter
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve

from greencalc import FactsError, OutputError, Q, evaluate, in_language, load_plant, load_standard, write_workbook
from greencalc.cli import main
from greencalc.expression import Name, Power
from greencalc.languages.said import word
from greencalc.units.text import parse_unit
from greencalc.workbooks.book import safe_name
from greencalc.workbooks.spreadsheet_formulas import expression_text, keeps
from greencalc.workbooks.toml_text import inline_text
from greencalc.workbooks.typed_cells import typed
from own_formula import bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part
from own_gap_table import TABLES
from recalculated import formulas, grids
from scaled_plants import BONUS_ALONE, GATE, SCALES, STARRED_GATE, UNGROUPED, scaled_plant, scaled_plants
from workbook_plants import drawn_plant

QCT, GBT = load_standard("qct1160_2022"), load_standard("gbt36132_2025")
METERS = load_plant("examples/plant_with_meters.toml")
MODERN = re.compile(
    r"\b(LET|LAMBDA|XLOOKUP|XMATCH|FILTER|UNIQUE|SORT|SEQUENCE|TEXTJOIN|CONCAT|IFS|SWITCH|MAXIFS|MINIFS)\("
)


def written(tmp_path: Path, standard=QCT, facts=METERS.facts, description=METERS.description, language="en", **choice):
    path = tmp_path / "plant.xlsx"
    write_workbook(evaluate(standard, facts, **choice), path, description, language=language)
    return path


@pytest.fixture(scope="module")
def metered(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("metered"))


def keyed(grid: list[list[object]]) -> dict[str, dict[str, object]]:
    """Return the cells of a sheet by the keys of row and column, without empty ones."""
    columns = {place: key for place, key in enumerate(grid[0]) if place and key not in {"", "computed"}}
    return {
        str(row[0]): {key: row[place] for place, key in columns.items() if place < len(row) and row[place] != ""}
        for row in grid[1:]
        if row[0]
    }


def test_what_was_typed_stands_under_keys_that_a_reader_finds_again(metered) -> None:
    sheets = grids(metered)
    assert [name for name, rows in sheets.items() if rows[0][0] == "greencalc facts 1"] == [
        *("Plant", "Items", "Amounts", "Other facts"),
    ]
    items, amounts, front = (keyed(sheets[name]) for name in ("Items", "Amounts", "Plant"))
    assert items["5.2.2/daylight"] == {
        "status": "partly met",
        "share": "60 %",
        "evidence": "daylight survey: 3 of 5 halls",
    }
    assert items["10.5.2"] == {}
    assert amounts["land_area"]["value"] == 1230
    assert amounts["building_area"] == {
        "value": 58.4,
        "unit": "万㎡",
        "evidence": "survey of 2025; storeys above 8 m counted twice",
    }
    assert [amounts["yearly_output"][f"value.{year}"] for year in (1, 2, 3)] == [19.8, 22.6, 24]
    assert amounts["energy_per_vehicle_base"] == {"value": 190, "unit": "kgce/辆"}
    assert front["plant.name"]["value"] == "Example plant with meter readings"
    assert front["year"] == {"value": 2025}
    assert front["ledger.grid"] == {"value.1": "national", "value.2": "2023", "value.3": "location"}
    others = keyed(sheets["Other facts"])
    assert others["water_intake"]["unit"] == "万m3"
    assert others["C.1/eco-design"] == {"status": "met"}
    assert {*items, *amounts, *front, *others} >= {*METERS.facts} - {"energy", "emission", "ledger", "10.3.2"}


def test_lines_of_ledgers_keep_all_their_entries(metered) -> None:
    sheets = grids(metered)
    assert sheets["Energy"][0][0] == "greencalc energy 1"
    assert sheets["Emissions"][0][0] == "greencalc emission 1"
    lines = [dict(zip(sheets["Energy"][0], row, strict=False)) for row in sheets["Energy"] if row[0] == "line"]
    kept = [
        {key: one for key, one in line.items() if key not in {"", "computed"} and one not in {"", "line"}}
        for line in lines
    ]
    assert kept[0] == {
        "carrier": "electricity",
        "quantity": 14200,
        "unit": "万kWh",
        "basis": "calorific",
        "evidence": "grid meters, 12 invoices of 2025",
    }
    assert [line for line in kept if line] == kept[:5]
    assert len(kept) > 5, "there are rows to type lines into"


def test_entries_without_a_column_are_kept_as_toml(tmp_path) -> None:
    lines = [
        {"kind": "gas", "gas": "HFC-134a", "set": "IPCC-AR5", "opening_stock": "2 kg", "purchased": "9 kg"}
        | {"closing_stock": "1 kg", "passed_on": "3 kg"},
        {"kind": "combustion", "fuel": "diesel", "quantity": ["1 t", "2 t"], "set": "GB/T 32151.34-2024"},
    ]
    path = written(tmp_path, facts={"emission": lines, "vehicles_produced": "9 辆"}, description={})
    sheet = grids(path)["Emissions"]
    place = sheet[0].index("more")
    more = [tomllib.loads("line = {" + row[place] + "}")["line"] for row in sheet if row[0] == "line" and row[place]]
    assert more[0] == {key: value for key, value in lines[0].items() if key != "kind"}
    assert more[1] == {"quantity": ["1 t", "2 t"], "set": "GB/T 32151.34-2024"}


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ("45 万㎡", (45.0, "万㎡")),
        ("45万㎡", (45.0, "万㎡")),
        ("7", (7.0, "dimensionless")),
        ("0.1234567890123456789 t", ("0.1234567890123456789 t", "")),
        ("0.30000000000000004 t", ("0.30000000000000004 t", "")),
        ("1.2345678901234567 万t", ("1.2345678901234567 万t", "")),
        ("0.123456789012345 t", (0.123456789012345, "t")),
        ({"number": "20/3", "unit": "t"}, (20 / 3, "t")),
        ({"number": "0.30000000000000004", "unit": "t"}, ("0.30000000000000004 t", "")),
        ({"number": "0.1", "unit": "t"}, (0.1, "t")),
        ({"text": "5 t", "float": True}, (5.0, "t")),
        ("about five", ("about five", "")),
        ("", (None, "")),
        (None, (None, "")),
        ("unknown", ("unknown", "")),
    ],
)
def test_an_amount_is_a_number_beside_its_unit_if_a_cell_holds_just_that_number(given, cells) -> None:
    found = typed(given, "en")
    assert (found.value, found.unit) == cells


def test_years_in_several_units_are_texts_with_their_own() -> None:
    found = typed({"value": ["19.8 万辆", "unknown", "226000 辆"], "year": 2025}, "zh")
    assert (found.years, found.unit, found.year) == (("19.8 万辆", "未知", "226000 辆"), "", 2025)
    assert typed(["1 t", "unknown", "2 t"], "en").years == (1.0, "unknown", 2.0)


@pytest.mark.parametrize(
    ("share", "cell"), [("60 %", "60 %"), ("0.5", "50 %"), ("600 ‰", "60 %"), ("7 t", "7 t"), ("x", "x")]
)
def test_a_share_is_a_number_of_percent(share, cell) -> None:
    assert typed({"status": "partly met", "share": share}, "en").share == cell


def test_what_begins_like_a_formula_stays_a_text(tmp_path) -> None:
    facts = {"4.1": {"status": "met", "evidence": "=1+1"}, "land_area": {"value": "5 ha", "evidence": "@SUM(1)"}}
    path = written(tmp_path, facts=facts, description={"name": '=HYPERLINK("http://x")', "notes": "+1", "year": "-1"})
    sheets = grids(path)
    front = keyed(sheets["Plant"])
    assert front["plant.name"]["value"] == '=HYPERLINK("http://x")'
    assert front["plant.notes"]["value"] == "+1"
    assert front["year"]["value"] == "-1"
    assert keyed(sheets["Items"])["4.1"]["evidence"] == "=1+1"
    assert not [text for *_, text in formulas(path) if "HYPERLINK" in text or text == "SUM(1)"]


@pytest.mark.parametrize("edition", ["qct", "gbt", "scales"])
def test_formulas_are_such_as_excel_2010_has(tmp_path, metered, edition) -> None:
    of = {"gbt": (GBT,), "scales": (SCALES, scaled_plant(SCALES, 0), {})}
    for _, _, _, text in formulas(written(tmp_path, *of[edition]) if edition in of else metered):
        assert len(text) < 8192
        assert not MODERN.search(text), text
        depth = deepest = 0
        for sign in re.sub(r'"[^"]*"', "", text):
            depth += (sign == "(") - (sign == ")")
            deepest = max(deepest, depth)
        assert deepest < 64, text


def test_a_formula_is_written_in_the_names_of_its_arguments(metered) -> None:
    texts = {text for *_, text in formulas(metered)}
    assert any("(building_area+structure_area)/land_area" in text for text in texts)
    assert any("waste_utilised/(waste_generated+stock_utilised)*100" in text for text in texts)


def test_a_workbook_is_the_same_each_time(tmp_path, metered) -> None:
    assert written(tmp_path).read_bytes() == metered.read_bytes()


def test_chinese_workbooks_have_no_english_headings(tmp_path) -> None:
    sheets = grids(written(tmp_path, language="zh"))
    assert list(sheets) == ["工厂", "指标", "取值", "能源", "碳排放", "计算过程", "备注", "其他数据", "词表"]
    for name in ("指标", "取值", "能源", "碳排放", "其他数据"):
        heads = next(row for row in sheets[name][2:] if sum(bool(cell) for cell in row) > 5)
        assert all(re.search("[\u4e00-\u9fff]", str(cell)) for cell in heads if cell), heads
    items = keyed(sheets["指标"])
    assert items["5.2.2/daylight"]["status"] == "部分符合"
    assert keyed(sheets["工厂"])["vehicle_type"]["value"] == "乘用车"


def test_every_unit_that_is_offered_can_be_read() -> None:
    lists = tomllib.loads(files("greencalc.workbooks").joinpath("usual_units.toml").read_text("utf-8"))
    for kind, texts in lists.items():
        assert len({parse_unit(text)[1].dimension for text in texts}) == 1, kind


def test_quantities_are_written_in_their_unit(tmp_path) -> None:
    amounts = keyed(grids(written(tmp_path, facts={"land_area": Q(2.5, "ha")}))["Amounts"])
    assert amounts["land_area"] == {"value": 2.5, "unit": "ha"}


def test_the_command_writes_it(tmp_path, capsys) -> None:
    path = tmp_path / "plant.xlsx"
    assert main(["workbook", "examples/plant.toml", "-o", str(path), "--language", "zh"]) == 0
    assert grids(path)["工厂"][12][2] == pytest.approx(77.777551)
    assert main(["workbook", "examples/plant.toml", "-o", "examples/plant.toml"]) == 2
    assert "source" in capsys.readouterr().err
    before = path.read_bytes()
    assert main(["workbook", "examples/plant.toml", "-o", str(path)]) == 2
    assert "it is there already, and may hold what somebody typed" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_it_names_the_table_that_its_formulas_judge_by(tmp_path) -> None:
    """Whatever the plant file names: else the commands would judge the workbook by another table than its formulas."""
    table = tmp_path / "own.toml"
    table.write_text(Path("tests/data/yes_no_table.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    for standard, name, named in (
        (str(table), "a.xlsx", "own.toml"),
        (str(table), "elsewhere/b.xlsx", None),
        ("gbt36132_2025", "c.xlsx", "gbt36132_2025"),
    ):
        path = tmp_path / name
        assert main(["workbook", "examples/plant.toml", "-o", str(path), "--standard", standard]) == 0
        assert load_plant(path).description.get("standard") == named
        said = any("Judge with --standard FILE." in row for row in grids(path)["Plant"])
        assert said == (named is None)


@pytest.mark.parametrize(
    ("standard", "named", "stands"),
    [
        (QCT, "QC/T 1160-2022", "QC/T 1160-2022"),
        (QCT, "gbt36132_2025", "qct1160_2022"),
        (QCT, "own.toml", "qct1160_2022"),
        (GBT, None, "gbt36132_2025"),
        (load_standard("tests/data/yes_no_table.toml"), "qct1160_2022", None),
        (load_standard("tests/data/yes_no_table.toml"), "own.toml", "own.toml"),
    ],
)
def test_a_description_that_names_another_edition_is_not_believed(standard, named, stands, tmp_path) -> None:
    path = written(tmp_path, standard, {}, {} if named is None else {"standard": named})
    assert keyed(grids(path)["Plant"])["plant.standard"].get("value") == stands


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"assessment": "x"}, "the assessment"),
        ({"path": 5}, "path"),
        ({"description": "x"}, "the description"),
        ({"language": "fr"}, "language is one of en, zh"),
        ({"language": None}, "language is one of en, zh"),
        ({"description": {"name": "\ud800"}}, "half a character"),
        ({"description": {"notes": "x" * 40_000}}, "a cell holds 32767"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, arguments, says) -> None:
    good = {"assessment": evaluate(QCT, {}), "path": tmp_path / "plant.xlsx", "description": {}, "language": "en"}
    with pytest.raises(FactsError, match=says):
        write_workbook(**good | arguments)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(OutputError, match="make its folder first"):
        write_workbook(evaluate(QCT, {}), tmp_path / "none" / "plant.xlsx")


def test_without_xlsxwriter_it_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for name in [name for name in sys.modules if name.startswith("greencalc.workbooks.") and "write_" not in name]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(FactsError, match=r"pip install 'greencalc\[excel\]'"):
        write_workbook(evaluate(QCT, {}), tmp_path / "plant.xlsx")


OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[greened_after, bare_part, lawn_part, planted_area, flower_part, shaded_part],
)
YES_NO = load_standard(Path(__file__).parents[1] / "data" / "yes_no_table.toml")


@pytest.mark.parametrize("table", [OWN, YES_NO, *TABLES.values()], ids=lambda table: table.items[0].id)
def test_a_table_of_ones_own_has_the_points_and_statuses_that_python_found(tmp_path, table) -> None:
    found = 0
    seeds = iter(range(20))
    while found < (2 if table is OWN else 1):
        seed = next(seeds)
        with suppress(FactsError):  # what one of these tables takes another may not
            assessment = evaluate(table, {} if table is YES_NO else drawn_plant(table, seed), not_applicable="full")
            path = tmp_path / f"{seed}.xlsx"
            write_workbook(assessment, path)
            sheets = grids(path)
            rows = {row[0]: row for row in sheets["Items"][4:] if row[0]}
            assert {name: row[10] for name, row in rows.items()} == {one.id: one.status for one in assessment.items}
            assert [row[13] for row in rows.values()] == pytest.approx([one.of for one in assessment.items])
            assert sheets["Plant"][12][2] == pytest.approx(assessment.score.lower)
            found += 1


TABLES_OF_SCALES = [SCALES, UNGROUPED, GATE, STARRED_GATE, BONUS_ALONE]


@pytest.mark.parametrize("table", TABLES_OF_SCALES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_scales_parts_bonuses_and_levels_stand_as_python_found_them(tmp_path, table, language):
    for place, assessment in enumerate(scaled_plants(table, range(6))):
        path = tmp_path / f"{place}.xlsx"
        write_workbook(assessment, path, language=language)
        front, sheet, *_ = grids(path).values()
        rows = {row[0]: row for row in sheet[4:] if row[0]}
        said = {one.id: in_language(word(one.status), language) for one in assessment.items}
        assert {name: row[10] for name, row in rows.items()} == said
        assert [row[13] for row in rows.values()] == pytest.approx([one.of for one in assessment.items])
        known = {one.id: one.points for one in assessment.items if one.points is not None}
        assert {name: rows[name][11] for name in known} == pytest.approx(known)
        assert {name: rows[name][12] for name in known} == pytest.approx(known)
        shown = {row[1]: row[2] for row in front if row[1] and row[2] != ""}
        points = [in_language(word(label), language) for label in ("Points at least", "Points at most")]
        assert [label in shown for label in points] == [table.has_points] * 2
        if table.has_points:
            ends = (assessment.score.lower, assessment.score.upper)
            assert tuple(shown[label] for label in points) == pytest.approx(ends)
        if assessment.level is not None:
            ends = (assessment.level.lower, assessment.level.upper)
            for label, level in zip(("Level at least", "Level at most"), ends, strict=True):
                title = word("no level") if level is None else level.title
                assert shown[in_language(word(label), language)] == in_language(title, language)


@pytest.mark.parametrize("name", ["every_rule_table.toml", "gate_table.toml"])
def test_a_filled_in_form_of_a_table_with_parts_and_bonuses_is_read_again(tmp_path, name) -> None:
    table = tmp_path / name
    table.write_text((Path(__file__).parents[1] / "data" / name).read_text("utf-8"), "utf-8")
    facts: dict[str, object] = {"a": "met"}
    if name == "every_rule_table.toml":
        facts = {"building_area": "16 万m2", "structure_area": "0 m2", "land_area": "10 ha", "gate": "met"}
        facts |= {"b": "not met", "bonus": {"status": "not applicable", "reason": "nothing of the kind"}}
    standard = load_standard(table)
    before = evaluate(standard, facts)
    path = tmp_path / "plant.xlsx"
    write_workbook(before, path, {"standard": name})
    after = evaluate(standard, load_plant(path).facts)
    assert {one.id: one.why for one in after.items} == {one.id: one.why for one in before.items}
    assert (after.score, str(after.level)) == (before.score, str(before.level))


def test_an_unknown_bonus_that_takes_points_lowers_the_lower_end(tmp_path) -> None:
    sheets = grids(written(tmp_path, SCALES, {"bonus/taken": "unknown"}, {}))
    row = next(row for row in sheets["Items"] if row[0] == "bonus/taken")
    assert row[10:14] == ["unknown", pytest.approx(-20 / 3), 0, pytest.approx(-20 / 3)]
    bonus = next(row for row in sheets["Plant"] if row[2] == "Bonus items")
    assert bonus[3:6] == [pytest.approx(-20 / 3), 7, 7]


def test_each_knot_of_a_scale_has_a_row_the_best_one_first(tmp_path) -> None:
    facts = {"part": "70 kg", "mass": "100 kg", "trees": "30 辆", "places": "100 辆"}
    sheet = grids(written(tmp_path, SCALES, facts, {}))["Calculation"]
    first = next(place for place, row in enumerate(sheet) if str(row[0]).startswith("part/steps"))
    heads = sheet[next(place for place, row in enumerate(sheet) if row[0] == "Item")]
    share = heads.index("Share from there")
    rows = [[row[column] for column in (0, 1, 2, 5, share)] for row in sheet[first : first + 3]]
    assert [row[1:] for row in rows] == [[85, 1, 0.75, 1], [70, 1, 0.75, 0.75], [60, 1, 0.4, 0.4]]
    assert [row[0] for row in rows[1:]] == ["70 % (75 %)", "60 % (40 %)"]
    first = next(place for place, row in enumerate(sheet) if str(row[0]).startswith("shade/points"))
    lines = [[row[column] for column in (3, 4, 5, share, share + 1)] for row in sheet[first : first + 5]]
    assert lines == [
        ["", "", pytest.approx(0.44), 1, ""],
        [60, 85.5, pytest.approx(0.44), 0.6, 1],
        ["", "", pytest.approx(0.44), 0.6, ""],
        ["", "", pytest.approx(0.44), 0.5, ""],
        [10, 35, pytest.approx(0.44), 0.2, 0.5],
    ]


def test_what_decides_of_a_range_in_several_years_is_no_largest_and_no_smallest_value(tmp_path) -> None:
    items = grids(written(tmp_path, SCALES, {"diameter": ["3 m", "1 m", "2.5 m"]}, {}))["Items"]
    shown = {row[0]: (row[7], row[10]) for row in items if row[0]}
    assert (shown["tank/steps"], shown["tank/range"]) == ((6.25, "met"), ("", "met"))


def test_no_amount_has_a_name_of_the_workbooks_own(tmp_path) -> None:
    assert [safe_name(name) for name in ("places", "item_share", "category_code", "ab12", "mass", "mass_")] == [
        *("places_", "item_share_", "category_code_", "ab12_", "mass", "mass__"),
    ]
    path = written(tmp_path, SCALES, {}, {})
    names = re.findall(r'<definedName name="([^"]+)"', zipfile.ZipFile(path).read("xl/workbook.xml").decode())
    assert {"places", "places_"} <= {*names}
    local = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
    assert max(Counter(name.lower() for name in names if name not in local).values()) == 1


def test_settings_of_ledgers_and_strange_units_stand_as_they_were_typed(tmp_path) -> None:
    facts = {
        "land_area": ["5 ha"],
        "energy": [{"carrier": "diesel", "quantity": "5 t"}],
        "ledger": {"energy_media": False},
    }
    sheets = grids(written(tmp_path, facts=facts, description={}))
    assert keyed(sheets["Plant"])["ledger.energy_media"] == {"value": False}
    assert keyed(sheets["Amounts"])["land_area"] == {"value": 5, "unit": "ha"}


def test_a_year_that_is_only_described_is_written(tmp_path) -> None:
    front = keyed(grids(written(tmp_path, facts={}, description={"year": 2025}))["Plant"])
    assert front["year"] == {"value": 2025}
    assert front["plant.standard"] == {"value": "qct1160_2022"}


def test_tables_within_a_line_are_kept() -> None:
    assert inline_text({"a": {"b": 1}, "c": False}) == "a = { b = 1 }, c = false"


@pytest.mark.parametrize("upward", [True, False])
def test_a_tie_is_one_however_floats_come_to_it_and_what_is_beside_it_is_none(upward) -> None:
    """In Python's floats, since LibreOffice takes neighbours for equal by itself."""
    written = keeps("value", "target", upward=upward, on_tie="tie")
    names = {"ABS": abs, "IF": lambda condition, one, other: one if condition else other, "tie": "tie"}

    def told(value: float, target: float) -> object:
        return eval(written, names | {"value": value, "target": target})  # noqa: S307 (its own formula)

    rates = [(place * 0.1 / 100, place / 1000) for place in range(1001)]
    assert any(value != target for value, target in rates)
    assert {told(value, target) for value, target in rates} == {"tie"}
    assert {told(target * (1 + 1e-9), target) for _, target in rates[1:]} == {int(upward)}
    assert {told(target * (1 - 1e-9), target) for _, target in rates[1:]} == {int(not upward)}


def test_powers_are_written_as_such() -> None:
    power = Power(Name("length"), 2)
    assert expression_text(power, lambda name, _: name, 1, lambda _: "TRUE") == "(length^2)"


def test_amounts_of_a_table_without_years_may_be_unknown(tmp_path) -> None:
    item = next(item for item in QCT.items if item.id == "10.5.2")
    table = evolve(QCT, id="own", items=(item,))
    facts = {"water_reused": ["unknown"], "water_discharged": "31 万m3"}
    path = tmp_path / "plant.xlsx"
    write_workbook(evaluate(table, facts), path)
    assert path.exists()
    years = {"yearly_output": ["unknown", "70000 辆"], "design_capacity": "100000 辆"}
    write_workbook(evaluate(QCT, years), path)
    assert load_plant(path).facts["yearly_output"] == ["unknown", "70000 辆"]
