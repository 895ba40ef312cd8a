"""Equations worked out: with numbers as typed, converted, and the result, each line exact or about so much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from greencalc.formula.computation import Computation, Exact, Input
from greencalc.languages.said import Language, in_language, written
from greencalc.showing.equation import WAYS, Equation, amount, symbol
from greencalc.showing.sheet import Working, listed_text
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.unit_table import Unit

POINTS_DIGITS = 5
_DIGITS = 12
ABOUT: Mapping[str, str] = MappingProxyType({"text": "≈", "html": "≈", "tex": r"\approx"})
"""What stands before a number that was rounded, in each way of writing."""


def worked(computation: Computation, beside: tuple[Fraction, ...] = ()) -> Working:
    """Return a computation's equation with numbers as typed, converted, and the result beside what it is compared with.

    A line begins with ``=`` where it shows every digit, and with ``≈`` where any number in it was rounded.
    """
    formula, inputs = computation.formula, computation.inputs
    equation = formula.printed
    typed = {item.name: listed_text(item.typed) for item in inputs}
    amounts = {item.name: amount_written(item.exact, item.symbol.unit, _scalars(inputs, item)) for item in inputs}
    converted = {name: text for name, (text, _) in amounts.items()}
    steps = [(typed, all(item.is_typed_in_full for item in inputs))]
    if converted != typed:
        steps.append((converted, all(in_full for _, in_full in amounts.values())))
    result, in_full = amount_written(computation.result, formula.result.unit, beside)
    lines = {
        way: (
            f"= {equation.side(way)}",
            *(written(partial(_side, equation, way, _sign(way, exact), numbers)) for numbers, exact in steps),
            written(partial(_result, way, _sign(way, in_full), result)),
        )
        for way in WAYS
    }
    return Working({way: symbol(formula.result.tex, way) for way in WAYS}, lines)


def _side(equation: Equation, way: str, sign: str, amounts: Mapping[str, str], language: Language) -> str:
    told = {name: in_language(text, language) for name, text in amounts.items()}
    return f"{sign} {equation.side(way, told)}"


def _result(way: str, sign: str, result: str, language: Language) -> str:
    return f"{sign} {amount(in_language(result, language), way)}"


def amounts_text(typed: str, converted: str) -> str:
    """Write an amount as typed and converted; once in a language in which that is the same."""
    return typed if converted == typed else written(partial(_amounts, typed, converted))


def _amounts(typed: str, converted: str, language: Language) -> str:
    one, other = in_language(typed, language), in_language(converted, language)
    equals = other if other.startswith(ABOUT["text"]) else f"= {other}"
    return one if one == other else f"{one} {equals}"


def _scalars(inputs: Iterable[Input], item: Input) -> tuple[Fraction, ...]:
    """Return the single amounts that an equation may compare an input with."""
    alike = (one.exact for one in inputs if one.symbol.unit == item.symbol.unit)
    return tuple(exact for exact in alike if isinstance(exact, Fraction))


def sum_working(name: str, points: Mapping[str, Fraction | None], *beside: Fraction | None) -> Working | None:
    """Return points as the sum of those that are known."""
    known = [value for value in points.values() if value is not None]
    if not known:
        return None
    total = sum(known, Fraction(0))
    parts = [points_text(value, *beside, digits=POINTS_DIGITS) for value in known]
    whole = points_text(total, *beside, digits=POINTS_DIGITS)
    summed = " + ".join(parts).replace("+ -", "- ")
    in_full = list(map(Fraction, parts)) == known
    lines = {
        way: (
            f"{_sign(way, in_full)} {amount(summed, way)}",
            f"{_sign(way, in_full and Fraction(whole) == total)} {amount(whole, way)}",
        )
        for way in WAYS
    }
    return Working({way: amount(name, way) for way in WAYS}, lines)


def _sign(way: str, in_full: bool) -> str:
    return "=" if in_full else ABOUT[way]


def amount_written(exact: Exact, unit: Unit, beside: tuple[Fraction, ...] = ()) -> tuple[str, bool]:
    """Write an amount, or a list of them, and tell whether all digits are there."""
    values = exact if isinstance(exact, tuple) else (exact,)
    texts = tuple(amount_text(value, unit, _DIGITS, beside) for value in values)
    in_full = all(Fraction(text.partition(" ")[0]) == value for text, value in zip(texts, values, strict=True))
    return listed_text(texts if isinstance(exact, tuple) else texts[0]), in_full
