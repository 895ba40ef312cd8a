"""A plant judged by the example table of GB/T 36132-2025, and by both standards from one set of facts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from greencalc import FactsError, evaluate, floor_area_ratio, floor_area_ratio_of_buildings, load_plant, load_standard
from greencalc.cli import main
from greencalc.reporting.data import as_data

STANDARD = load_standard("gbt36132_2025")
PLANT = load_plant("examples/plant.toml").facts
BASIC = [item.id for item in STANDARD.items if item.mandatory]
NOT_APPLICABLE = {"status": "not applicable", "reason": "none"}

# facts that make the quantity x in the unit of its base and leading value
ONE = {"vehicles_produced": "1 辆"}
LINES = {
    "energy-intensity": ("energy_per_vehicle", "kgce/辆", lambda x: {"energy_consumption": f"{x} kgce", **ONE}),
    "carbon-intensity": ("carbon_per_vehicle", "tCO2/辆", lambda x: {"carbon_emission": f"{x} tCO2", **ONE}),
    "renewable-energy": (
        "renewable_energy_share",
        "%",
        lambda x: {"renewable_energy": f"{x} tce", "energy_consumption": "100 tce"},
    ),
    "material-intensity": ("material_per_vehicle", "t/辆", lambda x: {"material_consumption": f"{x} t", **ONE}),
    "water-intake-intensity": ("water_intake_per_vehicle", "m3/辆", lambda x: {"water_intake": f"{x} m3", **ONE}),
    "water-reuse": (
        "industrial_water_reuse_rate",
        "%",
        lambda x: {"water_circulated": f"{x} L", "water_intake": f"{100 - Decimal(x)} L"},
    ),
    "solid-waste": (
        "solid_waste_utilisation_rate",
        "%",
        lambda x: {"waste_utilised": f"{x} kg", "waste_generated": "0.1 t", "stock_utilised": "0 t"},
    ),
    "green-retrofit": (
        "green_retrofit_investment_share",
        "%",
        lambda x: {
            "green_retrofit_investment": [f"{x} 元", "0 元", "0 元"],
            "yearly_output_value": ["59 元", "0.004 万元", "1 元"],
        },
    ),
    "pollutant-intensity": (
        "pollutant_emitted_per_vehicle",
        "kg/辆",
        lambda x: {"pollutant_mass_emitted": f"{x} kg", **ONE},
    ),
    "land-output": ("capacity_per_land_area", "辆/m2", lambda x: {"capacity": f"{x} 辆", "land_area": "1 m2"}),
}
each_line = pytest.mark.parametrize("name", LINES)


def judged(item_id, **facts):
    return evaluate(STANDARD, facts).item(item_id)


def on_the_line(name, value):
    """The item with the quantity at `value`; the better end of the line is 40 where less is better, else 80."""
    formula, unit, facts = LINES[name]
    [item] = [item for item in STANDARD.items if item.id == f"C.1/{name}"]
    base, leading = ("80", "40") if item.rule.better == "lower" else ("40", "80")
    ends = {f"{formula}_base": f"{base} {unit}", f"{formula}_leading": f"{leading} {unit}"}
    return judged(item.id, **facts(value), **ends), item


# Scores


def test_example_plant_scores_as_worked_by_hand() -> None:
    assessment = evaluate(STANDARD, PLANT)
    low_carbon = (
        8 * Fraction(190 - 150, 190 - 120)  # 3.6 万tce for 24 万辆
        + 8 * (Fraction("0.55") - Fraction("0.4")) / (Fraction("0.55") - Fraction("0.3"))
        + 8 * Fraction(15 - 5, 30 - 5)  # 5400 tce of 3.6 万tce
        + 6 * Fraction(7, 8)
    )
    resources = (
        8 * (Fraction("1.3") - Fraction("1.1")) / (Fraction("1.3") - Fraction("0.9"))
        + 8 * (5 - Fraction(100, 24)) / (5 - 3)
        + 8 * Fraction(95 - 90, 98 - 90)  # 1900 万m3 of 2000 万m3
        + 6 * (Fraction(455, 490) * 100 - 80) / (98 - 80)
    )
    retrofit = Fraction(12000 + 15000 + 18000, 2430000 + 2780000 + 3000000) * 100
    clean = 6 + 4 * (retrofit - Fraction("0.2")) / (1 - Fraction("0.2")) + 6 * Fraction("0.75")
    products = 8
    land = 8 * (Fraction(300000, 820000) - Fraction("0.2")) / (Fraction("0.45") - Fraction("0.2"))
    parts = [low_carbon, resources, clean, products, land]
    assert [group.points.exact_lower for group in assessment.groups] == parts
    assert assessment.score.exact_lower == sum(parts)
    assert assessment.score.exact_upper == sum(parts) + 8  # the carbon footprint of products is unknown
    assert assessment.exact_coverage == Fraction(92, 100)
    assert assessment.eligible is True
    assert assessment.passed is None


def test_nothing_known_is_neither_zero_nor_full() -> None:
    assessment = evaluate(STANDARD, {})
    assert (assessment.score.lower, assessment.score.upper) == (0.0, 100.0)
    assert assessment.eligible is None


@each_line
def test_exactly_at_the_base_value_there_are_no_points_and_at_the_leading_value_all(name) -> None:
    for value in (40, 80):
        result, item = on_the_line(name, value)
        best = (value == 40) == (item.rule.better == "lower")
        assert (result.status, result.exact_points) == (("met", item.points) if best else ("not met", 0))
        assert result.exact_value == value


@each_line
def test_between_and_beyond_the_ends(name) -> None:
    for value, share_if_less_is_better in (("55", Fraction(5, 8)), ("60", Fraction(1, 2)), ("30", 1), ("90", 0)):
        result, item = on_the_line(name, value)
        share = share_if_less_is_better if item.rule.better == "lower" else 1 - share_if_less_is_better
        assert result.exact_points == item.points * share


@each_line
def test_a_trace_inside_the_ends_is_partly_met(name) -> None:
    for value in ("40.000000000000000001", "79.999999999999999999"):
        result, item = on_the_line(name, value)
        assert result.status == "partly met"
        assert 0 < result.exact_points < item.points


@each_line
def test_without_base_and_leading_value_an_item_is_unknown(name) -> None:
    formula, _, facts = LINES[name]
    result = judged(f"C.1/{name}", **facts(50))
    assert (result.status, result.points) == ("unknown", None)
    assert result.needs == (f"{formula}_base", f"{formula}_leading")
    assert result.exact_value == 50


@pytest.mark.parametrize(("functions", "points"), [("0", 0), ("2", Fraction(3, 2)), ("8", 6), ("12", 6)])
def test_the_tables_own_ends_for_the_platform(functions, points) -> None:
    assert judged("C.1/platform-functions", platform_functions=functions).exact_points == points


@pytest.mark.parametrize("functions", ["13", "-1", "9 辆"])
def test_no_such_number_of_functions(functions) -> None:
    with pytest.raises(FactsError, match="platform_functions"):
        evaluate(STANDARD, {"platform_functions": functions})


def test_base_and_leading_value_are_bounded_like_their_quantity() -> None:
    for name, end in (("capacity_per_land_area_base", "-0.1 辆/m2"), ("renewable_energy_share_leading", "101 %")):
        with pytest.raises(FactsError, match=name):
            evaluate(STANDARD, {name: end})


# The gate


def test_the_gate_needs_every_basic_requirement() -> None:
    met = dict.fromkeys(BASIC, "met")
    assert evaluate(STANDARD, met).eligible is True
    assert evaluate(STANDARD, dict.fromkeys(("4.2 a)", "4.2 b)", "4.2 c)"), "met")).eligible is True
    for name in BASIC:
        assert evaluate(STANDARD, met | {name: "not met"}).eligible is False
        assert evaluate(STANDARD, met | {name: "unknown"}).eligible is None


def test_points_of_what_does_not_apply_go_to_the_rest_of_the_group() -> None:
    assessment = evaluate(STANDARD, {"C.1/eco-design": NOT_APPLICABLE, "C.1/carbon-footprint": "met"})
    assert assessment.item("C.1/carbon-footprint").exact_points == 16
    assert assessment.score.exact_lower == 16


# Two standards, one plant


def test_one_set_of_facts_is_judged_by_both_standards() -> None:
    qct = load_standard("qct1160_2022")
    by_qct, by_gbt = evaluate(qct, PLANT), evaluate(STANDARD, PLANT)
    for ours, theirs in (
        ("C.1/energy-intensity", "10.6/energy"),
        ("C.1/carbon-intensity", "10.6/carbon"),
        ("C.1/solid-waste", "10.5.1"),
        ("C.1/land-output", "10.2.2"),
    ):
        assert by_gbt.item(ours).exact_value == by_qct.item(theirs).exact_value
    used = [
        {item.id for item in standard.items}
        | {item.clause for item in standard.items}
        | {name for item in standard.items if (formula := standard.formula_of(item)) for name in formula.arguments}
        for standard in (qct, STANDARD)
    ]
    alone = evaluate(qct, {name: fact for name, fact in PLANT.items() if name not in used[1] - used[0]})
    assert alone.score == by_qct.score


def test_the_command_scores_by_either_standard(capsys) -> None:
    assert main(["score", "examples/plant.toml", "--standard", "gbt36132_2025", "--full"]) == 0
    out = capsys.readouterr().out
    for part in (
        "GB/T 36132-2025: 59.99 to 67.99 of 100 points\n  General principles for green factory evaluation",
        "Gate    open: the plant may take part (6 met of 6 mandatory items)",
        "Score   59.99 to 67.99 of 100 (92.0 % of the points known)",
        "C.1   B.1     energy consumption per vehicle ",
        "C.1   B.11    utilisation rate of industrial solid waste ",
        "the standard gives as an\n      example only",
    ):
        assert part in out


def test_reused_formulas_bear_the_clauses_of_this_standard() -> None:
    data = as_data(evaluate(STANDARD, PLANT), {})
    clauses = {item["formula"]["name"]: item["formula"]["clause"] for item in data["items"] if item["formula"]}
    assert [clauses[name] for name in ("energy_per_vehicle", "carbon_per_vehicle", "capacity_per_land_area")] == [
        "B.1",
        "B.3",
        "B.24",
    ]
    assert {item["formula"]["standard"] for item in data["items"] if item["formula"]} == {"GB/T 36132-2025"}


def test_faults_name_the_clause_of_the_standard_that_judges() -> None:
    waste = {"waste_utilised": "2 t", "waste_generated": "1 t", "stock_utilised": "0 t"}
    for standard, clause in (("gbt36132_2025", "GB/T 36132-2025, B.11"), ("qct1160_2022", "QC/T 1160-2022, A.6")):
        with pytest.raises(FactsError) as caught:
            evaluate(load_standard(standard), waste)
        assert len(caught.value.faults) == 1
        assert caught.value.faults[0].endswith(f"[solid_waste_utilisation_rate, {clause}]")


# What is impossible


def test_more_renewable_energy_than_energy_is_refused() -> None:
    with pytest.raises(FactsError, match=r"Renewable energy is a part of all energy.*B\.5"):
        evaluate(STANDARD, {"renewable_energy": "2 tce", "energy_consumption": "1999 kgce"})


def test_structures_count_in_one_floor_area_ratio_and_not_in_the_other() -> None:
    areas = {"building_area": "45 万㎡", "land_area": "60 ha"}
    assert floor_area_ratio_of_buildings(**areas).magnitude == 0.75
    assert floor_area_ratio(**areas, structure_area="3 万㎡").magnitude == 0.8
    with pytest.raises(TypeError, match="structure_area"):
        floor_area_ratio_of_buildings(**areas, structure_area="3 万㎡")
