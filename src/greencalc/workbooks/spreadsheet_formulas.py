"""Formulas of standards and rules as spreadsheets write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from greencalc.expression import Name, Node, Number, Power, Product, Quotient, Sum, Total
from greencalc.formula.declaration import Symbol

TIE = "1E-12"
"""Numbers as near to each other, relative to the limit, are the same: floats cannot tell them apart."""


def number_text(number: Fraction) -> str:
    """Write an exact number: as a decimal if a float is just that, else as a fraction."""
    decimal = repr(float(number))
    if Fraction(decimal) == number:
        return decimal.removesuffix(".0").upper()
    return f"({number.numerator}/{number.denominator})"


def is_fraction(number: Fraction) -> bool:
    """Tell whether a number is written as a fraction."""
    return Fraction(repr(float(number))) != number


def expression_text(node: Node, name_of: Callable[[str, int], str], most: int, counts: Callable[[int], str]) -> str:
    """Write what a formula computes.

    Parameters
    ----------
    node : Node
        The expression.
    name_of : callable
        Returns what an argument is called, in an entry of its list.
    most : int
        How many entries lists have at most.
    counts : callable
        Returns the condition that lists have an entry.
    """

    def of(part: Node, entry: int = 0) -> str:
        match part:
            case Name(name):
                return name_of(name, entry)
            case Number(value):
                return number_text(value)
            case Sum(terms):
                written = "".join(f"{'+' if sign > 0 else '-'}{of(term, entry)}" for sign, term in terms)
                return f"({written.removeprefix('+')})"
            case Product(factors):
                return "(" + "*".join(of(factor, entry) for factor in factors) + ")"
            case Quotient(above, below):
                return f"({of(above, entry)}/{of(below, entry)})"
            case Power(base, exponent):
                return f"({of(base, entry)}^{exponent})"
            case Total(term):
                return "(" + "+".join(f"IF({counts(one)},{of(term, one)},0)" for one in range(most)) + ")"
        return f"IF({of(part.value, entry)}>{of(part.limit, entry)},1,0)"

    if isinstance(node, Quotient):  # the outermost needs no parentheses
        return f"{of(node.above)}/{of(node.below)}"
    return of(node)


def scaled(expression: str, factor: Fraction) -> str:
    """Write an expression times an exact factor."""
    if factor.denominator != 1 and factor.numerator == 1:
        return f"{expression}/{factor.denominator}"
    return expression if factor == 1 else f"{expression}*{number_text(factor)}"


ON_LINE = "1E-14"
"""The same at the ends of a line, beyond which only the rounding of floats may move a value: points begin there."""


def same(one: str, other: str, near: str = TIE) -> str:
    """Write that a number is another one, as far as floats can tell."""
    return f"ABS({one}-{other})<={near}*ABS({other})"


def keeps(value: str, target: str, *, upward: bool, on_tie: str) -> str:
    """Write whether a value is on the right side of a target, 1 or 0; on the target itself another cell decides."""
    return f"IF({same(value, target)},{on_tie},IF({value}{'>' if upward else '<'}{target},1,0))"


def on_line(value: str, base: str, leading: str, *, upward: bool) -> str:
    """Write the share of the way from a base value to a leading value that a value has gone, from 0 to 1."""
    beyond, short = (">", "<") if upward else ("<", ">")
    return (
        f"IF(OR({value}{beyond}{leading},{same(value, leading, ON_LINE)}),1,"
        f"IF(OR({value}{short}{base},{same(value, base, ON_LINE)}),0,({value}-{base})/({leading}-{base})))"
    )


def rate(value: str, size: Fraction) -> str:
    """Write a rate as a share of one; what is all but one as floats can tell is one."""
    share = scaled(value, size)
    return f"IF({same(share, '1', ON_LINE)},1,{share})"


def best_of(shares: str, place: int, *, years: int, unknown_is: int) -> str:
    """Write the share of the year that is the last of so many, the best first, all unknown years taken alike."""
    known = f"COUNT({shares})"
    if unknown_is:
        return f"IF({years}-{known}>={place},1,LARGE({shares},{place}-({years}-{known})))"
    return f"IF({known}>={place},LARGE({shares},{place}),0)"


def read_number(text: str, signs: str = ".") -> str:
    """Write the number that a text of digits is, whatever the decimal point of whoever opens it; else an error.

    Spreadsheets read much as numbers, like dates and fractions: nothing but digits and some signs is let through, and
    plus and minus at the beginning and behind an e only, since 10-12 is a day in October.
    """
    one = f"MID({text},places,1)"
    strange = f'SUMPRODUCT(({one}<>"")*ISERROR(FIND({one},"0123456789{signs}")))'
    if "-" in signs:
        behind = f'MID(SUBSTITUTE(SUBSTITUTE(UPPER({text}),"E-","E"),"E+","E"),2,60)'
        strange += f'+ISNUMBER(FIND("-",{behind}))+ISNUMBER(FIND("+",{behind}))'
    return f'VALUE(SUBSTITUTE({text},".",MID(3/2,2,1)))/IF({strange}=0,1,0)'


def chosen(cases: list[tuple[str, str]], otherwise: str) -> str:
    """Write the first of several cases that holds."""
    return "".join(f"IF({condition},{then}," for condition, then in cases) + otherwise + ")" * len(cases)


def out_of_bounds(result: Symbol, value: str) -> Iterator[str]:
    """Yield what says that a result is out of its bounds."""

    def edge(bound: Fraction, side: str) -> str:
        return f"{number_text(bound)}{side}{TIE}*{number_text(abs(bound))}" if bound and side else number_text(bound)

    bounds = (("<=", result.above, ""), ("<", result.at_least, "-"), (">", result.at_most, "+"))
    yield from (f"{value}{sign}{edge(bound, side)}" for sign, bound, side in bounds if bound is not None)
    yield from ([f"ABS({value}-ROUND({value},0))>{TIE}"] if result.whole else [])
