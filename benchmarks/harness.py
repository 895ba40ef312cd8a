"""The one way to time: contenders take turns, round by round, and are compared within each round."""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

SAMPLE_SECONDS = 0.02
"""What one sample of a fast contender takes at least."""
QUICK_SAMPLE_SECONDS = 0.002
TOLERANCE = 1e-12


class DifferentResultError(Exception):
    """A contender computes something else than the first one."""


def as_array(result: Any) -> np.ndarray:
    """Read a result that numpy understands."""
    return np.atleast_1d(np.asarray(result, dtype=float))


@dataclass
class Contender:
    """A way to compute something.

    Parameters
    ----------
    name : str
        What the table calls it.
    function : callable
        Called with `arguments` by keyword.
    arguments : mapping
        Made before any timing.
    read : callable
        Turns its result into an array of floats, outside the timing.
    supply : callable, optional
        Given a number of calls, makes that many tuples of values for `arguments`, outside the timing: each
        timed call then takes the next one.
    note : str
        What a reader has to know of it.
    """

    name: str
    function: Callable[..., Any]
    arguments: Mapping[str, Any]
    read: Callable[[Any], np.ndarray] = as_array
    supply: Callable[[int], Iterable[tuple[Any, ...]]] | None = None
    note: str = ""

    def call(self) -> Any:
        """Compute once."""
        return self.function(**self.arguments)

    def time(self, calls: int) -> float:
        """Return the seconds that a call takes, as the mean of some calls in a row without garbage collection."""
        names = ", ".join(self.arguments)
        statement = f"function({', '.join(f'{name}={name}' for name in self.arguments)})"
        known = {**self.arguments, "function": self.function}
        if self.supply is None:
            timer = timeit.Timer(statement, globals=known)
        else:
            known |= {"supply": self.supply, "calls": calls}
            timer = timeit.Timer(f"{names} = next(items)\n{statement}", "items = iter(supply(calls))", globals=known)
        return timer.timeit(calls) / calls

    def page_faults(self) -> int:
        """Return how many pages one call made the kernel hand out."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        self.call()
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@dataclass
class Row:
    """A contender's line in a table; ratios are medians and quartiles over the rounds."""

    name: str
    seconds: float
    to_first: float
    low: float
    high: float
    note: str = ""
    page_faults: int | None = None


@dataclass
class Table:
    """What one race found, or other figures by column."""

    title: str
    rows: list[Row] = field(default_factory=list)
    rounds: int = 0
    notes: list[str] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Table:
        """Read it from what JSON holds."""
        return cls(**{**plain, "rows": [Row(**row) for row in plain["rows"]]})


def say(text: str) -> None:
    """Tell on stderr how far things are."""
    print(text, file=sys.stderr, flush=True)


def check(contenders: Sequence[Contender], tolerance: float = TOLERANCE) -> None:
    """Raise unless all contenders find what the first one finds.

    Raises
    ------
    DifferentResultError
        Naming the contender and its largest relative difference.
    """
    expected = contenders[0].read(contenders[0].call())
    for contender in contenders[1:]:
        found = contender.read(contender.call())
        if found.shape != expected.shape or not np.allclose(found, expected, rtol=tolerance, atol=0):
            raise DifferentResultError(
                f"{contender.name} is not {contenders[0].name}: {found.ravel()[:3]} and {expected.ravel()[:3]}"
            )


def race(
    title: str,
    contenders: Sequence[Contender],
    *,
    quick: bool,
    rounds: int = 25,
    calls: int | None = None,
    notes: Iterable[str] = (),
) -> Table:
    """Check and time contenders, in rounds in which each has one sample, in an order drawn anew.

    Parameters
    ----------
    title : str
        Of the table.
    contenders : sequence of Contender
        The first is the one that the others are divided by.
    quick : bool
        Whether only to see that all works: three short rounds.
    rounds : int
        How many rounds, if not quick.
    calls : int, optional
        How many calls a sample has, if not as many as fill it.
    notes : iterable of str
        Printed below the table.
    """
    say(f"  {title}")
    check(contenders)
    rounds = 3 if quick else rounds
    enough = QUICK_SAMPLE_SECONDS if quick else SAMPLE_SECONDS
    counts = {contender.name: calls or calls_for(contender, enough) for contender in contenders}
    found: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    order = list(contenders)
    shuffle = random.Random(title).shuffle
    for number in range(rounds):
        shuffle(order)
        for contender in order:
            found[contender.name].append(contender.time(counts[contender.name]))
        say(f"    round {number + 1} of {rounds}")
    table = tabulate(title, found, notes)
    for contender, row in zip(contenders, table.rows, strict=True):
        row.note, row.page_faults = contender.note, contender.page_faults()
    return table


def tabulate(title: str, seconds: Mapping[str, Sequence[float]], notes: Iterable[str] = ()) -> Table:
    """Compare what was timed, by name, with the first, round by round."""
    first = next(iter(seconds.values()))
    rows = []
    for name, times in seconds.items():
        ratios = [one / other for one, other in zip(times, first, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        rows.append(Row(name, statistics.median(times), middle, low, high))
    return Table(title, rows, len(first), [*notes])


def calls_for(contender: Contender, enough: float) -> int:
    """Return how many calls take some seconds."""
    calls = 1
    while (seconds := contender.time(calls) * calls) < enough:
        calls = min(10 * calls, int(calls * enough / max(seconds, 1e-9)) + 1)
    return calls


def run_child(module: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Any:
    """Run a module in a process of its own, which leaves JSON in the file named by its last argument.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails; it has then said why on stderr.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "result.json"
        command = [sys.executable, "-m", module, *arguments, str(target)]
        subprocess.run(command, check=True, env={**os.environ, **(environment or {})}, stdout=sys.stderr)
        return json.loads(target.read_text(encoding="utf-8"))
