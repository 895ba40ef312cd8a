"""The command ``greencalc``."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Self

from attrs import evolve

import greencalc
from greencalc.assessment import Assessment, evaluate
from greencalc.errors import FactsError, GreencalcError, PackError, why_unreadable
from greencalc.files.input_file import InputFileError, read_input
from greencalc.files.output_file import check_output, new_file
from greencalc.many_plants.files.score_file import file_sheet, score_file
from greencalc.plant.plant_file import Plant, load_plant
from greencalc.plant.plausible_ranges import load_plausibility
from greencalc.replaying import MOST_BYTES, replay
from greencalc.reporting.comparison import compare
from greencalc.reporting.data import as_data
from greencalc.reporting.report import named, report
from greencalc.showing.sheet import Sheet
from greencalc.showing.visible_text import visible, visible_json
from greencalc.standards.table import Assumption, Standard
from greencalc.standards.table_file import load_standard, standards

DEFAULT_STANDARD = "qct1160_2022"
BAD_INPUT = 2
DIFFERENT = 1
BROKEN_PIPE = 141
BY_SIGNAL = 128
_STOPPED = "it was stopped before it was done; no file is left half written"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns
    -------
    int
        0 if it was done, whatever the verdict; 1 if a replayed pack does not hold; 2 if something given cannot
        be used; 141 if nobody reads on; 130 if it was stopped by Ctrl-C, and 128 and its number for another signal.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with _told_of_signals():
            return _run(arguments)
    except KeyboardInterrupt:
        status = BY_SIGNAL + signal.SIGINT
    except _SignalError as stop:
        status = BY_SIGNAL + stop.number
    print(f"greencalc: {_STOPPED}", file=sys.stderr)
    return status


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except GreencalcError as error:
        said = str(error)
    except OSError as error:
        said = f"{error.filename or 'the output'}: it cannot be read or written: {why_unreadable(error)}"
    else:
        return status
    print(f"greencalc: {visible(said)}", file=sys.stderr)
    return BAD_INPUT


class _SignalError(BaseException):
    """The process is told to end; no error, so that nothing but the clearing up comes between."""

    def __init__(self, number: int) -> None:
        self.number = number


@contextmanager
def _told_of_signals() -> Iterator[None]:
    """Clear up when the system or a scheduler ends the command, as after Ctrl-C."""
    kinds = (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
    is_main = threading.current_thread() is threading.main_thread()  # no other may ask for signals
    ours = [kind for kind in kinds if is_main and signal.getsignal(kind) is signal.SIG_DFL]
    for kind in ours:
        signal.signal(kind, _end)
    try:
        yield
    finally:
        for kind in ours:
            signal.signal(kind, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise _SignalError(number)


def _show(text: str, end: str = "\n") -> None:
    """Print; names and evidence that somebody else wrote do not steer the terminal."""
    print(visible(text), end=end)


def _score(options: argparse.Namespace) -> int:
    plant, assessment = _assess(options.plant, options)
    if options.json:
        data = as_data(assessment, plant.description)
        print(visible_json(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)))
    else:
        _show(report(assessment, plant.description).to_text())
    return 0


def _explain(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    explanation = assessment.explain(options.part)
    written = {"text": explanation.to_text, "latex": explanation.to_latex, "html": explanation.to_html}[options.format]
    _show(written())
    return 0


def _gaps(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    _show(str(assessment.gaps()))
    return 0


def _compare(options: argparse.Namespace) -> int:
    (first, one), (second, other) = (_assess(path, options) for path in (options.first, options.second))
    names = (_name(first, options.first), _name(second, options.second))
    _show(compare(one, other).to_text(names))
    return 0


def _pack(options: argparse.Namespace) -> int:
    plant, assessment = _assess(options.plant, options, says_default=False)  # a replay knows no command
    text = assessment.to_json(plant.description)
    if options.output is None:
        _show(text, end="")
    else:
        inputs = (options.plant, options.standard, plant.standard, options.plausibility)
        with new_file(options.output, inputs) as file:
            file.write(text.encode())
    return 0


def _replay(options: argparse.Namespace) -> int:
    try:
        again = replay(read_input(Path(options.pack), MOST_BYTES))
    except InputFileError as error:
        raise PackError(options.pack, (f"the file {error}",)) from None
    _show(str(again))
    return 0 if again.agrees else DIFFERENT


def _batch(options: argparse.Namespace) -> int:
    standard = load_standard(DEFAULT_STANDARD if options.standard is None else options.standard)
    check_output(options.output, (options.plants, options.standard))
    with _Progress() as progress:
        done = score_file(
            options.plants,
            options.output,
            standard,
            units=dict(_name_and_unit(text) for text in options.unit),
            nan_is_missing=options.nan_is_missing,
            comparison=None if options.comparison is None else f"{options.comparison} value",  # type: ignore[arg-type]
            with_statuses=options.statuses,
            keep=options.keep,
            progress=progress.show,
        )
    if options.standard is None:
        done = evolve(done, assumptions=(_default_standard("No standard is named", standard), *done.assumptions))
    sheet = file_sheet(done, count_from=1)
    _show(evolve(sheet, title=f"{standard.number}: {sheet.title}; scores are in {options.output}").to_text())
    return 0


def _name_and_unit(text: str) -> tuple[str, str]:
    name, sign, unit = text.partition("=")
    if not sign:
        raise FactsError("batch", (f"--unit {text}: write it as NAME=UNIT, like land_area=mu",))
    return name.strip(), unit.strip()


def _standards(options: argparse.Namespace) -> int:
    del options
    for standard in standards():
        issued = f"issued {standard.issued}, " if standard.issued else ""
        dates = f"{issued}in force from {standard.in_force}; {standard.status}  table: {standard.origin}"
        _show(Sheet(f"{standard.id}  {standard.number}  {standard.title} {standard.title_zh}", (dates,)).to_text())
    return 0


def _assess(path: str, options: argparse.Namespace, *, says_default: bool = True) -> tuple[Plant, Assessment]:
    plant = load_plant(path)
    named = plant.standard if options.standard is None else options.standard
    standard = load_standard(DEFAULT_STANDARD if named is None else named)
    comparison = None if options.comparison is None else f"{options.comparison} value"
    ranges = None if options.plausibility is None else load_plausibility(options.plausibility)
    assessment = evaluate(standard, plant.facts, comparison=comparison, plausibility=ranges)  # type: ignore[arg-type]
    if named is None and says_default:
        assumption = _default_standard("The plant file names no standard", standard)
        assessment = evolve(assessment, assumptions=(assumption, *assessment.assumptions))
    return plant, assessment


def _default_standard(why: str, standard: Standard) -> Assumption:
    return Assumption(f"{why}; it is judged by {standard.number}.", "assumed", "default of the command")


def _name(plant: Plant, path: str) -> str:
    return ", ".join(named(plant.description)) or path


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="greencalc", description="Judge car plants as green factories.")
    parser.add_argument("--version", action="version", version=f"greencalc {greencalc.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    score = _command(commands, "score", _score, "score a plant file: gate, groups, total, indicators, what is missing")
    score.add_argument("--json", action="store_true", help="print JSON")
    what = "show how the total, a group or an item came about, down to inputs as typed and sources"
    explain = _command(commands, "explain", _explain, what)
    explain.add_argument("part", metavar="PART", nargs="?", help="a group (Q6) or an item (10.4.5); else the total")
    explain.add_argument("--format", choices=("text", "latex", "html"), default="text", help="how it is written")
    _command(commands, "gaps", _gaps, "list what each item not fully met would need, and what gains most points")
    _command(commands, "compare", _compare, "set two plant files side by side", "first", "second")
    pack = _command(commands, "pack", _pack, "write the audit pack: all that the result rests on, to be replayed")
    pack.add_argument("-o", "--output", metavar="FILE", help="the file; else it is printed")
    again = commands.add_parser("replay", help="compute an audit pack again and report any difference")
    again.add_argument("pack", metavar="PACK.json", help="the audit pack")
    again.set_defaults(run=_replay)
    batch = commands.add_parser(
        "batch",
        help="score a file of many plants, a row each, into another file",
        description="Score a file of many plants, a row each, into another file. Files are .csv, .parquet or .arrow.",
        epilog="Exit status: 0 if it was done, also where rows have faults, which stand beside them; 2 if a file or a "
        "header cannot be used.",
    )
    batch.add_argument("plants", metavar="PLANTS", help="the plants; headers are names with units: land_area [mu]")
    batch.add_argument("-o", "--output", metavar="FILE", required=True, help="the scores")
    batch.add_argument("--keep", metavar="HEADER", action="append", default=[], help="a column to keep, like a name")
    batch.add_argument("--unit", metavar="NAME=UNIT", action="append", default=[], help="a unit that no header says")
    batch.add_argument("--statuses", action="store_true", help="write the status of every item too")
    batch.add_argument("--nan-is-missing", action="store_true", help="take NaN for an empty cell, not for a fault")
    _add_choices(batch)
    batch.set_defaults(run=_batch)
    editions = commands.add_parser("standards", help="list the standards, with dates and status")
    editions.set_defaults(run=_standards)
    return parser


def _command(commands: Any, name: str, run: Any, what: str, *plants: str) -> argparse.ArgumentParser:
    """Add a command that judges one plant file, or more."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=f"{what[:1].upper()}{what[1:]}.",
        epilog="Exit status: 0 if it was done, whatever the verdict; 2 if something given cannot be used.",
    )
    for plant in plants or ("plant",):
        parser.add_argument(plant, metavar="PLANT.toml", help="the plant file")
    _add_choices(parser)
    parser.add_argument("--plausibility", metavar="FILE", help="a table of plausible ranges; else the library's own")
    parser.set_defaults(run=run)
    return parser


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """Add by what plants are judged, and how."""
    parser.add_argument(
        "--standard", metavar="ID|FILE", help="a standard's id or a table file; else the plant file's own"
    )
    parser.add_argument(
        "--comparison",
        choices=("full", "rounded"),
        help="compare values with limits as they are, or rounded to the limit's digits; else as the table says",
    )


class _Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __enter__(self) -> Self:
        try:
            from tqdm import tqdm  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise FactsError("batch", ("files of plants need more: pip install 'greencalc[files]'",)) from error
        self.bar = tqdm(total=1.0, disable=None, bar_format="{l_bar}{bar}| {elapsed} < {remaining}")
        return self

    def show(self, done: float) -> None:
        """Show the part that is done."""
        self.bar.update(done - self.bar.n)

    def __exit__(self, *_: object) -> None:
        self.bar.close()
