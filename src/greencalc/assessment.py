"""What an evaluation finds: items, groups, score, and what it rests on."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from greencalc.standard import Assumption, Group, Item, Standard, YesNo

__all__ = ["Assessment", "GroupResult", "Interval", "ItemResult"]


@frozen
class Interval:
    """Points that are known to lie between two ends: the same unless something is unknown."""

    exact_lower: Fraction
    exact_upper: Fraction

    @property
    def lower(self) -> float:
        """The points if everything unknown is not met."""
        return float(self.exact_lower)

    @property
    def upper(self) -> float:
        """The points if everything unknown is met."""
        return float(self.exact_upper)


@frozen
class ItemResult:
    """One requirement as judged.

    Attributes
    ----------
    item : Item
        The row of the table.
    status : str
        "met", "not met", "partly met", "not applicable" or "unknown".
    why : str
        The reason for the status, with the numbers compared.
    exact_value : Fraction or None
        The quantity that was judged, in `unit`.
    unit : str or None
        Its unit.
    limit : str or None
        What it was compared with, e.g. "<= 20 g/m2".
    exact_points : Fraction or None
        Points earned; None while unknown.
    exact_of : Fraction
        Points that can be earned.
    needs : tuple of str
        Names of the facts that are missing.
    inputs : tuple of (str, str)
        The amounts that the formula was given, as typed.
    evidence : str
        What the facts' evidence notes say.
    """

    item: Item
    status: str
    why: str
    exact_value: Fraction | None
    unit: str | None
    limit: str | None
    exact_points: Fraction | None
    exact_of: Fraction
    needs: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    evidence: str

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def clause(self) -> str:
        """The clause that states the requirement."""
        return self.item.clause

    @property
    def formula(self) -> str | None:
        """The name of the formula that the item's rule uses."""
        return None if isinstance(self.item.rule, YesNo) else self.item.rule.formula

    @property
    def value(self) -> float | None:
        """The quantity that was judged, in `unit`."""
        return None if self.exact_value is None else float(self.exact_value)

    @property
    def points(self) -> float | None:
        """Points earned; None while unknown."""
        return None if self.exact_points is None else float(self.exact_points)

    @property
    def of(self) -> float:
        """Points that can be earned."""
        return float(self.exact_of)


@frozen
class GroupResult:
    """One group (Q1 ...) as scored."""

    group: Group
    points: Interval
    exact_of: Fraction

    @property
    def id(self) -> str:
        """The group's id."""
        return self.group.id

    @property
    def of(self) -> float:
        """Points that can be earned."""
        return float(self.exact_of)


@frozen
class Assessment:
    """A plant judged by a standard.

    Attributes
    ----------
    table : Standard
        The standard that was used.
    eligible : bool or None
        Whether all mandatory items are met; None while that is unknown. Points are shown either way.
    score : Interval
        The total of 100.
    exact_coverage : Fraction
        The part of all points whose items are known.
    groups : tuple of GroupResult
        The groups in order.
    items : tuple of ItemResult
        All items in order.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum touches the result, and what the user chose.
    vehicle_type : str or None
        The plant's vehicle type.
    not_applicable : str or None
        The policy for items that do not apply.
    unused : tuple of (str, str)
        Facts that the standard does not need, each with a hint or an empty text.
    """

    table: Standard
    eligible: bool | None
    score: Interval
    exact_coverage: Fraction
    groups: tuple[GroupResult, ...]
    items: tuple[ItemResult, ...]
    assumptions: tuple[Assumption, ...]
    vehicle_type: str | None
    not_applicable: str | None
    unused: tuple[tuple[str, str], ...]

    @property
    def standard(self) -> str:
        """The standard's id."""
        return self.table.id

    @property
    def coverage(self) -> float:
        """The part of all points whose items are known, from 0 to 1."""
        return float(self.exact_coverage)

    @property
    def passed(self) -> bool | None:
        """Whether the score reaches the pass mark; None where there is none, or while it is unknown."""
        mark = self.table.pass_mark
        if mark is None or self.score.exact_lower < mark <= self.score.exact_upper:
            return None
        return self.score.exact_lower >= mark

    def item(self, item_id: str) -> ItemResult:
        """Return the result of one item.

        Raises
        ------
        KeyError
            If the table has no item of that id.
        """
        for result in self.items:
            if result.id == item_id:
                return result
        alike = [result.id for result in self.items if result.clause.startswith(item_id)]
        raise KeyError(
            f"{self.table.number} has no item {item_id!r}" + (f"; it has {', '.join(alike)}" if alike else "")
        )
