"""A.6 Comprehensive utilisation rate of industrial solid waste."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula

WasteUtilised = Annotated[
    Amount,
    Symbol(
        "Z_r",
        "t",
        "industrial solid waste utilised, without purchased waste",
        "工业固体废物综合利用量",
        at_least="0",
        measure="more",
    ),
]
WasteGenerated = Annotated[
    Amount,
    Symbol(
        "Z", "t", "industrial solid waste generated in the period", "工业固体废物产生量", at_least="0", measure="less"
    ),
]
StockUtilised = Annotated[
    Amount,
    Symbol(
        "Z_w",
        "t",
        "waste stocked in earlier years and utilised in the period",
        "综合利用往年贮存的工业固体废物量",
        at_least="0",
        no_measure="less stock taken up avoids no waste",
    ),
]


@formula(
    standard="QC/T 1160-2022",
    clause="A.6",
    result=Symbol(
        "K_r", "%", "utilisation rate of industrial solid waste", "工业固体废物综合利用率", at_least="0", at_most="100"
    ),
    relations=(
        Relation((), ("waste_generated", "stock_utilised"), "without any waste there is no rate", strict=True),
        Relation(
            ("waste_utilised",),
            ("waste_generated", "stock_utilised"),
            "no more waste is utilised than there is",
        ),
        Relation(("stock_utilised",), ("waste_utilised",), "the stock utilised is a part of what is utilised"),
    ),
    title="Comprehensive utilisation rate of industrial solid waste",
    title_zh="工业固体废物综合利用率",
    origin="quoted",
    source="GB/T 36132-2025, B.11",
)
def solid_waste_utilisation_rate(
    *,
    waste_utilised: WasteUtilised,
    waste_generated: WasteGenerated,
    stock_utilised: StockUtilised,
) -> Result:
    """Share of the waste generated, and of the old stock taken up, that is utilised.

    Examples
    --------
    >>> print(
    ...     solid_waste_utilisation_rate(
    ...         waste_utilised="8100 t",
    ...         waste_generated="9000 t",
    ...         stock_utilised="0 t",
    ...     )
    ... )
    90.0 percent
    """
    return waste_utilised / (waste_generated + stock_utilised)
