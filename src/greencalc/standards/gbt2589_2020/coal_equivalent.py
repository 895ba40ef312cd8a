"""Standard coal of one energy carrier, from a printed coefficient or from a measured heating value."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.gbt2589_2020.symbols import FuelHeat, FuelMass, GasVolume

MassCoefficient = Annotated[
    Amount,
    Symbol("k_m", "kgce/kg", "coal equivalent of a mass of the fuel", "折标准煤系数（按质量）", at_least="0"),
]
GasCoefficient = Annotated[
    Amount,
    Symbol(
        "k_g", "kgce/Nm3", "coal equivalent of an amount of the gas", "折标准煤系数（按标准状态体积）", at_least="0"
    ),
]
Energy = Annotated[
    Amount,
    Symbol("W", "kWh", "electricity or heat consumed in the period", "电力或热力消耗量", at_least="0"),
]
EnergyCoefficient = Annotated[
    Amount,
    Symbol("k_e", "kgce/kWh", "coal equivalent of electricity or heat", "电力或热力折标准煤系数", at_least="0"),
]
MeasuredHeatingValue = Annotated[
    Amount,
    Symbol("h_m", "kJ/kg", "measured net heating value of the fuel", "燃料实测低位发热量", at_least="0"),
]
MeasuredGasHeatingValue = Annotated[
    Amount,
    Symbol("h_g", "kJ/Nm3", "measured net heating value of the gas", "气体燃料实测低位发热量", at_least="0"),
]
StandardCoalHeatingValue = Annotated[
    Amount,
    Symbol(
        "h_c",
        "kJ/kgce",
        "heating value of standard coal",
        "标准煤发热量",
        above="0",
        source="7000 kcal/kgce of 4.1868 kJ/kcal, the standard coal of GB/T 2589-2020 as cited on secondary pages",
    ),
]

_CARRIER = Symbol("E_i", "kgce", "energy of a carrier as standard coal", "折标准煤量")
_SOURCE = "GB/T 2589-2020, as cited on secondary pages"


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of a mass of fuel",
    title_zh="按质量计的燃料折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy",),
)
def coal_equivalent_of_mass(*, fuel_mass: FuelMass, mass_coefficient: MassCoefficient) -> Result:
    """Mass of a fuel times its coal equivalent.

    The coefficient is read from a table and has no default. A printed one is not the heating value beside it divided
    by that of standard coal, 29307.6 kJ/kgce: the heating values in this library's table are mostly those of the
    edition of 2008, whose kcal is 4.1816 kJ and not 4.1868 kJ, and coefficients have four decimals, so that the two
    differ by up to 0.16 %.

    Examples
    --------
    >>> print(
    ...     coal_equivalent_of_mass(
    ...         fuel_mass="120 t", mass_coefficient="1.4571 kgce/kg"
    ...     ).to("tce")
    ... )
    174.852 tonne_coal_equivalent
    """
    return fuel_mass * mass_coefficient


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of an amount of gas",
    title_zh="气体燃料折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy",),
)
def coal_equivalent_of_gas(*, gas_volume: GasVolume, gas_coefficient: GasCoefficient) -> Result:
    """Gas at 0 °C and 101.325 kPa times its coal equivalent.

    The coefficient is read from a table and has no default. Natural gas is cited to the edition of 2020 with
    1.3300 kgce per cubic metre (of oil fields) and with 1.2143 (of gas fields): whoever computes chooses, and says so.

    Examples
    --------
    >>> print(
    ...     coal_equivalent_of_gas(
    ...         gas_volume="1000 万Nm3", gas_coefficient="1.2143 kgce/Nm3"
    ...     ).to("tce")
    ... )
    12143.0 tonne_coal_equivalent
    """
    return gas_volume * gas_coefficient


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of electricity or heat",
    title_zh="电力或热力折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy", "renewable_energy", "energy_passed_on"),
)
def coal_equivalent_of_energy(*, energy: Energy, energy_coefficient: EnergyCoefficient) -> Result:
    """Electricity or heat times its coal equivalent; MJ, GJ and kWh convert into each other.

    Electricity has two bases: calorific (当量, 0.1229 kgce/kWh) and equivalent (等价, the coal that generating it
    took in the year before). All carriers of one sum are on one basis, and none is a default.

    Examples
    --------
    >>> print(
    ...     coal_equivalent_of_energy(
    ...         energy="1.42 亿kWh", energy_coefficient="0.1229 kgce/kWh"
    ...     ).to("tce")
    ... )
    17451.8 tonne_coal_equivalent
    """
    return energy * energy_coefficient


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of a mass of fuel, by its measured heating value",
    title_zh="按实测发热量的燃料折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy",),
)
def coal_equivalent_from_heating_value_of_mass(
    *,
    fuel_mass: FuelMass,
    measured_heating_value: MeasuredHeatingValue,
    standard_coal_heating_value: StandardCoalHeatingValue = "29307.6 kJ/kgce",
) -> Result:
    """Heat of a fuel whose heating value was measured, as standard coal.

    To be chosen only for a measured value. With a heating value from a table the result differs by up to 0.16 %
    from that of the printed coefficient, which is what an auditor compares with.

    Examples
    --------
    >>> print(
    ...     coal_equivalent_from_heating_value_of_mass(
    ...         fuel_mass="100 t", measured_heating_value="14653.8 kJ/kg"
    ...     ).to("tce")
    ... )
    50.0 tonne_coal_equivalent
    """
    return fuel_mass * measured_heating_value / standard_coal_heating_value


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of an amount of gas, by its measured heating value",
    title_zh="按实测发热量的气体燃料折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy",),
)
def coal_equivalent_from_heating_value_of_gas(
    *,
    gas_volume: GasVolume,
    measured_gas_heating_value: MeasuredGasHeatingValue,
    standard_coal_heating_value: StandardCoalHeatingValue = "29307.6 kJ/kgce",
) -> Result:
    """Heat of a gas whose heating value was measured, as standard coal.

    To be chosen only for a measured value, as with :func:`coal_equivalent_from_heating_value_of_mass`.

    Examples
    --------
    >>> print(
    ...     coal_equivalent_from_heating_value_of_gas(
    ...         gas_volume="1000 万Nm3",
    ...         measured_gas_heating_value="36634.5 kJ/Nm3",
    ...     ).to("tce")
    ... )
    12500.0 tonne_coal_equivalent
    """
    return gas_volume * measured_gas_heating_value / standard_coal_heating_value


@formula(
    standard="GB/T 2589-2020",
    clause="coal equivalent",
    result=_CARRIER,
    title="Standard coal of the net heat of a fuel",
    title_zh="按低位热量计的燃料折标准煤量",
    origin="secondary",
    source=_SOURCE,
    gives=("carrier_energy", "renewable_energy", "energy_passed_on"),
)
def coal_equivalent_of_net_heat(
    *, fuel_heat: FuelHeat, standard_coal_heating_value: StandardCoalHeatingValue = "29307.6 kJ/kgce"
) -> Result:
    """Net heat of a fuel as standard coal, where the fuel is billed by its heat.

    Gross heat is turned into net heat first, with :func:`net_heat_of_gross_heat`.

    Examples
    --------
    >>> print(coal_equivalent_of_net_heat(fuel_heat="29307.6 GJ").to("tce"))
    1000.0 tonne_coal_equivalent
    """
    return fuel_heat / standard_coal_heating_value
