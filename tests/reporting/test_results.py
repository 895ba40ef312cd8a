"""Results to work with: an item or a group by its id, and all of them as text, HTML, plain data and a data frame."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from jsonschema import Draft202012Validator

from editions import EDITIONS
from greencalc import FactsError, PartError, evaluate, load_plant, load_standard
from greencalc.cli import main
from tags import Tags

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PLANT = load_plant(EXAMPLES / "plant.toml")
TRUCK = load_plant(EXAMPLES / "truck_plant.toml")
QCT = load_standard("qct1160_2022")
ASSESSMENT = evaluate(QCT, PLANT.facts)
ASSESSMENTS = {
    f"{edition}, {name}": evaluate(load_standard(edition), facts)
    for edition in EDITIONS
    for name, facts in (("plant", PLANT.facts), ("truck", TRUCK.facts), ("nothing", {}))
}
each_assessment = pytest.mark.parametrize("assessment", ASSESSMENTS.values(), ids=ASSESSMENTS)


# One item, one group


@each_assessment
def test_every_item_and_group_is_found_by_its_id(assessment) -> None:
    for item in assessment.items:
        assert assessment[item.id] is assessment.item(item.id) is item
        assert item.id in assessment
    for group in assessment.groups:
        assert assessment.group(group.id) is group
        assert group.id not in assessment


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("10.5.9", r"has no item '10\.5\.9'; did you mean 10\.5\.2\?"), ("Q6", r"it is a group: ask for it by group\(")],
)
def test_an_item_that_is_not_there_says_what_was_meant(wrong, said) -> None:
    with pytest.raises(PartError, match=said) as caught:
        _ = ASSESSMENT[wrong]
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("q6", r"QC/T 1160-2022 has no group 'q6'; did you mean Q6\?"),
        ("energy", "has no group 'energy'; its groups are Q1, Q2, Q3, Q4, Q5, Q6"),
        ("10.5.2", r"has no group '10\.5\.2'; it is an item: ask for it by item\("),
    ],
)
def test_a_group_that_is_not_there_says_what_was_meant(wrong, said) -> None:
    with pytest.raises(PartError, match=said):
        ASSESSMENT.group(wrong)


def test_what_is_no_text_is_no_id() -> None:
    with pytest.raises(FactsError, match="the group is 6; its groups are Q1, Q2"):
        ASSESSMENT.group(6)
    with pytest.raises(FactsError, match=r"the item is 10\.5; write its id as text, in quotation marks"):
        _ = ASSESSMENT[10.5]


def test_an_assessment_is_no_list_of_anything() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        iter(ASSESSMENT)
    assert bool(ASSESSMENT)
    assert 0 not in ASSESSMENT
    assert np.array([1.0, 2.0]) not in ASSESSMENT
    assert np.array([ASSESSMENT, ASSESSMENT]).shape == pd.Series([ASSESSMENT, ASSESSMENT]).shape == (2,)


def test_ipython_completes_the_ids_of_items() -> None:
    shell = InteractiveShell.instance()
    shell.user_ns["assessment"] = ASSESSMENT
    shell.Completer.use_jedi = False
    text = 'assessment["10.5'
    with provisionalcompleter():
        found = {one.text for one in shell.Completer.completions(text, len(text))}
    assert found == {item.id for item in ASSESSMENT.items if item.id.startswith("10.5")}


# Text and HTML


@pytest.mark.parametrize("command", [[], ["--standard", "gbt36132_2025"]])
def test_text_and_data_are_those_of_the_command(command, capsys) -> None:
    assessment = evaluate(load_standard(command[1] if command else "qct1160_2022"), PLANT.facts)
    assert main(["score", "examples/plant.toml", "--full", "--standard", assessment.standard]) == 0
    assert capsys.readouterr().out == assessment.to_text(PLANT.description) + "\n"
    assert main(["score", "examples/plant.toml", "--standard", assessment.standard]) == 0
    assert capsys.readouterr().out.startswith(assessment.summary(PLANT.description) + "\n")
    assert main(["score", "examples/plant.toml", "--json", "--standard", assessment.standard]) == 0
    assert json.loads(capsys.readouterr().out) == assessment.to_dict(PLANT.description)


def test_text_and_html_name_the_plant_if_they_are_told() -> None:
    assert ASSESSMENT.to_text() == str(ASSESSMENT)
    assert ASSESSMENT.to_html() == ASSESSMENT._repr_html_()
    told = {"name": "<North> plant", "year": 2025}
    assert "  Plant: <North> plant, 2025, passenger car" in ASSESSMENT.to_text(told).splitlines()
    page = Tags(ASSESSMENT.to_html(told))
    assert "Plant: <North> plant, 2025, passenger car" in page.text
    assert "script" not in page.seen
    for item in ASSESSMENT.items:
        assert item.why in page.text


# Plain data


def plain(value) -> bool:
    """Tell whether a value is what JSON has, and of no class derived from it."""
    if type(value) is dict:
        return all(type(key) is str and plain(item) for key, item in value.items())
    return all(map(plain, value)) if type(value) is list else type(value) in {str, int, float, bool, type(None)}


@each_assessment
def test_plain_data_are_plain_and_the_same_each_time(assessment) -> None:
    data = assessment.to_dict({"name": "A", "year": 2025, "area": Fraction(1, 3)})
    assert plain(data)
    assert data["plant"] == {"name": "A", "year": 2025, "area": "1/3"}
    text = json.dumps(data, allow_nan=False)
    assert json.loads(text) == data
    again = evaluate(assessment.table, dict(assessment.facts.given)).to_dict(data["plant"])
    assert json.dumps(again) == text


@each_assessment
def test_plain_data_are_as_the_schema_says_and_what_the_pack_holds(assessment) -> None:
    schema = json.loads((ROOT / "src/greencalc/schemas/pack.schema.json").read_text(encoding="utf-8"))
    results = assessment.to_dict()
    assert results.pop("plant") == {}
    shape = {"$ref": "#/$defs/results", "$defs": schema["$defs"]}
    assert [error.message for error in Draft202012Validator(shape).iter_errors(results)] == []
    assert json.loads(assessment.to_json())["results"] == results


@each_assessment
def test_exact_numbers_stand_beside_the_floats(assessment) -> None:
    data = assessment.to_dict()
    parts = [(data, ("score", "coverage")), *((group, ("points", "of")) for group in data["groups"])]
    parts += [(item, ("value", "margin", "points", "of")) for item in data["items"]]
    for part, names in parts:
        assert tuple(part["exact"]) == names
        for name in names:
            pairs = [(part[name], part["exact"][name])]
            if isinstance(part[name], dict):
                assert list(part[name]) == list(part["exact"][name]) == ["lower", "upper"]
                pairs = list(zip(part[name].values(), part["exact"][name].values(), strict=True))
            for number, text in pairs:
                assert number == (None if text is None else float(Fraction(text)))
    assert Fraction(data["exact"]["score"]["lower"]) == assessment.score.exact_lower
    assert Fraction(data["exact"]["coverage"]) == assessment.exact_coverage


def test_the_page_lists_the_keys_in_order() -> None:
    page = (ROOT / "docs" / "results.rst").read_text(encoding="utf-8")
    tables = [
        re.findall(r"^((?:``\w+``(?:, )?)+) ", part, re.MULTILINE)
        for part in page.partition("The keys")[2].split("Of an item:")
    ]
    listed = [[key for row in rows for key in re.findall(r"\w+", row)] for rows in tables]
    data = ASSESSMENT.to_dict()
    assert listed == [list(data), list(data["items"][0])]
    for name in ("groups", "assumptions", "findings", "unused"):
        [row] = re.findall(rf"^``{name}`` .*", page, re.MULTILINE)
        shape = {**ASSESSMENTS["gbt36132_2025, truck"].to_dict(), "groups": data["groups"]}[name]
        assert all(f"``{key}``" in row for entry in shape for key in entry)


# A data frame


@each_assessment
def test_a_frame_has_a_row_for_each_item(assessment) -> None:
    frame = assessment.to_pandas()
    assert list(frame.index) == [item.id for item in assessment.items]
    assert frame.index.name == "id"
    assert frame.index.is_unique
    for item, (_, row) in zip(assessment.items, frame.iterrows(), strict=True):
        for name in ("clause", "status", "value", "unit", "limit", "points", "of", "why", "evidence", "formula"):
            given = getattr(item, name)
            assert (row[name] is pd.NA) if given is None else row[name] == given
        assert row["needs"] == item.needs_text
        assert row["mandatory"] == item.item.mandatory
        assert row["group"] is pd.NA or row["group"] == item.item.group
        assert row["margin"] is pd.NA or row["margin"] == float(item.exact_margin)
    assert frame["of"].sum() == pytest.approx(100)


def test_a_frame_has_proper_types_and_na_for_what_is_not_known() -> None:
    frame = evaluate(QCT, {}).to_pandas()
    types = {str(kind): set(frame.columns[frame.dtypes == kind]) for kind in frame.dtypes}
    texts = types.pop("string")
    assert texts == set(frame.columns) - set().union(*types.values())
    assert types == {"bool": {"mandatory"}, "category": {"status"}, "Float64": {"value", "margin", "points", "of"}}
    assert list(frame["status"].cat.categories) == ["met", "not met", "partly met", "unknown", "not applicable"]
    assert frame["value"].isna().all()
    assert frame.loc["10.5.2", ["points", "limit", "margin"]].isna().all()
    assert frame.loc["10.5.2", "needs"] == "water_reused, water_discharged"
