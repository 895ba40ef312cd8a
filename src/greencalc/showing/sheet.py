"""How results show themselves: as plain text in a terminal, as tables in a notebook, as LaTeX on paper."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen

from greencalc.showing.equation import escape_tex, symbol_html, symbol_text, write_equation

__all__ = ["WIDTH", "Cell", "InALine", "Printed", "Sheet", "Shown", "Table", "entry", "html_table", "listed_text"]

WIDTH = 100
_MOST_LISTED = 8
_CUT = " ..."
_WIDEST = 120  # of a table in columns
_LEFT = ' style="text-align:left;vertical-align:top"'  # a notebook would set cells to the right


@frozen
class Printed:
    """A symbol or an equation, as TeX."""

    tex: str


Cell = str | Printed
"""A text, or a symbol."""


@frozen
class Table:
    """Rows under heads; `more` says how many rows there are besides."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0


@frozen
class Sheet:
    """What is shown of something: a title, and under it texts, equations, tables and further sheets."""

    title: str
    blocks: tuple[str | Printed | Table | Sheet, ...] = ()

    def to_text(self) -> str:
        """Return it as plain text."""
        return "\n".join(_text_lines(self))

    def to_html(self) -> str:
        """Return it as HTML, further sheets to be unfolded."""
        return f'<div class="greencalc"><p><b>{html.escape(self.title)}</b></p>{_html_blocks(self)}</div>'

    def to_latex(self) -> str:
        """Return it as LaTeX, for a document with amsmath."""
        return "\n\n".join(_latex_parts(self))


class InALine:
    """Shows itself in a line, wherever it stands in what a user looks into."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return its kind, and its text as far as that fits into a line."""
        return f"<{type(self).__name__}: {textwrap.shorten(str(self), WIDTH, placeholder=_CUT)}>"


class Shown:
    """Shows itself by its sheet: in a notebook, in IPython, and when it is printed."""

    __slots__ = ()

    def _sheet(self) -> Sheet:
        """Return what is to be shown."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Return it as text."""
        return self._sheet().to_text()

    def __repr__(self) -> str:
        """Return the sheet's title."""
        return f"<{textwrap.shorten(self._sheet().title, WIDTH, placeholder=_CUT)}>"

    def _repr_html_(self) -> str:
        return self._sheet().to_html()

    def _repr_latex_(self) -> str:
        return self._sheet().to_latex()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle else str(self))


def entry(label: str, text: str) -> list[str]:
    """Return a label and a text as lines."""
    return textwrap.wrap(f"{label}  {text}", WIDTH, initial_indent="  ", subsequent_indent="      ")


def listed_text(texts: str | tuple[str, ...]) -> str:
    """Write one text as it is, and many as a list that is not too long."""
    if isinstance(texts, str):
        return texts
    more = len(texts) - _MOST_LISTED
    return f"[{', '.join(texts[:_MOST_LISTED])}{f', and {more} more' if more > 0 else ''}]"


def html_table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table as HTML, all texts escaped."""
    head = "".join(f"<th{_LEFT}>{html.escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td{_LEFT}>{_html_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if heads else ''}<tbody>{body}</tbody></table>"


def _text_lines(sheet: Sheet) -> Iterator[str]:
    yield sheet.title
    for block in sheet.blocks:
        if isinstance(block, str):
            yield from textwrap.wrap(block, WIDTH, initial_indent="  ", subsequent_indent="  ")
        elif isinstance(block, Printed):
            yield f"  {write_equation(block.tex, 'text')}"
        elif isinstance(block, Table):
            yield from _text_table(block)
        else:
            yield ""
            yield from _text_lines(block)


def _text_table(table: Table) -> Iterator[str]:
    """Yield rows in columns, or one below the other where they are too wide for that."""
    rows = [tuple(map(_text_cell, row)) for row in table.rows]
    lines = [table.heads, *rows] if any(table.heads) else rows
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    if sum(widths) > _WIDEST:
        for first, *others in rows:
            named = zip(table.heads[1:], others, strict=True)
            yield from entry(first, "; ".join(f"{head}: {text}" if head else text for head, text in named if text))
    else:
        for line in lines:
            cells = (text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
    if table.more:
        yield f"  and {table.more} more"


def _text_cell(cell: Cell) -> str:
    return symbol_text(cell.tex) if isinstance(cell, Printed) else cell


def _width(text: str) -> int:
    """Return the places that a text takes: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _html_blocks(sheet: Sheet) -> str:
    return "".join(map(_html_block, sheet.blocks))


def _html_block(block: str | Printed | Table | Sheet) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    if isinstance(block, Printed):
        return f"<p>{write_equation(block.tex, 'html')}</p>"
    if isinstance(block, Table):
        more = f"<p>and {block.more} more</p>" if block.more else ""
        return html_table(block.heads, block.rows) + more
    return f"<details><summary>{html.escape(block.title)}</summary>{_html_blocks(block)}</details>"


def _html_cell(cell: Cell) -> str:
    return symbol_html(cell.tex) if isinstance(cell, Printed) else html.escape(cell)


def _latex_parts(sheet: Sheet) -> Iterator[str]:
    yield rf"\textbf{{{escape_tex(sheet.title)}}}"
    for block in sheet.blocks:
        if isinstance(block, str):
            yield escape_tex(block)
        elif isinstance(block, Printed):
            yield f"$\\displaystyle {block.tex}$"
        elif isinstance(block, Table):
            yield _latex_table(block)
        else:
            yield from _latex_parts(block)


def _latex_table(table: Table) -> str:
    rows = [" & ".join(map(_latex_cell, row)) for row in (table.heads, *table.rows)]
    rows += [escape_tex(f"and {table.more} more")] if table.more else []
    lines = [rf"\begin{{tabular}}{{{'l' * len(table.heads)}}}", *(rf"{row} \\" for row in rows), r"\end{tabular}"]
    return "\n".join(lines)


def _latex_cell(cell: Cell) -> str:
    return f"${cell.tex}$" if isinstance(cell, Printed) else escape_tex(cell)
