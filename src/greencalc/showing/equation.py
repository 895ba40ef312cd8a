"""Equations, written from expressions as text, HTML or TeX, with symbols or with numbers in their places."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Mapping
from decimal import Context
from fractions import Fraction

from attrs import field, frozen

from greencalc.expression import Name, Node, Number, Power, Product, Quotient, Sum, Total
from greencalc.read_only import read_only

WAYS = ("text", "html", "tex")
_DIGITS = Context(prec=1000)  # of a number of a formula, as many as it has


@frozen(repr=False)
class Equation:
    """An expression with the symbol of what it gives on its left, as it is printed.

    Attributes
    ----------
    left : str
        The symbol on the left, as TeX.
    right : Node
        The right side.
    symbols : mapping of str to str
        The symbol of each argument, as TeX.
    index : str
        What sums run over, as TeX.
    percent : bool
        Whether it closes with x 100 %.
    """

    left: str
    right: Node
    symbols: Mapping[str, str] = field(converter=read_only)
    index: str = "j"
    percent: bool = False

    def __repr__(self) -> str:
        """Return it as text."""
        return f"<Equation: {textwrap.shorten(self.whole('text'), 100, placeholder=' ...')}>"

    def whole(self, way: str) -> str:
        """Write both sides as "text", "html" or "tex"."""
        return f"{symbol(self.left, way)} = {self.side(way)}"

    def side(self, way: str, amounts: Mapping[str, str] | None = None) -> str:
        """Write the right side, with amounts in place of symbols where they are given for all arguments."""
        writer = _Writer(way, self, amounts)
        return writer.closing(self.right) if self.percent else writer.write(self.right)


@frozen
class _Notation:
    """How a way of writing puts the parts together; ``stacked`` fractions need no parentheses."""

    juxtaposed: str
    quotient: str
    series: str
    truth: str
    power: str
    closing: str
    brackets: str
    times: str = " × "
    stacked: bool = False


_NOTATIONS: Mapping[str, _Notation] = {
    "text": _Notation(" × ", "{} / {}", "Σ_{} {}", "[{} > {}]", "{}^{}", "{} × 100 %", "({})"),
    "html": _Notation(" ", "{} / {}", "Σ<sub>{}</sub> {}", "[{} &gt; {}]", "{}<sup>{}</sup>", "{} × 100 %", "({})"),
    "tex": _Notation(
        " ",
        r"\frac{{{}}}{{{}}}",
        r"\sum_{} {}",
        r"\left[{} > {}\right]",
        "{}^{{{}}}",
        r"{} \times 100\,\%",
        r"\left({}\right)",
        times=r" \times ",
        stacked=True,
    ),
}


@frozen
class _Writer:
    way: str
    equation: Equation
    amounts: Mapping[str, str] | None

    @property
    def notation(self) -> _Notation:
        return _NOTATIONS[self.way]

    def closing(self, node: Node) -> str:
        return self.notation.closing.format(self._inside(node))

    def write(self, node: Node) -> str:
        notation = self.notation
        match node:
            case Name(name):
                written = self.equation.symbols[name]
                return symbol(written, self.way) if self.amounts is None else amount(self.amounts[name], self.way)
            case Number(value):
                return _number(value, self.way)
            case Sum(terms):
                return self._sum(terms)
            case Product(factors):
                return self._product(factors)
            case Quotient(above, below):
                if notation.stacked:
                    return notation.quotient.format(self.write(above), self.write(below))
                return notation.quotient.format(self._inside(above), self._inside(below, below=True))
            case Power(base, exponent):
                plain = isinstance(base, Name) and self.amounts is None
                return notation.power.format(self.write(base) if plain else self._bracketed(base), exponent)
            case Total(term):
                index = self.equation.index
                return notation.series.format(index if notation.stacked else index.strip("{}"), self._inside(term))
        return notation.truth.format(self.write(node.value), self.write(node.limit))

    def _sum(self, terms: tuple[tuple[int, Node], ...]) -> str:
        (sign, first), *rest = terms
        start = self.write(first) if sign > 0 else f"-{self._inside(first)}"
        return start + "".join(f" {'+' if sign > 0 else '-'} {self._inside(term)}" for sign, term in rest)

    def _product(self, factors: tuple[Node, ...]) -> str:
        *rest, last = factors
        written = [*(self._inside(factor, before=True) for factor in rest), self._inside(last)]
        notation, times = self.notation, self.amounts is not None
        signs = [notation.times if times or one[0].isdigit() else notation.juxtaposed for one in written[1:]]
        return "".join(map(str.__add__, ["", *signs], written))

    def _inside(self, node: Node, *, below: bool = False, before: bool = False) -> str:
        """Write a part, in parentheses where it could be read otherwise: below a line, before a further factor."""
        is_open = isinstance(node, Sum) or (isinstance(node, Total) and before)
        is_open = is_open or (isinstance(node, Number) and node.value < 0)
        if below:
            is_open = is_open or isinstance(node, Product | Quotient) or "/" in self._shown(node)
        return self._bracketed(node) if is_open else self.write(node)

    def _shown(self, node: Node) -> str:
        """Return the number or amount that stands for a node."""
        if isinstance(node, Number):
            return _number(node.value, "text")
        return self.amounts[node.name] if isinstance(node, Name) and self.amounts is not None else ""

    def _bracketed(self, node: Node) -> str:
        return self.notation.brackets.format(self.write(node))


def _number(value: Fraction, way: str) -> str:
    """Write a number of a formula: a decimal if it is one, else a fraction."""
    if 10 ** value.denominator.bit_length() % value.denominator:
        return _NOTATIONS[way].quotient.format(value.numerator, value.denominator)
    return format(_DIGITS.divide(value.numerator, value.denominator), "f")


def amount(text: str, way: str) -> str:
    """Write a number or an amount as people write it."""
    if way == "tex":
        return text if text.replace(".", "").isdigit() else tex_text(text)
    return html.escape(text) if way == "html" else text


def symbol(tex: str, way: str) -> str:
    """Write a symbol."""
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
