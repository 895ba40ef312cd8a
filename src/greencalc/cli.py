"""The command ``greencalc``."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence

from attrs import evolve

import greencalc
from greencalc.errors import GreencalcError
from greencalc.evaluate import evaluate
from greencalc.plant import load_plant
from greencalc.report import as_data, as_text
from greencalc.standard import Assumption
from greencalc.standard_file import load_standard

__all__ = ["main"]

DEFAULT_STANDARD = "qct1160_2022"
BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns
    -------
    int
        0 if the plant was scored, whatever the verdict; 2 if something given cannot be used.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        print(_score(options.plant, options.standard, as_json=options.json), end="")
        sys.stdout.flush()
    except (GreencalcError, OSError) as error:
        print(f"greencalc: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _score(plant_file: str, standard_named: str | None, *, as_json: bool) -> str:
    plant = load_plant(plant_file)
    named = plant.standard if standard_named is None else standard_named
    standard = load_standard(DEFAULT_STANDARD if named is None else named)
    assessment = evaluate(standard, plant.facts)
    if named is None:
        what = f"The plant file names no standard; it is judged by {standard.number}."
        assumption = Assumption(what, "assumed", "default of the command")
        assessment = evolve(assessment, assumptions=(assumption, *assessment.assumptions))
    if as_json:
        return json.dumps(as_data(assessment, plant.description), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return as_text(assessment, plant.description)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="greencalc", description="Judge car plants as green factories.")
    parser.add_argument("--version", action="version", version=f"greencalc {greencalc.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    score = commands.add_parser(
        "score",
        help="score a plant file",
        description="Score a plant file: the gate, the groups, the total, the indicators, what is missing and assumed.",
        epilog="Exit status: 0 if the plant was scored, whatever the verdict; 2 if something given cannot be used.",
    )
    score.add_argument("plant", metavar="PLANT.toml", help="the plant file")
    score.add_argument(
        "--standard", metavar="ID|FILE", help="a standard's id or a table file; else the plant file's own"
    )
    score.add_argument("--json", action="store_true", help="print JSON")
    return parser
