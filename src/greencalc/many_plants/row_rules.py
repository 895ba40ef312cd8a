"""What each kind of rule says of many values: verdicts in floats, and which of them floats cannot settle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

from greencalc.formula.declaration import Formula
from greencalc.table_plan.targets import Target, limit_target
from greencalc.many_plants.columns.amounts import Amounts
from greencalc.many_plants.plant_table import PlantTable
from greencalc.standards.rules import CalculatedRule, LimitComparison, LimitRule, LineRule, ShareRule
from greencalc.standards.table import Item, Standard
from greencalc.units.text import exact_in

_HALF_ULP = 2.0**-53  # from 1 to the next float below
_BLUR = 1e-12
"""What a share of points in floats may be off by."""


def _in_floats(share: Fraction) -> float:
    """Return an exact share as a float that is 0 or 1 only if the share is."""
    if share in {0, 1}:
        return float(share)
    return min(max(float(share), math.ulp(0.0)), 1 - _HALF_ULP)


class RowsToJudge(Protocol):
    """What a rule needs to know of a block of rows."""

    start: int
    rows: int
    amounts: dict[str, Amounts]
    types: Any
    untyped: Any
    table: PlantTable


class RowRule(Protocol):
    """A rule, prepared for many rows."""

    def unknown(self, block: RowsToJudge) -> Any:
        """Return in which rows it lacks something other than the value, or None."""

    def does_not_apply(self, block: RowsToJudge) -> Any:
        """Return in which rows it does not apply, or None."""

    def verdict(self, values: Any, block: RowsToJudge) -> tuple[Any, Any]:
        """Return whether values keep it, or what share they earn, and which of them are in doubt, or None."""

    def settle(self, value: Fraction, row: int, block: RowsToJudge) -> Any:
        """Judge an exact value of a row; None if the rule cannot be used on it."""


def rule_for_rows(item: Item, standard: Standard, comparison: LimitComparison, error: float) -> RowRule:
    """Prepare an item's rule.

    Parameters
    ----------
    item : Item
        The item, of a formula.
    standard : Standard
        Its table.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.
    error : float
        What a value in floats is off by at most, relative to itself.
    """
    declaration = standard.formula_of(item)
    assert declaration is not None  # noqa: S101 (yes/no items are judged by their column)
    if isinstance(item.rule, LimitRule):
        return _Limit(item.rule, standard, declaration, comparison, error)
    if isinstance(item.rule, LineRule):
        return _Line(item.rule, declaration, error)
    if isinstance(item.rule, ShareRule):
        return _Share(declaration, error)
    assert isinstance(item.rule, CalculatedRule)  # noqa: S101 (a new kind of rule has its own way, or none)
    return _Calculated()


class _Calculated:
    """A quantity that is to be calculated, whatever comes out."""

    def unknown(self, block: RowsToJudge) -> Any:
        """Return None: it needs the value alone."""
        del block

    def does_not_apply(self, block: RowsToJudge) -> Any:
        """Return None: it applies to all."""
        del block

    def verdict(self, values: Any, block: RowsToJudge) -> tuple[Any, Any]:
        """Return that all values keep it."""
        del values
        return np.ones(block.rows, dtype=bool), None

    def settle(self, value: Fraction, row: int, block: RowsToJudge) -> Any:
        """Return that a value keeps it."""
        del value, row, block
        return True


class _Limit(_Calculated):
    """A quantity against a limit, of the row's vehicle type where limits go by that."""

    def __init__(
        self, rule: LimitRule, standard: Standard, declaration: Formula, comparison: LimitComparison, error: float
    ) -> None:
        unit = declaration.result.unit
        self.by_type = rule.limits[0].vehicle_type is not None
        kinds: Sequence[str | None] = [*standard.vehicle_types, None] if self.by_type else [None]
        limits = {limit.vehicle_type: limit_target(rule.operator, limit, unit, comparison) for limit in rule.limits}
        self.targets: list[Target | None] = [limits.get(kind) for kind in kinds]
        self.better = next(iter(limits.values())).better
        floats = np.array([np.nan if target is None else float(target.value) for target in self.targets])
        self.low, self.high = floats * (1 - error), floats * (1 + error)
        self.spares = np.isnan(floats)
        self.spares[-1] &= not self.by_type  # a type that is unknown may have a limit

    def unknown(self, block: RowsToJudge) -> Any:
        """Return where the vehicle type is unknown."""
        return block.untyped if self.by_type else None

    def does_not_apply(self, block: RowsToJudge) -> Any:
        """Return where the vehicle type is known and has no limit."""
        if not self.spares.any():
            return None
        does_not_apply = np.take(self.spares, block.types)
        return np.broadcast_to(does_not_apply, block.rows) if np.any(does_not_apply) else None

    def verdict(self, values: Any, block: RowsToJudge) -> tuple[Any, Any]:
        """Compare values with the edges of a strip about the limit."""
        low, high = self.low[0], self.high[0]
        if self.by_type:
            low, high = np.take(self.low, block.types), np.take(self.high, block.types)
        above, below = values > high, values < low
        doubtful = above == below
        if self.by_type and np.any(doubtful):  # beside no limit there is nothing to doubt
            doubtful &= ~np.isnan(low)
        return above if self.better == "higher" else below, doubtful if np.any(doubtful) else None

    def settle(self, value: Fraction, row: int, block: RowsToJudge) -> Any:
        """Compare an exact value with the exact limit."""
        place = np.broadcast_to(block.types, block.rows)[row] if self.by_type else 0
        target = self.targets[place]
        return target is not None and target.is_met_by(value)


class _Share(_Calculated):
    """Points in proportion to a rate."""

    def __init__(self, declaration: Formula, error: float) -> None:
        self.size = declaration.result.unit.size
        self.most = 1 - error - 2 * np.finfo(float).eps

    def verdict(self, values: Any, block: RowsToJudge) -> tuple[Any, Any]:
        """Return the rate; what may be more than all, or less than nothing, is in doubt."""
        del block
        shares = values * float(self.size)
        if shares[shares.argmin()] >= 0 and shares[shares.argmax()] < self.most:
            return shares, None
        return shares, ~((shares >= 0) & (shares < self.most))

    def settle(self, value: Fraction, row: int, block: RowsToJudge) -> Any:
        """Return the exact rate, if it is one."""
        del row, block
        share = value * self.size
        return _in_floats(share) if 0 <= share <= 1 else None


class _Line(_Calculated):
    """Points on the line from a base value to a leading value."""

    def __init__(self, rule: LineRule, declaration: Formula, error: float) -> None:
        self.rule = rule
        self.unit = declaration.result.unit
        self.missing = rule.missing_ends
        texts = {"base": rule.base, "leading": rule.leading}
        self.stated = {end: exact_in(text, self.unit) for end, text in texts.items() if text is not None}
        self.error = error + 4 * np.finfo(float).eps  # the ends are rounded too

    def unknown(self, block: RowsToJudge) -> Any:
        """Return where an end is unknown."""
        if not self._has_ends(block):
            return np.ones(block.rows, dtype=bool)
        parts = [block.amounts[block.table.ends[name].header.text].unknown for name in self.missing]
        masks = [np.broadcast_to(part, block.rows) for part in parts if part is not None]
        return np.logical_or.reduce(masks) if masks else None

    def verdict(self, values: Any, block: RowsToJudge) -> tuple[Any, Any]:
        """Return the shares; what lies at an end, or on a line that may run the wrong way, is in doubt."""
        if not self._has_ends(block):
            return np.zeros(block.rows), None
        base, leading = (self._float(end, block) for end in ("base", "leading"))
        length: Any = leading - base if self.rule.better == "higher" else base - leading
        size = np.maximum(np.abs(base), np.abs(leading))
        with np.errstate(all="ignore"):
            shares = (values - base) / (leading - base)
            strip = 2 * self.error * size / length
            surely = ((shares > strip) & (shares < 1 - strip)) | (shares < -strip) | (shares > 1 + strip)
        doubtful = ~(surely & (length > 0) & (strip <= _BLUR))
        return np.minimum(np.maximum(shares, 0.0), 1.0), doubtful if np.any(doubtful) else None

    def settle(self, value: Fraction, row: int, block: RowsToJudge) -> Any:
        """Return the exact share, if the line runs the right way."""
        base, leading = (self._exact(end, block.start + row, block.table) for end in ("base", "leading"))
        return _in_floats(self.rule.share(value, base, leading)) if self.rule.is_straight(base, leading) else None

    def _has_ends(self, block: RowsToJudge) -> bool:
        return all(name in block.table.ends for name in self.missing)

    def _float(self, end: str, block: RowsToJudge) -> Any:
        if end in self.stated:
            return float(self.stated[end])
        return block.amounts[block.table.ends[f"{self.rule.formula}_{end}"].header.text].values

    def _exact(self, end: str, row: int, table: PlantTable) -> Fraction:
        if end in self.stated:
            return self.stated[end]
        exact = table.ends[f"{self.rule.formula}_{end}"].exact(row)
        assert exact is not None  # noqa: S101 (rows with bad or empty cells are not settled)
        return exact
