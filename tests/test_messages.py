"""What machines say of a fault is not what people are told: neither parser, codec, system nor interpreter speaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pint
import pytest

from greencalc import (
    GreencalcError,
    Q,
    evaluate,
    floor_area_ratio,
    load_factors,
    load_plant,
    load_plausibility,
    load_standard,
    register_units,
    replay,
)
from greencalc.cli import main
from greencalc.errors import why_unreadable

MACHINE_WORDS = re.compile(
    r"codec|utf-8'|can't|Errno|No such file|Permission denied|<class|<object|Traceback|Fraction\(|Decimal\(|"
    r"datetime\.|\\x|\\u[0-9a-f]{4}|Expecting|Extra data|delimiter|Unterminated|Invalid|Cannot|Expected|Illegal|"
    r"(at line|at end of document)|Exceeds the limit|recursion|not defined in the unit registry|unexpected end|"
    r"of type date|of type time|embedded null|inhomogeneous|surrogates|object has no attribute|unhashable"
)

SETTINGS = ("gas_reference", "energy_media", "fuel_set", "gwp_set", "grid", "residual_grid", "accounting")
ENERGY_LINES = {
    "carrier = '柴油'\n": ("quantity", "use", "origin", "density", "heat_basis", "evidence"),
    "quantity = '1 t'\n": ("carrier",),
    "carrier = '柴油'\nquantity = '1 t'\n": ("coefficient", "heating_value", "reference", "renewable", "basis"),
    "carrier = '天然气'\nquantity = '1 GJ'\n": ("heat_basis", "gas_reference"),
    "carrier = '天然气'\nquantity = '1 GJ'\nheat_basis = 'gross'\nreference = 'x'\n": ("net_to_gross",),
}
EMISSION_LINES = {
    "": ("kind",),
    "kind = 'combustion'\nfuel = '柴油'\nquantity = '1 t'\n": ("set", "biomass", "heating_value", "reference"),
    "kind = 'electricity'\nquantity = '1 kWh'\n": ("grid", "factor", "renewable"),
    "kind = 'shielding gas'\nquantity = '1 kg'\n": ("other_share", "other_molar_mass"),
    "kind = 'stated'\nquantity = '1 tCO2e'\n": ("part",),
}

TOML = {
    'land_area\u00a0=\u00a0"1 mu"': "line 1: .*write a plain space for the unbreakable space",
    '\n\nland\u200b_area = "1 mu"': "line 3: .*write nothing for the zero width space",
    'a = "1 mu"\n\ufeffb = "1 mu"': "line 2: .*write nothing for the byte order mark",
    'a\u2003= "1 mu"': "line 1: .*write a plain space for the em space",
    'a = "\x07"': "line 1: .*write nothing for the control character",
    "land_area ＝ “1 mu”": "line 1: .*of half width",
    "x = {\n a = 1\n}": "line 1: .*braces { } stands on one line",
    "x = {a = 1,}": "line 1: .*a comma stands before the closing brace",
    'a = "1 mu\n': "line 1: .*a quote is missing",
    'a = 1 mu"\n': "line 1: .*a quote is missing",
    "a = 1\n\nb = '''x\n\n": "line 3: .*a quote is missing",
    "a = 1\nb = 2\na = 3": "line 3: it gives a name for the second time",
    "x = {a = 1, a = 2}": "line 1: .*gives a name for the second time",
    "a.b = 1\na = 2": "line 2: .*gives a name for the second time",
    "a = 1,5": "line 1: .*a point, not a comma",
    "d = 2024-13-45": "line 1: .*this is no date that there is",
    "a = ": "line 1: .*nothing stands behind the =",
    "a = # later": "line 1: .*nothing stands behind the =",
    'a: "1 mu"': "line 1: .*= between them, not a colon",
    'a "1 mu"': "line 1: .*there is no = between",
    'a = [\n"1 mu"\n"2 mu"\n]': "line 3: .*a comma between entries",
    "x = [1,\n2": "line 1: .*its list is not closed",
    'x = ["1 辆",\n"2 辆"\ny = "1 mu"': "line 3: .*a list above it is not closed",
    'x = ["1 辆" "2 辆"]': "line 1: .*commas stand between what is in brackets",
    'a = "1 mu";': "line 1: .*something stands behind the text",
    'a == "1 mu"': "line 1: .*have one = between them",
    'land area = "1 mu"': "line 1: .*a name is one word",
    "[the site]": "line 1: .*a name is one word",
    "[a] b = 1": "line 1: .*a heading stands alone on its line",
    r'p = "C:\plants"': r"line 1: .*a \\ in double quotes",
    "a = 45 mu": "line 1: .*stand in straight quotes",
    "a = 1 b = 2": "line 1: .*stand in straight quotes",
    "x = [" * 17: "nested deeper than 16",
}


def said(action: Callable[[], Any]) -> str:
    """What people are told; the interpreter's own errors escape as they are."""
    with pytest.raises(GreencalcError) as caught:
        action()
    return str(caught.value)


@pytest.mark.parametrize("text", TOML, ids=range(len(TOML)))
def test_a_fault_of_a_toml_file_names_line_cause_and_mend(text, tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_bytes(text.encode())
    for load in (load_plant, load_standard):
        message = said(lambda load=load: load(path))
        assert re.search(TOML[text], message)
        assert not MACHINE_WORDS.search(message)


def test_tabs_are_spaces_as_toml_has_it(tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_text('\tland_area\t=\t"1 mu"\t\n', "utf-8")
    assert load_plant(path).facts == {"land_area": "1 mu"}


def test_line_ends_of_old_computers_are_line_ends(tmp_path) -> None:
    path = tmp_path / "plant.toml"
    path.write_bytes(b'# made "elsewhere"\rland_area = "1 mu"\r')
    assert load_plant(path).facts == {"land_area": "1 mu"}


ODD = ["2025-01-01", "12:30:00", "2.5", "[1.5, 2025-01-01]", "{ a = 1.5 }"]
ODD_PLACES = [
    *(f"[plant]\n{name} = {{}}" for name in ("name", "year", "standard", "vehicle_type", "notes")),
    *(f"{name} = {{}}" for name in ("land_area", "yearly_output", "vehicle_type", "year", "'5.1.1'", "unheard_of")),
    *(f"land_area = {{{{ value = '1 mu', {name} = {{}} }}}}" for name in ("evidence", "year", "share", "reason")),
    *(f"'5.1.6' = {{{{ status = 'partly met', {name} = {{}} }}}}" for name in ("share", "reason", "evidence", "year")),
    *(f"land_area = {{{{ {name} = {{}} }}}}" for name in ("value", "status")),
    *(f"[ledger]\n{name} = {{}}\n[[energy]]\ncarrier = '柴油'\nquantity = '1 t'" for name in SETTINGS),
    *(f"[ledger]\n{name} = ['全国', 2023, {{}}]" for name in ("grid", "residual_grid")),
    *(f"[ledger]\n{name} = ['全国', {{}}, 'location']" for name in ("grid", "residual_grid")),
    *(f"[[energy]]\n{lines}{name} = {{}}" for lines, names in ENERGY_LINES.items() for name in names),
    *(f"[[emission]]\n{lines}{name} = {{}}" for lines, names in EMISSION_LINES.items() for name in names),
]


@pytest.mark.walk
@pytest.mark.parametrize("place", ODD_PLACES, ids=range(len(ODD_PLACES)))
def test_no_value_of_a_plant_file_is_shown_as_the_interpreter_has_it(place, tmp_path) -> None:
    """Dates, decimals, lists and tables where a text belongs, wherever something is read."""
    path = tmp_path / "plant.toml"
    for odd in ODD:
        path.write_text(place.format(odd), "utf-8")
        assert not MACHINE_WORDS.search(told(path))


def told(path: Path) -> str:
    """What is told of a plant file: its faults, or else its facts as an audit pack holds them."""
    try:
        return str(evaluate(load_standard("qct1160_2022"), load_plant(path).facts).facts.given)
    except GreencalcError as error:
        return str(error)


FILES = {
    "not there": lambda path: path.unlink(missing_ok=True),
    "a folder": lambda path: path.mkdir(),
    "no UTF-8": lambda path: path.write_bytes("用地 = '1 亩'".encode("gbk")),
    "another UTF": lambda path: path.write_bytes("a,b\n".encode("utf-16")),
    "an open quote": lambda path: path.write_text('a,"b\n', "utf-8"),
    "NUL": lambda path: path.write_bytes(b"a,b\0\n"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_read_is_told_in_words(kind, tmp_path, capsys) -> None:
    path = tmp_path / "given.toml"
    FILES[kind](path)
    for load in (load_plant, load_standard, load_factors, load_plausibility):
        assert not MACHINE_WORDS.search(said(lambda load=load: load(path)))
    if kind != "an open quote":
        for command in ("score", "replay"):
            assert main([command, str(path)]) == 2
            assert not MACHINE_WORDS.search(capsys.readouterr().err)


def test_a_path_with_a_nul_is_told_in_words() -> None:
    for load in (load_plant, load_factors):
        assert not MACHINE_WORDS.search(said(lambda load=load: load("a\0b")))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "x"), "there is no such file or folder"),
        (NotADirectoryError(20, "x"), "a part of its path is a file"),
        (PermissionError(13, "x"), "this user has no right to"),
        (FileExistsError(17, "x"), "there is one already"),
        (OSError(28, "x"), "no space left"),
        (OSError(5, "x"), "the disk or the system refuses it"),
    ],
)
def test_why_a_file_is_unreadable(error, words) -> None:
    assert words in why_unreadable(error)


PACKS = ["", "{", "[1] 2", '{"a" 1}', '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', "[" * 100_000]
PACKS += [b"\xff\xfe\xff", '{"a": ' + "1" * 5000 + "}"]


@pytest.mark.parametrize("pack", PACKS, ids=range(len(PACKS)))
def test_a_pack_that_is_none_is_told_in_words(pack) -> None:
    assert not MACHINE_WORDS.search(said(lambda: replay(pack)))


EMPTY = pint.UnitRegistry(None)


class Odd(pint.UnitRegistry):
    def convert(self, *_: Any, **__: Any) -> Any:
        raise ValueError("Invalid unit <class 'x'>")


def test_what_pint_says_is_not_passed_on() -> None:
    areas = {"building_area": "1 m2", "structure_area": "1 m2"}
    odd = Odd().Quantity(1.0, "acre")
    for action in (
        lambda: floor_area_ratio(**areas, land_area=odd),
        lambda: floor_area_ratio(**areas, land_area=EMPTY.Quantity(1.0, EMPTY.UnitsContainer({"mu": 1}))),
        lambda: Q([[1.0], [1.0, 2.0]], "m2"),
        lambda: Q([10**400], "m2"),
        lambda: register_units({"a": 1}),
    ):
        assert not MACHINE_WORDS.search(said(action))


def test_what_is_looked_for_is_what_machines_say() -> None:
    for words in (
        "'utf-8' codec can't decode byte 0xff in position 0",
        "Invalid value (at line 1, column 5)",
        "Expecting value: line 1 column 1 (char 0)",
        "[Errno 2] No such file or directory",
        "Fraction(1, 2)",
        "<class 'dict'>",
    ):
        assert MACHINE_WORDS.search(words)
