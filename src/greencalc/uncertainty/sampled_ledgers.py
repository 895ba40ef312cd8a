"""Ledgers some of whose quantities are columns of samples: the totals of each sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

import greencalc
from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.ledgers.meter_line import amount_of
from greencalc.ledgers.plant_ledgers import CARBON_SETTINGS, ENERGY_SETTINGS
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.spread import SPREAD_KEYS, typed_apart
from greencalc.units.text import parse_unit
from greencalc.units.unit_table import Unit

LEDGERS = ("energy", "emission")
IN_LEDGERS = "the lines of the ledgers"
TOTALS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"energy": ("energy_consumption", "renewable_energy"), "emission": ("carbon_emission",)}
)
"""The facts that ledgers give the totals of."""
_PART = 4096  # samples that are worked out at a time
_TOTALS = (
    ("energy", "energy_consumption", "value", "kgce"),
    ("energy", "renewable_energy", "renewable", "kgce"),
    ("emission", "carbon_emission", "value", "tCO2e"),
)


def totals_of(
    given: Mapping[str, Any], lines: Mapping[str, Any], factors: Factors | None, wrong: Any, out: Counter[str]
) -> dict[str, tuple[Unit, Any]]:
    """Return the totals that differ from sample to sample, by the fact that each is, with its unit.

    Samples whose lines contradict each other are noted as wrong, and have the totals of another one.

    Parameters
    ----------
    given : mapping
        The plant's facts, with the lines of its ledgers.
    lines : mapping of str to array
        The quantities that are sampled, by ledger and place of the line, in the unit that was typed.
    factors : Factors or None
        The factor tables.
    wrong : array of bool
        Which samples are of no plant.
    out : Counter
        How many samples are out of bounds, by what is.
    """
    sampled = _SampledLedgers(given, {name.partition(".")[0] for name in lines}, factors)
    found: dict[str, Any] = {}
    for start in range(0, len(wrong), _PART):
        parts = {name: column[start : start + _PART] for name, column in lines.items()}
        for where, totals in sampled.worked_out(parts, start):
            if totals is None:
                new = int(np.count_nonzero(~wrong[where]))
                out[IN_LEDGERS] += new
                wrong[where] = True
            for name, total in (totals or {}).items():
                found.setdefault(name, np.full(len(wrong), np.nan))[where] = total
    for column in found.values():
        column[np.isnan(column)] = np.nanmean(column)
    units = {name: parse_unit(unit)[1] for _, name, _, unit in _TOTALS}
    return {name: (units[name], column) for name, column in found.items()}


class _SampledLedgers:
    def __init__(self, given: Mapping[str, Any], sampled: set[str], factors: Factors | None) -> None:
        self.given = given
        self.sampled = [ledger for ledger in LEDGERS if ledger in sampled]
        self.factors = factors

    def worked_out(self, lines: Mapping[str, Any], start: int) -> Iterator[tuple[slice, dict[str, Any] | None]]:
        """Yield the totals of samples; nothing of those, one by one, of which there are none."""
        rows = len(next(iter(lines.values())))
        where = slice(start, start + rows)
        try:
            yield where, self._totals(lines)
        except FactsError:
            if rows == 1:
                yield where, None
                return
            for half in (slice(0, rows // 2), slice(rows // 2, rows)):
                yield from self.worked_out({name: column[half] for name, column in lines.items()}, start + half.start)

    def _totals(self, lines: Mapping[str, Any]) -> dict[str, Any]:
        with greencalc.loading:
            from greencalc.ledgers.carbon import carbon_ledger  # noqa: PLC0415 (with formulas for who has one)
            from greencalc.ledgers.energy import energy_ledger  # noqa: PLC0415 (as above)

        work: Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "energy": (energy_ledger, ENERGY_SETTINGS),
            "emission": (carbon_ledger, CARBON_SETTINGS),
        }
        chosen = self.given.get("ledger", {})
        worked = {}
        for ledger in self.sampled:
            function, names = work[ledger]
            settings = {name: chosen[name] for name in names if name in chosen}
            own = [_line(f"{ledger}.{place}", line, lines) for place, line in enumerate(self.given[ledger], 1)]
            worked[ledger] = function(own, factors=self.factors, **settings)
        totals = {name: getattr(worked[ledger], kind) for ledger, name, kind, _ in _TOTALS if ledger in worked}
        return {name: total for name, total in totals.items() if isinstance(total, np.ndarray)}


def _line(name: str, line: Mapping[str, Any], lines: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line with samples of its quantity."""
    if name not in lines:
        return line
    unit = amount_of("quantity", typed_apart(line["quantity"])[0]).unit
    quantity = make_quantity(application_registry(), lines[name], unit)
    return {key: one for key, one in line.items() if key not in SPREAD_KEYS} | {"quantity": quantity}
