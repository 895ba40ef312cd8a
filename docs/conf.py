"""Sphinx configuration: everything is read from the package, nothing from the network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sphinx.util import logging

import greencalc
from greencalc.formula.docstring import page_docstring

sys.path.insert(0, str(Path(__file__).parent))

from derived import write_pages

write_pages(Path(__file__).parent)

project = "greencalc"
release = greencalc.__version__
author = "the greencalc founders"
extensions = ["sphinx.ext.autodoc", "sphinx-mathjax-offline", "numpydoc", "myst_nb"]
exclude_patterns = ["_build", "unit_tables.rst"]
html_theme = "furo"
html_show_copyright = False  # the licence says it
html_title = f"greencalc {release}"

autodoc_typehints = "none"  # the parameter tables say what is taken, in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True

nitpicky = True
nitpick_ignore = [("py:obj", "better")]  # an attribute in place of a property of its base
nitpick_ignore_regex = [("py:.*", r"(pint|numpy|attrs|fractions|datetime|pathlib|collections)\..*")]


def setup(app: Any) -> None:
    """Give formulas the docstrings of the reference pages, and refuse a reference that lacks a public name."""
    app.connect("autodoc-process-docstring", _write_formula, priority=400)  # before numpydoc reads it
    app.connect("env-check-consistency", _check_that_all_is_documented)


def _write_formula(_app: Any, _what: str, _name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    declaration = getattr(thing, "__formula__", None)
    if declaration is not None:
        lines[:] = page_docstring(declaration).splitlines()


def _check_that_all_is_documented(_app: Any, env: Any) -> None:
    documented = {name.rpartition(".")[2] for name in env.get_domain("py").objects}
    for name in greencalc.__all__:
        if name not in documented:
            logging.getLogger(__name__).warning("greencalc.%s has no place in the reference", name)
