"""Plant files: TOML as an engineer would write it, or a workbook, read into facts."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from attrs import field, frozen

import greencalc
from greencalc.errors import PlantFileError
from greencalc.files.input_file import InputFileError, read_stream
from greencalc.files.toml import MAX_BYTES, TomlFileError, read_toml, read_toml_bytes
from greencalc.files.workbook_parts import SUFFIXES
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.fact import FACT_KEYS, MOST_FACTS, is_year
from greencalc.plant.names import known_names
from greencalc.read_only import read_only
from greencalc.showing.sheet import Sheet, Shown, Table, listed_text
from greencalc.standards.editions import edition_of, editions
from greencalc.standards.table import VEHICLE_TYPE
from greencalc.units.spellings import suggest
from greencalc.units.spread import SPREAD_KEYS
from greencalc.units.wording import PATH, expect, shown

_DESCRIPTION = "plant"
_DESCRIPTION_KEYS = ("name", "year", "standard", VEHICLE_TYPE, "notes")
_TYPE = "_type"
_MOST_ENTRIES = 1000
_FACT_MARKS = frozenset(FACT_KEYS) - {"year", "distribution", "coverage"}


@frozen(repr=False)
class Plant(Shown):
    """What a plant file says. It shows itself as a table.

    Attributes
    ----------
    facts : mapping
        Facts by name, as :func:`greencalc.evaluate` takes them.
    description : mapping
        Of the [plant] table, as typed: name, year, the standard to judge by, vehicle type, notes.
    table : str or None
        The path of the standard's table, where the file names one that lies beside it and is no link.
    """

    facts: Mapping[str, Any] = field(converter=read_only)
    description: Mapping[str, Any] = field(converter=read_only)
    table: str | None = None

    @property
    def standard(self) -> str | None:
        """The standard that the file names, for :func:`greencalc.load_standard`."""
        return self.table or self.description.get("standard")

    def _sheet(self) -> Sheet:
        described = "; ".join(f"{name}: {' '.join(str(text).split())}" for name, text in self.description.items())
        rows = tuple((name, *_shown(fact)) for name, fact in self.facts.items())
        title = f"{self.description.get('name', 'A plant')}: {len(rows)} facts"
        return Sheet(title, (described, Table(("Fact", "As typed", "Evidence"), rows)))


def _shown(fact: Any) -> tuple[str, str]:
    """Return a fact and its evidence as they were typed."""
    if isinstance(fact, list):
        return listed_text(tuple(map(str, fact))), ""
    if not isinstance(fact, Mapping):
        return str(fact), ""
    said = [_shown(fact[key])[0] for key in ("status", "value", "share", "reason", "year", *SPREAD_KEYS) if key in fact]
    return "; ".join(said), str(fact.get("evidence", ""))


def load_plant(path: str | Path) -> Plant:
    """Read a plant file.

    The file is TOML, or an Excel workbook (.xlsx) with the same in its cells. The [plant] table describes the plant:
    ``name``, ``year``, ``standard``, ``vehicle_type``, ``notes``. Everything else is facts, under table headings of
    the writer's choice, which only group them; so is the category of a table that goes by another one.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Plant
        Facts and description.

    Raises
    ------
    PlantFileError
        If the file cannot be read, a fact is given twice, a clause is not in quotation marks, or a cell of a workbook
        holds what cannot be used.

    Examples
    --------
    >>> plant = load_plant("examples/plant.toml")
    >>> plant.facts["land_area"]["value"]
    '1230 mu'
    """
    expect(PATH, path, "load_plant", "path", "give the path of a plant file, as 'plant.toml'", error=PlantFileError)
    path = Path(path)
    if path.suffix.lower() in SUFFIXES:
        with greencalc.loading:
            from greencalc.plant.plant_workbook import read_plant_workbook  # noqa: PLC0415 (for who has one)

        book = read_plant_workbook(path)
        return _plant(book.content, str(path), path.parent, book.faults, book.placed)
    if path.suffix.lower() in _MANY and _is_there(path):
        raise PlantFileError(str(path), ("it is a file of many plants, a row each; they are for 'greencalc batch'",))
    try:
        content = read_toml(path, _is_known, with_dates=False)
    except TomlFileError as error:
        raise PlantFileError(str(path), (str(error),)) from error
    return _plant(content, str(path), path.parent)


_MANY = (".csv", ".parquet", ".arrow")
STANDARD_INPUT = "standard input"
_ARCHIVE = b"PK\x03\x04"  # as every workbook begins


def read_plant(stream: BinaryIO | None) -> Plant:
    """Read a plant file from the standard input, bounded as files are.

    Raises
    ------
    PlantFileError
        As `load_plant`; also if a table beside it is named, since there is no folder that it lies in.
    """
    try:
        given = read_stream(stream, MAX_BYTES)
        if given.startswith(_ARCHIVE):
            raise PlantFileError(STANDARD_INPUT, ("it is a workbook, not TOML; give the workbook's name, not -",))
        content = read_toml_bytes(given, _is_known, with_dates=False)
    except InputFileError as error:
        raise PlantFileError(STANDARD_INPUT, (f"it {error}",)) from None
    except TomlFileError as error:
        raise PlantFileError(STANDARD_INPUT, (str(error),)) from error
    return _plant(content, STANDARD_INPUT, None)


def _plant(
    content: dict[str, Any],
    name: str,
    folder: Path | None,
    found: Iterable[str] = (),
    placed: Callable[[str], str] = str,
) -> Plant:
    """Return what a plant file says, beside faults that were found; a table that it names lies in its folder."""
    described = content.pop(_DESCRIPTION, {})
    named = described.get("standard") if isinstance(described, dict) else None
    table, no_table = _table_beside(folder, named)
    faults = list(_description_faults(described, is_own=table is not None))
    described = described if isinstance(described, dict) else {}
    description = {key: value for key, value in described.items() if key in _DESCRIPTION_KEYS}
    content["facts beside the description"] = {key: value for key, value in described.items() if key not in description}
    facts: dict[str, Any] = {}
    if VEHICLE_TYPE in description:
        facts[VEHICLE_TYPE] = description[VEHICLE_TYPE]
    if (year := _year(description)) is not None:
        facts["year"] = year
    for fact, value in _facts(content, faults):
        if fact in facts:
            faults.append(f"{fact}: the fact is given twice")
        facts[fact] = value
    faults += no_table
    if len(facts) > MOST_FACTS:
        faults.append(f"the file has more than {MOST_FACTS} facts")
    told = (*found, *map(placed, faults))
    if told:
        raise PlantFileError(name, told)
    return Plant(facts, description, table)


def _is_known(key: str) -> bool:
    """Tell whether only a plant file has such a key; names of one word are in files of all kinds."""
    return key == _DESCRIPTION or ("_" in key and key in known_names())


def _table_beside(folder: Path | None, named: Any) -> tuple[str | None, list[str]]:
    """Return the path of the table that a plant file names, or what is wrong with the name.

    It names an edition, or a file beside it, and no other.
    A plant file may come from a stranger, and whoever reads it has files that the stranger has not.
    """
    if not isinstance(named, str) or edition_of(named):
        return None, []
    is_bare = named not in {"", ".", ".."} and not re.search(r"[/\\:\x00-\x1f]", named)
    table = Path() if folder is None else folder / named
    if not is_bare or not _is_there(table):
        fault = (
            f"plant.standard: {shown(named)} is neither {' nor '.join(editions())} nor the name of a table in the "
            "folder of this file; a table elsewhere, or behind a link, is named by whoever judges, as with "
            "--standard FILE"
        )
        return None, [fault]
    return str(table), []


def _is_there(path: Path) -> bool:
    """Tell whether there is a file of that name that is no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _description_faults(description: Any, *, is_own: bool) -> Iterator[str]:
    if not isinstance(description, dict):
        yield "plant: write a [plant] table"
        return
    for key, value in description.items():
        near = "" if is_own or key in _DESCRIPTION_KEYS else _meant(key)
        if near and key not in known_names():
            yield f"plant.{key}: did you mean {near}? A fact of a table of your own stands outside of [plant]"
        elif key == "year" and value != "" and _year(description) is None:
            yield f"plant.year: {shown(value)} is no year that is evaluated; write it as 2025, and more in notes"
        elif key in {"name", "standard"} and not isinstance(value, str):
            yield f"plant.{key}: {shown(value)} is not a text"


def _meant(key: str) -> str:
    """Return the key of a description that another one is near to; its first word tells one type from another."""
    first = key.removesuffix(_TYPE)
    if first == key:
        return suggest(key, _DESCRIPTION_KEYS)
    return VEHICLE_TYPE if suggest(first, (VEHICLE_TYPE.removesuffix(_TYPE),)) else ""


def _year(description: Mapping[str, Any]) -> int | None:
    """Return the year that is evaluated, which may be a text, also in Chinese."""
    written = re.fullmatch(r"(\d{4})\s*(?:年度?)?", str(description.get("year", "")).strip(), re.ASCII)
    return int(written[1]) if written and is_year(int(written[1])) else None


_LINE_KEYS = frozenset({"carrier", "kind", "fuel", "quantity"})


def _facts(table: Mapping[str, Any], faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield facts; a table that is no fact itself groups others."""
    for name, value in table.items():
        is_table = isinstance(value, dict)
        is_fact = is_table and not _FACT_MARKS.isdisjoint(value)
        inside = [key for key in value if key not in FACT_KEYS and key in known_names()] if is_fact else []
        if name == "standard" and not is_table:
            faults.append("standard: it says what the plant is judged by; write it into the [plant] table")
        elif inside:
            faults += (
                f"{name}: {key} is no part of it but a fact of its own; write it above [{name}]" for key in inside
            )
        elif name in LEDGER_NAMES and isinstance(value, list if name != "ledger" else dict):
            yield name, value
        elif not _LINE_KEYS.isdisjoint(value) if is_table else _has_lines(value):
            faults.append(
                f"{name}: its entries are those of a ledger's line; write its heading as [[energy]] or [[emission]]"
            )
        elif isinstance(value, list) and (len(value) > _MOST_ENTRIES or any(isinstance(item, dict) for item in value)):
            faults.append(
                f"{name}: write a list of at most {_MOST_ENTRIES} amounts; headings of facts have single brackets"
            )
        elif not is_table or is_fact or re.match(r"\d+[./]", name):
            yield name, value
        elif name.isdigit():
            faults.append(f"clause {_unquoted(name, value)}: write it in quotation marks, because of its dots")
        elif value and all(re.fullmatch(r"\d{4}", key) for key in value):
            faults.append(f'{name}: write the years as a list, oldest first: {name} = ["...", "..."]')
        else:
            yield from _facts(value, faults)


def _has_lines(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) and _LINE_KEYS & set(part) for part in value)


def _unquoted(name: str, value: Any) -> str:
    """Return the clause that was meant by nested tables of its parts."""
    while isinstance(value, dict) and len(value) == 1:
        [(part, value)] = value.items()
        name = f"{name}.{part}"
    return name
