"""The decorator that declares a formula: its docstring, proof and call follow from its declaration."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar, get_args, get_type_hints

from attrs import evolve

from greencalc.errors import DeclarationError
from greencalc.formula.declaration import Argument, Formula, Relation, Symbol, spec
from greencalc.formula.docstring import complete_docstring
from greencalc.formula.fast_call import fast_call
from greencalc.formula.proof import prove
from greencalc.origins import ORIGINS

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def formula(
    *,
    standard: str,
    clause: str,
    result: Symbol,
    title: str,
    title_zh: str,
    origin: str,
    source: str,
    relations: tuple[Relation, ...] = (),
    gives: tuple[str, ...] = (),
) -> Callable[[FunctionT], FunctionT]:
    """Declare a formula.

    The decorated function has keyword-only parameters, each annotated with an ``Annotated`` alias that
    holds one :class:`Symbol`; its body is the arithmetic as the standard prints it: the arguments, numbers,
    ``+ - * /``, whole powers, :func:`total` and :func:`exceeds`. It is run once, on symbols; the printed
    equation is written from it, and a number such as 0.7 is the decimal that was typed. The result is a
    function of the same signature that takes quantities or text, checks and converts them, computes, and
    returns a quantity in the unit of `result`.

    Parameters
    ----------
    standard, clause : str
        Where the formula is printed.
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
        If a parameter is not keyword-only or has no symbol, the body is more than arithmetic or leaves an
        argument out, a symbol stands for two things, the origin is unknown, or a relation names no argument
        or joins several units. Arguments may be in kg and in t, if the body only multiplies and divides them.

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

        compute = functools.wraps(function)(fast_call(declaration))
        compute.__doc__ = complete_docstring(declaration)
        compute.__dict__["__formula__"] = declaration
        compute.__dict__["_repr_html_"] = declaration._repr_html_  # so that a notebook shows the function too
        compute.__dict__["_repr_latex_"] = declaration._repr_latex_
        return compute  # type: ignore[return-value]

    return declare


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
        units = {str(declaration.arguments[name].symbol.unit) for name in relation.smaller + relation.larger}
        if len(units) != 1:
            joined_units = " and in ".join(sorted(units))
            raise DeclarationError(
                f"{declaration.name}: the relation {relation} joins amounts in {joined_units}; declare them in one unit"
            )
    sizes: dict[Any, Fraction] = {}
    for argument in declaration.arguments.values():
        unit = argument.symbol.unit
        if sizes.setdefault(unit.dimension, unit.size) != unit.size:
            prove(declaration)  # kg and t are multiplied and divided, but not added
            break
