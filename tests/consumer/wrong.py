"""Mistakes that mypy --strict and pyright must both find: each line that ends in the word."""

from plant_rules import greened_part

import greencalc
from greencalc import (
    Q,
    carbon_ledger,
    carbon_per_vehicle,
    compare,
    energy_ledger,
    evaluate,
    explain_ledger,
    floor_area_of_storeys,
    floor_area_ratio,
    load_formulas,
    load_plant,
    load_standard,
    register_units,
    replay,
    score_columns,
    score_file,
    spec,
)
from greencalc.formula import Symbol, formula

standard = load_standard("qct1160_2022")
plant = load_plant("plant.toml")
assessment = evaluate(standard, plant.facts)
result = assessment.item("10.5.2")
scores = score_columns(standard, {"green_paint [t]": [90.0], "total_paint [t]": [100.0]})

# amounts that are no amounts
floor_area_ratio(building_area=450000.0, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=450000, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=None, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=[450000.0], structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=(45, "m2"), structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area={"value": 45}, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=b"45 m2", structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_of_storeys(storey_area=["3 万m2", 2.0], storey_height=["9 m", "6 m"])  # wrong
floor_area_of_storeys(storey_area=["3 万m2", None], storey_height=["9 m", "6 m"])  # wrong
carbon_per_vehicle(carbon_emission="9.6 万tCO2", vehicles_produced=240000)  # wrong
areas = {"building_area": 45.0, "structure_area": 0.0, "land_area": 60.0}
floor_area_ratio(**areas)  # wrong
Q(5, 6)  # wrong
Q()  # wrong
register_units("m2")  # wrong

# arguments
floor_area_ratio("450000 m2", "0 m2", "900 mu")  # wrong
floor_area_ratio(building_area="45 万㎡", land_area="900 mu")  # wrong
floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land="900 mu")  # wrong
floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land_area="900 mu", storeys="3 m2")  # wrong
floor_area_ratio()  # wrong
greencalc.flor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land_area="900 mu")  # wrong

# results of formulas
ratio: float = floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land_area="900 mu")  # wrong
text: str = carbon_per_vehicle(carbon_emission="9.6 万tCO2", vehicles_produced="24 万辆")  # wrong

# judging
evaluate("qct1160_2022", plant.facts)  # wrong
evaluate(standard, plant)  # wrong
evaluate(standard, "plant.toml")  # wrong
evaluate(standard)  # wrong
evaluate(standard, plant.facts, "keep")  # wrong
evaluate(standard, plant.facts, not_applicable="zero")  # wrong
evaluate(standard, plant.facts, not_applicable=True)  # wrong
evaluate(standard, plant.facts, comparison="rounded")  # wrong
evaluate(standard, plant.facts, policy="keep")  # wrong
evaluate(standard, plant.facts, plausibility="ranges.csv")  # wrong
evaluate(standard, plant.facts, factors="grid.csv")  # wrong
load_standard(1160)  # wrong
load_standard("table.toml", [1])  # wrong
load_standard("table.toml", formulas=greened_part)  # wrong
load_formulas(5)  # wrong
load_formulas("plant_rules.py", "table.toml")  # wrong
load_plant(5)  # wrong
greencalc.standards("qct1160_2022")  # wrong

# what is found
assessment.scores  # wrong
assessment.score.points  # wrong
assessment.eligibility  # wrong
result.point  # wrong
result.verdict  # wrong
plant.fact  # wrong
points: float = assessment.score  # wrong
lower, upper = assessment.score  # wrong
eligible: bool = assessment.eligible  # wrong
passed: bool = assessment.passed  # wrong
earned: float = result.points  # wrong
more = result.value + 1  # wrong
number = float(result.value)  # wrong
total: float = sum(each.points for each in assessment.items)  # wrong
kept = result.value > 0.7  # wrong
limit = result.target.value  # wrong
formula_name: str = result.formula  # wrong
assessment.item(10.5)  # wrong
assessment.items["10.5.2"]  # wrong
assessment.explain(10.5)  # wrong
assessment.gaps("10.5.2")  # wrong
assessment.gaps()["10.5.2"]  # wrong

# what is frozen
standard.number = "other"  # wrong
assessment.eligible = True  # wrong
assessment.score = 100  # wrong
assessment.score.lower = 100.0  # wrong
result.points = 5.0  # wrong
plant.facts["land_area"] = "900 mu"  # wrong
assessment.items[0] = result  # wrong

# compared, packed
compare(assessment)  # wrong
compare(assessment, plant)  # wrong
compare(assessment.score, assessment.score)  # wrong
assessment.to_json("plant")  # wrong
replay(assessment)  # wrong
replay(assessment.to_json()).differences.where  # wrong
replay(assessment.to_json()).agree  # wrong

# many plants
score_columns("qct1160_2022", {})  # wrong
score_columns(standard)  # wrong
score_columns(standard, {}, units={"land_area": 5})  # wrong
score_columns(standard, {}, nan_missing=True)  # wrong
score_columns(standard, {}, not_applicable="zero")  # wrong
scores.score  # wrong
scores.faults[0].line  # wrong
one: float = scores.score_lower  # wrong
table: str = scores.eligible  # wrong
for row in scores.faults:
    print(row["reason"])  # wrong
score_file("plants.csv", "scores.csv")  # wrong
score_file("plants.csv", "scores.csv", standard, keep=None)  # wrong
score_file("plants.csv", "scores.csv", standard, progress=True)  # wrong

# ledgers
energy_ledger({"carrier": "diesel", "quantity": "10 t"})  # wrong
energy_ledger(["diesel"])  # wrong
energy_ledger([], gas_reference="25 C")  # wrong
energy_ledger([], gas_reference=0)  # wrong
energy_ledger([], energy_media="yes")  # wrong
carbon_ledger([], grid=2023)  # wrong
carbon_ledger([], grid=["national", 2023.0, "location"])  # wrong
carbon_ledger([], accounting="both")  # wrong
explain_ledger([])  # wrong
energy_ledger([]).sum  # wrong

# declarations
spec(5)  # wrong
spec("floor_area_ratio")  # wrong
spec(floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land_area="900 mu"))  # wrong
spec(floor_area_ratio).equations  # wrong
Symbol("A", "m2")  # wrong
Symbol("A", "m2", "area", "面积", at_least=0)  # wrong
formula(standard="Plant rules", clause="T.1")  # wrong
greened_part(greened_area=["2 ha"], land_area=10)  # wrong
greened_part(greened_area=["2 ha"])  # wrong
greened_part(["2 ha"], "10 ha")  # wrong

from greencalc.testing import amounts, arguments, check_formula, mistakes

check_formula("floor_area_ratio")  # wrong
amounts("land_area")  # wrong
arguments(5)  # wrong
mistakes(None)  # wrong
checked: bool = check_formula(floor_area_ratio)  # wrong
