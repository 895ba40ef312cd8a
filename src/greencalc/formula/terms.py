"""How large the terms of a formula are: a difference of nearly equal ones is no larger than their rounding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from greencalc.formula.declaration import Formula, Symbol

NEAR = 1e-10
"""A difference smaller than its terms by as much is computed exactly: in floats most of its digits are noise."""


class _Term:
    """An argument as the text of its size; what is subtracted adds to the size of the whole."""

    def __init__(self, text: str, *, is_difference: bool = False) -> None:
        self.text = text
        self.is_difference = is_difference

    def __neg__(self) -> _Term:
        return _Term(self.text, is_difference=True)

    def _joined(self, sign: str, other: Any, *, is_difference: bool = False) -> _Term:
        one = other if isinstance(other, _Term) else _constant(other)
        found = is_difference or self.is_difference or one.is_difference
        return _Term(f"({self.text} {sign} {one.text})", is_difference=found)

    def __add__(self, other: Any) -> _Term:
        return self._joined("+", other)

    def __sub__(self, other: Any) -> _Term:
        return self._joined("+", other, is_difference=True)

    def __mul__(self, other: Any) -> _Term:
        return self._joined("*", other)

    def __truediv__(self, other: Any) -> _Term:
        return self._joined("/", other)

    def __rtruediv__(self, other: Any) -> _Term:
        return _constant(other)._joined("/", self)

    __radd__ = __add__
    __rsub__ = __sub__
    __rmul__ = __mul__

    def sum(self, **along: Any) -> _Term:
        """Return what numpy's `sum` is to give."""
        del along
        return _Term(f"total({self.text})", is_difference=self.is_difference)


def written_size(declaration: Formula, names: Mapping[str, str]) -> str | None:
    """Write what the terms of a body come to, as an expression of its arguments under other names.

    None if the result has no bounds, if nothing is subtracted, or if it is more than sums, products and quotients.
    """
    result = declaration.result
    if result.at_least is None and result.at_most is None:
        return None
    try:
        whole = declaration.body(
            **{name: _argument(names[name], argument.symbol) for name, argument in declaration.arguments.items()}
        )
    except (TypeError, AttributeError, ValueError):
        return None
    return whole.text if isinstance(whole, _Term) and whole.is_difference else None


def _constant(number: Any) -> _Term:
    return _Term(repr(abs(float(number))), is_difference=number < 0)


def _argument(name: str, symbol: Symbol) -> _Term:
    bounds = [bound for bound in (symbol.above, symbol.at_least) if bound is not None]
    is_positive = bool(bounds) and max(bounds) >= 0
    return _Term(name if is_positive else f"abs({name})", is_difference=not is_positive)


@cache
def size_of_terms(declaration: Formula) -> Callable[..., Any] | None:
    """Return what computes as the body does, but for the size of its terms; None as `written_size`."""
    text = written_size(declaration, {name: name for name in declaration.arguments})
    if text is None:
        return None
    names = ", ".join(declaration.arguments)
    found: Callable[..., Any] = eval(f"lambda {names}: {text}", {"total": _total})  # noqa: S307 (from the declaration alone)
    return found


def _total(values: Any) -> Any:
    return np.sum(values, axis=-1, keepdims=True)
