"""What an evaluation finds of items and groups."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from greencalc.computation import Computation, Input
from greencalc.display import InALine, Printed, Sheet, Shown, Table
from greencalc.judge import Judgement, Target, value_text
from greencalc.rounding import points_text
from greencalc.standard import FormulaRule, Group, Item, LimitValue

__all__ = ["GroupResult", "Interval", "ItemResult", "earned_texts", "interval_text", "written_value"]


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
        return interval_text(self)

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
    def needs_text(self) -> str:
        """What is missing in words, with the number of years; empty if nothing is."""
        names = ", ".join(self.needs)
        more = self.judgement.missing_years
        return f"{names} of {more} more {'year' if more == 1 else 'years'}" if more else names

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
        return self.item.rule.formula if isinstance(self.item.rule, FormulaRule) else None

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
        notes = [("Why", self.why), ("Limit", self.limit or ""), ("Missing", self.needs_text)]
        if self.exact_of:
            notes.append(("Points", " of ".join(earned_texts(self))))
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
        return f"{self.id} {self.group.title}: {' of '.join(earned_texts(self))}"

    @property
    def id(self) -> str:
        """The group's id."""
        return self.group.id

    @property
    def of(self) -> float:
        """Points that can be earned."""
        return float(self.exact_of)


def interval_text(points: Interval, *beside: Fraction | None, digits: int = 4, places: int | None = None) -> str:
    """Write points beside a pass mark or the points possible: as one number if both ends are the same."""
    lower, upper = points.exact_lower, points.exact_upper
    if lower == upper:
        return points_text(lower, *beside, digits=digits, places=places)
    pairs = ((lower, upper), (upper, lower))
    return " to ".join(points_text(end, other, *beside, digits=digits, places=places) for end, other in pairs)


def earned_texts(
    result: ItemResult | GroupResult, *beside: Fraction | None, digits: int = 4, places: int | None = None
) -> tuple[str, str]:
    """Write the points earned, and those that can be: the same two numbers only if all are earned."""
    of = result.exact_of
    if isinstance(result, GroupResult):
        points = result.points
    elif result.exact_points is None:
        return "?", points_text(of, digits=digits, places=places)
    else:
        points = Interval(result.exact_points, result.exact_points)
    ends = (points.exact_lower, points.exact_upper)
    earned = interval_text(points, of, *beside, digits=digits, places=places)
    return earned, points_text(of, *ends, digits=digits, places=places)


def written_value(result: ItemResult, *beside: Fraction | None) -> str:
    """Write a value beside what it was compared with and whatever else; "?" while it is unknown."""
    judgement = result.judgement
    if judgement.value is None or judgement.computation is None:
        return "?"
    unit = judgement.computation.formula.result.unit
    return value_text(judgement.value, unit, (*judgement.beside, *beside), judgement.rounded)
