"""All sheets of a workbook, filled with what was typed of a plant and what Python found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from greencalc.assessment import Assessment
from greencalc.languages.said import Language
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.names import amounts_of, header_of, line_ends
from greencalc.reporting.data import plain_value
from greencalc.standards.table import Standard
from greencalc.units.text import parse_unit
from greencalc.workbooks.book import Book, Page
from greencalc.workbooks.sheets.amounts import Amounts
from greencalc.workbooks.sheets.calculation import Calculation
from greencalc.workbooks.sheets.front import Front
from greencalc.workbooks.sheets.items import Items
from greencalc.workbooks.sheets.ledgers import EMISSION, ENERGY, LedgerSheet
from greencalc.workbooks.sheets.lists import Lists
from greencalc.workbooks.sheets.notes import write_notes, write_others
from greencalc.workbooks.typed_cells import typed
from greencalc.workbooks.unit_rows import unit_rows
from greencalc.workbooks.worked import Worked

_LEDGER_UNITS = ("t", "m3", "kWh", "Nm3", "kgce", "tCO2e")


@frozen
class Contents:
    """What is typed in a workbook.

    Attributes
    ----------
    facts : mapping of str to object
        Facts as given: amounts, words under the ids of items, category and year.
    ledgers : mapping of str to object
        The lists of lines, and the settings.
    description : mapping of str to object
        Of the plant.
    """

    facts: Mapping[str, Any]
    ledgers: Mapping[str, Any]
    description: Mapping[str, Any]


def contents_of(assessment: Assessment, description: Mapping[str, Any]) -> Contents:
    """Return what was typed of a plant that was judged."""
    facts = assessment.facts
    given: dict[str, Any] = {name: fact.data for name, fact in facts.read.items() if name not in facts.statuses}
    named = {fact.name for fact in facts.statuses.values()}
    given = {name: one for name, one in given.items() if name not in named}
    given |= {item: fact.data for item, fact in facts.statuses.items()}
    return Contents(given, dict(facts.ledgers.given), description)


def fill(
    assessment: Assessment,
    contents: Contents,
    file: Any,
    language: Language,
    stored: Callable[[Any], Any] = lambda value: value,
) -> None:
    """Write all sheets.

    Parameters
    ----------
    assessment : Assessment
        What Python found.
    contents : Contents
        What is typed.
    file : file
        Where it is written.
    language : {"en", "zh"}
        The language.
    stored : callable
        What is stored as a formula's value, of what Python found.
    """
    standard = assessment.table
    given = {name: typed(fact, language) for name, fact in contents.facts.items() if name not in header_of(standard)}
    used = _used(standard)
    others = {name: one for name, one in given.items() if name not in used}
    book = Book(file, language, stored)
    pages = {
        "front": Page(book, "Plant", "greencalc facts 1"),
        "items": Page(book, "Items", "greencalc facts 1"),
        "amounts": Page(book, "Amounts", "greencalc facts 1"),
        "energy": Page(book, ENERGY.title, ENERGY.mark),
        "emission": Page(book, EMISSION.title, EMISSION.mark),
        "calculation": Page(book, "Calculation"),
        "notes": Page(book, "Notes"),
    }
    if others:
        pages["others"] = Page(book, "Other facts", "greencalc facts 1")
        write_others(pages["others"], others)
    lines = {name: _lines(contents.ledgers, name) for name in ("energy", "emission")}
    units = [argument.symbol.unit for argument in (*amounts_of(standard).values(), *line_ends(standard).values())]
    units += [parse_unit(text)[1] for text in _LEDGER_UNITS]
    spelt = [unit for one in given.values() for unit in one.units]
    typed_lines = [typed(line["quantity"], language) for some in lines.values() for line in some if "quantity" in line]
    spelt += [unit for one in typed_lines for unit in one.units]
    worked = Worked(assessment)
    lists = Lists(Page(book, "Lists"), standard, unit_rows(units, spelt))
    front = Front(pages["front"], lists, worked)
    amounts = Amounts(pages["amounts"], lists, worked, given)
    calculation = Calculation(pages["calculation"], amounts, worked)
    items = Items(pages["items"], lists, calculation, front.points.worths)
    settings = contents.ledgers.get("ledger", {}).get("settings", {})
    sheets = {
        name: LedgerSheet(pages[name], one, lists, front) for name, one in (("energy", ENERGY), ("emission", EMISSION))
    }
    ledgers = assessment.facts.ledgers
    sheets["energy"].write(lines["energy"], ledgers.energy, settings)
    sheets["emission"].write(lines["emission"], ledgers.carbon, settings)
    items.write(given)
    amounts.write()
    calculation.write()
    checks = [items.checks, *amounts.checks, *calculation.checks, *(sheet.checks for sheet in sheets.values())]
    front.write(_header(contents, header_of(standard)), settings, checks, items.is_whole)
    write_notes(pages["notes"], assessment)
    book.close()


def _used(standard: Standard) -> frozenset[str]:
    """Return the names of facts that have a row of their own."""
    items = {item.id for item in standard.items}
    return frozenset({*amounts_of(standard), *line_ends(standard), *items, *LEDGER_NAMES, *header_of(standard)})


def _lines(ledgers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    lines: list[Mapping[str, Any]] = ledgers.get(name, {}).get("lines", [])
    return lines


def _header(contents: Contents, names: Iterable[str]) -> dict[str, Any]:
    """Return what the first sheet says of the plant."""
    described = {f"plant.{name}": _text(text) for name, text in contents.description.items() if name in _DESCRIBED}
    named = {name: _plain(contents.facts[name]) for name in names if name in contents.facts}
    year = contents.description.get("year")
    if "year" not in named and year is not None:
        named["year"] = year if type(year) is int else _text(year)
    return described | named


def _text(described: Any) -> str:
    return str(plain_value(described))


_DESCRIBED = ("name", "standard", "notes")


def _plain(fact: Any) -> Any:
    """Return the value of a fact of the header; nothing if it is said to be unknown."""
    return fact.get("value", "") if isinstance(fact, Mapping) else fact
