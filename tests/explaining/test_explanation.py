"""Explanations: from the total every point is reached, with numbers as typed, converted, and sources."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve

import greencalc
from greencalc import FactsError, InputError, Q, evaluate, explain, load_plant, load_standard
from greencalc.standards.rules import LineRule
from own_gap_table import TABLES
from tags import Tags
from worked_cases import CASES, case_ids

PLANT = load_plant("examples/plant.toml").facts
ASSESSMENTS = {name: evaluate(load_standard(name), PLANT) for name in ("qct1160_2022", "gbt36132_2025")}
QCT = ASSESSMENTS["qct1160_2022"]


def lines_of(item_id: str) -> list[str]:
    return [line.strip() for line in QCT.explain(item_id).to_text().splitlines()]


def test_a_limit_is_explained_from_inputs_as_typed_to_margin_and_sources() -> None:
    lines = lines_of("10.4.5")
    assert lines[0] == "10.4.5 VOCs emitted per painted area within the limit of the vehicle type: met"
    assert lines[1:5] == ["v = E / S", "= 420 t / 2400 万㎡", "= 420000 kg / 24000000 m2", "= 17.5 g/m2"]
    text = " ".join(lines)
    assert "VOCs emitted in the period (vocs_emitted), 420 t = 420000 kg; evidence: solvent balance 2025" in text
    assert "limit: <= 20 g/m2, compared with the full value" in text
    assert "margin: 2.5 g/m2 to spare" in text
    assert "source of the limit: quoted" in text
    assert "requirement: mandatory; clause 10.4.5; quoted" in text
    assert "formula: vocs_per_painted_area, A.5 of QC/T 1160-2022; derived (follows from known facts" in text


def test_a_ratio_is_a_ratio_and_never_an_area_per_hectare() -> None:
    facts = {"building_area": "0.75 ha", "structure_area": "0 m2", "land_area": "1 ha"}
    lines = evaluate(QCT.table, facts).explain("10.2.1").to_text().splitlines()
    assert lines[4].strip() == "= 0.75"
    assert "/ha" not in "".join(lines)


def test_a_formula_of_kilograms_and_tonnes_is_explained_to_its_exact_result() -> None:
    whole = evaluate(TABLES["heap/taken"], {"part": "35 kg", "heap": "3 t", "mass": "0.02 t"})
    lines = [line.strip() for line in whole.explain("heap/taken").to_text().splitlines()]
    assert lines[1:5] == ["r = M × p / m", "= 3 t × 35 kg / 0.02 t", "= 3 t × 35 kg / 20 kg", "= 5250 kg"]


def test_yearly_values_are_listed_and_a_rounded_result_is_marked() -> None:
    lines = lines_of("7.2.3")
    assert "= [19.8 万辆, 22.6 万辆, 24 万辆] / 30 万辆 × 100 %" in lines
    assert "≈ [66 %, 75.3333333333 %, 80 %]" in lines
    assert "margin: 5.33333 percentage points to spare" in lines
    assert "limit: > 70 % in 2 of 3 years, compared with the full value" in lines


def test_a_line_names_its_ends_and_how_far_the_leading_value_is() -> None:
    text = " ".join(lines_of("10.6/energy"))
    assert "margin: short by 30 kgce/vehicle" in text
    assert "points: 2.449 of 4.2857" in text
    assert "base value: 190 kgce/辆 (given as energy_per_vehicle_base)" in text
    assert "limit:" not in text
    platform = str(ASSESSMENTS["gbt36132_2025"].explain("C.1/platform-functions"))
    assert "leading value: 8 (of the table)" in platform


def test_a_line_shows_the_evidence_of_its_ends_and_nothing_while_they_are_missing() -> None:
    ends = {"energy_per_vehicle_base": {"value": "190 kgce/辆", "evidence": "benchmark"}}
    text = str(evaluate(QCT.table, ends).explain("10.6/energy"))
    assert "(given as energy_per_vehicle_base); evidence: benchmark" in text
    assert "\n  leading value:" not in text
    assert "needs: energy_consumption, vehicles_produced" in text


def test_a_line_whose_ends_stand_in_the_table() -> None:
    items = tuple(
        evolve(item, rule=LineRule("energy_per_vehicle", "lower", "190 kgce/辆", "120 kgce/辆"))
        if item.id == "10.6/energy"
        else item
        for item in QCT.table.items
    )
    text = str(evaluate(evolve(QCT.table, items=items), PLANT).explain("10.6/energy"))
    assert "base value: 190 kgce/辆 (of the table)" in text


def test_a_word_shows_its_evidence_and_an_unknown_item_what_it_needs() -> None:
    text = " ".join(lines_of("5.2.2/daylight"))
    assert "verdict: partly met: 60 % as given" in text
    assert "evidence: daylight survey: 3 of 5 halls" in text
    unknown = str(evaluate(QCT.table, {"vocs_emitted": "1 t"}).explain("10.4.5"))
    assert "needs: vehicle_type" in unknown
    assert "(vocs_emitted), 1 t = 1000 kg" in unknown
    truck = evaluate(QCT.table, load_plant("examples/truck_plant.toml").facts)
    spread = "points: 0 of 5 (4.2857 in the table; the rest is of items that do not apply)"
    assert spread in str(truck.explain("10.2.1"))
    weighted = evolve(truck, table=evolve(truck.table, scoring="weighted"))  # points are shares of a weight there
    assert "in the table;" not in str(weighted.explain("10.2.1"))
    assert "points: ?" in str(evaluate(QCT.table, {}).explain("6.6"))


def test_a_facts_own_year_stands_behind_its_evidence() -> None:
    facts = {"vocs_emitted": {"value": "1 t", "evidence": "balance", "year": 2024}, "painted_area": "1 km2"}
    assert "evidence: balance (2024)" in str(evaluate(QCT.table, facts).explain("10.4.5"))


@pytest.mark.parametrize("assessment", ASSESSMENTS.values(), ids=ASSESSMENTS)
def test_every_point_is_reached_by_walking_down(assessment) -> None:
    total = assessment.explain()
    reached = [item.title for part in total.parts for item in (part, *part.parts)]
    for result in assessment.items:
        assert any(title.startswith(f"{result.id} {result.item.title}") for title in reached)
    assert [part.title.split()[0] for part in total.parts][: len(assessment.groups)] == [
        group.id for group in assessment.groups
    ]
    text = total.to_text()
    for result in assessment.items:
        assert result.item.source.split()[0] in text


def test_totals_are_sums_of_what_is_known() -> None:
    lines = QCT.explain("Q1").to_text(depth=0).splitlines()
    assert lines[0] == "Q1 Infrastructure: 13 of 20 points"
    assert lines[1:3] == ["  Q1 = 5 + 0 + 3 + 5", "     = 13"]
    assert QCT.explain().to_text(0).splitlines()[0] == "QC/T 1160-2022: 77.778 to 82.42 of 100 points"
    nothing = evaluate(QCT.table, {}).explain("Q1")
    assert nothing.working is None
    assert nothing.to_latex() == ""
    assert "$" not in nothing._repr_latex_()


def test_a_closed_gate_names_what_closes_it() -> None:
    text = evaluate(QCT.table, PLANT | {"vocs_emitted": "999 t"}).explain().to_text(0)
    assert "gate: closed, by 37 mandatory items; 10.4.5 not met" in text


def test_a_part_that_is_not_there() -> None:
    with pytest.raises(KeyError, match=r"has no item 'A\.7'; this formula decides 10\.5\.2"):
        QCT.item("A.7")
    with pytest.raises(KeyError, match=r"has no item '10\.4'; it has 10\.4\.2"):
        QCT.explain("10.4")


def test_latex_and_html_say_the_same() -> None:
    explanation = QCT.explain("10.2.1")
    assert explanation.to_latex() == (
        "\\begin{aligned}\n"
        "R &= \\frac{A_b + A_s}{A_l} \\\\\n"
        "&= \\frac{\\text{58.4 万㎡} + \\text{1.2 万㎡}}{\\text{1230 mu}} \\\\\n"
        "&= \\frac{\\text{584000 m2} + \\text{12000 m2}}{\\text{820000 m2}} \\\\\n"
        "&\\approx 0.726829268293\n"
        "\\end{aligned}"
    )
    paper = explanation._repr_latex_()
    assert paper.startswith(f"\\textbf{{{explanation.title}}}\n\n$\\displaystyle {explanation.to_latex()}$\n\n")
    assert r"$A_l$ & land area of the plant (land\_area), 1230 mu = 820000 m2; evidence: " in paper
    assert explanation._repr_html_() == explanation.to_html()
    text = Tags(explanation.to_html()).text
    assert "R = (Ab + As) / Al= (58.4 万㎡ + 1.2 万㎡) / 1230 mu" in text
    for label, note in explanation.notes:
        assert label in text
        assert note in text


def test_a_title_alone_is_an_explanation_too() -> None:
    alone = greencalc.Explanation("Nothing <more>")
    assert str(alone) == "Nothing <more>"
    assert Tags(alone.to_html()).text == "Nothing <more>"


def test_html_of_anybodys_text_is_escaped() -> None:
    facts = {"vocs_emitted": {"value": "1 t", "evidence": "<script>alert(1)</script> & more"}, "painted_area": "1 km2"}
    written = evaluate(QCT.table, facts).explain().to_html()
    assert "<script>" not in written
    assert "<script>alert(1)</script> & more" in Tags(written).text


@pytest.mark.parametrize("case", CASES, ids=case_ids(CASES))
def test_each_worked_case_is_explained_to_its_result(case) -> None:
    explanation = explain(getattr(greencalc, case.formula), **case.inputs)
    [*_, result] = explanation.working.lines["text"]
    exact = Fraction(case.result)
    shown = Fraction(result.split()[1].rstrip("%"))
    assert abs(shown - exact) <= abs(exact) * Fraction(1, 10**11)
    assert result.startswith("=" if shown == exact else "≈")
    Tags(explanation.to_html())
    for typed in case.inputs.values():
        for amount in [typed] if isinstance(typed, str) else typed[:8]:
            assert amount in explanation.to_text().replace("\n      ", " ")


def test_defaults_say_their_source() -> None:
    text = explain(
        greencalc.floor_area_of_storeys, storey_area=["3 万m2", "1000 m2"], storey_height=["12.5 m", "8 m"]
    ).to_text()
    assert "A_b = Σ_j A_j × (1 + [h_j > h_d])" in text
    assert "= Σ_j [3 万m2, 1000 m2] × (1 + [[12.5 m, 8 m] > 8 m])" in text
    assert "default: GB/T 36132-2025, B.27" in text.replace("\n      ", " ")


def test_quantities_and_arrays_are_shown_in_their_own_unit_and_long_ones_cut() -> None:
    areas = {"structure_area": "0 m2", "land_area": Q(60, "mu")}
    text = explain(greencalc.floor_area_ratio, building_area=Q(np.arange(1.0, 11.0), "ha"), **areas).to_text()
    assert "[1 ha, 2 ha, 3 ha, 4 ha, 5 ha, 6 ha, 7 ha, 8 ha, and 2 more] + 0 m2) / 60 mu" in " ".join(text.split())
    with pytest.raises(InputError, match="one amount, or a list of amounts, to be shown"):
        explain(greencalc.floor_area_ratio, building_area=Q(np.ones((2, 2)), "ha"), **areas)
    with pytest.raises(InputError, match="bare number"):
        explain(greencalc.floor_area_ratio, building_area=5, **areas)


def test_a_repr_is_the_title_alone() -> None:
    assert repr(QCT.explain("10.5.2")) == f"<{QCT.explain('10.5.2').title}>"


def test_a_depth_is_a_whole_number() -> None:
    with pytest.raises(FactsError, match="depth is 'all'; give a whole number"):
        QCT.explain().to_text("all")


def test_a_value_on_a_limit_that_it_does_not_keep_has_no_margin() -> None:
    facts = {"yearly_output": ["14 万辆"] * 3, "design_capacity": "20 万辆"}
    assert "none: the value is the limit itself, which does not keep it" in str(
        evaluate(load_standard("qct1160_2022"), facts).explain("7.2.3")
    )
