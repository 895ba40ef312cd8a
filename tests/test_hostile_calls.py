"""Everything public is called with hostile values in every place: what comes out is an error of the library.

The calls are found in the public names, so that a new function or method has to be written down in ``GOOD``.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest

import greencalc
from greencalc import GreencalcError, Q, testing
from greencalc.units.wording import type_name
from hostile import DEEP, HOSTILE

STANDARD = greencalc.load_standard("qct1160_2022")
FACTS = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
COLUMNS = {name + " [m3]": [520.0, 310.0] for name in FACTS}
SETTINGS = {"not_applicable": None, "comparison": None}
FORMULA = greencalc.wastewater_reuse_rate
DIESEL = [{"carrier": "diesel", "quantity": "10 t"}]
POWER = [{"kind": "electricity", "quantity": "8157 MWh"}]
ASSESSMENT = greencalc.evaluate(STANDARD, FACTS)
COMPARISON = greencalc.compare(ASSESSMENT, ASSESSMENT)
EXPLANATION = greencalc.explain(FORMULA, **FACTS)
SCORES = greencalc.score_columns(STANDARD, COLUMNS)
PREPARED = greencalc.scorer(STANDARD, FACTS)
PROPAGATED = greencalc.propagate(STANDARD, FACTS)
FAULTS = greencalc.score_columns(STANDARD, {"water_reused [m3]": ["x", "1"]}).groups
FACTORS = greencalc.load_factors()
PAINT = pl.DataFrame(COLUMNS)
ASKED = {"with_groups": True, "with_values": True, "with_statuses": True, "with_findings": True}
ROWS = {"for_all": {"vehicle_type": "truck cab"}, "units": {}, "nan_is_missing": False, **SETTINGS}
ENERGY = greencalc.energy_ledger(DIESEL)
DRAWN = {"ax": None, "language": "zh"}
SCORED = PAINT.with_columns(greencalc.expressions(STANDARD, PAINT))
READINGS = pl.DataFrame({"plant": ["A"], "year": [2025], "carrier": ["diesel"], "quantity": ["10 t"]})


def _given(function: Callable[..., Any], /, **arguments: Any) -> tuple[Callable[..., Any], dict[str, Any]]:
    return function, arguments


def load_one_table(path: Any, shipped: Any) -> Any:
    return greencalc.load_factors(path, shipped=shipped)


def look_up(table: Any, key: Any, purpose: Any) -> Any:
    return FACTORS.lookup(table, key, "AR5", purpose=purpose)


def explain_formula(function: Any, **given: Any) -> Any:
    return greencalc.explain(function, **given)


# name: what is called, and a good value for every parameter
GOOD: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "Assessment.explain": _given(ASSESSMENT.explain, part="10.5.2"),
    "Assessment.group": _given(ASSESSMENT.group, group_id="Q6"),
    "Assessment.item": _given(ASSESSMENT.item, item_id="10.5.2"),
    "Assessment.summary": _given(ASSESSMENT.summary, description={"name": "A"}, language="zh", width=80),
    "Assessment.to_dict": _given(ASSESSMENT.to_dict, description={"name": "A"}),
    "Assessment.to_html": _given(ASSESSMENT.to_html, description={"name": "A"}, language="zh"),
    "Assessment.to_json": _given(ASSESSMENT.to_json, description={"name": "A"}),
    "Assessment.to_text": _given(ASSESSMENT.to_text, description={"name": "A"}, language="zh"),
    "AssessmentComparison.to_text": _given(COMPARISON.to_text, names=("2024", "2025"), language="zh"),
    "Explanation.to_html": _given(EXPLANATION.to_html, language="zh"),
    "Explanation.to_latex": _given(EXPLANATION.to_latex, language="zh"),
    "Explanation.to_text": _given(EXPLANATION.to_text, depth=2, language="zh"),
    "Factors.called": _given(FACTORS.called, table="coal_equivalent", name="diesel"),
    "Factors.check_value": _given(FACTORS.check_value, table="gwp", amount="1 t", purpose="A.9"),
    "Factors.lookup": _given(look_up, table="gwp", key="HFC-134a", purpose="A.9"),
    "FaultGroup.named": _given(FAULTS[0].named, count_from=1),
    "Gaps.to_html": _given(ASSESSMENT.gaps().to_html, language="zh"),
    "Gaps.to_text": _given(ASSESSMENT.gaps().to_text, language="zh"),
    "LedgerTotals.facts": _given(greencalc.ledger_totals(READINGS).facts, plant="A", year=2025),
    "Propagation.to_text": _given(PROPAGATED.to_text, language="zh"),
    "Scorer.many": _given(PREPARED.many, columns=COLUMNS, nan_is_missing=False, with_statuses=False),
    "Scorer.one": _given(PREPARED.one, changes={"water_reused [m3]": 520.0}),
    "Scores.findings": _given(SCORES.findings, row=1),
    "Scores.to_arrow": _given(SCORES.to_arrow, keep=["water_reused [m3]"]),
    "Scores.to_pandas": _given(SCORES.to_pandas, keep=["water_reused [m3]"]),
    "Scores.to_polars": _given(SCORES.to_polars, keep=["water_reused [m3]"]),
    "Standard.expressions": _given(STANDARD.expressions, headers=list(COLUMNS)),
    "Standard.formula_of": _given(STANDARD.formula_of, item=ASSESSMENT.items[0].item),
    "Standard.signs_of": _given(STANDARD.signs_of, item=ASSESSMENT.items[0].item),
    "Standard.sql": _given(STANDARD.sql, headers=list(COLUMNS)),
    "Q": _given(Q, value=1.0, unit="m2"),
    "amounts": _given(testing.amounts, symbol=greencalc.spec(FORMULA).arguments["water_reused"].symbol),
    "arguments": _given(testing.arguments, function=FORMULA),
    "carbon_ledger": _given(
        greencalc.carbon_ledger,
        lines=POWER,
        factors=FACTORS,
        fuel_set=None,
        gwp_set=None,
        grid=["national", "2023", "location"],
        residual_grid=None,
        accounting=None,
    ),
    "check_formula": _given(testing.check_formula, function=FORMULA),
    "compare": _given(greencalc.compare, first=ASSESSMENT, second=ASSESSMENT),
    "energy_ledger": _given(
        greencalc.energy_ledger, lines=DIESEL, factors=FACTORS, gas_reference=None, energy_media=False
    ),
    "evaluate": _given(
        greencalc.evaluate, standard=STANDARD, facts=FACTS, **SETTINGS, plausibility=None, factors=FACTORS
    ),
    "explain": _given(explain_formula, function=FORMULA, **FACTS),
    "explain_ledger": _given(greencalc.explain_ledger, ledger=greencalc.energy_ledger(DIESEL)),
    "html_report": _given(
        greencalc.html_report,
        assessment=ASSESSMENT,
        description={"name": "A"},
        second=ASSESSMENT,
        second_description={"name": "B"},
        language="zh",
    ),
    "expressions": _given(greencalc.expressions, standard=STANDARD, headers=list(COLUMNS), **ROWS, **ASKED),
    "in_language": _given(greencalc.in_language, text="met", language="zh"),
    "ledger_totals": _given(greencalc.ledger_totals, readings=READINGS, settings={}, factors=FACTORS),
    "load_factors": _given(load_one_table, path="own.csv", shipped=True),
    "load_formulas": _given(greencalc.load_formulas, path="examples/made_up_2026/clauses.py"),
    "load_plant": _given(greencalc.load_plant, path="examples/plant.toml"),
    "load_plausibility": _given(greencalc.load_plausibility, path=None),
    "load_standard": _given(greencalc.load_standard, path_or_id="qct1160_2022", formulas=[]),
    "mistakes": _given(testing.mistakes, function=FORMULA),
    "plant_facts": _given(
        greencalc.plant_facts, standard=STANDARD, columns=COLUMNS, row=1, units={}, nan_is_missing=False
    ),
    "propagate": _given(
        greencalc.propagate,
        standard=STANDARD,
        facts={"water_reused": "52 万m3 ± 5 %", "water_discharged": "31 万m3"},
        samples=1024,
        seed=0,
        correlation=None,
        mark=80,
        truncate=False,
        **SETTINGS,
        factors=FACTORS,
    ),
    "register_units": _given(greencalc.register_units, registry=None),
    "plot_contributions": _given(greencalc.plot_contributions, ledger=ENERGY, **DRAWN),
    "plot_groups": _given(greencalc.plot_groups, assessment=ASSESSMENT, **DRAWN),
    "plot_indicators": _given(greencalc.plot_indicators, assessment=ASSESSMENT, **DRAWN),
    "plot_points_lost": _given(greencalc.plot_points_lost, assessment=ASSESSMENT, **DRAWN),
    "plot_tornado": _given(greencalc.plot_tornado, swings=[("water_reused", 70.0, 80.0)], total=75.0, **DRAWN),
    "plot_years": _given(greencalc.plot_years, assessments={2025: ASSESSMENT}, part="10.5.2", **DRAWN),
    "replay": _given(greencalc.replay, pack=ASSESSMENT.to_json(), formulas=[]),
    "score_columns": _given(
        greencalc.score_columns,
        standard=STANDARD,
        columns=COLUMNS,
        units={},
        nan_is_missing=False,
        **SETTINGS,
        with_statuses=False,
    ),
    "score_file": _given(
        greencalc.score_file,
        source="plants.csv",
        target="scores.csv",
        standard=STANDARD,
        units={},
        nan_is_missing=False,
        **SETTINGS,
        with_statuses=False,
        keep=[],
        progress=None,
    ),
    "scorer": _given(greencalc.scorer, standard=STANDARD, headers_or_facts=FACTS, **SETTINGS, factors=FACTORS),
    "settle": _given(greencalc.settle, standard=STANDARD, frame=SCORED, **ROWS),
    "sql": _given(
        greencalc.sql, standard=STANDARD, headers=list(COLUMNS), table="t", dialect="spark", keep=[], **ROWS, **ASKED
    ),
    "spec": _given(greencalc.spec, function=FORMULA),
    "write_workbook": _given(
        greencalc.write_workbook,
        assessment=ASSESSMENT,
        path="plant.xlsx",
        description={"name": "A"},
        language="en",
    ),
}


INNER = {"Fraction", "tuple[str, ...]", "Unit", "Knot"}  # of a rule's arithmetic, on what the library made itself
FORMULAS = [name for name in greencalc.__all__ if hasattr(getattr(greencalc, name), "__formula__")]


def public_calls() -> Iterator[tuple[str, set[str]]]:
    """Yield all public functions and methods that take something, with what they take; formulas are below."""
    for home in (greencalc, testing):
        for name in home.__all__:
            one = getattr(home, name)
            if inspect.isclass(one) and not issubclass(one, Exception):
                methods = {key: value for key, value in vars(one).items() if inspect.isfunction(value)}
                called = {f"{name}.{key}": value for key, value in methods.items() if not key.startswith("_")}
            else:
                called = {name: one} if inspect.isfunction(one) and not hasattr(one, "__formula__") else {}
            for key, function in called.items():
                takes = {word: one for word, one in inspect.signature(function).parameters.items() if word != "self"}
                if {one.annotation for one in takes.values()} - INNER:
                    yield key, set(takes)


def test_nothing_public_is_left_out() -> None:
    public = dict(public_calls())
    assert set(GOOD) == set(public)
    free = {"explain": {"given"}, "load_factors": {"paths"}}  # a formula's arguments, any number of paths
    free |= {key: {"choices"} for key in ["Standard.expressions", "Standard.sql"]}  # as of the functions of that name
    for name, (_, good) in GOOD.items():
        assert public[name] - free.get(name, set()) <= set(good), name


@pytest.mark.parametrize("name", GOOD)
def test_no_error_leaves_the_tree(name, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plants.csv").write_text("water_reused [m3]\n1\n", encoding="utf-8")
    function, good = GOOD[name]
    for parameter in good:
        for kind, hostile in HOSTILE.items():
            try:
                function(**good | {parameter: hostile})
            except GreencalcError:
                continue
            except Exception as error:  # noqa: BLE001 (whatever it is, it is wrong)
                pytest.fail(f"{name}({parameter}={kind}): {type(error).__name__}: {error}"[:500])


@pytest.mark.parametrize("header", ["water_reused [m3]", "water_reused", "6.6", "vehicle_type", "year", "nothing"])
def test_no_error_leaves_the_tree_of_what_changes(header) -> None:
    for kind, hostile in HOSTILE.items():
        for call, changes in ((PREPARED.one, {header: hostile}), (PREPARED.many, {header: hostile})):
            try:
                call(changes)
            except GreencalcError:
                continue
            except Exception as error:  # noqa: BLE001 (whatever it is, it is wrong)
                pytest.fail(f"{header}={kind}: {type(error).__name__}: {error}"[:500])


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_error_leaves_the_tree_of_brackets(kind) -> None:
    with pytest.raises(GreencalcError):
        _ = ASSESSMENT[HOSTILE[kind]]
    assert HOSTILE[kind] not in ASSESSMENT


@pytest.mark.parametrize("given", [10**5000, DEEP, "\ud800", object(), 1.5], ids=type_name)
def test_whatever_a_description_holds_can_be_shown(given) -> None:
    description = {"name": given, "year": given}
    assert "Plant: " in ASSESSMENT.to_text(description)
    assert "Plant: " in ASSESSMENT.to_html(description)
    json.dumps(ASSESSMENT.to_dict(description), allow_nan=False)


@pytest.mark.parametrize(
    "name", [name for name in greencalc.__all__ if hasattr(getattr(greencalc, name), "__formula__")]
)
def test_no_error_leaves_the_tree_of_formulas(name) -> None:
    function = getattr(greencalc, name)
    arguments = greencalc.spec(function).arguments
    for kind, hostile in HOSTILE.items():
        try:
            function(**dict.fromkeys(arguments, hostile))
        except GreencalcError:
            continue
        except Exception as error:  # noqa: BLE001 (whatever it is, it is wrong)
            pytest.fail(f"{name}: {kind}: {type(error).__name__}: {error}"[:500])
