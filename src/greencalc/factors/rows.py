"""Rows of factors as files hold them, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from attrs import field, fields, frozen

from greencalc.errors import FactorError, UnitTextError
from greencalc.fault_list import RowFaults
from greencalc.files.csv_table import CsvFileError, read_rows, read_table
from greencalc.languages.said import both, joined, word
from greencalc.origins import ORIGINS
from greencalc.read_only import ReadOnlyDict, read_only
from greencalc.showing.sheet import InALine
from greencalc.units.text import parse_amount
from greencalc.units.wording import brief, refusal, shown


@frozen
class _Shape:
    """A table's columns: its keys, whether it has Chinese names, its values with the columns of their units.

    And what a ledger's line may have in place of a row.
    """

    keys: tuple[str, ...]
    named: bool
    values: Mapping[str, str] = field(converter=read_only)
    instead: str

    @property
    def columns(self) -> tuple[str, ...]:
        amounts = (name for pair in self.values.items() for name in pair if name)
        return (*self.keys, *(["zh"] if self.named else []), *amounts, "origin", "source")


SHAPES: Mapping[str, _Shape] = ReadOnlyDict(
    {
        "coal_equivalent": _Shape(
            ("energy",),
            named=True,
            values={"ncv": "ncv_unit", "coefficient": "coefficient_unit"},
            instead="coefficient or heating_value",
        ),
        "energy_media": _Shape(
            ("medium",), named=True, values={"coefficient": "coefficient_unit"}, instead="coefficient"
        ),
        "fuel_carbon": _Shape(
            ("fuel", "set"),
            named=True,
            values={"ncv": "ncv_unit", "carbon_content": "carbon_unit", "oxidation": ""},
            instead="heating_value, carbon_content and oxidation",
        ),
        "grid_factor": _Shape(("scope", "vintage", "basis"), named=False, values={"factor": "unit"}, instead="factor"),
        "gwp": _Shape(("gas", "set"), named=True, values={"gwp": "unit"}, instead=""),
    }
)
NOTE = "note"  # the one column that a table may lack
_REFUSED_COLUMNS = ("table", "key", "value", "unit", "purpose", "reason", "origin", "source")
MOST_ROWS = 2000
"""Rows that a file of factors may have."""


_MAY_LACK = ("coal_equivalent", "ncv")


@frozen(repr=False)
class Factor(InALine):
    """A row of a factor table.

    Attributes
    ----------
    table : str
        Which table.
    key : tuple of str
        Its key: name and set, or scope, vintage and basis.
    name_zh : str
        The Chinese name, where the table has one.
    values : mapping of str to str
        Its amounts as typed with their units.
    origin, source : str
        How far it can be trusted, and where it comes from.
    file : str
        The file it stands in.
    note : str
        What is in doubt about it, which is listed with every result that it touches; mostly empty.
    """

    table: str
    key: tuple[str, ...]
    name_zh: str
    values: Mapping[str, str] = field(converter=read_only)
    origin: str
    source: str
    file: str
    note: str = ""

    @property
    def amounts(self) -> str:
        """Its amounts, as one text."""
        return ", ".join(self.values.values())

    def __str__(self) -> str:
        """Return table and key."""
        key = " / ".join(self.key)
        return joined((word(self.table), both(key, f"{self.name_zh}（{key}）" if self.name_zh else key)), ": ")


def check_texts(given: Mapping[str, Any]) -> None:
    """Refuse parts of a key that are no texts."""
    for name, text in given.items():
        if not isinstance(text, str):
            raise FactorError(refusal(name, text, "write it as text, in quotation marks"))


def cells_of(row: Factor) -> tuple[str, ...]:
    """Return a row as it is shown in a table."""
    source = f"{row.source}; in doubt: {row.note}" if row.note else row.source
    return " / ".join(row.key), row.name_zh, row.amounts, row.origin, source


def is_row(row: Any) -> bool:
    """Tell whether plain data are a row of the table that they name, whatever they say."""
    names = {field.name for field in fields(Factor)}
    if not isinstance(row, Mapping) or names - {NOTE} != {*row} - {NOTE}:
        return False
    key, values = row["key"], row["values"]
    texts = [text for name, text in row.items() if name not in {"key", "values"}]
    if not isinstance(key, list | tuple) or not isinstance(values, Mapping):
        return False
    if not all(isinstance(text, str) for text in (*texts, *key, *values, *values.values())):
        return False
    shape = SHAPES.get(row["table"])
    if shape is None or len(key) != len(shape.keys):
        return False
    return {*values} <= {*shape.values}


def missing_values(name: str, shape: _Shape, values: Collection[str]) -> list[str]:
    """Return the columns that a row of a table needs and has not."""
    return [column for column in shape.values if column not in values and (name, column) != _MAY_LACK]


@cache
def refused() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return the rows that are refused for a purpose, each with its reason."""
    with as_file(files("greencalc.factors") / "refused.csv") as path:
        rows = read_rows(path, _REFUSED_COLUMNS).values()
    return ReadOnlyDict({(row["table"], row["key"]): ReadOnlyDict(row) for row in rows})


def read_factors(path: Path) -> tuple[str, dict[tuple[str, ...], Factor], str]:
    """Read a file as the table whose columns it has, with its SHA-256."""
    try:
        table = read_table(path)
    except CsvFileError as error:
        raise FactorError(f"{path}: {error}") from error
    header = sorted(table.header)
    for name, shape in SHAPES.items():
        if header in (sorted(shape.columns), sorted((*shape.columns, NOTE))):
            return name, _checked(name, shape, table.rows, path.name), table.digest
    nearest = max(SHAPES, key=lambda name: len({*SHAPES[name].columns} & {*header}))
    raise FactorError(
        f"{path}: it is none of the factor tables: {table.columns_said(SHAPES[nearest].columns)}; "
        f"of those, {nearest} is the nearest, with the columns {', '.join(SHAPES[nearest].columns)}"
    )


def _checked(
    name: str, shape: _Shape, rows: Mapping[int, Mapping[str, str]], file: str
) -> dict[tuple[str, ...], Factor]:
    found: dict[tuple[str, ...], Factor] = {}
    faults = RowFaults()
    if len(rows) > MOST_ROWS:
        raise FactorError(f"{file}: it has {len(rows)} rows; a factor table has at most {MOST_ROWS}")
    for number, row in rows.items():
        key = tuple(row[column] for column in shape.keys)
        values = {
            column: f"{row[column]} {row.get(unit, '')}".strip() for column, unit in shape.values.items() if row[column]
        }
        for fault in row_faults(row, key, values, missing_values(name, shape, values)):
            faults.add(f"row {number}", fault)
        if key in found:
            faults.add(f"row {number}", f"the key {' / '.join(map(brief, key))} is there twice")
        note = row.get(NOTE, "")
        found[key] = Factor(name, key, row.get("zh", ""), values, row["origin"], row["source"], file, note)
    if faults:
        raise FactorError("\n  ".join([f"{file}:", *faults.told()]))
    return found


def row_faults(
    row: Mapping[str, str], key: tuple[str, ...], values: Mapping[str, str], missing: Iterable[str] = ()
) -> Iterator[str]:
    """Find what is wrong with a row."""
    if not all(key) or not row["source"]:
        yield "a key or the source is empty"
    for column in missing:
        yield f"{column} is empty"
    if row["origin"] not in ORIGINS:
        yield f"origin {shown(row['origin'])} is not one of {', '.join(ORIGINS)}"
    for column, amount in values.items():
        try:
            if parse_amount(amount)[0] <= 0:
                yield f"{column}: {amount} is not above 0"
        except UnitTextError as error:
            yield f"{column}: {error}"
