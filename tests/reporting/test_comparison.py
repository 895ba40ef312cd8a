"""Two assessments side by side: what is not the same, and through which input."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from greencalc import FactsError, Q, compare, evaluate, load_plant, load_standard
from greencalc.standards.rules import LimitRule
from greencalc.units.number_text import decimal_text

STANDARD = load_standard("qct1160_2022")
PLANT = load_plant("examples/plant.toml").facts
BEFORE = evaluate(STANDARD, PLANT)


def difference(item_id, second, first=BEFORE):
    [found] = [item for item in compare(first, second).items if item.id == item_id]
    return found


def test_the_same_facts_in_other_units_change_nothing() -> None:
    same = evaluate(STANDARD, PLANT | {"land_area": "82 公顷", "vocs_emitted": "420000 kg"})
    both = compare(BEFORE, same)
    assert both.changed == ()
    assert [item.id for item in both.items] == [item.id for item in STANDARD.items]
    assert all(item.exact_points in {0, None} for item in both.items)


def test_what_changed_is_said_with_status_value_and_points() -> None:
    item = difference("10.5.2", evaluate(STANDARD, PLANT | {"water_reused": "93 万m3"}))
    assert item.changed == ("not met -> met", "62.65 % -> 75 %", "0 -> 4.286 points")
    assert item.exact_points == Fraction(30, 7)
    [change] = item.inputs
    assert (change.argument, change.first, change.second, change.alone) == (
        "water_reused",
        "52 万m3",
        "93 万m3",
        "75 %",
    )


def test_a_quantity_that_changes_is_said_by_the_item_that_judges_it_alone() -> None:
    more = {
        "building_area": "59 万㎡",
        "capacity": "31 万辆",
        "waste_utilised": "4.6 万t",
        "water_reused": "53 万m3",
        "energy_consumption": "3.7 万tce",
        "carbon_emission": "9.7 万tCO2",
    }
    changed = {item.id for item in compare(BEFORE, evaluate(STANDARD, PLANT | more)).changed}
    assert changed == {"10.2.1", "10.2.2", "10.5.1", "10.5.2", "10.6/energy", "10.6/carbon"}
    unknown = evaluate(STANDARD, PLANT | {"land_area": "unknown"})
    assert difference("10.2.1/calculated", unknown).changed == ("met -> unknown",)


def test_a_quantity_that_is_only_calculated_says_how_it_changed() -> None:
    table = evolve(STANDARD, items=tuple(item for item in STANDARD.items if item.id != "10.5.2"))
    before, after = (evaluate(table, PLANT | {"water_reused": reused}) for reused in ("52 万m3", "93 万m3"))
    assert [(item.id, item.changed) for item in compare(before, after).changed] == [
        ("10.5.2/calculated", ("62.65 % -> 75 %",))
    ]
    same = evaluate(table, PLANT | {"water_reused": "104 万m3", "water_discharged": "62 万m3"})
    assert difference("10.5.2/calculated", same, before).changed == ("the inputs, and not the value",)


def test_each_input_shows_what_it_does_alone() -> None:
    changes = {"energy_consumption": "4.8 万tce", "vehicles_produced": "30 万辆"}
    item = difference("10.6/energy", evaluate(STANDARD, PLANT | changes))
    assert {change.argument: change.alone for change in item.inputs} == {
        "energy_consumption": "200 kgce/vehicle",
        "vehicles_produced": "120 kgce/vehicle",
    }


def test_what_an_input_does_alone_is_left_out_where_it_cannot_be() -> None:
    changes = {"green_paint": "5000 t", "total_paint": "6000 t"}
    item = difference("10.3.2/substitution", evaluate(STANDARD, PLANT | changes))
    assert {change.argument: change.alone for change in item.inputs} == {"green_paint": None, "total_paint": "60.2 %"}


def test_inputs_that_come_and_go() -> None:
    fewer = evaluate(STANDARD, {name: value for name, value in PLANT.items() if name != "painted_area"})
    item = difference("10.4.5", fewer)
    assert item.changed[:2] == ("met -> unknown", "17.5 g/m2 -> ?")
    assert [(change.argument, change.second, change.alone) for change in item.inputs] == [("painted_area", None, None)]
    back = difference("10.4.5", BEFORE, fewer)
    assert [(change.argument, change.first, change.alone) for change in back.inputs] == [("painted_area", None, None)]


def test_inputs_that_cancel_out() -> None:
    double = {"vocs_emitted": "840 t", "painted_area": "4800 万㎡"}
    assert difference("10.4.5", evaluate(STANDARD, PLANT | double)).changed == ("the inputs, and not the value",)


def test_values_that_print_alike_are_told_apart() -> None:
    item = difference("10.4.5", evaluate(STANDARD, PLANT | {"vocs_emitted": "420.0001 t"}))
    assert item.changed == ("17.5 g/m2 -> 17.500004 g/m2",)


def test_years_of_a_list_are_one_input() -> None:
    years = {"yearly_output": ["22.6 万辆", "24 万辆", "20 万辆"]}
    [change] = difference("7.2.3", evaluate(STANDARD, PLANT | years)).inputs
    assert change.first == "[19.8 万辆, 22.6 万辆, 24 万辆]"
    assert change.alone == "75.33 %, 80 %, 66.67 %"


def test_tables_that_differ() -> None:
    items = tuple(item for item in STANDARD.items if item.id != "6.6")
    rule = evolve(STANDARD.items[-5].rule)
    assert isinstance(rule, LimitRule)
    [limit] = rule.limits
    lower = evolve(STANDARD.items[-5], rule=evolve(rule, limits=(evolve(limit, value="60 %"),)))
    other = evaluate(evolve(STANDARD, items=(*items[:-5], lower, *items[-4:])), PLANT)
    both = compare(BEFORE, other)
    changed = {item.id: item.changed for item in both.changed}
    assert changed["6.6"] == ("only in the first table",)
    assert changed["10.5.2"] == ("not met -> met", "0 -> 4.286 points", "limit >= 70 % -> >= 60 %")
    back = {item.id: item.changed for item in compare(other, BEFORE).changed}
    assert back["6.6"] == ("only in the second table",)
    assert {item.id: item.exact_points for item in both.items}["6.6"] is None


def test_points_that_are_spread_anew_are_said() -> None:
    spread = PLANT | {"5.1.6": {"status": "not applicable", "reason": "one hall"}}
    changed = {item.id: item.changed for item in compare(BEFORE, evaluate(STANDARD, spread)).changed}
    assert changed["5.1.5"] == ("5 -> 6.667 points", "of 5 -> of 6.667 points")
    assert changed["5.1.6"] == ("not met -> not applicable", "of 5 -> of 0 points")


@pytest.mark.parametrize(("factor", "found"), [("5", False), ("5.0001", True), ("0.2", False), ("0.1999", True)])
def test_more_than_five_times_up_or_down_is_a_finding(factor, found) -> None:
    energy = f"{decimal_text(Fraction(factor) * 36000, 12)} tce"
    both = compare(BEFORE, evaluate(STANDARD, PLANT | {"energy_consumption": energy}))
    assert [text.split(":")[0] for text in both.findings] == (["energy_per_vehicle"] if found else [])


def test_nothing_known_is_no_finding() -> None:
    assert compare(BEFORE, evaluate(STANDARD, {})).findings == ()


@pytest.mark.parametrize("other", [PLANT, STANDARD, None])
def test_assessments_are_compared_and_nothing_else(other) -> None:
    with pytest.raises(FactsError, match=r"the second assessment is .*; give what evaluate\(...\) returns"):
        compare(BEFORE, other)
    with pytest.raises(FactsError, match=r"the first assessment is .*; give what evaluate\(...\) returns"):
        compare(other, BEFORE)


@pytest.mark.parametrize("names", ["ab", ["2024"], 5])
def test_a_comparison_has_two_names(names) -> None:
    with pytest.raises(FactsError, match=r"names is .*; give two names, as \('2024', '2025'\)"):
        compare(BEFORE, BEFORE).to_text(names)


def test_inputs_that_read_alike_and_differ_are_told_apart() -> None:
    first, second = (
        evaluate(STANDARD, {"water_reused": Q(Fraction(1, 3) + more, "m3"), "water_discharged": "1 m3"})
        for more in (Fraction(0), Fraction(1, 10**18))
    )
    typed = str(compare(first, second))
    assert "0.333333333333333333 m3" in typed
    assert "0.333333333333333334 m3" in typed
