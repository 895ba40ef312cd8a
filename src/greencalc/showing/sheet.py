"""How results show themselves: as plain text in a terminal, as tables in a notebook, as LaTeX on paper."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import evolve, field, frozen

from greencalc.languages.said import PHRASES, Language, in_language, joined, say, word
from greencalc.read_only import read_only
from greencalc.showing.equation import Equation, escape_tex, symbol_html, symbol_text
from greencalc.showing.wrapping import width_of, wrapped_within

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

    def said(self, way: str, language: Language) -> tuple[str, list[str]]:
        """Return its left side and its lines; one that differs from that before in English alone is left out."""
        lines = [("", ""), *((line, in_language(line, language)) for line in self.lines[way])]
        told = [text for before, (line, text) in pairwise(lines) if text != before[1] or line == before[0]]
        return in_language(self.left[way], language), told

    def to_latex(self, language: Language = "en") -> str:
        """Return it as LaTeX for a maths environment."""
        left, lines = self.said("tex", language)
        rows = " \\\\\n".join(f"&{line}" for line in lines)
        return f"\\begin{{aligned}}\n{left} {rows}\n\\end{{aligned}}"


Cell = str | Printed
"""A text, or a symbol."""


def _rows(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows))


def _heads(heads: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(word, heads))


@frozen
class Table:
    """Rows under heads, which are the library's words; `more` says how many rows there are besides."""

    heads: tuple[str, ...] = field(converter=_heads)
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

    def to_text(
        self, depth: int = -1, *, language: Language = "en", width: int | None = None, lines: int | None = None
    ) -> str:
        """Return it as plain text, further sheets in full down to a depth, if one is given, and by title below.

        Without a width, sentences take 100 places, and titles and columns what they need. If `lines` is given, an
        entry takes no more of them, and a title or a sentence of its own one more.
        """
        return "\n".join(_Lines(language, width, lines).of(self, depth))

    def to_html(self, *, language: Language = "en") -> str:
        """Return it as HTML."""
        return _Html(language).whole(self)

    def to_latex(self, *, language: Language = "en") -> str:
        """Return it as LaTeX, for a document with amsmath."""
        return "\n\n".join(_Latex(language).parts(self))


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


def sheet_of(shown: Shown, *told: Any) -> Sheet:
    """Return what is to be shown of a result, to be written in a language and as wide as wanted."""
    return shown._sheet(*told)  # noqa: SLF001 (what each result has beside its public face)


def listed_text(texts: str | tuple[str, ...]) -> str:
    """Write one text as it is, and many as a list that is not too long."""
    if isinstance(texts, str):
        return texts
    first, more = joined(texts[:_MOST_LISTED], PHRASES), len(texts) - _MOST_LISTED
    return say("[{texts}, and {count} more]", texts=first, count=more) if more > 0 else say("[{texts}]", texts=first)


@frozen
class _Lines:
    """Writes sheets as lines of text."""

    language: Language
    width: int | None
    lines: int | None

    def of(self, sheet: Sheet, depth: int, indent: str = "") -> Iterator[str]:
        """Yield a sheet's lines; what is inside of a further sheet is set in."""
        yield from [self._said(sheet.title)] if self.width is None else self._wrapped(sheet.title, "", _INNER, more=1)
        for block in sheet.blocks:
            if isinstance(block, str):
                yield from self._wrapped(block, "  ", "  ", more=1)
            elif isinstance(block, Equation):
                yield f"  {block.whole('text')}"
            elif isinstance(block, Working):
                yield from self._working(block)
            elif isinstance(block, Table):
                yield from self._table(block)
            elif depth:
                yield ""
                yield from (f"{indent}{line}" if line else "" for line in self.of(block, depth - 1, "  "))
            else:
                yield from self._wrapped(block.title, "  - ", _INNER)

    def _said(self, text: str) -> str:
        return in_language(text, self.language)

    def _wrapped(self, text: str, first: str, others: str, more: int = 0) -> list[str]:
        lines = None if self.lines is None else self.lines + more
        return wrapped_within(self._said(text), lines, self.width or _WIDTH, first, others)

    def _working(self, working: Working) -> Iterator[str]:
        name, lines = working.said("text", self.language)
        left = f"  {name} "
        for line in lines:
            yield from self._wrapped(line, left, " " * (width_of(left) + 3))
            left = " " * width_of(left)

    def _table(self, table: Table) -> Iterator[str]:
        """Yield entries, rows in columns, or rows as entries where they are too wide for that."""
        table = _in_language(table, self.language)
        rows = [tuple(map(self._cell, row)) for row in table.rows]
        heads = tuple(map(self._said, table.heads))
        lines = [heads, *rows] if any(heads) else rows
        widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
        if isinstance(table, Entries):
            between = self._said(table.between)
            for label, text in rows:
                yield from self._wrapped(f"{label}{between}{text}" if label else f"  -  {text}", "  ", _INNER)
        elif sum(widths) > _WIDEST or (self.width is not None and sum(widths) + 2 * len(widths) > self.width):
            for first, *others in rows:
                named = zip(heads[1:], others, strict=True)
                text = self._said(word("; ")).join(
                    f"{head}{self._said(word(': '))}{text}" if head else text for head, text in named if text
                )
                yield from self._wrapped(f"{first}  {text}", "  ", _INNER)
        else:
            for line in lines:
                cells = (text + " " * (width - width_of(text)) for text, width in zip(line, widths, strict=True))
                yield f"  {'  '.join(cells)}".rstrip()
        if table.more:
            yield f"  {self._said(_and_more(table))}"

    def _cell(self, cell: Cell) -> str:
        return symbol_text(cell.tex) if isinstance(cell, Printed) else self._said(cell)


_INNER = " " * 6


def _in_language(table: Table, language: Language) -> Table:
    """Return a table without the columns that have nothing to say in a language; labels stay."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    kept = [column for column in columns if _says_something(column, language) or not any(column)]
    if isinstance(table, Entries) or len(kept) == len(columns):
        return table
    heads, *rows = zip(*kept, strict=True)
    return evolve(table, heads=heads, rows=rows)


def _says_something(column: Iterable[Cell], language: Language) -> bool:
    return any(isinstance(cell, Printed) or in_language(cell, language) for cell in column)


def _and_more(table: Table) -> str:
    return say("and {count} more", count=table.more)


@frozen
class _Html:
    """Writes sheets as HTML."""

    language: Language

    def whole(self, sheet: Sheet) -> str:
        """Write a sheet that stands in no other."""
        return f'<div class="greencalc"><p><b>{self._said(sheet.title)}</b></p>{self._blocks(sheet)}</div>'

    def _said(self, text: str) -> str:
        return html.escape(in_language(text, self.language))

    def _blocks(self, sheet: Sheet) -> str:
        return "".join(map(self._block, sheet.blocks))

    def _block(self, block: Block) -> str:
        if isinstance(block, str):
            return f"<p>{self._said(block)}</p>"
        if isinstance(block, Equation):
            return f"<p>{block.whole('html')}</p>"
        if isinstance(block, Working):
            left, lines = block.said("html", self.language)
            return f"<p>{left} {'<br>'.join(lines)}</p>"
        if isinstance(block, Table):
            return self._table(block)
        if not block.blocks:
            return f"<p>{self._said(block.title)}</p>"
        opened = "" if block.folded else " open"
        return f"<details{opened}><summary>{self._said(block.title)}</summary>{self._blocks(block)}</details>"

    def _table(self, table: Table) -> str:
        table = _in_language(table, self.language)
        head = "".join(f"<th{_LEFT}>{self._said(text)}</th>" for text in table.heads)
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in table.rows)
        more = f"<p>{self._said(_and_more(table))}</p>" if table.more else ""
        heads = f"<thead><tr>{head}</tr></thead>" if any(table.heads) else ""
        return f"<table>{heads}<tbody>{body}</tbody></table>{more}"

    def _cell(self, cell: Cell) -> str:
        return f"<td{_LEFT}>{symbol_html(cell.tex) if isinstance(cell, Printed) else self._said(cell)}</td>"


@frozen
class _Latex:
    """Writes sheets as LaTeX."""

    language: Language

    def parts(self, sheet: Sheet) -> Iterator[str]:
        """Yield a sheet's parts, each a paragraph."""
        yield rf"\textbf{{{self._said(sheet.title)}}}"
        for block in sheet.blocks:
            if isinstance(block, str):
                yield self._said(block)
            elif isinstance(block, Equation):
                yield f"$\\displaystyle {block.whole('tex')}$"
            elif isinstance(block, Working):
                yield f"$\\displaystyle {block.to_latex(self.language)}$"
            elif isinstance(block, Table):
                yield self._table(block)
            else:
                yield from self.parts(block)

    def _said(self, text: str) -> str:
        return escape_tex(in_language(text, self.language))

    def _table(self, table: Table) -> str:
        table = _in_language(table, self.language)
        shown = (table.heads, *table.rows) if any(table.heads) else table.rows
        rows = [" & ".join(map(self._cell, row)) for row in shown]
        rows += [self._said(_and_more(table))] if table.more else []
        lines = [rf"\begin{{tabular}}{{{'l' * len(table.heads)}}}", *(rf"{row} \\" for row in rows), r"\end{tabular}"]
        return "\n".join(lines)

    def _cell(self, cell: Cell) -> str:
        return f"${cell.tex}$" if isinstance(cell, Printed) else self._said(cell)
