"""Editions that installed packages add: found by their id, run only when they are asked for, and kept apart."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings

import pytest

import greencalc
from greencalc import StandardError, evaluate, load_plant, load_standard, replay
from greencalc.cli import main
from greencalc.plant.names import known_names
from greencalc.standards.editions import EDITIONS, edition_of, editions
from installed_editions import EXAMPLE

CLAUSES, INDICATORS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("clauses.py", "indicators.toml"))


def why(name: str) -> str:
    with pytest.raises(StandardError) as caught:
        load_standard(name)
    return str(caught.value)


def test_an_edition_of_a_package_is_found_by_its_id(site) -> None:
    site.add()
    assert editions() == (*EDITIONS, "made_up_2026")
    standard = load_standard("made_up_2026")
    assert load_standard("Made-up 2026") is standard
    assert greencalc.standards()[-1] is standard
    assert (standard.edition, len(standard.items), len(standard.formulas)) == ("made_up_2026", 4, 2)
    assert evaluate(standard, load_plant(EXAMPLE / "plant.toml").facts).score.exact_lower == 70


def test_nothing_of_a_package_runs_before_it_is_asked_for(site) -> None:
    site.add(clauses="raise SystemExit('it has run')")
    code = (
        "import sys, greencalc; assert 'importlib.metadata' not in sys.modules; "
        "facts = greencalc.load_plant('examples/plant.toml').facts; "
        "print(greencalc.evaluate(greencalc.load_standard('qct1160_2022'), facts).eligible)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{site.folder}:{':'.join(filter(None, sys.path))}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


def test_a_table_of_ones_own_builds_on_it(site, tmp_path) -> None:
    site.add()
    table = tmp_path / "own.toml"
    own = INDICATORS.replace('id = "made_up_2026" ', 'id = "own"\nformulas = "made_up_2026"')
    table.write_text(own, encoding="utf-8")
    standard = load_standard(table)
    assert (standard.id, standard.edition) == ("own", "made_up_2026")
    assert standard.formulas == load_standard("made_up_2026").formulas


def test_a_package_may_build_on_another_and_on_an_edition_but_not_on_itself_by_way_of_it(site) -> None:
    site.add(indicators=INDICATORS.replace("[standard]", '[standard]\nformulas = "qct1160_2022"'))
    assert "floor_area_ratio" in load_standard("made_up_2026").formulas
    province = INDICATORS.replace("made_up_2026", "province_1").replace(
        "[standard]", '[standard]\nformulas = "made_up_2026"'
    )
    empty = 'TABLE = "indicators.toml"\nFORMULAS = ()\n'
    site.add("province_1", "province-1", clauses=empty, indicators=province)
    assert load_standard("province_1").formulas == load_standard("made_up_2026").formulas
    assert load_standard("province_1").edition == "province_1"
    circle = INDICATORS.replace("made_up_2026", "ring_a").replace("[standard]", '[standard]\nformulas = "ring_b"')
    site.add("ring_a", "ring-a", clauses=empty, indicators=circle)
    site.add(
        "ring_b", "ring-b", clauses=empty, indicators=circle.replace("ring_b", "ring_c").replace("ring_a", "ring_b")
    )
    site.add(
        "ring_c",
        "ring-c",
        clauses=empty,
        indicators=circle.replace("ring_b", "ring_d").replace("ring_a", "ring_c").replace("ring_d", "ring_a"),
    )
    assert "standard.formulas: 'ring_a' builds on this table itself" in why("ring_a")
    itself = INDICATORS.replace("made_up_2026", "itself_1").replace("[standard]", '[standard]\nformulas = "itself_1"')
    site.add("itself_1", "itself-1", indicators=itself)
    assert len(load_standard("itself_1").formulas) == 2


def test_an_id_that_means_two_editions_is_refused_and_the_librarys_own_stays(site) -> None:
    site.add("qct1160_2022", "clash")
    site.add("cement_1", "first")
    site.add("cement1", "second")
    assert load_standard("qct1160_2022").number == "QC/T 1160-2022"
    assert "cement1, of the package second 1.0:\n  an edition of this id is in the package first too" in why("cement_1")
    with pytest.warns(UserWarning, match="needs an id of its own|too; uninstall one of them") as told:
        assert [one.id for one in greencalc.standards()] == [*EDITIONS]
    [clash] = [str(one.message) for one in told if "clash" in str(one.message)]
    assert "the library has an edition 'qct1160_2022' itself; this one needs an id of its own" in clash
    assert len(told) == 3


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (
            {"clauses": "import no_such_module\n"},
            "broken.clauses cannot be imported: ModuleNotFoundError: No module na",
        ),
        ({"clauses": "raise SystemExit(1)\n"}, "broken.clauses cannot be imported: SystemExit: 1"),
        ({"clauses": "TABLE = 'x'\n"}, "broken.clauses has no FORMULAS: TABLE names the file beside it"),
        ({"clauses": "x = 1\n"}, "broken.clauses has no TABLE and no FORMULAS"),
        (
            {"clauses": CLAUSES + "TABLE = 'none.toml'\n"},
            "none.toml:\n  the file cannot be read: there is no such file",
        ),
        ({"clauses": CLAUSES + "FORMULAS = 5\n"}, "formulas is 5; give a list of formulas"),
        ({"clauses": CLAUSES + "FORMULAS = [max]\n"}, "<built-in function max> is not a formula"),
        ({"clauses": CLAUSES + "FORMULAS = [heat_per_laundry]\n"}, "there is no formula 'wash_water_reuse_share'"),
        ({"indicators": INDICATORS}, "its table has the id 'made_up_2026'; give both the same"),
        ({"indicators": INDICATORS.replace("points = 20", "points = 21")}, "its items' points add up to 61, not 60"),
    ],
    ids=range(10),
)
def test_a_broken_package_is_named_and_does_not_break_the_others(site, texts, says, capsys) -> None:
    site.add("broken_1", "broken", **texts)
    site.add()
    said = why("broken_1")
    assert said.startswith("broken_1, of the package broken 1.0")
    assert says in said
    with pytest.warns(UserWarning, match="broken_1, of the package broken 1.0") as told:
        assert [one.id for one in greencalc.standards()] == [*EDITIONS, "made_up_2026"]
    assert told[0].filename == __file__
    assert main(["standards"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("table: user\n  added by made-up-2026 1.0\n")
    assert err.startswith("greencalc: broken_1, of the package broken 1.0")
    assert out.count("added by") == 1


def test_formulas_beside_those_of_a_package(site) -> None:
    site.add()
    with pytest.raises(StandardError, match=r"give a list of formulas, as formulas=\[...\]"):
        load_standard("made_up_2026", formulas=greencalc.floor_area_ratio)
    standard = load_standard("made_up_2026", formulas=[greencalc.floor_area_ratio])
    assert (standard.edition, "floor_area_ratio" in standard.formulas) == ("made_up_2026", True)


def test_a_pack_says_which_package_its_formulas_are_of(site) -> None:
    site.add()
    facts = load_plant(EXAMPLE / "plant.toml").facts
    pack = evaluate(load_standard("made_up_2026"), facts).to_json()
    content = json.loads(pack)
    assert content["versions"]["made-up-2026"] == "1.0"
    assert content["table"]["standard"]["formulas"] == "made_up_2026"
    assert replay(pack).agrees
    content["table"]["standard"]["formulas"] = "made_up_2025"
    with pytest.raises(StandardError) as caught:
        replay(json.dumps(content))
    first, second = caught.value.faults
    assert first.endswith("not one of qct1160_2022, gbt36132_2025, made_up_2026; is its package installed?")
    assert second == "the pack was made with the package 'made-up-2026 1.0'"


def test_what_is_said_of_a_plant_does_not_depend_on_what_is_installed(site) -> None:
    before = known_names()
    site.add()
    known_names.cache_clear()
    assert known_names() == before
    assert edition_of("made_up_2026") == "made_up_2026"
    with warnings.catch_warnings(action="error"):
        assert len(greencalc.standards()) == 3
