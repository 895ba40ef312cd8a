"""A standard's table of indicators: what is judged, how, for how many points, and on whose word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

import greencalc
from greencalc.formula.declaration import Formula
from greencalc.languages.said import both, english_only, in_both, joined, say, say_in_both, word
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine, Sheet, Shown, Table
from greencalc.standards.levels import Cap, Level
from greencalc.standards.rule_kinds import Rule
from greencalc.standards.rules import FormulaRule, LimitComparison, Policy
from greencalc.units.number_text import points_text
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from greencalc import Expressions

FULL_SCORE = Fraction(100)
VEHICLE_TYPE = "vehicle_type"
"""The category of tables that name no other; people have more words for vehicle types than tables do."""


@frozen(repr=False)
class Assumption(InALine):
    """Something a result rests on that no public source states.

    Attributes
    ----------
    what, what_zh : str
        What it is, in English and Chinese; the Chinese is empty where the library has put `what` together.
    origin, source : str
        How far it can be trusted, and where it comes from.
    """

    what: str
    origin: str
    source: str
    what_zh: str = ""

    def __attrs_post_init__(self) -> None:
        """Let what it is be said in Chinese."""
        say_in_both(self, "what")

    def __str__(self) -> str:
        """Return what it is, how far it can be trusted, and its source."""
        origin = word(self.origin)
        return say("{origin}: {what} [{source}]", origin=origin, what=self.what, source=word(self.source))


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
    points: Fraction
    origin: str
    source: str
    title_zh: str = ""

    def __attrs_post_init__(self) -> None:
        """Let the title be said in Chinese."""
        say_in_both(self, "title")

    def __str__(self) -> str:
        """Return id and title."""
        return say("{id} {title}", id=self.id, title=self.title)


@frozen(repr=False)
class Item(InALine):
    """A requirement: a row of the table.

    Attributes
    ----------
    id, clause : str
        Its id, and the clause that states it.
    title, title_zh : str
        What is required, in English and Chinese.
    kind : {"mandatory", "scoring", "bonus", "part"}
        Whether it is a gate, earns points of the 100, adds to them or takes from them, or counts only as one of those
        of which another item takes the best.
    rule : YesNoRule, DegreeRule, BestOfRule, LimitRule, LineRule, ShareRule, CalculatedRule, StepsRule, PointsRule \
or RangeRule
        How it is judged.
    origin, source : str
        How far it can be trusted, and where it comes from.
    group : str or None
        The id of its group; None for a mandatory item without points, for others than scoring ones, and where the
        table has no groups.
    points : Fraction
        The points as the table has them; of a bonus item those that it adds, or takes if they are negative.
    always_applies : bool
        Whether it applies to every plant, so that it cannot be said not to.
    applies_with : tuple of str
        Names of amounts that only a plant has to which it applies.
    """

    id: str
    clause: str
    title: str
    kind: Literal["mandatory", "scoring", "bonus", "part"]
    rule: Rule
    origin: str
    source: str
    title_zh: str = ""
    group: str | None = None
    points: Fraction = Fraction(0)
    always_applies: bool = False
    applies_with: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Let the title be said in Chinese."""
        say_in_both(self, "title")

    def __str__(self) -> str:
        """Return id, title and rule."""
        return say("{id} {title}: {rule}", id=self.id, title=self.title, rule=str(self.rule))

    @property
    def points_text(self) -> str:
        """The points, or that it is mandatory, in words."""
        if self.kind == "part":
            return word("part of another item")
        points = word("mandatory") if self.mandatory else points_text(self.points)
        return say("{points} beyond the 100", points=points) if self.kind == "bonus" else points

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
    in_force: dt.date
    status: str
    origin: str
    source: str
    title_zh: str = ""
    scoring: Literal["sum", "weighted"] = "sum"
    issued: dt.date | None = None
    comparison: LimitComparison = "full value"
    not_applicable: Policy | None = None
    pass_mark: Fraction | None = None
    category: str = VEHICLE_TYPE
    categories: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Let the title be said in Chinese."""
        say_in_both(self, "title")


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
    category : str
        The name of the fact that limits may go by: "vehicle_type", or another.
    categories : tuple of str
        What a plant may be by that fact.
    groups, items, assumptions : tuple
        The table; a table may have no groups.
    levels : tuple of Level
        The levels on the total, from the lowest to the highest.
    caps : tuple of Cap
        What keeps the total from being more.
    origin, source : str
        Where the table comes from.
    edition : str
        The edition whose formulas the rules use; empty if they use none.
    formulas : mapping of str to Formula
        The formulas that the rules may name.
    """

    edition: str

    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    levels: tuple[Level, ...] = ()
    caps: tuple[Cap, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    formulas: Mapping[str, Formula] = field(factory=dict, converter=read_only)

    @property
    def vehicle_types(self) -> tuple[str, ...]:
        """The vehicle types that limits tell apart; none where they go by another category."""
        return self.categories if self.category == VEHICLE_TYPE else ()

    @property
    def has_points(self) -> bool:
        """Whether there is anything to be earned; a table may be a gate alone."""
        return any(item.points for item in self.items)

    def formula_of(self, item: Item) -> Formula | None:
        """Return the formula that an item's rule names.

        Parameters
        ----------
        item : Item
            A row of this table.

        Returns
        -------
        Formula or None
            The declaration; None for an item that no quantity judges.

        Raises
        ------
        FactsError
            If it is no item.
        """
        expect(Item, item, self.number, "the item", "give one of the standard's items")
        return self.formulas[item.rule.formula] if isinstance(item.rule, FormulaRule) else None

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

    def expressions(self, headers: Any, **choices: Any) -> Expressions:
        """Return the table as expressions of polars, as :func:`greencalc.expressions` does.

        Parameters
        ----------
        headers : polars data frame, lazy frame or schema, or sequence of str
            The columns.
        **choices
            What else that function takes.

        Returns
        -------
        Expressions
            Those of the scores, and of the rows that are in doubt.

        Raises
        ------
        FactsError
            Listing every header and single value that cannot be used.

        Examples
        --------
        >>> from greencalc import load_standard
        >>> load_standard("qct1160_2022").expressions(["6.6"]).names
        ('eligible', 'score_lower', 'score_upper', 'coverage', 'doubt')
        """
        return greencalc.expressions(self, headers, **choices)

    def sql(self, headers: Any, **choices: Any) -> str:
        """Return the table as one SELECT, as :func:`greencalc.sql` does.

        Parameters
        ----------
        headers : sequence of str, or mapping of str to str
            The columns, or what cells each has.
        **choices
            What else that function takes.

        Returns
        -------
        str
            The query.

        Raises
        ------
        FactsError
            Listing every header and single value that cannot be used.

        Examples
        --------
        >>> from greencalc import load_standard
        >>> print(load_standard("qct1160_2022").sql(["6.6"], table="plants")[-13:])
        FROM "scores"
        """
        return greencalc.sql(self, headers, **choices)

    def _sheet(self) -> Sheet:
        issued = say("Issued {date}, ", date=self.issued) if self.issued else ""
        groups = tuple(
            (group.id, group.title, english_only(group.title_zh), points_text(group.points), word(group.origin))
            for group in self.groups
        )
        assumed = tuple((one.what, word(one.origin), word(one.source)) for one in self.assumptions)
        named = joined((self.number, in_both(self)), " ")
        return Sheet(
            named,
            (
                say(
                    "{issued}in force from {in_force}; status: {status}.",
                    issued=issued,
                    in_force=self.in_force,
                    status=word(self.status),
                ),
                say("Table: {origin}. Source: {source}.", origin=word(self.origin), source=word(self.source)),
                Table(("Group", "Title", english_only("中文"), "Points", "Origin"), groups),
                Sheet(
                    word("Items"),
                    (Table(_ITEM_HEADS, self._item_rows()),),
                    folded=True,
                ),
                Sheet(word("What the table rests on"), (Table(("What", "Origin", "Source"), assumed),), folded=True),
            ),
        )

    def _item_rows(self) -> Iterator[tuple[str, ...]]:
        for item in self.items:
            formula, rule = self.formula_of(item), item.rule
            judged = str(rule)
            if formula is not None and isinstance(rule, FormulaRule):
                judged = joined((both(rule.formula, formula.title_zh), rule.judged), "")
            titles = (item.title, english_only(item.title_zh))
            yield item.id, *titles, item.points_text, judged, word(item.origin)


_ITEM_HEADS = ("Item", "Requirement", english_only("要求"), "Points", "Judged by", "Origin")


@frozen
class Same:
    """A standard that equals itself alone, so that what is prepared for it is found again at once."""

    standard: Standard = field(eq=id)


def years_taken(item: Item, formula: Formula) -> int | None:
    """Return of how many years an item takes amounts; None for a sum over as many as are given."""
    years = item.rule.years if isinstance(item.rule, FormulaRule) else None
    if years is not None:
        return years.of
    return None if formula.over else 1
