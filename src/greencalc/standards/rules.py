"""The kinds of rules by which an item is judged, as data."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import field, frozen

from greencalc.languages.said import joined, say, word
from greencalc.showing.sheet import InALine
from greencalc.units.text import amount_as_typed


@frozen(repr=False)
class YesNoRule(InALine):
    """An item that is met or not, as the evaluator finds."""

    kind: ClassVar[str] = "yes_no"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return word("yes or no")


@frozen(repr=False)
class DegreeRule(YesNoRule):
    """An item that is marked by how far it is met, as the evaluator finds."""

    kind: ClassVar[str] = "degree"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return word("by the degree to which it is met")


@frozen(repr=False)
class BestOfRule(InALine):
    """An item that earns what the best of several others earns, of which each stands for the requirement.

    Attributes
    ----------
    items : tuple of str
        The ids of the others.
    """

    kind: ClassVar[str] = "best_of"
    items: tuple[str, ...]

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return say("the best of {items}", items=joined(self.items))


@frozen(repr=False)
class LimitValue(InALine):
    """A limit as typed with its unit, for one category of plants or for all.

    Attributes
    ----------
    value : str
        The limit, as typed.
    origin, source : str
        How far it can be trusted, and where it comes from.
    category : str or None
        The category that it holds for, one of the table's; None for all.
    """

    value: str
    origin: str
    source: str
    category: str | None = None

    def __str__(self) -> str:
        """Return limit and origin."""
        return joined((for_category(amount_as_typed(self.value), self), word(self.origin)))


def for_category(condition: str, limit: LimitValue) -> str:
    """Say for which category of plants a condition holds, if not for all."""
    if limit.category is None:
        return condition
    return say("{condition} ({category})", condition=condition, category=word(limit.category))


@frozen(repr=False)
class Years(InALine):
    """How many years an item is judged by.

    Attributes
    ----------
    at_least : int
        How many of them count: the item is judged by the year that is the last of so many, the best first.
    of : int
        How many years are looked at. A formula that sums over years sums all of them.
    """

    at_least: int
    of: int

    def __str__(self) -> str:
        """Return in which years, in words."""
        return say("in {at_least} of {of} years", at_least=self.at_least, of=self.of)


@frozen(repr=False)
class FormulaRule(InALine):
    """A rule that judges by a quantity.

    Attributes
    ----------
    formula : str
        The name of the formula that gives the quantity.
    years : Years or None
        By how many years it is judged, where that is not one year.
    """

    formula: str
    years: Years | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return joined((self.formula, self.judged), "")

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        return self.in_years

    @property
    def is_better_lower(self) -> bool:
        """Whether lower values are better."""
        return False

    @property
    def in_years(self) -> str:
        """In how many years, in words that follow others; empty for one year."""
        return say(", {years}", years=str(self.years)) if self.years else ""


@frozen(repr=False)
class LimitRule(FormulaRule):
    """A quantity against a limit: all points or none.

    Attributes
    ----------
    operator : {">=", ">", "<=", "<"}
        How the quantity is to stand to the limit.
    limits : tuple of LimitValue
        One limit for all, or one for each category that it holds for.
    """

    kind: ClassVar[str] = "limit"
    operator: Literal[">=", ">", "<=", "<"]
    limits: tuple[LimitValue, ...]

    @property
    def is_better_lower(self) -> bool:
        """Whether lower values are better."""
        return self.operator in {"<=", "<"}

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        operator = word(self.operator)
        limits = [
            for_category(say("{operator} {limit}", operator=operator, limit=amount_as_typed(limit.value)), limit)
            for limit in self.limits
        ]
        return joined((" ", joined(limits, "; "), super().judged), "")

    def leaves_out_some(self, categories: tuple[str, ...]) -> bool:
        """Tell whether no limit is set for one of some categories.

        Parameters
        ----------
        categories : tuple of str
            The categories that a plant may be of.

        Returns
        -------
        bool
            Whether the item applies to a plant of some of them only.
        """
        limited = {limit.category for limit in self.limits}
        return None not in limited and not limited.issuperset(categories)


@frozen(repr=False)
class LineRule(FormulaRule):
    """Points on the line from a base value (none) to a leading value (all), given here or with the facts.

    Attributes
    ----------
    better : {"lower", "higher"}
        Which values are better.
    base, leading : str or None
        The two values as typed; None where they are given with the facts.
    """

    kind: ClassVar[str] = "line"
    better: Literal["lower", "higher"]
    base: str | None = None
    leading: str | None = None

    @property
    def is_better_lower(self) -> bool:
        """Whether lower values are better."""
        return self.better == "lower"

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        base = amount_as_typed(self.base) if self.base else word("the base value given with the facts")
        leading = amount_as_typed(self.leading) if self.leading else word("the leading value given with the facts")
        line = say(", on the line from {base} (no points) to {leading} (all points)", base=base, leading=leading)
        return joined((line, super().judged), "")

    @property
    def missing_ends(self) -> tuple[str, ...]:
        """The names of the facts that stand in for the base and leading value that the table leaves out."""
        ends = (("base", self.base), ("leading", self.leading))
        return tuple(f"{self.formula}_{end}" for end, value in ends if value is None)

    def is_straight(self, base: Fraction, leading: Fraction) -> bool:
        """Tell whether the leading value is better than the base value.

        Parameters
        ----------
        base, leading : Fraction
            The two values, in one unit.

        Returns
        -------
        bool
            Whether it is.
        """
        return leading < base if self.better == "lower" else leading > base


@frozen(repr=False)
class ShareRule(FormulaRule):
    """Points in proportion to a rate."""

    kind: ClassVar[str] = "share"

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        return joined((word(", points in proportion to the rate"), super().judged), "")


@frozen(repr=False)
class CalculatedRule(FormulaRule):
    """A quantity that is to be calculated, whatever comes out."""

    kind: ClassVar[str] = "calculated"

    @property
    def judged(self) -> str:
        """How the quantity is judged, in words that follow its name or title."""
        return joined((word(", to be calculated"), super().judged), "")


LimitComparison = Literal["full value", "rounded value"]
"""How a value is compared with a limit: as it is, or rounded to the limit's digits first (GB/T 8170)."""


Policy = Literal["keep", "full", "renormalise"]
"""What becomes of the points of an item that does not apply."""
