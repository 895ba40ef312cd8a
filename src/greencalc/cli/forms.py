"""The commands ``form`` and ``example``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_forms(commands: Any) -> None:
    """Add what may be typed after them."""
    form = commands.add_parser(
        "form",
        help="write an empty plant file or workbook to fill in, or a standard's table to change",
        description="Write an empty plant file (.toml) or workbook (.xlsx) to fill in, or a standard's table to change.",
    )
    form.add_argument("-o", "--output", metavar="FILE", required=True, help="the form, as plant.xlsx or plant.toml")
    form.add_argument("--standard", metavar="ID|FILE", help="a standard's id or a table file; else QC/T 1160-2022")
    form.add_argument("--table", action="store_true", help="write the standard's table itself, as a workbook")
    form.add_argument("--language", choices=("en", "zh"), default="en", help="English or Chinese")
    example = commands.add_parser(
        "example",
        help="write example plant files into a folder",
        description="Write example plant files, and a table of plants, into a folder.",
    )
    example.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder")


def form(options: argparse.Namespace) -> int:
    """Write a form."""
    from greencalc.cli.commands import DEFAULT_STANDARD
    from greencalc.forms.write_form import write_form
    from greencalc.standards.table_file import load_standard

    given = DEFAULT_STANDARD if options.standard is None else options.standard
    write_form(load_standard(given), given, options.output, options.language, of_table=options.table)
    return 0


def example(options: argparse.Namespace) -> int:
    """Write the examples."""
    from greencalc.forms.write_form import write_examples
    from greencalc.showing.visible_text import visible

    for name in write_examples(options.output):
        print(visible(str(Path(options.output) / name)))
    return 0
