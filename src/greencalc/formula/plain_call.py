"""A call of a formula, in its plain form: read, convert, check, compute, wrap.

A formula's body computes on plain numbers in canonical units. Quantities of floats and arrays compute in
floats; text computes in exact fractions and is rounded once; fractions and decimals stay exact.

Wherever floats alone may decide about a bound or a relation, the row is computed exactly, and its exact value
is the result's: so every way to compute a formula gives the same there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from pint.facets.plain import PlainQuantity

from greencalc.errors import Fault, InputError, RegistryError
from greencalc.expression import Arithmetic, Node
from greencalc.formula.arguments import read_argument, read_arguments
from greencalc.formula.arithmetic import EXACT, FLOATS, exceeds, total
from greencalc.formula.checks import (
    STRIP,
    Index,
    broken_bound,
    check_bounds,
    check_relations,
    check_shapes,
    onto_bound,
    put,
    suspects,
    within_range,
)
from greencalc.formula.declaration import Argument, Formula
from greencalc.formula.proof import NEAR, prove, size_of_terms
from greencalc.units.amount import GivenAmount, magnitude_of
from greencalc.units.float_rounding import rounding_of
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.unit_table import Unit, scale
from greencalc.units.wording import is_uncertain


def call(declaration: Formula, positional: tuple[Any, ...], given: Mapping[str, Any]) -> PlainQuantity[Any]:
    """Compute a formula for its caller; the result is in the registry of the quantities given."""
    if any(map(_has_errors, given.values())):
        return _with_uncertainty(declaration, positional, given)
    readings = read_arguments(declaration, positional, given)
    registry = next((reading.registry for reading in readings.values() if reading.registry is not None), None)
    if registry is None:
        value = _rounded(_compute(declaration, readings, exact=True))
        return make_quantity(application_registry(), value, declaration.result.unit)
    value = _compute(declaration, readings, exact=_all_exact(given))
    try:
        return make_quantity(registry, value, declaration.result.unit)
    except RegistryError as error:
        wanted = f"a registry with {declaration.result.unit}"
        fault = Fault(
            "registry", declaration.name, declaration.result.tex, "a registry without it", wanted, f"{error}."
        )
        raise InputError(declaration.name, declaration.where, (fault,)) from error


def _is_uncertain(value: Any) -> bool:
    """Tell whether an amount holds a number of the package uncertainties."""
    return isinstance(value, PlainQuantity) and is_uncertain(value.magnitude)


def _has_errors(value: Any) -> bool:
    """Tell whether an amount, or one of a list, holds a number of the package uncertainties."""
    return any(map(_is_uncertain, value)) if isinstance(value, list | tuple) else _is_uncertain(value)


def _with_uncertainty(
    declaration: Formula, positional: tuple[Any, ...], given: Mapping[str, Any]
) -> PlainQuantity[Any]:
    """Compute on the nominal values, and give the result the errors of the arguments, to first order."""
    nominal = {
        name: [*map(_nominal, value)] if isinstance(value, list | tuple) else _nominal(value)
        for name, value in given.items()
    }
    result = call(declaration, positional, nominal)
    readings = read_arguments(declaration, (), nominal)
    told = ("an array beside an amount with errors", "single amounts", "Call the formula for each entry.")
    arrays = [name for name, reading in readings.items() if isinstance(reading.numbers, np.ndarray)]
    if arrays:
        faults = (Fault("shape", name, declaration.arguments[name].symbol.tex, *told) for name in arrays)
        raise InputError(declaration.name, declaration.where, tuple(faults))
    values: dict[str, Any] = {}
    for name, reading in readings.items():
        value = _with_errors(given.get(name), reading, declaration.arguments[name].symbol.unit)
        values[name] = value if declaration.over is None or np.ndim(value) else np.array([value])
    moved = _WITH_ERRORS.work_out(declaration.expression, values) * float(prove(declaration))
    moved = moved if declaration.over is None else moved[0]
    errors = moved - moved.nominal_value if is_uncertain(moved) else 0  # which 0 or 1 of a comparison has not
    registry = result._REGISTRY  # noqa: SLF001 (pint has no public name for it)
    return make_quantity(registry, result.magnitude + errors, declaration.result.unit)


def _exceeds(values: Any, limit: Any) -> Any:
    """Compare what is meant, whatever its errors."""
    return exceeds(_MEANT(values), _MEANT(limit))


def _meant(one: Any) -> float:
    return float(one.nominal_value if is_uncertain(one) else one)


_MEANT = np.vectorize(_meant, otypes=[float])
_WITH_ERRORS = Arithmetic(number=float, total=total, exceeds=_exceeds)


def _nominal(value: Any) -> Any:
    if not _is_uncertain(value):
        return value
    return value._REGISTRY.Quantity(float(value.magnitude.nominal_value), value.units)  # noqa: SLF001 (as above)


def _with_errors(value: Any, reading: GivenAmount, unit: Unit) -> Any:
    """Return an argument in its canonical unit, with the errors that it was given with."""
    if isinstance(value, list | tuple):
        return np.array([_with_errors(one, part, unit) for one, part in zip(value, reading.numbers, strict=True)])
    return value.magnitude * float(reading.unit.size / unit.size) if _is_uncertain(value) else reading.floats(unit)


def compute_exactly(declaration: Formula, given: Mapping[str, Any]) -> Any:
    """Compute a formula on exact fractions of what was typed; the result is in the result's unit."""
    return _compute(declaration, read_arguments(declaration, (), given), exact=True)


def compute_readings(declaration: Formula, readings: Mapping[str, GivenAmount], *, exact: bool = True) -> Any:
    """Compute a formula, exactly or in floats, on what has been read; the result is in the result's unit."""
    return _compute(declaration, readings, exact=exact)


def run_unchecked(declaration: Formula, values: Mapping[str, Any], *, exact: bool = True) -> Any:
    """Run a formula on values in canonical units, exact ones or floats, whatever its bounds and relations say."""
    return _run(declaration, values, prove(declaration), exact=exact)


def read_checked(argument: Argument, value: Any, numbers: Sequence[int] = ()) -> GivenAmount | list[Fault]:
    """Read a value as an argument, or return what is wrong with it, whatever the other arguments are."""
    reading = read_argument(argument, value, numbers)
    if not isinstance(reading, GivenAmount):
        return reading
    unit = argument.symbol.unit

    def exact_at(name: str, index: Index) -> Any:
        del name
        return onto_bound(argument.symbol, reading.exact(unit, index))

    name = argument.name
    faults = check_bounds({name: argument}, {name: reading.floats(unit)}, {name: reading}, exact_at)
    return faults or reading


def _all_exact(given: Mapping[str, Any]) -> bool:
    values = [item for value in given.values() for item in (value if isinstance(value, list | tuple) else [value])]
    magnitudes = [magnitude_of(value) for value in values if isinstance(value, PlainQuantity)]
    integers = sum(isinstance(magnitude, int | np.integer) for magnitude in magnitudes)
    exact = sum(isinstance(magnitude, Fraction | Decimal) for magnitude in magnitudes)
    return exact > 0 and exact + integers == len(magnitudes)


def _compute(declaration: Formula, readings: Mapping[str, GivenAmount], *, exact: bool) -> Any:
    factor = prove(declaration)
    units = {name: argument.symbol.unit for name, argument in declaration.arguments.items()}
    values = {
        name: reading.exact(units[name]) if exact else reading.floats(units[name]) for name, reading in readings.items()
    }

    def exact_at(name: str, index: Index) -> Any:
        return onto_bound(arguments[name].symbol, readings[name].exact(units[name], index))

    def exact_row(index: Index) -> dict[str, Any]:
        lists = declaration.over is not None
        ranks = {name: np.ndim(value) - bool(lists and arguments[name].symbol.over) for name, value in values.items()}
        return {name: exact_at(name, index[: max(rank, 0)]) for name, rank in ranks.items()}

    arguments = declaration.arguments
    faults = check_shapes(arguments, values) + check_bounds(arguments, values, readings, exact_at)
    typed = [name for name, reading in readings.items() if not (exact or reading.is_of_floats)]
    faults = faults or check_relations(declaration, values, exact_row, typed)
    if faults:
        raise InputError(declaration.name, declaration.where, tuple(faults))
    results = {"": _run(declaration, values, factor, exact=exact)}
    if not within_range(results[""]):
        raise _not_finite(declaration)
    for index in _unsure(declaration, values, readings, results[""], exact=exact):
        put(results, "", index, settle(declaration, exact_row(index)))
    return results[""]


def settle(declaration: Formula, row: Mapping[str, Any]) -> Fraction:
    """Compute a row of exact values; a result beyond its bound by no more than the rounding of floats is the bound.

    Raises
    ------
    InputError
        If the result is no number or breaks its bound.
    """
    exact: Fraction = _run(declaration, row, prove(declaration), exact=True)
    if next(suspects(declaration.result, exact), None) is None:
        return exact
    exact = Fraction(onto_bound(declaration.result, exact, _reach(declaration, row, exact)))
    fault = broken_bound(declaration, exact)
    if fault is not None:
        raise InputError(declaration.name, declaration.where, (fault,))
    return exact


def _reach(declaration: Formula, row: Mapping[str, Any], exact: Fraction) -> Fraction:
    """Return how far a result may be off: what it moves by as each input that was a float moves by its rounding."""
    moved = [
        _run(declaration, {**row, name: value + rounding_of(value)}, prove(declaration), exact=True)
        for name, value in row.items()
    ]
    return sum((abs(other - exact) for other in moved), start=Fraction(0))


def _unsure(
    declaration: Formula, values: Mapping[str, Any], readings: Mapping[str, GivenAmount], result: Any, *, exact: bool
) -> Iterator[Index]:
    """Yield where a result breaks its bounds, or floats cannot tell."""
    symbol = declaration.result
    if exact:
        yield from suspects(symbol, result)
        return
    of_floats = all(reading.is_of_floats for reading in readings.values())
    strip: Any = 0 if of_floats else STRIP * abs(result)
    size = size_of_terms(declaration)
    if size is not None:
        sizes = {name: abs(value) for name, value in values.items()}
        strip = np.maximum(strip, NEAR * _run(declaration, sizes, prove(declaration), exact=False, expression=size))
    yield from suspects(symbol, result, strip)


def _rounded(exact: Any) -> Any:
    """Round exact values to floats, once."""
    return exact.astype(float) if isinstance(exact, np.ndarray) else float(exact)


def _not_finite(declaration: Formula) -> InputError:
    given, mend = "inputs whose result is no finite number", "Check the units of the inputs."
    fault = Fault("not finite", declaration.name, declaration.result.tex, given, "a finite result", mend)
    return InputError(declaration.name, declaration.where, (fault,))


def _run(
    declaration: Formula,
    values: Mapping[str, Any],
    factor: Fraction,
    *,
    exact: bool,
    expression: Node | None = None,
) -> Any:
    """Work the expression out, or another; lists run along a last axis of their own, which it sums away."""
    if declaration.over is not None:
        values = {
            name: value
            if declaration.arguments[name].symbol.over and np.ndim(value)
            else np.asarray(value, dtype=object if exact else float)[..., np.newaxis]
            for name, value in values.items()
        }
    with np.errstate(all="ignore"):
        try:
            result = (EXACT if exact else FLOATS).work_out(expression or declaration.expression, values)
        except (OverflowError, ZeroDivisionError):  # arrays give inf of themselves
            raise _not_finite(declaration) from None
    if declaration.over is not None:
        result = result[..., 0][()]
    return result * factor if exact else scale(result if np.ndim(result) else float(result), factor)
