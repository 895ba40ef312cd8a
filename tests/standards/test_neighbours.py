"""Formulas of the books that the indicators lean on: together, and where a wrong input must not pass."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from greencalc import (
    InputError,
    Q,
    carbon_emission_total,
    co2_mass_share,
    coal_equivalent_from_heating_value_of_mass,
    coal_equivalent_of_energy,
    coal_equivalent_of_gas,
    coal_equivalent_of_mass,
    combustion_emission,
    comprehensive_energy_consumption,
    electricity_emission,
    energy_per_vehicle,
    fuel_heat_of_gas,
    gas_emission_from_stocks,
    gas_filled,
    gas_volume_at_reference,
    heat_emission,
    hot_water_heat,
    loss_per_filling,
    recoverability_rate,
    recyclability_rate,
    shielding_gas_emission,
    spec,
    steam_heat,
)
from greencalc.formula.plain_call import compute_exactly
from registries import fresh_registry


def faults_of(function, **arguments):
    with pytest.raises(InputError) as caught:
        function(**arguments)
    return caught.value.faults


def test_from_meters_to_energy_per_vehicle() -> None:
    gas = gas_volume_at_reference(volume="29315 m3", pressure="101.325 kPa", temperature="293.15 K")
    carriers = [
        coal_equivalent_of_gas(gas_volume=gas, gas_coefficient="1.2143 kgce/Nm3"),
        coal_equivalent_of_energy(energy="10000 kWh", energy_coefficient="0.1229 kgce/kWh"),
    ]
    energy = comprehensive_energy_consumption(carrier_energy=carriers, energy_passed_on="29 kgce")
    per_vehicle = energy_per_vehicle(energy_consumption=energy, vehicles_produced="100 辆")
    assert per_vehicle.m_as("kgce/vehicle") == pytest.approx((27315 * 1.2143 + 1229 - 29) / 100)


def test_gas_at_20_degrees_is_the_unit_m3_20c() -> None:
    metered = {"volume": "1234.5 m3", "pressure": "101.325 kPa", "temperature": "293.15 K"}
    assert compute_exactly(spec(gas_volume_at_reference), metered) == Fraction("1234.5") * Fraction(27315, 29315)


def test_a_volume_of_gas_at_no_stated_state_is_refused() -> None:
    [fault] = faults_of(coal_equivalent_of_gas, gas_volume="1000 m3", gas_coefficient="1.2143 kgce/Nm3")
    assert (fault.kind, fault.given) == ("dimension", "'1000 m3', which is a volume")
    assert "write Nm3 (0 °C) or m3_20C (20 °C), or use gas_volume_at_reference" in fault.mend


def test_from_activities_to_the_emission_of_a_plant() -> None:
    heat = fuel_heat_of_gas(gas_volume="1000 万Nm3", gas_heating_value="389.31 GJ/万Nm3")
    refrigerant = {"opening_stock": "2 t", "purchased": "150 t", "closing_stock": "1.5 t", "passed_on": "150 t"}
    emission = carbon_emission_total(
        combustion=combustion_emission(fuel_heat=heat, carbon_content="0.0153 t/GJ", oxidation_factor="99 %"),
        process=gas_emission_from_stocks(**refrigerant, warming_potential="1300 kgCO2e/kg"),
        purchased_electricity=electricity_emission(electricity="100 MWh", grid_factor="0.5 tCO2/MWh"),
        purchased_heat=heat_emission(
            heat=steam_heat(steam_mass="1 t", steam_enthalpy="2800 kJ/kg", reference_enthalpy="0 kJ/kg")
        ),
        exported_electricity="0 tCO2",
        exported_heat="0 tCO2",
    )
    assert emission.m_as("tCO2e") == pytest.approx(21621.88809 + 650 + 50 + 0.308)


def test_carbon_burns_to_44_twelfths_exactly() -> None:
    burned = {"fuel_heat": "1 GJ", "carbon_content": "1 t/GJ", "oxidation_factor": "1"}
    assert compute_exactly(spec(combustion_emission), burned) == Fraction(44, 12)


def test_a_heating_value_is_not_the_printed_coefficient() -> None:
    printed = coal_equivalent_of_mass(fuel_mass="1 t", mass_coefficient="1.4571 kgce/kg")
    measured = coal_equivalent_from_heating_value_of_mass(fuel_mass="1 t", measured_heating_value="42652 kJ/kg")
    assert 0.001 < float(printed / measured) - 1 < 0.00125


@pytest.mark.parametrize(
    ("argon", "rounded"), [("0 %", "1"), ("80 %", "0.2159"), ("82 %", "0.1947"), ("100 %", "0")], ids=range(4)
)
def test_mass_share_of_co2_beside_argon(argon, rounded) -> None:
    share = compute_exactly(spec(co2_mass_share), {"other_share": [argon], "other_molar_mass": ["39.948 g/mol"]})
    assert round(share, 4) == Fraction(rounded)


@pytest.mark.parametrize("molar_mass", ["1 g/mol", "4 g/mol", "39.948 g/mol", "400 g/mol"])
def test_shares_of_more_than_the_whole_are_refused(molar_mass) -> None:
    for shares in (["60 %", "60 %"], ["100 %", "0.0001 %"], [f"{share} %" for share in (100, 100, 100)]):
        [fault] = faults_of(co2_mass_share, other_share=shares, other_molar_mass=[molar_mass] * len(shares))
        assert fault.kind == "bounds"
        assert "no more than 100 %" in fault.mend


def test_shares_of_just_the_whole_that_floats_take_for_more_are_no_error() -> None:
    shares, masses = [33.0, 56.0, 11.0], [40.0, 4.0, 32.0]
    assert shares[0] / 100 + shares[1] / 100 + shares[2] / 100 > 1
    assert co2_mass_share(other_share=Q(shares, "%"), other_molar_mass=Q(masses, "g/mol")).magnitude == 0


def test_the_share_of_a_mixture_goes_into_its_emission() -> None:
    share = co2_mass_share(other_share=["80 %"], other_molar_mass=["39.948 g/mol"])
    emission = shielding_gas_emission(mixture_mass="1 t", co2_mass_share=share)
    assert emission.m_as("kgCO2e") == pytest.approx(215.906, abs=5e-4)


def test_filled_gas_is_what_the_container_lost_less_the_losses() -> None:
    loss = loss_per_filling(molar_mass="102 g/mol")
    weighed = {"mass_before": "1000 kg", "mass_after": "400 kg", "loss_per_filling": loss}
    assert gas_filled(**weighed, fillings="1000").m_as("kg") == pytest.approx(600 - 34.884)
    [fault] = faults_of(gas_filled, **weighed, fillings="20000")
    assert (fault.kind, fault.mend) == ("bounds", "The container gives off what is filled and what is lost.")


def test_no_more_energy_is_passed_on_than_came_in() -> None:
    [fault] = faults_of(comprehensive_energy_consumption, carrier_energy=["1 tce", "2 tce"], energy_passed_on="3.1 tce")
    assert (fault.kind, fault.mend) == ("bounds", "No more energy is passed on than all carriers brought in.")
    rows = Q(np.array([[0.1, 0.2], [0.3, 0.0]]), "kgce")
    passed_on = Q(np.array([0.3, 0.3]), "kgce")
    assert comprehensive_energy_consumption(carrier_energy=rows, energy_passed_on=passed_on).magnitude.tolist() == [
        pytest.approx(0, abs=1e-16),
        0,
    ]


def test_the_parts_weigh_no_more_than_the_vehicle() -> None:
    parts = {"pretreatment_mass": "75 kg", "dismantled_mass": "150 kg", "metal_mass": "1000 kg"}
    parts |= {"recyclable_residue_mass": "200 kg", "vehicle_mass": "1.5 t"}
    assert recyclability_rate(**parts).magnitude == 95
    assert recoverability_rate(**parts, energy_residue_mass="75 kg").magnitude == 100
    [fault] = faults_of(recoverability_rate, **parts, energy_residue_mass="76 kg")
    assert fault.kind == "relation"


@pytest.mark.parametrize("temperature", ["20 ℃", "20 °C", "20 degC", "20 celsius"])
def test_degrees_celsius_as_text_are_refused_with_kelvin(temperature) -> None:
    [fault] = faults_of(gas_volume_at_reference, volume="1 m3", pressure="1 kPa", temperature=temperature)
    assert "20 ℃ is 293.15 K" in fault.given


def test_a_quantity_in_degrees_celsius_is_refused_but_a_difference_is_not() -> None:
    ureg = fresh_registry()
    [fault] = faults_of(hot_water_heat, water_mass="1 t", temperature_above_20C=ureg.Quantity(50.0, "degC"))
    assert fault.kind == "registry"
    assert "offset" in str(fault)
    difference = ureg.Quantity(70.0, "degC") - ureg.Quantity(20.0, "degC")
    heat = hot_water_heat(water_mass="1 t", temperature_above_20C=difference)
    assert heat.magnitude == pytest.approx(0.20934)


@pytest.mark.parametrize(
    ("function", "missing", "given"),
    [
        (coal_equivalent_of_energy, "energy_coefficient", {"energy": "1 kWh"}),
        (electricity_emission, "grid_factor", {"electricity": "1 kWh"}),
        (steam_heat, "reference_enthalpy", {"steam_mass": "1 t", "steam_enthalpy": "2800 kJ/kg"}),
    ],
    ids=range(3),
)
def test_what_has_to_be_chosen_has_no_default(function, missing, given) -> None:
    with pytest.raises(TypeError, match=missing):
        function(**given)


def test_exact_fractions_stay_exact_through_molar_masses() -> None:
    heat = Q(Decimal("0.6"), "GJ")
    emission = combustion_emission(fuel_heat=heat, carbon_content="0.02 t/GJ", oxidation_factor="1")
    assert emission.magnitude == Fraction(44, 1000)
