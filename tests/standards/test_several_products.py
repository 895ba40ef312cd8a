"""Energy and carbon of several products: what is shared comes to the whole again, exactly, in every way to share it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from greencalc import (
    InputError,
    Q,
    carbon_of_product,
    carbon_per_vehicle,
    energy_by_quota,
    energy_of_product,
    energy_per_vehicle,
    equivalent_output,
    output_in_standard_product,
    share_by_output_and_energy,
    share_by_standard_product,
)

positive = st.fractions(Fraction(1, 100), 10**6, max_denominator=100)
products = st.lists(st.tuples(positive, positive, positive), min_size=1, max_size=5)
"""Each with its output, what one of it counts for, and what is metered for it alone."""


def shares_by_standard_product(outputs, coefficients):
    def converted(outputs, coefficients):
        return output_in_standard_product(
            product_output=[Q(output, "vehicle") for output in outputs],
            conversion_coefficient=[Q(coefficient, "dimensionless") for coefficient in coefficients],
        )

    whole = converted(outputs, coefficients)
    return [
        share_by_standard_product(equivalents_of_product=converted([output], [coefficient]), equivalents_of_all=whole)
        for output, coefficient in zip(outputs, coefficients, strict=True)
    ]


def shares_by_output_and_energy(outputs, quotas):
    def by_quota(outputs, quotas):
        return energy_by_quota(
            product_output=[Q(output, "vehicle") for output in outputs],
            energy_quota=[Q(quota, "kgce/vehicle") for quota in quotas],
        )

    whole = by_quota(outputs, quotas)
    return [
        share_by_output_and_energy(quota_energy_of_product=by_quota([output], [quota]), quota_energy_of_all=whole)
        for output, quota in zip(outputs, quotas, strict=True)
    ]


WAYS = (shares_by_standard_product, shares_by_output_and_energy)
each_way = pytest.mark.parametrize("shares_of", WAYS)


@each_way
@given(products=products, shared=positive)
def test_what_products_have_adds_up_to_the_whole_exactly(shares_of, products, shared) -> None:
    outputs, coefficients, own = zip(*products, strict=True)
    shares = shares_of(outputs, coefficients)
    assert sum(share.magnitude for share in shares) == 100
    energy = [
        energy_of_product(own_energy=Q(one, "kgce"), shared_energy=Q(shared, "kgce"), product_share=share).magnitude
        for one, share in zip(own, shares, strict=True)
    ]
    carbon = [
        carbon_of_product(own_emission=Q(one, "tCO2"), shared_emission=Q(shared, "tCO2"), product_share=share).magnitude
        for one, share in zip(own, shares, strict=True)
    ]
    assert sum(energy) == sum(carbon) == sum(own) + shared


@each_way
@given(positive, positive)
def test_a_single_product_has_all(shares_of, output, coefficient) -> None:
    [share] = shares_of([output], [coefficient])
    assert share.magnitude == 100


@each_way
@given(products=products, factor=positive)
def test_shares_do_not_change_with_the_scale_of_outputs_or_coefficients(shares_of, products, factor) -> None:
    outputs, coefficients, _ = zip(*products, strict=True)
    shares = shares_of(outputs, coefficients)
    assert shares_of([output * factor for output in outputs], coefficients) == shares
    assert shares_of(outputs, [coefficient * factor for coefficient in coefficients]) == shares


@given(products)
def test_both_ways_share_alike_where_coefficients_are_ratios_of_quotas(products) -> None:
    outputs, quotas, _ = zip(*products, strict=True)
    coefficients = [quota / quotas[0] for quota in quotas]
    assert shares_by_standard_product(outputs, coefficients) == shares_by_output_and_energy(outputs, quotas)
    converted = equivalent_output(
        product_output=[Q(output, "vehicle") for output in outputs],
        energy_quota=[Q(quota, "kgce/vehicle") for quota in quotas],
        reference_energy_quota=Q(quotas[0], "kgce/vehicle"),
    )
    assert converted == output_in_standard_product(
        product_output=[Q(output, "vehicle") for output in outputs],
        conversion_coefficient=[Q(coefficient, "dimensionless") for coefficient in coefficients],
    )


def test_two_products_worked_by_hand_from_meters_to_what_a_vehicle_has() -> None:
    """By quotas 20 万 of 120 kgce and 4 万 of 180 kgce need 24000 and 7200 tce: of 39000 tce, 30000 and 9000."""
    outputs, quotas = ["20 万辆", "4 万辆"], ["120 kgce/辆", "180 kgce/辆"]
    whole = energy_by_quota(product_output=outputs, energy_quota=quotas)
    found = []
    for output, quota, own, own_emission in zip(outputs, quotas, ("0 tce", "600 tce"), ("0 t", "1600 t"), strict=True):
        share = share_by_output_and_energy(
            quota_energy_of_product=energy_by_quota(product_output=[output], energy_quota=[quota]),
            quota_energy_of_all=whole,
        )
        energy = energy_of_product(own_energy=own, shared_energy="39000 tce", product_share=share)
        carbon = carbon_of_product(
            own_emission=f"{own_emission}CO2", shared_emission="10.4 万tCO2", product_share=share
        )
        found += [
            energy_per_vehicle(energy_consumption=energy, vehicles_produced=output).magnitude,
            carbon_per_vehicle(carbon_emission=carbon, vehicles_produced=output).magnitude,
        ]
    assert found == pytest.approx([150, 0.4, 240, 0.64], rel=1e-14)


def test_no_product_has_more_than_all_and_nothing_is_shared_by_nothing() -> None:
    with pytest.raises(InputError, match="A product is one of all products"):
        share_by_standard_product(equivalents_of_product="6 万辆", equivalents_of_all="59999 辆")
    with pytest.raises(InputError, match="Without any output nothing is shared"):
        share_by_output_and_energy(quota_energy_of_product="0 tce", quota_energy_of_all="0 tce")
    with pytest.raises(InputError, match="<= 1"):
        carbon_of_product(own_emission="0 tCO2", shared_emission="1 tCO2", product_share="101 %")
