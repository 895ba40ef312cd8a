"""Reading a standard's table from a file: its shape, its points, its rules; all faults at once."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import cattrs

import greencalc
from greencalc.errors import StandardError
from greencalc.files.toml import TomlFileError, read_toml
from greencalc.files.workbook_parts import SUFFIXES
from greencalc.formula.declaration import Formula, spec
from greencalc.standards.editions import EDITIONS
from greencalc.standards.table import Standard
from greencalc.standards.table_checks import table_faults
from greencalc.standards.table_data import HEADER, TableData, TableHeader, as_date, converter, structure_faults
from greencalc.units.wording import PATH, expect, listed


def load_standard(path_or_id: str | Path, formulas: Iterable[Callable[..., Any]] = ()) -> Standard:
    """Load a standard that the library ships, or a table of one's own.

    Parameters
    ----------
    path_or_id : str or Path
        An edition's id ("qct1160_2022") or number ("QC/T 1160-2022"), or the path of a TOML file of the same
        shape as the shipped tables, or of a workbook (.xlsx) as ``greencalc form --table`` writes it.
    formulas : iterable of callable, optional
        Formulas of one's own that the table's rules name, beside those of the edition that it builds on.

    Returns
    -------
    Standard
        The checked table.

    Raises
    ------
    StandardError
        Listing every fault of the file: unknown or missing keys, points that do not add up, an unknown
        formula, a limit whose dimension is not its formula's, the id of a shipped table that is another.

    Examples
    --------
    >>> standard = load_standard("qct1160_2022")
    >>> standard.number, len(standard.groups)
    ('QC/T 1160-2022', 6)
    """
    mend = f"give {' or '.join(map(repr, EDITIONS))}, or the path of a table"
    expect(PATH, path_or_id, "load_standard", "path_or_id", mend, error=StandardError)
    edition = edition_of(path_or_id) if isinstance(path_or_id, str) else None
    if edition is not None:
        is_as_shipped = isinstance(formulas, tuple | list) and not formulas
        return _edition(edition) if is_as_shipped else _load_edition(edition, formulas)
    standard = _load(Path(path_or_id), formulas)
    if standard.id in EDITIONS and standard != load_standard(standard.id):
        fault = f"the library has another table of the id {standard.id!r}; give this one an id of its own"
        raise StandardError(str(path_or_id), (fault,))
    return standard


def standards() -> tuple[Standard, ...]:
    """Load every edition that the library ships, each with its id, number, dates and status.

    Returns
    -------
    tuple of Standard
        The editions, that of QC/T 1160 first.

    Examples
    --------
    >>> import greencalc
    >>> [standard.id for standard in greencalc.standards()]
    ['qct1160_2022', 'gbt36132_2025']
    """
    return _shipped()


@cache  # here, because a cached function hides its arguments from type checkers
def _shipped() -> tuple[Standard, ...]:
    return tuple(load_standard(edition) for edition in EDITIONS)


def edition_of(name: str) -> str | None:
    """Return the edition that an id or a printed number means; None if it means none."""

    def compact(text: str) -> str:
        return re.sub(r"[\W_]", "", text.lower())

    return next((edition for edition in EDITIONS if compact(name) == compact(edition)), None)


@cache  # which may be shared, since it is read-only
def _edition(edition: str) -> Standard:
    return _load_edition(edition, ())


def _load_edition(edition: str, own: Iterable[Callable[..., Any]]) -> Standard:
    with as_file(files("greencalc.standards") / edition / _edition_module(edition).TABLE) as shipped:
        return _load(shipped, own)


def _load(path: Path, own: Iterable[Callable[..., Any]]) -> Standard:
    if path.suffix.lower() in SUFFIXES:
        with greencalc.loading:
            from greencalc.standards.table_workbook import read_table_workbook  # noqa: PLC0415 (for who has one)

        book = read_table_workbook(path)
        try:
            return _checked(book.content, own, str(path))
        except StandardError as error:
            raise StandardError(error.where, tuple(map(book.placed, error.faults))) from error
    try:
        table = read_toml(path, "standard".__eq__)
    except TomlFileError as error:
        fault = f"{error}; standards that need no file are {', '.join(EDITIONS)}" if not path.suffix else str(error)
        raise StandardError(str(path), (fault,)) from error
    if not isinstance(table.get("standard"), dict):
        raise StandardError(str(path), ("it is no table of a standard: there is no heading [standard] in it",))
    return _checked(table, own, str(path))


def standard_data(standard: Standard) -> dict[str, Any]:
    """Return a standard's table as plain data, ready for JSON, which `standard_of` reads back."""
    header = {name: getattr(standard, name) for name in HEADER}
    file = TableData(
        standard=TableHeader(**header, formulas=standard.edition),
        item=standard.items,
        group=standard.groups,
        level=standard.levels,
        cap=standard.caps,
        assumption=standard.assumptions,
    )
    data: dict[str, Any] = converter().unstructure(file)
    return data


def standard_of(data: Mapping[str, Any], formulas: Iterable[Callable[..., Any]], where: str) -> Standard:
    """Return the standard that plain data describe.

    Raises
    ------
    StandardError
        As `load_standard`.
    """
    header = data.get("standard")
    if isinstance(header, Mapping):
        dates = {key: as_date(header[key]) for key in ("issued", "in_force") if isinstance(header.get(key), str)}
        data = {**data, "standard": {**header, **dates}}
    return _checked(data, formulas, where)


def _checked(table: Mapping[str, Any], own: Iterable[Callable[..., Any]], where: str) -> Standard:
    items = table.get("item")
    if isinstance(items, list) and len(items) > _MOST_ITEMS:
        raise StandardError(where, (f"the table has more than {_MOST_ITEMS} items",))
    try:
        content = converter().structure(table, TableData)
    except cattrs.BaseValidationError as error:
        raise StandardError(where, tuple(structure_faults(error, table))) from error
    edition = edition_of(content.standard.formulas) if content.standard.formulas else ""
    if edition is None:
        fault = f"standard.formulas: {content.standard.formulas!r} is not one of {', '.join(EDITIONS)}"
        raise StandardError(where, (fault,))
    formulas = _with_own(edition_formulas(edition) if edition else {}, own, where)
    faults = tuple(table_faults(content, formulas))
    if faults:
        raise StandardError(where, faults)
    header = {name: getattr(content.standard, name) for name in HEADER}
    return Standard(
        **header,
        edition=edition,
        groups=content.group,
        items=content.item,
        levels=content.level,
        caps=content.cap,
        assumptions=content.assumption,
        formulas=formulas,
    )


def edition_formulas(edition: str) -> Mapping[str, Formula]:
    """Return the declared formulas of an edition by name."""
    return {spec(function).name: spec(function) for function in _edition_module(edition).FORMULAS}


def _edition_module(edition: str) -> Any:
    with greencalc.loading:
        return importlib.import_module(f"greencalc.standards.{edition}")


def _with_own(shipped: Mapping[str, Formula], own: Iterable[Callable[..., Any]], where: str) -> Mapping[str, Formula]:
    """Add a user's own formulas, none of which may hide another."""
    formulas = dict(shipped)
    for function in listed(own, where, "formulas", "give a list of formulas, as formulas=[...]", error=StandardError):
        declaration = spec(function)
        if declaration.name in formulas:
            raise StandardError(where, (f"formula {declaration.name!r} is there already; give yours another name",))
        formulas[declaration.name] = declaration
    return formulas


_MOST_ITEMS = 1000
