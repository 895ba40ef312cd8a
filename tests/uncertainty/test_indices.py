"""Sobol indices by scipy's estimators, on sets of points."""

from __future__ import annotations

import numpy as np
import pytest

from greencalc.uncertainty.curves import Curve
from greencalc.uncertainty.indices import indices_of, moved_alone
from greencalc.uncertainty.points import Together

ALONE = tuple(Together((place,)) for place in range(3))


def ishigami(columns):
    x, y, z = columns
    found = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
    return np.stack([found, np.full_like(found, 77.7)])


def test_indices_of_ishigami_are_those_of_the_closed_form() -> None:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    found = indices_of(ishigami, [Curve("uniform", 0.0, np.pi)] * 3, ALONE, 2**16, 0)
    of_one, of_two = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8
    of_both = 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = of_one + of_two + of_both
    first = np.array([of_one, of_two, 0.0]) / whole
    total = np.array([of_one + of_both, of_two, of_both]) / whole
    assert found.first[0] == pytest.approx(first, abs=0.02)
    assert found.total[0] == pytest.approx(total, abs=0.02)
    assert np.all(np.abs(found.first[0] - first) < 4 * found.first_error[0])
    assert np.all(np.abs(found.total[0] - total) < 4 * found.total_error[0])
    assert not found.first[1].any()  # of what does not vary, not even of its rounding
    assert not found.total[1].any()


def test_inputs_that_go_together_have_their_index_together() -> None:
    def differ(columns):
        return np.stack([columns[0] - columns[1] + 2 * columns[2], columns[0]])

    root = np.linalg.cholesky(np.array([[1, 0.5], [0.5, 1]]))
    groups = (Together((0, 1), root), Together((2,)))
    found = indices_of(differ, [Curve("normal", 0.0, 1.0)] * 3, groups, 2**15, 1)
    assert found.total[0] == pytest.approx([1 / 5, 4 / 5], abs=0.01)
    assert found.first[1] == pytest.approx([1, 0], abs=0.01)


def test_each_input_moves_alone() -> None:
    columns = moved_alone([10.0, 5.0], [Curve("uniform", 10.0, 1.0), Curve("normal", 5.0, 1.0)])
    assert columns[0] == pytest.approx([9.05, 10.95, 10, 10])
    assert columns[1] == pytest.approx([5, 5, 5 - 1.959964, 5 + 1.959964])
