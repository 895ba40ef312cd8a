"""The floor area ratio of hectares, square metres and mu, written with each library of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import astropy.units as au
import numpy as np
import pint
import unyt

from greencalc import register_units

MU = 2000 / 3
HECTARE = 1e4
UNITS = {"building_area": "hectare", "structure_area": "meter ** 2", "land_area": "chinese_mu"}
IN_UNITS = "building area in hectare, structures in m2, land in mu; quantities are made before the timing"


def ratio(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    """Compute it on whatever has arithmetic."""
    return (building_area + structure_area) / land_area


def ratio_by_hand(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    """Compute it on bare numbers, with the factors an engineer would type."""
    return (building_area * HECTARE + structure_area) / (land_area * MU)


def ratio_pint(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    """Compute it on pint's quantities."""
    return ((building_area + structure_area) / land_area).to("")


def ratio_unyt(building_area: Any, structure_area: Any, land_area: Any) -> Any:
    """Compute it on unyt's quantities."""
    return ((building_area + structure_area) / land_area).to("dimensionless")


def ratio_astropy(building_area, structure_area, land_area):  # noqa: ANN001, ANN201 (read as units by quantity_input)
    """Compute it on astropy's quantities."""
    return ((building_area + structure_area) / land_area).to(au.dimensionless_unscaled)


def registry_of_pint() -> Any:
    """Return a registry that has the mu, and that no other library touches."""
    registry = pint.UnitRegistry()
    register_units(registry)
    return registry


def in_pint(registry: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers or arrays as quantities of a pint registry."""
    return {name: registry.Quantity(value, UNITS[name]) for name, value in values.items()}


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


def read_pint(quantity: Any) -> np.ndarray:
    """Read a pint quantity without dimension."""
    return np.atleast_1d(np.asarray(quantity.m_as(""), dtype=float))
