"""Comprehensive water consumption per unit of product."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula
from greencalc.standards.qct1160_2022.symbols import VehiclesProduced

WaterConsumption = Annotated[
    Amount,
    Symbol("W", "m3", "comprehensive water consumption of the period", "综合耗水量", at_least="0"),
]


@formula(
    standard="QC/T 1158-2022",
    clause="water consumption",
    result=Symbol("W_u", "m3/vehicle", "water consumption per vehicle", "单位产品综合耗水量", at_least="0"),
    title="Comprehensive water consumption per unit of product",
    title_zh="单位产品综合耗水量",
    origin="secondary",
    source="QC/T 1158-2022, as cited on secondary pages",
)
def water_per_vehicle(*, water_consumption: WaterConsumption, vehicles_produced: VehiclesProduced) -> Result:
    """Water actually consumed in making vehicles, per qualified vehicle.

    The water taken in is another quantity of the parent standard: see :func:`water_intake_per_vehicle`.

    Examples
    --------
    >>> print(
    ...     water_per_vehicle(
    ...         water_consumption="96 万m3", vehicles_produced="24 万辆"
    ...     )
    ... )
    4.0 meter ** 3 / vehicle
    """
    return water_consumption / vehicles_produced
