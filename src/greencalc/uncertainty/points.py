"""Where amounts that may be off are sampled: scrambled Sobol points, several sets, so that their error is seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.errors import FactsError
from greencalc.uncertainty.curves import Curve, scores_of
from greencalc.uncertainty.inputs import UncertainInput
from greencalc.units.spellings import suggest
from greencalc.units.wording import expect, shown

TIMES = 16
"""How often the points are scrambled anew: what the results of the parts differ by is their sampling error."""

_HALF = 2.0**-31  # of the distance of points, so that none is at an end
_SLACK = 1e-9


def sobol_points(dimensions: int, samples: int, seed: int) -> Any:
    """Return points between 0 and 1, a row for each dimension: several sets of Sobol points one behind the other.

    The number of points of each set is a power of two, and there are no fewer than asked for.
    """
    from scipy.stats import qmc  # noqa: PLC0415 (an extra)

    each = 2 ** math.ceil(math.log2(max(samples / TIMES, 1)))
    points = np.empty((dimensions, TIMES * each))
    for part in range(TIMES):
        drawn = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng([seed, part])).random(each)
        np.add(drawn.T, _HALF, out=points[:, part * each : (part + 1) * each])
    return points


@frozen
class Together:
    """Inputs whose errors go together, by their places; alone it is one.

    Attributes
    ----------
    places : tuple of int
        The inputs.
    root : array or None
        What independent scores are multiplied by to be correlated; None of one alone.
    """

    places: tuple[int, ...]
    root: Any = None


def sampled(curves: Sequence[Curve], groups: Sequence[Together], points: Any) -> list[Any]:
    """Return the amounts at points, for each input a column; points are used up."""
    columns: list[Any] = [None] * len(curves)
    for group in groups:
        if group.root is None:
            [place] = group.places
            columns[place] = curves[place].of_shares(points[place])
        else:
            scores = group.root @ scores_of(points[list(group.places)])
            for place, row in zip(group.places, scores, strict=True):
                columns[place] = curves[place].of_scores(row)
    return columns


def correlations(
    inputs: Sequence[UncertainInput], given: Any
) -> tuple[tuple[tuple[str, str, float], ...], tuple[Together, ...]]:
    """Read correlations by names, and sort the inputs by what goes together.

    Raises
    ------
    FactsError
        Listing every correlation that cannot be used.
    """
    mend = "give a mapping of pairs of names, as {('vocs_emitted', 'painted_area'): 0.5}"
    expect(Mapping | None, given, "propagate", "correlation", mend)
    places = {one.name: place for place, one in enumerate(inputs)}
    matrix = np.eye(len(inputs))
    read: list[tuple[str, str, float]] = []
    faults: list[str] = []
    for pair, number in (given or {}).items():
        fault = _pair_fault(pair, places) or _number_fault(pair, number)
        if fault:
            faults.append(fault)
            continue
        one, other = (places[name] for name in pair)
        if matrix[one, other]:
            faults.append(f"{pair[0]} and {pair[1]}: their correlation is given twice")
        matrix[one, other] = matrix[other, one] = float(number)
        read.append((pair[0], pair[1], float(number)))
    if not faults and len(inputs) and float(np.linalg.eigvalsh(matrix)[0]) < -_SLACK:
        faults.append("the correlations contradict each other: no amounts can be correlated so, all of them at a time")
    if faults:
        raise FactsError("propagate: correlation", tuple(faults))
    return tuple(read), tuple(_groups(matrix))


def _pair_fault(pair: Any, places: Mapping[str, int]) -> str:
    is_pair = isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(name, str) for name in pair)  # noqa: PLR2004 (a pair)
    if not is_pair or pair[0] == pair[1]:
        return f"{shown(pair)} is no pair of two names, as ('vocs_emitted', 'painted_area')"
    for name in pair:
        if name not in places:
            near = suggest(name, places)
            hint = f"; did you mean {near}?" if near else ""
            return f"{shown(name)} is no amount that may be off and is needed{hint}"
    return ""


def _number_fault(pair: tuple[str, str], number: Any) -> str:
    is_number = isinstance(number, int | float | np.floating) and not isinstance(number, bool)
    if not is_number or not -1 <= number <= 1:
        return f"{pair[0]} and {pair[1]}: {shown(number)} is no correlation, a number from -1 to 1"
    return ""


def _groups(matrix: Any) -> Any:
    """Yield inputs that are linked by correlations, each group with the root of its matrix."""
    left = list(range(len(matrix)))
    while left:
        members = [left[0]]
        for member in members:  # which grows
            members += [other for other in left if matrix[member, other] and other not in members]
        members.sort()
        left = [place for place in left if place not in members]
        if len(members) == 1:
            yield Together((members[0],))
        else:
            sizes, axes = np.linalg.eigh(matrix[np.ix_(members, members)])
            yield Together(tuple(members), axes * np.sqrt(np.maximum(sizes, 0)))
