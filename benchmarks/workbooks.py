"""Workbooks worked out again by LibreOffice, against Python: ``python -m benchmarks.workbooks [--plants 200]``.

Every formula of each workbook is compared: what Python found against what LibreOffice works out in a copy of it whose
stored values are all wrong. Writes ``benchmarks/results-workbooks.md``. Needs ``soffice``; it takes about three
seconds a workbook.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from greencalc import evaluate, load_plant, load_standard
from recalculated import SOFFICE, office_version, plants_apart, spoilt_taken, ties_wrong
from scaled_plants import SCALES, UNGROUPED, scaled_plants
from workbook_plants import drawn_plant

TABLES = ("qct1160_2022", "gbt36132_2025")
EXAMPLES = ("plant.toml", "plant_with_meters.toml", "truck_plant.toml")
RESULTS = Path(__file__).with_name("results-workbooks.md")
_AT_ONCE = 25
"""Workbooks that one LibreOffice takes."""


def _chunks(count: int) -> Iterator[range]:
    for start in range(0, count, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, count))


def main() -> None:
    """Run all, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plants", type=int, default=200, help="random plants of each table")
    parser.add_argument("--spoilt", type=int, default=100, help="plants that evaluate refuses, of each table")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    if SOFFICE is None:
        sys.exit("soffice is not there")
    lines = ["# Workbooks against LibreOffice", "", "Written by `python -m benchmarks.workbooks`.", ""]
    lines += [f"- date: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}", f"- office: {office_version()}", ""]
    lines += ["| what | workbooks | formulas compared | different |", "|---|---:|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(options.plants, options.spoilt, Path(folder)):
            print(row, flush=True)
            lines.append(row)
    options.output.write_text("\n".join(lines) + "\n", "utf-8")


def _rows(plants: int, spoilt: int, folder: Path) -> Iterator[str]:
    for table in TABLES:
        standard = load_standard(table)
        found, compared = [], 0
        for chunk in _chunks(plants):
            assessments = [evaluate(standard, drawn_plant(standard, seed), **_choice(seed)) for seed in chunk]
            more, count = plants_apart(assessments, folder, first=chunk.start)
            found, compared = found + more, compared + count
        _tell(found)
        yield f"| random plants, {table} | {plants} | {compared} | {len(found)} |"
        examples = [evaluate(standard, load_plant(f"examples/{name}").facts) for name in EXAMPLES]
        found, compared = plants_apart([*examples, evaluate(standard, {})] * 2, folder, languages=4)
        _tell(found)
        count = 2 * len(EXAMPLES) + 2
        yield f"| examples and the empty form in both languages, {table} | {count} | {compared} | {len(found)} |"
    for table, what in ((SCALES, "groups"), (UNGROUPED, "no groups")):
        found, compared, judged = [], 0, 0
        for chunk in _chunks(plants):
            assessments = list(scaled_plants(table, chunk))
            more, count = plants_apart(assessments, folder, first=chunk.start)
            found, compared, judged = found + more, compared + count, judged + len(assessments)
        _tell(found)
        yield f"| random plants by scales, with bonuses, levels and {what} | {judged} | {compared} | {len(found)} |"
    wrong, compared = ties_wrong(folder)
    yield f"| ties, four operators, two comparisons | 1 | {compared} | {len(wrong)} |"
    for table in TABLES:
        taken: list[str] = []
        ways: Counter[str] = Counter()
        for chunk in _chunks(spoilt):
            more, of_chunk = spoilt_taken(load_standard(table), chunk, folder)
            taken += more
            ways.update(of_chunk)
        _tell(taken)
        what = f"plants that evaluate refuses, spoilt in {len(ways)} ways, {table}: the check is ok"
        yield f"| {what} | {spoilt} | {spoilt} | {len(taken)} |"


def _choice(seed: int) -> dict[str, str]:
    """Return the settings of a plant: each policy and comparison in turn, and the table's own."""
    policies = ({}, {"not_applicable": "keep"}, {"not_applicable": "full"}, {"not_applicable": "renormalise"})
    comparisons = ({}, {"comparison": "rounded value"}, {"comparison": "full value"})
    return policies[seed % 4] | comparisons[seed % 3]


def _tell(found: list[str]) -> None:
    for text in found[:20]:
        print("   ", text, file=sys.stderr)


if __name__ == "__main__":
    main()
