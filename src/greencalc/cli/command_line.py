"""What may be typed after ``greencalc``, and how it ends."""

from __future__ import annotations

import argparse
import io
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from types import FrameType
from typing import Any, NoReturn

import greencalc
from greencalc.cli.terminal import language_of
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
        0 if it was done, whatever the verdict; 1 if a plant is not what ``--fail-under`` or ``--require-eligible``
        asks for, or a replayed pack does not hold; 2 if something given cannot be used; 141 if nobody reads
        on; 130 if it was stopped by Ctrl-C, and 128 and its number for another signal.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it is closed: nobody reads, and the exit code still tells
            setattr(sys, name, io.StringIO())
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


_EPILOG = "Exit status: 0 if it was done, whatever the verdict; 2 if something given cannot be used."
_SCORE_EPILOG = (
    "Exit status: 0 if it was done, whatever the verdict; 1 if the plant is not what --fail-under or "
    "--require-eligible asks for, or is not known to be; 2 if something given cannot be used."
)
_SHELLS = ("bash", "zsh", "tcsh")
_FILES = {"bash": "_shtab_compgen_files", "zsh": "_files", "tcsh": "f"}
"""What shtab, which only the command completion loads, completes names of files by."""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="greencalc", description="Judge car plants as green factories.")
    parser.add_argument("--version", action="version", version=f"greencalc {greencalc.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add_score(commands)
    what = "show how the total, a group or an item came about, down to inputs as typed and sources"
    explain = _command(commands, "explain", what)
    explain.add_argument("part", metavar="PART", nargs="?", help="a group (Q6) or an item (10.4.5); else the total")
    explain.add_argument("--format", choices=("text", "latex", "html"), default="text", help="how it is written")
    _add_language(explain)
    _add_language(
        _command(commands, "gaps", "list what each item not fully met would need, and what gains most points")
    )
    _add_language(_command(commands, "compare", "set two plant files side by side", "first", "second"))
    pack = _command(commands, "pack", "write the audit pack: all that the result rests on, to be replayed")
    _add_file(pack, "-o", "--output", metavar="FILE", help="the file; else it is printed")
    what = "write the report that is handed in: one HTML file, to be read and printed in a browser"
    report = _command(commands, "report", what)
    second = "another plant or year, to stand beside it"
    _add_file(report, "second", metavar="SECOND", nargs="?", help=second)
    _add_file(report, "-o", "--output", metavar="FILE.html", required=True, help="the file")
    _add_language(report)
    what = "write a workbook (.xlsx) whose formulas judge the plant again"
    workbook = _command(commands, "workbook", what)
    _add_file(workbook, "-o", "--output", metavar="FILE", required=True, help="the workbook, as plant.xlsx")
    _add_language(workbook)
    again = commands.add_parser("replay", help="compute an audit pack again and report any difference")
    _add_file(again, "pack", metavar="PACK.json", help="the audit pack")
    _add_formulas(again)
    _add_language(again)
    _add_uncertainty(commands)
    _add_batch(commands)
    _add_forms(commands)
    _add_language(commands.add_parser("standards", help="list the standards, with dates and status"))
    what = "print what completes commands, options and files by the tab key"
    completion = commands.add_parser(
        "completion", help=what, description=f"{_sentence(what)} Put it where SHELL reads it."
    )
    completion.add_argument("shell", metavar="SHELL", choices=_SHELLS, help=", ".join(_SHELLS))
    completion.set_defaults(parser=parser)
    return parser


def _add_score(commands: Any) -> None:
    what = "score a plant file: gate, score and groups, and what matters most of what is lost and missing"
    score = _command(commands, "score", what, epilog=_SCORE_EPILOG)
    form = score.add_mutually_exclusive_group()
    form.add_argument("--full", action="store_true", help="print the whole report, with indicators and assumptions")
    form.add_argument("--assumptions", action="store_true", help="print what is assumed, with sources")
    form.add_argument("--json", action="store_true", help="print JSON")
    score.add_argument(
        "--fail-under", metavar="POINTS", type=_points, help="end with status 1 unless the score is surely that high"
    )
    score.add_argument("--require-eligible", action="store_true", help="end with status 1 unless the gate is open")
    _add_language(score)


def _points(text: str) -> Fraction:
    """Read points of 100, exactly."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,20})?", text) or Fraction(text) > 100:  # noqa: PLR2004 (points of 100)
        raise argparse.ArgumentTypeError(f"{text!r} is no number of points from 0 to 100, like 80 or 72.5")
    return Fraction(text)


def _add_uncertainty(commands: Any) -> None:
    what = "find how probable each verdict is on a plant whose amounts may be off, and what to measure better first"
    found = commands.add_parser("uncertainty", help=what, description=_sentence(what), epilog=_EPILOG)
    _add_plant(found, "plant")
    found.add_argument("--samples", metavar="COUNT", type=int, help="how many samples are judged at least; else 65536")
    found.add_argument("--seed", metavar="NUMBER", type=int, default=0, help="the seed of the samples; else 0")
    found.add_argument(
        "--mark", metavar="POINTS", type=_points, help="points that the total may reach; else the table's"
    )
    what = "how two amounts are correlated, from -1 to 1; may be repeated"
    found.add_argument("--correlation", metavar=("NAME", "NAME", "R"), nargs=3, action="append", default=[], help=what)
    what = "leave out samples that are out of bounds, however many they are"
    found.add_argument("--truncate", action="store_true", help=what)
    _add_choices(found)
    _add_language(found)


def _add_batch(commands: Any) -> None:
    batch = commands.add_parser(
        "batch",
        help="score a file of many plants, a row each, into another file",
        description="Score a file of many plants, a row each, into another file. Files are .csv, .parquet or .arrow; "
        "the plants may be in a workbook, .xlsx, too.",
        epilog="Exit status: 0 if it was done, also where rows have faults, which stand beside them; 2 if a file or a "
        "header cannot be used.",
    )
    _add_file(batch, "plants", metavar="PLANTS", help="the plants; headers are names with units: land_area [mu]")
    _add_file(batch, "-o", "--output", metavar="FILE", required=True, help="the scores")
    batch.add_argument("--keep", metavar="HEADER", action="append", default=[], help="a column to keep, like a name")
    batch.add_argument("--unit", metavar="NAME=UNIT", action="append", default=[], help="a unit that no header says")
    batch.add_argument("--statuses", action="store_true", help="write the status of every item too")
    batch.add_argument("--nan-is-missing", action="store_true", help="take NaN for an empty cell, not for a fault")
    _add_choices(batch)
    _add_language(batch)


def _command(commands: Any, name: str, what: str, *plants: str, epilog: str = _EPILOG) -> argparse.ArgumentParser:
    """Add a command that judges one plant file, or more."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=_sentence(what), epilog=epilog)
    for plant in plants or ("plant",):
        _add_plant(parser, plant)
    _add_choices(parser)
    what = "a table of plausible ranges; else the library's own"
    _add_file(parser, "--plausibility", metavar="FILE", help=what)
    return parser


def _add_plant(parser: argparse.ArgumentParser, name: str) -> None:
    _add_file(
        parser, name, metavar="PLANT", help="the plant file, .toml or .xlsx; - reads TOML from the standard input"
    )


def _add_forms(commands: Any) -> None:
    """Add what writes files to begin with."""
    what = "write an empty plant file or workbook to fill in, or a standard's table to change"
    form = commands.add_parser("form", help=what, description=_sentence(what))
    _add_file(form, "-o", "--output", metavar="FILE", required=True, help="the form, as plant.xlsx or plant.toml")
    _add_file(form, "--standard", metavar="ID|FILE", help="a standard's id or a table file; else QC/T 1160-2022")
    _add_formulas(form)
    form.add_argument("--table", action="store_true", help="write the standard's table itself, as a workbook")
    _add_language(form)
    what = "write example plants, tables of indicators, and a table of plants, into a folder"
    example = commands.add_parser("example", help=what, description=_sentence(what))
    example.add_argument("-o", "--output", metavar="FOLDER", required=True, help="a folder that is there")
    what = "write a made-up standard to change: table, formulas, tests, a plant, and what makes a package of them"
    new = commands.add_parser("new-standard", help=what, description=_sentence(what))
    new.add_argument("folder", metavar="FOLDER", help="a folder that is there, whose name the standard takes")


def _sentence(what: str) -> str:
    return f"{what[:1].upper()}{what[1:]}."


def _add_file(parser: argparse.ArgumentParser, *names: str, **said: Any) -> None:
    """Add what takes the name of a file, for shells to complete."""
    parser.add_argument(*names, **said).complete = _FILES  # type: ignore[attr-defined]


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """Add by what plants are judged, and how."""
    what = "a standard's id or a table file; else the plant file's own"
    _add_file(parser, "--standard", metavar="ID|FILE", help=what)
    _add_formulas(parser)
    parser.add_argument(
        "--comparison",
        choices=("full", "rounded"),
        help="compare values with limits as they are, or rounded to the limit's digits; else as the table says",
    )


def _add_formulas(parser: argparse.ArgumentParser) -> None:
    """Add where formulas are declared that a table's rules name."""
    what = "a Python file with formulas of your own, which is run; may be given again"
    _add_file(parser, "--formulas", metavar="FILE.py", action="append", default=[], help=what)


def _add_language(parser: argparse.ArgumentParser) -> None:
    """Add in which language results are told; errors are in English."""
    what = "English or Chinese; else as the locale says (LC_ALL, LC_MESSAGES, LANG)"
    parser.add_argument("--language", choices=("en", "zh"), default=language_of(os.environ), help=what)
