"""Explanations and gaps in Chinese: no English word but what somebody typed, sources, and names to be typed."""

from __future__ import annotations

import html
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

import greencalc
from greencalc import (
    FactsError,
    Q,
    carbon_ledger,
    energy_ledger,
    evaluate,
    explain,
    explain_ledger,
    in_language,
    load_factors,
    load_plant,
    load_standard,
    spec,
)
from greencalc.formula import Symbol
from greencalc.languages.said import word
from greencalc.plant.names import names_of
from greencalc.showing.equation import symbol_text
from greencalc.units.unit_table import table
from long_walks import some
from strategies import drawn_facts
from worked_cases import CASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from greencalc import Assessment, CarbonLedger, EnergyLedger, Explanation, Gaps

TABLES = {name: load_standard(name) for name in ("qct1160_2022", "gbt36132_2025")}
PLANTS = {name: load_plant(f"examples/{name}.toml").facts for name in ("plant", "plant_with_meters", "truck_plant")}
METERS = evaluate(TABLES["qct1160_2022"], PLANTS["plant_with_meters"])
FORMULAS = {name: spec(one) for name in dir(greencalc) if hasattr(one := getattr(greencalc, name), "__formula__")}
ARGUMENTS = [(formula, argument) for formula in FORMULAS.values() for argument in formula.arguments.values()]
NAMES = {
    *FORMULAS,
    *(argument.name for _, argument in ARGUMENTS),
    *(name for standard in TABLES.values() for name in names_of(standard)),
    *("gas_reference", "energy_media", "fuel_set", "gwp_set", "grid", "residual_grid", "accounting"),
    *load_factors().tables,
}
"""What is typed as it is, in any language."""
_TEX = [formula.result.tex for formula in FORMULAS.values()] + [argument.symbol.tex for _, argument in ARGUMENTS]
SIGNS = {
    *(re.sub(r"\W", "", str(row.unit)) for row in table().values()),
    *(part for tex in _TEX for part in symbol_text(tex).split("_")),
    *("kcal", "CODcr"),
} - {"vehicle"}
"""Units and symbols that are the same in any language."""
ENERGY = energy_ledger(
    [
        {"carrier": "electricity", "quantity": "100 MWh", "basis": "calorific"},
        {"carrier": "electricity", "quantity": "9 MWh", "basis": "calorific", "renewable": "self-generated"},
        *(
            {"carrier": "electricity", "quantity": "5 MWh", "basis": "calorific", "renewable": by, "use": use}
            for by, use in (
                ("green certificate", "certificate"),
                ("direct line", "passed on"),
                ("direct line", "consumed"),
            )
        ),
        {"carrier": "natural gas", "quantity": "1000 GJ", "heat_basis": "gross"},
        {"carrier": "diesel", "quantity": "100 L", "density": "0.84 kg/L"},
        {"carrier": "diesel", "quantity": "10 t", "heating_value": "42 MJ/kg", "reference": "R"},
        {"carrier": "heat", "quantity": "10 tce", "reference": "R"},
        {"carrier": "diesel", "quantity": "10 t", "use": "feedstock", "evidence": "R"},
        {"carrier": "diesel", "quantity": "1 t", "use": "passed on", "renewable": "no"},
        {"carrier": "oil-field natural gas", "quantity": "1 Nm3"},
    ],
    gas_reference="0 C",
    energy_media=True,
)
CARBON = carbon_ledger(
    [
        {
            "kind": "gas",
            "gas": "SF6",
            "opening_stock": "9 kg",
            "purchased": "5 kg",
            "closing_stock": "3 kg",
            "passed_on": "0 kg",
        },
        {"kind": "shielding gas", "quantity": "10 t", "other_share": ["80 %"], "other_molar_mass": ["40 g/mol"]},
        *({"kind": "stated", "quantity": "5 tCO2e", "part": part, "reference": "R"} for part in ("process", "biomass")),
        {"kind": "heat", "quantity": "10 t", "temperature_above_20C": "60 K"},
        {"kind": "heat", "quantity": "10 t", "steam_enthalpy": "2800 kJ/kg", "reference_enthalpy": "0 kJ/kg"},
        {"kind": "heat", "quantity": "1 GJ", "use": "exported", "renewable": "no"},
        {"kind": "combustion", "fuel": "diesel", "quantity": "1000 L", "density": "0.84 kg/L"},
        {"kind": "combustion", "fuel": "natural gas", "quantity": "100 GJ", "heat_basis": "gross"},
        *({"kind": "electricity", "quantity": "10 MWh", "renewable": by} for by in ("market", "direct line")),
        {"kind": "electricity", "quantity": "100 MWh"},
        {"kind": "electricity", "quantity": "10 MWh", "use": "exported", "renewable": "no"},
    ],
    grid=["national", "2023", "location"],
    residual_grid=["national", "2023", "average-excl-market-traded-non-fossil"],
    accounting="market",
    fuel_set="GB/T 32151.34-2024",
    gwp_set="IPCC-AR6",
)
ARRAYS = energy_ledger([{"carrier": "diesel", "quantity": Q([1.0, 2.0], "t")}])


def english_in(text: str, theirs: Iterable[str]) -> list[str]:
    """Return the words of a text with two small letters in a row that are nobody's, and no name, symbol or unit."""
    for part in sorted({*filter(None, theirs), "（unknown）", "heat（热力）"}, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(part)}(?![A-Za-z0-9_])", " ", text)
    text = re.sub("报错信息为“[^”]*”", "", text)  # errors are in English
    words = re.findall(r"[A-Za-z][A-Za-z0-9_]*", text)
    return [one for one in words if re.search("[a-z]{2}", one) and one not in NAMES | SIGNS]


def left(shown: Explanation | Gaps, theirs: Iterable[str]) -> list[str]:
    """Return the English words of what is shown, without what somebody else has written."""
    return english_in(html.unescape(re.sub("<[^>]*>", " ", shown.to_html(language="zh"))), theirs)


def sources_in(explanation: Explanation) -> Iterator[str]:
    """Yield the sources that an explanation names, all of its parts too."""
    for _, note in explanation.notes:
        yield from re.findall(r"来源：(.*)", in_language(note, "zh"), re.DOTALL)
    for part in explanation.parts:
        yield from sources_in(part)


def typed_in(given: Any) -> Iterator[str]:
    """Yield all texts of facts that are no words for a status."""
    if isinstance(given, str):
        yield from () if given in {"met", "not met", "partly met", "unknown"} else (given,)
    elif isinstance(given, dict | list | tuple):
        for one in given.values() if isinstance(given, dict) else given:
            yield from typed_in(one)


def typed_for(ledger: EnergyLedger | CarbonLedger | None) -> Iterator[str]:
    """Yield what was typed for a ledger, the keys of its factors among it."""
    if ledger is not None:
        yield from (" / ".join(row.key) for row in ledger.factors)
        yield from (value for value in ledger.settings.values() if value not in {"market", "location"})
        yield from (line.carrier for line in ledger.lines)


def theirs_in(assessment: Assessment, facts: Any) -> list[str]:
    """Return what others have written: facts, keys, and ids of items."""
    ledgers = assessment.facts.ledgers
    typed = [*typed_in(facts), *typed_for(ledgers.energy), *typed_for(ledgers.carbon)]
    return [*typed, *(result.id for result in assessment.items)]


def check(assessment: Assessment, facts: Any) -> None:
    theirs, total = theirs_in(assessment, facts), assessment.explain()
    assert left(total, [*theirs, *sources_in(total)]) == []
    assert left(assessment.gaps(), theirs) == []


@pytest.mark.parametrize("standard", TABLES)
@pytest.mark.parametrize("plant", PLANTS)
def test_example_plants_are_explained_in_chinese(plant, standard) -> None:
    check(evaluate(TABLES[standard], PLANTS[plant]), dict(PLANTS[plant]))


@pytest.mark.parametrize("seed", some(range(10), 4))
@pytest.mark.parametrize("standard", TABLES)
def test_drawn_plants_are_explained_in_chinese(standard, seed) -> None:
    facts = drawn_facts(TABLES[standard], random.Random(seed).randbytes(1000))
    check(evaluate(TABLES[standard], facts), facts)


@pytest.mark.parametrize("ledger", [ENERGY, CARBON, ARRAYS], ids=["energy", "carbon", "arrays"])
def test_ledgers_are_explained_in_chinese(ledger) -> None:
    shown, theirs = explain_ledger(ledger), list(typed_for(ledger))
    assert left(shown, [*theirs, *sources_in(shown)]) == []
    said = [str(one) for one in (*ledger.lines, *ledger.factors, *ledger.settings)]
    said += [one.what for one in ledger.assumptions]
    assert english_in("\n".join(in_language(text, "zh") for text in said), theirs) == []


@pytest.mark.parametrize("case", {case.formula: case for case in CASES}.values(), ids=lambda case: case.formula)
def test_each_formula_is_explained_in_chinese(case) -> None:
    shown = explain(getattr(greencalc, case.formula), **case.inputs)
    assert left(shown, [*sources_in(shown), *typed_in(case.inputs)]) == []


def test_all_reasons_of_symbols_and_relations_and_all_doubts_are_said_in_chinese() -> None:
    reasons = {text for _, one in ARGUMENTS for text in (one.symbol.no_measure, one.symbol.source) if text}
    reasons |= {relation.why for formula in FORMULAS.values() for relation in formula.relations}
    reasons |= {formula.clause for formula in FORMULAS.values() if " " in formula.clause}
    reasons |= {row.note for rows in load_factors().tables.values() for row in rows.values() if row.note}
    assert [text for text in sorted(reasons) if in_language(word(text), "zh") == text] == []


def test_an_item_is_explained_with_units_in_chinese_and_in_english_as_ever() -> None:
    shown = METERS.explain("10.6/energy")
    assert shown.to_text(0, language="zh").splitlines()[:7] == [
        "10.6/energy 单位产品综合能耗接近引领值（基准值至引领值之间按比例计分）：部分符合",
        "  E_u = E / Q",
        "      = 38341286 kgce / 24 万辆",
        "      = 38341286 kgce / 240000 辆",
        "      ≈ 159.755358333 kgce/辆",
        "  E：综合能耗（energy_consumption），38341286 kgce；证明材料：能源台账",
        "  Q：合格产品产量（vehicles_produced），24 万辆 = 240000 辆",
    ]
    assert "裕量：尚差 39.7554 kgce/辆" in shown.to_text(language="zh")
    assert r"\frac{\text{38341286 kgce}}{\text{240000 辆}}" in shown.to_latex(language="zh")
    assert shown.to_text(language="en") == shown.to_text()
    assert shown.to_latex(language="en") == shown.to_latex()
    assert "240000 vehicle" in shown.to_text()


def test_what_differs_in_english_alone_is_told_once_in_chinese() -> None:
    shown = explain(greencalc.carbon_per_vehicle, carbon_emission="30 tCO2e", vehicles_produced="60 辆")
    assert shown.to_text(language="zh").splitlines()[1:6] == [
        "  c = C / Q",
        "    = 30 tCO2e / 60 辆",
        "    = 0.5 tCO2e/辆",
        "  C：碳排放量（carbon_emission），30 tCO2e",
        "  Q：合格产品产量（vehicles_produced），60 辆",
    ]
    assert shown.to_text().splitlines()[2:4] == ["    = 30 tCO2e / 60 辆", "    = 30 tCO2e / 60 vehicle"]
    assert "60 辆 = 60 vehicle" in shown.to_text()


def test_long_lists_are_cut_in_either_language() -> None:
    given = {"storey_area": ["1 m2"] * 9, "storey_height": ["4 m"] * 9}
    shown = explain(greencalc.floor_area_of_storeys, **given)
    assert "1 m2，1 m2，另有 1 项]" in shown.to_text(language="zh")
    assert "1 m2, 1 m2, and 1 more]" in shown.to_text()


def test_gaps_say_in_chinese_what_a_name_stands_for_and_need_what_is_to_be_typed() -> None:
    gaps = {gap.id: gap for gap in METERS.gaps()}
    reuse, built = gaps["10.5.2"].changes[0], gaps["10.6/energy"].changes[1]
    assert in_language(str(reuse), "zh") == "water_reused（废水回用量）：增加 20.334 万m3，至 72.334 万m3"
    assert in_language(str(built), "zh").endswith("至 31.9511 万辆；不属于改进措施：产量取决于销量")
    assert (reuse.needed, type(reuse.needed)) == ("72.334 万m3", str)
    assert in_language(str(gaps["5.1.6"]), "zh") == "5.1.6 采用多层建筑：完全满足该项要求"
    nothing = evaluate(TABLES["qct1160_2022"], {}).gaps()
    assert "填报 vehicle_type（车型）" in nothing.to_text(language="zh")
    assert "填报 carbon_per_vehicle_base（单位产品碳排放量基准值）" in evaluate(
        TABLES["qct1160_2022"], {"carbon_emission": "1 tCO2e", "vehicles_produced": "5 辆"}
    ).gaps().to_text(language="zh")
    assert nothing.to_text(language="en") == str(nothing)
    assert nothing.to_html(language="en") == nothing._repr_html_()


def test_what_forbids_a_change_is_said_in_chinese() -> None:
    facts = {
        "renewable_energy": "5 kgce",
        "energy_consumption": "10 kgce",
        "vehicles_produced": "1 辆",
        "energy_per_vehicle_base": "20 kgce/辆",
        "energy_per_vehicle_leading": "1 kgce/辆",
        "stock_utilised": "1 t",
        "waste_utilised": "5 t",
        "waste_generated": "9 t",
        "platform_functions": "3",
        "solid_waste_utilisation_rate_base": "10 %",
        "solid_waste_utilisation_rate_leading": "99 %",
    }
    told = evaluate(TABLES["gbt36132_2025"], facts).gaps().to_html(language="zh")
    for forbidden in (
        "任何取值均无法达到：renewable_energy（可再生能源使用量） = 5 kgce、energy_consumption（综合能耗） = 1 kgce；",
        "应满足 renewable_energy &lt;= energy_consumption，因为可再生能源是全部能源的一部分",
        "任何取值均无法达到：stock_utilised（综合利用往年贮存的工业固体废物量）将为 -3.94949 t，应为 ≥ 0 t",
    ):
        assert forbidden in told


@pytest.mark.parametrize(
    ("years", "more", "when"),
    [
        (3, {"year": 2025}, "最早在 2026 年符合"),
        (3, {}, "最早在所填最后一年之后 1 年符合"),
        (2, {}, "最早在所填最后一年之后 1 年符合（仅就所填年份而言）"),
    ],
)
def test_when_an_item_can_be_met_is_said_in_chinese(years, more, when) -> None:
    facts = {"yearly_output": ["1 万辆"] * years, "design_capacity": "30 万辆", **more}
    [gap] = [gap for gap in evaluate(TABLES["qct1160_2022"], facts).gaps() if gap.id == "7.2.3"]
    told = in_language(gap.words[-1], "zh")
    assert told.endswith(f"自所填最后一年起每年均达到目标的，{when}")
    assert english_in(told, ()) == []


def test_bounds_are_said_in_chinese() -> None:
    bounds = {name: spec(FORMULAS[formula]).arguments[name].symbol.bounds for formula, name in _BOUNDED.items()}
    assert {name: in_language(text, "zh") for name, text in bounds.items()} == {
        "platform_functions": "≥ 0 且 ≤ 12 的整数",
        "land_area": "> 0 m2",
        "oxidation_factor": "> 0 且 ≤ 1",
    }
    whole = Symbol("n", "dimensionless", "number of lines", "生产线数", whole=True)
    assert (whole.bounds, in_language(whole.bounds, "zh")) == ("a whole number", "整数")


_BOUNDED = {
    "platform_functions_realised": "platform_functions",
    "floor_area_ratio": "land_area",
    "combustion_emission": "oxidation_factor",
}


@pytest.mark.parametrize("shown", [METERS.gaps(), METERS.explain()], ids=["gaps", "explanation"])
@pytest.mark.parametrize("language", ["fr", None, 1])
def test_there_is_no_third_language(shown, language) -> None:
    for write in (shown.to_text, shown.to_html, getattr(shown, "to_latex", shown.to_html)):
        with pytest.raises(FactsError, match="it is en or zh"):
            write(language=language)
