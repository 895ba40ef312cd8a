"""How other people's code uses the library: mypy --strict and pyright must accept every line."""

import numpy as np
import pint

import greencalc
from greencalc import (
    Assessment,
    FactsError,
    Formula,
    InputError,
    Q,
    Standard,
    carbon_per_vehicle,
    evaluate,
    floor_area_of_storeys,
    floor_area_ratio,
    load_plant,
    load_standard,
    register_units,
    spec,
)

ureg: pint.UnitRegistry[float] = pint.UnitRegistry()
register_units(ureg)

ratio = floor_area_ratio(building_area=ureg.Quantity(450000.0, "m**2"), structure_area="0 m2", land_area=Q(900, "mu"))
value: float = ratio.to("dimensionless").magnitude
many = floor_area_ratio(building_area=Q(np.array([1.0, 2.0]), "ha"), structure_area="0 m2", land_area=3 * ureg.hectare)
storeys = floor_area_of_storeys(storey_area=["3 万m2", Q(1.0, "ha")], storey_height=["9 m", "6 m"])
carbon = carbon_per_vehicle(carbon_emission="9.6 万tCO2", vehicles_produced="24 万辆")
declaration: Formula = spec(floor_area_ratio)
equation: str = declaration.equation

standard: Standard = load_standard("qct1160_2022")
try:
    assessment: Assessment = evaluate(standard, load_plant("plant.toml").facts, not_applicable="keep")
    lower: float = assessment.score.lower
    eligible: bool | None = assessment.eligible
    points: list[float | None] = [result.points for result in assessment.items]
except (FactsError, InputError) as error:
    print(error.faults)
listed: tuple[Standard, ...] = greencalc.standards()

from hypothesis import given

from greencalc.formula import Amount
from greencalc.testing import Mistake, amounts, arguments, check_formula, mistakes


@given(
    arguments(floor_area_ratio),
    mistakes(floor_area_ratio),
    amounts(spec(floor_area_ratio).arguments["land_area"].symbol),
)
def test_own(drawn: dict[str, Amount], mistake: Mistake, land: object) -> None:
    print(floor_area_ratio(**drawn).magnitude, mistake.argument, mistake.kind, mistake.error, land)


def test_floor_area_ratio() -> None:
    check_formula(floor_area_ratio)
