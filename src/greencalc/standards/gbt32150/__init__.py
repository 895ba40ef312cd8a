"""GB/T 32150, greenhouse-gas emissions of industry: the formulas that A.9 leans on.

GB/T 32150-2025 is in force since 2026-07-01 and its text was not seen: the arithmetic is that of the NDRC guides of
2015 and of GB/T 32151.34-2024, as read on secondary pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.standards.gbt32150.combustion import combustion_emission, fuel_heat_of_gas, fuel_heat_of_mass
from greencalc.standards.gbt32150.electricity_and_heat import (
    electricity_emission,
    heat_emission,
    hot_water_heat,
    steam_heat,
)
from greencalc.standards.gbt32150.process_emissions import (
    co2_mass_share,
    gas_emission_from_stocks,
    gas_filled,
    loss_per_filling,
    shielding_gas_emission,
)

__all__ = [  # noqa: RUF022 (in the order of a greenhouse-gas report)
    "fuel_heat_of_mass",
    "fuel_heat_of_gas",
    "combustion_emission",
    "gas_emission_from_stocks",
    "gas_filled",
    "loss_per_filling",
    "co2_mass_share",
    "shielding_gas_emission",
    "electricity_emission",
    "heat_emission",
    "hot_water_heat",
    "steam_heat",
]

FORMULAS: tuple[Callable[..., Any], ...] = tuple(globals()[name] for name in __all__)
"""The formulas, in the order of a greenhouse-gas report."""
