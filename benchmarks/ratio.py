"""The floor area ratio of hectares, square metres and mu, in bare numbers and with pint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pint

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


def registry_of_pint() -> Any:
    """Return a registry that has the mu, and that no other library touches."""
    registry = pint.UnitRegistry()
    register_units(registry)
    return registry


def in_pint(registry: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers or arrays as quantities of a pint registry."""
    return {name: registry.Quantity(value, UNITS[name]) for name, value in values.items()}


def read_pint(quantity: Any) -> np.ndarray:
    """Read a pint quantity without dimension."""
    return np.atleast_1d(np.asarray(quantity.m_as(""), dtype=float))
