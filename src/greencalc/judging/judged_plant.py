"""A plant judged by a standard, as data: what explaining and reporting work on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from greencalc.factors.tables import Factors
from greencalc.formula.computation import Computation
from greencalc.judging.assumptions import assumptions
from greencalc.judging.faults import compute_all
from greencalc.judging.results import GroupResult, Interval, ItemResult, item_result
from greencalc.judging.verdicts import Verdict
from greencalc.judging.worded import Wording
from greencalc.languages.said import say
from greencalc.plant.facts import Facts
from greencalc.plant.names import MOST_HINTS, hint_for
from greencalc.plant.plausible_ranges import PlausibleRange
from greencalc.plant.slips import Finding, check_plausibility
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.standards.levels import Level, LevelReached
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import VEHICLE_TYPE, Assumption, Standard


@frozen(repr=False)
class JudgedPlant(InALine):
    """A plant judged by a standard, as data.

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
    reached : tuple of (bool, bool)
        Whether each level of the table is reached: for certain, and perhaps; `level` says it in words.
    groups : tuple of GroupResult
        The groups in order.
    verdicts : mapping of str to Verdict
        What each item comes to, by id; `items` says it in words.
    facts : Facts
        The facts as the standard needs them.
    not_applicable : str or None
        The policy for items that do not apply.
    comparison : {"full value", "rounded value"}
        How values were compared with limits.
    ranges : tuple of PlausibleRange
        The ranges that the facts were looked at with.
    factors : Factors or None
        The factor tables that the caller gave for the ledgers; None for the library's own.
    chosen : mapping of str to str
        The settings that the caller chose in place of the table's.
    """

    table: Standard
    eligible: bool | None
    score: Interval
    exact_coverage: Fraction
    reached: tuple[tuple[bool, bool], ...]
    groups: tuple[GroupResult, ...]
    verdicts: Mapping[str, Verdict] = field(converter=read_only)
    facts: Facts
    not_applicable: Policy | None
    comparison: LimitComparison
    ranges: tuple[PlausibleRange, ...]
    factors: Factors | None
    chosen: Mapping[str, str] = field(converter=read_only)

    @cached_property
    def items(self) -> tuple[ItemResult, ...]:
        """All items in order."""
        wording = Wording(self.table, self.facts, self.comparison, self._computed, self.verdicts)
        return tuple(
            item_result(self.table, item, wording.judgement(item, verdict), verdict.of, self.facts)
            for item in self.table.items
            for verdict in [self.verdicts[item.id]]
        )

    @cached_property
    def _computed(self) -> Mapping[str, Computation]:
        return compute_all(self.table, self.facts)[0]

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Whatever derived or assumed datum touches the result, and what the user chose."""
        return tuple(assumptions(self.table, self.items, self.facts, self.chosen))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is probably a slip; reported, and never a changed value."""
        return check_plausibility(self.table, self.ranges, self.facts, self._computed.values())

    @property
    def standard(self) -> str:
        """The standard's id."""
        return self.table.id

    @property
    def category(self) -> str | None:
        """What the plant is, of the categories that limits go by; None if it is not known."""
        return self.facts.category

    @property
    def vehicle_type(self) -> str | None:
        """The plant's vehicle type; None if it is not known, or the table's limits go by another category."""
        return self.category if self.table.category == VEHICLE_TYPE else None

    @property
    def unused(self) -> tuple[tuple[str, str], ...]:
        """Facts that nothing needs, each with a hint or an empty text."""
        checked = {name for row in self.ranges for name in row.above + row.below}
        names = [name for name in self.facts.unused if name not in checked]
        return tuple(
            (name, hint_for(self.table, name) if place < MOST_HINTS else "") for place, name in enumerate(names)
        )

    @property
    def coverage(self) -> float:
        """The part of all points whose items are known, from 0 to 1."""
        return float(self.exact_coverage)

    @property
    def level(self) -> LevelReached | None:
        """The level that the plant reaches, or those that it may have; None where the table has no levels.

        Of the levels whose conditions hold it is the last one of the table. A plant that may not take part has none.
        """
        if not self.table.levels:
            return None
        possible: tuple[Level | None, ...] = ()
        for level, (surely, perhaps) in reversed(list(zip(self.table.levels, self.reached, strict=True))):
            possible = (level, *possible) if perhaps else possible
            if surely:
                return LevelReached(possible)
        return LevelReached((None, *possible))

    @property
    def passed(self) -> bool | None:
        """Whether the plant may take part and its score reaches the pass mark, or some level.

        False for a plant that may not take part or whose score stays below the mark, whatever is unknown; None while
        either is undecided, and where the table has neither a pass mark nor levels.
        """
        if self.level is not None:
            return None not in self.level.possible or (None if self.level.upper else False)
        mark = self.table.pass_mark
        if self.eligible is False or (mark is not None and self.score.exact_upper < mark):
            return False
        if mark is None or self.eligible is None or self.score.exact_lower < mark:
            return None
        return True

    def __str__(self) -> str:
        """Return the standard and the score."""
        return say("judged by {number}: {score}", number=self.table.number, score=str(self.score))
