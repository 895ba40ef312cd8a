"""Whatever a user gets hold of shows itself in words: never the inside of an object, and in a line by itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import greencalc
from greencalc import carbon_ledger, compare, energy_ledger, evaluate, load_standard, score_columns
from greencalc.explaining.gaps import NextStep
from greencalc.many_plants.files.score_file import FileScores
from greencalc.standards.levels import RequiredPoints
from greencalc.standards.rules import LineRule
from tags import Tags
from things import TYPED_FACTOR, looked_into, things

INSIDES = ("Fraction(", "Decimal(", "mappingproxy(", "object at 0x", "array([", "<function")
LONGEST = 200
"""Of a line, which is a hundred signs and the name of a class, or the fields of a small row of text."""


def faults_of(name: str, one: Any) -> Iterator[str]:
    line = repr(one)
    for way, text in (("str", str(one)), ("repr", line)):
        yield from (f"{way}({name}): {text[:100]}" for inside in INSIDES if inside in text)
    if len(line.splitlines()) != 1 or len(line) > LONGEST:
        yield f"repr({name}) is no line: {line[:100]}"


@cache
def found() -> list[tuple[str, Any]]:
    """What users can get, and each object that it leads to, once; no fixture, in which coverage would not rest."""
    seen: dict[int, Any] = {}
    return [one for name, thing in (*things(), *more_things()) for one in looked_into(thing, name, seen)]


def test_everything_shows_itself_in_words() -> None:
    kinds = {type(one).__name__ for _, one in found()}
    assert kinds >= {
        "Assessment",
        "Gap",
        "Step",
        "EnergyLine",
        "CarbonLine",
        "GivenAmount",
        "Factor",
        "Finding",
        "PackDifference",
    }
    faults = {fault for where, one in found() for fault in faults_of(where, one)}
    assert sorted(faults) == []


RESULTS = {
    name: kind
    for name in greencalc.__all__
    if inspect.isclass(kind := getattr(greencalc, name)) and not issubclass(kind, Exception)
}


def test_every_public_class_has_a_line_and_a_form_for_notebooks() -> None:
    kinds = set(RESULTS.values())
    met = {}
    for _, one in found():
        if type(one) in kinds:
            met.setdefault(type(one), one)
    never_met = {name for name, kind in RESULTS.items() if kind not in met}
    assert never_met <= {"JudgedPlant", "Judgement", "FormulaRule", "ScaleRule"}  # bases of what is met
    for one in met.values():
        assert len(repr(one).splitlines()) == 1
        tags = Tags(one._repr_html_())
        assert {"div", "p"} <= tags.seen
        assert tags.text.strip()


def more_things() -> Iterator[tuple[str, Any]]:
    """What stands in no attribute of another result."""
    standard = load_standard("qct1160_2022")
    waters = [{"water_reused": f"{reused} 万m3", "water_discharged": "31 万m3"} for reused in (52, 60)]
    yield "comparison of inputs", compare(*(evaluate(standard, facts) for facts in waters))
    yield "rows", score_columns(standard, {"water_reused [m3]": ["x", "1"]})
    yield "queries", standard.expressions(["6.6"])
    yield "file", FileScores(rows=1, faulty_rows=0, faults=(), assumptions=(), unused=())
    yield "rules", LineRule("energy_per_vehicle", "lower")
    yield "points of a group", RequiredPoints("Q1", Fraction(20))
    yield "next step", NextStep(">= 1.2", Fraction(3, 5), Fraction(30), ())


def test_small_results_are_whole_in_a_notebook() -> None:
    standard = load_standard("qct1160_2022")
    assessment = evaluate(standard, {"water_reused": "52 万m3", "water_discharged": "31 万m3"})
    assert Tags(assessment.score._repr_html_()).text == str(assessment.score)
    assert Tags(assessment.group("Q6")._repr_html_()).text == str(assessment.group("Q6"))
    [gap] = [gap for gap in assessment.gaps() if gap.id == "10.5.2"]
    text = Tags(gap._repr_html_()).text
    assert text.startswith("10.5.2 ")
    assert all(change.why in text for change in gap.changes)
    better = evaluate(standard, {"water_reused": "60 万m3", "water_discharged": "31 万m3"})
    [changed] = compare(assessment, better).changed
    assert repr(changed.inputs[0]) == (
        "<InputDifference: water_reused, treated wastewater that is reused: 52 万m3 -> 60 万m3>"
    )
    assert str(changed.inputs[0]) in Tags(changed._repr_html_()).text
    assert str(changed.inputs[0]) in str(compare(assessment, better))


def test_both_totals_of_a_ledger_print_as_amounts() -> None:
    line = {"kind": "electricity", "quantity": "4 MWh", **TYPED_FACTOR}
    ledger = carbon_ledger([line])
    assert (str(ledger.location), str(ledger.market), repr(ledger.total)) == ("2 tCO2e", "2 tCO2e", "<Step: 2 tCO2e>")
    assert isinstance(ledger.location.value, Fraction)
    energy = energy_ledger([{"carrier": "diesel", "quantity": "10 t"}])
    assert str(energy.total) == "14571 kgce"
    assert str(energy.lines[0]) == "energy 1 (diesel): 14571 kgce, consumed"
