"""A line of a carbon ledger, from what was typed to its emission: a function for each kind of line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from greencalc.factors.rows import Factor
from greencalc.ledgers.balance import ELECTRICITY, HEAT
from greencalc.ledgers.carbon_lines import ACCOUNTINGS, PARTS, PURPOSE, RESIDUAL, USES, CarbonLine, CarbonSettings
from greencalc.ledgers.grid import GRID_KEY, grid_key, known_key
from greencalc.ledgers.heat import NetToGross, billed_heat, is_amount_of_heat
from greencalc.ledgers.meter_line import NOT_RENEWABLE, OWN, RENEWABLE, TRADED, MeterLine, amount_of, listed
from greencalc.ledgers.steps import LineError, Step, Value, step, value_in
from greencalc.standards.gbt2589_2020 import fuel_mass_of_volume
from greencalc.standards.gbt32150 import (
    co2_mass_share,
    combustion_emission,
    electricity_emission,
    fuel_heat_of_gas,
    fuel_heat_of_mass,
    gas_emission_from_stocks,
    heat_emission,
    hot_water_heat,
    shielding_gas_emission,
    steam_heat,
)
from greencalc.units.amount import GivenAmount
from greencalc.units.spread import SPREAD_KEYS
from greencalc.units.text import parse_unit

TCO2, _FACTOR = (parse_unit(unit)[1] for unit in ("tCO2e", "tCO2e/GJ"))
_MASS, _GAS = (("mass", 1),), (("reference_gas", 1),)
_COMMON = ("kind", "reference", "origin", "evidence", "use")


@frozen
class _Emission:
    """What a kind of line gives: its part, carrier, steps, and the rows it used."""

    part: str
    carrier: str
    steps: tuple[Step, ...]
    factors: tuple[Factor, ...] = ()
    market: Step | None = None
    zero_by: tuple[str, ...] = ()
    ratio: NetToGross | None = None


def is_traded(lines: Any) -> bool:
    """Tell whether any electricity is proved to be renewable by a contract or certificate."""
    given = lines if isinstance(lines, list | tuple) else ()
    return any(isinstance(line, Mapping) and line.get("renewable") in TRADED for line in given)


def location_factor(line: CarbonLine) -> Value:
    """Return the emission factor of a line, location-based."""
    return _factor(line.steps[-1])


def market_factor(line: CarbonLine) -> Value:
    """Return the emission factor of a line, market-based."""
    return _factor(line.market_step or line.steps[-1])


def _factor(emission: Step) -> Value:
    """Return the emission factor that a step took, in tCO2e/GJ."""
    name = next(name for name in ("grid_factor", "heat_factor") if name in emission.formula.arguments)
    factor = emission.readings.get(name) or amount_of(name, emission.formula.arguments[name].default)
    return value_in(factor, _FACTOR)


def work_out(line: MeterLine, settings: CarbonSettings) -> CarbonLine:
    """Work a line out by the formulas of its kind.

    Raises
    ------
    LineError
        If the line cannot be used.
    """
    kind = line.needed("kind", "it says what the line is", tuple(_KINDS))
    unknown = [name for name in line.given if name not in (*_COMMON, *_KINDS[kind][1])]
    if unknown:
        raise LineError(f"{', '.join(unknown)} does not go with {kind}; it takes {', '.join(_KINDS[kind][1])}")
    emission = _KINDS[kind][0](line, settings)
    for name in ("origin", "evidence"):
        line.text(name)
    line.refuse_unread()
    value = value_in(emission.steps[-1].reading if emission.steps else _quantity(line), TCO2)
    market = value if emission.market is None else emission.market.value
    return CarbonLine(
        label=line.label,
        kind=kind,
        part=emission.part,
        carrier=emission.carrier,
        quantity=line.quantity,
        renewable=line.text("renewable") if kind in {ELECTRICITY, HEAT} else None,
        steps=emission.steps,
        market_step=emission.market,
        value=0 * value if "location" in emission.zero_by else value,
        market_value=0 * value if "market" in emission.zero_by else market,
        factors=emission.factors,
        ratio=emission.ratio,
        reference=line.text("reference") or "",
        origin=line.text("origin") or "user",
        evidence=line.text("evidence") or "",
    )


def _quantity(line: MeterLine) -> GivenAmount:
    quantity = line.quantity
    if quantity is None:
        raise LineError("quantity is missing")
    return quantity


def _combustion(line: MeterLine, settings: CarbonSettings) -> _Emission:
    fuel = line.needed("fuel", "it names a row of the fuel defaults")
    quantity = _quantity(line)
    as_heat = is_amount_of_heat(quantity)
    named = ("carbon_content", "oxidation") if as_heat else ("heating_value", "carbon_content", "oxidation")
    typed = {name: line.rate(name) for name in named}
    rows: tuple[Factor, ...] = ()
    if any(typed.values()):
        line.needed("reference", "it says where the typed values come from")
    if not all(typed.values()):
        which = line.text("set") or settings.fuel_set
        if which is None:
            sets = dict.fromkeys(key[1] for key in settings.factors.tables["fuel_carbon"])
            raise LineError(f"set is missing; choose one of {', '.join(sets)}, also as fuel_set for all lines")
        row = settings.factors.lookup("fuel_carbon", fuel, which, purpose=PURPOSE)
        rows = (row,)
        for name in named:
            typed[name] = typed[name] or amount_of(name, row.values[_COLUMNS.get(name, name)])
    biomass = line.flag("biomass")
    if biomass and rows:
        raise LineError(f"{fuel} is no biomass; type heating_value, carbon_content and oxidation of what is burnt")
    if as_heat:
        billed = billed_heat(line, fuel, quantity, "the quantity is an energy")
        heat, steps, ratio = billed.net, list(billed.steps), billed.ratio
    else:
        steps, ratio = _heat_of_fuel(line, quantity, typed["heating_value"]), None
        heat = steps[-1].reading
    carbon, oxidation = typed["carbon_content"], typed["oxidation"]
    assert carbon and oxidation  # noqa: S101, PT018 (all were typed or looked up)
    steps.append(step(combustion_emission, fuel_heat=heat, carbon_content=carbon, oxidation_factor=oxidation))
    return _Emission("biomass" if biomass else "combustion", fuel, tuple(steps), rows, ratio=ratio)


def _heat_of_fuel(line: MeterLine, quantity: GivenAmount, heating_value: GivenAmount | None) -> list[Step]:
    """Return the formulas from an amount of fuel to its heat."""
    assert heating_value  # noqa: S101 (it was typed or looked up)
    steps = []
    density = line.rate("density")
    if density is not None:
        steps.append(step(fuel_mass_of_volume, fuel_volume=quantity, density=density))
        quantity = steps[-1].reading
    if quantity.unit.dimension == _MASS:
        steps.append(step(fuel_heat_of_mass, fuel_mass=quantity, heating_value=heating_value))
    elif quantity.unit.dimension == _GAS:
        steps.append(step(fuel_heat_of_gas, gas_volume=quantity, gas_heating_value=heating_value))
    else:
        raise LineError(
            f"the quantity is {quantity.unit.kind}; give a mass, gas at its conditions as Nm3 or m3_20C, "
            "or litres with a density; or heat, with its heat_basis"
        )
    return steps


def _electricity(line: MeterLine, settings: CarbonSettings) -> _Emission:
    """Work electricity out, and its market-based emission where it is proved to be renewable or a mix is given."""
    quantity, renewable = _quantity(line), line.text("renewable", (*RENEWABLE, NOT_RENEWABLE))
    exported = line.text("use", USES) == "exported"
    if exported and renewable in TRADED:
        raise LineError(
            "contracts and certificates cover electricity that is consumed, not what is exported; mark what is bought "
            "as renewable only as far as it is used here"
        )
    factor, row = _grid_factor(line, settings)
    average = step(electricity_emission, electricity=quantity, grid_factor=factor)
    rows = (row,) if row else ()
    part = "exported_electricity" if exported else "purchased_electricity"
    if renewable in OWN:
        return _Emission(part, "electricity", (average,), rows, zero_by=ACCOUNTINGS)
    if renewable in TRADED:
        return _Emission(part, "electricity", (average,), rows, zero_by=("market",))
    if not settings.traded or row is None:
        return _Emission(part, "electricity", (average,), rows)
    # what others have bought as green must not be in the factor of the rest; what is exported earns what it costs
    if settings.residual_grid is None:
        raise LineError(f"residual_grid is missing: the factor of what no certificate covers, as [..., {RESIDUAL!r}]")
    if settings.residual_grid[-1:] != (RESIDUAL,):
        raise LineError(f"residual_grid is to be of the basis {RESIDUAL!r}, or green power counts twice")
    residual = settings.factors.lookup("grid_factor", *settings.residual_grid, purpose=PURPOSE)
    factor = amount_of("factor", residual.values["factor"])
    rest = step(electricity_emission, electricity=quantity, grid_factor=factor)
    return _Emission(part, "electricity", (average,), (*rows, residual), market=rest)


def _grid_factor(line: MeterLine, settings: CarbonSettings) -> tuple[GivenAmount, Factor | None]:
    """Choose the emission factor of electricity: as typed, or by the grid of the line or of the ledger."""
    typed = line.text("factor")
    if typed is not None:
        line.needed("reference", f"it says where {typed} comes from")
        settings.factors.check_value("grid_factor", typed, PURPOSE)
        factor = line.rate("factor")
        assert factor is not None  # noqa: S101 (it has been typed)
        return factor, None
    given = line.entry("grid")
    try:
        key = settings.grid if given is None else known_key(settings.factors, grid_key("grid", given))
    except LineError as error:
        raise LineError(f"{error}; or give a factor with its reference") from error
    if key is None:
        raise LineError(f"grid is missing: write it as {GRID_KEY}, or give a factor with its reference")
    row = settings.factors.lookup("grid_factor", *key, purpose=PURPOSE)
    return amount_of("factor", row.values["factor"]), row


def _heat(line: MeterLine, settings: CarbonSettings) -> _Emission:
    del settings
    quantity, renewable = _quantity(line), line.text("renewable", (*OWN, NOT_RENEWABLE))
    steps: list[Step] = []
    if quantity.unit.dimension == _MASS:
        steps.append(_heat_of_mass(line, quantity))
        quantity = steps[-1].reading
    typed = line.rate("factor")
    given = {} if typed is None else {"heat_factor": typed}
    if typed is not None:
        line.needed("reference", f"it says where {typed.words} comes from")
    steps.append(step(heat_emission, heat=quantity, **given))
    exported = line.text("use", USES) == "exported"
    part = "exported_heat" if exported else "purchased_heat"
    return _Emission(part, "heat", tuple(steps), zero_by=ACCOUNTINGS if renewable in OWN else ())


def _heat_of_mass(line: MeterLine, quantity: GivenAmount) -> Step:
    """Return the heat of hot water or steam."""
    warmer, steam = line.rate("temperature_above_20C"), line.rate("steam_enthalpy")
    if warmer is not None and steam is None:
        return step(hot_water_heat, water_mass=quantity, temperature_above_20C=warmer)
    if steam is None or warmer is not None:
        raise LineError("a mass is hot water with temperature_above_20C, or steam with steam_enthalpy, and not both")
    feed = line.rate("reference_enthalpy", above_zero=False)
    if feed is None:
        raise LineError(
            "reference_enthalpy is missing: the guides of 2015 take 83.74 kJ/kg off the steam's enthalpy, "
            "GB/T 32151.34-2024 takes off nothing; write '83.74 kJ/kg' or '0 kJ/kg'"
        )
    return step(steam_heat, steam_mass=quantity, steam_enthalpy=steam, reference_enthalpy=feed)


def _gas(line: MeterLine, settings: CarbonSettings) -> _Emission:
    gas = line.needed("gas", "it names a row of the warming potentials")
    which = line.text("set") or settings.gwp_set
    if which is None:
        sets = dict.fromkeys(key[1] for key in settings.factors.tables["gwp"])
        raise LineError(f"set is missing; choose one of {', '.join(sets)}, also as gwp_set for all lines")
    row = settings.factors.lookup("gwp", gas, which, purpose=PURPOSE)
    stocks = {}
    for name in ("opening_stock", "purchased", "closing_stock", "passed_on"):
        amount = line.amount(name)
        if amount is None:
            raise LineError(f"{name} is missing; an empty stock is '0 kg'")
        stocks[name] = amount
    emitted = step(gas_emission_from_stocks, warming_potential=amount_of("gwp", row.values["gwp"]), **stocks)
    return _Emission("process", gas, (emitted,), (row,))


def _shielding(line: MeterLine, settings: CarbonSettings) -> _Emission:
    del settings
    others = {name: listed(name, line.entry(name)) for name in ("other_share", "other_molar_mass")}
    share = step(co2_mass_share, **others)
    emitted = step(shielding_gas_emission, mixture_mass=_quantity(line), co2_mass_share=share.reading)
    return _Emission("process", "CO2", (share, emitted))


def _stated(line: MeterLine, settings: CarbonSettings) -> _Emission:
    del settings
    part = line.needed("part", "it says where in the total it stands", (*PARTS, "biomass"))
    line.needed("reference", "it says who calculated it")
    quantity = _quantity(line)
    if quantity.unit.dimension != TCO2.dimension:
        raise LineError(f"the quantity is {quantity.unit.kind}; a stated emission is in tCO2e")
    return _Emission(part, "stated", ())


_COLUMNS = {"heating_value": "ncv"}
_KINDS: Mapping[str, tuple[Callable[[MeterLine, CarbonSettings], _Emission], tuple[str, ...]]] = {
    "combustion": (
        _combustion,
        (
            *("fuel", "quantity", "set", "heating_value", "carbon_content", "oxidation", "density", "biomass"),
            *("heat_basis", "net_to_gross"),
            *SPREAD_KEYS,
        ),
    ),
    "electricity": (_electricity, ("quantity", "grid", "factor", "renewable", *SPREAD_KEYS)),
    "heat": (
        _heat,
        (
            *("quantity", "temperature_above_20C", "steam_enthalpy", "reference_enthalpy", "factor", "renewable"),
            *SPREAD_KEYS,
        ),
    ),
    "gas": (_gas, ("gas", "set", "opening_stock", "purchased", "closing_stock", "passed_on")),
    "shielding gas": (_shielding, ("quantity", "other_share", "other_molar_mass", *SPREAD_KEYS)),
    "stated": (_stated, ("quantity", "part", *SPREAD_KEYS)),
}
KEYS = tuple(dict.fromkeys([*_COMMON, *(name for _, names in _KINDS.values() for name in names)]))
NAMES = ("kind", "fuel", "gas", "renewable")
"""The entries that a line is called by."""
