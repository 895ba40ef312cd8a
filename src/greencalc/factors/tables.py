"""Conversion factors by exact key: coal equivalents, energy media, fuel carbon, grid factors, warming potentials.

A lookup never falls back to another vintage, set or basis: a miss is an error that lists the nearest keys.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from attrs import asdict, field, frozen

from greencalc.errors import FactorError
from greencalc.factors.rows import (
    NOTE,
    SHAPES,
    Factor,
    cells_of,
    check_texts,
    is_row,
    missing_values,
    read_factors,
    refused,
    row_faults,
)
from greencalc.read_only import read_only
from greencalc.showing.sheet import Sheet, Shown, Table
from greencalc.units.spellings import MAX_LENGTH
from greencalc.units.text import parse_amount
from greencalc.units.wording import brief, is_path, refusal

_MOST_NEAR = 6
_MOST_COMPARED = 24


@frozen(repr=False)
class Factors(Shown):
    """Factor tables, the library's own or a user's. They show themselves as tables.

    Attributes
    ----------
    tables : mapping of str to mapping
        Rows by key, for each table.
    refused : mapping
        The rows that must not be used for a purpose, by table and key: purpose, value and reason.
    files : tuple of (str, str)
        The files that the rows come from, with their SHA-256.
    """

    tables: Mapping[str, Mapping[tuple[str, ...], Factor]] = field(converter=read_only)
    refused: Mapping[tuple[str, str], Mapping[str, str]] = field(converter=read_only)
    files: tuple[tuple[str, str], ...]
    _named: Mapping[str, Mapping[tuple[str, ...], tuple[Factor, ...]]] = field(init=False, eq=False, repr=False)

    @_named.default
    def _rows_by_name(self) -> Mapping[str, Mapping[tuple[str, ...], tuple[Factor, ...]]]:
        """Return the rows of each table by all that their keys may begin with, so that none is searched for."""
        found: dict[str, dict[tuple[str, ...], tuple[Factor, ...]]] = {table: {} for table in self.tables}
        for table, rows in self.tables.items():
            for row in rows.values():
                for key in dict.fromkeys((name, *row.key[1:]) for name in _names(row)):
                    found[table][key] = (*found[table].get(key, ()), row)
        return read_only(found)  # type: ignore[no-any-return]

    _called: Mapping[str, Mapping[str, tuple[Factor, ...]]] = field(init=False, eq=False, repr=False)

    @_called.default
    def _rows_by_their_own_name(self) -> Mapping[str, Mapping[str, tuple[Factor, ...]]]:
        found: dict[str, dict[str, tuple[Factor, ...]]] = {table: {} for table in self.tables}
        for table, rows in self.tables.items():
            for row in rows.values():
                for name in {row.key[0], row.name_zh}:
                    found[table][name] = (*found[table].get(name, ()), row)
        return read_only(found)  # type: ignore[no-any-return]

    def called(self, table: str, name: str) -> tuple[Factor, ...]:
        """Return the rows of a table by the English or Chinese name that their keys begin with.

        Parameters
        ----------
        table : str
            As :meth:`lookup` takes it.
        name : str
            The name.

        Returns
        -------
        tuple of Factor
            The rows, for any set and purpose; none if there is no such name.

        Raises
        ------
        FactorError
            If there is no such table.
        """
        self._check_table({"table": table, "name": name})
        return self._called[table].get(name, ())

    def _check_table(self, texts: Mapping[str, str]) -> None:
        """Refuse what is no text, and a table that there is not."""
        check_texts(texts)
        if texts["table"] not in self.tables:
            raise FactorError(f"there is no table {texts['table']!r}; there are {', '.join(self.tables)}")

    def lookup(self, table: str, *key: str, purpose: str) -> Factor:
        """Return the row of just that key; the first part of a key may be the Chinese name.

        Parameters
        ----------
        table : str
            "coal_equivalent", "energy_media", "fuel_carbon", "grid_factor" or "gwp".
        *key : str
            All parts of the key.
        purpose : str
            The clause it is to serve, as "A.8" or "A.9"; some factors are refused for one.

        Returns
        -------
        Factor
            The row.

        Raises
        ------
        FactorError
            If there is no such row, listing the nearest keys; if a Chinese name stands for several rows; or if
            the row must not be used for the purpose.
        """
        parts = {f"part {number} of the key": part for number, part in enumerate(key, start=1)}
        self._check_table({"table": table, "purpose": purpose, **parts})
        refused = self.refused.get((table, " / ".join(key)))
        if refused is not None and refused["purpose"] == purpose:
            raise FactorError(f"{table}: {' / '.join(key)} is refused for {purpose}: {refused['reason']}")
        rows = self.tables[table]
        named = self._named[table].get(key, ())
        if key in rows or len(named) == 1:
            row = rows[key] if key in rows else named[0]
            if "carbon-footprint" in row.key:
                raise FactorError(f"{row} is refused for {purpose}: a footprint counts the whole life cycle")
            for amount in row.values.values():
                self.check_value(table, amount, purpose)
            return row
        if named:
            raise FactorError(f"{table}: {' / '.join(key)} stands for several rows: {_listed(named)}; name one")
        raise FactorError(_NoRow(self, table, key))

    def check_value(self, table: str, amount: str, purpose: str) -> None:
        """Refuse an amount typed by a user that is one of those that must not be used for a purpose.

        Parameters
        ----------
        table : str
            As :meth:`lookup` takes it.
        amount : str
            The amount with its unit.
        purpose : str
            The clause it is to serve.

        Raises
        ------
        FactorError
            With the reason.
        """
        check_texts({"table": table, "amount": amount, "purpose": purpose})
        number, unit = parse_amount(amount)
        for (of_table, key), row in self.refused.items():
            if of_table != table or row["purpose"] != purpose:
                continue
            value, its_unit = parse_amount(f"{row['value']} {row['unit']}")
            if unit.dimension == its_unit.dimension and number * unit.size == value * its_unit.size:
                raise FactorError(f"{amount} is {table}: {key}, refused for {purpose}: {row['reason']}")

    def _sheet(self) -> Sheet:
        heads = ("Key", "中文", "Amounts", "Origin", "Source")
        tables = [
            Sheet(f"{table}: {len(rows)} rows", (Table(heads, map(cells_of, rows.values())),), folded=True)
            for table, rows in self.tables.items()
        ]
        return Sheet(f"Factor tables: {sum(map(len, self.tables.values()))} rows", tuple(tables))


def _names(row: Factor) -> tuple[str, ...]:
    """Return what else the first part of a key may be: the Chinese name, and a refrigerant's number as R134a."""
    number = _refrigerant(row.key[0]) if row.table == "gwp" else None
    return (row.name_zh, *(f"{letter}{number}" for letter in ("R", "R-") if number))


def _refrigerant(name: str) -> str | None:
    """Return the number that names a refrigerant, by which HFC-134a and R-134a are one."""
    match = _REFRIGERANT.fullmatch(name)
    return match[1] if match else None


_REFRIGERANT = re.compile(r"(?:HFC|HFO|R)-([0-9]+[A-Za-z]*)")


def _how_to_add(table: str) -> str:
    shape = SHAPES[table]
    instead = f", or give {shape.instead} with reference in the line itself" if shape.instead else ""
    columns = ",".join(shape.columns)
    return (
        f"A row of your own goes into a CSV file with the columns {columns}, given as load_factors('own.csv'){instead}"
    )


def load_factors(*paths: str | Path, shipped: bool = True) -> Factors:
    """Load the library's factor tables, with a user's own rows in place of its rows, or beside them.

    Parameters
    ----------
    *paths : str or Path
        CSV files with the columns of a shipped table, by which it is known. A row of the same key replaces the shipped
        one, another is added.
    shipped : bool
        Whether the library's own rows are there too.

    Returns
    -------
    Factors
        The checked tables.

    Raises
    ------
    FactorError
        If a file is of no known columns, or a row is wrong: an amount that cannot be read, an unknown origin, a key
        that is there twice.

    Examples
    --------
    >>> factors = load_factors()
    >>> factors.lookup(
    ...     "grid_factor", "national", "2023", "location", purpose="A.9"
    ... ).values["factor"]
    '0.5306 tCO2/MWh'
    """
    if not isinstance(shipped, bool):
        raise FactorError(refusal("shipped", shipped, "give True or False"))
    for path in paths:
        if not is_path(path):
            mend = "give each file by itself, as load_factors('grid.csv', 'gwp.csv')"
            raise FactorError(refusal("a path", path, mend))
    if shipped and not paths:
        return _shipped()
    tables: dict[str, dict[tuple[str, ...], Factor]] = {name: {} for name in SHAPES}
    read: list[tuple[str, str]] = []
    if shipped:
        own = _shipped()
        tables = {name: dict(rows) for name, rows in own.tables.items()}
        read += own.files
    for path in map(Path, paths):
        name, rows, digest = read_factors(path)
        tables[name].update(rows)
        read.append((path.name, digest))
    return Factors(tables, refused(), tuple(read))


@cache
def _shipped() -> Factors:
    tables: dict[str, dict[tuple[str, ...], Factor]] = {}
    read: list[tuple[str, str]] = []
    for name in SHAPES:
        with as_file(files("greencalc.factors") / f"{name}.csv") as path:
            _, tables[name], digest = read_factors(path)
            read.append((path.name, digest))
    return Factors(tables, refused(), tuple(read))


def factor_data(factor: Factor) -> dict[str, Any]:
    """Return a row as plain data, ready for JSON, which `factors_of` reads back."""
    data = {**asdict(factor), "key": list(factor.key), "values": dict(factor.values)}
    return data if factor.note else {name: value for name, value in data.items() if name != NOTE}


def factors_of(rows: Iterable[Mapping[str, Any]], files_read: Iterable[Sequence[str]]) -> Factors:
    """Return factor tables of just these rows.

    Raises
    ------
    FactorError
        If a row is not of a table's shape.
    """
    tables: dict[str, dict[tuple[str, ...], Factor]] = {name: {} for name in SHAPES}
    for row in rows:
        if not is_row(row):
            raise FactorError("a row is none of a factor table: its columns or their kinds are others")
        factor = Factor(**{**row, "key": tuple(row["key"]), "values": dict(row["values"])})
        missing = missing_values(factor.table, SHAPES[factor.table], factor.values)
        faults = list(
            row_faults({"source": factor.source, "origin": factor.origin}, factor.key, factor.values, missing)
        )
        tables[factor.table][factor.key] = factor
        if faults:
            raise FactorError(f"{factor}: {'; '.join(faults)}")
    return Factors(tables, refused(), tuple((str(name), str(digest)) for name, digest in files_read))


class _NoRow:
    """What to say of a key that no row has: the nearest keys, looked for only where somebody reads it."""

    def __init__(self, factors: Factors, table: str, key: tuple[str, ...]) -> None:
        self.factors, self.table, self.key = factors, table, key

    def __eq__(self, other: object) -> bool:
        """Tell whether it says the same, by which the same fault of many lines is told once."""
        return isinstance(other, _NoRow) and self._said_of == other._said_of

    def __hash__(self) -> int:
        return hash(self._said_of)

    @property
    def _said_of(self) -> tuple[int, str, tuple[str, ...]]:
        return id(self.factors), self.table, self.key

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)

    def __repr__(self) -> str:
        return repr(str(self))

    def __str__(self) -> str:
        nearest = _listed(_nearest(self.factors.tables[self.table].values(), self.key))
        return (
            f"{self.table}: there is no row for {' / '.join(map(brief, self.key))}; "
            + (f"nearest are {nearest}" if nearest else "the table is empty")
            + f". {_how_to_add(self.table)}"
        )


def _nearest(rows: Iterable[Factor], key: tuple[str, ...]) -> list[Factor]:
    """Return the rows whose keys share most parts with a key, then those that are spelled most alike."""
    wanted = difflib.SequenceMatcher(None, "", _compared(key))  # which looks into its second text once

    def shared(row: Factor) -> int:
        names = ((row.key[0], *_names(row)), *((part,) for part in row.key[1:]))
        return sum(part in those for part, those in zip(key, names, strict=False))

    def spelled(row: Factor, ratio: Callable[[], float]) -> float:
        best = 0.0
        for name in (row.key[0], row.name_zh):
            wanted.set_seq1(_compared((name, *row.key[1:])))
            best = max(best, ratio())
        return best

    likely = [(shared(row), spelled(row, wanted.quick_ratio), row) for row in rows]  # never below the true one
    likely = sorted(likely, key=lambda one: one[:2], reverse=True)[:_MOST_COMPARED]
    return [
        row
        for *_, row in sorted(
            ((parts, spelled(row, wanted.ratio), row) for parts, _, row in likely),
            key=lambda one: one[:2],
            reverse=True,
        )
    ][:_MOST_NEAR]


def _compared(key: tuple[str, ...]) -> str:
    return " / ".join(key)[:MAX_LENGTH].casefold()


def _listed(rows: Iterable[Factor]) -> str:
    return ", ".join(
        f"{' / '.join(map(brief, row.key))}{f' ({brief(row.name_zh)})' if row.name_zh else ''}" for row in rows
    )
