"""How results show themselves: as plain text in a terminal, as tables in a notebook, as LaTeX on paper."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from greencalc.read_only import read_only
from greencalc.showing.equation import Equation, escape_tex, symbol_html, symbol_text

_WIDTH = 100
_MOST_LISTED = 8
_CUT = " ..."
_WIDEST = 160  # of a table in columns
_LEFT = ' style="text-align:left;vertical-align:top"'  # a notebook would set cells to the right


class InALine:
    """Shows itself in a line wherever it stands in what a user looks into, and whole in a notebook."""

    __slots__ = ()

    def _sheet(self) -> Sheet:
        """Return what a notebook shows."""
        return Sheet(str(self))

    def _repr_html_(self) -> str:
        return self._sheet().to_html()

    def __repr__(self) -> str:
        """Return its kind, and its text as far as that fits into a line."""
        return f"<{type(self).__name__}: {textwrap.shorten(str(self), _WIDTH, placeholder=_CUT)}>"


@frozen
class Printed:
    """A symbol, as TeX."""

    tex: str


@frozen(repr=False)
class Working(InALine):
    """An equation worked out, in each way of writing: its left side, and its right sides with their signs."""

    left: Mapping[str, str] = field(converter=read_only)
    lines: Mapping[str, tuple[str, ...]] = field(converter=read_only)

    def __str__(self) -> str:
        """Return it as text."""
        return " ".join((self.left["text"], *self.lines["text"]))

    def to_latex(self) -> str:
        """Return it as LaTeX for a maths environment."""
        rows = " \\\\\n".join(f"&{line}" for line in self.lines["tex"])
        return f"\\begin{{aligned}}\n{self.left['tex']} {rows}\n\\end{{aligned}}"


Cell = str | Printed
"""A text, or a symbol."""


def _rows(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows))


@frozen
class Table:
    """Rows under heads; `more` says how many rows there are besides."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_rows)
    more: int = 0

    def __bool__(self) -> bool:
        """Return whether it has rows."""
        return bool(self.rows)


@frozen
class Entries(Table):
    """Labels with their texts, told apart by `between`; a text without a label hangs below the one before."""

    heads: tuple[str, ...] = field(default=("", ""), init=False)
    between: str = "  "


def _with_content(blocks: Iterable[Block | None]) -> tuple[Block, ...]:
    return tuple(filter(None, blocks))


@frozen
class Sheet:
    """What is shown of something: a title, and under it texts, equations, entries, tables and further sheets.

    Blocks without content are left out. `folded` says that HTML shows of a further sheet the title first.
    """

    title: str
    blocks: tuple[Block, ...] = field(default=(), converter=_with_content)
    folded: bool = False

    def to_text(self, depth: int = -1) -> str:
        """Return it as plain text, further sheets in full down to a depth, if one is given, and by title below."""
        return "\n".join(_text_lines(self, depth))

    def to_html(self) -> str:
        """Return it as HTML."""
        return f'<div class="greencalc"><p><b>{html.escape(self.title)}</b></p>{_html_blocks(self)}</div>'

    def to_latex(self) -> str:
        """Return it as LaTeX, for a document with amsmath."""
        return "\n\n".join(_latex_parts(self))


Block = str | Equation | Working | Table | Sheet


def listing(title: str, rows: Iterable[Iterable[Cell]], more: int = 0, *, folded: bool = False) -> Sheet | None:
    """Return a sheet of entries, or None if there are none."""
    entries = Entries(rows, more)
    return Sheet(title, (entries,), folded) if entries else None


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
        return f"<{textwrap.shorten(self._sheet().title, _WIDTH, placeholder=_CUT)}>"

    def _repr_html_(self) -> str:
        return self._sheet().to_html()

    def _repr_latex_(self) -> str:
        return self._sheet().to_latex()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle else str(self))


def listed_text(texts: str | tuple[str, ...]) -> str:
    """Write one text as it is, and many as a list that is not too long."""
    if isinstance(texts, str):
        return texts
    more = len(texts) - _MOST_LISTED
    return f"[{', '.join(texts[:_MOST_LISTED])}{f', and {more} more' if more > 0 else ''}]"


def _text_lines(sheet: Sheet, depth: int, indent: str = "") -> Iterator[str]:
    """Yield a sheet's lines; what is inside of a further sheet is set in."""
    yield sheet.title
    for block in sheet.blocks:
        if isinstance(block, str):
            yield from _wrapped(block, "  ", "  ")
        elif isinstance(block, Equation):
            yield f"  {block.whole('text')}"
        elif isinstance(block, Working):
            yield from _text_working(block)
        elif isinstance(block, Table):
            yield from _text_table(block)
        elif depth:
            yield ""
            yield from (f"{indent}{line}" if line else "" for line in _text_lines(block, depth - 1, "  "))
        else:
            yield from _wrapped(block.title, "  - ", _INNER)


_INNER = " " * 6


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _text_working(working: Working) -> Iterator[str]:
    left = f"  {working.left['text']} "
    for line in working.lines["text"]:
        yield from _wrapped(line, left, " " * (len(left) + 3))
        left = " " * len(left)


def _text_table(table: Table) -> Iterator[str]:
    """Yield entries, rows in columns, or rows as entries where they are too wide for that."""
    rows = [tuple(map(_text_cell, row)) for row in table.rows]
    lines = [table.heads, *rows] if any(table.heads) else rows
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    if isinstance(table, Entries):
        for label, text in rows:
            yield from _wrapped(f"{label}{table.between}{text}" if label else f"  -  {text}", "  ", _INNER)
    elif sum(widths) > _WIDEST:
        for first, *others in rows:
            named = zip(table.heads[1:], others, strict=True)
            text = "; ".join(f"{head}: {text}" if head else text for head, text in named if text)
            yield from _wrapped(f"{first}  {text}", "  ", _INNER)
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


def _html_block(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    if isinstance(block, Equation):
        return f"<p>{block.whole('html')}</p>"
    if isinstance(block, Working):
        return f"<p>{block.left['html']} {'<br>'.join(block.lines['html'])}</p>"
    if isinstance(block, Table):
        return _html_table(block)
    if not block.blocks:
        return f"<p>{html.escape(block.title)}</p>"
    opened = "" if block.folded else " open"
    return f"<details{opened}><summary>{html.escape(block.title)}</summary>{_html_blocks(block)}</details>"


def _html_table(table: Table) -> str:
    head = "".join(f"<th{_LEFT}>{html.escape(text)}</th>" for text in table.heads)
    body = "".join(f"<tr>{''.join(f'<td{_LEFT}>{_html_cell(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    more = f"<p>and {table.more} more</p>" if table.more else ""
    heads = f"<thead><tr>{head}</tr></thead>" if any(table.heads) else ""
    return f"<table>{heads}<tbody>{body}</tbody></table>{more}"


def _html_cell(cell: Cell) -> str:
    return symbol_html(cell.tex) if isinstance(cell, Printed) else html.escape(cell)


def _latex_parts(sheet: Sheet) -> Iterator[str]:
    yield rf"\textbf{{{escape_tex(sheet.title)}}}"
    for block in sheet.blocks:
        if isinstance(block, str):
            yield escape_tex(block)
        elif isinstance(block, Equation):
            yield f"$\\displaystyle {block.whole('tex')}$"
        elif isinstance(block, Working):
            yield f"$\\displaystyle {block.to_latex()}$"
        elif isinstance(block, Table):
            yield _latex_table(block)
        else:
            yield from _latex_parts(block)


def _latex_table(table: Table) -> str:
    shown = (table.heads, *table.rows) if any(table.heads) else table.rows
    rows = [" & ".join(map(_latex_cell, row)) for row in shown]
    rows += [escape_tex(f"and {table.more} more")] if table.more else []
    lines = [rf"\begin{{tabular}}{{{'l' * len(table.heads)}}}", *(rf"{row} \\" for row in rows), r"\end{tabular}"]
    return "\n".join(lines)


def _latex_cell(cell: Cell) -> str:
    return f"${cell.tex}$" if isinstance(cell, Printed) else escape_tex(cell)
