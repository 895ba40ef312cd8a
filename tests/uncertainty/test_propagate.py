"""What samples say of a plant: probabilities against closed forms, bounds, ledgers, and both languages."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from scipy.stats import norm
from uncertainties import ufloat

import greencalc
from greencalc import FactsError, Q, evaluate, load_plant, load_standard, propagate, spec
from greencalc.uncertainty import propagate as module
from greencalc.uncertainty.propagation import Propagation
from workbook_plants import drawn_plant

QCT = load_standard("qct1160_2022")
GBT = load_standard("gbt36132_2025")
ONE = "one standard deviation"
PAINT = {
    "vehicle_type": "passenger car",
    "vocs_emitted": {"value": "420 t", "uncertainty": "15 %", "coverage": ONE},
    "painted_area": {"value": "2400 万㎡", "uncertainty": "3 %", "coverage": ONE},
}
PLANT = dict(load_plant("examples/plant.toml").facts)
FEW = 4096


def faults_of(facts, **settings):
    with pytest.raises(FactsError) as caught:
        propagate(QCT, facts, **settings)
    return str(caught.value)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_limit_is_kept_as_probably_as_the_closed_form_says(seed) -> None:
    """Emission less the limit times the area is normally distributed."""
    found = propagate(QCT, PAINT, samples=100_000, seed=seed)
    assert found.assessment.item("10.4.5").status == "met"
    expected = norm.cdf((20 * 24 - 420) / math.hypot(63, 20 * 0.72))
    assert expected == pytest.approx(0.8234, abs=1e-4)
    chance = found.items["10.4.5"]
    assert chance.lower == chance.upper
    assert abs(chance.lower - expected) < 3 * chance.error
    assert chance.error < math.sqrt(expected * (1 - expected) / found.samples)  # as independent samples would have it
    assert found.samples == 131_072
    assert found.left_out == 0


@pytest.mark.parametrize("off", [("3 %", "3 %"), ("2.1 m3", "0.9 m3"), ("0.7 m3", "0.3 m3")])
@pytest.mark.parametrize("distribution", ["normal", "uniform", "triangular"])
def test_what_is_off_together_stays_on_its_limit(off, distribution) -> None:
    """The rate is 70 % in every sample, whatever floats make of it."""
    given = {"water_reused": ("70 m3", off[0]), "water_discharged": ("30 m3", off[1])}
    facts = {
        name: {"value": value, "uncertainty": by, "distribution": distribution} for name, (value, by) in given.items()
    }
    found = propagate(QCT, facts, correlation={tuple(given): 1}, samples=FEW)
    assert found.items["10.5.2"].lower == found.items["10.5.2"].upper == 1
    beside = {**facts, "water_reused": {**facts["water_reused"], "value": "69.9999999999 m3"}}
    assert propagate(QCT, beside, correlation={tuple(given): 1}, samples=FEW).items["10.5.2"].upper == 0


def test_correlation_moves_the_probability_as_the_closed_form_says() -> None:
    found = propagate(QCT, PAINT, correlation={("vocs_emitted", "painted_area"): 0.8})
    deviation = math.sqrt(63**2 + 14.4**2 - 2 * 0.8 * 63 * 14.4)
    expected = norm.cdf((20 * 24 - 420) / deviation)
    assert abs(found.items["10.4.5"].lower - expected) < 3 * found.items["10.4.5"].error
    [together] = [one for one in found.influences if len(one.names) > 1]
    assert set(together.names) == {"vocs_emitted", "painted_area"}
    assert together.gate.first == pytest.approx(1, abs=0.1)


def test_a_seed_gives_identical_results() -> None:
    facts = PLANT | {"vocs_emitted": "420 t ± 15 %", "energy_consumption": "3.6 万tce ± 2 %"}
    one, same, other = (propagate(QCT, facts, samples=FEW, seed=seed) for seed in (7, 7, 8))
    assert str(one) == str(same) != str(other)
    assert one.total == same.total != other.total
    assert repr(one.influences) == repr(same.influences)
    assert one.tornado == same.tornado


@pytest.mark.parametrize("standard", [QCT, GBT], ids=["qct1160", "gbt36132"])
def test_without_uncertainty_it_is_evaluate_to_the_last_bit(standard) -> None:
    for seed in range(100):
        facts = drawn_plant(standard, seed)
        assessment = evaluate(standard, facts, not_applicable="keep")
        zero = {
            name: {"value": given, "uncertainty": "0 %"} if isinstance(given, str) and given[:1].isdigit() else given
            for name, given in facts.items()
        }
        found = propagate(standard, zero, not_applicable="keep", mark=60)
        assert found.inputs == ()
        gate = {True: (1, 1), False: (0, 0), None: (0, 1)}[assessment.eligible]
        assert (found.gate.lower, found.gate.upper, found.gate.error) == (*gate, 0)
        total = found.total
        score = assessment.score
        assert (total.lower, total.upper, total.low, total.high) == (score.lower, score.upper, score.lower, score.upper)
        assert (total.deviation, total.error, total.end_error) == (0, 0, 0)
        for group in assessment.groups:
            assert (found.groups[group.id].lower, found.groups[group.id].upper) == (
                group.points.lower,
                group.points.upper,
            )
        for item in assessment.items:
            if item.id in found.items:
                assert found.items[item.id].lower == (item.status == "met")
                assert found.items[item.id].upper == (item.status in {"met", "unknown"})
            if item.value is not None:
                assert found.indicators[item.formula].lower == item.value
        assert (found.influences, found.tornado, found.measure_first) == ((), (), ())
        reached = assessment.eligible is True and score.exact_lower >= 60
        perhaps = assessment.eligible is not False and score.exact_upper >= 60
        assert (found.marked.lower, found.marked.upper) == (reached, perhaps)


def test_what_does_not_differ_is_that_of_evaluate_to_the_last_bit() -> None:
    facts = PLANT | {"vocs_emitted": "420 t ± 15 %"}
    found = propagate(QCT, facts, samples=FEW)
    assessment = evaluate(QCT, facts)
    assert (found.total.lower, found.total.upper) == (assessment.score.lower, assessment.score.upper)
    assert found.total.deviation == 0
    for group in assessment.groups:
        assert found.groups[group.id].lower == group.points.lower
    for item in assessment.items:
        if item.id in found.items and item.id != "10.4.5" and item.status != "unknown":
            assert (found.items[item.id].lower, found.items[item.id].error) == (item.status == "met", 0)


LINEAR = [
    ("vocs_emitted", "painted_area", "vocs_per_painted_area", "420 t", "2400 万㎡"),
    ("cod_generated", "painted_area", "cod_per_painted_area", "180 t", "2400 万㎡"),
    ("energy_consumption", "vehicles_produced", "energy_per_vehicle", "3.6 万tce", "24 万辆"),
    ("green_paint", "total_paint", "green_paint_usage_rate", "80 t", "100 t"),
]


@pytest.mark.parametrize(("above", "below", "name", "one", "other"), LINEAR, ids=[row[2] for row in LINEAR])
def test_linear_cases_agree_with_uncertainties(above, below, name, one, other) -> None:
    facts = {
        name: {"value": value, "uncertainty": "2 %", "coverage": ONE} for name, value in ((above, one), (below, other))
    }
    found = propagate(QCT, facts).indicators[name]
    amounts = {key: Q(value) for key, value in ((above, one), (below, other))}
    uncertain = {key: Q(ufloat(1.0, 0.02) * amount.magnitude, amount.units) for key, amount in amounts.items()}
    linear = getattr(greencalc, name)(**uncertain).magnitude
    unit = spec(getattr(greencalc, name)).result.unit
    assert found.deviation == pytest.approx(linear.std_dev, rel=0.01)
    assert found.lower == pytest.approx(linear.nominal_value, rel=0.01)
    assert found.unit in {str(unit), ""}
    assert found.low == pytest.approx(linear.nominal_value - 1.96 * linear.std_dev, rel=0.01)


def test_points_on_a_line_and_a_mark_have_their_closed_forms() -> None:
    """The total is a line of the energy per vehicle, which is normally distributed."""
    facts = PLANT | {"energy_consumption": {"value": "3.6 万tce", "uncertainty": "2 %", "coverage": ONE}}
    exact = evaluate(QCT, facts)
    share = exact.item("10.6/energy").of * 3 / 70  # of 70 kgce a vehicle between base and leading value, 2 % are 3
    found = propagate(QCT, facts, mark=78)
    assert found.total.deviation == pytest.approx(share, rel=0.005)
    assert abs(found.total.lower - exact.score.lower) < 3 * found.total.error + 1e-9
    expected = norm.sf((78 - exact.score.lower) / share)
    assert abs(found.marked.lower - expected) < 4 * found.marked.error
    assert (found.marked.upper, found.mark) == (1, 78)
    assert found.total.low == pytest.approx(exact.score.lower - 1.96 * share, abs=0.01)
    assert found.total.high == pytest.approx(exact.score.upper + 1.96 * share, abs=0.01)
    assert propagate(QCT, facts, mark=Fraction(78), samples=FEW).mark == 78
    [swing] = found.tornado
    assert swing.name == "energy_consumption"
    assert swing.width == pytest.approx(2 * 1.96 * share, rel=0.001)
    assert found.measure_first == ("energy_consumption",)
    assert propagate(QCT, facts, samples=FEW).marked is None


def test_levels_are_as_probable_as_their_conditions() -> None:
    facts = {"water_reused": "60 m3 ± 20 %", "water_discharged": "40 m3", "vocs_emitted": "420 t ± 5 %"}
    standard = load_standard("tests/data/every_rule_table.toml")
    found = propagate(standard, facts, samples=FEW)
    assert len(found.levels) == len(standard.levels) > 0
    assert all(0 <= one.lower <= one.upper <= 1 for one in found.levels)
    assert str(standard.levels[0].title) in str(found)


def test_the_gate_may_be_open_while_something_is_unknown() -> None:
    found = propagate(QCT, PAINT, samples=FEW)
    assert found.gate.lower == 0
    assert found.gate.upper == found.items["10.4.5"].lower
    assert found.influences[0].names == ("vocs_emitted",)
    assert found.influences[0].gate.total > 0.9
    assert found.influences[0].most == found.influences[0].gate.total
    assert not found.influences[0].points.total
    assert str(found.gate).startswith("0.00 % to 82.")


def test_samples_out_of_bounds_are_counted_named_and_refused() -> None:
    facts = {
        "vocs_emitted": "4 t ± 4 t",
        "painted_area": "2400 万㎡",
        "green_paint": "99 t ± 2 %",
        "total_paint": "100 t",
    }
    told = faults_of(facts, samples=FEW)
    assert "are out of bounds: vocs_emitted " in told
    assert "green_paint_usage_rate " in told
    assert "say truncate=True to leave such samples out" in told
    found = propagate(QCT, facts, samples=FEW, truncate=True)
    below, above = norm.cdf(-1.959964), norm.sf(1.959964 / 1.98)
    assert found.out_of_bounds["vocs_emitted"] == pytest.approx(FEW * below, abs=25)
    assert sum(found.out_of_bounds.values()) == found.left_out
    assert found.left_out == pytest.approx(FEW * (1 - (1 - below) * (1 - above)), abs=40)
    assert found.indicators["vocs_per_painted_area"].low > 0
    assert found.indicators["green_paint_usage_rate"].high <= 100
    assert found.is_truncated
    assert (found.influences, found.measure_first) == ((), ())
    assert math.isnan(found.tornado[-1].width)
    assert "out of bounds and left out: vocs_emitted" in str(found)
    assert "cut off together are not independent" in str(found)
    assert [one.origin for one in found.assumptions if "are left out" in one.what] == ["user"]


def test_few_samples_out_of_bounds_are_left_out_and_said() -> None:
    facts = {"vocs_emitted": {"value": "4 t", "uncertainty": "1.2 t", "coverage": ONE}, "painted_area": "2400 万㎡"}
    found = propagate(QCT, facts, samples=2**15)
    assert 0 < found.left_out <= 2**15 / 1000
    assert not found.is_truncated
    [said] = [one for one in found.assumptions if "are left out" in one.what]
    assert (said.origin, str(found.left_out) in said.what) == ("assumed", True)
    assert found.influences[0].names == ("vocs_emitted",)


def test_samples_none_of_which_could_be_are_refused() -> None:
    facts = {"green_paint": "100 t", "total_paint": {"value": "100 t", "uncertainty": "1 t", "distribution": "uniform"}}
    half = propagate(QCT, facts, samples=FEW, truncate=True)
    assert half.left_out == pytest.approx(FEW / 2, abs=2)
    outcomes = half._outcomes
    outcomes.wrong[:] = True
    with pytest.raises(FactsError, match="all samples are out of bounds: green_paint_usage_rate"):
        module._refuse_too_many(outcomes, truncate=True)
    with pytest.raises(FactsError, match="all samples are out of bounds"):
        module._refuse_too_many(outcomes, truncate=False)


METERS = {
    "energy": [
        {"carrier": "electricity", "basis": "calorific", "quantity": "14200 万kWh ± 1 %", "coverage": ONE},
        {"carrier": "diesel", "quantity": ["6000 t", "4000 t"], "uncertainty": "500 t", "coverage": ONE},
        {"carrier": "gasoline", "quantity": "10 t"},
        {"carrier": "kerosene", "quantity": "10 t", "uncertainty": "0 %"},
    ],
    "emission": [
        {
            "kind": "electricity",
            "quantity": "14200 万kWh ± 1 %",
            "grid": ["national", "2023", "location"],
            "coverage": ONE,
        }
    ],
    "vehicles_produced": "24 万辆",
}


def test_lines_of_ledgers_are_sampled() -> None:
    found = propagate(QCT, METERS)
    assert [one.name for one in found.inputs] == ["energy.1", "energy.2", "emission.1"]
    ledger = found.assessment.facts.ledgers
    kgce = math.hypot(0.01 * 142e6 * 0.1229, 500e3 * 1.4571)
    energy, carbon = found.indicators["energy_per_vehicle"], found.indicators["carbon_per_vehicle"]
    assert energy.deviation == pytest.approx(kgce / 240_000, rel=0.005)
    assert energy.lower == pytest.approx(float(ledger.energy.value) / 240_000, rel=1e-4)
    assert carbon.deviation == pytest.approx(0.01 * float(ledger.carbon.value) / 240_000, rel=0.005)
    assert "diesel" in str(found.inputs[1].meaning)
    assert (
        repr(found.inputs[1])
        == "<UncertainInput: energy.2: 10000 t ± 500 t, one standard deviation of a normal distribution>"
    )
    same = propagate(QCT, METERS, correlation={("energy.1", "emission.1"): 1}, samples=FEW)
    assert ("energy.1", "emission.1") in {one.names for one in same.influences}
    by_words = {**METERS, "energy": [{**METERS["energy"][1], "uncertainty": None, "quantity": "10000 t ± 500 t"}]}
    assert propagate(QCT, by_words, samples=FEW).inputs[0].exact_width == 500


def test_renewable_lines_move_both_totals_and_the_totals_of_another_standard() -> None:
    lines = [
        {"carrier": "electricity", "basis": "calorific", "quantity": "100 万kWh"},
        {
            "carrier": "electricity",
            "basis": "calorific",
            "quantity": "10 万kWh ± 5 %",
            "renewable": "self-generated",
            "evidence": "meter",
        },
    ]
    found = propagate(GBT, {"energy": lines, "vehicles_produced": "1000 辆"}, samples=FEW)
    names = [name for name in found.indicators if "renewable" in name]
    assert names
    assert all(found.indicators[name].deviation > 0 for name in names)
    assert (
        "energy_per_vehicle"
        in propagate(QCT, {"energy": lines, "vehicles_produced": "1000 辆"}, samples=FEW).indicators
    )


def test_lines_below_zero_and_lines_that_contradict_each_other_are_left_out() -> None:
    passed_on = {"carrier": "diesel", "quantity": "99 t", "use": "passed on"}
    lines = [{"carrier": "diesel", "quantity": "100 t ± 2 %"}, passed_on]
    facts = {"energy": lines, "vehicles_produced": "1000 辆"}
    assert "are out of bounds: the lines of the ledgers " in faults_of(facts, samples=1024)
    found = propagate(QCT, facts, samples=1024, truncate=True)
    assert found.out_of_bounds["the lines of the ledgers"] == pytest.approx(1024 * norm.cdf(-0.98), abs=25)
    assert found.indicators["energy_per_vehicle"].low >= 0
    facts = {"energy": [{"carrier": "diesel", "quantity": "1 t ± 1.5 t"}], "vehicles_produced": "1000 辆"}
    assert "are out of bounds: energy.1 " in faults_of(facts, samples=1024)


def test_whole_numbers_are_sampled_in_whole_numbers() -> None:
    found = propagate(GBT, {"platform_functions": "9 ± 2"}, samples=FEW)
    values = found._outcomes.values
    [column] = [column for header, column in values.items() if header.startswith("platform_functions_realised")]
    assert set(np.unique(column[~found._outcomes.wrong])) <= set(range(13))
    assert "platform_functions: samples are rounded to whole numbers." in [one.what for one in found.assumptions]


def test_what_the_sign_means_is_named_in_the_input_or_assumed() -> None:
    facts = {
        "vocs_emitted": {"value": "420 t", "uncertainty": "15 %", "distribution": "normal", "coverage": "95 %"},
        "painted_area": "2400 万㎡ ± 3 %",
        "cod_generated": {"value": "180 t", "uncertainty": "9 t", "distribution": "lognormal", "coverage": "90 %"},
        "phosphorus_generated": {"value": "4.1 t", "uncertainty": "2 %", "distribution": "uniform"},
        "hazardous_waste_generated": {"value": "2600 t", "uncertainty": "2 %", "coverage": ONE},
    }
    found = propagate(QCT, facts, samples=FEW)
    said = [one.what for one in found.assumptions]
    assert "± of painted_area: 95 % of a normal distribution are within it." in said
    assert "± of phosphorus_generated: 100 % of a uniform distribution are within it." in said
    assert "± of hazardous_waste_generated: one standard deviation of a normal distribution." in said
    assert "cod_generated: the value is the expectation of the lognormal distribution." in said
    assert not [one for one in said if "vocs_emitted:" in one or "± of vocs" in one or "± of cod" in one]
    assert said[-1].startswith("Errors of these are independent of all others: ")
    alone = propagate(QCT, {"vocs_emitted": facts["vocs_emitted"]}, samples=FEW)
    assert alone.assumptions == ()


def test_no_lognormal_distribution_is_that_wide() -> None:
    wide = {"value": "4 t", "uncertainty": "20 t", "distribution": "lognormal"}
    assert "vocs_emitted: no lognormal distribution has the expectation 4000 kg and is that much off" in faults_of(
        {"vocs_emitted": wide}
    )


SETTINGS = [
    ({"samples": 10}, "samples is 10; give a whole number from 1024 to 16777216"),
    ({"samples": 2**25}, "samples is 33554432"),
    ({"samples": 1e5}, "samples"),
    ({"samples": True}, "samples is True"),
    ({"seed": -1}, "seed is -1; give a whole number from 0"),
    ({"seed": True}, "seed is True"),
    ({"seed": "0"}, "seed"),
    ({"truncate": 1}, "truncate"),
    ({"mark": 101}, "mark is 101; give points from 0 to 100"),
    ({"mark": "80"}, "mark is '80'"),
    ({"mark": True}, "mark is True"),
    ({"mark": float("nan")}, "mark is nan"),
    ({"correlation": {("vocs_emitted", "x"): 1}}, "'x' is no amount that may be off and is needed"),
]


@pytest.mark.parametrize(("settings", "told"), SETTINGS, ids=range(len(SETTINGS)))
def test_settings_that_cannot_be_are_refused(settings, told) -> None:
    assert told in faults_of(PAINT, **settings)


def test_the_pass_mark_of_the_table_is_the_mark() -> None:
    marked = evolve(QCT, pass_mark=Fraction(60))
    assert propagate(marked, PLANT).mark == 60
    assert propagate(marked, PLANT).marked.lower == 1
    assert propagate(marked, PLANT, mark=90).marked.upper == 0


def test_without_scipy_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert "it needs more: pip install 'greencalc[uncertainty]'" in faults_of(PAINT)


def test_it_prints_itself_in_both_languages() -> None:
    facts = PLANT | {"vocs_emitted": "420 t ± 15 %", "energy_consumption": "3.6 万tce ± 2 %"}
    found = propagate(QCT, facts, samples=FEW, mark=78)
    english, chinese = str(found), found.to_text(language="zh")
    assert english.splitlines()[2] == "The exact verdict, on the values as typed; no probability changes it"
    assert "To be measured better first: " in english
    assert "The gate is open, and the total reaches 78" in english
    assert "<= 20 g/m2" in english
    assert "17 more limits are kept in all samples" in english
    assert "应优先提高测量准确度的数据：" in chinese
    assert "95 % 包含区间" in chinese
    assert "assumed" not in chinese
    assert repr(found) == "<QC/T 1160-2022: what uncertain amounts make of the score>"
    assert "No amount is said to be off" in str(propagate(QCT, PLANT))
    assert isinstance(found, Propagation)
    assert repr(found.tornado[0]).startswith("<Swing: energy_consumption: total from 77.961 to")
    assert repr(found.influences[0]).startswith(
        "<Influence: vocs_emitted: of the total 0.000 alone, 0.000 with others; of"
    )
    assert repr(found.total).startswith("<Estimate: 77.778 to 82.42 points, 95 % from 77.59")
    ratio = propagate(QCT, PLANT | {"land_area": "1230 mu ± 1 %"}, samples=FEW).indicators["floor_area_ratio"]
    assert (ratio.unit, str(ratio).split(" from ")[0]) == ("", "0.72685, 95 %")
    assert str(found.indicators["energy_per_vehicle"]).startswith("150 kgce/vehicle, 95 % from 14")
    assert repr(found.influences[0].points) == "<SobolIndex: 0.000 alone, 0.000 with others>"
    assert repr(found.items["10.5.2"]) == "<Chance: 0.00 %>"
    assert found.inputs[0].deviation == pytest.approx(63_000 / 1.959964)
