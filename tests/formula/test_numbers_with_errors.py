"""Numbers of the package uncertainties in formulas: nominal values as ever, and errors to first order."""

from __future__ import annotations

import pint
import pytest
from uncertainties import ufloat

from greencalc import (
    FactsError,
    InputError,
    Q,
    comprehensive_energy_consumption,
    evaluate,
    floor_area_of_storeys,
    load_standard,
    solid_waste_utilisation_rate,
    spec,
    vocs_per_painted_area,
    wastewater_reuse_rate,
)

EMITTED, AREA = Q(ufloat(420, 63), "t"), Q(ufloat(2400, 72), "万㎡")


def test_the_nominal_value_is_that_of_a_plain_call_and_errors_go_on() -> None:
    plain = vocs_per_painted_area(vocs_emitted="420 t", painted_area="2400 万㎡").magnitude
    one = vocs_per_painted_area(vocs_emitted=EMITTED, painted_area="2400 万㎡")
    assert one.magnitude.nominal_value == plain
    assert one.magnitude.std_dev == pytest.approx(0.15 * plain)
    assert str(one.units) == str(vocs_per_painted_area(vocs_emitted="420 t", painted_area="2400 万㎡").units)
    both = vocs_per_painted_area(vocs_emitted=EMITTED, painted_area=AREA)
    assert both.magnitude.std_dev == pytest.approx((0.15**2 + 0.03**2) ** 0.5 * plain)
    assert both.magnitude.nominal_value == plain


def test_what_is_the_same_number_is_correlated_with_itself() -> None:
    same = ufloat(3, 0.3)
    rate = wastewater_reuse_rate(water_reused=Q(same, "m3"), water_discharged=Q(same, "m3")).magnitude
    assert (rate.nominal_value, rate.std_dev) == (50, pytest.approx(0, abs=1e-12))


def test_lists_and_comparisons_take_them() -> None:
    total = comprehensive_energy_consumption(
        carrier_energy=[Q(ufloat(3, 0.1), "tce"), "4 tce"], energy_passed_on="0 kgce"
    )
    assert (total.magnitude.nominal_value, total.magnitude.std_dev) == (7000, pytest.approx(100))
    one = comprehensive_energy_consumption(carrier_energy=Q(ufloat(3, 0.1), "tce"), energy_passed_on="0 kgce")
    assert one.magnitude.std_dev == pytest.approx(100)
    area = floor_area_of_storeys(
        storey_area=[Q(ufloat(100, 1), "m2"), "50 m2"], storey_height=["9 m", Q(ufloat(5, 1), "m")]
    )
    assert (area.magnitude.nominal_value, area.magnitude.std_dev) == (250, pytest.approx(2))
    certain = floor_area_of_storeys(storey_area=["100 m2"], storey_height=[Q(ufloat(9, 1), "m")])
    assert certain.magnitude == 200


def test_measurements_of_any_registry_are_taken() -> None:
    registry = pint.UnitRegistry()
    measured = registry.Quantity(420.0, "tonne").plus_minus(63)
    found = vocs_per_painted_area(vocs_emitted=measured, painted_area="2400 万㎡")
    assert found.magnitude.std_dev == pytest.approx(2.625)
    assert found._REGISTRY is registry


def test_units_are_multiplied_out() -> None:
    assert Q(ufloat(2, 0.1), "万kWh").magnitude.std_dev == pytest.approx(1000)
    assert Q(ufloat(2, 0.1), "t").magnitude.std_dev == 0.1


def test_bounds_are_those_of_the_nominal_value() -> None:
    with pytest.raises(InputError, match="expected >= 0 kg"):
        vocs_per_painted_area(vocs_emitted=Q(ufloat(-1, 63), "t"), painted_area="2400 万㎡")
    assert spec(solid_waste_utilisation_rate).relations
    with pytest.raises(InputError, match="waste_utilised"):
        solid_waste_utilisation_rate(waste_utilised=Q(ufloat(3, 1), "t"), waste_generated="2 t", stock_utilised="0 t")
    with pytest.raises(TypeError, match="takes keyword arguments"):
        vocs_per_painted_area(EMITTED, vocs_emitted=EMITTED, painted_area=AREA)


def test_arrays_beside_them_are_refused_and_lose_no_errors() -> None:
    with pytest.raises(InputError, match=r"painted_area .*an array beside an amount with errors; expected single"):
        vocs_per_painted_area(vocs_emitted=EMITTED, painted_area=Q([1.0, 2.0], "m2"))


def test_facts_do_not_take_them_and_say_how_to_say_it() -> None:
    with pytest.raises(FactsError, match="and of a fact its uncertainty beside the value"):
        evaluate(load_standard("qct1160_2022"), {"vocs_emitted": EMITTED})
