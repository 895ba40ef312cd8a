"""A table with every rule by knots, bonus, caps and levels, tables without groups, and plants with many ties."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

from attrs import evolve

from greencalc import Assessment, FactsError, Standard, evaluate, load_standard
from greencalc.standards.rules import LimitComparison, Policy
from own_gap_table import FORMULAS

SCALES = load_standard(Path(__file__).parent / "data" / "scales_table.toml", formulas=list(FORMULAS.values()))
UNGROUPED = evolve(
    SCALES,
    groups=(),
    items=tuple(evolve(item, group=None) for item in SCALES.items),
    levels=tuple(evolve(level, groups=()) for level in SCALES.levels),
    caps=(),
)
GATE = load_standard(Path(__file__).parent / "data" / "gate_table.toml")
STARRED_GATE = evolve(GATE, levels=(evolve(SCALES.levels[0], points_at_least=Fraction(0)),))
BONUS_ALONE = evolve(UNGROUPED, items=tuple(item for item in SCALES.items if item.kind in {"bonus", "mandatory"}))
BONUS_ALONE = evolve(BONUS_ALONE, levels=(), pass_mark=Fraction(4))

_AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "mass": ("100 kg", "0.1 t", "100000 g"),
    # on each step, on the edges of rounding to its digits, and beside them
    "part": (
        *("60 kg", "0.06 t", "59.5 kg", "60.5 kg", "70 kg", "69.5 kg", "69.4999 kg", "84.5 kg", "85 kg", "85.5 kg"),
        *("100 kg", "0 kg", "150 g", "300 g", "0.1 kg", "149.5 g", "150.5 g"),
    ),
    "length": ("1 m", "100 cm", "10 m", "2 m", "20 m"),
    "width": ("5 m", "50 m", "500 cm", "20 m", "19.9 m", "200 m", "205 m", "10 m", "1 m"),
    "trees": ("1 辆", "35 辆", "34.9 辆", "60 辆", "85.5 辆", "90 辆", "40 辆", "47 辆", "22.5 辆", "0 辆"),
    "places": ("100 辆", "0.01 万辆", "1000 辆"),
    "inflow": ("20 t", "30 t", "10000 kg", "9 t", "15 t", "0 t"),
    "outflow": ("0 t", "5 t", "5000 kg", "3 t", "20 t"),
    "diameter": ("1 m", "2 m", "300 cm", "3 m", "2.5 m", "0 m", "unknown"),
}
_GOOD: Mapping[str, str] = {"mass": "100 kg", "part": "85 kg", "length": "30 m", "width": "5 m", "trees": "90 辆"} | {
    "places": "100 辆",
    "inflow": "3 t",
    "outflow": "8 t",
}
_SPARED = {"status": "not applicable", "reason": "nothing of the kind"}
_WORDS = ("met", "met", "not met", "unknown", "")
_DEGREES = (*_WORDS, {"status": "partly met", "share": "90 %"}, {"status": "partly met", "share": "35 %"}, _SPARED)


def scaled_plant(standard: Standard, seed: int) -> dict[str, Any]:
    """Return a plant with values on steps and beside them, good for the most part if the seed is even."""
    rng = random.Random(seed)
    good = seed % 2 == 0
    facts: dict[str, Any] = {}
    for name, amounts in _AMOUNTS.items():
        if name == "diameter":
            facts[name] = [rng.choice(amounts) for _ in range(rng.randrange(1, 4))]
        elif name in _GOOD and good and rng.randrange(4):
            facts[name] = _GOOD[name]
        elif rng.randrange(8):
            facts[name] = rng.choice(amounts)
    for item in standard.items:
        if item.rule.kind in {"yes_no", "degree"}:
            words: tuple[Any, ...] = _DEGREES if item.rule.kind == "degree" else _WORDS
            words = ("met",) if item.mandatory and good and rng.randrange(4) else words
            facts[item.id] = rng.choice(words)
    if not rng.randrange(4):
        facts["shade/points"] = _SPARED
        facts.pop("places", None)
        facts.pop("trees", None)
    if not rng.randrange(2):
        facts["bonus/said"] = _SPARED
    names = {argument for item in standard.items if (of := standard.formula_of(item)) for argument in of.arguments}
    kept = names | {item.id for item in standard.items}
    return {name: fact for name, fact in facts.items() if name in kept and fact}


def scaled_plants(standard: Standard, seeds: range) -> Iterator[Assessment]:
    """Yield plants judged under each policy and comparison in turn, without those that are refused."""
    ways = [(policy, way) for policy in get_args(Policy) for way in get_args(LimitComparison)]
    for seed in seeds:
        policy, comparison = ways[seed % len(ways)]
        with suppress(FactsError):
            yield evaluate(standard, scaled_plant(standard, seed), not_applicable=policy, comparison=comparison)
