"""Entries of a line as the text of a TOML table, from which they are read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def inline_text(entries: Mapping[str, Any]) -> str:
    """Return entries as they would stand between the braces of an inline table.

    Examples
    --------
    >>> print(
    ...     inline_text({"set": "GB/T 32151", "biomass": True, "readings": ["1 t"]})
    ... )
    set = "GB/T 32151", biomass = true, readings = ["1 t"]
    """
    return ", ".join(f"{name} = {_value(value)}" for name, value in entries.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {inline_text(value)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value if isinstance(value, bool | int | float) else str(value), ensure_ascii=False)
