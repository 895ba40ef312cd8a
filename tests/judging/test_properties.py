"""What must hold of every plant, by either standard: intervals, evidence, improvement, gate, order, exact limits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from greencalc import FactsError, Q, evaluate, load_plant, load_standard
from greencalc.formula.computation import recompute
from greencalc.standards.editions import EDITIONS
from greencalc.standards.rules import CalculatedRule, FormulaRule, LimitRule, LimitValue, YesNoRule
from greencalc.units.unit_table import table
from long_walks import some
from sizes import INPUTS, SIZES
from strategies import as_drawn, plant_facts

pytestmark = pytest.mark.walk

STANDARDS = {edition: load_standard(edition) for edition in EDITIONS}
QCT, GBT = STANDARDS.values()
POLICIES = ("renormalise", "keep", "full")
OPERATORS = (">=", ">", "<=", "<")
every_standard = pytest.mark.parametrize("edition", STANDARDS)


def judged(standard, facts, **options):
    return evaluate(standard, facts, plausibility=(), **options)


def ends(interval):
    return interval.exact_lower, interval.exact_upper


def yes_no_items(standard):
    return [item.id for item in standard.items if isinstance(item.rule, YesNoRule)]


def free_items(standard):
    """Those of them that any word can be said of, whatever else is given."""
    return [
        item.id
        for item in standard.items
        if isinstance(item.rule, YesNoRule) and not item.always_applies and not item.applies_with
    ]


# Intervals


@every_standard
@as_drawn
@given(st.data())
def test_intervals_are_in_order_and_groups_add_up_to_the_score(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    for policy in POLICIES:
        assessment = judged(standard, facts, not_applicable=policy)
        lower, upper = ends(assessment.score)
        assert 0 <= lower <= upper <= 100
        assert 0 <= assessment.exact_coverage <= 1
        assert upper - lower == (1 - assessment.exact_coverage) * 100
        assert sum(group.exact_of for group in assessment.groups) == 100
        assert sum(group.points.exact_lower for group in assessment.groups) == lower
        assert sum(group.points.exact_upper for group in assessment.groups) == upper
        for group in assessment.groups:
            assert 0 <= group.points.exact_lower <= group.points.exact_upper <= group.exact_of
        for result in assessment.items:
            assert (result.exact_points is None) == (result.status == "unknown")
            assert 0 <= (result.exact_points or 0) <= result.exact_of
            if result.status == "not applicable":
                kept = result.item.points
                earned = {"renormalise": (0, 0), "keep": (0, kept), "full": (kept, kept)}[policy]
                assert (result.exact_points, result.exact_of) == earned


def less_known(standard, facts, data):
    """The same facts with some of them unknown or missing."""
    names = sorted(facts)
    dropped = data.draw(st.sets(st.sampled_from(names), max_size=4) | st.sets(st.sampled_from(names)))
    blank = data.draw(st.sampled_from(["missing", "unknown", None, ""]))
    less = {name: fact for name, fact in facts.items() if name not in dropped}
    blank_already = {name for name, fact in facts.items() if isinstance(fact, str | None) and not fact}
    if blank != "missing":  # the word "unknown" in place of a blank is refused beside an item's amounts
        less |= dict.fromkeys(sorted(dropped - blank_already), blank)
    for item in standard.items:
        if isinstance(item.rule, FormulaRule) and item.rule.years:
            known = data.draw(st.integers(1, item.rule.years.of))
            lists = {name: less[name] for name in standard.formula_of(item).arguments if name in less}
            less |= {name: values[:known] for name, values in lists.items() if isinstance(values, list)}
    computed = judged(standard, less)
    amounts = [item.id for item in computed.items if item.computation is None and item.id not in less]
    return less | data.draw(st.sampled_from([{}, *({name: "unknown"} for name in amounts)]))


@every_standard
@as_drawn
@given(st.data())
def test_more_evidence_never_widens_the_interval_nor_turns_the_gate(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    less = less_known(standard, facts, data)
    for policy in POLICIES:
        more_known, less_sure = (judged(standard, given, not_applicable=policy) for given in (facts, less))
        (new_lower, new_upper), (old_lower, old_upper) = ends(more_known.score), ends(less_sure.score)
        assert old_lower <= new_lower <= new_upper <= old_upper
        assert less_sure.eligible in {None, more_known.eligible}
        for old, new in zip(less_sure.items, more_known.items, strict=True):
            assert old.status in {"unknown", new.status}


def words_of_any_kind():
    share = st.integers(0, 100).map(lambda percent: {"status": "partly met", "share": f"{percent} %"})
    return st.sampled_from(["met", "not met", {"status": "not applicable", "reason": "none there"}]) | share


@every_standard
@as_drawn
@given(st.data())
def test_any_word_for_what_was_unknown_stays_inside_the_interval(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    name = data.draw(st.sampled_from(free_items(standard)))
    word, policy = data.draw(words_of_any_kind()), data.draw(st.sampled_from(POLICIES))
    before = judged(standard, facts | {name: "unknown"}, not_applicable=policy)
    after = judged(standard, facts | {name: word}, not_applicable=policy)
    assert before.score.exact_lower <= after.score.exact_lower
    assert after.score.exact_upper <= before.score.exact_upper
    assert before.eligible in {None, after.eligible}


# Improvement


def helps(standard, result, name, place):
    """Whether more of an input is better for an item (1), worse (-1) or neither (0), found by computing it."""
    formula = standard.formula_of(result.item)
    values = {item.name: item.exact for item in result.inputs}
    step = Fraction(1, 1000)
    old = recompute(formula, values, checked=False)
    new = recompute(formula, values | {name: moved(values[name], place, lambda value: value + step)}, checked=False)
    old, new = (sum(value) if isinstance(value, tuple) else value for value in (old, new))
    return (new > old) - (new < old) if result.target.better == "higher" else (old > new) - (old < new)


def moved(exact, place, change):
    if place is None:
        return change(exact)
    return (*exact[:place], change(exact[place]), *exact[place + 1 :])


def as_fact(exact, unit):
    return [Q(one, unit) for one in exact] if isinstance(exact, tuple) else Q(exact, unit)


@every_standard
@as_drawn
@given(st.data())
def test_improving_an_amount_never_lowers_the_score(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    before = judged(standard, facts)
    inputs = {
        (item.name, place): item
        for result in before.items
        if result.computation is not None and result.target is not None
        for item in result.inputs
        for place in (range(len(item.exact)) if isinstance(item.exact, tuple) else [None])
    }
    assume(inputs)
    for _ in range(3):
        name, place = data.draw(st.sampled_from(sorted(inputs, key=str)))
        item = inputs[name, place]
        users = [
            result
            for result in before.items
            if result.computation is not None
            and result.target is not None
            and name in standard.formula_of(result.item).arguments
        ]
        ways = {helps(standard, result, name, place) for result in users} - {0}
        assert len(ways) < 2  # no input is shared by two items that it helps and harms
        way = next(iter(ways), data.draw(st.sampled_from([-1, 1])))
        factor = data.draw(st.sampled_from([Fraction(text) for text in ("1/1000", "1/2", "2", "1000")]))
        better = moved(
            item.exact, place, lambda value, by=way, size=factor: value * (1 + size) if by > 0 else value / (1 + size)
        )
        try:
            after = judged(standard, facts | {name: as_fact(better, str(item.symbol.unit))})
        except FactsError:  # a relation forbids it
            continue
        assert after.score.exact_lower >= before.score.exact_lower
        assert after.score.exact_upper >= before.score.exact_upper
        for old, new in zip(before.items, after.items, strict=True):
            assert (new.status == "unknown") == (old.status == "unknown")
            assert (new.exact_points or 0) >= (old.exact_points or 0)


@every_standard
@as_drawn
@given(st.data())
def test_the_better_a_requirement_is_met_the_higher_the_score(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    name = data.draw(st.sampled_from(yes_no_items(standard)))
    shares = sorted(data.draw(st.sets(st.integers(1, 99), min_size=2, max_size=2)))
    words = ["not met", *({"status": "partly met", "share": f"{share} %"} for share in shares), "met"]
    ladder = [judged(standard, facts | {name: word}) for word in words]
    of = ladder[0].item(name).exact_of
    for share, (worse, better) in zip(
        (shares[0], shares[1] - shares[0], 100 - shares[1]), pairwise(ladder), strict=True
    ):
        for old, new in zip(ends(worse.score), ends(better.score), strict=True):
            assert new - old == of * Fraction(share, 100)
    assert [found.eligible for found in ladder[1:3]] == [ladder[0].eligible] * 2


# The gate


@every_standard
@as_drawn
@given(st.data())
def test_a_failed_mandatory_requirement_excludes_the_plant_and_costs_its_own_points_alone(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    mandatory = [item.id for item in standard.items if item.mandatory and isinstance(item.rule, YesNoRule)]
    name = data.draw(st.sampled_from(mandatory))
    met = judged(standard, facts | {name: "met"})
    for failed in ("not met", {"status": "partly met", "share": "99 %"}, False):
        after = judged(standard, facts | {name: failed})
        assert after.eligible is False
        own = met.item(name).exact_points - after.item(name).exact_points
        assert ends(after.score) == tuple(end - own for end in ends(met.score))
        assert [item for item in after.items if item.id != name] == [item for item in met.items if item.id != name]
    assert met.eligible is not True or all(
        item.status in {"met", "not applicable"} for item in met.items if item.item.mandatory
    )


@pytest.mark.parametrize(
    "item",
    [item for item in QCT.items if item.mandatory and isinstance(item.rule, LimitRule)],
    ids=lambda item: item.id,
)
def test_a_mandatory_limit_that_is_missed_excludes_the_plant_too(item) -> None:
    facts = load_plant("examples/plant.toml").facts
    before = judged(QCT, facts)
    own, painted = QCT.formula_of(item).arguments
    for text, eligible in (("0 g", True), ("9999 t", False)):
        after = judged(QCT, facts | {own: text})
        assert painted == "painted_area"
        assert after.eligible is eligible
        assert after.score == before.score
    assert judged(QCT, facts | {own: "unknown"}).eligible is None


@every_standard
def test_what_is_only_to_be_calculated_cannot_fail(edition) -> None:
    facts = load_plant("examples/plant.toml").facts
    for result in judged(STANDARDS[edition], facts).items:
        if isinstance(result.item.rule, CalculatedRule):
            assert result.status == "met"


# Order


@every_standard
@as_drawn
@given(st.data())
def test_neither_the_order_of_the_table_nor_that_of_the_facts_matters(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    random = data.draw(st.randoms(use_true_random=False))
    items, names = list(standard.items), list(facts)
    random.shuffle(items)
    random.shuffle(names)
    shuffled = evolve(standard, items=tuple(items))
    policy = data.draw(st.sampled_from(POLICIES))
    first = judged(standard, facts, not_applicable=policy)
    second = judged(shuffled, {name: facts[name] for name in names}, not_applicable=policy)
    assert (first.score, first.groups, first.eligible) == (second.score, second.groups, second.eligible)
    assert all(second.item(result.id) == result for result in first.items)


# Exact limits


def table_of_limits(formula, limit):
    """A table with one item for each operator, against one limit."""
    [item, *_] = (item for item in QCT.items if not item.mandatory)
    rules = [LimitRule(formula, operator, (LimitValue(limit, "user", "a test"),)) for operator in OPERATORS]
    items = tuple(evolve(item, id=rule.operator, clause=rule.operator, rule=rule) for rule in rules)
    return evolve(QCT, items=items)


def statuses(standard, facts, **options):
    return tuple(result.status for result in judged(standard, facts, **options).items)


BELOW = ("not met", "not met", "met", "met")
TIE = ("met", "not met", "met", "not met")
ABOVE = ("met", "met", "not met", "not met")
MASSES = [row.unit for row in table().values() if str(row.unit.dimension) == "(('mass', 1),)"]


@pytest.mark.parametrize("unit", MASSES, ids=str)
def test_k_per_mille_are_a_tie_with_k_thousandths_in_every_unit(unit) -> None:
    whole = Fraction(10**6) / unit.size  # 1000 t
    facts = {"waste_generated": "1000 t", "stock_utilised": "0 g"}
    for k in some(range(1, 1001), 71):
        amount = Decimal(k) * Decimal(whole.numerator) / Decimal(whole.denominator) / 1000
        limit = (f"{Decimal(k) / 10} %", f"{k}‰", f"{Decimal(k) / 1000}")[k % 3]
        standard = table_of_limits("solid_waste_utilisation_rate", limit)
        assert statuses(standard, facts | {"waste_utilised": f"{amount:f} {unit}"}) == TIE


def test_a_trace_beside_k_per_mille_is_on_its_side() -> None:
    for k in some(range(1, 1001), 71):
        standard = table_of_limits("floor_area_ratio", f"{Decimal(k) / 10} %")
        for trace, expected in (("-1e-20", BELOW), ("1e-20", ABOVE)):
            facts = {"building_area": f"{k + Decimal(trace):f} m2", "structure_area": "0 m2", "land_area": "0.1 ha"}
            assert statuses(standard, facts) == expected


# Values rounded to the limit's digits first


LIMITS = [
    ("floor_area_ratio", "0.70", ""),
    ("floor_area_ratio", "0.7", ""),
    ("floor_area_ratio", "70", "%"),
    ("solid_waste_utilisation_rate", "70", "%"),
    ("solid_waste_utilisation_rate", "70.0", "%"),
    ("solid_waste_utilisation_rate", "0.70", ""),
    ("hazardous_waste_per_painted_area", "20", "g/m2"),
    ("hazardous_waste_per_painted_area", "0.02", "kg/m2"),
    ("hazardous_waste_per_painted_area", "1.5e1", "g/m2"),
    ("hazardous_waste_per_painted_area", "15e-1", "g/m2"),
]
EXACT = Context(prec=100)
COMPARE = {
    ">=": lambda value, limit: value >= limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    "<": lambda value, limit: value < limit,
}


@st.composite
def limits(draw):
    """A formula, and a limit's number and unit as typed."""
    formula = draw(st.sampled_from(sorted(SIZES)))
    unit = draw(st.sampled_from(sorted(SIZES[formula])))
    number = Decimal(draw(st.integers(1, 999))).scaleb(-draw(st.integers(0, 4)))
    text = draw(st.sampled_from([f"{number:f}", f"{number:f}0" if number.as_tuple().exponent else f"{number:f}.0"]))
    text += draw(st.sampled_from(["", "", "e0", "e1", "e-1", "E+2"]))
    assume(unit or Decimal(text) <= 1)  # a rate of more than 1 needs its %
    return formula, text, unit


@given(st.sampled_from(LIMITS) | limits(), st.data())
def test_values_rounded_first_are_those_of_decimal_half_even(drawn, data) -> None:
    formula, number, unit = drawn
    size, limit = SIZES[formula][unit], Decimal(number)
    digit = Decimal((0, (1,), limit.as_tuple().exponent))
    halves = data.draw(st.integers(-5, 5))
    trace = data.draw(st.sampled_from(["0", "0", "1e-12", "-1e-12", "0.3", "-0.3"]))
    typed_value = EXACT.multiply(digit, EXACT.add(Decimal(halves) / 2, Decimal(trace)))
    typed_value = EXACT.add(limit, typed_value)
    value = EXACT.multiply(typed_value, size)
    assume(value >= 0 and (value <= 100 or formula != "solid_waste_utilisation_rate"))
    standard = table_of_limits(formula, f"{number} {unit}".strip())
    name, of_input, others = INPUTS[formula]
    facts = {name: f"{value:f} {of_input}"} | others
    rounded = typed_value.quantize(digit, ROUND_HALF_EVEN, EXACT)
    for comparison, compared in (("full value", typed_value), ("rounded value", rounded)):
        expected = tuple("met" if COMPARE[operator](compared, limit) else "not met" for operator in OPERATORS)
        assert statuses(standard, facts, comparison=comparison) == expected


@given(st.sampled_from(LIMITS) | limits(), st.data())
def test_a_value_is_at_its_target_where_its_status_is_met(drawn, data) -> None:
    formula, number, unit = drawn
    standard = table_of_limits(formula, f"{number} {unit}".strip())
    name, of_input, others = INPUTS[formula]
    limit = Fraction(number) * Fraction(SIZES[formula][unit])
    for comparison in ("full value", "rounded value"):
        for operator in OPERATORS:
            edge = judged(standard, {}, comparison=comparison).item(operator).target.value
            trace = st.sampled_from([edge, edge * (1 + Fraction(1, 10**15)), edge * (1 - Fraction(1, 10**15))])
            value = max(Fraction(0), data.draw(trace | st.fractions(limit / 2, limit * 2)))
            if formula == "solid_waste_utilisation_rate":
                value = min(value, Fraction(100))
            result = judged(standard, {name: Q(value, of_input)} | others, comparison=comparison).item(operator)
            assert (result.exact_value, result.target.value) == (value, edge)
            assert (result.status == "met") == result.target.is_met_by(value)


@every_standard
@as_drawn
@given(st.data())
def test_every_computed_item_is_met_just_where_its_target_says(edition, data) -> None:
    standard = STANDARDS[edition]
    facts = data.draw(plant_facts(standard))
    comparison = data.draw(st.sampled_from(["full value", "rounded value"]))
    for result in judged(standard, facts, comparison=comparison).items:
        if result.target is not None and result.exact_value is not None:
            assert (result.status == "met") == result.target.is_met_by(result.exact_value)


def test_the_comparison_used_is_recorded_and_listed_where_it_was_chosen() -> None:
    chosen = [("How values are compared with limits: rounded value.", "user")]
    by_table = evolve(QCT, comparison="rounded value")
    for standard, options, comparison, listed in (
        (QCT, {}, "full value", []),
        (QCT, {"comparison": "rounded value"}, "rounded value", chosen),
        (by_table, {}, "rounded value", []),
        (by_table, {"comparison": "full value"}, "full value", [(chosen[0][0].replace("rounded", "full"), "user")]),
    ):
        assessment = judged(standard, {}, **options)
        assert assessment.comparison == comparison
        said = [(found.what, found.origin) for found in assessment.assumptions]
        assert [found for found in said if found[0].startswith("How values are compared")] == listed
        assert assessment.chosen == options


def test_no_other_comparison_is_taken() -> None:
    with pytest.raises(FactsError, match="comparison is 'rounded'; it is full value or rounded value"):
        evaluate(QCT, {}, comparison="rounded")
