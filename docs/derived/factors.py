"""The factor tables, with the keys by which their rows are found."""

from __future__ import annotations

from derived.rst import plain, table, title, trust
from greencalc import load_factors
from greencalc.factors import Factor

__all__ = ["factors_page"]

_TITLES = {
    "coal_equivalent": "Coal equivalents: `carrier` of an energy line",
    "energy_media": "Energy media: `carrier` of an energy line, with `energy_media`",
    "fuel_carbon": "Fuels: `fuel` of a combustion line, and `fuel_set`",
    "grid_factor": "Grid factors: `grid`, as scope, vintage and basis",
    "gwp": "Warming potentials: `gas` of a process line, and `gwp_set`",
}


def factors_page() -> list[str]:
    """Return the lines of the page of factors."""
    factors = load_factors()
    lines = [
        *title("Factors"),
        "The rows of the factor tables that come with the library. A row is found by its whole key, and nothing is",
        "guessed; in place of the first part of a key its Chinese name may stand. :func:`greencalc.load_factors` puts",
        "rows of your own in their place or beside them, and :doc:`ledgers` uses them. What is *in doubt* about a row",
        "is listed with every result that uses it. A coal equivalent's source says of which edition of GB/T 2589 the",
        "coefficient is, and of which the heating value: the two differ by up to 0.16 %, as :doc:`ledgers` explains.",
        "",
    ]
    for name, rows in factors.tables.items():
        heads = ("Key", "中文", "Values", "Origin and source")
        lines += [*title(_TITLES[name].replace("`", "``"), "-"), *table(heads, map(_row, rows.values()), "26 16 22 36")]
    refused = [
        (f"{where}: {plain(key)}", f"{row['value']} {row['unit']}", f"{row['purpose']}: {plain(row['reason'])}")
        for (where, key), row in factors.refused.items()
    ]
    return [*lines, *title("Refused", "-"), *table(("Row", "Value", "For what, and why"), refused)]


def _row(row: Factor) -> tuple[str, ...]:
    doubt = f"; in doubt: {row.note}" if row.note else ""
    return plain(" / ".join(row.key)), row.name_zh, plain(row.amounts), trust(row.origin, row.source) + plain(doubt)
