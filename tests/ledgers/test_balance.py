"""What is counted as renewable is used: whatever lines a ledger has, nothing leaves it that was not in it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from greencalc import FactsError, Q, carbon_ledger, energy_ledger, evaluate, load_plant, load_standard
from greencalc.ledgers.carbon_kinds import _KINDS
from greencalc.ledgers.carbon_lines import PARTS, USES as CARBON_USES
from greencalc.ledgers.energy_lines import USES as ENERGY_USES
from greencalc.ledgers.meter_line import NOT_RENEWABLE, OWN, RENEWABLE

PLANT = load_plant("examples/plant_with_meters.toml").facts
GBT = load_standard("gbt36132_2025")
TYPED = {"reference": "laboratory"}
MANY = settings(max_examples=max(150, settings().max_examples))  # lines are cheap, and many draws are refused

# carrier, with the standard coal of an amount of it by hand in kgce
CARRIERS = {
    "electricity": ({"carrier": "electricity", "basis": "calorific"}, "MWh", Fraction("122.9")),
    "heat": ({"carrier": "heat"}, "GJ", Fraction("34.12")),
    "steam": ({"carrier": "steam 1.0 MPa"}, "t", Fraction("108.571")),
    "diesel": ({"carrier": "diesel"}, "t", Fraction("1457.1")),
    "gas": ({"carrier": "gas-field natural gas", "gas_reference": "0 C"}, "Nm3", Fraction("1.2143")),
    "billed gas": ({"carrier": "natural gas", "heat_basis": "gross"}, "GJ", 900000 / Fraction("29307.6")),
    "pellets": ({"carrier": "pellets", "coefficient": "0.5 kgce/kg", **TYPED}, "t", Fraction(500)),
    "biogas": ({"carrier": "biogas", "heat_basis": "net"}, "GJ", 1000000 / Fraction("29307.6")),
    "stated": ({"carrier": "other", **TYPED}, "kgce", Fraction(1)),
}
AMOUNTS = st.sampled_from([0, 1, 2, 5, 10, 40, 100])
FOSSIL = ("diesel", "gas", "billed gas")
FITTING = {  # the marks that go with a use
    "consumed": (None, NOT_RENEWABLE, *OWN, "market"),
    "feedstock": (None,),
    "passed on": (None, NOT_RENEWABLE, *OWN),
    "certificate": ("green certificate",),
    "exported": (None, NOT_RENEWABLE, *OWN),
}
SIGNS = {"consumed": 1, "passed on": -1, "feedstock": 0, "certificate": 0}


@st.composite
def energy_lines(draw):
    """A line of energy, with what it adds to the total and to what is renewable, by hand."""
    name, amount = draw(st.sampled_from([*CARRIERS, "electricity", "heat"])), draw(AMOUNTS)
    entries, unit, coal = CARRIERS[name]
    use = draw(st.sampled_from([None, *(use for use in ENERGY_USES if use != "certificate" or name == "electricity")]))
    mark = draw(st.sampled_from(FITTING[use or "consumed"])) if name not in FOSSIL else None
    said = {key: value for key, value in (("use", use), ("renewable", mark)) if value is not None}
    value = amount * coal
    total = SIGNS[use or "consumed"] * value
    renewable = (value if use == "certificate" else total) if mark in RENEWABLE else 0
    return entries | {"quantity": f"{amount} {unit}"} | said, total, renewable


POTENTIALS = dict.fromkeys(("opening_stock", "closing_stock", "passed_on"), "0 kg") | {"gas": "SF6", "set": "IPCC-AR5"}
BURNT = {"carbon_content": "0.03 t/GJ", "oxidation": "100 %", **TYPED}
# kind, with the emission of an amount by hand in tCO2e, location-based and market-based
ACTIVITIES = {
    "combustion": ({"fuel": "natural gas", "set": "NDRC-2015", "heat_basis": "net"}, "GJ", Fraction("0.055539")),
    "electricity": ({}, "MWh", Fraction("0.5306")),
    "heat": ({}, "GJ", Fraction("0.11")),
    "gas": (POTENTIALS, "kg", Fraction("23.5")),
    "shielding gas": ({"other_share": ["0 %"], "other_molar_mass": ["40 g/mol"]}, "t", Fraction(1)),
    "stated": (TYPED, "tCO2", Fraction(1)),
}
BIOMASS = {"fuel": "pellets", "biomass": True, "heat_basis": "net", **BURNT}
RESIDUAL = Fraction("0.6096")


@st.composite
def carbon_lines(draw):
    """A line of emission with its part, the emission by hand by the average factor, and its mark."""
    kind, amount = draw(st.sampled_from([*_KINDS, "electricity", "heat"])), draw(AMOUNTS)
    entries, unit, factor = ACTIVITIES[kind]
    line = {"kind": kind, "purchased" if kind == "gas" else "quantity": f"{amount} {unit}", **entries}
    mark, part = None, "process"
    if kind == "stated":
        part = draw(st.sampled_from([*PARTS, "biomass"]))
        line |= {"part": part}
    elif kind == "combustion":
        part = draw(st.sampled_from(["combustion", "biomass"]))
        line = {"kind": kind, "quantity": line["quantity"], **BIOMASS} if part == "biomass" else line
    elif kind in {"electricity", "heat"}:
        use = draw(st.sampled_from([None, *CARBON_USES]))
        covered = ("green certificate",) if kind == "electricity" and use != "exported" else ()
        marks = [mark for mark in FITTING[use or "consumed"] if mark != "market" or covered]
        mark = draw(st.sampled_from([*marks, *covered]))
        line |= {key: value for key, value in (("use", use), ("renewable", mark)) if value is not None}
        part = f"{'exported' if use == 'exported' else 'purchased'}_{kind}"
    return line, part, amount * factor, mark


def worked(ledger, lines, **settings):
    """Return the ledger; a draw that is refused does not count, and if nearly all are, the test fails."""
    try:
        return ledger(lines, **settings)
    except FactsError:
        assume(condition=False)


def of_carbon(lines):
    return worked(carbon_ledger, lines, **MARKET)


PLAIN = ({**CARRIERS["electricity"][0], "quantity": "100 MWh"}, Fraction(12290), 0)
BOUGHT = ({"kind": "electricity", "quantity": "100 MWh"}, "purchased_electricity", Fraction("53.06"), None)
ENERGIES = st.lists(energy_lines(), min_size=1, max_size=6).map(lambda drawn: [PLAIN, *drawn])
EMISSIONS = st.lists(carbon_lines(), min_size=1, max_size=6).map(lambda drawn: [BOUGHT, *drawn])


@MANY
@given(ENERGIES)
def test_an_energy_ledger_is_its_hand_sum_and_renewable_is_no_more_than_used(drawn) -> None:
    ledger = worked(energy_ledger, [line for line, *_ in drawn])
    assert ledger.value == sum(total for _, total, _ in drawn) >= 0
    assert ledger.renewable == sum(renewable for *_, renewable in drawn)
    assert 0 <= ledger.renewable <= ledger.value
    assert sum(ledger.contributions.values()) == ledger.value
    for kind in ("electricity", "heat"):
        lines = [line for line in ledger.lines if line.kind == kind]
        made = [line for line in ledger.lines if line.use == "consumed" and line.kind not in {kind, "energy medium"}]
        used = sum((1 if line.use == "consumed" else -1) * line.value for line in lines if SIGNS.get(line.use))
        green = sum((-1 if line.use == "passed on" else 1) * line.value for line in lines if line.is_renewable)
        assert green <= used or made


@MANY
@given(EMISSIONS)
def test_a_carbon_ledger_is_its_hand_sum_both_ways(drawn) -> None:
    ledger = of_carbon([line for line, *_ in drawn])
    traded = any(mark in {"market", "green certificate"} for *_, mark in drawn)
    location = market = biomass = Fraction(0)
    for line, part, value, mark in drawn:
        if part == "biomass":
            biomass += value if line["kind"] == "stated" else value / Fraction("0.055539") * Fraction("0.11")
            continue
        sign = -1 if part.startswith("exported") else 1
        location += 0 if mark in OWN else sign * value
        grid = line["kind"] == "electricity" and traded
        market += 0 if mark in RENEWABLE else sign * value * (RESIDUAL / Fraction("0.5306") if grid else 1)
    assert (ledger.location.value, ledger.market.value, ledger.biomass) == (location, market, biomass)
    assert min(location, market) >= 0
    assert sum(ledger.contributions.values()) == ledger.value


def test_every_kind_use_and_mark_is_drawn() -> None:
    assert set(ACTIVITIES) == set(_KINDS)
    assert set(SIGNS) == set(ENERGY_USES)
    assert {*ENERGY_USES, *CARBON_USES} == set(FITTING)
    assert {None, NOT_RENEWABLE, *RENEWABLE} == {mark for marks in FITTING.values() for mark in marks}


POWER = {"carrier": "electricity", "basis": "calorific"}
WASTE_HEAT, STEAM = {"carrier": "heat"}, {"carrier": "steam 1.0 MPa"}
WATER = {"carrier": "热水", "coefficient": "0.0341 kgce/MJ", **TYPED}
PELLETS = {"carrier": "pellets", "coefficient": "0.5 kgce/kg", **TYPED}


@pytest.mark.parametrize(
    ("carrier", "unit"),
    [(POWER, "MWh"), (WASTE_HEAT, "GJ"), (STEAM, "t"), (WATER, "GJ"), (PELLETS, "t")],
    ids=["electricity", "heat", "steam", "hot water", "biomass"],
)
@pytest.mark.parametrize("own", OWN)
def test_what_is_made_and_passed_on_is_not_used(carrier, unit, own) -> None:
    made = carrier | {"quantity": f"100 {unit}", "renewable": own}
    bought, left = carrier | {"quantity": f"50 {unit}"}, carrier | {"quantity": f"60 {unit}", "use": "passed on"}
    for said in ({}, {"renewable": NOT_RENEWABLE}):
        with pytest.raises(FactsError) as caught:
            energy_ledger([made, bought, left | said])
        assert "renewable" in str(caught.value)
        assert "passed on" in str(caught.value)
    one = energy_ledger([bought]).value / 50
    marked = energy_ledger([made, bought, left | {"renewable": own}])
    assert (marked.value, marked.renewable) == (90 * one, 40 * one)
    plain = energy_ledger([made, bought, left | {"quantity": f"50 {unit}", "renewable": NOT_RENEWABLE}])
    assert (plain.value, plain.renewable) == (100 * one, 100 * one)
    with pytest.raises(FactsError, match=f"{own} is passed on than there is"):
        energy_ledger([made, bought, left | {"quantity": f"101 {unit}", "renewable": own}])


def test_of_nothing_that_leaves_no_mark_is_asked_for() -> None:
    made = POWER | {"quantity": "100 MWh", "renewable": "self-generated"}
    ledger = energy_ledger([made, POWER | {"quantity": ["0 MWh", "0 MWh"], "use": "passed on"}])
    assert ledger.renewable == ledger.value == 12290
    nothing = GRID | {"quantity": "0 MWh", "use": "exported", "factor": "9 tCO2/MWh", **TYPED}
    assert emission(GRID | {"quantity": "9 MWh", "renewable": "direct line"}, nothing).value == 0


def test_heat_of_biomass_that_is_passed_on_is_renewable_or_said_not_to_be() -> None:
    fuel, left = (
        PELLETS | {"quantity": "10 t", "renewable": "market"},
        WASTE_HEAT | {"quantity": "50 GJ", "use": "passed on"},
    )
    power = POWER | {"quantity": "10 MWh"}
    with pytest.raises(FactsError, match="renewable is missing: some of the heat here is renewable"):
        energy_ledger([fuel, left, power])
    marked = energy_ledger([fuel, left | {"renewable": "self-generated"}, power])
    assert (marked.value, marked.renewable) == (5000 - 1706 + 1229, 5000 - 1706)
    plain = energy_ledger([fuel, left | {"renewable": NOT_RENEWABLE, "quantity": "10 GJ"}, power])
    assert (plain.value, plain.renewable) == (5000 + 1229 - Fraction("341.2"), 5000)
    with pytest.raises(FactsError, match="more that is not renewable is passed on than came in"):
        energy_ledger([fuel, left | {"renewable": NOT_RENEWABLE, "quantity": "50 GJ"}, power])
    each = {"use": "passed on", "renewable": "self-generated"}
    twice = [WASTE_HEAT | each | {"quantity": "100 GJ"}, POWER | each | {"quantity": "20 MWh"}]
    with pytest.raises(FactsError, match="more renewable energy is passed on than came in"):
        energy_ledger([fuel, *twice, power | {"quantity": "99 MWh"}])


def test_bought_green_power_that_is_passed_on_bears_no_mark() -> None:
    green, left = (
        POWER | {"quantity": "100 MWh", "renewable": "market"},
        POWER | {"quantity": "60 MWh", "use": "passed on"},
    )
    with pytest.raises(FactsError, match="bears its mark only as far as it is used here"):
        energy_ledger([green, POWER | {"quantity": "50 MWh"}, left])
    with pytest.raises(FactsError, match="not with what is passed on, unless one's own is passed on"):
        energy_ledger([green, left | {"renewable": "market"}])
    split = [green | {"quantity": "90 MWh"}, POWER | {"quantity": "60 MWh"}, left]
    assert energy_ledger(split).renewable == energy_ledger(split).value == 90 * Fraction("122.9")


def test_power_of_a_plants_own_fuel_may_leave_and_no_more_than_that() -> None:
    gas = {"carrier": "natural gas", "heat_basis": "net", "quantity": "1000 GJ"}
    left = POWER | {"quantity": "100 MWh", "use": "passed on"}
    assert energy_ledger([gas, left]).value == 10**9 / Fraction("29307.6") - 12290
    coal = {"carrier": "other", "quantity": "9 tce", "reference": "x", "use": "feedstock"}
    diesel = {"carrier": "diesel", "quantity": "1 t"}
    with pytest.raises(
        FactsError, match="more electricity that is not renewable is passed on than came in or could be"
    ):
        energy_ledger([WASTE_HEAT | {"quantity": "9999 GJ"}, diesel, coal, left])
    pump = energy_ledger(
        [POWER | {"quantity": "100 MWh"}, diesel, WASTE_HEAT | {"quantity": "390 GJ", "use": "passed on"}]
    )
    assert pump.value == 12290 + Fraction("1457.1") - Fraction("13306.8")


def test_arrays_of_plants_are_balanced_one_by_one() -> None:
    made, bought, left = (Q(np.array(values), "MWh") for values in ([0.3, 0.3], [1.0, 1.0], [0.3, 0.30001]))
    lines = [POWER | {"quantity": made, "renewable": "self-generated"}, POWER | {"quantity": bought}]
    with pytest.raises(FactsError, match="more electricity that is self-generated is passed on than there is"):
        energy_ledger([*lines, POWER | {"quantity": left, "use": "passed on", "renewable": "self-generated"}])
    thirds = [POWER | {"quantity": Q(np.array([0.1, 0.1]), "MWh"), "renewable": "self-generated"}] * 3
    all_left = POWER | {"quantity": made, "use": "passed on", "renewable": "self-generated"}
    ledger = energy_ledger([*thirds, lines[1], all_left])
    np.testing.assert_allclose(ledger.value, [122.9, 122.9], rtol=1e-12)


GRID = {"kind": "electricity"}
SETTINGS = {"grid": ("national", "2023", "location")}
MARKET = SETTINGS | {
    "residual_grid": ("national", "2023", "average-excl-market-traded-non-fossil"),
    "accounting": "market",
}


def emission(*lines, **settings):
    return carbon_ledger(list(lines), **(SETTINGS | settings))


@pytest.mark.parametrize("kind", ["electricity", "heat"])
def test_exports_of_ones_own_are_marked_and_earn_nothing(kind) -> None:
    unit, factor = {"electricity": ("MWh", Fraction("0.5306")), "heat": ("GJ", Fraction("0.11"))}[kind]
    made, bought, left = ({"kind": kind, "quantity": f"{amount} {unit}"} for amount in (100, 50, 40))
    made, left = made | {"renewable": "self-generated"}, left | {"use": "exported"}
    with pytest.raises(FactsError, match=f"renewable is missing: some of the {kind} here is renewable"):
        emission(made, bought, left)
    assert emission(made, bought, left | {"renewable": "self-generated"}).value == 50 * factor
    assert emission(made, bought, left | {"renewable": NOT_RENEWABLE}).value == 10 * factor
    assert emission(bought, left | {"renewable": "self-generated"}).value == 50 * factor
    with pytest.raises(FactsError, match=f"more {kind} that is self-generated is exported than there is"):
        emission(made, bought, left | {"renewable": "self-generated", "quantity": f"101 {unit}"})
    for quantity in (51, 60):
        with pytest.raises(FactsError, match=f"more {kind} that is not renewable is exported than came in"):
            emission(bought, left | {"quantity": f"{quantity} {unit}"})


def test_heat_of_biomass_earns_nothing_by_leaving() -> None:
    burnt = {"kind": "combustion", "quantity": "100 GJ", **BIOMASS}
    left = {"kind": "heat", "quantity": "60 GJ", "use": "exported"}
    gas = {"kind": "stated", "part": "process", "quantity": "50 tCO2", **TYPED}
    with pytest.raises(FactsError, match="renewable is missing: some of the heat here is renewable"):
        emission(burnt, gas, left)
    assert emission(burnt, gas, left | {"renewable": "self-generated"}).value == 50
    stated = {"kind": "stated", "part": "biomass", "quantity": "9 tCO2", **TYPED}
    with pytest.raises(FactsError, match="renewable is missing"):
        emission(stated, gas, left)
    unknown = {"kind": "stated", "part": "combustion", "quantity": "9 tCO2", **TYPED}
    assert emission(unknown, left).value == 9 - Fraction("6.6")


def test_what_is_exported_earns_what_purchases_cost_in_both_totals() -> None:
    green, rest, left = (GRID | {"quantity": f"{amount} MWh"} for amount in (40, 100, 60))
    ledger = carbon_ledger([green | {"renewable": "market"}, rest, left | {"use": "exported"}], **MARKET)
    assert ledger.market.value == 40 * RESIDUAL
    assert ledger.location.value == 80 * Fraction("0.5306")
    with pytest.raises(FactsError, match="renewable is missing"):
        carbon_ledger([green | {"renewable": "market"}, left | {"use": "exported"}], **MARKET)


@pytest.mark.parametrize(
    ("bought", "left", "refused"),
    [
        ({"factor": "0.3 tCO2/MWh", **TYPED}, {}, True),
        ({"factor": "0.3 tCO2/MWh", **TYPED}, {"factor": "0.3 tCO2/MWh", **TYPED}, False),
        ({"factor": "0.9 tCO2/MWh", **TYPED}, {}, False),
        ({"grid": ["青海", 2023, "location"]}, {}, True),
        ({"grid": ["青海", 2023, "location"]}, {"grid": ["province:qinghai", "2023", "location"]}, False),
        ({}, {"factor": "0.5305 tCO2/MWh", **TYPED}, False),
        ({}, {"factor": "0.5307 tCO2/MWh", **TYPED}, True),
    ],
    ids=range(7),
)
def test_an_export_earns_no_more_than_the_dearest_purchase_costs(bought, left, refused) -> None:
    lines = [GRID | {"quantity": "100 MWh"} | bought, GRID | {"quantity": "60 MWh", "use": "exported"} | left]
    others = [{"kind": "heat", "quantity": "900 GJ"}]
    if not refused:
        factors = [Fraction(line["factor"].split()[0]) if "factor" in line else None for line in lines]
        known = Fraction("0.1796") if "grid" in bought else Fraction("0.5306")
        cost, credit = (known if factor is None else factor for factor in factors)
        assert emission(*lines, *others).value == 100 * cost - 60 * credit + 99
        return
    with pytest.raises(FactsError, match="credited at a higher factor than any that is bought"):
        emission(*lines, *others)


def test_heat_that_is_exported_earns_no_more_than_heat_that_is_bought() -> None:
    bought = {"kind": "heat", "quantity": "100 GJ", "factor": "0.05 tCO2/GJ", **TYPED}
    with pytest.raises(FactsError, match="credited at a higher factor than any that is bought"):
        emission(bought, {"kind": "heat", "quantity": "10 GJ", "use": "exported"})
    market = carbon_ledger(
        [
            GRID | {"quantity": "9 MWh", "factor": "0.55 tCO2/MWh", **TYPED},
            GRID | {"quantity": "9 MWh", "renewable": "market"},
        ],
        **MARKET,
    )
    assert market.market.value == 9 * Fraction("0.55")
    with pytest.raises(FactsError, match="credited at a higher factor"):  # 0.5306 is less, and the residual is more
        carbon_ledger(
            [
                GRID | {"quantity": "9 MWh", "factor": "0.55 tCO2/MWh", **TYPED},
                GRID | {"quantity": "9 MWh", "renewable": "market"},
                GRID | {"quantity": "1 MWh", "use": "exported"},
            ],
            **MARKET,
        )


def test_renewable_energy_that_is_stated_is_no_more_than_the_ledger_leaves_for_it() -> None:
    lines = [
        POWER | {"quantity": "100 MWh"},
        POWER | {"quantity": "60 MWh", "use": "passed on"},
        {"carrier": "diesel", "quantity": "50 t"},
    ]
    facts = {name: fact for name, fact in PLANT.items() if name not in {"emission", "energy", "ledger"}}
    for stated in ("4916 kgce", {"value": "4.916 tce", "evidence": "report"}, "unknown", "5 ton", "7 kWh"):
        shares = evaluate(load_standard("qct1160_2022"), facts | {"energy": lines, "renewable_energy": stated})
        assert "energy_consumption" in shares.facts.amounts
    for stated in ("4917 kgce", {"value": "5 tce", "evidence": "report"}, Q(70, "tce")):
        with pytest.raises(
            FactsError, match="and of what the energy ledger consumes and does not pass on at most 4916 kgce"
        ):
            evaluate(GBT, facts | {"energy": lines, "renewable_energy": stated})
