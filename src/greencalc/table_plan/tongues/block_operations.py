"""What a plan's operations do with columns of numpy: each gives its result in an array that is lent for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np


def _in_turn(work: Any) -> Callable[..., Any]:
    """Return an operation on several that is one on two, in turn."""

    def of_several(first: Any, *others: Any, out: Any) -> Any:
        if not others:
            np.copyto(out, first)
            return out
        for other in others:
            first = work(first, other, out=out)
        return first

    return of_several


def _count(*truths: Any, out: Any) -> Any:
    np.copyto(out, truths[0])
    for truth in truths[1:]:
        np.add(out, truth.view(np.int8), out=out)
    return out


def _times(one: Any, other: Any, out: Any) -> Any:
    if one.dtype != float:  # to convert first takes a third of the time
        np.copyto(out, one)
        one = out
    return np.multiply(one, other, out=out)


def _where(condition: Any, one: Any, other: Any, out: Any) -> Any:
    np.copyto(out, other)
    np.copyto(out, one, where=condition)
    return out


def _best(place: int, *shares: Any, out: Any) -> Any:
    np.copyto(out, np.sort(np.broadcast_arrays(*shares), axis=0)[-place])
    return out


NEUTRAL: Mapping[str, bool] = MappingProxyType({"and": True, "or": False})
"""What changes nothing beside others that are joined."""


def _always(work: Callable[..., Any]) -> Callable[[Any], Callable[..., Any]]:
    return lambda _: work


OPERATIONS: Mapping[str, Callable[[Any], Callable[..., Any]]] = MappingProxyType(
    {
        "and": _always(_in_turn(np.logical_and)),
        "or": _always(_in_turn(np.logical_or)),
        "not": _always(np.logical_not),
        "count": _always(_count),
        "at_least": lambda wanted: lambda count, out: np.greater_equal(count, wanted, out=out),
        "add": _always(np.add),
        "sub": _always(np.subtract),
        "mul": _always(_times),
        "div": _always(np.divide),
        "where": _always(_where),
        "same": _always(np.equal),
        "whole": _always(lambda share, out: np.equal(share, 1.0, out=out)),
        "some": _always(lambda amount, out: np.greater(amount, 0.0, out=out)),
        "of_categories": lambda are: lambda places, out: np.take(np.array(are), places, out=out, mode="wrap"),
        "best": lambda place: partial(_best, place),
    }
)
