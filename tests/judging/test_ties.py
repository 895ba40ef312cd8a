"""Floats that close but for their rounding: every way to compute says the same of them; exact inputs stay exact."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, NamedTuple

import numpy as np
import pytest
from attrs import evolve

import greencalc
from editions import FUNCTIONS, FUNCTIONS_OF
from greencalc import (
    FactsError,
    InputError,
    PackError,
    Q,
    evaluate,
    explain,
    load_standard,
    plant_facts,
    replay,
    score_columns,
    spec,
)
from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.formula.plain_call import call, run_unchecked
from greencalc.standards.rules import CalculatedRule, ShareRule
from greencalc.table_plan.tongues.blocks import CODES
from greencalc.units.float_rounding import ROUNDING, Rounded, rounding_of
from long_walks import some
from strategies import usual_row

pytestmark = pytest.mark.walk

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
        if any(one.symbol.whole for one in declaration.arguments.values()):
            continue  # a count is counted, and no float of a sum
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


EDGES = some(edges(), 40)
every_edge = pytest.mark.parametrize("edge", EDGES, ids=str)


@cache
def table_with(function: Callable[..., Any]) -> Any:
    """A table that asks for one formula to be calculated."""
    declaration = spec(function)
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    judged = evolve(item, id="it", clause="it", rule=CalculatedRule(declaration.name), points=Fraction(100))
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
        if tried == 2:
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


# What is said, and what else rests on it


def test_a_message_shows_digits_that_differ() -> None:
    with pytest.raises(InputError, match=r"green_paint = 2368\.63000001 t, total_paint = 2368\.63 t; expected"):
        greencalc.green_paint_usage_rate(green_paint="2368.63000001 t", total_paint="2368.63 t")
    with pytest.raises(InputError, match=r"inputs that make it -0\.00000000001 kg; expected >= 0 kg"):
        greencalc.solvent_consumption(solvent_input="5 kg", solvent_recovered="5.00000000001 kg")
    shares = Q(np.array([0.5, 1.0000000000001]), "")
    with pytest.raises(InputError, match=r"1\.0000000000001 at index 1; expected"):
        greencalc.shielding_gas_emission(mixture_mass="1 t", co2_mass_share=shares)


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_difference_that_a_relation_keeps_above_zero_has_that_bound(edge) -> None:
    declaration = spec(edge.function)
    row = at_edge(edge, usual_row(declaration))
    assert row is not None
    result = run_unchecked(declaration, complete(edge, row))
    is_tie = " <= " in edge.name
    assert not (is_tie and result == 0) or declaration.result.at_least == 0


def test_whole_numbers_are_exact_however_large_and_beside_floats() -> None:
    large = {"waste_generated": Q(10**12, "t"), "stock_utilised": Q(0, "t")}
    assert greencalc.solid_waste_utilisation_rate(waste_utilised=Q(10**15, "kg"), **large).m == 100
    for beyond in (Q(10**15 + 1, "kg"), Q(np.int64(10**15 + 1), "kg")):
        with pytest.raises(InputError, match="expected"):
            greencalc.solid_waste_utilisation_rate(waste_utilised=beyond, **large)
    ureg = greencalc.Q(1, "t")._REGISTRY
    paint = {"total_paint": ureg.Quantity(np.array([10**12, 10**12]), "t")}
    assert greencalc.green_paint_usage_rate(green_paint=ureg.Quantity(np.array([1, 10**15]), "kg"), **paint).m[1] == 100
    with pytest.raises(InputError, match="at index 1"):
        greencalc.green_paint_usage_rate(green_paint=ureg.Quantity(np.array([1, 10**15 + 1]), "kg"), **paint)
    # a float adds its own rounding alone
    areas = {"structure_footprint": Q(1e-20, "m2"), "yard_area": Q(0.0, "m2"), "land_area": Q(100, "m2")}
    with pytest.raises(InputError, match="expected"):
        greencalc.building_coefficient(building_footprint=Q(100, "m2"), **areas)
    assert greencalc.building_coefficient(building_footprint=Q(100.0, "m2"), **areas).m == 100
    rows = {name: Q(np.array([one.m, one.m]), "m2") for name, one in areas.items() if name != "land_area"}
    with pytest.raises(InputError, match="expected"):
        greencalc.building_coefficient(building_footprint=Q(100, "m2"), land_area=Q(100, "m2"), **rows)


def test_exact_inputs_beside_floats_are_compared_exactly() -> None:
    floats = {"stock_utilised": Q(0.0, "t")}
    with pytest.raises(InputError, match="expected"):
        greencalc.solid_waste_utilisation_rate(
            waste_utilised="100.0000000000000000001 t", waste_generated="100 t", **floats
        )
    with pytest.raises(InputError, match="expected"):
        greencalc.shielding_gas_emission(mixture_mass=Q(1.5, "t"), co2_mass_share="100.00000000000000000001 %")


def test_a_strict_bound_has_no_edge_to_stand_on() -> None:
    with pytest.raises(InputError, match="expected 0 <"):
        greencalc.wastewater_reuse_rate(water_reused=Q(0.0, "t") / Q(1.0, "t/m3"), water_discharged="0 m3")


def test_storeys_at_the_double_height_are_the_same_in_floats_and_exactly() -> None:
    heights = [Q(0.1 + 7.9, "m"), Q(2.7 + 5.3, "m"), Q(8.000000000000002, "m"), Q(8.0000000001, "m")]
    areas = {"storey_area": ["1 m2"] * 4, "storey_height": heights}
    explained = explain(greencalc.floor_area_of_storeys, **areas)
    assert greencalc.floor_area_of_storeys(**areas).m == 5
    assert " 5 m2" in str(explained)


def test_stocks_in_a_ledger_close_but_for_their_rounding() -> None:
    facts = {"opening_stock": Q(0.1, "kg"), "purchased": Q(0.2, "kg"), "closing_stock": Q(0.1 + 0.2, "kg")}
    gas = next(iter(greencalc.load_factors().tables["gwp"]))
    line = {"kind": "gas", "gas": gas[0], "set": gas[1], **facts, "passed_on": "0 kg", "evidence": "stock book"}
    assert greencalc.carbon_ledger([line]).value == 0
    beyond = line | {"opening_stock": "0.1 kg", "purchased": "0.2 kg", "closing_stock": "0.30000000000000004 kg"}
    with pytest.raises(FactsError, match=r"0\.30000000000000004"):
        greencalc.carbon_ledger([beyond])
    months = line | {"closing_stock": [Q(0.1, "kg"), Q(0.2, "kg")], "purchased": Q(0.2 - 1e-17, "kg")}
    assert greencalc.carbon_ledger([months]).value == 0


# Statuses of many plants


def shares_table(mandatory: bool) -> Any:
    """A table with one item that scores by the share of green paint, or has to be met in full by it."""
    table = table_with(greencalc.green_paint_usage_rate)
    [item] = table.items
    judged = evolve(item, rule=ShareRule("green_paint_usage_rate"), kind="mandatory" if mandatory else "scoring")
    return evolve(table, items=(judged,))


@pytest.mark.parametrize("mandatory", [False, True])
def test_a_share_is_all_or_nothing_only_if_it_is_exactly(mandatory) -> None:
    standard = shares_table(mandatory)
    green = [3730316.5983962584, 3730316.598396259, 1000.0, 0.0, 1e-60, 999.9999999999999, 5.0, 1000.0000000000001]
    total = [3730.3165983962585, 3730.3165983962585, 1.0, 1.0, 1e50, 1.0, 10.0, 1.0]
    columns = {"green_paint [kg]": np.array(green), "total_paint [t]": np.array(total)}
    scores = score_columns(standard, columns, with_statuses=True)
    found = [evaluate(standard, plant_facts(standard, columns, row), plausibility=()) for row in range(len(green))]
    assert [CODES[one.items[0].status] for one in found] == scores.statuses["it"].tolist()
    assert scores.statuses["it"].tolist() == [4, 1, 1, 0, 4, 4, 4, 1]
    assert scores.eligible.tolist() == [int(bool(one.eligible)) for one in found]
    assert mandatory == (0 in scores.eligible.tolist())


def test_cells_of_a_file_are_floats_whatever_else_stands_in_their_row(tmp_path) -> None:
    pytest.importorskip("pyarrow")
    lines = ["green_paint [kg],total_paint [t],land_area [m2]"]
    lines += [f"{green},0.3,{land}" for land in ("5", "5 ha") for green in ("300.00000000000006", "300.0000001")]
    (tmp_path / "plants.csv").write_text("\n".join(lines), encoding="utf-8")
    done = greencalc.score_file(tmp_path / "plants.csv", tmp_path / "scores.csv", QCT)
    assert [fault.row for fault in done.faults] == [1, 3]


WRONG_AMOUNTS = ({"text": "1 t"}, {"text": "1 t", "float": False}, {"number": "1", "unit": "t", "float": "yes"})


@pytest.mark.parametrize("wrong", WRONG_AMOUNTS, ids=str)
def test_a_pack_says_of_floats_that_they_are(wrong) -> None:
    columns = {"green_paint [kg]": [300.00000000000006], "total_paint [t]": [0.3]}
    facts = {name: plant_facts(QCT, columns, 0)[name] for name in ("green_paint", "total_paint")}
    content = json.loads(evaluate(QCT, facts | {"land_area": Q(0.1, "m2")}).to_json())
    assert content["facts"]["total_paint"] == {"value": {"text": "0.3 t", "float": True}}
    assert content["facts"]["land_area"] == {"value": {"number": "1/10", "unit": "m2", "float": True}}
    assert replay(json.dumps(content)).agrees
    content["facts"]["total_paint"]["value"] = wrong
    with pytest.raises(PackError, match="an amount is"):
        replay(json.dumps(content))


# Formulas of one's own

Used = Annotated[Amount, Symbol("A_u", "m2", "area used", "已用面积", at_least="0")]
Whole = Annotated[Amount, Symbol("A", "m2", "whole area", "总面积", above="0")]
STATED = {"standard": "Plant rules", "clause": "T", "origin": "user", "source": "the plant's own rules"}


@formula(
    result=Symbol("l", "dimensionless", "part that is left", "剩余比例", at_least="0", at_most="1"),
    title="Part that is left",
    title_zh="剩余比例",
    **STATED,
)
def part_left(*, used_area: Used, whole_area: Whole) -> Result:
    """Part of an area that is not used."""
    return (-used_area + whole_area) * (1 / whole_area)


@pytest.mark.parametrize(("used", "left"), [(0.7, 0.3), (1.0000000000000002, 0.0), (1e-20, 1.0), (0.0, 1.0)])
def test_a_difference_between_two_bounds_is_the_same_alone_and_in_arrays(used, left) -> None:
    for _ in range(2):
        alone = part_left(used_area=Q(used, "m2"), whole_area=Q(1.0, "m2")).m
        assert alone == pytest.approx(left, rel=1e-15, abs=0)
    plain = call(spec(part_left), (), {"used_area": Q(used, "m2"), "whole_area": Q(1.0, "m2")}).m
    array = part_left(used_area=Q(np.array([used, 0.5]), "m2"), whole_area=Q(np.array([1.0, 1.0]), "m2")).m
    assert (plain, array[0], array[1]) == (alone, alone, 0.5)


def test_the_rounding_of_an_array_is_that_of_each_number() -> None:
    mixed = np.array([Rounded(Fraction(3)), Fraction(3)], dtype=object)
    assert rounding_of(mixed).tolist() == [3 * ROUNDING, 0]
    assert rounding_of(np.array([3.0])).tolist() == [3 * float(ROUNDING)]
