"""Gaps to the target: what is named closes them, a little less does not, and what cannot be done is not named."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

import pytest
from attrs import evolve
from hypothesis import given, reject, strategies as st

from editions import FORMULAS
from gap_trials import Trial, check_change, obeyed
from greencalc import DeclarationError, FactsError, Q, evaluate, load_standard, spec
from greencalc.formula import Amount, Symbol, formula
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import LineRule, Years
from own_gap_table import TABLE, TABLES
from strategies import as_drawn, plant_facts

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()
QCT_ITEMS = {item.id: item for item in QCT.items}
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
        for name in item.rule.missing_ends if isinstance(item.rule, LineRule) else ():
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


@pytest.mark.walk
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


@pytest.mark.walk
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
        assert gap.changes or gap.words
        assert gap.opens_gate == gap.result.item.mandatory
        assert gap.exact_gain == gap.result.exact_of - (gap.result.exact_points or 0)
    words = {item.id: "met" for item in standard.items if standard.formula_of(item) is None}
    mended = [(gap, {gap.id: words[gap.id]}) for gap in gaps if gap.id in words][:1]
    changes = [(gap, change) for gap in gaps for change in gap.changes if change.needed is not None]
    mended += [(gap, {change.argument: obeyed(change)}) for gap, change in changes]
    first = data.draw(st.integers(0, len(mended)))
    for gap, more in (mended[first:] + mended[:first])[:4]:
        after = evaluate(standard, facts | more, not_applicable="keep", plausibility=()).item(gap.id)
        assert after.status == "met"
        assert after.exact_points - (gap.result.exact_points or 0) == gap.exact_gain


# Examples


WASTE = {"waste_generated": "10 t", "stock_utilised": "2 t", "waste_utilised": "6 t"}
OF_A_VEHICLE = {
    "vehicles_produced": "1 辆",
    "energy_per_vehicle_base": "100 kgce/辆",
    "energy_per_vehicle_leading": "50 kgce/辆",
}
RETROFIT = {
    "green_retrofit_investment": ["0 万元", "1 万元", "2 万元"],
    "yearly_output_value": ["50 万元", "0.005 亿元", "2000000 元"],
    "green_retrofit_investment_share_base": "0 %",
    "green_retrofit_investment_share_leading": "2 %",
}
TOO_MUCH = "; no measure: building more than is needed uses more land and material"
ENERGY = {"energy_per_vehicle_base": "200 kgce/辆", "energy_per_vehicle_leading": "120 kgce/辆"}


def needs(standard, item_id, argument, facts, **options):
    change = change_of(standard, item_id, argument, facts, **options)
    return change.needed, change.why


def test_a_gap_says_what_is_now_and_what_is_needed_in_the_unit_as_typed() -> None:
    facts = {"building_area": "30 万㎡", "structure_area": "0 m2", "land_area": "900 mu"}
    gap = gap_of(QCT, "10.2.1", facts)
    assert (gap.id, gap.opens_gate, gap.gain, gap.words) == ("10.2.1", False, float(Fraction(30, 7)), ())
    assert [(change.argument, change.now, change.needed, change.why) for change in gap.changes] == [
        ("building_area", "30 万㎡", "42 万m2", f"up by 12 万m2 to 42 万m2{TOO_MUCH}"),
        ("structure_area", "0 m2", "120000 m2", f"up by 120000 m2 to 120000 m2{TOO_MUCH}"),
        ("land_area", "900 mu", "642.85 mu", "down by 257.15 mu to 642.85 mu"),
    ]
    assert [change.is_measure for change in gap.changes] == [False, False, True]
    assert gap.changes[0].meaning


def test_quantities_of_floats_have_gaps_too() -> None:
    facts = {"building_area": Q(0.3, "km2"), "structure_area": Q(0, "m2"), "land_area": Q("900 mu")}
    assert needs(QCT, "10.2.1", "building_area", facts) == ("0.42 km2", f"up by 0.12 km2 to 0.42 km2{TOO_MUCH}")


def test_requirements_judged_by_a_word_and_facts_that_are_missing_are_told_in_words() -> None:
    assert gap_of(QCT, "5.1.6", {"5.1.6": "not met"}).words == ("meet the requirement in full",)
    assert gap_of(QCT, "5.1.6", {}).words == ("find out whether it is met",)
    gap = gap_of(QCT, "10.2.1", {"land_area": "1 ha"})
    assert (gap.words, gap.changes) == (("give building_area", "give structure_area"), ())
    assert gap_of(QCT, "10.6/energy-calculated", {"vehicles_produced": "1 辆"}).words == ("give energy_consumption",)


def test_of_lists_over_years_only_the_last_entry_changes() -> None:
    changes = gap_of(GBT, "C.1/green-retrofit", RETROFIT).changes
    assert [(change.argument, change.needed, change.why) for change in changes] == [
        ("green_retrofit_investment", ("0 万元", "1 万元", "5 万元"), "up by 3 万元 to 5 万元 (entry 3)"),
        (
            "yearly_output_value",
            ("50 万元", "0.005 亿元", "500000 元"),
            "down by 1500000 元 to 500000 元 (entry 3); no measure: it follows from what is sold",
        ),
    ]
    less = RETROFIT | {"green_retrofit_investment": ["0 万元", "0 万元", "1 万元"]}
    assert needs(GBT, "C.1/green-retrofit", "yearly_output_value", less) == (
        None,
        "no value of it in the last year can do it: yearly_output_value would be -50 万元; expected > 0 万元",
    )


def test_of_other_lists_each_entry_is_a_change_of_its_own() -> None:
    changes = gap_of(TABLES["beds/squares"], "beds/squares", {"bed_side": ["6 m", "700 cm"]}).changes
    assert [(change.needed, change.why) for change in changes] == [
        (("7.1415 m", "700 cm"), "up by 1.1415 m to 7.1415 m (entry 1)"),
        (("6 m", "800 cm"), "up by 100 cm to 800 cm (entry 2)"),
    ]


def test_of_a_sum_over_years_all_years_are_asked_for_first() -> None:
    one_year = {"green_retrofit_investment": "1 万元", "yearly_output_value": "100 万元"}
    gap = gap_of(GBT, "C.1/green-retrofit", RETROFIT | one_year)
    assert (gap.words, gap.changes) == (("give green_retrofit_investment, yearly_output_value of 2 more years",), ())
    two_years = {name: RETROFIT[name][1:] for name in one_year}
    gap = gap_of(GBT, "C.1/green-retrofit", RETROFIT | two_years)
    words = "give green_retrofit_investment, yearly_output_value of 1 more year"
    assert (gap.words, gap.changes) == ((words,), ())


def test_of_a_missing_list_nothing_is_said() -> None:
    gap = gap_of(GBT, "C.1/green-retrofit", RETROFIT | {"yearly_output_value": "unknown"})
    assert (gap.words, gap.changes) == (("give yearly_output_value",), ())


def test_of_years_only_the_last_changes_and_if_that_is_not_enough_it_is_said_when() -> None:
    facts = {"yearly_output": ["80 辆", "0.0065 万辆", "50 辆"], "design_capacity": "100 辆"}
    assert needs(QCT, "7.2.3", "yearly_output", facts) == (
        ("80 辆", "0.0065 万辆", "71 辆"),
        "up by 21 辆 to 71 辆 (entry 3); no measure: as many are built as are sold",
    )
    assert needs(QCT, "7.2.3", "design_capacity", facts)[0] == ("100 辆", "100 辆", "71 辆")
    idle = facts | {"yearly_output": ["80 辆", "60 辆", "0 辆"]}
    assert needs(QCT, "7.2.3", "design_capacity", idle)[1].startswith("no value of it in the last year can do it: ")


@pytest.mark.parametrize(
    ("output", "year", "when"),
    [
        (["80 辆", "60 辆", "90 辆"], None, None),
        (["60 辆", "65 辆", "50 辆"], None, "1 year after the last one given"),
        (["60 辆", "65 辆", "80 辆"], 2025, "in 2026"),
        (["80 辆", "65 辆", "50 辆"], 2025, None),
        (["65 辆", "50 辆"], 2025, "in 2026"),
    ],
)
def test_when_an_item_of_several_years_can_be_met_at_the_earliest(output, year, when) -> None:
    gaps = evaluate(QCT, {"yearly_output": output, "design_capacity": "100 辆", "year": year}).gaps()
    words = [word for gap in gaps if gap.id == "7.2.3" for word in gap.words]
    assert [word.partition("at the earliest ")[2].partition(",")[0] for word in words] == ([when] if when else [])
    assert all(("as far as the years given show" in word) == (len(output) == 2) for word in words)
    for gap in gaps:
        assert gap.id != "7.2.3" or bool(gap.changes) != bool(words)


def test_years_that_are_all_to_count_may_take_as_many_to_come() -> None:
    rule = evolve(QCT_ITEMS["7.2.3"].rule, years=Years(3, 3))
    table = evolve(QCT, items=(evolve(QCT_ITEMS["7.2.3"], rule=rule),))
    [gap] = evaluate(table, {"yearly_output": ["80 辆", "60 辆", "80 辆"], "design_capacity": "100 辆"}).gaps()
    assert "at the earliest 2 years after the last one given" in gap.words[0]


def test_while_years_are_missing_nothing_is_computed_for_them() -> None:
    gap = gap_of(QCT, "7.2.3", {"yearly_output": ["80 辆", "60 辆"], "design_capacity": "100 辆"})
    assert (gap.words, gap.changes) == (("give yearly_output of 1 more year",), ())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_while_a_year_is_unknown_no_change_is_looked_for(place) -> None:
    not_looked_for = "no change is looked for while an entry of yearly_output is unknown"
    for known, words in (
        (["50 辆", "40 辆"], (not_looked_for,)),
        (["80 辆", "40 辆"], ("give yearly_output of 1 more year", not_looked_for)),
    ):
        output = [*known[:place], "unknown", *known[place:]]
        gap = gap_of(QCT, "7.2.3", {"yearly_output": output, "design_capacity": "100 辆"})
        assert (gap.words, gap.changes) == (words, ())
    value = [*RETROFIT["yearly_output_value"]]
    value[place] = "unknown"
    gap = gap_of(GBT, "C.1/green-retrofit", RETROFIT | {"yearly_output_value": value})
    assert gap.changes == ()
    assert gap.words[-1] == "no change is looked for while an entry of yearly_output_value is unknown"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_unknown_years_of_another_formula_are_no_obstacle(place) -> None:
    [tank], [strip] = TABLES["tank/years"].items, TABLES["strip"].items
    table = evolve(TABLE, items=(tank, evolve(strip, rule=evolve(strip.rule, years=Years(2, 3)))))
    width = ["1 m", Q(2, "m")]
    facts = {"diameter": ["2 m", "1 m", "1 m"], "width": [*width[:place], "unknown", *width[place:]]}
    assert gap_of(table, "strip", facts).changes == ()
    assert needs(table, "tank/years", "diameter", facts)[0] == ("2 m", "1 m", "1.73206 m")


def test_a_list_of_one_amount_stays_a_list() -> None:
    facts = {"building_area": ["5 m2"], "structure_area": "0 m2", "land_area": "10 m2"}
    assert needs(QCT, "10.2.1", "building_area", facts)[0] == ("7 m2",)
    assert needs(QCT, "10.2.1", "land_area", facts)[0] == "7.1428 m2"


def test_a_value_on_a_strict_limit_needs_a_little_more_and_on_any_other_nothing() -> None:
    facts = {"yearly_output": ["71 万辆", "70 万辆", "70 万辆"], "design_capacity": "100 万辆"}
    assert needs(QCT, "7.2.3", "yearly_output", facts)[0] == ("71 万辆", "70 万辆", "70.001 万辆")
    assert needs(QCT, "7.2.3", "design_capacity", facts)[0] == ("100 万辆", "100 万辆", "99.99 万辆")
    on_the_limit = {"water_reused": "70 m3", "water_discharged": "30 m3"}
    assert not [gap for gap in evaluate(QCT, on_the_limit).gaps() if gap.id == "10.5.2"]


def test_three_times_as_much() -> None:
    facts = {"building_area": "2 m2", "structure_area": "1 m2", "land_area": "10 m2"}
    assert needs(QCT, "10.2.1", "building_area", facts) == ("6 m2", f"up by 4 m2 to 6 m2{TOO_MUCH}")


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
        "no value of it can do it: by the exact inverse of the formula the result would not reach the target",
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
    assert needs(GBT, "C.1/energy-intensity", "vehicles_produced", facts) == (
        "100 vehicle",
        "at least 100 vehicle; no measure: as many are built as are sold",
    )
    assert needs(GBT, "C.1/platform-functions", "platform_functions", {}) == ("8", "at least 8")
    needed, why = needs(QCT, "10.3.2/substitution", "total_paint", {"green_paint": "2 t"})
    assert (needed, why.partition(";")[0]) == ("2 t", "at most 2 t")


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
    strict = {"yearly_output": ["80 万辆", "60 万辆", "60 万辆"], "design_capacity": "100 万辆"}
    assert needs(QCT, "7.2.3", "yearly_output", strict, comparison="rounded value")[0][2] == "70.501 万辆"


def test_a_divisor_that_can_be_zero_is_no_obstacle() -> None:
    above, below = (TABLES[f"between/{side}"] for side in ("above", "below"))
    facts = {"part": "2 kg", "outer": "2 m2", "inner": "0 m2"}
    assert needs(above, "between/above", "inner", facts)[0] == "1 m2"
    assert needs(above, "between/above", "inner", facts | {"inner": None}) == ("1 m2", "from 1 m2 to 1.9999 m2")
    assert (
        needs(above, "between/above", "outer", facts | {"inner": "1 m2", "outer": None})[1] == "from 1.0001 m2 to 2 m2"
    )
    facts = {"part": "8 kg", "outer": "2 m2", "inner": "1 m2"}
    assert (
        needs(below, "between/below", "inner", facts)[0] == "2.0001 m2"
    )  # beyond the pole, where the result is negative
    nothing_between = {"part": None, "outer": "2 m2", "inner": "2 m2"}
    assert needs(above, "between/above", "part", nothing_between) == (
        None,
        "no value of it can do it: by the exact inverse of the formula the result would not reach the target",
    )


def test_roots_that_are_no_fractions_are_rounded_so_that_they_pass() -> None:
    area, volume = TABLES["tank/area"], TABLES["tank/volume"]
    assert needs(area, "tank/area", "diameter", {"diameter": "1 m"}) == ("2 m", "up by 1 m to 2 m")
    assert needs(area, "tank/area", "diameter", {"diameter": None}) == ("2 m", "at least 2 m")
    assert needs(volume, "tank/volume", "diameter", {"diameter": "200 cm"}) == (
        "125.992 cm",
        "down by 74.008 cm to 125.992 cm; no measure: only more of it is one",
    )


def test_a_result_that_rises_and_falls_is_met_between_two_values_or_by_none() -> None:
    possible, impossible = (TABLES[f"mixing/{name}"] for name in ("possible", "impossible"))
    facts = {"part": "1 kg", "mass": "10 kg"}
    assert needs(possible, "mixing/possible", "part", facts)[0] == "2.764 kg"
    assert needs(possible, "mixing/possible", "part", facts | {"part": None}) == (
        "2.764 kg",
        "from 2.764 kg to 7.236 kg",
    )
    facts["part"] = "1 kg"
    assert needs(impossible, "mixing/impossible", "part", facts)[1].startswith("no value of it can do it: by the exact")


def test_a_comparison_changes_the_formula_at_a_value_that_is_found_exactly() -> None:
    assert needs(TABLES["strip"], "strip", "diameter", {"diameter": "1 m", "width": "4 m"})[0] == "6.25 m"
    assert needs(TABLES["strip"], "strip", "diameter", {"diameter": "1 m", "width": "0 m"}) == (
        None,
        "no value of it can do it: by the exact inverse of the formula the result would not reach the target",
    )
    beds = {"bed_area": ["4 m2", "9 m2"], "bed_height": ["1 m", "0.5 m"], "diameter": "0.7 m"}
    assert needs(TABLES["beds/high"], "beds/high", "diameter", beds)[0] == "0.49999 m"


def test_a_comparison_inside_of_another_changes_the_formula_too() -> None:
    beds = {"bed_area": ["4 m2", "9 m2"], "bed_height": ["2 m", "0.5 m"], "diameter": "1 m"}
    changes = gap_of(TABLES["beds/tall"], "beds/tall", beds).changes
    assert [change.needed for change in changes if change.argument == "bed_height"] == [None, ("2 m", "1.5001 m")]
    needed, why = needs(TABLES["beds/tall"], "beds/tall", "diameter", beds | {"diameter": Q(1.0, "m")})
    assert (needed, why) == ("0.33333 m", "down by 0.66667 m to 0.33333 m; no measure: only more of it is one")


def test_counts_are_whole_in_every_unit() -> None:
    facts = {"trees": "10 辆", "places": "33 辆"}
    assert needs(TABLES["shade/limit"], "shade/limit", "trees", facts)[0] == "12 辆"
    assert needs(TABLES["shade/limit"], "shade/limit", "trees", facts | {"trees": "0.0003 万辆"})[0] == "0.0012 万辆"
    assert needs(TABLES["shade/limit"], "shade/limit", "places", facts)[0] == "28 辆"


def test_the_total_of_a_ledger_is_not_to_be_typed() -> None:
    lines = [{"carrier": "electricity", "quantity": "1000 kWh", "basis": "calorific"}]
    change = change_of(GBT, "C.1/energy-intensity", "energy_consumption", {"energy": lines, **OF_A_VEHICLE})
    assert change.needed is None
    assert change.why.startswith("the lines of its ledger would have to come to that: down by ")
    assert change.is_measure


@pytest.mark.parametrize("denied", ["5.1.4", "10.4.2"])
def test_an_amount_that_another_item_forbids_is_not_proposed(denied) -> None:
    facts = {"vocs_emitted": "0 t", "vehicle_type": "passenger car", "cod_generated": "0 t"}
    assert needs(QCT, "10.4.5", "painted_area", facts)[1] == "any value of it does it"
    spared = facts | {denied: {"status": "not applicable", "reason": "nothing is painted"}}
    needed, why = needs(QCT, "10.4.5", "painted_area", spared)
    assert needed is None
    assert why.startswith(f"not found: {denied}: it is said not to apply")


def test_an_amount_that_makes_known_what_is_said_to_be_unknown_is_not_proposed() -> None:
    facts = {"energy_consumption": "12 tce"} | ENERGY
    assert needs(QCT, "10.6/energy", "vehicles_produced", facts)[0] == "100 vehicle"
    needed, why = needs(QCT, "10.6/energy", "vehicles_produced", facts | {"10.6/energy-calculated": "unknown"})
    assert needed is None
    assert why.startswith("not found: 10.6/energy-calculated: it is said to be unknown")


def test_an_amount_that_the_lines_of_a_ledger_forbid_is_not_proposed() -> None:
    electricity = {"carrier": "electricity", "quantity": "1000 kWh", "basis": "calorific"}
    coal = {"carrier": "raw coal", "quantity": "1 t"}
    ends = {"renewable_energy_share_base": "0 %", "renewable_energy_share_leading": "50 %"}
    facts = {"energy": [electricity], "renewable_energy": "10 kgce", **ends}
    assert needs(GBT, "C.1/renewable-energy", "renewable_energy", facts)[0] == "61.45 kgce"
    needed, why = needs(GBT, "C.1/renewable-energy", "renewable_energy", facts | {"energy": [electricity, coal]})
    assert needed is None
    assert why.startswith("not found: renewable_energy: 418.6 kgce is stated, and of what the energy ledger consumes")


def test_a_number_that_no_decimal_writes_is_not_found_and_not_impossible() -> None:
    facts = {"part": "1 kg", "mass": "3 kg"}
    third = evolve(TABLE.items[3], rule=LineRule("part_of_mass", "higher", "0 %", "100 %"))
    table = evolve(TABLE, items=(third,))
    assert needs(table, third.id, "mass", facts)[0] == "1 kg"
    assert needs(table, third.id, "mass", facts | {"part": Q(Fraction(1, 3), "kg")}) == (
        None,
        "not found: no decimal number lies where it would do",
    )


@pytest.mark.parametrize(
    "declaration", [spec(one) for book in EDITIONS for one in FORMULAS[book]], ids=lambda one: one.name
)
def test_every_input_says_whether_a_change_of_it_is_a_measure(declaration) -> None:
    for argument in declaration.arguments.values():
        assert bool(argument.symbol.measure) != bool(argument.symbol.no_measure), argument.name


def test_a_formula_of_ones_own_says_less_or_more_or_why_not() -> None:
    both = Symbol("p", "kg", "part", "部分", measure="less", no_measure="a reason")
    other = Symbol("p", "kg", "part", "部分", measure="down")  # type: ignore[arg-type]

    def same(*, part: Any) -> Any:
        return +part

    for symbol in (both, other):
        same.__annotations__["part"] = Annotated[Amount, symbol]
        with pytest.raises(DeclarationError, match="'part' must have measure='less', measure='more', or a reason"):
            formula(
                standard="Plant rules",
                clause="1",
                result=Symbol("r", "kg", "result", "结果"),
                title="A part",
                title_zh="部分",
                origin="user",
                source="a test",
            )(same)


def test_an_item_said_to_be_unknown_is_to_be_judged() -> None:
    facts = {"10.4.5": "unknown", "vocs_emitted": "1 t"}
    gap = gap_of(QCT, "10.4.5", facts)
    assert (gap.words, gap.changes) == (("give painted_area", "leave out the word unknown"), ())
    gap = gap_of(QCT, "10.4.5", facts | {"painted_area": "1 km2"})  # the limit goes by the vehicle type
    assert (gap.words, gap.changes) == (("leave out the word unknown",), ())
