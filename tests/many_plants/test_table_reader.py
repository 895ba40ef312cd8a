"""Tables of plants as a whole: whose scores they are, single values, faults that are equal, and headers."""

from __future__ import annotations

import pickle
import sys
import weakref

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from greencalc import FactsError, Q, load_standard, score_columns
from greencalc.many_plants import constants, row_reasons, score_columns as batch
from greencalc.plant.names import amounts_of, names_of

STANDARD = load_standard("qct1160_2022")
GBT = load_standard("gbt36132_2025")
PAINT = {"green_paint [t]": [90.0, 40.0, 60.0], "total_paint [t]": [100.0, 100.0, 100.0]}
LOWER = [float(score) for score in score_columns(STANDARD, PAINT).score_lower]


def fault_of(columns, standard=STANDARD, **options) -> str:
    with pytest.raises(FactsError) as caught:
        score_columns(standard, columns, **options)
    [fault] = caught.value.faults
    return fault


# Whose scores they are


def test_scores_keep_the_index_of_a_pandas_table_so_that_joins_are_right() -> None:
    table = pd.DataFrame(PAINT, index=["north", "south", "west"])
    right = dict(zip(table.index, LOWER, strict=True))
    for part in (table, table.sort_index(ascending=False), table.iloc[[2, 0]], table.iloc[:0]):
        joined = part.join(score_columns(STANDARD, table).to_pandas())
        assert joined["score_lower"].to_dict() == {name: right[name] for name in part.index}
        found = score_columns(STANDARD, part).to_pandas()["score_lower"]
        assert found.index.equals(part.index)
        assert found.to_dict() == {name: right[name] for name in part.index}


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["a", "a", "b"], name="plant"),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["plant", "line"]),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 1)]),
        pd.date_range("2025-01-01", periods=3),
        pd.Index([2, 0, 1]),
    ],
    ids=range(5),
)
def test_an_index_of_any_kind_is_kept(index) -> None:
    table = pd.DataFrame(PAINT, index=index)
    for columns in (table, {name: table[name] for name in table} | {"4.1": "met", "6.6": np.ones(3, dtype=bool)}):
        found = score_columns(STANDARD, columns, with_statuses=True).to_pandas()
        assert found.index.equals(index)
        assert found.index.names == index.names
    for name in (name for name in index.names if name):
        scores = score_columns(STANDARD, table)
        assert scores.to_polars(keep=[name])[name].to_list() == index.get_level_values(name).to_list()
        assert scores.to_arrow(keep=[name])[name].to_pylist() == index.get_level_values(name).to_list()
        assert scores.to_pandas(keep=[name])[name].tolist() == index.get_level_values(name).to_list()


def test_tables_without_an_index_are_numbered() -> None:
    for columns in (PAINT, pl.DataFrame(PAINT), pa.table(PAINT)):
        scores = score_columns(STANDARD, columns)
        assert scores.index is None
        assert scores.to_pandas().index.equals(pd.RangeIndex(3))


def test_series_with_different_indexes_are_refused() -> None:
    paint = pd.Series([90.0, 40.0], index=["north", "south"])
    total = pd.Series([100.0, 100.0], index=["south", "north"])
    says = "have different indexes; make one data frame of them"
    assert says in fault_of({"green_paint [t]": paint, "total_paint [t]": total})
    assert says in fault_of({"green_paint [t]": paint, "total_paint [t]": [1, 1], "plant": total})
    by_place = {"green_paint [t]": paint, "total_paint [t]": total.to_numpy()}
    assert len(score_columns(STANDARD, by_place)) == 2
    names = pd.Series(["a", "b", "c"])
    assert "the index of the series has 3" in fault_of({"green_paint [t]": [1, 1], "plant": names})


def test_who_has_not_loaded_pandas_has_no_table_of_its_own(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    scores = score_columns(STANDARD, PAINT)
    assert scores.index is None
    assert scores.score_lower.tolist() == LOWER


TABLES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "Arrow": pa.table,
    "lists": dict,
    "arrays": lambda columns: {name: np.array(column) for name, column in columns.items()},
    "masked": lambda columns: {name: np.ma.array(column, mask=[False] * 3) for name, column in columns.items()},
    "series": lambda columns: {name: pl.Series(column) for name, column in columns.items()},
    "words": lambda columns: {name: pd.Series(column).astype("category") for name, column in columns.items()},
}
FRAMES = {
    "pandas": lambda scores, keep: scores.to_pandas(keep=keep).to_dict("list"),
    "polars": lambda scores, keep: scores.to_polars(keep=keep).to_dict(as_series=False),
    "Arrow": lambda scores, keep: scores.to_arrow(keep=keep).to_pydict(),
}


@pytest.mark.parametrize("hold", TABLES)
@pytest.mark.parametrize("library", FRAMES)
def test_columns_of_the_table_are_carried_along(hold, library) -> None:
    more = {"plant": ["甲", "乙", "丙"], "staff": [12345678901234567, 2, 3]}
    scores = score_columns(STANDARD, TABLES[hold](PAINT | more))
    found = FRAMES[library](scores, ["staff", "plant", "green_paint [t]"])
    assert list(found)[:4] == ["staff", "plant", "green_paint [t]", "eligible"]
    assert {name: list(found[name]) for name in list(found)[:3]} == {
        "staff": more["staff"], "plant": more["plant"], "green_paint [t]": PAINT["green_paint [t]"]
    }  # fmt: skip
    assert list(found["score_lower"]) == LOWER


@pytest.mark.parametrize("library", FRAMES)
def test_empty_cells_and_single_values_are_carried_along(library) -> None:
    holders = {
        "names": ["甲", None, "丙"],
        "numbers": pd.Series([1, None, 3], dtype="Int64"),
        "words": pl.Series(["a", None, "b"]),
        "masked": np.ma.array([1, 2, 3], mask=[False, True, False]),
        "objects": np.array([1, None, 3], dtype=object),
        "chunks": pa.chunked_array([pa.array([True]), pa.array([None, False])]),
    }
    scores = score_columns(STANDARD, PAINT | holders | {"province": "Jilin", "nothing": None})
    found = FRAMES[library](scores, [*holders, "province", "nothing"])
    assert all([pd.isna(cell) for cell in found[name]] == [False, True, False] for name in holders)
    assert list(found["province"]) == ["Jilin"] * 3
    assert all(pd.isna(cell) for cell in found["nothing"])
    nobody = score_columns(STANDARD, {name: column[:0] for name, column in (PAINT | holders).items()} | {"place": "x"})
    assert FRAMES[library](nobody, [*holders, "place"])["names"] == []


@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize(
    ("keep", "says"),
    [
        (["plants"], "keep: there is no column 'plants'; did you mean plant?"),
        (["faults"], "keep: the scores have a column 'faults' of their own"),
        (["plant", "plant"], "keep: 'plant' is named twice"),
        (["short"], "keep: 'short' has 2 rows, and the scores 3"),
        (["areas"], "keep: 'areas' holds quantities; write numbers, with their unit in the header"),
        (["area"], "keep: 'area' holds quantities; write numbers, with their unit in the header"),
        (["cells"], "keep: 'cells' holds quantities"),
        ("plant", "keep is 'plant'; give a list of headers, as ['plant']"),
        (None, "keep is None; give a list of headers, as ['plant']"),
        ([5], "a header in keep is 5; write it as text"),
    ],
    ids=range(10),
)
def test_what_cannot_be_carried_along_is_said(library, keep, says) -> None:
    columns = {
        "plant": ["a", "b", "c"],
        "short": np.array([1, 2]),
        "area": Q(5, "m2"),
        "areas": Q(np.array([5.0, 6.0, 7.0]), "m2"),
        "cells": [Q(5, "m2"), 1, 2],
        "faults": [1, 2, 3],
    }
    scores = score_columns(STANDARD, PAINT | columns)
    with pytest.raises(FactsError) as caught:
        FRAMES[library](scores, keep)
    assert says in str(caught.value)


@pytest.mark.parametrize("short", [pl.Series([1, 2]), pa.array([1, 2])])
@pytest.mark.parametrize("library", FRAMES)
def test_a_column_of_another_length_is_not_carried_along(short, library) -> None:
    scores = score_columns(STANDARD, PAINT | {"short": short})
    with pytest.raises(FactsError, match="'short' has 2 rows, and the scores 3"):
        FRAMES[library](scores, ["short"])


@pytest.mark.parametrize(
    ("library", "cells"),
    [
        pytest.param(
            "pandas", [[1], [2], [3]], marks=pytest.mark.skipif(pd.__version__ < "3", reason="it holds lists")
        ),
        ("polars", [1, "a", 2]),
        ("Arrow", [1, "a", 2]),
    ],
)
def test_cells_that_a_library_cannot_hold_together_are_said(library, cells) -> None:
    scores = score_columns(STANDARD, PAINT | {"mixed": cells})
    with pytest.raises(FactsError, match="keep: 'mixed' has cells that such a table cannot hold together; write them"):
        FRAMES[library](scores, ["mixed"])


def test_the_table_is_neither_copied_nor_changed() -> None:
    green = np.array(PAINT["green_paint [t]"])
    scores = score_columns(STANDARD, PAINT | {"green_paint [t]": green})
    assert scores.columns["green_paint [t]"] is green
    gone = weakref.ref(green)
    del scores, green
    assert gone() is None


def test_scores_that_were_sent_have_their_index_and_columns() -> None:
    table = pd.DataFrame(PAINT | {"plant": ["x", "y", "z"]}, index=["a", "b", "c"])
    sent = pickle.loads(pickle.dumps(score_columns(STANDARD, table)))  # noqa: S301 (our own)
    found = sent.to_pandas(keep=["plant"])
    assert found["plant"].to_dict() == {"a": "x", "b": "y", "c": "z"}


# Single values that are wrong


ROWS = {"green_paint [t]": np.linspace(1, 90, 2000)}


@pytest.mark.parametrize(
    ("single", "says"),
    [
        ({"total_paint": "-5 t"}, "total_paint (M): given '-5 t'; expected > 0 t. It is said of all rows."),
        ({"total_paint [t]": -5}, "total_paint (M): given '-5 t'; expected > 0 t. It is said of all rows."),
        ({"total_paint [t]": float("nan")}, "given the number nan"),
        ({"total_paint": "many"}, "total_paint (M): given 'many'"),
        ({"total_paint": True}, "total_paint: 'met' is said of requirements"),
        ({"vehicle_type": "tractor"}, "vehicle_type: 'tractor' is not one of passenger car"),
        ({"6.6": "perhaps"}, "6.6: 'perhaps' is no status"),
        ({"6.6": "not applicable"}, "6.6: not applicable needs a reason"),
        ({"10.2.1": "met"}, "10.2.1: it is judged from amounts"),
        ({"energy_per_vehicle_base": "5 kg"}, "energy_per_vehicle_base"),
        (
            {"energy_per_vehicle_base": "70 kgce/辆", "energy_per_vehicle_leading": "90 kgce/辆"},
            "energy_per_vehicle: the leading value is not lower than the base value",
        ),
        (
            {"water_reused": "5 m3", "water_discharged": "0 m3", "vocs_emitted": "1 t", "painted_area": "0 m2"},
            "given '0 m2'; expected > 0 m2",
        ),
        (
            {"waste_utilised": "5 t", "waste_generated": "1 t", "stock_utilised": "1 t"},
            "expected waste_utilised <= waste_generated + stock_utilised",
        ),
    ],
    ids=range(13),
)
def test_a_single_value_that_is_wrong_is_one_fault_before_any_row_is_judged(single, says, monkeypatch) -> None:
    monkeypatch.setattr(batch, "Block", None)
    fault = fault_of(ROWS | single)
    assert says in fault
    assert fault.endswith("It is said of all rows.")
    assert says in fault_of({"green_paint [t]": [1.0]} | single)


def test_all_single_values_that_are_wrong_are_listed_with_the_headers_that_are() -> None:
    columns = ROWS | {"total_paint": "-5 t", "vehicle_type": "tractor", "land_area [kg]": np.ones(2000)}
    with pytest.raises(FactsError) as caught:
        score_columns(STANDARD, columns)
    assert len(caught.value.faults) == 3


def test_single_values_that_fit_do_not_refuse_the_rows_that_do_not() -> None:
    columns = {
        "year": 2025,
        "green_paint [t]": [90, 110],
        "total_paint": "100 t",
        "10.3.2/substitution": "",
        "energy_per_vehicle_base": "90 kgce/辆",
        "energy_per_vehicle_leading": "70 kgce/辆",
        "vehicle_type": "truck cab",
        "10.2.1": "不适用：无",
        "building_area [m2]": [None, 5.0],
        "structure_area": "0 m2",
        "land_area": "50 m2",
    }
    scores = score_columns(STANDARD, columns)
    assert {fault.row for fault in scores.faults} == {1}
    assert score_columns(STANDARD, columns).faults == scores.faults


def test_a_line_that_runs_the_wrong_way_does_no_harm_where_a_word_says_unknown() -> None:
    ends = {"energy_per_vehicle_base": "70 kgce/辆", "energy_per_vehicle_leading": "90 kgce/辆"}
    assert not score_columns(STANDARD, {"10.6/energy": ["unknown"]} | ends).faults


def test_what_comes_again_with_every_part_of_a_table_is_checked_once(monkeypatch) -> None:
    asked = []

    def counted(*given, **options):
        asked.append(given)
        return judge_plant(*given, **options)

    judge_plant = constants.judge_plant
    monkeypatch.setattr(constants, "judge_plant", counted)
    constants._found.cache_clear()
    for leading, times in ((70, 1), (60, 2), (70, 2)):
        ends = {"energy_per_vehicle_base": "90 kgce/辆", "energy_per_vehicle_leading": f"{leading} kgce/辆"}
        assert not score_columns(STANDARD, ROWS | ends).faults
        assert len(asked) == times
    for leading in range(1, constants._found.cache_info().maxsize + 10):  # what is much is forgotten
        constants._checked(STANDARD, {"total_paint": f"{leading} t"}, {})
    assert not score_columns(STANDARD, ROWS | ends).faults
    assert len(asked) == constants._found.cache_info().maxsize + 9 + 2


# Faults that are equal


@pytest.mark.parametrize(
    ("more", "looks"),
    [
        ({"total_paint [t]": np.full(200, -1.0)}, 0),
        ({"vehicle_type": ["tractor"] * 200, "total_paint [t]": np.full(200, 100.0)}, 0),
        pytest.param(
            {"green_paint [t]": np.full(200, 11.0), "total_paint [t]": np.full(200, 10.0)},
            1,
        ),
        pytest.param(
            {"green_paint [t]": np.full(200, 11.0), "total_paint [t]": np.resize([10.0, 9.0], 200)},
            2,
        ),
    ],
    ids=range(4),
)
def test_equal_faults_are_looked_for_once_and_shown_once(more, looks, monkeypatch) -> None:
    asked = []

    def counted(*given, **options):
        asked.append(given)
        return look(*given, **options)

    look = row_reasons.why_unsound
    monkeypatch.setattr(row_reasons, "why_unsound", counted)
    others = {"vocs_emitted [t]": np.linspace(1, 9, 200), "painted_area [m2]": np.linspace(1, 9, 200)}
    scores = score_columns(STANDARD, {"green_paint [t]": np.linspace(1, 90, 200)} | others | more)
    assert not asked
    assert len(scores.faults) == 200
    assert len(asked) == looks
    assert [fault.row for fault in scores.faults] == list(range(200))
    groups = max(looks, 1)
    assert [(group.rows, group.first[0]) for group in scores.groups] == [(200 // groups, row) for row in range(groups)]
    first = scores.groups[0]
    assert f"{first.rows} rows (first: {', '.join(map(str, first.first))} ...)" in str(scores)
    assert " ".join(str(scores).split()).count(" ".join(scores.faults[0].reason.split())[:30]) == groups
    assert scores._repr_html_().count("first: ") == groups
    assert "200 that cannot be judged" in repr(scores)


def test_few_equal_faults_are_named_by_their_rows() -> None:
    columns = {"green_paint [t]": [-1, 5, -1, -2, -1], "total_paint [t]": [9.0] * 5}
    scores = score_columns(STANDARD, columns)
    assert [group.named() for group in scores.groups] == ["rows 0, 2, 4", "row 3"]
    assert [group.named(1) for group in scores.groups] == ["rows 1, 3, 5", "row 4"]
    assert scores.groups[0].columns == ("green_paint [t]",)
    assert scores.groups[0].reason == scores.faults[0].reason


def test_rows_that_are_wrong_in_two_ways_have_both_reasons() -> None:
    columns = {
        "green_paint [t]": [11.0, 9.0],
        "total_paint [t]": [10.0, 10.0],
        "waste_utilised [t]": [5.0, 5.0],
        "waste_generated [t]": [1.0, 1.0],
        "stock_utilised": "0 t",
        "yearly_output.1 [辆]": [1, 2],
        "yearly_output.2 [辆]": [1, None],
    }
    scores = score_columns(STANDARD, columns)
    assert [fault.row for fault in scores.faults] == [0, 0, 1]
    assert [group.rows for group in scores.groups] == [1, 2]


# Headers


@pytest.mark.parametrize(
    "header",
    [
        "land_area [m2]", "land_area[m2]", "land_area (m2)", "land_area(m2)", "land_area（m2）", "land_area （㎡）",
        "land_area［m2］", "land_area【m2】", "land_area〔m2〕", "land_area（m2)", "\ufeffland_area [m2]",
        "land_area\u00a0[m2]", "land_area\n[m2]", "land_area\r\n(m2)", "  land_area [ m2 ]  ",
        "\u3000land_area\u3000[m2]", "land_area [m2]\u200b",
    ],
)  # fmt: skip
def test_a_unit_is_read_in_brackets_of_any_kind(header) -> None:
    areas = {"building_area [m2]": [45.0], "structure_area [m2]": [0.0]}
    scores = score_columns(STANDARD, areas | {header: [50.0]}, with_statuses=True)
    assert scores.statuses["10.2.1"].tolist() == [1]
    assert not scores.unused


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("Land_Area [mu]", "land_area [mu]"),
        ("LAND_AREA（亩）", "land_area [亩]"),
        ("land area [mu]", "land_area [mu]"),
        ("land-area [mu]", "land_area [mu]"),
        ("land_area:", "land_area"),
        ("land_area：", "land_area"),
        ("land_area (2025) [mu]", "land_area [mu]"),
        ("land_area/亩", "land_area [亩]"),
        ("land_area_mu", "land_area [mu]"),
        ("land_area, mu", "land_area [mu]"),
        ("Yearly_Output.2 [辆]", "yearly_output.2 [辆]"),
        ("Vehicle Type", "vehicle_type"),
        ("６.６", "6.6"),
        ("6.6:", "6.6"),
        ("占地面积 [亩]", None),
    ],
)
def test_a_header_that_is_a_fact_but_for_its_spelling_is_an_error(header, meant) -> None:
    argument = amounts_of(STANDARD)["land_area"]
    if meant is None:
        header, meant = f"{argument.symbol.meaning_zh} [亩]", "land_area [亩]"
    fault = fault_of(PAINT | {header: [1.0, 2.0, 3.0]})
    assert fault == f"{header}: the fact is {meant.partition(' ')[0].partition('.2')[0]}; write its header '{meant}'"


YEARS = {"yearly_output.1 [辆]": [8.0], "yearly_output.2 [辆]": [6.0], "design_capacity [辆]": [10.0]}


@pytest.mark.parametrize(
    "name",
    [
        "yearly_output 2025", "yearly_output_3", "yearly_output.03", "yearly_output.0", "yearly_output.3（2025）",
        "2025 yearly_output", "Yearly output 3", "yearly-output 2025", "YEARLY_OUTPUT.-1",
    ],
)  # fmt: skip
def test_a_year_that_is_spelt_otherwise_is_not_left_out_beside_others(name) -> None:
    header = f"{name} [辆]"
    mend = "number it with the others, 'yearly_output.1 [辆]' and on, oldest first"
    assert fault_of(YEARS | {header: [9.0]}) == (
        f"{header}: the fact is yearly_output; {mend}, or rename what is another column"
    )
    assert "the fact is yearly_output" in fault_of({header: [9.0], "design_capacity [辆]": [10.0]})


@pytest.mark.parametrize("header", ["yearly_output remarks", "remarks on yearly_output", "city's yearly output 3"])
def test_remarks_beside_years_are_other_columns(header) -> None:
    scores = score_columns(STANDARD, YEARS | {header: ["a"]})
    assert [text for text, _ in scores.unused] == [header]


@pytest.mark.parametrize("standard", [STANDARD, GBT], ids=["QC/T 1160", "GB/T 36132"])
def test_no_fact_is_left_out_for_the_way_it_is_spelt(standard) -> None:
    for name in names_of(standard) - {"year"}:
        for header in (f"{name.upper()}:", f" {name} [x] [y]", f"{name.capitalize()} (备注)", f"（{name}）"):
            try:
                unused = score_columns(standard, {header: ["1"], "4.1": [True], "C.1/eco-design": [True]}).unused
            except FactsError:
                continue
            assert [one for one in unused if one[0] == header] == [], header


@pytest.mark.parametrize("header", ["6.6 (remark)", "vehicle_type [kind]", "year（年）"])
def test_a_word_has_no_unit(header) -> None:
    name = header.partition(" ")[0].partition("（")[0]
    assert fault_of(PAINT | {header: ["a", "b", "c"]}) == (
        f"{header}: {name} has no unit; write it without brackets, or rename what is another column"
    )


def test_columns_of_ones_own_are_no_error() -> None:
    names = [
        "plant",
        "city",
        "remark",
        "厂名",
        "备注（可空）",
        "备注（其他）",
        "price [元]",
        "price (元)",
        "Year",
        "8.note",
        "",
    ]
    scores = score_columns(STANDARD, PAINT | {name: ["x"] * 3 for name in names})
    assert [name for name, _ in scores.unused] == names
    assert scores.score_lower.tolist() == LOWER


def test_columns_that_are_not_used_are_shown_first_those_that_may_be_meant() -> None:
    scores = score_columns(STANDARD, PAINT | {"remark": ["x"] * 3, "land_aera\n[mu]": [1.0] * 3})
    shown = str(scores).splitlines()
    assert shown[1:5] == [
        "",
        "Columns that are not used; facts that they may be meant for are unknown",
        "  land_aera [mu]  did you mean land_area?",
        "  remark",
    ]
    assert "did you mean land_area?" in scores._repr_html_()
    assert "not used" not in str(score_columns(STANDARD, PAINT))


def test_a_table_whose_headers_are_no_facts_says_so() -> None:
    assert fault_of({"plant": ["a"], "site": ["b"]}) == (
        "no column has rows; [plant, site]: none is a fact's name, like land_area [m2]"
    )


@pytest.mark.parametrize("header", ["energy", "Energy", "emission (t)"])
def test_a_ledger_is_no_column_however_it_is_written(header) -> None:
    assert "ledgers are no columns" in fault_of(PAINT | {header: [1.0, 1.0, 1.0]})


HEADERS_WITH_A_NAME = {
    "yearly_output 2023 [万辆]": "write its header 'yearly_output [万辆]', of several years 'yearly_output.1 [万辆]'",
    "yearly_output_2023 [万辆]": "write its header 'yearly_output [万辆]'",
    "yearly_output/1": "write its header 'yearly_output'",
    "2023年 yearly_output": "write its header 'yearly_output'",
    "land_area mu 2024": "write its header 'land_area'",
    "landArea [mu]": "write its header 'land_area [mu]'",
    "land_area[mu]*": "write its header 'land_area [mu]'",
    "land_area [mu] [2024]": "write its header 'land_area [mu]'",
    "5.1.1 合规": "write its header '5.1.1'",
    "5.1.1条": "write its header '5.1.1'",
    "条款 5.1.1": "write its header '5.1.1'",
    "5.2.2 / daylight": "write its header '5.2.2/daylight'",
    "车型": "write its header 'vehicle_type'",
}


@pytest.mark.parametrize("header", HEADERS_WITH_A_NAME)
def test_a_header_with_a_facts_name_in_it_is_never_left_out_in_silence(header) -> None:
    with pytest.raises(FactsError) as caught:
        score_columns(load_standard("qct1160_2022"), {"structure_area [m2]": [1.0], header: [1.0]})
    assert HEADERS_WITH_A_NAME[header] in str(caught.value)


@pytest.mark.parametrize("header", ["land_area source", "city capacity class", "5.1.11", "5.1 kg", "land_area_note"])
def test_other_columns_may_have_words_of_a_fact_that_is_there(header) -> None:
    scores = score_columns(load_standard("qct1160_2022"), {"land_area [mu]": [1.0], "5.1.1": ["是"], header: ["x"]})
    assert [name for name, _ in scores.unused] == [header]
