"""Pages written from the declarations and the tables, so that they cannot disagree with the code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from derived.clauses import clause_pages, index_page
from derived.factors import factors_page
from derived.facts import facts_page
from derived.front import draw_front_plot
from derived.links import links_to_others, types_with_a_page
from derived.reference import reference_pages
from derived.scoring import scoring_page
from derived.symbols import symbols_page
from derived.units import unit_tables
from greencalc.standards.table_file import shipped_standards

__all__ = ["draw_front_plot", "links_to_others", "types_with_a_page", "write_pages"]

_FOLDERS = ("formulas", "reference", "standards")


def write_pages(folder: Path) -> list[Path]:
    """Write all derived pages into a folder, in place of those of before; return their paths."""
    for name in _FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    written = []
    for name, lines in _pages():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _pages() -> Iterator[tuple[str, Sequence[str]]]:
    yield "formulas/index.rst", index_page()
    yield from clause_pages()
    for standard in shipped_standards():
        yield f"standards/{standard.id}.rst", scoring_page(standard)
    yield from reference_pages()
    yield "symbols.rst", symbols_page()
    yield "facts.rst", facts_page()
    yield "factors.rst", factors_page()
    yield "unit_tables.rst", unit_tables()  # a part of the page on units
