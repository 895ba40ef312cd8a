"""Two assessments beside each other, as the report shows them."""

from __future__ import annotations

from attrs import frozen

from greencalc.languages.said import joined
from greencalc.report_pages.indicators import Indicator
from greencalc.report_pages.view import GroupRow, View
from greencalc.reporting.comparison import AssessmentComparison, Difference, compare


@frozen
class IndicatorPair:
    """An indicator in both, where both have it, with what is not the same."""

    difference: Difference
    first: Indicator | None
    second: Indicator | None

    @property
    def changed(self) -> str:
        """What is not the same, in words."""
        return joined(self.difference.changed, "; ")

    @property
    def sides(self) -> tuple[tuple[Indicator | None, str], ...]:
        """Each side with its value, told apart from the other's."""
        pairs = ((self.first, self.second), (self.second, self.first))
        return tuple((one, "" if one is None else one.value_beside(other)) for one, other in pairs)


@frozen
class Pair:
    """Two assessments.

    Attributes
    ----------
    first, second : View
        The two.
    comparison : AssessmentComparison
        What is not the same.
    """

    first: View
    second: View
    comparison: AssessmentComparison

    @property
    def groups(self) -> list[tuple[str, str, tuple[GroupRow | None, GroupRow | None]]]:
        """Each group in both: id, title, and what it earns in each."""
        old, new = ({row.result.id: row for row in view.groups} for view in (self.first, self.second))
        rows = {**new, **old}
        names = dict.fromkeys([*old, *new])
        return [(name, rows[name].result.group.title, (old.get(name), new.get(name))) for name in names]

    @property
    def changed(self) -> list[Difference]:
        """The items of both tables in which anything is not the same."""
        return [item for item in self.comparison.changed if item.first and item.second]

    @property
    def only_in(self) -> tuple[int, int]:
        """How many items only the first table has, and how many only the second."""
        items = self.comparison.items
        return sum(item.second is None for item in items), sum(item.first is None for item in items)

    @property
    def indicators(self) -> list[IndicatorPair]:
        """Each indicator in both."""
        old, new = ({one.result.id: one for one in view.indicators} for view in (self.first, self.second))
        return [
            IndicatorPair(item, old.get(item.id), new.get(item.id))
            for item in self.comparison.items
            if item.id in old or item.id in new
        ]


def pair_of(first: View, second: View) -> Pair:
    """Set two assessments beside each other."""
    return Pair(first, second, compare(first.assessment, second.assessment))
