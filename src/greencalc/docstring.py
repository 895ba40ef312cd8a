"""The sections of a formula's docstring that its declaration already says."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greencalc.formula import Formula, Symbol

__all__ = ["complete_docstring"]


def complete_docstring(declaration: Formula) -> str:
    """Put parameters, result, errors, equation, clause, origin and source around the written text."""
    written = inspect.cleandoc(declaration.body.__doc__ or "")
    text, _, examples = written.partition("Examples\n--------\n")
    arguments = declaration.arguments.values()
    sections = [
        text.rstrip(),
        _section("Parameters", [_entry(item.name, item.symbol, item.default) for item in arguments]),
        _section("Returns", [_entry("pint.Quantity", declaration.result, None)]),
        _section("Raises", [_raises(declaration)]),
        _section("Notes", [_notes(declaration)]),
        _section("Examples", [examples.rstrip()]),
    ]
    return "\n\n".join(sections) + "\n"


def _section(title: str, entries: list[str]) -> str:
    return "\n".join([title, "-" * len(title), *entries])


def _entry(name: str, symbol: Symbol, default: str | None) -> str:
    head = name if name == "pint.Quantity" else f"{name} : pint.Quantity or str, or a list of either"
    if default is not None:
        head += f", default {default!r}"
    unit = f"in {symbol.unit}" if symbol.unit.powers else "a pure number"
    lines = [f"{symbol.meaning} ({symbol.meaning_zh}), :math:`{symbol.tex}`, {unit}."]
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
    shapes = (
        f"Arrays: lists run over each {declaration.over} on the last axis; leading axes, and the other arguments,\n"
        "are scalars or of one common shape."
        if declaration.over
        else "Arrays: each argument is a scalar or an array; all arrays have one shape, which is the result's."
    )
    return "\n".join(
        [
            f"{declaration.title} ({declaration.title_zh}), {declaration.where}:",
            "",
            f".. math:: {declaration.equation}",
            "",
            f"Origin: {declaration.origin}. Source: {declaration.source}.",
            "",
            shapes,
        ],
    )
