"""B.3 Carbon emissions of one of several products."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt36132_2025.b1_several_products import ProductShare

OwnEmission = Annotated[
    Amount,
    Symbol("C_o", "tCO2e", "emissions found for the product alone", "产品单独核算排放量", at_least="0", measure="less"),
]
SharedEmission = Annotated[
    Amount,
    Symbol("C_c", "tCO2e", "emissions of several products together", "共同排放量", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.3",
    result=Symbol("C", "tCO2e", "emissions of the product", "产品碳排放量"),
    title="Carbon emissions of one of several products",
    title_zh="多种产品中某一产品的碳排放量",
    origin="derived",
    source="GB/T 36132-2025, B.3, has the boundary of B.1; that emissions of several products are shared as B.1 shares "
    "their energy is derived",
    gives=("carbon_emission",),
)
def carbon_of_product(
    *, own_emission: OwnEmission, shared_emission: SharedEmission, product_share: ProductShare
) -> Result:
    """Emissions found for a product alone, and its share of those of several together.

    The share is that of the energy: this is inferred from the boundary, which B.3 has in common with B.1.

    Examples
    --------
    >>> from greencalc import carbon_per_vehicle
    >>> carbon = carbon_of_product(
    ...     own_emission="1.6 万tCO2",
    ...     shared_emission="3.2 万tCO2",
    ...     product_share="25 %",
    ... )
    >>> print(carbon)
    24000.0 tonne_CO2e
    >>> print(
    ...     carbon_per_vehicle(carbon_emission=carbon, vehicles_produced="6 万辆")
    ... )
    0.4 tonne_CO2e / vehicle
    """
    return own_emission + shared_emission * product_share
