"""What notebooks show of quantities and units: 17.5 g/m2, as tables write it, where pint writes gram / meter ** 2."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from pint.facets.plain import PlainQuantity

from greencalc.units.unit_table import table_unit


def show_as_tables_do(registry: Any) -> None:
    """Let notebooks show a registry's quantities with units as tables write them.

    What notebooks ask for is changed and nothing else: ``print``, ``repr`` and formats stay as pint has them, and so
    does a registry with a format of its own. It is for the registry that pint makes for those who make none.
    """
    for cls in (registry.Unit, registry.Quantity):
        for name, form in (("_repr_pretty_", _as_pretty), ("_repr_html_", _as_html)):
            setattr(cls, name, _shown_by(form, getattr(cls, name)))


def shows_as_tables_do(registry: Any) -> bool:
    """Tell whether the above was done to a registry."""
    return "_repr_html_" in vars(registry.Quantity)


def _shown_by(form: Callable[..., Any], pints: Callable[..., Any]) -> Callable[..., Any]:
    def show(shown: Any, *arguments: Any) -> Any:
        written = "" if shown._REGISTRY.formatter.default_format else _written(shown)  # noqa: SLF001
        return form(written, *arguments) if written else pints(shown, *arguments)

    return show


def _as_html(written: str) -> str:
    return f"<pre>{escape(written)}</pre>" if "\n" in written else escape(written)


def _as_pretty(written: str, printer: Any, _cycle: object) -> None:
    printer.text(written)


def _written(shown: Any) -> str:
    """Return a quantity or a unit as text, or nothing if a unit of it has no place in the table."""
    unit = table_unit(shown._units)  # noqa: SLF001 (pint has no public name for it)
    if unit is None:
        return ""
    magnitude = [str(shown.magnitude)] if isinstance(shown, PlainQuantity) else []
    written = [str(unit)] if unit.powers or not magnitude else []
    return " ".join(magnitude + written)
