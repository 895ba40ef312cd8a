"""What a query is made of: a language that joins expressions, the facts of rows, numbers that are scaled later.

What an operation gives is known beforehand, as a truth or an exact number, or it is an expression of the engine's own
language.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, Literal, Protocol

from attrs import frozen

from greencalc.table_plan.tongues.block_verdicts import in_float

PLACES = 4
"""How many digits a short number has behind the point at most."""

Stage = Literal["facts", "values", "verdicts", "points", "scores"]
"""The part of a plan that an expression belongs to; each is worked out of those before it."""


class Language(Protocol):
    """How expressions are joined, beside the operators ``+ - * / < <= > >= ==`` that they have.

    What is missing is so in what is worked out of it; of truths only where the others do not settle it.

    Attributes
    ----------
    names_steps : bool
        Whether amounts and values are to be read by people, in their own units.
    """

    names_steps: bool

    def literal(self, value: float | str | None) -> Any:
        """Return a number, a truth, a text, or nothing."""

    def as_floats(self, found: Any) -> Any:
        """Return numbers of any kind, or nothing, as floats."""

    def as_truths(self, found: Any) -> Any:
        """Return truths, or nothing, as such."""

    def named(self, stage: Stage, name: str, expression: Any) -> Any:
        """Return an expression that a reader, or whatever needs it again, may know by a name."""

    def every(self, truths: Sequence[Any]) -> Any:
        """Return whether all hold."""

    def some(self, truths: Sequence[Any]) -> Any:
        """Return whether any holds."""

    def denied(self, truth: Any) -> Any:
        """Return whether it does not hold."""

    def otherwise(self, found: Any, value: Any) -> Any:
        """Return something, or a value where it is missing."""

    def count(self, truths: Sequence[Any]) -> Any:
        """Return how many hold, as a float."""

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Return one where a condition holds, else the other."""

    def is_short(self, number: Any) -> Any:
        """Return which numbers have at most `PLACES` digits behind the point; False if it is not worth asking."""

    def divided(self, number: Any, by: Any) -> Any:
        """Return a number divided by another: as exactly as floats can be, so that whole points stay whole."""

    def size(self, number: Any) -> Any:
        """Return a number without its sign."""

    def between(self, number: Any, least: Any, most: Any) -> Any:
        """Return whether it is neither less nor more."""

    def clamped(self, number: Any) -> Any:
        """Return a number, but 0 if it is less than that, and 1 if it is more."""

    def best(self, place: int, numbers: Sequence[Any]) -> Any:
        """Return the number that has a place, counted from 1, if the largest is the first."""


@frozen
class Scaled:
    """Numbers that are to be multiplied by a constant, which is put off: most of them are only compared with others."""

    held: Any
    factor: Fraction
    language: Language

    @property
    def plain(self) -> Any:
        """The numbers themselves."""
        return self.held if self.factor == 1 else self.held * float(self.factor)

    def times(self, factor: Fraction) -> Scaled:
        """Return them to be multiplied by another constant besides."""
        return Scaled(self.held, self.factor * factor, self.language)

    def _joined(self, join: Callable[[Any, Any], Any], other: Scaled) -> Scaled:
        if self.factor == other.factor:
            return Scaled(join(self.held, other.held), self.factor, self.language)
        return Scaled(join(self.plain, other.plain), Fraction(1), self.language)

    def __add__(self, other: Scaled) -> Scaled:
        """Add."""
        return self._joined(operator.add, other)

    def __sub__(self, other: Scaled) -> Scaled:
        """Subtract."""
        return self._joined(operator.sub, other)

    def __mul__(self, other: Scaled) -> Scaled:
        """Multiply."""
        return Scaled(self.held * other.held, self.factor * other.factor, self.language)

    def __truediv__(self, other: Scaled) -> Scaled:
        """Divide."""
        held = self.language.divided(self.held, other.held)
        return Scaled(held, self.factor / other.factor, self.language)

    def __neg__(self) -> Scaled:
        """Change the sign."""
        return Scaled(-self.held, self.factor, self.language)


class QueryFacts(Protocol):
    """The facts of rows, as known values or expressions.

    Attributes
    ----------
    doubts, sure : list
        Where cells are none that could be used, or may be none; and what else must hold.
    """

    doubts: list[Any]
    sure: list[Any]

    def amount(self, key: str) -> Any:
        """Return an amount in its argument's unit, or what stands in for it; if it is no constant, scaled."""

    def gap(self, key: str) -> Any:
        """Return whether an amount is unknown."""

    def is_of_floats(self, key: str) -> bool:
        """Tell whether an amount is a float, which stands for its rounding."""

    def alike(self, key: str, other: str) -> tuple[Any, Any] | None:
        """Return two amounts as they are typed, if they have the same unit and comparing them so is exact."""

    def short(self, key: str) -> tuple[Any, Fraction, Any] | None:
        """Return an amount as typed, in which unit, and whether it is short; None of what nobody asks so."""

    def says(self, item: str, status: str) -> Any:
        """Return whether a status is said of an item."""

    def is_of_category(self, place: int) -> Any:
        """Return whether the category is that of a place in the table's list."""

    def uncategorised(self) -> Any:
        """Return whether the category is unknown."""


def is_known(found: Any) -> bool:
    """Tell whether something is no expression."""
    return found is None or isinstance(found, bool | int | Fraction)


Join = Callable[[Iterable[Any]], Any]


def joins_of(language: Language) -> tuple[Join, Join, Callable[[Any], Any]]:
    """Return how truths are joined, known as far as they can be: whether some hold, all of them, or one does not."""

    def joined(parts: Iterable[Any], join: Callable[[Sequence[Any]], Any], *, decisive: bool) -> Any:
        several = list(parts)
        if decisive in [bool(part) for part in several if is_known(part)]:
            return decisive
        left = [part for part in several if not is_known(part)]
        return (left[0] if len(left) == 1 else join(left)) if left else not decisive

    return (
        lambda parts: joined(parts, language.some, decisive=True),
        lambda parts: joined(parts, language.every, decisive=False),
        lambda part: not part if is_known(part) else language.denied(part),
    )


class Query:
    """Expressions of rows, and where they may be wrong.

    Parameters
    ----------
    facts : QueryFacts
        The facts.
    language : Language
        The language.

    Attributes
    ----------
    doubts, sure : list
        Where floats cannot tell; and what must hold for them to do.
    """

    def __init__(self, facts: QueryFacts, language: Language) -> None:
        self.facts = facts
        self.language = language
        self.some, self.every, self.denied = joins_of(language)
        self.doubts: list[Any] = []
        self.sure: list[Any] = []

    def number(self, found: Any) -> Any:
        """Return a number as an expression."""
        if is_known(found):
            return self.language.literal(in_float(Fraction(found)))
        return found.plain if isinstance(found, Scaled) else found

    def scaled(self, found: Any) -> Scaled:
        """Return a number as one that may be scaled."""
        return found if isinstance(found, Scaled) else Scaled(self.number(found), Fraction(1), self.language)

    def truth(self, found: Any) -> Any:
        """Return a truth as an expression."""
        return self.language.literal(found) if is_known(found) else found

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Return one of two numbers by a condition."""
        return self.language.where(self.truth(condition), self.number(one), self.number(other))

    def between(self, number: Scaled, least: float, most: float) -> Any:
        """Return whether numbers are neither less nor more."""
        factor = float(number.factor)
        return self.language.between(
            number.held, self.language.literal(least / factor), self.language.literal(most / factor)
        )
