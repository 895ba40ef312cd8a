"""A table's plan: each rule of it once, for whatever kind of numbers it is worked out in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import field, frozen

from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Same, Standard
from greencalc.table_plan.graph import Graph
from greencalc.table_plan.inputs import Inputs, Leaves
from greencalc.table_plan.items import ItemPlanner, Judged
from greencalc.table_plan.points import Points, plan_points
from greencalc.table_plan.values import Value, values_of


@frozen(eq=False)
class Plan:
    """What is worked out of a table's facts, as operations.

    Attributes
    ----------
    standard : Standard
        The table.
    inputs : Inputs
        The facts that there are.
    graph : Graph
        The operations.
    values : mapping of str to tuple of Value
        The values of each formula that items use, one a year.
    items : mapping of str to Judged
        What is found of each item, by id.
    points : Points
        What the items come to.
    fault : int or None
        Whether the plant cannot be judged though all its values are sound; None if that cannot be.
    """

    standard: Standard
    inputs: Inputs
    graph: Graph
    values: Mapping[str, tuple[Value, ...]]
    items: Mapping[str, Judged]
    points: Points
    fault: int | None

    @property
    def values_by_header(self) -> Mapping[str, Value]:
        """The values of all formulas by the headers of columns that hold them."""
        return {
            f"{name}{f'.{value.year + 1}' if len(several) > 1 else ''} [{value.formula.result.unit}]": value
            for name, several in self.values.items()
            for value in several
        }


def plan_of(standard: Standard, inputs: Inputs, policy: Policy | None, comparison: LimitComparison) -> Plan:
    """Return the plan of a table for facts, under a policy and a comparison; made once for equal ones."""
    return _planned(Same(standard), _Keyed(inputs, inputs.key), policy, comparison)


@frozen
class _Keyed:
    """Inputs with what tells them from others."""

    inputs: Inputs = field(eq=False)
    key: tuple[object, ...]


@lru_cache(maxsize=64)
def _planned(same: Same, keyed: _Keyed, policy: Policy | None, comparison: LimitComparison) -> Plan:
    standard, graph = same.standard, Graph()
    leaves = Leaves(graph, standard, keyed.inputs)
    formulas = {formula.name: formula for item in standard.items if (formula := standard.formula_of(item))}
    values = {name: values_of(formula, leaves) for name, formula in formulas.items()}
    planner = ItemPlanner(leaves, comparison)
    items = {}
    for item in standard.items:
        formula = standard.formula_of(item)
        items[item.id] = planner.judged(item, () if formula is None else values[formula.name])
    points = plan_points(graph, standard, items, policy)
    faults = [fault.place for one in items.values() for fault in one.faults]
    return Plan(standard, keyed.inputs, graph, values, items, points, graph.either([*faults, points.unscorable]))
