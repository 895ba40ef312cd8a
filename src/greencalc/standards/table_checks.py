"""What is wrong with a table whose entries are each of their kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

from greencalc.errors import UnitTextError
from greencalc.formula.declaration import YEAR, Formula
from greencalc.origins import ORIGINS
from greencalc.standards.level_checks import best_of_faults, level_faults
from greencalc.standards.rules import FormulaRule, LimitRule, LineRule, ShareRule
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import FULL_SCORE, VEHICLE_TYPE, Header, Item
from greencalc.standards.table_data import TableData
from greencalc.units.number_text import decimal_text
from greencalc.units.spellings import suggest
from greencalc.units.text import exact_in


def table_faults(content: TableData, formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Find all that is wrong with a table beside the shape of its entries."""
    yield from _origin_faults(content)
    yield from _argument_faults(content, formulas)
    yield from _points_faults(content)
    yield from level_faults(content)
    yield from best_of_faults(content)
    yield from _category_faults(content, formulas)
    ids = Counter([item.id for item in content.item] + [group.id for group in content.group])
    for duplicate in sorted(name for name, count in ids.items() if count > 1):
        yield f"{duplicate}: the id is there twice"
    amounts = {name for formula in formulas.values() for name in formula.arguments} | {VEHICLE_TYPE}
    yield from (
        f"item {item.title!r}: its id or clause is empty" for item in content.item if not (item.id and item.clause)
    )
    for name in sorted(amounts & {name for item in content.item for name in (item.id, item.clause)}):
        yield f"{name}: an item cannot have the name of an amount"
    used = {item.rule.formula for item in content.item if isinstance(item.rule, FormulaRule)}
    taken = {name for formula in used & formulas.keys() for name in formulas[formula].arguments}
    for item in content.item:
        faults = (*_rule_faults(item, formulas, content.standard), *_applying_faults(item, taken))
        yield from (f"item {item.id}: {fault}" for fault in faults)


def _argument_faults(content: TableData, formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Find names that mean two things in the formulas that the items use."""
    symbols: dict[str, Any] = {}
    for item in content.item:
        declaration = formulas.get(item.rule.formula) if isinstance(item.rule, FormulaRule) else None
        for name, argument in (declaration.arguments if declaration else {}).items():
            if not symbols.setdefault(name, argument.symbol).stands_for_the_same_as(argument.symbol):
                yield f"item {item.id}: {name} means something else in another formula that the table uses"


def _origin_faults(content: TableData) -> Iterator[str]:
    limits = [
        (f"item {item.id}: limit {limit.value}", limit)
        for item in content.item
        if isinstance(item.rule, LimitRule)
        for limit in item.rule.limits
    ]
    rows: list[tuple[str, Any]] = [("standard", content.standard)]
    rows += [(f"group {group.id}", group) for group in content.group]
    rows += [(f"item {item.id}", item) for item in content.item]
    rows += [(f"level {level.title!r}", level) for level in content.level]
    rows += [(f"cap[{place}]", cap) for place, cap in enumerate(content.cap)]
    rows += [(f"assumption {assumption.what!r}", assumption) for assumption in content.assumption]
    for where, row in rows + limits:
        if row.origin not in ORIGINS:
            yield f"{where}: origin {row.origin!r} is not one of {', '.join(ORIGINS)}"
        if not row.source.strip():
            yield f"{where}: the source is empty"


def _points_faults(content: TableData) -> Iterator[str]:
    header = content.standard
    if header.pass_mark is not None and not 0 < header.pass_mark <= FULL_SCORE:
        mark = decimal_text(header.pass_mark, 6, (FULL_SCORE,))
        yield f"standard.pass_mark: {mark} is not between 0 and {FULL_SCORE}"
    groups = {group.id: group for group in content.group}
    for item in content.item:
        if item.group is not None and item.group not in groups:
            yield f"item {item.id}: there is no group {item.group!r}"
        if item.kind in {"bonus", "part"}:
            if item.group is not None or (item.points == 0) == (item.kind == "bonus"):
                yield f"item {item.id}: a bonus item has points, a part has none, and neither has a group"
            continue
        if item.points < 0 or (item.kind == "scoring" and item.points == 0):
            yield f"item {item.id}: a scoring item has points above 0, a mandatory one no less than 0"
        if groups and item.points and item.group is None:
            yield f"item {item.id}: an item with points needs a group"
    yield from _sum_faults(content) if groups else _ungrouped_faults(content)


def _sum_faults(content: TableData) -> Iterator[str]:
    total = sum((group.points for group in content.group), Fraction(0))
    if total != FULL_SCORE:
        yield f"the groups' points add up to {decimal_text(total, 6, (FULL_SCORE,))}, not {FULL_SCORE}"
    yield from (f"group {group.id}: its points are below 0" for group in content.group if group.points < 0)
    for group in content.group:
        points = sum((item.points for item in content.item if item.group == group.id), Fraction(0))
        wanted = group.points if content.standard.scoring == "sum" else FULL_SCORE
        if points != wanted:
            counted, stated = decimal_text(points, 6, (wanted,)), decimal_text(wanted, 6, (points,))
            yield f"group {group.id}: its items' points add up to {counted}, not {stated}"


def _ungrouped_faults(content: TableData) -> Iterator[str]:
    total = sum((item.points for item in content.item if item.kind != "bonus"), Fraction(0))
    if total not in {0, FULL_SCORE}:
        yield f"the items' points add up to {decimal_text(total, 6, (FULL_SCORE,))}, not {FULL_SCORE}, or 0 for a gate"
    if content.standard.scoring == "weighted":
        yield "standard.scoring: there are no groups to be weighted"


def _rule_faults(item: Item, formulas: Mapping[str, Formula], header: Header) -> Iterator[str]:
    rule = item.rule
    if not isinstance(rule, FormulaRule):
        return
    declaration = formulas.get(rule.formula)
    if declaration is None:
        near = suggest(rule.formula, formulas)
        hint = f"did you mean {near}?" if near else "one of your own is given with the table, as by --formulas FILE.py"
        yield f"there is no formula {rule.formula!r}; {hint}"
        return
    yield from _years_faults(rule, declaration)
    unit = declaration.result.unit
    texts: tuple[str | None, ...] = ()
    if isinstance(rule, LimitRule):
        texts = tuple(limit.value for limit in rule.limits)
        yield from _limit_faults(rule, header)
    elif isinstance(rule, ScaleRule):
        yield from rule.faults(unit)
    elif isinstance(rule, LineRule):
        texts = (rule.base, rule.leading)
    elif isinstance(rule, ShareRule) and not _is_part_of_all(declaration):
        yield f"a share needs a rate between 0 % and 100 %; {rule.formula} may give another value"
    values: list[Fraction] = []
    for text in texts:
        try:
            values += [] if text is None else [exact_in(text, unit)]
        except UnitTextError as error:
            yield str(error)
    if isinstance(rule, LineRule) and len(values) == len(texts) and not rule.is_straight(*values):
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


def _limit_faults(rule: LimitRule, header: Header) -> Iterator[str]:
    listed = header.categories
    is_own = header.category != VEHICLE_TYPE
    names = [limit.category for limit in rule.limits]
    for unknown in sorted({name for name in names if name is not None} - set(listed)):
        near = suggest(unknown, listed) if is_own else ""
        hint = f"; did you mean {near}?" if near else ""
        yield f"{header.category} {unknown!r} is not one of those in [standard]: {', '.join(listed) or 'none'}{hint}"
    if not names or len(set(names)) < len(names) or (None in names and len(names) > 1):
        yield f"limits must be one for all, or one for each {header.category if is_own else 'vehicle type'}"


def _category_faults(content: TableData, formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Find what is wrong with a category that is not the vehicle type, whose words the table alone knows."""
    name, listed = content.standard.category, content.standard.categories
    if name == VEHICLE_TYPE:
        return
    amounts = {argument for formula in formulas.values() for argument in formula.arguments}
    ends = {f"{formula}_{end}" for formula in formulas for end in ("base", "leading")}
    items = {name for item in content.item for name in (item.id, item.clause)}
    if not _FACT.fullmatch(name):
        yield f"standard.category: {name!r} is no name of a fact; write it in small letters with _ in between"
    for taken, what in ((amounts | ends, "an amount"), (items, "an item"), (OTHER_NAMES, "something else")):
        if name in taken:
            yield f"standard.category: {name!r} is the name of {what}"
    if not listed:
        yield f"standard.categories: list what {name} may be"
    for one, count in Counter(one.lower() for one in listed).items():
        if count > 1:
            yield f"standard.categories: {one!r} is there twice, in small letters or in capitals"
    for one in listed:
        if one.lower() in UNKNOWN_WORDS or one != " ".join(one.split()):
            yield f"standard.categories: {one!r} is no text with single spaces that says something known"


_FACT = re.compile(r"[a-z][a-z0-9_]{0,59}")
OTHER_NAMES = frozenset(
    [
        "plant",
        "name",
        "year",
        "standard",
        "notes",
        "energy",
        "emission",
        "ledger",
        "value",
        "status",
        "share",
        "uncertainty",
        "distribution",
        "coverage",
        "reason",
        "evidence",
    ]
)
"""What has a meaning of its own in plant files."""
UNKNOWN_WORDS = frozenset(["", "unknown", "未知"])
"""What is read as not known, whatever it is said of."""
