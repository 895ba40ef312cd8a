"""What a command loads: help neither numpy nor pint, and no command what only others need. Modules are counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLANT = """
vehicle_type = "passenger car"
land_area = "1230 mu"
building_area = { value = "58.4 万㎡", evidence = "land register" }
structure_area = "1.2 万㎡"
water_reused = "52 万m3"
water_discharged = "31 万m3"
"5.1.6" = "met"
"""
OTHER_EDITION = '"C.1/eco-design" = "met"\n'
METERS = '[[energy]]\ncarrier = "diesel"\nquantity = "10 t"\n'
EMISSIONS = """
[[emission]]
kind = "electricity"
quantity = "8157 MWh"
factor = "0.5 tCO2/MWh"
reference = "verifier"
"""
RUN = """
import contextlib, io, json, sys
from greencalc.cli import main
statuses = []
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
    for command in json.loads(sys.argv[1]):
        try:
            statuses.append(main(command))
        except SystemExit as ended:
            statuses.append(ended.code)
print(json.dumps([statuses, said.getvalue(), sorted(sys.modules)]))
"""
BOOKS = {"gbt2589_2020", "gbt32150", "gbt19515_2023", "qct1158_2022"}


def loaded(*commands: list[str], status: int = 0) -> set[str]:
    """Return what a fresh process has loaded when the commands are done."""
    done = subprocess.run([sys.executable, "-c", RUN, json.dumps(commands)], check=True, capture_output=True, text=True)  # noqa: S603
    statuses, said, modules = json.loads(done.stdout)
    assert (statuses, bool(said)) == ([status] * len(commands), status != 0)
    return set(modules)


def rooms(modules: set[str]) -> set[str]:
    """Return the rooms and modules of the library that are loaded."""
    return {name.split(".")[1] for name in modules if name.startswith("greencalc.")}


def books(modules: set[str]) -> set[str]:
    parts = [name.split(".") for name in modules if name.startswith("greencalc.standards.")]
    return {part[2] for part in parts if len(part) > 3} - {"scales"}


@pytest.fixture(scope="module")
def plant(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("plants") / "plant.toml"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["score", "--help"], 0),
        (["batch", "--help"], 0),
        ([], 2),
        (["scor"], 2),
        (["score"], 2),
        (["score", "a.toml", "--comparison", "other"], 2),
    ],
)
def test_help_and_what_is_typed_wrong_load_neither_numpy_nor_pint(arguments, status) -> None:
    modules = loaded(arguments, status=status)
    assert not {"numpy", "pint", "cattrs"} & modules
    assert rooms(modules) == {"cli", "errors", "fault_list", "showing"}


def test_score_loads_what_it_needs(plant) -> None:
    plant.write_text(PLANT, encoding="utf-8")
    modules = loaded(["score", str(plant)], ["score", str(plant), "--json"])
    assert not rooms(modules) & {"explaining", "many_plants", "replaying", "testing"}
    assert books(modules) == {"qct1160_2022"}
    assert (
        not {f"greencalc.{name}" for name in ("reporting.pack", "reporting.comparison", "files.output_file")} & modules
    )
    assert not {f"greencalc.ledgers.{name}" for name in ("energy", "energy_lines", "carbon", "carbon_kinds")} & modules
    assert not {"pandas", "polars", "pyarrow", "tqdm", "hypothesis", "jsonschema"} & modules


@pytest.mark.parametrize(
    ("more", "needed"),
    [
        (OTHER_EDITION, {"gbt36132_2025"}),
        (METERS, {"gbt2589_2020"}),
        (EMISSIONS, {"gbt2589_2020", "gbt32150"}),
    ],
    ids=["a fact of another edition", "an energy ledger", "a carbon ledger"],
)
def test_score_loads_more_for_who_needs_more(more, needed, plant) -> None:
    plant.write_text(PLANT + more, encoding="utf-8")
    modules = loaded(["score", str(plant)])
    assert books(modules) == {"qct1160_2022"} | needed
    assert not rooms(modules) & {"explaining", "many_plants", "replaying", "testing"}


@pytest.mark.parametrize(
    ("commands", "also"),
    [
        (["explain {plant}", "gaps {plant}", "report {plant} -o {plant}.html"], {"explaining"}),
        (["compare {plant} {plant}", "pack {plant}", "standards"], set()),
    ],
    ids=["those that explain", "the others"],
)
def test_other_commands_load_what_they_need(commands, also, plant) -> None:
    plant.write_text(PLANT, encoding="utf-8")
    modules = loaded(*([word.format(plant=plant) for word in command.split()] for command in commands))
    assert rooms(modules) & {"explaining", "many_plants", "replaying", "testing"} == also


TABLES_READ = """
import greencalc
from greencalc.factors import tables
known = []
tables._shipped = lambda read=tables._shipped: known.append(1) or read()
standard = greencalc.load_standard("qct1160_2022")
facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
plain = greencalc.evaluate(standard, facts)
plain.to_dict(), plain.to_json(), plain.explain("10.5.2"), plain.gaps()
assert not known, "read for a plant without ledgers"
metered = greencalc.evaluate(standard, facts | {"energy": [{"carrier": "diesel", "quantity": "10 t"}]})
assert known, "not read for a ledger"
assert plain.factors is metered.factors is None
"""


def test_factor_tables_are_read_for_ledgers() -> None:
    subprocess.run([sys.executable, "-c", TABLES_READ], check=True)  # noqa: S603
