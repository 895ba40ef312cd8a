"""Floats that close but for their rounding: every way to compute says the same of them; exact inputs stay exact."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from attrs import evolve

from editions import FUNCTIONS, FUNCTIONS_OF
from greencalc import (
    FactsError,
    InputError,
    Q,
    evaluate,
    explain,
    load_standard,
    plant_facts,
    replay,
    score_columns,
    spec,
)
from greencalc.boundary import call, run_unchecked
from greencalc.standard import Calculated
from strategies import usual_row

QCT = load_standard("qct1160_2022")
OF_TABLE = FUNCTIONS_OF["qct1160_2022"]
ULPS = range(-2, 3)
TRIFLE = Fraction(1, 10**30)
Row = dict[str, Fraction]


class Edge(NamedTuple):
    """A relation or a bound, and the argument that is moved until it just holds."""

    function: Callable[..., Any]
    name: str
    solved: str

    def __str__(self) -> str:
        return f"{spec(self.function).name}, {self.name}, {self.solved}"


def room(edge: Edge, row: Row) -> Fraction:
    """By how much a relation or bound holds."""
    declaration = spec(edge.function)
    for relation in declaration.relations:
        if str(relation) == edge.name:
            larger, smaller = (sum(row[name] for name in side) for side in (relation.larger, relation.smaller))
            return Fraction(larger - smaller)
    where, _, bound = edge.name.partition(" ")
    symbol = declaration.result if where == "result" else declaration.arguments[where].symbol
    value = Fraction(run_unchecked(declaration, complete(edge, row))) if where == "result" else row[where]
    return value - symbol.at_least if bound == "at_least" else symbol.at_most - value


def complete(edge: Edge, row: Row) -> dict[str, Any]:
    arguments = spec(edge.function).arguments
    defaults = {name: one.default for name, one in arguments.items() if one.default is not None}
    values = {name: Q(text).to(str(arguments[name].symbol.unit)).m for name, text in defaults.items()}
    exact = {name: Fraction(str(value)) for name, value in values.items()} | row
    over = {name for name, one in arguments.items() if one.symbol.over}
    return {name: np.array([one], dtype=object) if name in over else one for name, one in exact.items()}


def drawn(edge: Edge, chooser: random.Random) -> Row:
    """Floats as they come out of sums and conversions."""
    return {
        name: Fraction(str(chooser.choice([float(one), float(one) * chooser.random(), float(one) * 0.1 + 0.2])))
        for name, one in usual_row(spec(edge.function)).items()
    }


def at_edge(edge: Edge, row: Row) -> Row | None:
    """Move an argument until the relation or bound just holds: all of these are fractions of linear terms in it."""
    points = [(Fraction(x), room(edge, row | {edge.solved: Fraction(x)})) for x in (1, 2, 3)]
    (x1, y1), (x2, y2), (x3, y3) = points
    if y1 in {y2, y3} or y2 == y3:
        return None
    ratio = y1 * (y2 - y3) / (y3 * (y2 - y1)) if y3 else None
    divisor = None if ratio is None else (x2 - x3) - ratio * (x2 - x1)
    if not divisor:
        return None
    moved = row | {edge.solved: (x1 * (x2 - x3) - ratio * (x2 - x1) * x3) / divisor}
    return moved if is_good(edge, moved) else None


def is_good(edge: Edge, row: Row) -> bool:
    """Whether an exact row is accepted."""
    try:
        edge.function(**exactly(edge, row))
    except InputError:
        return False
    return True


def quantities(edge: Edge, row: dict[str, Any], form: Callable[[Any], Any]) -> dict[str, Any]:
    arguments = spec(edge.function).arguments
    return {name: Q(form(one), str(arguments[name].symbol.unit)) for name, one in row.items()}


def exactly(edge: Edge, row: Row) -> dict[str, Any]:
    return quantities(edge, row, Fraction)


def edges() -> list[Edge]:
    """Every relation and bound that exact inputs can reach, with every argument that can be moved there."""
    found = []
    for function in FUNCTIONS:
        declaration = spec(function)
        names = [str(relation) for relation in declaration.relations if not relation.strict]
        names += [
            f"result {bound}" for bound in ("at_least", "at_most") if getattr(declaration.result, bound) is not None
        ]
        names += [f"{name} at_most" for name, one in declaration.arguments.items() if one.symbol.at_most is not None]
        for name in names:
            for solved in usual_row(declaration):
                edge = Edge(function, name, solved)
                moved = at_edge(edge, usual_row(declaration))
                if moved is not None and moved[solved]:
                    found.append(edge)
    return found


EDGES = edges()
every_edge = pytest.mark.parametrize("edge", EDGES, ids=str)


@cache
def table_with(function: Callable[..., Any]) -> Any:
    """A table that asks for one formula to be calculated."""
    declaration = spec(function)
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    judged = evolve(item, id="it", clause="it", rule=Calculated(declaration.name), points=Fraction(100))
    groups = (evolve(QCT.groups[0], points=Fraction(100)),)
    items = (evolve(judged, group=groups[0].id),)
    return evolve(QCT, items=items, groups=groups, formulas={declaration.name: declaration})


def results(edge: Edge, floats: dict[str, float]) -> dict[str, float]:
    """What each way to compute gives."""
    declaration, standard = spec(edge.function), table_with(edge.function)
    scalars = quantities(edge, floats, float)
    columns = {f"{name} [{declaration.arguments[name].symbol.unit}]": [one] for name, one in floats.items()}
    numbers = {header: np.array(cells * 2) for header, cells in columns.items()}
    lists = {name: [Q(one, str(declaration.arguments[name].symbol.unit))] for name, one in floats.items()}
    listed = {name: lists[name] if declaration.arguments[name].symbol.over else one for name, one in scalars.items()}
    units = {name: str(one.symbol.unit) for name, one in declaration.arguments.items()}
    rows = {
        name: [[one], [one]] if declaration.arguments[name].symbol.over else [one, one] for name, one in floats.items()
    }
    arrays = {name: Q(np.array(cells), units[name]) for name, cells in rows.items()}
    found = {
        "call": edge.function(**scalars).m,
        "call again": edge.function(**scalars).m,
        "plain": call(declaration, (), scalars).m,
        "list": edge.function(**listed).m,
        "array": edge.function(**arrays).m[0],
    }
    assessment = evaluate(standard, scalars, plausibility=())
    found["evaluate"] = assessment.items[0].value
    found["row"] = evaluate(standard, plant_facts(standard, columns, 0), plausibility=()).items[0].value
    pack = assessment.to_json()
    assert replay(pack, [] if edge.function in OF_TABLE else [edge.function]).agrees
    assert explain(edge.function, **scalars).working is not None
    for table in (columns, numbers):
        scores = score_columns(standard, table, with_statuses=True)
        assert scores.faults == ()
        assert scores.statuses["it"][0] == 1
    return found


@every_edge
def test_floats_that_close_but_for_their_rounding_are_accepted_and_give_the_same_everywhere(edge) -> None:
    chooser = random.Random(str(edge))
    symbol, tried = spec(edge.function).result, 0
    for _ in range(60):
        moved = at_edge(edge, drawn(edge, chooser))
        if moved is None or not moved[edge.solved]:
            continue
        floats = {name: float(one) for name, one in moved.items()}
        for _ in range(abs(ulps := chooser.choice(ULPS))):
            floats[edge.solved] = math.nextafter(floats[edge.solved], math.copysign(math.inf, ulps))
        tried += 1
        found = results(edge, floats)
        assert len({found[way].hex() for way in ("call", "call again", "plain", "array")}) == 1
        for value in found.values():
            assert symbol.at_least is None or value >= symbol.at_least
            assert symbol.at_most is None or value <= symbol.at_most
            assert math.isclose(value, found["evaluate"], rel_tol=1e-12)
        if tried == 4:
            break
    assert tried


@every_edge
def test_exact_inputs_beyond_an_edge_by_a_trifle_are_refused_everywhere(edge) -> None:
    declaration, standard = spec(edge.function), table_with(edge.function)
    moved = at_edge(edge, usual_row(declaration))
    beyond = next(
        row
        for sign in (1, -1)
        if room(edge, row := moved | {edge.solved: moved[edge.solved] * (1 + sign * TRIFLE)}) < 0
    )
    message = pytest.raises(InputError, match=r"expected")
    with message:
        edge.function(**exactly(edge, beyond))
    mixed = exactly(edge, beyond) | {
        name: Q(0.0, str(declaration.arguments[name].symbol.unit)) for name, one in beyond.items() if not one
    }
    with message:
        edge.function(**mixed)
    with message:
        explain(edge.function, **exactly(edge, beyond))
    with pytest.raises(FactsError, match=r"expected"):
        evaluate(standard, exactly(edge, beyond))
    texts = {name: text_of(one, declaration.arguments[name].symbol.unit) for name, one in beyond.items()}
    if all(texts.values()):
        with message:
            edge.function(**texts)
        with pytest.raises(FactsError, match=r"expected"):
            evaluate(standard, texts)
        assert len(score_columns(standard, {name: [text] for name, text in texts.items()}).faults) == 1


def text_of(number: Fraction, unit: Any) -> str:
    """A number as text, if a decimal says it."""
    places = next((places for places in range(45) if (number * 10**places).denominator == 1), None)
    if places is None:
        return ""
    digits = f"{abs(int(number * 10**places)):0{places + 1}d}"
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if number < 0 else ''}{whole}{'.' + part if part else ''} {unit if unit.powers else ''}".strip()
