"""The carbon ledger: combustion, process, purchased and exported electricity and heat, to CO2 equivalent (A.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

from attrs import field, frozen

from greencalc.display import InALine, Sheet, Shown
from greencalc.errors import FactorError, FactsError, UnitTextError
from greencalc.factors import Factor, Factors, load_factors
from greencalc.fault_list import RowFaults
from greencalc.ledger import (
    NOT_RENEWABLE,
    OWN,
    RENEWABLE,
    TRADED,
    Line,
    LineError,
    Step,
    Value,
    amount_of,
    backed_twice,
    factor_assumptions,
    ledger_sheet,
    listed,
    more_than,
    read_lines,
    reading_of,
    step,
    sum_of,
    value_in,
    value_text,
)
from greencalc.ledger_balance import ELECTRICITY, HEAT, Flow, balance_faults
from greencalc.ledger_grid import GRID_KEY, grid_key, known_key
from greencalc.ledger_heat import NetToGross, billed_heat, is_heat, ratio_assumptions
from greencalc.read_only import read_only
from greencalc.reading import Reading, shown
from greencalc.standard import Assumption
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
from greencalc.standards.qct1160_2022 import carbon_emission_total
from greencalc.unit_text import parse_unit
from greencalc.wrong_kind import expect

__all__ = ["CarbonLedger", "CarbonLine", "carbon_ledger"]

PURPOSE = "A.9"
Accounting = Literal["location", "market"]
ACCOUNTINGS = get_args(Accounting)
RESIDUAL = "average-excl-market-traded-non-fossil"


@frozen(repr=False)
class CarbonLine(InALine):
    """A line of the carbon ledger, worked out.

    Attributes
    ----------
    label, kind : str
        What results call it; what kind of emission it is.
    part : str
        The part of the total: an argument of ``carbon_emission_total``, or "biomass", which is shown apart.
    carrier : str
        The fuel, gas or energy.
    quantity : Reading or None
        The quantity as typed, where the line has one.
    renewable : str or None
        Where renewable electricity or heat comes from; "no" where it was said not to be renewable.
    steps : tuple of Step
        The formulas from the quantity to the emission.
    market_step : Step or None
        The last step of the market-based emission, where it is another one.
    value : Fraction or numpy.ndarray
        The emission in tCO2e, location-based.
    market_value : Fraction or numpy.ndarray
        The same, market-based: other for electricity alone, where certificates or contracts are given.
    factors : tuple of Factor
        The rows of the tables that it uses.
    ratio : NetToGross or None
        The ratio of net to gross heat, where a fuel is billed by its gross heat.
    reference, origin, evidence : str
        Where what was typed in place of a row comes from; whose word it is; what shows the reading.
    """

    label: str
    kind: str
    part: str
    carrier: str
    quantity: Reading | None
    renewable: str | None
    steps: tuple[Step, ...]
    market_step: Step | None
    value: Value = field(converter=read_only)
    market_value: Value = field(converter=read_only)
    factors: tuple[Factor, ...]
    ratio: NetToGross | None
    reference: str
    origin: str
    evidence: str

    def __str__(self) -> str:
        """Return label, emission and part."""
        return f"{self.label}: {value_text(self.value, 'tCO2e')}, {self.part.replace('_', ' ')}"

    @property
    def is_renewable(self) -> bool:
        """Whether it is marked as renewable."""
        return self.renewable in RENEWABLE

    @property
    def energy(self) -> Value | None:
        """The electricity or heat of it in GJ; None where it is none, or was stated without it."""
        readings = self.steps[-1].readings if self.steps else {}
        energy = next((readings[name] for name in ("fuel_heat", "electricity", "heat") if name in readings), None)
        return None if energy is None else value_in(energy, _GJ)


@frozen(repr=False)
class CarbonLedger(Shown):
    """A carbon ledger, worked out. It shows itself as a table; ``explain_ledger`` shows every step.

    Attributes
    ----------
    lines : tuple of CarbonLine
        The lines in order.
    location, market : Step
        The total by the average factor of the grid; and with certificates and contracts counted.
    accounting : {"location", "market"}
        Which of the two the plant's emission is.
    biomass : Fraction or numpy.ndarray
        What biomass emits, in tCO2e, not in the total.
    settings : mapping of str to str
        What was chosen for the whole ledger.
    """

    lines: tuple[CarbonLine, ...]
    location: Step
    market: Step
    accounting: Accounting
    biomass: Value = field(converter=read_only)
    settings: Mapping[str, str] = field(factory=dict, converter=read_only)

    @property
    def total(self) -> Step:
        """The total that the plant's emission is."""
        return self.market if self.accounting == "market" else self.location

    @property
    def value(self) -> Value:
        """The plant's emission in tCO2e."""
        return self.total.value

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        return tuple({(row.table, row.key): row for line in self.lines for row in line.factors}.values())

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The rows among them, and the ratios of heating values, that are derived, assumed or in doubt."""
        return (*factor_assumptions(self.factors), *ratio_assumptions(line.ratio for line in self.lines))

    @property
    def contributions(self) -> dict[str, Value]:
        """What each line adds to the total, in tCO2e: negative where it is exported, zero for biomass."""
        signs = {"biomass": 0, "exported_electricity": -1, "exported_heat": -1}
        chosen = self.accounting == "market"
        return {
            line.label: signs.get(line.part, 1) * (line.market_value if chosen else line.value) for line in self.lines
        }

    def _sheet(self) -> Sheet:
        added = self.contributions
        rows = (
            (one.label, one.carrier, one.part.replace("_", " "), value_text(added[one.label], "tCO2e"))
            for one in self.lines
        )
        title = f"Carbon ledger, {self.accounting}-based: {value_text(self.value, 'tCO2e')}"
        return ledger_sheet(title, rows, self.settings, self.assumptions)


def carbon_ledger(  # noqa: PLR0913 (each setting is one that has to be named, and none may be guessed)
    lines: Sequence[Mapping[str, Any]],
    *,
    factors: Factors | None = None,
    fuel_set: str | None = None,
    gwp_set: str | None = None,
    grid: Sequence[str | int] | None = None,
    residual_grid: Sequence[str | int] | None = None,
    accounting: Accounting | None = None,
) -> CarbonLedger:
    """Turn activity data into emissions of CO2 equivalent, and add them up.

    Parameters
    ----------
    lines : sequence of mapping
        Each with ``kind`` and what it needs:

        ``combustion``
            ``fuel``, ``quantity``, ``set`` (or `fuel_set`); ``heating_value``, ``carbon_content``, ``oxidation`` with
            ``reference`` in place of a row's; ``density`` of litres; of a fuel billed as heat ``heat_basis`` ("net" or
            "gross"), and ``net_to_gross`` with ``reference``, which natural gas alone has by default;
            ``biomass = true`` to show it apart.
        ``electricity``
            ``quantity``, ``grid`` as [scope, vintage, basis] (or `grid`), or ``factor`` with ``reference``;
            ``renewable`` where it is proved ("self-generated", "direct line", "market", "green certificate");
            ``use = "exported"``, with ``renewable`` "self-generated", "direct line" or "no".
        ``heat``
            ``quantity`` as heat; or hot water as mass with ``temperature_above_20C``; or steam as mass with
            ``steam_enthalpy`` and ``reference_enthalpy``; ``factor`` with ``reference``; ``renewable``
            ("self-generated", "direct line", "no"); ``use = "exported"``.
        ``gas``
            ``gas``, ``opening_stock``, ``purchased``, ``closing_stock``, ``passed_on``, ``set`` (or `gwp_set`).
        ``shielding gas``
            ``quantity`` of the mixture, ``other_share`` and ``other_molar_mass`` of what is not CO2.
        ``stated``
            ``quantity`` of CO2 equivalent, ``part`` and ``reference``.
    factors : Factors, optional
        What :func:`load_factors` returns for tables of one's own.
    fuel_set, gwp_set : str, optional
        The set of fuel defaults, and of warming potentials.
    grid, residual_grid : sequence of str, optional
        Scope, vintage and basis of the grid factor; and of the factor for what no certificate covers. A year may be
        a number, and a scope a Chinese name such as "辽宁".
    accounting : {"location", "market"}, optional
        Which total the emission is; needed where electricity is proved to be renewable.

    Returns
    -------
    CarbonLedger
        Lines, both totals, biomass.

    Raises
    ------
    FactsError
        Listing every line that cannot be used.

    Examples
    --------
    >>> from greencalc import carbon_ledger
    >>> ledger = carbon_ledger(
    ...     [{"kind": "electricity", "quantity": "8157 MWh"}],
    ...     grid=["national", "2023", "location"],
    ... )
    >>> float(ledger.value)
    4328.1042
    """
    tables = load_factors() if factors is None else factors
    mend = "load them first, as factors=load_factors(path)"
    expect(Factors, tables, "the carbon ledger cannot be used", "factors", mend)
    for name, value in (("fuel_set", fuel_set), ("gwp_set", gwp_set), ("accounting", accounting)):
        if value is not None and not isinstance(value, str):
            raise FactsError("the carbon ledger cannot be used", (f"{name} {shown(value)} is no text",))
    keys = {name: _key(name, value, tables) for name, value in (("grid", grid), ("residual_grid", residual_grid))}
    settings = _Settings(tables, fuel_set, gwp_set, keys["grid"], keys["residual_grid"], _is_traded(lines))
    found: list[CarbonLine] = []
    wrong = RowFaults()
    for line, shape in read_lines("emission", lines, _KEYS, ("kind", "fuel", "gas", "renewable")):
        for fault in shape:
            wrong.add(line.label, fault)
        if shape:
            continue
        try:
            found.append(_work_out(line, settings))
        except (LineError, FactorError, UnitTextError) as error:
            wrong.add(line.label, error)
    faults = list(wrong.told())
    try:
        faults += [] if faults else list(_ledger_faults(found, accounting, traded=settings.traded))
        if faults:
            raise FactsError("the carbon ledger cannot be used", tuple(faults))
        location, market = (_total(found, way) for way in ACCOUNTINGS)
        biomass = sum_of(line.value for line in found if line.part == "biomass")
    except LineError as error:
        raise FactsError("the carbon ledger cannot be used", (str(error),)) from error
    chosen = {
        "fuel_set": fuel_set,
        "gwp_set": gwp_set,
        "grid": " / ".join(settings.grid or ()),
        "residual_grid": " / ".join(settings.residual_grid or ()),
        "accounting": accounting,
    }
    return CarbonLedger(
        lines=tuple(found),
        location=location,
        market=market,
        accounting=accounting or "location",
        biomass=biomass,
        settings={name: value for name, value in chosen.items() if value},
    )


_TCO2, _GJ, _FACTOR = (parse_unit(unit)[1] for unit in ("tCO2e", "GJ", "tCO2e/GJ"))
_MASS, _GAS = (("mass", 1),), (("reference_gas", 1),)
_COMMON = ("kind", "reference", "origin", "evidence", "use")
PARTS = (
    "combustion",
    "process",
    "purchased_electricity",
    "purchased_heat",
    "exported_electricity",
    "exported_heat",
)
USES = ("consumed", "exported")


@frozen
class _Settings:
    factors: Factors
    fuel_set: str | None
    gwp_set: str | None
    grid: tuple[str, ...] | None
    residual_grid: tuple[str, ...] | None
    traded: bool


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


def _key(name: str, given: Any, factors: Factors) -> tuple[str, ...] | None:
    try:
        return None if given is None else known_key(factors, grid_key(name, given))
    except LineError as error:
        raise FactsError("the carbon ledger cannot be used", (str(error),)) from error


def _is_traded(lines: Any) -> bool:
    """Tell whether any electricity is proved to be renewable by a contract or certificate."""
    given = lines if isinstance(lines, list | tuple) else ()
    return any(isinstance(line, Mapping) and line.get("renewable") in TRADED for line in given)


def _ledger_faults(lines: Sequence[CarbonLine], accounting: str | None, *, traded: bool) -> Iterator[str]:
    if accounting not in {None, *ACCOUNTINGS}:
        yield f"accounting {accounting!r} is not one of {', '.join(ACCOUNTINGS)}"
    if accounting is None and traded:
        yield f"accounting is missing: some electricity is proved to be renewable; choose {' or '.join(ACCOUNTINGS)}"
    used = [line for line in lines if line.is_renewable and not line.part.startswith("exported")]
    yield from backed_twice((line.label, line.evidence) for line in used)
    yield from balance_faults(_flows(lines), "exported")
    for kind in (ELECTRICITY, HEAT):
        flowing = [line for line in lines if line.energy is not None and more_than(line.energy, Fraction(0))]
        yield from _credit_faults(kind, [line for line in flowing if not line.is_renewable])
    sets = dict.fromkeys(factor.key[1] for line in lines for factor in line.factors if factor.table == "gwp")
    if len(sets) > 1:
        yield f"warming potentials are of several sets, {', '.join(sets)}; use one in a ledger"


def _credit_faults(kind: str, lines: Sequence[CarbonLine]) -> Iterator[str]:
    """Find what is exported at a higher factor than anything costs that is bought, in either total."""
    bought = [line for line in lines if line.part == f"purchased_{kind}"]
    for line in (line for line in lines if bought and line.part == f"exported_{kind}"):
        if any(all(more_than(way(line), way(one)) for one in bought) for way in (_location_factor, _market_factor)):
            yield (
                f"{line.label}: what is exported is credited at a higher factor than any that is bought costs; give it "
                "the grid, or the factor with its reference, of what was bought"
            )


def _location_factor(line: CarbonLine) -> Value:
    return _factor(line.steps[-1])


def _market_factor(line: CarbonLine) -> Value:
    return _factor(line.market_step or line.steps[-1])


def _factor(emission: Step) -> Value:
    """Return the emission factor that a step took, in tCO2e/GJ."""
    name = next(name for name in ("grid_factor", "heat_factor") if name in emission.formula.arguments)
    factor = emission.readings.get(name) or amount_of(name, emission.formula.arguments[name].default)
    return value_in(factor, _FACTOR)


_FLOWS = {  # the parts of the total that are energy, what they are, and whether it leaves the plant
    "combustion": ("fuel", False),
    "biomass": ("fuel", False),
    "purchased_electricity": (ELECTRICITY, False),
    "exported_electricity": (ELECTRICITY, True),
    "purchased_heat": (HEAT, False),
    "exported_heat": (HEAT, True),
}


def _flows(lines: Sequence[CarbonLine]) -> list[Flow]:
    """Return the energy that came and left; one's own that is only exported may stand alone, since it is zero."""
    flows = []
    for line in lines:
        if line.part not in _FLOWS:
            continue
        kind, leaves = _FLOWS[line.part]
        stated = NOT_RENEWABLE if leaves and line.kind == "stated" else line.renewable
        renewable = "biomass" if line.part == "biomass" else stated
        flows.append(Flow(line.label, kind, leaves, renewable, line.energy))
    made = {(flow.kind, flow.renewable) for flow in flows if not flow.leaves}
    return [flow for flow in flows if not (flow.leaves and flow.is_renewable) or (flow.kind, flow.renewable) in made]


def _total(lines: Sequence[CarbonLine], accounting: str) -> Step:
    parts = {}
    for part in PARTS:
        values = [line.market_value if accounting == "market" else line.value for line in lines if line.part == part]
        parts[part] = reading_of(sum_of(values), _TCO2)
    return step(carbon_emission_total, **parts)


def _work_out(line: Line, settings: _Settings) -> CarbonLine:
    kind = line.needed("kind", "it says what the line is", tuple(_KINDS))
    unknown = [name for name in line.given if name not in (*_COMMON, *_KINDS[kind][1])]
    if unknown:
        raise LineError(f"{', '.join(unknown)} does not go with {kind}; it takes {', '.join(_KINDS[kind][1])}")
    emission = _KINDS[kind][0](line, settings)
    for name in ("origin", "evidence"):
        line.text(name)
    line.refuse_unread()
    value = value_in(emission.steps[-1].reading if emission.steps else _quantity(line), _TCO2)
    market = value if emission.market is None else emission.market.value
    return CarbonLine(
        label=line.label,
        kind=kind,
        part=emission.part,
        carrier=emission.carrier,
        quantity=line.amount("quantity"),
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


def _quantity(line: Line) -> Reading:
    quantity = line.amount("quantity")
    if quantity is None:
        raise LineError("quantity is missing")
    return quantity


def _combustion(line: Line, settings: _Settings) -> _Emission:
    fuel = line.needed("fuel", "it names a row of the fuel defaults")
    quantity = _quantity(line)
    as_heat = is_heat(quantity)
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


def _heat_of_fuel(line: Line, quantity: Reading, heating_value: Reading | None) -> list[Step]:
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


def _electricity(line: Line, settings: _Settings) -> _Emission:
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


def _grid_factor(line: Line, settings: _Settings) -> tuple[Reading, Factor | None]:
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


def _heat(line: Line, settings: _Settings) -> _Emission:
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


def _heat_of_mass(line: Line, quantity: Reading) -> Step:
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


def _gas(line: Line, settings: _Settings) -> _Emission:
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


def _shielding(line: Line, settings: _Settings) -> _Emission:
    del settings
    others = {name: listed(name, line.entry(name)) for name in ("other_share", "other_molar_mass")}
    share = step(co2_mass_share, **others)
    emitted = step(shielding_gas_emission, mixture_mass=_quantity(line), co2_mass_share=share.reading)
    return _Emission("process", "CO2", (share, emitted))


def _stated(line: Line, settings: _Settings) -> _Emission:
    del settings
    part = line.needed("part", "it says where in the total it stands", (*PARTS, "biomass"))
    line.needed("reference", "it says who calculated it")
    quantity = _quantity(line)
    if quantity.unit.dimension != _TCO2.dimension:
        raise LineError(f"the quantity is {quantity.unit.kind}; a stated emission is in tCO2e")
    return _Emission(part, "stated", ())


_COLUMNS = {"heating_value": "ncv"}
_KINDS: Mapping[str, tuple[Callable[[Line, _Settings], _Emission], tuple[str, ...]]] = {
    "combustion": (
        _combustion,
        (
            *("fuel", "quantity", "set", "heating_value", "carbon_content", "oxidation", "density", "biomass"),
            *("heat_basis", "net_to_gross"),
        ),
    ),
    "electricity": (_electricity, ("quantity", "grid", "factor", "renewable")),
    "heat": (
        _heat,
        ("quantity", "temperature_above_20C", "steam_enthalpy", "reference_enthalpy", "factor", "renewable"),
    ),
    "gas": (_gas, ("gas", "set", "opening_stock", "purchased", "closing_stock", "passed_on")),
    "shielding gas": (_shielding, ("quantity", "other_share", "other_molar_mass")),
    "stated": (_stated, ("quantity", "part")),
}
_KEYS = tuple(dict.fromkeys([*_COMMON, *(name for _, names in _KINDS.values() for name in names)]))
