"""Expressions of SQL, in the words of DuckDB or Spark."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import count
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from attrs import frozen

from greencalc.many_plants.queries.column_facts import Cells
from greencalc.many_plants.queries.polars_language import begun_by
from greencalc.table_plan.tongues.queries.terms import Stage

Dialect = Literal["duckdb", "spark"]

_STAGES: tuple[Stage, ...] = ("facts", "values", "verdicts", "points", "scores")
_ATOM, _PRODUCT, _SUM, _COMPARISON, _NOT, _AND, _OR = range(7)


class Place(NamedTuple):
    """The step in which something is worked out: its stage, and how many steps of the same stage come before."""

    stage: int
    step: int


_SOURCE = Place(-1, 0)


@frozen(eq=False)
class Sql:
    """An expression.

    Attributes
    ----------
    text : str
        It.
    binds : int
        How tightly its outermost operator binds; the less, the tighter.
    place : Place
        The last step whose columns it names.
    """

    text: str
    binds: int = _ATOM
    place: Place = _SOURCE

    def within(self, binds: int) -> str:
        """Return the text as a part of something that binds so tightly."""
        return self.text if self.binds <= binds else f"({self.text})"

    def joined(self, sign: str, other: Any, binds: int, right: int) -> Sql:
        """Return it and another with a sign between."""
        that = as_sql(other)
        return Sql(f"{self.within(binds)} {sign} {that.within(right)}", binds, max(self.place, that.place))

    def __add__(self, other: Any) -> Sql:
        """Add."""
        return self.joined("+", other, _SUM, _SUM)

    def __sub__(self, other: Any) -> Sql:
        """Subtract."""
        return self.joined("-", other, _SUM, _PRODUCT)

    def __mul__(self, other: Any) -> Sql:
        """Multiply."""
        return self.joined("*", other, _PRODUCT, _ATOM)

    def __truediv__(self, other: Any) -> Sql:
        """Divide; by nothing there is no result, where engines differ."""
        that = as_sql(other)
        is_number = that.text[0].isdigit()
        by = that if is_number else Sql(f"NULLIF({that.text}, 0e0)", place=that.place)
        return self.joined("/", by, _PRODUCT, _ATOM)

    def __neg__(self) -> Sql:
        """Change the sign."""
        return Sql(f"-{self.within(_ATOM)}", _PRODUCT, self.place)

    def __lt__(self, other: Any) -> Sql:
        """Compare."""
        return self.joined("<", other, _COMPARISON, _SUM)

    def __le__(self, other: Any) -> Sql:
        """Compare."""
        return self.joined("<=", other, _COMPARISON, _SUM)

    def __gt__(self, other: Any) -> Sql:
        """Compare."""
        return self.joined(">", other, _COMPARISON, _SUM)

    def __ge__(self, other: Any) -> Sql:
        """Compare."""
        return self.joined(">=", other, _COMPARISON, _SUM)

    def __eq__(self, other: object) -> Sql:  # type: ignore[override]
        """Compare."""
        return self.joined("=", other, _COMPARISON, _SUM)

    __hash__ = None  # type: ignore[assignment]


class _Words(NamedTuple):
    """What a dialect says in words of its own."""

    quote: str
    escapes: Mapping[int, str]
    matches: str
    best: str


_DIALECTS: Mapping[Dialect, _Words] = MappingProxyType(
    {
        "duckdb": _Words(
            '"', {ord("'"): "''"}, "regexp_matches({text}, {pattern})", "list_sort([{numbers}], 'DESC')[{place}]"
        ),
        "spark": _Words(
            "`",
            {ord("'"): "\\'", ord("\\"): "\\\\"},
            "regexp_like({text}, {pattern})",
            "element_at(sort_array(array({numbers}), FALSE), {place})",
        ),
    }
)
_LONG = 90
_BELOW = "\n      "
_NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"


def as_sql(value: Sql | float | None) -> Sql:
    """Return a number, a truth or nothing as an expression; a number without an exponent would be a decimal."""
    if isinstance(value, Sql):
        return value
    if value is None or isinstance(value, bool):
        return Sql("NULL" if value is None else str(value).upper())
    text = repr(float(value)).removesuffix(".0")
    if not math.isfinite(value):
        return Sql(f"CAST('{text.replace('inf', 'Infinity')}' AS DOUBLE)")
    return Sql(text if "e" in text else f"{text}e0", _SUM if value < 0 else _ATOM)


class SqlLanguage:
    """How expressions of SQL are joined; those with a name become columns, step by step.

    Parameters
    ----------
    dialect : {"duckdb", "spark"}
        Whose words it has.
    taken : iterable of str
        The names of columns that are carried along, which no other column may have.
    """

    names_steps = True

    def __init__(self, dialect: Dialect, taken: Iterable[str]) -> None:
        self.words = _DIALECTS[dialect]
        self.steps: dict[Place, dict[str, str]] = {}
        self._known: dict[tuple[str, str], Sql] = {}
        self._taken = {name.lower() for name in taken}  # engines do not tell letters from capitals

    def quoted(self, name: str) -> str:
        """Return a name as an identifier."""
        quote = self.words.quote
        return f"{quote}{name.replace(quote, quote * 2)}{quote}"

    def text(self, value: str) -> str:
        """Return a text as a literal."""
        return f"'{value.translate(self.words.escapes)}'"

    def literal(self, value: float | str | None) -> Sql:
        """Return a number, a truth, a text, or nothing."""
        return Sql(self.text(value)) if isinstance(value, str) else as_sql(value)

    def named(self, stage: Stage, name: str, expression: Sql) -> Sql:
        """Return the column that an expression becomes."""
        known = self._known.get((name, expression.text))
        if known is not None:
            return known
        place = max(Place(_STAGES.index(stage), 0), Place(expression.place.stage, expression.place.step + 1))
        own = next(one for one in self._names_like(name) if one.lower() not in self._taken)
        self._taken.add(own.lower())
        self.steps.setdefault(place, {})[own] = expression.text
        column = Sql(self.quoted(own), place=place)
        self._known[name, expression.text] = column
        return column

    def _names_like(self, name: str) -> Iterator[str]:
        yield name
        yield from (f"{name} ({number})" for number in count(2))

    def column(self, header: str, cells: Cells) -> Sql:
        """Return a column."""
        column = Sql(self.quoted(header))
        return self.as_floats(column) if cells == "float" else column

    def as_floats(self, column: Sql) -> Sql:
        """Return numbers of any kind as floats."""
        return Sql(f"CAST({column.text} AS DOUBLE)", place=column.place)

    def as_truths(self, found: Sql) -> Sql:
        """Return truths, or nothing, as such."""
        return Sql(f"CAST({found.text} AS BOOLEAN)", place=found.place)

    def number_in(self, text: Sql) -> Sql:
        """Return the number that a text is; nothing if it is none."""
        number = Sql(f"TRY_CAST({text.text} AS DOUBLE)", place=text.place)
        return self.where(self._matches(text, _NUMBER), number, as_sql(None))

    def _matches(self, text: Sql, pattern: str) -> Sql:
        return Sql(self.words.matches.format(text=text.text, pattern=self.text(pattern)), place=text.place)

    def is_missing(self, column: Sql) -> Sql:
        """Return which cells are empty."""
        return Sql(f"{column.within(_SUM)} IS NULL", _COMPARISON, column.place)

    def without_nan(self, number: Sql) -> Sql:
        """Return numbers, nothing where they are NaN."""
        return self.where(Sql(f"isnan({number.text})", place=number.place), as_sql(None), number)

    def otherwise(self, column: Sql, value: float | str) -> Sql:
        """Return a column with something else in cells that are empty."""
        return Sql(f"COALESCE({column.text}, {self.literal(value).text})", place=column.place)

    def is_among(self, column: Sql, words: Sequence[str]) -> Sql:
        """Return which cells are one of some texts."""
        return Sql(f"{column.within(_SUM)} IN ({', '.join(map(self.text, words))})", _COMPARISON, column.place)

    def begins(self, column: Sql, words: Sequence[str], separators: Sequence[str]) -> Sql:
        """Return which cells are one of some words, a separator, and a letter or digit, in a single line."""
        return self._matches(column, begun_by(words, separators))

    def is_whole(self, number: Sql) -> Sql:
        """Return which numbers are whole."""
        return Sql(f"FLOOR({number.text})", place=number.place) == number

    def every(self, truths: Sequence[Sql]) -> Sql:
        """Return whether all hold."""
        return self._joined("AND", _AND, truths)

    def some(self, truths: Sequence[Sql]) -> Sql:
        """Return whether any holds."""
        return self._joined("OR", _OR, truths)

    def _joined(self, sign: str, binds: int, truths: Sequence[Sql]) -> Sql:
        parts = [truth.within(binds) for truth in truths]
        is_long = sum(map(len, parts)) > _LONG
        text = f"{_BELOW if is_long else ' '}{sign} ".join(parts)
        return Sql(text, binds, max(truth.place for truth in truths))

    def denied(self, truth: Sql) -> Sql:
        """Return whether it does not hold."""
        return Sql(f"NOT {truth.within(_ATOM)}", _NOT, truth.place)

    def count(self, truths: Sequence[Sql]) -> Sql:
        """Return how many hold, as a float."""
        return reduce(operator.add, map(self.as_floats, truths))

    def where(self, condition: Sql, one: Any, other: Any) -> Sql:
        """Return one where a condition holds, else the other."""
        one, other = as_sql(one), as_sql(other)
        first = f"CASE WHEN {condition.text} THEN {one.text}"
        rest = other.text.removeprefix("CASE ") if other.text.startswith("CASE ") else f"ELSE {other.text} END"
        return Sql(f"{first} {rest}", place=max(condition.place, one.place, other.place))

    def is_short(self, number: Any) -> Any:
        """Return that it is not worth asking: a query is to be read."""
        del number
        return False

    def divided(self, number: Sql, by: Sql) -> Sql:
        """Return a number divided by another."""
        return number / by

    def size(self, number: Sql) -> Sql:
        """Return a number without its sign."""
        return Sql(f"ABS({number.text})", place=number.place)

    def between(self, number: Sql, least: Sql, most: Sql) -> Sql:
        """Return whether it is neither less nor more."""
        text = f"{number.within(_SUM)} BETWEEN {least.within(_SUM)} AND {most.within(_SUM)}"
        return Sql(text, _COMPARISON, max(number.place, least.place, most.place))

    def clamped(self, number: Sql) -> Sql:
        """Return a number, but 0 if it is less than that, and 1 if it is more."""
        return self.where(number <= 0.0, 0.0, self.where(number >= 1.0, 1.0, number))

    def best(self, place: int, numbers: Sequence[Sql]) -> Sql:
        """Return the number that has a place, counted from 1, if the largest is the first."""
        listed = ", ".join(number.text for number in numbers)
        return Sql(self.words.best.format(numbers=listed, place=place), place=max(number.place for number in numbers))
