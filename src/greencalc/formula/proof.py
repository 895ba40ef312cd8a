"""The proof that a formula's dimensions follow from its arguments' units."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pint
from pint.facets.plain import PlainQuantity

from greencalc.errors import DeclarationError
from greencalc.formula.declaration import Argument, Formula
from greencalc.units.text import parse_amount
from greencalc.units.unit_table import Unit, combine, table


@cache
def prove(declaration: Formula) -> Fraction:
    """Run a body on pint quantities; return the exact factor from what it gives to the result's unit.

    Parameters
    ----------
    declaration : Formula
        The formula.

    Returns
    -------
    Fraction
        What the body's plain number, computed in canonical units, is to be multiplied by.

    Raises
    ------
    DeclarationError
        If the dimensions do not follow, the result has another dimension than declared, or the body gives
        another number on plain numbers in canonical units than on quantities: it then adds unlike units.
    """
    registry = _registry()
    plain = {
        name: _sample(declaration, argument, n) for n, (name, argument) in enumerate(declaration.arguments.items())
    }
    measured = {
        name: registry.Quantity(number, registry.UnitsContainer(dict(declaration.arguments[name].symbol.unit.powers)))
        for name, number in plain.items()
    }
    try:
        found = declaration.body(**measured)
    except (pint.PintError, TypeError, ValueError) as error:
        raise DeclarationError(f"{declaration.name}: its dimensions do not follow: {_why(error)}") from error
    unit = _unit_of(found.unit_items() if isinstance(found, PlainQuantity) else ())
    wanted = declaration.result.unit
    if unit.dimension != wanted.dimension:
        raise DeclarationError(f"{declaration.name}: its body gives {unit.kind}, but {wanted} is {wanted.kind}")
    magnitude = found.magnitude if isinstance(found, PlainQuantity) else found
    if not math.isclose(np.ravel(magnitude)[0], np.ravel(declaration.body(**plain))[0], rel_tol=1e-12):
        raise DeclarationError(f"{declaration.name}: its body adds amounts in different canonical units")
    return unit.size / wanted.size


def _sample(declaration: Formula, argument: Argument, position: int) -> Any:
    """Return a value for the proof; defaults keep theirs, lists have two entries on the last axis."""
    if argument.default is None:
        number = 2 + position / 7
    else:
        amount, unit = parse_amount(argument.default)
        number = float(amount * unit.size / argument.symbol.unit.size)
    if declaration.over is None:
        return number
    return np.array([number, number / 3]) if argument.symbol.over else np.array([number])


def _unit_of(powers: Iterable[tuple[str, Any]]) -> Unit:
    """Return the unit that is made of units of the table, each with its power."""
    return combine((table()[name].unit, int(power)) for name, power in powers)


def _why(error: Exception) -> str:
    """Say what a body cannot do with amounts; the words of pint and Python name nothing of the declaration."""
    if isinstance(error, pint.DimensionalityError):
        units: list[Any] = [error.units1, error.units2]  # a plain number has none
        one, other = (_unit_of(() if isinstance(side, str) else side.items()).kind for side in units)
        return f"its body adds, compares or raises {one} and {other}"
    return "its body does with its arguments what amounts with units cannot do; it is to add, multiply and divide them"


@cache
def _registry() -> Any:
    """Return a registry that holds the unit table and nothing else, out of anybody's reach."""
    registry: Any = pint.UnitRegistry(None)
    for name, row in table().items():
        if "**" not in name:
            registry.define(f"{name} = {row.meaning}")
    return registry
