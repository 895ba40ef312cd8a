"""Where samples lie, and how they are correlated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from greencalc import FactsError, evaluate, load_standard
from greencalc.uncertainty.curves import Curve
from greencalc.uncertainty.inputs import inputs_of
from greencalc.uncertainty.points import TIMES, Together, correlations, sampled, sobol_points

QCT = load_standard("qct1160_2022")
FACTS = {
    "vocs_emitted": "420 t ± 15 %",
    "painted_area": "2400 万㎡ ± 3 %",
    "yearly_output": {"value": ["19 万辆", "unknown", "24 万辆"], "uncertainty": "2 %"},
}


def inputs():
    return inputs_of(QCT, evaluate(QCT, FACTS).facts, FACTS)


@pytest.mark.parametrize(("asked", "there"), [(1, 16), (1024, 1024), (1025, 2048), (100_000, 131_072)])
def test_there_are_as_many_points_as_asked_for_and_inside(asked, there) -> None:
    points = sobol_points(3, asked, 7)
    assert points.shape == (3, there)
    assert points.min() > 0
    assert points.max() < 1
    assert np.array_equal(points, sobol_points(3, asked, 7))
    assert not np.array_equal(points, sobol_points(3, asked, 8))


def test_each_set_is_scrambled_anew_and_balanced() -> None:
    sets = np.split(sobol_points(2, 4096, 0)[1], TIMES)
    assert len({one.tobytes() for one in sets}) == TIMES
    for one in sets:
        assert np.array_equal(np.sort((one * 256).astype(int)), np.arange(256))


def test_correlated_inputs_have_their_correlation_and_their_own_distributions() -> None:
    found = inputs()
    read, groups = correlations(
        found, {("painted_area", "vocs_emitted"): -0.8, ("vocs_emitted", "yearly_output.3"): 0.5}
    )
    assert read == (("painted_area", "vocs_emitted", -0.8), ("vocs_emitted", "yearly_output.3", 0.5))
    names = [one.name for one in found]
    assert sorted(names) == ["painted_area", "vocs_emitted", "yearly_output.1", "yearly_output.3"]
    assert sorted(len(one.places) for one in groups) == [1, 3]
    curves = [Curve("normal", 0.0, 1.0) for _ in names]
    columns = dict(zip(names, sampled(curves, groups, sobol_points(4, 2**15, 0)), strict=True))
    correlation = np.corrcoef(
        [columns[name] for name in ("painted_area", "vocs_emitted", "yearly_output.3", "yearly_output.1")]
    )
    expected = [[1, -0.8, 0, 0], [-0.8, 1, 0.5, 0], [0, 0.5, 1, 0], [0, 0, 0, 1]]
    assert correlation == pytest.approx(np.array(expected), abs=0.01)
    for column in columns.values():
        assert np.sort(column)[[819, 16384]] == pytest.approx(norm.ppf([0.025, 0.5]), abs=0.02)


def test_amounts_that_are_wholly_correlated_move_as_one() -> None:
    _, groups = correlations(inputs(), {("painted_area", "vocs_emitted"): 1})
    curves = [Curve("normal", 0.0, 1.0), Curve("uniform", 0.0, 1.0), *[Curve("normal", 0.0, 1.0)] * 2]
    columns = sampled(curves, groups, sobol_points(4, 1024, 0))
    [together] = [one.places for one in groups if one.root is not None]
    one, other = (columns[place] for place in together)
    assert np.array_equal(np.argsort(one), np.argsort(other))


WRONG = [
    ([1], "give a mapping of pairs of names"),
    ({"vocs_emitted": 0.5}, "'vocs_emitted' is no pair of two names"),
    ({("vocs_emitted",): 0.5}, "is no pair of two names"),
    ({("vocs_emitted", 3): 0.5}, "is no pair of two names"),
    ({("vocs_emitted", "vocs_emitted"): 0.5}, "is no pair of two names"),
    (
        {("vocs_emitted", "painted_aera"): 0.5},
        "'painted_aera' is no amount that may be off and is needed; did you mean",
    ),
    ({("vocs_emitted", "xyz"): 0.5}, "'xyz' is no amount that may be off and is needed"),
    ({("vocs_emitted", "painted_area"): 1.5}, "1.5 is no correlation, a number from -1 to 1"),
    ({("vocs_emitted", "painted_area"): float("nan")}, "is no correlation"),
    ({("vocs_emitted", "painted_area"): True}, "is no correlation"),
    ({("vocs_emitted", "painted_area"): "high"}, "'high' is no correlation"),
    (
        {("vocs_emitted", "painted_area"): 0.5, ("painted_area", "vocs_emitted"): 0.4},
        "painted_area and vocs_emitted: their correlation is given twice",
    ),
    (
        {
            ("vocs_emitted", "painted_area"): 0.9,
            ("vocs_emitted", "yearly_output.1"): 0.9,
            ("painted_area", "yearly_output.1"): -0.9,
        },
        "the correlations contradict each other",
    ),
]


@pytest.mark.parametrize(("given", "told"), WRONG, ids=range(len(WRONG)))
def test_correlations_that_cannot_be_are_refused(given, told) -> None:
    with pytest.raises(FactsError) as caught:
        correlations(inputs(), given)
    assert told in str(caught.value)


def test_inputs_alone_are_groups_of_one() -> None:
    assert correlations(inputs(), None)[1] == tuple(Together((place,)) for place in range(4))
