"""B.1 Several products: output in a standard product, and what each has of the energy that is not metered apart."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.symbols import AS_SOLD

_SAYS = (
    "GB/T 36132-2025, B.1: products that are not metered apart are converted to a standard product, or share the "
    "energy by output and energy; "
)
_NOTHING_MADE = "without any output nothing is shared"
_A_PART = "a product is one of all products"
_BASIS = "it is a basis for counting output"
_SHARES = "it is a basis for sharing what is not metered apart"

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
ConversionCoefficient = Annotated[
    Amount,
    Symbol(
        "k_i",
        "dimensionless",
        "standard products that one of a product counts as",
        "产品折算系数",
        above="0",
        over="product",
        no_measure=_BASIS,
    ),
]
EquivalentsOfProduct = Annotated[
    Amount,
    Symbol(
        "Q_p",
        "vehicle",
        "output of the product in vehicles of the standard product",
        "该产品折合标准产品产量",
        at_least="0",
        no_measure=_SHARES,
    ),
]
EquivalentsOfAll = Annotated[
    Amount,
    Symbol(
        "Q_s",
        "vehicle",
        "output of all products in vehicles of the standard product",
        "全部产品折合标准产品产量",
        at_least="0",
        no_measure=_SHARES,
    ),
]
QuotaEnergyOfProduct = Annotated[
    Amount,
    Symbol("E_p", "kgce", "energy of the product by its quota", "该产品定额能耗", at_least="0", no_measure=_SHARES),
]
QuotaEnergyOfAll = Annotated[
    Amount,
    Symbol(
        "E_q", "kgce", "energy of all products by their quotas", "全部产品定额能耗", at_least="0", no_measure=_SHARES
    ),
]
ProductShare = Annotated[
    Amount,
    Symbol(
        "r",
        "dimensionless",
        "share of the product in what is not metered apart",
        "产品分摊比例",
        at_least="0",
        at_most="1",
        no_measure=_SHARES,
    ),
]
OwnEnergy = Annotated[
    Amount,
    Symbol("E_o", "kgce", "energy metered for the product alone", "产品单独计量能耗", at_least="0", measure="less"),
]
SharedEnergy = Annotated[
    Amount,
    Symbol("E_c", "kgce", "energy metered for several products together", "共同计量能耗", at_least="0", measure="less"),
]


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("Q", "vehicle", "qualified output in vehicles of the standard product", "折合标准产品的合格产量"),
    title="Output in vehicles of the standard product",
    title_zh="折合标准产品的产量",
    origin="derived",
    source=f"{_SAYS}that the coefficient is the ratio of their energy quotas is derived",
    gives=("vehicles_produced", "equivalents_of_product", "equivalents_of_all"),
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


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("Q_s", "vehicle", "output in vehicles of the standard product", "折合标准产品产量"),
    title="Output in vehicles of the standard product, by given coefficients",
    title_zh="按折算系数折合标准产品的产量",
    origin="derived",
    source=f"{_SAYS}that outputs times given coefficients are added up is derived",
    gives=("vehicles_produced", "equivalents_of_product", "equivalents_of_all"),
)
def output_in_standard_product(
    *, product_output: ProductOutput, conversion_coefficient: ConversionCoefficient
) -> Result:
    """Output of one or several products, each counted as so many vehicles of the standard product.

    The coefficients are those of the plant or its sector. Where they are ratios of energy quotas,
    :func:`equivalent_output` finds them.

    Examples
    --------
    >>> print(
    ...     output_in_standard_product(
    ...         product_output=["20 万辆", "4 万辆"],
    ...         conversion_coefficient=["1", "1.5"],
    ...     )
    ... )
    260000.0 vehicle
    """
    return total(product_output * conversion_coefficient)


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("r", "%", "share of the product", "产品分摊比例", at_least="0", at_most="100"),
    relations=(
        Relation((), ("equivalents_of_all",), _NOTHING_MADE, strict=True),
        Relation(("equivalents_of_product",), ("equivalents_of_all",), _A_PART),
    ),
    title="Share of a product by standard products",
    title_zh="按标准产品折算的分摊比例",
    origin="derived",
    source=f"{_SAYS}that a product then has as much of the energy as of the standard products is derived",
    gives=("product_share",),
)
def share_by_standard_product(
    *, equivalents_of_product: EquivalentsOfProduct, equivalents_of_all: EquivalentsOfAll
) -> Result:
    """Share of a product in what is not metered apart, by outputs in vehicles of the standard product.

    All products have the same energy for a vehicle of the standard product.

    Examples
    --------
    >>> print(
    ...     share_by_standard_product(
    ...         equivalents_of_product="6 万辆", equivalents_of_all="24 万辆"
    ...     )
    ... )
    25.0 percent
    """
    return equivalents_of_product / equivalents_of_all


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("E_q", "kgce", "energy by quota", "定额能耗"),
    title="Energy of products by their quotas",
    title_zh="按定额计算的产品能耗",
    origin="derived",
    source=f"{_SAYS}that the energy of a product is there its output times its quota is derived",
    gives=("quota_energy_of_product", "quota_energy_of_all"),
)
def energy_by_quota(*, product_output: ProductOutput, energy_quota: EnergyQuota) -> Result:
    """Energy that one or several products would have by their quotas, each output times its quota.

    Examples
    --------
    >>> print(
    ...     energy_by_quota(
    ...         product_output=["20 万辆", "4 万辆"],
    ...         energy_quota=["120 kgce/辆", "180 kgce/辆"],
    ...     ).to("tce")
    ... )
    31200.0 tonne_coal_equivalent
    """
    return total(product_output * energy_quota)


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("r", "%", "share of the product", "产品分摊比例", at_least="0", at_most="100"),
    relations=(
        Relation((), ("quota_energy_of_all",), _NOTHING_MADE, strict=True),
        Relation(("quota_energy_of_product",), ("quota_energy_of_all",), _A_PART),
    ),
    title="Share of a product by output and energy",
    title_zh="按产量与能耗的分摊比例",
    origin="derived",
    source=f"{_SAYS}that the ratio is that of output times energy quota is derived",
    gives=("product_share",),
)
def share_by_output_and_energy(
    *, quota_energy_of_product: QuotaEnergyOfProduct, quota_energy_of_all: QuotaEnergyOfAll
) -> Result:
    """Share of a product in what is not metered apart, by output times energy quota.

    It is :func:`share_by_standard_product` of outputs that :func:`equivalent_output` converts.

    Examples
    --------
    >>> print(
    ...     share_by_output_and_energy(
    ...         quota_energy_of_product="7200 tce", quota_energy_of_all="2.88 万tce"
    ...     )
    ... )
    25.0 percent
    """
    return quota_energy_of_product / quota_energy_of_all


@formula(
    standard="GB/T 36132-2025",
    clause="B.1",
    result=Symbol("E", "kgce", "energy consumption of the product", "产品综合能耗"),
    title="Energy consumption of one of several products",
    title_zh="多种产品中某一产品的综合能耗",
    origin="derived",
    source="GB/T 36132-2025, B.1: each product has the energy that is metered for it; products that are not metered "
    "apart are converted to a standard product, or share the energy by output and energy; that a product which is "
    "metered in part has both is derived",
    gives=("energy_consumption",),
)
def energy_of_product(*, own_energy: OwnEnergy, shared_energy: SharedEnergy, product_share: ProductShare) -> Result:
    """Energy metered for a product alone, and its share of what is metered for several together.

    The standard goes by meters first: what is metered apart is not shared. It names two ways to share the rest,
    :func:`share_by_standard_product` and :func:`share_by_output_and_energy`; one of them serves all products.

    Examples
    --------
    >>> from greencalc import energy_per_vehicle
    >>> energy = energy_of_product(
    ...     own_energy="6000 tce", shared_energy="1.2 万tce", product_share="25 %"
    ... )
    >>> print(energy.to("tce"))
    9000.0 tonne_coal_equivalent
    >>> print(
    ...     energy_per_vehicle(
    ...         energy_consumption=energy, vehicles_produced="6 万辆"
    ...     )
    ... )
    150.0 kilogram_coal_equivalent / vehicle
    """
    return own_energy + shared_energy * product_share
