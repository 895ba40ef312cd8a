"""The commands beside score: explain, gaps, compare, pack, replay, standards."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from greencalc import load_standard
from greencalc.cli import main

EXAMPLES = Path("examples")
TITLE = (
    "Guidelines on evaluation of whole vehicle manufacturing green factory in automobile industry "
    "汽车行业整车制造绿色工厂评价导则"
)


@pytest.fixture
def write(tmp_path: Path):
    def write_text(text: str) -> Path:
        path = tmp_path / "plant.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def run(capsys, *arguments):
    status = main(list(arguments))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_explain_prints_an_item_a_group_or_the_total(capsys) -> None:
    status, out, _ = run(capsys, "explain", str(EXAMPLES / "plant.toml"), "10.4.5")
    assert (status, out.splitlines()[1:5]) == (
        0,
        ["  v = E / S", "    = 420 t / 2400 万㎡", "    = 420000 kg / 24000000 m2", "    = 17.5 g/m2"],
    )
    assert run(capsys, "explain", str(EXAMPLES / "plant.toml"), "Q1")[1].startswith("Q1 Infrastructure: 13 of 20")
    assert "\n    v = E / S\n" in run(capsys, "explain", str(EXAMPLES / "plant.toml"))[1]
    assert run(capsys, "explain", str(EXAMPLES / "plant.toml"), "10.4.5", "--format", "latex")[1].startswith("\\begin")
    assert run(capsys, "explain", str(EXAMPLES / "plant.toml"), "10.4.5", "--format", "html")[1].startswith("<div")


def test_explain_names_the_items_near_one_that_is_not_there(capsys) -> None:
    status, _, err = run(capsys, "explain", str(EXAMPLES / "plant.toml"), "10.4")
    assert (status, "has no item '10.4'; it has 10.4.2, 10.4.3, 10.4.4, 10.4.5" in err) == (2, True)


def test_gaps_lists_the_gate_first_and_then_what_gains_most(capsys, write) -> None:
    status, out, _ = run(capsys, "gaps", str(EXAMPLES / "plant.toml"))
    assert status == 0
    assert out.startswith(
        "9 items are not fully met, or not known to be\n  Each change is by itself, all other inputs held.\n"
    )
    assert "\n\nPoints to be gained, the most first\n  5.1.6, +5 points  Multi-storey buildings used" in out
    assert "    -  meet the requirement in full\n" in out
    assert "    -  water_reused, treated wastewater that is reused: up by 20.334 万m3 to 72.334 万m3\n" in out
    text = (EXAMPLES / "plant.toml").read_text(encoding="utf-8").replace('"420 t"', '"999 t"')
    out = run(capsys, "gaps", str(write(text)))[1]
    assert "\n\nMandatory items that are not met\n  10.4.5  VOCs" in out
    assert "VOCs emitted in the period: down by 519 t to 480 t" in out


def test_gaps_of_a_plant_that_has_none(capsys, write) -> None:
    table = Path(__file__).with_name("data") / "yes_no_table.toml"
    facts = "\n".join(f'"{item.id}" = "met"' for item in load_standard(table).items)
    out = run(capsys, "gaps", str(write(facts)), "--standard", str(table))[1]
    assert out == "Every item is fully met, or does not apply.\n"


def test_compare_sets_two_files_side_by_side(capsys, write) -> None:
    plant = (EXAMPLES / "plant.toml").read_text(encoding="utf-8")
    later = (
        plant.replace("year = 2025", "year = 2026").replace('"52 万m3"', '"93 万m3"').replace('"31 万m3"', '"30 万m3"')
    )
    status, out, _ = run(capsys, "compare", str(EXAMPLES / "plant.toml"), str(write(later)))
    assert status == 0
    assert out.splitlines()[:5] == [
        "77.78 to 82.42 of 100 -> 82.06 to 86.71 of 100",
        "  A  Example passenger-car plant, 2025: gate open (QC/T 1160-2022)",
        "  B  Example passenger-car plant, 2026: gate open (QC/T 1160-2022)",
        "",
        "What changed from A to B",
    ]
    assert "10.5.2  Wastewater reuse rate at least 70 %: not met -> met, 62.65 % -> 75.61 %, 0 -> 4.286" in out
    assert "    -  water_reused, treated wastewater that is reused: 52 万m3 -> 93 万m3; alone it gives 75 %\n" in out
    same = run(capsys, "compare", str(EXAMPLES / "plant.toml"), str(EXAMPLES / "plant.toml"))[1]
    assert same.splitlines()[-1] == "Nothing changed."


def test_compare_says_when_the_tables_differ_and_what_is_far_apart(capsys, write) -> None:
    plant = (EXAMPLES / "plant.toml").read_text(encoding="utf-8")
    other = write(plant.replace("qct1160_2022", "gbt36132_2025").replace('name = "Example passenger-car plant"\n', ""))
    out = run(capsys, "compare", str(EXAMPLES / "plant.toml"), str(other))[1]
    assert "judged by different tables: qct1160_2022 and gbt36132_2025" in out
    far = write(plant.replace('"3.6 万tce"', '"36 万tce"'))
    out = run(capsys, "compare", str(EXAMPLES / "plant.toml"), str(far))[1]
    assert "Probably slips\n  years-apart  energy_per_vehicle: 150 kgce/vehicle -> 1500 kgce/vehicle" in out
    assert " -> " in out
    gone = run(capsys, "compare", str(EXAMPLES / "plant.toml"), str(write('[plant]\nstandard = "qct1160_2022"\n')))[1]
    assert "vocs_emitted, VOCs emitted in the period: 420 t -> nothing" in gone


def test_a_pack_is_written_and_replayed(capsys, tmp_path) -> None:
    path = tmp_path / "pack.json"
    assert run(capsys, "pack", str(EXAMPLES / "plant.toml"), "-o", str(path)) == (0, "", "")
    assert run(capsys, "pack", str(EXAMPLES / "plant.toml"))[1] == path.read_text(encoding="utf-8")
    status, out, _ = run(capsys, "replay", str(path))
    assert (status, out) == (0, "The pack holds: the same results from its facts and table.\n")
    changed = path.read_text(encoding="utf-8").replace('"420 t"', '"421 t"').replace('"python": "', '"python": "2.7 ')
    path.write_text(changed, encoding="utf-8")
    status, out, _ = run(capsys, "replay", str(path))
    assert status == 1
    assert out.startswith("The pack does not hold.\n\nWhat is not the same\n  hashes.facts  recorded ")
    assert "Other versions, for information\n  versions.python  recorded '2.7 " in out


def test_a_pack_that_is_none(capsys, tmp_path) -> None:
    path = tmp_path / "pack.json"
    for content in (b"\xff", b"{}", b"[", b'{"format": 1}'):
        path.write_bytes(content)
        assert run(capsys, "replay", str(path))[0] == 2
    assert run(capsys, "replay", str(tmp_path / "none.json"))[0] == 2


def test_standards_lists_editions_with_dates_and_status(capsys) -> None:
    assert run(capsys, "standards")[1].splitlines() == [
        "qct1160_2022  QC/T 1160-2022  " + TITLE,
        "  issued 2022-04-08, in force from 2022-10-01; in force  table: assumed",
        "gbt36132_2025  GB/T 36132-2025  General principles for green factory evaluation 绿色工厂评价通则",
        "  in force from 2025-12-31; in force  table: quoted",
    ]


def test_limits_may_be_compared_with_rounded_values(capsys, write) -> None:
    plant = write('building_area = "0.65 m2"\nstructure_area = "0 m2"\nland_area = "1 m2"\n')
    base = ("score", str(plant), "--standard", "qct1160_2022", "--json")
    item = {"full": "not met", "rounded": "not met"}
    for comparison, status in item.items():
        data = json.loads(run(capsys, *base, "--comparison", comparison)[1])
        assert (data["comparison"], {row["id"]: row["status"] for row in data["items"]}["10.2.1"]) == (
            f"{comparison} value",
            status,
        )
    plant.write_text('building_area = "0.651 m2"\nstructure_area = "0 m2"\nland_area = "1 m2"\n', encoding="utf-8")
    out = run(capsys, *base[:-1], "--full", "--comparison", "rounded")[1]
    assert "How values are compared with limits: rounded value. [given to evaluate]" in out
    explained = run(capsys, "explain", str(plant), "10.2.1", "--comparison", "rounded")[1]
    assert "verdict: met: 0.651, rounded 0.7, is >= 0.7" in explained


def test_ranges_of_ones_own_find_other_slips(capsys, tmp_path) -> None:
    header = "code,clause,of,per,low,high,vehicle_type,what,origin,source\n"
    ranges = tmp_path / "ranges.csv"
    ranges.write_text(f"{header}vocs,A.5,vocs_emitted,,,400 t,,VOCs,user,permit\n", encoding="utf-8")
    out = run(capsys, "score", str(EXAMPLES / "plant.toml"), "--plausibility", str(ranges))[1]
    assert " vocs VOCs is 420 t, usually at most 400 t. Look at vocs_emitted. " in " ".join(out.split())


def test_facts_of_another_standard_are_listed_in_one_line(capsys) -> None:
    out = run(capsys, "score", str(EXAMPLES / "plant.toml"), "--full")[1]
    assert "Facts that were not used\n  for GB/T 36132-2025  " in out


def test_a_plant_that_names_no_standard_is_compared_by_the_same_table(tmp_path, capsys) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('land_area = "9 ha"\n', encoding="utf-8")
    second.write_text('[plant]\nstandard = "qct1160_2022"\n[a]\nland_area = "9 ha"\n', encoding="utf-8")
    said = "The plant file names no standard; it is judged by QC/T 1160-2022."
    for path, expected in ((first, True), (second, False)):
        assert main(["score", str(path), "--json"]) == 0
        assert (said in capsys.readouterr().out) is expected
    assert main(["compare", str(first), str(second)]) == 0
    assert "different tables" not in capsys.readouterr().out


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_output_changes_no_exit_code(closed, monkeypatch) -> None:
    for arguments, status in (
        (["score", "examples/plant.toml"], 0),
        (["score", "examples/plant.toml", "--fail-under", "99"], 1),
        (["score", "nowhere.toml"], 2),
    ):
        monkeypatch.setattr(sys, closed, None)
        assert main(arguments) == status
