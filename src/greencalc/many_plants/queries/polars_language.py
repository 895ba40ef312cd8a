"""Expressions of polars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from greencalc.many_plants.queries.column_facts import Cells
from greencalc.table_plan.tongues.queries.terms import PLACES, Stage

if TYPE_CHECKING:
    import polars as pl

_DIVISOR = "/"  # no column has this name that an amount is read from


class PolarsLanguage:
    """How expressions of polars are joined; it finds by itself what it has to work out once alone.

    Parameters
    ----------
    types : mapping of str to polars type
        The types of columns, by header.
    """

    names_steps = False

    def __init__(self, types: dict[str, Any]) -> None:
        import polars as pl  # noqa: PLC0415 (an extra)

        self.pl = pl
        self.types = types

    def literal(self, value: float | str | None) -> pl.Expr:
        """Return a number, a truth, a text, or nothing."""
        return self.pl.lit(value)

    def named(self, stage: Stage, name: str, expression: pl.Expr) -> pl.Expr:
        """Return an expression as it is."""
        del stage, name
        return expression

    def column(self, header: str, cells: Cells) -> pl.Expr:
        """Return a column."""
        found = self.pl.col(header)
        kind = self.types.get(header)
        if cells == "text" and not isinstance(kind, self.pl.String | self.pl.Enum | None):
            return found.cast(self.pl.String)
        if cells == "float" and kind != self.pl.Float64:
            return found.cast(self.pl.Float64)
        return found

    def as_floats(self, column: pl.Expr) -> pl.Expr:
        """Return numbers of any kind as floats."""
        return column.cast(self.pl.Float64)

    def as_truths(self, found: pl.Expr) -> pl.Expr:
        """Return truths, or nothing, as such."""
        return found.cast(self.pl.Boolean)

    def number_in(self, text: pl.Expr) -> pl.Expr:
        """Return the number that a text is; nothing if it is none."""
        plain = text.str.contains(r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$")
        return self.pl.when(plain).then(text).cast(self.pl.Float64, strict=False)

    def is_missing(self, column: pl.Expr) -> pl.Expr:
        """Return which cells are empty."""
        return column.is_null()

    def without_nan(self, number: pl.Expr) -> pl.Expr:
        """Return numbers, nothing where they are NaN."""
        return number.fill_nan(None)

    def otherwise(self, column: pl.Expr, value: Any) -> pl.Expr:
        """Return a column with something else in cells that are empty."""
        return column.fill_null(value)

    def is_among(self, column: pl.Expr, words: Sequence[str]) -> pl.Expr:
        """Return which cells are one of some texts."""
        return column == words[0] if len(words) == 1 else column.is_in(list(words))

    def begins(self, column: pl.Expr, words: Sequence[str], separators: Sequence[str]) -> pl.Expr:
        """Return which cells are one of some words, a separator, and a letter or digit, in a single line."""
        return column.str.contains(begun_by(words, separators))

    def is_whole(self, number: pl.Expr) -> pl.Expr:
        """Return which numbers are whole."""
        return number.floor() == number

    def every(self, truths: Sequence[pl.Expr]) -> pl.Expr:
        """Return whether all hold."""
        return self.pl.all_horizontal(truths)

    def some(self, truths: Sequence[pl.Expr]) -> pl.Expr:
        """Return whether any holds."""
        return self.pl.any_horizontal(truths)

    def denied(self, truth: pl.Expr) -> pl.Expr:
        """Return whether it does not hold."""
        return ~truth

    def count(self, truths: Sequence[pl.Expr]) -> pl.Expr:
        """Return how many hold, as a float; truths as bytes are added five times as fast as truths."""
        yes, no = (self.pl.lit(value, self.pl.UInt8) for value in (1, 0))
        return self.pl.sum_horizontal(self.where(truth, yes, no) for truth in truths).cast(self.pl.Float64)

    def where(self, condition: pl.Expr, one: Any, other: Any) -> pl.Expr:
        """Return one where a condition holds, else the other."""
        return self.pl.when(condition).then(one).otherwise(other)

    def is_short(self, number: pl.Expr) -> Any:
        """Return that it is not worth asking: each pass over large columns takes time."""
        del number
        return False

    def divided(self, number: pl.Expr, by: pl.Expr) -> pl.Expr:
        """Return a number divided by another; by one that all rows have polars would multiply with its inverse."""
        columns = dict.fromkeys(number.meta.root_names())
        return number / self.pl.struct(*columns, by.alias(_DIVISOR)).struct.field(_DIVISOR) if columns else number / by

    def size(self, number: pl.Expr) -> pl.Expr:
        """Return a number without its sign."""
        return number.abs()

    def between(self, number: pl.Expr, least: Any, most: Any) -> pl.Expr:
        """Return whether it is neither less nor more."""
        return number.is_between(least, most)

    def clamped(self, number: pl.Expr) -> pl.Expr:
        """Return a number, but 0 if it is less than that, and 1 if it is more."""
        return number.clip(0.0, 1.0)

    def best(self, place: int, numbers: Sequence[pl.Expr]) -> pl.Expr:
        """Return the number that has a place, counted from 1, if the largest is the first."""
        if place in {1, len(numbers)}:  # lists take ten times as long
            return (self.pl.max_horizontal if place == 1 else self.pl.min_horizontal)(numbers)
        return self.pl.concat_list(numbers).list.sort(descending=True).list.get(place - 1)


class StepsOfPolars(PolarsLanguage):
    """Expressions that are worked out step by step: polars finds what others have in common, but not within that.

    Parameters
    ----------
    types : mapping of str to polars type
        The types of columns, by header.
    tells_ties : bool
        Whether it is asked which numbers are short.
    """

    def __init__(self, types: dict[str, Any], *, tells_ties: bool) -> None:
        super().__init__(types)
        self._tells_ties = tells_ties
        self._steps: list[list[pl.Expr]] = []
        self._step_of: dict[str, int] = {}
        self._longer = "_" * (1 + max(map(len, types), default=0))  # than any header, so that no name is taken

    def named(self, stage: Stage, name: str, expression: pl.Expr) -> pl.Expr:
        """Return the column that an expression becomes, or is."""
        del stage, name
        if expression.meta.is_column():
            return expression
        step = max((self._step_of.get(column, 0) for column in expression.meta.root_names()), default=0)
        own = f"{self._longer}{len(self._step_of)}"
        self._step_of[own] = step + 1
        self._steps += [[]] if step == len(self._steps) else []
        self._steps[step].append(expression.alias(own))
        column: pl.Expr = self.pl.col(own)
        return column

    def is_short(self, number: pl.Expr) -> Any:
        """Return which numbers have few digits behind the point."""
        return number.round(PLACES) == number if self._tells_ties else False

    def steps_to(self, outputs: Sequence[pl.Expr]) -> list[Sequence[pl.Expr]]:
        """Return what is worked out one after the other: columns of columns and of those before, and the outputs."""
        steps: list[Sequence[pl.Expr]] = [outputs]
        needed = {name for one in outputs for name in one.meta.root_names()}
        for named in reversed(self._steps):
            steps.append([one for one in named if one.meta.output_name() in needed])
            needed.update(name for one in steps[-1] for name in one.meta.root_names())
        return steps[::-1]


def begun_by(words: Sequence[str], separators: Sequence[str]) -> str:
    """Return the pattern of a text that is one of some words, a separator, and a reason in the same line.

    It has no backslash, which not every engine takes as it is written.
    """
    return f"^(?:{'|'.join(words)}) ?[{''.join(separators)}] ?[A-Za-z0-9一-龥].*$"
