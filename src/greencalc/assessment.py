"""An assessment: a plant judged by a standard, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import evolve, fields, frozen

import greencalc
from greencalc.factors.tables import Factors
from greencalc.judging.judge_plant import judge_plant
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.parts import items_of, parts_of, refuse_group, refuse_item, refuse_part
from greencalc.judging.results import GroupResult, ItemResult
from greencalc.languages.said import Language
from greencalc.plant.plausible_ranges import PlausibleRange
from greencalc.reporting.data import as_data, as_frame
from greencalc.reporting.report import items_sheet, report
from greencalc.reporting.summary import WIDTH, summary_text
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.units.wording import expect

if TYPE_CHECKING:
    import pandas as pd

    from greencalc.explaining.explanation import Explanation
    from greencalc.explaining.gaps import Gaps


@frozen(repr=False)
class Assessment(Shown, JudgedPlant):
    """A plant judged by a standard. It prints itself as a report, and shows itself in a notebook.

    ``assessment["10.4.5"]`` is an item and ``assessment.group("Q6")`` a group; ``items`` and ``groups`` are all of
    them, in order. What it holds is said by its base, :class:`greencalc.JudgedPlant`.
    """

    __iter__: ClassVar[None] = None  # or Python would ask for the items 0, 1, ...

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
        with greencalc.loading:
            from greencalc.explaining.items import explain_group, explain_item, explain_items, explain_total

        if part is None:
            return explain_total(self)
        if not isinstance(part, str):
            refuse_part(self, part, [])
        for group in self.groups:
            if group.id == part:
                return explain_group(self, group)
        results = items_of(self, part)
        if len(results) > 1:
            return explain_items(self, part, results)
        return explain_item(self, results[0] if results else refuse_part(self, part, parts_of(self)))

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
        with greencalc.loading:
            from greencalc.reporting.pack import pack_text

        return pack_text(self, _described("to_json", description))

    def summary(
        self, description: Mapping[str, Any] | None = None, *, language: Language = "en", width: int = WIDTH
    ) -> str:
        r"""Return the short answer as text, as the command ``greencalc score`` prints it.

        Parameters
        ----------
        description : mapping, optional
            Of the plant, as ``Plant.description``: its name and year are in it.
        language : {"en", "zh"}, optional
            English, or Chinese.
        width : int, optional
            The places in a line, at least 60; a Chinese sign takes two.

        Returns
        -------
        str
            At most 40 lines: the gate and what closes it, score and groups, and of what is lost, missing and probably
            a slip what weighs most, with counts of the rest; how many facts were not used, and how much is assumed.

        Raises
        ------
        FactsError
            If the description is no mapping, there is no such language, or the width is none.

        Examples
        --------
        >>> from greencalc import evaluate, load_standard
        >>> facts = {"C.1/eco-design": "met"}
        >>> answer = evaluate(load_standard("gbt36132_2025"), facts).summary(width=80)
        >>> print(*answer.splitlines()[3:5], sep="\n")
        Gate    undecided
          6 unknown of 6 mandatory items
        """
        return summary_text(self, _described("summary", description), language=language, width=width)

    def to_text(self, description: Mapping[str, Any] | None = None, *, language: Language = "en") -> str:
        """Return the report as text, as the command ``greencalc score --full`` prints it.

        Parameters
        ----------
        description : mapping, optional
            Of the plant, as ``Plant.description``: its name and year are in the report.
        language : {"en", "zh"}, optional
            English, or Chinese.

        Returns
        -------
        str
            Gate, score and groups, indicators, and what is lost, missing and assumed.

        Raises
        ------
        FactsError
            If the description is no mapping, or there is no such language.
        """
        return report(self, _described("to_text", description)).to_text(language=language)

    def to_html(self, description: Mapping[str, Any] | None = None, *, language: Language = "en") -> str:
        """Return the report and every item as HTML, as a notebook shows it.

        Parameters
        ----------
        description : mapping, optional
            Of the plant, as ``Plant.description``: its name and year are in the report.
        language : {"en", "zh"}, optional
            English, or Chinese.

        Returns
        -------
        str
            One ``div`` element, without scripts.

        Raises
        ------
        FactsError
            If the description is no mapping, or there is no such language.
        """
        return self._sheet(_described("to_html", description)).to_html(language=language)

    def to_dict(self, description: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the results as dictionaries, lists, texts and numbers, as ``greencalc score --json`` writes them.

        Parameters
        ----------
        description : mapping, optional
            Of the plant, as ``Plant.description``: its name and whatever else is to be kept with it.

        Returns
        -------
        dict
            Of keys in a fixed order, which :ref:`results_as_data` lists; None is what is not known. Beside the floats
            stand the exact numbers as text, under ``exact``.

        Raises
        ------
        FactsError
            If the description is no mapping.
        """
        return as_data(self, _described("to_dict", description))

    def to_pandas(self) -> pd.DataFrame:
        """Return the items as a pandas data frame; pandas has to be installed.

        Returns
        -------
        pandas.DataFrame
            A row for an item, in order, by its id: clause, group, titles, whether it is mandatory, status, value,
            limit and margin with their unit, points earned and possible, reason, what is missing, evidence, formula,
            origin and source. What is not known, or is not there, is NA.
        """
        return as_frame(self)

    def gaps(self) -> Gaps:
        """Return every item not fully met, with what each input would need and the points to be gained.

        Mandatory items come first, then the rest by what they gain.

        Returns
        -------
        tuple of Gap
            One for each item that is neither met nor not applicable.
        """
        with greencalc.loading:
            from greencalc.explaining.find_gaps import find_gaps
            from greencalc.explaining.gaps import Gaps

        return Gaps(find_gaps(self))

    def __str__(self) -> str:
        """Return the report."""
        return self.to_text()

    def _sheet(self, description: Mapping[str, Any] | None = None) -> Sheet:
        sheet = report(self, description or {})
        return evolve(sheet, blocks=(*sheet.blocks, items_sheet(self)))

    def __getitem__(self, item_id: str) -> ItemResult:
        """Return the result of one item, as :meth:`item` does."""
        return self.item(item_id)

    def __contains__(self, item_id: object) -> bool:
        """Return whether there is an item of this id."""
        return isinstance(item_id, str) and any(result.id == item_id for result in self.items)

    def _ipython_key_completions_(self) -> list[str]:
        return [result.id for result in self.items]

    def group(self, group_id: str) -> GroupResult:
        """Return the result of one group.

        Parameters
        ----------
        group_id : str
            Its id, as "Q6".

        Returns
        -------
        GroupResult
            The group as scored.

        Raises
        ------
        PartError
            If the table has no group of that id; it is a KeyError too.
        FactsError
            If the id is no text.
        """
        if isinstance(group_id, str):
            for result in self.groups:
                if result.id == group_id:
                    return result
        return refuse_group(self, group_id)

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
        if isinstance(item_id, str):
            for result in self.items:
                if result.id == item_id:
                    return result
        return refuse_item(self, item_id)


def _described(where: str, description: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return a plant's description; refuse what is none."""
    described = {} if description is None else description
    expect(Mapping, described, where, "the description", "give a mapping, as plant.description")
    return described


def evaluate(  # noqa: PLR0913 (each is a choice of its own, by keyword)
    standard: Standard,
    facts: Mapping[str, Any],
    *,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    plausibility: Sequence[PlausibleRange] | None = None,
    factors: Factors | None = None,
) -> Assessment:
    """Judge a plant by a standard.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    facts : mapping
        By name: amounts under the formulas' argument names, as quantities or text; statuses under an item's
        id or clause ("met", "not met", "unknown", or true and false; a mapping of ``status`` with ``reason``
        for "not applicable", with ``share`` for "partly met"); ``vehicle_type``, or the table's category; ``year``; and
        ``<formula>_base`` and ``<formula>_leading`` for points on a line. Any fact may be a mapping of
        ``value`` or ``status`` with ``evidence`` and ``year``. None and an empty text are unknown.
    not_applicable : {"keep", "full", "renormalise"}, optional
        What becomes of the points of items that do not apply, if not as the table says.
    comparison : {"full value", "rounded value"}, optional
        How values are compared with limits, if not as the table says: as they are, or rounded to the limit's
        digits first.
    plausibility : sequence of PlausibleRange, optional
        What :func:`load_plausibility` returns for a table of one's own; else the shipped one.
    factors : Factors, optional
        What :func:`load_factors` returns for factor tables of one's own, which the lists ``energy`` and
        ``emission`` among the facts use; else the shipped ones.

    Returns
    -------
    Assessment
        Eligibility, score, groups, items, assumptions, and findings of what is probably a slip. While anything
        is unknown the score is an interval.

    Raises
    ------
    FactsError
        Listing every fact that cannot be used: nothing is scored on a wrong number.

    Examples
    --------
    >>> from greencalc import evaluate, load_standard
    >>> facts = {
    ...     "building_area": "45 万㎡",
    ...     "structure_area": "0 m2",
    ...     "land_area": "900 mu",
    ... }
    >>> assessment = evaluate(load_standard("qct1160_2022"), facts)
    >>> assessment.item("10.2.1").why
    '0.75 is >= 0.7'
    >>> (
    ...     assessment.eligible,
    ...     round(assessment.score.lower, 2),
    ...     round(assessment.score.upper, 2),
    ... )
    (None, 4.29, 100.0)
    """
    judged = judge_plant(
        standard,
        facts,
        not_applicable=not_applicable,
        comparison=comparison,
        plausibility=plausibility,
        factors=factors,
    )
    return Assessment(**{one.name: getattr(judged, one.name) for one in fields(JudgedPlant)})
