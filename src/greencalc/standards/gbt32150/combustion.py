"""Heat of the fuels burned, and the CO2 of burning them."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt2589_2020.symbols import FuelHeat, FuelMass, GasVolume
from greencalc.standards.gbt32150.symbols import SOURCE, CarbonMolarMass, CO2MolarMass, CO2WarmingPotential

HeatingValue = Annotated[
    Amount,
    Symbol("q", "GJ/t", "net heating value of the fuel", "燃料低位发热量", at_least="0"),
]
GasHeatingValue = Annotated[
    Amount,
    Symbol("q_g", "GJ/Nm3", "net heating value of the gas", "气体燃料低位发热量", at_least="0"),
]
CarbonContent = Annotated[
    Amount,
    Symbol("c", "t/GJ", "mass of carbon per heat of the fuel", "单位热值含碳量", at_least="0"),
]
OxidationFactor = Annotated[
    Amount,
    Symbol(
        "o",
        "dimensionless",
        "share of the carbon that burns",
        "碳氧化率",
        above="0",
        at_most="1",
        why="no more carbon burns than there is",
    ),
]

_HEAT = Symbol("Q", "GJ", "heat of the fuel burned in the period", "燃料热量")


@formula(
    standard="GB/T 32150",
    clause="combustion",
    result=_HEAT,
    title="Heat of a mass of fuel",
    title_zh="燃料热量（按质量）",
    origin="secondary",
    source=SOURCE,
    gives=("fuel_heat",),
)
def fuel_heat_of_mass(*, fuel_mass: FuelMass, heating_value: HeatingValue) -> Result:
    """Mass of a fuel times its net heating value.

    Examples
    --------
    >>> print(fuel_heat_of_mass(fuel_mass="120 t", heating_value="42.652 GJ/t"))
    5118.24 gigajoule
    """
    return fuel_mass * heating_value


@formula(
    standard="GB/T 32150",
    clause="combustion",
    result=_HEAT,
    title="Heat of an amount of gas",
    title_zh="气体燃料热量",
    origin="secondary",
    source=SOURCE,
    gives=("fuel_heat",),
)
def fuel_heat_of_gas(*, gas_volume: GasVolume, gas_heating_value: GasHeatingValue) -> Result:
    """Gas at 0 °C and 101.325 kPa times its net heating value.

    Tables print the heating value of gas per 万Nm3: write it so, as in ``389.31 GJ/万Nm3``.

    Examples
    --------
    >>> print(
    ...     fuel_heat_of_gas(
    ...         gas_volume="1000 万Nm3", gas_heating_value="389.31 GJ/万Nm3"
    ...     )
    ... )
    389310.0 gigajoule
    """
    return gas_volume * gas_heating_value


@formula(
    standard="GB/T 32150",
    clause="combustion",
    result=Symbol("E", "tCO2e", "CO2 of burning the fuel", "燃料燃烧排放"),
    title="Emission of burning a fuel",
    title_zh="化石燃料燃烧排放",
    origin="secondary",
    source=SOURCE,
    gives=("combustion",),
)
def combustion_emission(
    *,
    fuel_heat: FuelHeat,
    carbon_content: CarbonContent,
    oxidation_factor: OxidationFactor,
    co2_molar_mass: CO2MolarMass = "44 g/mol",
    carbon_molar_mass: CarbonMolarMass = "12 g/mol",
    co2_warming_potential: CO2WarmingPotential = "1 kgCO2e/kg",
) -> Result:
    """Carbon of a fuel that burns, as CO2: 44/12 of its mass, exactly.

    Heating value, carbon content and oxidation factor are measured, or come from one set of defaults that is
    named. Biomass is shown apart from the total.

    Examples
    --------
    >>> print(
    ...     combustion_emission(
    ...         fuel_heat="389310 GJ",
    ...         carbon_content="0.0153 t/GJ",
    ...         oxidation_factor="99 %",
    ...     ).to("kgCO2e")
    ... )
    21621888.09 kilogram_CO2e
    """
    carbon_burned = fuel_heat * carbon_content * oxidation_factor
    return carbon_burned * co2_warming_potential * (co2_molar_mass / carbon_molar_mass)
