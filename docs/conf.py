"""Sphinx configuration: everything is read from the package, nothing from the network."""

from __future__ import annotations

import sys
from pathlib import Path

import greencalc

sys.path.insert(0, str(Path(__file__).parent))

from derived import write_pages
from derived_units import unit_tables

write_pages()
Path(__file__).with_name("unit_tables.rst").write_text("\n".join(unit_tables()) + "\n", encoding="utf-8")

project = "greencalc"
release = greencalc.__version__
author = "the greencalc founders"
extensions = ["sphinx.ext.autodoc", "sphinx-mathjax-offline", "numpydoc", "myst_parser"]
exclude_patterns = ["_build", "formulas/table_*.rst", "unit_tables.rst"]
html_theme = "furo"
html_title = f"greencalc {release}"

autodoc_typehints = "none"  # the parameter tables say what is taken, in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
myst_heading_anchors = 3

nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(pint|numpy|attrs|fractions|datetime|pathlib|collections)\..*")]
