"""A formula's docstring: what its declaration says, put around the written text.

There are two ways of writing: plain for ``help()`` and editors, and with maths and links for the reference pages.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable

from attrs import frozen

from greencalc.formula.declaration import Formula, Symbol
from greencalc.showing.equation import Equation, symbol_text

_ROLE = re.compile(r":\w+:`~?(?:greencalc\.)?([^`]+)`")


@frozen
class _Way:
    """How symbols, meanings, equations and written text are written; a meaning goes with the name of its entry."""

    symbol: Callable[[str], str]
    meaning: Callable[[str, str], str]
    equation: Callable[[Equation], str]
    written: Callable[[str], str]


_PLAIN = _Way(
    symbol=symbol_text,
    meaning=lambda meaning, _: meaning,
    equation=lambda equation: f"    {equation.whole('text')}",
    written=lambda text: _ROLE.sub(r"\1", text),
)
_PAGE = _Way(
    symbol=lambda tex: f":math:`{tex}`",
    meaning=lambda meaning, name: f":term:`{meaning} <{name}>`",
    equation=lambda equation: f".. math:: {equation.whole('tex')}",
    written=lambda text: text,
)


def complete_docstring(declaration: Formula) -> str:
    """Return the docstring as ``help()`` shows it."""
    return _docstring(declaration, _PLAIN)


def page_docstring(declaration: Formula) -> str:
    """Return the docstring for the reference pages: each meaning is a link to the glossary's entry of its name."""
    return _docstring(declaration, _PAGE)


def _docstring(declaration: Formula, way: _Way) -> str:
    written = inspect.cleandoc(declaration.body.__doc__ or "")
    text, _, examples = written.partition("Examples\n--------\n")
    summary, _, rest = way.written(text).strip().partition("\n\n")
    arguments = declaration.arguments.values()
    sections = [
        summary,
        way.equation(declaration.printed),
        rest,
        _section("Parameters", [_entry(item.name, item.name, item.symbol, item.default, way) for item in arguments]),
        _section("Returns", [_entry("pint.Quantity", declaration.name, declaration.result, None, way)]),
        _section("Raises", [_raises(declaration)]),
        _section("Notes", [_notes(declaration)]),
        _section("Examples", [examples.rstrip()]),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _section(title: str, entries: list[str]) -> str:
    return "\n".join([title, "-" * len(title), *entries])


def _entry(shown: str, name: str, symbol: Symbol, default: str | None, way: _Way) -> str:
    head = shown if shown != name else f"{name} : pint.Quantity or str, or a list of either"
    if default is not None:
        head += f", default {default!r}"
    unit = f"in {symbol.unit}" if symbol.unit.powers else "a pure number"
    lines = [f"{way.symbol(symbol.tex)}: {way.meaning(symbol.meaning, name)} ({symbol.meaning_zh}), {unit}."]
    if symbol.bounds:
        lines.append(f"Bounds: {symbol.bounds}{'; ' + symbol.why if symbol.why else ''}.")
    if symbol.over:
        lines.append(f"One value for each {symbol.over}, along the last axis.")
    if symbol.source:
        lines.append(f"Source of the default: {symbol.source}.")
    return "\n".join([head, *(f"    {line}" for line in lines)])


def _raises(declaration: Formula) -> str:
    lines = [
        "If an argument is a bare number, has another dimension, is not finite or out of bounds, if arrays",
        "differ in shape, or if two arguments come from different registries.",
        *(f"Also unless {relation}: {relation.why}." for relation in declaration.relations),
    ]
    return "\n".join(["greencalc.errors.InputError", *(f"    {line}" for line in lines)])


def _notes(declaration: Formula) -> str:
    where = f"{declaration.title} ({declaration.title_zh}), {declaration.where}."
    trust = f"Origin: {declaration.origin}. Source: {declaration.source}."
    shapes = (
        f"Arrays: lists run over each {declaration.over} on the last axis; leading axes, and the other arguments, are "
        "scalars or of one common shape."
        if declaration.over
        else "Arrays: each argument is a scalar or an array; all arrays have one shape, which is the result's."
    )
    return "\n\n".join(textwrap.fill(text, 100, break_on_hyphens=False) for text in (where, trust, shapes))
