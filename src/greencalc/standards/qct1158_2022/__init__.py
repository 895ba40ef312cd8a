"""QC/T 1158-2022, water consumption of automobile products: its formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.standards.qct1158_2022.water_consumption import water_per_vehicle

__all__ = ["water_per_vehicle"]

FORMULAS: tuple[Callable[..., Any], ...] = (water_per_vehicle,)
"""The formula."""
