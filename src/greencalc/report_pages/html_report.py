"""The report as one HTML file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from greencalc.assessment import Assessment
from greencalc.errors import FactsError
from greencalc.languages.said import Language, in_language, joined, say, word
from greencalc.origins import ORIGINS
from greencalc.report_pages.side_by_side import pair_of
from greencalc.report_pages.view import View
from greencalc.showing.equation import symbol_html
from greencalc.showing.visible_text import visible
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from jinja2 import Environment


def html_report(
    assessment: Assessment,
    description: Mapping[str, Any] | None = None,
    *,
    second: Assessment | None = None,
    second_description: Mapping[str, Any] | None = None,
    language: Language = "en",
) -> str:
    """Return the report of an assessment as one HTML file, to be handed in: a browser shows it and prints it on A4.

    It holds everything: gate, score, groups, every indicator with its picture, every item, what would close the gaps,
    what is assumed, how each number came about, and the hashes of table and facts. It refers to nothing outside of
    itself and has no scripts. Needs the extra ``greencalc[report]``.

    Parameters
    ----------
    assessment : Assessment
        What :func:`evaluate` returned.
    description : mapping, optional
        Of the plant, as ``Plant.description``: its name and year are on the cover.
    second : Assessment, optional
        Another plant, or the same in another year: both stand side by side then, with what is not the same and
        through which inputs. Details are of the first.
    second_description : mapping, optional
        Of the second plant.
    language : {"en", "zh"}, optional
        English, or Chinese. What somebody typed, and sources of factors and ranges, stay as they are.

    Returns
    -------
    str
        HTML; the same for the same assessment.

    Raises
    ------
    FactsError
        If the assessments are none, a description is no mapping or is of no assessment, there is no such language, a
        text cannot be written into a file, or Jinja is not installed.

    Examples
    --------
    >>> from greencalc import evaluate, html_report, load_standard
    >>> facts = {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
    >>> assessment = evaluate(load_standard("qct1160_2022"), facts)
    >>> page = html_report(assessment, {"name": "Plant A"}, language="zh")
    >>> page.startswith("<!DOCTYPE html>"), '<html lang="zh-CN">' in page
    (True, True)
    """
    expect(Assessment, assessment, _WHERE, "the assessment", "give what evaluate(...) returns")
    expect(Assessment | None, second, _WHERE, "the second assessment", "give what evaluate(...) returns")
    for given in (description, second_description):
        expect(Mapping | None, given, _WHERE, "the description", "give a mapping, as plant.description")
    if second is None and second_description is not None:
        raise FactsError(_WHERE, ("second_description is given without a second assessment; give both",))
    in_language("", language)  # which refuses what is none
    template = _environment(language).get_template("report.html")
    try:
        return template.render(_content(assessment, description or {}, second, second_description or {}))
    except UnicodeEncodeError:
        fault = "a text of the facts or of a description has half a character, as U+D800, which no file can hold"
        raise FactsError(_WHERE, (fault,)) from None


_WHERE = "html_report"
_TAGS = {"en": "en", "zh": "zh-CN"}


def _content(
    assessment: Assessment,
    description: Mapping[str, Any],
    second: Assessment | None,
    second_description: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what the template lays out."""
    if second is None:
        return {"first": View(assessment, description), "pair": None}
    ends = [(one.score.exact_lower, one.score.exact_upper) for one in (second, assessment)]
    first, other = View(assessment, description, ends[0]), View(second, second_description, ends[1])
    return {"first": first, "pair": pair_of(first, other)}


@cache
def _environment(language: Language) -> Environment:
    """Return what renders templates: every text that they put out is in the language, seen, and escaped."""
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 (only a report needs it)
        from markupsafe import Markup  # noqa: PLC0415 (the same)
    except ImportError as error:
        raise FactsError(_WHERE, ("a report needs more: pip install 'greencalc[report]'",)) from error

    def said(value: Any) -> Any:
        if isinstance(value, Markup):
            return Markup(visible(str(value)))  # noqa: S704 (it is escaped already)
        return visible(in_language(value, language)) if isinstance(value, str) else value

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        finalize=said,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "word": word, "joined": joined, "origins": ORIGINS}
    environment.globals |= {"css": Markup(_template("report.css")), "page_language": _TAGS[language]}  # noqa: S704
    environment.filters["said"] = said
    # equations and symbols are written as HTML by the library itself, which escapes what was typed in them
    environment.filters["written"] = lambda html: Markup(in_language(html, language))  # noqa: S704
    environment.filters["symbol"] = lambda tex: Markup(symbol_html(tex))  # noqa: S704
    return environment


def _template(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")
