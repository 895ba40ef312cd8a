"""Values of other packages: what messages call them, and what to give in their place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from pint.facets.plain import PlainQuantity

__all__ = ["instead_of", "instead_of_held", "is_plain_array", "repr_of", "type_name"]

_MASKED = "Leave out what is masked first, in all arrays alike."
_UNCERTAIN = "Formulas take no uncertainties; give the nominal value alone, as in Q({value}.nominal_value, {unit})."
_NOMINAL = _UNCERTAIN.format(value="value", unit="'{unit}'")
_HELD_NOMINAL = _UNCERTAIN.format(value="quantity.magnitude", unit="quantity.units")
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
        "uncertainties.AffineScalarFunc": _NOMINAL,
        "uncertainties.Variable": _NOMINAL,
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
