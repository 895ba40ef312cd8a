"""Reading a standard's table from a file: its shape, its points, its rules; all faults at once."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import cattrs
from attrs import fields, frozen
from cattrs.strategies import configure_tagged_union

from greencalc.errors import StandardError, UnitTextError
from greencalc.formula import ORIGINS, YEAR, Formula, spec
from greencalc.reading import shown
from greencalc.rounding import decimal_text
from greencalc.standard import (
    FULL_SCORE,
    Assumption,
    FormulaRule,
    Group,
    Header,
    Item,
    LimitRule,
    Line,
    Rule,
    Share,
    Standard,
    YesNo,
)
from greencalc.standards import EDITIONS
from greencalc.toml_file import TomlFileError, read_toml
from greencalc.unit_text import exact_in, parse_number, suggest
from greencalc.wrong_kind import PATH, expect, listed

__all__ = ["edition_formulas", "edition_of", "load_standard", "standard_data", "standard_of", "standards"]


@frozen(kw_only=True)
class _FileHeader(Header):
    """The [standard] table of a file, which also names the edition whose formulas the rules use."""

    formulas: str


@frozen
class _File:
    standard: _FileHeader
    group: tuple[Group, ...]
    item: tuple[Item, ...]
    assumption: tuple[Assumption, ...] = ()


def load_standard(path_or_id: str | Path, formulas: Iterable[Callable[..., Any]] = ()) -> Standard:
    """Load a standard that the library ships, or a table of one's own.

    Parameters
    ----------
    path_or_id : str or Path
        An edition's id ("qct1160_2022") or number ("QC/T 1160-2022"), or the path of a TOML file of the same
        shape as the shipped tables.
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
        with as_file(files("greencalc.standards") / edition / _edition_module(edition).TABLE) as shipped:
            return _load(shipped, formulas)
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


def _load(path: Path, own: Iterable[Callable[..., Any]]) -> Standard:
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
    header = {name: getattr(standard, name) for name in _HEADER}
    file = _File(
        _FileHeader(**header, formulas=standard.edition), standard.groups, standard.items, standard.assumptions
    )
    data: dict[str, Any] = _converter().unstructure(file)
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
        dates = {key: _date(header[key]) for key in ("issued", "in_force") if isinstance(header.get(key), str)}
        data = {**data, "standard": {**header, **dates}}
    return _checked(data, formulas, where)


def _date(text: str) -> Any:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _checked(table: Mapping[str, Any], own: Iterable[Callable[..., Any]], where: str) -> Standard:
    items = table.get("item")
    if isinstance(items, list) and len(items) > _MOST_ITEMS:
        raise StandardError(where, (f"the table has more than {_MOST_ITEMS} items",))
    try:
        content = _converter().structure(table, _File)
    except cattrs.BaseValidationError as error:
        raise StandardError(where, tuple(_structure_faults(error, table))) from error
    edition = edition_of(content.standard.formulas)
    if edition is None:
        fault = f"standard.formulas: {content.standard.formulas!r} is not one of {', '.join(EDITIONS)}"
        raise StandardError(where, (fault,))
    formulas = _with_own(edition_formulas(edition), own, where)
    faults = tuple(_table_faults(content, formulas))
    if faults:
        raise StandardError(where, faults)
    header = {name: getattr(content.standard, name) for name in _HEADER}
    return Standard(
        **header,
        edition=edition,
        groups=content.group,
        items=content.item,
        assumptions=content.assumption,
        formulas=formulas,
    )


def edition_formulas(edition: str) -> Mapping[str, Formula]:
    """Return the declared formulas of an edition by name."""
    return {spec(function).name: spec(function) for function in _edition_module(edition).FORMULAS}


def _edition_module(edition: str) -> Any:
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
_HEADER = tuple(field.name for field in fields(Header))


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)

    def exactly(kind: type) -> Any:
        def structure(value: Any, _: Any) -> Any:
            if type(value) is not kind:
                point = ".0" if isinstance(value, Fraction) and value.denominator == 1 else ""  # as it was typed
                raise TypeError(f"{shown(value)}{point} is not {_KINDS[kind]}")
            return value

        return structure

    def fraction(value: Any, _: Any) -> Fraction:
        if isinstance(value, str):
            return parse_number(value)
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise TypeError(f"{shown(value)} is not a number")
        return value if isinstance(value, Fraction) else parse_number(str(value))  # which bounds its digits

    def choice(value: Any, kind: Any) -> Any:
        if value not in get_args(kind):
            raise ValueError(f"{shown(value)} is not one of {', '.join(get_args(kind))}")
        return value

    for kind in _KINDS:
        converter.register_structure_hook(kind, exactly(kind))
    converter.register_structure_hook(Fraction, fraction)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook_func(_is_choice, choice)
    configure_tagged_union(Rule, converter, tag_name="kind", tag_generator=lambda rule: str(vars(rule)["kind"]))
    return converter


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) is Literal


_KINDS: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false", dt.date: "a date"}


def _structure_faults(error: cattrs.BaseValidationError, table: Mapping[str, Any]) -> Iterator[str]:
    """Say where a fault is by the row's id, not by its number in the file."""

    def name(match: re.Match[str]) -> str:
        rows = table.get(match[1])
        row = rows[int(match[2])] if isinstance(rows, list) else None
        return f"{match[1]} {row['id']}" if isinstance(row, dict) and "id" in row else match[0][1:]

    for message in cattrs.transform_error(error, path="", format_exception=_say):
        what, _, where = message.rpartition(" @ ")
        if where.endswith(".rule") and what.endswith(_MISSING) and not what.startswith("'kind'"):
            what = f"{what.removesuffix(_MISSING)} is not one of {', '.join(rule.kind for rule in get_args(Rule))}"
        yield f"{_ROW.sub(name, where).lstrip('.') or 'file'}: {what}"


_ROW = re.compile(r"^\.(item|group|assumption)\[(\d+)\]")
_MISSING = " is missing"


def _say(error: BaseException, kind: type | None) -> str:
    del kind
    if isinstance(error, KeyError):
        return f"{error.args[0]!r}{_MISSING}"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown keys: {', '.join(sorted(error.extra_fields))}"
    return str(error)


def _table_faults(content: _File, formulas: Mapping[str, Formula]) -> Iterator[str]:
    yield from _origin_faults(content)
    yield from _argument_faults(content, formulas)
    yield from _points_faults(content)
    ids = Counter([item.id for item in content.item] + [group.id for group in content.group])
    for duplicate in sorted(name for name, count in ids.items() if count > 1):
        yield f"{duplicate}: the id is there twice"
    amounts = {name for formula in formulas.values() for name in formula.arguments} | {"vehicle_type"}
    yield from (
        f"item {item.title!r}: its id or clause is empty" for item in content.item if not (item.id and item.clause)
    )
    for name in sorted(amounts & {name for item in content.item for name in (item.id, item.clause)}):
        yield f"{name}: an item cannot have the name of an amount"
    used = {item.rule.formula for item in content.item if isinstance(item.rule, FormulaRule)}
    taken = {name for formula in used & formulas.keys() for name in formulas[formula].arguments}
    for item in content.item:
        faults = (*_rule_faults(item, formulas, content.standard.vehicle_types), *_applying_faults(item, taken))
        yield from (f"item {item.id}: {fault}" for fault in faults)


def _argument_faults(content: _File, formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Find names that mean two things in the formulas that the items use."""
    symbols: dict[str, Any] = {}
    for item in content.item:
        declaration = None if isinstance(item.rule, YesNo) else formulas.get(item.rule.formula)
        for name, argument in (declaration.arguments if declaration else {}).items():
            if symbols.setdefault(name, argument.symbol) != argument.symbol:
                yield f"item {item.id}: {name} means something else in another formula that the table uses"


def _origin_faults(content: _File) -> Iterator[str]:
    limits = [
        (f"item {item.id}: limit {limit.value}", limit)
        for item in content.item
        if isinstance(item.rule, LimitRule)
        for limit in item.rule.limits
    ]
    rows: list[tuple[str, Any]] = [("standard", content.standard)]
    rows += [(f"group {group.id}", group) for group in content.group]
    rows += [(f"item {item.id}", item) for item in content.item]
    rows += [(f"assumption {assumption.what!r}", assumption) for assumption in content.assumption]
    for where, row in rows + limits:
        if row.origin not in ORIGINS:
            yield f"{where}: origin {row.origin!r} is not one of {', '.join(ORIGINS)}"
        if not row.source.strip():
            yield f"{where}: the source is empty"


def _points_faults(content: _File) -> Iterator[str]:
    header = content.standard
    total = sum((group.points for group in content.group), Fraction(0))
    if total != FULL_SCORE:
        yield f"the groups' points add up to {decimal_text(total, 6, (FULL_SCORE,))}, not {FULL_SCORE}"
    if header.pass_mark is not None and not 0 < header.pass_mark <= FULL_SCORE:
        mark = decimal_text(header.pass_mark, 6, (FULL_SCORE,))
        yield f"standard.pass_mark: {mark} is not between 0 and {FULL_SCORE}"
    yield from (f"group {group.id}: its points are below 0" for group in content.group if group.points < 0)
    groups = {group.id: group for group in content.group}
    for item in content.item:
        if item.group is not None and item.group not in groups:
            yield f"item {item.id}: there is no group {item.group!r}"
        if item.points < 0 or (item.kind == "scoring" and item.points == 0):
            yield f"item {item.id}: a scoring item has points above 0, a mandatory one no less than 0"
        if item.points and item.group is None:
            yield f"item {item.id}: an item with points needs a group"
    for group in content.group:
        points = sum((item.points for item in content.item if item.group == group.id), Fraction(0))
        wanted = group.points if header.scoring == "sum" else FULL_SCORE
        if points != wanted:
            counted, stated = decimal_text(points, 6, (wanted,)), decimal_text(wanted, 6, (points,))
            yield f"group {group.id}: its items' points add up to {counted}, not {stated}"


def _rule_faults(item: Item, formulas: Mapping[str, Formula], vehicle_types: tuple[str, ...]) -> Iterator[str]:
    rule = item.rule
    if isinstance(rule, YesNo):
        return
    declaration = formulas.get(rule.formula)
    if declaration is None:
        near = suggest(rule.formula, formulas)
        yield f"there is no formula {rule.formula!r}" + (f"; did you mean {near}?" if near else "")
        return
    yield from _years_faults(rule, declaration)
    unit = declaration.result.unit
    texts: tuple[str | None, ...] = ()
    if isinstance(rule, LimitRule):
        texts = tuple(limit.value for limit in rule.limits)
        yield from _limit_faults(rule, vehicle_types)
    elif isinstance(rule, Line):
        texts = (rule.base, rule.leading)
    elif isinstance(rule, Share) and not _is_part_of_all(declaration):
        yield f"a share needs a rate between 0 % and 100 %; {rule.formula} may give another value"
    values: list[Fraction] = []
    for text in texts:
        try:
            values += [] if text is None else [exact_in(text, unit)]
        except UnitTextError as error:
            yield str(error)
    if isinstance(rule, Line) and len(values) == len(texts) and not rule.is_straight(*values):
        yield f"the leading value is not {rule.better} than the base value; are the two swapped?"


def _applying_faults(item: Item, amounts: Collection[str]) -> Iterator[str]:
    """Find amounts of `applies_with` that no formula of the table takes."""
    if item.always_applies and item.applies_with:
        yield "what always applies needs no applies_with"
    for name in item.applies_with:
        if name not in amounts:
            near = suggest(name, amounts)
            yield f"applies_with: no formula of the items takes {name!r}" + (f"; did you mean {near}?" if near else "")


def _years_faults(rule: FormulaRule, declaration: Formula) -> Iterator[str]:
    years = rule.years
    if years is None:
        return
    if not 0 < years.at_least <= years.of:
        yield f"years: at least {years.at_least} of {years.of} cannot be"
    if declaration.over == YEAR and years.at_least != years.of:
        yield f"years: {rule.formula} sums over years; write at_least = {years.of}, of = {years.of}"
    elif declaration.over not in {None, YEAR}:
        yield f"years: {rule.formula} sums over each {declaration.over}, so it has no list of years"


def _is_part_of_all(declaration: Formula) -> bool:
    result = declaration.result
    return not result.unit.dimension and result.at_least == 0 and result.at_most == 1 / result.unit.size


def _limit_faults(rule: LimitRule, vehicle_types: tuple[str, ...]) -> Iterator[str]:
    types = [limit.vehicle_type for limit in rule.limits]
    for unknown in sorted({name for name in types if name is not None} - set(vehicle_types)):
        yield f"vehicle_type {unknown!r} is not one of standard.vehicle_types: {', '.join(vehicle_types) or 'none'}"
    if not types or len(set(types)) < len(types) or (None in types and len(types) > 1):
        yield "limits must be one for all, or one for each vehicle type"
