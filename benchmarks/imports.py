"""Importing greencalc, and calling it first, beside what it stands on, each in fresh processes."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from benchmarks.harness import Table, say, tabulate

_CALL = "floor_area_ratio(building_area='45 ha', structure_area='0 m2', land_area='900 mu')"
STATEMENTS = {
    "from greencalc import floor_area_ratio": "from greencalc import floor_area_ratio",
    "the same, and call it": f"from greencalc import floor_area_ratio; {_CALL}",
    "import greencalc": "import greencalc",
    "import numpy": "import numpy",
    "import numpy, pint": "import numpy, pint",
    "numpy, pint, and convert a quantity": "import numpy, pint; pint.UnitRegistry()('45 hectare').to('m**2')",
}
LAZY = "greencalc loads names when they are first used, so that its bare import loads neither numpy nor pint"
EMPTY = "pass"


def run(*, quick: bool) -> list[Table]:
    """Time launches of Python, and take off what an empty one takes in the same round."""
    say("  import")
    rounds = 3 if quick else 31
    found: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    names = list(STATEMENTS)
    _launch("; ".join(STATEMENTS.values()))  # so that all is compiled and cached
    for number in range(rounds):
        random.shuffle(names)
        seconds = {name: _launch(STATEMENTS[name]) for name in names}
        empty = _launch(EMPTY)
        for name in STATEMENTS:
            found[name].append(seconds[name] - empty)
        say(f"    round {number + 1} of {rounds}")
    return [tabulate("import", found, ["time above that of an empty process", LAZY])]


def _launch(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start
