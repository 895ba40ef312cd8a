"""A formula worked out on what was typed, every number kept: what explanations and audits rest on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, frozen

from greencalc.errors import InputError, UnitTextError, sentences_of
from greencalc.formula.arguments import read_argument
from greencalc.formula.checks import check_relations, onto_bound
from greencalc.formula.declaration import Argument, Formula, Symbol
from greencalc.formula.plain_call import compute_readings, run_unchecked
from greencalc.languages.said import PHRASES, joined, say
from greencalc.showing.sheet import InALine
from greencalc.units.amount import GivenAmount
from greencalc.units.number_text import amount_text
from greencalc.units.text import parse_amount
from greencalc.units.unit_table import Unit

_DIGITS = 12  # of what a line shows
Exact = Fraction | tuple[Fraction, ...]
"""One exact number, or several of a list."""


@frozen(repr=False)
class Input(InALine):
    """An argument as it went into a computation.

    Attributes
    ----------
    name : str
        The argument's name.
    symbol : Symbol
        Its symbol.
    typed : str or tuple of str
        The amount as typed, or the amounts of a list.
    exact : Fraction or tuple of Fraction
        The same in the symbol's unit; its bound, where a float is beyond that by its rounding alone.
    is_default : bool
        Whether it is the argument's default.
    """

    name: str
    symbol: Symbol
    typed: str | tuple[str, ...]
    exact: Exact
    is_default: bool = False

    def __str__(self) -> str:
        """Return name and amount as typed."""
        return joined((self.name, "=" if self.is_typed_in_full else "≈", self.typed_text), " ")

    @property
    def typed_text(self) -> str:
        """The amount as typed, or the list of them."""
        return self.typed if isinstance(self.typed, str) else say("[{texts}]", texts=joined(self.typed, PHRASES))

    @property
    def is_typed_in_full(self) -> bool:
        """Whether the amount as typed is all of it: a fraction, or what a ledger gives, may have more digits."""
        texts = self.typed if isinstance(self.typed, tuple) else (self.typed,)
        values = self.exact if isinstance(self.exact, tuple) else (self.exact,)
        return all(_reads_as(text, value, self.symbol.unit) for text, value in zip(texts, values, strict=True))


def _reads_as(text: str, exact: Fraction, unit: Unit) -> bool:
    try:
        number, given = parse_amount(text)
    except UnitTextError:  # in a unit of another registry, whose factor is not ours
        return True
    return number * given.size == exact * unit.size


@frozen(repr=False)
class Computation(InALine):
    """A formula with its inputs and what it gives.

    Attributes
    ----------
    formula : Formula
        The declaration.
    inputs : tuple of Input
        The arguments in order, defaults too.
    result : Fraction or tuple of Fraction
        The value in the unit of the formula's result; several where an input has one for each year.
    """

    formula: Formula
    inputs: tuple[Input, ...]
    result: Exact

    def __str__(self) -> str:
        """Return the formula's name and what it gives."""
        results = joined(amount_text(value, self.formula.result.unit, _DIGITS) for value in self.results)
        return joined((self.formula.name, results), ": ")

    @property
    def results(self) -> tuple[Fraction, ...]:
        """The value, or the values, as a tuple."""
        return self.result if isinstance(self.result, tuple) else (self.result,)


def input_of(argument: Argument, reading: GivenAmount) -> Input:
    """Return an argument that was read, plainly, as an input."""
    symbol = argument.symbol
    return Input(argument.name, symbol, reading.words, _exact(onto_bound(symbol, reading.exact(symbol.unit))))


def work_out(declaration: Formula, readings: Mapping[str, GivenAmount]) -> Computation:
    """Compute a formula exactly on plain readings; what is left out takes its default.

    Raises
    ------
    InputError
        If the values break the formula's shapes, bounds or relations.
    """
    inputs, complete = [], {}
    for name, argument in declaration.arguments.items():
        reading = readings[name] if name in readings else default_reading(argument)
        complete[name] = reading
        inputs.append(evolve(input_of(argument, reading), is_default=name not in readings))
    return Computation(declaration, tuple(inputs), _exact(compute_readings(declaration, complete)))


def recompute(declaration: Formula, values: Mapping[str, Exact], *, checked: bool = True) -> Exact:
    """Compute a formula on exact values in canonical units; what is left out takes its default.

    Raises
    ------
    InputError
        As `work_out`; unchecked, only if the result is no number.
    """
    readings = {}
    for name, argument in declaration.arguments.items():
        given = name in values
        readings[name] = _as_reading(values[name], argument.symbol.unit) if given else default_reading(argument)
    if checked:
        return _exact(compute_readings(declaration, readings))
    units = {name: argument.symbol.unit for name, argument in declaration.arguments.items()}
    return _exact(run_unchecked(declaration, {name: reading.exact(units[name]) for name, reading in readings.items()}))


def why_unsound(declaration: Formula, values: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Say why exact values, each of which may be, give no result; what is left out takes its default."""
    complete = {
        name: values[name] if name in values else default_reading(argument).exact(argument.symbol.unit)
        for name, argument in declaration.arguments.items()
    }
    faults = check_relations(declaration, complete, lambda _: complete, ())
    if faults:  # most often, and found in a part of the time that it takes to compute
        return sentences_of(declaration.name, declaration.where, faults)
    try:
        recompute(declaration, values)
    except InputError as error:
        return error.sentences
    return ()


def default_reading(argument: Argument) -> GivenAmount:
    """Read an argument's default."""
    reading = read_argument(argument, argument.default)
    assert isinstance(reading, GivenAmount)  # noqa: S101 (defaults are readable, and tests prove it)
    return reading


def _as_reading(value: Exact, unit: Any) -> GivenAmount:
    if isinstance(value, tuple):
        items = [_as_reading(item, unit) for item in value]
        return GivenAmount(items, unit, None, [item.given for item in items])
    return GivenAmount(value, unit, None, amount_text(value, unit, 6))


def _exact(values: Any) -> Exact:
    """Return one exact number, or those of an array."""
    return tuple(values) if np.ndim(values) else values
