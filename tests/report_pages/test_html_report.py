"""The report that is handed in: whole, safe, well made, the same each time, and in its language throughout."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import define, evolve, field

from greencalc import FactsError, compare, evaluate, html_report, in_language, load_plant, load_standard
from greencalc.cli import main
from greencalc.languages.said import word
from greencalc.plant.names import known_names
from greencalc.report_pages import html_report as module_of_it, view as view_module
from greencalc.report_pages.view import View
from greencalc.standards.rules import CalculatedRule, FormulaRule
from scaled_plants import GATE, SCALES, STARRED_GATE, UNGROUPED, scaled_plant

QCT, PARENT = load_standard("qct1160_2022"), load_standard("gbt36132_2025")
CAR, TRUCK, METERS = (load_plant(f"examples/{name}.toml") for name in ("plant", "truck_plant", "plant_with_meters"))
TEMPLATES = Path(view_module.__file__).with_name("templates")
VOID = {"meta", "br", "wbr", "rect", "line", "circle", "polygon"}


@define
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = field(default=None, eq=False, repr=False)
    children: list[Element | str] = field(factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements inside that have a tag and some attributes."""
        return [
            one
            for one in self.inner()
            if tag in {"", one.tag} and all(one.attributes.get(key) == value for key, value in attributes.items())
        ]

    def inner(self) -> Iterator[Element]:
        """Yield the elements inside, in order."""
        rest = self.children[::-1]
        while rest:
            if isinstance(child := rest.pop(), Element):
                yield child
                rest += child.children[::-1]

    @property
    def text(self) -> str:
        """All that it says, as a reader sees it."""
        said = (child if isinstance(child, str) else f" {child.text} " for child in self.children if child != WBR)
        return " ".join("".join(said).split())


WBR = Element("wbr", {})
"""Where a line may be broken in a word."""


class Page(HTMLParser):
    """A page as a tree; it fails where an element is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.inner = Element("", {})
        self.feed(text)
        assert self.inner is self.root

    def handle_starttag(self, tag, attrs) -> None:
        made = Element(tag, {key: value or "" for key, value in attrs}, self.inner)
        self.inner.children.append(made)
        if tag not in VOID:
            self.inner = made

    def handle_startendtag(self, tag, attrs) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag) -> None:
        assert self.inner.tag == tag
        assert self.inner.parent is not None
        self.inner = self.inner.parent

    def handle_data(self, data) -> None:
        if self.inner.tag != "style":
            self.inner.children.append(data)


def page(*given: Any, **options: Any) -> Element:
    return Page(html_report(*given, **options)).root


def section(of: Element, name: str) -> Element:
    [found] = of.all("section", id=name)
    return found


def rows(of: Element) -> dict[str, list[str]]:
    """Return the cells of the rows of a section by what heads the row."""
    found = [row.all() for row in of.all("tr")]
    heads = [(next(one for one in row if one.tag == "th"), row) for row in found if any(one.tag == "td" for one in row)]
    return {head.text: [one.text for one in row if one.tag == "td"] for head, row in heads}


EVERY = load_standard("tests/data/every_rule_table.toml")
EVERY_UNGROUPED = evolve(EVERY, groups=(), items=tuple(evolve(item, group=None) for item in EVERY.items))
LAND = {"building_area": "16 万m2", "structure_area": "0 m2", "land_area": "10 公顷", "b": "not met"}
LATER = dict(CAR.facts) | {"water_reused": "93 万m3", "land_area": "unknown", "year": 2026}
CASES: dict[str, Callable[[], tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "car": lambda: ((evaluate(QCT, CAR.facts), CAR.description), {}),
    "truck": lambda: ((evaluate(QCT, TRUCK.facts), TRUCK.description), {}),
    "meters": lambda: ((evaluate(QCT, METERS.facts), METERS.description), {}),
    "nothing": lambda: ((evaluate(QCT, {}),), {}),
    "parent standard": lambda: ((evaluate(PARENT, CAR.facts), CAR.description), {}),
    "yes and no": lambda: ((evaluate(load_standard("tests/data/yes_no_table.toml"), {}),), {}),
    "two years": lambda: ((evaluate(QCT, CAR.facts), CAR.description), {"second": evaluate(QCT, LATER)}),
    "two standards": lambda: ((evaluate(QCT, CAR.facts),), {"second": evaluate(PARENT, CAR.facts)}),
    "scales": lambda: ((evaluate(EVERY, LAND),), {"second": evaluate(GATE, {"a": "met"})}),
    "no groups": lambda: ((evaluate(EVERY_UNGROUPED, LAND),), {}),
    "gate alone": lambda: ((evaluate(STARRED_GATE, {"a": "met"}),), {}),
}


@cache
def made(name: str, language: str) -> tuple[Element, tuple[Any, ...], dict[str, Any], str]:
    given, options = CASES[name]()
    return page(*given, **options, language=language), given, options, language


IN_ENGLISH_TOO = ("car", "meters", "two years", "scales")


@pytest.fixture(params=[*((name, "zh") for name in CASES), *((name, "en") for name in IN_ENGLISH_TOO)], ids="-".join)
def case(request) -> tuple[Element, tuple[Any, ...], dict[str, Any], str]:
    return made(*request.param)


# One file, well made


def test_it_refers_to_nothing_outside_of_itself_and_does_nothing(case) -> None:
    whole, _, _, language = case
    elements = whole.all()
    assert not {one.tag for one in elements} & {"script", "link", "img", "iframe", "object", "base", "form", "use"}
    assert not {key for one in elements for key in one.attributes if key.startswith(("on", "src")) or key == "style"}
    assert not re.search(r"url\((?!#)|@import|@font-face|\\\\", (TEMPLATES / "report.css").read_text(encoding="utf-8"))
    links = [one.attributes["href"] for one in elements if "href" in one.attributes]
    ids = [one.attributes["id"] for one in elements if "id" in one.attributes]
    assert links
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert [one.attributes["lang"] for one in whole.all("html")] == [{"en": "en", "zh": "zh-CN"}[language]]


def test_tables_have_heads_and_pictures_have_words(case) -> None:
    whole, *_ = case
    for table in whole.all("table"):
        columns = [one.text for one in table.all("th", scope="col")]
        assert columns
        assert all(columns)
        for row in table.all("tr")[1:]:
            cells = [one.tag for one in row.all() if one.tag in {"th", "td"}]
            assert cells == ["th", *["td"] * (len(columns) - 1)]
        assert all(one.attributes["scope"] in {"row", "col"} for one in table.all("th"))
        labels = {one.attributes["data-label"] for one in table.all("td")}
        assert labels == set(columns[1:])  # which a narrow screen shows instead of heads
    for picture in whole.all("svg"):
        if picture.attributes.get("aria-hidden") != "true":
            [title] = picture.all("title")
            assert title.text
            assert title.text == " ".join(picture.attributes["aria-label"].split())
    assert "None" not in re.sub(r"None\.|None of them|\(None\)", "", whole.text)


def test_it_is_the_same_each_time_and_in_another_process() -> None:
    given, _ = CASES["meters"]()
    html_report(*given, language="zh")
    code = (
        "import sys; from greencalc import *; plant = load_plant('examples/plant_with_meters.toml'); "
        "report = html_report(evaluate(load_standard('qct1160_2022'), plant.facts), plant.description, language='zh'); "
        "sys.stdout.buffer.write(report.encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=None)  # noqa: S603
    assert done.stdout.decode() == html_report(*given, language="zh")


# Whole


def test_every_item_stands_there_with_status_reason_points_and_evidence(case) -> None:
    whole, given, _, language = case
    assessment = given[0]
    said = rows(section(whole, "items"))
    assert list(said) == [one.id for group in ordered(assessment) for one in group]
    for result in assessment.items:
        requirement, status, reason, points, evidence = said[result.id]
        assert shown(result.item.title, language) in requirement
        assert status.split(maxsplit=1)[1] == in_language(word(result.status), language)
        assert reason == shown(result.why, language)
        assert bool(points) == bool(result.exact_of)
        assert evidence == shown(result.evidence, language)


def ordered(assessment) -> list[list[Any]]:
    by_part: dict[Any, list[Any]] = {"mandatory": []}
    for one in assessment.items:
        by_part.setdefault(one.item.group or one.item.kind, []).append(one)
    return list(by_part.values())


def shown(text: str, language: Any) -> str:
    return " ".join(in_language(text, language).split())


def test_every_quantity_is_an_indicator_with_value_limit_picture_and_the_way_to_it(case) -> None:
    whole, given, _, language = case
    assessment = given[0]
    said = rows(section(whole, "indicators"))
    quantities = [one for one in assessment.items if isinstance(one.item.rule, FormulaRule)]
    assert {one.formula for one in quantities} == {assessment.item(name).formula for name in said}
    judged = [one for one in quantities if not isinstance(one.item.rule, CalculatedRule)]
    assert [name for name in said if not isinstance(assessment.item(name).item.rule, CalculatedRule)] == [
        one.id for one in judged
    ]
    explained = section(whole, "numbers").text
    for name in said:
        result = assessment.item(name)
        assert shown(result.limit or "", language) in said[name][1]
        assert (result.value is None) == said[name][1].startswith("?")
        if result.computation is not None:
            assert explained.count(shown(word(result.computation.formula.source), language))


def test_gaps_findings_assumptions_and_unused_facts_are_all_there(case) -> None:
    whole, given, _, language = case
    assessment = given[0]
    said, gaps = rows(section(whole, "gaps")), assessment.gaps()
    assert list(said) == [gap.id for gap in gaps]
    for gap in gaps:
        for text in (*gap.words, *(change.why for change in gap.changes)):
            assert shown(text, language) in said[gap.id][-1]
    assumed = rows(section(whole, "assumptions"))
    assert [(what, source) for what, _, source in assumed.values()] == [
        (shown(one.what, language), shown(word(one.source), language)) for one in assessment.assumptions
    ]
    found = section(whole, "findings").text
    for one in assessment.findings:
        assert shown(one.what, language) in found
        assert shown(word(one.source), language) in found
    assert list(rows(section(whole, "unused"))) == [name for name, _ in assessment.unused]


def test_versions_and_hashes_are_those_of_the_pack(case) -> None:
    whole, given, options, _ = case
    packs = [json.loads(given[0].to_json(given[1] if len(given) > 1 else None))]
    assert [cells[0] for cells in rows(section(whole, "hashes")).values()] == list(packs[0]["hashes"].values())
    assert packs[0]["versions"]["greencalc"] in section(whole, "hashes").text
    if options:
        packs.append(json.loads(options["second"].to_json()))
    [cover] = whole.all("header")
    for pack in packs:
        assert pack["hashes"]["table"] in cover.text
        assert pack["hashes"]["facts"] in cover.text


def test_ledgers_are_explained_once_with_each_of_their_lines() -> None:
    given, _ = CASES["meters"]()
    ledgers = given[0].facts.ledgers
    text = section(page(*given), "numbers").text
    for line in (*ledgers.energy.lines, *ledgers.carbon.lines):
        assert text.count(f" {line.label}: ") == 1
    assert "Ledgers" not in section(page(*CASES["car"]()[0]), "numbers").text


def test_the_cover_says_gate_score_and_pass_mark() -> None:
    def view(facts: Any, mark: int | None = None) -> View:
        return View(evaluate(evolve(QCT, pass_mark=None if mark is None else Fraction(mark)), facts), {})

    [cover] = page(evaluate(evolve(QCT, pass_mark=Fraction(80)), dict(CAR.facts) | {"vocs_emitted": "999 t"})).all(
        "header"
    )
    assert (
        "closed: the plant may not take part 37 mandatory items: 36 met, 1 not met ✗ not met 10.4.5 VOCs" in cover.text
    )
    assert "77.78 to 82.42 of 100 points" in cover.text
    assert "pass mark Pass mark 80.00: not passed. 95.4 % of the points are known." in cover.text
    assert view(CAR.facts).gate == "open: the plant may take part"
    assert view({}).gate == "undecided: not all mandatory items are known to be met"
    assert view(CAR.facts).mark == "The table has no pass mark."
    assert view(CAR.facts, 77).mark == "Pass mark 77.00: passed."
    assert view(CAR.facts, 90).mark == "Pass mark 90.00: not passed."
    assert view(CAR.facts, 80).mark == "Pass mark 80.00: undecided."
    assert view({}).open == [one.id for one in QCT.items if one.mandatory]
    assert (view({}).category, view({}).name) == (("Vehicle type", "not given"), "A plant without a name")
    assert view(CAR.facts).category == ("Vehicle type", "passenger car")
    plain = load_standard("tests/data/yes_no_table.toml")
    without_gate = evolve(plain, items=tuple(evolve(one, kind="scoring") for one in plain.items))
    assert View(evaluate(without_gate, {}), {}).gate_counts == "0 mandatory items"


def test_the_cover_says_levels_bonuses_and_caps_and_draws_the_levels() -> None:
    facts = scaled_plant(SCALES, 6) | {"bonus/said": "unknown", "bonus/taken": "unknown"}
    facts |= {"trees": "40 辆", "places": "100 辆", "gate/said": "met"}
    assessment = evaluate(SCALES, facts, not_applicable="keep")
    [cover] = page(assessment).all("header")
    assert f"Level: {assessment.level}. " in cover.text
    assert "Bonus items: -5.67 to 4.999 points" in cover.text
    assert "Cap: the total is 59 at most unless tank/said is met. Cap: the total is 94.5 at most." in cover.text
    [levels] = cover.all("table", **{"class": "levels"})
    said = rows(levels)
    assert list(said) == ["one star", "two stars", "three stars"]
    assert said["two stars"][0] == "50 points at least each item with points at 25 % at least"
    words = {(True, True): "reached", (False, True): "undecided", (False, False): "not reached"}
    assert [of[1] for of in said.values()] == [words[ends] for ends in assessment.reached]
    assert {of[1] for of in said.values()} == {"reached", "undecided"}
    marks = [one.attributes["x1"] for one in cover.all("line", **{"class": "mark"})]
    assert marks == ["160", "200"]  # a level that counts other points stands on no bar


def test_a_gate_alone_has_neither_score_nor_groups() -> None:
    whole = page(evaluate(GATE, {"a": "met", "b": "met"}))
    [cover] = whole.all("header")
    assert "open: the plant may take part" in cover.text
    assert not [one for one in ("Score", "Groups", "points", "Level") if one in cover.text]
    assert not cover.all("svg")
    assert "Score and groups" not in section(whole, "numbers").text
    [cover] = page(evaluate(STARRED_GATE, {"a": "met", "b": "met"})).all("header")
    assert "Level: one star. Levels Level Conditions Reached one star 0 points at least reached" in cover.text


def test_items_without_a_group_stand_under_what_they_are() -> None:
    def parts(table: Any) -> list[str]:
        return [one.text for one in section(page(evaluate(table, {})), "items").all("caption")]

    beyond = ["Items of which others take the best", "Bonus items, whose points are beyond the 100"]
    none = "Mandatory items that earn no points"
    groups = ["Q1 Shares: 0.00 to 60.00 of 60.00 points", "Q2 Loads: 0.00 to 40.00 of 40.00 points"]
    assert parts(SCALES) == [none, *groups, *beyond]
    assert parts(UNGROUPED) == [none, "Items that earn points", *beyond]
    counted = evolve(GATE, items=tuple(evolve(one, points=Fraction(50)) for one in GATE.items))
    assert parts(counted) == ["Items that earn points"]


def test_the_next_step_of_a_scale_stands_among_what_would_close_gaps() -> None:
    said = rows(section(page(evaluate(SCALES, {"part": "65 kg", "mass": "100 kg"})), "gaps"))
    assert "the next step, >= 70 %, earns 75 % of the points part of the mass part : " in said["part/steps"][3]
    chinese = rows(section(page(evaluate(SCALES, {"part": "65 kg", "mass": "100 kg"}), language="zh"), "gaps"))
    assert "下一档" in chinese["part/steps"][3]


def test_a_scale_that_nothing_stands_beside_yet_shows_its_knots() -> None:
    said = rows(section(page(evaluate(SCALES, {})), "indicators"))
    assert "limit: 60 % (40 %); 70 % (75 %); 0.85 (100 %)" in said["part/steps"][1]


def test_name_and_year_stand_together_in_either_language() -> None:
    for described, chinese in (
        ({"name": "A", "year": 2025}, "A，2025"),
        ({"name": "A"}, "A"),
        ({"year": 2025}, "未填写名称的工厂，2025"),
        ({"name": "", "year": 2025}, "未填写名称的工厂，2025"),
    ):
        assert in_language(View(evaluate(QCT, {}), described).name, "zh") == chinese


def test_what_a_description_holds_besides_is_on_the_cover() -> None:
    [cover] = page(evaluate(QCT, {}), {"name": "A", "notes": "Line 2\nis new", "assessor": "B. C."}).all("header")
    assert "Notes Line 2 is new assessor B. C." in cover.text


def test_a_value_that_is_not_known_shows_its_limit_and_what_is_missing() -> None:
    said = rows(section(page(evaluate(QCT, {"water_reused": "1 m3"})), "indicators"))["10.5.2"]
    assert said[1] == "? unknown; limit: >= 70 % ? limit: >= 70 %"  # the value, its picture with title, and the limit
    assert said[2].endswith("missing: wastewater discharged, without what is reused water_discharged")
    chinese = section(page(evaluate(QCT, {"water_reused": "1 m3"}), language="zh"), "indicators").text
    assert "缺少：向外排放的废水量 water_discharged" in chinese
    assert chinese.count("向外排放的废水量") == 1
    ends = evaluate(QCT, {"energy_consumption": "36000 tce", "vehicles_produced": "24 万辆"})
    assert "缺少： energy_per_vehicle_base（" in section(page(ends, language="zh"), "indicators").text


def test_a_number_that_is_typed_in_the_unit_that_counts_stands_there_once() -> None:
    facts = dict(CAR.facts) | {"vehicles_produced": "240000 辆", "energy_consumption": "36000000 kgce"}
    for language in ("en", "zh"):
        text = section(page(evaluate(QCT, facts), language=language), "numbers").text
        assert "energy_consumption 36000000 kgce" in text
        assert "36000000 kgce 36000000 kgce" not in text
    assert "vehicles_produced 240000 辆" in text
    assert "240000 辆 240000 辆" not in text


def test_a_limit_that_nothing_stands_beside_yet_is_written_as_any_other() -> None:
    for facts in ({}, CAR.facts):
        said = rows(section(page(evaluate(QCT, facts), language="zh"), "indicators"))["10.5.2"][1]
        assert " 限值：≥ 70 %" in said


# Side by side


def test_two_stand_side_by_side_with_what_changed_and_through_which_inputs() -> None:
    first, second = evaluate(QCT, CAR.facts), evaluate(QCT, LATER)
    names = ({"name": "Works", "year": 2025}, {"name": "Works", "year": 2026})
    both = section(page(first, names[0], second=second, second_description=names[1]), "side-by-side")
    said = rows(both)
    assert said["Score"][0].startswith("77.78 to 82.42 of 100 points")
    assert said["Score"][1].startswith("73.49 to 86.71 of 100 points")
    assert {"A: Works, 2025", "B: Works, 2026"} <= {one.text for one in both.all("th")}
    changed = compare(first, second).changed
    assert "only in the table" not in both.text
    table = both.all("table", **{"class": "changes"})[0]
    assert list(rows(table)) == [one.id for one in changed]
    for one in changed:
        assert rows(table)[one.id][1] == "; ".join(one.changed)
        for change in one.inputs:
            assert f"{change.first or 'nothing'} → {change.second or 'nothing'}" in rows(table)[one.id][2]
    pairs = both.all("table", **{"class": "both"})[1]
    assert len(rows(pairs)) == len([1 for one in first.items if "calculated" not in one.id and one.formula])


def test_by_two_tables_each_indicator_is_there_once_and_the_items_are_counted() -> None:
    (first, *_), options = CASES["two standards"]()
    both = section(made("two standards", "en")[0], "side-by-side")
    assert f"{len(first.items)} items are only in the table of A, {len(PARENT.items)} only in that of B." in both.text
    pairs = rows(both.all("table", **{"class": "both"})[1])
    assert pairs["10.5.2 Wastewater reuse rate at least 70 %"][1:] == ["", "only in the first table"]
    assert [name for name in pairs if name.startswith("C.1/")] == [
        f"{one.id} {one.item.title}" for one in options["second"].items if one.formula
    ]
    assert not both.all("table", **{"class": "changes"})


def test_a_strong_change_is_a_probable_slip_and_no_change_is_said() -> None:
    first = evaluate(QCT, CAR.facts)
    strong = page(first, second=evaluate(QCT, dict(CAR.facts) | {"cod_generated": "18 t"}))
    assert "more than 5 times up or down" in section(strong, "side-by-side").text
    assert "alone it gives" not in section(strong, "side-by-side").text
    two = dict(CAR.facts) | {"cod_generated": "170 t", "painted_area": "2000 万㎡"}
    assert "alone it gives 7.083 g/m2" in section(page(first, second=evaluate(QCT, two)), "side-by-side").text
    assert "Nothing changed." in section(page(first, second=first), "side-by-side").text


# Nobody's text does anything

BAD = "<script>alert(1)</script>&amp; \"'><b>\u202e\x1b[2J{{ 7 * 7 }} %}"
SEEN = "<script>alert(1)</script>&amp; \"'><b>[U+202E][U+001B][2J{{ 7 * 7 }} %}"


def test_what_was_typed_is_shown_as_it_is_and_does_nothing() -> None:
    facts = dict(CAR.facts) | {
        "5.1.6": {"status": "met", "evidence": BAD},
        "6.6": {"status": "not applicable", "reason": BAD},
        "water_reused": {"value": "52 万m3", "evidence": BAD},
        BAD: "met",
    }
    table = evolve(QCT, number=BAD, title=BAD, source=BAD, groups=(evolve(QCT.groups[0], title=BAD), *QCT.groups[1:]))
    assessment = evaluate(table, facts)
    description = {"name": BAD, "year": BAD, "notes": BAD, BAD: BAD}
    for options in (
        {},
        {"second": evaluate(table, dict(facts) | {"water_reused": "53 万m3"}), "second_description": description},
    ):
        whole = page(assessment, description, language="zh", **options)
        assert not whole.all("script")
        assert not whole.all("header")[0].all("b")
        for found in (
            whole.all("title")[0],
            whole.all("h1")[0],
            *(section(whole, name) for name in ("items", "unused")),
        ):
            assert SEEN in found.text
        assert "\u202e" not in html_report(assessment, description, **options)
        assert "\x1b" not in html_report(assessment, description, **options)


def test_whatever_a_description_holds_is_shown_or_refused() -> None:
    for held in (10**5000, 1.5, object()):
        assert "<h1>" in html_report(evaluate(QCT, {}), {"name": held, "notes": held, held: held})
    with pytest.raises(FactsError, match=r"html_report:\s+a text .* has half a character"):
        html_report(evaluate(QCT, {}), {"name": "\ud800"})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"assessment": 5}, "the assessment is 5; give what evaluate"),
        ({"second": {}}, "the second assessment is of type dict; give what evaluate"),
        ({"description": "name"}, "the description is 'name'; give a mapping"),
        ({"second_description": {}}, "without a second assessment"),
        ({"language": "fr"}, "language is 'fr'; it is en or zh"),
    ],
)
def test_what_is_none_is_refused(given, says) -> None:
    with pytest.raises(FactsError, match=re.escape(says)):
        html_report(**{"assessment": evaluate(QCT, {})} | given)


def test_without_jinja_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    module_of_it._environment.cache_clear()
    with pytest.raises(FactsError, match=re.escape("pip install 'greencalc[report]'")):
        html_report(evaluate(QCT, {}))


# Language

LEFT = {"code", "cite", "sub", "i"}
"""What holds names to be typed, sources and symbols; what was typed is of the class ``typed``."""
SAME = {"kgce", "tce", "kg", "kgCO2e", "mol", "VOCs", "CODcr"}
"""Units and symbols that have small letters side by side."""


def test_every_text_of_the_templates_is_in_the_catalogue() -> None:
    files = [*TEMPLATES.glob("*.html"), *Path(view_module.__file__).parent.glob("*.py")]
    texts = {
        said for file in files for said in re.findall(r'\b(?:word|say)\(\s*"([^"]*)"', file.read_text(encoding="utf-8"))
    }
    constants = (view_module._GATES, view_module._VERDICTS, view_module._POLICIES)
    constants += (view_module._REACHED, view_module._KINDS)
    texts |= {said for constant in constants for said in constant.values()}
    assert len(texts) > 90
    assert {said for said in texts if in_language(word(said), "zh") == said} <= {"{operator} {limit}", "A", "B"}


def test_a_report_in_chinese_has_no_english_of_its_own(case) -> None:
    whole, given, options, language = case
    if language == "zh":
        typed = {text for one in (given[0], *options.values()) for text in texts_in(one.facts.given)}
        typed |= set(known_names())
        typed |= {text for described in given[1:] for text in texts_in(described)}
        typed |= {
            text for one in (given[0], *options.values()) for text in (one.table.number, *(row.id for row in one.items))
        }
        tables = [one.table for one in (given[0], *options.values())]
        typed |= {one.title for table in tables for one in (table, *table.items, *table.groups, *table.levels)}
        assert english_of(whole, typed) == []


def test_the_net_catches_english() -> None:
    said = (
        "<p class='typed'>of theirs</p><p>容积率 is 0.7 kg/m2, see land_area <code>a name</code></p><p>来源：a book</p>"
    )
    assert english_of(Page(said).root, set()) == ["is", "see"]


def english_of(part: Element, typed: set[str]) -> list[str]:
    """Return the English words of a page, without names to be typed, sources, and what was typed."""
    if part.tag in LEFT or "typed" in part.attributes.get("class", "").split() or part.attributes.get("scope") == "row":
        return []
    found = [word for child in part.children if isinstance(child, Element) for word in english_of(child, typed)]
    text = re.sub("来源：.*", "", " ".join(child for child in part.children if isinstance(child, str)))
    for one in sorted(typed, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(one)}(?![A-Za-z0-9_])", " ", text) if one in text else text
    words = re.findall(r"[A-Za-z][A-Za-z0-9_]+", text)
    return found + [one for one in words if re.search("[a-z]{2}", one) and "_" not in one and one not in SAME]


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict) or hasattr(data, "items"):
        for key, value in data.items():
            yield str(key)
            yield from texts_in(value)
    elif isinstance(data, list | tuple):
        for one in data:
            yield from texts_in(one)
    elif isinstance(data, str) and data:
        yield data


# The command


def test_the_command_writes_the_report(tmp_path, capsys) -> None:
    target = tmp_path / "report.html"
    assert main(["report", "examples/plant.toml", "-o", str(target), "--language", "zh"]) == 0
    assert target.read_text(encoding="utf-8") == html_report(*CASES["car"]()[0], language="zh")
    trucks = ["report", "examples/plant.toml", "examples/truck_plant.toml", "-o", str(target)]
    assert main(trucks) == 0
    assert target.read_text(encoding="utf-8") == html_report(
        *CASES["car"]()[0], second=evaluate(QCT, TRUCK.facts), second_description=TRUCK.description
    )
    assert capsys.readouterr().out == ""


def test_the_standard_input_is_one_of_the_two_and_not_both(tmp_path, capsys, monkeypatch) -> None:
    target = tmp_path / "report.html"
    for places, status in ((["-", "-"], 2), (["-", "examples/truck_plant.toml"], 0)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("examples/plant.toml").read_bytes())))
        assert main(["report", *places, "-o", str(target)]) == status
        assert target.exists() == (status == 0)
    assert "it can be read once; give one of the two as a file" in capsys.readouterr().err
    assert "Example truck plant" in target.read_text(encoding="utf-8")


def test_a_report_is_named_as_the_page_that_it_is(tmp_path, capsys) -> None:
    for name in ("report.pdf", "report.docx", "report"):
        assert main(["report", "examples/plant.toml", "-o", str(tmp_path / name)]) == 2
        assert "a report's name ends in .html; open it in a browser, and print it" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_never_writes_over_what_it_reads(tmp_path, capsys) -> None:
    for name in ("a.html", "b.html"):  # TOML, whatever the names say
        (tmp_path / name).write_text('land_area = "1 m2"\n', encoding="utf-8")
    given = ["report", str(tmp_path / "a.html"), str(tmp_path / "b.html"), "-o"]
    for name in ("a.html", "b.html"):
        assert main([*given, str(tmp_path / name)]) == 2
        assert "which is read; write into another file" in capsys.readouterr().err
        assert (tmp_path / name).read_text(encoding="utf-8") == 'land_area = "1 m2"\n'
