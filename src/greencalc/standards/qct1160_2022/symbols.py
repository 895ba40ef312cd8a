"""Symbols that formulas of more than one clause of QC/T 1160-2022 have."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Symbol

AS_SOLD = "as many are built as are sold"
BUILT_FOR_NEED = "building more than is needed uses more land and material"
ON_PAPER = "another capacity on paper changes nothing in the plant"
"""Why a change of some amounts is no measure that makes a plant greener."""

LandArea = Annotated[Amount, Symbol("A_l", "m2", "land area of the plant", "用地面积", above="0", measure="less")]

PaintedArea = Annotated[
    Amount,
    Symbol(
        "S",
        "m2",
        "area painted in the period",
        "涂装面积",
        above="0",
        no_measure="as much is painted as the vehicles built have",
    ),
]

VehiclesProduced = Annotated[
    Amount,
    Symbol("Q", "vehicle", "qualified vehicles produced in the period", "合格产品产量", above="0", no_measure=AS_SOLD),
]

SolventInput = Annotated[
    Amount,
    Symbol(
        "I_1", "kg", "organic solvent bought and used in the period", "有机溶剂投入量", at_least="0", measure="less"
    ),
]
