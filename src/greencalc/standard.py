"""A standard's table of indicators: what is judged, how, for how many points, and on whose word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from attrs import field, frozen

from greencalc.display import InALine, Sheet, Shown
from greencalc.formula import Formula
from greencalc.read_only import read_only
from greencalc.standard_sheet import standard_sheet
from greencalc.wrong_kind import expect

__all__ = [
    "FULL_SCORE",
    "Assumption",
    "Calculated",
    "Degree",
    "FormulaRule",
    "Group",
    "Header",
    "Item",
    "LimitComparison",
    "LimitRule",
    "LimitValue",
    "Line",
    "Policy",
    "Rule",
    "Share",
    "Standard",
    "Years",
    "YesNo",
]

FULL_SCORE = Fraction(100)


@frozen(repr=False)
class YesNo(InALine):
    """An item that is met or not, as the evaluator finds."""

    kind: ClassVar[str] = "yes_no"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return "yes or no"


@frozen(repr=False)
class Degree(YesNo):
    """An item that is marked by how far it is met, as the evaluator finds."""

    kind: ClassVar[str] = "degree"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return "by the degree to which it is met"


@frozen(repr=False)
class LimitValue(InALine):
    """A limit as typed with its unit, for one vehicle type or for all.

    Attributes
    ----------
    value : str
        The limit, as typed.
    origin, source : str
        How far it can be trusted, and where it comes from.
    vehicle_type : str or None
        The vehicle type that it holds for; None for all.
    """

    value: str
    origin: str
    source: str
    vehicle_type: str | None = None

    def __str__(self) -> str:
        """Return limit and origin."""
        return f"{self.value}{f' ({self.vehicle_type})' if self.vehicle_type else ''}, {self.origin}"


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
        return f"in {self.at_least} of {self.of} years"


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

    @property
    def in_years(self) -> str:
        """In how many years, in words that follow others; empty for one year."""
        return f", {self.years}" if self.years else ""


@frozen(repr=False)
class LimitRule(FormulaRule):
    """A quantity against a limit: all points or none.

    Attributes
    ----------
    formula : str
        The name of the formula that gives the quantity.
    years : Years or None
        By how many years it is judged, where that is not one year.
    operator : {">=", ">", "<=", "<"}
        How the quantity is to stand to the limit.
    limits : tuple of LimitValue
        One limit for all, or one for each vehicle type that it holds for.
    """

    kind: ClassVar[str] = "limit"
    operator: Literal[">=", ">", "<=", "<"]
    limits: tuple[LimitValue, ...]

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        limits = "; ".join(
            f"{self.operator} {limit.value}{f' ({limit.vehicle_type})' if limit.vehicle_type else ''}"
            for limit in self.limits
        )
        return f"{self.formula} {limits}{self.in_years}"

    def leaves_out_some(self, vehicle_types: tuple[str, ...]) -> bool:
        """Tell whether no limit is set for one of some vehicle types.

        Parameters
        ----------
        vehicle_types : tuple of str
            The vehicle types that a plant may be of.

        Returns
        -------
        bool
            Whether the item applies to a plant of some of them only.
        """
        limited = {limit.vehicle_type for limit in self.limits}
        return None not in limited and not limited.issuperset(vehicle_types)


@frozen(repr=False)
class Line(FormulaRule):
    """Points on the line from a base value (none) to a leading value (all), given here or with the facts.

    Attributes
    ----------
    formula : str
        The name of the formula that gives the quantity.
    years : Years or None
        By how many years it is judged, where that is not one year.
    better : {"lower", "higher"}
        Which values are better.
    base, leading : str or None
        The two values as typed; None where they are given with the facts.
    """

    kind: ClassVar[str] = "line"
    better: Literal["lower", "higher"]
    base: str | None = None
    leading: str | None = None

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        base = self.base or "the base value given with the facts"
        leading = self.leading or "the leading value given with the facts"
        return f"{self.formula}, on the line from {base} (no points) to {leading} (all points){self.in_years}"

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

    def share(self, value: Fraction, base: Fraction, leading: Fraction) -> Fraction:
        """Return the share of the points that a value earns.

        Parameters
        ----------
        value : Fraction
            The quantity.
        base, leading : Fraction
            The values from which on it earns something, and all, in the unit of the quantity.

        Returns
        -------
        Fraction
            The share, from 0 to 1.
        """
        return min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))


@frozen(repr=False)
class Share(FormulaRule):
    """Points in proportion to a rate.

    Attributes
    ----------
    formula : str
        The name of the formula that gives the quantity.
    years : Years or None
        By how many years it is judged, where that is not one year.
    """

    kind: ClassVar[str] = "share"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return f"{self.formula}, points in proportion to the rate{self.in_years}"


@frozen(repr=False)
class Calculated(FormulaRule):
    """A quantity that is to be calculated, whatever comes out.

    Attributes
    ----------
    formula : str
        The name of the formula that gives the quantity.
    years : Years or None
        By how many years it is judged, where that is not one year.
    """

    kind: ClassVar[str] = "calculated"

    def __str__(self) -> str:
        """Return how it is judged, in words."""
        return f"{self.formula}, to be calculated{self.in_years}"


LimitComparison = Literal["full value", "rounded value"]
"""How a value is compared with a limit: as it is, or rounded to the limit's digits first (GB/T 8170)."""

Policy = Literal["keep", "full", "renormalise"]
"""What becomes of the points of an item that does not apply."""

Rule = YesNo | Degree | LimitRule | Line | Share | Calculated


@frozen(repr=False)
class Assumption(InALine):
    """Something a result rests on that no public source states.

    Attributes
    ----------
    what : str
        What it is.
    origin, source : str
        How far it can be trusted, and where it comes from.
    """

    what: str
    origin: str
    source: str

    def __str__(self) -> str:
        """Return what it is, how far it can be trusted, and its source."""
        return f"{self.origin}: {self.what} [{self.source}]"


@frozen(repr=False)
class Group(InALine):
    """A first-level indicator (Q1 ...) and its points.

    Attributes
    ----------
    id : str
        Its id, as in "Q1".
    chapter : str
        The chapter of the standard, or the table, that it stands for.
    title, title_zh : str
        The title, in English and Chinese.
    points : Fraction
        Its points of 100; where groups are weighted, its weight in percent.
    origin, source : str
        How far the points can be trusted, and where they come from.
    """

    id: str
    chapter: str
    title: str
    title_zh: str
    points: Fraction
    origin: str
    source: str

    def __str__(self) -> str:
        """Return id and title."""
        return f"{self.id} {self.title}"


@frozen(repr=False)
class Item(InALine):
    """A requirement: a row of the table.

    Attributes
    ----------
    id, clause : str
        Its id, and the clause that states it.
    title, title_zh : str
        What is required, in English and Chinese.
    kind : {"mandatory", "scoring"}
        Whether it is a gate.
    rule : YesNo, Degree, LimitRule, Line, Share or Calculated
        How it is judged.
    origin, source : str
        How far it can be trusted, and where it comes from.
    group : str or None
        The id of its group; None for a mandatory item without points.
    points : Fraction
        The points as the table has them.
    always_applies : bool
        Whether it applies to every plant, so that it cannot be said not to.
    applies_with : tuple of str
        Names of amounts that only a plant has to which it applies.
    """

    id: str
    clause: str
    title: str
    title_zh: str
    kind: Literal["mandatory", "scoring"]
    rule: Rule
    origin: str
    source: str
    group: str | None = None
    points: Fraction = Fraction(0)
    always_applies: bool = False
    applies_with: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return id, title and rule."""
        return f"{self.id} {self.title}: {self.rule}"

    @property
    def mandatory(self) -> bool:
        """Whether the item is a gate."""
        return self.kind == "mandatory"


@frozen(kw_only=True)
class Header:
    """What a standard's table says of itself; see :class:`Standard`."""

    id: str
    number: str
    title: str
    title_zh: str
    in_force: dt.date
    status: str
    scoring: Literal["sum", "weighted"]
    origin: str
    source: str
    issued: dt.date | None = None
    comparison: LimitComparison = "full value"
    not_applicable: Policy | None = None
    pass_mark: Fraction | None = None
    vehicle_types: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Standard(Shown, Header):
    """A standard's edition with its table. It shows itself as tables.

    Attributes
    ----------
    id, number, title, title_zh : str
        Names.
    in_force : datetime.date
        The date from which it is in force.
    issued : datetime.date or None
        The date of issue, where it is known.
    status : str
        Whether it is in force.
    scoring : {"sum", "weighted"}
        Whether item points add up to the group's points and groups to 100, or each group is scored to 100
        and multiplied by its share.
    not_applicable : {"keep", "full", "renormalise"} or None
        What becomes of the points of an item that does not apply: they are lost, granted, or spread over the
        rest of the group. None: the caller has to say.
    comparison : {"full value", "rounded value"}
        How a value is compared with a limit: as it is, or rounded to the limit's digits first.
    pass_mark : Fraction or None
        The score from which a plant passes; None where its owner gives none.
    vehicle_types : tuple of str
        The vehicle types that limits may tell apart.
    groups, items, assumptions : tuple
        The table.
    origin, source : str
        Where the table comes from.
    edition : str
        The shipped edition whose formulas the rules use.
    formulas : mapping of str to Formula
        The formulas that the rules may name.
    """

    edition: str

    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    formulas: Mapping[str, Formula] = field(factory=dict, converter=read_only)

    def formula_of(self, item: Item) -> Formula | None:
        """Return the formula that an item's rule names.

        Parameters
        ----------
        item : Item
            A row of this table.

        Returns
        -------
        Formula or None
            The declaration; None for a yes/no item.

        Raises
        ------
        FactsError
            If it is no item.
        """
        expect(Item, item, self.number, "the item", "give one of the standard's items")
        return None if isinstance(item.rule, YesNo) else self.formulas[item.rule.formula]

    def signs_of(self, item: Item) -> tuple[str, ...]:
        """Return the amounts that only a plant has to which an item applies.

        Parameters
        ----------
        item : Item
            A row of this table.

        Returns
        -------
        tuple of str
            Those that the row names, and those that its formula takes and no other formula of the table.
        """
        own = self.formula_of(item)
        formulas = {formula.name: formula for formula in map(self.formula_of, self.items) if formula is not None}
        others = {name for formula in formulas.values() if formula is not own for name in formula.arguments}
        its_own = [name for name in (own.arguments if own else ()) if name not in others]
        return tuple(dict.fromkeys([*item.applies_with, *its_own]))

    def _sheet(self) -> Sheet:
        return standard_sheet(self)
