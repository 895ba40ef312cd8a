"""What is printed beside a verdict shows why: its numbers, read back from the text, stand to each other as it says."""

from __future__ import annotations

import operator
import re
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import example, given, settings, strategies as st

import greencalc
from greencalc import (
    Q,
    StandardError,
    carbon_ledger,
    compare,
    evaluate,
    explain,
    explain_ledger,
    load_plant,
    load_standard,
    score_columns,
    spec,
)
from greencalc.formula import Formula
from greencalc.formula.arguments import read_arguments
from greencalc.formula.arithmetic import EXACT
from greencalc.formula.computation import Exact, work_out
from greencalc.plant.plausible_ranges import PlausibleRange
from greencalc.reporting.data import as_data
from greencalc.showing.sheet import Working
from greencalc.standards.rules import LimitRule, LimitValue, LineRule, ShareRule, Years, YesNoRule
from greencalc.standards.table import Group, Item
from greencalc.units.amount import plain
from greencalc.units.number_text import decimal_text, points_text
from greencalc.units.text import parse_amount
from tags import Tags
from worked_cases import CASES, case_ids

pytestmark = pytest.mark.walk

often = settings(max_examples=2 * settings.default.max_examples)
QCT = load_standard("qct1160_2022")
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
SIGNS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
DETAILS = {"origin": "user", "source": "the plant's own rules"}
MINUS_ZERO = re.compile(r"(?<![\w.-])-0(?:\.0*)?(?![\d.])")


def beside(bound: Fraction) -> st.SearchStrategy[Fraction]:
    """Draw a number on a bound, or on either side of it, as near as a fifteenth digit shows."""
    away = st.builds(
        lambda sign, exponent: 1 + sign * Fraction(1, 10**exponent), st.sampled_from([-1, 1]), st.integers(1, 15)
    )
    return st.one_of(st.just(bound), away.map(lambda factor: bound * factor))


def item(name: str, rule=None, points: Fraction = Fraction(0), **more) -> Item:
    kind = {"kind": "scoring", "group": "Q1"} if points else {"kind": "mandatory"}
    details = {"clause": name, "title": "Requirement", "title_zh": "要求", **DETAILS, **kind, **more}
    return Item(id=name, rule=rule or YesNoRule(), points=points, **details)


def table(*items: Item, **more):
    """Return a table of one's own, of one group."""
    points = sum((one.points for one in items), Fraction(0))
    group = Group("Q1", "5", "Group", points, title_zh="组", **DETAILS)
    return evolve(QCT, groups=(group,), items=items, assumptions=(), **more)


def texts(assessment) -> dict[str, str]:
    """Return every way in which an assessment shows itself and its items."""
    shown = {"report": str(assessment), "explanation": assessment.explain().to_text()}
    html = [assessment._repr_html_(), assessment.explain().to_html()]
    for one in (assessment, *assessment.items):
        shown[f"str {one!r}"], shown[f"latex {one!r}"] = str(one), one._repr_latex_()
        html.append(one._repr_html_())
    shown |= {"repr": repr(assessment), "json": str(as_data(assessment, {})["items"])}
    shown |= {f"html {number}": Tags(text).text for number, text in enumerate(html)}
    for name, text in shown.items():
        assert not MINUS_ZERO.search(text), (name, text)
        assert ",," not in text, (name, text)
    return shown


def check_points(earned: str, of: str, exact: Fraction, exact_of: Fraction) -> None:
    """Check points and points possible as printed: alike only if all are earned, and 0 only if none is."""
    assert (Fraction(earned) == Fraction(of)) == (exact == exact_of)
    assert (Fraction(earned) < Fraction(of)) == (exact < exact_of)
    assert (Fraction(earned) == 0) == (exact == 0)


# Totals, groups and items

WEIGHTS = st.sampled_from([Fraction(15, 7), Fraction(30, 7), Fraction(20), Fraction(1, 3), Fraction("0.004")])


@often
@given(st.data(), st.sampled_from(["85", "60", "84.99", "100", "33.333", "0.01"]).map(Fraction))
def test_a_total_reads_as_its_verdict_against_the_pass_mark(data, mark) -> None:
    first = min(data.draw(beside(mark)), Fraction(100))
    rest = 100 - first
    items = [item("1.1", points=first), *([item("1.2", points=rest)] if rest else [])]
    word = data.draw(st.sampled_from(["met", "not met", "unknown"]))
    assessment = evaluate(table(*items, pass_mark=mark), {"1.1": "met", "1.2": word} if rest else {"1.1": "met"})
    score = assessment.score
    found = 0
    shown = texts(assessment) | {"interval": f"{score!r} of 100"}
    for name, text in shown.items():
        for lower, upper in re.findall(rf"({NUMBER})(?: to ({NUMBER}))?>? of 100\b(?![.])", text):
            ends = [Fraction(lower), Fraction(upper or lower)]
            for printed, exact in zip(ends, (score.exact_lower, score.exact_upper), strict=True):
                if name != "interval" or mark.denominator == 1:  # which knows no pass mark
                    assert (printed >= mark, printed > mark) == (exact >= mark, exact > mark), (name, text)
                check_points(str(printed), "100", exact, Fraction(100))
            assert (ends[0] < ends[1]) == (score.exact_lower < score.exact_upper)
            found += 1
    assert found >= 6
    [printed_mark] = re.findall(rf"pass mark ({NUMBER})", shown["report"])
    [(lower, upper)] = re.findall(rf"Score   ({NUMBER})(?: to ({NUMBER}))? of", shown["report"])
    for printed, exact in ((lower, score.exact_lower), (upper or lower, score.exact_upper)):
        assert (Fraction(printed) >= Fraction(printed_mark)) == (exact >= mark)


SHARES = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 10**9)]).flatmap(beside)


@often
@given(SHARES.map(lambda share: min(share, Fraction(1))), WEIGHTS, WEIGHTS)
@example(Fraction("0.99999"), Fraction(99), Fraction("0.001"))
def test_points_of_groups_and_items_are_alike_only_if_all_are_earned(share, first, second) -> None:
    with localcontext(prec=40):
        typed = f"{Decimal(share.numerator) / Decimal(share.denominator) * 100:f} %"
    last = item("1.3", points=100 - first - second) if first + second < 100 else None
    items = [item("1.1", points=first), item("1.2", points=second), *([last] if last else [])]
    facts = {"1.1": {"status": "partly met", "share": typed}, "1.2": "not met", "1.3": "unknown"}
    assessment = evaluate(table(*items), facts)
    [group] = assessment.groups
    shown = texts(assessment)
    rows = re.findall(
        rf"Q1 +Group[^0-9]* ({NUMBER})(?: to ({NUMBER}))? of ({NUMBER})", shown["report"] + shown["explanation"]
    )
    rows += re.findall(
        rf"Q1 +Group +组 +({NUMBER})(?: to ({NUMBER}))? +({NUMBER})",
        shown[f"str {assessment!r}"] + assessment._sheet().to_text(),
    )
    assert len(rows) >= 2
    for lower, upper, of in rows:
        check_points(lower, of, group.points.exact_lower, group.exact_of)
        check_points(upper or lower, of, group.points.exact_upper, group.exact_of)
    for result in assessment.items:
        for text in (str(result), assessment.explain(result.id).to_text()):
            [(earned, of)] = re.findall(rf"(?:Points|points):? +({NUMBER}|\?) of ({NUMBER})", text)
            if result.exact_points is None:
                assert earned == "?"
            else:
                check_points(earned, of, result.exact_points, result.exact_of)
    [known] = re.findall(rf"\(({NUMBER}) % of the points known\)", shown["report"])
    check_points(known, "100", assessment.exact_coverage * 100, Fraction(100))
    lost = dict(re.findall(rf"  ([0-9.]+)  Requirement: [^(]*\(-({NUMBER})\)", " ".join(shown["report"].split("\n"))))
    assert set(lost) == {one.id for one in assessment.items if one.status in {"not met", "partly met"}}
    for name, printed in lost.items():
        result = assessment.item(name)
        assert Fraction(printed) > 0
        of = points_text(result.exact_of, places=2)
        assert (Fraction(printed) == Fraction(of)) == (not result.exact_points)
    if share < 1:
        [said] = re.findall(rf"({NUMBER}) % as given", assessment.item("1.1").why)
        check_points(said, "100", share * 100, Fraction(100))


# Limits, lines and rates

RATIO = ("floor_area_ratio", "0.7", "")
RATE = ("wastewater_reuse_rate", "70 %", " %")
LOAD = ("vocs_per_painted_area", "20 g/m2", " g/m2")


def facts_for(formula: str, value: Fraction) -> dict[str, object]:
    """Return facts that make a formula's value just that."""
    if formula == "floor_area_ratio":
        return {"building_area": Q(value, "m2"), "structure_area": "0 m2", "land_area": "1 m2"}
    if formula == "wastewater_reuse_rate":
        return {"water_reused": Q(value, "m3"), "water_discharged": Q(100 - value, "m3")}
    if formula == "vocs_per_painted_area":
        return {"vocs_emitted": Q(value, "g"), "painted_area": "1 m2"}
    return {"energy_consumption": Q(value, "kgce"), "vehicles_produced": "1 辆"}


def read_condition(why: str) -> tuple[bool, bool]:
    """Return what a sentence's numbers say of its comparison, and what its words do."""
    pattern = rf"({NUMBER})(?: [%\w/]+)?(?:, rounded ({NUMBER})(?: [%\w/]+)?,)? (is not|is) (>=|>|<=|<) ({NUMBER})"
    value, rounded, words, sign, bound = re.match(pattern, why).groups()
    return SIGNS[sign](Fraction(rounded or value), Fraction(bound)), words == "is"


@often
@given(st.data(), st.sampled_from([RATIO, RATE, LOAD]), st.sampled_from(list(SIGNS)))
@pytest.mark.parametrize("comparison", ["full value", "rounded value"])
def test_a_value_reads_as_its_verdict_against_the_limit(comparison, data, kind, sign) -> None:
    formula, limit, unit = kind
    bound = Fraction(limit.split()[0])
    step = data.draw(st.sampled_from([0, Fraction(1, 20) if formula == "floor_area_ratio" else Fraction(1, 2)]))
    value = data.draw(beside(bound + data.draw(st.sampled_from([-step, step]))))
    rule = LimitRule(formula, sign, (LimitValue(limit, **DETAILS),))
    standard = table(item("1.1", rule, Fraction(50)), item("1.2", points=Fraction(50)), comparison=comparison)
    assessment = evaluate(standard, facts_for(formula, value))
    result = assessment.item("1.1")
    is_met = result.status == "met"
    assert read_condition(result.why) == (is_met, is_met)
    shown = texts(assessment)
    flat = {name: " ".join(text.split()) for name, text in shown.items()}
    for name in ("explanation", f"str {result!r}", "json"):
        assert result.why in flat[name], name
    cell = (
        rf"1\.1 +A\.\d +[^0-9?]*?({NUMBER})[^,]*?(?:, rounded ({NUMBER}).*?)? +(met|not met) \((>=|>|<=|<) ({NUMBER})"
    )
    for text in (shown["report"], shown[f"str {assessment!r}"]):
        [(printed, rounded, status, operation, limit_printed)] = re.findall(cell, text.split("Indicators")[1])
        assert status == result.status
        assert SIGNS[operation](Fraction(rounded or printed), Fraction(limit_printed)) == is_met
    explained = assessment.explain("1.1")
    found = re.fullmatch(rf"(=|≈) ({NUMBER}){re.escape(unit)}", explained.working.lines["text"][-1])
    assert (Fraction(found[2]) > bound, Fraction(found[2]) < bound) == (value > bound, value < bound)
    assert (found[1] == "=") == (Fraction(found[2]) == value)
    margin = dict(explained.notes)["margin"]
    if is_met:
        assert margin.endswith(("to spare", "met as rounded"))
    else:
        assert margin.startswith(("short by", "none:")) or margin.endswith("not met as rounded")
    distance = re.match(rf"(?:short by )?({NUMBER})", margin)
    assert (distance is None or Fraction(distance[1]) == 0) == (value == bound)


@often
@given(st.data(), st.sampled_from(list(SIGNS)))
@pytest.mark.parametrize("comparison", ["full value", "rounded value"])
def test_years_are_listed_so_that_those_that_keep_the_limit_can_be_counted(comparison, data, sign) -> None:
    bound = Fraction(70)
    near = st.sampled_from([Fraction(70), Fraction("69.5"), Fraction("70.5"), Fraction(80)]).flatmap(beside)
    values = data.draw(st.lists(near, min_size=1, max_size=3))
    rule = LimitRule("capacity_utilisation_rate", sign, (LimitValue("70 %", **DETAILS),), years=Years(2, 3))
    standard = table(item("1.1", rule, Fraction(50)), item("1.2", points=Fraction(50)), comparison=comparison)
    facts = {"yearly_output": [Q(value, "vehicle") for value in values], "design_capacity": "100 辆"}
    assessment = evaluate(standard, facts)
    listed, _, counted = assessment.item("1.1").why.partition(": ")
    passed, years, operation, limit = re.match(rf"(\d) of (\d) years (\S+) ({NUMBER}) %", counted).groups()
    one_year = rf"({NUMBER}) %(?:, rounded ({NUMBER}) %(?=;|$))?"
    numbers = [Fraction(rounded or value) for value, rounded in re.findall(one_year, listed)]
    assert len(numbers) == int(years) == len(values)
    assert sum(SIGNS[operation](number, Fraction(limit)) for number in numbers) == int(passed)
    exact = [Fraction(value) for value, _ in re.findall(one_year, listed)]
    assert [one > bound for one in exact] == [value > bound for value in values]
    texts(assessment)


ENDS = st.sampled_from([(190, 120), (120, 190)])
SHIFTS = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 10**9)])


@often
@given(ENDS, st.sampled_from([120, 190]).map(Fraction).flatmap(beside), SHIFTS)
@example((190, 120), Fraction("120.0001"), Fraction(0))
def test_points_on_a_line_are_all_and_none_only_where_they_are(ends, value, shift) -> None:
    base, leading = (
        Fraction(ends[0]),
        ends[1] + shift,
    )  # an end that is no short number, or hardly another than the value
    typed = {"base": Q(base, "kgce/vehicle"), "leading": Q(leading, "kgce/vehicle")}
    rule = LineRule("energy_per_vehicle", "lower" if base > leading else "higher", None, None)
    standard = table(item("1.1", rule, Fraction(30, 7)), item("1.2", points=100 - Fraction(30, 7)))
    named = {f"energy_per_vehicle_{end}": amount for end, amount in typed.items()}
    assessment = evaluate(standard, facts_for("energy_per_vehicle", value) | named)
    result, shown = assessment.item("1.1"), texts(assessment)
    unit = " kgce/vehicle"
    ends = rf"from ({NUMBER}){unit} \(none\) to ({NUMBER}){unit} \(all\)"
    line = rf"({NUMBER}){unit} on the line {ends}: ({NUMBER}) % of the points"
    printed, printed_base, printed_leading, percent = map(Fraction, re.fullmatch(line, result.why).groups())
    for one, other, exact, exact_other in (
        (printed, printed_base, value, base),
        (printed, printed_leading, value, leading),
        (percent, 100, result.share * 100, 100),
        (percent, 0, result.share, 0),
    ):
        assert (one > other, one == other) == (exact > exact_other, exact == exact_other)
    assert {Fraction(0): "not met", Fraction(100): "met"}.get(percent, "partly met") == result.status
    cell = rf"({NUMBER}){unit} +(?:partly |not )?met \(from ({NUMBER}){unit} \(none\) to ({NUMBER})"
    for text in (shown["report"], shown[f"str {assessment!r}"]):
        [numbers] = re.findall(cell, text)
        assert list(map(Fraction, numbers)) == [printed, printed_base, printed_leading]
    explained = [line for line in shown["explanation"].splitlines() if re.search(rf"[=≈] {NUMBER}{unit}$", line)]
    assert any(Fraction(line.split()[1]) == value or line.split()[0] == "≈" for line in explained)


@often
@given(st.sampled_from([Fraction(100), Fraction(1, 10**9), Fraction(50)]).flatmap(beside))
def test_a_rate_is_all_or_nothing_only_where_it_is(rate) -> None:
    rate = min(rate, Fraction(100))
    standard = table(
        item("1.1", ShareRule("wastewater_reuse_rate"), Fraction(15, 7)), item("1.2", points=100 - Fraction(15, 7))
    )
    assessment = evaluate(standard, facts_for("wastewater_reuse_rate", rate))
    result = assessment.item("1.1")
    [printed] = re.fullmatch(rf"points by the rate, ({NUMBER}) %", result.why).groups()
    check_points(printed, "100", rate, Fraction(100))
    assert re.search(rf" {re.escape(printed)} % +{result.status}", texts(assessment)["report"])


# Two assessments, many plants


@often
@given(st.data())
def test_what_changed_is_printed_as_a_change(data) -> None:
    rule = LimitRule("floor_area_ratio", ">=", (LimitValue("0.7", **DETAILS),))
    values = [data.draw(beside(Fraction("0.7"))) for _ in "AB"]
    points = [data.draw(beside(Fraction(85)).filter(lambda one: one < 100)) for _ in "AB"]
    first, second = (
        evaluate(
            table(
                item("1.1", points=earned), item("1.2", points=100 - earned), item("1.3", rule), pass_mark=Fraction(85)
            ),
            facts_for("floor_area_ratio", value) | {"1.1": "met", "1.2": "not met"},
        )
        for earned, value in zip(points, values, strict=True)
    )
    both = compare(first, second)
    totals = [Fraction(total) for total in re.findall(rf"({NUMBER}) of 100", str(both))]
    for printed, exact in zip(totals, points, strict=True):
        assert (printed > 85, printed == 85) == (exact > 85, exact == 85)
    changed = {one.id: "; ".join(one.changed) for one in both.changed}
    pairs = [(totals, points)]
    for name, exact in (("1.1", points), ("1.3", values)):
        numbers = re.findall(rf"(?<!of )(?<![\d.])({NUMBER}) -> ({NUMBER})", changed.get(name, ""))
        assert bool(numbers) == (exact[0] != exact[1])
        pairs += [(tuple(map(Fraction, pair)), exact) for pair in numbers]
    for (one, other), (exact, exact_other) in pairs:
        assert (one > other, one == other) == (exact > exact_other, exact == exact_other)
    for title in (repr(both), Tags(both._repr_html_()).text):
        found = [Fraction(total) for total in re.findall(rf"({NUMBER}) of 100", title)]
        assert found == totals


@pytest.mark.parametrize("factor", ["5.0000001", "5.00000000000000001", "0.19999999999"])
def test_a_change_that_is_found_too_large_is_printed_too_large(factor) -> None:
    rule = LimitRule("vocs_per_painted_area", "<=", (LimitValue("20 g/m2", **DETAILS),))
    standard = table(item("1.1", rule, Fraction(100)))
    before = Fraction(10, 3)
    first, second = (
        evaluate(standard, facts_for("vocs_per_painted_area", value)) for value in (before, before * Fraction(factor))
    )
    [finding] = compare(first, second).findings
    [(one, other)] = re.findall(rf"({NUMBER}) g/m2 -> ({NUMBER}) g/m2", finding)
    assert not Fraction(1, 5) <= Fraction(other) / Fraction(one) <= 5


def test_inputs_that_read_alike_are_told_apart_where_they_changed() -> None:
    rule = LimitRule("floor_area_ratio", ">=", (LimitValue("0.7", **DETAILS),))
    standard = table(item("1.1", rule, Fraction(100)))
    third = Fraction(1, 3)
    first, second = (
        evaluate(standard, facts_for("floor_area_ratio", value)) for value in (third, third + Fraction(1, 10**30))
    )
    [change] = compare(first, second).items[0].inputs
    assert parse_amount(change.first)[0] < parse_amount(change.second)[0]


def test_a_table_of_scores_tells_them_from_whole_marks() -> None:
    standard = table(item("1.1", points=Fraction("84.996")), item("1.2", points=Fraction("15.004")))
    scores = score_columns(standard, {"1.1": ["met", "not met", "met"], "1.2": ["not met", None, "met"]})
    rows = [line.split() for line in str(scores).splitlines()[4:]]
    assert [row[2:] for row in rows] == [
        ["84.996", "84.996", "100.0%"],
        ["0.00", "15.004", "85.0%"],
        ["100.00", "100.00", "100.0%"],
    ]


# Equations


def read_amounts(text: str) -> Fraction | np.ndarray:
    """Read an amount, or a list of them, in base units."""
    each = [number * unit.size for number, unit in map(parse_amount, text.strip("[]").split(", "))]
    return np.array(each, dtype=object) if text.startswith("[") else each[0]


def value_of_line(formula: Formula, line: str) -> Fraction | np.ndarray:
    """Work the equation out on the amounts that a line of it prints, in base units."""
    marks = {name: f"@{name}@" for name in formula.arguments}
    pattern = re.escape(formula.printed.side("text", marks))
    found = re.fullmatch(re.sub(r"@(\w+)@", r"\\(?(.+?)\\)?", pattern), line)
    shown = dict(zip(re.findall(r"@\w+@", pattern), found.groups(), strict=True))
    closed = {mark: text + ")" * (text.count("(") - text.count(")")) for mark, text in shown.items()}
    return EXACT.work_out(formula.expression, {name: read_amounts(closed[mark]) for name, mark in marks.items()})


def check_signs(formula: Formula, result: Exact, working: Working) -> None:
    """Check that each line that begins with = gives the result on the numbers that it prints, to the last digit."""
    values = np.array(result) * formula.result.unit.size
    _, *operands, last = working.lines["text"]
    for line in operands:
        assert line[0] == "≈" or np.all(value_of_line(formula, line[2:]) == values), line
    assert (last[0] == "=") == bool(np.all(read_amounts(last[2:]) == values)), last
    for way, signs in (("html", ("=", "≈")), ("tex", ("=", r"\approx"))):
        for line, shown in zip(working.lines[way], working.lines["text"], strict=True):
            assert line.split(" ", 1)[0] == signs["=≈".index(shown[0])]


AREAS = st.sampled_from(["mu", "m2", "ha", "万㎡", "亩", "km2"])
AMOUNTS = st.decimals("0.001", "99999", places=5).map(str)


@often
@given(
    st.lists(st.tuples(AMOUNTS, AREAS), min_size=3, max_size=3), st.sampled_from([None, Fraction(1, 3), Fraction(1, 7)])
)
@example([("1", "m2"), ("0", "m2"), ("100", "mu")], None)  # 200000/3 m2
@example([("1", "m2"), ("0", "m2"), ("3", "m2")], Fraction(1, 3))  # a fraction that no digits write
def test_an_equation_is_one_on_the_numbers_that_it_prints(typed, fraction) -> None:
    building, structure, land = (" ".join(amount) for amount in typed)
    facts = {"building_area": building, "structure_area": structure, "land_area": land}
    if fraction is not None:
        facts["structure_area"] = Q(fraction, "ha")
    standard = table(item("1.1", LimitRule("floor_area_ratio", ">=", (LimitValue("0.7", **DETAILS),)), Fraction(100)))
    assessment = evaluate(standard, facts)
    result, explained = assessment.item("1.1"), assessment.explain("1.1")
    check_signs(result.computation.formula, result.computation.result, explained.working)
    signs = re.findall(r"\), (.*?) ([=≈]) (.*)$", explain(greencalc.floor_area_ratio, **facts).to_text(), re.MULTILINE)
    for before, sign, after in signs:
        assert sign == "≈" or read_amounts(before) == read_amounts(after)
    for name, sign, text in re.findall(r"(\w+) ([=≈]) ([^,\]]+)", " ".join(str(assessment).split())):
        if name in facts and result.status == "not met":
            [exact] = [one.exact for one in result.inputs if one.name == name]
            assert (sign == "=") == (read_amounts(text) == exact)


@pytest.mark.parametrize("case", CASES, ids=case_ids(CASES))
def test_each_worked_case_is_an_equation_on_the_numbers_that_it_prints(case) -> None:
    function = getattr(greencalc, case.formula)
    computation = work_out(
        spec(function),
        {
            name: plain(reading, spec(function).arguments[name].symbol.unit)
            for name, reading in read_arguments(spec(function), (), case.inputs).items()
            if name in case.inputs
        },
    )
    check_signs(computation.formula, computation.result, explain(function, **case.inputs).working)


@often
@given(st.lists(WEIGHTS, min_size=2, max_size=4))
def test_a_sum_is_one_on_the_numbers_that_it_prints(points) -> None:
    items = [item(f"1.{number}", points=one) for number, one in enumerate(points)]
    rest = 100 - sum(points)
    assessment = evaluate(table(*items, item("2", points=rest)), dict.fromkeys([one.id for one in items], "met"))
    for part in ("Q1", None):
        parts, total = assessment.explain(part).working.lines["text"]
        printed, exact = sum(map(Fraction, parts[2:].split(" + "))), sum(points)
        assert parts[0] == "≈" or printed == exact
        assert total[0] == "≈" or Fraction(total[2:]) == exact == printed


def test_a_height_that_is_hardly_above_another_reads_as_such() -> None:
    explanation = explain(
        greencalc.floor_area_of_storeys,
        storey_area=["1 m2", "1 m2"],
        storey_height=[Q(8 + Fraction(1, 3 * 10**15), "m"), "8 m"],
    )
    for line in explanation.working.lines["text"][1:-1]:
        [(first, second, least)] = re.findall(rf"\[\[({NUMBER}) m, ({NUMBER}) m\] > ({NUMBER}) m\]", line)
        assert Fraction(first) > Fraction(least) == Fraction(second)
        assert line.startswith("≈")


# The function itself


@often
@given(st.data(), st.sampled_from([Fraction(85), Fraction(1, 3), Fraction(-2, 7), Fraction("0.0004"), Fraction(10**9)]))
def test_two_numbers_beside_each_other_are_written_in_their_order(data, number) -> None:
    other = data.draw(beside(number))
    digits, places = data.draw(st.integers(1, 6)), data.draw(st.sampled_from([None, 0, 2]))
    one, two = (
        Fraction(decimal_text(a, digits, (b, None), places=places)) for a, b in ((number, other), (other, number))
    )
    assert (one > two, one == two) == (number > other, number == other)
    assert one
    assert two
    pairs = ((number, other), (other, number)) if number != other else ()
    for a, b in pairs:  # what it is exactly, too
        written = Fraction(decimal_text(a, digits, (b,), places=places))
        assert (written > b, written < b) == (a > b, a < b)


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        ("0", 2, "0.00"),
        ("-0.001", 2, "-0.001"),
        ("0.004", 2, "0.004"),
        ("-0.0000001", None, "-0.0000001"),
        ("-0", None, "0"),
    ],
)
def test_what_is_not_nothing_is_never_written_as_nothing(number, places, written) -> None:
    assert decimal_text(Fraction(number), places=places) == written


def test_a_number_that_is_what_it_stands_beside_has_all_its_digits() -> None:
    mark = Fraction("33.3333333")
    assert decimal_text(mark, beside=(mark,)) == "33.3333333"
    assert decimal_text(Fraction(1, 3), beside=(Fraction(1, 3),)) == "0.3333"
    assert [points_text(Fraction(text)) for text in ("84.996", "99.99999", "12.34567")] == [
        "84.996",
        "99.99999",
        "12.35",
    ]


@pytest.mark.parametrize("file", ["plant", "plant_with_meters", "truck_plant"])
def test_the_examples_print_no_number_that_hides_why(file) -> None:
    facts = load_plant(f"examples/{file}.toml").facts
    for name in ("qct1160_2022", "gbt36132_2025"):
        assessment = evaluate(load_standard(name), facts)
        texts(assessment)
        for result in assessment.items:
            if result.computation is not None:
                check_signs(
                    result.computation.formula, result.computation.result, assessment.explain(result.id).working
                )


@pytest.mark.parametrize(("low", "high"), [("", "5"), ("5", "")])
@pytest.mark.parametrize("digit", [1, 8, 15])
def test_a_value_outside_a_plausible_range_is_printed_outside(low, high, digit) -> None:
    away = Fraction(1, 10**digit) * (1 if high else -1)
    ends = {"low": low, "high": high, "vehicle_type": "", "what": "ratio"}
    row = PlausibleRange("mine", "A.2", "building_area", "land_area", **ends, **DETAILS)
    facts = facts_for("floor_area_ratio", 5 + away)
    [finding] = [one for one in evaluate(QCT, facts, plausibility=[row]).findings if one.code == "mine"]
    [printed] = re.findall(rf"is ({NUMBER}), usually", finding.what)
    assert (Fraction(printed) > 5) == bool(high)
    assert Fraction(printed) != 5


def test_points_of_a_table_that_do_not_add_up_are_printed_so(tmp_path) -> None:
    path = tmp_path / "table.toml"
    text = Path("tests/data/yes_no_table.toml").read_text(encoding="utf-8")
    for off in ("0.000000001", "0.5"):
        path.write_text(text.replace("points = 100", f"points = {100 - Decimal(off):f}", 1), encoding="utf-8")
        with pytest.raises(StandardError) as caught:
            load_standard(path)
        sums = re.findall(r"add up to ([^,]*), not (.*)", str(caught.value))
        assert sums
        for counted, wanted in sums:
            assert Decimal(counted) != Decimal(wanted)


def test_what_the_two_accountings_of_a_ledger_give_is_told_apart() -> None:
    typed = {"kind": "electricity", "factor": "0.5 tCO2/MWh", "reference": "supplier"}
    lines = [
        typed | {"quantity": "1000 GWh"},
        {
            "kind": "electricity",
            "quantity": "0.0001 kWh",
            "grid": ["national", "2023", "location"],
            "renewable": "market",
        },
    ]
    residual = ["national", "2023", "average-excl-market-traded-non-fossil"]
    ledger = carbon_ledger(lines, residual_grid=residual, accounting="market")
    assert ledger.location.value > ledger.market.value
    notes = dict(explain_ledger(ledger).notes)
    location, market = (Fraction(notes[f"{name}-based"].split()[0]) for name in ("location", "market"))
    assert location > market
