"""Why a plant cannot be judged, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from greencalc import FactsError, evaluate, load_standard
from greencalc.standards.rules import Years
from own_formula import bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part

OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[greened_after, bare_part, lawn_part, planted_area, flower_part, shaded_part],
)


def test_a_sum_takes_one_amount_of_what_is_no_list() -> None:
    storeys = {"storey_area": ["500 m2", "1 m2"], "storey_height": ["9 m", "3 m"], "double_height": ["8 m", "9 m"]}
    with pytest.raises(FactsError, match="double_height: floor_area_of_storeys takes one amount"):
        evaluate(OWN, storeys)


def test_lists_that_do_not_go_together_are_no_fault_while_an_amount_is_missing() -> None:
    standard = load_standard("qct1160_2022")
    items = tuple(
        evolve(item, rule=evolve(item.rule, years=Years(1, 3))) if item.id == "10.5.1" else item
        for item in standard.items
        if not item.id.startswith("10.5.1/")
    )
    lists = {"waste_utilised": ["1 t", "2 t"], "waste_generated": ["2 t", "3 t", "4 t"]}
    assert evaluate(evolve(standard, items=items), lists).item("10.5.1").needs == ("stock_utilised",)
    with pytest.raises(FactsError, match="shape"):
        evaluate(evolve(standard, items=items), lists | {"stock_utilised": "0 t"})
