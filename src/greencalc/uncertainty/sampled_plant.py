"""A plant whose amounts are columns of samples: its plan worked out on them, as many plants are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from attrs import frozen

import greencalc
from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.ledgers.meter_line import amount_of
from greencalc.ledgers.plant_ledgers import CARBON_SETTINGS, ENERGY_SETTINGS
from greencalc.many_plants.block import BLOCK, Block
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.scorer import cells_of
from greencalc.many_plants.table_reader import read_table
from greencalc.plant.facts import Facts
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.rules import FormulaRule, LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.plan import Plan, plan_of
from greencalc.table_plan.tongues.blocks import columns_of
from greencalc.table_plan.tongues.room import Room
from greencalc.uncertainty.inputs import LEDGERS, UncertainInput
from greencalc.uncertainty.outcomes import Ends, Outcomes
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.spread import SPREAD_KEYS, typed_apart

_PART = 4096  # samples whose ledgers are worked out at a time
_TOTALS = (
    ("energy", "energy_consumption", "value", "kgce"),
    ("energy", "renewable_energy", "renewable", "kgce"),
    ("emission", "carbon_emission", "value", "tCO2e"),
)


@frozen(eq=False)
class SampledPlant:
    """A plant some of whose amounts are sampled.

    Attributes
    ----------
    standard : Standard
        The table of indicators.
    facts : Facts
        What is known of the plant.
    given : mapping
        The facts as given, for the lines of its ledgers.
    inputs : tuple of UncertainInput
        The amounts that are sampled.
    policy, comparison : str
        The settings by which it is judged.
    factors : Factors or None
        The factor tables of the ledgers.
    """

    standard: Standard
    facts: Facts
    given: Mapping[str, Any]
    inputs: tuple[UncertainInput, ...]
    policy: Policy | None
    comparison: LimitComparison
    factors: Factors | None

    def outcomes(self, columns: Sequence[Any], *, scores_alone: bool = False) -> Outcomes:
        """Judge samples, given as a column for each input; of gate and total alone, if no more is asked for."""
        rows = len(columns[0])
        wrong = np.zeros(rows, dtype=bool)
        out: Counter[str] = Counter()
        amounts: dict[str, Any] = {}
        lines: dict[str, Any] = {}
        for one, column in zip(self.inputs, columns, strict=True):
            if one.is_line:
                lines[one.name] = column
            else:
                amounts[f"{one.name} [{one.unit}]"] = column
        if lines:
            amounts |= self._totals(lines, wrong, out)
        table = self._table(amounts)
        kept: dict[Any, Any] = {}
        room = Room(BLOCK)
        for start in range(0, rows, BLOCK):
            stop = min(start + BLOCK, rows)
            block = Block(table, start, stop, room)
            block.wrong |= wrong[start:stop]
            plan = plan_of(self.standard, block.inputs, self.policy, self.comparison)
            asked = _asked(plan, self.standard, scores_alone=scores_alone)
            of = columns_of(plan, [*asked.places, plan.fault], block)
            for key, column in asked.columns(of):
                if key not in kept:
                    kept[key] = np.empty(rows, dtype=column.dtype)
                kept[key][start:stop] = column
            for name, where in _reasons(block, of(plan.fault, otherwise=False)):
                new = where & ~wrong[start:stop]
                wrong[start:stop] |= new
                out[name] += int(np.count_nonzero(new))
            block.give_back()
        return _outcomes(rows, wrong, out, kept)

    def _table(self, amounts: Mapping[str, Any]) -> PlantTable:
        """Return a table whose columns take the place of facts; the rest of the plant is the same in all rows."""
        taken = {header.partition(" ")[0] for header in amounts}
        fixed = {header: cell for header, cell in cells_of(self.facts) if header not in taken}
        return read_table(self.standard, {**fixed, **amounts})

    def _totals(self, lines: Mapping[str, Any], wrong: Any, out: Counter[str]) -> dict[str, Any]:
        """Return the totals of ledgers some of whose lines are sampled, and note samples of which there are none."""
        below = {name: column < 0 for name, column in lines.items()}
        for name, where in below.items():
            new = where & ~wrong
            wrong |= new
            out[name] += int(np.count_nonzero(new))
        nominal = {one.name: float(one.exact_value) for one in self.inputs}
        sound = {name: np.where(wrong, nominal[name], column) for name, column in lines.items()}
        taken = {ledger for name in lines for ledger in LEDGERS if name.startswith(f"{ledger}.")}
        found: dict[str, Any] = {}
        for start in range(0, len(wrong), _PART):
            parts = {name: column[start : start + _PART] for name, column in sound.items()}
            for place, totals in self._worked(taken, parts, start):
                if totals is None:
                    wrong[place] = True
                    out["the ledgers"] += 1
                    continue
                for header, total in totals.items():
                    column = found.setdefault(header, np.full(len(wrong), np.nan))
                    column[place] = total
        for column in found.values():
            column[np.isnan(column)] = np.nanmean(column)  # of samples that are wrong already
        needed = {**amounts_of(self.standard), **line_ends(self.standard)}
        return {header: column for header, column in found.items() if header.partition(" ")[0] in needed}

    def _worked(
        self, ledgers: set[str], lines: Mapping[str, Any], start: int
    ) -> Iterator[tuple[slice, dict[str, Any] | None]]:
        """Yield the totals of samples; of those of which there are none, one by one, nothing."""
        rows = len(next(iter(lines.values())))
        where = slice(start, start + rows)
        try:
            yield where, self._ledgers(ledgers, lines)
        except FactsError:
            if rows == 1:
                yield where, None
                return
            for half in (slice(0, rows // 2), slice(rows // 2, rows)):
                parts = {name: column[half] for name, column in lines.items()}
                yield from self._worked(ledgers, parts, start + half.start)

    def _ledgers(self, ledgers: set[str], lines: Mapping[str, Any]) -> dict[str, Any]:
        """Work ledgers out on arrays of quantities."""
        with greencalc.loading:
            from greencalc.ledgers.carbon import carbon_ledger  # noqa: PLC0415 (with formulas for who has one)
            from greencalc.ledgers.energy import energy_ledger  # noqa: PLC0415 (as above)

        work: Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "energy": (energy_ledger, ENERGY_SETTINGS),
            "emission": (carbon_ledger, CARBON_SETTINGS),
        }
        chosen = self.given.get("ledger", {})
        worked = {}
        for ledger in ledgers:
            function, names = work[ledger]
            settings = {name: chosen[name] for name in names if name in chosen}
            of_plant = [
                self._line(f"{ledger}.{place}", line, lines) for place, line in enumerate(self.given[ledger], 1)
            ]
            worked[ledger] = function(of_plant, factors=self.factors, **settings)
        totals = {
            f"{name} [{unit}]": getattr(worked[ledger], attribute)
            for ledger, name, attribute, unit in _TOTALS
            if ledger in worked
        }
        return {header: total for header, total in totals.items() if isinstance(total, np.ndarray)}

    def _line(self, name: str, line: Mapping[str, Any], lines: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a line with samples of its quantity."""
        if name not in lines:
            return line
        unit = amount_of("quantity", typed_apart(line["quantity"])[0]).unit
        quantity = make_quantity(application_registry(), lines[name], unit)
        return {key: one for key, one in line.items() if key not in SPREAD_KEYS} | {"quantity": quantity}


class _Asked(NamedTuple):
    """What is asked of a plan: columns by key, each made of some places."""

    places: list[int | None]
    columns: Callable[[Callable[..., Any]], Iterator[tuple[Any, Any]]]


def _asked(plan: Plan, standard: Standard, *, scores_alone: bool) -> _Asked:
    points = plan.points
    pairs: dict[Any, tuple[int, int]] = {"total": points.total}
    values: dict[str, Any] = {}
    judged: dict[str, Any] = {}
    if not scores_alone:
        pairs |= {("group", name): ends for name, ends in points.groups.items()}
        pairs |= {("level", place): ends for place, ends in enumerate(plan.levels)}
        values = dict(plan.values_by_header)
        judged = {item.id: plan.items[item.id] for item in standard.items if isinstance(item.rule, FormulaRule)}
    places: list[int | None] = [points.passes, points.undecided]
    places += [place for ends in pairs.values() for place in ends]
    places += [place for value in values.values() for place in (value.place, value.gap)]
    places += [place for one in judged.values() for place in (one.share, one.unknown, one.spared)]

    def columns(of: Callable[..., Any]) -> Iterator[tuple[Any, Any]]:
        passes, undecided = of(points.passes, otherwise=True), of(points.undecided, otherwise=False)
        yield ("gate", 0), passes & ~undecided
        yield ("gate", 1), passes
        for key, ends in pairs.items():
            for end, place in enumerate(ends):
                yield (key, end), of(place)
        for header, value in values.items():
            column = of(value.place).astype(float)
            yield ("value", header), np.where(of(value.gap, otherwise=False), np.nan, column)
        for item, one in judged.items():
            known = ~of(one.unknown, otherwise=False)
            met = (of(one.share) >= 1) & known
            yield (("item", item), 0), met
            yield (("item", item), 1), met | ~known
            yield ("spared", item), of(one.spared, otherwise=False)

    return _Asked(places, columns)


def _reasons(block: Block, fault: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is wrong in rows, by the name of an amount or a formula."""
    for column, bad in block.bad:
        yield column.header.name, bad
    yield from block.unsound.items()
    yield "the facts together", fault
    yield "the facts together", block.wrong


def _outcomes(rows: int, wrong: Any, out: Counter[str], kept: Mapping[Any, Any]) -> Outcomes:
    def ends(key: Any) -> Ends:
        return Ends(kept[key, 0], kept[key, 1])

    def named(kind: str) -> list[Any]:
        return [key[0][1] for key in kept if isinstance(key[0], tuple) and key[0][0] == kind and key[1] == 0]

    return Outcomes(
        rows=rows,
        wrong=wrong,
        out_of_bounds={name: count for name, count in out.items() if count},
        gate=ends("gate"),
        total=ends("total"),
        groups={name: ends(("group", name)) for name in named("group")},
        values={key[1]: column for key, column in kept.items() if key[0] == "value"},
        items={name: ends(("item", name)) for name in named("item") if not kept["spared", name].all()},
        levels=tuple(ends(("level", place)) for place in named("level")),
    )
