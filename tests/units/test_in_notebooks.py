"""Notebooks show quantities and units as tables write them; what print and formats give stays as pint has it."""

from __future__ import annotations

import pint
import pytest

from greencalc import Q, energy_per_vehicle, floor_area_ratio, register_units, vocs_per_painted_area
from registries import fresh_registry


class Printer(list):
    """What a terminal's notebook gives to whatever shows itself, as far as it is used."""

    text = list.append


def pretty(shown) -> str:
    printer, cycle = Printer(), False
    shown._repr_pretty_(printer, cycle)
    return "".join(printer)


ENERGY = energy_per_vehicle(energy_consumption="3.6 万tce", vehicles_produced="24 万辆")
VOCS = vocs_per_painted_area(vocs_emitted="420 t", painted_area="2400 万㎡")


@pytest.mark.parametrize(
    ("shown", "html"),
    [
        (ENERGY, "150.0 kgce/vehicle"),
        (VOCS, "17.5 g/m2"),
        (VOCS.units, "g/m2"),
        (Q(70, "%"), "70 %"),
        (Q(3, "t/万元"), "3 t/万元"),
        (Q("4.1868 kJ/(kg*K)"), "4.1868 kJ/(kg*K)"),
        (floor_area_ratio(building_area="45 ha", structure_area="0 m2", land_area="60 ha"), "0.75"),
        (Q("0.75").units, "dimensionless"),
        (Q([1.0, 2.5], "t"), "[1.  2.5] t"),
        (Q([[1.0], [2.5]], "t"), "<pre>[[1. ]\n [2.5]] t</pre>"),
    ],
)
def test_a_notebook_shows_units_as_tables_write_them(shown, html) -> None:
    assert shown._repr_html_() == html
    assert pretty(shown) == html.removeprefix("<pre>").removesuffix("</pre>")


def test_what_print_and_formats_give_is_pints() -> None:
    plain = fresh_registry().Quantity(17.5, "gram / meter ** 2")
    assert (str(VOCS), repr(VOCS)) == (str(plain), repr(plain))
    assert (f"{VOCS:H}", f"{VOCS:~P}") == ("17.5 gram/meter<sup>2</sup>", "17.5 g/m²")


def test_a_unit_that_the_table_lacks_is_shown_as_pint_does() -> None:
    area = Q("1 t") * pint.get_application_registry()("acre")
    assert area._repr_html_() == f"{area:H}"
    assert pretty(area) == f"{area:P}"


def test_a_format_of_the_users_own_is_kept(monkeypatch) -> None:
    monkeypatch.setattr(pint.get_application_registry().get().formatter, "default_format", "~P")
    assert VOCS._repr_html_() == f"{VOCS:~H}"


def test_a_registry_of_the_users_own_is_left_alone() -> None:
    own = fresh_registry()
    register_units(own)
    vocs = vocs_per_painted_area(vocs_emitted=own("420 t"), painted_area="2400 万㎡")
    assert vocs._repr_html_() == f"{vocs:H}"
    before = pint.get_application_registry().get()
    try:
        pint.set_application_registry(own)
        assert Q("3 g/m2")._repr_html_() == f"{own('3 g/m**2'):H}"
    finally:
        pint.set_application_registry(before)
