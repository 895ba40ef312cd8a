"""An empty plant file: each fact of a standard with what it means; what is left as it is says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from greencalc.formula.declaration import Argument
from greencalc.languages.said import Language, in_language, joined, say, word
from greencalc.plant.categories import with_words
from greencalc.plant.names import amounts_of, line_ends
from greencalc.plant.status_words import STATUSES
from greencalc.showing.wrapping import wrapped
from greencalc.standards.editions import EDITIONS, edition_of
from greencalc.standards.rules import BestOfRule, DegreeRule, FormulaRule, YesNoRule
from greencalc.standards.table import Group, Item, Standard

_WIDTH = 110
_GENERAL = "general"  # the heading of items without a group


def plant_form(standard: Standard, named: str | None, language: Language) -> str:
    """Return an empty plant file as TOML.

    Parameters
    ----------
    standard : Standard
        The table whose facts it asks for.
    named : str or None
        What a plant file calls the table; None if it cannot name it.
    language : {"en", "zh"}
        The language of the comments.
    """
    return "\n".join(_lines(standard, named, language)) + "\n"


def name_of_table(standard: Standard, given: str, form: Path) -> str | None:
    """Return what a plant file calls a table: its id, or the name of a file beside it; None if neither is possible."""
    if standard.id in {*EDITIONS, edition_of(given)}:
        return standard.id
    table = Path(given)
    return table.name if table.resolve().parent == form.resolve().parent else None


def _lines(standard: Standard, named: str | None, language: Language) -> Iterator[str]:
    def comment(said: str) -> Iterator[str]:
        text = in_language(said, language)
        return (f"# {line}" for line in wrapped(text, _WIDTH))

    yield from comment(
        say("A plant by {standard}: fill in what is known, between the quotation marks.", standard=standard.number)
    )
    yield from comment(say("What is left empty is unknown, and the score is then an interval."))
    yield from comment(
        say("Amounts have their unit, as in {example}; 万 and 亿 may stand before it.", example='"45 万㎡"')
    )
    yield from comment(
        say(
            "Requirements are {words}.",
            words=joined(
                (say('"{status}" ({chinese})', status=one, chinese=in_language(word(one), "zh")) for one in STATUSES),
                "; ",
            ),
        )
    )
    yield from comment(say("Evidence, a share or a reason stands beside, in braces:"))
    yield '# land_area = { value = "1230 mu", evidence = "..." }'
    yield '# "5.1.6" = { status = "partly met", share = "60 %", evidence = "..." }'
    yield '# "5.1.6" = { status = "not applicable", reason = "..." }'
    yield from ("", "[plant]", 'name = ""', 'year = ""  # 2025')
    if named is None:
        yield from comment(say("The table lies elsewhere; judge with --standard FILE."))
    else:
        yield f"standard = {json.dumps(named, ensure_ascii=False)}"
    categories = with_words(standard)
    yield f'{standard.category} = ""{categories and f"  # {categories}"}'
    yield 'notes = ""'
    amounts, years = amounts_of(standard), _years(standard)
    yield from ("", "[amounts]") if amounts else ()
    for name, argument in amounts.items():
        yield from _amount(name, argument, years.get(name, 1))
    if line_ends(standard):
        yield ""
        yield from comment(say("Base and leading values of the industry, between which points stand on a line."))
        for name, argument in line_ends(standard).items():
            yield from _amount(name, argument, 1)
    groups = {group.id: " ".join((group.id, *_titles(group))) for group in standard.groups}
    takers = {item.id: _takers(item, standard) for item in standard.items}
    # what counts only in another item stands where that does
    home = {item.id: (takers[item.id][0] if item.kind == "part" else item).group for item in standard.items}
    judged = [item for item in standard.items if isinstance(item.rule, YesNoRule)]
    for group in dict.fromkeys(home[item.id] for item in judged):
        yield from ("", f"[requirements.{_key(group or _GENERAL)}]", *([f"# {groups[group]}"] if group else []))
        for item in (item for item in judged if home[item.id] == group):
            worth = in_language(_worth(item, takers[item.id]), language)
            yield f"# {': '.join(_titles(item))} ({worth})"
            yield f'{_key(item.id)} = ""'
    if amounts:
        yield ""
        yield from comment(say("Energy and carbon may be counted from meter readings instead, a line each:"))
        yield from ("# [[energy]]", '# carrier = "electricity"', '# basis = "calorific"', '# quantity = "14200 万kWh"')


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _years(standard: Standard) -> dict[str, int]:
    """Return of how many years amounts are asked for."""
    found: dict[str, int] = {}
    for item in standard.items:
        formula = standard.formula_of(item)
        years = item.rule.years if isinstance(item.rule, FormulaRule) else None
        if formula is not None and years is not None:
            found |= {name: years.of for name, one in formula.arguments.items() if not formula.over or one.symbol.over}
    return found


def _amount(name: str, argument: Argument, years: int) -> Iterator[str]:
    symbol = argument.symbol
    ends = {"_base": ", 基准值 (base value)", "_leading": ", 引领值 (leading value)"}
    end = next((said for ending, said in ends.items() if argument.default is None and name.endswith(ending)), "")
    yield f"# {' '.join(symbol.meaning_zh.split())}: {' '.join(symbol.meaning.split())}{end}"
    empty = json.dumps([""] * years) if years > 1 else '""'
    yield f"{name} = {empty}  # {json.dumps(symbol.example, ensure_ascii=False)}"


def _titles(row: Group | Item) -> list[str]:
    """Return the titles of a row in Chinese, if there is one, and English."""
    return [" ".join(title.split()) for title in (row.title_zh, row.title) if title]


def _takers(item: Item, standard: Standard) -> list[Item]:
    """Return the items that take the best of an item and others."""
    return [one for one in standard.items if isinstance(one.rule, BestOfRule) and item.id in one.rule.items]


def _worth(item: Item, takers: list[Item]) -> str:
    """Say what an item earns, or in which others it counts, and that it may be met in part."""
    worth = item.points_text if item.points or item.mandatory else ""
    counts = say("counts in {items}, which takes the best", items=joined(one.id for one in takers)) if takers else ""
    marked = "60 %" if isinstance(item.rule, DegreeRule) else ""
    return joined(filter(None, (worth, counts, marked)))
