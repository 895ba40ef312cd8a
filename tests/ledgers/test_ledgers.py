"""The ledgers of energy and carbon: published figures, exact steps, and nothing guessed."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from greencalc import FactsError, Q, carbon_ledger, energy_ledger, explain_ledger, load_factors
from greencalc.ledgers.grid import GRID_SCOPES

POWER = {"carrier": "electricity", "basis": "calorific", "quantity": "1229 kWh"}
GAS = {"carrier": "gas-field natural gas", "quantity": "2378 Nm3"}
DIESEL = {"carrier": "diesel", "quantity": "10 t"}
GRID = {"kind": "electricity", "quantity": "100 MWh", "grid": ["national", "2023", "location"]}


def energy(*lines, **settings):
    return energy_ledger(list(lines), **settings).value


def carbon(*lines, **settings):
    return carbon_ledger(list(lines), **settings).value


def faults(ledger, *lines, **settings) -> str:
    with pytest.raises(FactsError) as caught:
        ledger(list(lines), **settings)
    return "\n".join(caught.value.faults)


# Energy


def test_a_published_total_of_electricity_and_gas() -> None:
    total = energy(POWER, GAS, gas_reference="0 C")
    assert total == Fraction("3038.6495")
    assert round(total, 2) == Fraction("3038.65")


@pytest.mark.parametrize(
    ("line", "kgce"),
    [
        ({"carrier": "diesel", "quantity": "820 t"}, "1194822"),
        ({"carrier": "柴油", "quantity": "1000 L", "density": "0.84 kg/L"}, "1223.964"),
        ({"carrier": "heat", "quantity": "12 GJ"}, "409.44"),
        ({"carrier": "steam (low pressure)", "quantity": "2 t"}, "257.2"),
        ({"carrier": "electricity", "basis": "calorific", "quantity": "1 万kWh"}, "1229"),
        (
            {
                "carrier": "电力",
                "basis": "equivalent",
                "quantity": "1 MWh",
                "coefficient": "0.3 kgce/kWh",
                "reference": "coal rate of 2024",
            },
            "300",
        ),
        (
            {"carrier": "coal", "quantity": "1 t", "heating_value": "29307.6 kJ/kg", "reference": "laboratory"},
            "1000",
        ),
        (
            {"carrier": "gas", "quantity": "1 万Nm3", "heating_value": "35.16912 MJ/Nm3", "reference": "supplier"},
            "12000",
        ),
        ({"carrier": "other", "quantity": "1.5 tce", "reference": "group office"}, "1500"),
        ({"carrier": "gas", "quantity": "100 Nm3", "coefficient": "1.3 kgce/Nm3", "reference": "contract"}, "130"),
        ({"carrier": "diesel", "quantity": ["1 t", "500 kg", "0.5 t"]}, "2914.2"),
    ],
    ids=range(11),
)
def test_a_line_is_its_quantity_times_its_coefficient(line, kgce) -> None:
    assert energy(line) == Fraction(kgce)


def test_another_basis_reference_condition_or_row_differs_by_just_its_factor() -> None:
    calorific = energy(POWER)
    equivalent = POWER | {"basis": "equivalent", "coefficient": "0.2992 kgce/kWh", "reference": "2024"}
    assert energy(equivalent) / calorific == Fraction("0.2992") / Fraction("0.1229")
    ratio = energy(GAS, gas_reference="0 C") / energy(GAS, gas_reference="20 C")
    assert ratio == Fraction("273.15") / Fraction("293.15")
    warm = GAS | {"quantity": "2378 m3_20C"}
    assert energy(warm, gas_reference="0 C") / energy(GAS, gas_reference="0 C") == ratio
    assert energy(warm, gas_reference="20 C") == energy(GAS, gas_reference="0 C")
    assert energy(GAS | {"gas_reference": "0 C"}, gas_reference="20 C") == energy(GAS, gas_reference="0 C")
    field = GAS | {"carrier": "oil-field natural gas"}
    assert energy(field, gas_reference="0 C") / energy(GAS, gas_reference="0 C") == Fraction("1.33") / Fraction(
        "1.2143"
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"carrier": "electricity", "quantity": "1 kWh"}, "basis is missing: electricity has two"),
        (
            {"carrier": "electricity", "quantity": "1 kWh", "basis": "both"},
            "basis 'both' is not one of calorific, equiv",
        ),
        (
            {"carrier": "electricity", "quantity": "1 kWh", "basis": "equivalent"},
            "coefficient is missing: the equivalent",
        ),
        ({"carrier": "diesel", "quantity": "1 t", "basis": "calorific"}, "basis goes with electricity"),
        ({"carrier": "natural gas", "quantity": "1 Nm3"}, "there is no row for natural gas; nearest are"),
        (GAS, "gas_reference is missing: '1.2143 kgce/m3' does not say"),
        (GAS | {"gas_reference": "15 C"}, "gas_reference '15 C' is not one of 0 C, 20 C"),
        (GAS | {"quantity": "1 m3", "gas_reference": "0 C"}, "say at which conditions a gas was measured, Nm3"),
        ({"carrier": "diesel", "quantity": "1000 L"}, "for a mass; give its density"),
        ({"carrier": "diesel", "quantity": "10 kWh"}, "the quantity is an energy, and its coefficient 1.4571 kgce/kg"),
        ({"carrier": "diesel"}, "quantity is missing"),
        ({"quantity": "1 t"}, "carrier is missing; it names a row"),
        ({"carrier": "", "quantity": "1 t"}, "carrier is a text, not ''"),
        ({"carrier": "diesel", "quantity": 5}, "quantity: given the bare number 5; write an amount with its unit"),
        ({"carrier": "diesel", "quantity": "5 ton"}, "quantity: '5 ton': a ton may be"),
        ({"carrier": "diesel", "quantity": "-5 t"}, "quantity is below zero"),
        ({"carrier": "diesel", "quantity": ["5 t", "3 kWh"]}, "'3 kWh' is an energy, and the first, '5 t',"),
        ({"carrier": "diesel", "quantity": ["5 t", "1,5 t"]}, "reading 2 of 2: '1,5 t' is not an amount"),
        ({"carrier": "diesel", "quantity": ["5 t", "-3 t"]}, "quantity, reading 2 of 2 is below zero"),
        ({"carrier": "diesel", "quantity": []}, "quantity is an empty list"),
        ({"carrier": "diesel", "quantity": "1 t", "coefficient": "1.5 kgce/kg"}, "reference is missing; it says where"),
        (
            {
                "carrier": "d",
                "quantity": "1 t",
                "coefficient": "1 kgce/kg",
                "heating_value": "1 kJ/kg",
                "reference": "x",
            },
            "give a coefficient or a measured heating value, not both",
        ),
        ({"carrier": "other", "quantity": "1 tce"}, "reference is missing; it says who turned the quantity"),
        ({"carrier": "fresh water", "quantity": "1 t"}, "it is an energy medium, which counts only where"),
        (DIESEL | {"use": "sold"}, "use 'sold' is not one of consumed"),
        (DIESEL | {"carier": "x"}, "there is no entry 'carier'; did you mean carrier?"),  # codespell:ignore carier
        (DIESEL | {"what is this": "x"}, "there is no entry 'what is this': carrier, quantity"),
        (DIESEL | {"origin": "guess"}, "origin 'guess' is not one of quoted"),
        (DIESEL | {"use": "feedstock"}, "no line is consumed"),
        (POWER | {"use": "certificate"}, "a green certificate is a line of its own"),
        (POWER | {"renewable": "green certificate"}, "a green certificate is a line of its own"),
        (POWER | {"renewable": "sun"}, "renewable 'sun' is not one of self-generated"),
        ("diesel", "a line has entries such as carrier = ..., and is no str"),
        (
            {"carrier": "water", "quantity": "1 t", "coefficient": "0.0857 kgce/t", "reference": "2008"},
            "refused for A.8: QC/T 1157-2022 cites",
        ),
        (DIESEL | {"density": "0.8 kg/L"}, "is a mass, not a volume"),
        (POWER | {"gas_reference": "0 C"}, "gas_reference has no meaning beside the other entries of this line"),
        (
            {
                "carrier": "other",
                "quantity": "1 tce",
                "reference": "x",
                "basis": "calorific",
                "coefficient": "1 kgce/kg",
            },
            "basis, coefficient has no meaning",
        ),
        (
            {"carrier": "gas", "quantity": "1 Nm3", "heating_value": "35 MJ/m3", "reference": "x"},
            "gas_reference is missing: '35 MJ/m3' does not say",
        ),
    ],
    ids=range(38),
)
def test_no_guess_is_made_and_every_fault_says_how_to_mend_it(line, says) -> None:
    found = faults(energy_ledger, line)
    assert says in found
    assert found.startswith("no line" if says == "no line is consumed" else "energy 1")


def test_a_ledger_is_a_list_of_lines() -> None:
    assert "give a list of lines, [[energy]]" in faults(energy_ledger)
    with pytest.raises(FactsError, match="give a list of lines"):
        energy_ledger("diesel")  # type: ignore[arg-type]
    assert "gas_reference '5 C' is not one of" in faults(energy_ledger, DIESEL, gas_reference="5 C")


def test_all_lines_that_cannot_be_used_are_listed() -> None:
    found = faults(energy_ledger, DIESEL | {"use": "x"}, POWER, {"carrier": "nothing", "quantity": "1 t"})
    assert [line[:9] for line in found.splitlines()] == ["energy 1 ", "energy 3 "]


def test_feedstock_is_left_out_and_what_is_passed_on_is_taken_off() -> None:
    ledger = energy_ledger(
        [
            DIESEL,
            DIESEL | {"quantity": "3 t", "use": "feedstock"},
            DIESEL | {"quantity": "4 t", "use": "passed on"},
        ]
    )
    assert ledger.value == 6 * Fraction("1457.1")
    assert list(ledger.contributions.values()) == [Fraction(14571), 0, -4 * Fraction("1457.1")]
    assert sum(ledger.contributions.values()) == ledger.value


def test_more_passed_on_than_consumed_is_refused() -> None:
    assert "comprehensive_energy_consumption" in faults(
        energy_ledger, DIESEL, DIESEL | {"quantity": "11 t", "use": "passed on"}
    )


def test_media_count_only_where_they_are_asked_for() -> None:
    air = {"carrier": "压缩空气", "quantity": "1 万Nm3", "gas_reference": "0 C"}
    ledger = energy_ledger([DIESEL, air], energy_media=True)
    assert ledger.value == 14571 + 400
    assert ledger.settings == {"energy_media": "counted"}


def test_each_renewable_kilowatt_hour_counts_once() -> None:
    roof = POWER | {"quantity": "200 kWh", "renewable": "self-generated"}
    green = POWER | {"quantity": "300 kWh", "renewable": "market"}
    paper = POWER | {"quantity": "400 kWh", "use": "certificate", "renewable": "green certificate"}
    ledger = energy_ledger([POWER, roof, green, paper])
    coefficient = Fraction("0.1229")
    assert ledger.value == (1229 + 200 + 300) * coefficient
    assert ledger.renewable == (200 + 300 + 400) * coefficient
    assert ledger.contributions[ledger.lines[3].label] == 0
    too_much = paper | {"quantity": "1230 kWh"}
    assert "certificates cover more than" in faults(energy_ledger, POWER, roof, too_much)
    assert energy_ledger([POWER, paper | {"quantity": "1229 kWh"}]).renewable == 1229 * coefficient
    twice = [line | {"evidence": "certificate 17"} for line in (green, paper)]
    assert "'certificate 17' backs energy 2 (electricity, market) too" in faults(energy_ledger, POWER, *twice)


def test_electricity_is_on_one_basis_in_a_ledger() -> None:
    other = POWER | {"basis": "equivalent", "coefficient": "0.3 kgce/kWh", "reference": "2024"}
    assert "electricity is on several bases, 0.1229 kgce/kWh, 0.3 kgce/kWh" in faults(energy_ledger, POWER, other)
    named = {"carrier": "电力（当量）", "basis": "calorific", "quantity": "1229 kWh"}
    assert energy(POWER, named) == 2 * 1229 * Fraction("0.1229")
    assert "electricity is on several bases" in faults(energy_ledger, named, other | {"carrier": "Grid Electricity"})
    in_coal = {"carrier": "electricity", "quantity": "1 tce", "reference": "group office"}
    assert energy(POWER, in_coal) == 1000 + Fraction("151.0441")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (POWER | {"coefficient": "0.3 kgce/kWh", "reference": "x"}, "the calorific basis has its own coefficient"),
        (
            POWER | {"basis": "equivalent", "coefficient": "0.1229 kgce/kWh", "reference": "x"},
            "0.1229 kgce/kWh is no coal rate of generation",
        ),
        (POWER | {"heating_value": "3600 kJ/kg", "reference": "x"}, "a heating value goes with fuels"),
        (POWER | {"renewable": "market", "use": "passed on"}, "renewable goes with energy that is consumed, not with"),
        (POWER | {"renewable": "market", "use": "feedstock"}, "renewable goes with energy that is consumed"),
        (
            DIESEL | {"renewable": "green certificate", "use": "certificate"},
            "a green certificate covers electricity",
        ),
        (DIESEL | {"renewable": "market"}, "diesel is no renewable energy"),
        (DIESEL | {"density": ["0.8 kg/L", "0.9 kg/L"]}, "density is one amount, not a list: it does not add up"),
        (DIESEL | {"quantity": "1 L", "density": "0 kg/L"}, "density is not above zero"),
        ({"carrier": "x", "quantity": "1 t", "coefficient": "0 kgce/kg", "reference": "r"}, "0 kgce/kg is not above"),
        ({"carrier": "x", "quantity": "1 t", "coefficient": "abc", "reference": "r"}, "energy 1 (x): 'abc'"),
        (DIESEL | {"origin": ["user"]}, "origin ['user'] is not one of"),
        ({"carrier": "fresh water", "quantity": "1 tce", "reference": "x"}, "it is an energy medium"),
    ],
    ids=range(13),
)
def test_what_would_count_wrongly_is_refused(line, says) -> None:
    assert says in faults(energy_ledger, line)


def test_certificates_cover_no_more_than_what_is_left_of_the_grid() -> None:
    paper = POWER | {"use": "certificate", "renewable": "green certificate"}
    sold = POWER | {"quantity": "900 kWh", "use": "passed on"}
    assert energy_ledger([POWER, sold, paper | {"quantity": "329 kWh"}]).renewable == 329 * Fraction("0.1229")
    assert "certificates cover more" in faults(energy_ledger, POWER, sold, paper | {"quantity": "330 kWh"})
    power = POWER | {"quantity": Q(np.array([1.0, 2.0]), "kWh")}
    assert energy_ledger([power, paper | {"quantity": "1 kWh"}]).value.shape == (2,)
    twice = [POWER | {"renewable": "market", "evidence": text} for text in ("Contract 1", "contract  1 ")]
    assert "each kWh counts once" in faults(energy_ledger, POWER, *twice)


def test_arrays_of_different_shapes_are_refused() -> None:
    three, two = (Q(np.ones(number), "kWh") for number in (3, 2))
    wide = Q(np.ones((3, 1)), "kWh")
    for ledger, lines in (
        (energy_ledger, [POWER | {"quantity": three}, POWER | {"quantity": two}]),
        (energy_ledger, [POWER | {"quantity": wide}, POWER | {"quantity": two}]),
        (energy_ledger, [POWER | {"quantity": [three, two]}]),
        (
            energy_ledger,
            [
                POWER | {"quantity": three},
                POWER | {"quantity": two, "use": "certificate", "renewable": "green certificate"},
            ],
        ),
        (carbon_ledger, [GRID | {"quantity": three}, GRID | {"quantity": two}]),
    ):
        assert "arrays are of the shapes" in faults(ledger, *lines) or "[shape]" in faults(ledger, *lines)


def test_settings_of_other_types_are_refused() -> None:
    assert "energy_media 'false' is no truth value" in faults(energy_ledger, DIESEL, energy_media="false")
    assert "gas_reference ['0 C'] is not one of" in faults(energy_ledger, DIESEL, gas_reference=["0 C"])
    assert "fuel_set 5 is no text" in faults(carbon_ledger, GRID, fuel_set=5)
    assert "accounting ['market'] is no text" in faults(carbon_ledger, GRID, accounting=["market"])
    assert "grid: write a list of scope, vintage and basis" in faults(carbon_ledger, GRID, grid=5)
    assert "residual_grid: write a list" in faults(carbon_ledger, GRID, residual_grid=["a", 2023])


LINES = [POWER, GAS, DIESEL, {"carrier": "heat", "quantity": "12 GJ"}]
IN_OTHER_UNITS = [
    POWER | {"quantity": "1.229 MWh"},
    GAS | {"quantity": "0.2378 万Nm3"},
    DIESEL | {"quantity": Q(10000, "kg")},
    {"carrier": "热力（当量）", "quantity": "12000 MJ"},
]


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_shuffled_lines_give_the_same_total(order) -> None:
    ledger = energy_ledger([LINES[place] for place in order], gas_reference="0 C")
    assert ledger.value == energy(*LINES, gas_reference="0 C")
    assert sum(ledger.contributions.values()) == ledger.value


def test_other_units_and_split_lines_give_the_same_total() -> None:
    total = energy(*LINES, gas_reference="0 C")
    assert energy(*IN_OTHER_UNITS, gas_reference="0 C") == total
    assert (
        energy(*LINES[:2], DIESEL | {"quantity": "4 t"}, DIESEL | {"quantity": "6 t"}, LINES[3], gas_reference="0 C")
        == total
    )


@given(st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12))
def test_monthly_readings_are_their_sum(readings) -> None:
    months = DIESEL | {"quantity": [f"{reading} t" for reading in readings]}
    assert energy(DIESEL, months) == Fraction("1457.1") * (10 + sum(map(Fraction, readings)))


def test_arrays_are_worked_out_as_each_of_their_values() -> None:
    amounts = np.array([1229.0, 2000.0, 0.5])
    ledger = energy_ledger([POWER | {"quantity": Q(amounts, "kWh")}, DIESEL, GAS], gas_reference="0 C")
    each = [energy(POWER | {"quantity": Q(amount, "kWh")}, DIESEL, GAS, gas_reference="0 C") for amount in amounts]
    np.testing.assert_allclose(ledger.value, [float(value) for value in each], rtol=1e-14)
    np.testing.assert_allclose(
        sum(np.asarray(value, dtype=float) for value in ledger.contributions.values()), ledger.value, rtol=1e-14
    )
    assert "an array in kgce" in str(explain_ledger(ledger))
    assert ledger.total.computation is None
    months = energy_ledger([POWER | {"quantity": [Q(amounts, "kWh"), "1 MWh"]}])
    np.testing.assert_allclose(months.value, (amounts + 1000) * 0.1229, rtol=1e-14)
    litres = energy_ledger([{"carrier": "diesel", "quantity": Q(amounts, "L"), "density": "0.84 kg/L"}])
    np.testing.assert_allclose(litres.value, amounts * 0.84 * 1.4571, rtol=1e-14)
    paper = POWER | {"quantity": Q(amounts + 1, "kWh"), "use": "certificate", "renewable": "green certificate"}
    assert "certificates cover more" in faults(energy_ledger, POWER | {"quantity": Q(amounts, "kWh")}, paper)


def test_an_energy_ledger_is_explained_down_to_the_row_and_its_source() -> None:
    roof = POWER | {"quantity": "200 kWh", "renewable": "self-generated", "evidence": "roof meter"}
    typed = {"carrier": "gas", "quantity": "100 Nm3", "coefficient": "1.3 kgce/Nm3", "reference": "contract"}
    litres = {"carrier": "diesel", "quantity": "1000 L", "density": "0.84 kg/L"}
    stated = {"carrier": "other", "quantity": "1 kgce", "reference": "office"}
    ledger = energy_ledger([roof, GAS, typed, litres, stated], gas_reference="0 C")
    text = " ".join(explain_ledger(ledger).to_text().split())
    assert "= 200 kWh × 0.1229 kgce/kWh = 24.58 kgce" in text
    assert "factor: coal_equivalent: electricity (calorific) = 3600 kJ/kWh, 0.1229 kgce/kWh; secondary" in text
    assert "coal_equivalent.csv" in text
    assert "renewable: self-generated" in text
    assert "evidence: roof meter" in text
    assert "chosen: gas_reference: 0 C" in text
    assert "reference: 1.3 kgce/Nm3; user (given by the user); source: contract" in text
    assert "reference: the quantity; user (given by the user); source: office" in text
    assert "= 1000 L × 0.84 kg/L = 840 kg" in text


# Carbon


@pytest.mark.parametrize(
    ("line", "tonnes"),
    [
        ({"kind": "electricity", "quantity": "8157 MWh", "factor": "0.7035 tCO2/MWh", "reference": "r"}, "5738.4495"),
        ({"kind": "electricity", "quantity": "100 MWh", "factor": "0.5 tCO2/MWh", "reference": "r"}, "50"),
        (GRID, "53.06"),
        (
            {"kind": "heat", "quantity": "1000 kg", "steam_enthalpy": "2800 kJ/kg", "reference_enthalpy": "0 kJ/kg"},
            "0.308",
        ),
        (
            {"kind": "heat", "quantity": "1 t", "steam_enthalpy": "2800 kJ/kg", "reference_enthalpy": "83.74 kJ/kg"},
            "0.2987886",
        ),
        ({"kind": "heat", "quantity": "100 t", "temperature_above_20C": "65 K"}, "2.993562"),
        ({"kind": "heat", "quantity": "10 GJ", "factor": "0.06 tCO2/GJ", "reference": "measured"}, "0.6"),
        (
            {
                "kind": "combustion",
                "fuel": "any",
                "quantity": "1 t",
                "heating_value": "10 GJ/t",
                "carbon_content": "0.02 t/GJ",
                "oxidation": "100 %",
                "reference": "published",
            },
            Fraction(2, 10) * Fraction(44, 12),
        ),
        (
            {"kind": "combustion", "fuel": "natural gas", "quantity": "1 万Nm3", "set": "NDRC-2015"},
            Fraction("389.31") * Fraction("0.0153") * Fraction("0.99") * Fraction(44, 12),
        ),
        (
            {"kind": "combustion", "fuel": "柴油", "quantity": "1000 L", "density": "0.84 kg/L", "set": "NDRC-2015"},
            Fraction("0.84") * Fraction("43.33") * Fraction("0.0202") * Fraction("0.98") * Fraction(44, 12),
        ),
        (
            {
                "kind": "gas",
                "gas": "SF6",
                "set": "IPCC-AR5",
                "opening_stock": "10 kg",
                "purchased": "5 kg",
                "closing_stock": "12 kg",
                "passed_on": "1 kg",
            },
            "47",
        ),
        (
            {"kind": "shielding gas", "quantity": "1 t", "other_share": ["0 %"], "other_molar_mass": ["39.948 g/mol"]},
            "1",
        ),
        ({"kind": "stated", "quantity": "5 tCO2", "part": "process", "reference": "verifier"}, "5"),
    ],
    ids=range(13),
)
def test_a_line_is_its_activity_times_its_factors(line, tonnes) -> None:
    assert carbon(line) == Fraction(tonnes)


def test_published_figures_to_the_last_printed_digit() -> None:
    heat = {"kind": "combustion", "fuel": "any", "quantity": "1 t", "heating_value": "10 GJ/t", "reference": "x"}
    fuel = heat | {"carbon_content": "0.02 t/GJ", "oxidation": "100 %"}
    assert round(carbon(fuel), 5) == Fraction("0.73333")
    mixture = {
        "kind": "shielding gas",
        "quantity": "1 t",
        "other_share": ["80 %"],
        "other_molar_mass": ["39.948 g/mol"],
    }
    assert round(carbon(mixture), 4) == Fraction("0.2159")


def test_another_vintage_set_or_enthalpy_differs_by_just_its_factor() -> None:
    later = GRID | {"grid": ["national", "2021", "location"]}
    assert carbon(GRID) / carbon(later) == Fraction("0.5306") / Fraction("0.5568")
    fuel = {"kind": "combustion", "fuel": "diesel", "quantity": "1 t"}
    sets = [carbon(fuel, fuel_set=name) for name in ("NDRC-2015", "GB/T 32151.34-2024")]
    assert sets[0] / sets[1] == Fraction("43.33") / Fraction("42.652")
    gas = {"kind": "gas", "gas": "SF6"} | dict.fromkeys(("opening_stock", "closing_stock", "passed_on"), "0 kg")
    potentials = [carbon(gas | {"purchased": "1 kg"}, gwp_set=name) for name in ("IPCC-AR5", "IPCC-AR6", "NDRC-2015")]
    assert [value * 1000 for value in potentials] == [23500, 24300, 23900]


def test_exports_are_taken_off_and_biomass_is_shown_apart() -> None:
    sold = GRID | {"quantity": "40 MWh", "use": "exported"}
    heat = [{"kind": "heat", "quantity": "10 GJ"}, {"kind": "heat", "quantity": "4 GJ", "use": "exported"}]
    wood = {"kind": "stated", "quantity": "7 tCO2", "part": "biomass", "reference": "x"}
    typed = {"heating_value": "15 GJ/t", "carbon_content": "0.03 t/GJ", "oxidation": "100 %", "reference": "laboratory"}
    fuel = {"kind": "combustion", "fuel": "pellets", "quantity": "1 t", "biomass": True} | typed
    ledger = carbon_ledger([GRID, sold, *heat, wood, fuel])
    assert ledger.value == 60 * Fraction("0.5306") + 6 * Fraction("0.11")
    assert ledger.biomass == 7 + ledger.lines[-1].value
    assert sum(ledger.contributions.values()) == ledger.value
    text = " ".join(explain_ledger(ledger).to_text().split())
    assert "biomass, not in the total: 8.65 tCO2e" in text


RESIDUAL = ["national", "2023", "average-excl-market-traded-non-fossil"]


def test_location_and_market_are_both_shown_and_one_is_named() -> None:
    green = GRID | {"quantity": "30 MWh", "renewable": "market"}
    roof = GRID | {"quantity": "20 MWh", "renewable": "self-generated"}
    assert "accounting is missing" in faults(carbon_ledger, GRID, green, residual_grid=RESIDUAL)
    ledger = carbon_ledger([GRID, green, roof], residual_grid=RESIDUAL, accounting="market")
    assert ledger.location.value == 130 * Fraction("0.5306")
    assert ledger.market.value == ledger.value == 100 * Fraction("0.6096")
    assert carbon(GRID, green, roof, residual_grid=RESIDUAL, accounting="location") == 130 * Fraction("0.5306")
    text = " ".join(explain_ledger(ledger).to_text().split())
    assert "location-based: 68.978 tCO2e" in text
    assert "market-based: 60.96 tCO2e" in text
    assert "53.06 tCO2e location-based, 60.96 tCO2e market-based, purchased electricity" in text
    assert "emission 1 (electricity), market-based E = W × f_e = 100 MWh × 0.6096 tCO2/MWh" in text
    assert sum(ledger.contributions.values()) == ledger.value


def test_a_residual_factor_is_of_what_nobody_has_bought_as_green() -> None:
    green = GRID | {"renewable": "market"}
    wrong = faults(carbon_ledger, GRID, green, residual_grid=["national", "2023", "location"], accounting="market")
    assert "residual_grid is to be of the basis 'average-excl-market-traded-non-fossil'" in wrong
    typed = {"kind": "electricity", "quantity": "10 MWh", "factor": "0.9 tCO2/MWh", "reference": "supplier"}
    ledger = carbon_ledger([typed, green], residual_grid=RESIDUAL, accounting="market")
    assert (ledger.value, ledger.location.value) == (9, 9 + Fraction("53.06"))
    twice = [green | {"evidence": text} for text in ("Contract 1", "contract 1 ")]
    assert "each kWh counts once" in faults(carbon_ledger, *twice, residual_grid=RESIDUAL, accounting="market")


def test_ones_own_power_that_is_exported_earns_nothing() -> None:
    roof = GRID | {"quantity": "6 MWh", "renewable": "self-generated", "use": "exported"}
    assert carbon_ledger([GRID, roof]).value == Fraction("53.06")


def test_ones_own_power_is_zero_both_ways_without_a_choice() -> None:
    roof = GRID | {"quantity": "20 MWh", "renewable": "self-generated"}
    ledger = carbon_ledger([GRID, roof])
    assert ledger.location.value == ledger.market.value == Fraction("53.06")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"quantity": "1 t"}, "kind is missing: combustion, electricity"),
        ({"kind": "burning"}, "kind 'burning' is not one of combustion"),
        (GRID | {"fuel": "diesel"}, "fuel does not go with electricity; it takes quantity, grid, factor, renewable"),
        ({"kind": "electricity", "quantity": "1 MWh"}, "grid is missing: write it as [scope, vintage, basis]"),
        (GRID | {"grid": ["national", "2023"]}, "grid: write a list of scope, vintage and basis"),
        (GRID | {"grid": "national"}, "grid: write a list of scope, vintage and basis"),
        (GRID | {"grid": ["national", "2024", "location"]}, "there is no row for national / 2024 / location"),
        (GRID | {"grid": ["national", "2023", "carbon-footprint"]}, "refused for A.9: it is a carbon footprint"),
        (
            {"kind": "electricity", "quantity": "1 MWh", "factor": "0.6205 kgCO2/kWh", "reference": "r"},
            "refused for A.9",
        ),
        ({"kind": "electricity", "quantity": "1 MWh", "factor": "0.5 tCO2/MWh"}, "reference is missing; it says where"),
        (GRID | {"renewable": "market"}, "accounting is missing: some electricity is proved"),
        (
            GRID | {"use": "exported", "renewable": "market"},
            "contracts and certificates cover electricity that is consumed",
        ),
        (GRID | {"quantity": "1 t"}, "is a mass, not an energy"),
        ({"kind": "combustion", "quantity": "1 t"}, "fuel is missing; it names a row of the fuel defaults"),
        ({"kind": "combustion", "fuel": "diesel", "quantity": "1 t"}, "set is missing; choose one of GB/T 32151"),
        (
            {"kind": "combustion", "fuel": "diesel", "quantity": "1 t", "heating_value": "40 GJ/t"},
            "reference is missing; it says where the typed values",
        ),
        (
            {"kind": "combustion", "fuel": "diesel", "quantity": "1 m3", "set": "NDRC-2015"},
            "give a mass, gas at its conditions as Nm3 or m3_20C, or litres",
        ),
        (
            {"kind": "combustion", "fuel": "diesel", "quantity": "1 t", "set": "NDRC-2015", "biomass": "yes"},
            "biomass is true or false, not 'yes'",
        ),
        ({"kind": "heat", "quantity": "1 t"}, "a mass is hot water with temperature_above_20C, or steam"),
        (
            {"kind": "heat", "quantity": "1 t", "steam_enthalpy": "2800 kJ/kg"},
            "reference_enthalpy is missing: the guides",
        ),
        (
            {"kind": "heat", "quantity": "1 GJ", "factor": "0.1 tCO2/GJ"},
            "reference is missing; it says where 0.1 tCO2/GJ",
        ),
        ({"kind": "gas", "purchased": "1 kg"}, "gas is missing; it names a row of the warming potentials"),
        ({"kind": "gas", "gas": "SF6"}, "set is missing; choose one of NDRC-2015, IPCC-AR5, IPCC-AR6"),
        ({"kind": "gas", "gas": "SF6", "set": "IPCC-AR5"}, "opening_stock is missing; an empty stock is '0 kg'"),
        ({"kind": "shielding gas", "quantity": "1 t"}, "other_share is missing: write a list of amounts"),
        ({"kind": "stated", "quantity": "1 tCO2"}, "part is missing: combustion, process"),
        ({"kind": "stated", "quantity": "1 tCO2", "part": "process"}, "reference is missing; it says who calculated"),
        (
            {"kind": "stated", "quantity": "1 t", "part": "process", "reference": "r"},
            "the quantity is a mass; a stated emission is in tCO2e",
        ),
        ({"kind": "electricity", "grid": ["national", "2023", "location"]}, "quantity is missing"),
        (GRID | {"factor": "0.1 tCO2/MWh", "reference": "x"}, "grid has no meaning beside the other entries"),
        ({"kind": "heat", "quantity": "1 GJ", "steam_enthalpy": "2800 kJ/kg"}, "steam_enthalpy has no meaning"),
        (
            {"kind": "combustion", "fuel": "diesel", "quantity": "1 t", "set": "NDRC-2015", "use": "exported"},
            "use has no meaning beside the other entries",
        ),
        (GRID | {"evidence": 5}, "evidence is a text, not 5"),
        (GRID | {"reference": "verifier"}, "reference has no meaning beside the other entries"),
        (
            {"kind": "combustion", "fuel": "diesel", "quantity": "1 t", "set": "NDRC-2015", "biomass": True},
            "diesel is no biomass",
        ),
        (
            {"kind": "heat", "quantity": "1 GJ", "factor": ["0.1 tCO2/GJ", "0.1 tCO2/GJ"], "reference": "x"},
            "factor is one amount, not a list",
        ),
        (
            {"kind": "electricity", "quantity": "1 MWh", "factor": "abc", "reference": "x"},
            "emission 1 (electricity): 'abc'",
        ),
        (
            {"kind": "electricity", "quantity": "1 MWh", "factor": "0 tCO2/MWh", "reference": "x"},
            "factor is not above zero",
        ),
    ],
    ids=range(38),
)
def test_no_carbon_is_guessed_and_every_fault_says_how_to_mend_it(line, says) -> None:
    settings = {"residual_grid": RESIDUAL} if "accounting" in says else {}
    assert says in faults(carbon_ledger, line, **settings)


def test_a_measured_heating_value_of_a_cubic_metre_takes_its_condition() -> None:
    gas = {"carrier": "gas", "quantity": "1 万Nm3", "heating_value": "35.16912 MJ/m3", "reference": "supplier"}
    assert energy(gas, gas_reference="0 C") == 12000
    assert energy(gas, gas_reference="20 C") == 12000 * Fraction("293.15") / Fraction("273.15")


# Fuel that is billed as heat

BILLED = {"kind": "combustion", "fuel": "natural gas", "quantity": "100 GJ", "set": "GB/T 32151.34-2024"}
HEATED = {"carrier": "gas-field natural gas", "quantity": "100 GJ"}


@pytest.mark.parametrize(
    ("said", "net"),
    [
        ({"heat_basis": "net"}, "100"),
        ({"heat_basis": "低位"}, "100"),
        ({"heat_basis": "gross"}, "90"),
        ({"heat_basis": "高位"}, "90"),
        ({"heat_basis": "gross", "net_to_gross": "0.903", "reference": "supplier"}, "90.3"),
        ({"heat_basis": "gross", "net_to_gross": "90.3 %", "reference": "supplier"}, "90.3"),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("quantity", ["100 GJ", "100000 MJ", ["10000 kWh", "64 GJ"], Q(100.0, "GJ")], ids=range(4))
def test_fuel_billed_as_heat_counts_by_its_net_heat_in_both_ledgers(said, net, quantity) -> None:
    tonnes = Fraction(net) * Fraction("0.0153") * Fraction("0.99") * Fraction(44, 12)
    assert carbon(BILLED | said | {"quantity": quantity}) == tonnes
    for carrier in ("gas-field natural gas", "天然气", "natural gas", "油田天然气"):
        kgce = energy(HEATED | said | {"quantity": quantity, "carrier": carrier})
        assert kgce == Fraction(net) * 1000000 / Fraction("29307.6")


def test_heat_of_other_fuels_has_a_ratio_that_is_typed() -> None:
    typed = {"heat_basis": "gross", "net_to_gross": "0.94", "reference": "laboratory"}
    diesel = BILLED | {"fuel": "diesel", "set": "NDRC-2015"}
    assert carbon(diesel | typed) == 94 * Fraction("0.0202") * Fraction("0.98") * Fraction(44, 12)
    assert energy(HEATED | {"carrier": "diesel"} | typed) == 94000000 / Fraction("29307.6")
    own = {"carbon_content": "0.02 t/GJ", "oxidation": "100 %", "reference": "x", "heat_basis": "net"}
    assert carbon({"kind": "combustion", "fuel": "any", "quantity": "10 GJ"} | own) == Fraction("0.2") * Fraction(
        44, 12
    )
    cold = {"carrier": "chilled water", "quantity": "1 GJ", "coefficient": "0.02 kgce/MJ", "reference": "supplier"}
    assert energy(cold) == 20
    wood = {"carrier": "wood", "heat_basis": "net", "quantity": "29307.6 MJ", "renewable": "market"}
    assert energy_ledger([wood]).renewable == 1000


FUELS = sorted({row.key[0] for row in load_factors().tables["fuel_carbon"].values()})
CARRIERS = [
    row.key[0]
    for row in load_factors().tables["coal_equivalent"].values()
    if not {"electricity (calorific)", "heat"} & {row.key[0]} and "steam" not in row.key[0]
]


@pytest.mark.parametrize("fuel", FUELS)
def test_the_heat_of_every_fuel_is_asked_for_its_basis_in_the_carbon_ledger(fuel) -> None:
    which = next(key[1] for key in load_factors().tables["fuel_carbon"] if key[0] == fuel)
    line = BILLED | {"fuel": fuel, "set": which}
    assert "heat_basis is missing: the quantity is an energy; heat of a fuel is net" in faults(carbon_ledger, line)
    asked = [] if fuel == "natural gas" else [f"net_to_gross is missing: the net heat of {fuel} per gross heat"]
    assert all(says in faults(carbon_ledger, line | {"heat_basis": "gross"}) for says in asked)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_heat_of_every_fuel_is_asked_for_its_basis_in_the_energy_ledger(carrier) -> None:
    line = HEATED | {"carrier": carrier}
    assert "heat_basis is missing: the quantity is an energy, and its coefficient" in faults(energy_ledger, line)
    asked = [] if "natural gas" in carrier and "liquefied" not in carrier else [f"the net heat of {carrier} per gross"]
    assert all(says in faults(energy_ledger, line | {"heat_basis": "gross"}) for says in asked)
    assert energy(line | {"heat_basis": "net"}) == 100000000 / Fraction("29307.6")


@pytest.mark.parametrize(
    ("ledger", "line", "says"),
    [
        (carbon_ledger, BILLED | {"heat_basis": "upper"}, "heat_basis 'upper' is not one of net, gross"),
        (carbon_ledger, BILLED | {"heat_basis": 1}, "heat_basis is a text, not 1: one of net, gross"),
        (
            carbon_ledger,
            BILLED | {"heat_basis": "gross", "net_to_gross": "0.9"},
            "reference is missing; it says where 0.9",
        ),
        (carbon_ledger, BILLED | {"heat_basis": "net", "net_to_gross": "0.9"}, "net_to_gross has no meaning"),
        (carbon_ledger, BILLED | {"heat_basis": "net", "density": "1 kg/L"}, "density has no meaning"),
        (carbon_ledger, BILLED | {"heat_basis": "net", "heating_value": "1 GJ/t"}, "heating_value has no meaning"),
        (
            carbon_ledger,
            BILLED | {"quantity": "1 t", "heat_basis": "net", "fuel": "diesel"},
            "heat_basis has no meaning",
        ),
        (energy_ledger, HEATED | {"heat_basis": "net", "coefficient": "1 kgce/MJ"}, "coefficient has no meaning"),
        (energy_ledger, HEATED | {"coefficient": "1 kgce/MJ", "reference": "x"}, "heat_basis is missing"),
        (energy_ledger, DIESEL | {"quantity": "1 Nm3"}, "and its coefficient 1.4571 kgce/kg is for a mass"),
        (energy_ledger, HEATED | {"heat_basis": "net", "heating_value": "1 kJ/kg"}, "heating_value has no meaning"),
        (
            energy_ledger,
            HEATED | {"carrier": "x", "heating_value": "1 kJ/kg"},
            "heat_basis is missing: the quantity is an",
        ),
        (energy_ledger, HEATED | {"carrier": "x"}, "there is no row for x"),
        (energy_ledger, HEATED | {"carrier": "heat", "heat_basis": "net"}, "heat_basis has no meaning"),
        (energy_ledger, POWER | {"heat_basis": "net"}, "heat_basis has no meaning"),
        (energy_ledger, HEATED | {"heat_basis": "net", "renewable": "market"}, "gas-field natural gas is no renewable"),
        (
            energy_ledger,
            HEATED | {"heat_basis": "gross", "net_to_gross": "1.1", "reference": "x"},
            "the gross heat is the net heat and that of the water vapour",
        ),
        (
            energy_ledger,
            HEATED | {"heat_basis": "gross", "net_to_gross": "0.9 kg", "reference": "x"},
            "'0.9 kg' is a mass, not a",
        ),
    ],
    ids=range(18),
)
def test_heat_that_is_not_a_fuels_and_fuel_that_is_not_heat_are_told_apart(ledger, line, says) -> None:
    assert says.casefold() in faults(ledger, line).casefold()


def test_billed_heat_is_walked_back_to_the_ratio_and_its_source() -> None:
    text = " ".join(explain_ledger(carbon_ledger([BILLED | {"heat_basis": "gross"}])).to_text().split())
    assert "Net heat of a fuel that is billed by its gross heat Q = Q_g × r = 100 GJ × 0.9 = 90 GJ" in text
    assert "net to gross: 0.9; derived" in text
    assert "natural gas is methane for the most part" in text
    typed = {"heat_basis": "gross", "net_to_gross": "0.95", "reference": "laboratory"}
    text = " ".join(explain_ledger(energy_ledger([HEATED | typed])).to_text().split())
    assert "E_i = Q / h_c" in text
    assert "net to gross: 0.95; user" in text
    assert "laboratory" in text
    for ledger in (
        carbon_ledger([BILLED | {"heat_basis": "gross"}] * 2),
        energy_ledger([HEATED | {"heat_basis": "gross"}]),
    ):
        shown = " ".join(str(ledger).split())
        assert shown.count("derived: Ledger: the net heat of") == 1
        assert "natural gas is 0.9 of its gross heat. [natural gas is methane" in shown
    assert "net heat" not in str(energy_ledger([HEATED | typed]))
    net = explain_ledger(energy_ledger([HEATED | {"heat_basis": "net"}])).to_text()
    assert "net to gross" not in net


def test_a_fuel_of_the_tables_is_no_renewable_energy_whatever_is_typed_for_it() -> None:
    for more in ({"coefficient": "1.45 kgce/kg"}, {"heating_value": "42 MJ/kg"}, {"quantity": "1 tce"}):
        line = DIESEL | {"reference": "x", "renewable": "market"} | more
        assert "diesel is no renewable energy" in faults(energy_ledger, line)
    steam = {"carrier": "steam 1.0 MPa", "quantity": "1 t", "renewable": "self-generated"}
    assert energy_ledger([steam]).renewable == Fraction("108.571")


# Words and numbers as people type them


@pytest.mark.parametrize(("word", "kgce"), [("当量", "1229"), ("当量值", "1229"), ("等价", "3000"), ("等价值", "3000")])
def test_the_bases_of_electricity_are_read_in_chinese(word, kgce) -> None:
    said = {"coefficient": "0.3 kgce/kWh", "reference": "2024"} if kgce == "3000" else {}
    assert energy(POWER | {"basis": word, "quantity": "1 万kWh"} | said) == Fraction(kgce)
    assert "basis '当亮' is not one of calorific, equivalent, 当量" in faults(energy_ledger, POWER | {"basis": "当亮"})


def test_calcium_carbide_is_no_electricity() -> None:
    assert energy({"carrier": "电石", "quantity": "1 kg"}, DIESEL, energy_media=True) == 14571 + Fraction("2.0786")


SCOPES = load_factors().tables["grid_factor"]


@pytest.mark.parametrize("scope", dict.fromkeys(key[0] for key in SCOPES))
def test_every_scope_is_read_by_its_chinese_name_too(scope) -> None:
    [name] = [name for name, meant in GRID_SCOPES.items() if meant == scope]
    power = {"kind": "electricity", "quantity": "100 MWh"}
    assert scope == "national" or SCOPES[scope, "2023", "location"].source.startswith(name)
    said = carbon(power, grid=[scope, "2023", "location"])
    endings = {"national": [""], "region": ["", "电网", "区域电网"], "province": ["", "省", "市", "自治区"]}
    for ending in endings[scope.partition(":")[0]]:
        assert carbon(power, grid=[f"{name}{ending}", 2023, "location"]) == said
        assert carbon(power | {"grid": (f" {name}{ending}", np.int64(2023), "location")}) == said


def test_a_scope_of_a_table_of_ones_own_is_that_of_the_table(tmp_path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(
        "scope,vintage,factor,unit,basis,origin,source\n辽宁,2023,0.4,tCO2/MWh,location,user,supplier\n",
        encoding="utf-8",
    )
    power = {"kind": "electricity", "quantity": "100 MWh"}
    for factors, tonnes in ((load_factors(path), "40"), (None, "48.78")):
        assert carbon(power, grid=["辽宁", "2023", "location"], factors=factors) == Fraction(tonnes)
    for name in ("西藏", "华南", "辽"):
        says = f"there is no grid factor of {name}; there are 全国, 华北, 东北"
        assert says in faults(carbon_ledger, power, grid=[name, 2023, "location"])
        assert says in faults(carbon_ledger, power | {"grid": [name, 2023, "location"]})


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (["national", 2023.0, "location"], "grid: its vintage 2023.0 is no text; write it in quotation marks"),
        (["national", True, "location"], "grid: its vintage True is no text"),
        ([5, "2023", "location"], "grid: its scope 5 is no text"),
        (["national", "2023", None], "grid: its basis None is no text"),
        (["national", "", "location"], "grid: its vintage '' is no text"),
        ([], "grid: write a list of scope, vintage and basis, as in ['national', '2023', 'location'], not []"),
        ("national / 2023 / location", "grid: write a list of scope, vintage and basis"),
    ],
    ids=range(7),
)
def test_a_part_of_a_key_that_is_no_text_is_named(key, says) -> None:
    power = {"kind": "electricity", "quantity": "100 MWh"}
    assert says in faults(carbon_ledger, power, grid=key)
    assert says in faults(carbon_ledger, power | {"grid": key})
    assert f"residual_{says}" in faults(carbon_ledger, GRID, residual_grid=key)


TEXTS = {  # a right line that has each entry that is a text or may be one
    "energy": [
        POWER | {"use": "consumed", "renewable": "market", "origin": "user", "evidence": "x"},
        {"carrier": "x", "quantity": "1 t", "coefficient": "1 kgce/kg", "reference": "x"},
        {"carrier": "x", "quantity": "1 Nm3", "heating_value": "35 MJ/m3", "reference": "x", "gas_reference": "0 C"},
        HEATED | {"heat_basis": "gross", "net_to_gross": "0.9", "reference": "x"},
        {"carrier": "diesel", "quantity": "1 L", "density": "0.8 kg/L"},
    ],
    "emission": [
        BILLED | {"heat_basis": "gross", "net_to_gross": "0.9", "reference": "x", "origin": "user", "evidence": "x"},
        {"kind": "electricity", "quantity": "1 MWh", "factor": "1 tCO2/MWh", "reference": "x", "use": "consumed"},
        GRID | {"renewable": "self-generated"},
        {"kind": "gas", "gas": "SF6", "set": "IPCC-AR5"}
        | dict.fromkeys(("opening_stock", "purchased", "closing_stock", "passed_on"), "0 kg"),
        {"kind": "stated", "quantity": "1 tCO2", "part": "process", "reference": "x"},
    ],
}


@pytest.mark.parametrize(
    ("ledger", "line", "name"),
    [
        (ledger, line, name)
        for what, ledger in (("energy", energy_ledger), ("emission", carbon_ledger))
        for line in TEXTS[what]
        for name in line
        if name != "grid"
    ],
)
def test_a_number_in_place_of_a_text_is_named_with_the_entry(ledger, line, name) -> None:
    assert ledger([line])
    found = faults(ledger, line | {name: 2024})
    assert name in found
    assert "2024" in found


def test_what_is_wrong_with_the_lines_together() -> None:
    gas = {"kind": "gas", "gas": "SF6"} | dict.fromkeys(("opening_stock", "closing_stock", "passed_on"), "0 kg")
    lines = [gas | {"purchased": "1 kg", "set": name} for name in ("IPCC-AR5", "IPCC-AR6")]
    assert "warming potentials are of several sets, IPCC-AR5, IPCC-AR6" in faults(carbon_ledger, *lines)
    assert "accounting 'both' is not one of location, market" in faults(carbon_ledger, GRID, accounting="both")
    green = GRID | {"renewable": "market"}
    assert "residual_grid is missing" in faults(carbon_ledger, GRID, green, accounting="market")
    assert carbon_ledger([GRID, GRID | {"use": "exported"}]).value == 0


def test_emissions_beyond_all_numbers_are_refused() -> None:
    huge = {"kind": "stated", "quantity": Q(9e149, "tCO2e"), "part": "process", "reference": "x"}
    assert "carbon_emission_total" in faults(carbon_ledger, huge, huge)


def test_lines_of_another_shape_are_listed_with_the_others() -> None:
    found = faults(carbon_ledger, {"kynd": "heat"}, {"kind": "heat"})
    assert "emission 1: there is no entry 'kynd'; did you mean kind?" in found
    assert "emission 2 (heat): quantity is missing" in found


def test_carbon_in_arrays_is_each_of_its_values() -> None:
    amounts = np.array([100.0, 250.0])
    green = GRID | {"quantity": Q(amounts / 2, "MWh"), "renewable": "market"}
    ledger = carbon_ledger(
        [GRID | {"quantity": Q(amounts, "MWh")}, green, {"kind": "heat", "quantity": "1 GJ"}],
        residual_grid=RESIDUAL,
        accounting="market",
    )
    np.testing.assert_allclose(ledger.value, amounts * 0.6096 + 0.11, rtol=1e-14)
    np.testing.assert_allclose(ledger.location.value, amounts * 1.5 * 0.5306 + 0.11, rtol=1e-14)
    assert "an array in tCO2e" in str(explain_ledger(ledger))


def test_a_users_own_factors_are_used_and_named(tmp_path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(
        "scope,vintage,factor,unit,basis,origin,source\nplant,2025,0.4,tCO2/MWh,location,user,supplier\n",
        encoding="utf-8",
    )
    ledger = carbon_ledger([GRID | {"grid": ["plant", "2025", "location"]}], factors=load_factors(path))
    assert ledger.value == 40
    assert "grid.csv" in explain_ledger(ledger).to_text()


def test_months_are_added_up_in_brackets_so_that_what_is_shown_is_what_is_computed() -> None:
    shown = explain_ledger(energy_ledger([POWER | {"quantity": ["1 kWh", "2 万kWh"]}])).to_text()
    assert "(1 kWh + 2 万kWh) × 0.1229 kgce/kWh" in shown
    alone = explain_ledger(energy_ledger([POWER | {"quantity": ["3 kWh"]}])).to_text()
    assert "= 3 kWh × 0.1229 kgce/kWh" in alone


@pytest.mark.parametrize(("ledger", "lines"), [(energy_ledger, [DIESEL]), (carbon_ledger, [GRID])])
def test_a_ledgers_factors_are_loaded_first(ledger, lines) -> None:
    with pytest.raises(FactsError) as caught:
        ledger(lines, factors="grid.csv")
    assert caught.value.faults == ("factors is 'grid.csv'; load them first, as factors=load_factors(path)",)


def test_only_ledgers_are_explained_as_ledgers() -> None:
    with pytest.raises(FactsError) as caught:
        explain_ledger([DIESEL])
    says = "the ledger is of type list; give what energy_ledger(...) or carbon_ledger(...) returns"
    assert caught.value.faults == (says,)


def test_a_ledger_shows_what_each_line_adds_under_heads() -> None:
    shown = str(energy_ledger([{"carrier": "diesel", "quantity": "10 t"}])).splitlines()
    assert shown[:3] == [
        "Energy ledger: 14571 kgce",
        "  Line               Carrier  Part      Adds to the total",
        "  energy 1 (diesel)  diesel   consumed  14571 kgce",
    ]
