"""What several greenhouse-gas formulas share, and what they all rest on."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Symbol

SOURCE = (
    "NDRC guides of 2015 and GB/T 32151.34-2024, as read on secondary pages; "
    "GB/T 32150-2025 is in force since 2026-07-01, its text was not seen"
)

_ATOMIC_WEIGHTS = "atomic weights of carbon 12 and oxygen 16, which the 44/12 of the guides is made of"

CarbonMolarMass = Annotated[
    Amount,
    Symbol("M_C", "g/mol", "molar mass of carbon", "碳的摩尔质量", above="0", source=_ATOMIC_WEIGHTS),
]
CO2MolarMass = Annotated[
    Amount,
    Symbol("M_{CO2}", "g/mol", "molar mass of CO2", "二氧化碳的摩尔质量", above="0", source=_ATOMIC_WEIGHTS),
]
CO2WarmingPotential = Annotated[
    Amount,
    Symbol(
        "GWP_{CO2}",
        "kgCO2e/kg",
        "global warming potential of CO2",
        "二氧化碳的全球变暖潜势",
        above="0",
        source="CO2 is the gas that others are compared with, so its potential is 1",
    ),
]
