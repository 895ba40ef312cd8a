"""Walks too long for every run: evenly spaced steps of them, or all with ``TESTS=whole`` in the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

Step = TypeVar("Step")
WHOLE = os.environ.get("TESTS") == "whole"


def some(steps: Iterable[Step], most: int) -> list[Step]:
    listed = list(steps)
    return listed if WHOLE else [listed[place * len(listed) // most] for place in range(min(most, len(listed)))]
