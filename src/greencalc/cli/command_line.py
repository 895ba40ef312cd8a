"""What may be typed after ``greencalc``, and how it ends."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import greencalc
from greencalc.errors import GreencalcError, why_unreadable
from greencalc.showing.visible_text import visible

BAD_INPUT = 2
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
        from greencalc.cli.commands import COMMANDS  # noqa: PLC0415 (numpy and pint, which no help needs)

        status = COMMANDS[options.command](options)
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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="greencalc", description="Judge car plants as green factories.")
    parser.add_argument("--version", action="version", version=f"greencalc {greencalc.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    score = _command(commands, "score", "score a plant file: gate, groups, total, indicators, what is missing")
    score.add_argument("--json", action="store_true", help="print JSON")
    what = "show how the total, a group or an item came about, down to inputs as typed and sources"
    explain = _command(commands, "explain", what)
    explain.add_argument("part", metavar="PART", nargs="?", help="a group (Q6) or an item (10.4.5); else the total")
    explain.add_argument("--format", choices=("text", "latex", "html"), default="text", help="how it is written")
    _command(commands, "gaps", "list what each item not fully met would need, and what gains most points")
    _command(commands, "compare", "set two plant files side by side", "first", "second")
    pack = _command(commands, "pack", "write the audit pack: all that the result rests on, to be replayed")
    pack.add_argument("-o", "--output", metavar="FILE", help="the file; else it is printed")
    workbook = _command(commands, "workbook", "write a workbook (.xlsx) whose formulas judge the plant again")
    workbook.add_argument("-o", "--output", metavar="FILE", required=True, help="the workbook, as plant.xlsx")
    workbook.add_argument("--language", choices=("en", "zh"), default="en", help="English, or Chinese")
    again = commands.add_parser("replay", help="compute an audit pack again and report any difference")
    again.add_argument("pack", metavar="PACK.json", help="the audit pack")
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
    commands.add_parser("standards", help="list the standards, with dates and status")
    return parser


def _command(commands: Any, name: str, what: str, *plants: str) -> argparse.ArgumentParser:
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
