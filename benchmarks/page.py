"""A page of ratios: measured part by part, in one run, and written beside the programs."""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import describe
from benchmarks.harness import QUICK_SAMPLE_SECONDS, SAMPLE_SECONDS, Contender, calls_for, check, say

SLOW_SECONDS = 0.5
"""What is slower has three rounds; so does everything beside it."""


@dataclass
class Line:
    """A ratio of two times, or another figure, beside what it must reach."""

    what: str
    found: float
    target: str
    note: str = ""


@dataclass
class Page:
    """What a program measures.

    Parameters
    ----------
    program : str
        The module of the program.
    about : str
        What it measures, in words.
    parts : tuple of callable
        Each yields lines; told is whether the run is only to show that all works.
    """

    program: str
    about: str
    parts: tuple[Callable[..., Iterator[Line]], ...]

    def write(self, arguments: list[str] | None = None) -> int:
        """Measure all, print the results and write them beside this file."""
        target = Path(__file__).with_name(f"results-{self.program}.md")
        parser = argparse.ArgumentParser(
            prog=f"python -m benchmarks.{self.program}", description=f"Measure {self.about}."
        )
        parser.add_argument("--quick", action="store_true", help="small sizes and few rounds, to see that all works")
        parser.add_argument(
            "-o", "--output", type=Path, default=target, metavar="FILE", help="where to write the results"
        )
        given = parser.parse_args(arguments)
        text = [
            f"# Benchmarks: {self.about}",
            "",
            f"Written by `{parser.prog}`. Ratios are of medians in one run, whose contenders take turns in",
            "an order drawn anew each round. Behind each ratio are the two times that it is of.",
            "",
            *(f"- {name}: {value}" for name, value in describe().items()),
            "",
            "| what | found | target | |",
            "|---|---:|---:|---|",
        ]
        for part in self.parts:
            for line in part(quick=given.quick):
                text.append(f"| {line.what} | {digits(line.found)} | {line.target} | {line.note} |")
                say(text[-1])
        given.output.write_text("\n".join(text) + "\n", encoding="utf-8")
        return 0


def digits(number: float) -> str:
    """Return three digits, without an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:#.3g}"


def medians(contenders: list[Contender], *, quick: bool, rounds: int = 15, is_checked: bool = True) -> dict[str, float]:
    """Return each contender's median time; what is slow has few rounds, and its first call counts."""
    if is_checked:
        check(contenders)
    enough = QUICK_SAMPLE_SECONDS if quick else SAMPLE_SECONDS
    first = {one.name: one.time(1) for one in contenders}
    is_slow = {name: seconds > SLOW_SECONDS for name, seconds in first.items()}
    found = {name: [seconds] if is_slow[name] else [] for name, seconds in first.items()}
    calls = {one.name: 1 if is_slow[one.name] else calls_for(one, enough) for one in contenders}
    few = quick or any(is_slow.values())
    for _ in range(2 if few else rounds):
        for one in random.sample(contenders, len(contenders)):
            found[one.name] += [one.time(calls[one.name]) for _ in range(3 if few and not is_slow[one.name] else 1)]
    return {name: statistics.median(times) for name, times in found.items()}


def in_time(seconds: float) -> str:
    """Return a time in words."""
    return f"{digits(seconds * 1e3)} ms" if seconds >= 1e-3 else f"{digits(seconds * 1e6)} µs"
