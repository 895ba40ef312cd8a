"""Amounts as people type them: each spelling has the meaning of data/unit_spellings.csv, or is refused."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, strategies as st

from counted import calls_of
from greencalc import Q, UnitTextError
from greencalc.units.spellings import MAX_LENGTH
from greencalc.units.text import parse_amount, parse_number, parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# The base units in which data/unit_spellings.csv states sizes, by pint's names.
BASE_UNITS = {
    "length": "meter",
    "mass": "kilogram",
    "time": "second",
    "product": "vehicle",
    "person": "person",
    "standard_coal": "gram_coal_equivalent",
    "co2_equivalent": "gram_CO2e",
    "sulfur_dioxide": "gram_SO2",
    "nitrogen_oxides": "gram_NOx",
    "oxygen_demand": "gram_COD",
    "ammonia_nitrogen": "gram_NH3N",
    "particulate_matter": "gram_PM",
    "volatile_organic_compounds": "gram_VOCs",
    "currency": "yuan",
    "reference_gas": "normal_cubic_meter",
    "temperature": "kelvin",
    "substance": "mole",
}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), strict=True))


SPELLINGS = rows((Path(__file__).parents[1] / "data" / "unit_spellings.csv").read_text("utf-8"))
READ = [row for row in SPELLINGS if row["verdict"] == "read"]
REFUSED = [row for row in SPELLINGS if row["verdict"] == "refused"]
UNIT_ROWS = rows(files("greencalc.units").joinpath("units.csv").read_text("utf-8"))
REFUSED_ROWS = rows(files("greencalc.units").joinpath("refused_units.csv").read_text("utf-8"))
LISTED = [spelling for row in UNIT_ROWS for spelling in row["spellings"].split()]
NOT_NUMBERS = ["", "1,5", "1 234", "10²", "10₂", "½", "nan", "inf", "1_000", "1e100", "12 t", "70%", "12 万"]
NOT_FRACTIONS = ["/", "20/", "/3", "20/0", "20/-3", "20/1.5", "20/1e3", "1/2/3"]

decimals = st.decimals(-(10**12), 10**12, places=9)
signs = [*"0123456789.,'_+-−－eExX*^/ %½²³₂①０５％．／万亿千百", "\u00a0", "\u3000", "\u2009", "\n"]
pieces = st.sampled_from(signs + [row["spelling"] for row in SPELLINGS])
texts = st.text(st.characters()) | st.lists(pieces, max_size=12).map("".join)
spellings = st.sampled_from([row["spelling"] for row in SPELLINGS])
amounts = st.builds(
    "{}{}{}{}{}".format,
    decimals,
    st.sampled_from([" ", "万", " 亿 "]),
    spellings,
    st.sampled_from(["", "2", " / "]),
    spellings,
)


def numbered(cases: Sequence[Any]) -> pytest.MarkDecorator:
    """Run a test on each case; its id is the case's number, as texts make poor ids."""
    return pytest.mark.parametrize("case", cases, ids=range(len(cases)))


def dimension_of(row: dict[str, str]) -> dict[str, int]:
    parts = [part.partition("^") for part in row["dimension"].split()]
    return {name: int(power or 1) for name, _, power in parts}


def refusal(text: str, read: Callable[[str], object] = parse_amount) -> str:
    """The message that refuses a text, without the text itself."""
    with pytest.raises(UnitTextError) as caught:
        read(text)
    return str(caught.value).removeprefix(repr(text))


def test_only_a_text_without_a_number_is_taken_for_something_not_known() -> None:
    assert refusal("约 12 t").endswith("like 12.5 t")


def test_every_spelling_is_judged_once() -> None:
    assert len(READ) + len(REFUSED) == len(SPELLINGS) == len({row["spelling"] for row in SPELLINGS})
    assert {row["spelling"] for row in SPELLINGS}.issuperset(LISTED)


@numbered(READ)
def test_spelling_has_its_exact_meaning(case: dict[str, str]) -> None:
    number, unit = parse_amount(f"2 {case['spelling']}")
    assert number * unit.size == 2 * Fraction(case["size"])
    assert dict(unit.dimension) == dimension_of(case)


@numbered([row for row in READ if row["dimension"]])
def test_pint_agrees_with_the_meaning(case: dict[str, str]) -> None:
    base = " * ".join(f"{BASE_UNITS[name]} ** {power}" for name, power in dimension_of(case).items())
    expected = float(2 * Fraction(case["size"]))
    assert Q(f"2 {case['spelling']}").to(base).magnitude == pytest.approx(expected, rel=1e-12, abs=0)


@numbered(REFUSED)
def test_spelling_is_refused_with_help(case: dict[str, str]) -> None:
    assert case["says"] in refusal(f"2 {case['spelling']}")


@numbered(
    [
        ("0.7", "0.7", "dimensionless"),
        ("  7kg  ", "7", "kg"),
        ("+5 kg", "5", "kg"),
        ("-5 kg", "-5", "kg"),
        ("−5 kg", "-5", "kg"),
        ("－5 kg", "-5", "kg"),
        ("-0 kg", "0", "kg"),
        ("007.50 kg", "7.5", "kg"),
        ("1.5e3 kg", "1500", "kg"),
        ("1E-2kg", "0.01", "kg"),
        ("1e+99 t", "1e99", "t"),
        ("１２ ha", "12", "ha"),
        ("＋１２．５％", "12.5", "%"),
        ("10\u00a0kg", "10", "kg"),
        ("10\u3000kg", "10", "kg"),
        ("10 \u00a0 kg", "10", "kg"),
        ("45 万㎡", "450000", "m2"),
        ("45万㎡", "450000", "m2"),
        ("45万 ㎡", "450000", "m2"),
        ("4.5e1 万 平方米", "450000", "m2"),
        ("2.98 亿元", "298000000", "yuan"),
        ("2.98亿 元", "298000000", "yuan"),
        ("29794 万元", "29794", "万元"),
        ("29794 万 元", "297940000", "yuan"),
        ("3 kg/万辆", "3/10000", "kg/vehicle"),
        ("3 tce / 亿 元", "3/100000000", "tce/yuan"),
        ("3万kg/万辆", "3", "kg/vehicle"),
        ("3 g /m2", "3", "g/m2"),
        ("3 g  /  m2", "3", "g/m2"),
        ("3 g ／ ㎡", "3", "g/m2"),
        ("4 kJ/(kg*K)", "4", "kJ/(kg*K)"),
        ("4 kJ/(kg·K)", "4", "kJ/(kg*K)"),
        ("4 kJ / ( K * kg )", "4", "kJ/(kg*K)"),
        ("4 千焦／（千克*开尔文）", "4", "kJ/(kg*K)"),
        ("3 kg/(万辆*d)", "3/10000", "kg/(d*vehicle)"),
        ("3 kg/(m2·h*辆)", "3", "kg/(m2*h*vehicle)"),
        ("3 g/(m*m)", "3", "g/m2"),
    ]
)
def test_amount_is_read_exactly(case: tuple[str, str, str]) -> None:
    text, number, unit = case
    amount, parsed = parse_amount(text)
    assert (amount, str(parsed)) == (Fraction(number), unit)


@numbered(
    [
        ("", "it is empty"),
        (" \u3000", "it is empty"),
        ("1,5 kg", "Write 1.5 or 15"),
        ("32,75 kg", "Write 32.75 or 3275"),
        ("1.234,56 kg", "Write a decimal point and no other mark"),
        ("1，5 kg", "Write 1.5 or 15"),
        ("1,234 kg", "1234 or 1.234"),
        ("-12,345,678 元", "Write it without commas"),
        ("1 234 kg", "Write the digits together"),
        ("1\u00a0234 kg", "Write the digits together"),
        ("1\u3000234 kg", "Write the digits together"),
        ("1\u2009234 kg", "write a decimal number"),
        ("1'234 kg", "Write the digits together"),
        ("1_000", "Write the digits together"),
        ("2½ m", "write a decimal number"),
        ("½ m", "write a decimal number"),
        ("10²", "write a decimal number"),
        ("10² m", "write a decimal number"),
        ("10₂ m", "write a decimal number"),
        ("10^4 m2", "powers of ten are written 12e4"),
        ("5x10^4 m2", "powers of ten are written 12e4"),
        ("5 × 10⁴ m2", "powers of ten are written 12e4"),
        ("9**9**9", "write a decimal number"),
        ("nan", "write a decimal number"),
        ("无", "write a decimal number and a unit, like 12.5 t; what is not known is left away, or said to be unknown"),
        ("－", "like 12.5 t; what is not known is left away, or said to be unknown"),
        ("nan kg", "write a decimal number"),
        ("-infinity kg", "write a decimal number"),
        ("1e100 kg", "write a decimal number"),
        ("1E+3000000", "write a decimal number"),
        ("1e9999999 kg", "write a decimal number"),
        ("1e5e5 kg", "no unit this library reads"),
        (".5 kg", "digits on both sides"),
        ("1. kg", "digits on both sides"),
        ("1.2.3 kg", "write a decimal number"),
        ("- 5 kg", "write a decimal number"),
        ("--5 kg", "write a decimal number"),
        ("٣ kg", "write a decimal number"),
        ("五吨", "write a decimal number"),
        ("5\tkg", "write a decimal number"),
        ("5 kg\n", "write a decimal number"),
        ("1/2 kg", "write a decimal number"),
        ("5~6 kg", "write a decimal number"),
        ("5-6 kg", "no unit this library reads"),
        ("5 kg 3 g", "no unit this library reads"),
        ("3万2 元", "no unit this library reads"),
        ("kg", "the number is missing. Write it like 12 kg"),
        ("万元", "the number is missing"),
        ("5 亿", "the unit is missing"),
        ("5 kg/万", "the unit is missing"),
        ("5 kg/", "the unit is missing"),
        ("5 /m2", "write a decimal number"),
        ("5 g//m2", "one slash"),
        ("5 g/m2/d", "one slash"),
        ("5 kJ/kg/K", "write g/m2, not g/m/m, and kJ/(kg*K), not kJ/kg/K"),
        ("5 kJ/kg*K", "no unit this library reads"),
        ("5 kJ/(kg)", "no unit this library reads"),
        ("5 kJ/(kg K)", "no unit this library reads"),
        ("5 kJ/(kg*K", "no unit this library reads"),
        ("5 kJ/(kg*(K))", "no unit this library reads"),
        ("5 kJ/(kg*)", "the unit is missing"),
        ("5 (kg*m)/K", "write a decimal number"),
        ("5 kg/(kW*h)", "write kWh"),
    ]
)
def test_text_is_refused_with_help(case: tuple[str, str]) -> None:
    text, says = case
    assert says in refusal(text)


@numbered(
    [
        "9**9**9",
        "1" * 100_000,
        "a" * 100_000,
        "5 " + "a" * 98,
        "5" + " " * 98 + "x",
        "5" + " /" * 49,
        "1e" + "9" * 98,
        "5 " + "万" * 98,
        "5 " + "²" * 98,
        "5 " + "㎡" * 50_000,
    ]
)
def test_no_text_takes_long(case: str) -> None:
    for read in (parse_amount, parse_number, parse_unit, Q):
        assert calls_of(lambda read=read: refusal(case, read)) < 10_000


def test_length_limit() -> None:
    assert MAX_LENGTH == 100
    for read in (parse_amount, parse_number, parse_unit):
        assert "at most 100" in refusal("5".rjust(101), read)
    assert parse_amount("5".rjust(100))[0] == parse_number("5".rjust(100)) == 5


@numbered(
    [("20/3", "20/3"), (" −20 / 3 ", "-20/3"), ("２０／３", "20/3"), ("1.5/3", "1/2"), ("2.5", "5/2"), ("1e3", "1000")]
)
def test_number_is_read_exactly(case: tuple[str, str]) -> None:
    text, number = case
    assert parse_number(text) == Fraction(number)


@numbered([*NOT_NUMBERS, *NOT_FRACTIONS])
def test_number_is_refused(case: str) -> None:
    assert refusal(case, parse_number) == " is not a number: write it like 12.5 or 20/3"


PREFIXES = ["k", "K", "M", "G", "T", "P", "m", "c", "d", "h", "N", "w", "千", "百万", "k ", "百 "]
ADDED = [*"acmNC2 -", " SO2", "水"]


def misspelt(spelling: str) -> Iterator[str]:
    """A spelling with a prefix or multiplier in front, and with a sign left out, added, exchanged or in other case."""
    yield from (prefix + spelling for prefix in PREFIXES)
    yield from (spelling.upper(), spelling.lower(), spelling.swapcase(), spelling.title())
    for place in range(len(spelling) + 1):
        yield from (spelling[:place] + added + spelling[place:] for added in ADDED)
        yield from (spelling[:place] + other + spelling[place + 1 :] for other in "aegtMN")
        yield spelling[:place] + spelling[place + 1 :]
        yield spelling[:place] + spelling[place + 1 : place + 2] + spelling[place : place + 1] + spelling[place + 2 :]


def suggested(text: str) -> str:
    """The unit that a refusal suggests, if it does."""
    try:
        parse_unit(text)
    except UnitTextError as error:
        return str(error).partition("did you mean ")[2].rstrip("?")
    return ""


def meaning(text: str) -> tuple[Fraction, object]:
    multiplier, unit = parse_unit(text)
    return multiplier * unit.size, unit.dimension


@numbered(LISTED)
def test_no_suggestion_has_another_size_or_kind(case: str) -> None:
    for text in set(misspelt(case)):
        near = suggested(text)
        if near and (near.lower(), near[0]) != (text.lower(), text[0]):  # Gwh is GWh, though made of kwh
            assert meaning(near) == meaning(case), (text, near)
            assert text.removesuffix(case) not in PREFIXES, (text, near)  # none is dropped


def test_some_suggestions_are_made() -> None:
    slips = {"vehicels": "vehicles", "hectar": "hectare", "KGCE": "kgce", "GWH": "GWh", "tonnnes": "tonnes"}
    assert {text: suggested(text) for text in slips} == slips


IN_PROSE = re.compile(r"(?:it|the|out|an?|as|without|digits|for an energy|万 before)\b.*|")
MENDS = r"(?:[Ww]rite(?: the number out, in| it as)?|[Dd]id you mean|convert it to|are written) ([^:;,?]+)"


def advised(message: str) -> list[str]:
    """The amounts that a message says to write: what follows write, mean or convert to, up to the end of the phrase."""
    phrases = re.findall(MENDS, re.sub(r" \([^)]*\)", "", message))
    parts = [re.sub(r" (?:for|first|with|and|where) .*| first$|^like ", "", phrase) for phrase in phrases]
    parts = [part for phrase in parts for part in phrase.split(" or ") if not IN_PROSE.fullmatch(part)]
    return [part if part[:1].isdigit() else f"2 {part}" for part in parts]


@numbered([*(row["question"] for row in REFUSED_ROWS), *(refusal(f"2 {row['spelling']}") for row in REFUSED)])
def test_what_a_refusal_says_to_write_is_read(case: str) -> None:
    for amount in advised(case):
        assert parse_amount(amount), (case, amount)


def test_unit_alone() -> None:
    multiplier, unit = parse_unit("g / 万 辆")
    assert (multiplier, str(unit)) == (Fraction(1, 10_000), "g/vehicle")
    assert parse_unit("") == parse_amount("1")
    assert "write t for 1000 kg" in refusal("ton", parse_unit)


@numbered(
    [
        "㎡ m² m^2 m**2 m2 m２ 平方米 平米 米² sqm",
        "㎥ m³ m^3 m**3 m3 立方米 米3",
        "㎢ km² km^2 km2 k㎡ 平方公里",
        "g/㎡ g/m² g／m2 克/平方米 g/m**2",
        "Nm3 Nm³ Nm^3 N㎥",
        "tCO2 tCO₂ tCO2e tCO₂e 吨二氧化碳",
        "tSO2 tSO₂ 吨二氧化硫 t-SO2",
        "tNOx tNOₓ tNOX 吨氮氧化物",
        "tNH3-N tNH₃-N tNH3N 吨氨氮",
        "kWh kW·h 千瓦时 度",
        "ha ㏊ 公顷",
        "L l ℓ 升",
        "μm µm um",
        "% ％ percent",
    ]
)
def test_glyphs_are_one_unit(case: str) -> None:
    assert len({parse_amount(f"2 {spelling}") for spelling in case.split()}) == 1


@given(texts | amounts)
@example("\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_amount, parse_number, parse_unit, Q):
        with suppress(UnitTextError):
            read(text)


@given(decimals, st.sampled_from(READ))
def test_printed_decimal_comes_back(number: Decimal, row: dict[str, str]) -> None:
    expected = parse_amount(f"1 {row['spelling']}")
    for printed in (f"{number}", f"{number:f}", f"{number:e}"):
        for space in (" ", ""):
            text = f"{printed}{space}{row['spelling']}"
            amount, unit = parse_amount(text)
            assert (amount, unit) == (Fraction(number) * expected[0], expected[1])
            assert Q(text).magnitude == float(amount)
        assert parse_number(printed) == Fraction(number)


@given(decimals, st.sampled_from(["", "万", "亿"]), st.sampled_from(LISTED), st.sampled_from(LISTED))
def test_q_is_the_float_of_the_exact_amount(number: Decimal, multiplier: str, above: str, below: str) -> None:
    for text in (f"{number} {multiplier}{above}", f"{number} {above} / {multiplier}{below}"):
        amount, unit = parse_amount(text)
        quantity = Q(text)
        assert quantity.magnitude == float(amount)
        assert dict(quantity.unit_items()) == dict(unit.powers)


@numbered(UNIT_ROWS)
def test_unit_row_says_where_it_is_from(case: dict[str, str]) -> None:
    assert case["spellings"]
    assert case["origin"] in {"quoted", "derived", "secondary"}
    assert case["source"]


@numbered(REFUSED_ROWS)
def test_refused_row_is_what_the_refusal_says(case: dict[str, str]) -> None:
    assert case["question"].strip()
    assert refusal(f"2 {case['spelling']}").endswith(f": {case['question']}")


def test_no_spelling_occurs_twice() -> None:
    times = Counter([*LISTED, *(row["spelling"] for row in REFUSED_ROWS)])
    assert [spelling for spelling, count in times.items() if count > 1] == []
