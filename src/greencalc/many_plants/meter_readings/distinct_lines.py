"""Lines that are unlike each other in more than their amounts, each worked out once by its ledger, for a unit of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl
from attrs import frozen

from greencalc.errors import FactorError, UnitTextError
from greencalc.factors.rows import Factor
from greencalc.ledgers.balance import ELECTRICITY, HEAT
from greencalc.ledgers.carbon import FLOWS
from greencalc.ledgers.carbon_kinds import is_traded, location_factor
from greencalc.ledgers.carbon_lines import CarbonLine
from greencalc.ledgers.carriers import MEDIA
from greencalc.ledgers.energy_lines import KGCE_PER_KWH, EnergyLine, sign_of
from greencalc.ledgers.meter_line import NOT_RENEWABLE, TRADED as TRADED_MARKS
from greencalc.ledgers.steps import LineError
from greencalc.many_plants.meter_readings.chosen_ledgers import EMISSION, ENERGY, TRADED, ChosenLedgers
from greencalc.many_plants.meter_readings.reading_table import NUMBER, ReadingTable
from greencalc.units.text import exact_in

Line = EnergyLine | CarbonLine
CAME, LEFT, CERTIFICATE = "came", "left", "certificate"
FUEL = "fuel"
_KNOWN: Mapping[str, Any] = MappingProxyType(
    {
        "is_line": pl.Boolean,
        "is_refused": pl.Boolean,
        "is_traded": pl.Boolean,  # by a contract or certificate
        "is_consumed": pl.Boolean,
        "is_marked": pl.Boolean,  # as renewable
        "is_judged": pl.Boolean,  # beside the other lines of its plant
        "is_backed": pl.Boolean,  # by evidence, if it shows any, that backs no other line
        "value": pl.Float64,  # that it adds to the total
        "renewable": pl.Float64,
        "choice": pl.UInt32,  # of which a plant has one: the basis of electricity, the set of warming potentials
        "flow": pl.String,
        "kind": pl.String,
        "mark": pl.String,
        "amount": pl.Float64,
        "cost": pl.UInt32,  # the rank of its emission factor
    }
)
"""What is known of a line in a ledger, for a unit of its quantity."""


def of(ledger: str, name: str) -> str:
    """Return what the column of a ledger is called."""
    return f"{name} ({ledger})"


@frozen
class DistinctLines:
    """Lines that are unlike each other, worked out.

    Attributes
    ----------
    frame : polars.DataFrame
        A row for each: the cells that it is known by, its number, and what is known of it in each ledger.
    known_by : list of str
        Columns by which they are told apart.
    ledgers : tuple of str
        The ledgers.
    usable : tuple of EnergyLine or CarbonLine
        Those that can be used.
    """

    frame: pl.DataFrame
    known_by: list[str]
    ledgers: tuple[str, ...]
    usable: tuple[Line, ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that they use, each once."""
        found: dict[tuple[str, tuple[str, ...]], Factor] = {}
        for line in self.usable:
            rows = line.factors if isinstance(line, CarbonLine) else (line.factor,)
            found |= {(row.table, row.key): row for row in rows if row is not None}
        return tuple(found.values())


def distinct_lines(table: ReadingTable, cells: pl.DataFrame, chosen: ChosenLedgers) -> DistinctLines:
    """Find the lines that are unlike each other, and work each out for a quantity of one."""
    told = [name for name in cells.columns if name not in {*table.by, NUMBER}]
    differ = cells.select(pl.col(told).ne_missing(pl.col(told).first()).any())
    differing = [name for name in told if differ[name].any()] or told[:1]
    different = cells.lazy().unique(differing).select(told).collect().sort(differing)
    known_by = list(differing)
    for name in differing:  # what the others tell already
        others = [other for other in known_by if other != name]
        known_by = others if others and different.n_unique(others) == different.height else known_by
    given = [table.lines_of(row) for row in different.iter_rows(named=True)]
    traded = any(is_traded([lines.get(EMISSION)]) for lines in given)
    ledgers = (ENERGY, EMISSION, TRADED) if traded else (ENERGY, EMISSION)
    parts, usable = [different.with_row_index("line")], []
    for ledger in ledgers:
        entries = [lines.get(EMISSION if ledger == TRADED else ledger) for lines in given]
        lines = [None if one is None else _worked_out(ledger, one, chosen) for one in entries]
        records = [
            {"is_line": one is not None, "is_refused": one is not None and line is None, **known}
            for one, line, known in zip(entries, lines, _known(lines, chosen), strict=True)
        ]
        if ledger != ENERGY:
            records = [one | {"is_traded": is_traded([entry])} for one, entry in zip(records, entries, strict=True)]
        frame = pl.DataFrame(records, schema=_KNOWN)
        frame = frame.with_columns(pl.col(pl.Boolean).fill_null(value=False), pl.col("value", "renewable").fill_null(0))
        parts.append(frame.select(pl.col(name).alias(of(ledger, name)) for name in _KNOWN))
        usable += [line for line in lines if line is not None]
    return DistinctLines(pl.concat(parts, how="horizontal"), known_by, ledgers, tuple(usable))


def _worked_out(ledger: str, given: Mapping[str, Any], chosen: ChosenLedgers) -> Line | None:
    try:
        return chosen.worked_out(ledger, given)
    except (LineError, FactorError, UnitTextError):
        return None


def _known(lines: Sequence[Line | None], chosen: ChosenLedgers) -> Iterator[dict[str, Any]]:
    """Yield what is known of each line; fractions and names by numbers that stand for them, in their order."""
    choices = {choice: number for number, choice in enumerate(dict.fromkeys(map(_choice, lines)))}
    costs = [_cost(line) for line in lines]
    ranks = {cost: rank for rank, cost in enumerate(sorted({cost for cost in costs if cost is not None}))}
    for line, cost in zip(lines, costs, strict=True):
        choice = _choice(line)
        ranked = {"choice": None if choice is None else choices[choice], "cost": ranks.get(cost)}
        if isinstance(line, EnergyLine):
            yield _of_energy(line) | ranked
        else:
            yield {} if line is None else _of_emission(line, chosen.accounting) | ranked


def _choice(line: Line | None) -> Any:
    """Return the basis of electricity, or the set of warming potentials, of a line that has one."""
    if isinstance(line, EnergyLine):
        counts = line.kind == ELECTRICITY and line.use != "feedstock" and line.coefficient
        return exact_in(line.coefficient, KGCE_PER_KWH) if counts else None
    return None if line is None else next((row.key[1] for row in line.factors if row.table == "gwp"), None)


def _cost(line: Line | None) -> Any:
    """Return the emission factor of electricity and heat."""
    return location_factor(line) if isinstance(line, CarbonLine) and line.kind in {ELECTRICITY, HEAT} else None


def _of_energy(line: EnergyLine) -> dict[str, Any]:
    amount = float(line.value)
    flow = {"consumed": CAME, "passed on": LEFT, "certificate": CERTIFICATE, "feedstock": None}[line.use]
    return {
        "is_consumed": flow == CAME,
        "is_marked": line.is_renewable,
        "is_judged": flow in {LEFT, CERTIFICATE},
        "is_backed": line.is_renewable and flow != LEFT,
        "value": sign_of(line) * amount if flow in {CAME, LEFT} else 0.0,
        "renewable": sign_of(line) * amount if line.is_renewable else 0.0,
        "flow": flow,
        "kind": line.kind if line.kind in {ELECTRICITY, HEAT, MEDIA} else FUEL,
        "mark": line.renewable,
        "amount": amount,
    }


def _of_emission(line: CarbonLine, accounting: str | None) -> dict[str, Any]:
    value = float(line.market_value if accounting == "market" else line.value)
    kind, leaves = FLOWS.get(line.part, (None, False))
    sign = -1.0 if leaves else 0.0 if line.part == "biomass" else 1.0
    return {
        "is_consumed": True,
        "is_marked": line.is_renewable or line.part == "biomass",
        "is_judged": leaves or (accounting is None and line.renewable in TRADED_MARKS),
        "is_backed": line.is_renewable and not leaves,
        "value": sign * value,
        "flow": None if kind is None else LEFT if leaves else CAME,
        "kind": kind,
        "mark": NOT_RENEWABLE if leaves and line.kind == "stated" else line.renewable,
        "amount": None if line.energy is None else float(line.energy),
    }
