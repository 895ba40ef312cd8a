"""Writing a form of the kind that its name says, and the examples."""

from __future__ import annotations

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
    found = sorted(_examples().iterdir(), key=lambda one: one.name)
    examples = [one for one in found if one.is_file() and not one.name.startswith((".", "_"))]
    for one in examples:
        path = Path(folder) / one.name
        check_output(path)
        if not path.exists() or path.read_bytes() != one.read_bytes():
            check_unused(path)
    for one in examples:
        with new_file(Path(folder) / one.name) as file:
            file.write(one.read_bytes())
    return tuple(one.name for one in examples)


def _examples() -> Traversable:
    """Return where the examples are: in what is installed, or in a checkout."""
    installed = files("greencalc") / "examples"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "examples"
