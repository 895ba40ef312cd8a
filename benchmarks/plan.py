"""What one plan per table must reach, in ratios: ``python -m benchmarks.plan [--quick]`` writes ``results-plan.md``.

All ratios are of medians, in one run, whose contenders take turns. Nothing here is a test: no time is asserted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import greencalc
from benchmarks.by_expert import Expert
from benchmarks.by_numpy import score_numpy, score_numpy_in_blocks, score_numpy_item_by_item
from benchmarks.hard_plants import KINDS, columns_for_greencalc
from benchmarks.harness import Contender, run_child, say
from benchmarks.page import Line, Page, in_time, medians
from benchmarks.plant import PlainPint
from benchmarks.plants import STANDARD, draw, facts_of, for_greencalc
from benchmarks.ratio import in_pint, ratio, ratio_by_hand, read_pint, registry_of_pint

ROOT = Path(__file__).parents[1]
GREENCALC = "greencalc"


# Many plants


def clean_tables(*, quick: bool) -> Iterator[Line]:
    """Judge plants as the other benchmarks draw them, columns seen before."""
    targets = {1_000: ("<= 2", "-"), 100_000: ("<= 1.0", "<= 0.4"), 1_000_000: ("<= 1.0", "<= 0.4")}
    for rows, (target, target_by_item) in list(targets.items())[: 1 if quick else None]:
        columns = draw(rows, seed=1160)
        bare = {name: column for name, column in columns.items() if name not in {"vehicle_type", "code"}}
        given = {"columns": bare, "vehicle_type": columns["code"]}
        by_hand = {
            "points factored out": score_numpy,
            "the same in blocks": score_numpy_in_blocks,
            "no divisions, no allocations": Expert().score,
        }
        named, _ = columns_for_greencalc(rows)
        found = medians(
            [
                Contender(GREENCALC, greencalc.score_columns, {"standard": STANDARD, "columns": named}, of_scores),
                Contender("item by item", score_numpy_item_by_item, given, of_pair),
                *(Contender(name, function, given, of_pair) for name, function in by_hand.items()),
            ],
            quick=quick,
        )
        best = min(by_hand, key=lambda name: found[name])
        what = f"score_columns, {rows:,} rows, columns seen before, against"
        note = f"{in_time(found[GREENCALC])}, {in_time(found[best])} ({best})"
        yield Line(f"{what} expert numpy that checks nothing", found[GREENCALC] / found[best], target, note)
        note = f"{in_time(found[GREENCALC])}, {in_time(found['item by item'])}"
        yield Line(f"{what} numpy item by item", found[GREENCALC] / found["item by item"], target_by_item, note)


def of_pair(result: Any) -> np.ndarray:
    """Read eligibility and score, one under the other."""
    return np.vstack([np.asarray(column, dtype=float) for column in result])


def of_scores(scores: Any) -> np.ndarray:
    """Read the same of greencalc's scores."""
    return of_pair((scores.eligible, scores.score_lower))


def hard_tables(*, quick: bool) -> Iterator[Line]:
    """Judge plants as they are, each kind of hardship in turn, beside plants that have none."""
    rows = 500 if quick else 20_000
    tables = {kind: columns_for_greencalc(rows, kind) for kind in (None, *KINDS)}
    contenders = [
        Contender(
            kind or "clean",
            greencalc.score_columns,
            {"standard": STANDARD, "columns": columns, "nan_is_missing": nan_is_missing},
        )
        for kind, (columns, nan_is_missing) in tables.items()
    ]
    clean, *hard = contenders
    for one in hard:  # by twos, so that what is fast keeps its rounds beside what is slow
        found = medians([clean, one], quick=quick, rounds=9, is_checked=False)
        note = f"{in_time(found[one.name])}, {in_time(found['clean'])}"
        target = "<= 2" if "faulty" in one.name else "<= 3"
        yield Line(f"{rows:,} plants, {one.name}, against clean ones", found[one.name] / found["clean"], target, note)


# One plant


def one_plant(*, quick: bool) -> Iterator[Line]:
    """Judge the examples from text, beside plain pint computing eleven quantities of a plant."""
    columns = draw(1, seed=36132)
    examples = {
        name: greencalc.load_plant(ROOT / "examples" / f"{name}.toml").facts for name in ("plant", "plant_with_meters")
    }
    contenders = [
        Contender("plain pint", PlainPint(columns).score, {}),
        *(
            Contender(name, greencalc.evaluate, {"standard": STANDARD, "facts": facts})
            for name, facts in {**examples, "drawn": facts_of(columns, 0)}.items()
        ),
        *prepared(columns),
    ]
    found = medians(contenders, quick=quick, is_checked=False)
    plain = found["plain pint"]
    for name, what, target in (
        ("plant", "evaluate of the example, from text", "<= 3"),
        ("plant_with_meters", "evaluate of the example with meters, from text", "<= 6"),
        ("drawn", "evaluate of the very plant that pint computes, from text", "<= 3"),
    ):
        yield Line(
            f"{what}, against plain pint", found[name] / plain, target, f"{in_time(found[name])}, {in_time(plain)}"
        )
    if "one" in found:
        yield Line(
            "plain pint against scorer.one", plain / found["one"], ">= 50", f"{in_time(plain)}, {in_time(found['one'])}"
        )
        yield Line("scorer.many, a draw of 10,000 against evaluate of one", found["many"] / found["plant"], "-")


def prepared(columns: Mapping[str, Any]) -> list[Contender]:
    """Return the prepared scorer's contenders, in a version that has one."""
    make = getattr(greencalc, "scorer", None)
    if make is None:
        say("  no greencalc.scorer yet")
        return []
    row = {name: column if isinstance(column, float) else column[0] for name, column in for_greencalc(columns).items()}
    scorer = make(STANDARD, row)
    header = "energy_consumption [tce]"
    samples = row[header] * np.random.default_rng(1160).uniform(0.9, 1.1, 10_000)
    return [
        Contender("one", partial(scorer.one, {header: row[header]}), {}),
        Contender("many", partial(scorer.many, {header: samples}), {}),
    ]


# One formula


def calls(*, quick: bool) -> Iterator[Line]:
    """Call one formula on quantities made before, in mixed units."""
    values = {"building_area": 45.0, "structure_area": 12000.0, "land_area": 900.0}
    ureg = registry_of_pint()
    wrapped = ureg.wraps("", ("m**2", "m**2", "m**2"))(ratio)
    quantities = in_pint(ureg, values)
    found = medians(
        [
            Contender(GREENCALC, greencalc.floor_area_ratio, quantities, read_pint),
            Contender("bare Python", ratio_by_hand, values),
            Contender("pint.wraps", wrapped, quantities, read_pint),
        ],
        quick=quick,
        rounds=25,
    )
    note = in_time(found[GREENCALC])
    yield Line("scalar call against bare Python", found[GREENCALC] / found["bare Python"], "<= 11.3", note)
    yield Line("pint.wraps against scalar call", found["pint.wraps"] / found[GREENCALC], ">= 31", note)
    for rows, target in ((1_000, "<= 4"), (1_000_000, "<= 1.2"))[: 1 if quick else None]:
        generator = np.random.default_rng(1160)
        arrays = {
            "building_area": generator.uniform(20, 90, rows),
            "structure_area": generator.uniform(0, 20_000, rows),
            "land_area": generator.uniform(600, 1800, rows),
        }
        found = medians(
            [
                Contender(GREENCALC, greencalc.floor_area_ratio, in_pint(ureg, arrays), read_pint),
                Contender("raw numpy", ratio_by_hand, arrays),
            ],
            quick=quick,
            rounds=25,
        )
        note = f"{in_time(found[GREENCALC])}, {in_time(found['raw numpy'])}"
        yield Line(f"array of {rows:,} against raw numpy", found[GREENCALC] / found["raw numpy"], target, note)


# Processes


def cold_starts(*, quick: bool) -> Iterator[Line]:
    """Start the command, beside Python that imports what it stands on."""
    example = str(ROOT / "examples" / "plant.toml")
    commands = {
        "import": ["-c", "import numpy, pint"],
        "score": ["-m", "greencalc", "score", example],
        "help": ["-m", "greencalc", "--help"],
    }
    found = medians(
        [Contender(name, partial(launch, command), {}) for name, command in commands.items()],
        quick=quick,
        rounds=11,
        is_checked=False,
    )
    for name, what, target in (("score", "greencalc score", "<= 1.3"), ("help", "greencalc --help", "-")):
        note = f"{in_time(found[name])}, {in_time(found['import'])}"
        yield Line(f"{what}, cold, against python -c 'import numpy, pint'", found[name] / found["import"], target, note)


def launch(command: list[str]) -> None:
    """Run Python in a process of its own."""
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)


def memory(*, quick: bool) -> Iterator[Line]:
    """Measure the memory that scores take beside the inputs, in a process of its own."""
    rows = 100_000 if quick else 1_000_000
    found = [run_child("benchmarks.memory", ["greencalc score_columns", str(rows)]) for _ in range(1 if quick else 3)]
    peak = statistics.median(one["peak bytes/row"] for one in found)
    yield Line(f"scores only, {rows:,} rows, bytes a row beside the inputs", peak, "<= 16")


PAGE = Page(
    "plan", "what one plan per table must reach", (calls, one_plant, clean_tables, hard_tables, cold_starts, memory)
)

if __name__ == "__main__":
    sys.exit(PAGE.write())
