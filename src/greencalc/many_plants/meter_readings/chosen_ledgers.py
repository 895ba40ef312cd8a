"""What is chosen for all lines of a table, and the ledgers that go by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from greencalc.factors.tables import Factors
from greencalc.ledgers import carbon_kinds, energy_lines
from greencalc.ledgers.carbon import carbon_ledger, carbon_settings
from greencalc.ledgers.carbon_lines import CarbonLine, CarbonSettings
from greencalc.ledgers.energy import energy_ledger, energy_settings
from greencalc.ledgers.energy_lines import EnergyLine, EnergySettings
from greencalc.ledgers.meter_line import read_lines
from greencalc.ledgers.plant_ledgers import CARBON_SETTINGS, ENERGY_SETTINGS
from greencalc.ledgers.steps import LineError

ENERGY, EMISSION, TRADED = "energy", "emission", "emission beside traded electricity"
"""The ledgers; that of carbon also as it is where contracts and certificates change the factor of all other power."""


@frozen
class ChosenLedgers:
    """What is chosen for all lines."""

    settings: Mapping[str, Any]
    factors: Factors | None
    _energy: EnergySettings
    _carbon: CarbonSettings

    @classmethod
    def of(cls, settings: Mapping[str, Any], factors: Factors | None) -> ChosenLedgers:
        """Check it.

        Raises
        ------
        FactsError
            Saying what cannot be chosen.
        """
        energy = energy_settings(factors, **_among(settings, ENERGY_SETTINGS))
        carbon = carbon_settings(factors, traded=False, **_among(settings, CARBON_SETTINGS))
        return cls(settings, factors, energy, carbon)

    @property
    def accounting(self) -> str | None:
        """Which total the emission is, if that was chosen."""
        return self._carbon.accounting

    def worked_out(self, ledger: str, given: Mapping[str, Any]) -> EnergyLine | CarbonLine:
        """Work a line out.

        Raises
        ------
        LineError, FactorError, UnitTextError
            If it cannot be used.
        """
        module = energy_lines if ledger == ENERGY else carbon_kinds
        [(line, faults)] = read_lines(ledger, [given], module.KEYS, module.NAMES)
        if faults:
            raise LineError("; ".join(faults))
        if ledger == ENERGY:
            return energy_lines.work_out(line, self._energy)
        return carbon_kinds.work_out(line, evolve(self._carbon, traded=ledger == TRADED))

    def whole_ledger(self, ledger: str, lines: Sequence[Mapping[str, Any]]) -> tuple[float | None, ...]:
        """Return the total of a plant, and of energy the renewable part if any line is marked.

        Raises
        ------
        FactsError
            With what is wrong with the lines.
        """
        if ledger == EMISSION:
            carbon = carbon_ledger(lines, factors=self.factors, **_among(self.settings, CARBON_SETTINGS))
            return (float(carbon.value),)
        energy = energy_ledger(lines, factors=self.factors, **_among(self.settings, ENERGY_SETTINGS))
        is_marked = any(line.is_renewable for line in energy.lines)
        return float(energy.value), float(energy.renewable) if is_marked else None


def _among(settings: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: settings[name] for name in names if name in settings}
