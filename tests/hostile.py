"""Values that nobody means to give, for walks that look for errors outside the library's tree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pint

from greencalc import Q

LOOP: list[Any] = []
LOOP.append(LOOP)
DEEP: list[Any] = []
for _ in range(5000):
    DEEP = [DEEP]
HOSTILE: dict[str, Any] = {
    "nothing": None,
    "truth": True,
    "empty text": "",
    "half a character": "\ud800",
    "a zero byte": "\0",
    "long": "x" * 10_000,
    "digits": 10**5000,
    "negative": -1,
    "NaN": float("nan"),
    "infinite": float("inf"),
    "largest": 1e308,
    "complex": 1j,
    "a fraction": Fraction(1, 3),
    "bytes": b"x",
    "itself": LOOP,
    "deep": DEEP,
    "a list": [1],
    "a set": {1},
    "a mapping": {1: 2},
    "an array": np.array([1.0, 2.0]),
    "a quantity": Q("1 m2"),
    "another registry's": pint.Quantity(1.0, "m"),
    "an object": object(),
    "a class": int,
    "a function": lambda *_, **__: None,
}
