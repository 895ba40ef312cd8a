"""Gaps to the target: what is named closes them, a little less does not, and what cannot be done is not named."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

import pytest
from attrs import evolve
from hypothesis import given, reject
from hypothesis import strategies as st

from gap_trials import Trial, check_change
from greencalc import FactsError, Q, evaluate, load_standard, spec
from greencalc.facts import missing_ends
from greencalc.formula import Amount, Relation, Result, Symbol, formula
from greencalc.standard import LimitRule, LimitValue, Line
from greencalc.standards import EDITIONS
from own_gap_table import TABLE, TABLES
from strategies import as_drawn, plant_facts

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()
COMPARISONS = ("full value", "rounded value")
every_standard = pytest.mark.parametrize("edition", STANDARDS)


@st.composite
def own_facts(draw, table):
    """Amounts of all inputs: round numbers, also zero; lists where a formula sums, or looks at years."""
    facts = {}
    numbers = ["0", "1", "2", "3", "5", "7", "10", "14", "35", "50", "70", "99", "100", "-4"]
    for item in table.items:
        declaration = table.formula_of(item)
        years = getattr(item.rule, "years", None)
        size = draw(st.integers(1, 3))
        for name, argument in declaration.arguments.items():
            symbol = argument.symbol
            unit = draw(st.sampled_from(UNITS.get(str(symbol.unit), [str(symbol.unit)])))
            is_list = symbol.over or (years and draw(st.booleans()))
            possible = (
                numbers[1:-1] if symbol.above is not None else numbers[: -1 if symbol.at_least is not None else None]
            )
            amount = [f"{draw(st.sampled_from(possible))} {unit}" for _ in range(size)]
            facts.setdefault(name, amount if is_list else amount[0])
        for name in missing_ends(item.rule) if isinstance(item.rule, Line) else ():
            facts[name] = {"base": "20 t", "leading": "5 t"}[name.rpartition("_")[2]]
    for name in draw(st.lists(st.sampled_from(sorted(facts)), max_size=1)):
        del facts[name]
    return facts


UNITS = {"m": ["m", "cm"], "m2": ["m2", "mu"], "kg": ["kg", "t"], "vehicle": ["辆", "万辆"]}


def gap_of(standard, item_id, facts, **options):
    [found] = [found for found in evaluate(standard, facts, **options).gaps() if found.id == item_id]
    return found


def change_of(standard, item_id, argument, facts, **options):
    [found] = [change for change in gap_of(standard, item_id, facts, **options).changes if change.argument == argument]
    return found


@every_standard
@as_drawn
@given(st.data())
def test_what_is_needed_closes_the_gap_and_a_thousandth_less_does_not(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    comparison = data.draw(st.sampled_from(COMPARISONS))
    assessment = evaluate(standard, facts, comparison=comparison, plausibility=())
    for gap in assessment.gaps():
        for change in gap.changes:
            check_change(Trial(assessment, gap, change, facts))


@pytest.mark.parametrize("name", [*TABLES, "all"])
@as_drawn
@given(st.data())
def test_what_is_said_holds_for_formulas_of_every_shape(name, data) -> None:
    table = TABLES.get(name, TABLE)
    facts = data.draw(own_facts(table))
    try:
        assessment = evaluate(table, facts, comparison=data.draw(st.sampled_from(COMPARISONS)), plausibility=())
    except FactsError:
        reject()
    for gap in assessment.gaps():
        assert gap.changes or gap.words
        for change in gap.changes:
            check_change(Trial(assessment, gap, change, facts))


@every_standard
@as_drawn
@given(st.data())
def test_each_gap_gains_what_it_says_and_the_gate_comes_first(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    before = evaluate(standard, facts, not_applicable="keep", plausibility=())
    gaps = before.gaps()
    assert [gap.id for gap in gaps] == [
        gap.id for gap in sorted(gaps, key=lambda gap: (0, -gap.gain) if gap.opens_gate else (1, -gap.gain))
    ]
    assert {gap.id for gap in gaps} == {
        result.id for result in before.items if result.status in {"not met", "partly met", "unknown"}
    }
    for gap in gaps:
        assert gap.opens_gate == gap.result.item.mandatory
        assert gap.exact_gain == gap.result.exact_of - (gap.result.exact_points or 0)
    words = {item.id: "met" for item in standard.items if standard.formula_of(item) is None}
    mended = [(gap, {gap.id: words[gap.id]}) for gap in gaps if gap.id in words][:1]
    for gap in gaps:
        spared = {item.item.id for item in before.items if item.status == "not applicable"}
        changes = [change for change in gap.changes if change.needed is not None]
        if changes and not spared & set(_users(standard, changes[0].argument)):
            needed = changes[0].needed
            mended.append((gap, {changes[0].argument: list(needed) if isinstance(needed, tuple) else needed}))
    for gap, more in mended[:4]:
        after = evaluate(standard, facts | more, not_applicable="keep", plausibility=()).item(gap.id)
        assert after.status == "met"
        assert after.exact_points - (gap.result.exact_points or 0) == gap.exact_gain


def _users(standard, argument):
    """The ids of items whose formula takes an argument."""
    formulas = {item.id: standard.formula_of(item) for item in standard.items}
    return [name for name, formula in formulas.items() if formula and argument in formula.arguments]


# Examples


WASTE = {"waste_generated": "10 t", "stock_utilised": "2 t", "waste_utilised": "6 t"}
RETROFIT = {
    "green_retrofit_investment": ["1 万元", "2 万元"],
    "yearly_output_value": ["0.01 亿元", "2000000 元"],
    "green_retrofit_investment_share_base": "0 %",
    "green_retrofit_investment_share_leading": "2 %",
}
ENERGY = {"energy_per_vehicle_base": "200 kgce/辆", "energy_per_vehicle_leading": "120 kgce/辆"}


def needs(standard, item_id, argument, facts, **options):
    change = change_of(standard, item_id, argument, facts, **options)
    return change.needed, change.why


def test_a_gap_says_what_is_now_and_what_is_needed_in_the_unit_as_typed() -> None:
    facts = {"building_area": "30 万㎡", "structure_area": "0 m2", "land_area": "900 mu"}
    gap = gap_of(QCT, "10.2.1", facts)
    assert (gap.id, gap.opens_gate, gap.gain, gap.words) == ("10.2.1", False, float(Fraction(30, 7)), ())
    assert [(change.argument, change.now, change.needed, change.why) for change in gap.changes] == [
        ("building_area", "30 万㎡", "42 万m2", "up by 12 万m2 to 42 万m2"),
        ("structure_area", "0 m2", "120000 m2", "up by 120000 m2 to 120000 m2"),
        ("land_area", "900 mu", "642.85 mu", "down by 257.15 mu to 642.85 mu"),
    ]
    assert gap.changes[0].meaning


def test_quantities_of_floats_have_gaps_too() -> None:
    facts = {"building_area": Q(0.3, "km2"), "structure_area": Q(0, "m2"), "land_area": Q("900 mu")}
    assert needs(QCT, "10.2.1", "building_area", facts) == ("0.42 km2", "up by 0.12 km2 to 0.42 km2")


def test_requirements_judged_by_a_word_and_facts_that_are_missing_are_told_in_words() -> None:
    assert gap_of(QCT, "5.1.6", {"5.1.6": "not met"}).words == ("meet the requirement in full",)
    assert gap_of(QCT, "5.1.6", {}).words == ("find out whether it is met",)
    gap = gap_of(QCT, "10.2.1", {"land_area": "1 ha"})
    assert (gap.words, gap.changes) == (("give building_area", "give structure_area"), ())
    assert gap_of(QCT, "10.6/energy-calculated", {"vehicles_produced": "1 辆"}).words == ("give energy_consumption",)


def test_each_entry_of_summed_lists_is_a_change_of_its_own() -> None:
    changes = gap_of(GBT, "C.1/green-retrofit", RETROFIT).changes
    assert [(change.argument, change.needed, change.why) for change in changes[:2]] == [
        ("green_retrofit_investment", ("4 万元", "2 万元"), "up by 3 万元 to 4 万元 (entry 1)"),
        ("green_retrofit_investment", ("1 万元", "5 万元"), "up by 3 万元 to 5 万元 (entry 2)"),
    ]
    assert [change.argument for change in changes[2:]] == ["yearly_output_value"] * 2
    assert changes[2].why == (
        "no value of it can do it: yearly_output_value ['-50 万元', '200 万元']: -50 万元 at index 0; expected > 0 万元"
    )
    assert changes[3].needed == ("0.01 亿元", "500000 元")


def test_single_amounts_may_stand_for_summed_lists() -> None:
    single = {"green_retrofit_investment": "1 万元", "yearly_output_value": "100 万元"}
    assert needs(GBT, "C.1/green-retrofit", "green_retrofit_investment", RETROFIT | single)[0] == "2 万元"


def test_of_a_missing_list_nothing_is_said() -> None:
    gap = gap_of(GBT, "C.1/green-retrofit", RETROFIT | {"yearly_output_value": "unknown"})
    assert (gap.words, gap.changes) == (("give yearly_output_value",), ())


def test_the_best_of_the_failing_years_are_to_be_mended() -> None:
    facts = {"yearly_output": ["60 辆", "0.0065 万辆", "50 辆"], "design_capacity": "100 辆"}
    assert needs(QCT, "7.2.3", "yearly_output", facts) == (
        ("70.001 辆", "0.00700001 万辆", "50 辆"),
        "up by 10.001 辆 to 70.001 辆 (entry 1); up by 0.00050001 万辆 to 0.00700001 万辆 (entry 2)",
    )
    assert needs(QCT, "7.2.3", "design_capacity", facts)[0] == "85.714 辆"
    facts["yearly_output"][0] = "80 辆"
    assert needs(QCT, "7.2.3", "yearly_output", facts)[0] == ("80 辆", "0.00700001 万辆", "50 辆")


def test_while_years_are_missing_nothing_is_computed_for_them() -> None:
    gap = gap_of(QCT, "7.2.3", {"yearly_output": ["80 辆", "60 辆"], "design_capacity": "100 辆"})
    assert (gap.words, gap.changes) == (("give yearly_output",), ())


def test_a_list_of_one_amount_stays_a_list() -> None:
    facts = {"building_area": ["5 m2"], "structure_area": "0 m2", "land_area": "10 m2"}
    assert needs(QCT, "10.2.1", "building_area", facts)[0] == ("7 m2",)
    assert needs(QCT, "10.2.1", "land_area", facts)[0] == "7.1428 m2"


def test_a_value_on_a_strict_limit_needs_a_little_more_and_on_any_other_nothing() -> None:
    facts = {"yearly_output": ["70 辆"] * 3, "design_capacity": "100 辆"}
    assert needs(QCT, "7.2.3", "yearly_output", facts)[0] == ("70.001 辆", "70.001 辆", "70 辆")
    assert needs(QCT, "7.2.3", "design_capacity", facts)[0] == "99.99 辆"
    on_the_limit = {"water_reused": "70 m3", "water_discharged": "30 m3"}
    assert not [gap for gap in evaluate(QCT, on_the_limit).gaps() if gap.id == "10.5.2"]


def test_three_times_as_much() -> None:
    facts = {"building_area": "2 m2", "structure_area": "1 m2", "land_area": "10 m2"}
    assert needs(QCT, "10.2.1", "building_area", facts) == ("6 m2", "up by 4 m2 to 6 m2")


def test_from_zero_upwards_and_downwards_to_zero() -> None:
    facts = {"water_reused": "0 m3", "water_discharged": "30 m3"}
    assert needs(QCT, "10.5.2", "water_reused", facts)[0] == "70 m3"
    facts = {"energy_consumption": "5 kgce", "vehicles_produced": "1 辆"} | ENERGY
    facts["energy_per_vehicle_leading"] = "0 kgce/辆"
    assert needs(GBT, "C.1/energy-intensity", "energy_consumption", facts)[0] == "0 kgce"
    assert needs(GBT, "C.1/energy-intensity", "vehicles_produced", facts)[0] is None


def test_an_input_without_influence_cannot_do_it() -> None:
    facts = {"water_reused": "0 m3", "water_discharged": "30 m3"}
    assert needs(QCT, "10.5.2", "water_discharged", facts) == (
        None,
        "no value of it can do it: the result would not reach the target",
    )


def test_relations_between_inputs_forbid_what_the_formula_alone_would_take() -> None:
    facts = WASTE | {"stock_utilised": "6 t"}  # 37.5 % of 16 t
    assert needs(QCT, "10.5.1", "stock_utilised", facts)[0] is None
    assert needs(QCT, "10.5.1", "waste_utilised", facts)[0] == "11.2 t"
    leading = {"solid_waste_utilisation_rate_base": "80 %", "solid_waste_utilisation_rate_leading": "100 %"}
    assert needs(GBT, "C.1/solid-waste", "waste_utilised", WASTE | leading)[0] == "12 t"
    assert needs(GBT, "C.1/solid-waste", "stock_utilised", WASTE | leading)[0] is None
    assert needs(GBT, "C.1/solid-waste", "waste_generated", WASTE | leading)[0] == "4 t"


def test_relations_of_another_formula_that_shares_the_input_forbid_it_too() -> None:
    facts = {"energy_consumption": "1 tce", "vehicles_produced": "1 辆"} | ENERGY
    assert needs(GBT, "C.1/energy-intensity", "energy_consumption", facts)[0] == "0.12 tce"
    needed, why = needs(GBT, "C.1/energy-intensity", "energy_consumption", facts | {"renewable_energy": "0.5 tce"})
    assert needed is None
    assert "expected renewable_energy <= energy_consumption" in why


def test_a_single_missing_input_is_bounded_on_the_side_that_helps() -> None:
    facts = {"vehicles_produced": "1000 辆"} | ENERGY
    assert needs(GBT, "C.1/energy-intensity", "energy_consumption", facts) == ("120000 kgce", "at most 120000 kgce")
    facts = {"energy_consumption": "12 tce"} | ENERGY
    assert needs(GBT, "C.1/energy-intensity", "vehicles_produced", facts) == ("100 vehicle", "at least 100 vehicle")
    assert needs(GBT, "C.1/platform-functions", "platform_functions", {}) == ("8", "at least 8")
    assert needs(QCT, "10.3.2/substitution", "total_paint", {"green_paint": "2 t"}) == ("2 t", "at most 2 t")


def test_a_single_missing_input_may_not_matter() -> None:
    any_does = (None, "any value of it does it")
    facts = {"energy_consumption": "0 tce"} | ENERGY
    assert needs(GBT, "C.1/energy-intensity", "vehicles_produced", facts) == any_does
    facts["energy_per_vehicle_leading"] = "0 kgce/辆"
    assert needs(GBT, "C.1/energy-intensity", "vehicles_produced", facts) == any_does
    facts = {"building_area": "1 ha", "land_area": "1 ha"}
    assert needs(QCT, "10.2.1", "structure_area", facts) == any_does
    utilised = {"waste_generated": "1 t", "waste_utilised": ["10 t"]}  # so the stock is 9 t to 10 t
    assert needs(QCT, "10.5.1", "stock_utilised", utilised) == any_does
    stock = {"waste_generated": "1 t", "stock_utilised": "10 t"}  # so 10 t to 11 t are utilised
    assert needs(QCT, "10.5.1", "waste_utilised", stock) == any_does
    nothing = {"waste_utilised": "0 t", "stock_utilised": "0 t"}
    assert needs(QCT, "10.5.1", "waste_generated", nothing)[0] is None


def test_where_values_are_rounded_first_half_a_digit_less_is_needed() -> None:
    facts = {"water_reused": "60 m3", "water_discharged": "40 m3"}
    assert needs(QCT, "10.5.2", "water_reused", facts)[0] == "93.334 m3"
    assert needs(QCT, "10.5.2", "water_reused", facts, comparison="rounded value")[0] == "91.148 m3"
    strict = {"yearly_output": ["60 辆"] * 3, "design_capacity": "100 辆"}
    assert needs(QCT, "7.2.3", "yearly_output", strict, comparison="rounded value")[0][0] == "70.501 辆"


Mass = Annotated[Amount, Symbol("m", "kg", "mass", "质量", at_least="0")]
Outer = Annotated[Amount, Symbol("S_o", "m2", "area outside", "外部面积", above="0")]
Inner = Annotated[Amount, Symbol("S_i", "m2", "area inside", "内部面积", at_least="0")]


def between(*, mass: Mass, outer: Outer, inner: Inner) -> Result:
    return mass / (outer - inner)


def test_a_divisor_that_can_be_zero_is_no_obstacle() -> None:
    declaration = spec(
        formula(
            standard="a standard",
            clause="1",
            equation=r"r = \frac{m}{S_o - S_i}",
            result=Symbol("r", "g/m2", "mass between", "面积质量"),
            relations=(Relation(("inner",), ("outer",), "one lies inside the other", strict=True),),
            title="Mass between",
            title_zh="面积质量",
            origin="user",
            source="a test",
        )(between)
    )
    rule = LimitRule("between", ">=", (LimitValue("2 kg/m2", "user", "a test"),))
    item = evolve(QCT.items[-1], id="1", clause="1", rule=rule)
    table = evolve(QCT, items=(item,), formulas={"between": declaration})
    facts = {"mass": "2 kg", "outer": "2 m2", "inner": "0 m2"}
    assert needs(table, "1", "inner", facts)[0] == "1 m2"
    assert needs(table, "1", "inner", facts | {"inner": None}) == ("1 m2", "at least 1 m2")
    assert needs(table, "1", "outer", facts | {"inner": "1 m2", "outer": None}) == ("2 m2", "at most 2 m2")
    nothing_between = {"mass": None, "inner": "2 m2"}
    assert needs(table, "1", "mass", facts | nothing_between) == (
        None,
        "no value of it can do it: the result would not reach the target",
    )


def test_an_item_said_to_be_unknown_though_its_amounts_are_given_is_told_so() -> None:
    facts = {"10.4.5": "unknown", "vocs_emitted": "1 t", "painted_area": "1 km2", "vehicle_type": "passenger car"}
    [gap] = [gap for gap in evaluate(load_standard("qct1160_2022"), facts).gaps() if gap.id == "10.4.5"]
    assert gap.words == ("leave out the word unknown: all amounts are given",)
