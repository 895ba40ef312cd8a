"""How other people's code uses the library: it runs, and mypy --strict and pyright accept every line."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pint
from hypothesis import given
from plant_rules import greened_part

import greencalc
from greencalc import (
    Assessment,
    AssessmentComparison,
    CarbonLedger,
    EnergyLedger,
    Explanation,
    FactsError,
    FileScores,
    Formula,
    InputError,
    Plant,
    Q,
    Replay,
    RowFault,
    Scores,
    Standard,
    UnitTextError,
    carbon_ledger,
    carbon_per_vehicle,
    coal_equivalent_of_energy,
    compare,
    energy_consumption_of_carriers,
    energy_ledger,
    evaluate,
    explain,
    explain_ledger,
    floor_area_of_storeys,
    floor_area_ratio,
    load_factors,
    load_formulas,
    load_plant,
    load_plausibility,
    load_standard,
    plant_facts,
    plot_groups,
    register_units,
    replay,
    score_columns,
    score_file,
    spec,
    wastewater_reuse_rate,
)
from greencalc.explaining.gaps import Change, Gap
from greencalc.formula import Amount
from greencalc.judging.results import GroupResult, ItemResult
from greencalc.testing import Mistake, amounts, arguments, check_formula, mistakes

# quantities
ureg: pint.UnitRegistry[float] = pint.UnitRegistry()
register_units(ureg)
assert str(Q(60, "mu").to("hectare")) == "4.0 hectare"
assert Q("45 万㎡") == Q(450000, "m2")
assert Q(5, Q("1 m").units) == Q("5 m")
try:
    Q("1,5 kg")
except UnitTextError as wrong_text:
    assert "1.5 or 15" in str(wrong_text)

# formulas: quantities of any one registry, text, lists, arrays
ratio = floor_area_ratio(
    building_area=ureg.Quantity(450000.0, "m**2"), structure_area="0 m2", land_area=ureg.Quantity(60.0, "hectare")
)
value: float = ratio.to("dimensionless").magnitude
assert value == 0.75
assert float(floor_area_ratio(building_area="45 万㎡", structure_area=Q(0, "m2"), land_area=Q(900, "mu"))) == 0.75
many = floor_area_ratio(building_area=Q(np.array([45.0, 30.0]), "万m2"), structure_area="0 m2", land_area="60 ha")
assert many.magnitude.tolist() == [0.75, 0.5]
storeys = floor_area_of_storeys(storey_area=["3 万m2", Q(1.0, "ha")], storey_height=["9 m", "6 m"])
assert storeys.m_as("m**2") == 70000
electricity = coal_equivalent_of_energy(energy="1.42 亿kWh", energy_coefficient="0.1229 kgce/kWh")
energy_of_carriers = energy_consumption_of_carriers(carrier_energy=[electricity, "1.8 万tce"])
assert round(energy_of_carriers.m_as("tce"), 1) == 35451.8
assert carbon_per_vehicle(carbon_emission="9.6 万tCO2", vehicles_produced="24 万辆") == Q("0.4 tCO2e/vehicle")
rate = wastewater_reuse_rate(water_reused="35 万m3", water_discharged="14 万m3")
assert bool(rate > Q("70 %"))
try:
    floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land_area="900")
except InputError as wrong_input:
    assert [fault.argument for fault in wrong_input.faults] == ["land_area"]
declaration: Formula = spec(floor_area_ratio)
assert declaration.clause == "A.2"
assert declaration.arguments["land_area"].symbol.bounds == "> 0 m2"
worked: Explanation = explain(wastewater_reuse_rate, water_reused="3 万m3", water_discharged="10000 m3")
assert "= 75 %" in worked.to_text()
assert "75" in worked.to_latex() + worked.to_html()

# a plant
standard: Standard = load_standard("qct1160_2022")
listed: tuple[Standard, ...] = greencalc.standards()
assert standard in listed
plant: Plant = load_plant(Path("plant.toml"))
assessment: Assessment = evaluate(standard, plant.facts)
eligible: bool | None = assessment.eligible
passed: bool | None = assessment.passed
assert eligible is True
assert passed is None
lower: float = assessment.score.lower
exact: Fraction = assessment.score.exact_lower
assert lower == float(exact) <= assessment.score.upper
groups: list[tuple[str, float]] = [(group.id, group.points.lower) for group in assessment.groups]
assert [name for name, _ in groups] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
first_group: GroupResult = assessment.groups[0]
assert first_group.of == 100 * float(first_group.exact_of / 100)
item: ItemResult = assessment.item("10.5.2")
assert item.why == "62.65 % is not >= 70 %"
assert item.value is not None
assert round(item.value + 1, 2) == 63.65
points: list[float | None] = [result.points for result in assessment.items]
assert sum(earned for earned in points if earned is not None) >= 70
assert {assumption.origin for assumption in assessment.assumptions} >= {"derived"}
assert all(finding.what for finding in assessment.findings)
try:
    evaluate(standard, {"land_area": "900"}, not_applicable="renormalise", comparison="rounded value")
except FactsError as wrong_facts:
    assert len(wrong_facts.faults) == 1

# explained, improved, compared, packed
print(assessment.explain("10.4.5"))
gaps: tuple[Gap, ...] = assessment.gaps()
changes: list[Change] = [change for gap in gaps for change in gap.changes if gap.id == "10.5.2"]
assert [change.argument for change in changes] == ["water_reused", "water_discharged"]
better = evaluate(assessment.table, {**plant.facts, "water_reused": "72.334 万m3"})
comparison: AssessmentComparison = compare(assessment, better)
assert [difference.id for difference in comparison.changed] == ["10.5.2"]
pack: str = assessment.to_json(plant.description)
again: Replay = replay(pack)
assert again.agrees
strict = evaluate(standard, plant.facts, plausibility=load_plausibility(), factors=load_factors())
assert strict.score == assessment.score

# plots, for which matplotlib is not there
try:
    plot_groups(assessment, language="zh")
except FactsError as no_matplotlib:
    assert "pip install 'greencalc[plots]'" in str(no_matplotlib)

# many plants, with numpy alone
columns = {
    "green_paint [t]": np.array([90.0, 40.0, 120.0]),
    "total_paint [t]": np.array([100.0, 100.0, 100.0]),
    "6.6": ["met", "不符合", "met"],
}
scores: Scores = score_columns(standard, columns, with_statuses=True, nan_is_missing=True)
assert len(scores) == 3
assert scores.eligible.tolist() == [-1, -1, -1]
assert scores.score_lower[:2].round(2).tolist() == [6.0, 1.71]
assert scores.statuses["6.6"][:2].tolist() == [1, 0]
faults: list[RowFault] = list(scores.faults)
assert faults[0].row == 2
assert scores.reasons()[0] is None
try:
    print(scores.to_pandas()["eligible"])
except ModuleNotFoundError as no_pandas:
    assert no_pandas.name == "pandas"
of_first = evaluate(standard, plant_facts(standard, columns, 0))
assert of_first.score.lower == scores.score_lower[0]

try:
    done: FileScores = score_file("plants.csv", Path("scores.csv"), standard, keep=["plant"])
    print(done.rows, done.faulty_rows)
except FactsError as no_arrow:
    assert "pip install 'greencalc[files]'" in str(no_arrow)

# meter readings
energy: EnergyLedger = energy_ledger(
    [
        {"carrier": "electricity", "basis": "calorific", "quantity": "1229 kWh"},
        {"carrier": "gas-field natural gas", "quantity": ["1200 Nm3", Q(1178, "Nm3")]},
    ],
    gas_reference="0 C",
)
assert float(energy.value) == 3038.6495
assert sum(energy.contributions.values()) == energy.value
carbon: CarbonLedger = carbon_ledger(
    [{"kind": "electricity", "quantity": "8157 MWh"}], grid=["national", "2023", "location"], accounting="location"
)
assert float(carbon.value) == 4328.1042
for ledger in (energy, carbon):
    assert explain_ledger(ledger).parts

# a formula and a table of one's own
assert greened_part(greened_area=["2 ha", Q(1, "ha")], land_area="10 ha") == Q("30 %")
assert spec(greened_part).over == "lawn"
own = load_standard(Path("table.toml"), formulas=[greened_part])
judged = evaluate(own, {"greened_area": ["2 ha", "1 ha"], "land_area": "10 ha"})
assert judged.passed is True
assert judged.items[0].why == "30 % is >= 20 %"
assert replay(judged.to_json(), formulas=[greened_part]).agrees

of_file: tuple[Callable[..., Any], ...] = load_formulas(Path("plant_rules.py"))
assert [spec(one).name for one in of_file] == ["greened_part"]
assert load_standard("table.toml", of_file).items == own.items

# testing the formula


@given(arguments(greened_part), mistakes(greened_part), amounts(spec(greened_part).arguments["land_area"].symbol))
def test_drawn(drawn: dict[str, Amount], mistake: Mistake, land: Amount) -> None:
    print(greened_part(**drawn).magnitude, mistake.argument, mistake.kind, mistake.error, land)


test_drawn()
check_formula(greened_part)
print("all is right")
