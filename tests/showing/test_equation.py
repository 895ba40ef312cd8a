"""Equations: written from trees as text, HTML and TeX, with symbols or with amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from greencalc.expression import Exceeds, Name, Node, Number, Power, Product, Quotient, Sum, Total
from greencalc.showing.equation import Equation, amount, symbol, symbol_html, symbol_text, tex_text

A, B, C = map(Name, "abc")
SYMBOLS = {"a": "A_l", "b": "b_j", "c": r"\rho"}
AMOUNTS = {"a": "1 t", "b": "2 kg/m3", "c": "3 m2 & <x>"}


def of(number: str) -> Number:
    return Number(Fraction(number))


def plus(*terms: Node) -> Sum:
    return Sum(tuple((1, term) for term in terms))


def minus(first: Node, second: Node) -> Sum:
    return Sum(((1, first), (-1, second)))


@pytest.mark.parametrize(
    ("node", "text", "tex"),
    [
        (Quotient(plus(A, B), C), "(A_l + b_j) / ρ", r"\frac{A_l + b_j}{\rho}"),
        (Quotient(Product((of("2"), A)), Product((B, C))), "2 × A_l / (b_j × ρ)", r"\frac{2 A_l}{b_j \rho}"),
        (Quotient(A, Quotient(B, C)), "A_l / (b_j / ρ)", r"\frac{A_l}{\frac{b_j}{\rho}}"),
        (Quotient(Quotient(A, B), C), "A_l / b_j / ρ", r"\frac{\frac{A_l}{b_j}}{\rho}"),
        (minus(A, minus(B, C)), "A_l - (b_j - ρ)", r"A_l - \left(b_j - \rho\right)"),
        (Product((A, plus(B, C))), "A_l × (b_j + ρ)", r"A_l \left(b_j + \rho\right)"),
        (Product((A, Quotient(B, C))), "A_l × b_j / ρ", r"A_l \frac{b_j}{\rho}"),
        (Sum(((-1, A), (1, B))), "-A_l + b_j", "-A_l + b_j"),
        (Product((Sum(((-1, A),)), B)), "(-A_l) × b_j", r"\left(-A_l\right) b_j"),
        (Sum(((-1, plus(A, B)),)), "-(A_l + b_j)", r"-\left(A_l + b_j\right)"),
        (minus(Total(Product((B, C))), A), "Σ_j b_j × ρ - A_l", r"\sum_j b_j \rho - A_l"),
        (Product((Total(B), A)), "(Σ_j b_j) × A_l", r"\left(\sum_j b_j\right) A_l"),
        (Product((A, Total(B))), "A_l × Σ_j b_j", r"A_l \sum_j b_j"),
        (Total(plus(B, A)), "Σ_j (b_j + A_l)", r"\sum_j \left(b_j + A_l\right)"),
        (
            Product((A, plus(of("1"), Exceeds(B, C)))),
            "A_l × (1 + [b_j > ρ])",
            r"A_l \left(1 + \left[b_j > \rho\right]\right)",
        ),
        (Power(A, 2), "A_l^2", "A_l^{2}"),
        (Power(plus(A, B), 3), "(A_l + b_j)^3", r"\left(A_l + b_j\right)^{3}"),
        (Product((A, of("2"), of("2.50"))), "A_l × 2 × 2.5", r"A_l \times 2 \times 2.5"),
        (Product((A, of("-100"))), "A_l × (-100)", r"A_l \left(-100\right)"),
        (Quotient(A, of("1/3")), "A_l / (1 / 3)", r"\frac{A_l}{\frac{1}{3}}"),
        (Quotient(A, of("0.0000001")), "A_l / 0.0000001", r"\frac{A_l}{0.0000001}"),
    ],
)
def test_an_equation_keeps_the_meaning(node, text, tex) -> None:
    equation = Equation("x", node, SYMBOLS)
    assert equation.side("text") == text
    assert equation.side("tex") == tex
    assert equation.whole("tex") == f"x = {tex}"


@pytest.mark.parametrize(
    ("node", "text"), [(Quotient(A, plus(B, C)), "A_l / (b_j + ρ) × 100 %"), (minus(A, B), "(A_l - b_j) × 100 %")]
)
def test_a_rate_closes_with_100_percent(node, text) -> None:
    assert Equation("x", node, SYMBOLS, percent=True).side("text") == text


def test_amounts_stand_where_the_symbols_were() -> None:
    def written(node: Node, way: str) -> str:
        return Equation("x", node, SYMBOLS).side(way, AMOUNTS)

    assert written(Product((Quotient(A, B), C)), "text") == "1 t / (2 kg/m3) × 3 m2 & <x>"
    assert written(Quotient(A, C), "html") == "1 t / 3 m2 &amp; &lt;x&gt;"
    assert written(Product((Quotient(A, B), C)), "tex") == (
        r"\frac{\text{1 t}}{\text{2 kg/m3}} \times \text{3 m2 }\&\text{ <x>}"
    )
    assert written(Power(A, 2), "text") == "(1 t)^2"


def test_html_has_signs_of_its_own() -> None:
    node = Product((Power(A, 2), Total(Exceeds(B, C))))
    html = "<i>x</i> = <i>A</i><sub>l</sub><sup>2</sup> Σ<sub>ij</sub> [<i>b</i><sub>j</sub> &gt; <i>ρ</i>]"
    assert Equation("x", node, SYMBOLS, index="{ij}").whole("html") == html
    assert Equation("x", node, SYMBOLS, index="{ij}").whole("text") == "x = A_l^2 × Σ_ij [b_j > ρ]"
    assert Equation("x", Total(B), SYMBOLS, index="{ij}").side("tex") == r"\sum_{ij} b_j"


def test_single_symbols_and_amounts_are_written_in_each_way() -> None:
    assert [symbol("A_l", way) for way in ("text", "html", "tex")] == ["A_l", "<i>A</i><sub>l</sub>", "A_l"]
    assert [amount("5 <", way) for way in ("text", "html", "tex")] == ["5 <", "5 &lt;", r"\text{5 <}"]
    assert amount("7.5", "tex") == "7.5"


def test_symbols() -> None:
    assert symbol_text(r"\varepsilon") == "ε"
    assert symbol_html("A_l") == "<i>A</i><sub>l</sub>"
    assert symbol_html(r"\rho") == "<i>ρ</i>"


def test_any_text_is_shown_as_it_is() -> None:
    assert tex_text(r"50 % {x}_y ^~\#") == (r"\text{50 }\%\text{ }\{\text{x}\}\_\text{y }\wedge \sim \backslash \#")
