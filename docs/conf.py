"""Sphinx configuration: everything is read from the package, nothing from the network."""

from __future__ import annotations

import sys
from pathlib import Path

import greencalc

sys.path.insert(0, str(Path(__file__).parent))

from derived import write_pages

write_pages()

project = "greencalc"
release = greencalc.__version__
author = "the greencalc founders"
extensions = ["sphinx.ext.autodoc", "sphinx-mathjax-offline", "numpydoc", "myst_parser"]
exclude_patterns = ["_build", "formulas/table_*.rst"]
html_theme = "furo"
html_title = f"greencalc {release}"

autodoc_typehints = "none"  # the parameter tables say what is taken, in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
myst_heading_anchors = 3

nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(pint|numpy|attrs|fractions|datetime|pathlib|collections)\..*")]
