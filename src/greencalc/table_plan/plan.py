"""A table's plan: each rule of it once, for whatever kind of numbers it is worked out in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import field, frozen

from greencalc.standards.rules import BestOfRule, LimitComparison, Policy
from greencalc.standards.table import Same, Standard
from greencalc.table_plan.graph import Graph
from greencalc.table_plan.inputs import Inputs, Leaves
from greencalc.table_plan.items import ItemPlanner, Judged
from greencalc.table_plan.levels import plan_levels
from greencalc.table_plan.points import Ends, Points, plan_points
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
    levels : tuple of Ends
        Whether each level of the table is reached: for certain, and perhaps.
    fault : int or None
        Whether the plant cannot be judged though all its values are sound; None if that cannot be.
    """

    standard: Standard
    inputs: Inputs
    graph: Graph
    values: Mapping[str, tuple[Value, ...]]
    items: Mapping[str, Judged]
    points: Points
    levels: tuple[Ends, ...]
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
    judged = {}
    for item in standard.items:
        if not isinstance(item.rule, BestOfRule):
            formula = standard.formula_of(item)
            judged[item.id] = planner.judged(item, () if formula is None else values[formula.name])
    items = {
        item.id: planner.best_of([judged[name] for name in item.rule.items])
        if isinstance(item.rule, BestOfRule)
        else judged[item.id]
        for item in standard.items
    }
    points = plan_points(graph, standard, items, policy)
    levels = plan_levels(graph, standard, items, points, policy)
    faults = [fault.place for one in items.values() for fault in one.faults]
    fault = graph.either([*faults, points.unscorable])
    return Plan(standard, keyed.inputs, graph, values, items, points, levels, fault)
