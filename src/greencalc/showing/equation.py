r"""Printed equations: read from their TeX once, written again as text, TeX or HTML, with numbers for symbols.

The TeX is that of the declarations: sums and differences of products, ``\frac``, ``\sum_j``, brackets that are 1
where a comparison holds, and a closing ``\times 100\,\%``.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.errors import DeclarationError


@frozen
class Name:
    """A symbol, as TeX."""

    tex: str


@frozen
class Number:
    """A number or an amount, as people write it."""

    text: str


@frozen
class Sum:
    """Terms, each with its sign."""

    terms: tuple[tuple[str, Node], ...]


@frozen
class Product:
    """Factors."""

    factors: tuple[Node, ...]


@frozen
class Quotient:
    """A fraction."""

    above: Node
    below: Node


@frozen
class Series:
    """A sum over an index."""

    index: str
    term: Node


@frozen
class Truth:
    """A comparison that counts 1 where it holds."""

    left: Node
    right: Node


Node = Name | Number | Sum | Product | Quotient | Series | Truth


@frozen
class Equation:
    """A printed equation: its left side, its right side, and whether it ends with x 100 %."""

    left: Name
    right: Node
    percent: bool


@cache
def parse_equation(tex: str) -> Equation:
    """Read an equation.

    Raises
    ------
    DeclarationError
        If it has something that this small grammar lacks.
    """
    left, _, right = tex.partition("=")
    bare, _, percent = right.partition(r"\times 100\,\%")
    parser = _Parser(re.sub(r"\\(?:left|right|cdot|times)(?![a-zA-Z])", " ", bare), tex)
    node = parser.terms()
    if parser.tokens or percent.strip() or not left.strip():
        raise DeclarationError(f"the equation {tex!r} cannot be read at {parser.tokens[:3]}")
    return Equation(Name(left.strip()), node, percent=bare != right)


class _Parser:
    def __init__(self, text: str, whole: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.whole = whole
        if _TOKEN.sub("", text).strip():
            raise DeclarationError(f"the equation {whole!r} has {_TOKEN.sub('', text).strip()!r}, which cannot be read")

    def terms(self) -> Node:
        parts = [("+", self.product())]
        while self.tokens and self.tokens[0] in {"+", "-"}:
            parts.append((self.tokens.pop(0), self.product()))
        return parts[0][1] if len(parts) == 1 else Sum(tuple(parts))

    def product(self) -> Node:
        series = re.fullmatch(r"\\sum_(\w)", self.tokens[0]) if self.tokens else None
        if series:
            self.tokens.pop(0)
        factors = [self.factor()]
        while self.tokens and self.tokens[0] not in _ENDS:
            factors.append(self.factor())
        node = factors[0] if len(factors) == 1 else Product(tuple(factors))
        return Series(series[1], node) if series else node

    def factor(self) -> Node:
        if not self.tokens:
            raise DeclarationError(f"the equation {self.whole!r} ends too early")
        part = self.tokens.pop(0)
        if part == r"\frac":
            above = self.factor()
            return Quotient(above, self.factor())
        if part in _CLOSING:
            inner = self.terms()
            if self.tokens[:1] == [">"]:
                self.tokens.pop(0)
                inner = Truth(inner, self.terms())
            if self.tokens[:1] != [_CLOSING[part]]:
                raise DeclarationError(f"the equation {self.whole!r} lacks a {_CLOSING[part]!r}")
            self.tokens.pop(0)
            return inner
        if part in _ENDS:
            raise DeclarationError(f"the equation {self.whole!r} has {part!r} where a symbol or a number should stand")
        if part[0] == "\\" and part[1:].partition("_")[0] not in _GREEK:
            raise DeclarationError(f"the equation {self.whole!r} has {part}, which cannot be read")
        return Number(part) if part[0].isdigit() else Name(part)


_TOKEN = re.compile(r"\\frac(?![a-zA-Z])|\\sum_\w|\\?[A-Za-z]+(?:_(?:\{[^}]*\}|\\?\w))?|\d+(?:\.\d+)?|[-+()\[\]{}>]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ENDS = frozenset({"+", "-", ">", ")", "]", "}"})


def value_of(node: Node, values: Mapping[str, Any]) -> Any:
    r"""Work a right side out, on a value for each symbol; lists are arrays.

    Raises
    ------
    DeclarationError
        If it has a name without a value, as a command that this small grammar lacks.

    Examples
    --------
    >>> value_of(
    ...     parse_equation(r"x = \frac{a}{2 b}").right,
    ...     {"a": Fraction(3), "b": Fraction(5)},
    ... )
    Fraction(3, 10)
    """
    if isinstance(node, Name):
        if node.tex not in values:
            raise DeclarationError(f"the equation has {node.tex}, which is no symbol of the formula")
        return values[node.tex]
    if isinstance(node, Number):
        return Fraction(node.text)
    if isinstance(node, Sum):
        return sum(value_of(term, values) * (1 if sign == "+" else -1) for sign, term in node.terms)
    if isinstance(node, Product):
        return math.prod(value_of(factor, values) for factor in node.factors)
    if isinstance(node, Quotient):
        return value_of(node.above, values) / value_of(node.below, values)
    if isinstance(node, Series):
        return np.sum(value_of(node.term, values))
    return (value_of(node.left, values) > value_of(node.right, values)) * 1


@frozen
class _Notation:
    """How a way of writing puts the parts together; ``stacked`` fractions need no parentheses."""

    times: str
    juxtaposed: str
    quotient: str
    series: str
    truth: str
    percent: str
    stacked: bool


_NOTATIONS: Mapping[str, _Notation] = {
    "text": _Notation(" × ", " × ", "{} / {}", "Σ_{} {}", "[{} > {}]", "{} × 100 %", stacked=False),
    "html": _Notation(" × ", " ", "{} / {}", "Σ<sub>{}</sub> {}", "[{} &gt; {}]", "{} × 100 %", stacked=False),
    "tex": _Notation(
        r" \times ",
        " ",
        r"\frac{{{}}}{{{}}}",
        r"\sum_{} {}",
        r"\left[{} > {}\right]",
        r"{} \times 100\,\%",
        stacked=True,
    ),
}


def write(node: Node, way: str, numbers: Mapping[str, str] | None = None, *, percent: bool = False) -> str:
    """Write a right side as "text", "html" or "tex", with numbers in place of symbols where they are given."""
    notation = _NOTATIONS[way]
    written = _Writer(way, notation, numbers or {}).write(node)
    if not percent:
        return written
    inner = f"({written})" if isinstance(node, Sum) else written
    return notation.percent.format(inner)


def write_equation(tex: str, way: str) -> str:
    r"""Write a whole equation as "text" or "html"; one that this grammar cannot read stays TeX.

    Examples
    --------
    >>> write_equation(r"R = \frac{A_b + A_s}{A_l}", "text")
    'R = (A_b + A_s) / A_l'
    >>> write_equation(r"x = \sqrt{y}", "text")
    'x = \\sqrt{y}'
    """
    try:
        equation = parse_equation(tex)
    except DeclarationError:
        return html.escape(tex) if way == "html" else tex
    return f"{write(equation.left, way)} = {write(equation.right, way, percent=equation.percent)}"


class _Writer:
    def __init__(self, way: str, notation: _Notation, numbers: Mapping[str, str]) -> None:
        self.way = way
        self.notation = notation
        self.numbers = numbers

    def write(self, node: Node) -> str:
        notation = self.notation
        if isinstance(node, Name):
            return self._amount(self.numbers[node.tex]) if node.tex in self.numbers else _symbol(node.tex, self.way)
        if isinstance(node, Number):
            return self._amount(node.text)
        if isinstance(node, Sum):
            first, *rest = node.terms
            return self.write(first[1]) + "".join(f" {sign} {self._inside(term)}" for sign, term in rest)
        if isinstance(node, Product):
            sign = notation.times if self.numbers else notation.juxtaposed
            return sign.join(self._inside(factor) for factor in node.factors)
        if isinstance(node, Quotient):
            if notation.stacked:
                return notation.quotient.format(self.write(node.above), self.write(node.below))
            return notation.quotient.format(self._inside(node.above), self._inside(node.below, below=True))
        if isinstance(node, Series):
            return notation.series.format(node.index, self._inside(node.term))
        return notation.truth.format(self.write(node.left), self.write(node.right))

    def _inside(self, node: Node, *, below: bool = False) -> str:
        """Write a part, in parentheses where it could be read otherwise."""
        written = self.write(node)
        shown = self.numbers.get(node.tex, "") if isinstance(node, Name) else getattr(node, "text", "")
        slash = "/" in shown or isinstance(node, Product | Quotient)
        if isinstance(node, Sum) or (below and slash and not self.notation.stacked):
            return f"({written})" if self.way != "tex" else rf"\left({written}\right)"
        return written

    def _amount(self, text: str) -> str:
        if self.way == "tex":
            return text if text.replace(".", "").isdigit() else tex_text(text)
        return html.escape(text) if self.way == "html" else text


def _symbol(tex: str, way: str) -> str:
    if way == "tex":
        return tex
    return symbol_html(tex) if way == "html" else symbol_text(tex)


def symbol_text(tex: str) -> str:
    r"""Write a symbol as plain text.

    Examples
    --------
    >>> symbol_text(r"\varepsilon"), symbol_text("w_{COD}")
    ('ε', 'w_COD')
    """
    return re.sub(r"\\([a-zA-Z]+)", lambda match: _GREEK.get(match[1], match[1]), tex).replace("{", "").replace("}", "")


def symbol_html(tex: str) -> str:
    """Write a symbol as HTML, its index below the line."""
    name, _, index = symbol_text(tex).partition("_")
    below = f"<sub>{html.escape(index)}</sub>" if index else ""
    return f"<i>{html.escape(name)}</i>{below}"


def tex_text(text: str) -> str:
    r"""Write any text so that TeX shows it as it is; escapes stand outside of texts, where MathJax reads none.

    Examples
    --------
    >>> print(tex_text("70 % more"))
    \text{70 }\%\text{ more}
    """
    parts = re.split(f"([{re.escape(''.join(_ESCAPES))}])", text)
    return "".join(_MATHS.get(part, rf"\text{{{part}}}") for part in parts if part)


def escape_tex(text: str) -> str:
    """Write any text so that TeX shows it as it is, outside of equations."""
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


_GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Delta": "Δ",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%{}_$#&"},
}
_MATHS = {**_ESCAPES, "\\": r"\backslash ", "~": r"\sim ", "^": r"\wedge "}
