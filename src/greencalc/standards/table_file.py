"""Reading a standard's table from a file: its shape, its points, its rules; all faults at once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import cattrs
from attrs import evolve

import greencalc
from greencalc.errors import GreencalcError, StandardError
from greencalc.files.toml import TomlFileError, read_toml
from greencalc.files.workbook_parts import SUFFIXES
from greencalc.formula.declaration import Formula, spec
from greencalc.standards.editions import (
    EDITIONS,
    Installed,
    edition_of,
    editions,
    installed,
    installed_as,
    module_of,
    shipped_module,
)
from greencalc.standards.table import VEHICLE_TYPE, Standard
from greencalc.standards.table_checks import table_faults
from greencalc.standards.table_data import (
    HEADER,
    TableData,
    TableHeader,
    as_date,
    converter,
    names_category,
    structure_faults,
)
from greencalc.units.wording import PATH, expect, listed


def load_standard(path_or_id: str | Path, formulas: Iterable[Callable[..., Any]] = ()) -> Standard:
    """Load a standard that the library ships or an installed package adds, or a table of one's own.

    Parameters
    ----------
    path_or_id : str or Path
        An edition's id ("qct1160_2022") or number ("QC/T 1160-2022"), or the path of a TOML file of the same
        shape as the shipped tables, or of a workbook (.xlsx) as ``greencalc form --table`` writes it.
    formulas : iterable of callable, optional
        Formulas of one's own that the table's rules name, as `load_formulas` returns them, beside those of the
        edition that it builds on.

    Returns
    -------
    Standard
        The checked table.

    Raises
    ------
    StandardError
        Listing every fault of the file: unknown or missing keys, points that do not add up, an unknown
        formula, a limit whose dimension is not its formula's, the id of a shipped table that is another; or
        saying why an installed package, which it names, cannot be used.

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
    """Load every edition that the library ships or a package adds, each with its id, number, dates and status.

    An edition of a package that cannot be used is left out, with a warning.

    Returns
    -------
    tuple of Standard
        The editions, that of QC/T 1160 first, and those of packages last.

    Examples
    --------
    >>> import greencalc
    >>> [standard.id for standard in greencalc.standards()][:2]
    ['qct1160_2022', 'gbt36132_2025']
    """
    found, broken = found_standards()
    for error in broken:
        warnings.warn(str(error), stacklevel=3)  # beyond the module that is called
    return found


def found_standards() -> tuple[tuple[Standard, ...], tuple[StandardError, ...]]:
    """Return every edition, and what is wrong with those of packages that cannot be used."""
    found, broken = [*shipped_standards()], []
    for one in installed():
        try:
            module_of(one)
            found.append(_edition(one.id))
        except StandardError as error:
            broken.append(error)
    return tuple(found), tuple(broken)


@cache  # here, because a cached function hides its arguments from type checkers
def shipped_standards() -> tuple[Standard, ...]:
    """Return the editions that the library ships: what is said of a plant by their names is the same everywhere."""
    return tuple(load_standard(edition) for edition in EDITIONS)


@cache  # which may be shared, since it is read-only
def _edition(edition: str) -> Standard:
    return _load_edition(edition, ())


def _load_edition(edition: str, own: Iterable[Callable[..., Any]], within: tuple[str, ...] = ()) -> Standard:
    one = installed_as(edition)
    if one is not None:
        return _load_installed(one, own, (*within, edition))
    with as_file(files("greencalc.standards") / edition / shipped_module(edition).TABLE) as shipped:
        return _load(shipped, own)


def _load_installed(one: Installed, own: Iterable[Callable[..., Any]], within: tuple[str, ...]) -> Standard:
    """Load an edition of a package; whatever is wrong with it, the message names the package."""
    module = module_of(one)
    path = Path(str(module.__file__)).with_name(str(module.TABLE))
    added = _listed(own, one.id)
    try:
        standard = _load(path, (*_listed(module.FORMULAS, one.entry.value), *added), within)
    except GreencalcError as error:
        faults = error.faults if isinstance(error, StandardError) else (str(error),)
        raise StandardError(f"{one}, {path.name}", faults) from error
    if standard.id != one.id:
        raise StandardError(str(one), (f"its table has the id {standard.id!r}; give both the same",))
    return evolve(standard, edition=one.id)


def _load(path: Path, own: Iterable[Callable[..., Any]], within: tuple[str, ...] = ()) -> Standard:
    if path.suffix.lower() in SUFFIXES:
        with greencalc.loading:
            from greencalc.standards.table_workbook import read_table_workbook  # noqa: PLC0415 (for who has one)

        book = read_table_workbook(path)
        try:
            return _checked(book.content, own, str(path), within)
        except StandardError as error:
            raise StandardError(error.where, tuple(map(book.placed, error.faults))) from error
    try:
        table = read_toml(path, "standard".__eq__)
    except TomlFileError as error:
        fault = f"{error}; standards that need no file are {', '.join(editions())}" if not path.suffix else str(error)
        raise StandardError(str(path), (fault,)) from error
    if not isinstance(table.get("standard"), dict):
        raise StandardError(str(path), ("it is no table of a standard: there is no heading [standard] in it",))
    return _checked(table, own, str(path), within)


def standard_data(standard: Standard, *, is_named: bool = False) -> dict[str, Any]:
    """Return a standard's table as plain data, ready for JSON, which `standard_of` reads back.

    The category that limits go by is named where it is not the vehicle type, or `is_named` asks for it.
    """
    header = {name: getattr(standard, name) for name in HEADER}
    file = TableData(
        standard=TableHeader(**header, formulas=standard.edition),
        item=standard.items,
        group=standard.groups,
        level=standard.levels,
        cap=standard.caps,
        assumption=standard.assumptions,
    )
    data: dict[str, Any] = converter(is_named=is_named or standard.category != VEHICLE_TYPE).unstructure(file)
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


def _checked(
    table: Mapping[str, Any], own: Iterable[Callable[..., Any]], where: str, within: tuple[str, ...] = ()
) -> Standard:
    items = table.get("item")
    if isinstance(items, list) and len(items) > _MOST_ITEMS:
        raise StandardError(where, (f"the table has more than {_MOST_ITEMS} items",))
    try:
        content = converter(is_named=names_category(table)).structure(table, TableData)
    except cattrs.BaseValidationError as error:
        raise StandardError(where, tuple(structure_faults(error, table))) from error
    edition = _built_on(content.standard.formulas, where, within)
    formulas = _with_own(edition_formulas(edition, within), own, where)
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


def _built_on(named: str, where: str, within: tuple[str, ...]) -> str:
    """Return the edition whose formulas a table's rules use beside its own; empty if there is none."""
    edition = edition_of(named) if named else ""
    if edition is None:
        fault = f"standard.formulas: {named!r} is not one of {', '.join(editions())}; is its package installed?"
        raise StandardError(where, (fault,))
    if edition in within[:-1]:
        raise StandardError(where, (f"standard.formulas: {named!r} builds on this table itself",))
    return "" if edition in within else edition  # an edition's own are given with its table


def edition_formulas(edition: str, within: tuple[str, ...] = ()) -> Mapping[str, Formula]:
    """Return the declared formulas of an edition by name; none of no edition."""
    if not edition:
        return {}
    if installed_as(edition) is not None:
        return _load_edition(edition, (), within).formulas
    return {spec(function).name: spec(function) for function in shipped_module(edition).FORMULAS}


def _with_own(shipped: Mapping[str, Formula], own: Iterable[Callable[..., Any]], where: str) -> Mapping[str, Formula]:
    """Add a user's own formulas, none of which may hide another."""
    formulas = dict(shipped)
    for function in _listed(own, where):
        declaration = spec(function)
        if declaration.name in formulas:
            home = formulas[declaration.name].body.__module__
            fault = f"formula {declaration.name!r} is there already, in {home}; give yours another name"
            raise StandardError(where, (fault,))
        formulas[declaration.name] = declaration
    return formulas


def _listed(formulas: Any, where: str) -> tuple[Any, ...]:
    return listed(formulas, where, "formulas", "give a list of formulas, as formulas=[...]", error=StandardError)


_MOST_ITEMS = 1000
