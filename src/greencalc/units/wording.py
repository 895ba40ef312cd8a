"""Values of other packages: what messages call them, and what to give in their place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from os import PathLike
from types import MappingProxyType
from typing import Any

import numpy as np
from pint.facets.plain import PlainQuantity

from greencalc.errors import FactsError, PackError, PlantFileError, StandardError
from greencalc.units.number_text import decimal_text

_MASKED = "Leave out what is masked first, in all arrays alike."
_UNCERTAIN = "Give each with its unit, as in Q(value, '{unit}')."
_HELD_NOMINAL = (
    "Formulas alone take uncertainties; give Q(quantity.magnitude.nominal_value, quantity.units), and of a fact its "
    "uncertainty beside the value."
)
_SERIES = "Give its numbers with their unit, as in Q(series.to_numpy(), '{unit}')."
_COMPUTED = "Compute it first, as in Q(array.compute(), '{unit}'), or call the formula block by block."
_PART = "Give one column of it with its unit, as in Q(table['name'].to_numpy(), '{unit}')."
_OTHER_UNITS = "Give its numbers in a unit, as in Q(quantity.to_value('{unit}'), '{unit}')."
_PLAIN = "Give it as a plain array with its unit, as in Q(np.asarray(array), '{unit}')."
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "astropy.Quantity": _OTHER_UNITS,
        "dask.Array": _COMPUTED,
        "dask.Series": _COMPUTED,
        "numpy.MaskedArray": _MASKED,
        "numpy.MaskedConstant": _MASKED,
        "numpy.matrix": _PLAIN,
        "numpy.memmap": _PLAIN,
        "numpy.ndarray": "Give it with its unit, as in Q(array, '{unit}').",
        "pandas.DataFrame": _PART,
        "pandas.Index": _SERIES.replace("series", "index"),
        "pandas.Series": _SERIES,
        "pint_pandas.PintArray": "Give array.quantity.",
        "polars.DataFrame": _PART,
        "polars.Series": _SERIES,
        "uncertainties.AffineScalarFunc": _UNCERTAIN,
        "uncertainties.Variable": _UNCERTAIN,
        "unyt.unyt_array": _OTHER_UNITS,
        "unyt.unyt_quantity": _OTHER_UNITS,
        "xarray.DataArray": "Call the formula with xarray.apply_ufunc, or give Q(array.to_numpy(), '{unit}').",
        "xarray.Dataset": "Give one variable of it with its unit, as in Q(dataset['name'].to_numpy(), '{unit}').",
    }
)
_INSTEAD_OF_HELD: Mapping[str, str] = MappingProxyType(
    {
        "dask.Array": "Give quantity.compute(), or call the formula block by block.",
        "numpy.MaskedArray": _MASKED,
        "numpy.MaskedConstant": _MASKED,
        "numpy.matrix": "Give Q(np.asarray(quantity.magnitude), quantity.units).",
        "numpy.memmap": "Give Q(np.asarray(quantity.magnitude), quantity.units).",
        "numpy.ndarray": "Give an array of floats: quantity.astype(float).",
        "pandas.Index": "Give Q(quantity.magnitude.to_numpy(), quantity.units).",
        "polars.Series": "Give Q(quantity.magnitude.to_numpy(), quantity.units).",
        "uncertainties.AffineScalarFunc": _HELD_NOMINAL,
        "uncertainties.Variable": _HELD_NOMINAL,
    }
)


def type_name(value: Any) -> str:
    """Return what messages call a value's type, e.g. ``pandas.Series``."""
    package, name = type(value).__module__.partition(".")[0], type(value).__name__
    return name if package == "builtins" else f"{package}.{name}"


def is_uncertain(value: Any) -> bool:
    """Tell whether a value is a number of the package uncertainties, with its errors."""
    return type_name(value) in {"uncertainties.AffineScalarFunc", "uncertainties.Variable"} and hasattr(
        value, "nominal_value"
    )


def repr_of(value: Any) -> str:
    """Return a value as it would be typed; what Python cannot write, such as a million digits, by its type."""
    try:
        return repr(value)
    except (ValueError, RecursionError):
        return f"something of type {type_name(value)} that is too large to be written"


def is_plain_array(value: Any) -> bool:
    """Tell whether a value is a numpy array of real numbers; a class derived from it may hold a mask or a unit."""
    return type(value) is np.ndarray and value.dtype.kind in "iuf"


def instead_of(value: Any) -> str:
    """Return what to give in place of a value, with ``{unit}`` for its unit; an empty text if that is not known."""
    name = type_name(value)
    # what these hold has units of its own, and numpy would drop them
    if name == "xarray.DataArray" and isinstance(value.data, PlainQuantity):
        return "Call the formula with xarray.apply_ufunc, or give array.data, the quantity that it holds."
    if name == "pandas.Series" and str(value.dtype).startswith("pint["):
        return "Give series.pint.quantity."
    if name in {"pandas.Series", "numpy.ndarray"} and value.dtype == object:
        return "Give a list of quantities, or numbers with their unit."
    return _INSTEAD.get(name, "")


def instead_of_held(magnitude: Any) -> str:
    """Return what to give in place of a quantity that holds something else than plain numbers."""
    return _INSTEAD_OF_HELD.get(type_name(magnitude), "Use plain int or float numbers.")


PATH: Any = str | PathLike
"""What a path is."""


def is_path(given: Any) -> bool:
    """Tell whether something is a path of text; a path may be of bytes, or none in spite of its type."""
    try:
        return isinstance(os.fspath(given), str)
    except (TypeError, ValueError):
        return False


def refusal(name: str, given: Any, mend: str) -> str:
    """Say what was given, and how to mend it."""
    is_plain = given is None or isinstance(given, str | int | float)
    return f"{name} is {shown(given) if is_plain else f'of type {type_name(given)}'}; {mend}"


def expect(  # noqa: PLR0913 (what is refused, and what is said of it)
    kind: Any,
    given: Any,
    where: str,
    name: str,
    mend: str,
    *,
    error: type[FactsError | PackError | PlantFileError | StandardError] = FactsError,
) -> None:
    """Refuse what is of another kind than a function takes.

    Raises
    ------
    FactsError
        Or the error that the function raises otherwise, saying what was given and how to mend it.
    """
    if not isinstance(given, kind) or (kind is PATH and not is_path(given)):
        raise error(where, (refusal(name, given, mend),))


def listed(
    given: Any, where: str, name: str, mend: str, *, error: type[FactsError | StandardError] = FactsError
) -> tuple[Any, ...]:
    """Return the entries of a list; refuse a text, and what has none in spite of its type.

    Raises
    ------
    FactsError
        Or the error that the function raises otherwise.
    """
    try:
        entries = None if isinstance(given, str) else tuple(given)
    except TypeError:
        entries = None
    if entries is None:
        raise error(where, (refusal(name, given, mend),))
    return entries


_LONGEST_SHOWN = 60


def shown(value: Any) -> str:
    """Return a value as it was given, short enough for a message, without anybody's formatter."""
    try:
        return _shown(value)
    except RecursionError:
        return "lists in lists in lists"


def _shown(value: Any) -> str:
    if isinstance(value, PlainQuantity):
        unit = "*".join(name if power == 1 else f"{name}**{power}" for name, power in value.unit_items())
        shape = np.shape(value.magnitude)
        if shape:
            return f"an array of shape {shape}" + (f" in {unit}" if unit else "")
        written = f"{_shown(value.magnitude)} {unit}".strip()
        return f"'{written}'"
    if isinstance(value, Fraction):
        return decimal_text(value, 15)
    if isinstance(value, list | tuple):
        return _short(f"[{', '.join(map(_shown, value))}]")
    if isinstance(value, Mapping) and {"number", "unit"} <= set(value):  # a quantity as a pack holds it
        with suppress(ValueError, TypeError, ZeroDivisionError):
            written = f"{_shown(Fraction(value['number']))} {value['unit']}".strip()
            return f"'{written}'"
    if isinstance(value, Mapping):
        return _short(f"{{{', '.join(f'{name} = {_shown(item)}' for name, item in value.items())}}}")
    return _short(repr(value[: 2 * _LONGEST_SHOWN]) if isinstance(value, str) else value)


def _short(value: Any) -> str:
    try:
        text = str(value)
    except ValueError:  # Python refuses to write whole numbers of more than 4300 digits
        text = "a number of thousands of digits"
    text = re.sub(r"\s*\n\s*", " ", text[: 2 * _LONGEST_SHOWN])  # tables and arrays run over lines
    return brief(text)


def brief(text: str) -> str:
    """Return a text short enough for a message."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
