"""Where the types of docstrings have their pages: here, and in the documentation of others, by lists kept beside this.

A list in docs/inventories holds what docstrings name, in the first version of Sphinx's format, which is plain text. The
names and pages of pandas and Python are those of their own inventories; the others publish a class on a page of its
name, or, as pint and polars, all of a kind on one.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path

import greencalc
from greencalc import errors, factors, formula

__all__ = ["links_to_others", "types_with_a_page"]

_LISTS = Path(__file__).parents[1] / "inventories"
_PLACES = {
    "matplotlib": "https://matplotlib.org/stable/",
    "numpy": "https://numpy.org/doc/stable/",
    "pandas": "https://pandas.pydata.org/docs/",
    "pint": "https://pint.readthedocs.io/en/stable/",
    "polars": "https://docs.pola.rs/api/python/stable/",
    "pyarrow": "https://arrow.apache.org/docs/python/",
    "python": "https://docs.python.org/3/",
}
_WORDS = {
    "Fraction": "fractions.Fraction",
    "Path": "pathlib.Path",
    "array": "numpy.ndarray",
    "callable": "collections.abc.Callable",
    "iterable": "collections.abc.Iterable",
    "mapping": "collections.abc.Mapping",
    "sequence": "collections.abc.Sequence",
}
"""What docstrings call types of others in a word."""


def links_to_others() -> dict[str, tuple[str, str]]:
    """Return address and list of each documentation that types lead to; nothing is fetched."""
    return {name: (address, str(_LISTS / f"{name}.txt")) for name, address in _PLACES.items()}


def types_with_a_page() -> Mapping[str, str]:
    """Return what each type is called in docstrings, with what leads to its page."""
    named = [line.split()[0] for path in sorted(_LISTS.glob("*.txt")) for line in path.read_text().splitlines()[3:]]
    types = {name: f":obj:`{name}`" for name in named} | _WORDS
    for module, names in (
        (greencalc, greencalc.__all__),
        (errors, errors.__all__),  # the reference has these where they are, not as names of the whole
        (factors, ("Factor", "Factors")),
        (formula, ("Argument", "Relation", "Symbol")),
    ):
        of_module = {name: f"{module.__name__}.{name}" for name in names if inspect.isclass(getattr(module, name))}
        types |= of_module | {full: f":obj:`{name} <{full}>`" for name, full in of_module.items()}
    return types
