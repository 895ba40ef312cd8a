"""Workbooks as LibreOffice works them out: the same as Python, and never "ok" where Python refuses.

``python -m benchmarks.workbooks`` does so with hundreds; here is a dozen, in one run of LibreOffice each.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve

import own_formula
from greencalc import evaluate, load_plant, load_standard, write_workbook
from own_gap_table import TABLES
from recalculated import SOFFICE, differences, grids, overall_check, plants_apart, recalculate, spoilt_taken, ties_wrong
from scaled_plants import BONUS_ALONE, GATE, SCALES, STARRED_GATE, UNGROUPED, scaled_plant, scaled_plants
from workbook_plants import drawn_plant

pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice), which works workbooks out, is not there"
)

QCT, GBT = load_standard("qct1160_2022"), load_standard("gbt36132_2025")
OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[
        getattr(own_formula, name)
        for name in ("greened_after", "bare_part", "lawn_part", "planted_area", "flower_part", "shaded_part")
    ],
)
KILNS = load_standard(Path(__file__).parents[1] / "data" / "kiln_table.toml")
METERS = load_plant("examples/plant_with_meters.toml")
CHOICES = (("keep", "full value"), ("full", "rounded value"), ("renormalise", None))
PLANT = load_plant("examples/plant.toml").facts
SPARED = next(
    item.id for item in QCT.items if item.mandatory and item.rule.kind == "yes_no" and not item.always_applies
)
# as plants are: rates of all and of nothing, values on their limits and on the ends of their lines, what does not apply
EDGES = {
    "all, and the base": {"green_paint": "4200 t", "waste_utilised": "4.9 万t", "water_discharged": "0 m3"}
    | {"vocs_emitted": "0 t", "energy_consumption": "4.56 万tce"},
    "nothing": {"green_paint": "0 t", "waste_utilised": "0 t", "water_reused": "0 m3", "energy_consumption": "0 tce"},
    "limits, and a mandatory item spared": {"building_area": "6.9 ha", "structure_area": "0.1 ha"}
    | {"land_area": "10 ha", "water_reused": "70 m3", "water_discharged": "30 m3", "energy_consumption": "2.88 万tce"}
    | {"vocs_emitted": "480 t", SPARED: {"status": "not applicable", "reason": "no such store"}},
}


def test_libreoffice_finds_what_python_found(tmp_path) -> None:
    plants = [
        evaluate(standard, drawn_plant(standard, seed), not_applicable=policy, comparison=comparison)
        for standard, seeds in ((QCT, (0, 1, 2)), (GBT, (1,)), (OWN, (2,)))
        for seed, (policy, comparison) in enumerate(CHOICES)
        if seed in seeds
    ]
    shapes = ("tank/years", "beds/tall", "between/below", "tank/volume", "heap/share", "heap/taken")
    plants += [evaluate(TABLES[name], drawn_plant(TABLES[name], 1)) for name in shapes]
    plants.append(evaluate(GBT, METERS.facts))
    water = {"water_reused": "60 m3", "water_discharged": "40 m3", "permits": "met"}
    plants += [evaluate(KILNS, water | {"kiln_type": kind}) for kind in (*KILNS.categories, "unknown")]
    plants += [evaluate(QCT, {**PLANT, **edge}) for edge in EDGES.values()]
    found, compared = plants_apart(plants, tmp_path)
    assert found == []
    assert compared > 1000


def test_scales_bonuses_caps_and_levels_come_out_as_python_found_them(tmp_path) -> None:
    plants = [*scaled_plants(SCALES, range(8)), *scaled_plants(UNGROUPED, range(20, 24))]
    plants += [one for table in (GATE, STARRED_GATE, BONUS_ALONE) for one in scaled_plants(table, range(2))]
    [shade] = (item for item in SCALES.items if item.id == "shade/points")
    falls = (("10 %", "0 %"), ("35 %", "100 %"), ("35 %", "40 %"), ("60 %", "20 %"), ("85.5 %", "0 %"))
    points = tuple(evolve(shade.rule.points[0], at=at, share=share) for at, share in falls)
    table = evolve(SCALES, items=(evolve(shade, rule=evolve(shade.rule, points=points)),), levels=(), caps=())
    plants += [evaluate(table, {"trees": trees, "places": "100 辆"}) for trees in ("35 辆", "35.1 辆", "47 辆")]
    found, compared = plants_apart(plants, tmp_path)
    assert found == []
    assert compared > 6000
    assert len({str(one.level) for one in plants}) > 4


def test_numbers_on_their_limit_are_judged_as_fractions_are(tmp_path) -> None:
    wrong, compared = ties_wrong(tmp_path)
    assert (wrong, compared) == ([], 8008)


def test_no_plant_that_is_refused_has_a_workbook_that_is_ok(tmp_path) -> None:
    taken, ways = spoilt_taken(QCT, range(6), tmp_path)
    assert taken == []
    assert len(set(ways)) > 3
    folder = tmp_path / "scales"
    folder.mkdir()
    taken, ways = spoilt_taken(SCALES, (8, 12, 17, 23), folder, scaled_plant)
    assert taken == []
    assert len(set(ways)) > 3


def _edited(path: Path, sheet: str, old: str, new: str) -> Path:
    """Return a copy of a workbook in which a cell has been typed anew."""
    copy = path.with_stem(f"{path.stem}_edited{abs(hash((sheet, new)))}")
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(copy, "w") as other:
        for name in file.namelist():
            text = file.read(name)
            if name == f"xl/{sheet}":
                text, count = re.subn(old.encode(), new.encode(), text)
                assert count == 1
            other.writestr(name, text)
    return copy


def _typed(path: Path, name: str, *rows: tuple[int, str, dict[str, object]]) -> Path:
    """Return a copy of a workbook in which cells of rows have been typed anew; a pair is a value and its format."""
    book = openpyxl.load_workbook(path)
    for sheet, key, cells in rows:
        page = book.worksheets[sheet]
        row = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == key)
        columns = {page.cell(1, column).value: column for column in range(1, page.max_column + 1)}
        for column, value in cells.items():
            cell = page.cell(row, columns[column])
            cell.value, cell.number_format = value if isinstance(value, tuple) else (value, cell.number_format)
    copy = path.with_stem(name)
    book.save(copy)
    return copy


ENDS = {"renewable_energy_share_base": "5 %", "renewable_energy_share_leading": "20 %"}
KNOWN = {"land_area": "9 m2", "renewable_energy": "12 tce", "energy_consumption": "100 tce", **ENDS}
LEAVING = [
    {"carrier": "electricity", "basis": "calorific", "quantity": "90 万kWh"},
    {"carrier": "electricity", "basis": "calorific", "quantity": "9 万kWh", "use": "passed on"},
]
AMISS = "1 to be mended: see the red cells"


def test_cells_count_as_whoever_reads_the_file_takes_them(tmp_path) -> None:
    known, leaving = tmp_path / "known.xlsx", tmp_path / "leaving.xlsx"
    write_workbook(evaluate(GBT, KNOWN), known)
    write_workbook(evaluate(QCT, {"energy": LEAVING}), leaving)
    item = next(item.id for item in GBT.items if item.group)
    taken = (
        (2, "renewable_energy_share_base", {"value": (0.14, "0%"), "unit": "%"}),
        (2, "land_area", {"value": "3e+1 m2", "unit": None}),
    )
    amiss = (
        (2, "energy_consumption", {"value": (0.14, "0%")}),  # a percent that is none
        (2, "land_area", {"value": "2025-12-01 m2", "unit": None}),
        (2, "renewable_energy", {"value": "3- tce", "unit": None}),
        (2, "capacity", {"evidence": "survey"}),  # of nothing
        (1, item, {"evidence": "survey"}),
    )
    scaled = tmp_path / "scaled.xlsx"
    write_workbook(evaluate(SCALES, scaled_plant(SCALES, 0)), scaled)
    book = openpyxl.load_workbook(scaled)
    first, second = (one for one in book.worksheets[1].iter_rows() if one[0].value in {"tank/steps", "tank/said"})
    for one, other in zip(first, second, strict=True):
        one.value, other.value = other.value, one.value
    book.save(scaled.with_stem("moved"))
    edits = {
        "taken": (_typed(known, "taken", *taken), "ok"),
        "amiss": (_typed(known, "amiss", *amiss), f"{len(amiss)} to be mended: see the red cells"),
        "word for the best of several": (_typed(scaled, "best", (1, "tank", {"status": "met"})), AMISS),
        "items in another order": (scaled.with_stem("moved"), AMISS),
        "nothing leaves": (_typed(leaving, "leaves", (3, "line", {"quantity": 90})), "ok"),
    }
    for of, name, sheet, row, check in (
        (known, "an item gone", 1, 12, "the workbook is damaged"),
        (leaving, "a line gone", 3, 6, AMISS),
    ):
        book = openpyxl.load_workbook(of)
        for cell in book.worksheets[sheet][row]:
            cell.value = None
        book.save(of.with_stem(name.replace(" ", "_")))
        edits[name] = (of.with_stem(name.replace(" ", "_")), check)
    folder = tmp_path / "worked out"
    folder.mkdir()
    worked_out = recalculate([path for path, _ in edits.values()], folder, tmp_path / "profile")
    found = dict(zip(edits, map(overall_check, worked_out), strict=True))
    assert found == {name: check for name, (_, check) in edits.items()}
    read = evaluate(GBT, load_plant(worked_out[0]).facts)
    shown = next(row for row in grids(worked_out[0])["Items"] if row[0] == "C.1/renewable-energy")
    assert shown[11] == pytest.approx(read.item("C.1/renewable-energy").points)


def test_a_change_of_a_meter_reading_is_counted_at_once_and_a_change_of_its_carrier_is_not(tmp_path) -> None:
    lines = [
        {"carrier": "diesel", "quantity": "38 t"},
        {"carrier": "electricity", "basis": "calorific", "quantity": "1229 万kWh"},
    ]
    more = [lines[0] | {"quantity": "76 t"}, lines[1]]
    right, after = (tmp_path / name for name in ("before.xlsx", "after.xlsx"))
    for path, of_path in ((right, lines), (after, more)):
        write_workbook(evaluate(QCT, {"energy": of_path, "vehicles_produced": "9 辆"}), path)
    energy = "worksheets/sheet4.xml"
    quantity = _edited(
        right, energy, r'(<c r="C\d+" s="\d+"><v>)38<', r"\g<1>76<"
    )  # as computed it stands elsewhere too
    carrier = _edited(right, "sharedStrings.xml", "<t>diesel</t>", "<t>gasoline</t>")
    folder = tmp_path / "worked out"
    folder.mkdir()
    counted, changed = recalculate([quantity, carrier], folder, tmp_path / "profile")
    assert [overall_check(path) for path in (counted, changed)] == ["ok", "1 to be mended: see the red cells"]
    total = [next(row for row in grids(path)["Energy"] if "Total" in row) for path in (counted, after)]
    assert [cell for cell in total[0] if isinstance(cell, float)] == pytest.approx(
        [cell for cell in total[1] if isinstance(cell, float)]
    )
    assert differences(after, counted) == []
