"""The carbon ledger: combustion, process, purchased and exported electricity and heat, to CO2 equivalent (A.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, get_args

from attrs import field, frozen

from greencalc.display import InALine, Sheet, Shown
from greencalc.errors import FactorError, FactsError, UnitTextError
from greencalc.factors import Factor, Factors, load_factors
from greencalc.ledger import (
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
    read_lines,
    reading_of,
    step,
    sum_of,
    value_in,
    value_text,
)
from greencalc.reading import Reading
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
        Where renewable electricity comes from.
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
    value: Value
    market_value: Value
    factors: tuple[Factor, ...]
    reference: str
    origin: str
    evidence: str

    def __str__(self) -> str:
        """Return label, emission and part."""
        return f"{self.label}: {value_text(self.value, 'tCO2e')}, {self.part.replace('_', ' ')}"


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
    biomass: Value
    settings: Mapping[str, str] = field(factory=dict)

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
        """The rows among them that are derived, assumed or in doubt."""
        return factor_assumptions(self.factors)

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
    grid: Sequence[str] | None = None,
    residual_grid: Sequence[str] | None = None,
    accounting: Accounting | None = None,
) -> CarbonLedger:
    """Turn activity data into emissions of CO2 equivalent, and add them up.

    Parameters
    ----------
    lines : sequence of mapping
        Each with ``kind`` and what it needs:

        ``combustion``
            ``fuel``, ``quantity``, ``set`` (or `fuel_set`); ``heating_value``, ``carbon_content``, ``oxidation`` with
            ``reference`` in place of a row's; ``density`` of litres; ``biomass = true`` to show it apart.
        ``electricity``
            ``quantity``, ``grid`` as [scope, vintage, basis] (or `grid`), or ``factor`` with ``reference``;
            ``renewable`` where it is proved ("self-generated", "direct line", "market", "green certificate");
            ``use = "exported"``.
        ``heat``
            ``quantity`` as heat; or hot water as mass with ``temperature_above_20C``; or steam as mass with
            ``steam_enthalpy`` and ``reference_enthalpy``; ``factor`` with ``reference``; ``use = "exported"``.
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
        Scope, vintage and basis of the grid factor; and of the factor for what no certificate covers.
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
            raise FactsError("the carbon ledger cannot be used", (f"{name} {value!r} is no text",))
    keys = {name: _key(name, value) for name, value in (("grid", grid), ("residual_grid", residual_grid))}
    settings = _Settings(tables, fuel_set, gwp_set, keys["grid"], keys["residual_grid"], _is_traded(lines))
    found: list[CarbonLine] = []
    faults: list[str] = []
    for line, shape in read_lines("emission", lines, _KEYS, ("kind", "fuel", "gas", "renewable")):
        faults += [f"{line.label}: {fault}" for fault in shape]
        if shape:
            continue
        try:
            found.append(_work_out(line, settings))
        except (LineError, FactorError, UnitTextError) as error:
            faults.append(f"{line.label}: {error}")
    faults += [] if faults else list(_ledger_faults(found, accounting, traded=settings.traded))
    if faults:
        raise FactsError("the carbon ledger cannot be used", tuple(faults))
    try:
        location, market = (_total(found, way) for way in ACCOUNTINGS)
    except LineError as error:
        raise FactsError("the carbon ledger cannot be used", (str(error),)) from error
    chosen = {
        "fuel_set": fuel_set,
        "gwp_set": gwp_set,
        "grid": " / ".join(grid or ()),
        "residual_grid": " / ".join(residual_grid or ()),
        "accounting": accounting,
    }
    return CarbonLedger(
        lines=tuple(found),
        location=location,
        market=market,
        accounting=accounting or "location",
        biomass=sum_of(line.value for line in found if line.part == "biomass"),
        settings={name: value for name, value in chosen.items() if value},
    )


_TCO2 = parse_unit("tCO2e")[1]
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


def _key(name: str, parts: Any) -> tuple[str, ...] | None:
    if parts is None:
        return None
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise FactsError("the carbon ledger cannot be used", (f"{name}: write a list of scope, vintage and basis",))
    return tuple(parts)


def _is_traded(lines: Any) -> bool:
    """Tell whether any electricity is proved to be renewable by a contract or certificate."""
    given = lines if isinstance(lines, list | tuple) else ()
    return any(isinstance(line, Mapping) and line.get("renewable") in TRADED for line in given)


def _ledger_faults(lines: Sequence[CarbonLine], accounting: str | None, *, traded: bool) -> Iterator[str]:
    if accounting not in {None, *ACCOUNTINGS}:
        yield f"accounting {accounting!r} is not one of {', '.join(ACCOUNTINGS)}"
    if accounting is None and traded:
        yield f"accounting is missing: some electricity is proved to be renewable; choose {' or '.join(ACCOUNTINGS)}"
    yield from backed_twice((line.label, line.evidence) for line in lines if line.renewable)
    sets = dict.fromkeys(factor.key[1] for line in lines for factor in line.factors if factor.table == "gwp")
    if len(sets) > 1:
        yield f"warming potentials are of several sets, {', '.join(sets)}; use one in a ledger"


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
        renewable=line.text("renewable") if kind == "electricity" else None,
        steps=emission.steps,
        market_step=emission.market,
        value=0 * value if "location" in emission.zero_by else value,
        market_value=0 * value if "market" in emission.zero_by else market,
        factors=emission.factors,
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
    typed = {name: line.rate(name) for name in ("heating_value", "carbon_content", "oxidation")}
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
        for name, column in (
            ("heating_value", "ncv"),
            ("carbon_content", "carbon_content"),
            ("oxidation", "oxidation"),
        ):
            typed[name] = typed[name] or amount_of(name, row.values[column])
    heating_value, carbon, oxidation = typed["heating_value"], typed["carbon_content"], typed["oxidation"]
    assert heating_value and carbon and oxidation  # noqa: S101, PT018 (all were typed or looked up)
    steps: list[Step] = []
    quantity, density = _quantity(line), line.rate("density")
    biomass = line.flag("biomass")
    if biomass and rows:
        raise LineError(f"{fuel} is no biomass; type heating_value, carbon_content and oxidation of what is burnt")
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
            "or litres with a density"
        )
    heat = steps[-1].reading
    steps.append(step(combustion_emission, fuel_heat=heat, carbon_content=carbon, oxidation_factor=oxidation))
    return _Emission("biomass" if biomass else "combustion", fuel, tuple(steps), rows)


def _electricity(line: Line, settings: _Settings) -> _Emission:
    quantity, renewable = _quantity(line), line.text("renewable", RENEWABLE)
    exported = line.text("use", USES) == "exported"
    if exported and renewable in TRADED:
        raise LineError("contracts and certificates cover electricity that is consumed, not what is exported")
    factor, row = _grid_factor(line, settings)
    average = step(electricity_emission, electricity=quantity, grid_factor=factor)
    rows = (row,) if row else ()
    part = "exported_electricity" if exported else "purchased_electricity"
    if renewable in OWN:
        return _Emission(part, "electricity", (average,), rows, zero_by=ACCOUNTINGS)
    if renewable is not None:
        return _Emission(part, "electricity", (average,), rows, zero_by=("market",))
    if not settings.traded or exported or row is None:
        return _Emission(part, "electricity", (average,), rows)
    # what others have bought as green must not be in the factor of the rest
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
    key = line.entry("grid") or settings.grid
    if (
        not isinstance(key, list | tuple)
        or len(key) != len(_GRID_KEY)
        or not all(isinstance(part, str) for part in key)
    ):
        written = f"[{', '.join(_GRID_KEY)}], as in ['national', '2023', 'location']"
        raise LineError(f"grid is missing: write it as {written}, or give a factor with its reference")
    row = settings.factors.lookup("grid_factor", *key, purpose=PURPOSE)
    return amount_of("factor", row.values["factor"]), row


def _heat(line: Line, settings: _Settings) -> _Emission:
    del settings
    quantity = _quantity(line)
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
    return _Emission("exported_heat" if exported else "purchased_heat", "heat", tuple(steps))


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


_GRID_KEY = ("scope", "vintage", "basis")
_KINDS: Mapping[str, tuple[Callable[[Line, _Settings], _Emission], tuple[str, ...]]] = {
    "combustion": (
        _combustion,
        ("fuel", "quantity", "set", "heating_value", "carbon_content", "oxidation", "density", "biomass"),
    ),
    "electricity": (_electricity, ("quantity", "grid", "factor", "renewable")),
    "heat": (_heat, ("quantity", "temperature_above_20C", "steam_enthalpy", "reference_enthalpy", "factor")),
    "gas": (_gas, ("gas", "set", "opening_stock", "purchased", "closing_stock", "passed_on")),
    "shielding gas": (_shielding, ("quantity", "other_share", "other_molar_mass")),
    "stated": (_stated, ("quantity", "part")),
}
_KEYS = tuple(dict.fromkeys([*_COMMON, *(name for _, names in _KINDS.values() for name in names)]))
