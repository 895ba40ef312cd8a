"""One formula on one plant, in mixed units: what a checked call costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import astropy.units as au
import unyt
import xarray as xr
from metpy.units import check_units, process_units, units as metpy_units
from xclim.core.units import convert_units_to, declare_units, units as xclim_units

from benchmarks.harness import Contender, Table, race
from benchmarks.ratio import (
    HECTARE,
    IN_UNITS,
    MU,
    UNITS,
    in_pint,
    ratio,
    ratio_by_hand,
    ratio_pint,
    read_pint,
    registry_of_pint,
)
from benchmarks.ratio_elsewhere import in_astropy, in_unyt, ratio_astropy, ratio_unyt
from greencalc import floor_area_ratio

VALUES = {"building_area": 45.0, "structure_area": 12000.0, "land_area": 900.0}
CANONICAL = {"building_area": 45.0 * HECTARE, "structure_area": 12000.0, "land_area": 900.0 * MU}
FRESH_CALLS = 10_000
QUICK_FRESH_CALLS = 500


def run(*, quick: bool) -> list[Table]:
    """Race the ways to call one formula."""
    ureg = registry_of_pint()
    quantities = in_pint(ureg, VALUES)
    wrapped = ureg.wraps("", ("m**2", "m**2", "m**2"))(ratio)
    contenders = [
        Contender("greencalc", floor_area_ratio, quantities, read_pint),
        Contender("bare Python, canonical floats", ratio, CANONICAL, note="no units, nothing checked"),
        Contender("bare Python, factors by hand", ratio_by_hand, VALUES, note="no units, nothing checked"),
        Contender("pint.wraps", wrapped, quantities, read_pint),
        Contender("bare pint, .to('')", ratio_pint, quantities, read_pint),
        Contender("pint.check, .to('')", _checked_by_pint(ureg), quantities, read_pint),
        *_metpy(),
        _xclim(),
        *_unyt(),
        *_astropy(),
    ]
    alike = race("scalar", contenders, quick=quick, rounds=51, notes=[IN_UNITS])
    supply = _supply(ureg)
    fresh = [
        Contender("greencalc", floor_area_ratio, quantities, read_pint, supply),
        Contender("pint.wraps", wrapped, quantities, read_pint, supply),
        Contender("bare pint, .to('')", ratio_pint, quantities, read_pint, supply),
    ]
    calls = QUICK_FRESH_CALLS if quick else FRESH_CALLS
    note = "every call gets quantities whose unit containers are new: equal to those before, not identical, not hashed"
    return [alike, race("scalar, fresh units", fresh, quick=quick, rounds=25, calls=calls, notes=[IN_UNITS, note])]


def _checked_by_pint(ureg: Any) -> Callable[..., Any]:
    checked = ureg.check("[area]", "[area]", "[area]")(ratio_pint)

    # pint.check looks at positional arguments alone
    def call(building_area: Any, structure_area: Any, land_area: Any) -> Any:
        return checked(building_area, structure_area, land_area)

    return call


def _supply(ureg: Any) -> Callable[[int], list[tuple[Any, ...]]]:
    """Return what makes as many triples of quantities as there are calls, none sharing a unit container."""

    def triple() -> tuple[Any, ...]:
        return tuple(ureg.Quantity(VALUES[name], ureg.UnitsContainer(powers)) for name, powers in parts.items())

    parts = {name: dict(ureg.Quantity(1, unit).unit_items()) for name, unit in UNITS.items()}
    return lambda calls: [triple() for _ in range(calls)]


def _metpy() -> list[Contender]:
    _define_mu(metpy_units)
    quantities = in_pint(metpy_units, VALUES)
    dimension = "[length]**2"
    checked = check_units(dimension, dimension, dimension)(ratio_pint)
    processed = process_units(dict.fromkeys(VALUES, dimension), "[dimensionless]")(ratio)
    return [
        Contender("MetPy check_units, .to('')", checked, quantities, read_pint),
        Contender("MetPy process_units", processed, quantities, read_pint, note="its decorator that also converts"),
    ]


def _xclim() -> Contender:
    _define_mu(xclim_units)
    arrays = {name: xr.DataArray(value, attrs={"units": UNITS[name]}) for name, value in VALUES.items()}

    @declare_units(**dict.fromkeys(VALUES, "[area]"))
    def declared(building_area: Any, structure_area: Any, land_area: Any) -> Any:
        areas = (convert_units_to(area, "m2") for area in (building_area, structure_area, land_area))
        return ratio(*areas).assign_attrs(units="")

    return Contender("xclim declare_units", declared, arrays, note="it takes xarray: 0-d arrays with a unit attribute")


def _unyt() -> list[Contender]:
    checked = unyt.accepts(**dict.fromkeys(VALUES, unyt.dimensions.area))(ratio_unyt)
    quantities = in_unyt(VALUES)
    return [Contender("unyt", ratio_unyt, quantities), Contender("unyt.accepts", checked, quantities)]


def _astropy() -> list[Contender]:
    checked = au.quantity_input(**dict.fromkeys(VALUES, au.m**2))(ratio_astropy)
    quantities = in_astropy(VALUES)
    return [Contender("astropy", ratio_astropy, quantities), Contender("astropy quantity_input", checked, quantities)]


def _define_mu(registry: Any) -> None:
    if "chinese_mu" not in registry:
        registry.define("chinese_mu = 2000 / 3 * meter ** 2")
