"""The data check before scoring: slips are found, honest plants are left alone, and no score ever moves."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from greencalc import (
    FactsError,
    Q,
    StandardError,
    evaluate,
    in_language,
    load_plant,
    load_plausibility,
    load_standard,
    replay,
)
from greencalc.formula import ORIGINS
from greencalc.plant.slips import check_plausibility
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import LimitRule, Years
from greencalc.standards.table_file import edition_formulas
from greencalc.units.text import parse_amount

QCT, GBT = (load_standard(edition) for edition in EDITIONS)
PLANT = load_plant("examples/plant.toml").facts
RANGES = load_plausibility()
CHECKED = [row for row in RANGES if row.code != "of-the-year"]
HEADER = "code,clause,of,per,low,high,vehicle_type,what,origin,source\n"
ROW = "land,A.2,land_area,,1 ha,2 km2,,land,user,mine\n"


def found(facts, standard=QCT, **options):
    """Return code, facts and words of each finding."""
    return [(item.code, item.facts, item.what) for item in evaluate(standard, facts, **options).findings]


def slipped(**changes):
    """Return the facts of the example, some with other values but their old evidence; what is new is added."""
    kept = {name: PLANT[name] if isinstance(PLANT.get(name), dict) else {} for name in changes}
    return {**PLANT, **{name: {**kept[name], "value": value} for name, value in changes.items()}}


# What is in order


@pytest.mark.parametrize("plant", ["plant.toml", "truck_plant.toml"])
@pytest.mark.parametrize("standard", [QCT, GBT], ids=EDITIONS)
def test_honest_plants_are_left_alone(plant, standard) -> None:
    assert evaluate(standard, load_plant(Path("examples") / plant).facts).findings == ()


SMALL_BUS_PLANT = {
    "year": 2025,
    "vehicle_type": "bus or chassis",
    "land_area": "420 mu",
    "building_area": "11.5 万㎡",
    "structure_area": {"value": "0 m2", "evidence": "no structures outside"},
    "building_footprint": "9.8 万m2",
    "structure_footprint": "2000 m2",
    "yard_area": "6 万m2",
    "capacity": "3000 辆",
    "design_capacity": "3000 辆",
    "yearly_output": ["980 辆", "1150 辆", "1240 辆"],
    "vehicles_produced": "1238 辆",
    "painted_area": "52 万㎡",
    "green_paint": {"value": "95 t", "evidence": "test reports to GB/T 38597-2020"},
    "total_paint": "148 t",
    "vocs_emitted": {"value": "38 t", "evidence": "solvent balance by HJ 1181-2021"},
    "cod_generated": "3.4 t",
    "phosphorus_generated": "50 kg",
    "hazardous_waste_generated": "210 t",
    "waste_generated": "950 t",
    "waste_utilised": "930 t",
    "stock_utilised": "1 t",
    "water_reused": "0.4 万m3",
    "water_discharged": "3.1 万m3",
    "water_intake": "5.2 万m3",
    "energy_consumption": {"value": "2150 tce", "evidence": "ledger by GB/T 2589-2020 and ISO 50001:2018"},
    "carbon_emission": {"value": "6100 tCO2", "evidence": "verified report, by ISO 14064-1:2018, of March 2026"},
}
LARGE_ELECTRIC_CAR_PLANT = {
    "year": 2025,
    "vehicle_type": "passenger car",
    "land_area": "5000 mu",
    "building_area": "240 万㎡",
    "structure_area": "1.1 万㎡",
    "capacity": "100 万辆",
    "design_capacity": "100 万辆",
    "yearly_output": ["71 万辆", "94.7 万辆", "97.5 万辆"],
    "vehicles_produced": "97.1 万辆",
    "painted_area": "10680 万m2",
    "green_paint": {"value": "11800 t", "evidence": "paint ledger: waterborne alone since the plant was built"},
    "total_paint": "11800 t",
    "vocs_emitted": "610 t",
    "cod_generated": "410 t",
    "phosphorus_generated": "2.2 t",
    "hazardous_waste_generated": "7400 t",
    "waste_generated": "21 万t",
    "waste_utilised": "20.9 万t",
    "stock_utilised": {"value": "0 t", "evidence": "no storage site"},
    "water_reused": "180 万m3",
    "water_discharged": "95 万m3",
    "water_intake": "310 万m3",
    "energy_consumption": "11.2 万tce",
    "renewable_energy": {"value": "2.6 万tce", "evidence": "photovoltaics and green certificates of 2025"},
    "carbon_emission": "14.5 万tCO2",
}
PLANT_WITHOUT_DISCHARGE = {
    "year": 2024,
    "vehicle_type": "passenger car",
    "vehicles_produced": "16 万辆",
    "water_reused": {"value": "50 万m3", "evidence": "meters of the evaporator"},
    "water_discharged": {"value": "0 m3", "evidence": "permit: no outfall"},
    "water_intake": "45 万m3",
    "wastewater_volume": "50 万m3",
}
VAN_PLANT_IN_QUANTITIES = {
    "year": 2025,
    "vehicle_type": "truck or van",
    "land_area": Q(120, "ha"),
    "building_area": Q(52, "万m2"),
    "structure_area": Q(0.6, "万m2"),
    "capacity": Q(15, "万辆"),
    "design_capacity": Q(15, "万辆"),
    "yearly_output": Q([9, 11, 13.2], "万辆"),
    "vehicles_produced": Q(13.1, "万辆"),
    "painted_area": Q(2350, "万m2"),
    "green_paint": Q(3900, "t"),
    "total_paint": Q(4600, "t"),
    "vocs_emitted": Q(900, "t"),
    "waste_generated": Q(3.6, "万t"),
    "waste_utilised": Q(3.4, "万t"),
    "stock_utilised": Q(50, "t"),
    "water_reused": Q(40, "万m3"),
    "water_discharged": Q(33, "万m3"),
    "water_intake": Q(75, "万m3"),
    "energy_consumption": Q(2.9, "万tce"),
    "carbon_emission": Q(8.8, "万tCO2"),
}


@pytest.mark.parametrize(
    "facts",
    [SMALL_BUS_PLANT, LARGE_ELECTRIC_CAR_PLANT, PLANT_WITHOUT_DISCHARGE, VAN_PLANT_IN_QUANTITIES],
    ids=["small bus plant", "large electric car plant", "no discharge", "quantities"],
)
@pytest.mark.parametrize("standard", [QCT, GBT], ids=EDITIONS)
def test_plants_of_other_kinds_are_left_alone_too(facts, standard) -> None:
    assert found(facts, standard) == []


# Planted slips: what is typed, and for each finding its code, its facts and the factor it names

AREA_RATIO = ("building_area", "structure_area", "land_area")
BY_10 = "too {} by 10 or too {} by 100?"
SLIPS = {
    "land too small by 10": (
        slipped(land_area="123 mu"),
        [
            ("floor-area-ratio", AREA_RATIO, "A slip, too high by 10?"),
            ("capacity-on-land", ("capacity", "land_area"), "too high by 10 or"),
        ],
    ),
    "land in m2 typed for mu": (
        slipped(land_area="1230 m2"),
        [
            ("floor-area-ratio", AREA_RATIO, "too high by 100 or too high by 1000?"),
            ("capacity-on-land", ("capacity", "land_area"), "too high by 1000 or too high by 10^4 (万?)?"),
        ],
    ),
    "floor area without its 万": (
        slipped(building_area="58.4 ㎡"),
        [("floor-area-ratio", AREA_RATIO, BY_10.format("low", "low"))],
    ),
    "capacity too small by 100": (
        slipped(capacity="3000 辆"),
        [
            ("capacity-on-land", ("capacity", "land_area"), "too low by 10 or"),
            ("output-on-capacity", ("vehicles_produced", "capacity"), "too high by 100"),
            ("same-capacity", ("capacity", "design_capacity"), "too low by 100"),
        ],
    ),
    "capacity without its 万": (
        slipped(capacity="30 辆"),
        [
            ("capacity-on-land", ("capacity", "land_area"), "too low by 10^4 (万?)?"),
            ("output-on-capacity", ("vehicles_produced", "capacity"), "too high by 10^4 (万?)?"),
            ("same-capacity", ("capacity", "design_capacity"), "A slip, too low by 10^4 (万?)?"),
        ],
    ),
    "output above 1.2 times the capacity": (
        slipped(yearly_output=["19.8 万辆", "22.6 万辆", "37 万辆"]),
        [
            ("output-on-capacity", ("yearly_output", "design_capacity"), "(entry 3) is 1.233"),
            ("output-above-capacity", ("yearly_output", "design_capacity"), "at most 1. Look at"),
            ("same-output", ("vehicles_produced", "yearly_output"), "is 0.6486, usually at least 0.9"),
        ],
    ),
    "output of one year too large by 10": (
        slipped(yearly_output=["19.8 万辆", "226 万辆", "24 万辆"]),
        [
            ("output-on-capacity", ("yearly_output", "design_capacity"), "(entry 2) is 7.533"),
            ("output-above-capacity", ("yearly_output", "design_capacity"), "A slip, too high by 10?"),
        ],
    ),
    "output just above the capacity": (
        slipped(yearly_output=["19.8 万辆", "30.5 万辆", "24 万辆"]),
        [("output-above-capacity", ("yearly_output", "design_capacity"), "at most 1. Look at")],
    ),
    "paint in kg typed as t": (
        slipped(total_paint="4200000 t"),
        [
            ("green-paint", ("green_paint", "total_paint"), "too low by 1000?"),
            ("paint-per-vehicle", ("total_paint", "vehicles_produced"), "too high by 1000?"),
        ],
    ),
    "percent for fraction": (
        slipped(green_paint="36.12 t"),
        [("green-paint", ("green_paint", "total_paint"), BY_10.format("low", "low"))],
    ),
    "VOCs in t typed as kg": (
        slipped(vocs_emitted="420 kg"),
        [("vocs-on-area", ("vocs_emitted", "painted_area"), "too low by 1000 or")],
    ),
    "painted area without its 万": (
        slipped(painted_area="2400 ㎡"),
        [
            ("vocs-on-area", ("vocs_emitted", "painted_area"), "too high by 10^4 (万?)"),
            ("painted-area-per-car", ("painted_area", "vehicles_produced"), "A slip, too low by 10^4 (万?)?"),
            ("painted-area-per-vehicle", ("painted_area", "vehicles_produced"), "too low by 10^4 (万?)"),
            ("cod-on-area", ("cod_generated", "painted_area"), "too high by 10^4 (万?)"),
            ("phosphorus-on-area", ("phosphorus_generated", "painted_area"), "too high by 10^4 (万?)"),
            ("hazardous-waste-on-area", ("hazardous_waste_generated", "painted_area"), "too high by 10^4 (万?)"),
        ],
    ),
    "COD too large by 100": (
        slipped(cod_generated="18000 t"),
        [("cod-on-area", ("cod_generated", "painted_area"), "too high by 100")],
    ),
    "phosphorus in t typed as kg": (
        slipped(phosphorus_generated="4.1 kg"),
        [("phosphorus-on-area", ("phosphorus_generated", "painted_area"), "too low by 1000 or")],
    ),
    "hazardous waste in t typed as kg": (
        slipped(hazardous_waste_generated="2600 kg"),
        [("hazardous-waste-on-area", ("hazardous_waste_generated", "painted_area"), "too low by 1000 or")],
    ),
    "waste too large by 100": (
        slipped(waste_generated="490 万t"),
        [
            ("waste-per-vehicle", ("waste_generated", "vehicles_produced"), "too high by 100"),
            ("waste-utilised", ("waste_utilised", "waste_generated", "stock_utilised"), "too low by 100"),
        ],
    ),
    "utilised waste without its 万": (
        slipped(waste_utilised="4.55 t"),
        [("waste-utilised", ("waste_utilised", "waste_generated", "stock_utilised"), "too low by 10^4 (万?)?")],
    ),
    "discharge without its 万": (
        slipped(water_discharged="31 m3"),
        [
            ("water-per-vehicle", ("water_discharged", "vehicles_produced"), "too low by 10^4 (万?)?"),
            ("water-not-reused", ("water_discharged", "water_reused"), "too low by 10^4 (万?) or"),
        ],
    ),
    "reuse too small by 1000": (
        slipped(water_reused="520 m3"),
        [("water-reused", ("water_reused", "water_discharged"), "is 0.1675 %")],
    ),
    "reused water without its 万": (
        slipped(water_reused="52 m3"),
        [("water-reused", ("water_reused", "water_discharged"), "too low by 1000 or too low by 10^4 (万?) or")],
    ),
    "reuse above generation": (
        slipped(wastewater_volume="50 万m3"),
        [("reuse-above-generation", ("water_reused", "wastewater_volume"), "is 1.04, usually at most 1.")],
    ),
    "discharge that contains the reuse": (
        slipped(water_discharged="83 万m3"),
        [("discharge-and-reuse-on-intake", ("water_discharged", "water_reused", "water_intake"), "is 1.35")],
    ),
    "discharge above intake": (
        slipped(water_discharged="101 万m3", water_reused="2 万m3"),
        [("discharge-on-intake", ("water_discharged", "water_intake"), "is 1.01")],
    ),
    "intake without its 万": (
        slipped(water_intake="100 m3"),
        [
            ("intake-per-car-or-truck", ("water_intake", "vehicles_produced"), "A slip, too low by 10^4 (万?)?"),
            ("intake-per-vehicle", ("water_intake", "vehicles_produced"), "A slip, too low by 10^4 (万?)?"),
            ("discharge-on-intake", ("water_discharged", "water_intake"), "A slip, too high by 10^4 (万?)?"),
            ("discharge-and-reuse-on-intake", ("water_discharged", "water_reused", "water_intake"), "10^4 (万?)?"),
        ],
    ),
    "energy in tce typed as kgce": (
        slipped(energy_consumption="36000 kgce"),
        [
            ("energy-per-car-or-truck", ("energy_consumption", "vehicles_produced"), "too low by 1000 or"),
            ("energy-per-vehicle", ("energy_consumption", "vehicles_produced"), "too low by 1000 or"),
            ("renewable-share", ("renewable_energy", "energy_consumption"), "too high by 1000 or"),
            ("carbon-on-energy", ("carbon_emission", "energy_consumption"), "too high by 1000 or"),
        ],
    ),
    "carbon without its 万": (
        slipped(carbon_emission="9.6 tCO2"),
        [
            ("carbon-on-energy", ("carbon_emission", "energy_consumption"), "too low by 10^4 (万?)"),
            ("carbon-per-vehicle", ("carbon_emission", "vehicles_produced"), "too low by 10^4 (万?)"),
        ],
    ),
    "carbon too large by 10": (
        slipped(carbon_emission="96 万tCO2"),
        [("carbon-on-energy", ("carbon_emission", "energy_consumption"), "too high by 10 or")],
    ),
    "vehicles given twice with different values": (
        slipped(vehicles_produced="21 万辆"),
        [("same-output", ("vehicles_produced", "yearly_output"), "is 0.875, usually at least 0.9")],
    ),
    "renewable energy above all energy": (
        slipped(renewable_energy="5.4 万tce"),
        [("renewable-share", ("renewable_energy", "energy_consumption"), "is 150 %")],
    ),
    "footprints above the land": (
        slipped(building_footprint="58 万㎡", structure_footprint="1.2 万㎡", yard_area="30 万㎡"),
        [
            (
                "footprint-on-land",
                ("building_footprint", "structure_footprint", "yard_area", "land_area"),
                "usually at most 1.",
            )
        ],
    ),
    "footprint above the floor area": (
        slipped(building_footprint="60 万㎡"),
        [("floor-area-on-footprint", ("building_area", "building_footprint"), "usually at least 1.")],
    ),
    "carbon that is not the sum of its parts": (
        slipped(
            combustion="4 万tCO2",
            process="0 tCO2",
            purchased_electricity="4.5 万tCO2",
            purchased_heat="1 万tCO2",
            exported_electricity="0 tCO2",
            exported_heat="0 tCO2",
        ),
        [
            (
                "carbon-parts",
                (
                    "carbon_emission",
                    "exported_electricity",
                    "exported_heat",
                    "combustion",
                    "process",
                    "purchased_electricity",
                    "purchased_heat",
                ),
                "is 1.011",
            )
        ],
    ),
    "solvent destroyed as no incinerator does": (
        slipped(solvent_input="1000 t", solvent_destroyed="990 t"),
        [("destroyed-share", ("solvent_destroyed", "solvent_input"), "is 99 %, usually at most 98 %")],
    ),
    "more emitted than generated": (
        slipped(pollutant_mass_generated="400 t"),
        [("pollutant-above-generation", ("pollutant_mass_emitted", "pollutant_mass_generated"), "is 1.05")],
    ),
    "more discharged than generated": (
        slipped(wastewater_generated="30 万t", wastewater_discharged="31 万t"),
        [("wastewater-above-generation", ("wastewater_discharged", "wastewater_generated"), "is 1.033")],
    ),
    "discharge given twice with different values": (
        slipped(wastewater_discharged="31 t"),
        [("same-discharge", ("wastewater_discharged", "water_discharged"), "A slip, too low by 10^4 (万?)?")],
    ),
    "output value given twice with different values": (
        slipped(output_value="300 万元"),
        [("same-output-value", ("output_value", "yearly_output_value"), "A slip, too low by 10^4 (万?)?")],
    ),
    "zero without evidence": (
        {**PLANT, "stock_utilised": "0 t", "water_reused": "0 m3"},
        [
            ("zero", ("stock_utilised",), "stock_utilised is exactly 0 (0 t), without evidence"),
            ("zero", ("water_reused",), "exactly 0"),
        ],
    ),
    "zero in a list without evidence": (
        {**PLANT, "yearly_output": ["0 辆", "22.6 万辆", "24 万辆"]},
        [("zero", ("yearly_output",), "exactly 0 (0 辆, 22.6 万辆, 24 万辆)")],
    ),
    "all without evidence": (
        {**PLANT, "green_paint": "4200 t"},
        [("all", ("green_paint", "total_paint"), "green paint usage rate is exactly 100 %")],
    ),
    "evidence of another year": (
        {**PLANT, "vocs_emitted": {"value": "420 t", "evidence": "solvent balance 2023 and 2024"}},
        [("year", ("vocs_emitted",), "vocs_emitted is of 2023, 2024, and the evaluation is of 2025")],
    ),
    "an amount of another year": (
        {**PLANT, "vehicles_produced": {"value": "24 万辆", "year": 2026, "evidence": "report 2025"}},
        [("year", ("vehicles_produced",), "is of 2026, and")],
    ),
    "another year of what the standard does not need": (
        {**PLANT, "water_intake": {"value": "100 万m3", "year": 2024}},
        [("year", ("water_intake",), "is of 2024, and")],
    ),
    "one document for two kinds of amounts": (
        {
            **PLANT,
            "vocs_emitted": {"value": "420 t", "evidence": "Yearbook  2025"},
            "painted_area": {"value": "2400 万㎡", "evidence": "yearbook 2025"},
        },
        [("document", ("painted_area", "vocs_emitted"), "one document is to show painted_area, vocs_emitted")],
    ),
    "a share of 0.6 %": (
        {**PLANT, "5.2.2/daylight": {"status": "partly met", "share": "0.6 %"}},
        [("share", ("5.2.2/daylight",), "is it 60 %, a fraction typed as percent?")],
    ),
    "a fact that cannot be read": (
        slipped(water_intake="100 bananas"),
        [("unreadable", ("water_intake",), "'bananas' is no unit this library reads; the standard does not need it")],
    ),
    "a fact without its unit": (
        {**PLANT, "water_intake": 100},
        [("unreadable", ("water_intake",), "the bare number 100")],
    ),
    "a list of two kinds": (
        {**PLANT, "water_intake": ["100 m3", "100 t"]},
        [("unreadable", ("water_intake",), "a list of amounts of one kind is expected")],
    ),
    "a fact of another kind": (
        slipped(wastewater_volume="50 万t"),
        [("reuse-above-generation", ("water_reused", "wastewater_volume"), "not a pure number or percentage; not ch")],
    ),
    "a fact in a unit of the wrong kind": (
        slipped(solvent_input="1000 m3", solvent_destroyed="990 m2"),
        [("destroyed-share", ("solvent_destroyed", "solvent_input"), "is a quantity of dimension 1/length, not")],
    ),
    "a bus plant with too much energy": (
        {"vehicle_type": "bus or chassis", "energy_consumption": "600 tce", "vehicles_produced": "100 辆"},
        [("energy-per-vehicle", ("energy_consumption", "vehicles_produced"), "is 6000 kgce/vehicle")],
    ),
}


@pytest.mark.parametrize(("facts", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_found_with_its_facts_and_factor_and_the_score_is_unmoved(facts, expected) -> None:
    assessment = evaluate(QCT, facts)
    assert [(item.code, item.facts) for item in assessment.findings] == [(code, names) for code, names, _ in expected]
    for item, (_, names, says) in zip(assessment.findings, expected, strict=True):
        assert says in item.what
        assert names[-1] in item.what
        assert item.origin in ORIGINS
        assert item.source
    unchecked = evaluate(QCT, facts, plausibility=())
    assert (assessment.score, assessment.items) == (unchecked.score, unchecked.items)


def test_every_shipped_range_is_seen_to_fire() -> None:
    fired = {item.code for facts, _ in SLIPS.values() for item in evaluate(QCT, facts).findings}
    assert {row.code for row in CHECKED} <= fired


def test_every_name_in_the_shipped_ranges_is_an_argument() -> None:
    arguments = {
        name for edition in EDITIONS for formula in edition_formulas(edition).values() for name in formula.arguments
    }
    assert {name for row in RANGES for name in row.above + row.below} <= arguments
    types = {name.strip() for row in RANGES for name in row.vehicle_type.split("+")} - {""}
    assert types <= set(QCT.categories)
    assert all(row.origin in {"derived", "assumed"} for row in RANGES)


def test_shipped_ranges_are_of_the_kind_of_their_ratio() -> None:
    symbols = {
        name: argument.symbol
        for edition in EDITIONS
        for formula in edition_formulas(edition).values()
        for name, argument in formula.arguments.items()
    }
    for row in CHECKED:
        given = {name: f"1 {symbols[name].unit}" for name in dict.fromkeys(row.above + row.below)}
        vehicle_type = {"vehicle_type": row.vehicle_type.split("+")[0].strip()} if row.vehicle_type else {}
        assert not [what for _, _, what in found(given | vehicle_type) if "not checked" in what]


def test_findings_are_the_same_under_the_other_standard_where_it_computes_at_all() -> None:
    facts = slipped(water_intake="100 m3", output_value="300 万元")
    assert [item[:2] for item in found(facts)] == [item[:2] for item in found(facts, GBT)]


# The ends of a range


@pytest.mark.parametrize(
    ("typed", "silent"),
    [
        ("0.1 m2", True),
        ("0.0999999999999999999999 m2", False),
        ("5 m2", True),
        ("5.000000000000000000001 m2", False),
        (Q(Fraction(1, 10), "m2"), True),
        (Q(Fraction(1, 10) - Fraction(1, 10**30), "m2"), False),
    ],
    ids=range(6),
)
def test_an_end_belongs_to_its_range_exactly(typed, silent) -> None:
    facts = {"building_area": typed, "structure_area": {"value": "0 m2", "evidence": "x"}, "land_area": "1 m2"}
    assert found(facts) == [] if silent else [code for code, _, _ in found(facts)] == ["floor-area-ratio"]


@pytest.mark.parametrize("row", CHECKED, ids=[f"{row.code} {row.of}" for row in CHECKED])
def test_every_end_is_silent_and_just_outside_is_found(row) -> None:
    alone = [evolve(row, vehicle_type="", of="of", per="per" if row.per else "")]
    ends = [(parse_amount(text), outside) for text, outside in ((row.low, -1), (row.high, 1)) if text]
    for (number, unit), outside in ends:
        for value, silent in ((number, True), (number * (1 + outside * Fraction(1, 10**9)), False)):
            facts = {"of": Q(value, str(unit)), "per": Q(Fraction(1), "dimensionless")}
            assert (found(facts, plausibility=alone) == []) is silent


def test_ratios_of_lists_go_entry_by_entry_above_and_by_the_last_entry_below() -> None:
    [row] = [row for row in RANGES if row.code == "same-output"]
    rows = [evolve(row, of="yearly_output + stock", per="yearly_output")]
    facts = {"yearly_output": ["1 辆", "4 辆"], "stock": ["3 辆", "0.1 辆"]}
    assert found(facts, plausibility=rows) == []
    [(_, _, what)] = found({**facts, "stock": "0 辆"}, plausibility=rows)
    assert "(entry 1) is 0.25" in what


def test_nothing_is_divided_by_zero() -> None:
    rows = [evolve(RANGES[0], of="a", per="b", low="1", high="2")]
    assert found({"a": "1 m2", "b": "0 m2"}, plausibility=rows) == []


def test_a_rate_of_all_in_one_of_several_years_is_said_as_all() -> None:
    item = next(item for item in QCT.items if item.id == "10.5.2")
    rule = LimitRule("wastewater_reuse_rate", ">=", item.rule.limits, years=Years(1, 2))
    standard = evolve(QCT, items=tuple(evolve(item, rule=rule) for item in QCT.items if item.id == "10.5.2"))
    facts = {"water_reused": ["1 m3", "2 m3"], "water_discharged": {"value": ["1 m3", "0 m3"], "year": 2025}}
    what = {code: what for code, _, what in found(facts, standard)}
    assert what["all"].startswith("wastewater reuse rate is exactly 100 %")
    assert "(1 m3, 0 m3)" in what["zero"]


@pytest.mark.parametrize(
    "evidence",
    ["GB/T 2589-2020", "HJ 1181—2021", "DB31/T 1234-2020", "ISO 14064-1:2018", "12345 kWh", "report of 2026"],
)
def test_numbers_of_standards_and_reports_of_the_next_year_are_no_other_year(evidence) -> None:
    assert found({"year": 2025, "vocs_emitted": {"value": "1 t", "evidence": evidence}}) == []


def test_no_year_is_compared_while_the_evaluations_own_is_unknown() -> None:
    assert found({"vocs_emitted": {"value": "1 t", "year": 2019}}) == []


@pytest.mark.parametrize("year", ["2025", "'2025'", "'2025年'", "'2025 年度'"])
def test_the_year_of_a_plant_file_may_be_said_in_chinese(year, tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(f"[plant]\nyear = {year}\n[facts]\nvocs_emitted = {{ value = '1 t', year = 2019 }}", "utf-8")
    plant = load_plant(path)
    assert plant.facts["year"] == 2025
    assert [finding.code for finding in evaluate(load_standard("qct1160_2022"), plant.facts).findings] == ["year"]


# Ranges of one's own


@pytest.fixture
def write(tmp_path):
    def write_table(content) -> Path:
        path = tmp_path / "mine.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_table


def test_ranges_of_ones_own_replace_the_shipped_ones(write) -> None:
    mine = load_plausibility(write("\ufeff" + HEADER + ROW))
    facts = slipped(land_area="3 km2", vocs_emitted="420 kg")
    assert [(code, names) for code, names, _ in found(facts, plausibility=mine)] == [("land", ("land_area",))]
    [finding] = [item for item in evaluate(QCT, facts, plausibility=mine).findings if item.code == "land"]
    assert (finding.clause, finding.origin, finding.source) == ("A.2", "user", "mine")
    assert evaluate(QCT, facts, plausibility=mine).ranges == mine


def test_columns_may_stand_in_any_order(write) -> None:
    columns, cells = (line.strip().split(",")[::-1] for line in (HEADER, ROW))
    assert load_plausibility(write(",".join(columns) + "\n" + ",".join(cells))) == load_plausibility(
        write(HEADER + ROW)
    )


def test_a_column_may_say_in_chinese_what_a_ratio_is(write) -> None:
    [mine] = load_plausibility(write(f"{HEADER.strip()},what_zh\n{ROW.strip()},占地\n"))
    [plain] = load_plausibility(write(HEADER + ROW))
    facts = slipped(land_area="3 km2", vocs_emitted="420 kg")
    for row, chinese in ((mine, "占地"), (plain, plain.what)):
        [finding] = [one for one in evaluate(QCT, facts, plausibility=[row]).findings if one.code == "land"]
        assert finding.what.startswith(f"{plain.what} is ")
        assert in_language(finding.what, "zh").startswith(f"{chinese}为 ")
        assert in_language(finding.code, "zh") == "A.2"
    pack = json.loads(evaluate(QCT, facts, plausibility=[mine]).to_json())
    assert pack["plausibility"][0]["what_zh"] == "占地"
    assert replay(json.dumps(pack)).agrees
    assert "what_zh" not in json.loads(evaluate(QCT, facts, plausibility=[plain]).to_json())["plausibility"][0]


def test_facts_that_only_ranges_need_are_not_unused(write) -> None:
    facts = {"water_intake": "1 m3", "my_fact": "1 m3"}
    assert [name for name, _ in evaluate(QCT, facts).unused] == ["my_fact"]
    mine = load_plausibility(write(HEADER + ROW.replace("land_area", "my_fact")))
    assert [name for name, _ in evaluate(QCT, facts, plausibility=mine).unused] == ["water_intake"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the columns are missing"),
        ("code,low\n", "the columns are code, low; wanted are code, clause, of"),
        (HEADER.replace("source", "what_zh") + ROW, "source; there may be what_zh"),
        (HEADER.replace("what", "why") + ROW, "clause, of, per, low, high, vehicle_type, why"),
        (HEADER.replace("clause", "code") + ROW, "the columns are code, code"),
        (HEADER + "land,A.2,land_area\n", "row 2 has 3 cells; the header has 10"),
        (HEADER + ROW + ROW.strip() + ",more\n", "row 3 has 11 cells"),
        (HEADER + '"land,A.2' + ROW, "about line 2: a quotation mark is not closed"),
        ((HEADER + ROW).encode("utf-16-le"), "in UTF-16 without its mark; save it as UTF-8"),
        ((HEADER + ROW.replace("mine", "标准")).encode("gbk"), "not in UTF-8 but probably in GBK"),
        (HEADER + ROW + "\n" * (1 << 20), "larger than 1048576 bytes"),
        (HEADER + ROW.replace("user", "hearsay"), "row 2 (land): origin 'hearsay' is not one of quoted,"),
        (HEADER + ROW.replace("1 ha", "1 hectolitre"), "row 2 (land): '1 hectolitre': "),
        (HEADER + ROW.replace("1 ha", "3 km2"), "'3 km2' and '2 km2' are no low and high end of one kind"),
        (HEADER + ROW.replace("1 ha", "1 t"), "'1 t' and '2 km2' are no low and high end of one kind"),
        (HEADER + ROW.replace("1 ha,2 km2", ","), "row 2 (land): it has neither low nor high"),
        (HEADER + ROW.replace("land_area", " + "), "row 2 (land): code, of, what or source is empty"),
        (HEADER + ROW.replace(",mine", ","), "code, of, what or source is empty"),
        (HEADER + ROW + ROW.replace("user", "x").replace("1 ha", "9 km2"), "row 3 (land): origin 'x'"),
    ],
    ids=range(19),
)
def test_a_table_that_cannot_be_used_says_where(write, content, says) -> None:
    path = write(content)
    with pytest.raises(StandardError) as caught:
        load_plausibility(path)
    assert says in str(caught.value)
    assert caught.value.where == str(path)


def test_all_faults_of_a_table_are_listed(write) -> None:
    with pytest.raises(StandardError) as caught:
        load_plausibility(write(HEADER + ROW.replace("user", "x").replace("1 ha", "9 km2") + ROW.replace("1 ha", "1")))
    assert len(caught.value.faults) == 3


def test_a_missing_table(tmp_path) -> None:
    with pytest.raises(StandardError, match="the file cannot be read: there is no such file"):
        load_plausibility(tmp_path / "nowhere.csv")


def test_the_check_takes_any_iterable_of_ranges() -> None:
    facts = evaluate(QCT, slipped(vocs_emitted="420 kg")).facts
    assert [item.code for item in check_plausibility(QCT, iter(RANGES), facts, ())] == ["vocs-on-area"]


@pytest.mark.parametrize("given", ["ranges.csv", "", Path("ranges.csv"), 5, ["x"], {}])
def test_ranges_are_loaded_first(given) -> None:
    with pytest.raises(
        FactsError, match=r"plausibility is .*; load it first, as plausibility=load_plausibility\(path\)"
    ):
        evaluate(load_standard("qct1160_2022"), {}, plausibility=given)


def test_a_table_of_ranges_is_given_by_its_path() -> None:
    with pytest.raises(StandardError) as caught:
        load_plausibility(5)
    assert caught.value.faults == ("path is 5; give the path of a table of ranges, as 'ranges.csv'",)
