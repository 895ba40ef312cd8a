"""Plants whose lines surely fit together: what leaves is well below what came, and no ledger has to look at them."""

from __future__ import annotations

import polars as pl

from greencalc.ledgers.balance import ELECTRICITY, HEAT
from greencalc.ledgers.meter_line import OWN
from greencalc.many_plants.meter_readings.distinct_lines import CAME, CERTIFICATE, FUEL, LEFT, of
from greencalc.many_plants.meter_readings.reading_table import NUMBER

_WELL_BELOW = 0.99  # far from where a ledger refuses, and from where a difference of floats has few digits left


def surely_balanced(ledger: str) -> pl.Expr:
    """Return whether the lines of a plant surely pass what a ledger asks of all of them together.

    Each condition is at least as strict as the ledger's own; what does not meet them is left to the ledger.
    """

    def column(name: str) -> pl.Expr:
        return pl.col(of(ledger, name))

    flow, kind, mark, is_marked = (column(name) for name in ("flow", "kind", "mark", "is_marked"))
    came, left, certified = (flow.eq_missing(pl.lit(one)) for one in (CAME, LEFT, CERTIFICATE))
    plain, number = is_marked.not_(), pl.col(NUMBER)

    def amount(which: pl.Expr) -> pl.Expr:
        return (number * column("amount")).filter(which).sum()

    def well_below(one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return one <= _WELL_BELOW * other

    none_marked = is_marked.any().not_()
    unmarked, other_kinds = left & mark.is_null(), left & kind.is_in([ELECTRICITY, HEAT]).not_()
    certificates = amount(certified)
    conditions = [
        none_marked | (amount(unmarked) + amount(other_kinds) == 0),
        none_marked | well_below(certificates + amount(left & plain), amount(came & plain)),
        well_below(-(number * column("value")).filter(left).sum(), (number * column("value")).filter(~left).sum()),
    ]
    for one in (ELECTRICITY, HEAT):
        is_kind = kind.eq_missing(pl.lit(one))
        made_of = came & plain & kind.eq_missing(pl.lit(FUEL))
        plain_left, plain_came = amount(left & plain & is_kind), amount(came & plain & is_kind)
        conditions.append(well_below(plain_left, plain_came + amount(made_of)))
        for source in OWN:
            own = is_kind & mark.eq_missing(pl.lit(source))
            conditions.append(well_below(amount(left & own), amount(came & own)))
        flowing = plain & is_kind & (number * column("amount") > 0)
        credited, paid = (column("cost").filter(which & flowing).max() for which in (left, came))
        conditions.append((credited <= paid).fill_null(value=True))
        if one == ELECTRICITY:
            conditions.append((certificates == 0) | well_below(certificates + plain_left, plain_came))
    return pl.all_horizontal(conditions)
