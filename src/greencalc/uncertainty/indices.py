"""Which input matters: Sobol indices of gate and total, and the total while one input alone moves (a tornado)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from greencalc.uncertainty.curves import Curve
from greencalc.uncertainty.points import TIMES, Together, sampled, sobol_points

SIDES = (0.025, 0.975)
"""The shares of probability between which an input is moved: 95 % of it lie there."""


class Indices(NamedTuple):
    """Sobol indices of some outputs: rows are outputs, columns the groups of inputs; with standard errors."""

    first: Any
    total: Any
    first_error: Any
    total_error: Any


def indices_of(
    outputs: Callable[[Sequence[Any]], Any],
    curves: Sequence[Curve],
    groups: Sequence[Together],
    samples: int,
    seed: int,
) -> Indices:
    """Return the Sobol indices of two outputs or more, by scipy's estimators.

    Parameters
    ----------
    outputs : callable
        Returns the outputs, a row each, of samples given as a column for each input.
    curves : sequence of Curve
        The inputs' distributions.
    groups : sequence of Together
        Which of them go together: an index is that of all of a group.
    samples : int
        About how many samples are worked out.
    seed : int
        The seed of the points.
    """
    count = len(curves)
    points = sobol_points(2 * count, max(samples // (len(groups) + 2), TIMES), seed)
    one, other = points[:count], points[count:]

    def worked_out(mixed: Any) -> Any:
        return outputs(sampled(curves, groups, mixed))

    f_one, f_other = worked_out(one.copy()), worked_out(other.copy())
    exchanged = []
    for group in groups:
        mixed = one.copy()
        mixed[list(group.places)] = other[list(group.places)]
        exchanged.append(worked_out(mixed))
    f_mixed = np.stack(exchanged)
    whole = _scipys(f_one, f_other, f_mixed)
    each = points.shape[1] // TIMES
    parts = [
        _scipys(f_one[:, part], f_other[:, part], f_mixed[:, :, part])
        for part in (slice(start * each, (start + 1) * each) for start in range(TIMES))
    ]
    errors = np.std(parts, axis=0, ddof=1) / math.sqrt(TIMES)
    return Indices(whole[0], whole[1], errors[0], errors[1])


def _scipys(f_one: Any, f_other: Any, f_mixed: Any) -> Any:
    """Return first and total indices, a row for each output; nothing of an output that does not vary."""
    from scipy.stats import sobol_indices  # noqa: PLC0415 (an extra)

    rows, start = f_one.shape[1], f_one[:, :1]  # so that an output that does not vary is zero, not its rounding
    f_one, f_other, f_mixed = f_one - start, f_other - start, f_mixed - start
    found = sobol_indices(func={"f_A": f_one, "f_B": f_other, "f_AB": f_mixed}, n=rows)
    shape = (len(f_one), len(f_mixed))
    return np.array([np.reshape(found.first_order, shape), np.reshape(found.total_order, shape)])


def moved_alone(values: Sequence[float], curves: Sequence[Curve]) -> list[Any]:
    """Return samples in which each input in turn is at both its sides, and all others at their values."""
    count = len(values)
    columns = [np.full(2 * count, value) for value in values]
    for place, curve in enumerate(curves):
        columns[place][2 * place : 2 * place + 2] = curve.of_shares(np.array(SIDES))
    return columns
