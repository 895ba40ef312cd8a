"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.harness import Row, Table

_HOW = """\
Contenders take turns, in an order drawn anew each round; times are medians over the rounds, ratios medians (and
quartiles) of the ratios within each round, so that noise hits all alike. Before the timing every result was compared
with the first contender's, to 1e-12, and the first few plants of a batch with what `evaluate` finds. Memory is measured
in processes of its own, where mean scores are compared."""


def render(environment: Mapping[str, str], tables: Iterable[tuple[str, Table]]) -> str:
    """Return a page of all tables, each with the state that it was run in."""
    lines = ["# Benchmarks", "", _HOW, ""]
    lines += [f"- {name}: {value}" for name, value in environment.items()]
    for state, table in tables:
        lines += ["", f"## {table.title}{f' ({state})' if state else ''}", ""]
        lines += _figures(table.figures) if table.figures else _race(table.rows)
        lines += ["", "; ".join([*table.notes, f"rounds: {table.rounds}"]) + "."]
    return "\n".join(lines) + "\n"


def _race(rows: list[Row]) -> Iterator[str]:
    first = rows[0].name
    yield f"| | time | ÷ {first} | quartiles | {first} ÷ it | page faults | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for row in rows:
        faults = "" if row.page_faults is None else f"{row.page_faults:,}"
        quartiles = f"{_digits(row.low)} to {_digits(row.high)}"
        cells = (
            row.name,
            _time(row.seconds),
            _digits(row.to_first),
            quartiles,
            _digits(1 / row.to_first),
            faults,
            row.note,
        )
        yield f"| {' | '.join(cells)} |"


def _figures(figures: list[dict[str, Any]]) -> Iterator[str]:
    yield f"| {' | '.join(figures[0])} |"
    yield f"|---|{'---:|' * (len(figures[0]) - 1)}"
    for line in figures:
        yield f"| {' | '.join(_digits(cell) if isinstance(cell, float) else str(cell) for cell in line.values())} |"


def _time(seconds: float) -> str:
    size, unit = next((size, unit) for size, unit in _SCALES if seconds >= size or unit == "ns")
    return f"{_digits(seconds / size)} {unit}"


def _digits(number: float) -> str:
    """Return three digits, without an exponent."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:#.3g}" if abs(number) >= 0.01 else f"{number:.2g}"


_SCALES = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
