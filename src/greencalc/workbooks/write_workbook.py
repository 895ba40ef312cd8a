"""Writing a plant as a workbook whose formulas compute what Python computes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import greencalc
from greencalc.assessment import Assessment
from greencalc.errors import FactsError
from greencalc.files.output_file import new_file
from greencalc.languages.said import Language
from greencalc.units.wording import PATH, expect


def write_workbook(
    assessment: Assessment,
    path: str | Path,
    description: Mapping[str, Any] | None = None,
    *,
    language: Language = "en",
) -> None:
    """Write a plant as a workbook: what was typed, in cells that may be changed, and formulas that judge it again.

    Whoever opens it in Excel or LibreOffice changes an amount or a status, and sees gate and points change. An empty
    form is the workbook of a plant of which nothing is known.

    Parameters
    ----------
    assessment : Assessment
        What :func:`greencalc.evaluate` returns.
    path : str or Path
        The file, as "plant.xlsx"; what is there is written over.
    description : mapping, optional
        Of the plant, as ``Plant.description``: its name, year and notes are in the workbook.
    language : {"en", "zh"}
        English, or Chinese.

    Raises
    ------
    FactsError
        If something given is of another kind, or xlsxwriter is not installed.
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard, write_workbook
    >>> nothing_known = evaluate(load_standard("qct1160_2022"), {})
    >>> write_workbook(nothing_known, "form.xlsx", language="zh")  # doctest: +SKIP
    """
    expect(Assessment, assessment, "write_workbook", "the assessment", "give what evaluate(...) returns")
    expect(PATH, path, "write_workbook", "path", "give the path of a file, as 'plant.xlsx'")
    described = {} if description is None else description
    expect(Mapping, described, "write_workbook", "the description", "give a mapping, as plant.description")
    if not isinstance(language, str) or language not in get_args(Language):
        raise FactsError("write_workbook", (f"language is one of {', '.join(get_args(Language))}",))
    try:
        with greencalc.loading:
            from greencalc.workbooks.fill_workbook import contents_of, fill  # noqa: PLC0415 (xlsxwriter is an extra)
    except ImportError as error:
        raise FactsError("write_workbook", ("workbooks need more: pip install 'greencalc[excel]'",)) from error
    contents = contents_of(assessment, described)
    with new_file(path) as file:
        try:
            fill(assessment, contents, file, language)
        except UnicodeEncodeError:
            fault = "a text of the facts or of the description has half a character, as U+D800, which no file can hold"
            raise FactsError("write_workbook", (fault,)) from None
