"""B.8 and B.9 Water intake per product and per output value."""

from __future__ import annotations

from greencalc.formula import Result, Symbol, formula
from greencalc.standards.gbt36132_2025.symbols import OutputValue, WaterIntake
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced


@formula(
    standard="GB/T 36132-2025",
    clause="B.8",
    result=Symbol("V_u", "m3/vehicle", "water intake per vehicle", "单位产品取水量", at_least="0"),
    title="Water intake per unit of product",
    title_zh="单位产品取水量",
    origin="quoted",
    source="GB/T 36132-2025, B.8",
)
def water_intake_per_vehicle(*, water_intake: WaterIntake, vehicles_produced: VehiclesProduced) -> Result:
    """Water taken in per qualified vehicle.

    What main, auxiliary and ancillary systems take in counts, without construction, fire-fighting and what is
    supplied to others.

    Examples
    --------
    >>> print(
    ...     water_intake_per_vehicle(
    ...         water_intake="108 万m3", vehicles_produced="24 万辆"
    ...     )
    ... )
    4.5 meter ** 3 / vehicle
    """
    return water_intake / vehicles_produced


@formula(
    standard="GB/T 36132-2025",
    clause="B.9",
    result=Symbol("V_g", "m3/万元", "water intake per output value", "单位产值取水量", at_least="0"),
    title="Water intake per unit of output value",
    title_zh="单位产值取水量",
    origin="quoted",
    source="GB/T 36132-2025, B.9",
)
def water_intake_per_output_value(*, water_intake: WaterIntake, output_value: OutputValue) -> Result:
    """Water taken in per ten thousand yuan of output.

    What main, auxiliary and ancillary systems take in counts, without construction, fire-fighting and what is
    supplied to others.

    Examples
    --------
    >>> print(
    ...     water_intake_per_output_value(
    ...         water_intake="108 万m3", output_value="300 亿元"
    ...     )
    ... )
    0.36 meter ** 3 / ten_thousand_yuan
    """
    return water_intake / output_value
