"""Counts are whole numbers, by declaration: on every way into a formula, in batches, and as users' own symbols."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from editions import FUNCTIONS
from greencalc import FactsError, InputError, Q, evaluate, load_standard, score_columns, spec
from greencalc.formula import Symbol
from greencalc.formula.arguments import read_argument
from greencalc.formula.checks import LARGEST_INPUT, sure_range
from greencalc.formula.plain_call import compute_readings, read_checked
from greencalc.testing.strategies import as_text
from greencalc.units.amount import GivenAmount
from strategies import usual_row

ARGUMENTS = {
    (function.__name__, name): (function, argument)
    for function in FUNCTIONS
    for name, argument in spec(function).arguments.items()
}
COUNTS = {where: found for where, found in ARGUMENTS.items() if found[1].symbol.whole}
every_count = pytest.mark.parametrize(("function", "argument"), COUNTS.values(), ids=map(" ".join, COUNTS))


def test_every_pure_number_that_is_no_share_is_a_count() -> None:
    pure = {
        where
        for where, (_, argument) in ARGUMENTS.items()
        if not argument.symbol.unit.powers and argument.symbol.at_most != 1
    }
    pure -= {("output_in_standard_product", "conversion_coefficient")}  # a factor, of whatever size
    assert pure == set(COUNTS) == {("platform_functions_realised", "platform_functions"), ("gas_filled", "fillings")}


def others(function: Any, name: str) -> dict[str, Any]:
    """Valid amounts for the other arguments."""
    arguments = spec(function).arguments
    row = usual_row(spec(function))
    return {other: as_text(number, arguments[other].symbol.unit) for other, number in row.items() if other != name}


def ways(number: float) -> list[Any]:
    return [
        f"{number}",
        f"{number * 100:g} %",
        Q(number, ""),
        Q(Fraction(number), ""),
        Q(number * 100, "percent"),
        Q(np.array([2.0, number]), ""),
        Q(np.array([200.0, number * 100]), "percent"),
        Q(np.array([2, number], dtype="f4"), ""),
    ]


@every_count
@pytest.mark.parametrize("way", range(len(ways(1))))
def test_a_part_of_one_is_refused_on_every_way_in(function, argument, way) -> None:
    name = argument.name
    for number in (3.0, 0.0, 11.0):
        assert np.all(function(**others(function, name), **{name: ways(number)[way]}).magnitude >= 0)
    for number in (8.5, 0.5, 2.25):
        for _ in ("looked up", "known"):
            with pytest.raises(InputError) as caught:
                function(**others(function, name), **{name: ways(number)[way]})
            [fault] = caught.value.faults
            assert (fault.kind, fault.argument, fault.expected) == ("bounds", name, argument.symbol.bounds)
            assert fault.expected.startswith("a whole number >= 0")
        assert not isinstance(read_checked(argument, ways(number)[way]), GivenAmount)


@every_count
def test_it_is_refused_among_amounts_that_have_been_read(function, argument) -> None:
    declaration = spec(function)
    given = others(function, argument.name) | {argument.name: "7.4"}
    readings = {name: read_argument(one, given.get(name, one.default)) for name, one in declaration.arguments.items()}
    for exact in (True, False):
        with pytest.raises(InputError, match="expected a whole number"):
            compute_readings(declaration, readings, exact=exact)


def test_it_is_refused_among_facts_and_in_columns_alike() -> None:
    standard = load_standard("gbt36132_2025")
    with pytest.raises(FactsError, match=r"platform_functions \(f\): given '8.5'; expected a whole number >= 0 and <="):
        evaluate(standard, {"platform_functions": "8.5"})
    cells = [8.5, 9.0, 0.0, 12.0, 7.4, 12.5]
    bare, headed = "platform_functions", "platform_functions [dimensionless]"
    columns = [(bare, cells), (bare, [str(cell) for cell in cells])]
    columns += [(headed, np.array(cells, dtype=dtype)) for dtype in ("f8", "f4")]
    columns += [("platform_functions [%]", 100 * np.array(cells))]
    for header, column in columns:
        scores = score_columns(standard, {header: column})
        assert [fault.row for fault in scores.faults] == [0, 4, 5]
        assert all("expected a whole number" in fault.reason for fault in scores.faults)
        assert scores.score_lower[1] == evaluate(standard, {"platform_functions": "9"}).score.lower


def test_gaps_ask_for_whole_functions() -> None:
    standard = load_standard("gbt36132_2025")
    for given in ({}, {"platform_functions": "1"}, {"platform_functions": "7"}):
        [change] = [
            change
            for gap in evaluate(standard, given).gaps()
            for change in gap.changes
            if change.argument == "platform_functions"
        ]
        assert change.needed is not None
        assert Fraction(change.needed).denominator == 1


@every_count
def test_its_docstring_and_bounds_say_so(function, argument) -> None:
    assert f"Bounds: {argument.symbol.bounds}" in function.__doc__
    assert Symbol("n", "dimensionless", "n", "n", whole=True).bounds == "a whole number"


def test_sure_ranges_hold_whole_numbers_alone() -> None:
    for symbol, good in (
        (Symbol("n", "dimensionless", "n", "n", at_least="0", whole=True), [0.0, 1.0, 12.0]),
        (Symbol("n", "dimensionless", "n", "n", above="0", whole=True), [1.0, 12.0]),
    ):
        sure = sure_range(symbol, LARGEST_INPUT)
        numbers = np.array([0.0, 1.0, 0.5, 12.0, 7.4])
        kept = [number in good for number in numbers]
        assert [sure.holds(number) for number in numbers] == kept
        assert sure.each(numbers).tolist() == kept
        assert [sure.hold(np.array([number])) for number in numbers] == kept
        assert not sure.hold(numbers)
        assert sure.hold(np.array(good))


def test_what_is_not_declared_whole_is_not() -> None:
    """Vehicles are equivalents of a representative product, and may be parts of one."""
    of_vehicles = [argument for _, argument in ARGUMENTS.values() if str(argument.symbol.unit) == "vehicle"]
    assert of_vehicles
    assert not any(argument.symbol.whole for argument in of_vehicles)
