"""The one way to declare a formula: symbols, relations and the ``formula`` decorator.

Everything else (checks, error messages, docstrings, tests, explanations) is derived from the declaration,
which :func:`spec` returns.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_type_hints

import numpy as np
from attrs import evolve, field, frozen
from pint.facets.plain import PlainQuantity

from greencalc.display import InALine, Sheet, Shown
from greencalc.docstring import complete_docstring
from greencalc.door import open_door
from greencalc.equation import symbol_text
from greencalc.errors import DeclarationError, UnitTextError
from greencalc.formula_sheet import formula_sheet
from greencalc.other_types import repr_of
from greencalc.read_only import read_only
from greencalc.rounded import ROUNDING, rounding_of
from greencalc.rounding import decimal_text
from greencalc.unit_text import parse_number, parse_unit
from greencalc.units import Unit

__all__ = [
    "ORIGINS",
    "YEAR",
    "Amount",
    "Argument",
    "Formula",
    "Relation",
    "Result",
    "Symbol",
    "exceeds",
    "formula",
    "reused",
    "spec",
    "total",
]

Amount = PlainQuantity[Any] | Sequence[str | PlainQuantity[Any]]
"""What an argument takes: a pint quantity, a text (itself a sequence of texts), or a list of either."""

Result = PlainQuantity[Any]
"""What a formula returns: a pint quantity in the unit of the declared result."""

ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        "quoted": "stated in the standard that the source names",
        "secondary": "read on secondary pages, not in the standard",
        "derived": "follows from known facts by a stated inference",
        "assumed": "this library's own choice, because no public source says it",
        "user": "given by the user",
    },
)
"""How far a datum can be trusted."""

YEAR = "year"
"""What a formula sums over (``over``) whose lists have an amount for each year."""

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


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
    measure: Literal["", "less", "more"] = field(default="", kw_only=True, eq=False)  # no part of what it stands for
    no_measure: str = field(default="", kw_only=True, eq=False)

    def __str__(self) -> str:
        """Return symbol, meaning and unit."""
        return f"{symbol_text(self.tex)}: {self.meaning}, in {self.unit}"

    @property
    def example(self) -> str:
        """An amount of it as it may be typed, e.g. "12.5 m2"."""
        return "9" if self.whole else f"12.5 {self.unit if self.unit.powers else '%'}"

    @property
    def bounds(self) -> str:
        """The bounds in words, e.g. "> 0 m2" or "a whole number >= 0"."""
        parts = (("> ", self.above), (">= ", self.at_least), ("<= ", self.at_most))
        unit = f" {self.unit}" if self.unit.powers else ""
        bounds = " and ".join(f"{sign}{decimal_text(bound, 15)}{unit}" for sign, bound in parts if bound is not None)
        return f"a whole number {bounds}".rstrip() if self.whole else bounds


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
    equation : str
        The equation as TeX.
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
    """

    name: str
    standard: str
    clause: str
    equation: str
    result: Symbol
    arguments: Mapping[str, Argument] = field(converter=read_only)
    relations: tuple[Relation, ...]
    title: str
    title_zh: str
    origin: str
    source: str
    body: Callable[..., Any]
    gives: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Standard and clause, for messages."""
        return f"{self.standard}, {self.clause}"

    @property
    def over(self) -> str | None:
        """What the formula sums over, if it does."""
        return next((argument.symbol.over for argument in self.arguments.values() if argument.symbol.over), None)

    def __reduce__(self) -> tuple[Callable[..., Formula], tuple[str, str, dict[str, Any]]]:
        """Pickle by module and name, since a body is found only through its formula."""
        printed = {name: getattr(self, name) for name in _PRINTED}
        return _printed_as, (self.body.__module__, self.name, printed)

    def _sheet(self) -> Sheet:
        return formula_sheet(self)


def formula(
    *,
    standard: str,
    clause: str,
    equation: str,
    result: Symbol,
    title: str,
    title_zh: str,
    origin: str,
    source: str,
    relations: tuple[Relation, ...] = (),
    gives: tuple[str, ...] = (),
) -> Callable[[FunctionT], FunctionT]:
    r"""Declare a formula.

    The decorated function has keyword-only parameters, each annotated with an ``Annotated`` alias that
    holds one :class:`Symbol`; its body is the arithmetic as the standard prints it. The result is a
    function of the same signature that takes quantities or text, checks and converts them, computes, and
    returns a quantity in the unit of `result`.

    Parameters
    ----------
    standard, clause : str
        Where the formula is printed.
    equation : str
        The equation as TeX, in just the symbols that are declared.
    result : Symbol
        The result's symbol, unit, meaning and bounds.
    title, title_zh : str
        What the formula computes, in English and Chinese.
    origin, source : str
        How far the formula can be trusted, one of the keys of ``ORIGINS``, and where it comes from.
    relations : tuple of Relation, optional
        What must hold between the arguments.
    gives : tuple of str, optional
        Arguments of other formulas that the result may be.

    Returns
    -------
    callable
        The decorator.

    Raises
    ------
    DeclarationError
        If a parameter is not keyword-only or has no symbol, the equation's symbols are not the declared
        ones, the origin is unknown, or a relation names no argument.

    Examples
    --------
    >>> from typing import Annotated
    >>> from greencalc.formula import Amount, Result, Symbol, formula
    >>> Greened = Annotated[
    ...     Amount, Symbol("A_g", "m2", "greened area", "绿地面积", at_least="0")
    ... ]
    >>> Land = Annotated[
    ...     Amount, Symbol("A_l", "m2", "land area", "用地面积", above="0")
    ... ]
    >>> @formula(
    ...     standard="Plant rules",
    ...     clause="1",
    ...     equation=r"g = \frac{A_g}{A_l} \times 100\,\%",
    ...     result=Symbol("g", "%", "greened part of the land", "绿地率"),
    ...     title="Greened part of the land",
    ...     title_zh="绿地率",
    ...     origin="user",
    ...     source="the plant's own rules",
    ... )
    ... def greened_part(*, greened_area: Greened, land_area: Land) -> Result:
    ...     return greened_area / land_area
    >>> print(greened_part(greened_area="3 ha", land_area="150 mu"))
    30.0 percent
    """

    def declare(function: FunctionT) -> FunctionT:
        declaration = Formula(
            name=function.__name__,
            standard=standard,
            clause=clause,
            equation=equation,
            result=result,
            arguments=_arguments(function),
            relations=relations,
            title=title,
            title_zh=title_zh,
            origin=origin,
            source=source,
            body=function,
            gives=gives,
        )
        _check_declaration(declaration)

        compute = functools.wraps(function)(open_door(declaration))
        compute.__doc__ = complete_docstring(declaration)
        compute.__dict__["__formula__"] = declaration
        compute.__dict__["_repr_html_"] = declaration._repr_html_  # so that a notebook shows the function too
        compute.__dict__["_repr_latex_"] = declaration._repr_latex_
        return compute  # type: ignore[return-value]

    return declare


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


def reused(
    function: Callable[..., Any],
    *,
    standard: str,
    clause: str,
    origin: str,
    source: str,
    title: str = "",
    title_zh: str = "",
) -> Formula:
    """Return a formula's declaration as another edition prints it, under a clause of its own.

    Parameters
    ----------
    function : callable
        The formula, which the edition did not change.
    standard, clause : str
        Where the edition prints it.
    origin, source : str
        How far it can be trusted there, and where it comes from.
    title, title_zh : str, optional
        The title there, in English and Chinese, if it is another.

    Returns
    -------
    Formula
        The same symbols and arithmetic; messages and reports name the edition's clause.

    Examples
    --------
    >>> from greencalc import floor_area_ratio
    >>> from greencalc.formula import reused
    >>> ours = reused(
    ...     floor_area_ratio,
    ...     standard="Plant rules",
    ...     clause="2",
    ...     origin="user",
    ...     source="the plant's own rules",
    ... )
    >>> ours.where
    'Plant rules, 2'
    """
    own = spec(function)
    declaration = evolve(
        own,
        standard=standard,
        clause=clause,
        origin=origin,
        source=source,
        title=title or own.title,
        title_zh=title_zh or own.title_zh,
    )
    _check_declaration(declaration)
    return declaration


_PRINTED = ("standard", "clause", "origin", "source", "title", "title_zh")


def _printed_as(module: str, name: str, printed: dict[str, Any]) -> Formula:
    declaration = spec(getattr(importlib.import_module(module), name))
    same = all(getattr(declaration, key) == value for key, value in printed.items())
    return declaration if same else evolve(declaration, **printed)


def total(values: Any) -> Any:
    """Sum over the last axis, which holds the list that the formula sums over.

    Parameters
    ----------
    values : array
        What a formula's body computes with: an argument that has ``over``, or arithmetic on such.

    Returns
    -------
    array
        The sums, with a last axis of length 1.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import total
    >>> print(total(np.array([[1.0, 2.0], [3.0, 4.0]])))
    [[3.]
     [7.]]
    """
    return np.sum(values, axis=-1, keepdims=True)


def exceeds(values: Any, limit: Any) -> Any:
    """Return 1 where values are greater than a limit, else 0; floats that differ by rounding alone are a tie.

    Parameters
    ----------
    values : array
        What a formula's body computes with.
    limit : array
        An argument of one value, such as a limit with a default.

    Returns
    -------
    array of int
        1 for each value that is greater, else 0.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import exceeds
    >>> exceeds(np.array([0.1 + 0.2, 0.4]), 0.3)
    array([0, 1])
    """
    exact = np.asarray(getattr(limit, "magnitude", limit)).dtype.kind == "O"
    rounding = rounding_of(values) + rounding_of(limit) if exact else float(ROUNDING) * limit
    return (values - limit > rounding) * 1  # a quantity cannot be multiplied by a truth value


def _arguments(function: Callable[..., Any]) -> Mapping[str, Argument]:
    hints = get_type_hints(function, include_extras=True)
    arguments = {}
    for name, parameter in inspect.signature(function).parameters.items():
        symbols = [extra for extra in get_args(hints.get(name))[1:] if isinstance(extra, Symbol)]
        if parameter.kind is not parameter.KEYWORD_ONLY or len(symbols) != 1:
            raise DeclarationError(
                f"{function.__name__}: parameter {name!r} must be keyword-only and annotated with an Annotated "
                "alias that holds one Symbol",
            )
        default = None if parameter.default is parameter.empty else str(parameter.default)
        if (default is None) == bool(symbols[0].source):
            raise DeclarationError(
                f"{function.__name__}: parameter {name!r} must have both default and source, or neither"
            )
        measure, no_measure = symbols[0].measure, symbols[0].no_measure
        if measure not in {"", "less", "more"} or (measure and no_measure):
            raise DeclarationError(
                f"{function.__name__}: parameter {name!r} must have measure='less', measure='more', or a reason as "
                f"no_measure, or neither, not measure={measure!r} and no_measure={no_measure!r}"
            )
        arguments[name] = Argument(name, symbols[0], default)
    return arguments


def _check_declaration(declaration: Formula) -> None:
    declared = {argument.symbol.tex for argument in declaration.arguments.values()} | {declaration.result.tex}
    printed = equation_symbols(declaration.equation)
    if declared != printed:
        raise DeclarationError(
            f"{declaration.name}: the equation has the symbols {sorted(printed)}, declared are {sorted(declared)}",
        )
    symbols = [declaration.result.tex, *(argument.symbol.tex for argument in declaration.arguments.values())]
    twice = sorted({tex for tex in symbols if symbols.count(tex) > 1})
    if twice:
        raise DeclarationError(f"{declaration.name}: the symbol {', '.join(twice)} stands for two things")
    if declaration.origin not in ORIGINS:
        raise DeclarationError(f"{declaration.name}: origin {declaration.origin!r} is not one of {', '.join(ORIGINS)}")
    for relation in declaration.relations:
        for name in relation.smaller + relation.larger:
            if name not in declaration.arguments:
                raise DeclarationError(f"{declaration.name}: the relation {relation} names no argument {name!r}")
        joined = {bool(declaration.arguments[name].symbol.over) for name in relation.smaller + relation.larger}
        if len(joined) != 1:
            raise DeclarationError(
                f"{declaration.name}: the relation {relation} joins a list with a single amount, or nothing; "
                "join lists, entry by entry, or single amounts, or bound the result",
            )
    units: dict[Any, Unit] = {}
    for name, argument in declaration.arguments.items():
        unit = argument.symbol.unit
        if units.setdefault(unit.dimension, unit) != unit:
            other = units[unit.dimension]
            raise DeclarationError(f"{declaration.name}: {name} is in {unit}, another argument in {other}")


def equation_symbols(equation: str) -> set[str]:
    r"""Return the symbols in a TeX equation, leaving out commands, numbers and the index of a sum.

    Examples
    --------
    >>> sorted(equation_symbols(r"A_f = \sum_j A_j \cdot 2"))
    ['A_f', 'A_j']
    """
    bare = re.sub(r"\\(?:sum|max)_\w|\\(?:frac|times|cdot|left|right|sum)(?![a-zA-Z])", " ", equation)
    return set(re.findall(r"\\?[A-Za-z]+(?:_(?:\{[^}]*\}|\\?\w))?", bare))
