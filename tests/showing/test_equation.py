"""Printed equations: read from TeX, written as text, HTML and TeX, with symbols or with numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from editions import FUNCTIONS
from greencalc import spec
from greencalc.errors import DeclarationError
from greencalc.formula.decorator import equation_symbols
from greencalc.showing.equation import (
    parse_equation,
    symbol_html,
    symbol_text,
    tex_text,
    value_of,
    write,
    write_equation,
)

NUMBERS = {"a": "1 t", "b_j": "2 kg/m3", "c": "3 m2 & <x>"}


def written(tex: str, way: str = "text", numbers=None) -> str:
    equation = parse_equation(tex)
    return write(equation.right, way, numbers, percent=equation.percent)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"R = \frac{A_b + A_s}{A_l}", "(A_b + A_s) / A_l"),
        (r"S = \frac{2 m_b}{d \rho} + S_a", "2 × m_b / (d × ρ) + S_a"),
        (r"x = \frac{a}{\frac{b}{c}}", "a / (b / c)"),
        (r"x = a - \left(b - c\right)", "a - (b - c)"),
        (r"x = a \left(b + c\right)", "a × (b + c)"),
        (r"N = \sum_i N_i \frac{t_i}{t_0}", "Σ_i N_i × t_i / t_0"),
        (r"x = \sum_j m_j x_j - E_r", "Σ_j m_j × x_j - E_r"),
        (r"A = \sum_j A_j \left(1 + \left[h_j > h_d\right]\right)", "Σ_j A_j × (1 + [h_j > h_d])"),
        (r"K = \frac{a}{b + c} \times 100\,\%", "a / (b + c) × 100 %"),
        (r"K = a - b \times 100\,\%", "(a - b) × 100 %"),
        (r"x = 2.5 w_{COD}", "2.5 × w_COD"),
        (r"x = a \cdot b \times c", "a × b × c"),
    ],
)
def test_text_keeps_the_meaning(tex, text) -> None:
    assert written(tex) == text


def test_numbers_stand_where_the_symbols_were() -> None:
    assert written(r"x = \frac{a}{b_j} c", numbers=NUMBERS) == "1 t / (2 kg/m3) × 3 m2 & <x>"
    assert written(r"x = \frac{a}{c}", "html", NUMBERS) == "1 t / 3 m2 &amp; &lt;x&gt;"
    assert written(r"x = \frac{a}{b_j} c", "tex", NUMBERS) == (
        r"\frac{\text{1 t}}{\text{2 kg/m3}} \times \text{3 m2 }\&\text{ <x>}"
    )


@pytest.mark.parametrize(
    "declaration", [spec(function) for function in FUNCTIONS], ids=lambda declaration: declaration.name
)
def test_every_declared_equation_is_read_and_written_again_as_tex(declaration) -> None:
    equation = parse_equation(declaration.equation)
    tex = f"{equation.left.tex} = {write(equation.right, 'tex', percent=equation.percent)}"
    assert equation_symbols(tex) == equation_symbols(declaration.equation)
    again = parse_equation(tex)
    assert (again.right, again.percent) == (equation.right, equation.percent)
    assert "\\" not in write(equation.right, "text")
    assert "\\" not in write(equation.right, "html")


@pytest.mark.parametrize(
    "tex",
    [
        "",
        "x",
        r"x = \sqrt{y}",
        r"x = \sin y",
        r"x = ",
        r"x = a +",
        r"x = \frac{a}",
        r"x = a ? b",
        r"x = (a",
        r"x = a)",
        r"x = [a > b",
        r"= a",
        r"x = -a",
        r"x = a + - b",
    ],
)
def test_what_cannot_be_read_is_refused(tex) -> None:
    with pytest.raises(DeclarationError, match="the equation"):
        parse_equation(tex)


def test_a_whole_equation_that_cannot_be_read_stays_tex() -> None:
    assert write_equation(r"K = \frac{a}{b} \times 100\,\%", "text") == "K = a / b × 100 %"
    assert write_equation(r"x = \sqrt{a} > b", "text") == r"x = \sqrt{a} > b"
    assert write_equation(r"x = \sqrt{a} > b", "html") == r"x = \sqrt{a} &gt; b"


@pytest.mark.parametrize(
    ("tex", "value"),
    [
        (r"x = a - \frac{2.5 b}{c}", Fraction(-7, 4)),
        (r"x = \sum_j d_j \left[d_j > a\right]", 5),
        (r"x = \frac{\sum_j d_j}{c} \times 100\,\%", Fraction(3, 2)),
        (r"x = \sum_j b \cdot \left(d_j - a\right)", 12),
    ],
)
def test_an_equation_is_worked_out_exactly(tex, value) -> None:
    values = {"a": Fraction(2), "b": Fraction(6), "c": Fraction(4), "d_j": np.array([Fraction(1), Fraction(5)])}
    assert value_of(parse_equation(tex).right, values) == value


def test_symbols() -> None:
    assert symbol_text(r"\varepsilon") == "ε"
    assert symbol_html("A_l") == "<i>A</i><sub>l</sub>"
    assert symbol_html(r"\rho") == "<i>ρ</i>"


def test_any_text_is_shown_as_it_is() -> None:
    assert tex_text(r"50 % {x}_y ^~\#") == (r"\text{50 }\%\text{ }\{\text{x}\}\_\text{y }\wedge \sim \backslash \#")


def test_a_symbol_without_a_value_is_no_symbol_of_the_formula() -> None:
    with pytest.raises(DeclarationError, match="the equation has b, which is no symbol of the formula"):
        value_of(parse_equation(r"x = a b").right, {"a": Fraction(1)})
