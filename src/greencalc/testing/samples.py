"""What a formula is tried on, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen
from hypothesis import strategies as st
from pint.facets.plain import PlainQuantity

from greencalc.formula.declaration import Amount, Formula
from greencalc.formula.plain_call import call
from greencalc.testing.strategies import Row, plain_decimal, rows, typed_arguments, usually_given
from greencalc.units.wording import shown

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


_MOST_ROWS = 3


def as_called(declaration: Formula) -> Callable[..., Any]:
    """Return a reused declaration as a function."""
    return lambda **given: call(declaration, (), given)


@frozen
class Sample:
    """Rows with the same names and lists of one length, and the first of them as people give it."""

    rows: list[Row]
    given: dict[str, Amount]


@st.composite
def samples(draw: DrawFn, declaration: Formula) -> Sample:
    """Draw rows of arguments, and one of them as people type it."""
    names = draw(usually_given(declaration))
    entries = draw(st.integers(1, 3)) if declaration.over else 0
    drawn = draw(st.lists(rows(declaration, names, entries), min_size=1, max_size=_MOST_ROWS))
    return Sample(drawn, draw(typed_arguments(declaration, drawn[0])))


def as_decimal(number: Fraction) -> Decimal | Fraction:
    """Return a number as a decimal, if it is one."""
    text = plain_decimal(number)
    return number if text is None else Decimal(text)


def in_words(value: Any) -> str:
    """Return a value as an error tells it."""
    if isinstance(value, list):
        return f"[{', '.join(map(in_words, value))}]"
    if isinstance(value, PlainQuantity) and np.ndim(value.magnitude):
        return f"{value.magnitude.tolist()} {value.units}"
    return shown(value)
