"""An assessment: a plant judged by a standard, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NoReturn

from attrs import field, frozen

from greencalc.assessment_sheet import assessment_sheet
from greencalc.display import Sheet, Shown
from greencalc.errors import PartError
from greencalc.explanation import Explanation
from greencalc.factors import Factors
from greencalc.facts import Facts
from greencalc.gap import find_gaps
from greencalc.gap_list import Gaps
from greencalc.pack import pack_text
from greencalc.plausibility import Finding, PlausibleRange
from greencalc.read_only import read_only
from greencalc.reading import shown
from greencalc.report import as_text
from greencalc.results import GroupResult, Interval, ItemResult
from greencalc.standard import Assumption, LimitComparison, Policy, Standard
from greencalc.tracing import explain_group, explain_item, explain_items, explain_total
from greencalc.unit_text import suggest
from greencalc.wrong_kind import expect

__all__ = ["Assessment"]


@frozen(repr=False)
class Assessment(Shown):
    """A plant judged by a standard. It prints itself as a report, and shows itself in a notebook.

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
    groups : tuple of GroupResult
        The groups in order.
    items : tuple of ItemResult
        All items in order.
    assumptions : tuple of Assumption
        Whatever derived or assumed datum touches the result, and what the user chose.
    findings : tuple of Finding
        What is probably a slip; reported, and never a changed value.
    facts : Facts
        The facts as the standard needs them.
    not_applicable : str or None
        The policy for items that do not apply.
    comparison : {"full value", "rounded value"}
        How values were compared with limits.
    ranges : tuple of PlausibleRange
        The ranges that the facts were looked at with.
    factors : Factors
        The factor tables that the ledgers used.
    chosen : mapping of str to str
        The settings that the caller chose in place of the table's.
    """

    table: Standard
    eligible: bool | None
    score: Interval
    exact_coverage: Fraction
    groups: tuple[GroupResult, ...]
    items: tuple[ItemResult, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    facts: Facts
    not_applicable: Policy | None
    comparison: LimitComparison
    ranges: tuple[PlausibleRange, ...]
    factors: Factors
    chosen: Mapping[str, str] = field(converter=read_only)

    @property
    def standard(self) -> str:
        """The standard's id."""
        return self.table.id

    @property
    def vehicle_type(self) -> str | None:
        """The plant's vehicle type."""
        return self.facts.vehicle_type

    @property
    def unused(self) -> tuple[tuple[str, str], ...]:
        """Facts that nothing needs, each with a hint or an empty text."""
        checked = {name for row in self.ranges for name in row.above + row.below}
        return tuple((name, hint) for name, hint in self.facts.unused if name not in checked)

    @property
    def coverage(self) -> float:
        """The part of all points whose items are known, from 0 to 1."""
        return float(self.exact_coverage)

    @property
    def passed(self) -> bool | None:
        """Whether the plant may take part and its score reaches the pass mark.

        False for a plant that may not take part or whose score stays below the mark, whatever is unknown; None while
        either is undecided, and where the table has no pass mark.
        """
        mark = self.table.pass_mark
        if self.eligible is False or (mark is not None and self.score.exact_upper < mark):
            return False
        if mark is None or self.eligible is None or self.score.exact_lower < mark:
            return None
        return True

    def explain(self, part: str | None = None) -> Explanation:
        """Show how the total, a group or an item came about, down to inputs as typed, evidence and sources.

        Parameters
        ----------
        part : str, optional
            The id of a group ("Q6") or an item ("10.4.5"); a clause ("5.2.2"), or a formula by its clause ("A.8") or
            name, for all its items; the total if left out.

        Returns
        -------
        Explanation
            It prints itself as text and shows itself in a notebook.

        Raises
        ------
        PartError
            If the table has no such part; it is a KeyError too.
        FactsError
            If the id is no text.
        """
        if part is None:
            return explain_total(self)
        if not isinstance(part, str):
            self._refuse(part, [])
        for group in self.groups:
            if group.id == part:
                return explain_group(self, group)
        results = self._items_of(part)
        if len(results) > 1:
            return explain_items(self, part, results)
        return explain_item(self, results[0] if results else self._refuse(part, self._parts()))

    def _items_of(self, part: object) -> list[ItemResult]:
        """Return the items that an id, a clause or a formula stands for."""
        for key in ("id", "clause"):
            found = [result for result in self.items if getattr(result, key) == part]
            if found:
                return found
        formulas = {result.id: self.table.formula_of(result.item) for result in self.items}
        return [one for one in self.items if (by := formulas[one.id]) is not None and part in (by.clause, by.name)]

    def to_json(self, description: Mapping[str, Any] | None = None) -> str:
        """Return the audit pack: inputs as typed, conversions, results, tables, versions and hashes, without a clock.

        Parameters
        ----------
        description : mapping, optional
            Of the plant, as ``Plant.description``: its name and whatever else is to be kept with it.

        Returns
        -------
        str
            JSON, the same for the same assessment; :func:`greencalc.replay` computes it again.

        Raises
        ------
        FactsError
            If the description is no mapping.
        """
        described = {} if description is None else description
        expect(Mapping, described, "to_json", "the description", "give a mapping, as plant.description")
        return pack_text(self, described)

    def gaps(self) -> Gaps:
        """Return every item not fully met, with what each input would need and the points to be gained.

        Mandatory items come first, then the rest by what they gain.

        Returns
        -------
        tuple of Gap
            One for each item that is neither met nor not applicable.
        """
        return Gaps(find_gaps(self))

    def __str__(self) -> str:
        """Return the report."""
        return as_text(self, {}).rstrip("\n")

    def _sheet(self) -> Sheet:
        return assessment_sheet(self)

    def item(self, item_id: str) -> ItemResult:
        """Return the result of one item.

        Parameters
        ----------
        item_id : str
            Its id, as "10.4.5" or "5.2.2/daylight".

        Returns
        -------
        ItemResult
            The item as judged.

        Raises
        ------
        PartError
            If the table has no item of that id; it is a KeyError too.
        FactsError
            If the id is no text.
        """
        if not isinstance(item_id, str):
            self._refuse(item_id, [])
        for result in self.items:
            if result.id == item_id:
                return result
        meant = self._items_of(item_id)
        if meant and meant[0].clause != item_id:
            ids = ", ".join(result.id for result in meant)
            raise PartError(f"{self.table.number} has no item {item_id!r}; this formula decides {ids}")
        return self._refuse(item_id, [result.id for result in self.items])

    def _refuse(self, part: str, names: list[str]) -> NoReturn:
        """Say that there is no such part, and what was probably meant."""
        alike = ", ".join(result.id for result in self.items if result.clause.startswith(shown(part).strip("'")))
        mend = "write its id as text, in quotation marks" + (f": {alike}" if alike else "")
        expect(str, part, self.table.number, "the item", mend)
        near = suggest(part, names)
        groups = ", ".join(group.id for group in self.groups)
        mend = f"it has {alike}" if alike else f"did you mean {near}?" if near else f"its groups are {groups}"
        raise PartError(f"{self.table.number} has no item {part!r}; {mend}")

    def _parts(self) -> list[str]:
        """Return whatever can be explained: items, clauses, groups and formulas."""
        formulas = self.table.formulas.values()
        items = [name for result in self.items for name in (result.id, result.clause)]
        return [
            *items,
            *(group.id for group in self.groups),
            *(name for by in formulas for name in (by.clause, by.name)),
        ]
