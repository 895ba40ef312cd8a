"""Why a plant cannot be judged, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from greencalc import FactsError, evaluate, load_standard
from own_formula import bare_part, flower_part, greened_after, lawn_part, planted_area, shaded_part

OWN = load_standard(
    Path(__file__).parents[1] / "data" / "own_batch_table.toml",
    formulas=[greened_after, bare_part, lawn_part, planted_area, flower_part, shaded_part],
)


def test_a_sum_takes_one_amount_of_what_is_no_list() -> None:
    storeys = {"storey_area": ["500 m2", "1 m2"], "storey_height": ["9 m", "3 m"], "double_height": ["8 m", "9 m"]}
    with pytest.raises(FactsError, match="double_height: floor_area_of_storeys takes one amount"):
        evaluate(OWN, storeys)
