"""Writing a form of the kind that its name says, and the examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from greencalc.assessment import evaluate
from greencalc.errors import OutputError
from greencalc.files.output_file import check_output, check_unused, new_file
from greencalc.forms.plant_form import name_of_table, plant_form
from greencalc.forms.table_form import write_table_form
from greencalc.languages.said import Language
from greencalc.standards.editions import edition_of
from greencalc.standards.table import Standard
from greencalc.workbooks.write_workbook import write_workbook


def write_form(standard: Standard, given: str, path: str, language: Language, *, of_table: bool) -> None:
    """Write an empty form of a plant, or the table itself as a workbook to change.

    Parameters
    ----------
    standard : Standard
        The table.
    given : str
        The id or the file that it was loaded from.
    path : str
        The form: a name that ends in .xlsx, or for a plant in .toml.
    language : {"en", "zh"}
        The language of its headings and comments.
    of_table : bool
        Whether the table is wanted.

    Raises
    ------
    OutputError
        If the name ends in something else, or the file is there already or cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in ({".xlsx"} if of_table else {".xlsx", ".toml"}):
        kinds = "a table's name ends in .xlsx" if of_table else "the form's name ends in .xlsx or .toml"
        raise OutputError(path, (f"it cannot be written: {kinds}",))
    check_unused(path, (given,))
    if of_table:
        write_table_form(standard, path, language, (given,))
    elif suffix == ".xlsx":
        _write_workbook(standard, given, path, language)
    else:
        text = plant_form(standard, name_of_table(standard, given, Path(path)), language)
        with new_file(path, (given,)) as file:
            file.write(text.encode())


def _write_workbook(standard: Standard, given: str, path: str, language: Language) -> None:
    """Write the workbook of a plant of which nothing is known."""
    named = name_of_table(standard, given, Path(path))
    description: Mapping[str, Any] = {} if named is None else {"standard": named}
    write_workbook(evaluate(standard, {}), path, description, language=language)


def write_examples(folder: str) -> tuple[str, ...]:
    """Write the examples into a folder that is there, and return their names.

    Raises
    ------
    OutputError
        If one of them cannot be written, or there is another file of its name.
    """
    return _write_files(folder, _files(_examples()))


def write_new_standard(folder: str) -> tuple[str, ...]:
    """Write the made-up standard into a folder that is there, under the folder's name, and return its files' names.

    Raises
    ------
    OutputError
        If the folder's name can be no standard's, or one of the files cannot be written, or there is another of its
        name.
    """
    name = Path(folder).resolve().name
    if not _AN_ID.fullmatch(name):
        mend = "name the folder as the standard, by words of small letters and digits, as bakeries_2026"
        raise OutputError(folder, (f"its name {name!r} can be no standard's id; {mend}",))
    if edition_of(name) is not None:
        raise OutputError(folder, (f"there is a standard {edition_of(name)!r} already; name the folder otherwise",))
    named = {_MADE_UP: name, _MADE_UP.replace("_", "-"): name.replace("_", "-")}
    content = {one: text.decode() for one, text in _files(_examples() / _MADE_UP).items()}
    for example, own in named.items():
        content = {one: text.replace(example, own) for one, text in content.items()}
    return _write_files(folder, {one: text.encode() for one, text in content.items()})


_MADE_UP = "made_up_2026"
_AN_ID = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+")
"""Of two words or more, so that it is the name of no other module either."""


def _files(folder: Traversable) -> dict[str, bytes]:
    found = sorted(folder.iterdir(), key=lambda one: one.name)
    return {one.name: one.read_bytes() for one in found if one.is_file() and not one.name.startswith((".", "_"))}


def _write_files(folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write files into a folder; all or none, unless the disk fails, and none over another one."""
    for name, content in files.items():
        path = Path(folder) / name
        check_output(path)
        if not path.exists() or path.read_bytes() != content:
            check_unused(path)
    for name, content in files.items():
        with new_file(Path(folder) / name) as file:
            file.write(content)
    return tuple(files)


def _examples() -> Traversable:
    """Return where the examples are: in what is installed, or in a checkout."""
    installed = files("greencalc") / "examples"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "examples"
