"""The ledgers of a plant file: lists of lines become the totals that the indicators need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from greencalc.errors import FactsError
from greencalc.factors import Factor, Factors
from greencalc.ledger_of_carbon import CarbonLedger, CarbonLine, carbon_ledger
from greencalc.ledger_of_energy import EnergyLedger, EnergyLine, energy_ledger
from greencalc.reading import Reading, read_amount
from greencalc.rounding import amount_text
from greencalc.unit_text import parse_unit
from greencalc.units import Unit

__all__ = ["LEDGER_NAMES", "Ledgers", "boundary_differences", "contradiction", "read_ledgers"]

LEDGER_NAMES = ("energy", "emission", "ledger")
_ENERGY_SETTINGS = ("gas_reference", "energy_media")
_CARBON_SETTINGS = ("fuel_set", "gwp_set", "grid", "residual_grid", "accounting")
_TOLERANCE = Fraction(5, 1000)  # a stated total may be rounded by as much


@frozen
class Ledgers:
    """What the ledgers of a plant give.

    Attributes
    ----------
    energy : EnergyLedger or None
        The energy ledger, if the plant has one.
    carbon : CarbonLedger or None
        The carbon ledger, if the plant has one.
    amounts : mapping of str to Reading
        The totals by the names of the facts that they are.
    given : mapping
        Lines and settings as plain data, which reads back to the same.
    """

    energy: EnergyLedger | None = None
    carbon: CarbonLedger | None = None
    amounts: Mapping[str, Reading] = field(factory=dict)
    given: Mapping[str, Any] = field(factory=dict)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        energy = [line.factor for line in self.energy.lines if line.factor] if self.energy else []
        carbon = [factor for line in self.carbon.lines for factor in line.factors] if self.carbon else []
        return tuple({(row.table, row.key): row for row in (*energy, *carbon)}.values())


def read_ledgers(facts: Mapping[Any, Any], factors: Factors) -> Ledgers:
    """Work out the ledgers among a plant's facts.

    Raises
    ------
    FactsError
        Listing every line and setting that cannot be used.
    """
    settings = facts.get("ledger", {})
    faults = list(_setting_faults(settings))
    if faults:
        raise FactsError("the ledgers cannot be used", tuple(faults))
    energy = carbon = None
    amounts = {}
    try:
        if "energy" in facts:
            chosen = {name: settings[name] for name in _ENERGY_SETTINGS if name in settings}
            energy = energy_ledger(facts["energy"], factors=factors, **chosen)
            amounts["energy_consumption"] = _single("energy", energy.value, "kgce")
            if any(line.renewable for line in energy.lines):
                amounts["renewable_energy"] = _single("energy", energy.renewable, "kgce")
    except FactsError as error:
        faults += error.faults
    try:
        if "emission" in facts:
            chosen = {name: settings[name] for name in _CARBON_SETTINGS if name in settings}
            carbon = carbon_ledger(facts["emission"], factors=factors, **chosen)
            amounts["carbon_emission"] = _single("emission", carbon.value, "tCO2e")
    except FactsError as error:
        faults += error.faults
    if faults:
        raise FactsError("the ledgers cannot be used", tuple(faults))
    given: dict[str, Any] = {
        name: {"lines": [_plain(line) for line in facts[name]]} for name in ("energy", "emission") if name in facts
    }
    if settings:
        given["ledger"] = {"settings": dict(settings)}
    return Ledgers(energy, carbon, amounts, given)


def contradiction(name: str, stated: Reading, counted: Reading) -> str | None:
    """Return what is wrong if a total is stated and counted, and the two are further apart than rounding."""
    unit = counted.unit
    one, other = stated.exact(unit), counted.exact(unit)
    if abs(one - other) <= _TOLERANCE * max(abs(one), abs(other)):
        return None
    return (
        f"{name}: {stated.words} is stated, and the ledger adds up to {amount_text(other, unit, 8)}; "
        "correct one of them, or leave the total out"
    )


def boundary_differences(energy: EnergyLedger, carbon: CarbonLedger) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield where the two ledgers do not have the same carriers in the same quantities."""
    stated = {line.part for line in carbon.lines if line.kind == "stated"}
    burnt = [line for line in carbon.lines if line.kind == "combustion"]
    for kind, part in (("electricity", "purchased_electricity"), ("heat", "purchased_heat")):
        if part not in stated:
            used = [line for line in energy.lines if line.use == "consumed" and _kind(line) == kind]
            counted = [line for line in carbon.lines if line.part == part]
            yield from _difference(kind, used, counted)
    if "combustion" in stated:
        return
    fuels = [line for line in energy.lines if line.use == "consumed" and _kind(line) == "fuel"]
    for name in dict.fromkeys(_fuel_name(line.carrier, burnt) for line in fuels):
        used = [line for line in fuels if _fuel_name(line.carrier, burnt) == name]
        yield from _difference(name, used, [line for line in burnt if line.carrier == name])
    known = {_fuel_name(line.carrier, burnt) for line in fuels}
    for name in dict.fromkeys(line.carrier for line in burnt if line.carrier not in known):
        yield from _difference(name, [], [line for line in burnt if line.carrier == name])


def _setting_faults(settings: Any) -> Iterator[str]:
    names = (*_ENERGY_SETTINGS, *_CARBON_SETTINGS)
    if not isinstance(settings, Mapping):
        yield "ledger: write its settings under the heading [ledger]"
        return
    for name, value in settings.items():
        if name not in names:
            yield f"ledger.{name}: there is no such setting; there are {', '.join(names)}"
        elif name == "energy_media" and not isinstance(value, bool):
            yield f"ledger.{name}: {value!r} is neither true nor false"
        elif name in {"grid", "residual_grid"}:
            if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
                yield f"ledger.{name}: write a list of scope, vintage and basis"
        elif name != "energy_media" and not isinstance(value, str):
            yield f"ledger.{name}: {value!r} is no text"


def _single(name: str, value: Any, unit: str) -> Reading:
    if not isinstance(value, Fraction):
        raise FactsError("the ledgers cannot be used", (f"{name}: a plant's facts are single amounts, not arrays",))
    its_unit = parse_unit(unit)[1]
    return Reading(value, its_unit, None, {"number": str(value), "unit": str(its_unit)})


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line without the caller's objects."""
    return {name: _plain_entry(value) for name, value in line.items() if value is not None}


def _plain_entry(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain_entry(item) for item in value]
    reading = read_amount(value)
    return reading.given if isinstance(reading, Reading) else str(value)


_DIMENSIONS = {"electricity": "kWh", "heat": "GJ"}


def _kind(line: EnergyLine) -> str:
    """Return what a line is in a carbon ledger; media and what has no carbon of its own are nothing."""
    if line.carrier in {"electricity", "电力", "电"}:
        return "electricity"
    if line.factor is not None and line.factor.table == "energy_media":
        return ""
    if line.carrier in {"heat", "热力（当量）"} or "steam" in line.carrier or "蒸汽" in line.carrier:
        return "heat"
    return "fuel"


def _fuel_name(carrier: str, burnt: list[CarbonLine]) -> str:
    """Return the fuel that a carrier is: natural gas of an oil field is natural gas."""
    return next((line.carrier for line in burnt if line.carrier == carrier or line.carrier in carrier), carrier)


def _difference(name: str, used: list[EnergyLine], counted: list[CarbonLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    labels = tuple([line.label for line in used] + [line.label for line in counted])
    if not used and not counted:
        return
    if not used or not counted:
        where = "carbon" if counted else "energy"
        other = "energy" if counted else "carbon"
        yield f"{name} is in the {where} ledger and not in the {other} ledger", labels
        return
    first = used[0].quantity.unit
    one, other_sum = (_summed([line.quantity for line in lines], first) for lines in (used, counted))
    if one is None or other_sum is None:
        yield f"{name} is in different kinds of amounts in the two ledgers, and cannot be compared", labels
    elif one != other_sum:
        energy, carbon = (amount_text(amount, first, 8) for amount in (one, other_sum))
        yield f"{name}: {energy} in the energy ledger, {carbon} in the carbon ledger", labels


def _summed(quantities: list[Reading | None] | list[Reading], unit: Unit) -> Fraction | None:
    total = Fraction(0)
    for quantity in quantities:
        if quantity is None or quantity.unit.dimension != unit.dimension:
            return None
        total += quantity.exact(unit)
    return total
