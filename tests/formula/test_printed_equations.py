"""The printed equations say what the bodies compute, on the hand-worked cases too."""

from __future__ import annotations

import numpy as np

import greencalc
from greencalc import spec
from greencalc.formula.arguments import read_arguments
from greencalc.formula.plain_call import compute_exactly
from greencalc.formula.proof import prove
from greencalc.showing.equation import parse_equation, value_of
from worked_cases import Case, each_case


@each_case
def test_the_printed_equation_gives_what_the_body_gives(case: Case) -> None:
    declaration = spec(getattr(greencalc, case.formula))
    symbols = {name: argument.symbol for name, argument in declaration.arguments.items()}
    readings = read_arguments(declaration, (), case.inputs)
    values = {symbols[name].tex: reading.exact(symbols[name].unit) for name, reading in readings.items()}
    [printed] = np.ravel(value_of(parse_equation(declaration.equation).right, values))
    assert printed * prove(declaration) == compute_exactly(declaration, case.inputs)
