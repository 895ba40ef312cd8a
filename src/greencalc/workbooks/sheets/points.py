"""The points on the first sheet: those of groups and bonus items, the total as far as caps let it grow, and levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from greencalc.languages.said import in_language, joined
from greencalc.standards.levels import Cap, Level
from greencalc.standards.table import FULL_SCORE, Item
from greencalc.table_plan.points import UNGROUPED
from greencalc.units.text import share_in
from greencalc.workbooks.book import Page, near, quoted
from greencalc.workbooks.sheets.items import of_item
from greencalc.workbooks.spreadsheet_formulas import TIE, chosen, number_text
from greencalc.workbooks.worked import Worked

_NAME, _TITLE, _LOWER, _UPPER, _POSSIBLE = range(1, 6)
_WHOLE, _APPLIES, _GONE, _WORTH = range(8, 12)
_SURELY, _PERHAPS = _WHOLE, _APPLIES
_TIE_OF_POINTS = "1E-10"
"""Totals as near to each other are the same: floats cannot tell them apart."""


class PointsTable:
    """The points of groups, bonus items, caps and the total, and the levels that they reach.

    Parameters
    ----------
    page : Page
        The sheet.
    worked : Worked
        What Python has worked out.
    first : int
        The row below its headings.
    """

    def __init__(self, page: Page, worked: Worked, first: int) -> None:
        self.page, self.book, self.worked, self.first = page, page.book, worked, first
        standard = self.standard = worked.standard
        names = [group.id for group in standard.groups] or [UNGROUPED]
        self.groups = {name: row for row, name in enumerate(names, first)}
        self.bonus = [item for item in standard.items if item.kind == "bonus"]
        self.first_cap = first + len(names) + bool(self.bonus)
        # a gate alone has no such table
        self.total = self.first_cap + len(standard.caps) if standard.has_points else first - 3
        self.levels = {level.title: row for row, level in enumerate(standard.levels, self.total + 3)}
        self.last = max(self.total, *self.levels.values()) if self.levels else self.total

    @property
    def worths(self) -> dict[str, str]:
        """Return for each group what its points are multiplied by, where what does not apply is spread."""
        return {name: self.page.at(row, _WORTH) for name, row in self.groups.items()}

    @property
    def ends(self) -> tuple[str, str]:
        """The cells of the total, at least and at most; nothing for a gate alone."""
        has_points = self.standard.has_points
        return (near(self.total, _LOWER), near(self.total, _UPPER)) if has_points else ("0", "0")

    def write(self, gate: str, says: Mapping[bool | None, str]) -> None:
        """Write all rows; `gate` is the cell that says whether the gate is open, in these words."""
        if self.standard.has_points:
            self._points()
        if self.levels:
            self.page.headings(self.total + 2, _NAME, ["Level", "Conditions", "Points at least", "Points at most"])
            self.page.headings(self.total + 2, _POSSIBLE, ["Reached"])
            open_gate = (f"{gate}={self.book.quoted(says[True])}", f"{gate}<>{self.book.quoted(says[False])}")
            for level in self.standard.levels:
                self._level(level, open_gate)

    def level(self, *, surely: bool) -> str:
        """Write the title of the level that is reached at least or at most."""
        column = _SURELY if surely else _PERHAPS
        titles = {
            in_language(level.title, self.book.language): self.levels[level.title] for level in self.standard.levels
        }
        cases = [(f"{near(row, column)}=1", quoted(title)) for title, row in reversed(titles.items())]
        return chosen(cases, self.book.quoted("no level"))

    def _points(self) -> None:
        page = self.page
        heads = ["No.", "First-level indicator", "Points at least", "Points at most", "Points possible"]
        page.headings(self.first - 1, _NAME, heads)
        page.headings(self.first - 1, _WHOLE, ["Points", "Items that apply", "Points spared", "Times"])
        items, titles = self.standard.items, {group.id: group.title for group in self.standard.groups}
        for name, row in self.groups.items():
            is_one = name != UNGROUPED
            title = titles[name] if is_one else self.book.say("All items")
            own = f"EXACT(item_group,{quoted(name)})" if is_one else "(item_weight>0)"
            members = [one for one in items if (one.group == name if is_one else one.points and one not in self.bonus)]
            self._row(row, name, title, own, members)
            self._spread(row, name, own, members)
        if self.bonus:  # no other item without a weight among the 100 earns anything
            self._row(self.first_cap - 1, "", self.book.say("Bonus items"), "(item_weight=0)", self.bonus)
        for row, cap in enumerate(self.standard.caps, self.first_cap):
            self._cap(row, cap)
        score, row = self.worked.assessment.score, self.total
        page.text(row, _NAME, "")
        page.say(row, _TITLE, "Total", "heading")
        for column, value in ((_LOWER, score.lower), (_UPPER, score.upper)):
            total = f"SUM({near(self.first, column)}:{near(self.first_cap - 1, column)})"
            page.formula(row, column, self._capped(total, column), value, "bold points")
        page.number(row, _POSSIBLE, float(FULL_SCORE), "points")

    def _row(self, row: int, name: str, title: str, own: str, members: Sequence[Item]) -> None:
        """Write what some items earn, and what they can earn."""
        page, verdicts = self.page, self.worked.assessment.verdicts
        page.text(row, _NAME, name)
        page.text(row, _TITLE, in_language(title, self.book.language))
        lower, upper = self.worked.ends(members)
        page.formula(row, _LOWER, f"SUMPRODUCT({own}*item_lower)", float(lower), "points")
        page.formula(row, _UPPER, f"SUMPRODUCT({own}*item_upper)", float(upper), "points")
        possible = sum(max(verdicts[item.id].of, Fraction(0)) for item in members)
        page.formula(row, _POSSIBLE, f"SUMPRODUCT({own}*(item_possible>0)*item_possible)", float(possible), "points")

    def _spread(self, row: int, name: str, own: str, members: Sequence[Item]) -> None:
        """Write what the points of a group are multiplied by, where what does not apply is spread."""
        page, weight = self.page, self.worked.weight
        first, last = self.first, self.first + len(self.groups) - 1
        wholes, applies = (page.down(column, first, last) for column in (_WHOLE, _APPLIES))
        left = f'SUMIF({applies},">0",{wholes})'
        spread = f"IF({left}=0,1,SUM({wholes})/{left})"
        counted = [item for item in members if weight(item)]
        spared = [item for item in counted if self.worked.is_so(self.worked.plan.items[item.id].spared)]
        whole, gone = (sum(map(weight, some)) for some in (counted, spared))
        page.formula(row, _WHOLE, f"SUMPRODUCT({own}*item_weight)", float(whole), "working")
        apply = f"SUMPRODUCT({own}*(item_weight>0)*(item_spared=0))"
        page.formula(row, _APPLIES, apply, len(counted) - len(spared), "working")
        page.formula(row, _GONE, f"SUMPRODUCT({own}*item_weight*item_spared)", float(gone), "working")
        here = f"{near(row, _WHOLE)}/({near(row, _WHOLE)}-{near(row, _GONE)})"
        times = f"IF(policy_code=3,IF({near(row, _APPLIES)}=0,1,{here})*{spread},1)"
        page.formula(row, _WORTH, times, self.worked.worth(name), "working")

    def _cap(self, row: int, cap: Cap) -> None:
        """Write the most that the total can be; nothing where the cap does not hold."""
        page, most = self.page, number_text(cap.points)
        page.text(row, _NAME, "")
        page.text(row, _TITLE, in_language(str(cap), self.book.language))
        page.text(row, _POSSIBLE, "")
        met = [] if cap.unless is None else [f"{of_item(one, cap.unless)}=1" for one in ("share", "spared", "unknown")]
        holds = self.worked.holds(cap)
        for column, cases, value in zip((_LOWER, _UPPER), (met[:2], met), holds, strict=True):
            written = chosen([(f"OR({','.join(cases)})", '""')] if cases else [], most)
            page.formula(row, column, written, float(cap.points) if value else "", "points")

    def _capped(self, total: str, column: int) -> str:
        """Write a total, as far as the caps let it grow."""
        caps = f"{near(self.first_cap, column)}:{near(self.total - 1, column)}"
        return f"MIN({total},{caps})" if self.standard.caps else total

    def _level(self, level: Level, open_gate: tuple[str, str]) -> None:
        page, row = self.page, self.levels[level.title]
        page.text(row, _NAME, in_language(level.title, self.book.language))
        page.text(row, _TITLE, in_language(joined(level.conditions, "; "), self.book.language))
        totals = self.ends if level.counts_from is None else self._counted(share_in(level.counts_from))
        for column, total, value in zip((_LOWER, _UPPER), totals, self.worked.counted(level), strict=True):
            page.formula(row, column, total, float(value), "points")
        own = (near(row, _LOWER), near(row, _UPPER))
        conditions = [open_gate, _reach(own, level.points_at_least), *self._conditions(level)]
        ends = self.worked.plan.levels[self.standard.levels.index(level)]
        for column, parts, end in zip((_SURELY, _PERHAPS), zip(*conditions, strict=True), ends, strict=True):
            page.formula(row, column, f"IF(AND({','.join(parts)}),1,0)", self.worked.is_so(end), "working")
        cases = [
            (f"{near(row, _SURELY)}=1", self.book.quoted(_REACHED[True])),
            (f"{near(row, _PERHAPS)}=0", self.book.quoted(_REACHED[False])),
        ]
        surely, perhaps = map(self.worked.is_so, ends)
        found = self.book.say(_REACHED[bool(surely) or (None if perhaps else False)])
        page.formula(row, _POSSIBLE, chosen(cases, self.book.quoted(_REACHED[None])), found, "status")

    def _conditions(self, level: Level) -> Iterator[tuple[str, str]]:
        """Yield what groups and items are to earn besides, for certain and perhaps."""
        for required in level.groups:
            row = self.groups[required.group]
            yield _reach((near(row, _LOWER), near(row, _UPPER)), required.points_at_least)
        for place, asked in enumerate(level.items, 1):
            column = f"asked_{self.standard.levels.index(level) + 1}_{place}"
            short = f"{column}*(item_spared=0)*(1-{_earn(share_in(asked.share))})"
            yield f"SUMPRODUCT({short})=0", f"SUMPRODUCT({short}*(item_unknown=0))=0"

    def _counted(self, least: Fraction) -> tuple[str, str]:
        """Write the total of the points of items that earn a share, each counted whole."""
        whole = f"SUMPRODUCT((item_spared=0)*{_earn(least)}*item_possible)"
        granted = "IF(policy_code=2,SUMPRODUCT((item_spared=1)*(item_weight>0)*item_possible),0)"
        ends = (f"SUMPRODUCT((item_unknown=1)*(item_possible{sign}0)*item_possible)" for sign in "<>")
        lower, upper = (
            self._capped(f"{whole}+{granted}+{end}", column) for column, end in zip((_LOWER, _UPPER), ends, strict=True)
        )
        return lower, upper


def _earn(least: Fraction) -> str:
    """Write which items earn a share, as 1 or 0."""
    return "(item_share=1)" if least == 1 else f"(item_share>={number_text(least)}-{TIE})"


def _reach(ends: tuple[str, str], least: Fraction) -> tuple[str, str]:
    """Write whether points are as many as some, at least and at most."""
    lower, upper = (f"{end}>={number_text(least)}-{_TIE_OF_POINTS}" for end in ends)
    return lower, upper


_REACHED: Mapping[Any, str] = MappingProxyType({True: "reached", False: "not reached", None: "undecided"})
