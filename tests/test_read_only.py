"""What many share cannot be changed: a result, a declaration or a table that a caller tampers with stays as it was."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import signature
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from attrs import fields, has
from attrs.exceptions import FrozenInstanceError

import greencalc
from greencalc import Q, energy_ledger, evaluate, load_factors, load_plant, load_standard, score_columns, standards
from greencalc.read_only import ReadOnlyDict, ReadOnlyList, read_only
from greencalc.units import unit_table as units
from things import looked_into, things

TABLE = {"green_paint [t]": ["90"], "total_paint [t]": ["100"]}
SCORES = score_columns(load_standard("qct1160_2022"), TABLE, with_statuses=True)
MODULES = [importlib.import_module(one.name) for one in pkgutil.walk_packages(greencalc.__path__, "greencalc.")]
CONTAINERS = (dict, MappingProxyType, list, set, bytearray, np.ndarray)


def everything() -> Iterator[tuple[str, Any]]:
    """Yield all that users can get, what the process keeps for later calls, and the constants."""
    yield from things()
    yield "shipped", standards()
    yield "scores with statuses", SCORES
    for module in MODULES:
        for key, one in vars(module).items():
            if is_kept(one):
                yield f"{module.__name__}.{key}()", one()
            elif not key.startswith("_"):
                yield f"{module.__name__}.{key}", one


def is_kept(one: Any) -> bool:
    """Tell whether something is a function whose only result a process keeps."""
    return hasattr(one, "cache_info") and not signature(one).parameters


def held(name: str, one: Any) -> Iterator[tuple[str, Any]]:
    """Yield the containers and arrays that an object holds, at any depth."""
    inside = [(f"{name}.{part.name}", getattr(one, part.name)) for part in fields(type(one))] if has(type(one)) else []
    inside = inside or [(name, one)]
    while inside:
        where, value = inside.pop()
        if isinstance(value, CONTAINERS):
            yield where, value
        if isinstance(value, dict | MappingProxyType):
            inside += [(f"{where}[{key!r:.30}]", item) for key, item in value.items()]
        elif isinstance(value, list | tuple):
            inside += [(f"{where}[{place}]", item) for place, item in enumerate(value)]


@pytest.fixture(scope="module")
def objects() -> dict[str, Any]:
    """What users can get, and each object that it leads to, once."""
    seen: dict[int, Any] = {}
    found = {}
    for name, thing in everything():
        found |= {where: one for where, one in looked_into(thing, name, seen) if one is not thing}
        found |= {} if isinstance(thing, list) else {name: thing}  # lists are the tests' own
    return found


@pytest.fixture(scope="module")
def reachable(objects) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, one in objects.items():
        found.update(held(name, one))
    return {name: value for name, value in found.items() if ".columns['" not in name}  # the caller's own columns


def is_changeable(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.flags.writeable)
    return not isinstance(value, ReadOnlyDict | ReadOnlyList | MappingProxyType)


def test_nothing_that_is_shared_can_be_changed(reachable) -> None:
    assert {type(value) for value in reachable.values()} >= {ReadOnlyDict, ReadOnlyList, MappingProxyType, np.ndarray}
    assert sorted(name for name, value in reachable.items() if is_changeable(value)) == []


def test_what_a_process_keeps_is_made_again_alike() -> None:
    """Coverage would not see it made if it is first asked for when tests are collected, or where coverage rests."""
    kept = {one for module in MODULES for one in vars(module).values() if is_kept(one)}
    assert len(kept) > 10
    for function in kept:
        again, before = function.__wrapped__(), function()
        assert type(again) is type(before)
        assert again == before or type(again).__eq__ is object.__eq__, function


def calls() -> list[str]:
    """What calls give that use all that a process keeps."""
    plant = load_plant("examples/plant_with_meters.toml")
    said = [evaluate(one, plant.facts).to_json() for one in standards()]
    factors = load_factors()
    said += [str({table: list(rows.items()) for table, rows in factors.tables.items()}), str(factors.refused)]
    said += [str(SCORES.to_arrow().to_pylist()), str(list(units.table().items()))]
    return said


CHANGES: dict[str, Callable[[Any], Any]] = {
    "clear": lambda one: one.clear(),
    "pop": lambda one: one.pop(next(iter(one)) if isinstance(one, dict) else 0),
    "popitem": lambda one: one.popitem(),
    "update": lambda one: one.update(x=1),
    "setdefault": lambda one: one.setdefault("x", 1),
    "|=": lambda one: one.__ior__({"x": 1}),
    "+=": lambda one: one.__iadd__([1]),
    "*=": lambda one: one.__imul__(0),
    "append": lambda one: one.append(1),
    "extend": lambda one: one.extend([1]),
    "insert": lambda one: one.insert(0, 1),
    "remove": lambda one: one.remove(one[0]),
    "reverse": lambda one: one.reverse(),
    "sort": lambda one: one.sort(key=str, reverse=True),
    "del": lambda one: one.__delitem__(next(iter(one)) if isinstance(one, dict | MappingProxyType) else 0),
    "set": lambda one: one.__setitem__(next(iter(one)) if isinstance(one, dict | MappingProxyType) else 0, None),
    "fill": lambda one: one.fill(0),
}


def test_who_tries_to_change_everything_changes_no_later_call(objects, reachable) -> None:
    before = calls()
    for value in reachable.values():
        for change in CHANGES.values():
            with suppress(TypeError, AttributeError, ValueError, LookupError, StopIteration):
                change(value)
    for one in objects.values():
        for part in fields(type(one)) if has(type(one)) else ():
            with pytest.raises(FrozenInstanceError):
                setattr(one, part.name, None)
    assert calls() == before


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "fill"])
def test_each_change_is_refused_in_words(change) -> None:
    tried = [one for one in (read_only({"a": [1]}), read_only([2, 1])) if hasattr(one, _method_of(change))]
    assert tried
    for one in tried:
        with pytest.raises(TypeError, match="is read-only, because others may share it; change a copy of your own"):
            CHANGES[change](one)


def _method_of(change: str) -> str:
    return {"|=": "__ior__", "+=": "__iadd__", "*=": "__imul__", "del": "__delitem__", "set": "__setitem__"}.get(
        change, change
    )


def test_a_copy_of_ones_own_can_be_changed() -> None:
    rows = load_factors().tables["gwp"]
    own = dict(rows)
    own.clear()
    assert rows
    assert rows | {} == dict(rows)
    facts = load_plant("examples/plant.toml").facts
    assert type(facts | {"land_area": "1 m2"}) is dict
    given = {"a": [1], "b": {"c": np.zeros(2)}}
    kept = read_only(given)
    given["a"].append(2)
    given["b"]["c"][0] = 1  # the caller's own array stays the caller's
    assert kept["a"] == [1]
    assert read_only(kept) is kept


def test_all_of_it_can_be_pickled_copied_and_written() -> None:
    plant = load_plant("examples/plant_with_meters.toml")
    assessment = evaluate(load_standard("qct1160_2022"), plant.facts)
    for one in (plant, assessment, standards()[0], load_factors(), assessment.explain(), assessment.gaps()):
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 (our own)
        assert copy.deepcopy(one) == one
        assert copy.copy(one) == one
    again = copy.deepcopy(pickle.loads(pickle.dumps(standards()[1])))  # noqa: S301 (our own)
    assert list(map(str, again.formulas.values())) == list(map(str, standards()[1].formulas.values()))
    assert type(copy.deepcopy(plant).facts) is ReadOnlyDict
    assert json.loads(json.dumps(plant.facts)) == plant.facts


@pytest.mark.parametrize("one", [SCORES, energy_ledger([{"carrier": "diesel", "quantity": Q(np.array([1.0]), "t")}])])
def test_arrays_can_be_pickled_and_copied(one) -> None:
    for again in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):  # noqa: S301 (our own)
        assert str(again) == str(one)
