"""Single values in place of columns: what contradicts itself in them is one fault, in place of one for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from greencalc.errors import FactsError
from greencalc.formula.declaration import Formula
from greencalc.judging.judge_plant import judge_plant
from greencalc.many_plants.columns.statuses import StatusColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.standards.rules import LineRule
from greencalc.standards.table import Item, Same, Standard


def refuse_constants(standard: Standard, table: PlantTable, chosen: Mapping[str, Any]) -> None:
    """Refuse a table whose single values contradict each other.

    Raises
    ------
    FactsError
        If they do.
    """
    if not table.constants or not table.rows:
        return
    by_formula: dict[Formula, list[Item]] = {}
    for item in standard.items:
        formula = standard.formula_of(item)
        if formula is not None:
            by_formula.setdefault(formula, []).append(item)
    faults = tuple(_faults(standard, table, chosen, by_formula))
    if faults:
        said = tuple(f"{fault} It is said of all rows." for fault in faults)
        raise FactsError(f"columns for {standard.number} cannot be used", said)


def _faults(
    standard: Standard, table: PlantTable, chosen: Mapping[str, Any], by_formula: Mapping[Formula, list[Item]]
) -> Iterator[str]:
    single = table.constants
    for formula in by_formula:  # what else a formula has may mend what is wrong
        names = table.amounts.keys() & formula.arguments
        single = single if single.issuperset(names) else single - names
    if not single.isdisjoint(table.amounts):
        yield from _checked(standard, table.facts(0, single), chosen)
    for formula, items in by_formula.items():
        ends = [end for item in items if isinstance(item.rule, LineRule) for end in item.rule.missing_ends]
        if not ends or not table.constants.issuperset(ends) or columns_about(items, table):
            continue
        # with any amount it is seen which way a line runs
        ones = {one.name: f"1 {one.symbol.unit}".removesuffix(" dimensionless") for one in formula.arguments.values()}
        headers = {table.ends[end].header.text for end in ends}
        found = _checked(standard, table.facts(0, ends) | ones, chosen)
        yield from (fault for fault in found if headers.issuperset(table.headers_in(fault, standard)))


def columns_about(items: list[Item], table: PlantTable) -> list[StatusColumn]:
    """Return the columns of words about some items."""
    judged = {item.id for item in items}
    return [column for column in table.statuses if not judged.isdisjoint(item.id for item in column.items)]


def _checked(standard: Standard, facts: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """Check facts that come again with every part of a table."""
    return _found(_Asked((Same(standard), repr(facts), repr(chosen)), standard, facts, chosen))


@frozen
class _Asked:
    """Facts to be checked, and what tells them from others."""

    key: tuple[Any, ...]
    standard: Standard = field(eq=False)
    facts: Mapping[str, Any] = field(eq=False)
    chosen: Mapping[str, Any] = field(eq=False)


@lru_cache(maxsize=1024)
def _found(asked: _Asked) -> tuple[str, ...]:
    return faults_of(asked.standard, asked.facts, asked.chosen)


def faults_of(standard: Standard, facts: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what `evaluate` says is wrong with facts."""
    try:
        judge_plant(standard, facts, plausibility=(), **chosen)
    except FactsError as error:
        return error.faults
    return ()
