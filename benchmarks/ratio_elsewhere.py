"""The floor area ratio of hectares, square metres and mu, written with other libraries of units than pint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import astropy.units as au
import unyt

from benchmarks.ratio import HECTARE, MU


def ratio_unyt(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    """Compute it on unyt's quantities."""
    return ((building_area + structure_area) / land_area).to("dimensionless")


def ratio_astropy(building_area, structure_area, land_area):  # noqa: ANN001, ANN201 (read as units by quantity_input)
    """Compute it on astropy's quantities."""
    return ((building_area + structure_area) / land_area).to(au.dimensionless_unscaled)


def in_unyt(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers or arrays as unyt's quantities."""
    registry = unyt.UnitRegistry()
    registry.add("hectare_of_land", HECTARE, unyt.dimensions.area)
    registry.add("chinese_mu", MU, unyt.dimensions.area)
    names = ("hectare_of_land", "m**2", "chinese_mu")
    units = [unyt.Unit(name, registry=registry) for name in names]
    return {name: value * unit for (name, value), unit in zip(values.items(), units, strict=True)}


def in_astropy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers or arrays as astropy's quantities."""
    hectare = au.def_unit("hectare", HECTARE * au.m**2)
    mu = au.def_unit("chinese_mu", MU * au.m**2)
    units = (hectare, au.m**2, mu)
    return {name: value * unit for (name, value), unit in zip(values.items(), units, strict=True)}
