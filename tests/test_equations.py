"""The printed equations say what the bodies compute: each is read from its TeX and worked on the hand-worked cases."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

import greencalc
from greencalc import spec
from greencalc.boundary import compute_exactly
from greencalc.proof import prove
from greencalc.reading import read_arguments
from test_worked_cases import Case, each_case

TOKEN = re.compile(r"\\frac|\\sum_\w|\\?[A-Za-z]+(?:_(?:\{[^}]*\}|\\?\w))?|\d+|[-+()\[\]{}>]")


class Equation:
    """The right side of a TeX equation: sums and differences of products, fractions, brackets that are 0 or 1."""

    def __init__(self, tex: str, values: dict[str, object]) -> None:
        bare = re.sub(r"\\times 100\\,\\%|\\left|\\right", " ", tex.partition("=")[2])
        self.tokens = TOKEN.findall(bare)
        self.values = values

    def value(self) -> Fraction:
        result = self.terms()
        assert not self.tokens
        return np.ravel(result)[0]

    def terms(self):
        result = self.product()
        while self.tokens and self.tokens[0] in "+-":
            sign = 1 if self.tokens.pop(0) == "+" else -1
            result = result + sign * self.product()
        return result

    def product(self):
        summed = self.tokens[0].startswith(r"\sum")
        if summed:
            self.tokens.pop(0)
        result = self.factor()
        while self.tokens and self.tokens[0] not in "+->)]}":
            result = result * self.factor()
        return np.sum(result) if summed else result

    def factor(self):
        part = self.tokens.pop(0)
        if part == r"\frac":
            above = self.factor()
            return above / self.factor()
        if part in "({[":
            result = self.terms()
            if self.tokens.pop(0) == ">":
                result = (result > self.terms()) * 1
                self.tokens.pop(0)
            return result
        return Fraction(part) if part.isdigit() else self.values[part]


@each_case
def test_the_printed_equation_gives_what_the_body_gives(case: Case) -> None:
    declaration = spec(getattr(greencalc, case.formula))
    symbols = {name: argument.symbol for name, argument in declaration.arguments.items()}
    readings = read_arguments(declaration, (), case.inputs)
    values = {symbols[name].tex: reading.exact(symbols[name].unit) for name, reading in readings.items()}
    printed = Equation(declaration.equation, values).value()
    assert printed * prove(declaration) == compute_exactly(declaration, case.inputs)
