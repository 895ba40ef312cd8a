"""The plain data of a table, as a TOML file or a pack holds it, made into rules and items."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args, get_origin

import cattrs
from attrs import fields, frozen
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.strategies import configure_tagged_union

from greencalc.standards.levels import Cap, Level
from greencalc.standards.rule_kinds import Rule
from greencalc.standards.rules import LimitValue
from greencalc.standards.table import Assumption, Group, Header, Item
from greencalc.units.text import parse_number
from greencalc.units.wording import shown


@frozen(kw_only=True)
class TableHeader(Header):
    """The [standard] table of a file, which may name the edition whose formulas the rules use beside one's own."""

    formulas: str = ""


@frozen
class TableData:
    """A table as a file holds it."""

    standard: TableHeader
    item: tuple[Item, ...]
    group: tuple[Group, ...] = ()
    level: tuple[Level, ...] = ()
    cap: tuple[Cap, ...] = ()
    assumption: tuple[Assumption, ...] = ()


def as_date(text: str) -> Any:
    """Return the date that a text is; any other text as it is, for the fault that names it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


HEADER = tuple(field.name for field in fields(Header))


@cache
def converter(*, is_named: bool) -> cattrs.Converter:
    """Return what makes plain data of a table into rules and items, and back; nothing is coerced.

    A table whose category is not named goes by vehicle types, and has keys of that name.
    """
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
    if_said = override(omit_if_default=True)
    converter.register_unstructure_hook(Assumption, make_dict_unstructure_fn(Assumption, converter, what_zh=if_said))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook_func(_is_choice, choice)
    _speak_of_vehicle_types(converter, is_named=is_named)
    configure_tagged_union(Rule, converter, tag_name="kind", tag_generator=lambda rule: str(vars(rule)["kind"]))
    # last, because what it holds is written as said above
    write = make_dict_unstructure_fn(TableData, converter, level=if_said, cap=if_said)
    converter.register_unstructure_hook(TableData, write)
    return converter


def names_category(table: Mapping[str, Any]) -> bool:
    """Tell whether plain data of a table name the category that limits go by."""
    header = table.get("standard")
    return isinstance(header, Mapping) and "category" in header


def _speak_of_vehicle_types(converter: cattrs.Converter, *, is_named: bool) -> None:
    """Read and write the category under keys of vehicle types, unless it is named."""
    if is_named:
        return
    header = {"category": override(omit=True), "categories": override(rename="vehicle_types")}
    limit = {"category": override(rename="vehicle_type")}
    for kind, names in ((TableHeader, header), (LimitValue, limit)):
        read: Any = make_dict_structure_fn(kind, converter, **names)  # type: ignore[arg-type]  # names are no choices
        write: Any = make_dict_unstructure_fn(kind, converter, **names)  # type: ignore[arg-type]
        converter.register_structure_hook(kind, read)
        converter.register_unstructure_hook(kind, write)


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) is Literal


_KINDS: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false", dt.date: "a date"}


def structure_faults(error: cattrs.BaseValidationError, table: Mapping[str, Any]) -> Iterator[str]:
    """Say where a fault is by the row's id, not by its number in the file."""

    def name(match: re.Match[str]) -> str:
        rows = table.get(match[1])
        row = rows[int(match[2])] if isinstance(rows, list) else None
        return f"{match[1]} {row['id']}" if isinstance(row, dict) and "id" in row else match[0][1:]

    for message in cattrs.transform_error(error, path="", format_exception=_say):
        what, _, where = message.rpartition(" @ ")
        if where.endswith(".rule") and what.endswith(_MISSING) and not what.startswith("'kind'"):
            what = f"{what.removesuffix(_MISSING)} is not one of {', '.join(rule.kind for rule in get_args(Rule))}"
        if not names_category(table):
            where = re.sub(
                r"\.category$", ".vehicle_type", where.replace(".standard.categories", ".standard.vehicle_types")
            )
        yield f"{_ROW.sub(name, where).lstrip('.') or 'file'}: {what}"


_ROW = re.compile(r"^\.(item|group|level|cap|assumption)\[(\d+)\]")
_MISSING = " is missing"


def _say(error: BaseException, kind: type | None) -> str:
    del kind
    if isinstance(error, KeyError):
        return f"{error.args[0]!r}{_MISSING}"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown keys: {', '.join(sorted(error.extra_fields))}"
    return str(error)
