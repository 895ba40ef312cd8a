"""How far a datum can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        "quoted": "stated in the standard that the source names",
        "secondary": "read on secondary pages, not in the standard",
        "derived": "follows from known facts by a stated inference",
        "assumed": "this library's own choice, because no public source says it",
        "user": "given by the user",
    },
)
"""How far a datum can be trusted."""
