"""Amounts of fuel, of which energy and greenhouse gases are computed."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Symbol

FuelMass = Annotated[Amount, Symbol("m", "kg", "mass of a fuel burned in the period", "燃料消耗量", at_least="0")]

GasVolume = Annotated[
    Amount,
    Symbol(
        "V_n",
        "Nm3",
        "gas burned in the period, at 0 °C and 101.325 kPa",
        "标准状态下的气体燃料消耗量",
        at_least="0",
    ),
]

FuelHeat = Annotated[Amount, Symbol("Q", "GJ", "heat of the fuel burned in the period", "燃料热量", at_least="0")]
