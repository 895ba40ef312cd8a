"""What a table makes of the total: levels on it, and caps on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from greencalc.languages.said import joined, say, say_in_both, word
from greencalc.showing.sheet import InALine
from greencalc.units.number_text import points_text
from greencalc.units.text import amount_as_typed


@frozen(repr=False)
class RequiredShare(InALine):
    """What share of their points items must earn for a level.

    Attributes
    ----------
    share : str
        The share as typed: "60 %"; all if left out.
    items : tuple of str
        Their ids; all that can earn points, if left out. What does not apply is left out too.
    """

    share: str = "100 %"
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return items and share."""
        items = joined(self.items) if self.items else word("each item with points")
        return say("{items} at {share} at least", items=items, share=amount_as_typed(self.share))


@frozen(repr=False)
class RequiredPoints(InALine):
    """How many points a group must earn for a level.

    Attributes
    ----------
    group : str
        Its id.
    points_at_least : Fraction
        The points.
    """

    group: str
    points_at_least: Fraction

    def __str__(self) -> str:
        """Return group and points."""
        return say("{group} at {points} points at least", group=self.group, points=points_text(self.points_at_least))


@frozen(repr=False)
class Level(InALine):
    """A level that a plant reaches whose gate is open, by its total and whatever else must hold.

    Attributes
    ----------
    title : str
        Its name.
    points_at_least : Fraction
        The least total.
    origin, source : str
        How far it can be trusted, and where it comes from.
    title_zh : str
        Its name in Chinese.
    counts_from : str or None
        The share that an item must earn for its points to count for this level, and then as a whole; None where the
        level goes by the score.
    items : tuple of RequiredShare
        What items must earn besides.
    groups : tuple of RequiredPoints
        What groups must earn besides.
    """

    title: str
    points_at_least: Fraction
    origin: str
    source: str
    title_zh: str = ""
    counts_from: str | None = None
    items: tuple[RequiredShare, ...] = ()
    groups: tuple[RequiredPoints, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Let the title be said in Chinese."""
        say_in_both(self, "title")

    def __str__(self) -> str:
        """Return title and conditions."""
        return say("{title}: {conditions}", title=self.title, conditions=joined(self.conditions, "; "))

    @property
    def conditions(self) -> Iterator[str]:
        """What must hold, in words."""
        points = points_text(self.points_at_least)
        if self.counts_from is None:
            yield say("{points} points at least", points=points)
        else:
            share = amount_as_typed(self.counts_from)
            yield say("{points} points at least of items that earn {share} at least", points=points, share=share)
        yield from map(str, (*self.items, *self.groups))


@frozen(repr=False)
class Cap(InALine):
    """The most that the total can be, whatever is earned.

    Attributes
    ----------
    points : Fraction
        The most.
    origin, source : str
        How far it can be trusted, and where it comes from.
    unless : str or None
        The id of the item that has to be met for the total to be more; None where it never can be.
    """

    points: Fraction
    origin: str
    source: str
    unless: str | None = None

    def __str__(self) -> str:
        """Return points and condition."""
        points = points_text(self.points)
        if self.unless is None:
            return say("the total is {points} at most", points=points)
        return say("the total is {points} at most unless {item} is met", points=points, item=self.unless)


NO_LEVEL = "no level"
"""What a plant has that reaches none."""


@frozen(repr=False)
class LevelReached(InALine):
    """The level that a plant reaches: one, or several while something is unknown.

    Attributes
    ----------
    possible : tuple of (Level or None)
        The levels that it may have, from the lowest to the highest; None stands for no level.
    """

    possible: tuple[Level | None, ...]

    @property
    def lower(self) -> Level | None:
        """The level that it has at least: that if everything unknown is not met."""
        return self.possible[0]

    @property
    def upper(self) -> Level | None:
        """The level that it has at most: that if everything unknown is met."""
        return self.possible[-1]

    @property
    def is_known(self) -> bool:
        """Whether there is only one."""
        return len(self.possible) == 1

    def __str__(self) -> str:
        """Return the titles of all that it may have."""
        titles = [word(NO_LEVEL) if level is None else level.title for level in self.possible]
        return joined(titles, " or ")
