"""What totals of many plants rest on: their readings and lines, and what ledgers say against lines of a plant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import polars as pl
from attrs import frozen

from greencalc.errors import FactorError, FactsError, UnitTextError
from greencalc.factors.tables import Factors
from greencalc.ledgers.steps import LineError
from greencalc.many_plants.meter_readings.chosen_ledgers import EMISSION, ENERGY, TRADED, ChosenLedgers
from greencalc.many_plants.meter_readings.distinct_lines import distinct_lines, of
from greencalc.many_plants.meter_readings.plant_sums import PlantSums
from greencalc.many_plants.meter_readings.reading_table import ReadingTable, read_readings

CONSUMPTION, RENEWABLE, CARBON = "energy_consumption [kgce]", "renewable_energy [kgce]", "carbon_emission [tCO2e]"
_HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType({ENERGY: (CONSUMPTION, RENEWABLE), EMISSION: (CARBON,)})
Key = tuple[Any, ...]


@frozen
class BehindTotals:
    """What totals rest on.

    Attributes
    ----------
    sums : PlantSums
        The readings and their lines.
    chosen : ChosenLedgers
        What was chosen for all lines.
    frame : polars.DataFrame
        The totals by plant and year.
    traded : set of tuple
        The plants and years in which some electricity is traded.
    against : mapping
        What a ledger says against the lines of a plant and year together.
    """

    sums: PlantSums
    chosen: ChosenLedgers
    frame: pl.DataFrame
    traded: frozenset[Key]
    against: Mapping[tuple[Key, str], tuple[str, ...]]

    @property
    def table(self) -> ReadingTable:
        """The readings."""
        return self.sums.table

    def facts(self, key: Key) -> dict[str, Any]:
        """Return the lines and settings of a plant, as its file would have them."""
        named = (pl.col(name).eq_missing(value) for name, value in zip(self.table.by, key, strict=True))
        lines = self.table.ledger_lines(self.table.frame.filter(*named).iter_rows(named=True))
        settings = {"ledger": dict(self.chosen.settings)} if self.chosen.settings else {}
        return {ledger: several for ledger, several in lines.items() if several} | settings

    def faults(self) -> pl.DataFrame:
        """Return why plants have no totals, row by row; what is wrong with lines together has no row."""
        together = [(*key, None, ledger, why) for (key, ledger), faults in self.against.items() for why in faults]
        schema: dict[str, Any] = {name: self.frame.schema[name] for name in self.table.by}
        schema |= {"row": pl.UInt32, "ledger": pl.String, "reason": pl.String}
        frame = pl.DataFrame([*self._faults_of_rows(), *together], schema=schema, orient="row")
        return frame.sort(*self.table.by, "row", nulls_last=True, maintain_order=True)

    def _faults_of_rows(self) -> Iterator[tuple[Any, ...]]:
        """Work the lines of refused rows out once more, to have the words of their own cells."""
        by = self.table.by
        refused = pl.any_horizontal(of(ledger, "is_refused") for ledger in self.sums.lines.ledgers)
        numbers = self.sums.rows(row=pl.int_range(pl.len(), dtype=pl.UInt32))
        wrong = numbers.filter(refused | pl.any_horizontal(pl.col(by).is_null())).select("row").collect()
        rows = self.table.frame.with_row_index("row").join(wrong, on="row", how="semi").sort("row")
        for row in rows.iter_rows(named=True):
            key = tuple(row[name] for name in by)
            for name in by:
                if row[name] is None:
                    yield (*key, row["row"], None, f"{name} is missing: nobody knows whose reading it is")
            for ledger, line in self.table.lines_of(row).items():
                try:
                    self.chosen.worked_out(TRADED if ledger == EMISSION and key in self.traded else ledger, line)
                except (LineError, FactorError, UnitTextError) as error:
                    yield (*key, row["row"], ledger, str(error))


def behind_totals(readings: Any, settings: Mapping[str, Any], factors: Factors | None) -> BehindTotals:
    """Add readings up, and let ledgers look at the lines of plants that do not surely fit together.

    Raises
    ------
    FactsError
        If the table as a whole, or what is chosen, cannot be used.
    """
    chosen = ChosenLedgers.of(settings, factors)
    table = read_readings(readings)
    cells = table.cells()
    plants = PlantSums(table, cells, distinct_lines(table, cells, chosen))
    sums = plants.sums()
    by = table.by
    names = {name: sums.schema[name] for name in by}
    frame = sums.select(*by, *_totals())
    against: dict[tuple[Key, str], tuple[str, ...]] = {}
    for ledger, headers in _HEADERS.items():
        found: list[tuple[Any, ...]] = []
        for key, lines in _lines_of(table, plants.doubtful(ledger, sums), ledger):
            try:
                found.append((*key, *chosen.whole_ledger(ledger, lines)))
            except FactsError as error:
                against[key, ledger] = error.faults
        if found:
            schema = names | dict.fromkeys(headers, pl.Float64)
            frame = frame.update(pl.DataFrame(found, schema, orient="row"), on=by, include_nulls=True)
    refused = pl.any_horizontal(*(of(ledger, "is_refused") for ledger in _HEADERS), pl.col(by).is_null())
    others = pl.DataFrame([key for key, _ in against], names, orient="row")
    wrong = pl.concat([sums.filter(refused).select(by), others]).unique()
    frame = pl.concat([frame.join(wrong, on=by, how="anti", nulls_equal=True), wrong], how="diagonal").sort(by)
    traded = frozenset(sums.filter(of(EMISSION, "is_traded")).select(by).iter_rows())
    return BehindTotals(plants, chosen, frame, traded, against)


def _totals() -> Iterator[pl.Expr]:
    """Yield the totals; there are those of a ledger where a plant has a line of it."""
    is_energy, is_emission = pl.col(of(ENERGY, "is_line")), pl.col(of(EMISSION, "is_line"))
    yield pl.when(is_energy).then(of(ENERGY, "value")).alias(CONSUMPTION)
    yield pl.when(is_energy & pl.col(of(ENERGY, "is_marked"))).then(of(ENERGY, "renewable")).alias(RENEWABLE)
    yield pl.when(is_emission).then(of(EMISSION, "value")).alias(CARBON)


def _lines_of(table: ReadingTable, plants: pl.DataFrame, ledger: str) -> Iterator[tuple[Key, list[dict[str, Any]]]]:
    """Yield the lines of some plants in a ledger."""
    if plants.height:
        rows = table.frame.with_row_index("row").join(plants, on=table.by, how="semi").sort("row")
        for key, part in rows.partition_by(table.by, as_dict=True).items():
            yield key, table.ledger_lines(part.iter_rows(named=True))[ledger]
