"""Workbooks as LibreOffice works them out: the same as Python, and never "ok" where Python refuses.

``python -m benchmarks.workbooks`` does so with hundreds; here is a dozen, in one run of LibreOffice each.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import own_formula
from greencalc import evaluate, load_plant, load_standard, write_workbook
from own_gap_table import TABLES
from recalculated import SOFFICE, differences, grids, overall_check, plants_apart, recalculate, spoilt_taken, ties_wrong
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
METERS = load_plant("examples/plant_with_meters.toml")
POLICIES = ("keep", "full", "renormalise")


def test_libreoffice_finds_what_python_found(tmp_path) -> None:
    plants = [
        evaluate(standard, drawn_plant(standard, seed), not_applicable=POLICIES[seed % 3], comparison=comparison)
        for standard in (QCT, GBT, OWN)
        for seed, comparison in enumerate(("full value", "rounded value", None))
    ]
    shapes = ("tank/years", "beds/tall", "between/below", "tank/volume")
    plants += [evaluate(TABLES[name], drawn_plant(TABLES[name], 1)) for name in shapes]
    plants.append(evaluate(GBT, METERS.facts))
    found, compared = plants_apart(plants, tmp_path)
    assert found == []
    assert compared > 1000


def test_numbers_on_their_limit_are_judged_as_fractions_are(tmp_path) -> None:
    wrong, compared = ties_wrong(tmp_path)
    assert (wrong, compared) == ([], 8008)


def test_no_plant_that_is_refused_has_a_workbook_that_is_ok(tmp_path) -> None:
    taken, ways = spoilt_taken(QCT, range(6), tmp_path)
    assert taken == []
    assert len(set(ways)) > 3


def _edited(path: Path, sheet: str, old: str, new: str) -> Path:
    """Return a copy of a workbook in which a cell has been typed anew."""
    copy = path.with_stem(f"{path.stem}_edited{abs(hash((sheet, new)))}")
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(copy, "w") as other:
        for name in file.namelist():
            text = file.read(name)
            if name == f"xl/{sheet}":
                assert text.count(old.encode()) == 1
                text = text.replace(old.encode(), new.encode())
            other.writestr(name, text)
    return copy


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
    quantity = _edited(right, energy, "<v>38</v>", "<v>76</v>")
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
