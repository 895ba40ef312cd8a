"""What an evaluation finds of items and groups."""

from __future__ import annotations

from fractions import Fraction

from attrs import fields, frozen

from greencalc.formula.computation import Computation, Input
from greencalc.languages.said import both, in_both, joined, say, word
from greencalc.plant.facts import Facts
from greencalc.showing.sheet import Entries, InALine, Printed, Sheet, Shown, Table
from greencalc.standards.rules import FormulaRule, LimitValue
from greencalc.standards.table import Group, Item, Standard
from greencalc.table_plan.targets import Target
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.unit_table import Unit

LIMIT_DIGITS = 15
"""Digits of a limit, which is shown as it is."""


@frozen(repr=False)
class Interval(InALine):
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
class Judgement(InALine):
    """What a rule says of an item: its status, the share of its points, and the numbers behind it.

    Attributes
    ----------
    status : str
        One of "met", "not met", "partly met", "not applicable" and "unknown".
    why : str
        The reason, with the numbers compared.
    share : Fraction or None
        The share of the points that is earned; None while unknown, and where the policy decides.
    exact_value : Fraction or None
        The quantity that was judged, in the unit of the formula's result.
    limit : str or None
        What it was compared with, in words.
    exact_limit : Fraction or None
        The limit, or the leading value, in the same unit.
    limit_row : LimitValue or None
        The table's limit for the plant's category.
    target : Target or None
        The values from which on the item is fully met.
    needs : tuple of str
        Names of the facts that are missing.
    missing_years : int
        How many more years of them are needed, where some are given.
    computation : Computation or None
        The formula worked out; None for yes/no items and while inputs are missing.
    beside : tuple of Fraction
        What the value stands beside wherever it is shown: limit, base and leading value, nothing and all of a rate.
    rounded : Fraction or None
        What was compared in place of the value, if it is not the same.
    """

    status: str
    why: str
    share: Fraction | None = None
    exact_value: Fraction | None = None
    limit: str | None = None
    exact_limit: Fraction | None = None
    limit_row: LimitValue | None = None
    target: Target | None = None
    needs: tuple[str, ...] = ()
    missing_years: int = 0
    computation: Computation | None = None
    beside: tuple[Fraction, ...] = ()
    rounded: Fraction | None = None

    def __str__(self) -> str:
        """Return status and reason."""
        return say("{status}: {why}", status=word(self.status), why=self.why)


@frozen(repr=False, kw_only=True)
class ItemResult(Shown, Judgement):
    """One requirement as judged: what its rule says, and the points that come of it.

    It shows itself as tables; ``Assessment.explain`` shows how it came about. What its rule says of it is held by its
    base, :class:`greencalc.Judgement`.

    Attributes
    ----------
    item : Item
        The row of the table.
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
    def needs_text(self) -> str:
        """What is missing in words, with the number of years; empty if nothing is."""
        names, more = joined(self.needs), self.missing_years
        if not more:
            return names
        if more == 1:
            return say("{names} of 1 more year", names=names)
        return say("{names} of {count} more years", names=names, count=more)

    @property
    def exact_margin(self) -> Fraction | None:
        """How far the value is on the right side of the limit or leading value, in `unit`; negative on the wrong."""
        limit, target = self.exact_limit, self.target
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

    @property
    def exact_loss(self) -> Fraction:
        """The points that are not earned of the 100, or taken besides; none while that is unknown."""
        if self.exact_points is None:
            return Fraction(0)
        return max(Fraction(0), -self.exact_points if self.item.kind == "bonus" else self.exact_of - self.exact_points)

    def _sheet(self) -> Sheet:
        notes = [("Why", self.why), ("Limit", self.limit or ""), ("Missing", self.needs_text)]
        if self.exact_of:
            notes.append(("Points", joined(earned_texts(self), " of ")))
        origin = say("{origin}. Source: {source}", origin=word(self.item.origin), source=word(self.item.source))
        notes += [("Evidence", self.evidence), ("Origin", origin)]
        inputs = [
            (
                Printed(one.symbol.tex),
                one.name,
                both(one.symbol.meaning, one.symbol.meaning_zh),
                one.typed_text,
            )
            for one in self.inputs
        ]
        tables = (
            Entries(((word(label), note) for label, note in notes if note), between=word(": ")),
            Table(("Symbol", "Name", "Meaning", "As typed"), inputs),
        )
        title = in_both(self.item)
        return Sheet(say("{id} {title}: {status}", id=self.id, title=title, status=word(self.status)), tables)


def item_result(standard: Standard, item: Item, judgement: Judgement, of: Fraction, facts: Facts) -> ItemResult:
    """Return what becomes of an item: what its rule says, the points that it can earn, and what it was judged from."""
    declaration = standard.formula_of(item)
    arguments = declaration.arguments if declaration is not None else {}
    amounts = [facts.amounts[name] for name in arguments if name in facts.amounts]
    said = [facts.statuses[item.id]] if item.id in facts.statuses else []
    return ItemResult(
        **{one.name: getattr(judgement, one.name) for one in fields(Judgement)},
        item=item,
        unit=None if declaration is None else str(declaration.result.unit),
        exact_points=None if judgement.share is None else judgement.share * of,
        exact_of=of,
        inputs=tuple(facts.inputs_of(arguments).values()),
        evidence=joined(dict.fromkeys(fact.evidence for fact in said + amounts if fact.evidence), "; "),
    )


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
        points = joined(earned_texts(self), " of ")
        return say("{id} {title}: {points}", id=self.id, title=self.group.title, points=points)

    @property
    def id(self) -> str:
        """The group's id."""
        return self.group.id

    @property
    def of(self) -> float:
        """Points that can be earned."""
        return float(self.exact_of)


def mandatory_items(count: int) -> str:
    """Say how many mandatory items there are."""
    return say("{count} mandatory item" if count == 1 else "{count} mandatory items", count=count)


def interval_text(points: Interval, *beside: Fraction | None, digits: int = 4, places: int | None = None) -> str:
    """Write points beside a pass mark or the points possible: as one number if both ends are the same."""
    lower, upper = points.exact_lower, points.exact_upper
    if lower == upper:
        return points_text(lower, *beside, digits=digits, places=places)
    pairs = ((lower, upper), (upper, lower))
    return joined((points_text(end, other, *beside, digits=digits, places=places) for end, other in pairs), " to ")


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
    if result.exact_value is None or result.computation is None:
        return "?"
    unit = result.computation.formula.result.unit
    return value_text(result.exact_value, unit, (*result.beside, *beside), result.rounded)


def value_text(
    value: Fraction, unit: Unit, beside: tuple[Fraction | None, ...], rounded: Fraction | None = None
) -> str:
    """Write a value so that it is told apart from what it stands beside, and what it was rounded to for that."""
    if rounded is None or rounded == value:
        return amount_text(value, unit, beside=beside)
    text = amount_text(value, unit, beside=(*beside, rounded))
    return say(
        "{value}, rounded {rounded}", value=text, rounded=amount_text(rounded, unit, LIMIT_DIGITS, (*beside, value))
    )
