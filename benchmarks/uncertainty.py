"""Samples of a plant: ``python -m benchmarks.uncertainty [--quick]`` writes ``results-uncertainty.md``.

What is judged is the example plant, whole. To draw is to make Sobol points and to turn them into amounts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from attrs import evolve

import greencalc
from benchmarks.harness import Contender
from benchmarks.page import Line, Page, in_time, medians
from benchmarks.plants import STANDARD
from greencalc.plant.names import amounts_of, line_ends
from greencalc.uncertainty.inputs import inputs_of
from greencalc.uncertainty.points import Together, correlations, sampled, sobol_points
from greencalc.uncertainty.sampled_plant import SampledPlant

EXAMPLE = dict(greencalc.load_plant("examples/plant.toml").facts)
TWO = ("vocs_emitted", "painted_area")
SAMPLES = 100_000


class Case:
    """The example plant, some of whose amounts may be off."""

    def __init__(self, names: tuple[str, ...]) -> None:
        facts = {name: _uncertain(given) if name in names else given for name, given in EXAMPLE.items()}
        assessment = greencalc.evaluate(STANDARD, facts)
        inputs = inputs_of(STANDARD, assessment.facts, facts)
        settings = (assessment.not_applicable, assessment.comparison)
        self.plant = SampledPlant(STANDARD, assessment.facts, facts, inputs, *settings, None)
        self.curves = [one.curve for one in inputs]
        self.groups: tuple[Together, ...] = correlations(inputs, None)[1]
        self.prepared = greencalc.scorer(STANDARD, EXAMPLE)
        self.facts = facts

    def draw(self, samples: int) -> list[Any]:
        """Draw samples."""
        return sampled(self.curves, self.groups, sobol_points(len(self.curves), samples, 0))

    def judge(self, samples: int) -> Any:
        """Draw samples, prepare the plant, and judge each whole: gate, total, groups, quantities, limits."""
        return evolve(self.plant).outcomes(self.draw(samples))

    def by_columns(self, samples: int) -> Any:
        """Draw samples, and score them as columns: gate and total alone."""
        columns = self.draw(samples)
        named = {_header(one): column for one, column in zip(self.plant.inputs, columns, strict=True)}
        fixed = {_header(one): float(one.exact_value) for one in self.plant.inputs if "." in one.name}
        return self.prepared.many(fixed | named)

    def propagate(self, samples: int) -> str:
        """Do all of it, and print it."""
        return str(greencalc.propagate(STANDARD, self.facts, samples=samples))


def _header(one: Any) -> str:
    return f"{one.name} [{one.unit}]"


def _uncertain(given: Any) -> dict[str, Any]:
    value = given["value"] if isinstance(given, dict) else given
    return {"value": value, "uncertainty": "0.5 % of the value"}


def samples_of_a_plant(*, quick: bool) -> Iterator[Line]:
    """Draw and judge, beside drawing alone; and with all that is printed."""
    samples = 2_000 if quick else SAMPLES
    named = {**amounts_of(STANDARD), **line_ends(STANDARD)}
    everything = tuple(name for name in EXAMPLE if name in named)
    for names, target in ((everything, "<= 1.5"), (TWO, "-")):
        case = Case(names)
        ways = (case.draw, case.judge, case.by_columns, case.propagate)
        found = medians(
            [Contender(way.__name__, way, {"samples": samples}) for way in ways], quick=quick, is_checked=False
        )
        drawn = found["draw"]
        what = f"{samples:,} samples of {len(case.curves)} amounts"
        for name, of, wanted in (
            ("judge", "drawn and judged whole, against drawn", target),
            ("by_columns", "drawn, and scored by scorer.many, against drawn", "-"),
            ("propagate", "propagate with indices, and printed, against drawn", "-"),
        ):
            yield Line(f"{what}, {of}", found[name] / drawn, wanted, f"{in_time(found[name])}, {in_time(drawn)}")


PAGE = Page("uncertainty", "samples of a plant whose amounts may be off", (samples_of_a_plant,))

if __name__ == "__main__":
    sys.exit(PAGE.write())
