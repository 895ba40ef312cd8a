"""Values of other packages: refused by formulas and by Q, each with what to give in its place."""

from __future__ import annotations

import re

import dask.array as da
import numpy as np
import pandas as pd
import pint
import polars as pl
import pytest
import xarray as xr

from greencalc import InputError, Q, UnitTextError, floor_area_ratio, vocs_emitted_from_materials

VOCS = {"material_mass": "1 kg", "vocs_share": "50 %", "vocs_recovered": "0 kg", "vocs_removed": "0 kg"}
AREAS = {"building_area": "45 万㎡", "structure_area": "0 m2", "land_area": "900 mu"}


def faults_of(function, **arguments):
    with pytest.raises(InputError) as caught:
        function(**arguments)
    return caught.value.faults


class Measured(np.ndarray):
    """An array with a unit of its own, as other packages make them."""


Measured.__module__, Measured.__name__ = "astropy.units.quantity", "Quantity"
Uncertain = type("Variable", (), {"__module__": "uncertainties.core"})
PintArray = type("PintArray", (), {"__module__": "pint_pandas.pint_array"})


class PintSeries:
    """What pandas says of a column of quantities, without the package that makes them."""

    dtype = "pint[hectare][Float64]"


PintSeries.__module__, PintSeries.__name__ = "pandas", "Series"
MASKED = np.ma.masked_array([1.0, 2.0], mask=[False, True])
BARE = [
    (np.array([1.0, 2.0]), "Q(array, 'm2')"),
    (np.array([1.0, 2.0]).view(Measured), "Q(quantity.to_value('m2'), 'm2')"),
    (np.array([None]), "a list of quantities"),
    (np.ones(2).view(np.memmap), "Q(np.asarray(array), 'm2')"),
    (MASKED, "masked first, in all arrays"),
    (np.ma.masked, "masked first, in all arrays"),
    (pd.Series([1.0], index=[7]), "Q(series.to_numpy(), 'm2')"),
    (pd.Index([1.0]), "Q(index.to_numpy(), 'm2')"),
    (pd.Series(["1 m2"], dtype=object), "a list of quantities"),
    (PintSeries(), "series.pint.quantity"),
    (PintArray(), "array.quantity"),
    (pd.DataFrame({"a": [1.0]}), "Q(table['name'].to_numpy(), 'm2')"),
    (pl.Series([1.0]), "Q(series.to_numpy(), 'm2')"),
    (da.ones(2), "Q(array.compute(), 'm2')"),
    (xr.DataArray([1.0]), "Q(array.to_numpy(), 'm2')"),
    (xr.Dataset({"a": 1.0}), "Q(dataset['name'].to_numpy(), 'm2')"),
    (Uncertain(), "Give each with its unit, as in Q(value, 'm2')"),
]


@pytest.mark.parametrize(("value", "mend"), BARE, ids=range(len(BARE)))
def test_values_of_other_packages_are_refused_with_what_to_give(value, mend) -> None:
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": value})
    assert fault.kind == ("bare number" if mend == "Q(array, 'm2')" else "type")
    assert mend in fault.mend
    assert "\n" not in str(fault)
    if fault.kind == "type":
        with pytest.raises(UnitTextError, match=re.escape(mend)):
            Q(value, "m2")
        with pytest.raises(UnitTextError, match=re.escape(mend)):
            Q([value], "m2")


def test_a_rate_without_unit_is_told_percent() -> None:
    [fault] = faults_of(vocs_emitted_from_materials, **VOCS | {"vocs_share": pd.Series([0.5])})
    assert fault.mend == "Give its numbers with their unit, as in Q(series.to_numpy(), '%')."


def test_a_data_array_of_quantities_is_never_told_to_drop_its_unit() -> None:
    hectares = xr.DataArray(Q([1.0, 2.0], "ha"), dims="plant")
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": hectares})
    assert "array.data" in fault.mend
    assert "to_numpy" not in fault.mend
    assert floor_area_ratio(**AREAS | {"land_area": hectares.data}).magnitude.tolist() == [45.0, 22.5]


HELD = [
    (MASKED, "masked first, in all arrays"),
    (np.ones(2).view(np.memmap), "np.asarray(quantity.magnitude), quantity.units"),
    (np.array([1, 2], dtype=object), "quantity.astype(float)"),
    (pd.Index([1.0]), "quantity.magnitude.to_numpy(), quantity.units"),
    (pl.Series([1.0]), "quantity.magnitude.to_numpy(), quantity.units"),
    (da.ones(2), "quantity.compute()"),
    (Uncertain(), "quantity.magnitude.nominal_value, quantity.units"),
]


@pytest.mark.parametrize(("magnitude", "mend"), HELD, ids=range(len(HELD)))
def test_quantities_that_hold_values_of_other_packages_are_told_how_to_hold_numbers(magnitude, mend) -> None:
    quantity = object.__new__(pint.get_application_registry().Quantity)
    quantity._magnitude, quantity._units = magnitude, Q(1, "ha")._units
    [fault] = faults_of(floor_area_ratio, **AREAS | {"land_area": quantity})
    assert fault.kind == "type"
    assert mend in fault.mend
