"""Writing a plant as a workbook whose formulas compute what Python computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from attrs import frozen

from greencalc.assessment import Assessment
from greencalc.errors import FactsError
from greencalc.files.output_file import new_file
from greencalc.languages.said import Language
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.plant.names import HEADER, amounts_of, line_ends
from greencalc.reporting.data import plain_value
from greencalc.standards.table import Standard
from greencalc.units.text import parse_unit
from greencalc.units.wording import PATH, expect
from greencalc.workbooks.typed_cells import typed

_LEDGER_UNITS = ("t", "m3", "kWh", "Nm3", "kgce", "tCO2e")


@frozen
class Contents:
    """What is typed in a workbook.

    Attributes
    ----------
    facts : mapping of str to object
        Facts as given: amounts, words under the ids of items, vehicle type and year.
    ledgers : mapping of str to object
        The lists of lines, and the settings.
    description : mapping of str to object
        Of the plant.
    """

    facts: Mapping[str, Any]
    ledgers: Mapping[str, Any]
    description: Mapping[str, Any]


def write_workbook(
    assessment: Assessment,
    path: str | Path,
    description: Mapping[str, Any] | None = None,
    *,
    language: Language = "en",
) -> None:
    """Write a plant as a workbook: what was typed, in cells that may be changed, and formulas that judge it again.

    Whoever opens it in Excel or LibreOffice changes an amount or a status, and sees gate and points change. An empty
    form is the workbook of a plant of which nothing is known.

    Parameters
    ----------
    assessment : Assessment
        What :func:`greencalc.evaluate` returns.
    path : str or Path
        The file, as "plant.xlsx"; what is there is written over.
    description : mapping, optional
        Of the plant, as ``Plant.description``: its name, year and notes are in the workbook.
    language : {"en", "zh"}
        English, or Chinese.

    Raises
    ------
    FactsError
        If something given is of another kind, or xlsxwriter is not installed.
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, write_workbook
    >>> nothing_known = evaluate(load_standard("qct1160_2022"), {})
    >>> write_workbook(nothing_known, "form.xlsx", language="zh")  # doctest: +SKIP
    """
    expect(Assessment, assessment, "write_workbook", "the assessment", "give what evaluate(...) returns")
    expect(PATH, path, "write_workbook", "path", "give the path of a file, as 'plant.xlsx'")
    described = {} if description is None else description
    expect(Mapping, described, "write_workbook", "the description", "give a mapping, as plant.description")
    if not isinstance(language, str) or language not in get_args(Language):
        raise FactsError("write_workbook", (f"language is one of {', '.join(get_args(Language))}",))
    contents = contents_of(assessment, described)
    with new_file(path) as file:
        try:
            fill(assessment, contents, file, language)
        except UnicodeEncodeError:
            fault = "a text of the facts or of the description has half a character, as U+D800, which no file can hold"
            raise FactsError("write_workbook", (fault,)) from None


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
    try:
        from greencalc.workbooks.book import Book, Page  # noqa: PLC0415 (xlsxwriter is an extra)
    except ImportError as error:
        raise FactsError("write_workbook", ("workbooks need more: pip install 'greencalc[excel]'",)) from error
    from greencalc.workbooks.amounts import Amounts  # noqa: PLC0415 (as above)
    from greencalc.workbooks.calculation import Calculation  # noqa: PLC0415
    from greencalc.workbooks.front import Front  # noqa: PLC0415
    from greencalc.workbooks.items import Items  # noqa: PLC0415
    from greencalc.workbooks.ledgers import EMISSION, ENERGY, LedgerSheet  # noqa: PLC0415
    from greencalc.workbooks.lists import Lists  # noqa: PLC0415
    from greencalc.workbooks.notes import write_notes, write_others  # noqa: PLC0415
    from greencalc.workbooks.unit_rows import unit_rows  # noqa: PLC0415
    from greencalc.workbooks.worked import Worked  # noqa: PLC0415

    standard = assessment.table
    given = {name: typed(fact, language) for name, fact in contents.facts.items() if name not in HEADER}
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
    items = Items(pages["items"], lists, calculation, front.worths)
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
    checks = [items.checks, amounts.checks, *calculation.checks, *(sheet.checks for sheet in sheets.values())]
    front.write(_header(contents), settings, checks)
    write_notes(pages["notes"], assessment)
    book.close()


def _used(standard: Standard) -> frozenset[str]:
    """Return the names of facts that have a row of their own."""
    items = {item.id for item in standard.items}
    return frozenset({*amounts_of(standard), *line_ends(standard), *items, *LEDGER_NAMES, *HEADER})


def _lines(ledgers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    lines: list[Mapping[str, Any]] = ledgers.get(name, {}).get("lines", [])
    return lines


def _header(contents: Contents) -> dict[str, Any]:
    """Return what the first sheet says of the plant."""
    described = {f"plant.{name}": _text(text) for name, text in contents.description.items() if name in _DESCRIBED}
    named = {name: _plain(contents.facts[name]) for name in HEADER if name in contents.facts}
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
