"""All kinds of rules by which an item may be judged."""

from __future__ import annotations

from greencalc.standards.rules import BestOfRule, CalculatedRule, DegreeRule, LimitRule, LineRule, ShareRule, YesNoRule
from greencalc.standards.scales.points import PointsRule
from greencalc.standards.scales.steps import StepsRule
from greencalc.standards.scales.within import RangeRule

Rule = (
    YesNoRule
    | DegreeRule
    | LimitRule
    | LineRule
    | ShareRule
    | CalculatedRule
    | StepsRule
    | PointsRule
    | RangeRule
    | BestOfRule
)
"""A rule of any kind, as a table names it by its `kind`."""
