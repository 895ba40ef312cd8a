"""Which items decide whether a plant may take part, what can be said of them, and how many years they look at."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from greencalc import FactsError, StandardError, evaluate, load_plant, load_standard, plant_facts, replay, score_columns
from greencalc.reporting.data import as_data
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import (
    CalculatedRule,
    DegreeRule,
    FormulaRule,
    LimitRule,
    LimitValue,
    LineRule,
    ShareRule,
    Years,
    YesNoRule,
)
from greencalc.table_plan.tongues.blocks import CODES

TABLES = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = TABLES.values()
PLANT = load_plant("examples/plant.toml").facts
JUDGED = {name: evaluate(table, PLANT) for name, table in TABLES.items()}
NOT_APPLICABLE = {"status": "not applicable", "reason": "none there"}
ITEMS = [(table, item) for table in TABLES.values() for item in table.items]
every_item = pytest.mark.parametrize(("table", "item"), ITEMS, ids=[f"{table.id}-{item.id}" for table, item in ITEMS])


def faults_of(facts, table=QCT):
    with pytest.raises(FactsError) as caught:
        evaluate(table, facts)
    return caught.value.faults


def table_text(edition):
    """The text of a shipped table, under an id of its own."""
    [path] = Path("src/greencalc/standards", edition).glob("*.toml")
    return path.read_text("utf-8").replace(f'id = "{edition}"', 'id = "own"', 1)


# What the factory shall calculate


@pytest.mark.parametrize("vehicle_type", QCT.categories)
@pytest.mark.parametrize(
    ("item", "amounts"),
    [
        ("10.2.1/calculated", ["building_area", "structure_area", "land_area"]),
        ("10.2.2/calculated", ["capacity", "land_area"]),
        ("10.5.1/calculated", ["waste_generated", "waste_utilised"]),
        ("10.5.2/calculated", ["water_reused", "water_discharged"]),
        ("10.6/energy-calculated", ["energy_consumption", "vehicles_produced"]),
        ("10.6/carbon-calculated", ["carbon_emission", "vehicles_produced"]),
    ],
)
def test_a_plant_that_does_not_calculate_what_it_shall_is_not_eligible_yet(vehicle_type, item, amounts) -> None:
    facts = PLANT | {"vehicle_type": vehicle_type}
    assert evaluate(QCT, facts).eligible is True
    for name in amounts:
        assessment = evaluate(QCT, {known: fact for known, fact in facts.items() if known != name})
        assert (assessment.eligible, assessment.item(item).status) == (None, "unknown")
        assert assessment.item(item).needs == (name,)


def test_each_calculation_of_appendix_a_that_is_worded_with_shall_is_a_gate() -> None:
    gates = {item.rule.formula for item in QCT.items if isinstance(item.rule, CalculatedRule) and item.mandatory}
    assert {QCT.formulas[name].clause for name in gates} == {f"A.{number}" for number in (2, 3, 6, 7, 8, 9)}


def test_the_evaluation_criteria_of_buildings_are_a_gate_of_their_own() -> None:
    facts = {name: fact for name, fact in PLANT.items() if not name.startswith("5.1.5")}
    assert evaluate(QCT, facts).eligible is None
    assert evaluate(QCT, facts | {"5.1.5": "met"}).eligible is True  # the word is said of the clause
    for word in ("met", "not met", NOT_APPLICABLE):
        assert evaluate(QCT, facts | {"5.1.5": word, "5.1.5/evaluation": "met"}).eligible is True
        closed = evaluate(QCT, facts | {"5.1.5": word, "5.1.5/evaluation": "not met"})
        assert (closed.eligible, closed.item("5.1.5/evaluation").status) == (False, "not met")


def test_for_other_vehicles_the_capacity_is_calculated_and_its_limit_does_not_apply() -> None:
    assessment = evaluate(QCT, PLANT | {"vehicle_type": "truck or van"})
    assert assessment.item("10.2.2/calculated").why == "calculated: 0.3659 vehicle/m2"
    assert assessment.item("10.2.2").status == "not applicable"
    assert "10.2.2  A.3     production capacity per unit land area       0.3659 vehicle/m2" in str(assessment)


# What can be said not to apply


@every_item
def test_what_always_applies_cannot_be_said_not_to(table, item) -> None:
    facts = {item.id: NOT_APPLICABLE}
    spared = [one.id for one in table.items if item.id in (one.id, one.clause) and not one.always_applies]
    if spared:
        statuses = {one.id: one.status for one in evaluate(table, facts).items}
        assert [name for name, status in statuses.items() if status == "not applicable"] == spared
    else:
        always = "it is said not to apply, and by the table of"
        assert faults_of(facts, table) == (f"{item.id}: {always} {table.number} it applies to every plant",)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_table_can_be_emptied(table) -> None:
    mandatory = [item for item in table.items if item.mandatory]
    assert {item.id for item in mandatory if item.always_applies}
    facts = {item.id: NOT_APPLICABLE for item in mandatory if not item.always_applies}
    assert evaluate(table, facts).eligible is None
    with pytest.raises(FactsError):
        evaluate(table, {item.id: NOT_APPLICABLE for item in mandatory})
    assert any("apply to every factory" in assumption.what for assumption in table.assumptions)


@every_item
def test_a_word_against_amounts_is_a_contradiction_that_names_both(table, item) -> None:
    arguments = {name: one for formula in table.formulas.values() for name, one in formula.arguments.items()}
    for name in table.signs_of(item):
        unit = arguments[name].symbol.unit
        for amount, is_sign in ((f"7 {unit}" if unit.powers else "7", True), (f"0 {unit}", False)):
            symbol = arguments[name].symbol
            if item.always_applies or (not is_sign and symbol.above is not None):
                continue
            facts = {item.id: NOT_APPLICABLE, name: amount, "vehicle_type": "passenger car"}
            if is_sign or len(table.formula_of(item).arguments if table.formula_of(item) else "no") == 1:
                says = f"{item.id}: it is said not to apply, and yet {name} = {amount}; leave out one or the other"
                assert says in faults_of(facts, table)
            else:
                assert evaluate(table, facts).item(item.id).status == "not applicable"


@every_item
def test_what_is_computed_is_neither_unknown_nor_inapplicable(table, item) -> None:
    computed = JUDGED[table.id].item(item.id)
    if computed.computation is None:
        return
    for word, said in (("unknown", "to be unknown"), (NOT_APPLICABLE, "not to apply")):
        faults = faults_of(PLANT | {item.id: word}, table)
        if item.always_applies and word is NOT_APPLICABLE:
            assert "applies to every plant" in faults[0]
        else:
            given = [one.name for one in computed.inputs]
            assert any(f"said {said}, and yet {given[0]} = " in fault for fault in faults)
    for nothing in (None, "", "  "):
        assert evaluate(table, PLANT | {item.id: nothing}).item(item.id).status == computed.status


AMOUNTS = ("capacity", "land_area", "painted_area", "vocs_emitted")
TYPED = [item for item in QCT.items if isinstance(item.rule, LimitRule) and item.rule.limits[0].category]


@pytest.mark.parametrize("vehicle_type", [*QCT.categories, None])
@pytest.mark.parametrize("item", TYPED, ids=[item.id for item in TYPED])
def test_a_limit_does_not_apply_beside_its_amounts_only_where_a_type_has_none(item, vehicle_type) -> None:
    facts = PLANT | {item.id: NOT_APPLICABLE, "vehicle_type": vehicle_type}
    limited = {limit.category for limit in item.rule.limits}
    may_be = {vehicle_type} if vehicle_type else set(QCT.categories)
    assert item.rule.leaves_out_some(QCT.categories) == bool(set(QCT.categories) - limited)
    if may_be - limited:
        assert evaluate(QCT, facts).item(item.id).status == "not applicable"
    else:
        [fault] = faults_of(facts)
        assert fault.startswith(f"{item.id}: it is said not to apply, and yet ")
    amounts = {
        name: [fact["value"] if isinstance(fact, dict) else fact] for name, fact in facts.items() if name in AMOUNTS
    }
    words = {item.id: ["not applicable: none there"], "vehicle_type": [vehicle_type]}
    scores = score_columns(QCT, amounts | words)
    assert [fault.reason for fault in scores.faults] == ([] if may_be - limited else [fault])


def test_a_limit_for_all_leaves_out_no_vehicle_type() -> None:
    assert not RULES["limit"].leaves_out_some(QCT.categories)


def test_a_plant_without_a_paint_shop_may_say_so() -> None:
    coating = [item for item in QCT.items if item.applies_with]
    assert {item.clause for item in coating} == {"5.1.4", "10.3.2", "10.4.2", "10.4.3", "10.4.4", "10.4.5"}
    facts = {name: fact for name, fact in PLANT.items() if name not in {*coating[0].applies_with, "10.3.2"}}
    assessment = evaluate(QCT, facts | {item.id: NOT_APPLICABLE for item in coating})
    assert assessment.eligible is True
    assert sum(result.exact_of for result in assessment.items) == 100


def test_a_table_says_which_amounts_an_item_applies_with(tmp_path) -> None:
    text = table_text("qct1160_2022")
    path = tmp_path / "table.toml"
    path.write_text(text.replace('applies_with = ["painted_area"', 'applies_with = ["paintedarea"', 1), "utf-8")
    with pytest.raises(
        StandardError, match=r"item 5\.1\.4: applies_with: no formula .* 'paintedarea'; did you mean painted_area"
    ):
        load_standard(path)
    path.write_text(
        text.replace("always_applies = true", 'always_applies = true\napplies_with = ["capacity"]', 1), "utf-8"
    )
    with pytest.raises(StandardError, match=r"item 4\.1: what always applies needs no applies_with"):
        load_standard(path)
    path.write_text(text.replace("always_applies = true", "always_applies = 1", 1), "utf-8")
    with pytest.raises(StandardError, match=r"item 4\.1\.always_applies: 1 is not true or false"):
        load_standard(path)


# Passing


@pytest.mark.parametrize(
    ("gate", "mark", "passed", "text"),
    [
        ("met", 5, True, "pass mark 5.00: reached"),
        ("met", 11, None, "pass mark 11.00: undecided"),
        ("met", 16, False, "pass mark 16.00: not reached"),
        ("met", None, None, None),
        ("not met", 5, False, "pass mark 5.00: reached, but the plant may not take part"),
        ("not met", 11, False, "pass mark 11.00: undecided, but the plant may not take part"),
        ("not met", 16, False, "pass mark 16.00: not reached"),
        ("not met", None, False, None),
        ("unknown", 5, None, "pass mark 5.00: reached, and the gate is undecided"),
        ("unknown", 16, False, "pass mark 16.00: not reached"),
        ("unknown", None, None, None),
    ],
)
def test_passing_needs_the_gate_and_the_mark(gate, mark, passed, text) -> None:
    items = tuple(item for item in QCT.items if item.id in ("4.1", "5.1.6", "5.2.2/daylight", "5.3.2"))
    table = evolve(QCT, items=items, pass_mark=None if mark is None else Fraction(mark))
    facts = {"4.1": gate, "5.1.6": "met", "5.2.2/daylight": "met", "5.3.2": "unknown"}
    assessment = evaluate(table, facts)
    assert (assessment.score.lower, assessment.score.upper) == (10, 15)
    assert assessment.passed is passed
    assert as_data(assessment, {})["passed"] is passed
    if text is None:
        assert "  pass mark" not in str(assessment)
    else:
        assert f"  {text}\n" in str(assessment)
        assert f"<p>{text}</p>" in assessment._repr_html_()


# Years


UNKNOWN = ("unknown", "未知", "", None)
RULES = {
    "limit": LimitRule("green_paint_usage_rate", ">=", (LimitValue("70 %", "user", "me"),)),
    "strict limit": LimitRule("green_paint_usage_rate", "<", (LimitValue("70 %", "user", "me"),)),
    "line": LineRule("green_paint_usage_rate", "higher", "20 %", "80 %"),
    "line down": LineRule("green_paint_usage_rate", "lower", "80 %", "20 %"),
    "share": ShareRule("green_paint_usage_rate"),
    "calculated": CalculatedRule("green_paint_usage_rate"),
}


def with_rule(rule):
    """The table with the green paint usage rate judged by a rule."""
    [item] = [item for item in QCT.items if item.id == "10.3.2/substitution"]
    [group] = [group for group in QCT.groups if group.id == item.group]
    all_points = Fraction(100)
    only = evolve(item, rule=rule, points=all_points, applies_with=())
    return evolve(QCT, id="own", items=(only,), groups=(evolve(group, points=all_points),))


def share_in_years(rule, percents, years):
    """The share by the definition: with one of the values after the other, the best first, the one at `at_least`."""
    shares = [
        evaluate(with_rule(rule), {"green_paint": f"{one} t", "total_paint": "100 t"}).items[0].share
        for one in percents
    ]
    return sorted(shares, reverse=True)[years.at_least - 1]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@settings(max_examples=max(settings.default.max_examples // 3, 2))
@given(st.data())
def test_years_belong_to_every_kind_of_rule(rule, data) -> None:
    of = data.draw(st.integers(1, 4))
    years = Years(data.draw(st.integers(1, of)), of)
    percent = st.sampled_from([0, 20, 35, 50, 70, 80, 100])
    known = data.draw(st.lists(percent, max_size=of))
    unknown = data.draw(st.integers(0, of - len(known)))
    cells = data.draw(st.permutations([*known, *[data.draw(st.sampled_from(UNKNOWN)) for _ in range(unknown)]]))
    as_text = [f"{cell} t" if isinstance(cell, int) else cell for cell in cells]
    facts = {"total_paint": "100 t"} | ({"green_paint": as_text} if cells else {})
    assessment = evaluate(with_rule(evolve(rule, years=years)), facts)
    [result] = assessment.items
    missing = of - len(known)
    if isinstance(rule, CalculatedRule):  # a year is calculated or not
        possible = {1} if len(known) >= years.at_least else {0, 1}
    else:
        possible = {share_in_years(rule, [*known, *[end] * missing], years) for end in (0, 100)}
    if len(possible) == 1 and known:
        assert {result.share} == possible
        assert "years" in result.why
    else:
        assert (result.status, result.points) == ("unknown", None)
        assert result.needs == ("green_paint",)
        if known:
            assert f"{missing} more of {of} years needed" in result.why
            assert result.needs_text == f"green_paint of {missing} more year{'s' * (missing > 1)}"
    assert replay(assessment.to_json()).agrees
    more = {"green_paint": [*as_text, *["50 t"] * (of + 1 - len(cells))], "total_paint": "100 t"}
    assert any(f"it takes {of} at most" in fault for fault in faults_of(more, with_rule(evolve(rule, years=years))))


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (["unknown", "5 辆", "?"], "entry 3: '?'"),
        (["?", None, "5 辆"], "entry 1: '?'"),
        (["", "未知", 5], "entry 3: the bare"),
    ],
)
def test_a_wrong_year_is_named_by_its_place_in_the_list_as_given(years, said) -> None:
    with pytest.raises(FactsError, match=re.escape(f"yearly_output (Q_a): given {said}")):
        evaluate(QCT, {"yearly_output": years, "design_capacity": "8 辆"})


def test_a_year_is_unknown_in_all_lists_that_go_together() -> None:
    rule = evolve(RULES["limit"], years=Years(1, 3))
    facts = {"green_paint": ["90 t", "unknown", "10 t"], "total_paint": ["unknown", "100 t", "100 t"]}
    [result] = evaluate(with_rule(rule), facts).items
    assert (result.status, result.computation.results) == ("unknown", (10,))
    nothing = {"green_paint": ["90 t", "unknown"], "total_paint": ["unknown", "100 t"]}
    assert evaluate(with_rule(rule), nothing).items[0].needs == ("green_paint", "total_paint")
    uneven = {"green_paint": ["90 t", "unknown", "10 t"], "total_paint": ["80 t", "100 t"]}
    [fault] = faults_of(uneven, with_rule(rule))
    assert fault.startswith("green_paint has 3 and total_paint has 2 amounts; years go together")


def test_more_years_are_refused_whatever_else_is_said_of_the_item() -> None:
    [item] = [item for item in QCT.items if item.id == "10.4.5"]
    facts = {"vocs_emitted": ["9 kg", "8 kg"]}
    too_many = (f"{item.id}: 2 are given for vocs_emitted; it takes 1 at most",)
    for more in ({}, {"vehicle_type": "unknown"}, {item.id: "unknown"}, {"vehicle_type": "truck cab"}):
        assert faults_of(facts | more) == too_many


@pytest.mark.parametrize("years", [["9 辆", "8 辆", "7 辆"], ["9 辆", "unknown"], ["unknown", "9 辆", "unknown"]])
def test_a_list_of_one_is_one_year_and_not_the_same_in_all(years) -> None:
    [fault] = faults_of({"yearly_output": years, "design_capacity": ["10 辆"]})
    says = f"yearly_output has {len(years)} and design_capacity has 1 amounts; years go together"
    assert fault.startswith(says if "unknown" in years else "design_capacity (N_d): given shape (1,)")
    single = {"yearly_output": years, "design_capacity": "10 辆"}
    assert evaluate(QCT, single).item("7.2.3").computation is not None


RETROFIT = {"green_retrofit_investment_share_base": "0.2 %", "green_retrofit_investment_share_leading": "1 %"}


@pytest.mark.parametrize(
    ("invested", "missing"),
    [
        (["6 亿元"], 2),
        ("6 亿元", 2),
        (["1 亿元", "2 亿元"], 1),
        (["1 亿元", "unknown", "2 亿元"], 1),
        (["1 亿元", "", None], 2),
        (["unknown"] * 3, None),
    ],
)
def test_green_retrofits_are_of_three_years(invested, missing) -> None:
    output = "100 亿元" if isinstance(invested, str) else ["100 亿元"] * len(invested)
    facts = {"green_retrofit_investment": invested, "yearly_output_value": output} | RETROFIT
    assessment = evaluate(GBT, facts)
    result = assessment.item("C.1/green-retrofit")
    assert (result.status, result.points, result.value) == ("unknown", None, None)
    if missing:
        assert result.why == f"{missing} more of 3 years needed"
        needed = f"green_retrofit_investment, yearly_output_value of {missing} more year{'s' * (missing > 1)}"
        assert result.needs_text == needed
        assert f"of {missing} more year{'s' * (missing > 1)}" in str(assessment)
    else:
        assert result.needs == ("green_retrofit_investment",)


def test_three_years_of_green_retrofits_are_enough_and_four_are_refused() -> None:
    def given_in(years):
        return {
            "green_retrofit_investment": ["0.5 亿元"] * years,
            "yearly_output_value": ["100 亿元"] * years,
        } | RETROFIT

    result = evaluate(GBT, given_in(3)).item("C.1/green-retrofit")
    assert (result.status, result.share) == ("partly met", Fraction(3, 8))
    for years in (4, 5):
        [fault] = faults_of(given_in(years), GBT)
        assert fault.startswith(f"C.1/green-retrofit: {years} are given for green_retrofit_investment")


@pytest.mark.parametrize(
    ("years", "says"),
    [
        ("{ at_least = 2, of = 3 }", "sums over years; write at_least = 3, of = 3"),
        ("{ at_least = 0, of = 3 }", "years: at least 0 of 3 cannot be"),
    ],
)
def test_years_of_a_sum_are_all_its_years(tmp_path, years, says) -> None:
    path = tmp_path / "table.toml"
    text = table_text("gbt36132_2025")
    path.write_text(text.replace("years = { at_least = 3, of = 3 }", f"years = {years}"), "utf-8")
    with pytest.raises(StandardError, match=says):
        load_standard(path)


def test_a_list_that_is_not_of_years_has_no_years(tmp_path) -> None:
    path = tmp_path / "table.toml"
    text = table_text("qct1160_2022")
    rule = 'formula = "floor_area_of_storeys"\nyears = { at_least = 1, of = 2 }'
    path.write_text(
        text.replace('kind = "calculated"\nformula = "floor_area_ratio"', f'kind = "calculated"\n{rule}'), "utf-8"
    )
    with pytest.raises(StandardError, match="floor_area_of_storeys sums over each storey, so it has no list of years"):
        load_standard(path)


def test_what_is_marked_by_degree_says_so() -> None:
    by_degree = [item.id for item in GBT.items if isinstance(item.rule, DegreeRule)]
    assert by_degree == ["C.1/advanced-process", "C.1/eco-design", "C.1/carbon-footprint"]
    assert str(DegreeRule()) == "by the degree to which it is met"
    partly = {"status": "partly met", "share": "40 %"}
    assert evaluate(GBT, {"C.1/eco-design": partly}).item("C.1/eco-design").exact_points == Fraction(16, 5)


def test_rules_say_in_how_many_years() -> None:
    for table in TABLES.values():
        for item in table.items:
            years = item.rule.years if isinstance(item.rule, FormulaRule) else None
            assert (
                str(item.rule).endswith(f", in {years.at_least} of {years.of} years")
                if years
                else "years" not in str(item.rule)
            )
    assert isinstance(DegreeRule(), YesNoRule)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_years_of_many_plants_are_those_of_one(rule) -> None:
    table = with_rule(evolve(rule, years=Years(2, 3)))
    columns = {
        "green_paint.1 [t]": [0, 35, 70, 100, None, 50],
        "green_paint.2 [t]": [100, 35, 70, None, None, 50],
        "green_paint.3 [t]": [100, 80, 0, 20, 20, None],
        "total_paint [t]": [100] * 6,
    }
    fewer = {header: cells for header, cells in columns.items() if ".3" not in header}
    for given_years in (columns, fewer):
        scores = score_columns(table, given_years, with_statuses=True)
        for row in range(6):
            [result] = evaluate(table, plant_facts(table, given_years, row)).items
            assert scores.statuses[result.id][row] == CODES[result.status], row
            assert scores.score_lower[row] == pytest.approx(result.points or 0, rel=1e-12)


def test_years_on_a_line_without_ends_are_unknown() -> None:
    line = LineRule("green_paint_usage_rate", "higher", years=Years(1, 2))
    facts = {"green_paint": ["50 t", "60 t"], "total_paint": "100 t"}
    [result] = evaluate(with_rule(line), facts).items
    assert (result.status, result.value) == ("unknown", None)
    assert result.needs == ("green_paint_usage_rate_base", "green_paint_usage_rate_leading")


def test_rows_with_a_plain_word_of_their_own_keep_it() -> None:
    columns = {"5.1.5": ["met", "not met"], "5.1.5/evaluation": np.array([True, True])}
    scores = score_columns(QCT, columns, with_statuses=True)
    assert scores.statuses["5.1.5/evaluation"].tolist() == [CODES["met"]] * 2
    assert scores.statuses["5.1.5"].tolist() == [CODES["met"], CODES["not met"]]


def test_facts_of_the_shipped_edition_that_an_own_table_does_not_need_are_named() -> None:
    table = evolve(QCT, items=tuple(item for item in QCT.items if item.id in ("4.1", "5.1.5")))
    assert "for QC/T 1160-2022  6.6" in str(evaluate(table, {"6.6": "met"}))
