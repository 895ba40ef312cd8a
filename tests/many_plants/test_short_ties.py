"""Ties in frames: short decimals on a limit are told in columns; whatever floats cannot tell is left in doubt."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import polars as pl
import pytest
from attrs import evolve

from greencalc import load_standard, score_columns, score_file
from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.many_plants.files import score_file as score_file_
from greencalc.many_plants.queries import frame_scorer
from greencalc.many_plants.queries.frame_scorer import FrameScorer
from greencalc.many_plants.score_columns import score_table
from greencalc.standards.rules import LimitRule, LimitValue
from own_formula import LandArea, LawnArea, bare_part, greened_after

QCT = load_standard("qct1160_2022")
SETTINGS = dict.fromkeys(["for_all", "units", "not_applicable", "comparison"]) | {"nan_is_missing": False}
CARS, TRUCKS = ({"vehicle_type": one} for one in ("passenger car", "truck cab"))
# an amount, one that it is divided by, what is the first of the second at the limit, and what else there is
LIMITS = {
    "higher, of a sum": ("building_area [万m2]", "land_area [mu]", Fraction(7, 150), {"structure_area [m2]": 0.0}),
    "in other units": ("building_area [m2]", "land_area [hm2]", Fraction(7000), {"structure_area [m2]": 0.0}),
    "lower": ("cod_generated [kg]", "painted_area [m2]", Fraction(1, 100), {}),
    "of a category": ("vocs_emitted [t]", "painted_area [万m2]", Fraction(35, 100), TRUCKS),
    "of another category": ("vocs_emitted [t]", "painted_area [万m2]", Fraction(20, 100), CARS),
    "of a part": ("waste_utilised [kg]", "waste_generated [t]", Fraction(700), {"stock_utilised [t]": 0.0}),
    "of a year": ("yearly_output.1 [vehicle]", "design_capacity [万辆]", Fraction(7000), {}),
}
# where a value is rounded before it is compared, it is what comes to the limit just so, or just not
ROUNDED = {
    "on an even digit": ("vocs_emitted [t]", "painted_area [万m2]", Fraction(355, 1000), TRUCKS),
    "beside an odd digit": ("building_area [万m2]", "land_area [mu]", Fraction(65, 1500), {"structure_area [m2]": 0.0}),
}


@pytest.fixture(autouse=True)
def tells_ties(monkeypatch) -> None:
    monkeypatch.setattr(frame_scorer, "_MANY", 0)


def scored(pairs, kind, comparison=None):
    """Pairs of amounts as frames score them, whether each is in doubt, and what all of them are."""
    above, below, _, others = kind
    frame = pl.DataFrame(pairs, schema=[above, below], orient="row")
    frame = frame.with_columns(pl.lit(value).alias(name) for name, value in others.items())
    frames = FrameScorer(QCT, with_statuses=True, settings=SETTINGS | {"comparison": comparison})
    found, doubt = frames.scored(frame)
    return found, doubt, score_columns(QCT, frame, comparison=comparison, with_statuses=True).to_polars()


def assert_right(found, doubt, expected) -> None:
    """What is not in doubt is right."""
    wrong = expected["score_lower"].is_null()
    assert not (wrong & ~doubt).any()
    for one, other in zip(found.filter(~doubt).rows(), expected.filter(~doubt).rows(), strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def ties(ratio, step=Fraction(1, 100)):
    """Pairs of floats of which one is a limit times the other, as their decimals say."""
    pairs = ((ratio * step * count, step * count) for count in range(7, 6000, 31))
    return [(float(part), float(whole)) for part, whole in pairs if part * 10**4 % 1 == 0]


@pytest.mark.parametrize("name", [*LIMITS, *ROUNDED])
def test_short_ties_are_told_and_what_is_beside_them_is_not_taken_for_one(name) -> None:
    kind = (LIMITS | ROUNDED)[name]
    pairs = ties(kind[2], Fraction(1) if "vehicle" in kind[0] else Fraction(1, 100))
    assert len(pairs) > 20
    near = [(math.nextafter(part, end), whole) for part, whole in pairs for end in (0.0, math.inf)]
    other = [(part + side / 10**4, whole) for part, whole in pairs for side in (-1, 1)]
    for comparison in ("full value", "rounded value"):
        found, doubt, expected = scored(pairs + near + other, kind, comparison)
        assert_right(found, doubt, expected)
        if comparison == ("rounded value" if name in ROUNDED else "full value"):
            assert not expected["score_lower"][: len(pairs)].is_null().any()
            assert not doubt[: len(pairs)].any()
            assert doubt[len(pairs) : 3 * len(pairs)].sum() > len(pairs)


@pytest.mark.parametrize("name", LIMITS)
def test_no_number_is_so_large_that_what_is_beside_a_limit_is_taken_for_a_tie(name) -> None:
    """As near as short decimals come to it: by one of the parts in which both sides are counted."""
    kind = LIMITS[name]
    over, under = kind[2].as_integer_ratio()
    near = [
        ((over * whole + side) // under / 10**4, whole / 10**4)
        for size in range(6, 15)
        for whole in range(10**size, 10**size + 20 * under)
        for side in (-1, 1)
        if (over * whole + side) % under == 0
    ]
    assert len(near) > 300
    found, doubt, expected = scored(near, kind)
    assert_right(found, doubt, expected)
    first = 10**11 // (over * under)
    large = [(over * count / 10**4, under * count / 10**4) for count in range(first, first + 20)]
    found, doubt, expected = scored(large, kind)
    assert_right(found, doubt, expected)
    assert not doubt.any()


def test_ties_of_many_digits_and_of_large_numbers_are_left_in_doubt() -> None:
    long = [(count * 7 / 10**6, count / 10**5) for count in range(7, 6000, 10)]
    large = ties(Fraction(7, 10), Fraction(10**11 + 10))
    for pairs in (long, large):
        found, doubt, expected = scored(
            pairs, ("waste_utilised [t]", "waste_generated [t]", None, {"stock_utilised [t]": 0.0})
        )
        assert_right(found, doubt, expected)
        assert doubt.all()


def test_what_is_no_float_or_may_be_missing_is_told_as_far_as_it_is_known() -> None:
    pairs = [(count * 7.0, count * 10.0) for count in range(1, 400)]
    part, whole, stock = ("waste_utilised [t]", "waste_generated [t]", "stock_utilised [t]")
    plain = pl.DataFrame(pairs, schema=[part, whole], orient="row").with_columns(pl.lit(0.0).alias(stock))
    gaps = pl.when(pl.int_range(pl.len()) % 3 > 0).then(pl.all())
    long = pl.col(part).cast(pl.String) + "000000000000000000001"  # a float cannot tell it from the tie
    for frame, are_told in (
        (plain.cast(pl.Int64), True),
        (plain.cast(pl.Decimal(12, 2)), True),
        (plain.cast(pl.Float32), True),
        (plain.with_columns(gaps), True),
        (plain.cast(pl.String), False),
        (plain.with_columns(long), False),
    ):
        found, doubt = FrameScorer(QCT, with_statuses=True, settings=SETTINGS).scored(frame)
        assert_right(found, doubt, score_columns(QCT, frame, with_statuses=True).to_polars())
        assert doubt.any() != are_told


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_files_of_many_ties_have_hardly_any_row_that_is_judged_exactly(kind, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(frame_scorer, "_MANY", 2000)
    looked_at = []
    monkeypatch.setattr(
        score_file_, "score_table", lambda *args: looked_at.append(args[1].table.rows) or score_table(*args)
    )
    rows = pl.int_range(1, 2601, eager=True)
    frame = pl.DataFrame(
        {"green_paint [t]": rows * 0.5, "total_paint [t]": rows * 1.0, "painted_area [m2]": rows * 100.0}
    )
    frame = frame.with_columns(
        (rows * 30.0).alias("phosphorus_generated [g]"), (rows * 1.0).alias("cod_generated [kg]")
    )
    frame = pl.concat([frame.head(50).with_columns(pl.lit(0.0).alias("phosphorus_generated [g]")), frame])
    frame = frame.with_columns(
        pl.when(rows.append(rows)[: len(frame)] != 7).then(pl.col("green_paint [t]")).otherwise(9e9)
    )
    source, target = tmp_path / f"plants.{kind}", tmp_path / "scores.parquet"
    frame.write_parquet(source) if kind == "parquet" else frame.write_csv(source)
    score_file(source, target, QCT, with_statuses=True)
    found, expected = pl.read_parquet(target), score_columns(QCT, frame, with_statuses=True).to_polars()
    assert found["faults"].to_list() == expected["faults"].to_list()
    assert_right(found.drop("faults"), expected["score_lower"].is_null(), expected.drop("faults"))
    assert expected["faults"].count() == 2
    assert looked_at == [0, 2]


PathArea = Annotated[Amount, Symbol("A_p", "m2", "area of paths", "路面面积", at_least="0", source="me")]


def lawn_and_paths(*, lawn_area: LawnArea, land_area: LandArea, path_area: PathArea = "1e-9 m2") -> Result:
    """Lawn and paths on the land; there is a very small one everywhere."""
    return (lawn_area + path_area) / land_area


def lawn_three_times(*, lawn_area: LawnArea, land_area: LandArea) -> Result:
    """Lawn that is mown three times a year."""
    return 3 * lawn_area / land_area


def lawn_by_land(*, lawn_area: LawnArea, land_area: LandArea) -> Result:
    """Lawn by three times the land: a product below the line."""
    return lawn_area / (3 * land_area)


def limited(function, sign):
    """A table with one item, which has a limit of 70 % by a formula of one's own."""
    declared = formula(
        standard="Plant rules",
        clause="T.8",
        result=Symbol("p", "%", "part of the land", "比例", at_least="0"),
        title="Part of the land",
        title_zh="比例",
        origin="user",
        source="the plant's own rules",
    )(function)
    path = Path(__file__).parents[1] / "data" / "own_batch_table.toml"
    table = load_standard(path, formulas=[bare_part, greened_after, declared])
    item = next(item for item in table.items if table.formula_of(item) is not None)
    rule = LimitRule(function.__name__, sign, (LimitValue("70 %", "user", "me", None),))
    return evolve(table, items=(evolve(item, rule=rule),))


def test_what_stands_in_for_an_empty_cell_is_not_taken_for_a_short_one() -> None:
    table = limited(lawn_and_paths, "<=")
    lawn = pl.Series([7e6 * count for count in range(1, 100)])
    frame = pl.DataFrame(
        {"lawn_area [m2]": lawn, "land_area [m2]": lawn / 7 * 10, "path_area [m2]": [None, 0.0, 1e-9] * 33}
    )
    found, doubt = FrameScorer(table, with_statuses=True, settings=SETTINGS).scored(frame)
    assert_right(found, doubt, score_columns(table, frame, with_statuses=True).to_polars())
    assert doubt.to_list() == [True, False, True] * 33


@pytest.mark.parametrize("function", [lawn_three_times, lawn_by_land])
@pytest.mark.parametrize("sign", [">=", ">", "<=", "<"])
def test_what_is_no_sum_by_a_sum_has_no_ties_that_are_told(function, sign) -> None:
    table = limited(function, sign)
    parts = {lawn_three_times: (7.0, 30.0), lawn_by_land: (21.0, 10.0)}[function]
    tied = [tuple(part * count for part in parts) for count in range(1, 200)]
    near = [(math.nextafter(lawn, end), land) for lawn, land in tied for end in (0.0, math.inf)]
    frame = pl.DataFrame(tied + near, schema=["lawn_area [m2]", "land_area [m2]"], orient="row")
    found, doubt = FrameScorer(table, with_statuses=True, settings=SETTINGS).scored(frame)
    assert_right(found, doubt, score_columns(table, frame, with_statuses=True).to_polars())
    assert doubt.all()
