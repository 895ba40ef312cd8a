"""What the report says of an assessment, ready to be laid out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from greencalc.assessment import Assessment
from greencalc.explaining.explanation import Explanation
from greencalc.explaining.gaps import Gap, Gaps
from greencalc.explaining.ledgers import explain_ledger
from greencalc.judging.results import GroupResult, Interval, ItemResult, earned_texts, interval_text, mandatory_items
from greencalc.languages.said import joined, say, word
from greencalc.plant.categories import title_of_category
from greencalc.plant.status_words import NOT_MET, PARTLY_MET, STATUSES, UNKNOWN
from greencalc.report_pages.indicators import Indicator, indicators_of
from greencalc.report_pages.pictures import Bar, group_bar, score_bar
from greencalc.reporting.data import plain_value
from greencalc.reporting.pack import pack_data
from greencalc.reporting.report import named
from greencalc.standards.levels import Level
from greencalc.standards.table import FULL_SCORE
from greencalc.units.number_text import decimal_text, points_text

_PLACES = 2  # of points
_TOLD = frozenset(
    {"name", "year", "standard"}
)  # beside the category, of a description, where it has a place of its own
_GATES = {
    True: "open: the plant may take part",
    False: "closed: the plant may not take part",
    None: "undecided: not all mandatory items are known to be met",
}
_VERDICTS = {True: "passed", False: "not passed", None: "undecided"}
_REACHED = {True: "reached", False: "not reached", None: "undecided"}
_KINDS = {
    "mandatory": "Mandatory items that earn no points",
    "scoring": "Items that earn points",
    "bonus": "Bonus items, whose points are beyond the 100",
    "part": "Items of which others take the best",
}
_POLICIES = {
    "keep": "their points are lost",
    "full": "their points are granted",
    "renormalise": "their points are spread over the rest of their group",
    None: "none",
}


@frozen
class GroupRow:
    """A group with its points, told apart.

    Attributes
    ----------
    result : GroupResult
        The group.
    bar : Bar
        Its points as a picture.
    earned, unknown, lost, total, of : str
        Its points in words; the total is an interval while anything is unknown.
    """

    result: GroupResult
    bar: Bar
    earned: str
    unknown: str
    lost: str
    total: str
    of: str


@frozen
class View:
    """An assessment as the report shows it.

    Attributes
    ----------
    assessment : Assessment
        It.
    description : mapping
        Of the plant.
    beside : tuple of Fraction
        Totals that it is compared with.
    """

    assessment: Assessment
    description: Mapping[str, Any] = field(repr=False)
    beside: tuple[Fraction, ...] = ()

    @cached_property
    def name(self) -> str:
        """What to call it: name and year."""
        [name] = named(self.description, ("name",)) or [word("A plant without a name")]
        year = named(self.description, ("year",))
        return say("{name}, {year}", name=name, year=year[0]) if year else name

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What else the description says."""
        told = _TOLD | {self.assessment.table.category}
        others = [(key, value) for key, value in self.description.items() if key not in told]
        return [
            (word("Notes") if key == "notes" else str(plain_value(key)), str(plain_value(value)))
            for key, value in others
        ]

    @property
    def category(self) -> tuple[str, str]:
        """What limits go by, and what the plant is."""
        return title_of_category(self.assessment.table), word(self.assessment.category or "not given")

    @property
    def gate(self) -> str:
        """Whether the gate is open."""
        return word(_GATES[self.assessment.eligible])

    @property
    def gate_counts(self) -> str:
        """How many mandatory items are met, not met and so on."""
        gates = [result.status for result in self.assessment.items if result.item.mandatory]
        counts = [say("{count} {status}", count=gates.count(one), status=word(one)) for one in STATUSES if one in gates]
        whole = mandatory_items(len(gates))
        return say("{whole}: {counts}", whole=whole, counts=joined(counts)) if counts else whole

    @property
    def closing(self) -> list[ItemResult]:
        """The mandatory items that close the gate."""
        return [one for one in self.assessment.items if one.item.mandatory and one.status in {NOT_MET, PARTLY_MET}]

    @property
    def open(self) -> list[str]:
        """The mandatory items that are not known to be met."""
        return [one.id for one in self.assessment.items if one.item.mandatory and one.status == UNKNOWN]

    @property
    def has_points(self) -> bool:
        """Whether the table is more than a gate."""
        return self.assessment.table.has_points

    @property
    def score(self) -> str:
        """The total, as an interval while anything is unknown; that a gate alone has none."""
        if not self.has_points:
            return word("no points")
        marks = (FULL_SCORE, self.assessment.table.pass_mark, *self.beside)
        total = interval_text(self.assessment.score, *marks, places=_PLACES)
        return say("{total} of {whole} points", total=total, whole=points_text(FULL_SCORE))

    @property
    def known(self) -> str:
        """Which part of the points is known."""
        coverage = self.assessment.exact_coverage * 100
        return say("{part} % of the points are known.", part=decimal_text(coverage, beside=(FULL_SCORE,), places=1))

    @property
    def mark(self) -> str:
        """Whether gate and pass mark are passed, or the level reached; that there is neither."""
        mark, score, level = self.assessment.table.pass_mark, self.assessment.score, self.assessment.level
        if level is not None:
            return say("Level: {level}.", level=str(level))
        if mark is None:
            return word("The table has no pass mark.")
        near = (score.exact_lower, score.exact_upper)
        verdict = word(_VERDICTS[self.assessment.passed])
        return say("Pass mark {mark}: {verdict}.", mark=points_text(mark, mark, *near, places=_PLACES), verdict=verdict)

    @property
    def bar(self) -> Bar:
        """The total as a picture, with the pass mark, or the levels that go by it."""
        table = self.assessment.table
        marks = [(level.points_at_least, level.title) for level in table.levels if level.counts_from is None]
        if table.pass_mark is not None:
            marks.append((table.pass_mark, word("pass mark")))
        return score_bar(self.assessment.score, marks)

    @property
    def levels(self) -> list[tuple[Level, str]]:
        """The levels of the table, each with whether it is reached."""
        return [
            (level, word(_REACHED[surely or (None if perhaps else False)]))
            for level, (surely, perhaps) in zip(self.assessment.table.levels, self.assessment.reached, strict=True)
        ]

    @property
    def beyond(self) -> list[str]:
        """What else the total comes of: bonus items, and caps."""
        bonus = [one for one in self.assessment.items if one.item.kind == "bonus"]
        known = sum((one.exact_points for one in bonus if one.exact_points is not None), Fraction(0))
        unknown = [one.exact_of for one in bonus if one.exact_points is None]
        lower, upper = (known + sum(end(Fraction(0), of) for of in unknown) for end in (min, max))
        points = interval_text(Interval(lower, upper), places=_PLACES)
        told = [say("Bonus items: {points} points", points=points)] if bonus else []
        return [*told, *(say("Cap: {cap}.", cap=str(cap)) for cap in self.assessment.table.caps)]

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        """The groups."""
        results = self.assessment.groups
        largest = max((one.exact_of for one in results), default=FULL_SCORE)
        return tuple(_group_row(one, group_bar(one, largest)) for one in results)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The items that are judged by a quantity."""
        return indicators_of(self.assessment)

    @property
    def items(self) -> list[tuple[str, list[ItemResult]]]:
        """All items under what they are: by group, and those without one by kind, mandatory ones first."""
        by_title: dict[str, list[ItemResult]] = {word(_KINDS["mandatory"]): []}
        groups = {row.result.id: _caption(row) for row in self.groups}
        for result in self.assessment.items:
            item = result.item
            kind = "scoring" if item.mandatory and item.points else item.kind
            by_title.setdefault(groups[item.group] if item.group else word(_KINDS[kind]), []).append(result)
        return [(title, results) for title, results in by_title.items() if results]

    def points(self, result: ItemResult) -> tuple[str, str]:
        """Return the points that an item earns, and those that it can; nothing where it has none."""
        return earned_texts(result, places=_PLACES) if result.exact_of else ("", "")

    @cached_property
    def gaps(self) -> Gaps:
        """The items that are not fully met, with what would close them."""
        return self.assessment.gaps()

    def gain(self, gap: Gap) -> str:
        """Return the points that an item would gain."""
        return points_text(gap.exact_gain, gap.result.exact_of, places=_PLACES)

    @property
    def policy(self) -> str:
        """What becomes of the points of items that do not apply."""
        return _POLICIES[self.assessment.not_applicable]

    @property
    def sources(self) -> list[tuple[str, str, list[str]]]:
        """Where the requirements come from: origin, source, and the items that have it."""
        found: dict[tuple[str, str], list[str]] = {}
        for result in self.assessment.items:
            found.setdefault((result.item.origin, result.item.source), []).append(result.id)
        return [(origin, source, ids) for (origin, source), ids in found.items()]

    @property
    def totals(self) -> list[Explanation]:
        """How the total and the groups add up."""
        if not self.has_points:
            return []
        parts = [self.assessment.explain(), *(self.assessment.explain(group.id) for group in self.assessment.groups)]
        return [evolve(part, parts=()) for part in parts]

    @property
    def ledgers(self) -> list[Explanation]:
        """How the plant's ledgers give its totals."""
        ledgers = self.assessment.facts.ledgers
        return [explain_ledger(ledger) for ledger in (ledgers.energy, ledgers.carbon) if ledger is not None]

    @cached_property
    def pack(self) -> Mapping[str, Any]:
        """Versions and hashes, as an audit pack has them."""
        data = pack_data(self.assessment, self.description)
        return {name: data[name] for name in ("versions", "hashes")}


def _caption(row: GroupRow) -> str:
    points = say("{earned} of {of} points", earned=row.total, of=row.of)
    return joined((str(row.result.group), points), ": ")


def _group_row(result: GroupResult, bar: Bar) -> GroupRow:
    earned, whole = result.points, result.exact_of
    unknown, lost = earned.exact_upper - earned.exact_lower, whole - earned.exact_upper
    return GroupRow(
        result,
        bar,
        points_text(earned.exact_lower, whole, places=_PLACES),
        points_text(unknown, places=_PLACES),
        points_text(lost, places=_PLACES),
        *earned_texts(result, places=_PLACES),
    )
