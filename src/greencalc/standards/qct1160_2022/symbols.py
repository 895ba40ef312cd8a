"""Symbols that formulas of more than one clause of QC/T 1160-2022 have."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Symbol

LandArea = Annotated[Amount, Symbol("A_l", "m2", "land area of the plant", "用地面积", above="0")]

PaintedArea = Annotated[Amount, Symbol("S", "m2", "area painted in the period", "涂装面积", above="0")]

VehiclesProduced = Annotated[
    Amount,
    Symbol("Q", "vehicle", "qualified vehicles produced in the period", "合格产品产量", above="0"),
]

SolventInput = Annotated[
    Amount,
    Symbol("I_1", "kg", "organic solvent bought and used in the period", "有机溶剂投入量", at_least="0"),
]
