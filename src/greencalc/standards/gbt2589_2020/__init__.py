"""GB/T 2589-2020, comprehensive energy consumption: the formulas that A.8 leans on.

This book and those below have no table of indicators: their formulas give the inputs of those above, or stand
beside them. Their clauses are not public, so each formula is named by its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.standards.gbt2589_2020.coal_equivalent import (
    coal_equivalent_from_heating_value_of_gas,
    coal_equivalent_from_heating_value_of_mass,
    coal_equivalent_of_energy,
    coal_equivalent_of_gas,
    coal_equivalent_of_mass,
    coal_equivalent_of_net_heat,
)
from greencalc.standards.gbt2589_2020.energy_consumption import comprehensive_energy_consumption
from greencalc.standards.gbt2589_2020.fuel_amounts import (
    fuel_mass_of_volume,
    gas_volume_at_reference,
    net_heat_of_gross_heat,
)

__all__ = [  # noqa: RUF022 (from the amounts to the total)
    "gas_volume_at_reference",
    "fuel_mass_of_volume",
    "net_heat_of_gross_heat",
    "coal_equivalent_of_mass",
    "coal_equivalent_of_gas",
    "coal_equivalent_of_energy",
    "coal_equivalent_from_heating_value_of_mass",
    "coal_equivalent_from_heating_value_of_gas",
    "coal_equivalent_of_net_heat",
    "comprehensive_energy_consumption",
]

FORMULAS: tuple[Callable[..., Any], ...] = tuple(globals()[name] for name in __all__)
"""The formulas, from the amounts to the total."""
