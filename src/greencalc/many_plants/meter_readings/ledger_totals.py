"""Totals of energy and carbon of many plants, from one table of their meter readings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

import greencalc
from greencalc.errors import FactsError, PartError
from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.languages.said import say
from greencalc.ledgers.heat import ratio_assumptions
from greencalc.ledgers.meter_line import factor_assumptions
from greencalc.ledgers.plant_ledgers import setting_faults
from greencalc.showing.sheet import InALine
from greencalc.standards.table import Assumption
from greencalc.units.wording import shown

if TYPE_CHECKING:
    import polars as pl

    from greencalc.many_plants.meter_readings.behind_totals import BehindTotals

_WHERE = "ledger_totals"


@frozen(eq=False, repr=False)
class LedgerTotals(InALine):
    """What :func:`greencalc.ledger_totals` finds. Reasons and facts are worked out when they are asked for."""

    _behind: BehindTotals

    def __str__(self) -> str:
        """Return how many there are."""
        import polars as pl  # noqa: PLC0415 (an extra, which is there if anything is)

        frame = self._behind.frame
        wrong = frame.filter(pl.all_horizontal(pl.exclude(self._behind.table.by).is_null()))
        return say("totals of {count} plants and years, {wrong} of them unknown", count=len(frame), wrong=len(wrong))

    @property
    def frame(self) -> pl.DataFrame:
        """The totals by plant and year: ``energy_consumption [kgce]`` and so on, null where there is no such line.

        All are null where a reading cannot be used, or the lines of the plant not together.
        """
        return self._behind.frame.clone()

    @cached_property
    def faults(self) -> pl.DataFrame:
        """Why there are no totals: plant and year, the row of the reading counted from 0, the ledger, and the reason.

        What is wrong with the lines of a plant together has no row; lines are numbered as in :meth:`facts`.
        """
        return self._behind.faults()

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        return self._behind.sums.lines.factors

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The rows among them, and the ratios of heating values, that are derived, assumed or in doubt."""
        ratios = ratio_assumptions(line.ratio for line in self._behind.sums.lines.usable)
        return (*factor_assumptions(self.factors), *ratios)

    def facts(self, plant: Any, year: Any = None) -> dict[str, Any]:
        """Return the readings of a plant as its file would have them, for ``evaluate`` or to explain its ledgers.

        Parameters
        ----------
        plant : str or int
            The plant, as the table has it.
        year : str or int, optional
            The year, if the table has years.

        Returns
        -------
        dict
            The lines of each ledger, and what was chosen for them.

        Raises
        ------
        PartError
            If the table has no such plant or year.
        """
        key = (plant, year)[: len(self._behind.table.by)]
        try:
            is_there = key in set(self._behind.frame.select(self._behind.table.by).iter_rows())
        except TypeError:
            is_there = False
        if not is_there or (year is not None and len(key) == 1):
            raise PartError(f"there are no readings of {shown(plant)}" + ("" if year is None else f" in {shown(year)}"))
        return self._behind.facts(key)


def ledger_totals(
    readings: Any, *, settings: Mapping[str, Any] | None = None, factors: Factors | None = None
) -> LedgerTotals:
    """Turn meter readings of many plants into energy consumption and carbon emission, each plant as its ledgers do.

    A row is a reading, and a line of a ledger: it comes to its quantity times what one of it comes to, by the formulas
    of :func:`energy_ledger` and :func:`carbon_ledger`.

    Parameters
    ----------
    readings : polars DataFrame or LazyFrame, pandas or Arrow table
        ``plant``, and ``year`` and ``month`` if any ("2025年" is 2025); beside them entries of ledger lines by
        their names. A row with ``carrier`` is a line of energy, one with ``kind`` a line of emission, and one with both
        is both. The unit of a quantity stands in its cell ("14200 万kWh"), in the header (``quantity [kWh]``) or in a
        column ``unit``. Lists have a column for each entry: ``grid.1``, ``grid.2``, ``grid.3``. What both ledgers have
        may be said to one alone, as ``energy.use`` and ``emission.use``.
    settings : mapping, optional
        What is chosen for all lines, as under ``[ledger]`` in a plant's file.
    factors : Factors, optional
        What :func:`load_factors` returns for tables of one's own.

    Returns
    -------
    LedgerTotals
        The totals of each plant and year. A reading that cannot be used costs its plant and year, and no other.

    Raises
    ------
    FactsError
        If the table has columns that cannot be used, a setting is wrong, or polars is not installed.

    Notes
    -----
    Readings that are alike but for month and amount are one line, as a list of readings is. Lines are worked out once
    for all plants that have them, for a quantity of one; the rest is multiplied and added up in floats. Lines that have
    to fit together, such as what is passed on and what came in, are looked at by the plant's own ledger, unless they
    surely do.

    Examples
    --------
    >>> import polars as pl
    >>> from greencalc import ledger_totals
    >>> readings = pl.DataFrame(
    ...     {
    ...         "plant": ["A", "A", "A", "B", "B"],
    ...         "month": [1, 2, 1, 1, 2],
    ...         "carrier": [
    ...             "electricity",
    ...             "electricity",
    ...             "diesel",
    ...             "diesel",
    ...             "diesel",
    ...         ],
    ...         "basis": ["calorific", "calorific", None, None, None],
    ...         "quantity": [700.0, 529.0, 2.0, 1.0, -1.0],
    ...         "unit": ["kWh", "kWh", "t", "t", "t"],
    ...     }
    ... )
    >>> totals = ledger_totals(readings)
    >>> totals.frame.select("plant", "energy_consumption [kgce]").rows()
    [('A', 3065.2441), ('B', None)]
    >>> totals.faults.rows()
    [('B', 4, 'energy', 'quantity is below zero')]
    """
    chosen = {} if settings is None else settings
    faults = tuple(setting_faults(chosen))
    if faults:
        raise FactsError(_WHERE, faults)
    try:
        with greencalc.loading:
            from greencalc.many_plants.meter_readings.behind_totals import behind_totals  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise FactsError(_WHERE, ("readings of many plants need more: pip install 'greencalc[files]'",)) from error
    return LedgerTotals(behind_totals(readings, chosen, factors))
