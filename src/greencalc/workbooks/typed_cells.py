"""What was typed of a plant, as cells hold it: numbers beside their unit, words of the workbook's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from greencalc.errors import UnitTextError
from greencalc.languages.said import Language, in_language, word
from greencalc.plant.status_words import UNKNOWN, status_of
from greencalc.units.number_text import decimal_text
from greencalc.units.text import parse_amount, split_amount

PURE = "dimensionless"
"""What stands in the unit's cell of a pure number, so that no number is without a unit."""


@frozen
class Typed:
    """The cells of a fact.

    Attributes
    ----------
    value : number, str or None
        A single amount, or a text.
    years : tuple of number or str
        Amounts of several years.
    unit, status, share, reason, evidence : str
        What stands in these columns.
    year : object
        The year that the fact says it is of.
    units : tuple of str
        The units of all amounts that can be read, also of those that stand as a text; none if nothing is known.
    """

    value: Any = None
    years: tuple[Any, ...] = ()
    unit: str = ""
    status: str = ""
    share: str = ""
    reason: str = ""
    evidence: str = ""
    year: Any = None
    units: tuple[str, ...] = ()


NOTHING = Typed()


def typed(given: Any, language: Language) -> Typed:
    """Return the cells of a fact, given as facts are."""
    whole = given if isinstance(given, Mapping) and not {"number", "text"} & set(given) else {"value": given}
    main = whole.get("status", whole.get("value"))
    status = status_of(main) if not isinstance(main, Mapping) else None
    share = str(whole.get("share", ""))
    rest: dict[str, Any] = {key: str(whole[key]) for key in ("reason", "evidence") if key in whole}
    rest |= {"share": _percent(share), "year": whole.get("year")}
    if isinstance(main, list | tuple) and status is None:
        cells = [_amount(one, language) for one in main]
        years, unit = _beside_one_unit(cells)
        return Typed(years=tuple(years), unit=unit, units=_units(cells), **rest)
    if status is not None:
        said = "" if main in {None, ""} else in_language(word(status), language)
        return Typed(value=said or None, status=said, **rest)
    cells = [_amount(main, language)]
    (value,), unit = _beside_one_unit(cells)
    said = str(main) if isinstance(main, str) else ""
    return Typed(value=value, unit=unit, status=said, units=_units(cells), **rest)


def _amount(given: Any, language: Language) -> tuple[Any, str, str]:
    """Return an amount as number and unit, and as one text; what no cell holds as a number stays a text."""
    if isinstance(given, Mapping) and "number" in given:
        exact, unit = Fraction(given["number"]), str(given["unit"])
        text = decimal_text(exact, 17)  # all that a float has; a fraction such as 20/3 has no text that is better
        written = f"{text} {unit}"
        return (float(exact) if _survives(exact) or Fraction(text) != exact else written), unit, written
    text = str(given["text"] if isinstance(given, Mapping) else given)
    if status_of(text) == UNKNOWN:
        said = in_language(word(UNKNOWN), language)
        return said, "", said
    try:
        parse_amount(text)
    except UnitTextError:
        return text, "", text
    number_text, unit = split_amount(text)
    as_typed = text.strip().removeprefix(number_text).strip()  # 万㎡, which is read as 万m2
    unit = (as_typed if unit and text.strip().startswith(number_text) else unit) or PURE
    written = f"{number_text} {unit}"
    return (float(number_text) if _survives(Fraction(number_text)) else written), unit, written


def _survives(exact: Fraction) -> bool:
    """Tell whether a cell holds just this number: files are written with 16 digits."""
    return Fraction(f"{float(exact):.16G}") == exact


def _beside_one_unit(cells: list[tuple[Any, str, str]]) -> tuple[list[Any], str]:
    """Return amounts beside the unit that all of them have; if they have several, each with its own."""
    units = set(_units(cells))
    if len(units) == 1 and all(isinstance(value, float) for value, unit, _ in cells if unit):
        return [value for value, _, _ in cells], units.pop()
    return [text for _, _, text in cells], ""


def _units(cells: list[tuple[Any, str, str]]) -> tuple[str, ...]:
    return tuple(unit for _, unit, _ in cells if unit)


def _percent(share: str) -> str:
    """Return a share as a number of percent, which formulas can read."""
    if not share or re.fullmatch(r"[0-9]+(\.[0-9]+)? ?%", share):
        return share
    try:
        number, unit = parse_amount(share)
    except UnitTextError:
        return share
    return share if unit.dimension else f"{decimal_text(number * unit.size * 100, 17)} %"
