"""Symbols that more than one clause of GB/T 36132-2025 prints, without the index i that it gives to a product."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Symbol

FROM_SALES = "it follows from what is sold"
"""Why a change of an output value is no measure that makes a plant greener."""

OutputValue = Annotated[
    Amount,
    Symbol("G", "万元", "output value of the period", "产值", above="0", no_measure=FROM_SALES),
]

WaterIntake = Annotated[
    Amount,
    Symbol("V", "m3", "water taken in, without what is supplied to others", "取水量", at_least="0", measure="less"),
]
