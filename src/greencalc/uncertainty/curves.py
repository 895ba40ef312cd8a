"""Distributions of amounts that may be off: from what ± says to the amount at each share of probability.

The value as typed is the expectation of each. ± says how probable it is that the amount is no further from the value,
or the standard deviation.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from attrs import frozen

_LEAST_SIGMA = 1e-12
_DEVIATIONS = {"normal": 1.0, "uniform": math.sqrt(3), "triangular": math.sqrt(6)}


def scores_of(shares: Any) -> Any:
    """Return the scores of a standard normal distribution that are exceeded with the rest of the probability."""
    from scipy.special import ndtri  # noqa: PLC0415 (an extra)

    return ndtri(shares)


def shares_of(scores: Any) -> Any:
    """Return how probable it is that a standard normal score is smaller."""
    from scipy.special import ndtr  # noqa: PLC0415 (an extra)

    return ndtr(scores)


@frozen
class Curve:
    """A distribution.

    Attributes
    ----------
    kind : str
        One of "normal", "uniform", "triangular" and "lognormal".
    centre : float
        Its middle; of a lognormal one, of the logarithms.
    scale : float
        The standard deviation of a normal one, the distance from the middle to the ends of a bounded one; of a
        lognormal one, the standard deviation of the logarithms.
    """

    kind: str
    centre: float
    scale: float

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        if self.kind == "lognormal":
            mean = math.exp(self.centre + self.scale**2 / 2)
            return mean * math.sqrt(math.expm1(self.scale**2))
        return self.scale / _DEVIATIONS[self.kind]

    def of_shares(self, shares: Any) -> Any:
        """Return the amounts that are exceeded with the rest of the probability."""
        if self.kind in {"normal", "lognormal"}:
            return self.of_scores(scores_of(shares))
        if self.kind == "uniform":
            return self.centre + self.scale * (2 * shares - 1)
        near = np.sqrt(2 * np.minimum(shares, 1 - shares))  # how far from the nearer end
        return self.centre + self.scale * np.where(shares < 0.5, near - 1, 1 - near)  # noqa: PLR2004 (the middle)

    def of_scores(self, scores: Any) -> Any:
        """Return the amounts at scores of a standard normal distribution."""
        if self.kind == "normal":
            return self.centre + self.scale * scores
        if self.kind == "lognormal":
            return np.exp(self.centre + self.scale * scores)
        return self.of_shares(shares_of(scores))


def curve_of(kind: str, value: float, width: float, probability: float | None) -> Curve | None:
    """Return the distribution with a value as expectation that is within a width of it with a probability.

    Without a probability the width is its standard deviation. None if there is no such distribution.
    """
    if kind == "lognormal":
        return _lognormal(value, width, probability)
    if probability is None:
        return Curve(kind, value, width * _DEVIATIONS[kind])
    reach = {
        "normal": lambda: float(scores_of((1 + probability) / 2)),
        "uniform": lambda: probability,
        "triangular": lambda: 1 - math.sqrt(1 - probability),
    }[kind]()
    return Curve(kind, value, width / reach)


def _lognormal(value: float, width: float, probability: float | None) -> Curve | None:
    if value <= 0:
        return None
    part = width / value
    if probability is None:
        sigma = math.sqrt(math.log1p(part**2))
    else:

        def missing(sigma: float) -> float:
            """Return how much more probable it is than wanted that the amount is so near to the value."""
            high = shares_of(math.log1p(part) / sigma + sigma / 2)
            low = 0.0 if part >= 1 else shares_of(math.log1p(-part) / sigma + sigma / 2)
            return float(high - low) - probability

        widest = math.sqrt(2 * math.log1p(part))  # beyond it, more would be near to the value again
        if missing(widest) > 0:
            return None
        from scipy.optimize import brentq  # noqa: PLC0415 (an extra)

        sigma = brentq(missing, _LEAST_SIGMA, widest, xtol=1e-15)
    return Curve("lognormal", math.log(value) - sigma**2 / 2, sigma)
