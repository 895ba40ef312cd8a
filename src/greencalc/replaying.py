"""Replaying an audit pack: the same facts by the same table, computed again and compared."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, fields, frozen

from greencalc.assessment import evaluate
from greencalc.errors import PackError, StandardError, UnitTextError
from greencalc.factors.tables import factors_of
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.plausible_ranges import PlausibleRange, checked_ranges
from greencalc.read_only import read_only
from greencalc.reporting.pack import OWN_VERSIONS, PACK_FORMAT
from greencalc.showing.sheet import InALine, Sheet, Shown, listing
from greencalc.standards.table import Standard
from greencalc.standards.table_file import standard_of
from greencalc.units.amount import FloatText
from greencalc.units.float_rounding import Rounded
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.text import parse_unit
from greencalc.units.wording import expect, shown

MAX_CHARACTERS = 1 << 22
MOST_BYTES = 4 * MAX_CHARACTERS
"""What so many characters take at most."""

MAX_DEPTH = 16
MAX_FACTS = 10_000  # the entries of lists count too
_WHERE = "audit pack"
_PARTS = {"versions": dict, "hashes": dict, "plant": dict, "settings": dict, "facts": dict, "results": dict}
_TABLES = {"table": dict, "plausibility": list, "factors": list, "factor_files": list}
_NOTHING = "(nothing)"
_FRACTION = re.compile(r"-?[0-9]{1,700}(?:/[1-9][0-9]{0,700})?")


@frozen(repr=False)
class PackDifference(InALine):
    """Where a pack and its recomputation are not the same, and what each says.

    Attributes
    ----------
    where : str
        The place in the pack.
    recorded, recomputed : str, number, mapping, list or None
        What the pack says there, and what was computed.
    """

    where: str
    recorded: Any = field(converter=read_only)
    recomputed: Any = field(converter=read_only)

    def __str__(self) -> str:
        """Return the place and what each says."""
        return f"{self.where}: recorded {self.recorded!r}, now {self.recomputed!r}"


@frozen(repr=False)
class Replay(Shown):
    """A pack computed again. It prints itself, and shows itself in a notebook.

    Attributes
    ----------
    differences : tuple of PackDifference
        Facts, tables and results that are not the same; empty if the pack holds.
    versions : tuple of PackDifference
        Versions of Python and packages that are not the same.
    """

    differences: tuple[PackDifference, ...]
    versions: tuple[PackDifference, ...]

    @property
    def agrees(self) -> bool:
        """Whether facts, tables and results are the same."""
        return not self.differences

    def _sheet(self) -> Sheet:
        holds = "The pack holds: the same results from its facts and table."
        parts = {"What is not the same": self.differences, "Other versions, for information": self.versions}
        listed = (
            listing(title, ((one.where, f"recorded {one.recorded!r}, now {one.recomputed!r}") for one in found))
            for title, found in parts.items()
        )
        return Sheet(holds if self.agrees else "The pack does not hold.", listed)


def replay(pack: str | bytes, formulas: Iterable[Callable[..., Any]] = ()) -> Replay:
    """Compute an audit pack again and report any difference.

    Parameters
    ----------
    pack : str or bytes
        What ``Assessment.to_json`` returned.
    formulas : iterable of callable, optional
        Formulas of one's own that the pack's table uses.

    Returns
    -------
    Replay
        The differences.

    Raises
    ------
    PackError
        If it is no text, or the text is no audit pack.
    StandardError
        If a table in it cannot be used.
    FactsError
        If its facts cannot be used.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, replay
    >>> facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
    >>> pack = evaluate(load_standard("qct1160_2022"), facts).to_json()
    >>> replay(pack).agrees
    True
    >>> [
    ...     difference.where
    ...     for difference in replay(
    ...         pack.replace('"score": {', '"score": {"x": 1,')
    ...     ).differences
    ... ]
    ['results.score.x', 'results.exact.score.x']
    """
    content = _read(pack)
    standard = _standard(content, formulas)
    ranges = checked_ranges(dict(enumerate(_ranges(content["plausibility"]), 2)), f"{_WHERE}, plausibility")
    factors = factors_of(content["factors"], _files(content["factor_files"]))
    facts = {name: _fact(name, fact) for name, fact in content["facts"].items()}
    settings = {name: content["settings"].get(name) for name in ("not_applicable", "comparison")}
    again = json.loads(
        evaluate(standard, facts, plausibility=ranges, factors=factors, **settings).to_json(content["plant"])
    )
    parts = [name for name in (*_PARTS, *_TABLES) if name != "versions"]
    return Replay(
        differences=tuple(item for name in parts for item in _differences(name, content[name], again[name])),
        versions=tuple(_differences("versions", content["versions"], again["versions"])),
    )


def _standard(content: Mapping[str, Any], formulas: Iterable[Callable[..., Any]]) -> Standard:
    """Return the table; where its edition is not there, say which package has added it."""
    try:
        return standard_of(content["table"], formulas, f"{_WHERE}, table")
    except StandardError as error:
        added = [f"{name} {version}" for name, version in content["versions"].items() if name not in OWN_VERSIONS]
        if not added:
            raise
        fault = f"the pack was made with the package {shown(', '.join(added))}"
        raise StandardError(error.where, (*error.faults, fault)) from error


class _NoPackError(Exception):
    """Something that JSON readers take, and a pack has not."""


def _read(pack: str | bytes) -> dict[str, Any]:
    mend = "give its text, as assessment.to_json() or path.read_text(encoding='utf-8')"
    expect(str | bytes, pack, _WHERE, "the pack", mend, error=PackError)
    try:
        text = pack if isinstance(pack, str) else bytes(pack).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackError(_WHERE, ("it is no UTF-8 text; give it as it was written",)) from None
    if len(text) > MAX_CHARACTERS:
        raise PackError(_WHERE, (f"it has more than {MAX_CHARACTERS} characters",))
    content = _parse(text)
    if _is_deep(content):
        raise PackError(_WHERE, (f"it is nested deeper than {MAX_DEPTH}",))
    if not isinstance(content, dict) or content.get("format") != PACK_FORMAT:
        raise PackError(_WHERE, (f"its format is not {PACK_FORMAT!r}",))
    wanted: dict[str, type] = {**_PARTS, **_TABLES}
    faults = [
        f"{name}: missing, or of another type" for name in wanted if not isinstance(content.get(name), wanted[name])
    ]
    faults += [f"{name}: unknown" for name in content if name not in wanted and name != "format"]
    if faults:
        raise PackError(_WHERE, tuple(faults))
    if _count(content["facts"]) > MAX_FACTS:
        raise PackError(_WHERE, (f"facts: there are more than {MAX_FACTS} amounts",))
    return content


def _parse(pack: str) -> Any:
    """Read JSON; what its reader says is said in other words."""
    try:
        content = json.loads(pack, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_no_duplicates)
        json.dumps(content, ensure_ascii=False).encode()  # half a character, as in "\\ud800", cannot be hashed
    except _NoPackError as error:
        raise PackError(_WHERE, (f"it is no JSON: {error}",)) from error
    except json.JSONDecodeError as error:
        mend = "give the whole text, as it was written"
        raise PackError(_WHERE, (f"it is no JSON from line {error.lineno}, place {error.colno}; {mend}",)) from error
    except UnicodeError as error:
        raise PackError(_WHERE, ("it is no UTF-8 text, or has half a character",)) from error
    except ValueError as error:
        raise PackError(_WHERE, ("it is no JSON: a whole number has thousands of digits",)) from error
    except RecursionError as error:
        raise PackError(_WHERE, (f"it is nested deeper than {MAX_DEPTH}",)) from error
    return content


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(MAX_DEPTH):
        level = [item for part in level if isinstance(part, dict | list) for item in _entries(part)]
    return any(isinstance(part, dict | list) for part in level)


def _entries(part: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return part.values() if isinstance(part, dict) else part


def _count(facts: Mapping[str, Any]) -> int:
    values = (fact.get("value", fact.get("lines")) for fact in facts.values() if isinstance(fact, dict))
    return len(facts) + sum(len(value) for value in values if isinstance(value, list))


def _no_constant(text: str) -> None:
    raise _NoPackError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NoPackError("a number is too large")
    return number


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NoPackError("a name is twice in one object")
    return found


def _ranges(rows: list[Any]) -> Iterator[PlausibleRange]:
    columns = {field.name for field in fields(PlausibleRange)}
    optional = {"what_zh"}
    for row in rows:
        is_row = isinstance(row, dict) and columns - optional <= set(row) <= columns
        if not is_row or not all(isinstance(cell, str) for cell in row.values()):
            raise PackError(_WHERE, (f"plausibility: a row is not of the columns {', '.join(sorted(columns))}",))
        yield PlausibleRange(**row)


def _files(rows: list[Any]) -> list[list[str]]:
    if not all(isinstance(row, list) and len(row) == len(("name", "hash")) for row in rows):
        raise PackError(_WHERE, ("factor_files: a file has a name and a hash",))
    return rows


def _fact(name: str, fact: Any) -> Any:
    if not isinstance(fact, dict):
        raise PackError(_WHERE, (f"facts.{name}: a fact is an object",))
    if name in LEDGER_NAMES:
        lines = fact.get("lines")
        return _ledger_lines(name, lines) if isinstance(lines, list) else fact.get("settings")
    return {**fact, "value": _value(name, fact["value"])} if "value" in fact else fact


def _ledger_lines(name: str, lines: list[Any]) -> list[Any]:
    """Return the lines of a ledger, their amounts as they were."""
    return [
        {key: _value(name, value) for key, value in line.items()} if isinstance(line, dict) else line for line in lines
    ]


def _value(name: str, value: Any) -> Any:
    """Turn number and unit back into the quantity they came from."""
    if isinstance(value, list):
        return [_value(name, item) for item in value]
    if not isinstance(value, dict):
        return value
    number, unit, text = value.get("number"), value.get("unit"), value.get("text")
    of_float = value.get("float", False)
    keys = set(value) - {"float"}
    if of_float is True and keys == {"text"} and isinstance(text, str):
        return FloatText(text)
    is_amount = keys == {"number", "unit"} and isinstance(unit, str) and _FRACTION.fullmatch(str(number))
    if not is_amount or not isinstance(of_float, bool):
        raise PackError(_WHERE, (f"facts.{name}: an amount is a text, or a number and a unit",))
    try:
        exact = (Rounded if of_float else Fraction)(str(number))
        return make_quantity(application_registry(), exact, parse_unit(str(unit))[1])
    except UnitTextError as error:
        raise PackError(_WHERE, (f"facts.{name}: {error}",)) from error


def _differences(where: str, recorded: Any, recomputed: Any) -> Iterator[PackDifference]:
    if isinstance(recorded, Mapping) and isinstance(recomputed, Mapping):
        for name in dict.fromkeys([*recorded, *recomputed]):
            yield from _differences(f"{where}.{name}", recorded.get(name, _NOTHING), recomputed.get(name, _NOTHING))
    elif isinstance(recorded, list) and isinstance(recomputed, list) and len(recorded) == len(recomputed):
        for number, (one, other) in enumerate(zip(recorded, recomputed, strict=True)):
            yield from _differences(f"{where}[{number}]", one, other)
    elif type(recorded) is not type(recomputed) or recorded != recomputed:
        yield PackDifference(where, recorded, recomputed)
