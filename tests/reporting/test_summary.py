"""The short answer: 40 lines at every width for every plant, with nothing of importance hidden and right counts."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from greencalc import Assessment, FactsError, evaluate, in_language, load_plant, load_standard
from greencalc.showing.wrapping import width_of
from greencalc.standards.rules import YesNoRule
from long_walks import some
from strategies import as_drawn, plant_facts

TABLES = {name: load_standard(name) for name in ("qct1160_2022", "gbt36132_2025")}
QCT = TABLES["qct1160_2022"]
PLANT = load_plant("examples/plant.toml")
WIDTHS = (60, 61, 72, 80, 100, 133, 200)
LONG = " ".join(f"word{number}" for number in range(100))
NOTHING_MET = {
    name: {one.id: {"status": "not met", "evidence": LONG} for one in table.items if isinstance(one.rule, YesNoRule)}
    for name, table in TABLES.items()
}
MISSPELT = {f"land_aera{number}": "5 ha" for number in range(60)}


def parts(text: str) -> list[list[str]]:
    """Return the parts that empty lines stand between."""
    return [part.split("\n") for part in text.split("\n\n")]


def joined(text: str) -> str:
    return " ".join(text.split())


def fits(assessment: Assessment, width: int, description=None) -> str:
    """Hold the answer to its size in both languages, and return the English one."""
    for language in ("zh", "en"):
        text = assessment.summary(description, language=language, width=width)
        assert text.count("\n") < 40, (width, language)
        assert max(map(width_of, text.split("\n"))) <= width, (width, language)
    return text


@pytest.mark.walk
@pytest.mark.parametrize("name", TABLES)
def test_drawn_plants_have_forty_lines_and_all_that_matters(name) -> None:
    @settings(as_drawn, max_examples=as_drawn.max_examples * 2)
    @given(plant_facts(TABLES[name]), st.sampled_from(["keep", "full", "renormalise"]))
    def holds(facts, policy) -> None:
        assessment = evaluate(TABLES[name], facts, not_applicable=policy)
        width = WIDTHS[len(facts) % len(WIDTHS)]
        text = fits(assessment, width)
        names_what_closes_the_gate(assessment, text)
        counts_are_right(assessment, text)

    holds()


def names_what_closes_the_gate(assessment: Assessment, text: str) -> None:
    """Hold the answer to the reasons of a closed gate: in full for the first, and the others are named or counted."""
    closing = [one for one in assessment.items if one.item.mandatory and one.status in {"not met", "partly met"}]
    assert ("Gate    closed" in text) is bool(closing) is (assessment.eligible is False)
    shown = re.findall(r"^  (?:not|partly) met: (\S+(?: \w\)\S*)?)  ", text, re.MULTILINE)
    counted = sum(map(int, re.findall(r"^  (\d+) more (?:not|partly) met  ", text, re.MULTILINE)))
    assert shown == [one.id for one in closing[: len(shown)]]
    assert len(shown) + counted == len(closing)
    assert bool(shown) is bool(closing)
    for one in closing[: len(shown)]:
        assert width_of(one.why) > 50 or one.why in joined(text)


def counts_are_right(assessment: Assessment, text: str) -> None:
    """Hold the lists to what is in them and what is counted below them, and points to the score."""
    lost = [one for one in assessment.items if one.exact_points is not None and one.exact_points < one.exact_of]
    missing = [one for one in assessment.items if one.status == "unknown" and (one.exact_of or not one.item.mandatory)]
    points = {
        "Points not earned": (lost, sum((one.exact_of - one.exact_points for one in lost), Fraction(0))),
        "What is missing": (missing, sum((one.exact_of for one in missing), Fraction(0))),
    }
    assert sum(total for _, total in points.values()) == 100 - assessment.score.exact_lower
    for title, (found, total) in points.items():
        told = re.search(rf"^{title}: (\S+), \w+ (\d+) items?\n((?:  .*\n)*)", text, re.MULTILINE)
        assert (told is None) is (not found)
        if told is None:
            continue
        assert (abs(Fraction(told[1]) - total) <= Fraction(1, 200), int(told[2])) == (True, len(found))
        entries = re.findall(r"^  (\S.*?)  -?(\d+\.\d+)  ", told[3], re.MULTILINE)
        more = re.findall(r"^  and (\d+) more$", told[3], re.MULTILINE)
        assert len(entries) + sum(map(int, more)) == len(found)
        weights = [float(weight) for _, weight in entries]
        assert weights == sorted(weights, reverse=True)
        assert {name for name, _ in entries} <= {one.id for one in found}


@pytest.mark.walk
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "extra", [{}, MISSPELT, {"water_reused": "52 m3"} | MISSPELT], ids=["plain", "misspelt", "slips"]
)
@pytest.mark.parametrize("form", ["nothing known", "nothing met", "half"])
def test_the_worst_plants_fit_at_every_width(name, extra, form) -> None:
    met = NOTHING_MET[name]
    half = dict(list(met.items())[::2])
    said = {"nothing known": {}, "nothing met": met, "half": half}[form]
    mark = evolve(TABLES[name], pass_mark=Fraction("50.00000000000000000001"))
    assessment = evaluate(mark, {**said, **extra})
    for width in some(WIDTHS, 2):
        text = fits(assessment, width, {"name": LONG, "year": 2025})
        names_what_closes_the_gate(assessment, text)
        counts_are_right(assessment, text)


def test_a_table_of_ones_own_with_many_groups_and_long_words_fits() -> None:
    groups = [
        evolve(QCT.groups[0], id=f"G{number}", title=f"{LONG} {number}", title_zh="绿" * 300, points=Fraction(5))
        for number in range(20)
    ]
    first = next(one for one in QCT.items if isinstance(one.rule, YesNoRule))
    long = {"title": LONG, "title_zh": "厂" * 300, "source": LONG}
    items = [
        evolve(
            first, id=f"{group.id}/{kind}", group=group.id, points=Fraction(5 * (kind == "scoring")), kind=kind, **long
        )
        for group in groups
        for kind in ("scoring", "mandatory")
    ]
    table = evolve(QCT, number=LONG, groups=tuple(groups), items=tuple(items), pass_mark=Fraction(60))
    not_met = {one.id: "not met" for one in items}
    for facts, width in (({}, 200), (not_met, 60), (dict(list(not_met.items())[::3]) | MISSPELT, 60)):
        text = fits(evaluate(table, facts), width, {"name": LONG + "长" * 500})
        assert "and 1" in text  # of 20 groups, or of items


def test_the_example_is_answered_as_the_tutorial_shows() -> None:
    assessment = evaluate(QCT, PLANT.facts)
    text = assessment.summary(PLANT.description)
    title, gate, score, lost, missing, besides = parts(text)
    assert title == [
        "QC/T 1160-2022 (table qct1160_2022: assumed)",
        "  Example passenger-car plant, 2025, passenger car",
    ]
    assert gate == ["Gate    open: the plant may take part", "  37 met of 37 mandatory items"]
    assert score[:3] == [
        "Score   77.78 to 82.42 of 100",
        "  95.4 % of the points known",
        "  Q1  Infrastructure             13.00 of 20.00",
    ]
    assert len(score) == 8
    assert lost[:3] == [
        "Points not earned: 17.58, by 7 items",
        "  5.1.6  -5.00  Multi-storey buildings used: as given",
        "  10.5.2  -4.29  Wastewater reuse rate at least 70 %: 62.65 % is not >= 70 %",
    ]
    assert missing[0] == "What is missing: 4.64, of 2 items"
    assert besides == [f"27 facts of another standard not used, {len(assessment.assumptions)} assumptions"]


def test_a_pass_mark_slips_and_what_does_not_apply_are_told() -> None:
    facts = PLANT.facts | {
        "water_reused": "52 m3",
        "wether": "x",  # codespell:ignore wether
        "land_aera": "5 ha",
        "5.1.6": {"status": "not applicable", "reason": "one hall"},
    }
    for mark, told in ((50, "reached"), (85, "undecided"), (95, "not reached")):
        text = evaluate(evolve(QCT, pass_mark=Fraction(mark)), facts).summary()
        assert f"  pass mark {mark}.00: {told}\n" in text
    slips = next(part for part in parts(text) if part[0].startswith("Probably slips"))
    assert slips[0] == "Probably slips: 3"
    assert "  wether  not used; it is no name of a fact" in slips  # codespell:ignore wether
    assert "  land_aera  not used; did you mean land_area?" in slips
    assert "  water-reused" in "\n".join(slips)
    assert ", 1 item does not apply, " in joined(text)


def test_what_does_not_apply_and_costs_points_is_among_what_is_lost() -> None:
    facts = {"5.1.6": {"status": "not applicable", "reason": "one hall"}}
    assert (
        "  5.1.6  -5.00  Multi-storey buildings used: one hall" in evaluate(QCT, facts, not_applicable="keep").summary()
    )
    assert "Points not earned" not in evaluate(QCT, facts, not_applicable="full").summary()


def test_what_a_form_leaves_empty_is_not_told() -> None:
    text = evaluate(QCT, {}).summary({"name": "", "year": " "})
    assert text.split("\n")[1].strip() == "vehicle type not given"
    assert (
        evaluate(QCT, {}).summary({"name": "", "year": 2025}).split("\n")[1].strip() == "2025, vehicle type not given"
    )


def test_a_table_without_mandatory_items_says_so() -> None:
    standard = load_standard(Path("tests/data/yes_no_table.toml"))
    scoring = evolve(standard, items=tuple(one for one in standard.items if not one.mandatory))
    assert "  The table has no mandatory items.\n" in evaluate(scoring, {}).summary()


def test_it_is_told_in_chinese() -> None:
    assessment = evaluate(QCT, PLANT.facts | {"vocs_emitted": "999 t"})
    text = assessment.summary(PLANT.description, language="zh")
    _, gate, score, lost, missing, besides = parts(text)
    assert gate[:2] == ["前置条件  不符合（不得参加评价）", "  必选要求 37 项：符合 36 项、不符合 1 项"]
    assert gate[2].startswith("  不符合：10.4.5  单位涂装面积 VOCs 排放量不大于相应车型的限值：")
    assert score[0] == "总得分    77.78～82.42/100 分"
    assert score[2].startswith("  Q1  基础设施        13.00/20.00")
    assert lost[0] == "失分：17.58 分，共 7 项"
    assert missing[0] == "尚缺的数据：4.64 分，共 2 项"
    assert missing[-1].startswith("  6.6  2.14  每年编制绿色发展报告，并可通过公开渠道获得：填报 6.6")
    assert besides[0].startswith("其他标准的数据 27 项未采用，")
    assert in_language(assessment.summary(language="en"), "zh") == assessment.summary()


@pytest.mark.parametrize("width", [59, 0, -1, True, "80", 80.0])
def test_a_width_that_is_none_is_refused(width) -> None:
    with pytest.raises(FactsError, match=r"width.*at least 60"):
        evaluate(QCT, {}).summary(width=width)


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(FactsError, match="language is 'fr'"):
        evaluate(QCT, {}).summary(language="fr")
