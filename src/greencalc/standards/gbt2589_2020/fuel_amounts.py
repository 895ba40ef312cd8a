"""Amounts of fuel as coefficients want them: gas at the reference state, liquids by mass."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula

Volume = Annotated[Amount, Symbol("V", "m3", "gas as metered", "实测气体体积", at_least="0")]
Pressure = Annotated[Amount, Symbol("p", "kPa", "absolute pressure of the gas", "气体绝对压力", above="0")]
Temperature = Annotated[Amount, Symbol("T", "K", "temperature of the gas", "气体热力学温度", above="0")]
ReferencePressure = Annotated[
    Amount,
    Symbol(
        "p_0",
        "kPa",
        "pressure of the reference state",
        "标准状态压力",
        above="0",
        source="the normal cubic metre is at 0 °C and 101.325 kPa",
    ),
]
ReferenceTemperature = Annotated[
    Amount,
    Symbol(
        "T_0",
        "K",
        "temperature of the reference state",
        "标准状态温度",
        above="0",
        source="the normal cubic metre is at 0 °C, which is 273.15 K",
    ),
]
NormalGasPerVolume = Annotated[
    Amount,
    Symbol(
        "n_0",
        "Nm3/m3",
        "normal cubic metres in a cubic metre at the reference state",
        "每立方米标准状态气体折合的标立方米数",
        above="0",
        source="1 by definition, while the reference state is that of the normal cubic metre",
    ),
]

FuelVolume = Annotated[Amount, Symbol("V_f", "L", "volume of a liquid fuel", "液体燃料体积", at_least="0")]
Density = Annotated[Amount, Symbol(r"\rho", "kg/L", "density of the liquid fuel", "液体燃料密度", above="0")]

GrossHeat = Annotated[
    Amount,
    Symbol("Q_g", "GJ", "gross heat of the fuel burned in the period", "燃料高位热量", at_least="0"),
]
NetToGross = Annotated[
    Amount,
    Symbol(
        "r",
        "dimensionless",
        "net heat of the fuel per gross heat",
        "低位与高位发热量之比",
        above="0",
        at_most="1",
        why="the gross heat is the net heat and that of the water vapour",
    ),
]


@formula(
    standard="GB/T 2589-2020",
    clause="fuel amounts",
    result=Symbol("V_n", "Nm3", "gas at 0 °C and 101.325 kPa", "标准状态下的气体体积"),
    title="Gas volume at the reference state",
    title_zh="标准状态下的气体体积",
    origin="derived",
    source="ideal gas law, of the same amount of gas in two states",
    gives=("gas_volume",),
)
def gas_volume_at_reference(
    *,
    volume: Volume,
    pressure: Pressure,
    temperature: Temperature,
    reference_pressure: ReferencePressure = "101.325 kPa",
    reference_temperature: ReferenceTemperature = "273.15 K",
    normal_gas_per_volume: NormalGasPerVolume = "1 Nm3/m3",
) -> Result:
    """Metered gas as normal cubic metres, taken as an ideal gas.

    The pressure is absolute: a gauge shows it less that of the air. Gas at 20 °C and 101.325 kPa needs no such
    step, as ``m3_20C`` is a unit. Another reference state needs its own number of normal cubic metres too.

    Examples
    --------
    >>> print(
    ...     gas_volume_at_reference(
    ...         volume="50000 m3", pressure="202.65 kPa", temperature="273.15 K"
    ...     )
    ... )
    100000.0 normal_cubic_meter
    """
    return volume * pressure * reference_temperature * normal_gas_per_volume / (reference_pressure * temperature)


@formula(
    standard="GB/T 2589-2020",
    clause="fuel amounts",
    result=Symbol("m", "kg", "mass of a fuel", "燃料质量"),
    title="Mass of a volume of liquid fuel",
    title_zh="液体燃料质量",
    origin="derived",
    source="definition of density; the coefficients of liquid fuels are by mass",
    gives=("fuel_mass",),
)
def fuel_mass_of_volume(*, fuel_volume: FuelVolume, density: Density) -> Result:
    """Volume of a liquid fuel times its density at the same temperature.

    Examples
    --------
    >>> print(
    ...     fuel_mass_of_volume(fuel_volume="200000 L", density="0.84 kg/L").to("t")
    ... )
    168.0 metric_ton
    """
    return fuel_volume * density


@formula(
    standard="GB/T 2589-2020",
    clause="fuel amounts",
    result=Symbol("Q", "GJ", "net heat of the fuel burned in the period", "燃料低位热量"),
    title="Net heat of a fuel that is billed by its gross heat",
    title_zh="按高位发热量结算的燃料低位热量",
    origin="derived",
    source="definition of the ratio; coal equivalents and carbon contents are of net heat",
    gives=("fuel_heat",),
)
def net_heat_of_gross_heat(*, gross_heat: GrossHeat, net_to_gross: NetToGross) -> Result:
    """Gross heat of a fuel times the ratio of its net to its gross heating value.

    The ratio is that of the fuel and has no default: some 0.9 of natural gas, nearer to 1 of coal and oil.

    Examples
    --------
    >>> print(net_heat_of_gross_heat(gross_heat="100 GJ", net_to_gross="0.9"))
    90.0 gigajoule
    """
    return gross_heat * net_to_gross
