"""Ledgers in a plant file: lists of lines give the totals that the indicators need."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from greencalc import (
    FactsError,
    PackError,
    Q,
    evaluate,
    fuel_mass_of_volume,
    load_factors,
    load_plant,
    load_standard,
    replay,
    spec,
)
from greencalc.cli import main

QCT = load_standard("qct1160_2022")
GBT = load_standard("gbt36132_2025")
PLANT = load_plant("examples/plant_with_meters.toml").facts
ASSESSMENT = evaluate(QCT, PLANT)


def faults(**facts) -> str:
    with pytest.raises(FactsError) as caught:
        evaluate(QCT, PLANT | facts)
    return "\n".join(caught.value.faults)


def test_the_ledgers_give_energy_and_carbon_per_vehicle() -> None:
    energy = (
        14200 * 10000 * Fraction("0.1229")
        + 1860 * 10000 * Fraction("0.1229")
        + 1350 * 10000 * Fraction("1.33")
        + 17385 * 1000 * Fraction("0.03412")
        + 38 * 1000 * Fraction("1.4571")
    )
    assert ASSESSMENT.item("10.6/energy").exact_value == energy / 240000
    gas = 1350 * Fraction("389.31") * Fraction("0.0153") * Fraction("0.99") * Fraction(44, 12)
    diesel = 38 * Fraction("42.652") * Fraction("0.0202") * Fraction("0.98") * Fraction(44, 12)
    carbon = 142000 * Fraction("0.5306") + gas + diesel + 17385 * Fraction("0.11")
    assert ASSESSMENT.item("10.6/carbon").exact_value == carbon / 240000
    assert ASSESSMENT.findings == ()
    share = evaluate(GBT, PLANT).item("C.1/renewable-energy").exact_value
    assert share == 1860 * 10000 * Fraction("0.1229") / energy * 100


def test_an_item_is_walked_back_to_the_row_of_the_factor_table() -> None:
    text = " ".join(ASSESSMENT.explain("10.6/carbon").to_text().split())
    assert "evidence: carbon ledger" in text
    assert "Carbon ledger, location-based:" in text
    assert "factor: grid_factor: national / 2023 / location = 0.5306 tCO2/MWh; secondary" in text
    assert "MEE/NBS announcement 2025 No. 47" in text
    assert "Energy ledger" not in text
    assert "Energy ledger:" in ASSESSMENT.explain("10.6/energy").to_text()
    assert "ledger" not in ASSESSMENT.explain("10.4.5").to_text()


def test_what_the_ledgers_chose_and_assume_is_listed() -> None:
    listed = {assumption.what: assumption.origin for assumption in ASSESSMENT.assumptions}
    assert listed["Ledger: gas_reference 0 C."] == "user"
    assert listed["Ledger: grid national / 2023 / location."] == "user"
    fossil = PLANT | {"ledger": PLANT["ledger"] | {"grid": ["national", "2022", "fossil-electricity"]}}
    [assumed] = [item for item in evaluate(QCT, fossil).assumptions if item.what.startswith("grid_factor")]
    assert assumed.what == "grid_factor: national / 2022 / fossil-electricity = 0.8325 tCO2/MWh."
    assert (assumed.origin, "inferred" in assumed.source) == ("assumed", True)
    assert not any(item.what.startswith("Ledger") for item in evaluate(QCT, {}).assumptions)


def test_a_stated_total_that_does_not_count_is_said_to_be_assumed_the_same() -> None:
    both = evaluate(QCT, PLANT | {"energy_consumption": "3.8289 万tce", "renewable_energy": "2285.94 tce"})
    found = [item for item in both.assumptions if "counts, not" in item.what]
    assert [(item.what, item.origin) for item in found] == [
        ("energy_consumption: the ledger's 38341286 kgce counts, not 3.8289 万tce.", "assumed"),
    ]
    assert replay(both.to_json()).agrees


def test_derived_formulas_of_the_ledgers_are_listed() -> None:
    litres = [*PLANT["energy"][:4], {"carrier": "diesel", "quantity": "45000 L", "density": "0.84 kg/L"}]
    listed = {item.what for item in evaluate(QCT, PLANT | {"energy": litres}).assumptions if item.origin == "derived"}
    from_litres = spec(fuel_mass_of_volume)
    assert from_litres.origin == "derived"
    assert f"{from_litres.where}: the formula of {from_litres.title}." in listed


def test_a_reading_shows_whose_word_it_is() -> None:
    said = lines("energy", (4, {"origin": "assumed"}))
    text = " ".join(evaluate(QCT, PLANT | said).explain("10.6/energy").to_text().split())
    assert "reading: assumed (this library's own choice" in text
    assert "renewable: self-generated; what is proved so counts zero" in ASSESSMENT.explain("10.6/carbon").to_text()


def test_a_total_given_directly_still_works() -> None:
    facts = {name: value for name, value in PLANT.items() if name not in {"energy", "emission", "ledger"}}
    direct = evaluate(QCT, facts | {"energy_consumption": "3.6 万tce", "carbon_emission": "9.6 万tCO2"})
    assert direct.item("10.6/energy").exact_value == 150
    assert direct.facts.ledgers.energy is None


def test_a_total_that_is_also_stated_may_be_rounded_and_not_contradict() -> None:
    exact = ASSESSMENT.item("10.6/energy").exact_value
    stated = f"{round(exact * 240000 / 1000)} tce"
    both = evaluate(QCT, PLANT | {"energy_consumption": {"value": stated, "evidence": "energy report"}})
    assert both.item("10.6/energy").exact_value == exact
    assert both.item("10.6/energy").evidence == "energy ledger; energy report"
    found = faults(energy_consumption="3.5 万tce", carbon_emission=Q(1e9, "kgCO2e"))
    assert "energy_consumption: 3.5 万tce is stated, and the ledger adds up to " in found
    assert "carbon_emission: 1000000000 kgCO2e is stated, and the ledger adds up to " in found
    assert "correct one of them, or leave the total out" in found
    for times, wrong in ((Fraction("0.9951"), False), (Fraction("0.9949"), True)):
        kgce = exact * 240000 * times
        facts = PLANT | {"energy_consumption": Q(kgce, "kgce")}
        if wrong:
            with pytest.raises(FactsError, match="is stated, and the ledger"):
                evaluate(QCT, facts)
        else:
            assert evaluate(QCT, facts).item("10.6/energy").exact_value == exact


def test_a_total_that_the_standard_does_not_need_is_checked_too() -> None:
    assert "renewable_energy: 1 tce is stated" in faults(renewable_energy="1 tce")
    assert ("renewable_energy", "") not in ASSESSMENT.unused
    unread = evaluate(QCT, PLANT | {"renewable_energy": "5 ton"})
    assert unread.item("10.6/energy").status == ASSESSMENT.item("10.6/energy").status


def test_unknown_totals_are_those_of_the_ledger() -> None:
    assert evaluate(QCT, PLANT | {"energy_consumption": "unknown"}).score == ASSESSMENT.score


def test_every_fault_of_both_ledgers_and_the_other_facts_is_listed() -> None:
    found = faults(energy=[{"carrier": "coke"}], emission=[{"kind": "x"}], land_area="5")
    assert "energy 1 (coke): quantity is missing" in found
    assert "emission 1 (x): kind 'x' is not one of" in found
    assert "land_area" in found


@pytest.mark.parametrize(
    ("ledger", "says"),
    [
        ("0 C", "ledger: write its settings under the heading [ledger]"),
        ({"gas": "0 C"}, "ledger.gas: there is no such setting; there are gas_reference"),
        ({"energy_media": "yes"}, "ledger.energy_media: 'yes' is neither true nor false"),
        ({"grid": "national"}, "ledger.grid: write a list of scope, vintage and basis"),
        ({"residual_grid": ["national", 2023]}, "ledger.residual_grid: write a list of scope"),
        ({"grid": ["national", 2023.5, "location"]}, "ledger.grid: its vintage 2023.5 is no text"),
        ({"fuel_set": 2015}, "ledger.fuel_set: 2015 is no text"),
    ],
)
def test_settings_are_checked(ledger, says) -> None:
    assert says in faults(ledger=ledger)


def test_a_plants_facts_are_single_amounts() -> None:
    many = [{"carrier": "diesel", "quantity": Q(np.array([1.0, 2.0]), "t")}]
    assert "energy: a plant's facts are single amounts, not arrays" in faults(energy=many)


def lines(name, change):
    """The plant's lines of a ledger, one of them changed."""
    found = [dict(line) for line in PLANT[name]]
    number, entries = change
    if entries is None:
        del found[number]
    else:
        found[number] |= entries
    return {name: found}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lines("emission", (2, {"quantity": "1300 万Nm3"})),
            "oil-field natural gas: 13500000 Nm3 in the energy ledger, 13000000 Nm3",
        ),
        (lines("emission", (2, None)), "oil-field natural gas is in the energy ledger and not in the carbon ledger"),
        (lines("energy", (3, None)), "heat is in the carbon ledger and not in the energy ledger"),
        (lines("energy", (4, None)), "diesel is in the carbon ledger and not in the energy ledger"),
        (
            lines("emission", (0, {"quantity": "142001 MWh"})),
            "electricity: 160600000 kWh in the energy ledger, 160601000",
        ),
        (
            lines(
                "emission", (3, {"quantity": "10 t", "steam_enthalpy": "2800 kJ/kg", "reference_enthalpy": "0 kJ/kg"})
            ),
            "heat is in different kinds of amounts in the two ledgers",
        ),
    ],
    ids=range(6),
)
def test_a_difference_between_the_two_boundaries_is_reported(change, says) -> None:
    [finding] = [finding for finding in evaluate(QCT, PLANT | change).findings if finding.code == "boundary"]
    assert says in finding.what


ROOF = {"quantity": "100 万kWh", "renewable": "self-generated"}
POWER = {"carrier": "electricity", "basis": "calorific"}
RESIDUAL = {"residual_grid": ["national", 2023, "average-excl-market-traded-non-fossil"], "accounting": "market"}
MARKET = {"ledger": PLANT["ledger"] | RESIDUAL}


def split(name, carrier, mark, use=None):
    """The plant's lines of a ledger, with a tenth of its grid power apart and marked."""
    said = {"quantity": "1420 万kWh", "renewable": mark} | ({} if use is None else {"use": use})
    first = PLANT[name][0] | ({} if use else {"quantity": "12780 万kWh"})
    return {name: [first, {**carrier, **said}, *PLANT[name][1:]]}


CERTIFIED = split("energy", POWER, "green certificate", "certificate")
COVERED = split("emission", {"kind": "electricity"}, "green certificate")
BOUGHT = split("energy", POWER, "market"), split("emission", {"kind": "electricity"}, "market")


def boundary(**facts) -> list[str]:
    return [finding.what for finding in evaluate(QCT, PLANT | facts).findings if finding.code == "boundary"]


def test_certificates_and_contracts_are_in_both_ledgers_or_a_finding() -> None:
    assert boundary(**CERTIFIED, **COVERED, **MARKET) == []
    assert boundary(**BOUGHT[0], **BOUGHT[1], **MARKET) == []
    says = "electricity marked '{}' is in the {} ledger and not in the {} ledger"
    assert boundary(**COVERED, **MARKET) == [says.format("green certificate", "carbon", "energy")]
    assert boundary(**CERTIFIED) == [says.format("green certificate", "energy", "carbon")]
    assert boundary(**BOUGHT[0]) == [says.format("market", "energy", "carbon")]
    assert boundary(**BOUGHT[1], **CERTIFIED, **MARKET) == [
        says.format("market", "carbon", "energy"),
        says.format("green certificate", "energy", "carbon"),
    ]
    grid, paper, *others = CERTIFIED["energy"]
    [less] = boundary(energy=[grid, paper | {"quantity": "1 万kWh"}, *others], **COVERED, **MARKET)
    both = "10000 kWh in the energy ledger, 14200000 kWh in the carbon ledger"
    assert less == f"electricity marked 'green certificate': {both}"


def test_heat_and_fuels_are_renewable_in_both_ledgers_or_a_finding() -> None:
    own = {"quantity": "900 GJ", "renewable": "direct line"}
    both = [*PLANT["energy"], {"carrier": "heat"} | own], [*PLANT["emission"], {"kind": "heat"} | own]
    plain = [*PLANT["emission"], {"kind": "heat", "quantity": "900 GJ"}]
    assert boundary(energy=both[0], emission=both[1]) == []
    assert boundary(energy=both[0], emission=plain) == [
        "heat marked 'direct line' is in the energy ledger and not in the carbon ledger"
    ]
    typed = {"reference": "laboratory", "heat_basis": "net", "quantity": "900 GJ"}
    burnt = {"kind": "combustion", "fuel": "biogas", "carbon_content": "0.03 t/GJ", "oxidation": "100 %"} | typed
    gas = {"carrier": "biogas", "heat_basis": "net", "quantity": "900 GJ"}
    for mark, biomass in ((True, True), (False, False), (True, False), (False, True)):
        energy = [*PLANT["energy"], gas | ({"renewable": "market"} if mark else {})]
        emission = [*PLANT["emission"], burnt | {"biomass": biomass}]
        marked, burnt_as = (
            f"{'' if said else 'not '}{word}" for said, word in ((mark, "renewable"), (biomass, "biomass"))
        )
        says = f"biogas is {marked} in the energy ledger, and {burnt_as} in the carbon ledger, in part or all of it"
        assert boundary(energy=energy, emission=emission) == ([] if mark == biomass else [says])


def test_what_leaves_the_plant_leaves_both_ledgers() -> None:
    left = ROOF | {"quantity": "10 万kWh"}
    passed_on = {"energy": [*PLANT["energy"], POWER | left | {"use": "passed on"}]}
    exported = {"emission": [*PLANT["emission"], {"kind": "electricity", "use": "exported"} | left]}
    assert boundary(**passed_on, **exported) == []
    assert boundary(**passed_on) == [
        "electricity that leaves the plant is in the energy ledger and not in the carbon ledger"
    ]
    assert boundary(**exported) == [
        "electricity that leaves the plant is in the carbon ledger and not in the energy ledger"
    ]
    heat = {"emission": [*PLANT["emission"], {"kind": "heat", "use": "exported", "quantity": "85 GJ"}]}
    assert boundary(**heat) == ["heat that leaves the plant is in the carbon ledger and not in the energy ledger"]
    stated = {"kind": "stated", "part": "exported_heat", "quantity": "9 tCO2", "reference": "verifier"}
    assert boundary(emission=[*PLANT["emission"], stated]) == []


def test_fuel_that_is_billed_as_heat_is_compared_by_its_net_heat() -> None:
    gross, net = {"heat_basis": "gross", "quantity": "100 TJ"}, {"heat_basis": "net", "quantity": "90 TJ"}
    said = "oil-field natural gas: 90 TJ in the energy ledger, 100 TJ in the carbon ledger"
    for energy, emission, found in (
        (gross, gross, []),
        (gross, net, []),
        (net, gross, []),
        (gross, gross | {"heat_basis": "net"}, [said]),
    ):
        both = lines("energy", (2, energy)) | lines("emission", (2, emission))
        assert boundary(**both) == found


def test_the_ratio_of_billed_heat_is_listed_as_an_assumption_where_it_is_not_typed() -> None:
    billed = {"heat_basis": "gross", "quantity": "50 万GJ"}
    both = PLANT | lines("energy", (2, billed)) | lines("emission", (2, billed))
    assessment = evaluate(QCT, both)
    listed = {item.what: item for item in assessment.assumptions if "gross heat" in item.what}
    of_gas = "Ledger: the net heat of {} is 0.9 of its gross heat."
    assert set(listed) == {
        of_gas.format("oil-field natural gas"),
        of_gas.format("natural gas"),
        "GB/T 2589-2020, fuel amounts: the formula of Net heat of a fuel that is billed by its gross heat.",
    }
    assert {item.origin for item in listed.values()} == {"derived"}
    assert "methane" in listed[of_gas.format("natural gas")].source
    assert replay(assessment.to_json()).agrees
    typed = billed | {"net_to_gross": "0.9", "reference": "supplier"}
    both = PLANT | lines("energy", (2, typed)) | lines("emission", (2, typed))
    assert not any("0.9 of its" in item.what for item in evaluate(QCT, both).assumptions)
    assert evaluate(QCT, both).item("10.6/carbon").value == assessment.item("10.6/carbon").value


def test_a_year_as_number_and_a_scope_in_chinese_are_the_same_setting() -> None:
    for grid in (
        ["national", 2023, "location"],
        ["national", "2023年", "location"],
        ["全国", np.int64(2023), "location"],
    ):
        same = evaluate(QCT, PLANT | {"ledger": PLANT["ledger"] | {"grid": grid}})
        assert same.item("10.6/carbon").exact_value == ASSESSMENT.item("10.6/carbon").exact_value
        assert "Ledger: grid national / 2023 / location." in {item.what for item in same.assumptions}
        assert replay(same.to_json()).agrees


def test_one_fuel_by_several_names_is_no_difference_and_alike_names_are_no_match() -> None:
    names = lines("emission", (4, {"fuel": "柴油"}))
    assert [finding for finding in evaluate(QCT, PLANT | names).findings if finding.code == "boundary"] == []
    split = [*PLANT["energy"], {"carrier": "gas-field natural gas", "quantity": "10 Nm3"}]
    more = [*PLANT["emission"], {"kind": "combustion", "fuel": "natural gas", "quantity": "10 Nm3"}]
    both = PLANT | {"energy": split, "emission": more}
    assert [finding for finding in evaluate(QCT, both).findings if finding.code == "boundary"] == []
    coke = {
        "energy": [*PLANT["energy"], {"carrier": "petroleum coke", "quantity": "10 t"}],
        "emission": [*PLANT["emission"], {"kind": "combustion", "fuel": "coke", "quantity": "10 t"}],
    }
    found = [finding.what for finding in evaluate(QCT, PLANT | coke).findings if finding.code == "boundary"]
    assert found == [
        "petroleum coke is in the energy ledger and not in the carbon ledger",
        "coke is in the carbon ledger and not in the energy ledger",
    ]


def test_stated_emissions_media_and_what_both_leave_out_are_no_difference() -> None:
    stated = [
        {"kind": "stated", "part": part, "quantity": f"{amount} tCO2", "reference": "verifier"}
        for part, amount in (("combustion", 29000), ("purchased_electricity", 75000), ("purchased_heat", 1900))
    ]
    assessment = evaluate(QCT, PLANT | {"emission": stated})
    assert [finding for finding in assessment.findings if finding.code == "boundary"] == []
    air = {"carrier": "compressed air", "quantity": "1 万Nm3"}
    media = PLANT | {"energy": [*PLANT["energy"], air], "ledger": PLANT["ledger"] | {"energy_media": True}}
    assert [finding for finding in evaluate(QCT, media).findings if finding.code == "boundary"] == []
    power = {"energy": PLANT["energy"][:2], "emission": PLANT["emission"][:2]}
    assert [finding for finding in evaluate(QCT, PLANT | power).findings if finding.code == "boundary"] == []


def test_packs_hold_the_ledgers_and_the_rows_they_used(tmp_path) -> None:
    pack = ASSESSMENT.to_json()
    assert '"national"' in pack
    assert replay(pack).agrees
    assert evaluate(QCT, PLANT).to_json() == pack
    changed = replay(pack.replace('"0.5306 tCO2/MWh"', '"0.5307 tCO2/MWh"'))
    assert {"hashes.factors"} < {difference.where for difference in changed.differences}
    grid = tmp_path / "own.csv"
    grid.write_text(
        "scope,vintage,factor,unit,basis,origin,source\nplant,2025,0.4,tCO2/MWh,location,user,supplier\n",
        encoding="utf-8",
    )
    own = PLANT | {"ledger": PLANT["ledger"] | {"grid": ["plant", "2025", "location"]}}
    quantities = own | {"energy": [*PLANT["energy"], {"carrier": "diesel", "quantity": [Q(0.5, "t"), "1 kg"]}]}
    for facts in (own, quantities):
        pack = evaluate(QCT, facts, factors=load_factors(grid)).to_json()
        assert "own.csv" in pack
        assert replay(pack).agrees


def test_a_ledger_without_renewable_energy_says_nothing_of_it() -> None:
    fossil = evaluate(GBT, PLANT | {"energy": [PLANT["energy"][0], *PLANT["energy"][2:]]})
    assert fossil.item("C.1/renewable-energy").needs == ("renewable_energy",)
    assert "energy_consumption" in fossil.facts.amounts


@pytest.mark.parametrize(
    ("vintage", "year", "found"),
    [("2021", 2025, True), ("2022", 2025, False), ("2023", 2025, False), ("2021", 2021, False), ("2023", 2022, True)],
)
def test_a_grid_factor_of_quite_another_year_is_a_finding(vintage, year, found) -> None:
    facts = PLANT | {"year": year, "ledger": PLANT["ledger"] | {"grid": ["national", vintage, "location"]}}
    findings = [finding for finding in evaluate(QCT, facts).findings if finding.code == "vintage"]
    assert bool(findings) == found
    assert all(f"is of {vintage}, and the evaluation is of {year}" in finding.what for finding in findings)


def test_a_vintage_that_is_no_year_and_a_year_that_is_not_given_are_no_finding() -> None:
    words = PLANT | {"ledger": PLANT["ledger"] | {"grid": ["national", "for-2022-reports", "location"]}}
    unknown = {name: value for name, value in PLANT.items() if name != "year"}
    for facts in (words, unknown):
        assert [finding for finding in evaluate(QCT, facts).findings if finding.code == "vintage"] == []


def test_packs_with_other_factor_files_are_refused() -> None:
    pack = json.loads(ASSESSMENT.to_json())
    with pytest.raises(PackError, match="a file has a name and a hash"):
        replay(json.dumps(pack | {"factor_files": ["grid.csv"]}))


def test_the_command_explains_a_plants_ledger(capsys) -> None:
    assert main(["explain", "examples/plant_with_meters.toml", "10.6/energy"]) == 0
    assert "coal_equivalent: oil-field natural gas" in capsys.readouterr().out
    assert main(["score", "examples/plant_with_meters.toml"]) == 0
    assert "Probably slips" not in capsys.readouterr().out
