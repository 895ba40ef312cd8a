"""Meter readings of plants drawn at random, and what each plant's own ledgers find, which totals are held to."""

from __future__ import annotations

import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from greencalc import FactsError, LedgerTotals, carbon_ledger, energy_ledger, load_factors
from greencalc.units.amount import FloatText, GivenAmount, read_numbers

Row = dict[str, Any]
TABLES = load_factors().tables
MASS, GAS = ("t", "kg", "万t", "吨"), ("Nm3", "万Nm3", "m3_20C")
HEAT, POWER = ("GJ", "MJ", "kWh", "万kWh"), ("kWh", "MWh", "万kWh", "亿kWh", "GJ", "千瓦时")
OWN = ("self-generated", "direct line")
ENERGY_ALONE = {"carrier", "basis", "coefficient", "gas_reference"}
EMISSION_ALONE = {
    *("kind", "fuel", "set", "carbon_content", "oxidation", "biomass", "grid", "factor", "temperature_above_20C"),
    *("steam_enthalpy", "reference_enthalpy", "gas", "opening_stock", "purchased", "closing_stock", "passed_on"),
    *("other_share", "other_molar_mass", "part"),
}
ENERGY_SETTINGS = {"gas_reference": "0 C", "energy_media": True}
CARBON_SETTINGS = {
    "fuel_set": "GB/T 32151.34-2024",
    "gwp_set": "IPCC-AR5",
    "grid": ["national", "2023", "location"],
    "residual_grid": ["national", 2023, "average-excl-market-traded-non-fossil"],
    "accounting": "market",
}
SETTINGS = ENERGY_SETTINGS | CARBON_SETTINGS
WITHOUT_ACCOUNTING = {name: one for name, one in SETTINGS.items() if name not in {"accounting", "residual_grid"}}


def units_of(coefficient: str) -> tuple[str, ...]:
    unit = coefficient.partition("/")[2]
    return {"kg": MASS, "t": MASS, "m3": GAS}.get(unit, GAS if "Nm3" in unit else HEAT)


def energy_lines() -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield lines of energy without their quantities, of all rows of the tables, each with units that it takes."""
    for table in ("coal_equivalent", "energy_media"):
        for row in TABLES[table].values():
            for name in (row.key[0], row.name_zh):
                basis = {"basis": "calorific"} if row.key[0].startswith("electric") else {}
                yield {"carrier": name} | basis, units_of(row.values["coefficient"])
    for basis in ("calorific", "当量"):
        for mark in (None, "no", *OWN, "market"):
            yield {"carrier": "electricity", "basis": basis, "renewable": mark}, POWER
    for rate in ("0.3 kgce/kWh", "0.31 kgce/kWh"):
        yield {"carrier": "电力", "basis": "等价", "coefficient": rate, "reference": "bureau"}, POWER
    for heat in ("net", "gross", "低位", "高位"):
        yield {"carrier": "natural gas", "heat_basis": heat}, HEAT
    yield {"carrier": "diesel", "heat_basis": "gross", "net_to_gross": "0.93", "reference": "laboratory"}, HEAT
    yield {"carrier": "diesel", "density": "0.84 kg/L"}, ("L", "m3")
    yield {"carrier": "diesel", "heating_value": "42 MJ/kg", "reference": "laboratory"}, MASS
    yield {"carrier": "wood", "heating_value": "16 MJ/kg", "reference": "laboratory", "renewable": OWN[0]}, MASS
    yield {"carrier": "coal of a village", "reference": "its ledger"}, ("kgce", "tce")
    yield {"carrier": "diesel", "use": "feedstock"}, MASS


def emission_lines() -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield lines of emission in the same way."""
    for row in TABLES["fuel_carbon"].values():
        for name in (row.key[0], row.name_zh):
            yield {"kind": "combustion", "fuel": name, "set": row.key[1]}, units_of(row.values["ncv"])
    for row in TABLES["grid_factor"].values():
        yield {"kind": "electricity", "grid": list(row.key)}, POWER
    for mark in (None, "no", *OWN):
        yield {"kind": "electricity", "renewable": mark}, POWER
        yield {"kind": "heat", "renewable": mark}, HEAT
    yield {"kind": "electricity", "factor": "0.7035 tCO2/MWh", "reference": "verifier"}, POWER
    yield {"kind": "heat", "temperature_above_20C": "60 K"}, MASS
    yield {"kind": "heat", "steam_enthalpy": "2800 kJ/kg", "reference_enthalpy": "83.74 kJ/kg"}, MASS
    for basis in ("net", "gross"):
        yield {"kind": "combustion", "fuel": "天然气", "heat_basis": basis}, HEAT
    wood = {"heating_value": "16 GJ/t", "carbon_content": "0.03 t/GJ", "oxidation": "0.98", "reference": "laboratory"}
    yield {"kind": "combustion", "fuel": "wood", "biomass": True, **wood}, MASS
    mixture = {"other_share": ["18 %", "2 %"], "other_molar_mass": ["39.948 g/mol", "32 g/mol"]}
    yield {"kind": "shielding gas", **mixture}, MASS
    for part in ("process", "combustion", "biomass", "purchased_electricity", "exported_heat"):
        yield {"kind": "stated", "part": part, "reference": "verifier"}, ("tCO2e", "kgCO2e")
    for row in TABLES["gwp"].values():
        stocks = {"opening_stock": "10 kg", "purchased": "5 kg", "closing_stock": "12 kg", "passed_on": "0 kg"}
        yield {"kind": "gas", "gas": row.key[0], "set": row.key[1], **stocks}, ()


LINES = (*energy_lines(), *emission_lines())
TRADED = [({"kind": "electricity", "renewable": mark}, POWER) for mark in ("market", "green certificate")]
SPOILT_QUANTITIES = (
    *(
        "-5 t",
        "n/a",
        "",
        "  ",
        "1,229 kWh",
        "１２ kWh",
        "12",
        "12 kWhh",
        "nan",
        "inf t",
        "1 229 kWh",
        "1e-22 kWh",
        "5 %",
    ),
    *(
        "1e99 kWh",
        " 12 kWh ",
        "12\u00a0kWh",
        "12.5.3 kWh",
        "20/3 kWh",
        "-0 kWh",
        "+5 kWh",
        "5e-2kWh",
        "12 千 kWh",
        None,
    ),
)
SPOILT_ENTRIES = (
    *(("carrier", "diesl"), ("fuel", "unobtainium"), ("use", "sold"), ("renewable", "sun"), ("origin", "guess")),
    *(("density", "0 kg/L"), ("reference", "because"), ("evidence", "  "), ("basis", "both"), ("kind", "  ")),
    *(("carrier", None), ("kind", None), ("use", "exported"), ("biomass", False), ("part", "roof")),
)


def number(draw: random.Random) -> str:
    return draw.choice(["0", "12", "1e3", f"{draw.uniform(0, 1e4):.3f}", f"{draw.uniform(0, 1):.6f}", "7"])


def leaving(draw: random.Random) -> Iterator[Row]:
    """Yield lines of a plant that some energy leaves: less than there is, just as much, or more."""
    mark = draw.choice([None, *OWN])
    power, heat = {"carrier": "electricity", "basis": "calorific"}, {"carrier": "heat"}
    came = [(power, "9 亿kWh"), (power | {"renewable": mark}, "3 亿kWh"), (heat, f"{draw.choice('05')} 万GJ")]
    for line, quantity in came:
        kind = {"kind": "heat" if line is heat else "electricity", "renewable": line.get("renewable")}
        yield from ({"quantity": quantity} | line, {"quantity": quantity} | kind)
    amounts = ("5 kWh", "0 kWh", "1 亿kWh", "2.97 亿kWh", "3 亿kWh", "3.0000000000000001 亿kWh", "9 亿kWh", "20 亿kWh")
    for _ in range(draw.randint(1, 3)):
        told = {"quantity": draw.choice(amounts), "renewable": draw.choice([None, "no", mark, mark])}
        grid = {"grid": draw.choice([None, ["national", "2023", "fossil-electricity"], ["辽宁", 2022, "location"]])}
        yield draw.choice(
            [
                told | power | {"use": "passed on"},
                told | {"kind": "electricity", "use": "exported"} | grid,
                {"quantity": draw.choice(["100 GJ", "5 万GJ"]), "use": "passed on"} | heat,
                {"quantity": draw.choice(["100 GJ", "5 万GJ"]), "kind": "heat", "use": "exported"},
                told | power | {"use": "certificate", "renewable": "green certificate"},
                {"quantity": "1 t", "carrier": "diesel", "use": "passed on"},
            ]
        )


def drawn(seed: int, *, spoilt: float) -> list[Row]:
    """Draw the readings of some plants and years, of which a part is spoilt."""
    draw = random.Random(seed)
    rows = []
    for plant in range(20):
        lines: list[tuple[Row, tuple[str, ...]]] = draw.choices(LINES, k=draw.randint(1, 5))
        lines += draw.choices(TRADED, k=int(draw.random() < 0.2))
        readings = [
            line | ({"quantity": f"{number(draw)}{draw.choice(['', ' '])}{draw.choice(units)}"} if units else {})
            for line, units in lines
            for _ in range(draw.choice([1, 1, 3]))
        ]
        readings += leaving(draw) if draw.random() < 0.4 else ()
        for month, reading in enumerate(readings):
            evidence = {"evidence": draw.choice(["roof", "Roof ", "bill 1", "bill 2"])} if draw.random() < 0.15 else {}
            spoil = dict([draw.choice(SPOILT_ENTRIES)]) if draw.random() < spoilt else {}
            if draw.random() < spoilt:
                spoil["quantity"] = draw.choice(SPOILT_QUANTITIES)
            rows.append(
                {"plant": f"P{plant % 15}", "year": 2024 + plant // 15, "month": month} | evidence | reading | spoil
            )
    draw.shuffle(rows)
    return rows


def table_of(rows: list[Row]) -> pl.DataFrame:
    """Return readings as a table of text, with a column for each entry of a list."""
    flat = [{key: cell for name, one in row.items() for key, cell in in_columns(name, one)} for row in rows]
    return pl.DataFrame(
        {name: [row.get(name) for row in flat] for name in dict.fromkeys(key for row in flat for key in row)}
    )


def in_columns(name: str, cell: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(cell, list):
        yield from ((f"{name}.{place}", str(one)) for place, one in enumerate(cell, start=1))
    elif cell is not None:
        yield name, cell


def with_numbers(table: pl.DataFrame) -> pl.DataFrame:
    """Return the same table with floats, and units in a column of their own."""
    parts = pl.col("quantity").str.extract_groups(r"^([0-9.e]+?) ?([^0-9.e].*)$")
    return table.with_columns(quantity=parts.struct[0].cast(pl.Float64), unit=parts.struct[1])


def as_float(quantity: str) -> FloatText:
    """Return a quantity whose number is the float that a table of numbers holds."""
    typed, unit = re.fullmatch(r"([0-9.e]+?) ?([^0-9.e].*)", quantity).groups()
    return FloatText(f"{Decimal(repr(float(typed))):f} {unit}")


def given_in(row: Row) -> Row:
    """Return the entries of a row that are filled."""
    stripped = {name: cell.strip() if type(cell) is str else cell for name, cell in row.items()}
    return {
        name: cell
        for name, cell in stripped.items()
        if name not in {"plant", "year", "month"} and cell is not None and cell is not False and cell != ""
    }


def lines_of(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the lines that a plant's file would have: readings that are alike are one line."""
    found: dict[str, dict[Any, tuple[Row, list[Any]]]] = {"energy": {}, "emission": {}}
    for place, row in enumerate(rows):
        given = given_in(row)
        mine = {"energy": ENERGY_ALONE & set(given), "emission": EMISSION_ALONE & set(given)}
        for ledger, other in (("energy", "emission"), ("emission", "energy")):
            if mine[ledger] or not mine[other]:
                line = {name: cell for name, cell in given.items() if name not in mine[other]}
                quantity = line.pop("quantity", None)
                reading = None if quantity is None else read_numbers(quantity)
                kind = reading.unit.dimension if isinstance(reading, GivenAmount) else None
                key = (place if quantity is None else kind, repr(sorted(line.items())))
                found[ledger].setdefault(key, (line, []))[1].append(quantity)
    return {
        ledger: [line if several == [None] else line | {"quantity": several} for line, several in lines.values()]
        for ledger, lines in found.items()
    }


def by_ledgers(rows: list[Row], settings: Mapping[str, Any]) -> tuple[tuple[float | None, ...], list[str]]:
    """Return what a plant's own ledgers find: energy, renewable energy and carbon, or what is wrong."""
    lines, found, faults = lines_of(rows), [None, None, None], []
    try:
        if lines["energy"]:
            chosen = {name: one for name, one in settings.items() if name in ENERGY_SETTINGS}
            energy = energy_ledger(lines["energy"], **chosen)
            is_marked = any(line.is_renewable for line in energy.lines)
            found[:2] = float(energy.value), float(energy.renewable) if is_marked else None
    except FactsError as error:
        faults += error.faults
    try:
        if lines["emission"]:
            chosen = {name: one for name, one in settings.items() if name in CARBON_SETTINGS}
            found[2] = float(carbon_ledger(lines["emission"], **chosen).value)
    except FactsError as error:
        faults += error.faults
    return (None, None, None) if faults else tuple(found), faults


def without_label(fault: str) -> str:
    """Return what is wrong with a line, without the line's number: a table names the row."""
    labels = r"(?:(?:energy|emission) \d+(?: \([^:]*?\))?(?:, | and \d+ more)?)+: "
    return re.sub(r"quantity, reading \d+ of \d+", "quantity", re.sub(f"^{labels}", "", fault))


def check(totals: LedgerTotals, rows: list[Row], settings: Mapping[str, Any]) -> tuple[int, int]:
    """Hold totals to what each plant's own ledgers find; return how many plants have totals, and how many faults."""
    plants, reasons = defaultdict(list), defaultdict(set)
    for row in rows:
        plants[row["plant"], row["year"]].append(row)
    for plant, year, row, _, reason in totals.faults.iter_rows():
        assert row is None or (rows[row]["plant"], rows[row]["year"]) == (plant, year)
        reasons[plant, year].add((row, without_label(reason)))
    totalled = {(plant, year): found for plant, year, *found in totals.frame.iter_rows()}
    assert set(totalled) == set(plants)
    good = 0
    for key, readings in plants.items():
        expected, faults = by_ledgers(readings, settings)
        pairs = list(zip(totalled[key], expected, strict=True))
        is_same = all(
            one is other or (None not in {one, other} and math.isclose(one, other, rel_tol=1e-12))
            for one, other in pairs
        )
        assert is_same, (key, pairs, faults)
        said = set(map(without_label, faults))
        assert said <= {reason for _, reason in reasons[key]}, (key, faults, reasons[key])
        for row, reason in reasons[key]:  # a ledger tells the first wrong reading of a line alone
            alone = [] if row is None else by_ledgers([rows[row]], settings)[1]
            assert reason in {*said, *map(without_label, alone)}, (key, row, reason)
        good += not faults
    return good, len(plants) - good
