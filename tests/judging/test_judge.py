"""The evaluator: statuses, points, eligibility, intervals, assumptions, faults."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import evolve, frozen

from greencalc import FactsError, PlantFileError, Q, evaluate, load_plant, load_standard, replay, score_columns
from greencalc.judging.judge_plant import judge_plant
from greencalc.judging.results import Judgement
from greencalc.standards.rules import FormulaRule, LimitRule, LineRule, ShareRule, Years, YesNoRule

STANDARD = load_standard("qct1160_2022")
GBT = load_standard("gbt36132_2025")
PLANT = load_plant("examples/plant.toml").facts
YES_NO = [item for item in STANDARD.items if isinstance(item.rule, YesNoRule)]
ALL_MET = {item.clause: "met" for item in YES_NO}


def judged(item_id, **facts):
    return evaluate(STANDARD, facts).item(item_id)


def faults_of(facts, standard=STANDARD, **options):
    with pytest.raises(FactsError) as caught:
        evaluate(standard, facts, **options)
    return caught.value.faults


def areas(ratio):
    return {"building_area": f"{ratio} m2", "structure_area": "0 m2", "land_area": "1 m2"}


# The whole


def test_nothing_known_is_neither_zero_nor_full() -> None:
    assessment = evaluate(STANDARD, {})
    assert (assessment.score.lower, assessment.score.upper) == (0.0, 100.0)
    assert assessment.coverage == 0.0
    assert assessment.eligible is None
    assert {result.status for result in assessment.items} == {"unknown"}
    assert all(result.points is None for result in assessment.items)


def test_example_plant_scores_as_worked_by_hand() -> None:
    assessment = evaluate(STANDARD, PLANT)
    q1 = 5 + 0 + 5 * Fraction(60, 100) + 5
    q2_lower = Fraction(15, 7) * 6
    q3 = Fraction(15, 7) * 6
    q4_lower = Fraction(5, 2) * 3
    line_energy = Fraction(190 - 150, 190 - 120)
    line_carbon = (Fraction("0.55") - Fraction("0.4")) / (Fraction("0.55") - Fraction("0.3"))
    q6 = Fraction(30, 7) * (1 + 1 + Fraction(3612, 4200) + 1 + 0 + line_energy + line_carbon)
    lower = q1 + q2_lower + q3 + q4_lower + 10 + q6
    assert assessment.score.exact_lower == lower
    assert assessment.score.exact_upper == lower + Fraction(15, 7) + Fraction(5, 2)
    assert assessment.eligible is True
    assert assessment.exact_coverage == 1 - (Fraction(15, 7) + Fraction(5, 2)) / 100


def test_groups_add_up_to_the_score() -> None:
    assessment = evaluate(STANDARD, PLANT)
    assert sum(group.points.exact_lower for group in assessment.groups) == assessment.score.exact_lower
    assert sum(group.points.exact_upper for group in assessment.groups) == assessment.score.exact_upper
    assert sum(group.exact_of for group in assessment.groups) == 100
    assert [group.id for group in assessment.groups] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]


def test_quantities_and_text_judge_alike() -> None:
    text = evaluate(STANDARD, areas("0.7"))
    quantities = evaluate(STANDARD, {name: Q(value) for name, value in areas("0.7").items()})
    assert text.items == quantities.items
    assert [(item.name, item.typed, item.exact) for item in text.item("10.2.1").inputs] == [
        ("building_area", "0.7 m2", Fraction(7, 10)),
        ("structure_area", "0 m2", 0),
        ("land_area", "1 m2", 1),
    ]


# Limits


@pytest.mark.parametrize(
    ("ratio", "status"), [("0.7", "met"), ("0.69999999999999999", "not met"), ("0.70000000000000001", "met")]
)
def test_limits_are_judged_exactly_on_what_was_typed(ratio, status) -> None:
    assert judged("10.2.1", **areas(ratio)).status == status


VERDICTS = {">=": "met", "<=": "met", ">": "not met", "<": "not met"}


@pytest.mark.walk
def test_k_percent_against_k_hundredths_is_a_tie() -> None:
    [item] = [item for item in STANDARD.items if item.id == "10.5.1"]
    for per_mille in range(1, 1001, 3):
        limits = (evolve(limit_of("10.5.1"), value=f"{per_mille / 10} %"),)
        rules = {sign: LimitRule("solid_waste_utilisation_rate", sign, limits) for sign in VERDICTS}
        items = tuple(evolve(item, id=sign, clause=sign, rule=rule) for sign, rule in rules.items())
        facts = {"waste_utilised": f"{per_mille} kg", "waste_generated": "1 t", "stock_utilised": "0 g"}
        judgement = evaluate(evolve(STANDARD, items=items), facts)
        assert {result.id: result.status for result in judgement.items} == VERDICTS, per_mille


def limit_of(item_id):
    [item] = [item for item in STANDARD.items if item.id == item_id]
    return item.rule.limits[0]


@pytest.mark.parametrize(
    ("vehicle_type", "vocs", "status"),
    [
        ("passenger car", "20 t", "met"),
        ("passenger car", "20.001 t", "not met"),
        ("truck cab", "35 t", "met"),
        ("truck cab", "35.001 t", "not met"),
        ("truck or van", "55 t", "met"),
        ("bus or chassis", "80 t", "met"),
        ("bus or chassis", "80.001 t", "not met"),
    ],
)
def test_vocs_limit_goes_by_vehicle_type(vehicle_type, vocs, status) -> None:
    assert judged("10.4.5", vocs_emitted=vocs, painted_area="100 万m2", vehicle_type=vehicle_type).status == status


def test_vocs_limit_is_unknown_without_vehicle_type() -> None:
    for given in ({}, {"vehicle_type": "unknown"}):
        result = judged("10.4.5", vocs_emitted="1 t", painted_area="1 万m2", **given)
        assert (result.status, result.needs) == ("unknown", ("vehicle_type",))


def test_capacity_per_land_has_a_limit_for_passenger_cars_only() -> None:
    facts = {"capacity": "100000 辆", "land_area": "789.05 mu"}
    result = judged("10.2.2", vehicle_type="passenger car", **facts)
    assert (result.status, result.limit) == ("not met", ">= 0.2 vehicle/m2")
    assert result.value == pytest.approx(0.1901, abs=5e-5)
    result = judged("10.2.2", vehicle_type="truck cab", **facts)
    assert result.status == "not applicable"
    assert result.value == pytest.approx(0.1901, abs=5e-5)
    assert judged("10.2.2", vehicle_type="truck cab").value is None


def test_values_near_a_limit_are_printed_so_that_the_verdict_is_seen() -> None:
    assert judged("10.2.1", **areas("0.6999999")).why == "0.6999999 is not >= 0.7"


@pytest.mark.parametrize(
    ("outputs", "status", "value"),
    [
        (["80 辆", "60 辆", "75 辆"], "met", 75.0),
        (["80 辆", "60 辆", "70 辆"], "not met", 70.0),
        (["80 辆", "70.001 辆"], "met", 70.001),
        (["80 辆", "60 辆"], "unknown", None),
        (["60 辆", "50 辆"], "not met", 50.0),
        ("80 辆", "unknown", None),
        ("60 辆", "unknown", None),
    ],
    ids=range(7),
)
def test_capacity_use_in_two_of_three_years(outputs, status, value) -> None:
    result = judged("7.2.3", yearly_output=outputs, design_capacity="100 辆")
    assert (result.status, result.value) == (status, value)
    if status == "unknown":
        assert result.needs == ("yearly_output",)


def test_more_years_than_are_asked_for_are_refused() -> None:
    [fault] = faults_of({"yearly_output": ["80 辆"] * 4, "design_capacity": "100 辆"})
    assert "7.2.3: 4 are given for yearly_output" in fault


def test_lists_where_one_amount_is_asked_for_are_refused() -> None:
    faults = faults_of(areas("0.7") | {"building_area": ["1 m2", "2 m2"]})
    assert faults == tuple(
        f"{item}: 2 are given for building_area; it takes 1 at most" for item in ("10.2.1/calculated", "10.2.1")
    )


# Lines, shares, calculated


def energy(per_vehicle, **more):
    return judged("10.6/energy", energy_consumption=f"{per_vehicle} kgce", vehicles_produced="1 辆", **more)


@pytest.mark.parametrize(
    ("per_vehicle", "status", "share"),
    [
        ("200", "not met", 0),
        ("190", "not met", 0),
        ("155", "partly met", Fraction(1, 2)),
        ("120", "met", 1),
        ("90", "met", 1),
    ],
)
def test_points_on_the_line_from_base_to_leading_value(per_vehicle, status, share) -> None:
    result = energy(per_vehicle, energy_per_vehicle_base="0.19 tce/辆", energy_per_vehicle_leading="120 kgce/辆")
    assert result.status == status
    assert result.exact_points == share * Fraction(30, 7)


def test_a_line_without_its_ends_is_unknown_not_zero() -> None:
    result = energy("150", energy_per_vehicle_base="190 kgce/辆")
    assert (result.status, result.needs, result.value) == ("unknown", ("energy_per_vehicle_leading",), 150.0)
    result = energy("150", energy_per_vehicle_base="190 kgce/辆", energy_per_vehicle_leading="unknown")
    assert result.status == "unknown"


def test_a_line_needs_two_ends_and_each_a_single_amount() -> None:
    facts = {"energy_consumption": "1 kgce", "vehicles_produced": "1 辆", "energy_per_vehicle_base": "1 kgce/辆"}
    [fault] = faults_of(facts | {"energy_per_vehicle_leading": "1 kgce/辆"})
    assert "not lower than the base value" in fault
    [fault] = faults_of(facts | {"energy_per_vehicle_leading": ["1 kgce/辆", "2 kgce/辆"]})
    assert "single amount" in fault
    [fault] = faults_of(facts | {"energy_per_vehicle_leading": "1 kgce"})
    assert "standard coal per vehicle" in fault


def test_ends_of_a_line_may_stand_in_the_table() -> None:
    items = tuple(
        evolve(item, rule=evolve(item.rule, base="190 kgce/辆", leading="120 kgce/辆"))
        if item.id == "10.6/energy"
        else item
        for item in STANDARD.items
    )
    standard = evolve(STANDARD, items=items)
    assessment = evaluate(standard, {"energy_consumption": "155 kgce", "vehicles_produced": "1 辆"})
    assert assessment.item("10.6/energy").exact_points == Fraction(15, 7)
    assert not [assumption for assumption in assessment.assumptions if assumption.origin == "user"]
    assert evaluate(standard, {"energy_per_vehicle_base": "1 kgce/辆"}).unused


@pytest.mark.parametrize(("green", "status"), [("0 t", "not met"), ("50 t", "partly met"), ("100 t", "met")])
def test_points_by_a_rate(green, status) -> None:
    result = judged("10.3.2/substitution", green_paint=green, total_paint="100 t")
    assert result.status == status
    assert result.exact_points == Fraction(green.split()[0]) / 100 * Fraction(30, 7)


def test_calculated_is_met_once_the_facts_are_there() -> None:
    assert judged("10.6/energy-calculated").status == "unknown"
    assert judged("10.6/energy-calculated").needs == ("energy_consumption", "vehicles_produced")
    assert energy("150").value == 150.0
    assert judged("10.6/energy-calculated", energy_consumption="1 tce", vehicles_produced="2 辆").status == "met"


# Eligibility


def test_eligibility_has_three_values() -> None:
    numbers = {name: value for name, value in PLANT.items() if not name[0].isdigit()}
    assert evaluate(STANDARD, numbers | ALL_MET).eligible is True
    assert evaluate(STANDARD, numbers | ALL_MET | {"9.1": "unknown"}).eligible is None
    assert evaluate(STANDARD, numbers | ALL_MET | {"9.1": "not met"}).eligible is False
    assert evaluate(STANDARD, {"9.1": "not met"}).eligible is False


def test_a_gate_partly_met_is_closed_and_one_that_does_not_apply_is_not() -> None:
    numbers = {name: value for name, value in PLANT.items() if not name[0].isdigit()}
    partly = {"9.1": {"status": "partly met", "share": "90 %"}}
    assert evaluate(STANDARD, numbers | ALL_MET | partly).eligible is False
    spared = {"5.1.3": {"status": "not applicable", "reason": "no dangerous goods"}}
    assert evaluate(STANDARD, numbers | ALL_MET | spared).eligible is True


def test_a_closed_gate_still_shows_the_points() -> None:
    assessment = evaluate(STANDARD, load_plant("examples/truck_plant.toml").facts)
    assert assessment.eligible is False
    assert assessment.item("10.4.5").why == "42 g/m2 is not <= 35 g/m2 (truck cab)"
    assert assessment.score.lower > 0


# Statuses


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("met", "met"),
        ("yes", "met"),
        (True, "met"),
        ("符合", "met"),
        ("not met", "not met"),
        ("no", "not met"),
        (False, "not met"),
        ("不符合", "not met"),
        ("是", "met"),
        ("否", "not met"),
        ("unknown", "unknown"),
        ("未知", "unknown"),
        ({"status": "met", "evidence": "a paper"}, "met"),
        ({"value": True}, "met"),
        ({"status": "不适用", "reason": "none there"}, "not applicable"),
        ({"status": "部分符合", "share": "60 %"}, "partly met"),
        ({"status": "部分满足", "share": "60 %"}, "partly met"),
        ({"status": "partly met", "share": "0.6"}, "partly met"),
    ],
    ids=range(18),
)
def test_words_for_statuses(said, status) -> None:
    result = evaluate(STANDARD, {"5.1.6": said}).item("5.1.6")
    assert result.status == status
    if status == "partly met":
        assert result.exact_points == 3


def test_a_clause_speaks_for_all_its_items_and_an_id_for_one() -> None:
    assessment = evaluate(STANDARD, {"5.2.2": "met", "8/recyclability": "not met"})
    assert {assessment.item(name).status for name in ("5.2.2/lighting", "5.2.2/daylight")} == {"met"}
    assert assessment.item("8/recyclability").status == "not met"
    assert assessment.item("8/green-product").status == "unknown"


def test_a_clause_speaks_for_its_yes_no_items_only() -> None:
    assessment = evaluate(STANDARD, {"10.3.2": "met"})
    assert assessment.item("10.3.2/limits").status == "met"
    assert assessment.item("10.3.2/substitution").status == "unknown"


def test_an_item_judged_from_amounts_may_not_apply_or_be_unknown() -> None:
    no_paint = {"status": "not applicable", "reason": "bodies arrive painted"}
    assert judged("10.4.5", **{"10.4.5": no_paint}).status == "not applicable"
    assert judged("10.4.5", **{"10.4.5": "unknown", "vocs_emitted": "1 t"}).status == "unknown"


def test_evidence_is_carried() -> None:
    result = evaluate(STANDARD, PLANT).item("10.2.1")
    assert result.evidence == "survey of 2025; storeys above 8 m counted twice; land-use right certificates 1 to 3"
    assert evaluate(STANDARD, PLANT).item("6.1.3").evidence == "IATF 16949 certificate"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"5.1.6": "fine"}, "5.1.6: 'fine' is no status"),
        ({"5.1.6": 3}, "5.1.6: 3 is no status"),
        ({"5.1.6": "not applicable"}, "needs a reason"),
        ({"5.1.6": {"status": "not applicable", "reason": " "}}, "needs a reason"),
        ({"5.1.6": "partly met"}, "goes with a share"),
        ({"5.1.6": {"status": "met", "share": "60 %"}}, "goes with a share"),
        ({"5.1.6": {"status": "partly met", "share": 0.6}}, "text with its unit"),
        ({"5.1.6": {"status": "partly met", "share": "160 %"}}, "between 0 % and 100 %"),
        ({"5.1.6": {"status": "partly met", "share": "6 kg"}}, "is a mass"),
        ({"5.1.6": {"status": "maybe"}}, "the status 'maybe' is not one of"),
        ({"5.1.6": {"status": "met", "value": True}}, "either a value or a status"),
        ({"5.1.6": {"evidence": "paper"}}, "either a value or a status"),
        ({"5.1.6": {"status": "met", "evidence": 5}}, "evidence is a text"),
        ({"5.1.6": {"status": "met", "note": "x"}}, "unknown keys note"),
        ({"5.1.6": {"status": {"status": "met"}}}, "no table of its own"),
        ({"land_area": {"value": "5 ha", "share": "50 %"}}, "share and reason go with a status"),
        ({"5.1.6": {"status": "partly met", "share": "60"}}, "'60' is 6000 %; write '60 %'"),
        ({5: "met"}, "5: a fact's name is a text"),
        ({"10.5.1": "85 %"}, "give waste_utilised, waste_generated, stock_utilised"),
        ({"5.2.2": "met", "5.2.2/lighting": "met"}, "given twice"),
        ({"10.4.5": "met"}, "10.4.5: it is judged from amounts"),
        (
            {"vehicle_type": "car"},
            "'car' is not one of passenger car (乘用车), truck cab (货车驾驶室 or 货车驾驶仓), ",
        ),
        ({"vehicle_type": True}, "vehicle_type: 'met' is not one of"),
        ({"land_area": "5 kg"}, "land_area (A_l): given '5 kg', which is a mass"),
        ({"land_area": 5}, "bare number"),
        ({"land_area": "0 m2"}, "> 0 m2"),
        ({"land_area": float("nan")}, "bare number nan"),
        ({"land_area": Q(float("nan"), "m2")}, "nan"),
        ({"land_area": "met"}, "'met' is said of requirements"),
        ({"green_paint": "3 t", "total_paint": "2 t"}, "green_paint <= total_paint"),
    ],
    ids=range(30),
)
def test_facts_that_cannot_be_used(facts, says) -> None:
    assert any(says in fault for fault in faults_of(facts))


def test_all_bad_facts_are_listed_at_once() -> None:
    assert len(faults_of({"land_area": 5, "5.1.6": "fine", "vehicle_type": "car", "total_paint": "1,5 t"})) == 4


def test_errors_survive_pickling() -> None:
    with pytest.raises(FactsError) as caught:
        evaluate(STANDARD, {"land_area": 5})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (str(again), again.faults) == (str(caught.value), caught.value.faults)


def test_unknown_amounts_are_left_out() -> None:
    for unknown in ("unknown", "", " ", None, {"status": "unknown"}, {"value": None}):
        assert judged("10.2.1", **areas("0.7") | {"land_area": unknown}).needs == ("land_area",)
    assert evaluate(STANDARD, {"5.1.6": "", "vehicle_type": ""}).score == evaluate(STANDARD, {}).score


def test_facts_nobody_needs_are_reported_with_the_nearest_name() -> None:
    assert evaluate(STANDARD, {"TOTAL_PAINT": "5 t"}).unused == (("TOTAL_PAINT", "did you mean total_paint?"),)
    assert evaluate(STANDARD, {"land_aera": "5 ha", "weather": "fine"}).unused == (
        ("land_aera", "did you mean land_area?"),
        ("weather", ""),
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5．1．1", "5.1.1"),
        ("5.2.2／daylight", "5.2.2/daylight"),
        ("用地面积", "land_area"),
        ("废水回用量", "water_reused"),
    ],
)
def test_a_name_with_full_width_signs_or_a_chinese_meaning_is_told_the_known_one(typed, meant) -> None:
    assert evaluate(STANDARD, {typed: ""}).unused == ((typed, f"did you mean {meant}?"),)


# What does not apply


NOT_APPLICABLE = {"status": "not applicable", "reason": "none"}


def test_renormalise_spreads_points_over_the_rest_of_the_group() -> None:
    assessment = evaluate(STANDARD, {"5.1.5": "met", "5.1.6": NOT_APPLICABLE})
    assert assessment.not_applicable == "renormalise"
    assert assessment.item("5.1.5").exact_points == Fraction(20, 3)
    assert assessment.item("5.1.6").exact_of == 0
    assert assessment.groups[0].of == 20


def test_renormalise_gives_an_empty_groups_points_to_the_other_groups() -> None:
    assessment = evaluate(STANDARD, {"8": NOT_APPLICABLE, "5.1.5": "met"})
    assert assessment.groups[3].exact_of == 0
    assert assessment.groups[0].exact_of == Fraction(200, 9)
    assert sum(group.exact_of for group in assessment.groups) == 100
    assert assessment.item("5.1.5").exact_points == Fraction(50, 9)


def test_keep_and_full() -> None:
    facts = {"5.1.5": "met", "5.1.6": NOT_APPLICABLE}
    kept = evaluate(STANDARD, facts, not_applicable="keep")
    assert (kept.item("5.1.6").points, kept.item("5.1.6").of, kept.score.lower) == (0.0, 5.0, 5.0)
    full = evaluate(STANDARD, facts, not_applicable="full")
    assert (full.item("5.1.6").points, full.item("5.1.6").of, full.score.lower) == (5.0, 5.0, 10.0)
    assert ("user", "full") in [(found.origin, found.what[-5:-1]) for found in full.assumptions]


def test_coverage_counts_what_does_not_apply_as_known() -> None:
    facts = {"5.1.6": NOT_APPLICABLE}
    assert [
        evaluate(STANDARD, facts, not_applicable=policy).coverage for policy in ("keep", "full", "renormalise")
    ] == [0.05, 0.05, 0.0]


def test_what_the_user_chose_is_listed() -> None:
    ends = {"energy_per_vehicle_base": "190 kgce/辆", "energy_per_vehicle_leading": "120 kgce/辆"}
    facts = {"energy_consumption": "150 kgce", "vehicles_produced": "1 辆"} | ends
    said = [(found.origin, found.what) for found in evaluate(STANDARD, facts).assumptions]
    assert (
        "user",
        "10.6/energy: base and leading value, from 190 kgce/vehicle (none) to 120 kgce/vehicle (all).",
    ) in said
    assert not any(origin in {"quoted", "secondary"} for origin, _ in said)


@pytest.mark.parametrize(
    ("operator", "value", "status"), [("<", 50.0, "met"), ("<=", 50.0, "met"), (">=", 60.0, "not met")]
)
def test_the_year_that_decides_is_shown(operator, value, status) -> None:
    [item] = [item for item in STANDARD.items if item.id == "7.2.3"]
    standard = exchanged("7.2.3", rule=evolve(item.rule, operator=operator))
    facts = {"yearly_output": ["40 辆", "50 辆", "60 辆"], "design_capacity": "100 辆"}
    if operator == ">=":
        facts["yearly_output"] = ["40 辆", "60 辆", "80 辆"]
    result = evaluate(standard, facts).item("7.2.3")
    assert (result.status, result.value) == (status, value)


@pytest.mark.parametrize(("operator", "value"), [("<=", 40.0), (">=", 90.0)])
def test_one_year_of_several_is_the_best(operator, value) -> None:
    rule = LimitRule("capacity_utilisation_rate", operator, (limit_of("7.2.3"),), years=Years(1, 3))
    facts = {"yearly_output": ["40 辆", "90 辆", "60 辆"], "design_capacity": "100 辆"}
    assert evaluate(exchanged("7.2.3", rule=rule), facts).item("7.2.3").value == value


def test_without_a_policy_it_raises() -> None:
    silent = evolve(STANDARD, not_applicable=None)
    [fault] = faults_of({"5.1.6": NOT_APPLICABLE}, silent)
    assert fault == "5.1.6: give not_applicable (keep, full, renormalise) in the table or to evaluate"
    assert evaluate(silent, {"5.1.4": NOT_APPLICABLE}).eligible is None


def test_nothing_left_to_score_raises() -> None:
    spared = {item.id: NOT_APPLICABLE for item in STANDARD.items if item.points}
    [fault] = faults_of(spared, exchanged("9.3", always_applies=False))
    assert fault == "no item with points applies to the plant"


def test_wrong_arguments_of_evaluate() -> None:
    assert "load_standard" in faults_of({}, "qct1160_2022")[0]
    assert "load_plant(...).facts" in faults_of(load_plant("examples/plant.toml"))[0]
    assert "keep, full, renormalise" in faults_of({}, not_applicable="zero")[0]


# Weights, pass mark, assumptions


def test_weighted_tables_multiply_groups_scored_to_100_by_their_share() -> None:
    def to_hundred(item):
        group = {group.id: group for group in STANDARD.groups}.get(item.group)
        return evolve(item, points=item.points * 100 / group.points) if group else item

    weighted = evolve(STANDARD, scoring="weighted", items=tuple(to_hundred(item) for item in STANDARD.items))
    assert evaluate(weighted, PLANT).score == evaluate(STANDARD, PLANT).score


@pytest.mark.parametrize(
    ("mark", "passed"), [(None, None), (5, True), (10, True), (11, None), (15, None), (Fraction("15.001"), False)]
)
def test_pass_mark_has_three_values(mark, passed) -> None:
    scoring = [item for item in STANDARD.items if not item.mandatory]
    items = tuple(evolve(item, points=Fraction(0)) if item.id[0] != "5" else item for item in scoring)
    standard = evolve(STANDARD, items=items, pass_mark=mark)
    facts = {"5.1.5": "met", "5.1.6": "met", "5.2.2/daylight": "unknown", "5.3.2": "not met"}
    assert evaluate(standard, facts).passed is passed


def test_whatever_is_derived_or_assumed_is_listed() -> None:
    assessment = evaluate(STANDARD, {"vocs_emitted": "1 t", "painted_area": "1 万m2", "vehicle_type": "bus or chassis"})
    said = [(assumption.origin, assumption.what) for assumption in assessment.assumptions]
    assert ("derived", "10.4.5: the limit 80 g/m2.") in said
    assert ("derived", "A.5: the formula of VOCs emission per unit painted area.") in said
    assert any("group shares" in what or "six groups carry" in what for _, what in said)
    for item in STANDARD.items:
        if item.origin in {"derived", "assumed"}:
            assert (item.origin, f"{item.id}: {item.title}.") in said
    quiet = evaluate(STANDARD, {"vocs_emitted": "1 t", "painted_area": "1 万m2", "vehicle_type": "passenger car"})
    assert not any("the limit 20" in assumption.what for assumption in quiet.assumptions)
    assert not any(assumption.what.startswith("A.5") for assumption in evaluate(STANDARD, {}).assumptions)


def test_a_users_table_of_its_own_origin_is_no_assumption() -> None:
    mine = evolve(STANDARD, origin="user", assumptions=())
    assert not any("The table" in assumption.what for assumption in evaluate(mine, {}).assumptions)


def test_no_such_item() -> None:
    with pytest.raises(KeyError, match="99"):
        evaluate(STANDARD, {}).item("99")
    with pytest.raises(KeyError, match=r"it has 5\.2\.2/lighting, 5\.2\.2/daylight"):
        evaluate(STANDARD, {}).item("5.2.2")


# What an adversary found


def exchanged(item_id, **changes):
    items = tuple(evolve(item, **changes) if item.id == item_id else item for item in STANDARD.items)
    return evolve(STANDARD, items=items)


def test_ends_of_a_line_that_are_swapped_are_refused() -> None:
    facts = {"carbon_emission": "4 tCO2", "vehicles_produced": "10 辆"}
    ends = {"carbon_per_vehicle_base": "0.3 tCO2/辆", "carbon_per_vehicle_leading": "0.5 tCO2/辆"}
    [fault] = faults_of(facts | ends)
    assert "the leading value is not lower than the base value (base 0.3 tCO2e/vehicle, leading 0.5" in fault
    [fault] = faults_of(facts | {"carbon_per_vehicle_leading": "-0.5 tCO2/辆"})
    assert ">= 0 tCO2e/vehicle" in fault


def test_a_line_may_go_up() -> None:
    rule = LineRule("wastewater_reuse_rate", "higher", "50 %", "90 %")
    standard = exchanged("10.5.2", rule=rule)
    assert evaluate(standard, {"water_reused": "6 m3", "water_discharged": "4 m3"}).item(
        "10.5.2"
    ).exact_points == Fraction(30, 28)


def test_a_share_beyond_all_is_refused() -> None:
    standard = exchanged("10.2.1", rule=ShareRule("floor_area_ratio"))
    [fault] = faults_of(areas("2"), standard)
    assert "2 is none between 0 % and 100 %" in fault


def test_years_are_counted_for_each_item_that_uses_them() -> None:
    once = LimitRule("capacity_utilisation_rate", ">=", (limit_of("7.2.3"),))
    standard = exchanged("7.2.2", rule=once)
    [fault] = faults_of({"yearly_output": ["10 辆", "80 辆"], "design_capacity": "100 辆"}, standard)
    assert "7.2.2: 2 are given" in fault


def test_an_item_that_can_be_computed_cannot_be_said_not_to_apply() -> None:
    facts = {"vocs_emitted": "900 t", "painted_area": "1 m2", "vehicle_type": "passenger car"}
    for word, said in ((NOT_APPLICABLE, "not to apply"), ("unknown", "to be unknown")):
        [fault] = faults_of(facts | {"10.4.5": word})
        given = "vocs_emitted = 900 t and painted_area = 1 m2"
        assert fault == f"10.4.5: it is said {said}, and yet {given}; leave out one or the other"
    trucks = {"capacity": "1 辆", "land_area": "1 m2", "vehicle_type": "truck cab", "10.2.2": NOT_APPLICABLE}
    assert evaluate(STANDARD, trucks).item("10.2.2").status == "not applicable"


def test_partly_met_to_the_full_is_met() -> None:
    for share, status in (("100 %", "met"), ("0 %", "not met"), ("99.9 %", "partly met")):
        assert evaluate(STANDARD, {"9.1": {"status": "partly met", "share": share}}).item("9.1").status == status


def test_unknown_by_word_asks_for_what_is_missing() -> None:
    result = judged("10.4.5", **{"10.4.5": "unknown", "vocs_emitted": "1 t"})
    assert (result.why, result.needs) == ("said to be unknown", ("painted_area",))


def test_a_clause_is_never_taken_for_another_one() -> None:
    given = ("6.1.4", "6.6 绿色发展报告", "6.6:", "6.1.4 其他", "A.6", "6.3", "5.2.3", "10.6/enrgy")
    assert dict(evaluate(STANDARD, dict.fromkeys(given, "met")).unused) == {
        "6.1.4": "there is no such clause in the table",
        "6.6 绿色发展报告": "did you mean 6.6?",
        "6.6:": "did you mean 6.6?",
        "6.1.4 其他": "there is no such clause in the table",
        "A.6": "its items are 10.5.1/calculated, 10.5.1",
        "6.3": "its items are 6.3.1, 6.3.2",
        "5.2.3": "there is no such clause in the table",
        "10.6/enrgy": "its items are 10.6/energy-calculated, 10.6/carbon-calculated, 10.6/energy, 10.6/carbon",
    }


def test_a_vehicle_type_is_no_unused_fact_where_no_limit_asks_for_it() -> None:
    plain = evolve(
        STANDARD,
        categories=(),
        items=tuple(item for item in STANDARD.items if item.id not in {"10.2.2", "10.4.5"}),
    )
    assessment = evaluate(plain, {"vehicle_type": "tricycle"})
    assert (assessment.vehicle_type, assessment.unused) == ("tricycle", ())
    assert faults_of({"vehicle_type": ["truck cab"]}, plain) == ("vehicle_type: ['truck cab'] is no text",)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("乘用车", "passenger car"),
        (" passenger car ", "passenger car"),
        ("货车驾驶室", "truck cab"),
        ("货车驾驶仓", "truck cab"),
        ("货车", "truck or van"),
        ("厢式货车", "truck or van"),
        ("客车", "bus or chassis"),
        ("客车底盘", "bus or chassis"),
        ("底盘", "bus or chassis"),
    ],
)
def test_vehicle_types_are_typed_in_chinese_too(typed, named) -> None:
    facts = {"vocs_emitted": "1 t", "painted_area": "1 万m2"}
    evidence = {"evidence": "产品公告"}
    in_chinese = evaluate(STANDARD, facts | {"vehicle_type": {"value": typed, **evidence}})
    in_english = evaluate(STANDARD, facts | {"vehicle_type": {"value": named, **evidence}})
    assert in_chinese.vehicle_type == named
    assert in_chinese.to_json() == in_english.to_json()
    assert replay(in_chinese.to_json()).agrees


def test_a_chinese_vehicle_type_is_one_of_the_standards_own() -> None:
    few = evolve(STANDARD, categories=("truck cab", "tricycle"))
    assert faults_of({"vehicle_type": "乘用车"}, few) == (
        "vehicle_type: '乘用车' is not one of truck cab (货车驾驶室 or 货车驾驶仓), tricycle",
    )
    own = evolve(STANDARD, categories=("passenger car", "乘用车"))
    assert evaluate(own, {"vehicle_type": "乘用车"}).vehicle_type == "乘用车"
    assert evaluate(GBT, {"vehicle_type": "乘用车"}).vehicle_type == "乘用车"


def test_assessments_and_plants_cross_processes() -> None:
    assessment = evaluate(STANDARD, PLANT)
    assert pickle.loads(pickle.dumps(assessment)) == assessment  # noqa: S301
    plant = load_plant("examples/plant.toml")
    assert pickle.loads(pickle.dumps(plant)) == plant  # noqa: S301


def test_long_lists_of_faults_are_cut_in_the_message_alone() -> None:
    with pytest.raises(FactsError) as caught:
        evaluate(STANDARD, {"land_area": ["5 kg"] * 60})
    assert len(caught.value.faults) == 60
    assert str(caught.value).endswith("and 10 more")


def test_an_id_that_is_no_text_is_told_the_ids_alike() -> None:
    assessment = evaluate(STANDARD, {})
    for wanted in (assessment.item, assessment.explain):
        with pytest.raises(FactsError) as caught:
            wanted(10.5)
        alike = "10.5.1/calculated, 10.5.1, 10.5.2/calculated, 10.5.2"
        assert caught.value.faults == (f"the item is 10.5; write its id as text, in quotation marks: {alike}",)
        with pytest.raises(
            FactsError, match=r"is of type greencalc.ItemResult; write its id as text, in quotation marks$"
        ):
            wanted(assessment.items[0])
        with pytest.raises(KeyError, match="it has " + alike):
            wanted("10.5")


def test_factor_tables_are_loaded_first() -> None:
    with pytest.raises(FactsError) as caught:
        evaluate(STANDARD, {}, factors="grid.csv")
    assert caught.value.faults == ("factors is 'grid.csv'; load them first, as factors=load_factors(path)",)


def test_a_formula_is_looked_up_for_an_item_of_the_table() -> None:
    with pytest.raises(FactsError, match=r"the item is '10\.2\.1'; give one of the standard's items"):
        STANDARD.formula_of("10.2.1")


@pytest.mark.parametrize(
    ("path", "named"), [(123, "123"), ({}, "of type dict"), (STANDARD, "of type greencalc.Standard")]
)
def test_a_plant_file_is_given_by_its_path(path, named) -> None:
    with pytest.raises(PlantFileError) as caught:
        load_plant(path)
    assert caught.value.faults == (f"path is {named}; give the path of a plant file, as 'plant.toml'",)


@pytest.mark.parametrize("year", ["2025", "'2025'", "'2025年'", "' 2025 年'", "2025.0"])
def test_the_year_of_a_plant_is_read_as_it_is_written(tmp_path, year) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(f"[plant]\nyear = {year}\n", "utf-8")
    assert load_plant(path).facts == {"year": 2025}


@pytest.mark.parametrize("year", ["'2024-2025'", "'last year'", "99", "3000", "[2025]", "2025-01-01", "2025.5"])
def test_a_year_that_is_none_is_not_shown_as_if_it_were_used(tmp_path, year) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(f"[plant]\nyear = {year}\n", "utf-8")
    with pytest.raises(PlantFileError, match=r"plant\.year: .* is no year that is evaluated; write it as 2025"):
        load_plant(path)


@pytest.mark.parametrize(
    "text",
    [
        "[energy]\ncarrier = 'diesel'\nquantity = '5 t'",
        "[[energies]]\ncarrier = 'diesel'",
        "[[emissions]]\nkind = 'electricity'",
        "[meters]\nelectricity = { kind = 'electricity', quantity = '5 MWh' }",
    ],
)
def test_lines_of_a_ledger_below_another_heading_are_not_left_out_in_silence(tmp_path, text) -> None:
    path = tmp_path / "plant.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PlantFileError, match=r"those of a ledger's line; write its heading as \[\[energy\]\]"):
        load_plant(path)


def test_energy_may_head_facts_too(tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_text("[energy]\nenergy_consumption = '5 tce'", "utf-8")
    assert load_plant(path).facts == {"energy_consumption": "5 tce"}


def test_a_judged_plant_and_a_judgement_say_in_a_line_what_they_hold() -> None:
    judged = judge_plant(load_standard("qct1160_2022"), {})
    assert str(judged) == "judged by QC/T 1160-2022: 0 to 100"
    assert str(Judgement("met", "0.75 is >= 0.7")) == "met: 0.75 is >= 0.7"


@frozen(repr=False)
class Novel(FormulaRule):
    """A kind of rule that nothing judges yet."""

    kind: ClassVar[str] = "novel"


def test_a_kind_of_rule_that_nothing_judges_gives_no_points() -> None:
    item = next(item for item in STANDARD.items if getattr(item.rule, "formula", "") == "green_paint_usage_rate")
    table = evolve(STANDARD, items=(evolve(item, rule=Novel("green_paint_usage_rate")),))
    with pytest.raises(AssertionError):
        evaluate(table, {"green_paint": "90 t", "total_paint": "100 t"})
    with pytest.raises(AssertionError):
        score_columns(table, {"green_paint [t]": [90.0], "total_paint [t]": [100.0]})
