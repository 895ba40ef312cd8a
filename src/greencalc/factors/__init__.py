"""Conversion factors by exact key, each row with its origin and source; a miss lists the nearest keys."""

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors, load_factors

__all__ = ["Factor", "Factors", "load_factors"]
