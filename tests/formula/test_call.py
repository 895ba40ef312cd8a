"""Calls beyond the contract: number types, registries, lists, ties, messages."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pint
import pytest

from greencalc import (
    DeclarationError,
    InputError,
    Q,
    RegistryError,
    UnitTextError,
    capacity_per_land_area,
    carbon_emission_total,
    energy_per_vehicle,
    floor_area_of_storeys,
    floor_area_ratio,
    fugitive_emission,
    painted_area_from_body_mass,
    register_units,
    solid_waste_utilisation_rate,
    solvent_consumption,
    spec,
    vocs_emitted_from_materials,
    wastewater_reuse_rate,
)
from greencalc.formula.computation import why_unsound
from greencalc.formula.plain_call import compute_exactly, read_checked
from greencalc.units.amount import GivenAmount, read_amount
from greencalc.units.wording import brief, shown
from registries import fresh_registry

AREAS = {"building_area": "45 万㎡", "structure_area": "0 m2", "land_area": "900 mu"}


def faults_of(function, **arguments):
    with pytest.raises(InputError) as caught:
        function(**arguments)
    return caught.value.faults


def test_error_lists_every_bad_argument_and_says_how_to_mend() -> None:
    with pytest.raises(InputError) as caught:
        floor_area_ratio(building_area=3.5, structure_area="1,5 m2", land_area="3 ton")
    assert str(caught.value) == (
        "floor_area_ratio (QC/T 1160-2022, A.2) cannot be computed:"
        "\n  [bare number] building_area (A_b): given the bare number 3.5; expected an area with its unit. "
        "Write it with its unit, as in '12.5 m2'."
        "\n  [unit text] structure_area (A_s): given '1,5 m2' is not an amount: a comma could be a decimal point "
        "or part thousands. Write 1.5 or 15; expected an area such as '12.5 m2'."
        "\n  [unit text] land_area (A_l): given '3 ton': a ton may be 1000 kg or the American 907.185 kg or the "
        "British 1016.05 kg: write t for 1000 kg; expected an area such as '12.5 m2'."
    )


def test_errors_survive_pickling() -> None:
    with pytest.raises(InputError) as caught:
        floor_area_ratio(**AREAS | {"land_area": "0 m2"})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert str(again) == str(caught.value)
    assert again.faults == caught.value.faults


def test_pints_mu_is_refused_with_a_hint() -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": fresh_registry().Quantity(60, "mu")})
    assert "a mass" in fault.given
    assert "'60 mu'" in fault.mend


def test_an_energy_is_told_how_it_becomes_standard_coal() -> None:
    [fault] = faults_of(energy_per_vehicle, energy_consumption="1.2 亿度", vehicles_produced="10 万辆")
    assert "two bases" in fault.mend


def test_pints_ton_is_refused_as_the_texts_is() -> None:
    [fault] = faults_of(
        solid_waste_utilisation_rate,
        waste_utilised=fresh_registry().Quantity(1, "ton"),
        waste_generated="2 t",
        stock_utilised="0 t",
    )
    assert "write t for 1000 kg" in fault.mend


def test_number_without_unit_in_text_is_told_to_have_one() -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": "600000"})
    assert fault.kind == "dimension"
    assert fault.mend == "Write the unit behind the number."


@pytest.mark.parametrize(
    "magnitude",
    [
        np.ma.masked_array([1.0, 2.0], mask=[False, True]),
        np.array([1, None], dtype=object),
        np.array([True, False]),
        np.array([1j, 2j]),
        np.array(["2022-01-01"], dtype="datetime64[D]"),
        np.True_,
        1j,
    ],
    ids=range(7),
)
def test_quantities_that_hold_no_plain_numbers_are_refused(magnitude) -> None:
    quantity = pint.get_application_registry().Quantity(magnitude, "m**2")
    [fault] = faults_of(floor_area_ratio, **AREAS | {"building_area": quantity})
    assert fault.kind == "type"


@pytest.mark.parametrize("dtype", ["uint8", "int32", "uint32", "int64", "float16", "float32", "float64"])
def test_every_plain_dtype_computes_in_float64(dtype) -> None:
    generated = Q(np.array([10, 20], dtype=dtype), "t")
    result = solid_waste_utilisation_rate(
        waste_utilised=Q(np.array([5, 5], dtype=dtype), "t"), waste_generated=generated, stock_utilised="0 t"
    )
    assert result.magnitude.dtype == np.float64
    assert result.magnitude.tolist() == [50.0, 25.0]


def test_unsigned_numbers_do_not_wrap_around() -> None:
    tonnes = {name: Q(np.uint32(5), "tCO2e") for name in spec(carbon_emission_total).arguments}
    tonnes["exported_electricity"] = Q(np.uint32(10), "tCO2e")
    assert carbon_emission_total(**tonnes).magnitude == 5.0


def test_float16_does_not_overflow() -> None:
    assert energy_per_vehicle(energy_consumption=Q(np.float16(60000), "tce"), vehicles_produced="1 辆").magnitude == 6e7


def test_fractions_and_decimals_stay_exact_in_a_registry_of_arrays() -> None:
    ureg = fresh_registry(force_ndarray_like=True)
    for number in (Decimal("0.1"), Fraction(1, 10)):
        result = floor_area_ratio(**AREAS | {"building_area": ureg.Quantity(number, "m**2"), "land_area": "3 m2"})
        assert result.magnitude.item() == Fraction(1, 30)


def test_zero_dimensional_arrays_are_scalars() -> None:
    ureg = fresh_registry(force_ndarray=True)
    result = floor_area_ratio(**AREAS | {"building_area": ureg.Quantity(450000.0, "m**2")})
    assert result.magnitude.shape == ()
    ureg = pint.get_application_registry()
    result = floor_area_ratio(**AREAS | {"building_area": ureg.Quantity(np.array(450000.0), "m**2")})
    assert isinstance(result.magnitude, float)
    assert result.magnitude == 0.75


@pytest.mark.parametrize(
    "huge", [10**400, Decimal("1E+3000000"), Decimal("1E-3000000"), Fraction(10**400)], ids=range(4)
)
def test_numbers_beyond_floats_are_refused_at_once(huge) -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"building_area": Q(huge, "m2")})
    assert fault.kind == "not finite"


@pytest.mark.parametrize("unit", ["m2", "万m2"])
@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity"])
def test_decimals_that_are_no_numbers_are_refused(number, unit) -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"building_area": Q(Decimal(number), unit)})
    assert fault.kind == "not finite"


def test_lists_of_decimals_stay_exact() -> None:
    result = floor_area_of_storeys(storey_area=[Q(Decimal("0.1"), "m2"), Q(1, "m2")], storey_height=["9 m", "6 m"])
    assert result.magnitude == Fraction(6, 5)


def test_float32_is_what_was_typed() -> None:
    assert compute_exactly(spec(floor_area_ratio), AREAS | {"land_area": Q(np.float32(0.1), "m2")}) == 4_500_000


def test_what_cannot_even_be_written_is_refused() -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"building_area": 10**5000})
    assert "thousands of digits" in fault.given
    nested: list[object] = []
    nested.append(nested)
    assert [fault.kind for fault in faults_of(floor_area_of_storeys, storey_area=nested, storey_height="6 m")] == [
        "shape"
    ]


@pytest.mark.parametrize("kind", [float, Fraction, lambda number: np.array([1.0, float(number)])], ids=range(3))
def test_results_that_no_float_holds_are_refused(kind) -> None:
    tiny = kind(Fraction(1, 10**149))
    [fault] = faults_of(
        painted_area_from_body_mass,
        body_mass=Q(kind(Fraction(10**149)), "kg"),
        sheet_thickness=Q(tiny, "m"),
        sheet_density=Q(tiny, "kg/m3"),
        added_area="0 m2",
    )
    assert (fault.kind, fault.argument) == ("not finite", "painted_area_from_body_mass")


def test_numbers_that_overflow_in_the_canonical_unit_are_refused() -> None:
    for land in (Q(1e306, "km2"), Q(np.array([1.0, 1e306]), "km2")):
        [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": land})
        assert (fault.kind, fault.argument) == ("not finite", "land_area")


def test_amounts_beyond_any_sense_are_refused() -> None:
    for area in (1e151, 1e-151):
        [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": Q(area, "m2")})
        assert (fault.kind, fault.argument) == ("not finite", "land_area")
    assert floor_area_ratio(**AREAS | {"land_area": Q(1e149, "m2")}).magnitude == 4.5e-144


def test_text_whose_result_no_float_holds_is_refused() -> None:
    [fault] = faults_of(
        painted_area_from_body_mass,
        body_mass="1e99 Mt",
        sheet_thickness="1e-99 um",
        sheet_density="1e-99 mg/m3",
        added_area="0 m2",
    )
    assert fault.kind == "not finite"


# Registries


def test_two_registries_in_one_call_are_refused() -> None:
    other = fresh_registry()
    [fault] = faults_of(
        floor_area_ratio, **AREAS | {"building_area": Q(1.0, "m2"), "land_area": other.Quantity(1.0, "m**2")}
    )
    assert fault.kind == "registry"
    assert "one UnitRegistry" in fault.mend


def test_two_registries_in_one_list_are_refused() -> None:
    other = fresh_registry()
    [fault] = faults_of(
        floor_area_of_storeys, storey_area=[Q(1.0, "m2"), other.Quantity(1.0, "m**2")], storey_height="6 m"
    )
    assert fault.kind == "registry"


def test_result_needs_its_unit_in_the_callers_registry() -> None:
    bare = fresh_registry()
    land = bare.Quantity(1000.0, "m**2")
    [fault] = faults_of(capacity_per_land_area, capacity="200 辆", land_area=land)
    assert fault.kind == "registry"
    assert "register_units" in fault.mend
    register_units(bare)
    assert capacity_per_land_area(capacity="200 辆", land_area=land).magnitude == 0.2


def test_a_unit_the_table_lacks_is_converted_by_its_registry() -> None:
    ureg = fresh_registry()
    acre = floor_area_ratio(
        **AREAS | {"building_area": ureg.Quantity(100.0, "m**2"), "land_area": ureg.Quantity(1.0, "acre")}
    )
    assert acre.magnitude == pytest.approx(100 / 4046.86, rel=1e-5)


def test_a_redefined_unit_is_refused() -> None:
    ureg = fresh_registry()
    ureg.define("hectare = 666 * meter ** 2")
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": ureg.Quantity(1.0, "hectare")})
    assert fault.kind == "registry"
    assert "redefines" in fault.mend


def test_a_context_cannot_move_a_number() -> None:
    ureg = fresh_registry()
    context = pint.Context("odd")
    context.redefine("hectare = 5 * meter ** 2")
    ureg.add_context(context)
    land = ureg.Quantity(10.0, "hectare")
    expected = floor_area_ratio(**AREAS | {"land_area": land}).magnitude
    with ureg.context("odd"):
        assert floor_area_ratio(**AREAS | {"land_area": land}).magnitude == expected


def test_a_context_that_only_redefines_cannot_teach_a_wrong_unit() -> None:
    ureg = fresh_registry()
    context = pint.Context("c")
    context.redefine("acre = 1000 * meter ** 2")
    ureg.add_context(context)
    arguments = AREAS | {"building_area": "1000 m2", "land_area": ureg.Quantity(1.0, "acre")}
    with ureg.context("c"):
        [fault] = faults_of(floor_area_ratio, **arguments)
    assert "context" in fault.mend
    assert floor_area_ratio(**arguments).magnitude == pytest.approx(0.2471, abs=1e-4)


def test_register_units_refuses_to_work_inside_a_context() -> None:
    ureg = fresh_registry()
    context = pint.Context("c")
    context.redefine("acre = 1000 * meter ** 2")
    ureg.add_context(context)
    with ureg.context("c"), pytest.raises(RegistryError, match="context"):
        register_units(ureg)
    register_units(ureg)
    assert ureg("1 tce").to("kgce").magnitude == 1000


def test_what_is_no_registry_and_no_unit() -> None:
    with pytest.raises(RegistryError, match="is no pint"):
        register_units(5)
    with pytest.raises(RegistryError, match=r"is no pint\.UnitRegistry"):
        register_units({})
    with pytest.raises(UnitTextError, match="no unit"):
        Q(5, 5)
    with pytest.raises(RegistryError, match="another pint registry"):
        Q(3, fresh_registry().hectare)


@pytest.mark.parametrize("container", [{"degree_Celsius": 1, "meter": 2}, {"bogus": 1}], ids=range(2))
def test_units_that_a_registry_cannot_convert_are_refused(container) -> None:
    ureg = fresh_registry()
    quantity = ureg.Quantity(5.0, ureg.UnitsContainer(container))
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": quantity})
    assert fault.kind in {"registry", "dimension"}


def test_nobodys_formatter_is_asked() -> None:
    ureg = fresh_registry(non_int_type=Fraction)
    arguments = {name: ureg.Quantity(Fraction(3), ureg.UnitsContainer({"meter": Fraction(2)})) for name in AREAS}
    assert floor_area_ratio(**arguments).magnitude == 2


def test_an_unknown_unit_first_met_inside_a_context_is_refused() -> None:
    ureg = fresh_registry()
    with ureg.context("sp"):
        [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": ureg.Quantity(1.0, "acre")})
    assert "context" in fault.mend
    assert floor_area_ratio(**AREAS | {"land_area": ureg.Quantity(100.0, "acre")}).magnitude > 0


@pytest.mark.parametrize("unit", ["degC", "decibel", "octave"])
def test_units_with_an_offset_or_logarithm_are_refused(unit) -> None:
    ureg = fresh_registry(autoconvert_offset_to_baseunit=False)
    [fault] = faults_of(wastewater_reuse_rate, water_reused=ureg.Quantity(5.0, unit), water_discharged="3 m3")
    assert fault.kind in {"registry", "dimension"}


def test_offset_unit_of_the_right_dimension_is_refused() -> None:
    ureg = fresh_registry()
    ureg.define("above_sea = meter; offset: 5")
    [fault] = faults_of(floor_area_of_storeys, storey_area="5 m2", storey_height=[ureg.Quantity(5.0, "above_sea")])
    assert fault.kind == "registry"
    assert "offset" in str(
        faults_of(floor_area_of_storeys, storey_area="5 m2", storey_height=ureg.Quantity(5.0, "above_sea"))[0]
    )


def test_foreign_dimensions_are_named() -> None:
    ureg = fresh_registry()
    ureg.define("widget = [widgets]")
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": ureg.Quantity(5.0, "widget")})
    assert "widgets" in fault.given
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": ureg.Quantity(5.0, "meter ** 0.5")})
    assert fault.kind == "dimension"


def test_a_slightly_redefined_unit_is_refused() -> None:
    ureg = fresh_registry()
    ureg.define("hectare = 10010 * meter ** 2")
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": ureg.Quantity(1.0, "hectare")})
    assert "redefines" in fault.mend


def test_fractions_beside_floats_compute_in_floats() -> None:
    result = floor_area_ratio(building_area=Q(Fraction(1, 2), "m2"), structure_area=Q(0.25, "m2"), land_area="1 m2")
    assert isinstance(result.magnitude, float)
    assert result.magnitude == 0.75


def test_register_units_twice_and_where_they_are_already_known() -> None:
    ureg = fresh_registry()
    ureg.define("vehicle = [product] = _ = product")
    register_units(ureg)
    register_units(ureg)
    assert ureg("2 tce").to("kgce").magnitude == 2000
    assert ureg("1 m3_20C").to("Nm3").magnitude == pytest.approx(273.15 / 293.15)


def test_register_units_changes_nothing_that_is_there() -> None:
    ureg = fresh_registry()
    before = {name: str(ureg.parse_unit_name(name)) for name in ("mu", "kg", "t", "percent", "pcs")}
    register_units(ureg)
    assert {name: str(ureg.parse_unit_name(name)) for name in before} == before


@pytest.mark.parametrize("clash", ["tce = 3 * meter", "vehicle = 4 * meter", "gCO2 = 5 * kilogram"], ids=range(3))
def test_register_units_refuses_a_clash_of_meaning_and_adds_nothing(clash) -> None:
    ureg = fresh_registry()
    ureg.define(clash)
    with pytest.raises(RegistryError):
        register_units(ureg)
    assert "kgce" not in ureg


def test_register_units_takes_the_application_registry() -> None:
    register_units(pint.get_application_registry())
    assert Q("3 tce").to("kgce").magnitude == 3000


def test_q_follows_the_application_registry() -> None:
    before = pint.get_application_registry().get()
    other = fresh_registry()
    pint.set_application_registry(other)
    try:
        assert Q("3 tce")._REGISTRY is other
    finally:
        pint.set_application_registry(before)


def test_q_takes_values_of_every_plain_kind() -> None:
    assert Q(9800, "万kWh").magnitude == 98_000_000
    assert isinstance(Q(9800, "万kWh").magnitude, int)
    assert Q(0.07, "万m2").magnitude == 700.0
    assert Q(np.float64(0.07), "万m2").magnitude == 700.0
    assert Q(Decimal("0.07"), "万m2").magnitude == 700
    assert Q(Fraction(1, 3), "万m2").magnitude == Fraction(10000, 3)
    assert Q(3, "tce/万元").magnitude == 3
    assert Q(3, "tce/亿元").magnitude == Fraction(3, 10**8)
    assert Q(np.array([1, 2]), "万m2").magnitude.tolist() == [1e4, 2e4]
    assert Q([1.5, 2], "万m2").magnitude.tolist() == [1.5e4, 2e4]
    assert Q(2, pint.get_application_registry().hectare).to("m**2").magnitude == 20000
    assert str(Q(float("nan"), "万m2").magnitude) == "nan"


def test_q_copies_arrays() -> None:
    mine = np.array([1.0, 2.0])
    quantity = Q(mine, "m2")
    mine[0] = 99
    assert quantity.magnitude.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (5, None),
        ("5", "m2"),
        (True, "m2"),
        (None, "m2"),
        (np.array([True]), "m2"),
        (np.array([None]), "m2"),
        (np.ma.masked_array([1.0, 2.0], mask=[False, True]), "m2"),
        (np.timedelta64(5, "s"), "m2"),
        (5, "ton"),
    ],
    ids=range(9),
)
def test_q_refuses_what_has_no_unit_or_is_no_number(value, unit) -> None:
    with pytest.raises(UnitTextError):
        Q(value, unit)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.5, True], "bool in a list"),
        ([[1.5], [np.True_]], "in a list"),
        ([1.5, None], "NoneType in a list"),
        ([1.5, "2"], "str in a list"),
        ([Decimal("1.1")], "decimal.Decimal in a list"),
        ([np.ma.masked_array([1.0, 2.0], mask=[False, True])], "numpy.MaskedArray of float64 in a list"),
        ([[1, 2], [3]], "no array of floats"),
        ([10**400], "too large"),
    ],
    ids=range(8),
)
def test_q_coerces_nothing_in_a_list(values, said) -> None:
    for given in (values, tuple(values)):
        with pytest.raises(UnitTextError, match=said):
            Q(given, "m2")


def test_q_makes_arrays_of_lists() -> None:
    assert Q([[1, 2.5], (3, np.int8(4))], "m2").magnitude.tolist() == [[1, 2.5], [3, 4]]
    assert Q([np.array([1, 2]), np.array([3.5, 4])], "m2").magnitude.tolist() == [[1, 2], [3.5, 4]]


def test_q_never_takes_a_quantity_for_its_number() -> None:
    for value in (Q(1.0, "ha"), [Q(1.0, "ha")], [Q([1.0, 2.0], "ha")]):
        with pytest.raises(UnitTextError, match="has a unit already"):
            Q(value, "m2")
    with pytest.raises(UnitTextError, match="has a unit already"):
        Q(Q(1.0, "ha"))


def test_q_without_a_unit_says_how_to_give_one() -> None:
    for value in ([1.0, 2.0], np.array([1.0, 2.0])):
        with pytest.raises(UnitTextError, match=re.escape("write Q(numbers, 'm2')")):
            Q(value)


# Pickles and processes


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout.strip()


def test_register_units_prepares_a_process_that_has_never_used_pint() -> None:
    code = (
        "import pickle, pint, greencalc\n"
        "greencalc.register_units(pint.get_application_registry())\n"
        f"print(pickle.loads({pickle.dumps(Q('3 tce'))!r}).m_as('kgce'))"
    )
    assert run_python(code) == "3000.0"


def test_pickled_quantities_come_back_in_the_application_registry() -> None:
    ureg = fresh_registry()
    again = pickle.loads(pickle.dumps(ureg.Quantity(3.0, "hectare")))  # noqa: S301
    assert again._REGISTRY is Q("3 ha")._REGISTRY
    assert floor_area_ratio(**AREAS | {"land_area": again}).magnitude == 15
    for copied in (copy.copy(ureg.Quantity(3.0, "hectare")), copy.deepcopy(ureg.Quantity(3.0, "hectare"))):
        assert copied._REGISTRY is ureg


# Lists and ties


def test_lists_mix_text_and_quantities() -> None:
    result = floor_area_of_storeys(storey_area=["1 万㎡", Q(2.0, "ha")], storey_height=["8.01 m", Q(8.0, "m")])
    assert result.magnitude == 40000.0


def test_a_scalar_beside_a_list_is_refused() -> None:
    [fault] = faults_of(floor_area_of_storeys, storey_area="1000 m2", storey_height=["9 m", "6 m"])
    assert (fault.argument, fault.kind) == ("storey_area", "shape")
    assert "one for each storey" in fault.expected


def test_one_storey_needs_no_list() -> None:
    assert floor_area_of_storeys(storey_area="1000 m2", storey_height="9 m").magnitude == 2000.0


def test_plants_run_along_leading_axes() -> None:
    areas = Q(np.array([[1000.0, 500.0], [10.0, 20.0]]), "m2")
    heights = Q(np.array([[9.0, 5.0], [5.0, 9.0]]), "m")
    assert floor_area_of_storeys(storey_area=areas, storey_height=heights).magnitude.tolist() == [2500.0, 50.0]
    limits = Q(np.array([8.0, 10.0]), "m")
    result = floor_area_of_storeys(storey_area=areas, storey_height=heights, double_height=limits)
    assert result.magnitude.tolist() == [2500.0, 30.0]


def test_lists_of_different_lengths_are_refused() -> None:
    [fault] = faults_of(floor_area_of_storeys, storey_area=["1 m2", "2 m2"], storey_height=["1 m", "2 m", "3 m"])
    assert "(3,)" in fault.given
    assert "(2,)" in fault.expected


def test_rows_and_lists_do_not_broadcast_by_accident() -> None:
    areas, heights, two = Q(np.ones((3, 3)), "m2"), Q(np.ones((3, 3)), "m"), Q(np.ones(2), "m")
    [fault] = faults_of(floor_area_of_storeys, storey_area=areas, storey_height=heights, double_height=two)
    assert fault.kind == "shape"
    column, row = Q(np.ones((3, 1)), "m2"), Q(np.ones(3), "m2")
    [fault] = faults_of(floor_area_ratio, building_area=column, structure_area=row, land_area="5 m2")
    assert fault.kind == "shape"


def test_a_list_entry_is_a_scalar_and_each_bad_entry_is_named() -> None:
    [fault] = faults_of(floor_area_of_storeys, storey_area=[Q(np.ones(2), "m2")], storey_height="6 m")
    assert fault.kind == "shape"
    faults = faults_of(floor_area_of_storeys, storey_area=["1 m2", 5, "2 kg"], storey_height="6 m")
    assert [fault.kind for fault in faults] == ["bare number", "dimension"]
    assert [fault.given.partition(":")[0] for fault in faults] == ["entry 2", "entry 3"]


@pytest.mark.parametrize("tenths", range(1, 60))
def test_ties_of_relations_are_no_errors_in_any_unit(tenths) -> None:
    stock, generated = Decimal(tenths) / 10, Decimal("0.7")
    for unit, factor in (("t", 1), ("kg", 1000), ("g", 10**6)):
        arguments = {"waste_utilised": stock + generated, "waste_generated": generated, "stock_utilised": stock}
        quantities = {name: Q(float(number * factor), unit) for name, number in arguments.items()}
        assert solid_waste_utilisation_rate(**quantities).magnitude == pytest.approx(100)
        arrays = {name: Q(np.array([float(number * factor)] * 2), unit) for name, number in arguments.items()}
        assert solid_waste_utilisation_rate(**arrays).magnitude == pytest.approx(100)


def test_a_relation_broken_in_one_row_names_the_row() -> None:
    [fault] = faults_of(
        solid_waste_utilisation_rate,
        waste_utilised=Q(np.array([1.0, 5.0, 1.0]), "t"),
        waste_generated=Q(np.array([2.0, 2.0, 2.0]), "t"),
        stock_utilised="0 t",
    )
    assert fault.kind == "relation"
    assert "waste_utilised = 5 t" in fault.given
    assert "at index 1" in fault.given


def test_a_bound_broken_in_one_row_names_the_row() -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": Q(np.array([[1.0, 2.0], [3.0, 0.0]]), "ha")})
    assert "at index (1, 1)" in fault.given


@pytest.mark.parametrize(
    "typed", ["8.000000001 m", Q(8.000000001, "m"), Q(np.array([[8.000000001]]), "m")], ids=range(3)
)
def test_a_storey_just_above_eight_metres_counts_twice(typed) -> None:
    area = Q(np.array([[10.0]]), "m2") if not isinstance(typed, str) and np.ndim(typed.magnitude) else "10 m2"
    assert floor_area_of_storeys(storey_area=area, storey_height=typed).magnitude == 20


@pytest.mark.parametrize("metres", ["8.2", "0.07", "19.1", "8"])
def test_height_ties_count_once_in_any_unit(metres) -> None:
    height = Decimal(metres)
    for unit, factor in (("km", Decimal("0.001")), ("cm", 100), ("mm", 1000), ("um", 10**6)):
        for typed in (f"{height * factor:f} {unit}", Q(float(height * factor), unit), Q(height * factor, unit)):
            area = floor_area_of_storeys(storey_area="10 m2", storey_height=typed, double_height=f"{metres} m")
            assert area.magnitude == 10


def test_a_result_that_only_rounding_makes_negative_is_settled_exactly() -> None:
    arguments = {
        "material_mass": [Q(0.3, "kg")],
        "vocs_share": ["100 %"],
        "vocs_recovered": Q(0.1, "kg"),
        "vocs_removed": Q(0.2, "kg"),
    }
    assert vocs_emitted_from_materials(**arguments).magnitude == 0.0
    rows = {
        "material_mass": Q(np.array([[0.3], [1.0]]), "kg"),
        "vocs_share": Q(np.array([[100.0], [100.0]]), "%"),
        "vocs_recovered": Q(np.array([0.1, 0.5]), "kg"),
        "vocs_removed": Q(np.array([0.2, 0.25]), "kg"),
    }
    assert vocs_emitted_from_materials(**rows).magnitude.tolist() == [0.0, 0.25]


def test_a_list_for_all_rows_is_settled_row_by_row() -> None:
    rows = {
        "material_mass": Q(np.array([0.1, 0.2]), "kg"),
        "vocs_share": Q(np.array([100.0, 100.0]), "%"),
        "vocs_recovered": Q(np.array([0.0, 0.1, 0.1]), "kg"),
        "vocs_removed": Q(np.array([0.0, 0.1, 0.2]), "kg"),
    }
    assert vocs_emitted_from_materials(**rows).magnitude == pytest.approx([0.3, 0.1, 0.0])
    [fault] = faults_of(vocs_emitted_from_materials, **rows | {"vocs_removed": Q(np.array([0.0, 0.1, 0.3]), "kg")})
    assert "-0.1 kg" in fault.given


def test_a_truly_negative_result_is_refused_with_the_reason() -> None:
    [fault] = faults_of(
        vocs_emitted_from_materials,
        material_mass=["1 kg"],
        vocs_share=["50 %"],
        vocs_recovered="1 kg",
        vocs_removed="0 kg",
    )
    assert (fault.kind, fault.argument, fault.symbol) == ("bounds", "vocs_emitted_from_materials", "E")
    assert "-0.5 kg" in fault.given
    assert "What is recovered and removed" in fault.mend


def test_more_solvent_cannot_leave_than_went_in() -> None:
    [fault] = faults_of(solvent_consumption, solvent_input="1 t", solvent_recovered="1.001 t")
    assert (fault.kind, fault.mend) == ("bounds", "No more is recovered than went in.")
    balance = dict.fromkeys(spec(fugitive_emission).arguments, "1 t")
    [fault] = faults_of(fugitive_emission, **balance)
    assert (fault.kind, fault.mend) == ("bounds", "No more solvent leaves than went in.")
    assert fugitive_emission(**balance | {"solvent_input": "5 t"}).magnitude == 0


def test_a_conversion_rounds_once() -> None:
    grams = Q(np.arange(1.0, 1001.0), "g")
    kilograms = solvent_consumption(solvent_input=grams, solvent_recovered="0 kg")
    assert kilograms.magnitude.tolist() == [k / 1000 for k in range(1, 1001)]


def test_lists_of_text_compute_exactly_row_by_row() -> None:
    exact = compute_exactly(spec(floor_area_ratio), AREAS | {"building_area": ["0.1 m2", "0.2 m2"]})
    assert list(exact) == [Fraction(1, 6_000_000), Fraction(1, 3_000_000)]


def test_read_checked_reads_or_finds_what_is_wrong_with_one_value() -> None:
    argument = spec(floor_area_ratio).arguments["land_area"]
    reading = read_checked(argument, "5 ha")
    assert isinstance(reading, GivenAmount)
    assert (reading.numbers, reading.words) == (5, "5 ha")
    for value, kind in (("0 ha", "bounds"), (5, "bare number")):
        faults = read_checked(argument, value)
        assert isinstance(faults, list)
        assert [fault.kind for fault in faults] == [kind]


def test_spec_of_what_is_no_formula() -> None:
    with pytest.raises(DeclarationError, match="not a formula"):
        spec(len)
    assert repr(spec(floor_area_ratio)) == "<floor_area_ratio: Floor area ratio 容积率 (QC/T 1160-2022, A.2)>"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Q(8.5, ""), "'8.5'"),
        (Q(Fraction(17, 2), "mu"), "'8.5 chinese_mu'"),
        (Q([1.0, 2.0], ""), "an array of shape (2,)"),
        (Q([1.0, 2.0], "mu"), "an array of shape (2,) in chinese_mu"),
        ([Fraction(1, 2), "1 mu"], "[0.5, '1 mu']"),
        ({"value": Fraction(1, 2)}, "{value = 0.5}"),
        ({"number": "17/2", "unit": "mu", "float": True}, "'8.5 mu'"),
    ],
)
def test_a_value_is_shown_as_it_would_be_typed(value, words) -> None:
    assert shown(value) == words


def test_a_short_text_is_shown_whole() -> None:
    assert brief("x" * 60) == "x" * 60
    assert brief("x" * 61) == "x" * 60 + "..."


def test_the_smallest_fraction_is_read_and_what_is_below_is_not() -> None:
    smallest = Fraction(1, 10**300)
    assert read_amount(Q(smallest, "m2")).numbers == smallest
    assert "a number beyond 1e300 or 1e-300" in read_amount(Q(smallest * 9 / 10, "m2"))


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (solvent_consumption, {"solvent_input": "1 t", "solvent_recovered": "1.001 t"}),
        (
            solid_waste_utilisation_rate,
            {"waste_utilised": Q(3.3, "t"), "waste_generated": "2 t", "stock_utilised": "1 t"},
        ),
        (solid_waste_utilisation_rate, {"waste_utilised": "0 t", "waste_generated": "0 t", "stock_utilised": "0 t"}),
        (floor_area_ratio, AREAS),
    ],
)
def test_exact_amounts_without_a_result_are_told_of_as_in_a_call(function, given) -> None:
    declaration = spec(function)
    readings = {name: read_checked(declaration.arguments[name], value) for name, value in given.items()}
    exact = {name: reading.exact(declaration.arguments[name].symbol.unit) for name, reading in readings.items()}
    if given is AREAS:
        assert why_unsound(declaration, exact) == ()
        return
    with pytest.raises(InputError) as caught:
        compute_exactly(declaration, given)
    assert why_unsound(declaration, exact) == caught.value.sentences != ()
