"""A bad declaration fails at import, or at the first use at the latest."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

import numpy as np
import pytest

from greencalc import DeclarationError, InputError, Q, UnitTextError
from greencalc.formula import Amount, Relation, Result, Symbol, exceeds, formula, spec, total
from greencalc.formula.plain_call import compute_exactly

Mass = Annotated[Amount, Symbol("m", "kg", "mass", "质量", at_least="0")]
MassInTonnes = Annotated[Amount, Symbol("M", "t", "mass", "质量", at_least="0")]
Area = Annotated[Amount, Symbol("S", "m2", "area", "面积", above="0")]
Length = Annotated[Amount, Symbol("d", "mm", "length", "长度", above="0")]
Masses = Annotated[Amount, Symbol("m_j", "kg", "masses", "质量", at_least="0", over="part")]
Limit = Annotated[Amount, Symbol("h", "kg", "limit", "限值", above="0", source="a source")]
Sulfur = Annotated[Amount, Symbol("S", "tSO2", "sulfur dioxide", "二氧化硫")]
Demand = Annotated[Amount, Symbol("O", "tCOD", "oxygen demand", "化学需氧量")]
Strength = Annotated[Amount, Symbol("c", "mgSO2/m3", "concentration", "浓度")]
Content = Annotated[Amount, Symbol("d", "mg/L", "content", "含量")]
PLAIN_MASS = "What it is of is said by its name, not by its unit: write a plain mass, in t, kg, g or mg."
RATIO = Symbol("r", "g/m2", "ratio", "比")


def declare(function, *, result=RATIO, relations=(), origin="derived"):
    return formula(
        standard="a standard",
        clause="1",
        result=result,
        relations=relations,
        title="Ratio",
        title_zh="比",
        origin=origin,
        source="a source",
    )(function)


def ratio(*, mass: Mass, area: Area) -> Result:
    return mass / area


def test_good_declaration_works_outside_the_package() -> None:
    assert declare(ratio)(mass="3 kg", area="2 m2").magnitude == 1500.0


def test_parameter_without_symbol() -> None:
    def body(*, mass: Mass, area: Amount) -> Result:
        return mass / area

    with pytest.raises(DeclarationError, match="'area' must be keyword-only"):
        declare(body)


def test_parameter_without_annotation() -> None:
    def body(*, mass: Mass, area) -> Result:
        return mass / area

    with pytest.raises(DeclarationError, match="'area' must be keyword-only"):
        declare(body)


def test_positional_parameter() -> None:
    def body(mass: Mass, *, area: Area) -> Result:
        return mass / area

    with pytest.raises(DeclarationError, match="'mass' must be keyword-only"):
        declare(body)


def test_default_without_source_and_source_without_default() -> None:
    def with_default(*, mass: Mass = "3 kg", area: Area) -> Result:
        return mass / area

    def without(*, limit: Limit, area: Area) -> Result:
        return limit / area

    for body in (with_default, without):
        with pytest.raises(DeclarationError, match="both default and source"):
            declare(body)


def test_unknown_origin() -> None:
    with pytest.raises(DeclarationError, match="origin 'guessed'"):
        declare(ratio, origin="guessed")


def test_relation_of_an_unknown_argument() -> None:
    with pytest.raises(DeclarationError, match="names no argument 'waste'"):
        declare(ratio, relations=(Relation(("mass",), ("waste",), "why"),))


def test_two_canonical_units_of_one_dimension_are_multiplied_and_divided() -> None:
    def content(*, mass: Mass, more: MassInTonnes) -> Result:
        return mass / more

    def spread(*, masses: Masses, more: MassInTonnes, area: Area) -> Result:
        return total(masses) * more / (more * area)

    declared = declare(content, result=Symbol("r", "%", "content", "含量", at_most="100"))
    assert (
        declared(mass="3 kg", more="2 t").magnitude == declared(mass="3000 g", more=Q(2000.0, "kg")).magnitude == 0.15
    )
    assert declared(mass=Q([3.0, 4.0], "kg"), more=Q([2.0, 4.0], "t")).magnitude.tolist() == [0.15, 0.1]
    with pytest.raises(InputError, match="<= 100 %"):
        declared(mass="2001 kg", more="2 t")
    assert declare(spread)(masses=["3 kg", "1 t"], more="2 t", area="5 m2").magnitude == 200600.0


def test_two_canonical_units_of_one_dimension_are_not_added_or_compared() -> None:
    def added(*, mass: Mass, more: MassInTonnes, area: Area) -> Result:
        return (mass + more) / area

    def from_all(*, mass: Mass, more: MassInTonnes) -> Result:
        return 1 - mass / more

    def compared(*, mass: Mass, more: MassInTonnes) -> Result:
        return exceeds(more, mass)

    for body, units in ((added, "kg and in t"), (from_all, "dimensionless and in kg/t"), (compared, "t and in kg")):
        with pytest.raises(DeclarationError, match=f"amounts in {units}, .*: declare them in one"):
            declare(body)


def test_a_relation_joins_amounts_in_one_unit() -> None:
    def content(*, mass: Mass, more: MassInTonnes, area: Area) -> Result:
        return mass / more / area

    for larger in ("more", "area"):
        with pytest.raises(
            DeclarationError, match=rf"mass <= {larger} joins amounts in kg and in (t|m2); declare them"
        ):
            declare(content, relations=(Relation(("mass",), (larger,), "why"),))


def test_a_mass_of_a_pollutant_is_a_kind_of_its_own() -> None:
    def per_content(*, sulfur: Sulfur, strength: Strength, content: Content) -> Result:
        return sulfur / strength * content

    def both(*, sulfur: Sulfur, demand: Demand) -> Result:
        return sulfur + demand

    declared = declare(per_content, result=Symbol("m", "kg", "mass", "质量"))
    assert declared(sulfur="3 kg SO2", strength="3 mgSO2/m3", content="5 mg/L").magnitude == 5000.0
    for wrong, mend in (
        (
            {"sulfur": "3 t", "strength": "1 mg/m3"},
            ["If it is SO2, write '3 tSO2'.", "If it is SO2, write '1 mgSO2/m3'."],
        ),
        ({"content": "5 mgCOD/L"}, [PLAIN_MASS]),
        ({"sulfur": "3 tCOD", "content": "5 mgCOD/d"}, ["", ""]),
    ):
        given = {"sulfur": "3 tSO2", "strength": "1 mgSO2/m3", "content": "5 mg/L"} | wrong
        with pytest.raises(InputError) as caught:
            declared(**given)
        assert [fault.mend for fault in caught.value.faults] == mend
    with pytest.raises(DeclarationError, match="adds or compares a mass of SO2 and a mass of COD"):
        declare(both, result=Symbol("m", "tSO2", "mass", "质量"))(sulfur="3 tSO2", demand="1 tCOD")


def test_canonical_unit_with_a_multiplier_or_no_unit_at_all() -> None:
    for unit in ("万m2", "furlong"):
        with pytest.raises(UnitTextError):
            Symbol("S", unit, "area", "面积")


def test_result_of_another_dimension() -> None:
    wrong = declare(ratio, result=Symbol("r", "kg", "ratio", "比"))
    with pytest.raises(DeclarationError, match="its body gives a mass per area, but kg is a mass"):
        wrong(mass="3 kg", area="2 m2")


def test_body_that_adds_unlike_quantities() -> None:
    def body(*, mass: Mass, area: Area) -> Result:
        return mass + area

    with pytest.raises(DeclarationError, match="do not follow"):
        declare(body)(mass="3 kg", area="2 m2")


def test_body_whose_canonical_units_do_not_fit_each_other() -> None:
    def body(*, length: Length, area: Area) -> Result:
        return length * length + area

    wrong = declare(body, result=Symbol("r", "m2", "area", "面积"))
    with pytest.raises(DeclarationError, match="amounts in mm2 and in m2, which are different canonical units"):
        wrong(length="3 mm", area="2 m2")


def test_body_that_forgets_to_sum() -> None:
    def body(*, masses: Masses, area: Area) -> Result:
        return masses / area

    with pytest.raises(DeclarationError, match="does not sum over the entries of masses"):
        declare(body)


def test_a_divisor_of_zero_that_the_declaration_allows_is_refused_all_the_same() -> None:
    any_area = Annotated[Amount, Symbol("S", "m2", "area", "面积")]

    def body(*, mass: Mass, area: any_area) -> Result:  # type: ignore[valid-type]
        return mass / area

    body.__annotations__["area"] = any_area
    risky = declare(body)
    assert risky(mass="1 kg", area="-2 m2").magnitude == -500.0
    for nothing in ("0 m2", Q(0.0, "m2"), Q(np.array([1.0, 0.0]), "m2"), Q(Fraction(0), "m2")):
        with pytest.raises(InputError, match="not finite"):
            risky(mass="1 kg", area=nothing)


def test_a_bound_that_floats_alone_seem_to_break_holds() -> None:
    bounded = Annotated[Amount, Symbol("d", "m", "length", "长度", at_least="0.01", at_most="0.03")]

    def body(*, length: bounded) -> Result:  # type: ignore[valid-type]
        return length * 1

    body.__annotations__["length"] = bounded
    same = declare(body, result=Symbol("r", "m", "length", "长度"))
    assert same(length=Q(0.00003, "km")).magnitude == pytest.approx(0.03)
    assert 0.00003 * 1000 > 0.03
    with pytest.raises(InputError, match=r"<= 0\.03 m"):
        same(length=Q(0.000030000001, "km"))


def test_sum_and_comparison_helpers_on_a_users_formula() -> None:
    def body(*, masses: Masses, limit: Limit = "2 kg") -> Result:
        return total(masses * exceeds(masses, limit))

    heavy = declare(body, result=Symbol("r", "kg", "heavy", "重"))
    assert heavy(masses=["2 kg", "3 kg", "2000 g"]).magnitude == 3.0
    assert spec(heavy).over == "part"
    assert "default '2 kg'" in heavy.__doc__
    assert "Source of the default: a source." in heavy.__doc__


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (lambda *, mass, area: mass + area, "its body adds or compares a mass and an area"),
        (lambda *, mass, area: mass / area + 1, "a mass per area and a pure number or percentage"),
        (lambda *, mass, area: mass * exceeds(mass, area), "a mass and an area"),
    ],
)
def test_why_dimensions_do_not_follow_is_said_in_the_librarys_words(body, says) -> None:
    def wrong(*, mass: Mass, area: Area) -> Result:
        return body(mass=mass, area=area)

    with pytest.raises(DeclarationError, match=says):
        declare(wrong)(mass="3 kg", area="2 m2")


def test_a_body_that_cannot_be_traced_is_refused_when_it_is_declared() -> None:
    def larger(*, mass: Mass, area: Area) -> Result:
        return mass / area if mass > 1 else area

    with pytest.raises(DeclarationError, match=r"larger: its body compares an argument.*A body may hold"):
        declare(larger)


def test_a_number_in_a_body_is_the_decimal_that_was_typed() -> None:
    def part(*, mass: Mass, area: Area) -> Result:
        return 0.7 * mass / area

    assert spec(declare(part)).equation == r"r = \frac{0.7 m}{S}"
    assert compute_exactly(spec(declare(part)), {"mass": "1 kg", "area": "1 m2"}) == 700
