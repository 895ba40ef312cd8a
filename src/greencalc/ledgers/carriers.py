"""What a carrier of energy is, by its name or its row in the tables."""

from __future__ import annotations

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.ledgers.balance import ELECTRICITY, HEAT

MEDIA = "energy medium"


def is_electric(carrier: str) -> bool:
    """Tell whether a carrier is electricity, by whatever name; 电石 is calcium carbide."""
    return "electric" in carrier.casefold() or "电" in carrier.replace("电石", "")


def _names_heat(carrier: str) -> bool:
    """Tell whether a carrier is heat or steam, by whatever name."""
    words = carrier.casefold()
    named = "steam" in words or "hot water" in words or any(word in carrier for word in ("热力", "热水", "蒸汽"))
    return named or words.split()[-1:] == ["heat"]


def rows_of(carrier: str, factors: Factors) -> list[Factor]:
    """Return the rows of the tables that a carrier names, by its English or Chinese name."""
    tables = ("coal_equivalent", "energy_media", "fuel_carbon")
    return [row for table in tables for row in factors.called(table, carrier)]


def kind_of(carrier: str, factors: Factors) -> str:
    """Return what a carrier is: electricity, heat, a medium, or a fuel by its name in the tables."""
    if is_electric(carrier):
        return ELECTRICITY
    rows = rows_of(carrier, factors)
    if any(row.table == "energy_media" for row in rows):
        return MEDIA
    return HEAT if _names_heat(carrier) else rows[0].key[0] if rows else carrier
