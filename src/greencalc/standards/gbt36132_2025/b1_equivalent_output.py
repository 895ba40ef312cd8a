"""B.1 Output of several products whose energy is not metered apart."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.symbols import AS_SOLD

_BASIS = "it is a basis for counting output"

ProductOutput = Annotated[
    Amount,
    Symbol(
        "Q_i",
        "vehicle",
        "qualified output of a product",
        "产品合格产量",
        at_least="0",
        over="product",
        no_measure=AS_SOLD,
    ),
]
EnergyQuota = Annotated[
    Amount,
    Symbol(
        "e_i",
        "kgce/vehicle",
        "energy quota of a product",
        "产品能耗定额",
        above="0",
        over="product",
        no_measure=_BASIS,
    ),
]
ReferenceEnergyQuota = Annotated[
    Amount,
    Symbol(
        "e_0",
        "kgce/vehicle",
        "energy quota of the standard product",
        "标准产品能耗定额",
        above="0",
        no_measure=_BASIS,
    ),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("Q", "vehicle", "qualified output in vehicles of the standard product", "折合标准产品的合格产量"),
    title="Output in vehicles of the standard product",
    title_zh="折合标准产品的产量",
    origin="derived",
    source="GB/T 36132-2025, B.1: products that are not metered apart are converted to a standard product, or share "
    "the energy by output and energy; that the coefficient is the ratio of their energy quotas is derived",
    gives=("vehicles_produced",),
)
def equivalent_output(
    *,
    product_output: ProductOutput,
    energy_quota: EnergyQuota,
    reference_energy_quota: ReferenceEnergyQuota,
) -> Result:
    """Output of several products, whose energy is not metered apart, in vehicles of one of them.

    With the quota of any product as reference, :func:`energy_per_vehicle` of this output is what a vehicle of that
    product gets when the energy is shared out by output and energy quota: both ways of the standard give the same.

    Examples
    --------
    >>> from greencalc import energy_per_vehicle
    >>> output = equivalent_output(
    ...     product_output=["20 万辆", "4 万辆"],
    ...     energy_quota=["120 kgce/辆", "180 kgce/辆"],
    ...     reference_energy_quota="120 kgce/辆",
    ... )
    >>> print(output)
    260000.0 vehicle
    >>> print(
    ...     energy_per_vehicle(
    ...         energy_consumption="3.9 万tce", vehicles_produced=output
    ...     )
    ... )
    150.0 kilogram_coal_equivalent / vehicle
    """
    return total(product_output * (energy_quota / reference_energy_quota))
