"""Emissions of electricity and heat that others made, and the heat in hot water and steam."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Relation, Result, Symbol, formula
from greencalc.standards.gbt32150.symbols import SOURCE

Electricity = Annotated[Amount, Symbol("W", "MWh", "electricity bought or exported", "购入或输出电量", at_least="0")]
GridFactor = Annotated[
    Amount,
    Symbol("f_e", "tCO2e/MWh", "emission factor of the electricity", "电力排放因子", at_least="0"),
]
Heat = Annotated[Amount, Symbol("Q", "GJ", "heat bought or exported", "购入或输出热量", at_least="0")]
HeatFactor = Annotated[
    Amount,
    Symbol(
        "f_h",
        "tCO2e/GJ",
        "emission factor of the heat",
        "热力排放因子",
        at_least="0",
        source="NDRC guides of 2015, as read on secondary pages: 0.11 tCO2/GJ unless measured",
    ),
]
WaterMass = Annotated[Amount, Symbol("m_w", "t", "mass of the hot water", "热水质量", at_least="0")]
TemperatureAbove20C = Annotated[
    Amount,
    Symbol("T_{20}", "K", "temperature of the hot water above 20 °C", "热水温度与 20 ℃ 之差", at_least="0"),
]
SpecificHeat = Annotated[
    Amount,
    Symbol(
        "c_w",
        "kJ/(kg*K)",
        "specific heat capacity of water",
        "水的比热容",
        above="0",
        source="NDRC guides of 2015, as read on secondary pages: 4.1868 kJ/(kg*K)",
    ),
]
SteamMass = Annotated[Amount, Symbol("m_s", "t", "mass of the steam", "蒸汽质量", at_least="0")]
SteamEnthalpy = Annotated[
    Amount,
    Symbol("h_s", "kJ/kg", "enthalpy of the steam at its pressure and temperature", "蒸汽热焓", at_least="0"),
]
ReferenceEnthalpy = Annotated[
    Amount,
    Symbol("h_0", "kJ/kg", "enthalpy that does not count", "扣除的基准热焓", at_least="0"),
]


@formula(
    standard="GB/T 32150",
    clause="electricity and heat",
    result=Symbol("E", "tCO2e", "emission of the electricity", "电力排放"),
    title="Emission of bought or exported electricity",
    title_zh="购入或输出电力排放",
    origin="secondary",
    source=SOURCE,
    gives=("purchased_electricity", "exported_electricity"),
)
def electricity_emission(*, electricity: Electricity, grid_factor: GridFactor) -> Result:
    """Electricity times its emission factor, which is named by scope, year and basis and has no default.

    The factor is zero only for electricity that is proved to be non-fossil (contract and settlement,
    certificate, own generation). The rest then takes the factor that leaves out non-fossil electricity traded on
    the market, else the same green electricity counts twice (derived). Life-cycle footprint factors do not belong
    here.

    Examples
    --------
    >>> print(
    ...     electricity_emission(
    ...         electricity="14200 万kWh", grid_factor="0.5568 tCO2/MWh"
    ...     )
    ... )
    79065.6 tonne_CO2e
    """
    return electricity * grid_factor


@formula(
    standard="GB/T 32150",
    clause="electricity and heat",
    result=Symbol("E", "tCO2e", "emission of the heat", "热力排放"),
    title="Emission of bought or exported heat",
    title_zh="购入或输出热力排放",
    origin="secondary",
    source=SOURCE,
    gives=("purchased_heat", "exported_heat"),
)
def heat_emission(*, heat: Heat, heat_factor: HeatFactor = "0.11 tCO2/GJ") -> Result:
    """Heat times its emission factor.

    Examples
    --------
    >>> print(heat_emission(heat="40000 GJ"))
    4400.0 tonne_CO2e
    """
    return heat * heat_factor


@formula(
    standard="GB/T 32150",
    clause="electricity and heat",
    result=Symbol("Q", "GJ", "heat in the hot water", "热水热量"),
    title="Heat in hot water",
    title_zh="热水热量",
    origin="secondary",
    source=SOURCE,
    gives=("heat",),
)
def hot_water_heat(
    *,
    water_mass: WaterMass,
    temperature_above_20C: TemperatureAbove20C,  # noqa: N803 (C is the degree Celsius)
    specific_heat: SpecificHeat = "4.1868 kJ/(kg*K)",
) -> Result:
    """Heat in water above 20 °C.

    The temperature is a difference: water of 70 °C is 50 K above 20 °C.

    Examples
    --------
    >>> print(hot_water_heat(water_mass="10000 t", temperature_above_20C="50 K"))
    2093.4 gigajoule
    """
    return water_mass * temperature_above_20C * specific_heat


@formula(
    standard="GB/T 32150",
    clause="electricity and heat",
    result=Symbol("Q", "GJ", "heat in the steam", "蒸汽热量", at_least="0"),
    relations=(Relation(("reference_enthalpy",), ("steam_enthalpy",), "no less is left of the enthalpy than nothing"),),
    title="Heat in steam",
    title_zh="蒸汽热量",
    origin="secondary",
    source=SOURCE,
    gives=("heat",),
)
def steam_heat(
    *,
    steam_mass: SteamMass,
    steam_enthalpy: SteamEnthalpy,
    reference_enthalpy: ReferenceEnthalpy,
) -> Result:
    """Mass of steam times its enthalpy above a reference.

    The reference is a choice to be named, and has no default: 83.74 kJ/kg, that of water at 20 °C, by the guides
    of 2015, and 0 kJ/kg by GB/T 32151.34-2024.

    Examples
    --------
    >>> print(
    ...     steam_heat(
    ...         steam_mass="1000 t",
    ...         steam_enthalpy="2783.74 kJ/kg",
    ...         reference_enthalpy="83.74 kJ/kg",
    ...     )
    ... )
    2700.0 gigajoule
    """
    return steam_mass * (steam_enthalpy - reference_enthalpy)
