"""The energy ledger: from quantities of carriers to standard coal, and the renewable part of it (A.8, B.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
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
    add_up,
    amount_of,
    backed_twice,
    factor_assumptions,
    ledger_sheet,
    more_than,
    read_lines,
    reading_of,
    step,
    sum_of,
    value_in,
    value_text,
)
from greencalc.ledger_balance import ELECTRICITY, HEAT, Flow, balance_faults
from greencalc.ledger_heat import NetToGross, billed_heat, is_heat, ratio_assumptions
from greencalc.read_only import read_only
from greencalc.reading import Reading, shown
from greencalc.standard import Assumption
from greencalc.standards.gbt2589_2020 import (
    coal_equivalent_from_heating_value_of_gas,
    coal_equivalent_from_heating_value_of_mass,
    coal_equivalent_of_energy,
    coal_equivalent_of_gas,
    coal_equivalent_of_mass,
    coal_equivalent_of_net_heat,
    comprehensive_energy_consumption,
    fuel_mass_of_volume,
)
from greencalc.unit_text import exact_in, parse_unit
from greencalc.units import Unit, combine
from greencalc.wrong_kind import expect

__all__ = ["EnergyLedger", "EnergyLine", "energy_ledger"]

PURPOSE = "A.8"
CONDITIONS: Mapping[str, str] = MappingProxyType({"0 C": "Nm3", "20 C": "m3_20C"})
USES = ("consumed", "feedstock", "passed on", "certificate")
BASES: Mapping[str, str] = MappingProxyType(
    {
        "calorific": "calorific",
        "equivalent": "equivalent",
        "当量": "calorific",
        "当量值": "calorific",
        "等价": "equivalent",
        "等价值": "equivalent",
    }
)
MEDIA = "energy medium"
_KEYS = (
    "carrier",
    "quantity",
    "basis",
    "coefficient",
    "heating_value",
    "heat_basis",
    "net_to_gross",
    "density",
    "gas_reference",
    "use",
    "renewable",
    "reference",
    "origin",
    "evidence",
)


@frozen(repr=False)
class EnergyLine(InALine):
    """A line of the energy ledger, worked out.

    Attributes
    ----------
    label, carrier : str
        What results call it; the carrier as typed.
    use : str
        "consumed", "feedstock" (left out), "passed on" (subtracted) or "certificate" (renewable only).
    kind : str
        "electricity", "heat", "energy medium", or the name of the fuel.
    may_be_renewable : bool
        Whether it can be renewable: fuels and media of the tables are not.
    renewable : str or None
        Where renewable electricity or energy comes from; "no" where it was said not to be renewable.
    quantity : Reading
        The quantity as typed.
    steps : tuple of Step
        The formulas from the quantity to standard coal.
    value : Fraction or numpy.ndarray
        Its standard coal in kgce.
    coefficient, coefficient_origin, source : str
        The coefficient or heating value, how far it can be trusted, and where it comes from.
    origin : str
        Whose word the reading is.
    factor : Factor or None
        The row of the table that it is.
    ratio : NetToGross or None
        The ratio of net to gross heat, where a fuel is billed by its gross heat.
    evidence : str
        What shows the reading.
    """

    label: str
    carrier: str
    use: str
    kind: str
    may_be_renewable: bool
    renewable: str | None
    quantity: Reading
    steps: tuple[Step, ...]
    value: Value = field(converter=read_only)
    coefficient: str
    coefficient_origin: str
    source: str
    origin: str
    factor: Factor | None
    ratio: NetToGross | None
    evidence: str

    def __str__(self) -> str:
        """Return label, standard coal and use."""
        return f"{self.label}: {value_text(self.value, 'kgce')}, {self.use}"

    @property
    def is_renewable(self) -> bool:
        """Whether it is marked as renewable."""
        return self.renewable in RENEWABLE


@frozen(repr=False)
class EnergyLedger(Shown):
    """An energy ledger, worked out. It shows itself as a table; ``explain_ledger`` shows every step.

    Attributes
    ----------
    lines : tuple of EnergyLine
        The lines in order.
    total : Step
        Comprehensive energy consumption: what is consumed, less what is passed on.
    renewable : Fraction or numpy.ndarray
        The renewable part of it, in kgce: what is renewable and not passed on, and what certificates cover.
    settings : mapping of str to str
        What was chosen for the whole ledger.
    """

    lines: tuple[EnergyLine, ...]
    total: Step
    renewable: Value = field(converter=read_only)
    settings: Mapping[str, str] = field(factory=dict, converter=read_only)

    @property
    def value(self) -> Value:
        """Comprehensive energy consumption in kgce."""
        return self.total.value

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        return tuple({(row.table, row.key): row for line in self.lines if (row := line.factor)}.values())

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The rows among them, and the ratios of heating values, that are derived, assumed or in doubt."""
        return (*factor_assumptions(self.factors), *ratio_assumptions(line.ratio for line in self.lines))

    @property
    def contributions(self) -> dict[str, Value]:
        """What each line adds to the total, in kgce: negative where it is passed on, zero where it is left out."""
        signs = {"consumed": 1, "passed on": -1}
        return {line.label: signs.get(line.use, 0) * line.value for line in self.lines}

    def _sheet(self) -> Sheet:
        added = self.contributions
        rows = ((one.label, one.carrier, one.use, value_text(added[one.label], "kgce")) for one in self.lines)
        title = f"Energy ledger: {value_text(self.value, 'kgce')}"
        return ledger_sheet(title, rows, self.settings, self.assumptions)


def energy_ledger(
    lines: Sequence[Mapping[str, Any]],
    *,
    factors: Factors | None = None,
    gas_reference: Literal["0 C", "20 C"] | None = None,
    energy_media: bool = False,
) -> EnergyLedger:
    """Turn quantities of energy carriers into standard coal, and add them up.

    Parameters
    ----------
    lines : sequence of mapping
        Each with ``carrier`` (a row of the coal equivalents, by its English or Chinese name), ``quantity`` (an
        amount, or a list of monthly readings), and as needed ``basis`` ("calorific" or "equivalent", for electricity),
        ``coefficient`` with ``reference`` (in place of a row), ``heating_value`` (as measured, with ``reference``),
        ``heat_basis`` ("net" or "gross", of a fuel billed as heat) and ``net_to_gross`` with ``reference`` (the
        ratio of the two, which natural gas alone has by default), ``density`` (of litres), ``gas_reference``
        (below), ``use`` ("consumed", "feedstock", "passed on", "certificate"), ``renewable`` ("self-generated",
        "direct line", "market", "green certificate"; "no" of what is passed on and is not), ``origin`` and
        ``evidence``.
    factors : Factors, optional
        What :func:`load_factors` returns for tables of one's own.
    gas_reference : {"0 C", "20 C"}, optional
        The temperature at which coefficients of a cubic metre of gas are taken, at 101.325 kPa. The tables do not
        say it, so it has to be chosen wherever gas is in the ledger.
    energy_media : bool
        Whether media such as water and compressed air count.

    Returns
    -------
    EnergyLedger
        Lines, total and renewable part.

    Raises
    ------
    FactsError
        Listing every line that cannot be used.

    Examples
    --------
    >>> from greencalc import energy_ledger
    >>> ledger = energy_ledger(
    ...     [
    ...         {
    ...             "carrier": "electricity",
    ...             "quantity": "1229 kWh",
    ...             "basis": "calorific",
    ...         },
    ...         {"carrier": "gas-field natural gas", "quantity": "2378 Nm3"},
    ...     ],
    ...     gas_reference="0 C",
    ... )
    >>> float(ledger.value)
    3038.6495
    """
    tables = load_factors() if factors is None else factors
    mend = "load them first, as factors=load_factors(path)"
    expect(Factors, tables, "the energy ledger cannot be used", "factors", mend)
    found: list[EnergyLine] = []
    wrong = RowFaults()
    if not isinstance(energy_media, bool):
        raise FactsError("the energy ledger cannot be used", (f"energy_media {shown(energy_media)} is no truth value",))
    if gas_reference is not None and not (isinstance(gas_reference, str) and gas_reference in CONDITIONS):
        fault = f"gas_reference {shown(gas_reference)} is not one of {', '.join(CONDITIONS)}"
        raise FactsError("the energy ledger cannot be used", (fault,))
    settings = _Settings(tables, gas_reference, energy_media)
    for line, shape in read_lines("energy", lines, _KEYS, ("carrier", "renewable")):
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
        faults += [] if faults else list(_ledger_faults(found))
    except LineError as error:
        faults.append(str(error))
    if faults:
        raise FactsError("the energy ledger cannot be used", tuple(faults))
    consumed = [line.value for line in found if line.use == "consumed"]
    passed_on = [line.value for line in found if line.use == "passed on"]
    try:
        total = step(
            comprehensive_energy_consumption,
            carrier_energy=add_up(consumed, _KGCE),
            energy_passed_on=reading_of(sum_of(passed_on), _KGCE),
        )
        renewable = sum_of(_sign(line) * line.value for line in found if line.is_renewable)
    except LineError as error:
        raise FactsError("the energy ledger cannot be used", (str(error),)) from error
    chosen = {"gas_reference": gas_reference, "energy_media": "counted" if energy_media else None}
    return EnergyLedger(
        lines=tuple(found),
        total=total,
        renewable=renewable,
        settings={name: value for name, value in chosen.items() if value},
    )


_KGCE = parse_unit("kgce")[1]
_KGCE_PER_KWH = parse_unit("kgce/kWh")[1]
_VOLUME = (("length", 3),)


@frozen
class _Settings:
    factors: Factors
    gas_reference: str | None
    energy_media: bool


@frozen
class _Coefficient:
    """Standard coal for a unit of a carrier: as typed, its row, and whose word it is."""

    text: str
    factor: Factor | None
    origin: str
    source: str
    measured: bool = False
    ratio: NetToGross | None = None


def _sign(line: EnergyLine) -> int:
    """Return how a line counts in a sum of what is used."""
    return -1 if line.use == "passed on" else 1


def _work_out(line: Line, settings: _Settings) -> EnergyLine:
    carrier = line.needed("carrier", "it names a row of the coal equivalents")
    quantity = line.amount("quantity")
    if quantity is None:
        raise LineError("quantity is missing")
    use = line.text("use", USES) or "consumed"
    renewable = line.text("renewable", (*RENEWABLE, NOT_RENEWABLE))
    if (use == "certificate") != (renewable == "green certificate"):
        raise LineError(
            'a green certificate is a line of its own: use = "certificate", renewable = "green certificate"'
        )
    _check_use(line, carrier, use, renewable, settings)
    if quantity.unit.dimension == _KGCE.dimension:
        source = line.needed("reference", "it says who turned the quantity into standard coal")
        coefficient = _Coefficient("", None, "user", source)
        steps: tuple[Step, ...] = ()
    elif _is_billed_as_heat(line, carrier, quantity, settings):
        billed = billed_heat(line, carrier, quantity, _no_heat(carrier, settings))
        coefficient = _Coefficient("", None, "user", "", ratio=billed.ratio)
        steps = (*billed.steps, step(coal_equivalent_of_net_heat, fuel_heat=billed.net))
    else:
        coefficient = _coefficient(line, carrier, settings)
        steps = tuple(_steps(line, quantity, coefficient, settings))
    evidence = line.text("evidence") or ""
    origin = line.text("origin") or "user"
    line.refuse_unread()
    kind = _kind_of(carrier, settings)
    may_be_renewable = kind in {ELECTRICITY, HEAT} or not _rows(carrier, settings)
    if renewable in RENEWABLE and not may_be_renewable:
        raise LineError(f"{carrier} is no renewable energy")
    return EnergyLine(
        label=line.label,
        carrier=carrier,
        use=use,
        kind=kind,
        may_be_renewable=may_be_renewable,
        renewable=renewable,
        quantity=quantity,
        steps=steps,
        value=steps[-1].value if steps else value_in(quantity, _KGCE),
        coefficient=coefficient.text,
        origin=origin,
        coefficient_origin=coefficient.origin,
        source=coefficient.source,
        factor=coefficient.factor,
        ratio=coefficient.ratio,
        evidence=evidence,
    )


def _is_electric(carrier: str) -> bool:
    """Tell whether a carrier is electricity, by whatever name; 电石 is calcium carbide."""
    return "electric" in carrier.casefold() or "电" in carrier.replace("电石", "")


def _is_heat(carrier: str) -> bool:
    """Tell whether a carrier is heat or steam, by whatever name."""
    words = carrier.casefold()
    named = "steam" in words or "hot water" in words or any(word in carrier for word in ("热力", "热水", "蒸汽"))
    return named or words.split()[-1:] == ["heat"]


def _rows(carrier: str, settings: _Settings) -> list[Factor]:
    """Return the rows of the tables that a carrier names, by its English or Chinese name."""
    tables = ("coal_equivalent", "energy_media", "fuel_carbon")
    return [row for table in tables for row in settings.factors.called(table, carrier)]


def _kind_of(carrier: str, settings: _Settings) -> str:
    """Return what a carrier is: electricity, heat, a medium, or a fuel by its name in the tables."""
    if _is_electric(carrier):
        return ELECTRICITY
    rows = _rows(carrier, settings)
    if any(row.table == "energy_media" for row in rows):
        return MEDIA
    return HEAT if _is_heat(carrier) else rows[0].key[0] if rows else carrier


def _is_billed_as_heat(line: Line, carrier: str, quantity: Reading, settings: _Settings) -> bool:
    """Tell whether a quantity is the heat of a fuel, and not energy that has a coefficient of its own."""
    if not is_heat(quantity) or _kind_of(carrier, settings) in {ELECTRICITY, HEAT, MEDIA}:
        return False
    said = any(line.given.get(name) is not None for name in ("heat_basis", "heating_value"))
    return said or bool(_rows(carrier, settings))


def _no_heat(carrier: str, settings: _Settings) -> str:
    """Say why the heat of a fuel is to be told apart."""
    rows = [row for row in _rows(carrier, settings) if row.table == "coal_equivalent"]
    of_row = f", and its coefficient {rows[0].values['coefficient']} is for an amount of it" if rows else ""
    return f"the quantity is an energy{of_row}"


def _check_use(line: Line, carrier: str, use: str, renewable: str | None, settings: _Settings) -> None:
    """Refuse what would count renewable energy where it is not, and media where nobody asked for them."""
    if use == "certificate" and not _is_electric(carrier):
        raise LineError("a green certificate covers electricity")
    fits = {"consumed": (*RENEWABLE, NOT_RENEWABLE), "passed on": (*OWN, NOT_RENEWABLE), "certificate": TRADED}
    if renewable is not None and renewable not in fits.get(use, ()):
        raise LineError(
            f"renewable goes with energy that is consumed, not with what is {use}, unless one's own is passed on, "
            f"{' or '.join(map(repr, OWN))}; mark what is bought as renewable only as far as it is used here"
        )
    if not settings.energy_media and settings.factors.called("energy_media", carrier):
        raise LineError("it is an energy medium, which counts only where energy_media = true says so")
    if _is_electric(carrier) and line.text("heating_value") is not None:
        raise LineError("a heating value goes with fuels, not with electricity")


def _coefficient(line: Line, carrier: str, settings: _Settings) -> _Coefficient:
    """Return what a unit of the carrier is in standard coal: as typed, as measured, or by the tables."""
    typed, measured = line.text("coefficient"), line.text("heating_value")
    basis = line.text("basis", BASES)
    electric = _is_electric(carrier)
    if electric and basis is None:
        raise LineError(
            "basis is missing: electricity has two, about a factor of 2.5 apart: calorific (当量) or equivalent (等价)"
        )
    if basis is not None and not electric:
        raise LineError("basis goes with electricity")
    if typed is not None and measured is not None:
        raise LineError("give a coefficient or a measured heating value, not both")
    if electric and basis == "calorific" and typed is not None:
        raise LineError("the calorific basis has its own coefficient; a typed one goes with the equivalent basis")
    if electric and typed is not None:
        _check_equivalent(typed, settings)
    if typed is not None or measured is not None:
        text = typed or measured or ""
        settings.factors.check_value("energy_media", text, PURPOSE)
        return _Coefficient(
            text,
            None,
            "user",
            line.needed("reference", f"it says where {text} comes from"),
            measured=measured is not None,
        )
    if electric and basis == "equivalent":
        raise LineError(
            "coefficient is missing: the equivalent basis takes last year's coal rate of generation, with its reference"
        )
    if electric:
        row = settings.factors.lookup("coal_equivalent", "electricity (calorific)", purpose=PURPOSE)
    else:
        row = _row(carrier, settings)
    return _Coefficient(row.values["coefficient"], row, row.origin, row.source)


def _check_equivalent(typed: str, settings: _Settings) -> None:
    """Refuse a coal rate of generation that is no more than the heat of the electricity itself."""
    row = settings.factors.lookup("coal_equivalent", "electricity (calorific)", purpose=PURPOSE)
    if exact_in(typed, _KGCE_PER_KWH) <= exact_in(row.values["coefficient"], _KGCE_PER_KWH):
        raise LineError(
            f"{typed} is no coal rate of generation: the calorific basis alone has {row.values['coefficient']}"
        )


def _row(carrier: str, settings: _Settings) -> Factor:
    if settings.factors.called("energy_media", carrier):
        return settings.factors.lookup("energy_media", carrier, purpose=PURPOSE)
    return settings.factors.lookup("coal_equivalent", carrier, purpose=PURPOSE)


def _steps(line: Line, quantity: Reading, coefficient: _Coefficient, settings: _Settings) -> Iterator[Step]:
    """Yield the formulas from the quantity to standard coal."""
    whole = parse_unit("kJ")[1] if coefficient.measured else _KGCE
    per = _at_condition(amount_of("coefficient", coefficient.text), whole, line, settings)
    kind = combine([(whole, 1), (per.unit, -1)])
    if not np.all(np.asarray(per.numbers) > 0):
        raise LineError(f"{coefficient.text} is not above zero")
    density = line.rate("density")
    if density is not None:
        weighed = step(fuel_mass_of_volume, fuel_volume=quantity, density=density)
        yield weighed
        quantity = weighed.reading
    if quantity.unit.dimension != kind.dimension:
        raise LineError(_mismatch(quantity.unit, kind, coefficient.text))
    if coefficient.measured and quantity.unit.dimension == (("mass", 1),):
        yield step(coal_equivalent_from_heating_value_of_mass, fuel_mass=quantity, measured_heating_value=per)
    elif coefficient.measured:
        yield step(coal_equivalent_from_heating_value_of_gas, gas_volume=quantity, measured_gas_heating_value=per)
    elif quantity.unit.dimension == (("mass", 1),):
        yield step(coal_equivalent_of_mass, fuel_mass=quantity, mass_coefficient=per)
    elif quantity.unit.dimension == (("reference_gas", 1),):
        yield step(coal_equivalent_of_gas, gas_volume=quantity, gas_coefficient=per)
    else:
        yield step(coal_equivalent_of_energy, energy=quantity, energy_coefficient=per)


def _at_condition(per: Reading, whole: Unit, line: Line, settings: _Settings) -> Reading:
    """Say at which temperature a coefficient's cubic metre of gas is."""
    if combine([(whole, 1), (per.unit, -1)]).dimension != _VOLUME:
        return per
    condition = line.text("gas_reference", tuple(CONDITIONS)) or settings.gas_reference
    if condition is None:
        raise LineError(
            f"gas_reference is missing: {per.typed} does not say at which temperature its m3 of gas is; "
            f"choose {' or '.join(CONDITIONS)}, 7.3 % apart"
        )
    gas = parse_unit(CONDITIONS[condition])[1]
    cubic_metre = parse_unit("m3")[1]
    return Reading(per.numbers, combine([(per.unit, 1), (cubic_metre, 1), (gas, -1)]), None, per.given)


def _mismatch(given: Unit, wanted: Unit, coefficient: str) -> str:
    hint = ""
    if given.dimension == _VOLUME and wanted.dimension == (("reference_gas", 1),):
        hint = "; say at which conditions a gas was measured, Nm3 (0 C) or m3_20C; a liquid goes by mass, with density"
    elif given.dimension == _VOLUME and wanted.dimension == (("mass", 1),):
        hint = "; give its density"
    return f"the quantity is {given.kind}, and its coefficient {coefficient} is for {wanted.kind}{hint}"


def _flows(lines: Sequence[EnergyLine]) -> list[Flow]:
    """Return the energy that came and left; certificates and feedstock are none, and of a medium nothing is made."""
    flowing = [line for line in lines if line.use in {"consumed", "passed on"} and line.kind != MEDIA]
    return [Flow(line.label, line.kind, line.use == "passed on", line.renewable, line.value) for line in flowing]


def _ledger_faults(lines: Sequence[EnergyLine]) -> Iterator[str]:
    """Find what is wrong with the lines together: two bases of electricity, renewable energy counted twice."""
    if not any(line.use == "consumed" for line in lines):
        yield "no line is consumed"
    electric = [line for line in lines if line.kind == ELECTRICITY and line.use != "feedstock"]
    by_quantity = [line for line in electric if line.coefficient]
    bases = {exact_in(line.coefficient, _KGCE_PER_KWH): line.coefficient for line in by_quantity}
    if len(bases) > 1:
        yield f"electricity is on several bases, {', '.join(bases.values())}; use one in a ledger"
    yield from backed_twice((line.label, line.evidence) for line in lines if line.is_renewable and _sign(line) > 0)
    unbalanced = list(balance_faults(_flows(lines), "passed on"))
    yield from unbalanced
    if not unbalanced and any(line.is_renewable for line in lines):
        yield from _counted_twice(lines, electric)


def _counted_twice(lines: Sequence[EnergyLine], electric: Sequence[EnergyLine]) -> Iterator[str]:
    """Find more renewable energy than is used: covered by certificates twice, or passed on as if it were not."""
    certificates = [line.value for line in electric if line.use == "certificate"]
    came = [line for line in lines if line.use == "consumed"]
    left = [line for line in lines if line.use == "passed on"]
    plain, plain_left = ([line for line in flow if not line.is_renewable] for flow in (came, left))
    power, power_left = ([line.value for line in flow if line.kind == ELECTRICITY] for flow in (plain, plain_left))
    if certificates and more_than(sum_of([*certificates, *power_left]), sum_of(power)):
        yield "certificates cover more than the electricity that is not renewable already; each kWh counts once"
    elif more_than(sum_of([*certificates, *(line.value for line in plain_left)]), sum_of(line.value for line in plain)):
        yield (
            "more that is not renewable is passed on than came in: mark what is passed on of one's own renewable "
            "energy, and what is bought as renewable only as far as it is used here"
        )
    own_left = sum_of(line.value for line in left if line.is_renewable)
    if more_than(own_left, sum_of(line.value for line in came if line.is_renewable)):
        yield "more renewable energy is passed on than came in; list all of it"
