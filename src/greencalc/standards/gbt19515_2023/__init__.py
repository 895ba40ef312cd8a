"""GB/T 19515-2023, recyclability and recoverability of road vehicles: its formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greencalc.standards.gbt19515_2023.recyclability_and_recoverability import recoverability_rate, recyclability_rate

__all__ = [  # noqa: RUF022 (in the order of the standard)
    "recyclability_rate",
    "recoverability_rate",
]

FORMULAS: tuple[Callable[..., Any], ...] = tuple(globals()[name] for name in __all__)
"""The formulas."""
