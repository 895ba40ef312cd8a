"""Property tests for users' own formulas: what is drawn, what is promised, and that every broken promise is found."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import attrs
import hypothesis
import numpy as np
import pytest
from hypothesis import find, given, strategies as st
from pint.facets.plain import PlainQuantity

import own_formula
from greencalc import DeclarationError, InputError, Q, floor_area_of_storeys, floor_area_ratio, spec, testing
from greencalc.formula import Amount, Relation, Result, Symbol, exceeds, formula, reused, total
from greencalc.formula.arguments import read_arguments
from greencalc.formula.computation import recompute
from greencalc.formula.plain_call import compute_exactly
from greencalc.testing import amounts, arguments, check_formula, mistakes
from greencalc.testing.mistakes import every_mistake
from greencalc.testing.strategies import each_value, is_within, rows, typed_arguments

Area = Annotated[Amount, Symbol("a", "m2", "area", "面积", above="0")]
Land = Annotated[Amount, Symbol("l", "ha", "land", "用地", above="0")]
Base = Annotated[Amount, Symbol("b", "m2", "base", "基底", above="0")]
AnyArea = Annotated[Amount, Symbol("u", "m2", "any area", "面积", at_most="100")]
Usual = Annotated[Amount, Symbol("d", "m2", "usual area", "面积", above="0", source="the plant's rules")]
ShareRule = Annotated[Amount, Symbol("p", "%", "share", "比例", at_least="0", at_most="100")]
Narrow = Annotated[Amount, Symbol("n", "dimensionless", "narrow", "窄", above="20/3", at_most="6.667")]
Third = Annotated[Amount, Symbol("t", "dimensionless", "a third", "三分之一", at_least="1/3", at_most="1/3")]
AnyBase = Annotated[Amount, Symbol("y", "m2", "base", "基底", at_least="0")]
Count = Annotated[Amount, Symbol("c", "dimensionless", "how many", "数量", whole=True)]
Few = Annotated[Amount, Symbol("k", "dimensionless", "a few", "几", above="1/2", at_most="7/2", whole=True)]
NoCount = Annotated[Amount, Symbol("v", "dimensionless", "no count", "无", at_least="1/3", at_most="1/2", whole=True)]
Empty = Annotated[Amount, Symbol("e", "dimensionless", "empty", "空", above="1", at_most="1")]
Nothing = Annotated[Amount, Symbol("z", "dimensionless", "nothing", "零", at_least="0", at_most="0")]
Mass = Annotated[Amount, Symbol("m_j", "kg", "mass", "质量", above="0", over="material")]
Recycled = Annotated[Amount, Symbol("r_j", "kg", "recycled mass", "回收量", at_least="0", over="material")]
Single = Annotated[Amount, Symbol("s", "kg", "one mass", "质量", at_least="0")]

A_PART = (Relation(("area",), ("base",), "a part is no more than the whole"),)
EACH_A_PART = (Relation(("recycled",), ("mass",), "no more is recycled than there is"),)


def declare(
    body: Callable[..., Any],
    unit: str = "dimensionless",
    relations: tuple[Relation, ...] = (),
    **bounds: str,
) -> Callable[..., Any]:
    return formula(
        standard="Plant rules",
        clause="T.9",
        result=Symbol("q", unit, "quotient", "商", **bounds),
        relations=relations,
        title="Quotient",
        title_zh="商",
        origin="user",
        source="the plant's own rules",
    )(body)


def quotient(*, area: Area, base: Base) -> Result:
    return area / base


def recycled_part(*, mass: Mass, recycled: Recycled) -> Result:
    return total(recycled) / total(mass)


# What is right


def balance(*, area: Area, any_area: AnyArea) -> Result:
    return area - any_area


def with_default(*, area: Area, usual: Usual = "8 m2") -> Result:
    return area / usual


def of_defaults(*, usual: Usual = "8 m2") -> Result:
    return usual * 1


def of_a_share(*, area: Area, share: ShareRule) -> Result:
    return area * share


def of_constants(*, area: Area, narrow: Narrow, third: Third, nothing: Nothing) -> Result:
    return area * narrow * third + area * nothing


def of_counts(*, area: Area, count: Count, few: Few) -> Result:
    return area * count * few


def of_no_count(*, no_count: NoCount) -> Result:
    return +no_count


def of_one_amount(*, area: Area) -> Result:
    return 1 * area


def recycled_of_each(*, mass: Mass, recycled: Recycled) -> Result:
    return total(recycled / mass)


def one_per_total(*, mass: Mass, single: Single) -> Result:
    return single / total(mass)


def in_two_units(*, area: Area, base: Base, land: Land) -> Result:
    return area * base / land


def if_larger(*, area: Area, base: Base) -> Result:
    return area * exceeds(area, base)


GOOD = {
    "bounded": declare(quotient, at_least="0"),
    "percent": declare(quotient, "%", A_PART, above="0", at_most="100"),
    "percent without a relation": declare(quotient, "%", at_most="100"),
    "seldom within the result's bounds": declare(quotient, "%", at_most="1"),
    "strict": declare(quotient, "%", (Relation(("area",), ("base",), "less", strict=True),)),
    "difference": declare(balance, "m2"),
    "default": declare(with_default, "%", (Relation(("usual",), ("area",), "no less"),)),
    "default at the smaller side": declare(with_default, at_most="1"),
    "nothing but defaults": declare(of_defaults, "m2"),
    "share": declare(of_a_share, "m2"),
    "narrow bounds": declare(of_constants, "m2"),
    "counts": declare(of_counts, "m2"),
    "one argument": declare(of_one_amount, "m2"),
    "lists": declare(recycled_part, "%"),
    "lists with a relation": declare(recycled_part, "%", EACH_A_PART, at_least="0", at_most="100"),
    "lists entry by entry": declare(recycled_of_each, "%", EACH_A_PART),
    "list and single amount": declare(one_per_total, "%", at_most="100"),
    "comparison": declare(if_larger, "m2"),
    "two units of one dimension": declare(in_two_units, "m2", A_PART, at_most="1000"),
    **{
        name: getattr(own_formula, name)
        for name in ("greened_part", "greened_after", "bare_part", "planted_area", "flower_part")
    },
}
every_good = pytest.mark.parametrize("name", GOOD)


@every_good
def test_a_right_formula_passes(name) -> None:
    check_formula(GOOD[name])


def test_a_reused_declaration_is_checked_under_its_own_clause() -> None:
    ours = reused(floor_area_ratio, standard="Our rules", clause="7", origin="user", source="our rules")
    check_formula(ours)


def test_what_is_no_formula_is_told() -> None:
    with pytest.raises(DeclarationError, match="is not a formula"):
        check_formula(len)


# What is wrong


def test_a_divisor_of_zero_that_the_declaration_allows_is_found() -> None:
    with pytest.raises(AssertionError, match=r"have no result: bound what it divides by .*lawn_area='0 m2'"):
        check_formula(own_formula.lawn_part)


def of_no_amount(*, empty: Empty) -> Result:
    return 1 * empty


BAD = {
    "another dimension": (declare(quotient, "kg"), "declaration is wrong: quotient: its body gives a pure"),
    "no arguments": (declare(quotient, at_most="-1"), "no arguments were found that keep its relations and"),
    "no bounds": (
        declare(quotient, above="0", relations=(*A_PART, Relation(("base",), ("area",), "less", strict=True))),
        "no arguments were found that keep its relations and its result's bounds",
    ),
    "no value within bounds": (declare(of_no_amount), "no value of empty .e. is within its bounds, > 1 and"),
    "no whole number within bounds": (declare(of_no_count), "no value of no count .v. is within its bounds"),
}


# What is wrong, also where the result's bounds refuse what is drawn

Whole = Annotated[Amount, Symbol("m", "kg", "whole", "总量", above="0")]
Part = Annotated[Amount, Symbol("s", "kg", "part", "部分", at_least="0")]


def whole_and_part(*, whole: Whole, part: Part) -> Result:
    return (whole + part) / whole


@pytest.mark.usefixtures("enough_examples")
def test_results_that_are_hardly_ever_between_their_bounds_are_told() -> None:
    """Only where nothing is added do the bounds hold."""
    wrong = declare(whole_and_part, "%", at_least="0", at_most="100")
    sentence = (
        r"of 200 sets of arguments .*, 0 have a result between its bounds, >= 0 % and <= 100 %: mend .*; given whole"
    )
    with pytest.raises(AssertionError, match=sentence):
        check_formula(wrong)
    check_formula(declare(whole_and_part, "%", at_least="0"))
    check_formula(declare(whole_and_part, "%", at_most="1000"))


@pytest.fixture
def enough_examples(request) -> Iterator[None]:
    """More than a run draws: a bug that few arguments show is to be found."""
    hypothesis.settings.load_profile("enough")
    yield
    hypothesis.settings.load_profile(request.config.getoption("--hypothesis-profile") or "gate")


@pytest.mark.usefixtures("enough_examples")
@pytest.mark.parametrize("name", BAD)
def test_a_wrong_formula_is_found_with_formula_clause_and_arguments(name) -> None:
    wrong, sentence = BAD[name]
    with pytest.raises(AssertionError, match=sentence) as caught:
        check_formula(wrong)
    assert str(caught.value).startswith(f"{wrong.__name__} (Plant rules, T.9): ")
    assert not getattr(caught.value, "__notes__", [])


def doubled(result: Any) -> Any:
    return result._REGISTRY.Quantity(result.magnitude * 2, result.units)


def is_array(one: Any) -> bool:
    return isinstance(one, PlainQuantity) and np.ndim(one.magnitude) > 0


CALLS = {
    "refuses text": (lambda f, **given: f(**given, more="1 m2"), "amounts raise TypeError"),
    "refuses with an input error": (
        lambda f, **given: f(**given | {"area": "0 m2"}),
        r"amounts that keep the declaration are refused: (.|\n)*> 0 m2",
    ),
    "doubles text": (
        lambda f, **given: doubled(f(**given)) if isinstance(given["area"], str) else f(**given),
        "text gives 2.0, but exactly it is 1",
    ),
    "doubles quantities of floats": (
        lambda f, **given: (
            doubled(f(**given)) if isinstance(getattr(given["area"], "magnitude", 0), float) else f(**given)
        ),
        "quantities give .*, but text",
    ),
    "doubles exact quantities": (
        lambda f, **given: (
            doubled(f(**given)) if isinstance(getattr(given["base"], "magnitude", 0), Fraction) else f(**given)
        ),
        "quantities of exact numbers give [0-9]|quantities give",
    ),
    "another unit": (lambda f, **given: f(**given) * Q(1, "m2"), "the result is in meter"),
    "another registry": (
        lambda f, **given: Q(f(**given).magnitude, "dimensionless"),
        "the result is not in the registry of the arguments; given area=",
    ),
    "changes an argument": (
        lambda f, **given: (f(**given), given["base"].magnitude.fill(3) if is_array(given["base"]) else 0)[0],
        "base is changed by the call",
    ),
    "gives an argument's memory": (
        lambda f, **given: (
            given["area"]._REGISTRY.Quantity(given["area"].magnitude, "") if is_array(given["area"]) else f(**given)
        ),
        "the result does not own its memory",
    ),
}


ROWS = {
    "one row for all": (lambda magnitude: magnitude[0], r"rows give a result of shape \(\)"),
    "rows mixed": (lambda magnitude: magnitude * 0 + magnitude.mean(), r"an array of \d rows gives .* in row \d, but"),
}


def calling(change: Callable[..., Any]) -> Callable[..., Any]:
    """A formula whose door is wrong, not its declaration."""

    def wrong(**given: Any) -> Any:
        return change(GOOD["bounded"], **given)

    wrong.__dict__["__formula__"] = spec(GOOD["bounded"])
    return wrong


@pytest.mark.usefixtures("enough_examples")
@pytest.mark.parametrize("name", CALLS)
def test_a_wrong_call_is_found(name) -> None:
    change, sentence = CALLS[name]
    with pytest.raises(AssertionError, match=sentence):
        check_formula(calling(change))


@pytest.mark.usefixtures("enough_examples")
@pytest.mark.parametrize("name", ROWS)
def test_rows_that_do_not_stand_for_themselves_are_found(name) -> None:
    change, sentence = ROWS[name]

    def changed(f, **given: Any) -> Any:
        found = f(**given)
        return found._REGISTRY.Quantity(change(found.magnitude), found.units) if is_array(found) else found

    with pytest.raises(AssertionError, match=sentence):
        check_formula(calling(changed))


def test_another_amount_in_place_of_another_unit_is_found(monkeypatch) -> None:
    monkeypatch.setattr(
        "greencalc.testing.samples.typed_arguments", lambda *_: st.just({"area": "3 m2", "base": "1 km2"})
    )
    with pytest.raises(AssertionError, match="the choice of units changes the result"):
        check_formula(GOOD["bounded"])


@pytest.mark.usefixtures("enough_examples")
def test_a_call_that_keeps_a_state_is_found() -> None:
    calls = iter(range(10**9))

    def changing(f, **given: Any) -> Any:
        return doubled(f(**given)) if next(calls) == 30 else f(**given)

    with pytest.raises(AssertionError, match="do not always give the same"):
        check_formula(calling(changing))


def test_what_hypothesis_says_of_its_use_is_passed_on() -> None:
    @hypothesis.given(st.just(GOOD["bounded"]))
    def test_of_tests(function) -> None:
        check_formula(function)

    with pytest.raises(hypothesis.errors.FailedHealthCheck, match="Nesting"):
        test_of_tests()


def outcome_of(f, given, mistake: str) -> Any:
    """Call a formula, with another outcome where one kind of mistake is refused."""
    try:
        return f(**given)
    except (InputError, TypeError) as error:
        kind = error.faults[0].kind if isinstance(error, InputError) else "missing"
        if kind == mistake:
            return None
        raise


@pytest.mark.parametrize(
    "kind", ["bare number", "type", "unit text", "dimension", "not finite", "bounds", "shape", "registry", "missing"]
)
def test_a_mistake_that_is_accepted_is_found(kind) -> None:
    wrong = calling(lambda f, **given: outcome_of(f, given, kind))
    with pytest.raises(AssertionError, match=r"T.9\): \w+(, \w+)? is wrong \(.*the formula gives None"):
        check_formula(wrong)


def refusing(error: Callable[[InputError], Exception]) -> Callable[..., Any]:
    def change(f, **given: Any) -> Any:
        try:
            return f(**given)
        except InputError as found:
            raise error(found) from None

    return calling(change)


def with_other_faults(found: InputError, **changes: str) -> InputError:
    return InputError(found.formula, found.clause, tuple(attrs.evolve(fault, **changes) for fault in found.faults))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (lambda _: KeyError("area"), "but it raises KeyError"),
        (lambda found: InputError("f", found.clause, found.faults), "does not say 'quotient'"),
        (lambda found: InputError(found.formula, "", found.faults), "does not say 'Plant rules, T.9'"),
        (
            lambda found: InputError(found.formula, found.clause, found.faults * 2),
            "does not say that area alone is wrong",
        ),
        (lambda found: with_other_faults(found, argument="base"), "does not say that area alone is wrong"),
        (lambda found: with_other_faults(found, kind="other"), "does not say that area alone is wrong"),
        (lambda found: with_other_faults(found, symbol="x"), r"does not say '\(a\)'"),
        (lambda found: with_other_faults(found, given=""), "does not say what was given and what is expected"),
        (lambda found: with_other_faults(found, expected=""), "does not say what was given and what is expected"),
    ],
    ids=range(9),
)
def test_an_error_that_says_too_little_is_found(error, sentence) -> None:
    with pytest.raises(AssertionError, match=sentence):
        check_formula(refusing(error))


def test_a_relation_that_is_not_kept_is_found() -> None:
    declaration = spec(GOOD["percent"])

    def wrong(**given: Any) -> Any:
        return GOOD["percent without a relation"](**given) if "1.000001" in str(given) else GOOD["percent"](**given)

    wrong.__dict__["__formula__"] = declaration
    with pytest.raises(AssertionError, match=r"area, base is wrong \(against area <= base\), but"):
        check_formula(wrong)


# What is drawn


def written(amount: Any) -> str:
    return amount if isinstance(amount, str) else ""


MANY = hypothesis.settings(
    max_examples=2000, derandomize=True, database=None, deadline=None, phases=[hypothesis.Phase.generate]
)
FORMS = {
    "万": lambda amount: "万" in written(amount),
    "mu": lambda amount: written(amount).endswith(" mu"),
    "km2": lambda amount: written(amount).endswith(" km2"),
    "a float": lambda amount: isinstance(getattr(amount, "magnitude", 0), float),
    "a decimal": lambda amount: isinstance(getattr(amount, "magnitude", 0), Decimal),
    "a fraction of mu": lambda amount: (
        isinstance(getattr(amount, "magnitude", 0), Fraction) and "mu" in str(amount.units)
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_amounts_are_drawn_in_every_form(form) -> None:
    find(amounts(spec(floor_area_ratio).arguments["land_area"].symbol), FORMS[form], settings=MANY)


@every_good
@given(data=st.data())
def test_what_is_typed_is_what_is_drawn_and_keeps_the_declaration(name, data) -> None:
    declaration = spec(GOOD[name])
    row = data.draw(rows(declaration))
    typed = data.draw(typed_arguments(declaration, row))
    readings = read_arguments(declaration, (), typed)
    for argument, value in row.items():
        symbol = declaration.arguments[argument].symbol
        exact = readings[argument].exact(symbol.unit)
        assert (tuple(exact) if isinstance(value, tuple) else exact) == value
        assert all(is_within(symbol, one) for one in each_value(value))
    assert recompute(declaration, row) == compute_exactly(declaration, typed)


def test_arguments_leave_defaults_out_at_times_and_have_lists_of_one_length() -> None:
    strategy = arguments(floor_area_of_storeys)
    assert "double_height" in find(strategy, lambda given: "double_height" in given, settings=MANY)
    assert "double_height" not in find(strategy, lambda given: "double_height" not in given, settings=MANY)
    for length in range(1, 5):
        drawn = find(strategy, lambda given, length=length: len(given["storey_area"]) == length, settings=MANY)
        assert len(drawn["storey_height"]) == length
    for kind in (list, PlainQuantity):
        find(strategy, lambda given, kind=kind: isinstance(given["storey_area"], kind), settings=MANY)


def test_arguments_meet_ties_of_relations() -> None:
    declaration = spec(GOOD["percent"])
    find(rows(declaration), lambda row: row["area"] == row["base"] != 1, settings=MANY)


@every_good
@given(data=st.data())
def test_every_mistake_that_is_drawn_is_refused_by_its_error(name, data) -> None:
    mistake = data.draw(mistakes(GOOD[name]))
    with pytest.raises(mistake.error, match=re.escape(mistake.argument)) as caught:
        GOOD[name](**mistake.arguments)
    assert mistake.expected in str(caught.value)


def test_every_kind_of_mistake_is_made_with_every_argument() -> None:
    declaration = spec(GOOD["lists with a relation"])
    row = {"mass": (Fraction(2), Fraction(3)), "recycled": (Fraction(1), Fraction(3))}
    made = list(every_mistake(declaration, row))
    alone = {"bare number", "type", "unit text", "dimension", "not finite", "bounds", "shape", "missing"}
    assert {(one.kind, one.argument) for one in made} == {
        *((kind, name) for kind in alone for name in declaration.arguments),
        ("unknown", "mass_recycled_too"),
        ("relation", "recycled, mass"),
        ("registry", "mass, recycled"),
    }
    broken = [one.arguments for one in made if one.kind == "relation"]
    assert {"mass": ["2 kg", "3 kg"], "recycled": ["2.000001 kg", "3 kg"]} in broken


# What the library mends for it


def test_relations_of_lists_hold_entry_by_entry_and_in_rows() -> None:
    part = GOOD["lists with a relation"]
    assert part(mass=["3 kg", "4 kg"], recycled=["3 kg", "0.5 kg"]).magnitude == 50
    with pytest.raises(InputError, match=r"mass = 3 kg at index 0; expected recycled <= mass"):
        part(mass=["3 kg", "4 kg"], recycled=["4 kg", "1 kg"])
    masses, recycled = (Q(np.array([[3.0, 4.0], [3.0, 4.0]]), "kg"), Q(np.array([[3.0, 4.0], [3.0, 5.0]]), "kg"))
    with pytest.raises(InputError, match=r"mass = 4 kg at index \(1, 1\)"):
        part(mass=masses, recycled=recycled)
    grams, kilograms = Q(np.array([[30.0, 1.0]]), "g"), Q(np.array([[0.03, 0.001]]), "kg")
    assert part(mass=grams, recycled=kilograms).magnitude == pytest.approx([100])


def test_a_relation_of_a_list_and_a_single_amount_is_refused() -> None:
    with pytest.raises(DeclarationError, match="single <= mass joins a list with a single amount"):
        declare(one_per_total, relations=(Relation(("single",), ("mass",), "less"),))


def test_a_symbol_that_stands_for_two_things_is_refused() -> None:
    def double(*, area: Area, other: Area) -> Result:
        return area + other

    double.__annotations__ = {"area": Area, "other": Area, "return": Result}
    with pytest.raises(DeclarationError, match="the symbol a stands for two things"):
        declare(double, "m2")


def test_the_import_without_hypothesis_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    found = importlib.util.spec_from_file_location("testing_alone", testing.__file__)
    with pytest.raises(ImportError, match=r"pip install 'greencalc\[testing\]'"):
        found.loader.exec_module(importlib.util.module_from_spec(found))


def test_completion_shows_public_names_alone() -> None:
    assert dir(testing) == sorted(testing.__all__)


def test_nothing_in_the_library_imports_it() -> None:
    code = "import sys, greencalc.cli, greencalc.judging.judge_plant; assert 'hypothesis' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
