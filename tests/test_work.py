"""Work is proportional to what is given, and errors are as long as a person reads: counted in calls and letters."""

from __future__ import annotations

import difflib
import pickle
import tracemalloc
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from counted import calls_of
from greencalc import (
    Q,
    carbon_ledger,
    energy_ledger,
    evaluate,
    load_factors,
    load_plant,
    load_standard,
    score_columns,
    score_file,
)
from greencalc.errors import FactorError, FactsError, GreencalcError, InputError
from greencalc.factors.rows import MOST_ROWS
from greencalc.fault_list import MOST_TOLD, More, RowFaults, told
from greencalc.ledgers import meter_line as ledger
from greencalc.units.spellings import MAX_LENGTH, suggest

STANDARD = load_standard("qct1160_2022")
EXAMPLES = Path(__file__).parents[1] / "examples"
LONGEST_ERROR = 40_000


def odd(number: int) -> Q:
    return Q(Fraction(1, 10**60 + 2 * number + 1), "t")


def carriers(lines: int) -> None:
    energy_ledger([{"carrier": f"diesol {line}", "quantity": "1 t"} for line in range(lines)])


def fuels(lines: int) -> None:
    given = [{"kind": "combustion", "fuel": f"diesol {line}", "quantity": "1 t"} for line in range(lines)]
    carbon_ledger(given, fuel_set="GB/T 32151.12-2018")


def entries(lines: int) -> None:
    energy_ledger([{"carrier": "diesel", "quantity": "1 t", f"evidance{line}": "x"} for line in range(lines)])


def words(lines: int) -> None:
    energy_ledger([{"carrier": "diesel", "quantity": "1 t", "use": f"{line}" * 9999} for line in range(lines)])


def good(lines: int) -> None:
    energy_ledger([{"carrier": "diesel", "quantity": f"{line + 1} t"} for line in range(lines)])


def readings(count: int) -> None:
    energy_ledger([{"carrier": "diesel", "quantity": [odd(number) for number in range(count)]}])


def fractions(lines: int) -> None:
    energy_ledger([{"carrier": "diesel", "quantity": odd(line)} for line in range(lines)])


def years(count: int) -> None:
    evaluate(STANDARD, {"waste_utilised": [odd(number) for number in range(count)]})


def names(count: int) -> None:
    evaluate(STANDARD, {f"land_aria{number}of{count}": "1 m2" for number in range(count)})


def headers(count: int) -> None:
    score_columns(STANDARD, {f"land_aria{number}of{count} [m2]": ["1"] for number in range(count)})


def kept(count: int) -> None:
    score_columns(STANDARD, {"land_area [m2]": ["1"]}).to_arrow([f"land_areo{number}" for number in range(count)])


def said(action, size: int) -> str:
    try:
        action(size)
    except GreencalcError as error:
        return str(error)
    return ""


ATTACKS = [carriers, fuels, entries, words, good, readings, fractions, years, names, headers, kept]


@pytest.mark.parametrize("attack", ATTACKS)
def test_work_is_proportional_to_what_is_given(attack) -> None:
    said(attack, 7)  # what is looked up once
    few, many = (calls_of(lambda size=size: said(attack, size)) for size in (100, 400))
    assert many < 5 * few


@pytest.mark.parametrize("attack", ATTACKS)
def test_errors_are_as_long_as_a_person_reads(attack) -> None:
    assert len(said(attack, 300)) < LONGEST_ERROR


@pytest.fixture
def compared(monkeypatch) -> Counter:
    """How often names are compared letter by letter."""
    counted: Counter = Counter()
    ratio = difflib.SequenceMatcher.ratio

    def count(matcher: difflib.SequenceMatcher) -> float:
        counted["ratio"] += 1
        counted["longest"] = max(counted["longest"], len(matcher.a), len(matcher.b))
        return ratio(matcher)

    monkeypatch.setattr(difflib.SequenceMatcher, "ratio", count)
    return counted


@pytest.mark.parametrize("attack", [carriers, fuels])
def test_nearest_rows_are_looked_for_only_where_they_are_told(attack, compared) -> None:
    text = said(attack, 400)
    assert "nearest are " in text
    assert text.count("nearest are ") == MOST_TOLD
    assert text.endswith("and 350 more")
    assert compared["ratio"] <= MOST_TOLD * 48


def test_the_same_fault_is_told_once() -> None:
    with pytest.raises(FactsError) as caught:
        energy_ledger([{"carrier": "diesol", "quantity": "1 t"}] * 400)
    [fault] = caught.value.faults
    assert fault.startswith("energy 1 (diesol), energy 2 (diesol), energy 3 (diesol) and 397 more: coal_equivalent")


def test_long_words_are_shortened_before_they_are_compared(compared) -> None:
    assert suggest("land_area" * 100_000, ["land_area" * 100_001, "x" * 10**6]) == "land_area" * 100_001
    with pytest.raises(FactorError) as caught:
        load_factors().lookup("coal_equivalent", "diesol" * 10**6, purpose="A.8")
    assert len(str(caught.value)) < 1000
    assert compared["longest"] <= 2 * MAX_LENGTH


def test_an_error_that_names_the_nearest_rows_crosses_processes() -> None:
    with pytest.raises(FactorError) as caught:
        load_factors().lookup("coal_equivalent", "diesol", purpose="A.8")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own)
    assert str(again) == str(caught.value)
    assert "diesel" in repr(caught.value)


def test_ledgers_have_a_limit(monkeypatch) -> None:
    monkeypatch.setattr(ledger, "MOST_LINES", most := 100)
    lines = [{"carrier": "diesel", "quantity": "1 t"}] * (most + 1)
    with pytest.raises(FactsError, match=f"it has {most + 1} lines; a ledger has at most {most}"):
        energy_ledger(lines)
    assert energy_ledger(lines[1:]).lines[-1].label == f"energy {most} (diesel)"


def test_a_line_of_many_unknown_entries_tells_how_many() -> None:
    with pytest.raises(FactsError, match="6 of its entries are unknown; a line has carrier, quantity"):
        energy_ledger([{"carrier": "diesel", "quantity": "1 t", **dict.fromkeys("abcdef", 1)}])


def factor_file(folder, rows: int, gwp: str, origin: str = "user"):
    path = folder / "gwp.csv"
    lines = "".join(f"g{row},s,名,{gwp.format(row)},tCO2e/t,{origin},me\n" for row in range(rows))
    path.write_text(f"gas,set,zh,gwp,unit,origin,source\n{lines}", "utf-8")
    return path


def test_a_factor_table_has_a_limit(tmp_path) -> None:
    with pytest.raises(FactorError, match=f"it has {MOST_ROWS + 1} rows; a factor table has at most {MOST_ROWS}"):
        load_factors(factor_file(tmp_path, MOST_ROWS + 1, "28"))
    assert len(load_factors(factor_file(tmp_path, MOST_ROWS, "28"), shipped=False).tables["gwp"]) == MOST_ROWS


def test_bad_rows_of_factors_are_told_as_far_as_a_person_reads(tmp_path) -> None:
    with pytest.raises(FactorError) as caught:
        load_factors(factor_file(tmp_path, 1000, "xx{0}", "quotad"))
    told_lines = str(caught.value).splitlines()
    assert len(told_lines) == 1 + MOST_TOLD + 1
    assert told_lines[1].startswith("  row 2, row 3, row 4 and 997 more: origin 'quotad' is not one of")
    assert told_lines[-1] == "  and 951 more"


def test_long_lists_of_one_argument_are_told_in_part() -> None:
    from greencalc import floor_area_ratio  # noqa: PLC0415 (one use)

    with pytest.raises(InputError) as caught:
        floor_area_ratio(building_area=["1 kg"] * 60, structure_area="0 m2", land_area="1 m2")
    assert len(caught.value.faults) == 60
    assert str(caught.value).endswith("and 10 more")


@pytest.mark.parametrize("attack", [readings, fractions, years])
def test_odd_fractions_whose_sum_no_report_can_hold_are_refused(attack) -> None:
    assert "no common denominator of at most 600 digits" in said(attack, 300)


def test_odd_fractions_of_renewables_and_biomass_are_refused() -> None:
    lines = [{"kind": "stated", "part": "biomass", "quantity": Q(odd(place).m, "tCO2e")} for place in range(40)]
    with pytest.raises(FactsError):
        carbon_ledger(lines)


def test_few_names_have_hints_and_many_are_all_listed() -> None:
    unused = evaluate(STANDARD, {f"land_aria{number}": "1 m2" for number in range(1005)}).unused
    assert len(unused) == 1005
    assert [hint for _, hint in unused[-6:]] == ["did you mean land_area?", *[""] * 5]


# The lists themselves


def test_what_was_left_out_before_is_counted_too() -> None:
    first = told([f"fault {number}" for number in range(MOST_TOLD + 3)])
    assert first[-1] == "and 3 more"
    assert told([*first, "one"])[-1] == "and 4 more"
    assert pickle.loads(pickle.dumps(More(7))).left_out == 7  # noqa: S301 (our own)
    error = FactsError("here", (*first, *first))
    assert str(error).endswith(f"and {MOST_TOLD + 6} more")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 (our own)


def test_words_that_nobody_reads_are_not_looked_for() -> None:
    asked = []

    class Costly:
        def __init__(self, number: int) -> None:
            self.number = number

        def __str__(self) -> str:
            asked.append(self.number)
            return "why"

    faults = RowFaults()
    assert not faults
    for number in range(200):
        faults.add("row", ValueError(Costly(number)))
    assert faults
    assert faults.told()[-1] == "and 150 more"
    assert asked == list(range(MOST_TOLD))


def test_odd_fractions_that_nothing_needs_are_kept_as_words() -> None:
    facts = {"exported_heat": [Q(odd(number).m, "GJ") for number in range(300)]}
    assert "no common denominator" in evaluate(STANDARD, facts).facts.given["exported_heat"]["value"]


@pytest.mark.parametrize(
    "cell", ["x" * 2_000_000, '"' + "x" * 2_000_000 + '"', "1" * 2_000_000, '"' + '""' * 1_000_000 + '"']
)
def test_a_cell_of_megabytes_is_held_a_few_times_at_most(cell, tmp_path) -> None:
    path = tmp_path / "plants.csv"
    path.write_text(f"plant,green_paint [t],total_paint [t]\nA,90,100\nB,{cell},100\n", encoding="utf-8")
    few = tmp_path / "few.csv"
    few.write_text("plant,green_paint [t],total_paint [t]\nA,90,100\nB,x,100\n", encoding="utf-8")
    score_file(few, tmp_path / "scores.csv", load_standard("qct1160_2022"), keep=["plant"])  # what any file takes
    tracemalloc.start()
    try:
        done = score_file(path, tmp_path / "scores.csv", load_standard("qct1160_2022"), keep=["plant"])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (done.rows, done.faulty_rows) == (2, 1)
    assert peak < 8 * len(cell) + 2**18  # and what becomes of any table
    assert len(done.faults[0].reason) < 500


@pytest.mark.parametrize(("name", "most"), [("plant", 16_000), ("plant_with_meters", 31_000)])
def test_a_plant_judged_again_takes_few_calls(name: str, most: int) -> None:
    facts = load_plant(EXAMPLES / f"{name}.toml").facts
    evaluate(STANDARD, facts)
    assert calls_of(lambda: evaluate(STANDARD, facts)) < most
