"""What the declaration of a formula holds: symbols, arguments, relations, and the formula itself, as data.

Everything else (checks, error messages, docstrings, tests, explanations) is derived from it; :func:`spec` returns it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, Literal

from attrs import evolve, field, fields, frozen
from pint.facets.plain import PlainQuantity

from greencalc.errors import DeclarationError, UnitTextError
from greencalc.expression import Node
from greencalc.formula.arithmetic import trace
from greencalc.languages.said import Said, joined, say, word
from greencalc.read_only import read_only
from greencalc.showing.equation import Equation, symbol_text
from greencalc.showing.sheet import Cell, InALine, Printed, Sheet, Shown, Table
from greencalc.units.number_text import amount_text
from greencalc.units.text import parse_number, parse_unit
from greencalc.units.unit_table import Unit
from greencalc.units.wording import repr_of

Amount = PlainQuantity[Any] | Sequence[str | PlainQuantity[Any]]
"""What an argument takes: a pint quantity, a text (itself a sequence of texts), or a list of either."""

Result = PlainQuantity[Any]
"""What a formula returns: a pint quantity in the unit of the declared result."""

YEAR = "year"
"""What a formula sums over (``over``) whose lists have an amount for each year."""
_PERCENT = (("percent", 1),)


def _to_unit(text: str) -> Unit:
    multiplier, unit = parse_unit(text)
    if multiplier != 1:
        raise UnitTextError(f"{text!r}: a canonical unit has no 万 or 亿")
    return unit


def _to_bound(text: str | None) -> Fraction | None:
    return None if text is None else parse_number(text)


@frozen(repr=False)
class Symbol(InALine):
    """What one symbol of a formula stands for.

    Parameters
    ----------
    tex : str
        The symbol as TeX; the standard's own, where that is known.
    unit : str
        The canonical unit, in which the formula computes, or "dimensionless".
    meaning, meaning_zh : str
        What it stands for, in English and Chinese.
    above : str, optional
        The value must be greater than this, in the canonical unit.
    at_least, at_most : str, optional
        The value must not be less, or greater, than this.
    over : str, optional
        What the formula sums over ("storey"): the argument is then a list of values.
    whole : bool
        Whether the value must be a whole number, in the canonical unit: for what is counted.
    why : str, optional
        Why the bounds hold, where that is not plain.
    source : str, optional
        The source of the default value, for arguments that have one.
    measure : {"", "less", "more"}, optional
        Whether less or more of it is a measure that makes a plant greener; gaps mark a change the other way.
    no_measure : str, optional
        Why no change of it is one; gaps give the reason.
    """

    tex: str
    unit: Unit = field(converter=_to_unit)
    meaning: str
    meaning_zh: str
    above: Fraction | None = field(default=None, converter=_to_bound, kw_only=True)
    at_least: Fraction | None = field(default=None, converter=_to_bound, kw_only=True)
    at_most: Fraction | None = field(default=None, converter=_to_bound, kw_only=True)
    over: str | None = field(default=None, kw_only=True)
    whole: bool = field(default=False, kw_only=True)
    why: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    measure: Literal["", "less", "more"] = field(default="", kw_only=True)
    no_measure: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        """Return symbol, meaning and unit."""
        return f"{symbol_text(self.tex)}: {self.meaning}, in {self.unit}"

    def stands_for_the_same_as(self, other: Symbol) -> bool:
        """Tell whether another symbol is the same, whatever is said of measures.

        Parameters
        ----------
        other : Symbol
            The other one.

        Returns
        -------
        bool
            Whether it is.
        """
        names = [one.name for one in fields(Symbol) if one.name not in {"measure", "no_measure"}]
        return all(getattr(self, name) == getattr(other, name) for name in names)

    @property
    def example(self) -> str:
        """An amount of it as it may be typed, e.g. "12.5 m2"."""
        return "9" if self.whole else f"12.5 {self.unit if self.unit.powers else '%'}"

    @property
    def bounds(self) -> str:
        """The bounds in words, e.g. "> 0 m2" or "a whole number >= 0"."""
        parts = ((">", self.above), (">=", self.at_least), ("<=", self.at_most))
        written = [
            joined((word(sign), amount_text(bound, self.unit, 15)), " ") for sign, bound in parts if bound is not None
        ]
        bounds = reduce(_and, written) if written else ""
        if not self.whole:
            return bounds
        return say("a whole number {bounds}", bounds=bounds) if bounds else say("a whole number")


def _and(one: Said, other: Said) -> Said:
    return say("{one} and {other}", one=one, other=other)


@frozen(repr=False)
class Relation(InALine):
    """That the sum of some arguments is not greater than the sum of others; of lists, entry by entry.

    Parameters
    ----------
    smaller, larger : tuple of str
        Argument names; an empty side is zero.
    why : str
        The sentence for the error.
    strict : bool
        Whether equality is refused too.
    """

    smaller: tuple[str, ...]
    larger: tuple[str, ...]
    why: str
    strict: bool = False

    def __str__(self) -> str:
        """Return the relation as an inequality of names."""
        sides = [" + ".join(side) or "0" for side in (self.smaller, self.larger)]
        return f"{sides[0]} {'<' if self.strict else '<='} {sides[1]}"


@frozen(repr=False)
class Argument(InALine):
    """An argument of a formula.

    Attributes
    ----------
    name : str
        Its name.
    symbol : Symbol
        Its symbol, unit, meaning and bounds.
    default : str or None
        Its default as typed; None where it has to be given.
    """

    name: str
    symbol: Symbol
    default: str | None

    def __str__(self) -> str:
        """Return name and symbol."""
        return f"{self.name}, {self.symbol}"


@frozen(eq=False, repr=False)
class Formula(Shown):
    """A formula's declaration: all that is known of it, stated once. It shows itself as a table.

    Attributes
    ----------
    name : str
        The function's name.
    standard, clause : str
        Where it is printed.
    result : Symbol
        The result's symbol, unit, meaning and bounds.
    arguments : mapping of str to Argument
        The arguments in order.
    relations : tuple of Relation
        What must hold between the arguments.
    title, title_zh : str
        What the formula computes, in English and Chinese.
    origin, source : str
        How far the formula can be trusted, and where it comes from.
    body : callable
        The arithmetic, over numbers in canonical units.
    gives : tuple of str
        Arguments of other formulas that the result may be.
    expression : Node
        What the body computes of its arguments, as a tree.
    """

    name: str
    standard: str
    clause: str
    result: Symbol
    arguments: Mapping[str, Argument] = field(converter=read_only)
    relations: tuple[Relation, ...]
    title: str
    title_zh: str
    origin: str
    source: str
    body: Callable[..., Any]
    gives: tuple[str, ...] = ()
    expression: Node = field(init=False)

    @property
    def where(self) -> str:
        """Standard and clause, for messages."""
        return f"{self.standard}, {self.clause}"

    @property
    def over(self) -> str | None:
        """What the formula sums over, if it does."""
        return next((argument.symbol.over for argument in self.arguments.values() if argument.symbol.over), None)

    @expression.default
    def _traced(self) -> Node:
        lists = [name for name, argument in self.arguments.items() if argument.symbol.over]
        return trace(self.name, self.body, self.arguments, lists)

    @property
    def printed(self) -> Equation:
        """The equation, to be written as text, HTML or TeX."""
        symbols = {name: argument.symbol for name, argument in self.arguments.items()}
        indices = (symbol.tex.partition("_")[2] for symbol in symbols.values() if symbol.over)
        return Equation(
            left=self.result.tex,
            right=self.expression,
            symbols={name: symbol.tex for name, symbol in symbols.items()},
            index=next(filter(None, indices), "j"),
            percent=self.result.unit.powers == _PERCENT,
        )

    @property
    def equation(self) -> str:
        """The equation as TeX."""
        return self.printed.whole("tex")

    def __reduce__(self) -> tuple[Callable[..., Formula], tuple[str, str, dict[str, Any]]]:
        """Pickle by module and name, since a body is found only through its formula."""
        printed = {name: getattr(self, name) for name in _PRINTED}
        return _printed_as, (self.body.__module__, self.name, printed)

    def _sheet(self) -> Sheet:
        return Sheet(
            f"{self.name}: {self.title} {self.title_zh} ({self.where})",
            (
                self.printed,
                Table(_SYMBOL_HEADS, tuple(self._symbol_rows())),
                *(f"Must hold: {relation}; {relation.why}." for relation in self.relations),
                f"Origin: {self.origin}. Source: {self.source}.",
            ),
        )

    def _symbol_rows(self) -> Iterator[tuple[Cell, ...]]:
        for name, argument in self.arguments.items():
            yield _symbol_row(name, argument.symbol, f"; default {argument.default}" if argument.default else "")
        yield _symbol_row("result", self.result, "")


_SYMBOL_HEADS = ("Symbol", "Name", "Meaning", "中文", "Unit", "Bounds")


def _symbol_row(name: str, symbol: Symbol, default: str) -> tuple[Cell, ...]:
    unit = str(symbol.unit) if symbol.unit.powers else "(pure number)"
    return Printed(symbol.tex), name, symbol.meaning, symbol.meaning_zh, unit, f"{symbol.bounds}{default}".lstrip("; ")


def spec(function: Callable[..., Any] | Formula) -> Formula:
    r"""Return the declaration of a formula.

    Parameters
    ----------
    function : callable
        A formula of this library, or one declared with :func:`greencalc.formula.formula`. A declaration is
        returned as it is.

    Returns
    -------
    Formula
        Clause, equation, symbols, bounds, relations, titles, origin and source.

    Raises
    ------
    DeclarationError
        If the function is not a formula.

    Examples
    --------
    >>> from greencalc import floor_area_ratio, spec
    >>> spec(floor_area_ratio).equation
    'R = \\frac{A_b + A_s}{A_l}'
    >>> spec(floor_area_ratio).arguments["land_area"].symbol.bounds
    '> 0 m2'
    """
    declaration = function if isinstance(function, Formula) else getattr(function, "__formula__", None)
    if not isinstance(declaration, Formula):
        raise DeclarationError(f"{repr_of(function)} is not a formula declared with greencalc.formula.formula")
    return declaration


_PRINTED = ("standard", "clause", "origin", "source", "title", "title_zh")


def _printed_as(module: str, name: str, printed: dict[str, Any]) -> Formula:
    declaration = spec(getattr(importlib.import_module(module), name))
    same = all(getattr(declaration, key) == value for key, value in printed.items())
    return declaration if same else evolve(declaration, **printed)
