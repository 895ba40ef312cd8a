"""Registries of pint as others make them. Their definitions are parsed once, which takes a third of a second."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from typing import Any

import pint

_PARSED = tempfile.mkdtemp(prefix="pint-")
atexit.register(shutil.rmtree, _PARSED, ignore_errors=True)


def fresh_registry(**settings: Any) -> pint.UnitRegistry:
    return pint.UnitRegistry(cache_folder=_PARSED, **settings)
