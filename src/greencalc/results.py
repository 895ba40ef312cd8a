"""What an evaluation finds of items and groups."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from greencalc.computation import Computation, Input
from greencalc.display import InALine, Printed, Sheet, Shown, Table
from greencalc.judge import Judgement, Target
from greencalc.rounding import decimal_text
from greencalc.standard import Group, Item, LimitValue, YesNo

__all__ = ["GroupResult", "Interval", "ItemResult"]


@frozen(repr=False)
class Interval:
    """Points that are known to lie between two ends: the same unless something is unknown.

    Attributes
    ----------
    exact_lower, exact_upper : Fraction
        The points if everything unknown is not met, and if it is met.
    """

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

    def __str__(self) -> str:
        """Return the ends, rounded."""
        return f"{decimal_text(self.exact_lower)} to {decimal_text(self.exact_upper)}"

    def __repr__(self) -> str:
        """Return the ends, rounded."""
        return f"<{self}>"


@frozen(repr=False)
class ItemResult(Shown):
    """One requirement as judged. It shows itself as tables; ``Assessment.explain`` shows how it came about.

    Attributes
    ----------
    item : Item
        The row of the table.
    judgement : Judgement
        What its rule says: status, reason, value, limit, target.
    unit : str or None
        The unit of the value.
    exact_points : Fraction or None
        Points earned; None while unknown.
    exact_of : Fraction
        Points that can be earned.
    inputs : tuple of Input
        The amounts that its formula was given, also while others are missing.
    evidence : str
        What the facts' evidence notes say.
    """

    item: Item
    judgement: Judgement
    unit: str | None
    exact_points: Fraction | None
    exact_of: Fraction
    inputs: tuple[Input, ...]
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
    def status(self) -> str:
        """One of "met", "not met", "partly met", "not applicable" and "unknown"."""
        return self.judgement.status

    @property
    def why(self) -> str:
        """The reason for the status, with the numbers compared."""
        return self.judgement.why

    @property
    def exact_value(self) -> Fraction | None:
        """The quantity that was judged, exactly, in `unit`."""
        return self.judgement.value

    @property
    def limit(self) -> str | None:
        """What it was compared with, e.g. "<= 20 g/m2"."""
        return self.judgement.limit

    @property
    def limit_row(self) -> LimitValue | None:
        """The table's limit for the plant's vehicle type."""
        return self.judgement.limit_row

    @property
    def target(self) -> Target | None:
        """The values from which on the item is fully met."""
        return self.judgement.target

    @property
    def computation(self) -> Computation | None:
        """Its formula worked out, with every input; None for yes/no items and while inputs are missing."""
        return self.judgement.computation

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the facts that are missing."""
        return self.judgement.needs

    @property
    def exact_margin(self) -> Fraction | None:
        """How far the value is on the right side of the limit or leading value, in `unit`; negative on the wrong."""
        limit, target = self.judgement.exact_limit, self.target
        if limit is None or target is None or self.exact_value is None:
            return None
        distance = self.exact_value - limit
        return distance if target.better == "higher" else -distance

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

    def _sheet(self) -> Sheet:
        notes = [("Why", self.why), ("Limit", self.limit or ""), ("Missing", ", ".join(self.needs))]
        if self.exact_of:
            earned = "?" if self.exact_points is None else decimal_text(self.exact_points)
            notes.append(("Points", f"{earned} of {decimal_text(self.exact_of)}"))
        notes += [("Evidence", self.evidence), ("Origin", f"{self.item.origin}. Source: {self.item.source}")]
        inputs = tuple((Printed(one.symbol.tex), one.name, one.symbol.meaning, one.typed_text) for one in self.inputs)
        tables = [Table(("", ""), tuple(note for note in notes if note[1]))]
        if inputs:
            tables.append(Table(("Symbol", "Name", "Meaning", "As typed"), inputs))
        return Sheet(f"{self.id} {self.item.title} {self.item.title_zh}: {self.status}", tuple(tables))


@frozen(repr=False)
class GroupResult(InALine):
    """One group (Q1 ...) as scored.

    Attributes
    ----------
    group : Group
        The group of the table.
    points : Interval
        Points earned.
    exact_of : Fraction
        Points that can be earned.
    """

    group: Group
    points: Interval
    exact_of: Fraction

    def __str__(self) -> str:
        """Return the group and its points."""
        return f"{self.id} {self.group.title}: {self.points} of {decimal_text(self.exact_of)}"

    @property
    def id(self) -> str:
        """The group's id."""
        return self.group.id

    @property
    def of(self) -> float:
        """Points that can be earned."""
        return float(self.exact_of)
