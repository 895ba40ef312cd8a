"""Run one part in this process: ``python -m benchmarks.part NAME WAY FILE``, WAY being "quick" or "full"."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def main(name: str, way: str, file: str) -> None:
    """Write the part's tables to the file, as JSON."""
    tables = importlib.import_module(f"benchmarks.{name}").run(quick=way == "quick")
    Path(file).write_text(json.dumps([table.to_plain() for table in tables]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
