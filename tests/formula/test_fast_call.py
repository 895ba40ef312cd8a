"""The fast form of a call: whatever is called, it gives what the plain form gives, to the last bit."""

from __future__ import annotations

import gc
import inspect
import math
import pickle
import sys
import threading
import warnings
import weakref
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import hypothesis
import numpy as np
import pint
import pytest
from hypothesis import strategies as st
from pint.facets.plain import PlainQuantity
from pint.util import ParserHelper

from editions import FUNCTIONS
from greencalc import (
    InputError,
    Q,
    floor_area_ratio,
    gas_volume_at_reference,
    heat_emission,
    hot_water_heat,
    register_units,
    solid_waste_utilisation_rate,
    spec,
)
from greencalc.formula import Amount, Relation, Result, Symbol, exceeds, fast_call, formula, plain_call as plain_form
from greencalc.testing.strategies import as_decimal, units_like
from greencalc.units.text import parse_amount
from long_walks import some
from own_formula import greened_part
from registries import fresh_registry
from strategies import as_drawn, single_rows, usual_row

FAST = some((function for function in FUNCTIONS if spec(function).over is None), 22)
every_formula = pytest.mark.parametrize("function", some(FUNCTIONS, 24), ids=lambda function: function.__name__)
every_fast = pytest.mark.parametrize("function", FAST, ids=lambda function: function.__name__)


def registry_with(**settings: Any) -> pint.UnitRegistry:
    registry = fresh_registry(**settings)
    register_units(registry)
    return registry


HOME = registry_with()
REGISTRIES = [HOME, HOME, registry_with(non_int_type=Decimal), registry_with(force_ndarray=True)]


def quantity(number, unit, registry=HOME):
    return registry.Quantity(number, registry.UnitsContainer(dict(unit.powers)))


def like(one, number):
    """A quantity in the very unit object of another."""
    return HOME.Quantity(number, one._units)


def area(number, unit="m**2", registry=HOME):
    return registry.Quantity(number, unit)


def areas(building, structure=0.0, land=1.0, unit="m**2", registry=HOME):
    numbers = {"building_area": building, "structure_area": structure, "land_area": land}
    return {name: area(number, unit, registry) for name, number in numbers.items()}


def usual(function, kind=float, registry=HOME):
    """A quantity for each argument without a default, in its canonical unit."""
    arguments = spec(function).arguments
    return {
        name: quantity(kind(number), arguments[name].symbol.unit, registry)
        for name, number in usual_row(spec(function)).items()
    }


def outcome(call, *positional, **given):
    """All that a call gives: type, bits, shape, memory, units; or the type and text of its error."""
    try:
        result = call(*positional, **given)
    except (TypeError, ValueError, ArithmeticError, AssertionError, InputError) as error:
        return type(error), str(error)
    magnitude = result.magnitude
    content = magnitude
    if isinstance(magnitude, np.ndarray):
        assert not any(np.may_share_memory(magnitude, array) for array in arrays_of(given))
        bits = magnitude.tolist() if magnitude.dtype == object else magnitude.tobytes()  # bytes of objects are places
        content = (magnitude.dtype, magnitude.shape, bits, magnitude.flags.owndata)
    elif isinstance(magnitude, float):
        content = magnitude.hex()
    units = result._units
    return type(result), type(magnitude), content, type(units), repr(units), vars(result).keys()


def noted(call, *positional, **given):
    """The outcome of a call and its warnings, which are no errors meanwhile."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        return outcome(call, *positional, **given), [str(warning.message) for warning in warned]


def arrays_of(given):
    magnitudes = [value.magnitude for value in given.values() if isinstance(value, PlainQuantity)]
    return [magnitude for magnitude in magnitudes if isinstance(magnitude, np.ndarray)]


def assert_same(function, *positional, **given):
    before = [(array.shape, array.tobytes()) for array in arrays_of(given)]
    expected = noted(lambda **named: plain_form.call(spec(function), positional, named), **given)
    for _ in ("looked up", "known"):
        assert noted(function, *positional, **given) == expected
    assert [(array.shape, array.tobytes()) for array in arrays_of(given)] == before
    return expected[0]


def forbidden(*_: object):
    raise AssertionError("not the fast way")


@pytest.fixture
def small_blocks(monkeypatch) -> None:
    monkeypatch.setattr(fast_call, "BLOCK", 2)


# Whatever is drawn


def as_text(number, unit, registry):
    del registry
    return f"{as_decimal(number) or float(number)} {unit}"


NUMBERS = [
    float,
    float,
    int,
    np.float64,
    lambda number: np.int64(round(number)),
    lambda number: np.uint8(int(number) % 256),
    np.float32,
    lambda number: Decimal(as_decimal(number) or float(number)),
    Fraction,
]
KINDS = [lambda n, unit, registry, kind=kind: quantity(kind(n), unit, registry) for kind in NUMBERS] + [as_text]


def draw_unit(data, unit):
    return data.draw(st.sampled_from(units_like(unit)))


def draw_default(data, argument):
    amount, unit = parse_amount(argument.default)
    other = draw_unit(data, unit)
    return amount * unit.size / other.size, other


@every_formula
@as_drawn
@hypothesis.given(data=st.data())
def test_numbers_of_all_kinds_in_all_units_give_the_plain_result(function, data) -> None:
    arguments = spec(function).arguments
    registry = data.draw(st.sampled_from(REGISTRIES))
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2))
    given = {}
    for name, number in data.draw(single_rows(spec(function))).items():
        unit = arguments[name].symbol.unit
        other = draw_unit(data, unit)
        given[name] = data.draw(st.sampled_from(kinds))(number * unit.size / other.size, other, registry)
    assert_same(function, **given)
    for name, argument in arguments.items():
        if argument.default is not None:
            assert_same(function, **given, **{name: kinds[0](*draw_default(data, argument), registry)})
            assert_same(function, **given)


SHAPES = [(1,), (3,), (8,), (11,), (2, 3), (2, 3, 2)]
LAYOUTS = [
    lambda column: column,
    lambda column: column,
    lambda column: column.astype(np.float32),
    lambda column: (column % 256).astype(np.float16),
    lambda column: column.astype(np.longdouble),
    lambda column: column.astype(np.int64),
    lambda column: (column % 256).astype(np.uint8),
    lambda column: column.astype(">f8"),
    lambda column: np.repeat(column, 2, axis=-1)[..., ::2],
    lambda column: column[..., ::-1],
    np.asfortranarray,
    lambda column: np.broadcast_to(column.flat[0], column.shape),
    lambda column: np.frombuffer(b"." + column.tobytes(), offset=1).reshape(column.shape),
    lambda column: column.item(0),
    lambda column: np.int64(column.item(0)),
]
ODD_LAYOUTS = [
    lambda column: column.reshape(-1)[0:1].reshape(()),
    lambda column: column[:0],
    lambda column: column[..., np.newaxis],
    lambda column: np.concatenate([column, column]),
    lambda column: np.ma.masked_array(column, column == column.flat[-1]),
    lambda column: column.view(np.matrix),
    lambda column: column.astype(object),
    lambda column: column.astype(bool),
    lambda column: column.astype(complex),
    lambda column: column.astype(str),
    lambda column: Decimal(column.item(0)),
]


@every_formula
@as_drawn
@hypothesis.given(data=st.data())
def test_arrays_of_all_layouts_in_all_units_give_the_plain_result(function, data) -> None:
    arguments = spec(function).arguments
    shape = data.draw(st.sampled_from(SHAPES))
    layouts = data.draw(st.lists(st.sampled_from(LAYOUTS), min_size=1, max_size=2))
    two = [data.draw(single_rows(spec(function))), usual_row(spec(function))]
    given = {}
    for name in two[0]:
        unit = arguments[name].symbol.unit
        other = draw_unit(data, unit)
        column = np.resize([float(row[name] * unit.size / other.size) for row in two], shape)
        if arguments[name].symbol.over:
            column = np.stack([column, column], axis=-1)
        column.flags.writeable = False
        given[name] = quantity(data.draw(st.sampled_from(layouts))(column), other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_call, "BLOCK", data.draw(st.sampled_from([1, 3, 15_360])))
        assert_same(function, **given)


@every_fast
def test_arrays_that_are_not_plain_give_the_plain_result(function) -> None:
    given = usual(function)
    columns = {name: like(one, np.full((2, 2), one.magnitude)) for name, one in given.items()}
    for name, whole in columns.items():
        for layout in ODD_LAYOUTS:
            odd = like(whole, layout(whole.magnitude))
            assert_same(function, **columns | {name: odd})
            assert_same(function, **given | {name: odd})


# What is wrong, or nearly

HOSTILE = [math.nan, math.inf, -math.inf, -1.0, -0.0, 0.0, 1e-200, 1e-150, 1e150, 1e151, 100.0]


@every_fast
@pytest.mark.usefixtures("small_blocks")
def test_hostile_numbers_give_the_plain_outcome_alone_and_in_the_last_block(function) -> None:
    given = usual(function)
    columns = {name: like(one, np.full(5, one.magnitude)) for name, one in given.items()}
    for name, one in given.items():
        for number in HOSTILE:
            assert_same(function, **given | {name: like(one, number)})
            assert_same(function, **columns | {name: like(one, number)})
            column = columns[name].magnitude.copy()
            column[-1] = number
            assert_same(function, **columns | {name: like(one, column)})


ODD_NUMBERS = [10**400, -(10**400), 10**151, 2**70, 0, True, np.True_, 1j, np.float32(0.1), np.array(3.0), "2", None]


@every_fast
def test_odd_numbers_give_the_plain_outcome(function) -> None:
    given, whole = usual(function), usual(function, int)
    for name, one in given.items():
        for number in ODD_NUMBERS:
            odd = object.__new__(HOME.Quantity)  # pint itself takes no truth value
            odd._magnitude, odd._units = number, one._units
            assert_same(function, **given | {name: odd})
            assert_same(function, **whole | {name: odd})


@every_formula
def test_wrong_calls_give_the_plain_error(function) -> None:
    given = usual(function)
    kilograms = HOME.Quantity(1.0, "kilogram" if "mass" not in str(given) else "m*kg")
    other = usual(function, registry=REGISTRIES[2])
    assert_same(function, **given)
    for name, one in given.items():
        assert_same(function, one, **given)
        assert_same(function, **given, **{name + "s": one})
        rest = {key: value for key, value in given.items() if key != name}
        assert_same(function, **rest)
        assert_same(function, **rest, **{name + "s": one})
        assert_same(function, one, **rest)
        for wrong in (None, 3.0, "x", True, np.ones(2), kilograms, other[name], one.units, [one], [], object()):
            assert_same(function, **rest, **{name: wrong})
    assert_same(function)


def ulps_about(number):
    near = [number]
    for _ in range(2):
        near = [math.nextafter(near[0], -math.inf), *near, math.nextafter(near[-1], math.inf)]
    return near


@every_fast
def test_a_few_ulps_about_a_bound_give_the_plain_outcome(function) -> None:
    given = usual(function)
    for name, argument in spec(function).arguments.items():
        symbol = argument.symbol
        bounds = [float(bound) for bound in (symbol.above, symbol.at_least, symbol.at_most) if bound is not None]
        for unit in (symbol.unit, units_like(symbol.unit)[-1]):
            factor = float(symbol.unit.size / unit.size)
            for number in [near for bound in bounds for near in ulps_about(bound * factor)]:
                assert_same(function, **given | {name: quantity(number, unit)})
                assert_same(function, **given | {name: quantity(np.array([factor / 2, number]), unit)})


RELATIONS = [(function, relation) for function in FAST for relation in spec(function).relations]


@pytest.mark.parametrize(("function", "relation"), RELATIONS, ids=range(len(RELATIONS)))
def test_a_few_ulps_about_a_relations_tie_give_the_plain_outcome(function, relation) -> None:
    arguments = spec(function).arguments
    tenths = {name: 0.1 + place / 10 for place, name in enumerate(arguments)}
    side = relation.smaller or relation.larger
    others = sum(tenths[name] for name in side[1:])
    tie = sum(tenths[name] for name in relation.larger) if relation.smaller else 0.0
    for number in ulps_about(max(tie - others, 0.0)):
        row = tenths | {side[0]: number}
        for pick in (0, -1):
            units = {name: units_like(argument.symbol.unit)[pick] for name, argument in arguments.items()}
            scaled = {name: row[name] * float(arguments[name].symbol.unit.size / units[name].size) for name in row}
            assert_same(function, **{name: quantity(one, units[name]) for name, one in scaled.items()})
            columns = {name: quantity(np.array([one] * 3), units[name]) for name, one in scaled.items()}
            assert_same(function, **columns)


@pytest.mark.parametrize("function", [f for f in FAST if "-" in spec(f).equation], ids=lambda f: f.__name__)
def test_differences_about_zero_give_the_plain_outcome(function) -> None:
    first, *rest = spec(function).arguments
    arguments = spec(function).arguments
    for tenths in range(12):
        given = {name: quantity(0.1 * (place + 1), arguments[name].symbol.unit) for place, name in enumerate(rest)}
        for number in ulps_about(tenths / 10):
            assert_same(function, **given, **{first: quantity(number, arguments[first].symbol.unit)})
            assert_same(function, **given, **{first: quantity(np.array([9.0, number]), arguments[first].symbol.unit)})


@pytest.mark.parametrize("number", [math.nan, -1.0, 0.0, 1e160])
@pytest.mark.usefixtures("small_blocks")
def test_a_fault_in_any_block_gives_the_plain_error(number) -> None:
    for place in range(29):
        column = np.arange(1.0, 30.0)
        column[place] = number
        for faulty in (column, column.astype(">f8"), column[::-1]):
            assert_same(floor_area_ratio, **areas(np.arange(29)) | {"land_area": area(faulty, "hectare")})


def test_shares_of_exactly_all_are_computed() -> None:
    for unit in ("kg", "t", "mg"):
        all_of_it = HOME.Quantity(0.7, unit)
        none = HOME.Quantity(0.0, unit)
        given = {"waste_utilised": all_of_it, "waste_generated": all_of_it, "stock_utilised": none}
        assert assert_same(solid_waste_utilisation_rate, **given)[2] == (100.0).hex()


def test_whole_numbers_too_large_for_decimals_are_refused_in_the_smallest_of_units() -> None:
    tiny = HOME.UnitsContainer({"millimeter": 60, "meter": -58})
    for number in (10**149, 10**151, 10**299, 10**305, 1e305, np.array([1e305])):
        assert_same(floor_area_ratio, **areas(1.0) | {"building_area": HOME.Quantity(number, tiny)})
        assert_same(floor_area_ratio, **areas(np.ones(3)) | {"land_area": HOME.Quantity(number, tiny)})


@pytest.mark.parametrize("powers", [{"kilometer": 150, "meter": -148}, {"meter": math.nan}, {"meter": math.inf}])
def test_units_beyond_floats_give_the_plain_error_after_whatever_comes_first(powers) -> None:
    odd = HOME.Quantity(1.0, HOME.UnitsContainer(powers))
    assert_same(floor_area_ratio, building_area=odd)
    assert_same(floor_area_ratio, building_area=odd, structure_area="x", land_area=area(1.0))
    assert_same(floor_area_ratio, **areas(1.0) | {"building_area": odd})
    assert_same(floor_area_ratio, **areas(Fraction(1)) | {"land_area": odd})


# The fast way is taken


@every_fast
def test_plain_calls_of_numbers_and_arrays_never_need_the_plain_form(function, monkeypatch) -> None:
    expected = [outcome(function, **usual(function, kind)) for kind in (float, int)]
    monkeypatch.setattr(plain_form, "call", forbidden)
    for kind in (float, int, np.float64, lambda number: np.int64(int(number))):
        assert outcome(function, **usual(function, kind)) == expected[0] == expected[1]
    for dtype in ("f8", "f4", ">f8", "i8", "u1"):
        columns = usual(function, lambda number, dtype=dtype: np.full((3, 2), number, dtype))
        assert outcome(function, **columns)[2][1] == (3, 2)
    first = next(iter(columns))
    assert outcome(function, **usual(function) | {first: columns[first]})[2][1] == (3, 2)


@every_fast
def test_units_of_the_call_before_are_not_even_looked_up(function, monkeypatch) -> None:
    given = usual(function)
    expected = outcome(function, **given)
    for name in [name for name, one in function.__globals__.items() if inspect.ismethod(one)]:
        monkeypatch.setitem(function.__globals__, name, forbidden)
    assert outcome(function, **given) == expected
    counted = {name for name, argument in spec(function).arguments.items() if argument.symbol.whole}
    changed = {name: like(one, (1.0 if name in counted else 0.5) * one.magnitude) for name, one in given.items()}
    assert function(**changed).magnitude > 0
    for name, one in given.items():
        with pytest.raises(AssertionError):
            function(**given | {name: HOME.Quantity(one.magnitude, one._units.copy())})


@pytest.mark.parametrize("numbers", [np.arange(1.0, 12.0), np.arange(11, 0, -1), np.ones((3, 5), order="F")])
def test_arrays_are_computed_in_blocks(monkeypatch, numbers) -> None:
    lengths = []
    write = fast_call._FastCall._write_block

    def counted(self, room, kinds):
        block, rooms = write(self, room, kinds)

        def counting(known, spare, *parts):
            lengths.append(parts[0].size)
            return block(known, spare, *parts)

        return counting, rooms

    monkeypatch.setattr(fast_call._FastCall, "_write_block", counted)
    monkeypatch.setattr(fast_call, "BLOCK", 2)
    monkeypatch.setattr(plain_form, "call", forbidden)
    result = declared(negative, unit="m2")(own=area(numbers * 1.0), land=area(100.0))
    assert np.array_equal(result.magnitude, 100 - numbers)
    assert lengths == [2] * (numbers.size // 2) + [1] * (numbers.size % 2)


# Defaults


def test_defaults_come_and_go_in_other_units() -> None:
    heat = {"heat": HOME.Quantity(3.0, "GJ")}
    factor = HOME.Quantity(0.2, "kgCO2e/MJ")
    for given in (heat, heat | {"heat_factor": factor}, heat, heat | {"heat_factor": "0.11 tCO2/GJ"}, heat, {}):
        assert_same(heat_emission, **given)
        assert outcome(heat_emission, **heat) == assert_same(heat_emission, **heat)
    gas = usual(gas_volume_at_reference)
    pressures = {"reference_pressure": HOME.Quantity(1.0, "bar"), "reference_temperature": HOME.Quantity(300.0, "K")}
    for given in (gas, gas | pressures, pressures, gas | {"reference_pressure": HOME.Quantity(np.ones(3), "bar")}):
        assert_same(gas_volume_at_reference, **given)
        assert_same(gas_volume_at_reference, **gas)


# Registries


def test_quantities_of_subclasses_give_the_plain_result() -> None:
    class Mine(HOME.Quantity):
        pass

    class Lent(pint.UnitRegistry.Quantity):
        _REGISTRY = HOME

    for kind in (Mine, Lent):
        mine = kind(3.0, "m**2")
        assert type(mine) is kind
        assert_same(floor_area_ratio, building_area=mine, structure_area=mine, land_area=mine)
        assert_same(floor_area_ratio, **areas(1.0) | {"building_area": mine})


def test_a_registrys_own_class_of_quantities_makes_its_own_results() -> None:
    class Rounded(pint.UnitRegistry.Quantity):
        def __new__(cls, value, units=None):
            return super().__new__(cls, round(value, 2), units)

    class Registry(pint.UnitRegistry):
        Quantity = Rounded

    assert_same(floor_area_ratio, **areas(1.0, land=3.0, registry=Registry()))
    assert floor_area_ratio(**areas(1.0, land=3.0, registry=Registry())).magnitude == 0.33


def test_what_only_looks_like_a_quantity_gives_the_plain_error() -> None:
    class Odd:
        _REGISTRY = 5

    class Unequal(type):
        __hash__ = None
        __eq__ = None

    class Unhashable(metaclass=Unequal):
        pass

    for odd in (Odd(), Unhashable(), HOME, HOME.meter, HOME.Quantity):
        assert_same(floor_area_ratio, building_area=odd, structure_area=odd, land_area=odd)


def test_units_with_a_scale_of_their_own_give_the_plain_error() -> None:
    assert_same(floor_area_ratio, **areas(1.0))
    scaled = HOME.Quantity(1.0, ParserHelper(3, {"meter": 2}))
    assert_same(floor_area_ratio, **areas(1.0) | {"building_area": scaled})


@pytest.mark.parametrize("settings", [{"force_ndarray": True}, {"force_ndarray_like": True}], ids=range(2))
def test_registries_of_arrays_alone_get_arrays(settings) -> None:
    registry = registry_with(**settings)
    for number in (3.0, np.ones(4), np.ones((2, 2), int)):
        found = assert_same(floor_area_ratio, **areas(number, registry=registry) | {"land_area": "5 m2"})
        assert found[1] is np.ndarray
        assert_same(floor_area_ratio, **areas(number, number, number, registry=registry))


def test_a_registry_set_to_arrays_before_its_first_use_gets_arrays() -> None:
    registry = registry_with()
    given = areas(3.0, registry=registry)
    registry.force_ndarray_like = True
    assert assert_same(floor_area_ratio, **given)[1] is np.ndarray


@pytest.mark.parametrize("kind", [Decimal, Fraction])
def test_registries_of_decimals_and_fractions_compute_in_what_they_hold(kind) -> None:
    registry = registry_with(non_int_type=kind)
    for number in (3.0, 3, kind(3), np.ones(4), kind("0.1")):
        for unit in ("m**2", "hectare", "kilometer ** 2", "chinese_mu"):
            assert_same(floor_area_ratio, **areas(number, number, number, unit, registry))
            assert_same(floor_area_ratio, **areas(1.0, registry=registry) | {"land_area": area(number, unit, registry)})


def test_offsets_differences_and_foreign_units_give_the_plain_outcome() -> None:
    water = usual(hot_water_heat)
    for unit in ("degC", "delta_degC", "degF", "delta_degF", "degR", "kelvin"):
        for number in (5.0, np.array([5.0, 6.0])):
            assert_same(hot_water_heat, **water | {"temperature_above_20C": HOME.Quantity(number, unit)})
    for unit in ("acre", "barn", "dBm", "ton", "meter ** 0.5", "dimensionless", "furlong * foot", "mu"):
        assert_same(floor_area_ratio, **areas(2.0, land=3.0, unit=unit))
        assert_same(floor_area_ratio, **areas(2.0) | {"land_area": area(3.0, unit)})


def test_pickled_quantities_belong_to_the_application_registry() -> None:
    again = pickle.loads(pickle.dumps(areas(3.0)))  # noqa: S301
    assert type(again["land_area"]) is type(Q("1 m2"))
    assert_same(floor_area_ratio, **again)
    assert_same(floor_area_ratio, **areas(1.0) | {"land_area": again["land_area"]})
    assert outcome(floor_area_ratio, **again)[2] == outcome(floor_area_ratio, **areas(3.0))[2]


def redefined(call):
    ureg = registry_with()
    known, new = areas(3.0, unit="hectare", registry=ureg), areas(3.0, unit="acre", registry=ureg)
    yield outcome(call, **known)
    ureg.define("hectare = 7 * meter ** 2")
    ureg.define("acre = 5 * meter ** 2")
    for given in (known, new, known | {"land_area": area(2.0, "m**2", ureg)}):
        yield outcome(call, **given | {"land_area": area(2.0, "m**2", ureg)})
        yield outcome(call, **given)


def in_a_context(call):
    ureg = registry_with()
    context = pint.Context("odd")
    for unit in ("hectare", "acre", "are"):
        context.redefine(f"{unit} = 5 * meter ** 2")
    ureg.add_context(context)
    land = {"land_area": area(10.0, "m**2", ureg)}
    yield outcome(call, **areas(3.0, unit="hectare", registry=ureg) | land)
    for _ in range(2):
        with ureg.context("odd"):
            for unit in ("m**2", "hectare", "acre", "are", "kilometer**2"):
                yield outcome(call, **areas(3.0, unit=unit, registry=ureg) | land)
        yield outcome(call, **areas(3.0, unit="acre", registry=ureg) | land)


def first_met_in_a_context(call):
    ureg = fresh_registry()
    with ureg.context("sp"):
        yield outcome(call, **areas(3.0, unit="acre", registry=ureg))
        yield outcome(call, **areas(3.0, registry=ureg))
    yield outcome(call, **areas(3.0, unit="acre", registry=ureg))
    with ureg.context("sp"):
        yield outcome(call, **areas(3.0, unit="acre", registry=ureg))


def application_registry_switched(call):
    before = pint.get_application_registry().get()
    other = registry_with()
    for registry in (before, other, before):
        pint.set_application_registry(registry)
        try:
            given = {"building_area": Q(3.0, "ha"), "structure_area": Q("2 m2"), "land_area": Q(3.0, "m2")}
            yield outcome(call, **given)
            yield outcome(call, **given | {"structure_area": "2 m2"})
            yield outcome(call, **dict.fromkeys(given, "3 m2"))
            yield floor_area_ratio(**given)._REGISTRY is registry
        finally:
            pint.set_application_registry(before)


@pytest.mark.parametrize(
    "story", [redefined, in_a_context, first_met_in_a_context, application_registry_switched], ids=lambda s: s.__name__
)
def test_a_registrys_life_is_the_same_through_both_forms(story) -> None:
    def plain(**given):
        return plain_form.call(spec(floor_area_ratio), (), given)

    through_plain, through_door = ([str(each) for each in story(call)] for call in (plain, floor_area_ratio))
    assert through_door == through_plain


def test_only_the_registry_of_the_last_call_is_kept_alive() -> None:
    first, second = fresh_registry(), fresh_registry()
    floor_area_ratio(**areas(3.0, registry=first))
    floor_area_ratio(**areas(np.ones(3), unit="acre", registry=first))
    floor_area_ratio(**areas(3.0, registry=second))
    gone, kept = weakref.ref(first), weakref.ref(second)
    del first, second
    gc.collect()
    assert gone() is None
    assert kept() is not None
    floor_area_ratio(**areas(3.0))
    gc.collect()
    assert kept() is None


def test_threads_with_registries_and_units_of_their_own_do_not_meet(monkeypatch) -> None:
    monkeypatch.setattr(fast_call, "BLOCK", 3)
    calls = [
        areas(number, unit=unit, registry=registry) | {"land_area": area(land, registry=registry)}
        for registry in (HOME, REGISTRIES[2])
        for unit in ("hectare", "kilometer ** 2")
        for number, land in ((3.0, 7.0), (np.arange(1.0, 9.0), 6.0), (2.0, -1.0))
    ]
    expected = [outcome(lambda **given: plain_form.call(spec(floor_area_ratio), (), given), **given) for given in calls]
    wrong, start = [], threading.Barrier(len(calls))

    def repeat(given, right) -> None:
        start.wait()
        wrong.extend(found for _ in range(60) if (found := outcome(floor_area_ratio, **given)) != right)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=repeat, args=pair) for pair in zip(calls, expected, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong


# One's own formulas

Own = Annotated[Amount, Symbol("A_g", "m2", "one's own area", "面积", at_least="0")]
Land = Annotated[Amount, Symbol("A_l", "m2", "land area", "用地面积", above="0")]
Between = Annotated[Amount, Symbol("A_g", "m2", "one's own area", "面积", above="0.3", at_most="0.7")]
OwnByDefault = Annotated[Amount, Symbol("A_g", "m2", "one's own area", "面积", at_least="0", source="own")]
AnyArea = Annotated[Amount, Symbol("A_g", "m2", "any area", "面积")]
Limit = Annotated[Amount, Symbol("L", "m2", "limit", "限值", above="0", source="own")]
LandByDefault = Annotated[Amount, Symbol("A_l", "m2", "land area", "用地面积", above="0", source="own")]


def declared(body, *, unit="dimensionless", relations=(), **bounds):
    return formula(
        standard="Plant rules",
        clause="T.1",
        result=Symbol("g", unit, "one's own result", "结果", **bounds),
        title="One's own",
        title_zh="自定",
        origin="user",
        source="the plant's own rules",
        relations=relations,
    )(body)


def itself(*, own: Own) -> Result:
    return own


def in_place(*, own: Own, land: Land) -> Result:
    own += land
    own -= land
    return own


def negative(*, own: Own, land: Land) -> Result:
    return -own + land


def quotient_of_sums(*, own: Own, land: Land) -> Result:
    return (own + land) * (own * 0 + land) / (own + land)


def powers(*, own: Own, land: Land) -> Result:
    return own**3 / land**2


def fifth_power(*, own: Own, land: Land) -> Result:
    return own * own * own * own * own / (land * land * land * land)


def numbers_of_its_own(*, own: Own, land: Land) -> Result:
    return 0.7 * own + 2 * land - Fraction(1, 3) * own


def larger_part(*, own: Own, land: Land) -> Result:
    return own * exceeds(own, land) + land * (1 - exceeds(own, land))


BODIES = [in_place, negative, quotient_of_sums, powers, fifth_power, numbers_of_its_own, larger_part]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.usefixtures("small_blocks")
def test_any_body_gives_the_plain_outcome_and_touches_no_input(body) -> None:
    own = declared(body, unit="m2")
    column = np.array([1.0, 1.0, 3.0, 1e6, 1.0, 2.0, 7.5])
    numbers = (0.0, 1.0, 3.0, 4, 100.0, 20_000.0, 1e149, column, np.resize(column, 11), np.arange(6))
    for unit in ("m**2", "hectare"):
        usual_own, usual_land = area(2.0, unit), area(3.0)
        for number in numbers:
            for land in (3.0, 0.7, 1e-100, 2, np.full(np.shape(number) or 3, 0.7)):
                assert_same(own, own=usual_own, land=usual_land)
                assert_same(own, own=like(usual_own, number), land=like(usual_land, land))
                assert_same(own, own=area(number, unit), land=area(land, unit))


@pytest.mark.parametrize("body", BODIES)
def test_ones_own_arithmetic_takes_the_fast_way(body, monkeypatch) -> None:
    own = declared(body, unit="m2")
    monkeypatch.setattr(plain_form, "call", forbidden)
    assert own(own=area(2.0), land=area(3.0)).magnitude
    assert own(own=area(np.full(3, 2.0)), land=area(3.0)).magnitude.shape == (3,)
    assert greened_part(greened_area=area(np.ones(3)), land_area=area(8.0)).magnitude.tolist() == [12.5] * 3


def three_areas(*, own: Own, land: Land, limit: Limit = "2 m2") -> Result:
    return own * exceeds(land, limit) - exceeds(own, limit) * land


def any_area(*, own: AnyArea) -> Result:
    return own


def test_the_size_of_a_result_that_is_an_argument_leaves_it_as_it_is() -> None:
    own = declared(any_area, unit="m2", at_most="9")
    for number in (1.0, 8.999999999999, 9.0, -1.0):
        assert_same(own, own=area(number))
        assert_same(own, own=area(np.array([number, 2.0])))


@pytest.mark.parametrize("body", [three_areas, negative])
@pytest.mark.parametrize("bounds", [{"at_most": "9"}, {"at_least": "-9"}, {"at_least": "-9", "at_most": "9"}])
def test_differences_near_any_bound_are_those_of_the_plain_form(body, bounds) -> None:
    own = declared(body, unit="m2", **bounds)
    for number in (1.0, 8.999999999999, 9.0, 9.000000000001, 100.0):
        for land in (1.0, 2.0, 3.0, number, number + 9):
            assert_same(own, own=area(number), land=area(land))
            assert_same(own, own=area(np.full(3, number)), land=area(land))
            assert_same(own, own=area(number), land=area(np.full(3, land)))


def test_results_of_canonical_arrays_are_new_memory() -> None:
    own = declared(itself, unit="m2")
    numbers = np.array([1.0, 2.0])
    result = own(own=area(numbers))
    result.magnitude[0] = 99
    assert numbers.tolist() == [1.0, 2.0]
    again = own(own=area(numbers))
    assert result.magnitude.tolist() == [99.0, 2.0]
    assert again.magnitude.tolist() == [1.0, 2.0]


NAMES = {
    *floor_area_ratio.__code__.co_varnames,
    *("quantity", "result", "number", "kind", "last", "type", "float", "positional", "others", "known", "abs"),
} - {*spec(floor_area_ratio).arguments}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_arguments_of_any_name_are_as_fast(name, monkeypatch) -> None:
    scope = dict(globals())
    exec(f"def own(*, {name}: Own, other: Land) -> Result:\n    return {name} / other", scope)  # noqa: S102
    own = declared(scope["own"])
    for number in (2.0, np.ones(3), -1.0):
        assert_same(own, **{name: area(number, "hectare")}, other=area(3.0))
    assert_same(own, other=area(3.0))
    monkeypatch.setattr(plain_form, "call", forbidden)
    assert own(**{name: area(6.0)}, other=area(3.0)).magnitude == 2
    assert own(**{name: area(np.full(3, 6.0))}, other=area(3.0)).magnitude.tolist() == [2] * 3


def test_a_formula_may_have_defaults_alone_or_no_argument() -> None:
    def by_default(*, own: OwnByDefault = "1 m2", land: LandByDefault = "3 m2") -> Result:
        return own / land

    def constant() -> Result:
        return 5.0

    own = declared(by_default)
    for given in ({}, {"own": area(2.0)}, {}, {"land": area(0.0)}, {"land": area(2.0, "hectare")}, {}):
        assert_same(own, **given)
    assert assert_same(declared(constant))[2] == (5.0).hex()


def test_a_default_out_of_bounds_or_unreadable_gives_the_plain_error() -> None:
    def below(*, own: Own, land: LandByDefault = "0 m2") -> Result:
        return own / land

    def unreadable(*, own: Own, land: LandByDefault = "3 ells") -> Result:
        return own / land

    for body in (below, unreadable):
        assert_same(declared(body), own=area(2.0))
        assert_same(declared(body), own=area(np.ones(3)))


@pytest.mark.parametrize("strict", [False, True])
def test_relations_with_an_empty_side_are_judged_as_declared(strict) -> None:
    own = declared(itself, unit="m2", relations=(Relation((), ("own",), "some is there", strict=strict),))
    for number in (0.0, -0.0, 1.0, np.array([1.0, 0.0]), np.array([1.0, 2.0]), np.array([0, 1])):
        assert_same(own, own=area(number))


def test_bounds_of_any_size_are_judged_as_declared() -> None:
    def between(*, own: Between, land: Land) -> Result:
        return own / land

    own = declared(between)
    for bound in (0.3, 0.7):
        for number in ulps_about(bound):
            assert_same(own, own=area(number), land=area(1.0))
            assert_same(own, own=area(np.array([0.5, number])), land=area(1.0))


def test_a_body_whose_dimensions_do_not_follow_gives_the_plain_error() -> None:
    own = declared(itself, unit="kg")
    assert "is a mass" in assert_same(own, own=area(1.0))[1]


def test_a_result_whose_unit_the_registry_lacks_gives_the_plain_error() -> None:
    assert_same(gas_volume_at_reference, **usual(gas_volume_at_reference, registry=fresh_registry()))


# The functions


@every_formula
def test_functions_keep_name_and_signature_and_pickle(function) -> None:
    body = spec(function).body
    assert inspect.signature(function) == inspect.signature(body)
    assert (function.__name__, function.__qualname__, function.__module__) == (
        body.__name__,
        body.__qualname__,
        body.__module__,
    )
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301


def test_errors_of_the_fast_way_leave_no_trace_of_it() -> None:
    own = declared(fifth_power, unit="m2")
    given = {"own": area(1e149), "land": area(1e-149)}
    with pytest.raises(InputError) as caught:
        own(**given)
    with pytest.raises(InputError) as plain:
        plain_form.call(spec(own), (), given)
    assert type(caught.value.__context__) is type(plain.value.__context__)
    assert caught.value.__suppress_context__ == plain.value.__suppress_context__
