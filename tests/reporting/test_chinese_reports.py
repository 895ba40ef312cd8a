"""A Chinese report has no English word but those that somebody typed, sources, units, and names that are typed."""

from __future__ import annotations

import heapq
import html
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

import greencalc
from greencalc import (
    Assessment,
    Q,
    Standard,
    compare,
    evaluate,
    in_language,
    load_factors,
    load_plant,
    load_plausibility,
    load_standard,
)
from greencalc.languages.said import Said
from greencalc.plant.names import known_names
from greencalc.plant.status_words import status_of
from greencalc.reporting.report import report
from greencalc.showing.equation import symbol_text
from greencalc.standards.editions import EDITIONS
from greencalc.units.unit_table import table
from long_walks import some
from strategies import drawn_facts

STANDARDS = [load_standard(edition) for edition in EDITIONS]
PLANTS = {name: load_plant(f"examples/{name}.toml") for name in ("plant", "truck_plant", "plant_with_meters")}
SLIPS = {
    "year": 2025,
    "vehicle_type": "SUV",
    "land_area": "1 m2",
    "building_area": "45 万㎡",
    "structure_area": "0 m2",
    "capacity": Q("30000 vehicle"),
    "yearly_output": [Q("10000 vehicle"), "unknown", Q("20000 vehicle")],
    "design_capacity": "2 万辆",
    "vocs_emitted": {"value": "3 t", "evidence": "a report of 2020"},
    "cod_generated": "0 kg",
    "green_paint": "5 t",
    "total_paint": "5 t",
    "5.2.2/daylight": {"status": "partly met", "share": "0.6 %"},
    "8": {"status": "not applicable", "reason": "none of them is made here"},
    "water_reused": {"value": "5 万m3", "evidence": "a document, p. 1"},
    "waste_generated": {"value": "5 t", "evidence": "a document, p. 2"},
    "waste_utilised": "5 kg",
    "stock_utilised": "0 t",
    "water_discharged": "3 m3",
    "energy_consumption": "1 tce",
    "vehicles_produced": "20000 辆",
    "output_value": "3 亿元",
    "landarea": "3 m2",
    "ｌand_area": "3 m2",
    "容积率": "1",
    "涂装面积": "3 m2",
    "5.2": "met",
    "5.9": "met",
    "nothing like it": "1 t",
}
WIDE = 10**6  # a line's end may stand inside of what somebody typed
UNITS = {*(re.sub(r"\W", "", str(row.unit)) for row in table().values()), "m2", "m3", "Nm3"} - {"vehicle", "yuan"}


def _texts(data: Any) -> Iterator[str]:
    """Yield all texts of plain data but statuses, which are the library's words too."""
    if isinstance(data, str):
        yield str(data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield str(key)
            yield from () if key == "status" else _texts(value)
    elif isinstance(data, list | tuple):
        for one in data:
            yield from _texts(one)


def _facts(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what somebody typed, but bare statuses."""
    for name, fact in facts.items():
        yield name
        yield from () if isinstance(fact, str) and status_of(fact) else _texts(fact)


def _of_tables() -> set[str]:
    """Names that are typed, sources, and texts that are Chinese already."""
    found = {*known_names(), *(name for name in greencalc.__all__ if hasattr(getattr(greencalc, name), "__formula__"))}
    for standard in STANDARDS:
        rows = [standard, *standard.groups, *standard.items, *standard.assumptions, *load_plausibility()]
        rows += [limit for item in standard.items for limit in getattr(item.rule, "limits", ())]
        for formula in standard.formulas.values():
            symbols = [formula.result, *(argument.symbol for argument in formula.arguments.values())]
            found |= {formula.source, formula.title_zh, formula.standard, *(one.meaning_zh for one in symbols)}
            found |= {text for one in symbols for text in (one.source, symbol_text(one.tex))}
        found |= {
            getattr(row, name, "") for row in rows for name in ("source", "title_zh", "what_zh", "id", "clause", "code")
        }
        found |= {standard.number}
    factors = load_factors()
    for name, rows in factors.tables.items():
        found |= {name, *(text for row in rows.values() for text in (row.source, *row.key))}
    return found


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted({re.sub(r"\s+", " ", one) for one in texts if len(one) > 1}, key=len, reverse=True)


KNOWN = _longest_first(_of_tables())
NAMES = re.compile(r"GB(?:/T)? ?[\d.-]+|QC/T ?[\d.-]+|ISO \d+|DB44/[\d-]+|CAD|(?:VOCs|CODcr|CO2|TOTAL)")


def english(text: str, typed: Iterable[str]) -> list[str]:
    """Return the English words of a text, without what may be there."""
    plain = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))
    for known in heapq.merge(KNOWN, _longest_first(typed), key=len, reverse=True):
        if known in plain:
            plain = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(known)}(?![A-Za-z0-9_])", " ", plain)
    return [word for word in re.findall(r"[A-Za-z][A-Za-z0-9_]+", NAMES.sub(" ", plain)) if word not in UNITS]


def shown(assessment: Assessment, description: Mapping[str, Any]) -> Iterator[str]:
    """Yield all that shows an assessment in Chinese."""
    yield assessment._sheet(description).to_text(language="zh", width=WIDE)
    yield assessment.to_html(description, language="zh")
    for result in assessment.items:
        yield result._sheet().to_text(language="zh", width=WIDE)
    parts = [assessment, assessment.score, *assessment.groups, *assessment.findings, *assessment.assumptions]
    yield from (in_language(str(one), "zh") for one in (*parts[1:], *assessment.verdicts.values()))


def check(standard: Standard, facts: Mapping[str, Any], description: Mapping[str, Any], **settings: Any) -> Assessment:
    assessment = evaluate(standard, facts, **settings)
    typed = [*_facts(facts), *_texts(description)]
    typed += [one.source for one in assessment.assumptions if not isinstance(one.source, Said)]
    assert english("\n".join(shown(assessment, description)), typed) == []
    return assessment


@pytest.mark.parametrize("standard", STANDARDS, ids=EDITIONS)
@pytest.mark.parametrize("name", PLANTS)
def test_reports_of_the_examples(standard, name) -> None:
    check(standard, PLANTS[name].facts, PLANTS[name].description)


@pytest.mark.parametrize("standard", STANDARDS, ids=EDITIONS)
@pytest.mark.parametrize("settings", [{}, {"not_applicable": "keep", "comparison": "rounded value"}])
def test_reports_of_nothing_and_of_slips(standard, settings) -> None:
    check(standard, {}, {}, **settings)
    facts = {name: fact for name, fact in SLIPS.items() if standard.categories or name != "vehicle_type"}
    assessment = check(standard, facts, {"name": "A plant"}, **settings)
    assert assessment.unused
    assert {finding.code for finding in assessment.findings} >= {"zero"}


@pytest.mark.parametrize("standard", STANDARDS, ids=EDITIONS)
@pytest.mark.parametrize("seed", some(range(15), 6))
def test_reports_and_comparisons_of_drawn_plants(standard, seed) -> None:
    known = PLANTS["plant_with_meters"].facts
    facts = drawn_facts(standard, random.Random(seed).randbytes(1000))
    pair = (evaluate(standard, known), check(standard, facts, {}))
    for comparison in (compare(*pair), compare(*reversed(pair))):
        sheets = [comparison._sheet(), *(one._sheet() for one in comparison.items)]
        text = "\n".join(sheet.to_html(language="zh") for sheet in sheets)
        assert english(text, [*_facts(facts), *_facts(known)]) == []


@pytest.mark.parametrize("standard", STANDARDS, ids=EDITIONS)
def test_tables_and_their_rows(standard) -> None:
    sheet = standard._sheet()
    rules = [in_language(str(item.rule), "zh") for item in standard.items]
    rows = [in_language(str(one), "zh") for one in (*standard.groups, *standard.items, *standard.assumptions)]
    limits = [in_language(str(one), "zh") for item in standard.items for one in getattr(item.rule, "limits", ())]
    ranges = [in_language(str(one), "zh") for one in load_plausibility()]
    for text in (
        sheet.to_text(language="zh", width=WIDE),
        sheet.to_html(language="zh"),
        *rules,
        *rows,
        *limits,
        *ranges,
    ):
        assert english(text, []) == [], text


def test_two_tables_of_one_plant() -> None:
    facts = PLANTS["plant"].facts
    text = compare(*(evaluate(standard, facts) for standard in STANDARDS)).to_text(("2024", "2025"), language="zh")
    assert english(text, _facts(facts)) == []
    assert "仅见于第二份指标表" in text


def test_the_net_catches_english() -> None:
    assert english("<b>容积率</b> is 0.7 m2, see land_area &amp; the report", ["the report"]) == ["is", "see"]


def test_a_language_is_one_keyword() -> None:
    plant = PLANTS["plant"]
    assessment = evaluate(STANDARDS[0], plant.facts)
    text = assessment.to_text(plant.description, language="zh")
    assert text == report(assessment, plant.description).to_text(language="zh")
    assert "10.5.2  A.7   废水回用率                  62.65 %       不符合：≥ 70 %" in text
    assert "62.65 %，不符合 ≥ 70 % 的要求（-4.29 分）" in text
    assert "前置条件  符合（可参加评价），必选要求 37 项：符合 37 项" in text
    assert "  Q1  基础设施        13.00/20.00\n" in text
    assert "指标取值" in assessment.to_html(language="zh")
    comparison = compare(assessment, evaluate(STANDARDS[0], PLANTS["truck_plant"].facts))
    assert "前置条件不符合" in comparison.to_text(language="zh")
    assert comparison.to_text() == str(comparison)
