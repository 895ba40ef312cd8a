"""What a body may use beside operators: the sum of a list, and a comparison that gives 0 or 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from greencalc.units.float_rounding import ROUNDING, rounding_of


def total(values: Any) -> Any:
    """Sum over the last axis, which holds the list that the formula sums over.

    Parameters
    ----------
    values : array
        What a formula's body computes with: an argument that has ``over``, or arithmetic on such.

    Returns
    -------
    array
        The sums, with a last axis of length 1.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import total
    >>> print(total(np.array([[1.0, 2.0], [3.0, 4.0]])))
    [[3.]
     [7.]]
    """
    return np.sum(values, axis=-1, keepdims=True)


def exceeds(values: Any, limit: Any) -> Any:
    """Return 1 where values are greater than a limit, else 0; floats that differ by rounding alone are a tie.

    Parameters
    ----------
    values : array
        What a formula's body computes with.
    limit : array
        An argument of one value, such as a limit with a default.

    Returns
    -------
    array of int
        1 for each value that is greater, else 0.

    Examples
    --------
    >>> import numpy as np
    >>> from greencalc.formula import exceeds
    >>> exceeds(np.array([0.1 + 0.2, 0.4]), 0.3)
    array([0, 1])
    """
    exact = np.asarray(getattr(limit, "magnitude", limit)).dtype.kind == "O"
    rounding = rounding_of(values) + rounding_of(limit) if exact else float(ROUNDING) * limit
    return (values - limit > rounding) * 1  # a quantity cannot be multiplied by a truth value
