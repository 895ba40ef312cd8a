"""Sums of readings by plant and year, and the plants whose lines a ledger has to look at together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from attrs import frozen

from greencalc.ledgers.meter_line import document_of
from greencalc.many_plants.meter_readings.balanced_plants import surely_balanced
from greencalc.many_plants.meter_readings.chosen_ledgers import EMISSION, TRADED
from greencalc.many_plants.meter_readings.distinct_lines import DistinctLines, of
from greencalc.many_plants.meter_readings.reading_table import NUMBER, ReadingTable

_SUMS = ("value", "renewable")
_ANY = ("is_line", "is_refused", "is_traded", "is_consumed", "is_marked", "is_judged")


@frozen
class PlantSums:
    """Readings with what is known of their lines, and what they come to.

    Attributes
    ----------
    table : ReadingTable
        The readings.
    cells : polars.DataFrame
        What they were split into.
    lines : DistinctLines
        Their lines.
    """

    table: ReadingTable
    cells: pl.DataFrame
    lines: DistinctLines

    def rows(self, **beside: pl.Series | pl.Expr) -> pl.LazyFrame:
        """Return the readings, with columns beside them, and what is known of their lines."""
        lines = self.lines
        return (
            self.cells.with_columns(**beside)
            .lazy()
            .join(lines.frame.lazy(), on=lines.known_by, how="left", nulls_equal=True)
        )

    def sums(self) -> pl.DataFrame:
        """Add up by plant and year: in each ledger the sums, and whether any line is one, is refused, and so on."""
        sums = [one for ledger in self.lines.ledgers for one in self._sums_of(ledger)]
        in_order = self.rows().group_by(self.table.by).agg(sums)
        found = in_order.collect(engine="in-memory")  # a stream would add in another order each time
        if TRADED not in self.lines.ledgers:
            return found
        there = pl.when(of(EMISSION, "is_traded"))
        return found.with_columns(
            there.then(of(TRADED, name)).otherwise(of(EMISSION, name)).alias(of(EMISSION, name))
            for name in ("value", "is_refused")
        )

    def _sums_of(self, ledger: str) -> Iterator[pl.Expr]:
        """Yield the sums of a ledger; what no line has is not looked for in every reading."""
        known = self.lines.frame
        for name in _SUMS:
            column = of(ledger, name)
            yield ((pl.col(NUMBER) * pl.col(column)).sum() if known[column].ne(0).any() else pl.lit(0.0)).alias(column)
        for name in _ANY:
            column = of(ledger, name)
            yield (pl.col(column).any() if known[column].any() else pl.lit(value=False)).alias(column)
        choice = pl.col(of(ledger, "choice"))
        several = known.select(choice.min() < choice.max()).item()
        yield (choice.min() < choice.max() if several else pl.lit(value=False)).alias(of(ledger, "choice"))

    def doubtful(self, ledger: str, sums: pl.DataFrame) -> pl.DataFrame:
        """Return the plants whose lines a ledger has to look at together, though each can be used by itself."""
        by, lines = self.table.by, self.lines.frame
        usable = sums.filter(pl.col(of(ledger, "is_line")) & ~pl.col(of(ledger, "is_refused")))
        is_judged = pl.col(of(ledger, "is_judged"))
        is_odd = ~pl.col(of(ledger, "is_consumed")) | pl.col(of(ledger, "choice"))
        found = [usable.filter(is_odd | (is_judged & pl.col(of(ledger, "is_traded"))))]
        judged = usable.filter(is_judged)
        if judged.height:
            plants = self.rows().join(judged.lazy(), on=by, how="semi", nulls_equal=True).group_by(by)
            fit = plants.agg(fit=surely_balanced(ledger)).collect(engine="in-memory")
            found.append(fit.filter(~pl.col("fit")))
        if lines[of(ledger, "is_backed")].any() and "evidence" in self.cells.columns:
            found.append(usable.join(self._backed_twice(ledger), on=by, how="semi", nulls_equal=True))
        return pl.concat([one.select(by) for one in found]).unique().drop_nulls()

    def _backed_twice(self, ledger: str) -> pl.DataFrame:
        """Return the plants in which a document backs several lines of renewable energy, or is typed in two ways."""
        typed = self.table.frame["evidence"].cast(pl.String)
        backed = self.rows(typed=typed).filter(of(ledger, "is_backed"), pl.col("evidence").is_not_null())
        found = backed.select(*self.table.by, "line", "typed").unique().collect()
        spellings = found["typed"].unique()
        documents = pl.Series([document_of(text) for text in spellings], dtype=pl.String)
        document = pl.col("typed").replace_strict(spellings, documents).alias("document")
        return found.group_by(*self.table.by, document).len().filter(pl.col("len") > 1)
