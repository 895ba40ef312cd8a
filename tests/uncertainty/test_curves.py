"""Distributions: what ± is said to mean is so of what is drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import lognorm, norm, triang

from greencalc.uncertainty.curves import Curve, curve_of

SHARES = (np.arange(2**16) + 0.5) / 2**16
KINDS = ("normal", "uniform", "triangular", "lognormal")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("probability", [None, 0.5, 0.95])
@pytest.mark.parametrize("width", [15.0, 63.0])
def test_expectation_deviation_and_coverage_are_those_that_were_said(kind, probability, width) -> None:
    curve = curve_of(kind, 420.0, width, probability)
    amounts = curve.of_shares(SHARES)
    assert amounts.mean() == pytest.approx(420, rel=1e-4)
    assert amounts.std() == pytest.approx(curve.deviation, rel=2e-3)
    if probability is None:
        assert curve.deviation == pytest.approx(width, rel=1e-12)
    else:
        assert np.mean(np.abs(amounts - 420) <= width) == pytest.approx(probability, abs=1e-4)
    assert np.all(np.diff(amounts) >= 0)


@pytest.mark.parametrize("kind", ["uniform", "triangular"])
def test_all_of_a_bounded_distribution_is_within_it(kind) -> None:
    amounts = curve_of(kind, 10.0, 2.0, 1.0).of_shares(SHARES)
    assert amounts.min() == pytest.approx(8, abs=0.02)
    assert amounts.max() == pytest.approx(12, abs=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_scores_give_the_amounts_of_their_shares(kind) -> None:
    curve = curve_of(kind, 10.0, 2.0, 0.9)
    assert curve.of_scores(norm.ppf(SHARES)) == pytest.approx(curve.of_shares(SHARES), rel=1e-9)


def test_quantiles_are_those_of_scipy() -> None:
    places = np.array([0.025, 0.3, 0.5, 0.9])
    assert Curve("normal", 3.0, 2.0).of_shares(places) == pytest.approx(norm(3, 2).ppf(places))
    assert Curve("uniform", 3.0, 2.0).of_shares(places) == pytest.approx(1 + 4 * places)
    assert Curve("triangular", 3.0, 2.0).of_shares(places) == pytest.approx(triang(0.5, 1, 4).ppf(places))
    assert Curve("lognormal", 1.0, 0.5).of_shares(places) == pytest.approx(lognorm(0.5, scale=math.e).ppf(places))


def test_a_lognormal_distribution_may_be_wider_than_its_value_but_not_by_any_measure() -> None:
    assert curve_of("lognormal", 10.0, 12.0, 0.95) is not None
    assert curve_of("lognormal", 10.0, 50.0, 0.95) is None
    assert curve_of("lognormal", 10.0, 50.0, None).deviation == pytest.approx(50)
    assert curve_of("lognormal", 0.0, 1.0, 0.95) is None
    assert curve_of("lognormal", -1.0, 1.0, None) is None
