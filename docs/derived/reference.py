"""A page for each part of the reference, with a table of what stands on it, and the index of all parts."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from derived.rst import table, title

__all__ = ["reference_pages"]

_LIST = Path(__file__).parents[1] / "api.rst"
_PART = re.compile(r"^(.+)\n-+\n", re.MULTILINE)
_NAME = re.compile(r"^\.\. (?:auto)?(?:class|function):: (greencalc\.[\w.]+)", re.MULTILINE)
_MODULE = re.compile(r"^\.\. automodule:: (\S+)", re.MULTILINE)


def reference_pages() -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the path and the lines of each page: those of docs/api.rst, a part a page."""
    _, *parts = _PART.split(_LIST.read_text(encoding="utf-8"))
    pages = {name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}
    yield "reference/index.rst", _index(pages)
    for name, body in pages.items():
        directive = body.index(".. ")
        lines = [".. currentmodule:: greencalc", "", *title(name), body[:directive], *_summary(body), body[directive:]]
        yield f"reference/{_file(name)}.rst", lines


def _index(pages: dict[str, str]) -> list[str]:
    lines = [
        ".. currentmodule:: greencalc",
        "",
        *title("Reference"),
        "Everything that ``from greencalc import`` finds, but for the formulas, which have :doc:`pages of their own",
        "</formulas/index>`. *Room* names the folder or module of ``greencalc`` that it stands in; behind each",
        "signature is a link to its source.",
        "",
    ]
    for name, body in pages.items():
        lines += [*title(name, "-"), f"On one page: :doc:`{_file(name)}`.", "", *_summary(body)]
    return [*lines, ".. toctree::", "   :hidden:", "", *(f"   {_file(name)}" for name in pages)]


def _file(name: str) -> str:
    return re.sub(r"\W+", "_", name.lower())


def _summary(body: str) -> list[str]:
    return table(("Name", "What it is", "Room"), map(_row, _names(body)), "28 56 16")


def _names(body: str) -> list[str]:
    modules = {name: importlib.import_module(name) for name in _MODULE.findall(body)}
    return _NAME.findall(body) + [f"{name}.{one}" for name, module in modules.items() for one in module.__all__]


def _row(name: str) -> tuple[str, ...]:
    module, _, leaf = name.rpartition(".")
    thing = getattr(importlib.import_module(module), leaf)
    if inspect.ismodule(thing):  # greencalc.standards is a room and, called, the list of what it holds
        return f":obj:`{leaf} <{name}>`", "Every edition that is shipped or added by a package.", f"``{leaf}``"
    heading = inspect.cleandoc(thing.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    room = thing.__module__.split(".")[1]
    return f":obj:`{leaf} <{name}>`", heading, f"``{room}``"
