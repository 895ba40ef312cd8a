"""Sphinx configuration: everything is read from the package, nothing from the network."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging

import greencalc
from greencalc.formula.docstring import page_docstring

sys.path.insert(0, str(Path(__file__).parent))

from derived import draw_front_plot, links_to_others, types_with_a_page, write_pages

write_pages(Path(__file__).parent)
draw_front_plot(Path(__file__).parent)

project = "greencalc"
release = greencalc.__version__
author = "the greencalc founders"
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.viewcode",
    "sphinx-mathjax-offline",
    "numpydoc",
    "myst_nb",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "api.rst", "unit_tables.rst"]  # parts of other pages
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_copyright = False  # the licence says it
html_title = f"greencalc {release}"

autodoc_typehints = "none"  # the parameter tables say what is taken, in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = True
numpydoc_xref_ignore = "all"  # but for these
numpydoc_xref_aliases = types_with_a_page()
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
viewcode_line_numbers = True
intersphinx_mapping = links_to_others()

nitpicky = True
nitpick_ignore = [("py:obj", "better")]  # an attribute in place of a property of its base


def setup(app: Any) -> None:
    """Give formulas the docstrings of the reference pages, and refuse a reference that lacks a public name."""
    app.connect("autodoc-process-docstring", _write_formula, priority=400)  # before numpydoc reads it
    app.connect("env-check-consistency", _check_that_all_is_documented)
    app.connect("doctree-read", _join_lines_in_chinese)
    app.connect("html-page-context", _say_the_language)
    app.connect("html-page-context", _lead_back_from_sources, priority=400)  # before the theme reads it


def _write_formula(_app: Any, _what: str, _name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    declaration = getattr(thing, "__formula__", None)
    if declaration is not None:
        lines[:] = page_docstring(declaration).splitlines()


def _join_lines_in_chinese(_app: Any, doctree: nodes.document) -> None:
    """Take away the line ends between Chinese signs, which browsers show as spaces."""
    for text in list(doctree.findall(nodes.Text)):
        joined = re.sub(r"(?<=[\u2014-\u201d\u3000-\uffef])\n(?=[\u2014-\u201d\u3000-\uffef])", "", text)
        if joined != text and not isinstance(text.parent, nodes.literal_block):
            text.parent.replace(text, nodes.Text(joined))


def _say_the_language(_app: Any, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Tell browsers which pages are Chinese, whose signs they else take from a Japanese font."""
    if page.startswith("zh/") or page.endswith("_zh"):
        context["language"] = "zh-CN"


def _lead_back_from_sources(app: Any, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give links from a source the names of the reference; viewcode takes all of a file to stand in one module."""
    if not page.startswith("_modules/greencalc"):
        return
    names = app.env.get_domain("py").objects
    for module in ("factors", "formula"):
        for name in (name for name in names if name.startswith(f"greencalc.{module}.")):
            context["body"] = context["body"].replace(f'#{name.replace(f".{module}", "", 1)}"', f'#{name}"')


def _check_that_all_is_documented(_app: Any, env: Any) -> None:
    documented = {name.rpartition(".")[2] for name in env.get_domain("py").objects}
    for name in greencalc.__all__:
        if name not in documented:
            logging.getLogger(__name__).warning("greencalc.%s has no place in the reference", name)
