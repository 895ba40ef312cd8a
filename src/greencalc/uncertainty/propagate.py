"""From a plant whose amounts may be off to how probable each verdict is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import numpy as np
from attrs import evolve

from greencalc.assessment import Assessment, evaluate
from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.languages.said import say, word
from greencalc.standards.levels import Level
from greencalc.standards.rules import FormulaRule, LimitComparison, Policy
from greencalc.standards.table import FULL_SCORE, Assumption, Standard
from greencalc.uncertainty.inputs import UncertainInput, input_assumptions, inputs_of
from greencalc.uncertainty.points import correlations, sampled, sobol_points
from greencalc.uncertainty.propagation import MOST_LEFT_OUT, Propagation
from greencalc.uncertainty.results import percent
from greencalc.uncertainty.sampled_plant import Ends, Outcomes, SampledPlant
from greencalc.units.wording import expect, shown

SAMPLES = 65_536
_FEWEST, _MOST = 1024, 2**24
_MOST_SEED = 2**63


def propagate(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    facts: Mapping[str, Any],
    *,
    samples: int = SAMPLES,
    seed: int = 0,
    correlation: Mapping[tuple[str, str], float] | None = None,
    mark: float | None = None,
    truncate: bool = False,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    factors: Factors | None = None,
) -> Propagation:
    """Find how probable each verdict on a plant is whose amounts may be off, and what to measure better first.

    Amounts say by how much: as ``uncertainty`` beside their value, or behind ± in the text. The exact verdict is that
    of :func:`evaluate` on the values as typed, and stands beside the probabilities.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    facts : mapping
        As :func:`evaluate` takes them. An amount may have ``uncertainty`` ("15 %", or "63 t"), ``distribution``
        ("normal" if left out, "uniform", "triangular", "lognormal") and ``coverage`` ("one standard deviation", or how
        probable it is that value ± uncertainty holds, as "95 %"), and so may a line of a ledger, of its quantity.
    samples : int, optional
        How many samples are judged at least.
    seed : int, optional
        The seed of the points; the same seed gives the same results.
    correlation : mapping of (str, str) to float, optional
        How amounts are correlated, by pairs of names: of facts, of a year ("yearly_output.2"), of a ledger's line
        ("energy.1"). Whatever is not named is independent.
    mark : float, optional
        Points that the total may reach; the table's pass mark if left out.
    truncate : bool, optional
        Whether to leave out samples that are out of bounds even if they are more than a thousandth of all.
    not_applicable, comparison : str, optional
        As :func:`evaluate` takes them.
    factors : Factors, optional
        As :func:`evaluate` takes them.

    Returns
    -------
    Propagation
        Probabilities of gate, limits, levels and mark, intervals of quantities and points, and what matters most. It
        prints itself.

    Raises
    ------
    FactsError
        If a fact or a setting cannot be used, too many samples are out of bounds, or scipy is not installed.

    Examples
    --------
    >>> from greencalc import load_standard, propagate
    >>> facts = {
    ...     "vehicle_type": "passenger car",
    ...     "vocs_emitted": {
    ...         "value": "420 t",
    ...         "uncertainty": "15 %",
    ...         "coverage": "one standard deviation",
    ...     },
    ...     "painted_area": "2400 万㎡",
    ... }
    >>> found = propagate(load_standard("qct1160_2022"), facts)
    >>> found.assessment.item("10.4.5").status
    'met'
    >>> round(found.items["10.4.5"].lower, 2)
    0.83
    """
    if find_spec("scipy") is None:
        raise FactsError("propagate", ("it needs more: pip install 'greencalc[uncertainty]'",))
    _check(samples, seed, truncate)
    points = _mark(standard, mark)
    assessment = evaluate(standard, facts, not_applicable=not_applicable, comparison=comparison, factors=factors)
    inputs = inputs_of(standard, assessment.facts, facts)
    correlated, groups = correlations(inputs, correlation)
    table = standard if points is None else evolve(standard, levels=(*standard.levels, _level(points)))
    policy, compared = assessment.not_applicable, assessment.comparison
    plant = SampledPlant(table, assessment.facts, facts, inputs, policy, compared, factors)
    if inputs:
        columns = sampled([one.curve for one in inputs], groups, sobol_points(len(inputs), samples, seed))
        outcomes = plant.outcomes(columns)
        _refuse_too_many(outcomes, truncate)
    else:
        outcomes = _certain(assessment, points)
    return Propagation(
        assessment=assessment,
        inputs=inputs,
        samples=outcomes.rows,
        seed=int(seed),
        mark=None if points is None else float(points),
        out_of_bounds=outcomes.out_of_bounds,
        assumptions=(*input_assumptions(inputs, correlated), *_of_bounds(outcomes, inputs)),
        plant=plant,
        groups=groups,
        outcomes=outcomes,
    )


def _check(samples: Any, seed: Any, truncate: Any) -> None:
    expect(int | np.integer, samples, "propagate", "samples", f"give a whole number from {_FEWEST} to {_MOST}")
    expect(int | np.integer, seed, "propagate", "seed", "give a whole number that is not negative")
    expect(bool | np.bool_, truncate, "propagate", "truncate", "give True or False")
    if not _FEWEST <= samples <= _MOST or isinstance(samples, bool):
        raise FactsError("propagate", (f"samples is {shown(samples)}; give a whole number from {_FEWEST} to {_MOST}",))
    if not 0 <= seed < _MOST_SEED or isinstance(seed, bool):
        raise FactsError("propagate", (f"seed is {shown(seed)}; give a whole number from 0 to 2**63 - 1",))


def _mark(standard: Any, mark: Any) -> Fraction | None:
    """Return the points that are asked for: those given, or the table's pass mark."""
    if mark is None:
        return standard.pass_mark if isinstance(standard, Standard) else None  # what is none is refused later
    is_number = isinstance(mark, int | float | Fraction | np.floating) and not isinstance(mark, bool)
    if not is_number or not 0 <= mark <= FULL_SCORE:
        raise FactsError("propagate", (f"mark is {shown(mark)}; give points from 0 to {FULL_SCORE}, as 80",))
    return mark if isinstance(mark, Fraction) else Fraction(str(mark))


def _level(points: Fraction) -> Level:
    return Level(title="mark", points_at_least=points, origin="user", source="given to propagate")


def _refuse_too_many(outcomes: Outcomes, truncate: bool) -> None:
    """Refuse samples of which many are of no plant, unless the caller wants these to be left out."""
    wrong = int(np.count_nonzero(outcomes.wrong))
    named = ", ".join(f"{name} {count}" for name, count in outcomes.out_of_bounds.items())
    if wrong == outcomes.rows:
        raise FactsError("propagate", (f"all samples are out of bounds: {named}",))
    if wrong > MOST_LEFT_OUT * outcomes.rows and not truncate:
        part = percent(wrong / outcomes.rows)
        fault = (
            f"{wrong} of {outcomes.rows} samples ({part}) are out of bounds: {named}; give a distribution that keeps "
            "to what can be, such as lognormal, uniform or triangular, correlate amounts of which one is a part of the "
            "other, or say truncate=True to leave such samples out"
        )
        raise FactsError("propagate", (fault,))


def _of_bounds(outcomes: Outcomes, inputs: tuple[UncertainInput, ...]) -> list[Assumption]:
    wrong = int(np.count_nonzero(outcomes.wrong))
    if not wrong or not inputs:
        return []
    what = say("Samples that are of no plant that could be are left out: {count}.", count=wrong)
    is_many = wrong > MOST_LEFT_OUT * outcomes.rows
    source = word("given to propagate") if is_many else word("a thousandth of the samples may be")
    return [Assumption(what, "user" if is_many else "assumed", source)]


def _certain(assessment: Assessment, mark: Fraction | None) -> Outcomes:
    """Return the exact verdict as the outcome of a plant whose amounts are all certain."""

    def column(value: Any) -> Any:
        return np.broadcast_to(np.array(value), 1)

    def ends(lower: Any, upper: Any) -> Ends:
        return Ends(column(lower), column(upper))

    gate = assessment.eligible
    judged = [one for one in assessment.items if isinstance(one.item.rule, FormulaRule)]
    levels = list(assessment.reached)
    if mark is not None:
        score = assessment.score
        levels.append((gate is True and score.exact_lower >= mark, gate is not False and score.exact_upper >= mark))
    return Outcomes(
        rows=1,
        wrong=np.zeros(1, dtype=bool),
        out_of_bounds={},
        gate=ends(gate is True, gate is not False),
        total=ends(assessment.score.lower, assessment.score.upper),
        groups={one.id: ends(one.points.lower, one.points.upper) for one in assessment.groups},
        values={f"{one.formula} [{one.unit}]": column(one.value) for one in judged if one.value is not None},
        items={
            one.id: ends(one.status == "met", one.status in {"met", "unknown"})
            for one in judged
            if one.status != "not applicable"
        },
        levels=tuple(ends(*one) for one in levels),
    )
