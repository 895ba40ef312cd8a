"""All that a user can get hold of, to be looked into."""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

import greencalc
from greencalc import (
    Q,
    carbon_ledger,
    compare,
    energy_ledger,
    evaluate,
    explain_ledger,
    ledger_totals,
    load_factors,
    load_plant,
    load_plausibility,
    load_standard,
    replay,
    score_columns,
    spec,
)
from greencalc.standards.editions import EDITIONS

TYPED_FACTOR = {"factor": "0.5 tCO2/MWh", "reference": "verifier"}


def things() -> Iterator[tuple[str, Any]]:
    """All that a user can get, to be looked into."""
    plant = load_plant("examples/plant_with_meters.toml")
    truck = load_plant("examples/truck_plant.toml")
    standards = {name: load_standard(name) for name in EDITIONS}
    assessments = {
        f"{name}, {which}": evaluate(standard, facts)
        for name, standard in standards.items()
        for which, facts in (("plant", plant.facts), ("truck", truck.facts), ("nothing", {}))
    }
    yield "plant", plant
    yield from standards.items()
    for name, assessment in assessments.items():
        yield name, assessment
        yield f"{name}, gaps", assessment.gaps()
        yield f"{name}, explained", assessment.explain()
        yield f"{name}, items explained", [assessment.explain(one.id) for one in assessment.items]
    yield "a slip", evaluate(standards["qct1160_2022"], {"cod_generated": "0 kg", "painted_area": "1 m2"})
    for name in ("stars", "cleaner_production", "bonus"):
        facts = load_plant(f"examples/{name}_plant.toml").facts
        yield name, evaluate(load_standard(f"examples/{name}_table.toml"), facts)
        yield f"{name}, level", evaluate(load_standard(f"examples/{name}_table.toml"), {}).level
    first, second, *_ = assessments.values()
    yield "comparison", compare(first, second)
    yield "replay", replay(first.to_json())
    pack = json.loads(first.to_json())
    yield "changed replay", replay(json.dumps(pack | {"results": {}, "versions": {}}))
    yield "factors", load_factors()
    yield "ranges", load_plausibility()
    prepared = greencalc.scorer(standards["qct1160_2022"], plant.facts)
    yield "scorer", prepared
    yield "score", [prepared.one({"green_paint [t]": 80.0})]
    paint = {"green_paint": "80 t ± 2 %", "total_paint": "100 t"}
    yield "propagated", greencalc.propagate(standards["qct1160_2022"], paint, samples=1024)
    yield "scores", score_columns(standards["gbt36132_2025"], {"platform_functions": ["9", "x"]})
    energy = [{"carrier": "diesel", "quantity": Q(np.array([1.0, 2.0]), "t")}]
    carbon = [{"kind": "electricity", "quantity": Q(np.array([1.0, 2.0]), "MWh"), **TYPED_FACTOR}]
    for name, ledger in (("energy", energy_ledger(energy)), ("carbon", carbon_ledger(carbon))):
        yield f"{name} of arrays", ledger
        yield f"{name} of arrays, explained", explain_ledger(ledger)
    readings = {"plant": ["A", "B"], "carrier": ["diesel"] * 2, "quantity": ["10 t", "-1 t"]}
    yield "totals", ledger_totals(pl.DataFrame(readings))
    yield "formulas", [spec(getattr(greencalc, name)) for name in greencalc.__all__ if is_formula(name)]


def is_formula(name: str) -> bool:
    return hasattr(getattr(greencalc, name), "__formula__")


def looked_into(start: Any, name: str, seen: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    """Yield an object of the library, and all that its public attributes and containers lead to, each once."""
    if isinstance(start, str | type | np.ndarray | types.FunctionType) or id(start) in seen:
        return
    seen[id(start)] = start  # kept, so that no other gets its id
    if isinstance(start, Mapping):
        for key, value in start.items():
            yield from looked_into(value, f"{name}[{key!r:.40}]", seen)
        return
    if isinstance(start, Sequence):
        for place, value in enumerate(start):
            yield from looked_into(value, f"{name}[{place}]", seen)
    kind = type(start).__module__
    if not kind.startswith("greencalc.") or kind == "greencalc.read_only":  # which are lists and mappings
        return
    yield name, start
    for attribute in dir(type(start)):
        kind = inspect.getattr_static(type(start), attribute)
        if not attribute.startswith("_") and isinstance(kind, property | cached_property | types.MemberDescriptorType):
            yield from looked_into(getattr(start, attribute), f"{name}.{attribute}", seen)
