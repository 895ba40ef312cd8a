"""Levels that count whole items: what a cap goes by there."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from greencalc import StandardError, evaluate, load_standard

TABLE = load_standard("tests/data/level_table.toml")
FREE = next(item for item in TABLE.items if item.id == "plus")
ITEMS = tuple(evolve(FREE, id=name, clause=name, kind="scoring", points=Fraction(50)) for name in ("a", "b"))
LEVEL = evolve(TABLE.levels[0], points_at_least=Fraction(100), counts_from="60 %")
CAPPED = evolve(
    TABLE, groups=(), items=ITEMS, levels=(LEVEL,), caps=(evolve(TABLE.caps[0], points=Fraction(60), unless="b"),)
)


@pytest.mark.parametrize(
    ("share", "level"), [("59 %", None), ("60 %", None), ("99.99999999 %", None), ("100 %", "one star")]
)
def test_an_item_that_counts_whole_is_not_met_for_that(share, level) -> None:
    assessment = evaluate(CAPPED, {"a": "met", "b": {"status": "partly met", "share": share}})
    assert [None if one is None else one.title for one in assessment.level.possible] == [level]
    free = evaluate(evolve(CAPPED, caps=()), {"a": "met", "b": {"status": "partly met", "share": share}})
    assert (free.level.lower is None) == (share == "59 %")


@pytest.mark.parametrize("title", ["no level", " "])
def test_a_level_has_a_name_of_its_own(tmp_path, title) -> None:
    own = tmp_path / "table.toml"
    own.write_text(Path("tests/data/level_table.toml").read_text("utf-8").replace("two stars", title), "utf-8")
    with pytest.raises(StandardError, match=f"level '{title}': give it a name of its own"):
        load_standard(own)
