"""Choose the tests that coverage is taken of: ``python tests/choose_covering.py``, when a run has told which runs what.

That run is ``python -m pytest -n 2 --cov --cov-context=test --cov-report= --durations=0 > durations.txt``. Chosen are,
for the least time, as many tests as run each line and branch twice, if two do: ``covering.txt`` has them.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections import Counter, defaultdict
from heapq import heapify, heapreplace
from pathlib import Path

FOLD = 2
LEAST = 0.02  # seconds, of tests that are too short to be told of
ROOT = Path(__file__).parents[1]
Branches = dict[str, set[tuple[int, int, int]]]


def branches_of_tests() -> Branches:
    """Return which branches each test runs, and which are run before any of them, under an empty name."""
    found: Branches = defaultdict(set)
    with sqlite3.connect(ROOT / ".coverage") as data:
        rows = data.execute("SELECT context, file_id, fromno, tono FROM arc JOIN context ON context.id = context_id")
        for context, *branch in rows:
            found[context.rpartition("|")[0]].add(tuple(branch))
    return found


def times_of_tests(said: str) -> Counter[str]:
    """Return how long tests took, as pytest tells it."""
    times: Counter[str] = Counter()
    for seconds, test in re.findall(r"^([0-9.]+)s (?:call|setup|teardown) +(.+?) *$", said, flags=re.MULTILINE):
        times[test] += float(seconds)
    return times


def chosen(branches: Branches, times: Counter[str]) -> list[str]:
    """Return tests that run all branches, those first that run the most in their time."""
    loaded = branches.pop("", set())
    counts = Counter(branch for several in branches.values() for branch in several - loaded)
    needed = {branch: min(FOLD, count) for branch, count in counts.items()}

    def gain(test: str) -> float:
        return -sum(needed.get(branch, 0) > 0 for branch in branches[test]) / (times[test] + LEAST)

    found = []
    waiting = [(gain(test), test) for test in branches]
    heapify(waiting)
    while waiting[0][0]:
        _, test = waiting[0]
        now = gain(test)
        if now > min((other for other, _ in waiting[1:3]), default=0):
            heapreplace(waiting, (now, test))  # others may have become better meanwhile
            continue
        found.append(test)
        needed.update({branch: needed[branch] - 1 for branch in branches[test] if needed.get(branch)})
        heapreplace(waiting, (0.0, test))
    return sorted(found)


if __name__ == "__main__":
    tests = chosen(branches_of_tests(), times_of_tests((ROOT / "durations.txt").read_text(encoding="utf-8")))
    Path(__file__).with_name("covering.txt").write_text("\n".join([*tests, ""]), encoding="utf-8")
    sys.stdout.write(f"{len(tests)} tests run all that any does\n")
