"""Tables of indicators: the shipped ones, and every way in which a user's can be wrong."""

from __future__ import annotations

import importlib
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve

import greencalc
from greencalc import StandardError, load_standard, spec
from greencalc.formula import ORIGINS, Argument, Symbol
from greencalc.standards import table_file as standard_file
from greencalc.standards.editions import EDITIONS, NEIGHBOURS
from greencalc.standards.rules import LimitRule, LineRule, YesNoRule
from greencalc.standards.table_file import edition_formulas

every_edition = pytest.mark.parametrize("edition", EDITIONS)

CHECKLIST = [
    "4.1",
    "4.2",
    "4.3.1",
    "4.3.2",
    "4.4.1",
    "4.4.2",
    "4.4.3",
    "5.1.1",
    "5.1.2",
    "5.1.3",
    "5.1.4",
    "5.1.5",
    "5.1.6",
    "5.2.1",
    "5.2.2",
    "5.3.1",
    "5.3.2",
    "6.1.1",
    "6.1.2",
    "6.1.3",
    "6.2.1",
    "6.2.2",
    "6.3.1",
    "6.3.2",
    "6.4.1",
    "6.4.2",
    "6.5",
    "6.6",
    "7.1.1",
    "7.1.2",
    "7.1.3",
    "7.1.4",
    "7.1.5",
    "7.2.1",
    "7.2.2",
    "7.2.3",
    "7.3.1",
    "7.3.2",
    "8",
    "9.1",
    "9.2",
    "9.3",
    "9.4",
    "9.5.1",
    "9.5.2",
    "10.2.1",
    "10.2.2",
    "10.3.1",
    "10.3.2",
    "10.4.2",
    "10.4.3",
    "10.4.4",
    "10.4.5",
    "10.5.1",
    "10.5.2",
    "10.6",
]

TABLE = """
[standard]
id = "mine"
number = "My table"
title = "Mine"
title_zh = "我的"
issued = 2022-04-08
in_force = 2022-10-01
status = "in force"
formulas = "qct1160_2022"
scoring = "sum"
origin = "user"
source = "me"

[[group]]
id = "Q1"
chapter = "5"
title = "All"
title_zh = "全部"
points = 100
origin = "user"
source = "me"

[[item]]
id = "1"
clause = "1"
group = "Q1"
title = "Yes or no"
title_zh = "是否"
kind = "scoring"
points = 40
rule = { kind = "yes_no" }
origin = "user"
source = "me"

[[item]]
id = "2"
clause = "2"
group = "Q1"
title = "Ratio"
title_zh = "比"
kind = "scoring"
points = 60
origin = "user"
source = "me"

[item.rule]
kind = "limit"
formula = "floor_area_ratio"
operator = ">="
limits = [{ value = "0.7", origin = "user", source = "me" }]
"""


@pytest.fixture
def load(tmp_path: Path):
    def load_text(text: str):
        path = tmp_path / "table.toml"
        path.write_text(text, encoding="utf-8")
        return load_standard(path)

    return load_text


@every_edition
def test_a_shipped_table_is_read_once_however_it_is_called(edition) -> None:
    first = load_standard(edition)
    assert load_standard(first.number) is load_standard(edition, []) is load_standard(edition, formulas=()) is first
    assert load_standard(edition, iter(())) == first


def test_shipped_table_has_every_clause_of_the_checklist_and_none_else() -> None:
    standard = load_standard("qct1160_2022")
    assert list(dict.fromkeys(item.clause for item in standard.items)) == CHECKLIST


def test_shipped_table_adds_up() -> None:
    standard = load_standard("QC/T 1160-2022")
    assert [group.points for group in standard.groups] == [20, 15, 15, 10, 10, 30]
    assert sum(item.points for item in standard.items) == Fraction(100)
    assert standard.pass_mark is None
    assert {item.kind for item in standard.items if item.clause.startswith("4.")} == {"mandatory"}


def test_shipped_limits_are_those_of_the_standard() -> None:
    standard = load_standard("qct1160_2022")
    limits = {
        item.id: [(item.rule.operator, limit.value, limit.origin) for limit in item.rule.limits]
        for item in standard.items
        if isinstance(item.rule, LimitRule)
    }
    assert limits == {
        "7.2.3": [(">", "70 %", "quoted")],
        "10.2.1": [(">=", "0.7", "quoted")],
        "10.2.2": [(">=", "0.2 vehicle/m2", "quoted")],
        "10.4.2": [("<=", "10 g/m2", "quoted")],
        "10.4.3": [("<=", "0.3 g/m2", "quoted")],
        "10.4.4": [("<=", "140 g/m2", "quoted")],
        "10.4.5": [
            ("<=", "20 g/m2", "quoted"),
            ("<=", "35 g/m2", "quoted"),
            ("<=", "55 g/m2", "quoted"),
            ("<=", "80 g/m2", "derived"),
        ],
        "10.5.1": [(">=", "70 %", "quoted")],
        "10.5.2": [(">=", "70 %", "quoted")],
    }
    assert standard.categories == ("passenger car", "truck cab", "truck or van", "bus or chassis")


@every_edition
def test_every_row_has_origin_and_source(edition) -> None:
    standard = load_standard(edition)
    for row in (standard, *standard.groups, *standard.items, *standard.assumptions):
        assert row.origin in ORIGINS
        assert row.source.strip()


def test_arguments_of_one_name_mean_one_thing() -> None:
    symbols = {}
    for book in EDITIONS + NEIGHBOURS:  # one plant file serves all
        for declaration in edition_formulas(book).values():
            for name, argument in declaration.arguments.items():
                assert symbols.setdefault(name, argument.symbol).stands_for_the_same_as(argument.symbol)


@pytest.mark.parametrize("book", NEIGHBOURS)
def test_a_book_without_a_table_cannot_be_judged_by(book) -> None:
    assert book not in [standard.id for standard in greencalc.standards()]
    with pytest.raises(StandardError, match="standards that need no file are qct1160_2022, gbt36132_2025"):
        load_standard(book)


def test_items_of_one_name_mean_one_thing() -> None:
    keys = [{key for item in load_standard(edition).items for key in (item.id, item.clause)} for edition in EDITIONS]
    assert len(set().union(*keys)) == sum(len(names) for names in keys)


def test_standards_are_listed_with_dates_and_status() -> None:
    listed = [
        (standard.id, str(standard.issued), str(standard.in_force), standard.status)
        for standard in greencalc.standards()
    ]
    assert listed == [
        ("qct1160_2022", "2022-04-08", "2022-10-01", "in force"),
        ("gbt36132_2025", "None", "2025-12-31", "in force"),
    ]


@every_edition
def test_an_edition_is_named_by_its_id_or_by_its_number(edition) -> None:
    standard = load_standard(edition)
    assert standard.id == standard.edition == edition
    assert load_standard(standard.number) == standard


def test_a_copy_may_have_the_shipped_id_and_a_changed_one_may_not(tmp_path) -> None:
    shipped = (files("greencalc.standards") / "qct1160_2022" / "b_indicators.toml").read_text(encoding="utf-8")
    path = tmp_path / "table.toml"
    path.write_text(shipped, encoding="utf-8")
    assert load_standard(path) == load_standard("qct1160_2022")
    path.write_text(shipped.replace('scoring = "sum"', 'scoring = "sum"\npass_mark = 60'), encoding="utf-8")
    with pytest.raises(StandardError, match="another table of the id 'qct1160_2022'; give this one an id of its own"):
        load_standard(path)


def test_a_users_table_loads(load) -> None:
    standard = load(TABLE)
    assert (standard.id, standard.not_applicable, standard.pass_mark) == ("mine", None, None)
    assert standard.items[1].points == 60


def test_a_pass_mark_may_be_a_decimal_or_a_fraction(load) -> None:
    for written, meant in (("85", 85), ("85.5", Fraction("85.5")), ('"256/3"', Fraction(256, 3))):
        assert load(TABLE.replace('scoring = "sum"', f'scoring = "sum"\npass_mark = {written}')).pass_mark == meant


def test_weighted_tables_have_items_that_add_up_to_100_in_each_group(load) -> None:
    assert load(TABLE.replace('"sum"', '"weighted"')).scoring == "weighted"
    halves = TABLE.replace("points = 100", "points = 50")
    with pytest.raises(StandardError, match="groups' points add up to 50, not 100"):
        load(halves.replace('"sum"', '"weighted"'))


LINE = (
    'rule = { kind = "line", formula = "energy_per_vehicle", better = "lower", '
    'base = "1 tce/辆", leading = "1000 kgce/辆" }'
)
FAULTS = [
    ('title = "All"', 'title = "All"\ncolour = "red"', "group Q1: unknown keys: colour"),
    ("points = 40", "points = 41", "group Q1: its items' points add up to 101, not 100"),
    ("points = 100", "points = 99", "the groups' points add up to 99, not 100"),
    ("points = 40", "points = true", "item 1.points: True is not a number"),
    ("points = 40", 'points = "many"', "item 1.points: 'many' is not a number"),
    ("points = 40", "points = nan", "'nan' is not a number"),
    ("points = 40", "points = -40", "item 1: a scoring item has points above 0"),
    ("points = 40\n", "", "item 1: a scoring item has points above 0"),
    ('group = "Q1"\ntitle = "Yes', 'group = "Q9"\ntitle = "Yes', "item 1: there is no group 'Q9'"),
    ('group = "Q1"\ntitle = "Yes', 'title = "Yes', "item 1: an item with points needs a group"),
    ('id = "2"', 'id = "1"', "1: the id is there twice"),
    (
        '"floor_area_ratio"',
        '"floor_area_ratios"',
        "item 2: there is no formula 'floor_area_ratios'; did you mean floor_area_ratio",
    ),
    (
        '"floor_area_ratio"',
        '"xyz"',
        "item 2: there is no formula 'xyz'; one of your own is given with the table, as by --fo",
    ),
    ('value = "0.7"', 'value = "0.7 m2"', "item 2: '0.7 m2' is an area, not a pure number"),
    ('value = "0.7"', 'value = "0,7"', "item 2: '0,7' is not an amount"),
    ('operator = ">="', 'operator = "=>"', "item 2.rule.operator: '=>' is not one of >=, >, <=, <"),
    (
        'kind = "limit"',
        'kind = "limits"',
        "item 2.rule: 'limits' is not one of yes_no, degree, limit, line, share, calculated",
    ),
    (
        'limits = [{ value = "0.7", origin = "user", source = "me" }]',
        "limits = []",
        "item 2: limits must be one for all",
    ),
    (
        'source = "me" }]',
        'source = "me" }, { value = "1", origin = "user", source = "me" }]',
        "limits must be one for all",
    ),
    (
        'operator = ">="',
        'operator = ">="\nyears = { at_least = 4, of = 3 }',
        "item 2: years: at least 4 of 3 cannot be",
    ),
    (
        'operator = ">="',
        'operator = ">="\nyears = { at_least = 2.0, of = 3 }',
        "at_least: 2.0 is not a whole number",
    ),
    ('formulas = "qct1160_2022"', 'formulas = "other"', "standard.formulas: 'other' is not one of qct1160_2022"),
    ('scoring = "sum"', 'scoring = "mean"', "standard.scoring: 'mean' is not one of sum, weighted"),
    ('scoring = "sum"', 'scoring = "sum"\npass_mark = 101', "standard.pass_mark: 101 is not between 0 and 100"),
    ('scoring = "sum"', 'scoring = "sum"\nnot_applicable = "zero"', "'zero' is not one of keep, full, renormalise"),
    ("issued = 2022-04-08", 'issued = "2022"', "standard.issued: '2022' is not a date"),
    (
        'origin = "user"\nsource = "me"\n\n[[group]]',
        'origin = "hearsay"\nsource = " "\n\n[[group]]',
        "standard: origin 'hearsay'",
    ),
    ('status = "in force"', "status = 5", "standard.status: 5 is not a text"),
    ("[[group]]", "[[group", "a heading stands alone"),
    ('source = "me" }]', 'source = " " }]', "item 2: limit 0.7: the source is empty"),
    (
        'origin = "user", source = "me" }]',
        'origin = "x", source = "me" }]',
        "item 2: limit 0.7: origin 'x' is not one of",
    ),
    ('id = "1"', 'id = ""', "item 'Yes or no': its id or clause is empty"),
    (
        'operator = ">="\nlimits = [{ value',
        'operator = ">="\nlimits = [{ vehicle_type = "car", value',
        "vehicle_type 'car' is not one of",
    ),
    ('id = "2"', 'id = "land_area"', "land_area: an item cannot have the name of an amount"),
    ("points = 100", "points = -100", "group Q1: its points are below 0"),
    ('[[item]]\nid = "1"', '[[items]]\nid = "1"', "file: unknown keys: items"),
    (
        'rule = { kind = "yes_no" }',
        'rule = { kind = "share", formula = "capacity_per_land_area" }',
        "item 1: a share needs a rate between 0 % and 100 %",
    ),
    (
        'rule = { kind = "yes_no" }',
        LINE,
        "item 1: the leading value is not lower than the base value",
    ),
    (
        'rule = { kind = "yes_no" }',
        'rule = { kind = "line", formula = "energy_per_vehicle", base = "1 tce", better = "lower" }',
        "item 1: '1 tce' is an amount of standard coal",
    ),
]


YES_NO = 'rule = { kind = "yes_no" }'


def by_ratio(rule: str) -> str:
    return f'rule = {{ formula = "floor_area_ratio", {rule} }}'


def added(text: str) -> tuple[str, str]:
    """The last line of the table, and that line with more after it."""
    last = 'limits = [{ value = "0.7", origin = "user", source = "me" }]\n'
    return last, last + text


MINE = 'origin = "user"\nsource = "me"'
PART = f'[[item]]\nid = "a"\nclause = "3"\ntitle = "A"\nkind = "part"\n{YES_NO}\n{MINE}\n'
BONUS = PART.replace('"part"', '"bonus"').replace(YES_NO, f"points = 5\n{YES_NO}")
BEST = (
    PART.replace('"a"', '"b"')
    .replace(YES_NO, 'rule = { kind = "best_of", items = ["1", "2"] }')
    .replace('"part"', '"mandatory"')
)
LEVEL = f'[[level]]\ntitle = "one star"\npoints_at_least = 60\n{MINE}\n'
CAP = f"[[cap]]\npoints = 59\n{MINE}\n"
SCALE_FAULTS = [
    (YES_NO, by_ratio(rule), f"item 1: {says}")
    for rule, says in [
        ('kind = "steps", better = "higher", steps = []', "no value earns all points"),
        ('kind = "steps", better = "higher", steps = [{ at = "1", share = "60 %" }]', "no value earns all points"),
        (
            'kind = "steps", better = "lower", steps = [{ at = "1", share = "60 %" }, { at = "2", share = "100 %" }]',
            "2 is not lower than 1; write the worst value first",
        ),
        (
            'kind = "steps", better = "higher", steps = [{ at = "1", share = "6 %" }, { at = "1.0", share = "100 %" }]',
            "1.0 is not higher than 1; write the worst value first",
        ),
        (
            'kind = "steps", better = "higher", steps = [{ at = "1", share = "100 %" }, { at = "2", share = "60 %" }]',
            "the step at 2 earns no more than that at 1; a better step earns more",
        ),
        ('kind = "steps", better = "higher", steps = [{ at = "1", share = "100" }]', "'100' is 10000 %; write '100 %'"),
        (
            'kind = "steps", better = "higher", steps = [{ at = "1", share = "110 %" }]',
            "the share '110 %' is not between 0 % and 100 %",
        ),
        ('kind = "steps", better = "higher", steps = [{ at = "1 m2", share = "100 %" }]', "'1 m2' is an area"),
        ('kind = "points", better = "higher", points = []', "a line goes through two points or more"),
        (
            'kind = "points", better = "higher", points = [{ at = "1", share = "100 %" }]',
            "a line goes through two points or more",
        ),
        (
            'kind = "points", better = "lower", points = [{ at = "1", share = "0 %" }, { at = "2", share = "100 %" }]',
            "2 is not lower than 1; write the worst value first",
        ),
        (
            'kind = "points", better = "lower", points = [{ at = "1", share = "1" }, { at = "1", share = "100 %" }]',
            "1 is not lower than 1; write the worst value first",
        ),
        (
            'kind = "points", better = "lower", points = [{ at = "2", share = "x" }, { at = "1", share = "100 %" }]',
            "'x' is not an amount",
        ),
        (
            'kind = "range", low = "2", high = "1"',
            "the high end 1 is not more than the low end 2; are the two swapped?",
        ),
        (
            'kind = "range", low = "1", high = "1"',
            "the high end 1 is not more than the low end 1; are the two swapped?",
        ),
        ('kind = "range", low = "1 m2", high = "1"', "'1 m2' is an area, not a pure number"),
        (
            'kind = "range", low = "1", high = "2", years = { at_least = 4, of = 3 }',
            "years: at least 4 of 3 cannot be",
        ),
    ]
]
STRUCTURE_FAULTS = [
    (YES_NO, by_ratio('kind = "steps", better = "up", steps = []'), "'up' is not one of higher, lower"),
    (
        YES_NO,
        by_ratio('kind = "steps", better = "higher", steps = [{ at = "1", share = 60 }]'),
        "item 1.rule.steps[0].share: 60 is not a text",
    ),
    (YES_NO, by_ratio('kind = "range", low = "1"'), "item 1.rule.high: 'high' is missing"),
    (
        YES_NO,
        'rule = { kind = "best_of", items = ["2"], years = { at_least = 1, of = 2 } }',
        "item 1.rule: unknown keys: years",
    ),
    (YES_NO, 'rule = { kind = "step" }', "'step' is not one of yes_no, degree, limit, line, share, calculated, steps"),
    ('kind = "scoring"', 'kind = "optional"', "'optional' is not one of mandatory, scoring, bonus, part"),
]
OF_PARTS = [
    (*added(PART), "item a: no item takes the best of it and others"),
    (YES_NO, 'rule = { kind = "best_of", items = ["2"] }', "item 1: the best of several names two items or more"),
    (YES_NO, 'rule = { kind = "best_of", items = ["2", "2"] }', "item 1: the best of several names two items or more"),
    (YES_NO, 'rule = { kind = "best_of", items = ["1", "2"] }', "item 1: the best of several cannot be one of several"),
    (YES_NO, 'rule = { kind = "best_of", items = ["2", "22"] }', "item 1: there is no item '22'; did you mean 2?"),
    (
        *added(BEST.replace('"mandatory"', '"mandatory"\nalways_applies = true')),
        "item b: it applies if one of its items does; say always_applies and applies_with of these",
    ),
    (
        *added(BEST.replace('"mandatory"', '"mandatory"\napplies_with = ["land_area"]')),
        "item b: it applies if one of its items does; say always_applies and applies_with of these",
    ),
    (*added(PART.replace('"part"', '"part"\npoints = 5')), "item a: a bonus item has points, a part has none"),
    (*added(PART.replace('"part"', '"part"\ngroup = "Q1"')), "item a: a bonus item has points, a part has none"),
    (*added(BONUS.replace("points = 5\n", "")), "item a: a bonus item has points, a part has none"),
    (*added(BONUS.replace('"bonus"', '"bonus"\ngroup = "Q1"')), "and neither has a group"),
]
OF_LEVELS = [
    (*added(LEVEL + LEVEL), "level 'one star' is there twice"),
    (*added(LEVEL.replace("one star", " ")), "level ' ': give it a name of its own"),
    (*added(LEVEL.replace("one star", "no level")), "level 'no level': give it a name of its own"),
    (*added(LEVEL.replace("60", "101")), "level 'one star': points_at_least is not between 0 and 100"),
    (*added(LEVEL.replace("60", "-1")), "level 'one star': points_at_least is not between 0 and 100"),
    (*added(BONUS + LEVEL.replace("60", "106")), "level 'one star': points_at_least is not between 0 and 105"),
    (*added(LEVEL.replace("[[level]]", '[[level]]\ncounts_from = "0 %"')), "a share of 0 % asks for nothing"),
    (*added(LEVEL.replace("[[level]]", '[[level]]\ncounts_from = "60"')), "level 'one star': '60' is 6000 %; write"),
    (*added(LEVEL.replace("[[level]]", '[[level]]\nitems = [{ share = "x" }]')), "level 'one star': 'x' is not an"),
    (
        *added(LEVEL.replace("[[level]]", '[[level]]\nitems = [{ items = ["3"] }]')),
        "level 'one star': there is no item '3'",
    ),
    (
        *added(LEVEL.replace("[[level]]", '[[level]]\ngroups = [{ group = "Q2", points_at_least = 1 }]')),
        "level 'one star': there is no group 'Q2'",
    ),
    (
        *added(LEVEL.replace("[[level]]", '[[level]]\ngroups = [{ group = "Q1", points_at_least = 101 }]')),
        "level 'one star': the points of group Q1 are not between 0 and all it has",
    ),
    (
        *added(LEVEL.replace("[[level]]", '[[level]]\ngroups = [{ group = "Q1", points_at_least = 0 }]')),
        "level 'one star': the points of group Q1 are not between 0 and all it has",
    ),
    (*added(LEVEL.replace('"user"', '"x"')), "level 'one star': origin 'x' is not one of"),
    (*added(LEVEL.replace('"me"', '""')), "level 'one star': the source is empty"),
    (*added(CAP.replace("59", "101")), "cap[0]: its points are not between 0 and 100"),
    (*added(CAP.replace("59", "-1")), "cap[0]: its points are not between 0 and 100"),
    (*added(CAP.replace("59", '59\nunless = "3"')), "cap[0]: there is no item '3'"),
    (*added(CAP.replace('"user"', '"x"')), "cap[0]: origin 'x' is not one of"),
]
FAULTS += [*SCALE_FAULTS, *STRUCTURE_FAULTS, *OF_PARTS, *OF_LEVELS]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=range(len(FAULTS)))
def test_faults_are_said_with_file_and_item(load, old, new, says) -> None:
    assert old in TABLE
    with pytest.raises(StandardError) as caught:
        load(TABLE.replace(old, new, 1))
    assert says in str(caught.value) + "\n"
    assert "table.toml" in str(caught.value)


def test_a_table_has_levels_or_a_pass_mark(load) -> None:
    with pytest.raises(StandardError, match="pass_mark is the case of one level; write either a pass mark or levels"):
        load(TABLE.replace('scoring = "sum"', "pass_mark = 60") + LEVEL)
    asked = LEVEL.replace("[[level]]", '[[level]]\ngroups = [{ group = "Q1", points_at_least = 100 }]')
    assert [load(TABLE + text).levels[0].points_at_least for text in (LEVEL, asked)] == [60, 60]


UNGROUPED = TABLE.replace(TABLE[TABLE.index("[[group]]") : TABLE.index("[[item]]")], "").replace('group = "Q1"\n', "")


def test_a_table_may_have_no_groups_and_then_no_item_names_one(load) -> None:
    standard = load(UNGROUPED + LEVEL + CAP)
    assert (standard.groups, [item.group for item in standard.items]) == ((), [None, None])
    for old, new, says in [
        ("points = 40", "points = 41", "the items' points add up to 101, not 100, or 0 for a gate"),
        ('scoring = "sum"', 'scoring = "weighted"', "standard.scoring: there are no groups to be weighted"),
        ("points = 40", 'group = "Q1"\npoints = 40', "item 1: there is no group 'Q1'"),
    ]:
        with pytest.raises(StandardError) as caught:
            load(UNGROUPED.replace(old, new))
        assert says in str(caught.value)


def test_a_gate_alone_has_no_points_to_ask_for(load) -> None:
    gate = UNGROUPED.replace('"scoring"', '"mandatory"').replace("points = 40\n", "").replace("points = 60\n", "")
    assert not any(item.points for item in load(gate).items)
    assert load(gate + LEVEL.replace("60", "0")).levels
    with pytest.raises(StandardError, match="points_at_least is not between 0 and 0"):
        load(gate + LEVEL)


def test_what_may_be_left_out_is_left_out(load) -> None:
    left_out = ("title_zh", "formulas", "scoring", "issued")
    lines = [line for line in TABLE.splitlines() if line.partition(" =")[0] not in left_out]
    with pytest.raises(StandardError, match="item 2: there is no formula 'floor_area_ratio'"):
        load("\n".join(lines))
    rule = TABLE[TABLE.index("\n[item.rule]") :]
    standard = load("\n".join(lines).replace(rule.strip(), YES_NO))
    assert (standard.edition, standard.scoring, standard.issued, standard.title_zh) == ("", "sum", None, "")
    assert greencalc.evaluate(standard, {"1": "met", "2": "not met"}).score.exact_lower == 40


def test_all_faults_are_listed_at_once(load) -> None:
    with pytest.raises(StandardError) as caught:
        load(
            TABLE.replace("points = 40", "points = 41")
            .replace("0.7", "0.7 kg")
            .replace("floor", "flor")  # codespell:ignore flor
            .replace('origin = "user"', 'origin = "x"')
        )
    assert len(caught.value.faults) >= 6


def test_a_rate_as_a_bare_number_is_taken_for_a_slip(load) -> None:
    reuse = TABLE.replace("floor_area_ratio", "wastewater_reuse_rate")
    assert load(reuse).items[1].rule.limits[0].value == "0.7"
    with pytest.raises(StandardError, match="'85' is 8500 %; write '85 %'"):
        load(reuse.replace("0.7", "85"))


def test_a_name_that_means_two_things_is_refused(load, monkeypatch) -> None:
    formulas = dict(standard_file.edition_formulas("qct1160_2022"))
    capacity = formulas["capacity_per_land_area"]
    other = Symbol("A_l", "m2", "land", "用地", above="5")
    arguments = {**capacity.arguments, "land_area": Argument("land_area", other, None)}
    formulas["capacity_per_land_area"] = evolve(capacity, arguments=arguments)
    monkeypatch.setattr(standard_file, "edition_formulas", lambda *_: formulas)
    rule = 'rule = { kind = "calculated", formula = "capacity_per_land_area" }'
    with pytest.raises(StandardError, match="item 2: land_area means something else in another formula"):
        load(TABLE.replace('rule = { kind = "yes_no" }', rule))


KINDS = {
    "mandatory": """
        4.1 4.2 4.3.1 4.3.2 4.4.1 4.4.2 4.4.3 5.1.1 5.1.2 5.1.3 5.1.4 5.1.5/evaluation 5.2.1 5.2.2/lighting 5.3.1 6.1.1
        6.2.1 6.3.1 6.4.1 7.1.1 7.3.1 7.3.2 9.1 9.2 9.4 10.2.1/calculated 10.2.2/calculated 10.3.1 10.3.2/limits 10.4.2
        10.4.3 10.4.4 10.4.5 10.5.1/calculated 10.5.2/calculated 10.6/energy-calculated 10.6/carbon-calculated
    """,
    "scoring": """
        5.1.5 5.1.6 5.2.2/daylight 5.3.2 6.1.2 6.1.3 6.2.2 6.3.2 6.4.2 6.5 6.6 7.1.2 7.1.3 7.1.4 7.1.5 7.2.1
        7.2.2 7.2.3 8/green-product 8/prohibited-substances 8/recyclability 8/dismantling-manual 9.3 9.5.1
        9.5.2 10.2.1 10.2.2 10.3.2/substitution 10.5.1 10.5.2 10.6/energy 10.6/carbon
    """,
}
MARKS = {
    "derived": {"4.3.1", "6.1.1", "10.6/energy", "10.6/carbon"},
    "assumed": {"4.1", "4.2", "5.3.2", "10.3.2/substitution"}
    | {f"8/{name}" for name in ("green-product", "prohibited-substances", "recyclability", "dismantling-manual")},
}
FORMULA_MARKS = {
    "quoted": {
        "floor_area_of_storeys", "capacity_per_land_area", "equivalent_capacity", "solid_waste_utilisation_rate",
        "energy_per_vehicle", "carbon_per_vehicle",
    },
    "derived": {
        "green_paint_usage_rate", "vocs_per_painted_area", "cod_per_painted_area", "phosphorus_per_painted_area",
        "hazardous_waste_per_painted_area", "pollutant_generated", "capacity_utilisation_rate",
    },
}  # fmt: skip


def test_mandatory_is_what_the_standard_says_shall() -> None:
    items = load_standard("qct1160_2022").items
    for kind, names in KINDS.items():
        assert [item.id for item in items if item.kind == kind] == names.split()


def test_each_item_is_in_the_group_of_its_chapter() -> None:
    standard = load_standard("qct1160_2022")
    chapters = {group.id: group.chapter for group in standard.groups}
    for item in standard.items:
        chapter = item.clause.partition(".")[0]
        assert chapters.get(item.group, "4") == chapter


def test_marks_are_those_of_what_is_known() -> None:
    standard = load_standard("qct1160_2022")
    assert standard.origin == "assumed"
    assert {group.origin for group in standard.groups} == {"assumed"}
    for item in standard.items:
        expected = next((origin for origin, names in MARKS.items() if item.id in names), "quoted")
        assert (item.id, item.origin) == (item.id, expected)
    for name, declaration in standard.formulas.items():
        expected = next((origin for origin, names in FORMULA_MARKS.items() if name in names), "secondary")
        assert (name, declaration.origin) == (name, expected)


def test_tables_of_absurd_length_are_refused(load) -> None:
    with pytest.raises(StandardError, match="more than 1000 items"):
        load(TABLE + "[[item]]\n" * 1000)


def test_a_number_is_an_id_only_as_printed() -> None:
    with pytest.raises(StandardError):
        load_standard("QC/T 1160-2022 (修订版)")


def test_unknown_ids_and_missing_files() -> None:
    with pytest.raises(StandardError, match="standards that need no file are qct1160_2022"):
        load_standard("qct1161")
    with pytest.raises(StandardError, match="cannot be read"):
        load_standard(Path(__file__).parent)


def test_a_users_own_formulas_must_not_hide_another(tmp_path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(TABLE.replace("floor_area_ratio", "building_coefficient"), encoding="utf-8")
    standard = load_standard(path, [greencalc.building_coefficient])
    assert standard.formula_of(standard.items[1]) is spec(greencalc.building_coefficient)
    with pytest.raises(StandardError, match="formula 'floor_area_ratio' is there already"):
        load_standard(path, [greencalc.floor_area_ratio])


@every_edition
def test_the_shipped_table_loads_as_a_users_own(load, edition) -> None:
    table = importlib.import_module(f"greencalc.standards.{edition}").TABLE
    shipped = (files("greencalc.standards") / edition / table).read_text(encoding="utf-8")
    assert load(shipped).items == load_standard(edition).items


# The example table of GB/T 36132-2025

C1 = {  # share of the group, then its items with points and what they are judged by
    "Low-carbon energy": (
        30,
        ("energy-intensity", 8, "energy_per_vehicle", "lower"),
        ("carbon-intensity", 8, "carbon_per_vehicle", "lower"),
        ("renewable-energy", 8, "renewable_energy_share", "higher"),
        ("platform-functions", 6, "platform_functions_realised", "higher"),
    ),
    "Efficient resources": (
        30,
        ("material-intensity", 8, "material_per_vehicle", "lower"),
        ("water-intake-intensity", 8, "water_intake_per_vehicle", "lower"),
        ("water-reuse", 8, "industrial_water_reuse_rate", "higher"),
        ("solid-waste", 6, "solid_waste_utilisation_rate", "higher"),
    ),
    "Clean production": (
        16,
        ("advanced-process", 6),
        ("green-retrofit", 4, "green_retrofit_investment_share", "higher"),
        ("pollutant-intensity", 6, "pollutant_emitted_per_vehicle", "lower"),
    ),
    "Green products": (16, ("eco-design", 8), ("carbon-footprint", 8)),
    "Intensive land use": (8, ("land-output", 8, "capacity_per_land_area", "higher")),
}
BASIC = [
    "4.2 a)",
    "4.2 b)",
    *(f"4.2 c)/{what}" for what in ("quality", "environment", "energy", "occupational-health")),
]
CLAUSES = {
    "energy_per_vehicle": "B.1",
    "carbon_per_vehicle": "B.3",
    "solid_waste_utilisation_rate": "B.11",
    "capacity_per_land_area": "B.24",
    "equivalent_capacity": "B.24",
    "floor_area_of_storeys": "B.27",
}


def test_c1_has_the_groups_items_and_points_of_the_example_table() -> None:
    standard = load_standard("gbt36132_2025")
    found = {
        group.title: (
            group.points,
            *(
                (item.id.removeprefix("C.1/"), item.points)
                + (() if isinstance(item.rule, YesNoRule) else (item.rule.formula, item.rule.better))
                for item in standard.items
                if item.group == group.id
            ),
        )
        for group in standard.groups
    }
    assert found == C1
    assert (standard.scoring, standard.not_applicable, standard.pass_mark) == ("sum", "renormalise", None)
    assert standard.categories == ()


def test_c1_leaves_base_and_leading_values_to_the_user_but_for_the_platform() -> None:
    ends = {
        item.id: (item.rule.base, item.rule.leading)
        for item in load_standard("gbt36132_2025").items
        if isinstance(item.rule, LineRule)
    }
    assert ends.pop("C.1/platform-functions") == ("0", "8")
    assert len(ends) == 10
    assert set(ends.values()) == {(None, None)}


def test_basic_requirements_are_gates_without_points() -> None:
    gates = [item for item in load_standard("gbt36132_2025").items if item.mandatory]
    assert [item.id for item in gates] == BASIC
    assert {(item.group, item.points, item.rule, item.always_applies) for item in gates} == {
        (None, 0, YesNoRule(), True)
    }
    assert [item.clause for item in gates] == [name.partition("/")[0] for name in BASIC]


def test_c1_is_marked_as_quoted_and_as_an_example() -> None:
    standard = load_standard("gbt36132_2025")
    assert {row.origin for row in (standard, *standard.groups, *standard.items)} == {"quoted"}
    assert "example only" in standard.source
    assert [assumption.origin for assumption in standard.assumptions] == (
        ["quoted"] * 2 + ["derived"] + ["quoted"] * 2 + ["derived"] + ["assumed"] * 5
    )
    assert "example only" in standard.assumptions[0].what
    assert {name for name, formula in standard.formulas.items() if formula.origin != "quoted"} == {
        "equivalent_output",
        "output_in_standard_product",
        "share_by_standard_product",
        "energy_by_quota",
        "share_by_output_and_energy",
        "energy_of_product",
        "carbon_of_product",
        "green_retrofit_investment_share",
    }


def test_appendix_b_is_complete_and_its_clauses_are_its_own() -> None:
    formulas = load_standard("gbt36132_2025").formulas
    assert {formula.clause for formula in formulas.values()} == {f"B.{number}" for number in range(1, 28)} | {"C.1"}
    assert {formula.standard for formula in formulas.values()} == {"GB/T 36132-2025"}
    assert {
        name: formula.clause for name, formula in formulas.items() if spec(getattr(greencalc, name)) is not formula
    } == CLAUSES


@pytest.mark.parametrize(("given", "named"), [(None, "None"), (1160, "1160"), (b"x", "of type bytes")])
def test_a_standard_is_named_or_given_by_its_path(given, named) -> None:
    with pytest.raises(StandardError) as caught:
        load_standard(given)
    says = f"path_or_id is {named}; give 'qct1160_2022' or 'gbt36132_2025', or the path of a table"
    assert caught.value.faults == (says,)
