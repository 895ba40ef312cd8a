"""Run the benchmarks: ``python -m benchmarks [--quick] [PART ...]``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.environment import describe, threads
from benchmarks.harness import Table, run_child, say
from benchmarks.report import render

KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(2**33),
    "MALLOC_TRIM_THRESHOLD_": str(2**33),
    "MALLOC_TOP_PAD_": str(2**28),
}
DEFAULT = {"": {}}
BOTH_ALLOCATORS = {"default malloc": {}, "malloc that keeps memory, so without page faults": KEEP_MEMORY}
PARTS = {
    "scalar": DEFAULT,
    "arrays": BOTH_ALLOCATORS,
    "plant": DEFAULT,
    "batch": BOTH_ALLOCATORS,
    "memory": DEFAULT,
    "imports": DEFAULT,
}
"""The parts, each with the environments of the processes that it is run in."""


def main(arguments: list[str] | None = None) -> int:
    """Run parts, print their tables and write them beside this file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split(":")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; all, if none is named")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds, to see that all works")
    given = parser.parse_args(arguments)
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; parts are {', '.join(PARTS)}")
    environment = describe()
    found: list[tuple[str, Table]] = []
    for name in given.parts or PARTS:
        for state, settings in PARTS[name].items():
            say(f"{name}{f', {state}' if state else ''}")
            started = time.monotonic()
            plain = run_child("benchmarks.part", [name, "quick" if given.quick else "full"], {**threads(), **settings})
            found += [(state, Table.from_plain(table)) for table in plain]
            say(f"{name}: {time.monotonic() - started:.0f} s")
    text = render(environment, found)
    print(text)
    # results of some parts, or of a quick run, do not replace complete ones
    target = Path(__file__).parent / ("results-partial" if given.quick or given.parts else "results")
    target.with_suffix(".md").write_text(text, encoding="utf-8")
    tables = [{"state": state, **table.to_plain()} for state, table in found]
    target.with_suffix(".json").write_text(
        json.dumps({"environment": environment, "tables": tables}, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
