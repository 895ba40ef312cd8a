"""Emissions of processes: gases of which stock is kept, and CO2 as shielding gas in welding."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula, total
from greencalc.standards.gbt32150.symbols import SOURCE, CO2MolarMass, CO2WarmingPotential

OpeningStock = Annotated[Amount, Symbol("S_0", "kg", "gas in stock at the start", "期初库存量", at_least="0")]
Purchased = Annotated[Amount, Symbol("B", "kg", "gas bought in the period", "购入量", at_least="0")]
ClosingStock = Annotated[Amount, Symbol("S_1", "kg", "gas in stock at the end", "期末库存量", at_least="0")]
PassedOn = Annotated[
    Amount,
    Symbol("X", "kg", "gas filled into products or sold", "向外填充和销售量", at_least="0"),
]
WarmingPotential = Annotated[
    Amount,
    Symbol("GWP", "kgCO2e/kg", "global warming potential of the gas", "气体的全球变暖潜势", at_least="0"),
]

MassBefore = Annotated[
    Amount,
    Symbol("m_1", "kg", "mass of the container before filling", "填充前容器质量", at_least="0"),
]
MassAfter = Annotated[
    Amount,
    Symbol("m_2", "kg", "mass of the container after filling", "填充后容器质量", at_least="0"),
]
Fillings = Annotated[Amount, Symbol("n", "dimensionless", "number of fillings", "填充次数", at_least="0", whole=True)]
LossPerFilling = Annotated[Amount, Symbol("e", "kg", "gas lost in one filling", "每次填充的泄漏量", at_least="0")]
AmountPerFilling = Annotated[
    Amount,
    Symbol(
        "n_e",
        "mol",
        "amount of gas lost in one filling",
        "每次填充泄漏的物质的量",
        at_least="0",
        source="NDRC guide of 2015 for machinery, as read in public code: 0.342 mol",
    ),
]
MolarMass = Annotated[Amount, Symbol("M", "g/mol", "molar mass of the gas", "气体的摩尔质量", above="0")]

OtherShare = Annotated[
    Amount,
    Symbol(
        "P_j",
        "dimensionless",
        "volume share of a component other than CO2",
        "其他组分的体积分数",
        at_least="0",
        at_most="1",
        over="component",
    ),
]
OtherMolarMass = Annotated[
    Amount,
    Symbol("M_j", "g/mol", "molar mass of that component", "其他组分的摩尔质量", above="0", over="component"),
]
MixtureMass = Annotated[
    Amount,
    Symbol("m_g", "kg", "shielding gas used in the period", "保护气体使用量", at_least="0"),
]
CO2MassShare = Annotated[
    Amount,
    Symbol("x", "dimensionless", "mass share of CO2 in it", "二氧化碳的质量分数", at_least="0", at_most="1"),
]

_GUIDE = f"NDRC guide of 2015 for machinery, as implemented in public code; {SOURCE.partition('; ')[2]}"


@formula(
    standard="GB/T 32150",
    clause="process emissions",
    result=Symbol("E", "tCO2e", "emission of the gas", "气体逸散排放", at_least="0"),
    relations=(
        Relation(
            ("closing_stock", "passed_on"),
            ("opening_stock", "purchased"),
            "no more gas is left and passed on than there was",
        ),
    ),
    title="Emission of a gas, by its stocks",
    title_zh="含氟气体逸散排放（库存法）",
    origin="secondary",
    source=_GUIDE,
    gives=("process",),
)
def gas_emission_from_stocks(
    *,
    opening_stock: OpeningStock,
    purchased: Purchased,
    closing_stock: ClosingStock,
    passed_on: PassedOn,
    warming_potential: WarmingPotential,
) -> Result:
    """SF6, an HFC or a PFC that is missing in the stocks, as CO2 equivalent.

    One call for one gas. All warming potentials of a sum come from one set (guides of 2015, AR5 or AR6), which is
    named and has no default.

    Examples
    --------
    >>> print(
    ...     gas_emission_from_stocks(
    ...         opening_stock="2 t",
    ...         purchased="150 t",
    ...         closing_stock="1.5 t",
    ...         passed_on="150 t",
    ...         warming_potential="1300 kgCO2e/kg",
    ...     )
    ... )
    650.0 tonne_CO2e
    """
    return (opening_stock + purchased - closing_stock - passed_on) * warming_potential


@formula(
    standard="GB/T 32150",
    clause="process emissions",
    result=Symbol(
        "X",
        "kg",
        "gas filled into products",
        "向外填充量",
        at_least="0",
        why="the container gives off what is filled and what is lost",
    ),
    title="Gas filled into products, by weighing",
    title_zh="气体填充量（称重法）",
    origin="secondary",
    source=_GUIDE,
    gives=("passed_on",),
)
def gas_filled(
    *,
    mass_before: MassBefore,
    mass_after: MassAfter,
    fillings: Fillings,
    loss_per_filling: LossPerFilling,
) -> Result:
    """Gas that a container gave off, less what each filling lost, where no meter shows it.

    Examples
    --------
    >>> print(
    ...     gas_filled(
    ...         mass_before="1000 kg",
    ...         mass_after="400 kg",
    ...         fillings="1000",
    ...         loss_per_filling="50 g",
    ...     )
    ... )
    550.0 kilogram
    """
    return mass_before - mass_after - fillings * loss_per_filling


@formula(
    standard="GB/T 32150",
    clause="process emissions",
    result=Symbol("e", "kg", "gas lost in one filling", "每次填充的泄漏量"),
    title="Gas lost in one filling",
    title_zh="每次填充的泄漏量",
    origin="secondary",
    source=_GUIDE,
    gives=("loss_per_filling",),
)
def loss_per_filling(*, molar_mass: MolarMass, amount_per_filling: AmountPerFilling = "0.342 mol") -> Result:
    """Amount of gas lost in one filling times its molar mass.

    Examples
    --------
    >>> print(loss_per_filling(molar_mass="102 g/mol").to("g"))
    34.884 gram
    """
    return amount_per_filling * molar_mass


@formula(
    standard="GB/T 32150",
    clause="process emissions",
    result=Symbol(
        "x",
        "dimensionless",
        "mass share of CO2 in the mixture",
        "二氧化碳的质量分数",
        at_least="0",
        at_most="1",
        why="the volume shares of the other components add up to no more than 100 %",
    ),
    title="Mass share of CO2 in a shielding gas",
    title_zh="保护气体中二氧化碳的质量分数",
    origin="secondary",
    source=_GUIDE,
    gives=("co2_mass_share",),
)
def co2_mass_share(
    *,
    other_share: OtherShare,
    other_molar_mass: OtherMolarMass,
    co2_molar_mass: CO2MolarMass = "44 g/mol",
) -> Result:
    """Mass share of CO2, whose volume share is what the components listed leave.

    Examples
    --------
    >>> share = co2_mass_share(
    ...     other_share=["80 %"], other_molar_mass=["39.948 g/mol"]
    ... )
    >>> print(round(share, 4))
    0.2159 dimensionless
    """
    co2 = co2_molar_mass * (1 - total(other_share))
    return co2 / (co2 + total(other_share * other_molar_mass))


@formula(
    standard="GB/T 32150",
    clause="process emissions",
    result=Symbol("E", "tCO2e", "emission of the shielding gas", "保护气体排放"),
    title="Emission of CO2 as shielding gas",
    title_zh="二氧化碳保护气体排放",
    origin="secondary",
    source=_GUIDE,
    gives=("process",),
)
def shielding_gas_emission(
    *,
    mixture_mass: MixtureMass,
    co2_mass_share: CO2MassShare,
    co2_warming_potential: CO2WarmingPotential = "1 kgCO2e/kg",
) -> Result:
    """CO2 in the shielding gas that welding used up, by the stocks of gas.

    The share of pure CO2 is 100 %; that of a mixture comes from :func:`co2_mass_share`.

    Examples
    --------
    >>> print(shielding_gas_emission(mixture_mass="400 t", co2_mass_share="21.6 %"))
    86.4 tonne_CO2e
    """
    return mixture_mass * co2_mass_share * co2_warming_potential
