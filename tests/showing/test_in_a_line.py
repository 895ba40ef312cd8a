"""Whatever a user gets hold of shows itself in words: never the inside of an object, and in a line by itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from greencalc import carbon_ledger, energy_ledger
from things import TYPED_FACTOR, looked_into, things

INSIDES = ("Fraction(", "Decimal(", "mappingproxy(", "object at 0x", "array([", "<function")
LONGEST = 200
"""Of a line, which is a hundred signs and the name of a class, or the fields of a small row of text."""


def faults_of(name: str, one: Any) -> Iterator[str]:
    line = repr(one)
    for way, text in (("str", str(one)), ("repr", line)):
        yield from (f"{way}({name}): {text[:100]}" for inside in INSIDES if inside in text)
    if len(line.splitlines()) != 1 or len(line) > LONGEST:
        yield f"repr({name}) is no line: {line[:100]}"


def test_everything_shows_itself_in_words() -> None:
    seen: dict[int, Any] = {}
    found = [one for name, thing in things() for one in looked_into(thing, name, seen)]
    kinds = {type(one).__name__ for _, one in found}
    assert kinds >= {
        "Assessment",
        "Gap",
        "Step",
        "EnergyLine",
        "CarbonLine",
        "GivenAmount",
        "Factor",
        "Finding",
        "PackDifference",
    }
    faults = {fault for where, one in found for fault in faults_of(where, one)}
    assert sorted(faults) == []


def test_both_totals_of_a_ledger_print_as_amounts() -> None:
    line = {"kind": "electricity", "quantity": "4 MWh", **TYPED_FACTOR}
    ledger = carbon_ledger([line])
    assert (str(ledger.location), str(ledger.market), repr(ledger.total)) == ("2 tCO2e", "2 tCO2e", "<Step: 2 tCO2e>")
    assert isinstance(ledger.location.value, Fraction)
    energy = energy_ledger([{"carrier": "diesel", "quantity": "10 t"}])
    assert str(energy.total) == "14571 kgce"
    assert str(energy.lines[0]) == "energy 1 (diesel): 14571 kgce, consumed"
