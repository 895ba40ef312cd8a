"""One line of an energy ledger: from a quantity of a carrier to standard coal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
from attrs import field, frozen

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.languages.said import say, word
from greencalc.ledgers.balance import ELECTRICITY, HEAT
from greencalc.ledgers.carriers import MEDIA, is_electric, kind_of, rows_of
from greencalc.ledgers.heat import NetToGross, billed_heat, is_amount_of_heat
from greencalc.ledgers.meter_line import NOT_RENEWABLE, OWN, RENEWABLE, TRADED, MeterLine, amount_of
from greencalc.ledgers.steps import LineError, Step, Value, step, value_in, value_text
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.standards.gbt2589_2020 import (
    coal_equivalent_from_heating_value_of_gas,
    coal_equivalent_from_heating_value_of_mass,
    coal_equivalent_of_energy,
    coal_equivalent_of_gas,
    coal_equivalent_of_mass,
    coal_equivalent_of_net_heat,
    fuel_mass_of_volume,
)
from greencalc.units.amount import GivenAmount
from greencalc.units.spread import SPREAD_KEYS
from greencalc.units.text import exact_in, parse_unit
from greencalc.units.unit_table import Unit, combine

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
KEYS = (
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
    *SPREAD_KEYS,
)
NAMES = ("carrier", "renewable")
"""The entries that a line is called by."""


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
    quantity : GivenAmount
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
    quantity: GivenAmount
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
        value = value_text(self.value, "kgce")
        return say("{line}: {value}, {part}", line=self.label, value=value, part=word(self.use))

    @property
    def is_renewable(self) -> bool:
        """Whether it is marked as renewable."""
        return self.renewable in RENEWABLE


KGCE = parse_unit("kgce")[1]
KGCE_PER_KWH = parse_unit("kgce/kWh")[1]
_VOLUME = (("length", 3),)


@frozen
class EnergySettings:
    """What the caller of an energy ledger chose."""

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


def sign_of(line: EnergyLine) -> int:
    """Return how a line counts in a sum of what is used."""
    return -1 if line.use == "passed on" else 1


def work_out(line: MeterLine, settings: EnergySettings) -> EnergyLine:
    """Work a line out by the formulas of its carrier.

    Raises
    ------
    LineError
        If the line cannot be used.
    """
    carrier = line.needed("carrier", "it names a row of the coal equivalents")
    quantity = line.quantity
    if quantity is None:
        raise LineError("quantity is missing")
    use = line.text("use", USES) or "consumed"
    renewable = line.text("renewable", (*RENEWABLE, NOT_RENEWABLE))
    if (use == "certificate") != (renewable == "green certificate"):
        raise LineError(
            'a green certificate is a line of its own: use = "certificate", renewable = "green certificate"'
        )
    _check_use(line, carrier, use, renewable, settings)
    if quantity.unit.dimension == KGCE.dimension:
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
    kind = kind_of(carrier, settings.factors)
    may_be_renewable = kind in {ELECTRICITY, HEAT} or not rows_of(carrier, settings.factors)
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
        value=steps[-1].value if steps else value_in(quantity, KGCE),
        coefficient=coefficient.text,
        origin=origin,
        coefficient_origin=coefficient.origin,
        source=coefficient.source,
        factor=coefficient.factor,
        ratio=coefficient.ratio,
        evidence=evidence,
    )


def _is_billed_as_heat(line: MeterLine, carrier: str, quantity: GivenAmount, settings: EnergySettings) -> bool:
    """Tell whether a quantity is the heat of a fuel, and not energy that has a coefficient of its own."""
    if not is_amount_of_heat(quantity) or kind_of(carrier, settings.factors) in {ELECTRICITY, HEAT, MEDIA}:
        return False
    said = any(line.given.get(name) is not None for name in ("heat_basis", "heating_value"))
    return said or bool(rows_of(carrier, settings.factors))


def _no_heat(carrier: str, settings: EnergySettings) -> str:
    """Say why the heat of a fuel is to be told apart."""
    rows = [row for row in rows_of(carrier, settings.factors) if row.table == "coal_equivalent"]
    of_row = f", and its coefficient {rows[0].values['coefficient']} is for an amount of it" if rows else ""
    return f"the quantity is an energy{of_row}"


def _check_use(line: MeterLine, carrier: str, use: str, renewable: str | None, settings: EnergySettings) -> None:
    """Refuse what would count renewable energy where it is not, and media where nobody asked for them."""
    if use == "certificate" and not is_electric(carrier):
        raise LineError("a green certificate covers electricity")
    fits = {"consumed": (*RENEWABLE, NOT_RENEWABLE), "passed on": (*OWN, NOT_RENEWABLE), "certificate": TRADED}
    if renewable is not None and renewable not in fits.get(use, ()):
        raise LineError(
            f"renewable goes with energy that is consumed, not with what is {use}, unless one's own is passed on, "
            f"{' or '.join(map(repr, OWN))}; mark what is bought as renewable only as far as it is used here"
        )
    if not settings.energy_media and settings.factors.called("energy_media", carrier):
        raise LineError("it is an energy medium, which counts only where energy_media = true says so")
    if is_electric(carrier) and line.text("heating_value") is not None:
        raise LineError("a heating value goes with fuels, not with electricity")


def _coefficient(line: MeterLine, carrier: str, settings: EnergySettings) -> _Coefficient:
    """Return what a unit of the carrier is in standard coal: as typed, as measured, or by the tables."""
    typed, measured = line.text("coefficient"), line.text("heating_value")
    basis = line.text("basis", BASES)
    electric = is_electric(carrier)
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


def _check_equivalent(typed: str, settings: EnergySettings) -> None:
    """Refuse a coal rate of generation that is no more than the heat of the electricity itself."""
    row = settings.factors.lookup("coal_equivalent", "electricity (calorific)", purpose=PURPOSE)
    if exact_in(typed, KGCE_PER_KWH) <= exact_in(row.values["coefficient"], KGCE_PER_KWH):
        raise LineError(
            f"{typed} is no coal rate of generation: the calorific basis alone has {row.values['coefficient']}"
        )


def _row(carrier: str, settings: EnergySettings) -> Factor:
    if settings.factors.called("energy_media", carrier):
        return settings.factors.lookup("energy_media", carrier, purpose=PURPOSE)
    return settings.factors.lookup("coal_equivalent", carrier, purpose=PURPOSE)


def _steps(
    line: MeterLine, quantity: GivenAmount, coefficient: _Coefficient, settings: EnergySettings
) -> Iterator[Step]:
    """Yield the formulas from the quantity to standard coal."""
    whole = parse_unit("kJ")[1] if coefficient.measured else KGCE
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


def _at_condition(per: GivenAmount, whole: Unit, line: MeterLine, settings: EnergySettings) -> GivenAmount:
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
    return GivenAmount(per.numbers, combine([(per.unit, 1), (cubic_metre, 1), (gas, -1)]), None, per.given)


def _mismatch(given: Unit, wanted: Unit, coefficient: str) -> str:
    hint = ""
    if given.dimension == _VOLUME and wanted.dimension == (("reference_gas", 1),):
        hint = "; say at which conditions a gas was measured, Nm3 (0 C) or m3_20C; a liquid goes by mass, with density"
    elif given.dimension == _VOLUME and wanted.dimension == (("mass", 1),):
        hint = "; give its density"
    return f"the quantity is {given.kind}, and its coefficient {coefficient} is for {wanted.kind}{hint}"
