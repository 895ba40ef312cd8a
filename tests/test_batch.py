"""Many plants at once: every row is what `evaluate` says of it, whoever holds the columns."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_cases import agreeing, as_list, columns_of, comparable
from greencalc import FactsError, load_standard
from greencalc.facts import items_by_key
from greencalc.standards import EDITIONS
from own_formula import greened_after
from strategies import as_drawn, plant_facts

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()
every_standard = pytest.mark.parametrize("edition", STANDARDS)
policies = st.sampled_from(["renormalise", "keep", "full", None])
comparisons = st.sampled_from(["full value", "rounded value", None])


# Whole plants


@every_standard
@as_drawn
@given(st.data())
def test_whole_plants_are_judged_as_evaluate_judges_each(edition, data) -> None:
    standard = STANDARDS[edition]
    plants = comparable(standard, data.draw(st.lists(plant_facts(standard), min_size=2, max_size=5)))
    options = {"not_applicable": data.draw(policies), "comparison": data.draw(comparisons)}
    columns = columns_of(standard, plants, random.Random(data.draw(st.integers(0, 10**6))))
    agreeing(standard, columns, plants, **options)
    agreeing(standard, columns, **options)


# Cells that are wrong, among others that are not

WRONG_CELLS = (-1.0, "-3", "many", "5 kg/m3", True, "met", "1,5", "5 m2 m2", 10**70, "不适用：无")
WRONG_WORDS = (1.0, 0, "maybe", "not applicable", "partly met", "partly met: 101 %", "met: 60 %", "部分符合：60")


@every_standard
@as_drawn
@given(st.data())
def test_what_is_wrong_with_a_cell_is_said_as_evaluate_says_it_and_touches_no_other_row(edition, data) -> None:
    standard = STANDARDS[edition]
    plants = comparable(standard, data.draw(st.lists(plant_facts(standard), min_size=3, max_size=5)))
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    columns = columns_of(standard, plants, chooser)
    good = agreeing(standard, columns, plants)
    spoilt_row = chooser.randrange(len(plants))
    for name in chooser.sample(sorted(name for name in columns if "." not in name.partition(" ")[0]), 3):
        cells = as_list(columns[name])
        said = name == "vehicle_type" or name in items_by_key(standard)
        cells[spoilt_row] = chooser.choice(WRONG_WORDS if said else WRONG_CELLS)
        columns[name] = cells
    scores = agreeing(standard, columns)
    others = [row for row in range(len(plants)) if row != spoilt_row]
    for name in ("eligible", "score_lower", "score_upper", "coverage"):
        np.testing.assert_array_equal(getattr(scores, name)[others], getattr(good, name)[others])
    for item, codes in scores.statuses.items():
        np.testing.assert_array_equal(codes[others], good.statuses[item][others])


# A table of one's own, with every kind of rule

OWN = load_standard(Path(__file__).parent / "data" / "own_batch_table.toml", formulas=[greened_after])
WHOLE = (0, 1, 2, 3, 5, 7, 10, 14, 20, 35, 50, 70, 80, 99, 100, 140)
AMOUNTS = {
    "building_area [m2]": WHOLE,
    "structure_area": ("0 m2", "0.5 ㎡", None),
    "land_area [m2]": (1, 10, 50, 70, 100, 200),
    "vocs_emitted [g]": (*WHOLE, 34.5, 35.5, 19.999999999999996),
    "painted_area [m2]": (1, 1, 2),
    "yearly_output.1 [vehicle]": (*WHOLE, None),
    "yearly_output.2 [vehicle]": (*WHOLE, None, None),
    "design_capacity [vehicle]": (10, 100, 100, 200),
    "solvent_input [t]": (10, 14, 20, 35),
    "solvent_recovered [kg]": (1000, 5000.0, 5000.000000001, 9000, 15000),
    "storey_area.1 [m2]": (500, 999, 1000, None),
    "storey_area.2 [m2]": (0, 500, 0.1),
    "storey_height.1 [m]": (3, 8, 8.000000000000002),
    "storey_height.2 [cm]": (300, 800, 801),
    "double_height [m]": (8, 3, None, None),
    "green_paint [kg]": (0, 17, 34, 34, 33.99999999999999),
    "total_paint [t]": (0.034, 0.034, 0.034, 0.07, 0.01),
    "energy_consumption [tce]": (7, 10, 14, 50, 99.99999999999999),
    "vehicles_produced [vehicle]": (100, 140, 700, 1000),
    "energy_per_vehicle_leading [kgce/vehicle]": (50, 70, 99.9999999999, 100, 120, None),
    "water_reused [m3]": (*WHOLE[1:], None),
    "water_discharged [m3]": (0, 1, 20, 30, 80),
    "greened_area [m2]": WHOLE,
    "area_balance [m2]": (-10, -3, 0, 0.1, 5, -20),
    "greened_after_base": ("20 %", "-0.1", "0 %", None),
    "greened_after_leading": ("30 %", "0.3", "20 %"),
}
SAID = {
    "1.1": (True, False, "met", "符合", "partly met: 60 %", "not applicable: none there"),
    "1.2": ("met", "不符合", None, "部分符合：1/3", "partly met: 33.3 %", "不适用：无"),
    "2.6": (True, False),
    "vehicle_type": ("passenger car", "truck cab", "bus or chassis", None, "unknown", "car"),
}
COMPUTED = {  # what is said of items that are computed
    "1.3": ("unknown", "not applicable: none there"),
    "T.1": ("unknown", "不适用：无"),
    "2.2": ("unknown",),
    "2.1": ("unknown", "not applicable: none there", "met"),
}


@as_drawn
@given(st.data())
def test_every_kind_of_rule_is_judged_as_evaluate_judges_it(data) -> None:
    chooser = random.Random(data.draw(st.integers(0, 10**6)))
    rows = 24
    said = SAID | {name: words for name, words in COMPUTED.items() if chooser.random() < 0.15}
    left_out = chooser.sample(sorted(AMOUNTS), chooser.choice([0, 0, 1, 3]))
    pools = {name: pool for name, pool in (AMOUNTS | said).items() if name not in left_out}
    pools |= {name: [pool[0]] for name, pool in pools.items() if chooser.random() < 0.1}
    columns = {name: chooser.choices(pool, k=rows) for name, pool in pools.items()}
    columns |= {name: numbers(cells) for name, cells in columns.items() if chooser.random() < 0.8}
    columns |= {name: pools[name][0] for name in pools if "[" not in name and chooser.random() < 0.1}
    columns["1.1"] = chooser.choices([True, True, "met", *SAID["1.1"]], k=rows)
    options = {"not_applicable": data.draw(policies), "comparison": data.draw(comparisons)}
    try:
        agreeing(OWN, columns, **options)
    except FactsError as error:  # a year is left out
        assert left_out, error.faults


def numbers(cells):
    """Cells that all are numbers, as an array."""
    if any(not isinstance(cell, int | float) or isinstance(cell, bool) for cell in cells):
        return cells
    return np.array(cells)
